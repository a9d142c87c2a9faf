//! Joins groups that work row by row: softmax, layer norm, cross entropy and their gradients. What one group
//! hands to the next is then kept for a few rows only, and each operand is read once from memory.
//!
//! A reduction over the last axes makes a unit and says what a row is; groups before and after it join.

use crate::units::{Emitted, UnitId, Units};
use rheos_base::element_count;
use rheos_graph::group::{Group, Rows, Source, Stage};
use rheos_graph::program::{Device, Program, Step, Work};
use rheos_graph::{NodeId, Output};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::Arc;

/// Longer rows would push each other out of the cache.
const MAX_ROW_BYTES: usize = 1 << 18;
const MAX_STAGES: usize = 64;

struct Joiner<'a> {
    program: &'a Program,
    units: Units<'a>,
    /// How many rows each unit has; a Map group alone divides into any.
    rows: Vec<Option<usize>>,
}

pub fn rows(program: &Program) -> Program {
    let mut joiner = Joiner { program, units: Units::new(program), rows: Vec::new() };
    for (i, step) in program.steps.iter().enumerate() {
        if let Work::Fused(group) = &step.work {
            joiner.visit(i, group);
        }
    }
    joiner.units.emit(|unit, emitted| joiner.emit_unit(unit, emitted))
}

/// The rows of a reduction over trailing axes.
fn rows_of(group: &Group) -> Option<usize> {
    let axes = &group.reduce.as_ref()?.axes;
    let kept = axes.iter().position(|&folded| folded)?;
    let rows = element_count(&group.domain[..kept]);
    let trailing = axes[kept..].iter().zip(&group.domain[kept..]).all(|(&folded, &size)| folded || size == 1);
    // Folding single elements is not a fold: such a group may be laid out otherwise.
    (trailing && rows > 1 && element_count(&group.domain) > rows).then_some(rows)
}

/// Does part `r` (of `rows`) of the space read part `r` of an operand with these sizes?
fn is_aligned(dims: &[usize], space: &[usize], rows: usize) -> bool {
    if element_count(dims) == element_count(space) {
        return true;
    }
    let mut product = 1;
    let split = space.iter().position(|&d| {
        product *= d;
        product >= rows
    });
    let lead = split.map_or(0, |s| s + 1);
    product == rows && dims.len() == space.len() && dims[..lead] == space[..lead]
}

