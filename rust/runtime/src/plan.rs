//! A plan: a flat list of steps with everything decided (kernels, addresses, memory), immutable once made.

use crate::gpu::recording::{self, Recording};
use crate::placement::assign::Placed;
use crate::session::Executable;
use rheos_base::{Buffer, DType, Dims, Shape, Tensor, element_count};
use rheos_graph::{Arg, Device, HostKernel, Kernel, Layout, NodeId, Variable};
use rheos_passes::specialise::Source;
use smallvec::SmallVec;
use std::sync::{Arc, Mutex};

/// Index of an address in a run's table.
pub type Base = u32;
/// Index of a tensor object in a run's table.
pub type Slot = u32;

/// Bytes at an address plus an offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Operand {
    pub base: Base,
    pub offset: isize,
}

pub struct PlanStep {
    pub action: Action,
    /// The user's node, for messages.
    pub origin: NodeId,
    pub label: String,
    /// Where it is the first of several lanes of steps that run side by side: how many steps each lane has.
    pub lanes: SmallVec<[u32; 2]>,
}

pub enum Action {
    Kernel(Invocation),
    /// A kernel whose results become variables' values.
    Update(Invocation, Vec<Update>),
    /// A value becomes a variable's value.
    Assign {
        variable: usize,
        value: HostInput,
        new: Option<Version>,
    },
    Host {
        kernel: Box<dyn HostKernel>,
        inputs: Vec<HostInput>,
        outputs: Vec<HostOutput>,
    },
    /// A view of strings: elements picked one by one.
    Pick {
        input: Slot,
        layout: Layout,
        output: Slot,
    },
    Gpu(recording::Action),
}

impl Action {
    /// Nanoseconds that it takes on one thread, as estimated.
    pub fn cost(&self) -> f64 {
        match self {
            Action::Kernel(run) | Action::Update(run, _) => run.kernel.cost(),
            Action::Assign { .. } => 50.0,
            Action::Host { .. } => 5_000.0,
            Action::Pick { .. } => 1_000.0,
            Action::Gpu(action) => action.cost(),
        }
    }

    /// Where it reads.
    pub fn reads(&self) -> SmallVec<[Base; 8]> {
        match self {
            Action::Kernel(run) | Action::Update(run, _) => {
                let packed = run.packed.as_ref().and_then(Packed::shared).filter(|(_, make)| !make);
                run.inputs.iter().map(|o| o.base).chain(packed.map(|p| p.0)).collect()
            }
            Action::Assign { value, .. } => value.base().into_iter().collect(),
            Action::Host { inputs, .. } => inputs.iter().filter_map(HostInput::base).collect(),
            Action::Pick { .. } => SmallVec::new(),
            Action::Gpu(action) => action.reads(),
        }
    }

    /// Where it writes, working memory included.
    pub fn writes(&self) -> SmallVec<[Base; 8]> {
        match self {
            Action::Kernel(run) | Action::Update(run, _) => {
                let packed = run.packed.as_ref().and_then(Packed::shared).filter(|(_, make)| *make);
                let updates = if let Action::Update(_, list) = self { list.as_slice() } else { &[] };
                let old = updates.iter().filter(|u| u.in_place).filter_map(|u| u.old.map(|v| v.base));
                run.outputs.iter().copied().chain(run.scratch).chain(packed.map(|p| p.0)).chain(old).collect()
            }
            Action::Assign { new, .. } => new.iter().map(|v| v.base).collect(),
            Action::Host { outputs, .. } => outputs.iter().filter_map(|o| o.base).collect(),
            Action::Pick { .. } => SmallVec::new(),
            Action::Gpu(action) => action.writes(),
        }
    }
}

/// Where a host op's result goes, and what the plan relies on.
pub struct HostOutput {
    pub slot: Slot,
    pub base: Option<Base>,
    pub dtype: DType,
    pub shape: Shape,
}

/// A planned kernel and its operands.
pub struct Invocation {
    pub kernel: Box<dyn Kernel>,
    pub inputs: SmallVec<[Operand; 4]>,
    pub outputs: SmallVec<[Base; 2]>,
    pub input_args: Vec<Arg>,
    pub output_args: Vec<Arg>,
    pub scratch: Option<Base>,
    /// Where the kernel finds an operand packed, if that is worth keeping.
    pub packed: Option<Packed>,
}

/// A packed operand: shared by several steps of a run, or kept from run to run.
pub enum Packed {
    /// It is made in every run, by the first step that uses it.
    Shared {
        base: Base,
        make: bool,
    },
    Kept(Arc<Kept>),
}

impl Packed {
    /// Where it is in the arena, and whether this step makes it.
    fn shared(&self) -> Option<(Base, bool)> {
        match self {
            Packed::Shared { base, make } => Some((*base, *make)),
            Packed::Kept(_) => None,
        }
    }
}

/// The packed value of a variable that the plan does not write to.
pub struct Kept {
    pub variable: usize,
    pub cache: Mutex<Cache>,
}

/// What was packed, of which version of the variable. Only a version that is seen a second time is worth it.
#[derive(Default)]
pub struct Cache {
    pub seen: Option<u64>,
    pub bytes: Option<(u64, Arc<Buffer>)>,
}

