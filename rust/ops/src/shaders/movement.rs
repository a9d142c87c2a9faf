//! Ops that only move elements: the movements that the CPU's kernels are planned from, one dispatch for each move.

use super::launch::{AXES, Word, aliases, check, divisor, eight, groups, items, plain};
use crate::kernels::movement::{Fill, Movement, MovementFn};
use rheos_base::{DType, f16};
use rheos_graph::gpu::{Binding, Dispatch, Limits, ShaderSpec, Shaders, element_size};
use rheos_graph::kernel::Arg;
use rheos_graph::{Layout, NodeInfo};

const MOVE: &str = include_str!("../../../../shaders/kernels/move.wgsl");
const TURN: &str = include_str!("../../../../shaders/kernels/turn.wgsl");
const FILL: &str = include_str!("../../../../shaders/kernels/fill.wgsl");

/// Rows and columns of the squares in which a matrix is turned.
const SQUARE: usize = 32;
/// Rows and columns from which on a matrix is turned in squares.
const TURNED: usize = 16;

/// The movement that a CPU kernel is planned from.
pub fn shaders(spec: &ShaderSpec<'_>, movement: MovementFn) -> Result<Shaders, String> {
    let inputs: Vec<Layout> = spec.inputs.iter().map(|a| a.layout.clone()).collect();
    let movement = movement(&spec.info, &inputs, &spec.outputs[0].layout).map_err(|e| e.message().to_string())?;
    run(spec, &movement, Binding::Output(0))
}

/// The moves of a movement into the variable in input 0, which holds what the movement would begin with.
pub fn in_place(spec: &ShaderSpec<'_>, movement: MovementFn) -> Result<Shaders, String> {
    let inputs: Vec<Layout> = spec.inputs.iter().map(|a| a.layout.clone()).collect();
    let movement = movement(&spec.info, &inputs, &inputs[0]).map_err(|e| e.message().to_string())?;
    run(spec, &Movement { fill: Fill::None, ..movement }, Binding::Input(0))
}

/// The dispatches of a movement into `target`, which has the type and the sizes of output 0.
pub fn run(spec: &ShaderSpec<'_>, movement: &Movement, target: Binding) -> Result<Shaders, String> {
    let (limits, output) = (spec.limits, &spec.outputs[0]);
    let mut moved: Vec<&Arg> = movement.moves.iter().map(|m| &spec.inputs[m.input]).collect();
    moved.push(output);
    check(limits, &moved)?;
    let dtype = output.dtype;
    let mut dispatches = Vec::new();
    match movement.fill {
        Fill::None => {}
        Fill::Zero => dispatches.extend(fill(limits, dtype, 0, target, output.layout.len())?),
        Fill::Input(i) => {
            let from = Layout { offset: spec.inputs[i].layout.offset, ..Layout::contiguous(&[]) };
            let from = from.broadcast(&output.layout.dims);
            dispatches.extend(copy(limits, dtype, (Binding::Input(i), &from), (target, &output.layout))?);
        }
    }
    for m in &movement.moves {
        dispatches.extend(copy(limits, dtype, (Binding::Input(m.input), &m.from), (target, &m.to))?);
    }
    Ok(plain(dispatches))
}

/// The elements of `from` in the places of `to`, which has the same sizes. Nothing where there are none.
pub fn copy(
    limits: &Limits,
    dtype: DType,
    from: (Binding, &Layout),
    to: (Binding, &Layout),
) -> Result<Option<Dispatch>, String> {
    if to.1.is_empty() {
        return Ok(None);
    }
    // What is refused must not depend on strides, so it is not the merged axes that are counted.
    if to.1.dims.len() > AXES {
        return Err(format!("more than {AXES} axes"));
    }
    let mut axes = merged(from.1, to.1);
    let mut offsets = [from.1.offset, to.1.offset];
    if let Some(dispatch) = turned(limits, dtype, (from.0, to.0), &axes, offsets) {
        return dispatch.map(Some);
    }
    let mut common = 1;
    if let Some((inner, outer)) = axes.split_last()
        && inner.1 == 1
        && inner.2 == 1
    {
        let strides = outer.iter().flat_map(|a| [a.1, a.2]).chain(offsets);
        common = strides.fold(inner.0, |common, stride| divisor(common, stride.unsigned_abs()));
    }
    let word = Word::new(dtype, common);
    if word.elements > 1 {
        let scale = word.elements as isize;
        let last = axes.len() - 1;
        axes[last].0 /= word.elements;
        axes[..last].iter_mut().for_each(|a| (a.1, a.2) = (a.1 / scale, a.2 / scale));
        offsets = offsets.map(|o| o / scale);
    }
    let count: usize = axes.iter().map(|a| a.0).product();
    let mut params = vec![count as u32, axes.len() as u32, offsets[0] as u32, offsets[1] as u32];
    params.extend(sizes_and_strides(&axes)?);
    items(limits, word.header() + MOVE, &[from.0, to.0], params, count).map(Some)
}

