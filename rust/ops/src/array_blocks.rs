//! Blocks of space moved into the batch or into the channels, and back.

use crate::Ops;
use crate::kernels::movement::{self, Fill, Move, Movement};
use crate::rules::{Grads, int_vector, only, only_first, planned_ints};
use crate::shaders;
use rheos_base::{DType, Dim, Result, Shape, Tensor, bail};
use rheos_graph::builder::ArgValue;
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Layout, NodeInfo, Output};
use smallvec::smallvec;

/// The number of blocked axes, from whichever operand tells it.
fn blocked_axes(infer: &Infer<'_>) -> Result<Option<usize>> {
    let blocks = infer.with_rank(1, 1)?;
    let table = infer.with_rank(2, 2)?;
    let name = infer.arg_name(2);
    if table.dim(1).get().is_some_and(|n| n != 2) {
        bail!(Value, "{name} must have two columns, but has {}", table.dim(1));
    }
    let Some(count) = blocks.dim(0).merge(table.dim(0)) else {
        bail!(Value, "{name} must have one row per entry of block_shape, {}, but has {}", blocks.dim(0), table.dim(0));
    };
    if let (Some(count), Some(rank)) = (count.get(), infer.input_shape(0).rank())
        && rank < count as usize + 1
    {
        bail!(Value, "input must have a batch axis and {count} more, but has rank {rank}");
    }
    Ok(count.get().map(|n| n as usize))
}

/// Sizes of the blocks and rows of paddings or crops, unknown where they are.
fn block_operands(infer: &Infer<'_>, count: usize) -> Result<(Vec<Dim>, Vec<Dim>)> {
    let ints = |i: usize, n: usize| infer.input_ints(i).map_or(vec![Dim::UNKNOWN; n], |v| v.to_vec());
    let (blocks, ends) = (ints(1, count), ints(2, 2 * count));
    if let Some(bad) = blocks.iter().find(|b| b.get().is_some_and(|b| b < 1)) {
        bail!(Value, "block_shape must be positive, got {bad}");
    }
    if let Some(bad) = ends.iter().find(|e| e.get().is_some_and(|e| e < 0)) {
        bail!(Value, "{} must not be negative, got {bad}", infer.arg_name(2));
    }
    Ok((blocks, ends))
}

/// The product of sizes, unless it is too large for any tensor.
fn product(blocks: &[Dim]) -> Result<Dim> {
    let mut total = 1i64;
    for block in blocks {
        let Some(block) = block.get() else { return Ok(Dim::UNKNOWN) };
        match total.checked_mul(block).filter(|&t| t <= i64::from(u32::MAX)) {
            Some(t) => total = t,
            None => bail!(Value, "block_shape {blocks:?} makes too many blocks"),
        }
    }
    Ok(Dim::new(total))
}

fn to_batch(infer: &mut Infer<'_>) -> Result<()> {
    let Some(count) = blocked_axes(infer)? else { return Ok(()) };
    let (blocks, pads) = block_operands(infer, count)?;
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    let mut out = dims.to_vec();
    out[0] = dims[0].zip(product(&blocks)?, i64::saturating_mul);
    for i in 0..count {
        let both = pads[2 * i].zip(pads[2 * i + 1], i64::saturating_add);
        let padded = dims[i + 1].zip(both, i64::saturating_add);
        if padded.zip(blocks[i], |p, b| p % b).get().is_some_and(|rest| rest != 0) {
            bail!(Value, "axis {}: the padded size {padded} is not a multiple of the block size {}", i + 1, blocks[i]);
        }
        out[i + 1] = padded.zip(blocks[i], |p, b| p / b);
    }
    infer.set(0, Shape::of(out));
    Ok(())
}

fn to_space(infer: &mut Infer<'_>) -> Result<()> {
    let Some(count) = blocked_axes(infer)? else { return Ok(()) };
    let (blocks, crops) = block_operands(infer, count)?;
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    let mut out = dims.to_vec();
    let all = product(&blocks)?;
    if dims[0].zip(all, |d, a| d % a).get().is_some_and(|rest| rest != 0) {
        bail!(Value, "the batch size {} is not a multiple of {all}, the product of block_shape", dims[0]);
    }
    out[0] = dims[0].zip(all, |d, a| d / a);
    for i in 0..count {
        let whole = dims[i + 1].zip(blocks[i], i64::saturating_mul);
        let both = crops[2 * i].zip(crops[2 * i + 1], i64::saturating_add);
        out[i + 1] = whole.zip(both, |w, c| w - c);
        if out[i + 1].get().is_some_and(|d| d < 0) {
            bail!(Value, "axis {}: crops of {both} are more than the size {whole}", i + 1);
        }
    }
    infer.set(0, Shape::of(out));
    Ok(())
}

