//! The primitives of complex64 and complex128. Arithmetic is done in the type's own precision, elementary
//! functions in f64 for both.

use num_complex::Complex;
use rheos_base::{C64, C128};
use rheos_graph::expr::Prim;

use super::isa::{Isa, Math, pick, scalar};
use super::loops::{Map1, Map2, Map3, One, Three, Two};
use super::{TileFn, complex_math as math};

/// The parts of a complex element: f32 or f64.
pub trait Part: num_traits::Float {
    fn abs(z: Complex<Self>) -> Self;
    fn up(z: Complex<Self>) -> C128;
    fn down(z: C128) -> Complex<Self>;
}

impl Part for f32 {
    #[inline(always)]
    fn abs(z: C64) -> f32 {
        // Squares of f32 neither overflow nor vanish in f64.
        let (re, im) = (f64::from(z.re), f64::from(z.im));
        let value = (re * re + im * im).sqrt() as f32;
        let infinite = (z.re.abs() == f32::INFINITY) | (z.im.abs() == f32::INFINITY);
        if infinite { f32::INFINITY } else { value }
    }
    #[inline(always)]
    fn up(z: C64) -> C128 {
        C128::new(f64::from(z.re), f64::from(z.im))
    }
    #[inline(always)]
    fn down(z: C128) -> C64 {
        C64::new(z.re as f32, z.im as f32)
    }
}

impl Part for f64 {
    #[inline(always)]
    fn abs(z: C128) -> f64 {
        math::abs(z)
    }
    #[inline(always)]
    fn up(z: C128) -> C128 {
        z
    }
    #[inline(always)]
    fn down(z: C128) -> C128 {
        z
    }
}

macro_rules! unary {
    ($($prim:ident($a:ident) -> $out:ty = $value:expr;)*) => {$(
        struct $prim;
        impl<T: Part> Map1<Complex<T>> for $prim {
            type Out = $out;
            #[inline(always)]
            fn f<M: Math>($a: Complex<T>) -> $out {
                $value
            }
        }
    )*};
}

macro_rules! binary {
    ($($prim:ident($a:ident, $b:ident) -> $out:ty = $value:expr;)*) => {$(
        struct $prim;
        impl<T: Part> Map2<Complex<T>> for $prim {
            type Out = $out;
            #[inline(always)]
            fn f<M: Math>($a: Complex<T>, $b: Complex<T>) -> $out {
                $value
            }
        }
    )*};
}

macro_rules! in_f64 {
    ($($prim:ident $function:ident),*) => {
        unary! { $($prim(a) -> Complex<T> = T::down(math::$function(T::up(a)));)* }
    };
}

unary! {
    Neg(a) -> Complex<T> = -a;
    Conj(a) -> Complex<T> = a.conj();
    Abs(a) -> T = <T as Part>::abs(a);
    Real(a) -> T = a.re;
    Imag(a) -> T = a.im;
}

in_f64! {
    Sign sign, Sqrt sqrt, Rsqrt rsqrt, Recip recip, Exp exp, Expm1 expm1, Log log, Log1p log1p, Sin sin, Cos cos,
    Tan tan, Asin asin, Acos acos, Atan atan, Sinh sinh, Cosh cosh, Tanh tanh, Asinh asinh, Acosh acosh,
    Atanh atanh
}

binary! {
    Add(a, b) -> Complex<T> = a + b;
    Sub(a, b) -> Complex<T> = a - b;
    Mul(a, b) -> Complex<T> = a * b;
    Div(a, b) -> Complex<T> = T::down(math::div(T::up(a), T::up(b)));
    Pow(a, b) -> Complex<T> = T::down(math::pow(T::up(a), T::up(b)));
    Eq(a, b) -> u8 = u8::from((a.re == b.re) & (a.im == b.im));
    Ne(a, b) -> u8 = u8::from((a.re != b.re) | (a.im != b.im));
}

struct Fma;
impl<T: Part> Map3<Complex<T>> for Fma {
    #[inline(always)]
    fn f<M: Math>(a: Complex<T>, b: Complex<T>, c: Complex<T>) -> Complex<T> {
        a * b + c
    }
}

struct Join;
impl<T: Part> Map2<T> for Join {
    type Out = Complex<T>;
    #[inline(always)]
    fn f<M: Math>(a: T, b: T) -> Complex<T> {
        Complex::new(a, b)
    }
}

/// `Prim::Complex` for parts of type T.
pub fn join_fn<T: Part>(isa: Isa) -> TileFn {
    pick::<Two<Join, T>>(isa)
}

pub fn tile_fn<T: Part>(prim: Prim, isa: Isa) -> Option<TileFn> {
    macro_rules! choose {
        ($([$pick:ident $loop:ident: $($name:ident)*])*) => {
            match prim {
                $($(Prim::$name => choose!(@$pick $loop<$name, Complex<T>>),)*)*
                _ => return None,
            }
        };
        (@vector $loop:ty) => { pick::<$loop>(isa) };
        (@library $loop:ty) => { scalar::<$loop>() };
    }
    Some(choose! {
        [vector One: Neg Conj Abs Real Imag]
        [vector Two: Add Sub Mul Eq Ne]
        [vector Three: Fma]
        [library One: Sign Sqrt Rsqrt Recip Exp Expm1 Log Log1p Sin Cos Tan Asin Acos Atan Sinh Cosh Tanh Asinh
            Acosh Atanh]
        [library Two: Div Pow]
    })
}
