//! `BaseSession`: `run` in one native call. What a call's fetches and feed keys mean is worked out once and kept under
//! their identities, so that a repeated call only converts values.
//!
//! Invariant: a kept call holds the objects whose addresses are its key, so no address is ever reused.

mod feeds;
mod fetches;
mod gil;
mod growth;
mod parts;
mod running;
mod traces;

use crate::callbacks::PythonFunctions;
use crate::errors::{guarded, raise};
use crate::graph::PyGraph;
use crate::results::hand_out;
use feeds::FeedKey;
use fetches::Structure;
use gil::GilCell;
pub use parts::PyParts;
use pyo3::PyTraverseError;
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::gc::PyVisit;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use rheos_base::Tensor;
use rheos_passes::{Effort, Request};
use rheos_runtime::placement::Soft;
use rheos_runtime::trace::Trace;
use rheos_runtime::{Executable, Ready, RunOptions, Session, SessionOptions, same};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

type Key = SmallVec<[usize; 16]>;

/// A call of `run`, understood.
struct Call {
    key: Key,
    _keep: Vec<Py<PyAny>>,
    structure: Structure,
    request: Request,
    feeds: Vec<FeedKey>,
    executable: Mutex<Arc<Executable>>,
    /// What the latest run used. The next one takes it; of those that go on meanwhile each gets its own.
    turn: GilCell<Option<Box<Turn>>>,
    /// Nanoseconds of the latest run; long ones are run so that Ctrl-C can stop them.
    latest: AtomicU64,
}

/// What one run of a call needs beside what it feeds.
struct Turn {
    executable: Arc<Executable>,
    ready: Ready,
}

/// What fetches and feed keys mean.
struct Understood {
    keep: Vec<Py<PyAny>>,
    structure: Structure,
    request: Request,
    feeds: Vec<FeedKey>,
}

/// Calls kept, the latest last; the one unused for longest goes.
const MAX_CALLS: usize = 64;

