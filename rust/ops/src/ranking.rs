//! Positions of the largest and smallest elements.

use crate::Ops;
use crate::kernels::extreme::{plan_arg, plan_in_top_k, plan_top_k};
use crate::rules::{Grads, only_first, resolve_axis, sizes_of};
use crate::shaders;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl};

const POSITIONS: &str = "positions do not change with small changes of the values";

const ARG: Decl = Decl {
    name: "",
    inputs: "input: T, dimension: Tidx",
    outputs: "output: output_type",
    attrs: "T: realnumbertype; Tidx: {int32, int64} = int32; output_type: {int32, int64} = int64",
    effect: Effect::Pure,
    infer: without_axis,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| plan_arg(spec, false),
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|spec| shaders::ranking::arg(spec, false)),
    }),
    grad: Grad::Stop(POSITIONS),
    doc: "",
};
const TOP: Decl = Decl {
    inputs: "input: T",
    outputs: "values: T, indices: int32",
    attrs: "k: int >= 0; sorted: bool = true; T: realnumbertype",
    infer: |infer| {
        let k = Dim::new(infer.int("k"));
        top(infer, k)
    },
    compute: Compute::Kernel(KernelDecl {
        cpu: plan_top_k,
        strided: false,
        reports: false,
        gpu: Gpu::Shader(shaders::ranking::top_k),
    }),
    grad: Grad::Fn(grad_top),
    ..ARG
};
const IN_TOP: Decl = Decl {
    inputs: "predictions: float32, targets: T",
    outputs: "precision: bool",
    attrs: "k: int; T: {int32, int64} = int32",
    infer: in_top,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| plan_in_top_k(spec, Some(spec.info.int("k"))),
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|spec| shaders::ranking::in_top_k(spec, Some(spec.info.int("k")))),
    }),
    ..ARG
};

fn without_axis(infer: &mut Infer<'_>) -> Result<()> {
    infer.with_rank(1, 0)?;
    let Some(dims) = infer.input_shape(0).dims() else {
        infer.set(0, Shape::unknown());
        return Ok(());
    };
    let axis = infer.known_ints(1).map(|axis| resolve_axis(axis[0], dims.len())).transpose()?;
    let shape = match axis {
        Some(axis) => Shape::of(dims.iter().enumerate().filter(|&(i, _)| i != axis).map(|(_, &d)| d)),
        None if dims.is_empty() => bail!(Value, "input must have an axis, but is a scalar"),
        None => Shape::of_rank(dims.len() - 1),
    };
    infer.set(0, shape);
    Ok(())
}

fn top(infer: &mut Infer<'_>, k: Dim) -> Result<()> {
    if k.get().is_some_and(|k| k < 0) {
        bail!(Value, "k must not be negative, got {k}");
    }
    let shape = match infer.input_shape(0).dims() {
        None => Shape::unknown(),
        Some([]) => bail!(Value, "input must have at least one axis, but is a scalar"),
        Some([outer @ .., last]) => {
            if let (Some(k), Some(n)) = (k.get(), last.get())
                && k > n
            {
                bail!(Value, "input must have at least k = {k} columns, but has {n}");
            }
            Shape::of(outer.iter().copied().chain([k]))
        }
    };
    infer.set(0, shape.clone());
    infer.set(1, shape);
    Ok(())
}

fn in_top(infer: &mut Infer<'_>) -> Result<()> {
    let (predictions, targets) = (infer.with_rank(0, 2)?, infer.with_rank(1, 1)?);
    let Some(batch) = predictions.dim(0).merge(targets.dim(0)) else {
        bail!(Value, "predictions have {} rows, but there are {} targets", predictions.dim(0), targets.dim(0))
    };
    if infer.inputs.len() > 2 {
        infer.with_rank(2, 0)?;
    }
    infer.set(0, Shape::of([batch]));
    Ok(())
}

/// Puts each value's gradient at the place in the flattened input from which the value came.
fn grad_top(g: &mut GradCall<'_, '_>) -> Grads {
    let Some(dy) = g.dys[0] else { return Ok(vec![None; g.x.len()]) };
    let (x, indices) = (g.x[0], g.y[1]);
    let b = &mut *g.b;
    let (shape, flat) = (sizes_of(b, x, DType::I32)?, b.ints(&[-1])?);
    let zero = b.ints(&[0])?;
    let total = b.prod(shape, zero, true)?;
    let (end, one) = (b.ints(&[-1])?, b.ints(&[1])?);
    let columns = match b.shape_of(x).dims().and_then(|d| d.last()).and_then(|d| d.get()) {
        Some(columns) => b.int(columns)?,
        None => {
            let rank = b.shape(shape, DType::I32)?;
            let last = b.add_v2(rank, end)?;
            let columns = b.slice(shape, last, one)?;
            let scalar = b.ints(&[])?;
            b.reshape(columns, scalar)?
        }
    };
    // Row starts, one per row of k positions.
    let (start, step) = (b.int(0)?, columns);
    let limit = {
        let scalar = b.ints(&[])?;
        b.reshape(total, scalar)?
    };
    let rows = b.range(start, limit, step)?;
    let column = b.ints(&[-1, 1])?;
    let rows = b.reshape(rows, column)?;
    let row_count = b.shape(rows, DType::I32)?;
    let k = b.shape(indices, DType::I32)?;
    let k = {
        let rank = b.shape(k, DType::I32)?;
        let last = b.add_v2(rank, end)?;
        b.slice(k, last, one)?
    };
    let first = {
        let zero = b.ints(&[0])?;
        b.slice(row_count, zero, one)?
    };
    let axis = b.int(0)?;
    let matrix = b.concat_v2(&[first, k], axis)?;
    let indices = b.reshape(indices, matrix)?;
    let places = b.add_v2(indices, rows)?;
    let places = b.reshape(places, column)?;
    let dy = b.reshape(dy, flat)?;
    let dx = b.scatter_nd(places, dy, total)?;
    only_first(b.reshape(dx, shape)?, g.x.len())
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "ArgMax",
        doc: "Position of the largest element along a dimension; the first one of equals. NaN is passed over.",
        ..ARG
    },
    Decl {
        name: "ArgMin",
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| plan_arg(spec, true),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|spec| shaders::ranking::arg(spec, true)),
        }),
        doc: "Position of the smallest element along a dimension; the first one of equals. NaN is passed over.",
        ..ARG
    },
    Decl {
        name: "TopK",
        doc: "The k largest elements of the last axis and their positions, largest first; equals in order of position, \
              NaN last.",
        ..TOP
    },
    Decl {
        name: "TopKV2",
        inputs: "input: T, k: int32",
        attrs: "sorted: bool = true; T: realnumbertype",
        infer: |infer| {
            infer.with_rank(1, 0)?;
            let k = infer.input_ints(1).map_or(Dim::UNKNOWN, |k| k[0]);
            top(infer, k)
        },
        doc: "The k largest elements of the last axis and their positions, largest first; equals in order of position, \
              NaN last.",
        ..TOP
    },
    Decl {
        name: "InTopK",
        doc: "Whether the target class is among the k with the largest predictions, ties included; false where the \
              target is not a class or a prediction is not finite.",
        ..IN_TOP
    },
    Decl {
        name: "InTopKV2",
        inputs: "predictions: float32, targets: T, k: T",
        attrs: "T: {int32, int64} = int32",
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| plan_in_top_k(spec, None),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|spec| shaders::ranking::in_top_k(spec, None)),
        }),
        doc: "Whether the target class is among the k with the largest predictions, ties included; false where the \
              target is not a class or a prediction is not finite.",
        ..IN_TOP
    },
];
