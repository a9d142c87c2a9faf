//! The first of a row's elements in descending order, NaN last and equals by position.
//!
//! Elements become integers that sort the other way round, together with their positions; no two are equal, so the
//! result does not depend on how they are sorted.

use rheos_base::{bf16, f16};

/// An element with an order.
pub trait Ranked: Copy {
    /// Sorts by descending element, then by position.
    type Key: Ord + Copy;
    fn key(self, at: u32) -> Self::Key;
    fn place(key: Self::Key) -> u32;
    fn sort(keys: &mut Vec<Self::Key>) {
        keys.sort_unstable();
    }
}

/// Elements of at most 32 bits: one word holds rank and position.
macro_rules! narrow {
    ($($t:ty: |$v:ident| $ascending:expr;)*) => {$( impl Ranked for $t {
        type Key = u64;
        #[inline(always)]
        fn key(self, at: u32) -> u64 {
            let $v = self;
            let ascending: u32 = $ascending;
            u64::from(!ascending) << 32 | u64::from(at)
        }
        fn place(key: u64) -> u32 {
            key as u32
        }
        fn sort(keys: &mut Vec<u64>) {
            sort_words(keys);
        }
    } )*};
}
macro_rules! wide {
    ($($t:ty: |$v:ident| $ascending:expr;)*) => {$( impl Ranked for $t {
        type Key = (u64, u32);
        #[inline(always)]
        fn key(self, at: u32) -> (u64, u32) {
            let $v = self;
            let ascending: u64 = $ascending;
            (!ascending, at)
        }
        fn place(key: (u64, u32)) -> u32 {
            key.1
        }
    } )*};
}
narrow! {
    f32: |v| single(v);
    f16: |v| single(v.to_f32());
    bf16: |v| single(v.to_f32());
    i8: |v| (i32::from(v) as u32) ^ (1 << 31);
    i16: |v| (i32::from(v) as u32) ^ (1 << 31);
    i32: |v| (v as u32) ^ (1 << 31);
    u8: |v| u32::from(v);
    u16: |v| u32::from(v);
    u32: |v| v;
}
wide! {
    f64: |v| double(v);
    i64: |v| (v as u64) ^ (1 << 63);
    u64: |v| v;
}

/// Bits that sort as the numbers do, NaN below all; adding zero makes the zeros equal.
#[inline(always)]
fn single(v: f32) -> u32 {
    let bits = (v + 0.0).to_bits();
    let turned = bits ^ (((bits as i32) >> 31) as u32 | 1 << 31);
    if v.is_nan() { 0 } else { turned }
}

#[inline(always)]
fn double(v: f64) -> u64 {
    let bits = (v + 0.0).to_bits();
    let turned = bits ^ (((bits as i64) >> 63) as u64 | 1 << 63);
    if v.is_nan() { 0 } else { turned }
}

/// Keys of the `k` first elements of a row, in order; `k` is at least 1.
pub fn top<T: Ranked>(row: &[T], k: usize, keys: &mut Vec<T::Key>) {
    keys.clear();
    // Candidates gather until there are some times as many as wanted; then the worst wanted one is the bound.
    let room = (4 * k).max(64);
    let mut positions = 0..;
    let mut elements = row.iter();
    let mut next = || elements.next().zip(positions.next()).map(|(v, at): (&T, u32)| v.key(at));
    let mut bound = None;
    while let Some(key) = next() {
        if bound.is_some_and(|b| key > b) {
            continue;
        }
        keys.push(key);
        if keys.len() == room {
            keys.select_nth_unstable(k - 1);
            keys.truncate(k);
            bound = keys.last().copied();
        }
    }
    if keys.len() > k {
        keys.select_nth_unstable(k - 1);
        keys.truncate(k);
    }
    T::sort(keys);
}

/// Sorts words whose lower halves ascend already: by the digits of their upper halves, the lowest first.
/// Words that came in another order are sorted by comparing.
fn sort_words(keys: &mut Vec<u64>) {
    const BITS: u32 = 11;
    const DIGITS: usize = 1 << BITS;
    if keys.len() < 4 * DIGITS || !keys.is_sorted_by_key(|&k| k as u32) {
        keys.sort_unstable();
        return;
    }
    let digit = |key: u64, pass: u32| (key >> (32 + pass * BITS)) as usize & (DIGITS - 1);
    let mut counts = vec![[0u32; DIGITS]; 3];
    for &key in keys.iter() {
        (0..3).for_each(|pass| counts[pass as usize][digit(key, pass)] += 1);
    }
    let mut other = vec![0u64; keys.len()];
    for pass in 0..3 {
        let starts = &mut counts[pass as usize];
        let mut sum = 0;
        for start in starts.iter_mut() {
            (*start, sum) = (sum, sum + *start);
        }
        for &key in keys.iter() {
            let start = &mut starts[digit(key, pass)];
            other[*start as usize] = key;
            *start += 1;
        }
        std::mem::swap(keys, &mut other);
    }
}

#[cfg(test)]
mod tests {
    use super::{Ranked, top};

    fn places<T: Ranked>(row: &[T], k: usize) -> Vec<u32> {
        let mut keys = Vec::new();
        top(row, k, &mut keys);
        keys.into_iter().map(T::place).collect()
    }

    #[test]
    fn selections_are_the_beginning_of_the_sorted_row() {
        for n in [200, 20_000] {
            let row: Vec<f32> = (0..n).map(|i| if i % 17 == 3 { f32::NAN } else { ((i * 37) % 50) as f32 }).collect();
            let doubles: Vec<f64> = row.iter().map(|&v| f64::from(v)).collect();
            let mut sorted: Vec<u32> = (0..n).filter(|&i| !row[i as usize].is_nan()).collect();
            sorted.sort_by(|&a, &b| row[b as usize].total_cmp(&row[a as usize]).then(a.cmp(&b)));
            sorted.extend((0..n).filter(|&i| row[i as usize].is_nan()));
            for k in [1, 5, 32, 33, 60, 199, n as usize] {
                assert_eq!(places(&row, k), sorted[..k], "k = {k}");
                assert_eq!(places(&doubles, k), sorted[..k], "k = {k}");
            }
        }
    }

    #[test]
    fn ends_of_types_keep_their_order() {
        assert_eq!(places(&[i32::MIN, -1, 0, i32::MAX], 4), [3, 2, 1, 0]);
        assert_eq!(places(&[i64::MIN, -1, 0, i64::MAX], 4), [3, 2, 1, 0]);
        assert_eq!(places(&[u8::MIN, 7, u8::MAX], 3), [2, 1, 0]);
        assert_eq!(places(&[f32::NAN, f32::NEG_INFINITY, -0.0, 0.0, f32::INFINITY], 5), [4, 2, 3, 1, 0]);
        assert_eq!(places(&[f64::NAN, f64::NEG_INFINITY, -0.0, 0.0, f64::INFINITY], 5), [4, 2, 3, 1, 0]);
    }
}
