//! Arithmetic in f32 for f32, f16 and bf16: exact widening, one correct rounding back.
//!
//! The conversions are branch-free bit operations, so that loops over them vectorise on every machine.

use rheos_base::{bf16, f16};

/// A type whose values are f32 values and whose primitives are computed in f32.
pub trait Real32: Copy {
    fn up(self) -> f32;
    /// Rounded to nearest, ties to even.
    fn down(x: f32) -> Self;
    /// Rounded once, also from f64.
    fn down64(x: f64) -> Self;
    /// `a * b + c` rounded once.
    fn fused(a: Self, b: Self, c: Self) -> Self;
}

impl Real32 for f32 {
    #[inline(always)]
    fn up(self) -> f32 {
        self
    }
    #[inline(always)]
    fn down(x: f32) -> f32 {
        x
    }
    #[inline(always)]
    fn down64(x: f64) -> f32 {
        x as f32
    }
    #[inline(always)]
    fn fused(a: f32, b: f32, c: f32) -> f32 {
        a.mul_add(b, c)
    }
}

impl Real32 for f16 {
    #[inline(always)]
    fn up(self) -> f32 {
        const REBIAS: u32 = (127 - 15) << 23;
        let half = u32::from(self.to_bits());
        let sign = (half & 0x8000) << 16;
        let bits = (half & 0x7fff) << 13;
        let exponent = bits & 0x0f80_0000;
        let normal = bits + REBIAS;
        // A subnormal is a fraction of 2^-14: give it that exponent and take the leading one away again.
        let base = REBIAS + (1 << 23);
        let small = (f32::from_bits(bits + base) - f32::from_bits(base)).to_bits();
        let finite = if exponent == 0 { small } else { normal };
        f32::from_bits(sign | if exponent == 0x0f80_0000 { bits + 2 * REBIAS } else { finite })
    }

    #[inline(always)]
    fn down(x: f32) -> f16 {
        const HALF: f32 = 0.5;
        let bits = x.to_bits();
        let sign = (bits >> 16) & 0x8000;
        let a = bits & 0x7fff_ffff;
        let normal = a.wrapping_sub((127 - 15) << 23).wrapping_add(0xfff + ((a >> 13) & 1)) >> 13;
        // One unit of 0.5 is the smallest subnormal, so the addition rounds where f16 does.
        let small = (f32::from_bits(a) + HALF).to_bits().wrapping_sub(HALF.to_bits());
        let finite = if a < 0x3880_0000 { small } else { normal };
        let finite = if a >= 0x477f_f000 { 0x7c00 } else { finite };
        let magnitude = if a > 0x7f80_0000 { 0x7e00 } else { finite };
        f16::from_bits((sign | magnitude) as u16)
    }

    #[inline(always)]
    fn down64(x: f64) -> f16 {
        f16::down(round_to_odd(x))
    }

    #[inline(always)]
    fn fused(a: f16, b: f16, c: f16) -> f16 {
        f16::down64(fused_odd(a.up(), b.up(), c.up()))
    }
}

impl Real32 for bf16 {
    #[inline(always)]
    fn up(self) -> f32 {
        f32::from_bits(u32::from(self.to_bits()) << 16)
    }

    #[inline(always)]
    fn down(x: f32) -> bf16 {
        let bits = x.to_bits();
        let rounded = bits.wrapping_add(0x7fff + ((bits >> 16) & 1)) >> 16;
        let nan = (bits >> 16) | 0x40;
        bf16::from_bits((if bits & 0x7fff_ffff > 0x7f80_0000 { nan } else { rounded }) as u16)
    }

    #[inline(always)]
    fn down64(x: f64) -> bf16 {
        bf16::down(round_to_odd(x))
    }

    #[inline(always)]
    fn fused(a: bf16, b: bf16, c: bf16) -> bf16 {
        bf16::down64(fused_odd(a.up(), b.up(), c.up()))
    }
}

/// x in f32, an inexact result made odd: rounding it again to fewer bits is then as rounding x once.
#[inline(always)]
fn round_to_odd(x: f64) -> f32 {
    let y = x as f32;
    let back = f64::from(y);
    let bits = y.to_bits();
    let odd = if back.abs() > x.abs() { bits.wrapping_sub(1) } else { bits.wrapping_add(1) };
    let even_inexact = (bits & 1 == 0) & (back != x) & !x.is_nan();
    f32::from_bits(if even_inexact { odd } else { bits })
}

/// a * b + c for halves in f64: the product is exact, the sum is rounded to odd.
#[inline(always)]
fn fused_odd(a: f32, b: f32, c: f32) -> f64 {
    let (product, c) = (f64::from(a) * f64::from(b), f64::from(c));
    let sum = product + c;
    let part = sum - product;
    let error = (product - (sum - part)) + (c - part);
    let bits = sum.to_bits();
    let odd = if (error > 0.0) == (sum > 0.0) { bits.wrapping_add(1) } else { bits.wrapping_sub(1) };
    let even_inexact = (bits & 1 == 0) & (error != 0.0) & sum.is_finite();
    f64::from_bits(if even_inexact { odd } else { bits })
}
