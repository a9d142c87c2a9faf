//! Linear systems, inverses and determinants.

use crate::Ops;
use crate::kernels::matrices::{each, plan_least_squares};
use crate::rules::matrices::{
    adjoint, band, matrix_dims, per_matrix, product, same_square, shape_of, square_dims, transposed,
};
use crate::rules::{Grads, conj, only};
use crate::with_entry;
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Output};
use rheos_linalg::{Field, Functions, Number};

const NO_SHADER: &str = "decompositions need double precision and long chains of small steps";
const FOUR_TYPES: &str = "T: {float64, float32, complex64, complex128}";
const ADJOINT: &str = "adjoint: bool = false; T: {float64, float32, complex64, complex128}";
const TRIANGLE: &str = "lower: bool = true; adjoint: bool = false; T: {float64, float32, complex64, complex128}";
const FAST: &str = "T: {float64, float32, complex64, complex128}; fast: bool = true";

const INVERSE: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: T",
    attrs: ADJOINT,
    effect: Effect::Pure,
    infer: same_square,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let dims = spec.info.input_dims(0);
            let (n, adjoint) = (dims[dims.len() - 1], spec.info.bool("adjoint"));
            let work = (n as f64).powi(3) * 2.0;
            with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, "Input is not invertible.", move |x, y| {
                T::inverse(x[0], n, adjoint, y[0])
            }))
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(|g| {
        let (y, dy, turned) = (g.y[0], g.dy(), g.info().bool("adjoint"));
        let inner = product(g.b, dy, y, turned, !turned)?;
        let outer = product(g.b, y, inner, !turned, false)?;
        only(g.b.neg(outer)?)
    }),
    doc: "",
};

const SOLVE: Decl = Decl {
    name: "",
    inputs: "matrix: T, rhs: T",
    infer: solution,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let (dims, rhs) = (spec.info.input_dims(0), spec.info.input_dims(1));
            let (n, k, adjoint) = (dims[dims.len() - 1], rhs[rhs.len() - 1], spec.info.bool("adjoint"));
            let work = (n as f64).powi(3) * 0.7 + (n * n * k) as f64 * 2.0;
            const ERROR: &str = "Input matrix is not invertible.";
            with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, ERROR, move |x, y| {
                T::solve(x[0], n, adjoint, x[1], k, y[0])
            }))
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(|g| {
        let adjoint = g.info().bool("adjoint");
        let (a, dy, x) = (g.x[0], g.dy(), g.y[0]);
        let to_rhs = g.b.matrix_solve(a, dy, !adjoint)?;
        let to_matrix = outer(g.b, to_rhs, x, adjoint)?;
        Ok(vec![Some(to_matrix.into()), Some(to_rhs.into())])
    }),
    ..INVERSE
};

const TRIANGULAR: Decl = Decl {
    attrs: TRIANGLE,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let (dims, rhs) = (spec.info.input_dims(0), spec.info.input_dims(1));
            let (n, k) = (dims[dims.len() - 1], rhs[rhs.len() - 1]);
            let (lower, adjoint) = (spec.info.bool("lower"), spec.info.bool("adjoint"));
            let work = (n * n * k) as f64;
            const ERROR: &str = "Input matrix is not invertible.";
            with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, ERROR, move |x, y| {
                T::triangular_solve(x[0], n, [lower, adjoint], x[1], k, y[0])
            }))
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(|g| {
        let (lower, adjoint) = (g.info().bool("lower"), g.info().bool("adjoint"));
        let (a, dy, x) = (g.x[0], g.dy(), g.y[0]);
        let to_rhs = g.b.matrix_triangular_solve(a, dy, lower, !adjoint)?;
        let to_matrix = outer(g.b, to_rhs, x, adjoint)?;
        let to_matrix = if lower { band(g.b, to_matrix, -1, 0)? } else { band(g.b, to_matrix, 0, -1)? };
        Ok(vec![Some(to_matrix.into()), Some(to_rhs.into())])
    }),
    ..SOLVE
};

const LEAST_SQUARES: Decl = Decl {
    inputs: "matrix: T, rhs: T, l2_regularizer: float64",
    attrs: FAST,
    infer: least_squares,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let (dims, rhs) = (spec.info.input_dims(0), spec.info.input_dims(1));
            let sizes = [dims[dims.len() - 2], dims[dims.len() - 1], rhs[rhs.len() - 1]];
            let fast = spec.info.bool("fast");
            with_entry!(spec.inputs[0].dtype, T => plan_least_squares::<T>(spec, sizes, fast))
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(grad_least_squares),
    ..INVERSE
};

