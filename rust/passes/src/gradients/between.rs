//! Which nodes lie between xs and ys, in time linear in the nodes from the first x to the last y.
//!
//! A graph is append-only, so inputs have smaller ids than their users and that range holds every path.

use rheos_base::DType;
use rheos_graph::{Graph, NodeId, Output};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// Types through which gradients flow. Handles count: what is read through one may be differentiable.
pub fn is_trainable(dtype: DType) -> bool {
    dtype.is_floating() || dtype.is_complex() || matches!(dtype, DType::Resource | DType::Variant)
}

/// Per node of the range: is it between, how many of its consumers are still to be visited, and where
/// the gradients of its outputs are kept.
pub struct Between {
    first: u32,
    inside: Vec<bool>,
    pending: Vec<u32>,
    slot: Vec<u32>,
    slots: usize,
    /// Nodes of ys from which nothing inside follows, each once, in the order given.
    pub ready: VecDeque<NodeId>,
}

impl Between {
    pub fn find(graph: &Graph, ys: &[Output], xs: &[Output]) -> Between {
        let first = xs.iter().map(|o| o.node.0).min().unwrap_or(0);
        let end = ys.iter().map(|o| o.node.0 + 1).max().unwrap_or(0).max(first);
        let size = (end - first) as usize;
        let at = |id: NodeId| (id.0 >= first && id.0 < end).then(|| (id.0 - first) as usize);
        let node = |i: usize| graph.node(NodeId(first + i as u32));

        let mut reached = vec![false; size];
        for i in xs.iter().filter_map(|x| at(x.node)) {
            reached[i] = true;
        }
        for i in 0..size {
            let from_input = |o: &Output| at(o.node).is_some_and(|j| reached[j]) && is_trainable(graph.fact(*o).dtype);
            reached[i] = reached[i] || node(i).inputs.iter().any(from_input);
        }

        let mut found = Between {
            first,
            inside: vec![false; size],
            pending: vec![0; size],
            slot: vec![0; size],
            slots: 0,
            ready: VecDeque::new(),
        };
        for i in ys.iter().filter_map(|y| at(y.node)) {
            found.inside[i] = reached[i];
        }
        for i in (0..size).rev().filter(|&i| reached[i]) {
            if !found.inside[i] {
                continue;
            }
            found.slot[i] = found.slots as u32;
            found.slots += node(i).facts.len();
            for j in node(i).inputs.iter().filter_map(|o| at(o.node)).filter(|&j| reached[j]) {
                found.inside[j] = true;
                found.pending[j] += 1;
            }
        }
        let mut queued = FxHashSet::default();
        for y in ys {
            if found.index(y.node).is_some_and(|i| found.pending[i] == 0) && queued.insert(y.node) {
                found.ready.push_back(y.node);
            }
        }
        found
    }

    fn index(&self, id: NodeId) -> Option<usize> {
        let i = id.0.checked_sub(self.first)? as usize;
        self.inside.get(i).is_some_and(|&inside| inside).then_some(i)
    }

    pub fn contains(&self, id: NodeId) -> bool {
        self.index(id).is_some()
    }

    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        let first = self.first;
        self.inside.iter().enumerate().filter(|&(_, &inside)| inside).map(move |(i, _)| NodeId(first + i as u32))
    }

    /// How many outputs the nodes between have.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// Number of an output in `0..slots()`; None for one of a node that is not between.
    pub fn slot(&self, output: Output) -> Option<usize> {
        self.index(output.node).map(|i| (self.slot[i] + output.index) as usize)
    }

    /// True for an x behind which no other x lies, so that nothing needs its inputs' gradients.
    pub fn is_end(&self, graph: &Graph, id: NodeId) -> bool {
        !graph.node(id).inputs.iter().any(|o| self.contains(o.node))
    }

    /// Takes note that `id` is done: its inputs wait for one consumer less.
    pub fn done(&mut self, graph: &Graph, id: NodeId) {
        for input in &graph.node(id).inputs {
            if let Some(i) = self.index(input.node) {
                self.pending[i] -= 1;
                if self.pending[i] == 0 {
                    self.ready.push_back(input.node);
                }
            }
        }
    }
}
