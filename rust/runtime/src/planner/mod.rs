//! Program to Plan: views dissolve into strides, kernels are chosen, memory is laid out.

mod arena;
mod gpu;
mod groups;
mod kernels;
mod lanes;
mod packing;
mod variables;
mod views;

use crate::cpu::code::Memory;
use crate::cpu::fold::FoldKernel;
use crate::cpu::followed::{FollowedKernel, Source as Part};
use crate::cpu::map::MapKernel;
use crate::cpu::rows::RowsKernel;
use crate::gpu::device::Gpu;
use crate::placement::assign::Placed;
use crate::plan::*;
use crate::store::{NodeState, Store};
use rheos_base::{DType, Dims, Result, Tensor, bail, err};
use rheos_graph::group::{Followed, Group, Rows, Source};
use rheos_graph::program::{Program, Step, Work};
use rheos_graph::{
    Arg, Boundary, Compute, Device, Effect, Fact, HostSpec, Kernel, KernelSpec, Layout, NodeId, NodeInfo, Output,
    Packing,
};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::sync::{Arc, Mutex};

/// Bytes of working memory that running branches side by side may always cost.
const LITTLE: usize = 4 << 20;

/// What planning needs from the session.
pub struct Context<'a> {
    pub store: &'a Store,
    pub threads: usize,
    /// Where steps that were placed on a GPU run.
    pub gpu: Option<&'a Arc<Gpu>>,
    /// Name of a user's node.
    pub name: &'a dyn Fn(NodeId) -> Arc<str>,
}

/// Where a program's value is during a run.
#[derive(Clone)]
enum Value {
    Plain {
        base: Base,
        layout: Layout,
    },
    /// A tensor object; plain ones also have an address once they are there.
    Object {
        slot: Slot,
        base: Option<Base>,
    },
    Const {
        value: Tensor,
        base: Option<Base>,
    },
    Handle(usize),
}

enum BaseKind {
    Outside,
    /// In the arena, so many bytes.
    Arena(usize),
    /// On the GPU: in working memory, or in a variable's or a constant's own.
    Gpu(u64),
    GpuOutside(u64),
}

struct VariableState {
    current: Option<Version>,
    /// Reads of the current version, as outputs whose pending uses count.
    readers: Vec<Output>,
    dims: Option<Dims>,
    /// A host op replaced the value behind the plan's back.
    unknown: bool,
    on: Device,
}

pub struct Planner<'a> {
    program: &'a Program,
    context: &'a Context<'a>,
    values: Vec<SmallVec<[Value; 1]>>,
    bases: Vec<BaseKind>,
    slots: u32,
    states: Vec<VariableState>,
    /// Uses still to come, by step and output, counted at the output a chain of views starts from.
    pending: Vec<SmallVec<[u32; 1]>>,
    roots: Vec<Output>,
    fetched: FxHashMap<Output, usize>,
    /// Results that are computed in memory that is handed out, and the fetch that does: of the result itself, or of a view
    /// of all its elements in their order.
    given: FxHashMap<Output, Output>,
    /// The step that assigns an output to a variable, if that is all that happens to it.
    writer: FxHashMap<Output, usize>,
    absorbed: Vec<bool>,
    randoms: FxHashMap<NodeId, u32>,
    packings: FxHashMap<packing::Key, packing::Use>,
    gpu: Option<gpu::Made>,
    plan: Plan,
}

/// Plans a program all of whose sizes are known, except those of host results that nothing here uses.
pub fn plan(program: &Program, context: &Context<'_>) -> Result<Plan> {
    let mut planner = Planner::new(program, context);
    for i in 0..program.steps.len() {
        let origin = program.steps[i].origin;
        planner.step(i).map_err(|e| e.at(|| context.store.place(origin)))?;
    }
    planner.finish()
}

