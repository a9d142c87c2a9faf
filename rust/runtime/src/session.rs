//! A session: one graph, its variables, its threads, and plans for what has been run before.

use crate::cpu::team::Team;
use crate::evaluate::Planning;
use crate::executor::{self, Context, Failure};
use crate::explain::{self, Order};
use crate::gpu::adapter;
use crate::gpu::device::Gpu;
use crate::placement::{self, Moved, Soft};
use crate::plan::Plan;
use crate::planner;
use crate::pool::Pool;
use crate::ready::{Plans, Ready};
use crate::report::{self, Record};
use crate::store::Store;
use crate::trace::{Trace, Watched};
use rheos_base::{Error, Result, Tensor, bail, err};
use rheos_graph::graph::Graph;
use rheos_graph::kernel::Serial;
use rheos_graph::program::{Program, Step};
use rheos_graph::{Callbacks, Compute, Device, Fact, NodeId, Workers};
use rheos_passes::specialise::{Later, Source};
use rheos_passes::{Effort, Request, pipeline, prune};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

#[derive(Clone, Debug, Default)]
pub struct SessionOptions {
    /// Threads for one step; 0: as many as the machine has.
    pub threads: usize,
    pub effort: Effort,
    pub soft_placement: Soft,
    /// Numbers of the GPUs that it may use, of which it takes the first (`"1,0"`; empty: all). None: no GPU.
    pub gpus: Option<String>,
}

/// What may differ from run to run.
#[derive(Default, Clone)]
pub struct RunOptions {
    pub timeout: Option<Duration>,
    /// Set by another thread to stop the run.
    pub cancelled: Option<Arc<AtomicBool>>,
    /// Filled while the run goes on.
    pub trace: Option<Arc<Trace>>,
}

/// What holds for all parts of a run.
struct Terms<'a> {
    cancelled: &'a AtomicBool,
    deadline: Option<Instant>,
    /// Whether there is anything that may end the run early.
    stoppable: bool,
    trace: Option<&'a Trace>,
}

pub struct Session {
    store: Store,
    options: SessionOptions,
    /// Started by the first run that is large enough.
    team: Mutex<Option<Arc<Team>>>,
    pool: Pool,
    executables: Mutex<Executables>,
    closed: AtomicBool,
    callbacks: Arc<dyn Callbacks>,
    /// Opened by the first run that asks for it or gains by it.
    gpu: OnceLock<Result<Option<Arc<Gpu>>>>,
}

/// A pruned program with a plan for each set of sizes it was run with.
pub struct Executable {
    program: Program,
    plans: Plans,
    /// Variables whose size is not declared: it is part of the key.
    open_variables: Vec<usize>,
    decisive: Vec<bool>,
    moved: Moved,
    /// Nodes of the graph it was made of, sorted.
    nodes: Box<[NodeId]>,
    /// How many of the graph's changes are known not to touch those nodes.
    followed: AtomicUsize,
}

/// What has been prepared, by request. Programs that build new ops in a loop ask for ever new requests,
/// so the ones unused for longest are dropped.
#[derive(Default)]
struct Executables {
    found: FxHashMap<Request, (u64, Arc<Executable>)>,
    clock: u64,
}

const MAX_EXECUTABLES: usize = 512;

impl Executables {
    fn get(&mut self, request: &Request, graph: &Graph) -> Option<Arc<Executable>> {
        self.clock += 1;
        let (used, executable) = self.found.get_mut(request)?;
        *used = self.clock;
        executable.is_current(graph).then(|| executable.clone())
    }

    fn insert(&mut self, request: Request, executable: Arc<Executable>) {
        if self.found.len() >= MAX_EXECUTABLES {
            let mut times: Vec<u64> = self.found.values().map(|(used, _)| *used).collect();
            times.sort_unstable();
            let middle = times[times.len() / 2];
            self.found.retain(|_, (used, _)| *used > middle);
        }
        self.found.insert(request, (self.clock, executable));
    }
}

impl Executable {
    fn new(program: Program, decisive: Vec<bool>, moved: Moved, followed: usize) -> Executable {
        let open_variables = (0..program.steps.len())
            .filter(|&i| program.steps[i].facts.first().and_then(|f| f.handle()).is_some_and(|h| !h.shape.is_known()))
            .collect();
        let mut nodes: Vec<NodeId> = program.steps.iter().map(|s| s.origin).collect();
        nodes.sort_unstable();
        nodes.dedup();
        Executable {
            program,
            plans: Plans::default(),
            open_variables,
            decisive,
            moved,
            nodes: nodes.into(),
            followed: followed.into(),
        }
    }

