//! Steps joined into units, and a program with each unit as one step. What fusion passes share.
//!
//! Units are seen through views that keep row-major order (reshape, squeeze): whoever reads such a view reads
//! what it is a view of. Joining must not make a cycle; `reaches` and `independent` tell. What they need not look at
//! follows from an order of the units and single steps, which each join keeps right.

use rheos_base::element_count;
use rheos_graph::program::{Program, Step, Work};
use rheos_graph::{Compute, Effect, Layout, NodeId, NodeInfo, Output};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Steps looked at when searching for a path that would make a cycle; giving up means not fusing.
const MAX_SEARCH: usize = 128;

pub type UnitId = usize;

pub struct Units<'a> {
    pub program: &'a Program,
    /// Steps of each unit, in order.
    pub members: Vec<Vec<usize>>,
    of: Vec<Option<UnitId>>,
    /// For order-preserving views: the output they are a view of.
    root: Vec<Option<Output>>,
    /// The steps whose effects come before each step's.
    barriers: Vec<SmallVec<[u32; 1]>>,
    order: Order,
    /// Nodes seen by a search: the number of the last search that saw each.
    seen: RefCell<(Vec<u32>, u32)>,
}

/// Where units (numbered after all steps) and steps that are in none stand, such that each comes after those that it
/// depends on.
struct Order {
    labels: Vec<u64>,
    /// The nodes around each one, in a circle that `END` closes.
    around: Vec<[u32; 2]>,
}

/// Room for labels between those of neighbours at first.
const GAP: u64 = 1 << 32;
/// The node before the first and after the last one.
const END: usize = 0;

impl Order {
    /// Of steps, which follow each other. Node `n` is kept at `n + 1`.
    fn new(steps: usize) -> Order {
        let count = steps as u32 + 1;
        let labels = (0..u64::from(count)).map(|i| i * GAP).collect();
        let around = (0..count).map(|i| [(i + count - 1) % count, (i + 1) % count]).collect();
        Order { labels, around }
    }

    fn label(&self, node: usize) -> u64 {
        self.labels[node + 1]
    }

    fn link(&mut self, first: usize, second: usize) {
        self.around[first][1] = second as u32;
        self.around[second][0] = first as u32;
    }

    fn remove(&mut self, node: usize) {
        let [before, after] = self.around[node + 1];
        self.link(before as usize, after as usize);
    }

    /// Puts nodes, which are given in their order, right before another one.
    fn move_before(&mut self, node: usize, moved: &[usize]) {
        moved.iter().for_each(|&n| self.remove(n));
        let mut last = self.around[node + 1][0] as usize;
        let (start, end) = (self.labels[last], self.label(node));
        let step = (end - start) / (moved.len() as u64 + 1);
        for (k, &n) in (1..).zip(moved) {
            self.labels[n + 1] = start + k * step;
            self.link(last, n + 1);
            last = n + 1;
        }
        self.link(last, node + 1);
        if step == 0 {
            self.spread();
        }
    }

    /// Makes room everywhere.
    fn spread(&mut self) {
        let mut at = END;
        for label in (1..).map(|i| i * GAP) {
            at = self.around[at][1] as usize;
            if at == END {
                return;
            }
            self.labels[at] = label;
        }
    }

    /// A node takes the place of another one.
    fn replace(&mut self, old: usize, new: usize) {
        let size = self.labels.len().max(new + 2);
        self.labels.resize(size, 0);
        self.around.resize(size, [0; 2]);
        let [before, after] = self.around[old + 1];
        self.labels[new + 1] = self.labels[old + 1];
        self.link(before as usize, new + 1);
        self.link(new + 1, after as usize);
    }
}

/// The next program while it is put together.
pub struct Emitted {
    pub next: Program,
    /// Where outputs of the old program are in the next one.
    pub map: FxHashMap<Output, Output>,
    /// Outputs of members that somebody outside their unit reads, or that are fetched.
    pub escaping: FxHashSet<Output>,
}

