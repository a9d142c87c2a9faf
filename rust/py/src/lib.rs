//! The Python extension `rheos._native`: graphs, tensors and sessions for Python, over the Rust core.
//!
//! Only this crate knows Python. Values come in through `convert`, go out through `results`; errors leave through
//! `errors`, and no panic passes.

// The types of wgpu nest deeply.
#![recursion_limit = "256"]

mod apply;
mod attrs;
mod callbacks;
mod convert;
mod dtype;
mod errors;
mod gpus;
mod gradients;
mod graph;
mod location;
mod operation;
mod operators;
mod results;
mod session;
mod shapes;
mod slicing;
mod tensor;

use pyo3::prelude::*;

#[pymodule]
fn _native(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<dtype::PyDType>()?;
    m.add_class::<graph::PyGraph>()?;
    m.add_class::<operation::PyOperation>()?;
    m.add_class::<session::PyParts>()?;
    m.add_class::<session::PySession>()?;
    m.add_class::<tensor::PyTensor>()?;
    m.add_function(wrap_pyfunction!(apply::apply, m)?)?;
    m.add_function(wrap_pyfunction!(apply::apply_named, m)?)?;
    m.add_function(wrap_pyfunction!(apply::constant, m)?)?;
    m.add_function(wrap_pyfunction!(apply::convert_to_tensor, m)?)?;
    m.add_function(wrap_pyfunction!(apply::op_names, m)?)?;
    m.add_function(wrap_pyfunction!(apply::register_tensor_conversion_function, m)?)?;
    m.add_function(wrap_pyfunction!(apply::to_array, m)?)?;
    m.add_function(wrap_pyfunction!(dtype::as_dtype, m)?)?;
    m.add_function(wrap_pyfunction!(gpus::_gpu_counts, m)?)?;
    m.add_function(wrap_pyfunction!(gpus::_gpus, m)?)?;
    m.add_function(wrap_pyfunction!(gpus::_lose_gpus, m)?)?;
    m.add_function(wrap_pyfunction!(gradients::gradients, m)?)?;
    m.add_function(wrap_pyfunction!(gradients::has_gradient, m)?)?;
    m.add_function(wrap_pyfunction!(graph::check_name, m)?)?;
    m.add_function(wrap_pyfunction!(graph::default_graph_depth, m)?)?;
    m.add_function(wrap_pyfunction!(graph::forget_default_graph, m)?)?;
    m.add_function(wrap_pyfunction!(graph::get_default_graph, m)?)?;
    m.add_function(wrap_pyfunction!(graph::pop_default_graph, m)?)?;
    m.add_function(wrap_pyfunction!(graph::push_default_graph, m)?)?;
    m.add_function(wrap_pyfunction!(location::set_package_folder, m)?)?;
    Ok(())
}
