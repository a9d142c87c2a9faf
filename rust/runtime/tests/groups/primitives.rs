//! Every primitive on special and random operands.

use super::values::{Random, bytes};
use super::{ALL, Case, check, device};
use rheos_base::{DType, Dims};
use rheos_graph::Layout;
use rheos_graph::expr::{Expr, Prim, Ref, Scalar};
use rheos_graph::gpu::Limits;
use rheos_graph::group::Group;
use rheos_runtime::gpu::wgsl;

/// How far a float32 primitive may be from the processor's result, in units of the last place: Vulkan's division may be
/// 2.5 off and its products and sums may be rounded together, besides the processor's own error.
fn units(prim: Prim) -> i128 {
    match prim {
        Prim::Div | Prim::Recip | Prim::Sqrt => 3,
        Prim::Rsqrt | Prim::Atan | Prim::Atan2 | Prim::Asin | Prim::Acos => 6,
        Prim::Exp | Prim::Expm1 | Prim::Log | Prim::Log1p | Prim::Sin | Prim::Cos | Prim::Erf => 6,
        Prim::Tanh | Prim::Tan | Prim::Sinh | Prim::Cosh | Prim::Asinh | Prim::Acosh | Prim::Atanh => 10,
        Prim::Erfc => 28,
        Prim::Pow => 36,
        Prim::FloorDiv | Prim::FloorMod => 1,
        // Two roundings are allowed, of which a difference shows more.
        Prim::Fma => 8,
        _ => 0,
    }
}

const FLOATS: [f64; 34] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    -1.5,
    2.5,
    -2.5,
    3.0,
    -3.0,
    6.0,
    7.0,
    1e-3,
    -1e-3,
    1e-30,
    -1e-30,
    1e-45,
    -1e-45,
    1e30,
    -1e30,
    3.4e38,
    -3.4e38,
    65504.0,
    65520.0,
    2147483648.0,
    -2147483648.0,
    4294967296.0,
    9.3e18,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    88.0,
];

/// Operands for up to three places: every pair of special numbers, then random ones.
fn operands(dtype: DType) -> [Vec<u8>; 3] {
    let mut random = Random(7);
    let mut places = [Vec::new(), Vec::new(), Vec::new()];
    let corners: Vec<Vec<u8>> = if dtype.is_integer() {
        let (width, signed) = (8 * dtype.size() as u32, !dtype.is_unsigned());
        let extremes = if signed { [i64::MAX >> (64 - width), i64::MIN >> (64 - width)] } else { [-1, -2] };
        let all = [0, 1, 2, 3, 7, 31, 32, 63, 64, 1000, -3, -7].into_iter().chain(extremes);
        all.map(|value| Scalar::int(dtype, value).bytes()[..dtype.size()].to_vec()).collect()
    } else if dtype == DType::Bool {
        vec![vec![0], vec![1]]
    } else {
        FLOATS.iter().map(|&value| bytes(dtype, [value])).collect()
    };
    for (i, a) in corners.iter().enumerate() {
        for (j, b) in corners.iter().enumerate() {
            let c = &corners[(i + j) % corners.len()];
            places.iter_mut().zip([a, b, c]).for_each(|(place, element)| place.extend_from_slice(element));
        }
    }
    for _ in 0..1501 {
        for place in &mut places {
            let element = match dtype {
                DType::Bool => vec![(random.next() & 1) as u8],
                _ if dtype.is_integer() => random.next().to_ne_bytes()[..dtype.size()].to_vec(),
                _ if random.next() & 1 == 0 => bytes(dtype, [random.uniform(-20.0, 20.0)]),
                _ => random.next().to_ne_bytes()[..dtype.size()].to_vec(),
            };
            place.extend_from_slice(&element);
        }
    }
    places
}

fn plain_group(expr: Expr, count: usize) -> Group {
    Group { expr, domain: Dims::from_slice(&[count]), operands: Vec::new(), reduce: None, members: Vec::new() }
}

/// A group of a few primitives, each a result; the last result of each is widened to what its type's neighbours are.
fn case(dtype: DType, prims: &[Prim]) -> Case {
    let places = operands(dtype);
    let count = places[0].len() / dtype.size();
    let mut expr = Expr::default();
    let x: Vec<Ref> = (0..3).map(|k| expr.input(k, dtype)).collect();
    let mut results = Vec::new();
    for &prim in prims {
        let value = match prim {
            Prim::Select => {
                let condition = expr.input(3, DType::Bool);
                expr.select(condition, x[1], x[2])
            }
            _ => expr.apply(prim, &x[..prim.arity()]),
        };
        expr.results.push(value);
        results.push((expr.dtype(value), count));
    }
    let mut inputs: Vec<(DType, Vec<u8>)> = places.into_iter().map(|bytes| (dtype, bytes)).collect();
    inputs.push((DType::Bool, (0..count).map(|i| (i % 3 == 0) as u8).collect()));
    let layouts = vec![Layout::contiguous(&[count]); 4];
    Case { group: plain_group(expr, count), layouts, inputs, results, overwrites: Vec::new() }
}

fn check_primitives(dtype: DType, allowed: impl Fn(Prim) -> i128) {
    let limits = device::gpu().map_or(ALL, |gpu| gpu.limits.clone());
    let refused = |prim: Prim| wgsl::supported(&case(dtype, &[prim]).group.expr, &limits).err();
    let defined = |prim: &&Prim| **prim != Prim::Cast && **prim != Prim::Complex && **prim != Prim::Imag;
    let prims: Vec<Prim> = Prim::ALL.iter().filter(defined).copied().filter(|&prim| refused(prim).is_none()).collect();
    assert!(prims.len() > 4 || !limits.has(dtype), "{dtype}: {:?}", refused(Prim::Select));
    for few in prims.chunks(4) {
        let names: Vec<&str> = few.iter().map(|prim| prim.name()).collect();
        let steps: Vec<i128> = few.iter().map(|&prim| allowed(prim)).collect();
        case(dtype, few).check(&format!("{names:?} of {dtype}"), &steps);
    }
}

