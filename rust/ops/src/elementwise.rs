//! Arithmetic of two or more numbers: each op is a scalar expression over broadcast operands.

use crate::Ops;
use crate::kernels::next_after::plan_next_after;
use crate::rules::{Grads, broadcast_all, conj, one, pair, scaled, sum_to_shape};
use rheos_base::{Result, Shape};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Output};

const SIGNED: &str = "T: {bfloat16, float16, float32, float64, int8, int16, int32, int64, complex64, complex128}";
const QUOTIENT: &str = "T: {bfloat16, float16, float32, float64, complex64, complex128}";
const SQUARED: &str = "T: {bfloat16, float16, float32, float64, int32, int64, complex64, complex128}";

/// What the entries of this file have in common.
const BINARY: Decl = Decl {
    name: "",
    inputs: "x: T, y: T",
    outputs: "z: T",
    attrs: "T: numeric",
    effect: Effect::Pure,
    infer: broadcast_all,
    compute: Compute::Map(|_, x, _| one(x[0])),
    grad: Grad::Stop("the result is an integer step function of the operands"),
    doc: "",
};

/// Of operands with shapes that must agree.
fn all_alike(infer: &mut Infer<'_>) -> Result<()> {
    let mut shape = Shape::unknown();
    for i in 0..infer.inputs.len() {
        shape = shape.merge(infer.input_shape(i))?;
    }
    infer.set(0, shape);
    Ok(())
}

fn grad_add(g: &mut GradCall<'_, '_>) -> Grads {
    let dy = g.dy();
    pair(g, dy, dy)
}

fn grad_divide(g: &mut GradCall<'_, '_>) -> Grads {
    let (dz, x, y) = (g.dy(), conj(g.b, g.x[0])?, conj(g.b, g.x[1])?);
    let dx = g.b.real_div(dz, y)?;
    let minus_x = g.b.neg(x)?;
    let quotient = g.b.real_div(minus_x, y)?;
    let quotient = g.b.real_div(quotient, y)?;
    let dy = g.b.mul(dz, quotient)?;
    pair(g, dx, dy)
}

/// Hands the gradient to whichever operand was taken.
fn grad_choice(g: &mut GradCall<'_, '_>, first_taken: Output) -> Grads {
    let dz = g.dy();
    let zero = g.b.scalar_like(dz, 0.0)?;
    let dx = g.b.select_v2(first_taken, dz, zero)?;
    let dy = g.b.select_v2(first_taken, zero, dz)?;
    pair(g, dx, dy)
}

