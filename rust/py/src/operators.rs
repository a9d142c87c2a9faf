//! What Python's operators on tensors add to the graph, with TensorFlow 1.15's ops and names.

use crate::apply::{Hint, convert, tensor_object};
use crate::graph::{PyGraph, same_graph};
use crate::tensor::PyTensor;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use rheos_base::{Attr, DType, Shape};
use rheos_graph::Output;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    And,
    Or,
    Xor,
}

impl Binary {
    /// The name of the node, and of the scope around a converted operand.
    fn scope(self) -> &'static str {
        match self {
            Binary::Add => "add",
            Binary::Sub => "sub",
            Binary::Mul => "mul",
            Binary::TrueDiv => "truediv",
            Binary::FloorDiv => "floordiv",
            Binary::Mod => "mod",
            Binary::Pow => "pow",
            Binary::MatMul => "matmul",
            Binary::And => "and",
            Binary::Or => "or",
            Binary::Xor => "xor",
        }
    }
}

pub static LESS: &str = "Less";
pub static LESS_EQUAL: &str = "LessEqual";
pub static GREATER: &str = "Greater";
pub static GREATER_EQUAL: &str = "GreaterEqual";

pub fn unary<'py>(x: &Bound<'py, PyTensor>, op: &str) -> PyResult<Bound<'py, PyAny>> {
    let graph = x.get().graph.bind(x.py());
    let output = PyGraph::add1(graph, op, &[x.get().output.into()], &[], None)?;
    tensor_object(graph, output)
}

pub fn abs<'py>(x: &Bound<'py, PyTensor>) -> PyResult<Bound<'py, PyAny>> {
    if !x.get().dtype.is_complex() {
        return unary(x, "Abs");
    }
    let graph = x.get().graph.bind(x.py());
    let attrs = [("Tout", Attr::Type(x.get().dtype.real()))];
    let output = PyGraph::add1(graph, "ComplexAbs", &[x.get().output.into()], &attrs, Some("Abs"))?;
    tensor_object(graph, output)
}

/// Comparisons are plain ops: the other operand is converted inside the op's own scope.
pub fn compare(x: &Bound<'_, PyTensor>, other: &Bound<'_, PyAny>, op: &str) -> PyResult<Py<PyAny>> {
    crate::apply::apply_values(x.py(), op, &[x.as_any().clone(), other.clone()], &[], None)
}

/// `x op other`, or `other op x` where `reflected`.
pub fn binary(x: &Bound<'_, PyTensor>, other: &Bound<'_, PyAny>, kind: Binary, reflected: bool) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let graph = x.get().graph.bind(py);
    let own = x.get().output;
    let simple = matches!(kind, Binary::Add | Binary::Sub | Binary::Mul | Binary::FloorDiv | Binary::Mod | Binary::Pow);
    if let Ok(tensor) = other.cast::<PyTensor>() {
        same_graph(graph, x.as_any(), tensor)?;
        if simple && tensor.get().dtype != DType::Resource {
            let operands = if reflected { [tensor.get().output, own] } else { [own, tensor.get().output] };
            let output = emit(graph, kind, operands, x.get().dtype, kind.scope())?;
            return Ok(tensor_object(graph, output)?.unbind());
        }
    }
    let (scope, old) = graph.get().open_scope(kind.scope())?;
    let made = || -> PyResult<Option<Output>> {
        let hint = if reflected { Hint::Exact(x.get().dtype) } else { Hint::Preferred(x.get().dtype) };
        let converted = match convert(graph, other, hint, Some(if reflected { "x" } else { "y" })) {
            Ok(output) => output,
            Err(error) => return if leaves_to_other(other, kind, reflected, &error)? { Ok(None) } else { Err(error) },
        };
        let operands = if reflected { [converted, own] } else { [own, converted] };
        emit(graph, kind, operands, x.get().dtype, &scope).map(Some)
    };
    let made = made();
    graph.get().close_scope(old);
    match made? {
        Some(output) => Ok(tensor_object(graph, output)?.unbind()),
        None => Ok(py.NotImplemented()),
    }
}

/// True where the other operand may know how to work with a tensor: it has the reflected method.
fn leaves_to_other(other: &Bound<'_, PyAny>, kind: Binary, reflected: bool, error: &PyErr) -> PyResult<bool> {
    if reflected || !error.is_instance_of::<PyTypeError>(other.py()) || other.is_instance_of::<PyString>() {
        return Ok(false);
    }
    let class = other.get_type();
    let plain = other.is_instance_of::<pyo3::types::PyList>() || other.is_instance_of::<pyo3::types::PyTuple>();
    Ok(!plain && !other.is_none() && class.hasattr(format!("__r{}__", kind.scope()))?)
}

/// Adds the nodes of one operator. `name`, if it ends in a slash, is the scope that is open.
fn emit(graph: &Bound<'_, PyGraph>, kind: Binary, [x, y]: [Output; 2], dtype: DType, name: &str) -> PyResult<Output> {
    let add =
        |op: &str, x: Output, y: Output, name: Option<&str>| PyGraph::add1(graph, op, &[x.into(), y.into()], &[], name);
    match kind {
        Binary::Add => add(if dtype == DType::String { "Add" } else { "AddV2" }, x, y, Some(name)),
        Binary::Sub => add("Sub", x, y, Some(name)),
        Binary::Mul => add("Mul", x, y, Some(name)),
        Binary::FloorDiv => add("FloorDiv", x, y, Some(name)),
        Binary::Mod => add("FloorMod", x, y, Some(name)),
        Binary::Pow => add("Pow", x, y, Some(name)),
        Binary::And => add("LogicalAnd", x, y, Some(name)),
        Binary::Or => add("LogicalOr", x, y, Some(name)),
        Binary::Xor => {
            let either = add("LogicalOr", x, y, None)?;
            let both = add("LogicalAnd", x, y, None)?;
            let not_both = PyGraph::add1(graph, "LogicalNot", &[both.into()], &[], None)?;
            add("LogicalAnd", either, not_both, Some(name))
        }
        Binary::TrueDiv => {
            let (a, b) = {
                let core = graph.get().lock();
                (core.fact(x).dtype, core.fact(y).dtype)
            };
            if a != b {
                let text = format!("x and y must have the same dtype, got {a} != {b}");
                return Err(PyTypeError::new_err(text.replace("got ", "got tf.").replace("!= ", "!= tf.")));
            }
            let wide = match a {
                DType::I8 | DType::U8 | DType::I16 | DType::U16 => DType::F32,
                DType::I32 | DType::I64 | DType::U32 | DType::U64 => DType::F64,
                _ => return add("RealDiv", x, y, Some(name)),
            };
            let cast =
                |v: Output| PyGraph::add1(graph, "Cast", &[v.into()], &[("DstT", Attr::Type(wide))], Some("Cast"));
            let (x, y) = (cast(x)?, cast(y)?);
            add("RealDiv", x, y, Some(name))
        }
        Binary::MatMul => {
            let matrix = |shape: Shape| shape.rank().is_some_and(|r| r <= 2);
            let flat = [x, y].into_iter().all(|o| matrix(crate::graph::shape_in(graph.get(), o)));
            add(if flat { "MatMul" } else { "BatchMatMulV2" }, x, y, Some(name))
        }
    }
}
