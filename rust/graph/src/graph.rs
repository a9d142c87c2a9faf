//! The user's graph: append-only, never rewritten. Names, scopes and control dependencies follow TensorFlow 1.

use crate::builder::{ArgValue, Emit, check_call};
use crate::fact::Fact;
use crate::names::{Names, check_node_name};
use crate::registry::{OpDef, Registry};
use crate::{Outputs, infer};
use rheos_base::{Attr, Error, Place, Result, Shape, bail, err};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub u32);

/// One result of one node: an edge of the graph.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Output {
    pub node: NodeId,
    pub index: u32,
}

impl Output {
    pub const fn new(node: NodeId, index: u32) -> Output {
        Output { node, index }
    }
}

/// The user's line that made a node; `file` indexes the graph's table of file names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Location {
    pub file: u32,
    pub line: u32,
}

pub struct Node {
    pub op: &'static OpDef,
    pub name: Arc<str>,
    pub inputs: SmallVec<[Output; 3]>,
    pub controls: SmallVec<[NodeId; 1]>,
    /// Parallel to `op.attrs`.
    pub attrs: Arc<[Attr]>,
    /// Attributes beyond the declared ones: `_class`, `_gradient_op_type`.
    pub extra: Vec<(Box<str>, Attr)>,
    pub facts: SmallVec<[Fact; 1]>,
    pub device: Arc<str>,
    pub location: Location,
    /// Nodes that use an output of this one, in creation order, once each.
    pub consumers: SmallVec<[NodeId; 2]>,
}

/// One `control_dependencies` block that is open.
struct ControlFrame {
    /// Nodes to wait for; a cleared frame (`None` in TF) also hides all outer frames.
    nodes: SmallVec<[NodeId; 2]>,
    clears: bool,
    /// Nodes made inside: what uses them needs no edge of its own.
    inside: FxHashSet<NodeId>,
}

/// What new nodes take from the blocks open around them.
#[derive(Default)]
pub struct Scope {
    /// Empty or ending in `/`.
    pub prefix: Arc<str>,
    pub device: Arc<str>,
    pub location: Location,
    /// Attributes every new node gets (`_class` of colocate_with, gradient overrides).
    pub extra: Vec<(Box<str>, Attr)>,
    controls: Vec<ControlFrame>,
}

pub struct Graph {
    registry: &'static Registry,
    nodes: Vec<Node>,
    by_name: FxHashMap<Arc<str>, NodeId>,
    names: Names,
    files: Vec<Arc<str>>,
    file_index: FxHashMap<Arc<str>, u32>,
    finalized: bool,
    /// Distinguishes graphs in error messages and caches.
    id: u64,
    /// Nodes that changed after they were made (control input, shape, device, attribute), in order of the changes.
    changes: Vec<NodeId>,
    /// How many there are, for those who do not hold the graph's lock.
    change_count: Arc<AtomicUsize>,
    pub seed: Option<i64>,
    pub scope: Scope,
}

