//! What one op declares. Every field is mandatory: "none" carries a written reason.
//!
//! From an entry everything else is derived: signature checks, Python wrapper, Rust constructor, docs table, tests.

use crate::builder::{Builder, GradCall, GradValue};
use crate::expr::{Expr, Monoid, Ref};
use crate::gpu::{DrawnFn, ShaderFn};
use crate::infer::Infer;
use crate::info::NodeInfo;
use crate::kernel::{HostKernel, HostSpec, Kernel, KernelSpec};
use crate::layout::Layout;
use crate::{Outputs, graph::Output};
use rheos_base::Result;
use smallvec::SmallVec;

/// The entry of one op in the catalogue.
pub struct Decl {
    /// TensorFlow's op name: `MatMul`.
    pub name: &'static str,
    /// Arguments in TensorFlow's notation: `a: T, b: T`, `values: N * T`, `data: Tlist`.
    pub inputs: &'static str,
    /// Results in the same notation.
    pub outputs: &'static str,
    /// Attributes, separated by `;`: `transpose_a: bool = false; T: {float32, float64}; N: int >= 1`.
    pub attrs: &'static str,
    pub effect: Effect,
    /// Shapes (and what is known of values) of the results. Also run again with real sizes.
    pub infer: fn(&mut Infer<'_>) -> Result<()>,
    pub compute: Compute,
    pub grad: Grad,
    /// First sentence says what it computes; the rest what a user should know.
    pub doc: &'static str,
}

/// What running a node does beside computing its results.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    Pure,
    /// Draws from a generator that the session keeps for this node.
    Random,
    /// Reads the resource in this argument.
    Read(usize),
    /// Writes the resources in these arguments.
    Write(&'static [usize]),
    /// Acts on the world (prints, checks, files, Python): runs whenever it is in the pruned graph, in creation order.
    Host,
}

/// How the results come about.
pub enum Compute {
    /// How sizes, strides and offset change; no data moves.
    View(ViewFn),
    /// One scalar expression per result, over broadcast inputs.
    Map(MapFn),
    Reduce(ReduceDecl),
    /// A rewrite into other ops, once shapes are known.
    Lower(LowerFn),
    Kernel(KernelDecl),
    /// The kernel where all inputs and results are plain bytes; the host function where some are strings.
    Either(KernelDecl, HostFn),
    /// A function on whole tensors of any dtype; result sizes may depend on the data.
    Host(HostFn),
    /// Runs sub-graphs. The text says what is refused as long as the executor cannot.
    Control(&'static str),
    /// Where values enter and leave a program.
    Boundary(Boundary),
}

/// The ops that the planner itself gives meaning to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Boundary {
    /// The attribute `value`.
    Const,
    /// Must be fed.
    Feed,
    /// Input 0 unless fed. A program in which it is not fed has Identity in its place, which infers more.
    Default,
    /// Names a variable of the session.
    Handle,
    /// The variable's current value.
    Read,
    /// Makes argument 1 the variable's value.
    Write,
}

/// Result layouts (one per output) from the layout of input 0. `Ok(None)`: not a view of these strides, copy input 0 first.
pub type ViewFn = fn(&NodeInfo<'_>, &Layout) -> Result<Option<SmallVec<[Layout; 1]>>>;
/// One result term per output.
pub type MapFn = fn(&mut Expr, &[Ref], &NodeInfo<'_>) -> SmallVec<[Ref; 2]>;
pub type LowerFn = fn(&mut Builder<'_>, &[Output], &NodeInfo<'_>) -> Result<Outputs>;
pub type KernelFn = fn(&KernelSpec<'_>) -> Result<Box<dyn Kernel>>;
pub type HostFn = fn(&HostSpec<'_>) -> Result<Box<dyn HostKernel>>;
/// One gradient per input; None where none flows.
pub type GradFn = fn(&mut GradCall<'_, '_>) -> Result<Vec<Option<GradValue>>>;

/// Reduction over the axes in input 1 (`reduction_indices`), with attribute `keep_dims`.
pub struct ReduceDecl {
    pub monoid: Monoid,
    /// Applied to each element first.
    pub start: fn(&mut Expr, Ref) -> Ref,
    /// Applied to the combined value of `count` elements.
    pub finish: fn(&mut Expr, Ref, usize) -> Ref,
}

pub struct KernelDecl {
    pub cpu: KernelFn,
    /// True where the kernel reads inputs through any strides; otherwise the planner hands it row-major ones.
    pub strided: bool,
    /// True where every kernel it plans tells the call's watcher of each element of its only result. Its shader then leaves
    /// the storing open (`gpu::Put`), as far as that goes.
    pub reports: bool,
    pub gpu: Gpu,
}

pub enum Gpu {
    Shader(ShaderFn),
    /// Shaders of a kernel with state.
    Drawn(DrawnFn),
    /// Why this op stays on the CPU.
    CpuOnly(&'static str),
}

pub enum Grad {
    Fn(GradFn),
    /// No gradient flows, by the op's nature.
    Stop(&'static str),
    /// Differentiating through it is an error that gives this reason.
    Missing(&'static str),
}
