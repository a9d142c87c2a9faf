//! Exponential, logarithm and square root of a matrix, in double precision whatever the element type.

use crate::Number;
use crate::schur::{Schur, schur};
use faer::linalg::solvers::Solve;
use faer::prelude::Mat;
use num_complex::Complex;

type C = Complex<f64>;

pub fn exp<T: Number>(a: &[T], n: usize, out: &mut [T]) {
    if T::COMPLEX {
        let found = exponential(Mat::from_fn(n, n, |i, j| a[i * n + j].widen()));
        fill(out, n, |i, j| T::narrow(found[(i, j)]));
    } else {
        let found = exponential(Mat::from_fn(n, n, |i, j| a[i * n + j].widen().re));
        fill(out, n, |i, j| T::narrow(Complex::new(found[(i, j)], 0.0)));
    }
}

fn fill<T>(out: &mut [T], n: usize, element: impl Fn(usize, usize) -> T) {
    for i in 0..n {
        for j in 0..n {
            out[i * n + j] = element(i, j);
        }
    }
}

/// Coefficients of the numerator of the Padé approximant of degree 13.
const PADE: [f64; 14] = [
    64764752532480000.0,
    32382376266240000.0,
    7771770303897600.0,
    1187353796428800.0,
    129060195264000.0,
    10559470521600.0,
    670442572800.0,
    33522128640.0,
    1323241920.0,
    40840800.0,
    960960.0,
    16380.0,
    182.0,
    1.0,
];

/// The norm up to which that approximant is exact to double precision (Higham 2005).
const PADE_REACH: f64 = 5.371920351148152;

/// Scaling and squaring.
fn exponential<T: Number>(a: Mat<T>) -> Mat<T> {
    let n = a.nrows();
    let norm = (0..n).map(|j| (0..n).map(|i| a[(i, j)].size()).sum::<f64>()).fold(0.0, f64::max);
    if !(0..n).all(|j| (0..n).all(|i| a[(i, j)].size().is_finite())) {
        return Mat::from_fn(n, n, |_, _| T::real(f64::NAN));
    }
    let squarings = if norm > PADE_REACH { (norm / PADE_REACH).log2().ceil() as i32 } else { 0 };
    let scale = T::real(0.5f64.powi(squarings));
    let a = Mat::from_fn(n, n, |i, j| a[(i, j)] * scale);
    let one = Mat::<T>::identity(n, n);
    let a2 = &a * &a;
    let a4 = &a2 * &a2;
    let a6 = &a2 * &a4;
    let sum = |terms: [(f64, &Mat<T>); 4]| {
        Mat::from_fn(n, n, |i, j| terms.iter().fold(T::zero(), |sum, (c, m)| sum + T::real(*c) * m[(i, j)]))
    };
    let high = |x: f64, y: f64, z: f64| &a6 * sum([(x, &a6), (y, &a4), (z, &a2), (0.0, &one)]);
    let odd =
        high(PADE[13], PADE[11], PADE[9]) + sum([(PADE[7], &a6), (PADE[5], &a4), (PADE[3], &a2), (PADE[1], &one)]);
    let odd = &a * odd;
    let even =
        high(PADE[12], PADE[10], PADE[8]) + sum([(PADE[6], &a6), (PADE[4], &a4), (PADE[2], &a2), (PADE[0], &one)]);
    let mut result = (&even - &odd).partial_piv_lu().solve(&even + &odd);
    for _ in 0..squarings {
        result = &result * &result;
    }
    result
}

/// The principal square root of an upper triangular matrix.
fn root_of_triangle(t: &Mat<C>) -> Mat<C> {
    let n = t.nrows();
    let mut r = Mat::<C>::zeros(n, n);
    for j in 0..n {
        r[(j, j)] = t[(j, j)].sqrt();
        for i in (0..j).rev() {
            let known: C = (i + 1..j).map(|k| r[(i, k)] * r[(k, j)]).sum();
            let (rest, divisor) = (t[(i, j)] - known, r[(i, i)] + r[(j, j)]);
            // Both are zero for a zero block, whose root is zero.
            r[(i, j)] = if rest == C::ZERO { C::ZERO } else { rest / divisor };
        }
    }
    r
}

fn decomposed<T: Number>(a: &[T], n: usize) -> Option<Schur> {
    if !a.iter().all(|v| v.size().is_finite()) {
        return None;
    }
    schur(Mat::from_fn(n, n, |i, j| a[i * n + j].widen()))
}

pub fn sqrt<T: Number>(a: &[T], n: usize, out: &mut [T]) -> bool {
    let Some(Schur { triangle, basis }) = decomposed(a, n) else { return false };
    let root = &basis * root_of_triangle(&triangle) * basis.adjoint();
    let scale = (0..n).map(|i| triangle[(i, i)].norm()).fold(0.0, f64::max);
    let negative = |value: C| value.re < -1e-12 * scale && value.im.abs() <= 1e-12 * scale;
    if !T::COMPLEX && (0..n).any(|i| negative(triangle[(i, i)])) {
        out.fill(T::real(f64::NAN));
    } else {
        fill(out, n, |i, j| T::narrow(root[(i, j)]));
    }
    true
}

/// Nodes and weights of Gauss-Legendre quadrature on [0, 1], which integrates log(1 + x) = ∫ x / (1 + t x) dt.
const NODES: [(f64, f64); 7] = [
    (0.5, 0.208_979_591_836_734_7),
    (0.702_922_575_688_698_6, 0.190_915_025_252_559_45),
    (0.297_077_424_311_301_4, 0.190_915_025_252_559_45),
    (0.870_765_592_799_697_2, 0.139_852_695_744_638_33),
    (0.129_234_407_200_302_75, 0.139_852_695_744_638_33),
    (0.974_553_956_171_379_2, 0.064_742_483_084_434_85),
    (0.025_446_043_828_620_75, 0.064_742_483_084_434_85),
];

/// The norm of x up to which these nodes are exact to double precision.
const QUADRATURE_REACH: f64 = 0.264;

pub fn log<T: Number>(a: &[T], n: usize, out: &mut [T]) -> bool {
    let Some(Schur { triangle, basis }) = decomposed(a, n) else { return false };
    if (0..n).any(|i| triangle[(i, i)] == C::ZERO) {
        out.fill(T::real(f64::NAN));
        return true;
    }
    let one = Mat::<C>::identity(n, n);
    let mut root = triangle.clone();
    let mut roots = 0;
    let distance =
        |m: &Mat<C>| (0..n).map(|j| (0..n).map(|i| (m[(i, j)] - one[(i, j)]).norm()).sum::<f64>()).fold(0.0, f64::max);
    while distance(&root) > QUADRATURE_REACH && roots < 100 {
        root = root_of_triangle(&root);
        roots += 1;
    }
    let x = &root - &one;
    let mut result = Mat::<C>::zeros(n, n);
    for (node, weight) in NODES {
        let divisor = Mat::from_fn(n, n, |i, j| one[(i, j)] + x[(i, j)] * node);
        let mut part = x.clone();
        faer::linalg::triangular_solve::solve_upper_triangular_in_place(
            divisor.as_ref(),
            part.as_mut(),
            faer::Par::Seq,
        );
        result = Mat::from_fn(n, n, |i, j| result[(i, j)] + part[(i, j)] * weight);
    }
    let scale = 2f64.powi(roots);
    let result = Mat::from_fn(n, n, |i, j| if i == j { triangle[(i, i)].ln() } else { result[(i, j)] * scale });
    let found = &basis * result * basis.adjoint();
    fill(out, n, |i, j| T::narrow(found[(i, j)]));
    true
}
