//! Positions of extreme elements: elements become words that sort as they do, so that NaN and equals are compared as on
//! the CPU.

use super::launch::{FLOATS, GROUP, Word, aliases, check, groups, items, plain};
use super::sort;
use crate::kernels::lines::Lines;
use crate::rules::resolve_axis;
use rheos_base::DType;
use rheos_graph::gpu::{Binding, ShaderSpec, Shaders, stored_type};

const ARG_EXTREME: &str = include_str!("../../../../shaders/kernels/arg_extreme.wgsl");
const RANK_KEYS: &str = include_str!("../../../../shaders/kernels/rank_keys.wgsl");
const BOUND: &str = include_str!("../../../../shaders/kernels/bound.wgsl");
const TOP: &str = include_str!("../../../../shaders/kernels/top.wgsl");
const IN_TOP_K: &str = include_str!("../../../../shaders/kernels/in_top_k.wgsl");
const RANKS: &str = include_str!("../../../../shaders/lib/rank.wgsl");

/// Lines that keep a device busy, if each has an invocation.
const MANY: usize = 16 << 10;

/// Which elements come first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Smallest,
    Largest,
}

/// Lanes, a power of two, that share a line: as many as its length is good for, fewer where neighbouring lines are read
/// side by side and there are many.
pub fn lanes(lines: &Lines, each: usize) -> usize {
    let useful = lines.length.div_ceil(each).next_power_of_two().min(GROUP);
    if lines.stride == 1 { useful } else { useful.min(MANY.div_ceil(lines.count.max(1)).next_power_of_two()) }
}

/// The function that ranks elements.
fn rank(dtype: DType, first: First) -> Result<String, String> {
    let (of, x) = match dtype {
        DType::F32 => ("f32", "x"),
        DType::F16 => ("f32", "f32(x)"),
        DType::I32 => ("i32", "x"),
        DType::U32 => ("u32", "x"),
        other => return Err(format!("elements are compared by 32 bits, which {other} has more of")),
    };
    let body = match (of, first) {
        ("f32", First::Smallest) => format!("smallest_first_f32({x})"),
        ("f32", First::Largest) => format!("largest_first_f32({x})"),
        (_, First::Smallest) => format!("ascending_{of}({x})"),
        _ => format!("~ascending_{of}({x})"),
    };
    Ok(format!("{RANKS}fn rank(x: T) -> u32 {{\n    return {body};\n}}\n"))
}

/// Positions of the largest (or least) elements along the axis in input 1.
pub fn arg(spec: &ShaderSpec<'_>, least: bool) -> Result<Shaders, String> {
    let dims = spec.info.input_dims(0);
    let axis = match spec.info.known_ints(1) {
        Some(axis) => resolve_axis(axis[0], dims.len()).map_err(|e| e.message().to_string())?,
        None if dims.len() == 1 => 0,
        None => return Err("the dimension is read in the run".to_string()),
    };
    let (x, out) = (&spec.inputs[0], &spec.outputs[0]);
    check(spec.limits, &[x, out])?;
    let lines = Lines::new(&dims, axis);
    if lines.length == 0 {
        return Err("a dimension without elements is an error, which the CPU raises".to_string());
    }
    let rank = rank(x.dtype, if least { First::Smallest } else { First::Largest })?;
    if lines.count == 0 {
        return Ok(Shaders::default());
    }
    let header = aliases(&[("T", stored_type(x.dtype)), ("P", stored_type(out.dtype))]) + &rank;
    let lanes = lanes(&lines, 4);
    let params = [lines.count, lines.length, lines.stride, lanes].map(|n| n as u32);
    let bindings = [Binding::Input(0), Binding::Output(0)];
    let count = lines.count.div_ceil(GROUP / lanes);
    Ok(plain([groups(spec.limits, header + ARG_EXTREME, &bindings, params.into(), count)?]))
}

/// The k largest elements of each row, and their positions.
pub fn top_k(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let k = spec.info.output_dims(0).last().copied().unwrap_or(0);
    check(spec.limits, &[&spec.outputs[1]])?;
    let mut shaders = Shaders::default();
    take(spec, &mut shaders, First::Largest, (0, k), Binding::Output(1))?;
    Ok(shaders)
}

/// The element at position n of each sorted row.
pub fn nth(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let n = match spec.info.known_ints(1) {
        Some(n) => n[0],
        None => return Err("n is read in the run".to_string()),
    };
    let size = spec.info.input_dims(0).last().copied().unwrap_or(0);
    if n < 0 || n as usize >= size {
        return Err("a position past the row is an error, which the CPU raises".to_string());
    }
    let n = if spec.info.bool("reverse") { size - 1 - n as usize } else { n as usize };
    // Nobody asks where the elements stood.
    let places = 4 * spec.outputs[0].layout.len();
    let mut shaders = Shaders { scratch: vec![places.max(4)], ..Shaders::default() };
    take(spec, &mut shaders, First::Smallest, (n, 1), Binding::Scratch(0))?;
    Ok(shaders)
}

