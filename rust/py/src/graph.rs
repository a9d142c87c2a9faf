//! `Graph`: the core's graph together with the one Python object of each of its operations and tensors.
//!
//! Invariant: neither lock is held while Python code or the garbage collector may run.

use crate::errors::raise;
use crate::location;
use crate::operation::PyOperation;
use crate::tensor::PyTensor;
use pyo3::PyTraverseError;
use pyo3::exceptions::PyValueError;
use pyo3::gc::PyVisit;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};
use rheos_base::{Attr, Shape};
use rheos_graph::builder::ArgValue;
use rheos_graph::names::{check_node_name, check_scope_name};
use rheos_graph::{Graph, NodeId, OpDef, Output};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// The Python objects made for one node so far.
#[derive(Default)]
struct Objects {
    op: Option<Py<PyOperation>>,
    outputs: SmallVec<[Option<Py<PyTensor>>; 1]>,
}

#[derive(Default)]
struct Hooks {
    /// Op type to the gradient to use instead (`gradient_override_map`).
    overrides: FxHashMap<String, String>,
    /// Called with each new operation (device functions).
    created: Option<Py<PyAny>>,
}

#[pyclass(name = "Graph", module = "rheos._native", subclass, dict, weakref, frozen)]
pub struct PyGraph {
    /// Python's collector may look at an object between its allocation, which clears the memory, and its construction.
    ready: bool,
    core: Arc<Mutex<Graph>>,
    objects: Mutex<Vec<Objects>>,
    hooks: Mutex<Hooks>,
    /// False in an object whose fields are not written yet (see `is_unset`).
    made: AtomicBool,
}

