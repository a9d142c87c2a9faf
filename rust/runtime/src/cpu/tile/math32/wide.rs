//! exp and log in f64 with about 44 good bits: for f32 results that would lose too much in f32.

use crate::cpu::tile::isa::Math;

#[inline(always)]
pub fn horner<M: Math, const N: usize>(x: f64, coefficients: [f64; N]) -> f64 {
    let mut sum = coefficients[0];
    for &c in &coefficients[1..] {
        sum = M::mad64(sum, x, c);
    }
    sum
}

/// e^x; beyond 700 either way, e^700 and e^-700.
#[inline(always)]
pub fn exp<M: Math>(x: f64) -> f64 {
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = if x < -700.0 { -700.0 } else { x };
    let x = if x > 700.0 { 700.0 } else { x };
    let shifted = M::mad64(x, std::f64::consts::LOG2_E, ROUNDER);
    let n = shifted - ROUNDER;
    let r = M::mad64(n, -LN2_LOW, M::mad64(n, -LN2_HIGH, x));
    let p = horner::<M, 10>(
        r,
        [
            2.763_964_272_946_865e-6,
            2.488_267_726_824_675e-5,
            1.984_117_368_711_747_6e-4,
            1.388_880_664_539_467_3e-3,
            8.333_333_379_818_323e-3,
            4.166_666_699_664_244e-2,
            0.166_666_666_665_905_35,
            0.499_999_999_995_870_5,
            1.0,
            1.0,
        ],
    );
    // The low bits of the shifted sum are n; the shift drops the rest.
    p * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// log x for positive normal x and for infinity; anything for other x.
#[inline(always)]
pub fn log<M: Math>(x: f64) -> f64 {
    const ROOT_HALF: u64 = 0x3fe6_a09e_0000_0000;
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const TWO_52: u64 = 0x4330_0000_0000_0000;
    let bits = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let exponent = f64::from_bits((bits >> 52) | TWO_52) - (4_503_599_627_370_496.0 + 1023.0);
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + ROOT_HALF);
    let s = (m - 1.0) / (m + 1.0);
    let p = horner::<M, 7>(
        s * s,
        [
            0.168_454_520_691_745_7,
            0.181_212_284_682_735_8,
            0.222_234_590_189_190_17,
            0.285_714_156_166_795_74,
            0.400_000_000_649_612_9,
            0.666_666_666_665_420_7,
            2.0,
        ],
    );
    let value = M::mad64(exponent, std::f64::consts::LN_2, p * s);
    if x == f64::INFINITY { x } else { value }
}
