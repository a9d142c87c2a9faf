//! Positions of extreme elements: argmax, argmin, the k largest, and whether a class is among the k most likely.
//!
//! NaN is never preferred to a number, and among equals the first position wins, so results are always the same.

use super::lines::Lines;
use super::rank::{Ranked, top};
use crate::rules::resolve_axis;
use rheos_base::{DType, Element, Result, bail, bf16, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::marker::PhantomData;

/// Runs `$body` with `$t` bound to the Rust type of an ordered number dtype.
macro_rules! with_ordered {
    ($dtype:expr, $t:ident => $body:expr) => {
        match $dtype {
            DType::F32 => {
                type $t = f32;
                $body
            }
            DType::F64 => {
                type $t = f64;
                $body
            }
            DType::F16 => {
                type $t = f16;
                $body
            }
            DType::BF16 => {
                type $t = bf16;
                $body
            }
            DType::I8 => {
                type $t = i8;
                $body
            }
            DType::I16 => {
                type $t = i16;
                $body
            }
            DType::I32 => {
                type $t = i32;
                $body
            }
            DType::I64 => {
                type $t = i64;
                $body
            }
            DType::U8 => {
                type $t = u8;
                $body
            }
            DType::U16 => {
                type $t = u16;
                $body
            }
            DType::U32 => {
                type $t = u32;
                $body
            }
            DType::U64 => {
                type $t = u64;
                $body
            }
            other => bail!(Unimplemented, "{other} has no order"),
        }
    };
}

pub(super) use with_ordered;

/// True where `a` goes before `b`, the larger first and NaN last.
fn precedes<T: PartialOrd + Copy>(a: T, b: T) -> bool {
    a > b || (is_nan(b) && !is_nan(a))
}

#[allow(clippy::eq_op)] // the types are generic, and only NaN differs from itself
pub(super) fn is_nan<T: PartialOrd + Copy>(a: T) -> bool {
    a != a
}

struct ArgExtreme<T> {
    lines: Lines,
    least: bool,
    output: DType,
    element: PhantomData<T>,
}

/// Plans `ArgMax`, or `ArgMin` if `least`, along the axis in input 1.
pub fn plan_arg(spec: &KernelSpec<'_>, least: bool) -> Result<Box<dyn Kernel>> {
    let dims = spec.info.input_dims(0);
    // The shape of the result waits for the axis, unless there is only one.
    let axis = match spec.info.known_ints(1) {
        Some(axis) => resolve_axis(axis[0], dims.len())?,
        None if dims.len() == 1 => 0,
        None => bail!(Unimplemented, "the dimension must be known before the run"),
    };
    let lines = Lines::new(&dims, axis);
    if lines.length == 0 && lines.count > 0 {
        bail!(InvalidArgument, "dimension {axis} of {dims:?} has no elements");
    }
    let output = spec.outputs[0].dtype;
    with_ordered!(spec.inputs[0].dtype, T => {
        Ok(Box::new(ArgExtreme::<T> { lines, least, output, element: PhantomData }))
    })
}

impl<T: Element + PartialOrd> ArgExtreme<T> {
    fn better(&self, a: T, b: T) -> bool {
        if self.least { a < b || (is_nan(b) && !is_nan(a)) } else { precedes(a, b) }
    }

    /// First position of the best element of a row: lanes find its value, which no order of comparing changes.
    fn of_row(&self, row: &[T]) -> usize {
        const LANES: usize = 16;
        let Some(first) = row.iter().position(|v| !is_nan(*v)) else { return 0 };
        let mut lanes = [row[first]; LANES];
        let (chunks, rest) = row[first..].as_chunks::<LANES>();
        if self.least {
            for chunk in chunks {
                lanes.iter_mut().zip(chunk).for_each(|(best, &v)| *best = if v < *best { v } else { *best });
            }
        } else {
            for chunk in chunks {
                lanes.iter_mut().zip(chunk).for_each(|(best, &v)| *best = if v > *best { v } else { *best });
            }
        }
        let best = lanes.iter().chain(rest).fold(row[first], |a, &v| if self.better(v, a) { v } else { a });
        row.iter().position(|v| *v == best).unwrap_or(0)
    }

    /// Adds the best positions of columns `first..` of one block, one row after the other.
    fn of_columns(&self, x: &[T], first: usize, best: &mut [T], at: &mut [u32]) {
        for i in 1..self.lines.length {
            let row = &x[first + i * self.lines.stride..][..best.len()];
            for ((best, at), &value) in best.iter_mut().zip(at.iter_mut()).zip(row) {
                let better = self.better(value, *best);
                *best = if better { value } else { *best };
                *at = if better { i as u32 } else { *at };
            }
        }
    }

    /// # Safety
    /// `line` is a line of the input, and no other task writes its result.
    unsafe fn write(&self, out: SharedPtr, line: usize, at: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            match self.output {
                DType::I32 => out.get().cast::<i32>().add(line).write(at as i32),
                _ => out.get().cast::<i64>().add(line).write(at as i64),
            }
        }
    }
}

