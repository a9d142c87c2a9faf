//! Runs of plans on a GPU, through wgpu, and fused groups as compute shaders. No driver is loaded before a GPU is asked
//! for.

pub mod access;
pub mod adapter;
mod cache;
mod cast;
pub mod device;
pub mod followed;
pub mod frame;
pub mod held;
pub mod map;
pub mod recording;
pub mod reduce;
pub mod rows;
pub mod wgsl;
