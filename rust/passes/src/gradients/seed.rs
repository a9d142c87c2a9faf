//! Where gradients start and end: grad_ys with their defaults and checks, and what an x gets.

use super::Request;
use super::sum::{add, constant};
use rheos_base::{Attr, Result, Tensor, bail};
use rheos_graph::builder::GradValue;
use rheos_graph::{Graph, Output};

/// The gradient of y number `i`: as given, or ones.
pub fn start(graph: &mut Graph, request: &Request, i: usize) -> Result<GradValue> {
    let y = request.ys[i];
    let dtype = graph.fact(y).dtype;
    let Some(given) = request.grad_ys.get(i).copied().flatten() else {
        if dtype.is_complex() {
            bail!(Type, "Gradients of complex tensors must set grad_ys (y.dtype = {dtype})");
        }
        if !dtype.is_floating() && !dtype.is_integer() {
            bail!(Type, "tensor '{}' of type {dtype} has no default grad_ys", label(graph, y));
        }
        return ones(graph, y, i).map(GradValue::Dense);
    };
    let have = match given {
        GradValue::Dense(o) | GradValue::Sparse { values: o, .. } => graph.fact(o).dtype,
    };
    let fits = if dtype.is_complex() { have.is_complex() } else { have.is_floating() || have.is_integer() };
    if !fits {
        let expected = if dtype.is_complex() { "complex" } else { "real or integer" };
        bail!(
            Type,
            "Gradient type {have} generated for tensor {} with type {dtype} must be {expected}",
            label(graph, y)
        );
    }
    let identity = |graph: &mut Graph, o: Output, name: &str| add(graph, "Identity", &[o.into()], &[], name);
    Ok(match given {
        GradValue::Dense(o) => {
            if !graph.fact(o).shape.is_compatible(&graph.fact(y).shape) {
                bail!(
                    Value,
                    "grad_ys[{i}] has shape {}, but {} has shape {}",
                    graph.fact(o).shape,
                    label(graph, y),
                    graph.fact(y).shape
                );
            }
            GradValue::Dense(identity(graph, o, &format!("grad_ys_{i}"))?)
        }
        GradValue::Sparse { values, indices, dense_shape } => GradValue::Sparse {
            values: identity(graph, values, &format!("grad_ys_{i}_values"))?,
            indices: identity(graph, indices, &format!("grad_ys_{i}_indices"))?,
            dense_shape: match dense_shape {
                Some(shape) => Some(identity(graph, shape, &format!("grad_ys_{i}_shape"))?),
                None => None,
            },
        },
    })
}

fn ones(graph: &mut Graph, y: Output, i: usize) -> Result<Output> {
    let dtype = graph.fact(y).dtype;
    let shape = match graph.fact(y).shape.to_dims() {
        Some(dims) => {
            let sizes: Vec<i64> = dims.iter().map(|&d| d as i64).collect();
            constant(graph, Tensor::from_ints(rheos_base::DType::I32, &[sizes.len()], &sizes)?, "Shape")?
        }
        None => add(graph, "Shape", &[y.into()], &[], "Shape")?,
    };
    let one = rheos_graph::expr::Scalar::new(dtype, 1.0);
    let one = Tensor::from_bytes(dtype, &[], &one.bytes()[..dtype.size()])?;
    let one = constant(graph, one, &format!("grad_ys_{i}"))?;
    add(graph, "Fill", &[shape.into(), one.into()], &[], "Fill")
}

/// Zeros for an x that no y depends on; those of the value, for a variable's handle.
pub fn zeros(graph: &mut Graph, x: Output) -> Result<GradValue> {
    let value = match graph.fact(x).handle() {
        Some(handle) => {
            let dtype = handle.dtype;
            add(graph, "ReadVariableOp", &[x.into()], &[("dtype", Attr::Type(dtype))], "ReadVariableOp")?
        }
        None => x,
    };
    Ok(GradValue::Dense(add(graph, "ZerosLike", &[value.into()], &[], "zeros_like")?))
}

/// `name:0`.
pub fn label(graph: &Graph, output: Output) -> String {
    format!("{}:{}", graph.node(output.node).name, output.index)
}
