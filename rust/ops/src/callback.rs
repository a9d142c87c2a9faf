//! Functions of the embedding program as ops. The node holds a token; `Callbacks` turns it into a call.

use rheos_base::{DType, Result, Shape, Tensor, bail};
use rheos_graph::{Compute, Decl, Effect, Grad, HostCall, HostKernel, HostSpec};
use smallvec::SmallVec;

const PY_FUNC: Decl = Decl {
    name: "",
    inputs: "input: Tin",
    outputs: "output: Tout",
    attrs: "token: string; Tin: list(type) >= 0; Tout: list(type) >= 0",
    effect: Effect::Host,
    infer: |infer| {
        (0..infer.output_count()).for_each(|i| infer.set(i, Shape::unknown()));
        Ok(())
    },
    compute: Compute::Host(call),
    grad: Grad::Stop("nothing is known of the function; RegisterGradient and gradient_override_map can give it one"),
    doc: "",
};

/// TensorFlow's name of a type in messages about functions.
fn spelled(dtype: DType) -> &'static str {
    match dtype {
        DType::F16 => "half",
        DType::F32 => "float",
        DType::F64 => "double",
        other => other.name(),
    }
}

fn call(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let (token, types) = (spec.info.str("token").into_owned(), spec.info.types("Tout"));
    Ok(Box::new(move |inputs: &[Tensor], call: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let results = call.callbacks.call(&token, inputs, call.cancelled)?;
        if results.len() != types.len() {
            bail!(
                InvalidArgument,
                "{token} returns {} values, but expects to see {} values.",
                results.len(),
                types.len()
            );
        }
        for (i, (value, &want)) in results.iter().zip(types.iter()).enumerate() {
            if value.dtype() != want {
                bail!(
                    InvalidArgument,
                    "{i}-th value returned by {token} is {}, but expects {}",
                    spelled(value.dtype()),
                    spelled(want)
                );
            }
        }
        Ok(results.into())
    }))
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "PyFunc",
        doc: "What the Python function of this token gives for the inputs. It runs in each run that reaches the node.",
        ..PY_FUNC
    },
    Decl {
        name: "PyFuncStateless",
        effect: Effect::Pure,
        doc: "As PyFunc, of a function whose results depend on the inputs alone: equal calls may be made once.",
        ..PY_FUNC
    },
];
