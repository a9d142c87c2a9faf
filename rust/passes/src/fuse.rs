//! Fusion: Map steps over the same number of elements join into one loop, and a Reduce absorbs the Map
//! group that only it uses. Views that keep row-major order (reshape, squeeze) do not stand in the way.

use rheos_base::{Dims, element_count};
use rheos_graph::expr::{Expr, Ref, Term};
use rheos_graph::group::{Group, Operand, Reduction};
use rheos_graph::program::{Program, Step, Work};
use rheos_graph::{Compute, Effect, Layout, NodeId, NodeInfo, Output};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Longest chain joined into one loop; keeps planning time and register pressure in hand.
const MAX_MEMBERS: usize = 2048;
/// Steps looked at when searching for a path that would make a cycle; giving up means not fusing.
const MAX_SEARCH: usize = 128;

/// Groups that one step tries to join.
const MAX_TRIED: usize = 8;

type GroupId = usize;

#[derive(Default)]
struct Members {
    steps: Vec<usize>,
    elements: usize,
    dims: Dims,
    same_dims: bool,
    reduces: bool,
}

struct Fuser<'a> {
    program: &'a Program,
    joins: bool,
    groups: Vec<Members>,
    group_of: Vec<Option<GroupId>>,
    /// For order-preserving views: the output they are a view of.
    root: Vec<Option<Output>>,
    /// The last write or host step before each step with an effect.
    barrier: Vec<Option<usize>>,
    users: Vec<u32>,
    /// Units seen by a search: the number of the last search that saw each.
    seen: RefCell<(Vec<u32>, u32)>,
}

pub fn fuse(program: &Program) -> Program {
    run(program, true)
}

/// Each Map and Reduce step as a group of its own, for comparison with fused ones.
pub fn separate(program: &Program) -> Program {
    run(program, false)
}

fn run(program: &Program, joins: bool) -> Program {
    let mut fuser = Fuser::new(program, joins);
    for i in 0..program.steps.len() {
        fuser.visit(i);
    }
    fuser.emit()
}

fn is_map(step: &Step) -> bool {
    step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Map(_)) && op.decl.effect == Effect::Pure)
        && step.facts.iter().all(|f| f.dtype.is_plain() && f.shape.is_known())
}