#[test]
fn float32() {
    check_primitives(DType::F32, units);
}

#[test]
fn float16() {
    // An error of some units of float32 may move a value across the middle between two halves.
    check_primitives(DType::F16, |prim| i128::from(units(prim) > 0));
}

#[test]
fn float64() {
    check_primitives(DType::F64, units);
}

#[test]
fn integers_and_bools() {
    for dtype in [DType::I32, DType::U32, DType::I64, DType::U64, DType::Bool] {
        check_primitives(dtype, |_| 0);
    }
}

#[test]
fn conversions() {
    const TYPES: [DType; 8] =
        [DType::F32, DType::F16, DType::I32, DType::U32, DType::Bool, DType::F64, DType::I64, DType::U64];
    let limits = device::gpu().map_or(ALL, |gpu| gpu.limits.clone());
    for from in TYPES.into_iter().filter(|&dtype| limits.has(dtype)) {
        let places = operands(from);
        let count = places[0].len() / from.size();
        let mut expr = Expr::default();
        let x = expr.input(0, from);
        let mut results = Vec::new();
        for to in TYPES.into_iter().filter(|&dtype| limits.has(dtype)) {
            let mut one = Expr::default();
            let input = one.input(0, from);
            let value = one.cast(input, to);
            one.results.push(value);
            if wgsl::supported(&one, &limits).is_ok() && to != from {
                let value = expr.cast(x, to);
                expr.results.push(value);
                results.push((to, count));
            }
        }
        let steps: Vec<i128> =
            results.iter().map(|result| i128::from(result.0 == DType::F16 && from == DType::F64)).collect();
        let inputs = vec![(from, places[0].clone())];
        let layouts = vec![Layout::contiguous(&[count])];
        let what: Vec<&str> = results.iter().map(|result| result.0.name()).collect();
        let what = format!("{from} to {what:?}");
        Case { group: plain_group(expr, count), layouts, inputs, results, overwrites: Vec::new() }.check(&what, &steps);
    }
}

#[test]
fn divisors_that_are_known() {
    for dtype in [DType::I32, DType::U32, DType::I64, DType::U64] {
        if device::gpu().is_some_and(|gpu| !gpu.limits.has(dtype)) {
            continue;
        }
        let places = operands(dtype);
        let count = places[0].len() / dtype.size();
        let mut divisors = vec![1, 3, 16];
        divisors.extend(if dtype.is_unsigned() { [7, 255] } else { [-1, -7] });
        for few in divisors.chunks(1) {
            let mut expr = Expr::default();
            let x = expr.input(0, dtype);
            let divisor = expr.constant(Scalar::int(dtype, few[0]));
            for prim in [Prim::Div, Prim::FloorDiv, Prim::Mod, Prim::FloorMod] {
                let value = expr.apply(prim, &[x, divisor]);
                expr.results.push(value);
            }
            if dtype == DType::I32 && few[0] > 0 {
                let value = expr.pow(x, divisor);
                expr.results.push(value);
            }
            let results = vec![(dtype, count); expr.results.len()];
            let inputs = vec![(dtype, places[0].clone())];
            let layouts = vec![Layout::contiguous(&[count])];
            let what = format!("{dtype} by {}", few[0]);
            Case { group: plain_group(expr, count), layouts, inputs, results, overwrites: Vec::new() }
                .check(&what, &[0]);
        }
    }
}

#[test]
fn what_stays_on_the_cpu_has_a_reason() {
    let reason = |dtype: DType, prim: Prim| {
        let mut expr = Expr::default();
        let x: Vec<Ref> = (0..prim.arity()).map(|k| expr.input(k, dtype)).collect();
        let value = expr.apply(prim, &x);
        expr.results.push(value);
        wgsl::supported(&expr, &Limits::WEBGPU).unwrap_err()
    };
    assert_eq!(reason(DType::F32, Prim::Lgamma), "lgamma has no float32 shader");
    assert_eq!(reason(DType::I32, Prim::Div), "int32 division checks for zero");
    assert_eq!(reason(DType::I32, Prim::Pow), "int32 powers check for negative exponents");
    assert_eq!(reason(DType::C64, Prim::Add), "complex64 has no shader");
    assert_eq!(reason(DType::F64, Prim::Add), "the device's shaders have no float64");
}

#[test]
fn long_expressions_are_valid() {
    let mut expr = Expr::default();
    let x = expr.input(0, DType::F32);
    let mut value = x;
    for i in 0..4000 {
        let factor = expr.lit(x, 1.0 + f64::from(i) * 1e-6);
        let product = expr.mul(value, factor);
        value = expr.max(product, x);
    }
    expr.results.push(value);
    let inputs = vec![(DType::F32, bytes(DType::F32, (0..64).map(f64::from)))];
    let results = vec![(DType::F32, 64)];
    let case = Case {
        group: plain_group(expr, 64),
        layouts: vec![Layout::contiguous(&[64])],
        inputs,
        results,
        overwrites: Vec::new(),
    };
    check(&case.shaders(&Limits::WEBGPU).unwrap(), &Limits::WEBGPU);
}
