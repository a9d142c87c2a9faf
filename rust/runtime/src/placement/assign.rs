//! Which steps of a specialised program run on the GPU: those that ask for it, and where nothing is asked for all that
//! can, if that pays. A reason is kept for each that stays on the CPU.

use crate::gpu::wgsl;
use rheos_base::{Result, element_count};
use rheos_graph::expr::{Expr, Ref, Scalar};
use rheos_graph::gpu::{Limits, ShaderSpec, element_size};
use rheos_graph::program::{Program, Step, Work};
use rheos_graph::{Arg, Boundary, Compute, Device, Effect, Fact, Gpu, Layout, NodeId, NodeInfo, StateStore};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::any::Any;
use std::sync::Arc;

/// Why a node that asked for the GPU, or would have gone there, runs on the CPU.
pub type Reason = (NodeId, String);

/// Where the nodes of a plan are.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    /// In the order of the plan's program.
    pub on_gpu: Vec<NodeId>,
    pub reasons: Vec<Reason>,
}

/// Decides for every step. `asks` tells what a device string asks for, if anything.
pub fn assign(
    program: &mut Program,
    limits: &Limits,
    asks: impl Fn(&str) -> Option<Device>,
    automatic: bool,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let asked: Vec<Option<Device>> = program.steps.iter().map(|s| asks(&s.device)).collect();
    let mut on: Vec<Device> = Vec::with_capacity(program.steps.len());
    for (i, step) in program.steps.iter().enumerate() {
        let wanted = asked[i].unwrap_or(if automatic { Device::Gpu } else { Device::Cpu });
        let computes = step.op().is_some_and(|op| !matches!(op.decl.compute, Compute::Boundary(_) | Compute::View(_)));
        let mut device = Device::Cpu;
        if wanted == Device::Gpu && computes {
            match supports(program, step, limits) {
                Ok(()) => device = Device::Gpu,
                Err(why) => reasons.push((step.origin, why)),
            }
        }
        on.push(device);
    }
    let near = nearness(program, &on);
    follow_variables(program, &asked, limits, &near, &mut on, &mut reasons);
    follow_views(program, limits, &near, &mut on);
    program.bindings = limits.bindings;
    for (step, device) in program.steps.iter_mut().zip(on) {
        step.on = device;
    }
    reasons
}

fn is_view(step: &Step) -> bool {
    step.op().is_some_and(|op| matches!(op.decl.compute, Compute::View(_))) && !step.inputs.is_empty()
}

/// What is close to each step's value, seen through views: whether something on the GPU makes it, and uses it.
#[derive(Clone, Copy, Default)]
struct Near {
    made: bool,
    used: bool,
}

fn nearness(program: &Program, on: &[Device]) -> Vec<Near> {
    let mut near = vec![Near::default(); program.steps.len()];
    for (s, step) in program.steps.iter().enumerate() {
        near[s].made = on[s] == Device::Gpu || (is_view(step) && near[step.inputs[0].node.0 as usize].made);
    }
    for (s, step) in program.steps.iter().enumerate().rev() {
        if on[s] == Device::Gpu || (is_view(step) && near[s].used) {
            step.inputs.iter().for_each(|o| near[o.node.0 as usize].used = true);
        }
    }
    near
}

