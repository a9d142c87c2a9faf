//! Pooling of images: the largest element, or the mean, of each window.
//!
//! Shapes are [batch, rows, columns, channels], or [batch, channels, rows, columns] with data_format NCHW.

use crate::Ops;
use crate::kernels::pool::{
    Grid, plan_argmax, plan_argmax_gather, plan_argmax_scatter, plan_average, plan_average_grad, plan_max,
    plan_max_grad, plan_max_grad_grad,
};
use crate::rules::{Grads, Windows, only, shape_operand, sizes_of};
use crate::shaders::pool as shaders;
use rheos_base::{DType, Result, Shape, bail};
use rheos_graph::decl::KernelFn;
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo};

/// What pooling whose windows or positions come with the data says of GPUs.
pub(crate) const GIVEN: Gpu = Gpu::CpuOnly("windows and positions that come as operands are checked on the CPU");

pub(crate) const fn kernel(cpu: KernelFn, gpu: Gpu) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu })
}

/// What the entries have in common.
const POOL: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: T",
    attrs: "ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID', 'EXPLICIT'}; \
            explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; \
            T: {float16, bfloat16, float32, float64, int32, int64, uint8, int16, int8, uint16} = float32",
    effect: Effect::Pure,
    infer: |infer| pooled(infer, 4),
    compute: kernel(
        |s| plan_max(s, grid(&s.info, 4, 0)?, false),
        Gpu::Shader(|s| shaders::max(s, Windows::of_attrs(&s.info, 4), false)),
    ),
    grad: Grad::Stop("its entry says otherwise"),
    doc: "",
};

/// The grid of windows over input `images` of known size.
pub(crate) fn grid(info: &NodeInfo<'_>, rank: usize, images: usize) -> Result<Grid> {
    Grid::new(&Windows::of_attrs(info, rank)?, &info.input_dims(images))
}

/// The same where operands from `first` on are the sizes and strides of the windows.
fn grid_of_inputs(info: &NodeInfo<'_>, first: usize) -> Result<Grid> {
    Grid::new(&windows_of_inputs(info, first)?, &info.input_dims(0))
}

/// The windows of operands from `first` on, which are their sizes and strides.
fn windows_of_inputs(info: &NodeInfo<'_>, first: usize) -> Result<Windows> {
    match Windows::of_inputs(info, 4, first)? {
        Some(windows) => Ok(windows),
        None => bail!(Unimplemented, "ksize and strides must be known before the run; hint: pass constants"),
    }
}

/// Result 0, and all others, have an element per window of input 0.
pub(crate) fn pooled(infer: &mut Infer<'_>, rank: usize) -> Result<()> {
    let images = infer.with_rank(0, rank)?;
    let windows = Windows::of_attrs(infer, rank)?;
    windows.check_channels()?;
    let shape = windows.output_shape(&images)?;
    for i in 0..infer.output_count() {
        infer.set(i, shape.clone());
    }
    Ok(())
}

/// Fails where an input cannot have this shape.
pub(crate) fn check_shape(infer: &Infer<'_>, input: usize, want: &Shape) -> Result<()> {
    let have = infer.input_shape(input);
    if !have.is_compatible(want) {
        bail!(Value, "{} must have an element per window, shape {want}, but has shape {have}", infer.arg_name(input));
    }
    Ok(())
}

/// The result is like the images (input 0); inputs 1 and 2 are like the pooled ones, or input 2 like the images.
pub(crate) fn backprop(infer: &mut Infer<'_>, windows: Option<Windows>, rank: usize, second: bool) -> Result<()> {
    let images = infer.with_rank(0, rank)?;
    let Some(windows) = windows else {
        infer.set(0, if second { Shape::of_rank(rank) } else { images });
        return Ok(());
    };
    windows.check_channels()?;
    let pooled = windows.output_shape(&images)?;
    check_shape(infer, 1, &pooled)?;
    if second {
        let have = infer.input_shape(2);
        if !have.is_compatible(&images) {
            bail!(Value, "grad must have the shape of orig_input, {images}, but has shape {have}");
        }
    } else {
        check_shape(infer, 2, &pooled)?;
    }
    infer.set(0, if second { pooled } else { images });
    Ok(())
}

