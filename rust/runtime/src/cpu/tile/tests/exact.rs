//! What has one right answer: lengths and alignment, integers, comparisons, conversions, folds, moves.

use rheos_base::DType;
use rheos_graph::expr::Prim;

use super::{binary, call};
use crate::cpu::tile::{DIVISION_BY_ZERO, Isa, NEGATIVE_POWER, cast_fn, tile_fn};

/// Every loop there is: each length and offset gives the same elements as one at a time, and no byte more.
#[test]
fn any_length_and_alignment() {
    let mut loops = 0;
    for isa in Isa::available() {
        for &dtype in DType::ALL {
            for &prim in Prim::ALL {
                if let Some(f) = tile_fn(prim, dtype, isa) {
                    loops += 1;
                    let condition = prim == Prim::Select || dtype == DType::Bool;
                    check_lengths(f, prim.name(), dtype, prim.result(dtype), condition);
                }
            }
            for &to in DType::ALL {
                if let Some(f) = cast_fn(dtype, to, isa) {
                    loops += 1;
                    check_lengths(f, "cast", dtype, to, dtype == DType::Bool);
                }
            }
        }
    }
    println!("{loops} loops");
    assert!(loops > 500);
}

fn check_lengths(f: crate::cpu::tile::TileFn, name: &str, operand: DType, result: DType, bools: bool) {
    let (size, out_size) = (operand.size(), result.size());
    // Small values of every type, with room for the offset; bools where the loop takes bools.
    let bytes: Vec<u128> = (0..200u128).map(|i| i * 0x0102_0401_0203_0105_0207_0103_0102_0304).collect();
    // SAFETY: any bytes are valid u8.
    let source = unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast::<u8>(), bytes.len() * 16) };
    let flags: Vec<u8> = (0..source.len()).map(|i| (i % 3 == 1) as u8).collect();
    let source = if bools && size == 1 { &flags } else { source };
    let condition = if bools { &flags[..] } else { source };
    let mut whole = vec![0u128; 80];
    let mut single = vec![0u128; 80];
    for n in 0..=70 {
        let offset = n % 4;
        let (a, b, c) =
            (&condition[if bools { offset } else { offset * size }..], &source[3 * size..], &source[7 * size..]);
        let a_size = if bools { 1 } else { size };
        whole.fill(0);
        single.fill(0);
        // SAFETY: the vectors hold more than 70 + 7 elements of 16 bytes.
        unsafe {
            let out = whole.as_mut_ptr().cast::<u8>().add(offset * out_size);
            let together = f(out, a.as_ptr(), b.as_ptr(), c.as_ptr(), n);
            let mut apart = 0;
            for i in 0..n {
                let out = single.as_mut_ptr().cast::<u8>().add((offset + i) * out_size);
                apart |= f(out, a.as_ptr().add(i * a_size), b.as_ptr().add(i * size), c.as_ptr().add(i * size), 1);
            }
            assert_eq!(together, apart, "flags of {name} {operand}, n = {n}");
        }
        assert_eq!(whole, single, "{name} {operand} -> {result}, n = {n}, offset {offset}");
    }
}

