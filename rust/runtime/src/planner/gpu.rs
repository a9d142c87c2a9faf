//! Steps on a GPU become dispatches, and values cross over where a step on the other side needs them.

use super::*;
use crate::gpu::access::{Operand as GroupOperand, Target, UNREAD};
use crate::gpu::device::{Gpu, STORAGE, UNIFORM};
use crate::gpu::held::packed;
use crate::gpu::recording::{Action as GpuAction, Bound, Recording, Span};
use crate::gpu::{followed::followed as followed_shaders, map::map, reduce::reduce, rows::rows};
use crate::memory::{Life, place_in_buffers};
use rheos_graph::expr::Term;
use rheos_graph::gpu::{Binding, Dispatch, Limits, ShaderSpec, Shaders, Varying, element_size};
use rheos_ops::shaders::movement::copy;

/// Offsets of bindings are multiples of this, the most that WebGPU lets a device ask for.
const ALIGN: u64 = 256;

/// The GPU's part of a plan while it is made.
pub struct Made {
    gpu: Arc<Gpu>,
    dispatches: Vec<Bound>,
    /// The shader of each dispatch.
    sources: Vec<Arc<str>>,
    params: Vec<u8>,
    constants: FxHashMap<Output, Base>,
    memories: Vec<(Base, crate::gpu::device::Memory)>,
    /// Copies of values on the other side. Of a variable, another base is another value; in working memory, another
    /// output.
    uploaded: FxHashMap<(Output, Base, Layout), Base>,
    downloaded: FxHashMap<(Output, Base, Layout), Base>,
    /// Results on their way since the last submission.
    arrivals: Vec<Base>,
    staging: u64,
    staging_bytes: u64,
    varying_bytes: u64,
    upload_bytes: u64,
    /// Something was recorded since then, and changes variables.
    recorded: bool,
    changes: bool,
}

impl Made {
    pub fn new(gpu: &Arc<Gpu>) -> Made {
        Made {
            gpu: gpu.clone(),
            dispatches: Vec::new(),
            sources: Vec::new(),
            params: Vec::new(),
            constants: FxHashMap::default(),
            memories: Vec::new(),
            uploaded: FxHashMap::default(),
            downloaded: FxHashMap::default(),
            arrivals: Vec::new(),
            staging: 0,
            staging_bytes: 0,
            varying_bytes: 0,
            upload_bytes: 0,
            recorded: false,
            changes: false,
        }
    }

    /// Adds a block of parameters.
    fn block(&mut self, words: &[u32]) -> std::ops::Range<u64> {
        let start = self.params.len() as u64;
        self.params.extend(words.iter().flat_map(|word| word.to_ne_bytes()));
        // Uniform blocks are measured in vectors of four words.
        let end = (self.params.len() as u64).next_multiple_of(16);
        self.params.resize(end.next_multiple_of(ALIGN) as usize, 0);
        start..end
    }
}

impl<'a> Planner<'a> {
    fn made(&mut self) -> Result<&mut Made> {
        self.gpu.as_mut().ok_or_else(|| err!(Internal, "a step for a GPU where there is none"))
    }

    pub(super) fn is_on_gpu(&self, base: Base) -> bool {
        matches!(self.bases[base as usize], BaseKind::Gpu(_) | BaseKind::GpuOutside(_))
    }

    fn gpu_bytes(&self, base: Base) -> u64 {
        match self.bases[base as usize] {
            BaseKind::Gpu(bytes) | BaseKind::GpuOutside(bytes) => bytes,
            _ => 0,
        }
    }

    /// Working memory for a value on the GPU.
    fn region(&mut self, dims: &[usize], dtype: DType) -> Base {
        self.new_base(BaseKind::Gpu((rheos_base::element_count(dims) * element_size(dtype)) as u64))
    }

