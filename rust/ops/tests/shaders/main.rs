//! What kernels say of their work on a GPU is valid WGSL, and within what every device allows.

mod conv;
mod matmul;
mod node;
mod pool;
