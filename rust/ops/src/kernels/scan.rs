//! Running sums and products along one axis of a row-major tensor.
//!
//! Invariant: each line is walked by one task from its start, so results do not depend on the number of threads.

use super::lines::Lines;
use crate::rules::resolve_axis;
use rheos_base::{C64, C128, DType, Dims, Element, Kind, Result, bail, bf16, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec, with_number};
use std::marker::PhantomData;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    Add,
    Mul,
    /// Logarithms of sums of exponentials.
    LogAdd,
}

/// Numbers with the arithmetic of graphs: integers wrap.
trait Number: Element {
    const ZERO: Self;
    const ONE: Self;
    fn plus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    /// log(exp(self) + exp(other)) for floats, which are all that is asked for; the others add.
    fn log_plus(self, other: Self) -> Self {
        self.plus(other)
    }
    /// What `log_plus` leaves as it is.
    const LOG_ZERO: Self = Self::ZERO;
}

macro_rules! integers {
    ($($t:ty),*) => {$(
        impl Number for $t {
            const ZERO: Self = 0;
            const ONE: Self = 1;
            fn plus(self, other: Self) -> Self { self.wrapping_add(other) }
            fn times(self, other: Self) -> Self { self.wrapping_mul(other) }
        }
    )*};
}
macro_rules! inexact {
    ($($t:ty, $zero:expr, $one:expr;)*) => {$(
        impl Number for $t {
            const ZERO: Self = $zero;
            const ONE: Self = $one;
            fn plus(self, other: Self) -> Self { self + other }
            fn times(self, other: Self) -> Self { self * other }
        }
    )*};
}
macro_rules! floats {
    ($($t:ty, $zero:expr, $one:expr, $nothing:expr, $wide:expr, $narrow:expr;)*) => {$(
        impl Number for $t {
            const ZERO: Self = $zero;
            const ONE: Self = $one;
            const LOG_ZERO: Self = $nothing;
            fn plus(self, other: Self) -> Self { self + other }
            fn times(self, other: Self) -> Self { self * other }
            fn log_plus(self, other: Self) -> Self { $narrow(log_plus($wide(self), $wide(other))) }
        }
    )*};
}

fn log_plus(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    // The difference of two equal infinities is NaN.
    let gap = if low == high { 0.0 } else { low - high };
    high + libm::log1p(libm::exp(gap))
}

integers! { i8, i16, i32, i64, u8, u16, u32, u64 }
floats! {
    f32, 0.0, 1.0, f32::NEG_INFINITY, f64::from, |v| v as f32;
    f64, 0.0, 1.0, f64::NEG_INFINITY, |v| v, |v| v;
    f16, f16::ZERO, f16::ONE, f16::NEG_INFINITY, f16::to_f64, f16::from_f64;
    bf16, bf16::ZERO, bf16::ONE, bf16::NEG_INFINITY, bf16::to_f64, bf16::from_f64;
}
inexact! {
    C64, C64::new(0.0, 0.0), C64::new(1.0, 0.0);
    C128, C128::new(0.0, 0.0), C128::new(1.0, 0.0);
}

struct Scan<T> {
    dims: Dims,
    /// None where the axis is read in the run.
    axis: Option<i64>,
    combine: Combine,
    exclusive: bool,
    reverse: bool,
    element: PhantomData<T>,
}

/// Plans for the axis in input 1.
pub fn plan_scan(spec: &KernelSpec<'_>, combine: Combine) -> Result<Box<dyn Kernel>> {
    let dims = spec.info.input_dims(0);
    let axis = spec.info.known_ints(1).map(|axis| axis[0]);
    let (exclusive, reverse) = (spec.info.bool("exclusive"), spec.info.bool("reverse"));
    with_number!(spec.outputs[0].dtype, T => {
        Ok(Box::new(Scan::<T> { dims, axis, combine, exclusive, reverse, element: PhantomData }))
    }, else bail!(Unimplemented, "no running sums of {}", spec.outputs[0].dtype))
}

impl<T: Number> Scan<T> {
    /// One line whose elements are neighbours.
    fn line(&self, x: &[T], out: &mut [T], start: T, combine: impl Fn(T, T) -> T) {
        let mut total = start;
        let mut step = |x: &T, out: &mut T| {
            let next = combine(total, *x);
            *out = if self.exclusive { total } else { next };
            total = next;
        };
        if self.reverse {
            x.iter().zip(out).rev().for_each(|(x, out)| step(x, out));
        } else {
            x.iter().zip(out).for_each(|(x, out)| step(x, out));
        }
    }

    /// # Safety
    /// `out` has as many elements as `x`, and these columns are this task's alone.
    unsafe fn columns(
        &self,
        x: &[T],
        out: *mut T,
        (lines, first, width): (&Lines, usize, usize),
        start: T,
        combine: impl Fn(T, T) -> T,
    ) {
        let mut totals = vec![start; width];
        for step in 0..lines.length {
            let row = first + lines.stride * if self.reverse { lines.length - 1 - step } else { step };
            // SAFETY: the caller's promise.
            let out = unsafe { std::slice::from_raw_parts_mut(out.add(row), width) };
            for ((total, x), out) in totals.iter_mut().zip(&x[row..row + width]).zip(out) {
                let next = combine(*total, *x);
                *out = if self.exclusive { *total } else { next };
                *total = next;
            }
        }
    }

    fn run_with(&self, call: &Call<'_>, lines: &Lines, start: T, combine: impl Fn(T, T) -> T + Copy + Sync) {
        let x = call.input::<T>(0);
        let out = SharedPtr(call.outputs[0]);
        if lines.stride == 1 {
            call.workers.run(lines.tasks(), &|task| {
                for line in lines.of_task(task) {
                    let first = line * lines.length;
                    // SAFETY: each line belongs to one task.
                    let out = unsafe { std::slice::from_raw_parts_mut(out.get().cast::<T>().add(first), lines.length) };
                    self.line(&x[first..first + lines.length], out, start, combine);
                }
            });
            return;
        }
        let bands = lines.bands();
        call.workers.run(bands.count(), &|task| {
            let (block, columns) = bands.of_task(task);
            let first = block * lines.stride * lines.length + columns.start;
            // SAFETY: each column belongs to one task.
            unsafe { self.columns(x, out.get().cast(), (lines, first, columns.len()), start, combine) };
        });
    }
}

impl<T: Number> Kernel for Scan<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let axis = match (self.axis, call.input_args[1].dtype) {
            (Some(axis), _) => axis,
            (None, DType::I64) => call.input::<i64>(1)[0],
            (None, _) => i64::from(call.input::<i32>(1)[0]),
        };
        let axis = resolve_axis(axis, self.dims.len()).map_err(|e| e.with_kind(Kind::InvalidArgument))?;
        let lines = Lines::new(&self.dims, axis);
        if lines.elements() == 0 {
            return Ok(());
        }
        match self.combine {
            Combine::Add => self.run_with(call, &lines, T::ZERO, T::plus),
            Combine::Mul => self.run_with(call, &lines, T::ONE, T::times),
            Combine::LogAdd => self.run_with(call, &lines, T::LOG_ZERO, T::log_plus),
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        0.7 * rheos_base::element_count(&self.dims) as f64
    }
}
