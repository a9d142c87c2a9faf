//! Slices: views where begin and strides are known when a plan is made, otherwise copies that read them in the run.

use crate::Ops;
use crate::kernels::movement::{self, Fill, Move, Movement};
use crate::kernels::{Planned, fill_bytes};
use crate::rules::slicing::{Masks, Slicing, resolve};
use crate::rules::{int_vector, planned_ints, same_as_first, shape_operand, sizes_of, sum_to_shape};
use crate::shaders;
use rheos_base::{DType, Dim, Dims, Kind, Result, Shape, Tensor, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{
    Builder, Call, Compute, Decl, Effect, Gpu, Grad, GradCall, HostCall, Infer, Kernel, KernelDecl, KernelSpec, Layout,
    NodeInfo, Output, Outputs,
};
use smallvec::{SmallVec, smallvec};

const MASKS: &str = "T: type; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0";
const READ_IN_THE_RUN: &str = "where it begins is read in the run, and outside the tensor is an error";

/// Elements of operand `i`, unknown ones where nothing is known; None while even their number is not known.
fn entries(info: &NodeInfo<'_>, i: usize) -> Result<Option<Vec<Dim>>> {
    if let Some(rank) = info.input_shape(i).rank()
        && rank != 1
    {
        bail!(Value, "begin, end and strides must be vectors, but one has rank {rank}");
    }
    Ok(match (info.input_ints(i), info.input_shape(i).dim(0).get()) {
        (Some(v), _) => Some(v.to_vec()),
        (None, n) => n.map(|n| vec![Dim::UNKNOWN; n as usize]),
    })
}

/// The slice that operands `at..at + 3` describe of a tensor with these sizes.
fn slicing(info: &NodeInfo<'_>, dims: &[Dim], at: usize) -> Result<Option<Slicing>> {
    let count = (at..at + 3).find_map(|i| info.input_shape(i).dim(0).get());
    let Some(count) = count else { return Ok(None) };
    let get = |i| -> Result<Vec<Dim>> { Ok(entries(info, i)?.unwrap_or_else(|| vec![Dim::UNKNOWN; count as usize])) };
    resolve(dims, &get(at)?, &get(at + 1)?, &get(at + 2)?, Masks::of(info)).map(Some)
}

fn strided_slice(infer: &mut Infer<'_>) -> Result<()> {
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    let Some(slicing) = slicing(infer, dims, 1)? else { return Ok(()) };
    infer.set(0, slicing.shape());
    follow_ints(infer, &slicing);
    Ok(())
}

/// Elements of a small integer input that a known slice picks.
fn follow_ints(infer: &mut Infer<'_>, slicing: &Slicing) {
    let Some(ints) = infer.input_ints(0) else { return };
    let Some(dims) = infer.input_shape(0).to_dims() else { return };
    let Some(layout) = slicing.layout(&Layout::contiguous(&dims)) else { return };
    let values: Vec<Dim> = layout.positions().map(|i| ints[i]).collect();
    if values.iter().any(|v| v.is_known()) || values.is_empty() {
        infer.set_ints(0, values);
    }
}

/// A view of known ranges.
fn view_of(b: &mut Builder<'_>, x: Output, slicing: &Slicing) -> Result<Outputs> {
    let list =
        |f: &dyn Fn(usize) -> Dim| (0..slicing.ranges.len()).map(|i| f(i).get().unwrap_or(0)).collect::<Vec<i64>>();
    let (begin, strides) = (list(&|i| slicing.ranges[i].begin), list(&|i| slicing.ranges[i].stride));
    let (sizes, dims) =
        (list(&|i| slicing.ranges[i].size), slicing.dims.iter().filter_map(|d| d.get()).collect::<Vec<i64>>());
    Ok(smallvec![b.slice_view(x, &begin, &strides, &sizes, &dims)?])
}

/// Operands `at..` of a call as begin, end and strides, read in the run.
struct Reader {
    dims: Vec<Dim>,
    masks: Masks,
    /// Begin and size, as Slice has them, instead of begin, end and strides.
    sized: bool,
}

impl Reader {
    fn resolve(&self, operands: [&[i64]; 3]) -> Result<Slicing> {
        let dims = |v: &[i64]| v.iter().map(|&d| Dim::new(d)).collect::<Vec<_>>();
        let [begin, end, strides] = operands.map(dims);
        let slicing = if self.sized {
            sized(&self.dims, &begin, &end)
        } else {
            resolve(&self.dims, &begin, &end, &strides, self.masks)
        };
        slicing.map_err(|e| e.with_kind(Kind::InvalidArgument))
    }
}

/// Integer operand `i` of a running kernel.
fn read_ints(call: &Call<'_>, i: usize) -> SmallVec<[i64; 8]> {
    match call.input_args[i].dtype {
        DType::I64 => call.input::<i64>(i).into(),
        _ => call.input::<i32>(i).iter().map(|&v| i64::from(v)).collect(),
    }
}

fn host_ints(tensor: &Tensor) -> SmallVec<[i64; 8]> {
    tensor.to_ints().unwrap_or_default()
}

fn known(dims: &[usize]) -> Vec<Dim> {
    dims.iter().map(|&d| Dim::from(d)).collect()
}

fn reader(info: &NodeInfo<'_>, dims: &[usize]) -> Reader {
    let sized = info.op.attr_index("begin_mask").is_none();
    let masks = if sized { Masks::default() } else { Masks::of(info) };
    Reader { dims: known(dims), masks, sized }
}

fn check_sizes(have: &Layout, wanted: &[usize]) -> Result<()> {
    if rheos_base::element_count(wanted) != have.len() {
        bail!(InvalidArgument, "the slice has {:?} elements per axis, which does not fit {wanted:?}", have.dims);
    }
    Ok(())
}

/// Copies the slice of input 0 that the other inputs describe.
fn plan_read(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let layout = Layout { offset: 0, ..spec.inputs[0].layout.clone() };
    let reader = reader(&spec.info, &layout.dims);
    let (dtype, bytes) = (spec.outputs[0].dtype, spec.outputs[0].layout.len() * spec.outputs[0].dtype.size());
    Ok(Planned::boxed(200.0 + bytes as f64 / 8.0, move |call: &mut Call<'_>| {
        let (begin, end) = (read_ints(call, 1), read_ints(call, 2));
        let strides = if reader.sized { SmallVec::new() } else { read_ints(call, 3) };
        let slicing = reader.resolve([&begin, &end, &strides])?;
        let from = ready(&slicing, &layout)?;
        check_sizes(&from, &call.output_args[0].layout.dims)?;
        let to = Layout::contiguous(&from.dims);
        // SAFETY: the slice lies inside input 0, and the output holds as many elements.
        unsafe { movement::copy(call.workers, dtype, (call.inputs[0], &from), (call.outputs[0], &to)) };
        Ok(())
    }))
}

