//! Each pixel of a target as a weighted sum of pixels of a source: a convolution, or the gradient of its input.
//!
//! In: a [`Window`]. Out: a kernel that first packs the filter into panels, then runs one task per block of the
//! target. A target whose pixels do not all see the source alike falls into [`Phase`]s, each with taps of its own.

use super::slab::{Block, Pick, Slab};
use super::units::{Slots, Unit, Units, share};
use super::{Axis, MAX_TASKS, SLAB_BYTES, TASK_WORK, Window, nanoseconds};
use crate::kernels::gemm::{
    Piece,
    parts::{Arithmetic, Copy, Product, TileShape, Total},
};
use rheos_base::Result;
use rheos_graph::kernel::{Region, SharedPtr};
use rheos_graph::{Call, Kernel, KernelSpec};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// A panel of the filter streams through the first-level cache this many bytes at a time.
const PANEL_BYTES: usize = 48 << 10;
/// Rows of pixels shorter than this leave register tiles too empty: several are joined.
const SHORT_ROW: usize = 6;
/// Elements that one packing task writes.
const PACK_WORK: usize = 1 << 15;

/// How a phase's tasks see the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    /// Where it lies.
    Direct,
    /// In a copy with a border.
    Slab,
    /// In a copy of each pixel's window, for pixels of several rows.
    Patches,
}

/// Channels of one tap, or of neighbouring taps in a row, that follow each other in memory.
#[derive(Clone, Copy, Debug)]
struct Run {
    tap: [usize; 3],
    channel: usize,
    length: usize,
}

/// Pixels of the target that see the source in the same way, for one group of channels.
struct Phase {
    axes: [Axis; 3],
    /// First channel in the source and in the target.
    from_channel: usize,
    to_channel: usize,
    mode: Mode,
    tile: TileShape,
    units: Units,
    /// Where the phase's panels begin, and their rows.
    panels_at: usize,
    depth: usize,
    /// Steps of `k` between two visits to the target.
    blocks: Vec<Range<usize>>,
    runs: Vec<Run>,
    pieces: Vec<Piece>,
    /// Columns of a task, and how many such blocks there are.
    task_cols: usize,
    col_blocks: usize,
    tasks: usize,
    pack_tasks: usize,
}

struct Gather {
    arithmetic: Arithmetic,
    /// Bytes of an element in memory.
    element: usize,
    slab: Slab,
    forward: bool,
    batch: usize,
    /// Channels of a group in the source and in the target.
    each: usize,
    cols: usize,
    target: [usize; 3],
    target_channels: usize,
    /// Strides of the filter, in elements: of the three axes, of source channels, of target channels, of groups.
    taps: [usize; 3],
    rows_step: usize,
    cols_step: usize,
    group_step: usize,
    phases: Vec<Phase>,
    /// Bytes: all panels, a task's copy of the source, a task's copy of its results.
    panels: usize,
    copy: usize,
    stage: usize,
    cost: f64,
}

/// Plans `_Convolve`.
pub fn plan_forward(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [x, filter, y] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let window = Window::new(spec, x, filter, y)?;
    let axes = vec![std::array::from_fn(|i| window.forward(i))];
    Ok(Box::new(Gather::new(spec, &window, axes, true)?))
}

/// Plans `_ConvolveInput`, the gradient of the input.
pub fn plan_input(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [filter, dy, dx] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let window = Window::new(spec, dx, filter, dy)?;
    let [d, h, w]: [Vec<Axis>; 3] = std::array::from_fn(|i| window.backward(i));
    let mut axes = Vec::new();
    for &d in &d {
        for &h in &h {
            axes.extend(w.iter().map(|&w| [d, h, w]));
        }
    }
    Ok(Box::new(Gather::new(spec, &window, axes, false)?))
}

