//! Inverse trigonometric functions.

use std::f32::consts::{FRAC_PI_2, PI};

use super::horner;
use crate::cpu::tile::isa::Math;

/// What f32 lacks of pi/2.
const FRAC_PI_2_LOW: f32 = -4.371_139e-8;

/// asin(s) - s for 0 <= s <= 1/2, z = s * s.
#[inline(always)]
fn asin_tail<M: Math>(s: f32, z: f32) -> f32 {
    let p =
        horner::<M, 6>(z, [3.901_849_3e-2, 1.326_936_9e-2, 3.215_150_5e-2, 4.447_001e-2, 7.500_794_5e-2, 0.166_666_54]);
    p * z * s
}

#[inline(always)]
pub fn asin<M: Math>(x: f32) -> f32 {
    let a = x.abs();
    let steep = a > 0.5;
    let z = if steep { 0.5 * (1.0 - a) } else { a * a };
    let s = if steep { z.sqrt() } else { a };
    let tail = asin_tail::<M>(s, z);
    let value = if steep { (FRAC_PI_2 - (s + s)) - M::mad(2.0, tail, -FRAC_PI_2_LOW) } else { s + tail };
    value.copysign(x)
}

#[inline(always)]
pub fn acos<M: Math>(x: f32) -> f32 {
    let a = x.abs();
    let steep = a > 0.5;
    let z = if steep { 0.5 * (1.0 - a) } else { a * a };
    let s = if steep { z.sqrt() } else { a };
    let tail = asin_tail::<M>(s, z);
    let flat = FRAC_PI_2 - (x - (FRAC_PI_2_LOW - tail.copysign(x)));
    let right = 2.0 * (s + tail);
    let left = 2.0 * (FRAC_PI_2 - (s - (FRAC_PI_2_LOW - tail)));
    let steep_value = if x < 0.0 { left } else { right };
    if steep { steep_value } else { flat }
}

/// atan(t) - t for 0 <= t <= 1.
#[inline(always)]
fn atan_tail<M: Math>(t: f32) -> f32 {
    let z = t * t;
    let p = horner::<M, 9>(
        z,
        [
            -1.601_484_3e-3,
            1.002_147_2e-2,
            -2.943_89e-2,
            5.611_982_6e-2,
            -8.289_327e-2,
            0.109_101_325,
            -0.142_554_36,
            0.199_976_18,
            -0.333_332_63,
        ],
    );
    p * z * t
}

#[inline(always)]
pub fn atan<M: Math>(x: f32) -> f32 {
    let a = x.abs();
    let steep = a > 1.0;
    let t = if steep { 1.0 / a } else { a };
    let tail = atan_tail::<M>(t);
    let value = if steep { FRAC_PI_2 - (t - (FRAC_PI_2_LOW - tail)) } else { t + tail };
    value.copysign(x)
}

/// The angle of the point (x, y), as C's atan2 with its signed zeros and infinities.
#[inline(always)]
pub fn atan2<M: Math>(y: f32, x: f32) -> f32 {
    let (a, b) = (y.abs(), x.abs());
    let steep = a > b;
    let (small, large) = if steep { (b, a) } else { (a, b) };
    let t = if small == large { 1.0 } else { small / large };
    let t = if large == 0.0 { 0.0 } else { t };
    let tail = atan_tail::<M>(t);
    let left = x.is_sign_negative();
    // atan(t) is subtracted from, or added to, 0, pi/2 or pi.
    let base = if steep {
        1.0
    } else if left {
        2.0
    } else {
        0.0
    };
    let minus = steep != left;
    let (t, tail) = if minus { (-t, -tail) } else { (t, tail) };
    let value = (base * (PI / 2.0) + t) + (base * FRAC_PI_2_LOW + tail);
    let value = if x.is_nan() | y.is_nan() { f32::NAN } else { value };
    value.copysign(y)
}
