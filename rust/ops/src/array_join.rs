//! Ops that put tensors together or take them apart along one axis.

use crate::Ops;
use crate::kernels::movement::{self, Fill, Move, Movement, part};
use crate::rules::{int_scalar, int_vector, planned_ints, resolve_axis, scalar_operand, sizes_of, with_dim};
use crate::shaders;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::builder::GradValue;
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Layout, NodeInfo, Output};
use smallvec::{SmallVec, smallvec};

/// Shape of the concatenation of `parts` along an axis that may be unknown.
fn joined(infer: &Infer<'_>, parts: std::ops::Range<usize>, axis: Option<i64>) -> Result<Shape> {
    let rank = parts.clone().find_map(|i| infer.input_shape(i).rank());
    let Some(rank) = rank else { return Ok(Shape::unknown()) };
    if let Some(i) = parts.clone().find(|&i| infer.input_shape(i).rank().is_some_and(|r| r != rank)) {
        bail!(
            Value,
            "all parts must have the same rank: {} has rank {}, but {rank} is expected",
            infer.arg_name(i),
            infer.input_shape(i).rank().unwrap_or_default()
        );
    }
    if rank == 0 {
        bail!(Value, "scalars cannot be concatenated; hint: tf.stack joins scalars into a vector");
    }
    let Some(axis) = axis else {
        // A vector has only one axis to join along.
        if rank == 1 {
            return joined(infer, parts, Some(0));
        }
        return Ok(Shape::of_rank(rank));
    };
    let axis = resolve_axis(axis, rank)?;
    let mut total = Dim::new(0);
    let mut shape = Shape::of_rank(rank);
    for i in parts {
        let own = infer.input_shape(i);
        total = total.zip(own.dim(axis), |a, b| a + b);
        let rest = if own.rank().is_some() { with_dim(own, axis, Dim::UNKNOWN) } else { Shape::unknown() };
        shape = match shape.merge(&rest) {
            Ok(s) => s,
            Err(_) => bail!(
                Value,
                "{} has shape {own}, but the parts before it have shape {shape} beside axis {axis}",
                infer.arg_name(i)
            ),
        };
    }
    Ok(with_dim(&shape, axis, total))
}

fn concat_infer(infer: &mut Infer<'_>, axis: usize, parts: std::ops::Range<usize>) -> Result<()> {
    let shape = joined(infer, parts.clone(), scalar_operand(infer, axis)?)?;
    let vector = shape.rank() == Some(1);
    infer.set(0, shape);
    if vector && matches!(infer.output_dtype(0), DType::I32 | DType::I64) {
        join_ints(infer, parts);
    }
    Ok(())
}

/// Follows the elements of integer vectors (or scalars) through their concatenation.
fn join_ints(infer: &mut Infer<'_>, parts: std::ops::Range<usize>) {
    let mut values: Vec<Dim> = Vec::new();
    for i in parts {
        match (infer.input_ints(i), infer.input_shape(i).element_count().get()) {
            (Some(v), _) => values.extend_from_slice(v),
            (None, Some(n)) if n as usize <= rheos_graph::fact::MAX_INTS => {
                values.extend(std::iter::repeat_n(Dim::UNKNOWN, n as usize));
            }
            _ => return,
        }
    }
    if values.len() <= rheos_graph::fact::MAX_INTS && values.iter().any(|v| v.is_known()) {
        infer.set_ints(0, values);
    }
}

fn concat_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    let axis = match output.dims.len() {
        1 => 0,
        rank => resolve_axis(planned_ints(info, inputs.len() - 1)?[0], rank)?,
    };
    let mut start = 0;
    let mut moves = Vec::with_capacity(inputs.len() - 1);
    for (input, from) in inputs[..inputs.len() - 1].iter().enumerate() {
        let count = from.dims[axis];
        moves.push(Move { input, from: from.clone(), to: part(output, axis, start, count) });
        start += count;
    }
    Ok(Movement { fill: Fill::None, moves })
}

