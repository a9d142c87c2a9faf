//! Which device each node runs on. Nodes that ask for one that is not here run on the CPU, or are refused where the
//! user wants no such soft placement.

use rheos_base::{Result, err};
use rheos_graph::graph::Graph;
use rheos_graph::program::Program;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The device that everything runs on so far.
pub const CPU: &str = "/job:localhost/replica:0/task:0/device:CPU:0";

/// What a session may do with a node whose device is not here.
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

/// Places the nodes of a program.
///
/// # Errors
/// A node's device is not here and soft placement is refused.
pub fn place(program: &Program, graph: &Graph, soft: Soft) -> Result<Moved> {
    let mut moved = Moved::default();
    for step in &program.steps {
        if step.device.is_empty() || is_cpu(&step.device) {
            continue;
        }
        let name = &graph.node(step.origin).name;
        if soft == Soft::Refused {
            let e = err!(
                InvalidArgument,
                "Cannot assign a device for operation {name}: it was explicitly assigned to {}, but available devices \
                 are [ {CPU} ]. Make sure the device specification refers to a valid device; hint: \
                 tf.ConfigProto(allow_soft_placement=True) runs it on the CPU",
                step.device
            );
            return Err(e.at(|| graph.place(step.origin)));
        }
        moved.0.entry(step.device.clone()).or_default().push(name.clone());
    }
    Ok(moved)
}

/// True where every field of a device string agrees with the CPU's; fields left out agree with all.
fn is_cpu(device: &str) -> bool {
    device.split('/').filter(|field| !field.is_empty()).all(|field| {
        let any = field.strip_suffix('*');
        CPU.split('/').any(|own| match any {
            Some(start) => own.starts_with(start),
            None => own == field,
        })
    })
}

impl Moved {
    /// A line for each device that is not here, with the first nodes that asked for it.
    pub fn explain(&self, out: &mut String) {
        const SHOWN: usize = 4;
        for (device, nodes) in &self.0 {
            let names: Vec<&str> = nodes.iter().take(SHOWN).map(|n| &**n).collect();
            let more = if nodes.len() > SHOWN { ", ..." } else { "" };
            // A String cannot fail to be written to.
            let _ = writeln!(
                out,
                "on the CPU because there is no {device} here (soft placement): {} nodes: {}{more}",
                nodes.len(),
                names.join(", ")
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_cpu;

    #[test]
    fn fields_left_out_or_starred_agree() {
        for device in ["/device:CPU:0", "/device:CPU:*", "/job:localhost/device:CPU:0", "/task:0", CPU_LIKE] {
            assert!(is_cpu(device), "{device}");
        }
        for device in ["/device:GPU:0", "/device:GPU:*", "/device:CPU:1", "/job:ps/task:0"] {
            assert!(!is_cpu(device), "{device}");
        }
    }

    const CPU_LIKE: &str = super::CPU;
}
