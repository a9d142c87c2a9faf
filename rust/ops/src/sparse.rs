//! Sparse tensors (indices, values, dense shape) meet dense ones.

use crate::Ops;
use crate::kernels::sparse_dense::{Join, host_to_dense, plan_add, plan_join, plan_to_dense};
use crate::kernels::sparse_product;
use crate::rules::{Grads, conj, shape_operand, sizes_of, sum_to_shape};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Output};
use smallvec::{SmallVec, smallvec};

const CHECKED: &str = "places outside or out of order are errors, which the CPU raises";

/// How many elements the sparse tensor whose indices are argument `at` has, and its rank.
pub(crate) fn sparse_parts(infer: &Infer<'_>, at: usize) -> Result<(Dim, Dim)> {
    let (indices, values, shape) = (infer.with_rank(at, 2)?, infer.with_rank(at + 1, 1)?, infer.with_rank(at + 2, 1)?);
    let Some(count) = indices.dim(0).merge(values.dim(0)) else {
        bail!(
            Value,
            "{} has {} rows, but {} has {} elements",
            infer.arg_name(at),
            indices.dim(0),
            infer.arg_name(at + 1),
            values.dim(0)
        )
    };
    Ok((count, sparse_rank(infer, at, at + 2, &indices, &shape)?))
}

/// The rank on which a matrix of indices and a vector of sizes agree.
pub(crate) fn sparse_rank(infer: &Infer<'_>, at: usize, to: usize, indices: &Shape, shape: &Shape) -> Result<Dim> {
    match indices.dim(1).merge(shape.dim(0)) {
        Some(rank) => Ok(rank),
        None => bail!(
            Value,
            "{} has {} columns, but {} has {} elements",
            infer.arg_name(at),
            indices.dim(1),
            infer.arg_name(to),
            shape.dim(0)
        ),
    }
}

fn to_dense(infer: &mut Infer<'_>) -> Result<()> {
    let shape = shape_operand(infer, 1)?;
    infer.with_rank(3, 0)?;
    let (indices, values) = (infer.input_shape(0), infer.input_shape(2));
    if let Some(dims) = indices.dims() {
        let (count, rank) = match *dims {
            [] => (Dim::new(1), Dim::new(1)),
            [n] => (n, Dim::new(1)),
            [n, rank] => (n, rank),
            _ => bail!(Value, "sparse_indices must be a scalar, vector or matrix, but have rank {}", dims.len()),
        };
        if let (Some(r), Some(rank)) = (shape.rank(), rank.get())
            && r as i64 != rank
        {
            bail!(Value, "sparse_indices have {rank} columns, but output_shape has {r} elements");
        }
        if let Some(&[n]) = values.dims()
            && !n.is_compatible(count)
        {
            bail!(Value, "there are {count} sparse_indices, but {n} sparse_values");
        }
    }
    if values.rank().is_some_and(|r| r > 1) {
        bail!(Value, "sparse_values must be a scalar or a vector, but have shape {values}");
    }
    infer.set(0, shape);
    Ok(())
}

/// Elements of `dy` at the places; what is left of its sum belongs to the default value.
fn grad_to_dense(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, indices, shape, values) = (g.dy(), g.x[0], g.x[1], g.x[2]);
    let b = &mut *g.b;
    let places = if b.shape_of(indices).rank() == Some(2) {
        indices
    } else {
        // A scalar or a vector names places on the only axis.
        let rank = b.size(shape, DType::I32)?;
        let (flat, free, axis) = (b.ints(&[1])?, b.ints(&[-1])?, b.int(0)?);
        let rank = b.reshape(rank, flat)?;
        let matrix = b.concat_v2(&[free, rank], axis)?;
        b.reshape(indices, matrix)?
    };
    let picked = b.gather_nd(dy, places)?;
    let total = sum_all(b, dy)?;
    let own = sum_all(b, picked)?;
    let dx = sum_to_shape(b, picked, values)?;
    Ok(vec![None, None, Some(dx.into()), Some(b.sub(total, own)?.into())])
}

fn sum_all(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let axes = match b.shape_of(x).rank() {
        Some(rank) => b.ints(&(0..rank as i64).collect::<Vec<_>>())?,
        None => {
            let (zero, one, rank) = (b.int(0)?, b.int(1)?, b.rank(x)?);
            b.range(zero, rank, one)?
        }
    };
    b.sum(x, axes, false)
}

