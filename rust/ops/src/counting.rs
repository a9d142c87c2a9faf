//! Elements sorted into bins: counts, histograms, numbers of bins.

use crate::kernels::counting;
use crate::rules::{same_as_first, scalar_operand};
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::decl::KernelFn;
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, Infer, KernelDecl};

const COUNTED: &str = "bins are counted in the order of elements";
const NUMBERS: &str = "T: {int32, int64, float32, float64}";

/// What the entries of this file have in common.
const COUNTING: Decl = Decl {
    name: "",
    inputs: "arr: int32, size: int32, weights: T",
    outputs: "bins: T",
    attrs: NUMBERS,
    effect: Effect::Pure,
    infer: bincount,
    compute: kernel(counting::plan_bincount),
    grad: Grad::Missing("TensorFlow 1 defines no gradient of Bincount"),
    doc: "",
};

const fn kernel(cpu: KernelFn) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu: Gpu::CpuOnly(COUNTED) })
}

fn bincount(infer: &mut Infer<'_>) -> Result<()> {
    let size = scalar_operand(infer, 1)?;
    if let Some(n) = size
        && n < 0
    {
        bail!(Value, "size ({n}) must be non-negative");
    }
    let (arr, weights) = (infer.input_shape(0), infer.input_shape(2));
    if let (Some(n), Some(w)) = (arr.element_count().get(), weights.element_count().get())
        && w != 0
        && w != n
    {
        bail!(Value, "weights must have as many elements as arr, or none: arr is {arr}, weights is {weights}");
    }
    infer.set(0, Shape::of([size.map_or(Dim::UNKNOWN, Dim::new)]));
    Ok(())
}

fn histogram(infer: &mut Infer<'_>) -> Result<()> {
    let range = infer.with_rank(1, 1)?;
    if !range.dim(0).is_compatible(Dim::new(2)) {
        bail!(Value, "value_range must have two elements, but has {}", range.dim(0));
    }
    let bins = scalar_operand(infer, 2)?;
    if let Some(n) = bins
        && n <= 0
    {
        bail!(Value, "Requires nbins > 0: {n}");
    }
    infer.set(0, Shape::of([bins.map_or(Dim::UNKNOWN, Dim::new)]));
    Ok(())
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Bincount",
        doc: "For each number from 0 to size - 1 how often it occurs in arr, or the sum of the weights in its places. \
              Larger numbers do not count; negative ones are an error.",
        ..COUNTING
    },
    Decl {
        name: "HistogramFixedWidth",
        inputs: "values: T, value_range: T, nbins: int32",
        outputs: "out: dtype",
        attrs: "T: {int32, int64, float32, float64}; dtype: {int32, int64} = int32",
        infer: histogram,
        compute: kernel(counting::plan_histogram),
        grad: Grad::Stop("counts are step functions of the values"),
        doc: "Counts of values in bins of equal width; values outside the range count in the first or last bin.",
        ..COUNTING
    },
    Decl {
        name: "Bucketize",
        inputs: "input: T",
        outputs: "output: int32",
        attrs: "T: {int32, int64, float32, float64}; boundaries: list(float)",
        infer: |infer| {
            let boundaries = infer.floats("boundaries");
            if boundaries.windows(2).any(|w| w[0] > w[1]) {
                bail!(Value, "Expected sorted boundaries, got {boundaries:?}");
            }
            same_as_first(infer)
        },
        compute: kernel(counting::plan_bucketize),
        grad: Grad::Stop("bucket numbers are step functions of the input"),
        doc: "For each element how many of the sorted boundaries it reaches.",
        ..COUNTING
    },
];
