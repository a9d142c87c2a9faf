//! The vector operations a tile kernel needs, as a trait, and their portable implementation.
//!
//! The methods are `inline(always)` and carry no target feature of their own: they take the features of the
//! function they end up in (see `isa.rs`), so one kernel body serves every instruction set.

use rheos_base::{C64, C128, bf16, f16};

/// An element the kernels accumulate in. Integers wrap.
pub(super) trait Number: Copy + 'static {
    const ZERO: Self;
    fn plus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
}

/// An element as it lies in memory, beside the type `T` it is computed in.
pub(super) trait Stored<T>: Copy + 'static {
    /// Whether memory and registers hold the same type, so that kernels may read it in place.
    const SAME: bool;
    fn widen(self) -> T;
    fn narrow(value: T) -> Self;
}

macro_rules! numbers {
    ($($t:ty: $zero:expr, |$x:ident, $y:ident| $plus:expr, $times:expr;)*) => {$(
        impl Number for $t {
            const ZERO: $t = $zero;
            #[inline(always)]
            fn plus(self, $y: $t) -> $t { let $x = self; $plus }
            #[inline(always)]
            fn times(self, $y: $t) -> $t { let $x = self; $times }
        }
        impl Stored<$t> for $t {
            const SAME: bool = true;
            #[inline(always)]
            fn widen(self) -> $t { self }
            #[inline(always)]
            fn narrow(value: $t) -> $t { value }
        }
    )*};
}
numbers! {
    f32: 0.0, |x, y| x + y, x * y;
    f64: 0.0, |x, y| x + y, x * y;
    i8: 0, |x, y| x.wrapping_add(y), x.wrapping_mul(y);
    i16: 0, |x, y| x.wrapping_add(y), x.wrapping_mul(y);
    i32: 0, |x, y| x.wrapping_add(y), x.wrapping_mul(y);
    i64: 0, |x, y| x.wrapping_add(y), x.wrapping_mul(y);
    C64: C64::ZERO, |x, y| x + y, x * y;
    C128: C128::ZERO, |x, y| x + y, x * y;
}

impl Stored<f32> for bf16 {
    const SAME: bool = false;
    #[inline(always)]
    fn widen(self) -> f32 {
        f32::from_bits((self.to_bits() as u32) << 16)
    }
    #[inline(always)]
    fn narrow(value: f32) -> bf16 {
        bf16::from_f32(value)
    }
}

impl Stored<f32> for f16 {
    const SAME: bool = false;
    /// Without branches or calls, so that loops over it become vectors.
    #[inline(always)]
    fn widen(self) -> f32 {
        let bits = self.to_bits() as u32;
        let rest = bits & 0x7fff;
        // The exponent's bias grows by 112, twice for infinities and NaN; subnormals are whole multiples of 2^-24.
        let bias = if rest >= 0x7c00 { 224 << 23 } else { 112 << 23 };
        let normal = (rest << 13) + bias;
        let subnormal = (rest as i32 as f32 * f32::from_bits((127 - 24) << 23)).to_bits();
        f32::from_bits(if rest < 0x400 { subnormal } else { normal } | (bits & 0x8000) << 16)
    }
    #[inline(always)]
    fn narrow(value: f32) -> f16 {
        f16::from_f32(value)
    }
}

