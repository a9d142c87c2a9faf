//! The core's errors as Python exceptions, and the wall that no panic crosses.

use pyo3::exceptions::{PyException, PyKeyError, PyLookupError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use rheos_base::{Error, Kind};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The exception a TensorFlow 1 user would catch.
pub fn raise(error: Error) -> PyErr {
    let text = error.to_string();
    if let Some(raised) = error.cause().and_then(|c| c.downcast_ref::<PyErr>()) {
        return raised_by_function(&error, raised);
    }
    match error.kind() {
        Kind::Value => PyValueError::new_err(text),
        Kind::Type => PyTypeError::new_err(text),
        Kind::Key => PyKeyError::new_err(text),
        Kind::Lookup => PyLookupError::new_err(text),
        Kind::Runtime => PyRuntimeError::new_err(text),
        _ => Python::attach(|py| make(py, &error, &text)),
    }
}

/// The error for an exception of a Python function that ran as an op; KeyboardInterrupt and its like go on as they are.
fn raised_by_function(error: &Error, raised: &PyErr) -> PyErr {
    Python::attach(|py| {
        if !raised.is_instance_of::<PyException>(py) {
            return raised.clone_ref(py);
        }
        let made = make(py, error, &error.to_string());
        made.set_cause(py, Some(raised.clone_ref(py)));
        made
    })
}

fn make(py: Python<'_>, error: &Error, text: &str) -> PyErr {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let code = error.kind().code().map_or(2, |c| c as i32);
    let place = error.place();
    let node = place.map_or("", |p| &p.node);
    let op = place.map_or("", |p| &p.op);
    let made = MAKE.import(py, "rheos.errors", "_make").and_then(|make| make.call1((code, text, node, op)));
    made.map_or_else(|e| e, PyErr::from_value)
}

/// Runs a piece of the core; a panic becomes an InternalError that shows its text.
pub fn guarded<T>(f: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(result) => result,
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("unknown reason");
            Err(raise(Error::new(Kind::Internal, format!("a fault of rheos itself, please report it: {text}"))))
        }
    }
}
