//! An open GPU: its queue, its compiled shaders, its memory, and what has gone wrong with it.

use super::adapter::Adapter;
use super::cache::Cache;
use rheos_base::{Error, Result, bail, err};
use rheos_graph::gpu::Limits;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use wgpu::BufferUsages;

/// Submissions that may be under way at one time.
pub const MOST_UNDER_WAY: usize = 64;

/// What a GPU has done for this process, to be counted in tests and benchmarks.
#[derive(Default)]
pub struct Counts {
    pub submits: AtomicU64,
    pub dispatches: AtomicU64,
    pub pipelines: AtomicU64,
    pub uploaded: AtomicU64,
    pub downloaded: AtomicU64,
}

pub struct Gpu {
    pub device: wgpu::Device,
    pub queue: wgpu::Queue,
    pub name: String,
    pub limits: Limits,
    pub counts: Counts,
    pipelines: Mutex<FxHashMap<Arc<str>, wgpu::ComputePipeline>>,
    cache: Option<Cache>,
    /// The first thing that went wrong without anybody being there to be told.
    fault: Arc<Mutex<Option<Error>>>,
    next_buffer: AtomicU64,
    /// The latest submissions, which may not have ended.
    under_way: Mutex<VecDeque<wgpu::SubmissionIndex>>,
    /// Whether a run has recorded changes of variables and not submitted them, and who waits for that.
    changing: (Mutex<bool>, Condvar),
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these guard is replaced whole.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A GPU's open devices: all sessions of a process share them, so that each shader is compiled once.
static OPEN: Mutex<Vec<(String, Arc<Gpu>)>> = Mutex::new(Vec::new());

impl Gpu {
    /// Opens an adapter, or gives the device that is open already, unless that was lost.
    pub fn open(adapter: &Adapter) -> Result<Arc<Gpu>> {
        let limits = adapter.limits();
        // Limits can be lowered by the environment from one session to the next.
        let key = format!("{:?} {limits:?}", adapter.info);
        let mut open = lock(&OPEN);
        open.retain(|(_, gpu)| {
            // A lost device says so when it is asked.
            let _ = gpu.device.poll(wgpu::PollType::Poll);
            gpu.check().is_ok()
        });
        if let Some((_, gpu)) = open.iter().find(|(k, _)| *k == key) {
            return Ok(gpu.clone());
        }
        let wanted = wgpu::DeviceDescriptor {
            label: None,
            required_features: adapter.features(),
            required_limits: adapter.wgpu_limits(),
            memory_hints: wgpu::MemoryHints::Performance,
            ..Default::default()
        };
        let (device, queue) = pollster::block_on(adapter.handle.request_device(&wanted))
            .map_err(|e| err!(Unavailable, "the GPU {} cannot be opened: {e}", adapter.info.name))?;
        let fault = Arc::new(Mutex::new(None));
        let note = fault.clone();
        device.on_uncaptured_error(Arc::new(move |e: wgpu::Error| {
            lock(&note).get_or_insert_with(|| explained(e));
        }));
        let (note, name) = (fault.clone(), adapter.info.name.clone());
        device.set_device_lost_callback(move |_, why| {
            // Whatever went wrong before came of this.
            *lock(&note) = Some(err!(
                Unavailable,
                "the GPU {name} was lost: {why}; hint: make a new session and restore its variables from a checkpoint"
            ));
        });
        let cache = Cache::open(&device, &adapter.info);
        let gpu = Arc::new(Gpu {
            device,
            queue,
            name: adapter.info.name.clone(),
            limits,
            counts: Counts::default(),
            pipelines: Mutex::default(),
            cache,
            fault,
            next_buffer: AtomicU64::new(1),
            under_way: Mutex::default(),
            changing: Default::default(),
        });
        open.push((key, gpu.clone()));
        Ok(gpu)
    }