fn ready(slicing: &Slicing, layout: &Layout) -> Result<Layout> {
    match slicing.layout(layout) {
        Some(layout) => Ok(layout),
        None => bail!(Internal, "a slice with known operands has unknown sizes"),
    }
}

/// The same on strings.
fn host_read(spec: &rheos_graph::HostSpec<'_>) -> Result<Box<dyn rheos_graph::HostKernel>> {
    let layout = Layout::contiguous(&spec.info.input_dims(0));
    let reader = reader(&spec.info, &layout.dims);
    let dims = spec.info.output_dims(0);
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let strides = if reader.sized { SmallVec::new() } else { host_ints(&x[3]) };
        let from = ready(&reader.resolve([&host_ints(&x[1]), &host_ints(&x[2]), &strides])?, &layout)?;
        check_sizes(&from, &dims)?;
        let source = x[0].as_strings()?;
        Ok(smallvec![Tensor::strings(&dims, from.positions().map(|i| source[i].clone()).collect())?])
    }))
}

/// Writes input `value` into the slice of output 0 that operands `at..at + 3` describe.
/// `start`: where the other elements come from.
fn plan_write(spec: &KernelSpec<'_>, at: usize, value: usize, start: Start) -> Result<Box<dyn Kernel>> {
    let output = Layout::contiguous(&spec.outputs[0].layout.dims);
    let reader = reader(&spec.info, &output.dims);
    let from = Layout { offset: 0, ..spec.inputs[value].layout.clone() };
    let (dtype, bytes) = (spec.outputs[0].dtype, output.len() * spec.outputs[0].dtype.size());
    Ok(Planned::boxed(200.0 + bytes as f64 / 8.0, move |call: &mut Call<'_>| {
        let operands = [read_ints(call, at), read_ints(call, at + 1), read_ints(call, at + 2)];
        let slicing = reader.resolve([&operands[0], &operands[1], &operands[2]])?;
        let to = ready(&slicing, &output)?;
        let dims: Dims = slicing.dims.iter().filter_map(|d| d.get()).map(|d| d as usize).collect();
        if !Shape::known(&dims).is_compatible(&Shape::known(&from.dims)) && !repeats(&from.dims, &dims) {
            bail!(InvalidArgument, "a value of shape {:?} cannot be put into a slice of shape {dims:?}", from.dims);
        }
        match start {
            // SAFETY: output 0 holds `bytes` bytes.
            Start::Zero => unsafe { fill_bytes(call.workers, SharedPtr(call.outputs[0]), bytes, None) },
            Start::Content if call.inputs[0] == call.outputs[0].cast_const() => {}
            // SAFETY: the variable's content has the size of the output and lies elsewhere.
            Start::Content => unsafe { std::ptr::copy_nonoverlapping(call.inputs[0], call.outputs[0], bytes) },
        }
        let Some(to) = to.reshape(&dims) else {
            bail!(Internal, "dropping axes of size one is always a view");
        };
        let from = from.broadcast(&dims);
        // SAFETY: both layouts lie inside their operands, which do not overlap.
        unsafe { movement::copy(call.workers, dtype, (call.inputs[value], &from), (call.outputs[0], &to)) };
        Ok(())
    }))
}

