//! What passes between the processor and memory that no cache holds: asking for it early, and writing past the caches.

use rheos_base::DType;

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

/// Bytes from which on a result that the program hands out is written past the caches: it does not fit, and a line need
/// not be read before it is overwritten.
const PAST_CACHES_FROM: usize = 8 << 20;

pub fn is_past_caches(elements: usize, dtype: DType) -> bool {
    cfg!(target_arch = "x86_64") && elements * dtype.size() >= PAST_CACHES_FROM
}

/// Copies `bytes` past the caches; other threads see them after `settle`.
///
/// # Safety
/// Both are valid for as many bytes and do not overlap.
#[cfg(target_arch = "x86_64")]
pub unsafe fn copy_past_caches(from: *const u8, to: *mut u8, bytes: usize) {
    use std::arch::x86_64::{__m128i, _mm_loadu_si128, _mm_stream_si128};
    const PART: usize = size_of::<__m128i>();
    let head = to.align_offset(LINE).min(bytes);
    let lines = (bytes - head) / LINE;
    let tail = head + lines * LINE;
    // SAFETY: all offsets are below `bytes`; addresses from `head` on are aligned to a line.
    unsafe {
        std::ptr::copy_nonoverlapping(from, to, head);
        for at in (head..tail).step_by(LINE) {
            for part in (at..at + LINE).step_by(PART) {
                _mm_stream_si128(to.add(part).cast(), _mm_loadu_si128(from.add(part).cast()));
            }
        }
        std::ptr::copy_nonoverlapping(from.add(tail), to.add(tail), bytes - tail);
    }
}

/// # Safety
/// As above.
#[cfg(not(target_arch = "x86_64"))]
pub unsafe fn copy_past_caches(from: *const u8, to: *mut u8, bytes: usize) {
    // SAFETY: the caller's promise.
    unsafe { std::ptr::copy_nonoverlapping(from, to, bytes) };
}

/// Ends a task that copied past the caches.
pub fn settle() {
    // SAFETY: every x86-64 has the instruction.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::x86_64::_mm_sfence()
    };
}
