//! Groups that share rows: one dispatch, or one or two for each group.

mod fused;

use crate::gpu::access::{Operand, Target};
use crate::gpu::map::map;
use crate::gpu::reduce::reduce;
use crate::gpu::wgsl::check_type;
use rheos_base::element_count;
use rheos_graph::Layout;
use rheos_graph::gpu::{Binding, Limits, Shaders, element_size};
use rheos_graph::group::{Rows, Source, Stage};
use smallvec::SmallVec;

/// The shaders of groups that share rows. `operands` are those that come from outside, stage by stage in the order of each
/// group's operands; `results` are the node's. As for `map`, dispatches are bound to `Binding::Input(slot)`, besides scratch.
pub fn rows(rows: &Rows, operands: &[Operand], results: &[Target], limits: &Limits) -> Result<Shaders, String> {
    if rows.rows == 0 || rows.results.len() != results.len() {
        return Err(String::from("there are no rows, or results are not those of the stages"));
    }
    match fused::dispatch(rows, operands, results, limits) {
        Ok(dispatch) => Ok(Shaders { dispatches: vec![dispatch], scratch: Vec::new() }),
        Err(_) => one_by_one(rows, operands, results, limits),
    }
}

/// A dispatch or two for each stage.
fn one_by_one(rows: &Rows, operands: &[Operand], results: &[Target], limits: &Limits) -> Result<Shaders, String> {
    let mut outside = operands.iter();
    // Scratch has slots after all others while dispatches are made.
    let first = operands.iter().map(|o| o.slot).chain(results.iter().map(|r| r.slot)).max().map_or(0, |slot| slot + 1);
    let mut all = Shaders::default();
    let mut slots: Vec<SmallVec<[usize; 2]>> = Vec::new();
    for (n, stage) in rows.stages.iter().enumerate() {
        let mut read = Vec::new();
        for operand in &stage.group.operands {
            read.push(match &stage.sources[operand.input] {
                Source::Input(_) => outside.next().ok_or("an operand is missing")?.clone(),
                Source::Stage { stage: from, result, dims } => Operand {
                    slot: slots[*from][*result],
                    dtype: rows.stages[*from].dtypes[*result],
                    layout: Layout::contiguous(dims).broadcast(&operand.space),
                },
            });
        }
        let mut own = SmallVec::new();
        let mut written = Vec::new();
        for (k, &dtype) in stage.dtypes.iter().enumerate() {
            check_type(dtype, limits)?;
            let output = rows.results.iter().position(|&r| r == (n, k));
            let slot = match output {
                Some(output) => results[output].slot,
                None => {
                    all.scratch.push(count(rows, stage, k) * element_size(dtype));
                    first + all.scratch.len() - 1
                }
            };
            own.push(slot);
            written.push(Target { slot, dtype });
        }
        slots.push(own);
        let made = match stage.group.reduce {
            Some(_) => reduce(&stage.group, &read, &written, limits)?,
            None => map(&stage.group, &read, &written, limits)?,
        };
        let before = all.scratch.len();
        for mut dispatch in made.dispatches {
            for binding in &mut dispatch.bindings {
                *binding = match *binding {
                    Binding::Input(slot) if slot >= first => Binding::Scratch(slot - first),
                    Binding::Scratch(i) => Binding::Scratch(before + i),
                    other => other,
                };
            }
            all.dispatches.push(dispatch);
        }
        // In the numbers that the bindings have just been given.
        all.scratch.extend(made.scratch);
    }
    Ok(all)
}

/// Elements of result `k` of a stage.
fn count(rows: &Rows, stage: &Stage, k: usize) -> usize {
    if k == 0 && stage.group.reduce.is_some() { rows.rows } else { element_count(&stage.group.domain) }
}
