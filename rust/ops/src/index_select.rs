//! Ops whose result sizes depend on the data: positions, differences, partitions.

use crate::Ops;
use crate::kernels::keys::keys_of;
use crate::kernels::number::Number;
use crate::kernels::rows::Rows;
use crate::rules::{Grads, int_vector};
use rheos_base::{DType, Dim, Dims, Result, Shape, Tensor, bail};
use rheos_graph::fact::MAX_INTS;
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Compute, Decl, Effect, Grad, GradCall, HostCall, HostKernel, HostSpec, Infer, Output, with_number};
use rustc_hash::FxHashSet;
use smallvec::{SmallVec, smallvec};
use std::sync::atomic::{AtomicUsize, Ordering};

type Results = Result<SmallVec<[Tensor; 2]>>;

/// Coordinates of the elements that are not zero. Counting comes first, so that every task knows its place.
fn places_of<T: Copy + Sync>(
    dims: &[usize],
    elements: &[T],
    call: &HostCall<'_>,
    set: impl Fn(T) -> bool + Sync,
) -> Results {
    const PER_TASK: usize = 32 << 10;
    let rank = dims.len();
    let tasks = elements.len().div_ceil(PER_TASK);
    let part = |task: usize| &elements[task * PER_TASK..elements.len().min((task + 1) * PER_TASK)];
    let counts: Vec<AtomicUsize> = (0..tasks).map(|_| AtomicUsize::new(0)).collect();
    call.workers.run(tasks, &|task| {
        let count = part(task).iter().map(|&v| usize::from(set(v))).sum();
        counts[task].store(count, Ordering::Relaxed);
    });
    let (mut total, mut starts) = (0, Vec::with_capacity(tasks));
    for count in counts {
        starts.push(total);
        total += count.into_inner();
    }
    let out = Tensor::uninit(DType::I64, &[total, rank])?;
    if rank == 0 || total == 0 {
        return Ok(smallvec![out]);
    }
    let target = SharedPtr(out.ptr());
    let last = dims[rank - 1];
    call.workers.run(tasks, &|task| {
        let elements = part(task);
        let first = task * PER_TASK;
        let mut place: SmallVec<[i64; 6]> = smallvec![0; rank];
        let mut left = first;
        for axis in (0..rank).rev() {
            place[axis] = (left % dims[axis]) as i64;
            left /= dims[axis];
        }
        // SAFETY: `total` rows of `rank` coordinates, of which this task writes as many as it counted.
        let mut to = unsafe { target.get().cast::<i64>().add(starts[task] * rank) };
        let mut at = 0;
        while at < elements.len() {
            let run = (last - place[rank - 1] as usize).min(elements.len() - at);
            for (i, &v) in elements[at..at + run].iter().enumerate() {
                if set(v) {
                    // SAFETY: as above.
                    unsafe {
                        to.copy_from_nonoverlapping(place.as_ptr(), rank - 1);
                        to.add(rank - 1).write(place[rank - 1] + i as i64);
                        to = to.add(rank);
                    }
                }
            }
            at += run;
            place[rank - 1] = 0;
            for axis in (0..rank - 1).rev() {
                place[axis] += 1;
                if place[axis] < dims[axis] as i64 {
                    break;
                }
                place[axis] = 0;
            }
        }
    });
    Ok(smallvec![out])
}

fn true_places(x: &[Tensor], call: &HostCall<'_>) -> Results {
    let (dims, dtype) = (x[0].dims(), x[0].dtype());
    if dtype == DType::Bool {
        return places_of(dims, x[0].bytes()?, call, |v| v != 0);
    }
    with_number!(dtype, T => places_of(dims, x[0].as_slice::<T>()?, call, |v| !v.is_zero()), else {
        bail!(Unimplemented, "{dtype} is neither true nor false")
    })
}

fn difference(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let out_idx = spec.info.dtype("out_idx");
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let without: FxHashSet<_> = keys_of(&x[1])?.into_iter().collect();
        let kept: Vec<usize> =
            keys_of(&x[0])?.into_iter().enumerate().filter(|(_, key)| !without.contains(key)).map(|(i, _)| i).collect();
        let places: Vec<i64> = kept.iter().map(|&i| i as i64).collect();
        let values = Rows::new(&x[0], 1)?.take(&[kept.len()], kept.iter().copied())?;
        Ok(smallvec![values, Tensor::from_ints(out_idx, &[places.len()], &places)?])
    }))
}

