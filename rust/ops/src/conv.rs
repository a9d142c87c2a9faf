//! Convolutions over two and three axes of space, and their gradients.
//!
//! The public ops are rewritten once sizes are known: into a product of matrices where a filter covers one pixel or a
//! whole image, else into `_Convolve` and its relatives, which want channels last.

use crate::Ops;
use crate::kernels::conv::{plan_filter, plan_forward, plan_input};
use crate::rules::{Grads, Sliding, int_vector, shape_operand, sizes_of};
use crate::shaders::conv;
use rheos_base::{Attr, DType, Dim, Dims, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo, Output, Outputs};
use smallvec::{SmallVec, smallvec};

const ATTRS_2D: &str = "strides: list(int); use_cudnn_on_gpu: bool = true; padding: {'SAME', 'VALID', 'EXPLICIT'}; \
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1, 1, 1]; \
    T: {float16, bfloat16, float32, float64, int32}";
const ATTRS_2D_FLOATING: &str = "strides: list(int); use_cudnn_on_gpu: bool = true; \
    padding: {'SAME', 'VALID', 'EXPLICIT'}; explicit_paddings: list(int) = []; \
    data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1, 1, 1]; T: floating";
const ATTRS_3D: &str = "strides: list(int) >= 5; padding: {'SAME', 'VALID'}; \
    data_format: {'NDHWC', 'NCDHW'} = 'NDHWC'; dilations: list(int) = [1, 1, 1, 1, 1]; T: floating";
const ATTRS_3D_SIZED: &str = "strides: list(int) >= 5; padding: {'SAME', 'VALID'}; \
    data_format: {'NDHWC', 'NCDHW'} = 'NDHWC'; dilations: list(int) = [1, 1, 1, 1, 1]; T: floating; \
    Tshape: {int32, int64} = int32";
const ATTRS_3D_OLD: &str = "strides: list(int) >= 5; padding: {'SAME', 'VALID'}; \
    dilations: list(int) = [1, 1, 1, 1, 1]; T: {float16, float32, float64}";
const ATTRS_KERNEL: &str = "strides: list(int); dilations: list(int); before: list(int); sizes: list(int); \
    T: {float16, bfloat16, float32, float64, int32}";

/// The three tensors of a convolution, by their place among the inputs of an op; None for the result.
#[derive(Clone, Copy)]
struct Roles {
    rank: usize,
    input: Option<usize>,
    filter: Option<usize>,
    result: Option<usize>,
}

impl Roles {
    fn of(info: &NodeInfo<'_>) -> Roles {
        let rank = if info.op.name.contains("3D") { 5 } else { 4 };
        let (input, filter, result) = match info.op.name {
            name if name.contains("BackpropInput") => (None, Some(1), Some(2)),
            name if name.contains("BackpropFilter") => (Some(0), None, Some(2)),
            _ => (Some(0), Some(1), None),
        };
        Roles { rank, input, filter, result }
    }
}

/// Checks the sizes of the three tensors against each other; gives the shape of the result.
fn checked(sliding: &Sliding, input: &Shape, filter: &Shape, result: &Shape) -> Result<Shape> {
    let axes = sliding.axes();
    let channels = sliding.channel_axis();
    let (inside, each, outside) = (input.dim(channels), filter.dim(axes), filter.dim(axes + 1));
    if filter.dims().is_some_and(|d| d.contains(&Dim::new(0))) {
        bail!(Value, "filter must not have zero elements, but has shape {filter}");
    }
    if let (Some(all), Some(each)) = (inside.get(), each.get()) {
        if all % each != 0 {
            bail!(
                Value,
                "the input has {all} channels, which is not a multiple of the {each} that the filter reads; \
                 hint: a filter is [...sizes, in_channels, out_channels]"
            );
        }
        if all > 0 && outside.get().is_some_and(|n| n % (all / each) != 0) {
            bail!(Value, "{outside} output channels do not fall into {} groups of equal size", all / each);
        }
    }
    let mut dims: SmallVec<[Dim; 5]> = smallvec![Dim::UNKNOWN; axes + 2];
    dims[0] = input.dim(0);
    dims[channels] = outside;
    for i in 0..axes {
        dims[sliding.axis(i)] = sliding.output(i, input.dim(sliding.axis(i)), filter.dim(i))?;
    }
    let expected = Shape::of(dims);
    match expected.merge(result) {
        Ok(shape) => Ok(shape),
        Err(_) => bail!(Value, "out_backprop has shape {result}, but the convolution's result has {expected}"),
    }
}

