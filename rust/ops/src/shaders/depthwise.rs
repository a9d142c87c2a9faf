//! Depthwise convolutions and their gradients: channels side by side, limited by how fast memory is read.

use super::product::{Types, check_sizes, folded, sum_parts, word};
use super::window::{View, WINDOW};
use crate::kernels::conv::Window;
use rheos_graph::gpu::{Binding, Dispatch, ShaderSpec, Shaders};
use smallvec::smallvec;

const DEPTHWISE: &str = include_str!("../../../../shaders/kernels/depthwise.wgsl");
const FILTER: &str = include_str!("../../../../shaders/kernels/depthwise_filter.wgsl");

/// Weights of a workgroup of the filter's gradient.
const WIDE: u64 = 32;
/// Fewer pixels are not worth a part of their own.
const LEAST_PART: u64 = 512;
/// Workgroups that fill a big device.
const MANY_GROUPS: u64 = 1024;

fn planned(
    spec: &ShaderSpec<'_>,
    input: &[usize],
    filter: &[usize],
    output: &[usize],
) -> Result<(Window, usize), String> {
    check_sizes(spec)?;
    let window = Window::new(&spec.info, input, filter, output).map_err(|e| e.to_string())?;
    Ok((window, filter[filter.len() - 1]))
}

/// The convolution, or with `spread` the gradient of its input, from operands `source` and `filter`.
fn slide(
    spec: &ShaderSpec<'_>,
    window: &Window,
    multiplier: usize,
    spread: bool,
    [source, filter]: [usize; 2],
) -> Result<Shaders, String> {
    let out = &spec.outputs[0];
    let types = Types::of(out.dtype, spec.limits)?;
    if out.layout.is_empty() {
        return Ok(Shaders::default());
    }
    let channels = if spread { window.out_channels } else { window.in_channels };
    let view = View { spread, channels, each: 1 };
    let count = word(out.layout.len())?;
    let taps = word(window.kernel.iter().product())?;
    let mut params = vec![count, word(multiplier)?, taps, word(window.in_channels)?];
    params.extend(view.axes(window)?.iter().flatten());
    params.resize(32, 0);
    let dispatch = Dispatch {
        source: (types.header(types.stored) + &view.header(window) + WINDOW + DEPTHWISE).into(),
        bindings: smallvec![Binding::Input(source), Binding::Input(filter), Binding::Output(0)],
        params,
        groups: folded(spec.limits, u64::from(count).div_ceil(256))?,
        ..Dispatch::default()
    };
    Ok(Shaders { dispatches: vec![dispatch], scratch: vec![] })
}

pub fn forward(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let [x, filter, y] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let (window, multiplier) = planned(spec, x, filter, y)?;
    slide(spec, &window, multiplier, false, [0, 1])
}

pub fn input(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let [filter, dy, dx] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let (window, multiplier) = planned(spec, dx, filter, dy)?;
    slide(spec, &window, multiplier, true, [1, 0])
}

/// The gradient of the filter: pixels are divided into parts, which are added up in order.
pub fn filter(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let [x, dy, filter] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let (window, multiplier) = planned(spec, x, filter, dy)?;
    let out = &spec.outputs[0];
    let types = Types::of(out.dtype, spec.limits)?;
    if out.layout.is_empty() {
        return Ok(Shaders::default());
    }
    let view = View { spread: false, channels: window.in_channels, each: 1 };
    let (weights, taps) = (window.out_channels, window.kernel.iter().product::<usize>());
    let pixels = window.batch * window.output.iter().product::<usize>();
    let groups = (weights as u64).div_ceil(WIDE) * taps as u64;
    let room = spec.limits.binding / (4 * out.layout.len() as u64);
    let wanted = MANY_GROUPS.div_ceil(groups).min(pixels as u64 / LEAST_PART).min(room).max(1);
    let part = (pixels as u64).div_ceil(wanted).max(1);
    let parts = (pixels as u64).div_ceil(part).max(1);
    let count = word(out.layout.len())?;

    let groups = groups * parts;
    let mut params = vec![word(weights)?, word(multiplier)?, word(taps)?, word(pixels)?];
    params.extend(view.axes(&window)?.iter().flatten());
    params.extend([word(part as usize)?, word(groups as usize)?, count, 0]);
    let (target, stored) = match parts {
        1 => (Binding::Output(0), types.stored),
        _ => (Binding::Scratch(0), types.sums),
    };
    let dispatch = Dispatch {
        source: (types.header(stored) + &view.header(&window) + WINDOW + FILTER).into(),
        bindings: smallvec![Binding::Input(0), Binding::Input(1), target],
        params,
        groups: folded(spec.limits, groups)?,
        ..Dispatch::default()
    };
    let mut shaders = Shaders { dispatches: vec![dispatch], scratch: vec![] };
    if parts > 1 {
        shaders.scratch.push(4 * out.layout.len() * parts as usize);
        shaders.dispatches.push(sum_parts(&types, count, parts as u32, spec.limits)?);
    }
    Ok(shaders)
}
