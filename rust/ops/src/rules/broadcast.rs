//! NumPy broadcasting: the shape rule of element-wise ops, and its inverse in gradients.

use crate::Ops;
use rheos_base::{Result, Shape, broadcast};
use rheos_graph::{Builder, Infer, Output};

/// Output 0 has the shape of input 0.
pub fn same_as_first(infer: &mut Infer<'_>) -> Result<()> {
    for i in 0..infer.output_count() {
        let shape = infer.input_shape(0).clone();
        infer.set(i, shape);
    }
    Ok(())
}

/// Every output has the broadcast shape of all inputs.
pub fn broadcast_all(infer: &mut Infer<'_>) -> Result<()> {
    let mut shape = infer.input_shape(0).clone();
    for i in 1..infer.inputs.len() {
        shape = broadcast(&shape, infer.input_shape(i))?;
    }
    for i in 0..infer.output_count() {
        infer.set(i, shape.clone());
    }
    Ok(())
}

/// Every output is a scalar.
pub fn scalar(infer: &mut Infer<'_>) -> Result<()> {
    for i in 0..infer.output_count() {
        infer.set(i, Shape::scalar());
    }
    Ok(())
}

/// Undoes broadcasting: sums `grad` over the axes along which `like` was repeated to reach the shape of `grad`.
pub fn sum_to_shape(b: &mut Builder<'_>, grad: Output, like: Output) -> Result<Output> {
    let (from, to) = (b.shape_of(grad), b.shape_of(like));
    if let (Some(from), Some(to)) = (from.to_dims(), to.to_dims()) {
        if from == to {
            return Ok(grad);
        }
        let lead = from.len() - to.len();
        let axes: Vec<i64> =
            (0..from.len()).filter(|&i| i < lead || (to[i - lead] == 1 && from[i] != 1)).map(|i| i as i64).collect();
        let axes = b.ints(&axes)?;
        let sum = b.sum(grad, axes, false)?;
        let target: Vec<i64> = to.iter().map(|&d| d as i64).collect();
        let target = b.ints(&target)?;
        return b.reshape(sum, target);
    }
    // Identical partly known shapes say nothing of which axes were repeated, so ask at run time.
    let (grad_shape, like_shape) = (b.shape(grad, rheos_base::DType::I32)?, b.shape(like, rheos_base::DType::I32)?);
    let axes = b.broadcast_gradient_args(like_shape, grad_shape)?;
    let sum = b.sum(grad, axes[0], false)?;
    b.reshape(sum, like_shape)
}
