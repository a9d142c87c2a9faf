//! Python values as constants: scalars, nested lists, NumPy arrays, with TensorFlow 1's dtype rules.
//!
//! Without a wanted dtype Python floats are float32, ints int32 (int64 where they do not fit) and NumPy arrays keep
//! theirs. With one, only safe kinds are taken from Python values, while NumPy arrays are cast.

use crate::dtype::{dtype_object, from_descr, numpy_type};
use crate::errors::raise;
use numpy::npyffi::flags::{NPY_ARRAY_ALIGNED, NPY_ARRAY_C_CONTIGUOUS};
use numpy::{PyArrayDescrMethods, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyComplex, PyComplexMethods, PyFloat, PyInt, PyList, PyString, PyTuple};
use rheos_base::{C64, C128, DType, Dims, Element, Tensor, bf16, f16};

/// What a leaf of a nested list is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bool,
    Int,
    Float,
    Complex,
    Text,
    /// NumPy knows how to read it.
    Array,
    /// Belongs to the graph: a Tensor, a Variable.
    Graph,
}

fn kind_of(value: &Bound<'_, PyAny>) -> PyResult<Kind> {
    if value.is_exact_instance_of::<PyFloat>() {
        return Ok(Kind::Float);
    }
    if value.is_exact_instance_of::<PyBool>() {
        return Ok(Kind::Bool);
    }
    if value.is_exact_instance_of::<PyInt>() {
        return Ok(Kind::Int);
    }
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        return Ok(if is_numpy_scalar(value)? { Kind::Array } else { Kind::Text });
    }
    if value.is_none() {
        return Err(PyValueError::new_err("None values not supported."));
    }
    if crate::apply::is_graph_like(value)? {
        return Ok(Kind::Graph);
    }
    // NumPy's float64 is a Python float too, but follows NumPy's rules.
    if value.is_instance_of::<PyUntypedArray>() || is_numpy_scalar(value)? {
        return Ok(Kind::Array);
    }
    if value.is_instance_of::<PyFloat>() {
        return Ok(Kind::Float);
    }
    if value.is_instance_of::<PyComplex>() {
        return Ok(Kind::Complex);
    }
    if value.is_instance_of::<PyInt>() || value.hasattr(intern!(value.py(), "__index__"))? {
        return Ok(Kind::Int);
    }
    let py = value.py();
    if value.hasattr(intern!(py, "__array__"))? || value.hasattr(intern!(py, "__array_interface__"))? {
        return Ok(Kind::Array);
    }
    if value.hasattr(intern!(py, "__float__"))? {
        return Ok(Kind::Float);
    }
    if value.hasattr(intern!(py, "__dlpack__"))? || value.is_instance_of::<pyo3::types::PyByteArray>() {
        return Ok(Kind::Array);
    }
    if value.get_type().name()? == "memoryview" || value.get_type().name()? == "array" {
        return Ok(Kind::Array);
    }
    let class = value.get_type();
    Err(PyTypeError::new_err(format!(
        "Failed to convert object of type {class} to Tensor. Contents: {}. Consider casting elements to a supported type.",
        value.repr()?
    )))
}

fn is_numpy_scalar(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static GENERIC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    value.is_instance(GENERIC.import(value.py(), "numpy", "generic")?)
}

fn is_list(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>()
}

/// A nested list, flattened.
#[derive(Default)]
struct Leaves<'py> {
    dims: Vec<usize>,
    /// Depth at which scalars sit, once one was met.
    depth: Option<usize>,
    items: Vec<(Bound<'py, PyAny>, Kind)>,
    ragged: bool,
    has_graph: bool,
    has_array: bool,
}

