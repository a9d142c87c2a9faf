//! What a plan does on a GPU: compiled shaders with the buffers they are bound to, and the steps that use them.

use super::device::{Gpu, Memory};
use crate::plan::{Base, Operand, Update, Version};
use rheos_base::{DType, Dims};
use rheos_graph::gpu::Varying;
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::Arc;

/// Bytes of a value on the GPU, relative to its first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    pub base: Base,
    pub offset: u64,
    pub bytes: u64,
}

/// A dispatch with everything decided but where variables are.
pub struct Bound {
    pub spans: SmallVec<[Span; 6]>,
    /// Where its parameters are: in the plan's buffer of parameters, or in the run's own where they vary.
    pub params: Range<u64>,
    /// Where its second block of them is, if it has one.
    pub more: Option<Range<u64>>,
    /// Who sets the parameters anew for each run, and what they are otherwise.
    pub varying: Option<(Arc<dyn Varying>, Vec<u32>)>,
    pub groups: [u32; 3],
}

/// The GPU's part of a plan.
pub struct Recording {
    pub gpu: Arc<Gpu>,
    pub dispatches: Vec<Bound>,
    /// The compiled shader of each dispatch.
    pub pipelines: Vec<wgpu::ComputePipeline>,
    /// Parameters of all dispatches; written once.
    pub params: Memory,
    pub constants: Vec<(Base, Memory)>,
    /// Working memory: bytes of each of its buffers, and what lies where in which.
    pub arenas: Vec<u64>,
    pub arena: Vec<(Base, usize, u64)>,
    /// Bytes of the buffer that results come back through.
    pub staging_bytes: u64,
    /// Bytes of parameters that each run sets.
    pub varying_bytes: u64,
    /// Bytes that a run sends to the GPU.
    pub upload_bytes: u64,
}

/// A step of a plan that concerns a GPU. Commands are recorded in the order of the steps and submitted together.
pub enum Action {
    /// Dispatches by their numbers. Results may be variables' new values.
    Run { dispatches: Range<usize>, reads: SmallVec<[Base; 6]>, writes: SmallVec<[Base; 4]>, updates: Vec<Update> },
    /// A copy on the way to the GPU. It is there before any command of the same submission runs.
    Upload { from: Operand, to: Base, dtype: DType, elements: usize },
    /// A copy on the way from the GPU, which arrives with the next `Submit`.
    Download { from: Span, to: Base, dtype: DType, elements: usize, at: u64 },
    /// Sends off what was recorded. What is on its way arrives here, at `arrivals`.
    Submit { arrivals: Vec<Base> },
    /// A value becomes a variable's value.
    Assign { variable: usize, value: Span, new: Version, dtype: DType, dims: Dims },
}

impl Action {
    /// Estimated nanoseconds of the CPU's time.
    pub fn cost(&self) -> f64 {
        match self {
            Action::Run { dispatches, .. } => 500.0 * dispatches.len() as f64,
            Action::Upload { elements, .. } | Action::Download { elements, .. } => 1_000.0 + *elements as f64,
            Action::Submit { .. } => 50_000.0,
            Action::Assign { .. } => 1_000.0,
        }
    }

    pub fn reads(&self) -> SmallVec<[Base; 8]> {
        match self {
            Action::Run { reads, .. } => reads.iter().copied().collect(),
            Action::Upload { from, .. } => [from.base].into_iter().collect(),
            Action::Download { from, .. } => [from.base].into_iter().collect(),
            Action::Submit { .. } => SmallVec::new(),
            Action::Assign { value, .. } => [value.base].into_iter().collect(),
        }
    }

    pub fn writes(&self) -> SmallVec<[Base; 8]> {
        match self {
            Action::Run { writes, updates, .. } => {
                let old = updates.iter().filter(|u| u.in_place).filter_map(|u| u.old.map(|v| v.base));
                writes.iter().copied().chain(old).collect()
            }
            Action::Upload { to, .. } | Action::Download { to, .. } => [*to].into_iter().collect(),
            Action::Submit { arrivals } => arrivals.iter().copied().collect(),
            Action::Assign { new, .. } => [new.base].into_iter().collect(),
        }
    }
}
