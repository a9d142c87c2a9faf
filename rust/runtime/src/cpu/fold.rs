//! A reduction, with the element-wise work before and after it, as a kernel.
//!
//! Every result is folded in an order that depends on the sizes alone, so the numbers do not change with
//! the number of threads. Long folds are cut into chunks of fixed size whose results are folded in turn.

use crate::cpu::code::{Bases, Code, Target};
use crate::cpu::map::{MapKernel, TASK_NANOS, check};
use crate::cpu::scratch::with_scratch;
use crate::cpu::tile::{Isa, TileFn, fold_fn, splat_fn, tile_fn};
use rheos_base::{Result, bail};
use rheos_graph::Layout;
use rheos_graph::expr::{Scalar, Term};
use rheos_graph::group::{Group, Reduction};
use rheos_graph::kernel::{Call, Kernel, SharedPtr};
use smallvec::SmallVec;
use std::sync::atomic::{AtomicU32, Ordering};

/// Elements folded into one partial result at the most.
const CHUNK: usize = 1 << 16;

pub struct FoldKernel {
    code: Code,
    finish: Option<MapKernel>,
    /// Sizes and strides (in elements of the domain) of the kept and the folded axes, without the innermost.
    kept: Axes,
    folded: Axes,
    /// Length of the innermost run of consecutive elements, and whether it is folded.
    inner: usize,
    inner_folded: bool,
    /// Results, and partial results for each.
    results: usize,
    partials: usize,
    /// Innermost runs per partial result.
    runs_per_partial: usize,
    runs: usize,
    identity: Scalar,
    size: usize,
    fold: TileFn,
    combine: TileFn,
    elements: usize,
}

/// An index space that is walked in row-major order.
#[derive(Clone, Default)]
struct Axes {
    dims: SmallVec<[usize; 4]>,
    strides: SmallVec<[usize; 4]>,
}

impl Axes {
    fn len(&self) -> usize {
        self.dims.iter().product()
    }

    /// Domain offset of the `linear`-th index.
    fn offset(&self, mut linear: usize) -> usize {
        let mut offset = 0;
        for (&d, &s) in self.dims.iter().zip(&self.strides).rev() {
            offset += linear % d * s;
            linear /= d;
        }
        offset
    }
}

impl FoldKernel {
    pub fn new(group: &Group, reduce: &Reduction, operands: &[Layout]) -> Result<FoldKernel> {
        let code = Code::new(&group.expr, operands, &group.domain, &[Target::Keep], Isa::best())?;
        let dtype = reduce.accumulator;
        let (Some(fold), Some(combine)) =
            (fold_fn(reduce.monoid, dtype, Isa::best()), tile_fn(reduce.monoid.prim(), dtype, Isa::best()))
        else {
            bail!(Unimplemented, "{:?} is not defined for {dtype}", reduce.monoid);
        };
        let axes = collapse(&group.domain, &reduce.axes);
        let mut kernel = FoldKernel {
            code,
            finish: None,
            kept: Axes::default(),
            folded: Axes::default(),
            inner: 1,
            inner_folded: true,
            results: 1,
            partials: 1,
            runs_per_partial: 1,
            runs: 1,
            identity: reduce.monoid.identity(dtype),
            size: dtype.size(),
            fold,
            combine,
            elements: rheos_base::element_count(&group.domain),
        };
        let mut stride = 1;
        for (i, &(size, folded)) in axes.iter().enumerate().rev() {
            if i + 1 == axes.len() {
                (kernel.inner, kernel.inner_folded) = (size, folded);
            } else {
                let side = if folded { &mut kernel.folded } else { &mut kernel.kept };
                side.dims.insert(0, size);
                side.strides.insert(0, stride);
            }
            stride *= size;
        }
        let width = if kernel.inner_folded { 1 } else { kernel.inner };
        kernel.results = kernel.kept.len() * width;
        kernel.runs = kernel.folded.len();
        // Cut only where there are too few results to occupy threads: the cut depends on sizes alone.
        kernel.runs_per_partial = (CHUNK / kernel.inner.max(1)).max(1);
        if kernel.inner_folded && kernel.runs == 1 && kernel.kept.len() == 1 && kernel.inner > CHUNK {
            // One long run: walk it as many runs of a chunk each.
            return kernel.cut_run(reduce, group);
        }
        kernel.partials = kernel.runs.div_ceil(kernel.runs_per_partial).max(1);
        if kernel.kept.len() * kernel.inner >= CHUNK || kernel.partials < 2 {
            (kernel.partials, kernel.runs_per_partial) = (1, kernel.runs.max(1));
        }
        kernel.with_finish(reduce)
    }

