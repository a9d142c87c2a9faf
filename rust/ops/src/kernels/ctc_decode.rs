//! Decoders for connectionist temporal classification: best path, and beam search over prefixes
//! (Graves, Supervised Sequence Labelling with Recurrent Neural Networks, section 7.5).

use rheos_base::{DType, Result, Tensor, bail};
use rheos_graph::{HostCall, HostKernel, HostSpec, Workers};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::OnceLock;

/// Decoded labels with a score, one per path.
type Paths = Vec<(Vec<i64>, f64)>;

/// Logits in double precision: [steps, batch, classes].
struct Logits<'a> {
    single: Option<&'a [f32]>,
    double: Option<&'a [f64]>,
    batch: usize,
    classes: usize,
}

impl Logits<'_> {
    fn row(&self, t: usize, row: usize, out: &mut Vec<f64>) {
        let start = (t * self.batch + row) * self.classes;
        out.clear();
        if let Some(all) = self.single {
            out.extend(all[start..start + self.classes].iter().map(|&v| f64::from(v)));
        }
        if let Some(all) = self.double {
            out.extend(&all[start..start + self.classes]);
        }
    }
}

/// Decodes each sequence in a task of its own.
fn decode(
    x: &[Tensor],
    workers: &dyn Workers,
    count: usize,
    one: &(dyn Fn(&Logits<'_>, usize, usize) -> Paths + Sync),
) -> Result<SmallVec<[Tensor; 2]>> {
    let dims = x[0].dims();
    let (steps, batch, classes) = (dims[0], dims[1], dims[2]);
    if x[0].is_empty() {
        bail!(InvalidArgument, "inputs must not be empty, but have shape {}", x[0].shape());
    }
    let lengths = x[1].as_slice::<i32>()?;
    if let Some(row) = lengths.iter().position(|&l| i64::from(l) > steps as i64) {
        bail!(FailedPrecondition, "sequence_length({row}) = {} is more than {steps} steps", lengths[row]);
    }
    let logits = Logits { single: x[0].as_slice().ok(), double: x[0].as_slice().ok(), batch, classes };
    let found: Vec<OnceLock<Paths>> = (0..batch).map(|_| OnceLock::new()).collect();
    workers.run(batch, &|row| {
        let steps = lengths[row].max(0) as usize;
        found[row].get_or_init(|| one(&logits, row, steps));
    });
    let found: Vec<Paths> = found.into_iter().map(|cell| cell.into_inner().unwrap_or_default()).collect();
    if let Some(paths) = found.iter().find(|paths| paths.len() < count) {
        bail!(
            InvalidArgument,
            "Less leaves in the beam search than requested: {} paths were found, {count} are wanted",
            paths.len()
        );
    }
    let (mut indices, mut values, mut shapes) = (Vec::new(), Vec::new(), Vec::new());
    for path in 0..count {
        let (mut places, mut labels, mut longest) = (Vec::new(), Vec::<i64>::new(), 0);
        for (row, paths) in found.iter().enumerate() {
            let own = &paths[path].0;
            longest = longest.max(own.len());
            places.extend((0..own.len()).flat_map(|i| [row as i64, i as i64]));
            labels.extend(own);
        }
        indices.push(Tensor::from_slice(&[labels.len(), 2], &places)?);
        values.push(Tensor::from_slice(&[labels.len()], &labels)?);
        shapes.push(Tensor::from_slice(&[2], &[batch as i64, longest as i64])?);
    }
    let scores: Vec<f64> = found.iter().flat_map(|paths| paths[..count].iter().map(|p| p.1)).collect();
    let scores = match x[0].dtype() {
        DType::F64 => Tensor::from_slice(&[batch, count], &scores)?,
        _ => Tensor::from_slice(&[batch, count], &scores.iter().map(|&v| v as f32).collect::<Vec<_>>())?,
    };
    Ok(indices.into_iter().chain(values).chain(shapes).chain([scores]).collect())
}

/// The likeliest class of each step, without blanks; repeated ones may count once.
pub fn greedy(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let (merge, blank) = (spec.info.bool("merge_repeated"), spec.info.int("blank_index"));
    Ok(Box::new(move |x: &[Tensor], call: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let classes = x[0].dims()[2] as i64;
        let at = if blank < 0 { blank + classes } else { blank };
        if !(0..classes).contains(&at) {
            bail!(
                InvalidArgument,
                "blank_index expected to be between {} and {} but was {blank}",
                -classes,
                classes - 1
            );
        }
        decode(x, call.workers, 1, &|logits, row, steps| {
            let (mut own, mut labels, mut score, mut before) = (Vec::new(), Vec::new(), 0.0, -1);
            for t in 0..steps {
                logits.row(t, row, &mut own);
                let best = (1..own.len()).fold(0, |best, i| if own[i] > own[best] { i } else { best });
                score -= own[best];
                let best = best as i64;
                if best != at && !(merge && best == before) {
                    labels.push(best);
                }
                before = best;
            }
            vec![(labels, score)]
        })
    }))
}

/// The likeliest label sequences that a beam of prefixes finds.
pub fn beam_search(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let (width, paths) = (spec.info.int("beam_width") as usize, spec.info.int("top_paths") as usize);
    let merge = spec.info.bool("merge_repeated");
    if paths > width {
        bail!(InvalidArgument, "requested more paths than the beam width: top_paths = {paths}, beam_width = {width}");
    }
    Ok(Box::new(move |x: &[Tensor], call: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        decode(x, call.workers, paths, &|logits, row, steps| {
            let mut beam = Beam::new(width);
            let mut own = Vec::new();
            for t in 0..steps {
                logits.row(t, row, &mut own);
                beam.step(&own);
            }
            let leaves = beam.leaves.iter().take(paths);
            leaves.map(|&leaf| (beam.labels(leaf, merge), beam.entries[leaf].new.total)).collect()
        })
    }))
}