impl Gather {
    fn new(spec: &KernelSpec<'_>, window: &Window, phases: Vec<[Axis; 3]>, forward: bool) -> Result<Gather> {
        let dtype = spec.outputs[0].dtype;
        let arithmetic = Arithmetic::of(dtype)?;
        let (inside, outside) = (window.in_channels / window.groups, window.out_channels / window.groups);
        let all = window.out_channels;
        let [_, height, width] = window.kernel;
        let tap = inside * all;
        let (source, from, target, to) = if forward {
            (window.input, window.in_channels, window.output, all)
        } else {
            (window.output, all, window.input, window.in_channels)
        };
        let (each, cols) = if forward { (inside, outside) } else { (outside, inside) };
        let (rows_step, cols_step) = if forward { (all, 1) } else { (1, all) };
        let mut gather = Gather {
            arithmetic,
            element: dtype.size(),
            slab: Slab { arithmetic, element: dtype.size(), source, channels: from, pick: Pick::Some(each) },
            forward,
            batch: window.batch,
            each,
            cols,
            target,
            target_channels: to,
            taps: [height * width * tap, width * tap, tap],
            rows_step,
            cols_step,
            group_step: outside,
            phases: Vec::new(),
            panels: 0,
            copy: 0,
            stage: 0,
            cost: nanoseconds(dtype, window.work()),
        };
        let wanted = (window.work() / TASK_WORK).clamp(1, MAX_TASKS).div_ceil(window.groups * phases.len().max(1));
        for group in 0..window.groups {
            for &axes in &phases {
                gather.add(axes, group, wanted);
            }
        }
        Ok(gather)
    }

    /// Plans one phase of one group.
    fn add(&mut self, axes: [Axis; 3], group: usize, wanted: usize) {
        let (each, cols, size) = (self.each, self.cols, self.arithmetic.size());
        let space: [usize; 3] = std::array::from_fn(|i| axes[i].pixels);
        let count: usize = space.iter().product::<usize>() * self.batch;
        let taps: usize = axes.iter().map(|a| a.taps).product();
        let depth = taps * each;
        let [.., w] = &axes;
        let mode = if w.pixels < SHORT_ROW && count > w.pixels && depth > 0 {
            Mode::Patches
        } else if depth == 0 || self.arithmetic.in_place() && axes.iter().all(Axis::is_inside) {
            Mode::Direct
        } else {
            Mode::Slab
        };
        let pixel = if mode == Mode::Direct { self.slab.channels } else { each };
        let merged = mode != Mode::Patches && w.step == 1 && pixel == each;
        let run = if mode == Mode::Patches {
            depth
        } else if merged {
            w.taps * each
        } else {
            each
        };
        let rows = if mode == Mode::Patches { count } else { w.pixels };
        let tile = self.arithmetic.tile(rows, cols, run >= 16);
        let deepest = (PANEL_BYTES / (tile.cols * size)).clamp(64, 384);

        let runs = runs(&axes, each, merged, deepest);
        let blocks = blocks(&runs, if mode == Mode::Patches { deepest } else { deepest + deepest / 4 });
        let row = |block: &Range<usize>| runs[block.clone()].iter().map(|r| r.length).sum::<usize>();
        let deepest = blocks.iter().map(row).max().unwrap_or(0);

        // Tasks: blocks of pixels, then of columns if there are too few.
        let panel_count = cols.div_ceil(tile.cols);
        let plane = |lines: usize, pixels: usize| axes[0].taps * axes[1].extent(lines) * axes[2].extent(pixels) * each;
        let (units, copy) = if mode == Mode::Patches {
            let most = (SLAB_BYTES / (deepest * size)).max(2 * tile.rows);
            let blocks = count.div_ceil(most).max(wanted.min(count.div_ceil(2 * tile.rows)));
            let units =
                Units { batch: 1, space: [1, 1, count], lines: 1, pixels: count.div_ceil(blocks.max(1)).max(1) };
            (units, units.pixels * deepest)
        } else {
            let bytes = |lines, pixels| plane(lines, pixels) * size;
            let units = Units::new(self.batch, space, SLAB_BYTES, wanted, bytes);
            (units, if mode == Mode::Slab { plane(units.lines, units.pixels) } else { 0 })
        };
        let col_blocks = wanted.div_ceil(units.count().max(1)).clamp(1, panel_count.max(1));
        let task_cols = panel_count.div_ceil(col_blocks) * tile.cols;
        let col_blocks = cols.div_ceil(task_cols.max(1));
        let work = (units.lines * units.pixels * depth * task_cols).max(1);
        let per_task = (TASK_WORK / 2 / work).clamp(1, units.count().div_ceil(MAX_TASKS).max(1));

        let pieces = self.pieces(&axes, &runs, &blocks, mode, tile, &units);
        let panels = panel_count * tile.cols * depth;
        let staged = !self.arithmetic.in_place() || mode == Mode::Patches;
        self.copy = self.copy.max((copy * size).next_multiple_of(64));
        if staged {
            self.stage = self.stage.max((units.lines * units.pixels * task_cols * size).next_multiple_of(64));
        }
        self.phases.push(Phase {
            from_channel: group * each,
            to_channel: group * cols,
            mode,
            tile,
            panels_at: self.panels / size,
            depth,
            blocks,
            runs,
            pieces,
            task_cols,
            col_blocks,
            tasks: if cols == 0 { 0 } else { units.count().div_ceil(per_task) * col_blocks },
            pack_tasks: panels.div_ceil(PACK_WORK).min(panel_count),
            units,
            axes,
        });
        self.panels += (panels * size).next_multiple_of(64);
    }

