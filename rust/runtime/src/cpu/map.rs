//! A fused element-wise group as a kernel.

use crate::cpu::code::{Code, Memory, Target};
use crate::cpu::scratch::with_scratch;
use crate::cpu::share::{share, tasks_for};
use crate::cpu::tile::{DIVISION_BY_ZERO, Isa, NEGATIVE_POWER};
use crate::cpu::traffic::Ahead;
use rheos_base::{Result, bail};
use rheos_graph::Layout;
use rheos_graph::expr::Expr;
use rheos_graph::kernel::{Call, Kernel, Region};

pub struct MapKernel {
    code: Code,
    elements: usize,
}

impl MapKernel {
    /// `memory[i]`: what is known of output `i`.
    pub fn new(expr: &Expr, operands: &[Layout], domain: &[usize], memory: &[Memory]) -> Result<MapKernel> {
        let targets: Vec<Target> =
            memory.iter().enumerate().map(|(index, &memory)| Target::Output { index, memory }).collect();
        let code = Code::new(expr, operands, domain, &targets, Isa::best())?;
        Ok(MapKernel { code, elements: rheos_base::element_count(domain) })
    }

    /// How many results it has.
    pub fn outputs(&self) -> usize {
        self.code.outputs()
    }

    /// Elements of a tile.
    pub fn tile(&self) -> usize {
        self.code.tile
    }

    /// Computes elements `from..to` on this thread; `ahead` as for `Code::enter`.
    ///
    /// # Safety
    /// Pointers are valid as for `Code::enter`.
    pub unsafe fn run_range(
        &self,
        inputs: &[*const u8],
        outputs: &[*mut u8],
        from: usize,
        to: usize,
        ahead: Ahead<'_>,
    ) -> u32 {
        let length = to - from;
        // SAFETY: the caller's promise.
        unsafe { self.run_region(inputs, outputs, Region { first: from, length, count: 1, stride: length }, ahead) }
    }

    /// Computes some elements on this thread.
    ///
    /// # Safety
    /// As for `run_range`.
    pub unsafe fn run_region(
        &self,
        inputs: &[*const u8],
        outputs: &[*mut u8],
        region: Region,
        ahead: Ahead<'_>,
    ) -> u32 {
        with_scratch(self.code.scratch_bytes(), |scratch| {
            // SAFETY: the scratch has the size asked for; the rest is the caller's promise.
            unsafe {
                let mut bases = self.code.enter(inputs, outputs, scratch, region.length, ahead);
                let mut flags = 0;
                for run in 0..region.count {
                    let mut first = region.first + run * region.stride;
                    let end = first + region.length;
                    while first < end {
                        let n = self.code.tile.min(end - first);
                        flags |= self.code.run_tile(&mut bases, first, n);
                        first += n;
                    }
                }
                self.code.leave();
                flags
            }
        })
    }
}

impl Kernel for MapKernel {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        if self.elements == 0 {
            return Ok(());
        }
        let tasks = tasks_for(self.cost(), call.workers, 2);
        if tasks == 1 {
            // SAFETY: the planner provides operands and outputs for the whole domain.
            return check(unsafe { self.run_range(call.inputs, call.outputs, 0, self.elements, Ahead::Tile) });
        }
        let chunk = self.elements.div_ceil(tasks).next_multiple_of(self.code.tile);
        let run = |inputs: &[*const u8], outputs: &[*mut u8], task: usize| {
            let to = ((task + 1) * chunk).min(self.elements);
            // SAFETY: the planner provides operands and outputs for the whole domain; tasks write disjoint elements.
            unsafe { self.run_range(inputs, outputs, task * chunk, to, Ahead::Tile) }
        };
        check(share(call.workers, self.elements.div_ceil(chunk), call.inputs, call.outputs, run))
    }

    fn cost(&self) -> f64 {
        self.code.cost * self.elements as f64
    }
}

/// Turns the primitives' flags into TensorFlow's errors.
pub fn check(flags: u32) -> Result<()> {
    if flags & DIVISION_BY_ZERO != 0 {
        bail!(InvalidArgument, "Integer division by zero");
    }
    if flags & NEGATIVE_POWER != 0 {
        bail!(InvalidArgument, "Integers to negative integer powers are not allowed");
    }
    Ok(())
}
