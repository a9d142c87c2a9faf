//! Variables: handles, reads, assignments, and changes of single rows or elements.

use crate::Ops;
use crate::kernels::scatter::Combine;
use crate::kernels::variable_rows;
use crate::rules::{scalar, sizes_of};
use crate::shaders;
use rheos_base::{DType, Data, Dim, Result, Shape, Tensor, bail};
use rheos_graph::gpu::ShaderFn;
use rheos_graph::{
    Boundary, Builder, Compute, Decl, Effect, Fact, Gpu, Grad, GradCall, GradValue, HandleFact, HostCall, HostSpec,
    Infer, KernelDecl, KernelSpec, NodeInfo, Output, Outputs, Variable,
};
use smallvec::{SmallVec, smallvec};

const NO_RESULT: &str = "an assignment has no result";

/// What the entries that change rows of a variable have in common.
const SCATTER: Decl = Decl {
    name: "",
    inputs: "resource: resource, indices: Tindices, updates: dtype",
    outputs: "",
    attrs: "dtype: numeric; Tindices: {int32, int64}",
    effect: Effect::Write(&[0]),
    infer: scatter_rows,
    compute: kernel(set_rows, |s| shaders::scatter::variable(s, false, Combine::Replace)),
    grad: Grad::Stop(NO_RESULT),
    doc: "",
};

/// What the entries that change slices of a variable, each addressed by several indices, have in common.
const SCATTER_ND: Decl = Decl {
    inputs: "ref: resource, indices: Tindices, updates: T",
    attrs: "T: plain; Tindices: {int32, int64}; use_locking: bool = true",
    infer: scatter_slices,
    ..SCATTER
};

/// What the entries that combine a variable with a value have in common.
const ASSIGN: Decl = Decl {
    name: "",
    inputs: "resource: resource, value: dtype",
    outputs: "",
    attrs: "dtype: type",
    effect: Effect::Write(&[0]),
    infer: assigned,
    compute: Compute::Boundary(Boundary::Write),
    grad: Grad::Stop(NO_RESULT),
    doc: "",
};

fn set_rows(spec: &KernelSpec<'_>) -> Result<Box<dyn rheos_graph::Kernel>> {
    variable_rows::rows(spec, Combine::Replace)
}

const fn kernel(cpu: rheos_graph::decl::KernelFn, gpu: ShaderFn) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu: Gpu::Shader(gpu) })
}

/// What is known of the variable that a handle operand refers to; an unknown handle says nothing.
pub fn handle_of(info: &NodeInfo<'_>, input: usize) -> HandleFact {
    let unknown = || HandleFact { dtype: DType::Resource, shape: Shape::unknown() };
    info.inputs[input].handle().cloned().unwrap_or_else(unknown)
}

/// The variable's shape, if its type is `dtype`.
pub fn handle_shape(infer: &Infer<'_>, input: usize, dtype: DType) -> Result<Shape> {
    let handle = handle_of(infer, input);
    if handle.dtype != DType::Resource && handle.dtype != dtype {
        bail!(Type, "{} holds {}, but {dtype} is expected", infer.arg_name(input), handle.dtype);
    }
    Ok(handle.shape)
}

fn assigned(infer: &mut Infer<'_>) -> Result<()> {
    let (handle, dtype, value) = (handle_of(infer, 0), infer.dtype("dtype"), infer.input_shape(1));
    let same_type = handle.dtype == dtype || handle.dtype == DType::Resource;
    if !same_type || !handle.shape.is_compatible(value) {
        bail!(
            Value,
            "the variable is {} of shape {}, but the value is {dtype} of shape {value}",
            handle.dtype,
            handle.shape
        );
    }
    Ok(())
}

