//! Combines of rows or slices of a variable in place: every index is checked before anything is written, and
//! updates are applied in their order, so that the result is always the same.

use super::Planned;
use super::gather::{Index, check};
use super::number::Number;
use super::scatter::{Combine, scatter};
use rheos_base::{DType, Result, Shape, bail, contiguous_strides};
use rheos_graph::{Call, Kernel, KernelSpec, with_number};

/// Where updates go: `size` places of `inner` elements, `count` of which are named.
#[derive(Clone, Copy, Debug)]
struct Target {
    size: usize,
    count: usize,
    inner: usize,
    /// One update for all.
    scalar: bool,
}

/// Fails unless updates are a scalar or `indices.shape + variable.shape[1:]`.
pub fn check_rows(variable: &Shape, indices: &Shape, updates: &Shape) -> Result<()> {
    if variable.rank() == Some(0) {
        bail!(Value, "the variable must have at least one axis, but is a scalar");
    }
    let (Some(v), Some(i)) = (variable.dims(), indices.dims()) else { return Ok(()) };
    let wanted = Shape::of(i.iter().chain(&v[1..]).copied());
    if updates.rank() != Some(0) && !updates.is_compatible(&wanted) {
        bail!(
            Value,
            "updates must be a scalar or have shape {wanted} (indices {indices}, then a row of the variable \
             {variable}), but have shape {updates}"
        );
    }
    Ok(())
}

/// Fails unless updates are `indices.shape[:-1] + variable.shape[indices.shape[-1]:]`.
pub fn check_slices(variable: &Shape, indices: &Shape, updates: &Shape) -> Result<()> {
    if indices.rank() == Some(0) {
        bail!(Value, "indices must have at least one axis, but are a scalar");
    }
    let (Some(v), Some(i)) = (variable.dims(), indices.dims()) else { return Ok(()) };
    let Some(depth) = i[i.len() - 1].get() else { return Ok(()) };
    if depth as usize > v.len() {
        bail!(Value, "indices address {depth} axes, but the variable has shape {variable}");
    }
    let wanted = Shape::of(i[..i.len() - 1].iter().chain(&v[depth as usize..]).copied());
    if !updates.is_compatible(&wanted) {
        bail!(
            Value,
            "updates must have shape {wanted} (indices {indices}, variable {variable}), but have shape {updates}"
        );
    }
    Ok(())
}

/// Real sizes may show what unknown ones did not; while planning that is the run's error.
fn planned_check(spec: &KernelSpec<'_>, check: fn(&Shape, &Shape, &Shape) -> Result<()>) -> Result<[Shape; 3]> {
    let shapes = [0, 1, 2].map(|i| Shape::known(&spec.inputs[i].layout.dims));
    check(&shapes[0], &shapes[1], &shapes[2]).map_err(|e| e.with_kind(rheos_base::Kind::InvalidArgument))?;
    Ok(shapes)
}

/// Updates by row: input 1 holds indices of rows, input 2 a row for each or one scalar.
pub fn rows(spec: &KernelSpec<'_>, how: Combine) -> Result<Box<dyn Kernel>> {
    planned_check(spec, check_rows)?;
    let (variable, indices) = (&spec.inputs[0].layout, &spec.inputs[1].layout);
    let updates = &spec.inputs[2].layout;
    let target = Target {
        size: variable.dims[0],
        count: indices.len(),
        inner: variable.dims[1..].iter().product(),
        scalar: updates.dims.is_empty(),
    };
    let dtype = spec.inputs[0].dtype;
    let wide = spec.inputs[1].dtype == DType::I64;
    Ok(Planned::boxed(cost(target), move |call: &mut Call<'_>| {
        if wide {
            let indices = call.input::<i64>(1);
            check(indices, target.size)?;
            apply(call, dtype, how, target, indices)
        } else {
            let indices = call.input::<i32>(1);
            check(indices, target.size)?;
            apply(call, dtype, how, target, indices)
        }
    }))
}