    /// Where each run lies, from the first element of a pixel's window and of a panel.
    fn pieces(
        &self,
        axes: &[Axis; 3],
        runs: &[Run],
        blocks: &[Range<usize>],
        mode: Mode,
        tile: TileShape,
        units: &Units,
    ) -> Vec<Piece> {
        let step = if tile.dot { 1 } else { tile.cols };
        if mode == Mode::Patches {
            // Pixels are rows of a block's whole depth.
            let mut row = 0;
            return blocks
                .iter()
                .map(|block| {
                    let k = runs[block.clone()].iter().map(|r| r.length).sum();
                    let piece = Piece { a: 0, b: (row * step) as isize, k };
                    row += k;
                    piece
                })
                .collect();
        }
        let strides = self.source_strides(axes, mode, units.lines, units.pixels);
        let mut row = 0;
        runs.iter()
            .map(|run| {
                let plane = if mode == Mode::Slab { 1 } else { axes[0].step };
                let place = run.tap[0] * plane * strides[0]
                    + run.tap[1] * axes[1].step * strides[1]
                    + run.tap[2] * axes[2].step * strides[2]
                    + run.channel;
                let piece = Piece { a: place as isize, b: (row * step) as isize, k: run.length };
                row += run.length;
                piece
            })
            .collect()
    }

    /// Elements between planes, lines and pixels of what a task reads.
    fn source_strides(&self, axes: &[Axis; 3], mode: Mode, lines: usize, pixels: usize) -> [usize; 3] {
        let (width, [.., height, across]) = match mode {
            Mode::Direct => (self.slab.channels, self.slab.source),
            _ => (self.each, [0, axes[1].extent(lines), axes[2].extent(pixels)]),
        };
        [height * across * width, across * width, width]
    }

    /// Packs part of the filter into panels.
    unsafe fn pack(&self, phase: &Phase, part: Range<usize>, filter: *const u8, panels: *mut u8) {
        let Phase { tile, axes, depth, .. } = phase;
        let size = self.arithmetic.size();
        for panel in part {
            let col = panel * tile.cols;
            let cols = tile.cols.min(self.cols - col);
            let mut row = 0;
            for d in 0..axes[0].taps {
                for h in 0..axes[1].taps {
                    for w in 0..axes[2].taps {
                        let tap: isize = [d, h, w]
                            .iter()
                            .zip(axes)
                            .zip(self.taps)
                            .map(|((&t, a), s)| (a.weight + t as isize * a.weight_step) * s as isize)
                            .sum();
                        let group = phase.to_channel / self.cols * self.group_step;
                        let place = tap as usize + group + col * self.cols_step;
                        let from = filter.wrapping_add(place * self.element);
                        let (rows_step, cols_step) = (self.rows_step as isize, self.cols_step as isize);
                        let (copy, at) = if tile.dot {
                            let copy = Copy {
                                from,
                                lanes: self.each,
                                lane_stride: rows_step,
                                steps: cols,
                                step_stride: cols_step,
                                width: *depth,
                            };
                            (copy, col * depth + row)
                        } else {
                            let copy = Copy {
                                from,
                                lanes: cols,
                                lane_stride: cols_step,
                                steps: self.each,
                                step_stride: rows_step,
                                width: tile.cols,
                            };
                            (copy, col * depth + row * tile.cols)
                        };
                        // SAFETY: taps and channels of the filter; rows of this panel alone.
                        unsafe { self.arithmetic.copy(&copy, panels.add((phase.panels_at + at) * size)) };
                        row += self.each;
                    }
                }
            }
        }
    }

