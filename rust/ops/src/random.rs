//! Random numbers. With the same seeds they are TensorFlow's: equal bit for bit where no transcendental function
//! is involved.
//!
//! A stateful op's generator belongs to its node in its session: runs continue the stream, a new session starts anew.

use crate::Ops;
use crate::kernels::random::{self, Kind};
use crate::rules::{Grads, scalar_operand, shape_operand, sum_to_shape};
use crate::shaders;
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::decl::KernelFn;
use rheos_graph::gpu::DrawnFn;
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl};

const CONSTANT: &str = "random numbers do not depend on the operands smoothly";
const POSITION: &str = "how many numbers are drawn depends on them";

/// What the stateful entries have in common.
const STATEFUL: Decl = Decl {
    name: "",
    inputs: "shape: T",
    outputs: "output: dtype",
    attrs: "seed: int = 0; seed2: int = 0; dtype: floating; T: {int32, int64}",
    effect: Effect::Random,
    infer: shaped,
    compute: kernel(|s| random::stateful(s, Kind::Uniform)),
    grad: Grad::Stop(CONSTANT),
    doc: "",
};

/// What the stateless entries have in common.
const STATELESS: Decl = Decl {
    inputs: "shape: T, seed: Tseed",
    attrs: "dtype: floating = float32; T: {int32, int64} = int32; Tseed: {int32, int64} = int64",
    effect: Effect::Pure,
    infer: shaped_by_seeds,
    ..STATEFUL
};

const fn kernel(cpu: KernelFn) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu: Gpu::CpuOnly(POSITION) })
}

const fn drawn(cpu: KernelFn, gpu: DrawnFn) -> Compute {
    Compute::Kernel(KernelDecl { cpu, strided: false, reports: false, gpu: Gpu::Drawn(gpu) })
}

fn shaped(infer: &mut Infer<'_>) -> Result<()> {
    let shape = shape_operand(infer, 0)?;
    infer.set(0, shape);
    Ok(())
}

fn shaped_by_seeds(infer: &mut Infer<'_>) -> Result<()> {
    check_seeds(infer, 1)?;
    shaped(infer)
}

fn check_seeds(infer: &Infer<'_>, input: usize) -> Result<()> {
    let own = infer.input_shape(input);
    if !own.is_compatible(&Shape::known(&[2])) {
        bail!(Value, "{} must have shape (2,), not {own}", infer.arg_name(input));
    }
    Ok(())
}

fn integers(infer: &mut Infer<'_>) -> Result<()> {
    let first = infer.inputs.len() - 2;
    let (low, high) = (scalar_operand(infer, first)?, scalar_operand(infer, first + 1)?);
    if let (Some(low), Some(high)) = (low, high)
        && low >= high
    {
        bail!(Value, "Need minval < maxval, got {low} >= {high}");
    }
    shaped(infer)
}

fn chosen(infer: &mut Infer<'_>) -> Result<()> {
    let logits = infer.with_rank(0, 2)?;
    let samples = scalar_operand(infer, 1)?;
    if samples.is_some_and(|n| n < 0) {
        bail!(Value, "num_samples must not be negative, got {}", samples.unwrap_or_default());
    }
    infer.set(0, Shape::of([logits.dim(0), samples.map_or(Dim::UNKNOWN, Dim::new)]));
    Ok(())
}

/// One result for each sample and each of the parameters in input 1.
fn sampled(infer: &mut Infer<'_>) -> Result<()> {
    let (samples, parameters) = (shape_operand(infer, 0)?, infer.input_shape(1));
    let shape = match (samples.dims(), parameters.dims()) {
        (Some(samples), Some(parameters)) => Shape::of(samples.iter().chain(parameters).copied()),
        _ => Shape::unknown(),
    };
    infer.set(0, shape);
    Ok(())
}

