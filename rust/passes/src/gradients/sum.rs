//! Adding up the gradients that reach one tensor, and turning rows (IndexedSlices) into whole tensors.

use rheos_base::{Attr, DType, Result, Tensor, bail, err};
use rheos_graph::builder::{ArgValue, GradValue};
use rheos_graph::{Graph, NodeId, Output};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How several gradients of one tensor are added: TensorFlow's `AggregationMethod`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Aggregation {
    #[default]
    AddN,
    /// One by one, which frees each term early.
    Tree,
}

pub fn add_node(
    graph: &mut Graph,
    op: &str,
    args: &[ArgValue<'_>],
    attrs: &[(&str, Attr)],
    name: &str,
) -> Result<NodeId> {
    let op =
        graph.registry().find(op).ok_or_else(|| err!(Unimplemented, "op '{op}' is not in this version of rheos"))?;
    graph.add(op, args, attrs, Some(name))
}

/// Adds a node and gives its first output.
pub fn add(graph: &mut Graph, op: &str, args: &[ArgValue<'_>], attrs: &[(&str, Attr)], name: &str) -> Result<Output> {
    Ok(Output::new(add_node(graph, op, args, attrs, name)?, 0))
}

pub fn constant(graph: &mut Graph, value: Tensor, name: &str) -> Result<Output> {
    let attrs = [("dtype", Attr::Type(value.dtype())), ("value", Attr::Tensor(value))];
    add(graph, "Const", &[], &attrs, name)
}

/// Reserves `name` as a scope inside the current one, for nodes such as `concat/axis`.
pub fn subscope(graph: &mut Graph, name: &str) -> Arc<str> {
    let full = format!("{}{name}", graph.scope.prefix);
    graph.unique_name(&full, true)
}

/// The sum of all gradients that reached an output of the node called `of`.
pub fn aggregate(graph: &mut Graph, terms: &[GradValue], method: Aggregation, of: &str) -> Result<Option<GradValue>> {
    match terms {
        [] => return Ok(None),
        [one] => return Ok(Some(*one)),
        _ => {}
    }
    if terms.iter().all(|t| matches!(t, GradValue::Sparse { .. })) {
        return Ok(Some(concatenate(graph, terms)?));
    }
    let terms = terms.iter().map(|&t| dense(graph, t)).collect::<Result<Vec<_>>>()?;
    let sum = match method {
        Aggregation::AddN => add_by_device(graph, &terms)?,
        Aggregation::Tree => {
            let outer = graph.scope.prefix.clone();
            graph.scope.prefix = format!("{}/", subscope(graph, &format!("{of}_gradient_sum"))).into();
            let sum = terms[1..].iter().try_fold(terms[0], |sum, &term| add_n(graph, &[sum, term]));
            graph.scope.prefix = outer;
            sum?
        }
    };
    Ok(Some(GradValue::Dense(sum)))
}

fn add_n(graph: &mut Graph, terms: &[Output]) -> Result<Output> {
    match terms {
        [one] => Ok(*one),
        _ => add(graph, "AddN", &[ArgValue::Many(terms)], &[], "AddN"),
    }
}

/// Terms on one device are added there first.
fn add_by_device(graph: &mut Graph, terms: &[Output]) -> Result<Output> {
    let mut devices: BTreeMap<Arc<str>, Vec<Output>> = BTreeMap::new();
    for &term in terms {
        devices.entry(graph.node(term.node).device.clone()).or_default().push(term);
    }
    let sums = devices.values().map(|terms| add_n(graph, terms)).collect::<Result<Vec<_>>>()?;
    add_n(graph, &sums)
}

/// All rows of all terms; rows that occur twice add up when they are used.
fn concatenate(graph: &mut Graph, terms: &[GradValue]) -> Result<GradValue> {
    let mut parts = (Vec::new(), Vec::new());
    let mut shape = None;
    for term in terms {
        if let GradValue::Sparse { values, indices, dense_shape } = *term {
            parts.0.push(values);
            parts.1.push(indices);
            shape = shape.or(dense_shape);
        }
    }
    if parts.1.iter().any(|&i| graph.fact(i).dtype != graph.fact(parts.1[0]).dtype) {
        for index in &mut parts.1 {
            if graph.fact(*index).dtype != DType::I64 {
                *index = add(graph, "Cast", &[(*index).into()], &[("DstT", Attr::Type(DType::I64))], "Cast")?;
            }
        }
    }
    let values = concat_rows(graph, &parts.0)?;
    let indices = concat_rows(graph, &parts.1)?;
    Ok(GradValue::Sparse { values, indices, dense_shape: shape })
}

fn concat_rows(graph: &mut Graph, parts: &[Output]) -> Result<Output> {
    let scope = subscope(graph, "concat");
    let axis = constant(graph, Tensor::scalar(0i32)?, &format!("{scope}/axis/"))?;
    add(graph, "ConcatV2", &[ArgValue::Many(parts), axis.into()], &[], &format!("{scope}/"))
}

/// The whole tensor: rows that are not listed are zero, rows listed twice add up.
pub fn dense(graph: &mut Graph, value: GradValue) -> Result<Output> {
    let (values, indices, dense_shape) = match value {
        GradValue::Dense(output) => return Ok(output),
        GradValue::Sparse { values, indices, dense_shape } => (values, indices, dense_shape),
    };
    let Some(dense_shape) = dense_shape else {
        bail!(Value, "a sparse gradient (IndexedSlices) without dense_shape cannot be made dense");
    };
    let scope = subscope(graph, "strided_slice");
    let mut bound =
        |value: i32, name: &str| constant(graph, Tensor::from_slice(&[1], &[value])?, &format!("{scope}/{name}/"));
    let (begin, end, step) = (bound(0, "stack")?, bound(1, "stack_1")?, bound(1, "stack_2")?);
    let args = [dense_shape.into(), begin.into(), end.into(), step.into()];
    let rows = add(graph, "StridedSlice", &args, &[("shrink_axis_mask", Attr::Int(1))], &format!("{scope}/"))?;
    let args = [values.into(), indices.into(), rows.into()];
    add(graph, "UnsortedSegmentSum", &args, &[], "UnsortedSegmentSum")
}
