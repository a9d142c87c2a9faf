//! Largest elements of windows, and where they are.
//!
//! As on TensorFlow's CPU: MaxPool starts from the type's least finite number, so NaN and minus infinity never win;
//! where the position matters the first element wins unless a later one is larger, so a NaN in first place stays.

use super::Grid;
use super::average::cost;
use super::walk::{Scatter, Taps, Window, backward, disjoint, forward};
use crate::kernels::number::Number;
use crate::kernels::wide::{Wide, with_real};
use rheos_base::{Element, Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::marker::PhantomData;
use std::ops::Range;

/// Reads `L` elements.
///
/// # Safety
/// They are inside the slice.
#[inline(always)]
unsafe fn load<T: Element, const L: usize>(from: &[T], at: usize) -> [T; L] {
    debug_assert!(at + L <= from.len());
    // SAFETY: the caller's promise.
    unsafe { from.as_ptr().add(at).cast::<[T; L]>().read_unaligned() }
}

/// Writes `L` elements of a result.
///
/// # Safety
/// They are inside the result and nobody else's.
#[inline(always)]
unsafe fn store<T: Element, const L: usize>(to: SharedPtr, at: usize, values: [T; L]) {
    // SAFETY: the caller's promise.
    unsafe { to.get().cast::<T>().add(at).cast::<[T; L]>().write_unaligned(values) };
}

/// The largest elements and the number of each one's tap: the first, unless a later one is larger.
///
/// # Safety
/// As for [`Window::block`].
#[inline(always)]
unsafe fn largest<T: Wide, const L: usize>(x: &[T], taps: &Taps, channel: usize) -> ([T::Sum; L], [u32; L]) {
    let (mut best, mut at) = ([T::BOTTOM.widen(); L], [u32::MAX; L]);
    for (place, number) in taps.places(taps.spans) {
        // SAFETY: the caller's promise.
        let values = unsafe { load::<T, L>(x, place + channel) };
        // Only the first tap of all has number 0.
        let first = number == 0;
        // Into new arrays: elements set under a condition where they stand are kept in memory, not in registers.
        let (mut winners, mut numbers) = (best, at);
        for l in 0..L {
            let value = values[l].widen();
            let wins = first | (value > best[l]);
            winners[l] = if wins { value } else { best[l] };
            numbers[l] = if wins { number } else { at[l] };
        }
        (best, at) = (winners, numbers);
    }
    (best, at)
}

pub(super) struct Max<'a, T: Wide> {
    pub x: &'a [T],
    pub start: T,
    pub out: SharedPtr,
    pub channels: usize,
}

impl<T: Wide> Window for Max<'_, T> {
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn block<const L: usize>(&self, taps: &Taps, window: usize, channel: usize) {
        let mut best = [self.start.widen(); L];
        for (place, _) in taps.places(taps.spans) {
            // SAFETY: the taps and these channels are inside the images.
            let values = unsafe { load::<T, L>(self.x, place + channel) };
            for l in 0..L {
                let value = values[l].widen();
                best[l] = if value > best[l] { value } else { best[l] };
            }
        }
        // SAFETY: the window's place in the result.
        unsafe { store(self.out, window * self.channels + channel, best.map(T::narrow)) };
    }
}

/// Adds what arrives at a maximum to the element it came from; with `SET` no other window sees the same elements.
pub(super) struct MaxGrad<'a, T, const SET: bool> {
    pub x: &'a [T],
    pub dy: &'a [T],
    pub dx: SharedPtr,
    pub channels: usize,
}

