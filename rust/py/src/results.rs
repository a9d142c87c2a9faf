//! Values of the core as NumPy arrays and scalars. A buffer nobody else holds is handed over without a copy.

use crate::dtype::{numpy_number, numpy_type};
use crate::errors::raise;
use numpy::npyffi::flags::NPY_ARRAY_WRITEABLE;
use numpy::npyffi::{NPY_TYPES, NpyTypes, PY_ARRAY_API, PyArrayObject, get_type_object, npy_intp};
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use rheos_base::{DType, Data, Tensor};
use std::sync::Arc;

/// Keeps a tensor's memory alive for the array that shows it.
#[pyclass(module = "rheos._native", frozen)]
struct Memory {
    _tensor: Tensor,
}

/// Arrays up to this many bytes are copied: that is cheaper than an owner object.
const SMALL: usize = 2048;

/// The array, or for sizes () the NumPy scalar (bytes for strings).
pub fn to_numpy(py: Python<'_>, value: Tensor) -> PyResult<Bound<'_, PyAny>> {
    hand_out(py, &mut Some(value))
}

/// The same for the result of a run, which is taken if the array shows its memory, and stays if that is copied.
pub fn hand_out<'py>(py: Python<'py>, result: &mut Option<Tensor>) -> PyResult<Bound<'py, PyAny>> {
    let Some(value) = result else { return Err(PyRuntimeError::new_err("a result was taken twice")) };
    match value.data() {
        Data::Strings(strings) => {
            if value.dims().is_empty() {
                return Ok(PyBytes::new(py, &strings[0]).into_any());
            }
            let numpy = py.import("numpy")?;
            let array = numpy.call_method1("empty", (value.len(), numpy.getattr("object_")?))?;
            for (i, text) in strings.iter().enumerate() {
                array.set_item(i, PyBytes::new(py, text))?;
            }
            array.call_method1("reshape", (pyo3::types::PyTuple::new(py, value.dims())?,))
        }
        Data::Handle(_) | Data::Remote(_) => {
            Err(PyTypeError::new_err(format!("a {} has no NumPy value", value.dtype())))
        }
        Data::Plain(buffer) => {
            let dtype = value.dtype();
            let number = match numpy_number(dtype) {
                Some(number) => number,
                None => {
                    // bfloat16: the bits, seen as the extension type's elements.
                    let kind = numpy_type(py, dtype)?;
                    let bits = Tensor::from_bytes(DType::U16, value.dims(), value.bytes().map_err(raise)?);
                    let array =
                        copied(py, &bits.map_err(raise)?, NPY_TYPES::NPY_USHORT)?.call_method1("view", (kind,))?;
                    return if value.dims().is_empty() { array.get_item(()) } else { Ok(array) };
                }
            };
            if value.dims().is_empty() {
                return scalar(py, value, number);
            }
            if value.byte_len() <= SMALL || Arc::strong_count(buffer) > 1 {
                return copied(py, value, number);
            }
            match result.take() {
                Some(value) => shown(py, value, number),
                None => Err(PyRuntimeError::new_err("a result was taken twice")),
            }
        }
    }
}

fn scalar<'py>(py: Python<'py>, value: &Tensor, number: NPY_TYPES) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: the data is one element of the described type; both calls give new references or null.
    unsafe {
        let descr = PY_ARRAY_API.PyArray_DescrFromType(py, number as i32);
        let scalar = PY_ARRAY_API.PyArray_Scalar(py, value.ptr().cast(), descr, std::ptr::null_mut());
        pyo3::ffi::Py_XDECREF(descr.cast());
        Bound::from_owned_ptr_or_err(py, scalar)
    }
}

fn copied<'py>(py: Python<'py>, value: &Tensor, number: NPY_TYPES) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: without an address NumPy allocates as many bytes as the value has.
    unsafe {
        let array = array_at(py, value, number, std::ptr::null_mut())?;
        let data = (*array.as_ptr().cast::<PyArrayObject>()).fields.data.cast::<u8>();
        std::ptr::copy_nonoverlapping(value.ptr(), data, value.byte_len());
        Ok(array)
    }
}

/// An array on the value's memory, which nobody else refers to.
fn shown(py: Python<'_>, value: Tensor, number: NPY_TYPES) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: the memory is aligned, has as many elements, and is kept by the `Memory` that becomes the array's base.
    unsafe {
        let array = array_at(py, &value, number, value.ptr())?;
        let owner = Bound::new(py, Memory { _tensor: value })?;
        if PY_ARRAY_API.PyArray_SetBaseObject(py, array.as_ptr().cast(), owner.into_ptr()) < 0 {
            return Err(PyErr::fetch(py));
        }
        Ok(array)
    }
}

/// An array of the value's sizes on memory at `data`, or on its own where that is null.
///
/// # Safety
/// `data` is null or valid for the value's elements as long as the array lives.
unsafe fn array_at<'py>(
    py: Python<'py>,
    value: &Tensor,
    number: NPY_TYPES,
    data: *mut u8,
) -> PyResult<Bound<'py, PyAny>> {
    let mut dims: smallvec::SmallVec<[npy_intp; 6]> = value.dims().iter().map(|&d| d as npy_intp).collect();
    let flags = if data.is_null() { 0 } else { NPY_ARRAY_WRITEABLE };
    let none = std::ptr::null_mut();
    // SAFETY: `dims` has as many entries as is said; the array steals the descriptor; the rest is the caller's promise.
    unsafe {
        let descr = PY_ARRAY_API.PyArray_DescrFromType(py, number as i32);
        let kind = get_type_object(py, NpyTypes::PyArray_Type);
        let (rank, sizes) = (dims.len() as i32, dims.as_mut_ptr());
        let array =
            PY_ARRAY_API.PyArray_NewFromDescr(py, kind, descr, rank, sizes, none, data.cast(), flags, none.cast());
        Bound::from_owned_ptr_or_err(py, array)
    }
}
