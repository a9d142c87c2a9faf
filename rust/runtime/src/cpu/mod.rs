//! What runs on the processor.

pub mod tile;
