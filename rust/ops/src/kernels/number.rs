//! Plain arithmetic on one element, integers wrapping, for kernels that combine values in a fixed order.

use rheos_base::{C64, C128, Element, bf16, f16};

/// A number that can be summed, multiplied and compared.
pub trait Number: Element {
    const ZERO: Self;
    const ONE: Self;
    /// The result of a maximum over nothing, and of a minimum; the type's own limits.
    const LOWEST: Self;
    const HIGHEST: Self;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    fn over(self, count: usize) -> Self;
    /// Divided by the root of `count`.
    fn over_root(self, count: usize) -> Self;
    /// An integer divisor must not be zero.
    fn divided(self, divisor: Self) -> Self;
    fn smaller(self, other: Self) -> Self;
    fn larger(self, other: Self) -> Self;
    /// NaN is not zero.
    fn is_zero(self) -> bool;
}

macro_rules! integers {
    ($($t:ty),*) => {$(impl Number for $t {
        const ZERO: Self = 0;
        const ONE: Self = 1;
        const LOWEST: Self = <$t>::MIN;
        const HIGHEST: Self = <$t>::MAX;
        fn plus(self, other: Self) -> Self { self.wrapping_add(other) }
        fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
        fn times(self, other: Self) -> Self { self.wrapping_mul(other) }
        fn over(self, count: usize) -> Self { (self as i128 / count.max(1) as i128) as $t }
        // No op takes roots of integers.
        fn over_root(self, _: usize) -> Self { self }
        fn divided(self, divisor: Self) -> Self { self.wrapping_div(divisor) }
        fn smaller(self, other: Self) -> Self { self.min(other) }
        fn larger(self, other: Self) -> Self { self.max(other) }
        fn is_zero(self) -> bool { self == 0 }
    })*};
}
integers! { i8, i16, i32, i64, u8, u16, u32, u64 }

macro_rules! floats {
    ($($t:ty: $zero:expr, $one:expr, $low:expr, $high:expr, $count:expr;)*) => {$(impl Number for $t {
        const ZERO: Self = $zero;
        const ONE: Self = $one;
        const LOWEST: Self = $low;
        const HIGHEST: Self = $high;
        fn plus(self, other: Self) -> Self { self + other }
        fn minus(self, other: Self) -> Self { self - other }
        fn times(self, other: Self) -> Self { self * other }
        fn over(self, count: usize) -> Self { self / $count(count as f64) }
        fn over_root(self, count: usize) -> Self { self / $count((count as f64).sqrt()) }
        fn divided(self, divisor: Self) -> Self { self / divisor }
        fn smaller(self, other: Self) -> Self { if other < self || other != other { other } else { self } }
        fn larger(self, other: Self) -> Self { if other > self || other != other { other } else { self } }
        fn is_zero(self) -> bool { self == $zero }
    })*};
}
floats! {
    f32: 0.0, 1.0, f32::MIN, f32::MAX, |n| n as f32;
    f64: 0.0, 1.0, f64::MIN, f64::MAX, |n| n;
    f16: f16::ZERO, f16::ONE, f16::MIN, f16::MAX, f16::from_f64;
    bf16: bf16::ZERO, bf16::ONE, bf16::MIN, bf16::MAX, bf16::from_f64;
}

macro_rules! complexes {
    ($($t:ty: $part:ty;)*) => {$(impl Number for $t {
        const ZERO: Self = <$t>::new(0.0, 0.0);
        const ONE: Self = <$t>::new(1.0, 0.0);
        const LOWEST: Self = <$t>::new(0.0, 0.0);
        const HIGHEST: Self = <$t>::new(0.0, 0.0);
        fn plus(self, other: Self) -> Self { self + other }
        fn minus(self, other: Self) -> Self { self - other }
        fn times(self, other: Self) -> Self { self * other }
        fn over(self, count: usize) -> Self { self / count as $part }
        fn over_root(self, count: usize) -> Self { self / (count as $part).sqrt() }
        fn divided(self, divisor: Self) -> Self { self / divisor }
        // Complex numbers have no order, and the ops that need one do not take them.
        fn smaller(self, _: Self) -> Self { self }
        fn larger(self, other: Self) -> Self { other }
        fn is_zero(self) -> bool { self.re == 0.0 && self.im == 0.0 }
    })*};
}
complexes! { C64: f32; C128: f64; }
