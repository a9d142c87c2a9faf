//! Optimizers' updates of variables.
//!
//! Each op reads the variable and its slots, computes all new values in one element-wise step (an internal op
//! whose expression is the whole formula) and assigns them, which the planner turns into one loop in place.

use crate::Ops;
use crate::state::handle_shape;
use rheos_base::{Attr, DType, Result, Shape, bail, err};
use rheos_graph::builder::ArgValue;
use rheos_graph::{Builder, Compute, Decl, Effect, Fact, Grad, Infer, NodeInfo, Output, Outputs};
use smallvec::SmallVec;

pub const NO_RESULT: &str = "an update has no result";
const FLOATING: &str = "T: floating; use_locking: bool = false";
const ADAGRAD: &str = "T: floating; use_locking: bool = false; update_slots: bool = true";

/// What the entries of this file have in common.
const APPLY: Decl = Decl {
    name: "",
    inputs: "",
    outputs: "",
    attrs: FLOATING,
    effect: Effect::Write(&[0, 1]),
    infer: applied,
    compute: Compute::Lower(update),
    grad: Grad::Stop(NO_RESULT),
    doc: "",
};

/// Slots and gradient have the variable's shape (a sparse gradient: rows of it), the rest are scalars.
pub fn applied(infer: &mut Infer<'_>) -> Result<()> {
    let dtype = infer.dtype("T");
    let sparse = infer.op.inputs.iter().any(|a| a.name == "indices");
    let mut shape = Shape::unknown();
    for i in 0..infer.inputs.len() {
        let own = infer.input_shape(i).clone();
        let name = infer.op.inputs[i].name;
        let full = match name {
            "grad" | "delta" if !sparse => own,
            "grad" => {
                rows_of(&shape, &own, "grad")?;
                continue;
            }
            "indices" => {
                let rows = infer.input_shape(infer.op.inputs.iter().position(|a| a.name == "grad").unwrap_or(i)).dim(0);
                if !own.is_compatible(&Shape::of([rows])) {
                    bail!(Value, "indices must be a vector with an entry for each row of grad ({rows}), got {own}");
                }
                continue;
            }
            _ if infer.inputs[i].dtype == DType::Resource => handle_shape(infer, i, dtype)?,
            _ => {
                if own.rank().is_some_and(|r| r != 0) {
                    bail!(Value, "{name} must be a scalar, but has shape {own}");
                }
                continue;
            }
        };
        shape = match shape.merge(&full) {
            Ok(shape) => shape,
            Err(_) => bail!(Value, "var and {name} do not have the same shape: {shape} and {full}"),
        };
    }
    Ok(())
}

fn rows_of(whole: &Shape, rows: &Shape, name: &str) -> Result<()> {
    let (Some(w), Some(r)) = (whole.dims(), rows.dims()) else { return Ok(()) };
    if w.is_empty() || r.is_empty() || !Shape::of(w[1..].to_vec()).is_compatible(&Shape::of(r[1..].to_vec())) {
        bail!(Value, "{name} must hold rows of var, which has shape {whole}, but has shape {rows}");
    }
    Ok(())
}

/// Number of leading resource arguments: the variable and its slots.
fn slots(info: &NodeInfo<'_>) -> usize {
    info.inputs.iter().take_while(|f| f.dtype == DType::Resource).count()
}

/// The shape of every value that is to be updated, once they are read.
fn check_shapes(b: &Builder<'_>, values: &[Output], grad: Output) -> Result<()> {
    let shape = b.shape_of(values[0]);
    for &other in values[1..].iter().chain([&grad]) {
        let own = b.shape_of(other);
        if !own.is_compatible(&shape) {
            bail!(InvalidArgument, "var, its slots and grad do not have the same shape: {shape} and {own}");
        }
    }
    Ok(())
}

/// Emits reads, the step `_…Step` that belongs to the op, and assignments.
fn update(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    update_with(b, x, info, &[])
}

