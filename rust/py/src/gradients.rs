//! `tf.gradients`: the engine of crate `passes` on a Python graph, with gradient functions written in Python.
//!
//! The graph is locked only between two Python functions, never while one runs.

use crate::errors::{guarded, raise};
use crate::graph::PyGraph;
use crate::location;
use crate::tensor::PyTensor;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use rheos_base::Error;
use rheos_graph::builder::GradValue;
use rheos_graph::{Grad, Graph, Output};
use rheos_passes::gradients::{Aggregation, Foreign, Frontend, Request, gradients as differentiate};

/// What the engine's errors and Python's own become.
struct Failure(PyErr);

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(raise(error))
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Failure {
        Failure(error)
    }
}

struct Front<'a, 'py> {
    graph: &'a Bound<'py, PyGraph>,
    /// `registered(name) -> bool` and `call_registered(name, op, grads) -> list`.
    knows: &'a Bound<'py, PyAny>,
    call: &'a Bound<'py, PyAny>,
}

impl Frontend for Front<'_, '_> {
    type Error = Failure;

    fn with_graph<R>(&mut self, f: impl FnOnce(&mut Graph) -> R) -> R {
        f(&mut self.graph.get().lock())
    }

    fn knows(&self, function: &str) -> bool {
        self.knows.call1((function,)).and_then(|known| known.is_truthy()).unwrap_or(false)
    }

    fn call(&mut self, call: &Foreign) -> Result<Vec<Option<GradValue>>, Failure> {
        let py = self.graph.py();
        let op = PyGraph::operation(self.graph, call.node)?;
        let grads = call.grads.iter().map(|g| object(self.graph, *g)).collect::<PyResult<Vec<_>>>()?;
        let answer = self.call.call1((call.function.as_str(), op, PyList::new(py, grads)?))?;
        let grads = answer.try_iter()?.map(|g| value(self.graph, &g?)).collect::<PyResult<Vec<_>>>()?;
        Ok(grads)
    }
}

/// None, a Tensor, or `(values, indices, dense_shape)`.
fn object<'py>(graph: &Bound<'py, PyGraph>, grad: Option<GradValue>) -> PyResult<Bound<'py, PyAny>> {
    let py = graph.py();
    Ok(match grad {
        None => py.None().into_bound(py),
        Some(GradValue::Dense(output)) => PyGraph::tensor(graph, output)?.into_any(),
        Some(GradValue::Sparse { values, indices, dense_shape }) => {
            let shape = dense_shape.map(|s| PyGraph::tensor(graph, s)).transpose()?;
            let (values, indices) = (PyGraph::tensor(graph, values)?, PyGraph::tensor(graph, indices)?);
            (values, indices, shape).into_pyobject(py)?.into_any()
        }
    })
}

fn value(graph: &Bound<'_, PyGraph>, grad: &Bound<'_, PyAny>) -> PyResult<Option<GradValue>> {
    if grad.is_none() {
        return Ok(None);
    }
    let Ok(parts) = grad.cast::<PyTuple>() else {
        return Ok(Some(GradValue::Dense(output(graph, grad)?)));
    };
    let (values, indices, shape) = (parts.get_item(0)?, parts.get_item(1)?, parts.get_item(2)?);
    Ok(Some(GradValue::Sparse {
        values: output(graph, &values)?,
        indices: output(graph, &indices)?,
        dense_shape: if shape.is_none() { None } else { Some(output(graph, &shape)?) },
    }))
}

fn output(graph: &Bound<'_, PyGraph>, tensor: &Bound<'_, PyAny>) -> PyResult<Output> {
    let Ok(found) = tensor.cast::<PyTensor>() else {
        return Err(PyTypeError::new_err(format!("a Tensor is needed, got {}", tensor.repr()?)));
    };
    if !found.get().graph.is(graph) {
        return Err(PyValueError::new_err(format!("{} is of another graph than the first of ys", tensor.str()?)));
    }
    Ok(found.get().output)
}

fn outputs(graph: &Bound<'_, PyGraph>, tensors: &[Bound<'_, PyAny>]) -> PyResult<Vec<Output>> {
    tensors.iter().map(|t| output(graph, t)).collect()
}

/// One gradient per x: None, a Tensor, or `(values, indices, dense_shape)`; `grad_ys` are given the same way.
#[pyfunction]
pub fn gradients<'py>(
    graph: Bound<'py, PyGraph>,
    ys: Vec<Bound<'py, PyAny>>,
    xs: Vec<Bound<'py, PyAny>>,
    grad_ys: Vec<Bound<'py, PyAny>>,
    stop: Vec<Bound<'py, PyAny>>,
    name: String,
    colocate: bool,
    gate: bool,
    tree: bool,
    zero_unconnected: bool,
    registered: Bound<'py, PyAny>,
    call_registered: Bound<'py, PyAny>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let request = Request {
        ys: outputs(&graph, &ys)?,
        xs: outputs(&graph, &xs)?,
        grad_ys: grad_ys.iter().map(|g| value(&graph, g)).collect::<PyResult<_>>()?,
        stop: outputs(&graph, &stop)?,
        name,
        colocate,
        gate,
        aggregation: if tree { Aggregation::Tree } else { Aggregation::AddN },
        zero_unconnected,
    };
    let line = location::user_line(graph.py());
    location::set(&mut graph.get().lock(), &line);
    let mut front = Front { graph: &graph, knows: &registered, call: &call_registered };
    let grads = guarded(|| differentiate(&mut front, &request).map_err(|failure| failure.0))?;
    grads.into_iter().map(|g| object(&graph, g)).collect()
}

/// Has the catalogue a gradient function for this op type?
#[pyfunction]
pub fn has_gradient(op_type: &str) -> bool {
    rheos_ops::registry().find(op_type).is_some_and(|op| matches!(op.decl.grad, Grad::Fn(_)))
}
