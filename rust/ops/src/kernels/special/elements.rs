//! The loop around a function of a few numbers: operands broadcast, elements shared out in tasks of fixed size.

use crate::kernels::Planned;
use rheos_base::{DType, Element, Result, bail, bf16, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec, Layout};

/// A real type that functions compute for in double precision.
pub trait Real: Element {
    /// The relative error that a result may have; series stop below it.
    const PRECISION: f64;
    fn wide(self) -> f64;
    fn narrow(value: f64) -> Self;
}

macro_rules! reals {
    ($($t:ty, $precision:literal, $wide:expr, $narrow:expr;)*) => {$(impl Real for $t {
        const PRECISION: f64 = $precision;
        #[inline(always)]
        fn wide(self) -> f64 { $wide(self) }
        #[inline(always)]
        fn narrow(value: f64) -> Self { $narrow(value) }
    })*};
}
reals! {
    f64, 1e-17, |v| v, |v| v;
    f32, 1e-10, f64::from, |v| v as f32;
    f16, 1e-6, f16::to_f64, f16::from_f64;
    bf16, 1e-5, bf16::to_f64, bf16::from_f64;
}

/// Where the element of an operand lies that meets element `i` of the result.
pub enum Place {
    Same,
    First,
    Strided(Layout),
}

impl Place {
    /// Of a row-major operand of sizes `dims` in a result of sizes `out`.
    pub fn new(dims: &[usize], out: &[usize]) -> Place {
        let own: usize = dims.iter().product();
        if own == out.iter().product() {
            Place::Same
        } else if own == 1 {
            Place::First
        } else {
            Place::Strided(Layout::contiguous(dims).broadcast(out).collapsed())
        }
    }

    #[inline(always)]
    pub fn of(&self, i: usize) -> usize {
        match self {
            Place::Same => i,
            Place::First => 0,
            Place::Strided(layout) => {
                let (mut left, mut at) = (i, 0);
                for (&size, &stride) in layout.dims.iter().zip(&layout.strides).rev() {
                    at += (left % size) * stride as usize;
                    left /= size;
                }
                at
            }
        }
    }
}

/// Elements in a task: such functions take tens of nanoseconds each.
const TASK: usize = 4096;

/// Runs `task` on disjoint parts of `out` with the number of each part's first element.
pub fn in_parts<T: Element>(call: &Call<'_>, out: &mut [T], task: impl Fn(usize, &mut [T]) + Sync) -> Result<()> {
    let (len, target) = (out.len(), SharedPtr(out.as_mut_ptr().cast()));
    let run = |t: usize| {
        if call.cancelled.load(std::sync::atomic::Ordering::Relaxed) {
            return;
        }
        let start = t * TASK;
        // SAFETY: tasks own disjoint ranges within the `len` elements of `out`.
        let own = unsafe { std::slice::from_raw_parts_mut(target.get().cast::<T>().add(start), TASK.min(len - start)) };
        task(start, own);
    };
    match len.div_ceil(TASK) {
        0 => {}
        1 => run(0),
        tasks => call.workers.run(tasks, &run),
    }
    Ok(())
}

/// A function of `N` numbers and the precision asked for, element by element; `nanoseconds` is a guess for one.
pub fn plan<const N: usize>(
    spec: &KernelSpec<'_>,
    nanoseconds: f64,
    function: fn([f64; N], f64) -> f64,
) -> Result<Box<dyn Kernel>> {
    match spec.outputs[0].dtype {
        DType::F64 => Ok(typed::<f64, N>(spec, nanoseconds, function)),
        DType::F32 => Ok(typed::<f32, N>(spec, nanoseconds, function)),
        DType::F16 => Ok(typed::<f16, N>(spec, nanoseconds, function)),
        DType::BF16 => Ok(typed::<bf16, N>(spec, nanoseconds, function)),
        other => bail!(Internal, "no such function of {other}"),
    }
}

fn typed<T: Real, const N: usize>(
    spec: &KernelSpec<'_>,
    nanoseconds: f64,
    function: fn([f64; N], f64) -> f64,
) -> Box<dyn Kernel> {
    let out = spec.outputs[0].layout.dims.clone();
    let places: [Place; N] = std::array::from_fn(|i| Place::new(&spec.inputs[i].layout.dims, &out));
    let cost = spec.outputs[0].layout.len() as f64 * nanoseconds;
    Planned::boxed(cost, move |call: &mut Call<'_>| {
        let x: [&[T]; N] = std::array::from_fn(|i| call.input::<T>(i));
        in_parts(call, call.output::<T>(0), |start, own| {
            for (i, y) in own.iter_mut().enumerate() {
                let operands = std::array::from_fn(|n| x[n][places[n].of(start + i)].wide());
                *y = T::narrow(function(operands, T::PRECISION));
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn places_follow_broadcasting() {
        let of = |dims: &[usize], out: &[usize]| {
            let place = Place::new(dims, out);
            (0..out.iter().product()).map(|i| place.of(i)).collect::<Vec<_>>()
        };
        assert_eq!(of(&[2, 3], &[2, 3]), [0, 1, 2, 3, 4, 5]);
        assert_eq!(of(&[3], &[2, 3]), [0, 1, 2, 0, 1, 2]);
        assert_eq!(of(&[2, 1], &[2, 3]), [0, 0, 0, 1, 1, 1]);
        assert_eq!(of(&[1, 1], &[2, 2]), [0, 0, 0, 0]);
        assert_eq!(of(&[2, 1, 2], &[2, 2, 2]), [0, 1, 0, 1, 2, 3, 2, 3]);
    }
}
