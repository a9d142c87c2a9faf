//! Sampled classes: what is drawn for given seeds, and how often a class is to be expected, are TensorFlow's.

use super::philox::{Generator, Words};
use crate::kernels::Planned;
use rheos_base::{Result, Tensor, bail, err};
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec, NodeInfo};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// The distribution that classes are drawn from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    All,
    Uniform,
    LogUniform,
    Learned,
    Fixed,
}

/// Words reserved for each sample, many more than are needed; part of TensorFlow's streams.
const RESERVED: u64 = 2048;

/// A distribution over the classes 0..range.
enum Classes {
    All,
    Uniform,
    LogUniform { log_range: f64 },
    Learned(Counts),
    Fixed(Table),
}

impl Classes {
    fn sample(&self, words: &mut Words, range: i64) -> i64 {
        match self {
            Classes::All => 0,
            Classes::Uniform => below_u64(words, range as u64) as i64,
            Classes::LogUniform { log_range } => {
                ((unit_f64(words) * log_range).exp() as i64).wrapping_sub(1).rem_euclid(range)
            }
            Classes::Learned(counts) => counts.at(below(words, counts.total as u32) as i64),
            Classes::Fixed(table) => table.sample(words),
        }
    }

    /// Probability of a class within the range.
    fn probability(&self, class: i64, range: i64) -> f32 {
        match self {
            Classes::All => 1.0,
            Classes::Uniform => (1.0 / range as f64) as f32,
            Classes::LogUniform { log_range } => {
                let class = class as f64;
                (((class + 2.0) / (class + 1.0)).ln() / log_range) as f32
            }
            Classes::Learned(counts) => counts.of[class as usize] as f32 / counts.total as f32,
            Classes::Fixed(table) => table.weights[class as usize] / table.total,
        }
    }
}

/// Uniform in [0, n), by drawing again where a remainder would favour small numbers.
fn below(words: &mut Words, n: u32) -> u32 {
    if n.is_power_of_two() {
        return words.word() & (n - 1);
    }
    let skipped = u32::MAX % n + 1;
    loop {
        let drawn = words.word();
        if drawn >= skipped {
            return drawn % n;
        }
    }
}

fn below_u64(words: &mut Words, n: u64) -> u64 {
    let mut draw = || u64::from(words.word()) | u64::from(words.word()) << 32;
    if n.is_power_of_two() {
        return draw() & (n - 1);
    }
    let skipped = u64::MAX % n + 1;
    loop {
        let drawn = draw();
        if drawn >= skipped {
            return drawn % n;
        }
    }
}

fn unit_f64(words: &mut Words) -> f64 {
    let (low, high) = (words.word(), words.word());
    super::distributions::unit_f64(low, high)
}

/// How often each class was seen, one more to begin with, with sums for drawing in logarithmic time.
struct Counts {
    of: Vec<i32>,
    /// A Fenwick tree: entry i - 1 sums the classes from i less its lowest bit up to i - 1.
    sums: Vec<i32>,
    total: i32,
}

impl Counts {
    fn new(range: usize) -> Counts {
        let sums = (1..=range).map(|i| (i & i.wrapping_neg()) as i32).collect();
        Counts { of: vec![1; range], sums, total: range as i32 }
    }

    /// Counts the classes as seen once more, as long as the total can be counted.
    fn see(&mut self, classes: &[i64]) {
        for &class in classes.iter().take((i32::MAX - self.total) as usize) {
            self.of[class as usize] += 1;
            self.total += 1;
            let mut i = class as usize + 1;
            while i <= self.sums.len() {
                self.sums[i - 1] += 1;
                i += i & i.wrapping_neg();
            }
        }
    }

    /// The class that holds this position, were all classes laid out as often as they were seen.
    fn at(&self, position: i64) -> i64 {
        let (mut before, mut left) = (0, position as i32);
        let mut step = self.sums.len().checked_ilog2().map_or(0, |bits| 1 << bits);
        while step > 0 {
            let next = before + step;
            if next <= self.sums.len() && self.sums[next - 1] <= left {
                before = next;
                left -= self.sums[next - 1];
            }
            step /= 2;
        }
        before as i64
    }
}

/// Given weights, prepared for drawing in constant time (Walker's alias method).
struct Table {
    weights: Vec<f32>,
    total: f32,
    /// Each column is its own class up to this height, another above.
    columns: Vec<(f32, u32)>,
}

