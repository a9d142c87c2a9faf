//! Fusion: Map steps over the same number of elements join into one loop, and a Reduce joins the group
//! that it folds, which stores what else is needed. Map steps also join a kernel that tells which parts of its result
//! are complete, and are computed on those. Views that keep row-major order (reshape, squeeze) do not stand in the way.

use crate::units::{Emitted, UnitId, Units};
use rheos_base::{Dims, element_count};
use rheos_graph::expr::{Expr, Ref, Term};
use rheos_graph::group::{Followed, Group, Operand, Reduction};
use rheos_graph::program::{Device, Program, Step, Work};
use rheos_graph::{Compute, Effect, Fact, NodeId, NodeInfo, Output};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};
use std::sync::Arc;

/// Longest chain joined into one loop; keeps planning time and register pressure in hand.
const MAX_MEMBERS: usize = 2048;
/// Groups that one step tries to join.
const MAX_TRIED: usize = 8;

#[derive(Clone)]
struct GroupInfo {
    elements: usize,
    dims: Dims,
    same_dims: bool,
    /// The reduction among its members.
    reduce: Option<usize>,
    /// The kernel among its members.
    kernel: Option<usize>,
}

struct Fuser<'a> {
    program: &'a Program,
    joins: bool,
    units: Units<'a>,
    groups: Vec<GroupInfo>,
    /// How often each step's outputs are used.
    users: Vec<u32>,
    /// Does a fold along rows read the step? It is then computed with that, row by row.
    folded: Vec<bool>,
}

pub fn fuse(program: &Program) -> Program {
    run(program, true)
}

/// Each Map and Reduce step as a group of its own, for comparison with fused ones.
pub fn separate(program: &Program) -> Program {
    run(program, false)
}

fn run(program: &Program, joins: bool) -> Program {
    let mut users = vec![0; program.steps.len()];
    for output in program.steps.iter().flat_map(|s| &s.inputs).chain(&program.fetches) {
        users[output.node.0 as usize] += 1;
    }
    let units = Units::new(program);
    let mut folded = vec![false; program.steps.len()];
    for step in program.steps.iter().filter(|s| is_reduce(s) && folds_rows(program, s)) {
        folded[units.resolve(step.inputs[0]).node.0 as usize] = true;
    }
    let mut fuser = Fuser { program, joins, units, groups: Vec::new(), users, folded };
    for i in 0..program.steps.len() {
        fuser.visit(i);
    }
    fuser.units.emit(|unit, emitted| fuser.emit_group(unit, emitted))
}

fn is_map(step: &Step) -> bool {
    step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Map(_)) && op.decl.effect == Effect::Pure)
        && step.facts.iter().all(|f| f.dtype.is_plain() && f.shape.is_known())
}

/// Does a reduction fold the last axes, those of a row?
fn folds_rows(program: &Program, step: &Step) -> bool {
    let Work::Op(op, attrs) = &step.work else { return false };
    let flags = folded_axes(&NodeInfo { op, attrs, inputs: &facts(program, step), outputs: &step.facts });
    flags.iter().skip_while(|folded| !**folded).all(|folded| *folded)
}

fn facts<'a>(program: &'a Program, step: &Step) -> SmallVec<[&'a Fact; 4]> {
    step.inputs.iter().map(|&o| program.fact(o)).collect()
}

/// A kernel that a group can follow.
fn is_reporting(step: &Step) -> bool {
    step.op().is_some_and(|op| matches!(&op.decl.compute, Compute::Kernel(k) if k.reports))
        && step.facts.iter().all(|f| f.dtype.is_plain() && f.shape.is_known())
}

fn is_reduce(step: &Step) -> bool {
    step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Reduce(_)))
}

