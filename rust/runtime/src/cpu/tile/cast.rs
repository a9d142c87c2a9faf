//! Conversions between element types: each value is rounded once, floats that no integer stands for become what x86
//! processors make of them, on every machine; complex gives its real part, anything but zero is true.
#![allow(clippy::manual_range_contains)] // both comparisons are done, so that loops have no branch

use rheos_base::{C64, C128, DType, bf16, f16};

use super::TileFn;
use super::half::Real32;
use super::isa::{Isa, Math, pick};
use super::loops::{Map1, One};

/// A bool element: a byte 0 or 1.
#[derive(Copy, Clone)]
#[repr(transparent)]
struct Bool(u8);

trait To<T> {
    fn to(self) -> T;
}

macro_rules! to {
    ($($from:ty => $to:ty: |$a:ident| $value:expr;)*) => {$(
        impl To<$to> for $from {
            #[inline(always)]
            fn to(self) -> $to {
                let $a = self;
                $value
            }
        }
    )*};
}

/// Integers to numbers other than f32 and halves, and between the large floats.
macro_rules! numbers {
    ($($from:ident),*) => {$( numbers!(@from $from: i8, i16, i32, i64, u8, u16, u32, u64, f64); )*};
    (@from $from:ident: $($to:ident),*) => {$( to! { $from => $to: |a| a as $to; } )*};
}
numbers!(i8, i16, i32, i64, u8, u16, u32, u64);
to! {
    f32 => f64: |a| f64::from(a);
    f64 => f64: |a| a;
}

/// What x86 processors do: a number outside the register type (and NaN) becomes its least integer, of which
/// narrower types keep the low bits.
macro_rules! truncating {
    ($($float:ident: $($int:ident by $register:ident),*;)*) => {$($( to! { $float => $int: |a| {
        const LOW: $float = $register::MIN as $float;
        let bounded = if (a >= LOW) & (a < -LOW) { a } else { LOW };
        // SAFETY: at least LOW and below -LOW, which the register type holds once truncated; never NaN.
        unsafe { bounded.to_int_unchecked::<$register>() as $int }
    }; } )*)*};
}
truncating! {
    f32: i8 by i32, i16 by i32, i32 by i32, i64 by i64, u8 by i32, u16 by i32, u32 by i64;
    f64: i8 by i32, i16 by i32, i32 by i32, i64 by i64, u8 by i32, u16 by i32, u32 by i64;
}

/// The upper half of u64 goes through i64, as compilers do it on x86.
macro_rules! unsigned_words {
    ($($float:ident),*) => {$( to! { $float => u64: |a| {
        const HALF: $float = (1u64 << 63) as $float;
        let low: i64 = (if a >= HALF { a - HALF } else { a }).to();
        low as u64 ^ if a >= HALF { 1 << 63 } else { 0 }
    }; } )*};
}
unsigned_words!(f32, f64);

/// Types that f32 holds exactly, and the others, whose way to a half goes through f64.
macro_rules! small {
    ($($from:ident),*) => {$( to! {
        $from => f32: |a| a as f32;
        $from => f16: |a| f16::down(a as f32);
        $from => bf16: |a| bf16::down(a as f32);
    } )*};
}
macro_rules! wide {
    ($($from:ident: $double:expr),*) => {$( to! {
        $from => f32: |a| a as f32;
        $from => f16: |a| f16::down64($double(a));
        $from => bf16: |a| bf16::down64($double(a));
    } )*};
}
small!(i8, i16, u8, u16, f32);
wide!(i32: f64::from, u32: f64::from, i64: signed, u64: unsigned, f64: f64::from);

/// a in f64, an inexact result made odd (or of a sticky last bit), so that a half rounds as if from `a`.
#[inline(always)]
fn signed(a: i64) -> f64 {
    let sticky = (a & !0xfff) | (i64::from(a & 0xfff != 0) << 12);
    (if a.unsigned_abs() < 1 << 53 { a } else { sticky }) as f64
}

#[inline(always)]
fn unsigned(a: u64) -> f64 {
    let sticky = (a & !0xfff) | (u64::from(a & 0xfff != 0) << 12);
    (if a < 1 << 53 { a } else { sticky }) as f64
}

macro_rules! halves {
    ($($from:ident),*) => {$(
        halves!(@from $from: i8, i16, i32, i64, u8, u16, u32, u64, f64);
        to! {
            $from => f32: |a| a.up();
            $from => f16: |a| f16::down(a.up());
            $from => bf16: |a| bf16::down(a.up());
            $from => Bool: |a| Bool(u8::from(a.up() != 0.0));
        }
    )*};
    (@from $from:ident: $($to:ident),*) => {$( to! { $from => $to: |a| a.up().to(); } )*};
}
halves!(f16, bf16);

macro_rules! truth {
    ($($t:ident),*) => {$( to! { $t => Bool: |a| Bool(u8::from(a != (0 as $t))); } )*};
}
truth!(i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);

macro_rules! complex {
    ($($t:ident),*) => {$( to! {
        $t => C64: |a| C64::new(To::<f32>::to(a), 0.0);
        $t => C128: |a| C128::new(To::<f64>::to(a), 0.0);
        C64 => $t: |a| To::<$t>::to(a.re);
        C128 => $t: |a| To::<$t>::to(a.re);
        Bool => $t: |a| To::<$t>::to(a.0);
    } )*};
}
complex!(i8, i16, i32, i64, u8, u16, u32, u64, f16, bf16, f32, f64);

to! {
    Bool => Bool: |a| a;
    Bool => C64: |a| C64::new(f32::from(a.0), 0.0);
    Bool => C128: |a| C128::new(f64::from(a.0), 0.0);
    C64 => Bool: |a| Bool(u8::from((a.re != 0.0) | (a.im != 0.0)));
    C128 => Bool: |a| Bool(u8::from((a.re != 0.0) | (a.im != 0.0)));
    C64 => C64: |a| a;
    C64 => C128: |a| C128::new(f64::from(a.re), f64::from(a.im));
    C128 => C64: |a| C64::new(a.re as f32, a.im as f32);
    C128 => C128: |a| a;
}

struct Convert<T>(std::marker::PhantomData<T>);

impl<A: To<T>, T> Map1<A> for Convert<T> {
    type Out = T;
    #[inline(always)]
    fn f<M: Math>(a: A) -> T {
        a.to()
    }
}

pub fn cast_fn(from: DType, to: DType, isa: Isa) -> Option<TileFn> {
    macro_rules! table {
        ($($dtype:ident $t:ty),*) => { table!(@rows [$($dtype $t),*] $($dtype $t),*) };
        (@rows $columns:tt $($dtype:ident $t:ty),*) => {
            match from {
                $(DType::$dtype => table!(@row $t, $columns),)*
                _ => return None,
            }
        };
        (@row $from:ty, [$($dtype:ident $t:ty),*]) => {
            match to {
                $(DType::$dtype => pick::<One<Convert<$t>, $from>>(isa),)*
                _ => return None,
            }
        };
    }
    Some(table! {
        F32 f32, F64 f64, F16 f16, BF16 bf16, I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64,
        Bool Bool, C64 C64, C128 C128
    })
}
