//! What a kernel does on a GPU: WGSL modules, what they are bound to, and how many workgroups run.
//!
//! Nothing here talks to a GPU. A kernel's declaration makes this from dtypes, sizes and strides while a run is planned;
//! the runtime compiles each distinct module once and records the dispatches.

use crate::info::NodeInfo;
use crate::kernel::{Arg, StateStore};
use rheos_base::DType;
use smallvec::SmallVec;
use std::sync::Arc;

const PUT: &str = include_str!("../../../shaders/templates/put.wgsl");
const PUT_FOUR: &str = include_str!("../../../shaders/templates/put_four.wgsl");

/// What a device allows: shaders and plans depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that one binding can show.
    pub binding: u64,
    /// Bytes of one buffer.
    pub buffer: u64,
    /// Bindings of buffers that one shader can have.
    pub bindings: usize,
    /// Workgroups along each dimension of a dispatch.
    pub groups: u32,
    /// Invocations of one workgroup, and the most along its x and y.
    pub invocations: u32,
    /// Bytes of workgroup memory.
    pub shared: u32,
    /// Shaders may use these types.
    pub f16: bool,
    pub i64: bool,
    pub f64: bool,
    /// Shaders may use subgroup operations, of any size of subgroup.
    pub subgroups: bool,
}

impl Limits {
    /// What WebGPU promises everywhere.
    pub const WEBGPU: Limits = Limits {
        binding: 128 << 20,
        buffer: 256 << 20,
        bindings: 8,
        groups: 65_535,
        invocations: 256,
        shared: 16 << 10,
        f16: false,
        i64: false,
        f64: false,
        subgroups: false,
    };

    /// Can shaders hold and compute with elements of this type?
    pub fn has(&self, dtype: DType) -> bool {
        match dtype {
            DType::F32 | DType::I32 | DType::U32 | DType::Bool => true,
            DType::F16 => self.f16,
            DType::I64 | DType::U64 => self.i64,
            DType::F64 => self.f64,
            _ => false,
        }
    }

    /// Workgroups for so many, folded over two dimensions. A shader takes `id.x + id.y * groups.x` for the number of its
    /// workgroup (from `workgroup_id` and `num_workgroups`) and ignores those past the last.
    pub fn fold(&self, groups: u64) -> Option<[u32; 3]> {
        let rows = groups.div_ceil(u64::from(self.groups)).max(1);
        if rows > u64::from(self.groups) {
            return None;
        }
        Some([groups.div_ceil(rows).max(1) as u32, rows as u32, 1])
    }
}

/// Bytes of one element in a GPU's memory. A bool takes four there: shaders address nothing smaller.
pub fn element_size(dtype: DType) -> usize {
    match dtype {
        DType::Bool => 4,
        _ => dtype.size(),
    }
}

/// The WGSL type that elements are stored as.
pub fn stored_type(dtype: DType) -> &'static str {
    match dtype {
        DType::F32 => "f32",
        DType::I32 => "i32",
        DType::U32 | DType::Bool => "u32",
        DType::F16 => "f16",
        DType::I64 => "i64",
        DType::U64 => "u64",
        DType::F64 => "f64",
        _ => unreachable!("{dtype} is never on a GPU: Limits::has"),
    }
}

/// A buffer that a dispatch is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    Input(usize),
    Output(usize),
    /// Working memory number `i`, of which nothing is known at the start.
    Scratch(usize),
}

/// One run of a compute shader.
///
/// The module's entry point is `main`. Its parameters are `@group(0) @binding(0) var<uniform>`; its buffers follow from
/// `@binding(1)` on, in the order of `bindings`. Every buffer is declared `var<storage, read_write>`, also where it is
/// only read: inputs and outputs may be parts of one allocation, which must be used in one way at a time.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Dispatch {
    /// Modules are compiled once per text, so what changes from shape to shape belongs into `params`.
    pub source: Arc<str>,
    pub bindings: SmallVec<[Binding; 6]>,
    /// What the uniform block holds, one word after the other; never empty.
    pub params: Vec<u32>,
    pub groups: [u32; 3],
    /// Results that a group can take up before they are stored.
    pub put: Option<Put>,
    /// What a second uniform block holds, bound after the buffers, if anything.
    pub more: Vec<u32>,
}

/// What a module leaves open: it calls `put(i, v)` for each element `i` of its result, or `put_four(i, v)` for the four
/// from `i` on, a multiple of four. `v` is an `S` of the module's, to be stored as an `OUT`. Neither that function is in the
/// text nor the result among the bindings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Put {
    pub result: Binding,
    pub fours: bool,
}

impl Dispatch {
    /// Stores the results as they come, if that was left open.
    pub fn complete(mut self) -> Dispatch {
        let Some(Put { result, fours }) = self.put.take() else { return self };
        self.bindings.push(result);
        let text = if fours { PUT_FOUR } else { PUT }.replace("{{PLACE}}", &self.bindings.len().to_string());
        self.source = format!("{}\n{text}", self.source).into();
        self
    }
}

/// A planned computation on a GPU.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Shaders {
    pub dispatches: Vec<Dispatch>,
    /// Bytes of each piece of working memory.
    pub scratch: Vec<usize>,
}

/// Everything known when a kernel is planned for a GPU.
pub struct ShaderSpec<'a> {
    pub info: NodeInfo<'a>,
    /// Layouts with their offsets, in elements. Unless the kernel is declared `strided`, inputs are row-major and start
    /// at the first element of their binding.
    pub inputs: &'a [Arg],
    /// Row-major, from the first element of their bindings. For `Effect::Write` ops without results: the variables they
    /// write, which are bound as inputs.
    pub outputs: &'a [Arg],
    pub limits: &'a Limits,
}

/// Makes a kernel's shaders, or says why it stays on the CPU (a type, a size, an attribute). What it answers must not
/// depend on strides: it is asked with row-major operands where nodes are placed.
pub type ShaderFn = fn(&ShaderSpec<'_>) -> Result<Shaders, String>;

/// The same for a kernel with private state, such as a random generator: with each run the parameters of its only dispatch
/// change. Where nothing is dispatched, there is nothing to change.
pub type DrawnFn = fn(&ShaderSpec<'_>, &dyn StateStore) -> Result<(Shaders, Arc<dyn Varying>), String>;

/// Parameters that are other ones in each run.
pub trait Varying: Send + Sync {
    fn set(&self, params: &mut [u32]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dispatches_fold_over_two_dimensions() {
        let limits = Limits::WEBGPU;
        assert_eq!(limits.fold(1), Some([1, 1, 1]));
        assert_eq!(limits.fold(65_535), Some([65_535, 1, 1]));
        assert_eq!(limits.fold(65_536), Some([32_768, 2, 1]));
        let [x, y, _] = limits.fold(10_000_019).unwrap();
        assert!(u64::from(x) * u64::from(y) >= 10_000_019 && x <= 65_535);
        assert_eq!(limits.fold(65_535 * 65_535 + 1), None);
    }
}