fn pack_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    let axis = resolve_axis(info.int("axis"), output.dims.len())?;
    let place = |i| output.slice(axis, i as isize, 1, 1).drop_axis(axis);
    let moves =
        inputs.iter().enumerate().map(|(i, from)| Move { input: i, from: from.clone(), to: place(i) }).collect();
    Ok(Movement { fill: Fill::None, moves })
}

/// Gradient of a concatenation: the parts of `dy` that each input became.
fn concat_grad(g: &mut GradCall<'_, '_>, axis: usize, parts: std::ops::Range<usize>) -> Result<Vec<Option<GradValue>>> {
    let dy = g.dy();
    let mut out = vec![None; g.x.len()];
    let inputs: Vec<Output> = g.x[parts.clone()].to_vec();
    if let [_] = inputs[..] {
        out[parts.start] = Some(dy.into());
        return Ok(out);
    }
    let known = g.b.fact(g.x[axis]).known_ints().and_then(|v| v.first().copied());
    let rank = inputs.iter().find_map(|&x| g.b.shape_of(x).rank());
    if let (Some(rank), Some(along)) = (rank, known) {
        let along = resolve_axis(along, rank)?;
        let sizes: Option<Vec<i64>> = inputs.iter().map(|&x| g.b.shape_of(x).dim(along).get()).collect();
        if let Some(sizes) = sizes {
            let (sizes, axis) = (int_vector(g.b, DType::I32, &sizes)?, g.b.int(along as i64)?);
            let grads = g.b.split_v(dy, sizes, axis, inputs.len() as i64)?;
            for (i, grad) in parts.zip(grads) {
                out[i] = Some(grad.into());
            }
            return Ok(out);
        }
    }
    let mut shapes = Vec::with_capacity(inputs.len());
    for &x in &inputs {
        shapes.push(g.b.shape(x, DType::I32)?);
    }
    // The axis may be negative, int64, or known only in the run.
    let along = g.b.op1("Cast", &[g.x[axis].into()], &[("DstT", rheos_base::Attr::Type(DType::I32))])?;
    let rank = g.b.rank(inputs[0])?;
    let along = g.b.op1("FloorMod", &[along.into(), rank.into()], &[])?;
    let offsets = g.b.concat_offset(along, &shapes)?;
    for ((i, offset), size) in parts.zip(offsets).zip(shapes) {
        out[i] = Some(g.b.slice(dy, offset, size)?.into());
    }
    Ok(out)
}

fn unpacked(infer: &mut Infer<'_>) -> Result<()> {
    let shape = infer.input_shape(0).clone();
    let Some(dims) = shape.dims() else { return Ok(()) };
    if dims.is_empty() {
        bail!(Value, "a scalar cannot be taken apart");
    }
    let axis = resolve_axis(infer.int("axis"), dims.len())?;
    let count = infer.output_count() as i64;
    if let Some(size) = dims[axis].get()
        && size != count
    {
        bail!(Value, "axis {axis} has size {size}, but num is {count}");
    }
    let rest: Vec<Dim> = (0..dims.len()).filter(|&i| i != axis).map(|i| dims[i]).collect();
    (0..count as usize).for_each(|i| infer.set(i, Shape::of(rest.iter().copied())));
    Ok(())
}

/// Layouts of consecutive parts along an axis, with the sizes of the outputs.
fn parts(info: &NodeInfo<'_>, layout: &Layout, axis: usize) -> SmallVec<[Layout; 1]> {
    let mut start = 0;
    (0..info.outputs.len())
        .map(|i| {
            let count = info.output_dims(i)[axis];
            let piece = layout.slice(axis, start as isize, 1, count);
            start += count;
            piece
        })
        .collect()
}

fn split_sizes(infer: &mut Infer<'_>, value: usize, axis: Option<i64>, sizes: &[Dim]) -> Result<()> {
    let shape = infer.input_shape(value).clone();
    let Some(rank) = shape.rank() else { return Ok(()) };
    if rank == 0 {
        bail!(Value, "a scalar cannot be split");
    }
    let axis = match axis {
        Some(axis) => resolve_axis(axis, rank)?,
        None if rank == 1 => 0,
        None => {
            (0..sizes.len()).for_each(|i| infer.set(i, Shape::of_rank(rank)));
            return Ok(());
        }
    };
    for (i, &size) in sizes.iter().enumerate() {
        infer.set(i, with_dim(&shape, axis, size));
    }
    Ok(())
}