#[pyclass(name = "BaseSession", module = "rheos._native", subclass, dict, weakref, frozen)]
pub struct PySession {
    /// Python's collector may look at an object between its allocation, which clears the memory, and its construction.
    ready: bool,
    graph: Py<PyGraph>,
    session: Session,
    timeout: Option<Duration>,
    calls: GilCell<Vec<Arc<Call>>>,
    /// Nodes whose placement was printed; None where placements are not printed.
    placed: Option<Mutex<FxHashSet<u32>>>,
    growth: Mutex<growth::Growth>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[pymethods]
impl PySession {
    #[new]
    #[pyo3(signature = (
        graph, threads = 0, timeout_in_ms = 0, log_device_placement = false, optimize = true, soft_placement = true,
        gpus = None
    ))]
    fn new(
        graph: Bound<'_, PyGraph>,
        threads: usize,
        timeout_in_ms: u64,
        log_device_placement: bool,
        optimize: bool,
        soft_placement: bool,
        gpus: Option<String>,
    ) -> PySession {
        let effort = if optimize { Effort::All } else { Effort::Least };
        let soft_placement = if soft_placement { Soft::Allowed } else { Soft::Refused };
        let options = SessionOptions { threads, effort, soft_placement, gpus };
        let session = Session::new(graph.get().core(), options, Arc::new(PythonFunctions));
        PySession {
            ready: true,
            graph: graph.unbind(),
            session,
            timeout: (timeout_in_ms > 0).then(|| Duration::from_millis(timeout_in_ms)),
            calls: GilCell::default(),
            placed: log_device_placement.then(Mutex::default),
            growth: Mutex::default(),
        }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if !self.ready {
            return Ok(());
        }
        visit.call(&self.graph)?;
        // SAFETY: the collector runs with the GIL, and its visits change nothing here.
        let calls = unsafe { self.calls.peek() };
        calls.iter().flat_map(|call| &call._keep).try_for_each(|object| visit.call(object))
    }

    fn __clear__(&self, py: Python<'_>) {
        drop(self.calls.take(py));
    }

    #[getter]
    fn graph(&self, py: Python<'_>) -> Py<PyGraph> {
        self.graph.clone_ref(py)
    }

    #[getter]
    fn _closed(&self) -> bool {
        self.session.is_closed()
    }

    #[getter]
    fn _threads(&self) -> usize {
        self.session.threads()
    }

    /// Frees variables and plans; every later run is an error.
    fn close(&self, py: Python<'_>) {
        self.session.close();
        drop(self.calls.take(py));
    }

    /// Values of `fetches`, in the same nesting; see `Session.run`.
    #[pyo3(signature = (fetches, feed_dict = None, options = None, run_metadata = None))]
    fn run<'py>(
        slf: &Bound<'py, Self>,
        fetches: &Bound<'py, PyAny>,
        feed_dict: Option<&Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyAny>>,
        run_metadata: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let this = slf.get();
        let feed_dict = match feed_dict.filter(|f| !f.is_none()) {
            None => None,
            Some(dict) => Some(dict.cast::<PyDict>().map_err(|_| {
                PyTypeError::new_err(format!("feed_dict must be a dictionary, got {}", dict.get_type()))
            })?),
        };
        let options = match options.filter(|o| !o.is_none()) {
            None => RunOptions { timeout: this.timeout, ..RunOptions::default() },
            Some(options) => traces::options(options, this.timeout)?,
        };
        let call = this.call(py, fetches, feed_dict)?;
        let feeds = match feed_dict {
            Some(dict) => feeds::values(&call.feeds, dict)?,
            None => SmallVec::new(),
        };
        let mut turn = this.turn(py, &call, &feeds)?;
        if let Some(metadata) = run_metadata.filter(|m| !m.is_none()) {
            metadata.call_method0(intern!(py, "Clear"))?;
        }
        let done = running::run(py, &this.session, &mut turn.ready, &feeds, &options, &call.latest);
        drop(feeds);
        let values = done.map_err(|e| this.with_operation(py, e)).and_then(|()| {
            if let (Some(trace), Some(metadata)) = (&options.trace, run_metadata.filter(|m| !m.is_none())) {
                traces::report(metadata, trace, this.session.records(&turn.executable, trace))?;
            }
            build(py, &call.structure, turn.ready.results())
        });
        this.end(py, &call, turn);
        values
    }

    /// Where the time of a run goes, as text; see `Session.explain`.
    #[pyo3(signature = (fetches, feed_dict = None, runs = 0, order = "plan"))]
    fn explain(
        slf: &Bound<'_, Self>,
        fetches: &Bound<'_, PyAny>,
        feed_dict: Option<&Bound<'_, PyDict>>,
        runs: usize,
        order: &str,
    ) -> PyResult<String> {
        let py = slf.py();
        let this = slf.get();
        let order = traces::order(order)?;
        let call = this.call(py, fetches, feed_dict)?;
        let feeds = match feed_dict {
            Some(dict) => feeds::values(&call.feeds, dict)?,
            None => SmallVec::new(),
        };
        let executable = this.executable(py, &call)?;
        let mut traces = Vec::new();
        for _ in 0..runs {
            let trace = Arc::new(Trace::default());
            let options = RunOptions { timeout: this.timeout, trace: Some(trace.clone()), ..RunOptions::default() };
            let mut turn = this.turn(py, &call, &feeds)?;
            let done = running::run(py, &this.session, &mut turn.ready, &feeds, &options, &call.latest);
            this.end(py, &call, turn);
            done.map_err(|e| this.with_operation(py, e))?;
            traces.push(trace);
        }
        guarded(|| this.session.explain(&executable, &feeds, &traces, order).map_err(raise))
    }
}

/// Results in the nesting of the fetches. Those that are not copied are taken.
fn build<'py>(py: Python<'py>, structure: &Structure, results: &mut [Option<Tensor>]) -> PyResult<Bound<'py, PyAny>> {
    let mut make = |i: usize| -> PyResult<Bound<'py, PyAny>> {
        match results.get_mut(i) {
            Some(value) => hand_out(py, value),
            None => Err(PyRuntimeError::new_err("a result is missing")),
        }
    };
    structure.build(py, &mut make)
}

