//! The walk itself: one node at a time, from the ys back.

use super::between::{Between, is_trainable};
use super::sum;
use super::{Foreign, Request, seed};
use rheos_base::{Attr, Result, Shape, bail, err};
use rheos_graph::builder::{GradCall, GradValue};
use rheos_graph::{Builder, Grad, Graph, Location, NodeId, OpDef, Output};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::Arc;

type Grads = Vec<Option<GradValue>>;

/// Ops whose result is their input, so rows stay rows on the way back.
const UNCHANGED: &[&str] = &["Identity", "ReadVariableOp"];

/// The attribute that names another gradient function for a node.
const OVERRIDE: &str = "_gradient_op_type";

pub struct Engine<'r> {
    request: &'r Request,
    between: Between,
    /// What reached each output of the nodes between; one term once its node was visited.
    grads: Vec<SmallVec<[GradValue; 1]>>,
    stop: FxHashSet<NodeId>,
    /// Functions that nodes between ask for and that may be registered outside the catalogue.
    foreign: FxHashMap<Box<str>, bool>,
    /// `gradients/`.
    scope: Arc<str>,
    outer: Outer,
}

/// The part of the graph's scope that is changed for each node and put back.
struct Outer {
    prefix: Arc<str>,
    device: Arc<str>,
    location: Location,
    extra: usize,
}

