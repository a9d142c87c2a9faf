//! Slices picked by index. An index outside its axis picks zeros: a shader cannot raise an error.

use super::launch::{Word, aliases, check, eight, items, plain};
use crate::kernels::gather::Picks;
use rheos_base::{Result as Checked, element_count};
use rheos_graph::NodeInfo;
use rheos_graph::gpu::{Binding, ShaderSpec, Shaders, stored_type};

const GATHER: &str = include_str!("../../../../shaders/kernels/gather.wgsl");
const GATHER_ND: &str = include_str!("../../../../shaders/kernels/gather_nd.wgsl");

const BINDINGS: [Binding; 3] = [Binding::Input(0), Binding::Input(1), Binding::Output(0)];

/// Slices of input 0 at the indices in input 1.
pub fn slices(spec: &ShaderSpec<'_>, picks: fn(&NodeInfo<'_>) -> Checked<Picks>) -> Result<Shaders, String> {
    let p = picks(&spec.info).map_err(|e| e.message().to_string())?;
    let [params, indices, ..] = spec.inputs else { return Err("it has no indices".to_string()) };
    check(spec.limits, &[params, indices, &spec.outputs[0]])?;
    let total = spec.outputs[0].layout.len();
    if total == 0 {
        return Ok(Shaders::default());
    }
    let word = Word::new(params.dtype, p.inner);
    let (total, inner) = (total / word.elements, p.inner / word.elements);
    let header = aliases(&[("T", word.text), ("I", stored_type(indices.dtype))]);
    let sizes = [total, p.outer, p.size, p.count, inner].map(|n| n as u32);
    Ok(plain([items(spec.limits, header + GATHER, &BINDINGS, sizes.into(), total)?]))
}

/// Slices of input 0 at the coordinates in the last axis of input 1.
pub fn places(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let (dims, coordinates) = (spec.info.input_dims(0), spec.info.input_dims(1));
    let [params, indices, ..] = spec.inputs else { return Err("it has no indices".to_string()) };
    check(spec.limits, &[params, indices, &spec.outputs[0]])?;
    let depth = coordinates.last().copied().unwrap_or(0);
    let total = spec.outputs[0].layout.len();
    let sizes = eight(dims[..depth].iter().copied())?;
    if total == 0 {
        return Ok(Shaders::default());
    }
    let inner = element_count(&dims[depth..]);
    let word = Word::new(params.dtype, inner);
    let (total, inner) = (total / word.elements, inner / word.elements);
    let header = aliases(&[("T", word.text), ("I", stored_type(indices.dtype))]);
    let mut numbers = vec![total as u32, inner as u32, depth as u32, 0];
    numbers.extend(sizes);
    Ok(plain([items(spec.limits, header + GATHER_ND, &BINDINGS, numbers, total)?]))
}
