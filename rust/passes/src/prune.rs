//! Graph, fetches, targets and feeds to a Program: only what is needed, fed outputs cut off.

use rheos_base::{Result, Tensor, bail, err};
use rheos_graph::graph::Graph;
use rheos_graph::program::{Device, Program, Step, Work};
use rheos_graph::{Boundary, Compute, Fact, NodeId, Output};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What one run asks of a graph.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Request {
    pub fetches: Vec<Output>,
    /// Nodes to run for their effect.
    pub targets: Vec<NodeId>,
    pub feeds: Vec<Output>,
    /// Nodes that an earlier part of the same run has executed, sorted; what is used of them is fed.
    pub done: Vec<NodeId>,
}

/// The needed part of the graph in execution order: dependencies first, then order of creation.
pub fn prune(graph: &Graph, request: &Request) -> Result<Program> {
    let feed_index: FxHashMap<Output, usize> = request.feeds.iter().enumerate().map(|(i, &o)| (o, i)).collect();
    let order = ordered(graph, &needed(graph, request), &feed_index)?;
    let mut program = Program::new(graph.registry());
    program.steps.reserve(order.len() + request.feeds.len());
    program.feeds =
        request.feeds.iter().map(|&o| Fact::new(graph.fact(o).dtype, graph.fact(o).shape.clone())).collect();
    let mut map: FxHashMap<Output, Output> = FxHashMap::default();
    for (i, &feed) in request.feeds.iter().enumerate() {
        let step = Step {
            work: Work::Feed(i),
            inputs: SmallVec::new(),
            facts: smallvec![program.feeds[i].clone()],
            origin: feed.node,
            device: "".into(),
            on: Device::Cpu,
        };
        let id = program.push(step);
        map.insert(feed, Output::new(id, 0));
    }
    let mut ids: Vec<Option<NodeId>> = vec![None; graph.len()];
    let resolve = |o: Output, map: &FxHashMap<Output, Output>, ids: &[Option<NodeId>]| match map.get(&o) {
        Some(&fed) => Ok(fed),
        None => match ids[o.node.0 as usize] {
            Some(id) => Ok(Output::new(id, o.index)),
            None => bail!(Internal, "'{}' is used before it is computed", graph.node(o.node).name),
        },
    };
    for id in order {
        let node = graph.node(id);
        let inputs = node.inputs.iter().map(|&o| resolve(o, &map, &ids)).collect::<Result<_>>()?;
        let work = match node.op.decl.compute {
            Compute::Boundary(Boundary::Const) => Work::Const(constant(graph, id)?),
            Compute::Boundary(Boundary::Feed) => {
                let fact = &node.facts[0];
                let e = err!(
                    InvalidArgument,
                    "You must feed a value for placeholder tensor '{}' with dtype {} and shape {}",
                    node.name,
                    fact.dtype,
                    fact.shape
                );
                return Err(e.at(|| graph.place(id)));
            }
            // Not fed (else the walk would have stopped at the feed): it is its input.
            Compute::Boundary(Boundary::Default) => {
                let identity = graph.registry().find("Identity").ok_or_else(|| err!(Internal, "no Identity"))?;
                Work::Op(identity, [rheos_base::Attr::Type(node.facts[0].dtype)].into())
            }
            _ => Work::Op(node.op, node.attrs.clone()),
        };
        ids[id.0 as usize] = Some(program.push(Step {
            work,
            inputs,
            facts: node.facts.clone(),
            origin: id,
            device: node.device.clone(),
            on: Device::Cpu,
        }));
    }
    for &fetch in &request.fetches {
        let output = resolve(fetch, &map, &ids)?;
        let output = read_if_handle(graph, &mut program, output, fetch)?;
        program.fetches.push(output);
    }
    Ok(program)
}

fn constant(graph: &Graph, id: NodeId) -> Result<Tensor> {
    match graph.node(id).facts[0].constant() {
        Some(value) => Ok(value.clone()),
        None => bail!(Internal, "constant '{}' has no value", graph.node(id).name),
    }
}

