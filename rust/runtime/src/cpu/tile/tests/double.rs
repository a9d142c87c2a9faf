//! f64 functions against the standard library's, which come from the operating system.

use rheos_base::DType;
use rheos_graph::expr::Prim;

use super::{Random, binary, unary};
use crate::cpu::tile::{Isa, special};

fn steps(a: f64, b: f64) -> u64 {
    fn place(x: f64) -> i128 {
        let magnitude = i128::from(x.to_bits() & (u64::MAX >> 1));
        if x.is_sign_negative() { -magnitude } else { magnitude }
    }
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => (place(a) - place(b)).unsigned_abs() as u64,
        _ => u64::MAX,
    }
}

fn values() -> Vec<f64> {
    let mut random = Random(4);
    let mut values: Vec<f64> =
        vec![0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, f64::MAX, f64::MIN];
    values.extend([f64::MIN_POSITIVE, 5e-324, -5e-324, 709.782712893384, 709.79, -745.2, -745.0, -708.5, 0.5, -0.5]);
    values.extend((0..20_000).map(|_| f64::from_bits(random.next())));
    for bound in [1e-3, 1.1, 10.0, 750.0] {
        values.extend((0..20_000).map(|_| random.uniform(-bound, bound)));
    }
    values
}

#[test]
fn unary_f64_within_bounds() {
    let table: [(Prim, fn(f64) -> f64, u64); 27] = [
        (Prim::Neg, |a| -a, 0),
        (Prim::Abs, f64::abs, 0),
        (Prim::Sqrt, f64::sqrt, 0),
        (Prim::Rsqrt, |a| 1.0 / a.sqrt(), 0),
        (Prim::Recip, f64::recip, 0),
        (Prim::Exp, f64::exp, 2),
        (Prim::Expm1, f64::exp_m1, 3),
        (Prim::Log, f64::ln, 2),
        (Prim::Log1p, f64::ln_1p, 3),
        (Prim::Sin, f64::sin, 2),
        (Prim::Cos, f64::cos, 2),
        (Prim::Tan, f64::tan, 2),
        (Prim::Asin, f64::asin, 2),
        (Prim::Acos, f64::acos, 2),
        (Prim::Atan, f64::atan, 2),
        (Prim::Sinh, f64::sinh, 3),
        (Prim::Cosh, f64::cosh, 3),
        (Prim::Tanh, f64::tanh, 4),
        (Prim::Erf, libm::erf, 0),
        (Prim::Erfc, libm::erfc, 0),
        (Prim::Lgamma, libm::lgamma, 0),
        (Prim::Digamma, special::digamma, 0),
        (Prim::Sign, |a| if a == 0.0 || a.is_nan() { a } else { a.signum() }, 0),
        (Prim::Floor, f64::floor, 0),
        (Prim::Ceil, f64::ceil, 0),
        (Prim::Rint, f64::round_ties_even, 0),
        (Prim::Trunc, f64::trunc, 0),
    ];
    let values = values();
    for (prim, reference, bound) in table {
        for isa in Isa::available() {
            let got: Vec<f64> = unary(prim, DType::F64, isa, &values);
            let (mut worst, mut place) = (0, 0);
            for i in 0..values.len() {
                let distance = steps(got[i], reference(values[i]));
                if distance > worst {
                    (worst, place) = (distance, i);
                }
            }
            println!("{:8} {isa:?}: {worst} ulp at {:e}", prim.name(), values[place]);
            let (x, y) = (values[place], got[place]);
            assert!(worst <= bound, "{} {isa:?}: {worst} ulp at {x:e}: {y:e}, not {:e}", prim.name(), reference(x));
        }
    }
}

#[test]
fn inverse_hyperbolic_f64() {
    let values: Vec<f64> = values().into_iter().filter(|x| x.abs() < 1e150 && x.abs() > 1e-3).collect();
    for isa in Isa::available() {
        for (prim, back) in [(Prim::Asinh, Prim::Sinh), (Prim::Atanh, Prim::Tanh), (Prim::Acosh, Prim::Cosh)] {
            let there: Vec<f64> = unary(prim, DType::F64, isa, &values);
            let again: Vec<f64> = unary(back, DType::F64, isa, &there);
            for i in 0..values.len() {
                let x = values[i];
                let inside =
                    prim == Prim::Asinh || (prim == Prim::Atanh && x.abs() < 0.9) || (prim == Prim::Acosh && x > 1.1);
                let error = (again[i] - x).abs() / x.abs();
                assert!(!inside || error < 1e-13, "{} {x:e}: back at {:e}", prim.name(), again[i]);
                let outside = (prim == Prim::Atanh && x.abs() > 1.0) || (prim == Prim::Acosh && x < 1.0);
                assert!(!outside || there[i].is_nan());
            }
        }
    }
}

#[test]
fn binary_f64_within_bounds() {
    let table: [(Prim, fn(f64, f64) -> f64, u64); 9] = [
        (Prim::Add, |a, b| a + b, 0),
        (Prim::Sub, |a, b| a - b, 0),
        (Prim::Mul, |a, b| a * b, 0),
        (Prim::Div, |a, b| a / b, 0),
        (Prim::FloorDiv, |a, b| (a / b).floor(), 0),
        (Prim::Mod, |a, b| a % b, 0),
        (Prim::Pow, f64::powf, 2),
        (Prim::Atan2, f64::atan2, 2),
        (Prim::Max, |a, b| if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }, 0),
    ];
    let a = values();
    let mut b = a.clone();
    b.rotate_left(7);
    for (prim, reference, bound) in table {
        for isa in Isa::available() {
            let (got, _): (Vec<f64>, u32) = binary(prim, DType::F64, isa, &a, &b);
            for i in 0..a.len() {
                let expected = reference(a[i], b[i]);
                let distance = steps(got[i], expected);
                assert!(
                    distance <= bound,
                    "{} {isa:?} of {:e}, {:e}: {:e}, not {expected:e}",
                    prim.name(),
                    a[i],
                    b[i],
                    got[i]
                );
            }
        }
    }
}

/// Values of mpmath, near roots and poles too.
#[test]
fn digamma_values() {
    let table = [
        (0.1, -10.423_754_940_411_076),
        (1.4616321, -4.351_463_695_876_977e-8),
        (1.5, 0.036_489_973_978_576_52),
        (3.7, 1.167_153_539_361_511_4),
        (50.0, 3.901_989_673_427_892),
        (-0.504083, 7.388_256_696_842_615e-8),
        (-3.25, 4.466_275_872_350_28),
        (-100.4, 5.634_899_350_648_233),
    ];
    for (x, expected) in table {
        let got: Vec<f64> = unary(Prim::Digamma, DType::F64, Isa::Portable, &[x]);
        assert!((got[0] - expected).abs() < 1e-15 + 1e-14 * f64::abs(expected), "{x}: {}, not {expected}", got[0]);
    }
    let poles: Vec<f64> = unary(Prim::Digamma, DType::F64, Isa::Portable, &[0.0, -1.0, -7.0, f64::NAN]);
    assert!(poles.iter().all(|p| p.is_nan()));
}
