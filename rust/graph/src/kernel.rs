//! What a CPU kernel is given when it is planned and when it runs.
//!
//! Planning sees dtypes, sizes, strides and attributes and returns an object; running sees pointers only.

use crate::info::NodeInfo;
use crate::layout::Layout;
use rheos_base::{DType, Element, Result, Tensor, bail};
use smallvec::SmallVec;
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// One operand of a planned kernel.
#[derive(Clone, Debug)]
pub struct Arg {
    pub dtype: DType,
    pub layout: Layout,
}

/// Everything known when a kernel is planned.
pub struct KernelSpec<'a> {
    pub info: NodeInfo<'a>,
    /// Resource arguments appear as the variable's current content.
    pub inputs: &'a [Arg],
    /// Row-major. For `Effect::Write` ops without results: the variables they write.
    pub outputs: &'a [Arg],
    /// Private state of this node in this session (random generators).
    pub state: &'a dyn StateStore,
}

/// Where a session keeps what a node remembers between runs.
pub trait StateStore: Sync {
    /// The state of the node being planned, made by `init` the first time any plan needs it.
    fn node_state(&self, init: &dyn Fn() -> Result<Arc<dyn Any + Send + Sync>>) -> Result<Arc<dyn Any + Send + Sync>>;
}

/// What a kernel makes of one operand, and of that alone, before it uses it. Kernels that make the same of one value
/// share it, and of a variable it is kept for as long as the variable keeps its value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Packing {
    pub input: usize,
    pub bytes: usize,
    /// The same where two kernels make the same of the same operand.
    pub form: [isize; 5],
}

/// A planned computation on plain elements.
pub trait Kernel: Send + Sync {
    fn run(&self, call: &mut Call<'_>) -> Result<()>;

    /// What a run can be given in `Call::packed`.
    fn packing(&self) -> Option<Packing> {
        None
    }

    /// Makes that, where it is to lie, 64-byte aligned.
    fn pack(&self, _call: &Call<'_>, _to: *mut u8) {}

    /// Bytes of working memory, 64-byte aligned, that `Call::scratch` points at.
    fn scratch_bytes(&self, _threads: usize) -> usize {
        0
    }

    /// Rough nanoseconds on one thread; decides whether helpers are woken.
    fn cost(&self) -> f64 {
        1000.0
    }
}

impl<F: Fn(&mut Call<'_>) -> Result<()> + Send + Sync> Kernel for F {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        self(call)
    }
}

/// The threads a step may use.
pub trait Workers: Sync {
    /// Threads including the caller.
    fn threads(&self) -> usize;

    /// Runs `task(0..tasks)`, each once, on any thread; returns when all are done.
    /// What a task computes must not depend on which thread runs it or in which order.
    fn run(&self, tasks: usize, task: &(dyn Fn(usize) + Sync));
}

/// The caller alone.
pub struct Serial;

impl Workers for Serial {
    fn threads(&self) -> usize {
        1
    }

    fn run(&self, tasks: usize, task: &(dyn Fn(usize) + Sync)) {
        (0..tasks).for_each(task);
    }
}

/// Elements of a row-major result: `count` runs of `length` elements, the first elements of which are `stride` apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Region {
    pub first: usize,
    pub length: usize,
    pub count: usize,
    pub stride: usize,
}

impl Region {
    /// A block of a matrix with rows of `width` elements, `at` elements from the result's first.
    pub fn block(at: usize, width: usize, [rows, columns]: [std::ops::Range<usize>; 2]) -> Region {
        Region {
            first: at + rows.start * width + columns.start,
            length: columns.len(),
            count: rows.len(),
            stride: width,
        }
    }

    /// The same elements in as few runs as possible.
    pub fn merged(self) -> Region {
        if self.length == self.stride || self.count == 1 {
            return Region { length: self.length * self.count, count: 1, ..self };
        }
        self
    }
}

/// Who takes up a kernel's first result where it is complete, if anybody does.
#[derive(Clone, Copy, Default)]
pub struct Watcher<'a>(pub Option<&'a (dyn Fn(Region) + Sync)>);

impl Watcher<'_> {
    /// These elements have their final values, and the kernel will not touch them again. A kernel whose declaration
    /// says that it reports tells of each element once, from the thread that has it in its cache.
    pub fn complete(self, region: Region) {
        if let Some(watch) = self.0 {
            watch(region);
        }
    }
}

/// One execution of a planned kernel. Pointers already include the layouts' offsets.
pub struct Call<'a> {
    pub inputs: &'a [*const u8],
    pub outputs: &'a [*mut u8],
    pub input_args: &'a [Arg],
    pub output_args: &'a [Arg],
    pub scratch: *mut u8,
    pub workers: &'a dyn Workers,
    pub cancelled: &'a AtomicBool,
    pub watcher: Watcher<'a>,
    /// What `Kernel::pack` has made; null where the kernel is to see to that itself.
    pub packed: *const u8,
}

