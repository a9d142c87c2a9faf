//! Special functions: relatives of the gamma, beta and Bessel functions and of the normal distribution.

use crate::Ops;
use crate::kernels::special;
use crate::rules::{Grads, broadcast_all, only, pair, same_as_first, scaled, sum_to_shape};
use rheos_base::{DType, Result};
use rheos_graph::decl::KernelFn;
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, KernelDecl, Output};

const LOOPS: &str = "series whose length depends on the element";

/// What the entries of this file have in common: a function of broadcast operands.
const FUNCTION: Decl = Decl {
    name: "",
    inputs: "a: T, x: T",
    outputs: "z: T",
    attrs: "T: floating",
    effect: Effect::Pure,
    infer: broadcast_all,
    compute: kernel(|s| special::plan(s, 100.0, special::igamma)),
    grad: Grad::Missing("its entry says otherwise"),
    doc: "",
};

const UNARY: Decl = Decl { inputs: "x: T", outputs: "y: T", infer: same_as_first, ..FUNCTION };

const WIDE_ONLY: &str = "T: {float32, float64}";

const fn kernel(cpu: KernelFn) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu: Gpu::CpuOnly(LOOPS) })
}

/// The density of the gamma distribution of shape a at x, which is the slope of Igamma.
fn gamma_density(b: &mut Builder<'_>, a: Output, x: Output) -> Result<Output> {
    let one = b.scalar_like(a, 1.0)?;
    let power = b.sub(a, one)?;
    let log = b.log(x)?;
    let rise = b.mul(power, log)?;
    let lgamma = b.lgamma(a)?;
    let fall = b.add_v2(x, lgamma)?;
    let exponent = b.sub(rise, fall)?;
    b.exp(exponent)
}

fn grad_igamma(g: &mut GradCall<'_, '_>, sign: f64) -> Grads {
    let (dy, a, x) = (g.dy(), g.x[0], g.x[1]);
    let dy = if sign < 0.0 { g.b.neg(dy)? } else { dy };
    let slope = g.b.igamma_grad_a(a, x)?;
    let da = g.b.mul(dy, slope)?;
    let density = gamma_density(g.b, a, x)?;
    let dx = g.b.mul(dy, density)?;
    pair(g, da, dx)
}

fn grad_betainc(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, a, b, x) = (g.dy(), g.x[0], g.x[1], g.x[2]);
    let t = &mut *g.b;
    let one = t.scalar_like(x, 1.0)?;
    let (a1, b1, minus_x) = (t.sub(a, one)?, t.sub(b, one)?, t.neg(x)?);
    let (log_x, log_rest) = (t.log(x)?, t.log1p(minus_x)?);
    // Where a power is 1 its base may be 0.
    let (rise, fall) = (t.mul_no_nan(log_x, a1)?, t.mul_no_nan(log_rest, b1)?);
    let powers = t.add_v2(rise, fall)?;
    let (lgamma_a, lgamma_b, total) = (t.lgamma(a)?, t.lgamma(b)?, t.add_v2(a, b)?);
    let lgamma_total = t.lgamma(total)?;
    let both = t.add_v2(lgamma_a, lgamma_b)?;
    let log_beta = t.sub(both, lgamma_total)?;
    let exponent = t.sub(powers, log_beta)?;
    let density = t.exp(exponent)?;
    let dx = t.mul(dy, density)?;
    let dx = sum_to_shape(t, dx, x)?;
    Ok(vec![None, None, Some(dx.into())])
}

/// For functions that have a slope by their second operand alone.
fn second_only(g: &mut GradCall<'_, '_>, slope: Output) -> Grads {
    let dy = g.dy();
    let dx = g.b.mul(dy, slope)?;
    let dx = sum_to_shape(g.b, dx, g.x[1])?;
    Ok(vec![None, Some(dx.into())])
}