fn partition(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let count = spec.info.outputs.len();
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let ids = x[1].to_ints().unwrap_or_default();
        if let Some(i) = ids.iter().position(|&v| v < 0 || v as usize >= count) {
            bail!(InvalidArgument, "partitions[{i}] = {} is not in [0, {count})", ids[i]);
        }
        let tail = &x[0].dims()[x[1].dims().len()..];
        let rows = Rows::new(&x[0], tail.iter().product())?;
        let mut own: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (i, &part) in ids.iter().enumerate() {
            own[part as usize].push(i);
        }
        own.into_iter()
            .map(|own| {
                let mut dims: Dims = smallvec![own.len()];
                dims.extend_from_slice(tail);
                rows.take(&dims, own.into_iter())
            })
            .collect()
    }))
}

fn stitched(infer: &mut Infer<'_>) -> Result<()> {
    let n = infer.inputs.len() / 2;
    let mut tail = Shape::unknown();
    let mut last = Some(-1);
    for i in 0..n {
        let (ids, data) = (infer.input_shape(i), infer.input_shape(n + i));
        last = match (last, infer.inputs[i].to_constant().and_then(|t| t.to_ints())) {
            (Some(a), Some(v)) => Some(v.iter().copied().fold(a, i64::max)),
            _ => None,
        };
        let (Some(ids), Some(data)) = (ids.dims(), data.dims()) else { continue };
        let fits = ids.len() <= data.len() && ids.iter().zip(data).all(|(a, b)| a.is_compatible(*b));
        if !fits {
            bail!(
                Value,
                "{} has shape {}, which must begin with the sizes of {}, {}",
                infer.arg_name(n + i),
                infer.input_shape(n + i),
                infer.arg_name(i),
                infer.input_shape(i)
            );
        }
        tail = tail.merge(&Shape::of(data[ids.len()..].iter().copied()))?;
    }
    let size = last.map_or(Dim::UNKNOWN, |v| Dim::new(v + 1));
    let Some(tail) = tail.dims().map(|d| d.to_vec()) else { return Ok(()) };
    let scalars = tail.is_empty();
    infer.set(0, Shape::of(std::iter::once(size).chain(tail)));
    // Shape arithmetic: where indices are known, known elements land in known places.
    if let Some(size) = size.get()
        && scalars
        && size as usize <= MAX_INTS
        && matches!(infer.output_dtype(0), DType::I32 | DType::I64)
    {
        let mut values = vec![Dim::UNKNOWN; size as usize];
        for i in 0..n {
            let ids = infer.known_ints(i).unwrap_or_default();
            for (k, &id) in ids.iter().enumerate() {
                if id < 0 {
                    bail!(Value, "{}[{k}] = {id} must not be negative", infer.arg_name(i));
                }
                values[id as usize] = infer.input_ints(n + i).and_then(|v| v.get(k).copied()).unwrap_or(Dim::UNKNOWN);
            }
        }
        if values.iter().any(|v| v.is_known()) {
            infer.set_ints(0, values);
        }
    }
    Ok(())
}

fn stitch(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let n = spec.info.inputs.len() / 2;
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let mut source: Vec<Option<(usize, usize)>> = Vec::new();
        for (i, ids) in x[..n].iter().enumerate() {
            for (k, id) in ids.to_ints().unwrap_or_default().into_iter().enumerate() {
                if id < 0 {
                    bail!(InvalidArgument, "indices[{i}][{k}] = {id} must not be negative");
                }
                let id = id as usize;
                if source.len() <= id {
                    source.resize(id + 1, None);
                }
                source[id] = Some((i, k));
            }
        }
        let tail = &x[n].dims()[x[0].dims().len()..];
        let inner: usize = tail.iter().product();
        let mut dims: Dims = smallvec![source.len()];
        dims.extend_from_slice(tail);
        let dtype = x[n].dtype();
        if !dtype.is_plain() {
            let parts: Vec<&[Box<[u8]>]> = x[n..].iter().map(|t| t.as_strings()).collect::<Result<_>>()?;
            let mut out = vec![Box::default(); source.len() * inner];
            for (to, &(i, k)) in source.iter().enumerate().filter_map(|(r, s)| s.as_ref().map(|s| (r, s))) {
                out[to * inner..(to + 1) * inner].clone_from_slice(&parts[i][k * inner..(k + 1) * inner]);
            }
            return Ok(smallvec![Tensor::strings(&dims, out)?]);
        }
        let row = inner * dtype.size();
        let parts: Vec<&[u8]> = x[n..].iter().map(|t| t.bytes()).collect::<Result<_>>()?;
        // Rows that no index names are zero, so a run does not depend on what was in memory.
        let mut out = vec![0u8; source.len() * row];
        for (to, &(i, k)) in source.iter().enumerate().filter_map(|(r, s)| s.as_ref().map(|s| (r, s))) {
            out[to * row..(to + 1) * row].copy_from_slice(&parts[i][k * row..(k + 1) * row]);
        }
        Ok(smallvec![Tensor::from_bytes(dtype, &dims, &out)?])
    }))
}