    /// False where a node that it was made of has changed since.
    fn is_current(&self, graph: &Graph) -> bool {
        let followed = self.followed.load(Ordering::Relaxed);
        let news = &graph.changes()[followed..];
        if news.iter().any(|id| self.nodes.binary_search(id).is_ok()) {
            return false;
        }
        self.followed.fetch_max(followed + news.len(), Ordering::Relaxed);
        true
    }

    /// The steps that it was made of, before they were specialised.
    pub fn steps(&self) -> &[Step] {
        &self.program.steps
    }

    /// Facts of the feeds, as the graph states them.
    pub fn feeds(&self) -> &[Fact] {
        &self.program.feeds
    }

    /// User's nodes that run, in order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.program.steps.iter().map(|s| s.origin)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these locks guard is replaced whole, so a panic elsewhere cannot leave it half changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    pub fn new(graph: Arc<Mutex<Graph>>, mut options: SessionOptions, callbacks: Arc<dyn Callbacks>) -> Session {
        if options.threads == 0 {
            // Asked once: the answer is read from several files.
            options.threads = std::thread::available_parallelism().map_or(1, |n| n.get());
        }
        Session {
            store: Store::new(graph),
            options,
            team: Mutex::new(None),
            pool: Pool::default(),
            executables: Mutex::default(),
            closed: AtomicBool::new(false),
            callbacks,
            gpu: OnceLock::new(),
        }
    }

    /// The GPU that the session uses, if there is one.
    pub fn gpu(&self) -> Result<Option<Arc<Gpu>>> {
        let open = || {
            let Some(list) = &self.options.gpus else { return Ok(None) };
            adapter::selected(list)?.first().map(|adapter| Gpu::open(adapter)).transpose()
        };
        self.gpu.get_or_init(open).clone()
    }

    /// The GPU for a program, if one of its steps asks for it or it pays to use one.
    pub(crate) fn gpu_for(&self, program: &Program) -> Result<Option<Arc<Gpu>>> {
        let asked = program.steps.iter().any(|s| placement::asks(&s.device) == Some(Device::Gpu));
        if asked || self.is_worth_it(program) { self.gpu() } else { Ok(None) }
    }

    /// Is a program's work, as far as its nodes do not say where they run, better done by a GPU?
    pub(crate) fn is_worth_it(&self, program: &Program) -> bool {
        self.options.gpus.is_some() && adapter::may_be_here() && placement::assign::pays(program)
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    pub fn threads(&self) -> usize {
        self.options.threads
    }

    fn team(&self) -> Arc<Team> {
        lock(&self.team).get_or_insert_with(|| Arc::new(Team::new(self.threads()))).clone()
    }

    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Frees variables and plans. Runs that are under way end as they would.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.store.clear();
        *lock(&self.executables) = Executables::default();
        *lock(&self.team) = None;
    }

    pub fn check_open(&self) -> Result<()> {
        if self.is_closed() {
            bail!(Runtime, "Attempted to use a closed Session.");
        }
        Ok(())
    }

    /// What a run of these fetches, targets and feeds needs. Cheap when asked before; the graph may have grown.
    pub fn prepare(&self, request: &Request) -> Result<Arc<Executable>> {
        self.check_open()?;
        let graph = self.store.graph();
        if let Some(found) = lock(&self.executables).get(request, &graph) {
            return Ok(found);
        }
        let program = prune(&graph, request)?;
        let has_gpu = || Ok(self.gpu()?.is_some());
        let moved = placement::place(&program, &graph, self.options.soft_placement, &has_gpu)?;
        let decisive = vec![false; request.feeds.len()];
        let made = Arc::new(Executable::new(program, decisive, moved, graph.changes().len()));
        lock(&self.executables).insert(request.clone(), made.clone());
        Ok(made)
    }

    /// False where a node of the graph that it was made of has changed since.
    pub fn is_current(&self, executable: &Executable) -> bool {
        executable.followed.load(Ordering::Relaxed) == self.store.changes()
            || executable.is_current(&self.store.graph())
    }

    /// Runs once. `feeds` are in the order of the request and have the dtypes of the fed outputs.
    pub fn run(&self, executable: &Executable, feeds: &[Tensor], options: &RunOptions) -> Result<Vec<Tensor>> {
        let mut ready = self.ready(executable, feeds)?;
        let results = self.run_ready(&mut ready, feeds, options).and_then(|()| taken(&mut ready));
        executable.plans.give_back(ready);
        results
    }

    /// Runs once what `ready` gave, for feeds of the same sizes. The results are left there.
    pub fn run_ready(&self, ready: &mut Ready, feeds: &[Tensor], options: &RunOptions) -> Result<()> {
        self.check_open()?;
        let never = AtomicBool::new(false);
        let cancelled = options.cancelled.as_deref().unwrap_or(&never);
        let deadline = options.timeout.map(|t| Instant::now() + t);
        let stoppable = options.cancelled.is_some() || deadline.is_some();
        let terms = Terms { cancelled, deadline, stoppable, trace: options.trace.as_deref() };
        self.run_parts(ready, feeds, &terms, 0).map_err(|failure| match failure.origin {
            Some(origin) => failure.error.at(|| self.store.place(origin)),
            None => failure.error,
        })
    }

    /// `start`: when the plan began to be looked for, on the trace's clock.
    fn run_parts(
        &self,
        ready: &mut Ready,
        feeds: &[Tensor],
        terms: &Terms<'_>,
        start: u64,
    ) -> std::result::Result<(), Failure> {
        let Terms { cancelled, deadline, stoppable, trace } = *terms;
        let alone = ready.is_small() || self.threads() == 1;
        let team;
        let mut workers: &dyn Workers = if alone {
            &Serial
        } else {
            team = self.team();
            &*team
        };
        let watched;
        if let Some(trace) = trace {
            trace.begin(&ready.plan, start, self.threads());
            watched = Watched { workers, trace };
            workers = &watched;
        }
        let context =
            Context { workers, pool: &self.pool, cancelled, deadline, stoppable, callbacks: &*self.callbacks, trace };
        executor::run(&ready.plan, &mut ready.frame, feeds, &context)?;
        let Some((rest, sources, own)) = &ready.plan.later else { return Ok(()) };
        let start = trace.map_or(0, Trace::now);
        let imports = ready.frame.results[*own..].iter_mut().map(|r| r.take().ok_or_else(missing));
        let imports = imports.collect::<Result<Vec<_>>>()?;
        let mut second = self.ready_part(rest, &imports)?;
        let done = self.run_parts(&mut second, &imports, terms, start);
        // Sources count up on both sides, so the fetches are taken in order.
        let mut now = ready.frame.results[..*own].iter_mut();
        let mut later = second.results().iter_mut();
        ready.joined.clear();
        ready.joined.extend(sources.iter().map(|source| {
            let next = match source {
                Source::Now(_) => now.next(),
                Source::Later(_) => later.next(),
            };
            next.and_then(Option::take)
        }));
        rest.plans.give_back(second);
        done
    }

    /// Where the time of these runs of an executable went, as text: `traces` are of runs with the same feeds. Without any,
    /// what the plan for the feeds estimates.
    pub fn explain(
        &self,
        executable: &Executable,
        feeds: &[Tensor],
        traces: &[Arc<Trace>],
        order: Order,
    ) -> Result<String> {
        let name = |id: NodeId| self.name(id);
        let mut out = if traces.is_empty() {
            explain::plan(&*self.plan(executable, feeds)?, order, &name)
        } else {
            explain::runs(traces, order, &name)
        };
        executable.moved.explain(&mut out);
        placement::explain(&self.plan(executable, feeds)?.placed.reasons, &name, &mut out);
        Ok(out)
    }

    /// What each step of a traced run did.
    pub fn records(&self, executable: &Executable, trace: &Trace) -> Vec<Record> {
        report::records(executable, trace, &|id| self.name(id))
    }

    /// The plan for feeds of these sizes.
    pub fn plan(&self, executable: &Executable, feeds: &[Tensor]) -> Result<Arc<Plan>> {
        Ok(self.find(executable, feeds)?.0)
    }

    /// The plan for feeds of these sizes with working memory, for `run_ready`.
    pub fn ready(&self, executable: &Executable, feeds: &[Tensor]) -> Result<Ready> {
        self.check_open()?;
        self.ready_part(executable, feeds)
    }

    fn ready_part(&self, executable: &Executable, feeds: &[Tensor]) -> Result<Ready> {
        let (plan, idle) = self.find(executable, feeds)?;
        match idle {
            Some(ready) => Ok(ready),
            None => Ready::new(plan.clone()).map_err(|e| {
                let failure = executor::no_room(e, plan.largest());
                match failure.origin {
                    Some(origin) => failure.error.at(|| self.store.place(origin)),
                    None => failure.error,
                }
            }),
        }
    }

    /// Is this what `ready` would give, or its equal?
    pub fn fits(&self, ready: &Ready, executable: &Executable, feeds: &[Tensor]) -> bool {
        let have = &ready.plan.sizes;
        let (mut at, mut equal) = (0, true);
        self.sizes(executable, feeds, |size| {
            equal &= have.get(at) == Some(&size);
            at += 1;
        });
        equal && at == have.len()
    }

    /// Takes back what `ready` gave, once it is not going to be used soon.
    pub fn give_back(&self, executable: &Executable, ready: Ready) {
        executable.plans.give_back(ready);
    }

    fn find(&self, executable: &Executable, feeds: &[Tensor]) -> Result<(Arc<Plan>, Option<Ready>)> {
        let mut sizes = Vec::with_capacity(feeds.len() * 3);
        self.sizes(executable, feeds, |size| sizes.push(size));
        if let Some(found) = executable.plans.find(&sizes) {
            return Ok(found);
        }
        let mut plan = self.make_plan(executable, feeds)?;
        plan.sizes = sizes;
        let plan = Arc::new(plan);
        executable.plans.add(plan.clone());
        Ok((plan, None))
    }

    /// What tells plans of an executable apart: sizes of feeds and of variables whose size is not declared, and
    /// elements that decide about sizes.
    fn sizes(&self, executable: &Executable, feeds: &[Tensor], mut each: impl FnMut(i64)) {
        for (feed, decisive) in feeds.iter().zip(&executable.decisive) {
            each(feed.dims().len() as i64);
            feed.dims().iter().for_each(|&d| each(d as i64));
            if *decisive && let Ok(bytes) = feed.bytes() {
                bytes.chunks(8).for_each(|c| {
                    let mut word = [0; 8];
                    word[..c.len()].copy_from_slice(c);
                    each(i64::from_ne_bytes(word));
                });
            }
        }
        for &i in &executable.open_variables {
            let value =
                self.store.variable(&executable.program.steps[i], &|id| self.name(id)).ok().and_then(|v| v.get());
            each(value.as_ref().map_or(-1, |v| v.dims().len() as i64));
            value.iter().for_each(|v| v.dims().iter().for_each(|&d| each(d as i64)));
        }
    }

    fn name(&self, id: NodeId) -> Arc<str> {
        self.store.graph().node(id).name.clone()
    }

    fn make_plan(&self, executable: &Executable, feeds: &[Tensor]) -> Result<Plan> {
        let name = |id: NodeId| self.name(id);
        let facts: Vec<Fact> = feeds
            .iter()
            .zip(&executable.decisive)
            .map(|(t, decisive)| if *decisive { Fact::of_tensor(t.clone()) } else { Fact::new(t.dtype(), t.shape()) })
            .collect();
        let env = Planning { session: self, name: &name, placed: RefCell::default() };
        let specialised = pipeline::run(&executable.program, &facts, &env, self.options.effort)?;
        let threads = self.threads();
        let on_gpu = specialised.program.steps.iter().any(|s| s.on == Device::Gpu);
        let gpu = if on_gpu { self.gpu()? } else { None };
        let context = planner::Context { store: &self.store, threads, gpu: gpu.as_ref(), name: &name };
        let mut plan = planner::plan(&specialised.program, &context)?;
        if let Some(Later { program, imports, decisive, fetches }) = specialised.later {
            self.check_progress(executable, &program)?;
            let own = specialised.program.fetches.len() - imports.len();
            plan.later = Some((Executable::new(program, decisive, Moved::default(), 0), fetches, own));
        }
        plan.placed = env.placed.into_inner();
        if pipeline::traced("plan") {
            let mut text = explain::plan(&plan, Order::Plan, &name);
            executable.moved.explain(&mut text);
            placement::explain(&plan.placed.reasons, &name, &mut text);
            eprintln!("== plan\n{text}");
        }
        Ok(plan)
    }

    /// A program that waits for values must get shorter each time, or it would wait for ever.
    fn check_progress(&self, executable: &Executable, rest: &Program) -> Result<()> {
        let open = |p: &Program| p.steps.iter().filter(|s| s.op().is_some()).count();
        let decided = executable.decisive.iter().any(|d| *d);
        if decided && open(rest) >= open(&executable.program) {
            let step =
                rest.steps.iter().find(|s| s.op().is_some_and(|op| !matches!(op.decl.compute, Compute::Boundary(_))));
            let e = err!(Internal, "the sizes of a result cannot be determined");
            return Err(match step {
                Some(step) => e.at(|| self.store.place(step.origin)),
                None => e,
            });
        }
        Ok(())
    }
}

fn missing() -> Error {
    err!(Internal, "a result was never computed")
}

/// The results of a run, taken out.
fn taken(ready: &mut Ready) -> Result<Vec<Tensor>> {
    ready.results().iter_mut().map(|r| r.take().ok_or_else(missing)).collect()
}
