//! The primitives of f64. The common elementary functions are in [`math64`], the others those of the `libm`
//! crate: both give the same numbers on every machine, where the standard library calls each system's own.

use rheos_graph::expr::Prim;

use super::isa::{Isa, Math, pick, scalar};
use super::loops::{Map1, Map2, Map3, One, Three, Two};
use super::{TileFn, math64, special};

macro_rules! unary {
    ($($prim:ident($a:ident) -> $out:ty = $value:expr;)*) => {$(
        pub(super) struct $prim;
        impl Map1<f64> for $prim {
            type Out = $out;
            #[inline(always)]
            fn f<M: Math>($a: f64) -> $out {
                $value
            }
        }
    )*};
}

macro_rules! binary {
    ($($prim:ident($a:ident, $b:ident) -> $out:ty = $value:expr;)*) => {$(
        pub(super) struct $prim;
        impl Map2<f64> for $prim {
            type Out = $out;
            #[inline(always)]
            fn f<M: Math>($a: f64, $b: f64) -> $out {
                $value
            }
        }
    )*};
}

unary! {
    Neg(a) -> f64 = -a;
    Abs(a) -> f64 = a.abs();
    Sign(a) -> f64 = sign(a);
    Sqrt(a) -> f64 = a.sqrt();
    Rsqrt(a) -> f64 = 1.0 / a.sqrt();
    Recip(a) -> f64 = 1.0 / a;
    Exp(a) -> f64 = math64::exp(a);
    Expm1(a) -> f64 = math64::expm1(a);
    Log(a) -> f64 = math64::log(a);
    Log1p(a) -> f64 = math64::log1p(a);
    Sin(a) -> f64 = libm::sin(a);
    Cos(a) -> f64 = libm::cos(a);
    Tan(a) -> f64 = libm::tan(a);
    Asin(a) -> f64 = libm::asin(a);
    Acos(a) -> f64 = libm::acos(a);
    Atan(a) -> f64 = libm::atan(a);
    Sinh(a) -> f64 = libm::sinh(a);
    Cosh(a) -> f64 = libm::cosh(a);
    Tanh(a) -> f64 = math64::tanh(a);
    Asinh(a) -> f64 = libm::asinh(a);
    // libm gives numbers for some operands below one.
    Acosh(a) -> f64 = if a >= 1.0 { libm::acosh(a) } else { f64::NAN };
    Atanh(a) -> f64 = libm::atanh(a);
    Erf(a) -> f64 = libm::erf(a);
    Erfc(a) -> f64 = libm::erfc(a);
    Lgamma(a) -> f64 = libm::lgamma(a);
    Digamma(a) -> f64 = special::digamma(a);
    Floor(a) -> f64 = a.floor();
    Ceil(a) -> f64 = a.ceil();
    Rint(a) -> f64 = a.round_ties_even();
    Trunc(a) -> f64 = a.trunc();
    IsNan(a) -> u8 = u8::from(a.is_nan());
    IsInf(a) -> u8 = u8::from(a.abs() == f64::INFINITY);
    IsFinite(a) -> u8 = u8::from(a.abs() < f64::INFINITY);
}

binary! {
    Add(a, b) -> f64 = a + b;
    Sub(a, b) -> f64 = a - b;
    Mul(a, b) -> f64 = a * b;
    Div(a, b) -> f64 = a / b;
    FloorDiv(a, b) -> f64 = (a / b).floor();
    Mod(a, b) -> f64 = a % b;
    FloorMod(a, b) -> f64 = floor_mod(a, b);
    Pow(a, b) -> f64 = libm::pow(a, b);
    Min(a, b) -> f64 = if (a < b) | a.is_nan() { a } else { b };
    Max(a, b) -> f64 = if (a > b) | a.is_nan() { a } else { b };
    Atan2(a, b) -> f64 = libm::atan2(a, b);
    Eq(a, b) -> u8 = u8::from(a == b);
    Ne(a, b) -> u8 = u8::from(a != b);
    Lt(a, b) -> u8 = u8::from(a < b);
    Le(a, b) -> u8 = u8::from(a <= b);
}

struct Fma;
impl Map3<f64> for Fma {
    #[inline(always)]
    fn f<M: Math>(a: f64, b: f64, c: f64) -> f64 {
        a.mul_add(b, c)
    }
}

#[inline(always)]
fn sign(a: f64) -> f64 {
    let value = if a > 0.0 { 1.0 } else { 0.0 };
    let value = if a < 0.0 { -1.0 } else { value };
    if a.is_nan() { a } else { value }
}

#[inline(always)]
fn floor_mod(a: f64, b: f64) -> f64 {
    let r = a % b;
    if (r != 0.0) & ((r < 0.0) != (b < 0.0)) { r + b } else { r }
}

pub fn tile_fn(prim: Prim, isa: Isa) -> Option<TileFn> {
    macro_rules! choose {
        ($([$pick:ident $loop:ident: $($name:ident)*])*) => {
            match prim {
                $($(Prim::$name => choose!(@$pick $loop<$name, f64>),)*)*
                _ => return None,
            }
        };
        (@vector $loop:ty) => { pick::<$loop>(isa) };
        (@library $loop:ty) => { scalar::<$loop>() };
    }
    Some(choose! {
        [vector One: Neg Abs Sign Sqrt Rsqrt Recip Exp Expm1 Log Log1p Tanh Floor Ceil Rint Trunc IsNan IsInf IsFinite]
        [vector Two: Add Sub Mul Div FloorDiv Min Max Eq Ne Lt Le]
        [vector Three: Fma]
        [library One: Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Erf Erfc
            Lgamma Digamma]
        [library Two: Mod FloorMod Pow Atan2]
    })
}
