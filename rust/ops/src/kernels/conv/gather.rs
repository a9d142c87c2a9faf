//! Each pixel of a target as a weighted sum of pixels of a source: a convolution, or the gradient of its input.
//!
//! In: a [`Window`]. Out: a kernel that first packs the filter into panels, then runs one task per block of the
//! target. A target whose pixels do not all see the source alike falls into [`Phase`]s, each with taps of its own. The
//! pixels of a block that see the same taps make a box: one product, whose rows run along the axis that fills register
//! tiles best, be it across, down, or from image to image.

use super::patches::Patches;
use super::slab::{Block, Pick, Slab};
use super::units::{Slots, Unit, Units, share};
use super::{Axis, MAX_TASKS, SLAB_BYTES, Stretch, TASK_WORK, Window, nanoseconds};
use crate::kernels::gemm::{
    Piece,
    parts::{Arithmetic, Copy, Product, TileShape, Total},
};
use rheos_base::Result;
use rheos_graph::kernel::{Packing, Region, SharedPtr};
use rheos_graph::{Call, Kernel, KernelSpec};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// A panel of the filter streams through the first-level cache this many bytes at a time.
const PANEL_BYTES: usize = 48 << 10;
/// Where no axis has this many pixels, register tiles stay too empty: pixels of several rows are joined.
const SHORT_ROW: usize = 6;
/// A tile with fewer rows takes as long as one with these: a multiply-adder waits for its own last sum.
const FEW_ROWS: usize = 4;
/// Channels worth a piece of their own, where taps that are neighbours do not lie one after the other.
const MANY_CHANNELS: usize = 16;
/// Columns of a panel that blocks of pixels are not cut below, for the sake of who takes up the result.
const TASK_PANELS: usize = 2;
/// Elements that one packing task writes.
const PACK_WORK: usize = 1 << 15;

/// How a phase's tasks see the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// Where it lies.
    Direct,
    /// In a copy with a border.
    Slab,
    /// In a copy of each pixel's window, for pixels of several rows.
    Patches(Patches),
}

/// Pixels of the target that see the source in the same way, for one group of channels.
pub(super) struct Phase {
    pub axes: [Axis; 3],
    /// Which pixels see which taps.
    stretches: [Vec<Stretch>; 3],
    /// First channel in the source and in the target.
    pub from_channel: usize,
    to_channel: usize,
    mode: Mode,
    pub tile: TileShape,
    units: Units,
    /// Where the phase's panels begin, and their rows.
    panels_at: usize,
    pub depth: usize,
    /// Rows of panels between two visits to the target.
    deepest: usize,
    /// Whether neighbouring taps of a line follow each other in memory.
    merged: bool,
    /// Columns of a task, and how many such blocks there are.
    task_cols: usize,
    col_blocks: usize,
    tasks: usize,
    pack_tasks: usize,
}

pub(super) struct Gather {
    pub arithmetic: Arithmetic,
    /// Bytes of an element in memory.
    pub element: usize,
    pub slab: Slab,
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
    /// What the panels depend on beside the filter's values, where one phase a group makes them.
    form: Option<[isize; 5]>,
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
    let window = Window::new(&spec.info, x, filter, y)?;
    let axes = vec![std::array::from_fn(|i| window.forward(i))];
    Ok(Box::new(Gather::new(spec, &window, axes, true)?))
}

