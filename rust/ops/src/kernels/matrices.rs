//! Work on each matrix of a batch by itself.
//!
//! Invariant: one task does a matrix from start to end, so results do not depend on the number of threads.

use super::Planned;
use rheos_base::{C64, C128, DType, Denormals, Element, Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Arg, Call, Kernel, KernelSpec};
use rheos_linalg::{Field, Functions};
use smallvec::SmallVec;
use std::sync::atomic::{AtomicBool, Ordering};

/// Floating-point operations that one task should have, so that waking a thread pays.
const PER_TASK: f64 = 200_000.0;

/// Elements of decomposable matrices.
pub trait Entry: Field + Functions + Element {}
impl Entry for f32 {}
impl Entry for f64 {}
impl Entry for C64 {}
impl Entry for C128 {}

/// The part of each operand that belongs to one matrix of the batch.
pub struct Batch {
    count: usize,
    inputs: SmallVec<[usize; 3]>,
    outputs: SmallVec<[usize; 3]>,
    per_task: usize,
}

impl Batch {
    /// The matrices in the last two axes of input 0, of which each takes this many operations.
    pub fn new(spec: &KernelSpec<'_>, work: f64) -> Batch {
        let dims = &spec.inputs[0].layout.dims;
        let count: usize = dims[..dims.len() - 2].iter().product();
        let share = |args: &[Arg]| args.iter().map(|a| a.layout.len() / count.max(1)).collect();
        let per_task = ((PER_TASK / work.max(1.0)) as usize).clamp(1, count.max(1));
        Batch { count, inputs: share(spec.inputs), outputs: share(spec.outputs), per_task }
    }

    /// Calls `one` with the number of each matrix; false if any call gave false.
    fn all(&self, call: &Call<'_>, one: &(dyn Fn(usize) -> bool + Sync)) -> bool {
        let (failed, cancelled) = (AtomicBool::new(false), call.cancelled);
        call.workers.run(self.count.div_ceil(self.per_task), &|task| {
            // The singular values of complex matrices come out wrong in the crate faer where these count as zero.
            let _kept = Denormals::kept();
            for at in task * self.per_task..((task + 1) * self.per_task).min(self.count) {
                if !cancelled.load(Ordering::Relaxed) && !one(at) {
                    failed.store(true, Ordering::Relaxed);
                }
            }
        });
        !failed.into_inner()
    }
}

/// A kernel that calls `run` with the inputs and outputs of each matrix, all of type `T`; where that gives false
/// the run fails with this message.
pub fn each<T: Entry>(
    spec: &KernelSpec<'_>,
    work: f64,
    error: &'static str,
    run: impl Fn(&[&[T]], &mut [&mut [T]]) -> bool + Send + Sync + 'static,
) -> Result<Box<dyn Kernel>> {
    let batch = Batch::new(spec, work);
    Ok(Planned::boxed(work * batch.count as f64 / 4.0, move |call: &mut Call<'_>| {
        let sources: SmallVec<[SharedPtr; 3]> = call.inputs.iter().map(|p| SharedPtr(p.cast_mut())).collect();
        let targets: SmallVec<[SharedPtr; 3]> = call.outputs.iter().map(|p| SharedPtr(*p)).collect();
        let done = batch.all(call, &|at| {
            let inputs: SmallVec<[&[T]; 3]> = sources
                .iter()
                .zip(&batch.inputs)
                // SAFETY: input `i` holds `count` parts of this length, of the type the kernel was planned for.
                .map(|(p, &n)| unsafe { part(p.get().cast::<T>(), at, n) })
                .collect();
            let mut outputs: SmallVec<[&mut [T]; 3]> = targets
                .iter()
                .zip(&batch.outputs)
                // SAFETY: as above; each part of an output is touched by the task of its matrix alone.
                .map(|(p, &n)| unsafe { part_mut(p.get().cast::<T>(), at, n) })
                .collect();
            // The crate below does not decompose what is empty.
            outputs.iter().all(|o| o.is_empty()) || run(&inputs, &mut outputs)
        });
        if !done {
            bail!(InvalidArgument, "{error}");
        }
        Ok(())
    }))
}

/// Makes a square matrix the identity.
pub fn set_identity<T: Entry>(out: &mut [T], n: usize) {
    out.fill(T::real(0.0));
    (0..n).for_each(|i| out[i * n + i] = T::real(1.0));
}