#[derive(Clone, Copy)]
enum Start {
    Zero,
    Content,
}

/// What `plan_write` does for input 4, over zeros, as moves: for operands that are known before the run.
fn put_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    let operands = [planned_ints(info, 1)?, planned_ints(info, 2)?, planned_ints(info, 3)?];
    let slicing = reader(info, &output.dims).resolve([&operands[0], &operands[1], &operands[2]])?;
    let dims: Dims = slicing.dims.iter().filter_map(|d| d.get()).map(|d| d as usize).collect();
    let value = &inputs[4];
    let Some(to) = ready(&slicing, output)?.reshape(&dims) else {
        bail!(Internal, "dropping axes of size one is always a view");
    };
    if value.dims != dims && !repeats(&value.dims, &dims) {
        bail!(InvalidArgument, "a value of shape {:?} cannot be put into a slice of shape {dims:?}", value.dims);
    }
    Ok(Movement { fill: Fill::Zero, moves: vec![Move { input: 4, from: value.broadcast(&dims), to }] })
}

/// The same over the content of input 0.
fn update_moves(info: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    let mut moves = vec![Move { input: 0, from: inputs[0].clone(), to: output.clone() }];
    moves.extend(put_moves(info, inputs, output)?.moves);
    Ok(Movement { fill: Fill::None, moves })
}

/// True where `from` broadcasts to `to`.
fn repeats(from: &[usize], to: &[usize]) -> bool {
    from.len() <= to.len() && from.iter().rev().zip(to.iter().rev()).all(|(&a, &b)| a == b || a == 1)
}

/// Begin and size per axis, as Slice has them; a size of -1 reaches to the end.
fn sized(dims: &[Dim], begin: &[Dim], size: &[Dim]) -> Result<Slicing> {
    if begin.len() != dims.len() || size.len() != dims.len() {
        bail!(
            Value,
            "begin and size must have one entry per axis: the input has rank {}, begin {} and size {} entries",
            dims.len(),
            begin.len(),
            size.len()
        );
    }
    let mut ranges = SmallVec::new();
    for (axis, ((&have, &b), &s)) in dims.iter().zip(begin).zip(size).enumerate() {
        let count = if s.get() == Some(-1) { have.zip(b, |h, b| h - b) } else { s };
        let wrong = b.get().is_some_and(|b| b < 0)
            || count.get().is_some_and(|c| c < 0)
            || b.zip(count, |b, c| b + c).zip(have, |end, have| i64::from(end > have)).get() == Some(1);
        if wrong {
            bail!(Value, "axis {axis}: begin {b} and size {s} do not lie inside the axis, whose size is {have}");
        }
        // All of an axis can only begin at its start.
        let b = if count.is_known() && count == have { Dim::new(0) } else { b };
        ranges.push(crate::rules::slicing::Range { begin: b, stride: Dim::new(1), size: count });
    }
    let dims = ranges.iter().map(|r: &crate::rules::slicing::Range| r.size).collect();
    Ok(Slicing { ranges, dims })
}

fn sized_of(info: &NodeInfo<'_>) -> Result<Option<Slicing>> {
    let rank = info.input_shape(0).rank();
    let rank = rank.or_else(|| (1..3).find_map(|i| info.input_shape(i).dim(0).get()).map(|n| n as usize));
    let Some(rank) = rank else { return Ok(None) };
    let unknown = || vec![Dim::UNKNOWN; rank];
    let dims = info.input_shape(0).dims().map_or_else(unknown, |d| d.to_vec());
    let (begin, size) = (entries(info, 1)?.unwrap_or_else(unknown), entries(info, 2)?.unwrap_or_else(unknown));
    sized(&dims, &begin, &size).map(Some)
}

