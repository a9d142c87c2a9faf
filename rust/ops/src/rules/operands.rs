//! Integer operands that shapes depend on: sizes, axes, paddings.

use crate::Ops;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Builder, Infer, NodeInfo, Output};
use smallvec::SmallVec;

/// Output 0 is input 0: its shape and whatever is known of its value.
pub fn same_fact(infer: &mut Infer<'_>) -> Result<()> {
    let fact = infer.inputs[0].clone();
    infer.set_fact(0, fact);
    Ok(())
}

/// The shape that the vector operand `input` spells out, in which sizes must not be negative.
pub fn shape_operand(infer: &Infer<'_>, input: usize) -> Result<Shape> {
    let own = infer.input_shape(input);
    if let Some(rank) = own.rank()
        && rank != 1
    {
        bail!(Value, "{} must be a vector of sizes, but has rank {rank}", infer.arg_name(input));
    }
    let Some(sizes) = infer.input_ints(input) else {
        return Ok(own.dim(0).get().map_or(Shape::unknown(), |n| Shape::of_rank(n as usize)));
    };
    if let Some(bad) = sizes.iter().find(|d| d.get().is_some_and(|v| v < 0)) {
        bail!(Value, "{} has a negative size: {bad} in {sizes:?}", infer.arg_name(input));
    }
    Ok(Shape::of(sizes.iter().copied()))
}

/// The value of a scalar operand if it is known; an operand that cannot be a scalar is an error.
pub fn scalar_operand(info: &NodeInfo<'_>, input: usize) -> Result<Option<i64>> {
    if let Some(n) = info.input_shape(input).element_count().get()
        && n != 1
    {
        bail!(
            Value,
            "{} must be a scalar, but has {n} elements",
            rheos_graph::infer::arg_name(info.op, info.attrs, input)
        );
    }
    Ok(info.input_ints(input).and_then(|v| v.first()).and_then(|d| d.get()))
}

/// Elements of an integer operand where compute needs them, which is only asked for once the result's shape is known.
pub fn planned_ints(info: &NodeInfo<'_>, input: usize) -> Result<SmallVec<[i64; 8]>> {
    match info.known_ints(input) {
        Some(v) => Ok(v),
        None => bail!(
            Unimplemented,
            "{} must be known before the run; hint: pass a constant or something computed from static shapes",
            rheos_graph::infer::arg_name(info.op, info.attrs, input)
        ),
    }
}

/// The sizes of `x` as a vector: a constant where all are known.
pub fn sizes_of(b: &mut Builder<'_>, x: Output, dtype: DType) -> Result<Output> {
    match b.shape_of(x).to_dims() {
        Some(dims) => {
            let dims: Vec<i64> = dims.iter().map(|&d| d as i64).collect();
            int_vector(b, dtype, &dims)
        }
        None => b.shape(x, dtype),
    }
}

/// A constant vector of an integer type.
pub fn int_vector(b: &mut Builder<'_>, dtype: DType, values: &[i64]) -> Result<Output> {
    b.constant(rheos_base::Tensor::from_ints(dtype, &[values.len()], values)?)
}

/// A constant scalar of an integer type.
pub fn int_scalar(b: &mut Builder<'_>, dtype: DType, value: i64) -> Result<Output> {
    b.constant(rheos_base::Tensor::from_ints(dtype, &[], &[value])?)
}

/// `shape` with the size of one axis replaced.
pub fn with_dim(shape: &Shape, axis: usize, size: Dim) -> Shape {
    match shape.dims() {
        Some(dims) => Shape::of(dims.iter().enumerate().map(|(i, &d)| if i == axis { size } else { d })),
        None => Shape::unknown(),
    }
}
