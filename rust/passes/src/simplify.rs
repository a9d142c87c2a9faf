//! Algebra: named rules, each of which replaces one output by an equal, cheaper one or says why it does not.
//!
//! Only rewrites that leave every bit of the result as it was are listed (x + 0 would turn -0 into 0).

use crate::rebuild::{Map, finish, remapped};
use rheos_base::DType;
use rheos_graph::Output;
use rheos_graph::expr::Scalar;
use rheos_graph::program::{Program, Step, Work};

/// Why a rule that matched an op did not fire.
pub type Reason = &'static str;

/// A rewrite of ops of one type.
pub struct Rule {
    pub name: &'static str,
    pub ops: &'static [&'static str],
    /// The output that can stand in for the step's only result.
    pub apply: fn(&Program, &Step) -> Result<Output, Reason>,
}

pub const RULES: &[Rule] = &[
    Rule { name: "mul-by-one", ops: &["Mul"], apply: |p, s| neutral(p, s, 1.0, true) },
    Rule { name: "div-by-one", ops: &["RealDiv", "Div", "FloorDiv"], apply: |p, s| neutral(p, s, 1.0, false) },
    Rule { name: "sub-zero", ops: &["Sub"], apply: |p, s| neutral(p, s, 0.0, false) },
    Rule {
        name: "double-negation",
        ops: &["Neg", "LogicalNot", "Conj", "Invert"],
        apply: |p, s| {
            let inner = p.step(s.inputs[0].node);
            if inner.op() == s.op() { Ok(inner.inputs[0]) } else { Err("operand is not the same op") }
        },
    },
    Rule {
        name: "idempotent",
        ops: &["Relu", "Abs", "Floor", "Ceil", "Rint", "Sign"],
        apply: |p, s| {
            let same = p.step(s.inputs[0].node).op() == s.op() && p.fact(s.inputs[0]).dtype == s.facts[0].dtype;
            if same { Ok(s.inputs[0]) } else { Err("operand is not the same op") }
        },
    },
    Rule {
        name: "cast-to-same",
        ops: &["Cast"],
        apply: |p, s| {
            if p.fact(s.inputs[0]).dtype == s.facts[0].dtype { Ok(s.inputs[0]) } else { Err("types differ") }
        },
    },
    Rule {
        name: "view-of-nothing",
        ops: &[
            "Identity",
            "StopGradient",
            "PreventGradient",
            "Snapshot",
            "PlaceholderWithDefault",
            "Reshape",
            "BroadcastTo",
            // Gradients of broadcasting ops sum over the axes that were widened, which may be none.
            "Sum",
            "Mean",
            "Prod",
            "Max",
            "Min",
            "All",
            "Any",
        ],
        apply: |p, s| {
            let same = p.fact(s.inputs[0]).shape == s.facts[0].shape && p.fact(s.inputs[0]).dtype == s.facts[0].dtype;
            if same { Ok(s.inputs[0]) } else { Err("shapes differ") }
        },
    },
];

/// Operand 1 (or either, for commutative ops) is a constant full of `value` and does not widen the shape.
fn neutral(p: &Program, step: &Step, value: f64, commutes: bool) -> Result<Output, Reason> {
    let candidates: &[(usize, usize)] = if commutes { &[(1, 0), (0, 1)] } else { &[(1, 0)] };
    for &(constant, other) in candidates {
        if is_full_of(p, step.inputs[constant], value) {
            if p.fact(step.inputs[other]).shape == step.facts[0].shape {
                return Ok(step.inputs[other]);
            }
            return Err("the constant broadcasts the other operand");
        }
    }
    Err("no neutral constant")
}

fn is_full_of(p: &Program, output: Output, value: f64) -> bool {
    let Work::Const(t) = &p.step(output.node).work else { return false };
    if !t.dtype().is_plain() || t.dtype() == DType::Bool || t.is_empty() {
        return false;
    }
    let want = Scalar::new(t.dtype(), value).bytes();
    let size = t.dtype().size();
    t.bytes().is_ok_and(|b| b.chunks_exact(size).all(|e| e == &want[..size]))
}

pub fn simplify(old: Program, trace: &mut dyn FnMut(&Rule, &Step, Result<(), Reason>)) -> Program {
    let mut next = old.successor();
    let mut map = Map::new(old.steps.len());
    for step in old.steps {
        let step = remapped(step, &map);
        let replaced = step.op().filter(|_| step.facts.len() == 1).and_then(|op| {
            RULES.iter().filter(|r| r.ops.contains(&op.name)).find_map(|rule| {
                let result = (rule.apply)(&next, &step);
                trace(rule, &step, result.map(|_| ()));
                result.ok()
            })
        });
        match replaced {
            Some(output) => map.push([output]),
            None => {
                let count = step.facts.len();
                let id = next.push(step);
                map.push_node(id, count);
            }
        }
    }
    finish(&old.fetches, next, &map)
}
