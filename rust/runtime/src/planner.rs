//! Program to Plan: views dissolve into strides, kernels are chosen, memory is laid out.

use crate::cpu::fold::FoldKernel;
use crate::cpu::map::MapKernel;
use crate::memory::{Life, place};
use crate::plan::*;
use crate::store::{NodeState, Store};
use rheos_base::{DType, Dims, Result, Tensor, bail, err};
use rheos_graph::expr::Expr;
use rheos_graph::group::Group;
use rheos_graph::program::{Program, Step, Work};
use rheos_graph::{
    Arg, Boundary, Compute, Effect, Fact, HostSpec, Kernel, KernelSpec, Layout, NodeId, NodeInfo, Output,
};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::sync::{Arc, Mutex};

/// What planning needs from the session.
pub struct Context<'a> {
    pub store: &'a Store,
    pub threads: usize,
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
    Arena(Life),
}

struct VariableState {
    current: Option<Version>,
    /// Reads of the current version, as outputs whose pending uses count.
    readers: Vec<Output>,
    dims: Option<Dims>,
    /// A host op replaced the value behind the plan's back.
    unknown: bool,
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
    /// The step that assigns an output to a variable, if that is all that happens to it.
    writer: FxHashMap<Output, usize>,
    absorbed: Vec<bool>,
    randoms: FxHashMap<NodeId, u32>,
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
            writer,
            absorbed: vec![false; count],
            randoms: FxHashMap::default(),
            plan: Plan {
                steps: Vec::new(),
                bases: 0,
                slots: 0,
                arena_bytes: 0,
                arena: Vec::new(),
                constants: Vec::new(),
                feeds: program.feeds.iter().map(|_| (None, None)).collect(),
                variables: Vec::new(),
                fetches: Vec::new(),
                cost: 0.0,
                later: None,
                frames: Mutex::new(Vec::new()),
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
        let now = self.plan.steps.len();
        self.new_base(BaseKind::Arena(Life { bytes, first: now, last: now }))
    }

    /// Keeps a base's memory until the step about to be added.
    fn touch(&mut self, base: Base) {
        if let BaseKind::Arena(life) = &mut self.bases[base as usize] {
            life.last = life.last.max(self.plan.steps.len());
        }
    }