fn split(infer: &mut Infer<'_>) -> Result<()> {
    let count = infer.output_count() as i64;
    let axis = scalar_operand(infer, 0)?;
    let shape = infer.input_shape(1);
    let along = match (axis, shape.rank()) {
        (Some(axis), Some(rank)) if rank > 0 => shape.dim(resolve_axis(axis, rank)?),
        (None, Some(1)) => shape.dim(0),
        _ => Dim::UNKNOWN,
    };
    if let Some(size) = along.get()
        && size % count != 0
    {
        bail!(Value, "an axis of size {size} cannot be split into {count} equal parts; hint: give a list of sizes");
    }
    split_sizes(infer, 1, axis, &vec![along.map(|d| d / count); count as usize])
}

fn split_v(infer: &mut Infer<'_>) -> Result<()> {
    let count = infer.output_count();
    let axis = scalar_operand(infer, 2)?;
    if let Some(n) = infer.input_shape(1).element_count().get()
        && n as usize != count
    {
        bail!(Value, "size_splits has {n} elements, but num_split is {count}");
    }
    let mut sizes = infer.input_ints(1).map_or(vec![Dim::UNKNOWN; count], |v| v.to_vec());
    let shape = infer.input_shape(0);
    let along = match (axis, shape.rank()) {
        (Some(axis), Some(rank)) if rank > 0 => shape.dim(resolve_axis(axis, rank)?),
        (None, Some(1)) => shape.dim(0),
        _ => Dim::UNKNOWN,
    };
    if let Some(bad) = sizes.iter().find(|d| d.get().is_some_and(|v| v < -1)) {
        bail!(Value, "size_splits has a negative size: {bad}");
    }
    let open: Vec<usize> = (0..count).filter(|&i| sizes[i].get() == Some(-1)).collect();
    if open.len() > 1 {
        bail!(Value, "only one size of size_splits may be -1, got {sizes:?}");
    }
    if let Some(&i) = open.first() {
        sizes[i] = Dim::new(0);
        let rest = sizes.iter().fold(Dim::new(0), |a, &b| a.zip(b, |a, b| a + b));
        sizes[i] = along.zip(rest, |a, b| a - b);
    }
    let total = sizes.iter().fold(Dim::new(0), |a, &b| a.zip(b, |a, b| a + b));
    if !total.is_compatible(along) || sizes.iter().any(|s| s.get().is_some_and(|v| v < 0)) {
        bail!(
            Value,
            "size_splits {:?} do not add up to {along}, the size of the axis",
            infer.input_ints(1).unwrap_or(&[])
        );
    }
    split_sizes(infer, 0, axis, &sizes)
}

