//! Sums, products and extremes of rows that share a segment number.

use crate::Ops;
use crate::kernels::Planned;
use crate::kernels::number::Number;
use crate::kernels::scatter::{Combine, scatter};
use crate::rules::{Grads, scalar_operand};
use crate::shaders;
use rheos_base::{Attr, DType, Dim, Result, Shape, Tensor, bail};
use rheos_graph::{
    Builder, Call, Compute, Decl, Effect, Gpu, Grad, GradCall, HostCall, HostKernel, HostSpec, Infer, Kernel,
    KernelDecl, KernelSpec, Output, with_number,
};
use smallvec::{SmallVec, smallvec};

fn sorted(infer: &mut Infer<'_>) -> Result<()> {
    let ids = infer.with_rank(1, 1)?;
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    let Some(first) = dims.first() else { bail!(Value, "data must have at least one axis, but is a scalar") };
    if !first.is_compatible(ids.dim(0)) {
        bail!(Value, "segment_ids has {} entries, but data has {first} rows", ids.dim(0));
    }
    let shape = Shape::of(std::iter::once(Dim::UNKNOWN).chain(dims[1..].iter().copied()));
    infer.set(0, shape);
    Ok(())
}

fn unsorted(infer: &mut Infer<'_>) -> Result<()> {
    let count = scalar_operand(infer, 2)?;
    if let Some(n) = count
        && n < 0
    {
        bail!(Value, "num_segments must not be negative, got {n}");
    }
    let (Some(data), Some(ids)) = (infer.input_shape(0).dims(), infer.input_shape(1).dims()) else { return Ok(()) };
    let fits = ids.len() <= data.len() && ids.iter().zip(data).all(|(a, b)| a.is_compatible(*b));
    if !fits {
        bail!(
            Value,
            "segment_ids must have the leading sizes of data: data is {}, segment_ids is {}",
            infer.input_shape(0),
            infer.input_shape(1)
        );
    }
    let first = count.map_or(Dim::UNKNOWN, Dim::new);
    let shape = Shape::of(std::iter::once(first).chain(data[ids.len()..].iter().copied()));
    infer.set(0, shape);
    Ok(())
}

/// Rows in order of their segments; a segment without rows holds zero (one for products).
fn host(_: &HostSpec<'_>, how: Combine, mean: bool) -> Result<Box<dyn HostKernel>> {
    Ok(Box::new(move |x: &[Tensor], call: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let ids = x[1].to_ints().unwrap_or_default();
        if let Some(i) = (0..ids.len()).find(|&i| ids[i] < 0 || (i > 0 && ids[i] < ids[i - 1])) {
            bail!(
                InvalidArgument,
                "segment_ids[{i}] = {} must not be negative nor less than the one before it",
                ids[i]
            );
        }
        let count = ids.last().map_or(0, |&v| v as usize + 1);
        let mut dims = x[0].dims().to_vec();
        dims[0] = count;
        let mut rows_of = vec![0usize; count];
        ids.iter().for_each(|&i| rows_of[i as usize] += 1);
        let inner: usize = dims[1..].iter().product();
        let out = with_number!(x[0].dtype(), T => {
            let mut out = Tensor::uninit(x[0].dtype(), &dims)?;
            let values = out.as_mut_slice::<T>()?;
            values.fill(how.start());
            scatter(call.workers, how, values, x[0].as_slice::<T>()?, &ids, inner);
            let empty: T = if how == Combine::Mul { T::ONE } else { T::ZERO };
            for (row, &n) in values.chunks_exact_mut(inner.max(1)).zip(&rows_of) {
                if n == 0 {
                    row.fill(empty);
                } else if mean {
                    row.iter_mut().for_each(|v| *v = v.over(n));
                }
            }
            out
        }, else bail!(Internal, "not a number type"));
        Ok(smallvec![out])
    }))
}

fn plan(spec: &KernelSpec<'_>, how: Combine) -> Result<Box<dyn Kernel>> {
    let ids = spec.info.input_dims(1).len();
    let inner: usize = spec.info.input_dims(0)[ids..].iter().product();
    let count = spec.info.output_dims(0)[0];
    let cost = 0.6 * spec.inputs[0].layout.len() as f64 + spec.outputs[0].layout.len() as f64;
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let ids: Vec<i64> = match call.input_args[1].dtype {
            DType::I64 => call.input::<i64>(1).to_vec(),
            _ => call.input::<i32>(1).iter().map(|&v| i64::from(v)).collect(),
        };
        if let Some(i) = ids.iter().position(|&v| v >= count as i64) {
            bail!(InvalidArgument, "segment_ids[{i}] = {} is not in [0, {count})", ids[i]);
        }
        let out = call.output::<T>(0);
        out.fill(how.start());
        scatter(call.workers, how, out, call.input::<T>(0), &ids, inner);
        Ok(())
    })), else bail!(Internal, "not a number type"))
}

/// Rows of `x` at non-negative ids, zeros at the others.
struct Dropped {
    /// Ids with negative ones raised to zero.
    clipped: Output,
    /// True in the places of ids that are not negative, broadcast against rows.
    present: Output,
}