    fn add(&mut self, step: &Step, action: Action) {
        let (cost, bases): (f64, SmallVec<[Base; 8]>) = match &action {
            Action::Kernel(run) | Action::Update(run, _) => (
                run.kernel.cost(),
                run.inputs.iter().map(|o| o.base).chain(run.outputs.iter().copied()).chain(run.scratch).collect(),
            ),
            Action::Assign { value, .. } => (50.0, value.base().into_iter().collect()),
            Action::Host { inputs, .. } => (5_000.0, inputs.iter().filter_map(HostInput::base).collect()),
            Action::Pick { .. } => (1_000.0, SmallVec::new()),
        };
        for base in bases {
            self.touch(base);
        }
        self.plan.cost += cost + 20.0;
        let label = match &step.work {
            Work::Fused(group) => group.members.join("+"),
            _ => step.label().to_string(),
        };
        self.plan.steps.push(PlanStep { action, origin: step.origin, label });
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
        let step = &self.program.steps[i];
        let values = match &step.work {
            _ if self.absorbed[i] => SmallVec::new(),
            Work::Const(value) => smallvec![Value::Const { value: value.clone(), base: None }],
            Work::Feed(n) => smallvec![self.feed(*n, &step.facts[0])],
            Work::Fused(group) => self.fused(i, step, group)?,
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

    /// Address and layout of a plain value.
    fn operand(&mut self, output: Output) -> Result<(Base, Layout)> {
        let dims = self.program.fact(output).shape.to_dims();
        match self.value(output).clone() {
            Value::Plain { base, layout } => Ok((base, layout)),
            Value::Object { base: Some(base), .. } => Ok((base, Layout::contiguous(&dims.unwrap_or_default()))),
            Value::Const { value, base } => {
                let layout = Layout::contiguous(value.dims());
                let base = match base {
                    Some(base) => base,
                    None => {
                        let base = self.new_base(BaseKind::Outside);
                        self.plan.constants.push((base, value.clone()));
                        let own = &mut self.values[output.node.0 as usize][output.index as usize];
                        *own = Value::Const { value, base: Some(base) };
                        base
                    }
                };
                Ok((base, layout))
            }
            Value::Handle(v) => {
                let version = self.read(v)?;
                let dims = self.states[v].dims.clone().unwrap_or_default();
                Ok((version.base, Layout::contiguous(&dims)))
            }
            Value::Object { .. } => bail!(Internal, "a value that is not plain is used by a kernel"),
        }
    }

    fn host_input(&mut self, output: Output) -> Result<HostInput> {
        let fact = self.program.fact(output);
        Ok(match self.value(output).clone() {
            Value::Object { slot, .. } => HostInput::Slot(slot),
            Value::Const { value, .. } => HostInput::Const(value),
            Value::Handle(v) => HostInput::Handle(self.plan.variables[v].variable.clone()),
            Value::Plain { base, layout } => {
                let (base, layout) = self.row_major(output, base, layout)?;
                let size = fact.dtype.size() as isize;
                let operand = Operand { base, offset: layout.offset * size };
                HostInput::Plain { operand, dtype: fact.dtype, dims: fact.dims() }
            }
        })
    }

    /// The value without gaps; copies it if it is strided.
    fn row_major(&mut self, output: Output, base: Base, layout: Layout) -> Result<(Base, Layout)> {
        if layout.is_contiguous() {
            return Ok((base, layout));
        }
        let target = self.arena(layout.len() * self.program.fact(output).dtype.size());
        self.copy(output, base, &layout, target)?;
        Ok((target, Layout::contiguous(&layout.dims)))
    }

    fn copy(&mut self, output: Output, base: Base, layout: &Layout, target: Base) -> Result<()> {
        let dtype = self.program.fact(output).dtype;
        let mut expr = Expr::default();
        let x = expr.input(0, dtype);
        expr.results.push(x);
        let size = dtype.size() as isize;
        let mut own = layout.clone();
        own.offset = 0;
        let kernel = Box::new(MapKernel::new(&expr, std::slice::from_ref(&own), &layout.dims, &[false])?);
        let run = Invocation {
            kernel,
            inputs: smallvec![Operand { base, offset: layout.offset * size }],
            outputs: smallvec![target],
            input_args: Vec::new(),
            output_args: Vec::new(),
            scratch: None,
        };
        let step = self.program.step(output.node).clone();
        self.add(&step, Action::Kernel(run));
        if let Some(last) = self.plan.steps.last_mut() {
            last.label = "Copy".into();
        }
        Ok(())
    }

    fn boundary(&mut self, step: &Step, boundary: Boundary) -> Result<SmallVec<[Value; 1]>> {
        match boundary {
            Boundary::Handle => Ok(smallvec![Value::Handle(self.variable(step)?)]),
            Boundary::Read => {
                self.consume(step.inputs[0]);
                let v = self.handle(step.inputs[0])?;
                let version = self.read(v)?;
                let dims = step.facts[0].dims();
                self.states[v].dims.get_or_insert_with(|| dims.clone());
                let own = Output::new(NodeId(self.values.len() as u32), 0);
                self.states[v].readers.push(own);
                self.plan.variables[v].dims.get_or_insert(dims.clone());
                Ok(smallvec![Value::Plain { base: version.base, layout: Layout::contiguous(&dims) }])
            }
            Boundary::Write => {
                let v = self.handle(step.inputs[0])?;
                let fact = self.program.fact(step.inputs[1]);
                self.check_assigned(v, fact)?;
                let value = self.host_input(step.inputs[1])?;
                self.consume(step.inputs[1]);
                let dims = fact.shape.to_dims();
                let new = self.new_version(v, dims);
                self.add(step, Action::Assign { variable: v, value, new: Some(new) });
                Ok(SmallVec::new())
            }
            Boundary::Const | Boundary::Feed | Boundary::Default => bail!(Internal, "a source was not replaced"),
        }
    }

    fn check_assigned(&self, v: usize, fact: &Fact) -> Result<()> {
        let variable = &self.plan.variables[v].variable;
        if fact.dtype != variable.dtype {
            bail!(InvalidArgument, "variable '{}' is {}, the value {}", variable.name, variable.dtype, fact.dtype);
        }
        if !fact.shape.is_compatible(&variable.shape) {
            bail!(
                InvalidArgument,
                "variable '{}' has shape {}, the assigned value {}",
                variable.name,
                variable.shape,
                fact.shape
            );
        }
        Ok(())
    }

    fn variable(&mut self, step: &Step) -> Result<usize> {
        let variable = self.context.store.variable(step, self.context.name)?;
        if let Some(i) = self.plan.variables.iter().position(|u| Arc::ptr_eq(&u.variable, &variable)) {
            return Ok(i);
        }
        let dims = variable.shape.to_dims();
        let dtype = variable.dtype;
        self.plan.variables.push(VariableUse { variable, start: None, dtype, dims: None });
        self.states.push(VariableState { current: None, readers: Vec::new(), dims, unknown: false });
        Ok(self.states.len() - 1)
    }

    fn handle(&self, output: Output) -> Result<usize> {
        match self.value(output) {
            Value::Handle(v) => Ok(*v),
            _ => bail!(InvalidArgument, "the resource is not a variable that is known when the run is planned"),
        }
    }

    /// The variable's value at this point of the run.
    fn read(&mut self, v: usize) -> Result<Version> {
        if self.states[v].unknown {
            bail!(Unimplemented, "a variable is read after it was destroyed in the same run");
        }
        if let Some(version) = self.states[v].current {
            return Ok(version);
        }
        let version = Version { base: self.new_base(BaseKind::Outside), slot: self.new_slot() };
        self.states[v].current = Some(version);
        self.plan.variables[v].start = Some(version);
        if self.plan.variables[v].dims.is_none() {
            self.plan.variables[v].dims = self.states[v].dims.clone();
        }
        Ok(version)
    }

    fn new_version(&mut self, v: usize, dims: Option<Dims>) -> Version {
        let version = Version { base: self.new_base(BaseKind::Outside), slot: self.new_slot() };
        let state = &mut self.states[v];
        state.current = Some(version);
        state.readers.clear();
        state.dims = dims;
        version
    }

    fn view(
        &mut self,
        step: &Step,
        view: rheos_graph::decl::ViewFn,
        info: &NodeInfo<'_>,
    ) -> Result<SmallVec<[Value; 1]>> {
        for &input in &step.inputs[1..] {
            self.consume(input);
        }
        let source = step.inputs[0];
        if !info.inputs[0].dtype.is_plain() {
            return self.view_objects(step, view, info);
        }
        let (base, layout) = self.operand(source)?;
        let layouts = match view(info, &layout)? {
            Some(layouts) => layouts.into_iter().map(|l| (base, l)).collect(),
            None => {
                let (base, layout) = {
                    let target = self.arena(layout.len() * info.inputs[0].dtype.size());
                    self.copy(source, base, &layout, target)?;
                    (target, Layout::contiguous(&layout.dims))
                };
                match view(info, &layout)? {
                    Some(layouts) => layouts.into_iter().map(|l| (base, l)).collect::<Vec<_>>(),
                    None => bail!(Internal, "{} is not a view of a row-major value", info.op.name),
                }
            }
        };
        Ok(layouts.into_iter().map(|(base, layout)| Value::Plain { base, layout }).collect())
    }

    fn view_objects(
        &mut self,
        step: &Step,
        view: rheos_graph::decl::ViewFn,
        info: &NodeInfo<'_>,
    ) -> Result<SmallVec<[Value; 1]>> {
        let input = match self.host_input(step.inputs[0])? {
            HostInput::Slot(slot) => slot,
            HostInput::Const(value) => {
                let kernel = Box::new(move |_: &[Tensor], _: &rheos_graph::HostCall<'_>| Ok(smallvec![value.clone()]));
                let slot = self.new_slot();
                let fact = info.inputs[0];
                let output = HostOutput { slot, base: None, dtype: fact.dtype, shape: fact.shape.clone() };
                self.add(step, Action::Host { kernel, inputs: Vec::new(), outputs: vec![output] });
                slot
            }
            _ => bail!(Unimplemented, "{} of a {}", info.op.name, info.inputs[0].dtype),
        };
        let Some(layouts) = view(info, &Layout::contiguous(&info.input_dims(0)))? else {
            bail!(Internal, "{} is not a view of a row-major value", info.op.name)
        };
        let mut values = SmallVec::new();
        for layout in layouts {
            let output = self.new_slot();
            self.add(step, Action::Pick { input, layout, output });
            values.push(Value::Object { slot: output, base: None });
        }
        Ok(values)
    }

    /// A base for a result: the caller's own buffer if it is fetched, else a place in the arena.
    fn result_base(&mut self, output: Output, dtype: DType, dims: &Dims) -> Base {
        if self.fetched.contains_key(&output) {
            return self.new_base(BaseKind::Outside);
        }
        self.arena(rheos_base::element_count(dims) * dtype.size())
    }

    fn scratch(&mut self, kernel: &dyn Kernel) -> Option<Base> {
        let bytes = kernel.scratch_bytes(self.context.threads);
        (bytes > 0).then(|| self.arena(bytes))
    }

    fn fused(&mut self, i: usize, step: &Step, group: &Arc<Group>) -> Result<SmallVec<[Value; 1]>> {
        let mut operands: SmallVec<[Operand; 4]> = SmallVec::new();
        let mut layouts = Vec::new();
        let mut whole = Vec::new();
        for operand in &group.operands {
            let output = step.inputs[operand.input];
            let dtype = self.program.fact(output).dtype;
            let (base, layout) = self.operand(output)?;
            let mut spread = layout.broadcast(&operand.space);
            operands.push(Operand { base, offset: spread.offset * dtype.size() as isize });
            spread.offset = 0;
            whole.push((base, layout.offset == 0 && spread.is_contiguous(), dtype));
            layouts.push(spread);
        }
        step.inputs.iter().for_each(|&o| self.consume(o));
        if let Some(reduce) = &group.reduce {
            let kernel = Box::new(FoldKernel::new(group, reduce, &layouts)?);
            return self.invoke(i, step, kernel, operands, Vec::new(), &whole);
        }
        // An operand that dies here and is read element for element may lend its memory to a result.
        let elements = rheos_base::element_count(&group.domain);
        let mut bases: SmallVec<[Option<Base>; 2]> = smallvec![None; step.facts.len()];
        let mut lent: SmallVec<[Base; 2]> = SmallVec::new();
        for (k, fact) in step.facts.iter().enumerate() {
            let output = Output::new(NodeId(i as u32), k as u32);
            if self.fetched.contains_key(&output) || self.writer.contains_key(&output) {
                continue;
            }
            let bytes = elements * fact.dtype.size();
            bases[k] = step.inputs.iter().zip(0..).find_map(|(&input, n)| {
                let (base, _) = match self.value(input) {
                    Value::Plain { base, layout } => (*base, layout),
                    _ => return None,
                };
                let fits = matches!(&self.bases[base as usize], BaseKind::Arena(life) if life.bytes == bytes);
                let direct =
                    whole.iter().all(|&(b, direct, dtype)| b != base || (direct && dtype.size() == fact.dtype.size()));
                let used = group.operands.iter().any(|o| o.input == n);
                (fits && direct && used && !lent.contains(&base) && self.is_done_with(input)).then_some(base)
            });
            lent.extend(bases[k]);
        }
        let aliased: Vec<bool> = (0..step.facts.len())
            .map(|k| bases[k].is_some() || self.writer.contains_key(&Output::new(NodeId(i as u32), k as u32)))
            .collect();
        let kernel = Box::new(MapKernel::new(&group.expr, &layouts, &group.domain, &aliased)?);
        let bases = bases.into_vec();
        self.invoke(i, step, kernel, operands, bases, &whole)
    }

    /// Adds a kernel step for a fused group: results go to given bases, to variables or to new memory.
    fn invoke(
        &mut self,
        i: usize,
        step: &Step,
        kernel: Box<dyn Kernel>,
        inputs: SmallVec<[Operand; 4]>,
        given: Vec<Option<Base>>,
        whole: &[(Base, bool, DType)],
    ) -> Result<SmallVec<[Value; 1]>> {
        let mut values = SmallVec::new();
        let mut outputs = SmallVec::new();
        let mut updates = Vec::new();
        let scratch = self.scratch(&*kernel);
        for (k, fact) in step.facts.iter().enumerate() {
            let output = Output::new(NodeId(i as u32), k as u32);
            let dims = fact.dims();
            let base = match given.get(k).copied().flatten() {
                Some(base) => base,
                None => match self.absorb(i, output, fact, whole, k)? {
                    Some(update) => {
                        let base = update.new.map_or(0, |v| v.base);
                        updates.push(update);
                        base
                    }
                    None => self.result_base(output, fact.dtype, &dims),
                },
            };
            outputs.push(base);
            values.push(Value::Plain { base, layout: Layout::contiguous(&dims) });
        }
        let run = Invocation { kernel, inputs, outputs, input_args: Vec::new(), output_args: Vec::new(), scratch };
        self.add(step, if updates.is_empty() { Action::Kernel(run) } else { Action::Update(run, updates) });
        Ok(values)
    }

    /// If output `k` of step `i` is only assigned to a variable, and nothing between could tell the
    /// difference, the step itself makes the assignment.
    fn absorb(
        &mut self,
        i: usize,
        output: Output,
        fact: &Fact,
        whole: &[(Base, bool, DType)],
        k: usize,
    ) -> Result<Option<Update>> {
        let Some(&write) = self.writer.get(&output) else { return Ok(None) };
        let quiet = self.program.steps[i + 1..write].iter().all(|s| match s.effect() {
            Effect::Pure => true,
            Effect::Write(_) => s.op().is_some_and(|op| matches!(op.decl.compute, Compute::Boundary(Boundary::Write))),
            _ => false,
        });
        let v = self.handle(self.program.steps[write].inputs[0])?;
        let twice = self.program.steps[i + 1..write].iter().any(|s| {
            s.effect() != Effect::Pure
                && s.inputs.first().is_some_and(|&h| self.handle(h).is_ok_and(|other| other == v))
        });
        if !quiet || twice {
            return Ok(None);
        }
        self.check_assigned(v, fact)?;
        let state = &self.states[v];
        let old = state.current;
        let same_size = state.dims.as_ref() == Some(&fact.dims());
        let aligned = old.is_none_or(|o| whole.iter().all(|&(b, direct, _)| b != o.base || direct));
        let in_place = same_size && aligned && state.readers.iter().all(|&r| self.is_done_with(r));
        let dims = fact.dims();
        let new = self.new_version(v, Some(dims.clone()));
        self.absorbed[write] = true;
        Ok(Some(Update {
            variable: v,
            output: k,
            old,
            in_place,
            keeps_old: false,
            new: Some(new),
            dtype: fact.dtype,
            dims,
        }))
    }

    fn kernel(
        &mut self,
        i: usize,
        step: &Step,
        decl: &rheos_graph::KernelDecl,
        info: &NodeInfo<'_>,
    ) -> Result<SmallVec<[Value; 1]>> {
        let written: &[usize] = match info.op.decl.effect {
            Effect::Write(args) => args,
            _ => &[],
        };
        let mut inputs: SmallVec<[Operand; 4]> = SmallVec::new();
        let mut input_args = Vec::new();
        let mut updates = Vec::new();
        let mut outputs: SmallVec<[Base; 2]> = SmallVec::new();
        let mut output_args = Vec::new();
        for (n, &input) in step.inputs.iter().enumerate() {
            if written.contains(&n) {
                inputs.push(Operand { base: 0, offset: 0 });
                input_args.push(Arg { dtype: DType::Resource, layout: Layout::contiguous(&[]) });
                continue;
            }
            let (base, layout) = self.operand(input)?;
            let (base, layout) = if decl.strided { (base, layout) } else { self.row_major(input, base, layout)? };
            let dtype = match self.value(input) {
                Value::Handle(v) => self.plan.variables[*v].dtype,
                _ => info.inputs[n].dtype,
            };
            inputs.push(Operand { base, offset: layout.offset * dtype.size() as isize });
            input_args.push(Arg { dtype, layout: Layout { offset: 0, ..layout } });
        }
        step.inputs.iter().for_each(|&o| self.consume(o));
        for &n in written {
            let v = self.handle(step.inputs[n])?;
            let old = self.read(v)?;
            let Some(dims) = self.states[v].dims.clone() else {
                bail!(Unimplemented, "{} of a variable of unknown shape", info.op.name)
            };
            let dtype = self.plan.variables[v].dtype;
            let in_place = self.states[v].readers.iter().all(|&r| self.is_done_with(r));
            let new = self.new_version(v, Some(dims.clone()));
            let arg = Arg { dtype, layout: Layout::contiguous(&dims) };
            inputs[n] = Operand { base: new.base, offset: 0 };
            input_args[n] = arg.clone();
            updates.push(Update {
                variable: v,
                output: outputs.len(),
                old: Some(old),
                in_place,
                keeps_old: true,
                new: Some(new),
                dtype,
                dims,
            });
            outputs.push(new.base);
            output_args.push(arg);
        }
        let mut values = SmallVec::new();
        for (k, fact) in step.facts.iter().enumerate() {
            let dims = fact.dims();
            let output = Output::new(NodeId(i as u32), k as u32);
            let base = self.result_base(output, fact.dtype, &dims);
            outputs.push(base);
            output_args.push(Arg { dtype: fact.dtype, layout: Layout::contiguous(&dims) });
            values.push(Value::Plain { base, layout: Layout::contiguous(&dims) });
        }
        let state = self.node_state(step);
        let spec = KernelSpec { info: *info, inputs: &input_args, outputs: &output_args, state: &state };
        let kernel = (decl.cpu)(&spec)?;
        let empty = !output_args.is_empty() && output_args.iter().all(|a| a.layout.is_empty());
        if empty && info.op.decl.effect == Effect::Pure {
            return Ok(values);
        }
        // A result that is only assigned to a variable is written there at once.
        if updates.is_empty() {
            let reads: Vec<(Base, bool, DType)> = inputs.iter().map(|o| (o.base, false, DType::F32)).collect();
            for (k, fact) in step.facts.iter().enumerate() {
                let output = Output::new(NodeId(i as u32), k as u32);
                if let Some(update) = self.absorb(i, output, fact, &reads, k)? {
                    outputs[k] = update.new.map_or(0, |v| v.base);
                    updates.push(update);
                }
            }
        }
        let scratch = self.scratch(&*kernel);
        let run = Invocation { kernel, inputs, outputs, input_args, output_args, scratch };
        self.add(step, if updates.is_empty() { Action::Kernel(run) } else { Action::Update(run, updates) });
        Ok(values)
    }

    fn node_state(&mut self, step: &Step) -> NodeState<'a> {
        let ordinal = self.randoms.entry(step.origin).or_default();
        *ordinal += 1;
        self.context.store.node(step.origin, *ordinal)
    }

    fn host(
        &mut self,
        step: &Step,
        host: rheos_graph::decl::HostFn,
        info: &NodeInfo<'_>,
    ) -> Result<SmallVec<[Value; 1]>> {
        let name = (self.context.name)(step.origin);
        let state = self.node_state(step);
        let kernel = host(&HostSpec { info: *info, name: &name, state: &state })?;
        let inputs = step.inputs.iter().map(|&o| self.host_input(o)).collect::<Result<Vec<_>>>()?;
        step.inputs.iter().for_each(|&o| self.consume(o));
        if let Effect::Write(args) = info.op.decl.effect {
            for &n in args {
                let v = self.handle(step.inputs[n])?;
                self.states[v].unknown = true;
            }
        }
        let mut outputs = Vec::new();
        let mut values = SmallVec::new();
        for fact in &step.facts {
            let slot = self.new_slot();
            let base = (fact.dtype.is_plain() && fact.shape.is_known()).then(|| self.new_base(BaseKind::Outside));
            outputs.push(HostOutput { slot, base, dtype: fact.dtype, shape: fact.shape.clone() });
            values.push(Value::Object { slot, base });
        }
        self.add(step, Action::Host { kernel, inputs, outputs });
        Ok(values)
    }

    fn finish(mut self) -> Result<Plan> {
        let mut fetches = Vec::with_capacity(self.program.fetches.len());
        for (n, &output) in self.program.fetches.iter().enumerate() {
            let first = self.fetched.get(&output).copied().unwrap_or(n);
            fetches.push(if first != n { Fetch::Same(first) } else { self.fetch(output)? });
        }
        self.plan.fetches = fetches;
        let mut lives = Vec::new();
        let mut owners = Vec::new();
        for (base, kind) in self.bases.iter().enumerate() {
            if let BaseKind::Arena(life) = kind {
                lives.push(*life);
                owners.push(base as Base);
            }
        }
        let (offsets, total) = place(&lives);
        self.plan.arena = owners.into_iter().zip(offsets).collect();
        self.plan.arena_bytes = total;
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
                let own = matches!(self.bases[base as usize], BaseKind::Outside)
                    && self.program.steps[output.node.0 as usize]
                        .op()
                        .is_none_or(|op| matches!(op.decl.compute, Compute::Kernel(_) | Compute::Either(..)))
                    && !matches!(self.program.steps[output.node.0 as usize].work, Work::Feed(_));
                if own {
                    return Ok(Fetch::Fresh { base, dtype: fact.dtype, dims });
                }
                let target = self.new_base(BaseKind::Outside);
                self.copy(output, base, &layout, target)?;
                Ok(Fetch::Fresh { base: target, dtype: fact.dtype, dims })
            }
        }
    }
}

impl HostInput {
    fn base(&self) -> Option<Base> {
        match self {
            HostInput::Plain { operand, .. } => Some(operand.base),
            _ => None,
        }
    }
}

fn root(roots: &[Output], output: Output) -> Output {
    let r = roots[output.node.0 as usize];
    // A view's root is recorded for its only interesting output; other steps are their own root.
    if r.node == output.node { output } else { r }
}
