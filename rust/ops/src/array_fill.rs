//! Ops that make tensors from a few numbers.

use crate::Ops;
use crate::rules::{int_scalar, resolve_axis, scalar_operand, shape_operand};
use rheos_base::{Attr, DType, Dim, Result, Shape, Tensor, bail};
use rheos_graph::fact::MAX_INTS;
use rheos_graph::{Compute, Decl, Effect, Fact, Grad, Infer, Output};
use smallvec::{SmallVec, smallvec};

/// A scalar operand as a floating number, if it is known.
fn number(fact: &Fact) -> Option<f64> {
    if let Some([v]) = fact.ints() {
        return v.get().map(|v| v as f64);
    }
    let t: &Tensor = fact.constant()?;
    match t.dtype() {
        DType::F32 => t.as_slice::<f32>().ok()?.first().map(|&v| f64::from(v)),
        DType::F64 => t.as_slice::<f64>().ok()?.first().copied(),
        DType::BF16 => t.as_slice::<rheos_base::bf16>().ok()?.first().map(|v| v.to_f64()),
        DType::F16 => t.as_slice::<rheos_base::f16>().ok()?.first().map(|v| v.to_f64()),
        _ => None,
    }
}

fn range(infer: &mut Infer<'_>) -> Result<()> {
    for i in 0..3 {
        if infer.input_shape(i).rank().is_some_and(|r| r != 0) {
            bail!(Value, "{} must be a scalar, but has shape {}", infer.arg_name(i), infer.input_shape(i));
        }
    }
    let dtype = infer.output_dtype(0);
    let mut size = Dim::UNKNOWN;
    if dtype.is_integer() {
        let at = |i: usize| infer.input_ints(i).and_then(|v| v.first()).and_then(|d| d.get());
        if at(2) == Some(0) {
            bail!(Value, "delta must not be zero");
        }
        if let (Some(start), Some(limit), Some(delta)) = (at(0), at(1), at(2)) {
            let span = i128::from(limit) - i128::from(start);
            check_direction(span.signum() as f64, delta as f64, start as f64, limit as f64)?;
            let count = (span.abs() + i128::from(delta).abs() - 1) / i128::from(delta).abs();
            size = Dim::new(count as i64);
            if count as usize <= MAX_INTS {
                infer.set_ints(0, (0..count as i64).map(|i| Dim::new(start + i * delta)));
            }
        }
    } else if let (Some(start), Some(limit), Some(delta)) =
        (number(infer.inputs[0]), number(infer.inputs[1]), number(infer.inputs[2]))
    {
        if delta == 0.0 {
            bail!(Value, "delta must not be zero");
        }
        check_direction(limit - start, delta, start, limit)?;
        let count = ((limit - start) / delta).abs().ceil();
        if count.is_nan() || count >= 9e15 {
            bail!(Value, "the range from {start} to {limit} by {delta} has no finite size");
        }
        size = Dim::new(count as i64);
    }
    infer.set(0, Shape::of([size]));
    Ok(())
}

fn check_direction(span: f64, delta: f64, start: f64, limit: f64) -> Result<()> {
    if span * delta < 0.0 {
        bail!(Value, "delta {delta} leads away from the limit: start is {start}, limit is {limit}");
    }
    Ok(())
}