impl<'py> Leaves<'py> {
    fn take(&mut self, value: &Bound<'py, PyAny>, depth: usize) -> PyResult<()> {
        if !is_list(value) {
            let kind = kind_of(value)?;
            self.ragged |= self.depth.is_some_and(|d| d != depth) || self.dims.len() > depth;
            self.depth = Some(depth);
            self.has_graph |= kind == Kind::Graph;
            self.has_array |= kind == Kind::Array;
            self.items.push((value.clone(), kind));
            return Ok(());
        }
        let len = value.len()?;
        if depth == self.dims.len() {
            self.ragged |= self.depth.is_some_and(|d| d <= depth);
            self.dims.push(len);
        } else if self.dims[depth] != len {
            self.ragged = true;
        }
        if let Ok(list) = value.cast::<PyList>() {
            list.iter().try_for_each(|item| self.take(&item, depth + 1))
        } else {
            value.cast::<PyTuple>()?.iter().try_for_each(|item| self.take(&item, depth + 1))
        }
    }
}

/// The constant, or None where something inside belongs to the graph.
pub fn try_constant(value: &Bound<'_, PyAny>, want: Option<DType>) -> PyResult<Option<Tensor>> {
    if !is_list(value) {
        return Ok(Some(match kind_of(value)? {
            Kind::Graph => return Ok(None),
            Kind::Array if value.is_instance_of::<PyUntypedArray>() => from_array(value.cast()?, want)?,
            Kind::Array if is_numpy_scalar(value)? => from_array(&as_array(value)?, want)?,
            Kind::Array => from_array_like(&as_array(value)?, want)?,
            kind => from_leaves(&[], &[(value.clone(), kind)], want)?,
        }));
    }
    let mut leaves = Leaves::default();
    leaves.take(value, 0)?;
    if leaves.has_graph {
        return Ok(None);
    }
    if leaves.has_array {
        return from_nested_arrays(value, want).map(Some);
    }
    if leaves.ragged {
        let shape = PyTuple::new(value.py(), &leaves.dims)?;
        return Err(PyValueError::new_err(format!(
            "Argument must be a dense tensor: {} - got lists of different lengths where shape {shape} was expected.",
            value.repr()?
        )));
    }
    from_leaves(&leaves.dims, &leaves.items, want).map(Some)
}

/// The constant; an error where something inside belongs to the graph.
pub fn constant(value: &Bound<'_, PyAny>, want: Option<DType>) -> PyResult<Tensor> {
    match try_constant(value, want)? {
        Some(tensor) => Ok(tensor),
        None => Err(PyTypeError::new_err("List of Tensors when single Tensor expected")),
    }
}

fn as_array<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyUntypedArray>> {
    let py = value.py();
    let numpy = py.import(intern!(py, "numpy"))?;
    let dlpack = value.hasattr(intern!(py, "__dlpack__"))? && !value.hasattr(intern!(py, "__array__"))?;
    let function = if dlpack { "from_dlpack" } else { "asarray" };
    Ok(numpy.getattr(function)?.call1((value,))?.cast_into()?)
}

/// Lists with arrays or NumPy scalars inside: NumPy stacks them, then the rules for Python values hold.
fn from_nested_arrays(value: &Bound<'_, PyAny>, want: Option<DType>) -> PyResult<Tensor> {
    let array = as_array(value)
        .map_err(|e| PyValueError::new_err(format!("Argument must be a dense tensor: {}", e.value(value.py()))))?;
    from_array_like(&array, want)
}

fn from_array_like(array: &Bound<'_, PyUntypedArray>, want: Option<DType>) -> PyResult<Tensor> {
    let have = from_descr(&array.dtype());
    let want = match (want, have) {
        (Some(want), Some(have)) if !is_safe(have, want) => return Err(expected(want, array.as_any())),
        (Some(want), _) => Some(want),
        (None, Some(DType::F64)) => Some(DType::F32),
        (None, Some(DType::I64)) => {
            let fits = from_array(array, Some(DType::I64))?
                .as_slice::<i64>()
                .is_ok_and(|v| v.iter().all(|&x| i32::try_from(x).is_ok()));
            fits.then_some(DType::I32)
        }
        (None, _) => None,
    };
    from_array(array, want)
}