/// 1 where x is not zero, else 0, in x's type.
fn not_zero(g: &mut GradCall<'_, '_>) -> Result<Output> {
    let x = g.x[0];
    let zero = g.b.scalar_like(x, 0.0)?;
    let differs = g.b.not_equal(x, zero, true)?;
    let dtype = g.b.dtype(x);
    g.b.cast(differs, dtype, false)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Add",
        compute: Compute::Map(|e, x, _| one(e.add(x[0], x[1]))),
        grad: Grad::Fn(grad_add),
        doc: "Returns x + y element-wise, with broadcasting. Integers wrap.",
        ..BINARY
    },
    Decl {
        name: "AddV2",
        compute: Compute::Map(|e, x, _| one(e.add(x[0], x[1]))),
        grad: Grad::Fn(grad_add),
        doc: "Returns x + y element-wise, with broadcasting. Integers wrap.",
        ..BINARY
    },
    Decl {
        name: "Sub",
        compute: Compute::Map(|e, x, _| one(e.sub(x[0], x[1]))),
        grad: Grad::Fn(|g| {
            let dz = g.dy();
            let dy = g.b.neg(dz)?;
            pair(g, dz, dy)
        }),
        doc: "Returns x - y element-wise, with broadcasting. Integers wrap.",
        ..BINARY
    },
    Decl {
        name: "Mul",
        compute: Compute::Map(|e, x, _| one(e.mul(x[0], x[1]))),
        grad: Grad::Fn(|g| {
            let (dz, x, y) = (g.dy(), conj(g.b, g.x[0])?, conj(g.b, g.x[1])?);
            let dx = g.b.mul(dz, y)?;
            let dy = g.b.mul(dz, x)?;
            pair(g, dx, dy)
        }),
        doc: "Returns x * y element-wise, with broadcasting. Integers wrap.",
        ..BINARY
    },
    Decl {
        name: "Div",
        compute: Compute::Map(|e, x, _| one(e.div(x[0], x[1]))),
        grad: Grad::Fn(grad_divide),
        doc: "Returns x / y element-wise, with broadcasting. Integers truncate towards zero; an integer zero divisor \
              is an error.",
        ..BINARY
    },
    Decl {
        name: "RealDiv",
        attrs: QUOTIENT,
        compute: Compute::Map(|e, x, _| one(e.div(x[0], x[1]))),
        grad: Grad::Fn(grad_divide),
        doc: "Returns x / y element-wise for real and complex numbers, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "TruncateDiv",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| {
            let quotient = e.div(x[0], x[1]);
            one(if e.dtype(quotient).is_integer() { quotient } else { e.trunc(quotient) })
        }),
        doc: "Returns x / y rounded towards zero, with broadcasting. An integer zero divisor is an error.",
        ..BINARY
    },
    Decl {
        name: "FloorDiv",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| one(e.floor_div(x[0], x[1]))),
        doc: "Returns x / y rounded down, with broadcasting. An integer zero divisor is an error.",
        ..BINARY
    },
    Decl {
        name: "Mod",
        attrs: "T: {int32, int64, float16, bfloat16, float32, float64}",
        compute: Compute::Map(|e, x, _| one(e.modulo(x[0], x[1]))),
        grad: Grad::Fn(grad_truncate_mod),
        doc: "Returns the remainder of x / y with the sign of x, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "TruncateMod",
        attrs: "T: {int32, int64, bfloat16, float16, float32, float64}",
        compute: Compute::Map(|e, x, _| one(e.modulo(x[0], x[1]))),
        grad: Grad::Fn(grad_truncate_mod),
        doc: "Returns the remainder of x / y with the sign of x, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "FloorMod",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| one(e.floor_mod(x[0], x[1]))),
        grad: Grad::Fn(|g| {
            let (dz, x, y) = (g.dy(), g.x[0], g.x[1]);
            let quotient = g.b.floor_div(x, y)?;
            let slope = g.b.neg(quotient)?;
            let dy = g.b.mul(dz, slope)?;
            pair(g, dz, dy)
        }),
        doc: "Returns the remainder of x / y with the sign of y, as Python's %, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "Maximum",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| one(e.max(x[0], x[1]))),
        grad: Grad::Fn(|g| {
            let first = g.b.greater_equal(g.x[0], g.x[1])?;
            grad_choice(g, first)
        }),
        doc: "Returns the larger of x and y, with broadcasting; NaN if either is. At ties the gradient goes to x.",
        ..BINARY
    },
    Decl {
        name: "Minimum",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| one(e.min(x[0], x[1]))),
        grad: Grad::Fn(|g| {
            let first = g.b.less_equal(g.x[0], g.x[1])?;
            grad_choice(g, first)
        }),
        doc: "Returns the smaller of x and y, with broadcasting; NaN if either is. At ties the gradient goes to x.",
        ..BINARY
    },
    Decl {
        name: "Pow",
        attrs: SIGNED,
        compute: Compute::Map(|e, x, _| one(e.pow(x[0], x[1]))),
        grad: Grad::Fn(grad_pow),
        doc: "Returns x to the power y, with broadcasting. A negative integer exponent is an error.",
        ..BINARY
    },
    Decl {
        name: "SquaredDifference",
        attrs: SQUARED,
        compute: Compute::Map(|e, x, _| {
            let d = e.sub(x[0], x[1]);
            let other = if e.dtype(d).is_complex() { e.conj(d) } else { d };
            one(e.mul(d, other))
        }),
        grad: Grad::Fn(|g| {
            let twice = scaled(g.b, g.dy(), 2.0)?;
            let difference = g.b.sub(g.x[0], g.x[1])?;
            let dx = g.b.mul(twice, difference)?;
            let dy = g.b.neg(dx)?;
            pair(g, dx, dy)
        }),
        doc: "Returns (x - y)² element-wise, with broadcasting; (x - y) times its conjugate for complex numbers.",
        ..BINARY
    },
    Decl {
        name: "DivNoNan",
        attrs: QUOTIENT,
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[1], 0.0);
            let undefined = e.eq(x[1], zero);
            let quotient = e.div(x[0], x[1]);
            one(e.select(undefined, zero, quotient))
        }),
        grad: Grad::Fn(|g| {
            let (dz, x, y) = (g.dy(), conj(g.b, g.x[0])?, conj(g.b, g.x[1])?);
            let dx = g.b.div_no_nan(dz, y)?;
            let minus_x = g.b.neg(x)?;
            let quotient = g.b.div_no_nan(minus_x, y)?;
            let quotient = g.b.div_no_nan(quotient, y)?;
            let dy = g.b.mul(dz, quotient)?;
            pair(g, dx, dy)
        }),
        doc: "Returns x / y, and 0 where y is zero, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "MulNoNan",
        attrs: QUOTIENT,
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[1], 0.0);
            let nothing = e.eq(x[1], zero);
            let product = e.mul(x[0], x[1]);
            one(e.select(nothing, zero, product))
        }),
        grad: Grad::Fn(|g| {
            let (dz, x, y) = (g.dy(), conj(g.b, g.x[0])?, conj(g.b, g.x[1])?);
            let dx = g.b.mul_no_nan(dz, y)?;
            let dy = g.b.mul_no_nan(x, dz)?;
            pair(g, dx, dy)
        }),
        doc: "Returns x * y, and 0 where y is zero even if x is infinite or NaN, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "Xdivy",
        attrs: QUOTIENT,
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[0], 0.0);
            let nothing = e.eq(x[0], zero);
            let quotient = e.div(x[0], x[1]);
            one(e.select(nothing, zero, quotient))
        }),
        grad: Grad::Fn(|g| {
            let (dz, x, y) = (g.dy(), g.x[0], g.x[1]);
            let present = not_zero(g)?;
            let slope_x = g.b.xdivy(present, y)?;
            let minus_x = g.b.neg(x)?;
            let square = g.b.square(y)?;
            let slope_y = g.b.xdivy(minus_x, square)?;
            grad_slopes(g, dz, slope_x, slope_y)
        }),
        doc: "Returns x / y, and 0 where x is zero even if y is, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "Xlogy",
        attrs: QUOTIENT,
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[0], 0.0);
            let nothing = e.eq(x[0], zero);
            let log = e.log(x[1]);
            let product = e.mul(x[0], log);
            one(e.select(nothing, zero, product))
        }),
        grad: Grad::Fn(|g| {
            let (dz, x, y) = (g.dy(), g.x[0], g.x[1]);
            let present = not_zero(g)?;
            let slope_x = g.b.xlogy(present, y)?;
            let slope_y = g.b.xdivy(x, y)?;
            grad_slopes(g, dz, slope_x, slope_y)
        }),
        doc: "Returns x * log(y), and 0 where x is zero even if y is, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "Atan2",
        inputs: "y: T, x: T",
        attrs: "T: floating",
        compute: Compute::Map(|e, x, _| one(e.atan2(x[0], x[1]))),
        grad: Grad::Fn(|g| {
            let (dz, y, x) = (g.dy(), g.x[0], g.x[1]);
            let xx = g.b.square(x)?;
            let yy = g.b.square(y)?;
            let radius = g.b.add_v2(xx, yy)?;
            let rate = g.b.real_div(dz, radius)?;
            let dy = g.b.mul(x, rate)?;
            let minus_y = g.b.neg(y)?;
            let dx = g.b.mul(minus_y, rate)?;
            pair(g, dy, dx)
        }),
        doc: "Returns the angle of the point (x, y) in (-pi, pi], with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "NextAfter",
        inputs: "x1: T, x2: T",
        outputs: "output: T",
        attrs: "T: {float64, float32} = float32",
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_next_after,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("it counts bits of the representation"),
        }),
        grad: Grad::Fn(|g| {
            let dz = g.dy();
            let nothing = g.b.zeros_like(dz)?;
            pair(g, dz, nothing)
        }),
        doc: "Returns the number next to x1 in the direction of x2, with broadcasting.",
        ..BINARY
    },
    Decl {
        name: "AddN",
        inputs: "inputs: N * T",
        outputs: "sum: T",
        attrs: "N: int >= 1; T: numeric",
        infer: all_alike,
        compute: Compute::Map(|e, x, _| {
            let first = x[0];
            one(x[1..].iter().fold(first, |sum, &term| e.add(sum, term)))
        }),
        grad: Grad::Fn(|g| Ok(vec![Some(g.dy().into()); g.x.len()])),
        doc: "Returns the sum of tensors of one shape.",
        ..BINARY
    },
];

