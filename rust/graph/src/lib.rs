//! What an op declares, the user's append-only Graph, and the private Program that passes rewrite.
//!
//! Knows no concrete op: the catalogue (crate `ops`) hands its table to `Registry::new`.

pub mod builder;
pub mod decl;
pub mod expr;
pub mod fact;
pub mod gpu;
pub mod graph;
pub mod group;
pub mod infer;
pub mod info;
pub mod kernel;
pub mod layout;
pub mod names;
mod parse;
pub mod print;
pub mod program;
pub mod registry;
mod values;
pub mod variable;

pub use builder::{Builder, Emit, GradCall, GradValue, IntoAttr};
pub use decl::{Boundary, Compute, Decl, Effect, Gpu, Grad, KernelDecl, ReduceDecl};
pub use fact::{Fact, HandleFact, Known};
pub use graph::{Graph, Location, Node, NodeId, Output};
pub use infer::Infer;
pub use info::NodeInfo;
pub use kernel::{
    Arg, Call, Callbacks, HostCall, HostKernel, HostSpec, Kernel, KernelSpec, Packing, StateStore, Workers,
};
pub use layout::Layout;
pub use program::{Device, Program, Step, Work};
pub use registry::{ArgDef, ArgType, AttrDef, OpDef, Registry};
pub use variable::Variable;

/// A short list of outputs: most ops have one.
pub type Outputs = smallvec::SmallVec<[Output; 2]>;
