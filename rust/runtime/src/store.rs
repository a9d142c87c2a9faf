//! What a session keeps between runs: variables, and the private state of nodes (random generators).

use rheos_base::{Attr, Place, Result, bail};
use rheos_graph::graph::Graph;
use rheos_graph::program::{Step, Work};
use rheos_graph::{NodeId, StateStore, Variable};
use rustc_hash::FxHashMap;
use std::any::Any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type State = Arc<dyn Any + Send + Sync>;

pub struct Store {
    graph: Arc<Mutex<Graph>>,
    /// How many changes of nodes the graph has seen.
    changes: Arc<AtomicUsize>,
    variables: Mutex<FxHashMap<Arc<str>, Arc<Variable>>>,
    nodes: Mutex<FxHashMap<(NodeId, u32), State>>,
}

impl Store {
    pub fn new(graph: Arc<Mutex<Graph>>) -> Store {
        let changes = graph.lock().unwrap_or_else(PoisonError::into_inner).change_count();
        Store { graph, changes, variables: Mutex::default(), nodes: Mutex::default() }
    }

    pub fn graph(&self) -> MutexGuard<'_, Graph> {
        // Nothing leaves a graph half changed: nodes are pushed whole.
        self.graph.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn changes(&self) -> usize {
        self.changes.load(Ordering::Acquire)
    }

    pub fn place(&self, id: NodeId) -> Place {
        self.graph().place(id)
    }

    /// The variable that a handle step names, made on first use.
    pub fn variable(&self, step: &Step, name: &dyn Fn(NodeId) -> Arc<str>) -> Result<Arc<Variable>> {
        let (Work::Op(op, attrs), Some(fact)) = (&step.work, step.facts[0].handle()) else {
            bail!(Internal, "not a handle")
        };
        let text = |key: &str| match op.attr_index(key).map(|i| &attrs[i]) {
            Some(Attr::Str(s)) => String::from_utf8_lossy(s).into_owned(),
            _ => String::new(),
        };
        let shared = text("shared_name");
        let own: Arc<str> = if shared.is_empty() { name(step.origin) } else { shared.as_str().into() };
        let container = text("container");
        let key: Arc<str> = if container.is_empty() { own } else { format!("{container}|{own}").into() };
        let mut variables = self.variables.lock().unwrap_or_else(PoisonError::into_inner);
        let variable = variables
            .entry(key.clone())
            .or_insert_with(|| Arc::new(Variable::new(key, fact.dtype, fact.shape.clone())))
            .clone();
        if variable.dtype != fact.dtype || !variable.shape.is_compatible(&fact.shape) {
            bail!(
                InvalidArgument,
                "variable '{}' is {} of shape {} in this session, but the handle says {} of shape {}",
                variable.name,
                variable.dtype,
                variable.shape,
                fact.dtype,
                fact.shape
            );
        }
        Ok(variable)
    }

    /// All variables, by name.
    pub fn variables(&self) -> Vec<Arc<Variable>> {
        let variables = self.variables.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = variables.values().cloned().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    pub fn node(&self, id: NodeId, ordinal: u32) -> NodeState<'_> {
        NodeState { store: self, key: (id, ordinal) }
    }

    /// Forgets everything; the session is closed.
    pub fn clear(&self) {
        self.variables.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// One node's private state.
pub struct NodeState<'a> {
    store: &'a Store,
    key: (NodeId, u32),
}

impl StateStore for NodeState<'_> {
    fn node_state(&self, init: &dyn Fn() -> Result<State>) -> Result<State> {
        let mut nodes = self.store.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = nodes.get(&self.key) {
            return Ok(state.clone());
        }
        let state = init()?;
        nodes.insert(self.key, state.clone());
        Ok(state)
    }
}
