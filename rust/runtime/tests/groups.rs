//! Groups as compute shaders: valid WGSL on every kind of device, and the processor's results where there is an adapter.

#[path = "groups/device.rs"]
mod device;
#[path = "groups/primitives.rs"]
mod primitives;
#[path = "groups/rows.rs"]
mod rows;
#[path = "groups/shapes.rs"]
mod shapes;
#[path = "groups/values.rs"]
mod values;

use naga::valid::{Capabilities, ValidationFlags, Validator};
use rheos_base::DType;
use rheos_graph::Layout;
use rheos_graph::gpu::{Limits, Shaders, element_size};
use rheos_graph::group::Group;
use rheos_runtime::gpu::access::{Operand, Target};
use rheos_runtime::gpu::{map, reduce};

/// A device with everything that shaders may use.
const ALL: Limits = Limits { f16: true, i64: true, f64: true, ..Limits::WEBGPU };

fn check(shaders: &Shaders, limits: &Limits) {
    for dispatch in &shaders.dispatches {
        let text = &dispatch.source;
        let module =
            naga::front::wgsl::parse_str(text).unwrap_or_else(|e| panic!("{}\n{text}", e.emit_to_string(text)));
        let mut capabilities = Capabilities::empty();
        capabilities.set(Capabilities::SHADER_FLOAT16, limits.f16);
        capabilities.set(Capabilities::SHADER_INT64, limits.i64);
        capabilities.set(Capabilities::FLOAT64, limits.f64);
        let mut validator = Validator::new(ValidationFlags::all(), capabilities);
        validator.validate(&module).unwrap_or_else(|e| panic!("{}\n{text}", e.emit_to_string(text)));
        assert!(!dispatch.params.is_empty());
        assert!(dispatch.groups.iter().all(|&n| n > 0 && n <= limits.groups));
    }
}

/// A group, its operands' layouts and elements, and what its results are.
struct Case {
    group: Group,
    layouts: Vec<Layout>,
    inputs: Vec<(DType, Vec<u8>)>,
    results: Vec<(DType, usize)>,
    /// Results that overwrite an operand.
    overwrites: Vec<(usize, usize)>,
}

impl Case {
    fn shaders(&self, limits: &Limits) -> Result<Shaders, String> {
        let operands: Vec<Operand> = (self.inputs.iter().zip(&self.layouts).enumerate())
            .map(|(slot, (input, layout))| Operand { slot, dtype: input.0, layout: layout.clone() })
            .collect();
        let results: Vec<Target> =
            self.results.iter().enumerate().map(|(n, r)| Target { slot: self.slot(n), dtype: r.0 }).collect();
        match self.group.reduce {
            Some(_) => reduce::reduce(&self.group, &operands, &results, limits),
            None => map::map(&self.group, &operands, &results, limits),
        }
    }

    /// The buffer of result `n`.
    fn slot(&self, n: usize) -> usize {
        let over = self.overwrites.iter().find(|pair| pair.0 == n);
        over.map_or(self.inputs.len() + n, |pair| pair.1)
    }

    /// Checks the shaders, and what they compute; `steps`: how far each result may be from the processor's.
    fn check(&self, what: &str, steps: &[i128]) {
        let Some(gpu) = device::gpu() else {
            check(&self.shaders(&ALL).unwrap_or_else(|e| panic!("{what}: {e}")), &ALL);
            return;
        };
        self.check_with(what, steps, &gpu.limits);
    }

    fn check_with(&self, what: &str, steps: &[i128], limits: &Limits) {
        let shaders = self.shaders(limits).unwrap_or_else(|e| panic!("{what}: {e}"));
        check(&shaders, limits);
        let Some(gpu) = device::gpu() else { return };
        let mut slots: Vec<Vec<u8>> = self.inputs.iter().map(|(dtype, bytes)| values::widened(*dtype, bytes)).collect();
        let own = self.results.iter().map(|(dtype, count)| vec![0xee; count * element_size(*dtype)]);
        slots.extend(own);
        let got = gpu.run(&shaders, &slots);
        let inputs: Vec<Vec<u8>> = self.inputs.iter().map(|input| input.1.clone()).collect();
        let want =
            [true, false].map(|flushed| values::on_cpu(&self.group, &self.layouts, &inputs, &self.results, flushed));
        for (n, (dtype, _)) in self.results.iter().enumerate() {
            let allowed = steps[n.min(steps.len() - 1)];
            let want = [want[0][n].as_slice(), &want[1][n]];
            if let Some((i, got, want)) = values::difference(*dtype, &got[self.slot(n)], want, allowed) {
                let operands: Vec<String> = (self.inputs.iter().zip(&self.layouts))
                    .map(|((dtype, bytes), layout)| {
                        let at = layout.positions().nth(i).unwrap_or(0) * dtype.size();
                        format!("{:02x?}", bytes[at..at + dtype.size()].iter().rev().collect::<Vec<_>>())
                    })
                    .collect();
                panic!("{what}: result {n}, element {i} of {operands:?}: {got:x?}, not {want:x?}");
            }
        }
    }
}
