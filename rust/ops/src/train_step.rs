//! What one step of each optimizer computes: new values of the variable and its slots, element by element.
//!
//! Internal ops of `train`: operands are the variable, its slots, scalars and the gradient, in the order of the
//! op they belong to; results are the new values in the order of the first operands. Each formula keeps
//! TensorFlow's order of operations, on which the last bits depend.

use rheos_base::Result;
use rheos_graph::expr::{Expr, Ref};
use rheos_graph::{Compute, Decl, Effect, Grad, Infer, NodeInfo};
use smallvec::{SmallVec, smallvec};

type Terms = SmallVec<[Ref; 2]>;

/// What the entries of this file have in common.
const STEP: Decl = Decl {
    name: "",
    inputs: "",
    outputs: "new_var: T, new_slot: T",
    attrs: "T: floating",
    effect: Effect::Pure,
    infer: like_slots,
    compute: Compute::Map(|_, x, _| x.into()),
    grad: Grad::Stop("an update is not differentiated"),
    doc: "Internal: the formula of the op whose name this extends.",
};

/// Each result has the shape of the value it replaces.
fn like_slots(infer: &mut Infer<'_>) -> Result<()> {
    for i in 0..infer.output_count() {
        let shape = infer.input_shape(i).clone();
        infer.set(i, shape);
    }
    Ok(())
}

/// `old + (new - old) * (1 - decay)`
fn moved(e: &mut Expr, old: Ref, new: Ref, decay: Ref) -> Ref {
    let one = e.lit(decay, 1.0);
    let share = e.sub(one, decay);
    let difference = e.sub(new, old);
    let change = e.mul(difference, share);
    e.add(old, change)
}

/// `old * decay + new * (1 - decay)`
fn mixed(e: &mut Expr, old: Ref, new: Ref, decay: Ref) -> Ref {
    let one = e.lit(decay, 1.0);
    let share = e.sub(one, decay);
    let kept = e.mul(old, decay);
    let added = e.mul(new, share);
    e.add(kept, added)
}

/// `accum + grad²`, or accum where slots stay as they are.
fn accumulated(e: &mut Expr, accum: Ref, grad: Ref, info: &NodeInfo<'_>) -> Ref {
    if !info.bool("update_slots") {
        return accum;
    }
    let square = e.mul(grad, grad);
    e.add(accum, square)
}

/// `sign(x) * max(|x| - threshold, 0)` where l1 is positive, else x; divided by `1 + decay`.
fn shrunk(e: &mut Expr, x: Ref, l1: Ref, threshold: Ref, decay: Ref) -> Ref {
    let (zero, one) = (e.lit(x, 0.0), e.lit(x, 1.0));
    let size = e.abs(x);
    let rest = e.sub(size, threshold);
    let rest = e.max(rest, zero);
    let sign = e.sign(x);
    let soft = e.mul(sign, rest);
    let positive = e.lt(zero, l1);
    let numerator = e.select(positive, soft, x);
    let divisor = e.add(one, decay);
    e.div(numerator, divisor)
}

/// With and without Nesterov's look ahead.
fn momentum(e: &mut Expr, x: &[Ref], info: &NodeInfo<'_>) -> Terms {
    let &[var, accum, lr, grad, momentum] = x else { return x.into() };
    let kept = e.mul(accum, momentum);
    let accum = e.add(kept, grad);
    let step = if info.bool("use_nesterov") {
        let now = e.mul(grad, lr);
        let ahead = e.mul(accum, momentum);
        let ahead = e.mul(ahead, lr);
        e.add(now, ahead)
    } else {
        e.mul(accum, lr)
    };
    smallvec![e.sub(var, step), accum]
}

fn keras_momentum(e: &mut Expr, x: &[Ref], info: &NodeInfo<'_>) -> Terms {
    let &[var, accum, lr, grad, momentum] = x else { return x.into() };
    let kept = e.mul(accum, momentum);
    let now = e.mul(grad, lr);
    let accum = e.sub(kept, now);
    let step = if info.bool("use_nesterov") {
        let ahead = e.mul(accum, momentum);
        e.sub(ahead, now)
    } else {
        accum
    };
    smallvec![e.add(var, step), accum]
}

fn proximal_gradient_descent(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, alpha, l1, l2, delta] = x else { return x.into() };
    let step = e.mul(delta, alpha);
    let moved = e.sub(var, step);
    let threshold = e.mul(alpha, l1);
    let decay = e.mul(l2, alpha);
    smallvec![shrunk(e, moved, l1, threshold, decay)]
}

