//! A run in several parts (`Session.partial_run`): what a part has executed, no later part executes again.
//!
//! Each part also fetches what later parts will need of it; those values are fed to them.

use crate::prune::{Request, needed};
use rheos_base::Tensor;
use rheos_graph::graph::Graph;
use rheos_graph::{Boundary, Compute, NodeId, Output};
use rustc_hash::{FxHashMap, FxHashSet};

pub struct Parts {
    /// All that the parts will fetch, run and feed.
    all: Request,
    done: FxHashSet<NodeId>,
    values: FxHashMap<Output, Tensor>,
}

/// One part, ready to be run: the values it fetches beyond its own are for later parts.
pub struct Part {
    pub request: Request,
    executes: Vec<NodeId>,
}

impl Parts {
    pub fn new(all: Request) -> Parts {
        Parts { all, done: FxHashSet::default(), values: FxHashMap::default() }
    }

    /// Values for the feeds of a part, where `fed` has those of the outputs that it feeds itself.
    pub fn feeds(&self, part: &Part, fed: &FxHashMap<Output, Tensor>) -> Vec<Tensor> {
        part.request.feeds.iter().filter_map(|o| fed.get(o).or_else(|| self.values.get(o)).cloned()).collect()
    }

    /// What the next part has to do for `wanted` (its fetches, targets and feeds).
    pub fn next(&self, graph: &Graph, wanted: &Request) -> Part {
        let mut request = wanted.clone();
        request.feeds.extend(self.values.keys().filter(|o| !wanted.feeds.contains(o)));
        request.feeds.sort_unstable();
        request.targets.retain(|id| !self.done.contains(id));
        request.done = self.done.iter().copied().collect();
        request.done.sort_unstable();
        let now: FxHashSet<NodeId> = needed(graph, &request).into_iter().collect();
        let mut rest = self.all.clone();
        rest.feeds.extend(&request.feeds);
        rest.done.clone_from(&request.done);
        let stays = |o: &Output| now.contains(&o.node) && !is_source(graph, o.node);
        let mut kept: Vec<Output> = rest.fetches.iter().copied().filter(stays).collect();
        for id in needed(graph, &rest).into_iter().filter(|id| !now.contains(id)) {
            kept.extend(graph.node(id).inputs.iter().copied().filter(stays));
        }
        kept.sort_unstable();
        kept.dedup();
        kept.retain(|o| !request.fetches.contains(o) && !request.feeds.contains(o));
        request.fetches.extend(kept);
        Part { request, executes: now.into_iter().filter(|&id| !is_source(graph, id)).collect() }
    }

    /// Takes note of a part that has been run with these feeds and gave these results.
    pub fn finish(&mut self, part: Part, feeds: Vec<Tensor>, results: &[Tensor]) {
        self.done.extend(part.executes);
        self.values.extend(part.request.feeds.into_iter().zip(feeds));
        self.values.extend(part.request.fetches.into_iter().zip(results.iter().cloned()));
    }
}

/// Sources are cheap and have no effect, and are worth more as such than as fed values: sizes follow from constants.
fn is_source(graph: &Graph, id: NodeId) -> bool {
    matches!(graph.node(id).op.decl.compute, Compute::Boundary(Boundary::Const | Boundary::Handle))
}
