//! Connectionist temporal classification (Graves, Supervised Sequence Labelling with Recurrent Neural Networks,
//! chapter 7): the loss with its gradient. Sums over alignments are taken as logarithms in double precision.

use crate::kernels::Planned;
use rheos_base::{DType, Element, Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};

/// Numbers that the loss is computed for.
pub trait Real: Element {
    fn widen(self) -> f64;
    fn narrow(value: f64) -> Self;
    /// Exponential in the type's own precision.
    fn exponential(self) -> Self;
    fn minus(self, other: Self) -> Self;
}

macro_rules! real {
    ($($t:ty),*) => {$(
        impl Real for $t {
            fn widen(self) -> f64 {
                f64::from(self)
            }
            fn narrow(value: f64) -> $t {
                value as $t
            }
            fn exponential(self) -> $t {
                self.exp()
            }
            fn minus(self, other: $t) -> $t {
                self - other
            }
        }
    )*};
}
real!(f32, f64);

/// What alignments may look like.
#[derive(Clone, Copy)]
struct Rules {
    blank: usize,
    /// A label may last for several steps, so that equal neighbours need a blank between them.
    merge: bool,
}

/// Sizes of the logits: [steps, batch, classes].
#[derive(Clone, Copy)]
struct Sizes {
    steps: usize,
    batch: usize,
    classes: usize,
}

/// One sequence: how many steps count, and its labels; None where loss and gradient are to be 0.
type Sequence = Option<(usize, Vec<usize>)>;

