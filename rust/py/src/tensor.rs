//! `Tensor`: one output of an operation. Operators are number slots; equality is identity.

use crate::dtype::{PyDType, dtype_object};
use crate::errors::raise;
use crate::graph::{PyGraph, is_unset, shape_in};
use crate::operation::PyOperation;
use crate::operators::{self, Binary};
use crate::shapes::{shape_object, shape_of};
use crate::slicing;
use pyo3::PyTraverseError;
use pyo3::basic::CompareOp;
use pyo3::exceptions::{PyNotImplementedError, PyTypeError};
use pyo3::gc::PyVisit;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rheos_base::DType;
use rheos_graph::Output;

#[pyclass(name = "Tensor", module = "rheos._native", subclass, dict, weakref, frozen)]
pub struct PyTensor {
    /// Python's collector may look at an object between its allocation, which clears the memory, and its construction.
    pub ready: bool,
    pub graph: Py<PyGraph>,
    pub output: Output,
    pub dtype: DType,
}

impl PyTensor {
    fn label(&self) -> String {
        format!("{}:{}", self.graph.get().lock().node(self.output.node).name, self.output.index)
    }
}

type Operand<'a, 'py> = &'a Bound<'py, PyAny>;

#[pymethods]
impl PyTensor {
    /// NumPy's operators leave the work to ours.
    #[classattr]
    #[pyo3(name = "__array_priority__")]
    const ARRAY_PRIORITY: i64 = 100;

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if is_unset(&self.graph) { Ok(()) } else { visit.call(&self.graph) }
    }

    #[getter]
    fn graph(&self, py: Python<'_>) -> Py<PyGraph> {
        self.graph.clone_ref(py)
    }

    #[getter]
    fn op<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyOperation>> {
        PyGraph::operation(self.graph.bind(py), self.output.node)
    }

    #[getter]
    fn name(&self) -> String {
        self.label()
    }

    #[getter]
    fn value_index(&self) -> u32 {
        self.output.index
    }

    #[getter]
    fn dtype<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDType>> {
        dtype_object(py, self.dtype)
    }

    #[getter(shape)]
    fn static_shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        shape_object(py, &shape_in(self.graph.get(), self.output))
    }

    fn get_shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.static_shape(py)
    }

    /// `(2, None)`, or None for an unknown rank.
    fn _shape_tuple<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        crate::shapes::dims_object(py, &shape_in(self.graph.get(), self.output))
    }

    #[getter]
    fn _rank(&self) -> Option<usize> {
        shape_in(self.graph.get(), self.output).rank()
    }

    /// Merges what the caller knows into the static shape.
    #[pyo3(name = "set_shape")]
    fn merge_shape(&self, shape: &Bound<'_, PyAny>) -> PyResult<()> {
        let shape = shape_of(shape)?;
        self.graph.get().lock().set_shape(self.output, &shape).map_err(raise)
    }

    #[getter]
    fn device(&self) -> String {
        self.graph.get().lock().node(self.output.node).device.to_string()
    }

    /// Operations that use this tensor, in the order they were made.
    fn consumers<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyOperation>>> {
        let ids: Vec<_> = {
            let graph = self.graph.get().lock();
            let users = &graph.node(self.output.node).consumers;
            users.iter().copied().filter(|&id| graph.node(id).inputs.contains(&self.output)).collect()
        };
        ids.into_iter().map(|id| PyGraph::operation(self.graph.bind(py), id)).collect()
    }

    /// The value as known without running the graph (a NumPy array), or None.
    fn _constant_value<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let known = self.graph.get().lock().fact(self.output).to_constant();
        known.map(|value| crate::results::to_numpy(py, value)).transpose()
    }

    /// Elements of an integer tensor as far as they are known: `[2, None]`; None where nothing is.
    fn _known_ints(&self) -> Option<Vec<Option<i64>>> {
        self.graph.get().lock().fact(self.output).ints().map(|v| v.iter().map(|d| d.get()).collect())
    }

    /// Dtype and shape of the variable that a handle refers to; None for other tensors.
    fn _handle_data<'py>(&self, py: Python<'py>) -> PyResult<Option<(Bound<'py, PyDType>, Bound<'py, PyAny>)>> {
        let handle = self.graph.get().lock().fact(self.output).handle().cloned();
        handle.map(|h| Ok((dtype_object(py, h.dtype)?, shape_object(py, &h.shape)?))).transpose()
    }

    /// The value in a session (the default one if None).
    #[pyo3(signature = (feed_dict = None, session = None))]
    fn eval<'py>(
        slf: &Bound<'py, Self>,
        feed_dict: Option<Bound<'py, PyAny>>,
        session: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let module = py.import(intern!(py, "rheos.session"))?;
        module.call_method1("_eval_using_default_session", (slf, feed_dict, slf.get().graph.bind(py), session))
    }

    fn _as_node_def_input(&self) -> String {
        let graph = self.graph.get().lock();
        let name = &graph.node(self.output.node).name;
        if self.output.index == 0 { name.to_string() } else { format!("{name}:{}", self.output.index) }
    }

    fn __repr__(&self) -> String {
        let shape = shape_in(self.graph.get(), self.output);
        format!("<tf.Tensor '{}' shape={shape} dtype={}>", self.label(), self.dtype)
    }

    fn __str__(&self) -> String {
        let shape = shape_in(self.graph.get(), self.output);
        let shape = if shape.rank().is_some() { format!(", shape={shape}") } else { String::new() };
        format!("Tensor(\"{}\"{shape}, dtype={})", self.label(), self.dtype)
    }

    fn __hash__(slf: &Bound<'_, Self>) -> isize {
        (slf.as_ptr() as isize) >> 4
    }

    fn __richcmp__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>, op: CompareOp) -> PyResult<Py<PyAny>> {
        let binary = match op {
            CompareOp::Lt => operators::LESS,
            CompareOp::Le => operators::LESS_EQUAL,
            CompareOp::Gt => operators::GREATER,
            CompareOp::Ge => operators::GREATER_EQUAL,
            // Python then compares identities.
            CompareOp::Eq | CompareOp::Ne => return Ok(slf.py().NotImplemented()),
        };
        operators::compare(slf, other, binary)
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(PyTypeError::new_err(
            "Using a `tf.Tensor` as a Python `bool` is not allowed. Use `if t is not None:` instead of `if t:` to test \
             if a tensor is defined, and use TensorFlow ops such as tf.cond to execute subgraphs conditioned on the \
             value of a tensor.",
        ))
    }

    fn __len__(&self) -> PyResult<usize> {
        let name = self.label();
        Err(PyTypeError::new_err(format!(
            "len is not well defined for symbolic Tensors. ({name}) Please call `x.shape` rather than `len(x)` for \
             shape information."
        )))
    }

    fn __iter__(&self) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err(
            "Tensor objects are only iterable when eager execution is enabled. To iterate over \
                                  this tensor use tf.map_fn.",
        ))
    }

    #[pyo3(signature = (*_args, **_kwargs))]
    fn __array__(
        &self,
        _args: &Bound<'_, pyo3::types::PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        let name = self.label();
        Err(PyNotImplementedError::new_err(format!("Cannot convert a symbolic Tensor ({name}) to a numpy array.")))
    }

    fn __getitem__<'py>(slf: &Bound<'py, Self>, key: Operand<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
        slicing::slice(slf, key)
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyDict>) -> Bound<'py, Self> {
        slf
    }

    fn __neg__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        operators::unary(slf, "Neg")
    }

    fn __pos__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __abs__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        operators::abs(slf)
    }

    fn __invert__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        operators::unary(slf, "LogicalNot")
    }

    fn __add__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Add, false)
    }

    fn __radd__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Add, true)
    }

    fn __sub__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Sub, false)
    }

    fn __rsub__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Sub, true)
    }

    fn __mul__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Mul, false)
    }

    fn __rmul__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Mul, true)
    }

    fn __truediv__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::TrueDiv, false)
    }

    fn __rtruediv__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::TrueDiv, true)
    }

    fn __floordiv__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::FloorDiv, false)
    }

    fn __rfloordiv__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::FloorDiv, true)
    }

    fn __mod__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Mod, false)
    }

    fn __rmod__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Mod, true)
    }

    fn __pow__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>, _m: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Pow, false)
    }

    fn __rpow__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>, _m: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Pow, true)
    }

    fn __matmul__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::MatMul, false)
    }

    fn __rmatmul__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::MatMul, true)
    }

    fn __and__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::And, false)
    }

    fn __rand__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::And, true)
    }

    fn __or__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Or, false)
    }

    fn __ror__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Or, true)
    }

    fn __xor__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Xor, false)
    }

    fn __rxor__<'py>(slf: &Bound<'py, Self>, other: Operand<'_, 'py>) -> PyResult<Py<PyAny>> {
        operators::binary(slf, other, Binary::Xor, true)
    }
}
