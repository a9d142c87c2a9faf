//! A sparse matrix times a dense one.
//!
//! The entries are put in order of the result's rows (equal rows in the order given), then every task computes a
//! range of whole rows, or of their columns where rows are few. So each element of the result is a sum in the
//! order of the entries, whatever the number of threads; products are not fused with sums, so that all instruction
//! sets give the same bits.

use super::Planned;
use super::gather::Index;
use super::gemm::Isa;
use super::number::Number;
use rheos_base::{C64, C128, DType, Result, bail, bf16, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec, Workers};
use std::borrow::Cow;
use std::ops::Range;

/// A number with a conjugate and a block of registers.
pub trait Entry: Number {
    fn conjugate(self) -> Self {
        self
    }
}

impl Entry for f32 {}
impl Entry for f64 {}
impl Entry for i32 {}
impl Entry for i64 {}

impl Entry for C64 {
    fn conjugate(self) -> C64 {
        self.conj()
    }
}

impl Entry for C128 {
    fn conjugate(self) -> C128 {
        self.conj()
    }
}

/// Sizes and flags of one product.
#[derive(Clone, Copy, Debug)]
struct Problem {
    entries: usize,
    /// The result is [rows, columns], the dense operand [inner, columns] once it is transposed where asked for.
    rows: usize,
    inner: usize,
    columns: usize,
    adjoint_a: bool,
    adjoint_b: bool,
}

/// Entries by row of the result: row `r` has `starts[r]..starts[r + 1]`.
struct Ordered<'a, T: Copy> {
    starts: Vec<usize>,
    inner: Vec<usize>,
    values: Cow<'a, [T]>,
}

/// Plans `SparseTensorDenseMatMul`.
pub fn plan(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let (out, b) = (spec.info.output_dims(0), spec.info.input_dims(3));
    let adjoint_b = spec.info.bool("adjoint_b");
    let problem = Problem {
        entries: spec.info.input_dims(0)[0],
        rows: out[0],
        inner: b[usize::from(adjoint_b)],
        columns: out[1],
        adjoint_a: spec.info.bool("adjoint_a"),
        adjoint_b,
    };
    let cost = problem.entries as f64 * (4.0 + problem.columns as f64 / 4.0) + (out[0] * out[1]) as f64 / 8.0;
    let dtype = spec.inputs[3].dtype;
    Ok(Planned::boxed(cost, move |call: &mut Call<'_>| match dtype {
        DType::F32 => plain::<f32>(call, problem),
        DType::F64 => plain::<f64>(call, problem),
        DType::I32 => plain::<i32>(call, problem),
        DType::I64 => plain::<i64>(call, problem),
        DType::C64 => plain::<C64>(call, problem),
        DType::C128 => plain::<C128>(call, problem),
        DType::F16 => half(call, problem, f16::to_f32, f16::from_f32),
        DType::BF16 => half(call, problem, bf16::to_f32, bf16::from_f32),
        other => bail!(Internal, "no product of {other} matrices"),
    }))
}

fn plain<T: Entry>(call: &Call<'_>, problem: Problem) -> Result<()> {
    run(call, problem, call.input::<T>(1), call.input::<T>(3), call.output::<T>(0))
}

/// Sums in float32, rounded once.
fn half<T: rheos_base::Element>(
    call: &Call<'_>,
    problem: Problem,
    widen: fn(T) -> f32,
    narrow: fn(f32) -> T,
) -> Result<()> {
    let wide = |values: &[T]| values.iter().map(|&v| widen(v)).collect::<Vec<f32>>();
    let mut sums = vec![0f32; problem.rows * problem.columns];
    run(call, problem, &wide(call.input::<T>(1)), &wide(call.input::<T>(3)), &mut sums)?;
    call.output::<T>(0).iter_mut().zip(&sums).for_each(|(to, &v)| *to = narrow(v));
    Ok(())
}