/// The same for a matrix that lies across, with any axes around it. Nothing where there is none.
fn turned(
    limits: &Limits,
    dtype: DType,
    (from, to): (Binding, Binding),
    axes: &[Axis],
    offsets: [isize; 2],
) -> Option<Result<Dispatch, String>> {
    let (&(columns, read_column, 1), outer) = axes.split_last()? else { return None };
    let at = outer.iter().position(|a| a.1 == 1)?;
    let mut outer = outer.to_vec();
    let (rows, _, written_row) = outer.remove(at);
    let word = Word::new(dtype, 1);
    if rows < TURNED || columns < TURNED || word.bytes() > 8 {
        return None;
    }
    let (down, across) = (rows.div_ceil(SQUARE), columns.div_ceil(SQUARE));
    let squares = down * across * outer.iter().map(|a| a.0).product::<usize>();
    let mut params = vec![rows as u32, columns as u32, read_column as u32, written_row as u32];
    params.extend([down, across, squares, outer.len()].map(|n| n as u32));
    params.extend([offsets[0] as u32, offsets[1] as u32, 0, 0]);
    let dispatch = sizes_and_strides(&outer).and_then(|axes| {
        params.extend(axes);
        groups(limits, word.header() + TURN, &[from, to], params, squares)
    });
    Some(dispatch)
}

/// As the files take them, the innermost axis first.
fn sizes_and_strides(axes: &[Axis]) -> Result<Vec<u32>, String> {
    let mut params = eight(axes.iter().rev().map(|a| a.0))?.to_vec();
    // Strides are added in words that wrap, so that a negative one walks backwards.
    params.extend(eight(axes.iter().rev().map(|a| a.1 as usize))?);
    params.extend(eight(axes.iter().rev().map(|a| a.2 as usize))?);
    Ok(params)
}

/// Size, stride that is read by, stride that is written by.
type Axis = (usize, isize, isize);

/// Axes as sizes and both strides: ones dropped, neighbours merged where both sides allow it.
fn merged(from: &Layout, to: &Layout) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for (i, &d) in to.dims.iter().enumerate().filter(|(_, d)| **d != 1) {
        let (f, t) = (from.strides[i], to.strides[i]);
        match axes.last_mut() {
            Some(last) if last.1 == f * d as isize && last.2 == t * d as isize => *last = (last.0 * d, f, t),
            _ => axes.push((d, f, t)),
        }
    }
    axes
}

/// The bytes of input 0 as elements of another type.
pub fn bytes(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let (x, out) = (&spec.inputs[0], &spec.outputs[0]);
    check(spec.limits, &[x, out])?;
    let bytes = x.layout.len() * element_size(x.dtype);
    let (dtype, size) = if bytes.is_multiple_of(4) { (DType::U32, 4) } else { (DType::F16, 2) };
    let words = Layout::contiguous(&[bytes / size]);
    Ok(plain(copy(spec.limits, dtype, (Binding::Input(0), &words), (Binding::Output(0), &words))?))
}

/// `count` elements with these bits. Nothing where there are none.
pub fn fill(
    limits: &Limits,
    dtype: DType,
    bits: u64,
    target: Binding,
    count: usize,
) -> Result<Option<Dispatch>, String> {
    if count == 0 {
        return Ok(None);
    }
    let word = Word::new(dtype, count);
    let (low, high) = match element_size(dtype) {
        2 if word.text == "f16" => (f16::from_bits(bits as u16).to_f32().to_bits(), 0),
        2 => (bits as u32 & 0xffff | (bits as u32) << 16, bits as u32 & 0xffff | (bits as u32) << 16),
        4 => (bits as u32, bits as u32),
        _ => (bits as u32, (bits >> 32) as u32),
    };
    let filler = match word.text {
        "vec4<u32>" => "vec4<u32>(params.low, params.high, params.low, params.high)",
        "vec2<u32>" => "vec2<u32>(params.low, params.high)",
        "f16" => "f16(bitcast<f32>(params.low))",
        _ => "params.low",
    };
    let header = format!("{}fn filler() -> T {{\n    return {filler};\n}}\n", aliases(&[("T", word.text)]));
    let words = count / word.elements;
    items(limits, header + FILL, &[target], vec![words as u32, low, high], words).map(Some)
}

/// Integer operand `i`, where it is known before the run.
pub fn known(info: &NodeInfo<'_>, i: usize) -> Result<Vec<i64>, String> {
    match info.known_ints(i) {
        Some(values) => Ok(values.to_vec()),
        None => Err(format!(
            "{} is read in the run, and the place of what is moved depends on it",
            rheos_graph::infer::arg_name(info.op, info.attrs, i)
        )),
    }
}
