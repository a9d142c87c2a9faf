//! Windows copied out pixel by pixel, for pixels of several rows that are too short for a register tile each.
//!
//! In: the axes of a phase. Out: the parts of a window that are copied at a time, and the block's sums from them.

use super::Axis;
use super::gather::{Gather, Phase};
use super::units::{Unit, share};
use crate::kernels::gemm::{
    Piece,
    parts::{Copy, Product, Total},
};
use std::ops::Range;

/// Channels of one tap that follow each other in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Run {
    tap: [usize; 3],
    channel: usize,
    length: usize,
}

/// How windows are copied: all runs of a window, the groups that are copied at a time, and what a product reads of each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Patches {
    runs: Vec<Run>,
    blocks: Vec<Range<usize>>,
    pieces: Vec<Piece>,
}

impl Patches {
    /// Of windows with so many channels; none of the groups is much deeper than `deepest`, and `step` elements lie
    /// between two rows of a panel.
    pub fn new(axes: &[Axis; 3], each: usize, deepest: usize, step: usize) -> Patches {
        let runs = runs(axes, each, deepest);
        let blocks = blocks(&runs, deepest);
        // Pixels are rows of a group's whole depth.
        let mut row = 0;
        let piece = |block: &Range<usize>| {
            let k = runs[block.clone()].iter().map(|r| r.length).sum();
            let piece = Piece { a: 0, b: (row * step) as isize, k };
            row += k;
            piece
        };
        let pieces = blocks.iter().map(piece).collect();
        Patches { runs, blocks, pieces }
    }

    /// Elements of a pixel that are copied at a time.
    pub fn deepest(&self) -> usize {
        self.pieces.iter().map(|piece| piece.k).max().unwrap_or(0)
    }

    /// A block of pixels of several rows, each of which has its window copied out.
    ///
    /// # Safety
    /// As for `Gather::boxes`: the source, the panels of the task's columns, the target, the task's copy and stage.
    pub unsafe fn block(
        &self,
        gather: &Gather,
        phase: &Phase,
        unit: Unit,
        [col, cols]: [usize; 2],
        [x, b]: [*const u8; 2],
        y: *mut u8,
        [own, stage]: [*mut u8; 2],
    ) {
        let (axes, size) = (&phase.axes, gather.arithmetic.size());
        let rows = unit.at[2]..unit.at[2] + unit.pixels;
        for (i, block) in self.blocks.iter().enumerate() {
            let depth = self.pieces[i].k;
            let mut row = rows.start;
            while row < rows.end {
                let (image, at) = gather.pixel(axes, row);
                let count = (axes[2].pixels - at[2]).min(rows.end - row);
                let to = own.wrapping_add((row - rows.start) * depth * size);
                // SAFETY: the rows' part of the copy.
                unsafe { copy(gather, phase, &self.runs[block.clone()], image, at, count, x, to, depth) };
                row += count;
            }
            let product = Product {
                tile: phase.tile,
                lines: 1,
                rows: unit.pixels,
                cols,
                a: own,
                a_line: 0,
                a_rs: depth as isize,
                a_cs: 1,
                b,
                b_panel: (phase.tile.cols * phase.depth) as isize,
                b_step: if phase.tile.dot { phase.depth } else { phase.tile.cols } as isize,
                c: stage,
                c_line: 0,
                c_rs: cols as isize,
                pieces: &self.pieces[i..i + 1],
                add: i > 0,
            };
            // SAFETY: the copied windows, panels of the task's columns, the task's stage.
            unsafe { gather.arithmetic.product(&product) };
        }
        for row in rows.clone() {
            let (image, at) = gather.pixel(axes, row);
            let from = stage.wrapping_add((row - rows.start) * cols * size);
            let to = y.wrapping_add(gather.target_at(phase, image, at, col) * gather.element);
            // SAFETY: one pixel of the stage and of the target.
            unsafe { gather.arithmetic.add_up(&Total { from, parts: 1, stride: 0, count: cols }, to) };
        }
    }
}

/// Copies the windows of neighbouring pixels of a row, as far as `runs` go, `depth` elements apart.
unsafe fn copy(
    gather: &Gather,
    phase: &Phase,
    runs: &[Run],
    image: usize,
    at: [usize; 3],
    count: usize,
    x: *const u8,
    to: *mut u8,
    depth: usize,
) {
    let (axes, size) = (&phase.axes, gather.arithmetic.size());
    let [planes, height, across] = gather.slab.source.map(|n| n as isize);
    let stride = axes[2].stride as isize;
    let mut place = 0;
    for run in runs {
        let from: [isize; 3] = std::array::from_fn(|i| axes[i].start(at[i]) + (run.tap[i] * axes[i].step) as isize);
        // The pixels whose tap lies inside the source.
        let [d, h, w] = from;
        let inside = (0..planes).contains(&d) && (0..height).contains(&h);
        let clamp = |n: isize| n.clamp(0, count as isize) as usize;
        let low = if inside { clamp((-w + stride - 1).div_euclid(stride)) } else { count };
        let high = if inside { clamp((across - w + stride - 1).div_euclid(stride)).max(low) } else { count };
        for p in (0..low).chain(high..count) {
            // SAFETY: the run's place in a pixel's window.
            unsafe { to.add((p * depth + place) * size).write_bytes(0, run.length * size) };
        }
        if low < high {
            let pixel = ((image as isize * planes + d) * height + h) * across + w + low as isize * stride;
            let element = pixel as usize * gather.slab.channels + phase.from_channel + run.channel;
            let copy = Copy {
                from: x.wrapping_add(element * gather.element),
                lanes: run.length,
                lane_stride: 1,
                steps: high - low,
                step_stride: stride * gather.slab.channels as isize,
                width: depth,
            };
            // SAFETY: as above, and these pixels lie inside the source.
            unsafe { gather.arithmetic.copy(&copy, to.add((low * depth + place) * size)) };
        }
        place += run.length;
    }
}

/// All of a window in the order of the filter's rows, cut so that none is deeper than `deepest`.
fn runs(axes: &[Axis; 3], each: usize, deepest: usize) -> Vec<Run> {
    let cuts = each.div_ceil(deepest).max(1);
    let mut out = Vec::new();
    for d in 0..axes[0].taps {
        for h in 0..axes[1].taps {
            for w in 0..axes[2].taps {
                for part in (0..cuts).map(|cut| share(each, cuts, cut)) {
                    out.push(Run { tap: [d, h, w], channel: part.start, length: part.len() });
                }
            }
        }
    }
    out
}

/// Groups of runs of about equal depth, at most about `deepest`; one empty group for no runs.
fn blocks(runs: &[Run], deepest: usize) -> Vec<Range<usize>> {
    let total: usize = runs.iter().map(|r| r.length).sum();
    let count = total.div_ceil(deepest).max(1);
    let mut out = Vec::new();
    let (mut first, mut depth) = (0, 0);
    for (i, run) in runs.iter().enumerate() {
        depth += run.length;
        if depth * count >= total * (out.len() + 1) {
            out.push(first..i + 1);
            first = i + 1;
        }
    }
    if first < runs.len() || out.is_empty() {
        out.push(first..runs.len());
    }
    out
}