fn update_with(
    b: &mut Builder<'_>,
    x: &[Output],
    info: &NodeInfo<'_>,
    extra: &[(&'static str, Attr)],
) -> Result<Outputs> {
    let name = format!("_{}Step", info.op.name.trim_start_matches("Resource"));
    let count = slots(info);
    let grad = info.op.inputs.iter().position(|a| matches!(a.name, "grad" | "delta"));
    let grad = grad.ok_or_else(|| err!(Internal, "{} has no gradient", info.op.name))?;
    step(b, x, info, &name, count, x[grad], extra)
}

/// `x` holds handles of the variable and its slots, then the step's other operands.
fn step(
    b: &mut Builder<'_>,
    x: &[Output],
    info: &NodeInfo<'_>,
    name: &str,
    count: usize,
    grad: Output,
    extra: &[(&'static str, Attr)],
) -> Result<Outputs> {
    let dtype = info.dtype("T");
    let mut values: SmallVec<[Output; 10]> = SmallVec::new();
    for &handle in &x[..count] {
        values.push(b.read_variable_op(handle, dtype)?);
    }
    check_shapes(b, &values, grad)?;
    values.extend_from_slice(&x[count..]);
    let args: SmallVec<[ArgValue<'_>; 10]> = values.iter().map(|&v| ArgValue::One(v)).collect();
    let mut attrs: SmallVec<[(&str, Attr); 2]> = extra.iter().cloned().collect();
    for name in ["use_nesterov", "update_slots"] {
        if info.op.attr_index(name).is_some() {
            attrs.push((name, info.attr(name).clone()));
        }
    }
    let new = b.op(name, &args, &attrs)?;
    for (&handle, &value) in x.iter().zip(&new) {
        b.assign_variable_op(handle, value, false)?;
    }
    Ok(Outputs::new())
}

/// `lr * sqrt(1 - beta2_power) / (1 - beta1_power)` is the same for all elements.
fn adam(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let (beta1_power, beta2_power, lr) = (x[3], x[4], x[5]);
    let one = b.scalar_like(lr, 1.0)?;
    let rest2 = b.sub(one, beta2_power)?;
    let root = b.sqrt(rest2)?;
    let scaled = b.mul(lr, root)?;
    let rest1 = b.sub(one, beta1_power)?;
    let alpha = b.real_div(scaled, rest1)?;
    let operands = [&x[..3], &[alpha], &x[6..]].concat();
    step(b, &operands, info, "_ApplyAdamStep", 3, x[9], &[])
}

/// `lr / (1 - beta1_power)` is the same for all elements.
fn ada_max(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let one = b.scalar_like(x[4], 1.0)?;
    let rest = b.sub(one, x[3])?;
    let rate = b.real_div(x[4], rest)?;
    let operands = [&x[..3], &[rate], &x[5..]].concat();
    step(b, &operands, info, "_ApplyAdaMaxStep", 3, x[8], &[])
}

/// The step counter as a number of type T, through float32 as in TensorFlow.
fn adagrad_da(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let steps = b.cast(x[7], DType::F32, false)?;
    let steps = b.cast(steps, info.dtype("T"), false)?;
    let operands = [&x[..7], &[steps]].concat();
    step(b, &operands, info, "_ApplyAdagradDAStep", 3, x[3], &[])
}

/// The first version has no shrinkage.
fn ftrl(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let operands = match x {
        [head @ .., power] if x.len() == 8 => {
            let zero = b.scalar_like(*power, 0.0)?;
            [head, &[zero, *power]].concat()
        }
        _ => x.to_vec(),
    };
    let square_root = operands.last().is_some_and(|&power| is_minus_half(b.fact(power)));
    step(b, &operands, info, "_ApplyFtrlStep", 3, x[3], &[("square_root", Attr::Bool(square_root))])
}

/// True if the scalar is known to be -0.5, where powers are square roots.
fn is_minus_half(fact: &Fact) -> bool {
    let bytes = rheos_graph::expr::Scalar::new(fact.dtype, -0.5).bytes();
    fact.constant().and_then(|t| t.bytes().ok()).is_some_and(|own| own == &bytes[..fact.dtype.size()])
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "ResourceApplyGradientDescent",
        inputs: "var: resource, alpha: T, delta: T",
        attrs: "T: inexact; use_locking: bool = false",
        effect: Effect::Write(&[0]),
        doc: "Subtracts alpha * delta from var.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyProximalGradientDescent",
        inputs: "var: resource, alpha: T, l1: T, l2: T, delta: T",
        effect: Effect::Write(&[0]),
        doc: "A gradient descent step, then shrinking by l1 and l2 (FOBOS).",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyMomentum",
        inputs: "var: resource, accum: resource, lr: T, grad: T, momentum: T",
        attrs: "T: inexact; use_locking: bool = false; use_nesterov: bool = false",
        doc: "accum = accum * momentum + grad; var -= lr * accum. With use_nesterov: var -= grad * lr + accum * \
              momentum * lr.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyKerasMomentum",
        inputs: "var: resource, accum: resource, lr: T, grad: T, momentum: T",
        attrs: "T: inexact; use_locking: bool = false; use_nesterov: bool = false",
        doc: "accum = accum * momentum - lr * grad; var += accum. With use_nesterov: var += accum * momentum - lr \
              * grad.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyAdagrad",
        inputs: "var: resource, accum: resource, lr: T, grad: T",
        attrs: ADAGRAD,
        doc: "accum += grad²; var -= lr * grad / sqrt(accum).",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyAdagradV2",
        inputs: "var: resource, accum: resource, lr: T, epsilon: T, grad: T",
        attrs: ADAGRAD,
        doc: "accum += grad²; var -= lr * grad / (sqrt(accum) + epsilon).",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyAdagradDA",
        inputs: "var: resource, gradient_accumulator: resource, gradient_squared_accumulator: resource, grad: T, \
                 lr: T, l1: T, l2: T, global_step: int64",
        effect: Effect::Write(&[0, 1, 2]),
        compute: Compute::Lower(adagrad_da),
        doc: "Adagrad with dual averaging: var follows from the sums of all gradients and of their squares.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyProximalAdagrad",
        inputs: "var: resource, accum: resource, lr: T, l1: T, l2: T, grad: T",
        doc: "An Adagrad step, then shrinking by l1 and l2 (FOBOS).",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyAdadelta",
        inputs: "var: resource, accum: resource, accum_update: resource, lr: T, rho: T, epsilon: T, grad: T",
        effect: Effect::Write(&[0, 1, 2]),
        doc: "accum = rho * accum + (1 - rho) * grad²; update = sqrt(accum_update + epsilon) / sqrt(accum + \
              epsilon) * grad; var -= lr * update; accum_update = rho * accum_update + (1 - rho) * update².",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyRMSProp",
        inputs: "var: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, grad: T",
        effect: Effect::Write(&[0, 1, 2]),
        doc: "ms = rho * ms + (1 - rho) * grad²; mom = momentum * mom + lr * grad / sqrt(ms + epsilon); var -= mom.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyCenteredRMSProp",
        inputs: "var: resource, mg: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, \
                 grad: T",
        effect: Effect::Write(&[0, 1, 2, 3]),
        doc: "As ResourceApplyRMSProp, with the variance ms - mg² in place of ms, where mg is the mean of gradients.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyAdam",
        inputs: "var: resource, m: resource, v: resource, beta1_power: T, beta2_power: T, lr: T, beta1: T, beta2: \
                 T, epsilon: T, grad: T",
        attrs: "T: floating; use_locking: bool = false; use_nesterov: bool = false",
        effect: Effect::Write(&[0, 1, 2]),
        compute: Compute::Lower(adam),
        doc: "alpha = lr * sqrt(1 - beta2_power) / (1 - beta1_power); m += (1 - beta1) * (grad - m); v += (1 - \
              beta2) * (grad² - v); var -= alpha * m / (sqrt(v) + epsilon).",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyAdaMax",
        inputs: "var: resource, m: resource, v: resource, beta1_power: T, lr: T, beta1: T, beta2: T, epsilon: T, \
                 grad: T",
        effect: Effect::Write(&[0, 1, 2]),
        compute: Compute::Lower(ada_max),
        doc: "m += (1 - beta1) * (grad - m); v = max(beta2 * v, |grad|); var -= lr / (1 - beta1_power) * m / (v + \
              epsilon).",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyFtrl",
        inputs: "var: resource, accum: resource, linear: resource, grad: T, lr: T, l1: T, l2: T, lr_power: T",
        effect: Effect::Write(&[0, 1, 2]),
        compute: Compute::Lower(ftrl),
        doc: "Follow the regularized leader: accum += grad²; linear += grad - (accum_new^-lr_power - \
              accum^-lr_power) / lr * var; var follows from linear, shrunk by l1 and l2.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyFtrlV2",
        inputs: "var: resource, accum: resource, linear: resource, grad: T, lr: T, l1: T, l2: T, l2_shrinkage: T, \
                 lr_power: T",
        effect: Effect::Write(&[0, 1, 2]),
        compute: Compute::Lower(ftrl),
        doc: "As ResourceApplyFtrl, with 2 * l2_shrinkage * var added to the gradient where linear is updated.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyAddSign",
        inputs: "var: resource, m: resource, lr: T, alpha: T, sign_decay: T, beta: T, grad: T",
        doc: "m = beta * m + (1 - beta) * grad; var -= lr * (alpha + sign_decay * sign(grad) * sign(m)) * grad.",
        ..APPLY
    },
    Decl {
        name: "ResourceApplyPowerSign",
        inputs: "var: resource, m: resource, lr: T, logbase: T, sign_decay: T, beta: T, grad: T",
        doc: "m = beta * m + (1 - beta) * grad; var -= lr * exp(logbase * sign_decay * sign(grad) * sign(m)) * grad.",
        ..APPLY
    },
];
