//! Runs a plan's steps in order. Knows addresses, kernels and variables; never op names or shapes.

use crate::frame::{Frame, Operands, Places};
use crate::plan::{Action, Fetch, HostInput, Invocation, Packed, Plan, PlanStep};
use crate::pool::Pool;
use crate::trace::{Span, Trace};
use crate::updates;
use rheos_base::{Buffer, Denormals, Result, Tensor, bail, err};
use rheos_graph::kernel::{Call, Callbacks, HostCall, Serial, Watcher};
use rheos_graph::{NodeId, Workers};
use smallvec::SmallVec;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Instant;

/// What a run is given beside its plan and feeds.
pub struct Context<'a> {
    pub workers: &'a dyn Workers,
    pub pool: &'a Pool,
    pub cancelled: &'a AtomicBool,
    pub deadline: Option<Instant>,
    /// Whether there is anything that may end the run early.
    pub stoppable: bool,
    pub callbacks: &'a dyn Callbacks,
    pub trace: Option<&'a Trace>,
}

impl Context<'_> {
    fn is_over(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.deadline.is_some_and(|d| Instant::now() >= d)
    }

    /// Why the run is to end now; `when` says where it stands.
    fn check_going_on(&self, when: &str) -> Result<()> {
        if !self.stoppable {
            return Ok(());
        }
        if self.cancelled.load(Ordering::Relaxed) {
            bail!(Cancelled, "the run was cancelled");
        }
        if self.deadline.is_some_and(|d| Instant::now() >= d) {
            bail!(DeadlineExceeded, "the run took longer than its timeout; {when}");
        }
        Ok(())
    }
}

/// Threads that take no further task once the run is to end. The kernel that waits for them is then left by
/// unwinding: it must not go on with some of its tasks undone.
struct Stoppable<'a>(&'a Context<'a>);

/// What unwinds.
struct Stopped;

impl Workers for Stoppable<'_> {
    fn threads(&self) -> usize {
        self.0.workers.threads()
    }

    fn run(&self, tasks: usize, task: &(dyn Fn(usize) + Sync)) {
        self.0.workers.run(tasks, &|i| {
            if !self.0.is_over() {
                task(i);
            }
        });
        if self.0.is_over() {
            resume_unwind(Box::new(Stopped));
        }
    }
}

/// Runs a kernel that may be left half done, because nobody sees its results then.
fn stoppable<T>(context: &Context<'_>, run: impl FnOnce(&dyn Workers) -> Result<T>) -> Result<T> {
    if !context.stoppable {
        return run(context.workers);
    }
    match catch_unwind(AssertUnwindSafe(|| run(&Stoppable(context)))) {
        Ok(result) => result,
        Err(payload) if payload.is::<Stopped>() => {
            context.check_going_on("it ended during this op")?;
            Err(err!(Internal, "a run was stopped without a reason"))
        }
        Err(payload) => resume_unwind(payload),
    }
}

/// An error together with the user's node that was running.
pub struct Failure {
    pub error: rheos_base::Error,
    pub origin: Option<NodeId>,
}

impl From<rheos_base::Error> for Failure {
    fn from(error: rheos_base::Error) -> Failure {
        Failure { error, origin: None }
    }
}

/// Names the result that there was no memory for.
pub fn no_room(error: rheos_base::Error, result: Option<(NodeId, String)>) -> Failure {
    match result {
        None => error.into(),
        Some((origin, what)) => {
            let error = rheos_base::Error::new(error.kind(), format!("{what}: {}", error.message()));
            Failure { error, origin: Some(origin) }
        }
    }
}

