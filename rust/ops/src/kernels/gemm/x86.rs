//! AVX2 with FMA and AVX-512 vectors of `f32` and `f64`.

use super::simd::Simd;
use std::arch::x86_64::*;

#[derive(Clone, Copy)]
pub(super) struct Avx2F32;
#[derive(Clone, Copy)]
pub(super) struct Avx2F64;
#[derive(Clone, Copy)]
pub(super) struct Avx512F32;
#[derive(Clone, Copy)]
pub(super) struct Avx512F64;

/// A window of `LANES` words in here, starting at `LANES - count`, selects the first `count` lanes.
static WINDOW32: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
static WINDOW64: [i64; 8] = [-1, -1, -1, -1, 0, 0, 0, 0];

#[inline(always)]
unsafe fn window<T>(words: &[T], first: usize) -> __m256i {
    // SAFETY: the caller has AVX2, and asks for a mask of `1..=LANES` lanes, which ends inside the table.
    unsafe { _mm256_loadu_si256(words.as_ptr().add(first).cast()) }
}

macro_rules! vectors {
    ($name:ty, $elem:ty, $vec:ty, $mask:ty, $lanes:literal; mask |$count:ident| $mask_of:expr;
     sum |$x:ident| $sum:expr; $(square $square:literal $transpose:ident;)? load_masked |$p:ident, $m:ident| $load_masked:expr; store_masked $store_masked:ident;
     $zero:ident $splat:ident $load:ident $store:ident $fma:ident $add:ident) => {
        impl Simd for $name {
            type Elem = $elem;
            type Vec = $vec;
            type Mask = $mask;
            const LANES: usize = $lanes;
            $(
                const SQUARE: usize = $square;

                #[inline(always)]
                unsafe fn transpose(from: *const $elem, stride: isize, to: *mut $elem, width: usize) {
                    // SAFETY: the caller guarantees the instruction set and the places.
                    unsafe { $transpose(from, stride, to, width) }
                }
            )?

            #[inline(always)]
            unsafe fn prefetch(p: *const $elem) {
                // SAFETY: any address may be prefetched.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(p.cast()) }
            }

            #[inline(always)]
            unsafe fn zero() -> $vec {
                // SAFETY: the caller guarantees the instruction set.
                unsafe { $zero() }
            }
            #[inline(always)]
            unsafe fn splat(x: $elem) -> $vec {
                // SAFETY: as above.
                unsafe { $splat(x) }
            }
            #[inline(always)]
            unsafe fn mask($count: usize) -> $mask {
                $mask_of
            }
            #[inline(always)]
            unsafe fn load(p: *const $elem) -> $vec {
                // SAFETY: as above, and the caller vouches for the pointer.
                unsafe { $load(p) }
            }
            #[inline(always)]
            unsafe fn load_masked($p: *const $elem, $m: $mask) -> $vec {
                // SAFETY: as above.
                unsafe { $load_masked }
            }
            #[inline(always)]
            unsafe fn store(p: *mut $elem, v: $vec) {
                // SAFETY: as above.
                unsafe { $store(p, v) }
            }
            #[inline(always)]
            unsafe fn store_masked(p: *mut $elem, mask: $mask, v: $vec) {
                // SAFETY: as above.
                unsafe { $store_masked(p, mask, v) }
            }
            #[inline(always)]
            unsafe fn mul_add(x: $vec, y: $vec, sum: $vec) -> $vec {
                // SAFETY: the caller guarantees the instruction set.
                unsafe { $fma(x, y, sum) }
            }
            #[inline(always)]
            unsafe fn add(x: $vec, y: $vec) -> $vec {
                // SAFETY: as above.
                unsafe { $add(x, y) }
            }
            #[inline(always)]
            unsafe fn sum($x: $vec) -> $elem {
                // SAFETY: as above.
                unsafe { $sum }
            }
        }
    };
}

vectors! { Avx2F32, f32, __m256, __m256i, 8;
mask |count| // SAFETY: the caller of `mask` keeps the contract of `window`.
    unsafe { window(&WINDOW32, 8 - count) };
sum |x| {
    let x = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
    let x = _mm_add_ps(x, _mm_movehl_ps(x, x));
    _mm_cvtss_f32(_mm_add_ss(x, _mm_movehdup_ps(x)))
};
load_masked |p, m| _mm256_maskload_ps(p, m); store_masked _mm256_maskstore_ps;
_mm256_setzero_ps _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_fmadd_ps _mm256_add_ps }
vectors! { Avx2F64, f64, __m256d, __m256i, 4;
mask |count| // SAFETY: as above.
    unsafe { window(&WINDOW64, 4 - count) };
sum |x| {
    let x = _mm_add_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd::<1>(x));
    _mm_cvtsd_f64(_mm_add_sd(x, _mm_unpackhi_pd(x, x)))
};
load_masked |p, m| _mm256_maskload_pd(p, m); store_masked _mm256_maskstore_pd;
_mm256_setzero_pd _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_fmadd_pd _mm256_add_pd }
vectors! { Avx512F32, f32, __m512, __mmask16, 16;
mask |count| ((1u32 << count) - 1) as __mmask16;
sum |x| _mm512_reduce_add_ps(x);
square 16 transpose16;
load_masked |p, m| _mm512_maskz_loadu_ps(m, p); store_masked _mm512_mask_storeu_ps;
_mm512_setzero_ps _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_fmadd_ps _mm512_add_ps }
vectors! { Avx512F64, f64, __m512d, __mmask8, 8;
mask |count| ((1u32 << count) - 1) as __mmask8;
sum |x| _mm512_reduce_add_pd(x);
load_masked |p, m| _mm512_maskz_loadu_pd(m, p); store_masked _mm512_mask_storeu_pd;
_mm512_setzero_pd _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_fmadd_pd _mm512_add_pd }

/// A square of 16 x 16 words: quarters of rows are put together while they are read, so that what is left to do
/// stays within quarters.
#[inline(always)]
unsafe fn transpose16(from: *const f32, stride: isize, to: *mut f32, width: usize) {
    // SAFETY: by the contract of `Simd::transpose`.
    unsafe {
        let quarter = |row: usize, column: usize| {
            _mm_loadu_ps(from.wrapping_offset(row as isize * stride).wrapping_add(4 * column))
        };
        for column in 0..4 {
            // Rows r, r + 4, r + 8, r + 12, four columns of each.
            let row = |r: usize| {
                let x = _mm512_castps128_ps512(quarter(r, column));
                let x = _mm512_insertf32x4::<1>(x, quarter(r + 4, column));
                let x = _mm512_insertf32x4::<2>(x, quarter(r + 8, column));
                _mm512_insertf32x4::<3>(x, quarter(r + 12, column))
            };
            let [a, b, c, d] = [row(0), row(1), row(2), row(3)];
            let (low, high) = (_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
            let (low2, high2) = (_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d));
            let to = to.add(4 * column * width);
            _mm512_storeu_ps(to, _mm512_shuffle_ps::<0x44>(low, low2));
            _mm512_storeu_ps(to.add(width), _mm512_shuffle_ps::<0xee>(low, low2));
            _mm512_storeu_ps(to.add(2 * width), _mm512_shuffle_ps::<0x44>(high, high2));
            _mm512_storeu_ps(to.add(3 * width), _mm512_shuffle_ps::<0xee>(high, high2));
        }
    }
}