impl<'a> Call<'a> {
    /// Elements of a row-major input.
    pub fn input<T: Element>(&self, i: usize) -> &'a [T] {
        let arg = &self.input_args[i];
        assert_eq!(arg.dtype, T::DTYPE);
        debug_assert!(arg.layout.is_contiguous());
        // SAFETY: the planner gives a pointer to `len` elements of the declared dtype, alive during the call.
        unsafe { slice(self.inputs[i].cast(), arg.layout.len()) }
    }

    /// Elements of an output (or written variable), row-major. Call once per output.
    #[allow(clippy::mut_from_ref)] // outputs never overlap, and each is asked for once
    pub fn output<T: Element>(&self, i: usize) -> &'a mut [T] {
        let arg = &self.output_args[i];
        assert_eq!(arg.dtype, T::DTYPE);
        let len = arg.layout.len();
        if len == 0 {
            return &mut [];
        }
        // SAFETY: as for `input`; the planner never lets outputs overlap anything else in use.
        unsafe { std::slice::from_raw_parts_mut(self.outputs[i].cast(), len) }
    }

    /// An input's elements as bytes (bool, or kernels that only move data).
    pub fn input_bytes(&self, i: usize) -> &'a [u8] {
        let arg = &self.input_args[i];
        debug_assert!(arg.layout.is_contiguous());
        // SAFETY: as for `input`.
        unsafe { slice(self.inputs[i], arg.layout.len() * arg.dtype.size()) }
    }

    #[allow(clippy::mut_from_ref)] // as for `output`
    pub fn output_bytes(&self, i: usize) -> &'a mut [u8] {
        let arg = &self.output_args[i];
        let len = arg.layout.len() * arg.dtype.size();
        if len == 0 {
            return &mut [];
        }
        // SAFETY: as for `output`.
        unsafe { std::slice::from_raw_parts_mut(self.outputs[i], len) }
    }

    /// True once the run is to stop; long kernels look now and then.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

unsafe fn slice<'a, T>(ptr: *const T, len: usize) -> &'a [T] {
    if len == 0 {
        return &[];
    }
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts(ptr, len) }
}

/// A plain pointer that tasks on several threads may use for disjoint parts.
#[derive(Clone, Copy)]
pub struct SharedPtr(pub *mut u8);

impl SharedPtr {
    /// The pointer; a closure that calls this captures the shareable whole, not the bare pointer inside.
    pub fn get(self) -> *mut u8 {
        self.0
    }
}

// SAFETY: whoever shares it makes sure that threads touch disjoint parts.
unsafe impl Send for SharedPtr {}
// SAFETY: as above.
unsafe impl Sync for SharedPtr {}

/// Everything known when a host op is planned. Sizes of results may be unknown.
pub struct HostSpec<'a> {
    pub info: NodeInfo<'a>,
    /// Name of the node, for messages.
    pub name: &'a str,
    pub state: &'a dyn StateStore,
}

/// One execution of a host op.
pub struct HostCall<'a> {
    pub workers: &'a dyn Workers,
    pub cancelled: &'a AtomicBool,
    pub callbacks: &'a dyn Callbacks,
}

/// Functions that the embedding program lends to graphs. A node carries a token only; who hands it out and keeps the
/// function alive is the embedding program's business.
pub trait Callbacks: Send + Sync {
    /// Runs a function on whole tensors; once `cancelled`, it should come to an end.
    fn call(&self, token: &str, inputs: &[Tensor], cancelled: &AtomicBool) -> Result<Vec<Tensor>>;
}

/// No functions.
impl Callbacks for () {
    fn call(&self, token: &str, _: &[Tensor], _: &AtomicBool) -> Result<Vec<Tensor>> {
        bail!(InvalidArgument, "callback {token} is not found: this program lends no functions to its graphs")
    }
}

/// A planned computation on whole tensors.
pub trait HostKernel: Send + Sync {
    fn run(&self, inputs: &[Tensor], call: &HostCall<'_>) -> Result<SmallVec<[Tensor; 2]>>;
}

impl<F: Fn(&[Tensor], &HostCall<'_>) -> Result<SmallVec<[Tensor; 2]>> + Send + Sync> HostKernel for F {
    fn run(&self, inputs: &[Tensor], call: &HostCall<'_>) -> Result<SmallVec<[Tensor; 2]>> {
        self(inputs, call)
    }
}

/// Runs `$body` with `$t` bound to the Rust type of a number dtype; `$other` otherwise.
#[macro_export]
macro_rules! with_number {
    ($dtype:expr, $t:ident => $body:expr, else $other:expr) => {{
        use $crate::kernel::types as t;
        match $dtype {
            t::DType::F32 => {
                type $t = f32;
                $body
            }
            t::DType::F64 => {
                type $t = f64;
                $body
            }
            t::DType::I32 => {
                type $t = i32;
                $body
            }
            t::DType::I64 => {
                type $t = i64;
                $body
            }
            t::DType::U8 => {
                type $t = u8;
                $body
            }
            t::DType::I8 => {
                type $t = i8;
                $body
            }
            t::DType::I16 => {
                type $t = i16;
                $body
            }
            t::DType::U16 => {
                type $t = u16;
                $body
            }
            t::DType::U32 => {
                type $t = u32;
                $body
            }
            t::DType::U64 => {
                type $t = u64;
                $body
            }
            t::DType::F16 => {
                type $t = t::f16;
                $body
            }
            t::DType::BF16 => {
                type $t = t::bf16;
                $body
            }
            t::DType::C64 => {
                type $t = t::C64;
                $body
            }
            t::DType::C128 => {
                type $t = t::C128;
                $body
            }
            _ => $other,
        }
    }};
}

/// Names that `with_number!` needs where it is used.
pub mod types {
    pub use rheos_base::{C64, C128, DType, bf16, f16};
}

/// Index `i` of an axis with `size` entries, negative ones counted from the end, or an error.
pub fn checked_index(i: i64, size: usize, what: &str) -> Result<usize> {
    if i < 0 || i as usize >= size {
        bail!(InvalidArgument, "{what} = {i} is not in [0, {size})");
    }
    Ok(i as usize)
}
