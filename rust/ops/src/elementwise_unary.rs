//! Functions of one number: each op is a scalar expression.

use crate::Ops;
use crate::rules::{Grads, conj, one, only, same_as_first, scaled};
use rheos_base::Result;
use rheos_graph::{Builder, Compute, Decl, Effect, Grad, GradCall, Output};

const SIGNED: &str = "T: {bfloat16, float16, float32, float64, int8, int16, int32, int64, complex64, complex128}";
const STEP: &str = "a step function has slope 0 wherever it has one";

/// What the entries of this file have in common.
const UNARY: Decl = Decl {
    name: "",
    inputs: "x: T",
    outputs: "y: T",
    attrs: "T: inexact",
    effect: Effect::Pure,
    infer: same_as_first,
    compute: Compute::Map(|_, x, _| one(x[0])),
    grad: Grad::Stop(STEP),
    doc: "",
};

const FLOATING: Decl = Decl { attrs: "T: floating", ..UNARY };
const ANY_SIGNED: Decl = Decl { attrs: SIGNED, ..UNARY };

/// `dy` times what `slope` makes of the conjugated input.
fn chain(g: &mut GradCall<'_, '_>, slope: fn(&mut Builder<'_>, Output) -> Result<Output>) -> Grads {
    let x = conj(g.b, g.x[0])?;
    let slope = slope(g.b, x)?;
    let dx = g.b.mul(g.dy(), slope)?;
    only(dx)
}

/// `dy` divided by what `divisor` makes of the conjugated input.
fn chain_quotient(g: &mut GradCall<'_, '_>, divisor: fn(&mut Builder<'_>, Output) -> Result<Output>) -> Grads {
    let x = conj(g.b, g.x[0])?;
    let divisor = divisor(g.b, x)?;
    let dx = g.b.real_div(g.dy(), divisor)?;
    only(dx)
}

/// 1 - x².
fn one_minus_square(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let square = b.square(x)?;
    let one = b.scalar_like(x, 1.0)?;
    b.sub(one, square)
}

/// exp(-x²) times a constant.
fn bell(b: &mut Builder<'_>, x: Output, factor: f64) -> Result<Output> {
    let square = b.square(x)?;
    let exponent = b.neg(square)?;
    let bell = b.exp(exponent)?;
    scaled(b, bell, factor)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Neg",
        compute: Compute::Map(|e, x, _| one(e.neg(x[0]))),
        grad: Grad::Fn(|g| only(g.b.neg(g.dy())?)),
        doc: "Returns -x element-wise. Integers wrap.",
        ..ANY_SIGNED
    },
    Decl {
        name: "Abs",
        attrs: "T: {bfloat16, float16, float32, float64, int8, int16, int32, int64}",
        compute: Compute::Map(|e, x, _| one(e.abs(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| b.sign(x))),
        doc: "Returns |x| element-wise. The gradient at 0 is 0.",
        ..UNARY
    },
    Decl {
        name: "Sign",
        compute: Compute::Map(|e, x, _| one(e.sign(x[0]))),
        grad: Grad::Fn(|g| only(g.b.zeros_like(g.x[0])?)),
        doc: "Returns -1, 0 or 1 for the sign of x; x / |x| for complex numbers. Its gradient is zero.",
        ..ANY_SIGNED
    },
    Decl {
        name: "Inv",
        compute: Compute::Map(|e, x, _| one(e.recip(x[0]))),
        grad: Grad::Fn(|g| only(g.b.inv_grad(g.y[0], g.dy())?)),
        doc: "Returns 1 / x element-wise.",
        ..UNARY
    },
    Decl {
        name: "Reciprocal",
        compute: Compute::Map(|e, x, _| one(e.recip(x[0]))),
        grad: Grad::Fn(|g| only(g.b.reciprocal_grad(g.y[0], g.dy())?)),
        doc: "Returns 1 / x element-wise.",
        ..UNARY
    },
    Decl {
        name: "Square",
        attrs: "T: numeric",
        compute: Compute::Map(|e, x, _| one(e.square(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| scaled(b, x, 2.0))),
        doc: "Returns x * x element-wise. Integers wrap.",
        ..UNARY
    },
    Decl {
        name: "Sqrt",
        compute: Compute::Map(|e, x, _| one(e.sqrt(x[0]))),
        grad: Grad::Fn(|g| only(g.b.sqrt_grad(g.y[0], g.dy())?)),
        doc: "Returns the square root element-wise; NaN for negative numbers.",
        ..UNARY
    },
    Decl {
        name: "Rsqrt",
        compute: Compute::Map(|e, x, _| one(e.rsqrt(x[0]))),
        grad: Grad::Fn(|g| only(g.b.rsqrt_grad(g.y[0], g.dy())?)),
        doc: "Returns 1 / sqrt(x) element-wise.",
        ..UNARY
    },
    Decl {
        name: "Exp",
        compute: Compute::Map(|e, x, _| one(e.exp(x[0]))),
        grad: Grad::Fn(|g| {
            let slope = conj(g.b, g.y[0])?;
            only(g.b.mul(g.dy(), slope)?)
        }),
        doc: "Returns e to the power x element-wise.",
        ..UNARY
    },
    Decl {
        name: "Expm1",
        compute: Compute::Map(|e, x, _| one(e.expm1(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| b.exp(x))),
        doc: "Returns exp(x) - 1 element-wise, accurate near 0.",
        ..UNARY
    },
    Decl {
        name: "Log",
        compute: Compute::Map(|e, x, _| one(e.log(x[0]))),
        grad: Grad::Fn(|g| chain_quotient(g, |_, x| Ok(x))),
        doc: "Returns the natural logarithm element-wise.",
        ..UNARY
    },
    Decl {
        name: "Log1p",
        compute: Compute::Map(|e, x, _| one(e.log1p(x[0]))),
        grad: Grad::Fn(|g| {
            chain_quotient(g, |b, x| {
                let one = b.scalar_like(x, 1.0)?;
                b.add_v2(one, x)
            })
        }),
        doc: "Returns log(1 + x) element-wise, accurate near 0.",
        ..UNARY
    },
    Decl {
        name: "Sin",
        compute: Compute::Map(|e, x, _| one(e.sin(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| b.cos(x))),
        doc: "Returns the sine of x in radians element-wise.",
        ..UNARY
    },
    Decl {
        name: "Cos",
        compute: Compute::Map(|e, x, _| one(e.cos(x[0]))),
        grad: Grad::Fn(|g| {
            chain(g, |b, x| {
                let sine = b.sin(x)?;
                b.neg(sine)
            })
        }),
        doc: "Returns the cosine of x in radians element-wise.",
        ..UNARY
    },
    Decl {
        name: "Tan",
        compute: Compute::Map(|e, x, _| one(e.tan(x[0]))),
        grad: Grad::Fn(|g| {
            chain_quotient(g, |b, x| {
                let cosine = b.cos(x)?;
                b.square(cosine)
            })
        }),
        doc: "Returns the tangent of x in radians element-wise.",
        ..UNARY
    },
    Decl {
        name: "Asin",
        compute: Compute::Map(|e, x, _| one(e.asin(x[0]))),
        grad: Grad::Fn(|g| {
            chain_quotient(g, |b, x| {
                let square = one_minus_square(b, x)?;
                b.sqrt(square)
            })
        }),
        doc: "Returns the arc sine in [-pi/2, pi/2] element-wise.",
        ..UNARY
    },
    Decl {
        name: "Acos",
        compute: Compute::Map(|e, x, _| one(e.acos(x[0]))),
        grad: Grad::Fn(|g| {
            chain_quotient(g, |b, x| {
                let square = one_minus_square(b, x)?;
                let root = b.sqrt(square)?;
                b.neg(root)
            })
        }),
        doc: "Returns the arc cosine in [0, pi] element-wise.",
        ..UNARY
    },
    Decl {
        name: "Atan",
        compute: Compute::Map(|e, x, _| one(e.atan(x[0]))),
        grad: Grad::Fn(|g| {
            chain_quotient(g, |b, x| {
                let square = b.square(x)?;
                let one = b.scalar_like(x, 1.0)?;
                b.add_v2(one, square)
            })
        }),
        doc: "Returns the arc tangent in (-pi/2, pi/2) element-wise.",
        ..UNARY
    },
    Decl {
        name: "Sinh",
        compute: Compute::Map(|e, x, _| one(e.sinh(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| b.cosh(x))),
        doc: "Returns the hyperbolic sine element-wise.",
        ..UNARY
    },
    Decl {
        name: "Cosh",
        compute: Compute::Map(|e, x, _| one(e.cosh(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| b.sinh(x))),
        doc: "Returns the hyperbolic cosine element-wise.",
        ..UNARY
    },
    Decl {
        name: "Tanh",
        compute: Compute::Map(|e, x, _| one(e.tanh(x[0]))),
        grad: Grad::Fn(|g| {
            let y = conj(g.b, g.y[0])?;
            only(g.b.tanh_grad(y, g.dy())?)
        }),
        doc: "Returns the hyperbolic tangent element-wise.",
        ..UNARY
    },
    Decl {
        name: "Asinh",
        compute: Compute::Map(|e, x, _| one(e.asinh(x[0]))),
        grad: Grad::Fn(|g| {
            let y = conj(g.b, g.y[0])?;
            let divisor = g.b.cosh(y)?;
            only(g.b.real_div(g.dy(), divisor)?)
        }),
        doc: "Returns the inverse hyperbolic sine element-wise.",
        ..UNARY
    },
    Decl {
        name: "Acosh",
        compute: Compute::Map(|e, x, _| one(e.acosh(x[0]))),
        grad: Grad::Fn(|g| {
            let y = conj(g.b, g.y[0])?;
            let divisor = g.b.sinh(y)?;
            only(g.b.real_div(g.dy(), divisor)?)
        }),
        doc: "Returns the inverse hyperbolic cosine element-wise; NaN below 1.",
        ..UNARY
    },
    Decl {
        name: "Atanh",
        compute: Compute::Map(|e, x, _| one(e.atanh(x[0]))),
        grad: Grad::Fn(|g| chain_quotient(g, one_minus_square)),
        doc: "Returns the inverse hyperbolic tangent element-wise; NaN outside [-1, 1].",
        ..UNARY
    },
    Decl {
        name: "Erf",
        compute: Compute::Map(|e, x, _| one(e.erf(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| bell(b, x, std::f64::consts::FRAC_2_SQRT_PI))),
        doc: "Returns the error function element-wise.",
        ..FLOATING
    },
    Decl {
        name: "Erfc",
        compute: Compute::Map(|e, x, _| one(e.erfc(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| bell(b, x, -std::f64::consts::FRAC_2_SQRT_PI))),
        doc: "Returns 1 - erf(x) element-wise, accurate for large x.",
        ..FLOATING
    },
    Decl {
        name: "Lgamma",
        compute: Compute::Map(|e, x, _| one(e.lgamma(x[0]))),
        grad: Grad::Fn(|g| chain(g, |b, x| b.digamma(x))),
        doc: "Returns log |gamma(x)| element-wise.",
        ..FLOATING
    },
    Decl {
        name: "Digamma",
        compute: Compute::Map(|e, x, _| one(e.digamma(x[0]))),
        grad: Grad::Fn(|g| {
            chain(g, |b, x| {
                let order = b.scalar_like(x, 1.0)?;
                b.polygamma(order, x)
            })
        }),
        doc: "Returns the derivative of Lgamma element-wise.",
        ..FLOATING
    },
    Decl {
        name: "Sigmoid",
        compute: Compute::Map(|e, x, _| {
            let unit = e.lit(x[0], 1.0);
            if e.dtype(x[0]).is_complex() {
                let minus = e.neg(x[0]);
                let power = e.exp(minus);
                let divisor = e.add(unit, power);
                return one(e.recip(divisor));
            }
            // exp of minus the size never overflows.
            let zero = e.lit(x[0], 0.0);
            let size = e.abs(x[0]);
            let minus = e.neg(size);
            let power = e.exp(minus);
            let positive = e.le(zero, x[0]);
            let top = e.select(positive, unit, power);
            let divisor = e.add(unit, power);
            one(e.div(top, divisor))
        }),
        grad: Grad::Fn(|g| {
            let y = conj(g.b, g.y[0])?;
            only(g.b.sigmoid_grad(y, g.dy())?)
        }),
        doc: "Returns 1 / (1 + exp(-x)) element-wise, without overflow.",
        ..UNARY
    },
    Decl {
        name: "Floor",
        compute: Compute::Map(|e, x, _| one(e.floor(x[0]))),
        doc: "Returns the largest integer not above x element-wise.",
        ..FLOATING
    },
    Decl {
        name: "Ceil",
        compute: Compute::Map(|e, x, _| one(e.ceil(x[0]))),
        doc: "Returns the smallest integer not below x element-wise.",
        ..FLOATING
    },
    Decl {
        name: "Round",
        attrs: "T: {bfloat16, float16, float32, float64, int8, int16, int32, int64}",
        compute: Compute::Map(|e, x, _| one(if e.dtype(x[0]).is_integer() { x[0] } else { e.rint(x[0]) })),
        doc: "Returns the nearest integer element-wise; halves go to the even one.",
        ..UNARY
    },
    Decl {
        name: "Rint",
        compute: Compute::Map(|e, x, _| one(e.rint(x[0]))),
        doc: "Returns the nearest integer element-wise; halves go to the even one.",
        ..FLOATING
    },
];
