//! Convolutions whose filters each read one channel, and their gradients: vectors lie along the channels.
//!
//! In: a [`Window`] whose filter has `multiplier` results per channel. Where that is not one, channels are repeated
//! in the copy that a task makes of its source, so that every result channel has a source channel of its own. Else
//! the source is read where it lies, each box of pixels by the taps that it sees.

use super::slab::{Block, Pick, Slab};
use super::units::{Slots, Unit, Units, share};
use super::{Axis, MAX_TASKS, SLAB_BYTES, Stretch, TASK_WORK, Window, nanoseconds};
use crate::kernels::gemm::parts::{Arithmetic, ChannelTaps, Channels, PIXELS, Tap, Total};
use rheos_base::Result;
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// Pixels of the target that see the source in the same way.
struct Phase {
    axes: [Axis; 3],
    sight: Sight,
    units: Units,
    /// Where the phase's weights begin, in elements; one row per tap.
    weights_at: usize,
    tasks: usize,
}

struct Depthwise {
    arithmetic: Arithmetic,
    element: usize,
    slab: Slab,
    batch: usize,
    target: [usize; 3],
    /// Channels that are summed side by side, and how many of them make one channel of the target.
    channels: usize,
    joined: usize,
    kernel: [usize; 3],
    forward: bool,
    phases: Vec<Phase>,
    /// Bytes: all weights, a task's copy of the source, a task's copy of its results.
    weights: usize,
    copy: usize,
    stage: usize,
    cost: f64,
}

/// Rates are those of memory, so a multiply-add costs more than in a product of matrices.
fn cost(dtype: rheos_base::DType, window: &Window) -> f64 {
    nanoseconds(dtype, 6 * window.work())
}

/// A convolution whose filter has the sizes `kernel + [channels, multiplier]`.
fn window(spec: &KernelSpec<'_>, x: &[usize], filter: &[usize], y: &[usize]) -> Result<Window> {
    let mut window = Window::new(&spec.info, x, filter, y)?;
    window.groups = window.in_channels.max(1);
    Ok(window)
}

/// Plans `_DepthwiseConvolve`.
pub fn plan_depthwise(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [x, filter, y] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let window = window(spec, x, filter, y)?;
    let axes = vec![std::array::from_fn(|i| window.forward(i))];
    Ok(Box::new(Depthwise::new(spec, &window, axes, true)?))
}

/// Plans `_DepthwiseConvolveInput`, the gradient of the input.
pub fn plan_depthwise_input(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [filter, dy, dx] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let window = window(spec, dx, filter, dy)?;
    let [d, h, w]: [Vec<Axis>; 3] = std::array::from_fn(|i| window.backward(i));
    let mut axes = Vec::new();
    for &d in &d {
        for &h in &h {
            axes.extend(w.iter().map(|&w| [d, h, w]));
        }
    }
    Ok(Box::new(Depthwise::new(spec, &window, axes, false)?))
}

impl Depthwise {
    fn new(spec: &KernelSpec<'_>, window: &Window, phases: Vec<[Axis; 3]>, forward: bool) -> Result<Depthwise> {
        let dtype = spec.outputs[0].dtype;
        let arithmetic = Arithmetic::of(dtype)?;
        let (element, size) = (dtype.size(), arithmetic.size());
        let channels = window.out_channels;
        let multiplier = channels / window.in_channels.max(1);
        let (source, from, target, pick, joined) = if forward {
            (window.input, window.in_channels, window.output, Pick::Repeated(multiplier), 1)
        } else {
            (window.output, channels, window.input, Pick::Sorted(multiplier), multiplier)
        };
        let mut depthwise = Depthwise {
            arithmetic,
            element,
            slab: Slab { arithmetic, element, source, channels: from, pick },
            batch: window.batch,
            target,
            channels,
            joined,
            kernel: window.kernel,
            forward,
            phases: Vec::new(),
            weights: 0,
            copy: 0,
            stage: 0,
            cost: cost(dtype, window),
        };
        let wanted = (window.work() * 4 / TASK_WORK).clamp(1, MAX_TASKS).div_ceil(phases.len().max(1));
        for axes in phases {
            depthwise.add(axes, multiplier, wanted, size);
        }
        Ok(depthwise)
    }

