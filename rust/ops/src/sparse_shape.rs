//! Sparse tensors in another order, of another shape, joined and cut. Their values may have any dtype.

use crate::Ops;
use crate::kernels::sparse_rows::{
    host_concat, host_fill_rows, host_reorder, host_reshape, host_slice, host_split, plan_fill_rows_grad,
    plan_slice_grad,
};
use crate::rules::{Grads, resolve_axis};
use crate::sparse::{sparse_parts, sparse_rank};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl};

const NO_SHADER: &str = "places are compared and moved on the CPU";

/// Known sizes of a dense shape, each perhaps unknown; None where not even the rank is known.
fn known_sizes(infer: &Infer<'_>, input: usize) -> Option<Vec<Dim>> {
    match infer.input_ints(input) {
        Some(sizes) => Some(sizes.to_vec()),
        None => infer.input_shape(input).dim(0).get().map(|r| vec![Dim::UNKNOWN; r as usize]),
    }
}

fn matrix(infer: &mut Infer<'_>, output: usize, count: Dim, rank: Dim) {
    infer.set(output, Shape::of([count, rank]));
}

/// States a dense shape that is computed: its length, and the sizes known of it.
fn set_shape(infer: &mut Infer<'_>, output: usize, rank: Dim, sizes: Option<Vec<Dim>>) {
    infer.set(output, Shape::of([rank]));
    if let Some(sizes) = sizes
        && sizes.iter().any(|d| d.is_known())
    {
        infer.set_ints(output, sizes);
    }
}

fn reordered(infer: &mut Infer<'_>) -> Result<()> {
    let (count, rank) = sparse_parts(infer, 0)?;
    matrix(infer, 0, count, rank);
    infer.set(1, Shape::of([count]));
    Ok(())
}

/// Sends the gradient of each value back to where the value was.
fn grad_reorder(g: &mut GradCall<'_, '_>) -> Grads {
    let Some(dy) = g.dys[1] else { return Ok(vec![None; 3]) };
    let (indices, values, shape) = (g.x[0], g.x[1], g.x[2]);
    let b = &mut *g.b;
    let (zero, one) = (b.int(0)?, b.int(1)?);
    let count = b.size(values, DType::I32)?;
    let numbers = b.range(zero, count, one)?;
    let ordered = b.sparse_reorder(indices, numbers, shape)?;
    let back = b.invert_permutation(ordered[1])?;
    Ok(vec![None, Some(b.gather_v2(dy, back, zero, 0)?.into()), None])
}

fn reshaped(infer: &mut Infer<'_>) -> Result<()> {
    let (indices, old, new) = (infer.with_rank(0, 2)?, infer.with_rank(1, 1)?, infer.with_rank(2, 1)?);
    sparse_rank(infer, 0, 1, &indices, &old)?;
    let sizes = known_sizes(infer, 2).map(|mut sizes| {
        let free = sizes.iter().position(|d| *d == Dim::new(-1));
        if let Some(free) = free {
            sizes[free] = Dim::UNKNOWN;
            let all = infer.known_ints(1).map(|v| v.iter().product::<i64>());
            let others = sizes.iter().enumerate().filter(|(i, _)| *i != free);
            let others = others.map(|(_, d)| d.get()).collect::<Option<Vec<i64>>>().map(|v| v.iter().product::<i64>());
            if let (Some(all), Some(others)) = (all, others)
                && others > 0
                && all % others == 0
            {
                sizes[free] = Dim::new(all / others);
            }
        }
        sizes
    });
    matrix(infer, 0, indices.dim(0), new.dim(0));
    set_shape(infer, 1, new.dim(0), sizes);
    Ok(())
}

fn joined(infer: &mut Infer<'_>) -> Result<()> {
    let n = infer.inputs.len() / 3;
    let (mut count, mut rank) = (Dim::new(0), Dim::UNKNOWN);
    for i in 0..n {
        let (indices, values, shape) =
            (infer.with_rank(i, 2)?, infer.with_rank(n + i, 1)?, infer.with_rank(2 * n + i, 1)?);
        let Some(own) = indices.dim(0).merge(values.dim(0)) else {
            bail!(Value, "{} has {} rows, but there are {} values", infer.arg_name(i), indices.dim(0), values.dim(0))
        };
        count = count.zip(own, |a, b| a + b);
        let own = sparse_rank(infer, i, 2 * n + i, &indices, &shape)?;
        let Some(merged) = rank.merge(own) else {
            bail!(
                Value,
                "all operands must have the same rank, but {} has {own} columns, not {rank}",
                infer.arg_name(i)
            )
        };
        rank = merged;
    }
    let mut sizes = None;
    if let Some(r) = rank.get() {
        let axis = resolve_axis(infer.int("concat_dim"), r as usize)?;
        let mut total = vec![Dim::UNKNOWN; r as usize];
        let mut along = Dim::new(0);
        for i in 0..n {
            let own = known_sizes(infer, 2 * n + i).unwrap_or_else(|| vec![Dim::UNKNOWN; r as usize]);
            along = along.zip(own[axis], |a, b| a + b);
            for (a, (total, &size)) in total.iter_mut().zip(&own).enumerate() {
                match total.merge(size) {
                    Some(merged) => *total = merged,
                    None if a == axis => {}
                    None => bail!(Value, "the operands' sizes along dimension {a} differ: {total} and {size}"),
                }
            }
        }
        total[axis] = along;
        sizes = Some(total);
    }
    matrix(infer, 0, count, rank);
    infer.set(1, Shape::of([count]));
    set_shape(infer, 2, rank, sizes);
    Ok(())
}

