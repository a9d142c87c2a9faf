//! Ops that put elements in another order.

use crate::Ops;
use crate::kernels::Planned;
use crate::kernels::movement::{self, Fill, Move, Movement};
use crate::rules::{flags_from_axes, int_vector, planned_ints, resolve_axis, same_as_first};
use crate::shaders;
use rheos_base::{DType, Dim, Kind, Result, Shape, Tensor, bail};
use rheos_graph::builder::GradValue;
use rheos_graph::{
    Call, Compute, Decl, Effect, Gpu, Grad, GradCall, HostCall, Infer, Kernel, KernelDecl, KernelSpec, Layout, NodeInfo,
};
use smallvec::{SmallVec, smallvec};

/// Checks that `perm` names every axis once.
fn permutation(perm: &[i64], rank: usize) -> Result<SmallVec<[usize; 6]>> {
    if perm.len() != rank {
        bail!(Value, "perm must have one entry per axis: it has {}, but the input has rank {rank}", perm.len());
    }
    flags_from_axes(perm, rank)?;
    perm.iter().map(|&p| resolve_axis(p, rank)).collect()
}

fn transposed(infer: &mut Infer<'_>) -> Result<()> {
    let input = infer.input_shape(0);
    let rank = input.rank().or(infer.input_shape(1).dim(0).get().map(|n| n as usize));
    let Some(rank) = rank else { return Ok(()) };
    if let Some(n) = infer.input_shape(1).dim(0).get()
        && n as usize != rank
    {
        bail!(Value, "perm must have one entry per axis: it has {n}, but the input has rank {rank}");
    }
    let shape = match infer.known_ints(1) {
        Some(perm) => {
            let perm = permutation(&perm, rank)?;
            Shape::of(perm.iter().map(|&p| input.dim(p)))
        }
        // With fewer than two axes there is only one order.
        None if rank < 2 => input.clone(),
        None => Shape::of_rank(rank),
    };
    infer.set(0, shape);
    Ok(())
}

fn order(info: &NodeInfo<'_>, rank: usize) -> Result<SmallVec<[usize; 6]>> {
    if rank < 2 {
        return Ok((0..rank).collect());
    }
    permutation(&planned_ints(info, 1)?, rank)
}

/// Gradient of a transpose, by the op that undoes it.
fn transpose_back(g: &mut GradCall<'_, '_>) -> Result<Vec<Option<GradValue>>> {
    let (dy, perm, name) = (g.dy(), g.x[1], g.op.name);
    let back = match g.b.fact(perm).known_ints() {
        Some(p) => {
            let mut inverse = vec![0; p.len()];
            for (i, &axis) in permutation(&p, p.len())?.iter().enumerate() {
                inverse[axis] = i as i64;
            }
            let dtype = g.b.dtype(perm);
            int_vector(g.b, dtype, &inverse)?
        }
        None => g.b.invert_permutation(perm)?,
    };
    Ok(vec![Some(g.b.op1(name, &[dy.into(), back.into()], &[])?.into()), None])
}

