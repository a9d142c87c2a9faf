//! Drops pure steps that nothing uses any more.

use crate::rebuild::{Map, finish, remapped};
use rheos_graph::program::Program;
use rheos_graph::{Boundary, Compute, Effect};

pub fn sweep(old: Program) -> Program {
    let mut live = vec![false; old.steps.len()];
    for output in &old.fetches {
        live[output.node.0 as usize] = true;
    }
    for (i, step) in old.steps.iter().enumerate().rev() {
        // A read has no effect anybody could miss, unlike the other effects.
        live[i] |= match step.effect() {
            Effect::Pure | Effect::Random => false,
            Effect::Read(_) => {
                !step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Boundary(Boundary::Read)))
            }
            Effect::Write(_) | Effect::Host => true,
        };
        if live[i] {
            for input in &step.inputs {
                live[input.node.0 as usize] = true;
            }
        }
    }
    if live.iter().all(|&l| l) {
        return old;
    }
    let mut next = old.successor();
    let mut map = Map::new(old.steps.len());
    for (step, live) in old.steps.into_iter().zip(live) {
        let count = step.facts.len();
        if live {
            let id = next.push(remapped(step, &map));
            map.push_node(id, count);
        } else {
            // Never looked up: only dead steps use a dead step.
            map.push((0..count).map(|_| rheos_graph::Output::new(rheos_graph::NodeId(u32::MAX), 0)));
        }
    }
    finish(&old.fetches, next, &map)
}
