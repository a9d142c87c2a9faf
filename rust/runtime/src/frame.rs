//! The working memory of one run of a plan.

use crate::plan::Plan;
use rheos_base::{Buffer, Result, Tensor};

pub struct Frame {
    pub bases: Vec<*mut u8>,
    /// Tensor objects: host values, and references that keep addresses valid.
    pub slots: Vec<Option<Tensor>>,
    /// Results handed out, parallel to the plan's fetches.
    pub fresh: Vec<Option<Tensor>>,
    /// How often each variable of the plan had been written to when the run took its value.
    pub versions: Vec<u64>,
    _arena: Buffer,
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
        Ok(Frame {
            bases,
            slots: vec![None; plan.slots],
            fresh: vec![None; plan.fetches.len()],
            versions: vec![0; plan.variables.len()],
            _arena: arena,
        })
    }

    /// Lets go of everything that belonged to the run that just ended.
    pub fn clear(&mut self) {
        self.slots.iter_mut().for_each(|s| *s = None);
        self.fresh.iter_mut().for_each(|s| *s = None);
    }
}
