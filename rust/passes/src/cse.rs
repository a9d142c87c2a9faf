//! Common sub-expressions: a pure step equal to an earlier one is replaced by it.

use crate::rebuild::{Map, finish, remapped};
use rheos_graph::program::{Program, Step, Work};
use rheos_graph::{Effect, NodeId, Output};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

pub fn cse(old: Program) -> Program {
    let mut next = old.successor();
    let mut map = Map::new(old.steps.len());
    let mut seen: FxHashMap<u64, Vec<NodeId>> = FxHashMap::default();
    for step in old.steps {
        let step = remapped(step, &map);
        let count = step.facts.len();
        let Some(key) = key(&step) else {
            let id = next.push(step);
            map.push_node(id, count);
            continue;
        };
        let same = seen.entry(key).or_default();
        let id = match same.iter().find(|&&id| equal(next.step(id), &step)) {
            Some(&id) => id,
            None => {
                let id = next.push(step);
                same.push(id);
                id
            }
        };
        map.push((0..count as u32).map(|i| Output::new(id, i)));
    }
    finish(&old.fetches, next, &map)
}

/// Hash of what decides the value; None where two equal steps may differ in value.
fn key(step: &Step) -> Option<u64> {
    let mut hasher = FxHasher::default();
    match &step.work {
        Work::Op(op, _) => {
            if op.decl.effect != Effect::Pure || step.facts.is_empty() {
                return None;
            }
            op.id.hash(&mut hasher);
            step.inputs.hash(&mut hasher);
        }
        Work::Const(value) => {
            let bytes = value.bytes().ok().filter(|b| b.len() <= 64)?;
            (value.dtype(), value.dims(), bytes).hash(&mut hasher);
        }
        Work::Feed(_) | Work::Fused(_) | Work::Rows(_) | Work::Followed(_) => return None,
    }
    Some(hasher.finish())
}

fn equal(a: &Step, b: &Step) -> bool {
    match (&a.work, &b.work) {
        (Work::Op(p, x), Work::Op(q, y)) => p == q && a.inputs == b.inputs && x == y && a.device == b.device,
        (Work::Const(x), Work::Const(y)) => x == y,
        _ => false,
    }
}
