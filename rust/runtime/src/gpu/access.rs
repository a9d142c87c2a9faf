//! How shaders of groups reach their operands and results: parameters, bindings, loads and stores.
//!
//! What is written into a module's text is how many axes an operand has and which of them repeat or follow each other.
//! Sizes, strides and offsets are parameters.

use crate::gpu::wgsl::{Function, Library, check_type, value_type};
use rheos_base::{DType, Dims};
use rheos_graph::Layout;
use rheos_graph::gpu::{Binding, Limits, element_size, stored_type};
use smallvec::SmallVec;
use std::fmt::Write;

/// Elements are counted in 32 bits, with room for those that the last workgroups have too many.
pub const MOST: u64 = 1 << 31;

/// The slot of an operand that the expression does not read.
pub const UNREAD: usize = usize::MAX / 2;

/// What a group reads.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Number of its buffer. Operands and results that are in one buffer have one number.
    pub slot: usize,
    pub dtype: DType,
    /// Through a space of as many elements as the group's domain; the offset counts from the binding's first element.
    pub layout: Layout,
}

/// What a group writes: row-major, from the binding's first element.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub slot: usize,
    pub dtype: DType,
}

/// The uniform block.
#[derive(Default)]
pub struct Params {
    words: Vec<u32>,
    members: String,
    /// Sizes that several operands have in common.
    sizes: Vec<(Dims, usize)>,
}

impl Params {
    /// The first word is the zero that `shaders/lib` asks for.
    pub fn new() -> Params {
        let mut params = Params::default();
        params.word("zero", 0);
        params
    }

    /// Adds a word, and gives the expression that reads it.
    pub fn word(&mut self, name: &str, value: u32) -> String {
        let _ = writeln!(self.members, "    {name}: u32,");
        self.words.push(value);
        format!("params.{name}")
    }

    /// Adds the constants that a function reads.
    pub fn constants(&mut self, function: &Function) {
        for (name, value) in &function.constants {
            self.word(name, *value);
        }
    }

    /// Adds the sizes of these axes but the first; gives a number for `size`.
    fn axes(&mut self, dims: &[usize]) -> usize {
        if let Some(found) = self.sizes.iter().find(|known| known.0[..] == *dims) {
            return found.1;
        }
        let number = self.sizes.len();
        for (axis, &size) in dims.iter().enumerate().skip(1) {
            self.word(&format!("size{number}_{axis}"), size as u32);
        }
        self.sizes.push((dims.into(), number));
        number
    }

    fn text(&self, name: &str, place: usize) -> String {
        let members = &self.members;
        format!("struct {name} {{\n{members}}}\n\n@group(0) @binding({place}) var<uniform> params: {name};\n")
    }
}

/// Statements that split the linear index `index` along axes: gives the names of the coordinates that have a use. Names
/// begin with `prefix`; `size(axis)` is an expression.
pub fn coordinates(
    index: &str,
    prefix: &str,
    used: &[bool],
    size: impl Fn(usize) -> String,
    lines: &mut String,
) -> Vec<String> {
    let mut rest = String::from(index);
    let mut names = vec![String::new(); used.len()];
    let first = used.iter().position(|&used| used).unwrap_or(used.len());
    for axis in (first..used.len()).rev() {
        if axis == 0 {
            names[0] = rest.clone();
            break;
        }
        let size = size(axis);
        if used[axis] {
            let _ = writeln!(lines, "    let {prefix}{axis} = {rest} % {size};");
            names[axis] = format!("{prefix}{axis}");
        }
        if axis > first {
            let _ = writeln!(lines, "    let {prefix}_rest{axis} = {rest} / {size};");
            rest = format!("{prefix}_rest{axis}");
        }
    }
    names
}

/// The sum of an offset and of coordinates times strides; a stride of one is not written.
pub fn position(offset: Option<String>, coordinates: &[(String, Option<String>)]) -> String {
    let terms = coordinates.iter().map(|(coordinate, stride)| match stride {
        Some(stride) => format!("{coordinate} * {stride}"),
        None => coordinate.clone(),
    });
    let terms: Vec<String> = offset.into_iter().chain(terms).collect();
    if terms.is_empty() { String::from("0u") } else { terms.join(" + ") }
}

