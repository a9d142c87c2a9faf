//! Systems and products with tridiagonal matrices, and the cross product.
//!
//! In compact form a matrix is three rows: superdiagonal (its last element unused), diagonal, subdiagonal (its first
//! element unused).

use crate::Ops;
use crate::kernels::matrices::{Entry, each};
use crate::rules::matrices::{matrix_dims, shape_of, transposed};
use crate::rules::{Grads, conj};
use crate::with_entry;
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Output};
use smallvec::smallvec;

const NO_SHADER: &str = "each row depends on the one before it";

/// Gaussian elimination on the rows of `x`, which become the solution; false if a pivot is zero.
#[allow(clippy::needless_range_loop)] // a step touches two rows of five arrays
fn solve<T: Entry>(diagonals: &[T], n: usize, k: usize, pivoting: bool, x: &mut [T]) -> bool {
    let zero = T::real(0.0);
    let mut upper: Vec<T> = diagonals[..n].to_vec();
    let mut middle: Vec<T> = diagonals[n..2 * n].to_vec();
    let lower = &diagonals[2 * n..];
    // What exchanged rows have right of the superdiagonal.
    let mut second = vec![zero; n];
    for i in 0..n.saturating_sub(1) {
        let below = lower[i + 1];
        if !pivoting || middle[i].size() >= below.size() {
            if middle[i].is_zero() {
                return false;
            }
            let factor = below / middle[i];
            middle[i + 1] -= factor * upper[i];
            for c in 0..k {
                let above = x[i * k + c];
                x[(i + 1) * k + c] -= factor * above;
            }
        } else {
            let factor = middle[i] / below;
            let next = middle[i + 1];
            middle[i] = below;
            middle[i + 1] = upper[i] - factor * next;
            if i + 2 < n {
                second[i] = upper[i + 1];
                upper[i + 1] = -(factor * second[i]);
            }
            upper[i] = next;
            for c in 0..k {
                let above = x[i * k + c];
                x[i * k + c] = x[(i + 1) * k + c];
                x[(i + 1) * k + c] = above - factor * x[i * k + c];
            }
        }
    }
    if n > 0 && middle[n - 1].is_zero() {
        return false;
    }
    for i in (0..n).rev() {
        for c in 0..k {
            let mut value = x[i * k + c];
            if i + 1 < n {
                value -= upper[i] * x[(i + 1) * k + c];
            }
            if i + 2 < n {
                value -= second[i] * x[(i + 2) * k + c];
            }
            x[i * k + c] = value / middle[i];
        }
    }
    true
}

fn solve_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let (diagonals, rhs) = (matrix_dims(infer, 0)?, matrix_dims(infer, 1)?);
    if let Some((_, three, _)) = &diagonals
        && !three.is_compatible(Dim::new(3))
    {
        bail!(Value, "diagonals must have 3 rows, but has {three}");
    }
    if let (Some((batch, _, n)), Some((other, rows, k))) = (&diagonals, &rhs) {
        let Some(n) = n.merge(*rows) else {
            bail!(Value, "diagonals are {n} long, but rhs has {rows} rows");
        };
        let (a, b) = (Shape::of(batch.iter().copied()), Shape::of(other.iter().copied()));
        let Ok(both) = a.merge(&b) else {
            bail!(Value, "diagonals and rhs must have the same leading sizes, but have {a} and {b}");
        };
        infer.set(0, shape_of(both.dims().unwrap_or_default(), &[n, *k]));
    } else if let Some((batch, rows, k)) = rhs {
        infer.set(0, shape_of(&batch, &[rows, k]));
    }
    Ok(())
}

/// `x[..., 1:, :]` with a zero row behind it, or `x[..., :-1, :]` with one before it.
fn shifted(b: &mut Builder<'_>, x: Output, up: bool) -> Result<Output> {
    let rows = |b: &mut Builder<'_>, begin: Option<i64>, end: Option<i64>| -> Result<Output> {
        let first = b.ints(&[0, begin.unwrap_or(0), 0])?;
        let last = b.ints(&[0, end.unwrap_or(0), 0])?;
        let strides = b.ints(&[1, 1, 1])?;
        let open_begin = 4 | if begin.is_none() { 2 } else { 0 };
        let open_end = 4 | if end.is_none() { 2 } else { 0 };
        b.strided_slice(x, first, last, strides, open_begin, open_end, 1, 0, 0)
    };
    let row = rows(b, None, Some(1))?;
    let row = b.zeros_like(row)?;
    let axis = b.int(-2)?;
    if up {
        let kept = rows(b, Some(1), None)?;
        b.concat_v2(&[kept, row], axis)
    } else {
        let kept = rows(b, None, Some(-1))?;
        b.concat_v2(&[row, kept], axis)
    }
}