    /// Computes the task's blocks of a phase, and tells of each.
    ///
    /// # Safety
    /// Operands as planned; `own` is working memory of this task alone; panels are packed.
    unsafe fn block(
        &self,
        phase: &Phase,
        task: usize,
        x: *const u8,
        y: *mut u8,
        panels: *const u8,
        own: *mut u8,
        complete: impl Fn(Region),
    ) {
        let tasks = phase.tasks / phase.col_blocks;
        let col = task % phase.col_blocks * phase.task_cols;
        let cols = phase.task_cols.min(self.cols - col);
        let size = self.arithmetic.size();
        let stage = own.wrapping_add(self.copy);
        let b = panels.wrapping_add((phase.panels_at + col * phase.depth) * size);
        for index in share(phase.units.count(), tasks, task / phase.col_blocks) {
            let unit = phase.units.get(index);
            // SAFETY: passed on.
            unsafe {
                match phase.mode {
                    Mode::Patches => self.patches(phase, unit, [col, cols], x, y, b, own, stage),
                    _ => self.lines(phase, unit, [col, cols], x, y, b, own, stage),
                }
            }
            self.tell(phase, unit, [col, cols], &complete);
        }
    }

    /// Tells of a block's pixels, as many at a time as lie evenly spaced.
    fn tell(&self, phase: &Phase, unit: Unit, [col, cols]: [usize; 2], complete: &impl Fn(Region)) {
        let [_, line, stride] = self.target_strides(&phase.axes);
        if phase.mode != Mode::Patches {
            let first = self.target_at(phase, unit.image, unit.at, col);
            if line == unit.pixels * stride {
                return complete(Region { first, length: cols, count: unit.lines * unit.pixels, stride });
            }
            for first in (0..unit.lines).map(|i| first + i * line) {
                complete(Region { first, length: cols, count: unit.pixels, stride });
            }
            return;
        }
        let rows = unit.at[2]..unit.at[2] + unit.pixels;
        let mut row = rows.start;
        while row < rows.end {
            let (image, at) = self.pixel(&phase.axes, row);
            let count = (phase.axes[2].pixels - at[2]).min(rows.end - row);
            complete(Region { first: self.target_at(phase, image, at, col), length: cols, count, stride });
            row += count;
        }
    }

    /// A block whose lines are read as they lie, in the source or in a slab.
    unsafe fn lines(
        &self,
        phase: &Phase,
        unit: Unit,
        [col, cols]: [usize; 2],
        x: *const u8,
        y: *mut u8,
        b: *const u8,
        own: *mut u8,
        stage: *mut u8,
    ) {
        let (axes, size) = (&phase.axes, self.arithmetic.size());
        // The slab keeps the distances of a whole unit, so that the pieces hold for all of them.
        let (lines, pixels) = (phase.units.lines, phase.units.pixels);
        let strides = self.source_strides(axes, phase.mode, lines, pixels);
        let start: [isize; 3] = std::array::from_fn(|i| axes[i].start(unit.at[i]));
        let a = if phase.mode == Mode::Slab {
            let sizes = [axes[0].taps, axes[1].extent(lines), axes[2].extent(pixels)];
            let block = Block { start, plane_step: axes[0].step, sizes };
            // SAFETY: there is room for the slab of a whole unit.
            unsafe { self.slab.fill(x, unit.image, phase.from_channel, block, own) };
            own.cast_const()
        } else {
            let plane = unit.image as isize * self.slab.source[0] as isize + start[0];
            let place = (plane * self.slab.source[1] as isize + start[1]) * self.slab.source[2] as isize + start[2];
            let place = place * self.slab.channels as isize + phase.from_channel as isize;
            x.wrapping_offset(place * self.element as isize)
        };
        let staged = !self.arithmetic.in_place();
        let target = self.target_at(phase, unit.image, unit.at, col);
        let [_, line, pixel] = self.target_strides(axes);
        let (c, c_line, c_rs) = if staged {
            (stage, unit.pixels * cols, cols)
        } else {
            (y.wrapping_add(target * self.element), line, pixel)
        };
        // Lines that see the same taps, and of those taps the ones inside the source.
        let planes = axes[0].seen(unit.at[0]);
        let seen = |line: usize| axes[1].seen(unit.at[1] + line);
        let mut pieces = Vec::with_capacity(phase.pieces.len());
        let (mut first, mut taps) = (0, seen(0));
        while first < unit.lines {
            let mut end = first + 1;
            let mut next = seen(end);
            while end < unit.lines && next == taps {
                end += 1;
                next = seen(end);
            }
            let inside = |run: &Run| planes.contains(&run.tap[0]) && taps.contains(&run.tap[1]);
            let last = phase.blocks.iter().rposition(|block| phase.runs[block.clone()].iter().any(inside)).unwrap_or(0);
            let mut add = false;
            for (i, block) in phase.blocks.iter().enumerate().take(last + 1) {
                pieces.clear();
                pieces.extend(block.clone().filter(|&run| inside(&phase.runs[run])).map(|run| phase.pieces[run]));
                if pieces.is_empty() && i < last {
                    continue;
                }
                let (a_line, a_rs) = (axes[1].stride * strides[1], axes[2].stride * strides[2]);
                let product = Product {
                    tile: phase.tile,
                    lines: end - first,
                    rows: unit.pixels,
                    cols,
                    a: a.wrapping_add(first * a_line * size),
                    a_line: a_line as isize,
                    a_rs: a_rs as isize,
                    a_cs: 1,
                    b,
                    b_panel: (phase.tile.cols * phase.depth) as isize,
                    b_step: if phase.tile.dot { phase.depth } else { phase.tile.cols } as isize,
                    c: c.wrapping_add(first * c_line * size),
                    c_line: c_line as isize,
                    c_rs: c_rs as isize,
                    pieces: &pieces,
                    add,
                };
                // SAFETY: windows of the unit's pixels, panels of the task's columns, the unit's part of the target.
                unsafe { self.arithmetic.product(&product) };
                add = true;
            }
            (first, taps) = (end, next);
        }
        if staged {
            for (line_at, from) in (0..unit.lines).zip((0..).step_by(unit.pixels * cols * size)) {
                for p in 0..unit.pixels {
                    let total =
                        Total { from: stage.wrapping_add(from + p * cols * size), parts: 1, stride: 0, count: cols };
                    let to = y.wrapping_add((target + line_at * line + p * pixel) * self.element);
                    // SAFETY: one pixel of the stage and of the unit's part of the target.
                    unsafe { self.arithmetic.add_up(&total, to) };
                }
            }
        }
    }

