//! Real sizes in: facts are inferred again, what is known before the run folds to constants, Lower ops are
//! rewritten. Steps whose sizes depend on values not known yet are left for later, in a program of their own.

use rheos_base::{Attr, DType, Kind, Place, Result, Tensor, bail};
use rheos_graph::builder::{ArgValue, Builder, Emit, check_call};
use rheos_graph::fact::MAX_INTS;
use rheos_graph::graph::describe_inputs;
use rheos_graph::program::{Device, Program, Step, Work};
use rheos_graph::{
    Boundary, Compute, Effect, Fact, HandleFact, Known, NodeId, NodeInfo, OpDef, Output, Outputs, Registry, infer,
};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;
use std::sync::Arc;

/// What the runtime knows and passes do not.
pub trait Environment {
    /// Runs a pure op on known inputs; None where it cannot (no kernel yet for this op).
    fn evaluate(
        &self,
        op: &'static OpDef,
        attrs: &Arc<[Attr]>,
        inputs: &[Tensor],
        facts: &[Fact],
    ) -> Option<Result<Vec<Tensor>>>;

    /// Sizes of a variable's current value.
    fn variable_fact(&self, handle: &Step) -> Option<Fact>;

    /// The user's node that a step came from, for messages.
    fn place(&self, origin: NodeId) -> Place;

    /// Decides where each step runs.
    fn assign(&self, program: &mut Program) -> Result<()>;
}

/// The part of a program that must wait until the first part has run.
#[derive(Clone, Debug)]
pub struct Later {
    /// Its feeds are `imports`, in order.
    pub program: Program,
    /// Outputs of the first part, appended to its fetches.
    pub imports: Vec<Output>,
    /// Which imports decide sizes: their values are part of the key under which the rest is specialised.
    pub decisive: Vec<bool>,
    /// Where each fetch of the whole comes from.
    pub fetches: Vec<Source>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// Fetch number `i` of the first part.
    Now(usize),
    /// Fetch number `i` of the rest.
    Later(usize),
}

/// Values larger than this are not made while planning, unless they were constants already.
const FOLD_LIMIT: usize = 1 << 16;

struct Specialiser<'a> {
    next: Program,
    env: &'a dyn Environment,
    /// Current fact of each variable (by handle step) once its sizes are not those declared.
    variables: FxHashMap<NodeId, Fact>,
}

/// Where an old output now is.
#[derive(Clone, Copy)]
enum Slot {
    Now(Output),
    Later,
}

pub fn specialise(old: &Program, feeds: &[Fact], env: &dyn Environment) -> Result<(Program, Option<Later>)> {
    let mut next = Program::new(old.registry);
    next.feeds = feeds.to_vec();
    next.steps.reserve(old.steps.len());
    let mut walk = Specialiser { next, env, variables: FxHashMap::default() };
    let mut slots: Vec<SmallVec<[Slot; 1]>> = Vec::with_capacity(old.steps.len());
    let mut later: Vec<usize> = Vec::new();
    let mut decisive: Vec<Output> = Vec::new();
    let mut effects_wait = false;
    for (index, step) in old.steps.iter().enumerate() {
        walk.next.origin = step.origin;
        walk.next.device = step.device.clone();
        let mut inputs: SmallVec<[Output; 3]> = SmallVec::new();
        for input in &step.inputs {
            if let Slot::Now(o) = slots[input.node.0 as usize][input.index as usize] {
                inputs.push(o);
            }
        }
        let waits = inputs.len() < step.inputs.len() || (effects_wait && step.effect() != Effect::Pure);
        let done = if waits {
            None
        } else {
            walk.step(step, &inputs, feeds, &mut decisive).map_err(|e| {
                e.at(|| {
                    let mut place = env.place(step.origin);
                    // Real sizes say more than the user's graph, unless the rule that failed is of another op.
                    if let Work::Op(op, attrs) = &step.work
                        && place.op == op.name
                    {
                        let facts: SmallVec<[&Fact; 4]> = inputs.iter().map(|&o| walk.next.fact(o)).collect();
                        place.inputs = describe_inputs(op, attrs, &facts);
                    }
                    place
                })
            })?
        };
        match done {
            Some(outputs) => slots.push(outputs.into_iter().map(Slot::Now).collect()),
            None => {
                effects_wait |= step.effect() != Effect::Pure;
                later.push(index);
                slots.push(smallvec![Slot::Later; step.facts.len()]);
            }
        }
    }
    let now = |o: &Output| match slots[o.node.0 as usize][o.index as usize] {
        Slot::Now(o) => Some(o),
        Slot::Later => None,
    };
    if later.is_empty() {
        walk.next.fetches = old.fetches.iter().filter_map(now).collect();
        return Ok((walk.next, None));
    }
    split(old, walk.next, &later, &now, &decisive).map(|(now, later)| (now, Some(later)))
}

