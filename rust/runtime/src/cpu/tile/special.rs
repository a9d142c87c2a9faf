//! Functions that neither the standard library nor `libm` has.

pub use rheos_ops::kernels::special::digamma;
