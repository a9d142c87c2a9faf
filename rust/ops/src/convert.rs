//! Conversions between types, complex parts, and clipping.

use crate::Ops;
use crate::kernels::plan_bytes;
use crate::rules::{broadcast_all, one, only, pair, same_as_first, sum_to_shape};
use crate::shaders;
use rheos_base::{DType, Result, bail};
use rheos_base::{Dim, Shape};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, Infer, KernelDecl};

const CAST: &str = "SrcT: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32, uint64, complex64, complex128, bool}; DstT: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32, uint64, complex64, complex128, bool}; Truncate: bool = false";
const PARTS: &str = "T: {complex64, complex128} = complex64; Tout: {float32, float64} = float32";

const CONVERT: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: Tout",
    attrs: PARTS,
    effect: Effect::Pure,
    infer: part,
    compute: Compute::Map(|_, x, _| one(x[0])),
    grad: Grad::Stop("its entry says otherwise"),
    doc: "",
};

fn cast(infer: &mut Infer<'_>) -> Result<()> {
    if infer.bool("Truncate") {
        bail!(Value, "Truncate=True is not supported: conversions round to nearest");
    }
    same_as_first(infer)
}

fn part(infer: &mut Infer<'_>) -> Result<()> {
    let (complex, real) = (infer.dtype("T"), infer.dtype("Tout"));
    if complex.real() != real {
        bail!(Type, "the parts of {complex} are {}, but Tout is {real}", complex.real());
    }
    same_as_first(infer)
}

fn joined(infer: &mut Infer<'_>) -> Result<()> {
    let (real, complex) = (infer.dtype("T"), infer.dtype("Tout"));
    if complex.real() != real {
        bail!(Type, "{complex} has parts of type {}, but the arguments are {real}", complex.real());
    }
    broadcast_all(infer)
}

/// The last axis grows or goes away where the sizes of the types differ.
fn recast(infer: &mut Infer<'_>) -> Result<()> {
    let (from, to) = (infer.dtype("T"), infer.dtype("type"));
    let shape = infer.input_shape(0).clone();
    let Some(dims) = shape.dims() else { return Ok(()) };
    let out = if from.size() >= to.size() {
        let parts = (from.size() > to.size()).then(|| Dim::from(from.size() / to.size()));
        Shape::of(dims.iter().copied().chain(parts))
    } else {
        let parts = Dim::from(to.size() / from.size());
        match dims {
            [outer @ .., last] if last.is_compatible(parts) => Shape::of(outer.iter().copied()),
            _ => bail!(Value, "a {to} takes {parts} elements of {from}, but the input has shape {shape}"),
        }
    };
    infer.set(0, out);
    Ok(())
}