impl Fuser<'_> {
    fn visit(&mut self, i: usize) {
        let step = &self.program.steps[i];
        let (joined, dims) = if is_map(step) {
            let dims = step.facts[0].dims();
            (if self.joins { self.join(i, &dims) } else { None }, dims)
        } else if is_reduce(step) {
            (self.producer(i), self.program.fact(step.inputs[0]).dims())
        } else if self.joins && is_reporting(step) {
            (None, step.facts[0].dims())
        } else {
            return;
        };
        let unit = self.units.put(i, joined);
        if joined.is_none() {
            let elements = element_count(&dims);
            let kernel = is_reporting(step).then_some(i);
            self.groups.push(GroupInfo { elements, dims: dims.clone(), same_dims: true, reduce: None, kernel });
        }
        let group = &mut self.groups[unit];
        group.same_dims &= group.dims == dims;
        if is_reduce(step) {
            group.reduce = Some(i);
        }
    }

    /// The group that a reduction joins.
    fn producer(&self, i: usize) -> Option<UnitId> {
        let step = &self.program.steps[i];
        let source = step.inputs[0];
        let unit = self.units.of(source.node.0 as usize).filter(|_| self.joins)?;
        let group = &self.groups[unit];
        let fits = group.reduce.is_none()
            && group.kernel.is_none()
            && self.on(unit) == step.on
            && group.same_dims
            && group.dims == self.program.fact(source).dims();
        let fits = fits && !self.is_too_wide(&[unit], i);
        (fits && (self.is_alone(unit) || folds_rows(self.program, step) || !self.is_by_rows(unit))).then_some(unit)
    }

    /// Would a loop on the GPU over these groups and step `i` have more operands and results than it can see?
    fn is_too_wide(&self, units: &[UnitId], i: usize) -> bool {
        if self.program.steps[i].on == Device::Cpu || self.program.bindings == usize::MAX {
            return false;
        }
        let members = || units.iter().flat_map(|&u| &self.units.members[u]).copied().chain([i]);
        let inside: FxHashSet<usize> = members().collect();
        let mut operands: FxHashSet<Output> = FxHashSet::default();
        let mut uses: FxHashMap<usize, u32> = FxHashMap::default();
        for &input in members().flat_map(|s| &self.program.steps[s].inputs) {
            let source = self.units.resolve(input);
            if inside.contains(&(source.node.0 as usize)) {
                *uses.entry(input.node.0 as usize).or_default() += 1;
            } else if self.program.scalar(source).is_none() {
                operands.insert(source);
            }
        }
        let shown = |s: &usize| uses.get(s).copied().unwrap_or(0) < self.users[*s] || *s == i;
        let results: usize = members().filter(shown).map(|s| self.program.steps[s].facts.len()).sum();
        operands.len() + results > self.program.bindings
    }

    /// Where a group runs.
    fn on(&self, unit: UnitId) -> Device {
        self.program.steps[self.units.members[unit][0]].on
    }

    /// Does nobody but one more step use what the group computes?
    fn is_alone(&self, unit: UnitId) -> bool {
        let members = &self.units.members[unit];
        let inputs = members.iter().flat_map(|&s| &self.program.steps[s].inputs);
        let inside = inputs.filter(|o| self.units.of(o.node.0 as usize) == Some(unit)).count() as u32;
        members.iter().map(|&s| self.users[s]).sum::<u32>() == inside + 1
    }

    /// Does the group read results of reductions? Then it works row by row with them, which a reduction along
    /// another axis would prevent.
    fn is_by_rows(&self, unit: UnitId) -> bool {
        let inputs = self.units.members[unit].iter().flat_map(|&s| &self.program.steps[s].inputs);
        let mut units = inputs.filter_map(|&o| self.units.of(self.units.resolve(o).node.0 as usize));
        units.any(|u| u != unit && self.groups[u].reduce.is_some())
    }

    /// The group that step `i` can join; groups that meet in it are merged.
    fn join(&mut self, i: usize, dims: &Dims) -> Option<UnitId> {
        let step = &self.program.steps[i];
        let elements = element_count(dims);
        let mut chosen: Option<UnitId> = None;
        let mut tried = 0;
        let others: SmallVec<[usize; 4]> = step.inputs.iter().map(|o| o.node.0 as usize).collect();
        let sources: SmallVec<[usize; 4]> =
            step.inputs.iter().map(|&o| self.units.resolve(o).node.0 as usize).collect();
        for &input in &step.inputs {
            let source = self.units.resolve(input);
            let Some(g) = self.units.of(source.node.0 as usize) else { continue };
            let group = &self.groups[g];
            let fits = group.elements == elements
                && self.on(g) == step.on
                && group.reduce.is_none_or(|r| !sources.contains(&r) && group.dims == *dims)
                && !(group.kernel.is_some() && self.folded[i])
                && self.units.members[g].len() < MAX_MEMBERS
                && self.program.fact(source).shape.element_count().get() == Some(elements as i64)
                && (!uses_index(self.program, step) || group.dims == *dims);
            if !fits || chosen == Some(g) {
                continue;
            }
            // A sum of thousands of terms would try as many groups.
            tried += 1;
            if tried > MAX_TRIED {
                break;
            }
            if self.units.reaches(g, &others) {
                continue;
            }
            let Some(first) = chosen else {
                if !self.is_too_wide(&[g], i) {
                    chosen = Some(g);
                }
                continue;
            };
            let total = self.units.members[first].len() + self.units.members[g].len();
            let reduces = self.groups[first].reduce.is_some() || self.groups[g].reduce.is_some();
            let kernels = self.groups[first].kernel.is_some() && self.groups[g].kernel.is_some();
            let fits = total < MAX_MEMBERS && !reduces && !kernels && !self.is_too_wide(&[first, g], i);
            if fits && self.units.independent(first, g) {
                self.units.merge(first, g);
                let gone = self.groups[g].clone();
                let group = &mut self.groups[first];
                group.same_dims &= gone.same_dims && group.dims == gone.dims;
                group.kernel = group.kernel.or(gone.kernel);
            }
        }
        chosen
    }

    fn emit_group(&self, unit: UnitId, emitted: &mut Emitted) {
        let (group, steps) = (&self.groups[unit], &self.units.members[unit]);
        let kernel = group.kernel.map(|k| (Output::new(NodeId(k as u32), 0), &self.program.steps[k]));
        let mut joined = Joined::default();
        let mut values: FxHashMap<Output, Ref> = FxHashMap::default();
        if let (Some((result, step)), &[only]) = (kernel, &steps[..]) {
            debug_assert_eq!(result.node.0 as usize, only);
            emitted.copy(only, step);
            return;
        }
        if let Some((result, step)) = kernel {
            joined.inputs = step.inputs.iter().map(|o| emitted.map[o]).collect();
            joined.operands.push(Operand { input: Followed::RESULT, space: group.dims.clone() });
            values.insert(result, joined.expr.input(0, step.facts[0].dtype));
        }
        let mut reduce = None;
        for &s in steps {
            let step = &self.program.steps[s];
            let Work::Op(op, attrs) = &step.work else { continue };
            let dims = if group.reduce.is_some() { group.dims.clone() } else { step.facts[0].dims() };
            let info = NodeInfo { op, attrs, inputs: &facts(self.program, step), outputs: &step.facts };
            let mut term = |input: Output| match values.get(&self.units.resolve(input)) {
                Some(&r) if self.program.fact(input).shape.element_count().get() == Some(group.elements as i64) => r,
                _ => joined.operand(emitted.map[&input], self.program.fact(input).dtype, &dims),
            };
            match &op.decl.compute {
                Compute::Map(build) => {
                    let args: SmallVec<[Ref; 4]> = step.inputs.iter().map(|&o| term(o)).collect();
                    let results = build(&mut joined.expr, &args, &info);
                    for (k, r) in results.into_iter().enumerate() {
                        values.insert(Output::new(NodeId(s as u32), k as u32), r);
                    }
                }
                Compute::Reduce(decl) => {
                    let x = term(step.inputs[0]);
                    reduce = Some(reduction(decl, &info, &mut joined.expr, x));
                }
                _ => {}
            }
        }
        // Who a message or a trace names: the reduction, where there is one.
        let last = &self.program.steps[group.reduce.unwrap_or(steps[steps.len() - 1])];
        let folded = group.reduce.map(|r| Output::new(NodeId(r as u32), 0));
        let all = steps.iter().flat_map(|&s| {
            (0..self.program.steps[s].facts.len()).map(move |k| Output::new(NodeId(s as u32), k as u32))
        });
        let result = kernel.map(|(result, _)| result);
        let stored = all.filter(|o| emitted.escaping.contains(o) && Some(*o) != folded && Some(*o) != result);
        let outputs: Vec<Output> = folded.into_iter().chain(stored).collect();
        if outputs.is_empty() {
            return;
        }
        let start = reduce.as_ref().map(|(start, _)| *start);
        joined.expr.results = start.into_iter().chain(outputs.iter().filter_map(|o| values.get(o).copied())).collect();
        let members = steps.iter().filter(|&&s| group.kernel != Some(s));
        let joint = Group {
            expr: joined.expr,
            domain: group.dims.clone(),
            operands: joined.operands,
            reduce: reduce.map(|(_, r)| r),
            members: members.map(|&s| self.program.steps[s].label()).collect(),
        };
        let kept = result.filter(|o| emitted.escaping.contains(o));
        let outputs: Vec<Output> = kept.into_iter().chain(outputs).collect();
        let work = match kernel {
            Some((_, Step { work: Work::Op(op, attrs), inputs, facts, .. })) => {
                let (inputs, result) = (inputs.len(), facts[0].clone());
                let (attrs, kept) = (attrs.clone(), kept.is_some());
                Work::Followed(Arc::new(Followed { op, attrs, inputs, result, kept, group: joint }))
            }
            _ => Work::Fused(Arc::new(joint)),
        };
        let step = Step {
            work,
            inputs: joined.inputs,
            facts: outputs.iter().map(|&o| self.program.fact(o).clone()).collect(),
            origin: last.origin,
            device: last.device.clone(),
            on: last.on,
        };
        emitted.push(step, outputs);
    }
}

