//! The primitives of the integer types: arithmetic wraps, nothing traps.
//!
//! No machine divides vectors of integers, so narrow types divide in the float type that holds them
//! exactly: the quotient of two w-bit integers is at least 2^-w (relatively) away from the next integer,
//! which the float's rounding cannot bridge.

use rheos_graph::expr::Prim;

use super::isa::{Isa, Math, pick};
use super::loops::{Map1, Map2, Map3, One, Partial2, Three, Two, TwoPartial};
use super::{DIVISION_BY_ZERO, NEGATIVE_POWER, TileFn};

/// An integer element type.
pub trait Int: Copy + PartialOrd {
    const ZERO: Self;
    fn neg(self) -> Self;
    fn abs(self) -> Self;
    fn sign(self) -> Self;
    fn not(self) -> Self;
    fn popcount(self) -> u8;
    fn add(self, b: Self) -> Self;
    fn sub(self, b: Self) -> Self;
    fn mul(self, b: Self) -> Self;
    /// Truncating quotient for b != 0; MIN / -1 is MIN.
    fn quotient(self, b: Self) -> Self;
    fn pow(self, b: Self) -> Self;
    fn and(self, b: Self) -> Self;
    fn or(self, b: Self) -> Self;
    fn xor(self, b: Self) -> Self;
    fn shl(self, b: Self) -> Self;
    fn shr(self, b: Self) -> Self;
    /// One where zero, so that a division by it is harmless.
    fn or_one(self) -> Self;
}

macro_rules! int {
    ($($t:ident $unsigned:ident $sign:ident $divide:ident),*) => {$(
        impl Int for $t {
            const ZERO: $t = 0;
            #[inline(always)]
            fn neg(self) -> $t { self.wrapping_neg() }
            #[inline(always)]
            fn abs(self) -> $t { int!(@abs $sign self) }
            #[inline(always)]
            fn sign(self) -> $t { int!(@sign $sign self) }
            #[inline(always)]
            fn not(self) -> $t { !self }
            #[inline(always)]
            fn popcount(self) -> u8 { self.count_ones() as u8 }
            #[inline(always)]
            fn add(self, b: $t) -> $t { self.wrapping_add(b) }
            #[inline(always)]
            fn sub(self, b: $t) -> $t { self.wrapping_sub(b) }
            #[inline(always)]
            fn mul(self, b: $t) -> $t { self.wrapping_mul(b) }
            #[inline(always)]
            fn quotient(self, b: $t) -> $t { int!(@$divide $t, self, b) }
            #[inline(always)]
            fn pow(self, b: $t) -> $t {
                let (mut base, mut left, mut product) = (self, b as $unsigned, 1 as $t);
                while left != 0 {
                    if left & 1 == 1 {
                        product = product.wrapping_mul(base);
                    }
                    base = base.wrapping_mul(base);
                    left >>= 1;
                }
                product
            }
            #[inline(always)]
            fn and(self, b: $t) -> $t { self & b }
            #[inline(always)]
            fn or(self, b: $t) -> $t { self | b }
            #[inline(always)]
            fn xor(self, b: $t) -> $t { self ^ b }
            #[inline(always)]
            fn shl(self, b: $t) -> $t { self.wrapping_shl(int!(@clamp $t $sign b)) }
            #[inline(always)]
            fn shr(self, b: $t) -> $t { self.wrapping_shr(int!(@clamp $t $sign b)) }
            #[inline(always)]
            fn or_one(self) -> $t { if self == 0 { 1 } else { self } }
        }
    )*};
    (@abs signed $a:ident) => { $a.wrapping_abs() };
    (@abs unsigned $a:ident) => { $a };
    (@sign signed $a:ident) => { $a.signum() };
    (@sign unsigned $a:ident) => { $a.min(1) };
    // TensorFlow clamps a shift to 0..=width-1.
    (@clamp $t:ident signed $b:ident) => { $b.clamp(0, $t::BITS as $t - 1) as u32 };
    (@clamp $t:ident unsigned $b:ident) => { $b.min($t::BITS as $t - 1) as u32 };
    (@in_f32 $t:ident, $a:expr, $b:expr) => {{
        // SAFETY: the divisor is not zero, so the quotient is at most 65536 in size. MIN / -1 is one more than
        // MAX, which i32 holds and the narrowing wraps.
        unsafe { ($a as f32 / $b as f32).to_int_unchecked::<i32>() as $t }
    }};
    (@in_f64 $t:ident, $a:expr, $b:expr) => {{
        // The one quotient out of range is MIN / -1, and negation wraps as it should.
        let negated = $t::MIN != 0 && $b == !0;
        let divisor = if negated { 1 } else { $b };
        // SAFETY: the divisor is neither zero nor minus one, so the quotient is in the type's range.
        let quotient = unsafe { ($a as f64 / divisor as f64).to_int_unchecked::<$t>() };
        if negated { $a.wrapping_neg() } else { quotient }
    }};
    (@native $t:ident, $a:expr, $b:expr) => { $a.wrapping_div($b) };
}
int! {
    i8 u8 signed in_f32, i16 u16 signed in_f32, i32 u32 signed in_f64, i64 u64 signed native,
    u8 u8 unsigned in_f32, u16 u16 unsigned in_f32, u32 u32 unsigned in_f64, u64 u64 unsigned native
}

