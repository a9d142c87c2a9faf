//! A fused group: many Map and Reduce nodes as one loop over tiles.

use crate::expr::{Expr, Monoid};
use rheos_base::{DType, Dims};
use smallvec::SmallVec;

/// One loop nest. Element `i` of the domain (row-major) is computed from element `i` of every operand's space.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// `Term::Input(i)` reads operand `i`; `results` are the group's outputs, one per node output.
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

/// The fold applied to the expression's single result over some axes of the domain.
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
