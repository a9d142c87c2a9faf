//! A fused group: many Map and Reduce nodes as one loop over tiles.

use crate::expr::{Expr, Monoid};
use crate::fact::Fact;
use crate::registry::OpDef;
use rheos_base::{Attr, DType, Dims};
use smallvec::SmallVec;
use std::sync::Arc;

/// One loop nest. Element `i` of the domain (row-major) is computed from element `i` of every operand's space.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// `Term::Input(i)` reads operand `i`; `results` are the group's outputs, one per node output. Where the group
    /// reduces, the first is what is folded.
    pub expr: Expr,
    /// Sizes iterated over.
    pub domain: Dims,
    /// Per operand: which of the node's inputs, and the sizes through which it is broadcast. Their
    /// product equals the domain's, so element `i` means the same everywhere.
    pub operands: Vec<Operand>,
    pub reduce: Option<Reduction>,
    /// Names of the joined ops, for explanations.
    pub members: Vec<&'static str>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Operand {
    pub input: usize,
    pub space: Dims,
}

/// The fold applied to the expression's first result over some axes of the domain.
#[derive(Clone, PartialEq, Debug)]
pub struct Reduction {
    pub monoid: Monoid,
    /// Per axis of the domain: is it folded away?
    pub axes: SmallVec<[bool; 6]>,
    /// Type of the running value: float32 for half types.
    pub accumulator: DType,
    /// Applied to each folded value: input 0 is the running value.
    pub finish: Expr,
}

/// Groups that run one after the other on a few rows at a time, so that what passes between them stays in
/// the cache. The domain of every group, and every value that passes between two, divides into `rows` parts
/// of which part `r` of a result depends on part `r` of such values alone.
#[derive(Clone, PartialEq, Debug)]
pub struct Rows {
    pub rows: usize,
    pub stages: Vec<Stage>,
    /// Per output of the node: which stage's which result.
    pub results: Vec<(usize, usize)>,
}

/// A kernel, and a group without a reduction that takes up the kernel's result part by part, where it is still in the
/// cache.
#[derive(Clone, Debug)]
pub struct Followed {
    pub op: &'static OpDef,
    pub attrs: Arc<[Attr]>,
    /// How many of the node's inputs are the kernel's, the first ones.
    pub inputs: usize,
    pub result: Fact,
    /// The kernel's result is the node's first output; the group's results come after it.
    pub kept: bool,
    /// Its operands are among all of the node's inputs, or the kernel's result.
    pub group: Group,
}

impl Followed {
    /// The `input` of an operand that is the kernel's result.
    pub const RESULT: usize = usize::MAX;

    /// Names of the joined ops, for explanations.
    pub fn label(&self) -> String {
        format!("{} > {}", self.op.name, self.group.members.join("+"))
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Stage {
    pub group: Arc<Group>,
    /// Where each input of the group comes from.
    pub sources: SmallVec<[Source; 3]>,
    /// Types of the group's results.
    pub dtypes: SmallVec<[DType; 1]>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Source {
    /// Input number `i` of the node.
    Input(usize),
    /// A result of an earlier stage, seen with these sizes.
    Stage { stage: usize, result: usize, dims: Dims },
}

impl Rows {
    /// Names of the joined ops, for explanations.
    pub fn label(&self) -> String {
        let groups: Vec<String> = self.stages.iter().map(|s| s.group.members.join("+")).collect();
        groups.join(" > ")
    }
}