impl Graph {
    pub fn new(registry: &'static Registry) -> Graph {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Graph {
            registry,
            nodes: Vec::new(),
            by_name: FxHashMap::default(),
            names: Names::default(),
            files: vec!["".into()],
            file_index: FxHashMap::default(),
            finalized: false,
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            changes: Vec::new(),
            change_count: Arc::default(),
            seed: None,
            scope: Scope::default(),
        }
    }

    pub fn id(&self) -> u64 {
        self.id
    }

    /// Existing nodes that have changed, in order; new nodes change nothing. Programs made of a graph compare how far
    /// they have followed this list, and look at what came since.
    pub fn changes(&self) -> &[NodeId] {
        &self.changes
    }

    /// The length of that list.
    pub fn change_count(&self) -> Arc<AtomicUsize> {
        self.change_count.clone()
    }

    fn changed(&mut self, node: NodeId) {
        self.changes.push(node);
        self.change_count.store(self.changes.len(), Ordering::Release);
    }

    pub fn registry(&self) -> &'static Registry {
        self.registry
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub fn fact(&self, output: Output) -> &Fact {
        &self.node(output.node).facts[output.index as usize]
    }

    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(i, n)| (NodeId(i as u32), n))
    }

    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.by_name.get(name).copied()
    }

    pub fn unique_name(&mut self, name: &str, mark: bool) -> Arc<str> {
        self.names.unique(name, mark)
    }

    pub fn finalize(&mut self) {
        self.finalized = true;
    }

    pub fn unfinalize(&mut self) {
        self.finalized = false;
    }

    pub fn is_finalized(&self) -> bool {
        self.finalized
    }

    pub fn check_open(&self) -> Result<()> {
        if self.finalized {
            bail!(Runtime, "Graph is finalized and cannot be modified.");
        }
        Ok(())
    }

    /// Index of a file name, for `Location`.
    pub fn file(&mut self, name: &str) -> u32 {
        if let Some(&i) = self.file_index.get(name) {
            return i;
        }
        let name: Arc<str> = name.into();
        self.files.push(name.clone());
        let index = self.files.len() as u32 - 1;
        self.file_index.insert(name, index);
        index
    }

    pub fn location_text(&self, location: Location) -> String {
        match self.files.get(location.file as usize) {
            Some(file) if !file.is_empty() => format!("{file}:{}", location.line),
            _ => String::new(),
        }
    }

    pub fn file_name(&self, location: Location) -> Arc<str> {
        self.files.get(location.file as usize).cloned().unwrap_or_default()
    }

    /// For error messages about an existing node.
    pub fn place(&self, id: NodeId) -> Place {
        let node = self.node(id);
        let facts: SmallVec<[&Fact; 4]> = node.inputs.iter().map(|&o| self.fact(o)).collect();
        Place {
            op: node.op.name.to_string(),
            node: node.name.to_string(),
            inputs: describe_inputs(node.op, &node.attrs, &facts),
            location: self.location_text(node.location),
        }
    }

    /// Adds one node. `name` is relative to the scope; ending in `/` it is taken as it stands.
    pub fn add(
        &mut self,
        op: &'static OpDef,
        args: &[ArgValue<'_>],
        attrs: &[(&str, Attr)],
        name: Option<&str>,
    ) -> Result<NodeId> {
        self.check_open()?;
        let name = name.unwrap_or(op.name);
        if !name.ends_with('/') && (self.scope.prefix.is_empty() || name.is_empty()) {
            check_node_name(name)?;
        }
        let place = |graph: &Graph, inputs: String| Place {
            op: op.name.to_string(),
            node: match name.strip_suffix('/') {
                Some(absolute) => absolute.to_string(),
                None => format!("{}{name}", graph.scope.prefix),
            },
            inputs,
            location: graph.location_text(graph.scope.location),
        };
        let (inputs, attrs) = {
            let facts = |o: Output| self.fact(o);
            check_call(op, args, attrs, &facts).map_err(|e| e.at(|| place(self, String::new())))?
        };
        let outputs = {
            let facts: SmallVec<[&Fact; 4]> = inputs.iter().map(|&o| self.fact(o)).collect();
            infer::infer(op, &attrs, &facts).map_err(|e| e.at(|| place(self, describe_inputs(op, &attrs, &facts))))?
        };
        let full = match name.strip_suffix('/') {
            Some(absolute) => {
                check_node_name(absolute)?;
                if self.by_name.contains_key(absolute) {
                    self.names.unique(absolute, true)
                } else {
                    // The scope of this name, if one was opened, has reserved it already.
                    self.names.mark(absolute);
                    absolute.into()
                }
            }
            None if self.scope.prefix.is_empty() => self.names.unique(name, true),
            None => {
                let full = format!("{}{name}", self.scope.prefix);
                check_node_name(&full)?;
                self.names.unique(&full, true)
            }
        };
        let controls = self.controls_for(&inputs);
        let extra = self.scope.extra.clone();
        Ok(self.push(Node {
            op,
            name: full,
            inputs,
            controls,
            attrs: attrs.into(),
            extra,
            facts: outputs,
            device: self.scope.device.clone(),
            location: self.scope.location,
            consumers: SmallVec::new(),
        }))
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        for input in &node.inputs {
            let consumers = &mut self.nodes[input.node.0 as usize].consumers;
            if consumers.last() != Some(&id) {
                consumers.push(id);
            }
        }
        for frame in &mut self.scope.controls {
            frame.inside.insert(id);
        }
        self.by_name.insert(node.name.clone(), id);
        self.nodes.push(node);
        id
    }

    /// Control inputs in force, without those that an input already waits for.
    fn controls_for(&self, inputs: &[Output]) -> SmallVec<[NodeId; 1]> {
        let mut out = SmallVec::new();
        for frame in self.scope.controls.iter().rev() {
            let implied = inputs.iter().any(|i| frame.inside.contains(&i.node));
            if !implied {
                for &c in &frame.nodes {
                    if !out.contains(&c) && !inputs.iter().any(|i| i.node == c) {
                        out.push(c);
                    }
                }
            }
            if frame.clears {
                break;
            }
        }
        out
    }

    /// Opens a `control_dependencies` block; `None` clears the outer ones.
    pub fn push_controls(&mut self, nodes: Option<&[NodeId]>) {
        self.scope.controls.push(ControlFrame {
            nodes: nodes.unwrap_or_default().into(),
            clears: nodes.is_none(),
            inside: FxHashSet::default(),
        });
    }

    pub fn pop_controls(&mut self) {
        self.scope.controls.pop();
    }

    /// Nodes that a new node without inputs would wait for.
    pub fn current_controls(&self) -> SmallVec<[NodeId; 1]> {
        self.controls_for(&[])
    }

    /// Makes an existing node wait for another one.
    pub fn add_control(&mut self, node: NodeId, control: NodeId) -> Result<()> {
        self.check_open()?;
        if self.reaches(node, control) {
            bail!(Value, "'{}' already depends on '{}'", self.node(control).name, self.node(node).name);
        }
        let controls = &mut self.nodes[node.0 as usize].controls;
        if !controls.contains(&control) {
            controls.push(control);
            self.changed(node);
        }
        Ok(())
    }

    /// True where `to` depends on `from`.
    fn reaches(&self, from: NodeId, to: NodeId) -> bool {
        let mut seen = FxHashSet::default();
        let mut stack = vec![to];
        while let Some(n) = stack.pop() {
            if n == from {
                return true;
            }
            if seen.insert(n) {
                let node = self.node(n);
                stack.extend(node.inputs.iter().map(|o| o.node).chain(node.controls.iter().copied()));
            }
        }
        false
    }

    /// `Tensor.set_shape`: what the user knows is merged into what is inferred.
    pub fn set_shape(&mut self, output: Output, shape: &Shape) -> Result<()> {
        let merged = match self.fact(output).shape.merge(shape) {
            Ok(merged) => merged,
            Err(e) => {
                let (name, have) = (&self.nodes[output.node.0 as usize].name, &self.fact(output).shape);
                bail!(
                    Value,
                    "set_shape({shape}) of tensor '{name}:{}', which has shape {have}: {}",
                    output.index,
                    e.message()
                )
            }
        };
        let fact = &mut self.nodes[output.node.0 as usize].facts[output.index as usize];
        if fact.shape != merged {
            fact.shape = merged;
            self.changed(output.node);
        }
        Ok(())
    }

    pub fn set_device(&mut self, node: NodeId, device: Arc<str>) {
        let target = &mut self.nodes[node.0 as usize];
        if target.device != device {
            target.device = device;
            self.changed(node);
        }
    }

    /// Sets a declared or an extra attribute of an existing node.
    pub fn set_attr(&mut self, node: NodeId, name: &str, value: Attr) -> Result<()> {
        let target = &mut self.nodes[node.0 as usize];
        match target.op.attr_index(name) {
            Some(i) => {
                if target.op.attrs[i].kind != value.kind() {
                    bail!(Type, "attribute {name} of {} is {:?}", target.op.name, target.op.attrs[i].kind);
                }
                let mut attrs = target.attrs.to_vec();
                attrs[i] = value;
                target.attrs = attrs.into();
            }
            None => {
                target.extra.retain(|(n, _)| &**n != name);
                target.extra.push((name.into(), value));
            }
        }
        self.changed(node);
        Ok(())
    }

    pub fn attr(&self, node: NodeId, name: &str) -> Result<Attr> {
        let n = self.node(node);
        if let Some(i) = n.op.attr_index(name) {
            return Ok(n.attrs[i].clone());
        }
        match n.extra.iter().find(|(k, _)| &**k == name) {
            Some((_, v)) => Ok(v.clone()),
            None => Err(err!(Value, "Operation '{}' has no attr named '{name}'.", n.name)),
        }
    }
}

impl Emit for Graph {
    fn emit(&mut self, op: &'static OpDef, args: &[ArgValue<'_>], attrs: &[(&str, Attr)]) -> Result<Outputs> {
        let id = self.add(op, args, attrs, None)?;
        Ok((0..self.node(id).facts.len()).map(|i| Output::new(id, i as u32)).collect())
    }

    fn fact(&self, output: Output) -> &Fact {
        Graph::fact(self, output)
    }

    fn registry(&self) -> &'static Registry {
        self.registry
    }
}

/// `a is float32[2,3], b is float32[4,5]`.
pub fn describe_inputs(op: &OpDef, attrs: &[Attr], facts: &[&Fact]) -> String {
    facts
        .iter()
        .enumerate()
        .map(|(i, f)| format!("{} is {f}", infer::arg_name(op, attrs, i)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Adds the node an error belongs to.
pub fn at_node(graph: &Graph, id: NodeId) -> impl Fn(Error) -> Error + '_ {
    move |e| e.at(|| graph.place(id))
}
