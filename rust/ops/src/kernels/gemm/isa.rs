//! The instruction sets, and the kernels compiled for each.
//!
//! A module per instruction set wraps the generic bodies in functions that enable its target features; a
//! [`Kernel`] erases the element type behind them.

#[cfg(target_arch = "x86_64")]
use super::x86;
use super::{
    parts::Parts,
    plan::Plan,
    run::Operands,
    simd::{Lanes, Simd, Stored},
    tile::TileFn,
};
use rheos_base::{C64, C128, DType, bf16, f16};
use std::ops::Range;

/// An instruction set, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Isa {
    Portable,
    Avx2,
    Avx512,
}

impl Isa {
    /// The best one this processor runs.
    pub fn best() -> Isa {
        *Isa::available().last().unwrap_or(&Isa::Portable)
    }

    /// All that this processor runs.
    pub fn available() -> &'static [Isa] {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            let wide = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl");
            return if wide { &[Isa::Portable, Isa::Avx2, Isa::Avx512] } else { &[Isa::Portable, Isa::Avx2] };
        }
        &[Isa::Portable]
    }
}

/// The register kernels of a vector type.
pub(super) trait Tiles: Simd {
    /// Tallest tile of at most two vectors, and of three or four.
    const ROWS: usize;
    const WIDE_ROWS: usize;
    /// Most sums a tile of dot products keeps; 0 where there are none.
    const DOT_TILE: usize;
    fn tile(rows: usize, vectors: usize) -> TileFn<Self::Elem>;
    fn dot(rows: usize, cols: usize) -> TileFn<Self::Elem>;
    /// Apart from the loop over tiles, which needs the registers.
    fn panels<E: Stored<Self::Elem>>() -> PanelsFn<E, Self::Elem>;
}

/// Copies columns and steps of B into panels.
pub(super) type PanelsFn<E, T> = unsafe fn(&Plan, Range<usize>, Range<usize>, *const E, *mut T);

/// What a plan needs to know of the kernels, and the way in to them. `run` and `pack` need the instruction set.
#[derive(Debug)]
pub(super) struct Kernel {
    /// Bytes in an element as it is packed and summed.
    pub size: usize,
    pub lanes: usize,
    pub rows: usize,
    pub wide_rows: usize,
    pub dot_tile: usize,
    pub same: bool,
    pub pack: unsafe fn(&Plan, usize, Operands),
    pub run: unsafe fn(&Plan, usize, Operands, *mut u8),
    pub add_parts: unsafe fn(&Plan, usize, Operands),
}

