//! The complex Schur decomposition `a = basis triangle basis^H`, by shifted QR steps on a Hessenberg matrix.

use faer::prelude::Mat;
use num_complex::Complex;

type C = Complex<f64>;

pub struct Schur {
    /// Upper triangular; the eigenvalues are on its diagonal.
    pub triangle: Mat<C>,
    /// Unitary.
    pub basis: Mat<C>,
}

/// None where the iteration does not converge.
pub fn schur(mut h: Mat<C>) -> Option<Schur> {
    let n = h.nrows();
    let mut z = Mat::<C>::identity(n, n);
    to_hessenberg(&mut h, &mut z);
    let mut last = n.saturating_sub(1);
    let mut steps = 0;
    while last > 0 {
        let first = start_of_block(&mut h, last);
        if first == last {
            last -= 1;
            steps = 0;
            continue;
        }
        steps += 1;
        if steps > 300 {
            return None;
        }
        // Now and then a shift that is none of an eigenvalue gets out of a cycle.
        let shift = if steps % 10 == 0 {
            C::new(h[(last, last - 1)].norm() + h[(last, last)].norm(), 0.0)
        } else {
            corner_eigenvalue(&h, last)
        };
        step(&mut h, &mut z, first, last, shift);
    }
    for j in 0..n {
        for i in j + 1..n {
            h[(i, j)] = C::ZERO;
        }
    }
    Some(Schur { triangle: h, basis: z })
}

/// Reflections clear what is below the first subdiagonal.
fn to_hessenberg(h: &mut Mat<C>, z: &mut Mat<C>) {
    let n = h.nrows();
    for k in 0..n.saturating_sub(2) {
        let mut v: Vec<C> = (k + 1..n).map(|i| h[(i, k)]).collect();
        let norm = v.iter().map(C::norm_sqr).sum::<f64>().sqrt();
        if v[1..].iter().all(|x| *x == C::ZERO) {
            continue;
        }
        let direction = if v[0] == C::ZERO { C::ONE } else { v[0] / v[0].norm() };
        v[0] += direction * norm;
        let length: f64 = v.iter().map(C::norm_sqr).sum();
        for j in 0..n {
            let along: C = v.iter().enumerate().map(|(i, x)| x.conj() * h[(k + 1 + i, j)]).sum::<C>() * 2.0 / length;
            for (i, x) in v.iter().enumerate() {
                h[(k + 1 + i, j)] -= along * x;
            }
        }
        for m in [&mut *h, &mut *z] {
            for i in 0..n {
                let along: C = v.iter().enumerate().map(|(j, x)| m[(i, k + 1 + j)] * x).sum::<C>() * 2.0 / length;
                for (j, x) in v.iter().enumerate() {
                    m[(i, k + 1 + j)] -= along * x.conj();
                }
            }
        }
    }
}

/// Where the unreduced block that ends at `last` starts; clears the negligible element before it.
fn start_of_block(h: &mut Mat<C>, last: usize) -> usize {
    for i in (1..=last).rev() {
        let scale = h[(i - 1, i - 1)].norm() + h[(i, i)].norm();
        let below = h[(i, i - 1)].norm();
        if below <= f64::EPSILON * scale || below < f64::MIN_POSITIVE {
            h[(i, i - 1)] = C::ZERO;
            return i;
        }
    }
    0
}

/// The eigenvalue of the last two rows and columns that is nearer to the last element.
fn corner_eigenvalue(h: &Mat<C>, last: usize) -> C {
    let (a, b) = (h[(last - 1, last - 1)], h[(last - 1, last)]);
    let (c, d) = (h[(last, last - 1)], h[(last, last)]);
    let half = (a - d) * 0.5;
    let root = (half * half + b * c).sqrt();
    let (x, y) = (d + half + root, d + half - root);
    if (x - d).norm() < (y - d).norm() { x } else { y }
}

/// One QR step with a shift on rows and columns `first..=last`.
fn step(h: &mut Mat<C>, z: &mut Mat<C>, first: usize, last: usize, shift: C) {
    let n = h.nrows();
    let (mut x, mut y) = (h[(first, first)] - shift, h[(first + 1, first)]);
    for k in first..last {
        let length = x.norm().hypot(y.norm());
        if length > 0.0 {
            let (c, s) =
                if x == C::ZERO { (0.0, C::ONE) } else { (x.norm() / length, x / x.norm() * y.conj() / length) };
            for j in k.saturating_sub(1)..n {
                let (p, q) = (h[(k, j)], h[(k + 1, j)]);
                h[(k, j)] = p * c + s * q;
                h[(k + 1, j)] = q * c - s.conj() * p;
            }
            for (m, rows) in [(&mut *h, (k + 3).min(last + 1)), (&mut *z, n)] {
                for i in 0..rows {
                    let (p, q) = (m[(i, k)], m[(i, k + 1)]);
                    m[(i, k)] = p * c + s.conj() * q;
                    m[(i, k + 1)] = q * c - s * p;
                }
            }
        }
        if k + 1 < last {
            (x, y) = (h[(k + 1, k)], h[(k + 2, k)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factors_give_the_matrix_back() {
        for n in [0, 1, 2, 3, 7, 20] {
            let element = |i: usize, j: usize| ((i * 7 + j * 13 + 3) % 11) as f64 - 5.0;
            let a = Mat::from_fn(n, n, |i, j| C::new(element(i, j), element(j + 1, i)));
            let Schur { triangle, basis } = schur(a.clone()).unwrap();
            let back = &basis * &triangle * basis.adjoint();
            let unit = &basis * basis.adjoint();
            for i in 0..n {
                for j in 0..n {
                    assert!((back[(i, j)] - a[(i, j)]).norm() < 1e-11);
                    assert!((unit[(i, j)] - C::new(f64::from(i == j), 0.0)).norm() < 1e-12);
                    assert!(i <= j || triangle[(i, j)] == C::ZERO);
                }
            }
        }
    }

    #[test]
    fn a_defective_and_a_cyclic_matrix_converge() {
        let jordan = Mat::from_fn(5, 5, |i, j| C::new(f64::from(i == j) * 2.0 + f64::from(j == i + 1), 0.0));
        let cycle = Mat::from_fn(6, 6, |i, j| C::new(f64::from((i + 1) % 6 == j), 0.0));
        assert!(schur(jordan).is_some());
        let found = schur(cycle).unwrap();
        for i in 0..6 {
            assert!((found.triangle[(i, i)].norm() - 1.0).abs() < 1e-12);
        }
    }
}