fn proximal_adagrad(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, accum, lr, l1, l2, grad] = x else { return x.into() };
    let square = e.mul(grad, grad);
    let accum = e.add(accum, square);
    let inverse = e.rsqrt(accum);
    let rate = e.mul(lr, inverse);
    let step = e.mul(grad, rate);
    let moved = e.sub(var, step);
    let threshold = e.mul(rate, l1);
    let decay = e.mul(l2, rate);
    smallvec![shrunk(e, moved, l1, threshold, decay), accum]
}

fn adagrad(e: &mut Expr, x: &[Ref], info: &NodeInfo<'_>) -> Terms {
    let &[var, accum, lr, grad] = x else { return x.into() };
    let accum = accumulated(e, accum, grad, info);
    let step = e.mul(grad, lr);
    let inverse = e.rsqrt(accum);
    let step = e.mul(step, inverse);
    smallvec![e.sub(var, step), accum]
}

fn adagrad_v2(e: &mut Expr, x: &[Ref], info: &NodeInfo<'_>) -> Terms {
    let &[var, accum, lr, epsilon, grad] = x else { return x.into() };
    let accum = accumulated(e, accum, grad, info);
    let step = e.mul(grad, lr);
    let root = e.sqrt(accum);
    let divisor = e.add(root, epsilon);
    let step = e.div(step, divisor);
    smallvec![e.sub(var, step), accum]
}

fn adagrad_da(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[_, sum, squares, grad, lr, l1, l2, steps] = x else { return x.into() };
    let sum = e.add(sum, grad);
    let square = e.mul(grad, grad);
    let squares = e.add(squares, square);
    let (zero, minus) = (e.lit(lr, 0.0), e.lit(lr, -1.0));
    let sign = e.sign(sum);
    let down = e.mul(lr, minus);
    let soft = e.mul(down, sign);
    let size = e.abs(sum);
    let threshold = e.mul(steps, l1);
    let rest = e.sub(size, threshold);
    let rest = e.max(rest, zero);
    let soft = e.mul(soft, rest);
    let plain = e.mul(lr, sum);
    let plain = e.mul(plain, minus);
    let positive = e.lt(zero, l1);
    let numerator = e.select(positive, soft, plain);
    let growth = e.mul(steps, lr);
    let decay = e.mul(l2, growth);
    let root = e.sqrt(squares);
    let divisor = e.add(decay, root);
    smallvec![e.div(numerator, divisor), sum, squares]
}

fn adadelta(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, accum, accum_update, lr, rho, epsilon, grad] = x else { return x.into() };
    let square = e.mul(grad, grad);
    let accum = mixed(e, accum, square, rho);
    let above = e.add(accum_update, epsilon);
    let above = e.sqrt(above);
    let below = e.add(accum, epsilon);
    let below = e.rsqrt(below);
    let update = e.mul(above, below);
    let update = e.mul(update, grad);
    let step = e.mul(update, lr);
    let var = e.sub(var, step);
    let square = e.mul(update, update);
    smallvec![var, accum, mixed(e, accum_update, square, rho)]
}

/// `mom * momentum + grad * lr / sqrt(variance)`
fn damped(e: &mut Expr, mom: Ref, momentum: Ref, grad: Ref, lr: Ref, variance: Ref) -> Ref {
    let kept = e.mul(mom, momentum);
    let step = e.mul(grad, lr);
    let root = e.sqrt(variance);
    let step = e.div(step, root);
    e.add(kept, step)
}

fn rms_prop(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, ms, mom, lr, rho, momentum, epsilon, grad] = x else { return x.into() };
    let square = e.mul(grad, grad);
    let ms = moved(e, ms, square, rho);
    let variance = e.add(ms, epsilon);
    let mom = damped(e, mom, momentum, grad, lr, variance);
    smallvec![e.sub(var, mom), ms, mom]
}

fn centered_rms_prop(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, mg, ms, mom, lr, rho, momentum, epsilon, grad] = x else { return x.into() };
    let square = e.mul(grad, grad);
    let ms = moved(e, ms, square, rho);
    let mg = moved(e, mg, grad, rho);
    let square = e.mul(mg, mg);
    let variance = e.sub(ms, square);
    let variance = e.add(variance, epsilon);
    let mom = damped(e, mom, momentum, grad, lr, variance);
    smallvec![e.sub(var, mom), mg, ms, mom]
}

