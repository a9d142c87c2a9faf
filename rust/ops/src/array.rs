//! Where values enter a graph, and ops whose result is their input.

use crate::Ops;
use crate::rules::{same_as_first, same_fact};
use rheos_base::{Attr, bail};
use rheos_graph::{Boundary, Compute, Decl, Effect, Fact, Grad};
use smallvec::smallvec;

/// The result is input 0.
const ALIAS: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: T",
    attrs: "T: type",
    effect: Effect::Pure,
    infer: same_fact,
    compute: Compute::View(|_, layout| Ok(Some(smallvec![layout.clone()]))),
    grad: Grad::Fn(|g| {
        let mut out = vec![None; g.x.len()];
        out[0] = Some(g.dy().into());
        Ok(out)
    }),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "Const",
        inputs: "",
        outputs: "output: dtype",
        attrs: "value: tensor; dtype: type",
        effect: Effect::Pure,
        infer: |infer| {
            let value = infer.tensor("value");
            if value.dtype() != infer.dtype("dtype") {
                bail!(Type, "value is {}, but dtype is {}", value.dtype(), infer.dtype("dtype"));
            }
            infer.set_fact(0, Fact::of_tensor(value));
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Const),
        grad: Grad::Stop("a constant has no inputs"),
        doc: "A constant tensor.",
    },
    Decl {
        name: "Placeholder",
        inputs: "",
        outputs: "output: dtype",
        attrs: "dtype: type; shape: shape = unknown",
        effect: Effect::Pure,
        infer: |infer| {
            let shape = infer.shape("shape");
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Feed),
        grad: Grad::Stop("a placeholder has no inputs"),
        doc: "A tensor that every run must feed.",
    },
    Decl {
        name: "PlaceholderWithDefault",
        inputs: "input: dtype",
        outputs: "output: dtype",
        attrs: "dtype: type; shape: shape",
        effect: Effect::Pure,
        infer: |infer| {
            let shape = infer.shape("shape");
            // The input must fit, but what is fed instead may be any tensor of the declared shape.
            infer.input_shape(0).merge(&shape)?;
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Default),
        grad: Grad::Fn(|g| Ok(vec![Some(g.dy().into())])),
        doc: "A tensor that a run may feed; otherwise it is the input.",
    },
    Decl {
        name: "PlaceholderV2",
        inputs: "",
        outputs: "output: dtype",
        attrs: "dtype: type; shape: shape",
        infer: |infer| {
            let shape = infer.shape("shape");
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Feed),
        grad: Grad::Stop("a placeholder has no inputs"),
        doc: "Placeholder, under a name that some old graphs use.",
        ..ALIAS
    },
    Decl { name: "Identity", doc: "The input, under a name of its own.", ..ALIAS },
    Decl { name: "Snapshot", doc: "The input, under a name of its own.", ..ALIAS },
    Decl {
        name: "DeepCopy",
        inputs: "x: T",
        outputs: "y: T",
        grad: Grad::Missing("TensorFlow has none for copies that are changed in place"),
        doc: "The input, whose memory later changes in place leave alone; here no value is ever changed in place.",
        ..ALIAS
    },
    Decl {
        name: "Copy",
        attrs: "T: type; tensor_name: string = ''; debug_ops_spec: list(string) = []",
        grad: Grad::Missing("TensorFlow has none for the copies that its debugger makes"),
        doc: "The input, under a name of its own; debuggers put it into graphs.",
        ..ALIAS
    },
    Decl {
        name: "CopyHost",
        attrs: "T: type; tensor_name: string = ''; debug_ops_spec: list(string) = []",
        grad: Grad::Missing("TensorFlow has none for the copies that its debugger makes"),
        doc: "The input, under a name of its own; debuggers put it into graphs.",
        ..ALIAS
    },
    Decl {
        name: "GuaranteeConst",
        grad: Grad::Stop("the input is promised to be constant"),
        doc: "The input, which the user promises to be the same in every run.",
        ..ALIAS
    },
    Decl {
        name: "StopGradient",
        grad: Grad::Stop("StopGradient is there to stop it"),
        doc: "The input; gradients treat it as a constant.",
        ..ALIAS
    },
    Decl {
        name: "PreventGradient",
        attrs: "T: type; message: string = ''",
        grad: Grad::Fn(|g| bail!(Lookup, "Gradient explicitly disabled. Reason: {}", g.info().str("message"))),
        doc: "The input; asking for a gradient through it is an error.",
        ..ALIAS
    },
    Decl {
        name: "EnsureShape",
        attrs: "shape: shape; T: type",
        infer: |infer| {
            let wanted = infer.shape("shape");
            let mut fact = infer.inputs[0].clone();
            if !fact.shape.is_compatible(&wanted) {
                bail!(Value, "the tensor has shape {}, which does not fit the expected {wanted}", fact.shape);
            }
            fact.shape = fact.shape.merge(&wanted)?;
            infer.set_fact(0, fact);
            Ok(())
        },
        doc: "The input, whose shape must fit the given one.",
        ..ALIAS
    },
    Decl {
        name: "IdentityN",
        inputs: "input: T",
        outputs: "output: T",
        attrs: "T: list(type) >= 1",
        infer: |infer| {
            for (i, &fact) in infer.inputs.to_vec().iter().enumerate() {
                infer.set_fact(i, fact.clone());
            }
            Ok(())
        },
        compute: Compute::Lower(|_, x, _| Ok(x.into())),
        grad: Grad::Fn(|g| Ok(g.dys.iter().map(|dy| dy.map(Into::into)).collect())),
        doc: "The inputs, as results of one node.",
        ..ALIAS
    },
    Decl {
        name: "ZerosLike",
        inputs: "x: T",
        outputs: "y: T",
        infer: same_as_first,
        compute: Compute::Lower(|b, _, info| Ok(smallvec![filled(b, info, 0.0)?])),
        grad: Grad::Stop("zeros do not depend on the values"),
        doc: "Zeros in the shape of the input.",
        ..ALIAS
    },
    Decl {
        name: "OnesLike",
        inputs: "x: T",
        outputs: "y: T",
        attrs: "T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64, uint64, complex64, complex128, bool}",
        infer: same_as_first,
        compute: Compute::Lower(|b, _, info| Ok(smallvec![filled(b, info, 1.0)?])),
        grad: Grad::Stop("ones do not depend on the values"),
        doc: "Ones in the shape of the input.",
        ..ALIAS
    },
];

/// The value in the shape of output 0.
pub(crate) fn filled(
    b: &mut rheos_graph::Builder<'_>,
    info: &rheos_graph::NodeInfo<'_>,
    value: f64,
) -> rheos_base::Result<rheos_graph::Output> {
    let dtype = info.outputs[0].dtype;
    let dims: Vec<i64> = info.output_dims(0).iter().map(|&d| d as i64).collect();
    let value = if dtype.is_plain() {
        b.scalar(dtype, value)?
    } else {
        b.op1(
            "Const",
            &[],
            &[("value", Attr::Tensor(rheos_base::Tensor::zeros(dtype, &[])?)), ("dtype", Attr::Type(dtype))],
        )?
    };
    let dims = crate::rules::int_vector(b, rheos_base::DType::I64, &dims)?;
    b.broadcast_to(value, dims)
}
