//! Rows chosen by index added up by segment, without copying them first. Each element is summed in the order of rows.

use super::Planned;
use super::number::Number;
use rheos_base::{DType, Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec, Workers, with_number};

/// What the sum over a segment of n rows is divided by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    Sum,
    Mean,
    SqrtN,
}

/// A sum over `count` rows divided as `share` says.
fn divided<T: Number>(sum: T, share: Share, count: usize) -> T {
    match share {
        Share::Sum => sum,
        Share::Mean => sum.over(count),
        Share::SqrtN => sum.over_root(count),
    }
}

fn ints(call: &Call<'_>, input: usize) -> Vec<i64> {
    match call.input_args[input].dtype {
        DType::I64 => call.input::<i64>(input).to_vec(),
        _ => call.input::<i32>(input).iter().map(|&v| i64::from(v)).collect(),
    }
}

fn check(indices: &[i64], size: usize, ids: &[i64], count: usize) -> Result<()> {
    if let Some(i) = (0..ids.len()).find(|&i| ids[i] < 0 || (i > 0 && ids[i] < ids[i - 1])) {
        bail!(InvalidArgument, "segment_ids[{i}] = {} must not be negative nor less than the one before it", ids[i]);
    }
    if let Some(i) = ids.iter().position(|&v| v as usize >= count) {
        bail!(InvalidArgument, "segment_ids[{i}] = {} is not in [0, {count})", ids[i]);
    }
    if let Some(i) = indices.iter().position(|&v| v < 0 || v as usize >= size) {
        bail!(InvalidArgument, "indices[{i}] = {} is not in [0, {size})", indices[i]);
    }
    Ok(())
}

/// Row `ids[i]` of `out`, which holds zeros, gains row `indices[i]` of `data`, which has `size` rows.
pub fn run_rows<T: Number>(
    workers: &dyn Workers,
    share: Share,
    out: &mut [T],
    data: &[T],
    size: usize,
    indices: &[i64],
    ids: &[i64],
    count: usize,
) -> Result<()> {
    check(indices, size, ids, count)?;
    if out.is_empty() || ids.is_empty() {
        return Ok(());
    }
    let inner = out.len() / count;
    // Sorted numbers: the rows of a segment are neighbours, and each segment belongs to one task.
    let mut starts = vec![0; count + 1];
    ids.iter().for_each(|&id| starts[id as usize + 1] += 1);
    (0..count).for_each(|i| starts[i + 1] += starts[i]);
    let target = SharedPtr(out.as_mut_ptr().cast());
    let tasks = (ids.len() * inner / (16 << 10)).clamp(1, 64).min(count);
    let run = |task: usize| {
        for segment in count * task / tasks..count * (task + 1) / tasks {
            let rows = &indices[starts[segment]..starts[segment + 1]];
            // SAFETY: segment < count, and no other task has it.
            let to = unsafe { std::slice::from_raw_parts_mut(target.get().cast::<T>().add(segment * inner), inner) };
            for &row in rows {
                let from = &data[row as usize * inner..][..inner];
                to.iter_mut().zip(from).for_each(|(a, &b)| *a = a.plus(b));
            }
            if rows.len() > 1 && share != Share::Sum {
                to.iter_mut().for_each(|v| *v = divided(*v, share, rows.len()));
            }
        }
    };
    if tasks == 1 {
        run(0)
    } else {
        workers.run(tasks, &run)
    }
    Ok(())
}

/// Plans the ops with a given number of segments.
pub fn plan_rows(spec: &KernelSpec<'_>, share: Share) -> Result<Box<dyn Kernel>> {
    let (size, count) = (spec.info.input_dims(0)[0], spec.info.output_dims(0)[0]);
    let inner: usize = spec.info.input_dims(0)[1..].iter().product();
    let cost = (spec.inputs[1].layout.len() * inner + spec.outputs[0].layout.len()) as f64;
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let (indices, ids) = (ints(call, 1), ints(call, 2));
        let out = call.output::<T>(0);
        out.fill(T::ZERO);
        run_rows(call.workers, share, out, call.input::<T>(0), size, &indices, &ids, count)
    })), else bail!(Internal, "not a number type"))
}

/// Plans the gradients: row `indices[i]` of the result gains row `ids[i]` of the gradient, shared out as the sum was.
pub fn plan_grad(spec: &KernelSpec<'_>, share: Share) -> Result<Box<dyn Kernel>> {
    let (segments, size) = (spec.info.input_dims(0)[0], spec.info.output_dims(0)[0]);
    let inner: usize = spec.info.input_dims(0)[1..].iter().product();
    let cost = (spec.inputs[1].layout.len() * inner * 2 + spec.outputs[0].layout.len()) as f64;
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let (indices, ids) = (ints(call, 1), ints(call, 2));
        if let Some(i) = ids.iter().position(|&v| v < 0 || v as usize >= segments) {
            bail!(InvalidArgument, "segment_ids[{i}] = {} is not in [0, {segments})", ids[i]);
        }
        if let Some(i) = indices.iter().position(|&v| v < 0 || v as usize >= size) {
            bail!(InvalidArgument, "indices[{i}] = {} is not in [0, {size})", indices[i]);
        }
        let mut counts = vec![0usize; segments];
        ids.iter().for_each(|&id| counts[id as usize] += 1);
        let (out, grad) = (call.output::<T>(0), call.input::<T>(0));
        out.fill(T::ZERO);
        for (&index, &id) in indices.iter().zip(&ids) {
            let from = &grad[id as usize * inner..][..inner];
            let to = &mut out[index as usize * inner..][..inner];
            to.iter_mut().zip(from).for_each(|(a, &b)| *a = a.plus(divided(b, share, counts[id as usize])));
        }
        Ok(())
    })), else bail!(Internal, "not a number type"))
}
