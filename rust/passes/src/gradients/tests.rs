//! The engine on a small table of its own, so that its tests do not move with the catalogue.

use super::*;
use rheos_base::{Attr, DType, Kind, Result, Shape, Tensor, bail};
use rheos_graph::builder::ArgValue;
use rheos_graph::{Compute, Decl, Effect, Fact, Grad, Infer, Registry};
use std::sync::OnceLock;

fn same(infer: &mut Infer<'_>) -> Result<()> {
    let shape = infer.input_shape(0).clone();
    infer.set(0, shape);
    Ok(())
}

const BASE: Decl = Decl {
    name: "",
    inputs: "x: T",
    outputs: "y: T",
    attrs: "T: type",
    effect: Effect::Pure,
    infer: same,
    compute: Compute::Control("only for tests of gradients"),
    grad: Grad::Stop("a test says so"),
    doc: "For tests.",
};

const OPS: &[Decl] = &[
    Decl {
        name: "Const",
        inputs: "",
        outputs: "y: dtype",
        attrs: "value: tensor; dtype: type",
        infer: |infer| {
            let value = infer.tensor("value");
            infer.set_fact(0, Fact::of_tensor(value));
            Ok(())
        },
        ..BASE
    },
    Decl {
        name: "Input",
        inputs: "",
        outputs: "y: T",
        attrs: "T: type; shape: shape = unknown",
        infer: |infer| {
            let shape = infer.shape("shape");
            infer.set(0, shape);
            Ok(())
        },
        ..BASE
    },
    Decl { name: "NoOp", inputs: "", outputs: "", attrs: "", infer: |_| Ok(()), ..BASE },
    Decl { name: "Shape", outputs: "y: int32", infer: |_| Ok(()), ..BASE },
    Decl { name: "Fill", inputs: "dims: int32, value: T", infer: |_| Ok(()), ..BASE },
    Decl { name: "AddN", inputs: "x: N * T", attrs: "N: int >= 1; T: type", ..BASE },
    Decl { name: "ConcatV2", inputs: "x: N * T, axis: int32", attrs: "N: int; T: type", infer: |_| Ok(()), ..BASE },
    Decl {
        name: "StridedSlice",
        inputs: "x: T, begin: int32, end: int32, strides: int32",
        attrs: "T: type; shrink_axis_mask: int = 0",
        infer: |_| Ok(()),
        ..BASE
    },
    Decl { name: "UnsortedSegmentSum", inputs: "x: T, ids: int32, n: int32", infer: |_| Ok(()), ..BASE },
    Decl { name: "ZerosLike", ..BASE },
    Decl { name: "Identity", grad: Grad::Fn(|g| Ok(vec![Some(g.dy().into())])), ..BASE },
    Decl {
        name: "Mul",
        inputs: "x: T, y: T",
        grad: Grad::Fn(|g| {
            let (dy, x, y) = (g.dy(), g.x[0], g.x[1]);
            let dx = g.b.op1("Mul", &[dy.into(), y.into()], &[])?;
            Ok(vec![Some(dx.into()), Some(g.b.op1("Mul", &[dy.into(), x.into()], &[])?.into())])
        }),
        ..BASE
    },
    Decl {
        name: "Gather",
        inputs: "x: T, i: int32",
        infer: |_| Ok(()),
        grad: Grad::Fn(|g| {
            let dense_shape = Some(g.b.op1("Shape", &[g.x[0].into()], &[])?);
            Ok(vec![Some(GradValue::Sparse { values: g.dy(), indices: g.x[1], dense_shape }), None])
        }),
        ..BASE
    },
    Decl { name: "Truncate", outputs: "y: int32", ..BASE },
    Decl { name: "Sign", ..BASE },
    Decl { name: "Closed", grad: Grad::Missing("nobody wrote it"), ..BASE },
    Decl {
        name: "WrongShape",
        infer: |_| Ok(()),
        grad: Grad::Fn(|g| {
            let wrong = Tensor::zeros(DType::F32, &[7])?;
            Ok(vec![Some(g.b.constant(wrong)?.into())])
        }),
        ..BASE
    },
    Decl {
        name: "VarHandleOp",
        inputs: "",
        outputs: "y: resource",
        attrs: "dtype: type; shape: shape",
        infer: |infer| {
            infer.set(0, Shape::scalar());
            infer.set_handle(0, infer.dtype("dtype"), infer.shape("shape"));
            Ok(())
        },
        ..BASE
    },
    Decl {
        name: "ReadVariableOp",
        inputs: "x: resource",
        outputs: "y: dtype",
        attrs: "dtype: type",
        infer: |infer| {
            let shape = infer.inputs[0].handle().map(|h| h.shape.clone());
            infer.set(0, shape.unwrap_or_default());
            Ok(())
        },
        grad: Grad::Fn(|g| Ok(vec![Some(g.dy().into())])),
        ..BASE
    },
];

