//! Common sub-expressions: a pure step equal to an earlier one is replaced by it, and so is the read of a variable that
//! nothing has written since.

use crate::rebuild::{Map, finish, remapped};
use rheos_base::Attr;
use rheos_graph::program::{Program, Step, Work};
use rheos_graph::{Boundary, Compute, Effect, NodeId, Output};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

pub fn cse(old: Program) -> Program {
    let mut next = old.successor();
    let mut map = Map::new(old.steps.len());
    let mut seen: FxHashMap<u64, Vec<NodeId>> = FxHashMap::default();
    let mut reads = Reads::default();
    for step in old.steps {
        let step = remapped(step, &map);
        let count = step.facts.len();
        if is_read(&step) {
            let id = match reads.latest(&next, step.inputs[0]).filter(|&id| equal(next.step(id), &step)) {
                Some(id) => id,
                None => {
                    let (handle, id) = (step.inputs[0], next.push(step));
                    reads.note(&next, handle, id);
                    id
                }
            };
            map.push_node(id, count);
            continue;
        }
        match step.effect() {
            Effect::Write(args) => args.iter().for_each(|&n| reads.forget(&next, step.inputs[n])),
            // Functions of the host may write any variable.
            Effect::Host => reads = Reads::default(),
            Effect::Pure | Effect::Random | Effect::Read(_) => {}
        }
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

fn is_read(step: &Step) -> bool {
    step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Boundary(Boundary::Read)))
}

/// The latest read through each handle whose variable still holds that value, by the variable's name: two handles may
/// name one variable.
#[derive(Default)]
struct Reads(FxHashMap<Arc<[u8]>, FxHashMap<Output, NodeId>>);

impl Reads {
    /// Empty where the name is that of a node.
    fn name(program: &Program, handle: Output) -> Arc<[u8]> {
        let given = match &program.step(handle.node).work {
            Work::Op(op, attrs) => op.attr_index("shared_name").map(|i| attrs[i].clone()),
            _ => None,
        };
        if let Some(Attr::Str(name)) = given { name } else { Arc::default() }
    }

    fn latest(&self, program: &Program, handle: Output) -> Option<NodeId> {
        self.0.get(&Reads::name(program, handle))?.get(&handle).copied()
    }

    fn note(&mut self, program: &Program, handle: Output, read: NodeId) {
        self.0.entry(Reads::name(program, handle)).or_default().insert(handle, read);
    }

    fn forget(&mut self, program: &Program, handle: Output) {
        let name = Reads::name(program, handle);
        if name.is_empty() {
            return self.0.clear();
        }
        self.0.remove(&name);
        self.0.remove(&Arc::default());
    }
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
