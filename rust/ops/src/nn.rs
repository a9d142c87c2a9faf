//! Biases, softmax and its losses, checks of values.

use crate::Ops;
use crate::kernels::checks::{plan_check_labels, plan_check_numerics};
use crate::rules::{Grads, only, same_as_first, sizes_of, sum_to_shape};
use rheos_base::{DType, Dim, Result, Shape, bail, broadcast};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo, Output, Outputs};
use smallvec::smallvec;

const BIAS: &str = "T: numeric; data_format: {'NHWC', 'NCHW'} = 'NHWC'";

const NN: Decl = Decl {
    name: "",
    inputs: "logits: T",
    outputs: "softmax: T",
    attrs: "T: floating",
    effect: Effect::Pure,
    infer: rows,
    compute: Compute::Lower(|b, x, info| Ok(smallvec![lower_softmax(b, x[0], info.input_dims(0).len())?])),
    grad: Grad::Fn(grad_softmax),
    doc: "",
};

/// Position of the channels in a tensor of this rank.
fn channel_axis(info: &NodeInfo<'_>, rank: usize) -> usize {
    if info.str("data_format") == "NCHW" { 1 } else { rank - 1 }
}

fn bias_added(infer: &mut Infer<'_>) -> Result<()> {
    let bias = infer.with_rank(1, 1)?;
    let Some(rank) = infer.input_shape(0).rank() else {
        infer.set(0, Shape::unknown());
        return Ok(());
    };
    if rank < 2 {
        bail!(Value, "value must have at least 2 axes, but has rank {rank}");
    }
    let axis = channel_axis(infer, rank);
    let have = infer.input_shape(0).dim(axis);
    let Some(channels) = have.merge(bias.dim(0)) else {
        bail!(Value, "bias has {} elements, but value has {have} channels", bias.dim(0))
    };
    let dims = infer.input_shape(0).dims().unwrap_or_default().iter().enumerate();
    let shape = Shape::of(dims.map(|(i, &d)| if i == axis { channels } else { d }));
    infer.set(0, shape);
    Ok(())
}

/// A vector over channels in a form that broadcasts against the tensor.
fn along_channels(b: &mut Builder<'_>, bias: Output, rank: usize, axis: usize) -> Result<Output> {
    if axis + 1 == rank {
        return Ok(bias);
    }
    let mut dims = vec![1; rank - axis];
    dims[0] = -1;
    let dims = b.ints(&dims)?;
    b.reshape(bias, dims)
}

fn rows(infer: &mut Infer<'_>) -> Result<()> {
    if infer.input_shape(0).rank() == Some(0) {
        bail!(Value, "logits must have at least one axis, but are a scalar");
    }
    same_as_first(infer)
}

/// Exponentials over their sums, as TensorFlow computes it: one division per row.
fn shares(b: &mut Builder<'_>, powers: Output, sums: Output) -> Result<Output> {
    let inverse = b.reciprocal(sums)?;
    b.mul(powers, inverse)
}

/// Logits less the largest of each row, their exponentials, and the sums of those.
fn exponentials(b: &mut Builder<'_>, logits: Output, rank: usize) -> Result<[Output; 3]> {
    let last = b.ints(&[rank as i64 - 1])?;
    let largest = b.max(logits, last, true)?;
    let shifted = b.sub(logits, largest)?;
    let powers = b.exp(shifted)?;
    let sums = b.sum(powers, last, true)?;
    Ok([shifted, powers, sums])
}

fn lower_softmax(b: &mut Builder<'_>, logits: Output, rank: usize) -> Result<Output> {
    let [_, powers, sums] = exponentials(b, logits, rank)?;
    shares(b, powers, sums)
}

/// Sum over the last axis, which stays with size one.
fn sum_rows(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let last = b.ints(&[-1])?;
    b.sum(x, last, true)
}

