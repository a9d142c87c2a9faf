//! Folds: values, the order, the ends.

use rheos_base::DType;
use rheos_graph::expr::Monoid;

use super::Random;
use crate::cpu::tile::{Isa, LANES, fold_fns};

/// The fold of `a` as one run, which must be that of its tiles.
fn fold<A: Copy>(monoid: Monoid, dtype: DType, isa: Isa, identity: A, a: &[A]) -> A {
    let fns = fold_fns(monoid, dtype, isa).unwrap();
    let (mut whole, mut tiled) = (identity, identity);
    let mut lanes = [identity; LANES];
    // SAFETY: the types folded here have no padding.
    let bytes = |x: &A| unsafe { std::slice::from_raw_parts(std::ptr::from_ref(x).cast::<u8>(), size_of::<A>()) };
    // SAFETY: one element to write, `a.len()` to read, lanes of the function's type.
    unsafe {
        let none = std::ptr::null();
        (fns.whole)((&raw mut whole).cast(), a.as_ptr().cast(), none, none, a.len());
        for tile in a.chunks(2 * LANES) {
            (fns.add)(lanes.as_mut_ptr().cast(), tile.as_ptr().cast(), none, none, tile.len());
        }
        (fns.end)((&raw mut tiled).cast(), lanes.as_ptr().cast(), none, none, LANES);
    }
    assert_eq!(bytes(&whole), bytes(&tiled));
    whole
}

#[test]
fn sums_of_any_length_are_accurate_and_the_same_everywhere() {
    let mut random = Random(7);
    let a: Vec<f32> = (0..1500).map(|_| random.uniform(-1.0, 1.0) as f32).collect();
    for n in (0..200).chain([511, 512, 513, 1024, 1500]) {
        let expected: f64 = a[..n].iter().map(|&x| f64::from(x)).sum::<f64>();
        let first = fold(Monoid::Sum, DType::F32, Isa::Portable, 0.0f32, &a[..n]);
        assert!((f64::from(first) - expected).abs() < 1e-5, "{n}: {first}, not {expected}");
        for isa in Isa::available() {
            assert_eq!(fold(Monoid::Sum, DType::F32, isa, 0.0f32, &a[..n]).to_bits(), first.to_bits());
        }
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
            assert!(fold(Monoid::Min, DType::F32, isa, f32::INFINITY, &a).is_nan());
            assert!(fold(Monoid::Max, DType::F32, isa, f32::NEG_INFINITY, &a).is_nan());
        }
        assert_eq!(fold(Monoid::Max, DType::I8, isa, i8::MIN, &[-5i8, -9, -6]), -5);
        assert_eq!(fold(Monoid::Min, DType::U64, isa, u64::MAX, &[7u64, 1 << 60]), 7);
        assert_eq!(fold(Monoid::Sum, DType::I32, isa, 0, &[i32::MAX, 1, 1]), i32::MIN + 1);
        assert_eq!(fold(Monoid::Prod, DType::I64, isa, 1, &[3i64, -5, 7]), -105);
        assert_eq!(fold(Monoid::All, DType::Bool, isa, 1u8, &[1; 70]), 1);
        assert_eq!(fold(Monoid::Any, DType::Bool, isa, 0u8, &[0; 70]), 0);
        let mut one = [0u8; 70];
        one[69] = 1;
        assert_eq!(fold(Monoid::Any, DType::Bool, isa, 0u8, &one), 1);
        assert_eq!(fold(Monoid::All, DType::Bool, isa, 1u8, &one), 0);
    }
    assert!(fold_fns(Monoid::Min, DType::C64, Isa::Portable).is_none());
    assert!(fold_fns(Monoid::All, DType::F32, Isa::Portable).is_none());
}