    fn add(&mut self, axes: [Axis; 3], multiplier: usize, wanted: usize, size: usize) {
        let direct = self.arithmetic.in_place() && multiplier == 1;
        let width = self.channels;
        let plane = |lines: usize, pixels: usize| axes[0].taps * axes[1].extent(lines) * axes[2].extent(pixels) * width;
        let space: [usize; 3] = std::array::from_fn(|i| axes[i].pixels);
        let units = Units::new(self.batch, space, SLAB_BYTES, wanted, |lines, pixels| plane(lines, pixels) * size);
        let taps = axes.iter().map(|axis| axis.taps).product::<usize>();
        let each = (units.lines * units.pixels * taps.max(1) * width).max(1);
        let per_task = (TASK_WORK / 8 / each).clamp(1, units.count().div_ceil(MAX_TASKS).max(1));
        if !direct {
            self.copy = self.copy.max((plane(units.lines, units.pixels) * size).next_multiple_of(64));
        }
        if self.staged() {
            self.stage = self.stage.max((units.lines * units.pixels * width * size).next_multiple_of(64));
        }
        self.phases.push(Phase {
            sight: Sight::of(&self.slab, &axes, direct, &units),
            tasks: if width == 0 { 0 } else { units.count().div_ceil(per_task) },
            units,
            weights_at: self.weights / size,
            axes,
        });
        self.weights += (taps * width * size).next_multiple_of(64);
    }

    fn staged(&self) -> bool {
        self.joined > 1 || !self.arithmetic.in_place()
    }

    /// Copies the weights of a phase, in the order of its taps.
    unsafe fn pack(&self, phase: &Phase, filter: *const u8, weights: *mut u8) {
        let (size, [_, height, width]) = (self.arithmetic.size(), self.kernel);
        let order = Slab { source: [1, 1, 1], channels: self.channels, pick: Pick::Sorted(self.joined), ..self.slab };
        let mut to = weights.wrapping_add(phase.weights_at * size);
        let axes = &phase.axes;
        for d in 0..axes[0].taps {
            for h in 0..axes[1].taps {
                for w in 0..axes[2].taps {
                    let at = |i: usize, t: usize| (axes[i].weight + t as isize * axes[i].weight_step) as usize;
                    let tap = (at(0, d) * height + at(1, h)) * width + at(2, w);
                    let pixel = Block { start: [0; 3], plane_step: 1, sizes: [1; 3] };
                    // SAFETY: the tap's channels lie in the filter as a pixel's do in a source.
                    unsafe { order.fill(filter.add(tap * self.channels * self.element), 0, 0, pixel, to) };
                    to = to.wrapping_add(self.channels * size);
                }
            }
        }
    }

