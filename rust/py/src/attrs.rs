//! Attribute values to and from Python.

use crate::dtype::{PyDType, dtype_object, dtype_of};
use crate::shapes::{shape_object, shape_of};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyList, PyString, PyTuple};
use rheos_base::{Attr, AttrKind};
use std::sync::Arc;

/// Text or bytes.
pub fn bytes_of(value: &Bound<'_, PyAny>) -> PyResult<Arc<[u8]>> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.to_str()?.as_bytes().into());
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().into());
    }
    Err(PyTypeError::new_err(format!("Expected binary or unicode string, got {}", value.repr()?)))
}

fn int_of(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    match value.extract::<i64>() {
        Ok(v) => Ok(v),
        // A Dimension has `__int__` only.
        Err(e) => match value.getattr(intern!(value.py(), "_value")) {
            Ok(inner) => inner.extract(),
            Err(_) => Err(e),
        },
    }
}

fn list_of<T>(
    value: &Bound<'_, PyAny>,
    name: &str,
    item: impl Fn(&Bound<'_, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err(format!("Expected list for attr {name}")));
    }
    match value.try_iter() {
        Ok(items) => items.map(|v| item(&v?)).collect(),
        Err(_) => Err(PyTypeError::new_err(format!("Expected list for attr {name}, got {}", value.repr()?))),
    }
}

/// Reads a value for an attribute of a declared kind.
pub fn from_python(value: &Bound<'_, PyAny>, kind: AttrKind, name: &str) -> PyResult<Attr> {
    let wrong = |what: &str| -> PyErr {
        let shown = value.repr().map(|r| r.to_string()).unwrap_or_default();
        let class = value.get_type().name().map(|n| n.to_string()).unwrap_or_default();
        PyTypeError::new_err(format!("Expected {what} for argument '{name}' not {shown} of type '{class}'."))
    };
    Ok(match kind {
        AttrKind::Bool => match value.cast::<PyBool>() {
            Ok(v) => Attr::Bool(v.is_true()),
            Err(_) => {
                let numpy_bool = value.get_type().name().is_ok_and(|n| n == "bool" || n == "bool_");
                if !numpy_bool {
                    return Err(wrong("bool"));
                }
                Attr::Bool(value.is_truthy()?)
            }
        },
        AttrKind::Int => Attr::Int(int_of(value).map_err(|_| wrong("int"))?),
        AttrKind::Float => Attr::Float(value.extract::<f64>().map_err(|_| wrong("float"))? as f32),
        AttrKind::Str => Attr::Str(bytes_of(value).map_err(|_| wrong("string"))?),
        AttrKind::Type => Attr::Type(dtype_of(value)?),
        AttrKind::Shape => Attr::Shape(shape_of(value)?),
        AttrKind::Tensor => Attr::Tensor(crate::convert::constant(value, None)?),
        AttrKind::Func => Attr::Func(value.extract::<String>().map_err(|_| wrong("function name"))?.into()),
        AttrKind::Ints => Attr::Ints(list_of(value, name, int_of)?.into()),
        AttrKind::Floats => Attr::Floats(list_of(value, name, |v| Ok(v.extract::<f64>()? as f32))?.into()),
        AttrKind::Bools => Attr::Bools(list_of(value, name, |v| v.is_truthy())?.into()),
        AttrKind::Strs => Attr::Strs(list_of(value, name, bytes_of)?.into()),
        AttrKind::Types => Attr::Types(list_of(value, name, dtype_of)?.into()),
        AttrKind::Shapes => Attr::Shapes(list_of(value, name, shape_of)?.into()),
        AttrKind::Funcs => Attr::Funcs(list_of(value, name, |v| Ok(v.extract::<String>()?.into()))?.into()),
    })
}

/// Reads a value for an attribute that the op does not declare: its Python type decides.
pub fn guess(value: &Bound<'_, PyAny>) -> PyResult<Attr> {
    let kind_of = |v: &Bound<'_, PyAny>| {
        Some(if v.is_instance_of::<PyBool>() {
            (AttrKind::Bool, AttrKind::Bools)
        } else if v.is_instance_of::<PyInt>() {
            (AttrKind::Int, AttrKind::Ints)
        } else if v.is_instance_of::<PyFloat>() {
            (AttrKind::Float, AttrKind::Floats)
        } else if v.is_instance_of::<PyString>() || v.is_instance_of::<PyBytes>() {
            (AttrKind::Str, AttrKind::Strs)
        } else if v.is_instance_of::<PyDType>() {
            (AttrKind::Type, AttrKind::Types)
        } else if v.hasattr("_dims").unwrap_or(false) {
            (AttrKind::Shape, AttrKind::Shapes)
        } else {
            return None;
        })
    };
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let kind = match value.get_item(0) {
            Ok(first) => kind_of(&first).map(|k| k.1),
            Err(_) => Some(AttrKind::Ints),
        };
        if let Some(kind) = kind {
            return from_python(value, kind, "");
        }
    } else if let Some((kind, _)) = kind_of(value) {
        return from_python(value, kind, "");
    }
    Err(PyTypeError::new_err(format!("cannot make an attribute of {}", value.repr()?)))
}

/// The Python value inside an AttrValue-like object; other values as they are.
pub fn unwrap_attr_value<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if !value.hasattr("WhichOneof")? {
        return Ok(value.clone());
    }
    let field = value.call_method1("WhichOneof", ("value",))?;
    if field.is_none() {
        return Err(PyValueError::new_err("the AttrValue is empty"));
    }
    let inner = value.getattr(field.cast::<PyString>()?)?;
    if field.eq("list")? {
        for list in ["s", "i", "f", "b", "type", "shape"] {
            let items = inner.getattr(list)?;
            if items.len()? > 0 {
                return Ok(PyList::new(value.py(), items.try_iter()?.collect::<PyResult<Vec<_>>>()?)?.into_any());
            }
        }
        return Ok(PyList::empty(value.py()).into_any());
    }
    Ok(inner)
}

pub fn to_python<'py>(py: Python<'py>, attr: &Attr) -> PyResult<Bound<'py, PyAny>> {
    fn list<'py, T>(
        py: Python<'py>,
        items: &[T],
        f: impl Fn(&T) -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyList::new(py, items.iter().map(f).collect::<PyResult<Vec<_>>>()?)?.into_any())
    }
    Ok(match attr {
        Attr::Int(v) => v.into_pyobject(py)?.into_any(),
        Attr::Float(v) => PyFloat::new(py, f64::from(*v)).into_any(),
        Attr::Bool(v) => PyBool::new(py, *v).to_owned().into_any(),
        Attr::Str(v) => PyBytes::new(py, v).into_any(),
        Attr::Type(v) => dtype_object(py, *v)?.into_any(),
        Attr::Shape(v) => shape_object(py, v)?,
        Attr::Tensor(v) => crate::results::to_numpy(py, v.clone())?,
        Attr::Func(v) => PyString::new(py, v).into_any(),
        Attr::Ints(v) => PyList::new(py, v.iter())?.into_any(),
        Attr::Floats(v) => PyList::new(py, v.iter().map(|&x| f64::from(x)))?.into_any(),
        Attr::Bools(v) => PyList::new(py, v.iter())?.into_any(),
        Attr::Strs(v) => list(py, v, |s| Ok(PyBytes::new(py, s).into_any()))?,
        Attr::Types(v) => list(py, v, |&d| Ok(dtype_object(py, d)?.into_any()))?,
        Attr::Shapes(v) => list(py, v, |s| shape_object(py, s))?,
        Attr::Funcs(v) => list(py, v, |s| Ok(PyString::new(py, s).into_any()))?,
    })
}