#[test]
fn integer_division() {
    let values: Vec<i64> =
        vec![i64::MIN, i64::from(i32::MIN), -32768, -128, -7, -1, 0, 1, 2, 3, 7, 127, 255, 65535, i64::MAX];
    macro_rules! check {
        ($t:ident, $dtype:ident, $wide:ident) => {
            for isa in Isa::available() {
                let pairs: Vec<($t, $t)> =
                    values.iter().flat_map(|&a| values.iter().map(move |&b| (a as $t, b as $t))).collect();
                let a: Vec<$t> = pairs.iter().map(|p| p.0).collect();
                let b: Vec<$t> = pairs.iter().map(|p| p.1).collect();
                for prim in [Prim::Div, Prim::FloorDiv, Prim::Mod, Prim::FloorMod] {
                    let (got, flags): (Vec<$t>, u32) = binary(prim, DType::$dtype, isa, &a, &b);
                    assert_eq!(flags, DIVISION_BY_ZERO);
                    for (i, got) in got.into_iter().enumerate() {
                        let (x, y) = (a[i] as i128, b[i] as i128);
                        let expected = if y == 0 {
                            0
                        } else {
                            match prim {
                                Prim::Div => x / y,
                                Prim::Mod => x % y,
                                Prim::FloorDiv => (x as i128).div_euclid(y) - i128::from(y < 0 && x.rem_euclid(y) != 0),
                                _ => ((x % y) + y) % y,
                            }
                        };
                        assert_eq!(got, expected as $t, "{} {isa:?} {x} {y}", prim.name());
                    }
                }
            }
        };
    }
    check!(i8, I8, i16);
    check!(i16, I16, i32);
    check!(i32, I32, i64);
    check!(i64, I64, i128);
    check!(u8, U8, i16);
    check!(u16, U16, i32);
    check!(u32, U32, i64);
    check!(u64, U64, i128);
}

#[test]
fn integer_powers_and_shifts() {
    for isa in Isa::available() {
        let (got, flags): (Vec<i32>, u32) = binary(Prim::Pow, DType::I32, isa, &[3, -2, 2, 7, 1], &[4, 3, 33, 0, 9]);
        assert_eq!((got, flags), (vec![81, -8, 0, 1, 1], 0));
        let (got, flags): (Vec<i32>, u32) = binary(Prim::Pow, DType::I32, isa, &[3, 5], &[-1, 2]);
        assert_eq!((got, flags), (vec![0, 25], NEGATIVE_POWER));
        let (got, _): (Vec<i8>, u32) = binary(Prim::Shl, DType::I8, isa, &[1i8, 1, 1, 3], &[7, 100, -1, 1]);
        assert_eq!(got, [-128, -128, 1, 6]);
        let (got, _): (Vec<i8>, u32) = binary(Prim::Shr, DType::I8, isa, &[-128i8, -128, 64], &[7, 100, -3]);
        assert_eq!(got, [-1, -1, 64]);
        let (got, _): (Vec<u8>, u32) = binary(Prim::Shr, DType::U8, isa, &[128u8, 128], &[7, 100]);
        assert_eq!(got, [1, 1]);
    }
}

#[test]
fn conversions_truncate_and_round_once() {
    for isa in Isa::available() {
        let f = |from, to| cast_fn(from, to, isa).unwrap();
        let a = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e10, -1e10, 2.9, -2.9, 2_147_483_520.0];
        let none = &[(); 0];
        let got: Vec<i32> = call(f(DType::F32, DType::I32), &a, none, none).0;
        assert_eq!(got, [i32::MIN, i32::MIN, i32::MIN, i32::MIN, i32::MIN, 2, -2, 2_147_483_520]);
        let got: Vec<u8> = call(f(DType::F32, DType::U8), &a, none, none).0;
        assert_eq!(got, [0, 0, 0, 0, 0, 2, 254, 128]);
        let got: Vec<u8> = call(f(DType::F32, DType::Bool), &a, none, none).0;
        assert_eq!(got, [1; 8]);
        // Just above half way between two halves: a first rounding to f32 would lose the difference.
        let got: Vec<u16> =
            call(f(DType::F64, DType::F16), &[1.0 + 1.0 / 2048.0 + 1e-12, 1.0 + 1.0 / 2048.0], none, none).0;
        assert_eq!(got, [0x3c01, 0x3c00]);
        let got: Vec<u16> =
            call(f(DType::I64, DType::BF16), &[(1i64 << 62) + (1 << 54) + 1, (1i64 << 62) + (1 << 54)], none, none).0;
        assert_eq!(got, [0x5e81, 0x5e80]);
    }
}
