//! Means of windows. Padding does not count.

use super::Grid;
use super::walk::{Scatter, Taps, Window, backward, disjoint, forward};
use crate::kernels::number::Number;
use crate::kernels::wide::{Wide, with_floating};
use rheos_base::Result;
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::marker::PhantomData;
use std::ops::Range;

pub(super) struct Mean<'a, T> {
    pub x: &'a [T],
    pub out: SharedPtr,
    pub channels: usize,
}

impl<T: Wide> Window for Mean<'_, T> {
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn block<const L: usize>(&self, taps: &Taps, window: usize, channel: usize) {
        let mut sum = [T::Sum::ZERO; L];
        let x = self.x.as_ptr();
        for (place, _) in taps.places(taps.spans) {
            // SAFETY: the taps and these channels are inside the images.
            let values = unsafe { x.add(place + channel).cast::<[T; L]>().read_unaligned() };
            for l in 0..L {
                sum[l] = sum[l].plus(values[l].widen());
            }
        }
        let count = taps.count();
        let result: [T; L] = std::array::from_fn(|l| T::narrow(sum[l].over(count)));
        // SAFETY: the window's place in the result.
        unsafe {
            self.out.get().cast::<T>().add(window * self.channels + channel).cast::<[T; L]>().write_unaligned(result)
        };
    }
}

/// Spreads what arrives at a mean evenly; with `SET` no other window sees the same elements.
pub(super) struct MeanGrad<'a, T, const SET: bool> {
    pub dy: &'a [T],
    pub dx: SharedPtr,
    pub channels: usize,
}

impl<T: Wide, const SET: bool> Scatter for MeanGrad<'_, T, SET> {
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn block<const L: usize>(&self, taps: &Taps, within: [(usize, usize); 3], window: usize, channel: usize) {
        let count = taps.count();
        // SAFETY: the window's place in the result of the forward op.
        let dy = unsafe { self.dy.as_ptr().add(window * self.channels + channel).cast::<[T; L]>().read_unaligned() };
        let share: [T::Sum; L] = std::array::from_fn(|l| dy[l].widen().over(count));
        let dx = self.dx.get().cast::<T>();
        for (place, _) in taps.places(within) {
            // SAFETY: the taps within the band are this task's.
            unsafe {
                let target = dx.add(place + channel).cast::<[T; L]>();
                let new: [T; L] = if SET {
                    std::array::from_fn(|l| T::narrow(share[l]))
                } else {
                    let old = target.read_unaligned();
                    std::array::from_fn(|l| T::narrow(old[l].widen().plus(share[l])))
                };
                target.write_unaligned(new);
            }
        }
    }

    unsafe fn clear(&self, range: Range<usize>) {
        // SAFETY: the caller's promise; zero bytes are the number zero.
        unsafe { self.dx.get().cast::<T>().add(range.start).write_bytes(0, range.len()) };
    }
}

/// Runs the gradient of a mean.
pub(super) fn mean_grad<T: Wide>(call: &Call<'_>, grid: &Grid, dy: &[T]) {
    let (dx, channels) = (SharedPtr(call.outputs[0]), grid.channels);
    if disjoint(grid) {
        backward(call, grid, true, &MeanGrad::<T, true> { dy, dx, channels });
    } else {
        backward(call, grid, false, &MeanGrad::<T, false> { dy, dx, channels });
    }
}

struct Average<T> {
    grid: Grid,
    backward: bool,
    element: PhantomData<T>,
}

/// Plans the means of input 0.
pub fn plan_average(spec: &KernelSpec<'_>, grid: Grid) -> Result<Box<dyn Kernel>> {
    with_floating!(spec.outputs[0].dtype, T => {
        Ok(Box::new(Average::<T> { grid, backward: false, element: PhantomData }))
    })
}

/// Plans the gradient of means: input 1 is what arrives at them.
pub fn plan_average_grad(spec: &KernelSpec<'_>, grid: Grid) -> Result<Box<dyn Kernel>> {
    with_floating!(spec.outputs[0].dtype, T => {
        Ok(Box::new(Average::<T> { grid, backward: true, element: PhantomData }))
    })
}

impl<T: Wide> Kernel for Average<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        if self.backward {
            mean_grad(call, &self.grid, call.input::<T>(1));
        } else {
            let mean = Mean { x: call.input::<T>(0), out: SharedPtr(call.outputs[0]), channels: self.grid.channels };
            forward(call, &self.grid, &mean);
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        cost(&self.grid)
    }
}

/// Rough nanoseconds of a walk over the grid.
pub(super) fn cost(grid: &Grid) -> f64 {
    let block = if grid.channels < 8 { 1.0 } else { 8.0 };
    100.0
        + (grid.windows() * grid.channels) as f64 * (1.0 + grid.taps() as f64) / block
        + (grid.batch * grid.image()) as f64 / block
}
