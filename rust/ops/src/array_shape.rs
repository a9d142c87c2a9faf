//! Ops on sizes, and ops that change sizes but move nothing.

use crate::Ops;
use crate::rules::{
    flags_from_axes, int_scalar, int_vector, resolve_axis, scalar_operand, shape_operand, sizes_of, sum_to_shape,
};
use rheos_base::{DType, Dim, Result, Shape, bail, broadcast};
use rheos_graph::builder::GradValue;
use rheos_graph::{Compute, Decl, Effect, Grad, GradCall, Infer, Layout, NodeInfo};
use smallvec::{SmallVec, smallvec};

/// Compute of ops on sizes: their results are known when a plan is made, from facts alone.
const FOLDS: Compute = Compute::Lower(|b, _, info| {
    info.outputs
        .iter()
        .map(|fact| match fact.to_constant() {
            Some(value) => b.constant(value),
            None => bail!(Unimplemented, "the result must follow from sizes that are known before the run"),
        })
        .collect()
});

const SIZES: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: out_type",
    attrs: "T: type; out_type: {int32, int64} = int32",
    effect: Effect::Pure,
    infer: sizes,
    compute: Compute::Lower(|b, _, info| {
        let dims = |i| info.input_dims(i).iter().map(|&d| d as i64).collect::<Vec<_>>();
        (0..info.inputs.len()).map(|i| int_vector(b, info.outputs[i].dtype, &dims(i))).collect()
    }),
    grad: Grad::Stop("a shape does not depend on the values"),
    doc: "",
};

fn sizes(infer: &mut Infer<'_>) -> Result<()> {
    for i in 0..infer.inputs.len() {
        match infer.input_shape(i).dims().map(|d| d.to_vec()) {
            Some(dims) => {
                infer.set(i, Shape::known(&[dims.len()]));
                infer.set_ints(i, dims);
            }
            None => infer.set(i, Shape::of_rank(1)),
        }
    }
    Ok(())
}

/// Ops whose result has the elements of input 0, in order, under the sizes of output 0.
const RESIZE: Decl = Decl {
    name: "",
    inputs: "",
    outputs: "output: T",
    attrs: "",
    effect: Effect::Pure,
    infer: reshaped,
    compute: Compute::View(same_elements),
    grad: Grad::Fn(reshape_back),
    doc: "",
};

fn same_elements(info: &NodeInfo<'_>, layout: &Layout) -> Result<Option<SmallVec<[Layout; 1]>>> {
    Ok(layout.reshape(&info.output_dims(0)).map(|l| smallvec![l]))
}

fn reshape_back(g: &mut GradCall<'_, '_>) -> Result<Vec<Option<GradValue>>> {
    let shape = sizes_of(g.b, g.x[0], DType::I32)?;
    let dy = g.dy();
    let mut out = vec![None; g.x.len()];
    out[0] = Some(g.b.reshape(dy, shape)?.into());
    Ok(out)
}

fn reshaped(infer: &mut Infer<'_>) -> Result<()> {
    let have = infer.input_shape(0).clone();
    if let Some(rank) = infer.input_shape(1).rank()
        && rank != 1
    {
        bail!(Value, "shape must be a vector of sizes, but has rank {rank}");
    }
    let Some(target) = infer.input_ints(1) else {
        let rank = infer.input_shape(1).dim(0).get();
        infer.set(0, rank.map_or(Shape::unknown(), |r| Shape::of_rank(r as usize)));
        return Ok(());
    };
    let mut dims: Vec<Dim> = target.to_vec();
    if let Some(bad) = dims.iter().find(|d| d.get().is_some_and(|v| v < -1)) {
        bail!(Value, "size {bad} must not be negative");
    }
    let open: Vec<usize> = (0..dims.len()).filter(|&i| dims[i].get() == Some(-1)).collect();
    if open.len() > 1 {
        bail!(Value, "only one size may be -1, got {target:?}");
    }
    let total = have.element_count();
    if let Some(&i) = open.first() {
        dims[i] = Dim::new(1);
        let rest = Shape::of(dims.iter().copied()).element_count();
        dims[i] = match (total.get(), rest.get()) {
            (Some(t), Some(r)) if r > 0 && t % r == 0 => Dim::new(t / r),
            (Some(0), Some(0)) => Dim::new(0),
            (Some(t), Some(_)) => bail!(Value, "cannot reshape {t} elements into {target:?}"),
            _ => Dim::UNKNOWN,
        };
    } else if let (Some(t), Some(n)) = (total.get(), Shape::of(dims.iter().copied()).element_count().get())
        && t != n
    {
        bail!(Value, "cannot reshape a tensor of {t} elements into {target:?}, which has {n} elements");
    } else if let (Some(t), [i]) = (total.get(), &unknown_at(&dims)[..]) {
        // One size is missing, and the number of elements gives it.
        let rest: i64 = dims.iter().filter_map(|d| d.get()).product();
        if rest > 0 && t % rest == 0 {
            dims[*i] = Dim::new(t / rest);
        }
    }
    infer.set(0, Shape::of(dims));
    Ok(())
}

