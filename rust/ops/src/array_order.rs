//! Ops that put elements in another order.

use crate::Ops;
use crate::rules::{flags_from_axes, int_vector, planned_ints, resolve_axis};
use rheos_base::{Dim, Kind, Result, Shape, Tensor, bail};
use rheos_graph::builder::GradValue;
use rheos_graph::{Compute, Decl, Effect, Grad, GradCall, HostCall, Infer, NodeInfo};
use smallvec::{SmallVec, smallvec};

/// Checks that `perm` names every axis once; negative axes are refused, as TensorFlow does.
fn permutation(perm: &[i64], rank: usize) -> Result<SmallVec<[usize; 6]>> {
    if perm.len() != rank {
        bail!(Value, "perm must have one entry per axis: it has {}, but the input has rank {rank}", perm.len());
    }
    flags_from_axes(perm, rank)?;
    perm.iter().map(|&p| resolve_axis(p, rank)).collect()
}

fn transposed(infer: &mut Infer<'_>) -> Result<()> {
    let input = infer.input_shape(0);
    let rank = input.rank().or(infer.input_shape(1).dim(0).get().map(|n| n as usize));
    let Some(rank) = rank else { return Ok(()) };
    if let Some(n) = infer.input_shape(1).dim(0).get()
        && n as usize != rank
    {
        bail!(Value, "perm must have one entry per axis: it has {n}, but the input has rank {rank}");
    }
    let shape = match infer.known_ints(1) {
        Some(perm) => {
            let perm = permutation(&perm, rank)?;
            Shape::of(perm.iter().map(|&p| input.dim(p)))
        }
        // With fewer than two axes there is only one order.
        None if rank < 2 => input.clone(),
        None => Shape::of_rank(rank),
    };
    infer.set(0, shape);
    Ok(())
}

fn order(info: &NodeInfo<'_>, rank: usize) -> Result<SmallVec<[usize; 6]>> {
    if rank < 2 {
        return Ok((0..rank).collect());
    }
    permutation(&planned_ints(info, 1)?, rank)
}

/// Gradient of a transpose, by the op that undoes it.
fn transpose_back(g: &mut GradCall<'_, '_>) -> Result<Vec<Option<GradValue>>> {
    let (dy, perm, name) = (g.dy(), g.x[1], g.op.name);
    let back = match g.b.fact(perm).known_ints() {
        Some(p) => {
            let mut inverse = vec![0; p.len()];
            for (i, &axis) in permutation(&p, p.len())?.iter().enumerate() {
                inverse[axis] = i as i64;
            }
            let dtype = g.b.dtype(perm);
            int_vector(g.b, dtype, &inverse)?
        }
        None => g.b.invert_permutation(perm)?,
    };
    Ok(vec![Some(g.b.op1(name, &[dy.into(), back.into()], &[])?.into()), None])
}

fn inverse(values: &[i64]) -> Result<Vec<i64>> {
    let mut out = vec![-1; values.len()];
    for (i, &v) in values.iter().enumerate() {
        if v < 0 || v as usize >= values.len() {
            bail!(Value, "x[{i}] = {v} is not in [0, {})", values.len());
        }
        if out[v as usize] >= 0 {
            bail!(Value, "{v} appears twice, so this is not a permutation");
        }
        out[v as usize] = i as i64;
    }
    Ok(out)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Transpose",
        inputs: "x: T, perm: Tperm",
        outputs: "y: T",
        attrs: "T: type; Tperm: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: transposed,
        compute: Compute::View(|info, layout| {
            let perm = order(info, layout.dims.len())?;
            Ok(Some(smallvec![layout.transpose(&perm)]))
        }),
        grad: Grad::Fn(transpose_back),
        doc: "Axes in another order: axis i of the result is axis perm[i] of x.",
    },
    Decl {
        name: "ConjugateTranspose",
        inputs: "x: T, perm: Tperm",
        outputs: "y: T",
        attrs: "T: plain; Tperm: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: transposed,
        compute: Compute::Lower(|b, x, info| {
            let y = b.transpose(x[0], x[1])?;
            Ok(smallvec![if info.dtype("T").is_complex() { b.op1("Conj", &[y.into()], &[])? } else { y }])
        }),
        grad: Grad::Fn(transpose_back),
        doc: "Axes in another order, and the complex conjugate of each element.",
    },
    Decl {
        name: "InvertPermutation",
        inputs: "x: T",
        outputs: "y: T",
        attrs: "T: {int32, int64} = int32",
        effect: Effect::Pure,
        infer: |infer| {
            let shape = infer.with_rank(0, 1)?;
            infer.set(0, shape);
            if let Some(x) = infer.known_ints(0) {
                infer.set_ints(0, inverse(&x)?.into_iter().map(Dim::new));
            }
            Ok(())
        },
        compute: Compute::Host(|_| {
            Ok(Box::new(|x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
                let values = x[0].to_ints().unwrap_or_default();
                let out = inverse(&values).map_err(|e| e.with_kind(Kind::InvalidArgument))?;
                Ok(smallvec![Tensor::from_ints(x[0].dtype(), x[0].dims(), &out)?])
            }))
        }),
        grad: Grad::Stop("positions are not smooth"),
        doc: "The permutation that undoes a permutation of 0, 1, ..., n - 1.",
    },
];