impl PySession {
    /// The understood call for these objects, from the cache or made now.
    fn call(
        &self,
        py: Python<'_>,
        fetches: &Bound<'_, PyAny>,
        feed_dict: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Arc<Call>> {
        let mut key = Key::new();
        let cacheable = fetches::key(fetches, &mut key) && feeds::key(feed_dict, &mut key);
        if cacheable {
            // No Python code runs while the list is away.
            let mut calls = self.calls.take(py);
            let at = calls.iter().rposition(|c| same(&c.key, &key));
            if let Some(at) = at.filter(|at| at + 1 != calls.len()) {
                let call = calls.remove(at);
                calls.push(call);
            }
            let found = at.and(calls.last().cloned());
            self.calls.replace(py, calls);
            if let Some(found) = found {
                return Ok(found);
            }
        }
        let Understood { keep, structure, request, feeds } = self.understand(py, fetches, feed_dict)?;
        let executable = Mutex::new(self.prepare(py, &request)?);
        let latest = AtomicU64::new(u64::MAX);
        let turn = GilCell::default();
        let made = Arc::new(Call { key, _keep: keep, structure, request, feeds, executable, turn, latest });
        if cacheable {
            let mut calls = self.calls.take(py);
            calls.push(made.clone());
            let dropped = (calls.len() > MAX_CALLS).then(|| calls.remove(0));
            self.calls.replace(py, calls);
            drop(dropped);
        }
        Ok(made)
    }

    fn understand(
        &self,
        py: Python<'_>,
        fetches: &Bound<'_, PyAny>,
        feed_dict: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Understood> {
        let graph = self.graph.bind(py);
        self.session.check_open().map_err(raise)?;
        if graph.get().lock().is_empty() {
            return Err(PyRuntimeError::new_err(
                "The Session graph is empty. Add operations to the graph before calling run().",
            ));
        }
        let grown = locked(&self.growth).observe(&graph.get().lock());
        if let Some(text) = grown {
            growth::warn(py, text)?;
        }
        let mut wanted = fetches::Wanted::new(graph);
        let structure = wanted.take(fetches)?;
        let mut keep = wanted.keep;
        let feeds = feeds::understand(graph, feed_dict, &mut keep)?;
        let request = Request {
            fetches: wanted.outputs,
            targets: wanted.targets,
            feeds: feeds.iter().flat_map(|f| f.slots()).map(|s| s.output).collect(),
            done: Vec::new(),
        };
        Ok(Understood { keep, structure, request, feeds })
    }

    /// What a run of the call with feeds of these sizes needs; `end` takes it back.
    fn turn(&self, py: Python<'_>, call: &Call, feeds: &[Tensor]) -> PyResult<Box<Turn>> {
        if let Some(turn) = call.turn.take(py)
            && self.session.is_current(&turn.executable)
        {
            if self.session.fits(&turn.ready, &turn.executable, feeds) {
                return Ok(turn);
            }
            self.session.give_back(&turn.executable, turn.ready);
        }
        let executable = self.executable(py, call)?;
        // There may be no plan yet, and making one takes its time.
        let ready = py.detach(|| guarded(|| self.session.ready(&executable, feeds).map_err(raise)));
        let ready = ready.map_err(|e| self.with_operation(py, e))?;
        self.log_placement(py, &executable, &ready)?;
        Ok(Box::new(Turn { ready, executable }))
    }

    /// Keeps what a run used for the next one.
    fn end(&self, py: Python<'_>, call: &Call, mut turn: Box<Turn>) {
        turn.ready.clear();
        if let Some(other) = call.turn.replace(py, Some(turn)) {
            self.session.give_back(&other.executable, other.ready);
        }
    }

    /// What the call runs, made anew where nodes of the graph have changed since.
    fn executable(&self, py: Python<'_>, call: &Call) -> PyResult<Arc<Executable>> {
        let have = locked(&call.executable).clone();
        if self.session.is_current(&have) {
            return Ok(have);
        }
        let made = self.prepare(py, &call.request)?;
        *locked(&call.executable) = made.clone();
        call.latest.store(u64::MAX, Ordering::Relaxed);
        Ok(made)
    }

    /// The same error, whose `op` is the operation of this graph that it names.
    fn with_operation(&self, py: Python<'_>, error: PyErr) -> PyErr {
        let name = || error.value(py).getattr(intern!(py, "_node_def")).ok()?.getattr("name").ok()?.extract().ok();
        let name: Option<String> = name();
        let found = name.and_then(|name| self.graph.get().lock().find(&name));
        if let Some(Ok(op)) = found.map(|id| PyGraph::operation(self.graph.bind(py), id)) {
            // An error of Python itself has no such attribute, and is none of a node's.
            let _ = error.value(py).setattr(intern!(py, "_op"), op);
        }
        error
    }

    fn prepare(&self, py: Python<'_>, request: &Request) -> PyResult<Arc<Executable>> {
        guarded(|| self.session.prepare(request).map_err(raise)).map_err(|e| self.with_operation(py, e))
    }

    /// Prints where nodes are, each once, if the user wants to know.
    fn log_placement(&self, py: Python<'_>, executable: &Executable, ready: &Ready) -> PyResult<()> {
        let Some(placed) = &self.placed else { return Ok(()) };
        let mut lines = Vec::new();
        {
            let graph = self.graph.get().lock();
            let mut placed = locked(placed);
            for id in executable.nodes().filter(|id| (id.0 as usize) < graph.len()) {
                if placed.insert(id.0) {
                    let node = graph.node(id);
                    lines.push(format!("{}: ({}): {}", node.name, node.op.name, ready.device(id, &node.device)));
                }
            }
        }
        if !lines.is_empty() {
            let print = py.import("builtins")?.getattr("print")?;
            print.call1(PyTuple::new(py, [lines.join("\n")])?)?;
        }
        Ok(())
    }
}
