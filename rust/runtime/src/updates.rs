//! Variables during a run: snapshots at the start, changes in place where nobody else looks.
//!
//! A value that anyone (another run, a fetched array, a constant) still refers to is never written to: the
//! new value then gets memory of its own. Locks are held for one step, taken in address order.

use crate::executor::{Context, invoke};
use crate::frame::Frame;
use crate::plan::{Invocation, Plan, Update, VariableUse, Version};
use crate::same;
use rheos_base::{Data, Error, Result, Tensor, bail, err};
use rheos_graph::variable::Content;
use rheos_graph::{Device, NodeId, Variable};
use smallvec::SmallVec;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, MutexGuard};

/// Takes a reference to every value that the run reads.
///
/// # Errors
/// Together with the handle of the (first) variable that they are about.
pub fn snapshot(plan: &Plan, frame: &mut Frame) -> std::result::Result<(), (Error, NodeId)> {
    let mut missing: Vec<&VariableUse> = Vec::new();
    for (v, used) in plan.variables.iter().enumerate() {
        let Some(version) = used.start else { continue };
        let (value, writes) = match (used.on, &mut frame.gpu) {
            (Device::Gpu, Some(gpu)) => (gpu.hold(used, version.base).map_err(|e| (e, used.origin))?, 0),
            _ => {
                let (value, writes) = used.variable.versioned();
                (value.map(Tensor::local).transpose().map_err(|e| (e, used.origin))?, writes)
            }
        };
        frame.versions[v] = writes;
        let Some(value) = value else {
            missing.push(used);
            continue;
        };
        if let Some(dims) = &used.dims
            && !same(value.dims(), dims)
        {
            let error = err!(
                InvalidArgument,
                "variable '{}' has shape {:?} now, but {:?} when this run was planned",
                used.variable.name,
                value.dims(),
                dims.as_slice()
            );
            return Err((error, used.origin));
        }
        frame.bases[version.base as usize] = value.ptr();
        frame.slots[version.slot as usize] = Some(value);
    }
    let Some(first) = missing.first() else { return Ok(()) };
    let names: Vec<&str> = missing.iter().map(|used| &*used.variable.name).collect();
    let error = err!(
        FailedPrecondition,
        "Attempting to use uninitialized value{} {}; hint: run tf.global_variables_initializer() or restore a \
         checkpoint in this session first",
        if names.len() > 1 { "s" } else { "" },
        names.join(", ")
    );
    Err((error, first.origin))
}

pub fn assign(plan: &Plan, variable: usize, value: Tensor, new: Option<Version>, frame: &mut Frame) -> Result<()> {
    if let Some(version) = new {
        frame.bases[version.base as usize] = value.ptr();
        frame.slots[version.slot as usize] = Some(value.clone());
    }
    plan.variables[variable].variable.set(Some(value));
    Ok(())
}

/// Runs a kernel whose results are variables' new values.
pub fn update(
    plan: &Plan,
    invocation: &Invocation,
    list: &[Update],
    frame: &mut Frame,
    context: &Context<'_>,
) -> Result<()> {
    let mut order: SmallVec<[&Update; 4]> = list.iter().collect();
    order.sort_by_key(|u| Arc::as_ptr(&plan.variables[u.variable].variable));
    let mut guards: SmallVec<[(&Update, MutexGuard<'_, Content>); 4]> = SmallVec::with_capacity(list.len());
    loop {
        // Not with a lock held: runs on the GPU may wait for that, and this for their values.
        list.iter().try_for_each(|u| bring_home(&plan.variables[u.variable].variable))?;
        guards.extend(order.iter().map(|&u| (u, plan.variables[u.variable].variable.write())));
        let away = |value: &Tensor| matches!(value.data(), Data::Remote(_));
        if !guards.iter().any(|(_, guard)| guard.value.as_ref().is_some_and(away)) {
            break;
        }
        guards.clear();
    }
    let mut fresh: Vec<(usize, Tensor)> = Vec::new();
    for (i, (u, guard)) in guards.iter_mut().enumerate() {
        let Some(new) = u.new else { bail!(Internal, "an update without a place for its result") };
        let target = match usable(u, &mut guard.value, frame) {
            Some(ptr) => ptr,
            None => {
                let bytes = rheos_base::element_count(&u.dims) * u.dtype.size();
                let tensor = Tensor::from_buffer(u.dtype, &u.dims, context.pool.take(bytes)?)?;
                if u.keeps_old {
                    let old = guard.value.as_ref().filter(|t| t.dims() == u.dims.as_slice());
                    let Some(old) = old else { bail!(FailedPrecondition, "the variable changed its shape meanwhile") };
                    // SAFETY: both hold `bytes` bytes; the new one was just made.
                    unsafe { std::ptr::copy_nonoverlapping(old.ptr(), tensor.ptr(), bytes) };
                }
                let ptr = tensor.ptr();
                fresh.push((i, tensor));
                ptr
            }
        };
        frame.bases[new.base as usize] = target;
    }
    // Not stopped half way, for that would leave a variable half written: the workers are the plain ones, and the
    // kernel is told of no cancellation.
    frame.with_places(|places, operands| {
        invoke(invocation, places, operands, context.workers, &AtomicBool::new(false))
    })?;
    for (i, tensor) in fresh {
        guards[i].1.value = Some(tensor);
    }
    for (u, guard) in &guards {
        if let (Some(version), Some(value)) = (u.new, guard.value.as_ref()) {
            frame.slots[version.slot as usize] = Some(value.clone());
        }
    }
    Ok(())
}

/// Has a variable's value here, unless another run moves it away at once: then the new value goes to memory of its own.
pub fn bring_home(variable: &Variable) -> Result<()> {
    let is_remote = |value: &Tensor| matches!(value.data(), Data::Remote(_));
    while let Some(value) = variable.get().filter(is_remote) {
        let local = value.clone().local()?;
        let mut content = variable.read();
        if content.value.as_ref() == Some(&value) {
            content.value = Some(local);
            break;
        }
    }
    Ok(())
}

/// The variable's own memory, if the new value may be written over the old one.
fn usable(u: &Update, guard: &mut Option<Tensor>, frame: &mut Frame) -> Option<*mut u8> {
    if !u.in_place || guard.as_ref()?.dims() != u.dims.as_slice() {
        return None;
    }
    if let Some(old) = u.old {
        // The run's own reference goes; the address stays good while the lock is held. If another run has
        // assigned meanwhile, this step reads that value.
        frame.slots[old.slot as usize] = None;
        frame.bases[old.base as usize] = guard.as_ref()?.ptr();
    }
    match guard.as_mut()?.data_mut() {
        Data::Plain(buffer) => Arc::get_mut(buffer).map(|b| b.as_ptr()),
        _ => None,
    }
}
