//! Sums per channel over all other axes: moments, and the sums of batch normalisation's gradient. Pieces of a channel
//! are summed first, then joined, in an order that follows from sizes alone.

use super::launch::{GROUP, aliases, check, check_count, groups};
use rheos_base::{DType, element_count};
use rheos_graph::gpu::{Binding, Limits, ShaderSpec, Shaders, stored_type};

const SUMS: &str = include_str!("../../../../shaders/kernels/channel_sums.wgsl");
const MOMENTS: &str = include_str!("../../../../shaders/kernels/channel_moments.wgsl");
const JOIN_MOMENTS: &str = include_str!("../../../../shaders/kernels/channel_join_moments.wgsl");
const PRODUCTS: &str = include_str!("../../../../shaders/kernels/channel_products.wgsl");
const JOIN_SUMS: &str = include_str!("../../../../shaders/kernels/channel_join_sums.wgsl");
const RESULTS: &str = include_str!("../../../../shaders/kernels/channel_results.wgsl");

/// Elements that a lane sums at least, if there are so many.
const PER_LANE: usize = 32;
/// Workgroups that keep a device busy.
const MANY: usize = 1024;
/// Channels that lie side by side and are read together.
const BESIDE: usize = 32;

/// Mean and variance of each channel.
pub fn moments(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let header = format!("{JOIN_MOMENTS}{MOMENTS}");
    // A variance is over all elements, of which each channel has the same number.
    let finish = format!(
        "{JOIN_MOMENTS}fn finished(total: vec3<f32>) -> vec2<f32> {{\n    return vec2<f32>(total.y, total.z / total.x);\n}}\n"
    );
    shaders(spec, &[0], &header, &finish)
}

/// Sums of dy, and of dy times x less its mean.
pub fn products(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let header = format!("{JOIN_SUMS}{PRODUCTS}");
    let finish = format!("{JOIN_SUMS}fn finished(total: vec3<f32>) -> vec2<f32> {{\n    return total.xy;\n}}\n");
    shaders(spec, &[0, 1, 2], &header, &finish)
}

fn shaders(spec: &ShaderSpec<'_>, inputs: &[usize], header: &str, finish: &str) -> Result<Shaders, String> {
    let limits = spec.limits;
    check(limits, &spec.inputs.iter().chain(spec.outputs).collect::<Vec<_>>())?;
    let dtype = spec.inputs[0].dtype;
    if !matches!(dtype, DType::F32 | DType::F16) || spec.outputs[0].dtype != DType::F32 {
        return Err("channels are summed in single precision only".to_string());
    }
    let dims = spec.info.input_dims(0);
    let axis = if spec.info.bool("channels_first") { 1 } else { dims.len() - 1 };
    let (channels, inner) = (dims[axis], element_count(&dims[axis + 1..]));
    let count = element_count(&dims).checked_div(channels).unwrap_or(0);
    if count == 0 {
        return Err("channels without elements have no moments".to_string());
    }
    let columns = if inner == 1 { channels.next_power_of_two().min(BESIDE) } else { 1 };
    let lanes = GROUP / columns;
    let across = channels.div_ceil(columns);
    let pieces = (count / (lanes * PER_LANE)).clamp(1, MANY.div_ceil(across));
    let piece = count.div_ceil(pieces);
    let pieces = count.div_ceil(piece);
    let partial = partial(limits, pieces * channels)?;
    let mut bindings: Vec<Binding> = inputs.iter().map(|&i| Binding::Input(i)).collect();
    bindings.push(Binding::Scratch(0));
    let source = format!("{}{header}{SUMS}", aliases(&[("T", stored_type(dtype))]));
    let params = [channels, inner, count, lanes, piece, across].map(|n| n as u32);
    let summed = groups(limits, source, &bindings, params.into(), across * pieces)?;
    // The partial sums lie channel by channel within each piece.
    let bindings = [Binding::Scratch(0), Binding::Output(0), Binding::Output(1)];
    let columns = channels.next_power_of_two().min(BESIDE);
    let across = channels.div_ceil(columns);
    let params = [channels, 1, pieces, GROUP / columns, pieces, across].map(|n| n as u32);
    let joined = groups(limits, format!("{finish}{RESULTS}{SUMS}"), &bindings, params.into(), across)?;
    Ok(Shaders { dispatches: vec![summed, joined], scratch: vec![partial] })
}

/// Bytes of so many partial sums.
fn partial(limits: &Limits, count: usize) -> Result<usize, String> {
    const BYTES: usize = 16;
    check_count(limits, count, BYTES)?;
    Ok(count * BYTES)
}
