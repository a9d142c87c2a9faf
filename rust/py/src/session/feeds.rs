//! What is fed: keys are Tensors, names or values made of several tensors; values become tensors of the fed dtype as
//! `numpy.asarray(value, dtype)` makes them.

use super::Key;
use crate::convert::from_array;
use crate::dtype::numpy_type;
use crate::errors::raise;
use crate::graph::{PyGraph, shape_in};
use crate::tensor::PyTensor;
use numpy::PyUntypedArray;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyTuple};
use rheos_base::{DType, Shape, Tensor};
use rheos_graph::Output;
use smallvec::SmallVec;

/// One tensor that is fed.
pub struct Slot {
    pub output: Output,
    dtype: DType,
    shape: Shape,
    name: String,
}

/// The tensors that one key of the dictionary feeds: one, or those of a tuple or of a sparse value, in order.
pub enum FeedKey {
    One(Slot),
    Many(Vec<FeedKey>),
}

impl FeedKey {
    /// All tensors of the key, in order.
    pub fn slots(&self) -> Vec<&Slot> {
        match self {
            FeedKey::One(slot) => vec![slot],
            FeedKey::Many(keys) => keys.iter().flat_map(|k| k.slots()).collect(),
        }
    }
}

/// Appends what identifies the keys; false where addresses do not tell.
pub fn key(feed_dict: Option<&Bound<'_, PyDict>>, out: &mut Key) -> bool {
    let Some(dict) = feed_dict else { return true };
    out.push(dict.len());
    dict.iter().all(|(key, _)| {
        out.push(key.as_ptr() as usize);
        !key.is_instance_of::<PyTuple>()
    })
}

pub fn understand<'py>(
    graph: &Bound<'py, PyGraph>,
    feed_dict: Option<&Bound<'py, PyDict>>,
    keep: &mut Vec<Py<PyAny>>,
) -> PyResult<Vec<FeedKey>> {
    let mut out = Vec::new();
    for (key, _) in feed_dict.into_iter().flat_map(|d| d.iter()) {
        keep.push(key.clone().unbind());
        out.push(one_key(graph, &key)?);
    }
    Ok(out)
}

fn one_key<'py>(graph: &Bound<'py, PyGraph>, key: &Bound<'py, PyAny>) -> PyResult<FeedKey> {
    let py = key.py();
    let many = |parts: Vec<Bound<'py, PyAny>>| -> PyResult<FeedKey> {
        Ok(FeedKey::Many(parts.iter().map(|part| one_key(graph, part)).collect::<PyResult<_>>()?))
    };
    if let Ok(items) = key.cast::<PyTuple>() {
        return many(items.iter().collect());
    }
    if let Ok(parts) = key.getattr(intern!(py, "_fetch_parts")) {
        let (_, parts): (Bound<'py, PyAny>, Vec<Bound<'py, PyAny>>) = parts.call0()?.extract()?;
        return many(parts.into_iter().filter(|p| !p.is_none()).collect());
    }
    let own = key.cast::<PyTensor>().ok().filter(|t| t.get().graph.is(graph)).cloned();
    let tensor = match own {
        Some(tensor) => tensor,
        None => {
            let found = graph.call_method1(intern!(py, "as_graph_element"), (key, true, false)).map_err(|e| {
                let reason = match e.value(py).getattr("args").and_then(|a| a.get_item(0)) {
                    Ok(text) => text.to_string(),
                    Err(_) => e.to_string(),
                };
                PyTypeError::new_err(format!("Cannot interpret feed_dict key as Tensor: {reason}"))
            })?;
            found.cast_into::<PyTensor>()?
        }
    };
    if !graph.call_method1(intern!(py, "is_feedable"), (&tensor,))?.is_truthy()? {
        return Err(PyValueError::new_err(format!("Tensor {} may not be fed.", tensor.str()?)));
    }
    let this = tensor.get();
    Ok(FeedKey::One(Slot {
        output: this.output,
        dtype: this.dtype,
        shape: shape_in(graph.get(), this.output),
        name: tensor.getattr("name")?.extract()?,
    }))
}

/// The values of the dictionary in the order of the keys' tensors.
pub fn values(keys: &[FeedKey], feed_dict: &Bound<'_, PyDict>) -> PyResult<SmallVec<[Tensor; 4]>> {
    let mut out = SmallVec::new();
    for (key, (_, value)) in keys.iter().zip(feed_dict.iter()) {
        key.values(&value, &mut out)?;
    }
    Ok(out)
}