fn inverse(values: &[i64]) -> Result<Vec<i64>> {
    let mut out = vec![-1; values.len()];
    for (i, &v) in values.iter().enumerate() {
        if v < 0 || v as usize >= values.len() {
            bail!(Value, "x[{i}] = {v} is not in [0, {})", values.len());
        }
        if out[v as usize] >= 0 {
            bail!(Value, "{v} appears twice, so this is not a permutation");
        }
        out[v as usize] = i as i64;
    }
    Ok(out)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Transpose",
        inputs: "x: T, perm: Tperm",
        outputs: "y: T",
        attrs: "T: type; Tperm: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: transposed,
        compute: Compute::View(|info, layout| {
            let perm = order(info, layout.dims.len())?;
            Ok(Some(smallvec![layout.transpose(&perm)]))
        }),
        grad: Grad::Fn(transpose_back),
        doc: "Axes in another order: axis i of the result is axis perm[i] of x.",
    },
    Decl {
        name: "ConjugateTranspose",
        inputs: "x: T, perm: Tperm",
        outputs: "y: T",
        attrs: "T: plain; Tperm: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: transposed,
        compute: Compute::Lower(|b, x, info| {
            let y = b.transpose(x[0], x[1])?;
            Ok(smallvec![if info.dtype("T").is_complex() { b.op1("Conj", &[y.into()], &[])? } else { y }])
        }),
        grad: Grad::Fn(transpose_back),
        doc: "Axes in another order, and the complex conjugate of each element.",
    },
    Decl {
        name: "InvertPermutation",
        inputs: "x: T",
        outputs: "y: T",
        attrs: "T: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            let shape = infer.with_rank(0, 1)?;
            infer.set(0, shape);
            if let Some(x) = infer.known_ints(0) {
                infer.set_ints(0, inverse(&x)?.into_iter().map(Dim::new));
            }
            Ok(())
        },
        compute: Compute::Host(|_| {
            Ok(Box::new(|x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
                let values = x[0].to_ints().unwrap_or_default();
                let out = inverse(&values).map_err(|e| e.with_kind(Kind::InvalidArgument))?;
                Ok(smallvec![Tensor::from_ints(x[0].dtype(), x[0].dims(), &out)?])
            }))
        }),
        grad: Grad::Stop("positions are not smooth"),
        doc: "The permutation that undoes a permutation of 0, 1, ..., n - 1.",
    },
    Decl {
        name: "ReverseV2",
        inputs: "tensor: T, axis: Tidx",
        outputs: "output: T",
        attrs: "T: type; Tidx: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            if let (Some(rank), Some(axes)) = (infer.input_shape(0).rank(), infer.known_ints(1)) {
                flags_from_axes(&axes, rank)?;
            }
            same_as_first(infer)
        },
        compute: Compute::View(|info, layout| {
            let flags = flags_from_axes(&planned_ints(info, 1)?, layout.dims.len())?;
            let mut out = layout.clone();
            for axis in (0..flags.len()).filter(|&i| flags[i] && layout.dims[i] > 0) {
                out = out.slice(axis, layout.dims[axis] as isize - 1, -1, layout.dims[axis]);
            }
            Ok(Some(smallvec![out]))
        }),
        grad: Grad::Fn(|g| {
            let (dy, axis) = (g.dy(), g.x[1]);
            Ok(vec![Some(g.b.reverse_v2(dy, axis)?.into()), None])
        }),
        doc: "The elements in opposite order along the listed axes.",
    },
    Decl {
        name: "Reverse",
        inputs: "tensor: T, dims: bool",
        outputs: "output: T",
        attrs: "T: type",
        effect: Effect::Pure,
        infer: |infer| {
            let flags = infer.with_rank(1, 1)?;
            if let (Some(n), Some(rank)) = (flags.dim(0).get(), infer.input_shape(0).rank())
                && n as usize != rank
            {
                bail!(Value, "dims must have one entry per axis: it has {n}, but the tensor has rank {rank}");
            }
            same_as_first(infer)
        },
        // Each axis is turned round for both answers, and the flag picks one.
        compute: Compute::Lower(|b, x, info| {
            let rank = info.input_dims(0).len();
            if let Some(flags) = info.inputs[1].constant() {
                let flags = flags.as_bools()?;
                let axes: Vec<i64> = (0..rank).filter(|&i| flags[i]).map(|i| i as i64).collect();
                let axes = int_vector(b, DType::I32, &axes)?;
                return Ok(smallvec![b.reverse_v2(x[0], axes)?]);
            }
            let mut y = x[0];
            for axis in 0..rank {
                let (at, axes) = (b.ints(&[axis as i64])?, b.ints(&[1])?);
                let flag = b.slice(x[1], at, axes)?;
                let scalar = b.ints(&[])?;
                let flag = b.reshape(flag, scalar)?;
                let turned = b.reverse_v2(y, at)?;
                y = b.select_v2(flag, turned, y)?;
            }
            Ok(smallvec![y])
        }),
        grad: Grad::Fn(|g| {
            let (dy, dims) = (g.dy(), g.x[1]);
            Ok(vec![Some(g.b.reverse(dy, dims)?.into()), None])
        }),
        doc: "The elements in opposite order along the axes whose flag is true.",
    },
    Decl {
        name: "Roll",
        inputs: "input: T, shift: Tshift, axis: Taxis",
        outputs: "output: T",
        attrs: "T: plain; Tshift: {int32, int64}; Taxis: {int32, int64}",
        effect: Effect::Pure,
        infer: |infer| {
            if infer.input_shape(0).rank() == Some(0) {
                bail!(Value, "input must have at least one axis, but is a scalar");
            }
            let (shift, axis) = (infer.input_shape(1), infer.input_shape(2));
            if !shift.is_compatible(axis) {
                bail!(Value, "shift and axis must have the same shape, got {shift} and {axis}");
            }
            if let (Some(rank), Some(axes)) = (infer.input_shape(0).rank(), infer.known_ints(2)) {
                axes.iter().try_for_each(|&a| resolve_axis(a, rank).map(|_| ()))?;
            }
            same_as_first(infer)
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_roll,
            strided: true,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::movement::shaders(s, roll_moves)),
        }),
        grad: Grad::Fn(|g| {
            let (dy, shift, axis) = (g.dy(), g.x[1], g.x[2]);
            let back = g.b.op1("Neg", &[shift.into()], &[])?;
            Ok(vec![Some(g.b.roll(dy, back, axis)?.into()), None, None])
        }),
        doc: "The elements moved on by `shift` along each axis; those that leave at one end come back at the other.",
    },
    Decl {
        name: "ReverseSequence",
        inputs: "input: T, seq_lengths: Tlen",
        outputs: "output: T",
        attrs: "seq_dim: int; batch_dim: int = 0; T: plain; Tlen: {int32, int64} = int64",
        effect: Effect::Pure,
        infer: |infer| {
            let lengths = infer.with_rank(1, 1)?;
            if let Some(rank) = infer.input_shape(0).rank() {
                let (seq, batch) =
                    (resolve_axis(infer.int("seq_dim"), rank)?, resolve_axis(infer.int("batch_dim"), rank)?);
                if seq == batch {
                    bail!(Value, "seq_dim and batch_dim must be different axes, both are {seq}");
                }
                let size = infer.input_shape(0).dim(batch);
                if !size.is_compatible(lengths.dim(0)) {
                    bail!(Value, "seq_lengths has {} entries, but axis {batch} has size {size}", lengths.dim(0));
                }
            }
            same_as_first(infer)
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_reverse_sequence,
            strided: true,
            reports: false,
            gpu: Gpu::Shader(shaders::sequences::reverse),
        }),
        grad: Grad::Fn(|g| {
            let (dy, lengths) = (g.dy(), g.x[1]);
            let (seq, batch) = (g.info().int("seq_dim"), g.info().int("batch_dim"));
            Ok(vec![Some(g.b.reverse_sequence(dy, lengths, seq, batch)?.into()), None])
        }),
        doc: "The first seq_lengths[b] elements of each sequence in opposite order. A length outside the sequence is an error; \
              on a GPU it counts as none or all of it.",
    },
];

