//! CPU loops too long for a declaration.

pub mod channel_sums;
pub mod checks;
pub mod conv;
pub mod counting;
pub mod ctc;
pub mod ctc_decode;
pub mod dilation;
pub mod diagonals;
pub mod extreme;
pub mod fourier;
pub mod gather;
pub mod gemm;
pub mod keys;
mod lines;
pub mod matmul;
pub mod matrices;
pub mod movement;
pub mod neighbours;
pub mod next_after;
pub mod number;
pub mod patches;
mod planned;
pub mod pool;
pub mod random;
pub mod rows;
pub mod scan;
pub mod scatter;
pub mod search;
pub mod sparse_segment;
pub mod sparse_update;
pub mod special;
pub mod summarize;
pub mod variable_rows;
pub mod wide;
mod widest;

pub use planned::{Planned, fill_bytes, plan_bytes};
