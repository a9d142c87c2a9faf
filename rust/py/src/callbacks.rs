//! Python functions as ops: tensors go in as NumPy values, arrays come back; which function a token means and what
//! its results become is up to `rheos.python_functions`.
//!
//! Invariant: the GIL is held only here while a run is under way, and no lock of the core is held when it is taken.

use crate::convert::from_array;
use crate::results::to_numpy;
use numpy::PyUntypedArray;
use pyo3::exceptions::{
    PyException, PyKeyboardInterrupt, PyMemoryError, PyNotImplementedError, PyStopIteration, PyTypeError, PyValueError,
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyTuple};
use rheos_base::{Denormals, Error, Kind, Result, Tensor};
use rheos_graph::Callbacks;
use std::ffi::c_long;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

/// The functions that `tf.py_func` was given.
pub struct PythonFunctions;

impl Callbacks for PythonFunctions {
    fn call(&self, token: &str, inputs: &[Tensor], cancelled: &AtomicBool) -> Result<Vec<Tensor>> {
        let _kept = Denormals::kept();
        Python::attach(|py| {
            let results = Running::enter(py, cancelled).and_then(|_running| call(py, token, inputs));
            results.map_err(|e| failure(py, e))
        })
    }
}

fn call(py: Python<'_>, token: &str, inputs: &[Tensor]) -> PyResult<Vec<Tensor>> {
    static CALL: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    // A second reference to each tensor makes its array a copy, which the function may write to.
    let arguments = inputs.iter().map(|t| to_numpy(py, t.clone())).collect::<PyResult<Vec<_>>>()?;
    let call = CALL.import(py, "rheos.python_functions", "_call")?;
    let results = call.call1((token, PyTuple::new(py, arguments)?))?;
    results.cast::<PyList>()?.iter().map(|value| from_array(value.cast::<PyUntypedArray>()?, None)).collect()
}

/// TensorFlow's code for an exception, with the traceback in the message.
fn failure(py: Python<'_>, raised: PyErr) -> Error {
    static DESCRIBE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let kind = if raised.is_instance_of::<PyValueError>(py) || raised.is_instance_of::<PyTypeError>(py) {
        Kind::InvalidArgument
    } else if raised.is_instance_of::<PyStopIteration>(py) {
        Kind::OutOfRange
    } else if raised.is_instance_of::<PyMemoryError>(py) {
        Kind::ResourceExhausted
    } else if raised.is_instance_of::<PyNotImplementedError>(py) {
        Kind::Unimplemented
    } else {
        Kind::Unknown
    };
    let text = match raised.is_instance_of::<PyException>(py) {
        false => Ok(raised.to_string()),
        true => DESCRIBE
            .import(py, "rheos.python_functions", "_describe")
            .and_then(|describe| describe.call1((raised.value(py), raised.traceback(py))))
            .and_then(|text| text.extract::<String>()),
    };
    let text = text.unwrap_or_else(|_| raised.to_string());
    Error::new(kind, text).with_cause(Arc::new(raised))
}

/// Threads that run Python functions now, with the address of their run's sign to stop.
static RUNNING: Mutex<Vec<(c_long, usize)>> = Mutex::new(Vec::new());

struct Running(c_long, usize);

fn running() -> std::sync::MutexGuard<'static, Vec<(c_long, usize)>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Running {
    fn enter(py: Python<'_>, cancelled: &AtomicBool) -> PyResult<Running> {
        static IDENT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let thread = IDENT.import(py, "threading", "get_ident")?.call0()?.extract::<u64>()? as c_long;
        let entry = Running(thread, std::ptr::from_ref(cancelled).addr());
        running().push((entry.0, entry.1));
        Ok(entry)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut all = running();
        if let Some(at) = all.iter().rposition(|&(thread, run)| (thread, run) == (self.0, self.1)) {
            all.remove(at);
        }
    }
}

/// Raises KeyboardInterrupt in the Python function that a run is in.
pub fn interrupt(cancelled: &AtomicBool) {
    let run = std::ptr::from_ref(cancelled).addr();
    Python::attach(|py| {
        let exception = py.get_type::<PyKeyboardInterrupt>();
        for &(thread, _) in running().iter().filter(|(_, other)| *other == run) {
            // SAFETY: the GIL is held; a thread that is gone by now makes this do nothing.
            unsafe { pyo3::ffi::PyThreadState_SetAsyncExc(thread, exception.as_ptr()) };
        }
    });
}
