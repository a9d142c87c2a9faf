//! Greyscale dilation and its gradients.

use crate::kernels::dilation::{Wanted, Window, plan};
use crate::rules::Sliding;
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, Infer, Kernel, KernelDecl, KernelSpec};

const ATTRS: &str = "strides: list(int) >= 4; rates: list(int) >= 4; padding: {'SAME', 'VALID'}; T: realnumbertype";
const NO_SHADER: &str = "dilation has no shader in this version";

/// Checks image and filter; gives the shape of the dilation.
fn dilated(infer: &Infer<'_>) -> Result<Shape> {
    let sliding = Sliding::of(infer, 4, "rates")?;
    let (image, filter) = (infer.with_rank(0, 4)?, infer.with_rank(1, 3)?);
    let Some(channels) = image.dim(3).merge(filter.dim(2)) else {
        bail!(
            Value,
            "the input has {} channels, but the filter {}; hint: a filter is [height, width, channels]",
            image.dim(3),
            filter.dim(2)
        )
    };
    if filter.dims().is_some_and(|d| d.contains(&Dim::new(0))) {
        bail!(Value, "filter must not have zero elements, but has shape {filter}");
    }
    let size = |i: usize| sliding.output(i, image.dim(i + 1), filter.dim(i));
    Ok(Shape::of([image.dim(0), size(0)?, size(1)?, channels]))
}

/// The result has the shape of input `like`.
fn gradient(infer: &mut Infer<'_>, like: usize) -> Result<()> {
    let expected = dilated(infer)?;
    let dy = infer.with_rank(2, 4)?;
    if !expected.is_compatible(&dy) {
        bail!(Value, "out_backprop has shape {dy}, but the dilation's result has {expected}");
    }
    let shape = infer.with_rank(like, if like == 0 { 4 } else { 3 })?;
    infer.set(0, shape);
    Ok(())
}

fn planned(spec: &KernelSpec<'_>, wanted: Wanted) -> Result<Box<dyn Kernel>> {
    let sliding = Sliding::of(&spec.info, 4, "rates")?;
    let (image, filter) = (&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims);
    let output = match wanted {
        Wanted::Dilation => &spec.outputs[0].layout.dims,
        _ => &spec.inputs[2].layout.dims,
    };
    let window = Window {
        batch: image[0],
        input: [image[1], image[2]],
        kernel: [filter[0], filter[1]],
        output: [output[1], output[2]],
        channels: image[3],
        strides: [0, 1].map(|i| sliding.strides[i] as usize),
        rates: [0, 1].map(|i| sliding.dilations[i] as usize),
        before: [0, 1].map(|i| sliding.before(i, image[i + 1], filter[i]) as usize),
    };
    Ok(plan(spec.outputs[0].dtype, window, wanted))
}

const DILATION: Decl = Decl {
    name: "",
    inputs: "input: T, filter: T, out_backprop: T",
    outputs: "in_backprop: T",
    attrs: ATTRS,
    effect: Effect::Pure,
    infer: |infer| gradient(infer, 0),
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| planned(spec, Wanted::InputGradient),
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Missing("TensorFlow has none"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "Dilation2D",
        inputs: "input: T, filter: T",
        outputs: "output: T",
        infer: |infer| {
            let shape = dilated(infer)?;
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| planned(spec, Wanted::Dilation),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(|g| {
            let args = [g.x[0], g.x[1], g.dy()];
            let dx = crate::conv::relative(g, "Dilation2DBackpropInput", args, 3)?;
            let dw = crate::conv::relative(g, "Dilation2DBackpropFilter", args, 3)?;
            Ok(vec![Some(dx.into()), Some(dw.into())])
        }),
        doc: "Returns the greatest sum of image and filter over each window, channel by channel; what lies outside the \
              image takes no part.",
        ..DILATION
    },
    Decl {
        name: "Dilation2DBackpropInput",
        doc: "Adds each gradient of a dilation to the image's element that the result came from, the first of equals.",
        ..DILATION
    },
    Decl {
        name: "Dilation2DBackpropFilter",
        outputs: "filter_backprop: T",
        infer: |infer| gradient(infer, 1),
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| planned(spec, Wanted::FilterGradient),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        doc: "Adds each gradient of a dilation to the filter's element that the result came from, the first of equals.",
        ..DILATION
    },
];
