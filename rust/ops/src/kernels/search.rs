//! Binary search in sorted rows, coordinates of flat positions, and selection of the n-th smallest.

use super::extreme::{is_nan, with_ordered};
use super::lines::Lines;
use rheos_base::{DType, Element, Result, bail, bf16, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::cmp::Ordering;
use std::marker::PhantomData;

/// Values that one task looks up.
const PER_TASK: usize = 8 << 10;

struct Bound<T> {
    rows: usize,
    row: usize,
    values: usize,
    upper: bool,
    wide: bool,
    element: PhantomData<T>,
}

/// Plans `LowerBound`, or `UpperBound` if `upper`: rows in input 0, values to look up in input 1.
pub fn plan_bound(spec: &KernelSpec<'_>, upper: bool) -> Result<Box<dyn Kernel>> {
    let (sorted, values) = (spec.info.input_dims(0), spec.info.input_dims(1));
    let (rows, row, values) = (sorted[0], sorted[1], values[1]);
    let wide = spec.outputs[0].dtype == DType::I64;
    if !wide && row > i32::MAX as usize {
        bail!(InvalidArgument, "rows of {row} elements need out_type=int64");
    }
    with_ordered!(spec.inputs[0].dtype, T => {
        Ok(Box::new(Bound::<T> { rows, row, values, upper, wide, element: PhantomData }))
    })
}

impl<T: Element + PartialOrd> Kernel for Bound<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (sorted, values) = (call.input::<T>(0), call.input::<T>(1));
        let out = SharedPtr(call.outputs[0]);
        let total = self.rows * self.values;
        let task = |task: usize| {
            let first = task * PER_TASK;
            for (i, &value) in (first..).zip(&values[first..total.min(first + PER_TASK)]) {
                let start = i / self.values * self.row;
                let row = &sorted[start..start + self.row];
                let at = if self.upper {
                    #[allow(clippy::neg_cmp_op_on_partial_ord)] // what does not compare lies before
                    row.partition_point(|s| !(value < *s))
                } else {
                    row.partition_point(|s| *s < value)
                };
                // SAFETY: one result per value, and each value belongs to one task.
                unsafe {
                    match self.wide {
                        true => out.get().cast::<i64>().add(i).write(at as i64),
                        false => out.get().cast::<i32>().add(i).write(at as i32),
                    }
                }
            }
        };
        match total.div_ceil(PER_TASK) {
            0 => {}
            1 => task(0),
            tasks => call.workers.run(tasks, &task),
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        (self.rows * self.values) as f64 * 4.0 * (self.row.max(2) as f64).log2()
    }
}

/// Plans `UnravelIndex`: flat positions in input 0, sizes in input 1.
pub fn plan_unravel(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    macro_rules! planned {
        ($t:ty) => {
            Ok(Box::new(|call: &mut Call<'_>| {
                let (indices, dims) = (call.input::<$t>(0), call.input::<$t>(1));
                let out = call.output::<$t>(0);
                let mut size: $t = 1;
                for &d in dims {
                    if d < 1 {
                        bail!(InvalidArgument, "dims must be positive, got {d}");
                    }
                    size = match size.checked_mul(d) {
                        Some(s) => s,
                        None => bail!(InvalidArgument, "dims {dims:?} have more elements than their type can count"),
                    };
                }
                for (at, &i) in indices.iter().enumerate() {
                    if i < 0 || i >= size {
                        bail!(InvalidArgument, "indices[{at}] = {i} is not inside dims {dims:?}");
                    }
                    let mut left = i;
                    for (axis, &d) in dims.iter().enumerate().rev() {
                        out[axis * indices.len() + at] = left % d;
                        left /= d;
                    }
                }
                Ok(())
            }))
        };
    }
    match spec.inputs[0].dtype {
        DType::I64 => planned!(i64),
        _ => planned!(i32),
    }
}

struct Nth<T> {
    rows: Lines,
    reverse: bool,
    element: PhantomData<T>,
}

/// Plans `NthElement` along the last axis, for the position in input 1.
pub fn plan_nth(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let dims = spec.info.input_dims(0);
    let (rows, reverse) = (Lines::new(&dims, dims.len() - 1), spec.info.bool("reverse"));
    with_ordered!(spec.inputs[0].dtype, T => Ok(Box::new(Nth::<T> { rows, reverse, element: PhantomData })))
}

/// Smaller first, NaN last.
fn ascending<T: PartialOrd + Copy>(a: &T, b: &T) -> Ordering {
    a.partial_cmp(b).unwrap_or_else(|| is_nan(*a).cmp(&is_nan(*b)))
}

impl<T: Element + PartialOrd> Kernel for Nth<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (x, length) = (call.input::<T>(0), self.rows.length);
        let n = call.input::<i32>(1)[0];
        if n < 0 || n as usize >= length {
            bail!(InvalidArgument, "n = {n} is not in [0, {length})");
        }
        let n = if self.reverse { length - 1 - n as usize } else { n as usize };
        let out = SharedPtr(call.outputs[0]);
        call.workers.run(self.rows.tasks(), &|task| {
            let mut row = Vec::with_capacity(length);
            for line in self.rows.of_task(task) {
                row.clear();
                row.extend_from_slice(&x[line * length..(line + 1) * length]);
                let (_, found, _) = row.select_nth_unstable_by(n, ascending);
                // SAFETY: one result per row, and each row belongs to one task.
                unsafe { out.get().cast::<T>().add(line).write(*found) };
            }
        });
        Ok(())
    }

    fn cost(&self) -> f64 {
        4.0 * self.rows.elements() as f64
    }
}