/// A variable is on the GPU if a step there uses it or makes its value, and no kernel on the CPU needs it at hand. Its
/// reads and writes are where it is.
fn follow_variables(
    program: &Program,
    asked: &[Option<Device>],
    limits: &Limits,
    near: &[Near],
    on: &mut [Device],
    reasons: &mut Vec<Reason>,
) {
    let boundary = |s: usize| match program.steps[s].op().map(|op| &op.decl.compute) {
        Some(Compute::Boundary(boundary)) => Some(*boundary),
        _ => None,
    };
    let mut users: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (s, step) in program.steps.iter().enumerate() {
        if boundary(s) == Some(Boundary::Handle) {
            users.insert(s, Vec::new());
        }
        // A function of the CPU's looks at the variable itself, wherever its value is.
        let host = step.op().is_some_and(|op| matches!(op.decl.compute, Compute::Host(_)));
        for input in step.inputs.iter().filter(|_| !host) {
            if let Some(users) = users.get_mut(&(input.node.0 as usize)) {
                users.push(s);
            }
        }
    }
    for (h, users) in users {
        let mut possible = asked[h] != Some(Device::Cpu);
        let mut wanted = asked[h] == Some(Device::Gpu);
        for &s in &users {
            let step = &program.steps[s];
            let fact = match boundary(s) {
                Some(Boundary::Read) => {
                    wanted |= near[s].used;
                    &step.facts[0]
                }
                Some(Boundary::Write) => {
                    wanted |= near[step.inputs[1].node.0 as usize].made;
                    program.fact(step.inputs[1])
                }
                _ => {
                    possible &= on[s] == Device::Gpu;
                    wanted |= on[s] == Device::Gpu;
                    continue;
                }
            };
            possible &= limits.has(fact.dtype) && within(fact, limits).is_ok();
        }
        let home = if possible && wanted { Device::Gpu } else { Device::Cpu };
        on[h] = home;
        for s in users {
            let was = std::mem::replace(&mut on[s], home);
            if boundary(s).is_none() && was == Device::Gpu && home == Device::Cpu {
                reasons.push((program.steps[s].origin, "the variable that it uses is on the CPU".into()));
            }
        }
    }
}

/// A view is where the value is that it shows; of a feed or a constant, where it is used.
fn follow_views(program: &Program, limits: &Limits, near: &[Near], on: &mut [Device]) {
    for (s, step) in program.steps.iter().enumerate().filter(|(_, step)| is_view(step)) {
        let source = step.inputs[0];
        let from = source.node.0 as usize;
        let free = matches!(program.steps[from].work, Work::Feed(_) | Work::Const(_));
        let fact = program.fact(source);
        let fits = near[s].used && limits.has(fact.dtype) && within(fact, limits).is_ok();
        on[s] = if free && fits { Device::Gpu } else { on[from] };
    }
}

fn within(fact: &Fact, limits: &Limits) -> std::result::Result<(), String> {
    let Some(elements) = fact.shape.element_count().get() else { return Err("its sizes are not known".into()) };
    let bytes = elements as u64 * element_size(fact.dtype) as u64;
    if bytes > limits.binding {
        return Err(format!("a value of {bytes} bytes is larger than the {} that a shader can see", limits.binding));
    }
    Ok(())
}

/// State for kernels that are asked whether they could run, and do not.
struct Forgetful;

impl StateStore for Forgetful {
    fn node_state(&self, init: &dyn Fn() -> Result<State>) -> Result<State> {
        init()
    }
}

type State = Arc<dyn Any + Send + Sync>;

