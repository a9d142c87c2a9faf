//! Reductions over axes.

use crate::rules::flags_from_axes;
use rheos_base::{Dim, Result, Shape};
use rheos_graph::expr::Monoid;
use rheos_graph::{Compute, Decl, Effect, Grad, Infer, ReduceDecl};

/// Input 1 lists the axes; attribute keep_dims keeps them with size one.
pub fn reduced(infer: &mut Infer<'_>) -> Result<()> {
    let keep = infer.bool("keep_dims");
    let Some(rank) = infer.input_shape(0).rank() else {
        infer.set(0, Shape::unknown());
        return Ok(());
    };
    let Some(axes) = infer.known_ints(1) else {
        infer.set(0, if keep { Shape::of_rank(rank) } else { Shape::unknown() });
        return Ok(());
    };
    let flags = flags_from_axes(&axes, rank)?;
    let dims: Vec<Dim> = (0..rank)
        .filter(|&i| keep || !flags[i])
        .map(|i| if flags[i] { Dim::new(1) } else { infer.input_shape(0).dim(i) })
        .collect();
    infer.set(0, Shape::of(dims));
    Ok(())
}

pub const OPS: &[Decl] = &[Decl {
    name: "Sum",
    inputs: "input: T, reduction_indices: Tidx",
    outputs: "output: T",
    attrs: "keep_dims: bool = false; T: numeric; Tidx: {int32, int64} = int32",
    effect: Effect::Pure,
    infer: reduced,
    compute: Compute::Reduce(ReduceDecl { monoid: Monoid::Sum, start: |_, x| x, finish: |_, x, _| x }),
    grad: Grad::Missing("not written yet"),
    doc: "Sum of elements over axes.",
}];
