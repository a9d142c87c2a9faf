//! Options of one run, and what a traced run tells Python: `RunMetadata` gets one tuple for each step that ran, and
//! makes TensorFlow's messages of them.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use rheos_graph::Device;
use rheos_runtime::RunOptions;
use rheos_runtime::explain::Order;
use rheos_runtime::placement;
use rheos_runtime::report::Record;
use rheos_runtime::trace::{Made, Owner, Trace};
use std::sync::Arc;
use std::time::Duration;

/// A `tf.RunOptions` as the core has it; without a time limit of its own the session's holds.
pub fn options(options: &Bound<'_, PyAny>, timeout: Option<Duration>) -> PyResult<RunOptions> {
    let py = options.py();
    let field = options
        .getattr(intern!(py, "timeout_in_ms"))
        .map_err(|_| PyTypeError::new_err(format!("options must be a tf.RunOptions, got {}", options.get_type())))?;
    let milliseconds: i64 = field.extract()?;
    let level: i64 = options.getattr(intern!(py, "trace_level"))?.extract()?;
    if options.getattr(intern!(py, "output_partition_graphs"))?.is_truthy()? {
        return Err(crate::errors::raise(rheos_base::err!(
            Unimplemented,
            "RunOptions(output_partition_graphs=True): a run is a plan here, not a graph for each device; hint: \
             session.explain(fetches, feed_dict) prints it"
        )));
    }
    Ok(RunOptions {
        timeout: if milliseconds > 0 { Some(Duration::from_millis(milliseconds.unsigned_abs())) } else { timeout },
        cancelled: None,
        trace: (level > 0).then(|| Arc::new(Trace::default())),
    })
}

pub fn order(name: &str) -> PyResult<Order> {
    match name {
        "plan" => Ok(Order::Plan),
        "time" => Ok(Order::Time),
        _ => Err(PyValueError::new_err(format!("order must be 'plan' or 'time', got {name:?}"))),
    }
}

/// Data type, sizes, bytes, address, who owns the memory.
type Result = (i32, Vec<usize>, usize, usize, &'static str);
/// Node, ops, names of inputs, start since 1970 and duration in nanoseconds, results, working memory.
type Step = (String, String, Vec<String>, u64, u64, Vec<Result>, usize);

/// Hands a run's records to a `tf.RunMetadata`.
pub fn report(metadata: &Bound<'_, PyAny>, trace: &Trace, records: Vec<Record>) -> PyResult<()> {
    let result = |made: Made| {
        let owner = match made.owner {
            Owner::Arena => "arena",
            Owner::InPlace => "",
            Owner::Pool => "pool",
        };
        (made.dtype as i32, made.dims.to_vec(), made.bytes, made.address, owner)
    };
    let step = |r: Record| -> Step {
        let made = r.made.into_iter().map(result).collect();
        (r.name.to_string(), r.label, r.inputs, trace.epoch + r.span.start, r.span.nanos(), made, r.scratch)
    };
    let (on_gpu, here): (Vec<Record>, Vec<Record>) = records.into_iter().partition(|r| r.device == Device::Gpu);
    for (device, records) in [(Device::Cpu, here), (Device::Gpu, on_gpu)] {
        if device == Device::Cpu || !records.is_empty() {
            let steps: Vec<Step> = records.into_iter().map(step).collect();
            metadata.call_method1(intern!(metadata.py(), "_take_steps"), (placement::name(device), steps))?;
        }
    }
    Ok(())
}
