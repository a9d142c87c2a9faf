//! Convolutions whose filters each read one channel, and their gradients.

use crate::Ops;
use crate::conv::{Family, Sizes, as_asked, channels_last, grad_filter, grad_forward, grad_input, sizes_given};
use crate::kernels::conv::{plan_depthwise, plan_depthwise_filter, plan_depthwise_input};
use crate::rules::{Sliding, shape_operand};
use crate::shaders::depthwise;
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, Infer, KernelDecl, NodeInfo, Output, Outputs};
use smallvec::smallvec;

const ATTRS: &str = "strides: list(int); padding: {'SAME', 'VALID', 'EXPLICIT'}; \
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1, 1, 1]; \
    T: floating";
const ATTRS_KERNEL: &str = "strides: list(int); dilations: list(int); before: list(int); sizes: list(int); T: floating";
const FAMILY: Family =
    ["DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"];

/// Checks the sizes of the three tensors against each other; gives the shape of the result.
fn checked(sliding: &Sliding, input: &Shape, filter: &Shape, result: &Shape) -> Result<Shape> {
    let channels = sliding.channel_axis();
    if filter.dims().is_some_and(|d| d.contains(&Dim::new(0))) {
        bail!(Value, "filter must not have zero elements, but has shape {filter}");
    }
    let Some(each) = input.dim(channels).merge(filter.dim(2)) else {
        bail!(
            Value,
            "the input has {} channels, but the filter {}; hint: a filter is [height, width, in_channels, multiplier]",
            input.dim(channels),
            filter.dim(2)
        )
    };
    let mut dims = [input.dim(0); 4];
    dims[channels] = each.zip(filter.dim(3), |a, b| a.saturating_mul(b));
    for i in 0..2 {
        dims[sliding.axis(i)] = sliding.output(i, input.dim(sliding.axis(i)), filter.dim(i))?;
    }
    let expected = Shape::of(dims);
    match expected.merge(result) {
        Ok(shape) => Ok(shape),
        Err(_) => bail!(Value, "out_backprop has shape {result}, but the convolution's result has {expected}"),
    }
}

fn infer_forward(infer: &mut Infer<'_>) -> Result<()> {
    let sliding = Sliding::of(infer, 4, "dilations")?;
    let shape = checked(&sliding, &infer.with_rank(0, 4)?, &infer.with_rank(1, 4)?, &Shape::unknown())?;
    infer.set(0, shape);
    Ok(())
}

/// The shape that the operand `input` spells out.
fn four_sizes(infer: &Infer<'_>, input: usize) -> Result<Shape> {
    let shape = shape_operand(infer, input)?;
    if shape.rank().is_some_and(|r| r != 4) {
        bail!(Value, "{} must have 4 elements, got {shape}", infer.arg_name(input));
    }
    shape.merge(&Shape::of_rank(4))
}

fn infer_input(infer: &mut Infer<'_>) -> Result<()> {
    let sliding = Sliding::of(infer, 4, "dilations")?;
    let shape = four_sizes(infer, 0)?;
    checked(&sliding, &shape, &infer.with_rank(1, 4)?, &infer.with_rank(2, 4)?)?;
    infer.set(0, shape);
    Ok(())
}

fn infer_filter(infer: &mut Infer<'_>) -> Result<()> {
    let sliding = Sliding::of(infer, 4, "dilations")?;
    let shape = four_sizes(infer, 1)?;
    checked(&sliding, &infer.with_rank(0, 4)?, &shape, &infer.with_rank(2, 4)?)?;
    infer.set(0, shape);
    Ok(())
}

fn lower_forward(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let sliding = Sliding::of(info, 4, "dilations")?;
    let s = Sizes::new(&sliding, &info.input_dims(0), &info.input_dims(1), &info.output_dims(0));
    let sizes: Vec<i64> = s.result.iter().map(|&d| d as i64).collect();
    let input = channels_last(b, x[0], &sliding)?;
    let y = b.depthwise_convolve(input, x[1], &s.strides, &s.dilations, &s.before, &sizes)?;
    Ok(smallvec![as_asked(b, y, &sliding)?])
}

