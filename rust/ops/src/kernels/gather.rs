//! Copies slices of a tensor by index: every index is checked before anything is written.

use super::Planned;
use rheos_base::{DType, Result, Tensor, bail};
use rheos_graph::kernel::{SharedPtr, checked_index};
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec};
use smallvec::{SmallVec, smallvec};

/// Params as [batch, outer, size, inner], indices as [batch, count], result as [batch, outer, count, inner].
#[derive(Clone, Copy, Debug)]
pub struct Picks {
    pub batch: usize,
    pub outer: usize,
    pub size: usize,
    pub count: usize,
    pub inner: usize,
}

/// Elements of an index operand, widened.
pub trait Index: Copy + Send + Sync {
    fn wide(self) -> i64;
}

impl Index for i32 {
    fn wide(self) -> i64 {
        i64::from(self)
    }
}

impl Index for i64 {
    fn wide(self) -> i64 {
        self
    }
}

/// Fails on the first index outside `0..size`.
pub fn check<I: Index>(indices: &[I], size: usize) -> Result<()> {
    match indices.iter().position(|i| i.wide() < 0 || i.wide() as u64 >= size as u64) {
        None => Ok(()),
        Some(at) => checked_index(indices[at].wide(), size, &format!("indices[{at}]")).map(|_| ()),
    }
}

pub fn kernel(spec: &KernelSpec<'_>, picks: Picks) -> Result<Box<dyn Kernel>> {
    let bytes = picks.inner * spec.inputs[0].dtype.size();
    let cost = (picks.batch * picks.outer * picks.count) as f64 * (0.4 + bytes as f64 / 20.0);
    Ok(match spec.inputs[1].dtype {
        DType::I64 => Planned::boxed(cost, move |call| run(call, picks, bytes, call.input::<i64>(1))),
        _ => Planned::boxed(cost, move |call| run(call, picks, bytes, call.input::<i32>(1))),
    })
}

/// Copies the picked slices of input 0 to output 0; a slice has `bytes` bytes.
pub fn run<I: Index>(call: &Call<'_>, p: Picks, bytes: usize, indices: &[I]) -> Result<()> {
    check(indices, p.size)?;
    if p.count == 0 || bytes == 0 || p.batch * p.outer == 0 {
        return Ok(());
    }
    let (from, to) = (SharedPtr(call.inputs[0].cast_mut()), SharedPtr(call.outputs[0]));
    let rows = p.batch * p.outer * p.count;
    let per_task = ((128 << 10) / bytes).clamp(1, rows);
    let task = |t: usize| {
        let end = ((t + 1) * per_task).min(rows);
        let mut row = t * per_task;
        while row < end {
            let (block, first) = (row / p.count, row % p.count);
            let run = (p.count - first).min(end - row);
            let batch = block / p.outer;
            let ids = &indices[batch * p.count + first..][..run];
            // SAFETY: block < batch * outer, so this is where its `size * inner` elements begin.
            let source = unsafe { from.get().add(block * p.size * bytes) };
            // SAFETY: row < rows.
            let target = unsafe { to.get().add(row * bytes) };
            // SAFETY: all indices were checked against `size`; tasks write disjoint rows.
            unsafe { copy_rows(source, target, bytes, ids) };
            row += run;
        }
    };
    match rows.div_ceil(per_task) {
        1 => task(0),
        tasks => call.workers.run(tasks, &task),
    }
    Ok(())
}

/// # Safety
/// `source` holds more rows of `bytes` bytes than any index, `target` as many as there are indices.
unsafe fn copy_rows<I: Index>(source: *const u8, target: *mut u8, bytes: usize, indices: &[I]) {
    macro_rules! each {
        ($t:ty) => {
            for (i, id) in indices.iter().enumerate() {
                // SAFETY: the caller's promise; elements need not be aligned for `$t`.
                unsafe {
                    let value = source.cast::<$t>().add(id.wide() as usize).read_unaligned();
                    target.cast::<$t>().add(i).write_unaligned(value);
                }
            }
        };
    }
    match bytes {
        1 => each!(u8),
        2 => each!(u16),
        4 => each!(u32),
        8 => each!(u64),
        16 => each!([u64; 2]),
        _ => {
            for (i, id) in indices.iter().enumerate() {
                // SAFETY: the caller's promise.
                unsafe {
                    std::ptr::copy_nonoverlapping(source.add(id.wide() as usize * bytes), target.add(i * bytes), bytes);
                }
            }
        }
    }
}

/// The same on strings.
pub fn host(spec: &HostSpec<'_>, p: Picks) -> Result<Box<dyn HostKernel>> {
    let dims = spec.info.output_dims(0);
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let Some(indices) = x[1].to_ints() else { bail!(Internal, "indices must be integers") };
        check(&indices, p.size)?;
        let source = x[0].as_strings()?;
        let mut out = Vec::with_capacity(rheos_base::element_count(&dims));
        for block in 0..p.batch * p.outer {
            for &id in &indices[block / p.outer * p.count..][..p.count] {
                let start = (block * p.size + id as usize) * p.inner;
                out.extend_from_slice(&source[start..start + p.inner]);
            }
        }
        Ok(smallvec![Tensor::strings(&dims, out)?])
    }))
}
