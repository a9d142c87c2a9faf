//! Where steps stand: pure work before the writes that come after it, so that a variable's old value has
//! no user left when it is overwritten and the update can happen in place.

use rheos_graph::program::{Program, Step};
use rheos_graph::{Boundary, Compute, Effect, NodeId, Output};
use smallvec::SmallVec;
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub fn order(old: Program) -> Program {
    let writes = |i: usize| matches!(old.steps[i].effect(), Effect::Write(_));
    if !(0..old.steps.len()).any(writes) {
        return old;
    }
    let effects: Vec<usize> = (0..old.steps.len()).filter(|&i| old.steps[i].effect() != Effect::Pure).collect();
    let waiting: Vec<Cell<u32>> = old.steps.iter().map(|s| Cell::new(s.inputs.len() as u32)).collect();
    let mut users: Vec<SmallVec<[u32; 2]>> = vec![SmallVec::new(); old.steps.len()];
    for (i, step) in old.steps.iter().enumerate() {
        for input in &step.inputs {
            users[input.node.0 as usize].push(i as u32);
        }
    }
    let pure = |i: usize| old.steps[i].effect() == Effect::Pure;
    // Handles first: a step may only write its result into a variable that is known by then.
    let is_handle = |i: &usize| {
        let op = old.steps[*i].op();
        op.is_some_and(|op| matches!(op.decl.compute, Compute::Boundary(Boundary::Handle)))
    };
    // Pure steps come in their old order as soon as they are ready; an effect comes when nothing pure is ready.
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..old.steps.len()).filter(|i| pure(*i) && waiting[*i].get() == 0 && !is_handle(i)).map(Reverse).collect();
    let mut sequence: Vec<usize> = (0..old.steps.len()).filter(is_handle).collect();
    let release = |i: usize, ready: &mut BinaryHeap<Reverse<usize>>| {
        for &user in &users[i] {
            let left = waiting[user as usize].get() - 1;
            waiting[user as usize].set(left);
            if left == 0 && pure(user as usize) {
                ready.push(Reverse(user as usize));
            }
        }
    };
    for &i in &sequence {
        release(i, &mut ready);
    }
    let mut effects = effects.into_iter().peekable();
    loop {
        let chosen = match (ready.peek(), effects.peek()) {
            // Reads and random draws do not push anything aside: take them in their old place.
            (Some(&Reverse(p)), Some(&e)) if waiting[e].get() == 0 && !writes(e) && e < p => effects.next(),
            (Some(_), _) => ready.pop().map(|r| r.0),
            (None, _) => effects.next(),
        };
        let Some(i) = chosen else { break };
        sequence.push(i);
        release(i, &mut ready);
    }
    let mut place = vec![0u32; old.steps.len()];
    for (new, &i) in sequence.iter().enumerate() {
        place[i] = new as u32;
    }
    let moved = |o: &Output| Output::new(NodeId(place[o.node.0 as usize]), o.index);
    let mut next = old.successor();
    let mut steps: Vec<Option<Step>> = old.steps.into_iter().map(Some).collect();
    for mut step in sequence.into_iter().filter_map(|i| steps[i].take()) {
        step.inputs.iter_mut().for_each(|o| *o = moved(o));
        next.push(step);
    }
    next.fetches = old.fetches.iter().map(moved).collect();
    next
}