impl<'a> Fuser<'a> {
    fn new(program: &'a Program, joins: bool) -> Fuser<'a> {
        let count = program.steps.len();
        let mut users = vec![0; count];
        for output in program.steps.iter().flat_map(|s| &s.inputs).chain(&program.fetches) {
            users[output.node.0 as usize] += 1;
        }
        let mut barrier = vec![None; count];
        let mut last = None;
        for (i, step) in program.steps.iter().enumerate() {
            barrier[i] = last.filter(|_| step.effect() != Effect::Pure);
            if matches!(step.effect(), Effect::Write(_) | Effect::Host) {
                last = Some(i);
            }
        }
        let root = program.steps.iter().map(|s| view_root(program, s)).collect();
        let seen = RefCell::new((Vec::new(), 0));
        Fuser { program, joins, groups: Vec::new(), group_of: vec![None; count], root, barrier, users, seen }
    }

    /// The output whose elements, in the same order, this output shows.
    fn resolve(&self, mut output: Output) -> Output {
        while let Some(inner) = self.root[output.node.0 as usize] {
            output = inner;
        }
        output
    }

    fn visit(&mut self, i: usize) {
        let step = &self.program.steps[i];
        if is_map(step) {
            let dims = step.facts[0].dims();
            let elements = element_count(&dims);
            let joined = if self.joins { self.join(i, elements) } else { None };
            let group = joined.unwrap_or_else(|| {
                self.groups.push(Members { elements, dims: dims.clone(), same_dims: true, ..Members::default() });
                self.groups.len() - 1
            });
            let members = &mut self.groups[group];
            members.same_dims &= members.dims == dims;
            members.steps.push(i);
            self.group_of[i] = Some(group);
        } else if step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Reduce(_))) {
            let source = step.inputs[0];
            let producer = self.group_of[source.node.0 as usize];
            let alone = producer.filter(|&g| {
                let group = &self.groups[g];
                let inside: u32 = group
                    .steps
                    .iter()
                    .flat_map(|&s| &self.program.steps[s].inputs)
                    .filter(|o| self.group_of[o.node.0 as usize] == Some(g))
                    .count() as u32;
                let uses: u32 = group.steps.iter().map(|&s| self.users[s]).sum();
                self.joins
                    && !group.reduces
                    && group.same_dims
                    && group.dims == self.program.fact(source).dims()
                    && uses == inside + 1
            });
            let group = alone.unwrap_or_else(|| {
                let dims = self.program.fact(source).dims();
                self.groups.push(Members {
                    elements: element_count(&dims),
                    dims,
                    same_dims: true,
                    ..Members::default()
                });
                self.groups.len() - 1
            });
            self.groups[group].reduces = true;
            self.groups[group].steps.push(i);
            self.group_of[i] = Some(group);
        }
    }

    /// The group that step `i` can join; groups that meet in it are merged.
    fn join(&mut self, i: usize, elements: usize) -> Option<GroupId> {
        let step = &self.program.steps[i];
        let mut chosen: Option<GroupId> = None;
        let mut tried = 0;
        let others: SmallVec<[usize; 4]> = step.inputs.iter().map(|o| o.node.0 as usize).collect();
        for &input in &step.inputs {
            let source = self.resolve(input);
            let Some(g) = self.group_of[source.node.0 as usize] else { continue };
            let group = &self.groups[g];
            let fits = group.elements == elements
                && !group.reduces
                && group.steps.len() < MAX_MEMBERS
                && self.program.fact(source).shape.element_count().get() == Some(elements as i64)
                && (!uses_index(self.program, step) || group.dims == step.facts[0].dims());
            if !fits || chosen == Some(g) {
                continue;
            }
            // A sum of thousands of terms would try as many groups.
            tried += 1;
            if tried > MAX_TRIED {
                break;
            }
            let own = self.groups[g].steps[0];
            match chosen {
                None => {
                    if !self.reaches(g, own, &others) {
                        chosen = Some(g);
                    }
                }
                Some(first) => {
                    let total = self.groups[first].steps.len() + self.groups[g].steps.len();
                    if total < MAX_MEMBERS && !self.reaches(g, own, &others) && self.independent(first, g) {
                        self.merge(first, g);
                    }
                }
            }
        }
        chosen
    }

    /// Is there a path from group `g` to one of `starts` that leaves the group?
    fn reaches(&self, g: GroupId, first: usize, starts: &[usize]) -> bool {
        let mut stack: Vec<usize> = starts.iter().copied().filter(|&s| self.unit_resolved(s) != Some(g)).collect();
        let (stamps, search) = &mut *self.seen.borrow_mut();
        stamps.resize(self.program.steps.len() + self.groups.len(), 0);
        *search += 1;
        let mut visited = 0;
        while let Some(s) = stack.pop() {
            if self.group_of[s] == Some(g) {
                return true;
            }
            let unit = self.group_of[s];
            // A step made before the group's first member cannot depend on it, unless its own group was joined later.
            if unit.is_none() && s < first {
                continue;
            }
            let key = unit.map_or(s, |u| self.program.steps.len() + u);
            if std::mem::replace(&mut stamps[key], *search) == *search {
                continue;
            }
            visited += 1;
            if visited > MAX_SEARCH {
                return true;
            }
            match unit {
                None => self.push_dependencies(s, &mut stack),
                Some(u) => {
                    if self.groups[u].steps.last().is_some_and(|&last| last < first) {
                        continue;
                    }
                    for &member in &self.groups[u].steps {
                        self.push_dependencies(member, &mut stack);
                    }
                    stack.retain(|&d| self.group_of[d] != Some(u));
                }
            }
        }
        false
    }

    /// The group of a step, seen through order-preserving views.
    fn unit_resolved(&self, s: usize) -> Option<GroupId> {
        match self.root[s] {
            Some(root) => self.group_of[self.resolve(root).node.0 as usize],
            None => self.group_of[s],
        }
    }

    fn push_dependencies(&self, s: usize, stack: &mut Vec<usize>) {
        stack.extend(self.program.steps[s].inputs.iter().map(|o| o.node.0 as usize));
        stack.extend(self.barrier[s]);
    }

    fn independent(&self, a: GroupId, b: GroupId) -> bool {
        let inputs = |g: GroupId| {
            let steps = &self.groups[g].steps;
            let outside = |o: &&Output| self.group_of[o.node.0 as usize] != Some(g);
            steps
                .iter()
                .flat_map(|&s| self.program.steps[s].inputs.iter())
                .filter(outside)
                .map(|o| o.node.0 as usize)
                .collect::<Vec<_>>()
        };
        let clear = |from: GroupId, to: GroupId| {
            let starts = inputs(to);
            !starts.iter().any(|&s| self.unit_resolved(s) == Some(from))
                && !self.reaches(from, self.groups[from].steps[0], &starts)
        };
        clear(a, b) && clear(b, a)
    }

    fn merge(&mut self, into: GroupId, from: GroupId) {
        let gone = std::mem::take(&mut self.groups[from]);
        for &s in &gone.steps {
            self.group_of[s] = Some(into);
        }
        let group = &mut self.groups[into];
        group.same_dims &= gone.same_dims && group.dims == gone.dims;
        group.steps.extend(gone.steps);
        group.steps.sort_unstable();
    }

    /// Emits units (groups and single steps) in an order that respects data and effects.
    fn emit(self) -> Program {
        let steps = &self.program.steps;
        let unit = |s: usize| self.group_of[s].map_or(s, |g| steps.len() + g);
        let total = steps.len() + self.groups.len();
        let mut waiting = vec![0u32; total];
        let mut users: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); total];
        let mut edge = |from: usize, to: usize| {
            if from != to {
                waiting[to] += 1;
                users[from].push(to as u32);
            }
        };
        // Effects keep their order: each write or host step after all effects before it, the others after it.
        let (mut last, mut since): (Option<usize>, Vec<usize>) = (None, Vec::new());
        for (i, step) in steps.iter().enumerate() {
            for input in &step.inputs {
                let source = input.node.0 as usize;
                // A member reads what it is a view of, which it need not wait for: somebody else may use the view.
                if self.group_of[i].is_none() || self.group_of[i] != self.unit_resolved(source) {
                    edge(unit(source), unit(i));
                }
            }
            if step.effect() == Effect::Pure {
                continue;
            }
            if let Some(last) = last {
                edge(last, i);
            }
            if matches!(step.effect(), Effect::Write(_) | Effect::Host) {
                since.drain(..).for_each(|s| edge(s, i));
                last = Some(i);
            } else {
                since.push(i);
            }
        }
        let alive = |u: usize| {
            if u < steps.len() { self.group_of[u].is_none() } else { !self.groups[u - steps.len()].steps.is_empty() }
        };
        let rank = |u: usize| {
            if u < steps.len() { u } else { self.groups[u - steps.len()].steps.last().copied().unwrap_or(0) }
        };
        let mut ready: BinaryHeap<Reverse<(usize, usize)>> =
            (0..total).filter(|&u| alive(u) && waiting[u] == 0).map(|u| Reverse((rank(u), u))).collect();
        let (inside, internal) = self.inside_uses();
        let mut next = self.program.successor();
        let mut map: FxHashMap<Output, Output> = FxHashMap::default();
        while let Some(Reverse((_, u))) = ready.pop() {
            if u < steps.len() && !internal[u] {
                let mut step = steps[u].clone();
                step.inputs.iter_mut().for_each(|o| *o = map[o]);
                let count = step.facts.len() as u32;
                let id = next.push(step);
                map.extend((0..count).map(|k| (Output::new(NodeId(u as u32), k), Output::new(id, k))));
            } else if u >= steps.len() {
                self.emit_group(u - steps.len(), &inside, &mut next, &mut map);
            }
            for &user in &users[u] {
                waiting[user as usize] -= 1;
                if waiting[user as usize] == 0 {
                    ready.push(Reverse((rank(user as usize), user as usize)));
                }
            }
        }
        next.fetches = self.program.fetches.iter().map(|o| map[o]).collect();
        next
    }

    /// Per step: how many of its uses are by its own group; and whether a view serves one group only, so
    /// that it vanishes into it.
    fn inside_uses(&self) -> (Vec<u32>, Vec<bool>) {
        let steps = &self.program.steps;
        let mut inside = vec![0u32; steps.len()];
        let mut internal = vec![false; steps.len()];
        for (i, step) in steps.iter().enumerate().rev() {
            internal[i] = self.root[i].is_some() && self.users[i] > 0 && self.users[i] == inside[i];
            let group = if internal[i] { self.unit_resolved(i) } else { self.group_of[i] };
            for input in &step.inputs {
                let source = input.node.0 as usize;
                inside[source] += u32::from(group.is_some() && self.unit_resolved(source) == group);
            }
        }
        (inside, internal)
    }

    fn emit_group(&self, g: GroupId, inside: &[u32], next: &mut Program, map: &mut FxHashMap<Output, Output>) {
        let group = &self.groups[g];
        let mut joined = Joined {
            expr: Expr::default(),
            operands: Vec::new(),
            inputs: SmallVec::new(),
            seen: FxHashMap::default(),
            known: FxHashMap::default(),
        };
        let mut values: FxHashMap<Output, Ref> = FxHashMap::default();
        let mut reduce = None;
        for &s in &group.steps {
            let step = &self.program.steps[s];
            let Work::Op(op, attrs) = &step.work else { continue };
            let dims = if group.reduces { group.dims.clone() } else { step.facts[0].dims() };
            let facts: SmallVec<[&rheos_graph::Fact; 4]> = step.inputs.iter().map(|&o| self.program.fact(o)).collect();
            let info = NodeInfo { op, attrs, inputs: &facts, outputs: &step.facts };
            let mut term = |input: Output| match values.get(&self.resolve(input)) {
                Some(&r) if self.program.fact(input).shape.element_count().get() == Some(group.elements as i64) => r,
                _ => joined.operand(map[&input], self.program.fact(input).dtype, &dims),
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
        let members = group.steps.iter().map(|&s| self.program.steps[s].label()).collect();
        let mut facts = SmallVec::new();
        let mut outputs = Vec::new();
        if let Some(&last) = group.steps.last().filter(|_| reduce.is_some()) {
            outputs.push(Output::new(NodeId(last as u32), 0));
            facts.push(self.program.steps[last].facts[0].clone());
        } else {
            for &s in &group.steps {
                let step = &self.program.steps[s];
                for (k, fact) in step.facts.iter().enumerate() {
                    let output = Output::new(NodeId(s as u32), k as u32);
                    if step.facts.len() > 1 || self.users[s] > inside[s] {
                        joined.expr.results.push(values[&output]);
                        outputs.push(output);
                        facts.push(fact.clone());
                    }
                }
            }
        }
        if let Some((start, _)) = &reduce {
            joined.expr.results = smallvec![*start];
        }
        let last = &self.program.steps[group.steps[group.steps.len() - 1]];
        let id = next.push(Step {
            work: Work::Fused(Arc::new(Group {
                expr: joined.expr,
                domain: group.dims.clone(),
                operands: joined.operands,
                reduce: reduce.map(|(_, r)| r),
                members,
            })),
            inputs: joined.inputs,
            facts,
            origin: last.origin,
            device: last.device.clone(),
        });
        map.extend(outputs.into_iter().enumerate().map(|(k, o)| (o, Output::new(id, k as u32))));
    }
}

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
    let dims = info.input_dims(0);
    let axes = info.known_ints(1).unwrap_or_default();
    let mut flags: SmallVec<[bool; 6]> = smallvec![false; dims.len()];
    for axis in axes {
        // The shape rule has checked the range.
        flags[if axis < 0 { axis + dims.len() as i64 } else { axis } as usize] = true;
    }
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

/// For a view that keeps row-major order: what it is a view of.
fn view_root(program: &Program, step: &Step) -> Option<Output> {
    let Work::Op(op, attrs) = &step.work else { return None };
    let Compute::View(view) = op.decl.compute else { return None };
    if step.facts.len() != 1 || step.inputs.is_empty() {
        return None;
    }
    let source = program.fact(step.inputs[0]);
    let (from, to) = (source.shape.to_dims()?, step.facts[0].shape.to_dims()?);
    if !source.dtype.is_plain() || element_count(&from) != element_count(&to) {
        return None;
    }
    let facts: SmallVec<[&rheos_graph::Fact; 4]> = step.inputs.iter().map(|&o| program.fact(o)).collect();
    let info = NodeInfo { op, attrs, inputs: &facts, outputs: &step.facts };
    let layout = view(&info, &Layout::contiguous(&from)).ok()??;
    (layout.len() == 1 && layout[0].is_contiguous() && layout[0].offset == 0).then_some(step.inputs[0])
}

/// Does the op's expression depend on the position? Then the group's domain must be its own.
fn uses_index(program: &Program, step: &Step) -> bool {
    let Work::Op(op, attrs) = &step.work else { return false };
    let Compute::Map(build) = op.decl.compute else { return false };
    let facts: SmallVec<[&rheos_graph::Fact; 4]> = step.inputs.iter().map(|&o| program.fact(o)).collect();
    let info = NodeInfo { op, attrs, inputs: &facts, outputs: &step.facts };
    let mut expr = Expr::default();
    let args: SmallVec<[Ref; 4]> = facts.iter().enumerate().map(|(i, f)| expr.input(i, f.dtype)).collect();
    build(&mut expr, &args, &info);
    expr.terms.iter().any(|t| matches!(t, Term::Index(_)))
}
