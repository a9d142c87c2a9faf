//! The primitives of f32, f16 and bf16: computed in f32, rounded once to the type.

use rheos_graph::expr::Prim;

use super::half::Real32;
use super::isa::{Isa, Math, pick, scalar};
use super::loops::{Guarded, Map1, Map2, Map3, One, OneGuarded, Three, Two};
use super::{TileFn, math32, special};

/// A marker type per primitive: its value from the operands in f32.
macro_rules! unary {
    ($($prim:ident<$math:ident>($a:ident) = $value:expr;)*) => {$(
        pub(super) struct $prim;
        impl<T: Real32> Map1<T> for $prim {
            type Out = T;
            #[inline(always)]
            fn f<$math: Math>($a: T) -> T {
                let $a = $a.up();
                T::down($value)
            }
        }
    )*};
}

macro_rules! binary {
    ($($prim:ident<$math:ident>($a:ident, $b:ident) = $value:expr;)*) => {$(
        pub(super) struct $prim;
        impl<T: Real32> Map2<T> for $prim {
            type Out = T;
            #[inline(always)]
            fn f<$math: Math>($a: T, $b: T) -> T {
                let ($a, $b) = ($a.up(), $b.up());
                T::down($value)
            }
        }
    )*};
}

macro_rules! tests {
    ($($prim:ident($a:ident) = $value:expr;)*) => {$(
        struct $prim;
        impl<T: Real32> Map1<T> for $prim {
            type Out = u8;
            #[inline(always)]
            fn f<M: Math>($a: T) -> u8 {
                let $a = $a.up();
                u8::from($value)
            }
        }
    )*};
}

macro_rules! comparisons {
    ($($prim:ident($a:ident, $b:ident) = $value:expr;)*) => {$(
        struct $prim;
        impl<T: Real32> Map2<T> for $prim {
            type Out = u8;
            #[inline(always)]
            fn f<M: Math>($a: T, $b: T) -> u8 {
                let ($a, $b) = ($a.up(), $b.up());
                u8::from($value)
            }
        }
    )*};
}

unary! {
    Neg<M>(a) = -a;
    Abs<M>(a) = a.abs();
    Sign<M>(a) = sign(a);
    Sqrt<M>(a) = a.sqrt();
    Rsqrt<M>(a) = 1.0 / a.sqrt();
    Recip<M>(a) = 1.0 / a;
    Exp<M>(a) = math32::exp::<M>(a);
    Expm1<M>(a) = math32::expm1::<M>(a);
    Log<M>(a) = math32::log::<M>(a);
    Log1p<M>(a) = math32::log1p::<M>(a);
    Sin<M>(a) = math32::sin::<M>(a);
    Cos<M>(a) = math32::cos::<M>(a);
    Tan<M>(a) = math32::tan::<M>(a);
    Asin<M>(a) = math32::asin::<M>(a);
    Acos<M>(a) = math32::acos::<M>(a);
    Atan<M>(a) = math32::atan::<M>(a);
    Sinh<M>(a) = math32::sinh::<M>(a);
    Cosh<M>(a) = math32::cosh::<M>(a);
    Tanh<M>(a) = math32::tanh::<M>(a);
    Asinh<M>(a) = math32::asinh::<M>(a);
    Acosh<M>(a) = math32::acosh::<M>(a);
    Atanh<M>(a) = math32::atanh::<M>(a);
    Erf<M>(a) = math32::erf::<M>(a);
    Erfc<M>(a) = math32::erfc::<M>(a);
    Lgamma<M>(a) = libm::lgamma(f64::from(a)) as f32;
    Digamma<M>(a) = special::digamma(f64::from(a)) as f32;
    Floor<M>(a) = a.floor();
    Ceil<M>(a) = a.ceil();
    Rint<M>(a) = a.round_ties_even();
    Trunc<M>(a) = a.trunc();
}

binary! {
    Add<M>(a, b) = a + b;
    Sub<M>(a, b) = a - b;
    Mul<M>(a, b) = a * b;
    Div<M>(a, b) = a / b;
    FloorDiv<M>(a, b) = (a / b).floor();
    Mod<M>(a, b) = a % b;
    FloorMod<M>(a, b) = floor_mod(a, b);
    Pow<M>(a, b) = math32::pow::<M>(a, b);
    Min<M>(a, b) = if (a < b) | a.is_nan() { a } else { b };
    Max<M>(a, b) = if (a > b) | a.is_nan() { a } else { b };
    Atan2<M>(a, b) = math32::atan2::<M>(a, b);
}

tests! {
    IsNan(a) = a.is_nan();
    IsInf(a) = a.abs() == f32::INFINITY;
    IsFinite(a) = a.abs() < f32::INFINITY;
}

comparisons! {
    Eq(a, b) = a == b;
    Ne(a, b) = a != b;
    Lt(a, b) = a < b;
    Le(a, b) = a <= b;
}

struct Fma;
impl<T: Real32> Map3<T> for Fma {
    #[inline(always)]
    fn f<M: Math>(a: T, b: T, c: T) -> T {
        T::fused(a, b, c)
    }
}

/// Operands too large for the fast reduction; infinities become NaN either way.
macro_rules! guarded {
    ($($prim:ident $exact:ident),*) => {$(
        impl<T: Real32> Guarded<T> for $prim {
            #[inline(always)]
            fn is_hard(a: T) -> bool {
                math32::is_far(a.up())
            }
            #[inline(always)]
            fn exact(a: T) -> T {
                T::down64(libm::$exact(f64::from(a.up())))
            }
        }
    )*};
}
guarded! { Sin sin, Cos cos, Tan tan }

#[inline(always)]
fn sign(a: f32) -> f32 {
    let value = if a > 0.0 { 1.0 } else { 0.0 };
    let value = if a < 0.0 { -1.0 } else { value };
    if a.is_nan() { a } else { value }
}

#[inline(always)]
fn floor_mod(a: f32, b: f32) -> f32 {
    let r = a % b;
    if (r != 0.0) & ((r < 0.0) != (b < 0.0)) { r + b } else { r }
}

pub fn tile_fn<T: Real32>(prim: Prim, isa: Isa) -> Option<TileFn> {
    macro_rules! choose {
        ($([$pick:ident $loop:ident: $($name:ident)*])*) => {
            match prim {
                $($(Prim::$name => choose!(@$pick $loop<$name, T>),)*)*
                _ => return None,
            }
        };
        (@vector $loop:ty) => { pick::<$loop>(isa) };
        (@library $loop:ty) => { scalar::<$loop>() };
    }
    Some(choose! {
        [vector One: Neg Abs Sign Sqrt Rsqrt Recip Exp Expm1 Log Log1p Asin Acos Atan Sinh Cosh Tanh Asinh Acosh
            Atanh Erf Erfc Floor Ceil Rint Trunc IsNan IsInf IsFinite]
        [vector OneGuarded: Sin Cos Tan]
        [vector Two: Add Sub Mul Div FloorDiv Pow Min Max Atan2 Eq Ne Lt Le]
        [vector Three: Fma]
        [library One: Lgamma Digamma]
        [library Two: Mod FloorMod]
    })
}