/// Builds the program of the waiting steps; what they use from the first part becomes its feeds.
fn split(
    old: &Program,
    mut first: Program,
    later: &[usize],
    now: &dyn Fn(&Output) -> Option<Output>,
    decisive: &[Output],
) -> Result<(Program, Later)> {
    let mut rest = Program::new(old.registry);
    let mut imports: Vec<Output> = Vec::new();
    let mut imported: FxHashMap<Output, Output> = FxHashMap::default();
    let mut moved: FxHashMap<u32, NodeId> = FxHashMap::default();
    for &index in later {
        let mut step = old.steps[index].clone();
        for input in &mut step.inputs {
            *input = match now(input) {
                None => Output::new(moved[&input.node.0], input.index),
                Some(o) => match imported.get(&o) {
                    Some(&have) => have,
                    None => {
                        let new = import(&first, o, &mut rest, &mut imports);
                        imported.insert(o, new);
                        new
                    }
                },
            };
        }
        moved.insert(index as u32, rest.push(step));
    }
    let mut sources = Vec::with_capacity(old.fetches.len());
    for fetch in &old.fetches {
        match now(fetch) {
            Some(o) => {
                sources.push(Source::Now(first.fetches.len()));
                first.fetches.push(o);
            }
            None => {
                sources.push(Source::Later(rest.fetches.len()));
                rest.fetches.push(Output::new(moved[&fetch.node.0], fetch.index));
            }
        }
    }
    first.fetches.extend(&imports);
    let decisive = imports.iter().map(|o| decisive.contains(o)).collect();
    Ok((first, Later { program: rest, imports, decisive, fetches: sources }))
}

/// Handles and constants are made again; anything else is fed.
fn import(first: &Program, output: Output, rest: &mut Program, imports: &mut Vec<Output>) -> Output {
    let step = first.step(output.node);
    let again = matches!(step.work, Work::Const(_))
        || step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Boundary(Boundary::Handle)));
    let id = if again {
        rest.push(step.clone())
    } else {
        let fact = first.fact(output);
        let fact = Fact::new(fact.dtype, fact.shape.clone());
        rest.feeds.push(fact.clone());
        imports.push(output);
        rest.push(Step {
            work: Work::Feed(imports.len() - 1),
            inputs: SmallVec::new(),
            facts: smallvec![fact],
            origin: step.origin,
            device: step.device.clone(),
            on: Device::Cpu,
        })
    };
    Output::new(id, if again { output.index } else { 0 })
}

/// Later stages multiply sizes without a look.
fn check_sizes(facts: &[Fact]) -> Result<()> {
    for fact in facts {
        let count = fact.shape.element_count().get().unwrap_or(0);
        if count.saturating_mul(fact.dtype.size().max(16) as i64) > i64::MAX >> 8 {
            bail!(ResourceExhausted, "a result of shape {} is larger than any memory", fact.shape);
        }
    }
    Ok(())
}