fn lower_input(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let sliding = Sliding::of(info, 4, "dilations")?;
    let s = Sizes::new(&sliding, &info.output_dims(0), &info.input_dims(1), &info.input_dims(2));
    let sizes: Vec<i64> = s.input.iter().map(|&d| d as i64).collect();
    let dy = channels_last(b, x[2], &sliding)?;
    let dx = b.depthwise_convolve_input(x[1], dy, &s.strides, &s.dilations, &s.before, &sizes)?;
    Ok(smallvec![as_asked(b, dx, &sliding)?])
}

fn lower_filter(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let sliding = Sliding::of(info, 4, "dilations")?;
    let s = Sizes::new(&sliding, &info.input_dims(0), &info.output_dims(0), &info.input_dims(2));
    let sizes: Vec<i64> = s.filter.iter().map(|&d| d as i64).collect();
    let (input, dy) = (channels_last(b, x[0], &sliding)?, channels_last(b, x[2], &sliding)?);
    let dw = b.depthwise_convolve_filter(input, dy, &s.strides, &s.dilations, &s.before, &sizes)?;
    Ok(smallvec![dw])
}

const CONV: Decl = Decl {
    name: "",
    inputs: "input: T, filter: T",
    outputs: "output: T",
    attrs: ATTRS,
    effect: Effect::Pure,
    infer: infer_forward,
    compute: Compute::Lower(lower_forward),
    grad: Grad::Fn(|g| grad_forward(g, FAMILY)),
    doc: "",
};

/// A kernel of the family, on row-major operands.
const KERNEL: Decl = Decl {
    name: "",
    inputs: "input: T, filter: T",
    outputs: "output: T",
    attrs: ATTRS_KERNEL,
    effect: Effect::Pure,
    infer: sizes_given,
    compute: Compute::Kernel(KernelDecl {
        cpu: plan_depthwise,
        strided: false,
        reports: false,
        gpu: Gpu::Shader(depthwise::forward),
    }),
    grad: Grad::Missing("it only stands in for a convolution once sizes are known"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "DepthwiseConv2dNative",
        doc: "Convolves each channel of images with filters of its own; results of one channel stand side by side. \
              Half-precision types are summed in float32.",
        ..CONV
    },
    Decl {
        name: "DepthwiseConv2dNativeBackpropInput",
        inputs: "input_sizes: int32, filter: T, out_backprop: T",
        infer: infer_input,
        compute: Compute::Lower(lower_input),
        grad: Grad::Fn(|g| grad_input(g, FAMILY)),
        doc: "Returns the gradient of a depthwise convolution with respect to its input, whose sizes are given.",
        ..CONV
    },
    Decl {
        name: "DepthwiseConv2dNativeBackpropFilter",
        inputs: "input: T, filter_sizes: int32, out_backprop: T",
        infer: infer_filter,
        compute: Compute::Lower(lower_filter),
        grad: Grad::Fn(|g| grad_filter(g, FAMILY)),
        doc: "Returns the gradient of a depthwise convolution with respect to its filter, whose sizes are given.",
        ..CONV
    },
    Decl {
        name: "_DepthwiseConvolve",
        doc: "A depthwise convolution with channels last, whose result has the given sizes.",
        ..KERNEL
    },
    Decl {
        name: "_DepthwiseConvolveInput",
        inputs: "filter: T, out_backprop: T",
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_depthwise_input,
            strided: false,
            reports: false,
            gpu: Gpu::Shader(depthwise::input),
        }),
        doc: "The gradient of a depthwise convolution with respect to its input of the given sizes.",
        ..KERNEL
    },
    Decl {
        name: "_DepthwiseConvolveFilter",
        inputs: "input: T, out_backprop: T",
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_depthwise_filter,
            strided: false,
            reports: false,
            gpu: Gpu::Shader(depthwise::filter),
        }),
        doc: "The gradient of a depthwise convolution with respect to its filter of the given sizes.",
        ..KERNEL
    },
];