fn sized(infer: &mut Infer<'_>) -> Result<()> {
    let roles = Roles::of(infer);
    let sliding = Sliding::of(infer, roles.rank, "dilations")?;
    let given = |i: Option<usize>| i.map_or(Ok(Shape::of_rank(roles.rank)), |i| infer.with_rank(i, roles.rank));
    let (mut input, mut filter, result) = (given(roles.input)?, given(roles.filter)?, given(roles.result)?);
    // The old gradients of three axes take the tensor itself in place of its sizes.
    let missing = if roles.input.is_none() { Some(0) } else { roles.filter.is_none().then_some(1) };
    let sizes = |at: usize| match infer.arg_name(at).ends_with("sizes") {
        true => shape_operand(infer, at),
        false => infer.with_rank(at, roles.rank),
    };
    let shape = match missing {
        None => checked(&sliding, &input, &filter, &result)?,
        Some(at) => {
            let mut shape = sizes(at)?;
            if at == 0 && roles.rank == 4 && shape.rank() == Some(2) {
                // Only height and width; the rest follows from the other tensors.
                let mut dims = [result.dim(0), filter.dim(2), filter.dim(2), filter.dim(2)];
                (0..2).for_each(|i| dims[sliding.axis(i)] = shape.dim(i));
                shape = Shape::of(dims);
            }
            if shape.rank().is_some_and(|r| r != roles.rank) {
                bail!(Value, "{} must have {} elements, got {shape}", infer.arg_name(at), roles.rank);
            }
            if at == 0 {
                input = shape.clone()
            } else {
                filter = shape.clone()
            }
            checked(&sliding, &input, &filter, &result)?;
            shape.merge(&Shape::of_rank(roles.rank))?
        }
    };
    infer.set(0, shape);
    Ok(())
}

/// Channels last, as kernels want them.
pub(crate) fn channels_last(b: &mut Builder<'_>, x: Output, sliding: &Sliding) -> Result<Output> {
    if !sliding.channels_first {
        return Ok(x);
    }
    let axes = sliding.axes() as i64;
    let order: Vec<i64> = [0].into_iter().chain(2..axes + 2).chain([1]).collect();
    let order = b.ints(&order)?;
    b.transpose(x, order)
}

/// Channels where the op wants them.
pub(crate) fn as_asked(b: &mut Builder<'_>, x: Output, sliding: &Sliding) -> Result<Output> {
    if !sliding.channels_first {
        return Ok(x);
    }
    let axes = sliding.axes() as i64;
    let order: Vec<i64> = [0, axes + 1].into_iter().chain(1..axes + 1).collect();
    let order = b.ints(&order)?;
    b.transpose(x, order)
}

/// The sizes of a tensor with channels last.
fn sizes_last(dims: &[usize], sliding: &Sliding) -> Dims {
    if !sliding.channels_first {
        return dims.into();
    }
    [dims[0]].into_iter().chain(dims[2..].iter().copied()).chain([dims[1]]).collect()
}

/// Everything a kernel's attributes say.
pub(crate) struct Sizes {
    pub input: Dims,
    pub filter: Dims,
    pub result: Dims,
    pub strides: SmallVec<[i64; 3]>,
    pub dilations: SmallVec<[i64; 3]>,
    pub before: SmallVec<[i64; 3]>,
}

