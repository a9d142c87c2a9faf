//! Sparse tensors of any dtype whose elements move: order, reshape, concat, split, slice, fill.

use super::Planned;
use super::places::{Places, sizes_in, volume};
use super::rows::Rows;
use rheos_base::{Result, Tensor, bail};
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec, with_number};
use smallvec::{SmallVec, smallvec};

pub type Results = Result<SmallVec<[Tensor; 2]>>;
type Host = Result<Box<dyn HostKernel>>;

fn ints(values: &[i64]) -> Result<Tensor> {
    Tensor::from_slice(&[values.len()], values)
}

/// A function of tensors alone.
fn pure(function: fn(&[Tensor]) -> Results) -> Host {
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| function(x)))
}

/// Indices and values in the order of these positions.
pub fn pick(indices: &Tensor, values: &Tensor, order: &[usize]) -> Result<[Tensor; 2]> {
    let rank = indices.dims()[1];
    Ok([
        Rows::new(indices, rank)?.take(&[order.len(), rank], order.iter().copied())?,
        Rows::new(values, 1)?.take(&[order.len()], order.iter().copied())?,
    ])
}

/// Vectors of one dtype, one after the other.
fn appended(parts: &[&Tensor]) -> Result<Tensor> {
    let count = parts.iter().map(|t| t.len()).sum();
    let dtype = parts[0].dtype();
    if !dtype.is_plain() {
        let mut all = Vec::with_capacity(count);
        for part in parts {
            all.extend_from_slice(part.as_strings()?);
        }
        return Tensor::strings(&[count], all);
    }
    let mut bytes = Vec::with_capacity(count * dtype.size());
    for part in parts {
        bytes.extend_from_slice(part.bytes()?);
    }
    Tensor::from_bytes(dtype, &[count], &bytes)
}

pub fn host_reorder(_: &HostSpec<'_>) -> Host {
    pure(|x| {
        let sizes = sizes_in(&x[2])?;
        match Places::of(&x[0])?.order(&sizes) {
            None => Ok(smallvec![x[0].clone(), x[1].clone()]),
            Some(order) => Ok(SmallVec::from(pick(&x[0], &x[1], &order)?)),
        }
    })
}

/// The new sizes with -1 replaced by what is left of the old volume.
fn resolved(old: &[i64], new: &[i64]) -> Result<Vec<i64>> {
    let Some(all) = volume(old).filter(|&n| n <= i64::MAX as u128) else {
        bail!(InvalidArgument, "the dense shape {old:?} has too many elements to be reshaped")
    };
    let mut sizes = new.to_vec();
    let free: Vec<usize> = (0..new.len()).filter(|&i| new[i] == -1).collect();
    if let [first, second, ..] = free[..] {
        bail!(InvalidArgument, "only one output dimension may be -1, not both {first} and {second}");
    }
    if let Some(i) = new.iter().position(|&v| v < -1) {
        bail!(InvalidArgument, "size {i} must be non-negative, not {}", new[i]);
    }
    if let [free] = free[..] {
        sizes[free] = 1;
        let others = volume(&sizes).unwrap_or(u128::MAX);
        if others == 0 || all % others != 0 {
            bail!(
                InvalidArgument,
                "a sparse tensor of {all} dense elements cannot have the shape {new:?}, which needs a multiple of \
                 {others}"
            );
        }
        sizes[free] = (all / others) as i64;
    }
    if volume(&sizes) != Some(all) {
        bail!(InvalidArgument, "a sparse tensor of {all} dense elements cannot have the shape {new:?}");
    }
    Ok(sizes)
}

pub fn host_reshape(_: &HostSpec<'_>) -> Host {
    pure(|x| {
        let (old, new) = (sizes_in(&x[1])?, x[2].to_ints().unwrap_or_default());
        let sizes = resolved(&old, &new)?;
        if old == sizes {
            return Ok(smallvec![x[0].clone(), x[1].clone()]);
        }
        let places = Places::of(&x[0])?;
        places.check_bounds(&old)?;
        let rank = sizes.len();
        let mut out = vec![0i64; places.count * rank];
        for (row, mut number) in out.chunks_exact_mut(rank.max(1)).zip(places.numbers(&old)) {
            for (to, &size) in row.iter_mut().zip(&sizes).rev() {
                *to = (number % size as u64) as i64;
                number /= size as u64;
            }
        }
        Ok(smallvec![Tensor::from_slice(&[places.count, rank], &out)?, ints(&sizes)?])
    })
}

