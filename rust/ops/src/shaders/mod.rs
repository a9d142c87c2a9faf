//! What kernels of this catalogue do on a GPU: functions from sizes and strides to dispatches of `shaders/kernels`.

pub mod channels;
pub mod conv;
pub mod depthwise;
pub mod gather;
pub mod launch;
pub mod matmul;
pub mod movement;
pub mod neighbours;
pub mod pool;
pub mod product;
pub mod random;
pub mod ranking;
pub mod scan;
pub mod scatter;
pub mod sequences;
pub mod sort;
pub mod sparse_update;
mod window;