impl Joiner<'_> {
    fn visit(&mut self, i: usize, group: &Group) {
        let own = rows_of(group);
        if own.is_none() && group.reduce.is_some() {
            return;
        }
        let joined = self.join(i, group, own);
        let unit = self.units.put(i, joined);
        if joined.is_none() {
            self.rows.push(own);
        }
        self.rows[unit] = self.rows[unit].or(own);
    }

    /// The unit that step `i` can join; units that meet in it are merged.
    fn join(&mut self, i: usize, group: &Group, own: Option<usize>) -> Option<UnitId> {
        let step = &self.program.steps[i];
        let others: SmallVec<[usize; 4]> = step.inputs.iter().map(|o| o.node.0 as usize).collect();
        let mut chosen: Option<UnitId> = None;
        for &input in &step.inputs {
            let source = self.units.resolve(input);
            let Some(u) = self.units.of(source.node.0 as usize).filter(|&u| chosen != Some(u)) else { continue };
            let rows = own.or(chosen.and_then(|c| self.rows[c])).or(self.rows[u]);
            let together = self.program.steps[self.units.members[u][0]].on == step.on && !self.is_too_wide(u, i);
            let fits = rows.filter(|_| together).is_some_and(|rows| {
                self.rows[u].is_none_or(|r| r == rows)
                    && self.divides(i, group, rows, u)
                    && self.units.members[u].iter().all(|&s| self.fits(s, rows))
            });
            if !fits || self.units.reaches(u, &others) {
                continue;
            }
            match chosen {
                None => chosen = Some(u),
                Some(first) => {
                    let stages = self.units.members[first].len() + self.units.members[u].len();
                    if stages < MAX_STAGES && self.units.independent(first, u) {
                        self.units.merge(first, u);
                        self.rows[first] = self.rows[first].or(self.rows[u]);
                    }
                }
            }
        }
        chosen.filter(|&u| own.or(self.rows[u]).is_some() && self.units.members[u].len() < MAX_STAGES)
    }

    /// Would a loop on the GPU over a unit and step `i` have more operands and results than it can see? All of its members'
    /// count, as if none stayed inside.
    fn is_too_wide(&self, u: UnitId, i: usize) -> bool {
        if self.program.steps[i].on == Device::Cpu {
            return false;
        }
        let members = self.units.members[u].iter().copied().chain([i]).map(|s| &self.program.steps[s]);
        let seen: usize = members.map(|step| step.inputs.len() + step.facts.len()).sum();
        seen > self.program.bindings
    }

    /// Is each row of step `s`, a member or to become one, short enough to be kept?
    fn fits(&self, s: usize, rows: usize) -> bool {
        let Work::Fused(group) = &self.program.steps[s].work else { return false };
        let elements = element_count(&group.domain);
        let largest = group.expr.dtypes.iter().map(|d| d.size()).max().unwrap_or(1);
        elements.is_multiple_of(rows) && elements > 0 && elements / rows * largest <= MAX_ROW_BYTES
    }

    /// Does step `i` divide into rows, and does it read those of unit `u` one by one?
    fn divides(&self, i: usize, group: &Group, rows: usize, u: UnitId) -> bool {
        let step = &self.program.steps[i];
        let within = |input: Output| self.units.of(self.units.resolve(input).node.0 as usize) == Some(u);
        self.fits(i, rows)
            && group
                .operands
                .iter()
                .filter(|operand| within(step.inputs[operand.input]))
                .all(|operand| is_aligned(&self.program.fact(step.inputs[operand.input]).dims(), &operand.space, rows))
    }

    fn emit_unit(&self, unit: UnitId, emitted: &mut Emitted) {
        let members = &self.units.members[unit];
        let &[.., last] = &members[..] else { return };
        let (Some(rows), true) = (self.rows[unit], members.len() > 1) else {
            members.iter().for_each(|&s| emitted.copy(s, &self.program.steps[s]));
            return;
        };
        let mut inputs: SmallVec<[Output; 3]> = SmallVec::new();
        let mut stages = Vec::with_capacity(members.len());
        let mut places: FxHashMap<Output, (usize, usize)> = FxHashMap::default();
        for (n, &s) in members.iter().enumerate() {
            let step = &self.program.steps[s];
            let Work::Fused(group) = &step.work else { continue };
            let mut source = |input: Output| match places.get(&self.units.resolve(input)) {
                Some(&(stage, result)) => Source::Stage { stage, result, dims: self.program.fact(input).dims() },
                None => {
                    let outside = emitted.map[&input];
                    let at = inputs.iter().position(|&o| o == outside).unwrap_or_else(|| {
                        inputs.push(outside);
                        inputs.len() - 1
                    });
                    Source::Input(at)
                }
            };
            let sources = step.inputs.iter().map(|&o| source(o)).collect();
            let dtypes = step.facts.iter().map(|f| f.dtype).collect();
            stages.push(Stage { group: group.clone(), sources, dtypes });
            let results = (0..step.facts.len()).map(|k| (Output::new(NodeId(s as u32), k as u32), (n, k)));
            places.extend(results);
        }
        let mut outputs: Vec<Output> = places.keys().copied().filter(|o| emitted.escaping.contains(o)).collect();
        outputs.sort_unstable_by_key(|o| places[o]);
        let step = &self.program.steps[last];
        let joined = Step {
            work: Work::Rows(Arc::new(Rows { rows, stages, results: outputs.iter().map(|o| places[o]).collect() })),
            inputs,
            facts: outputs.iter().map(|&o| self.program.fact(o).clone()).collect(),
            origin: step.origin,
            device: step.device.clone(),
            on: step.on,
        };
        emitted.push(joined, outputs);
    }
}