fn grad_softmax(g: &mut GradCall<'_, '_>) -> Grads {
    let (dy, y) = (g.dy(), g.y[0]);
    let weighted = g.b.mul(dy, y)?;
    let mean = sum_rows(g.b, weighted)?;
    let difference = g.b.sub(dy, mean)?;
    only(g.b.mul(difference, y)?)
}

fn cross_entropy(infer: &mut Infer<'_>) -> Result<()> {
    let shape = broadcast(infer.input_shape(0), infer.input_shape(1))?;
    let shape = match shape.rank() {
        None => Shape::of_rank(2),
        Some(2) => shape,
        Some(r) => bail!(Value, "features and labels must be matrices, but have rank {r}"),
    };
    infer.set(0, Shape::of([shape.dim(0)]));
    infer.set(1, shape);
    Ok(())
}

/// `x` with these sizes, by broadcasting.
fn broadcast_to(b: &mut Builder<'_>, x: Output, dims: &[usize]) -> Result<Output> {
    if b.shape_of(x).admits(dims) && b.shape_of(x).is_known() {
        return Ok(x);
    }
    let dims: Vec<i64> = dims.iter().map(|&d| d as i64).collect();
    let dims = b.ints(&dims)?;
    b.broadcast_to(x, dims)
}

fn lower_cross_entropy(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let dims = info.output_dims(1);
    let (logits, labels) = (broadcast_to(b, x[0], &dims)?, broadcast_to(b, x[1], &dims)?);
    let [shifted, powers, sums] = exponentials(b, logits, 2)?;
    let log = b.log(sums)?;
    let surprise = b.sub(log, shifted)?;
    // An impossible class with label 0 adds nothing, although its surprise is infinite.
    let terms = b.mul_no_nan(surprise, labels)?;
    let last = b.ints(&[1])?;
    let loss = b.sum(terms, last, false)?;
    let softmax = shares(b, powers, sums)?;
    Ok(smallvec![loss, b.sub(softmax, labels)?])
}

/// The logits with the sizes of the result, which the labels may have widened.
fn full_logits(g: &mut GradCall<'_, '_>) -> Result<Output> {
    let (logits, result) = (g.x[0], g.y[1]);
    let (own, full) = (g.b.shape_of(logits).dim(1), g.b.shape_of(result).dim(1));
    if own.is_known() && own == full {
        return Ok(logits);
    }
    let shape = sizes_of(g.b, result, DType::I32)?;
    g.b.broadcast_to(logits, shape)
}

/// Gradient with respect to the logits, through the loss and through the second result.
fn grad_logits(g: &mut GradCall<'_, '_>, logits: Output) -> Result<Option<Output>> {
    let mut total = None;
    if let Some(dloss) = g.dys[0] {
        let axis = g.b.int(-1)?;
        let dloss = g.b.expand_dims(dloss, axis)?;
        total = Some(g.b.mul(dloss, g.y[1])?);
    }
    if let Some(dback) = g.dys[1] {
        let softmax = g.b.softmax(logits)?;
        let weighted = g.b.mul(dback, softmax)?;
        let mean = sum_rows(g.b, weighted)?;
        let difference = g.b.sub(dback, mean)?;
        let more = g.b.mul(difference, softmax)?;
        total = Some(match total {
            Some(sum) => g.b.add_v2(sum, more)?,
            None => more,
        });
    }
    Ok(total)
}

fn grad_cross_entropy(g: &mut GradCall<'_, '_>) -> Grads {
    let logits = full_logits(g)?;
    let dlogits = grad_logits(g, logits)?;
    let mut dlabels = None;
    if let Some(dloss) = g.dys[0] {
        let axis = g.b.int(-1)?;
        let dloss = g.b.expand_dims(dloss, axis)?;
        let log = g.b.log_softmax(logits)?;
        let surprise = g.b.neg(log)?;
        dlabels = Some(g.b.mul(dloss, surprise)?);
    }
    if let Some(dback) = g.dys[1] {
        dlabels = Some(match dlabels {
            Some(sum) => g.b.sub(sum, dback)?,
            None => g.b.neg(dback)?,
        });
    }
    let mut grads = Vec::new();
    for (i, grad) in [dlogits, dlabels].into_iter().enumerate() {
        grads.push(match grad {
            Some(grad) => Some(sum_to_shape(g.b, grad, g.x[i])?.into()),
            None => None,
        });
    }
    Ok(grads)
}

