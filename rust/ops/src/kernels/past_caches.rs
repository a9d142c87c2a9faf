//! Copying past the caches, for results that no cache holds: their lines need not be read before they are overwritten.

const LINE: usize = 64;

/// Bytes from which on a result is written past the caches, where what writes it can.
pub const FROM: usize = 8 << 20;

/// Copies `bytes` past the caches; other threads see them after [`settle`].
///
/// # Safety
/// Both are valid for as many bytes and do not overlap.
#[cfg(target_arch = "x86_64")]
#[inline]
pub unsafe fn copy(from: *const u8, to: *mut u8, bytes: usize) {
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
#[inline]
pub unsafe fn copy(from: *const u8, to: *mut u8, bytes: usize) {
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
