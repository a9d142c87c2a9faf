//! Two ordered lists of places walked side by side.

use super::Planned;
use super::number::Number;
use super::places::{Places, sizes_in};
use super::sparse_rows::Results;
use rheos_base::{C64, C128, DType, Result, Tensor, bail, bf16, f16};
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec, with_number};
use smallvec::smallvec;
use std::cmp::Ordering;

/// Calls `each` with the elements of both lists in row-major order; equal places meet.
fn merge(a: Places<'_>, b: Places<'_>, mut each: impl FnMut(Option<usize>, Option<usize>)) {
    let (mut i, mut j) = (0, 0);
    while i < a.count || j < b.count {
        let order = match (i < a.count, j < b.count) {
            (true, true) => a.at(i).cmp(b.at(j)),
            (true, false) => Ordering::Less,
            _ => Ordering::Greater,
        };
        each(order.is_le().then_some(i), order.is_ge().then_some(j));
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
}

fn same_sizes(a: &Tensor, b: &Tensor) -> Result<Vec<i64>> {
    let (a, b) = (sizes_in(a)?, sizes_in(b)?);
    if a != b {
        bail!(InvalidArgument, "the operands' shapes do not match: {a:?} and {b:?}");
    }
    Ok(a)
}

/// How large a number is.
trait Magnitude: Number {
    fn reaches(self, threshold: f64) -> bool;
}

macro_rules! magnitudes {
    ($($t:ty: $size:expr;)*) => {$(impl Magnitude for $t {
        fn reaches(self, threshold: f64) -> bool {
            let size: fn($t) -> f64 = $size;
            threshold <= size(self)
        }
    })*};
}
magnitudes! {
    f32: |v| f64::from(v.abs());
    f64: f64::abs;
    f16: |v| v.to_f64().abs();
    bf16: |v| v.to_f64().abs();
    i8: |v| f64::from(v).abs();
    i16: |v| f64::from(v).abs();
    i32: |v| f64::from(v).abs();
    i64: |v| v.unsigned_abs() as f64;
    u8: f64::from;
    u16: f64::from;
    u32: f64::from;
    u64: |v| v as f64;
    C64: |v| f64::from(v.norm());
    C128: |v| v.norm();
}

/// A number as float64.
fn threshold(value: &Tensor) -> Result<f64> {
    Ok(match value.dtype() {
        DType::F32 => f64::from(value.as_slice::<f32>()?[0]),
        DType::F64 => value.as_slice::<f64>()?[0],
        DType::F16 => value.as_slice::<f16>()?[0].to_f64(),
        DType::BF16 => value.as_slice::<bf16>()?[0].to_f64(),
        _ => value.to_ints().and_then(|v| v.first().copied()).unwrap_or(0) as f64,
    })
}

/// Plans `SparseAdd`.
pub fn host_add(_: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        same_sizes(&x[2], &x[5])?;
        let (a, b) = (Places::of(&x[0])?, Places::of(&x[3])?);
        let limit = threshold(&x[6])?;
        let mut indices: Vec<i64> = Vec::with_capacity((a.count + b.count) * a.rank);
        let (count, values) = with_number!(x[1].dtype(), T => {
            let (va, vb) = (x[1].as_slice::<T>()?, x[4].as_slice::<T>()?);
            let mut values: Vec<T> = Vec::with_capacity(a.count + b.count);
            merge(a, b, |i, j| {
                let (value, place) = match (i, j) {
                    // Only what was summed is held against the threshold, as in TensorFlow.
                    (Some(i), Some(j)) => match va[i].plus(vb[j]) {
                        sum if sum.reaches(limit) => (sum, a.at(i)),
                        _ => return,
                    },
                    (Some(i), None) => (va[i], a.at(i)),
                    (None, Some(j)) => (vb[j], b.at(j)),
                    (None, None) => return,
                };
                values.push(value);
                indices.extend_from_slice(place);
            });
            (values.len(), Tensor::from_slice(&[values.len()], &values)?)
        }, else bail!(Internal, "not a number type"));
        Ok(smallvec![Tensor::from_slice(&[count, a.rank], &indices)?, values, x[2].clone()])
    }))
}

/// Plans `SparseAddGrad`.
pub fn plan_add_grad(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let [a, b, sum] = [1, 2, 3].map(|i| spec.info.input_dims(i));
    let cost = 8.0 * (a[0] + b[0] + sum[0]) as f64;
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let grads = call.input::<T>(0);
        let sum = Places::new(call.input::<i64>(3), sum[0], sum[1]);
        for (k, own) in [&a, &b].into_iter().enumerate() {
            let places = Places::new(call.input::<i64>(k + 1), own[0], own[1]);
            let out = call.output::<T>(k);
            merge(places, sum, |i, j| match (i, j) {
                (Some(i), Some(j)) => out[i] = grads[j],
                (Some(i), None) => out[i] = <T as Number>::ZERO,
                _ => {}
            });
        }
        Ok(())
    })), else bail!(Internal, "not a number type"))
}

/// Plans `SparseSparseMaximum` and `SparseSparseMinimum`.
pub fn host_extreme(_: &HostSpec<'_>, largest: bool) -> Result<Box<dyn HostKernel>> {
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        same_sizes(&x[2], &x[5])?;
        let (a, b) = (Places::of(&x[0])?, Places::of(&x[3])?);
        let mut indices: Vec<i64> = Vec::with_capacity((a.count + b.count) * a.rank);
        let (count, values) = with_number!(x[1].dtype(), T => {
            let (va, vb) = (x[1].as_slice::<T>()?, x[4].as_slice::<T>()?);
            let mut values: Vec<T> = Vec::with_capacity(a.count + b.count);
            merge(a, b, |i, j| {
                let zero = <T as Number>::ZERO;
                let (l, r) = (i.map_or(zero, |i| va[i]), j.map_or(zero, |j| vb[j]));
                values.push(if largest { l.larger(r) } else { l.smaller(r) });
                indices.extend_from_slice(match (i, j) {
                    (Some(i), _) => a.at(i),
                    (None, j) => b.at(j.unwrap_or(0)),
                });
            });
            (values.len(), Tensor::from_slice(&[values.len()], &values)?)
        }, else bail!(Internal, "not a number type"));
        Ok(smallvec![Tensor::from_slice(&[count, a.rank], &indices)?, values])
    }))
}
