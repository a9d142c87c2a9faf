//! Levenshtein distances between the sequences in the last dimension of two sparse tensors.

use super::keys::{Key, keys_of};
use super::places::{Places, sizes_in};
use super::sparse_rows::Results;
use rheos_base::{DType, Result, Tensor, bail};
use rheos_graph::{HostCall, HostKernel, HostSpec};
use rustc_hash::FxHashMap;
use smallvec::smallvec;

/// Sequences by the number of their place in the result; equal numbers stand for equal elements.
struct Sequences {
    /// Place and range of each, in rising order.
    runs: Vec<(u64, std::ops::Range<usize>)>,
    elements: Vec<u32>,
}

impl Sequences {
    fn new(indices: &Tensor, sizes: &[i64], outer: &[i64], numbers: &[u32]) -> Result<Sequences> {
        let places = Places::of(indices)?;
        places.check_bounds(sizes)?;
        let order = places.order(sizes);
        let source = |i: usize| order.as_ref().map_or(i, |o| o[i]);
        // The last index only gives the order; `numbers` stops where the outer sizes do.
        let groups = places.numbers(outer);
        let mut runs: Vec<(u64, std::ops::Range<usize>)> = Vec::new();
        for i in 0..places.count {
            let group = groups[source(i)];
            match runs.last_mut() {
                Some((last, range)) if *last == group => range.end = i + 1,
                _ => runs.push((group, i..i + 1)),
            }
        }
        Ok(Sequences { runs, elements: (0..places.count).map(|i| numbers[source(i)]).collect() })
    }

    fn at(&self, place: u64) -> &[u32] {
        match self.runs.binary_search_by_key(&place, |(group, _)| *group) {
            Ok(i) => &self.elements[self.runs[i].1.clone()],
            Err(_) => &[],
        }
    }
}

/// How many insertions, deletions and replacements turn one sequence into the other.
fn distance(a: &[u32], b: &[u32]) -> usize {
    // One row of the table of distances between beginnings.
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Plans `EditDistance`.
pub fn host(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let normalize = spec.info.bool("normalize");
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let sizes = [sizes_in(&x[2])?, sizes_in(&x[5])?];
        let rank = sizes[0].len();
        if rank != sizes[1].len() || rank == 0 {
            bail!(InvalidArgument, "the operands must have the same rank, but have {rank} and {}", sizes[1].len());
        }
        let outer: Vec<i64> = (0..rank - 1).map(|a| sizes[0][a].max(sizes[1][a])).collect();
        let dims: Vec<usize> = outer.iter().map(|&d| d as usize).collect();
        let mut out = Tensor::zeros(DType::F32, &dims)?;
        let (keys_a, keys_b) = (keys_of(&x[1])?, keys_of(&x[4])?);
        let mut known: FxHashMap<(usize, Key<'_>), u32> = FxHashMap::default();
        let mut numbers: [Vec<u32>; 2] = [Vec::with_capacity(keys_a.len()), Vec::with_capacity(keys_b.len())];
        for (side, keys) in [&keys_a, &keys_b].into_iter().enumerate() {
            for key in keys {
                // NaN equals nothing, also none of the other operand's.
                let side_of_nan = if matches!(key, Key::Nan(_)) { side + 1 } else { 0 };
                let next = known.len() as u32;
                numbers[side].push(*known.entry((side_of_nan, *key)).or_insert(next));
            }
        }
        let [numbers_a, numbers_b] = numbers;
        let hypothesis = Sequences::new(&x[0], &sizes[0], &outer, &numbers_a)?;
        let truth = Sequences::new(&x[3], &sizes[1], &outer, &numbers_b)?;
        for (place, to) in out.as_mut_slice::<f32>()?.iter_mut().enumerate() {
            let (mine, wanted) = (hypothesis.at(place as u64), truth.at(place as u64));
            let edits = distance(mine, wanted) as f32;
            *to = match (normalize, wanted.len()) {
                (false, _) => edits,
                (true, 0) if mine.is_empty() => 0.0,
                (true, 0) => f32::INFINITY,
                (true, n) => edits / n as f32,
            };
        }
        Ok(smallvec![out])
    }))
}
