//! Distance of the real functions from the correctly rounded result.

use rheos_base::{DType, bf16, f16};
use rheos_graph::expr::Prim;

use super::{Random, binary, call, unary};
use crate::cpu::tile::isa::Fused;
use crate::cpu::tile::{Isa, math32, pair_fn, special};

const SPECIALS: [f32; 24] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -2.0,
    3.0,
    -3.0,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::NAN,
    f32::MIN_POSITIVE,
    -f32::MIN_POSITIVE,
    f32::MAX,
    f32::MIN,
    f32::from_bits(1),
    f32::from_bits(0x8000_0001),
    88.722_84,
    -103.972_08,
    1_048_576.0,
    1_048_577.0,
    16_777_217.0,
];

type Unary = (Prim, fn(f64) -> f64, u32);

/// The reference in f64 and the largest number of f32 steps allowed from its rounding.
const UNARY: &[Unary] = &[
    (Prim::Neg, |a| -a, 0),
    (Prim::Abs, f64::abs, 0),
    (Prim::Sign, |a| if a.is_nan() { a } else { f64::from(i8::from(a > 0.0) - i8::from(a < 0.0)) }, 0),
    (Prim::Sqrt, f64::sqrt, 0),
    (Prim::Rsqrt, |a| 1.0 / a.sqrt(), 1),
    (Prim::Recip, |a| 1.0 / a, 0),
    (Prim::Exp, libm::exp, 1),
    (Prim::Expm1, libm::expm1, 1),
    (Prim::Log, libm::log, 1),
    (Prim::Log1p, libm::log1p, 1),
    (Prim::Sin, libm::sin, 1),
    (Prim::Cos, libm::cos, 1),
    (Prim::Tan, libm::tan, 3),
    (Prim::Asin, libm::asin, 2),
    (Prim::Acos, libm::acos, 1),
    (Prim::Atan, libm::atan, 1),
    (Prim::Sinh, libm::sinh, 1),
    (Prim::Cosh, libm::cosh, 1),
    (Prim::Tanh, libm::tanh, 2),
    (Prim::Asinh, libm::asinh, 1),
    (Prim::Acosh, |a| if a >= 1.0 { libm::acosh(a) } else { f64::NAN }, 1),
    (Prim::Atanh, libm::atanh, 1),
    (Prim::Erf, libm::erf, 1),
    (Prim::Erfc, libm::erfc, 1),
    (Prim::Lgamma, libm::lgamma, 1),
    (Prim::Digamma, special::digamma, 1),
    (Prim::Floor, libm::floor, 0),
    (Prim::Ceil, libm::ceil, 0),
    (Prim::Rint, libm::rint, 0),
    (Prim::Trunc, libm::trunc, 0),
];

fn floor_mod(a: f64, b: f64) -> f64 {
    let r = a % b;
    if r != 0.0 && (r < 0.0) != (b < 0.0) { r + b } else { r }
}

type Binary = (Prim, fn(f64, f64) -> f64, u32);

const BINARY: &[Binary] = &[
    (Prim::Add, |a, b| a + b, 0),
    (Prim::Sub, |a, b| a - b, 0),
    (Prim::Mul, |a, b| a * b, 0),
    (Prim::Div, |a, b| a / b, 0),
    (Prim::Mod, libm::fmod, 0),
    (Prim::FloorMod, floor_mod, 0),
    (Prim::Pow, libm::pow, 1),
    (Prim::Atan2, libm::atan2, 3),
    (Prim::Min, |a, b| if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }, 0),
    (Prim::Max, |a, b| if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }, 0),
];

/// Representable numbers between a and b; NaN is near NaN only.
fn steps(a: f32, b: f32) -> u32 {
    fn place(x: f32) -> i64 {
        let magnitude = i64::from(x.to_bits() & 0x7fff_ffff);
        if x.is_sign_negative() { -magnitude } else { magnitude }
    }
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => (place(a) - place(b)).unsigned_abs() as u32,
        _ => u32::MAX,
    }
}

/// Values of all exponents and signs, and many of the usual size.
fn values() -> Vec<f32> {
    let stride = if cfg!(debug_assertions) { 40_009 } else { 2_111 };
    let mut values: Vec<f32> = SPECIALS.to_vec();
    values.extend((0..=u32::MAX).step_by(stride).map(f32::from_bits));
    let mut random = Random(1);
    for bound in [1.5, 10.0, 110.0, 3e4, 3e7] {
        let count = values.len() / 8;
        values.extend((0..count).map(|_| random.uniform(-bound, bound) as f32));
    }
    values
}

fn pairs() -> (Vec<f32>, Vec<f32>) {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for x in SPECIALS {
        for y in SPECIALS {
            a.push(x);
            b.push(y);
        }
    }
    let count = if cfg!(debug_assertions) { 40_000 } else { 1_000_000 };
    let mut random = Random(2);
    for i in 0..count {
        let bits = random.next();
        let (x, y) = (f32::from_bits(bits as u32), f32::from_bits((bits >> 32) as u32));
        let near = (random.uniform(0.0, 30.0) as f32, random.uniform(-30.0, 30.0) as f32);
        let whole = (near.1, (i % 41) as f32 - 20.0);
        let (x, y) = [(x, y), near, whole][i % 3];
        a.push(x);
        b.push(y);
    }
    (a, b)
}