/// For each place within a block: the elements of `space` at that place, and those of `batch` that they are.
/// `ends[i][0]` elements of the blocks lie before the first one of `space`.
fn places(blocks: &[i64], ends: &[i64], space: &Layout, batch: &Layout) -> Vec<(Layout, Layout)> {
    let mut out = vec![(space.clone(), batch.clone())];
    let size = space.dims[0];
    for (axis, &block) in blocks.iter().enumerate().map(|(i, b)| (i + 1, b)) {
        let (have, blocked, before) = (space.dims[axis] as i64, batch.dims[axis] as i64, ends[2 * axis - 2]);
        let mut next = Vec::with_capacity(out.len() * block as usize);
        for (space, batch) in out {
            let rows = batch.dims[0] / block as usize;
            for place in 0..block {
                // Blocks whose element at this place lies in `space`.
                let first = blocks_to(before - place, block).min(blocked);
                let last = blocks_to(have + before - place, block).min(blocked);
                if last <= first {
                    continue;
                }
                let start = first * block + place - before;
                next.push((
                    space.slice(axis, start as isize, block as isize, (last - first) as usize),
                    batch.slice(0, (place as usize * rows) as isize, 1, rows).slice(
                        axis,
                        first as isize,
                        1,
                        (last - first) as usize,
                    ),
                ));
            }
        }
        out = next;
    }
    debug_assert!(out.iter().all(|(s, b)| s.dims == b.dims && b.dims[0] == size));
    out
}

/// How many blocks it takes to reach past `end` elements; none where `end` lies before the start.
fn blocks_to(end: i64, block: i64) -> i64 {
    (end.max(0) as u64).div_ceil(block as u64) as i64
}

fn to_batch_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    if output.is_empty() {
        return Ok(Movement { fill: Fill::None, moves: Vec::new() });
    }
    let (blocks, pads) = (planned_ints(info, 1)?, planned_ints(info, 2)?);
    let fill = if pads.iter().any(|&p| p > 0) { Fill::Zero } else { Fill::None };
    let moves = places(&blocks, &pads, &inputs[0], output);
    Ok(Movement { fill, moves: moves.into_iter().map(|(from, to)| Move { input: 0, from, to }).collect() })
}

fn to_space_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    if output.is_empty() {
        return Ok(Movement { fill: Fill::None, moves: Vec::new() });
    }
    let (blocks, crops) = (planned_ints(info, 1)?, planned_ints(info, 2)?);
    let moves = places(&blocks, &crops, output, &inputs[0]);
    Ok(Movement { fill: Fill::None, moves: moves.into_iter().map(|(to, from)| Move { input: 0, from, to }).collect() })
}

/// The other op of a pair of inverses, applied to the gradient with the same operands.
fn undone(g: &mut GradCall<'_, '_>, op: &str) -> Grads {
    let mut args: Vec<ArgValue<'_>> = vec![g.dy().into()];
    args.extend(g.x[1..].iter().map(|&x| ArgValue::from(x)));
    let names = ["block_size", "data_format"];
    let attrs: Vec<(&str, rheos_base::Attr)> =
        names.into_iter().filter_map(|name| g.op.attr_index(name).map(|i| (name, g.attrs[i].clone()))).collect();
    only_first(g.b.op1(op, &args, &attrs)?, g.x.len())
}

/// `[block, block]` as the operand of the general op.
fn square(b: &mut Builder<'_>, info: &NodeInfo<'_>) -> Result<Output> {
    let block = info.int("block_size");
    int_vector(b, DType::I64, &[block, block])
}

