//! CPU loops too long for a declaration.

pub mod checks;
pub mod extreme;
pub mod gather;
pub mod gemm;
mod lines;
pub mod matmul;
pub mod movement;
mod planned;
pub mod scan;

pub use planned::{Planned, fill_bytes};