/// Python may look for garbage between making an object that has a `__dict__` and the writing of its fields, which
/// are zero until then.
pub fn is_unset<T>(field: &Py<T>) -> bool {
    // SAFETY: a `Py` is one pointer. Read as volatile, as the compiler takes it for never null.
    unsafe { std::ptr::read_volatile((&raw const *field).cast::<*mut pyo3::ffi::PyObject>()).is_null() }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while the lock was held has been reported; the graph only ever grows by whole nodes.
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

impl PyGraph {
    pub fn lock(&self) -> MutexGuard<'_, Graph> {
        locked(&self.core)
    }

    pub fn core(&self) -> Arc<Mutex<Graph>> {
        self.core.clone()
    }

    /// The operation's one Python object.
    pub fn operation<'py>(slf: &Bound<'py, PyGraph>, id: NodeId) -> PyResult<Bound<'py, PyOperation>> {
        let this = slf.get();
        let index = id.0 as usize;
        if let Some(have) = locked(&this.objects).get(index).and_then(|o| o.op.as_ref()) {
            return Ok(have.bind(slf.py()).clone());
        }
        let made = Bound::new(slf.py(), PyOperation { ready: true, graph: slf.clone().unbind(), id })?;
        let mut objects = locked(&this.objects);
        if objects.len() <= index {
            objects.resize_with(index + 1, Objects::default);
        }
        Ok(objects[index].op.get_or_insert_with(|| made.unbind()).bind(slf.py()).clone())
    }

    /// The tensor's one Python object.
    pub fn tensor<'py>(slf: &Bound<'py, PyGraph>, output: Output) -> PyResult<Bound<'py, PyTensor>> {
        let this = slf.get();
        let (node, index) = (output.node.0 as usize, output.index as usize);
        {
            let objects = locked(&this.objects);
            if let Some(Some(have)) = objects.get(node).and_then(|o| o.outputs.get(index)) {
                return Ok(have.bind(slf.py()).clone());
            }
        }
        let dtype = this.lock().fact(output).dtype;
        let made = Bound::new(slf.py(), PyTensor { ready: true, graph: slf.clone().unbind(), output, dtype })?;
        let mut objects = locked(&this.objects);
        if objects.len() <= node {
            objects.resize_with(node + 1, Objects::default);
        }
        let outputs = &mut objects[node].outputs;
        if outputs.len() <= index {
            outputs.resize_with(index + 1, || None);
        }
        Ok(outputs[index].get_or_insert_with(|| made.unbind()).bind(slf.py()).clone())
    }

    /// Adds a node made by the user's current line. `name` as for `Graph::add` of the core.
    pub fn add(
        slf: &Bound<'_, PyGraph>,
        op: &'static OpDef,
        args: &[ArgValue<'_>],
        attrs: &[(&str, Attr)],
        name: Option<&str>,
    ) -> PyResult<NodeId> {
        let py = slf.py();
        let this = slf.get();
        let line = location::user_line(py);
        let (gradient, created) = {
            let hooks = locked(&this.hooks);
            (hooks.overrides.get(op.name).cloned(), hooks.created.as_ref().map(|f| f.clone_ref(py)))
        };
        let id = {
            let mut graph = this.lock();
            location::set(&mut graph, &line);
            let kept = gradient.as_ref().map(|gradient| {
                let kept = graph.scope.extra.clone();
                graph.scope.extra.push(("_gradient_op_type".into(), Attr::str(gradient)));
                kept
            });
            let added = crate::errors::guarded(|| graph.add(op, args, attrs, name).map_err(raise));
            if let Some(kept) = kept {
                graph.scope.extra = kept;
            }
            added?
        };
        if let Some(created) = created {
            created.call1(py, (PyGraph::operation(slf, id)?,))?;
        }
        Ok(id)
    }

    /// Adds a node and gives its first output.
    pub fn add1(
        slf: &Bound<'_, PyGraph>,
        op: &str,
        args: &[ArgValue<'_>],
        attrs: &[(&str, Attr)],
        name: Option<&str>,
    ) -> PyResult<Output> {
        let id = PyGraph::add(slf, crate::apply::find_op(op)?, args, attrs, name)?;
        Ok(Output::new(id, 0))
    }

    /// Enters a name scope, as `with tf.name_scope(name)`; gives its prefix and the one to restore.
    pub fn open_scope(&self, name: &str) -> PyResult<(Arc<str>, Arc<str>)> {
        let mut graph = self.lock();
        let old = graph.scope.prefix.clone();
        let new: Arc<str> = if name.ends_with('/') {
            name.into()
        } else {
            check_scope_name(name, old.is_empty()).map_err(raise)?;
            let full = format!("{old}{name}");
            format!("{}/", graph.unique_name(&full, true)).into()
        };
        graph.scope.prefix = new.clone();
        Ok((new, old))
    }

    pub fn close_scope(&self, old: Arc<str>) {
        self.lock().scope.prefix = old;
    }
}

#[pymethods]
impl PyGraph {
    #[new]
    fn new() -> PyGraph {
        PyGraph {
            ready: true,
            core: Arc::new(Mutex::new(Graph::new(rheos_ops::registry()))),
            objects: Mutex::default(),
            hooks: Mutex::default(),
            made: AtomicBool::new(true),
        }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if !self.made.load(Ordering::Relaxed) {
            return Ok(());
        }
        if !self.ready {
            return Ok(());
        }
        // A lock that is taken means the graph is in use: its objects then count as reachable.
        if let Ok(objects) = self.objects.try_lock() {
            for node in objects.iter() {
                visit.call(&node.op)?;
                for output in &node.outputs {
                    visit.call(output)?;
                }
            }
        }
        if let Ok(hooks) = self.hooks.try_lock() {
            visit.call(&hooks.created)?;
        }
        Ok(())
    }

    fn __clear__(&self) {
        let dropped = std::mem::take(&mut *locked(&self.objects));
        drop(dropped);
        let created = locked(&self.hooks).created.take();
        drop(created);
    }

    /// Number of nodes; grows with every operation added.
    #[getter]
    fn version(&self) -> usize {
        self.lock().len()
    }

    #[getter]
    fn finalized(&self) -> bool {
        self.lock().is_finalized()
    }

    /// Makes the graph read-only.
    fn finalize(&self) {
        self.lock().finalize();
    }

    fn _unsafe_unfinalize(&self) {
        self.lock().unfinalize();
    }

    fn _check_not_finalized(&self) -> PyResult<()> {
        self.lock().check_open().map_err(raise)
    }

    #[getter]
    fn seed(&self) -> Option<i64> {
        self.lock().seed
    }

    #[setter]
    fn set_seed(&self, seed: Option<i64>) {
        self.lock().seed = seed;
    }

    #[getter]
    fn _last_id(&self) -> usize {
        self.lock().len()
    }

    /// All operations, in the order they were made.
    fn get_operations<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        let count = slf.get().lock().len();
        let ops = (0..count).map(|i| PyGraph::operation(slf, NodeId(i as u32))).collect::<PyResult<Vec<_>>>()?;
        PyList::new(slf.py(), ops)
    }

    /// The operation of this name, or None.
    fn _find_operation<'py>(slf: &Bound<'py, Self>, name: &str) -> PyResult<Option<Bound<'py, PyOperation>>> {
        let found = slf.get().lock().find(name);
        found.map(|id| PyGraph::operation(slf, id)).transpose()
    }

    fn _operation_by_id<'py>(slf: &Bound<'py, Self>, id: u32) -> PyResult<Bound<'py, PyOperation>> {
        if id as usize >= slf.get().lock().len() {
            return Err(PyValueError::new_err(format!("no operation has id {id}")));
        }
        PyGraph::operation(slf, NodeId(id))
    }

    /// A name that no operation or scope has yet, relative to the current scope.
    #[pyo3(signature = (name, mark_as_used = true))]
    fn unique_name(&self, name: &str, mark_as_used: bool) -> String {
        let mut graph = self.lock();
        let full = format!("{}{name}", graph.scope.prefix);
        graph.unique_name(&full, mark_as_used).to_string()
    }

    /// The prefix of new names: empty or ending in a slash.
    #[getter]
    fn _prefix(&self) -> String {
        self.lock().scope.prefix.to_string()
    }

    /// Enters a scope; gives its prefix. None or an empty name leads to the top level.
    fn _open_scope(&self, name: Option<&str>) -> PyResult<String> {
        match name {
            None | Some("") => {
                self.lock().scope.prefix = "".into();
                Ok(String::new())
            }
            Some(name) => Ok(self.open_scope(name)?.0.to_string()),
        }
    }

    fn _set_prefix(&self, prefix: &str) {
        self.lock().scope.prefix = prefix.into();
    }

    fn _push_controls(&self, operations: Option<Vec<PyRef<'_, PyOperation>>>) {
        let ids: Option<Vec<NodeId>> = operations.map(|ops| ops.iter().map(|o| o.id).collect());
        self.lock().push_controls(ids.as_deref());
    }

    fn _pop_controls(&self) {
        self.lock().pop_controls();
    }

    /// Operations that a new operation without inputs would wait for.
    fn _current_controls<'py>(slf: &Bound<'py, Self>) -> PyResult<Vec<Bound<'py, PyOperation>>> {
        let ids = slf.get().lock().current_controls();
        ids.into_iter().map(|id| PyGraph::operation(slf, id)).collect()
    }

    #[getter]
    fn _device(&self) -> String {
        self.lock().scope.device.to_string()
    }

    #[setter(_device)]
    fn set_device_scope(&self, device: &str) {
        self.lock().scope.device = device.into();
    }

    /// Attributes that every new operation gets: `{"_class": [b"loc:@a"]}`.
    fn _set_scope_attrs(&self, attrs: &Bound<'_, PyDict>) -> PyResult<()> {
        let extra = attrs
            .iter()
            .map(|(k, v)| Ok((k.extract::<String>()?.into(), crate::attrs::guess(&v)?)))
            .collect::<PyResult<Vec<_>>>()?;
        self.lock().scope.extra = extra;
        Ok(())
    }

    fn _set_gradient_overrides(&self, overrides: std::collections::HashMap<String, String>) {
        locked(&self.hooks).overrides = overrides.into_iter().collect();
    }

    /// A function to call with each new operation, or None.
    fn _set_created_hook(&self, hook: Option<Py<PyAny>>) {
        let old = std::mem::replace(&mut locked(&self.hooks).created, hook);
        drop(old);
    }

    /// Makes `operation` wait for `control`.
    fn _add_control(&self, operation: &Bound<'_, PyOperation>, control: &Bound<'_, PyOperation>) -> PyResult<()> {
        self.lock().add_control(operation.get().id, control.get().id).map_err(raise)
    }

    /// The graph's nodes and facts as text.
    fn _text(&self) -> String {
        let graph = self.lock();
        graph
            .nodes()
            .map(|(_, n)| {
                let inputs: Vec<String> = n
                    .inputs
                    .iter()
                    .map(|o| format!("{}:{}", graph.node(o.node).name, o.index))
                    .chain(n.controls.iter().map(|&c| format!("^{}", graph.node(c).name)))
                    .collect();
                let facts: Vec<String> = n.facts.iter().map(|f| f.to_string()).collect();
                format!("{} = {}({}) -> {}\n", n.name, n.op.name, inputs.join(", "), facts.join(", "))
            })
            .collect()
    }
}