/// One vector type of one instruction set.
///
/// Every method is unsafe for two reasons: the processor must have the instruction set, and pointers must be
/// valid for the lanes touched (all, or those the mask selects).
pub(super) trait Simd: Copy + 'static {
    type Elem: Number;
    type Vec: Copy;
    type Mask: Copy;
    const LANES: usize;

    unsafe fn zero() -> Self::Vec;
    unsafe fn splat(x: Self::Elem) -> Self::Vec;
    /// Selects the first `count` lanes, `1 <= count <= LANES`.
    unsafe fn mask(count: usize) -> Self::Mask;
    unsafe fn load(p: *const Self::Elem) -> Self::Vec;
    /// Lanes outside the mask are zero and their memory is not read.
    unsafe fn load_masked(p: *const Self::Elem, mask: Self::Mask) -> Self::Vec;
    unsafe fn store(p: *mut Self::Elem, v: Self::Vec);
    unsafe fn store_masked(p: *mut Self::Elem, mask: Self::Mask, v: Self::Vec);
    unsafe fn mul_add(x: Self::Vec, y: Self::Vec, sum: Self::Vec) -> Self::Vec;
    unsafe fn add(x: Self::Vec, y: Self::Vec) -> Self::Vec;
    unsafe fn sum(x: Self::Vec) -> Self::Elem;

    /// Side of the squares that `transpose` turns.
    const SQUARE: usize = 4;

    /// Writes column `i` of the `SQUARE` rows that lie `stride` apart at `to + i * width`.
    #[inline(always)]
    unsafe fn transpose(from: *const Self::Elem, stride: isize, to: *mut Self::Elem, width: usize) {
        // SAFETY: the caller vouches for the square on both sides.
        unsafe {
            let rows: [[Self::Elem; 4]; 4] = std::array::from_fn(|i| {
                from.wrapping_offset(i as isize * stride).cast::<[Self::Elem; 4]>().read_unaligned()
            });
            let columns: [[Self::Elem; 4]; 4] = std::array::from_fn(|i| std::array::from_fn(|j| rows[j][i]));
            for (i, column) in columns.into_iter().enumerate() {
                to.add(i * width).cast::<[Self::Elem; 4]>().write_unaligned(column);
            }
        }
    }

    /// Asks for a cache line that is written soon.
    #[inline(always)]
    unsafe fn prefetch(_: *const Self::Elem) {}
}

/// `L` elements of any type in an array, which the compiler turns into whatever vectors the target has.
#[derive(Clone, Copy)]
pub(super) struct Lanes<T, const L: usize>(std::marker::PhantomData<T>);

impl<T: Number, const L: usize> Simd for Lanes<T, L> {
    type Elem = T;
    type Vec = [T; L];
    type Mask = usize;
    const LANES: usize = L;

    #[inline(always)]
    unsafe fn zero() -> [T; L] {
        [T::ZERO; L]
    }
    #[inline(always)]
    unsafe fn splat(x: T) -> [T; L] {
        [x; L]
    }
    #[inline(always)]
    unsafe fn mask(count: usize) -> usize {
        count
    }
    #[inline(always)]
    unsafe fn load(p: *const T) -> [T; L] {
        // SAFETY: the caller vouches for all lanes.
        unsafe { p.cast::<[T; L]>().read() }
    }
    #[inline(always)]
    unsafe fn load_masked(p: *const T, mask: usize) -> [T; L] {
        if mask == L {
            // SAFETY: the mask selects all lanes.
            return unsafe { Self::load(p) };
        }
        // SAFETY: only selected lanes are read.
        std::array::from_fn(|i| if i < mask { unsafe { *p.add(i) } } else { T::ZERO })
    }
    #[inline(always)]
    unsafe fn store(p: *mut T, v: [T; L]) {
        // SAFETY: the caller vouches for all lanes.
        unsafe { p.cast::<[T; L]>().write(v) }
    }
    #[inline(always)]
    unsafe fn store_masked(p: *mut T, mask: usize, v: [T; L]) {
        if mask == L {
            // SAFETY: the mask selects all lanes.
            return unsafe { Self::store(p, v) };
        }
        for (i, x) in v.into_iter().enumerate().take(mask) {
            // SAFETY: only selected lanes are written.
            unsafe { *p.add(i) = x }
        }
    }
    #[inline(always)]
    unsafe fn mul_add(x: [T; L], y: [T; L], sum: [T; L]) -> [T; L] {
        std::array::from_fn(|i| sum[i].plus(x[i].times(y[i])))
    }
    #[inline(always)]
    unsafe fn add(x: [T; L], y: [T; L]) -> [T; L] {
        std::array::from_fn(|i| x[i].plus(y[i]))
    }
    #[inline(always)]
    unsafe fn sum(x: [T; L]) -> T {
        x.into_iter().fold(T::ZERO, T::plus)
    }
}
