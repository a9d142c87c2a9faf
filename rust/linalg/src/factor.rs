//! Cholesky, LU and QR decompositions, and the linear systems they solve.

use crate::{Lu, Number};
use faer::linalg::solvers::{DenseSolveCore, PartialPivLu, Solve};
use faer::prelude::{Mat, MatMut, MatRef};
use faer::{Par, Side};

/// A row-major slice as a matrix.
pub fn matrix<T>(a: &[T], m: usize, n: usize) -> MatRef<'_, T> {
    MatRef::from_row_major_slice(a, m, n)
}

/// Writes a matrix to a row-major slice.
pub fn write<T: Number>(from: MatRef<'_, T>, out: &mut [T]) {
    let (m, n) = from.shape();
    MatMut::from_row_major_slice_mut(out, m, n).copy_from(from);
}

pub fn cholesky<T: Number>(a: &[T], n: usize, out: &mut [T]) -> bool {
    match matrix(a, n, n).llt(Side::Lower) {
        Ok(found) => {
            write(found.L(), out);
            // A NaN makes no pivot negative.
            (0..n).all(|i| out[i * n + i].size().is_finite())
        }
        Err(_) => false,
    }
}

fn decompose<T: Number>(a: &[T], n: usize) -> Option<PartialPivLu<T>> {
    let lu = matrix(a, n, n).partial_piv_lu();
    let u = lu.U();
    // Written so that NaN counts as singular.
    (0..n).all(|i| u[(i, i)].size() > 0.0).then_some(lu)
}

pub fn lu<T: Number>(a: &[T], n: usize) -> Lu<T> {
    let lu = matrix(a, n, n).partial_piv_lu();
    let (l, u) = (lu.L(), lu.U());
    let mut packed = vec![T::zero(); n * n];
    for i in 0..n {
        for j in 0..n {
            packed[i * n + j] = if j < i { l[(i, j)] } else { u[(i, j)] };
        }
    }
    Lu { packed, rows: lu.P().arrays().0.to_vec() }
}

pub fn solve<T: Number>(a: &[T], n: usize, adjoint: bool, rhs: &[T], k: usize, out: &mut [T]) -> bool {
    let Some(lu) = decompose(a, n) else { return false };
    let rhs = matrix(rhs, n, k);
    let x = if adjoint { lu.solve_adjoint(rhs) } else { lu.solve(rhs) };
    write(x.as_ref(), out);
    true
}

pub fn inverse<T: Number>(a: &[T], n: usize, adjoint: bool, out: &mut [T]) -> bool {
    let Some(lu) = decompose(a, n) else { return false };
    let inverse = lu.inverse();
    if adjoint {
        write(inverse.adjoint().to_owned().as_ref(), out);
    } else {
        write(inverse.as_ref(), out);
    }
    true
}

pub fn triangular_solve<T: Number>(
    a: &[T],
    n: usize,
    [lower, adjoint]: [bool; 2],
    rhs: &[T],
    k: usize,
    out: &mut [T],
) -> bool {
    if (0..n).any(|i| a[i * n + i].is_zero()) {
        return false;
    }
    let mut x: Mat<T> = matrix(rhs, n, k).to_owned();
    let a: Mat<T> = if adjoint { matrix(a, n, n).adjoint().to_owned() } else { matrix(a, n, n).to_owned() };
    if lower != adjoint {
        faer::linalg::triangular_solve::solve_lower_triangular_in_place(a.as_ref(), x.as_mut(), Par::Seq);
    } else {
        faer::linalg::triangular_solve::solve_upper_triangular_in_place(a.as_ref(), x.as_mut(), Par::Seq);
    }
    write(x.as_ref(), out);
    true
}

pub fn qr<T: Number>(a: &[T], m: usize, n: usize, full: bool, q: &mut [T], r: &mut [T]) {
    let found = matrix(a, m, n).qr();
    if full {
        write(found.compute_Q().as_ref(), q);
    } else {
        write(found.compute_thin_Q().as_ref(), q);
    }
    let triangle = found.R();
    let rows = if full { m } else { m.min(n) };
    for i in 0..rows {
        for j in 0..n {
            r[i * n + j] = if j < i { T::zero() } else { triangle[(i, j)] };
        }
    }
    if !T::COMPLEX {
        return;
    }
    // As in LAPACK the diagonal of r is real.
    let width = if full { m } else { m.min(n) };
    for i in 0..m.min(n) {
        let pivot = r[i * n + i];
        let size = pivot.size();
        if size == 0.0 || pivot.widen().im == 0.0 {
            continue;
        }
        let phase = pivot / T::real(size);
        r[i * n + i] = T::real(size);
        for j in i + 1..n {
            r[i * n + j] *= phase.conjugate();
        }
        for row in 0..m {
            q[row * width + i] *= phase;
        }
    }
}

pub fn normal_equations<T: Number>(a: &[T], [m, n, k]: [usize; 3], l2: f64, rhs: &[T], out: &mut [T]) -> bool {
    let (a, rhs) = (matrix(a, m, n).to_owned(), matrix(rhs, m, k).to_owned());
    let tall = m >= n;
    let mut gram: Mat<T> = if tall { a.adjoint() * &a } else { &a * a.adjoint() };
    for i in 0..gram.nrows() {
        gram[(i, i)] += T::real(l2);
    }
    let Ok(factor) = gram.llt(Side::Lower) else { return false };
    let x = if tall { factor.solve(a.adjoint() * &rhs) } else { a.adjoint() * factor.solve(&rhs) };
    write(x.as_ref(), out);
    true
}