fn sparse_cross_entropy(infer: &mut Infer<'_>) -> Result<()> {
    let (features, labels) = (infer.with_rank(0, 2)?, infer.with_rank(1, 1)?);
    let Some(batch) = features.dim(0).merge(labels.dim(0)) else {
        bail!(Value, "features have {} rows, but there are {} labels", features.dim(0), labels.dim(0))
    };
    infer.set(0, Shape::of([batch]));
    infer.set(1, Shape::of([batch, features.dim(1)]));
    Ok(())
}

fn lower_sparse_cross_entropy(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let dims = info.input_dims(0);
    let dtype = info.dtype("T");
    let labels = b.check_labels(x[1], dims[1] as i64)?;
    let column = b.ints(&[dims[0] as i64, 1])?;
    let labels = b.reshape(labels, column)?;
    let here = b.is_label(labels, dims[1] as i64)?;
    let [shifted, powers, sums] = exponentials(b, x[0], 2)?;
    let zero = b.scalar(dtype, 0.0)?;
    let own = b.select_v2(here, shifted, zero)?;
    let last = b.ints(&[1])?;
    let own = b.sum(own, last, false)?;
    let batch = b.ints(&[dims[0] as i64])?;
    let flat = b.reshape(sums, batch)?;
    let log = b.log(flat)?;
    let loss = b.sub(log, own)?;
    let softmax = shares(b, powers, sums)?;
    let hit = b.cast(here, dtype, false)?;
    Ok(smallvec![loss, b.sub(softmax, hit)?])
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "BiasAdd",
        inputs: "value: T, bias: T",
        outputs: "output: T",
        attrs: BIAS,
        infer: bias_added,
        compute: Compute::Lower(|b, x, info| {
            let rank = info.input_dims(0).len();
            let bias = along_channels(b, x[1], rank, channel_axis(info, rank))?;
            Ok(smallvec![b.add_v2(x[0], bias)?])
        }),
        grad: Grad::Fn(|g| {
            let (dy, format) = (g.dy(), g.info().str("data_format").into_owned());
            Ok(vec![Some(dy.into()), Some(g.b.bias_add_grad(dy, &format)?.into())])
        }),
        doc: "Adds a vector along the channels: the last axis, or axis 1 with data_format NCHW.",
        ..NN
    },
    Decl {
        name: "BiasAddGrad",
        inputs: "out_backprop: T",
        outputs: "output: T",
        attrs: BIAS,
        infer: |infer| {
            let channels = match infer.input_shape(0).rank() {
                None => Dim::UNKNOWN,
                Some(rank) if rank < 2 => bail!(Value, "out_backprop must have at least 2 axes, but has rank {rank}"),
                Some(rank) => infer.input_shape(0).dim(channel_axis(infer, rank)),
            };
            infer.set(0, Shape::of([channels]));
            Ok(())
        },
        compute: Compute::Lower(|b, x, info| {
            let rank = info.input_dims(0).len();
            let channels = channel_axis(info, rank);
            let axes: Vec<i64> = (0..rank).filter(|&i| i != channels).map(|i| i as i64).collect();
            let axes = b.ints(&axes)?;
            Ok(smallvec![b.sum(x[0], axes, false)?])
        }),
        grad: Grad::Fn(|g| {
            let shape = sizes_of(g.b, g.x[0], DType::I32)?;
            let mut dy = g.dy();
            if g.info().str("data_format") == "NCHW" {
                let Some(rank) = g.b.shape_of(g.x[0]).rank() else {
                    bail!(Lookup, "the gradient of BiasAddGrad in NCHW needs a known rank")
                };
                dy = along_channels(g.b, dy, rank, 1)?;
            }
            only(g.b.broadcast_to(dy, shape)?)
        }),
        doc: "Gradient of BiasAdd for the bias: sums over all axes but the channels'.",
        ..NN
    },
    Decl { name: "Softmax", doc: "Exponentials along the last axis, scaled to sum to 1.", ..NN },
    Decl {
        name: "LogSoftmax",
        outputs: "logsoftmax: T",
        compute: Compute::Lower(|b, x, info| {
            let [shifted, _, sums] = exponentials(b, x[0], info.input_dims(0).len())?;
            let log = b.log(sums)?;
            Ok(smallvec![b.sub(shifted, log)?])
        }),
        grad: Grad::Fn(|g| {
            let dy = g.dy();
            let total = sum_rows(g.b, dy)?;
            let softmax = g.b.exp(g.y[0])?;
            let share = g.b.mul(total, softmax)?;
            only(g.b.sub(dy, share)?)
        }),
        doc: "Logarithm of Softmax, accurate for small probabilities.",
        ..NN
    },
    Decl {
        name: "SoftmaxCrossEntropyWithLogits",
        inputs: "features: T, labels: T",
        outputs: "loss: T, backprop: T",
        infer: cross_entropy,
        compute: Compute::Lower(lower_cross_entropy),
        grad: Grad::Fn(grad_cross_entropy),
        doc: "Cross entropy between softmax(features) and labels for each row, and its gradient with respect to the \
              features. Both are [batch, classes], with broadcasting; rows of labels are distributions.",
        ..NN
    },
    Decl {
        name: "SparseSoftmaxCrossEntropyWithLogits",
        inputs: "features: T, labels: Tlabels",
        outputs: "loss: T, backprop: T",
        attrs: "T: floating; Tlabels: {int32, int64} = int64",
        infer: sparse_cross_entropy,
        compute: Compute::Lower(lower_sparse_cross_entropy),
        grad: Grad::Fn(|g| {
            let grad = grad_logits(g, g.x[0])?;
            Ok(vec![grad.map(Into::into), None])
        }),
        doc: "Cross entropy of softmax(features) for the class of each row, and its gradient with respect to the \
              features. features is [batch, classes], labels is [batch]; a label that is not a class is an error.",
        ..NN
    },
    Decl {
        name: "_CheckLabels",
        inputs: "labels: Tlabels",
        outputs: "output: Tlabels",
        attrs: "limit: int; Tlabels: {int32, int64}",
        infer: same_as_first,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_check_labels,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("errors are raised on the CPU"),
        }),
        grad: Grad::Stop("labels are integers"),
        doc: "Labels, if all are at least 0 and below the limit.",
        ..NN
    },
    Decl {
        name: "_IsLabel",
        inputs: "labels: Tlabels",
        outputs: "output: bool",
        attrs: "depth: int; Tlabels: {int32, int64}",
        infer: |infer| {
            let shape = infer.with_rank(0, 2)?;
            let depth = Dim::new(infer.int("depth"));
            infer.set(0, Shape::of([shape.dim(0), depth]));
            Ok(())
        },
        compute: Compute::Map(|e, x, info| {
            let column = e.index(1, info.dtype("Tlabels"));
            smallvec![e.eq(column, x[0])]
        }),
        grad: Grad::Stop("the result is true or false"),
        doc: "Whether each column is the row's label, which is in a matrix of one column.",
        ..NN
    },
    Decl {
        name: "CheckNumerics",
        inputs: "tensor: T",
        outputs: "output: T",
        attrs: "message: string; T: floating",
        effect: Effect::Host,
        infer: same_as_first,
        compute: Compute::Kernel(KernelDecl {
            cpu: plan_check_numerics,
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("errors are raised on the CPU"),
        }),
        grad: Grad::Fn(|g| {
            let message = g.info().str("message");
            let message = format!("Not a number (NaN) or infinity (Inf) values detected in gradient. {message}");
            only(g.b.check_numerics(g.dy(), &message)?)
        }),
        doc: "Returns the tensor if all its elements are finite; otherwise fails with the message.",
    },
];