impl Sizes {
    /// Sizes with channels last.
    pub fn new(sliding: &Sliding, input: &[usize], filter: &[usize], result: &[usize]) -> Sizes {
        let (input, result) = (sizes_last(input, sliding), sizes_last(result, sliding));
        let before = (0..sliding.axes()).map(|i| sliding.before(i, input[i + 1], filter[i])).collect();
        let (strides, dilations) = (sliding.strides.clone(), sliding.dilations.clone());
        Sizes { input, filter: filter.into(), result, strides, dilations, before }
    }

    /// Rows and columns of the input as a matrix whose product with the filter is the convolution: where a
    /// filter covers one pixel at a time, or all there are.
    fn as_matrix(&self) -> Option<[usize; 2]> {
        let axes = self.strides.len();
        let (space, channels) = (&self.input[1..axes + 1], self.input[axes + 1]);
        let alone = self.before.iter().all(|&b| b == 0) && channels == self.filter[axes];
        let pixel = self.filter[..axes].iter().all(|&k| k == 1) && self.strides.iter().all(|&s| s == 1);
        let out = &self.result[1..axes + 1];
        let whole = &self.filter[..axes] == space
            && out.iter().all(|&n| n == 1)
            && self.dilations.iter().zip(space).all(|(&d, &k)| d == 1 || k == 1);
        let pixels: usize = space.iter().product();
        match alone {
            true if pixel && out == space => Some([self.input[0] * pixels, channels]),
            true if whole => Some([self.input[0], pixels * channels]),
            _ => None,
        }
    }
}

fn reshaped(b: &mut Builder<'_>, x: Output, dims: &[usize]) -> Result<Output> {
    let dims: Vec<i64> = dims.iter().map(|&d| d as i64).collect();
    let dims = int_vector(b, DType::I64, &dims)?;
    b.reshape(x, dims)
}

fn lowered(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let roles = Roles::of(info);
    let sliding = Sliding::of(info, roles.rank, "dilations")?;
    let dims = |i: Option<usize>| i.map_or_else(|| info.output_dims(0), |i| info.input_dims(i));
    let sizes = Sizes::new(&sliding, &dims(roles.input), &dims(roles.filter), &dims(roles.result));
    let matrix = sizes.as_matrix();
    let columns = sizes.result[roles.rank - 1];
    let image = |b: &mut Builder<'_>, i: usize| channels_last(b, x[i], &sliding);
    let list = |dims: &Dims| dims.iter().map(|&d| d as i64).collect::<Vec<i64>>();
    let (strides, dilations, before) = (&sizes.strides, &sizes.dilations, &sizes.before);
    let y = match (roles.input, roles.filter, roles.result) {
        (Some(input), Some(filter), _) => {
            let input = image(b, input)?;
            let y = if let Some([rows, depth]) = matrix {
                let (p, q) = (reshaped(b, input, &[rows, depth])?, reshaped(b, x[filter], &[depth, columns])?);
                let y = b.mat_mul(p, q, false, false)?;
                reshaped(b, y, &sizes.result)?
            } else {
                let space = list(&sizes.result)[1..roles.rank - 1].to_vec();
                b.convolve(input, x[filter], strides, dilations, before, &space)?
            };
            as_asked(b, y, &sliding)?
        }
        (None, Some(filter), Some(result)) => {
            let dy = image(b, result)?;
            let dx = if let Some([rows, depth]) = matrix {
                let (p, q) = (reshaped(b, dy, &[rows, columns])?, reshaped(b, x[filter], &[depth, columns])?);
                let dx = b.mat_mul(p, q, false, true)?;
                reshaped(b, dx, &sizes.input)?
            } else {
                b.convolve_input(x[filter], dy, strides, dilations, before, &list(&sizes.input))?
            };
            as_asked(b, dx, &sliding)?
        }
        (Some(input), _, Some(result)) => {
            let (input, dy) = (image(b, input)?, image(b, result)?);
            if let Some([rows, depth]) = matrix {
                let (p, q) = (reshaped(b, input, &[rows, depth])?, reshaped(b, dy, &[rows, columns])?);
                let dw = b.mat_mul(p, q, true, false)?;
                reshaped(b, dw, &sizes.filter)?
            } else {
                b.convolve_filter(input, dy, strides, dilations, before, &list(&sizes.filter))?
            }
        }
        _ => bail!(Internal, "a convolution of {} inputs", x.len()),
    };
    Ok(smallvec![y])
}

