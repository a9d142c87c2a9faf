//! Operands that kernels pack before they use them: once per run where several steps use one, once for many runs where
//! it is a variable that the plan only reads.

use super::*;

/// The first step that packs an operand in some form, and where the result is once another step wants it too.
#[derive(Clone, Copy)]
pub struct Use {
    first: usize,
    base: Option<Base>,
}

impl<'a> Planner<'a> {
    /// How the step about to be added gets its packed operand.
    pub(super) fn packed(&mut self, kernel: &dyn Kernel, inputs: &[Output]) -> Option<Packed> {
        let packing = kernel.packing()?;
        let now = self.plan.steps.len();
        let key = (inputs[packing.input], packing.form);
        let Some(Use { first, base }) = self.packings.get(&key).copied() else {
            self.packings.insert(key, Use { first: now, base: None });
            return None;
        };
        let base = match base {
            Some(base) => base,
            None => {
                let base = self.new_base(BaseKind::Arena(Life { bytes: packing.bytes, first, last: now }));
                if let Action::Kernel(run) | Action::Update(run, _) = &mut self.plan.steps[first].action {
                    run.packed = Some(Packed::Shared { base, make: true });
                }
                self.packings.insert(key, Use { first, base: Some(base) });
                base
            }
        };
        Some(Packed::Shared { base, make: false })
    }

    /// Lets steps keep what they pack of variables that no step writes to.
    pub(super) fn keep_packed(&mut self) {
        let variables = &self.plan.variables;
        let mut written: Vec<bool> = self.states.iter().map(|state| state.unknown).collect();
        for step in &self.plan.steps {
            match &step.action {
                Action::Update(_, list) => list.iter().for_each(|u| written[u.variable] = true),
                Action::Assign { variable, .. } => written[*variable] = true,
                _ => {}
            }
        }
        for step in &mut self.plan.steps {
            let Action::Kernel(run) = &mut step.action else { continue };
            let Some(packing) = run.kernel.packing().filter(|_| run.packed.is_none()) else { continue };
            let base = run.inputs[packing.input].base;
            let found = variables.iter().position(|used| used.start.is_some_and(|version| version.base == base));
            if let Some(variable) = found.filter(|&v| !written[v]) {
                run.packed = Some(Packed::Kept(Kept { variable, cache: Mutex::default() }));
            }
        }
    }
}
