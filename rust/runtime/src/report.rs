//! A traced run in the words of the user's graph: a record for each step that ran.
//!
//! In: a trace and the executable that was run. Out: names of nodes, of the values they read, and what was
//! measured. Constants have no name: they are part of the plan.

use crate::plan::{Action, Base, HostInput, PlanStep, Slot};
use crate::session::Executable;
use crate::trace::{Made, Part, Span, Trace};
use rheos_graph::program::Work;
use rheos_graph::{Device, NodeId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// One step of a run.
pub struct Record {
    /// The user's node that it was made for; of a fused group its reduction, or else its last one.
    pub name: Arc<str>,
    /// The op, or the ops of a fused group.
    pub label: String,
    /// Names of the values that it read, in TensorFlow's spelling: `node`, or `node:1` for a later result.
    pub inputs: Vec<String>,
    /// Where it ran. On a GPU the span is the time in which it was recorded; that of a submission includes the wait.
    pub device: Device,
    pub span: Span,
    pub made: Vec<Made>,
    /// Bytes of working memory that were needed while it ran.
    pub scratch: usize,
}

/// Who computed what, by address and by object.
#[derive(Default)]
struct Sources {
    bases: FxHashMap<Base, String>,
    slots: FxHashMap<Slot, String>,
}

/// Records of all parts of a run, in order.
pub fn records(executable: &Executable, trace: &Trace, name: &dyn Fn(NodeId) -> Arc<str>) -> Vec<Record> {
    let parts = trace.parts();
    let mut out = Vec::new();
    let mut executable = Some(executable);
    for part in &parts {
        let Some(program) = executable else { break };
        part_records(program, part, name, &mut out);
        executable = part.plan.later.as_ref().map(|(rest, ..)| rest);
    }
    out
}

fn part_records(executable: &Executable, part: &Part, name: &dyn Fn(NodeId) -> Arc<str>, out: &mut Vec<Record>) {
    let plan = &*part.plan;
    let mut sources = Sources::default();
    for step in executable.steps() {
        if let Work::Feed(n) = step.work
            && let Some((base, slot)) = plan.feeds.get(n)
        {
            sources.set(*base, *slot, name(step.origin).to_string());
        }
    }
    for used in &plan.variables {
        if let Some(version) = used.start {
            sources.set(Some(version.base), Some(version.slot), name(used.origin).to_string());
        }
    }
    for (step, ran) in plan.steps.iter().zip(&part.steps) {
        let node = name(step.origin);
        out.push(Record {
            inputs: sources.of(step),
            label: step.label.clone(),
            device: if matches!(step.action, Action::Gpu(_)) { Device::Gpu } else { Device::Cpu },
            span: ran.span,
            made: ran.made.clone(),
            scratch: scratch(step, part.threads),
            name: node.clone(),
        });
        sources.made(step, &node);
    }
}

impl Sources {
    fn set(&mut self, base: Option<Base>, slot: Option<Slot>, name: String) {
        if let Some(slot) = slot {
            self.slots.insert(slot, name.clone());
        }
        if let Some(base) = base {
            self.bases.insert(base, name);
        }
    }

    fn of(&self, step: &PlanStep) -> Vec<String> {
        let host = |input: &HostInput| match input {
            HostInput::Slot(slot) => self.slots.get(slot),
            HostInput::Plain { operand, .. } => self.bases.get(&operand.base),
            HostInput::Const(_) | HostInput::Handle(_) => None,
        };
        let names: Vec<Option<&String>> = match &step.action {
            Action::Kernel(run) => run.inputs.iter().map(|o| self.bases.get(&o.base)).collect(),
            Action::Update(run, list) => {
                let read = run.inputs.iter().map(|o| self.bases.get(&o.base));
                let old = list.iter().filter(|u| u.keeps_old).filter_map(|u| u.old);
                read.chain(old.map(|v| self.bases.get(&v.base))).collect()
            }
            Action::Assign { value, .. } => vec![host(value)],
            Action::Host { inputs, .. } => inputs.iter().map(host).collect(),
            Action::Pick { input, .. } => vec![self.slots.get(input)],
            Action::Gpu(action) => action.reads().iter().map(|base| self.bases.get(base)).collect(),
        };
        names.into_iter().flatten().cloned().collect()
    }

    fn made(&mut self, step: &PlanStep, node: &str) {
        let spelt = |k: usize| if k == 0 { node.to_string() } else { format!("{node}:{k}") };
        match &step.action {
            Action::Kernel(run) | Action::Update(run, _) => {
                for (k, &base) in run.outputs.iter().enumerate() {
                    self.set(Some(base), None, spelt(k));
                }
                if let Action::Update(_, list) = &step.action {
                    for update in list {
                        if let Some(new) = update.new {
                            self.set(Some(new.base), Some(new.slot), spelt(update.output));
                        }
                    }
                }
            }
            Action::Assign { new, .. } => {
                if let Some(new) = new {
                    self.set(Some(new.base), Some(new.slot), spelt(0));
                }
            }
            Action::Host { outputs, .. } => {
                for (k, output) in outputs.iter().enumerate() {
                    self.set(output.base, Some(output.slot), spelt(k));
                }
            }
            Action::Pick { output, .. } => self.set(None, Some(*output), spelt(0)),
            Action::Gpu(action) => {
                for (k, base) in action.writes().into_iter().enumerate() {
                    self.set(Some(base), None, spelt(k));
                }
            }
        }
    }
}

fn scratch(step: &PlanStep, threads: usize) -> usize {
    match &step.action {
        Action::Kernel(run) | Action::Update(run, _) => run.scratch.map_or(0, |_| run.kernel.scratch_bytes(threads)),
        _ => 0,
    }
}
