//! Running sums and products.

use super::launch::{FLOATS, GROUP, aliases, arithmetic_type, check, groups, plain, storing};
use super::movement::known;
use super::ranking::lanes;
use crate::kernels::lines::Lines;
use crate::rules::resolve_axis;
use rheos_base::DType;
use rheos_graph::gpu::{Binding, ShaderSpec, Shaders, stored_type};

const SCAN: &str = include_str!("../../../../shaders/kernels/scan.wgsl");

/// Elements that a lane combines in one turn.
const EACH: usize = 8;

/// Running sums, or products, along the axis in input 1.
pub fn shaders(spec: &ShaderSpec<'_>, product: bool) -> Result<Shaders, String> {
    let (x, out) = (&spec.inputs[0], &spec.outputs[0]);
    check(spec.limits, &[x, out])?;
    let dims = spec.info.input_dims(0);
    let axis = resolve_axis(known(&spec.info, 1)?[0], dims.len()).map_err(|e| e.message().to_string())?;
    let (nothing, joined) = if product { ("A(1)", "a * b") } else { ("A(0)", "a + b") };
    let lines = Lines::new(&dims, axis);
    if lines.elements() == 0 {
        return Ok(Shaders::default());
    }
    let mut header = aliases(&[("T", stored_type(x.dtype)), ("A", arithmetic_type(x.dtype))]);
    if x.dtype == DType::F16 {
        header += FLOATS;
    }
    header += &storing(x.dtype);
    header += &format!("fn nothing() -> A {{\n    return {nothing};\n}}\n");
    header += &format!("fn join(a: A, b: A) -> A {{\n    return {joined};\n}}\n");
    let lanes = lanes(&lines, EACH);
    let mut params = [lines.count, lines.length, lines.stride, lanes].map(|n| n as u32).to_vec();
    params.extend(["exclusive", "reverse"].map(|flag| u32::from(spec.info.bool(flag))));
    let bindings = [Binding::Input(0), Binding::Output(0)];
    let count = lines.count.div_ceil(GROUP / lanes);
    Ok(plain([groups(spec.limits, header + SCAN, &bindings, params, count)?]))
}
