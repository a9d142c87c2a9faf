//! What is to be fetched: any nesting of lists, tuples, named tuples, dicts and data classes, taken apart and, with the
//! values in hand, put together again.

use super::Key;
use crate::graph::PyGraph;
use crate::operation::PyOperation;
use crate::tensor::PyTensor;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use rheos_graph::{NodeId, Output};

/// How the values are put together.
pub enum Structure {
    Value(usize),
    /// An operation, or an absent part.
    Nothing,
    List(Vec<Structure>),
    Tuple(Vec<Structure>),
    /// A class called with the items: a named tuple, a value made of several tensors.
    Call(Py<PyAny>, Vec<Structure>),
    Dict(Py<PyAny>, Vec<Py<PyAny>>, Vec<Structure>),
    /// A class called with the items by name: a data class.
    Fields(Py<PyAny>, Vec<Py<PyAny>>, Vec<Structure>),
}

type Make<'a, 'py> = &'a mut dyn FnMut(usize) -> PyResult<Bound<'py, PyAny>>;

impl Structure {
    pub fn build<'py>(&self, py: Python<'py>, make: Make<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
        let mut all = |items: &[Structure]| -> PyResult<Vec<Bound<'py, PyAny>>> {
            items.iter().map(|item| item.build(py, make)).collect()
        };
        Ok(match self {
            Structure::Value(i) => make(*i)?,
            Structure::Nothing => py.None().into_bound(py),
            Structure::List(items) => PyList::new(py, all(items)?)?.into_any(),
            Structure::Tuple(items) => PyTuple::new(py, all(items)?)?.into_any(),
            Structure::Call(class, items) => class.bind(py).call1(PyTuple::new(py, all(items)?)?)?,
            Structure::Dict(class, keys, items) => {
                let dict = PyDict::new(py);
                for (key, value) in keys.iter().zip(all(items)?) {
                    dict.set_item(key, value)?;
                }
                let class = class.bind(py);
                if class.is(py.get_type::<PyDict>()) { dict.into_any() } else { class.call1((dict,))? }
            }
            Structure::Fields(class, names, items) => {
                let kwargs = PyDict::new(py);
                for (name, value) in names.iter().zip(all(items)?) {
                    kwargs.set_item(name, value)?;
                }
                class.bind(py).call((), Some(&kwargs))?
            }
        })
    }
}

const LIST: usize = 1;
const TUPLE: usize = 2;
const DICT: usize = 3;

/// Deeper nestings are refused: one that contains itself would have no end.
const MAX_DEPTH: usize = 200;

/// Appends what identifies `fetches`; false where it cannot be told by addresses alone.
pub fn key(fetches: &Bound<'_, PyAny>, out: &mut Key) -> bool {
    key_within(fetches, out, MAX_DEPTH)
}

fn key_within(fetches: &Bound<'_, PyAny>, out: &mut Key, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    let key = |item: &Bound<'_, PyAny>, out: &mut Key| key_within(item, out, depth - 1);
    if fetches.is_exact_instance_of::<PyTensor>() {
        out.push(fetches.as_ptr() as usize);
        return true;
    }
    if let Ok(list) = fetches.cast_exact::<PyList>() {
        out.extend([LIST, list.len()]);
        return list.iter().all(|item| key(&item, out));
    }
    if let Ok(tuple) = fetches.cast_exact::<PyTuple>() {
        out.extend([TUPLE, tuple.len()]);
        return tuple.iter_borrowed().all(|item| key(&item, out));
    }
    if let Ok(dict) = fetches.cast_exact::<PyDict>() {
        out.extend([DICT, dict.len()]);
        return dict.iter().all(|(name, item)| {
            out.push(name.as_ptr() as usize);
            key(&item, out)
        });
    }
    out.push(fetches.as_ptr() as usize);
    // Other containers may change under the same address.
    fetches.is_instance_of::<PyString>()
        || fetches.is_instance_of::<PyOperation>()
        || fetches.is_instance_of::<PyTensor>()
        || fetches.hasattr(intern!(fetches.py(), "_as_graph_element")).unwrap_or(false)
}

/// Collects the graph elements of a nesting.
pub struct Wanted<'a, 'py> {
    graph: &'a Bound<'py, PyGraph>,
    pub outputs: Vec<Output>,
    pub targets: Vec<NodeId>,
    /// All objects whose addresses are part of the key.
    pub keep: Vec<Py<PyAny>>,
    depth: usize,
}

impl<'a, 'py> Wanted<'a, 'py> {
    pub fn new(graph: &'a Bound<'py, PyGraph>) -> Wanted<'a, 'py> {
        Wanted { graph, outputs: Vec::new(), targets: Vec::new(), keep: Vec::new(), depth: 0 }
    }

    pub fn take(&mut self, fetch: &Bound<'py, PyAny>) -> PyResult<Structure> {
        if self.depth == MAX_DEPTH {
            return Err(PyValueError::new_err(format!(
                "Fetches are nested more than {MAX_DEPTH} deep; does a list or dict contain itself?"
            )));
        }
        self.depth += 1;
        let structure = self.take_apart(fetch);
        self.depth -= 1;
        structure
    }

