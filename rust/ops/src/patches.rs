//! Patches of images and volumes, each put into the channels of one result.

use crate::Ops;
use crate::kernels::patches::{plan_add_back, plan_extract};
use crate::rules::{Windows, only, shape_operand, sizes_of};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::decl::KernelFn;
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo, Output};

const fn kernel(cpu: KernelFn) -> Compute {
    Compute::Kernel(KernelDecl {
        cpu,
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly("patches have no shader in this version"),
    })
}

const PATCHES: Decl = Decl {
    name: "",
    inputs: "images: T",
    outputs: "patches: T",
    attrs: "ksizes: list(int) >= 4; strides: list(int) >= 4; rates: list(int) >= 4; padding: {'SAME', 'VALID'}; \
            T: {bfloat16, float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64, \
            complex64, complex128, bool}",
    effect: Effect::Pure,
    infer: |infer| extracted(infer, 4),
    compute: kernel(|s| plan_extract(s, &windows(&s.info, s.info.input_dims(0).len())?)),
    grad: Grad::Fn(|g| {
        let (patches, shape) = (g.dy(), sizes_of(g.b, g.x[0], DType::I32)?);
        only(add_back(g, patches, shape)?)
    }),
    doc: "The patch of each window, flattened into the channels: rows, then columns, then channels; zeros where it \
          reaches over the border. rates are the distances between elements of a patch.",
};

const ADD_BACK: Decl = Decl {
    inputs: "patches: T, shape: int32",
    outputs: "images: T",
    attrs: "ksizes: list(int) >= 4; strides: list(int) >= 4; rates: list(int) >= 4; padding: {'SAME', 'VALID'}; \
            T: numeric",
    infer: |infer| {
        let images = shape_operand(infer, 1)?;
        if let Some(rank) = images.rank() {
            let patches = patch_shape(&windows(infer, rank)?, &images)?;
            if !infer.input_shape(0).is_compatible(&patches) {
                bail!(Value, "patches must have shape {patches}, but have shape {}", infer.input_shape(0));
            }
        }
        infer.set(0, images);
        Ok(())
    },
    compute: kernel(|s| plan_add_back(s, &windows(&s.info, s.info.output_dims(0).len())?)),
    grad: Grad::Fn(|g| {
        let info = g.info();
        let (ksizes, strides, rates) = (info.ints("ksizes"), info.ints("strides"), info.ints("rates"));
        let (padding, volumes) = (info.str("padding").into_owned(), ksizes.len() == 5);
        let images = g.dy();
        let dx = match volumes {
            true => g.b.extract_volume_patches(images, &ksizes, &strides, &padding)?,
            false => g.b.extract_image_patches(images, &ksizes, &strides, &rates, &padding)?,
        };
        Ok(vec![Some(dx.into()), None])
    }),
    doc: "Adds patches back into images of the given shape.",
    ..PATCHES
};

/// The gradient of patches: `rates` are 1 for volumes.
fn add_back(g: &mut GradCall<'_, '_>, patches: Output, shape: Output) -> Result<Output> {
    let info = g.info();
    let (ksizes, strides) = (info.ints("ksizes"), info.ints("strides"));
    let rates = if info.op.attr_index("rates").is_some() { info.ints("rates") } else { vec![1; 5].into() };
    let padding = info.str("padding").into_owned();
    g.b.add_patches(patches, shape, &ksizes, &strides, &rates, &padding)
}

fn windows(info: &NodeInfo<'_>, rank: usize) -> Result<Windows> {
    let mut windows = Windows::new(info, rank, &info.ints("ksizes"), &info.ints("strides"))?;
    if info.op.attr_index("rates").is_some() {
        let rates = info.ints("rates");
        if rates.len() != rank || rates.iter().any(|&r| r <= 0 || r > i64::from(i32::MAX)) {
            bail!(Value, "rates must be {rank} positive numbers, got {rates:?}");
        }
        windows.rates = rates.iter().copied().collect();
    }
    if windows.over_channels() || windows.rates[0] != 1 || windows.rates[rank - 1] != 1 {
        bail!(Unimplemented, "ksizes, strides and rates must be 1 for batch and channels");
    }
    Ok(windows)
}

fn extracted(infer: &mut Infer<'_>, rank: usize) -> Result<()> {
    let images = infer.with_rank(0, rank)?;
    let shape = patch_shape(&windows(infer, rank)?, &images)?;
    infer.set(0, shape);
    Ok(())
}

/// An element per window and element of a window.
fn patch_shape(windows: &Windows, images: &Shape) -> Result<Shape> {
    let shape = windows.output_shape(images)?;
    let taps = windows.sizes.iter().try_fold(1i64, |product, &size| product.checked_mul(size));
    let Some(taps) = taps else { bail!(Value, "ksizes {:?} are too large", windows.sizes) };
    let mut dims: Vec<Dim> = shape.dims().unwrap_or_default().to_vec();
    if let Some(last) = dims.last_mut() {
        *last = last.map(|channels| channels.saturating_mul(taps));
    }
    Ok(Shape::of(dims))
}

pub const OPS: &[Decl] = &[
    Decl { name: "ExtractImagePatches", ..PATCHES },
    Decl {
        name: "ExtractVolumePatches",
        inputs: "input: T",
        attrs: "ksizes: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; T: realnumbertype",
        infer: |infer| extracted(infer, 5),
        doc: "The patch of each window, flattened into the channels: planes, rows, columns, channels; zeros where it \
              reaches over the border.",
        ..PATCHES
    },
    Decl { name: "_AddPatches", ..ADD_BACK },
];