/// Fetching a variable's handle means its value, as fetching a ref-typed variable did in TensorFlow 1.
fn read_if_handle(graph: &Graph, program: &mut Program, output: Output, fetch: Output) -> Result<Output> {
    let Some(handle) = program.fact(output).handle().cloned() else { return Ok(output) };
    let op = graph.registry().find("ReadVariableOp").ok_or_else(|| err!(Internal, "no ReadVariableOp"))?;
    let id = program.push(Step {
        work: Work::Op(op, [rheos_base::Attr::Type(handle.dtype)].into()),
        inputs: smallvec![output],
        facts: smallvec![Fact::new(handle.dtype, handle.shape)],
        origin: fetch.node,
        device: "".into(),
        on: Device::Cpu,
    });
    Ok(Output::new(id, 0))
}

/// Nodes to execute.
pub(crate) fn needed(graph: &Graph, request: &Request) -> Vec<NodeId> {
    let feeds: FxHashSet<Output> = request.feeds.iter().copied().collect();
    let mut seen = vec![false; graph.len()];
    request.done.iter().for_each(|id| seen[id.0 as usize] = true);
    let mut stack: Vec<NodeId> = request.fetches.iter().filter(|o| !feeds.contains(o)).map(|o| o.node).collect();
    stack.extend(&request.targets);
    let mut out = Vec::new();
    while let Some(id) = stack.pop() {
        if std::mem::replace(&mut seen[id.0 as usize], true) {
            continue;
        }
        out.push(id);
        let node = graph.node(id);
        stack.extend(node.inputs.iter().filter(|o| feeds.is_empty() || !feeds.contains(o)).map(|o| o.node));
        // Waiting for a fed placeholder is waiting for nothing.
        stack.extend(node.controls.iter().filter(|c| !is_fed(graph, **c, &feeds)));
    }
    out
}

fn is_fed(graph: &Graph, id: NodeId, feeds: &FxHashSet<Output>) -> bool {
    !feeds.is_empty() && graph.node(id).facts.len() == 1 && feeds.contains(&Output::new(id, 0))
}

/// Sorts by creation, and topologically where a control input was added after the fact.
fn ordered(graph: &Graph, ids: &[NodeId], feeds: &FxHashMap<Output, usize>) -> Result<Vec<NodeId>> {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    if sorted.iter().all(|&id| graph.node(id).controls.iter().all(|&c| c < id)) {
        return Ok(sorted);
    }
    let members: FxHashSet<NodeId> = sorted.iter().copied().collect();
    let dependencies = |id: NodeId| {
        let node = graph.node(id);
        let data = node.inputs.iter().filter(|o| !feeds.contains_key(o)).map(|o| o.node);
        let all: FxHashSet<NodeId> =
            data.chain(node.controls.iter().copied()).filter(|n| members.contains(n)).collect();
        all
    };
    let mut waiting: FxHashMap<NodeId, usize> = FxHashMap::default();
    let mut users: FxHashMap<NodeId, Vec<NodeId>> = FxHashMap::default();
    let mut ready = BinaryHeap::new();
    for &id in &sorted {
        let all = dependencies(id);
        waiting.insert(id, all.len());
        if all.is_empty() {
            ready.push(Reverse(id));
        }
        for d in all {
            users.entry(d).or_default().push(id);
        }
    }
    let mut out = Vec::with_capacity(sorted.len());
    while let Some(Reverse(id)) = ready.pop() {
        out.push(id);
        for user in users.remove(&id).unwrap_or_default() {
            if let Some(count) = waiting.get_mut(&user) {
                *count -= 1;
                if *count == 0 {
                    ready.push(Reverse(user));
                }
            }
        }
    }
    if out.len() != sorted.len() {
        bail!(InvalidArgument, "the graph has a cycle of control dependencies");
    }
    Ok(out)
}
