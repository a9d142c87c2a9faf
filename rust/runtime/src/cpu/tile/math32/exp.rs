//! exp, log and what they give: expm1, log1p, tanh.

use std::f32::consts::LOG2_E;

use super::{ROUNDER, horner};
use crate::cpu::tile::isa::Math;

/// ln 2 in two parts; a product of the first with an exponent is exact.
pub const LN2_HIGH: f32 = 0.693_359_4;
pub const LN2_LOW: f32 = -2.121_944_4e-4;

/// 2^n for n in -126..=127, anything for other n.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

/// x = n ln 2 + r with |r| <= ln 2 / 2: gives r and n.
#[inline(always)]
fn split_off<M: Math>(x: f32) -> (f32, i32) {
    let shifted = M::mad(x, LOG2_E, ROUNDER);
    let n = shifted - ROUNDER;
    let r = M::mad(n, -LN2_LOW, M::mad(n, -LN2_HIGH, x));
    (r, shifted.to_bits().wrapping_sub(ROUNDER.to_bits()) as i32)
}

/// The same, and e^r - 1 - r, accurate also where r is near zero: gives that, r and n.
#[inline(always)]
fn reduced<M: Math>(x: f32) -> (f32, f32, i32) {
    let (r, n) = split_off::<M>(x);
    let q = horner::<M, 6>(r, [1.995_341_2e-4, 1.393_576_5e-3, 8.333_198e-3, 4.166_645_6e-2, 0.166_666_67, 0.5]);
    (r * r * q, r, n)
}

#[inline(always)]
fn clamped(x: f32, low: f32, high: f32) -> f32 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// Between these exp is neither zero nor infinite.
pub const EXP_RANGE: [f32; 2] = [-104.0, 89.0];
/// e^r for |r| <= ln 2 / 2, to a twentieth of half a unit.
pub const EXP: [f32; 7] = [1.381_458_4e-3, 8.368_724e-3, 4.166_839e-2, 0.166_665_21, 0.499_999_94, 1.0, 1.0];

#[inline(always)]
pub fn exp<M: Math>(x: f32) -> f32 {
    let (r, n) = split_off::<M>(clamped(x, EXP_RANGE[0], EXP_RANGE[1]));
    let p = horner::<M, 7>(r, EXP);
    // 2^n may be out of range where the result is not, or is subnormal: two factors.
    let half = n >> 1;
    p * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

#[inline(always)]
pub fn expm1<M: Math>(x: f32) -> f32 {
    let (tail, r, n) = reduced::<M>(clamped(x, -20.0, 89.0));
    // Half of the result, for 2^128 is out of range. Both roundings are needed once n is not 0.
    let scale = power_of_two(n.wrapping_sub(1));
    let half = M::mad(scale, tail + r, scale - 0.5);
    // Near zero the result is the operand, and minus zero stays.
    if x.abs() < 1e-8 { x } else { half + half }
}

/// x = 2^e (1 + f) with 1 + f in sqrt(1/2)..sqrt(2), for positive normal x.
#[inline(always)]
fn split(x: f32) -> (f32, f32) {
    const ROOT_HALF: u32 = 0x3f35_04f3;
    let bits = x.to_bits().wrapping_sub(ROOT_HALF);
    let m = f32::from_bits((bits & 0x007f_ffff) + ROOT_HALF);
    (m - 1.0, ((bits as i32) >> 23) as f32)
}

/// log(1 + f) - f for f from `split`, with the low part of e ln 2 added.
#[inline(always)]
fn log_tail<M: Math>(f: f32, e: f32) -> f32 {
    let p = horner::<M, 9>(
        f,
        [
            6.745_031e-2,
            -0.117_951_5,
            0.119_580_83,
            -0.123_889,
            0.142_065_08,
            -0.166_685_61,
            0.200_028_91,
            -0.250_000_1,
            0.333_333,
        ],
    );
    let square = f * f;
    let tail = M::mad(e, LN2_LOW, p * f * square);
    M::mad(square, -0.5, tail)
}

/// The results of a logarithm for operands that have no exponent: `at` is where the function is -inf.
#[inline(always)]
fn log_specials(x: f32, at: f32, result: f32) -> f32 {
    let result = if x == f32::INFINITY { x } else { result };
    let result = if x == at { f32::NEG_INFINITY } else { result };
    if x >= at { result } else { f32::NAN }
}

#[inline(always)]
pub fn log<M: Math>(x: f32) -> f32 {
    let tiny = x < f32::MIN_POSITIVE;
    let (f, e) = split(if tiny { x * 33_554_432.0 } else { x });
    let e = e - if tiny { 25.0 } else { 0.0 };
    let result = M::mad(e, LN2_HIGH, f + log_tail::<M>(f, e));
    log_specials(x, 0.0, result)
}

#[inline(always)]
pub fn log1p<M: Math>(x: f32) -> f32 {
    let sum = 1.0 + x;
    let rest = sum - 1.0;
    let lost = (1.0 - (sum - rest)) + (x - rest);
    let (f, e) = split(sum);
    let tail = log_tail::<M>(f, e) + lost / sum;
    let result = M::mad(e, LN2_HIGH, f + tail);
    // Near zero the result is the operand, and minus zero stays.
    let result = if x.abs() < 2e-8 { x } else { result };
    log_specials(x, -1.0, result)
}

#[inline(always)]
pub fn tanh<M: Math>(x: f32) -> f32 {
    let (tail, r, n) = reduced::<M>(clamped(2.0 * x.abs(), 0.0, 20.0));
    let scale = power_of_two(n);
    let t = M::mad(scale, tail + r, scale - 1.0);
    (t / (t + 2.0)).copysign(x)
}
