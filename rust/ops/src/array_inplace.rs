//! Ops of TensorFlow that change memory in place; here they give a changed copy, or the memory where nobody else needs it.

use crate::Ops;
use crate::array::filled;
use crate::rules::{int_scalar, int_vector, same_as_first, shape_operand};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Grad, Infer, Output};
use smallvec::smallvec;

const NO_GRADIENT: &str = "TensorFlow has none for changes in place";

const ROWS: Decl = Decl {
    name: "",
    inputs: "x: T, i: int32, v: T",
    outputs: "y: T",
    attrs: "T: numeric",
    effect: Effect::Pure,
    infer: row_update,
    compute: Compute::Lower(|b, x, _| {
        let places = column(b, x[1])?;
        Ok(smallvec![b.tensor_scatter_update(x[0], places, x[2])?])
    }),
    grad: Grad::Missing(NO_GRADIENT),
    doc: "",
};

/// Row numbers as coordinates.
fn column(b: &mut Builder<'_>, rows: Output) -> Result<Output> {
    let shape = int_vector(b, DType::I32, &[-1, 1])?;
    b.reshape(rows, shape)
}

fn row_update(infer: &mut Infer<'_>) -> Result<()> {
    let rows = infer.with_rank(1, 1)?;
    let (x, v) = (infer.input_shape(0), infer.input_shape(2));
    if let (Some(x), Some(v)) = (x.dims(), v.dims()) {
        let tail = x.get(1..).unwrap_or(&[]);
        let wanted = Shape::of(rows.dims().unwrap_or(&[]).iter().chain(tail).copied());
        if x.is_empty() {
            bail!(Value, "x must have rows, but is a scalar");
        }
        if !wanted.is_compatible(&Shape::of(v.iter().copied())) {
            bail!(Value, "v must have shape {wanted} to fill these rows of x, but has {}", infer.input_shape(2));
        }
    }
    same_as_first(infer)
}

fn parts(infer: &mut Infer<'_>) -> Result<()> {
    let shape = infer.shape("shape");
    let (count, tail) = match shape.to_dims() {
        Some(dims) if !dims.is_empty() => (dims[0], Shape::known(&dims[1..])),
        _ => bail!(Value, "shape must be fully known and have at least one axis, but is {shape}"),
    };
    if count != infer.inputs.len() {
        bail!(Value, "shape {shape} is for {count} parts, but there are {}", infer.inputs.len());
    }
    let dims = tail.dims().unwrap_or(&[]);
    let part = Shape::of(std::iter::once(Dim::new(1)).chain(dims.iter().copied()));
    for i in 0..infer.inputs.len() {
        if !infer.input_shape(i).is_compatible(&part) {
            bail!(Value, "{} must have shape {part}, but has {}", infer.arg_name(i), infer.input_shape(i));
        }
    }
    infer.set(0, shape);
    Ok(())
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Empty",
        inputs: "shape: int32",
        outputs: "output: dtype",
        attrs: "dtype: type; init: bool = false",
        infer: |infer| {
            let shape = shape_operand(infer, 0)?;
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Lower(|b, _, info| Ok(smallvec![filled(b, info, 0.0)?])),
        grad: Grad::Stop("a shape does not depend on the values"),
        doc: "A tensor of the given shape that is to be overwritten. It holds zeros, so that no run depends on what was in \
              memory.",
        ..ROWS
    },
    Decl { name: "InplaceUpdate", doc: "x with rows i replaced by v; of equal rows the last counts.", ..ROWS },
    Decl {
        name: "InplaceAdd",
        compute: Compute::Lower(|b, x, _| {
            let places = column(b, x[1])?;
            Ok(smallvec![b.tensor_scatter_add(x[0], places, x[2])?])
        }),
        doc: "x with v added to rows i.",
        ..ROWS
    },
    Decl {
        name: "InplaceSub",
        compute: Compute::Lower(|b, x, _| {
            let places = column(b, x[1])?;
            Ok(smallvec![b.tensor_scatter_sub(x[0], places, x[2])?])
        }),
        doc: "x with v subtracted from rows i.",
        ..ROWS
    },
    Decl {
        name: "ParallelConcat",
        inputs: "values: N * T",
        outputs: "output: T",
        attrs: "N: int >= 1; T: type; shape: shape",
        infer: parts,
        compute: Compute::Lower(|b, x, _| {
            let axis = int_scalar(b, DType::I32, 0)?;
            Ok(smallvec![b.concat_v2(x, axis)?])
        }),
        grad: Grad::Missing(NO_GRADIENT),
        doc: "Joins tensors with one row each along the first axis, each as soon as it is there.",
        ..ROWS
    },
];
