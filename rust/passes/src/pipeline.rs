//! The passes, in order, in one place.

use crate::specialise::{Environment, Later, specialise};
use crate::{cse, fuse, order, rows, simplify, sweep};
use rheos_base::Result;
use rheos_graph::Fact;
use rheos_graph::program::Program;
use std::sync::OnceLock;

/// What a run with given feed sizes comes to.
pub struct Specialised {
    pub program: Program,
    /// The rest, where sizes depend on values of the first part.
    pub later: Option<Later>,
}

type Pass = fn(Program, &dyn Environment) -> Result<Program>;

/// How much a program is rewritten before it is planned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Effort {
    #[default]
    All,
    /// Only what a plan needs: one loop per op, nothing shared or simplified. What the passes do is
    /// tested, and a user can rule them out, by comparing with this.
    Least,
}

/// After specialisation (sizes known, constants folded, Lower ops rewritten):
const PASSES: &[(&str, Pass)] = &[
    // Equal steps first, so that the algebra below sees `neg(neg(x))` however it was written.
    ("cse", |p, _| Ok(cse::cse(p))),
    // Algebra makes steps dead; it runs before fusion because it works on ops, not on groups.
    ("simplify", |p, _| Ok(simplify::simplify(p, &mut |rule, step, result| trace_rule(rule, step, result)))),
    // Dead steps would count as users and keep groups apart.
    ("sweep", |p, _| Ok(sweep::sweep(p))),
    PLACE,
    ("fuse", |p, _| Ok(fuse::fuse(&p))),
    // Joins whole groups, so the groups come first.
    ("rows", |p, _| Ok(rows::rows(&p))),
    // Last: needs the groups, whose place decides what is still read when a variable is overwritten.
    ("order", |p, _| Ok(order::order(p))),
];

/// Before fusion, which joins only what runs on one device.
const PLACE: (&str, Pass) = ("place", |mut p, env| {
    env.assign(&mut p)?;
    Ok(p)
});

/// The passes that no plan can do without.
const LEAST: &[(&str, Pass)] =
    &[PLACE, ("separate", |p, _| Ok(fuse::separate(&p))), ("order", |p, _| Ok(order::order(p)))];

pub fn run(program: &Program, feeds: &[Fact], env: &dyn Environment, effort: Effort) -> Result<Specialised> {
    let (mut current, later) = specialise(program, feeds, env)?;
    let tracing = traced("passes");
    check("specialise", &current, tracing)?;
    let passes = match effort {
        Effort::All => PASSES,
        Effort::Least => LEAST,
    };
    for (name, pass) in passes {
        current = pass(current, env)?;
        check(name, &current, tracing)?;
    }
    Ok(Specialised { program: current, later })
}

fn check(name: &str, program: &Program, tracing: bool) -> Result<()> {
    if tracing {
        eprintln!("== after {name}\n{program}");
    }
    if cfg!(debug_assertions) {
        program.verify()?;
    }
    Ok(())
}

/// Is `topic` in the list `RHEOS_TRACE`? `passes` prints the program after each pass and every rule that looked
/// at a step in vain, `plan` each plan that is made.
pub fn traced(topic: &str) -> bool {
    static TOPICS: OnceLock<String> = OnceLock::new();
    TOPICS.get_or_init(|| std::env::var("RHEOS_TRACE").unwrap_or_default()).split(',').any(|t| t == topic)
}

fn trace_rule(
    rule: &simplify::Rule,
    step: &rheos_graph::program::Step,
    result: std::result::Result<(), simplify::Reason>,
) {
    if let (true, Err(reason)) = (traced("passes"), result) {
        eprintln!("{} left {} alone: {reason}", rule.name, step.label());
    }
}
