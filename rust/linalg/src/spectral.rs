//! Singular values, eigenvalues of self-adjoint matrices, and least squares without full rank.

use crate::factor::{matrix, write};
use crate::{Number, Vectors};
use faer::Side;
use faer::prelude::{Mat, MatRef};

fn is_finite<T: Number>(a: &[T]) -> bool {
    a.iter().all(|v| v.size().is_finite())
}

pub fn svd<T: Number>(a: &[T], m: usize, n: usize, s: &mut [T], vectors: Option<Vectors<'_, T>>) -> bool {
    let nan = T::real(f64::NAN);
    if !is_finite(a) {
        s.fill(nan);
        if let Some(vectors) = vectors {
            vectors.u.fill(nan);
            vectors.v.fill(nan);
        }
        return true;
    }
    let a = matrix(a, m, n);
    let Some(vectors) = vectors else {
        let Ok(values) = a.singular_values() else { return false };
        for (to, value) in s.iter_mut().zip(&values) {
            *to = T::from_real_impl(value);
        }
        return true;
    };
    let found = if vectors.full { a.svd() } else { a.thin_svd() };
    let Ok(found) = found else { return false };
    for (to, value) in s.iter_mut().zip(found.S().column_vector().iter()) {
        *to = *value;
    }
    write(found.U(), vectors.u);
    write(found.V(), vectors.v);
    true
}

pub fn eigh<T: Number>(a: &[T], n: usize, e: &mut [T], v: Option<&mut [T]>) -> bool {
    // Eigenvectors of what is above the diagonal would be those of another matrix.
    let mut full = Mat::<T>::zeros(n, n);
    let lower: MatRef<'_, T> = matrix(a, n, n);
    for j in 0..n {
        full[(j, j)] = T::narrow(num_complex::Complex::new(lower[(j, j)].widen().re, 0.0));
        for i in j + 1..n {
            full[(i, j)] = lower[(i, j)];
            full[(j, i)] = lower[(i, j)].conjugate();
        }
    }
    if !(0..n).all(|j| (j..n).all(|i| full[(i, j)].size().is_finite())) {
        return false;
    }
    let Some(v) = v else {
        let Ok(values) = full.self_adjoint_eigenvalues(Side::Lower) else { return false };
        for (to, value) in e.iter_mut().zip(&values) {
            *to = T::from_real_impl(value);
        }
        return true;
    };
    let Ok(found) = full.self_adjoint_eigen(Side::Lower) else { return false };
    for (to, value) in e.iter_mut().zip(found.S().column_vector().iter()) {
        *to = *value;
    }
    write(found.U(), v);
    true
}

/// Values below `epsilon` times the largest one and the size of the matrix count as zero.
pub fn least_squares<T: Number>(a: &[T], [m, n, k]: [usize; 3], epsilon: f64, rhs: &[T], out: &mut [T]) -> bool {
    if !is_finite(a) {
        out.fill(T::real(f64::NAN));
        return true;
    }
    let Ok(found) = matrix(a, m, n).thin_svd() else { return false };
    let values = found.S().column_vector();
    let largest = values.iter().map(|v| v.size()).fold(0.0, f64::max);
    let least = largest * m.max(n) as f64 * epsilon;
    let mut along: Mat<T> = found.U().adjoint() * matrix(rhs, m, k);
    for i in 0..along.nrows() {
        let value = values[i];
        for j in 0..k {
            along[(i, j)] = if value.size() > least { along[(i, j)] / value } else { T::zero() };
        }
    }
    let x = found.V() * &along;
    write(x.as_ref(), out);
    true
}