fn adam(e: &mut Expr, x: &[Ref], info: &NodeInfo<'_>) -> Terms {
    let &[var, m, v, alpha, beta1, beta2, epsilon, grad] = x else { return x.into() };
    let m = moved(e, m, grad, beta1);
    let square = e.mul(grad, grad);
    let v = moved(e, v, square, beta2);
    let direction = if info.bool("use_nesterov") {
        let one = e.lit(beta1, 1.0);
        let share = e.sub(one, beta1);
        let now = e.mul(grad, share);
        let ahead = e.mul(beta1, m);
        e.add(now, ahead)
    } else {
        m
    };
    let step = e.mul(direction, alpha);
    let root = e.sqrt(v);
    let divisor = e.add(root, epsilon);
    let step = e.div(step, divisor);
    smallvec![e.sub(var, step), m, v]
}

fn ada_max(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, m, v, rate, beta1, beta2, epsilon, grad] = x else { return x.into() };
    let m = moved(e, m, grad, beta1);
    let kept = e.mul(beta2, v);
    let size = e.abs(grad);
    let v = e.max(kept, size);
    let divisor = e.add(v, epsilon);
    let step = e.div(m, divisor);
    let step = e.mul(rate, step);
    smallvec![e.sub(var, step), m, v]
}

/// `x^-lr_power`, as a square root where lr_power is -0.5.
fn powered(e: &mut Expr, x: Ref, lr_power: Ref, info: &NodeInfo<'_>) -> Ref {
    let root = e.sqrt(x);
    if info.bool("square_root") {
        return root;
    }
    let exponent = e.neg(lr_power);
    let power = e.pow(x, exponent);
    let half = e.lit(lr_power, -0.5);
    let is_half = e.eq(lr_power, half);
    e.select(is_half, root, power)
}

fn ftrl(e: &mut Expr, x: &[Ref], info: &NodeInfo<'_>) -> Terms {
    let &[var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power] = x else { return x.into() };
    let (zero, two) = (e.lit(lr, 0.0), e.lit(lr, 2.0));
    let factor = e.mul(two, l2_shrinkage);
    let shrinkage = e.mul(factor, var);
    let shrunk_grad = e.add(grad, shrinkage);
    let square = e.mul(grad, grad);
    let new_accum = e.add(accum, square);
    let new_power = powered(e, new_accum, lr_power, info);
    let old_power = powered(e, accum, lr_power, info);
    let sigma = e.sub(new_power, old_power);
    let sigma = e.div(sigma, lr);
    let sigma = e.mul(sigma, var);
    let change = e.sub(shrunk_grad, sigma);
    let linear = e.add(linear, change);
    let sign = e.sign(linear);
    let bound = e.mul(l1, sign);
    let numerator = e.sub(bound, linear);
    let quadratic = e.div(new_power, lr);
    let twice = e.mul(two, l2);
    let quadratic = e.add(quadratic, twice);
    let ratio = e.div(numerator, quadratic);
    let size = e.abs(linear);
    let beyond = e.lt(l1, size);
    smallvec![e.select(beyond, ratio, zero), new_accum, linear]
}

/// The mean of gradients, and whether the gradient has its sign.
fn agreement(e: &mut Expr, m: Ref, grad: Ref, beta: Ref) -> (Ref, Ref) {
    let m = mixed(e, m, grad, beta);
    let (sign_grad, sign_mean) = (e.sign(grad), e.sign(m));
    (m, e.mul(sign_grad, sign_mean))
}

fn add_sign(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, m, lr, alpha, sign_decay, beta, grad] = x else { return x.into() };
    let (m, agrees) = agreement(e, m, grad, beta);
    let scale = e.mul(sign_decay, agrees);
    let scale = e.add(alpha, scale);
    let scale = e.mul(lr, scale);
    let step = e.mul(scale, grad);
    smallvec![e.sub(var, step), m]
}

