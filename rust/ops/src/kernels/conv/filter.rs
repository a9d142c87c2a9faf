//! The gradient of a filter: for each tap, the input's pixels that meet it times the gradients of their results.
//!
//! In: a [`Window`]. Out: a kernel whose tasks each sum over some blocks of the result, for some of the filter's
//! columns. Where several tasks work on the same columns, each has sums of its own, which are added up at the end.
//! The input is read where it lies, each tap by the pixels that see it; with few channels, where a tap alone leaves
//! register tiles empty, all taps of a line are read together from a copy with a border.

use super::slab::{Block, Pick, Slab};
use super::units::{Slots, Unit, Units, share};
use super::{Axis, MAX_TASKS, SLAB_BYTES, TASK_WORK, Window, nanoseconds};
use crate::kernels::gemm::{
    Piece,
    parts::{Arithmetic, Product, TileShape, Total},
};
use rheos_base::Result;
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// Bytes of all tasks' own sums together.
const SUMS_BYTES: usize = 8 << 20;
/// Channels that fill register tiles without those of the neighbouring taps.
const MANY_CHANNELS: usize = 16;
/// Bytes that a block of several images reads, which should stay in the second-level cache.
const BLOCK_BYTES: usize = 4 * SLAB_BYTES;
/// Elements added up by one task.
const TOTAL_WORK: usize = 1 << 14;

struct Filter {
    arithmetic: Arithmetic,
    element: usize,
    axes: [Axis; 3],
    slab: Slab,
    /// Whether the input is read where it lies, and the result's gradient too.
    direct: bool,
    dy_direct: bool,
    /// Whether neighbouring taps of a row are read together.
    merged: bool,
    groups: usize,
    each: usize,
    /// Columns of a group, of all groups, and of a task.
    cols: usize,
    all_cols: usize,
    task_cols: usize,
    col_blocks: usize,
    tile: TileShape,
    units: Units,
    /// Shares of the units, each with sums of its own.
    shares: usize,
    /// Elements of the filter.
    count: usize,
    /// Bytes: all sums, a task's copy of the input, and of the result's gradient.
    sums: usize,
    copy: usize,
    dy_copy: usize,
    cost: f64,
}

/// Plans `_ConvolveFilter`.
pub fn plan_filter(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [x, dy, filter] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let window = Window::new(&spec.info, x, filter, dy)?;
    let dtype = spec.outputs[0].dtype;
    let arithmetic = Arithmetic::of(dtype)?;
    let (element, size) = (dtype.size(), arithmetic.size());
    let axes: [Axis; 3] = std::array::from_fn(|i| window.forward(i));
    let (groups, each) = (window.groups, window.in_channels / window.groups);
    let (all_cols, cols) = (window.out_channels, window.out_channels / window.groups);
    let inside = axes.iter().all(Axis::is_inside);
    let direct = arithmetic.in_place() && (inside || each >= MANY_CHANNELS);
    let merged = axes[2].step == 1 && (!direct || inside && groups == 1);
    let rows = if merged { axes[2].taps * each } else { each };
    let tile = arithmetic.tile(rows, cols, false);
    // Columns of the gradient are gathered where many tiles use them: apart, they use a part of the nearest cache's sets.
    let uses = axes[1].taps * if merged { 1 } else { axes[2].taps };
    let dy_direct = arithmetic.in_place() && (all_cols <= tile.cols || rows * uses <= 3 * tile.rows);

    let plane = |lines: usize, pixels: usize| axes[0].taps * axes[1].extent(lines) * axes[2].extent(pixels) * each;
    let wanted = (window.work() / TASK_WORK).clamp(1, MAX_TASKS);
    let bytes = |lines: usize, pixels: usize| (plane(lines, pixels) + lines * pixels * cols.min(128)) * size;
    let count = window.kernel.iter().product::<usize>() * each * all_cols;
    let panels = cols.div_ceil(tile.cols);
    let shares = (SUMS_BYTES / (count * size).max(1)).clamp(1, wanted);
    // A block of several images is visited by fewer tasks, and the sums are visited by fewer blocks.
    let units = if direct {
        let units = Units::new(window.batch, window.output, SLAB_BYTES, shares, bytes);
        let fitting = BLOCK_BYTES / bytes(units.lines, units.pixels).max(1);
        units.joined(fitting.min(window.batch / shares))
    } else {
        Units::new(window.batch, window.output, SLAB_BYTES, wanted, bytes)
    };
    let shares = shares.min(units.count().max(1));
    let col_blocks = wanted.div_ceil(shares * groups).clamp(1, panels.max(1));
    let task_cols = panels.div_ceil(col_blocks) * tile.cols;
    let whole = |elements: usize| (elements * size).next_multiple_of(64);
    let own_sums = shares > 1 || !arithmetic.in_place();
    Ok(Box::new(Filter {
        arithmetic,
        element,
        axes,
        slab: Slab { arithmetic, element, source: window.input, channels: window.in_channels, pick: Pick::Some(each) },
        direct,
        dy_direct,
        merged,
        groups,
        each,
        cols,
        all_cols,
        task_cols,
        col_blocks: cols.div_ceil(task_cols.max(1)),
        tile,
        units,
        shares,
        count,
        sums: if own_sums { shares * whole(count) } else { 0 },
        copy: if direct { 0 } else { whole(plane(units.lines, units.pixels)) },
        dy_copy: if dy_direct { 0 } else { whole(units.images * units.lines * units.pixels * task_cols) },
        cost: nanoseconds(dtype, window.work()),
    }))
}

