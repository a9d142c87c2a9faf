//! Pooling over regions of random, nearly equal sizes (Graham, Fractional Max-Pooling, 2014).

use crate::Ops;
use crate::kernels::pool::{plan_fractional, plan_fractional_average_grad, plan_fractional_max_grad};
use crate::pool::{GIVEN, kernel};
use crate::rules::{only, shape_operand, sizes_of};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Decl, Effect, Grad, Infer};

/// What the entries have in common.
const FRACTIONAL: Decl = Decl {
    name: "",
    inputs: "value: T",
    outputs: "output: T, row_pooling_sequence: int64, col_pooling_sequence: int64",
    attrs: "pooling_ratio: list(float) >= 4; pseudo_random: bool = false; overlapping: bool = false; \
            deterministic: bool = false; seed: int = 0; seed2: int = 0; T: {float32, float64, int32, int64}",
    effect: Effect::Random,
    infer: shrunk,
    compute: kernel(|s| plan_fractional(s, false), GIVEN),
    grad: Grad::Stop("its entry says otherwise"),
    doc: "",
};

fn shrunk(infer: &mut Infer<'_>) -> Result<()> {
    let images = infer.with_rank(0, 4)?;
    let ratios = infer.floats("pooling_ratio");
    if ratios.len() != 4 {
        bail!(Value, "pooling_ratio must have 4 entries, got {ratios:?}");
    }
    if ratios[0] != 1.0 || ratios[3] != 1.0 {
        bail!(Unimplemented, "pooling_ratio must be 1 for batch and channels, got {ratios:?}");
    }
    if let Some(bad) = ratios.iter().find(|&&r| !(r >= 1.0 && r.is_finite())) {
        bail!(Value, "pooling_ratio must be at least 1, got {bad}");
    }
    let mut dims = [Dim::UNKNOWN; 4];
    for (axis, dim) in dims.iter_mut().enumerate() {
        // In float32, as TensorFlow divides.
        *dim = images.dim(axis).map(|size| (size as f32 / ratios[axis]).floor() as i64);
        if axis % 3 != 0 && dim.get() == Some(0) {
            bail!(Value, "axis {axis} of size {} is too short for pooling_ratio {}", images.dim(axis), ratios[axis]);
        }
    }
    infer.set(0, Shape::of(dims));
    infer.set(1, Shape::of([dims[1].map(|n| n + 1)]));
    infer.set(2, Shape::of([dims[2].map(|n| n + 1)]));
    Ok(())
}

fn check_sequences(infer: &Infer<'_>, backprop: &Shape, first: usize) -> Result<()> {
    for i in 0..2 {
        let bounds = infer.with_rank(first + i, 1)?;
        let want = backprop.dim(1 + i).map(|n| n + 1);
        if bounds.dim(0).merge(want).is_none() {
            bail!(Value, "{} must have {want} elements, got {}", infer.arg_name(first + i), bounds.dim(0));
        }
    }
    Ok(())
}

const GRAD_ATTRS: &str = "overlapping: bool = false; T: {float32, float64, int32, int64}";

pub const OPS: &[Decl] = &[
    Decl {
        name: "FractionalMaxPool",
        grad: Grad::Fn(|g| {
            let Some(dy) = g.dys[0] else { return Ok(vec![None]) };
            let overlapping = g.info().bool("overlapping");
            let (x, y, rows, columns) = (g.x[0], g.y[0], g.y[1], g.y[2]);
            only(g.b.fractional_max_pool_grad(x, y, dy, rows, columns, overlapping)?)
        }),
        doc: "The largest element of each region, and the regions' boundaries along rows and columns.",
        ..FRACTIONAL
    },
    Decl {
        name: "FractionalMaxPoolGrad",
        inputs: "orig_input: T, orig_output: T, out_backprop: T, row_pooling_sequence: int64, \
                 col_pooling_sequence: int64",
        outputs: "output: T",
        attrs: GRAD_ATTRS,
        effect: Effect::Pure,
        infer: |infer| {
            let images = infer.with_rank(0, 4)?;
            let (y, dy) = (infer.with_rank(1, 4)?, infer.with_rank(2, 4)?);
            if !y.is_compatible(&dy) {
                bail!(Value, "out_backprop must have the shape of orig_output, {y}, but has shape {dy}");
            }
            for (axis, what) in [(0, "images"), (3, "channels")] {
                if images.dim(axis).merge(dy.dim(axis)).is_none() {
                    bail!(Value, "orig_input has {} {what}, out_backprop {}", images.dim(axis), dy.dim(axis));
                }
            }
            check_sequences(infer, &dy, 3)?;
            infer.set(0, images);
            Ok(())
        },
        compute: kernel(plan_fractional_max_grad, GIVEN),
        grad: Grad::Missing("TensorFlow has no second gradient of fractional pooling either"),
        doc: "Gradient of FractionalMaxPool.",
    },
    Decl {
        name: "FractionalAvgPool",
        compute: kernel(|s| plan_fractional(s, true), GIVEN),
        grad: Grad::Fn(|g| {
            let Some(dy) = g.dys[0] else { return Ok(vec![None]) };
            let overlapping = g.info().bool("overlapping");
            let (shape, rows, columns) = (sizes_of(g.b, g.x[0], DType::I64)?, g.y[1], g.y[2]);
            only(g.b.fractional_avg_pool_grad(shape, dy, rows, columns, overlapping)?)
        }),
        doc: "The mean of each region, and the regions' boundaries along rows and columns.",
        ..FRACTIONAL
    },
    Decl {
        name: "FractionalAvgPoolGrad",
        inputs: "orig_input_tensor_shape: int64, out_backprop: T, row_pooling_sequence: int64, \
                 col_pooling_sequence: int64",
        outputs: "output: T",
        attrs: GRAD_ATTRS,
        effect: Effect::Pure,
        infer: |infer| {
            let images = shape_operand(infer, 0)?;
            if images.rank().is_some_and(|r| r != 4) {
                bail!(Value, "orig_input_tensor_shape must have 4 entries, got {images}");
            }
            let dy = infer.with_rank(1, 4)?;
            check_sequences(infer, &dy, 2)?;
            infer.set(0, if images.rank().is_some() { images } else { Shape::of_rank(4) });
            Ok(())
        },
        compute: kernel(plan_fractional_average_grad, GIVEN),
        grad: Grad::Missing("TensorFlow has no second gradient of fractional pooling either"),
        doc: "Gradient of FractionalAvgPool.",
    },
];