    pub(super) fn gpu_step(&mut self, i: usize, step: &'a Step) -> Result<SmallVec<[Value; 1]>> {
        match &step.work {
            Work::Fused(group) => self.gpu_fused(i, step, group),
            Work::Rows(rows) => self.gpu_rows(i, step, rows),
            Work::Followed(followed) => self.gpu_followed(i, step, followed),
            Work::Op(op, attrs) => {
                let facts: SmallVec<[&Fact; 4]> = step.inputs.iter().map(|&o| self.program.fact(o)).collect();
                let info = NodeInfo { op, attrs, inputs: &facts, outputs: &step.facts };
                match &op.decl.compute {
                    Compute::Boundary(Boundary::Write) => self.gpu_write(step),
                    Compute::Boundary(boundary) => self.boundary(step, *boundary),
                    Compute::View(view) => self.view(step, *view, &info),
                    Compute::Kernel(decl) | Compute::Either(decl, _) => self.gpu_kernel(i, step, decl, &info),
                    _ => bail!(Internal, "{} was placed on the GPU", op.name),
                }
            }
            _ => bail!(Internal, "{} was placed on the GPU", step.label()),
        }
    }

    /// Address and layout of a value on the GPU, which gets a copy there if it has none.
    pub(super) fn there(&mut self, output: Output) -> Result<(Base, Layout)> {
        let fact = self.program.fact(output);
        let dtype = fact.dtype;
        if let Value::Const { value, .. } = self.value(output).clone() {
            let layout = Layout::contiguous(value.dims());
            if let Some(&base) = self.made()?.constants.get(&output) {
                return Ok((base, layout));
            }
            let bytes = packed(dtype, value.bytes()?);
            let base = self.new_base(BaseKind::GpuOutside(bytes.len() as u64));
            let made = self.made()?;
            let memory = made.gpu.allocate(bytes.len() as u64, STORAGE)?;
            made.gpu.upload(&memory.buffer, 0, &bytes);
            made.memories.push((base, memory));
            made.constants.insert(output, base);
            return Ok((base, layout));
        }
        let (base, layout) = self.located(output)?;
        if self.is_on_gpu(base) {
            return Ok((base, layout));
        }
        let key = (root(&self.roots, output), base, layout.clone());
        if let Some(&known) = self.made()?.uploaded.get(&key) {
            return Ok((known, Layout::contiguous(&layout.dims)));
        }
        let (from, tight) = self.row_major(output, base, layout)?;
        let to = self.region(&tight.dims, dtype);
        let elements = tight.len();
        let from = Operand { base: from, offset: tight.offset * dtype.size() as isize };
        if elements > 0 {
            self.carry(output, GpuAction::Upload { from, to, dtype, elements });
            self.made()?.upload_bytes += (elements * element_size(dtype)).next_multiple_of(8) as u64;
        }
        self.made()?.uploaded.insert(key, to);
        Ok((to, Layout::contiguous(&tight.dims)))
    }

    /// A value of the GPU's, on its way here; `settle` makes it arrive.
    fn fetch_here(&mut self, output: Output, base: Base, layout: Layout, to: Option<Base>) -> Result<(Base, Layout)> {
        let dtype = self.program.fact(output).dtype;
        let key = (root(&self.roots, output), base, layout.clone());
        let here = Layout::contiguous(&layout.dims);
        if let (None, Some(&known)) = (to, self.made()?.downloaded.get(&key)) {
            return Ok((known, here));
        }
        let (base, layout) = self.gpu_tight(output, base, layout, 4)?;
        let elements = layout.len();
        let bytes = (elements * element_size(dtype)) as u64;
        let to = match to {
            Some(to) => to,
            None => self.arena(elements * dtype.size()),
        };
        if elements > 0 {
            let from = Span { base, offset: layout.offset as u64 * element_size(dtype) as u64, bytes };
            let made = self.made()?;
            let at = made.staging;
            // Mapped memory is aligned to eight bytes.
            made.staging = (at + bytes).next_multiple_of(8);
            made.staging_bytes = made.staging_bytes.max(made.staging);
            made.arrivals.push(to);
            self.carry(output, GpuAction::Download { from, to, dtype, elements, at });
        }
        self.made()?.downloaded.insert(key, to);
        Ok((to, here))
    }