thread_local! {
    /// The graphs of the `with graph.as_default()` blocks open in this thread.
    static STACK: RefCell<Vec<Py<PyGraph>>> = const { RefCell::new(Vec::new()) };
}

/// The process's graph for threads that opened none.
static GLOBAL: Mutex<Option<Py<PyGraph>>> = Mutex::new(None);

/// The graph that new operations without inputs go to.
#[pyfunction]
pub fn get_default_graph(py: Python<'_>) -> PyResult<Bound<'_, PyGraph>> {
    if let Some(top) = STACK.with_borrow(|s| s.last().map(|g| g.bind(py).clone())) {
        return Ok(top);
    }
    if let Some(global) = &*locked(&GLOBAL) {
        return Ok(global.bind(py).clone());
    }
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made = CLASS.import(py, "rheos.graph", "Graph")?.call0()?.cast_into::<PyGraph>()?;
    Ok(locked(&GLOBAL).get_or_insert_with(|| made.unbind()).bind(py).clone())
}

#[pyfunction]
pub fn push_default_graph(graph: Bound<'_, PyGraph>) {
    STACK.with_borrow_mut(|s| s.push(graph.unbind()));
}

#[pyfunction]
pub fn pop_default_graph(graph: &Bound<'_, PyGraph>) -> PyResult<()> {
    let popped = STACK.with_borrow_mut(|s| if s.last().is_some_and(|g| g.is(graph)) { s.pop() } else { None });
    match popped {
        Some(_) => Ok(()),
        None => Err(pyo3::exceptions::PyAssertionError::new_err("Nesting violated for default stack of Graph objects")),
    }
}

/// How many `as_default` blocks are open in this thread.
#[pyfunction]
pub fn default_graph_depth() -> usize {
    STACK.with_borrow(|s| s.len())
}

/// The next use of the process's graph makes a new one.
#[pyfunction]
pub fn forget_default_graph() {
    let old = locked(&GLOBAL).take();
    drop(old);
}

/// Raises ValueError unless `name` can be an operation's name.
#[pyfunction]
pub fn check_name(name: &str) -> PyResult<()> {
    check_node_name(name).map_err(raise)
}

/// Checks that two elements belong to one graph, in TensorFlow's words.
pub fn same_graph(graph: &Bound<'_, PyGraph>, first: &Bound<'_, PyAny>, other: &Bound<'_, PyTensor>) -> PyResult<()> {
    if other.get().graph.is(graph) {
        return Ok(());
    }
    Err(PyValueError::new_err(format!("{} must be from the same graph as {}.", other.str()?, first.str()?)))
}

/// Shapes of several outputs, for callers that want them without objects.
pub fn shape_in(graph: &PyGraph, output: Output) -> Shape {
    graph.lock().fact(output).shape.clone()
}
