//! Groups that run one after the other on a few rows at a time, as one kernel.
//!
//! What passes between them lives in a thread's own memory and is overwritten by the next rows; its address is
//! shifted so that each group finds row `r` where it would be if all rows were there.

use crate::cpu::code::Memory;
use crate::cpu::fold::FoldKernel;
use crate::cpu::map::{MapKernel, check};
use crate::cpu::scratch::with_scratch;
use crate::cpu::share::{share, tasks_for};
use crate::cpu::traffic::{Ahead, Soon};
use crate::memory::{Life, place};
use rheos_base::{Result, element_count};
use rheos_graph::Layout;
use rheos_graph::expr::Term;
use rheos_graph::group::{Group, Rows, Source};
use rheos_graph::kernel::{Call, Kernel};
use smallvec::SmallVec;
use std::ops::Range;

/// What one thread reads and writes for the rows it works on should stay in the second-level cache, with room
/// for the operands that all rows share.
const BLOCK_BYTES: usize = 1 << 17;

enum Part {
    Map(Box<MapKernel>),
    Fold(Box<FoldKernel>),
}

#[derive(Clone, Copy)]
enum Place {
    /// The kernel's operand `i`.
    Input(usize),
    Output(usize),
    /// Bytes in the thread's own memory, per row of a block.
    Own {
        at: usize,
        row: usize,
    },
}

struct StageKernel {
    part: Part,
    /// Elements of the domain in a row.
    per_row: usize,
    inputs: SmallVec<[Place; 4]>,
    outputs: SmallVec<[Place; 2]>,
    /// Working memory of a fold.
    parts: Option<Place>,
}

/// Bytes of operands from which on a block's are asked for while the one before is worked on: less is in a cache anyway.
const SOON_FROM: usize = 2 << 20;

pub struct RowsKernel {
    stages: Vec<StageKernel>,
    /// Operands that have as many rows as there are, and bytes of a row, where there is something to ask for in time.
    streams: SmallVec<[(usize, usize); 4]>,
    rows: usize,
    /// Rows that are worked on at a time.
    block: usize,
    own_bytes: usize,
}

impl RowsKernel {
    /// `operands`: how the operands that come from outside lie, stage by stage; `memory[i]`: what is
    /// known of output `i`.
    pub fn new(rows: &Rows, operands: &[Layout], memory: &[Memory]) -> Result<RowsKernel> {
        let mut lives: Vec<Life> = Vec::new();
        let mut row_bytes = 0;
        let mut results: Vec<SmallVec<[Place; 2]>> = Vec::new();
        let mut stages = Vec::with_capacity(rows.stages.len());
        let mut outside = 0;
        let mut streams: SmallVec<[(usize, usize); 4]> = SmallVec::new();
        for (n, stage) in rows.stages.iter().enumerate() {
            let group = &stage.group;
            let elements = element_count(&group.domain);
            let mut layouts = Vec::with_capacity(group.operands.len());
            let mut inputs = SmallVec::new();
            for operand in &group.operands {
                match &stage.sources[operand.input] {
                    Source::Input(_) => {
                        let layout = &operands[outside];
                        if layout.is_contiguous() && layout.len() == elements {
                            let size = operand_size(group, layouts.len());
                            streams.push((outside, elements / rows.rows * size));
                        }
                        layouts.push(layout.clone());
                        inputs.push(Place::Input(outside));
                        outside += 1;
                    }
                    Source::Stage { stage, result, dims } => {
                        let place = results[*stage][*result];
                        if let Place::Own { at, .. } = place {
                            lives[at].last = n;
                        }
                        layouts.push(Layout::contiguous(dims).broadcast(&operand.space));
                        inputs.push(place);
                    }
                }
            }
            let mut own = |bytes: usize| {
                lives.push(Life { bytes, first: n, last: n });
                Place::Own { at: lives.len() - 1, row: bytes }
            };
            let mut targets: SmallVec<[Memory; 2]> = SmallVec::new();
            let mut outputs: SmallVec<[Place; 2]> = SmallVec::new();
            for (k, dtype) in stage.dtypes.iter().enumerate() {
                let folded = k == 0 && group.reduce.is_some();
                let bytes = if folded { 1 } else { elements / rows.rows } * dtype.size();
                row_bytes += bytes;
                let output = rows.results.iter().position(|&r| r == (n, k));
                let is_read = rows
                    .stages
                    .iter()
                    .flat_map(|s| &s.sources)
                    .any(|s| matches!(s, Source::Stage { stage, result, .. } if (*stage, *result) == (n, k)));
                targets.push(match output.map_or(Memory::Own, |o| memory[o]) {
                    Memory::HandedOut if is_read => Memory::Own,
                    memory => memory,
                });
                outputs.push(output.map_or_else(|| own(bytes), Place::Output));
            }
            let part = part(group, &layouts, &targets)?;
            let parts = match &part {
                Part::Fold(fold) if fold.row_scratch() > 0 => Some(own(fold.row_scratch())),
                _ => None,
            };
            results.push(outputs.clone());
            stages.push(StageKernel { part, per_row: elements / rows.rows, inputs, outputs, parts });
        }
        let block = (BLOCK_BYTES / row_bytes.max(1)).clamp(1, rows.rows);
        lives.iter_mut().for_each(|life| life.bytes *= block);
        let (offsets, own_bytes) = place(&lives);
        let settle = |p: &mut Place| {
            if let Place::Own { at, .. } = p {
                *at = offsets[*at];
            }
        };
        for stage in &mut stages {
            stage.inputs.iter_mut().chain(&mut stage.outputs).chain(&mut stage.parts).for_each(settle);
        }
        if streams.iter().map(|s| s.1).sum::<usize>() * rows.rows < SOON_FROM {
            streams.clear();
        }
        Ok(RowsKernel { stages, streams, rows: rows.rows, block, own_bytes })
    }

