//! Positions of values in sorted rows, coordinates of flat positions, and the n-th smallest of a row.

use crate::Ops;
use crate::kernels::search::{plan_bound, plan_nth, plan_unravel};
use crate::rules::{Grads, only_first, scalar_operand};
use crate::shaders;
use rheos_base::{Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl};

const BOUND: Decl = Decl {
    name: "",
    inputs: "sorted_inputs: T, values: T",
    outputs: "output: out_type",
    attrs: "T: realnumbertype; out_type: {int32, int64} = int32",
    effect: Effect::Pure,
    infer: |infer| {
        let (rows, values) = (infer.with_rank(0, 2)?, infer.with_rank(1, 2)?);
        let Some(count) = rows.dim(0).merge(values.dim(0)) else {
            bail!(Value, "sorted_inputs has {} rows, but values has {}", rows.dim(0), values.dim(0));
        };
        infer.set(0, Shape::of([count, values.dim(1)]));
        Ok(())
    },
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| plan_bound(spec, false),
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|spec| shaders::ranking::bound(spec, false)),
    }),
    grad: Grad::Stop("positions are not smooth"),
    doc: "",
};

fn unraveled(infer: &mut Infer<'_>) -> Result<()> {
    let dims = infer.with_rank(1, 1)?;
    let indices = infer.input_shape(0).clone();
    match indices.dims() {
        None => {}
        Some([]) => infer.set(0, Shape::of([dims.dim(0)])),
        Some([n]) => infer.set(0, Shape::of([dims.dim(0), *n])),
        Some(more) => bail!(Value, "indices must be a scalar or a vector, but has rank {}", more.len()),
    }
    Ok(())
}

fn nth(infer: &mut Infer<'_>) -> Result<()> {
    let n = scalar_operand(infer, 1)?;
    if n.is_some_and(|n| n < 0) {
        bail!(Value, "n must not be negative, got {}", n.unwrap_or(0));
    }
    let shape = match infer.input_shape(0).dims() {
        None => Shape::unknown(),
        Some([]) => bail!(Value, "input must have at least one axis, but is a scalar"),
        Some([outer @ .., last]) => {
            if let (Some(n), Some(size)) = (n, last.get())
                && n >= size
            {
                bail!(Value, "n = {n} is not a position in the last axis of size {size}");
            }
            Shape::of(outer.iter().copied())
        }
    };
    infer.set(0, shape);
    Ok(())
}

/// All elements equal to the one found share its gradient.
fn grad_nth(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, x, y) = (g.dy(), g.x[0], g.y[0]);
    let last = g.b.int(-1)?;
    let (y, dy) = (g.b.expand_dims(y, last)?, g.b.expand_dims(dy, last)?);
    let equal = g.b.equal(y, x, true)?;
    let dtype = g.b.dtype(dy);
    let chosen = g.b.cast(equal, dtype, false)?;
    let axis = g.b.ints(&[-1])?;
    let count = g.b.sum(chosen, axis, true)?;
    let share = g.b.real_div(chosen, count)?;
    only_first(g.b.mul(share, dy)?, 2)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "LowerBound",
        doc: "For each value the number of elements of its row of sorted_inputs that are smaller.",
        ..BOUND
    },
    Decl {
        name: "UpperBound",
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| plan_bound(spec, true),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|spec| shaders::ranking::bound(spec, true)),
        }),
        doc: "For each value the number of elements of its row of sorted_inputs that are not larger.",
        ..BOUND
    },
    Decl {
        name: "UnravelIndex",
        inputs: "indices: Tidx, dims: Tidx",
        outputs: "output: Tidx",
        attrs: "Tidx: {int32, int64} = int32",
        infer: unraveled,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_unravel,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("a position outside the sizes is an error, which the CPU raises"),
        }),
        doc: "Coordinates, one row per axis, of positions in a row-major tensor with sizes dims.",
        ..BOUND
    },
    Decl {
        name: "NthElement",
        inputs: "input: T, n: int32",
        outputs: "values: T",
        attrs: "reverse: bool = false; T: realnumbertype",
        infer: nth,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_nth,
            strided: false,
            reports: false,
            gpu: Gpu::Shader(shaders::ranking::nth),
        }),
        grad: Grad::Fn(grad_nth),
        doc: "The element at position n of each row of the last axis when sorted, from the largest on with reverse; NaN \
              counts as larger than all.",
        ..BOUND
    },
];
