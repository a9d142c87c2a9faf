//! Sums and means of chosen rows that share a segment number, and their gradients.

use crate::Ops;
use crate::kernels::number::Number;
use crate::kernels::sparse_segment::{Share, plan_grad, plan_rows, run_rows};
use crate::rules::{Grads, scalar_operand};
use rheos_base::{DType, Dim, Result, Shape, Tensor, bail};
use rheos_graph::decl::KernelFn;
use rheos_graph::{
    Compute, Decl, Effect, Gpu, Grad, GradCall, HostCall, HostKernel, HostSpec, Infer, KernelDecl, with_number,
};
use smallvec::{SmallVec, smallvec};

const CHECKED: &str = "segments out of order are an error, which the CPU raises";
const REAL: &str = "T: realnumbertype; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32";
const FLOATS: &str = "T: floating; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32";
const REAL_COUNTED: &str = "T: realnumbertype; Tidx: {int32, int64} = int32; Tnumsegments: {int32, int64} = int32; \
                            Tsegmentids: {int32, int64} = int32";
const FLOATS_COUNTED: &str = "T: floating; Tidx: {int32, int64} = int32; Tnumsegments: {int32, int64} = int32; \
                              Tsegmentids: {int32, int64} = int32";

/// What the entries have in common.
const OPEN: Decl = Decl {
    name: "",
    inputs: "data: T, indices: Tidx, segment_ids: Tsegmentids",
    outputs: "output: T",
    attrs: FLOATS,
    effect: Effect::Pure,
    infer: open,
    compute: Compute::Host(|s| host(s, Share::Sum)),
    grad: Grad::Missing("its entry says otherwise"),
    doc: "",
};
const COUNTED: Decl = Decl {
    inputs: "data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments",
    attrs: FLOATS_COUNTED,
    infer: counted,
    compute: kernel(|s| plan_rows(s, Share::Sum)),
    ..OPEN
};
const GRAD: Decl = Decl {
    inputs: "grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32",
    infer: grown,
    compute: kernel(|s| plan_grad(s, Share::Sum)),
    grad: Grad::Missing("TensorFlow defines no second derivative of this op"),
    ..OPEN
};

const fn kernel(cpu: KernelFn) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu: Gpu::CpuOnly(CHECKED) })
}

/// Sizes of the result behind the first.
fn rows(infer: &Infer<'_>, first: Dim) -> Result<Shape> {
    let (indices, ids) = (infer.with_rank(1, 1)?, infer.with_rank(2, 1)?);
    if !indices.dim(0).is_compatible(ids.dim(0)) {
        bail!(Value, "there are {} indices, but {} segment_ids", indices.dim(0), ids.dim(0));
    }
    match infer.input_shape(0).dims() {
        None => Ok(Shape::unknown()),
        Some([]) => bail!(Value, "{} must have at least one axis, but is a scalar", infer.arg_name(0)),
        Some([_, rest @ ..]) => Ok(Shape::of(std::iter::once(first).chain(rest.iter().copied()))),
    }
}

fn open(infer: &mut Infer<'_>) -> Result<()> {
    let shape = rows(infer, Dim::UNKNOWN)?;
    infer.set(0, shape);
    Ok(())
}

fn counted(infer: &mut Infer<'_>) -> Result<()> {
    let count = scalar_operand(infer, 3)?;
    if let Some(n) = count
        && n < 0
    {
        bail!(Value, "Cannot specify a negative value for num_segments: {n}");
    }
    let shape = rows(infer, count.map_or(Dim::UNKNOWN, Dim::new))?;
    infer.set(0, shape);
    Ok(())
}

fn grown(infer: &mut Infer<'_>) -> Result<()> {
    let size = scalar_operand(infer, 3)?;
    if let Some(n) = size
        && n < 0
    {
        bail!(Value, "Cannot specify a negative value for output_dim0: {n}");
    }
    let shape = rows(infer, size.map_or(Dim::UNKNOWN, Dim::new))?;
    infer.set(0, shape);
    Ok(())
}

/// As many segments as the last number says.
fn host(_: &HostSpec<'_>, share: Share) -> Result<Box<dyn HostKernel>> {
    Ok(Box::new(move |x: &[Tensor], call: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let (indices, ids) = (x[1].to_ints().unwrap_or_default(), x[2].to_ints().unwrap_or_default());
        let count = ids.last().map_or(0, |&v| v.max(-1) as usize + 1);
        let mut dims = x[0].dims().to_vec();
        let size = dims[0];
        dims[0] = count;
        let out = with_number!(x[0].dtype(), T => {
            let mut out = Tensor::uninit(x[0].dtype(), &dims)?;
            let values = out.as_mut_slice::<T>()?;
            values.fill(T::ZERO);
            run_rows(call.workers, share, values, x[0].as_slice::<T>()?, size, &indices, &ids, count)?;
            out
        }, else bail!(Internal, "not a number type"));
        Ok(smallvec![out])
    }))
}