/// The attributes that the gradient passes on.
pub(crate) struct Passed {
    pub ksize: Vec<i64>,
    pub strides: Vec<i64>,
    pub padding: String,
    pub explicit: Vec<i64>,
    pub format: String,
}

impl Passed {
    pub fn of(g: &GradCall<'_, '_>) -> Passed {
        let info = g.info();
        let has = |name: &str| info.op.attr_index(name).is_some();
        let ints = |name: &str| if has(name) { info.ints(name).to_vec() } else { Vec::new() };
        let text = |name: &str| if has(name) { info.str(name).into_owned() } else { String::new() };
        Passed {
            ksize: ints("ksize"),
            strides: ints("strides"),
            padding: text("padding"),
            explicit: ints("explicit_paddings"),
            format: text("data_format"),
        }
    }
}

/// Nothing flows into where the maxima are found; `dy` flows on.
pub(crate) fn third(dy: rheos_graph::Output, inputs: usize) -> Grads {
    let mut grads = vec![None; inputs];
    grads[2] = Some(dy.into());
    Ok(grads)
}

/// Gradient of a mean: input 0 is the shape of the images.
pub(crate) fn mean_backprop(infer: &mut Infer<'_>, rank: usize) -> Result<()> {
    let images = shape_operand(infer, 0)?;
    if images.rank().is_some_and(|r| r != rank) {
        bail!(Value, "orig_input_shape must have {rank} entries, got {images}");
    }
    let windows = Windows::of_attrs(infer, rank)?;
    windows.check_channels()?;
    let images = if images.rank().is_some() { images } else { Shape::of_rank(rank) };
    check_shape(infer, 1, &windows.output_shape(&images)?)?;
    infer.set(0, images);
    Ok(())
}

pub(crate) fn mean_grid(info: &NodeInfo<'_>, rank: usize) -> Result<Grid> {
    Grid::new(&Windows::of_attrs(info, rank)?, &info.output_dims(0))
}

const MEAN_ATTRS: &str = "ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID'}; \
                          data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: floating";

