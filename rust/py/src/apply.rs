//! The door through which Python adds nodes: `apply("MatMul", (a, b), (transpose_a, transpose_b), name)`.
//!
//! Arguments that are no Tensors become constants of the dtype that the signature implies, named after the argument
//! inside the op's scope, as TensorFlow does (`MatMul/b`).

use crate::attrs;
use crate::convert::{dtype_argument, try_constant, wrong_dtype};
use crate::dtype::optional_dtype;
use crate::graph::{PyGraph, get_default_graph, same_graph};
use crate::tensor::PyTensor;
use pyo3::exceptions::{PyNotImplementedError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use rheos_base::{Attr, DType, Tensor};
use rheos_graph::builder::ArgValue;
use rheos_graph::{ArgDef, ArgType, OpDef, Output};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is known of the dtype a value should be converted to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    None,
    Exact(DType),
    /// Tried first; a value it does not suit keeps its own.
    Preferred(DType),
}

pub fn find_op(name: &str) -> PyResult<&'static OpDef> {
    rheos_ops::registry()
        .find(name)
        .ok_or_else(|| PyNotImplementedError::new_err(format!("op '{name}' is not in this version of rheos")))
}

pub fn tensor_object<'py>(graph: &Bound<'py, PyGraph>, output: Output) -> PyResult<Bound<'py, PyAny>> {
    Ok(PyGraph::tensor(graph, output)?.into_any())
}

// --- conversion ------------------------------------------------------------------------------------------------------

struct Conversion {
    types: Py<PyAny>,
    function: Py<PyAny>,
    priority: i64,
}

static CONVERSIONS: Mutex<Vec<Conversion>> = Mutex::new(Vec::new());
static HAS_CONVERSIONS: AtomicBool = AtomicBool::new(false);

/// Registers a function `f(value, dtype=None, name=None, as_ref=False)` that makes Tensors of a type's objects.
#[pyfunction]
#[pyo3(signature = (base_type, conversion_func, priority = 100))]
pub fn register_tensor_conversion_function(
    base_type: Bound<'_, PyAny>,
    conversion_func: Bound<'_, PyAny>,
    priority: i64,
) -> PyResult<()> {
    let types = match base_type.cast::<PyTuple>() {
        Ok(types) => types.iter().all(|t| t.is_instance_of::<PyType>()),
        Err(_) => base_type.is_instance_of::<PyType>(),
    };
    if !types {
        return Err(PyTypeError::new_err("base_type must be a type or a tuple of types."));
    }
    if !conversion_func.is_callable() {
        return Err(PyTypeError::new_err("conversion_func must be callable."));
    }
    let mut list = CONVERSIONS.lock().unwrap_or_else(|e| e.into_inner());
    list.push(Conversion { types: base_type.unbind(), function: conversion_func.unbind(), priority });
    list.sort_by_key(|c| c.priority);
    HAS_CONVERSIONS.store(true, Ordering::Relaxed);
    Ok(())
}

/// Registered functions for a value, in order of priority.
fn conversions<'py>(value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    if !HAS_CONVERSIONS.load(Ordering::Relaxed) {
        return Ok(Vec::new());
    }
    let py = value.py();
    let all: Vec<(Py<PyAny>, Py<PyAny>)> = {
        let list = CONVERSIONS.lock().unwrap_or_else(|e| e.into_inner());
        list.iter().map(|c| (c.types.clone_ref(py), c.function.clone_ref(py))).collect()
    };
    let mut out = Vec::new();
    for (types, function) in all {
        if value.is_instance(types.bind(py))? {
            out.push(function.into_bound(py));
        }
    }
    Ok(out)
}

/// True for what becomes a Tensor by adding nodes: Tensors, Variables, objects with a registered conversion.
pub fn is_graph_like(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_instance_of::<PyTensor>() {
        return Ok(true);
    }
    Ok(value.hasattr(intern!(value.py(), "_as_tensor"))? || !conversions(value)?.is_empty())
}

fn add_constant(graph: &Bound<'_, PyGraph>, value: Tensor, name: Option<&str>) -> PyResult<Output> {
    static CONST: std::sync::OnceLock<&'static OpDef> = std::sync::OnceLock::new();
    let op = match CONST.get() {
        Some(op) => op,
        None => CONST.get_or_init(|| rheos_ops::registry().find("Const").expect("the catalogue has constants")),
    };
    let dtype = value.dtype();
    let attrs = [("value", Attr::Tensor(value)), ("dtype", Attr::Type(dtype))];
    Ok(Output::new(PyGraph::add(graph, op, &[], &attrs, name)?, 0))
}

