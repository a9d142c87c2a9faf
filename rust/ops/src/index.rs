//! Ops that pick elements by index.

use crate::Ops;
use crate::kernels::gather::{self, Picks};
use crate::rules::{int_scalar, int_vector, resolve_axis, scalar_operand, sizes_of};
use crate::shaders;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::builder::GradValue;
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo, Output};
use smallvec::smallvec;

/// Number of leading axes that params and indices share, as an axis count.
fn batch_dims(info: &NodeInfo<'_>, indices_rank: usize) -> Result<usize> {
    let given = info.int("batch_dims");
    let wrapped = if given < 0 { given + indices_rank as i64 } else { given };
    if wrapped < 0 || wrapped > indices_rank as i64 {
        bail!(Value, "batch_dims {given} is out of range for indices of rank {indices_rank}");
    }
    Ok(wrapped as usize)
}

fn gathered(infer: &mut Infer<'_>) -> Result<()> {
    let (params, indices) = (infer.input_shape(0).clone(), infer.input_shape(1).clone());
    let axis = scalar_operand(infer, 2)?;
    let (Some(p), Some(n)) = (params.dims(), indices.dims()) else { return Ok(()) };
    let batch = batch_dims(infer, n.len())?;
    if p.is_empty() {
        bail!(Value, "params must have at least one axis, but is a scalar");
    }
    let Some(axis) = axis else {
        infer.set(0, Shape::of_rank(p.len() + n.len() - 1 - batch));
        return Ok(());
    };
    let axis = resolve_axis(axis, p.len())?;
    if batch > axis {
        bail!(Value, "batch_dims {batch} must not be larger than axis {axis}");
    }
    let mut dims = Vec::new();
    for i in 0..batch {
        match p[i].merge(n[i]) {
            Some(d) => dims.push(d),
            None => bail!(Value, "axis {i} is shared, but params has size {} and indices {}", p[i], n[i]),
        }
    }
    dims.extend_from_slice(&p[batch..axis]);
    dims.extend_from_slice(&n[batch..]);
    dims.extend_from_slice(&p[axis + 1..]);
    infer.set(0, Shape::of(dims));
    if let (Some(values), Some(at), [size]) = (infer.input_ints(0), infer.known_ints(1), p) {
        let size = size.get().unwrap_or(0);
        if at.iter().all(|&i| i >= 0 && i < size) && batch == 0 {
            infer.set_ints(0, at.iter().map(|&i| values[i as usize]).collect::<Vec<_>>());
        }
    }
    Ok(())
}

fn picks(info: &NodeInfo<'_>) -> Result<Picks> {
    let (params, indices) = (info.input_dims(0), info.input_dims(1));
    let batch = batch_dims(info, indices.len())?;
    let axis = match info.known_ints(2) {
        Some(axis) => resolve_axis(axis[0], params.len())?,
        None if params.len() == 1 => 0,
        None => bail!(Unimplemented, "axis must be known before the run"),
    };
    Ok(Picks {
        batch: params[..batch].iter().product(),
        outer: params[batch..axis].iter().product(),
        size: params[axis],
        count: indices[batch..].iter().product(),
        inner: params[axis + 1..].iter().product(),
    })
}

/// Product of the sizes `from..to` of a shape vector, as a vector of one.
fn product(b: &mut Builder<'_>, shape: Output, from: i64, to: i64) -> Result<Output> {
    let part = part(b, shape, from, to)?;
    let zero = b.int(0)?;
    b.op1("Prod", &[part.into(), zero.into()], &[("keep_dims", rheos_base::Attr::Bool(true))])
}

/// Entries `from..to` of a vector; a negative `to` reaches to the end.
fn part(b: &mut Builder<'_>, vector: Output, from: i64, to: i64) -> Result<Output> {
    let (begin, end) = (b.ints(&[from])?, b.ints(&[to.max(0)])?);
    let ones = b.ints(&[1])?;
    b.strided_slice(vector, begin, end, ones, 0, i64::from(to < 0), 0, 0, 0)
}