const DETERMINANT: Decl = Decl {
    attrs: FOUR_TYPES,
    infer: one_per_matrix,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let dims = spec.info.input_dims(0);
            let n = dims[dims.len() - 1];
            let work = (n as f64).powi(3) * 0.7;
            with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, "", move |x, y| {
                y[0][0] = if n == 0 { T::real(1.0) } else { T::determinant(x[0], n) };
                true
            }))
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(|g| {
        let (a, y, dy) = (g.x[0], g.y[0], g.dy());
        let y = conj(g.b, y)?;
        let factor = g.b.mul(dy, y)?;
        let factor = per_matrix(g.b, factor)?;
        let inverse = g.b.matrix_inverse(a, true)?;
        only(g.b.mul(factor, inverse)?)
    }),
    ..INVERSE
};

/// Checks that the right-hand sides have the leading sizes and the rows of the matrices; gives leading sizes, columns
/// of the matrices and of the right-hand sides.
fn system(infer: &Infer<'_>, matrix: (Vec<Dim>, Dim, Dim)) -> Result<Option<(Vec<Dim>, Dim, Dim)>> {
    let (batch, rows, columns) = matrix;
    let Some((other, rhs_rows, rhs_columns)) = matrix_dims(infer, 1)? else {
        return Ok(Some((batch, columns, Dim::UNKNOWN)));
    };
    if rows.merge(rhs_rows).is_none() {
        bail!(Value, "matrix and rhs must have equally many rows, but have {rows} and {rhs_rows}");
    }
    let (a, b) = (Shape::of(batch.iter().copied()), Shape::of(other.iter().copied()));
    let Ok(both) = a.merge(&b) else {
        bail!(Value, "matrix and rhs must have the same leading sizes, but have {a} and {b}");
    };
    Ok(Some((both.dims().unwrap_or_default().to_vec(), columns, rhs_columns)))
}

fn solution(infer: &mut Infer<'_>) -> Result<()> {
    let Some((batch, n)) = square_dims(infer, 0)? else {
        matrix_dims(infer, 1)?;
        return Ok(());
    };
    if let Some((batch, n, k)) = system(infer, (batch, n, n))? {
        // Either operand may know the number of rows.
        let rows = match matrix_dims(infer, 1)? {
            Some((_, rows, _)) => n.merge(rows).unwrap_or(n),
            None => n,
        };
        infer.set(0, shape_of(&batch, &[rows, k]));
    }
    Ok(())
}

fn least_squares(infer: &mut Infer<'_>) -> Result<()> {
    if infer.input_shape(2).rank().is_some_and(|r| r != 0) {
        bail!(Value, "l2_regularizer must be a scalar, but has shape {}", infer.input_shape(2));
    }
    let Some(matrix) = matrix_dims(infer, 0)? else {
        matrix_dims(infer, 1)?;
        return Ok(());
    };
    if let Some((batch, n, k)) = system(infer, matrix)? {
        infer.set(0, shape_of(&batch, &[n, k]));
    }
    Ok(())
}

fn one_per_matrix(infer: &mut Infer<'_>) -> Result<()> {
    let Some((batch, _)) = square_dims(infer, 0)? else { return Ok(()) };
    for i in 0..infer.output_count() {
        infer.set(i, shape_of(&batch, &[]));
    }
    Ok(())
}

/// The gradient of the matrix in `op(a) x = b`.
fn outer(b: &mut Builder<'_>, to_rhs: Output, x: Output, adjoint: bool) -> Result<Output> {
    let (left, right) = if adjoint { (x, to_rhs) } else { (to_rhs, x) };
    let product = product(b, left, right, false, true)?;
    b.neg(product)
}

