//! `partial_run`: one run of a session in several calls, none of which executes an operation again.

use super::{PySession, Understood, build, feeds, running};
use crate::errors::{guarded, raise};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rheos_base::Tensor;
use rheos_graph::Output;
use rheos_passes::Parts;
use rheos_runtime::RunOptions;
use rustc_hash::FxHashMap;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

#[pyclass(name = "Parts", module = "rheos._native", frozen)]
pub struct PyParts {
    session: Py<PySession>,
    parts: Mutex<Parts>,
}

#[pymethods]
impl PyParts {
    /// All that the parts will fetch; `feeds` is a dictionary whose keys are all that they will feed.
    #[new]
    fn new(session: Bound<'_, PySession>, fetches: &Bound<'_, PyAny>, feeds: &Bound<'_, PyDict>) -> PyResult<PyParts> {
        let Understood { request, .. } = session.get().understand(session.py(), fetches, Some(feeds))?;
        Ok(PyParts { session: session.unbind(), parts: Mutex::new(Parts::new(request)) })
    }

    /// The next part.
    fn run<'py>(
        &self,
        py: Python<'py>,
        fetches: &Bound<'py, PyAny>,
        feed_dict: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let session = self.session.get();
        let Understood { structure, request, feeds, keep: _keep } = session.understand(py, fetches, Some(feed_dict))?;
        let own = request.fetches.len();
        let fed: FxHashMap<Output, Tensor> =
            request.feeds.iter().copied().zip(feeds::values(&feeds, feed_dict)?).collect();
        // Not waited for: the part that holds it needs the GIL to end.
        let Ok(mut parts) = self.parts.try_lock() else {
            return Err(PyRuntimeError::new_err("another thread is running a part of this run"));
        };
        let part = parts.next(&session.graph.get().lock(), &request);
        let values = parts.feeds(&part, &fed);
        let executable = session.prepare(py, &part.request)?;
        let latest = AtomicU64::new(u64::MAX);
        let options = RunOptions { timeout: session.timeout, ..RunOptions::default() };
        let ready = py.detach(|| guarded(|| session.session.ready(&executable, &values).map_err(raise)));
        let mut ready = ready.map_err(|e| session.with_operation(py, e))?;
        session.log_placement(py, &executable, &ready)?;
        running::run(py, &session.session, &mut ready, &values, &options, &latest)
            .map_err(|e| session.with_operation(py, e))?;
        let results: Vec<Tensor> = ready.results().iter().flatten().cloned().collect();
        parts.finish(part, values, &results);
        drop(results);
        let built = build(py, &structure, &mut ready.results()[..own]);
        session.session.give_back(&executable, ready);
        built
    }
}