/// Gradient of a gather: rows for axis 0, otherwise sums over equal indices.
fn gather_grad(g: &mut GradCall<'_, '_>, axis: Option<i64>) -> Result<Vec<Option<GradValue>>> {
    let (dy, params, indices) = (g.dy(), g.x[0], g.x[1]);
    let mut out = vec![None; g.x.len()];
    let indices_rank = g.b.shape_of(indices).rank();
    let batch = match (g.op.attr_index("batch_dims").map(|_| g.info().int("batch_dims")), indices_rank) {
        (None | Some(0), _) => 0,
        (Some(_), Some(rank)) => batch_dims(&g.info(), rank)? as i64,
        (Some(n), None) if n > 0 => n,
        _ => bail!(Unimplemented, "the gradient with a negative batch_dims needs indices of known rank"),
    };
    let axis = match (axis, g.b.shape_of(params).rank()) {
        (Some(axis), _) if axis >= 0 => axis,
        (Some(axis), Some(rank)) => resolve_axis(axis, rank)? as i64,
        _ => bail!(Unimplemented, "the gradient needs an axis that is known when the graph is built"),
    };
    let all = int_vector(g.b, DType::I32, &[-1])?;
    let shape = sizes_of(g.b, params, DType::I32)?;
    if axis == 0 && batch == 0 {
        let rows = part(g.b, shape, 1, -1)?;
        let first = g.b.int(0)?;
        let sizes = g.b.concat_v2(&[all, rows], first)?;
        let values = g.b.reshape(dy, sizes)?;
        let indices = g.b.reshape(indices, all)?;
        out[0] = Some(GradValue::Sparse { values, indices, dense_shape: Some(shape) });
        return Ok(out);
    }
    // params is [B, O, A, I], indices [B, N] and dy [B, O, N, I], each letter standing for some axes. Equal
    // indices are summed with B and A as one axis of segments: sum [B*N, O, I] into [B*A, O, I].
    let z = g.b.int(0)?;
    let b_size = product(g.b, shape, 0, batch)?;
    let o_size = product(g.b, shape, batch, axis)?;
    let a_size = part(g.b, shape, axis, axis + 1)?;
    let i_size = product(g.b, shape, axis + 1, -1)?;
    let n_size = g.b.size(indices, DType::I32)?;
    let n_size = g.b.reshape(n_size, all)?;
    let divisor = at_least_one(g.b, b_size)?;
    let n_size = g.b.op1("FloorDiv", &[n_size.into(), divisor.into()], &[])?;
    let join = |b: &mut Builder<'_>, parts: &[Output]| b.concat_v2(parts, z);
    let sizes = join(g.b, &[b_size, o_size, n_size, i_size])?;
    let dy = g.b.reshape(dy, sizes)?;
    let perm = g.b.ints(&[0, 2, 1, 3])?;
    let dy = g.b.transpose(dy, perm)?;
    let rows = g.b.op1("Mul", &[b_size.into(), n_size.into()], &[])?;
    let sizes = join(g.b, &[rows, o_size, i_size])?;
    let dy = g.b.reshape(dy, sizes)?;
    let dtype = g.b.dtype(indices);
    let sizes = join(g.b, &[b_size, n_size])?;
    let ids = g.b.reshape(indices, sizes)?;
    let ids = if batch == 0 {
        ids
    } else {
        let cast =
            |b: &mut Builder<'_>, x: Output| b.op1("Cast", &[x.into()], &[("DstT", rheos_base::Attr::Type(dtype))]);
        let scalar = g.b.ints(&[])?;
        let (count, step) = (g.b.reshape(b_size, scalar)?, g.b.reshape(a_size, scalar)?);
        let (count, step) = (cast(g.b, count)?, cast(g.b, step)?);
        let (first, one) = (int_scalar(g.b, dtype, 0)?, int_scalar(g.b, dtype, 1)?);
        let starts = g.b.range(first, count, one)?;
        let starts = g.b.op1("Mul", &[starts.into(), step.into()], &[])?;
        let minus = g.b.int(-1)?;
        let starts = g.b.expand_dims(starts, minus)?;
        g.b.op1("Add", &[ids.into(), starts.into()], &[])?
    };
    let ids = g.b.reshape(ids, all)?;
    let segments = g.b.op1("Mul", &[b_size.into(), a_size.into()], &[])?;
    let scalar = g.b.ints(&[])?;
    let segments = g.b.reshape(segments, scalar)?;
    let sums = g.b.op1("UnsortedSegmentSum", &[dy.into(), ids.into(), segments.into()], &[])?;
    let sizes = join(g.b, &[b_size, a_size, o_size, i_size])?;
    let sums = g.b.reshape(sums, sizes)?;
    let sums = g.b.transpose(sums, perm)?;
    out[0] = Some(g.b.reshape(sums, shape)?.into());
    Ok(out)
}

fn at_least_one(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let one = b.scalar_like(x, 1.0)?;
    b.op1("Maximum", &[x.into(), one.into()], &[])
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "GatherV2",
        inputs: "params: Tparams, indices: Tindices, axis: Taxis",
        outputs: "output: Tparams",
        attrs: "batch_dims: int = 0; Tparams: type; Tindices: {int32, int64}; Taxis: {int32, int64}",
        effect: Effect::Pure,
        infer: gathered,
        compute: Compute::Either(
            KernelDecl {
                cpu: |s| gather::kernel(s, picks(&s.info)?),
                strided: false,
                reports: false,
                gpu: Gpu::Shader(|s| shaders::gather::slices(s, picks)),
            },
            |s| gather::host(s, picks(&s.info)?),
        ),
        grad: Grad::Fn(|g| {
            let axis = g.b.fact(g.x[2]).known_ints().and_then(|v| v.first().copied());
            gather_grad(g, axis)
        }),
        doc: "Slices of params at the given indices along an axis. An index outside the axis is an error; on a GPU it picks \
              zeros.",
    },
    Decl {
        name: "Gather",
        inputs: "params: Tparams, indices: Tindices",
        outputs: "output: Tparams",
        attrs: "validate_indices: bool = true; Tparams: type; Tindices: {int32, int64}",
        effect: Effect::Pure,
        infer: |infer| {
            let (params, indices) = (infer.input_shape(0), infer.input_shape(1));
            let (Some(p), Some(n)) = (params.dims(), indices.dims()) else { return Ok(()) };
            if p.is_empty() {
                bail!(Value, "params must have at least one axis, but is a scalar");
            }
            let dims: Vec<Dim> = n.iter().chain(&p[1..]).copied().collect();
            infer.set(0, Shape::of(dims));
            Ok(())
        },
        compute: Compute::Lower(|b, x, _| {
            let axis = b.int(0)?;
            Ok(smallvec![b.gather_v2(x[0], x[1], axis, 0)?])
        }),
        grad: Grad::Fn(|g| gather_grad(g, Some(0))),
        doc: "Rows of params at the given indices. An index that is no row is an error; on a GPU it picks zeros.",
    },
];
