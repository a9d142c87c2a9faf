//! Conversions, halves' arithmetic, comparisons and what moves elements.

use rheos_base::{DType, bf16, f16};
use rheos_graph::expr::Prim;

use super::{Random, binary, call, unary};
use crate::cpu::tile::{Isa, cast_fn, gather_fn, splat_fn, tile_fn};

fn cast<A: Copy, O: Copy + Default>(from: DType, to: DType, isa: Isa, a: &[A]) -> Vec<O> {
    call(cast_fn(from, to, isa).unwrap(), a, &[(); 0], &[(); 0]).0
}

/// What a C cast gives on x86.
fn hardware(x: f64, to: &str) -> i128 {
    let narrow = |x: f64| if x > -2_147_483_649.0 && x < 2_147_483_648.0 { x as i32 } else { i32::MIN };
    let wide = |x: f64| if (-(2f64.powi(63))..2f64.powi(63)).contains(&x) { x as i64 } else { i64::MIN };
    match to {
        "i8" => i128::from(narrow(x) as i8),
        "i16" => i128::from(narrow(x) as i16),
        "i32" => i128::from(narrow(x)),
        "u8" => i128::from(narrow(x) as u8),
        "u16" => i128::from(narrow(x) as u16),
        "i64" => i128::from(wide(x)),
        "u32" => i128::from(wide(x) as u32),
        _ if x >= 2f64.powi(63) => i128::from(wide(x - 2f64.powi(63)) as u64 ^ (1 << 63)),
        _ => i128::from(wide(x) as u64),
    }
}

/// The language's own conversions are the contract, and the processor's from floats to integers.
#[test]
fn numbers_convert_as_casts_do() {
    let mut random = Random(5);
    let words: Vec<u64> = (0..3000).map(|_| random.next() >> (random.next() % 64)).collect();
    let mut floats: Vec<f64> = words.iter().map(|&w| f64::from_bits(w) + w as i64 as f64 / 3.0).collect();
    for edge in [7, 8, 15, 16, 31, 32, 63, 64] {
        let power = 2f64.powi(edge);
        for x in [power, power - 1.0, power.next_down(), power * (1.0 - 1e-7), f64::from((power as f32).next_down())] {
            floats.extend([x, -x, x + 0.5, -x - 0.5, -x - 1.0]);
        }
    }
    floats.extend([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.3, -0.7]);
    macro_rules! pairs {
        ($($t:ident $dtype:ident),*) => { pairs!(@rows [$($t $dtype),*] $($t $dtype),*) };
        (@rows $columns:tt $($t:ident $dtype:ident),*) => {$( pairs!(@row $t $dtype $columns); )*};
        (@row $from:ident $d:ident [$($to:ident $e:ident),*]) => {{
            let mut a: Vec<$from> = words.iter().map(|&w| w as $from).collect();
            a.extend(floats.iter().map(|&x| x as $from));
            for isa in Isa::available() {
                $( for (x, got) in a.iter().zip(cast::<$from, $to>(DType::$d, DType::$e, isa, &a)) {
                    let to_integer = stringify!($from).starts_with('f') && !stringify!($to).starts_with('f');
                    let expected = if to_integer { hardware(*x as f64, stringify!($to)) as $to } else { *x as $to };
                    let same = got == expected || expected as f64 != expected as f64 && got as f64 != got as f64;
                    assert!(same, "{isa:?} {x} to {}: {got}, not {expected}", stringify!($to));
                } )*
                for (x, got) in a.iter().zip(cast::<$from, u8>(DType::$d, DType::Bool, isa, &a)) {
                    assert_eq!(got, u8::from(*x as f64 != 0.0), "{x} to bool");
                }
            }
        }};
    }
    pairs!(i8 I8, i16 I16, i32 I32, i64 I64, u8 U8, u16 U16, u32 U32, u64 U64, f32 F32, f64 F64);
}

/// The half crate's conversions are an independent implementation.
#[test]
fn halves_round_to_nearest_even() {
    let stride = if cfg!(debug_assertions) { 10_007 } else { 1_009 };
    let singles: Vec<f32> = (0..=u32::MAX).step_by(stride).map(f32::from_bits).collect();
    let mut ties: Vec<f32> = Vec::new();
    let all: Vec<u16> = (0..=u16::MAX).collect();
    for isa in Isa::available() {
        for (bits, up) in all.iter().zip(cast::<u16, f32>(DType::F16, DType::F32, isa, &all)) {
            let expected = f16::from_bits(*bits).to_f32();
            assert!(up == expected || up.is_nan() && expected.is_nan(), "{bits:x}: {up}, not {expected}");
            ties.extend([f32::from_bits(up.to_bits() | 0x1000), f32::from_bits(up.to_bits() | 0x1001)]);
        }
        for (bits, up) in all.iter().zip(cast::<u16, f32>(DType::BF16, DType::F32, isa, &all)) {
            assert_eq!(up.to_bits(), u32::from(*bits) << 16);
            ties.push(f32::from_bits(up.to_bits() | 0x8000));
        }
        for a in [&singles, &ties] {
            for (x, got) in a.iter().zip(cast::<f32, f16>(DType::F32, DType::F16, isa, a)) {
                let expected = f16::from_f32_const(*x);
                assert!(
                    got.to_bits() == expected.to_bits() || got.is_nan() && x.is_nan(),
                    "{x}: {got}, not {expected}"
                );
            }
            for (x, got) in a.iter().zip(cast::<f32, bf16>(DType::F32, DType::BF16, isa, a)) {
                let expected = bf16::from_f32(*x);
                assert!(
                    got.to_bits() == expected.to_bits() || got.is_nan() && x.is_nan(),
                    "{x}: {got}, not {expected}"
                );
            }
        }
        ties.clear();
    }
}

