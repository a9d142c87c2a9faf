//! The GPU's part of one run: its memory, what is recorded and not yet submitted, and bind groups kept from run to run.

use super::device::{Gpu, LEAST_BYTES, MOST_UNDER_WAY, Memory, READ_BACK, STORAGE, UNIFORM};
use super::held::{Held, packed, read, unpack};
use super::recording::{Action, Recording, Span};
use crate::plan::{Base, Plan, Update, VariableUse};
use crate::same;
use crate::updates::bring_home;
use rheos_base::{DType, Data, Result, Tensor, bail, err};
use rheos_graph::gpu::element_size;
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard};
use wgpu::util::StagingBelt;

/// Where a value is: a buffer, and the first byte in it.
#[derive(Clone)]
struct Spot {
    memory: Memory,
    offset: u64,
}

/// A bind group, and the buffers it was made of.
struct Group {
    of: SmallVec<[u64; 6]>,
    group: wgpu::BindGroup,
}

/// The most bytes on their way to the GPU for one plan, unless three runs need more.
const MOST_ON_THE_WAY: u64 = 64 << 20;

/// A result on its way back.
struct Arrival {
    at: u64,
    to: Base,
    dtype: DType,
    elements: usize,
}

pub struct Frame {
    gpu: Arc<Gpu>,
    spots: Vec<Option<Spot>>,
    groups: Vec<Option<Group>>,
    staging: Option<Memory>,
    /// Parameters of this run alone.
    varying: Option<Memory>,
    pass: Option<wgpu::ComputePass<'static>>,
    /// The pipeline that was set last in the pass.
    latest: Option<wgpu::ComputePipeline>,
    encoder: Option<wgpu::CommandEncoder>,
    /// Memory that uploads go through, used again once they have arrived; None before the first.
    belt: Option<StagingBelt>,
    /// Copies out of it, which go before what the encoder has.
    uploads: Option<wgpu::CommandEncoder>,
    /// The latest submissions with uploads, as many as may be under way.
    uploading: VecDeque<wgpu::SubmissionIndex>,
    arrivals: Vec<Arrival>,
    /// Changes of variables are recorded and not submitted.
    changes: bool,
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.flush();
    }
}

impl Frame {
    pub fn new(recording: &Recording, bases: usize) -> Result<Frame> {
        let gpu = recording.gpu.clone();
        let mut spots: Vec<Option<Spot>> = vec![None; bases];
        let arenas = recording.arenas.iter().map(|&bytes| gpu.allocate(bytes, STORAGE)).collect::<Result<Vec<_>>>()?;
        for &(base, arena, offset) in &recording.arena {
            spots[base as usize] = Some(Spot { memory: arenas[arena].clone(), offset });
        }
        for (base, memory) in &recording.constants {
            spots[*base as usize] = Some(Spot { memory: memory.clone(), offset: 0 });
        }
        let staging = match recording.staging_bytes {
            0 => None,
            bytes => Some(gpu.allocate(bytes, READ_BACK)?),
        };
        let varying = match recording.varying_bytes {
            0 => None,
            bytes => Some(gpu.allocate(bytes, UNIFORM)?),
        };
        let groups = recording.dispatches.iter().map(|_| None).collect();
        Ok(Frame {
            gpu,
            spots,
            groups,
            staging,
            varying,
            pass: None,
            latest: None,
            encoder: None,
            belt: None,
            uploads: None,
            uploading: VecDeque::new(),
            arrivals: Vec::new(),
            changes: false,
        })
    }

    /// Takes a variable's value for the run, and has it on the GPU from now on.
    pub fn hold(&mut self, used: &VariableUse, base: Base) -> Result<Option<Tensor>> {
        let here = |value: &Option<Tensor>, gpu: &Gpu| value.as_ref().is_none_or(|v| Held::in_tensor(v, gpu).is_some());
        if !here(&used.variable.get(), &self.gpu) {
            bring_home(&used.variable)?;
        }
        let quiet = self.gpu.quiet();
        let mut content = used.variable.read();
        let Some(value) = content.value.clone() else { return Ok(None) };
        let value = match Held::in_tensor(&value, &self.gpu) {
            Some(_) => value,
            None => {
                let held = Held::of(&self.gpu, &value)?;
                let moved = Tensor::remote(used.dtype, value.dims(), Arc::new(held));
                content.value = Some(moved.clone());
                moved
            }
        };
        drop((content, quiet));
        self.put(base, &value);
        Ok(Some(value))
    }

