//! Static shapes to and from Python: `TensorShape` objects, and everything users write for one.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use rheos_base::{Dim, Shape};

/// One size from an int, a Dimension, anything with `__index__`, or None.
pub fn dim_of(value: &Bound<'_, PyAny>) -> PyResult<Dim> {
    if value.is_none() {
        return Ok(Dim::UNKNOWN);
    }
    let number = match value.extract::<i64>() {
        Ok(number) => number,
        Err(error) => {
            let Ok(inner) = value.getattr(intern!(value.py(), "_value")) else { return Err(error) };
            return dim_of(&inner);
        }
    };
    if number < 0 {
        return Err(PyValueError::new_err(format!("Dimension {number} must be >= 0")));
    }
    Ok(Dim::new(number))
}

/// A shape from None, a TensorShape, a size, or a sequence of sizes.
pub fn shape_of(value: &Bound<'_, PyAny>) -> PyResult<Shape> {
    if value.is_none() {
        return Ok(Shape::unknown());
    }
    if !value.is_instance_of::<PyTuple>()
        && !value.is_instance_of::<pyo3::types::PyList>()
        && let Ok(dims) = value.getattr(intern!(value.py(), "_dims"))
    {
        return shape_of(&dims);
    }
    match value.try_iter() {
        Ok(items) => Ok(Shape::of(items.map(|item| dim_of(&item?)).collect::<PyResult<Vec<_>>>()?)),
        Err(_) => match dim_of(value) {
            Ok(dim) => Ok(Shape::of([dim])),
            Err(_) => {
                let shown = value.repr()?;
                Err(PyTypeError::new_err(format!("Cannot convert {shown} to a TensorShape")))
            }
        },
    }
}

/// `(2, None)`, or None for an unknown rank.
pub fn dims_object<'py>(py: Python<'py>, shape: &Shape) -> PyResult<Bound<'py, PyAny>> {
    match shape.dims() {
        None => Ok(py.None().into_bound(py)),
        Some(dims) => Ok(PyTuple::new(py, dims.iter().map(|d| d.get()))?.into_any()),
    }
}

/// A `rheos.TensorShape`.
pub fn shape_object<'py>(py: Python<'py>, shape: &Shape) -> PyResult<Bound<'py, PyAny>> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    MAKE.import(py, "rheos.tensor_shape", "_from_dims")?.call1((dims_object(py, shape)?,))
}