impl Dropped {
    fn new(b: &mut Builder<'_>, ids: Output, rows: Output) -> Result<Dropped> {
        let zero = b.zeros_like(ids)?;
        let clipped = b.op1("Maximum", &[ids.into(), zero.into()], &[])?;
        let present = b.op1("GreaterEqual", &[ids.into(), zero.into()], &[])?;
        // Axes of size one behind those of the ids: shape(ids) + [1] * (rank(rows) - rank(ids)).
        let (own, all) = (b.shape(ids, DType::I32)?, b.rank(rows)?);
        let rank = b.rank(ids)?;
        let more = b.op1("Sub", &[all.into(), rank.into()], &[])?;
        let (flat, one, axis) = (b.ints(&[-1])?, b.int(1)?, b.int(0)?);
        let more = b.reshape(more, flat)?;
        let ones = b.fill(more, one)?;
        let shape = b.concat_v2(&[own, ones], axis)?;
        Ok(Dropped { clipped, present: b.reshape(present, shape)? })
    }

    fn gather(&self, b: &mut Builder<'_>, x: Output) -> Result<Output> {
        let rows = gather(b, x, self.clipped)?;
        let zeros = b.zeros_like(rows)?;
        b.op1("SelectV2", &[self.present.into(), rows.into(), zeros.into()], &[])
    }
}

fn gather(b: &mut Builder<'_>, x: Output, ids: Output) -> Result<Output> {
    let axis = b.int(0)?;
    b.gather_v2(x, ids, axis, 0)
}

fn cast(b: &mut Builder<'_>, x: Output, dtype: DType) -> Result<Output> {
    b.op1("Cast", &[x.into()], &[("DstT", Attr::Type(dtype))])
}

fn select(b: &mut Builder<'_>, condition: Output, yes: Output, no: Output) -> Result<Output> {
    b.op1("SelectV2", &[condition.into(), yes.into(), no.into()], &[])
}

fn sum_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, ids) = (g.dy(), g.x[1]);
    Ok(vec![Some(gather(g.b, dy, ids)?.into()), None])
}

fn mean_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, ids) = (g.dy(), g.x[1]);
    let dtype = g.b.dtype(dy);
    // Rows per segment, under the rank of dy.
    let one = g.b.scalar(dtype, 1.0)?;
    let (own, rank) = (g.b.shape(ids, DType::I32)?, g.b.rank(dy)?);
    let (less, flat, axis, unit) = (g.b.int(1)?, g.b.ints(&[-1])?, g.b.int(0)?, g.b.int(1)?);
    let more = g.b.op1("Sub", &[rank.into(), less.into()], &[])?;
    let more = g.b.reshape(more, flat)?;
    let tail = g.b.fill(more, unit)?;
    let shape = g.b.concat_v2(&[own, tail], axis)?;
    let ones = g.b.fill(shape, one)?;
    let counts = g.b.segment_sum(ones, ids)?;
    let scaled = g.b.op1("RealDiv", &[dy.into(), counts.into()], &[])?;
    Ok(vec![Some(gather(g.b, scaled, ids)?.into()), None])
}

/// The gradient goes to all rows that equal the extreme, in equal shares.
fn extreme_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, x, y, ids) = (g.dy(), g.x[0], g.y[0], g.x[1]);
    let dtype = g.b.dtype(dy);
    let zeros = g.b.zeros_like(x)?;
    let mut out = vec![None; g.x.len()];
    let dx = if let [_, _, segments] = *g.x {
        let dropped = Dropped::new(g.b, ids, x)?;
        let best = dropped.gather(g.b, y)?;
        let hit = g.b.op1("Equal", &[x.into(), best.into()], &[])?;
        let hit = g.b.op1("LogicalAnd", &[hit.into(), dropped.present.into()], &[])?;
        let shares = cast(g.b, hit, dtype)?;
        let shares = g.b.unsorted_segment_sum(shares, ids, segments)?;
        let weighted = g.b.op1("RealDiv", &[dy.into(), shares.into()], &[])?;
        let rows = dropped.gather(g.b, weighted)?;
        select(g.b, hit, rows, zeros)?
    } else {
        let best = gather(g.b, y, ids)?;
        let hit = g.b.op1("Equal", &[x.into(), best.into()], &[])?;
        let shares = cast(g.b, hit, dtype)?;
        let shares = g.b.segment_sum(shares, ids)?;
        let weighted = g.b.op1("RealDiv", &[dy.into(), shares.into()], &[])?;
        let rows = gather(g.b, weighted, ids)?;
        select(g.b, hit, rows, zeros)?
    };
    out[0] = Some(dx.into());
    Ok(out)
}

