//! `Operation`: one node of a graph.

use crate::apply::is_list_arg;
use crate::attrs;
use crate::errors::raise;
use crate::graph::{PyGraph, is_unset};
use crate::tensor::PyTensor;
use pyo3::PyTraverseError;
use pyo3::exceptions::PyValueError;
use pyo3::gc::PyVisit;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};
use rheos_base::Attr;
use rheos_graph::builder::ArgValue;
use rheos_graph::{NodeId, Output};

#[pyclass(name = "Operation", module = "rheos._native", subclass, dict, weakref, frozen)]
pub struct PyOperation {
    /// Python's collector may look at an object between its allocation, which clears the memory, and its construction.
    pub ready: bool,
    pub graph: Py<PyGraph>,
    pub id: NodeId,
}

#[pymethods]
impl PyOperation {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if is_unset(&self.graph) { Ok(()) } else { visit.call(&self.graph) }
    }

    #[getter]
    fn graph(&self, py: Python<'_>) -> Py<PyGraph> {
        self.graph.clone_ref(py)
    }

    #[getter]
    pub fn name(&self) -> String {
        self.graph.get().lock().node(self.id).name.to_string()
    }

    #[getter(r#type)]
    pub fn op_type(&self) -> &'static str {
        self.graph.get().lock().node(self.id).op.name
    }

    #[getter]
    fn _id(&self) -> u32 {
        self.id.0
    }

    #[getter]
    fn inputs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let inputs = self.graph.get().lock().node(self.id).inputs.clone();
        self.tensors(py, inputs)
    }

    #[getter]
    fn outputs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let count = self.graph.get().lock().node(self.id).facts.len();
        Ok(self.tensors(py, (0..count).map(|i| Output::new(self.id, i as u32)))?.to_list())
    }

    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Ok(self.outputs(py)?.to_tuple())
    }

    #[getter]
    fn control_inputs<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyOperation>>> {
        let controls = self.graph.get().lock().node(self.id).controls.clone();
        controls.into_iter().map(|id| PyGraph::operation(self.graph.bind(py), id)).collect()
    }

    #[getter]
    fn device(&self) -> String {
        self.graph.get().lock().node(self.id).device.to_string()
    }

    fn _set_device(&self, device: &Bound<'_, PyAny>) -> PyResult<()> {
        let text = device.str()?;
        self.graph.get().lock().set_device(self.id, text.to_str()?.into());
        Ok(())
    }

    /// `file:line` of the user's program that made the operation; empty where it is not known.
    #[getter]
    fn location(&self) -> String {
        let graph = self.graph.get().lock();
        graph.location_text(graph.node(self.id).location)
    }

    /// The user's line as a list of one (file, line, function, text), as a traceback entry.
    #[getter]
    fn traceback(&self) -> Vec<(String, u32, String, Option<String>)> {
        let graph = self.graph.get().lock();
        let location = graph.node(self.id).location;
        let file = graph.file_name(location);
        if file.is_empty() { Vec::new() } else { vec![(file.to_string(), location.line, String::new(), None)] }
    }

    /// The value of an attribute. Texts are bytes, types DType, shapes TensorShape, tensors numpy arrays.
    fn get_attr<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let attr = self.graph.get().lock().attr(self.id, name).map_err(raise)?;
        attrs::to_python(py, &attr)
    }

    /// Names of all attributes, declared ones first.
    fn _attr_names(&self) -> Vec<String> {
        let graph = self.graph.get().lock();
        let node = graph.node(self.id);
        let declared = node.op.attrs.iter().map(|a| a.name.to_string());
        declared.chain(node.extra.iter().map(|(name, _)| name.to_string())).collect()
    }

    /// Sets an attribute to a Python value, or to the one set field (`s`, `i`, `b`, ...) of an AttrValue-like object.
    fn _set_attr(&self, attr_name: &str, attr_value: &Bound<'_, PyAny>) -> PyResult<()> {
        let kind = {
            let graph = self.graph.get().lock();
            let op = graph.node(self.id).op;
            op.attr_index(attr_name).map(|i| op.attrs[i].kind)
        };
        let plain = attrs::unwrap_attr_value(attr_value)?;
        let value = match kind {
            Some(kind) => attrs::from_python(&plain, kind, attr_name)?,
            None => attrs::guess(&plain)?,
        };
        self.graph.get().lock().set_attr(self.id, attr_name, value).map_err(raise)
    }

    /// Makes this operation wait for another one.
    fn _add_control_input(&self, op: &Bound<'_, PyOperation>) -> PyResult<()> {
        self.graph.get().lock().add_control(self.id, op.get().id).map_err(raise)
    }

    fn _add_control_inputs(&self, ops: Vec<Bound<'_, PyOperation>>) -> PyResult<()> {
        ops.iter().try_for_each(|op| self._add_control_input(op))
    }

    /// Groups of operations that share a device: `[b"loc:@name"]`.
    fn colocation_groups<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let (name, attr) = {
            let graph = self.graph.get().lock();
            (graph.node(self.id).name.clone(), graph.attr(self.id, "_class").ok())
        };
        match attr {
            Some(attr) => attrs::to_python(py, &attr)?.try_iter()?.collect(),
            None => Ok(vec![PyBytes::new(py, format!("loc:@{name}").as_bytes()).into_any()]),
        }
    }

    /// Description of the node: `.name .op .input .device .attr`, and its proto text.
    #[getter]
    fn node_def<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import(intern!(slf.py(), "rheos.node_def"))?.getattr("NodeDef")?.call_method1("_of", (slf,))
    }

    /// Description of the op's signature: `.name .input_arg .output_arg .attr`.
    #[getter]
    fn op_def<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import(intern!(slf.py(), "rheos.node_def"))?.getattr("OpDef")?.call_method1("_of", (slf,))
    }

    /// Input names as in a NodeDef: `a`, `split:1`, `^control`.
    fn _input_names(&self) -> Vec<String> {
        let graph = self.graph.get().lock();
        let node = graph.node(self.id);
        let data = node.inputs.iter().map(|o| match o.index {
            0 => graph.node(o.node).name.to_string(),
            i => format!("{}:{i}", graph.node(o.node).name),
        });
        data.chain(node.controls.iter().map(|&c| format!("^{}", graph.node(c).name))).collect()
    }

    /// Adds an operation of the same op and attributes with other inputs.
    fn _copy_with<'py>(
        &self,
        py: Python<'py>,
        inputs: Vec<Bound<'py, PyTensor>>,
        name: &str,
    ) -> PyResult<Bound<'py, PyOperation>> {
        let graph = self.graph.bind(py);
        let (op, attrs) = {
            let core = graph.get().lock();
            let node = core.node(self.id);
            (node.op, node.attrs.clone())
        };
        let inputs: Vec<Output> = inputs.iter().map(|t| t.get().output).collect();
        let counts = rheos_graph::infer::input_counts(op, &attrs);
        if counts.iter().sum::<usize>() != inputs.len() {
            let wanted = counts.iter().sum::<usize>();
            return Err(PyValueError::new_err(format!("{} has {wanted} inputs, got {}", op.name, inputs.len())));
        }
        let mut rest = inputs.as_slice();
        let mut args = Vec::with_capacity(counts.len());
        for (arg, count) in op.inputs.iter().zip(counts) {
            let (own, next) = rest.split_at(count);
            args.push(if is_list_arg(arg) { ArgValue::Many(own) } else { ArgValue::One(own[0]) });
            rest = next;
        }
        let given: Vec<(&str, Attr)> = op
            .attrs
            .iter()
            .zip(attrs.iter())
            .filter(|(def, _)| !def.inferred)
            .map(|(d, a)| (d.name, a.clone()))
            .collect();
        PyGraph::operation(graph, PyGraph::add(graph, op, &args, &given, Some(name))?)
    }

    /// Runs the operation in a session (the default one if None).
    #[pyo3(signature = (feed_dict = None, session = None))]
    fn run(
        slf: &Bound<'_, Self>,
        feed_dict: Option<Bound<'_, PyAny>>,
        session: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let py = slf.py();
        let module = py.import(intern!(py, "rheos.session"))?;
        module.call_method1("_run_using_default_session", (slf, feed_dict, slf.get().graph.bind(py), session))?;
        Ok(())
    }

    fn __repr__(&self) -> String {
        let graph = self.graph.get().lock();
        let node = graph.node(self.id);
        format!("<tf.Operation '{}' type={}>", node.name, node.op.name)
    }

    fn __str__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(slf.getattr("node_def")?.str()?.to_string())
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyDict>) -> Bound<'py, Self> {
        slf
    }
}

impl PyOperation {
    fn tensors<'py>(
        &self,
        py: Python<'py>,
        outputs: impl IntoIterator<Item = Output>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let graph = self.graph.bind(py);
        let tensors: Vec<Bound<'py, PyTensor>> =
            outputs.into_iter().map(|o| PyGraph::tensor(graph, o)).collect::<PyResult<_>>()?;
        PyTuple::new(py, tensors)
    }
}
