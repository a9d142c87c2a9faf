//! Steps that many gradients share.

use super::sum_to_shape;
use crate::Ops;
use rheos_base::Result;
use rheos_graph::expr::Ref;
use rheos_graph::{Builder, GradCall, GradValue, Output};
use smallvec::{SmallVec, smallvec};

/// The gradients that a gradient function returns, one per input.
pub type Grads = Result<Vec<Option<GradValue>>>;

/// The result of a Map with one output.
pub fn one(term: Ref) -> SmallVec<[Ref; 2]> {
    smallvec![term]
}

/// The only input's gradient.
pub fn only(dx: Output) -> Grads {
    Ok(vec![Some(dx.into())])
}

/// A gradient for the first of several inputs; nothing flows into the others.
pub fn only_first(dx: Output, inputs: usize) -> Grads {
    let mut grads = vec![None; inputs];
    grads[0] = Some(dx.into());
    Ok(grads)
}

/// Gradients of two operands that were broadcast against each other: sums each back to its operand's shape.
pub fn pair(g: &mut GradCall<'_, '_>, d0: Output, d1: Output) -> Grads {
    let d0 = sum_to_shape(g.b, d0, g.x[0])?;
    let d1 = sum_to_shape(g.b, d1, g.x[1])?;
    Ok(vec![Some(d0.into()), Some(d1.into())])
}

/// The complex conjugate; a real value itself.
pub fn conj(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    if b.dtype(x).is_complex() { b.conj(x) } else { Ok(x) }
}

/// `x` times a constant.
pub fn scaled(b: &mut Builder<'_>, x: Output, factor: f64) -> Result<Output> {
    let factor = b.scalar_like(x, factor)?;
    b.mul(x, factor)
}