/// One of the three diagonals as a column per matrix.
fn diagonal(b: &mut Builder<'_>, diagonals: Output, which: i64) -> Result<Output> {
    let (begin, end, strides) = (b.ints(&[0, which, 0])?, b.ints(&[0, which + 1, 0])?, b.ints(&[1, 1, 1])?);
    let row = b.strided_slice(diagonals, begin, end, strides, 4, 4, 1, 0, 0)?;
    transposed(b, row)
}

/// The sums over columns of `x * conj(y)`, as a row per matrix.
fn inner(b: &mut Builder<'_>, x: Output, y: Output) -> Result<Output> {
    let y = conj(b, y)?;
    let all = b.mul(x, y)?;
    let axis = b.ints(&[-1])?;
    let sums = b.sum(all, axis, true)?;
    transposed(b, sums)
}

fn grad_solve(g: &mut GradCall<'_, '_>) -> Grads {
    let (diagonals, x, dy) = (g.x[0], g.y[0], g.dy());
    let pivoting = g.info().bool("partial_pivoting");
    let b = &mut *g.b;
    let conjugate = conj(b, diagonals)?;
    let (upper, middle, lower) = (diagonal(b, conjugate, 0)?, diagonal(b, conjugate, 1)?, diagonal(b, conjugate, 2)?);
    // The adjoint's superdiagonal is the subdiagonal one place on, and the other way round.
    let (upper, lower) = (shifted(b, lower, true)?, shifted(b, upper, false)?);
    let last = b.int(-1)?;
    let columns = b.concat_v2(&[upper, middle, lower], last)?;
    let adjoint = transposed(b, columns)?;
    let to_rhs = b.tridiagonal_solve(adjoint, dy, pivoting)?;
    let (above, below) = (shifted(b, x, true)?, shifted(b, x, false)?);
    let rows = [inner(b, to_rhs, above)?, inner(b, to_rhs, x)?, inner(b, to_rhs, below)?];
    let axis = b.int(-2)?;
    let all = b.concat_v2(&rows, axis)?;
    let to_diagonals = b.neg(all)?;
    Ok(vec![Some(to_diagonals.into()), Some(to_rhs.into())])
}

fn product_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let names = ["superdiag", "maindiag", "subdiag"];
    let mut shape: Option<(Vec<Dim>, Dim, Dim)> = matrix_dims(infer, 3)?;
    for (i, name) in names.iter().enumerate() {
        let Some((batch, one, n)) = matrix_dims(infer, i)? else { continue };
        if !one.is_compatible(Dim::new(1)) {
            bail!(Value, "{name} must have one row, but has {one}");
        }
        if let Some((other, rows, _)) = &mut shape {
            let Some(merged) = rows.merge(n) else {
                bail!(Value, "{name} is {n} long, but rhs has {rows} rows");
            };
            *rows = merged;
            let (a, b) = (Shape::of(batch.iter().copied()), Shape::of(other.iter().copied()));
            let Ok(both) = a.merge(&b) else {
                bail!(Value, "{name} and rhs must have the same leading sizes, but have {a} and {b}");
            };
            *other = both.dims().unwrap_or_default().to_vec();
        }
    }
    if let Some((batch, rows, columns)) = shape {
        infer.set(0, shape_of(&batch, &[rows, columns]));
    }
    Ok(())
}

