//! A kernel made of a closure and an estimate of its cost; filling and copying memory.

use rheos_base::Result;
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec, Workers};

/// A planned closure with its estimated nanoseconds on one thread.
pub struct Planned<F> {
    cost: f64,
    run: F,
}

impl<F: Fn(&mut Call<'_>) -> Result<()> + Send + Sync + 'static> Planned<F> {
    pub fn boxed(cost: f64, run: F) -> Box<dyn Kernel> {
        Box::new(Planned { cost, run })
    }
}

impl<F: Fn(&mut Call<'_>) -> Result<()> + Send + Sync> Kernel for Planned<F> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        (self.run)(call)
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

/// Fills `bytes` bytes with zero or with copies of `value`.
///
/// # Safety
/// `target` is valid for `bytes` bytes, a multiple of the value's length, that nobody else uses.
pub unsafe fn fill_bytes(workers: &dyn Workers, target: SharedPtr, bytes: usize, value: Option<&[u8]>) {
    const PIECE: usize = 256 << 10;
    let task = |piece: usize| {
        let start = piece * PIECE;
        let len = PIECE.min(bytes - start);
        // SAFETY: the caller's promise; pieces are disjoint.
        let part = unsafe { std::slice::from_raw_parts_mut(target.get().add(start), len) };
        match value {
            None => part.fill(0),
            Some([byte]) => part.fill(*byte),
            Some(value) => part.chunks_exact_mut(value.len()).for_each(|e| e.copy_from_slice(value)),
        }
    };
    match bytes.div_ceil(PIECE) {
        0 => {}
        1 => task(0),
        pieces => workers.run(pieces, &task),
    }
}

/// Copies the bytes of input 0 to output 0.
pub fn plan_bytes(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    const PIECE: usize = 256 << 10;
    let bytes = spec.outputs[0].layout.len() * spec.outputs[0].dtype.size();
    Ok(Planned::boxed(bytes as f64 / 8.0, move |call: &mut Call<'_>| {
        let (from, to) = (call.input_bytes(0), call.output_bytes(0));
        let target = SharedPtr(to.as_mut_ptr());
        let task = |piece: usize| {
            let part = &from[piece * PIECE..((piece + 1) * PIECE).min(bytes)];
            // SAFETY: the output holds as many bytes as the input, and pieces are disjoint.
            unsafe { target.get().add(piece * PIECE).copy_from_nonoverlapping(part.as_ptr(), part.len()) };
        };
        match bytes.div_ceil(PIECE) {
            0 => {}
            1 => task(0),
            pieces => call.workers.run(pieces, &task),
        }
        Ok(())
    }))
}