/// Reads the variable behind a handle.
fn read(graph: &Bound<'_, PyGraph>, handle: Output) -> PyResult<Output> {
    let dtype = graph.get().lock().fact(handle).handle().map(|h| h.dtype);
    let Some(dtype) = dtype else {
        return Err(PyTypeError::new_err("a resource handle was given where a number is wanted"));
    };
    PyGraph::add1(graph, "ReadVariableOp", &[handle.into()], &[("dtype", Attr::Type(dtype))], None)
}

/// A number's worth of `tensor` for an argument that takes `want`.
fn check_tensor(graph: &Bound<'_, PyGraph>, tensor: &Bound<'_, PyTensor>, hint: Hint) -> PyResult<Output> {
    let this = tensor.get();
    if !this.graph.is(graph) {
        return Err(PyValueError::new_err(format!(
            "{} must be from the same graph as the other inputs (its graph is another one).",
            tensor.str()?
        )));
    }
    let mut output = this.output;
    let mut dtype = this.dtype;
    let wants_number = !matches!(hint, Hint::None | Hint::Exact(DType::Resource) | Hint::Preferred(DType::Resource));
    if dtype == DType::Resource && wants_number {
        output = read(graph, output)?;
        dtype = graph.get().lock().fact(output).dtype;
    }
    match hint {
        Hint::Exact(want) if want != dtype => Err(wrong_dtype(want, dtype, tensor.as_any())),
        _ => Ok(output),
    }
}

/// Makes any value an output of `graph`; constants made for it are called `name`.
pub fn convert(
    graph: &Bound<'_, PyGraph>,
    value: &Bound<'_, PyAny>,
    hint: Hint,
    name: Option<&str>,
) -> PyResult<Output> {
    if let Ok(tensor) = value.cast::<PyTensor>() {
        return check_tensor(graph, tensor, hint);
    }
    let py = value.py();
    let known = match hint {
        Hint::None => try_constant(value, None)?,
        Hint::Exact(dtype) => try_constant(value, Some(dtype))?,
        Hint::Preferred(dtype) => match try_constant(value, Some(dtype)) {
            Ok(found) => found,
            Err(e)
                if e.is_instance_of::<PyTypeError>(py)
                    || e.is_instance_of::<PyValueError>(py)
                    || e.is_instance_of::<PyOverflowError>(py) =>
            {
                try_constant(value, None)?
            }
            Err(e) => return Err(e),
        },
    };
    if let Some(tensor) = known {
        return add_constant(graph, tensor, name);
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let dtype = match hint {
            Hint::Exact(dtype) => Some(dtype),
            _ => first_dtype(value)?,
        };
        return pack(graph, value, dtype, name.unwrap_or("packed"));
    }
    let exact = match hint {
        Hint::Exact(dtype) => Some(dtype),
        _ => None,
    };
    let made = as_tensor(value, exact, name)?;
    let Ok(tensor) = made.cast::<PyTensor>() else {
        let class = value.get_type();
        return Err(PyTypeError::new_err(format!("conversion of {class} gave {} instead of a Tensor", made.repr()?)));
    };
    check_tensor(graph, tensor, hint)
}

fn as_tensor<'py>(value: &Bound<'py, PyAny>, dtype: Option<DType>, name: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let kwargs = PyDict::new(py);
    kwargs.set_item("dtype", dtype_argument(py, dtype)?)?;
    kwargs.set_item("name", name)?;
    if let Ok(method) = value.getattr(intern!(py, "_as_tensor")) {
        return method.call((), Some(&kwargs));
    }
    kwargs.set_item("as_ref", false)?;
    for function in conversions(value)? {
        let made = function.call((value,), Some(&kwargs))?;
        if !made.is(py.NotImplemented()) {
            return Ok(made);
        }
    }
    Err(PyTypeError::new_err(format!("Cannot convert {} to a Tensor", value.repr()?)))
}

/// The dtype of the first Tensor in a nested list.
fn first_dtype(value: &Bound<'_, PyAny>) -> PyResult<Option<DType>> {
    if let Ok(tensor) = value.cast::<PyTensor>() {
        return Ok((tensor.get().dtype != DType::Resource).then_some(tensor.get().dtype));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        for item in value.try_iter()? {
            if let Some(dtype) = first_dtype(&item?)? {
                return Ok(Some(dtype));
            }
        }
        return Ok(None);
    }
    match value.getattr(intern!(value.py(), "dtype")) {
        Ok(dtype) if is_graph_like(value)? => optional_dtype(Some(&dtype)),
        _ => Ok(None),
    }
}

