//! A kernel, and a fused group that takes up its result part by part: each part is worked on by the thread that has
//! just computed it.

use crate::cpu::map::{MapKernel, check};
use crate::cpu::traffic::Ahead;
use rheos_base::Result;
use rheos_graph::Arg;
use rheos_graph::kernel::{Call, Kernel, Packing, Region, Watcher};
use smallvec::SmallVec;
use std::sync::atomic::{AtomicU32, Ordering};

/// What an operand of the group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    Input(usize),
    /// The kernel's result.
    Result,
}

pub struct FollowedKernel {
    pub kernel: Box<dyn Kernel>,
    /// The kernel's operands, which are the first of the call.
    pub args: Vec<Arg>,
    pub result: Arg,
    /// Which of the call's outputs has the memory of the kernel's result. The group's are those from `first` on.
    pub result_at: usize,
    pub first: usize,
    pub map: MapKernel,
    pub sources: SmallVec<[Source; 4]>,
}

/// Addresses of the group's operands and results.
struct Addresses {
    inputs: SmallVec<[*const u8; 8]>,
    outputs: SmallVec<[*mut u8; 4]>,
}

// SAFETY: only addresses are shared, and each region of the results is written by one thread.
unsafe impl Sync for Addresses {}

impl Kernel for FollowedKernel {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let result = call.outputs[self.result_at];
        let address = |source: &Source| match *source {
            Source::Input(i) => call.inputs[i],
            Source::Result => result.cast_const(),
        };
        let count = self.map.outputs();
        let addresses = Addresses {
            inputs: self.sources.iter().map(address).collect(),
            outputs: SmallVec::from_slice(&call.outputs[self.first..self.first + count]),
        };
        let flags = AtomicU32::new(0);
        let watch = |region: Region| {
            let Addresses { inputs, outputs } = &addresses;
            // SAFETY: the planner provides operands and results for the whole domain; the kernel has computed these
            // elements, tells of each once, and will not touch them again.
            let found = unsafe { self.map.run_region(inputs, outputs, region.merged(), Ahead::Nothing) };
            if found != 0 {
                flags.fetch_or(found, Ordering::Relaxed);
            }
        };
        let mut inner = Call {
            inputs: &call.inputs[..self.args.len()],
            outputs: &[result],
            input_args: &self.args,
            output_args: std::slice::from_ref(&self.result),
            scratch: call.scratch,
            workers: call.workers,
            cancelled: call.cancelled,
            watcher: Watcher(Some(&watch)),
            packed: call.packed,
        };
        self.kernel.run(&mut inner)?;
        check(flags.into_inner())
    }

    fn packing(&self) -> Option<Packing> {
        self.kernel.packing()
    }

    fn pack(&self, call: &Call<'_>, to: *mut u8) {
        self.kernel.pack(call, to);
    }

    fn scratch_bytes(&self, threads: usize) -> usize {
        self.kernel.scratch_bytes(threads)
    }

    fn cost(&self) -> f64 {
        self.kernel.cost() + self.map.cost()
    }
}
