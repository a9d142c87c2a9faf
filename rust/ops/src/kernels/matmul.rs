//! Products of matrices and of batches of matrices.
//!
//! In: operands with any strides. Out: a kernel that runs the tasks of one [`Gemm`] plan per matrix of the batch.
//! Invariant: how the work is cut follows from sizes alone, so results do not depend on the number of threads.

use super::gemm::{Gemm, Problem};
use rheos_base::{C64, C128, DType, Element, Result};
use rheos_graph::kernel::{Packing, Region, SharedPtr};
use rheos_graph::{Arg, Call, Kernel, KernelSpec, Layout};
use smallvec::SmallVec;

/// How an operand enters the product.
#[derive(Clone, Copy)]
pub struct Operand {
    pub transpose: bool,
    pub conjugate: bool,
}

/// Matrices are packed into working memory of at most about this size at a time.
const SCRATCH_BUDGET: usize = 16 << 20;

struct Product {
    gemm: Gemm,
    /// The same for a second operand that is packed beforehand.
    ready: Option<Gemm>,
    size: usize,
    /// Elements from one matrix of the batch to the next, per axis of the batch.
    batch: SmallVec<[usize; 4]>,
    a_steps: SmallVec<[isize; 4]>,
    b_steps: SmallVec<[isize; 4]>,
    c_step: usize,
    /// Of the result.
    columns: usize,
    /// Operands that are copied and conjugated first.
    a_copy: Option<Copy>,
    b_copy: Option<Copy>,
    /// Matrices of the batch that are worked on together.
    group: usize,
    /// Working memory of one matrix: packed panels, then copies.
    packed: usize,
    each: usize,
    cost: f64,
}

/// A complex matrix to be conjugated into contiguous memory.
#[derive(Clone)]
struct Copy {
    dtype: DType,
    rows: usize,
    columns: usize,
    row_stride: isize,
    column_stride: isize,
    /// Where in the matrix's working memory.
    at: usize,
}

impl Copy {
    fn bytes(&self) -> usize {
        (self.rows * self.columns * self.dtype.size()).next_multiple_of(64)
    }

    /// # Safety
    /// `from` is valid for reads at all elements, `to` for writes of `bytes()`.
    unsafe fn run(&self, from: *const u8, to: *mut u8) {
        // SAFETY: passed on.
        unsafe {
            match self.dtype {
                DType::C64 => self.typed(from.cast::<C64>(), to.cast::<C64>(), |z| z.conj()),
                _ => self.typed(from.cast::<C128>(), to.cast::<C128>(), |z| z.conj()),
            }
        }
    }

    /// # Safety
    /// As for `run`.
    unsafe fn typed<T: Element>(&self, from: *const T, to: *mut T, conj: fn(T) -> T) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                let place = row as isize * self.row_stride + column as isize * self.column_stride;
                // SAFETY: an element of the matrix; the copy has room for all of them.
                unsafe { to.add(row * self.columns + column).write(conj(from.offset(place).read())) };
            }
        }
    }
}

/// A matrix inside an operand: sizes after transposition, strides, and the strides of the batch axes.
struct Matrix {
    rows: usize,
    columns: usize,
    row_stride: isize,
    column_stride: isize,
    steps: SmallVec<[isize; 4]>,
}

impl Matrix {
    fn of(arg: &Arg, operand: Operand, batch: &[usize]) -> Matrix {
        let layout = &arg.layout;
        let rank = layout.dims.len();
        let (mut r, mut c) = (rank - 2, rank - 1);
        if operand.transpose {
            (r, c) = (c, r);
        }
        let outer = Layout {
            dims: layout.dims[..rank - 2].into(),
            strides: layout.strides[..rank - 2].into(),
            offset: layout.offset,
        };
        Matrix {
            rows: layout.dims[r],
            columns: layout.dims[c],
            row_stride: layout.strides[r],
            column_stride: layout.strides[c],
            steps: outer.broadcast(batch).strides.iter().copied().collect(),
        }
    }