fn product(infer: &mut Infer<'_>) -> Result<()> {
    let (_, rank) = sparse_parts(infer, 0)?;
    if !rank.is_compatible(Dim::new(2)) {
        bail!(Value, "a must be a matrix, but has rank {rank}");
    }
    let b = infer.with_rank(3, 2)?;
    let (adjoint_a, adjoint_b) = (infer.bool("adjoint_a"), infer.bool("adjoint_b"));
    let sizes = infer.input_ints(2).map_or([Dim::UNKNOWN; 2], |v| [v[0], v[1]]);
    let (rows, inner_a) = if adjoint_a { (sizes[1], sizes[0]) } else { (sizes[0], sizes[1]) };
    let (inner_b, columns) = if adjoint_b { (b.dim(1), b.dim(0)) } else { (b.dim(0), b.dim(1)) };
    if rows.get().is_some_and(|r| r < 0) {
        bail!(Value, "a_shape must not be negative, but is {sizes:?}");
    }
    if !inner_a.is_compatible(inner_b) {
        bail!(Value, "inner dimensions differ: {inner_a} and {inner_b}");
    }
    infer.set(0, Shape::of([rows, columns]));
    Ok(())
}

/// Column `c` of a matrix of indices.
fn column(b: &mut Builder<'_>, indices: Output, c: i64) -> Result<Output> {
    let (begin, end, strides) = (b.ints(&[0, c])?, b.ints(&[0, c + 1])?, b.ints(&[1, 1])?);
    b.strided_slice(indices, begin, end, strides, 1, 1, 0, 0, 2)
}

fn swapped(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let order = b.ints(&[1, 0])?;
    b.transpose(x, order)
}

fn grad_product(g: &mut GradCall<'_, '_>) -> Grads {
    let (adjoint_a, adjoint_b) = (g.info().bool("adjoint_a"), g.info().bool("adjoint_b"));
    let (indices, values, shape, dense, dy) = (g.x[0], g.x[1], g.x[2], g.x[3], g.dy());
    let b = &mut *g.b;
    let mut d_dense = b.sparse_tensor_dense_mat_mul(indices, values, shape, dy, !adjoint_a, false)?;
    if adjoint_b {
        let turned = swapped(b, d_dense)?;
        d_dense = conj(b, turned)?;
    }
    // Element (r, c) of dy times the adjoint of b, at the places of the values only.
    let (rows, columns) = (column(b, indices, 0)?, column(b, indices, 1)?);
    let (left, right) = if adjoint_a { (columns, rows) } else { (rows, columns) };
    let axis = b.int(0)?;
    let parts_a = b.gather_v2(dy, left, axis, 0)?;
    let dense = if adjoint_b { swapped(b, dense)? } else { dense };
    let parts_b = b.gather_v2(dense, right, axis, 0)?;
    let parts_a = if adjoint_a { conj(b, parts_a)? } else { parts_a };
    let parts_b = if adjoint_a == adjoint_b { conj(b, parts_b)? } else { parts_b };
    let (products, axis) = (b.mul(parts_a, parts_b)?, b.ints(&[1])?);
    let d_values = b.sum(products, axis, false)?;
    Ok(vec![None, Some(d_values.into()), None, Some(d_dense.into())])
}

fn dense_sum(infer: &mut Infer<'_>) -> Result<()> {
    let (_, rank) = sparse_parts(infer, 0)?;
    let dense = infer.input_shape(3).clone();
    let own = match infer.input_ints(2) {
        Some(sizes) => Shape::of(sizes.iter().copied()),
        None => rank.get().map_or(Shape::unknown(), |r| Shape::of_rank(r as usize)),
    };
    let Ok(shape) = own.merge(&dense) else {
        bail!(Value, "the operands must have the same shape (no broadcasting is supported): a is {own}, b is {dense}")
    };
    infer.set(0, shape);
    Ok(())
}

/// One result per sparse value.
pub(crate) fn per_value(infer: &mut Infer<'_>) -> Result<()> {
    let (count, _) = sparse_parts(infer, 0)?;
    infer.set(0, Shape::of([count]));
    Ok(())
}

