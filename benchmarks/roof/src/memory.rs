//! Reading and copying a buffer piece by piece, over and over.

use std::hint::black_box;

use crate::windows::Work;

/// Bytes per call of a kernel: long beside the call, short beside a cache.
const PIECE: usize = 64 << 10;
const LINE: usize = 64;

/// A cache line, so that buffers start at one.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub struct Line([u64; LINE / 8]);

/// At least one piece, each page with memory of its own, in large pages where the system gives them.
fn buffer(bytes: usize) -> Vec<Line> {
    let lines = (bytes / PIECE).max(1) * PIECE / LINE;
    let mut buffer: Vec<Line> = Vec::with_capacity(lines);
    #[cfg(target_os = "linux")]
    pages::large(buffer.as_mut_ptr().cast(), lines * LINE);
    buffer.resize(lines, Line([1; LINE / 8]));
    buffer
}

#[cfg(target_os = "linux")]
mod pages {
    use std::ffi::{c_int, c_void};

    const MADV_HUGEPAGE: c_int = 14;
    const LARGE: usize = 2 << 20;

    unsafe extern "C" {
        fn madvise(start: *mut c_void, length: usize, advice: c_int) -> c_int;
    }

    /// Advice only: where it is refused, pages stay small.
    pub fn large(start: *mut u8, bytes: usize) {
        let skipped = start.align_offset(LARGE);
        if skipped < bytes {
            // SAFETY: the range lies in memory that the caller owns, and this advice changes no content.
            unsafe { madvise(start.wrapping_add(skipped).cast(), bytes - skipped, MADV_HUGEPAGE) };
        }
    }
}

/// What is done to a buffer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Read,
    /// One half of its bytes to the other; what is read and what is written both count.
    Copy,
    /// The same past the caches, as a result is written that is not read soon.
    Stream,
}

pub const KINDS: [(&str, Kind); 3] = [("read", Kind::Read), ("copy", Kind::Copy), ("stream", Kind::Stream)];

/// The work of a thread.
pub struct Sweep {
    kind: Kind,
    from: Vec<Line>,
    to: Vec<Line>,
    next: usize,
}

impl Sweep {
    pub fn new(kind: Kind, bytes: usize) -> Sweep {
        match kind {
            Kind::Read => Sweep { kind, from: buffer(bytes), to: Vec::new(), next: 0 },
            Kind::Copy | Kind::Stream => Sweep { kind, from: buffer(bytes / 2), to: buffer(bytes / 2), next: 0 },
        }
    }
}

impl Work for Sweep {
    fn run(&mut self, times: usize) -> f64 {
        for _ in 0..times {
            let piece = self.next..self.next + PIECE / LINE;
            let from = &self.from[piece.clone()];
            match self.kind {
                Kind::Read => {
                    black_box(sum(from));
                }
                Kind::Copy => self.to[piece].copy_from_slice(from),
                Kind::Stream => stream(from, &mut self.to[piece]),
            }
            black_box(&mut self.to);
            self.next = (self.next + PIECE / LINE) % self.from.len();
        }
        let moved = if self.kind == Kind::Read { PIECE } else { 2 * PIECE };
        (times * moved) as f64
    }
}

/// The sum of all words.
fn sum(lines: &[Line]) -> u64 {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has avx512f.
            return unsafe { x86::sum512(lines) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has avx2.
            return unsafe { x86::sum256(lines) };
        }
    }
    plain_sum(lines)
}

/// Eight lines at a time, so that additions do not wait for each other.
fn plain_sum(lines: &[Line]) -> u64 {
    let mut sums = [[0_u64; LINE / 8]; 8];
    for eight in lines.chunks_exact(8) {
        for (sum, line) in sums.iter_mut().zip(eight) {
            for (s, x) in sum.iter_mut().zip(line.0) {
                *s = s.wrapping_add(x);
            }
        }
    }
    sums.iter().flatten().fold(0, |a, &b| a.wrapping_add(b))
}