    /// Makes this a contiguous conjugated copy if the operand asks for one.
    fn conjugated(&mut self, dtype: DType, operand: Operand, at: usize) -> Option<Copy> {
        if !operand.conjugate || !dtype.is_complex() {
            return None;
        }
        let copy = Copy {
            dtype,
            rows: self.rows,
            columns: self.columns,
            row_stride: self.row_stride,
            column_stride: self.column_stride,
            at,
        };
        (self.row_stride, self.column_stride) = (self.columns as isize, 1);
        Some(copy)
    }
}

/// Plans `op(a) op(b)` over the last two axes, the leading ones broadcast to those of the result.
pub fn plan_product(spec: &KernelSpec<'_>, a_op: Operand, b_op: Operand) -> Result<Box<dyn Kernel>> {
    let out = &spec.outputs[0];
    let dtype = out.dtype;
    let rank = out.layout.dims.len();
    let mut batch: SmallVec<[usize; 4]> = out.layout.dims[..rank - 2].iter().copied().collect();
    let mut a = Matrix::of(&spec.inputs[0], a_op, &batch);
    let mut b = Matrix::of(&spec.inputs[1], b_op, &batch);
    let (a_conj, b_conj) = (a_op.conjugate && dtype.is_complex(), b_op.conjugate && dtype.is_complex());
    // One matrix b for the whole batch: the batch's rows are rows of one tall matrix, if they are evenly spaced.
    if !a_conj && !b_conj && b.steps.iter().all(|&s| s == 0) && !batch.is_empty() {
        let mut rows = Layout::contiguous(&[]);
        rows.dims = batch.iter().copied().chain([a.rows]).collect();
        rows.strides = a.steps.iter().copied().chain([a.row_stride]).collect();
        let merged = rows.collapsed();
        if merged.dims.len() <= 1 {
            a.rows = rows.len();
            a.row_stride = merged.strides.first().copied().unwrap_or(a.row_stride);
            (batch, a.steps, b.steps) = Default::default();
        }
    }
    // The layouts' offsets are already in the pointers that a call gives.
    let a_copy = a.conjugated(dtype, a_op, 0);
    let b_copy = b.conjugated(dtype, b_op, a_copy.as_ref().map_or(0, Copy::bytes));
    let (m, n, k) = (a.rows, b.columns, a.columns);
    let problem = Problem {
        m,
        n,
        k,
        a_rs: a.row_stride,
        a_cs: a.column_stride,
        b_rs: b.row_stride,
        b_cs: b.column_stride,
        c_rs: n as isize,
        dtype,
    };
    let gemm = Gemm::new(problem)?;
    let shared = b_copy.is_none() && b.steps.iter().all(|&s| s == 0);
    let ready = if shared { Gemm::with_ready_b(problem)? } else { None };
    let scratch = ready.as_ref().map_or(0, Gemm::scratch_bytes).max(gemm.scratch_bytes());
    let packed = scratch.next_multiple_of(64);
    let each = packed + a_copy.as_ref().map_or(0, Copy::bytes) + b_copy.as_ref().map_or(0, Copy::bytes);
    let count: usize = batch.iter().product();
    let group = SCRATCH_BUDGET.checked_div(each).map_or(count, |fit| fit.clamp(1, count.max(1)));
    // Rough rates of one thread, in multiply-adds per nanosecond.
    let rate = match dtype {
        DType::F32 => 30.0,
        DType::F64 => 15.0,
        _ => 4.0,
    };
    let cost = count as f64 * (50.0 + (m * n) as f64 * k.max(1) as f64 / rate);
    let (a_steps, b_steps) = (a.steps, b.steps);
    let size = dtype.size();
    Ok(Box::new(Product {
        gemm,
        ready,
        size,
        batch,
        a_steps,
        b_steps,
        c_step: m * n,
        columns: n,
        a_copy,
        b_copy,
        group,
        packed,
        each,
        cost,
    }))
}

impl Product {
    /// Offset in elements of matrix `index` of the batch.
    fn offset(&self, mut index: usize, steps: &[isize]) -> isize {
        let mut offset = 0;
        for (&d, &s) in self.batch.iter().zip(steps).rev() {
            offset += (index % d) as isize * s;
            index /= d;
        }
        offset
    }
}