impl Table {
    fn new(weights: Vec<f32>) -> Table {
        let (n, sum) = (weights.len(), weights.iter().map(|&w| f64::from(w)).sum::<f64>());
        let mut heights: Vec<f64> = weights.iter().map(|&w| f64::from(w * n as f32) / sum).collect();
        let mut other: Vec<u32> = (0..n as u32).collect();
        let (mut low, mut high): (Vec<u32>, Vec<u32>) = (0..n as u32).partition(|&i| heights[i as usize] < 1.0);
        // Order matters: it decides which class a seed gives.
        while let (Some(&l), Some(&h)) = (low.last(), high.last()) {
            low.pop();
            high.pop();
            other[l as usize] = h;
            let left = heights[h as usize] - (1.0 - heights[l as usize]);
            heights[h as usize] = left;
            if left < 1.0 { low.push(h) } else { high.push(h) }
        }
        for i in low.into_iter().chain(high) {
            heights[i as usize] = 1.0;
            other[i as usize] = i;
        }
        let columns = heights.into_iter().zip(other).map(|(height, other)| (height as f32, other)).collect();
        let total = weights.iter().sum();
        Table { weights, total, columns }
    }

    fn sample(&self, words: &mut Words) -> i64 {
        let height = super::distributions::unit_f32(words.word());
        let column = below(words, self.columns.len() as u32);
        let (own, other) = self.columns[column as usize];
        i64::from(if height < own { column } else { other })
    }
}

/// What a session keeps for a sampling node.
struct Sampler {
    generator: Generator,
    classes: Mutex<Classes>,
    range: i64,
    /// Classes that can be drawn at all.
    possible: i64,
}

impl Sampler {
    fn new(info: &NodeInfo<'_>, family: Family) -> Result<Sampler> {
        let range = if family == Family::All { info.int("num_sampled") } else { info.int("range_max") };
        if range < 1 {
            bail!(InvalidArgument, "range_max must be positive, got {range}");
        }
        let mut possible = range;
        let classes = match family {
            Family::All => Classes::All,
            Family::Uniform => Classes::Uniform,
            Family::LogUniform => Classes::LogUniform { log_range: (range as f64).ln_1p() },
            Family::Learned => {
                if range >= i64::from(i32::MAX) {
                    bail!(InvalidArgument, "range_max must be less than {}, got {range}", i32::MAX);
                }
                Classes::Learned(Counts::new(range as usize))
            }
            Family::Fixed => {
                let weights = fixed_weights(info)?;
                if weights.len() as i64 != range {
                    bail!(
                        InvalidArgument,
                        "range_max is {range}, but there are {} weights with the reserved ids",
                        weights.len()
                    );
                }
                possible = weights.iter().filter(|&&w| w > 0.0).count() as i64;
                if possible == 0 {
                    bail!(InvalidArgument, "no class has a weight above 0");
                }
                Classes::Fixed(Table::new(weights))
            }
        };
        let generator = Generator::new(info.int("seed"), info.int("seed2"));
        Ok(Sampler { generator, classes: Mutex::new(classes), range, possible })
    }
}

/// Weights of this shard's classes: zeros for reserved ids, then those of the list or the file, to a power.
fn fixed_weights(info: &NodeInfo<'_>) -> Result<Vec<f32>> {
    let (file, list) = (info.str("vocab_file"), info.floats("unigrams"));
    let (shards, shard, reserved) = (info.int("num_shards"), info.int("shard"), info.int("num_reserved_ids"));
    let distortion = info.float("distortion");
    if shards < 1 || !(0..shards).contains(&shard) {
        bail!(InvalidArgument, "shard = {shard} is not in [0, num_shards = {shards})");
    }
    let given: Vec<f32> = match (file.is_empty(), list.is_empty()) {
        (true, true) => bail!(InvalidArgument, "Must provide either vocab_file or unigrams."),
        (false, false) => bail!(InvalidArgument, "Must only provide one of vocab_file and unigrams."),
        (true, false) => list.to_vec(),
        (false, true) => {
            let text = std::fs::read_to_string(&*file).map_err(|e| err!(NotFound, "cannot read {file}: {e}"))?;
            let weight = |line: &str| {
                let last = line.rsplit(',').next().unwrap_or_default().trim();
                last.parse().map_err(|_| err!(InvalidArgument, "Wrong vocabulary format at line: {line}"))
            };
            text.lines().filter(|l| !l.is_empty()).map(weight).collect::<Result<_>>()?
        }
    };
    let mine = |id: i64| id % shards == shard;
    let mut weights: Vec<f32> = (0..reserved).filter(|&id| mine(id)).map(|_| 0.0).collect();
    let first = weights.len() as i64;
    for (id, w) in (first..).zip(given) {
        if mine(id) {
            let weight = w.powf(distortion);
            if !(weight.is_finite() && weight >= 0.0) {
                bail!(InvalidArgument, "weight {w} of class {id} to the power {distortion} is {weight}");
            }
            weights.push(weight);
        }
    }
    Ok(weights)
}