/// Adds an op of the same family, with the attributes of the one whose gradient is taken.
pub(crate) fn relative(g: &mut GradCall<'_, '_>, name: &str, args: [Output; 3], count: usize) -> Result<Output> {
    let other = g.b.emit.registry().find(name);
    let attrs: Vec<(&str, Attr)> =
        g.op.attrs
            .iter()
            .zip(g.attrs)
            .filter(|(def, _)| !matches!(def.name, "T" | "Tshape"))
            .filter(|(def, _)| other.is_some_and(|o| o.attr_index(def.name).is_some()))
            .map(|(def, value)| (def.name, value.clone()))
            .collect();
    let args: Vec<_> = args[..count].iter().map(|&a| a.into()).collect();
    g.b.op1(name, &args, &attrs)
}

/// The op itself, the gradient of its input and that of its filter.
pub(crate) type Family = [&'static str; 3];

/// Gradients of a convolution.
pub(crate) fn grad_forward(g: &mut GradCall<'_, '_>, family: Family) -> Grads {
    let (x, w, dy) = (g.x[0], g.x[1], g.dy());
    let (x_sizes, w_sizes) = (sizes_of(g.b, x, DType::I32)?, sizes_of(g.b, w, DType::I32)?);
    let dx = relative(g, family[1], [x_sizes, w, dy], 3)?;
    let dw = relative(g, family[2], [x, w_sizes, dy], 3)?;
    Ok(vec![Some(dx.into()), Some(dw.into())])
}

/// Gradients of the gradient of the input, which is linear in filter and result.
pub(crate) fn grad_input(g: &mut GradCall<'_, '_>, family: Family) -> Grads {
    let (w, result, dx) = (g.x[1], g.x[2], g.dy());
    let w_sizes = sizes_of(g.b, w, DType::I32)?;
    let dw = relative(g, family[2], [dx, w_sizes, result], 3)?;
    let dy = relative(g, family[0], [dx, w, w], 2)?;
    Ok(vec![None, Some(dw.into()), Some(dy.into())])
}

/// Gradients of the gradient of the filter, which is linear in input and result.
pub(crate) fn grad_filter(g: &mut GradCall<'_, '_>, family: Family) -> Grads {
    let (x, result, dw) = (g.x[0], g.x[2], g.dy());
    let x_sizes = sizes_of(g.b, x, DType::I32)?;
    let dx = relative(g, family[1], [x_sizes, dw, result], 3)?;
    let dy = relative(g, family[0], [x, dw, dw], 2)?;
    Ok(vec![Some(dx.into()), None, Some(dy.into())])
}

const FAMILY_2D: Family = ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"];
const FAMILY_3D: Family = ["Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"];

const CONV: Decl = Decl {
    name: "",
    inputs: "input: T, filter: T",
    outputs: "output: T",
    attrs: ATTRS_2D,
    effect: Effect::Pure,
    infer: sized,
    compute: Compute::Lower(lowered),
    grad: Grad::Fn(|g| grad_forward(g, FAMILY_2D)),
    doc: "",
};

/// The shape that the attribute `sizes` spells out.
pub(crate) fn sizes_given(infer: &mut Infer<'_>) -> Result<()> {
    let shape = Shape::of(infer.ints("sizes").iter().map(|&n| Dim::new(n)));
    infer.set(0, shape);
    Ok(())
}

/// A kernel of the family, on row-major operands.
const KERNEL: Decl = Decl {
    name: "",
    inputs: "input: T, filter: T",
    outputs: "output: T",
    attrs: ATTRS_KERNEL,
    effect: Effect::Pure,
    infer: sizes_given,
    compute: Compute::Kernel(KernelDecl {
        cpu: plan_forward,
        strided: false,
        reports: true,
        gpu: Gpu::Shader(conv::forward),
    }),
    grad: Grad::Missing("it only stands in for a convolution once sizes are known"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "Conv2D",
        doc: "Convolves images with filters: each result is the sum over a window of the input times the filter. An \
              input with several times the filter's channels is convolved group by group. Half-precision types are \
              summed in float32; integers wrap.",
        ..CONV
    },
    Decl {
        name: "Conv2DBackpropInput",
        inputs: "input_sizes: int32, filter: T, out_backprop: T",
        grad: Grad::Fn(|g| grad_input(g, FAMILY_2D)),
        doc: "Returns the gradient of a 2-D convolution with respect to its input, whose sizes are given.",
        ..CONV
    },
    Decl {
        name: "Conv2DBackpropFilter",
        inputs: "input: T, filter_sizes: int32, out_backprop: T",
        attrs: ATTRS_2D_FLOATING,
        grad: Grad::Fn(|g| grad_filter(g, FAMILY_2D)),
        doc: "Returns the gradient of a 2-D convolution with respect to its filter, whose sizes are given.",
        ..CONV
    },
    Decl {
        name: "Conv3D",
        attrs: ATTRS_3D,
        grad: Grad::Fn(|g| grad_forward(g, FAMILY_3D)),
        doc: "Convolves volumes with filters: each result is the sum over a window of the input times the filter.",
        ..CONV
    },
    Decl {
        name: "Conv3DBackpropInputV2",
        inputs: "input_sizes: Tshape, filter: T, out_backprop: T",
        attrs: ATTRS_3D_SIZED,
        grad: Grad::Fn(|g| grad_input(g, FAMILY_3D)),
        doc: "Returns the gradient of a 3-D convolution with respect to its input, whose sizes are given.",
        ..CONV
    },
    Decl {
        name: "Conv3DBackpropFilterV2",
        inputs: "input: T, filter_sizes: int32, out_backprop: T",
        attrs: ATTRS_3D,
        grad: Grad::Fn(|g| grad_filter(g, FAMILY_3D)),
        doc: "Returns the gradient of a 3-D convolution with respect to its filter, whose sizes are given.",
        ..CONV
    },
    Decl {
        name: "Conv3DBackpropInput",
        inputs: "input: T, filter: T, out_backprop: T",
        attrs: ATTRS_3D_OLD,
        grad: Grad::Missing("TensorFlow has none; use Conv3DBackpropInputV2"),
        doc: "Conv3DBackpropInputV2 under its old signature, which takes a tensor of the input's sizes.",
        ..CONV
    },
    Decl {
        name: "Conv3DBackpropFilter",
        inputs: "input: T, filter: T, out_backprop: T",
        attrs: ATTRS_3D_OLD,
        grad: Grad::Missing("TensorFlow has none; use Conv3DBackpropFilterV2"),
        doc: "Conv3DBackpropFilterV2 under its old signature, which takes a tensor of the filter's sizes.",
        ..CONV
    },
    Decl {
        name: "_Convolve",
        infer: |infer| {
            let inner = infer.ints("sizes");
            let (x, w) = (infer.input_shape(0), infer.input_shape(1));
            let dims = [x.dim(0)].into_iter().chain(inner.iter().map(|&n| Dim::new(n))).chain([w.dim(inner.len() + 1)]);
            let shape = Shape::of(dims);
            infer.set(0, shape);
            Ok(())
        },
        doc: "A convolution over one to three axes of space with channels last, whose result has the given sizes.",
        ..KERNEL
    },
    Decl {
        name: "_ConvolveInput",
        inputs: "filter: T, out_backprop: T",
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_input,
            strided: false,
            reports: true,
            gpu: Gpu::Shader(conv::input),
        }),
        doc: "The gradient of a convolution with respect to its input of the given sizes.",
        ..KERNEL
    },
    Decl {
        name: "_ConvolveFilter",
        inputs: "input: T, out_backprop: T",
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_filter,
            strided: false,
            reports: false,
            gpu: Gpu::Shader(conv::filter),
        }),
        doc: "The gradient of a convolution with respect to its filter of the given sizes.",
        ..KERNEL
    },
];
