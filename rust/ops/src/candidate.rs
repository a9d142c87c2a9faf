//! Candidate sampling: a few classes drawn in place of all, with how often each is to be expected. With the same
//! seeds the samples are TensorFlow's.

use crate::kernels::random::{Family, accidental_hits, candidates};
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::decl::KernelFn;
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, Infer, KernelDecl};

const SAMPLER: Decl = Decl {
    name: "",
    inputs: "true_classes: int64",
    outputs: "sampled_candidates: int64, true_expected_count: float32, sampled_expected_count: float32",
    attrs: "num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0; \
            seed2: int = 0",
    effect: Effect::Random,
    infer: sampled,
    compute: kernel(|s| candidates(s, Family::Uniform)),
    grad: Grad::Stop("samples are integers, and their expected counts do not depend on the classes smoothly"),
    doc: "",
};

const fn kernel(cpu: KernelFn) -> Compute {
    Compute::Kernel(KernelDecl {
        cpu,
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly("the generator's position is kept on the CPU"),
    })
}

/// The rows of true classes, which have `num_true` columns.
fn true_classes(infer: &Infer<'_>) -> Result<Dim> {
    let shape = infer.with_rank(0, 2)?;
    let columns = infer.int("num_true");
    if shape.dim(1).get().is_some_and(|n| n != columns) {
        bail!(Value, "{} must have num_true = {columns} columns, but has shape {shape}", infer.arg_name(0));
    }
    Ok(shape.dim(0))
}

fn sampled(infer: &mut Infer<'_>) -> Result<()> {
    let rows = true_classes(infer)?;
    let (columns, samples) = (Dim::new(infer.int("num_true")), Dim::new(infer.int("num_sampled")));
    infer.set(0, Shape::of([samples]));
    infer.set(1, Shape::of([rows, columns]));
    infer.set(2, Shape::of([samples]));
    Ok(())
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "UniformCandidateSampler",
        doc: "Classes drawn evenly from [0, range_max), all different if unique; beside them the expected counts of \
              the true classes and of the samples in such a draw.",
        ..SAMPLER
    },
    Decl {
        name: "LogUniformCandidateSampler",
        compute: kernel(|s| candidates(s, Family::LogUniform)),
        doc: "Classes drawn with probability log((class + 2) / (class + 1)) / log(range_max + 1), which suits classes \
              in order of falling frequency.",
        ..SAMPLER
    },
    Decl {
        name: "LearnedUnigramCandidateSampler",
        compute: kernel(|s| candidates(s, Family::Learned)),
        doc: "Classes drawn as often as they were true classes of this node in earlier runs of the session, plus one.",
        ..SAMPLER
    },
    Decl {
        name: "ThreadUnsafeUnigramCandidateSampler",
        compute: kernel(|s| candidates(s, Family::Learned)),
        doc: "The same as LearnedUnigramCandidateSampler, and just as safe.",
        ..SAMPLER
    },
    Decl {
        name: "FixedUnigramCandidateSampler",
        attrs: "num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; \
                vocab_file: string = ''; distortion: float = 1; num_reserved_ids: int = 0; num_shards: int >= 1 = 1; \
                shard: int >= 0 = 0; unigrams: list(float) = []; seed: int = 0; seed2: int = 0",
        compute: kernel(|s| candidates(s, Family::Fixed)),
        doc: "Classes drawn in proportion to given weights to the power distortion: those in unigrams, or the last \
              fields of the lines of a file. Reserved ids come first and are never drawn.",
        ..SAMPLER
    },
    Decl {
        name: "AllCandidateSampler",
        attrs: "num_true: int >= 1; num_sampled: int >= 1; unique: bool; seed: int = 0; seed2: int = 0",
        compute: kernel(|s| candidates(s, Family::All)),
        doc: "All classes of [0, num_sampled), each expected once.",
        ..SAMPLER
    },
    Decl {
        name: "ComputeAccidentalHits",
        inputs: "true_classes: int64, sampled_candidates: int64",
        outputs: "indices: int32, ids: int64, weights: float32",
        attrs: "num_true: int; seed: int = 0; seed2: int = 0",
        effect: Effect::Pure,
        infer: |infer| {
            true_classes(infer)?;
            infer.with_rank(1, 1)?;
            (0..3).for_each(|i| infer.set(i, Shape::of_rank(1)));
            Ok(())
        },
        compute: Compute::Host(accidental_hits),
        grad: Grad::Stop("positions do not change with small changes of anything"),
        doc: "For each sample that is a true class of a row: the row, the sample's place, and the least float32.",
    },
];