/// How four elements of an operand that follow each other in the domain lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lie {
    /// As one aligned vector.
    Vector,
    /// They are one element.
    Same,
    /// With one stride between them.
    Strided,
    /// Anyhow.
    Apart,
}

/// An operand as a shader sees it.
pub struct View {
    pub operand: usize,
    pub dtype: DType,
    buffer: usize,
    /// Joined axes.
    layout: Layout,
    /// The stride of the innermost of them, as an expression.
    pub step: String,
    /// Is there a function `pair{n}(outer, inner)`?
    split: bool,
}

impl View {
    pub fn lie(&self) -> Lie {
        let Some((&size, &stride)) = self.layout.dims.last().zip(self.layout.strides.last()) else { return Lie::Same };
        let outer = self.layout.strides.len() - 1;
        let aligned = self.layout.offset % 4 == 0 && self.layout.strides[..outer].iter().all(|s| s % 4 == 0);
        if size % 4 != 0 {
            Lie::Apart
        } else if stride == 0 {
            Lie::Same
        } else if stride == 1 && aligned && element_size(self.dtype) <= 4 {
            Lie::Vector
        } else {
            Lie::Strided
        }
    }
}

struct Buffer {
    binding: Binding,
    /// The type it is declared with.
    dtype: DType,
    vectors: bool,
}

/// The operands and results of one shader.
pub struct Access {
    pub params: Params,
    pub views: Vec<View>,
    /// Per result: its buffer and type.
    targets: Vec<(usize, DType)>,
    buffers: Vec<Buffer>,
    functions: String,
}

impl Access {
    /// `operands`: bindings, numbers in the expression and how they lie; `targets`: bindings, types and how many elements.
    pub fn new(
        operands: &[(Binding, usize, &Operand)],
        targets: &[(Binding, DType, u64)],
        limits: &Limits,
    ) -> Result<Access, String> {
        let mut access = Access {
            params: Params::new(),
            views: Vec::new(),
            targets: Vec::new(),
            buffers: Vec::new(),
            functions: String::new(),
        };
        for &(binding, number, operand) in operands {
            check_reach(&operand.layout, operand.dtype, limits)?;
            let buffer = access.buffer(binding, operand.dtype, limits)?;
            let view = View {
                operand: number,
                dtype: operand.dtype,
                buffer,
                layout: joined(&operand.layout),
                step: String::from("1u"),
                split: false,
            };
            access.views.push(view);
        }
        for &(binding, dtype, count) in targets {
            if count * element_size(dtype) as u64 > limits.binding {
                return Err(format!("a result of {count} elements is larger than a binding"));
            }
            let buffer = access.buffer(binding, dtype, limits)?;
            access.targets.push((buffer, dtype));
        }
        if access.buffers.len() > limits.bindings {
            return Err(format!("{} buffers, and a shader can have {}", access.buffers.len(), limits.bindings));
        }
        Ok(access)
    }

    fn buffer(&mut self, binding: Binding, dtype: DType, limits: &Limits) -> Result<usize, String> {
        check_type(dtype, limits)?;
        let Some(number) = self.buffers.iter().position(|buffer| buffer.binding == binding) else {
            self.buffers.push(Buffer { binding, dtype, vectors: true });
            return Ok(self.buffers.len() - 1);
        };
        let buffer = &mut self.buffers[number];
        if stored_type(buffer.dtype) != stored_type(dtype) {
            if element_size(buffer.dtype) != 4 || element_size(dtype) != 4 {
                return Err(format!("{} and {dtype} in one buffer", buffer.dtype));
            }
            buffer.dtype = DType::U32;
        }
        Ok(number)
    }

    /// Settles which buffers hold vectors: where four elements are computed at a time, those that are read and written as
    /// vectors only. Then come the functions that say where an operand's elements are.
    pub fn settle(&mut self, vectors: bool) {
        for buffer in &mut self.buffers {
            buffer.vectors = vectors && element_size(buffer.dtype) <= 4;
        }
        for view in &self.views {
            if view.lie() != Lie::Vector {
                self.buffers[view.buffer].vectors = false;
            }
        }
        for n in 0..self.views.len() {
            let text = self.position(n);
            self.functions.push_str(&text);
        }
    }

