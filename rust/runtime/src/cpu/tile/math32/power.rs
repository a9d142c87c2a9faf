//! Functions computed in f64 by way of exp and log: hyperbolic ones and powers.

use super::wide::{exp, log};
use crate::cpu::tile::isa::Math;

/// Below this every function here that is odd equals its operand in f32.
const LINEAR: f32 = 2e-4;

#[inline(always)]
pub fn sinh<M: Math>(x: f32) -> f32 {
    let e = exp::<M>(f64::from(x));
    let value = (0.5 * (e - 1.0 / e)) as f32;
    if x.abs() < LINEAR { x } else { value }
}

#[inline(always)]
pub fn cosh<M: Math>(x: f32) -> f32 {
    let e = exp::<M>(f64::from(x));
    (0.5 * (e + 1.0 / e)) as f32
}

#[inline(always)]
pub fn asinh<M: Math>(x: f32) -> f32 {
    let a = f64::from(x.abs());
    let value = log::<M>(a + (a * a + 1.0).sqrt()) as f32;
    let value = if x.abs() < LINEAR { x } else { value.copysign(x) };
    if x.is_nan() { x } else { value }
}

#[inline(always)]
pub fn acosh<M: Math>(x: f32) -> f32 {
    let a = f64::from(x);
    let value = log::<M>(a + ((a - 1.0) * (a + 1.0)).sqrt()) as f32;
    if x >= 1.0 { value } else { f32::NAN }
}

#[inline(always)]
pub fn atanh<M: Math>(x: f32) -> f32 {
    let a = f64::from(x.abs());
    let value = (0.5 * log::<M>((1.0 + a) / (1.0 - a))) as f32;
    let value = if x.abs() < LINEAR { x } else { value.copysign(x) };
    if x.abs() <= 1.0 { value } else { f32::NAN }
}

/// As C's pow.
#[inline(always)]
pub fn pow<M: Math>(x: f32, y: f32) -> f32 {
    let a = x.abs();
    let logarithm = log::<M>(f64::from(a));
    let logarithm = if a == 0.0 { f64::NEG_INFINITY } else { logarithm };
    let value = exp::<M>(f64::from(y) * logarithm) as f32;
    let half = y * 0.5;
    let whole = y.trunc() == y;
    let odd = whole & (half.trunc() != half);
    let value = if odd & x.is_sign_negative() { -value } else { value };
    let outside = (x < 0.0) & (a != f32::INFINITY) & !whole;
    let value = if outside | x.is_nan() | y.is_nan() { f32::NAN } else { value };
    let one = (x == 1.0) | (y == 0.0) | ((a == 1.0) & (y.abs() == f32::INFINITY));
    if one { 1.0 } else { value }
}
