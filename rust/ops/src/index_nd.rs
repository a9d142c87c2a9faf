//! Gathers and scatters whose indices are coordinates in the last axis.

use crate::Ops;
use crate::kernels::Planned;
use crate::kernels::gather::{self, Index, Picks};
use crate::kernels::number::Number;
use crate::kernels::scatter::{Combine, scatter};
use crate::rules::{Grads, same_as_first, shape_operand, sizes_of};
use crate::shaders;
use rheos_base::{DType, Dim, Dims, Result, Shape, Tensor, bail};
use rheos_graph::builder::GradValue;
use rheos_graph::{
    Call, Compute, Decl, Effect, Gpu, Grad, GradCall, HostCall, HostKernel, HostSpec, Infer, Kernel, KernelDecl,
    KernelSpec, with_number,
};
use smallvec::{SmallVec, smallvec};

/// Shape of what coordinates into a tensor pick: the indices' leading axes, then the axes left over.
fn picked(indices: &Shape, tensor: &Shape) -> Result<Shape> {
    let (Some(n), Some(p)) = (indices.dims(), tensor.dims()) else { return Ok(Shape::unknown()) };
    let Some((&depth, lead)) = n.split_last() else {
        bail!(Value, "indices must have at least one axis, but is a scalar");
    };
    let Some(depth) = depth.get() else { return Ok(Shape::unknown()) };
    if depth as usize > p.len() {
        bail!(Value, "indices have {depth} coordinates, but the tensor they index has rank {}", p.len());
    }
    Ok(Shape::of(lead.iter().chain(&p[depth as usize..]).copied()))
}

/// Coordinates as row numbers of a tensor seen as [rows, inner].
struct Rows {
    /// Sizes that the coordinates index.
    sizes: Dims,
    count: usize,
    inner: usize,
}

impl Rows {
    fn new(indices: &[usize], tensor: &[usize]) -> Rows {
        let depth = indices[indices.len() - 1];
        Rows {
            sizes: tensor[..depth].into(),
            count: indices[..indices.len() - 1].iter().product(),
            inner: tensor[depth..].iter().product(),
        }
    }

    fn numbers<I: Index>(&self, indices: &[I]) -> Result<Vec<i64>> {
        let inside = |c: I, size: usize| (c.wide() as u64) < size as u64;
        let mut out = Vec::with_capacity(self.count);
        // The usual depths have loops of their own, without an inner one.
        let right = match self.sizes[..] {
            [a] => indices.iter().all(|&c| {
                out.push(c.wide());
                inside(c, a)
            }),
            [a, b] => indices.as_chunks::<2>().0.iter().all(|&[c, d]| {
                out.push(c.wide().wrapping_mul(b as i64).wrapping_add(d.wide()));
                inside(c, a) & inside(d, b)
            }),
            [] => {
                out.resize(self.count, 0);
                true
            }
            _ => indices.chunks_exact(self.sizes.len()).all(|place| {
                let row = |row: i64, (c, &size): (&I, &usize)| row.wrapping_mul(size as i64).wrapping_add(c.wide());
                out.push(place.iter().zip(&self.sizes).fold(0, row));
                place.iter().zip(&self.sizes).all(|(&c, &size)| inside(c, size))
            }),
        };
        if !right {
            let (i, depth) = (out.len() - 1, self.sizes.len());
            let place: Vec<i64> = indices[i * depth..][..depth].iter().map(|c| c.wide()).collect();
            bail!(InvalidArgument, "indices[{i}] = {place:?} is not inside the sizes {:?}", self.sizes.as_slice());
        }
        Ok(out)
    }

    fn read(&self, call: &Call<'_>, input: usize) -> Result<Vec<i64>> {
        match call.input_args[input].dtype {
            DType::I64 => self.numbers(call.input::<i64>(input)),
            _ => self.numbers(call.input::<i32>(input)),
        }
    }

    fn picks(&self) -> Picks {
        let size = self.sizes.iter().product();
        Picks { batch: 1, outer: 1, size, count: self.count, inner: self.inner }
    }
}