fn report(prim: Prim, isa: Isa, worst: (u32, String), bound: u32) {
    println!("{:8} {isa:?}: {} ulp at {}", prim.name(), worst.0, worst.1);
    assert!(worst.0 <= bound, "{}, {isa:?}: {} ulp at {}, allowed {bound}", prim.name(), worst.0, worst.1);
}

#[test]
fn unary_f32_within_bounds() {
    let values = values();
    for &(prim, reference, bound) in UNARY {
        let expected: Vec<f32> = values.iter().map(|&x| reference(f64::from(x)) as f32).collect();
        for isa in Isa::available() {
            let got: Vec<f32> = unary(prim, DType::F32, isa, &values);
            let mut worst = (0, String::new());
            for i in 0..values.len() {
                let distance = steps(got[i], expected[i]);
                if distance > worst.0 {
                    worst = (distance, format!("{:e}: {:e}, not {:e}", values[i], got[i], expected[i]));
                }
            }
            report(prim, isa, worst, bound);
        }
    }
}

#[test]
fn binary_f32_within_bounds() {
    let (a, b) = pairs();
    for &(prim, reference, bound) in BINARY {
        for isa in Isa::available() {
            let (got, flags): (Vec<f32>, u32) = binary(prim, DType::F32, isa, &a, &b);
            assert_eq!(flags, 0);
            let mut worst = (0, String::new());
            for i in 0..a.len() {
                let expected = reference(f64::from(a[i]), f64::from(b[i])) as f32;
                let distance = steps(got[i], expected);
                if distance > worst.0 {
                    worst = (distance, format!("{:e}, {:e}: {:e}, not {expected:e}", a[i], b[i], got[i]));
                }
            }
            report(prim, isa, worst, bound);
        }
    }
}

/// The loop that is written out for AVX-512 gives the bits of the plain one, alone and after another primitive, also where
/// vectors are not full.
#[cfg(target_arch = "x86_64")]
#[test]
fn exp_is_the_same_in_all_loops() {
    if !Isa::available().any(|isa| isa == Isa::Avx512) {
        return;
    }
    let mut a = values();
    a.truncate(a.len() / 64 * 64 + 39);
    let b: Vec<f32> = a.iter().rev().copied().collect();
    type Of = fn(f32, f32) -> f32;
    let firsts: [(Prim, Of); 3] = [(Prim::Add, |a, b| a + b), (Prim::Sub, |a, b| a - b), (Prim::Mul, |a, b| a * b)];
    let check = |got: Vec<f32>, of: Of| {
        for i in 0..a.len() {
            let expected = math32::exp::<Fused>(of(a[i], b[i]));
            assert_eq!(steps(got[i], expected), 0, "{:e}, {:e}: {:e}, not {expected:e}", a[i], b[i], got[i]);
        }
    };
    check(unary(Prim::Exp, DType::F32, Isa::Avx512, &a), |a, _| a);
    for (first, of) in firsts {
        let pair = pair_fn(first, Prim::Exp, false, DType::F32, Isa::Avx512).unwrap();
        check(call(pair, &a, &b, &[(); 0]).0, of);
    }
}

/// Odd functions keep the sign of zero.
#[test]
fn signed_zeros() {
    use Prim::*;
    let odd = [Neg, Sqrt, Expm1, Log1p, Sin, Tan, Asin, Atan, Sinh, Tanh, Asinh, Atanh, Erf, Floor, Ceil, Rint, Trunc];
    for prim in odd {
        for isa in Isa::available() {
            let got: Vec<f32> = unary(prim, DType::F32, isa, &[-0.0f32, 0.0]);
            let flip = prim == Neg;
            let signs = [got[0].is_sign_negative() != flip, got[1].is_sign_negative() != flip];
            assert_eq!((got[0], signs), (0.0, [true, false]), "{} {isa:?}", prim.name());
        }
    }
}

/// Halves: every value of each, one rounding away from the f64 reference (half a unit and what f32 adds).
#[test]
fn unary_halves() {
    let bits: Vec<u16> = (0..=u16::MAX).collect();
    for &(prim, reference, bound) in UNARY {
        for isa in Isa::available() {
            let a: Vec<f16> = bits.iter().map(|&b| f16::from_bits(b)).collect();
            let got: Vec<f16> = unary(prim, DType::F16, isa, &a);
            for (&x, got) in a.iter().zip(got) {
                let exact = reference(x.to_f64());
                let expected = f16::from_f64(exact);
                let near = expected == got || (expected.is_nan() && got.is_nan());
                let step = (i32::from(expected.to_bits()) - i32::from(got.to_bits())).abs();
                assert!(near || (bound > 0 && step == 1), "{} {isa:?} {x}: {got}, not {expected}", prim.name());
            }
            let a: Vec<bf16> = bits.iter().map(|&b| bf16::from_bits(b)).collect();
            let got: Vec<bf16> = unary(prim, DType::BF16, isa, &a);
            for (&x, got) in a.iter().zip(got) {
                let exact = reference(x.to_f64());
                let expected = bf16::from_f64(exact);
                let near = expected == got || (expected.is_nan() && got.is_nan());
                let step = (i32::from(expected.to_bits()) - i32::from(got.to_bits())).abs();
                assert!(near || (bound > 0 && step == 1), "{} {isa:?} {x}: {got}, not {expected}", prim.name());
            }
        }
    }
}
