//! `DType`: one object per element type, and reading a dtype from what users write for one.

use numpy::npyffi::NPY_TYPES;
use numpy::{PyArrayDescr, PyArrayDescrMethods};
use pyo3::basic::CompareOp;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyType};
use rheos_base::DType;
use std::ffi::c_long;

/// The type of a tensor's elements.
#[pyclass(name = "DType", module = "rheos._native", frozen)]
pub struct PyDType {
    pub dtype: DType,
}

/// The one object of an element type.
pub fn dtype_object(py: Python<'_>, dtype: DType) -> PyResult<Bound<'_, PyDType>> {
    static ALL: PyOnceLock<Vec<Option<Py<PyDType>>>> = PyOnceLock::new();
    let all = ALL.get_or_try_init(py, || {
        (0..=23)
            .map(|number| DType::from_number(number).map(|dtype| Py::new(py, PyDType { dtype })).transpose())
            .collect::<PyResult<Vec<_>>>()
    })?;
    match &all[dtype as usize] {
        Some(object) => Ok(object.bind(py).clone()),
        None => Err(PyTypeError::new_err(format!("no such dtype: {dtype}"))),
    }
}

/// Element type of a NumPy descriptor; None where TensorFlow has no such type.
pub fn from_descr(descr: &Bound<'_, PyArrayDescr>) -> Option<DType> {
    let num = descr.num();
    let long = |signed: bool, size: usize| match (signed, size) {
        (true, 8) => DType::I64,
        (true, _) => DType::I32,
        (false, 8) => DType::U64,
        (false, _) => DType::U32,
    };
    Some(match num {
        n if n == NPY_TYPES::NPY_FLOAT as i32 => DType::F32,
        n if n == NPY_TYPES::NPY_DOUBLE as i32 => DType::F64,
        n if n == NPY_TYPES::NPY_INT as i32 => DType::I32,
        n if n == NPY_TYPES::NPY_UINT as i32 => DType::U32,
        n if n == NPY_TYPES::NPY_LONG as i32 => long(true, size_of::<c_long>()),
        n if n == NPY_TYPES::NPY_ULONG as i32 => long(false, size_of::<c_long>()),
        n if n == NPY_TYPES::NPY_LONGLONG as i32 => DType::I64,
        n if n == NPY_TYPES::NPY_ULONGLONG as i32 => DType::U64,
        n if n == NPY_TYPES::NPY_BOOL as i32 => DType::Bool,
        n if n == NPY_TYPES::NPY_BYTE as i32 => DType::I8,
        n if n == NPY_TYPES::NPY_UBYTE as i32 => DType::U8,
        n if n == NPY_TYPES::NPY_SHORT as i32 => DType::I16,
        n if n == NPY_TYPES::NPY_USHORT as i32 => DType::U16,
        n if n == NPY_TYPES::NPY_HALF as i32 => DType::F16,
        n if n == NPY_TYPES::NPY_CFLOAT as i32 => DType::C64,
        n if n == NPY_TYPES::NPY_CDOUBLE as i32 => DType::C128,
        n if n == NPY_TYPES::NPY_OBJECT as i32
            || n == NPY_TYPES::NPY_STRING as i32
            || n == NPY_TYPES::NPY_UNICODE as i32 =>
        {
            DType::String
        }
        _ => {
            let name = descr.getattr("name").ok()?.extract::<String>().ok()?;
            return if name == "bfloat16" { Some(DType::BF16) } else { None };
        }
    })
}

/// NumPy's number of an element type that is stored as it stands; None for strings, resources and bfloat16.
pub fn numpy_number(dtype: DType) -> Option<NPY_TYPES> {
    Some(match dtype {
        DType::F32 => NPY_TYPES::NPY_FLOAT,
        DType::F64 => NPY_TYPES::NPY_DOUBLE,
        DType::I32 | DType::QI32 => NPY_TYPES::NPY_INT,
        DType::U32 => NPY_TYPES::NPY_UINT,
        DType::I64 if size_of::<c_long>() == 8 => NPY_TYPES::NPY_LONG,
        DType::U64 if size_of::<c_long>() == 8 => NPY_TYPES::NPY_ULONG,
        DType::I64 => NPY_TYPES::NPY_LONGLONG,
        DType::U64 => NPY_TYPES::NPY_ULONGLONG,
        DType::Bool => NPY_TYPES::NPY_BOOL,
        DType::I8 | DType::QI8 => NPY_TYPES::NPY_BYTE,
        DType::U8 | DType::QU8 => NPY_TYPES::NPY_UBYTE,
        DType::I16 | DType::QI16 => NPY_TYPES::NPY_SHORT,
        DType::U16 | DType::QU16 => NPY_TYPES::NPY_USHORT,
        DType::F16 => NPY_TYPES::NPY_HALF,
        DType::C64 => NPY_TYPES::NPY_CFLOAT,
        DType::C128 => NPY_TYPES::NPY_CDOUBLE,
        DType::BF16 | DType::String | DType::Resource | DType::Variant => return None,
    })
}

/// The NumPy scalar type users know an element type by.
pub fn numpy_type(py: Python<'_>, dtype: DType) -> PyResult<Bound<'_, PyAny>> {
    let numpy = py.import("numpy")?;
    match dtype {
        DType::String | DType::Resource | DType::Variant => numpy.getattr("object_"),
        DType::Bool => numpy.getattr("bool_"),
        DType::BF16 => match py.import("ml_dtypes") {
            Ok(module) => module.getattr("bfloat16"),
            Err(_) => Err(PyTypeError::new_err(
                "NumPy has no bfloat16 of its own: install the package ml_dtypes, or use tf.cast(x, tf.float32)",
            )),
        },
        DType::QI8 | DType::QU8 | DType::QI16 | DType::QU16 | DType::QI32 => {
            let plain = numpy.getattr(&dtype.name()[1..])?;
            numpy.getattr("dtype")?.call1((vec![(dtype.name(), plain)],))
        }
        _ => numpy.getattr(dtype.name()),
    }
}

/// Reads a dtype from a DType, a name, an enum value, or a Python or NumPy type.
pub fn dtype_of(value: &Bound<'_, PyAny>) -> PyResult<DType> {
    if let Ok(dtype) = value.cast::<PyDType>() {
        return Ok(dtype.get().dtype);
    }
    let unknown = || {
        let shown = value.repr().map(|r| r.to_string()).unwrap_or_default();
        PyTypeError::new_err(format!("Cannot convert value {shown} to a TensorFlow DType."))
    };
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_str()?;
        if let Some(dtype) = DType::from_name(text) {
            return Ok(dtype);
        }
    } else if let Ok(number) = value.extract::<i32>() {
        return DType::from_number(if number > 100 { number - 100 } else { number }).ok_or_else(unknown);
    }
    let py = value.py();
    if let Ok(kind) = value.cast::<PyType>() {
        if kind.is(py.get_type::<pyo3::types::PyFloat>()) {
            return Ok(DType::F32);
        }
        if kind.is(py.get_type::<PyString>()) || kind.is(py.get_type::<pyo3::types::PyBytes>()) {
            return Ok(DType::String);
        }
    } else if !value.is_instance_of::<PyArrayDescr>() && !value.is_instance_of::<PyString>() {
        // NumPy would read None as float64 and call `.dtype` of any object.
        return match value.getattr("dtype") {
            Ok(inner) if !value.is_none() => dtype_of(&inner),
            _ => Err(unknown()),
        };
    }
    let descr = PyArrayDescr::new(py, value).map_err(|_| unknown())?;
    from_descr(&descr).ok_or_else(unknown)
}

/// The same where None means "not given".
pub fn optional_dtype(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<DType>> {
    value.filter(|v| !v.is_none()).map(dtype_of).transpose()
}

/// Converts what stands for a dtype (a name, a NumPy type, an enum value) to the `DType`.
#[pyfunction]
pub fn as_dtype<'py>(py: Python<'py>, type_value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDType>> {
    dtype_object(py, dtype_of(type_value)?)
}

#[pymethods]
impl PyDType {
    #[new]
    fn new(py: Python<'_>, type_enum: &Bound<'_, PyAny>) -> PyResult<Py<PyDType>> {
        Ok(dtype_object(py, dtype_of(type_enum)?)?.unbind())
    }

    #[getter]
    fn name(&self) -> &'static str {
        self.dtype.name()
    }

    #[getter]
    fn as_numpy_dtype<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        numpy_type(py, self.dtype)
    }

    #[getter]
    fn as_datatype_enum(&self) -> u8 {
        self.dtype as u8
    }

    #[getter]
    fn base_dtype(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[getter]
    fn real_dtype<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDType>> {
        dtype_object(py, self.dtype.real())
    }

    #[getter]
    fn is_numpy_compatible(&self) -> bool {
        !matches!(self.dtype, DType::Resource | DType::Variant)
    }

    #[getter]
    fn is_bool(&self) -> bool {
        self.dtype == DType::Bool
    }

    #[getter]
    fn is_integer(&self) -> bool {
        self.dtype.is_integer()
    }

    #[getter]
    fn is_floating(&self) -> bool {
        self.dtype.is_floating()
    }

    #[getter]
    fn is_complex(&self) -> bool {
        self.dtype.is_complex()
    }

    #[getter]
    fn is_quantized(&self) -> bool {
        self.dtype.is_quantized()
    }

    #[getter]
    fn is_unsigned(&self) -> bool {
        self.dtype.is_unsigned()
    }

    #[getter]
    fn size(&self) -> usize {
        self.dtype.size().max(1)
    }

    #[getter]
    fn min<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.bound(py, "min")
    }

    #[getter]
    fn max<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.bound(py, "max")
    }

    /// Least and greatest value that image functions work with: (0, 1) for floats, the type's range for integers.
    #[getter]
    fn limits<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        self.limits_within(py, true)
    }

    fn is_compatible_with(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(dtype_of(other)? == self.dtype)
    }

    fn __richcmp__(&self, py: Python<'_>, other: &Bound<'_, PyAny>, op: CompareOp) -> PyResult<Py<PyAny>> {
        let same = || !other.is_none() && dtype_of(other).is_ok_and(|d| d == self.dtype);
        match op {
            CompareOp::Eq => Ok(same().into_pyobject(py)?.to_owned().into_any().unbind()),
            CompareOp::Ne => Ok((!same()).into_pyobject(py)?.to_owned().into_any().unbind()),
            _ => Ok(py.NotImplemented()),
        }
    }

    fn __hash__(&self) -> isize {
        self.dtype as isize
    }

    fn __int__(&self) -> u8 {
        self.dtype as u8
    }

    fn __repr__(&self) -> String {
        format!("tf.{}", self.dtype.name())
    }

    fn __str__(&self) -> String {
        format!("<dtype: '{}'>", self.dtype.name())
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (u8,))> {
        let function = slf.py().import("rheos._native")?.getattr("as_dtype")?;
        Ok((function.unbind(), (slf.get().dtype as u8,)))
    }
}

