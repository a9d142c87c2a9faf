//! What a traced run reports: when each step of each of its plans began and ended, on how many threads, and
//! what it made.
//!
//! In: what the executor tells between steps. Out: `Trace::parts`, in the order of the run. Invariant: a run
//! that is not traced pays nothing for this but one test per step.

use crate::frame::Frame;
use crate::plan::{Action, Base, HostInput, Plan, PlanStep};
use rheos_base::{DType, Dims};
use rheos_graph::Workers;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Nanoseconds since the trace began.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    pub start: u64,
    pub end: u64,
}

impl Span {
    pub fn nanos(&self) -> u64 {
        self.end - self.start
    }
}

/// Who owns the memory of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Working memory of the run, laid out when it was planned.
    Arena,
    /// Memory of an operand that nothing needs any more, or the variable's own.
    InPlace,
    /// A buffer for a fetched result, a variable's new value or a host op's result.
    Pool,
}

/// A result of a step.
#[derive(Clone, Debug)]
pub struct Made {
    pub dtype: DType,
    pub dims: Dims,
    pub bytes: usize,
    pub address: usize,
    pub owner: Owner,
}

/// One step that ran.
#[derive(Clone, Debug)]
pub struct Ran {
    pub span: Span,
    /// Nanoseconds of work, those of all threads added up.
    pub work: u64,
    pub made: Vec<Made>,
}

/// The run of one plan.
#[derive(Clone)]
pub struct Part {
    pub plan: Arc<Plan>,
    /// Finding or making the plan.
    pub planning: Span,
    /// Threads that it was planned for.
    pub threads: usize,
    /// One per step of the plan; fewer where the run failed.
    pub steps: Vec<Ran>,
}

#[derive(Default)]
struct State {
    parts: Vec<Part>,
    /// When the step that runs now began, and where the variables that it updates were then.
    start: u64,
    before: Vec<usize>,
}

pub struct Trace {
    began: Instant,
    /// Nanoseconds from 1970 until the trace began.
    pub epoch: u64,
    state: Mutex<State>,
    /// Nanoseconds inside tasks, and nanoseconds that the caller waited for tasks, of the current step.
    inside: AtomicU64,
    waited: AtomicU64,
    /// A task is running: what it hands out in turn is counted with it.
    nested: AtomicBool,
}

impl Default for Trace {
    fn default() -> Trace {
        let epoch = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64);
        Trace {
            began: Instant::now(),
            epoch,
            state: Mutex::default(),
            inside: AtomicU64::new(0),
            waited: AtomicU64::new(0),
            nested: AtomicBool::new(false),
        }
    }
}

impl Trace {
    pub fn now(&self) -> u64 {
        self.began.elapsed().as_nanos() as u64
    }

    /// What ran so far.
    pub fn parts(&self) -> Vec<Part> {
        self.lock().parts.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A plan is about to run; finding it began at `start`.
    pub fn begin(&self, plan: &Arc<Plan>, start: u64, threads: usize) {
        let planning = Span { start, end: self.now() };
        self.lock().parts.push(Part {
            plan: plan.clone(),
            planning,
            threads,
            steps: Vec::with_capacity(plan.steps.len()),
        });
    }

    /// The plan's next step is about to run, if there is one.
    #[cold]
    pub fn before(&self, plan: &Plan) {
        let mut state = self.lock();
        let next = state.parts.last().map_or(0, |part| part.steps.len());
        state.before = plan.steps.get(next).map_or_else(Vec::new, |step| addresses(step, plan));
        self.inside.store(0, Ordering::Relaxed);
        self.waited.store(0, Ordering::Relaxed);
        state.start = self.now();
    }

    /// It ran, and the one after it is about to.
    #[cold]
    pub fn after(&self, plan: &Plan, frame: &Frame) {
        let end = self.now();
        {
            let mut state = self.lock();
            let State { parts, start, before } = &mut *state;
            let Some(part) = parts.last_mut() else { return };
            let span = Span { start: *start, end };
            let serial = span.nanos().saturating_sub(self.waited.load(Ordering::Relaxed));
            let work = serial + self.inside.load(Ordering::Relaxed);
            let made = made(&plan.steps[part.steps.len()], plan, frame, before);
            part.steps.push(Ran { span, work, made });
        }
        self.before(plan);
    }

    /// The steps of lanes ran, each in its span, and the one after them is about to.
    #[cold]
    pub fn after_lanes(&self, plan: &Plan, frame: &Frame, spans: impl Iterator<Item = Span>) {
        if let Some(part) = self.lock().parts.last_mut() {
            for span in spans {
                let made = made(&plan.steps[part.steps.len()], plan, frame, &[]);
                part.steps.push(Ran { span, work: span.nanos(), made });
            }
        }
        self.before(plan);
    }
}

/// Threads whose work is measured.
pub struct Watched<'a> {
    pub workers: &'a dyn Workers,
    pub trace: &'a Trace,
}