fn run<T: Entry>(call: &Call<'_>, problem: Problem, values: &[T], b: &[T], out: &mut [T]) -> Result<()> {
    let shape = call.input::<i64>(2);
    let (own_rows, own_inner) = if problem.adjoint_a { (shape[1], shape[0]) } else { (shape[0], shape[1]) };
    if own_inner != problem.inner as i64 || own_rows != problem.rows as i64 {
        bail!(
            InvalidArgument,
            "inner dimensions differ: a has shape {shape:?}{}, b has {} rows{}",
            if problem.adjoint_a { " (adjoint)" } else { "" },
            problem.inner,
            if problem.adjoint_b { " (adjoint)" } else { "" }
        );
    }
    let ordered = match call.input_args[0].dtype {
        DType::I64 => order(call.input::<i64>(0), values, problem)?,
        _ => order(call.input::<i32>(0), values, problem)?,
    };
    let b =
        if problem.adjoint_b { Cow::Owned(transposed(b, problem.columns, problem.inner)) } else { Cow::Borrowed(b) };
    multiply(call.workers, &ordered, &b, out, problem);
    Ok(())
}

/// Checks the places and counts the entries of each row; sorts where the rows do not rise.
fn order<'a, T: Entry, I: Index>(indices: &[I], values: &'a [T], problem: Problem) -> Result<Ordered<'a, T>> {
    let Problem { rows, inner: size, adjoint_a, .. } = problem;
    let mut starts = vec![0usize; rows + 1];
    let mut inner = Vec::with_capacity(values.len());
    let (mut last, mut rising) = (0, true);
    for (i, place) in indices.chunks_exact(2).enumerate() {
        let (row, column) = (place[0].wide(), place[1].wide());
        let (r, k) = if adjoint_a { (column, row) } else { (row, column) };
        if r < 0 || r >= rows as i64 || k < 0 || k >= size as i64 {
            let bounds = if adjoint_a { [size, rows] } else { [rows, size] };
            bail!(InvalidArgument, "a_indices[{i}] = [{row},{column}] is out of bounds: need 0 <= index < {bounds:?}");
        }
        let r = r as usize;
        starts[r + 1] += 1;
        rising &= r >= last;
        last = r;
        inner.push(k as usize);
    }
    for r in 0..rows {
        starts[r + 1] += starts[r];
    }
    let conjugate = |v: T| if adjoint_a { v.conjugate() } else { v };
    if rising {
        let values = if adjoint_a { values.iter().map(|&v| conjugate(v)).collect() } else { Cow::Borrowed(values) };
        return Ok(Ordered { starts, inner, values });
    }
    let mut next = starts.clone();
    let mut sorted_inner = vec![0usize; inner.len()];
    let mut sorted_values = vec![T::ZERO; inner.len()];
    for (i, place) in indices.chunks_exact(2).enumerate() {
        let row = place[usize::from(adjoint_a)].wide() as usize;
        let to = next[row];
        next[row] += 1;
        sorted_inner[to] = inner[i];
        sorted_values[to] = conjugate(values[i]);
    }
    Ok(Ordered { starts, inner: sorted_inner, values: Cow::Owned(sorted_values) })
}

/// The conjugate transpose of a [rows, columns] matrix.
fn transposed<T: Entry>(x: &[T], rows: usize, columns: usize) -> Vec<T> {
    const TILE: usize = 16;
    let mut out = vec![T::ZERO; x.len()];
    for r0 in (0..rows).step_by(TILE) {
        for c0 in (0..columns).step_by(TILE) {
            for r in r0..(r0 + TILE).min(rows) {
                for c in c0..(c0 + TILE).min(columns) {
                    out[c * rows + r] = x[r * columns + c].conjugate();
                }
            }
        }
    }
    out
}

/// What a task computes with.
struct Part<'a, T> {
    starts: &'a [usize],
    inner: &'a [usize],
    values: &'a [T],
    b: &'a [T],
    out: SharedPtr,
    columns: usize,
}