/// The gradient for the rows of data, by the op that divides as the op itself does.
fn grad_rows(g: &mut GradCall<'_, '_>, op: &str) -> Grads {
    let (dy, data, indices, ids) = (g.dy(), g.x[0], g.x[1], g.x[2]);
    let sizes = g.b.shape(data, DType::I32)?;
    let (zero, one, flat) = (g.b.ints(&[0])?, g.b.ints(&[1])?, g.b.ints(&[])?);
    let first = g.b.slice(sizes, zero, one)?;
    let first = g.b.reshape(first, flat)?;
    let dx = g.b.op1(op, &[dy.into(), indices.into(), ids.into(), first.into()], &[])?;
    let mut out = vec![None; g.x.len()];
    out[0] = Some(dx.into());
    Ok(out)
}

/// The same for sums, in terms of ops that TensorFlow 1 has: rows of the gradient added into rows of data.
fn grad_sum(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, data, indices, ids) = (g.dy(), g.x[0], g.x[1], g.x[2]);
    let sizes = g.b.shape(data, DType::I32)?;
    let (zero, one, flat, axis) = (g.b.ints(&[0])?, g.b.ints(&[1])?, g.b.ints(&[])?, g.b.int(0)?);
    let first = g.b.slice(sizes, zero, one)?;
    let first = g.b.reshape(first, flat)?;
    let rows = g.b.gather_v2(dy, ids, axis, 0)?;
    let dx = g.b.unsorted_segment_sum(rows, indices, first)?;
    let mut out = vec![None; g.x.len()];
    out[0] = Some(dx.into());
    Ok(out)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "SparseSegmentSum",
        attrs: REAL,
        grad: Grad::Fn(grad_sum),
        doc: "Sums of the chosen rows of each segment; segment_ids must be sorted.",
        ..OPEN
    },
    Decl {
        name: "SparseSegmentMean",
        compute: Compute::Host(|s| host(s, Share::Mean)),
        grad: Grad::Fn(|g| grad_rows(g, "SparseSegmentMeanGrad")),
        doc: "Means of the chosen rows of each segment; segment_ids must be sorted.",
        ..OPEN
    },
    Decl {
        name: "SparseSegmentSqrtN",
        compute: Compute::Host(|s| host(s, Share::SqrtN)),
        grad: Grad::Fn(|g| grad_rows(g, "SparseSegmentSqrtNGrad")),
        doc: "Sums of the chosen rows of each segment, divided by the root of their number; segment_ids must be sorted.",
        ..OPEN
    },
    Decl {
        name: "SparseSegmentSumWithNumSegments",
        attrs: REAL_COUNTED,
        grad: Grad::Fn(grad_sum),
        doc: "SparseSegmentSum with a given number of segments; those without rows are zero.",
        ..COUNTED
    },
    Decl {
        name: "SparseSegmentMeanWithNumSegments",
        compute: kernel(|s| plan_rows(s, Share::Mean)),
        grad: Grad::Fn(|g| grad_rows(g, "SparseSegmentMeanGrad")),
        doc: "SparseSegmentMean with a given number of segments; those without rows are zero.",
        ..COUNTED
    },
    Decl {
        name: "SparseSegmentSqrtNWithNumSegments",
        compute: kernel(|s| plan_rows(s, Share::SqrtN)),
        grad: Grad::Fn(|g| grad_rows(g, "SparseSegmentSqrtNGrad")),
        doc: "SparseSegmentSqrtN with a given number of segments; those without rows are zero.",
        ..COUNTED
    },
    Decl {
        name: "SparseSegmentMeanGrad",
        compute: kernel(|s| plan_grad(s, Share::Mean)),
        doc: "Gradient of SparseSegmentMean for its data, which has output_dim0 rows.",
        ..GRAD
    },
    Decl {
        name: "SparseSegmentSqrtNGrad",
        compute: kernel(|s| plan_grad(s, Share::SqrtN)),
        doc: "Gradient of SparseSegmentSqrtN for its data, which has output_dim0 rows.",
        ..GRAD
    },
];