/// Adds the dispatches that sort the rows of input 0 and take some of each, from the position `first` on.
fn take(
    spec: &ShaderSpec<'_>,
    shaders: &mut Shaders,
    order: First,
    (first, taken): (usize, usize),
    places: Binding,
) -> Result<(), String> {
    let (limits, x, out) = (spec.limits, &spec.inputs[0], &spec.outputs[0]);
    check(limits, &[x, out])?;
    let rank = rank(x.dtype, order)?;
    let length = spec.info.input_dims(0).last().copied().unwrap_or(0);
    let total = out.layout.len();
    let Some(rows) = total.checked_div(taken).filter(|&rows| rows > 0) else { return Ok(()) };
    let keys = sort::memory(limits, shaders, rows, length)?;
    let row = sort::padded(length);
    let header = aliases(&[("T", stored_type(x.dtype))]) + &rank;
    let params = [rows * row, length, row].map(|n| n as u32);
    let bindings = [Binding::Input(0), keys];
    shaders.dispatches.push(items(limits, header + RANK_KEYS, &bindings, params.into(), rows * row)?);
    sort::sort(limits, shaders, keys, rows, length)?;
    let params = [total, taken, first, length, row].map(|n| n as u32);
    let bindings = [Binding::Input(0), keys, Binding::Output(0), places];
    let source = Word::new(x.dtype, 1).header() + TOP;
    shaders.dispatches.push(items(limits, source, &bindings, params.into(), total)?);
    Ok(())
}

/// Whether the targets in input 1 are among the k most likely; `k` is input 2 where it is no attribute.
pub fn in_top_k(spec: &ShaderSpec<'_>, k: Option<i64>) -> Result<Shaders, String> {
    let (predictions, targets) = (&spec.inputs[0], &spec.inputs[1]);
    check(spec.limits, &[predictions, targets, &spec.outputs[0]])?;
    let dims = spec.info.input_dims(0);
    if dims[0] == 0 {
        return Ok(Shaders::default());
    }
    let mut header = RANKS.to_string() + &aliases(&[("I", stored_type(targets.dtype))]);
    let mut bindings = vec![Binding::Input(0), Binding::Input(1), Binding::Output(0)];
    let bound = match k {
        Some(_) => "I(params.k)",
        None => {
            bindings.push(Binding::Input(2));
            header += "@group(0) @binding(4) var<storage, read_write> wanted: array<I>;\n";
            "wanted[0]"
        }
    };
    header += &format!("fn bound() -> I {{\n    return {bound};\n}}\n");
    // No row has more classes than fit 32 bits.
    let k = k.unwrap_or(0).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as u32;
    let lines = Lines { length: dims[1], stride: 1, count: dims[0] };
    let lanes = lanes(&lines, 4);
    let params = vec![dims[0] as u32, dims[1] as u32, lanes as u32, k];
    let count = dims[0].div_ceil(GROUP / lanes);
    Ok(plain([groups(spec.limits, header + IN_TOP_K, &bindings, params, count)?]))
}

/// How many elements of sorted rows are smaller than values, or, with `upper`, not larger. NaN does not compare: none
/// counts as smaller, and, with `upper`, none as larger.
pub fn bound(spec: &ShaderSpec<'_>, upper: bool) -> Result<Shaders, String> {
    let (sorted, values, out) = (&spec.inputs[0], &spec.inputs[1], &spec.outputs[0]);
    check(spec.limits, &[sorted, values, out])?;
    let (row, per_row, total) = (spec.info.input_dims(0)[1], spec.info.input_dims(1)[1], out.layout.len());
    let mut header = aliases(&[("T", stored_type(sorted.dtype)), ("P", stored_type(out.dtype))]);
    let (less, compares) = match sorted.dtype {
        DType::F32 | DType::F16 => {
            header += FLOATS;
            header += RANKS;
            ("ascending_f32(f32(a)) < ascending_f32(f32(b))", "!is_nan(f32(a)) && !is_nan(f32(b))")
        }
        DType::F64 => return Err("NaN among doubles is found on the CPU".to_string()),
        _ => ("a < b", "true"),
    };
    header += &format!("fn smaller(a: T, b: T) -> bool {{\n    return {compares} && {less};\n}}\n");
    let body = if upper { "!smaller(value, element)" } else { "smaller(element, value)" };
    header += &format!("fn before(element: T, value: T) -> bool {{\n    return {body};\n}}\n");
    if total == 0 {
        return Ok(Shaders::default());
    }
    let params = [total, per_row, row].map(|n| n as u32).to_vec();
    let bindings = [Binding::Input(0), Binding::Input(1), Binding::Output(0)];
    Ok(plain([items(spec.limits, header + BOUND, &bindings, params, total)?]))
}