/// Where a node's gradient function is found.
enum Source {
    None,
    Catalogue(&'static OpDef),
    Foreign(Box<str>),
}

impl<'r> Engine<'r> {
    pub fn start(graph: &mut Graph, request: &'r Request) -> Result<Engine<'r>> {
        graph.check_open()?;
        if !request.grad_ys.is_empty() && request.grad_ys.len() != request.ys.len() {
            bail!(Value, "{} grad_ys for {} ys", request.grad_ys.len(), request.ys.len());
        }
        let outer = Outer {
            prefix: graph.scope.prefix.clone(),
            device: graph.scope.device.clone(),
            location: graph.scope.location,
            extra: graph.scope.extra.len(),
        };
        let name = if request.name.is_empty() { "gradients" } else { &request.name };
        let scope = if name.ends_with('/') { name.into() } else { format!("{}/", sum::subscope(graph, name)).into() };
        let between = Between::find(graph, &request.ys, &request.xs);
        let mut engine = Engine {
            request,
            grads: vec![SmallVec::new(); between.slots()],
            between,
            stop: request.stop.iter().map(|o| o.node).collect(),
            foreign: FxHashMap::default(),
            scope,
            outer,
        };
        engine.stop.extend(
            request
                .xs
                .iter()
                .map(|x| x.node)
                .filter(|&x| engine.between.contains(x) && engine.between.is_end(graph, x)),
        );
        for node in engine.between.nodes().map(|id| graph.node(id)) {
            match override_of(&node.extra) {
                Some(name) => _ = engine.foreign.insert(name.into(), false),
                None if !matches!(node.op.decl.grad, Grad::Fn(_)) => {
                    engine.foreign.insert(node.op.name.into(), false);
                }
                None => {}
            }
        }
        for i in 0..request.ys.len() {
            let y = request.ys[i];
            engine.enter(graph, y.node);
            let grad = seed::start(graph, request, i);
            engine.leave(graph);
            engine.put(y, grad?);
        }
        Ok(engine)
    }

    /// Asks once per function name whether it is registered outside the catalogue.
    pub fn keep_foreign(&mut self, knows: impl Fn(&str) -> bool) {
        self.foreign.iter_mut().for_each(|(name, known)| *known = knows(name));
    }

    /// Visits nodes until none is left, or one needs a foreign function: then the graph's scope is that
    /// of the node's gradient, and `resume` must follow.
    pub fn advance(&mut self, graph: &mut Graph) -> Result<Option<Foreign>> {
        while let Some(id) = self.between.ready.pop_front() {
            self.enter(graph, id);
            let result = self.visit(graph, id);
            if let Ok(Some(call)) = result {
                return Ok(Some(call));
            }
            self.leave(graph);
            result.map_err(|e| e.at(|| graph.place(id)))?;
            self.between.done(graph, id);
        }
        Ok(None)
    }

    /// Takes the answer of a foreign function; None where it failed.
    pub fn resume(&mut self, graph: &mut Graph, id: NodeId, grads: Option<&Grads>) -> Result<()> {
        let result = grads.map_or(Ok(()), |grads| self.accept(graph, id, grads.clone()));
        self.leave(graph);
        self.between.done(graph, id);
        result.map_err(|e| e.at(|| graph.place(id)))
    }

    /// One gradient per x.
    pub fn finish(&mut self, graph: &mut Graph) -> Result<Grads> {
        let mut out = Grads::new();
        for &x in &self.request.xs {
            let found = self.between.slot(x).and_then(|slot| self.grads[slot].first().copied());
            out.push(match found {
                None if self.request.zero_unconnected => {
                    self.enter(graph, x.node);
                    let zeros = seed::zeros(graph, x);
                    self.leave(graph);
                    Some(zeros?)
                }
                found => found,
            });
        }
        Ok(out)
    }

    fn enter(&mut self, graph: &mut Graph, id: NodeId) {
        let node = graph.node(id);
        let (device, location, name) = (node.device.clone(), node.location, node.name.clone());
        let scope = &mut graph.scope;
        scope.prefix = self.scope.clone();
        scope.location = location;
        if !device.is_empty() {
            scope.device = device;
        }
        if self.request.colocate {
            scope.extra.push(class_of(&name));
        }
    }

    fn leave(&mut self, graph: &mut Graph) {
        let scope = &mut graph.scope;
        scope.prefix = self.outer.prefix.clone();
        scope.device = self.outer.device.clone();
        scope.location = self.outer.location;
        scope.extra.truncate(self.outer.extra);
    }

    fn put(&mut self, output: Output, grad: GradValue) {
        if let Some(slot) = self.between.slot(output) {
            self.grads[slot].push(grad);
        }
    }

    fn visit(&mut self, graph: &mut Graph, id: NodeId) -> Result<Option<Foreign>> {
        let (op, name, count) = {
            let node = graph.node(id);
            (node.op, node.name.clone(), node.facts.len())
        };
        let mut dys: SmallVec<[Option<GradValue>; 2]> = SmallVec::new();
        for i in 0..count {
            let Some(slot) = self.between.slot(Output::new(id, i as u32)) else { continue };
            let terms = std::mem::take(&mut self.grads[slot]);
            let sum = sum::aggregate(graph, &terms, self.request.aggregation, &name)?;
            self.grads[slot].extend(sum);
            dys.push(sum);
        }
        if self.stop.contains(&id) || dys.iter().all(|d| d.is_none()) {
            return Ok(None);
        }
        match self.source(graph, id)? {
            Source::None => Ok(None),
            Source::Catalogue(function) => {
                self.open(graph, &name);
                let grads = match dys[0] {
                    Some(rows @ GradValue::Sparse { .. }) if UNCHANGED.contains(&function.name) => vec![Some(rows)],
                    _ => differentiate(graph, id, function, &dys)?,
                };
                if grads.len() != graph.node(id).inputs.len() {
                    bail!(
                        Internal,
                        "the gradient function of {} gives {} gradients for {} inputs",
                        op.name,
                        grads.len(),
                        graph.node(id).inputs.len()
                    );
                }
                self.accept(graph, id, grads)?;
                Ok(None)
            }
            Source::Foreign(function) => {
                for (i, dy) in dys.iter_mut().enumerate() {
                    let y = Output::new(id, i as u32);
                    let dtype = graph.fact(y).dtype;
                    if dy.is_none() && is_trainable(dtype) && dtype.is_plain() {
                        *dy = Some(seed::zeros(graph, y)?);
                    }
                }
                self.open(graph, &name);
                Ok(Some(Foreign { function: function.into(), node: id, grads: dys.into_vec() }))
            }
        }
    }

    /// The scope of a node's gradient: `gradients/MatMul_grad/`.
    fn open(&self, graph: &mut Graph, name: &str) {
        graph.scope.prefix = format!("{}/", sum::subscope(graph, &format!("{name}_grad"))).into();
    }

    fn source(&self, graph: &Graph, id: NodeId) -> Result<Source> {
        let node = graph.node(id);
        let known = |name: &str| self.foreign.get(name).copied().unwrap_or(false);
        let mut function = node.op;
        if let Some(name) = override_of(&node.extra) {
            if known(name) {
                return Ok(Source::Foreign(name.into()));
            }
            function = graph
                .registry()
                .find(name)
                .ok_or_else(|| err!(Lookup, "No gradient defined for operation '{}' (op type: {name})", node.name))?;
            let fits = function.inputs.len() == node.op.inputs.len()
                && function.outputs.len() == node.op.outputs.len()
                && function
                    .attrs
                    .iter()
                    .all(|a| node.op.attr_index(a.name).is_some_and(|i| node.op.attrs[i].kind == a.kind));
            if !fits {
                bail!(Lookup, "the gradient of {name} needs arguments and attributes that {} has not", node.op.name);
            }
        } else if !matches!(function.decl.grad, Grad::Fn(_)) && known(function.name) {
            return Ok(Source::Foreign(function.name.into()));
        }
        match function.decl.grad {
            Grad::Fn(_) => Ok(Source::Catalogue(function)),
            Grad::Stop(_) => Ok(Source::None),
            Grad::Missing(reason) => bail!(
                Lookup,
                "No gradient defined for operation '{}' (op type: {}): {reason}",
                node.name,
                function.name
            ),
        }
    }

    /// Checks a node's input gradients and hands them to the inputs' nodes.
    fn accept(&mut self, graph: &mut Graph, id: NodeId, mut grads: Grads) -> Result<()> {
        let inputs = graph.node(id).inputs.clone();
        if grads.len() != inputs.len() {
            bail!(
                Value,
                "Num gradients {} generated for op {} do not match num inputs {}",
                grads.len(),
                graph.node(id).name,
                inputs.len()
            );
        }
        if self.request.gate && grads.iter().flatten().count() > 1 {
            gate(graph, &mut grads)?;
        }
        for (i, (&input, grad)) in inputs.iter().zip(&grads).enumerate() {
            let dtype = graph.fact(input).dtype;
            let Some(grad) = *grad else { continue };
            if !is_trainable(dtype) {
                continue;
            }
            if dtype.is_plain() {
                check_type(graph, input, grad, i)?;
                if let GradValue::Dense(dense) = grad {
                    let shape = graph.fact(input).shape.clone();
                    graph.set_shape(dense, &shape).map_err(|_| mismatch(graph, id, i, &shape, dense))?;
                }
            }
            self.put(input, grad);
        }
        Ok(())
    }
}

fn override_of(extra: &[(Box<str>, Attr)]) -> Option<&str> {
    extra.iter().find(|(name, _)| &**name == OVERRIDE).and_then(|(_, value)| match value {
        Attr::Str(text) => std::str::from_utf8(text).ok(),
        _ => None,
    })
}

fn class_of(name: &str) -> (Box<str>, Attr) {
    ("_class".into(), Attr::Strs([Arc::from(format!("loc:@{name}").as_bytes())].into()))
}

/// Calls a gradient function of the catalogue: the node's own, or that of an op it is overridden with.
fn differentiate(graph: &mut Graph, id: NodeId, function: &'static OpDef, dys: &[Option<GradValue>]) -> Result<Grads> {
    let Grad::Fn(grad) = function.decl.grad else {
        bail!(Internal, "{} has no gradient function", function.name);
    };
    let dys = dys
        .iter()
        .map(|dy| dy.map(|dy| sum::dense(graph, dy)).transpose())
        .collect::<Result<SmallVec<[Option<Output>; 2]>>>()?;
    let node = graph.node(id);
    let attrs: Arc<[Attr]> = if function == node.op {
        node.attrs.clone()
    } else {
        let attr = |a: &rheos_graph::AttrDef| node.op.attr_index(a.name).map(|i| node.attrs[i].clone());
        function.attrs.iter().filter_map(attr).collect()
    };
    let x = node.inputs.clone();
    let y: SmallVec<[Output; 2]> = (0..node.facts.len()).map(|i| Output::new(id, i as u32)).collect();
    let mut b = Builder { emit: graph };
    grad(&mut GradCall { b: &mut b, op: function, attrs: &attrs, x: &x, y: &y, dys: &dys })
}

fn check_type(graph: &Graph, input: Output, grad: GradValue, i: usize) -> Result<()> {
    let (GradValue::Dense(o) | GradValue::Sparse { values: o, .. }) = grad;
    let (have, want) = (graph.fact(o).dtype, graph.fact(input).dtype);
    if have != want {
        bail!(
            Type,
            "the gradient of input {i} ({}) is {have}, but the input is {want}; hint: tf.cast",
            seed::label(graph, input)
        );
    }
    Ok(())
}

fn mismatch(graph: &Graph, id: NodeId, i: usize, shape: &Shape, grad: Output) -> rheos_base::Error {
    err!(
        Value,
        "Incompatible shapes between op input and calculated input gradient.  Forward operation: {}.  Input index: \
         {i}. Original input shape: {shape}.  Calculated input gradient shape: {}",
        graph.node(id).name,
        graph.fact(grad).shape
    )
}

/// TensorFlow's `tuple`: identities that wait for all gradients.
fn gate(graph: &mut Graph, grads: &mut Grads) -> Result<()> {
    let outer = graph.scope.prefix.clone();
    graph.scope.prefix = format!("{}/", sum::subscope(graph, "tuple")).into();
    let result = gate_inside(graph, grads);
    graph.scope.prefix = outer;
    result
}

fn gate_inside(graph: &mut Graph, grads: &mut Grads) -> Result<()> {
    let value = |grad: &GradValue| match *grad {
        GradValue::Dense(o) | GradValue::Sparse { values: o, .. } => o,
    };
    let nodes: Vec<NodeId> = grads.iter().flatten().map(|g| value(g).node).collect();
    graph.push_controls(Some(&nodes));
    let group = sum::add_node(graph, "NoOp", &[], &[], "group_deps");
    graph.pop_controls();
    graph.push_controls(Some(&[group?]));
    let depth = graph.scope.extra.len();
    let result = grads.iter_mut().flatten().try_for_each(|grad| {
        let source = value(grad);
        let class = class_of(&graph.node(source.node).name);
        graph.scope.extra.push(class);
        let gated = sum::add(graph, "Identity", &[source.into()], &[], "control_dependency");
        graph.scope.extra.truncate(depth);
        match grad {
            GradValue::Dense(o) | GradValue::Sparse { values: o, .. } => *o = gated?,
        }
        Ok(())
    });
    graph.pop_controls();
    result
}
