//! Values of the core as NumPy arrays and scalars. A buffer nobody else holds is handed over without a copy.

use crate::dtype::{numpy_number, numpy_type};
use crate::errors::raise;
use numpy::npyffi::flags::NPY_ARRAY_WRITEABLE;
use numpy::npyffi::{NPY_TYPES, NpyTypes, PY_ARRAY_API, get_type_object, npy_intp};
use pyo3::exceptions::PyTypeError;
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
        Data::Handle(_) => Err(PyTypeError::new_err(format!("a {} has no NumPy value", value.dtype()))),
        Data::Plain(_) => plain(py, value),
    }
}

fn plain(py: Python<'_>, value: Tensor) -> PyResult<Bound<'_, PyAny>> {
    let dtype = value.dtype();
    let number = match numpy_number(dtype) {
        Some(number) => number,
        None => {
            // bfloat16: the bits, seen as the extension type's elements.
            let kind = numpy_type(py, dtype)?;
            let bits = Tensor::from_bytes(DType::U16, value.dims(), value.bytes().map_err(raise)?).map_err(raise)?;
            let array = array_of(py, bits, NPY_TYPES::NPY_USHORT)?.call_method1("view", (kind,))?;
            return if value.dims().is_empty() { array.get_item(()) } else { Ok(array) };
        }
    };
    if value.dims().is_empty() {
        // SAFETY: the data is one element of the described type; both calls give new references or null.
        return unsafe {
            let descr = PY_ARRAY_API.PyArray_DescrFromType(py, number as i32);
            let data = value.ptr().cast();
            let scalar = PY_ARRAY_API.PyArray_Scalar(py, data, descr, std::ptr::null_mut());
            pyo3::ffi::Py_XDECREF(descr.cast());
            Bound::from_owned_ptr_or_err(py, scalar)
        };
    }
    array_of(py, value, number)
}

fn array_of(py: Python<'_>, value: Tensor, number: NPY_TYPES) -> PyResult<Bound<'_, PyAny>> {
    let mut dims: smallvec::SmallVec<[npy_intp; 6]> = value.dims().iter().map(|&d| d as npy_intp).collect();
    let bytes = value.byte_len();
    let unique = match value.data() {
        Data::Plain(buffer) => Arc::strong_count(buffer) == 1,
        _ => false,
    };
    let share = unique && bytes > SMALL;
    let data = if share { value.ptr().cast() } else { std::ptr::null_mut() };
    // SAFETY: `dims` has `len` entries; the array steals the descriptor. With `data` null NumPy allocates, else the
    // memory is kept by the `Memory` that becomes the array's base, and is aligned and written by no one else.
    unsafe {
        let descr = PY_ARRAY_API.PyArray_DescrFromType(py, number as i32);
        let subtype = get_type_object(py, NpyTypes::PyArray_Type);
        let flags = if share { NPY_ARRAY_WRITEABLE } else { 0 };
        let array = PY_ARRAY_API.PyArray_NewFromDescr(
            py,
            subtype,
            descr,
            dims.len() as i32,
            dims.as_mut_ptr(),
            std::ptr::null_mut(),
            data,
            flags,
            std::ptr::null_mut(),
        );
        let object = Bound::from_owned_ptr_or_err(py, array)?;
        let raw = array.cast::<numpy::npyffi::PyArrayObject>();
        if share {
            let owner = Bound::new(py, Memory { _tensor: value })?;
            if PY_ARRAY_API.PyArray_SetBaseObject(py, raw, owner.into_ptr()) < 0 {
                return Err(PyErr::fetch(py));
            }
        } else {
            std::ptr::copy_nonoverlapping(value.ptr(), (*raw).fields.data.cast::<u8>(), bytes);
        }
        Ok(object)
    }
}