/// # Safety
/// `start` points at parts of `n` elements each, of which there are more than `at`.
unsafe fn part<'a, T>(start: *const T, at: usize, n: usize) -> &'a [T] {
    if n == 0 {
        return &[];
    }
    // SAFETY: by contract.
    unsafe { std::slice::from_raw_parts(start.add(at * n), n) }
}

/// # Safety
/// As for `part`, and nobody else uses this part.
unsafe fn part_mut<'a, T>(start: *mut T, at: usize, n: usize) -> &'a mut [T] {
    if n == 0 {
        return &mut [];
    }
    // SAFETY: by contract.
    unsafe { std::slice::from_raw_parts_mut(start.add(at * n), n) }
}

/// Plans `Lu`: packed factors and the order of rows.
pub fn plan_lu<T: Entry>(spec: &KernelSpec<'_>, n: usize) -> Result<Box<dyn Kernel>> {
    let work = (n as f64).powi(3);
    let batch = Batch::new(spec, work);
    let wide = spec.outputs[1].dtype == DType::I64;
    Ok(Planned::boxed(work * batch.count as f64 / 4.0, move |call: &mut Call<'_>| {
        let source = SharedPtr(call.inputs[0].cast_mut());
        let (packed, order) = (SharedPtr(call.outputs[0]), SharedPtr(call.outputs[1]));
        let done = batch.all(call, &|at| {
            // SAFETY: the matrices lie one after the other.
            let (a, out) =
                unsafe { (part(source.get().cast::<T>(), at, n * n), part_mut(packed.get().cast::<T>(), at, n * n)) };
            if n == 0 {
                return true;
            }
            let lu = T::lu(a, n);
            out.copy_from_slice(&lu.packed);
            for (i, &row) in lu.rows.iter().enumerate() {
                // SAFETY: `n` entries for each matrix, of the type that `wide` tells.
                unsafe {
                    if wide {
                        order.get().cast::<i64>().add(at * n + i).write(row as i64);
                    } else {
                        order.get().cast::<i32>().add(at * n + i).write(row as i32);
                    }
                }
            }
            !lu.is_singular()
        });
        if !done {
            bail!(InvalidArgument, "Input is not invertible.");
        }
        Ok(())
    }))
}

/// Plans `MatrixSolveLs`, whose last input is the weight of the solution's size.
pub fn plan_least_squares<T: Entry>(
    spec: &KernelSpec<'_>,
    [m, n, k]: [usize; 3],
    fast: bool,
) -> Result<Box<dyn Kernel>> {
    let work = (m * n) as f64 * (m.min(n) + k) as f64;
    let batch = Batch::new(spec, work);
    Ok(Planned::boxed(work * batch.count as f64 / 4.0, move |call: &mut Call<'_>| {
        let l2 = call.input::<f64>(2)[0];
        let (a, b) = (SharedPtr(call.inputs[0].cast_mut()), SharedPtr(call.inputs[1].cast_mut()));
        let out = SharedPtr(call.outputs[0]);
        let done = batch.all(call, &|at| {
            // SAFETY: the matrices lie one after the other, and each of the output belongs to one task.
            let (a, b, out) = unsafe {
                (
                    part(a.get().cast::<T>(), at, m * n),
                    part(b.get().cast::<T>(), at, m * k),
                    part_mut(out.get().cast::<T>(), at, n * k),
                )
            };
            if n == 0 || k == 0 {
                return true;
            }
            if m == 0 {
                out.fill(T::real(0.0));
                return true;
            }
            if fast { T::normal_equations(a, [m, n, k], l2, b, out) } else { T::least_squares(a, m, n, b, k, out) }
        });
        if !done {
            bail!(
                InvalidArgument,
                "Input matrix was rank deficient or ill-conditioned. Try setting fast=False or provide a larger \
                 l2_regularizer > 0."
            );
        }
        Ok(())
    }))
}

/// Runs `$body` with `$t` bound to the Rust type of a dtype whose matrices can be decomposed.
#[macro_export]
macro_rules! with_entry {
    ($dtype:expr, $t:ident => $body:expr) => {
        match $dtype {
            rheos_base::DType::F32 => {
                type $t = f32;
                $body
            }
            rheos_base::DType::F64 => {
                type $t = f64;
                $body
            }
            rheos_base::DType::C64 => {
                type $t = rheos_base::C64;
                $body
            }
            rheos_base::DType::C128 => {
                type $t = rheos_base::C128;
                $body
            }
            other => rheos_base::bail!(Unimplemented, "no decompositions of matrices of {other}"),
        }
    };
}
