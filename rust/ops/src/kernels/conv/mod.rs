//! Convolutions and their gradients over up to three axes of space, channels last.
//!
//! In: row-major operands of `_Convolve` and its relatives, whose attributes give strides, dilations and the border
//! in front. Out: kernels made of the register kernels of [`super::gemm`]:
//!
//! * [`gather`]: each result is a weighted sum of a window of its source. The convolution itself, and the
//!   gradient of its input, whose results fall into as many phases as the strides have combinations.
//! * [`filter`]: the gradient of the filter, sums over pixels.
//! * [`depthwise`]: the same two for filters that keep channels apart.
//!
//! A window is read where it lies, without the taps that the border hides: pixels fall into stretches that see the
//! same ones. A [`slab`], a block of the source with its border, is copied into memory of the task where elements
//! change their type or stretches are too short, [`patches`] one by one where no axis fills a register tile.
//! Invariant: tasks, and the order of every sum, follow from sizes and the instruction set alone.

mod depthwise;
mod filter;
mod gather;
mod patches;
mod slab;
#[cfg(test)]
mod tests;
mod units;

pub use depthwise::{plan_depthwise, plan_depthwise_filter, plan_depthwise_input};
pub use filter::plan_filter;
pub use gather::{plan_forward, plan_input};

use rheos_base::{Result, err};
use rheos_graph::NodeInfo;
use std::ops::Range;

/// Multiply-adds that make a task worth handing to another thread.
const TASK_WORK: usize = 1 << 20;
/// Enough for many threads; more would copy the rows that neighbouring tasks share too often.
const MAX_TASKS: usize = 24;
/// Bytes of a task's own copy of its source, which should stay in the second-level cache.
const SLAB_BYTES: usize = 256 << 10;

/// Sizes of one convolution; missing axes of space come first and have size one.
#[derive(Clone, Debug)]
pub struct Window {
    pub batch: usize,
    pub input: [usize; 3],
    pub kernel: [usize; 3],
    pub output: [usize; 3],
    pub strides: [usize; 3],
    pub dilations: [usize; 3],
    /// Width of the border in front of each axis.
    pub before: [usize; 3],
    pub in_channels: usize,
    pub out_channels: usize,
    /// Channels that one filter reads, and how many filters make a group.
    pub groups: usize,
}

impl Window {
    /// From the sizes of the three tensors and the node's attributes. For depthwise ones, filters are counted as groups.
    pub fn new(info: &NodeInfo<'_>, input: &[usize], filter: &[usize], output: &[usize]) -> Result<Window> {
        let axes = input.len() - 2;
        let space = |dims: &[usize]| {
            let mut out = [1; 3];
            out[3 - axes..].copy_from_slice(&dims[..axes]);
            out
        };
        let numbers = |name: &str, missing: usize| -> Result<[usize; 3]> {
            let given = info.ints(name);
            if given.len() != axes {
                return Err(err!(Internal, "{name} has {} entries for {axes} axes", given.len()));
            }
            let mut out = [missing; 3];
            for (to, &from) in out[3 - axes..].iter_mut().zip(given.iter()) {
                *to = usize::try_from(from).map_err(|_| err!(Internal, "{name} is negative"))?;
            }
            Ok(out)
        };
        Ok(Window {
            batch: input[0],
            input: space(&input[1..]),
            kernel: space(filter),
            output: space(&output[1..]),
            strides: numbers("strides", 1)?,
            dilations: numbers("dilations", 1)?,
            before: numbers("before", 0)?,
            in_channels: input[axes + 1],
            out_channels: output[axes + 1],
            groups: input[axes + 1] / filter[axes].max(1),
        })
    }

    /// How the result's pixels along an axis read the input.
    fn forward(&self, axis: usize) -> Axis {
        Axis {
            pixels: self.output[axis],
            first: 0,
            spacing: 1,
            stride: self.strides[axis],
            origin: -(self.before[axis] as isize),
            taps: self.kernel[axis],
            step: self.dilations[axis],
            source: self.input[axis],
            weight: 0,
            weight_step: 1,
        }
    }