impl<T: Wide, const SET: bool> Scatter for MaxGrad<'_, T, SET> {
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn block<const L: usize>(&self, taps: &Taps, within: [(usize, usize); 3], window: usize, channel: usize) {
        // SAFETY: the taps are inside the images, the window inside the result of the forward op.
        let (at, dy) = unsafe {
            (largest::<T, L>(self.x, taps, channel).1, load::<T, L>(self.dy, window * self.channels + channel))
        };
        for (place, number) in taps.places(within) {
            // SAFETY: the taps within the band are this task's.
            unsafe {
                let target = self.dx.get().cast::<T>().add(place + channel).cast::<[T; L]>();
                let mut new = [T::ZERO; L];
                if SET {
                    for l in 0..L {
                        new[l] = if at[l] == number { dy[l] } else { T::ZERO };
                    }
                } else {
                    let old = target.read_unaligned();
                    for l in 0..L {
                        let sum = T::narrow(old[l].widen().plus(dy[l].widen()));
                        new[l] = if at[l] == number { sum } else { old[l] };
                    }
                }
                target.write_unaligned(new);
            }
        }
    }

    unsafe fn clear(&self, range: Range<usize>) {
        // SAFETY: the caller's promise; zero bytes are the number zero.
        unsafe { self.dx.get().cast::<T>().add(range.start).write_bytes(0, range.len()) };
    }
}

/// Adds what arrives at a maximum to every element that equals it, as TensorFlow does for volumes.
struct TiesGrad<'a, T> {
    x: &'a [T],
    y: &'a [T],
    dy: &'a [T],
    dx: SharedPtr,
    channels: usize,
}

impl<T: Wide> Scatter for TiesGrad<'_, T> {
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn block<const L: usize>(&self, taps: &Taps, within: [(usize, usize); 3], window: usize, channel: usize) {
        let own = window * self.channels + channel;
        // SAFETY: the window is inside the result of the forward op.
        let (y, dy) = unsafe { (load::<T, L>(self.y, own), load::<T, L>(self.dy, own)) };
        for (place, _) in taps.places(within) {
            // SAFETY: the taps within the band are inside the images and this task's.
            unsafe {
                let x = load::<T, L>(self.x, place + channel);
                let target = self.dx.get().cast::<T>().add(place + channel).cast::<[T; L]>();
                let mut new = target.read_unaligned();
                for l in 0..L {
                    let sum = T::narrow(new[l].widen().plus(dy[l].widen()));
                    new[l] = if x[l] == y[l] { sum } else { new[l] };
                }
                target.write_unaligned(new);
            }
        }
    }

    unsafe fn clear(&self, range: Range<usize>) {
        // SAFETY: the caller's promise; zero bytes are the number zero.
        unsafe { self.dx.get().cast::<T>().add(range.start).write_bytes(0, range.len()) };
    }
}

/// Picks the element of `g` that lies where the images first equal the maximum.
struct Picked<'a, T> {
    x: &'a [T],
    y: &'a [T],
    g: &'a [T],
    out: SharedPtr,
    channels: usize,
}

impl<T: Wide> Window for Picked<'_, T> {
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn block<const L: usize>(&self, taps: &Taps, window: usize, channel: usize) {
        let own = window * self.channels + channel;
        let (mut found, mut picked) = ([false; L], [T::ZERO; L]);
        // SAFETY: the window is inside the result, the taps inside the images.
        let y = unsafe { load::<T, L>(self.y, own) };
        for (place, _) in taps.places(taps.spans) {
            // SAFETY: as above.
            let (x, g) = unsafe { (load::<T, L>(self.x, place + channel), load::<T, L>(self.g, place + channel)) };
            for l in 0..L {
                let hit = x[l] == y[l] && !found[l];
                picked[l] = if hit { g[l] } else { picked[l] };
                found[l] |= hit;
            }
        }
        // SAFETY: the window's place in the result.
        unsafe { store(self.out, own, picked) };
    }
}

/// Maxima and their positions, counted in elements of the image or of the batch.
struct Argmax<'a, T, I> {
    x: &'a [T],
    out: SharedPtr,
    positions: SharedPtr,
    whole_batch: bool,
    channels: usize,
    make: fn(usize) -> I,
}

