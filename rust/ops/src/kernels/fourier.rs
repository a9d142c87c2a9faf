//! Fourier transforms over the last axes of row-major tensors.
//!
//! Invariant: a task transforms whole lines, and which lines follows from the sizes alone.

use num_complex::Complex;
use rheos_base::{Element, Result};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, Workers};
use rheos_linalg::{FftNum, Fourier, HalfFourier, HalfInverse, Number, Real};

/// Elements that one task should see.
const PER_TASK: usize = 16 << 10;

/// Parts of complex numbers whose transforms are there.
pub trait Part: Real + Number + Element + FftNum {}
impl Part for f32 {}
impl Part for f64 {}

/// Complex transforms along one axis.
struct Along<T: Part> {
    fourier: Fourier<T>,
    length: usize,
    /// Elements from one to the next along the axis.
    stride: usize,
    /// Lines before the axis: the product of the sizes of the axes in front of it.
    outer: usize,
}

impl<T: Part> Along<T> {
    fn new(dims: &[usize], axis: usize, inverse: bool) -> Along<T> {
        Along {
            fourier: Fourier::new(dims[axis], inverse),
            length: dims[axis],
            stride: dims[axis + 1..].iter().product(),
            outer: dims[..axis].iter().product(),
        }
    }

    /// Transforms all lines in place and multiplies them with `factor`.
    ///
    /// # Safety
    /// `data` holds a tensor of the planned sizes that nobody else uses.
    unsafe fn run(&self, workers: &dyn Workers, data: SharedPtr, factor: Option<T>) {
        let n = self.length;
        let per = (PER_TASK / n).max(1);
        let scale = |lines: &mut [Complex<T>]| {
            if let Some(factor) = factor {
                lines.iter_mut().for_each(|v| *v = Complex::new(v.re * factor, v.im * factor));
            }
        };
        if self.stride == 1 {
            workers.run(self.outer.div_ceil(per), &|task| {
                let (first, last) = (task * per, ((task + 1) * per).min(self.outer));
                // SAFETY: by contract; these lines are this task's alone.
                let lines = unsafe {
                    std::slice::from_raw_parts_mut(data.get().cast::<Complex<T>>().add(first * n), (last - first) * n)
                };
                self.fourier.run(lines);
                scale(lines);
            });
            return;
        }
        // Neighbouring columns share cache lines, so several are copied out at once.
        let width = per.max(8).min(self.stride);
        let blocks = self.stride.div_ceil(width);
        workers.run(self.outer * blocks, &|task| {
            let (outer, block) = (task / blocks, task % blocks);
            let (first, last) = (block * width, ((block + 1) * width).min(self.stride));
            // SAFETY: inside the tensor.
            let start = unsafe { data.get().cast::<Complex<T>>().add(outer * n * self.stride) };
            let mut lines = vec![Complex::new(<T as Number>::real(0.0), <T as Number>::real(0.0)); (last - first) * n];
            for i in 0..n {
                for c in first..last {
                    // SAFETY: element `i` of column `c`, which is this task's alone.
                    lines[(c - first) * n + i] = unsafe { *start.add(i * self.stride + c) };
                }
            }
            self.fourier.run(&mut lines);
            scale(&mut lines);
            for i in 0..n {
                for c in first..last {
                    // SAFETY: as above.
                    unsafe { *start.add(i * self.stride + c) = lines[(c - first) * n + i] };
                }
            }
        });
    }
}

fn axes<T: Part>(dims: &[usize], which: std::ops::Range<usize>, inverse: bool) -> Vec<Along<T>> {
    if dims.contains(&0) {
        return Vec::new();
    }
    which.rev().map(|axis| Along::new(dims, axis, inverse)).collect()
}

/// Nanoseconds for so many elements.
fn cost(dims: &[usize], rank: usize) -> f64 {
    let count: usize = dims.iter().product();
    let logs: f64 = dims[dims.len() - rank..].iter().map(|&d| (d.max(2) as f64).log2()).sum();
    count as f64 * logs * 0.4
}

/// Complex numbers to complex numbers.
pub struct Full<T: Part> {
    axes: Vec<Along<T>>,
    factor: Option<T>,
    cost: f64,
}

impl<T: Part> Full<T> {
    /// Over the last `rank` axes.
    pub fn new(dims: &[usize], rank: usize, inverse: bool) -> Full<T> {
        let points: usize = dims[dims.len() - rank..].iter().product();
        Full {
            axes: axes(dims, dims.len() - rank..dims.len(), inverse),
            factor: inverse.then(|| <T as Number>::real(1.0 / points as f64)),
            cost: cost(dims, rank),
        }
    }
}