fn grad_i1e(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, x, y) = (g.dy(), g.x[0], g.y[0]);
    let b = &mut *g.b;
    // At 0 the slope is 1/2, and its formula divides by x.
    let tiny = match b.dtype(x) {
        DType::F64 => f64::EPSILON,
        DType::F32 => f64::from(f32::EPSILON),
        DType::F16 => 9.765_625e-4,
        _ => 7.8125e-3,
    };
    let (tiny, size) = (b.scalar_like(x, tiny)?, b.abs(x)?);
    let usual = b.greater(size, tiny)?;
    let safe = b.select_v2(usual, x, tiny)?;
    let (order_0, sign, inverse) = (b.bessel_i0e(safe)?, b.sign(safe)?, b.reciprocal(safe)?);
    let rate = b.add_v2(sign, inverse)?;
    let lost = b.mul(y, rate)?;
    let slope = b.sub(order_0, lost)?;
    let half = b.scalar_like(x, 0.5)?;
    let slope = b.select_v2(usual, slope, half)?;
    only(b.mul(dy, slope)?)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Igamma",
        grad: Grad::Fn(|g| grad_igamma(g, 1.0)),
        doc: "Lower regularised incomplete gamma function: the share of a gamma distribution of shape a below x.",
        ..FUNCTION
    },
    Decl {
        name: "Igammac",
        compute: kernel(|s| special::plan(s, 100.0, special::igammac)),
        grad: Grad::Fn(|g| grad_igamma(g, -1.0)),
        doc: "Upper regularised incomplete gamma function, 1 - Igamma(a, x).",
        ..FUNCTION
    },
    Decl {
        name: "IgammaGradA",
        attrs: WIDE_ONLY,
        compute: kernel(|s| special::plan(s, 200.0, special::igamma_grad_a)),
        grad: Grad::Missing("TensorFlow defines no second derivative of Igamma by a"),
        doc: "The derivative of Igamma by a.",
        ..FUNCTION
    },
    Decl {
        name: "RandomGammaGrad",
        inputs: "alpha: T, sample: T",
        outputs: "output: T",
        attrs: WIDE_ONLY,
        compute: kernel(|s| special::plan(s, 200.0, special::gamma_sample_grad)),
        grad: Grad::Missing("TensorFlow defines no second derivative of gamma samples"),
        doc: "The derivative of a sample of RandomGamma by the distribution's shape alpha.",
        ..FUNCTION
    },
    Decl {
        name: "Betainc",
        inputs: "a: T, b: T, x: T",
        attrs: WIDE_ONLY,
        compute: kernel(|s| special::plan(s, 200.0, special::betainc)),
        grad: Grad::Fn(grad_betainc),
        doc: "Regularised incomplete beta function: the share of a beta distribution below x. No gradient flows to a \
              and b, as in TensorFlow.",
        ..FUNCTION
    },
    Decl {
        name: "Zeta",
        inputs: "x: T, q: T",
        attrs: WIDE_ONLY,
        compute: kernel(|s| special::plan(s, 300.0, special::zeta)),
        grad: Grad::Fn(|g| {
            let (x, q) = (g.x[0], g.x[1]);
            let one = g.b.scalar_like(x, 1.0)?;
            let next = g.b.add_v2(x, one)?;
            let sum = g.b.zeta(next, q)?;
            let product = g.b.mul(x, sum)?;
            let slope = g.b.neg(product)?;
            second_only(g, slope)
        }),
        doc: "Hurwitz zeta function: the sum of (q + k)^-x over k >= 0. No gradient flows to x, as in TensorFlow.",
        ..FUNCTION
    },
    Decl {
        name: "Polygamma",
        attrs: WIDE_ONLY,
        compute: kernel(|s| special::plan(s, 300.0, special::polygamma)),
        grad: Grad::Fn(|g| {
            let (order, x) = (g.x[0], g.x[1]);
            let one = g.b.scalar_like(order, 1.0)?;
            let next = g.b.add_v2(order, one)?;
            let slope = g.b.polygamma(next, x)?;
            second_only(g, slope)
        }),
        doc: "The derivative number a of Digamma at x. No gradient flows to a.",
        ..FUNCTION
    },
    Decl {
        name: "BesselI0e",
        compute: kernel(|s| special::plan_bessel(s, 0)),
        grad: Grad::Fn(|g| {
            let (dy, x, y) = (g.dy(), g.x[0], g.y[0]);
            let (order_1, sign) = (g.b.bessel_i1e(x)?, g.b.sign(x)?);
            let lost = g.b.mul(sign, y)?;
            let slope = g.b.sub(order_1, lost)?;
            only(g.b.mul(dy, slope)?)
        }),
        doc: "Modified Bessel function of order 0, times exp(-|x|).",
        ..UNARY
    },
    Decl {
        name: "BesselI1e",
        compute: kernel(|s| special::plan_bessel(s, 1)),
        grad: Grad::Fn(grad_i1e),
        doc: "Modified Bessel function of order 1, times exp(-|x|).",
        ..UNARY
    },
    Decl {
        name: "Ndtri",
        compute: kernel(|s| special::plan(s, 30.0, special::ndtri)),
        grad: Grad::Fn(|g| {
            let (dy, y) = (g.dy(), g.y[0]);
            let square = g.b.square(y)?;
            let exponent = scaled(g.b, square, 0.5)?;
            let inverse = g.b.exp(exponent)?;
            let slope = scaled(g.b, inverse, libm::sqrt(2.0 * std::f64::consts::PI))?;
            only(g.b.mul(dy, slope)?)
        }),
        doc: "Quantile of the standard normal distribution: the number below which the share x lies.",
        ..UNARY
    },
];
