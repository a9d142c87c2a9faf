//! Plans as text: what runs, fused how, where, in how much memory, and where the time goes, as estimated when
//! planned and as measured in traced runs.

use crate::gpu::recording::Action as Step;
use crate::plan::{Action, Fetch, Packed, Plan};
use crate::trace::{Part, Trace};
use rheos_graph::NodeId;
use std::fmt::Write;
use std::sync::Arc;

/// How steps are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// As they run.
    #[default]
    Plan,
    /// The longest first: measured where it was measured, else estimated.
    Time,
}

/// The name of a user's node.
type Name<'a> = &'a dyn Fn(NodeId) -> Arc<str>;

/// One line of the table.
struct Line {
    step: usize,
    kind: String,
    /// Nanoseconds.
    estimated: f64,
    /// Nanoseconds, and how many threads were at work.
    measured: Option<(f64, f64)>,
    what: String,
}

/// A plan that has not run: one line per step, then the arena and the results.
pub fn plan(plan: &Plan, order: Order, name: Name<'_>) -> String {
    let mut out = String::new();
    let lines = lines(plan, &[], name);
    table(lines, order, &mut out);
    memory(plan, &mut out);
    if let Some((rest, ..)) = &plan.later {
        // A String cannot fail to be written to.
        let _ = writeln!(out, "then, once sizes are known: {} more steps", rest.nodes().count());
    }
    out
}

/// Runs with the same fetches and feeds: medians over all that used the plans of the last one.
pub fn runs(traces: &[Arc<Trace>], order: Order, name: Name<'_>) -> String {
    let mut out = String::new();
    let all: Vec<Vec<Part>> = traces.iter().map(|t| t.parts()).collect();
    let Some(last) = all.last() else { return out };
    for (k, part) in last.iter().enumerate() {
        if k > 0 {
            let _ = writeln!(out, "\nthen, with sizes known by now:");
        }
        let same: Vec<&Part> =
            all.iter().filter_map(|parts| parts.get(k)).filter(|p| Arc::ptr_eq(&p.plan, &part.plan)).collect();
        table(lines(&part.plan, &same, name), order, &mut out);
        let whole = |p: &Part| p.steps.last().map_or(0, |s| s.span.end).saturating_sub(p.planning.end) as f64;
        let planning = all.iter().filter_map(|parts| parts.get(k)).map(|p| p.planning.nanos()).max().unwrap_or(0);
        let _ = writeln!(
            out,
            "{} from the start to the last step, median of {} runs; the plan was found, or made the first time, in at most {}",
            time(median(same.iter().map(|p| whole(p)).collect())),
            same.len(),
            time(planning as f64)
        );
        memory(&part.plan, &mut out);
    }
    out
}

fn lines(plan: &Plan, runs: &[&Part], name: Name<'_>) -> Vec<Line> {
    let lanes = plan.lanes();
    let line = |(i, step): (usize, &crate::plan::PlanStep)| {
        let kind = match lanes[i] {
            Some(lane) => format!("{}, lane {lane}", kind(&step.action)),
            None => kind(&step.action).into(),
        };
        let estimated = step.action.cost();
        let ran: Vec<_> = runs.iter().filter_map(|part| part.steps.get(i)).collect();
        let measured = (!ran.is_empty()).then(|| {
            let nanos = median(ran.iter().map(|r| r.span.nanos() as f64).collect());
            let threads = ran.iter().map(|r| r.work as f64 / r.span.nanos().max(1) as f64).collect();
            (nanos, median(threads).max(1.0))
        });
        Line { step: i, kind, estimated, measured, what: format!("{} '{}'", step.label, name(step.origin)) }
    };
    plan.steps.iter().enumerate().map(line).collect()
}

