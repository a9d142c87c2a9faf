//! Shape rules and gradient steps that many ops share.

mod axes;
mod border;
mod broadcast;
mod gradient;
pub mod matrices;
mod operands;
pub mod slicing;
mod sliding;
mod windows;

pub use axes::{axis_attr, flags_from_axes, resolve_axis};
pub use broadcast::{broadcast_all, same_as_first, scalar, sum_to_shape};
pub use gradient::{Grads, conj, one, only, only_first, pair, scaled};
pub use operands::{
    int_scalar, int_vector, planned_ints, same_fact, scalar_operand, shape_operand, sizes_of, with_dim,
};
pub use sliding::Sliding;
pub use windows::Windows;