fn multiply<T: Entry>(workers: &dyn Workers, a: &Ordered<'_, T>, b: &[T], out: &mut [T], problem: Problem) {
    /// Multiplications that make a task worth a thread.
    const TASK: usize = 128 << 10;
    let Problem { entries, rows, columns, .. } = problem;
    let part = Part {
        starts: &a.starts,
        inner: &a.inner,
        values: &a.values,
        b,
        out: SharedPtr(out.as_mut_ptr().cast()),
        columns,
    };
    let wanted = ((entries + rows) * columns / TASK).clamp(1, 256);
    let down = wanted.min(rows);
    let across = (wanted / down).min(columns / 16).clamp(1, 16);
    let rows_of = |t: usize| {
        // Equal shares of entries; a row without entries must be filled with zeros, so rows count as well.
        let edge = |t: usize| {
            let share = (entries + rows) * t / down;
            let (mut low, mut high) = (0, rows);
            while low < high {
                let middle = (low + high) / 2;
                if a.starts[middle] + middle < share { low = middle + 1 } else { high = middle }
            }
            low
        };
        edge(t)..if t + 1 == down { rows } else { edge(t + 1) }
    };
    let compute = pick::<T>(Isa::best());
    let task = |t: usize| {
        let (r, c) = (t % down, t / down);
        let own = columns * c / across..columns * (c + 1) / across;
        // SAFETY: `pick` gave a function this processor can run; tasks have disjoint rows or columns, and `order`
        // checked that all places are inside the operands.
        unsafe { compute(&part, rows_of(r), own) }
    };
    match down * across {
        1 => task(0),
        tasks => workers.run(tasks, &task),
    }
}

type Compute<T> = unsafe fn(&Part<'_, T>, Range<usize>, Range<usize>);

fn pick<T: Entry>(isa: Isa) -> Compute<T> {
    match isa {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => avx512::<T>,
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => avx2::<T>,
        _ => portable::<T>,
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
unsafe fn avx512<T: Entry>(part: &Part<'_, T>, rows: Range<usize>, columns: Range<usize>) {
    // SAFETY: the caller's promise.
    unsafe { compute_rows(part, rows, columns) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2<T: Entry>(part: &Part<'_, T>, rows: Range<usize>, columns: Range<usize>) {
    // SAFETY: the caller's promise.
    unsafe { compute_rows(part, rows, columns) }
}

unsafe fn portable<T: Entry>(part: &Part<'_, T>, rows: Range<usize>, columns: Range<usize>) {
    // SAFETY: the caller's promise.
    unsafe { compute_rows(part, rows, columns) }
}

/// # Safety
/// Nobody else uses these rows and columns of the result, and all entries are inside `b`.
#[inline(always)]
unsafe fn compute_rows<T: Entry>(part: &Part<'_, T>, rows: Range<usize>, columns: Range<usize>) {
    for row in rows {
        let entries = part.starts[row]..part.starts[row + 1];
        let mut column = columns.start;
        // SAFETY: the caller's promise; blocks stay inside the row.
        unsafe {
            // 64 sums of float32 stay in registers on all instruction sets.
            while size_of::<T>() <= 4 && column + 64 <= columns.end {
                block::<T, 64>(part, row, entries.clone(), column);
                column += 64;
            }
            while size_of::<T>() <= 8 && column + 32 <= columns.end {
                block::<T, 32>(part, row, entries.clone(), column);
                column += 32;
            }
            while column + 8 <= columns.end {
                block::<T, 8>(part, row, entries.clone(), column);
                column += 8;
            }
            while column < columns.end {
                block::<T, 1>(part, row, entries.clone(), column);
                column += 1;
            }
        }
    }
}

/// # Safety
/// As for `compute_rows`; `column + W` is at most the number of columns.
#[inline(always)]
unsafe fn block<T: Entry, const W: usize>(part: &Part<'_, T>, row: usize, entries: Range<usize>, column: usize) {
    let mut sums = [T::ZERO; W];
    for (&k, &value) in part.inner[entries.clone()].iter().zip(&part.values[entries]) {
        // SAFETY: entry `k` is a row of `b`, and the block is inside it.
        let from = unsafe { &*part.b.as_ptr().add(k * part.columns + column).cast::<[T; W]>() };
        for (sum, &x) in sums.iter_mut().zip(from) {
            *sum = sum.plus(value.times(x));
        }
    }
    // SAFETY: the block is inside the row, and no other task has it.
    unsafe { *part.out.get().cast::<T>().add(row * part.columns + column).cast::<[T; W]>() = sums };
}
