//! Matrices whose rows become columns.
//!
//! In: where the matrices lie, which share their elements' size. Out: element `[r, c]`, found at
//! `from + r * size + c * from_col`, at `to + r * to_row + c * size`. Nothing is known of alignment.

use super::gemm::Isa;
use super::past_caches;
use std::mem::MaybeUninit;

/// Bytes of a row that are turned at a time: a few whole lines on both sides.
const SPAN: usize = 256;

/// Elements in a span of such a size.
pub(super) const fn span(size: usize) -> usize {
    SPAN / size
}

/// Strides in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strides {
    pub from_col: isize,
    pub to_row: isize,
}

type Turn = unsafe fn(*const u8, *mut u8, [usize; 2], Strides);

/// A way to turn matrices of elements of one size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transpose {
    size: usize,
    turn: Turn,
    past_caches: bool,
}

/// Memory of a task for a square of spans.
#[repr(align(64))]
struct Square {
    _bytes: [u8; SPAN * SPAN],
}

impl Transpose {
    /// The best that this processor has, for rows of so many columns in results of so many bytes in all.
    pub fn new(size: usize, cols: usize, bytes: usize) -> Transpose {
        // Short rows would leave lines in parts.
        let past_caches = bytes >= past_caches::FROM && cols >= span(size);
        Transpose { size, turn: turn_fn(Isa::best(), size), past_caches }
    }

    /// # Safety
    /// All these places are valid, and those of the result nobody else's.
    pub unsafe fn run(&self, from: *const u8, to: *mut u8, [rows, cols]: [usize; 2], strides: Strides) {
        let side = span(self.size);
        for row in (0..rows).step_by(side) {
            for col in (0..cols).step_by(side) {
                let sides = [side.min(rows - row), side.min(cols - col)];
                let from = from.wrapping_add(row * self.size).wrapping_offset(col as isize * strides.from_col);
                let to = to.wrapping_offset(row as isize * strides.to_row).wrapping_add(col * self.size);
                // SAFETY: the caller's promise.
                unsafe {
                    match self.past_caches {
                        true => self.square_past_caches(from, to, sides, strides),
                        false => (self.turn)(from, to, sides, strides),
                    }
                }
            }
        }
        if self.past_caches {
            past_caches::settle();
        }
    }

    /// At most a span of rows and columns, put together in the first-level cache.
    ///
    /// # Safety
    /// As for `run`.
    unsafe fn square_past_caches(&self, from: *const u8, to: *mut u8, sides: [usize; 2], strides: Strides) {
        let mut square = MaybeUninit::<Square>::uninit();
        let square = square.as_mut_ptr().cast::<u8>();
        let row_bytes = sides[1] * self.size;
        // SAFETY: the square has room for these rows; the rest is the caller's promise.
        unsafe {
            (self.turn)(from, square, sides, Strides { to_row: SPAN as isize, ..strides });
            for row in 0..sides[0] {
                let to = to.wrapping_offset(row as isize * strides.to_row);
                past_caches::copy(square.add(row * SPAN), to, row_bytes);
            }
        }
    }
}

fn turn_fn(isa: Isa, size: usize) -> Turn {
    match (isa, size) {
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx512, 4) => avx512::turn4,
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx512, 8) => avx512::turn8,
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx2, 4) => avx2::turn4,
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx2, 8) => avx2::turn8,
        (_, 1) => turn::<u8>,
        (_, 2) => turn::<u16>,
        (_, 4) => turn::<u32>,
        (_, 8) => turn::<u64>,
        _ => turn::<[u64; 2]>,
    }
}

/// Rows and columns that are turned in one go where there are no vectors for it.
const BLOCK: usize = 16;

/// # Safety
/// As for `Transpose::run`.
unsafe fn turn<T: Default + Copy>(from: *const u8, to: *mut u8, [rows, cols]: [usize; 2], strides: Strides) {
    let size = size_of::<T>();
    for col in (0..cols).step_by(BLOCK) {
        for row in (0..rows).step_by(BLOCK) {
            let sides = [BLOCK.min(rows - row), BLOCK.min(cols - col)];
            let from = from.wrapping_add(row * size).wrapping_offset(col as isize * strides.from_col);
            let to = to.wrapping_offset(row as isize * strides.to_row).wrapping_add(col * size);
            // SAFETY: the caller's promise.
            unsafe { block::<T>(from, to, sides, strides) };
        }
    }
}

