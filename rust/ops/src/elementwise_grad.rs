//! TensorFlow's named gradients of functions of one number, given the function's result `y` and the gradient `dy`.

use crate::Ops;
use crate::rules::{Grads, conj, one, scaled};
use rheos_base::{Result, Shape};
use rheos_graph::{Compute, Decl, Effect, Grad, GradCall, Infer};

/// What the entries of this file have in common.
const FROM_RESULT: Decl = Decl {
    name: "",
    inputs: "y: T, dy: T",
    outputs: "z: T",
    attrs: "T: inexact",
    effect: Effect::Pure,
    infer: alike,
    compute: Compute::Map(|_, x, _| one(x[0])),
    grad: Grad::Fn(grad_reciprocal_grad),
    doc: "",
};

fn alike(infer: &mut Infer<'_>) -> Result<()> {
    let shape: Shape = infer.input_shape(0).merge(infer.input_shape(1))?;
    infer.set(0, shape);
    Ok(())
}

fn grad_reciprocal_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (y, dz, dy) = (conj(g.b, g.x[0])?, g.dy(), conj(g.b, g.x[1])?);
    let product = g.b.mul(dz, dy)?;
    let product = g.b.mul(product, y)?;
    let to_y = scaled(g.b, product, -2.0)?;
    let to_dy = g.b.reciprocal_grad(y, dz)?;
    Ok(vec![Some(to_y.into()), Some(to_dy.into())])
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "InvGrad",
        compute: Compute::Map(|e, x, _| {
            let y = if e.dtype(x[0]).is_complex() { e.conj(x[0]) } else { x[0] };
            let square = e.square(y);
            let product = e.mul(x[1], square);
            one(e.neg(product))
        }),
        doc: "Gradient of Inv: -dy * y².",
        ..FROM_RESULT
    },
    Decl {
        name: "ReciprocalGrad",
        compute: Compute::Map(|e, x, _| {
            let y = if e.dtype(x[0]).is_complex() { e.conj(x[0]) } else { x[0] };
            let square = e.square(y);
            let product = e.mul(x[1], square);
            one(e.neg(product))
        }),
        doc: "Gradient of Reciprocal: -dy * y².",
        ..FROM_RESULT
    },
    Decl {
        name: "SqrtGrad",
        compute: Compute::Map(|e, x, _| {
            let y = if e.dtype(x[0]).is_complex() { e.conj(x[0]) } else { x[0] };
            let half = e.lit(y, 0.5);
            let top = e.mul(x[1], half);
            one(e.div(top, y))
        }),
        grad: Grad::Fn(|g| {
            let (y, dz, z) = (conj(g.b, g.x[0])?, g.dy(), conj(g.b, g.y[0])?);
            let rate = g.b.real_div(dz, y)?;
            let product = g.b.mul(rate, z)?;
            let to_y = g.b.neg(product)?;
            let to_dy = scaled(g.b, rate, 0.5)?;
            Ok(vec![Some(to_y.into()), Some(to_dy.into())])
        }),
        doc: "Gradient of Sqrt: dy * 0.5 / y.",
        ..FROM_RESULT
    },
    Decl {
        name: "RsqrtGrad",
        compute: Compute::Map(|e, x, _| {
            let y = if e.dtype(x[0]).is_complex() { e.conj(x[0]) } else { x[0] };
            let factor = e.lit(y, -0.5);
            let square = e.square(y);
            let cube = e.mul(square, y);
            let slope = e.mul(cube, factor);
            one(e.mul(x[1], slope))
        }),
        grad: Grad::Fn(|g| {
            let (y, dz, dy) = (conj(g.b, g.x[0])?, g.dy(), conj(g.b, g.x[1])?);
            let product = g.b.mul(dz, dy)?;
            let square = g.b.square(y)?;
            let product = g.b.mul(product, square)?;
            let to_y = scaled(g.b, product, -1.5)?;
            let to_dy = g.b.rsqrt_grad(y, dz)?;
            Ok(vec![Some(to_y.into()), Some(to_dy.into())])
        }),
        doc: "Gradient of Rsqrt: dy * -0.5 * y³.",
        ..FROM_RESULT
    },
    Decl {
        name: "TanhGrad",
        compute: Compute::Map(|e, x, _| {
            let unit = e.lit(x[0], 1.0);
            let square = e.square(x[0]);
            let slope = e.sub(unit, square);
            one(e.mul(x[1], slope))
        }),
        grad: Grad::Fn(|g| {
            let (y, dz, dy) = (conj(g.b, g.x[0])?, g.dy(), conj(g.b, g.x[1])?);
            let product = g.b.mul(dz, dy)?;
            let product = g.b.mul(product, y)?;
            let to_y = scaled(g.b, product, -2.0)?;
            let to_dy = g.b.tanh_grad(y, dz)?;
            Ok(vec![Some(to_y.into()), Some(to_dy.into())])
        }),
        doc: "Gradient of Tanh: dy * (1 - y²).",
        ..FROM_RESULT
    },
    Decl {
        name: "SigmoidGrad",
        compute: Compute::Map(|e, x, _| {
            let unit = e.lit(x[0], 1.0);
            let rest = e.sub(unit, x[0]);
            let slope = e.mul(x[0], rest);
            one(e.mul(x[1], slope))
        }),
        grad: Grad::Fn(|g| {
            let (y, dz, dy) = (conj(g.b, g.x[0])?, g.dy(), conj(g.b, g.x[1])?);
            let product = g.b.mul(dz, dy)?;
            let bent = g.b.mul(product, y)?;
            let bent = scaled(g.b, bent, 2.0)?;
            let to_y = g.b.sub(product, bent)?;
            let to_dy = g.b.sigmoid_grad(y, dz)?;
            Ok(vec![Some(to_y.into()), Some(to_dy.into())])
        }),
        doc: "Gradient of Sigmoid: dy * y * (1 - y).",
        ..FROM_RESULT
    },
];