/// The solution by the normal equations has a gradient, the one of least norm has none in TensorFlow.
fn grad_least_squares(g: &mut GradCall<'_, '_>) -> Grads {
    if !g.info().bool("fast") {
        bail!(Value, "Gradient not defined for fast=False");
    }
    let (a, rhs, l2, x, dx) = (g.x[0], g.x[1], g.x[2], g.y[0], g.dy());
    let shape = g.b.shape_of(a);
    let sizes = shape.rank().map(|r| (shape.dim(r - 2).get(), shape.dim(r - 1).get()));
    let Some((Some(rows), Some(columns))) = sizes else {
        bail!(Unimplemented, "the gradient of MatrixSolveLs needs static numbers of rows and columns; hint: set_shape");
    };
    let dtype = g.b.dtype(a);
    let tall = rows >= columns;
    let b = &mut *g.b;
    let gram = product(b, a, a, tall, !tall)?;
    let diagonal = b.matrix_diag_part(gram)?;
    let l2 = b.cast(l2, dtype, false)?;
    let diagonal = b.add_v2(diagonal, l2)?;
    let gram = b.matrix_set_diag(gram, diagonal)?;
    let factor = b.op1("Cholesky", &[gram.into()], &[])?;
    let solve = |b: &mut Builder<'_>, y: Output| -> Result<Output> {
        let y = b.matrix_triangular_solve(factor, y, true, false)?;
        b.matrix_triangular_solve(factor, y, true, true)
    };
    if tall {
        let z = solve(b, dx)?;
        let xz = product(b, x, z, false, true)?;
        let zx = adjoint(b, xz)?;
        let both = b.add_v2(xz, zx)?;
        let first = product(b, a, both, false, false)?;
        let second = product(b, rhs, z, false, true)?;
        let to_a = b.sub(second, first)?;
        let to_rhs = product(b, a, z, false, false)?;
        return Ok(vec![Some(to_a.into()), Some(to_rhs.into()), None]);
    }
    let adx = product(b, a, dx, false, false)?;
    let to_rhs = solve(b, adx)?;
    let dual = solve(b, rhs)?;
    let back = product(b, dual, a, true, false)?;
    let first = product(b, to_rhs, back, false, false)?;
    let seen = product(b, a, to_rhs, true, false)?;
    let rest = b.sub(dx, seen)?;
    let second = product(b, dual, rest, false, true)?;
    let to_a = b.sub(second, first)?;
    Ok(vec![Some(to_a.into()), Some(to_rhs.into()), None])
}

/// `X^H S + S X^H = G`, written with Kronecker products as a system of n^2 unknowns, as in TensorFlow.
fn grad_square_root(g: &mut GradCall<'_, '_>) -> Grads {
    let (root, dy) = (g.y[0], g.dy());
    let shape = g.b.shape_of(root);
    let Some(n) = shape.rank().and_then(|r| shape.dim(r - 1).get()) else {
        bail!(Unimplemented, "the gradient of MatrixSquareRoot needs a static order of the matrices; hint: set_shape");
    };
    let b = &mut *g.b;
    let left = adjoint(b, root)?;
    let right = transposed(b, left)?;
    let one = crate::rules::matrices::identity_like(b, root)?;
    let first = kronecker(b, left, one, n)?;
    let second = kronecker(b, one, right, n)?;
    let sum = b.add_v2(first, second)?;
    let batch = batch_sizes(b, root)?;
    let column = reshaped(b, dy, batch, &[n * n, 1])?;
    let solved = b.matrix_solve(sum, column, false)?;
    only(reshaped(b, solved, batch, &[n, n])?)
}

/// The leading sizes of matrices, as a vector.
fn batch_sizes(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let sizes = b.shape(x, rheos_base::DType::I32)?;
    let (begin, end, strides) = (b.ints(&[0])?, b.ints(&[-2])?, b.ints(&[1])?);
    b.strided_slice(sizes, begin, end, strides, 1, 0, 0, 0, 0)
}

fn reshaped(b: &mut Builder<'_>, x: Output, batch: Output, rest: &[i64]) -> Result<Output> {
    let (rest, axis) = (b.ints(rest)?, b.int(0)?);
    let sizes = b.concat_v2(&[batch, rest], axis)?;
    b.reshape(x, sizes)
}

fn kronecker(b: &mut Builder<'_>, x: Output, y: Output, n: i64) -> Result<Output> {
    let batch = batch_sizes(b, x)?;
    let x = reshaped(b, x, batch, &[n, 1, n, 1])?;
    let y = reshaped(b, y, batch, &[1, n, 1, n])?;
    let all = b.mul(x, y)?;
    reshaped(b, all, batch, &[n * n, n * n])
}