/// The same for at most `BLOCK` rows and columns.
///
/// # Safety
/// As for `Transpose::run`.
#[inline(always)]
unsafe fn block<T: Default + Copy>(from: *const u8, to: *mut u8, [tall, wide]: [usize; 2], strides: Strides) {
    // Each line of the source is read once as a whole: lines that lie a power of two apart would push each other
    // out of the cache if they were read side by side.
    let mut block = [[T::default(); BLOCK]; BLOCK];
    // SAFETY: the caller's promise; the block has room for `wide` lines of `tall` elements.
    unsafe {
        for (c, line) in block.iter_mut().enumerate().take(wide) {
            let at = from.wrapping_offset(c as isize * strides.from_col);
            std::ptr::copy_nonoverlapping(at, line.as_mut_ptr().cast::<u8>(), tall * size_of::<T>());
        }
        for r in 0..tall {
            let at = to.wrapping_offset(r as isize * strides.to_row).cast::<T>();
            if wide == BLOCK {
                let line: [T; BLOCK] = std::array::from_fn(|c| block[c][r]);
                at.cast::<[T; BLOCK]>().write_unaligned(line);
            } else {
                for (c, line) in block.iter().enumerate().take(wide) {
                    at.add(c).write_unaligned(line[r]);
                }
            }
        }
    }
}

