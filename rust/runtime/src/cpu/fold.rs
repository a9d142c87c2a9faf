//! A reduction, with the element-wise work before and after it, as a kernel. Element-wise results that are needed
//! elsewhere are written on the way.
//!
//! Every result is folded in an order that depends on the sizes alone, so the numbers do not change with
//! the number of threads. Long folds are cut into chunks of fixed size whose results are folded in turn.

use crate::cpu::code::{Bases, Code, Memory, Target};
use crate::cpu::map::{MapKernel, check};
use crate::cpu::scratch::with_scratch;
use crate::cpu::share::{share, tasks_for};
use crate::cpu::tile::{FoldFns, Isa, LANES, TileFn, fold_fns, splat_fn, tile_fn};
use crate::cpu::traffic::Ahead;
use rheos_base::{Result, bail};
use rheos_graph::Layout;
use rheos_graph::expr::{Scalar, Term};
use rheos_graph::group::{Group, Reduction};
use rheos_graph::kernel::{Call, Kernel};
use smallvec::SmallVec;
use std::ops::Range;

/// Elements folded into one partial result, at least.
const CHUNK: usize = 1 << 16;
/// Partial results that are combined at the end, at the most.
const MAX_PARTIALS: usize = 64;
/// Elements that are worth a job of their own, and bands that are enough for many threads.
const JOB: usize = 1 << 15;
const MAX_BANDS: usize = 16;
/// Elements that are folded at a time where rows are shorter.
const WIDE: usize = 512;
/// Bytes of the accumulators of a band of columns: they stay in the first-level cache with what is added to them.
const BAND_BYTES: usize = 16 << 10;

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
    /// Where the innermost axis is kept: how much of it is folded at a time, and how many runs at a time where it is
    /// short and they follow each other.
    band: usize,
    side_by_side: usize,
    identity: Scalar,
    splat: TileFn,
    size: usize,
    fold: FoldFns,
    combine: TileFn,
    elements: usize,
}

