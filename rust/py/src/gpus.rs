//! The GPUs of this machine, and what they have been made to do.

use crate::errors::raise;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rheos_runtime::gpu::adapter::{self, Adapter};
use rheos_runtime::gpu::device::Gpu;

/// GPUs as dicts: those that sessions may use, or all that are here.
///
/// `_gpus(all: bool = False) -> list[dict[str, Any]]`
#[pyfunction]
#[pyo3(signature = (all = false))]
pub fn _gpus(py: Python<'_>, all: bool) -> PyResult<Vec<Bound<'_, PyDict>>> {
    // Looking for them loads drivers, which takes its time.
    let found = py.detach(|| if all { Ok(adapter::all().iter().collect()) } else { adapter::visible() });
    found.map_err(raise)?.into_iter().map(|adapter| described(py, adapter)).collect()
}

fn described<'py>(py: Python<'py>, adapter: &Adapter) -> PyResult<Bound<'py, PyDict>> {
    let (info, limits) = (&adapter.info, adapter.limits());
    let out = PyDict::new(py);
    out.set_item("name", &info.name)?;
    out.set_item("kind", adapter.kind())?;
    out.set_item("backend", info.backend.to_string())?;
    out.set_item("driver", format!("{} {}", info.driver, info.driver_info).trim())?;
    out.set_item("bus_id", &info.device_pci_bus_id)?;
    let features = [("float16", limits.f16), ("int64", limits.i64), ("float64", limits.f64)];
    let features = features.into_iter().chain([("subgroups", limits.subgroups)]);
    out.set_item("features", features.filter(|(_, there)| *there).map(|(name, _)| name).collect::<Vec<_>>())?;
    let values = PyDict::new(py);
    values.set_item("buffer_bytes", limits.buffer)?;
    values.set_item("binding_bytes", limits.binding)?;
    values.set_item("bindings", limits.bindings)?;
    values.set_item("workgroups_per_dimension", limits.groups)?;
    values.set_item("invocations_per_workgroup", limits.invocations)?;
    values.set_item("workgroup_bytes", limits.shared)?;
    out.set_item("limits", values)?;
    Ok(out)
}

/// Loses all open GPUs, as a fault of a driver does: for tests.
///
/// `_lose_gpus() -> None`
#[pyfunction]
pub fn _lose_gpus() {
    Gpu::lose_all();
}

/// What open GPUs have done since the process began, added up: submissions, dispatches, compiled pipelines, bytes up and
/// down.
///
/// `_gpu_counts() -> dict[str, int]`
#[pyfunction]
pub fn _gpu_counts(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let out = PyDict::new(py);
    for (name, count) in Gpu::counts() {
        out.set_item(name, count)?;
    }
    Ok(out)
}