fn one_hot(infer: &mut Infer<'_>) -> Result<()> {
    let depth = scalar_operand(infer, 1)?;
    if depth.is_some_and(|d| d < 0) {
        bail!(Value, "depth must not be negative, got {}", depth.unwrap_or_default());
    }
    for i in 2..4 {
        scalar_operand(infer, i)?;
    }
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    let mut dims = dims.to_vec();
    let axis = resolve_axis(infer.int("axis"), dims.len() + 1)?;
    dims.insert(axis, depth.map_or(Dim::UNKNOWN, Dim::new));
    infer.set(0, Shape::of(dims));
    Ok(())
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Fill",
        inputs: "dims: index_type, value: T",
        outputs: "output: T",
        attrs: "T: type; index_type: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            if infer.input_shape(1).rank().is_some_and(|r| r != 0) {
                bail!(Value, "value must be a scalar, but has shape {}", infer.input_shape(1));
            }
            let shape = shape_operand(infer, 0)?;
            let count = shape.element_count().get();
            infer.set(0, shape);
            if let (Some(&[value]), Some(n)) = (infer.input_ints(1), count)
                && n as usize <= MAX_INTS
            {
                infer.set_ints(0, vec![value; n as usize]);
            }
            Ok(())
        },
        compute: Compute::Lower(|b, x, _| Ok(smallvec![b.broadcast_to(x[1], x[0])?])),
        grad: Grad::Fn(|g| {
            let dy = g.dy();
            let (zero, one) = (g.b.int(0)?, g.b.int(1)?);
            let rank = g.b.rank(dy)?;
            let axes = g.b.range(zero, rank, one)?;
            Ok(vec![None, Some(g.b.sum(dy, axes, false)?.into())])
        }),
        doc: "A tensor of the given sizes filled with a scalar.",
    },
    Decl {
        name: "Range",
        inputs: "start: Tidx, limit: Tidx, delta: Tidx",
        outputs: "output: Tidx",
        attrs: "Tidx: {bfloat16, float32, float64, int32, int64} = int32",
        effect: Effect::Pure,
        infer: range,
        compute: Compute::Map(|e, x, _| {
            let i = e.index(0, DType::I64);
            let dtype = e.dtype(x[0]);
            let i = e.cast(i, dtype);
            let step = e.mul(i, x[2]);
            smallvec![e.add(x[0], step)]
        }),
        grad: Grad::Stop("the number of elements is not smooth in the operands"),
        doc: "Numbers from start up to, not including, limit, by delta.",
    },
    Decl {
        name: "LinSpace",
        inputs: "start: T, stop: T, num: Tidx",
        outputs: "output: T",
        attrs: "T: {bfloat16, float32, float64}; Tidx: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            let num = scalar_operand(infer, 2)?;
            if num.is_some_and(|n| n <= 0) {
                bail!(Value, "num must be positive, got {}", num.unwrap_or_default());
            }
            infer.set(0, Shape::of([num.map_or(Dim::UNKNOWN, Dim::new)]));
            Ok(())
        },
        compute: Compute::Map(|e, x, info| {
            let last = info.output_dims(0)[0] as f64 - 1.0;
            let i = e.index(0, DType::I64);
            let dtype = e.dtype(x[0]);
            let i = e.cast(i, dtype);
            let steps = e.lit(x[0], last.max(1.0));
            let span = e.sub(x[1], x[0]);
            let step = e.div(span, steps);
            let walked = e.mul(i, step);
            let value = e.add(x[0], walked);
            // The last number is `stop` itself, whatever rounding did on the way.
            let end = e.lit(x[0], if last == 0.0 { -1.0 } else { last });
            let at_end = e.eq(i, end);
            smallvec![e.select(at_end, x[1], value)]
        }),
        grad: Grad::Stop("TensorFlow defines none"),
        doc: "`num` evenly spaced numbers from start to stop, both included.",
    },
    Decl {
        name: "OneHot",
        inputs: "indices: TI, depth: int32, on_value: T, off_value: T",
        outputs: "output: T",
        attrs: "axis: int = -1; T: plain; TI: {uint8, int32, int64} = int64",
        effect: Effect::Pure,
        infer: one_hot,
        compute: Compute::Lower(|b, x, info| {
            let dims = info.output_dims(0);
            let axis = resolve_axis(info.int("axis"), dims.len())?;
            let place = int_scalar(b, DType::I32, axis as i64)?;
            let indices = b.expand_dims(x[0], place)?;
            let mut values: SmallVec<[Output; 2]> = smallvec![x[2], x[3]];
            for (i, value) in values.iter_mut().enumerate() {
                if !info.input_dims(i + 2).is_empty() {
                    *value = b.op1("Squeeze", &[(*value).into()], &[("squeeze_dims", Attr::Ints([].into()))])?;
                }
            }
            Ok(smallvec![b.one_hot_at(indices, values[0], values[1], axis as i64, dims[axis] as i64)?])
        }),
        grad: Grad::Stop("positions are not smooth"),
        doc: "`on_value` at the positions in `indices` along a new axis, `off_value` elsewhere.",
    },
    Decl {
        name: "_OneHotAt",
        inputs: "indices: TI, on_value: T, off_value: T",
        outputs: "output: T",
        attrs: "axis: int; depth: int; T: plain; TI: {uint8, int32, int64}",
        effect: Effect::Pure,
        infer: |infer| {
            let shape =
                crate::rules::with_dim(infer.input_shape(0), infer.int("axis") as usize, Dim::new(infer.int("depth")));
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Map(|e, x, info| {
            let position = e.index(info.int("axis") as usize, DType::I64);
            let index = e.cast(x[0], DType::I64);
            let hit = e.eq(position, index);
            smallvec![e.select(hit, x[1], x[2])]
        }),
        grad: Grad::Missing("made only when a plan is made"),
        doc: "OneHot with the new axis already in the indices, with size one.",
    },
];
