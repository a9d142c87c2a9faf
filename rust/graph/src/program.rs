//! The private, rewritable form of what one `Session.run` needs.
//!
//! Steps stand in a valid order of execution. Steps with an effect keep their relative order through every
//! pass (pruning put it right: data and control dependencies, then creation order); pure steps may move.

use crate::builder::{ArgValue, Emit, check_call};
use crate::decl::Effect;
use crate::expr::Scalar;
use crate::fact::Fact;
use crate::graph::{NodeId, Output};
use crate::group::{Followed, Group, Rows};
use crate::registry::{OpDef, Registry};
use crate::{Outputs, infer};
use rheos_base::{Attr, Result, Tensor, bail};
use smallvec::SmallVec;
use std::sync::Arc;

/// What a step of a program does.
#[derive(Clone, Debug)]
pub enum Work {
    Op(&'static OpDef, Arc<[Attr]>),
    /// The value of feed number `i`.
    Feed(usize),
    Const(Tensor),
    Fused(Arc<Group>),
    Rows(Arc<Rows>),
    Followed(Arc<Followed>),
}

/// Where a step runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Device {
    #[default]
    Cpu,
    Gpu,
}

/// One node of a program.
#[derive(Clone, Debug)]
pub struct Step {
    pub work: Work,
    pub inputs: SmallVec<[Output; 3]>,
    pub facts: SmallVec<[Fact; 1]>,
    /// The node of the user's graph this came from: names, user's line, session state.
    pub origin: NodeId,
    /// What the user asked for.
    pub device: Arc<str>,
    /// What placement has decided; the CPU before that.
    pub on: Device,
}

impl Step {
    pub fn op(&self) -> Option<&'static OpDef> {
        match &self.work {
            Work::Op(op, _) => Some(op),
            _ => None,
        }
    }

    pub fn effect(&self) -> Effect {
        self.op().map_or(Effect::Pure, |op| op.decl.effect)
    }

    pub fn label(&self) -> &'static str {
        match &self.work {
            Work::Op(op, _) => op.name,
            Work::Feed(_) => "Feed",
            Work::Const(_) => "Const",
            Work::Fused(_) => "Fused",
            Work::Rows(_) => "Rows",
            Work::Followed(_) => "Followed",
        }
    }
}

/// Steps in execution order, and which outputs the caller wants.
#[derive(Clone, Debug)]
pub struct Program {
    pub registry: &'static Registry,
    pub steps: Vec<Step>,
    pub fetches: Vec<Output>,
    /// Facts of the feeds, in feed order.
    pub feeds: Vec<Fact>,
    /// Taken by steps that passes add.
    pub origin: NodeId,
    pub device: Arc<str>,
    /// Buffers that one loop on the GPU can see; placement sets it.
    pub bindings: usize,
}

impl Program {
    pub fn new(registry: &'static Registry) -> Program {
        Program {
            registry,
            steps: Vec::new(),
            fetches: Vec::new(),
            feeds: Vec::new(),
            origin: NodeId(0),
            device: "".into(),
            bindings: usize::MAX,
        }
    }

    /// The element of a constant that has one.
    pub fn scalar(&self, output: Output) -> Option<Scalar> {
        let Work::Const(value) = &self.step(output.node).work else { return None };
        let bytes = value.bytes().ok().filter(|_| value.len() == 1)?;
        let mut bits = [0; 16];
        bits.get_mut(..bytes.len())?.copy_from_slice(bytes);
        let bits = if cfg!(target_endian = "big") { return None } else { u128::from_le_bytes(bits) };
        Some(Scalar { dtype: value.dtype(), bits })
    }

    /// An empty program with the same feeds, to be filled by a pass.
    pub fn successor(&self) -> Program {
        let mut next = Program::new(self.registry);
        next.feeds = self.feeds.clone();
        next.bindings = self.bindings;
        next.steps.reserve(self.steps.len());
        next
    }

    pub fn step(&self, id: NodeId) -> &Step {
        &self.steps[id.0 as usize]
    }

    pub fn fact(&self, output: Output) -> &Fact {
        &self.step(output.node).facts[output.index as usize]
    }

    pub fn push(&mut self, step: Step) -> NodeId {
        self.steps.push(step);
        NodeId(self.steps.len() as u32 - 1)
    }

    pub fn push_const(&mut self, value: Tensor) -> Output {
        let facts = smallvec::smallvec![Fact::of_tensor(value.clone())];
        let step = Step {
            work: Work::Const(value),
            inputs: SmallVec::new(),
            facts,
            origin: self.origin,
            device: self.device.clone(),
            on: Device::Cpu,
        };
        Output::new(self.push(step), 0)
    }

    /// Our own check after each pass: edges point backwards to outputs that exist, facts agree with the rules.
    pub fn verify(&self) -> Result<()> {
        for (i, step) in self.steps.iter().enumerate() {
            for input in &step.inputs {
                let ok = (input.node.0 as usize) < i && (input.index as usize) < self.step(input.node).facts.len();
                if !ok {
                    bail!(Internal, "step {i} ({}) uses {input:?}, which is not computed before it", step.label());
                }
            }
            if let Work::Op(op, attrs) = &step.work {
                let facts: SmallVec<[&Fact; 4]> = step.inputs.iter().map(|&o| self.fact(o)).collect();
                let fresh = infer::infer(op, attrs, &facts)?;
                let same = fresh.len() == step.facts.len()
                    && fresh
                        .iter()
                        .zip(&step.facts)
                        .all(|(a, b)| a.dtype == b.dtype && a.shape.is_compatible(&b.shape));
                if !same {
                    bail!(Internal, "step {i} ({}) has facts {:?}, its rule says {fresh:?}", op.name, step.facts);
                }
            }
        }
        for output in &self.fetches {
            if output.node.0 as usize >= self.steps.len() {
                bail!(Internal, "a fetched output does not exist");
            }
        }
        Ok(())
    }
}

impl Emit for Program {
    fn emit(&mut self, op: &'static OpDef, args: &[ArgValue<'_>], attrs: &[(&str, Attr)]) -> Result<Outputs> {
        let (inputs, attrs) = check_call(op, args, attrs, &|o| self.fact(o))?;
        let facts = {
            let facts: SmallVec<[&Fact; 4]> = inputs.iter().map(|&o| self.fact(o)).collect();
            infer::infer(op, &attrs, &facts)?
        };
        let count = facts.len() as u32;
        let (origin, device) = (self.origin, self.device.clone());
        let id = self.push(Step { work: Work::Op(op, attrs.into()), inputs, facts, origin, device, on: Device::Cpu });
        Ok((0..count).map(|i| Output::new(id, i)).collect())
    }

    fn fact(&self, output: Output) -> &Fact {
        Program::fact(self, output)
    }

    fn registry(&self) -> &'static Registry {
        self.registry
    }
}
