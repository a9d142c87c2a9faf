//! Pooling of volumes: [batch, planes, rows, columns, channels], or channels second with data_format NCDHW.

use crate::Ops;
use crate::kernels::pool::{plan_average, plan_average_grad, plan_max, plan_max_grad, plan_max_grad_grad};
use crate::pool::{Passed, backprop, grid, kernel, mean_backprop, mean_grid, pooled, third};
use crate::rules::{Windows, only, sizes_of};
use crate::shaders::pool as shaders;
use rheos_base::DType;
use rheos_graph::{Decl, Effect, Gpu, Grad};

/// What the entries have in common. float64 is more than TensorFlow's CPU takes.
const VOLUME: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: T",
    attrs: "ksize: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; \
            data_format: {'NDHWC', 'NCDHW'} = 'NDHWC'; T: floating",
    effect: Effect::Pure,
    infer: |infer| pooled(infer, 5),
    compute: kernel(
        |s| plan_max(s, grid(&s.info, 5, 0)?, true),
        Gpu::Shader(|s| shaders::max(s, Windows::of_attrs(&s.info, 5), true)),
    ),
    grad: Grad::Stop("its entry says otherwise"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "MaxPool3D",
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, dy) = (g.x[0], g.y[0], g.dy());
            only(g.b.max_pool3_d_grad(x, y, dy, &p.ksize, &p.strides, &p.padding, &p.format)?)
        }),
        doc: "The largest element of each window; NaN never wins.",
        ..VOLUME
    },
    Decl {
        name: "MaxPool3DGrad",
        inputs: "orig_input: TInput, orig_output: TInput, grad: T",
        attrs: "ksize: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; \
                data_format: {'NDHWC', 'NCDHW'} = 'NDHWC'; T: floating = float32; TInput: floating = float32",
        infer: |infer| {
            let (own, grad) = (infer.dtype("TInput"), infer.dtype("T"));
            if own != grad {
                rheos_base::bail!(Type, "grad must be of the type of orig_input, {own}, but is {grad}");
            }
            let windows = Windows::of_attrs(infer, 5)?;
            backprop(infer, Some(windows), 5, false)
        },
        compute: kernel(
            |s| plan_max_grad(s, grid(&s.info, 5, 0)?, true),
            Gpu::Shader(|s| shaders::max_grad(s, Windows::of_attrs(&s.info, 5), true)),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, dy) = (g.x[0], g.x[1], g.dy());
            third(g.b.max_pool3_d_grad_grad(x, y, dy, &p.ksize, &p.strides, &p.padding, &p.format)?, 3)
        }),
        doc: "Gradient of MaxPool3D. As in TensorFlow, what arrives at a maximum goes to every element that equals it.",
        ..VOLUME
    },
    Decl {
        name: "MaxPool3DGradGrad",
        inputs: "orig_input: T, orig_output: T, grad: T",
        infer: |infer| {
            let windows = Windows::of_attrs(infer, 5)?;
            backprop(infer, Some(windows), 5, true)
        },
        compute: kernel(
            |s| plan_max_grad_grad(s, grid(&s.info, 5, 0)?),
            Gpu::Shader(|s| shaders::max_grad_grad(s, Windows::of_attrs(&s.info, 5))),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (x, y, dy) = (g.x[0], g.x[1], g.dy());
            third(g.b.max_pool3_d_grad(x, y, dy, &p.ksize, &p.strides, &p.padding, &p.format)?, 3)
        }),
        doc: "Gradient of MaxPool3DGrad: the element of grad where each maximum is first found.",
        ..VOLUME
    },
    Decl {
        name: "AvgPool3D",
        compute: kernel(
            |s| plan_average(s, grid(&s.info, 5, 0)?),
            Gpu::Shader(|s| shaders::mean(s, Windows::of_attrs(&s.info, 5))),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let (shape, dy) = (sizes_of(g.b, g.x[0], DType::I32)?, g.dy());
            only(g.b.avg_pool3_d_grad(shape, dy, &p.ksize, &p.strides, &p.padding, &p.format)?)
        }),
        doc: "The mean of each window; padding does not count.",
        ..VOLUME
    },
    Decl {
        name: "AvgPool3DGrad",
        inputs: "orig_input_shape: int32, grad: T",
        infer: |infer| mean_backprop(infer, 5),
        compute: kernel(
            |s| plan_average_grad(s, mean_grid(&s.info, 5)?),
            Gpu::Shader(|s| shaders::mean_grad(s, Windows::of_attrs(&s.info, 5))),
        ),
        grad: Grad::Fn(|g| {
            let p = Passed::of(g);
            let dy = g.dy();
            let dx = g.b.avg_pool3_d(dy, &p.ksize, &p.strides, &p.padding, &p.format)?;
            Ok(vec![None, Some(dx.into())])
        }),
        doc: "Gradient of AvgPool3D: spreads grad evenly over each window.",
        ..VOLUME
    },
];
