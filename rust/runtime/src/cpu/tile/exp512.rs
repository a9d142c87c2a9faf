//! exp of f32 on AVX-512, alone and of a sum, a difference or a product.
//!
//! Bit for bit `math32::exp` with fused operations. The compiler's loop over that takes twice as long: it scales by 2^n with
//! nine instructions where this set has one, and it computes one vector at a time, so that the processor waits for each
//! step of the polynomial.

use std::arch::x86_64::*;
use std::f32::consts::LOG2_E;

use super::TileFn;
use super::math32::{EXP, EXP_RANGE, LN2_HIGH, LN2_LOW, ROUNDER};
use rheos_graph::expr::Prim;

const LANES: usize = 16;
/// Vectors that are computed side by side.
const WIDE: usize = 4;

/// e^x of each.
#[inline]
#[target_feature(enable = "avx512f")]
fn exp<const N: usize>(mut x: [__m512; N]) -> [__m512; N] {
    let all = |value: f32| _mm512_set1_ps(value);
    let [low, high] = EXP_RANGE;
    // NaN stays, for both instructions give their second operand where they cannot compare.
    x = x.map(|x| _mm512_min_ps(all(high), _mm512_max_ps(all(low), x)));
    let n = x.map(|x| _mm512_sub_ps(_mm512_fmadd_ps(x, all(LOG2_E), all(ROUNDER)), all(ROUNDER)));
    for (x, &n) in x.iter_mut().zip(&n) {
        *x = _mm512_fmadd_ps(n, all(-LN2_LOW), _mm512_fmadd_ps(n, all(-LN2_HIGH), *x));
    }
    let mut sum = [all(EXP[0]); N];
    for &c in &EXP[1..] {
        for (sum, &r) in sum.iter_mut().zip(&x) {
            *sum = _mm512_fmadd_ps(*sum, r, all(c));
        }
    }
    for (sum, &n) in sum.iter_mut().zip(&n) {
        *sum = _mm512_scalef_ps(*sum, n);
    }
    sum
}

macro_rules! loops {
    ($($name:ident, $two:literal, |$a:ident, $b:ident| $value:expr;)*) => {$(
        #[target_feature(enable = "avx512f")]
        unsafe fn $name(out: *mut u8, a: *const u8, b: *const u8, _: *const u8, n: usize) -> u32 {
            let (out, a, b) = (out.cast::<f32>(), a.cast::<f32>(), b.cast::<f32>());
            let mut at = 0;
            // SAFETY: TileFn's contract: all are valid for `n` elements, b only where it is an operand.
            unsafe {
                while at + WIDE * LANES <= n {
                    let x: [__m512; WIDE] = std::array::from_fn(|i| {
                        let $a = _mm512_loadu_ps(a.add(at + i * LANES));
                        let $b = if $two { _mm512_loadu_ps(b.add(at + i * LANES)) } else { $a };
                        $value
                    });
                    for (i, y) in exp(x).into_iter().enumerate() {
                        _mm512_storeu_ps(out.add(at + i * LANES), y);
                    }
                    at += WIDE * LANES;
                }
                while at < n {
                    let mask = ((1u32 << LANES.min(n - at)) - 1) as __mmask16;
                    let $a = _mm512_maskz_loadu_ps(mask, a.add(at));
                    let $b = if $two { _mm512_maskz_loadu_ps(mask, b.add(at)) } else { $a };
                    let [y] = exp([$value]);
                    _mm512_mask_storeu_ps(out.add(at), mask, y);
                    at += LANES;
                }
            }
            0
        }
    )*};
}
loops! {
    of_one, false, |a, _b| a;
    of_sum, true, |a, b| _mm512_add_ps(a, b);
    of_difference, true, |a, b| _mm512_sub_ps(a, b);
    of_product, true, |a, b| _mm512_mul_ps(a, b);
}

/// The loop for `exp(a)`.
pub fn exp_fn() -> TileFn {
    of_one
}

/// The loop for exp of what `first` gives.
pub fn exp_of(first: Prim) -> Option<TileFn> {
    match first {
        Prim::Add => Some(of_sum),
        Prim::Sub => Some(of_difference),
        Prim::Mul => Some(of_product),
        _ => None,
    }
}
