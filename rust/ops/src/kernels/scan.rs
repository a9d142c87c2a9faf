//! Running sums and products along one axis of a row-major tensor.
//!
//! Invariant: each line is walked by one task from its start, so results do not depend on the number of threads.

use super::lines::Lines;
use crate::rules::resolve_axis;
use rheos_base::{C64, C128, Element, Result, bail, bf16, f16};
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
    lines: Lines,
    combine: Combine,
    exclusive: bool,
    reverse: bool,
    element: PhantomData<T>,
}

/// Plans for the axis in input 1.
pub fn plan_scan(spec: &KernelSpec<'_>, combine: Combine) -> Result<Box<dyn Kernel>> {
    let dims = spec.info.input_dims(0);
    let Some(axis) = spec.info.known_ints(1) else { bail!(Unimplemented, "the axis must be a constant") };
    let lines = Lines::new(&dims, resolve_axis(axis[0], dims.len())?);
    let (exclusive, reverse) = (spec.info.bool("exclusive"), spec.info.bool("reverse"));
    with_number!(spec.outputs[0].dtype, T => {
        Ok(Box::new(Scan::<T> { lines, combine, exclusive, reverse, element: PhantomData }))
    }, else bail!(Unimplemented, "no running sums of {}", spec.outputs[0].dtype))
}

impl<T: Number> Scan<T> {
    fn line(&self, x: &[T], out: *mut T, start: usize) {
        let n = self.lines.length;
        let (mut total, combine): (T, fn(T, T) -> T) = match self.combine {
            Combine::Add => (T::ZERO, T::plus),
            Combine::Mul => (T::ONE, T::times),
            Combine::LogAdd => (T::LOG_ZERO, T::log_plus),
        };
        for step in 0..n {
            let at = start + self.lines.stride * if self.reverse { n - 1 - step } else { step };
            let next = combine(total, x[at]);
            let value = if self.exclusive { total } else { next };
            // SAFETY: `out` has as many elements as `x`, and this line is this task's alone.
            unsafe { out.add(at).write(value) };
            total = next;
        }
    }
}

impl<T: Number> Kernel for Scan<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let x = call.input::<T>(0);
        let out = SharedPtr(call.outputs[0]);
        call.workers.run(self.lines.tasks(), &|task| {
            for line in self.lines.of_task(task) {
                self.line(x, out.get().cast(), self.lines.start(line));
            }
        });
        Ok(())
    }

    fn cost(&self) -> f64 {
        self.lines.elements() as f64
    }
}