impl FeedKey {
    /// What is fed for each tensor: the parts of the value follow the parts of the key.
    fn values(&self, value: &Bound<'_, PyAny>, out: &mut SmallVec<[Tensor; 4]>) -> PyResult<()> {
        let keys = match self {
            FeedKey::One(slot) => {
                out.push(slot.value(value)?);
                return Ok(());
            }
            FeedKey::Many(keys) => keys,
        };
        // An IndexedSlicesValue without a shape says None.
        let parts: Vec<Bound<'_, PyAny>> =
            value.try_iter()?.filter(|p| p.as_ref().map_or(true, |p| !p.is_none())).collect::<PyResult<_>>()?;
        if parts.len() != keys.len() {
            return Err(PyValueError::new_err(format!(
                "a feed of {} tensors needs as many values, got {}",
                keys.len(),
                parts.len()
            )));
        }
        keys.iter().zip(&parts).try_for_each(|(key, part)| key.values(part, out))
    }
}

impl Slot {
    fn value(&self, value: &Bound<'_, PyAny>) -> PyResult<Tensor> {
        let tensor = self.convert(value)?;
        if self.shape.admits(tensor.dims()) {
            return Ok(tensor);
        }
        Err(PyValueError::new_err(format!(
            "Cannot feed value of shape {} for Tensor '{}', which has shape '{}'",
            Shape::known(tensor.dims()),
            self.name,
            self.shape
        )))
    }

    fn convert(&self, value: &Bound<'_, PyAny>) -> PyResult<Tensor> {
        if value.is_exact_instance_of::<PyFloat>() {
            match self.dtype {
                DType::F32 => return Tensor::scalar(value.extract::<f64>()? as f32).map_err(raise),
                DType::F64 => return Tensor::scalar(value.extract::<f64>()?).map_err(raise),
                _ => {}
            }
        } else if value.is_instance_of::<PyInt>() {
            return self.integer(value);
        } else if let Ok(array) = value.cast::<PyUntypedArray>() {
            return self.array(array);
        } else if value.is_instance_of::<PyTensor>() || value.hasattr(intern!(value.py(), "_as_tensor"))? {
            return Err(PyTypeError::new_err(format!(
                "The value of a feed cannot be a tf.Tensor object. Acceptable feed values include Python scalars, \
                 strings, lists, numpy ndarrays, or TensorHandles. For reference, the tensor object was {} which was \
                 passed to the feed with key {}.",
                value.str()?,
                self.name
            )));
        } else if value.is_none() {
            return Err(PyTypeError::new_err(format!("None cannot be fed for Tensor '{}'", self.name)));
        }
        self.array(&self.as_array(value)?)
    }

    fn integer(&self, value: &Bound<'_, PyAny>) -> PyResult<Tensor> {
        if value.is_exact_instance_of::<PyBool>() || self.dtype == DType::Bool {
            return self.array(&self.as_array(value)?);
        }
        match self.dtype {
            DType::F32 => Tensor::scalar(value.extract::<f64>()? as f32).map_err(raise),
            DType::F64 => Tensor::scalar(value.extract::<f64>()?).map_err(raise),
            dtype if dtype.is_integer() => crate::convert::constant(value, Some(dtype)).map_err(|_| {
                let shown = value.str().map(|s| s.to_string()).unwrap_or_default();
                PyTypeError::new_err(format!(
                    "Type of feed value {shown} with type {} is not compatible with Tensor type {dtype} of '{}'. Try \
                     explicitly setting the type of the feed tensor to a larger type (e.g. int64).",
                    value.get_type(),
                    self.name
                ))
            }),
            _ => self.array(&self.as_array(value)?),
        }
    }

    fn array(&self, array: &Bound<'_, PyUntypedArray>) -> PyResult<Tensor> {
        from_array(array, Some(self.dtype)).map_err(|e| self.blame(array.py(), e))
    }

    /// What `numpy.asarray(value, dtype)` gives; buffers and DLPack objects included.
    fn as_array<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyUntypedArray>> {
        let py = value.py();
        let numpy = py.import(intern!(py, "numpy"))?;
        let dlpack = intern!(py, "__dlpack__");
        if value.hasattr(dlpack)? && !value.hasattr(intern!(py, "__array__"))? {
            return Ok(numpy.call_method1("from_dlpack", (value,))?.cast_into()?);
        }
        let dtype = match self.dtype {
            DType::BF16 => numpy.getattr("float32")?,
            dtype if dtype.is_quantized() => numpy.getattr(&dtype.name()[1..])?,
            dtype => numpy_type(py, dtype)?,
        };
        let made = numpy.call_method1(intern!(py, "asarray"), (value, dtype)).map_err(|e| self.blame(py, e))?;
        Ok(made.cast_into()?)
    }

    /// Names the fed tensor in an error about its value.
    fn blame(&self, py: Python<'_>, error: PyErr) -> PyErr {
        let text = format!("Cannot feed Tensor '{}' of dtype {}: {}", self.name, self.dtype, error.value(py));
        if error.is_instance_of::<PyTypeError>(py) {
            PyTypeError::new_err(text)
        } else if error.is_instance_of::<PyValueError>(py) {
            PyValueError::new_err(text)
        } else {
            error
        }
    }
}