/// May elements of one type stand where another is asked for, by TensorFlow's rules for Python values?
fn is_safe(have: DType, want: DType) -> bool {
    if want.is_floating() {
        have.is_floating() || have.is_integer() || have == DType::Bool
    } else if want.is_complex() {
        have != DType::String
    } else if want.is_integer() || want.is_quantized() {
        have.is_integer() || have == DType::Bool
    } else {
        have == want
    }
}

fn expected(want: DType, got: &Bound<'_, PyAny>) -> PyErr {
    let shown = got.repr().map(|r| r.to_string()).unwrap_or_default();
    let class = got.get_type().name().map(|n| n.to_string()).unwrap_or_default();
    PyTypeError::new_err(format!("Expected {want}, got {shown} of type '{class}' instead."))
}

/// A NumPy array of any strides and byte order, cast to the wanted type.
pub fn from_array(array: &Bound<'_, PyUntypedArray>, want: Option<DType>) -> PyResult<Tensor> {
    let py = array.py();
    let Some(have) = from_descr(&array.dtype()) else {
        return Err(PyTypeError::new_err(format!("Unsupported numpy type: {}", array.dtype())));
    };
    let target = want.unwrap_or(have);
    if have == DType::String || target == DType::String {
        return from_object_array(array, want);
    }
    if have != target {
        if target == DType::BF16 && py.import("ml_dtypes").is_err() {
            let wide = from_array(array, Some(DType::F32))?;
            let narrow: Vec<bf16> = wide.as_slice::<f32>().map_err(raise)?.iter().map(|&v| bf16::from_f32(v)).collect();
            return Tensor::from_slice(array.shape(), &narrow).map_err(raise);
        }
        if target.size() == 0 {
            return Err(expected(target, array.as_any()));
        }
        let plain = if target.is_quantized() { unquantized(target) } else { target };
        let cast = array.call_method1(intern!(py, "astype"), (numpy_type(py, plain)?,))?;
        return from_bytes_of(cast.cast()?, target);
    }
    from_bytes_of(array, target)
}

fn unquantized(dtype: DType) -> DType {
    DType::from_name(&dtype.name()[1..]).unwrap_or(dtype)
}

/// Copies the elements of an array whose type is stored as `dtype`.
fn from_bytes_of(array: &Bound<'_, PyUntypedArray>, dtype: DType) -> PyResult<Tensor> {
    let py = array.py();
    // SAFETY: the pointer of a live array object; flags are plain data.
    let flags = unsafe { (*array.as_array_ptr()).fields.flags };
    let ready = NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_ALIGNED;
    if flags & ready != ready || array.dtype().is_native_byteorder() == Some(false) {
        let numpy = py.import(intern!(py, "numpy"))?;
        let native = array.dtype().call_method1(intern!(py, "newbyteorder"), ("=",))?;
        let copy = numpy.getattr("array")?.call1((array, native))?;
        let dense = numpy.getattr("ascontiguousarray")?.call1((copy,))?;
        let dense: &Bound<'_, PyUntypedArray> = dense.cast()?;
        let shaped = dense.call_method1(intern!(py, "reshape"), (PyTuple::new(py, array.shape())?,))?;
        return from_bytes_of(shaped.cast()?, dtype);
    }
    let tensor = Tensor::uninit(dtype, array.shape()).map_err(raise)?;
    // SAFETY: the array is C-contiguous with elements of this type's size, so it holds `byte_len` bytes; the tensor
    // was just made for as many and nobody else knows it.
    unsafe {
        let data = (*array.as_array_ptr()).fields.data.cast::<u8>();
        std::ptr::copy_nonoverlapping(data, tensor.ptr(), tensor.byte_len());
    }
    Ok(tensor)
}

/// Arrays of Python objects, bytes or text.
fn from_object_array(array: &Bound<'_, PyUntypedArray>, want: Option<DType>) -> PyResult<Tensor> {
    let py = array.py();
    let flat = array.call_method0(intern!(py, "ravel"))?.call_method0(intern!(py, "tolist"))?;
    let mut items = Vec::new();
    for item in flat.try_iter()? {
        let item = item?;
        let kind = kind_of(&item)?;
        if matches!(kind, Kind::Graph | Kind::Array) {
            return Err(PyTypeError::new_err(format!("Unsupported element in an array of objects: {}", item.repr()?)));
        }
        items.push((item, kind));
    }
    if items.is_empty() {
        return Tensor::zeros(want.unwrap_or(DType::String), array.shape()).map_err(raise);
    }
    from_leaves(array.shape(), &items, want)
}

