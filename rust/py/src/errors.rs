//! The core's errors as Python exceptions, and the wall that no panic crosses.

use pyo3::exceptions::{PyKeyError, PyLookupError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use rheos_base::{Error, Kind};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The exception a TensorFlow 1 user would catch.
pub fn raise(error: Error) -> PyErr {
    let text = error.to_string();
    match error.kind() {
        Kind::Value => PyValueError::new_err(text),
        Kind::Type => PyTypeError::new_err(text),
        Kind::Key => PyKeyError::new_err(text),
        Kind::Lookup => PyLookupError::new_err(text),
        Kind::Runtime => PyRuntimeError::new_err(text),
        kind => Python::attach(|py| {
            let code = kind.code().map_or(2, |c| c as i32);
            let place = error.place();
            let node = place.map_or("", |p| &p.node);
            let op = place.map_or("", |p| &p.op);
            make(py, code, &text, node, op).unwrap_or_else(|e| e)
        }),
    }
}

fn make(py: Python<'_>, code: i32, text: &str, node: &str, op: &str) -> PyResult<PyErr> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = MAKE.import(py, "rheos.errors", "_make")?;
    Ok(PyErr::from_value(make.call1((code, text, node, op))?))
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