/// The places of the sparse operand's elements in the dense one, and the dense one's shape.
fn dense_places(b: &mut Builder<'_>, indices: Output, shape: Output, dense: Output) -> Result<Output> {
    let own = sizes_of(b, dense, DType::I64)?;
    let (axis, flat) = (b.int(0)?, b.ints(&[1])?);
    let (rank, dense_rank) = (b.size(shape, DType::I32)?, b.size(own, DType::I32)?);
    let added = b.sub(rank, dense_rank)?;
    let added = b.reshape(added, flat)?;
    let (one, zero, all) = (b.constant(rheos_base::Tensor::scalar(1i64)?)?, b.ints(&[0])?, b.ints(&[-1, -1])?);
    let ones = b.fill(added, one)?;
    let full = b.concat_v2(&[ones, own], axis)?;
    // Empty axes have no places; they only must not divide by zero.
    let full = b.maximum(full, one)?;
    let scaling = b.floor_div(shape, full)?;
    let scaling = b.maximum(scaling, one)?;
    let places = b.floor_div(indices, scaling)?;
    let begin = b.concat_v2(&[zero, added], axis)?;
    b.slice(places, begin, all)
}

fn grad_join(g: &mut GradCall<'_, '_>, how: Join) -> Grads {
    let (dy, indices, values, shape, dense) = (g.dy(), g.x[0], g.x[1], g.x[2], g.x[3]);
    let b = &mut *g.b;
    let places = dense_places(b, indices, shape, dense)?;
    let (dx, d_dense) = match how {
        Join::Add => (dy, dy),
        Join::Mul => {
            let picked = b.gather_nd(dense, places)?;
            let (picked, values) = (conj(b, picked)?, conj(b, values)?);
            (b.mul(dy, picked)?, b.mul(dy, values)?)
        }
        Join::Div => {
            let picked = b.gather_nd(dense, places)?;
            let (picked, values) = (conj(b, picked)?, conj(b, values)?);
            let dx = b.real_div(dy, picked)?;
            let quotient = b.real_div(dx, picked)?;
            let product = b.mul(quotient, values)?;
            (dx, b.neg(product)?)
        }
    };
    let sizes = sizes_of(b, dense, DType::I64)?;
    let d_dense = b.scatter_nd(places, d_dense, sizes)?;
    Ok(vec![None, Some(dx.into()), None, Some(d_dense.into())])
}

fn cast(b: &mut Builder<'_>, x: Output, dtype: DType) -> Result<Output> {
    if b.dtype(x) == dtype { Ok(x) } else { b.cast(x, dtype, false) }
}

fn grad_mixed_product(g: &mut GradCall<'_, '_>) -> Grads {
    let (swap_a, swap_b) = (g.info().bool("transpose_a"), g.info().bool("transpose_b"));
    let (x, y, dz) = (g.x[0], g.x[1], g.dy());
    let b = &mut *g.b;
    let mut product = |p: Output, q: Output, s: bool, t: bool, like: Output| -> Result<Output> {
        let out = b.sparse_mat_mul(p, q, s, t, false, false)?;
        let dtype = b.dtype(like);
        cast(b, out, dtype)
    };
    let dx = if swap_a { product(y, dz, swap_b, true, x)? } else { product(dz, y, false, !swap_b, x)? };
    let dy = if swap_b { product(dz, x, true, swap_a, y)? } else { product(x, dz, !swap_a, false, y)? };
    Ok(vec![Some(dx.into()), Some(dy.into())])
}

