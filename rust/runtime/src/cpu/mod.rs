//! What runs on the processor: fused loops over tiles, and the threads that share them.

pub mod code;
pub mod fold;
pub mod followed;
pub mod map;
pub mod rows;
pub mod scratch;
pub mod share;
pub mod team;
pub mod tile;
pub mod traffic;