    fn cut_run(mut self, reduce: &Reduction, group: &Group) -> Result<FoldKernel> {
        let total = rheos_base::element_count(&group.domain);
        self.folded.dims.push(total.div_ceil(CHUNK));
        self.folded.strides.push(CHUNK);
        self.inner = CHUNK;
        self.runs = total.div_ceil(CHUNK);
        self.runs_per_partial = 1;
        self.partials = self.runs;
        self.with_finish(reduce)
    }

    fn with_finish(mut self, reduce: &Reduction) -> Result<FoldKernel> {
        let plain = matches!(reduce.finish.terms[reduce.finish.results[0].0 as usize], Term::Input(_));
        if !plain {
            let dims = [self.results];
            self.finish = Some(MapKernel::new(&reduce.finish, &[Layout::contiguous(&dims)], &dims, &[false])?);
        }
        Ok(self)
    }

    /// Folds `runs` (a range of the folded index space) of the kept index `k` into `out`.
    unsafe fn fold_part(
        &self,
        bases: &Bases,
        k: usize,
        runs: std::ops::Range<usize>,
        out: *mut u8,
        spare: *mut u8,
    ) -> u32 {
        let base = self.kept.offset(k);
        let slot = self.code.results[0];
        let mut flags = 0;
        if self.inner_folded {
            // SAFETY: `out` is one element of the accumulator type.
            unsafe { self.fill(out, 1) };
            for run in runs {
                let start = base + self.folded.offset(run);
                let end = (start + self.inner).min(self.elements);
                let mut first = start;
                while first < end {
                    let n = self.code.tile.min(end - first);
                    // SAFETY: the elements exist; the tile's result holds n elements.
                    unsafe {
                        flags |= self.code.run_tile(bases, first, n);
                        (self.fold)(out, bases.at(slot, first), out, out, n);
                    }
                    first += n;
                }
            }
            return flags;
        }
        // Columns: add whole runs to a row of accumulators, a tile's width at a time.
        let mut column = 0;
        while column < self.inner {
            let n = self.code.tile.min(self.inner - column);
            let target = out.wrapping_add(column * self.size);
            // Two buffers in turn, because a primitive's result never overlaps its operands.
            let mut buffers = [target, spare];
            // SAFETY: both hold n elements.
            unsafe { self.fill(buffers[0], n) };
            for run in runs.clone() {
                let first = base + self.folded.offset(run) + column;
                // SAFETY: as above.
                unsafe {
                    flags |= self.code.run_tile(bases, first, n);
                    (self.combine)(buffers[1], buffers[0], bases.at(slot, first), spare, n);
                }
                buffers.swap(0, 1);
            }
            if buffers[0] != target {
                // SAFETY: as above; the buffers are apart.
                unsafe { std::ptr::copy_nonoverlapping(buffers[0], target, n * self.size) };
            }
            column += n;
        }
        flags
    }

    /// Several whole results at once, where one result takes less than a tile.
    unsafe fn fold_short(&self, bases: &Bases, results: std::ops::Range<usize>, out: *mut u8) -> u32 {
        let per_tile = self.code.tile / self.inner;
        let slot = self.code.results[0];
        let mut flags = 0;
        let mut k = results.start;
        while k < results.end {
            let count = per_tile.min(results.end - k);
            let first = k * self.inner;
            // SAFETY: the kept axes are one, so rows follow each other in the domain.
            unsafe {
                flags |= self.code.run_tile(bases, first, count * self.inner);
                self.fill(out.add(k * self.size), count);
                let row = bases.at(slot, first);
                let step = self.inner * self.element_size();
                for i in 0..count {
                    let to = out.add((k + i) * self.size);
                    (self.fold)(to, row.add(i * step), to, to, self.inner);
                }
            }
            k += count;
        }
        flags
    }

    fn element_size(&self) -> usize {
        self.size
    }

    unsafe fn fill(&self, out: *mut u8, n: usize) {
        #[repr(align(16))]
        struct Aligned([u8; 16]);
        let bytes = Aligned(self.identity.bytes());
        // SAFETY: the caller provides n elements.
        unsafe { splat_fn(self.size)(out, bytes.0.as_ptr(), n) };
    }

