//! CPU loops too long for a declaration.

pub mod gather;
pub mod gemm;
pub mod movement;
mod planned;

pub use planned::{Planned, fill_bytes};