#[derive(Default)]
struct Joined {
    expr: Expr,
    operands: Vec<Operand>,
    inputs: SmallVec<[Output; 3]>,
    seen: FxHashMap<Output, usize>,
    known: FxHashMap<(usize, Dims), usize>,
}

impl Joined {
    fn operand(&mut self, input: Output, dtype: rheos_base::DType, space: &Dims) -> Ref {
        let index = *self.seen.entry(input).or_insert_with(|| {
            self.inputs.push(input);
            self.inputs.len() - 1
        });
        let number = *self.known.entry((index, space.clone())).or_insert_with(|| {
            self.operands.push(Operand { input: index, space: space.clone() });
            self.operands.len() - 1
        });
        self.expr.input(number, dtype)
    }
}

/// The start of the fold in the group's expression, and the fold itself.
fn reduction(decl: &rheos_graph::ReduceDecl, info: &NodeInfo<'_>, expr: &mut Expr, x: Ref) -> (Ref, Reduction) {
    let (dims, flags) = (info.input_dims(0), folded_axes(info));
    let count = dims.iter().zip(&flags).filter(|(_, f)| **f).map(|(d, _)| *d).product();
    let result = info.outputs[0].dtype;
    let started = (decl.start)(expr, x);
    let wide = matches!(expr.dtype(started), rheos_base::DType::F16 | rheos_base::DType::BF16);
    let accumulator = if wide { rheos_base::DType::F32 } else { expr.dtype(started) };
    let started = expr.cast(started, accumulator);
    let mut finish = Expr::default();
    let total = finish.input(0, accumulator);
    let finished = (decl.finish)(&mut finish, total, count);
    let finished = finish.cast(finished, result);
    finish.results.push(finished);
    (started, Reduction { monoid: decl.monoid, axes: flags, accumulator, finish })
}

/// Per axis of its operand: does a reduction fold it?
fn folded_axes(info: &NodeInfo<'_>) -> SmallVec<[bool; 6]> {
    let rank = info.input_dims(0).len();
    let mut flags: SmallVec<[bool; 6]> = smallvec![false; rank];
    for axis in info.known_ints(1).unwrap_or_default() {
        // The shape rule has checked the range.
        flags[if axis < 0 { axis + rank as i64 } else { axis } as usize] = true;
    }
    flags
}

/// Does the op's expression depend on the position? Then the group's domain must be its own.
fn uses_index(program: &Program, step: &Step) -> bool {
    let Work::Op(op, attrs) = &step.work else { return false };
    let Compute::Map(build) = op.decl.compute else { return false };
    let facts = facts(program, step);
    let info = NodeInfo { op, attrs, inputs: &facts, outputs: &step.facts };
    let mut expr = Expr::default();
    let args: SmallVec<[Ref; 4]> = facts.iter().enumerate().map(|(i, f)| expr.input(i, f.dtype)).collect();
    build(&mut expr, &args, &info);
    expr.terms.iter().any(|t| matches!(t, Term::Index(_)))
}