impl Filter {
    /// Sums over a share of the blocks, for columns of one group.
    ///
    /// # Safety
    /// Operands as planned; `sums` has room for the filter, of which nobody else uses these columns; `own` is
    /// working memory of this task alone.
    unsafe fn sum(
        &self,
        units: Range<usize>,
        group: usize,
        [col, cols]: [usize; 2],
        x: *const u8,
        dy: *const u8,
        sums: *mut u8,
        own: *mut u8,
    ) {
        let (axes, size) = (&self.axes, self.arithmetic.size());
        let column = group * self.cols + col;
        let mut pieces = Vec::with_capacity(self.units.images * self.units.lines);
        let [across, width] = if self.direct {
            [self.slab.source[2], self.slab.channels]
        } else {
            [axes[2].extent(self.units.pixels), self.each]
        };
        let line = across * width;
        let plane = line * if self.direct { self.slab.source[1] } else { axes[1].extent(self.units.lines) };
        let image = self.slab.source[0] * plane;
        for index in units.clone() {
            let unit = self.units.get(index);
            let start: [isize; 3] = std::array::from_fn(|i| axes[i].start(unit.at[i]));
            let a = if self.direct {
                let at: isize = start.iter().zip([plane, line, width]).map(|(&at, step)| at * step as isize).sum();
                let at = (unit.image * image + group * self.each) as isize + at;
                x.wrapping_offset(at * self.element as isize)
            } else {
                let sizes = [axes[0].taps, axes[1].extent(self.units.lines), axes[2].extent(self.units.pixels)];
                let block = Block { start, plane_step: axes[0].step, sizes };
                // SAFETY: there is room for the slab of a whole unit.
                unsafe { self.slab.fill(x, unit.image, group * self.each, block, own) };
                own.cast_const()
            };
            // SAFETY: behind the slab there is room for a unit's gradients.
            let Slopes { b, panel: b_panel, step: b_step, line: b_line, image: b_image } =
                unsafe { self.slopes(unit, column, cols, dy, own.wrapping_add(self.copy)) };
            let alone = if self.merged { 1 } else { axes[2].taps };
            let row = self.all_cols * self.each;
            let planes = axes[0].seen(unit.at[0]);
            for [d, h] in (0..axes[0].taps).flat_map(|d| (0..axes[1].taps).map(move |h| [d, h])) {
                // The lines that meet this tap inside the source.
                let lines = if planes.contains(&d) { axes[1].seeing(h, unit.at[1], unit.lines) } else { 0..0 };
                let add = index > units.start;
                for w in 0..alone {
                    let pixels = match self.merged {
                        true => 0..unit.pixels,
                        false => axes[2].seeing(w, unit.at[2], unit.pixels),
                    };
                    let a_cs = axes[2].stride * width;
                    pieces.clear();
                    for i in 0..unit.images {
                        pieces.extend(lines.clone().filter(|_| !pixels.is_empty()).map(|l| Piece {
                            a: (i * image + l * axes[1].stride * line + pixels.start * a_cs) as isize,
                            b: (i * b_image + l * b_line + pixels.start * b_step) as isize,
                            k: pixels.len(),
                        }));
                    }
                    if add && pieces.is_empty() {
                        continue;
                    }
                    let a_plane = if self.direct { d * axes[0].step } else { d };
                    let tap = (d * axes[1].taps + h) * axes[2].taps + w;
                    let place = a_plane * plane + h * axes[1].step * line + w * axes[2].step * width;
                    let product = Product {
                        tile: self.tile,
                        lines: 1,
                        rows: if self.merged { axes[2].taps * self.each } else { self.each },
                        cols,
                        a: a.wrapping_add(place * size),
                        a_line: 0,
                        a_rs: 1,
                        a_cs: a_cs as isize,
                        b,
                        b_panel: b_panel as isize,
                        b_step: b_step as isize,
                        c: sums.wrapping_add((tap * row + column) * size),
                        c_line: 0,
                        c_rs: self.all_cols as isize,
                        pieces: &pieces,
                        add,
                    };
                    // SAFETY: taps of the unit's pixels, their gradients, these columns of the sums.
                    unsafe { self.arithmetic.product(&product) };
                }
            }
        }
        if units.is_empty() {
            for row in 0..self.count / self.all_cols.max(1) {
                // SAFETY: these columns of the sums.
                unsafe { sums.add((row * self.all_cols + column) * size).write_bytes(0, cols * size) };
            }
        }
    }