fn unknown_at(dims: &[Dim]) -> Vec<usize> {
    (0..dims.len()).filter(|&i| !dims[i].is_known()).collect()
}

fn expanded(infer: &mut Infer<'_>) -> Result<()> {
    let axis = scalar_operand(infer, 1)?;
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    let Some(axis) = axis else {
        let rank = dims.len() + 1;
        infer.set(0, Shape::of_rank(rank));
        return Ok(());
    };
    let mut dims = dims.to_vec();
    dims.insert(resolve_axis(axis, dims.len() + 1)?, Dim::new(1));
    infer.set(0, Shape::of(dims));
    Ok(())
}

fn squeezed(infer: &mut Infer<'_>) -> Result<()> {
    let axes = infer.ints("squeeze_dims");
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    if axes.is_empty() {
        if dims.iter().all(|d| d.is_known()) {
            let kept: Vec<Dim> = dims.iter().copied().filter(|&d| d != Dim::new(1)).collect();
            infer.set(0, Shape::of(kept));
        }
        return Ok(());
    }
    // TensorFlow allows an axis to be listed twice here.
    let mut listed: Vec<i64> = Vec::new();
    for &axis in axes.iter() {
        let axis = resolve_axis(axis, dims.len())? as i64;
        if !listed.contains(&axis) {
            listed.push(axis);
        }
    }
    let flags = flags_from_axes(&listed, dims.len())?;
    if let Some(i) = (0..dims.len()).find(|&i| flags[i] && dims[i].get().is_some_and(|d| d != 1)) {
        bail!(Value, "cannot squeeze axis {i}: its size is {}, but must be 1", dims[i]);
    }
    let kept: Vec<Dim> = (0..dims.len()).filter(|&i| !flags[i]).map(|i| dims[i]).collect();
    infer.set(0, Shape::of(kept));
    Ok(())
}

fn broadcast_to(infer: &mut Infer<'_>) -> Result<()> {
    let target = shape_operand(infer, 1)?;
    let have = infer.input_shape(0);
    if let (Some(a), Some(b)) = (have.rank(), target.rank()) {
        let fits = a <= b && broadcast(have, &target).is_ok_and(|s| s.is_compatible(&target));
        if !fits {
            bail!(Value, "a tensor of shape {have} cannot be broadcast to {target}");
        }
    }
    infer.set(0, target);
    Ok(())
}

/// Axes along which each of two shapes is repeated to reach their broadcast shape.
fn gradient_axes(infer: &mut Infer<'_>) -> Result<()> {
    let (Some(a), Some(b)) = (infer.known_ints(0), infer.known_ints(1)) else {
        infer.set(0, Shape::of_rank(1));
        infer.set(1, Shape::of_rank(1));
        return Ok(());
    };
    let rank = a.len().max(b.len());
    let at = |s: &[i64], k: usize| if k + s.len() < rank { 1 } else { s[k + s.len() - rank] };
    for (i, (own, other)) in [(&a, &b), (&b, &a)].into_iter().enumerate() {
        let axes: Vec<Dim> = (0..rank)
            .filter(|&k| k + own.len() < rank || (at(own, k) == 1 && at(other, k) != 1))
            .map(Dim::from)
            .collect();
        infer.set(i, Shape::known(&[axes.len()]));
        infer.set_ints(i, axes);
    }
    Ok(())
}