macro_rules! isa {
    ($module:ident, $(#[$feature:meta])? [$rows:tt $wide:tt $dot_tile:literal $dots:tt]
     floats { $($float:ident: $simd:ty;)* } integers { $($int:ident: $int_simd:ty;)* } others { $($other:ident: $array:ty;)* }
     halves { $($half:ident: $half_simd:ty, $in_memory:ty;)* }) => {
        mod $module {
            use super::*;
            use crate::kernels::gemm::{pack, parts, run, tile};

            $(#[$feature])?
            unsafe fn tile<S: Simd, const R: usize, const V: usize>(t: &tile::Tile<'_, S::Elem>) {
                // SAFETY: this function has the instruction set; the rest is the caller's promise.
                unsafe { tile::tile::<S, R, V>(t) }
            }

            $(#[$feature])?
            unsafe fn dot<S: Simd, const R: usize, const J: usize>(t: &tile::Tile<'_, S::Elem>) {
                // SAFETY: as above.
                unsafe { tile::dot::<S, R, J>(t) }
            }

            $(#[$feature])?
            unsafe fn pack<S: Simd, E: Stored<S::Elem>>(plan: &Plan, task: usize, x: Operands) {
                // SAFETY: as above.
                unsafe { pack::pack::<S, E>(plan, task, x.a.cast(), x.b.cast(), x.scratch) }
            }

            $(#[$feature])?
            unsafe fn panels<S: Simd, E: Stored<S::Elem>>(
                plan: &Plan,
                cols: Range<usize>,
                steps: Range<usize>,
                b: *const E,
                to: *mut S::Elem,
            ) {
                // SAFETY: as above.
                unsafe { pack::panels::<S, E>(plan, cols, steps, b, to) }
            }

            $(#[$feature])?
            unsafe fn run<S: Tiles, E: Stored<S::Elem>>(plan: &Plan, task: usize, x: Operands, own: *mut u8) {
                // SAFETY: as above.
                unsafe { run::run::<S, E>(plan, task, x, own) }
            }

            $(#[$feature])?
            unsafe fn add_parts<S: Tiles>(plan: &Plan, task: usize, x: Operands) {
                // SAFETY: as above.
                unsafe { run::add_parts::<S>(plan, task, x) }
            }

            $(#[$feature])?
            unsafe fn product<S: Tiles>(x: &parts::Product<'_>) {
                // SAFETY: as above.
                unsafe { parts::product::<S>(x) }
            }

            $(#[$feature])?
            unsafe fn copy<S: Simd, E: Stored<S::Elem>>(x: &parts::Copy, to: *mut u8) {
                // SAFETY: as above.
                unsafe { parts::copy::<S, E>(x, to) }
            }

            $(#[$feature])?
            unsafe fn add_up<S: Simd, E: Stored<S::Elem>>(x: &parts::Total, to: *mut u8) {
                // SAFETY: as above.
                unsafe { parts::add_up::<S, E>(x, to) }
            }

            $(#[$feature])?
            unsafe fn channels<S: Simd>(x: &parts::Channels<'_>) {
                // SAFETY: as above.
                unsafe { parts::channels::<S>(x) }
            }

            $(#[$feature])?
            unsafe fn channel_taps<S: Simd>(x: &parts::ChannelTaps<'_>) {
                // SAFETY: as above.
                unsafe { parts::channel_taps::<S>(x) }
            }

            const fn kernel<S: Tiles, E: Stored<S::Elem>>() -> Kernel {
                Kernel {
                    size: size_of::<S::Elem>(),
                    lanes: S::LANES,
                    rows: S::ROWS,
                    wide_rows: S::WIDE_ROWS,
                    dot_tile: S::DOT_TILE,
                    same: E::SAME,
                    pack: pack::<S, E>,
                    run: run::<S, E>,
                    add_parts: add_parts::<S>,
                }
            }

            const fn parts<S: Tiles, E: Stored<S::Elem>>() -> Parts {
                Parts {
                    product: product::<S>,
                    copy: copy::<S, E>,
                    add_up: add_up::<S, E>,
                    channels: channels::<S>,
                    channel_taps: channel_taps::<S>,
                }
            }

            $(isa!(@tiles $simd, $rows, $wide, $dot_tile, $dots);)*
            $(isa!(@tiles $int_simd, [1 2 3 4], [], 0, []);)*
            $(isa!(@tiles $array, [1 2 3 4], [], 0, []);)*

            pub(super) fn find(dtype: DType) -> Option<&'static Kernel> {
                Some(match dtype {
                    $(DType::$float => const { &kernel::<$simd, <$simd as Simd>::Elem>() },)*
                    $(DType::$int => const { &kernel::<$int_simd, <$int_simd as Simd>::Elem>() },)*
                    $(DType::$other => const { &kernel::<$array, <$array as Simd>::Elem>() },)*
                    $(DType::$half => const { &kernel::<$half_simd, $in_memory>() },)*
                    _ => return None,
                })
            }

            pub(super) fn find_parts(dtype: DType) -> Option<&'static Parts> {
                Some(match dtype {
                    $(DType::$float => const { &parts::<$simd, <$simd as Simd>::Elem>() },)*
                    $(DType::$int => const { &parts::<$int_simd, <$int_simd as Simd>::Elem>() },)*
                    $(DType::$half => const { &parts::<$half_simd, $in_memory>() },)*
                    _ => return None,
                })
            }
        }
    };
    (@tiles $simd:ty, [$($r:literal)*], [$($w:literal)*], $dot_tile:literal, [$($d:literal)*]) => {
        impl Tiles for $simd {
            const ROWS: usize = [$($r),*].len();
            const WIDE_ROWS: usize = { let rows: &[usize] = &[$($w),*]; rows.len() };
            const DOT_TILE: usize = $dot_tile;
            #[inline(always)]
            fn tile(rows: usize, vectors: usize) -> TileFn<Self::Elem> {
                let table: &[&[TileFn<Self::Elem>]; 4] = const { &[
                    &[$(tile::<$simd, $r, 1>),*],
                    &[$(tile::<$simd, $r, 2>),*],
                    &[$(tile::<$simd, $w, 3>),*],
                    &[$(tile::<$simd, $w, 4>),*],
                ] };
                table[vectors - 1][rows - 1]
            }
            #[inline(always)]
            fn dot(rows: usize, cols: usize) -> TileFn<Self::Elem> {
                let table: &[[TileFn<Self::Elem>; 4]] = const { &[
                    $([dot::<$simd, $d, 1>, dot::<$simd, $d, 2>, dot::<$simd, $d, 3>, dot::<$simd, $d, 4>]),*
                ] };
                table[rows - 1][cols - 1]
            }
            #[inline(always)]
            fn panels<E: Stored<Self::Elem>>() -> PanelsFn<E, Self::Elem> {
                panels::<$simd, E>
            }
        }
    };
}

isa! { portable, [[1 2 3 4] [1 2] 8 [1 2 3 4]]
floats { F32: Lanes<f32, 4>; F64: Lanes<f64, 2>; }
integers { I32: Lanes<i32, 4>; }
others { I8: Lanes<i8, 16>; I16: Lanes<i16, 8>; I64: Lanes<i64, 2>;
         C64: Lanes<C64, 2>; C128: Lanes<C128, 1>; }
halves { F16: Lanes<f32, 4>, f16; BF16: Lanes<f32, 4>, bf16; } }

#[cfg(target_arch = "x86_64")]
isa! { avx2, #[target_feature(enable = "avx2,fma")] [[1 2 3 4 5 6] [1 2] 8 [1 2 3 4]]
floats { F32: x86::Avx2F32; F64: x86::Avx2F64; }
integers { I32: Lanes<i32, 8>; }
others { I8: Lanes<i8, 32>; I16: Lanes<i16, 16>; I64: Lanes<i64, 4>;
         C64: Lanes<C64, 4>; C128: Lanes<C128, 2>; }
halves { F16: x86::Avx2F32, f16; BF16: x86::Avx2F32, bf16; } }

#[cfg(target_arch = "x86_64")]
isa! { avx512, #[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
[[1 2 3 4 5 6 7 8 9 10 11 12 13 14] [1 2 3 4] 16 [1 2 3 4]]
floats { F32: x86::Avx512F32; F64: x86::Avx512F64; }
integers { I32: Lanes<i32, 16>; }
others { I8: Lanes<i8, 64>; I16: Lanes<i16, 32>; I64: Lanes<i64, 8>;
         C64: Lanes<C64, 8>; C128: Lanes<C128, 4>; }
halves { F16: x86::Avx512F32, f16; BF16: x86::Avx512F32, bf16; } }

/// The kernels for an element type, if there are any.
pub(super) fn find(isa: Isa, dtype: DType) -> Option<&'static Kernel> {
    match isa {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => avx512::find(dtype),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => avx2::find(dtype),
        _ => portable::find(dtype),
    }
}

/// The steps of convolutions for an element type; only for those that have convolutions.
pub(super) fn find_parts(isa: Isa, dtype: DType) -> Option<&'static Parts> {
    match isa {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => avx512::find_parts(dtype),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => avx2::find_parts(dtype),
        _ => portable::find_parts(dtype),
    }
}
