//! Plans programs and runs them: sessions, plans, memory, the executor and its devices.
//!
//! In: a specialised Program. Out: values. The executor knows steps of a plan and never op names.

pub mod cpu;
mod evaluate;
mod executor;
pub mod explain;
pub mod frame;
pub mod gpu;
pub mod memory;
pub mod placement;
pub mod plan;
mod planner;
pub mod pool;
mod ready;
pub mod report;
pub mod session;
mod store;
pub mod trace;
mod updates;

pub use ready::Ready;
pub use session::{Executable, RunOptions, Session, SessionOptions};

/// Are two short lists equal? Compared in place: a call of the C library's comparison, for the few numbers of a shape
/// or a key, takes a noticeable part of a small run.
pub fn same<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
}
