//! The static arena: which bytes each intermediate value gets, from when it is made until its last use.

/// A value's size and the steps during which it must be kept, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    pub bytes: usize,
    pub first: usize,
    pub last: usize,
}

const ALIGN: usize = 64;

/// Offsets such that values alive at the same time do not overlap, and the arena's size.
/// Largest first, each at the lowest gap that fits.
pub fn place(lives: &[Life]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..lives.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(lives[i].bytes), lives[i].first, i));
    let mut offsets = vec![0; lives.len()];
    // Long plans: values are bucketed by the steps they live in, so that only neighbours are compared.
    let steps = lives.iter().map(|l| l.last + 1).max().unwrap_or(0);
    let width = (steps / 256).max(1);
    let mut buckets: Vec<Vec<usize>> = vec![Vec::new(); steps / width + 1];
    let mut total = 0;
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut stamp = vec![usize::MAX; lives.len()];
    for &i in &order {
        let life = lives[i];
        let size = life.bytes.max(1).next_multiple_of(ALIGN);
        taken.clear();
        for bucket in &buckets[life.first / width..=life.last / width] {
            for &j in bucket {
                let other = lives[j];
                if stamp[j] != i && other.first <= life.last && life.first <= other.last {
                    stamp[j] = i;
                    taken.push((offsets[j], offsets[j] + other.bytes.max(1).next_multiple_of(ALIGN)));
                }
            }
        }
        taken.sort_unstable();
        let mut at = 0;
        for &(from, to) in &taken {
            if from >= at + size {
                break;
            }
            at = at.max(to);
        }
        offsets[i] = at;
        total = total.max(at + size);
        buckets[life.first / width..=life.last / width].iter_mut().for_each(|b| b.push(i));
    }
    (offsets, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_alive_together_do_not_overlap() {
        let mut state = 7u64;
        let mut next = |n: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % n
        };
        let lives: Vec<Life> = (0..300)
            .map(|_| {
                let first = next(1000);
                Life { bytes: next(5000), first, last: first + next(40) }
            })
            .collect();
        let (offsets, total) = place(&lives);
        for i in 0..lives.len() {
            assert!(offsets[i] % ALIGN == 0 && offsets[i] + lives[i].bytes <= total);
            for j in 0..i {
                let (a, b) = (lives[i], lives[j]);
                let together = a.first <= b.last && b.first <= a.last;
                let apart = offsets[i] + a.bytes <= offsets[j] || offsets[j] + b.bytes <= offsets[i];
                assert!(!together || apart || a.bytes == 0 || b.bytes == 0);
            }
        }
    }

    #[test]
    fn a_chain_needs_two_places() {
        let lives: Vec<Life> = (0..10).map(|i| Life { bytes: 1024, first: i, last: i + 1 }).collect();
        assert_eq!(place(&lives).1, 2048);
    }
}