/// Plans `_ConvolveInput`, the gradient of the input.
pub fn plan_input(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [filter, dy, dx] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let window = Window::new(&spec.info, dx, filter, dy)?;
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
            form: None,
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
        if let ([phase], [depth, height, width]) = (&gather.phases[..], window.kernel)
            && window.groups == 1
            && axes_are_whole(&phase.axes, window.kernel)
        {
            let tile = 2 * phase.tile.cols + usize::from(phase.tile.dot);
            let order = 2 * depth + usize::from(forward);
            // Products of matrices, which may share the operand, have positive numbers here.
            let form = [tile, order, height * (1 << 24) + width, inside, all].map(|n| n as isize);
            gather.form = Some([-form[0], form[1], form[2], form[3], form[4]]);
        }
        Ok(gather)
    }

    /// Plans one phase of one group.
    fn add(&mut self, axes: [Axis; 3], group: usize, wanted: usize) {
        let (each, cols, size) = (self.each, self.cols, self.arithmetic.size());
        let space: [usize; 3] = std::array::from_fn(|i| axes[i].pixels);
        let count: usize = space.iter().product::<usize>() * self.batch;
        let depth = axes.iter().map(|a| a.taps).product::<usize>() * each;
        let in_place = self.arithmetic.in_place();
        let across = &axes[2];
        // Rows of tiles run across, down, or over images.
        let images = if in_place && space[0] == 1 { self.batch } else { 1 };
        let longest = if in_place { across.pixels.max(space[1]).max(images) } else { across.pixels };
        let short = longest < SHORT_ROW && count > longest && depth > 0;
        let follow = across.step == 1 && self.slab.channels == each;
        let direct = in_place && (depth == 0 || follow || each >= MANY_CHANNELS || axes.iter().all(Axis::is_inside));
        let stretches = |border: bool| [axes[0].stretches(false), axes[1].stretches(false), across.stretches(border)];
        let (exact, bordered) = (stretches(false), stretches(true));
        let most = self.arithmetic.tile(usize::MAX / 2, cols, false).rows;
        let images = images.min(FEW_ROWS);
        let direct = direct && work(&exact, images, most) <= work(&bordered, images, most);
        let merged = if direct { follow } else { across.step == 1 && !short };
        let run = match (short, merged) {
            (true, _) => depth,
            (false, true) => across.taps * each,
            (false, false) => each,
        };
        let tile = self.arithmetic.tile(if short { count } else { longest }, cols, run >= 16);
        let deepest = (PANEL_BYTES / (tile.cols * size)).clamp(64, 384);

        // Tasks: blocks of pixels, then of columns if there are too few. Columns come first where no copy of the source
        // is made: the filter's panels are then read once instead of once per block.
        let panel_count = cols.div_ceil(tile.cols);
        let plane = |lines: usize, pixels: usize| axes[0].taps * axes[1].extent(lines) * axes[2].extent(pixels) * each;
        let bytes = |lines, pixels| plane(lines, pixels) * size;
        let (mode, units, copy) = if short {
            let patches = Patches::new(&axes, each, deepest, if tile.dot { 1 } else { tile.cols });
            let most = (SLAB_BYTES / (patches.deepest() * size)).max(2 * tile.rows);
            let blocks = count.div_ceil(most).max(wanted.min(count.div_ceil(2 * tile.rows)));
            let pixels = count.div_ceil(blocks.max(1)).max(1);
            let units = Units { batch: 1, space: [1, 1, count], images: 1, lines: 1, pixels };
            let copy = units.pixels * patches.deepest();
            (Mode::Patches(patches), units, copy)
        } else if direct {
            let wanted = wanted.div_ceil(panel_count.div_ceil(TASK_PANELS).max(1));
            let units = Units::new(self.batch, space, SLAB_BYTES, wanted, bytes);
            let fitting = 2 * SLAB_BYTES / bytes(units.lines, units.pixels).max(1);
            let most = (self.batch / wanted).max(FEW_ROWS.min(self.batch / 8)).min(fitting);
            (Mode::Direct, units.joined(most), 0)
        } else {
            let units = Units::new(self.batch, space, SLAB_BYTES, wanted, bytes);
            (Mode::Slab, units, plane(units.lines, units.pixels))
        };
        let col_blocks = wanted.div_ceil(units.count().max(1)).clamp(1, panel_count.max(1));
        let task_cols = panel_count.div_ceil(col_blocks) * tile.cols;
        let col_blocks = cols.div_ceil(task_cols.max(1));
        let work = (units.images * units.lines * units.pixels * depth * task_cols).max(1);
        let per_task = (TASK_WORK / 2 / work).clamp(1, units.count().div_ceil(MAX_TASKS).max(1));

        let panels = panel_count * tile.cols * depth;
        self.copy = self.copy.max((copy * size).next_multiple_of(64));
        if !in_place || short {
            self.stage = self.stage.max((units.lines * units.pixels * task_cols * size).next_multiple_of(64));
        }
        self.phases.push(Phase {
            stretches: if direct { exact } else { bordered },
            from_channel: group * each,
            to_channel: group * cols,
            mode,
            tile,
            panels_at: self.panels / size,
            depth,
            deepest,
            merged,
            task_cols,
            col_blocks,
            tasks: if cols == 0 { 0 } else { units.count().div_ceil(per_task) * col_blocks },
            pack_tasks: panels.div_ceil(PACK_WORK).min(panel_count),
            units,
            axes,
        });
        self.panels += (panels * size).next_multiple_of(64);
    }

    /// Elements between planes, lines and pixels of what a task reads.
    fn source_strides(&self, phase: &Phase) -> [usize; 3] {
        let axes = &phase.axes;
        let (width, [.., height, across]) = match phase.mode {
            Mode::Direct => (self.slab.channels, self.slab.source),
            // The slab keeps the distances of a whole unit.
            _ => (self.each, [0, axes[1].extent(phase.units.lines), axes[2].extent(phase.units.pixels)]),
        };
        [height * across * width, across * width, width]
    }

    /// The filter is the second operand of a convolution, and the first of the gradient of its input.
    fn filter_input(&self) -> usize {
        usize::from(self.forward)
    }

    /// The phase of a task, and which of the phase's tasks it is.
    fn find(&self, tasks: fn(&Phase) -> usize, mut task: usize) -> (&Phase, usize) {
        for phase in &self.phases {
            if task < tasks(phase) {
                return (phase, task);
            }
            task -= tasks(phase);
        }
        unreachable!("a task beyond the last phase")
    }

    /// Packs all of the filter.
    fn pack_all(&self, call: &Call<'_>, panels: *mut u8) {
        let (filter, panels) = (SharedPtr(call.inputs[self.filter_input()].cast_mut()), SharedPtr(panels));
        call.workers.run(self.phases.iter().map(|p| p.pack_tasks).sum(), &|task| {
            let (phase, part) = self.find(|p| p.pack_tasks, task);
            let panel = share(self.cols.div_ceil(phase.tile.cols), phase.pack_tasks, part);
            // SAFETY: each task has panels of its own.
            unsafe { self.pack_panels(phase, panel, filter.get(), panels.get()) };
        });
    }

    /// Packs part of the filter into panels.
    unsafe fn pack_panels(&self, phase: &Phase, part: Range<usize>, filter: *const u8, panels: *mut u8) {
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
                match &phase.mode {
                    Mode::Patches(patches) => patches.block(self, phase, unit, [col, cols], [x, b], y, [own, stage]),
                    _ => self.boxes(phase, unit, [col, cols], x, y, b, own, stage),
                }
            }
            self.tell(phase, unit, [col, cols], &complete);
        }
    }

    /// Tells of a block's pixels, as many at a time as lie evenly spaced.
    fn tell(&self, phase: &Phase, unit: Unit, [col, cols]: [usize; 2], complete: &impl Fn(Region)) {
        let [_, line, stride] = self.target_strides(&phase.axes);
        if !matches!(phase.mode, Mode::Patches(_)) {
            for image in unit.image..unit.image + unit.images {
                let first = self.target_at(phase, image, unit.at, col);
                if line == unit.pixels * stride {
                    complete(Region { first, length: cols, count: unit.lines * unit.pixels, stride });
                    continue;
                }
                for first in (0..unit.lines).map(|i| first + i * line) {
                    complete(Region { first, length: cols, count: unit.pixels, stride });
                }
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

    /// A block that is read as it lies, in the source or in a slab.
    unsafe fn boxes(
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
        let strides = self.source_strides(phase);
        let start: [isize; 3] = std::array::from_fn(|i| axes[i].start(unit.at[i]));
        let image = self.slab.source.iter().product::<usize>() * self.slab.channels;
        let a = if phase.mode == Mode::Slab {
            let sizes = [axes[0].taps, axes[1].extent(phase.units.lines), axes[2].extent(phase.units.pixels)];
            let block = Block { start, plane_step: axes[0].step, sizes };
            // SAFETY: there is room for the slab of a whole unit.
            unsafe { self.slab.fill(x, unit.image, phase.from_channel, block, own) };
            own.cast_const()
        } else {
            let place: isize = start.iter().zip(strides).map(|(&at, stride)| at * stride as isize).sum();
            let place = (unit.image * image + phase.from_channel) as isize + place;
            x.wrapping_offset(place * self.element as isize)
        };
        let staged = !self.arithmetic.in_place();
        let target = self.target_at(phase, unit.image, unit.at, col);
        let [_, line, pixel] = self.target_strides(axes);
        let (c, c_steps) = if staged {
            (stage, [0, unit.pixels * cols, cols])
        } else {
            let image = self.target.iter().product::<usize>() * self.target_channels;
            (y.wrapping_add(target * self.element), [image, line, pixel])
        };
        let place =
            Places { a, a_steps: [image, axes[1].stride * strides[1], axes[2].stride * strides[2]], c, c_steps };
        let planes = axes[0].seen(unit.at[0]);
        let mut pieces = Vec::new();
        for down in phase.stretches[1].iter().filter_map(|s| s.within(unit.at[1], unit.lines)) {
            for across in phase.stretches[2].iter().filter_map(|s| s.within(unit.at[2], unit.pixels)) {
                pieces.clear();
                self.pieces(phase, strides, [&planes, &down.taps, &across.taps], &mut pieces);
                // SAFETY: windows of the unit's pixels, panels of the task's columns, the unit's part of the target.
                unsafe { self.multiply(phase, &place, unit.images, [&down.pixels, &across.pixels], &pieces, b, cols) };
            }
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

    /// Where some taps lie, from the first element of a pixel's window and of a panel.
    fn pieces(&self, phase: &Phase, strides: [usize; 3], taps: [&Range<usize>; 3], out: &mut Vec<Piece>) {
        let (axes, each) = (&phase.axes, self.each);
        let step = if phase.tile.dot { 1 } else { phase.tile.cols };
        let plane = if phase.mode == Mode::Slab { 1 } else { axes[0].step };
        let mut push = |[d, h, w]: [usize; 3], k: usize| {
            let a = d * plane * strides[0] + h * axes[1].step * strides[1] + w * axes[2].step * strides[2];
            let row = ((d * axes[1].taps + h) * axes[2].taps + w) * each;
            out.push(Piece { a: a as isize, b: (row * step) as isize, k });
        };
        for d in taps[0].clone() {
            for h in taps[1].clone() {
                if phase.merged && !taps[2].is_empty() {
                    push([d, h, taps[2].start], taps[2].len() * each);
                } else {
                    taps[2].clone().for_each(|w| push([d, h, w], each));
                }
            }
        }
    }

    /// One product: the pixels of a box, whose `lines` and `pixels` count from the unit's first.
    ///
    /// # Safety
    /// As for [`Gather::block`]; the pieces lie inside the source for all of the pixels.
    unsafe fn multiply(
        &self,
        phase: &Phase,
        place: &Places,
        images: usize,
        [lines, pixels]: [&Range<usize>; 2],
        pieces: &[Piece],
        b: *const u8,
        cols: usize,
    ) {
        let (size, most) = (self.arithmetic.size(), self.arithmetic.most_rows(phase.tile));
        let sizes = [images, lines.len(), pixels.len()];
        let at = |steps: [usize; 3]| (lines.start * steps[1] + pixels.start * steps[2]) * size;
        let (a, c) = (place.a.wrapping_add(at(place.a_steps)), place.c.wrapping_add(at(place.c_steps)));
        let rows = rows_along(sizes, most);
        let (line, rest) = match rows {
            2 => (1, 0),
            1 => (2, 0),
            _ => (2, 1),
        };
        let step = if phase.tile.dot { 1 } else { phase.tile.cols };
        let mut blocks = Blocks::new(pieces, phase.deepest, step);
        let mut part = Vec::with_capacity(pieces.len());
        let mut add = false;
        while blocks.next(&mut part) || !add {
            for i in 0..sizes[rest] {
                let product = Product {
                    tile: TileShape { rows: even(sizes[rows], most), ..phase.tile },
                    lines: sizes[line],
                    rows: sizes[rows],
                    cols,
                    a: a.wrapping_add(i * place.a_steps[rest] * size),
                    a_line: place.a_steps[line] as isize,
                    a_rs: place.a_steps[rows] as isize,
                    a_cs: 1,
                    b,
                    b_panel: (phase.tile.cols * phase.depth) as isize,
                    b_step: if phase.tile.dot { phase.depth } else { phase.tile.cols } as isize,
                    c: c.wrapping_add(i * place.c_steps[rest] * size),
                    c_line: place.c_steps[line] as isize,
                    c_rs: place.c_steps[rows] as isize,
                    pieces: &part,
                    add,
                };
                // SAFETY: the caller's promise.
                unsafe { self.arithmetic.product(&product) };
            }
            add = true;
        }
    }

    /// Image and place of a pixel counted over all rows of a phase.
    pub fn pixel(&self, axes: &[Axis; 3], row: usize) -> (usize, [usize; 3]) {
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
    pub fn target_at(&self, phase: &Phase, image: usize, at: [usize; 3], col: usize) -> usize {
        let place: [usize; 3] = std::array::from_fn(|i| phase.axes[i].first + at[i] * phase.axes[i].spacing);
        let [depth, height, width] = self.target;
        let pixel = ((image * depth + place[0]) * height + place[1]) * width + place[2];
        pixel * self.target_channels + phase.to_channel + col
    }
}

/// A unit's first window and first pixel, and elements from an image, a line, a pixel to the next.
struct Places {
    a: *const u8,
    a_steps: [usize; 3],
    c: *mut u8,
    c_steps: [usize; 3],
}

/// Parts of about equal depth of a list of pieces, none much deeper than `deepest`.
struct Blocks<'a> {
    pieces: &'a [Piece],
    /// Steps of the first piece that are done.
    done: usize,
    depth: usize,
    step: usize,
}

impl Blocks<'_> {
    fn new(pieces: &[Piece], deepest: usize, step: usize) -> Blocks<'_> {
        let total: usize = pieces.iter().map(|p| p.k).sum();
        let count = total.div_ceil(deepest + deepest / 4).max(1);
        Blocks { pieces, done: 0, depth: total.div_ceil(count).next_multiple_of(16), step }
    }

    /// Puts the next part into `out`; false where there is none.
    fn next(&mut self, out: &mut Vec<Piece>) -> bool {
        out.clear();
        let mut left = self.depth;
        while let [first, rest @ ..] = self.pieces
            && left > 0
        {
            let (k, at) = (left.min(first.k - self.done), self.done as isize);
            out.push(Piece { a: first.a + at, b: first.b + at * self.step as isize, k });
            left -= k;
            self.done += k;
            if self.done == first.k {
                (self.pieces, self.done) = (rest, 0);
            }
        }
        !out.is_empty()
    }
}

/// Rows of the tiles that so many rows fall into.
fn even(rows: usize, most: usize) -> usize {
    let rows = rows.max(1);
    rows.div_ceil(rows.div_ceil(most))
}

/// How long tiles of so many rows take, in rows.
fn time(rows: usize, most: usize) -> usize {
    rows.div_ceil(most) * even(rows, most).max(FEW_ROWS)
}

/// The same for a box whose rows lie along one of its axes.
fn time_along(sizes: [usize; 3], axis: usize, most: usize) -> usize {
    (0..3).map(|i| if i == axis { time(sizes[i], most) } else { sizes[i] }).product()
}

/// The axis along which a box best fills tiles; the one whose elements lie nearest to each other where several do.
fn rows_along(sizes: [usize; 3], most: usize) -> usize {
    [2, 1, 0].into_iter().min_by_key(|&axis| time_along(sizes, axis, most)).unwrap_or(2)
}

/// Time of all boxes of some images.
fn work(stretches: &[Vec<Stretch>; 3], images: usize, most: usize) -> usize {
    let of = |down: &Stretch, across: &Stretch| {
        let sizes = [images, down.pixels.len(), across.pixels.len()];
        down.taps.len() * across.taps.len() * time_along(sizes, rows_along(sizes, most), most)
    };
    stretches[1].iter().map(|down| stretches[2].iter().map(|across| of(down, across)).sum::<usize>()).sum()
}

/// Whether a phase has all taps of the filter.
fn axes_are_whole(axes: &[Axis; 3], kernel: [usize; 3]) -> bool {
    axes.iter().zip(kernel).all(|(axis, taps)| axis.taps == taps)
}

impl Kernel for Gather {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let total: usize = self.phases.iter().map(|p| p.tasks).sum();
        if total == 0 {
            return Ok(());
        }
        let x = SharedPtr(call.inputs[usize::from(!self.forward)].cast_mut());
        let y = SharedPtr(call.outputs[0]);
        let panels = if call.packed.is_null() {
            self.pack_all(call, call.scratch);
            SharedPtr(call.scratch)
        } else {
            SharedPtr(call.packed.cast_mut())
        };
        let threads = call.workers.threads();
        let slots = Slots::new(threads, call.scratch.wrapping_add(self.panels), self.copy + self.stage);
        let (cancelled, watcher) = (call.cancelled, call.watcher);
        call.workers.run(total, &|task| {
            if cancelled.load(Ordering::Relaxed) {
                return;
            }
            let (phase, part) = self.find(|p| p.tasks, task);
            // SAFETY: tasks write disjoint blocks of the target, each with working memory of its own.
            slots.with(|own| unsafe {
                self.block(phase, part, x.get(), y.get(), panels.get(), own, |region| watcher.complete(region))
            });
        });
        Ok(())
    }

    fn packing(&self) -> Option<Packing> {
        self.form.map(|form| Packing { input: self.filter_input(), bytes: self.panels, form })
    }

    fn pack(&self, call: &Call<'_>, to: *mut u8) {
        self.pack_all(call, to);
    }

    fn scratch_bytes(&self, threads: usize) -> usize {
        self.panels + threads.max(1) * (self.copy + self.stage)
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}