/// A graph, and "Python" gradients that square the incoming one.
struct Host {
    graph: Graph,
    foreign: Vec<&'static str>,
    called: Vec<String>,
}

impl Frontend for Host {
    type Error = Error;

    fn with_graph<R>(&mut self, f: impl FnOnce(&mut Graph) -> R) -> R {
        f(&mut self.graph)
    }

    fn knows(&self, function: &str) -> bool {
        self.foreign.contains(&function)
    }

    fn call(&mut self, call: &Foreign) -> Result<Vec<Option<GradValue>>> {
        self.called.push(format!("{} in {}", call.function, self.graph.scope.prefix));
        match call.grads[0] {
            Some(GradValue::Dense(dy)) => Ok(vec![Some(self.op("Mul", &[dy, dy]).into())]),
            _ => bail!(Value, "a dense gradient is needed"),
        }
    }
}

impl Host {
    fn new() -> Host {
        static REGISTRY: OnceLock<Registry> = OnceLock::new();
        let registry = REGISTRY.get_or_init(|| Registry::new(&[OPS]));
        Host { graph: Graph::new(registry), foreign: Vec::new(), called: Vec::new() }
    }

    fn make(&mut self, op: &str, args: &[Output], attrs: &[(&str, Attr)], name: Option<&str>) -> Output {
        let op = self.graph.registry().find(op).unwrap();
        let args: Vec<ArgValue<'_>> = args.iter().map(|&o| o.into()).collect();
        Output::new(self.graph.add(op, &args, attrs, name).unwrap(), 0)
    }

    fn op(&mut self, op: &str, args: &[Output]) -> Output {
        self.make(op, args, &[], None)
    }

    fn input(&mut self, dims: &[usize]) -> Output {
        self.typed(DType::F32, dims)
    }

    fn typed(&mut self, dtype: DType, dims: &[usize]) -> Output {
        self.make("Input", &[], &[("T", Attr::Type(dtype)), ("shape", Attr::Shape(Shape::known(dims)))], None)
    }

    fn grad(&mut self, y: Output, x: Output) -> Result<Option<GradValue>> {
        let request = Request { ys: vec![y], xs: vec![x], ..Request::default() };
        Ok(gradients(self, &request)?[0])
    }

    fn name(&self, grad: Option<GradValue>) -> String {
        let Some(GradValue::Dense(o)) = grad else { return format!("{grad:?}") };
        seed::label(&self.graph, o)
    }

    fn names(&self) -> Vec<String> {
        self.graph.nodes().map(|(_, n)| n.name.to_string()).collect()
    }
}

#[test]
fn names_and_sums_follow_tensorflow() {
    let mut h = Host::new();
    let x = h.input(&[2]);
    let y = h.op("Mul", &[x, x]);
    let before = h.graph.len();
    let grad = h.grad(y, x).unwrap();
    assert_eq!(h.name(grad), "gradients/AddN:0");
    let made: Vec<String> = h.names()[before..].to_vec();
    let expected = ["Shape", "grad_ys_0", "Fill", "Mul_grad/Mul", "Mul_grad/Mul_1", "AddN"];
    assert_eq!(made, expected.map(|n| format!("gradients/{n}")));
    let again = h.grad(y, x).unwrap();
    assert_eq!(h.name(again), "gradients_1/AddN:0");
    assert_eq!(&*h.graph.scope.prefix, "");
}

#[test]
fn tree_adds_pairs_in_a_scope_of_the_forward_node() {
    let mut h = Host::new();
    let x = h.input(&[2]);
    let a = h.op("Mul", &[x, x]);
    let b = h.op("Mul", &[a, x]);
    let request = Request { ys: vec![b], xs: vec![x], aggregation: Aggregation::Tree, ..Request::default() };
    let grads = gradients(&mut h, &request).unwrap();
    assert_eq!(h.name(grads[0]), "gradients/Input_gradient_sum/AddN_1:0");
}

#[test]
fn nothing_flows_through_integers_and_stops() {
    let mut h = Host::new();
    let (x, n) = (h.input(&[2]), h.typed(DType::I32, &[2]));
    let truncated = h.op("Truncate", &[x]);
    let y = h.op("Mul", &[truncated, n]);
    assert_eq!(h.grad(y, x).unwrap(), None);
    assert_eq!(h.grad(y, n).unwrap(), None);
    let sign = h.op("Sign", &[x]);
    assert_eq!(h.grad(sign, x).unwrap(), None);
    let request = Request { ys: vec![sign], xs: vec![x, n], zero_unconnected: true, ..Request::default() };
    let grads = gradients(&mut h, &request).unwrap();
    assert!(h.name(grads[0]).ends_with("/zeros_like:0"), "{:?}", grads);
}

