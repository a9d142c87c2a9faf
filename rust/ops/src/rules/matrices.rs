//! Shapes and gradient steps of ops on matrices in the last two axes.

use super::conj;
use crate::Ops;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Builder, Infer, Output};

/// The leading sizes, rows and columns of an input; None if its rank is unknown.
pub fn matrix_dims(infer: &Infer<'_>, input: usize) -> Result<Option<(Vec<Dim>, Dim, Dim)>> {
    let Some(dims) = infer.input_shape(input).dims() else { return Ok(None) };
    let [batch @ .., rows, columns] = dims else {
        bail!(Value, "{} must have at least two axes, but has rank {}", infer.arg_name(input), dims.len());
    };
    Ok(Some((batch.to_vec(), *rows, *columns)))
}

/// The leading sizes and the order of an input of square matrices.
pub fn square_dims(infer: &Infer<'_>, input: usize) -> Result<Option<(Vec<Dim>, Dim)>> {
    let Some((batch, rows, columns)) = matrix_dims(infer, input)? else { return Ok(None) };
    match rows.merge(columns) {
        Some(order) => Ok(Some((batch, order))),
        None => bail!(
            Value,
            "{} must hold square matrices, but has {rows} rows and {columns} columns",
            infer.arg_name(input)
        ),
    }
}

/// A shape from leading sizes and more of them.
pub fn shape_of(batch: &[Dim], rest: &[Dim]) -> Shape {
    Shape::of(batch.iter().chain(rest).copied())
}

/// Output 0 is as large as input 0, which holds square matrices.
pub fn same_square(infer: &mut Infer<'_>) -> Result<()> {
    let shape = match square_dims(infer, 0)? {
        Some((batch, n)) => shape_of(&batch, &[n, n]),
        None => Shape::unknown(),
    };
    infer.set(0, shape);
    Ok(())
}

/// The product of matrices, each perhaps its adjoint.
pub fn product(b: &mut Builder<'_>, x: Output, y: Output, adj_x: bool, adj_y: bool) -> Result<Output> {
    b.batch_mat_mul_v2(x, y, adj_x, adj_y)
}

/// Matrices with rows and columns swapped.
pub fn transposed(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let perm = match b.shape_of(x).rank() {
        Some(rank) => {
            let mut perm: Vec<i64> = (0..rank as i64).collect();
            perm.swap(rank - 2, rank - 1);
            b.ints(&perm)?
        }
        None => {
            let (rank, zero, one) = (b.rank(x)?, b.int(0)?, b.int(1)?);
            let ends = b.ints(&[2, 1])?;
            let kept = b.sub(rank, ends)?;
            let swapped = {
                let axis = b.ints(&[0])?;
                b.reverse_v2(kept, axis)?
            };
            let two = b.int(2)?;
            let limit = b.sub(rank, two)?;
            let lead = b.range(zero, limit, one)?;
            b.concat_v2(&[lead, swapped], zero)?
        }
    };
    b.transpose(x, perm)
}

/// The conjugate transpose.
pub fn adjoint(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let turned = transposed(b, x)?;
    conj(b, turned)
}

/// What lies at most `lower` below and `upper` above the diagonal.
pub fn band(b: &mut Builder<'_>, x: Output, lower: i64, upper: i64) -> Result<Output> {
    let mut limit = |v| b.constant(rheos_base::Tensor::from_ints(DType::I64, &[], &[v])?);
    let (lower, upper) = (limit(lower)?, limit(upper)?);
    b.matrix_band_part(x, lower, upper)
}

/// Identity matrices of the size of the square matrices `like`.
pub fn identity_like(b: &mut Builder<'_>, like: Output) -> Result<Output> {
    let diagonal = b.matrix_diag_part(like)?;
    let ones = b.ones_like(diagonal)?;
    b.matrix_diag(ones)
}

/// `x` with the diagonal halved and nothing above it: half of what the lower triangle of a symmetric sum stands for.
pub fn halved_lower(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let diagonal = b.matrix_diag_part(x)?;
    let half = super::scaled(b, diagonal, 0.5)?;
    let x = b.matrix_set_diag(x, half)?;
    band(b, x, -1, 0)
}

/// Columns `from..to` of matrices.
pub fn columns(b: &mut Builder<'_>, x: Output, from: i64, to: i64) -> Result<Output> {
    let (begin, end, strides) = (b.ints(&[0, from])?, b.ints(&[0, to])?, b.ints(&[1, 1])?);
    b.strided_slice(x, begin, end, strides, 0, 0, 1, 0, 0)
}

/// `1 / x`, and zero where `x` is.
pub fn safe_reciprocal(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let square = b.mul(x, x)?;
    let tiny = b.scalar_like(x, 1e-20)?;
    let above = b.add_v2(square, tiny)?;
    b.real_div(x, above)
}

/// A number per matrix, to be multiplied with all of its elements.
pub fn per_matrix(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let last = b.int(-1)?;
    let x = b.expand_dims(x, last)?;
    b.expand_dims(x, last)
}