    /// The operands' rows, to be asked for while a block is worked on.
    fn soon(&self, inputs: &[*const u8], rows: Range<usize>) -> Soon {
        let new = |&(i, stream): &(usize, &(usize, usize))| {
            !self.streams[..i].iter().any(|earlier| inputs[earlier.0] == inputs[stream.0])
        };
        let stretches = self.streams.iter().enumerate().filter(new);
        let stretches = stretches.map(|(_, &(i, row))| (inputs[i].wrapping_add(rows.start * row), rows.len() * row));
        let tiles = |stage: &StageKernel| match &stage.part {
            Part::Map(map) => (self.block * stage.per_row).div_ceil(map.tile()),
            Part::Fold(fold) => (self.block * stage.per_row).div_ceil(fold.tile()),
        };
        Soon::new(stretches, self.stages.iter().map(tiles).sum())
    }

    /// Computes some rows on this thread.
    unsafe fn run_range(&self, inputs: &[*const u8], outputs: &[*mut u8], rows: Range<usize>) -> u32 {
        with_scratch(self.own_bytes, |own| {
            let mut flags = 0;
            let mut first = rows.start;
            while first < rows.end {
                let last = (first + self.block).min(rows.end);
                let soon;
                let ahead = if self.streams.is_empty() || last == rows.end {
                    Ahead::Nothing
                } else {
                    soon = self.soon(inputs, last..(last + self.block).min(rows.end));
                    Ahead::Soon(&soon)
                };
                let address = |place: &Place| match *place {
                    Place::Input(i) => inputs[i].cast_mut(),
                    Place::Output(i) => outputs[i],
                    Place::Own { at, row } => own.wrapping_add(at).wrapping_sub(first * row),
                };
                for stage in &self.stages {
                    let ins: SmallVec<[*const u8; 8]> = stage.inputs.iter().map(|p| address(p).cast_const()).collect();
                    let outs: SmallVec<[*mut u8; 4]> = stage.outputs.iter().map(address).collect();
                    // SAFETY: operands are valid for all rows, the thread's own memory for those of this block.
                    flags |= unsafe {
                        match &stage.part {
                            Part::Map(map) => {
                                map.run_range(&ins, &outs, first * stage.per_row, last * stage.per_row, ahead)
                            }
                            Part::Fold(fold) => {
                                let parts = stage.parts.as_ref().map_or(outs[0], address);
                                fold.run_rows(&ins, &outs, parts, first..last, ahead)
                            }
                        }
                    };
                }
                first = last;
            }
            flags
        })
    }
}

/// Bytes of an element of a group's operand.
fn operand_size(group: &Group, operand: usize) -> usize {
    let expr = &group.expr;
    let term = expr.terms.iter().position(|t| matches!(t, Term::Input(k) if *k as usize == operand));
    term.map_or(0, |t| expr.dtypes[t].size())
}

fn part(group: &Group, layouts: &[Layout], memory: &[Memory]) -> Result<Part> {
    Ok(match &group.reduce {
        Some(reduce) => Part::Fold(Box::new(FoldKernel::new(group, reduce, layouts)?)),
        None => Part::Map(Box::new(MapKernel::new(&group.expr, layouts, &group.domain, memory)?)),
    })
}

impl Kernel for RowsKernel {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let blocks = self.rows.div_ceil(self.block);
        let tasks = tasks_for(self.cost(), call.workers, 2).min(self.rows);
        let chunk = if blocks >= tasks { blocks.div_ceil(tasks) * self.block } else { self.rows.div_ceil(tasks) };
        let run = |inputs: &[*const u8], outputs: &[*mut u8], task: usize| {
            let rows = task * chunk..((task + 1) * chunk).min(self.rows);
            // SAFETY: the planner provides operands and outputs for all rows; tasks write disjoint rows.
            unsafe { self.run_range(inputs, outputs, rows) }
        };
        check(share(call.workers, self.rows.div_ceil(chunk), call.inputs, call.outputs, run))
    }

    fn cost(&self) -> f64 {
        let part = |stage: &StageKernel| match &stage.part {
            Part::Map(map) => map.cost(),
            Part::Fold(fold) => fold.cost(),
        };
        self.stages.iter().map(part).sum()
    }
}
