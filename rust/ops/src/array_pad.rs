//! Ops that add a border.

use crate::Ops;
use crate::kernels::movement::{self, Fill, Move, Movement};
use crate::rules::{Grads, int_vector, planned_ints, sizes_of};
use crate::shaders;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Layout, NodeInfo};
use smallvec::smallvec;

/// Sizes with paddings added (`sign` 1) or taken away (-1).
fn padded(infer: &mut Infer<'_>, sign: i64) -> Result<()> {
    let table = infer.with_rank(1, 2)?;
    if table.dim(1).get().is_some_and(|n| n != 2) {
        bail!(Value, "paddings must have two columns, got {}", table.dim(1));
    }
    let rank = infer.input_shape(0).rank().or(table.dim(0).get().map(|n| n as usize));
    let Some(rank) = rank else { return Ok(()) };
    if table.dim(0).get().is_some_and(|n| n as usize != rank) {
        bail!(Value, "paddings must have one row per axis: it has {}, but the input has rank {rank}", table.dim(0));
    }
    let pads = infer.input_ints(1);
    if let Some(bad) = pads.and_then(|p| p.iter().find(|d| d.get().is_some_and(|v| v < 0))) {
        bail!(Value, "paddings must not be negative, got {bad}");
    }
    let dims: Vec<Dim> = (0..rank)
        .map(|i| {
            let both = pads.map_or(Dim::UNKNOWN, |p| p[2 * i].zip(p[2 * i + 1], |a, b| a + b));
            infer.input_shape(0).dim(i).zip(both, |d, p| d + sign * p)
        })
        .collect();
    infer.set(0, Shape::of(dims));
    Ok(())
}

fn pad_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    let pads = planned_ints(info, 1)?;
    let mut to = output.clone();
    for axis in 0..output.dims.len() {
        to = to.slice(axis, pads[2 * axis] as isize, 1, inputs[0].dims[axis]);
    }
    let fill = if inputs.len() > 2 { Fill::Input(2) } else { Fill::Zero };
    Ok(Movement { fill, moves: vec![Move { input: 0, from: inputs[0].clone(), to }] })
}

/// How far a mirrored border stands off the edge: REFLECT leaves the edge itself out.
fn gap(info: &NodeInfo<'_>) -> i64 {
    i64::from(info.str("mode") == "REFLECT")
}

fn check_mirror(infer: &Infer<'_>, dims: &Shape) -> Result<()> {
    let (Some(pads), gap) = (infer.input_ints(1), gap(infer)) else { return Ok(()) };
    for (i, pad) in pads.iter().enumerate() {
        if dims.dim(i / 2).zip(*pad, |d, p| i64::from(p > d - gap)).get() == Some(1) {
            bail!(
                Value,
                "axis {}: a border of {pad} must not be larger than {} elements of its size {}",
                i / 2,
                if gap == 1 { "all but one" } else { "all" },
                dims.dim(i / 2)
            );
        }
    }
    Ok(())
}

fn mirror_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    let (pads, gap) = (planned_ints(info, 1)?, gap(info) as isize);
    let mut moves = vec![Move { input: 0, from: inputs[0].clone(), to: output.clone() }];
    for axis in 0..output.dims.len() {
        let n = inputs[0].dims[axis];
        let (before, after) = (pads[2 * axis] as usize, pads[2 * axis + 1] as usize);
        let mut next = Vec::with_capacity(3 * moves.len());
        for m in moves {
            let mut piece = |from: Layout, start: usize, count: usize| {
                if count > 0 {
                    next.push(Move { input: 0, from, to: m.to.slice(axis, start as isize, 1, count) });
                }
            };
            piece(m.from.slice(axis, before as isize - 1 + gap, -1, before), 0, before);
            piece(m.from.clone(), before, n);
            piece(m.from.slice(axis, n as isize - 1 - gap, -1, after), before + n, after);
        }
        moves = next;
    }
    Ok(Movement { fill: Fill::None, moves })
}