const JOIN: Decl = Decl {
    name: "",
    inputs: "sp_indices: int64, sp_values: T, sp_shape: int64, dense: T",
    outputs: "output: T",
    attrs: "T: numeric",
    effect: Effect::Pure,
    infer: per_value,
    compute: Compute::Kernel(KernelDecl {
        cpu: |s| plan_join(s, Join::Add),
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(CHECKED),
    }),
    grad: Grad::Fn(|g| grad_join(g, Join::Add)),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "SparseToDense",
        inputs: "sparse_indices: Tindices, output_shape: Tindices, sparse_values: T, default_value: T",
        outputs: "dense: T",
        attrs: "validate_indices: bool = true; T: type; Tindices: {int32, int64}",
        infer: to_dense,
        compute: Compute::Either(
            KernelDecl { cpu: plan_to_dense, strided: false, reports: false, gpu: Gpu::CpuOnly(CHECKED) },
            host_to_dense,
        ),
        grad: Grad::Fn(grad_to_dense),
        doc: "A tensor of the default value with the sparse values in their places. With validate_indices the places \
              must rise in row-major order and not repeat.",
        ..JOIN
    },
    Decl {
        name: "SparseTensorDenseMatMul",
        inputs: "a_indices: Tindices, a_values: T, a_shape: int64, b: T",
        outputs: "product: T",
        attrs: "T: {bfloat16, float16, float32, float64, int32, int64, complex64, complex128}; Tindices: {int32, \
                int64} = int64; adjoint_a: bool = false; adjoint_b: bool = false",
        infer: product,
        compute: Compute::Kernel(KernelDecl {
            cpu: sparse_product::plan,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(CHECKED),
        }),
        grad: Grad::Fn(grad_product),
        doc: "The product of a sparse matrix and a dense one, of either of which the adjoint may be taken. Fastest \
              where the entries are ordered by rows of the result.",
        ..JOIN
    },
    Decl {
        name: "SparseTensorDenseAdd",
        inputs: "a_indices: Tindices, a_values: T, a_shape: Tindices, b: T",
        attrs: "T: numeric; Tindices: {int32, int64}",
        infer: dense_sum,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_add,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(CHECKED),
        }),
        grad: Grad::Fn(|g| {
            let (dy, indices) = (g.dy(), g.x[0]);
            Ok(vec![None, Some(g.b.gather_nd(dy, indices)?.into()), None, Some(dy.into())])
        }),
        doc: "The sum of a sparse tensor and a dense one of the same shape; dense.",
        ..JOIN
    },
    Decl {
        name: "SparseDenseCwiseAdd",
        doc: "The sparse values plus the elements of dense in their places, dense being broadcast to the sparse shape.",
        ..JOIN
    },
    Decl {
        name: "SparseDenseCwiseMul",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_join(s, Join::Mul),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(CHECKED),
        }),
        grad: Grad::Fn(|g| grad_join(g, Join::Mul)),
        doc: "The sparse values times the elements of dense in their places, dense being broadcast to the sparse shape.",
        ..JOIN
    },
    Decl {
        name: "SparseDenseCwiseDiv",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_join(s, Join::Div),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(CHECKED),
        }),
        grad: Grad::Fn(|g| grad_join(g, Join::Div)),
        doc: "The sparse values over the elements of dense in their places, dense being broadcast to the sparse shape.",
        ..JOIN
    },
    Decl {
        name: "SparseMatMul",
        inputs: "a: Ta, b: Tb",
        outputs: "product: float32",
        attrs: "transpose_a: bool = false; transpose_b: bool = false; a_is_sparse: bool = false; b_is_sparse: bool = \
                false; Ta: {float32, bfloat16} = float32; Tb: {float32, bfloat16} = float32",
        infer: |infer| {
            let sides = |shape: Shape, swap: bool| -> SmallVec<[Dim; 2]> {
                let (rows, columns) = (shape.dim(0), shape.dim(1));
                if swap { [columns, rows].into() } else { [rows, columns].into() }
            };
            let a = sides(infer.with_rank(0, 2)?, infer.bool("transpose_a"));
            let b = sides(infer.with_rank(1, 2)?, infer.bool("transpose_b"));
            if !a[1].is_compatible(b[0]) {
                bail!(Value, "inner dimensions differ: {} and {}", a[1], b[0]);
            }
            infer.set(0, Shape::of([a[0], b[1]]));
            Ok(())
        },
        compute: Compute::Lower(|b, x, info| {
            let (x, y) = (cast(b, x[0], DType::F32)?, cast(b, x[1], DType::F32)?);
            let product = b.mat_mul(x, y, info.bool("transpose_a"), info.bool("transpose_b"))?;
            Ok(smallvec![product])
        }),
        grad: Grad::Fn(grad_mixed_product),
        doc: "The product of two dense matrices, perhaps of different types, summed in float32. That a matrix holds \
              many zeros is only a hint.",
        ..JOIN
    },
];
