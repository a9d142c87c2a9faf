//! Complex functions: identities between independent formulas, branch cuts, and the ends of the range.

use rheos_base::{C128, DType};
use rheos_graph::expr::Prim;

use super::{Random, binary, unary};
use crate::cpu::tile::Isa;

fn apply(prim: Prim, z: C128) -> C128 {
    unary::<C128, C128>(prim, DType::C128, Isa::Portable, &[z])[0]
}

fn close(name: &str, z: C128, got: C128, expected: C128, tolerance: f64) {
    let error = (got - expected).norm() / expected.norm().max(1e-300);
    assert!(error <= tolerance, "{name} of {z}: {got}, not {expected}: relative error {error:e}");
}

/// num-complex uses other formulas, good in the middle of the plane.
#[test]
fn agrees_with_num_complex() {
    let table: [(Prim, fn(C128) -> C128); 16] = [
        (Prim::Sqrt, |z| z.sqrt()),
        (Prim::Exp, |z| z.exp()),
        (Prim::Log, |z| z.ln()),
        (Prim::Sin, |z| z.sin()),
        (Prim::Cos, |z| z.cos()),
        (Prim::Tan, |z| z.tan()),
        (Prim::Asin, |z| z.asin()),
        (Prim::Acos, |z| z.acos()),
        (Prim::Atan, |z| z.atan()),
        (Prim::Sinh, |z| z.sinh()),
        (Prim::Cosh, |z| z.cosh()),
        (Prim::Tanh, |z| z.tanh()),
        (Prim::Asinh, |z| z.asinh()),
        (Prim::Acosh, |z| z.acosh()),
        (Prim::Atanh, |z| z.atanh()),
        (Prim::Recip, |z| z.inv()),
    ];
    let mut random = Random(3);
    for _ in 0..2000 {
        let z = C128::new(random.uniform(-3.0, 3.0), random.uniform(-3.0, 3.0));
        for (prim, reference) in table {
            close(prim.name(), z, apply(prim, z), reference(z), 1e-12);
        }
        let w = C128::new(random.uniform(-3.0, 3.0), random.uniform(-3.0, 3.0));
        let (quotient, _) = binary::<C128, C128>(Prim::Div, DType::C128, Isa::Portable, &[z], &[w]);
        close("div", z, quotient[0], z / w, 1e-14);
        let (power, _) = binary::<C128, C128>(Prim::Pow, DType::C128, Isa::Portable, &[z], &[w]);
        close("pow", z, power[0], z.powc(w), 1e-12);
        close("log1p", z, apply(Prim::Log1p, z), (z + 1.0).ln(), 1e-10);
        close("expm1", z, apply(Prim::Expm1, z), z.exp() - 1.0, 1e-10);
    }
}

#[test]
fn ends_of_the_range() {
    let c = C128::new;
    let inf = f64::INFINITY;
    close(
        "sqrt",
        c(1e308, 1e308),
        apply(Prim::Sqrt, c(1e308, 1e308)),
        c(1.09868411346781e154, 4.55089860562227e153),
        1e-14,
    );
    close(
        "log",
        c(1.7e308, 1.7e308),
        apply(Prim::Log, c(1.7e308, 1.7e308)),
        c(710.0734104835082, std::f64::consts::FRAC_PI_4),
        1e-15,
    );
    close("tanh", c(800.0, 1.0), apply(Prim::Tanh, c(800.0, 1.0)), c(1.0, 0.0), 0.0);
    close("expm1", c(1e-20, 1e-20), apply(Prim::Expm1, c(1e-20, 1e-20)), c(1e-20, 1e-20), 1e-15);
    close("log1p", c(1e-20, 1e-20), apply(Prim::Log1p, c(1e-20, 1e-20)), c(1e-20, 1e-20), 1e-15);
    let div = |a, b| binary::<C128, C128>(Prim::Div, DType::C128, Isa::Portable, &[a], &[b]).0[0];
    close("div", c(1e300, 1e300), div(c(1e300, 1e300), c(1e300, 1e300)), c(1.0, 0.0), 1e-15);
    close("div", c(1e-300, 0.0), div(c(1e-300, 0.0), c(1e-300, 1e-300)), c(0.5, -0.5), 1e-15);
    assert_eq!(div(c(1.0, 2.0), c(inf, 0.0)), c(0.0, 0.0));
    assert_eq!(div(c(1.0, -2.0), c(0.0, 0.0)), c(inf, -inf));
    // The sign of a zero imaginary part chooses the side of the cut.
    assert_eq!(apply(Prim::Sqrt, c(-4.0, 0.0)), c(0.0, 2.0));
    assert_eq!(apply(Prim::Sqrt, c(-4.0, -0.0)), c(0.0, -2.0));
    assert_eq!(apply(Prim::Log, c(-1.0, -0.0)).im, -std::f64::consts::PI);
    assert!(apply(Prim::Asin, c(2.0, -0.0)).im < 0.0);
    assert!(apply(Prim::Asin, c(2.0, 0.0)).im > 0.0);
    let size: Vec<f64> = unary(Prim::Abs, DType::C128, Isa::Portable, &[c(3e200, 4e200)]);
    assert!((size[0] - 5e200).abs() < 1e185, "{size:?}");
}