    fn take_apart(&mut self, fetch: &Bound<'py, PyAny>) -> PyResult<Structure> {
        let py = fetch.py();
        self.keep.push(fetch.clone().unbind());
        if fetch.is_none() {
            let class = fetch.get_type();
            return Err(PyTypeError::new_err(format!("Fetch argument None has invalid type {class}")));
        }
        if fetch.is_instance_of::<PyTensor>() || fetch.is_instance_of::<PyString>() {
            return self.element(fetch);
        }
        if let Ok(list) = fetch.cast::<PyList>() {
            return Ok(Structure::List(list.iter().map(|f| self.take(&f)).collect::<PyResult<_>>()?));
        }
        if let Ok(tuple) = fetch.cast::<PyTuple>() {
            let items = tuple.iter().map(|f| self.take(&f)).collect::<PyResult<_>>()?;
            if tuple.is_exact_instance_of::<PyTuple>() {
                return Ok(Structure::Tuple(items));
            }
            let class = fetch.get_type().into_any();
            let make = if class.hasattr("_make")? && class.hasattr("_fields")? {
                class
            } else {
                py.get_type::<PyTuple>().into_any()
            };
            return Ok(if make.is(py.get_type::<PyTuple>()) {
                Structure::Tuple(items)
            } else {
                Structure::Call(make.unbind(), items)
            });
        }
        if fetch.is_instance(mapping(py)?)? {
            let mut keys = Vec::new();
            let mut items = Vec::new();
            for name in fetch.call_method0("keys")?.try_iter()? {
                let name = name?;
                items.push(self.take(&fetch.get_item(&name)?)?);
                self.keep.push(name.clone().unbind());
                keys.push(name.unbind());
            }
            let class = fetch.get_type();
            // A defaultdict takes its factory first; a plain dict serves as well.
            let plain = class.hasattr("default_factory")?;
            let class = if plain { py.get_type::<PyDict>() } else { class };
            return Ok(Structure::Dict(class.into_any().unbind(), keys, items));
        }
        if let Ok(parts) = fetch.getattr(intern!(py, "_fetch_parts")) {
            let (class, parts): (Bound<'py, PyAny>, Vec<Bound<'py, PyAny>>) = parts.call0()?.extract()?;
            let items = parts
                .iter()
                .map(|p| if p.is_none() { Ok(Structure::Nothing) } else { self.take(p) })
                .collect::<PyResult<_>>()?;
            return Ok(Structure::Call(class.unbind(), items));
        }
        if let Some(names) = field_names(fetch)? {
            let items =
                names.iter().map(|n| self.take(&fetch.getattr(n.cast::<PyString>()?)?)).collect::<PyResult<_>>()?;
            let names = names.into_iter().map(Bound::unbind).collect();
            return Ok(Structure::Fields(fetch.get_type().into_any().unbind(), names, items));
        }
        self.element(fetch)
    }

    fn element(&mut self, fetch: &Bound<'py, PyAny>) -> PyResult<Structure> {
        let py = fetch.py();
        let invalid = |e: PyErr| {
            let shown = fetch.repr().map(|r| r.to_string()).unwrap_or_default();
            let reason = match e.value(py).getattr("args").and_then(|a| a.get_item(0)) {
                Ok(text) => text.to_string(),
                Err(_) => e.to_string(),
            };
            if e.is_instance_of::<PyTypeError>(py) {
                let class = fetch.get_type();
                PyTypeError::new_err(format!(
                    "Fetch argument {shown} has invalid type {class}, must be a string or Tensor. ({reason})"
                ))
            } else if e.is_instance_of::<PyKeyError>(py) || e.is_instance_of::<PyValueError>(py) {
                PyValueError::new_err(format!("Fetch argument {shown} cannot be interpreted as a Tensor. ({reason})"))
            } else {
                e
            }
        };
        let own = fetch.cast::<PyTensor>().ok().filter(|t| t.get().graph.is(self.graph));
        let element = match own {
            Some(tensor) => tensor.clone().into_any(),
            None => self.graph.call_method1(intern!(py, "as_graph_element"), (fetch,)).map_err(invalid)?,
        };
        if !self.graph.call_method1(intern!(py, "is_fetchable"), (&element,))?.is_truthy()? {
            let kind = if element.is_instance_of::<PyTensor>() { "Tensor" } else { "Operation" };
            return Err(PyValueError::new_err(format!("{kind} {} may not be fetched.", element.repr()?)));
        }
        if let Ok(operation) = element.cast::<PyOperation>() {
            self.targets.push(operation.get().id);
            return Ok(Structure::Nothing);
        }
        self.outputs.push(element.cast::<PyTensor>()?.get().output);
        Ok(Structure::Value(self.outputs.len() - 1))
    }
}

fn mapping(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static MAPPING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    MAPPING.import(py, "collections.abc", "Mapping")
}

/// Fields of a data class or attrs class instance.
fn field_names<'py>(fetch: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
    let class = fetch.get_type();
    if let Ok(fields) = class.getattr("__dataclass_fields__") {
        return Ok(Some(fields.call_method0("keys")?.try_iter()?.collect::<PyResult<_>>()?));
    }
    if let Ok(fields) = class.getattr("__attrs_attrs__") {
        return Ok(Some(fields.try_iter()?.map(|f| f?.getattr("name")).collect::<PyResult<_>>()?));
    }
    Ok(None)
}