/// Lanes of any element.
#[repr(align(64))]
struct Lanes([u8; 16 * LANES]);

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
        let stored = (1..group.expr.results.len()).map(|i| Target::Output { index: i - 1, memory: Memory::Own });
        let targets: Vec<Target> = std::iter::once(Target::Keep).chain(stored).collect();
        let code = Code::new(&group.expr, operands, &group.domain, &targets, Isa::best())?;
        let dtype = reduce.accumulator;
        let (Some(fold), Some(combine)) =
            (fold_fns(reduce.monoid, dtype, Isa::best()), tile_fn(reduce.monoid.prim(), dtype, Isa::best()))
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
            band: 1,
            side_by_side: 1,
            identity: reduce.monoid.identity(dtype),
            splat: splat_fn(dtype.size(), Isa::best()),
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
        kernel.runs_per_partial = (CHUNK / kernel.inner.max(1)).max(kernel.runs.div_ceil(MAX_PARTIALS)).max(1);
        if kernel.inner_folded && kernel.runs == 1 && kernel.kept.len() == 1 && kernel.inner > CHUNK {
            // One long run: walk it as many runs of a chunk each.
            return kernel.cut_run(reduce, group);
        }
        kernel.partials = kernel.runs.div_ceil(kernel.runs_per_partial).max(1);
        if kernel.kept.len() * kernel.inner >= CHUNK || kernel.partials < 2 {
            (kernel.partials, kernel.runs_per_partial) = (1, kernel.runs.max(1));
        }
        if !kernel.inner_folded {
            // Narrower where that leaves more to share out, and a function of sizes alone, like all of this.
            let jobs = (kernel.elements / JOB).clamp(1, MAX_BANDS).div_ceil(kernel.kept.len().max(1) * kernel.partials);
            kernel.band = (BAND_BYTES / kernel.size).min(kernel.inner.div_ceil(jobs)).max(1).next_multiple_of(64);
            if kernel.bands() == 1 && kernel.folded.dims.len() == 1 && kernel.folded.strides[0] == kernel.inner {
                kernel.side_by_side = (WIDE / kernel.inner.max(1)).min(kernel.runs_per_partial / 4).max(1);
            }
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
            self.finish = Some(MapKernel::new(&reduce.finish, &[Layout::contiguous(&dims)], &dims, &[Memory::Own])?);
        }
        Ok(self)
    }

    /// Folds `runs` (a range of the folded index space) of the kept index `k` into `out`.
    unsafe fn fold_run(&self, bases: &mut Bases<'_>, k: usize, runs: Range<usize>, out: *mut u8) -> u32 {
        let base = self.kept.offset(k);
        let slot = self.code.results[0];
        let mut flags = 0;
        if runs.len() == 1 && self.inner <= self.code.tile {
            let first = base + self.folded.offset(runs.start);
            let n = self.inner.min(self.elements - first);
            // SAFETY: the elements exist; the tile's result holds n elements; `out` is one.
            unsafe {
                flags = self.code.run_tile(bases, first, n);
                (self.fold.whole)(out, bases.at(slot, first), out, out, n);
            }
            return flags;
        }
        let mut lanes = Lanes([0; 16 * LANES]);
        let lanes = lanes.0.as_mut_ptr();
        // SAFETY: room for lanes of any element.
        unsafe { self.fill(lanes, LANES) };
        for run in runs {
            let start = base + self.folded.offset(run);
            let end = (start + self.inner).min(self.elements);
            let mut first = start;
            while first < end {
                let n = self.code.tile.min(end - first);
                // SAFETY: as above.
                unsafe {
                    flags |= self.code.run_tile(bases, first, n);
                    (self.fold.add)(lanes, bases.at(slot, first), out, out, n);
                }
                first += n;
            }
        }
        // SAFETY: as above.
        unsafe { (self.fold.end)(out, lanes, lanes, lanes, LANES) };
        flags
    }

    /// The same where the innermost axis is kept: adds whole runs to a row of accumulators, `columns` of them, or
    /// several runs side by side to as many rows, which are added up in the end. `spare` has room for two such rows.
    unsafe fn fold_columns(
        &self,
        bases: &mut Bases<'_>,
        k: usize,
        runs: Range<usize>,
        columns: Range<usize>,
        out: *mut u8,
        spare: *mut u8,
    ) -> u32 {
        let base = self.kept.offset(k) + columns.start;
        let slot = self.code.results[0];
        let (width, count) = (columns.len(), self.side_by_side.min(runs.len()));
        let mut flags = 0;
        // Two rows in turn, because a primitive's result never overlaps its operands.
        let row_bytes = self.row_bytes();
        let mut rows = [spare, spare.wrapping_add(row_bytes)];
        let mut run = runs.start;
        while run < runs.end {
            let start = base + self.folded.offset(run);
            let all = width * count.min(runs.end - run);
            let mut column = 0;
            while column < all {
                let n = self.code.tile.min(all - column);
                let [from, to] = rows.map(|row| row.wrapping_add(column * self.size));
                // SAFETY: the elements exist; the rows hold n more elements from here.
                unsafe {
                    flags |= self.code.run_tile(bases, start + column, n);
                    let values = bases.at(slot, start + column);
                    if run == runs.start {
                        std::ptr::copy_nonoverlapping(values, to, n * self.size);
                    } else {
                        (self.combine)(to, from, values, from, n);
                    }
                }
                column += n;
            }
            if all < width * count {
                let at = all * self.size;
                // SAFETY: the rest of a row; the rows are apart.
                unsafe {
                    let (from, to) = (rows[0].add(at), rows[1].add(at));
                    std::ptr::copy_nonoverlapping(from, to, (width * count - all) * self.size);
                }
            }
            rows.swap(0, 1);
            run += count;
        }
        // SAFETY: as above; `out` holds `width` elements.
        unsafe {
            let mut total = rows[0];
            let mut next = rows[1];
            for i in 1..count {
                (self.combine)(next, total, rows[0].add(i * width * self.size), total, width);
                (total, next) = (next, next.wrapping_add(width * self.size));
            }
            std::ptr::copy_nonoverlapping(total, out, width * self.size);
        }
        flags
    }

    /// Bytes of a row of accumulators.
    fn row_bytes(&self) -> usize {
        (self.band.max(self.side_by_side * self.inner) * self.size).next_multiple_of(64)
    }

    /// Several whole results at once, where one result takes less than a tile.
    unsafe fn fold_short(&self, bases: &mut Bases<'_>, results: Range<usize>, out: *mut u8) -> u32 {
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
                let row = bases.at(slot, first);
                let step = self.inner * self.size;
                for i in 0..count {
                    let to = out.add((k + i) * self.size);
                    (self.fold.whole)(to, row.add(i * step), to, to, self.inner);
                }
            }
            k += count;
        }
        flags
    }

    unsafe fn fill(&self, out: *mut u8, n: usize) {
        #[repr(align(16))]
        struct Aligned([u8; 16]);
        let bytes = Aligned(self.identity.bytes());
        // SAFETY: the caller provides n elements.
        unsafe { (self.splat)(out, bytes.0.as_ptr(), out, out, n) };
    }

    fn bands(&self) -> usize {
        if self.inner_folded { 1 } else { self.inner.div_ceil(self.band) }
    }

    fn run_parts(&self, call: &Call<'_>, parts: *mut u8) -> u32 {
        let jobs = self.kept.len() * self.partials * self.bands();
        let per_task = jobs.div_ceil(tasks_for(self.cost(), call.workers, 4)).max(1);
        let mut outputs: SmallVec<[*mut u8; 4]> = SmallVec::from_slice(call.outputs);
        outputs[0] = parts;
        let run = |inputs: &[*const u8], outputs: &[*mut u8], task: usize| {
            let range = task * per_task..((task + 1) * per_task).min(jobs);
            // SAFETY: operands cover the domain; each job owns its part of `parts` and of the outputs.
            unsafe { self.run_jobs(inputs, &outputs[1..], outputs[0], range, Ahead::Nothing) }
        };
        share(call.workers, jobs.div_ceil(per_task), call.inputs, &outputs, run)
    }

    /// Does some of the jobs on this thread: each folds a band of columns (or all) of one kept index into a partial
    /// result.
    unsafe fn run_jobs(
        &self,
        inputs: &[*const u8],
        stored: &[*mut u8],
        parts: *mut u8,
        jobs: Range<usize>,
        ahead: Ahead<'_>,
    ) -> u32 {
        let (kept, bands) = (self.kept.len(), self.bands());
        let width = if self.inner_folded { 1 } else { self.inner };
        let spare_bytes = if self.inner_folded { 0 } else { 2 * self.row_bytes() };
        let short =
            self.inner_folded && self.runs == 1 && self.kept.dims.len() <= 1 && self.inner <= self.code.tile / 2;
        with_scratch(self.code.scratch_bytes() + spare_bytes, |scratch| {
            let spare = scratch.wrapping_add(self.code.scratch_bytes());
            // SAFETY: the caller's promise; the scratch has the size asked for.
            unsafe {
                let mut bases = self.code.enter(inputs, stored, scratch, self.code.tile, ahead);
                if short {
                    return self.fold_short(&mut bases, jobs, parts);
                }
                let mut found = 0;
                for job in jobs {
                    // Partials of one result lie `results` apart, so that combining them is a row operation.
                    let (part, band) = (job / bands, job % bands);
                    let (p, k) = (part / kept, part % kept);
                    let runs = p * self.runs_per_partial..((p + 1) * self.runs_per_partial).min(self.runs);
                    let out = parts.add((p * self.results + k * width) * self.size);
                    found |= if self.inner_folded {
                        self.fold_run(&mut bases, k, runs, out)
                    } else {
                        let columns = band * self.band..((band + 1) * self.band).min(self.inner);
                        let out = out.add(columns.start * self.size);
                        self.fold_columns(&mut bases, k, runs, columns, out, spare)
                    };
                }
                found
            }
        })
    }

    /// Elements of a tile.
    pub fn tile(&self) -> usize {
        self.code.tile
    }

    /// Bytes of working memory per row that `run_rows` needs.
    pub fn row_scratch(&self) -> usize {
        if self.finish.is_some() { self.size } else { 0 }
    }

    /// Whole results `rows`, on this thread: for folds of consecutive elements, one result after the other.
    ///
    /// # Safety
    /// Operands, outputs and `parts` (`row_scratch` bytes per row) are valid at these rows.
    pub unsafe fn run_rows(
        &self,
        inputs: &[*const u8],
        outputs: &[*mut u8],
        parts: *mut u8,
        rows: Range<usize>,
        ahead: Ahead<'_>,
    ) -> u32 {
        debug_assert!(self.inner_folded && self.partials == 1 && self.results == self.kept.len());
        let (from, to) = (rows.start, rows.end);
        // SAFETY: the caller's promise.
        unsafe {
            match &self.finish {
                None => self.run_jobs(inputs, &outputs[1..], outputs[0], rows, ahead),
                Some(finish) => {
                    let flags = self.run_jobs(inputs, &outputs[1..], parts, rows, ahead);
                    flags | finish.run_range(&[parts.cast_const()], &outputs[..1], from, to, Ahead::Nothing)
                }
            }
        }
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
            Some(finish) => {
                // SAFETY: `total` holds all results, the output too.
                check(unsafe {
                    finish.run_range(&[total.cast_const()], &call.outputs[..1], 0, self.results, Ahead::Nothing)
                })
            }
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