/// Emits a read, a change of the value and an assignment, which the planner makes one step in place.
fn reassign(
    b: &mut Builder<'_>,
    x: &[Output],
    change: fn(&mut Builder<'_>, Output, Output) -> Result<Output>,
) -> Result<Outputs> {
    let dtype = b.dtype(x[1]);
    let old = b.read_variable_op(x[0], dtype)?;
    let (own, value) = (b.shape_of(old), b.shape_of(x[1]));
    if own != value {
        bail!(InvalidArgument, "a variable of shape {own} cannot be changed by a value of shape {value}");
    }
    let new = change(b, old, x[1])?;
    b.assign_variable_op(x[0], new, false)
}

/// Updates are one scalar, or a row for each index.
fn scatter_rows(infer: &mut Infer<'_>) -> Result<()> {
    let variable = handle_shape(infer, 0, infer.dtype("dtype"))?;
    variable_rows::check_rows(&variable, infer.input_shape(1), infer.input_shape(2))
}

fn scatter_slices(infer: &mut Infer<'_>) -> Result<()> {
    let variable = handle_shape(infer, 0, infer.dtype("T"))?;
    variable_rows::check_slices(&variable, infer.input_shape(1), infer.input_shape(2))
}

fn gathered(infer: &mut Infer<'_>) -> Result<()> {
    let params = handle_shape(infer, 0, infer.dtype("dtype"))?;
    let (Some(p), Some(n)) = (params.dims(), infer.input_shape(1).dims()) else { return Ok(()) };
    let batch = batch_dims(infer, n.len())?;
    if p.len() <= batch {
        bail!(Value, "the variable must have more than {batch} axes, but has {}", p.len());
    }
    let mut dims: Vec<Dim> = Vec::new();
    for i in 0..batch {
        match p[i].merge(n[i]) {
            Some(d) => dims.push(d),
            None => bail!(Value, "axis {i} is shared, but the variable has size {} and indices {}", p[i], n[i]),
        }
    }
    dims.extend_from_slice(&n[batch..]);
    dims.extend_from_slice(&p[batch + 1..]);
    infer.set(0, Shape::of(dims));
    Ok(())
}

fn batch_dims(info: &NodeInfo<'_>, indices_rank: usize) -> Result<usize> {
    let given = info.int("batch_dims");
    let wrapped = if given < 0 { given + indices_rank as i64 } else { given };
    if wrapped < 0 || wrapped > indices_rank as i64 {
        bail!(Value, "batch_dims {given} is out of range for indices of rank {indices_rank}");
    }
    Ok(wrapped as usize)
}

/// The shape of the variable in `handle`: a constant where it is known.
fn variable_shape(b: &mut Builder<'_>, handle: Output) -> Result<Output> {
    if let Some(dims) = b.fact(handle).handle().and_then(|h| h.shape.to_dims()) {
        let dims: Vec<i64> = dims.iter().map(|&d| d as i64).collect();
        return b.ints(&dims);
    }
    b.variable_shape(handle, DType::I32)
}

/// Rows of dy at the gathered indices; nothing flows into the indices.
fn grad_gather(g: &mut GradCall<'_, '_>) -> Result<Vec<Option<GradValue>>> {
    if g.info().int("batch_dims") != 0 {
        bail!(Unimplemented, "the gradient of ResourceGather with batch_dims is not defined; hint: tf.gather");
    }
    let (dy, handle, indices) = (g.dy(), g.x[0], g.x[1]);
    let dense_shape = variable_shape(g.b, handle)?;
    let all = g.b.ints(&[-1])?;
    let (begin, end, one) = (g.b.ints(&[1])?, g.b.ints(&[0])?, g.b.ints(&[1])?);
    let row = g.b.strided_slice(dense_shape, begin, end, one, 0, 1, 0, 0, 0)?;
    let count = g.b.size(indices, DType::I32)?;
    let count = g.b.reshape(count, all)?;
    let axis = g.b.int(0)?;
    let sizes = g.b.concat_v2(&[count, row], axis)?;
    let values = g.b.reshape(dy, sizes)?;
    let indices = g.b.reshape(indices, all)?;
    Ok(vec![Some(GradValue::Sparse { values, indices, dense_shape: Some(dense_shape) }), None])
}

fn variable(handle: &Tensor) -> Result<&Variable> {
    match handle.data() {
        Data::Handle(any) => match any.downcast_ref::<Variable>() {
            Some(variable) => Ok(variable),
            None => bail!(InvalidArgument, "the resource is not a variable"),
        },
        _ => bail!(InvalidArgument, "the resource is not a variable"),
    }
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "VarHandleOp",
        inputs: "",
        outputs: "resource: resource",
        attrs: "container: string = ''; shared_name: string = ''; dtype: type; shape: shape",
        effect: Effect::Pure,
        infer: |infer| {
            let (dtype, shape) = (infer.dtype("dtype"), infer.shape("shape"));
            infer.set(0, Shape::scalar());
            infer.set_handle(0, dtype, shape);
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Handle),
        grad: Grad::Stop("a handle is not a number"),
        doc: "Handle of a variable of the session.",
    },
    Decl {
        name: "ReadVariableOp",
        inputs: "resource: resource",
        outputs: "value: dtype",
        attrs: "dtype: type",
        effect: Effect::Read(0),
        infer: |infer| {
            let dtype = infer.dtype("dtype");
            let shape = handle_shape(infer, 0, dtype)?;
            infer.set_fact(0, Fact::new(dtype, shape));
            Ok(())
        },
        compute: Compute::Boundary(Boundary::Read),
        grad: Grad::Fn(|g| Ok(vec![Some(g.dy().into())])),
        doc: "The variable's current value.",
    },
    Decl {
        name: "AssignVariableOp",
        attrs: "dtype: type; validate_shape: bool = false",
        doc: "Makes value the variable's value.",
        ..ASSIGN
    },
    Decl {
        name: "AssignAddVariableOp",
        compute: Compute::Lower(|b, x, _| reassign(b, x, |b, old, value| b.add_v2(old, value))),
        doc: "Adds value, which has the variable's shape, to the variable.",
        ..ASSIGN
    },
    Decl {
        name: "AssignSubVariableOp",
        compute: Compute::Lower(|b, x, _| reassign(b, x, |b, old, value| b.sub(old, value))),
        doc: "Subtracts value, which has the variable's shape, from the variable.",
        ..ASSIGN
    },
    Decl {
        name: "VarIsInitializedOp",
        inputs: "resource: resource",
        outputs: "is_initialized: bool",
        attrs: "",
        effect: Effect::Read(0),
        infer: scalar,
        compute: Compute::Host(|_: &HostSpec<'_>| {
            Ok(Box::new(|x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
                let there = variable(&x[0])?.get().is_some();
                Ok(smallvec![Tensor::bools(&[], &[there])?])
            }))
        }),
        grad: Grad::Stop("the result is a truth value"),
        doc: "True once the variable has a value.",
    },
    Decl {
        name: "ReadVariableOrOp",
        inputs: "resource: resource, default: dtype",
        outputs: "value: dtype",
        attrs: "dtype: type",
        effect: Effect::Read(0),
        infer: |infer| {
            assigned(infer)?;
            let own = handle_of(infer, 0).shape;
            let shape = if own.is_known() { own } else { infer.input_shape(1).clone() };
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Host(|_: &HostSpec<'_>| {
            Ok(Box::new(|x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
                let value = variable(&x[0])?.get().map(Tensor::local).transpose()?;
                Ok(smallvec![value.unwrap_or_else(|| x[1].clone())])
            }))
        }),
        grad: Grad::Stop("an initial value is a constant of training"),
        doc: "The variable's value, or default where it has none yet.",
    },
    Decl {
        name: "VariableShape",
        inputs: "input: resource",
        outputs: "output: out_type",
        attrs: "out_type: {int32, int64} = int32",
        effect: Effect::Read(0),
        infer: |infer| {
            let shape = handle_of(infer, 0).shape;
            let Some(dims) = shape.dims() else {
                infer.set(0, Shape::of_rank(1));
                return Ok(());
            };
            infer.set(0, Shape::known(&[dims.len()]));
            infer.set_ints(0, dims.iter().copied());
            Ok(())
        },
        compute: Compute::Lower(|b, x, info| {
            let value = b.read_variable_op(x[0], handle_of(info, 0).dtype)?;
            Ok(smallvec![sizes_of(b, value, info.dtype("out_type"))?])
        }),
        grad: Grad::Stop("sizes are integers"),
        doc: "The sizes of the variable's current value.",
    },
    Decl {
        name: "DestroyResourceOp",
        inputs: "resource: resource",
        outputs: "",
        attrs: "ignore_lookup_error: bool = true",
        effect: Effect::Write(&[0]),
        infer: |_| Ok(()),
        compute: Compute::Host(|spec: &HostSpec<'_>| {
            let ignore = spec.info.bool("ignore_lookup_error");
            Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
                let variable = variable(&x[0])?;
                if variable.write().value.take().is_none() && !ignore {
                    bail!(NotFound, "resource {} does not exist", variable.name);
                }
                Ok(SmallVec::new())
            }))
        }),
        grad: Grad::Stop(NO_RESULT),
        doc: "Drops the variable's value: it is uninitialised again.",
    },
    Decl {
        name: "ResourceGather",
        inputs: "resource: resource, indices: Tindices",
        outputs: "output: dtype",
        attrs: "batch_dims: int = 0; validate_indices: bool = true; dtype: type; Tindices: {int32, int64}",
        effect: Effect::Read(0),
        infer: gathered,
        compute: Compute::Lower(|b, x, info| {
            let params = b.read_variable_op(x[0], info.dtype("dtype"))?;
            let batch = batch_dims(info, info.input_dims(1).len())? as i64;
            let axis = b.int(batch)?;
            Ok(smallvec![b.gather_v2(params, x[1], axis, batch)?])
        }),
        grad: Grad::Fn(grad_gather),
        doc: "Rows of the variable at the given indices, without a copy of the rest. An index that is no row is an error; on \
              a GPU it picks zeros.",
    },
    Decl {
        name: "ResourceScatterUpdate",
        attrs: "dtype: plain; Tindices: {int32, int64}",
        doc: "Sets rows of the variable. Of equal indices the last one counts. An index that is no row is an error; on a GPU \
              its update is left out, as in all ops of this kind.",
        ..SCATTER
    },
    Decl {
        name: "ResourceScatterAdd",
        compute: kernel(
            |s| variable_rows::rows(s, Combine::Add),
            |s| shaders::scatter::variable(s, false, Combine::Add),
        ),
        doc: "Adds updates to rows of the variable, one after the other.",
        ..SCATTER
    },
    Decl {
        name: "ResourceScatterSub",
        compute: kernel(
            |s| variable_rows::rows(s, Combine::Sub),
            |s| shaders::scatter::variable(s, false, Combine::Sub),
        ),
        doc: "Subtracts updates from rows of the variable, one after the other.",
        ..SCATTER
    },
    Decl {
        name: "ResourceScatterMul",
        compute: kernel(
            |s| variable_rows::rows(s, Combine::Mul),
            |s| shaders::scatter::variable(s, false, Combine::Mul),
        ),
        doc: "Multiplies rows of the variable by updates, one after the other.",
        ..SCATTER
    },
    Decl {
        name: "ResourceScatterDiv",
        compute: kernel(
            |s| variable_rows::rows(s, Combine::Div),
            |s| shaders::scatter::variable(s, false, Combine::Div),
        ),
        doc: "Divides rows of the variable by updates, one after the other. An integer zero divisor is an error.",
        ..SCATTER
    },
    Decl {
        name: "ResourceScatterMin",
        attrs: "dtype: realnumbertype; Tindices: {int32, int64}",
        compute: kernel(
            |s| variable_rows::rows(s, Combine::Min),
            |s| shaders::scatter::variable(s, false, Combine::Min),
        ),
        doc: "Makes rows of the variable the smaller of themselves and updates.",
        ..SCATTER
    },
    Decl {
        name: "ResourceScatterMax",
        attrs: "dtype: realnumbertype; Tindices: {int32, int64}",
        compute: kernel(
            |s| variable_rows::rows(s, Combine::Max),
            |s| shaders::scatter::variable(s, false, Combine::Max),
        ),
        doc: "Makes rows of the variable the larger of themselves and updates.",
        ..SCATTER
    },
    Decl {
        name: "ResourceScatterNdUpdate",
        compute: kernel(
            |s| variable_rows::slices(s, Combine::Replace),
            |s| shaders::scatter::variable(s, true, Combine::Replace),
        ),
        doc: "Sets slices of the variable, each addressed by the last axis of indices. Indices outside the variable are an \
              error; on a GPU their updates are left out, as in all ops of this kind.",
        ..SCATTER_ND
    },
    Decl {
        name: "ResourceScatterNdAdd",
        attrs: "T: numeric; Tindices: {int32, int64}; use_locking: bool = true",
        compute: kernel(
            |s| variable_rows::slices(s, Combine::Add),
            |s| shaders::scatter::variable(s, true, Combine::Add),
        ),
        doc: "Adds updates to slices of the variable, each addressed by the last axis of indices.",
        ..SCATTER_ND
    },
    Decl {
        name: "ResourceScatterNdSub",
        attrs: "T: numeric; Tindices: {int32, int64}; use_locking: bool = true",
        compute: kernel(
            |s| variable_rows::slices(s, Combine::Sub),
            |s| shaders::scatter::variable(s, true, Combine::Sub),
        ),
        doc: "Subtracts updates from slices of the variable, each addressed by the last axis of indices.",
        ..SCATTER_ND
    },
    Decl {
        name: "ResourceCountUpTo",
        inputs: "resource: resource",
        outputs: "output: T",
        attrs: "limit: int; T: {int32, int64}",
        effect: Effect::Write(&[0]),
        infer: |infer| {
            let shape = handle_shape(infer, 0, infer.dtype("T"))?;
            if shape.rank().is_some_and(|r| r != 0) {
                bail!(Value, "the variable must be a scalar, but has shape {shape}");
            }
            infer.set(0, Shape::scalar());
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: variable_rows::count_up_to,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("reaching the limit is an error, which the CPU raises"),
        }),
        grad: Grad::Stop("counting gives integers"),
        doc: "Adds one to a scalar variable and returns the value before; fails once the limit is reached.",
    },
];