/// Expected count of a class in a batch for which it took `tries` draws.
fn expected(probability: f32, batch: usize, tries: usize) -> f32 {
    if tries == batch {
        return probability * batch as f32;
    }
    -(tries as f32 * (-probability).ln_1p()).exp_m1()
}

/// Draws candidates: results are the samples, expected counts of the true classes and of the samples.
pub fn candidates(spec: &KernelSpec<'_>, family: Family) -> Result<Box<dyn Kernel>> {
    let info = spec.info;
    let make = || -> Result<Arc<dyn Any + Send + Sync>> { Ok(Arc::new(Sampler::new(&info, family)?)) };
    let state = spec.state.node_state(&make)?;
    let sampler = state.downcast::<Sampler>().map_err(|_| err!(Internal, "the node's state is not a sampler"))?;
    let (samples, unique) = (info.int("num_sampled") as usize, info.bool("unique"));
    if unique && samples as i64 > sampler.possible {
        bail!(
            InvalidArgument,
            "Sampler's range is too small: {samples} different classes are to be drawn from {}",
            sampler.possible
        );
    }
    let cost = 30.0 * (samples + spec.inputs[0].layout.len()) as f64;
    Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let truth = call.input::<i64>(0);
        if let Some(class) = truth.iter().find(|c| !(0..sampler.range).contains(c)) {
            bail!(InvalidArgument, "`true_candidate` out of range [0, {}), received {class}", sampler.range);
        }
        let mut classes = sampler.classes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut words = sampler.generator.reserve((RESERVED * samples as u64).div_ceil(4)).words();
        let drawn = call.output::<i64>(0);
        let mut tries = samples;
        if let Classes::All = &*classes {
            drawn.iter_mut().zip(0..).for_each(|(slot, class)| *slot = class);
        } else if unique {
            tries = draw_different(&classes, &mut words, drawn, sampler.range, call)?;
        } else {
            drawn.iter_mut().for_each(|slot| *slot = classes.sample(&mut words, sampler.range));
        }
        let count = |&class: &i64| match &*classes {
            Classes::All => 1.0,
            other => expected(other.probability(class, sampler.range), samples, tries),
        };
        call.output::<f32>(1).iter_mut().zip(truth).for_each(|(slot, class)| *slot = count(class));
        call.output::<f32>(2).iter_mut().zip(&*drawn).for_each(|(slot, class)| *slot = count(class));
        if let Classes::Learned(counts) = &mut *classes {
            counts.see(truth);
        }
        Ok(())
    }))
}

/// Fills `drawn` with different classes; tells how many draws that took.
fn draw_different(
    classes: &Classes,
    words: &mut Words,
    drawn: &mut [i64],
    range: i64,
    call: &Call<'_>,
) -> Result<usize> {
    let mut seen = FxHashSet::with_capacity_and_hasher(drawn.len(), Default::default());
    let mut tries = 0;
    for slot in drawn {
        loop {
            tries += 1;
            // Rare classes may take very long to come.
            if tries % (1 << 16) == 0 && call.is_cancelled() {
                bail!(Cancelled, "the run was cancelled");
            }
            if tries >= i32::MAX as usize {
                bail!(InvalidArgument, "different classes were not found in {tries} draws: some are too rare");
            }
            let class = classes.sample(words, range);
            if seen.insert(class) {
                *slot = class;
                break;
            }
        }
    }
    Ok(tries)
}

/// Where samples are true classes of a row: the row, the place among the samples, and the least number.
pub fn accidental_hits(_: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let columns = x[0].dims()[1];
        let (truth, sampled) = (x[0].as_slice::<i64>()?, x[1].as_slice::<i64>()?);
        // Of equal samples the last counts.
        let places: FxHashMap<i64, i64> = sampled.iter().copied().zip(0..).collect();
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        for (row, classes) in truth.chunks(columns.max(1)).enumerate() {
            for place in classes.iter().filter_map(|class| places.get(class)) {
                rows.push(row as i32);
                ids.push(*place);
            }
        }
        let count = [rows.len()];
        let weights = vec![f32::MIN; rows.len()];
        Ok(smallvec![
            Tensor::from_slice(&count, &rows)?,
            Tensor::from_slice(&count, &ids)?,
            Tensor::from_slice(&count, &weights)?
        ])
    }))
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn positions_find_their_class() {
        for range in [1, 2, 7, 8, 13] {
            let mut counts = Counts::new(range);
            let last = range as i64 - 1;
            counts.see(&[0, last, last, last / 2]);
            let laid: Vec<i64> = (0..range as i64).flat_map(|c| vec![c; counts.of[c as usize] as usize]).collect();
            assert_eq!(laid.len(), counts.total as usize);
            for (position, &class) in laid.iter().enumerate() {
                assert_eq!(counts.at(position as i64), class, "position {position} of {range}");
            }
        }
    }
}
