//! Random pooling regions: boundaries along an axis, drawn as TensorFlow draws them.

use super::choose::shuffled;
use super::distributions::unit_f64;
use rheos_base::Result;
use rheos_graph::KernelSpec;
use std::sync::{Arc, Mutex, PoisonError};

/// How the boundaries of one node come about, run after run.
pub struct Regions {
    source: super::Generator,
    /// Drawn once, where the same are wanted in every run.
    kept: Mutex<Option<[Vec<i64>; 2]>>,
    pseudo_random: bool,
    deterministic: bool,
}

impl Regions {
    /// The node's own, kept by the session.
    pub fn of(spec: &KernelSpec<'_>) -> Result<Arc<Regions>> {
        let info = &spec.info;
        let own = spec.state.node_state(&|| {
            Ok(Arc::new(Regions {
                source: super::Generator::new(info.int("seed"), info.int("seed2")),
                kept: Mutex::new(None),
                pseudo_random: info.bool("pseudo_random"),
                deterministic: info.bool("deterministic"),
            }))
        })?;
        own.downcast().map_err(|_| rheos_base::err!(Internal, "the node's state is not a generator of regions"))
    }

    /// Boundaries along two axes, which are `sizes` long and cut into `counts` regions.
    pub fn draw(&self, sizes: [usize; 2], counts: [usize; 2]) -> [Vec<i64>; 2] {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |kept: &[Vec<i64>; 2]| {
            (0..2).all(|i| kept[i].len() == counts[i] + 1 && kept[i].last() == Some(&(sizes[i] as i64)))
        };
        match &*kept {
            Some(kept) if self.deterministic && fits(kept) => kept.clone(),
            _ => {
                let drawn = [0, 1].map(|i| self.axis(sizes[i], counts[i]));
                *kept = Some(drawn.clone());
                drawn
            }
        }
    }

    fn axis(&self, size: usize, count: usize) -> Vec<i64> {
        let lengths = match self.pseudo_random {
            true => self.pseudo_random(size, count),
            false => self.random(size, count),
        };
        std::iter::once(0)
            .chain(lengths.iter().scan(0, |sum, &n| {
                *sum += n;
                Some(*sum)
            }))
            .collect()
    }

    /// Lengths that differ by at most one, in random order.
    fn random(&self, size: usize, count: usize) -> Vec<i64> {
        let (each, longer) = ((size / count) as i64, size % count);
        let order = shuffled(self.source.reserve(count.div_ceil(4) as u64), count);
        order.iter().map(|&i| each + i64::from(i < longer)).collect()
    }

    /// Boundaries ceil(alpha (i + u)) for one random u (Graham, Fractional Max-Pooling, 2014), u small enough that
    /// the first and last regions are neither too long nor too short.
    fn pseudo_random(&self, size: usize, count: usize) -> Vec<i64> {
        let alpha = size as f64 / count as f64;
        let each = (size / count) as f64;
        let first = (each + 2.0) / alpha - 1.0;
        let last = (size as f64 + 1.0 - each) / alpha - (count as f64 - 1.0);
        let mut words = self.source.reserve(1).words();
        let u = unit_f64(words.word(), words.word()) * first.min(last);
        let at = |i: usize| match i {
            0 => 1,
            _ if i == count => size as i64 + 1,
            _ => (alpha * (i as f64 + u)).ceil() as i64,
        };
        (0..count).map(|i| at(i + 1) - at(i)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_differ_by_at_most_one() {
        for (seed, pseudo_random) in [(1, true), (2, true), (3, false), (4, false)] {
            let regions = Regions {
                source: super::super::Generator::new(seed, 7),
                kept: Mutex::new(None),
                pseudo_random,
                deterministic: false,
            };
            for (size, count) in [(7, 4), (100, 69), (23, 10), (5, 5), (9, 1)] {
                let drawn = regions.axis(size, count);
                assert_eq!((drawn.len(), drawn[0], drawn[count]), (count + 1, 0, size as i64));
                let each = (size / count) as i64;
                assert!(drawn.windows(2).all(|w| (each..=each + 1).contains(&(w[1] - w[0]))), "{drawn:?}");
            }
        }
    }
}