impl<T: Part> Kernel for Full<T>
where
    Complex<T>: Element,
{
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        if self.axes.is_empty() {
            return Ok(());
        }
        let (source, target) = (call.input_bytes(0), SharedPtr(call.outputs[0]));
        const PIECE: usize = 1 << 20;
        call.workers.run(source.len().div_ceil(PIECE), &|task| {
            let piece = &source[task * PIECE..((task + 1) * PIECE).min(source.len())];
            // SAFETY: the output is as large as the input; pieces are disjoint.
            unsafe { std::ptr::copy_nonoverlapping(piece.as_ptr(), target.get().add(task * PIECE), piece.len()) };
        });
        for (i, along) in self.axes.iter().enumerate() {
            let factor = if i + 1 == self.axes.len() { self.factor } else { None };
            // SAFETY: the output has the planned sizes.
            unsafe { along.run(call.workers, target, factor) };
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

/// Where row `row` of a grid of these sizes starts in a tensor whose axes are at least as long.
#[derive(Clone)]
struct Rows {
    /// Sizes of the grid without the last axis, and of the tensor with it.
    grid: Vec<usize>,
    tensor: Vec<usize>,
}

impl Rows {
    fn count(&self) -> usize {
        self.grid.iter().product()
    }

    fn start(&self, mut row: usize) -> usize {
        let mut stride = self.tensor[self.tensor.len() - 1];
        let mut at = 0;
        for (&size, &whole) in self.grid.iter().zip(&self.tensor).rev() {
            at += row % size * stride;
            row /= size;
            stride *= whole;
        }
        at
    }
}

/// Real numbers to the first half of their frequencies.
pub struct Half<T: Part> {
    rows: Rows,
    half: Option<HalfFourier<T>>,
    length: usize,
    others: Vec<Along<T>>,
    cost: f64,
}

impl<T: Part> Half<T> {
    /// Of the first `lengths` elements along the last axes.
    pub fn new(input: &[usize], output: &[usize], lengths: &[usize]) -> Half<T> {
        let rank = output.len();
        let length = lengths[lengths.len() - 1];
        Half {
            rows: Rows { grid: output[..rank - 1].to_vec(), tensor: input.to_vec() },
            half: (!output.contains(&0)).then(|| HalfFourier::new(length)),
            length,
            others: axes(output, rank - lengths.len()..rank - 1, false),
            cost: cost(output, lengths.len()),
        }
    }
}

impl<T: Part> Kernel for Half<T>
where
    Complex<T>: Element,
{
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let Some(half) = &self.half else { return Ok(()) };
        let source = call.input::<T>(0);
        let target = SharedPtr(call.outputs[0]);
        let (count, width) = (self.rows.count(), self.length / 2 + 1);
        let per = (PER_TASK / self.length).max(1);
        call.workers.run(count.div_ceil(per), &|task| {
            let first = task * per;
            let line = |i: usize, line: &mut [T]| {
                let start = self.rows.start(first + i);
                line.copy_from_slice(&source[start..start + self.length]);
            };
            half.run(per.min(count - first), line, |i, found| {
                // SAFETY: rows of the output, which are this task's alone.
                unsafe {
                    let to = target.get().cast::<Complex<T>>().add((first + i) * width);
                    std::ptr::copy_nonoverlapping(found.as_ptr(), to, width);
                }
            });
        });
        for along in &self.others {
            // SAFETY: the output has the planned sizes.
            unsafe { along.run(call.workers, target, None) };
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

/// Half of the frequencies to real numbers.
pub struct HalfBack<T: Part> {
    rows: Rows,
    half: Option<HalfInverse<T>>,
    length: usize,
    others: Vec<Along<T>>,
    factor: T,
    scratch: usize,
    cost: f64,
}

impl<T: Part> HalfBack<T> {
    pub fn new(input: &[usize], output: &[usize], lengths: &[usize]) -> HalfBack<T> {
        let rank = output.len();
        let length = lengths[lengths.len() - 1];
        let points: usize = lengths.iter().product();
        let mut grid = output.to_vec();
        grid[rank - 1] = length / 2 + 1;
        let empty = output.contains(&0);
        let others = if empty { Vec::new() } else { axes(&grid, rank - lengths.len()..rank - 1, true) };
        let scratch =
            if others.is_empty() { 0 } else { grid.iter().product::<usize>() * std::mem::size_of::<Complex<T>>() };
        HalfBack {
            rows: Rows { grid: output[..rank - 1].to_vec(), tensor: input.to_vec() },
            half: (!empty).then(|| HalfInverse::new(length)),
            length,
            others,
            factor: <T as Number>::real(1.0 / points as f64),
            scratch,
            cost: cost(output, lengths.len()),
        }
    }
}

impl<T: Part> Kernel for HalfBack<T>
where
    Complex<T>: Element,
{
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let Some(half) = &self.half else { return Ok(()) };
        let source = call.input::<Complex<T>>(0);
        let (target, scratch) = (SharedPtr(call.outputs[0]), SharedPtr(call.scratch));
        let (count, width) = (self.rows.count(), self.length / 2 + 1);
        let per = (PER_TASK / self.length).max(1);
        let tasks = count.div_ceil(per);
        if !self.others.is_empty() {
            call.workers.run(tasks, &|task| {
                for row in task * per..((task + 1) * per).min(count) {
                    let from = &source[self.rows.start(row)..][..width];
                    // SAFETY: rows of the working memory, which are this task's alone.
                    unsafe {
                        let to = scratch.get().cast::<Complex<T>>().add(row * width);
                        std::ptr::copy_nonoverlapping(from.as_ptr(), to, width);
                    }
                }
            });
            for along in &self.others {
                // SAFETY: the working memory has the planned sizes.
                unsafe { along.run(call.workers, scratch, None) };
            }
        }
        call.workers.run(tasks, &|task| {
            let first = task * per;
            let line = |i: usize, line: &mut [Complex<T>]| {
                if self.others.is_empty() {
                    line.copy_from_slice(&source[self.rows.start(first + i)..][..width]);
                } else {
                    // SAFETY: a row of the working memory, which is complete by now.
                    line.copy_from_slice(unsafe {
                        std::slice::from_raw_parts(scratch.get().cast::<Complex<T>>().add((first + i) * width), width)
                    });
                }
            };
            half.run(per.min(count - first), line, |i, found| {
                for (j, &value) in found.iter().enumerate() {
                    // SAFETY: rows of the output, which are this task's alone.
                    unsafe { target.get().cast::<T>().add((first + i) * self.length + j).write(value * self.factor) };
                }
            });
        });
        Ok(())
    }

    fn scratch_bytes(&self, _threads: usize) -> usize {
        self.scratch
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}