fn grad_truncate_mod(g: &mut GradCall<'_, '_>) -> Grads {
    let (dz, x, y) = (g.dy(), g.x[0], g.x[1]);
    let quotient = g.b.truncate_div(x, y)?;
    let slope = g.b.neg(quotient)?;
    let dy = g.b.mul(dz, slope)?;
    pair(g, dz, dy)
}

fn grad_slopes(g: &mut GradCall<'_, '_>, dz: Output, slope_x: Output, slope_y: Output) -> Grads {
    let (slope_x, slope_y) = (conj(g.b, slope_x)?, conj(g.b, slope_y)?);
    let dx = g.b.mul(slope_x, dz)?;
    let dy = g.b.mul(slope_y, dz)?;
    pair(g, dx, dy)
}

fn grad_pow(g: &mut GradCall<'_, '_>) -> Grads {
    let (dz, x, y, z) = (g.dy(), conj(g.b, g.x[0])?, conj(g.b, g.x[1])?, conj(g.b, g.y[0])?);
    let one = g.b.scalar_like(y, 1.0)?;
    let lower = g.b.sub(y, one)?;
    let power = g.b.pow(x, lower)?;
    // Where y is 0 the slope is 0 although x^(y - 1) may be infinite.
    let slope = g.b.mul_no_nan(power, y)?;
    let dx = g.b.mul(dz, slope)?;
    let zero = g.b.scalar_like(x, 0.0)?;
    let has_log = if g.b.dtype(x).is_complex() { g.b.not_equal(x, zero, true)? } else { g.b.greater(x, zero)? };
    // The inner choice keeps the logarithm's own gradient finite where the outer one discards it.
    let safe = g.b.select_v2(has_log, x, one)?;
    let log = g.b.log(safe)?;
    let log = g.b.select_v2(has_log, log, zero)?;
    let slope = g.b.mul(z, log)?;
    let dy = g.b.mul(dz, slope)?;
    let dx = sum_to_shape(g.b, dx, g.x[0])?;
    let dy = sum_to_shape(g.b, dy, g.x[1])?;
    Ok(vec![Some(dx.into()), Some(dy.into())])
}
