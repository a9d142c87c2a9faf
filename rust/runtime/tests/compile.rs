//! Shaders are compiled by all cores, each once; one that is wrong is an error that tells which.

use rheos_runtime::gpu::{adapter, device::Gpu};
use std::sync::Arc;

fn shader(factor: u32) -> Arc<str> {
    format!(
        "@group(0) @binding(0) var<storage, read_write> x: array<u32>;\n\
         @compute @workgroup_size(1) fn main() {{ x[0] *= {factor}u; }}"
    )
    .into()
}

#[test]
fn new_shaders_are_compiled_once_and_wrong_ones_are_told() {
    let Some(adapter) = adapter::all().first() else {
        assert!(std::env::var_os("RHEOS_REQUIRE_GPU").is_none(), "no adapter for shaders");
        return println!("skipped: no adapter for shaders");
    };
    let gpu = Gpu::open(adapter).unwrap();
    let compiled = || Gpu::counts().into_iter().find(|(name, _)| *name == "pipelines").unwrap().1;
    let before = compiled();
    let sources: Vec<Arc<str>> = [1, 2, 3, 2, 4, 1].map(shader).into();
    let pipelines = gpu.pipelines(&sources).unwrap();
    assert_eq!(compiled() - before, 4);
    assert_eq!(pipelines.len(), sources.len());
    assert!(pipelines[0] == pipelines[5] && pipelines[1] == pipelines[3] && pipelines[0] != pipelines[1]);
    assert_eq!(gpu.pipelines(&sources).unwrap(), pipelines);
    assert_eq!(compiled() - before, 4);

    let wrong: [Arc<str>; 3] = [shader(1), "@compute @workgroup_size(1) fn main() { nowhere = 1; }".into(), shader(5)];
    let (which, error) = gpu.pipelines(&wrong).unwrap_err();
    assert_eq!(which, 1);
    assert!(error.to_string().contains("rejects a shader") && error.to_string().contains("nowhere"), "{error}");
    gpu.check().unwrap();
    assert_eq!(gpu.pipelines(&sources).unwrap(), pipelines);
}