/// A variable's value at one point of a run.
#[derive(Clone, Copy, Debug)]
pub struct Version {
    pub base: Base,
    pub slot: Slot,
}

/// Output `output` of a kernel becomes the value of variable `variable`.
pub struct Update {
    pub variable: usize,
    pub output: usize,
    /// The value before, if this run knows it.
    pub old: Option<Version>,
    /// Nothing looks at the old value after this step, so it may be overwritten.
    pub in_place: bool,
    /// The kernel changes parts of the old value rather than writing all of it.
    pub keeps_old: bool,
    /// Where the run finds the new value, if something reads it.
    pub new: Option<Version>,
    pub dtype: DType,
    pub dims: Dims,
}

/// Where a host op or an assignment finds a whole tensor.
pub enum HostInput {
    Slot(Slot),
    Plain { operand: Operand, dtype: DType, dims: Dims },
    Const(Tensor),
    Handle(Arc<Variable>),
}

impl HostInput {
    fn base(&self) -> Option<Base> {
        match self {
            HostInput::Plain { operand, .. } => Some(operand.base),
            _ => None,
        }
    }
}

/// A variable that the plan uses.
pub struct VariableUse {
    pub variable: Arc<Variable>,
    /// The user's node of its handle, for messages.
    pub origin: NodeId,
    /// The value at the start of the run, where that is read.
    pub start: Option<Version>,
    pub dtype: DType,
    pub dims: Option<Dims>,
    /// Where the plan wants its value.
    pub on: Device,
}

/// How a fetched value is handed out.
pub enum Fetch {
    /// A buffer of its own, allocated at the start of each run.
    Fresh {
        base: Base,
        dtype: DType,
        dims: Dims,
    },
    Slot(Slot),
    Const(Tensor),
    /// The same as an earlier fetch.
    Same(usize),
}

pub struct Plan {
    pub steps: Vec<PlanStep>,
    pub bases: usize,
    pub slots: usize,
    pub arena_bytes: usize,
    /// The most bytes of the arena that are in use at one time.
    pub live_bytes: usize,
    /// Addresses inside the arena.
    pub arena: Vec<(Base, usize)>,
    pub constants: Vec<(Base, Tensor)>,
    /// Per feed: where its address and its tensor go, if it is used.
    pub feeds: Vec<(Option<Base>, Option<Slot>)>,
    pub variables: Vec<VariableUse>,
    pub fetches: Vec<Fetch>,
    /// Estimated nanoseconds on one thread.
    pub cost: f64,
    /// The rest of the program, where sizes depend on values this plan computes, and how to put the
    /// fetches of both parts together.
    pub later: Option<(Executable, Vec<Source>, usize)>,
    /// What happens on a GPU.
    pub gpu: Option<Recording>,
    pub placed: Placed,
    /// The sizes that it was made for; see `Session::sizes`.
    pub sizes: Vec<i64>,
}

impl Plan {
    /// The user's node whose result lies at `base`, and a text of its type and shape.
    pub fn producer(&self, base: Base) -> Option<(NodeId, String)> {
        self.results().find(|(_, b, _)| *b == base).map(|(step, _, arg)| (step.origin, describe(arg)))
    }

    /// The same of the largest result in working memory.
    pub fn largest(&self) -> Option<(NodeId, String)> {
        let inside = self.results().filter(|(_, base, _)| self.arena.iter().any(|(b, _)| b == base));
        let largest = inside.max_by_key(|(_, _, arg)| element_count(&arg.layout.dims) * arg.dtype.size());
        largest.map(|(step, _, arg)| (step.origin, describe(arg)))
    }

    /// Per step: the lane that it is in, from 1 on, where several run side by side.
    pub fn lanes(&self) -> Vec<Option<usize>> {
        let mut out = Vec::with_capacity(self.steps.len());
        while let Some(step) = self.steps.get(out.len()) {
            let lanes = step.lanes.iter().enumerate();
            out.extend(lanes.flat_map(|(lane, &steps)| std::iter::repeat_n(Some(lane + 1), steps as usize)));
            if step.lanes.is_empty() {
                out.push(None);
            }
        }
        out
    }

    fn results(&self) -> impl Iterator<Item = (&PlanStep, Base, &Arg)> {
        self.steps.iter().flat_map(|step| {
            let invocation = match &step.action {
                Action::Kernel(invocation) | Action::Update(invocation, _) => Some(invocation),
                _ => None,
            };
            let results = invocation.into_iter().flat_map(|i| i.outputs.iter().zip(&i.output_args));
            results.map(move |(base, arg)| (step, *base, arg))
        })
    }

    /// Too little work to release locks or wake threads for.
    pub fn is_small(&self) -> bool {
        self.cost < 20_000.0
            && self.gpu.is_none()
            && self.later.is_none()
            && self.steps.iter().all(|s| !matches!(s.action, Action::Host { .. }))
    }
}

fn describe(arg: &Arg) -> String {
    format!("{} of shape {}", arg.dtype, Shape::known(&arg.layout.dims))
}