    fn put(&mut self, base: Base, value: &Tensor) {
        if let Some(held) = Held::in_tensor(value, &self.gpu) {
            self.spots[base as usize] = Some(Spot { memory: held.memory.clone(), offset: 0 });
        }
    }

    fn spot(&self, base: Base) -> Result<&Spot> {
        self.spots[base as usize].as_ref().ok_or_else(|| err!(Internal, "a value that is nowhere on the GPU"))
    }

    fn encoder(&mut self) -> &mut wgpu::CommandEncoder {
        self.pass = None;
        self.encoder.get_or_insert_with(|| self.gpu.device.create_command_encoder(&Default::default()))
    }

    fn dispatch(&mut self, recording: &Recording, n: usize) -> Result<()> {
        let bound = &recording.dispatches[n];
        if let (Some((varying, params)), Some(memory)) = (&bound.varying, self.varying.clone()) {
            let mut params = params.clone();
            varying.set(&mut params);
            let bytes: Vec<u8> = params.iter().flat_map(|word| word.to_ne_bytes()).collect();
            self.upload(recording, &memory.buffer, bound.params.start, &bytes)?;
        }
        let ids = bound.spans.iter().map(|span| self.spot(span.base).map(|spot| spot.memory.id));
        let ids = ids.collect::<Result<SmallVec<[u64; 6]>>>()?;
        if self.groups[n].as_ref().is_none_or(|group| !same(&group.of, &ids)) {
            let group = self.bind(recording, n)?;
            self.groups[n] = Some(Group { of: ids, group });
        }
        if self.pass.is_none() {
            let encoder =
                self.encoder.get_or_insert_with(|| self.gpu.device.create_command_encoder(&Default::default()));
            self.latest = None;
            self.pass = Some(encoder.begin_compute_pass(&Default::default()).forget_lifetime());
        }
        let (Some(pass), Some(group)) = (&mut self.pass, &self.groups[n]) else { return Ok(()) };
        let pipeline = &recording.pipelines[n];
        if self.latest.as_ref() != Some(pipeline) {
            pass.set_pipeline(pipeline);
            self.latest = Some(pipeline.clone());
        }
        pass.set_bind_group(0, &group.group, &[]);
        let [x, y, z] = bound.groups;
        pass.dispatch_workgroups(x, y, z);
        self.gpu.counts.dispatches.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn bind(&self, recording: &Recording, n: usize) -> Result<wgpu::BindGroup> {
        let bound = &recording.dispatches[n];
        let part = |buffer, offset, bytes: u64| {
            wgpu::BindingResource::Buffer(wgpu::BufferBinding { buffer, offset, size: wgpu::BufferSize::new(bytes) })
        };
        let of_run = self.varying.as_ref().filter(|_| bound.varying.is_some());
        let params = part(
            &of_run.unwrap_or(&recording.params).buffer,
            bound.params.start,
            bound.params.end - bound.params.start,
        );
        let mut entries: SmallVec<[wgpu::BindGroupEntry<'_>; 10]> = SmallVec::new();
        entries.push(wgpu::BindGroupEntry { binding: 0, resource: params });
        for (i, span) in (1..).zip(&bound.spans) {
            let spot = self.spot(span.base)?;
            let bytes = span.bytes.max(LEAST_BYTES).next_multiple_of(4);
            let resource = part(&spot.memory.buffer, spot.offset + span.offset, bytes);
            entries.push(wgpu::BindGroupEntry { binding: i, resource });
        }
        if let Some(more) = &bound.more {
            let resource = part(&recording.params.buffer, more.start, more.end - more.start);
            entries.push(wgpu::BindGroupEntry { binding: entries.len() as u32, resource });
        }
        Ok(self.gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &recording.pipelines[n].get_bind_group_layout(0),
            entries: &entries,
        }))
    }

