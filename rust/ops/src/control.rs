//! Ops that order or check other ops.

use rheos_graph::{Compute, Decl, Effect, Grad};

pub const OPS: &[Decl] = &[Decl {
    name: "NoOp",
    inputs: "",
    outputs: "",
    attrs: "",
    effect: Effect::Pure,
    infer: |_| Ok(()),
    compute: Compute::Lower(|_, _, _| Ok(Default::default())),
    grad: Grad::Stop("it has no results"),
    doc: "Does nothing; something to hang control dependencies on.",
}];
