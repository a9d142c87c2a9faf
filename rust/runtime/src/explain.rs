//! A plan as text: what runs, fused how, where, in how much memory.

use crate::plan::{Action, Fetch, Plan};
use std::fmt::Write;

/// One line per step, then the arena and the results.
pub fn explain(plan: &Plan) -> String {
    let mut out = String::new();
    for (i, step) in plan.steps.iter().enumerate() {
        let (kind, cost) = match &step.action {
            Action::Kernel(run) => ("kernel", run.kernel.cost()),
            Action::Update(run, list) if list.iter().all(|u| u.in_place) => ("update in place", run.kernel.cost()),
            Action::Update(run, _) => ("update", run.kernel.cost()),
            Action::Assign { .. } => ("assign", 50.0),
            Action::Host { .. } => ("host", 5_000.0),
            Action::Pick { .. } => ("strings", 1_000.0),
        };
        // A String cannot fail to be written to.
        let _ = writeln!(out, "{i:4} {kind:16} {:>10.1} us  {}", cost / 1000.0, step.label);
    }
    let fresh = plan.fetches.iter().filter(|f| matches!(f, Fetch::Fresh { .. })).count();
    let _ = writeln!(
        out,
        "device CPU; arena {} bytes, {} of them in use at the fullest step; {} constants, {} variables, {} feeds; {} results, {fresh} of them in fresh memory",
        plan.arena_bytes,
        plan.live_bytes,
        plan.constants.len(),
        plan.variables.len(),
        plan.feeds.len(),
        plan.fetches.len()
    );
    if let Some((rest, ..)) = &plan.later {
        let _ = writeln!(out, "then, once sizes are known: {} more steps", rest.nodes().count());
    }
    out
}