    /// The function `at{n}(i)`: where element `i` of the domain is in view `n`.
    fn position(&mut self, n: usize) -> String {
        let View { operand, layout, step, .. } = &mut self.views[n];
        let used: Vec<bool> = layout.strides.iter().map(|&s| s != 0).collect();
        let number = if used.len() > 1 { self.params.axes(&layout.dims) } else { 0 };
        let offset = (layout.offset != 0).then(|| self.params.word(&format!("offset{operand}"), layout.offset as u32));
        let mut lines = String::new();
        let names = coordinates("i", "c", &used, |axis| format!("params.size{number}_{axis}"), &mut lines);
        let mut terms = Vec::new();
        for (axis, (name, &stride)) in names.into_iter().zip(&layout.strides).enumerate() {
            if stride != 0 {
                // Negative strides wrap.
                let word = |params: &mut Params| params.word(&format!("stride{operand}_{axis}"), stride as i32 as u32);
                let stride = (stride != 1).then(|| word(&mut self.params));
                *step = stride.clone().unwrap_or_else(|| String::from("1u"));
                terms.push((name, stride));
            }
        }
        format!("fn at{operand}(i: u32) -> u32 {{\n{lines}    return {};\n}}\n\n", position(offset, &terms))
    }

    /// Where element `i` of the domain is in view `n`.
    pub fn at(&self, n: usize, i: &str) -> String {
        format!("at{}({i})", self.views[n].operand)
    }

    /// Adds a function `pair{n}(outer, inner)` that says where an element of view `n` is whose two coordinates in a domain of
    /// two axes are known, if the view has one stride along each: no index is divided then.
    pub fn split(&mut self, n: usize, outer: usize, inner: usize) {
        let View { operand, layout, .. } = &self.views[n];
        let strides = match layout.dims.is_empty() {
            true => Some(SmallVec::from_slice(&[0, 0])),
            false => layout.reshape(&[outer, inner]).map(|layout| layout.strides),
        };
        let Some(strides) = strides else { return };
        let offset = (layout.offset != 0).then(|| format!("params.offset{operand}"));
        let mut terms = Vec::new();
        for (name, &stride) in ["outer", "inner"].iter().zip(&strides) {
            if stride != 0 {
                // Negative strides wrap.
                let word = (stride != 1).then(|| self.params.word(&format!("{name}{operand}"), stride as i32 as u32));
                terms.push((String::from(*name), word));
            }
        }
        let at = position(offset, &terms);
        let _ = writeln!(self.functions, "fn pair{operand}(outer: u32, inner: u32) -> u32 {{\n    return {at};\n}}\n");
        self.views[n].split = true;
    }

    /// Where an element is that has these coordinates after `split`, and index `i` in the domain.
    pub fn at_pair(&self, n: usize, outer: &str, inner: &str, i: &str) -> String {
        match self.views[n].split {
            true => format!("pair{}({outer}, {inner})", self.views[n].operand),
            false => self.at(n, i),
        }
    }

    /// Loads the element of view `n` at a place, as a value.
    pub fn load(&self, n: usize, at: &str) -> String {
        let view = &self.views[n];
        self.value(view.buffer, view.dtype, &format!("b{}[{at}]", view.buffer))
    }

    /// Loads a vector of view `n`.
    pub fn load_vector(&self, n: usize, at: &str) -> String {
        let buffer = self.views[n].buffer;
        if self.buffers[buffer].vectors {
            return format!("b{buffer}[({at}) >> 2u]");
        }
        let elements: SmallVec<[String; 4]> = (0..4).map(|k| format!("b{buffer}[{at} + {k}u]")).collect();
        format!("vec4<{}>({})", stored_type(self.buffers[buffer].dtype), elements.join(", "))
    }

    /// What is stored, as a value of an expression.
    pub fn component(&self, n: usize, stored: &str) -> String {
        self.value(self.views[n].buffer, self.views[n].dtype, stored)
    }

    fn value(&self, buffer: usize, dtype: DType, stored: &str) -> String {
        match dtype {
            DType::Bool => format!("({stored} != 0u)"),
            DType::F16 => format!("f32({stored})"),
            _ if self.buffers[buffer].dtype == dtype => String::from(stored),
            _ => format!("bitcast<{}>({stored})", value_type(dtype)),
        }
    }

