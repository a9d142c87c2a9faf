//! Plans of one executable, by the sizes they were made for, each with the working memory of the runs that went on
//! at one time. A run takes both together and gives them back; who runs the same thing again may keep them meanwhile.

use crate::frame::Frame;
use crate::placement;
use crate::plan::Plan;
use rheos_base::{Result, Tensor};
use rheos_graph::{Device, NodeId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Plans kept per executable; the one unused for longest goes.
const MAX_PLANS: usize = 32;

/// A plan with the working memory of one run, and its results.
pub struct Ready {
    pub(crate) plan: Arc<Plan>,
    pub(crate) frame: Frame,
    is_small: bool,
    /// Results where the plan has a second part.
    pub(crate) joined: Vec<Option<Tensor>>,
}

impl Ready {
    pub fn new(plan: Arc<Plan>) -> Result<Ready> {
        let (frame, is_small) = (Frame::new(&plan)?, plan.is_small());
        Ok(Ready { plan, frame, is_small, joined: Vec::new() })
    }

    /// The name of the device that a node is on, which asked for `asked`. Of a node that planning has done away with, where
    /// it would have been.
    pub fn device(&self, node: NodeId, asked: &str) -> &'static str {
        let placed = &self.plan.placed;
        let away = self.plan.gpu.is_some()
            && placement::asks(asked) == Some(Device::Gpu)
            && !placed.reasons.iter().any(|(id, _)| *id == node);
        placement::name(if away || placed.on_gpu.contains(&node) { Device::Gpu } else { Device::Cpu })
    }

    /// Too little work to release locks or wake threads for.
    pub fn is_small(&self) -> bool {
        self.is_small
    }

    /// The values of the latest run, in the order of the fetches, to be looked at or taken.
    pub fn results(&mut self) -> &mut [Option<Tensor>] {
        if self.plan.later.is_some() { &mut self.joined } else { &mut self.frame.results }
    }

    /// Lets go of what belonged to the run that just ended.
    pub fn clear(&mut self) {
        self.frame.clear(&self.plan);
        self.joined.clear();
    }
}

struct Known {
    plan: Arc<Plan>,
    idle: Vec<Ready>,
}

/// The plans, the one used last at the end.
#[derive(Default)]
pub struct Plans(Mutex<Vec<Known>>);

impl Plans {
    fn lock(&self) -> MutexGuard<'_, Vec<Known>> {
        // Entries are added and removed whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The plan whose sizes these are, with working memory if some is idle.
    pub fn find(&self, sizes: &[i64]) -> Option<(Arc<Plan>, Option<Ready>)> {
        let mut plans = self.lock();
        let at = plans.iter().rposition(|known| crate::same(&known.plan.sizes, sizes))?;
        if at + 1 != plans.len() {
            let found = plans.remove(at);
            plans.push(found);
        }
        let known = plans.last_mut()?;
        Some((known.plan.clone(), known.idle.pop()))
    }

    pub fn add(&self, plan: Arc<Plan>) {
        let mut plans = self.lock();
        let dropped = (plans.len() >= MAX_PLANS).then(|| plans.remove(0));
        plans.push(Known { plan, idle: Vec::new() });
        drop(plans);
        drop(dropped);
    }

    /// Takes back what a run has used.
    pub fn give_back(&self, mut ready: Ready) {
        ready.clear();
        if let Some(known) = self.lock().iter_mut().rev().find(|known| Arc::ptr_eq(&known.plan, &ready.plan)) {
            known.idle.push(ready);
        }
    }
}