fn carries_gradients(dtype: DType) -> bool {
    dtype.is_floating() || dtype.is_complex()
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Cast",
        inputs: "x: SrcT",
        outputs: "y: DstT",
        attrs: CAST,
        infer: cast,
        compute: Compute::Map(|e, x, info| one(e.cast(x[0], info.dtype("DstT")))),
        grad: Grad::Fn(|g| {
            let (from, to) = (g.info().dtype("SrcT"), g.info().dtype("DstT"));
            if !carries_gradients(from) || !carries_gradients(to) {
                return Ok(vec![None]);
            }
            only(g.b.cast(g.dy(), from, false)?)
        }),
        doc: "Converts elements to another type. Floats become integers by truncation, out of range \
              as on x86 processors: the least int32 or int64, of which narrower types keep the low bits; anything but 0 becomes true; \
              complex numbers lose their imaginary part where the result is real.",
        ..CONVERT
    },
    Decl {
        name: "Bitcast",
        outputs: "output: type",
        attrs: "T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32, uint64, complex64, complex128}; type: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32, uint64, complex64, complex128}",
        infer: recast,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_bytes,
            strided: false,
            reports: false,
            gpu: Gpu::Shader(shaders::movement::bytes),
        }),
        grad: Grad::Stop("bits are not numbers"),
        doc: "The same bytes as elements of another type; the last axis grows or goes away where sizes differ.",
        ..CONVERT
    },
    Decl {
        name: "Real",
        compute: Compute::Map(|e, x, _| one(e.real(x[0]))),
        grad: Grad::Fn(|g| {
            let (dy, complex) = (g.dy(), g.info().dtype("T"));
            let zero = g.b.scalar_like(dy, 0.0)?;
            only(g.b.complex(dy, zero, complex)?)
        }),
        doc: "Returns the real part.",
        ..CONVERT
    },
    Decl {
        name: "Imag",
        compute: Compute::Map(|e, x, _| one(e.imag(x[0]))),
        grad: Grad::Fn(|g| {
            let (dy, complex) = (g.dy(), g.info().dtype("T"));
            let zero = g.b.scalar_like(dy, 0.0)?;
            only(g.b.complex(zero, dy, complex)?)
        }),
        doc: "Returns the imaginary part.",
        ..CONVERT
    },
    Decl {
        name: "ComplexAbs",
        inputs: "x: T",
        outputs: "y: Tout",
        compute: Compute::Map(|e, x, _| one(e.abs(x[0]))),
        grad: Grad::Fn(|g| {
            let (dy, complex) = (g.dy(), g.info().dtype("T"));
            let zero = g.b.scalar_like(dy, 0.0)?;
            let dy = g.b.complex(dy, zero, complex)?;
            let direction = g.b.sign(g.x[0])?;
            only(g.b.mul(dy, direction)?)
        }),
        doc: "Returns the absolute value of complex numbers.",
        ..CONVERT
    },
    Decl {
        name: "Angle",
        compute: Compute::Map(|e, x, _| {
            let (re, im) = (e.real(x[0]), e.imag(x[0]));
            one(e.atan2(im, re))
        }),
        grad: Grad::Fn(|g| {
            // With z = a + bi the angle's slopes are -b / |z|² and a / |z|², that is i z / |z|² = i / conj(z).
            let (dy, complex) = (g.dy(), g.info().dtype("T"));
            let zero = g.b.scalar_like(dy, 0.0)?;
            let dy = g.b.complex(zero, dy, complex)?;
            let divisor = g.b.conj(g.x[0])?;
            only(g.b.real_div(dy, divisor)?)
        }),
        doc: "Returns the angle of complex numbers in (-pi, pi].",
        ..CONVERT
    },
    Decl {
        name: "Conj",
        outputs: "output: T",
        attrs: "T: {complex64, complex128} = complex64",
        infer: same_as_first,
        compute: Compute::Map(|e, x, _| one(e.conj(x[0]))),
        grad: Grad::Fn(|g| only(g.b.conj(g.dy())?)),
        doc: "Returns the complex conjugate.",
        ..CONVERT
    },
    Decl {
        name: "Complex",
        inputs: "real: T, imag: T",
        outputs: "out: Tout",
        attrs: "T: {float32, float64} = float32; Tout: {complex64, complex128} = complex64",
        infer: joined,
        compute: Compute::Map(|e, x, _| one(e.complex(x[0], x[1]))),
        grad: Grad::Fn(|g| {
            let (dy, real) = (g.dy(), g.info().dtype("T"));
            let re = g.b.real(dy, real)?;
            let im = g.b.imag(dy, real)?;
            pair(g, re, im)
        }),
        doc: "Makes complex numbers of two parts, with broadcasting.",
        ..CONVERT
    },
    Decl {
        name: "ClipByValue",
        inputs: "t: T, clip_value_min: T, clip_value_max: T",
        outputs: "output: T",
        attrs: "T: realnumbertype",
        infer: broadcast_all,
        compute: Compute::Map(|e, x, _| {
            let below = e.min(x[0], x[2]);
            one(e.max(below, x[1]))
        }),
        grad: Grad::Fn(|g| {
            let (dy, x, low, high) = (g.dy(), g.x[0], g.x[1], g.x[2]);
            let zero = g.b.scalar_like(dy, 0.0)?;
            let is_low = g.b.less(x, low)?;
            let is_high = g.b.greater(x, high)?;
            let clipped = g.b.logical_or(is_low, is_high)?;
            let dx = g.b.select_v2(clipped, zero, dy)?;
            let dlow = g.b.select_v2(is_low, dy, zero)?;
            let dhigh = g.b.select_v2(is_high, dy, zero)?;
            let dx = sum_to_shape(g.b, dx, x)?;
            let dlow = sum_to_shape(g.b, dlow, low)?;
            let dhigh = sum_to_shape(g.b, dhigh, high)?;
            Ok(vec![Some(dx.into()), Some(dlow.into()), Some(dhigh.into())])
        }),
        doc: "Limits elements to the range from clip_value_min to clip_value_max, with broadcasting.",
        ..CONVERT
    },
];