/// ln(exp(a) + exp(b)).
fn joined(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// ln(exp(a) + exp(b) + exp(c)).
fn joined3(a: f64, b: f64, c: f64) -> f64 {
    let high = a.max(b).max(c);
    if high == f64::NEG_INFINITY { high } else { high + ((a - high).exp() + (b - high).exp() + (c - high).exp()).ln() }
}

/// Loss of one sequence; its part of the gradient goes to `gradient`.
fn loss<T: Real>(
    logits: &[T],
    gradient: SharedPtr,
    sizes: Sizes,
    row: usize,
    steps: usize,
    labels: &[usize],
    rules: Rules,
) -> f64 {
    let classes = sizes.classes;
    let start = |t: usize| (t * sizes.batch + row) * classes;
    // Labels with blanks before, between and after them.
    let state = |u: usize| if u.is_multiple_of(2) { rules.blank } else { labels[u / 2] };
    let states = 2 * labels.len() + 1;
    // A state can be reached from the one before the last one, over the blank between two labels.
    let skips: Vec<bool> =
        (0..states).map(|u| u % 2 == 1 && u > 1 && !(rules.merge && state(u) == state(u - 2))).collect();
    let stays = |u: usize| rules.merge || u.is_multiple_of(2);
    let mut observed = vec![0.0; steps * states];
    for t in 0..steps {
        let own = &logits[start(t)..start(t) + classes];
        let largest = own.iter().fold(f64::NEG_INFINITY, |m, v| m.max(v.widen()));
        let shift = T::narrow(if largest.is_finite() { largest } else { 0.0 });
        // SAFETY: this sequence's rows of the gradient are this task's alone, and lie within it.
        let powers = unsafe { std::slice::from_raw_parts_mut(gradient.get().cast::<T>().add(start(t)), classes) };
        let mut sum = 0.0;
        for (power, &logit) in powers.iter_mut().zip(own) {
            *power = logit.minus(shift).exponential();
            sum += power.widen();
        }
        let scale = 1.0 / sum;
        powers.iter_mut().for_each(|p| *p = T::narrow(p.widen() * scale));
        let log = shift.widen() + sum.ln();
        for (u, out) in observed[t * states..(t + 1) * states].iter_mut().enumerate() {
            *out = own[state(u)].widen() - log;
        }
    }
    const NEVER: f64 = f64::NEG_INFINITY;
    // States that can be reached by step t and from which the end can be reached in the steps left.
    let range = |t: usize| states.saturating_sub(2 * (steps - t))..states.min(2 * (t + 1));
    let mut forward = vec![NEVER; steps * states];
    forward[..states.min(2)].copy_from_slice(&observed[..states.min(2)]);
    for t in 1..steps {
        let (before, now) = forward.split_at_mut(t * states);
        let before = &before[(t - 1) * states..];
        for u in range(t) {
            let stay = if stays(u) { before[u] } else { NEVER };
            let step = if u > 0 { before[u - 1] } else { NEVER };
            let skip = if skips[u] { before[u - 2] } else { NEVER };
            now[u] = joined3(stay, step, skip) + observed[t * states + u];
        }
    }
    let last = (steps - 1) * states;
    let total = (states.saturating_sub(2)..states).fold(NEVER, |sum, u| joined(sum, forward[last + u]));
    if total == NEVER {
        // No alignment is possible: the gradient is the softmax itself, as in TensorFlow.
        return f64::INFINITY;
    }
    // From the end: log of the probability of the rest after step t, and of being in a state at step t.
    let (mut after, mut next) = (vec![NEVER; states], vec![NEVER; states]);
    after[states.saturating_sub(2)..].fill(0.0);
    for t in (0..steps).rev() {
        // SAFETY: as above.
        let dy = unsafe { std::slice::from_raw_parts_mut(gradient.get().cast::<T>().add(start(t)), classes) };
        if t + 1 < steps {
            let seen = &observed[(t + 1) * states..(t + 2) * states];
            next.iter_mut().zip(&after).zip(seen).for_each(|((n, a), s)| *n = a + s);
            after.fill(NEVER);
            for u in range(t) {
                let stay = if stays(u) { next[u] } else { NEVER };
                let step = if u + 1 < states { next[u + 1] } else { NEVER };
                let skip = if u + 2 < states && skips[u + 2] { next[u + 2] } else { NEVER };
                after[u] = joined3(stay, step, skip);
            }
        }
        for u in range(t) {
            let share = (forward[t * states + u] + after[u] - total).exp();
            if share > 0.0 {
                let class = state(u);
                dy[class] = T::narrow(dy[class].widen() - share);
            }
        }
    }
    -total
}

/// Losses of all sequences into output 0, gradients into output 1.
fn losses<T: Real>(call: &mut Call<'_>, sizes: Sizes, sequences: &[Sequence], rules: Rules) -> Result<()> {
    let logits = call.input::<T>(0);
    call.output_bytes(1).fill(0);
    let (out, gradient) = (SharedPtr(call.outputs[0]), SharedPtr(call.outputs[1]));
    call.workers.run(sequences.len(), &|row| {
        let value = match &sequences[row] {
            None => 0.0,
            Some((0, labels)) => {
                if labels.is_empty() {
                    0.0
                } else {
                    f64::INFINITY
                }
            }
            Some((steps, labels)) => loss::<T>(logits, gradient, sizes, row, *steps, labels, rules),
        };
        // SAFETY: one loss per sequence, and each task is one sequence.
        unsafe { out.get().cast::<T>().add(row).write(T::narrow(value)) };
    });
    Ok(())
}

fn sizes(spec: &KernelSpec<'_>) -> Sizes {
    let dims = &spec.inputs[0].layout.dims;
    Sizes { steps: dims[0], batch: dims[1], classes: dims[2] }
}

/// How many steps of sequence `row` count, checked.
fn checked_steps(length: i64, steps: usize, row: usize) -> Result<usize> {
    match usize::try_from(length) {
        Ok(own) if own <= steps => Ok(own),
        _ => bail!(InvalidArgument, "sequence_length({row}) = {length} is not in [0, {steps}]"),
    }
}

/// Plans `CTCLoss`: labels are the parts of a sparse matrix in inputs 1 and 2, lengths are in input 3.
pub fn plan_ctc_loss(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let sizes = sizes(spec);
    if sizes.batch == 0 {
        bail!(InvalidArgument, "batch_size must not be 0");
    }
    if sizes.classes == 0 {
        bail!(InvalidArgument, "there must be a class for the blank");
    }
    let (collapse, merge) = (spec.info.bool("preprocess_collapse_repeated"), spec.info.bool("ctc_merge_repeated"));
    let ignore = spec.info.bool("ignore_longer_outputs_than_inputs");
    let (double, rules) = (spec.inputs[0].dtype == DType::F64, Rules { blank: sizes.classes - 1, merge });
    Ok(Planned::boxed(cost(sizes), move |call: &mut Call<'_>| {
        let labels = grouped(call.input::<i64>(1), call.input::<i32>(2), sizes.batch)?;
        let lengths = call.input::<i32>(3);
        let mut sequences = Vec::with_capacity(sizes.batch);
        for (row, given) in labels.iter().enumerate() {
            let steps = checked_steps(i64::from(lengths[row]), sizes.steps, row)?;
            let labels = checked_labels(given, row, sizes.classes, collapse)?;
            if given.len() > steps && !ignore {
                bail!(
                    InvalidArgument,
                    "Not enough time for target transition sequence (required: {}, available: {steps}) in batch {row}; \
                     hint: ignore_longer_outputs_than_inputs=True gives such sequences the loss 0",
                    given.len()
                );
            }
            sequences.push((steps > 0 && given.len() <= steps).then_some((steps, labels)));
        }
        if double {
            losses::<f64>(call, sizes, &sequences, rules)
        } else {
            losses::<f32>(call, sizes, &sequences, rules)
        }
    }))
}

