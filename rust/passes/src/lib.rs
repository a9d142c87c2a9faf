//! From what the user asks to a program worth planning. Gradients (Graph to Graph) live here too.
//!
//! In: the user's Graph, fetches, feeds. Out: a pruned Program (`prune`), then for given feed sizes a
//! specialised, simplified and fused one (`pipeline::run`). A pass keeps outputs and effects the same.

pub mod cse;
pub mod fuse;
pub mod gradients;
pub mod order;
pub mod parts;
pub mod pipeline;
pub mod prune;
pub mod rebuild;
pub mod rows;
pub mod simplify;
pub mod specialise;
pub mod sweep;
mod units;

pub use parts::Parts;
pub use pipeline::{Effort, Specialised, run};
pub use prune::{Request, prune};
pub use specialise::{Environment, Later};
pub use units::view_root;