fn power_sign(e: &mut Expr, x: &[Ref], _: &NodeInfo<'_>) -> Terms {
    let &[var, m, lr, logbase, sign_decay, beta, grad] = x else { return x.into() };
    let (m, agrees) = agreement(e, m, grad, beta);
    let scale = e.mul(logbase, sign_decay);
    let scale = e.mul(scale, agrees);
    let scale = e.exp(scale);
    let scale = e.mul(lr, scale);
    let step = e.mul(scale, grad);
    smallvec![e.sub(var, step), m]
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "_ApplyGradientDescentStep",
        inputs: "var: T, alpha: T, delta: T",
        outputs: "new_var: T",
        attrs: "T: inexact",
        compute: Compute::Map(|e, x, _| {
            let step = e.mul(x[2], x[1]);
            smallvec![e.sub(x[0], step)]
        }),
        ..STEP
    },
    Decl {
        name: "_ApplyProximalGradientDescentStep",
        inputs: "var: T, alpha: T, l1: T, l2: T, delta: T",
        outputs: "new_var: T",
        compute: Compute::Map(proximal_gradient_descent),
        ..STEP
    },
    Decl {
        name: "_ApplyMomentumStep",
        inputs: "var: T, accum: T, lr: T, grad: T, momentum: T",
        attrs: "use_nesterov: bool = false; T: inexact",
        compute: Compute::Map(momentum),
        ..STEP
    },
    Decl {
        name: "_ApplyKerasMomentumStep",
        inputs: "var: T, accum: T, lr: T, grad: T, momentum: T",
        attrs: "use_nesterov: bool = false; T: inexact",
        compute: Compute::Map(keras_momentum),
        ..STEP
    },
    Decl {
        name: "_ApplyAdagradStep",
        inputs: "var: T, accum: T, lr: T, grad: T",
        attrs: "update_slots: bool = true; T: floating",
        compute: Compute::Map(adagrad),
        ..STEP
    },
    Decl {
        name: "_ApplyAdagradV2Step",
        inputs: "var: T, accum: T, lr: T, epsilon: T, grad: T",
        attrs: "update_slots: bool = true; T: floating",
        compute: Compute::Map(adagrad_v2),
        ..STEP
    },
    Decl {
        name: "_ApplyAdagradDAStep",
        inputs: "var: T, sum: T, squares: T, grad: T, lr: T, l1: T, l2: T, steps: T",
        outputs: "new_var: T, new_sum: T, new_squares: T",
        compute: Compute::Map(adagrad_da),
        ..STEP
    },
    Decl {
        name: "_ApplyProximalAdagradStep",
        inputs: "var: T, accum: T, lr: T, l1: T, l2: T, grad: T",
        compute: Compute::Map(proximal_adagrad),
        ..STEP
    },
    Decl {
        name: "_ApplyAdadeltaStep",
        inputs: "var: T, accum: T, accum_update: T, lr: T, rho: T, epsilon: T, grad: T",
        outputs: "new_var: T, new_accum: T, new_accum_update: T",
        compute: Compute::Map(adadelta),
        ..STEP
    },
    Decl {
        name: "_ApplyRMSPropStep",
        inputs: "var: T, ms: T, mom: T, lr: T, rho: T, momentum: T, epsilon: T, grad: T",
        outputs: "new_var: T, new_ms: T, new_mom: T",
        compute: Compute::Map(rms_prop),
        ..STEP
    },
    Decl {
        name: "_ApplyCenteredRMSPropStep",
        inputs: "var: T, mg: T, ms: T, mom: T, lr: T, rho: T, momentum: T, epsilon: T, grad: T",
        outputs: "new_var: T, new_mg: T, new_ms: T, new_mom: T",
        compute: Compute::Map(centered_rms_prop),
        ..STEP
    },
    Decl {
        name: "_ApplyAdamStep",
        inputs: "var: T, m: T, v: T, alpha: T, beta1: T, beta2: T, epsilon: T, grad: T",
        outputs: "new_var: T, new_m: T, new_v: T",
        attrs: "use_nesterov: bool = false; T: floating",
        compute: Compute::Map(adam),
        ..STEP
    },
    Decl {
        name: "_ApplyAdaMaxStep",
        inputs: "var: T, m: T, v: T, rate: T, beta1: T, beta2: T, epsilon: T, grad: T",
        outputs: "new_var: T, new_m: T, new_v: T",
        compute: Compute::Map(ada_max),
        ..STEP
    },
    Decl {
        name: "_ApplyFtrlStep",
        inputs: "var: T, accum: T, linear: T, grad: T, lr: T, l1: T, l2: T, l2_shrinkage: T, lr_power: T",
        outputs: "new_var: T, new_accum: T, new_linear: T",
        attrs: "square_root: bool = false; T: floating",
        compute: Compute::Map(ftrl),
        ..STEP
    },
    Decl {
        name: "_ApplyAddSignStep",
        inputs: "var: T, m: T, lr: T, alpha: T, sign_decay: T, beta: T, grad: T",
        compute: Compute::Map(add_sign),
        ..STEP
    },
    Decl {
        name: "_ApplyPowerSignStep",
        inputs: "var: T, m: T, lr: T, logbase: T, sign_decay: T, beta: T, grad: T",
        compute: Compute::Map(power_sign),
        ..STEP
    },
];