    /// The gradients of a unit's pixels, where they lie or gathered into panels.
    unsafe fn slopes(&self, unit: Unit, column: usize, cols: usize, dy: *const u8, own: *mut u8) -> Slopes {
        let [depth, height, width] = self.units.space;
        let row = (unit.image * depth + unit.at[0]) * height + unit.at[1];
        let from = dy.wrapping_add(((row * width + unit.at[2]) * self.all_cols + column) * self.element);
        let line = width * self.all_cols;
        let image = depth * height * line;
        if self.dy_direct {
            return Slopes { b: from, panel: self.tile.cols, step: self.all_cols, line, image };
        }
        let own_line = unit.pixels * self.tile.cols;
        let panel = unit.images * unit.lines * own_line;
        for (i, col) in (0..cols).step_by(self.tile.cols).enumerate() {
            for at in 0..unit.images * unit.lines {
                let place = at / unit.lines * image + at % unit.lines * line + col;
                let copy = crate::kernels::gemm::parts::Copy {
                    from: from.wrapping_add(place * self.element),
                    lanes: self.tile.cols.min(cols - col),
                    lane_stride: 1,
                    steps: unit.pixels,
                    step_stride: self.all_cols as isize,
                    width: self.tile.cols,
                };
                // SAFETY: the line's place in the panel.
                unsafe { self.arithmetic.copy(&copy, own.add((i * panel + at * own_line) * self.arithmetic.size())) };
            }
        }
        Slopes { b: own, panel, step: self.tile.cols, line: own_line, image: unit.lines * own_line }
    }
}

/// Where a unit's gradients begin, and elements between panels, pixels, lines and images.
struct Slopes {
    b: *const u8,
    panel: usize,
    step: usize,
    line: usize,
    image: usize,
}

impl Kernel for Filter {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let [x, dy] = [0, 1].map(|i| SharedPtr(call.inputs[i].cast_mut()));
        let (target, scratch) = (SharedPtr(call.outputs[0]), SharedPtr(call.scratch));
        let size = self.arithmetic.size();
        let stride = (self.count * size).next_multiple_of(64);
        let blocks = self.groups * self.col_blocks;
        let threads = call.workers.threads();
        let slots = Slots::new(threads, call.scratch.wrapping_add(self.sums), self.copy + self.dy_copy);
        let cancelled = call.cancelled;
        call.workers.run(self.shares * blocks, &|task| {
            if cancelled.load(Ordering::Relaxed) {
                return;
            }
            let (part, block) = (task / blocks, task % blocks);
            let (group, col) = (block / self.col_blocks, block % self.col_blocks * self.task_cols);
            let cols = self.task_cols.min(self.cols - col);
            let sums = match self.sums {
                0 => target.get(),
                _ => scratch.get().wrapping_add(part * stride),
            };
            let units = share(self.units.count(), self.shares, part);
            // SAFETY: each task has its own columns of its share's sums, and its own working memory.
            slots.with(|own| unsafe { self.sum(units, group, [col, cols], x.get(), dy.get(), sums, own) });
        });
        if self.sums > 0 {
            let tasks = self.count.div_ceil(TOTAL_WORK);
            call.workers.run(tasks, &|task| {
                let part = share(self.count, tasks, task);
                let from = scratch.get().wrapping_add(part.start * size);
                let total = Total { from, parts: self.shares, stride: stride / size, count: part.len() };
                // SAFETY: all sums are complete; each task writes its own part of the filter.
                unsafe { self.arithmetic.add_up(&total, target.get().add(part.start * self.element)) };
            });
        }
        Ok(())
    }

    fn scratch_bytes(&self, threads: usize) -> usize {
        self.sums + threads.max(1) * (self.copy + self.dy_copy)
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}