fn plan_gather(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let rows = Rows::new(&spec.info.input_dims(1), &spec.info.input_dims(0));
    let bytes = rows.inner * spec.inputs[0].dtype.size();
    Ok(Planned::boxed(rows.count as f64 * (2.5 + bytes as f64 / 20.0), move |call: &mut Call<'_>| {
        let numbers = rows.read(call, 1)?;
        gather::run(call, rows.picks(), bytes, &numbers)
    }))
}

fn host_gather(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let rows = Rows::new(&spec.info.input_dims(1), &spec.info.input_dims(0));
    let dims = spec.info.output_dims(0);
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let numbers = rows.numbers(&x[1].to_ints().unwrap_or_default())?;
        let source = x[0].as_strings()?;
        let out =
            numbers.iter().flat_map(|&r| source[r as usize * rows.inner..][..rows.inner].iter().cloned()).collect();
        Ok(smallvec![Tensor::strings(&dims, out)?])
    }))
}

/// Scatters `updates` into output 0: over zeros, or over the content of input `base`.
fn plan_scatter(
    spec: &KernelSpec<'_>,
    base: Option<usize>,
    inputs: (usize, usize),
    how: Combine,
) -> Result<Box<dyn Kernel>> {
    let (indices, updates) = inputs;
    let dims = spec.info.output_dims(0);
    let rows = Rows::new(&spec.info.input_dims(indices), &dims);
    let cost = spec.outputs[0].layout.len() as f64 / 8.0 + rows.count as f64 * (2.0 + rows.inner as f64 / 4.0);
    macro_rules! planned {
        ($t:ty) => {
            Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
                let numbers = rows.read(call, indices)?;
                let out = call.output::<$t>(0);
                match base {
                    Some(i) => out.copy_from_slice(call.input::<$t>(i)),
                    None => out.fill(<$t>::ZERO),
                }
                scatter(call.workers, how, out, call.input::<$t>(updates), &numbers, rows.inner);
                Ok(())
            }))
        };
    }
    with_number!(spec.outputs[0].dtype, T => planned!(T), else bail!(Internal, "not a number type"))
}

fn check_updates(infer: &Infer<'_>, indices: usize, updates: usize, target: &Shape) -> Result<()> {
    let wanted = picked(infer.input_shape(indices), target)?;
    if !wanted.is_compatible(infer.input_shape(updates)) {
        bail!(
            Value,
            "updates must have shape {wanted} for these indices into {target}, but has {}",
            infer.input_shape(updates)
        );
    }
    Ok(())
}

fn tensor_scatter(infer: &mut Infer<'_>) -> Result<()> {
    let target = infer.input_shape(0).clone();
    check_updates(infer, 1, 2, &target)?;
    same_as_first(infer)
}

fn gather_nd_grad(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, params, indices) = (g.dy(), g.x[0], g.x[1]);
    let dtype = g.b.dtype(indices);
    let shape = sizes_of(g.b, params, dtype)?;
    let places = g.b.shape_of(indices);
    if let Some([_, depth]) = places.dims()
        && *depth == Dim::new(1)
    {
        let flat = g.b.ints(&[-1])?;
        let rows = g.b.reshape(indices, flat)?;
        return Ok(vec![Some(GradValue::Sparse { values: dy, indices: rows, dense_shape: Some(shape) }), None]);
    }
    Ok(vec![Some(g.b.scatter_nd(indices, dy, shape)?.into()), None])
}

