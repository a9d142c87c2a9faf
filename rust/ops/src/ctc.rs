//! Connectionist temporal classification: loss and decoders.

use crate::Ops;
use crate::kernels::ctc::{plan_ctc_loss, plan_ctc_loss_dense};
use crate::kernels::ctc_decode::{beam_search, greedy};
use crate::rules::{Grads, only_first};
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl};

const NO_SHADER: &str = "the sums over alignments have no shader in this version";

const LOSS: Decl = Decl {
    name: "",
    inputs: "inputs: T, labels_indices: int64, labels_values: int32, sequence_length: int32",
    outputs: "loss: T, gradient: T",
    attrs: "preprocess_collapse_repeated: bool = false; ctc_merge_repeated: bool = true; \
            ignore_longer_outputs_than_inputs: bool = false; T: {float32, float64} = float32",
    effect: Effect::Pure,
    infer: |infer| {
        let (indices, values) = (infer.with_rank(1, 2)?, infer.with_rank(2, 1)?);
        if indices.dim(0).merge(values.dim(0)).is_none() || indices.dim(1).merge(Dim::new(2)).is_none() {
            bail!(Value, "labels_indices must be [n, 2] and labels_values [n], but they are {indices} and {values}");
        }
        losses(infer)
    },
    compute: Compute::Kernel(KernelDecl {
        cpu: plan_ctc_loss,
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(grad_loss),
    doc: "",
};

/// Logits are [steps, batch, classes]; the last input has a length per sequence.
fn losses(infer: &mut Infer<'_>) -> Result<()> {
    let (logits, lengths) = (infer.with_rank(0, 3)?, infer.with_rank(3, 1)?);
    let Some(batch) = logits.dim(1).merge(lengths.dim(0)) else {
        bail!(Value, "inputs have {} sequences, but there are {} lengths", logits.dim(1), lengths.dim(0))
    };
    infer.set(0, Shape::of([batch]));
    infer.set(1, Shape::of([logits.dim(0), batch, logits.dim(2)]));
    Ok(())
}

fn grad_loss(g: &mut GradCall<'_, '_>) -> Grads {
    let Some(dloss) = g.dys[0] else { bail!(Lookup, "the gradient that ctc_loss computes has none of its own") };
    let once = g.b.prevent_gradient(
        g.y[1],
        "the second derivative of ctc_loss is not known: its gradient is computed together with the loss",
    )?;
    let column = g.b.ints(&[-1, 1])?;
    let dloss = g.b.reshape(dloss, column)?;
    only_first(g.b.mul(dloss, once)?, g.x.len())
}

fn decoded(infer: &mut Infer<'_>, paths: usize) -> Result<()> {
    let (logits, lengths) = (infer.with_rank(0, 3)?, infer.with_rank(1, 1)?);
    let Some(batch) = logits.dim(1).merge(lengths.dim(0)) else {
        bail!(Value, "inputs have {} sequences, but there are {} lengths", logits.dim(1), lengths.dim(0))
    };
    for path in 0..paths {
        infer.set(path, Shape::of([Dim::UNKNOWN, Dim::new(2)]));
        infer.set(paths + path, Shape::of([Dim::UNKNOWN]));
        infer.set(2 * paths + path, Shape::known(&[2]));
    }
    infer.set(3 * paths, Shape::of([batch, Dim::new(paths as i64)]));
    Ok(())
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "CTCLoss",
        doc: "Negative log probability of label sequences given the logits of each step, and its gradient with respect \
              to the logits. inputs is [steps, batch, classes]; the last class is the blank.",
        ..LOSS
    },
    Decl {
        name: "_CTCLossDense",
        inputs: "inputs: T, labels: L, label_length: M, sequence_length: S",
        attrs: "blank_index: int = 0; T: {float32, float64} = float32; L: {int32, int64}; M: {int32, int64}; \
                S: {int32, int64}",
        infer: |infer| {
            let (labels, lengths) = (infer.with_rank(1, 2)?, infer.with_rank(2, 1)?);
            let batch = infer.with_rank(0, 3)?.dim(1);
            if labels.dim(0).merge(batch).is_none() || lengths.dim(0).merge(batch).is_none() {
                bail!(Value, "there are {batch} sequences, but labels are {labels}, and their lengths {lengths}");
            }
            losses(infer)
        },
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_ctc_loss_dense,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        doc: "As CTCLoss, with labels in the rows of a matrix and any class as the blank; a sequence may have no \
              labels, and one with too many for its steps has an infinite loss.",
        ..LOSS
    },
    Decl {
        name: "CTCGreedyDecoder",
        inputs: "inputs: T, sequence_length: int32",
        outputs: "decoded_indices: int64, decoded_values: int64, decoded_shape: int64, log_probability: T",
        attrs: "merge_repeated: bool = false; blank_index: int = -1; T: {float32, float64} = float32",
        infer: |infer| decoded(infer, 1),
        compute: Compute::Host(greedy),
        grad: Grad::Stop("labels do not change with small changes of the logits"),
        doc: "The likeliest class of each step without the blanks, as the parts of a sparse matrix, and the negative sum \
              of these classes' logits.",
        ..LOSS
    },
    Decl {
        name: "CTCBeamSearchDecoder",
        inputs: "inputs: T, sequence_length: int32",
        outputs: "decoded_indices: top_paths * int64, decoded_values: top_paths * int64, \
                  decoded_shape: top_paths * int64, log_probability: T",
        attrs: "beam_width: int >= 1; top_paths: int >= 1; merge_repeated: bool = true; T: {float32, float64} = float32",
        infer: |infer| {
            let paths = infer.int("top_paths").max(1) as usize;
            decoded(infer, paths)
        },
        compute: Compute::Host(beam_search),
        grad: Grad::Stop("labels do not change with small changes of the logits"),
        doc: "The likeliest label sequences, as the parts of sparse matrices, and the logarithms of their probabilities. \
              The last class is the blank.",
        ..LOSS
    },
];
