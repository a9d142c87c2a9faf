//! The error function.

use super::{exp, horner};
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