/// Infers as the general op does, whose block_shape is an attribute here.
fn square_infer(infer: &mut Infer<'_>, to_batch: bool) -> Result<()> {
    let table = infer.with_rank(1, 2)?;
    let input = infer.with_rank(0, 4)?;
    if !table.is_compatible(&Shape::known(&[2, 2])) {
        bail!(Value, "{} must have shape [2, 2], but has {table}", infer.arg_name(1));
    }
    let block = infer.int("block_size");
    let ends = infer.input_ints(1).map_or(vec![Dim::UNKNOWN; 4], |v| v.to_vec());
    if let Some(bad) = ends.iter().find(|e| e.get().is_some_and(|e| e < 0)) {
        bail!(Value, "{} must not be negative, got {bad}", infer.arg_name(1));
    }
    let all = product(&[Dim::new(block), Dim::new(block)])?;
    let side = |i: usize| ends[2 * i].zip(ends[2 * i + 1], i64::saturating_add);
    let mut out = vec![input.dim(0), input.dim(1), input.dim(2), input.dim(3)];
    if to_batch {
        out[0] = out[0].zip(all, i64::saturating_mul);
    } else if out[0].zip(all, |d, a| d % a).get().is_some_and(|rest| rest != 0) {
        bail!(Value, "the batch size {} is not a multiple of {all}, the number of places in a block", out[0]);
    } else {
        out[0] = out[0].zip(all, |d, a| d / a);
    }
    for i in 0..2 {
        let have = out[i + 1];
        out[i + 1] = if to_batch {
            let padded = have.zip(side(i), i64::saturating_add);
            if padded.get().is_some_and(|p| p % block != 0) {
                bail!(Value, "axis {}: the padded size {padded} is not a multiple of the block size {block}", i + 1);
            }
            padded.map(|p| p / block)
        } else {
            have.map(|h| h.saturating_mul(block)).zip(side(i), |w, c| w - c)
        };
        if out[i + 1].get().is_some_and(|d| d < 0) {
            bail!(Value, "axis {}: crops of {} are more than the size {}", i + 1, side(i), have.map(|h| h * block));
        }
    }
    infer.set(0, Shape::of(out));
    Ok(())
}

/// Positions of the channel axis and of the two axes of space.
fn image_axes(info: &NodeInfo<'_>) -> Result<(usize, usize, usize)> {
    match &*info.str("data_format") {
        "NHWC" => Ok((3, 1, 2)),
        "NCHW" => Ok((1, 2, 3)),
        other => bail!(Unimplemented, "data_format {other} is for quantised tensors, which rheos does not have"),
    }
}

fn depth_infer(infer: &mut Infer<'_>, to_depth: bool) -> Result<()> {
    let (channels, height, width) = image_axes(infer)?;
    let input = infer.with_rank(0, 4)?;
    let block = infer.int("block_size");
    let all = product(&[Dim::new(block), Dim::new(block)])?;
    let mut out: Vec<Dim> = (0..4).map(|i| input.dim(i)).collect();
    let divided = |size: Dim, by: i64, what: &str| -> Result<Dim> {
        if size.get().is_some_and(|s| s % by != 0) {
            bail!(Value, "the {what} {size} is not a multiple of {by}; block_size is {block}");
        }
        Ok(size.map(|s| s / by))
    };
    let times = |size: Dim, by: i64| size.map(|s| s.saturating_mul(by));
    let places = all.get().unwrap_or(1);
    if to_depth {
        out[channels] = times(out[channels], places);
        out[height] = divided(out[height], block, "height")?;
        out[width] = divided(out[width], block, "width")?;
    } else {
        out[channels] = divided(out[channels], places, "depth")?;
        out[height] = times(out[height], block);
        out[width] = times(out[width], block);
    }
    infer.set(0, Shape::of(out));
    Ok(())
}

/// The elements seen under other sizes, with axes in another order, under the sizes of the result.
fn rearranged(b: &mut Builder<'_>, x: Output, apart: &[usize], order: &[i64], out: &[usize]) -> Result<Output> {
    let wide = |d: &[usize]| d.iter().map(|&v| v as i64).collect::<Vec<_>>();
    let (apart, out) = (int_vector(b, DType::I64, &wide(apart))?, int_vector(b, DType::I64, &wide(out))?);
    let order = b.constant(Tensor::from_ints(DType::I32, &[order.len()], order)?)?;
    let x = b.reshape(x, apart)?;
    let x = b.transpose(x, order)?;
    b.reshape(x, out)
}