const NEVER: f64 = f64::NEG_INFINITY;

/// Logarithms of a prefix's probability: ending in a blank, ending in its label, together.
#[derive(Clone, Copy)]
struct Weight {
    total: f64,
    blank: f64,
    label: f64,
}

const NONE: Weight = Weight { total: NEVER, blank: NEVER, label: NEVER };

/// A prefix: another one and a label more.
struct Entry {
    parent: Option<usize>,
    label: usize,
    old: Weight,
    new: Weight,
}

struct Beam {
    width: usize,
    entries: Vec<Entry>,
    children: FxHashMap<(usize, usize), usize>,
    /// The prefixes in the beam, likeliest first; of equals the earlier one.
    leaves: Vec<usize>,
}

/// ln(exp(a) + exp(b)).
fn joined(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == NEVER { high } else { high + (low - high).exp().ln_1p() }
}

impl Beam {
    fn new(width: usize) -> Beam {
        let certain = Weight { total: 0.0, blank: 0.0, label: NEVER };
        let root = Entry { parent: None, label: usize::MAX, old: NONE, new: certain };
        Beam { width, entries: vec![root], children: FxHashMap::default(), leaves: vec![0] }
    }

    fn push(&mut self, entry: usize) {
        let total = self.entries[entry].new.total;
        let at = self.leaves.partition_point(|&other| self.entries[other].new.total >= total);
        self.leaves.insert(at, entry);
    }

    fn is_candidate(&self, total: f64) -> bool {
        let least = || self.leaves.last().map_or(NEVER, |&last| self.entries[last].new.total);
        total > NEVER && (self.leaves.len() < self.width || total > least())
    }

    fn step(&mut self, logits: &[f64]) {
        let blank = logits.len() - 1;
        let largest = logits.iter().copied().fold(NEVER, f64::max);
        let log = largest + logits.iter().map(|v| (v - largest).exp()).sum::<f64>().ln();
        let branches = std::mem::take(&mut self.leaves);
        for &b in &branches {
            self.entries[b].old = self.entries[b].new;
        }
        for &b in &branches {
            let entry = &self.entries[b];
            let mut new = entry.new;
            if let Some(parent) = entry.parent {
                let before = &self.entries[parent];
                if before.new.total != NEVER {
                    let from = if entry.label == before.label { before.old.blank } else { before.old.total };
                    new.label = joined(new.label, from);
                }
                new.label += logits[entry.label] - log;
            }
            new.blank = entry.old.total + logits[blank] - log;
            new.total = joined(new.blank, new.label);
            self.entries[b].new = new;
            self.push(b);
        }
        for &b in &branches {
            let (old, own) = (self.entries[b].old, self.entries[b].label);
            if !self.is_candidate(old.total) {
                continue;
            }
            for (label, &logit) in logits[..blank].iter().enumerate() {
                let known = self.children.get(&(b, label)).copied();
                if known.is_some_and(|c| self.entries[c].new.total != NEVER) {
                    continue;
                }
                let from = if label == own { old.blank } else { old.total };
                let total = logit - log + from;
                if !self.is_candidate(total) {
                    if let Some(c) = known {
                        self.entries[c].old = NONE;
                        self.entries[c].new = NONE;
                    }
                    continue;
                }
                let new = Weight { total, blank: NEVER, label: total };
                let child = known.unwrap_or_else(|| {
                    self.entries.push(Entry { parent: Some(b), label, old: NONE, new });
                    self.children.insert((b, label), self.entries.len() - 1);
                    self.entries.len() - 1
                });
                self.entries[child].new = new;
                if self.leaves.len() == self.width
                    && let Some(last) = self.leaves.pop()
                {
                    self.entries[last].new = NONE;
                }
                self.push(child);
            }
        }
    }

    fn labels(&self, leaf: usize, merge: bool) -> Vec<i64> {
        let (mut labels, mut at, mut after) = (Vec::new(), &self.entries[leaf], usize::MAX);
        while let Some(parent) = at.parent {
            if !merge || at.label != after {
                labels.push(at.label as i64);
            }
            after = at.label;
            at = &self.entries[parent];
        }
        labels.reverse();
        labels
    }
}