fn unpad(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, paddings) = (g.dy(), g.x[1]);
    let dtype = g.b.dtype(paddings);
    let size = sizes_of(g.b, g.x[0], dtype)?;
    let begin = match g.b.fact(paddings).known_ints() {
        Some(p) => int_vector(g.b, dtype, &p.iter().step_by(2).copied().collect::<Vec<_>>())?,
        None => {
            let (zero, one) = (g.b.ints(&[0, 0])?, g.b.ints(&[1, 1])?);
            g.b.strided_slice(paddings, zero, one, one, 1, 1, 0, 0, 2)?
        }
    };
    let mut out = vec![None; g.x.len()];
    out[0] = Some(g.b.slice(dy, begin, size)?.into());
    Ok(out)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Pad",
        inputs: "input: T, paddings: Tpaddings",
        outputs: "output: T",
        attrs: "T: type; Tpaddings: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| padded(infer, 1),
        compute: Compute::Either(
            KernelDecl {
                cpu: |s| movement::kernel(s, pad_moves),
                strided: true,
                reports: false,
                gpu: Gpu::Shader(|s| shaders::movement::shaders(s, pad_moves)),
            },
            |s| movement::host(s, pad_moves),
        ),
        grad: Grad::Fn(unpad),
        doc: "Adds a border of zeros: paddings[i] gives the widths before and after axis i.",
    },
    Decl {
        name: "PadV2",
        inputs: "input: T, paddings: Tpaddings, constant_values: T",
        outputs: "output: T",
        attrs: "T: type; Tpaddings: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            if infer.input_shape(2).rank().is_some_and(|r| r != 0) {
                bail!(Value, "constant_values must be a scalar, but has shape {}", infer.input_shape(2));
            }
            padded(infer, 1)
        },
        compute: Compute::Either(
            KernelDecl {
                cpu: |s| movement::kernel(s, pad_moves),
                strided: true,
                reports: false,
                gpu: Gpu::Shader(|s| shaders::movement::shaders(s, pad_moves)),
            },
            |s| movement::host(s, pad_moves),
        ),
        grad: Grad::Fn(unpad),
        doc: "Adds a border of a given value.",
    },
    Decl {
        name: "MirrorPad",
        inputs: "input: T, paddings: Tpaddings",
        outputs: "output: T",
        attrs: "mode: {'REFLECT', 'SYMMETRIC'}; T: type; Tpaddings: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            padded(infer, 1)?;
            let dims = infer.input_shape(0).clone();
            check_mirror(infer, &dims)
        },
        compute: Compute::Either(
            KernelDecl {
                cpu: |s| movement::kernel(s, mirror_moves),
                strided: true,
                reports: false,
                gpu: Gpu::Shader(|s| shaders::movement::shaders(s, mirror_moves)),
            },
            |s| movement::host(s, mirror_moves),
        ),
        grad: Grad::Fn(|g| {
            let (dy, paddings) = (g.dy(), g.x[1]);
            let mode = g.info().str("mode").into_owned();
            Ok(vec![Some(g.b.mirror_pad_grad(dy, paddings, &mode)?.into()), None])
        }),
        doc: "Adds a border that mirrors the tensor; REFLECT leaves the edge out of the mirror image, SYMMETRIC repeats it.",
    },
    Decl {
        name: "MirrorPadGrad",
        inputs: "input: T, paddings: Tpaddings",
        outputs: "output: T",
        attrs: "mode: {'REFLECT', 'SYMMETRIC'}; T: numeric; Tpaddings: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| padded(infer, -1),
        // Along one axis after the other, the borders are turned round and added to what they mirror.
        compute: Compute::Lower(|b, x, info| {
            let (pads, gap) = (planned_ints(info, 1)?, gap(info));
            let mut dims: Vec<i64> = info.input_dims(0).iter().map(|&d| d as i64).collect();
            let mut sum = x[0];
            for axis in 0..dims.len() {
                let (before, after) = (pads[2 * axis], pads[2 * axis + 1]);
                let size = dims[axis] - before - after;
                let mut parts = vec![(before, 1, size, 0)];
                if before > 0 {
                    parts.push((before - 1, -1, before, gap));
                }
                if after > 0 {
                    parts.push((before + size + after - 1, -1, after, size - gap - after));
                }
                let whole = sum;
                for (i, (begin, stride, count, at)) in parts.into_iter().enumerate() {
                    let (mut begins, mut strides) = (vec![0; dims.len()], vec![1; dims.len()]);
                    (begins[axis], strides[axis], dims[axis]) = (begin, stride, count);
                    let part = b.slice_view(whole, &begins, &strides, &dims, &dims)?;
                    if i == 0 {
                        sum = part;
                        continue;
                    }
                    let mut border = vec![0; 2 * dims.len()];
                    (border[2 * axis], border[2 * axis + 1]) = (at, size - at - count);
                    let border = rheos_base::Tensor::from_ints(DType::I32, &[dims.len(), 2], &border)?;
                    let border = b.constant(border)?;
                    let part = b.pad(part, border)?;
                    sum = b.add(sum, part)?;
                }
                dims[axis] = size;
            }
            Ok(smallvec![sum])
        }),
        grad: Grad::Fn(|g| {
            let (dy, paddings) = (g.dy(), g.x[1]);
            let mode = g.info().str("mode").into_owned();
            Ok(vec![Some(g.b.mirror_pad(dy, paddings, &mode)?.into()), None])
        }),
        doc: "Gradient of MirrorPad: adds the border to the elements it mirrors.",
    },
];
