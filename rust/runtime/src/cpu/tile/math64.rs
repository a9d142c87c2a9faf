//! exp, log and their relatives for f64, branch-free, so that a loop over them becomes vector code.
//!
//! Nothing is fused: the results are the same bits on every machine, like those of `libm` that the other
//! f64 functions use. Polynomials are minimax fits made with Sollya (`fpminimax`, f64 coefficients).

/// ln 2 in two parts; a product of the first with an exponent is exact.
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// Adding and subtracting this rounds to an integer, which is then in the low bits of the sum.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// Coefficients from the highest power down, at `x`.
#[inline(always)]
fn horner<const N: usize>(x: f64, coefficients: [f64; N]) -> f64 {
    let mut sum = coefficients[0];
    for &c in &coefficients[1..] {
        sum = sum * x + c;
    }
    sum
}

/// 2^n for n in -1022..=1023, anything for other n.
#[inline(always)]
fn power_of_two(n: u64) -> f64 {
    f64::from_bits(n.wrapping_add(1023) << 52)
}

/// x = n ln 2 + r with |r| <= ln 2 / 2: gives e^r - 1 - r, r and n, which is negative by wrapping.
#[inline(always)]
fn reduced(x: f64) -> (f64, f64, u64) {
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let high = x - n * LN2_HIGH;
    let low = n * LN2_LOW;
    let r = high - low;
    let lost = (high - r) - low;
    let q = horner(
        r,
        [
            2.299_813_216_491_583_8e-9,
            2.511_179_070_416_936_2e-8,
            2.754_948_263_344_001e-7,
            2.755_723_571_819_299_6e-6,
            2.480_159_832_989_365e-5,
            1.984_126_989_531_417_3e-4,
            1.388_888_888_166_399_2e-3,
            8.333_333_333_317_596e-3,
            4.166_666_666_668_813e-2,
            0.166_666_666_666_666_82,
            0.499_999_999_999_999_8,
        ],
    );
    (r * r * q + lost, r, shifted.to_bits().wrapping_sub(ROUNDER.to_bits()))
}

#[inline(always)]
fn clamped(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let (tail, r, n) = reduced(clamped(x, -746.0, 710.0));
    let p = (tail + r) + 1.0;
    // 2^n may be out of range where the result is not, or is subnormal: two factors. The shift is of a
    // positive number, for vectors lack the other kind.
    let half = (n.wrapping_add(2048) >> 1).wrapping_sub(1024);
    p * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

#[inline(always)]
pub fn expm1(x: f64) -> f64 {
    let (tail, r, n) = reduced(clamped(x, -40.0, 710.0));
    // Half of the result, for 2^1024 is out of range.
    let scale = power_of_two(n.wrapping_sub(1));
    let half = scale * (tail + r) + (scale - 0.5);
    // Near zero the result is the operand, and minus zero stays.
    if x.abs() < 1e-17 { x } else { half + half }
}

#[inline(always)]
pub fn tanh(x: f64) -> f64 {
    let (tail, r, n) = reduced(clamped(2.0 * x.abs(), 0.0, 40.0));
    let scale = power_of_two(n);
    let t = scale * (tail + r) + (scale - 1.0);
    (t / (t + 2.0)).copysign(x)
}

/// x = 2^e (1 + f) with 1 + f in sqrt(1/2)..sqrt(2), for positive normal x.
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const TWO_52: u64 = 0x4330_0000_0000_0000;
    let bits = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let exponent = f64::from_bits((bits >> 52) | TWO_52) - (4_503_599_627_370_496.0 + 1023.0);
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + ROOT_HALF);
    (m - 1.0, exponent)
}

/// log(1 + f) - f for f from `split`, with the low part of e ln 2 and `more` added.
#[inline(always)]
fn log_tail(f: f64, e: f64, more: f64) -> f64 {
    // With s = f / (2 + f), log(1 + f) is 2 s + s R(s^2), and 2 s is f - s f.
    let s = f / (2.0 + f);
    let z = s * s;
    let p = horner(
        z,
        [
            0.148_706_230_887_628_53,
            0.153_060_749_415_457_91,
            0.181_839_014_117_083_75,
            0.222_221_914_450_316_3,
            0.285_714_288_205_540_35,
            0.399_999_999_990_041_3,
            0.666_666_666_666_681_2,
        ],
    );
    let half = 0.5 * f * f;
    s * (half + p * z) + (e * LN2_LOW + more) - half
}

/// The results of a logarithm for operands that have no exponent: `at` is where the function is -inf.
#[inline(always)]
fn log_specials(x: f64, at: f64, result: f64) -> f64 {
    let result = if x == f64::INFINITY { x } else { result };
    let result = if x == at { f64::NEG_INFINITY } else { result };
    if x >= at { result } else { f64::NAN }
}

#[inline(always)]
pub fn log(x: f64) -> f64 {
    const TWO_54: f64 = 18_014_398_509_481_984.0;
    let tiny = x < f64::MIN_POSITIVE;
    let (f, e) = split(if tiny { x * TWO_54 } else { x });
    let e = e - if tiny { 54.0 } else { 0.0 };
    log_specials(x, 0.0, e * LN2_HIGH + (f + log_tail(f, e, 0.0)))
}

#[inline(always)]
pub fn log1p(x: f64) -> f64 {
    let sum = 1.0 + x;
    let rest = sum - 1.0;
    let lost = (1.0 - (sum - rest)) + (x - rest);
    let (f, e) = split(sum);
    let result = e * LN2_HIGH + (f + log_tail(f, e, lost / sum));
    // Near zero the result is the operand, and minus zero stays.
    let result = if x.abs() < 3e-17 { x } else { result };
    log_specials(x, -1.0, result)
}