/// An exact multiple of 2^-48 rounded to f16 by hand.
fn rounded(exact: i128) -> f64 {
    let magnitude = exact.unsigned_abs();
    let width = 128 - magnitude.leading_zeros();
    let dropped = width.saturating_sub(11).max(24);
    let (kept, rest, tie) = (magnitude >> dropped, magnitude & ((1 << dropped) - 1), 1u128 << (dropped - 1));
    let up = rest > tie || (rest == tie && kept & 1 == 1);
    let value = (kept + u128::from(up)) as f64 * 2f64.powi(dropped as i32 - 48);
    let value = if value >= 65520.0 { f64::INFINITY } else { value };
    if exact < 0 { -value } else { value }
}

#[test]
fn half_multiply_add_rounds_once() {
    let mut random = Random(6);
    let mut draw = |_| f16::from_bits((random.next() >> 20) as u16 & 0xbfff);
    let (a, b): (Vec<f16>, Vec<f16>) = ((0..30_000).map(&mut draw).collect(), (0..30_000).map(&mut draw).collect());
    let c: Vec<f16> = (0..30_000).map(&mut draw).collect();
    for isa in Isa::available() {
        let (got, _): (Vec<f16>, u32) = call(tile_fn(Prim::Fma, DType::F16, isa).unwrap(), &a, &b, &c);
        for i in 0..a.len() {
            let unit = |x: f16| (x.to_f64() * 2f64.powi(24)) as i128;
            let expected = rounded(unit(a[i]) * unit(b[i]) + (unit(c[i]) << 24));
            assert_eq!(got[i].to_f64(), expected, "{} * {} + {}", a[i], b[i], c[i]);
        }
    }
}

#[test]
fn comparisons_and_choice() {
    let nan = f32::NAN;
    let (a, b) = ([1.0, nan, 2.0, -0.0, 3.0f32], [1.0, 1.0, nan, 0.0, 2.0f32]);
    for isa in Isa::available() {
        let of = |prim| binary::<f32, u8>(prim, DType::F32, isa, &a, &b).0;
        assert_eq!(of(Prim::Eq), [1, 0, 0, 1, 0]);
        assert_eq!(of(Prim::Ne), [0, 1, 1, 0, 1]);
        assert_eq!(of(Prim::Lt), [0, 0, 0, 0, 0]);
        assert_eq!(of(Prim::Le), [1, 0, 0, 1, 0]);
        let test = |prim| unary::<f32, u8>(prim, DType::F32, isa, &[1.0, nan, f32::INFINITY, f32::NEG_INFINITY]);
        assert_eq!(test(Prim::IsNan), [0, 1, 0, 0]);
        assert_eq!(test(Prim::IsInf), [0, 0, 1, 1]);
        assert_eq!(test(Prim::IsFinite), [1, 0, 0, 0]);
        let (x, y) = ([0u8, 0, 1, 1], [0u8, 1, 0, 1]);
        let logic = |prim| binary::<u8, u8>(prim, DType::Bool, isa, &x, &y).0;
        assert_eq!(logic(Prim::And), [0, 0, 0, 1]);
        assert_eq!(logic(Prim::Or), [0, 1, 1, 1]);
        assert_eq!(logic(Prim::Eq), [1, 0, 0, 1]);
        assert_eq!(logic(Prim::Ne), [0, 1, 1, 0]);
        assert_eq!(unary::<u8, u8>(Prim::Not, DType::Bool, isa, &x), [1, 1, 0, 0]);
        let select = tile_fn(Prim::Select, DType::F64, isa).unwrap();
        let (got, _): (Vec<f64>, u32) = call(select, &[1u8, 0, 1], &[1.0, 2.0, nan as f64], &[4.0, -0.0, 6.0]);
        assert_eq!((got[0], got[1].to_bits(), got[2].is_nan()), (1.0, (-0.0f64).to_bits(), true));
    }
}

#[test]
fn moves() {
    for size in [1, 2, 4, 8, 16usize] {
        let source: Vec<u128> = (0..64).map(|i| i * 0x0101_0101_0101_0101_0101_0101_0101_0101).collect();
        // SAFETY: all bytes of the vector.
        let bytes = unsafe { std::slice::from_raw_parts(source.as_ptr().cast::<u8>(), 1024) };
        for stride in [-3isize, -1, 0, 1, 2, 5] {
            let mut out = [0u128; 16];
            let start = if stride < 0 { 60 } else { 0 };
            // SAFETY: places start + stride * (0..11) are inside the 64 elements of any size.
            unsafe { gather_fn(size)(out.as_mut_ptr().cast(), bytes[start * size..].as_ptr(), stride, 11) };
            // SAFETY: all bytes of the array.
            let got = unsafe { std::slice::from_raw_parts(out.as_ptr().cast::<u8>(), 256) };
            for i in 0..11 {
                let place = (start as isize + i as isize * stride) as usize * size;
                assert_eq!(got[i * size..(i + 1) * size], bytes[place..place + size]);
            }
            assert!(got[11 * size..].iter().all(|&b| b == 0));
        }
        let mut out = [0u128; 16];
        // SAFETY: room for 16 elements of any size.
        unsafe {
            let value = bytes[48..].as_ptr();
            splat_fn(size, Isa::best())(out.as_mut_ptr().cast(), value, value, value, 13)
        };
        // SAFETY: all bytes of the array.
        let got = unsafe { std::slice::from_raw_parts(out.as_ptr().cast::<u8>(), 256) };
        assert!(got[..13 * size].iter().all(|&b| b == 3) && got[13 * size..].iter().all(|&b| b == 0));
    }
}