const SCATTER: Decl = Decl {
    name: "",
    inputs: "tensor: T, indices: Tindices, updates: T",
    outputs: "output: T",
    attrs: "T: numeric; Tindices: {int32, int64}",
    effect: Effect::Pure,
    infer: tensor_scatter,
    compute: Compute::Kernel(KernelDecl {
        cpu: |s| plan_scatter(s, Some(0), (1, 2), Combine::Replace),
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|s| shaders::scatter::places(s, Some(0), (1, 2), Combine::Replace)),
    }),
    grad: Grad::Missing("each op has its own"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "GatherNd",
        inputs: "params: Tparams, indices: Tindices",
        outputs: "output: Tparams",
        attrs: "Tparams: type; Tindices: {int32, int64}",
        infer: |infer| {
            let shape = picked(infer.input_shape(1), infer.input_shape(0))?;
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Either(
            KernelDecl { cpu: plan_gather, strided: false, reports: false, gpu: Gpu::Shader(shaders::gather::places) },
            host_gather,
        ),
        grad: Grad::Fn(gather_nd_grad),
        doc: "Slices of params at the coordinates in the last axis of indices. Coordinates outside params are an error; on a \
              GPU they pick zeros.",
        ..SCATTER
    },
    Decl {
        name: "ScatterNd",
        inputs: "indices: Tindices, updates: T, shape: Tindices",
        infer: |infer| {
            let target = shape_operand(infer, 2)?;
            check_updates(infer, 0, 1, &target)?;
            infer.set(0, target);
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_scatter(s, None, (0, 1), Combine::Add),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::scatter::places(s, None, (0, 1), Combine::Add)),
        }),
        grad: Grad::Fn(|g| {
            let (dy, indices) = (g.dy(), g.x[0]);
            Ok(vec![None, Some(g.b.gather_nd(dy, indices)?.into()), None])
        }),
        doc: "Zeros with updates added at the coordinates in the last axis of indices. Coordinates outside the shape are an \
              error; on a GPU their updates are left out.",
        ..SCATTER
    },
    Decl {
        name: "TensorScatterUpdate",
        grad: Grad::Fn(|g| {
            let (dy, indices, updates) = (g.dy(), g.x[1], g.x[2]);
            let zeros = g.b.zeros_like(updates)?;
            let dx = g.b.tensor_scatter_update(dy, indices, zeros)?;
            Ok(vec![Some(dx.into()), None, Some(g.b.gather_nd(dy, indices)?.into())])
        }),
        doc: "The tensor with updates in the place of the slices at the given coordinates; of equal ones the last counts. \
              Coordinates outside the tensor are an error; on a GPU their updates are left out.",
        ..SCATTER
    },
    Decl {
        name: "TensorScatterAdd",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_scatter(s, Some(0), (1, 2), Combine::Add),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::scatter::places(s, Some(0), (1, 2), Combine::Add)),
        }),
        grad: Grad::Fn(|g| {
            let (dy, indices) = (g.dy(), g.x[1]);
            Ok(vec![Some(dy.into()), None, Some(g.b.gather_nd(dy, indices)?.into())])
        }),
        doc: "The tensor with updates added at the given coordinates. Coordinates outside the tensor are an error; on a GPU \
              their updates are left out.",
        ..SCATTER
    },
    Decl {
        name: "ScatterNdNonAliasingAdd",
        inputs: "input: T, indices: Tindices, updates: T",
        attrs: "T: {float32, float64, int64, int32, uint8, uint16, int16, int8, complex64, complex128, bfloat16, float16, uint32, uint64, bool}; Tindices: {int32, int64}",
        compute: Compute::Lower(|b, x, _| Ok(smallvec![b.tensor_scatter_add(x[0], x[1], x[2])?])),
        grad: Grad::Fn(|g| {
            let (dy, indices) = (g.dy(), g.x[1]);
            Ok(vec![Some(dy.into()), None, Some(g.b.gather_nd(dy, indices)?.into())])
        }),
        doc: "The input with updates added at the given coordinates.",
        ..SCATTER
    },
    Decl {
        name: "TensorScatterSub",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_scatter(s, Some(0), (1, 2), Combine::Sub),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::scatter::places(s, Some(0), (1, 2), Combine::Sub)),
        }),
        grad: Grad::Fn(|g| {
            let (dy, indices) = (g.dy(), g.x[1]);
            let picked = g.b.gather_nd(dy, indices)?;
            Ok(vec![Some(dy.into()), None, Some(g.b.neg(picked)?.into())])
        }),
        doc: "The tensor with updates subtracted at the given coordinates. Coordinates outside the tensor are an error; on a GPU \
              their updates are left out.",
        ..SCATTER
    },
];
