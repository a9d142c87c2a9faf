//! Sequences along one axis, turned round as far as each is filled.

use super::launch::{Word, aliases, check, items};
use super::movement;
use crate::rules::resolve_axis;
use rheos_graph::Layout;
use rheos_graph::gpu::{Binding, ShaderSpec, Shaders, element_size, stored_type};

const REVERSE: &str = include_str!("../../../../shaders/kernels/reverse_sequence.wgsl");

/// The sequences of input 0, whose lengths are in input 1.
pub fn reverse(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let (x, lengths, out) = (&spec.inputs[0], &spec.inputs[1], &spec.outputs[0]);
    check(spec.limits, &[x, lengths, out])?;
    let dims = &out.layout.dims;
    let axis = |name| resolve_axis(spec.info.int(name), dims.len()).map_err(|e| e.message().to_string());
    let (places, sequences) = (axis("seq_dim")?, axis("batch_dim")?);
    let strides: Vec<usize> = (0..dims.len()).map(|i| dims[i + 1..].iter().product()).collect();
    let mut shaders = Shaders::default();
    // The shader follows no other strides than those of rows.
    let copy =
        movement::copy(spec.limits, x.dtype, (Binding::Input(0), &x.layout), (Binding::Scratch(0), &out.layout))?;
    let plain = x.layout == Layout::contiguous(dims);
    let from = if plain { Binding::Input(0) } else { Binding::Scratch(0) };
    if !plain {
        shaders.scratch.push(out.layout.len() * element_size(x.dtype));
        shaders.dispatches.extend(copy);
    }
    let word = Word::new(x.dtype, strides[places].min(strides[sequences]));
    let total = out.layout.len() / word.elements;
    if total == 0 {
        return Ok(Shaders::default());
    }
    let header = aliases(&[("T", word.text), ("I", stored_type(lengths.dtype))]);
    let strides = [sequences, places].map(|axis| strides[axis] / word.elements);
    let params = [total, dims[sequences], strides[0], dims[places], strides[1]].map(|n| n as u32).to_vec();
    let bindings = [from, Binding::Input(1), Binding::Output(0)];
    shaders.dispatches.push(items(spec.limits, header + REVERSE, &bindings, params, total)?);
    Ok(shaders)
}
