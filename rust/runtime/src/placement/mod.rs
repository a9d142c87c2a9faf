//! Which device each node runs on. Nodes that ask for one that is not here run on the CPU, or are refused where the
//! user wants no such soft placement.

pub mod assign;

use rheos_base::{Result, err};
use rheos_graph::graph::Graph;
use rheos_graph::program::{Program, Step};
use rheos_graph::{Compute, Device, Gpu};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

pub const CPU: &str = "/job:localhost/replica:0/task:0/device:CPU:0";
pub const GPU: &str = "/job:localhost/replica:0/task:0/device:GPU:0";

/// What a session may do with a node that cannot run where it asks to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Soft {
    /// Run it on the CPU.
    #[default]
    Allowed,
    Refused,
}

/// Nodes that run elsewhere than they asked for, by the device asked for.
#[derive(Clone, Debug, Default)]
pub struct Moved(BTreeMap<Arc<str>, Vec<Arc<str>>>);

/// The name of a device, as TensorFlow writes it.
pub fn name(device: Device) -> &'static str {
    match device {
        Device::Cpu => CPU,
        Device::Gpu => GPU,
    }
}

/// The one device that a device string leaves room for; None where it leaves the choice, or asks for another one.
pub fn asks(device: &str) -> Option<Device> {
    if device.is_empty() {
        return None;
    }
    match (agrees(device, CPU), agrees(device, GPU)) {
        (true, false) => Some(Device::Cpu),
        (false, true) => Some(Device::Gpu),
        _ => None,
    }
}

/// Looks at the devices that the nodes of a program ask for; `has_gpu` is asked only if one of them is a GPU.
///
/// # Errors
/// A node cannot run where it asks to, and soft placement is refused.
pub fn place(program: &Program, graph: &Graph, soft: Soft, has_gpu: &dyn Fn() -> Result<bool>) -> Result<Moved> {
    let mut moved = Moved::default();
    for step in &program.steps {
        if step.device.is_empty() || agrees(&step.device, CPU) {
            continue;
        }
        let here = agrees(&step.device, GPU) && has_gpu()?;
        let why = match here {
            true => never_on_gpu(step),
            false => Some(String::new()),
        };
        let Some(why) = why else { continue };
        let name = &graph.node(step.origin).name;
        if soft == Soft::Allowed {
            if !here {
                moved.0.entry(step.device.clone()).or_default().push(name.clone());
            }
            continue;
        }
        const HINT: &str = "hint: tf.ConfigProto(allow_soft_placement=True) runs it on the CPU";
        let e = if here {
            err!(
                InvalidArgument,
                "Cannot assign a device for operation {name}: Could not satisfy explicit device specification '{}' \
                 because no supported kernel for GPU devices is available ({why}); {HINT}",
                step.device
            )
        } else {
            let available = if has_gpu()? { format!("{CPU}, {GPU}") } else { CPU.into() };
            err!(
                InvalidArgument,
                "Cannot assign a device for operation {name}: it was explicitly assigned to {}, but available devices \
                 are [ {available} ]. Make sure the device specification refers to a valid device; {HINT}",
                step.device
            )
        };
        return Err(e.at(|| graph.place(step.origin)));
    }
    Ok(moved)
}

/// Why a node cannot run on a GPU, whatever its sizes, if so.
fn never_on_gpu(step: &Step) -> Option<String> {
    let op = step.op()?;
    match &op.decl.compute {
        Compute::Kernel(decl) => match decl.gpu {
            Gpu::CpuOnly(why) => Some(why.into()),
            Gpu::Shader(_) | Gpu::Drawn(_) => None,
        },
        Compute::Host(_) => Some("it is a function of the CPU's".into()),
        _ => {
            let strange = step.facts.iter().find(|f| !f.dtype.is_plain() && f.handle().is_none())?;
            Some(format!("{} has no place on a GPU", strange.dtype))
        }
    }
}

/// True where every field of a device string agrees with those of a device's name; fields left out agree with all.
fn agrees(device: &str, with: &str) -> bool {
    device.split('/').filter(|field| !field.is_empty()).all(|field| {
        let any = field.strip_suffix('*');
        with.split('/').any(|own| match any {
            Some(start) => own.starts_with(start),
            None => own == field,
        })
    })
}

impl Moved {
    /// A line for each device that is not here, with the first nodes that asked for it.
    pub fn explain(&self, out: &mut String) {
        for (device, nodes) in &self.0 {
            let why = format!("on the CPU because there is no {device} here (soft placement)");
            line(out, &why, nodes);
        }
    }
}

/// Reasons for which nodes are on the CPU, one line for each.
pub fn explain(reasons: &[assign::Reason], name: &dyn Fn(rheos_graph::NodeId) -> Arc<str>, out: &mut String) {
    let mut by_reason: BTreeMap<&str, Vec<Arc<str>>> = BTreeMap::new();
    for (node, why) in reasons {
        by_reason.entry(why).or_default().push(name(*node));
    }
    for (why, mut nodes) in by_reason {
        nodes.dedup();
        line(out, &format!("on the CPU: {why}"), &nodes);
    }
}

fn line(out: &mut String, why: &str, nodes: &[Arc<str>]) {
    const SHOWN: usize = 4;
    let names: Vec<&str> = nodes.iter().take(SHOWN).map(|n| &**n).collect();
    let more = if nodes.len() > SHOWN { ", ..." } else { "" };
    // A String cannot fail to be written to.
    let _ = writeln!(out, "{why}: {} nodes: {}{more}", nodes.len(), names.join(", "));
}

#[cfg(test)]
mod tests {
    use super::{CPU, GPU, agrees, asks};
    use rheos_graph::Device;

    #[test]
    fn fields_left_out_or_starred_agree() {
        for device in ["/device:CPU:0", "/device:CPU:*", "/job:localhost/device:CPU:0", "/task:0", CPU] {
            assert!(agrees(device, CPU), "{device}");
        }
        for device in ["/device:GPU:0", "/device:GPU:*", "/device:CPU:1", "/job:ps/task:0"] {
            assert!(!agrees(device, CPU), "{device}");
        }
        assert!(agrees("/device:GPU:*", GPU) && !agrees("/device:GPU:1", GPU));
    }

    #[test]
    fn a_string_asks_for_one_device_or_leaves_the_choice() {
        assert_eq!(asks("/device:GPU:0"), Some(Device::Gpu));
        assert_eq!(asks("/job:localhost/device:CPU:0"), Some(Device::Cpu));
        assert_eq!(asks("/task:0"), None);
        assert_eq!(asks("/device:GPU:3"), None);
    }
}