impl<'a> Units<'a> {
    pub fn new(program: &'a Program) -> Units<'a> {
        let count = program.steps.len();
        let mut barriers = vec![SmallVec::new(); count];
        for (from, to) in effect_edges(program) {
            barriers[to].push(from as u32);
        }
        let root = program.steps.iter().map(|s| view_root(program, s)).collect();
        let seen = RefCell::new((Vec::new(), 0));
        Units { program, members: Vec::new(), of: vec![None; count], root, barriers, order: Order::new(count), seen }
    }

    /// The unit that a step is in.
    pub fn of(&self, step: usize) -> Option<UnitId> {
        self.of[step]
    }

    /// Puts a step into a unit, or into a new one.
    pub fn put(&mut self, step: usize, unit: Option<UnitId>) -> UnitId {
        let unit = match unit {
            Some(unit) => {
                self.settle(unit, &[step]);
                self.order.remove(step);
                unit
            }
            None => {
                self.members.push(Vec::new());
                self.order.replace(step, self.node(self.members.len() - 1));
                self.members.len() - 1
            }
        };
        let steps = &mut self.members[unit];
        steps.insert(steps.partition_point(|&s| s < step), step);
        self.of[step] = Some(unit);
        unit
    }

    /// Makes one unit of two that are independent.
    pub fn merge(&mut self, into: UnitId, from: UnitId) {
        let label = |u: UnitId| self.order.label(self.node(u));
        // The one that stands first keeps its place.
        if label(into) < label(from) {
            self.settle(into, &self.members[from].clone());
            self.order.remove(self.node(from));
        } else {
            self.settle(from, &self.members[into].clone());
            self.order.remove(self.node(into));
            self.order.replace(self.node(from), self.node(into));
        }
        let gone = std::mem::take(&mut self.members[from]);
        gone.iter().for_each(|&s| self.of[s] = Some(into));
        self.members[into].extend(gone);
        self.members[into].sort_unstable();
    }

    /// The number of a unit among the nodes.
    fn node(&self, unit: UnitId) -> usize {
        self.program.steps.len() + unit
    }

    /// Puts what the steps depend on before a unit, which they are about to join.
    fn settle(&mut self, unit: UnitId, steps: &[usize]) {
        // What the steps are to each other, also through views, comes along with them.
        let own = steps.first().and_then(|&s| self.of[s]);
        let outside = |d: &usize| own.is_none() || self.unit_resolved(*d) != own;
        let starts: Vec<usize> = steps.iter().flat_map(|&s| self.dependencies(s)).filter(outside).collect();
        let mut found = Vec::new();
        // None of them depends on the unit: that was asked before.
        self.search(unit, &starts, usize::MAX, |node| found.push(node));
        if !found.is_empty() {
            found.sort_unstable_by_key(|&node| self.order.label(node));
            self.order.move_before(self.node(unit), &found);
        }
    }

    /// The output whose elements, in the same order, this output shows.
    pub fn resolve(&self, mut output: Output) -> Output {
        while let Some(inner) = self.root[output.node.0 as usize] {
            output = inner;
        }
        output
    }

    /// The unit of a step, seen through order-preserving views.
    pub fn unit_resolved(&self, s: usize) -> Option<UnitId> {
        match self.root[s] {
            Some(root) => self.of[self.resolve(root).node.0 as usize],
            None => self.of[s],
        }
    }

    /// Is there a path from unit `u` to one of the steps `starts` that leaves the unit?
    pub fn reaches(&self, u: UnitId, starts: &[usize]) -> bool {
        self.search(u, starts, MAX_SEARCH, |_| {})
    }

    /// Goes through what `starts` depend on and what does not stand before unit `u`, as nodes; true where that leads to
    /// the unit, or nowhere within `most` nodes.
    fn search(&self, u: UnitId, starts: &[usize], most: usize, mut found: impl FnMut(usize)) -> bool {
        let first = self.order.label(self.node(u));
        let mut stack: Vec<usize> = starts.iter().copied().filter(|&s| self.unit_resolved(s) != Some(u)).collect();
        let (stamps, search) = &mut *self.seen.borrow_mut();
        stamps.resize(self.program.steps.len() + self.members.len(), 0);
        *search += 1;
        let mut visited = 0;
        while let Some(s) = stack.pop() {
            let unit = self.of[s];
            if unit == Some(u) {
                return true;
            }
            let node = unit.map_or(s, |v| self.node(v));
            if self.order.label(node) < first || std::mem::replace(&mut stamps[node], *search) == *search {
                continue;
            }
            visited += 1;
            if visited > most {
                return true;
            }
            found(node);
            match unit {
                None => stack.extend(self.dependencies(s)),
                Some(v) => {
                    let inputs = self.members[v].iter().flat_map(|&member| self.dependencies(member));
                    stack.extend(inputs.filter(|&d| self.unit_resolved(d) != Some(v)));
                }
            }
        }
        false
    }

    /// The steps that a step comes after.
    fn dependencies(&self, s: usize) -> impl Iterator<Item = usize> {
        let inputs = self.program.steps[s].inputs.iter().map(|o| o.node.0 as usize);
        inputs.chain(self.barriers[s].iter().map(|&b| b as usize))
    }

    /// No path leads from one unit to the other.
    pub fn independent(&self, a: UnitId, b: UnitId) -> bool {
        let clear = |from: UnitId, to: UnitId| {
            let inputs = self.members[to].iter().flat_map(|&s| &self.program.steps[s].inputs);
            let starts: Vec<usize> = inputs.map(|o| o.node.0 as usize).filter(|&s| self.of[s] != Some(to)).collect();
            !starts.iter().any(|&s| self.unit_resolved(s) == Some(from)) && !self.reaches(from, &starts)
        };
        clear(a, b) && clear(b, a)
    }

    /// Per step: is it a view that serves one unit only, so that it vanishes into it?
    fn internal(&self) -> Vec<bool> {
        let steps = &self.program.steps;
        let mut users = vec![0u32; steps.len()];
        for output in steps.iter().flat_map(|s| &s.inputs).chain(&self.program.fetches) {
            users[output.node.0 as usize] += 1;
        }
        let mut inside = vec![0u32; steps.len()];
        let mut internal = vec![false; steps.len()];
        for (i, step) in steps.iter().enumerate().rev() {
            internal[i] = self.root[i].is_some() && users[i] > 0 && users[i] == inside[i];
            let unit = if internal[i] { self.unit_resolved(i) } else { self.of[i] };
            for input in &step.inputs {
                let source = input.node.0 as usize;
                inside[source] += u32::from(unit.is_some() && self.unit_resolved(source) == unit);
            }
        }
        internal
    }

    /// Outputs of members that are fetched or read by steps that stay outside.
    fn escaping(&self, internal: &[bool]) -> FxHashSet<Output> {
        let mut out: FxHashSet<Output> = self.program.fetches.iter().copied().collect();
        for (i, step) in self.program.steps.iter().enumerate() {
            for &input in &step.inputs {
                let unit = self.of[input.node.0 as usize];
                let within = internal[i] || unit.is_some() && self.of[i] == unit;
                if unit.is_some() && !within {
                    out.insert(input);
                }
            }
        }
        out
    }

    /// Emits units and single steps in an order that respects data and effects; `unit` emits a unit.
    pub fn emit(&self, mut unit: impl FnMut(UnitId, &mut Emitted)) -> Program {
        let steps = &self.program.steps;
        let number = |s: usize| self.of[s].map_or(s, |u| steps.len() + u);
        let total = steps.len() + self.members.len();
        let mut waiting = vec![0u32; total];
        let mut users: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); total];
        let mut edge = |from: usize, to: usize| {
            if from != to {
                waiting[to] += 1;
                users[from].push(to as u32);
            }
        };
        for (i, step) in steps.iter().enumerate() {
            for input in &step.inputs {
                let source = input.node.0 as usize;
                // A member reads what it is a view of, which it need not wait for: somebody else may use the view.
                if self.of[i].is_none() || self.of[i] != self.unit_resolved(source) {
                    edge(number(source), number(i));
                }
            }
            self.barriers[i].iter().for_each(|&b| edge(b as usize, i));
        }
        let alive = |u: usize| {
            if u < steps.len() { self.of[u].is_none() } else { !self.members[u - steps.len()].is_empty() }
        };
        let rank =
            |u: usize| if u < steps.len() { u } else { self.members[u - steps.len()].last().copied().unwrap_or(0) };
        let mut ready: BinaryHeap<Reverse<(usize, usize)>> =
            (0..total).filter(|&u| alive(u) && waiting[u] == 0).map(|u| Reverse((rank(u), u))).collect();
        let internal = self.internal();
        let mut emitted =
            Emitted { next: self.program.successor(), map: FxHashMap::default(), escaping: self.escaping(&internal) };
        while let Some(Reverse((_, u))) = ready.pop() {
            if u >= steps.len() {
                unit(u - steps.len(), &mut emitted);
            } else if !internal[u] {
                emitted.copy(u, &steps[u]);
            }
            for &user in &users[u] {
                waiting[user as usize] -= 1;
                if waiting[user as usize] == 0 {
                    ready.push(Reverse((rank(user as usize), user as usize)));
                }
            }
        }
        emitted.next.fetches = self.program.fetches.iter().map(|o| emitted.map[o]).collect();
        emitted.next
    }
}