fn slice_infer(infer: &mut Infer<'_>) -> Result<()> {
    let Some(slicing) = sized_of(infer)? else { return Ok(()) };
    infer.set(0, slicing.shape());
    follow_ints(infer, &slicing);
    Ok(())
}

fn masks_of(g: &GradCall<'_, '_>) -> Masks {
    Masks::of(&g.info())
}

const READ: KernelDecl =
    KernelDecl { cpu: plan_read, strided: true, reports: false, gpu: Gpu::CpuOnly(READ_IN_THE_RUN) };

pub const OPS: &[Decl] = &[
    Decl {
        name: "StridedSlice",
        inputs: "input: T, begin: Index, end: Index, strides: Index",
        outputs: "output: T",
        attrs: MASKS,
        effect: Effect::Pure,
        infer: strided_slice,
        compute: Compute::Lower(|b, x, info| {
            let dims = known(&info.input_dims(0));
            if let Some(slicing) = slicing(info, &dims, 1)?
                && slicing.is_known()
            {
                return view_of(b, x[0], &slicing);
            }
            let m = Masks::of(info);
            let dims: Vec<i64> = info.output_dims(0).iter().map(|&d| d as i64).collect();
            let out = b.dynamic_strided_slice(
                x[0], x[1], x[2], x[3], m.begin, m.end, m.ellipsis, m.new_axis, m.shrink, &dims,
            )?;
            Ok(smallvec![out])
        }),
        grad: Grad::Fn(|g| {
            let (dy, m) = (g.dy(), masks_of(g));
            let dtype = g.b.dtype(g.x[1]);
            let shape = sizes_of(g.b, g.x[0], dtype)?;
            let (begin, end, strides) = (g.x[1], g.x[2], g.x[3]);
            let dx = g
                .b
                .strided_slice_grad(shape, begin, end, strides, dy, m.begin, m.end, m.ellipsis, m.new_axis, m.shrink)?;
            Ok(vec![Some(dx.into()), None, None, None])
        }),
        doc: "Python's slice of a tensor, with masks for its special forms.",
    },
    Decl {
        name: "StridedSliceGrad",
        inputs: "shape: Index, begin: Index, end: Index, strides: Index, dy: T",
        outputs: "output: T",
        attrs: "T: plain; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0",
        effect: Effect::Pure,
        infer: |infer| {
            let shape = shape_operand(infer, 0)?;
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_write(s, 1, 4, Start::Zero),
            strided: true,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::movement::shaders(s, put_moves)),
        }),
        grad: Grad::Fn(|g| {
            let (dy, m) = (g.dy(), masks_of(g));
            let (begin, end, strides) = (g.x[1], g.x[2], g.x[3]);
            let dx = g.b.strided_slice(dy, begin, end, strides, m.begin, m.end, m.ellipsis, m.new_axis, m.shrink)?;
            Ok(vec![None, None, None, None, Some(dx.into())])
        }),
        doc: "Gradient of StridedSlice: zeros of the given shape with dy in the place of the slice.",
    },
    Decl {
        name: "ResourceStridedSliceAssign",
        inputs: "ref: resource, begin: Index, end: Index, strides: Index, value: T",
        outputs: "",
        attrs: "T: plain; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0",
        effect: Effect::Write(&[0]),
        infer: |infer| {
            let Some(handle) = infer.inputs[0].handle() else { return Ok(()) };
            if handle.dtype != infer.dtype("T") {
                bail!(Type, "the variable is {}, but value is {}", handle.dtype, infer.dtype("T"));
            }
            let Some(dims) = handle.shape.dims() else { return Ok(()) };
            slicing(infer, dims, 1)?;
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_write(s, 1, 4, Start::Content),
            strided: true,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::movement::in_place(s, put_moves)),
        }),
        grad: Grad::Stop("an assignment has no result"),
        doc: "Puts value into a slice of a variable.",
    },
    Decl {
        name: "TensorStridedSliceUpdate",
        inputs: "input: T, begin: Index, end: Index, strides: Index, value: T",
        outputs: "output: T",
        attrs: "T: plain; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0",
        effect: Effect::Pure,
        infer: |infer| {
            if let Some(dims) = infer.input_shape(0).dims() {
                slicing(infer, dims, 1)?;
            }
            same_as_first(infer)
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| plan_write(s, 1, 4, Start::Content),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::movement::shaders(s, update_moves)),
        }),
        grad: Grad::Fn(|g| {
            let (dy, m) = (g.dy(), masks_of(g));
            let (begin, end, strides, value) = (g.x[1], g.x[2], g.x[3], g.x[4]);
            let zeros = g.b.zeros_like(value)?;
            let dx = g.b.tensor_strided_slice_update(
                dy, begin, end, strides, zeros, m.begin, m.end, m.ellipsis, m.new_axis, m.shrink,
            )?;
            let part = g.b.strided_slice(dy, begin, end, strides, m.begin, m.end, m.ellipsis, m.new_axis, m.shrink)?;
            let part = sum_to_shape(g.b, part, value)?;
            Ok(vec![Some(dx.into()), None, None, None, Some(part.into())])
        }),
        doc: "The input with value in the place of a slice.",
    },
    Decl {
        name: "Slice",
        inputs: "input: T, begin: Index, size: Index",
        outputs: "output: T",
        attrs: "T: type; Index: {int32, int64}",
        effect: Effect::Pure,
        infer: slice_infer,
        compute: Compute::Lower(|b, x, info| {
            if let Some(slicing) = sized_of(info)?
                && slicing.is_known()
            {
                return view_of(b, x[0], &slicing);
            }
            let dims: Vec<i64> = info.output_dims(0).iter().map(|&d| d as i64).collect();
            Ok(smallvec![b.dynamic_slice(x[0], x[1], x[2], &dims)?])
        }),
        grad: Grad::Fn(|g| {
            let (dy, begin) = (g.dy(), g.x[1]);
            let dtype = g.b.dtype(begin);
            let (shape, size) = (sizes_of(g.b, g.x[0], dtype)?, sizes_of(g.b, g.y[0], dtype)?);
            let end = g.b.op1("Add", &[begin.into(), size.into()], &[])?;
            let ones = match g.b.shape_of(g.x[0]).rank() {
                Some(rank) => int_vector(g.b, dtype, &vec![1; rank])?,
                None => g.b.ones_like(begin)?,
            };
            let dx = g.b.strided_slice_grad(shape, begin, end, ones, dy, 0, 0, 0, 0, 0)?;
            Ok(vec![Some(dx.into()), None, None])
        }),
        doc: "The part of a tensor that begins at `begin` and has sizes `size`; -1 reaches to the end.",
    },
    Decl {
        name: "_SliceView",
        inputs: "input: T",
        outputs: "output: T",
        attrs: "begin: list(int); strides: list(int); sizes: list(int); dims: list(int); T: type",
        effect: Effect::Pure,
        infer: |infer| {
            let dims = infer.ints("dims");
            infer.set(0, Shape::of(dims.iter().map(|&d| Dim::new(d))));
            Ok(())
        },
        compute: Compute::View(|info, layout| {
            let (begin, strides, sizes) = (info.ints("begin"), info.ints("strides"), info.ints("sizes"));
            let mut out = layout.clone();
            for axis in 0..sizes.len() {
                out = out.slice(axis, begin[axis] as isize, strides[axis] as isize, sizes[axis] as usize);
            }
            Ok(out.reshape(&info.output_dims(0)).map(|l| smallvec![l]))
        }),
        grad: Grad::Missing("made only when a plan is made"),
        doc: "A slice whose ranges are known.",
    },
    Decl {
        name: "_DynamicSlice",
        inputs: "input: T, begin: Index, size: Index",
        outputs: "output: T",
        attrs: "dims: list(int); T: type; Index: {int32, int64}",
        effect: Effect::Pure,
        infer: planned_dims,
        compute: Compute::Either(READ, host_read),
        grad: Grad::Missing("made only when a plan is made"),
        doc: "A slice whose begin is read in the run.",
    },
    Decl {
        name: "_DynamicStridedSlice",
        inputs: "input: T, begin: Index, end: Index, strides: Index",
        outputs: "output: T",
        attrs: "begin_mask: int; end_mask: int; ellipsis_mask: int; new_axis_mask: int; shrink_axis_mask: int; dims: list(int); T: type; Index: {int32, int64}",
        effect: Effect::Pure,
        infer: planned_dims,
        compute: Compute::Either(READ, host_read),
        grad: Grad::Missing("made only when a plan is made"),
        doc: "A strided slice whose begin is read in the run.",
    },
];

fn planned_dims(infer: &mut Infer<'_>) -> Result<()> {
    let dims = infer.ints("dims");
    infer.set(0, Shape::of(dims.iter().map(|&d| Dim::new(d))));
    Ok(())
}