/// Runs `plan` once. `feeds` have the dtypes and sizes that the plan was made for. Results are left in the frame, which
/// is to be cleared after each run.
pub fn run(
    plan: &Plan,
    frame: &mut Frame,
    feeds: &[Tensor],
    context: &Context<'_>,
) -> std::result::Result<(), Failure> {
    let _flushed = Denormals::flushed();
    for (feed, &(base, slot)) in feeds.iter().zip(&plan.feeds) {
        if let Some(base) = base {
            frame.bases[base as usize] = feed.ptr();
        }
        if let Some(slot) = slot {
            frame.slots[slot as usize] = Some(feed.clone());
        }
    }
    if !plan.variables.is_empty() {
        updates::snapshot(plan, frame).map_err(|(error, origin)| Failure { error, origin: Some(origin) })?;
    }
    for (result, fetch) in frame.results.iter_mut().zip(&plan.fetches) {
        if let (Fetch::Fresh { base, dtype, dims }, None) = (fetch, &result) {
            let bytes = rheos_base::element_count(dims) * dtype.size();
            let buffer = context.pool.take(bytes).map_err(|e| no_room(e, plan.producer(*base)))?;
            let tensor = Tensor::from_buffer(*dtype, dims, buffer)?;
            frame.bases[*base as usize] = tensor.ptr();
            *result = Some(tensor);
        }
    }
    if let Some(trace) = context.trace {
        trace.before(plan);
    }
    let mut steps = plan.steps.as_slice();
    while let Some((step, after)) = steps.split_first() {
        context
            .check_going_on("this op was to come next")
            .map_err(|error| Failure { error, origin: Some(step.origin) })?;
        if !step.lanes.is_empty() {
            let (region, after) = steps.split_at(step.lanes.iter().sum::<u32>() as usize);
            run_lanes(region, plan, frame, context)?;
            steps = after;
            continue;
        }
        run_step(step, plan, frame, context).map_err(|error| Failure { error, origin: Some(step.origin) })?;
        if let Some(trace) = context.trace {
            trace.after(plan, frame);
        }
        steps = after;
    }
    for (i, fetch) in plan.fetches.iter().enumerate() {
        let value = match fetch {
            Fetch::Fresh { .. } => continue,
            Fetch::Slot(slot) => frame.slots[*slot as usize].clone(),
            Fetch::Const(value) => Some(value.clone()),
            Fetch::Same(first) => frame.results[*first].clone(),
        };
        frame.results[i] = Some(value.ok_or_else(|| err!(Internal, "fetch {i} was never computed"))?);
    }
    Ok(())
}

fn run_step(step: &PlanStep, plan: &Plan, frame: &mut Frame, context: &Context<'_>) -> Result<()> {
    match &step.action {
        Action::Kernel(invocation) => stoppable(context, |workers| {
            frame.with_places(|places, operands| invoke(invocation, places, operands, workers, context.cancelled))
        }),
        Action::Update(invocation, list) => updates::update(plan, invocation, list, frame, context),
        Action::Assign { variable, value, new } => {
            let value = tensor(value, frame)?;
            updates::assign(plan, *variable, value, *new, frame)
        }
        Action::Host { kernel, inputs, outputs } => {
            let inputs = inputs.iter().map(|i| tensor(i, frame)).collect::<Result<Vec<_>>>()?;
            let results = stoppable(context, |workers| {
                kernel.run(&inputs, &HostCall { workers, cancelled: context.cancelled, callbacks: context.callbacks })
            })?;
            if results.len() != outputs.len() {
                bail!(Internal, "gave {} results instead of {}", results.len(), outputs.len());
            }
            for (value, output) in results.into_iter().zip(outputs) {
                if value.dtype() != output.dtype || !output.shape.admits(value.dims()) {
                    bail!(
                        InvalidArgument,
                        "gave {}{:?} where {} of shape {} was declared",
                        value.dtype(),
                        value.dims(),
                        output.dtype,
                        output.shape
                    );
                }
                if let Some(base) = output.base {
                    frame.bases[base as usize] = value.ptr();
                }
                frame.slots[output.slot as usize] = Some(value);
            }
            Ok(())
        }
        Action::Gpu(action) => {
            let Frame { gpu, bases, slots, .. } = frame;
            let Some(gpu) = gpu else { bail!(Internal, "a step for a GPU in a run without one") };
            gpu.step(action, plan, bases, slots, || context.check_going_on("it ended while a GPU was at work"))
        }
        Action::Pick { input, layout, output } => {
            let source = frame.slots[*input as usize].as_ref().ok_or_else(|| err!(Internal, "no value to view"))?;
            let strings = source.as_strings()?;
            let picked = layout.positions().map(|p| strings[p].clone()).collect();
            frame.slots[*output as usize] = Some(Tensor::strings(&layout.dims, picked)?);
            Ok(())
        }
    }
}