/// Through the samples' dependence on the shape at fixed quantiles (Figurnov et al., Implicit reparameterization
/// gradients, 2018).
fn grad_gamma(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, alpha, sample) = (g.dy(), g.x[1], g.y[0]);
    let slope = g.b.random_gamma_grad(alpha, sample)?;
    let product = g.b.mul(dy, slope)?;
    let to_alpha = sum_to_shape(g.b, product, alpha)?;
    Ok(vec![None, Some(to_alpha.into())])
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "RandomGamma",
        inputs: "shape: S, alpha: T",
        outputs: "output: T",
        attrs: "seed: int = 0; seed2: int = 0; S: {int32, int64}; T: {float16, float32, float64}",
        infer: sampled,
        compute: kernel(random::gamma),
        grad: Grad::Fn(grad_gamma),
        doc: "Samples of gamma distributions with shapes alpha and scale 1: the given shape of samples for each alpha.",
        ..STATEFUL
    },
    Decl {
        name: "RandomPoissonV2",
        inputs: "shape: S, rate: R",
        attrs: "seed: int = 0; seed2: int = 0; S: {int32, int64}; R: {float16, float32, float64, int32, int64} = float64; dtype: {float16, float32, float64, int32, int64} = int64",
        infer: sampled,
        compute: kernel(random::poisson),
        grad: Grad::Stop("counts are step functions of the rate"),
        doc: "Samples of Poisson distributions: the given shape of samples for each rate.",
        ..STATEFUL
    },
    Decl {
        name: "RandomUniform",
        compute: drawn(
            |s| random::stateful(s, Kind::Uniform),
            |s, state| shaders::random::stateful(s, state, Kind::Uniform),
        ),
        doc: "Numbers spread evenly over [0, 1).",
        ..STATEFUL
    },
    Decl {
        name: "RandomUniformInt",
        inputs: "shape: T, minval: Tout, maxval: Tout",
        outputs: "output: Tout",
        attrs: "seed: int = 0; seed2: int = 0; Tout: {int32, int64}; T: {int32, int64}",
        infer: integers,
        compute: drawn(
            |s| random::stateful(s, Kind::Integers(1)),
            |s, state| shaders::random::stateful(s, state, Kind::Integers(1)),
        ),
        doc: "Integers from minval up to, not including, maxval.",
        ..STATEFUL
    },
    Decl {
        name: "RandomStandardNormal",
        compute: drawn(
            |s| random::stateful(s, Kind::Normal),
            |s, state| shaders::random::stateful(s, state, Kind::Normal),
        ),
        doc: "Normally distributed numbers with mean 0 and standard deviation 1.",
        ..STATEFUL
    },
    Decl {
        name: "TruncatedNormal",
        compute: drawn(
            |s| random::stateful(s, Kind::TruncatedNormal),
            |s, state| shaders::random::stateful(s, state, Kind::TruncatedNormal),
        ),
        doc: "Normally distributed numbers with mean 0 and standard deviation 1, drawn again where beyond 2.",
        ..STATEFUL
    },
    Decl {
        name: "RandomShuffle",
        inputs: "value: T",
        outputs: "output: T",
        attrs: "seed: int = 0; seed2: int = 0; T: type",
        infer: |infer| {
            let shape = infer.input_shape(0).clone();
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Either(
            KernelDecl { cpu: random::shuffle, strided: false, reports: false, gpu: Gpu::CpuOnly(POSITION) },
            random::shuffle_host,
        ),
        grad: Grad::Missing("the order of rows is not kept for the gradient"),
        doc: "The rows of value in random order.",
        ..STATEFUL
    },
    Decl {
        name: "Multinomial",
        inputs: "logits: T, num_samples: int32",
        outputs: "output: output_dtype",
        attrs: "seed: int = 0; seed2: int = 0; T: floating; output_dtype: {int32, int64} = int64",
        infer: chosen,
        compute: kernel(|s| random::multinomial(s, None)),
        doc: "For each row of logits, classes drawn with probabilities softmax(logits).",
        ..STATEFUL
    },
    Decl {
        name: "StatelessRandomUniform",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| random::stateless(s, Kind::Uniform),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::random::stateless(s, Kind::Uniform)),
        }),
        doc: "Numbers spread evenly over [0, 1), a function of shape and seed.",
        ..STATELESS
    },
    Decl {
        name: "StatelessRandomUniformInt",
        inputs: "shape: T, seed: Tseed, minval: dtype, maxval: dtype",
        attrs: "dtype: {int32, int64}; T: {int32, int64} = int32; Tseed: {int32, int64} = int64",
        infer: |infer| {
            check_seeds(infer, 1)?;
            integers(infer)
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| random::stateless(s, Kind::Integers(2)),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::random::stateless(s, Kind::Integers(2))),
        }),
        doc: "Integers from minval up to, not including, maxval, a function of the operands.",
        ..STATELESS
    },
    Decl {
        name: "StatelessRandomNormal",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| random::stateless(s, Kind::Normal),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::random::stateless(s, Kind::Normal)),
        }),
        doc: "Normally distributed numbers with mean 0 and standard deviation 1, a function of shape and seed.",
        ..STATELESS
    },
    Decl {
        name: "StatelessTruncatedNormal",
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| random::stateless(s, Kind::TruncatedNormal),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|s| shaders::random::stateless(s, Kind::TruncatedNormal)),
        }),
        doc: "Normally distributed numbers, drawn again where beyond 2, a function of shape and seed.",
        ..STATELESS
    },
    Decl {
        name: "StatelessMultinomial",
        inputs: "logits: T, num_samples: int32, seed: Tseed",
        outputs: "output: output_dtype",
        attrs: "T: floating; Tseed: {int32, int64} = int64; output_dtype: {int32, int64} = int64",
        infer: |infer| {
            check_seeds(infer, 2)?;
            chosen(infer)
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: |s| random::multinomial(s, Some(2)),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("probabilities are summed in double precision"),
        }),
        doc: "For each row of logits, classes drawn with probabilities softmax(logits), a function of the operands.",
        ..STATELESS
    },
];
