//! Sums, maxima and softmax of the elements that a sparse tensor has; the missing ones count for nothing.

use crate::Ops;
use crate::kernels::sparse_reduce::{How, host_reduce, plan_reduce, plan_softmax};
use crate::rules::{Grads, flags_from_axes};
use crate::sparse::{per_value, sparse_parts};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl};

const NO_SHADER: &str = "places are grouped on the CPU";
const NONE: &str = "TensorFlow 1 defines no gradient of it";

/// Sizes of the result, as far as they are known; None where not even its rank is.
fn reduced(infer: &Infer<'_>) -> Result<Option<Vec<Dim>>> {
    let (_, rank) = sparse_parts(infer, 0)?;
    if infer.input_shape(3).rank().is_some_and(|r| r > 1) {
        bail!(Value, "reduction_axes must be a scalar or a vector, but have shape {}", infer.input_shape(3));
    }
    let keep = infer.bool("keep_dims");
    let Some(rank) = rank.get() else { return Ok(None) };
    let sizes = infer.input_ints(2).map_or(vec![Dim::UNKNOWN; rank as usize], |v| v.to_vec());
    let Some(axes) = infer.known_ints(3) else {
        return Ok(keep.then(|| vec![Dim::UNKNOWN; rank as usize]));
    };
    let flags = flags_from_axes(&axes, rank as usize)?;
    if let Some(bad) = sizes.iter().find(|d| d.get().is_some_and(|v| v < 0)) {
        bail!(Value, "input_shape has a negative size: {bad}");
    }
    let kept = sizes.iter().zip(&flags).filter_map(|(&size, &gone)| match gone {
        false => Some(size),
        true => keep.then_some(Dim::new(1)),
    });
    Ok(Some(kept.collect()))
}

fn to_dense(infer: &mut Infer<'_>) -> Result<()> {
    if let Some(sizes) = reduced(infer)? {
        infer.set(0, Shape::of(sizes));
    }
    Ok(())
}

fn to_sparse(infer: &mut Infer<'_>) -> Result<()> {
    let sizes = reduced(infer)?;
    let rank = sizes.as_ref().map_or(Dim::UNKNOWN, |v| Dim::from(v.len()));
    infer.set(0, Shape::of([Dim::UNKNOWN, rank]));
    infer.set(1, Shape::of_rank(1));
    infer.set(2, Shape::of([rank]));
    if let Some(sizes) = sizes
        && sizes.iter().any(|d| d.is_known())
    {
        infer.set_ints(2, sizes);
    }
    Ok(())
}

/// Each value's gradient is that of the sum it went into.
fn grad_sum(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, indices, shape, axes) = (g.dy(), g.x[0], g.x[2], g.x[3]);
    let b = &mut *g.b;
    // The dense shape with ones in place of the reduced sizes.
    let (zero, one, flat) = (b.int(0)?, b.int(1)?, b.ints(&[-1])?);
    let rank = b.size(shape, DType::I32)?;
    let all = b.range(zero, rank, one)?;
    let axes = b.reshape(axes, flat)?;
    let axes = b.floor_mod(axes, rank)?;
    let count = b.shape(axes, DType::I32)?;
    let unit = b.constant(rheos_base::Tensor::scalar(1i64)?)?;
    let ones = b.fill(count, unit)?;
    let kept = b.dynamic_stitch(&[all, axes], &[shape, ones])?;
    let dy = b.reshape(dy, kept)?;
    // An empty axis has no places; it only must not divide by zero.
    let divisor = b.maximum(kept, unit)?;
    let scale = b.floor_div(shape, divisor)?;
    let scale = b.maximum(scale, unit)?;
    let places = b.floor_div(indices, scale)?;
    Ok(vec![None, Some(b.gather_nd(dy, places)?.into()), None, None])
}

fn grad_softmax(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, indices, shape, y) = (g.dy(), g.x[0], g.x[2], g.y[0]);
    let b = &mut *g.b;
    let (products, last) = (b.mul(y, dy)?, b.ints(&[-1])?);
    let sums = b.sparse_reduce_sum(indices, products, shape, last, true)?;
    let less = b.neg(sums)?;
    let rest = b.sparse_dense_cwise_add(indices, dy, shape, less)?;
    Ok(vec![None, Some(b.mul(rest, y)?.into()), None])
}

const REDUCE: Decl = Decl {
    name: "",
    inputs: "input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32",
    outputs: "output: T",
    attrs: "keep_dims: bool = false; T: numeric",
    effect: Effect::Pure,
    infer: to_dense,
    compute: Compute::Kernel(KernelDecl {
        cpu: |s| plan_reduce(s, How::Sum),
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(grad_sum),
    doc: "",
};

const REDUCE_SPARSE: Decl = Decl {
    outputs: "output_indices: int64, output_values: T, output_shape: int64",
    infer: to_sparse,
    compute: Compute::Host(|s| host_reduce(s, How::Sum)),
    grad: Grad::Missing(NONE),
    ..REDUCE
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "SparseReduceSum",
        doc: "Dense sums of a sparse tensor's elements along dimensions; 0 where there are none.",
        ..REDUCE
    },
    Decl {
        name: "SparseReduceMax",
        attrs: "keep_dims: bool = false; T: realnumbertype",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_reduce(s, How::Max),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Missing(NONE),
        doc: "Dense maxima of a sparse tensor's elements along dimensions; 0 where there are none.",
        ..REDUCE
    },
    Decl {
        name: "SparseReduceSumSparse",
        doc: "Sums of a sparse tensor's elements along dimensions, as a sparse tensor with its places in order.",
        ..REDUCE_SPARSE
    },
    Decl {
        name: "SparseReduceMaxSparse",
        attrs: "keep_dims: bool = false; T: realnumbertype",
        compute: Compute::Host(|s| host_reduce(s, How::Max)),
        doc: "Maxima of a sparse tensor's elements along dimensions, as a sparse tensor with its places in order.",
        ..REDUCE_SPARSE
    },
    Decl {
        name: "SparseSoftmax",
        inputs: "sp_indices: int64, sp_values: T, sp_shape: int64",
        outputs: "output: T",
        attrs: "T: {float32, float64}",
        infer: |infer| {
            let (_, rank) = sparse_parts(infer, 0)?;
            if rank.get().is_some_and(|r| r < 2) {
                bail!(Value, "the tensor must have rank 2 or more, but has rank {rank}");
            }
            per_value(infer)
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_softmax,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(grad_softmax),
        doc: "Softmax of the elements in each row of the last dimension; the missing ones stay missing. Rows must be in \
              order.",
        ..REDUCE
    },
];
