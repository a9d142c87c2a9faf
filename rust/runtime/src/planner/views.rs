//! Values as operands: views dissolve into layouts; a copy is made where strides cannot say it.

use super::*;

impl<'a> Planner<'a> {
    pub(super) fn view(
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
        let on_gpu = step.on == Device::Gpu;
        let (base, layout) = if on_gpu { self.there(source)? } else { self.operand(source)? };
        let layouts = match view(info, &layout)? {
            Some(layouts) => layouts.into_iter().map(|l| (base, l)).collect(),
            None => {
                let (base, layout) = if on_gpu {
                    self.gpu_tight(source, base, layout, 4)?
                } else {
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

    pub(super) fn view_objects(
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

    pub(super) fn copy(&mut self, output: Output, base: Base, layout: &Layout, target: Base) -> Result<()> {
        let dtype = self.program.fact(output).dtype;
        let size = dtype.size() as isize;
        let kernel = rheos_ops::kernels::movement::gather(&Layout { offset: 0, ..layout.clone() }, dtype);
        let run = Invocation {
            kernel,
            inputs: smallvec![Operand { base, offset: layout.offset * size }],
            outputs: smallvec![target],
            input_args: Vec::new(),
            output_args: vec![Arg { dtype, layout: Layout::contiguous(&layout.dims) }],
            scratch: None,
            packed: None,
        };
        let step = self.program.step(output.node).clone();
        self.add(&step, Action::Kernel(run));
        if let Some(last) = self.plan.steps.last_mut() {
            last.label = "Copy".into();
        }
        Ok(())
    }

    /// The value without gaps; copies it if it is strided.
    pub(super) fn row_major(&mut self, output: Output, base: Base, layout: Layout) -> Result<(Base, Layout)> {
        if layout.is_contiguous() {
            return Ok((base, layout));
        }
        let target = self.arena(layout.len() * self.program.fact(output).dtype.size());
        self.copy(output, base, &layout, target)?;
        Ok((target, Layout::contiguous(&layout.dims)))
    }

    /// Address and layout of a plain value, for a step on the CPU.
    pub(super) fn operand(&mut self, output: Output) -> Result<(Base, Layout)> {
        let (base, layout) = self.located(output)?;
        if !self.is_on_gpu(base) {
            return Ok((base, layout));
        }
        let found = self.here(output, base, layout)?;
        let program = self.program;
        self.settle(program.step(output.node), false);
        Ok(found)
    }

    /// Address and layout of a plain value, wherever it is.
    pub(super) fn located(&mut self, output: Output) -> Result<(Base, Layout)> {
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

    pub(super) fn host_input(&mut self, output: Output) -> Result<HostInput> {
        let fact = self.program.fact(output);
        Ok(match self.value(output).clone() {
            Value::Object { slot, .. } => HostInput::Slot(slot),
            Value::Const { value, .. } => HostInput::Const(value),
            Value::Handle(v) => HostInput::Handle(self.plan.variables[v].variable.clone()),
            Value::Plain { .. } => {
                let (base, layout) = self.operand(output)?;
                let (base, layout) = self.row_major(output, base, layout)?;
                let size = fact.dtype.size() as isize;
                let operand = Operand { base, offset: layout.offset * size };
                HostInput::Plain { operand, dtype: fact.dtype, dims: fact.dims() }
            }
        })
    }
}