/// Walks whole squares with `$whole`, and what is left at the edges with `$edge`, which is also told how many rows
/// and columns there are.
#[cfg(target_arch = "x86_64")]
macro_rules! walk {
    ($(#[$feature:meta])? $name:ident, $size:literal, $side:literal, $whole:path, $edge:path) => {
        /// # Safety
        /// As for `Transpose::run`, on a processor with the instruction set.
        $(#[$feature])?
        pub unsafe fn $name(from: *const u8, to: *mut u8, [rows, cols]: [usize; 2], strides: Strides) {
            for col in (0..cols).step_by($side) {
                for row in (0..rows).step_by($side) {
                    let sides = [$side.min(rows - row), $side.min(cols - col)];
                    let from = from.wrapping_add(row * $size).wrapping_offset(col as isize * strides.from_col);
                    let to = to.wrapping_offset(row as isize * strides.to_row).wrapping_add(col * $size);
                    // SAFETY: the caller's promise.
                    unsafe {
                        match sides {
                            [$side, $side] => $whole(from, to, strides),
                            _ => $edge(from, to, sides, strides),
                        }
                    }
                }
            }
        }
    };
}

/// Squares whose rows are a whole line. Those at the edges go through masks.
#[cfg(target_arch = "x86_64")]
mod avx512 {
    use super::Strides;
    use std::arch::x86_64::*;

    walk!(
        #[target_feature(enable = "avx512f")]
        turn4,
        4,
        16usize,
        whole4,
        edge4
    );
    walk!(
        #[target_feature(enable = "avx512f")]
        turn8,
        8,
        8usize,
        whole8,
        edge8
    );

    macro_rules! ends {
        ($side:literal, $mask:ty, $load:ident, $store:ident, $swap:ident, $whole:ident, $edge:ident) => {
            /// # Safety
            /// As for `Transpose::run`, for a whole square.
            #[inline]
            #[target_feature(enable = "avx512f")]
            unsafe fn $whole(from: *const u8, to: *mut u8, strides: Strides) {
                let mut x = [_mm512_setzero_si512(); $side];
                for (c, line) in x.iter_mut().enumerate() {
                    // SAFETY: by contract.
                    *line = unsafe { _mm512_loadu_si512(from.wrapping_offset(c as isize * strides.from_col).cast()) };
                }
                for (r, line) in $swap(x).into_iter().enumerate() {
                    // SAFETY: by contract.
                    unsafe { _mm512_storeu_si512(to.wrapping_offset(r as isize * strides.to_row).cast(), line) };
                }
            }

            /// # Safety
            /// As for `Transpose::run`, for a part of a square.
            #[target_feature(enable = "avx512f")]
            unsafe fn $edge(from: *const u8, to: *mut u8, [tall, wide]: [usize; 2], strides: Strides) {
                let mask = |count: usize| ((1u32 << count) - 1) as $mask;
                let mut x = [_mm512_setzero_si512(); $side];
                for (c, line) in x.iter_mut().enumerate().take(wide) {
                    let at = from.wrapping_offset(c as isize * strides.from_col);
                    // SAFETY: by contract; only `tall` elements are read.
                    *line = unsafe { $load(mask(tall), at.cast()) };
                }
                for (r, line) in $swap(x).into_iter().enumerate().take(tall) {
                    let at = to.wrapping_offset(r as isize * strides.to_row);
                    // SAFETY: by contract; only `wide` elements are written.
                    unsafe { $store(at.cast(), mask(wide), line) };
                }
            }
        };
    }
    ends!(16, __mmask16, _mm512_maskz_loadu_epi32, _mm512_mask_storeu_epi32, swap4, whole4, edge4);
    ends!(8, __mmask8, _mm512_maskz_loadu_epi64, _mm512_mask_storeu_epi64, swap8, whole8, edge8);

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn swap4(mut x: [__m512i; 16]) -> [__m512i; 16] {
        // Pairs of lines, then fours, within each quarter of a vector; then the quarters change places.
        let mut y = x;
        for i in (0..16).step_by(2) {
            y[i] = _mm512_unpacklo_epi32(x[i], x[i + 1]);
            y[i + 1] = _mm512_unpackhi_epi32(x[i], x[i + 1]);
        }
        for i in (0..16).step_by(4) {
            x[i] = _mm512_unpacklo_epi64(y[i], y[i + 2]);
            x[i + 1] = _mm512_unpackhi_epi64(y[i], y[i + 2]);
            x[i + 2] = _mm512_unpacklo_epi64(y[i + 1], y[i + 3]);
            x[i + 3] = _mm512_unpackhi_epi64(y[i + 1], y[i + 3]);
        }
        for i in 0..4 {
            for half in [0, 8] {
                let (a, b) = (x[half + i], x[half + i + 4]);
                y[half + i] = _mm512_shuffle_i32x4::<0x88>(a, b);
                y[half + i + 4] = _mm512_shuffle_i32x4::<0xdd>(a, b);
            }
        }
        for i in 0..8 {
            let (a, b) = (y[i], y[i + 8]);
            x[i] = _mm512_shuffle_i32x4::<0x88>(a, b);
            x[i + 8] = _mm512_shuffle_i32x4::<0xdd>(a, b);
        }
        x
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn swap8(mut x: [__m512i; 8]) -> [__m512i; 8] {
        let mut y = x;
        for i in (0..8).step_by(2) {
            y[i] = _mm512_unpacklo_epi64(x[i], x[i + 1]);
            y[i + 1] = _mm512_unpackhi_epi64(x[i], x[i + 1]);
        }
        for i in 0..2 {
            for half in [0, 4] {
                let (a, b) = (y[half + i], y[half + i + 2]);
                x[half + i] = _mm512_shuffle_i64x2::<0x88>(a, b);
                x[half + i + 2] = _mm512_shuffle_i64x2::<0xdd>(a, b);
            }
        }
        for i in 0..4 {
            let (a, b) = (x[i], x[i + 4]);
            y[i] = _mm512_shuffle_i64x2::<0x88>(a, b);
            y[i + 4] = _mm512_shuffle_i64x2::<0xdd>(a, b);
        }
        y
    }
}

/// Squares whose rows are half a line.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{Strides, block};
    use std::arch::x86_64::*;

    walk!(
        #[target_feature(enable = "avx2")]
        turn4,
        4,
        8usize,
        whole4,
        block::<u32>
    );
    walk!(
        #[target_feature(enable = "avx2")]
        turn8,
        8,
        4usize,
        whole8,
        block::<u64>
    );

    /// # Safety
    /// As for `Transpose::run`, for a whole square.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn whole4(from: *const u8, to: *mut u8, strides: Strides) {
        let mut x = [_mm256_setzero_ps(); 8];
        for (c, line) in x.iter_mut().enumerate() {
            // SAFETY: by contract.
            *line = unsafe { _mm256_loadu_ps(from.wrapping_offset(c as isize * strides.from_col).cast()) };
        }
        let mut y = x;
        for i in (0..8).step_by(2) {
            y[i] = _mm256_unpacklo_ps(x[i], x[i + 1]);
            y[i + 1] = _mm256_unpackhi_ps(x[i], x[i + 1]);
        }
        for i in [0, 4] {
            x[i] = _mm256_shuffle_ps::<0x44>(y[i], y[i + 2]);
            x[i + 1] = _mm256_shuffle_ps::<0xee>(y[i], y[i + 2]);
            x[i + 2] = _mm256_shuffle_ps::<0x44>(y[i + 1], y[i + 3]);
            x[i + 3] = _mm256_shuffle_ps::<0xee>(y[i + 1], y[i + 3]);
        }
        for i in 0..4 {
            y[i] = _mm256_permute2f128_ps::<0x20>(x[i], x[i + 4]);
            y[i + 4] = _mm256_permute2f128_ps::<0x31>(x[i], x[i + 4]);
        }
        for (r, line) in y.into_iter().enumerate() {
            // SAFETY: by contract.
            unsafe { _mm256_storeu_ps(to.wrapping_offset(r as isize * strides.to_row).cast(), line) };
        }
    }

    /// # Safety
    /// As for `Transpose::run`, for a whole square.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn whole8(from: *const u8, to: *mut u8, strides: Strides) {
        let mut x = [_mm256_setzero_pd(); 4];
        for (c, line) in x.iter_mut().enumerate() {
            // SAFETY: by contract.
            *line = unsafe { _mm256_loadu_pd(from.wrapping_offset(c as isize * strides.from_col).cast()) };
        }
        let [a, b] = [_mm256_unpacklo_pd(x[0], x[1]), _mm256_unpackhi_pd(x[0], x[1])];
        let [c, d] = [_mm256_unpacklo_pd(x[2], x[3]), _mm256_unpackhi_pd(x[2], x[3])];
        let y = [
            _mm256_permute2f128_pd::<0x20>(a, c),
            _mm256_permute2f128_pd::<0x20>(b, d),
            _mm256_permute2f128_pd::<0x31>(a, c),
            _mm256_permute2f128_pd::<0x31>(b, d),
        ];
        for (r, line) in y.into_iter().enumerate() {
            // SAFETY: by contract.
            unsafe { _mm256_storeu_pd(to.wrapping_offset(r as isize * strides.to_row).cast(), line) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns() {
        for &isa in Isa::available() {
            for size in [1, 2, 4, 8, 16] {
                for sides in [[1, 1], [3, 70], [70, 3], [16, 16], [17, 33], [64, 130], [259, 65]] {
                    for past_caches in [false, true] {
                        check(Transpose { size, turn: turn_fn(isa, size), past_caches }, sides);
                    }
                }
            }
        }
    }

    /// The result lies in rows that are longer by a few bytes, which keep what they hold, and begins at an odd place.
    fn check(turn: Transpose, [rows, cols]: [usize; 2]) {
        const GAP: usize = 5;
        let size = turn.size;
        let from: Vec<u8> = (0..rows * cols * size).map(|i| (i * 31 % 251) as u8).collect();
        let to_row = cols * size + GAP;
        let mut to = vec![255; 1 + rows * to_row];
        let strides = Strides { from_col: (rows * size) as isize, to_row: to_row as isize };
        // SAFETY: both have room for the matrix.
        unsafe { turn.run(from.as_ptr(), to.as_mut_ptr().add(1), [rows, cols], strides) };
        let mut expected = vec![255; to.len()];
        for r in 0..rows {
            for c in 0..cols {
                let (f, t) = ((c * rows + r) * size, 1 + r * to_row + c * size);
                expected[t..t + size].copy_from_slice(&from[f..f + size]);
            }
        }
        assert!(to == expected, "{turn:?}, {rows} x {cols}");
    }
}
