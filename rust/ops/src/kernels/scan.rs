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
}

/// Numbers with the arithmetic of graphs: integers wrap.
trait Number: Element {
    const ZERO: Self;
    const ONE: Self;
    fn plus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
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
integers! { i8, i16, i32, i64, u8, u16, u32, u64 }
inexact! {
    f32, 0.0, 1.0;
    f64, 0.0, 1.0;
    f16, f16::ZERO, f16::ONE;
    bf16, bf16::ZERO, bf16::ONE;
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
