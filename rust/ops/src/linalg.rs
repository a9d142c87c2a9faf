//! Matrix products.

use rheos_graph::Decl;

pub const OPS: &[Decl] = &[];