fn kind(action: &Action) -> &'static str {
    match action {
        Action::Kernel(_) => "kernel",
        Action::Update(_, list) if list.iter().all(|u| u.in_place) => "update in place",
        Action::Update(..) => "update",
        Action::Assign { .. } => "assign",
        Action::Host { .. } => "host",
        Action::Pick { .. } => "strings",
        Action::Gpu(Step::Run { updates, .. }) if updates.is_empty() => "GPU",
        Action::Gpu(Step::Run { .. }) => "GPU update",
        Action::Gpu(Step::Upload { .. }) => "to the GPU",
        Action::Gpu(Step::Download { .. }) => "from the GPU",
        Action::Gpu(Step::Submit { .. }) => "GPU submit",
        Action::Gpu(Step::Assign { .. }) => "GPU assign",
    }
}

fn table(mut lines: Vec<Line>, order: Order, out: &mut String) {
    let measured = lines.iter().any(|l| l.measured.is_some());
    let estimates: f64 = lines.iter().map(|l| l.estimated).sum();
    let total: f64 = lines.iter().filter_map(|l| l.measured).map(|(nanos, _)| nanos).sum();
    if order == Order::Time {
        let long = |l: &Line| l.measured.map_or(l.estimated, |(nanos, _)| nanos);
        lines.sort_by(|a, b| long(b).total_cmp(&long(a)));
    }
    let head = if measured { "         measured  share  threads" } else { "" };
    let _ = writeln!(out, "step kind                estimated  share{head}  what");
    for l in &lines {
        let _ = write!(out, "{:4} {:16} {:>12} {}", l.step, l.kind, time(l.estimated), share(l.estimated, estimates));
        if let Some((nanos, threads)) = l.measured {
            let _ = write!(out, "     {:>12} {}     {threads:4.1}", time(nanos), share(nanos, total));
        } else if measured {
            let _ = write!(out, "{:33}", "");
        }
        let _ = writeln!(out, "  {}", l.what);
    }
    let _ = write!(out, "{} steps: {} estimated", lines.len(), time(estimates));
    if measured {
        let _ = write!(out, ", {} measured", time(total));
    }
    let _ = writeln!(out);
}

fn memory(plan: &Plan, out: &mut String) {
    let packed = |wanted: fn(&Packed) -> bool| {
        let runs = plan.steps.iter().filter_map(|step| match &step.action {
            Action::Kernel(run) | Action::Update(run, _) => run.packed.as_ref(),
            _ => None,
        });
        runs.filter(|p| wanted(p)).count()
    };
    let shared = packed(|p| matches!(p, Packed::Shared { make: true, .. }));
    let kept = packed(|p| matches!(p, Packed::Kept(_)));
    let fresh = plan.fetches.iter().filter(|f| matches!(f, Fetch::Fresh { .. })).count();
    let _ = writeln!(
        out,
        "CPU: arena {} bytes, {} of them in use at the fullest step; {} constants, {} variables, {} feeds; {} results, {fresh} of them in fresh memory; {shared} packed operands shared by steps, {kept} kept from run to run",
        plan.arena_bytes,
        plan.live_bytes,
        plan.constants.len(),
        plan.variables.len(),
        plan.feeds.len(),
        plan.fetches.len()
    );
    if let Some(gpu) = &plan.gpu {
        let submits = plan.steps.iter().filter(|s| matches!(s.action, Action::Gpu(Step::Submit { .. }))).count();
        let _ = writeln!(
            out,
            "GPU {}: {} dispatches, {submits} submissions; arena {} bytes; {} bytes back at most at once",
            gpu.gpu.name,
            gpu.dispatches.len(),
            gpu.arenas.iter().sum::<u64>(),
            gpu.staging_bytes
        );
    }
}

fn time(nanos: f64) -> String {
    format!("{:.2} us", nanos / 1000.0)
}

fn share(part: f64, whole: f64) -> String {
    format!("{:5.1}%", if whole > 0.0 { 100.0 * part / whole } else { 0.0 })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[middle],
        _ => (values[middle - 1] + values[middle]) / 2.0,
    }
}