impl Specialiser<'_> {
    /// Handles one step; None if it has to wait for values.
    fn step(
        &mut self,
        step: &Step,
        inputs: &[Output],
        feeds: &[Fact],
        decisive: &mut Vec<Output>,
    ) -> Result<Option<Outputs>> {
        match &step.work {
            Work::Const(value) => Ok(Some(smallvec![self.next.push_const(value.clone())])),
            Work::Feed(i) => {
                if let Some(value) = feeds[*i].constant() {
                    return Ok(Some(smallvec![self.next.push_const(value.clone())]));
                }
                let mut new = step.clone();
                new.facts[0] = feeds[*i].clone();
                Ok(Some(smallvec![Output::new(self.next.push(new), 0)]))
            }
            Work::Fused(_) | Work::Rows(_) | Work::Followed(_) => bail!(Internal, "a fused step before specialisation"),
            Work::Op(op, attrs) => {
                // Results of host ops have sizes only once these have run.
                if inputs.iter().any(|o| !self.next.fact(*o).shape.is_known()) {
                    return Ok(None);
                }
                let mut facts = self.facts(op, attrs, inputs)?;
                let stated_only = facts.iter().any(|f| !f.shape.is_known());
                for (fact, stated) in facts.iter_mut().zip(&step.facts) {
                    // What the user stated with set_shape still holds, except that real sizes win.
                    if let Ok(merged) = fact.shape.merge(&stated.shape)
                        && !fact.shape.is_known()
                    {
                        fact.shape = merged;
                    }
                }
                if let Some(wait) = self.must_wait(op, inputs, &facts, stated_only) {
                    if wait.is_empty() && !matches!(op.decl.compute, Compute::Control(_)) {
                        bail!(Internal, "{}: the shape rule leaves sizes open although all inputs are known", op.name);
                    }
                    decisive.extend(wait);
                    return Ok(None);
                }
                check_sizes(&facts)?;
                self.process(op, attrs, inputs, facts).map(Some)
            }
        }
    }

    fn facts(&self, op: &'static OpDef, attrs: &[Attr], inputs: &[Output]) -> Result<SmallVec<[Fact; 1]>> {
        match op.decl.compute {
            Compute::Boundary(Boundary::Read) => {
                let fact = match self.variables.get(&inputs[0].node) {
                    Some(fact) => fact.clone(),
                    None => match self.next.fact(inputs[0]).handle() {
                        Some(h) => Fact::new(h.dtype, h.shape.clone()),
                        None => bail!(InvalidArgument, "reads a resource that is not a variable"),
                    },
                };
                Ok(smallvec![Fact::new(fact.dtype, fact.shape)])
            }
            Compute::Boundary(Boundary::Handle) => {
                let inputs: [&Fact; 0] = [];
                infer::infer(op, attrs, &inputs)
            }
            _ => {
                // What a variable of open shape holds now does not bind what is assigned to it.
                let assigns = matches!(op.decl.compute, Compute::Boundary(Boundary::Write));
                let fact = |&o: &Output| if assigns { Cow::Borrowed(self.next.fact(o)) } else { self.current(o) };
                let own: SmallVec<[Cow<'_, Fact>; 4]> = inputs.iter().map(fact).collect();
                let inputs: SmallVec<[&Fact; 4]> = own.iter().map(|f| &**f).collect();
                // A graph that was right when built fails here because of what was fed.
                infer::infer(op, attrs, &inputs).map_err(|e| {
                    let kind =
                        if matches!(e.kind(), Kind::Value | Kind::Type) { Kind::InvalidArgument } else { e.kind() };
                    e.with_kind(kind)
                })
            }
        }
    }

    /// What is known of a value; for a handle of a variable of open shape, what the variable holds now.
    fn current(&self, output: Output) -> Cow<'_, Fact> {
        let fact = self.next.fact(output);
        match self.variables.get(&output.node) {
            Some(now) if fact.handle().is_some() => {
                let handle = HandleFact { dtype: now.dtype, shape: now.shape.clone() };
                Cow::Owned(Fact { known: Known::Handle(Arc::new(handle)), ..fact.clone() })
            }
            _ => Cow::Borrowed(fact),
        }
    }

    /// The inputs whose values must be known first; None if the step can be planned now. `stated_only`: some size is
    /// known from set_shape alone, so operands that the op's own rule would ask for are still needed.
    fn must_wait(&self, op: &OpDef, inputs: &[Output], facts: &[Fact], stated_only: bool) -> Option<Vec<Output>> {
        if matches!(op.decl.compute, Compute::Boundary(_)) {
            return None;
        }
        let open = |o: &&Output| {
            let fact = self.next.fact(**o);
            matches!(fact.dtype, DType::I32 | DType::I64) && fact.to_constant().is_none()
        };
        let by_shape = !matches!(op.decl.compute, Compute::Host(_)) && facts.iter().any(|f| !f.shape.is_known());
        let operands: &[Output] = match op.decl.compute {
            Compute::View(_) | Compute::Reduce(_) => &inputs[1.min(inputs.len())..],
            Compute::Kernel(_) | Compute::Either(..) | Compute::Lower(_) if stated_only => inputs,
            _ => &[],
        };
        if !by_shape && !operands.iter().any(|o| open(&o)) {
            return None;
        }
        let mut values: Vec<Output> = inputs.iter().filter(open).copied().collect();
        // Rules follow small tensors only, so longer operands (indices) need not become part of a plan's key.
        let is_sizes =
            |o: &Output| self.next.fact(*o).shape.element_count().get().is_some_and(|n| n <= MAX_INTS as i64);
        if by_shape && values.iter().any(is_sizes) {
            values.retain(is_sizes);
        }
        if by_shape && values.is_empty() {
            // Ranges and such may have floating operands that decide the size.
            values = inputs.iter().filter(|o| self.next.fact(**o).to_constant().is_none()).copied().collect();
        }
        Some(values)
    }

    /// Folds, lowers or pushes a step that is ready.
    fn process(
        &mut self,
        op: &'static OpDef,
        attrs: &Arc<[Attr]>,
        inputs: &[Output],
        facts: SmallVec<[Fact; 1]>,
    ) -> Result<Outputs> {
        // Handles pass through views unchanged, so that every use names its variable directly.
        if matches!(op.decl.compute, Compute::View(_)) && facts.iter().all(|f| f.dtype == DType::Resource) {
            return Ok(inputs[..1].into());
        }
        if op.decl.effect == Effect::Pure
            && !matches!(op.decl.compute, Compute::Boundary(_))
            && let Some(values) = self.fold(op, attrs, inputs, &facts)?
        {
            return Ok(values.into_iter().map(|v| self.next.push_const(v)).collect());
        }
        if let Compute::Lower(lower) = op.decl.compute {
            let own: SmallVec<[Fact; 4]> = inputs.iter().map(|&o| self.current(o).into_owned()).collect();
            let refs: SmallVec<[&Fact; 4]> = own.iter().collect();
            let info = NodeInfo { op, attrs, inputs: &refs, outputs: &facts };
            return lower(&mut Builder { emit: self }, inputs, &info);
        }
        self.note_write(op, inputs);
        let id = self.next.push(Step {
            work: Work::Op(op, attrs.clone()),
            inputs: inputs.into(),
            facts,
            origin: self.next.origin,
            device: self.next.device.clone(),
            on: Device::Cpu,
        });
        let step = self.next.step(id);
        if matches!(op.decl.compute, Compute::Boundary(Boundary::Handle))
            && step.facts[0].handle().is_some_and(|h| !h.shape.is_known())
            && let Some(fact) = self.env.variable_fact(step)
        {
            self.variables.insert(id, fact);
        }
        let count = self.next.step(id).facts.len() as u32;
        Ok((0..count).map(|i| Output::new(id, i)).collect())
    }

    /// After an assignment of another size, reads see that size.
    fn note_write(&mut self, op: &'static OpDef, inputs: &[Output]) {
        if matches!(op.decl.compute, Compute::Boundary(Boundary::Write)) {
            let open = self.next.fact(inputs[0]).handle().is_some_and(|h| !h.shape.is_known());
            if open {
                let value = self.next.fact(inputs[1]);
                let fact = Fact::new(value.dtype, value.shape.clone());
                self.variables.insert(inputs[0].node, fact);
            }
        }
    }

    fn fold(
        &mut self,
        op: &'static OpDef,
        attrs: &Arc<[Attr]>,
        inputs: &[Output],
        facts: &[Fact],
    ) -> Result<Option<Vec<Tensor>>> {
        if let Some(values) = facts.iter().map(|f| f.to_constant()).collect::<Option<Vec<_>>>()
            && !values.is_empty()
        {
            return Ok(Some(values));
        }
        let bytes = |f: &Fact| {
            f.shape.element_count().get().map_or(usize::MAX, |n| (n as usize).saturating_mul(f.dtype.size().max(16)))
        };
        if inputs.is_empty() || facts.is_empty() || facts.iter().any(|f| bytes(f) > FOLD_LIMIT) {
            return Ok(None);
        }
        let Some(values) = inputs.iter().map(|&o| self.next.fact(o).to_constant()).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        if values.iter().any(|v| v.byte_len() > FOLD_LIMIT) {
            return Ok(None);
        }
        // A failing fold is left for the run, where the error gets its place.
        Ok(self.env.evaluate(op, attrs, &values, facts).and_then(|r| r.ok()))
    }
}

/// Lowerings emit through the same door, so what they emit is folded and lowered in turn.
impl Emit for Specialiser<'_> {
    fn emit(&mut self, op: &'static OpDef, args: &[ArgValue<'_>], attrs: &[(&str, Attr)]) -> Result<Outputs> {
        let (inputs, attrs) = check_call(op, args, attrs, &|o| self.next.fact(o))?;
        if matches!(op.decl.compute, Compute::Boundary(Boundary::Const)) {
            if let Some(Attr::Tensor(value)) = attrs.first() {
                return Ok(smallvec![self.next.push_const(value.clone())]);
            }
            bail!(Internal, "a constant without a value");
        }
        let facts = self.facts(op, &attrs, &inputs)?;
        if facts.iter().any(|f| !f.shape.is_known()) {
            bail!(Internal, "lowering emits {} with unknown sizes", op.name);
        }
        self.process(op, &attrs.into(), &inputs, facts)
    }

    fn fact(&self, output: Output) -> &Fact {
        self.next.fact(output)
    }

    fn registry(&self) -> &'static Registry {
        self.next.registry
    }
}
