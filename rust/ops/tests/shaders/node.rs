//! A node that is planned for a GPU, and what must hold of the answer.

use naga::AddressSpace;
use naga::valid::{Capabilities, ValidationFlags, Validator};
use rheos_base::{Attr, DType, Dim, Shape};
use rheos_graph::fact::Fact;
use rheos_graph::gpu::{Binding, Dispatch, Limits, ShaderSpec, Shaders};
use rheos_graph::{Arg, Compute, Gpu, Layout, NodeInfo};

/// A node of the catalogue; attributes that are not given have their defaults, or the type of the results.
pub struct Node<'a> {
    pub op: &'static str,
    pub attrs: &'a [(&'static str, Attr)],
    pub dtype: DType,
    pub inputs: &'a [Layout],
    pub output: &'a [usize],
}

pub fn ints(values: &[i64]) -> Attr {
    Attr::Ints(values.iter().copied().collect())
}

/// WebGPU's limits, with the type f16.
pub fn limits() -> Limits {
    Limits { f16: true, ..Limits::WEBGPU }
}

impl Node<'_> {
    pub fn plan(&self, limits: &Limits) -> Result<Shaders, String> {
        let op = rheos_ops::registry().find(self.op).unwrap();
        let given = |name: &str| self.attrs.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
        let attrs: Vec<Attr> = op
            .attrs
            .iter()
            .map(|attr| given(attr.name).or(attr.default.clone()).unwrap_or(Attr::Type(self.dtype)))
            .collect();
        let fact = |dims: &[usize]| Fact::new(self.dtype, Shape::of(dims.iter().map(|&n| Dim::new(n as i64))));
        let facts: Vec<Fact> = self.inputs.iter().map(|layout| fact(&layout.dims)).collect();
        let outputs = [fact(self.output)];
        let info = NodeInfo { op, attrs: &attrs, inputs: &facts.iter().collect::<Vec<_>>(), outputs: &outputs };
        let arg = |layout: &Layout| Arg { dtype: self.dtype, layout: layout.clone() };
        let inputs: Vec<Arg> = self.inputs.iter().map(arg).collect();
        let outputs = [arg(&Layout::contiguous(self.output))];
        let Compute::Kernel(kernel) = &op.decl.compute else { panic!("{} is no kernel", self.op) };
        let Gpu::Shader(shader) = kernel.gpu else { panic!("{} has no shader", self.op) };
        let mut shaders = shader(&ShaderSpec { info, inputs: &inputs, outputs: &outputs, limits })?;
        let stores = |d: &Dispatch| d.bindings.contains(&Binding::Output(0));
        assert!(!kernel.reports || !shaders.dispatches.iter().any(stores), "{}: a group cannot follow", self.op);
        shaders.dispatches = shaders.dispatches.into_iter().map(Dispatch::complete).collect();
        Ok(shaders)
    }

    /// Plans for the least of devices and checks every dispatch.
    pub fn checked(&self) -> Shaders {
        let limits = limits();
        let shaders = self.plan(&limits).unwrap_or_else(|e| panic!("{}: {e}", self.op));
        verify(&shaders, &limits, self.inputs.len());
        shaders
    }
}

/// Fails where a dispatch is not what the interface promises, or beyond the limits.
fn verify(shaders: &Shaders, limits: &Limits, inputs: usize) {
    assert!(shaders.scratch.iter().all(|&bytes| bytes > 0 && bytes as u64 <= limits.binding));
    for dispatch in &shaders.dispatches {
        let text = &dispatch.source;
        let module = naga::front::wgsl::parse_str(text).unwrap_or_else(|e| panic!("{}", e.emit_to_string(text)));
        let mut validator = Validator::new(ValidationFlags::all(), Capabilities::SHADER_FLOAT16);
        validator.validate(&module).unwrap_or_else(|e| panic!("{}", e.emit_to_string(text)));

        let entry = &module.entry_points[0];
        assert_eq!(entry.name, "main");
        assert!(entry.workgroup_size.iter().product::<u32>() <= limits.invocations);
        assert!(dispatch.groups.iter().all(|&n| 0 < n && n <= limits.groups), "{:?}", dispatch.groups);

        let (mut shared, mut bound) = (0, 0);
        for (_, global) in module.global_variables.iter() {
            let size = module.types[global.ty].inner.size(module.to_ctx());
            match global.space {
                AddressSpace::WorkGroup => shared += size,
                AddressSpace::Uniform => assert_eq!(dispatch.params.len(), size as usize / 4),
                AddressSpace::Storage { access } => {
                    assert_eq!(access, naga::StorageAccess::all() & !naga::StorageAccess::ATOMIC);
                    bound += 1;
                }
                _ => {}
            }
        }
        assert!(shared <= limits.shared, "{shared} bytes of workgroup memory");
        assert_eq!(bound, dispatch.bindings.len());
        assert!(bound <= limits.bindings);
        for &binding in &dispatch.bindings {
            match binding {
                Binding::Input(i) => assert!(i < inputs),
                Binding::Output(i) => assert_eq!(i, 0),
                Binding::Scratch(i) => assert!(i < shaders.scratch.len()),
            }
        }
    }
}