const SPACE: Decl = Decl {
    name: "",
    inputs: "input: T, block_shape: Tblock_shape, paddings: Tpaddings",
    outputs: "output: T",
    attrs: "T: type; Tblock_shape: {int32, int64} = int32; Tpaddings: {int32, int64} = int32",
    effect: Effect::Pure,
    infer: to_batch,
    compute: Compute::Either(
        KernelDecl {
            cpu: |s| movement::kernel(s, to_batch_moves),
            strided: true,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::movement::shaders(s, to_batch_moves)),
        },
        |s| movement::host(s, to_batch_moves),
    ),
    grad: Grad::Fn(|g| undone(g, "BatchToSpaceND")),
    doc: "",
};
const DEPTH: Decl = Decl {
    inputs: "input: T",
    attrs: "T: type; block_size: int >= 2; data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'",
    ..SPACE
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "SpaceToBatchND",
        doc: "Cuts padded axes after the first into blocks; elements at one place of their blocks share a batch entry.",
        ..SPACE
    },
    Decl {
        name: "BatchToSpaceND",
        inputs: "input: T, block_shape: Tblock_shape, crops: Tcrops",
        attrs: "T: type; Tblock_shape: {int32, int64} = int32; Tcrops: {int32, int64} = int32",
        infer: to_space,
        compute: Compute::Either(
            KernelDecl {
                cpu: |s| movement::kernel(s, to_space_moves),
                strided: true,
                reports: false,
                gpu: Gpu::Shader(|s| shaders::movement::shaders(s, to_space_moves)),
            },
            |s| movement::host(s, to_space_moves),
        ),
        grad: Grad::Fn(|g| undone(g, "SpaceToBatchND")),
        doc: "Undoes SpaceToBatchND: interleaves batch entries along the axes after the first, then crops these.",
        ..SPACE
    },
    Decl {
        name: "SpaceToBatch",
        inputs: "input: T, paddings: Tpaddings",
        attrs: "T: type; Tpaddings: {int32, int64} = int32; block_size: int >= 2",
        infer: |infer| square_infer(infer, true),
        compute: Compute::Lower(|b, x, info| {
            let blocks = square(b, info)?;
            Ok(smallvec![b.space_to_batch_nd(x[0], blocks, x[1])?])
        }),
        grad: Grad::Fn(|g| undone(g, "BatchToSpace")),
        doc: "SpaceToBatchND with square blocks in axes 1 and 2.",
        ..SPACE
    },
    Decl {
        name: "BatchToSpace",
        inputs: "input: T, crops: Tidx",
        attrs: "T: type; block_size: int >= 2; Tidx: {int32, int64} = int32",
        infer: |infer| square_infer(infer, false),
        compute: Compute::Lower(|b, x, info| {
            let blocks = square(b, info)?;
            Ok(smallvec![b.batch_to_space_nd(x[0], blocks, x[1])?])
        }),
        grad: Grad::Fn(|g| undone(g, "SpaceToBatch")),
        doc: "BatchToSpaceND with square blocks in axes 1 and 2.",
        ..SPACE
    },
    Decl {
        name: "SpaceToDepth",
        infer: |infer| depth_infer(infer, true),
        compute: Compute::Lower(|b, x, info| {
            let (block, out) = (info.int("block_size") as usize, info.output_dims(0));
            let (channels, height, width) = image_axes(info)?;
            let (n, c) = (out[0], info.input_dims(0)[channels]);
            let (h, w) = (out[height], out[width]);
            let y = if channels == 3 {
                rearranged(b, x[0], &[n, h, block, w, block, c], &[0, 1, 3, 2, 4, 5], &out)?
            } else {
                rearranged(b, x[0], &[n, c, h, block, w, block], &[0, 3, 5, 1, 2, 4], &out)?
            };
            Ok(smallvec![y])
        }),
        grad: Grad::Fn(|g| {
            let (block, format) = (g.info().int("block_size"), g.info().str("data_format").into_owned());
            let dy = g.dy();
            only(g.b.depth_to_space(dy, block, &format)?)
        }),
        doc: "Moves blocks of space into the channels: block_size * block_size times as many channels, row by row.",
        ..DEPTH
    },
    Decl {
        name: "DepthToSpace",
        infer: |infer| depth_infer(infer, false),
        compute: Compute::Lower(|b, x, info| {
            let (block, out) = (info.int("block_size") as usize, info.output_dims(0));
            let (channels, height, width) = image_axes(info)?;
            let dims = info.input_dims(0);
            let (n, c, h, w) = (out[0], out[channels], dims[height], dims[width]);
            let y = if channels == 3 {
                rearranged(b, x[0], &[n, h, w, block, block, c], &[0, 1, 3, 2, 4, 5], &out)?
            } else {
                rearranged(b, x[0], &[n, block, block, c, h, w], &[0, 3, 4, 1, 5, 2], &out)?
            };
            Ok(smallvec![y])
        }),
        grad: Grad::Fn(|g| {
            let (block, format) = (g.info().int("block_size"), g.info().str("data_format").into_owned());
            let dy = g.dy();
            only(g.b.space_to_depth(dy, block, &format)?)
        }),
        doc: "Undoes SpaceToDepth: spreads channels over blocks of space.",
        ..DEPTH
    },
];