impl<T: Element + PartialOrd> Kernel for ArgExtreme<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let x = call.input::<T>(0);
        let out = SharedPtr(call.outputs[0]);
        let (length, stride) = (self.lines.length, self.lines.stride);
        if stride == 1 {
            call.workers.run(self.lines.tasks(), &|task| {
                for line in self.lines.of_task(task) {
                    // SAFETY: each line belongs to one task.
                    unsafe { self.write(out, line, self.of_row(&x[line * length..(line + 1) * length])) };
                }
            });
            return Ok(());
        }
        let bands = self.lines.bands();
        call.workers.run(bands.count(), &|task| {
            let (block, columns) = bands.of_task(task);
            let first = block * stride * length + columns.start;
            let (mut best, mut at) = (x[first..first + columns.len()].to_vec(), vec![0; columns.len()]);
            self.of_columns(x, first, &mut best, &mut at);
            for (column, at) in columns.zip(at) {
                // SAFETY: each column belongs to one task.
                unsafe { self.write(out, block * stride + column, at as usize) };
            }
        });
        Ok(())
    }

    fn cost(&self) -> f64 {
        self.lines.elements() as f64
    }
}

struct TopK<T> {
    k: usize,
    rows: Lines,
    element: PhantomData<T>,
}

/// Plans `TopK` along the last axis: output 0 values, output 1 int32 positions.
pub fn plan_top_k(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let (dims, out) = (spec.info.input_dims(0), spec.info.output_dims(0));
    let last = dims.len() - 1;
    let (k, rows) = (out[last], Lines::new(&dims, last));
    with_ordered!(spec.inputs[0].dtype, T => Ok(Box::new(TopK::<T> { k, rows, element: PhantomData })))
}

impl<T: Element + Ranked> Kernel for TopK<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let x = call.input::<T>(0);
        let (values, indices) = (SharedPtr(call.outputs[0]), SharedPtr(call.outputs[1]));
        let (k, n) = (self.k, self.rows.length);
        if k == 0 {
            return Ok(());
        }
        call.workers.run(self.rows.tasks(), &|task| {
            let mut keys = Vec::new();
            for row in self.rows.of_task(task) {
                let elements = &x[row * n..(row + 1) * n];
                top(elements, k, &mut keys);
                for (i, &key) in keys.iter().enumerate() {
                    let p = T::place(key);
                    // SAFETY: k results per row, and each row belongs to one task.
                    unsafe {
                        values.get().cast::<T>().add(row * k + i).write(elements[p as usize]);
                        indices.get().cast::<i32>().add(row * k + i).write(p as i32);
                    }
                }
            }
        });
        Ok(())
    }

    fn cost(&self) -> f64 {
        8.0 * self.rows.elements() as f64
    }
}

struct InTopK {
    classes: usize,
    /// The attribute of `InTopK`; `InTopKV2` reads input 2.
    k: Option<i64>,
    target: DType,
}

/// Plans `InTopK` (with its attribute) or `InTopKV2`.
pub fn plan_in_top_k(spec: &KernelSpec<'_>, k: Option<i64>) -> Result<Box<dyn Kernel>> {
    Ok(Box::new(InTopK { classes: spec.info.input_dims(0)[1], k, target: spec.inputs[1].dtype }))
}

/// Element `i` of an int32 or int64 input.
fn integer(call: &Call<'_>, dtype: DType, input: usize, i: usize) -> i64 {
    match dtype {
        DType::I32 => i64::from(call.input::<i32>(input)[i]),
        _ => call.input::<i64>(input)[i],
    }
}

impl Kernel for InTopK {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let predictions = call.input::<f32>(0);
        let k = self.k.unwrap_or_else(|| integer(call, self.target, 2, 0));
        for (i, found) in call.output_bytes(0).iter_mut().enumerate() {
            let row = &predictions[i * self.classes..(i + 1) * self.classes];
            let target = usize::try_from(integer(call, self.target, 1, i)).ok().and_then(|t| row.get(t));
            let all_finite = || row.iter().all(|p| p.is_finite());
            *found = match target {
                Some(&own) if all_finite() => u8::from((row.iter().filter(|&&p| p > own).count() as i64) < k),
                _ => 0,
            };
        }
        Ok(())
    }
}