    /// A value as result `n` stores it.
    fn stored(&self, n: usize, value: &str) -> String {
        let (buffer, dtype) = self.targets[n];
        match dtype {
            DType::Bool => format!("select(0u, 1u, {value})"),
            DType::F16 => format!("f16({value})"),
            _ if self.buffers[buffer].dtype == dtype => String::from(value),
            _ => format!("bitcast<u32>({value})"),
        }
    }

    /// The statement that stores element `i` of result `n`.
    pub fn store(&self, n: usize, i: &str, value: &str) -> String {
        format!("b{}[{i}] = {};", self.targets[n].0, self.stored(n, value))
    }

    /// The statements that store four elements of result `n` from element `i` on, a multiple of four.
    pub fn store_vector(&self, n: usize, i: &str, values: [&str; 4]) -> String {
        let (buffer, _) = self.targets[n];
        let stored = values.map(|value| self.stored(n, value));
        if self.buffers[buffer].vectors {
            let dtype = stored_type(self.buffers[buffer].dtype);
            return format!("b{buffer}[{i} >> 2u] = vec4<{dtype}>({});", stored.join(", "));
        }
        let each: SmallVec<[String; 4]> =
            stored.iter().enumerate().map(|(k, value)| format!("b{buffer}[{i} + {k}u] = {value};")).collect();
        each.join(" ")
    }

    /// Declarations of all this, once every parameter has been added.
    pub fn text(&self, library: &mut Library) -> String {
        self.declared(library, self.params.text("Params", 0), 1)
    }

    /// The same after a kernel with so many buffers: the parameters are bound after all buffers.
    pub fn text_after(&self, kernel: usize, library: &mut Library) -> String {
        let place = kernel + self.buffers.len() + 1;
        self.declared(library, self.params.text("Following", place), kernel + 1)
    }

    fn declared(&self, library: &mut Library, mut text: String, first: usize) -> String {
        for (n, buffer) in self.buffers.iter().enumerate() {
            library.store(buffer.dtype);
            let element = stored_type(buffer.dtype);
            let element = if buffer.vectors { format!("vec4<{element}>") } else { String::from(element) };
            let place = n + first;
            let _ = writeln!(text, "@group(0) @binding({place}) var<storage, read_write> b{n}: array<{element}>;");
        }
        text.push('\n');
        text.push_str(&self.functions);
        text
    }

    /// What a dispatch is bound to.
    pub fn bindings(&self) -> SmallVec<[Binding; 6]> {
        self.buffers.iter().map(|buffer| buffer.binding).collect()
    }

    pub fn into_words(self) -> Vec<u32> {
        self.params.words
    }
}

/// The layout with joined axes; no axis where all elements are one.
fn joined(layout: &Layout) -> Layout {
    let layout = layout.collapsed();
    if layout.strides.iter().all(|&s| s == 0) {
        return Layout { offset: layout.offset, ..Layout::contiguous(&[]) };
    }
    layout
}

/// Every element that is read lies in the binding, as far as its limit tells.
fn check_reach(layout: &Layout, dtype: DType, limits: &Limits) -> Result<(), String> {
    let (mut low, mut high) = (layout.offset as i128, layout.offset as i128);
    if layout.is_empty() {
        return Ok(());
    }
    for (&size, &stride) in layout.dims.iter().zip(&layout.strides) {
        let reach = (size as i128 - 1) * stride as i128;
        (low, high) = (low + reach.min(0), high + reach.max(0));
    }
    if low < 0 {
        return Err(String::from("an operand begins before its buffer"));
    }
    if (high + 1) * element_size(dtype) as i128 > i128::from(limits.binding) {
        return Err(format!("an operand of {} elements is larger than a binding", high + 1));
    }
    match high < 1 << 32 {
        true => Ok(()),
        false => Err(String::from("an operand has more elements than 32 bits count")),
    }
}

/// The domain's size, if shaders can count that far.
pub fn counted(dims: &[usize]) -> Result<u32, String> {
    let count = dims.iter().try_fold(1u64, |product, &size| product.checked_mul(size as u64));
    match count {
        Some(count) if count <= MOST => Ok(count as u32),
        _ => Err(String::from("more elements than a shader counts")),
    }
}
