//! Rows combined into rows chosen by index: updates are sorted by their row, and those of one row are combined in their
//! order, so that results are the same in every run. An index outside the tensor is passed over: a shader cannot raise
//! an error.

use super::launch::{FLOATS, GROUP, Word, aliases, arithmetic_type, check, groups, items, storing};
use super::{movement, sort};
use crate::kernels::scatter::Combine;
use rheos_base::{DType, element_count, f16};
use rheos_graph::gpu::{Binding, ShaderSpec, Shaders, stored_type};

const SCATTER: &str = include_str!("../../../../shaders/kernels/scatter.wgsl");
const SCATTER_LAST: &str = include_str!("../../../../shaders/kernels/scatter_last.wgsl");

/// What goes where.
struct Updates<'a> {
    how: Combine,
    dtype: DType,
    /// The inputs with coordinates and with updates.
    indices: usize,
    updates: usize,
    target: Binding,
    /// Slices that are updated, each with coordinates in axes of these sizes.
    count: usize,
    sizes: &'a [usize],
    inner: usize,
    /// One update for all elements.
    scalar: bool,
}

/// Segments' sums, products or extremes: input 0 by the numbers in input 1.
pub fn segments(spec: &ShaderSpec<'_>, how: Combine) -> Result<Shaders, String> {
    let (data, ids) = (spec.info.input_dims(0), spec.info.input_dims(1));
    let out = &spec.outputs[0];
    check(spec.limits, &[&spec.inputs[0], &spec.inputs[1], out])?;
    let mut shaders = Shaders::default();
    let start = start_bits(how, out.dtype)?;
    let target = Binding::Output(0);
    shaders.dispatches.extend(movement::fill(spec.limits, out.dtype, start, target, out.layout.len())?);
    let updates = Updates {
        how,
        dtype: out.dtype,
        indices: 1,
        updates: 0,
        target,
        count: element_count(&ids),
        sizes: &out.layout.dims[..1],
        inner: element_count(&data[ids.len()..]),
        scalar: false,
    };
    combine(spec, &mut shaders, &updates)?;
    Ok(shaders)
}

/// Slices at coordinates: over zeros, or over what input `base` holds.
pub fn places(
    spec: &ShaderSpec<'_>,
    base: Option<usize>,
    (indices, updates): (usize, usize),
    how: Combine,
) -> Result<Shaders, String> {
    let out = &spec.outputs[0];
    check(spec.limits, &[&spec.inputs[indices], &spec.inputs[updates], out])?;
    let mut shaders = Shaders::default();
    let target = Binding::Output(0);
    shaders.dispatches.extend(match base {
        Some(i) => {
            let from = &spec.inputs[i].layout;
            movement::copy(spec.limits, out.dtype, (Binding::Input(i), from), (target, &out.layout))?
        }
        None => movement::fill(spec.limits, out.dtype, 0, target, out.layout.len())?,
    });
    let coordinates = spec.info.input_dims(indices);
    let depth = coordinates.last().copied().unwrap_or(0);
    let dims = &out.layout.dims;
    let updates = Updates {
        how,
        dtype: out.dtype,
        indices,
        updates,
        target,
        count: places_in(&coordinates),
        sizes: &dims[..depth],
        inner: element_count(&dims[depth..]),
        scalar: false,
    };
    combine(spec, &mut shaders, &updates)?;
    Ok(shaders)
}

/// Rows (or, with `slices`, slices at coordinates) of the variable in input 0, in place.
pub fn variable(spec: &ShaderSpec<'_>, slices: bool, how: Combine) -> Result<Shaders, String> {
    let [variable, indices, values, ..] = spec.inputs else { return Err("it has no updates".to_string()) };
    if how == Combine::Div && variable.dtype.is_integer() {
        return Err("a zero divisor of integers is an error, which the CPU raises".to_string());
    }
    check(spec.limits, &[variable, indices, values])?;
    let coordinates = &indices.layout.dims;
    let depth = if slices { coordinates.last().copied().unwrap_or(0) } else { 1 };
    if depth > variable.layout.dims.len() {
        return Err("the indices do not fit the variable".to_string());
    }
    let (sizes, rest) = variable.layout.dims.split_at(depth);
    let count = if slices { places_in(coordinates) } else { element_count(coordinates) };
    let inner = element_count(rest);
    let scalar = !slices && values.layout.dims.is_empty();
    if !scalar && values.layout.len() != count * inner {
        return Err("the updates do not fit the variable".to_string());
    }
    let mut shaders = Shaders::default();
    let updates = Updates {
        how,
        dtype: variable.dtype,
        indices: 1,
        updates: 2,
        target: Binding::Input(0),
        count,
        sizes,
        inner,
        scalar,
    };
    combine(spec, &mut shaders, &updates)?;
    Ok(shaders)
}

/// Places whose coordinates lie along the last axis.
fn places_in(coordinates: &[usize]) -> usize {
    coordinates.split_last().map_or(1, |(_, outer)| element_count(outer))
}

