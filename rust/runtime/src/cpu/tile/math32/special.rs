//! The error function and its complement.

use super::{exp, horner, wide};
use crate::cpu::tile::isa::Math;

#[inline(always)]
pub fn erf<M: Math>(x: f32) -> f32 {
    let a = x.abs();
    let z = a * a;
    let q = horner::<M, 8>(
        z,
        [
            -8.825_562e-6,
            1.094_278_6e-4,
            -8.434_219e-4,
            5.217_093e-3,
            -2.686_375_4e-2,
            0.112_837_456,
            -0.376_126_35,
            0.128_379_17,
        ],
    );
    let near = M::mad(q, a, a);
    // log(erfc(a)); from 3.93 on the result is 1.
    let t = if a > 3.93 { 3.93 } else { a };
    let p = horner::<M, 10>(
        t,
        [
            -4.400_359_5e-8,
            2.612_972_8e-6,
            -5.543_586_7e-5,
            6.479_727e-4,
            -4.933_955e-3,
            2.680_529_3e-2,
            -0.110_626_504,
            -0.631_342_77,
            -1.130_474_4,
            3.717_689e-4,
        ],
    );
    let far = 1.0 - exp::<M>(p);
    (if a < 1.0 { near } else { far }).copysign(x)
}

/// erfc(x) = t exp(p(t) - x^2) with t = 2 / (2 + x) for positive x; p is a least-squares fit of what that leaves, good to
/// 3e-9. Small results need the wider type: their exponent is large.
#[inline(always)]
pub fn erfc<M: Math>(x: f32) -> f32 {
    // From here on the result is 0.
    let a = if x.abs() > 10.5 { 10.5 } else { x.abs() };
    let a = f64::from(a);
    let t = 2.0 / (2.0 + a);
    let p = wide::horner::<M, 12>(
        t,
        [
            -0.074_800_137_059_022_96,
            0.335_659_993_481_254_5,
            -0.377_591_422_404_539_25,
            -0.564_889_665_880_817_9,
            1.873_330_328_545_777,
            -1.851_835_284_426_272_7,
            0.826_923_489_955_553_9,
            -0.427_039_111_312_256_2,
            0.160_966_892_096_061_63,
            0.363_918_186_510_609_3,
            1.000_900_571_608_653_9,
            -1.265_543_843_529_443_3,
        ],
    );
    let tail = t * wide::exp::<M>(M::mad64(-a, a, p));
    (if x < 0.0 { 2.0 - tail } else { tail }) as f32
}