impl Kernel for Product {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let count: usize = self.batch.iter().product();
        if count == 0 || self.c_step == 0 {
            return Ok(());
        }
        let (a, b) = (SharedPtr(call.inputs[0].cast_mut()), SharedPtr(call.inputs[1].cast_mut()));
        let (c, scratch) = (SharedPtr(call.outputs[0]), SharedPtr(call.scratch));
        let (size, watcher) = (self.size as isize, call.watcher);
        let (gemm, b) = match &self.ready {
            Some(ready) if !call.packed.is_null() => (ready, SharedPtr(call.packed.cast_mut())),
            _ => (&self.gemm, b),
        };
        let memory = |at: usize| {
            // SAFETY: within the working memory that was asked for, `each` for every matrix of a group.
            unsafe { scratch.get().add((at % self.group) * self.each) }
        };
        let operand = |at: usize, base: SharedPtr, steps: &[isize], copy: &Option<Copy>| match copy {
            // SAFETY: the copies lie behind the packed panels.
            Some(copy) => unsafe { memory(at).add(self.packed + copy.at).cast_const() },
            // SAFETY: the place of a matrix inside the operand.
            None => unsafe { base.get().offset(self.offset(at, steps) * size).cast_const() },
        };
        for first in (0..count).step_by(self.group) {
            if call.is_cancelled() {
                return Ok(());
            }
            let matrices = self.group.min(count - first);
            for (copy, base, steps) in [(&self.a_copy, a, &self.a_steps), (&self.b_copy, b, &self.b_steps)] {
                let Some(copy) = copy else { continue };
                call.workers.run(matrices, &|task| {
                    let at = first + task;
                    // SAFETY: reads one matrix of the operand, writes memory of this matrix alone.
                    unsafe {
                        let from = base.get().offset(self.offset(at, steps) * size);
                        copy.run(from, memory(at).add(self.packed + copy.at));
                    }
                });
            }
            let pack = gemm.pack_tasks();
            if pack > 0 {
                call.workers.run(matrices * pack, &|task| {
                    let at = first + task / pack;
                    let (pa, pb) =
                        (operand(at, a, &self.a_steps, &self.a_copy), operand(at, b, &self.b_steps, &self.b_copy));
                    // SAFETY: operands and working memory as the plan's problem describes; tasks write disjoint parts.
                    unsafe { gemm.pack(task % pack, pa, pb, memory(at)) }
                });
            }
            let tasks = gemm.tasks();
            call.workers.run(matrices * tasks, &|task| {
                let at = first + task / tasks;
                let (pa, pb) =
                    (operand(at, a, &self.a_steps, &self.a_copy), operand(at, b, &self.b_steps, &self.b_copy));
                // SAFETY: as above, after all packing; each task writes its own part of its own matrix of the result.
                unsafe {
                    let pc = c.get().add(at * self.c_step * self.size);
                    gemm.run(task % tasks, pa, pb, pc, memory(at));
                }
                if let Some(block) = gemm.block(task % tasks) {
                    watcher.complete(Region::block(at * self.c_step, self.columns, block));
                }
            });
            let last = gemm.finish_tasks();
            if last > 0 {
                call.workers.run(matrices * last, &|task| {
                    let at = first + task / last;
                    // SAFETY: as above, after all sums.
                    unsafe {
                        let pc = c.get().add(at * self.c_step * self.size);
                        gemm.finish(task % last, pc, memory(at));
                    }
                    watcher.complete(Region::block(at * self.c_step, self.columns, gemm.finish_block(task % last)));
                });
            }
        }
        Ok(())
    }

    fn packing(&self) -> Option<Packing> {
        let (bytes, form) = self.ready.as_ref()?.ready_form();
        Some(Packing { input: 1, bytes, form })
    }

    fn pack(&self, call: &Call<'_>, to: *mut u8) {
        let Some(gemm) = &self.ready else { return };
        let (b, to) = (SharedPtr(call.inputs[1].cast_mut()), SharedPtr(to));
        // SAFETY: the operand as the plan's problem describes it, and room for all of its panels; tasks write disjoint
        // ones.
        call.workers.run(gemm.ready_tasks(), &|task| unsafe { gemm.make_ready(task, b.get(), to.get()) });
    }

    fn scratch_bytes(&self, _threads: usize) -> usize {
        self.group * self.each
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}
