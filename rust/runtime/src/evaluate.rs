//! Runs single ops while planning, for constant folding: a program of one step, planned and run as usual.

use crate::executor::{self, Context};
use crate::frame::Frame;
use crate::placement::{self, assign::Placed};
use crate::planner;
use crate::session::Session;
use rheos_base::{Attr, Place, Result, Tensor};
use rheos_graph::kernel::Serial;
use rheos_graph::program::{Device, Program, Step, Work};
use rheos_graph::{Compute, Fact, NodeId, OpDef, Output};
use rheos_passes::Environment;
use smallvec::SmallVec;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The session as passes see it.
pub struct Planning<'a> {
    pub session: &'a Session,
    pub name: &'a dyn Fn(NodeId) -> Arc<str>,
    pub placed: RefCell<Placed>,
}

impl Environment for Planning<'_> {
    fn evaluate(
        &self,
        op: &'static OpDef,
        attrs: &Arc<[Attr]>,
        inputs: &[Tensor],
        facts: &[Fact],
    ) -> Option<Result<Vec<Tensor>>> {
        if matches!(op.decl.compute, Compute::Lower(_) | Compute::Control(_) | Compute::Boundary(_)) {
            return None;
        }
        Some(self.evaluate_alone(op, attrs, inputs, facts))
    }

    fn variable_fact(&self, handle: &Step) -> Option<Fact> {
        let variable = self.session.store().variable(handle, self.name).ok()?;
        let value = variable.get()?;
        Some(Fact::new(value.dtype(), value.shape()))
    }

    fn place(&self, origin: NodeId) -> Place {
        self.session.store().place(origin)
    }

    fn assign(&self, program: &mut Program) -> Result<()> {
        let Some(gpu) = self.session.gpu_for(program)? else { return Ok(()) };
        let automatic = self.session.is_worth_it(program);
        let reasons = placement::assign::assign(program, &gpu.limits, placement::asks, automatic);
        let on_gpu = program.steps.iter().filter(|s| s.on == Device::Gpu).map(|s| s.origin).collect();
        *self.placed.borrow_mut() = Placed { on_gpu, reasons };
        Ok(())
    }
}

impl Planning<'_> {
    fn evaluate_alone(
        &self,
        op: &'static OpDef,
        attrs: &Arc<[Attr]>,
        inputs: &[Tensor],
        facts: &[Fact],
    ) -> Result<Vec<Tensor>> {
        let mut program = Program::new(op_registry());
        let args: SmallVec<[Output; 3]> = inputs.iter().map(|t| program.push_const(t.clone())).collect();
        let id = program.push(Step {
            work: Work::Op(op, attrs.clone()),
            inputs: args,
            facts: facts.into(),
            origin: NodeId(0),
            device: "".into(),
            on: Device::Cpu,
        });
        program.fetches = (0..facts.len() as u32).map(|i| Output::new(id, i)).collect();
        let program = rheos_passes::fuse::fuse(&program);
        let context = planner::Context { store: self.session.store(), threads: 1, gpu: None, name: self.name };
        let plan = planner::plan(&program, &context)?;
        let cancelled = AtomicBool::new(false);
        let context = Context {
            workers: &Serial,
            pool: self.session.pool(),
            cancelled: &cancelled,
            deadline: None,
            stoppable: false,
            callbacks: &(),
            trace: None,
        };
        let mut frame = Frame::new(&plan)?;
        executor::run(&plan, &mut frame, &[], &context).map_err(|f| f.error)?;
        Ok(frame.results.into_iter().flatten().collect())
    }
}

fn op_registry() -> &'static rheos_graph::Registry {
    rheos_ops::registry()
}