#[test]
fn stop_gradients_cut_paths() {
    let mut h = Host::new();
    let x = h.input(&[2]);
    let a = h.op("Identity", &[x]);
    let b = h.op("Mul", &[a, x]);
    let request = Request { ys: vec![b], xs: vec![x, a], stop: vec![a], ..Request::default() };
    let grads = gradients(&mut h, &request).unwrap();
    assert_eq!(h.name(grads[0]), "gradients/Mul_grad/Mul_1:0");
    assert_eq!(h.name(grads[1]), "gradients/Mul_grad/Mul:0");
}

#[test]
fn a_missing_gradient_names_the_node_and_the_reason() {
    let mut h = Host::new();
    let x = h.input(&[2]);
    let y = h.make("Closed", &[x], &[], Some("door"));
    let error = h.grad(y, x).unwrap_err();
    assert_eq!(error.kind(), Kind::Lookup);
    assert!(error.to_string().contains("'door'") && error.to_string().contains("nobody wrote it"), "{error}");
    assert_eq!(&*h.graph.scope.prefix, "");
}

#[test]
fn a_gradient_of_the_wrong_shape_is_an_error() {
    let mut h = Host::new();
    let x = h.input(&[2]);
    let y = h.op("WrongShape", &[x]);
    let error = h.grad(y, x).unwrap_err().to_string();
    assert!(error.contains("Forward operation: WrongShape.  Input index: 0"), "{error}");
}

#[test]
fn rows_stay_rows_until_a_whole_tensor_is_needed() {
    let mut h = Host::new();
    let x = h.input(&[5, 2]);
    let twice = h.op("Mul", &[x, x]);
    let view = h.op("Identity", &[twice]);
    let i = h.typed(DType::I32, &[3]);
    let (a, b) = (h.op("Gather", &[view, i]), h.op("Gather", &[view, i]));
    let y = h.op("Mul", &[a, b]);
    let rows = h.grad(y, twice).unwrap();
    let Some(GradValue::Sparse { values, .. }) = rows else { panic!("{rows:?}") };
    assert_eq!(seed::label(&h.graph, values), "gradients/concat:0");
    let dense = h.grad(y, x).unwrap();
    assert_eq!(h.name(dense), "gradients_1/AddN:0");
    assert!(h.graph.find("gradients_1/Mul_grad/UnsortedSegmentSum").is_some(), "{:?}", h.names());
}

#[test]
fn all_reads_of_a_variable_are_summed_at_its_handle() {
    let mut h = Host::new();
    let attrs = [("dtype", Attr::Type(DType::F32)), ("shape", Attr::Shape(Shape::known(&[2])))];
    let v = h.make("VarHandleOp", &[], &attrs, None);
    let read = |h: &mut Host| h.make("ReadVariableOp", &[v], &[("dtype", Attr::Type(DType::F32))], None);
    let (a, b) = (read(&mut h), read(&mut h));
    let y = h.op("Mul", &[a, b]);
    let grad = h.grad(y, v).unwrap();
    assert_eq!(h.name(grad), "gradients/AddN:0");
}

#[test]
fn an_override_takes_another_op_s_gradient_or_a_foreign_one() {
    let mut h = Host::new();
    let x = h.input(&[2]);
    let y = h.op("Sign", &[x]);
    h.graph.set_attr(y.node, "_gradient_op_type", Attr::str("Identity")).unwrap();
    let grad = h.grad(y, x).unwrap();
    assert_eq!(h.name(grad), "gradients/Fill:0");
    h.graph.set_attr(y.node, "_gradient_op_type", Attr::str("Mine")).unwrap();
    assert_eq!(h.grad(y, x).unwrap_err().kind(), Kind::Lookup);
    h.foreign.push("Mine");
    let grad = h.grad(y, x).unwrap();
    assert_eq!(h.name(grad), "gradients_2/Sign_grad/Mul:0");
    assert_eq!(h.called, ["Mine in gradients_2/Sign_grad/"]);
    assert_eq!(&*h.graph.scope.prefix, "");
}

#[test]
fn gates_make_each_gradient_wait_for_all() {
    let mut h = Host::new();
    let (x, z) = (h.input(&[2]), h.input(&[2]));
    let y = h.op("Mul", &[x, z]);
    let request = Request { ys: vec![y], xs: vec![x, z], gate: true, ..Request::default() };
    let grads = gradients(&mut h, &request).unwrap();
    assert_eq!(h.name(grads[1]), "gradients/Mul_grad/tuple/control_dependency_1:0");
    let group = h.graph.find("gradients/Mul_grad/tuple/group_deps").unwrap();
    assert_eq!(h.graph.node(group).controls.len(), 2);
}

#[test]
fn a_hundred_thousand_nodes_need_no_stack_and_little_time() {
    let mut h = Host::new();
    let x = h.input(&[2]);
    let mut y = x;
    for _ in 0..100_000 {
        y = h.op("Mul", &[y, x]);
    }
    let start = std::time::Instant::now();
    assert!(h.grad(y, x).unwrap().is_some());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