pub const OPS: &[Decl] = &[
    Decl {
        name: "MaxPool",
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, dy) = (g.x[0], g.y[0], g.dy());
            only(g.b.max_pool_grad(x, y, dy, &p.ksize, &p.strides, &p.padding, &p.explicit, &p.format)?)
        }),
        doc: "The largest element of each window. As in TensorFlow, NaN and minus infinity never win; a window of \
              nothing else gives the type's least finite number.",
        ..POOL
    },
    Decl {
        name: "MaxPoolGrad",
        inputs: "orig_input: T, orig_output: T, grad: T",
        attrs: "ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID', 'EXPLICIT'}; \
                explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype = float32",
        infer: |infer| {
            let windows = Windows::of_attrs(infer, 4)?;
            backprop(infer, Some(windows), 4, false)
        },
        compute: kernel(
            |s| plan_max_grad(s, grid(&s.info, 4, 0)?, false),
            Gpu::Shader(|s| shaders::max_grad(s, Windows::of_attrs(&s.info, 4), false)),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, dy) = (g.x[0], g.x[1], g.dy());
            third(g.b.max_pool_grad_grad(x, y, dy, &p.ksize, &p.strides, &p.padding, &p.explicit, &p.format)?, 3)
        }),
        doc: "Gradient of MaxPool: what arrives at a maximum goes to the first element that equals it.",
        ..POOL
    },
    Decl {
        name: "MaxPoolGradGrad",
        inputs: "orig_input: T, orig_output: T, grad: T",
        attrs: "ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID', 'EXPLICIT'}; \
                explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype",
        infer: |infer| {
            let windows = Windows::of_attrs(infer, 4)?;
            backprop(infer, Some(windows), 4, true)
        },
        compute: kernel(
            |s| plan_max_grad_grad(s, grid(&s.info, 4, 0)?),
            Gpu::Shader(|s| shaders::max_grad_grad(s, Windows::of_attrs(&s.info, 4))),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, dy) = (g.x[0], g.x[1], g.dy());
            third(g.b.max_pool_grad(x, y, dy, &p.ksize, &p.strides, &p.padding, &p.explicit, &p.format)?, 3)
        }),
        doc: "Gradient of MaxPoolGrad: the element of grad where each maximum is.",
        ..POOL
    },
    Decl {
        name: "MaxPoolV2",
        inputs: "input: T, ksize: int32, strides: int32",
        attrs: "padding: {'SAME', 'VALID'}; data_format: {'NHWC', 'NCHW'} = 'NHWC'; \
                T: {float16, bfloat16, float32, float64, int32, int64, uint8, int16, int8, uint16} = float32",
        infer: |infer| {
            let images = infer.with_rank(0, 4)?;
            let shape = match Windows::of_inputs(infer, 4, 1)? {
                Some(windows) => {
                    windows.check_channels()?;
                    windows.output_shape(&images)?
                }
                None => Shape::of_rank(4),
            };
            infer.set(0, shape);
            Ok(())
        },
        compute: kernel(
            |s| plan_max(s, grid_of_inputs(&s.info, 1)?, false),
            Gpu::Shader(|s| shaders::max(s, windows_of_inputs(&s.info, 1), false)),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, ksize, strides, y, dy) = (g.x[0], g.x[1], g.x[2], g.y[0], g.dy());
            let dx = g.b.max_pool_grad_v2(x, y, dy, ksize, strides, &p.padding, &p.format)?;
            Ok(vec![Some(dx.into()), None, None])
        }),
        doc: "MaxPool with the sizes and strides of the windows as operands.",
        ..POOL
    },
    Decl {
        name: "MaxPoolGradV2",
        inputs: "orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32",
        attrs: "padding: {'SAME', 'VALID'}; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype = float32",
        infer: |infer| {
            let windows = Windows::of_inputs(infer, 4, 3)?;
            backprop(infer, windows, 4, false)
        },
        compute: kernel(
            |s| plan_max_grad(s, grid_of_inputs(&s.info, 3)?, false),
            Gpu::Shader(|s| shaders::max_grad(s, windows_of_inputs(&s.info, 3), false)),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, ksize, strides, dy) = (g.x[0], g.x[1], g.x[3], g.x[4], g.dy());
            third(g.b.max_pool_grad_grad_v2(x, y, dy, ksize, strides, &p.padding, &p.format)?, 5)
        }),
        doc: "Gradient of MaxPoolV2.",
        ..POOL
    },
    Decl {
        name: "MaxPoolGradGradV2",
        inputs: "orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32",
        attrs: "padding: {'SAME', 'VALID'}; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype",
        infer: |infer| {
            let windows = Windows::of_inputs(infer, 4, 3)?;
            backprop(infer, windows, 4, true)
        },
        compute: kernel(
            |s| plan_max_grad_grad(s, grid_of_inputs(&s.info, 3)?),
            Gpu::Shader(|s| shaders::max_grad_grad(s, windows_of_inputs(&s.info, 3))),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, ksize, strides, dy) = (g.x[0], g.x[1], g.x[3], g.x[4], g.dy());
            third(g.b.max_pool_grad_v2(x, y, dy, ksize, strides, &p.padding, &p.format)?, 5)
        }),
        doc: "Gradient of MaxPoolGradV2.",
        ..POOL
    },
    Decl {
        name: "MaxPoolWithArgmax",
        outputs: "output: T, argmax: Targmax",
        attrs: "ksize: list(int) >= 4; strides: list(int) >= 4; Targmax: {int32, int64} = int64; \
                padding: {'SAME', 'VALID'}; include_batch_in_index: bool = false; T: realnumbertype",
        infer: |infer| {
            if Windows::of_attrs(infer, 4)?.over_channels() {
                bail!(Unimplemented, "MaxPoolWithArgmax has no windows over channels");
            }
            pooled(infer, 4)
        },
        compute: kernel(
            |s| plan_argmax(s, grid(&s.info, 4, 0)?),
            Gpu::CpuOnly("its positions are read by steps that check them on the CPU"),
        ),
        grad: Grad::Fn(|g| {
            let Some(dy) = g.dys[0] else { return Ok(vec![None]) };
            let (p, whole) = (Passed::of(g), g.info().bool("include_batch_in_index"));
            let (x, at) = (g.x[0], g.y[1]);
            only(g.b.max_pool_grad_with_argmax(x, dy, at, &p.ksize, &p.strides, &p.padding, whole)?)
        }),
        doc: "The largest element of each window, and where it is: (row * width + column) * channels + channel, \
              counted from the start of the image, or of the batch with include_batch_in_index. The first wins among \
              equals, and a NaN only if it comes first.",
        ..POOL
    },
    Decl {
        name: "MaxPoolGradWithArgmax",
        inputs: "input: T, grad: T, argmax: Targmax",
        attrs: "ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID'}; \
                include_batch_in_index: bool = false; Targmax: {int32, int64}; T: realnumbertype",
        infer: |infer| argmax_backprop(infer, false),
        compute: kernel(plan_argmax_scatter, GIVEN),
        grad: Grad::Fn(|g| {
            let (p, whole) = (Passed::of(g), g.info().bool("include_batch_in_index"));
            let (x, at, dy) = (g.x[0], g.x[2], g.dy());
            let dx = g.b.max_pool_grad_grad_with_argmax(x, dy, at, &p.ksize, &p.strides, &p.padding, whole)?;
            Ok(vec![None, Some(dx.into()), None])
        }),
        doc: "Gradient of MaxPoolWithArgmax: adds grad at the given positions.",
        ..POOL
    },
    Decl {
        name: "MaxPoolGradGradWithArgmax",
        inputs: "input: T, grad: T, argmax: Targmax",
        attrs: "ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID'}; \
                include_batch_in_index: bool = false; Targmax: {int32, int64}; T: realnumbertype",
        infer: |infer| argmax_backprop(infer, true),
        compute: kernel(plan_argmax_gather, GIVEN),
        grad: Grad::Fn(|g| {
            let (p, whole) = (Passed::of(g), g.info().bool("include_batch_in_index"));
            let (x, at, dy) = (g.x[0], g.x[2], g.dy());
            let dx = g.b.max_pool_grad_with_argmax(x, dy, at, &p.ksize, &p.strides, &p.padding, whole)?;
            Ok(vec![None, Some(dx.into()), None])
        }),
        doc: "Gradient of MaxPoolGradWithArgmax: the elements of grad at the given positions.",
        ..POOL
    },
    Decl {
        name: "AvgPool",
        inputs: "value: T",
        attrs: MEAN_ATTRS,
        compute: kernel(
            |s| plan_average(s, grid(&s.info, 4, 0)?),
            Gpu::Shader(|s| shaders::mean(s, Windows::of_attrs(&s.info, 4))),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (shape, dy) = (sizes_of(g.b, g.x[0], DType::I32)?, g.dy());
            only(g.b.avg_pool_grad(shape, dy, &p.ksize, &p.strides, &p.padding, &p.format)?)
        }),
        doc: "The mean of each window; padding does not count.",
        ..POOL
    },
    Decl {
        name: "AvgPoolGrad",
        inputs: "orig_input_shape: int32, grad: T",
        attrs: MEAN_ATTRS,
        infer: |infer| mean_backprop(infer, 4),
        compute: kernel(
            |s| plan_average_grad(s, mean_grid(&s.info, 4)?),
            Gpu::Shader(|s| shaders::mean_grad(s, Windows::of_attrs(&s.info, 4))),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let dy = g.dy();
            let dx = g.b.avg_pool(dy, &p.ksize, &p.strides, &p.padding, &p.format)?;
            Ok(vec![None, Some(dx.into())])
        }),
        doc: "Gradient of AvgPool: spreads grad evenly over each window.",
        ..POOL
    },
];

fn argmax_backprop(infer: &mut Infer<'_>, second: bool) -> Result<()> {
    let images = infer.with_rank(0, 4)?;
    let pooled = Windows::of_attrs(infer, 4)?.output_shape(&images)?;
    check_shape(infer, 2, &pooled)?;
    let (grad, result) = if second { (&images, &pooled) } else { (&pooled, &images) };
    if !infer.input_shape(1).is_compatible(grad) {
        bail!(Value, "grad must have shape {grad}, but has shape {}", infer.input_shape(1));
    }
    infer.set(0, result.clone());
    Ok(())
}
