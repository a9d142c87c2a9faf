//! Activations of neural networks and TensorFlow's named gradients of them.

use crate::Ops;
use crate::rules::{one, only, same_as_first, scaled};
use rheos_base::Result;
use rheos_graph::expr::{Expr, Ref};
use rheos_graph::{Compute, Decl, Effect, Grad, GradCall, Infer, Output};

/// Klambauer et al., Self-Normalizing Neural Networks (2017): the scale and the scale times alpha.
const SELU_SCALE: f64 = 1.0507009873554804934193349852946;
const SELU_SCALED_ALPHA: f64 = 1.7580993408473768599402175208123;

const ACTIVATION: Decl = Decl {
    name: "",
    inputs: "features: T",
    outputs: "activations: T",
    attrs: "T: floating",
    effect: Effect::Pure,
    infer: same_as_first,
    compute: Compute::Map(|_, x, _| one(x[0])),
    grad: Grad::Stop("its entry says otherwise"),
    doc: "",
};
const BACKPROP: Decl =
    Decl { inputs: "gradients: T, features: T", outputs: "backprops: T", infer: alike, ..ACTIVATION };
const BACKPROP_FROM_RESULT: Decl = Decl { inputs: "gradients: T, outputs: T", ..BACKPROP };

fn alike(infer: &mut Infer<'_>) -> Result<()> {
    let shape = infer.input_shape(0).merge(infer.input_shape(1))?;
    infer.set(0, shape);
    Ok(())
}

fn positive(e: &mut Expr, x: Ref) -> Ref {
    let zero = e.lit(x, 0.0);
    e.lt(zero, x)
}

/// 1 / (1 + exp(-x)) without overflow.
fn sigmoid(e: &mut Expr, x: Ref) -> Ref {
    let unit = e.lit(x, 1.0);
    let zero = e.lit(x, 0.0);
    let size = e.abs(x);
    let minus = e.neg(size);
    let power = e.exp(minus);
    let right = e.le(zero, x);
    let top = e.select(right, unit, power);
    let divisor = e.add(unit, power);
    e.div(top, divisor)
}