    fn run_parts(&self, call: &Call<'_>, parts: *mut u8) -> u32 {
        let kept = self.kept.len();
        let width = if self.inner_folded { 1 } else { self.inner };
        let spare_bytes = (self.code.tile * self.size).next_multiple_of(64);
        let short =
            self.inner_folded && self.runs == 1 && self.kept.dims.len() <= 1 && self.inner <= self.code.tile / 2;
        let jobs = kept * self.partials;
        let wanted = ((self.cost() / TASK_NANOS) as usize).min(4 * call.workers.threads()).clamp(1, jobs.max(1));
        let per_task = jobs.div_ceil(wanted).max(1);
        let flags = AtomicU32::new(0);
        let inputs: SmallVec<[SharedPtr; 4]> = call.inputs.iter().map(|p| SharedPtr(p.cast_mut())).collect();
        let (inputs, parts) = (&inputs[..], SharedPtr(parts));
        let task = |t: usize| {
            let parts = &parts;
            let ins: SmallVec<[*const u8; 4]> = inputs.iter().map(|p| p.0.cast_const()).collect();
            let range = t * per_task..((t + 1) * per_task).min(jobs);
            with_scratch(self.code.scratch_bytes() + spare_bytes, |scratch| {
                let spare = scratch.wrapping_add(self.code.scratch_bytes());
                // SAFETY: operands cover the domain; each job owns its part of `parts`.
                let found = unsafe {
                    let bases = self.code.enter(&ins, &[], scratch, self.code.tile);
                    if short {
                        self.fold_short(&bases, range, parts.0)
                    } else {
                        let mut found = 0;
                        for job in range {
                            // Partials of one result lie `results` apart, so that combining them is a row operation.
                            let (p, k) = (job / kept, job % kept);
                            let runs = p * self.runs_per_partial..((p + 1) * self.runs_per_partial).min(self.runs);
                            let out = parts.0.add((p * self.results + k * width) * self.size);
                            found |= self.fold_part(&bases, k, runs, out, spare);
                        }
                        found
                    }
                };
                flags.fetch_or(found, Ordering::Relaxed);
            });
        };
        if wanted < 2 {
            (0..jobs.div_ceil(per_task)).for_each(task);
        } else {
            call.workers.run(jobs.div_ceil(per_task), &task);
        }
        flags.into_inner()
    }
}

/// Size-one axes dropped, neighbours on the same side merged; never empty.
fn collapse(dims: &[usize], folded: &[bool]) -> Vec<(usize, bool)> {
    let mut axes: Vec<(usize, bool)> = Vec::new();
    for (&size, &folded) in dims.iter().zip(folded) {
        match axes.last_mut() {
            _ if size == 1 => {}
            Some(last) if last.1 == folded => last.0 *= size,
            _ => axes.push((size, folded)),
        }
    }
    if axes.is_empty() {
        axes.push((1, true));
    }
    axes
}

impl Kernel for FoldKernel {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        if self.results == 0 {
            return Ok(());
        }
        let direct = self.partials == 1 && self.finish.is_none();
        let parts = if direct { call.outputs[0] } else { call.scratch };
        if self.elements == 0 {
            // SAFETY: room for all results.
            unsafe { self.fill(parts, self.results) };
        } else {
            check(self.run_parts(call, parts))?;
        }
        if direct {
            return Ok(());
        }
        let bytes = self.results * self.size;
        let mut total = parts;
        if self.partials > 1 && self.elements > 0 {
            // SAFETY: scratch holds all partials and one more row.
            unsafe {
                let mut spare = parts.add(self.partials * bytes);
                for p in 1..self.partials {
                    (self.combine)(spare, total, parts.add(p * bytes), total, self.results);
                    (total, spare) = (spare, if p == 1 { parts } else { total });
                }
            }
        }
        match &self.finish {
            // SAFETY: `total` holds all results, the output too.
            Some(finish) => check(unsafe { finish.run_range(&[total.cast_const()], call.outputs, 0, self.results) }),
            None => {
                // SAFETY: as above, and they are apart.
                unsafe { std::ptr::copy_nonoverlapping(total, call.outputs[0], bytes) };
                Ok(())
            }
        }
    }

    fn scratch_bytes(&self, _threads: usize) -> usize {
        if self.partials == 1 && self.finish.is_none() { 0 } else { (self.partials + 1) * self.results * self.size }
    }

    fn cost(&self) -> f64 {
        (self.code.cost + 0.1) * self.elements as f64
    }
}