/// Copies without reading what is overwritten, where there is such an instruction.
fn stream(from: &[Line], to: &mut [Line]) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has avx512f.
            return unsafe { x86::stream512(from, to) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has avx2.
            return unsafe { x86::stream256(from, to) };
        }
    }
    to.copy_from_slice(from);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Line;

    #[target_feature(enable = "avx512f")]
    pub fn sum512(lines: &[Line]) -> u64 {
        let mut sums = [_mm512_setzero_si512(); 8];
        for eight in lines.chunks_exact(8) {
            for (sum, line) in sums.iter_mut().zip(eight) {
                // SAFETY: a line has 64 bytes, aligned to 64.
                *sum = _mm512_add_epi64(*sum, unsafe { _mm512_load_si512((line as *const Line).cast()) });
            }
        }
        sums.iter().fold(0, |total, &sum| total.wrapping_add(_mm512_reduce_add_epi64(sum) as u64))
    }

    #[target_feature(enable = "avx2")]
    pub fn sum256(lines: &[Line]) -> u64 {
        let mut sums = [_mm256_setzero_si256(); 8];
        for four in lines.chunks_exact(4) {
            for (i, sum) in sums.iter_mut().enumerate() {
                let half = (&four[i / 2] as *const Line).cast::<__m256i>().wrapping_add(i % 2);
                // SAFETY: a line has two halves of 32 bytes, aligned to 32.
                *sum = _mm256_add_epi64(*sum, unsafe { _mm256_load_si256(half) });
            }
        }
        let mut words = [0_u64; 4];
        for sum in sums {
            let mut four = [0_u64; 4];
            // SAFETY: four words are 32 bytes; the store needs no alignment.
            unsafe { _mm256_storeu_si256(four.as_mut_ptr().cast(), sum) };
            for (word, more) in words.iter_mut().zip(four) {
                *word = word.wrapping_add(more);
            }
        }
        words.iter().fold(0, |total, &word| total.wrapping_add(word))
    }

    #[target_feature(enable = "avx512f")]
    pub fn stream512(from: &[Line], to: &mut [Line]) {
        for (from, to) in from.iter().zip(to) {
            // SAFETY: both are lines of 64 bytes, aligned to 64.
            unsafe { _mm512_stream_si512((to as *mut Line).cast(), _mm512_load_si512((from as *const Line).cast())) }
        }
        _mm_sfence();
    }

    #[target_feature(enable = "avx2")]
    pub fn stream256(from: &[Line], to: &mut [Line]) {
        for (from, to) in from.iter().zip(to) {
            let (from, to) = ((from as *const Line).cast::<__m256i>(), (to as *mut Line).cast::<__m256i>());
            for half in 0..2 {
                // SAFETY: both are lines of 64 bytes, aligned to 64: two halves of 32 each.
                unsafe { _mm256_stream_si256(to.add(half), _mm256_load_si256(from.add(half))) }
            }
        }
        _mm_sfence();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: u64) -> Vec<Line> {
        (0..count).map(|i| Line([i, 1, 2, 3, 4, 5, 6, 7])).collect()
    }

    #[test]
    fn sums_every_word() {
        let lines = lines(64);
        let expected = 63 * 64 / 2 + 64 * 28;
        assert_eq!((plain_sum(&lines), sum(&lines)), (expected, expected));
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has avx2.
            assert_eq!(unsafe { x86::sum256(&lines) }, expected);
        }
    }

    #[test]
    fn copies_every_word() {
        let from = lines((4 * PIECE / LINE) as u64);
        for kind in [Kind::Copy, Kind::Stream] {
            let mut sweep = Sweep { kind, from: from.clone(), to: buffer(4 * PIECE), next: 0 };
            assert_eq!(sweep.run(5), (10 * PIECE) as f64);
            assert_eq!(sweep.next, PIECE / LINE);
            assert!(sweep.to.iter().zip(&from).all(|(to, from)| to.0 == from.0), "{kind:?}");
        }
    }

    #[test]
    fn reads_round_and_round() {
        let mut read = Sweep::new(Kind::Read, 3 * PIECE);
        assert_eq!(read.run(4), (4 * PIECE) as f64);
        assert_eq!(read.next, PIECE / LINE);
    }
}