fn split(infer: &mut Infer<'_>) -> Result<()> {
    infer.with_rank(0, 0)?;
    let (_, rank) = sparse_parts(infer, 1)?;
    let n = infer.int("num_split") as usize;
    let axis = match (infer.known_ints(0), rank.get()) {
        (Some(axis), Some(rank)) => Some(resolve_axis(axis[0], rank as usize)?),
        _ => None,
    };
    let sizes = known_sizes(infer, 3);
    for i in 0..n {
        matrix(infer, i, Dim::UNKNOWN, rank);
        infer.set(n + i, Shape::of_rank(1));
        let own = axis.zip(sizes.clone()).map(|(axis, mut sizes)| {
            sizes[axis] = sizes[axis].map(|size| size / n as i64 + i64::from((i as i64) < size % n as i64));
            sizes
        });
        set_shape(infer, 2 * n + i, rank, own);
    }
    Ok(())
}

fn sliced(infer: &mut Infer<'_>) -> Result<()> {
    let (_, mut rank) = sparse_parts(infer, 0)?;
    for input in [3, 4] {
        let own = infer.with_rank(input, 1)?.dim(0);
        let Some(merged) = rank.merge(own) else {
            bail!(Value, "{} has {own} elements, but the tensor has rank {rank}", infer.arg_name(input))
        };
        rank = merged;
    }
    let parts = [2, 3, 4].map(|i| known_sizes(infer, i));
    let sizes = match parts {
        [Some(shape), Some(start), Some(size)] => {
            let left = shape.iter().zip(&start).map(|(n, s)| n.zip(*s, |n, s| (n - s).max(0)));
            Some(left.zip(&size).map(|(left, size)| left.zip(*size, |l, s| l.min(s).max(0))).collect())
        }
        _ => None,
    };
    matrix(infer, 0, Dim::UNKNOWN, rank);
    infer.set(1, Shape::of_rank(1));
    set_shape(infer, 2, rank, sizes);
    Ok(())
}

fn slice_back(infer: &mut Infer<'_>) -> Result<()> {
    let (values, indices, start, outputs) =
        (infer.with_rank(0, 1)?, infer.with_rank(1, 2)?, infer.with_rank(2, 1)?, infer.with_rank(3, 2)?);
    sparse_rank(infer, 1, 2, &indices, &start)?;
    sparse_rank(infer, 3, 2, &outputs, &start)?;
    if !values.dim(0).is_compatible(outputs.dim(0)) {
        bail!(Value, "there are {} gradients, but {} places", values.dim(0), outputs.dim(0));
    }
    infer.set(0, Shape::of([indices.dim(0)]));
    Ok(())
}

fn filled(infer: &mut Infer<'_>) -> Result<()> {
    let (count, rank) = sparse_parts(infer, 0)?;
    infer.with_rank(3, 0)?;
    if rank == Dim::new(0) {
        bail!(Value, "a tensor without axes has no rows");
    }
    let rows = infer.input_ints(2).map_or(Dim::UNKNOWN, |v| v[0]);
    if rows.get().is_some_and(|r| r < 0) {
        bail!(Value, "dense_shape must not be negative, but has {rows} rows");
    }
    matrix(infer, 0, Dim::UNKNOWN, rank);
    infer.set(1, Shape::of_rank(1));
    infer.set(2, Shape::of([rows]));
    infer.set(3, Shape::of([count]));
    Ok(())
}

/// Undoes `SparseFillEmptyRowsGrad`, which only picks and sums.
fn grad_fill_back(g: &mut GradCall<'_, '_>) -> Grads {
    let (d_values, d_default) = (g.dy_or_zeros(0)?, g.dy_or_zeros(1)?);
    let (places, grads) = (g.x[0], g.x[1]);
    let b = &mut *g.b;
    let shape = b.shape(grads, DType::I32)?;
    let all = b.fill(shape, d_default)?;
    let last = b.int(-1)?;
    let column = b.expand_dims(places, last)?;
    Ok(vec![None, Some(b.tensor_scatter_update(all, column, d_values)?.into())])
}

