//! Operands that kernels pack before they use them: once per run where several steps use one, once for many runs where
//! it is a variable that the plan only reads.

use super::*;

/// What is packed, and how. An address from outside the arena stands for one value during the whole run, however often
/// that is read; in the arena a result may take the place of an operand.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Outside(Base, isize, [isize; 5]),
    Arena(Output, [isize; 5]),
}

/// The first step that packs an operand in some form, and where the result is once another step wants it too.
#[derive(Clone, Copy)]
pub struct Use {
    first: usize,
    base: Option<Base>,
}

impl<'a> Planner<'a> {
    /// How the step about to be added gets its packed operand.
    pub(super) fn packed(&mut self, kernel: &dyn Kernel, inputs: &[Output], at: &[Operand]) -> Option<Packed> {
        let packing = kernel.packing()?;
        let now = self.plan.steps.len();
        let key = self.packing_key(packing, inputs[packing.input], at[packing.input]);
        let Some(Use { first, base }) = self.packings.get(&key).copied() else {
            self.packings.insert(key, Use { first: now, base: None });
            return None;
        };
        let base = match base {
            Some(base) => base,
            None => {
                let base = self.arena(packing.bytes);
                if let Action::Kernel(run) | Action::Update(run, _) = &mut self.plan.steps[first].action {
                    run.packed = Some(Packed::Shared { base, make: true });
                }
                self.packings.insert(key, Use { first, base: Some(base) });
                base
            }
        };
        Some(Packed::Shared { base, make: false })
    }

    fn packing_key(&self, packing: Packing, output: Output, Operand { base, offset }: Operand) -> Key {
        match self.bases[base as usize] {
            BaseKind::Outside => Key::Outside(base, offset, packing.form),
            BaseKind::Arena(_) | BaseKind::Gpu(_) | BaseKind::GpuOutside(_) => Key::Arena(output, packing.form),
        }
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
        let mut kept: FxHashMap<(Operand, [isize; 5]), Arc<Kept>> = FxHashMap::default();
        for step in &mut self.plan.steps {
            let Action::Kernel(run) = &mut step.action else { continue };
            let Some(packing) = run.kernel.packing() else { continue };
            let operand = run.inputs[packing.input];
            let found = variables.iter().position(|used| used.start.is_some_and(|v| v.base == operand.base));
            let Some(variable) = found.filter(|&v| !written[v]) else { continue };
            if let Some(Packed::Shared { base, .. }) = run.packed {
                // Nothing lies there now.
                self.bases[base as usize] = BaseKind::Outside;
            }
            let entry = kept.entry((operand, packing.form));
            let kept = entry.or_insert_with(|| Arc::new(Kept { variable, cache: Mutex::default() }));
            run.packed = Some(Packed::Kept(kept.clone()));
        }
    }
}
