//! Sums over neighbours along the last axis.

use super::launch::{aliases, check, items, plain};
use rheos_graph::gpu::{Binding, ShaderSpec, Shaders, stored_type};

const SUMS: &str = include_str!("../../../../shaders/kernels/neighbour_sums.wgsl");

/// Widest window that is added up element by element.
const DIRECT: i64 = 64;

pub fn shaders(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let (x, out) = (&spec.inputs[0], &spec.outputs[0]);
    check(spec.limits, &[x, out])?;
    let radius = spec.info.int("radius").max(0);
    if 2 * radius >= DIRECT {
        return Err("windows as wide as this are differences of running sums in double precision".to_string());
    }
    let length = spec.info.input_dims(0).last().copied().unwrap_or(1);
    let total = out.layout.len();
    if total == 0 {
        return Ok(Shaders::default());
    }
    let params = vec![total as u32, length as u32, radius as u32];
    let source = aliases(&[("T", stored_type(x.dtype))]) + SUMS;
    Ok(plain([items(spec.limits, source, &[Binding::Input(0), Binding::Output(0)], params, total)?]))
}
