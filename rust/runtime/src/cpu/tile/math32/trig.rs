//! sin, cos and tan. Operands beyond [`FAR`] are for f64 code with an exact reduction.

use std::f64::consts::FRAC_2_PI;

use super::horner;
use crate::cpu::tile::isa::Math;

/// Up to here a multiple of pi/2 is subtracted exactly enough in f64.
const FAR: f32 = 1_048_576.0;

#[inline(always)]
pub fn is_far(x: f32) -> bool {
    x.abs() > FAR
}

/// x - n pi/2 in -pi/4..pi/4 and the low bits of n.
#[inline(always)]
fn reduced<M: Math>(x: f32) -> (f32, u32) {
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    // pi/2 in two parts, the first of 33 bits: its product with n is exact.
    const HIGH: f64 = 1.570_796_326_734_125_6;
    const LOW: f64 = 6.077_100_506_506_192e-11;
    let x = f64::from(x);
    let shifted = M::mad64(x, FRAC_2_PI, ROUNDER);
    let n = shifted - ROUNDER;
    let r = M::mad64(n, -LOW, M::mad64(n, -HIGH, x));
    (r as f32, shifted.to_bits() as u32)
}

#[inline(always)]
fn sine<M: Math>(r: f32) -> f32 {
    let z = r * r;
    let p = horner::<M, 4>(z, [2.785_472e-6, -1.984_838_9e-4, 8.333_368e-3, -0.166_666_67]);
    M::mad(p * z, r, r)
}

#[inline(always)]
fn cosine<M: Math>(r: f32) -> f32 {
    let z = r * r;
    let p = horner::<M, 4>(z, [-2.866_28e-7, 2.481_974_4e-5, -1.388_897_4e-3, 4.166_666_8e-2]);
    let half = 0.5 * z;
    let near = 1.0 - half;
    near + M::mad(p * z, z, (1.0 - near) - half)
}

#[inline(always)]
pub fn sin<M: Math>(x: f32) -> f32 {
    let (r, n) = reduced::<M>(x);
    let value = if n & 1 == 0 { sine::<M>(r) } else { cosine::<M>(r) };
    let value = f32::from_bits(value.to_bits() ^ ((n & 2) << 30));
    // Keeps minus zero.
    if x.abs() < 1e-4 { x } else { value }
}

#[inline(always)]
pub fn cos<M: Math>(x: f32) -> f32 {
    let (r, n) = reduced::<M>(x);
    let value = if n & 1 == 0 { cosine::<M>(r) } else { sine::<M>(r) };
    f32::from_bits(value.to_bits() ^ ((n.wrapping_add(1) & 2) << 30))
}

#[inline(always)]
pub fn tan<M: Math>(x: f32) -> f32 {
    let (r, n) = reduced::<M>(x);
    let (s, c) = (sine::<M>(r), cosine::<M>(r));
    let value = if n & 1 == 0 { s / c } else { -c / s };
    if x.abs() < 1e-4 { x } else { value }
}