    /// Sends bytes, whole words of them, which are there before any command runs that is submitted with them.
    fn upload(&mut self, recording: &Recording, to: &wgpu::Buffer, offset: u64, bytes: &[u8]) -> Result<()> {
        let Some(size) = wgpu::BufferSize::new(bytes.len() as u64) else { return Ok(()) };
        let piece = recording.upload_bytes.min(self.gpu.limits.buffer);
        if self.uploads.is_none() {
            let most = (MOST_ON_THE_WAY / piece).clamp(3, MOST_UNDER_WAY as u64) as usize;
            if self.uploading.len() >= most
                && let Some(oldest) = self.uploading.pop_front()
            {
                self.gpu.wait(oldest);
            }
        }
        let device = &self.gpu.device;
        let belt = self.belt.get_or_insert_with(|| StagingBelt::new(device.clone(), piece));
        let memory = device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let slice = belt.allocate(size, wgpu::BufferSize::MIN);
        if let Some(e) = pollster::block_on(memory.pop()) {
            bail!(ResourceExhausted, "the GPU {} has no room for {size} bytes on their way to it: {e}", self.gpu.name);
        }
        // Of a lost device, nothing can be mapped.
        let mapped = slice.get_mapped_range_mut();
        let Ok(mut view) = mapped else {
            self.gpu.check()?;
            bail!(Unavailable, "the GPU {} takes no data", self.gpu.name);
        };
        view.copy_from_slice(bytes);
        drop(view);
        let encoder = self.uploads.get_or_insert_with(|| device.create_command_encoder(&Default::default()));
        encoder.copy_buffer_to_buffer(slice.buffer(), slice.offset(), to, offset, size.get());
        self.gpu.counts.uploaded.fetch_add(size.get(), Ordering::Relaxed);
        Ok(())
    }

    /// Records a copy between two places on the GPU.
    fn copy(&mut self, from: &Spot, offset: u64, to: &Memory, bytes: u64) {
        let bytes = bytes.next_multiple_of(4);
        if bytes > 0 {
            let at = from.offset + offset;
            self.encoder().copy_buffer_to_buffer(&from.memory.buffer, at, &to.buffer, 0, bytes);
        }
    }

