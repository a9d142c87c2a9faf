//! Sums over neighbours along the last axis of a row-major tensor.
//!
//! Invariant: each sum is added from its first element to its last, or, where a window spans more than 64 elements, as
//! a difference of running sums in float64; both depend on sizes alone.

use super::wide::Wide;
use super::widest::{Body, widest};
use rheos_base::{DType, Result};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::marker::PhantomData;
use std::ops::Range;

/// Elements that one task should see.
const PER_TASK: usize = 16 << 10;
/// Widest window that is added up element by element.
const DIRECT: usize = 64;

struct NeighbourSums<T> {
    rows: usize,
    length: usize,
    radius: usize,
    element: PhantomData<T>,
}

/// Plans sums over the attribute `radius`.
pub fn plan_neighbour_sums(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let dims = spec.info.input_dims(0);
    let length = dims.last().copied().unwrap_or(1);
    let rows = dims[..dims.len().saturating_sub(1)].iter().product();
    let radius = (spec.info.int("radius").max(0) as usize).min(length);
    Ok(match spec.inputs[0].dtype {
        DType::F64 => Box::new(NeighbourSums::<f64> { rows, length, radius, element: PhantomData }),
        _ => Box::new(NeighbourSums::<f32> { rows, length, radius, element: PhantomData }),
    })
}

struct Rows<'a, T> {
    plan: &'a NeighbourSums<T>,
    x: &'a [T],
    out: &'a mut [T],
}

impl<T: Wide + Into<f64> + FromF64> Body for Rows<'_, T> {
    const WIDE: bool = true;

    #[inline(always)]
    fn run(self) {
        let NeighbourSums { length, radius, .. } = *self.plan;
        let width = 2 * radius + 1;
        if width > DIRECT {
            for (x, out) in self.x.chunks_exact(length).zip(self.out.chunks_exact_mut(length)) {
                running(x, out, radius);
            }
            return;
        }
        // A row between zeros, so that all windows are whole.
        let mut padded = vec![T::ZERO; length + 2 * radius];
        for (x, out) in self.x.chunks_exact(length).zip(self.out.chunks_exact_mut(length)) {
            padded[radius..radius + length].copy_from_slice(x);
            out.copy_from_slice(&padded[..length]);
            for shift in 1..width {
                for (sum, &value) in out.iter_mut().zip(&padded[shift..shift + length]) {
                    *sum = sum.plus(value);
                }
            }
        }
    }
}

/// Windows by differences: a value that is not finite only counts where it is seen.
fn running<T: Wide + Into<f64> + FromF64>(x: &[T], out: &mut [T], radius: usize) {
    let n = x.len();
    let (mut sum, mut odd) = (0.0f64, 0usize);
    let mut add = |value: f64, sign: f64| {
        if value.is_finite() {
            sum += sign * value;
        } else {
            odd = if sign > 0.0 { odd + 1 } else { odd - 1 };
        }
        (sum, odd)
    };
    let mut state = (0.0, 0);
    for value in &x[..radius.min(n)] {
        state = add((*value).into(), 1.0);
    }
    for i in 0..n {
        if i + radius < n {
            state = add(x[i + radius].into(), 1.0);
        }
        if i > radius {
            state = add(x[i - radius - 1].into(), -1.0);
        }
        out[i] = if state.1 == 0 {
            T::from_f64(state.0)
        } else {
            let seen = &x[i.saturating_sub(radius)..(i + radius + 1).min(n)];
            T::from_f64(seen.iter().map(|&v| v.into()).sum())
        };
    }
}

trait FromF64 {
    fn from_f64(value: f64) -> Self;
}

impl FromF64 for f32 {
    fn from_f64(value: f64) -> f32 {
        value as f32
    }
}

impl FromF64 for f64 {
    fn from_f64(value: f64) -> f64 {
        value
    }
}

impl<T: Wide + Into<f64> + FromF64> Kernel for NeighbourSums<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (x, out, length) = (call.input::<T>(0), SharedPtr(call.outputs[0]), self.length);
        if self.rows * length == 0 {
            return Ok(());
        }
        let per = (PER_TASK / length).max(1);
        call.workers.run(self.rows.div_ceil(per), &|task| {
            let range: Range<usize> = task * per * length..((task + 1) * per).min(self.rows) * length;
            // SAFETY: these rows of the result belong to this task.
            let own = unsafe { std::slice::from_raw_parts_mut(out.get().cast::<T>().add(range.start), range.len()) };
            widest(Rows { plan: self, x: &x[range], out: own });
        });
        Ok(())
    }

    fn cost(&self) -> f64 {
        100.0 + (self.rows * self.length * (2 * self.radius + 1).min(DIRECT)) as f64 / 8.0
    }
}