/// A list with Tensors in it: its elements are converted and packed along a new first axis.
fn pack(graph: &Bound<'_, PyGraph>, list: &Bound<'_, PyAny>, dtype: Option<DType>, name: &str) -> PyResult<Output> {
    let (scope, old) = graph.get().open_scope(name)?;
    let made = || {
        let hint = dtype.map_or(Hint::None, Hint::Exact);
        let mut outputs = Vec::new();
        for (i, item) in list.try_iter()?.enumerate() {
            outputs.push(convert(graph, &item?, hint, Some(&i.to_string()))?);
        }
        PyGraph::add1(graph, "Pack", &[outputs.as_slice().into()], &[("axis", Attr::Int(0))], Some(&scope))
    };
    let made = made();
    graph.get().close_scope(old);
    made
}

// --- calls -----------------------------------------------------------------------------------------------------------

pub fn is_list_arg(arg: &ArgDef) -> bool {
    arg.number.is_some() || matches!(arg.ty, ArgType::List(_))
}

/// Elements of what is given for a list argument.
fn list_items<'py>(op: &OpDef, arg: &ArgDef, value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let single = value.is_instance_of::<PyTensor>()
        || value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyFloat>()
        || value.is_instance_of::<PyInt>()
        || value.is_instance_of::<PyBool>();
    if let (false, Ok(items)) = (single, value.try_iter()) {
        return items.collect();
    }
    Err(PyTypeError::new_err(format!(
        "Expected list for '{}' argument to '{}' Op, not {}.",
        arg.name,
        op.name,
        value.repr()?
    )))
}

/// May an argument of this type take a resource handle as it is?
fn takes_handle(op: &OpDef, ty: ArgType) -> bool {
    match ty {
        ArgType::Fixed(dtype) => dtype == DType::Resource,
        ArgType::Attr(i) | ArgType::List(i) => {
            op.attrs[i].types.is_empty() || op.attrs[i].types.contains(&DType::Resource)
        }
    }
}