pub const OPS: &[Decl] = &[
    Decl { name: "Shape", doc: "Sizes of a tensor.", ..SIZES },
    Decl {
        name: "ShapeN",
        inputs: "input: N * T",
        outputs: "output: N * out_type",
        attrs: "N: int >= 1; T: type; out_type: {int32, int64} = int32",
        doc: "Sizes of each tensor.",
        ..SIZES
    },
    Decl {
        name: "Size",
        infer: |infer| {
            let count = infer.input_shape(0).element_count();
            infer.set(0, Shape::scalar());
            infer.set_ints(0, [count]);
            Ok(())
        },
        compute: Compute::Lower(|b, _, info| {
            let count = rheos_base::element_count(&info.input_dims(0));
            Ok(smallvec![int_scalar(b, info.dtype("out_type"), count as i64)?])
        }),
        doc: "Number of elements of a tensor.",
        ..SIZES
    },
    Decl {
        name: "Rank",
        outputs: "output: int32",
        attrs: "T: type",
        infer: |infer| {
            let rank = infer.input_shape(0).rank();
            infer.set(0, Shape::scalar());
            infer.set_ints(0, [rank.map_or(Dim::UNKNOWN, Dim::from)]);
            Ok(())
        },
        compute: Compute::Lower(|b, _, info| Ok(smallvec![b.int(info.input_dims(0).len() as i64)?])),
        doc: "Number of axes of a tensor.",
        ..SIZES
    },
    Decl {
        name: "Reshape",
        inputs: "tensor: T, shape: Tshape",
        attrs: "T: type; Tshape: {int32, int64} = int32",
        doc: "The same elements under other sizes; one size may be -1.",
        ..RESIZE
    },
    Decl {
        name: "ExpandDims",
        inputs: "input: T, dim: Tdim",
        attrs: "T: type; Tdim: {int32, int64} = int32",
        infer: expanded,
        doc: "The same elements with an axis of size one inserted before axis `dim`.",
        ..RESIZE
    },
    Decl {
        name: "Squeeze",
        inputs: "input: T",
        attrs: "T: type; squeeze_dims: list(int) = []",
        infer: squeezed,
        doc: "The same elements without axes of size one: those listed, or all.",
        ..RESIZE
    },
    Decl {
        name: "BroadcastTo",
        inputs: "input: T, shape: Tidx",
        attrs: "T: type; Tidx: {int32, int64} = int32",
        infer: broadcast_to,
        compute: Compute::View(|info, layout| Ok(Some(smallvec![layout.broadcast(&info.output_dims(0))]))),
        grad: Grad::Fn(|g| {
            let (dy, x) = (g.dy(), g.x[0]);
            Ok(vec![Some(sum_to_shape(g.b, dy, x)?.into()), None])
        }),
        doc: "The input repeated to a shape by NumPy's broadcasting.",
        ..RESIZE
    },
    Decl {
        name: "BroadcastGradientArgs",
        inputs: "s0: T, s1: T",
        outputs: "r0: T, r1: T",
        attrs: "T: {int32, int64} = int32",
        infer: gradient_axes,
        compute: FOLDS,
        grad: Grad::Stop("works on shapes"),
        doc: "Axes over which gradients of two broadcast operands are summed.",
        ..RESIZE
    },
    Decl {
        name: "BroadcastArgs",
        inputs: "s0: T, s1: T",
        outputs: "r0: T",
        attrs: "T: {int32, int64} = int32",
        infer: |infer| {
            let (a, b) = (shape_operand(infer, 0)?, shape_operand(infer, 1)?);
            match broadcast(&a, &b)?.dims().map(|d| d.to_vec()) {
                Some(dims) => {
                    infer.set(0, Shape::known(&[dims.len()]));
                    infer.set_ints(0, dims);
                }
                None => infer.set(0, Shape::of_rank(1)),
            }
            Ok(())
        },
        compute: FOLDS,
        grad: Grad::Stop("works on shapes"),
        doc: "The shape that two shapes broadcast to.",
        ..RESIZE
    },
    Decl {
        name: "ConcatOffset",
        inputs: "concat_dim: int32, shape: N * int32",
        outputs: "offset: N * int32",
        attrs: "N: int >= 2",
        infer: concat_offsets,
        compute: FOLDS,
        grad: Grad::Stop("works on shapes"),
        doc: "Where each tensor begins in the concatenation of tensors of these shapes.",
        ..RESIZE
    },
];

fn concat_offsets(infer: &mut Infer<'_>) -> Result<()> {
    let axis = scalar_operand(infer, 0)?;
    let count = infer.output_count();
    let rank = (1..=count).find_map(|i| infer.input_shape(i).dim(0).get());
    let Some(rank) = rank else {
        (0..count).for_each(|i| infer.set(i, Shape::of_rank(1)));
        return Ok(());
    };
    let axis = axis.map(|a| resolve_axis(a, rank as usize)).transpose()?;
    let mut at = Dim::new(0);
    for i in 0..count {
        infer.set(i, Shape::of([Dim::new(rank)]));
        if let Some(axis) = axis {
            infer.set_ints(i, (0..rank as usize).map(|k| if k == axis { at } else { Dim::new(0) }));
            let size = infer.input_ints(i + 1).and_then(|s| s.get(axis).copied()).unwrap_or(Dim::UNKNOWN);
            at = at.zip(size, |a, b| a + b);
        }
    }
    Ok(())
}