pub fn host_concat(spec: &HostSpec<'_>) -> Host {
    let axis = spec.info.int("concat_dim");
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let n = x.len() / 3;
        let mut sizes = sizes_in(&x[2 * n])?;
        let rank = sizes.len();
        let axis = if axis < 0 { axis + rank as i64 } else { axis } as usize;
        sizes[axis] = 0;
        let mut indices = Vec::new();
        for i in 0..n {
            let own = sizes_in(&x[2 * n + i])?;
            if let Some(a) = (0..rank).find(|&a| a != axis && own[a] != sizes[a]) {
                bail!(
                    InvalidArgument,
                    "the operands' sizes along dimension {a} differ: {} and {}; hint: expand_nonconcat_dim=True",
                    sizes[a],
                    own[a]
                );
            }
            let start = indices.len();
            indices.extend_from_slice(x[i].as_slice::<i64>()?);
            indices[start..].iter_mut().skip(axis).step_by(rank).for_each(|v| *v = v.wrapping_add(sizes[axis]));
            let Some(total) = sizes[axis].checked_add(own[axis]) else {
                bail!(InvalidArgument, "the joined size along dimension {axis} is too large")
            };
            sizes[axis] = total;
        }
        let indices = Tensor::from_slice(&[indices.len() / rank, rank], &indices)?;
        let values = appended(&x[n..2 * n].iter().collect::<Vec<_>>())?;
        let [indices, values] = match Places::of(&indices)?.order(&sizes) {
            None => [indices, values],
            Some(order) => pick(&indices, &values, &order)?,
        };
        Ok(smallvec![indices, values, ints(&sizes)?])
    }))
}

/// The elements inside a box, their places counted from where it begins.
fn inside(indices: &Tensor, values: &Tensor, start: &[i64], sizes: &[i64]) -> Result<[Tensor; 2]> {
    let places = Places::of(indices)?;
    let within = |place: &[i64]| {
        place.iter().zip(start).zip(sizes).all(|((&v, &first), &size)| v >= first && v.wrapping_sub(first) < size)
    };
    let kept: Vec<usize> = (0..places.count).filter(|&i| within(places.at(i))).collect();
    let mut out = Vec::with_capacity(kept.len() * places.rank);
    for &i in &kept {
        out.extend(places.at(i).iter().zip(start).map(|(v, first)| v - first));
    }
    Ok([
        Tensor::from_slice(&[kept.len(), places.rank], &out)?,
        Rows::new(values, 1)?.take(&[kept.len()], kept.iter().copied())?,
    ])
}

pub fn host_split(spec: &HostSpec<'_>) -> Host {
    let n = spec.info.int("num_split");
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let sizes = sizes_in(&x[3])?;
        let axis = crate::rules::resolve_axis(x[0].to_ints().unwrap_or_default()[0], sizes.len())
            .map_err(|e| e.with_kind(rheos_base::Kind::InvalidArgument))?;
        if n > sizes[axis] {
            bail!(InvalidArgument, "num_split = {n} is more than the size of dimension {axis}, {}", sizes[axis]);
        }
        let mut parts: Vec<[Tensor; 3]> = Vec::with_capacity(n as usize);
        let mut start = vec![0; sizes.len()];
        for i in 0..n {
            let mut own = sizes.clone();
            own[axis] = sizes[axis] / n + i64::from(i < sizes[axis] % n);
            let [indices, values] = inside(&x[1], &x[2], &start, &own)?;
            parts.push([indices, values, ints(&own)?]);
            start[axis] += own[axis];
        }
        Ok((0..3).flat_map(|k| parts.iter().map(move |p| p[k].clone())).collect())
    }))
}

pub fn host_slice(_: &HostSpec<'_>) -> Host {
    pure(|x| {
        let sizes = sizes_in(&x[2])?;
        let (start, size) = (x[3].to_ints().unwrap_or_default(), x[4].to_ints().unwrap_or_default());
        for (name, list) in [("start", &start), ("size", &size)] {
            if let Some(v) = list.iter().find(|v| **v < 0) {
                bail!(InvalidArgument, "{name} must not be negative, but has {v}");
            }
        }
        let own: Vec<i64> =
            sizes.iter().zip(&start).zip(&size).map(|((&n, &first), &size)| (n - first).max(0).min(size)).collect();
        let [indices, values] = inside(&x[0], &x[1], &start, &own)?;
        Ok(smallvec![indices, values, ints(&own)?])
    })
}

