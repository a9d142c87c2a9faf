//! Kernels and host ops become steps of the plan.

use super::*;

impl<'a> Planner<'a> {
    pub(super) fn kernel(
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
        let read: SmallVec<[Base; 4]> =
            (0..inputs.len()).filter(|k| !written.contains(k)).map(|k| inputs[k].base).collect();
        for &n in written {
            let (update, arg) = self.overwritten(step, info, n, &read, &updates)?;
            let new = update.new.map_or(0, |v| v.base);
            inputs[n] = Operand { base: new, offset: 0 };
            input_args[n] = arg.clone();
            outputs.push(new);
            output_args.push(arg);
            updates.push(update);
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
        let packed = self.packed(&*kernel, &step.inputs, &inputs);
        let run = Invocation { kernel, inputs, outputs, input_args, output_args, scratch, packed };
        self.add(step, if updates.is_empty() { Action::Kernel(run) } else { Action::Update(run, updates) });
        Ok(values)
    }

    /// The update of the variable in input `n`, of which the kernel changes parts, after others of the same kernel; and the
    /// variable as an operand. `read` is where its plain operands are.
    pub(super) fn overwritten(
        &mut self,
        step: &Step,
        info: &NodeInfo<'_>,
        n: usize,
        read: &[Base],
        others: &[Update],
    ) -> Result<(Update, Arg)> {
        let variable = self.handle(step.inputs[n])?;
        let old = self.read(variable)?;
        let Some(dims) = self.states[variable].dims.clone() else {
            bail!(Unimplemented, "{} of a variable of unknown shape", info.op.name)
        };
        if others.iter().any(|u| u.variable == variable) {
            bail!(InvalidArgument, "{} is to write one variable twice", info.op.name);
        }
        let dtype = self.plan.variables[variable].dtype;
        // An operand that is the old value itself must not change while it is read.
        let apart = !read.contains(&old.base);
        let in_place = apart && self.states[variable].readers.iter().all(|&r| self.is_done_with(r));
        let new = self.new_version(variable, Some(dims.clone()));
        let arg = Arg { dtype, layout: Layout::contiguous(&dims) };
        let (output, old, new) = (others.len(), Some(old), Some(new));
        Ok((Update { variable, output, old, in_place, keeps_old: true, new, dtype, dims }, arg))
    }

    pub(super) fn node_state(&mut self, step: &Step) -> NodeState<'a> {
        let ordinal = self.randoms.entry(step.origin).or_default();
        *ordinal += 1;
        self.context.store.node(step.origin, *ordinal)
    }

    pub(super) fn host(
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

    /// A base for a result: the caller's own buffer if it is handed out, else a place in the arena.
    pub(super) fn result_base(&mut self, output: Output, dtype: DType, dims: &Dims) -> Base {
        if self.given.contains_key(&output) {
            return self.new_base(BaseKind::Outside);
        }
        self.arena(rheos_base::element_count(dims) * dtype.size())
    }

    pub(super) fn scratch(&mut self, kernel: &dyn Kernel) -> Option<Base> {
        let bytes = kernel.scratch_bytes(self.context.threads);
        (bytes > 0).then(|| self.arena(bytes))
    }
}
