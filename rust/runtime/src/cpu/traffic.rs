//! What passes between the processor and memory that no cache holds: asking for it early, and what is written past the caches.

use rheos_base::DType;
use rheos_ops::kernels::past_caches;
use smallvec::SmallVec;
use std::cell::Cell;

const LINE: usize = 64;

/// Asks for part `part` of `parts` of the lines of so many bytes, wherever that is.
#[inline]
pub fn fetch(start: *const u8, bytes: usize, part: usize, parts: usize) {
    let lines = bytes.div_ceil(LINE);
    for line in lines * part / parts..lines * (part + 1) / parts {
        fetch_line(start.wrapping_add(line * LINE));
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn fetch_line(at: *const u8) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: a hint, which may point anywhere.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(at.cast()) };
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn fetch_line(_: *const u8) {}

/// What to ask for while a tile is computed.
#[derive(Clone, Copy)]
pub enum Ahead<'a> {
    Nothing,
    /// The operands' next tile, for they are as large as the domain.
    Tile,
    /// What the caller reads next.
    Soon(&'a Soon),
}

/// Memory that is read soon, and is asked for a few lines at a time, so that it comes while other work is done.
pub struct Soon {
    /// Stretches: where they begin, and lines in them.
    stretches: SmallVec<[(*const u8, usize); 4]>,
    stretch: Cell<usize>,
    line: Cell<usize>,
    at_once: usize,
}

impl Soon {
    /// `turns`: how often `ask` will be called, about.
    pub fn new(stretches: impl Iterator<Item = (*const u8, usize)>, turns: usize) -> Soon {
        let stretches: SmallVec<[_; 4]> = stretches.map(|(start, bytes)| (start, bytes.div_ceil(LINE))).collect();
        let lines: usize = stretches.iter().map(|s| s.1).sum();
        Soon { stretches, stretch: Cell::new(0), line: Cell::new(0), at_once: lines.div_ceil(turns.max(1)) }
    }

    /// Asks for the next lines.
    #[inline]
    pub fn ask(&self) {
        let mut left = self.at_once;
        while let Some(&(start, lines)) = self.stretches.get(self.stretch.get()) {
            let first = self.line.get();
            let last = lines.min(first + left);
            for line in first..last {
                fetch_line(start.wrapping_add(line * LINE));
            }
            left -= last - first;
            self.line.set(last);
            if left == 0 {
                return;
            }
            self.stretch.set(self.stretch.get() + 1);
            self.line.set(0);
        }
    }
}

/// Is a result of so many elements, which the program hands out, written past the caches? It does not fit, and a line
/// need not be read before it is overwritten.
pub fn is_past_caches(elements: usize, dtype: DType) -> bool {
    cfg!(target_arch = "x86_64") && elements * dtype.size() >= past_caches::FROM
}
