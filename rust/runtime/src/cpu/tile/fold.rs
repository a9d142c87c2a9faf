//! Reductions of a tile into one element, in an order that depends on the length alone.
//!
//! Element i goes to lane i mod 64; the lanes are then combined in halves, and the result with the
//! accumulator. Every instruction set does the same, so the numbers are the same on each.

use std::marker::PhantomData;

use num_complex::Complex;
use rheos_base::{C64, C128, DType, bf16, f16};
use rheos_graph::expr::Monoid;

use super::TileFn;
use super::half::Real32;
use super::int::Int;
use super::isa::{Isa, Loop, Math, pick};

const LANES: usize = 64;

/// A monoid on elements of type A, computed in a type that is at least as precise.
trait Fold<A> {
    type Wide: Copy;
    const IDENTITY: Self::Wide;
    fn widen(a: A) -> Self::Wide;
    fn narrow(a: Self::Wide) -> A;
    fn combine(a: Self::Wide, b: Self::Wide) -> Self::Wide;
}

struct FoldLoop<F, A>(PhantomData<(F, A)>);

impl<A: Copy, F: Fold<A>> Loop for FoldLoop<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, _: *const u8, _: *const u8, n: usize) -> u32 {
        if n == 0 {
            return 0;
        }
        // SAFETY: TileFn's contract, n > 0.
        let elements = unsafe { std::slice::from_raw_parts(a.cast::<A>(), n) };
        let mut lanes = [F::IDENTITY; LANES];
        let (blocks, rest) = elements.as_chunks::<LANES>();
        for block in blocks {
            for (lane, &x) in lanes.iter_mut().zip(block) {
                *lane = F::combine(*lane, F::widen(x));
            }
        }
        for (lane, &x) in lanes.iter_mut().zip(rest) {
            *lane = F::combine(*lane, F::widen(x));
        }
        let mut width = LANES / 2;
        while width > 0 {
            for i in 0..width {
                lanes[i] = F::combine(lanes[i], lanes[i + width]);
            }
            width /= 2;
        }
        let out = out.cast::<A>();
        // SAFETY: the accumulator is one valid element.
        unsafe { out.write(F::narrow(F::combine(F::widen(out.read()), lanes[0]))) };
        0
    }
}

struct Sum;
struct Prod;
struct Min;
struct Max;
struct All;
struct Any;

/// The monoid's identity and operation for a float type and the type it computes in.
macro_rules! float {
    ($($t:ty as $wide:ident: |$up:ident| $widen:expr, |$down:ident| $narrow:expr;)*) => {$(
        float!(@all $t, $wide, ($up, $widen), ($down, $narrow);
            Sum -0.0, |a, b| a + b;
            Prod 1.0, |a, b| a * b;
            Min $wide::INFINITY, |a, b| if (a < b) | a.is_nan() { a } else { b };
            Max $wide::NEG_INFINITY, |a, b| if (a > b) | a.is_nan() { a } else { b };
        );
    )*};
    (@all $t:ty, $wide:ident, $up:tt, $down:tt; $($name:ident $identity:expr, |$a:ident, $b:ident| $value:expr;)*) => {$(
        float!(@one $t, $wide, $up, $down, $name, $identity, $a, $b, $value);
    )*};
    (@one $t:ty, $wide:ident, ($up:ident, $widen:expr), ($down:ident, $narrow:expr), $name:ident, $identity:expr,
     $a:ident, $b:ident, $value:expr) => {
        impl Fold<$t> for $name {
            type Wide = $wide;
            const IDENTITY: $wide = $identity;
            #[inline(always)]
            fn widen($up: $t) -> $wide { $widen }
            #[inline(always)]
            fn narrow($down: $wide) -> $t { $narrow }
            #[inline(always)]
            fn combine($a: $wide, $b: $wide) -> $wide { $value }
        }
    };
}
float! {
    f32 as f32: |a| a, |a| a;
    f64 as f64: |a| a, |a| a;
    f16 as f32: |a| a.up(), |a| f16::down(a);
    bf16 as f32: |a| a.up(), |a| bf16::down(a);
}

/// A monoid computed in the type itself.
macro_rules! direct {
    ($($t:ty, $name:ident, $identity:expr, |$a:ident, $b:ident| $value:expr;)*) => {$(
        impl Fold<$t> for $name {
            type Wide = $t;
            const IDENTITY: $t = $identity;
            #[inline(always)]
            fn widen(a: $t) -> $t { a }
            #[inline(always)]
            fn narrow(a: $t) -> $t { a }
            #[inline(always)]
            fn combine($a: $t, $b: $t) -> $t { $value }
        }
    )*};
}

macro_rules! int {
    ($($t:ident),*) => {$( direct! {
        $t, Sum, 0, |a, b| a.add(b);
        $t, Prod, 1, |a, b| a.mul(b);
        $t, Min, $t::MAX, |a, b| if a < b { a } else { b };
        $t, Max, $t::MIN, |a, b| if a > b { a } else { b };
    } )*};
}
int!(i8, i16, i32, i64, u8, u16, u32, u64);

direct! {
    C64, Sum, Complex { re: -0.0, im: -0.0 }, |a, b| a + b;
    C64, Prod, Complex { re: 1.0, im: 0.0 }, |a, b| a * b;
    C128, Sum, Complex { re: -0.0, im: -0.0 }, |a, b| a + b;
    C128, Prod, Complex { re: 1.0, im: 0.0 }, |a, b| a * b;
    u8, All, 1, |a, b| a & b;
    u8, Any, 0, |a, b| a | b;
}

pub fn fold_fn(monoid: Monoid, dtype: DType, isa: Isa) -> Option<TileFn> {
    macro_rules! ordered {
        ($t:ty) => {
            match monoid {
                Monoid::Sum => pick::<FoldLoop<Sum, $t>>(isa),
                Monoid::Prod => pick::<FoldLoop<Prod, $t>>(isa),
                Monoid::Min => pick::<FoldLoop<Min, $t>>(isa),
                Monoid::Max => pick::<FoldLoop<Max, $t>>(isa),
                Monoid::All | Monoid::Any => return None,
            }
        };
    }
    macro_rules! complex {
        ($t:ty) => {
            match monoid {
                Monoid::Sum => pick::<FoldLoop<Sum, $t>>(isa),
                Monoid::Prod => pick::<FoldLoop<Prod, $t>>(isa),
                _ => return None,
            }
        };
    }
    Some(match dtype {
        DType::F32 => ordered!(f32),
        DType::F64 => ordered!(f64),
        DType::F16 => ordered!(f16),
        DType::BF16 => ordered!(bf16),
        DType::I8 => ordered!(i8),
        DType::I16 => ordered!(i16),
        DType::I32 => ordered!(i32),
        DType::I64 => ordered!(i64),
        DType::U8 => ordered!(u8),
        DType::U16 => ordered!(u16),
        DType::U32 => ordered!(u32),
        DType::U64 => ordered!(u64),
        DType::C64 => complex!(C64),
        DType::C128 => complex!(C128),
        DType::Bool => match monoid {
            Monoid::All => pick::<FoldLoop<All, u8>>(isa),
            Monoid::Any => pick::<FoldLoop<Any, u8>>(isa),
            _ => return None,
        },
        _ => return None,
    })
}
