//! Greatest sums over windows (greyscale dilation), and where their gradients go.
//!
//! In: row-major images, a filter with a value per place and channel. Out: one kernel for the dilation and one for
//! each gradient; tasks are rows of the result, or blocks of channels where several results add to one element.

use super::number::Number;
use rheos_base::{DType, Result, bail, bf16, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel};

/// Channels of a block.
const LANES: usize = 16;

/// Sizes of a dilation.
#[derive(Clone, Debug)]
pub struct Window {
    pub batch: usize,
    pub input: [usize; 2],
    pub kernel: [usize; 2],
    pub output: [usize; 2],
    pub channels: usize,
    pub strides: [usize; 2],
    pub rates: [usize; 2],
    pub before: [usize; 2],
}

/// Which of the three kernels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    Dilation,
    InputGradient,
    FilterGradient,
}

struct Dilation {
    dtype: DType,
    window: Window,
    wanted: Wanted,
}

/// Plans a dilation or one of its gradients.
pub fn plan(dtype: DType, window: Window, wanted: Wanted) -> Box<dyn Kernel> {
    Box::new(Dilation { dtype, window, wanted })
}

/// The greatest sums of a block of channels, and the place of each in the window and in the image.
struct Greatest<T> {
    values: [T; LANES],
    taps: [usize; LANES],
    pixels: [usize; LANES],
}

impl Window {
    fn work(&self) -> usize {
        self.batch * self.channels * self.output.iter().chain(&self.kernel).product::<usize>()
    }

    /// The greatest sum over the window at row `y`, column `x` for channels from `channel`. NaN never wins.
    fn greatest<T: Number + PartialOrd>(
        &self,
        image: &[T],
        filter: &[T],
        [y, x]: [usize; 2],
        channel: usize,
    ) -> Greatest<T> {
        let lanes = LANES.min(self.channels - channel);
        let place = |i: usize, n: usize| (n * self.strides[i]) as isize - self.before[i] as isize;
        let corner = [place(0, y), place(1, x)];
        let start = corner.map(|n| n.max(0) as usize);
        let first = start[0].min(self.input[0] - 1) * self.input[1] + start[1].min(self.input[1] - 1);
        let mut out = Greatest { values: [T::LOWEST; LANES], taps: [0; LANES], pixels: [first; LANES] };
        for i in 0..self.kernel[0] {
            let row = corner[0] + (i * self.rates[0]) as isize;
            if row < 0 || row >= self.input[0] as isize {
                continue;
            }
            for j in 0..self.kernel[1] {
                let column = corner[1] + (j * self.rates[1]) as isize;
                if column < 0 || column >= self.input[1] as isize {
                    continue;
                }
                let pixel = row as usize * self.input[1] + column as usize;
                let tap = i * self.kernel[1] + j;
                let seen = &image[pixel * self.channels + channel..][..lanes];
                let added = &filter[tap * self.channels + channel..][..lanes];
                for lane in 0..lanes {
                    let sum = seen[lane].plus(added[lane]);
                    if sum > out.values[lane] {
                        (out.values[lane], out.taps[lane], out.pixels[lane]) = (sum, tap, pixel);
                    }
                }
            }
        }
        out
    }

    fn image_size(&self) -> usize {
        self.input[0] * self.input[1] * self.channels
    }
}

impl Dilation {
    fn dilate<T: Number + PartialOrd>(&self, call: &Call<'_>) {
        let w = &self.window;
        let (images, filter) = (call.input::<T>(0), call.input::<T>(1));
        let target = SharedPtr(call.outputs[0]);
        let row = w.output[1] * w.channels;
        call.workers.run(w.batch * w.output[0], &|task| {
            let (image, y) = (task / w.output[0], task % w.output[0]);
            let image = &images[image * w.image_size()..][..w.image_size()];
            // SAFETY: each task writes its own row of the result.
            let to = unsafe { std::slice::from_raw_parts_mut(target.get().cast::<T>().add(task * row), row) };
            for (x, to) in to.chunks_exact_mut(w.channels).enumerate() {
                for (block, to) in to.chunks_mut(LANES).enumerate() {
                    let found = w.greatest(image, filter, [y, x], block * LANES);
                    to.copy_from_slice(&found.values[..to.len()]);
                }
            }
        });
    }

    /// Adds each result's gradient to the element that it came from.
    fn scatter<T: Number + PartialOrd>(&self, call: &Call<'_>, to_filter: bool) {
        let w = &self.window;
        let (images, filter, dy) = (call.input::<T>(0), call.input::<T>(1), call.input::<T>(2));
        call.output::<T>(0).fill(T::ZERO);
        let target = SharedPtr(call.outputs[0]);
        let blocks = w.channels.div_ceil(LANES);
        // Images add to elements of their own, but all of them to one filter.
        let (tasks, each) = if to_filter { (blocks, w.batch) } else { (blocks * w.batch, 1) };
        call.workers.run(tasks, &|task| {
            let channel = task % blocks * LANES;
            let lanes = LANES.min(w.channels - channel);
            let first = task / blocks;
            for index in first..first + each {
                let image = &images[index * w.image_size()..][..w.image_size()];
                let base = if to_filter { 0 } else { index * w.image_size() };
                for y in 0..w.output[0] {
                    for x in 0..w.output[1] {
                        let found = w.greatest(image, filter, [y, x], channel);
                        let from = ((index * w.output[0] + y) * w.output[1] + x) * w.channels + channel;
                        let places = if to_filter { &found.taps } else { &found.pixels };
                        for lane in 0..lanes {
                            // SAFETY: a place in the image or the filter, in channels of this task alone.
                            unsafe {
                                let to =
                                    target.get().cast::<T>().add(base + places[lane] * w.channels + channel + lane);
                                *to = (*to).plus(dy[from + lane]);
                            }
                        }
                    }
                }
            }
        });
    }
}

impl Kernel for Dilation {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        if self.window.work() == 0 || self.window.image_size() == 0 {
            // Nothing is found anywhere; gradients are zero.
            call.output_bytes(0).fill(0);
            return Ok(());
        }
        macro_rules! dispatch {
            ($($dtype:ident: $t:ty),*) => {
                match (self.dtype, self.wanted) {
                    $((DType::$dtype, Wanted::Dilation) => self.dilate::<$t>(call),)*
                    $((DType::$dtype, wanted) => self.scatter::<$t>(call, wanted == Wanted::FilterGradient),)*
                    (other, _) => bail!(Internal, "dilation of {other}"),
                }
            };
        }
        dispatch!(F32: f32, F64: f64, F16: f16, BF16: bf16, I8: i8, I16: i16, I32: i32, I64: i64, U8: u8, U16: u16,
                  U32: u32, U64: u64);
        Ok(())
    }

    fn cost(&self) -> f64 {
        500.0 + self.window.work() as f64
    }
}