/// Updates by slice: the last axis of input 1 holds the first few coordinates of each.
pub fn slices(spec: &KernelSpec<'_>, how: Combine) -> Result<Box<dyn Kernel>> {
    planned_check(spec, check_slices)?;
    let (variable, indices) = (&spec.inputs[0].layout, &spec.inputs[1].layout);
    let depth = indices.dims.last().copied().unwrap_or(0);
    let outer: Vec<usize> = variable.dims[..depth].to_vec();
    let target = Target {
        size: outer.iter().product(),
        count: indices.dims[..indices.dims.len() - 1].iter().product(),
        inner: variable.dims[depth..].iter().product(),
        scalar: false,
    };
    let dtype = spec.inputs[0].dtype;
    let wide = spec.inputs[1].dtype == DType::I64;
    Ok(Planned::boxed(cost(target), move |call: &mut Call<'_>| {
        let places = if wide {
            places(call.input::<i64>(1), target.count, &outer)?
        } else {
            places(call.input::<i32>(1), target.count, &outer)?
        };
        apply(call, dtype, how, target, &places)
    }))
}

fn cost(target: Target) -> f64 {
    target.count as f64 * (4.0 + target.inner as f64 / 4.0)
}

/// Flat positions of slices.
fn places<I: Index>(indices: &[I], count: usize, outer: &[usize]) -> Result<Vec<i64>> {
    let strides = contiguous_strides(outer);
    let depth = outer.len();
    let mut out = Vec::with_capacity(count);
    for n in 0..count {
        let own = &indices[n * depth..][..depth];
        if own.iter().zip(outer).any(|(i, &size)| i.wide() < 0 || i.wide() as u64 >= size as u64) {
            let own: Vec<i64> = own.iter().map(|i| i.wide()).collect();
            bail!(InvalidArgument, "indices[{n}] = {own:?} does not index into the variable's axes {outer:?}");
        }
        out.push(own.iter().zip(&strides).map(|(i, &stride)| i.wide() * stride as i64).sum());
    }
    Ok(out)
}

/// Combines the updates in input 2 with the variable; `places` were checked.
fn apply<I: Index>(call: &Call<'_>, dtype: DType, how: Combine, target: Target, places: &[I]) -> Result<()> {
    if target.count == 0 || target.inner == 0 {
        return Ok(());
    }
    if how == Combine::Replace {
        let bytes = Target { inner: target.inner * dtype.size(), ..target };
        combine(call, how, bytes, call.output_bytes(0), call.input_bytes(2), places);
        return Ok(());
    }
    with_number!(dtype, T => {
        let updates = call.input::<T>(2);
        if how == Combine::Div && dtype.is_integer() && updates.iter().any(|u| u.is_zero()) {
            bail!(InvalidArgument, "updates contain a zero, by which integers cannot be divided");
        }
        combine(call, how, target, call.output::<T>(0), updates, places);
        Ok(())
    }, else bail!(Unimplemented, "arithmetic on {dtype}"))
}

fn combine<T: Number, I: Index>(call: &Call<'_>, how: Combine, target: Target, to: &mut [T], from: &[T], places: &[I]) {
    if !target.scalar {
        return scatter(call.workers, how, to, from, places, target.inner);
    }
    let row: Vec<T> = from.iter().copied().cycle().take(target.inner).collect();
    for place in places {
        how.apply(&mut to[place.wide() as usize * target.inner..][..target.inner], &row);
    }
}

/// Counts a scalar variable up to the attribute `limit`.
pub fn count_up_to(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let limit = spec.info.int("limit");
    if spec.inputs[0].layout.len() != 1 {
        bail!(InvalidArgument, "the variable must be a scalar, but has shape {:?}", spec.inputs[0].layout.dims);
    }
    let wide = spec.inputs[0].dtype == DType::I64;
    Ok(Planned::boxed(50.0, move |call: &mut Call<'_>| {
        let old = if wide { call.input::<i64>(0)[0] } else { i64::from(call.input::<i32>(0)[0]) };
        if old >= limit {
            bail!(OutOfRange, "Reached limit of {limit}");
        }
        if wide {
            (call.output::<i64>(0)[0], call.output::<i64>(1)[0]) = (old + 1, old);
        } else {
            (call.output::<i32>(0)[0], call.output::<i32>(1)[0]) = (old as i32 + 1, old as i32);
        }
        Ok(())
    }))
}
