//! Matrix products: `C = op(A) op(B)` for every numeric element type.
//!
//! In: a [`Problem`], which gives shapes and strides (any, so a transpose never copies) but no data. Out: a
//! [`Gemm`], a plan that anybody may run on any data of that shape, from any number of threads:
//!
//! 1. every [`Gemm::pack`] task (there may be none), in any order or at once;
//! 2. then every [`Gemm::run`] task, in any order or at once;
//! 3. then every [`Gemm::finish`] task (there may be none), in any order or at once.
//!
//! Invariant: the tasks, and the order in which each element is summed, follow from the problem and the
//! instruction set alone, so results do not depend on the number of threads. The arithmetic is that of the
//! element type (integers wrap), except that half precision is summed in `f32` and rounded once.

mod isa;
mod pack;
pub mod parts;
mod plan;
mod run;
mod simd;
#[cfg(test)]
mod tests;
mod tile;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use isa::Isa;
pub use tile::Piece;

use isa::Kernel;
use plan::{OWN_BYTES, Place, Plan};
use rheos_base::{DType, Result, err};
use run::Operands;
use std::{mem::MaybeUninit, ops::Range};

/// A product of an `m` x `k` and a `k` x `n` matrix. Strides are in elements, of rows (`rs`) and columns (`cs`);
/// those of A and B may be anything, also zero or negative. C has contiguous rows and must not overlap A or B.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Problem {
    pub m: usize,
    pub n: usize,
    pub k: usize,
    pub a_rs: isize,
    pub a_cs: isize,
    pub b_rs: isize,
    pub b_cs: isize,
    pub c_rs: isize,
    pub dtype: DType,
}

impl Problem {
    /// Contiguous operands; a transposed one is stored as `k` x `m`, or as `n` x `k`.
    pub fn contiguous(dtype: DType, [m, n, k]: [usize; 3], transpose_a: bool, transpose_b: bool) -> Problem {
        let strides = |rows: usize, cols: usize, swap: bool| {
            if swap { (1, rows as isize) } else { (cols as isize, 1) }
        };
        let (a_rs, a_cs) = strides(m, k, transpose_a);
        let (b_rs, b_cs) = strides(k, n, transpose_b);
        Problem { m, n, k, a_rs, a_cs, b_rs, b_cs, c_rs: n as isize, dtype }
    }
}

/// Memory of one task.
#[repr(align(64))]
struct Own {
    _bytes: [u8; OWN_BYTES],
}

/// A prepared product.
#[derive(Clone, Debug)]
pub struct Gemm {
    kernel: &'static Kernel,
    plan: Plan,
}

impl Gemm {
    /// Plans for the best instruction set of this processor. Fails for element types that have no product.
    pub fn new(problem: Problem) -> Result<Gemm> {
        Gemm::with_isa(problem, Isa::best(), false)
    }

    /// The same, for a B that is packed beforehand with [`Gemm::make_ready`]; None where that gains nothing. Results
    /// have the same bits.
    pub fn with_ready_b(problem: Problem) -> Result<Option<Gemm>> {
        let gemm = Gemm::with_isa(problem, Isa::best(), true)?;
        Ok((gemm.plan.b == Place::Ready).then_some(gemm))
    }

    fn with_isa(problem: Problem, isa: Isa, ready: bool) -> Result<Gemm> {
        let mut problem = problem;
        // Wrapping sums and products have the same bits with and without a sign.
        let signed = match problem.dtype {
            DType::U8 => DType::I8,
            DType::U16 => DType::I16,
            DType::U32 => DType::I32,
            DType::U64 => DType::I64,
            other => other,
        };
        if signed != problem.dtype {
            problem.dtype = signed;
        }
        let kernel = isa::find(isa, problem.dtype)
            .ok_or_else(|| err!(InvalidArgument, "matrix product of {} is not defined", problem.dtype))?;
        Ok(Gemm { kernel, plan: Plan::new(&problem, kernel, ready) })
    }

    /// Bytes of the scratch that all tasks of one product share; it must be aligned to 64.
    pub fn scratch_bytes(&self) -> usize {
        self.plan.scratch_bytes
    }

    /// Tasks that must be complete before the first [`Gemm::run`].
    pub fn pack_tasks(&self) -> usize {
        self.plan.pack_tasks
    }

    /// Tasks that compute C, or parts of the sums.
    pub fn tasks(&self) -> usize {
        self.plan.tasks
    }

    /// Tasks that complete C once all others have run.
    pub fn finish_tasks(&self) -> usize {
        self.plan.finish_tasks
    }

    /// Rows and columns of C that a task of [`Gemm::run`] completes; none where sums come in parts.
    pub fn block(&self, task: usize) -> Option<[Range<usize>; 2]> {
        let (block, ..) = self.plan.block(task);
        (self.plan.parts == 1).then(|| self.callers(block))
    }

