//! CPU loops too long for a declaration.

pub mod gemm;
