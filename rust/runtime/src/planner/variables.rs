//! Variables in a plan: which value a read sees, and which steps assign directly.

use super::*;
use rheos_graph::gpu::element_size;

impl<'a> Planner<'a> {
    pub(super) fn boundary(&mut self, step: &Step, boundary: Boundary) -> Result<SmallVec<[Value; 1]>> {
        match boundary {
            Boundary::Handle => Ok(smallvec![Value::Handle(self.variable(step)?)]),
            Boundary::Read => {
                self.consume(step.inputs[0]);
                let v = self.handle(step.inputs[0])?;
                let dims = step.facts[0].dims();
                self.states[v].dims.get_or_insert_with(|| dims.clone());
                let version = self.read(v)?;
                let own = Output::new(NodeId(self.values.len() as u32), 0);
                self.states[v].readers.push(own);
                self.plan.variables[v].dims.get_or_insert(dims.clone());
                if !step.facts[0].dtype.is_plain() {
                    return Ok(smallvec![Value::Object { slot: version.slot, base: None }]);
                }
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

    pub(super) fn check_assigned(&self, v: usize, fact: &Fact) -> Result<()> {
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

    pub(super) fn variable(&mut self, step: &Step) -> Result<usize> {
        let variable = self.context.store.variable(step, self.context.name)?;
        if let Some(i) = self.plan.variables.iter().position(|u| Arc::ptr_eq(&u.variable, &variable)) {
            return Ok(i);
        }
        let dims = variable.shape.to_dims();
        let dtype = variable.dtype;
        let (origin, on) = (step.origin, step.on);
        self.plan.variables.push(VariableUse { variable, origin, start: None, dtype, dims: None, on });
        self.states.push(VariableState { current: None, readers: Vec::new(), dims, unknown: false, on });
        Ok(self.states.len() - 1)
    }

    pub(super) fn handle(&self, output: Output) -> Result<usize> {
        match self.value(output) {
            Value::Handle(v) => Ok(*v),
            _ => bail!(InvalidArgument, "the resource is not a variable that is known when the run is planned"),
        }
    }

    /// The variable's value at this point of the run.
    pub(super) fn read(&mut self, v: usize) -> Result<Version> {
        if self.states[v].unknown {
            bail!(Unimplemented, "a variable is read after it was destroyed in the same run");
        }
        if let Some(version) = self.states[v].current {
            return Ok(version);
        }
        let version = Version { base: self.variable_base(v), slot: self.new_slot() };
        self.states[v].current = Some(version);
        self.plan.variables[v].start = Some(version);
        if self.plan.variables[v].dims.is_none() {
            self.plan.variables[v].dims = self.states[v].dims.clone();
        }
        Ok(version)
    }

    pub(super) fn new_version(&mut self, v: usize, dims: Option<Dims>) -> Version {
        self.states[v].dims = dims;
        let version = Version { base: self.variable_base(v), slot: self.new_slot() };
        let state = &mut self.states[v];
        state.current = Some(version);
        state.readers.clear();
        version
    }

    /// A place for a variable's value, on the variable's device.
    fn variable_base(&mut self, v: usize) -> Base {
        let state = &self.states[v];
        let kind = match (state.on, &state.dims) {
            (Device::Gpu, Some(dims)) => {
                let size = element_size(self.plan.variables[v].dtype);
                BaseKind::GpuOutside((rheos_base::element_count(dims) * size) as u64)
            }
            _ => BaseKind::Outside,
        };
        self.new_base(kind)
    }

    /// If output `k` of step `i` is only assigned to a variable, and nothing between could tell the
    /// difference, the step itself makes the assignment.
    pub(super) fn absorb(
        &mut self,
        i: usize,
        output: Output,
        fact: &Fact,
        whole: &[(Base, bool, DType)],
        k: usize,
    ) -> Result<Option<Update>> {
        let Some(&write) = self.writer.get(&output) else { return Ok(None) };
        let quiet = self.program.steps[i + 1..write].iter().all(|s| match s.effect() {
            // A read of this variable is found below.
            Effect::Pure | Effect::Read(0) => true,
            Effect::Write(_) => s.op().is_some_and(|op| matches!(op.decl.compute, Compute::Boundary(Boundary::Write))),
            _ => false,
        });
        let v = self.handle(self.program.steps[write].inputs[0])?;
        if self.states[v].on != self.program.steps[i].on {
            return Ok(None);
        }
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
}