/// The slope of an exponential activation with respect to its result: gradients where the result is negative.
fn where_negative(g: &mut GradCall<'_, '_>, value: Output) -> Result<Output> {
    let zero = g.b.scalar_like(value, 0.0)?;
    let negative = g.b.less(g.x[1], zero)?;
    g.b.select_v2(negative, value, zero)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Relu",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[0], 0.0);
            one(e.max(x[0], zero))
        }),
        grad: Grad::Fn(|g| only(g.b.relu_grad(g.dy(), g.y[0])?)),
        doc: "Rectified linear: max(features, 0).",
        ..ACTIVATION
    },
    Decl {
        name: "ReluGrad",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[0], 0.0);
            let on = positive(e, x[1]);
            one(e.select(on, x[0], zero))
        }),
        grad: Grad::Fn(|g| Ok(vec![Some(g.b.relu_grad(g.dy(), g.x[1])?.into()), None])),
        doc: "Gradient of Relu: gradients where features > 0, else 0.",
        ..BACKPROP
    },
    Decl {
        name: "Relu6",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| {
            let (zero, six) = (e.lit(x[0], 0.0), e.lit(x[0], 6.0));
            let rectified = e.max(x[0], zero);
            one(e.min(rectified, six))
        }),
        grad: Grad::Fn(|g| only(g.b.relu6_grad(g.dy(), g.y[0])?)),
        doc: "Rectified linear with a ceiling: min(max(features, 0), 6).",
        ..ACTIVATION
    },
    Decl {
        name: "Relu6Grad",
        attrs: "T: realnumbertype",
        compute: Compute::Map(|e, x, _| {
            let (zero, six) = (e.lit(x[0], 0.0), e.lit(x[1], 6.0));
            let above = positive(e, x[1]);
            let below = e.lt(x[1], six);
            let on = e.and(above, below);
            one(e.select(on, x[0], zero))
        }),
        grad: Grad::Fn(|g| Ok(vec![Some(g.b.relu6_grad(g.dy(), g.x[1])?.into()), None])),
        doc: "Gradient of Relu6: gradients where 0 < features < 6, else 0.",
        ..BACKPROP
    },
    Decl {
        name: "LeakyRelu",
        attrs: "alpha: float = 0.2; T: {float16, bfloat16, float32, float64} = float32",
        compute: Compute::Map(|e, x, info| {
            let alpha = e.lit(x[0], info.float("alpha").into());
            let on = positive(e, x[0]);
            let leak = e.mul(x[0], alpha);
            one(e.select(on, x[0], leak))
        }),
        grad: Grad::Fn(|g| {
            let alpha = g.info().float("alpha");
            only(g.b.leaky_relu_grad(g.dy(), g.x[0], alpha)?)
        }),
        doc: "Rectified linear with a leak: features where positive, else alpha * features.",
        ..ACTIVATION
    },
    Decl {
        name: "LeakyReluGrad",
        attrs: "alpha: float = 0.2; T: {float16, bfloat16, float32, float64} = float32",
        compute: Compute::Map(|e, x, info| {
            let alpha = e.lit(x[0], info.float("alpha").into());
            let on = positive(e, x[1]);
            let leak = e.mul(x[0], alpha);
            one(e.select(on, x[0], leak))
        }),
        grad: Grad::Fn(|g| {
            let alpha = g.info().float("alpha");
            Ok(vec![Some(g.b.leaky_relu_grad(g.dy(), g.x[1], alpha)?.into()), None])
        }),
        doc: "Gradient of LeakyRelu: gradients where features > 0, else alpha * gradients.",
        ..BACKPROP
    },
    Decl {
        name: "Elu",
        compute: Compute::Map(|e, x, _| {
            let on = positive(e, x[0]);
            let curve = e.expm1(x[0]);
            one(e.select(on, x[0], curve))
        }),
        grad: Grad::Fn(|g| only(g.b.elu_grad(g.dy(), g.y[0])?)),
        doc: "Exponential linear: features where positive, else exp(features) - 1.",
        ..ACTIVATION
    },
    Decl {
        name: "EluGrad",
        compute: Compute::Map(|e, x, _| {
            let (zero, unit) = (e.lit(x[1], 0.0), e.lit(x[1], 1.0));
            let negative = e.lt(x[1], zero);
            let slope = e.add(x[1], unit);
            let curve = e.mul(x[0], slope);
            one(e.select(negative, curve, x[0]))
        }),
        grad: Grad::Fn(|g| {
            let to_gradients = g.b.elu_grad(g.dy(), g.x[1])?;
            let product = g.b.mul(g.dy(), g.x[0])?;
            let to_outputs = where_negative(g, product)?;
            Ok(vec![Some(to_gradients.into()), Some(to_outputs.into())])
        }),
        doc: "Gradient of Elu, given its outputs: gradients * (outputs + 1) where outputs < 0, else gradients.",
        ..BACKPROP_FROM_RESULT
    },
    Decl {
        name: "Selu",
        compute: Compute::Map(|e, x, _| {
            let (scale, alpha) = (e.lit(x[0], SELU_SCALE), e.lit(x[0], SELU_SCALED_ALPHA));
            let on = positive(e, x[0]);
            let line = e.mul(x[0], scale);
            let curve = e.expm1(x[0]);
            let curve = e.mul(curve, alpha);
            one(e.select(on, line, curve))
        }),
        grad: Grad::Fn(|g| only(g.b.selu_grad(g.dy(), g.y[0])?)),
        doc: "Scaled exponential linear: scale * features where positive, else scale * alpha * (exp(features) - 1).",
        ..ACTIVATION
    },
    Decl {
        name: "SeluGrad",
        compute: Compute::Map(|e, x, _| {
            let (scale, alpha) = (e.lit(x[0], SELU_SCALE), e.lit(x[0], SELU_SCALED_ALPHA));
            let zero = e.lit(x[1], 0.0);
            let negative = e.lt(x[1], zero);
            let slope = e.add(x[1], alpha);
            let slope = e.select(negative, slope, scale);
            one(e.mul(x[0], slope))
        }),
        grad: Grad::Fn(|g| {
            let to_gradients = g.b.selu_grad(g.dy(), g.x[1])?;
            let product = g.b.mul(g.dy(), g.x[0])?;
            let to_outputs = where_negative(g, product)?;
            Ok(vec![Some(to_gradients.into()), Some(to_outputs.into())])
        }),
        doc: "Gradient of Selu, given its outputs: gradients * (outputs + scale * alpha) where outputs < 0, else \
              gradients * scale.",
        ..BACKPROP_FROM_RESULT
    },
    Decl {
        name: "Softplus",
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[0], 0.0);
            let size = e.abs(x[0]);
            let minus = e.neg(size);
            let power = e.exp(minus);
            let tail = e.log1p(power);
            let line = e.max(x[0], zero);
            one(e.add(line, tail))
        }),
        grad: Grad::Fn(|g| only(g.b.softplus_grad(g.dy(), g.x[0])?)),
        doc: "Smooth rectifier: log(1 + exp(features)), without overflow.",
        ..ACTIVATION
    },
    Decl {
        name: "SoftplusGrad",
        compute: Compute::Map(|e, x, _| {
            let slope = sigmoid(e, x[1]);
            one(e.mul(x[0], slope))
        }),
        grad: Grad::Fn(|g| {
            let to_gradients = g.b.softplus_grad(g.dy(), g.x[1])?;
            let slope = g.b.sigmoid(g.x[1])?;
            let product = g.b.mul(g.dy(), g.x[0])?;
            let to_features = g.b.sigmoid_grad(slope, product)?;
            Ok(vec![Some(to_gradients.into()), Some(to_features.into())])
        }),
        doc: "Gradient of Softplus: gradients * sigmoid(features).",
        ..BACKPROP
    },
    Decl {
        name: "Softsign",
        compute: Compute::Map(|e, x, _| {
            let unit = e.lit(x[0], 1.0);
            let size = e.abs(x[0]);
            let divisor = e.add(unit, size);
            one(e.div(x[0], divisor))
        }),
        grad: Grad::Fn(|g| only(g.b.softsign_grad(g.dy(), g.x[0])?)),
        doc: "Returns features / (1 + |features|).",
        ..ACTIVATION
    },
    Decl {
        name: "SoftsignGrad",
        compute: Compute::Map(|e, x, _| {
            let unit = e.lit(x[1], 1.0);
            let size = e.abs(x[1]);
            let divisor = e.add(unit, size);
            let square = e.square(divisor);
            one(e.div(x[0], square))
        }),
        grad: Grad::Fn(|g| {
            let (dz, gradients, x) = (g.dy(), g.x[0], g.x[1]);
            let to_gradients = g.b.softsign_grad(dz, x)?;
            // The slope of 1 / (1 + |x|)² is -2 sign(x) / (1 + |x|)³.
            let product = g.b.mul(dz, gradients)?;
            let bent = g.b.softsign_grad(product, x)?;
            let size = g.b.abs(x)?;
            let unit = g.b.scalar_like(x, 1.0)?;
            let divisor = g.b.add_v2(size, unit)?;
            let bent = g.b.real_div(bent, divisor)?;
            let sign = g.b.sign(x)?;
            let bent = g.b.mul(bent, sign)?;
            let to_features = scaled(g.b, bent, -2.0)?;
            Ok(vec![Some(to_gradients.into()), Some(to_features.into())])
        }),
        doc: "Gradient of Softsign: gradients / (1 + |features|)².",
        ..BACKPROP
    },
];
