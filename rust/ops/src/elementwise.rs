//! Element-wise ops: each is a scalar expression.

use crate::Ops;
use crate::rules::{broadcast_all, same_as_first, sum_to_shape};
use rheos_graph::{Compute, Decl, Effect, Grad};
use smallvec::smallvec;

pub const OPS: &[Decl] = &[
    Decl {
        name: "Add",
        inputs: "x: T, y: T",
        outputs: "z: T",
        attrs: "T: {bfloat16, float16, float32, float64, uint8, int8, int16, uint16, uint32, uint64, int32, int64, complex64, complex128, string}",
        effect: Effect::Pure,
        infer: broadcast_all,
        compute: Compute::Map(|e, x, _| smallvec![e.add(x[0], x[1])]),
        grad: Grad::Fn(|g| {
            let dy = g.dy();
            Ok(vec![Some(sum_to_shape(g.b, dy, g.x[0])?.into()), Some(sum_to_shape(g.b, dy, g.x[1])?.into())])
        }),
        doc: "Returns x + y element-wise, with broadcasting.",
    },
    Decl {
        name: "Mul",
        inputs: "x: T, y: T",
        outputs: "z: T",
        attrs: "T: numeric",
        effect: Effect::Pure,
        infer: broadcast_all,
        compute: Compute::Map(|e, x, _| smallvec![e.mul(x[0], x[1])]),
        grad: Grad::Fn(|g| {
            let (dy, x, y) = (g.dy(), g.x[0], g.x[1]);
            let dx = g.b.mul(dy, y)?;
            let dz = g.b.mul(dy, x)?;
            Ok(vec![Some(sum_to_shape(g.b, dx, x)?.into()), Some(sum_to_shape(g.b, dz, y)?.into())])
        }),
        doc: "Returns x * y element-wise, with broadcasting.",
    },
    Decl {
        name: "Relu",
        inputs: "features: T",
        outputs: "activations: T",
        attrs: "T: realnumbertype",
        effect: Effect::Pure,
        infer: same_as_first,
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[0], 0.0);
            smallvec![e.max(x[0], zero)]
        }),
        grad: Grad::Fn(|g| {
            let (dy, y) = (g.dy(), g.y[0]);
            Ok(vec![Some(g.b.relu_grad(dy, y)?.into())])
        }),
        doc: "Rectified linear: max(features, 0).",
    },
    Decl {
        name: "ReluGrad",
        inputs: "gradients: T, features: T",
        outputs: "backprops: T",
        attrs: "T: realnumbertype",
        effect: Effect::Pure,
        infer: broadcast_all,
        compute: Compute::Map(|e, x, _| {
            let zero = e.lit(x[0], 0.0);
            let positive = e.lt(zero, x[1]);
            smallvec![e.select(positive, x[0], zero)]
        }),
        grad: Grad::Fn(|g| {
            let (dy, x) = (g.dy(), g.x[1]);
            Ok(vec![Some(g.b.relu_grad(dy, x)?.into()), None])
        }),
        doc: "Gradient of Relu: gradients where features > 0, else 0.",
    },
];