impl<'a> Planner<'a> {
    fn new(program: &'a Program, context: &'a Context<'a>) -> Planner<'a> {
        let count = program.steps.len();
        let mut roots = Vec::with_capacity(count);
        let mut pending: Vec<SmallVec<[u32; 1]>> = program.steps.iter().map(|s| smallvec![0; s.facts.len()]).collect();
        let mut uses: FxHashMap<Output, u32> = FxHashMap::default();
        let mut writers: Vec<(Output, usize)> = Vec::new();
        for (i, step) in program.steps.iter().enumerate() {
            let is_view = step.op().is_some_and(|op| matches!(op.decl.compute, Compute::View(_)));
            let own = Output::new(NodeId(i as u32), 0);
            roots.push(if is_view && !step.inputs.is_empty() { root(&roots, step.inputs[0]) } else { own });
            for (k, &input) in step.inputs.iter().enumerate() {
                if !(is_view && k == 0) {
                    let r = root(&roots, input);
                    pending[r.node.0 as usize][r.index as usize] += 1;
                }
                *uses.entry(input).or_default() += 1;
            }
            if step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Boundary(Boundary::Write))) {
                writers.push((step.inputs[1], i));
            }
        }
        let mut fetched = FxHashMap::default();
        for (i, &fetch) in program.fetches.iter().enumerate() {
            fetched.entry(fetch).or_insert(i);
            let r = root(&roots, fetch);
            // Never reaches zero: a fetched value lives to the end of the run.
            pending[r.node.0 as usize][r.index as usize] += 1;
            *uses.entry(fetch).or_default() += 1;
        }
        let mut given: FxHashMap<Output, Output> = fetched.keys().map(|&o| (o, o)).collect();
        for &fetch in &program.fetches {
            given.entry(seen_through(program, fetch)).or_insert(fetch);
        }
        let writer = writers.into_iter().filter(|(o, _)| uses.get(o) == Some(&1)).collect();
        Planner {
            program,
            context,
            values: Vec::with_capacity(count),
            bases: Vec::new(),
            slots: 0,
            states: Vec::new(),
            pending,
            roots,
            fetched,
            given,
            writer,
            absorbed: vec![false; count],
            randoms: FxHashMap::default(),
            packings: FxHashMap::default(),
            gpu: context.gpu.map(gpu::Made::new),
            plan: Plan {
                steps: Vec::new(),
                bases: 0,
                slots: 0,
                arena_bytes: 0,
                live_bytes: 0,
                arena: Vec::new(),
                constants: Vec::new(),
                feeds: program.feeds.iter().map(|_| (None, None)).collect(),
                variables: Vec::new(),
                fetches: Vec::new(),
                cost: 0.0,
                later: None,
                gpu: None,
                placed: Placed::default(),
                sizes: Vec::new(),
            },
        }
    }

    fn value(&self, output: Output) -> &Value {
        &self.values[output.node.0 as usize][output.index as usize]
    }

    fn new_base(&mut self, kind: BaseKind) -> Base {
        self.bases.push(kind);
        self.bases.len() as u32 - 1
    }

    fn new_slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    fn arena(&mut self, bytes: usize) -> Base {
        self.new_base(BaseKind::Arena(bytes))
    }

    fn add(&mut self, step: &Step, action: Action) {
        self.plan.cost += action.cost() + 20.0;
        let label = match &step.work {
            Work::Fused(group) => group.members.join("+"),
            Work::Rows(rows) => rows.label(),
            Work::Followed(followed) => followed.label(),
            _ => step.label().to_string(),
        };
        self.plan.steps.push(PlanStep { action, origin: step.origin, label, lanes: SmallVec::new() });
    }

    /// Counts one use of an output as done.
    fn consume(&mut self, output: Output) {
        let r = root(&self.roots, output);
        let left = &mut self.pending[r.node.0 as usize][r.index as usize];
        *left = left.saturating_sub(1);
    }

    fn is_done_with(&self, output: Output) -> bool {
        let r = root(&self.roots, output);
        self.pending[r.node.0 as usize][r.index as usize] == 0
    }

    fn step(&mut self, i: usize) -> Result<()> {
        let program = self.program;
        let step = &program.steps[i];
        if step.on == Device::Cpu && !self.absorbed[i] {
            self.gather(step)?;
        }
        let values = match &step.work {
            _ if self.absorbed[i] => SmallVec::new(),
            _ if step.on == Device::Gpu => self.gpu_step(i, step)?,
            Work::Const(value) => smallvec![Value::Const { value: value.clone(), base: None }],
            Work::Feed(n) => smallvec![self.feed(*n, &step.facts[0])],
            Work::Fused(group) => self.fused(i, step, group)?,
            Work::Rows(rows) => self.rows(i, step, rows)?,
            Work::Followed(followed) => self.followed(i, step, followed)?,
            Work::Op(op, attrs) => {
                let facts: SmallVec<[&Fact; 4]> = step.inputs.iter().map(|&o| self.program.fact(o)).collect();
                let info = NodeInfo { op, attrs, inputs: &facts, outputs: &step.facts };
                let plain =
                    facts.iter().chain(&step.facts.iter().collect::<Vec<_>>()).all(|f| f.dtype != DType::String);
                match &op.decl.compute {
                    Compute::Boundary(boundary) => self.boundary(step, *boundary)?,
                    Compute::View(view) => self.view(step, *view, &info)?,
                    Compute::Kernel(decl) => self.kernel(i, step, decl, &info)?,
                    Compute::Either(decl, _) if plain => self.kernel(i, step, decl, &info)?,
                    Compute::Either(_, host) | Compute::Host(host) => self.host(step, *host, &info)?,
                    Compute::Control(reason) => bail!(Unimplemented, "{reason}"),
                    Compute::Map(_) | Compute::Reduce(_) | Compute::Lower(_) => {
                        bail!(Internal, "{} was neither fused nor lowered", op.name)
                    }
                }
            }
        };
        self.values.push(values);
        Ok(())
    }

    fn feed(&mut self, n: usize, fact: &Fact) -> Value {
        let slot = self.new_slot();
        if !fact.dtype.is_plain() {
            self.plan.feeds[n] = (None, Some(slot));
            return Value::Object { slot, base: None };
        }
        let base = self.new_base(BaseKind::Outside);
        self.plan.feeds[n] = (Some(base), None);
        Value::Plain { base, layout: Layout::contiguous(&fact.dims()) }
    }

    fn finish(mut self) -> Result<Plan> {
        let mut fetches = Vec::with_capacity(self.program.fetches.len());
        for (n, &output) in self.program.fetches.iter().enumerate() {
            let first = self.fetched.get(&output).copied().unwrap_or(n);
            fetches.push(if first != n { Fetch::Same(first) } else { self.fetch(output)? });
        }
        self.plan.fetches = fetches;
        if let Some(last) = self.program.steps.last() {
            self.settle(last, true);
        }
        self.finish_gpu()?;
        self.keep_packed();
        let mut arena = self.lay_out();
        for most in lanes::MOST {
            let lanes = lanes::arrange(&self.plan.steps, most, self.bases.len(), self.context.threads);
            let Some(lanes) = lanes else { break };
            self.plan.steps = lanes.apply(std::mem::take(&mut self.plan.steps));
            let side_by_side = self.lay_out();
            if side_by_side.bytes <= arena.bytes + (arena.bytes / 4).max(LITTLE) {
                arena = side_by_side;
                break;
            }
            self.plan.steps = lanes.undo(std::mem::take(&mut self.plan.steps));
        }
        (self.plan.arena, self.plan.arena_bytes, self.plan.live_bytes) = (arena.places, arena.bytes, arena.live);
        self.plan.bases = self.bases.len();
        self.plan.slots = self.slots as usize;
        Ok(self.plan)
    }

    fn fetch(&mut self, output: Output) -> Result<Fetch> {
        let fact = self.program.fact(output).clone();
        match self.value(output).clone() {
            Value::Object { slot, .. } => Ok(Fetch::Slot(slot)),
            Value::Const { value, .. } => Ok(Fetch::Const(value)),
            Value::Handle(_) => Err(err!(InvalidArgument, "a resource handle cannot be fetched")),
            Value::Plain { base, layout } => {
                let dims = fact.dims();
                let source = seen_through(self.program, output);
                let step = self.program.step(source.node);
                let computed = match &step.work {
                    Work::Op(op, _) => matches!(op.decl.compute, Compute::Kernel(_) | Compute::Either(..)),
                    Work::Feed(_) | Work::Const(_) => false,
                    Work::Fused(_) | Work::Rows(_) | Work::Followed(_) => true,
                };
                let outside = matches!(self.bases[base as usize], BaseKind::Outside);
                let own = outside && computed && self.given.get(&source) == Some(&output);
                if own {
                    return Ok(Fetch::Fresh { base, dtype: fact.dtype, dims });
                }
                let target = self.new_base(BaseKind::Outside);
                if self.is_on_gpu(base) {
                    self.hand_out(output, base, layout, target)?;
                    return Ok(Fetch::Fresh { base: target, dtype: fact.dtype, dims });
                }
                self.copy(output, base, &layout, target)?;
                Ok(Fetch::Fresh { base: target, dtype: fact.dtype, dims })
            }
        }
    }
}

/// What an output shows all elements of, in their order.
fn seen_through(program: &Program, mut output: Output) -> Output {
    while let Some(inner) = rheos_passes::view_root(program, program.step(output.node)) {
        output = inner;
    }
    output
}

fn root(roots: &[Output], output: Output) -> Output {
    let r = roots[output.node.0 as usize];
    // A view's root is recorded for its only interesting output; other steps are their own root.
    if r.node == output.node { output } else { r }
}
