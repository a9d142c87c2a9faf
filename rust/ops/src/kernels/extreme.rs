//! Positions of extreme elements: argmax, argmin, the k largest, and whether a class is among the k most likely.
//!
//! NaN is never preferred to a number, and among equals the first position wins, so results are always the same.

use super::lines::Lines;
use crate::rules::resolve_axis;
use rheos_base::{DType, Element, Result, bail, bf16, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::cmp::Ordering;
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
    let Some(axis) = spec.info.known_ints(1) else { bail!(Unimplemented, "the dimension must be a constant") };
    let lines = Lines::new(&dims, resolve_axis(axis[0], dims.len())?);
    if lines.length == 0 && lines.count > 0 {
        bail!(InvalidArgument, "dimension {} of {dims:?} has no elements", axis[0]);
    }
    let output = spec.outputs[0].dtype;
    with_ordered!(spec.inputs[0].dtype, T => {
        Ok(Box::new(ArgExtreme::<T> { lines, least, output, element: PhantomData }))
    })
}

impl<T: Element + PartialOrd> Kernel for ArgExtreme<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let x = call.input::<T>(0);
        let out = SharedPtr(call.outputs[0]);
        call.workers.run(self.lines.tasks(), &|task| {
            for line in self.lines.of_task(task) {
                let start = self.lines.start(line);
                let (mut best, mut at) = (x[start], 0);
                for i in 1..self.lines.length {
                    let value = x[start + i * self.lines.stride];
                    let better = if self.least {
                        value < best || (is_nan(best) && !is_nan(value))
                    } else {
                        precedes(value, best)
                    };
                    if better {
                        (best, at) = (value, i);
                    }
                }
                // SAFETY: one result per line, and each line belongs to one task.
                unsafe {
                    match self.output {
                        DType::I32 => out.get().cast::<i32>().add(line).write(at as i32),
                        _ => out.get().cast::<i64>().add(line).write(at as i64),
                    }
                }
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

/// With at most this many wanted, a short sorted list beats selecting among all.
const SHORT: usize = 32;

/// Positions of the `k` first elements of a row, in order.
fn top<T: PartialOrd + Copy>(row: &[T], k: usize, positions: &mut Vec<u32>) {
    positions.clear();
    if k <= SHORT {
        for (i, &value) in row.iter().enumerate() {
            if positions.len() == k {
                match positions.last() {
                    Some(&last) if precedes(value, row[last as usize]) => positions.pop(),
                    _ => continue,
                };
            }
            let place = positions.partition_point(|&p| !precedes(value, row[p as usize]));
            positions.insert(place, i as u32);
        }
        return;
    }
    let order = |&a: &u32, &b: &u32| {
        let (x, y) = (row[a as usize], row[b as usize]);
        if precedes(x, y) {
            Ordering::Less
        } else if precedes(y, x) {
            Ordering::Greater
        } else {
            a.cmp(&b)
        }
    };
    positions.extend(0..row.len() as u32);
    if k < row.len() {
        positions.select_nth_unstable_by(k - 1, order);
        positions.truncate(k);
    }
    positions.sort_unstable_by(order);
}

impl<T: Element + PartialOrd> Kernel for TopK<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let x = call.input::<T>(0);
        let (values, indices) = (SharedPtr(call.outputs[0]), SharedPtr(call.outputs[1]));
        let (k, n) = (self.k, self.rows.length);
        if k == 0 {
            return Ok(());
        }
        call.workers.run(self.rows.tasks(), &|task| {
            let mut positions = Vec::new();
            for row in self.rows.of_task(task) {
                let elements = &x[row * n..(row + 1) * n];
                top(elements, k, &mut positions);
                for (i, &p) in positions.iter().enumerate() {
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
        2.0 * self.rows.elements() as f64
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

#[cfg(test)]
mod tests {
    use super::top;

    #[test]
    fn short_and_long_selections_agree() {
        let row: Vec<f32> = (0..200).map(|i| if i % 17 == 3 { f32::NAN } else { ((i * 37) % 50) as f32 }).collect();
        let mut all = Vec::new();
        top(&row, row.len(), &mut all);
        let mut sorted: Vec<u32> = (0..200).filter(|&i| !row[i as usize].is_nan()).collect();
        sorted.sort_by(|&a, &b| row[b as usize].total_cmp(&row[a as usize]).then(a.cmp(&b)));
        assert_eq!(all[..sorted.len()], sorted);
        for k in [1, 5, 32, 33, 60, 199] {
            let mut some = Vec::new();
            top(&row, k, &mut some);
            assert_eq!(some, all[..k], "k = {k}");
        }
    }
}