/// Gradients of all parts, joined again.
fn join_grads(g: &mut GradCall<'_, '_>, axis: Output) -> Result<Output> {
    let mut grads = Vec::with_capacity(g.dys.len());
    for i in 0..g.dys.len() {
        grads.push(g.dy_or_zeros(i)?);
    }
    if let [one] = grads[..] {
        return Ok(one);
    }
    g.b.concat_v2(&grads, axis)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "ConcatV2",
        inputs: "values: N * T, axis: Tidx",
        outputs: "output: T",
        attrs: "N: int >= 1; T: type; Tidx: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            let parts = infer.inputs.len() - 1;
            concat_infer(infer, parts, 0..parts)
        },
        compute: Compute::Either(
            KernelDecl {
                cpu: |s| movement::kernel(s, concat_moves),
                strided: true,
                reports: false,
                gpu: Gpu::Shader(|s| shaders::movement::shaders(s, concat_moves)),
            },
            |s| movement::host(s, concat_moves),
        ),
        grad: Grad::Fn(|g| {
            let parts = g.x.len() - 1;
            concat_grad(g, parts, 0..parts)
        }),
        doc: "Joins tensors along an axis.",
    },
    Decl {
        name: "Concat",
        inputs: "concat_dim: int32, values: N * T",
        outputs: "output: T",
        attrs: "N: int >= 2; T: type",
        effect: Effect::Pure,
        infer: |infer| concat_infer(infer, 0, 1..infer.inputs.len()),
        compute: Compute::Lower(|b, x, _| Ok(smallvec![b.concat_v2(&x[1..], x[0])?])),
        grad: Grad::Fn(|g| concat_grad(g, 0, 1..g.x.len())),
        doc: "Joins tensors along an axis, which comes first.",
    },
    Decl {
        name: "Pack",
        inputs: "values: N * T",
        outputs: "output: T",
        attrs: "N: int >= 1; T: type; axis: int = 0",
        effect: Effect::Pure,
        infer: |infer| {
            let mut shape = Shape::unknown();
            for i in 0..infer.inputs.len() {
                shape = match shape.merge(infer.input_shape(i)) {
                    Ok(s) => s,
                    Err(_) => bail!(
                        Value,
                        "all parts must have the same shape: {} has {}, but {shape} is expected",
                        infer.arg_name(i),
                        infer.input_shape(i)
                    ),
                };
            }
            let Some(mut dims) = shape.dims().map(|d| d.to_vec()) else { return Ok(()) };
            dims.insert(resolve_axis(infer.int("axis"), dims.len() + 1)?, Dim::from(infer.inputs.len()));
            let vector = dims.len() == 1;
            infer.set(0, Shape::of(dims));
            if vector && matches!(infer.output_dtype(0), DType::I32 | DType::I64) {
                join_ints(infer, 0..infer.inputs.len());
            }
            Ok(())
        },
        compute: Compute::Either(
            KernelDecl {
                cpu: |s| movement::kernel(s, pack_moves),
                strided: true,
                reports: false,
                gpu: Gpu::Shader(|s| shaders::movement::shaders(s, pack_moves)),
            },
            |s| movement::host(s, pack_moves),
        ),
        grad: Grad::Fn(|g| {
            let (dy, n, axis) = (g.dy(), g.x.len() as i64, g.info().int("axis"));
            Ok(g.b.unpack(dy, n, axis)?.into_iter().map(|d| Some(d.into())).collect())
        }),
        doc: "Joins tensors of one shape along a new axis.",
    },
    Decl {
        name: "Unpack",
        inputs: "value: T",
        outputs: "output: num * T",
        attrs: "num: int >= 0; T: type; axis: int = 0",
        effect: Effect::Pure,
        infer: unpacked,
        compute: Compute::View(|info, layout| {
            let axis = resolve_axis(info.int("axis"), layout.dims.len())?;
            let piece = |i| layout.slice(axis, i as isize, 1, 1).drop_axis(axis);
            Ok(Some((0..info.outputs.len()).map(piece).collect()))
        }),
        grad: Grad::Fn(|g| {
            let axis = g.info().int("axis");
            let mut grads = Vec::with_capacity(g.dys.len());
            for i in 0..g.dys.len() {
                grads.push(g.dy_or_zeros(i)?);
            }
            Ok(vec![Some(g.b.pack(&grads, axis)?.into())])
        }),
        doc: "Takes a tensor apart along an axis, which is dropped.",
    },
    Decl {
        name: "Split",
        inputs: "split_dim: int32, value: T",
        outputs: "output: num_split * T",
        attrs: "num_split: int >= 1; T: type",
        effect: Effect::Pure,
        infer: split,
        compute: Compute::Lower(|b, x, info| {
            let rank = info.input_dims(1).len();
            let axis = if rank == 1 { 0 } else { resolve_axis(planned_ints(info, 0)?[0], rank)? };
            let sizes: Vec<i64> = (0..info.outputs.len()).map(|i| info.output_dims(i)[axis] as i64).collect();
            let (sizes, axis) = (int_vector(b, DType::I64, &sizes)?, int_scalar(b, DType::I32, axis as i64)?);
            b.split_v(x[1], sizes, axis, info.int("num_split"))
        }),
        grad: Grad::Fn(|g| {
            let axis = g.x[0];
            Ok(vec![None, Some(join_grads(g, axis)?.into())])
        }),
        doc: "Splits a tensor into equal parts along an axis.",
    },
    Decl {
        name: "SplitV",
        inputs: "value: T, size_splits: Tlen, split_dim: int32",
        outputs: "output: num_split * T",
        attrs: "num_split: int >= 1; T: type; Tlen: {int32, int64} = int64",
        effect: Effect::Pure,
        infer: split_v,
        compute: Compute::View(|info, layout| {
            let rank = layout.dims.len();
            let axis = if rank == 1 { 0 } else { resolve_axis(planned_ints(info, 2)?[0], rank)? };
            Ok(Some(parts(info, layout, axis)))
        }),
        grad: Grad::Fn(|g| {
            let axis = g.x[2];
            Ok(vec![Some(join_grads(g, axis)?.into()), None, None])
        }),
        doc: "Splits a tensor into parts of given sizes along an axis; one size may be -1.",
    },
    Decl {
        name: "Tile",
        inputs: "input: T, multiples: Tmultiples",
        outputs: "output: T",
        attrs: "T: type; Tmultiples: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            let counts = infer.input_ints(1);
            if let Some(bad) = counts.and_then(|c| c.iter().find(|d| d.get().is_some_and(|v| v < 0))) {
                bail!(Value, "multiples must not be negative, got {bad}");
            }
            let length = infer.input_shape(1).dim(0).get();
            let Some(dims) = infer.input_shape(0).dims() else {
                infer.set(0, length.map_or(Shape::unknown(), |n| Shape::of_rank(n as usize)));
                return Ok(());
            };
            if let Some(n) = length
                && n as usize != dims.len()
            {
                bail!(
                    Value,
                    "multiples must have one entry per axis: it has {n}, but the input has rank {}",
                    dims.len()
                );
            }
            let count = |i: usize| counts.map_or(Dim::UNKNOWN, |c| c[i]);
            let shape = Shape::of((0..dims.len()).map(|i| dims[i].zip(count(i), |a, b| a * b)));
            infer.set(0, shape);
            Ok(())
        },
        // Each axis becomes two, of which the first is repeated; the copying is done by the last reshape.
        compute: Compute::Lower(|b, x, info| {
            let (dims, out) = (info.input_dims(0), info.output_dims(0));
            let ints = |d: Vec<usize>| d.into_iter().map(|v| v as i64).collect::<Vec<i64>>();
            let counts = planned_ints(info, 1)?;
            let apart = ints(dims.iter().flat_map(|&d| [1, d]).collect());
            let wide: Vec<i64> = dims.iter().zip(&counts).flat_map(|(&d, &c)| [c, d as i64]).collect();
            let (apart, wide) = (int_vector(b, DType::I64, &apart)?, int_vector(b, DType::I64, &wide)?);
            let out = int_vector(b, DType::I64, &ints(out.to_vec()))?;
            let x = b.reshape(x[0], apart)?;
            let x = b.broadcast_to(x, wide)?;
            Ok(smallvec![b.reshape(x, out)?])
        }),
        grad: Grad::Fn(|g| {
            let (dy, multiples) = (g.dy(), g.x[1]);
            let dtype = g.b.dtype(multiples);
            let sizes = sizes_of(g.b, g.x[0], dtype)?;
            let pairs = g.b.pack(&[multiples, sizes], 1)?;
            let flat = int_vector(g.b, DType::I32, &[-1])?;
            let apart = g.b.reshape(pairs, flat)?;
            let (zero, two) = (g.b.int(0)?, g.b.int(2)?);
            let count = g.b.size(apart, DType::I32)?;
            let axes = g.b.range(zero, count, two)?;
            let dy = g.b.reshape(dy, apart)?;
            Ok(vec![Some(g.b.sum(dy, axes, false)?.into()), None])
        }),
        doc: "Repeats a tensor a number of times along each axis.",
    },
];
