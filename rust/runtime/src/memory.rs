//! The static arena: which bytes each intermediate value gets, from when it is made until its last use.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A value's size and the steps during which it must be kept, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    pub bytes: usize,
    pub first: usize,
    pub last: usize,
}

const ALIGN: usize = 64;
/// Smaller values are many and hardly matter for the total: they are placed in order of time, in a region
/// of their own, which takes no more than n log n steps.
const SMALL: usize = 4096;

/// Offsets such that values alive at the same time do not overlap, and the arena's size.
pub fn place(lives: &[Life]) -> (Vec<usize>, usize) {
    place_in_buffers(lives, usize::MAX)
}

/// The same where memory comes in buffers of `most` bytes, one after the other: no value lies across their border. `most`
/// is a multiple of every size's alignment, and no value is larger.
pub fn place_in_buffers(lives: &[Life], most: usize) -> (Vec<usize>, usize) {
    let (small, large): (Vec<usize>, Vec<usize>) = (0..lives.len()).partition(|&i| lives[i].bytes < SMALL);
    let mut offsets = vec![0; lives.len()];
    let start = by_size(lives, large, &mut offsets, most);
    let end = by_time(lives, small.clone(), &mut offsets, start);
    let moved = within(start, end - start, most) - start;
    small.iter().for_each(|&i| offsets[i] += moved);
    (offsets, if end > start { end + moved } else { end })
}

/// Where so many bytes begin that are not to begin before `at` nor to lie across a border.
fn within(at: usize, bytes: usize, most: usize) -> usize {
    if bytes > 0 && at / most != (at + bytes - 1) / most { at.next_multiple_of(most) } else { at }
}

fn padded(life: &Life) -> usize {
    life.bytes.max(1).next_multiple_of(ALIGN)
}

/// The most bytes alive at one time: no arena can be smaller.
pub fn peak(lives: &[Life]) -> usize {
    let mut changes: Vec<(usize, isize)> = Vec::with_capacity(2 * lives.len());
    for life in lives {
        changes.push((life.first, padded(life) as isize));
        changes.push((life.last + 1, -(padded(life) as isize)));
    }
    // At one step, what ends goes before what begins.
    changes.sort_unstable();
    let (mut now, mut most) = (0, 0);
    for (_, change) in changes {
        now += change;
        most = most.max(now);
    }
    most as usize
}

/// Largest first, each at the lowest gap that fits.
fn by_size(lives: &[Life], mut order: Vec<usize>, offsets: &mut [usize], most: usize) -> usize {
    order.sort_by_key(|&i| (Reverse(lives[i].bytes), lives[i].first, i));
    let mut placed: Vec<usize> = Vec::with_capacity(order.len());
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut total = 0;
    for i in order {
        let life = lives[i];
        let overlapping = placed.iter().filter(|&&j| lives[j].first <= life.last && life.first <= lives[j].last);
        taken.clear();
        taken.extend(overlapping.map(|&j| (offsets[j], offsets[j] + padded(&lives[j]))));
        taken.sort_unstable();
        let size = padded(&life);
        let mut at = 0;
        for &(from, to) in &taken {
            if from >= at + size {
                break;
            }
            at = within(at.max(to), size, most);
        }
        offsets[i] = at;
        total = total.max(at + size);
        placed.push(i);
    }
    total
}

/// In order of birth, each in the tightest gap that the dead have left.
fn by_time(lives: &[Life], mut order: Vec<usize>, offsets: &mut [usize], start: usize) -> usize {
    order.sort_by_key(|&i| (lives[i].first, Reverse(lives[i].bytes), i));
    let mut alive: BinaryHeap<Reverse<(usize, usize)>> = BinaryHeap::new();
    let mut gaps: BTreeMap<usize, usize> = BTreeMap::new();
    let mut sizes: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut end = start;
    for i in order {
        while let Some(&Reverse((last, dead))) = alive.peek()
            && last < lives[i].first
        {
            alive.pop();
            let (mut at, mut size) = (offsets[dead], padded(&lives[dead]));
            // Joined with the gaps on both sides.
            if let Some((&before, &gap)) = gaps.range(..at).next_back()
                && before + gap == at
            {
                sizes.remove(&(gap, before));
                gaps.remove(&before);
                (at, size) = (before, size + gap);
            }
            if let Some(&gap) = gaps.get(&(at + size)) {
                sizes.remove(&(gap, at + size));
                gaps.remove(&(at + size));
                size += gap;
            }
            gaps.insert(at, size);
            sizes.insert((size, at));
        }
        let size = padded(&lives[i]);
        offsets[i] = match sizes.range((size, 0)..).next().copied() {
            Some((gap, at)) => {
                sizes.remove(&(gap, at));
                gaps.remove(&at);
                if gap > size {
                    gaps.insert(at + size, gap - size);
                    sizes.insert((gap - size, at + size));
                }
                at
            }
            None => {
                end += size;
                end - size
            }
        };
        alive.push(Reverse((lives[i].last, i)));
    }
    end
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
                Life { bytes: next(9000), first, last: first + next(40) }
            })
            .collect();
        let (offsets, total) = place(&lives);
        assert!(total >= peak(&lives) && total as f64 <= 1.5 * peak(&lives) as f64);
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
    fn no_value_lies_across_the_border_of_a_buffer() {
        let lives: Vec<Life> = (0..40)
            .map(|i| Life { bytes: if i % 5 == 0 { 64 } else { 5000 + 64 * i }, first: i / 3, last: i / 2 })
            .collect();
        let (offsets, total) = place_in_buffers(&lives, 16384);
        for (i, (a, &x)) in lives.iter().zip(&offsets).enumerate() {
            assert!(x / 16384 == (x + a.bytes - 1) / 16384 && x + a.bytes <= total);
            for (b, &y) in lives.iter().zip(&offsets).take(i) {
                assert!(a.first > b.last || b.first > a.last || x + a.bytes <= y || y + b.bytes <= x);
            }
        }
    }

    #[test]
    fn a_chain_needs_two_places() {
        for bytes in [1024, 8192] {
            let lives: Vec<Life> = (0..10).map(|i| Life { bytes, first: i, last: i + 1 }).collect();
            assert_eq!((place(&lives).1, peak(&lives)), (2 * bytes, 2 * bytes));
        }
    }
}