/// Runs lanes of kernels that have nothing to do with each other, each lane on one thread.
fn run_lanes(
    region: &[PlanStep],
    plan: &Plan,
    frame: &Frame,
    context: &Context<'_>,
) -> std::result::Result<(), Failure> {
    let places = frame.places();
    let mut rest = region;
    let lanes: SmallVec<[(&[PlanStep], Mutex<Vec<Span>>); 4]> = region[0]
        .lanes
        .iter()
        .map(|&steps| {
            let (lane, after) = rest.split_at(steps as usize);
            rest = after;
            (lane, Mutex::default())
        })
        .collect();
    // Of several that fail, the first lane's speaks, whichever was faster.
    let failed: Mutex<Option<(usize, Failure)>> = Mutex::new(None);
    let run = |i: usize| {
        let (lane, spans) = &lanes[i];
        let mut operands = Operands::default();
        for step in *lane {
            let Action::Kernel(invocation) = &step.action else { continue };
            if context.stoppable && context.is_over() {
                return;
            }
            let start = context.trace.map(Trace::now);
            let result = invoke(invocation, places, &mut operands, &Serial, context.cancelled);
            if let (Some(trace), Some(start)) = (context.trace, start) {
                lock(spans).push(Span { start, end: trace.now() });
            }
            if let Err(error) = result {
                let mut failed = lock(&failed);
                if failed.as_ref().is_none_or(|(first, _)| i < *first) {
                    *failed = Some((i, Failure { error, origin: Some(step.origin) }));
                }
                return;
            }
        }
    };
    let origin = Some(region[0].origin);
    let stopped = stoppable(context, |workers| {
        workers.run(lanes.len(), &run);
        Ok(())
    });
    stopped
        .and_then(|()| context.check_going_on("it ended during this op"))
        .map_err(|error| Failure { error, origin })?;
    if let Some((_, failure)) = lock(&failed).take() {
        return Err(failure);
    }
    if let Some(trace) = context.trace {
        trace.after_lanes(plan, frame, lanes.iter().flat_map(|(_, spans)| lock(spans).clone()));
    }
    Ok(())
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn invoke(
    invocation: &Invocation,
    places: Places<'_>,
    operands: &mut Operands,
    workers: &dyn Workers,
    cancelled: &AtomicBool,
) -> Result<()> {
    let Operands { inputs, outputs } = operands;
    inputs.clear();
    inputs.extend(invocation.inputs.iter().map(|&o| places.address(o).cast_const()));
    outputs.clear();
    outputs.extend(invocation.outputs.iter().map(|&b| places.bases[b as usize]));
    let mut call = Call {
        inputs,
        outputs,
        input_args: &invocation.input_args,
        output_args: &invocation.output_args,
        scratch: invocation.scratch.map_or(std::ptr::null_mut(), |b| places.bases[b as usize]),
        workers,
        cancelled,
        watcher: Watcher::default(),
        packed: std::ptr::null(),
    };
    let kept = invocation.packed.as_ref().and_then(|packed| give_packed(packed, invocation, places, &mut call));
    let result = invocation.kernel.run(&mut call);
    drop(kept);
    result
}

/// Gives the kernel its packed operand, or leaves that to the kernel. What is returned must outlive the call.
fn give_packed(
    packed: &Packed,
    invocation: &Invocation,
    places: Places<'_>,
    call: &mut Call<'_>,
) -> Option<Arc<Buffer>> {
    let kept = match packed {
        Packed::Shared { base, make } => {
            let to = places.bases[*base as usize];
            if *make {
                invocation.kernel.pack(call, to);
            }
            call.packed = to;
            return None;
        }
        Packed::Kept(kept) => kept,
    };
    let version = places.versions[kept.variable];
    let mut cache = match kept.cache.try_lock() {
        Ok(cache) => cache,
        // A run that was stopped while it packed has left nothing in the cache.
        Err(TryLockError::Poisoned(e)) => e.into_inner(),
        // A run that comes while another packs does without.
        Err(TryLockError::WouldBlock) => return None,
    };
    let bytes = match cache.bytes.take() {
        Some((of, bytes)) if of == version => bytes,
        _ if cache.seen == Some(version) => {
            let bytes = Arc::new(Buffer::new(invocation.kernel.packing()?.bytes).ok()?);
            invocation.kernel.pack(call, bytes.as_ptr());
            bytes
        }
        _ => {
            cache.seen = Some(version);
            return None;
        }
    };
    cache.bytes = Some((version, bytes.clone()));
    call.packed = bytes.as_ptr();
    Some(bytes)
}

/// A whole tensor for a host op or an assignment; a copy where the bytes belong to the run.
fn tensor(input: &HostInput, frame: &Frame) -> Result<Tensor> {
    match input {
        HostInput::Slot(slot) => {
            frame.slots[*slot as usize].clone().ok_or_else(|| err!(Internal, "a value was never computed"))
        }
        HostInput::Const(value) => Ok(value.clone()),
        HostInput::Handle(variable) => Ok(Tensor::handle(rheos_base::DType::Resource, variable.clone())),
        HostInput::Plain { operand, dtype, dims } => {
            let value = Tensor::uninit(*dtype, dims)?;
            // SAFETY: the planner made the operand row-major with these dims; the copy is fresh.
            unsafe { std::ptr::copy_nonoverlapping(frame.places().address(*operand), value.ptr(), value.byte_len()) };
            Ok(value)
        }
    }
}