    /// Address and layout of a value on the CPU, where it is once `settle` was called.
    pub(super) fn here(&mut self, output: Output, base: Base, layout: Layout) -> Result<(Base, Layout)> {
        if !self.is_on_gpu(base) {
            return Ok((base, layout));
        }
        self.fetch_here(output, base, layout, None)
    }

    /// A fetched value on the GPU is handed out from `to`.
    pub(super) fn hand_out(&mut self, output: Output, base: Base, layout: Layout, to: Base) -> Result<()> {
        self.fetch_here(output, base, layout, Some(to)).map(|_| ())
    }

    /// Sends off what was recorded, if something waits for it.
    pub(super) fn settle(&mut self, step: &Step, end: bool) {
        let Some(made) = &mut self.gpu else { return };
        if made.arrivals.is_empty() && !(end && made.recorded) {
            return;
        }
        (made.recorded, made.changes, made.staging) = (false, false, 0);
        let arrivals = std::mem::take(&mut made.arrivals);
        self.add(step, Action::Gpu(GpuAction::Submit { arrivals }));
        self.relabel("Submit");
    }

    /// Has the operands of a step for the CPU come here, all at once.
    pub(super) fn gather(&mut self, step: &Step) -> Result<()> {
        if self.gpu.is_none() {
            return Ok(());
        }
        for &input in &step.inputs {
            if let Value::Plain { base, layout } = self.value(input).clone() {
                self.here(input, base, layout)?;
            }
        }
        // Another run waits for the changes that this one has recorded, and a function of the CPU's may start one.
        let calls = step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Host(_) | Compute::Either(..)));
        let changes = self.gpu.as_ref().is_some_and(|made| made.changes);
        self.settle(step, calls && changes);
        Ok(())
    }

    /// Adds a step that carries a value over.
    fn carry(&mut self, output: Output, action: GpuAction) {
        let program = self.program;
        self.add(program.step(output.node), Action::Gpu(action));
        self.relabel("Copy");
        if let Some(made) = &mut self.gpu {
            made.recorded = true;
        }
    }

    fn relabel(&mut self, label: &str) {
        if let Some(last) = self.plan.steps.last_mut() {
            last.label = label.into();
        }
    }

    /// A value without gaps, whose first byte is at a multiple of `align`; copied on the GPU if it is not so.
    pub(super) fn gpu_tight(
        &mut self,
        output: Output,
        base: Base,
        layout: Layout,
        align: u64,
    ) -> Result<(Base, Layout)> {
        let dtype = self.program.fact(output).dtype;
        let start = layout.offset as u64 * element_size(dtype) as u64;
        if layout.is_empty() || (layout.is_contiguous() && start.is_multiple_of(align)) {
            return Ok((base, layout));
        }
        let to = self.region(&layout.dims, dtype);
        let tight = Layout::contiguous(&layout.dims);
        let shaders = self.shaders(|limits| {
            let copy = copy(limits, dtype, (Binding::Input(0), &layout), (Binding::Output(0), &tight))?;
            Ok(Shaders { dispatches: copy.into_iter().collect(), scratch: Vec::new() })
        })?;
        let run = self.record(shaders, &[base], &[to], Vec::new())?;
        let program = self.program;
        self.add(program.step(output.node), Action::Gpu(run));
        self.relabel("Copy");
        Ok((to, tight))
    }

    fn shaders(&mut self, make: impl FnOnce(&Limits) -> std::result::Result<Shaders, String>) -> Result<Shaders> {
        let gpu = self.made()?.gpu.clone();
        make(&gpu.limits).map_err(|why| err!(Internal, "placed on the GPU, which it cannot run on: {why}"))
    }

    /// Compiles shaders whose inputs and outputs lie at these bases.
    fn record(
        &mut self,
        shaders: Shaders,
        inputs: &[Base],
        outputs: &[Base],
        updates: Vec<Update>,
    ) -> Result<GpuAction> {
        let scratch: Vec<Base> =
            shaders.scratch.iter().map(|&bytes| self.new_base(BaseKind::Gpu(bytes as u64))).collect();
        let first = self.made()?.dispatches.len();
        let (mut reads, mut writes): (SmallVec<[Base; 6]>, SmallVec<[Base; 4]>) = Default::default();
        for dispatch in shaders.dispatches {
            let Dispatch { source, bindings, params, groups, more, .. } = dispatch.complete();
            let mut spans = SmallVec::new();
            for binding in bindings {
                let base = match binding {
                    Binding::Input(n) => inputs[n],
                    Binding::Output(n) => outputs[n],
                    Binding::Scratch(n) => scratch[n],
                };
                match binding {
                    Binding::Input(_) => reads.push(base),
                    Binding::Output(_) | Binding::Scratch(_) => writes.push(base),
                }
                spans.push(Span { base, offset: 0, bytes: self.gpu_bytes(base) });
            }
            let made = self.made()?;
            made.sources.push(source);
            let params = made.block(&params);
            let more = (!more.is_empty()).then(|| made.block(&more));
            made.dispatches.push(Bound { spans, params, more, groups, varying: None });
        }
        let made = self.made()?;
        made.recorded = true;
        made.changes |= !updates.is_empty();
        let dispatches = first..made.dispatches.len();
        reads.sort_unstable();
        reads.dedup();
        writes.sort_unstable();
        writes.dedup();
        Ok(GpuAction::Run { dispatches, reads, writes, updates })
    }

    /// Groups without the constants of one element that they read, which become part of the shader.
    fn inlined(&self, step: &Step, group: &Group, source: impl Fn(usize) -> Option<usize>) -> Group {
        let mut group = group.clone();
        let scalar = |k: usize| self.program.scalar(step.inputs[source(group.operands[k].input)?]);
        for (term, dtype) in group.expr.terms.iter_mut().zip(&group.expr.dtypes) {
            if let Term::Input(k) = *term
                && let Some(scalar) = scalar(k as usize)
                && scalar.dtype == *dtype
            {
                *term = Term::Const(scalar);
            }
        }
        group
    }

    /// The parameters of these dispatches change from run to run.
    fn vary(&mut self, dispatches: std::ops::Range<usize>, varying: Arc<dyn Varying>) -> Result<()> {
        let made = self.made()?;
        for bound in &mut made.dispatches[dispatches] {
            let bytes = &made.params[bound.params.start as usize..bound.params.end as usize];
            let params = bytes.chunks_exact(4).map(|c| u32::from_ne_bytes([c[0], c[1], c[2], c[3]])).collect();
            let length = bytes.len() as u64;
            let start = made.varying_bytes.next_multiple_of(ALIGN);
            bound.params = start..start + length;
            bound.varying = Some((varying.clone(), params));
            made.varying_bytes = bound.params.end;
        }
        Ok(())
    }

    fn gpu_fused(&mut self, i: usize, step: &Step, group: &Group) -> Result<SmallVec<[Value; 1]>> {
        let group = self.inlined(step, group, Some);
        let elements = rheos_base::element_count(&group.domain);
        let operands = group.operands.iter().enumerate().map(|(k, operand)| {
            let read = group.expr.terms.contains(&Term::Input(k as u32));
            (step.inputs[operand.input], operand.space.clone(), read)
        });
        let operands = operands.collect();
        // A fold writes its result before it has read all it needs.
        let aligned = group.reduce.is_none().then_some(elements);
        self.gpu_loop(i, step, &[], operands, aligned, |_, operands, results, limits| match group.reduce {
            Some(_) => reduce(&group, operands, results, limits),
            None => map(&group, operands, results, limits),
        })
    }

    fn gpu_followed(&mut self, i: usize, step: &Step, followed: &Followed) -> Result<SmallVec<[Value; 1]>> {
        let Compute::Kernel(decl) = &followed.op.decl.compute else {
            bail!(Internal, "{} is not a kernel that a group can follow", followed.op.name)
        };
        let group = self.inlined(step, &followed.group, |input| (input != Followed::RESULT).then_some(input));
        let (mut bases, mut args) = (Vec::new(), Vec::new());
        for &input in &step.inputs[..followed.inputs] {
            let dtype = self.program.fact(input).dtype;
            let (base, layout) = self.there(input)?;
            let (base, layout) =
                if decl.strided { (base, layout) } else { self.gpu_tight(input, base, layout, u64::MAX)? };
            bases.push((base, dtype));
            args.push(Arg { dtype, layout });
        }
        let result = Arg { dtype: followed.result.dtype, layout: Layout::contiguous(&followed.result.dims()) };
        let facts: SmallVec<[&Fact; 4]> =
            step.inputs[..followed.inputs].iter().map(|&o| self.program.fact(o)).collect();
        let outputs = std::slice::from_ref(&followed.result);
        let info = NodeInfo { op: followed.op, attrs: &followed.attrs, inputs: &facts, outputs };
        let operands = group.operands.iter().enumerate().skip(1).map(|(k, operand)| {
            let read = group.expr.terms.contains(&Term::Input(k as u32));
            (step.inputs[operand.input], operand.space.clone(), read)
        });
        let (operands, aligned) = (operands.collect(), Some(rheos_base::element_count(&group.domain)));
        let own = GroupOperand { slot: UNREAD, dtype: result.dtype, layout: Layout::contiguous(&group.domain) };
        self.gpu_loop(i, step, &bases, operands, aligned, |slots, operands, results, limits| {
            let rheos_graph::Gpu::Shader(shader) = decl.gpu else {
                return Err(format!("{} has no shader", followed.op.name));
            };
            let mut kernel =
                shader(&ShaderSpec { info, inputs: &args, outputs: std::slice::from_ref(&result), limits })?;
            for binding in kernel.dispatches.iter_mut().flat_map(|dispatch| &mut dispatch.bindings) {
                if let Binding::Input(n) = binding {
                    *n = slots[*n];
                }
            }
            let operands: Vec<GroupOperand> = std::iter::once(own).chain(operands.iter().cloned()).collect();
            followed_shaders(kernel, &group, followed.kept, &operands, results, limits)
        })
    }

    fn gpu_rows(&mut self, i: usize, step: &Step, joined: &Rows) -> Result<SmallVec<[Value; 1]>> {
        let mut joined = joined.clone();
        let mut operands = Vec::new();
        for stage in &mut joined.stages {
            let sources = &stage.sources;
            let group = self.inlined(step, &stage.group, |input| match sources[input] {
                Source::Input(n) => Some(n),
                Source::Stage { .. } => None,
            });
            for (k, operand) in group.operands.iter().enumerate() {
                if let Source::Input(input) = stage.sources[operand.input] {
                    let read = group.expr.terms.contains(&Term::Input(k as u32));
                    operands.push((step.inputs[input], operand.space.clone(), read));
                }
            }
            stage.group = Arc::new(group);
        }
        self.gpu_loop(i, step, &[], operands, None, |_, operands, results, limits| {
            rows(&joined, operands, results, limits)
        })
    }

    /// A step whose operands are read through spaces of the sizes given, unless they are not read at all; before them come
    /// operands of a kernel, whose slots `make` is told first. Where results may lie over operands, `aligned` is the number
    /// of elements that they have.
    fn gpu_loop(
        &mut self,
        i: usize,
        step: &Step,
        kernel: &[(Base, DType)],
        read: Vec<(Output, Dims, bool)>,
        aligned: Option<usize>,
        make: impl FnOnce(&[usize], &[GroupOperand], &[Target], &Limits) -> std::result::Result<Shaders, String>,
    ) -> Result<SmallVec<[Value; 1]>> {
        // Buffers, each once: an operand may appear in several forms, and a result may lie over one.
        let mut slots: Vec<Base> = Vec::new();
        fn slot(slots: &mut Vec<Base>, base: Base) -> usize {
            slots.iter().position(|&b| b == base).unwrap_or_else(|| {
                slots.push(base);
                slots.len() - 1
            })
        }
        let own: SmallVec<[usize; 4]> = kernel.iter().map(|&(base, _)| slot(&mut slots, base)).collect();
        let mut operands = Vec::with_capacity(read.len());
        // Whether each is read element for element, from its first.
        let mut whole: Vec<(Base, bool, DType)> = kernel.iter().map(|&(base, dtype)| (base, false, dtype)).collect();
        let mut lenders: Vec<(Base, DType, Output)> = Vec::new();
        for (output, space, read) in read {
            let dtype = self.program.fact(output).dtype;
            if !read {
                operands.push(GroupOperand { slot: UNREAD, dtype, layout: Layout::contiguous(&space) });
                continue;
            }
            let (base, layout) = self.there(output)?;
            let spread = layout.broadcast(&space);
            whole.push((base, aligned.is_some() && spread.offset == 0 && spread.is_contiguous(), dtype));
            lenders.push((base, dtype, output));
            operands.push(GroupOperand { slot: slot(&mut slots, base), dtype, layout: spread });
        }
        step.inputs.iter().for_each(|&o| self.consume(o));
        lenders.retain(|&(base, dtype, output)| {
            let bytes = (aligned.unwrap_or(0) * element_size(dtype)) as u64;
            let own = matches!(self.bases[base as usize], BaseKind::Gpu(b) if b == bytes);
            own && self.is_done_with(output) && whole.iter().all(|(b, direct, _)| *b != base || *direct)
        });
        let (mut values, mut updates) = (SmallVec::new(), Vec::new());
        let mut results = Vec::with_capacity(step.facts.len());
        let mut writes: SmallVec<[Base; 4]> = SmallVec::new();
        for (k, fact) in step.facts.iter().enumerate() {
            let output = Output::new(NodeId(i as u32), k as u32);
            let dims = fact.dims();
            let elements = rheos_base::element_count(&dims);
            let written = self.writer.contains_key(&output);
            let lent = lenders.iter().position(|l| l.1 == fact.dtype && !written && Some(elements) == aligned);
            let mut place = None;
            let base = if let Some(n) = lent {
                let base = lenders[n].0;
                lenders.retain(|l| l.0 != base);
                base
            } else if let Some(update) = self.absorb(i, output, fact, &whole, k)? {
                let new = update.new.map_or(0, |v| v.base);
                // Where the new value goes over the old one, which the loop reads, both are one binding.
                let old = update.old.filter(|old| update.in_place && slots.contains(&old.base));
                updates.push(Update { keeps_old: old.is_some(), ..update });
                place = Some(new);
                old.map_or(new, |old| old.base)
            } else {
                self.region(&dims, fact.dtype)
            };
            let at = place.unwrap_or(base);
            values.push(Value::Plain { base: at, layout: Layout::contiguous(&dims) });
            writes.extend([base, at]);
            results.push(Target { slot: slot(&mut slots, base), dtype: fact.dtype });
        }
        let shaders = self.shaders(|limits| make(&own, &operands, &results, limits))?;
        if shaders.dispatches.is_empty() && updates.is_empty() {
            return Ok(values);
        }
        let mut run = self.record(shaders, &slots, &[], updates)?;
        if let GpuAction::Run { writes: all, .. } = &mut run {
            all.extend(writes);
            all.sort_unstable();
            all.dedup();
        }
        self.add(step, Action::Gpu(run));
        Ok(values)
    }

    fn gpu_kernel(
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
        let (mut bases, mut inputs) = (Vec::new(), Vec::new());
        for (n, &input) in step.inputs.iter().enumerate() {
            if written.contains(&n) {
                bases.push(0);
                inputs.push(Arg { dtype: DType::Resource, layout: Layout::contiguous(&[]) });
                continue;
            }
            let (base, layout) = self.there(input)?;
            let (base, layout) =
                if decl.strided { (base, layout) } else { self.gpu_tight(input, base, layout, u64::MAX)? };
            let dtype = match self.value(input) {
                Value::Handle(v) => self.plan.variables[*v].dtype,
                _ => info.inputs[n].dtype,
            };
            bases.push(base);
            inputs.push(Arg { dtype, layout });
        }
        step.inputs.iter().for_each(|&o| self.consume(o));
        let mut updates: Vec<Update> = Vec::new();
        let (mut outputs, mut targets) = (Vec::new(), Vec::new());
        let mut changed: Vec<Base> = Vec::new();
        let read: SmallVec<[Base; 4]> = (0..bases.len()).filter(|k| !written.contains(k)).map(|k| bases[k]).collect();
        for &n in written {
            let (update, arg) = self.overwritten(step, info, n, &read, &updates)?;
            let new = update.new.map_or(0, |v| v.base);
            bases[n] = new;
            inputs[n] = arg.clone();
            changed.push(new);
            updates.push(update);
            if step.facts.is_empty() {
                targets.push(new);
                outputs.push(arg);
            }
        }
        let mut values = SmallVec::new();
        let whole: Vec<(Base, bool, DType)> =
            bases.iter().zip(&inputs).map(|(&base, arg)| (base, false, arg.dtype)).collect();
        for (k, fact) in step.facts.iter().enumerate() {
            let output = Output::new(NodeId(i as u32), k as u32);
            // A result that is only assigned to a variable is written there at once.
            let update = if written.is_empty() { self.absorb(i, output, fact, &whole, k)? } else { None };
            let base = match update.as_ref().and_then(|update| update.new) {
                Some(new) => new.base,
                None => self.region(&fact.dims(), fact.dtype),
            };
            if let Some(update) = update {
                changed.push(base);
                updates.push(update);
            }
            let layout = Layout::contiguous(&fact.dims());
            targets.push(base);
            outputs.push(Arg { dtype: fact.dtype, layout: layout.clone() });
            values.push(Value::Plain { base, layout });
        }
        let state = self.node_state(step);
        let mut varying = None;
        let shaders = self.shaders(|limits| {
            let spec = ShaderSpec { info: *info, inputs: &inputs, outputs: &outputs, limits };
            match decl.gpu {
                rheos_graph::Gpu::Shader(shader) => shader(&spec),
                rheos_graph::Gpu::Drawn(shader) => shader(&spec, &state).map(|(shaders, draws)| {
                    varying = Some(draws);
                    shaders
                }),
                rheos_graph::Gpu::CpuOnly(why) => Err(why.into()),
            }
        })?;
        let mut run = self.record(shaders, &bases, &targets, updates)?;
        if let (Some(varying), GpuAction::Run { dispatches, .. }) = (varying, &run) {
            self.vary(dispatches.clone(), varying)?;
        }
        if let GpuAction::Run { writes, .. } = &mut run {
            writes.extend(changed);
        }
        self.add(step, Action::Gpu(run));
        Ok(values)
    }

    /// A value becomes that of a variable on the GPU.
    fn gpu_write(&mut self, step: &Step) -> Result<SmallVec<[Value; 1]>> {
        let v = self.handle(step.inputs[0])?;
        let fact = self.program.fact(step.inputs[1]);
        self.check_assigned(v, fact)?;
        let (base, layout) = self.there(step.inputs[1])?;
        let (base, layout) = self.gpu_tight(step.inputs[1], base, layout, 4)?;
        self.consume(step.inputs[1]);
        let (dtype, dims) = (fact.dtype, fact.dims());
        let size = element_size(dtype) as u64;
        let value = Span { base, offset: layout.offset as u64 * size, bytes: layout.len() as u64 * size };
        let new = self.new_version(v, Some(dims.clone()));
        self.add(step, Action::Gpu(GpuAction::Assign { variable: v, value, new, dtype, dims }));
        let made = self.made()?;
        (made.recorded, made.changes) = (true, true);
        Ok(SmallVec::new())
    }

    /// The GPU's part of the plan, once all steps are there.
    pub(super) fn finish_gpu(&mut self) -> Result<()> {
        let Some(made) = self.gpu.take() else { return Ok(()) };
        if made.dispatches.is_empty() && !self.plan.steps.iter().any(|s| matches!(s.action, Action::Gpu(_))) {
            return Ok(());
        }
        let pipelines = made.gpu.pipelines(&made.sources).map_err(|(n, e)| self.about_dispatch(n, e))?;
        made.gpu.save();
        let params = made.gpu.allocate(made.params.len() as u64, UNIFORM)?;
        made.gpu.upload(&params.buffer, 0, &made.params);
        let (arena, arenas) = self.lay_out_gpu(made.gpu.limits.buffer);
        self.plan.gpu = Some(Recording {
            gpu: made.gpu,
            dispatches: made.dispatches,
            pipelines,
            params,
            constants: made.memories,
            arenas,
            arena,
            staging_bytes: made.staging_bytes,
            varying_bytes: made.varying_bytes,
            upload_bytes: made.upload_bytes + made.varying_bytes,
        });
        Ok(())
    }

    /// An error in the shader of a dispatch, with the node that it is for.
    fn about_dispatch(&self, n: usize, e: rheos_base::Error) -> rheos_base::Error {
        let has = |s: &&PlanStep| matches!(&s.action, Action::Gpu(GpuAction::Run { dispatches, .. }) if dispatches.contains(&n));
        match self.plan.steps.iter().find(has) {
            Some(step) => e.at(|| self.context.store.place(step.origin)),
            None => e,
        }
    }

    /// Where each value lies in the GPU's working memory.
    fn lay_out_gpu(&self, most: u64) -> (Vec<(Base, usize, u64)>, Vec<u64>) {
        let mut lives: FxHashMap<Base, (usize, usize)> = FxHashMap::default();
        let mut submitted = 0;
        for (i, step) in self.plan.steps.iter().enumerate() {
            let first = match &step.action {
                // An upload takes place before the commands that are recorded with it.
                Action::Gpu(GpuAction::Upload { .. }) => submitted,
                Action::Gpu(GpuAction::Submit { .. }) => {
                    submitted = i;
                    continue;
                }
                _ => i,
            };
            for base in step.action.reads().into_iter().chain(step.action.writes()) {
                if matches!(self.bases[base as usize], BaseKind::Gpu(_)) {
                    let life = lives.entry(base).or_insert((first, i));
                    *life = (life.0.min(first), i);
                }
            }
        }
        let mut bases: Vec<Base> = lives.keys().copied().collect();
        bases.sort_unstable();
        let life = |&base: &Base| {
            let (first, last) = lives[&base];
            let bytes = self.gpu_bytes(base).max(1).next_multiple_of(ALIGN) as usize;
            Life { bytes, first, last }
        };
        // A multiple of the alignment.
        let most = (most - most % ALIGN) as usize;
        let (places, mut bytes) = place_in_buffers(&bases.iter().map(life).collect::<Vec<_>>(), most);
        let arena = bases.into_iter().zip(places).map(|(base, at)| (base, at / most, (at % most) as u64));
        let mut sizes = Vec::new();
        while bytes > 0 {
            sizes.push(bytes.min(most) as u64);
            bytes -= bytes.min(most);
        }
        (arena.collect(), sizes)
    }
}