impl<T: Wide, I: Element> Window for Argmax<'_, T, I> {
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn block<const L: usize>(&self, taps: &Taps, window: usize, channel: usize) {
        let own = window * self.channels + channel;
        // SAFETY: the taps are inside the images.
        let (best, at) = unsafe { largest::<T, L>(self.x, taps, channel) };
        let width = (taps.spans[2].1 - taps.spans[2].0).max(1);
        let start = if self.whole_batch { taps.image } else { 0 };
        let positions: [I; L] = std::array::from_fn(|l| {
            let (row, column) = (at[l] as usize / width, at[l] as usize % width);
            let place = (taps.spans[1].0 + row) * taps.steps[1] + (taps.spans[2].0 + column) * taps.steps[2];
            (self.make)(start + place + channel + l)
        });
        // SAFETY: the window's place in the results.
        unsafe {
            store(self.out, own, best.map(T::narrow));
            store(self.positions, own, positions);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Max,
    /// From volumes, where infinities count.
    MaxOfVolumes,
    MaxGrad,
    MaxGradWithTies,
    Pick,
}

struct MaxKernel<T> {
    grid: Grid,
    step: Step,
    element: PhantomData<T>,
}

fn plan(spec: &KernelSpec<'_>, grid: Grid, step: Step) -> Result<Box<dyn Kernel>> {
    if grid.taps() >= u32::MAX as usize {
        bail!(Unimplemented, "a window of {} elements is too large", grid.taps());
    }
    with_real!(spec.outputs[0].dtype, T => Ok(Box::new(MaxKernel::<T> { grid, step, element: PhantomData })))
}

/// Plans the maxima of input 0.
pub fn plan_max(spec: &KernelSpec<'_>, grid: Grid, volumes: bool) -> Result<Box<dyn Kernel>> {
    plan(spec, grid, if volumes { Step::MaxOfVolumes } else { Step::Max })
}

/// Plans the gradient of maxima from inputs images, maxima and what arrives at these.
pub fn plan_max_grad(spec: &KernelSpec<'_>, grid: Grid, ties: bool) -> Result<Box<dyn Kernel>> {
    plan(spec, grid, if ties { Step::MaxGradWithTies } else { Step::MaxGrad })
}

/// Plans the gradient of that gradient, from inputs images, maxima and a value per element of the images.
pub fn plan_max_grad_grad(spec: &KernelSpec<'_>, grid: Grid) -> Result<Box<dyn Kernel>> {
    plan(spec, grid, Step::Pick)
}

/// Runs the gradient of maxima.
pub(super) fn max_grad<T: Wide>(call: &Call<'_>, grid: &Grid, x: &[T], dy: &[T]) {
    let (dx, channels) = (SharedPtr(call.outputs[0]), grid.channels);
    if disjoint(grid) {
        backward(call, grid, true, &MaxGrad::<T, true> { x, dy, dx, channels });
    } else {
        backward(call, grid, false, &MaxGrad::<T, false> { x, dy, dx, channels });
    }
}

impl<T: Wide> Kernel for MaxKernel<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (grid, channels, out) = (&self.grid, self.grid.channels, SharedPtr(call.outputs[0]));
        let x = call.input::<T>(0);
        match self.step {
            Step::Max => forward(call, grid, &Max { x, start: T::LOWEST, out, channels }),
            Step::MaxOfVolumes => forward(call, grid, &Max { x, start: T::BOTTOM, out, channels }),
            Step::MaxGrad => max_grad(call, grid, x, call.input::<T>(2)),
            Step::MaxGradWithTies => {
                let (y, dy) = (call.input::<T>(1), call.input::<T>(2));
                backward(call, grid, false, &TiesGrad { x, y, dy, dx: out, channels });
            }
            Step::Pick => {
                forward(call, grid, &Picked { x, y: call.input::<T>(1), g: call.input::<T>(2), out, channels });
            }
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        cost(&self.grid)
    }
}

struct ArgmaxKernel<T> {
    grid: Grid,
    whole_batch: bool,
    long: bool,
    element: PhantomData<T>,
}

/// Plans maxima with their positions.
pub fn plan_argmax(spec: &KernelSpec<'_>, grid: Grid) -> Result<Box<dyn Kernel>> {
    let (whole_batch, long) =
        (spec.info.bool("include_batch_in_index"), spec.outputs[1].dtype == rheos_base::DType::I64);
    let last = if whole_batch { grid.batch * grid.image() } else { grid.image() };
    if !long && last > i32::MAX as usize {
        bail!(InvalidArgument, "positions up to {last} do not fit in int32; hint: Targmax=tf.int64");
    }
    if grid.taps() >= u32::MAX as usize {
        bail!(Unimplemented, "a window of {} elements is too large", grid.taps());
    }
    with_real!(spec.outputs[0].dtype, T => {
        Ok(Box::new(ArgmaxKernel::<T> { grid, whole_batch, long, element: PhantomData }))
    })
}

