//! Elements that are computed with in a wider type: halves in float32, all others in their own.

use super::number::Number;
use rheos_base::{bf16, f16};

/// A real number and the type its sums are kept in.
pub trait Wide: Number + PartialOrd {
    type Sum: Number + PartialOrd;
    /// Whether loops over these elements are compiled for wide vectors too.
    const WIDE: bool;
    /// Less than or equal to all others, infinities included.
    const BOTTOM: Self;
    fn widen(self) -> Self::Sum;
    fn narrow(sum: Self::Sum) -> Self;
}

macro_rules! own {
    ($($t:ty: $wide:literal $bottom:expr;)*) => {$(impl Wide for $t {
        type Sum = $t;
        const WIDE: bool = $wide;
        const BOTTOM: Self = $bottom;
        #[inline(always)]
        fn widen(self) -> $t { self }
        #[inline(always)]
        fn narrow(sum: $t) -> Self { sum }
    })*};
}
own! {
    f32: true f32::NEG_INFINITY;
    f64: true f64::NEG_INFINITY;
    i8: false i8::MIN;
    i16: false i16::MIN;
    i32: false i32::MIN;
    i64: false i64::MIN;
    u8: false 0;
    u16: false 0;
    u32: false 0;
    u64: false 0;
}

macro_rules! halves {
    ($($t:ty)*) => {$(impl Wide for $t {
        type Sum = f32;
        const WIDE: bool = false;
        const BOTTOM: Self = <$t>::NEG_INFINITY;
        #[inline(always)]
        fn widen(self) -> f32 { self.to_f32() }
        #[inline(always)]
        fn narrow(sum: f32) -> Self { <$t>::from_f32(sum) }
    })*};
}
halves! { f16 bf16 }

/// Runs `$body` with `$t` bound to the Rust type of a real number dtype.
macro_rules! with_real {
    ($dtype:expr, $t:ident => $body:expr) => {{
        use rheos_base::DType;
        match $dtype {
            DType::F32 => {
                type $t = f32;
                $body
            }
            DType::F64 => {
                type $t = f64;
                $body
            }
            DType::F16 => {
                type $t = rheos_base::f16;
                $body
            }
            DType::BF16 => {
                type $t = rheos_base::bf16;
                $body
            }
            DType::I8 => {
                type $t = i8;
                $body
            }
            DType::I16 => {
                type $t = i16;
                $body
            }
            DType::I32 => {
                type $t = i32;
                $body
            }
            DType::I64 => {
                type $t = i64;
                $body
            }
            DType::U8 => {
                type $t = u8;
                $body
            }
            DType::U16 => {
                type $t = u16;
                $body
            }
            DType::U32 => {
                type $t = u32;
                $body
            }
            DType::U64 => {
                type $t = u64;
                $body
            }
            other => rheos_base::bail!(Unimplemented, "{} is not a real number type", other.name()),
        }
    }};
}

/// The same for floating-point dtypes only.
macro_rules! with_floating {
    ($dtype:expr, $t:ident => $body:expr) => {{
        use rheos_base::DType;
        match $dtype {
            DType::F32 => {
                type $t = f32;
                $body
            }
            DType::F64 => {
                type $t = f64;
                $body
            }
            DType::F16 => {
                type $t = rheos_base::f16;
                $body
            }
            DType::BF16 => {
                type $t = rheos_base::bf16;
                $body
            }
            other => rheos_base::bail!(Unimplemented, "{} is not a floating-point type", other.name()),
        }
    }};
}

pub(crate) use {with_floating, with_real};
