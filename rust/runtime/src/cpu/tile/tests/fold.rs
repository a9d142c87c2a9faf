//! Folds: values, the order, the ends.

use rheos_base::{DType, bf16, f16};
use rheos_graph::expr::Monoid;

use super::Random;
use crate::cpu::tile::{Isa, fold_fn};

fn fold<A: Copy>(monoid: Monoid, dtype: DType, isa: Isa, start: A, a: &[A]) -> A {
    let mut accumulator = start;
    let f = fold_fn(monoid, dtype, isa).unwrap();
    // SAFETY: one element to accumulate in, `a.len()` to read, all of the function's type.
    let flags =
        unsafe { f((&raw mut accumulator).cast(), a.as_ptr().cast(), std::ptr::null(), std::ptr::null(), a.len()) };
    assert_eq!(flags, 0);
    accumulator
}

#[test]
fn sums_of_any_length_are_accurate_and_the_same_everywhere() {
    let mut random = Random(7);
    let a: Vec<f32> = (0..1500).map(|_| random.uniform(-1.0, 1.0) as f32).collect();
    for n in (0..200).chain([511, 512, 513, 1024, 1500]) {
        let expected: f64 = a[..n].iter().map(|&x| f64::from(x)).sum::<f64>() + 0.25;
        let first = fold(Monoid::Sum, DType::F32, Isa::Portable, 0.25f32, &a[..n]);
        assert!((f64::from(first) - expected).abs() < 1e-5, "{n}: {first}, not {expected}");
        for isa in Isa::available() {
            assert_eq!(fold(Monoid::Sum, DType::F32, isa, 0.25f32, &a[..n]).to_bits(), first.to_bits());
        }
    }
}

#[test]
fn half_sums_do_not_stall() {
    for isa in Isa::available() {
        assert_eq!(fold(Monoid::Sum, DType::BF16, isa, bf16::ZERO, &[bf16::ONE; 1024]).to_f32(), 1024.0);
        assert_eq!(fold(Monoid::Sum, DType::F16, isa, f16::ZERO, &[f16::ONE; 3000]).to_f32(), 3000.0);
    }
}

#[test]
fn order_and_logic() {
    for isa in Isa::available() {
        let mut a = [5.0f32; 100];
        a[77] = -3.0;
        a[13] = 9.0;
        assert_eq!(fold(Monoid::Min, DType::F32, isa, f32::INFINITY, &a), -3.0);
        assert_eq!(fold(Monoid::Max, DType::F32, isa, f32::NEG_INFINITY, &a), 9.0);
        for place in [0, 63, 64, 99] {
            let mut a = a;
            a[place] = f32::NAN;
            assert!(fold(Monoid::Min, DType::F32, isa, 1.0, &a).is_nan());
            assert!(fold(Monoid::Max, DType::F32, isa, 1.0, &a).is_nan());
        }
        assert!(fold(Monoid::Max, DType::F32, isa, f32::NAN, &a).is_nan());
        assert_eq!(fold(Monoid::Max, DType::I8, isa, i8::MIN, &[-5i8, -9, -6]), -5);
        assert_eq!(fold(Monoid::Min, DType::U64, isa, u64::MAX, &[7u64, 1 << 60]), 7);
        assert_eq!(fold(Monoid::Sum, DType::I32, isa, 1, &[i32::MAX, 1, 1]), i32::MIN + 2);
        assert_eq!(fold(Monoid::Prod, DType::I64, isa, 2, &[3i64, -5, 7]), -210);
        assert_eq!(fold(Monoid::All, DType::Bool, isa, 1u8, &[1; 70]), 1);
        assert_eq!(fold(Monoid::Any, DType::Bool, isa, 0u8, &[0; 70]), 0);
        let mut one = [0u8; 70];
        one[69] = 1;
        assert_eq!(fold(Monoid::Any, DType::Bool, isa, 0u8, &one), 1);
        assert_eq!(fold(Monoid::All, DType::Bool, isa, 1u8, &one), 0);
        assert!(fold(Monoid::Sum, DType::F64, isa, -0.0f64, &[-0.0; 3]).is_sign_negative());
    }
    assert!(fold_fn(Monoid::Min, DType::C64, Isa::Portable).is_none());
    assert!(fold_fn(Monoid::All, DType::F32, Isa::Portable).is_none());
}
