//! What most passes are: a walk over the steps in order that pushes each one, changed or not, into a successor.

use rheos_graph::program::{Program, Step};
use rheos_graph::{NodeId, Output};

/// Old outputs to new ones, filled in step order.
pub struct Map {
    first: Vec<u32>,
    outputs: Vec<Output>,
}

impl Map {
    pub fn new(steps: usize) -> Map {
        Map { first: Vec::with_capacity(steps), outputs: Vec::with_capacity(steps) }
    }

    /// Records the new outputs of the next old step.
    pub fn push(&mut self, outputs: impl IntoIterator<Item = Output>) {
        self.first.push(self.outputs.len() as u32);
        self.outputs.extend(outputs);
    }

    /// Records that the next old step keeps its `count` outputs as those of `node`.
    pub fn push_node(&mut self, node: NodeId, count: usize) {
        self.push((0..count as u32).map(|i| Output::new(node, i)));
    }

    pub fn get(&self, old: Output) -> Output {
        self.outputs[(self.first[old.node.0 as usize] + old.index) as usize]
    }
}

/// The step with its inputs mapped.
pub fn remapped(mut step: Step, map: &Map) -> Step {
    for input in &mut step.inputs {
        *input = map.get(*input);
    }
    step
}

/// Ends a rebuild: the successor fetches what the old program fetched.
pub fn finish(fetches: &[Output], mut next: Program, map: &Map) -> Program {
    next.fetches = fetches.iter().map(|&o| map.get(o)).collect();
    next
}