/// The derivative of the exponential in direction G is the upper right block of the exponential of [[A, G], [0, A]].
fn grad_exponential(g: &mut GradCall<'_, '_>) -> Grads {
    let (a, dy) = (g.x[0], g.dy());
    let shape = g.b.shape_of(a);
    let Some(n) = shape.rank().and_then(|r| shape.dim(r - 1).get()) else {
        bail!(Unimplemented, "the gradient of MatrixExponential needs a static order of the matrices; hint: set_shape");
    };
    let b = &mut *g.b;
    let turned = adjoint(b, a)?;
    let (last, before) = (b.int(-1)?, b.int(-2)?);
    let zeros = b.zeros_like(turned)?;
    let upper = b.concat_v2(&[turned, dy], last)?;
    let lower = b.concat_v2(&[zeros, turned], last)?;
    let all = b.concat_v2(&[upper, lower], before)?;
    let all = b.matrix_exponential(all)?;
    let (begin, end, strides) = (b.ints(&[0, 0, n])?, b.ints(&[0, n, 2 * n])?, b.ints(&[1, 1, 1])?);
    only(b.strided_slice(all, begin, end, strides, 0, 0, 1, 0, 0)?)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "MatrixInverse",
        doc: "Inverses of square matrices, or of their adjoints. A singular matrix is an error.",
        ..INVERSE
    },
    Decl {
        name: "BatchMatrixInverse",
        attrs: "adjoint: bool = false; T: {float64, float32}",
        doc: "MatrixInverse, by its name from before TensorFlow 1.0.",
        ..INVERSE
    },
    Decl {
        name: "MatrixSolve",
        doc: "Solves matrix x = rhs, or adjoint(matrix) x = rhs. A singular matrix is an error.",
        ..SOLVE
    },
    Decl {
        name: "BatchMatrixSolve",
        attrs: "adjoint: bool = false; T: {float64, float32}",
        doc: "MatrixSolve, by its name from before TensorFlow 1.0.",
        ..SOLVE
    },
    Decl {
        name: "MatrixTriangularSolve",
        doc: "Solves matrix x = rhs for lower or upper triangular matrices, of which only that triangle is read. \
              A zero on the diagonal is an error.",
        ..TRIANGULAR
    },
    Decl {
        name: "BatchMatrixTriangularSolve",
        attrs: "lower: bool = true; adjoint: bool = false; T: {float64, float32}",
        doc: "MatrixTriangularSolve, by its name from before TensorFlow 1.0.",
        ..TRIANGULAR
    },
    Decl {
        name: "MatrixSolveLs",
        doc: "The x that minimises |matrix x - rhs|^2 + l2_regularizer |x|^2, from the normal equations if fast; \
              otherwise the smallest of all solutions, without the regulariser.",
        ..LEAST_SQUARES
    },
    Decl {
        name: "BatchMatrixSolveLs",
        attrs: "T: {float64, float32}; fast: bool = true",
        doc: "MatrixSolveLs, by its name from before TensorFlow 1.0.",
        ..LEAST_SQUARES
    },
    Decl { name: "MatrixDeterminant", doc: "Determinants of square matrices.", ..DETERMINANT },
    Decl {
        name: "BatchMatrixDeterminant",
        doc: "MatrixDeterminant, by its name from before TensorFlow 1.0.",
        ..DETERMINANT
    },
    Decl {
        name: "LogMatrixDeterminant",
        outputs: "sign: T, log_abs_determinant: T",
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let dims = spec.info.input_dims(0);
                let n = dims[dims.len() - 1];
                let work = (n as f64).powi(3) * 0.7;
                with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, "", move |x, y| {
                    let [sign, log] = y else { return false };
                    (sign[0], log[0]) =
                        if n == 0 { (T::real(1.0), T::real(0.0)) } else { T::log_determinant(x[0], n) };
                    true
                }))
            },
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(|g| {
            let a = g.x[0];
            let Some(dy) = g.dys[1] else { return Ok(vec![None]) };
            let factor = per_matrix(g.b, dy)?;
            let inverse = g.b.matrix_inverse(a, true)?;
            only(g.b.mul(factor, inverse)?)
        }),
        doc: "The sign (or direction in the complex plane) of determinants, and the logarithms of their absolute values.",
        ..DETERMINANT
    },
    Decl {
        name: "MatrixExponential",
        attrs: FOUR_TYPES,
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let dims = spec.info.input_dims(0);
                let n = dims[dims.len() - 1];
                let work = (n as f64).powi(3) * 30.0;
                with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, "", move |x, y| {
                    <T as Functions>::exp(x[0], n, y[0]);
                    true
                }))
            },
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(grad_exponential),
        doc: "Exponentials of square matrices: the sums of their powers a^k / k!.",
        ..INVERSE
    },
    Decl {
        name: "MatrixLogarithm",
        attrs: "T: {complex64, complex128}",
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let dims = spec.info.input_dims(0);
                let n = dims[dims.len() - 1];
                let work = (n as f64).powi(3) * 100.0;
                const ERROR: &str = "The Schur decomposition did not converge. The input might not be valid.";
                with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, ERROR, move |x, y| {
                    <T as Functions>::log(x[0], n, y[0])
                }))
            },
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Missing("TensorFlow has none"),
        doc: "Principal logarithms of square matrices.",
        ..INVERSE
    },
    Decl {
        name: "MatrixSquareRoot",
        attrs: FOUR_TYPES,
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let dims = spec.info.input_dims(0);
                let n = dims[dims.len() - 1];
                let work = (n as f64).powi(3) * 60.0;
                const ERROR: &str = "The Schur decomposition did not converge. The input might not be valid.";
                with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, ERROR, move |x, y| {
                    <T as Functions>::sqrt(x[0], n, y[0])
                }))
            },
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(grad_square_root),
        doc: "Principal square roots of square matrices; NaN where a real matrix has negative eigenvalues.",
        ..INVERSE
    },
];