fn grad_product(g: &mut GradCall<'_, '_>) -> Grads {
    let (upper, middle, lower, x, dy) = (g.x[0], g.x[1], g.x[2], g.x[3], g.dy());
    let b = &mut *g.b;
    let (above, below) = (shifted(b, x, true)?, shifted(b, x, false)?);
    let diagonals = [inner(b, dy, above)?, inner(b, dy, x)?, inner(b, dy, below)?];
    let mut scaled = |row: Output| -> Result<Output> {
        let column = transposed(b, row)?;
        let column = conj(b, column)?;
        b.mul(column, dy)
    };
    let (upper, middle, lower) = (scaled(upper)?, scaled(middle)?, scaled(lower)?);
    let (down, up) = (shifted(b, upper, false)?, shifted(b, lower, true)?);
    let sum = b.add_v2(down, middle)?;
    let to_x = b.add_v2(sum, up)?;
    let mut grads: Vec<_> = diagonals.into_iter().map(|d| Some(d.into())).collect();
    grads.push(Some(to_x.into()));
    Ok(grads)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "TridiagonalSolve",
        inputs: "diagonals: T, rhs: T",
        outputs: "output: T",
        attrs: "partial_pivoting: bool = true; T: {float64, float32, complex64, complex128}",
        effect: Effect::Pure,
        infer: solve_shapes,
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let rhs = spec.info.input_dims(1);
                let (n, k) = (rhs[rhs.len() - 2], rhs[rhs.len() - 1]);
                let pivoting = spec.info.bool("partial_pivoting");
                let work = (n * (k + 2)) as f64 * 5.0;
                const ERROR: &str = "The matrix is not invertible, or needs partial_pivoting=True.";
                with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, ERROR, move |x, y| {
                    y[0].copy_from_slice(x[1]);
                    solve(x[0], n, k, pivoting, y[0])
                }))
            },
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(grad_solve),
        doc: "Solves systems with tridiagonal matrices, given by superdiagonal, diagonal and subdiagonal.",
    },
    Decl {
        name: "TridiagonalMatMul",
        inputs: "superdiag: T, maindiag: T, subdiag: T, rhs: T",
        outputs: "output: T",
        attrs: "T: {float64, float32, complex64, complex128}",
        effect: Effect::Pure,
        infer: product_shapes,
        compute: Compute::Lower(|b, x, _| {
            let mut scaled = |row: Output, rhs: Output| -> Result<Output> {
                let column = transposed(b, row)?;
                b.mul(column, rhs)
            };
            let middle = scaled(x[1], x[3])?;
            let above = shifted(b, x[3], true)?;
            let below = shifted(b, x[3], false)?;
            let mut scaled = |row: Output, rhs: Output| -> Result<Output> {
                let column = transposed(b, row)?;
                b.mul(column, rhs)
            };
            let (upper, lower) = (scaled(x[0], above)?, scaled(x[2], below)?);
            let sum = b.add_v2(upper, middle)?;
            Ok(smallvec![b.add_v2(sum, lower)?])
        }),
        grad: Grad::Fn(grad_product),
        doc: "Products of tridiagonal matrices, given by their diagonals, with others.",
    },
    Decl {
        name: "Cross",
        inputs: "a: T, b: T",
        outputs: "product: T",
        attrs: "T: realnumbertype",
        effect: Effect::Pure,
        infer: |infer| {
            let shape = infer.input_shape(0).merge(infer.input_shape(1))?;
            if let Some(rank) = shape.rank() {
                if rank == 0 {
                    bail!(Value, "a and b must have at least one axis");
                }
                if !shape.dim(rank - 1).is_compatible(Dim::new(3)) {
                    bail!(Value, "the last axis of a and b must have size 3, but has {}", shape.dim(rank - 1));
                }
            }
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Lower(|b, x, _| {
            let (p, q) = (b.unpack(x[0], 3, -1)?, b.unpack(x[1], 3, -1)?);
            let mut parts = Vec::with_capacity(3);
            for i in 0..3 {
                let (j, k) = ((i + 1) % 3, (i + 2) % 3);
                let (plus, minus) = (b.mul(p[j], q[k])?, b.mul(p[k], q[j])?);
                parts.push(b.sub(plus, minus)?);
            }
            Ok(smallvec![b.pack(&parts, -1)?])
        }),
        grad: Grad::Fn(|g| {
            let (x, y, dy) = (g.x[0], g.x[1], g.dy());
            let to_x = g.b.cross(y, dy)?;
            let to_y = g.b.cross(dy, x)?;
            Ok(vec![Some(to_x.into()), Some(to_y.into())])
        }),
        doc: "Cross products of vectors in space, which lie along the last axis.",
    },
];
