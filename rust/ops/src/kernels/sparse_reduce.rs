//! Folds over the elements of a sparse tensor, in the order in which they are given.

use super::Planned;
use super::number::Number;
use super::places::{Places, check_sizes, sizes_in};
use super::sparse_rows::Results;
use rheos_base::{DType, Kind, Result, Tensor, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec, with_number};
use smallvec::smallvec;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    Sum,
    Max,
}

impl How {
    fn apply<T: Number>(self, a: T, b: T) -> T {
        match self {
            How::Sum => a.plus(b),
            How::Max => a.larger(b),
        }
    }
}

/// Which dimensions are reduced.
fn flags(axes: &[i64], rank: usize) -> Result<Vec<bool>> {
    Ok(crate::rules::flags_from_axes(axes, rank).map_err(|e| e.with_kind(Kind::InvalidArgument))?.to_vec())
}

/// Plans a reduction to a dense tensor.
pub fn plan_reduce(spec: &KernelSpec<'_>, how: How) -> Result<Box<dyn Kernel>> {
    let indices = spec.info.input_dims(0);
    let (count, rank) = (indices[0], indices[1]);
    let len = spec.outputs[0].layout.len();
    let cost = 5.0 * count as f64 + len as f64;
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let sizes = call.input::<i64>(2);
        check_sizes(sizes)?;
        let axes: Vec<i64> = call.input::<i32>(3).iter().map(|&v| i64::from(v)).collect();
        let flags = flags(&axes, rank)?;
        let places = Places::new(call.input::<i64>(0), count, rank);
        places.check_bounds(sizes)?;
        let mut steps = vec![0usize; rank];
        let mut step = 1;
        for axis in (0..rank).rev().filter(|&a| !flags[a]) {
            steps[axis] = step;
            step *= sizes[axis] as usize;
        }
        let out = call.output::<T>(0);
        if step != len {
            bail!(Internal, "{step} sums for {len} places");
        }
        out.fill(T::ZERO);
        let mut seen = vec![false; if how == How::Max { len } else { 0 }];
        for (place, &v) in places.iter().zip(call.input::<T>(1)) {
            let at: usize = place.iter().zip(&steps).map(|(&p, &step)| p as usize * step).sum();
            out[at] = match how {
                How::Max if !std::mem::replace(&mut seen[at], true) => v,
                _ => how.apply(out[at], v),
            };
        }
        Ok(())
    })), else bail!(Internal, "not a number type"))
}

/// Plans a reduction to a sparse tensor.
pub fn host_reduce(spec: &HostSpec<'_>, how: How) -> Result<Box<dyn HostKernel>> {
    let keep = spec.info.bool("keep_dims");
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let sizes = sizes_in(&x[2])?;
        let places = Places::of(&x[0])?;
        places.check_bounds(&sizes)?;
        let flags = flags(&x[3].to_ints().unwrap_or_default(), sizes.len())?;
        let kept: Vec<usize> = (0..sizes.len()).filter(|&a| !flags[a]).collect();
        let kept_sizes: Vec<i64> = kept.iter().map(|&a| sizes[a]).collect();
        let mut columns = Vec::with_capacity(places.count * kept.len());
        for place in places.iter() {
            columns.extend(kept.iter().map(|&a| place[a]));
        }
        let groups = Places::new(&columns, places.count, kept.len());
        let order = groups.order(&kept_sizes);
        let source = |i: usize| order.as_ref().map_or(i, |o| o[i]);
        // Where each group begins in that order.
        let new = |i: usize| i == 0 || groups.at(source(i)) != groups.at(source(i - 1));
        let starts: Vec<usize> = (0..places.count).filter(|&i| new(i)).collect();
        let values = with_number!(x[1].dtype(), T => {
            let values = x[1].as_slice::<T>()?;
            let mut sums: Vec<T> = Vec::with_capacity(starts.len());
            for (k, &first) in starts.iter().enumerate() {
                let end = starts.get(k + 1).copied().unwrap_or(places.count);
                sums.push((first + 1..end).fold(values[source(first)], |sum, i| how.apply(sum, values[source(i)])));
            }
            Tensor::from_slice(&[sums.len()], &sums)?
        }, else bail!(Internal, "not a number type"));
        let rank = if keep { sizes.len() } else { kept.len() };
        let mut indices = vec![0i64; starts.len() * rank];
        for (k, &first) in starts.iter().enumerate() {
            for (j, &v) in groups.at(source(first)).iter().enumerate() {
                indices[k * rank + if keep { kept[j] } else { j }] = v;
            }
        }
        let shape: Vec<i64> = if keep {
            sizes.iter().zip(&flags).map(|(&size, &gone)| if gone { 1 } else { size }).collect()
        } else {
            kept_sizes
        };
        Ok(smallvec![
            Tensor::from_slice(&[starts.len(), rank], &indices)?,
            values,
            Tensor::from_slice(&[shape.len()], &shape)?,
        ])
    }))
}

/// Plans `SparseSoftmax`.
pub fn plan_softmax(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let indices = spec.info.input_dims(0);
    let (count, rank) = (indices[0], indices[1]);
    let dtype = spec.outputs[0].dtype;
    Ok(Planned::boxed(12.0 * count as f64, move |call: &mut Call<'_>| {
        let sizes = call.input::<i64>(2);
        check_sizes(sizes)?;
        let places = Places::new(call.input::<i64>(0), count, rank);
        places.check_bounds(sizes)?;
        let row = |i: usize| &places.at(i)[..rank - 1];
        let mut starts = Vec::new();
        for i in 0..count {
            if i > 0 && row(i) < row(i - 1) {
                bail!(
                    InvalidArgument,
                    "indices[{i}] = {:?} is out of order; hint: tf.sparse.reorder makes a correctly ordered copy",
                    places.at(i)
                );
            }
            if i == 0 || row(i) != row(i - 1) {
                starts.push(i);
            }
        }
        starts.push(count);
        match dtype {
            DType::F32 => softmax(call, &starts, call.input::<f32>(1), call.output::<f32>(0), f32::exp),
            _ => softmax(call, &starts, call.input::<f64>(1), call.output::<f64>(0), f64::exp),
        }
        Ok(())
    }))
}

fn softmax<T: Number + std::ops::Div<Output = T>>(
    call: &Call<'_>,
    starts: &[usize],
    values: &[T],
    out: &mut [T],
    exp: fn(T) -> T,
) {
    /// Elements that make a task worth a thread.
    const TASK: usize = 8 << 10;
    let target = SharedPtr(out.as_mut_ptr().cast());
    let tasks = (values.len() / TASK).clamp(1, 256);
    let task = |t: usize| {
        // A row belongs to the task in whose share of the elements it begins.
        let edge = |t: usize| starts.partition_point(|&s| s < values.len() * t / tasks);
        for pair in starts[edge(t)..].windows(2).take(edge(t + 1) - edge(t)) {
            let own = &values[pair[0]..pair[1]];
            // SAFETY: rows are disjoint parts of the result, and each belongs to one task.
            let to = unsafe { std::slice::from_raw_parts_mut(target.get().cast::<T>().add(pair[0]), own.len()) };
            let largest = own.iter().copied().fold(own[0], T::larger);
            let mut sum = T::ZERO;
            for (y, &v) in to.iter_mut().zip(own) {
                *y = exp(v.minus(largest));
                sum = sum.plus(*y);
            }
            to.iter_mut().for_each(|y| *y = *y / sum);
        }
    };
    match tasks {
        1 => task(0),
        _ => call.workers.run(tasks, &task),
    }
}