    /// # Safety
    /// Operands as planned; `own` is working memory of this task alone; the weights are packed.
    unsafe fn block(&self, phase: &Phase, unit: Unit, x: *const u8, y: *mut u8, weights: *const u8, own: *mut u8) {
        let (axes, sight, size, width) = (&phase.axes, &phase.sight, self.arithmetic.size(), self.channels);
        // SAFETY: passed on.
        let from = unsafe { sight.show(&self.slab, axes, unit, x, own) };
        let place: [usize; 3] = std::array::from_fn(|i| axes[i].first + unit.at[i] * axes[i].spacing);
        let [depth, height, across] = self.target;
        let out = width / self.joined;
        let target = (((unit.image * depth + place[0]) * height + place[1]) * across + place[2]) * out;
        let (y_line, y_pixel) = (axes[1].spacing * across * out, axes[2].spacing * out);
        let stage = own.wrapping_add(self.copy);
        let (to, to_line, to_pixel) = if self.staged() {
            (stage, unit.pixels * width, width)
        } else {
            (y.wrapping_add(target * self.element), y_line, y_pixel)
        };
        let (x_line, x_pixel) = (axes[1].stride * sight.line, axes[2].stride * sight.pixel);
        sight.boxes(axes, unit, |[lines, pixels], taps| {
            // Vectors of several pixels run down where that is longer.
            let turned = pixels.len() < PIXELS && pixels.len() < lines.len();
            let turn = |[line, pixel]: [usize; 2]| if turned { [pixel, line] } else { [line, pixel] };
            let [lines_count, pixels_count] = turn([lines.len(), pixels.len()]);
            let ([line_x, pixel_x], [line_y, pixel_y]) = (turn([x_line, x_pixel]), turn([to_line, to_pixel]));
            let sums = Channels {
                lines: lines_count,
                pixels: pixels_count,
                channels: width,
                x: from.wrapping_add((lines.start * x_line + pixels.start * x_pixel) * size),
                x_line: line_x as isize,
                x_pixel: pixel_x as isize,
                taps,
                weights: weights.wrapping_add(phase.weights_at * size),
                y: to.wrapping_add((lines.start * to_line + pixels.start * to_pixel) * size),
                y_line: line_y as isize,
                y_pixel: pixel_y as isize,
            };
            // SAFETY: windows of these of the unit's pixels, and their part of the target or the stage.
            unsafe { self.arithmetic.channels(&sums) };
        });
        if self.staged() {
            for l in 0..unit.lines {
                for p in 0..unit.pixels {
                    let from = stage.wrapping_add((l * unit.pixels + p) * width * size);
                    let to = y.wrapping_add((target + l * y_line + p * y_pixel) * self.element);
                    let total = Total { from, parts: self.joined, stride: out, count: out };
                    // SAFETY: one pixel of the stage and of the unit's part of the target.
                    unsafe { self.arithmetic.add_up(&total, to) };
                }
            }
        }
    }
}

/// How a task sees its source: where it lies, or in a slab. Elements between planes, lines and pixels.
struct Sight {
    direct: bool,
    plane: usize,
    line: usize,
    pixel: usize,
    /// Planes, lines and pixels of a slab.
    sizes: [usize; 3],
    /// Where each tap lies, from a pixel's first.
    taps: Vec<Tap>,
    /// Which pixels see which taps; those of a slab see all.
    stretches: [Vec<Stretch>; 3],
}

impl Sight {
    fn of(slab: &Slab, axes: &[Axis; 3], direct: bool, units: &Units) -> Sight {
        let sizes = [axes[0].taps, axes[1].extent(units.lines), axes[2].extent(units.pixels)];
        let pixel = slab.width();
        let [_, height, across] = if direct { slab.source } else { sizes };
        let (plane, line) = (height * across * pixel, across * pixel);
        let steps = [if direct { axes[0].step * plane } else { plane }, axes[1].step * line, axes[2].step * pixel];
        let mut taps = Vec::new();
        for d in 0..axes[0].taps {
            for h in 0..axes[1].taps {
                for w in 0..axes[2].taps {
                    let x = (d * steps[0] + h * steps[1] + w * steps[2]) as isize;
                    taps.push(Tap { x, row: taps.len() });
                }
            }
        }
        let stretches = std::array::from_fn(|i| axes[i].stretches(!direct));
        Sight { direct, plane, line, pixel, sizes, taps, stretches }
    }

    /// Calls `with` for each box of a unit: its lines and pixels, counted from the unit's first, and what they see.
    fn boxes(&self, axes: &[Axis; 3], unit: Unit, mut with: impl FnMut([Range<usize>; 2], &[Tap])) {
        let plane = &self.stretches[0].iter().find(|s| s.pixels.contains(&unit.at[0]));
        let Some(planes) = plane.map(|s| s.taps.clone()) else { return };
        let mut seen = Vec::with_capacity(self.taps.len());
        for down in self.stretches[1].iter().filter_map(|s| s.within(unit.at[1], unit.lines)) {
            for across in self.stretches[2].iter().filter_map(|s| s.within(unit.at[2], unit.pixels)) {
                seen.clear();
                for d in planes.clone() {
                    for h in down.taps.clone() {
                        let first = (d * axes[1].taps + h) * axes[2].taps;
                        seen.extend_from_slice(&self.taps[first + across.taps.start..first + across.taps.end]);
                    }
                }
                with([down.pixels.clone(), across.pixels], &seen);
            }
        }
    }

