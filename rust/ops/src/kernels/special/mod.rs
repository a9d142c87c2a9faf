//! Special functions that are too long for scalar expressions.

mod bessel;
mod beta;
mod elements;
mod factorial;
mod gamma;
mod normal;
mod zeta;

pub use bessel::plan as plan_bessel;
pub use beta::betainc;
pub use elements::{Place, Real, in_parts, plan};
pub use gamma::{gamma_sample_grad, igamma, igamma_grad_a, igammac};
pub use normal::ndtri;
pub use zeta::{digamma, polygamma, zeta};