/// The dtype that Python values have of themselves.
fn default_dtype(items: &[(Bound<'_, PyAny>, Kind)]) -> PyResult<DType> {
    let has = |kind: Kind| items.iter().any(|(_, k)| *k == kind);
    if has(Kind::Text) {
        return Ok(DType::String);
    }
    if has(Kind::Complex) {
        return Ok(DType::C128);
    }
    if has(Kind::Float) || items.is_empty() {
        return Ok(DType::F32);
    }
    if !has(Kind::Int) {
        return Ok(DType::Bool);
    }
    for (item, _) in items {
        if item.extract::<i32>().is_err() {
            return Ok(DType::I64);
        }
    }
    Ok(DType::I32)
}

fn from_leaves(dims: &[usize], items: &[(Bound<'_, PyAny>, Kind)], want: Option<DType>) -> PyResult<Tensor> {
    let dtype = match want {
        Some(dtype) => dtype,
        None => default_dtype(items)?,
    };
    macro_rules! numbers {
        ($t:ty, $read:expr) => {{
            let mut tensor = Tensor::uninit(dtype, dims).map_err(raise)?;
            let out = tensor.as_mut_slice::<$t>().map_err(raise)?;
            for (slot, (item, kind)) in out.iter_mut().zip(items) {
                *slot = $read(item, *kind)?;
            }
            Ok(tensor)
        }};
    }
    let float = |item: &Bound<'_, PyAny>, kind: Kind| match kind {
        Kind::Float | Kind::Int | Kind::Bool => item.extract::<f64>(),
        _ => Err(expected(dtype, item)),
    };
    match dtype {
        DType::F32 => numbers!(f32, |i, k| float(i, k).map(|v| v as f32)),
        DType::F64 => numbers!(f64, float),
        DType::F16 => numbers!(f16, |i, k| float(i, k).map(f16::from_f64)),
        DType::BF16 => numbers!(bf16, |i, k| float(i, k).map(bf16::from_f64)),
        DType::I32 => numbers!(i32, |i, k| integer(i, k, dtype)),
        DType::I64 => numbers!(i64, |i, k| integer(i, k, dtype)),
        DType::I8 => numbers!(i8, |i, k| integer(i, k, dtype)),
        DType::I16 => numbers!(i16, |i, k| integer(i, k, dtype)),
        DType::U8 => numbers!(u8, |i, k| integer(i, k, dtype)),
        DType::U16 => numbers!(u16, |i, k| integer(i, k, dtype)),
        DType::U32 => numbers!(u32, |i, k| integer(i, k, dtype)),
        DType::U64 => numbers!(u64, |i, k| integer(i, k, dtype)),
        DType::C64 => numbers!(C64, |i, k| complex(i, k, dtype).map(|v| C64::new(v.re as f32, v.im as f32))),
        DType::C128 => numbers!(C128, |i, k| complex(i, k, dtype)),
        DType::Bool => {
            let read = |(item, kind): &(Bound<'_, PyAny>, Kind)| match kind {
                Kind::Bool => item.is_truthy(),
                _ => Err(expected(dtype, item)),
            };
            let values = items.iter().map(read).collect::<PyResult<Vec<bool>>>()?;
            Tensor::bools(dims, &values).map_err(raise)
        }
        DType::String => {
            let read = |(item, kind): &(Bound<'_, PyAny>, Kind)| match kind {
                Kind::Text => Ok(crate::attrs::bytes_of(item)?.as_ref().into()),
                _ if want.is_some() => Err(expected(dtype, item)),
                _ => crate::attrs::bytes_of(item).map(|b| b.as_ref().into()),
            };
            let values = items.iter().map(read).collect::<PyResult<Vec<Box<[u8]>>>>()?;
            Tensor::strings(dims, values).map_err(raise)
        }
        DType::QI8 | DType::QU8 | DType::QI16 | DType::QU16 | DType::QI32 => {
            let plain = from_leaves(dims, items, Some(unquantized(dtype)))?;
            Tensor::from_bytes(dtype, dims, plain.bytes().map_err(raise)?).map_err(raise)
        }
        DType::Resource | DType::Variant => match items.first() {
            Some((item, _)) => Err(expected(dtype, item)),
            None => Err(PyTypeError::new_err(format!("there are no constants of type {dtype}"))),
        },
    }
}

fn integer<T: TryFrom<i128> + Element>(item: &Bound<'_, PyAny>, kind: Kind, dtype: DType) -> PyResult<T> {
    if !matches!(kind, Kind::Int | Kind::Bool) {
        return Err(expected(dtype, item));
    }
    let wide = match item.extract::<i64>() {
        Ok(value) => Some(i128::from(value)),
        Err(_) => item.extract::<u64>().ok().map(i128::from),
    };
    wide.and_then(|v| T::try_from(v).ok()).ok_or_else(|| {
        let shown = item.repr().map(|r| r.to_string()).unwrap_or_default();
        PyOverflowError::new_err(format!("Python integer {shown} out of bounds for {dtype}"))
    })
}

fn complex(item: &Bound<'_, PyAny>, kind: Kind, dtype: DType) -> PyResult<C128> {
    match kind {
        Kind::Complex => {
            let value = item.cast::<PyComplex>()?;
            Ok(C128::new(value.real(), value.imag()))
        }
        Kind::Float | Kind::Int | Kind::Bool => Ok(C128::new(item.extract::<f64>()?, 0.0)),
        _ => Err(expected(dtype, item)),
    }
}

/// `tf.constant`'s value with its shape: reshaped, or filled with its last element up to the shape's size.
pub fn shaped(value: Tensor, dims: &Dims, verify: bool) -> PyResult<Tensor> {
    if value.dims() == dims.as_slice() {
        return Ok(value);
    }
    let (have, need) = (value.len(), rheos_base::element_count(dims));
    let list = |d: &[usize]| rheos_base::Shape::known(d).to_string();
    if verify {
        return Err(PyTypeError::new_err(format!(
            "Expected Tensor's shape: {}, got {}.",
            list(dims),
            list(value.dims())
        )));
    }
    if have == need {
        return value.reshaped(dims).map_err(raise);
    }
    if have > need {
        return Err(PyValueError::new_err(format!(
            "Too many elements provided. Needed at most {need}, but received {have}"
        )));
    }
    if have == 0 {
        return Err(PyValueError::new_err(format!("an empty value cannot fill shape {}", list(dims))));
    }
    if let Ok(strings) = value.as_strings() {
        let last = strings[have - 1].clone();
        let filled = strings.iter().cloned().chain(std::iter::repeat_n(last, need - have)).collect();
        return Tensor::strings(dims, filled).map_err(raise);
    }
    let size = value.dtype().size();
    let mut bytes = value.bytes().map_err(raise)?.to_vec();
    let last = bytes[bytes.len() - size..].to_vec();
    bytes.extend(last.iter().copied().cycle().take((need - have) * size));
    Tensor::from_bytes(value.dtype(), dims, &bytes).map_err(raise)
}

/// Says in TensorFlow's words what dtype was asked of a Tensor that has another.
pub fn wrong_dtype(want: DType, have: DType, tensor: &Bound<'_, PyAny>) -> PyErr {
    let shown = tensor.str().map(|r| r.to_string()).unwrap_or_default();
    PyValueError::new_err(format!("Tensor conversion requested dtype {want} for Tensor with dtype {have}: '{shown}'"))
}

/// A dtype argument for a Python callback.
pub fn dtype_argument<'py>(py: Python<'py>, dtype: Option<DType>) -> PyResult<Option<Bound<'py, PyAny>>> {
    dtype.map(|d| Ok(dtype_object(py, d)?.into_any())).transpose()
}