    /// A block of pixels of several rows, each of which has its window copied out.
    unsafe fn patches(
        &self,
        phase: &Phase,
        unit: Unit,
        [col, cols]: [usize; 2],
        x: *const u8,
        y: *mut u8,
        b: *const u8,
        own: *mut u8,
        stage: *mut u8,
    ) {
        let (axes, size) = (&phase.axes, self.arithmetic.size());
        let rows = unit.at[2]..unit.at[2] + unit.pixels;
        for (i, block) in phase.blocks.iter().enumerate() {
            let depth = phase.pieces[i].k;
            let mut row = rows.start;
            while row < rows.end {
                let (image, at) = self.pixel(axes, row);
                let count = (axes[2].pixels - at[2]).min(rows.end - row);
                let to = own.wrapping_add((row - rows.start) * depth * size);
                // SAFETY: the rows' part of the copy.
                unsafe { self.copy_patches(phase, &phase.runs[block.clone()], image, at, count, x, to, depth) };
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
                pieces: &phase.pieces[i..i + 1],
                add: i > 0,
            };
            // SAFETY: the copied windows, panels of the task's columns, the task's stage.
            unsafe { self.arithmetic.product(&product) };
        }
        for row in rows.clone() {
            let (image, at) = self.pixel(axes, row);
            let from = stage.wrapping_add((row - rows.start) * cols * size);
            let to = y.wrapping_add(self.target_at(phase, image, at, col) * self.element);
            // SAFETY: one pixel of the stage and of the target.
            unsafe { self.arithmetic.add_up(&Total { from, parts: 1, stride: 0, count: cols }, to) };
        }
    }

