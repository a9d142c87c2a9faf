//! The op catalogue: one declaration per op, one file per family.
//!
//! A family is a `pub const OPS: &[Decl]`; `registry()` joins them. `ctor` is generated from the table.

pub mod array;
pub mod control;
mod ctor;
pub mod elementwise;
pub mod kernels;
pub mod linalg;
pub mod reduce;
pub mod rules;
pub mod state;

pub use ctor::Ops;
use rheos_graph::Registry;
use std::sync::OnceLock;

/// The table of all ops.
pub fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        Registry::new(&[array::OPS, control::OPS, elementwise::OPS, linalg::OPS, reduce::OPS, state::OPS])
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_declaration_parses() {
        assert!(super::registry().all().all(|op| !op.decl.doc.is_empty()));
    }
}
