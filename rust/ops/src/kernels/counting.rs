//! Loops that sort elements into bins. Invariant: weights are added in the order of the elements.

use super::Planned;
use super::number::Number;
use super::special::in_parts;
use rheos_base::{DType, Element, Result, bail};
use rheos_graph::{Call, Kernel, KernelSpec};

macro_rules! with_counted {
    ($dtype:expr, $t:ident => $body:expr) => {
        match $dtype {
            DType::I32 => {
                type $t = i32;
                $body
            }
            DType::I64 => {
                type $t = i64;
                $body
            }
            DType::F32 => {
                type $t = f32;
                $body
            }
            DType::F64 => {
                type $t = f64;
                $body
            }
            other => bail!(Internal, "elements of {other} are not counted"),
        }
    };
}

/// Plans `Bincount`.
pub fn plan_bincount(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let cost = spec.inputs[0].layout.len() as f64 * 1.5;
    with_counted!(spec.outputs[0].dtype, T => Ok(Planned::boxed(cost, bincount::<T>)))
}

fn bincount<T: Number>(call: &mut Call<'_>) -> Result<()> {
    let (arr, weights) = (call.input::<i32>(0), call.input::<T>(2));
    if let Some(i) = arr.iter().position(|&v| v < 0) {
        bail!(InvalidArgument, "Input arr must be non-negative! arr[{i}] is {}", arr[i]);
    }
    let bins = call.output::<T>(0);
    bins.fill(T::ZERO);
    if weights.is_empty() {
        for &v in arr {
            if let Some(bin) = bins.get_mut(v as usize) {
                *bin = bin.plus(T::ONE);
            }
        }
    } else {
        for (&v, &w) in arr.iter().zip(weights) {
            if let Some(bin) = bins.get_mut(v as usize) {
                *bin = bin.plus(w);
            }
        }
    }
    Ok(())
}

/// A number whose place in a range can be told.
trait Placed: Element + PartialOrd + std::fmt::Display {
    /// `self` minus `low` in the type's own arithmetic, widened; 0 below `low`.
    fn above(self, low: Self) -> f64;
    fn wide(self) -> f64;
}

macro_rules! placed {
    ($($t:ty, $minus:expr;)*) => {$(impl Placed for $t {
        fn above(self, low: Self) -> f64 {
            if self > low { $minus(self, low) as f64 } else { 0.0 }
        }
        fn wide(self) -> f64 { self as f64 }
    })*};
}
placed! { i32, i32::wrapping_sub; i64, i64::wrapping_sub; f32, |a, b| a - b; f64, |a, b| a - b; }

/// Plans `HistogramFixedWidth`.
pub fn plan_histogram(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let cost = spec.inputs[0].layout.len() as f64 * 3.0;
    let wide = spec.outputs[0].dtype == DType::I64;
    with_counted!(spec.inputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        if wide { histogram::<T, i64>(call) } else { histogram::<T, i32>(call) }
    })))
}

fn histogram<T: Placed, C: Number>(call: &mut Call<'_>) -> Result<()> {
    let (values, range) = (call.input::<T>(0), call.input::<T>(1));
    let (low, high) = (range[0], range[1]);
    if !matches!(low.partial_cmp(&high), Some(std::cmp::Ordering::Less)) {
        bail!(InvalidArgument, "value_range should satisfy value_range[0] < value_range[1], but got [{low}, {high}]");
    }
    let bins = call.output::<C>(0);
    bins.fill(C::ZERO);
    let step = high.above(low) / bins.len() as f64;
    let last = (bins.len() - 1) as f64;
    for (i, value) in values.iter().enumerate() {
        if value.partial_cmp(value).is_none() {
            bail!(InvalidArgument, "values[{i}] is NaN, which belongs to no bin");
        }
        let bin = (value.above(low) / step).min(last) as usize;
        bins[bin] = bins[bin].plus(C::ONE);
    }
    Ok(())
}

/// Plans `Bucketize`.
pub fn plan_bucketize(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let boundaries = spec.info.floats("boundaries");
    let cost = spec.inputs[0].layout.len() as f64 * (4.0 + boundaries.len().max(1).ilog2() as f64);
    with_counted!(spec.inputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let x = call.input::<T>(0);
        let bounds = boundaries.clone();
        in_parts(call, call.output::<i32>(0), |start, own| {
            for (i, out) in own.iter_mut().enumerate() {
                // NaN passes all boundaries.
                let v = x[start + i].wide();
                *out = bounds.partition_point(|&b| f64::from(b) <= v || v.is_nan()) as i32;
            }
        })
    })))
}
