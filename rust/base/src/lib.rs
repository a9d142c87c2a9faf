//! The values rheos computes with: element types, shapes, tensors, attributes and errors.
//!
//! Knows nothing of graphs. Everything here is immutable once built and cheap to clone.

mod attr;
mod buffer;
mod denormals;
mod dtype;
mod error;
mod shape;
mod tensor;

pub use attr::{Attr, AttrKind};
pub use buffer::{Buffer, check_allocation};
pub use denormals::Denormals;
pub use dtype::{DType, Element};
pub use error::{Code, Error, Kind, Place, Result};
pub use shape::{Dim, Dims, Shape, broadcast, contiguous_strides, element_count};
pub use tensor::{Data, Remote, Tensor};

pub use half::{bf16, f16};
pub type C64 = num_complex::Complex<f32>;
pub type C128 = num_complex::Complex<f64>;

/// `return Err(...)` with a formatted message: `bail!(Value, "expected {n}")`.
#[macro_export]
macro_rules! bail {
    ($kind:ident, $($arg:tt)*) => { return Err($crate::Error::new($crate::Kind::$kind, format!($($arg)*))) };
}

/// Builds an error with a formatted message: `err!(Value, "expected {n}")`.
#[macro_export]
macro_rules! err {
    ($kind:ident, $($arg:tt)*) => { $crate::Error::new($crate::Kind::$kind, format!($($arg)*)) };
}