    /// Rows and columns of C that a task of [`Gemm::finish`] completes.
    pub fn finish_block(&self, task: usize) -> [Range<usize>; 2] {
        self.callers([self.plan.finish_rows(task), 0..self.plan.n])
    }

    /// A block of the plan's C as one of the caller's.
    fn callers(&self, [rows, cols]: [Range<usize>; 2]) -> [Range<usize>; 2] {
        if self.plan.swapped { [cols, rows] } else { [rows, cols] }
    }

    /// Bytes of a B packed beforehand, and what its order depends on beside the element type.
    pub fn ready_form(&self) -> (usize, [isize; 5]) {
        let p = &self.plan;
        (p.b_bytes, [p.tile_cols as isize, p.k as isize, p.n as isize, p.b_rs, p.b_cs])
    }

    /// Tasks of [`Gemm::make_ready`].
    pub fn ready_tasks(&self) -> usize {
        self.plan.pack_b_tasks
    }

    /// Packs part of B beforehand.
    ///
    /// # Safety
    /// The product is one for a B that is ready; `task < ready_tasks()`; `b` is valid for reads at all places the
    /// problem names and `to` for writes of the bytes that `ready_form` says, aligned to 64.
    pub unsafe fn make_ready(&self, task: usize, b: *const u8, to: *mut u8) {
        let x = Operands { a: std::ptr::null(), b, c: std::ptr::null_mut(), scratch: to };
        // SAFETY: by contract; the kernel was chosen among those this processor runs.
        unsafe { (self.kernel.pack)(&self.plan, task, x) }
    }

    /// Copies part of A or B into the scratch.
    ///
    /// # Safety
    /// `task < pack_tasks()`; `a` and `b` are valid for reads at all places the problem names; `scratch` is valid
    /// for writes of `scratch_bytes()` and aligned to 64; nobody else runs this task.
    pub unsafe fn pack(&self, task: usize, a: *const u8, b: *const u8, scratch: *mut u8) {
        let x = self.operands(a, b, std::ptr::null_mut(), scratch);
        // The tasks that pack B come first, and are the caller's own where it has it ready.
        let task = if self.plan.b == Place::Ready { task + self.plan.pack_b_tasks } else { task };
        // SAFETY: by contract; the kernel was chosen among those this processor runs.
        unsafe { (self.kernel.pack)(&self.plan, task, x) }
    }

    /// Computes part of C.
    ///
    /// # Safety
    /// As for [`Gemm::pack`], with `task < tasks()` and all packing done with the same operands; `c` is valid for
    /// reads and writes.
    pub unsafe fn run(&self, task: usize, a: *const u8, b: *const u8, c: *mut u8, scratch: *mut u8) {
        let x = self.operands(a, b, c, scratch);
        // SAFETY: as in `pack`.
        unsafe {
            if self.plan.b == Place::Own {
                self.run_with_own(task, x);
            } else {
                (self.kernel.run)(&self.plan, task, x, std::ptr::null_mut());
            }
        }
    }

    /// Apart from `run`, because the memory on the stack costs a small product much of its time.
    #[inline(never)]
    unsafe fn run_with_own(&self, task: usize, x: Operands) {
        let mut own = MaybeUninit::<Own>::uninit();
        // SAFETY: passed on.
        unsafe { (self.kernel.run)(&self.plan, task, x, own.as_mut_ptr().cast()) }
    }

    /// Completes part of C.
    ///
    /// # Safety
    /// As for [`Gemm::run`], with `task < finish_tasks()` and all those tasks done with the same operands.
    pub unsafe fn finish(&self, task: usize, c: *mut u8, scratch: *mut u8) {
        let x = Operands { a: std::ptr::null(), b: std::ptr::null(), c, scratch };
        // SAFETY: as in `pack`.
        unsafe { (self.kernel.add_parts)(&self.plan, task, x) }
    }

    /// All tasks on the calling thread.
    ///
    /// # Safety
    /// As for [`Gemm::run`].
    pub unsafe fn run_all(&self, a: *const u8, b: *const u8, c: *mut u8, scratch: *mut u8) {
        // SAFETY: passed on, in the order of the phases.
        unsafe {
            for task in 0..self.plan.pack_tasks {
                self.pack(task, a, b, scratch);
            }
            for task in 0..self.plan.tasks {
                self.run(task, a, b, c, scratch);
            }
            for task in 0..self.plan.finish_tasks {
                self.finish(task, c, scratch);
            }
        }
    }

    fn operands(&self, a: *const u8, b: *const u8, c: *mut u8, scratch: *mut u8) -> Operands {
        let (a, b) = if self.plan.swapped { (b, a) } else { (a, b) };
        Operands { a, b, c, scratch }
    }
}