impl Workers for Watched<'_> {
    fn threads(&self) -> usize {
        self.workers.threads()
    }

    fn run(&self, tasks: usize, task: &(dyn Fn(usize) + Sync)) {
        let trace = self.trace;
        if trace.nested.swap(true, Ordering::Relaxed) {
            return self.workers.run(tasks, task);
        }
        let start = trace.now();
        self.workers.run(tasks, &|i| {
            let start = trace.now();
            task(i);
            trace.inside.fetch_add(trace.now() - start, Ordering::Relaxed);
        });
        trace.waited.fetch_add(trace.now() - start, Ordering::Relaxed);
        trace.nested.store(false, Ordering::Relaxed);
    }
}

/// Where the variables that a step updates are before it.
fn addresses(step: &PlanStep, plan: &Plan) -> Vec<usize> {
    let Action::Update(_, list) = &step.action else { return Vec::new() };
    let address = |v: usize| {
        plan.variables[v].variable.get().map_or(0, |t| if t.dtype().is_plain() { t.ptr() as usize } else { 0 })
    };
    list.iter().map(|u| address(u.variable)).collect()
}

fn made(step: &PlanStep, plan: &Plan, frame: &Frame, before: &[usize]) -> Vec<Made> {
    let tensor = |slot: u32, owner: Owner| -> Option<Made> {
        let value = frame.slots[slot as usize].as_ref()?;
        let plain = value.dtype().is_plain();
        let address = if plain { value.ptr() as usize } else { 0 };
        let bytes = if plain { value.byte_len() } else { 0 };
        Some(Made { dtype: value.dtype(), dims: value.dims().into(), bytes, address, owner })
    };
    match &step.action {
        Action::Kernel(run) | Action::Update(run, _) => {
            let updates = match &step.action {
                Action::Update(_, list) => list.as_slice(),
                _ => &[],
            };
            let result = |(k, (&base, arg)): (usize, (&Base, &rheos_graph::Arg))| {
                let address = frame.bases[base as usize] as usize;
                let owner = if let Some(n) = updates.iter().position(|u| u.output == k) {
                    if before[n] == address { Owner::InPlace } else { Owner::Pool }
                } else if run.inputs.iter().any(|i| i.base == base) {
                    Owner::InPlace
                } else if plan.arena.iter().any(|(b, _)| *b == base) {
                    Owner::Arena
                } else {
                    Owner::Pool
                };
                let bytes = arg.layout.len() * arg.dtype.size();
                Made { dtype: arg.dtype, dims: arg.layout.dims.clone(), bytes, address, owner }
            };
            run.outputs.iter().zip(&run.output_args).enumerate().map(result).collect()
        }
        // The value that is assigned was made by another step, unless it is copied out of the arena.
        Action::Assign { value: HostInput::Plain { .. }, new: Some(v), .. } => {
            tensor(v.slot, Owner::Pool).into_iter().collect()
        }
        Action::Assign { .. } => Vec::new(),
        Action::Host { outputs, .. } => outputs.iter().filter_map(|o| tensor(o.slot, Owner::Pool)).collect(),
        Action::Pick { output, .. } => tensor(*output, Owner::Pool).into_iter().collect(),
        Action::Gpu(_) => Vec::new(),
    }
}