fn stitch_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, n) = (g.dy(), g.x.len() / 2);
    let mut out = vec![None; n];
    for i in 0..n {
        let axis = g.b.int(0)?;
        let ids = g.x[i];
        out.push(Some(g.b.gather_v2(dy, ids, axis, 0)?.into()));
    }
    Ok(out)
}

fn partition_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (data, ids) = (g.x[0], g.x[1]);
    let (zero, one) = (g.b.int(0)?, g.b.int(1)?);
    let count = g.b.size(ids, DType::I32)?;
    let places = g.b.range(zero, count, one)?;
    let shape = g.b.shape(ids, DType::I32)?;
    let places = g.b.reshape(places, shape)?;
    let own = g.b.dynamic_partition(places, ids, g.dys.len() as i64)?;
    let mut grads: Vec<Output> = Vec::with_capacity(g.dys.len());
    for i in 0..g.dys.len() {
        grads.push(g.dy_or_zeros(i)?);
    }
    let rows = g.b.dynamic_stitch(&own, &grads)?;
    let shape = match g.b.shape_of(data).to_dims() {
        Some(dims) => {
            let dims: Vec<i64> = dims.iter().map(|&d| d as i64).collect();
            int_vector(g.b, DType::I32, &dims)?
        }
        None => g.b.shape(data, DType::I32)?,
    };
    Ok(vec![Some(g.b.reshape(rows, shape)?.into()), None])
}

const PICK: Decl = Decl {
    name: "",
    inputs: "x: T, y: T",
    outputs: "out: T, idx: out_idx",
    attrs: "T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64, uint64, bool, string}; out_idx: {int32, int64} = int32",
    effect: Effect::Pure,
    infer: |infer| {
        infer.with_rank(0, 1)?;
        infer.with_rank(1, 1)?;
        infer.set(0, Shape::of_rank(1));
        infer.set(1, Shape::of_rank(1));
        Ok(())
    },
    compute: Compute::Host(difference),
    grad: Grad::Stop("positions are not smooth"),
    doc: "",
};

const STITCH: Decl = Decl {
    name: "",
    inputs: "indices: N * int32, data: N * T",
    outputs: "merged: T",
    attrs: "N: int >= 1; T: type",
    infer: stitched,
    compute: Compute::Host(stitch),
    grad: Grad::Fn(stitch_grad),
    ..PICK
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "Where",
        inputs: "input: T",
        outputs: "index: int64",
        attrs: "T: {float32, float64, int32, uint8, int16, int8, complex64, int64, bfloat16, uint16, complex128, float16, uint32, uint64, bool} = bool",
        infer: |infer| {
            let rank = infer.input_shape(0).rank().map_or(Dim::UNKNOWN, Dim::from);
            infer.set(0, Shape::of([Dim::UNKNOWN, rank]));
            Ok(())
        },
        compute: Compute::Host(|_| Ok(Box::new(true_places))),
        doc: "Coordinates of the elements that are true (not zero), in row-major order.",
        ..PICK
    },
    Decl { name: "ListDiff", doc: "Elements of x that are not in y, and their positions in x.", ..PICK },
    Decl {
        name: "DynamicPartition",
        inputs: "data: T, partitions: int32",
        outputs: "outputs: num_partitions * T",
        attrs: "num_partitions: int >= 1; T: type",
        infer: |infer| {
            let (data, ids) = (infer.input_shape(0), infer.input_shape(1));
            let (Some(d), Some(p)) = (data.dims(), ids.dims()) else { return Ok(()) };
            let fits = p.len() <= d.len() && p.iter().zip(d).all(|(a, b)| a.is_compatible(*b));
            if !fits {
                bail!(Value, "partitions must have the leading sizes of data: data is {data}, partitions is {ids}");
            }
            let shape = Shape::of(std::iter::once(Dim::UNKNOWN).chain(d[p.len()..].iter().copied()));
            for i in 0..infer.output_count() {
                infer.set(i, shape.clone());
            }
            Ok(())
        },
        compute: Compute::Host(partition),
        grad: Grad::Fn(partition_grad),
        doc: "Rows of data by the partition they belong to.",
        ..PICK
    },
    Decl {
        name: "DynamicStitch",
        doc: "Rows of data at the places that indices give; of equal ones the last counts.",
        ..STITCH
    },
    Decl {
        name: "ParallelDynamicStitch",
        doc: "DynamicStitch, under the name TensorFlow uses for indices that do not repeat.",
        ..STITCH
    },
];
