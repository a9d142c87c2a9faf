//! Shape rules and gradient steps that many ops share.

mod axes;
mod broadcast;
mod gradient;

pub use axes::{axis_attr, flags_from_axes, resolve_axis};
pub use broadcast::{broadcast_all, same_as_first, scalar, sum_to_shape};
pub use gradient::{Grads, conj, one, only, pair, scaled, sizes};