impl PyDType {
    fn bound<'py>(&self, py: Python<'py>, which: &str) -> PyResult<Bound<'py, PyAny>> {
        let numpy = py.import("numpy")?;
        let dtype = self.dtype;
        if dtype == DType::Bool {
            return Ok((which == "max").into_pyobject(py)?.to_owned().into_any());
        }
        let info = if dtype == DType::BF16 {
            py.import("ml_dtypes")
                .and_then(|m| m.getattr("finfo"))
                .map_err(|_| PyTypeError::new_err("the limits of bfloat16 need the package ml_dtypes"))?
        } else if dtype.is_floating() {
            numpy.getattr("finfo")?
        } else if dtype.is_integer() {
            numpy.getattr("iinfo")?
        } else {
            let name = self.__str__();
            return Err(PyTypeError::new_err(format!("Cannot find {which}imum value of {name}.")));
        };
        let limit = info.call1((numpy_type(py, dtype)?,))?.getattr(which)?;
        if dtype.is_integer() { py.get_type::<pyo3::types::PyInt>().call1((limit,)) } else { Ok(limit) }
    }

    fn limits_within<'py>(&self, py: Python<'py>, clip: bool) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        if self.dtype.is_floating() {
            let low = if clip { 0.0 } else { -1.0 };
            return Ok((pyo3::types::PyFloat::new(py, low).into_any(), pyo3::types::PyFloat::new(py, 1.0).into_any()));
        }
        let low = if clip { 0i64.into_pyobject(py)?.into_any() } else { self.bound(py, "min")? };
        Ok((low, self.bound(py, "max")?))
    }
}