    /// How the input's pixels along an axis read the result's gradient: one entry per remainder of the stride.
    pub fn backward(&self, axis: usize) -> Vec<Axis> {
        let (stride, dilation) = (self.strides[axis], self.dilations[axis]);
        let common = gcd(stride, dilation);
        (0..stride.min(self.input[axis]))
            .map(|phase| {
                // Tap `k` reads the pixel at (phase + before - k * dilation) / stride, where that is whole.
                let from = (phase + self.before[axis]) as isize;
                let meets = |k: usize| (from - (k * dilation) as isize).rem_euclid(stride as isize) == 0;
                let weight_step = stride / common;
                let least = (0..weight_step.min(self.kernel[axis])).find(|&k| meets(k));
                let taps = least.map_or(0, |k| (self.kernel[axis] - k).div_ceil(weight_step));
                // Taps are walked from the last to the first, so that the source is walked forwards.
                let last = least.map_or(0, |k| k + taps.saturating_sub(1) * weight_step);
                Axis {
                    pixels: (self.input[axis] - phase).div_ceil(stride),
                    first: phase,
                    spacing: stride,
                    stride: 1,
                    origin: (from - (last * dilation) as isize).div_euclid(stride as isize),
                    taps,
                    step: dilation / common,
                    source: self.output[axis],
                    weight: last as isize,
                    weight_step: -(weight_step as isize),
                }
            })
            .collect()
    }

    /// Multiply-adds of the convolution and of each of its gradients.
    fn work(&self) -> usize {
        let all = |sizes: [usize; 3]| sizes.iter().product::<usize>();
        let each = self.in_channels / self.groups.max(1);
        [self.batch, all(self.output), all(self.kernel), each, self.out_channels]
            .into_iter()
            .fold(1, |a, b| a.saturating_mul(b))
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// How pixels of a target along one axis read pixels of a source: pixel `p`, which is the target's
/// `first + p * spacing`, reads `p * stride + origin + t * step` for each tap `t`, and nothing outside the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axis {
    pub pixels: usize,
    pub first: usize,
    pub spacing: usize,
    stride: usize,
    pub origin: isize,
    pub taps: usize,
    pub step: usize,
    pub source: usize,
    /// Which of the filter's taps tap 0 is, and the distance to that of tap 1.
    pub weight: isize,
    pub weight_step: isize,
}

impl Axis {
    /// Pixels of the source that `pixels` pixels in a row see, from the first to the last.
    fn extent(&self, pixels: usize) -> usize {
        (pixels.max(1) - 1) * self.stride + (self.taps.max(1) - 1) * self.step + 1
    }

    /// Whether no pixel sees anything outside the source.
    fn is_inside(&self) -> bool {
        self.origin >= 0 && self.origin as usize + self.extent(self.pixels) <= self.source
    }

    /// The taps of a pixel that lie inside the source.
    fn seen(&self, pixel: usize) -> Range<usize> {
        inside(self.start(pixel), self.step, self.taps, self.source)
    }

    /// All pixels, as far as neighbours see the same taps together; with `border`, which counts as seen, all at once.
    fn stretches(&self, border: bool) -> Vec<Stretch> {
        let mut out: Vec<Stretch> = Vec::new();
        for pixel in 0..self.pixels {
            let taps = if border { 0..self.taps } else { self.seen(pixel) };
            match out.last_mut() {
                Some(last) if last.taps == taps => last.pixels.end += 1,
                _ => out.push(Stretch { pixels: pixel..pixel + 1, taps }),
            }
        }
        out
    }

    /// Of so many pixels from `first` on, those whose tap lies inside the source.
    fn seeing(&self, tap: usize, first: usize, pixels: usize) -> Range<usize> {
        inside(self.start(first) + (tap * self.step) as isize, self.stride, pixels, self.source)
    }

    /// The place in the source of the first tap of a pixel.
    fn start(&self, pixel: usize) -> isize {
        (pixel * self.stride) as isize + self.origin
    }
}

/// Neighbouring pixels along an axis, and the taps that each of them sees.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Stretch {
    pixels: Range<usize>,
    taps: Range<usize>,
}

impl Stretch {
    /// What is left of it between two pixels, counted from the first of these; None for nothing.
    fn within(&self, first: usize, count: usize) -> Option<Stretch> {
        let pixels = self.pixels.start.max(first)..self.pixels.end.min(first + count);
        (!pixels.is_empty())
            .then(|| Stretch { pixels: pixels.start - first..pixels.end - first, taps: self.taps.clone() })
    }
}

/// Which of `count` places, the first at `start` and the others a step apart each, lie in `0..end`.
fn inside(start: isize, step: usize, count: usize, end: usize) -> Range<usize> {
    let before = |place: isize| (place - start).max(0) as usize;
    before(0).div_ceil(step).min(count)..before(end as isize).div_ceil(step).min(count)
}

/// Rough nanoseconds of `work` multiply-adds on one thread.
fn nanoseconds(dtype: rheos_base::DType, work: usize) -> f64 {
    use rheos_base::DType;
    let rate = match dtype {
        DType::F32 | DType::F16 | DType::BF16 => 30.0,
        DType::F64 => 15.0,
        _ => 4.0,
    };
    500.0 + work as f64 / rate
}