    /// Where the first tap of a unit's first pixel is, after copying if need be.
    ///
    /// # Safety
    /// `x` is the source, `own` has room for the slab.
    unsafe fn show(&self, slab: &Slab, axes: &[Axis; 3], unit: Unit, x: *const u8, own: *mut u8) -> *const u8 {
        let start: [isize; 3] = std::array::from_fn(|i| axes[i].start(unit.at[i]));
        if self.direct {
            let image = (unit.image * slab.source[0] * self.plane) as isize;
            let place = start[0] * self.plane as isize + start[1] * self.line as isize + start[2] * self.pixel as isize;
            return x.wrapping_offset((image + place) * slab.element as isize);
        }
        let block = Block { start, plane_step: axes[0].step, sizes: self.sizes };
        // SAFETY: passed on.
        unsafe { slab.fill(x, unit.image, 0, block, own) };
        own
    }
}

impl Kernel for Depthwise {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let total: usize = self.phases.iter().map(|p| p.tasks).sum();
        if total == 0 {
            return Ok(());
        }
        // The filter is the second operand of a convolution, and the first of the gradient of its input.
        let order = if self.forward { [0, 1] } else { [1, 0] };
        let [x, filter] = order.map(|i| SharedPtr(call.inputs[i].cast_mut()));
        let (y, weights) = (SharedPtr(call.outputs[0]), SharedPtr(call.scratch));
        for phase in &self.phases {
            // SAFETY: each phase has weights of its own.
            unsafe { self.pack(phase, filter.get(), weights.get()) };
        }
        let threads = call.workers.threads();
        let slots = Slots::new(threads, call.scratch.wrapping_add(self.weights), self.copy + self.stage);
        let cancelled = call.cancelled;
        call.workers.run(total, &|mut task| {
            if cancelled.load(Ordering::Relaxed) {
                return;
            }
            for phase in &self.phases {
                if task < phase.tasks {
                    slots.with(|own| {
                        for unit in share(phase.units.count(), phase.tasks, task) {
                            let unit = phase.units.get(unit);
                            // SAFETY: tasks write disjoint blocks, each with working memory of its own.
                            unsafe { self.block(phase, unit, x.get(), y.get(), weights.get(), own) };
                        }
                    });
                    return;
                }
                task -= phase.tasks;
            }
        });
        Ok(())
    }

    fn scratch_bytes(&self, threads: usize) -> usize {
        self.weights + threads.max(1) * (self.copy + self.stage)
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

/// Plans `_DepthwiseConvolveFilter`, the gradient of the filter.
pub fn plan_depthwise_filter(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [x, dy, filter] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let window = window(spec, x, filter, dy)?;
    let dtype = spec.outputs[0].dtype;
    let arithmetic = Arithmetic::of(dtype)?;
    let (element, size) = (dtype.size(), arithmetic.size());
    let axes: [Axis; 3] = std::array::from_fn(|i| window.forward(i));
    let channels = window.out_channels;
    let multiplier = channels / window.in_channels.max(1);
    let pick = Pick::Repeated(multiplier);
    let slab = Slab { arithmetic, element, source: window.input, channels: window.in_channels, pick };
    let slopes = Slab { source: window.output, channels, pick: Pick::Some(channels), ..slab };
    let direct = arithmetic.in_place() && multiplier == 1;
    let plane = |lines: usize, pixels: usize| axes[0].taps * axes[1].extent(lines) * axes[2].extent(pixels) * channels;
    let wanted = (window.work() * 4 / TASK_WORK).clamp(1, MAX_TASKS);
    let units = Units::new(window.batch, window.output, SLAB_BYTES, wanted, |lines, pixels| {
        (plane(lines, pixels) + lines * pixels * channels) * size
    });
    let whole = |elements: usize| (elements * size).next_multiple_of(64);
    let count = window.kernel.iter().product::<usize>() * channels;
    Ok(Box::new(DepthwiseFilter {
        arithmetic,
        element,
        sight: Sight::of(&slab, &axes, direct, &units),
        slab,
        slopes,
        axes,
        units,
        shares: wanted.min(units.count()).max(1),
        count,
        copy: if direct { 0 } else { whole(plane(units.lines, units.pixels)) },
        dy_copy: if arithmetic.in_place() { 0 } else { whole(units.lines * units.pixels * channels) },
        cost: cost(dtype, &window),
    }))
}

struct DepthwiseFilter {
    arithmetic: Arithmetic,
    element: usize,
    slab: Slab,
    /// The gradients of the results, seen as a source of their own.
    slopes: Slab,
    sight: Sight,
    axes: [Axis; 3],
    units: Units,
    /// Shares of the units, each with sums of its own.
    shares: usize,
    /// Elements of the filter.
    count: usize,
    /// Bytes of a task's copies.
    copy: usize,
    dy_copy: usize,
    cost: f64,
}

impl DepthwiseFilter {
    /// # Safety
    /// Operands as planned; `sums` has room for the filter and is used by this task alone, as is `own`.
    unsafe fn sum(&self, units: Range<usize>, x: *const u8, dy: *const u8, sums: *mut u8, own: *mut u8) {
        let size = self.arithmetic.size();
        // SAFETY: there is room for the filter.
        unsafe { sums.write_bytes(0, self.count * size) };
        for index in units {
            let unit = self.units.get(index);
            let channels = self.slopes.channels;
            let [depth, height, width] = self.units.space;
            let at = ((unit.image * depth + unit.at[0]) * height + unit.at[1]) * width + unit.at[2];
            let slopes = own.wrapping_add(self.copy);
            let (dy, across) = if self.arithmetic.in_place() {
                (dy.wrapping_add(at * channels * self.element), width)
            } else {
                let block =
                    Block { start: unit.at.map(|n| n as isize), plane_step: 1, sizes: [1, unit.lines, unit.pixels] };
                // SAFETY: behind the slab there is room for a unit's gradients.
                unsafe { self.slopes.fill(dy, unit.image, 0, block, slopes) };
                (slopes.cast_const(), unit.pixels)
            };
            // SAFETY: passed on.
            let x = unsafe { self.sight.show(&self.slab, &self.axes, unit, x, own) };
            let (x_line, x_pixel) = (self.axes[1].stride * self.sight.line, self.axes[2].stride * self.sight.pixel);
            self.sight.boxes(&self.axes, unit, |[lines, pixels], taps| {
                let taps = ChannelTaps {
                    lines: lines.len(),
                    pixels: pixels.len(),
                    channels,
                    x: x.wrapping_add((lines.start * x_line + pixels.start * x_pixel) * size),
                    x_line: x_line as isize,
                    x_pixel: x_pixel as isize,
                    taps,
                    dy: dy.wrapping_add((lines.start * across + pixels.start) * channels * size),
                    dy_line: (across * channels) as isize,
                    dy_pixel: channels as isize,
                    sums,
                };
                // SAFETY: windows of these of the unit's pixels, their gradients, the task's sums.
                unsafe { self.arithmetic.channel_taps(&taps) };
            });
        }
    }
}

impl Kernel for DepthwiseFilter {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let [x, dy] = [0, 1].map(|i| SharedPtr(call.inputs[i].cast_mut()));
        let scratch = SharedPtr(call.scratch);
        let size = self.arithmetic.size();
        let stride = (self.count * size).next_multiple_of(64);
        let own = call.scratch.wrapping_add(self.shares * stride);
        let slots = Slots::new(call.workers.threads(), own, self.copy + self.dy_copy);
        let cancelled = call.cancelled;
        call.workers.run(self.shares, &|task| {
            if cancelled.load(Ordering::Relaxed) {
                return;
            }
            let units = share(self.units.count(), self.shares, task);
            let sums = scratch.get().wrapping_add(task * stride);
            // SAFETY: each task has sums and working memory of its own.
            slots.with(|own| unsafe { self.sum(units, x.get(), dy.get(), sums, own) });
        });
        let total = Total { from: call.scratch, parts: self.shares, stride: stride / size, count: self.count };
        // SAFETY: all sums are complete.
        unsafe { self.arithmetic.add_up(&total, call.outputs[0]) };
        Ok(())
    }

    fn scratch_bytes(&self, threads: usize) -> usize {
        let sums = (self.count * self.arithmetic.size()).next_multiple_of(64);
        self.shares * sums + threads.max(1) * (self.copy + self.dy_copy)
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}
