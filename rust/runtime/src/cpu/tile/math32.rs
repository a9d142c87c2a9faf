//! Elementary functions of one f32, branch-free, so that a loop over them becomes vector code.
//!
//! Polynomials are minimax fits made with Sollya (`fpminimax`, f32 coefficients). Some functions go
//! through f64, where moderate accuracy is enough to round correctly to f32 nearly always.
//!
//! Largest distance from the correctly rounded result in units of the last place, measured by the tests
//! over all exponents and signs, with fused operations and without:
//!
//! | function | ulp | function | ulp | function | ulp |
//! |---|---|---|---|---|---|
//! | exp, expm1 | 1 | tan | 3 | sinh, cosh | 0 |
//! | log, log1p | 1 | asin | 2 | asinh, acosh, atanh | 0 |
//! | tanh | 2 | acos, atan | 1 | erf | 1 |
//! | sin, cos | 1 | atan2 | 2 | pow, rsqrt | 1 |

mod exp;
mod inverse;
mod power;
mod special;
mod trig;
pub mod wide;

pub use exp::{EXP, EXP_RANGE, LN2_HIGH, LN2_LOW, exp, expm1, log, log1p, tanh};
pub use inverse::{acos, asin, atan, atan2};
pub use power::{acosh, asinh, atanh, cosh, pow, sinh};
pub use special::{erf, erfc};
pub use trig::{cos, is_far, sin, tan};

use super::isa::Math;

/// Coefficients from the highest power down, at `x`.
#[inline(always)]
fn horner<M: Math, const N: usize>(x: f32, coefficients: [f32; N]) -> f32 {
    let mut sum = coefficients[0];
    for &c in &coefficients[1..] {
        sum = M::mad(sum, x, c);
    }
    sum
}

/// Adding and subtracting this rounds to an integer, which is then in the low bits of the sum.
pub const ROUNDER: f32 = 12_582_912.0;