    /// What all open GPUs have done, by name.
    pub fn counts() -> [(&'static str, u64); 5] {
        let open = lock(&OPEN);
        let sum =
            |of: fn(&Counts) -> &AtomicU64| open.iter().map(|(_, gpu)| of(&gpu.counts).load(Ordering::Relaxed)).sum();
        [
            ("submits", sum(|c| &c.submits)),
            ("dispatches", sum(|c| &c.dispatches)),
            ("pipelines", sum(|c| &c.pipelines)),
            ("uploaded", sum(|c| &c.uploaded)),
            ("downloaded", sum(|c| &c.downloaded)),
        ]
    }

    /// Loses all open GPUs, as a fault of a driver does: a test of what comes after.
    pub fn lose_all() {
        lock(&OPEN).iter().for_each(|(_, gpu)| gpu.device.destroy());
    }

    /// Did anything go wrong since it was opened? Nothing that was computed afterwards can be trusted.
    pub fn check(&self) -> Result<()> {
        if lock(&self.fault).is_none() {
            return Ok(());
        }
        // A lost device refuses commands before it says that it is lost, which it does when it is asked.
        let _ = self.device.poll(wgpu::PollType::Poll);
        lock(&self.fault).clone().map_or(Ok(()), Err)
    }

    /// The compiled forms of modules; see `rheos_graph::gpu::Dispatch`. Drivers take milliseconds for each, so all cores
    /// share those that are new. An error comes with the number of the module that it is about.
    pub fn pipelines(&self, sources: &[Arc<str>]) -> std::result::Result<Vec<wgpu::ComputePipeline>, (usize, Error)> {
        let mut fresh: Vec<usize> = {
            let known = lock(&self.pipelines);
            (0..sources.len()).filter(|&n| !known.contains_key(&sources[n])).collect()
        };
        let mut seen = FxHashSet::default();
        fresh.retain(|&n| seen.insert(&sources[n]));
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get()).min(fresh.len());
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
        let work = || {
            while let Some(&n) = fresh.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Err(e) = self.compile(&sources[n]) {
                    lock(&failed).get_or_insert((n, e));
                    return;
                }
            }
        };
        std::thread::scope(|threads| {
            // Where the system has no thread left, this one does it all.
            (1..cores).for_each(|_| drop(std::thread::Builder::new().spawn_scoped(threads, work)));
            work();
        });
        if let Some(failed) = lock(&failed).take() {
            return Err(failed);
        }
        let known = lock(&self.pipelines);
        Ok(sources.iter().filter_map(|source| known.get(source).cloned()).collect())
    }

