//! Fourier transforms over the last one, two or three axes.

use crate::Ops;
use crate::kernels::fourier::{Full, Half, HalfBack};
use crate::rules::{Grads, only, only_first, planned_ints};
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, Kernel, KernelDecl, KernelSpec, Output};

const NO_SHADER: &str = "Fourier transforms have no shader in this version";
const COMPLEX: &str = "Tcomplex: {complex64, complex128} = complex64";
const HALVES: &str = "Treal: {float32, float64} = float32; Tcomplex: {complex64, complex128} = complex64";

const FULL: Decl = Decl {
    name: "",
    inputs: "input: Tcomplex",
    outputs: "output: Tcomplex",
    attrs: COMPLEX,
    effect: Effect::Pure,
    infer: |infer| {
        let rank = rank_of(infer.op.name);
        if let Some(have) = infer.input_shape(0).rank()
            && have < rank
        {
            bail!(Value, "input must have at least {rank} axes, but has rank {have}");
        }
        crate::rules::same_as_first(infer)
    },
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let (name, dims) = (spec.info.op.name, spec.info.input_dims(0));
            let (rank, inverse) = (rank_of(name), name.contains("IFFT"));
            Ok(match spec.inputs[0].dtype {
                DType::C64 => Box::new(Full::<f32>::new(&dims, rank, inverse)),
                _ => Box::new(Full::<f64>::new(&dims, rank, inverse)),
            })
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(|g| {
        let (dy, name) = (g.dy(), g.op.name);
        let inverse = name.contains("IFFT");
        let back = if inverse { name.replace("IFFT", "FFT") } else { name.replace("FFT", "IFFT") };
        let dx = g.b.op1(&back, &[dy.into()], &[])?;
        let points = points(g.b, dy, rank_of(name))?;
        only(if inverse { g.b.real_div(dx, points)? } else { g.b.mul(dx, points)? })
    }),
    doc: "",
};

