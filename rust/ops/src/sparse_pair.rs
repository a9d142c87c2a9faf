//! Two sparse tensors of the same shape, element by element. Places must be in row-major order.

use crate::Ops;
use crate::kernels::sparse_pair::{host_add, host_extreme, plan_add_grad};
use crate::sparse::{sparse_parts, sparse_rank};
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, Infer, KernelDecl};

/// The rank and the sizes on which both operands agree.
fn operands(infer: &Infer<'_>) -> Result<(Dim, Option<Vec<Dim>>)> {
    let ((_, a), (_, b)) = (sparse_parts(infer, 0)?, sparse_parts(infer, 3)?);
    let Some(rank) = a.merge(b) else { bail!(Value, "a has rank {a}, but b has rank {b}") };
    let sizes = match (infer.input_ints(2), infer.input_ints(5)) {
        (Some(a), Some(b)) => match a.iter().zip(b).map(|(a, b)| a.merge(*b)).collect::<Option<Vec<Dim>>>() {
            Some(sizes) => Some(sizes),
            None => bail!(Value, "the operands' shapes do not match: {a:?} and {b:?}"),
        },
        (a, b) => a.or(b).map(|v| v.to_vec()),
    };
    Ok((rank, sizes))
}

fn sum(infer: &mut Infer<'_>) -> Result<()> {
    infer.with_rank(6, 0)?;
    let (rank, sizes) = operands(infer)?;
    infer.set(0, Shape::of([Dim::UNKNOWN, rank]));
    infer.set(1, Shape::of_rank(1));
    infer.set(2, Shape::of([rank]));
    if let Some(sizes) = sizes {
        infer.set_ints(2, sizes);
    }
    Ok(())
}

fn sum_grad(infer: &mut Infer<'_>) -> Result<()> {
    let (grads, a, b, sum) =
        (infer.with_rank(0, 1)?, infer.with_rank(1, 2)?, infer.with_rank(2, 2)?, infer.with_rank(3, 2)?);
    if !grads.dim(0).is_compatible(sum.dim(0)) {
        bail!(Value, "there are {} gradients, but {} places of the sum", grads.dim(0), sum.dim(0));
    }
    for (at, places) in [(1, &a), (2, &b)] {
        sparse_rank(infer, at, 3, places, &Shape::of([sum.dim(1)]))?;
    }
    infer.set(0, Shape::of([a.dim(0)]));
    infer.set(1, Shape::of([b.dim(0)]));
    Ok(())
}

const EXTREME: Decl = Decl {
    name: "",
    inputs: "a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64",
    outputs: "output_indices: int64, output_values: T",
    attrs: "T: realnumbertype",
    effect: Effect::Pure,
    infer: |infer| {
        let (rank, _) = operands(infer)?;
        infer.set(0, Shape::of([Dim::UNKNOWN, rank]));
        infer.set(1, Shape::of_rank(1));
        Ok(())
    },
    compute: Compute::Host(|s| host_extreme(s, true)),
    grad: Grad::Missing("TensorFlow 1 does not implement the gradient either"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "SparseAdd",
        inputs: "a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64, thresh: \
                 Treal",
        outputs: "sum_indices: int64, sum_values: T, sum_shape: int64",
        attrs: "T: numeric; Treal: realnumbertype",
        infer: sum,
        compute: Compute::Host(host_add),
        grad: Grad::Fn(|g| {
            let Some(dy) = g.dys[1] else { return Ok(vec![None; 7]) };
            let (a, b, sum) = (g.x[0], g.x[3], g.y[0]);
            let grads = g.b.sparse_add_grad(dy, a, b, sum)?;
            Ok(vec![None, Some(grads[0].into()), None, None, Some(grads[1].into()), None, None])
        }),
        doc: "The sum of two sparse tensors; where both have an element and the sum is smaller in size than thresh, it is \
              left out.",
        ..EXTREME
    },
    Decl {
        name: "SparseAddGrad",
        inputs: "backprop_val_grad: T, a_indices: int64, b_indices: int64, sum_indices: int64",
        outputs: "a_val_grad: T, b_val_grad: T",
        attrs: "T: numeric",
        infer: sum_grad,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_add_grad,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("places are compared on the CPU"),
        }),
        grad: Grad::Stop("TensorFlow 1 declares it not differentiable"),
        doc: "The gradients of SparseAdd: for each value that of its sum, zero where the sum was left out.",
        ..EXTREME
    },
    Decl {
        name: "SparseSparseMaximum",
        doc: "The greater of two sparse tensors' elements, a missing one being zero.",
        ..EXTREME
    },
    Decl {
        name: "SparseSparseMinimum",
        compute: Compute::Host(|s| host_extreme(s, false)),
        doc: "The smaller of two sparse tensors' elements, a missing one being zero.",
        ..EXTREME
    },
];
