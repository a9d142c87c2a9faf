//! The working memory of one run of a plan.

use crate::gpu;
use crate::plan::{Fetch, Operand, Plan};
use rheos_base::{Buffer, Data, Result, Tensor};
use std::sync::Arc;

/// Results up to this many bytes stay here for the next run, where the caller has made a copy.
const KEPT: usize = 2048;

pub struct Frame {
    pub bases: Vec<*mut u8>,
    /// Tensor objects: host values, and references that keep addresses valid.
    pub slots: Vec<Option<Tensor>>,
    /// Parallel to the plan's fetches: what is there when a run begins is memory for the result.
    pub results: Vec<Option<Tensor>>,
    /// Of the kernel that runs, unless several do.
    operands: Operands,
    /// How often each variable of the plan had been written to when the run took its value.
    pub versions: Vec<u64>,
    pub gpu: Option<Box<gpu::frame::Frame>>,
    _arena: Buffer,
}

/// Addresses of a kernel's operands, kept so that a run needs no memory for them.
#[derive(Default)]
pub struct Operands {
    pub inputs: Vec<*const u8>,
    pub outputs: Vec<*mut u8>,
}

/// Where kernels find their operands.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    pub bases: &'a [*mut u8],
    pub versions: &'a [u64],
}

// SAFETY: these are addresses only; steps that run at the same time write to none that another of them uses.
unsafe impl Sync for Places<'_> {}
// SAFETY: as above.
unsafe impl Send for Places<'_> {}

impl Places<'_> {
    pub fn address(self, operand: Operand) -> *mut u8 {
        self.bases[operand.base as usize].wrapping_offset(operand.offset)
    }
}

// SAFETY: the addresses point into memory that the frame, the plan or the run's tensors own; a frame is
// used by one run at a time.
unsafe impl Send for Frame {}

impl Frame {
    pub fn new(plan: &Plan) -> Result<Frame> {
        let arena = Buffer::new(plan.arena_bytes)?;
        let mut bases = vec![std::ptr::dangling_mut::<u128>().cast::<u8>(); plan.bases];
        for &(base, offset) in &plan.arena {
            bases[base as usize] = arena.as_ptr().wrapping_add(offset);
        }
        for (base, tensor) in &plan.constants {
            bases[*base as usize] = tensor.ptr();
        }
        let gpu = plan.gpu.as_ref().map(|recording| gpu::frame::Frame::new(recording, plan.bases).map(Box::new));
        Ok(Frame {
            bases,
            slots: vec![None; plan.slots],
            results: vec![None; plan.fetches.len()],
            operands: Operands::default(),
            versions: vec![0; plan.variables.len()],
            gpu: gpu.transpose()?,
            _arena: arena,
        })
    }

    pub fn places(&self) -> Places<'_> {
        Places { bases: &self.bases, versions: &self.versions }
    }

    /// Calls `run` with the places, and with memory for the addresses of operands.
    pub fn with_places<R>(&mut self, run: impl FnOnce(Places<'_>, &mut Operands) -> R) -> R {
        run(Places { bases: &self.bases, versions: &self.versions }, &mut self.operands)
    }

    /// Lets go of what belonged to the run that just ended.
    pub fn clear(&mut self, plan: &Plan) {
        // Before its variables' values can be written over.
        if let Some(gpu) = &mut self.gpu {
            gpu.clear();
        }
        self.slots.iter_mut().for_each(|s| *s = None);
        for (result, fetch) in self.results.iter_mut().zip(&plan.fetches) {
            let own = match (fetch, result.as_mut().map(Tensor::data_mut)) {
                (Fetch::Fresh { .. }, Some(Data::Plain(buffer))) => {
                    buffer.len() <= KEPT && Arc::get_mut(buffer).is_some()
                }
                _ => false,
            };
            if !own {
                *result = None;
            }
        }
    }
}