/// Plans `SparseSliceGrad`.
pub fn plan_slice_grad(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let (inputs, taken) = (spec.info.input_dims(1), spec.info.input_dims(3)[0]);
    let (count, rank) = (inputs[0], inputs[1]);
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(4.0 * count as f64, move |call: &mut Call<'_>| {
        let grads = call.input::<T>(0);
        let places = Places::new(call.input::<i64>(1), count, rank);
        let start = call.input::<i64>(2);
        let wanted = Places::new(call.input::<i64>(3), taken, rank);
        let mut next = 0;
        // What was taken kept its order.
        for (i, to) in call.output::<T>(0).iter_mut().enumerate() {
            let hit = next < taken
                && places.at(i).iter().zip(start).zip(wanted.at(next)).all(|((&p, &s), &w)| p.wrapping_sub(s) == w);
            *to = if hit { grads[next] } else { super::number::Number::ZERO };
            next += usize::from(hit);
        }
        if next != taken {
            bail!(InvalidArgument, "only {next} of {taken} gradients belong to places of the input");
        }
        Ok(())
    })), else bail!(Internal, "not a number type"))
}

pub fn host_fill_rows(_: &HostSpec<'_>) -> Host {
    pure(|x| {
        let sizes = sizes_in(&x[2])?;
        let places = Places::of(&x[0])?;
        let (count, rank, rows) = (places.count, places.rank, sizes[0] as usize);
        // Each row gets an element, so the shape alone asks for memory.
        rheos_base::check_allocation((rows + count).saturating_mul(8 * (rank + 4)))?;
        let mut next = vec![0usize; rows + 1];
        for (i, place) in places.iter().enumerate() {
            if place[0] < 0 || place[0] >= sizes[0] {
                bail!(InvalidArgument, "indices({i}, 0) is invalid: {} is not in [0, {rows})", place[0]);
            }
            next[place[0] as usize + 1] += 1;
        }
        let empty: Vec<bool> = next[1..].iter().map(|&n| n == 0).collect();
        for row in 0..rows {
            next[row + 1] = next[row] + next[row + 1].max(1);
        }
        let total = next[rows];
        // Position `count` stands for the default value.
        let mut source = vec![count; total];
        let mut map = Vec::with_capacity(count);
        let mut to = next.clone();
        for (i, place) in places.iter().enumerate() {
            let at = &mut to[place[0] as usize];
            source[*at] = i;
            map.push(*at as i64);
            *at += 1;
        }
        let mut indices = vec![0i64; total * rank];
        let mut row = 0;
        for (at, out) in indices.chunks_exact_mut(rank).enumerate() {
            while next[row + 1] <= at {
                row += 1;
            }
            match source[at] {
                i if i < count => out.copy_from_slice(places.at(i)),
                _ => out[0] = row as i64,
            }
        }
        let values = appended(&[&x[1], &x[3]])?;
        Ok(smallvec![
            Tensor::from_slice(&[total, rank], &indices)?,
            Rows::new(&values, 1)?.take(&[total], source.iter().copied())?,
            Tensor::bools(&[rows], &empty)?,
            ints(&map)?,
        ])
    })
}

/// Plans `SparseFillEmptyRowsGrad`.
pub fn plan_fill_rows_grad(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let total = spec.info.input_dims(1)[0];
    with_number!(spec.outputs[0].dtype, T => Ok(Planned::boxed(4.0 * total as f64, move |call: &mut Call<'_>| {
        let (map, grads) = (call.input::<i64>(0), call.input::<T>(1));
        let mut own = vec![false; total];
        for ((i, &at), to) in map.iter().enumerate().zip(call.output::<T>(0)) {
            let at = rheos_graph::kernel::checked_index(at, total, &format!("reverse_index_map[{i}]"))?;
            own[at] = true;
            *to = grads[at];
        }
        let zero = <T as super::number::Number>::ZERO;
        let plus = <T as super::number::Number>::plus;
        call.output::<T>(1)[0] =
            grads.iter().zip(&own).filter(|(_, own)| !**own).fold(zero, |sum, (&v, _)| plus(sum, v));
        Ok(())
    })), else bail!(Internal, "not a number type"))
}