/// Can a step run on a GPU with these limits? If not, why.
pub fn supports(program: &Program, step: &Step, limits: &Limits) -> std::result::Result<(), String> {
    let Work::Op(op, attrs) = &step.work else { return Err("it is not an op".into()) };
    if let Compute::Host(_) = op.decl.compute {
        return Err("it is a function of the CPU's".into());
    }
    let facts: SmallVec<[&Fact; 4]> = step.inputs.iter().map(|&o| program.fact(o)).collect();
    let handles = |f: &Fact| f.handle().is_some();
    for fact in facts.iter().copied().chain(&step.facts).filter(|f| !handles(f)) {
        if !limits.has(fact.dtype) {
            return Err(format!("{} has no place on this GPU", fact.dtype));
        }
        within(fact, limits)?;
    }
    let info = NodeInfo { op, attrs, inputs: &facts, outputs: &step.facts };
    match &op.decl.compute {
        Compute::Map(_) if op.decl.effect != Effect::Pure => Err("it has an effect".into()),
        Compute::Map(build) => {
            // Constants of one element become part of the shader.
            let scalars: SmallVec<[Option<Scalar>; 4]> = step.inputs.iter().map(|&o| program.scalar(o)).collect();
            let seen = scalars.iter().filter(|s| s.is_none()).count() + step.facts.len();
            if seen > limits.bindings {
                return Err(format!("it has more operands than the {} that a shader can see", limits.bindings));
            }
            let mut expr = Expr::default();
            let arg = |(i, scalar): (usize, &Option<Scalar>)| match scalar {
                Some(scalar) => expr.constant(*scalar),
                None => expr.input(i, facts[i].dtype),
            };
            let args: SmallVec<[Ref; 4]> = scalars.iter().enumerate().map(arg).collect();
            expr.results = build(&mut expr, &args, &info).into_iter().collect();
            wgsl::supported(&expr, limits)
        }
        Compute::Reduce(decl) => {
            let mut expr = Expr::default();
            let x = expr.input(0, facts[0].dtype);
            let started = (decl.start)(&mut expr, x);
            let finished = (decl.finish)(&mut expr, started, element_count(&info.input_dims(0)));
            expr.results.push(finished);
            wgsl::supported(&expr, limits)
        }
        Compute::Kernel(decl) | Compute::Either(decl, _) => match decl.gpu {
            Gpu::CpuOnly(why) => Err(why.into()),
            Gpu::Shader(_) | Gpu::Drawn(_) => {
                let arg = |fact: &Fact| match fact.handle() {
                    Some(handle) => Arg {
                        dtype: handle.dtype,
                        layout: Layout::contiguous(&handle.shape.to_dims().unwrap_or_default()),
                    },
                    None => Arg { dtype: fact.dtype, layout: Layout::contiguous(&fact.dims()) },
                };
                let inputs: Vec<Arg> = facts.iter().map(|f| arg(f)).collect();
                let mut outputs: Vec<Arg> = step.facts.iter().map(arg).collect();
                if let (Effect::Write(args), true) = (op.decl.effect, outputs.is_empty()) {
                    outputs.extend(args.iter().map(|&n| inputs[n].clone()));
                }
                let spec = ShaderSpec { info, inputs: &inputs, outputs: &outputs, limits };
                match decl.gpu {
                    Gpu::Shader(shader) => shader(&spec).map(|_| ()),
                    Gpu::Drawn(shader) => shader(&spec, &Forgetful).map(|_| ()),
                    Gpu::CpuOnly(why) => Err(why.into()),
                }
            }
        },
        Compute::Host(_) | Compute::Control(_) | Compute::Lower(_) | Compute::View(_) | Compute::Boundary(_) => {
            Err("it computes nothing by itself".into())
        }
    }
}

/// Bytes that a CPU moves per nanosecond, and multiplications that it makes; what crosses over to a GPU per nanosecond,
/// and how long it takes to begin.
const MOVED: f64 = 10.0;
const MULTIPLIED: f64 = 100.0;
const CARRIED: f64 = 5.0;
const START: f64 = 1e6;

/// Does a GPU save time, as far as that can be told without looking for one?
pub fn pays(program: &Program) -> bool {
    let size = |fact: &Fact| fact.shape.element_count().get().unwrap_or(0) as f64 * fact.dtype.size() as f64;
    let mut nanos = 0.0;
    let mut carried: f64 = program.fetches.iter().map(|&o| size(program.fact(o))).sum();
    for step in &program.steps {
        match &step.work {
            Work::Feed(_) => carried += size(&step.facts[0]),
            Work::Op(op, _) => {
                let here = match &op.decl.compute {
                    Compute::Kernel(decl) => matches!(decl.gpu, Gpu::CpuOnly(_)),
                    Compute::Map(_) | Compute::Reduce(_) => false,
                    _ => true,
                };
                if here || asks_for_cpu(step) {
                    continue;
                }
                let operands: f64 = step.inputs.iter().map(|&o| size(program.fact(o))).sum();
                nanos += (operands + step.facts.iter().map(size).sum::<f64>()) / MOVED;
                if let (Compute::Kernel(_), [a, b, ..], [c, ..]) = (&op.decl.compute, &step.inputs[..], &step.facts[..])
                {
                    // Of a product of matrices, the number of multiplications.
                    let sizes = size(program.fact(*a)) * size(program.fact(*b)) * size(c);
                    nanos += (sizes / 64.0).sqrt() / MULTIPLIED;
                }
            }
            _ => {}
        }
    }
    nanos > START + carried / CARRIED
}

fn asks_for_cpu(step: &Step) -> bool {
    super::asks(&step.device) == Some(Device::Cpu)
}