    /// Copies the windows of neighbouring pixels of a row, as far as `runs` go, `depth` elements apart.
    unsafe fn copy_patches(
        &self,
        phase: &Phase,
        runs: &[Run],
        image: usize,
        at: [usize; 3],
        count: usize,
        x: *const u8,
        to: *mut u8,
        depth: usize,
    ) {
        let (axes, size) = (&phase.axes, self.arithmetic.size());
        let [planes, height, across] = self.slab.source.map(|n| n as isize);
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
                let element = pixel as usize * self.slab.channels + phase.from_channel + run.channel;
                let copy = Copy {
                    from: x.wrapping_add(element * self.element),
                    lanes: run.length,
                    lane_stride: 1,
                    steps: high - low,
                    step_stride: stride * self.slab.channels as isize,
                    width: depth,
                };
                // SAFETY: as above, and these pixels lie inside the source.
                unsafe { self.arithmetic.copy(&copy, to.add((low * depth + place) * size)) };
            }
            place += run.length;
        }
    }

    /// Image and place of a pixel counted over all rows of a phase.
    fn pixel(&self, axes: &[Axis; 3], row: usize) -> (usize, [usize; 3]) {
        let (rest, w) = (row / axes[2].pixels, row % axes[2].pixels);
        let (rest, h) = (rest / axes[1].pixels, rest % axes[1].pixels);
        (rest / axes[0].pixels, [rest % axes[0].pixels, h, w])
    }

    /// Elements between neighbouring pixels of a phase along each axis of the target.
    fn target_strides(&self, axes: &[Axis; 3]) -> [usize; 3] {
        let [_, height, width] = self.target;
        let n = self.target_channels;
        [height * width * n * axes[0].spacing, width * n * axes[1].spacing, n * axes[2].spacing]
    }

    /// Element of the target where a phase's pixel has column `col`.
    fn target_at(&self, phase: &Phase, image: usize, at: [usize; 3], col: usize) -> usize {
        let place: [usize; 3] = std::array::from_fn(|i| phase.axes[i].first + at[i] * phase.axes[i].spacing);
        let [depth, height, width] = self.target;
        let pixel = ((image * depth + place[0]) * height + place[1]) * width + place[2];
        pixel * self.target_channels + phase.to_channel + col
    }
}

/// All of a window in the order of the filter's rows, cut so that none is deeper than `deepest`.
fn runs(axes: &[Axis; 3], each: usize, merged: bool, deepest: usize) -> Vec<Run> {
    let (across, length) = if merged { (axes[2].taps.min(1), axes[2].taps * each) } else { (axes[2].taps, each) };
    let cuts = length.div_ceil(deepest).max(1);
    let mut out = Vec::new();
    for d in 0..axes[0].taps {
        for h in 0..axes[1].taps {
            for w in 0..across {
                for part in (0..cuts).map(|cut| share(length, cuts, cut)) {
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

impl Kernel for Gather {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let total: usize = self.phases.iter().map(|p| p.tasks).sum();
        if total == 0 {
            return Ok(());
        }
        // The filter is the second operand of a convolution, and the first of the gradient of its input.
        let (x, filter) =
            if self.forward { (call.inputs[0], call.inputs[1]) } else { (call.inputs[1], call.inputs[0]) };
        let [x, filter] = [x, filter].map(|p| SharedPtr(p.cast_mut()));
        let (y, panels) = (SharedPtr(call.outputs[0]), SharedPtr(call.scratch));
        let find = |tasks: fn(&Phase) -> usize, mut task: usize| {
            for phase in &self.phases {
                if task < tasks(phase) {
                    return (phase, task);
                }
                task -= tasks(phase);
            }
            unreachable!("a task beyond the last phase")
        };
        call.workers.run(self.phases.iter().map(|p| p.pack_tasks).sum(), &|task| {
            let (phase, part) = find(|p| p.pack_tasks, task);
            let panel = share(self.cols.div_ceil(phase.tile.cols), phase.pack_tasks, part);
            // SAFETY: each task has panels of its own.
            unsafe { self.pack(phase, panel, filter.get(), panels.get()) };
        });
        let threads = call.workers.threads();
        let slots = Slots::new(threads, call.scratch.wrapping_add(self.panels), self.copy + self.stage);
        let (cancelled, watcher) = (call.cancelled, call.watcher);
        call.workers.run(total, &|task| {
            if cancelled.load(Ordering::Relaxed) {
                return;
            }
            let (phase, part) = find(|p| p.tasks, task);
            // SAFETY: tasks write disjoint blocks of the target, each with working memory of its own.
            slots.with(|own| unsafe {
                self.block(phase, part, x.get(), y.get(), panels.get(), own, |region| watcher.complete(region))
            });
        });
        Ok(())
    }

    fn scratch_bytes(&self, threads: usize) -> usize {
        self.panels + threads.max(1) * (self.copy + self.stage)
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}