/// Labels of each sequence, from the indices and values of a sparse matrix in row-major order.
fn grouped(indices: &[i64], values: &[i32], batch: usize) -> Result<Vec<Vec<i32>>> {
    let mut labels = vec![Vec::new(); batch];
    let mut before: Option<&[i64]> = None;
    for (i, (at, &value)) in indices.chunks_exact(2).zip(values).enumerate() {
        let Some(own) = usize::try_from(at[0]).ok().and_then(|row| labels.get_mut(row)) else {
            bail!(InvalidArgument, "labels batch index must be between 0 and {batch} but saw: {}", at[0])
        };
        if at[1] < 0 || before.is_some_and(|before| before >= at) {
            bail!(
                InvalidArgument,
                "label SparseTensor is not valid: indices[{i}] = [{}, {}] is out of order, repeated or negative; \
                 hint: tf.sparse_reorder",
                at[0],
                at[1]
            );
        }
        own.push(value);
        before = Some(at);
    }
    Ok(labels)
}

/// A sequence's labels as classes; those from the blank on end it.
fn checked_labels(given: &[i32], row: usize, classes: usize, collapse: bool) -> Result<Vec<usize>> {
    if given.is_empty() {
        bail!(InvalidArgument, "Labels length is zero in batch {row}");
    }
    let mut labels = Vec::with_capacity(given.len());
    let mut ended = false;
    for (i, &label) in given.iter().enumerate() {
        if collapse && i > 0 && label == given[i - 1] {
            continue;
        }
        match usize::try_from(label) {
            Err(_) => bail!(InvalidArgument, "All labels must be nonnegative integers, batch: {row} label: {label}"),
            Ok(label) if label >= classes - 1 => ended = true,
            Ok(_) if ended => bail!(
                InvalidArgument,
                "Saw a non-null label (index >= num_classes - 1) following a null label, batch: {row} num_classes: \
                 {classes} labels: {given:?}"
            ),
            Ok(label) => labels.push(label),
        }
    }
    Ok(labels)
}

/// Plans `_CTCLossDense`: labels are the rows of input 1, their lengths are in input 2, those of the logits in 3.
pub fn plan_ctc_loss_dense(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let sizes = sizes(spec);
    let width = spec.inputs[1].layout.dims[1];
    let blank = spec.info.int("blank_index");
    let blank = if blank < 0 { blank + sizes.classes as i64 } else { blank };
    let Some(blank) = usize::try_from(blank).ok().filter(|&b| b < sizes.classes) else {
        bail!(InvalidArgument, "blank_index = {} is not one of {} classes", spec.info.int("blank_index"), sizes.classes)
    };
    let (double, rules) = (spec.inputs[0].dtype == DType::F64, Rules { blank, merge: true });
    let kinds = [1, 2, 3].map(|i| spec.inputs[i].dtype);
    let at = move |call: &Call<'_>, input: usize, i: usize| match kinds[input - 1] {
        DType::I32 => i64::from(call.input::<i32>(input)[i]),
        _ => call.input::<i64>(input)[i],
    };
    Ok(Planned::boxed(cost(sizes), move |call: &mut Call<'_>| {
        let mut sequences = Vec::with_capacity(sizes.batch);
        for row in 0..sizes.batch {
            let steps = checked_steps(at(call, 3, row), sizes.steps, row)?;
            let length = match usize::try_from(at(call, 2, row)) {
                Ok(length) if length <= width => length,
                _ => bail!(InvalidArgument, "label_length({row}) = {} is not in [0, {width}]", at(call, 2, row)),
            };
            let label = |i: usize| match usize::try_from(at(call, 1, row * width + i)) {
                Ok(label) if label < sizes.classes && label != blank => Ok(label),
                _ => bail!(
                    InvalidArgument,
                    "labels[{row}, {i}] = {} is not one of {} classes other than the blank, {blank}",
                    at(call, 1, row * width + i),
                    sizes.classes
                ),
            };
            sequences.push(Some((steps, (0..length).map(label).collect::<Result<Vec<_>>>()?)));
        }
        if double {
            losses::<f64>(call, sizes, &sequences, rules)
        } else {
            losses::<f32>(call, sizes, &sequences, rules)
        }
    }))
}

fn cost(sizes: Sizes) -> f64 {
    20.0 * (sizes.steps * sizes.batch * sizes.classes) as f64
}