    fn compile(&self, source: &Arc<str>) -> Result<()> {
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let described =
            wgpu::ShaderModuleDescriptor { label: None, source: wgpu::ShaderSource::Wgsl((&**source).into()) };
        // SAFETY: shaders are ours, not the user's; each keeps within its bindings and ends its loops.
        let module =
            unsafe { self.device.create_shader_module_trusted(described, wgpu::ShaderRuntimeChecks::unchecked()) };
        let pipeline = self.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: None,
            layout: None,
            module: &module,
            entry_point: Some("main"),
            // Shaders write workgroup memory before they read it.
            compilation_options: wgpu::PipelineCompilationOptions {
                zero_initialize_workgroup_memory: false,
                ..Default::default()
            },
            cache: self.cache.as_ref().map(Cache::pipelines),
        });
        if let Some(e) = pollster::block_on(scope.pop()) {
            bail!(Internal, "the GPU {} rejects a shader: {e}\n{source}", self.name);
        }
        self.counts.pipelines.fetch_add(1, Ordering::Relaxed);
        lock(&self.pipelines).insert(source.clone(), pipeline);
        Ok(())
    }

    /// Keeps what was compiled for other processes.
    pub fn save(&self) {
        if let Some(cache) = &self.cache {
            cache.save(self.counts.pipelines.load(Ordering::Relaxed));
        }
    }

    /// Memory of at least so many bytes, all zero.
    pub fn allocate(&self, bytes: u64, usage: BufferUsages) -> Result<Memory> {
        // Copies move whole words.
        let size = bytes.max(LEAST_BYTES).next_multiple_of(4);
        let refused = |why: &str| err!(ResourceExhausted, "the GPU {} has no room for {bytes} bytes: {why}", self.name);
        if size > self.limits.buffer {
            return Err(refused(&format!("its buffers hold at most {} bytes", self.limits.buffer)));
        }
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let described = wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false };
        let buffer = self.device.create_buffer(&described);
        if let Some(e) = pollster::block_on(memory.pop()) {
            return Err(refused(&e.to_string()));
        }
        Ok(Memory { id: self.next_buffer.fetch_add(1, Ordering::Relaxed), buffer })
    }

    /// Waits until no other run has changes of variables recorded. From here to `end_changes`, which comes after their
    /// submission, no other run records any, so that changes take place in the order in which they were recorded.
    pub fn begin_changes(&self) {
        *self.quiet() = true;
    }

    /// Waits until no run has changes of variables recorded, and keeps others from it for as long as the guard lives. What
    /// variables hold now has been submitted.
    pub fn quiet(&self) -> MutexGuard<'_, bool> {
        let (changing, ended) = &self.changing;
        let mut changing = lock(changing);
        while *changing {
            changing = ended.wait(changing).unwrap_or_else(PoisonError::into_inner);
        }
        changing
    }

    pub fn end_changes(&self) {
        *lock(&self.changing.0) = false;
        self.changing.1.notify_all();
    }

    pub fn upload(&self, to: &wgpu::Buffer, offset: u64, bytes: &[u8]) {
        self.counts.uploaded.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.queue.write_buffer(to, offset, bytes);
    }

    /// Sends off commands; where very many are under way, waits until the oldest have ended, so that a loop of runs that
    /// fetch nothing does not run ahead without end.
    pub fn submit(&self, commands: impl IntoIterator<Item = wgpu::CommandBuffer>) -> wgpu::SubmissionIndex {
        self.counts.submits.fetch_add(1, Ordering::Relaxed);
        let sent = self.queue.submit(commands);
        let oldest = {
            let mut under_way = lock(&self.under_way);
            under_way.push_back(sent.clone());
            if under_way.len() > MOST_UNDER_WAY { under_way.pop_front() } else { None }
        };
        if let Some(oldest) = oldest {
            self.wait(oldest);
        }
        sent
    }

    /// Waits for the end of a submission.
    pub fn wait(&self, sent: wgpu::SubmissionIndex) {
        // A lost device ends the wait, and says so where results are asked for.
        let _ = self.device.poll(wgpu::PollType::Wait { submission_index: Some(sent), timeout: None });
    }
}

/// A buffer, and a number that no other has.
#[derive(Clone, Debug)]
pub struct Memory {
    pub id: u64,
    pub buffer: wgpu::Buffer,
}

/// A binding shows at least one element, or a vector of four.
pub const LEAST_BYTES: u64 = 16;
/// For buffers that shaders and copies use.
pub const STORAGE: BufferUsages = BufferUsages::STORAGE.union(BufferUsages::COPY_SRC).union(BufferUsages::COPY_DST);
/// For buffers that the CPU reads.
pub const READ_BACK: BufferUsages = BufferUsages::MAP_READ.union(BufferUsages::COPY_DST);
/// For shaders' parameters.
pub const UNIFORM: BufferUsages = BufferUsages::UNIFORM.union(BufferUsages::COPY_DST);

fn explained(e: wgpu::Error) -> Error {
    match e {
        wgpu::Error::OutOfMemory { .. } => err!(ResourceExhausted, "the GPU has no memory left: {e}"),
        e => err!(Internal, "the GPU refuses a command: {e}"),
    }
}