    /// Records the dispatches of a step that changes variables; their values are the new ones from here on.
    fn update(
        &mut self,
        plan: &Plan,
        recording: &Recording,
        dispatches: std::ops::Range<usize>,
        updates: &[Update],
        slots: &mut [Option<Tensor>],
    ) -> Result<()> {
        self.begin_changes();
        let mut order: SmallVec<[&Update; 4]> = updates.iter().collect();
        order.sort_by_key(|u| Arc::as_ptr(&plan.variables[u.variable].variable));
        let mut guards: SmallVec<[(&Update, MutexGuard<'_, rheos_graph::variable::Content>, Tensor); 4]> =
            SmallVec::new();
        for u in order {
            let mut guard = plan.variables[u.variable].variable.write();
            let value = self.target(u, &mut guard.value, slots)?;
            guards.push((u, guard, value));
        }
        for n in dispatches {
            self.dispatch(recording, n)?;
        }
        for (u, mut guard, value) in guards {
            if let Some(new) = u.new {
                slots[new.slot as usize] = Some(value.clone());
            }
            guard.value = Some(value);
        }
        Ok(())
    }

    /// Where a variable's new value goes: over the old one if nobody else looks at that, else into new memory.
    fn target(&mut self, u: &Update, value: &mut Option<Tensor>, slots: &mut [Option<Tensor>]) -> Result<Tensor> {
        let Some(new) = u.new else { bail!(Internal, "an update without a place for its result") };
        if u.in_place
            && let Some(old) = u.old
        {
            slots[old.slot as usize] = None;
        }
        // If another run has assigned meanwhile, this step reads that value.
        let fits = value.as_ref().is_some_and(|v| v.dims() == u.dims.as_slice());
        if u.keeps_old && !fits {
            bail!(FailedPrecondition, "the variable changed its shape meanwhile");
        }
        if let Some(old) = value.as_ref().filter(|v| Held::in_tensor(v, &self.gpu).is_none() && v.dtype().is_plain()) {
            // It was assigned on the CPU meanwhile.
            let held = Held::of(&self.gpu, &old.clone().local()?)?;
            *value = Some(Tensor::remote(u.dtype, &u.dims, Arc::new(held)));
        }
        let alone = value.as_mut().is_some_and(|v| match v.data_mut() {
            Data::Remote(remote) => Arc::get_mut(remote).is_some(),
            _ => false,
        });
        let target = match value {
            Some(old) if u.in_place && alone && fits => old.clone(),
            _ => {
                let bytes = (rheos_base::element_count(&u.dims) * element_size(u.dtype)) as u64;
                let held = Held::new(&self.gpu, bytes)?;
                if let (true, Some(old)) = (u.keeps_old, &value)
                    && let Some(old) = Held::in_tensor(old, &self.gpu)
                {
                    let from = Spot { memory: old.memory.clone(), offset: 0 };
                    self.copy(&from, 0, &held.memory, bytes);
                }
                Tensor::remote(u.dtype, &u.dims, Arc::new(held))
            }
        };
        self.put(new.base, &target);
        if let (true, Some(old)) = (u.in_place, u.old) {
            self.put(old.base, &target);
        }
        Ok(target)
    }

    /// Does one step of the plan. `bases` and `slots` are the run's addresses and tensors on the CPU; `look` tells
    /// whether to go on waiting.
    pub fn step(
        &mut self,
        action: &Action,
        plan: &Plan,
        bases: &[*mut u8],
        slots: &mut [Option<Tensor>],
        look: impl Fn() -> Result<()>,
    ) -> Result<()> {
        let Some(recording) = &plan.gpu else { bail!(Internal, "a step for a GPU in a plan without one") };
        match action {
            Action::Run { dispatches, updates, .. } if updates.is_empty() => {
                dispatches.clone().try_for_each(|n| self.dispatch(recording, n))
            }
            Action::Run { dispatches, updates, .. } => self.update(plan, recording, dispatches.clone(), updates, slots),
            Action::Upload { from, to, dtype, elements } => {
                let address = bases[from.base as usize].wrapping_offset(from.offset);
                // SAFETY: the planner made the operand row-major with so many elements.
                let bytes = unsafe { std::slice::from_raw_parts(address, elements * dtype.size()) };
                let spot = self.spot(*to)?.clone();
                self.upload(recording, &spot.memory.buffer, spot.offset, &packed(*dtype, bytes))
            }
            Action::Download { from, to, dtype, elements, at } => {
                let spot = self.spot(from.base)?.clone();
                let Some(staging) = self.staging.clone() else { bail!(Internal, "results without a way back") };
                let bytes = from.bytes.next_multiple_of(4);
                let source = spot.offset + from.offset;
                self.encoder().copy_buffer_to_buffer(&spot.memory.buffer, source, &staging.buffer, *at, bytes);
                self.arrivals.push(Arrival { at: *at, to: *to, dtype: *dtype, elements: *elements });
                Ok(())
            }
            Action::Submit { .. } => self.submit(bases, look),
            Action::Assign { variable, value, new, dtype, dims } => {
                self.begin_changes();
                let held = Held::new(&self.gpu, value.bytes)?;
                let Span { base, offset, bytes } = *value;
                let from = self.spot(base)?.clone();
                self.copy(&from, offset, &held.memory, bytes);
                let value = Tensor::remote(*dtype, dims, Arc::new(held));
                self.put(new.base, &value);
                slots[new.slot as usize] = Some(value.clone());
                plan.variables[*variable].variable.set(Some(value));
                Ok(())
            }
        }
    }

    fn submit(&mut self, bases: &[*mut u8], look: impl Fn() -> Result<()>) -> Result<()> {
        self.flush();
        let arrivals = std::mem::take(&mut self.arrivals);
        let Some(end) = arrivals.iter().map(|a| a.at + (a.elements * element_size(a.dtype)) as u64).max() else {
            return self.gpu.check();
        };
        let Some(staging) = &self.staging else { bail!(Internal, "results without a way back") };
        read(&self.gpu, &staging.buffer, end.next_multiple_of(4), look, |raw| {
            for a in &arrivals {
                let bytes = &raw[a.at as usize..][..a.elements * element_size(a.dtype)];
                // SAFETY: the plan gave the place at `to` room for this value, and no other step runs now.
                unsafe { unpack(a.dtype, bytes, bases[a.to as usize]) };
            }
        })
    }

    /// Sends off what was recorded, also what a failed run leaves behind: variables are what they were after the last
    /// step that was recorded.
    pub fn flush(&mut self) {
        self.pass = None;
        let uploads = self.uploads.take().map(|encoder| encoder.finish());
        let commands = self.encoder.take().map(|encoder| encoder.finish());
        if let (Some(_), Some(belt)) = (&uploads, &mut self.belt) {
            belt.finish();
            self.uploading.push_back(self.gpu.submit(uploads.into_iter().chain(commands)));
            belt.recall();
        } else if commands.is_some() {
            self.gpu.submit(commands);
        }
        if std::mem::take(&mut self.changes) {
            self.gpu.end_changes();
        }
    }

    fn begin_changes(&mut self) {
        if !self.changes {
            self.gpu.begin_changes();
            self.changes = true;
        }
    }

    /// Lets go of what belonged to the run that just ended.
    pub fn clear(&mut self) {
        self.flush();
        self.arrivals.clear();
    }
}