const NONE: &str = "TensorFlow 1 defines no gradient of it";

const REORDER: Decl = Decl {
    name: "",
    inputs: "input_indices: int64, input_values: T, input_shape: int64",
    outputs: "output_indices: int64, output_values: T",
    attrs: "T: type",
    effect: Effect::Pure,
    infer: reordered,
    compute: Compute::Host(host_reorder),
    grad: Grad::Fn(grad_reorder),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "SparseReorder",
        doc: "The same sparse tensor with its places in row-major order; equal places keep their order.",
        ..REORDER
    },
    Decl {
        name: "SparseReshape",
        inputs: "input_indices: int64, input_shape: int64, new_shape: int64",
        outputs: "output_indices: int64, output_shape: int64",
        attrs: "",
        infer: reshaped,
        compute: Compute::Host(host_reshape),
        grad: Grad::Stop("places are integers"),
        doc: "Where the elements of a sparse tensor are in another shape of the same size, and that shape, in which one \
              size may be given as -1.",
        ..REORDER
    },
    Decl {
        name: "SparseConcat",
        inputs: "indices: N * int64, values: N * T, shapes: N * int64",
        outputs: "output_indices: int64, output_values: T, output_shape: int64",
        attrs: "concat_dim: int; N: int >= 2; T: type",
        infer: joined,
        compute: Compute::Host(host_concat),
        grad: Grad::Stop("TensorFlow 1 declares it not differentiable"),
        doc: "Sparse tensors of the same rank joined along a dimension; the result's places are in row-major order.",
        ..REORDER
    },
    Decl {
        name: "SparseSplit",
        inputs: "split_dim: int64, indices: int64, values: T, shape: int64",
        outputs: "output_indices: num_split * int64, output_values: num_split * T, output_shape: num_split * int64",
        attrs: "num_split: int >= 1; T: type",
        infer: split,
        compute: Compute::Host(host_split),
        grad: Grad::Missing(NONE),
        doc: "A sparse tensor cut into parts along a dimension; the first parts are longer by one where sizes do not \
              divide.",
        ..REORDER
    },
    Decl {
        name: "SparseSlice",
        inputs: "indices: int64, values: T, shape: int64, start: int64, size: int64",
        outputs: "output_indices: int64, output_values: T, output_shape: int64",
        infer: sliced,
        compute: Compute::Host(host_slice),
        grad: Grad::Fn(|g| {
            let (indices, start, places) = (g.x[0], g.x[3], g.y[0]);
            let dx = match g.dys[1] {
                Some(dy) => Some(g.b.sparse_slice_grad(dy, indices, start, places)?.into()),
                None => None,
            };
            Ok(vec![None, dx, None, None, None])
        }),
        doc: "The part of a sparse tensor that begins at start and has at most the given size.",
        ..REORDER
    },
    Decl {
        name: "SparseSliceGrad",
        inputs: "backprop_val_grad: T, input_indices: int64, input_start: int64, output_indices: int64",
        outputs: "val_grad: T",
        attrs: "T: numeric",
        infer: slice_back,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_slice_grad,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Missing(NONE),
        doc: "The gradient of SparseSlice: gradients of the values taken, zero for the others.",
        ..REORDER
    },
    Decl {
        name: "SparseFillEmptyRows",
        inputs: "indices: int64, values: T, dense_shape: int64, default_value: T",
        outputs: "output_indices: int64, output_values: T, empty_row_indicator: bool, reverse_index_map: int64",
        infer: filled,
        compute: Compute::Host(host_fill_rows),
        grad: Grad::Fn(|g| {
            let Some(dy) = g.dys[1] else { return Ok(vec![None; 4]) };
            let map = g.y[3];
            let grads = g.b.sparse_fill_empty_rows_grad(map, dy)?;
            Ok(vec![None, Some(grads[0].into()), None, Some(grads[1].into())])
        }),
        doc: "A sparse tensor with one element, of the default value, put first into each row that has none. Also which \
              rows were empty, and where each element went.",
        ..REORDER
    },
    Decl {
        name: "SparseFillEmptyRowsGrad",
        inputs: "reverse_index_map: int64, grad_values: T",
        outputs: "d_values: T, d_default_value: T",
        attrs: "T: numeric",
        infer: |infer| {
            let places = infer.with_rank(0, 1)?;
            infer.with_rank(1, 1)?;
            infer.set(0, places);
            infer.set(1, Shape::scalar());
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_fill_rows_grad,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(grad_fill_back),
        doc: "The gradient of SparseFillEmptyRows: gradients of the values, and the sum of those of the elements filled \
              in.",
        ..REORDER
    },
];