/// The product of the other rows, with zeros counted apart.
fn prod_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, x, y, ids, segments) = (g.dy(), g.x[0], g.y[0], g.x[1], g.x[2]);
    let (zeros, ones) = (g.b.zeros_like(x)?, g.b.ones_like(x)?);
    let is_zero = g.b.op1("Equal", &[x.into(), zeros.into()], &[])?;
    let count = cast(g.b, is_zero, DType::I32)?;
    let count = g.b.unsorted_segment_sum(count, ids, segments)?;
    let one = g.b.int(1)?;
    let many = g.b.op1("Greater", &[count.into(), one.into()], &[])?;
    let none = g.b.zeros_like(dy)?;
    let dy = select(g.b, many, none, dy)?;
    let others = select(g.b, is_zero, ones, x)?;
    let others = g.b.unsorted_segment_prod(others, ids, segments)?;
    let dropped = Dropped::new(g.b, ids, x)?;
    let (whole, others) = (gather(g.b, y, dropped.clipped)?, gather(g.b, others, dropped.clipped)?);
    let divisor = select(g.b, is_zero, ones, x)?;
    let quotient = g.b.op1("RealDiv", &[whole.into(), divisor.into()], &[])?;
    let partial = select(g.b, is_zero, others, quotient)?;
    let rows = dropped.gather(g.b, dy)?;
    Ok(vec![Some(g.b.mul(rows, partial)?.into()), None, None])
}

const SORTED: Decl = Decl {
    name: "",
    inputs: "data: T, segment_ids: Tindices",
    outputs: "output: T",
    attrs: "T: numeric; Tindices: {int32, int64}",
    effect: Effect::Pure,
    infer: sorted,
    compute: Compute::Host(|s| host(s, Combine::Add, false)),
    grad: Grad::Fn(sum_grad),
    doc: "",
};

const UNSORTED: Decl = Decl {
    inputs: "data: T, segment_ids: Tindices, num_segments: Tnumsegments",
    attrs: "T: numeric; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32",
    infer: unsorted,
    compute: Compute::Kernel(KernelDecl {
        cpu: |s| plan(s, Combine::Add),
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|s| shaders::scatter::segments(s, Combine::Add)),
    }),
    grad: Grad::Fn(|g| {
        let (dy, x, ids) = (g.dy(), g.x[0], g.x[1]);
        let dropped = Dropped::new(g.b, ids, x)?;
        Ok(vec![Some(dropped.gather(g.b, dy)?.into()), None, None])
    }),
    ..SORTED
};

pub const OPS: &[Decl] = &[
    Decl { name: "SegmentSum", doc: "Sums of the rows of each segment; segment_ids must be sorted.", ..SORTED },
    Decl {
        name: "SegmentMean",
        compute: Compute::Host(|s| host(s, Combine::Add, true)),
        grad: Grad::Fn(mean_grad),
        doc: "Means of the rows of each segment; segment_ids must be sorted.",
        ..SORTED
    },
    Decl {
        name: "SegmentProd",
        compute: Compute::Host(|s| host(s, Combine::Mul, false)),
        grad: Grad::Missing("TensorFlow 1 defines no gradient of SegmentProd"),
        doc: "Products of the rows of each segment; segment_ids must be sorted.",
        ..SORTED
    },
    Decl {
        name: "SegmentMin",
        attrs: "T: realnumbertype; Tindices: {int32, int64}",
        compute: Compute::Host(|s| host(s, Combine::Min, false)),
        grad: Grad::Fn(extreme_grad),
        doc: "Least elements of each segment; segment_ids must be sorted.",
        ..SORTED
    },
    Decl {
        name: "SegmentMax",
        attrs: "T: realnumbertype; Tindices: {int32, int64}",
        compute: Compute::Host(|s| host(s, Combine::Max, false)),
        grad: Grad::Fn(extreme_grad),
        doc: "Largest elements of each segment; segment_ids must be sorted.",
        ..SORTED
    },
    Decl {
        name: "UnsortedSegmentSum",
        doc: "Sums of the rows of each segment; rows with a negative number are left out. A number past the last segment \
              is an error; on a GPU such rows are left out as well.",
        ..UNSORTED
    },
    Decl {
        name: "UnsortedSegmentProd",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan(s, Combine::Mul),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::scatter::segments(s, Combine::Mul)),
        }),
        grad: Grad::Fn(prod_grad),
        doc: "Products of the rows of each segment; rows with a negative number are left out. A number past the last segment \
              is an error; on a GPU such rows are left out as well.",
        ..UNSORTED
    },
    Decl {
        name: "UnsortedSegmentMin",
        attrs: "T: realnumbertype; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan(s, Combine::Min),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::scatter::segments(s, Combine::Min)),
        }),
        grad: Grad::Fn(extreme_grad),
        doc: "Least elements of each segment; the type's largest number for a segment without rows. A number past the last \
              segment is an error; on a GPU such rows are left out.",
        ..UNSORTED
    },
    Decl {
        name: "UnsortedSegmentMax",
        attrs: "T: realnumbertype; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan(s, Combine::Max),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::scatter::segments(s, Combine::Max)),
        }),
        grad: Grad::Fn(extreme_grad),
        doc: "Largest elements of each segment; the type's lowest number for a segment without rows. A number past the last \
              segment is an error; on a GPU such rows are left out.",
        ..UNSORTED
    },
];
