//! The work of a loop kernel dealt out to threads.

use rheos_graph::Workers;
use std::sync::atomic::{AtomicU32, Ordering};

/// Nanoseconds of work below which another thread is not worth waking.
pub const TASK_NANOS: f64 = 20_000.0;

/// How many tasks work of `cost` nanoseconds is worth, at most `per_thread` for each thread.
pub fn tasks_for(cost: f64, workers: &dyn Workers, per_thread: usize) -> usize {
    let threads = workers.threads();
    if threads == 1 { 1 } else { ((cost / TASK_NANOS) as usize).clamp(1, per_thread * threads) }
}

/// Addresses that tasks share.
struct Shared<'a> {
    inputs: &'a [*const u8],
    outputs: &'a [*mut u8],
}

// SAFETY: only addresses are shared; tasks write disjoint parts of the outputs, which is what `share` asks for.
unsafe impl Sync for Shared<'_> {}

impl Shared<'_> {
    /// A method, so that a task captures all of it rather than the bare slices.
    fn get(&self) -> (&[*const u8], &[*mut u8]) {
        (self.inputs, self.outputs)
    }
}

/// Runs tasks `0..tasks` and returns the flags they raise. Tasks write disjoint parts of the outputs.
pub fn share(
    workers: &dyn Workers,
    tasks: usize,
    inputs: &[*const u8],
    outputs: &[*mut u8],
    run: impl Fn(&[*const u8], &[*mut u8], usize) -> u32 + Sync,
) -> u32 {
    if tasks == 1 {
        return run(inputs, outputs, 0);
    }
    let flags = AtomicU32::new(0);
    let shared = Shared { inputs, outputs };
    workers.run(tasks, &|task| {
        let (inputs, outputs) = shared.get();
        flags.fetch_or(run(inputs, outputs, task), Ordering::Relaxed);
    });
    flags.into_inner()
}
