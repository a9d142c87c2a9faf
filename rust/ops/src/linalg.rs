//! Matrix products.

use crate::Ops;
use crate::kernels::matmul::{Operand, plan_product};
use crate::rules::{Grads, conj, pair};
use crate::shaders::matmul::{batch_mat_mul, mat_mul};
use rheos_base::{Dim, Result, Shape, bail, broadcast};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Output};

const PRODUCT_TYPES: &str = "transpose_a: bool = false; transpose_b: bool = false; T: {bfloat16, float16, float32, float64, int32, int64, complex64, complex128}";
const BATCH_TYPES: &str = "adj_x: bool = false; adj_y: bool = false; T: {bfloat16, float16, float32, float64, int32, int64, complex64, complex128}";

const BATCH: Decl = Decl {
    name: "",
    inputs: "x: T, y: T",
    outputs: "output: T",
    attrs: BATCH_TYPES,
    effect: Effect::Pure,
    infer: batch_product,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let (x, y) = (spec.info.bool("adj_x"), spec.info.bool("adj_y"));
            plan_product(spec, Operand { transpose: x, conjugate: x }, Operand { transpose: y, conjugate: y })
        },
        strided: true,
        reports: true,
        gpu: Gpu::Shader(batch_mat_mul),
    }),
    grad: Grad::Fn(grad_batch_product),
    doc: "",
};

/// Rows and columns of the product of two matrices, each perhaps transposed.
fn product_dims(infer: &Infer<'_>, a: &Shape, b: &Shape, names: [&str; 2]) -> Result<[Dim; 2]> {
    let sides = |shape: &Shape, swap: bool| {
        let rank = shape.rank().unwrap_or(2);
        let (rows, columns) = (shape.dim(rank - 2), shape.dim(rank - 1));
        if swap { (columns, rows) } else { (rows, columns) }
    };
    let (swap_a, swap_b) = (infer.bool(names[0]), infer.bool(names[1]));
    let ((rows, inner_a), (inner_b, columns)) = (sides(a, swap_a), sides(b, swap_b));
    if inner_a.is_compatible(inner_b) {
        return Ok([rows, columns]);
    }
    let said = |flag: bool| if flag { "False" } else { "True" };
    if inner_a.is_compatible(columns) {
        bail!(Value, "inner dimensions differ: {inner_a} and {inner_b}; hint: {}={}", names[1], said(swap_b));
    }
    if rows.is_compatible(inner_b) {
        bail!(Value, "inner dimensions differ: {inner_a} and {inner_b}; hint: {}={}", names[0], said(swap_a));
    }
    bail!(Value, "inner dimensions differ: {inner_a} and {inner_b}")
}

fn product(infer: &mut Infer<'_>) -> Result<()> {
    let (a, b) = (infer.with_rank(0, 2)?, infer.with_rank(1, 2)?);
    let dims = product_dims(infer, &a, &b, ["transpose_a", "transpose_b"])?;
    infer.set(0, Shape::of(dims));
    Ok(())
}

/// Sizes of the leading axes, and a check that there are two more.
fn batch_dims(infer: &Infer<'_>, input: usize) -> Result<Option<Shape>> {
    let Some(dims) = infer.input_shape(input).dims() else { return Ok(None) };
    if dims.len() < 2 {
        bail!(Value, "{} must have at least 2 axes, but has rank {}", infer.arg_name(input), dims.len());
    }
    Ok(Some(Shape::of(dims[..dims.len() - 2].iter().copied())))
}

fn set_batch_product(infer: &mut Infer<'_>, join: fn(&Shape, &Shape) -> Result<Shape>) -> Result<()> {
    let (x, y) = (infer.input_shape(0).clone(), infer.input_shape(1).clone());
    let (Some(batch_x), Some(batch_y)) = (batch_dims(infer, 0)?, batch_dims(infer, 1)?) else {
        infer.set(0, Shape::unknown());
        return Ok(());
    };
    let matrix = product_dims(infer, &x, &y, ["adj_x", "adj_y"])?;
    let batch = join(&batch_x, &batch_y)?;
    infer.set(0, Shape::of(batch.dims().unwrap_or_default().iter().copied().chain(matrix)));
    Ok(())
}

fn batch_product(infer: &mut Infer<'_>) -> Result<()> {
    set_batch_product(infer, Shape::merge)
}

fn broadcast_product(infer: &mut Infer<'_>) -> Result<()> {
    set_batch_product(infer, broadcast)
}

/// Gradients of `op(a) op(b)`, where `product` multiplies two matrices, each perhaps transposed (or adjoint).
fn grad_product(
    b: &mut Builder<'_>,
    [x, y, dz]: [Output; 3],
    (swap_x, swap_y): (bool, bool),
    product: fn(&mut Builder<'_>, Output, Output, bool, bool) -> Result<Output>,
) -> Result<(Output, Output)> {
    let dx = if swap_x { product(b, y, dz, swap_y, true)? } else { product(b, dz, y, false, !swap_y)? };
    let dy = if swap_y { product(b, dz, x, true, swap_x)? } else { product(b, x, dz, !swap_x, false)? };
    Ok((dx, dy))
}

fn grad_batch_product(g: &mut GradCall<'_, '_>) -> Grads {
    let (info, operands) = (g.info(), [g.x[0], g.x[1], g.dy()]);
    let swaps = (info.bool("adj_x"), info.bool("adj_y"));
    // Adjoints conjugate the operands, as the gradient of a complex product must.
    let (dx, dy) = match g.op.name {
        "BatchMatMul" => grad_product(g.b, operands, swaps, |b, x, y, p, q| b.batch_mat_mul(x, y, p, q))?,
        _ => grad_product(g.b, operands, swaps, |b, x, y, p, q| b.batch_mat_mul_v2(x, y, p, q))?,
    };
    pair(g, dx, dy)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "MatMul",
        inputs: "a: T, b: T",
        outputs: "product: T",
        attrs: PRODUCT_TYPES,
        infer: product,
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let (a, b) = (spec.info.bool("transpose_a"), spec.info.bool("transpose_b"));
                plan_product(
                    spec,
                    Operand { transpose: a, conjugate: false },
                    Operand { transpose: b, conjugate: false },
                )
            },
            strided: true,
            reports: true,
            gpu: Gpu::Shader(mat_mul),
        }),
        grad: Grad::Fn(|g| {
            let swaps = (g.info().bool("transpose_a"), g.info().bool("transpose_b"));
            let operands = [conj(g.b, g.x[0])?, conj(g.b, g.x[1])?, g.dy()];
            let (da, db) = grad_product(g.b, operands, swaps, |b, x, y, p, q| b.mat_mul(x, y, p, q))?;
            Ok(vec![Some(da.into()), Some(db.into())])
        }),
        doc: "Returns the product of two matrices, each transposed first if asked for. Half-precision types are summed \
              in float32.",
        ..BATCH
    },
    Decl {
        name: "BatchMatMul",
        doc: "Returns products of matrices in the last two axes; the leading axes must agree. adj_x and adj_y take the \
              conjugate transpose of an operand first.",
        ..BATCH
    },
    Decl {
        name: "BatchMatMulV2",
        infer: broadcast_product,
        doc: "Returns products of matrices in the last two axes; the leading axes are broadcast. adj_x and adj_y take \
              the conjugate transpose of an operand first.",
        ..BATCH
    },
];