enum Given<'py> {
    One(Bound<'py, PyAny>),
    Many(Vec<Bound<'py, PyAny>>),
}

enum Taken {
    One(Output),
    Many(SmallVec<[Output; 4]>),
}

/// A Tensor that can be used as it stands: of this graph, and no handle where a number is wanted.
fn direct(op: &OpDef, arg: &ArgDef, value: &Bound<'_, PyAny>) -> Option<Output> {
    let tensor = value.cast::<PyTensor>().ok()?.get();
    (tensor.dtype != DType::Resource || takes_handle(op, arg.ty)).then_some(tensor.output)
}

/// Types of type attributes that follow from the Tensors among the arguments.
fn known_types(op: &OpDef, given: &[Given<'_>]) -> PyResult<SmallVec<[Option<DType>; 6]>> {
    let mut types: SmallVec<[Option<DType>; 6]> = smallvec::smallvec![None; op.attrs.len()];
    for (arg, value) in op.inputs.iter().zip(given) {
        let ArgType::Attr(attr) = arg.ty else { continue };
        let items: &[Bound<'_, PyAny>] = match value {
            Given::One(v) => std::slice::from_ref(v),
            Given::Many(v) => v,
        };
        for item in items {
            if types[attr].is_some() {
                break;
            }
            types[attr] = match item.cast::<PyTensor>() {
                Ok(tensor) if tensor.get().dtype != DType::Resource || takes_handle(op, arg.ty) => {
                    Some(tensor.get().dtype)
                }
                Ok(tensor) => {
                    let tensor = tensor.get();
                    tensor.graph.get().lock().fact(tensor.output).handle().map(|h| h.dtype)
                }
                Err(_) => first_dtype(item)?,
            };
        }
    }
    // The value given to a variable has the variable's dtype.
    if let (Some(attr), Some(Given::One(first))) = (op.attr_index("dtype"), given.first())
        && types[attr].is_none()
        && let Ok(tensor) = first.cast::<PyTensor>()
        && tensor.get().dtype == DType::Resource
    {
        let tensor = tensor.get();
        types[attr] = tensor.graph.get().lock().fact(tensor.output).handle().map(|h| h.dtype);
    }
    Ok(types)
}

fn hint_for(op: &OpDef, arg: &ArgDef, types: &[Option<DType>], item: usize, attrs: &[(&str, Attr)]) -> Hint {
    match arg.ty {
        ArgType::Fixed(dtype) => Hint::Exact(dtype),
        ArgType::Attr(i) => match (types[i], &op.attrs[i].default) {
            (Some(dtype), _) => Hint::Exact(dtype),
            (None, Some(Attr::Type(dtype))) => Hint::Preferred(*dtype),
            _ => Hint::None,
        },
        ArgType::List(i) => match attrs.iter().find(|(name, _)| *name == op.attrs[i].name) {
            Some((_, Attr::Types(types))) => types.get(item).map_or(Hint::None, |&d| Hint::Exact(d)),
            _ => Hint::None,
        },
    }
}

/// Adds a node whose arguments are Python values. Gives a Tensor, a list or named tuple of them, or the Operation.
pub fn apply_values<'py>(
    py: Python<'py>,
    op_name: &str,
    args: &[Bound<'py, PyAny>],
    attrs: &[(&str, Attr)],
    name: Option<&str>,
) -> PyResult<Py<PyAny>> {
    let op = find_op(op_name)?;
    if args.len() != op.inputs.len() {
        return Err(PyTypeError::new_err(format!(
            "{} takes {} arguments ({}), got {}",
            op.name,
            op.inputs.len(),
            op.decl.inputs,
            args.len()
        )));
    }
    let mut given: SmallVec<[Given<'_>; 4]> = SmallVec::new();
    let mut graph: Option<(Bound<'py, PyGraph>, Bound<'py, PyAny>)> = None;
    let mut all_direct = true;
    let mut taken: SmallVec<[Taken; 4]> = SmallVec::new();
    for (arg, value) in op.inputs.iter().zip(args) {
        let mut look = |item: &Bound<'py, PyAny>| -> PyResult<Option<Output>> {
            if let Ok(tensor) = item.cast::<PyTensor>() {
                match &graph {
                    Some((graph, first)) => same_graph(graph, first, tensor)?,
                    None => graph = Some((tensor.get().graph.bind(py).clone(), item.clone())),
                }
            }
            Ok(direct(op, arg, item))
        };
        if is_list_arg(arg) {
            let items = list_items(op, arg, value)?;
            let mut outputs = SmallVec::new();
            for item in &items {
                match look(item)? {
                    Some(output) => outputs.push(output),
                    None => all_direct = false,
                }
            }
            taken.push(Taken::Many(outputs));
            given.push(Given::Many(items));
        } else {
            match look(value)? {
                Some(output) => taken.push(Taken::One(output)),
                None => all_direct = false,
            }
            given.push(Given::One(value.clone()));
        }
    }
    let graph = match graph {
        Some((graph, _)) => graph,
        None => get_default_graph(py)?,
    };
    if all_direct {
        return finish(&graph, op, &taken, attrs, name);
    }
    let types = known_types(op, &given)?;
    let (scope, old) = graph.get().open_scope(name.unwrap_or(op.name))?;
    let made = (|| {
        let mut taken: SmallVec<[Taken; 4]> = SmallVec::new();
        for (arg, value) in op.inputs.iter().zip(&given) {
            taken.push(match value {
                Given::One(value) => match direct(op, arg, value) {
                    Some(output) => Taken::One(output),
                    None => {
                        let hint = hint_for(op, arg, &types, 0, attrs);
                        let hint = if hint == Hint::None && value.is_instance_of::<PyTensor>() {
                            Hint::Preferred(DType::F32)
                        } else {
                            hint
                        };
                        Taken::One(
                            convert(&graph, value, hint, Some(arg.name)).map_err(|e| of_argument(py, e, op, arg))?,
                        )
                    }
                },
                Given::Many(items) => {
                    let mut outputs = SmallVec::new();
                    for (i, item) in items.iter().enumerate() {
                        outputs.push(match direct(op, arg, item) {
                            Some(output) => output,
                            None => {
                                let name = format!("{}_{i}", arg.name);
                                let hint = hint_for(op, arg, &types, i, attrs);
                                convert(&graph, item, hint, Some(&name)).map_err(|e| of_argument(py, e, op, arg))?
                            }
                        });
                    }
                    Taken::Many(outputs)
                }
            });
        }
        finish(&graph, op, &taken, attrs, Some(&scope))
    })();
    graph.get().close_scope(old);
    made
}

/// Says which argument could not be converted.
fn of_argument(py: Python<'_>, error: PyErr, op: &OpDef, arg: &ArgDef) -> PyErr {
    let text = format!("{} '{}' argument: {}", op.name, arg.name, error.value(py));
    if error.is_instance_of::<PyTypeError>(py) {
        PyTypeError::new_err(text)
    } else if error.get_type(py).is(py.get_type::<PyValueError>()) {
        PyValueError::new_err(text)
    } else {
        error
    }
}

fn finish(
    graph: &Bound<'_, PyGraph>,
    op: &'static OpDef,
    taken: &[Taken],
    attrs: &[(&str, Attr)],
    name: Option<&str>,
) -> PyResult<Py<PyAny>> {
    let args: SmallVec<[ArgValue<'_>; 4]> = taken
        .iter()
        .map(|t| match t {
            Taken::One(output) => ArgValue::One(*output),
            Taken::Many(outputs) => ArgValue::Many(outputs),
        })
        .collect();
    let id = PyGraph::add(graph, op, &args, attrs, name)?;
    let py = graph.py();
    if op.outputs.is_empty() {
        return Ok(PyGraph::operation(graph, id)?.into_any().unbind());
    }
    if op.outputs.len() == 1 && !is_list_arg(&op.outputs[0]) {
        return Ok(PyGraph::tensor(graph, Output::new(id, 0))?.into_any().unbind());
    }
    let counts: SmallVec<[usize; 4]> = {
        let core = graph.get().lock();
        let node = core.node(id);
        op.outputs
            .iter()
            .map(|arg| match (arg.number, arg.ty) {
                (Some(i), _) => match node.attrs[i] {
                    Attr::Int(n) => n.max(0) as usize,
                    _ => 0,
                },
                (None, ArgType::List(i)) => match &node.attrs[i] {
                    Attr::Types(types) => types.len(),
                    _ => 0,
                },
                _ => 1,
            })
            .collect()
    };
    if counts.iter().sum::<usize>() == 0 {
        return Ok(PyGraph::operation(graph, id)?.into_any().unbind());
    }
    let mut next = 0;
    let mut results = Vec::with_capacity(counts.len());
    for (arg, count) in op.outputs.iter().zip(counts) {
        let mut tensors = (next..next + count)
            .map(|i| tensor_object(graph, Output::new(id, i as u32)))
            .collect::<PyResult<Vec<_>>>()?;
        next += count;
        results.push(if is_list_arg(arg) { PyList::new(py, tensors)?.into_any() } else { tensors.remove(0) });
    }
    if results.len() == 1 {
        return Ok(results.remove(0).unbind());
    }
    Ok(result_class(py, op)?.call_method1(intern!(py, "_make"), (results,))?.unbind())
}

/// The named tuple of an op with several results.
fn result_class<'py>(py: Python<'py>, op: &'static OpDef) -> PyResult<Bound<'py, PyAny>> {
    static CLASSES: Mutex<Option<FxHashMap<usize, Py<PyAny>>>> = Mutex::new(None);
    {
        let classes = CLASSES.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(class) = classes.as_ref().and_then(|c| c.get(&op.id)) {
            return Ok(class.bind(py).clone());
        }
    }
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let fields: Vec<&str> = op.outputs.iter().map(|a| a.name).collect();
    let class = MAKE.import(py, "collections", "namedtuple")?.call1((op.name, fields))?;
    let mut classes = CLASSES.lock().unwrap_or_else(|e| e.into_inner());
    Ok(classes.get_or_insert_default().entry(op.id).or_insert(class.unbind()).bind(py).clone())
}

/// Adds a node: arguments in declared order, then the attributes that do not follow from them (None: default).
#[pyfunction]
#[pyo3(signature = (op_name, args, attrs = None, name = None))]
pub fn apply(
    op_name: &str,
    args: &Bound<'_, PyTuple>,
    attrs: Option<&Bound<'_, PyTuple>>,
    name: Option<&str>,
) -> PyResult<Py<PyAny>> {
    let py = args.py();
    let op = find_op(op_name)?;
    let mut values: SmallVec<[(&str, Attr); 4]> = SmallVec::new();
    if let Some(attrs) = attrs {
        let wanted = op.attrs.iter().filter(|a| !a.inferred);
        let count = wanted.clone().count();
        if attrs.len() != count {
            return Err(PyTypeError::new_err(format!("{op_name} has {count} attributes, got {}", attrs.len())));
        }
        for (def, value) in wanted.zip(attrs.iter_borrowed()) {
            if !value.is_none() {
                values.push((def.name, attrs::from_python(&value, def.kind, def.name)?));
            } else if def.kind == rheos_base::AttrKind::Shape {
                values.push((def.name, Attr::Shape(rheos_base::Shape::unknown())));
            }
        }
    }
    let args: SmallVec<[Bound<'_, PyAny>; 4]> = args.iter().collect();
    apply_values(py, op_name, &args, &values, name)
}

/// The same with attributes by name, for ops whose signature is known at run time only (imported graphs).
#[pyfunction]
#[pyo3(signature = (op_name, args, attrs, name = None))]
pub fn apply_named(
    op_name: &str,
    args: &Bound<'_, PyTuple>,
    attrs: &Bound<'_, PyDict>,
    name: Option<&str>,
) -> PyResult<Py<PyAny>> {
    let op = find_op(op_name)?;
    let mut values: Vec<(&str, Attr)> = Vec::new();
    for (key, value) in attrs.iter() {
        let key: String = key.extract()?;
        let Some(def) = op.attrs.iter().find(|a| a.name == key) else {
            return Err(PyTypeError::new_err(format!("{op_name} has no attribute '{key}'")));
        };
        values.push((def.name, attrs::from_python(&value, def.kind, def.name)?));
    }
    let args: Vec<Bound<'_, PyAny>> = args.iter().collect();
    apply_values(attrs.py(), op_name, &args, &values, name)
}

/// Converts a value to a Tensor of the default graph (a Tensor stays as it is).
#[pyfunction]
#[pyo3(signature = (value, dtype = None, name = None, preferred_dtype = None, dtype_hint = None))]
pub fn convert_to_tensor<'py>(
    value: &Bound<'py, PyAny>,
    dtype: Option<&Bound<'py, PyAny>>,
    name: Option<&str>,
    preferred_dtype: Option<&Bound<'py, PyAny>>,
    dtype_hint: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let preferred = match (optional_dtype(preferred_dtype)?, optional_dtype(dtype_hint)?) {
        (Some(_), Some(_)) => {
            return Err(PyValueError::new_err("Cannot specify both 'dtype_hint' and 'preferred_dtype'"));
        }
        (old, new) => new.or(old),
    };
    let hint = match (optional_dtype(dtype)?, preferred) {
        (Some(dtype), _) => Hint::Exact(dtype),
        (None, Some(dtype)) => Hint::Preferred(dtype),
        (None, None) => Hint::None,
    };
    if let Ok(tensor) = value.cast::<PyTensor>() {
        let graph = tensor.get().graph.bind(value.py());
        return tensor_object(graph, check_tensor(graph, tensor, hint)?);
    }
    let graph = get_default_graph(value.py())?;
    tensor_object(&graph, convert(&graph, value, hint, name)?)
}

/// `tf.constant`.
#[pyfunction]
#[pyo3(signature = (value, dtype = None, shape = None, name = "Const", verify_shape = false))]
pub fn constant<'py>(
    value: &Bound<'py, PyAny>,
    dtype: Option<&Bound<'py, PyAny>>,
    shape: Option<&Bound<'py, PyAny>>,
    name: Option<&str>,
    verify_shape: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let want = optional_dtype(dtype)?;
    let mut tensor = crate::convert::constant(value, want)?;
    if let Some(shape) = shape.filter(|s| !s.is_none()) {
        let shape = crate::shapes::shape_of(shape)?;
        let Some(dims) = shape.to_dims() else {
            return Err(PyValueError::new_err(format!("a constant's shape must be fully known, got {shape}")));
        };
        tensor = crate::convert::shaped(tensor, &dims, verify_shape)?;
    }
    let graph = get_default_graph(value.py())?;
    let output = add_constant(&graph, tensor, Some(name.unwrap_or("Const")))?;
    tensor_object(&graph, output)
}

/// The NumPy array that `tf.constant` would hold.
#[pyfunction]
#[pyo3(signature = (value, dtype = None))]
pub fn to_array<'py>(value: &Bound<'py, PyAny>, dtype: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
    let tensor = crate::convert::constant(value, optional_dtype(dtype)?)?;
    crate::results::to_numpy(value.py(), tensor)
}

/// Names of all ops in the catalogue.
#[pyfunction]
pub fn op_names() -> Vec<&'static str> {
    rheos_ops::registry().all().map(|op| op.name).collect()
}
