//! How a shader's text is put together and how many workgroups it runs.
//!
//! In: a file of `shaders/kernels`, the types it is to use, its parameters. Out: a dispatch within the device's limits.

use rheos_base::DType;
use rheos_graph::gpu::{Binding, Dispatch, Limits, Shaders, element_size, stored_type};
use rheos_graph::kernel::Arg;

/// Invocations of a workgroup, in every file of `shaders/kernels` that this module launches.
pub const GROUP: usize = 256;
/// What several headers need for floats.
pub const FLOATS: &str = include_str!("../../../../shaders/lib/float.wgsl");
/// Axes that the files' parameters have room for.
pub const AXES: usize = 8;

/// Fails unless shaders can hold these operands.
pub fn check(limits: &Limits, args: &[&Arg]) -> Result<(), String> {
    for arg in args {
        if !limits.has(arg.dtype) {
            return Err(format!("this device's shaders have no {}", arg.dtype));
        }
        check_count(limits, arg.layout.len(), element_size(arg.dtype))?;
    }
    Ok(())
}

/// Fails unless one binding shows so many elements of so many bytes. Shaders number them with 31 bits.
pub fn check_count(limits: &Limits, count: usize, size: usize) -> Result<(), String> {
    let bytes = (count as u64).saturating_mul(size as u64);
    if bytes > limits.binding || count > i32::MAX as usize {
        return Err(format!("{bytes} bytes are more than one binding shows"));
    }
    Ok(())
}

/// Fails unless a shader may have so many buffers.
pub fn check_bindings(limits: &Limits, count: usize) -> Result<(), String> {
    match count <= limits.bindings {
        true => Ok(()),
        false => Err(format!("it needs {count} buffers, but shaders have {} at most", limits.bindings)),
    }
}

/// What a header enables so that `types` can be named.
pub fn enable(types: &[&str]) -> &'static str {
    if types.contains(&"f16") { "enable f16;\n" } else { "" }
}

/// The header that gives WGSL names to types.
pub fn aliases(names: &[(&str, &str)]) -> String {
    let types: Vec<&str> = names.iter().map(|n| n.1).collect();
    let mut text = enable(&types).to_string();
    for (name, is) in names {
        text += &format!("alias {name} = {is};\n");
    }
    text
}

/// The type that arithmetic on elements uses: half precision is summed in single precision.
pub fn arithmetic_type(dtype: DType) -> &'static str {
    match dtype {
        DType::F16 => "f32",
        other => stored_type(other),
    }
}

/// The header's function `stored(A) -> T`. How a conversion to half precision rounds is up to a device, so that is done
/// before it, by `lib/float.wgsl`.
pub fn storing(dtype: DType) -> String {
    let value = if dtype == DType::F16 { "rounded_to_half(a)" } else { "a" };
    format!("fn stored(a: A) -> T {{\n    return T({value});\n}}\n")
}

/// A dispatch of so many workgroups.
pub fn groups(
    limits: &Limits,
    source: String,
    bindings: &[Binding],
    mut params: Vec<u32>,
    groups: usize,
) -> Result<Dispatch, String> {
    let Some(groups) = limits.fold(groups as u64) else {
        return Err(format!("{groups} workgroups are more than a dispatch can have"));
    };
    // Uniform blocks with vectors are whole vectors long.
    params.resize(params.len().next_multiple_of(4).max(4), 0);
    Ok(Dispatch { source: source.into(), bindings: bindings.into(), params, groups, ..Dispatch::default() })
}

/// A dispatch with an invocation for each of `items`.
pub fn items(
    limits: &Limits,
    source: String,
    bindings: &[Binding],
    params: Vec<u32>,
    items: usize,
) -> Result<Dispatch, String> {
    groups(limits, source, bindings, params, items.div_ceil(GROUP))
}

/// Numbers of `AXES` axes as parameters, the rest of them zero.
pub fn eight(values: impl IntoIterator<Item = usize>) -> Result<[u32; AXES], String> {
    let mut out = [0; AXES];
    for (i, value) in values.into_iter().enumerate() {
        match out.get_mut(i) {
            Some(slot) => *slot = value as u32,
            None => return Err(format!("more than {AXES} axes")),
        }
    }
    Ok(out)
}

/// What elements are moved as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    pub text: &'static str,
    /// Elements in one word.
    pub elements: usize,
}

impl Word {
    /// The widest word for elements of this type where everything that counts elements is a multiple of `common`.
    pub fn new(dtype: DType, common: usize) -> Word {
        let size = element_size(dtype);
        for (text, bytes) in [("vec4<u32>", 16), ("vec2<u32>", 8), ("u32", 4)] {
            if bytes % size == 0 && common.is_multiple_of(bytes / size) {
                return Word { text, elements: bytes / size };
            }
        }
        Word { text: "f16", elements: 1 }
    }

    pub fn bytes(self) -> usize {
        match self.text {
            "vec4<u32>" => 16,
            "vec2<u32>" => 8,
            "u32" => 4,
            _ => 2,
        }
    }

    /// `alias T`.
    pub fn header(self) -> String {
        aliases(&[("T", self.text)])
    }
}

/// The largest number that divides both; `divisor(0, n)` is `n`.
pub fn divisor(a: usize, b: usize) -> usize {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// These dispatches and no working memory.
pub fn plain(dispatches: impl IntoIterator<Item = Dispatch>) -> Shaders {
    Shaders { dispatches: dispatches.into_iter().collect(), scratch: Vec::new() }
}
