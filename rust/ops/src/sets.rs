//! Sets in the last dimension of tensors, and the distance between sequences there.

use crate::kernels::edit_distance;
use crate::kernels::sets::{Operand, host_operation, host_size};
use crate::sparse::sparse_parts;
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Grad, Infer};

/// The rank of an operand whose last dimension holds sets: dense, or a sparse one's three parts.
fn operand_rank(infer: &Infer<'_>, at: usize, sparse: bool) -> Result<Dim> {
    let rank =
        if sparse { sparse_parts(infer, at)?.1 } else { infer.input_shape(at).rank().map_or(Dim::UNKNOWN, Dim::from) };
    if rank.get().is_some_and(|r| r < 2) {
        bail!(Value, "{} must have rank 2 or more, but has rank {rank}", infer.arg_name(at));
    }
    Ok(rank)
}

fn operation(infer: &mut Infer<'_>, kinds: [Operand; 2]) -> Result<()> {
    let sparse = kinds.map(|k| k == Operand::Sparse);
    let second = if sparse[0] { 3 } else { 1 };
    let (a, b) = (operand_rank(infer, 0, sparse[0])?, operand_rank(infer, second, sparse[1])?);
    let Some(rank) = a.merge(b) else { bail!(Value, "the operands must have the same rank, but have {a} and {b}") };
    let name = infer.str("set_operation");
    if !matches!(&*name, "a-b" | "b-a" | "intersection" | "union") {
        bail!(Value, "set_operation must be 'a-b', 'b-a', 'intersection' or 'union', but is '{name}'");
    }
    infer.set(0, Shape::of([Dim::UNKNOWN, rank]));
    infer.set(1, Shape::of_rank(1));
    infer.set(2, Shape::of([rank]));
    Ok(())
}

fn distance(infer: &mut Infer<'_>) -> Result<()> {
    let ((_, a), (_, b)) = (sparse_parts(infer, 0)?, sparse_parts(infer, 3)?);
    let Some(rank) = a.merge(b) else { bail!(Value, "the operands must have the same rank, but have {a} and {b}") };
    let Some(rank) = rank.get() else { return Ok(()) };
    if rank < 1 {
        bail!(Value, "sequences need a dimension, but the operands are scalars");
    }
    let shape = match (infer.input_ints(2), infer.input_ints(5)) {
        (Some(a), Some(b)) => Shape::of(a.iter().zip(b).take(rank as usize - 1).map(|(a, b)| a.zip(*b, i64::max))),
        _ => Shape::of_rank(rank as usize - 1),
    };
    infer.set(0, shape);
    Ok(())
}

const SETS: Decl = Decl {
    name: "",
    inputs: "set1: T, set2: T",
    outputs: "result_indices: int64, result_values: T, result_shape: int64",
    attrs: "set_operation: string; validate_indices: bool = true; T: {int8, int16, int32, int64, uint8, uint16, string}",
    effect: Effect::Pure,
    infer: |infer| operation(infer, [Operand::Dense, Operand::Dense]),
    compute: Compute::Host(|s| host_operation(s, [Operand::Dense, Operand::Dense])),
    grad: Grad::Stop("which elements a set has is not smooth"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "DenseToDenseSetOperation",
        doc: "The difference, intersection or union of the sets in the last dimension of two tensors, as a sparse tensor \
              whose sets are in rising order.",
        ..SETS
    },
    Decl {
        name: "DenseToSparseSetOperation",
        inputs: "set1: T, set2_indices: int64, set2_values: T, set2_shape: int64",
        infer: |infer| operation(infer, [Operand::Dense, Operand::Sparse]),
        compute: Compute::Host(|s| host_operation(s, [Operand::Dense, Operand::Sparse])),
        doc: "The difference, intersection or union of the sets in the last dimension of a dense tensor and a sparse one, \
              as a sparse tensor whose sets are in rising order.",
        ..SETS
    },
    Decl {
        name: "SparseToSparseSetOperation",
        inputs: "set1_indices: int64, set1_values: T, set1_shape: int64, set2_indices: int64, set2_values: T, \
                 set2_shape: int64",
        infer: |infer| operation(infer, [Operand::Sparse, Operand::Sparse]),
        compute: Compute::Host(|s| host_operation(s, [Operand::Sparse, Operand::Sparse])),
        doc: "The difference, intersection or union of the sets in the last dimension of two sparse tensors, as a sparse \
              tensor whose sets are in rising order.",
        ..SETS
    },
    Decl {
        name: "SetSize",
        inputs: "set_indices: int64, set_values: T, set_shape: int64",
        outputs: "size: int32",
        attrs: "validate_indices: bool = true; T: {int8, int16, int32, int64, uint8, uint16, string}",
        infer: |infer| {
            let rank = sparse_parts(infer, 0)?.1;
            if rank.get().is_some_and(|r| r < 1) {
                bail!(Value, "sets need a dimension, but the operand is a scalar");
            }
            if let Some(rank) = rank.get() {
                let groups = rank as usize - 1;
                let shape = infer.input_ints(2).map_or(Shape::of_rank(groups), |v| Shape::of(v[..groups].to_vec()));
                infer.set(0, shape);
            }
            Ok(())
        },
        compute: Compute::Host(host_size),
        doc: "How many different elements each set in the last dimension of a sparse tensor has.",
        ..SETS
    },
    Decl {
        name: "EditDistance",
        inputs: "hypothesis_indices: int64, hypothesis_values: T, hypothesis_shape: int64, truth_indices: int64, \
                 truth_values: T, truth_shape: int64",
        outputs: "output: float32",
        attrs: "normalize: bool = true; T: type",
        infer: distance,
        compute: Compute::Host(edit_distance::host),
        grad: Grad::Stop("a count of edits is not smooth"),
        doc: "The Levenshtein distance between the sequences in the last dimension of two sparse tensors, perhaps over \
              the length of the true one.",
        ..SETS
    },
];