/// Elements of an integer operand of a running kernel.
fn read_ints(call: &Call<'_>, i: usize) -> SmallVec<[i64; 8]> {
    match call.input_args[i].dtype {
        DType::I64 => call.input::<i64>(i).into(),
        _ => call.input::<i32>(i).iter().map(|&v| i64::from(v)).collect(),
    }
}

fn plan_roll(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let from = Layout { offset: 0, ..spec.inputs[0].layout.clone() };
    let (dtype, bytes) = (spec.outputs[0].dtype, from.len() * spec.outputs[0].dtype.size());
    Ok(Planned::boxed(300.0 + bytes as f64 / 8.0, move |call: &mut Call<'_>| {
        let (shifts, axes) = (read_ints(call, 1), read_ints(call, 2));
        let to = Layout::contiguous(&from.dims);
        for (f, t) in &rolled(&from, &to, &shifts, &axes)? {
            // SAFETY: both pieces lie inside their operands, which do not overlap.
            unsafe { movement::copy(call.workers, dtype, (call.inputs[0], f), (call.outputs[0], t)) };
        }
        Ok(())
    }))
}

/// Pieces that stay together, where they come from and where they go.
fn rolled(from: &Layout, to: &Layout, shifts: &[i64], axes: &[i64]) -> Result<Vec<(Layout, Layout)>> {
    let mut total = vec![0i64; from.dims.len()];
    for (&shift, &axis) in shifts.iter().zip(axes) {
        let axis = resolve_axis(axis, from.dims.len()).map_err(|e| e.with_kind(Kind::InvalidArgument))?;
        let size = from.dims[axis].max(1) as i64;
        total[axis] = (total[axis] + shift.rem_euclid(size)).rem_euclid(size);
    }
    let mut pieces = vec![(from.clone(), to.clone())];
    for (axis, &shift) in total.iter().enumerate().filter(|(_, s)| **s != 0) {
        let (size, shift) = (from.dims[axis], shift as usize);
        let cut = |(f, t): &(Layout, Layout)| {
            let stay = (f.slice(axis, 0, 1, size - shift), t.slice(axis, shift as isize, 1, size - shift));
            let wrap = (f.slice(axis, (size - shift) as isize, 1, shift), t.slice(axis, 0, 1, shift));
            [stay, wrap]
        };
        pieces = pieces.iter().flat_map(cut).collect();
    }
    Ok(pieces)
}

