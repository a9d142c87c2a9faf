//! `tensor[...]` as one StridedSlice: ints, slices, `...`, `tf.newaxis`, scalar tensors, boolean masks.

use crate::apply::{Hint, convert, tensor_object};
use crate::graph::PyGraph;
use crate::operators::{self, Binary};
use crate::tensor::PyTensor;
use numpy::{PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyEllipsis, PyInt, PyList, PySlice, PyTuple};
use rheos_base::{Attr, DType};
use rheos_graph::Output;

#[derive(Default)]
struct Spec<'py> {
    begin: Vec<Bound<'py, PyAny>>,
    end: Vec<Bound<'py, PyAny>>,
    strides: Vec<Bound<'py, PyAny>>,
    begin_mask: i64,
    end_mask: i64,
    ellipsis_mask: i64,
    new_axis_mask: i64,
    shrink_axis_mask: i64,
}

fn int<'py>(py: Python<'py>, value: i64) -> PyResult<Bound<'py, PyAny>> {
    Ok(value.into_pyobject(py)?.into_any())
}

fn is_index(value: &Bound<'_, PyAny>) -> bool {
    if let Ok(tensor) = value.cast::<PyTensor>() {
        return matches!(tensor.get().dtype, DType::I16 | DType::I32 | DType::I64 | DType::U8 | DType::Resource);
    }
    !value.is_instance_of::<PyBool>()
        && (value.is_instance_of::<PyInt>()
            || value.hasattr("__index__").unwrap_or(false)
            || value.hasattr("_as_tensor").unwrap_or(false))
}

fn check_index<'py>(value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if is_index(&value) {
        // A Dimension stands for its size.
        return match value.getattr(intern!(value.py(), "_value")) {
            Ok(size) if value.hasattr("_as_tensor")? && size.is_instance_of::<PyInt>() => Ok(size),
            _ => Ok(value),
        };
    }
    Err(PyTypeError::new_err(format!(
        "Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar tf.int32/tf.int64 tensors are \
         valid indices, got {}",
        value.repr()?
    )))
}

/// `index + 1`, as a number or as a node.
fn next<'py>(index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = index.py();
    if let Ok(value) = index.extract::<i64>() {
        return int(py, value + 1);
    }
    match index.cast::<PyTensor>() {
        Ok(tensor) => Ok(operators::binary(tensor, &int(py, 1)?, Binary::Add, false)?.into_bound(py)),
        Err(_) => index.add(1),
    }
}

impl<'py> Spec<'py> {
    fn push(&mut self, begin: Bound<'py, PyAny>, end: Bound<'py, PyAny>, stride: Bound<'py, PyAny>) {
        self.begin.push(begin);
        self.end.push(end);
        self.strides.push(stride);
    }

    fn item(&mut self, item: &Bound<'py, PyAny>) -> PyResult<()> {
        let py = item.py();
        let bit = 1i64 << self.begin.len();
        if let Ok(slice) = item.cast::<PySlice>() {
            let part = |name: &str, default: i64| -> PyResult<(Bound<'py, PyAny>, bool)> {
                let value = slice.getattr(name)?;
                if value.is_none() { Ok((int(py, default)?, true)) } else { Ok((check_index(value)?, false)) }
            };
            let (begin, no_begin) = part("start", 0)?;
            let (end, no_end) = part("stop", 0)?;
            let (stride, _) = part("step", 1)?;
            self.push(begin, end, stride);
            self.begin_mask |= if no_begin { bit } else { 0 };
            self.end_mask |= if no_end { bit } else { 0 };
        } else if item.is_instance_of::<PyEllipsis>() {
            self.push(int(py, 0)?, int(py, 0)?, int(py, 1)?);
            self.ellipsis_mask |= bit;
        } else if item.is_none() {
            self.push(int(py, 0)?, int(py, 0)?, int(py, 1)?);
            self.new_axis_mask |= bit;
        } else {
            let index = check_index(item.clone())?;
            let end = next(&index)?;
            self.push(index, end, int(py, 1)?);
            self.shrink_axis_mask |= bit;
        }
        Ok(())
    }
}

fn is_mask(key: &Bound<'_, PyAny>) -> bool {
    if let Ok(tensor) = key.cast::<PyTensor>() {
        return tensor.get().dtype == DType::Bool;
    }
    match key.cast::<PyUntypedArray>() {
        Ok(array) => crate::dtype::from_descr(&array.dtype()) == Some(DType::Bool),
        Err(_) => false,
    }
}

/// begin, end or strides as one vector; int64 as soon as one of them is.
fn vector(graph: &Bound<'_, PyGraph>, items: &[Bound<'_, PyAny>], dtype: DType) -> PyResult<Output> {
    let list = PyList::new(graph.py(), items)?;
    let wide = items.iter().filter_map(|i| i.cast::<PyTensor>().ok()).any(|t| t.get().dtype != dtype);
    let hint = if wide { Hint::None } else { Hint::Exact(dtype) };
    let made = convert(graph, list.as_any(), hint, Some("stack"))?;
    if graph.get().lock().fact(made).dtype == dtype {
        return Ok(made);
    }
    PyGraph::add1(graph, "Cast", &[made.into()], &[("DstT", Attr::Type(dtype))], None)
}

pub fn slice<'py>(x: &Bound<'py, PyTensor>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = x.py();
    if is_mask(key) {
        return py.import("rheos.array")?.getattr("boolean_mask")?.call1((x, key));
    }
    let mut spec = Spec::default();
    if let Ok(items) = key.cast::<PyTuple>() {
        items.iter().try_for_each(|item| spec.item(&item))?;
    } else if let Ok(items) = key.cast::<PyList>() {
        items.iter().try_for_each(|item| spec.item(&item))?;
    } else {
        spec.item(key)?;
    }
    let graph = x.get().graph.bind(py);
    let wide = [&spec.begin, &spec.end, &spec.strides]
        .into_iter()
        .flatten()
        .filter_map(|i| i.cast::<PyTensor>().ok())
        .any(|t| t.get().dtype == DType::I64);
    let dtype = if wide { DType::I64 } else { DType::I32 };
    let (scope, old) = graph.get().open_scope("strided_slice")?;
    let made = (|| {
        let begin = vector(graph, &spec.begin, dtype)?;
        let end = vector(graph, &spec.end, dtype)?;
        let strides = vector(graph, &spec.strides, dtype)?;
        let own = convert(graph, x.as_any(), Hint::Preferred(DType::F32), None)?;
        let attrs = [
            ("begin_mask", Attr::Int(spec.begin_mask)),
            ("end_mask", Attr::Int(spec.end_mask)),
            ("ellipsis_mask", Attr::Int(spec.ellipsis_mask)),
            ("new_axis_mask", Attr::Int(spec.new_axis_mask)),
            ("shrink_axis_mask", Attr::Int(spec.shrink_axis_mask)),
        ];
        let args = [own.into(), begin.into(), end.into(), strides.into()];
        PyGraph::add1(graph, "StridedSlice", &args, &attrs, Some(&scope))
    })();
    graph.get().close_scope(old);
    tensor_object(graph, made?)
}