impl Emitted {
    /// Step `s` as it is.
    pub fn copy(&mut self, s: usize, step: &Step) {
        let mut step = step.clone();
        step.inputs.iter_mut().for_each(|o| *o = self.map[o]);
        let outputs: Vec<Output> = (0..step.facts.len() as u32).map(|k| Output::new(NodeId(s as u32), k)).collect();
        self.push(step, outputs);
    }

    /// A step whose outputs stand for these of the old program.
    pub fn push(&mut self, step: Step, outputs: Vec<Output>) {
        let id = self.next.push(step);
        self.map.extend(outputs.into_iter().enumerate().map(|(k, o)| (o, Output::new(id, k as u32))));
    }
}

/// Effects keep their order: each write or host step comes after all effects before it, the others after it.
fn effect_edges(program: &Program) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    let (mut last, mut since): (Option<usize>, Vec<usize>) = (None, Vec::new());
    for (i, step) in program.steps.iter().enumerate().filter(|(_, step)| step.effect() != Effect::Pure) {
        edges.extend(last.map(|last| (last, i)));
        if matches!(step.effect(), Effect::Write(_) | Effect::Host) {
            edges.extend(since.drain(..).map(|s| (s, i)));
            last = Some(i);
        } else {
            since.push(i);
        }
    }
    edges
}

/// For a view that keeps row-major order: what it is a view of.
pub fn view_root(program: &Program, step: &Step) -> Option<Output> {
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