/// The same as moves, for operands that are known before the run.
fn roll_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    let pieces = rolled(&inputs[0], output, &planned_ints(info, 1)?, &planned_ints(info, 2)?)?;
    let moves = pieces.into_iter().map(|(from, to)| Move { input: 0, from, to }).collect();
    Ok(Movement { fill: Fill::None, moves })
}

fn plan_reverse_sequence(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let from = Layout { offset: 0, ..spec.inputs[0].layout.clone() };
    let rank = from.dims.len();
    let (seq, batch) = (resolve_axis(spec.info.int("seq_dim"), rank)?, resolve_axis(spec.info.int("batch_dim"), rank)?);
    let (dtype, bytes) = (spec.outputs[0].dtype, from.len() * spec.outputs[0].dtype.size());
    Ok(Planned::boxed(300.0 * from.dims[batch] as f64 + bytes as f64 / 4.0, move |call: &mut Call<'_>| {
        let lengths = read_ints(call, 1);
        let size = from.dims[seq];
        if let Some(b) = lengths.iter().position(|&n| n < 0 || n as usize > size) {
            bail!(InvalidArgument, "seq_lengths[{b}] = {} is not in [0, {size}]", lengths[b]);
        }
        let to = Layout::contiguous(&from.dims);
        for (b, &n) in lengths.iter().enumerate() {
            let (f, t) = (from.slice(batch, b as isize, 1, 1), to.slice(batch, b as isize, 1, 1));
            let n = n as usize;
            let turned = (f.slice(seq, n as isize - 1, -1, n), t.slice(seq, 0, 1, n));
            let rest = (f.slice(seq, n as isize, 1, size - n), t.slice(seq, n as isize, 1, size - n));
            for (f, t) in [turned, rest] {
                // SAFETY: both pieces lie inside their operands, which do not overlap.
                unsafe { movement::copy(call.workers, dtype, (call.inputs[0], &f), (call.outputs[0], &t)) };
            }
        }
        Ok(())
    }))
}
