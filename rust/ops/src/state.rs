//! Variables and their updates.

use rheos_base::Shape;
use rheos_graph::{Boundary, Compute, Decl, Effect, Fact, Grad};

pub const OPS: &[Decl] = &[
    Decl {
        name: "VarHandleOp",
        inputs: "",
        outputs: "resource: resource",
        attrs: "container: string = ''; shared_name: string = ''; dtype: type; shape: shape",
        effect: Effect::Pure,
        infer: |infer| {
            let (dtype, shape) = (infer.dtype("dtype"), infer.shape("shape"));
            infer.set(0, Shape::scalar());
            infer.set_handle(0, dtype, shape);
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Handle),
        grad: Grad::Stop("a handle is not a number"),
        doc: "Handle of a variable of the session.",
    },
    Decl {
        name: "ReadVariableOp",
        inputs: "resource: resource",
        outputs: "value: dtype",
        attrs: "dtype: type",
        effect: Effect::Read(0),
        infer: |infer| {
            let fact = infer.inputs[0].handle().map(|h| Fact::new(h.dtype, h.shape.clone()));
            if let Some(fact) = fact {
                infer.set_fact(0, fact);
            }
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Read),
        grad: Grad::Fn(|g| Ok(vec![Some(g.dy().into())])),
        doc: "The variable's current value.",
    },
    Decl {
        name: "AssignVariableOp",
        inputs: "resource: resource, value: dtype",
        outputs: "",
        attrs: "dtype: type; validate_shape: bool = false",
        effect: Effect::Write(&[0]),
        infer: |_| Ok(()),
        compute: Compute::Boundary(Boundary::Write),
        grad: Grad::Stop("an assignment has no result"),
        doc: "Makes value the variable's value.",
    },
];