macro_rules! unary {
    ($($prim:ident($a:ident) -> $out:ty = $value:expr;)*) => {$(
        struct $prim;
        impl<T: Int> Map1<T> for $prim {
            type Out = $out;
            #[inline(always)]
            fn f<M: Math>($a: T) -> $out {
                $value
            }
        }
    )*};
}

macro_rules! binary {
    ($($prim:ident($a:ident, $b:ident) -> $out:ty = $value:expr;)*) => {$(
        struct $prim;
        impl<T: Int> Map2<T> for $prim {
            type Out = $out;
            #[inline(always)]
            fn f<M: Math>($a: T, $b: T) -> $out {
                $value
            }
        }
    )*};
}

/// Undefined, with the value zero, where the condition holds.
macro_rules! partial {
    ($($prim:ident($a:ident, $b:ident) $flag:ident if $undefined:expr, else $value:expr;)*) => {$(
        struct $prim;
        impl<T: Int> Partial2<T> for $prim {
            const FLAG: u32 = $flag;
            #[inline(always)]
            fn f($a: T, $b: T) -> (T, bool) {
                let undefined = $undefined;
                let value = $value;
                (if undefined { T::ZERO } else { value }, undefined)
            }
        }
    )*};
}

unary! {
    Neg(a) -> T = a.neg();
    Abs(a) -> T = a.abs();
    Sign(a) -> T = a.sign();
    BitNot(a) -> T = a.not();
    Popcount(a) -> u8 = a.popcount();
}

binary! {
    Add(a, b) -> T = a.add(b);
    Sub(a, b) -> T = a.sub(b);
    Mul(a, b) -> T = a.mul(b);
    Min(a, b) -> T = if a < b { a } else { b };
    Max(a, b) -> T = if a > b { a } else { b };
    BitAnd(a, b) -> T = a.and(b);
    BitOr(a, b) -> T = a.or(b);
    BitXor(a, b) -> T = a.xor(b);
    Shl(a, b) -> T = a.shl(b);
    Shr(a, b) -> T = a.shr(b);
    Eq(a, b) -> u8 = u8::from(a == b);
    Ne(a, b) -> u8 = u8::from(a != b);
    Lt(a, b) -> u8 = u8::from(a < b);
    Le(a, b) -> u8 = u8::from(a <= b);
}

partial! {
    Div(a, b) DIVISION_BY_ZERO if b == T::ZERO, else a.quotient(b.or_one());
    FloorDiv(a, b) DIVISION_BY_ZERO if b == T::ZERO, else floor_div(a, b.or_one());
    Mod(a, b) DIVISION_BY_ZERO if b == T::ZERO, else remainder(a, b.or_one());
    FloorMod(a, b) DIVISION_BY_ZERO if b == T::ZERO, else floor_mod(a, b.or_one());
    Pow(a, b) NEGATIVE_POWER if b < T::ZERO, else a.pow(if b < T::ZERO { T::ZERO } else { b });
}

struct Fma;
impl<T: Int> Map3<T> for Fma {
    #[inline(always)]
    fn f<M: Math>(a: T, b: T, c: T) -> T {
        a.mul(b).add(c)
    }
}

#[inline(always)]
fn remainder<T: Int>(a: T, b: T) -> T {
    a.sub(a.quotient(b).mul(b))
}

/// The remainder and the divisor lie on different sides of zero.
#[inline(always)]
fn crosses<T: Int>(r: T, b: T) -> bool {
    (r != T::ZERO) & ((r < T::ZERO) != (b < T::ZERO))
}

#[inline(always)]
fn floor_div<T: Int>(a: T, b: T) -> T {
    let q = a.quotient(b);
    // Minus one is what `not` makes of zero.
    if crosses(a.sub(q.mul(b)), b) { q.add(T::ZERO.not()) } else { q }
}

#[inline(always)]
fn floor_mod<T: Int>(a: T, b: T) -> T {
    let r = remainder(a, b);
    if crosses(r, b) { r.add(b) } else { r }
}

pub fn tile_fn<T: Int>(prim: Prim, isa: Isa) -> Option<TileFn> {
    macro_rules! choose {
        ($([$loop:ident: $($name:ident)*])*) => {
            match prim {
                $($(Prim::$name => pick::<$loop<$name, T>>(isa),)*)*
                _ => return None,
            }
        };
    }
    Some(choose! {
        [One: Neg Abs Sign BitNot Popcount]
        [Two: Add Sub Mul Min Max BitAnd BitOr BitXor Shl Shr Eq Ne Lt Le]
        [TwoPartial: Div FloorDiv Mod FloorMod Pow]
        [Three: Fma]
    })
}