/// Adds the dispatches that combine updates with what the target holds.
fn combine(spec: &ShaderSpec<'_>, shaders: &mut Shaders, u: &Updates<'_>) -> Result<(), String> {
    if u.count == 0 || u.inner == 0 {
        return Ok(());
    }
    let limits = spec.limits;
    let header = aliases(&[("I", stored_type(spec.inputs[u.indices].dtype))]);
    let keys = sort::index_keys(limits, shaders, (Binding::Input(u.indices), &header), u.count, u.sizes)?;
    let bindings = [keys, Binding::Input(u.updates), u.target];
    let strides = |inner: usize| if u.scalar { [0, 0] } else { [inner as u32, 1] };
    if u.how == Combine::Replace {
        let word = Word::new(u.dtype, if u.scalar { 1 } else { u.inner });
        let inner = u.inner / word.elements;
        let mut params = vec![(u.count * inner) as u32, u.count as u32, inner as u32];
        params.extend(strides(inner));
        let source = word.header() + SCATTER_LAST;
        shaders.dispatches.push(items(limits, source, &bindings, params, u.count * inner)?);
        return Ok(());
    }
    let rows: usize = element_count(u.sizes);
    // Divisors are not multiplied: that might overflow where their quotients do not.
    let (lanes, columns) = shape(if u.how == Combine::Div { 1 } else { u.count }, rows, u.inner);
    let across = u.inner.div_ceil(columns);
    let down = u.count.div_ceil(GROUP / (lanes * columns));
    let mut params = [u.count, u.inner, columns, lanes, across].map(|n| n as u32).to_vec();
    params.extend(strides(u.inner));
    let source = arithmetic(u.how, u.dtype)? + SCATTER;
    shaders.dispatches.push(groups(limits, source, &bindings, params, across * down)?);
    Ok(())
}

/// Lanes that share the updates of one row, and columns of a workgroup: both powers of two. Where many updates meet in a
/// row, they are shared.
fn shape(count: usize, rows: usize, inner: usize) -> (usize, usize) {
    let widest = inner.next_power_of_two().min(GROUP);
    let lanes = (count / rows.max(1) / 8).next_power_of_two().min(GROUP / widest.min(32));
    (lanes, widest.min(GROUP / lanes))
}

/// The header with the types, and with what `how` does to two of them.
fn arithmetic(how: Combine, dtype: DType) -> Result<String, String> {
    let (own, sum) = (stored_type(dtype), arithmetic_type(dtype));
    let (mut join, mut apply) = match how {
        Combine::Add => ("a + b", "a + b"),
        Combine::Sub => ("a + b", "a - b"),
        Combine::Mul => ("a * b", "a * b"),
        Combine::Min => ("min(a, b)", "min(a, b)"),
        Combine::Max => ("max(a, b)", "max(a, b)"),
        Combine::Div => ("a * b", "a / b"),
        Combine::Replace => return Err("rows that are replaced need no arithmetic".to_string()),
    };
    let ordered = matches!(how, Combine::Min | Combine::Max);
    if ordered && sum == "f64" {
        return Err("NaN among doubles is found on the CPU".to_string());
    }
    if ordered && sum == "f32" {
        let name = if how == Combine::Min { "least(a, b)" } else { "largest(a, b)" };
        (join, apply) = (name, name);
    }
    let mut text = aliases(&[("T", own), ("A", sum)]);
    if sum == "f32" {
        text += FLOATS;
    }
    text += &storing(dtype);
    for (name, body) in [("join", join), ("apply", apply)] {
        text += &format!("fn {name}(a: A, b: A) -> A {{\n    return {body};\n}}\n");
    }
    Ok(text)
}

/// The bits of what a row holds that nothing was combined into.
fn start_bits(how: Combine, dtype: DType) -> Result<u64, String> {
    Ok(match dtype {
        DType::F32 => how.start::<f32>().to_bits().into(),
        DType::F64 => how.start::<f64>().to_bits(),
        DType::F16 => how.start::<f16>().to_bits().into(),
        DType::I32 => u64::from(how.start::<i32>() as u32),
        DType::U32 => how.start::<u32>().into(),
        DType::I64 => how.start::<i64>() as u64,
        DType::U64 => how.start::<u64>(),
        other => return Err(format!("no sums of {other}")),
    })
}

#[cfg(test)]
mod tests {
    use super::{GROUP, shape};

    #[test]
    fn workgroups_are_filled_and_never_overfull() {
        for count in [1, 7, 100, 5_000, 1 << 20] {
            for rows in [0, 1, 3, 1000, 1 << 20] {
                for inner in [1, 2, 31, 64, 300] {
                    let (lanes, columns) = shape(count, rows, inner);
                    assert!(lanes.is_power_of_two() && columns.is_power_of_two() && lanes * columns <= GROUP);
                }
            }
        }
        assert_eq!(shape(100_000, 10, 1), (256, 1));
        assert_eq!(shape(100_000, 10, 64), (8, 32));
        assert_eq!(shape(4096, 50_000, 64), (1, 64));
    }
}