impl<T: Wide> Kernel for ArgmaxKernel<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (x, out, positions) = (call.input::<T>(0), SharedPtr(call.outputs[0]), SharedPtr(call.outputs[1]));
        let (whole_batch, channels) = (self.whole_batch, self.grid.channels);
        if self.long {
            let make = |at: usize| at as i64;
            forward(call, &self.grid, &Argmax { x, out, positions, whole_batch, channels, make });
        } else {
            let make = |at: usize| at as i32;
            forward(call, &self.grid, &Argmax { x, out, positions, whole_batch, channels, make });
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        cost(&self.grid)
    }
}

/// Moves values along positions that MaxPoolWithArgmax gave.
struct Positions<T> {
    batch: usize,
    image: usize,
    per_image: usize,
    whole_batch: bool,
    long: bool,
    gather: bool,
    element: PhantomData<T>,
}

fn plan_positions(spec: &KernelSpec<'_>, gather: bool) -> Result<Box<dyn Kernel>> {
    let (x, positions) = (spec.info.input_dims(0), spec.info.input_dims(2));
    let batch = x[0];
    let (image, per_image) = (x[1..].iter().product(), positions[1..].iter().product());
    let (whole_batch, long) =
        (spec.info.bool("include_batch_in_index"), spec.inputs[2].dtype == rheos_base::DType::I64);
    with_real!(spec.outputs[0].dtype, T => {
        Ok(Box::new(Positions::<T> { batch, image, per_image, whole_batch, long, gather, element: PhantomData }))
    })
}

/// Plans the gradient of MaxPoolWithArgmax: adds input 1 at the positions in input 2.
pub fn plan_argmax_scatter(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    plan_positions(spec, false)
}

/// Plans its gradient: takes elements of input 1 at the positions in input 2.
pub fn plan_argmax_gather(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    plan_positions(spec, true)
}

impl<T: Wide> Kernel for Positions<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (long, short) = match self.long {
            true => (call.input::<i64>(2), &[][..]),
            false => (&[][..], call.input::<i32>(2)),
        };
        let place = |image: usize, i: usize| -> Option<usize> {
            let given = if self.long { long[i] } else { i64::from(short[i]) };
            let start = if self.whole_batch { (image * self.image) as i64 } else { 0 };
            let own = given.checked_sub(start)?;
            (0..self.image as i64).contains(&own).then_some(image * self.image + own as usize)
        };
        let total = self.batch * self.per_image;
        // All positions are checked before anything is written.
        if let Some(bad) = (0..total).find(|&i| place(i / self.per_image, i).is_none()) {
            bail!(
                InvalidArgument,
                "argmax[{bad}] is not the position of an element of image {}, which has {} elements",
                bad / self.per_image,
                self.image
            );
        }
        let (values, out) = (call.input::<T>(1), SharedPtr(call.outputs[0]));
        let target = |at: usize| {
            // SAFETY: a checked position; images belong to one task each.
            unsafe { &mut *out.get().cast::<T>().add(at) }
        };
        let task = |image: usize| {
            let range = image * self.per_image..(image + 1) * self.per_image;
            if self.gather {
                for i in range {
                    *target(i) = place(image, i).map_or(T::ZERO, |at| values[at]);
                }
                return;
            }
            (image * self.image..(image + 1) * self.image).for_each(|at| *target(at) = T::ZERO);
            for i in range {
                if let Some(at) = place(image, i) {
                    let own = target(at);
                    *own = T::narrow(own.widen().plus(values[i].widen()));
                }
            }
        };
        if self.batch > 0 {
            call.workers.run(self.batch, &task);
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        (self.batch * (self.image + 3 * self.per_image)) as f64
    }
}