const HALF: Decl = Decl {
    inputs: "input: Treal, fft_length: int32",
    attrs: HALVES,
    infer: half_shapes,
    compute: Compute::Kernel(KernelDecl {
        cpu: plan_half,
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(grad_half),
    ..FULL
};

const BACK: Decl = Decl {
    inputs: "input: Tcomplex, fft_length: int32",
    outputs: "output: Treal",
    attrs: HALVES,
    infer: half_shapes,
    compute: Compute::Kernel(KernelDecl {
        cpu: plan_half,
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(grad_back),
    ..FULL
};

/// How many axes an op transforms: `IFFT2D` has two.
fn rank_of(name: &str) -> usize {
    if name.ends_with("2D") {
        2
    } else if name.ends_with("3D") {
        3
    } else {
        1
    }
}

/// The number of points of the grid in the last axes, as a number of the type of `x`.
fn points(b: &mut Builder<'_>, x: Output, rank: usize) -> Result<Output> {
    let dtype = b.dtype(x);
    if let Some(dims) = b.shape_of(x).to_dims() {
        let count: usize = dims[dims.len() - rank..].iter().product();
        return b.scalar(dtype, count as f64);
    }
    let sizes = b.shape(x, DType::I32)?;
    let (begin, end, strides) = (b.ints(&[-(rank as i64)])?, b.ints(&[0])?, b.ints(&[1])?);
    let sizes = b.strided_slice(sizes, begin, end, strides, 0, 1, 0, 0, 0)?;
    let sizes = b.cast(sizes, dtype, false)?;
    let axis = b.ints(&[0])?;
    b.prod(sizes, axis, false)
}

fn half_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let rank = rank_of(infer.op.name);
    let (real, complex) = (infer.dtype("Treal"), infer.dtype("Tcomplex"));
    if (real == DType::F32) != (complex == DType::C64) {
        bail!(Type, "Treal and Tcomplex must have the same precision, got {real} and {complex}");
    }
    let lengths = infer.with_rank(1, 1)?;
    if !lengths.dim(0).is_compatible(Dim::from(rank)) {
        bail!(Value, "fft_length must have {rank} elements, but has {}", lengths.dim(0));
    }
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
    if dims.len() < rank {
        bail!(Value, "input must have at least {rank} axes, but has rank {}", dims.len());
    }
    let back = infer.op.name.starts_with('I');
    let mut out: Vec<Dim> = dims.to_vec();
    let first = dims.len() - rank;
    out[first..].fill(Dim::UNKNOWN);
    if let Some(lengths) = infer.known_ints(1) {
        let empty = dims.iter().any(|d| d.get() == Some(0));
        for (i, &length) in lengths.iter().enumerate() {
            if length < 0 {
                bail!(Value, "fft_length must not be negative, got {length}");
            }
            let half = if length == 0 { 0 } else { length / 2 + 1 };
            let (needed, made) = match (i + 1 == rank, back) {
                (false, _) => (length, length),
                (true, false) => (length, half),
                (true, true) => (half, length),
            };
            if let Some(have) = dims[first + i].get()
                && have < needed
                && !empty
            {
                bail!(Value, "Input dimension {} must have length of at least {needed} but got: {have}", first + i);
            }
            out[first + i] = Dim::new(made);
        }
    }
    infer.set(0, Shape::of(out));
    Ok(())
}

fn plan_half(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let (input, output) = (spec.info.input_dims(0), spec.info.output_dims(0));
    let lengths: Vec<usize> = planned_ints(&spec.info, 1)?.iter().map(|&n| n as usize).collect();
    if input.contains(&0) && !output.contains(&0) {
        bail!(InvalidArgument, "an empty input cannot be transformed to a result of {output:?}");
    }
    let back = spec.info.op.name.starts_with('I');
    Ok(match (spec.info.dtype("Treal"), back) {
        (DType::F32, false) => Box::new(Half::<f32>::new(&input, &output, &lengths)),
        (_, false) => Box::new(Half::<f64>::new(&input, &output, &lengths)),
        (DType::F32, true) => Box::new(HalfBack::<f32>::new(&input, &output, &lengths)),
        (_, true) => Box::new(HalfBack::<f64>::new(&input, &output, &lengths)),
    })
}

/// Per frequency of half a spectrum: 1 for those that are their own conjugates, `inner` for the others; divided or
/// multiplied by the number of points.
fn weights(b: &mut Builder<'_>, lengths: Output, rank: usize, real: DType, inner: f64, divide: bool) -> Result<Output> {
    let (begin, end, strides) = (b.ints(&[rank as i64 - 1])?, b.ints(&[rank as i64])?, b.ints(&[1])?);
    let length = b.strided_slice(lengths, begin, end, strides, 0, 0, 0, 0, 1)?;
    let (zero, one, two) = (b.int(0)?, b.int(1)?, b.int(2)?);
    let half = b.floor_div(length, two)?;
    let count = b.add_v2(half, one)?;
    let frequencies = b.range(zero, count, one)?;
    let above = b.greater(frequencies, zero)?;
    let doubled = b.mul(frequencies, two)?;
    let below = b.less(doubled, length)?;
    let both = b.logical_and(above, below)?;
    let is_inner = b.cast(both, real, false)?;
    let extra = b.scalar(real, inner - 1.0)?;
    let extra = b.mul(is_inner, extra)?;
    let one = b.scalar(real, 1.0)?;
    let weights = b.add_v2(extra, one)?;
    let sizes = b.cast(lengths, real, false)?;
    let axis = b.ints(&[0])?;
    let points = b.prod(sizes, axis, false)?;
    if divide { b.real_div(weights, points) } else { b.mul(weights, points) }
}

/// Adds zeros behind `x` so that it is as large as `like`.
fn padded(b: &mut Builder<'_>, x: Output, like: Output) -> Result<Output> {
    let (have, want) = (b.shape_of(x), b.shape_of(like));
    if have.is_known() && want.is_known() && have.to_dims() == want.to_dims() {
        return Ok(x);
    }
    let (have, want) = (b.shape(x, DType::I32)?, b.shape(like, DType::I32)?);
    let missing = b.sub(want, have)?;
    let none = b.zeros_like(missing)?;
    let paddings = b.pack(&[none, missing], 1)?;
    b.pad(x, paddings)
}

/// The sum over half of the frequencies is half the sum over all, but for those that stand alone.
fn grad_half(g: &mut GradCall<'_, '_>) -> Grads {
    let (x, lengths, dy, name) = (g.x[0], g.x[1], g.dy(), g.op.name);
    let (real, complex) = (g.info().dtype("Treal"), g.info().dtype("Tcomplex"));
    let weights = weights(g.b, lengths, rank_of(name), real, 0.5, false)?;
    let weights = g.b.cast(weights, complex, false)?;
    let dy = g.b.mul(dy, weights)?;
    let dx = g.b.op1(&format!("I{name}"), &[dy.into(), lengths.into()], &[("Treal", rheos_base::Attr::Type(real))])?;
    only_first(padded(g.b, dx, x)?, 2)
}

fn grad_back(g: &mut GradCall<'_, '_>) -> Grads {
    let (x, lengths, dy, name) = (g.x[0], g.x[1], g.dy(), g.op.name);
    let (real, complex) = (g.info().dtype("Treal"), g.info().dtype("Tcomplex"));
    let forward = name.trim_start_matches('I');
    let dx = g.b.op1(forward, &[dy.into(), lengths.into()], &[("Tcomplex", rheos_base::Attr::Type(complex))])?;
    let weights = weights(g.b, lengths, rank_of(name), real, 2.0, true)?;
    let weights = g.b.cast(weights, complex, false)?;
    let dx = g.b.mul(dx, weights)?;
    only_first(padded(g.b, dx, x)?, 2)
}

pub const OPS: &[Decl] = &[
    Decl { name: "FFT", doc: "The discrete Fourier transform over the last axis.", ..FULL },
    Decl { name: "IFFT", doc: "The inverse discrete Fourier transform over the last axis.", ..FULL },
    Decl { name: "FFT2D", doc: "The discrete Fourier transform over the last two axes.", ..FULL },
    Decl { name: "IFFT2D", doc: "The inverse discrete Fourier transform over the last two axes.", ..FULL },
    Decl { name: "FFT3D", doc: "The discrete Fourier transform over the last three axes.", ..FULL },
    Decl { name: "IFFT3D", doc: "The inverse discrete Fourier transform over the last three axes.", ..FULL },
    Decl {
        name: "RFFT",
        doc: "The first fft_length / 2 + 1 frequencies of the first fft_length real numbers along the last axis.",
        ..HALF
    },
    Decl { name: "RFFT2D", doc: "RFFT over the last axis, then FFT over the one before it.", ..HALF },
    Decl { name: "RFFT3D", doc: "RFFT over the last axis, then FFT over the two before it.", ..HALF },
    Decl {
        name: "IRFFT",
        doc: "The fft_length real numbers whose first fft_length / 2 + 1 frequencies are given along the last axis.",
        ..BACK
    },
    Decl { name: "IRFFT2D", doc: "The inverse of RFFT2D.", ..BACK },
    Decl { name: "IRFFT3D", doc: "The inverse of RFFT3D.", ..BACK },
];
