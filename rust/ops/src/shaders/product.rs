//! Tiled matrix products: which shader, which tiles, and how sums are divided.
//!
//! In: sizes, and where the elements of the operands lie. Out: one dispatch of `product.wgsl` or `product_thin.wgsl`, and
//! one that adds up the parts where long sums are divided to fill the device.
//! Invariant: all of that follows from sizes, strides and limits, so a product gives the same numbers each time.

use rheos_base::DType;
use rheos_graph::gpu::{Binding, Dispatch, Limits, Put, ShaderSpec, Shaders};
use smallvec::{SmallVec, smallvec};
use std::fmt::Write;

const PRODUCT: &str = include_str!("../../../../shaders/kernels/product.wgsl");
const THIN: &str = include_str!("../../../../shaders/kernels/product_thin.wgsl");
const SUM_PARTS: &str = include_str!("../../../../shaders/kernels/sum_parts.wgsl");
const A_VECTOR: &str = include_str!("../../../../shaders/kernels/product_a_vector.wgsl");
const A_SCALAR: &str = include_str!("../../../../shaders/kernels/product_a_scalar.wgsl");
const B_VECTOR: &str = include_str!("../../../../shaders/kernels/product_b_vector.wgsl");
const B_SCALAR: &str = include_str!("../../../../shaders/kernels/product_b_scalar.wgsl");
const C_VECTOR: &str = include_str!("../../../../shaders/kernels/product_c_vector.wgsl");
const C_SCALAR: &str = include_str!("../../../../shaders/kernels/product_c_scalar.wgsl");

/// Entries of the parameters' `axes`.
const AXES: usize = 8;
/// Tiles that are worth the largest invocations.
const ENOUGH_TILES: u64 = 96;
/// Workgroups of a thin product that keep the memory of a big device busy.
const THIN_GROUPS: u64 = 1024;
/// Fewer terms are not worth a part of their own.
const LEAST_PART: u64 = 256;
/// Parts may take this much memory.
const PARTS_BYTES: u64 = 64 << 20;
/// Sums of fewer terms are worth one invocation.
const SHORT: usize = 32;
/// Vectors that the shader for thin products takes.
const THIN_WIDTH: usize = 4;

/// A tile of the result, terms at a time, blocks of 4 by 4 results along the columns and rows of an invocation, and
/// workgroups that fill a big device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Tile {
    rows: u32,
    columns: u32,
    depth: u32,
    high: u32,
    wide: u32,
    many: u64,
}

/// From the one that reads least to the one that wastes least. An invocation reads at most one vector of each operand at
/// a time, and the two buffers of each take at most the 16 KiB that every device has.
const TILES: [Tile; 5] = [
    Tile { rows: 128, columns: 128, depth: 8, high: 2, wide: 2, many: 256 },
    Tile { rows: 128, columns: 64, depth: 8, high: 2, wide: 1, many: 256 },
    Tile { rows: 64, columns: 128, depth: 8, high: 1, wide: 2, many: 256 },
    Tile { rows: 64, columns: 64, depth: 16, high: 1, wide: 1, many: 512 },
    Tile { rows: 32, columns: 32, depth: 8, high: 1, wide: 1, many: 2048 },
];

/// An operand: the element of `side` (a row of a, a column of b) and term.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    pub input: usize,
    pub offset: isize,
    pub side: isize,
    pub k: isize,
}

impl Operand {
    /// Are the terms nearer to each other than rows or columns?
    fn along_k(&self) -> bool {
        self.k.unsigned_abs() <= self.side.unsigned_abs()
    }
}

/// How the tiles' elements are read: WGSL that declares the binding and `load_a` or `load_b`.
#[derive(Clone, Copy, Debug)]
pub struct Loader {
    pub texts: [&'static str; 3],
    /// The four elements of a vector follow the terms.
    pub along_k: bool,
}

/// An axis of the batch: its size, and the steps of a, b and the result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axis {
    pub size: usize,
    pub steps: [isize; 3],
}

/// Products of `m` by `k` and `k` by `n` matrices. The result is row-major but for `c_row` and the steps of the batch.
#[derive(Clone, Debug)]
pub struct Product {
    pub dtype: DType,
    pub m: usize,
    pub n: usize,
    pub k: usize,
    pub a: Operand,
    pub b: Operand,
    pub c_offset: isize,
    pub c_row: isize,
    pub batch: SmallVec<[Axis; 4]>,
}

/// Loaders that stand in for plain strides, and what they find in the axes that follow those of the batch.
#[derive(Clone, Debug, Default)]
pub struct Window {
    pub header: String,
    pub a: Option<Loader>,
    pub b: Option<Loader>,
    /// Stores what is only a part of the result.
    pub store: Option<&'static str>,
    pub axes: Vec<[u32; 4]>,
}

/// What elements are stored as and summed in.
pub struct Types {
    pub stored: &'static str,
    pub sums: &'static str,
}

impl Types {
    pub fn of(dtype: DType, limits: &Limits) -> Result<Types, String> {
        let (stored, sums) = match dtype {
            DType::F32 => ("f32", "f32"),
            DType::F16 => ("f16", "f32"),
            DType::I32 => ("i32", "i32"),
            DType::U32 => ("u32", "u32"),
            _ => return Err(format!("arithmetic of {dtype} has no shader")),
        };
        if !limits.has(dtype) {
            return Err(format!("this device's shaders have no {dtype}"));
        }
        Ok(Types { stored, sums })
    }

    /// The beginning of a module whose results are stored as `out`.
    pub fn header(&self, out: &str) -> String {
        let enable = if self.stored == "f16" { "enable f16;\n" } else { "" };
        format!("{enable}alias T = {};\nalias S = {};\nalias OUT = {out};\n", self.stored, self.sums)
    }
}

/// Elements are counted in 32 bits.
pub fn check_sizes(spec: &ShaderSpec<'_>) -> Result<(), String> {
    match spec.inputs.iter().chain(spec.outputs).any(|arg| arg.layout.len() > u32::MAX as usize) {
        true => Err("an operand has 2^32 elements or more".to_string()),
        false => Ok(()),
    }
}

/// A count as a shader's parameter.
pub fn word(n: usize) -> Result<u32, String> {
    u32::try_from(n).map_err(|_| format!("{n} does not fit into 32 bits"))
}

/// Workgroups in the dimensions of a dispatch.
pub fn folded(limits: &Limits, groups: u64) -> Result<[u32; 3], String> {
    let fits = limits.fold(groups).filter(|_| groups <= u64::from(u32::MAX));
    fits.ok_or_else(|| format!("{groups} workgroups are more than one dispatch can have"))
}

/// Strides count modulo 2^32.
fn stride(n: isize) -> u32 {
    n as u32
}

/// How sums are divided: terms of each part, and their number.
#[derive(Clone, Copy)]
struct Parts {
    terms: u32,
    count: u32,
}

impl Product {
    pub fn plan(&self, window: &Window, limits: &Limits) -> Result<Shaders, String> {
        let types = Types::of(self.dtype, limits)?;
        let plain = window.a.is_none() && window.b.is_none();
        match self.results() {
            0 => Ok(Shaders::default()),
            _ if plain && self.m.min(self.n) <= THIN_WIDTH => self.plan_thin(&types, limits),
            _ => self.plan_tiles(window, &types, limits),
        }
    }

    fn matrices(&self) -> usize {
        self.batch.iter().map(|axis| axis.size).product()
    }

    fn results(&self) -> usize {
        self.m * self.n * self.matrices()
    }

    /// Divides the sums of so many workgroups, where `many` are wanted; a part has a multiple of `depth` terms.
    fn parts(&self, groups: u64, many: u64, depth: u64, limits: &Limits) -> Result<Parts, String> {
        let k = self.k as u64;
        let room = PARTS_BYTES.min(limits.binding) / (4 * self.results() as u64).max(1);
        let wanted = if groups <= many / 2 { many / groups.max(1) } else { 1 };
        let count = wanted.min(k / LEAST_PART).min(room).max(1);
        let terms = k.div_ceil(count).next_multiple_of(depth).max(depth);
        Ok(Parts { terms: word(terms as usize)?, count: k.div_ceil(terms).max(1) as u32 })
    }

    fn plan_tiles(&self, window: &Window, types: &Types, limits: &Limits) -> Result<Shaders, String> {
        let tile = self.tile();
        let groups = self.tiles(tile);
        // Parts of sums lie as the whole result does.
        let many = if window.store.is_some() { 0 } else { tile.many };
        let parts = self.parts(groups, many, u64::from(tile.depth), limits)?;
        let a = window.a.unwrap_or_else(|| self.plain(&self.a, self.m, 0, [A_VECTOR, A_SCALAR]));
        let b = window.b.unwrap_or_else(|| self.plain(&self.b, self.n, 1, [B_VECTOR, B_SCALAR]));
        let mut steps = self.batch.iter().map(|axis| axis.steps[2]).chain([self.c_row, self.c_offset]);
        let fours = !b.along_k && self.n.is_multiple_of(4) && steps.all(|s| s % 4 == 0);
        let mut text = types.header(if parts.count > 1 { types.sums } else { types.stored });
        let Tile { rows, columns, depth, high, wide, .. } = tile;
        let _ = writeln!(text, "const ROWS = {rows}u;\nconst COLUMNS = {columns}u;\nconst DEPTH = {depth}u;");
        let _ = writeln!(text, "const HIGH = {high}u;\nconst WIDE = {wide}u;");
        let _ = writeln!(text, "const A_ALONG_K = {};\nconst B_ALONG_K = {};", a.along_k, b.along_k);
        text.push_str(&window.header);
        let fours = fours && window.store.is_none();
        let store = window.store.unwrap_or(if fours { C_VECTOR } else { C_SCALAR });
        a.texts.iter().chain(&b.texts).chain(&[store, PRODUCT]).for_each(|part| text.push_str(part));
        let groups = groups * u64::from(parts.count);
        let mut params = self.params(groups, parts, stride(self.c_offset))?;
        for (words, axis) in params[16..].chunks_mut(4).skip(self.batch.len()).zip(&window.axes) {
            words.copy_from_slice(axis);
        }
        self.finished((text, fours), params, parts, types, limits)
    }

    /// Tiles of all matrices.
    fn tiles(&self, tile: Tile) -> u64 {
        let along = |n: usize, each: u32| (n as u64).div_ceil(u64::from(each));
        along(self.m, tile.rows) * along(self.n, tile.columns) * self.matrices() as u64
    }

    /// Large tiles where more than half of one is needed and they fill the device; else smaller ones.
    fn tile(&self) -> Tile {
        let [large @ .., middle, small] = TILES;
        let needed = |tile: &Tile| 2 * self.m > tile.rows as usize && 2 * self.n > tile.columns as usize;
        let found = large.into_iter().find(|tile| needed(tile) && self.tiles(*tile) >= ENOUGH_TILES);
        found.unwrap_or(if needed(&middle) { middle } else { small })
    }

    /// Reads an operand along the axis of smaller stride, as vectors where they are whole and aligned.
    fn plain(&self, operand: &Operand, sides: usize, which: usize, texts: [&'static str; 2]) -> Loader {
        let along_k = operand.along_k();
        let (unit, other, length) = match along_k {
            true => (operand.k, operand.side, self.k),
            false => (operand.side, operand.k, sides),
        };
        let mut steps = self.batch.iter().map(|axis| axis.steps[which]).chain([other, operand.offset]);
        let vectors = unit == 1 && length.is_multiple_of(4) && steps.all(|s| s % 4 == 0);
        Loader { texts: ["", "", texts[usize::from(!vectors)]], along_k }
    }

    fn plan_thin(&self, types: &Types, limits: &Limits) -> Result<Shaders, String> {
        // The larger side is the matrix's.
        let swap = self.n > self.m;
        let product = if swap { self.swapped() } else { self.clone() };
        // Short sums are not shared between invocations.
        let side = match product.a.along_k() {
            _ if self.k < SHORT => 256u32,
            true => 8,
            false => 32,
        };
        let groups = (product.m as u64).div_ceil(u64::from(side)) * self.matrices() as u64;
        let parts = self.parts(groups, THIN_GROUPS, 1, limits)?;
        let mut text = types.header(if parts.count > 1 { types.sums } else { types.stored });
        let _ = writeln!(text, "const WIDTH = {}u;\nconst SIDE = {side}u;", product.n);
        text.push_str(THIN);
        let groups = groups * u64::from(parts.count);
        let (c_row, c_side) = if swap { (1, self.c_row) } else { (self.c_row, 1) };
        let product = Product { c_row, ..product };
        let params = product.params(groups, parts, stride(c_side))?;
        product.finished((text, false), params, parts, types, limits)
    }

    /// The transposed product.
    fn swapped(&self) -> Product {
        let swap = |axis: &Axis| Axis { steps: [axis.steps[1], axis.steps[0], axis.steps[2]], ..*axis };
        Product {
            m: self.n,
            n: self.m,
            a: self.b,
            b: self.a,
            batch: self.batch.iter().map(swap).collect(),
            ..self.clone()
        }
    }

    /// The words that both shaders expect; they differ in the last one before the axes.
    fn params(&self, groups: u64, parts: Parts, last: u32) -> Result<Vec<u32>, String> {
        let Product { m, n, k, a, b, c_row, batch, .. } = self;
        let mut params = vec![word(*m)?, word(*n)?, word(*k)?, parts.terms];
        params.extend([word(groups as usize)?, word(self.matrices())?, word(batch.len())?, stride(*c_row)]);
        params.extend([a.offset, a.side, a.k, b.offset, b.side, b.k].map(stride));
        params.extend([word(self.results())?, last]);
        for axis in batch {
            params.push(word(axis.size)?);
            params.extend(axis.steps.map(stride));
        }
        params.resize(16 + 4 * AXES, 0);
        Ok(params)
    }

    /// The dispatch of a product with these parameters, of which the fifth counts workgroups, and that of its parts. The
    /// text comes with whether it gives its results in fours.
    fn finished(
        &self,
        (text, fours): (String, bool),
        params: Vec<u32>,
        parts: Parts,
        types: &Types,
        limits: &Limits,
    ) -> Result<Shaders, String> {
        let groups = folded(limits, u64::from(params[4]))?;
        let target = if parts.count > 1 { Binding::Scratch(0) } else { Binding::Output(0) };
        let bindings = smallvec![Binding::Input(self.a.input), Binding::Input(self.b.input)];
        let put = Some(Put { result: target, fours });
        let dispatch = Dispatch { source: text.into(), bindings, params, groups, put, ..Dispatch::default() };
        let mut shaders = Shaders { dispatches: vec![dispatch], scratch: vec![] };
        if parts.count > 1 {
            shaders.dispatches = shaders.dispatches.into_iter().map(Dispatch::complete).collect();
            shaders.scratch.push(4 * self.results() * parts.count as usize);
            let count = word(self.results())?;
            shaders.dispatches.push(sum_parts(types, count, parts.count, limits)?);
        }
        Ok(shaders)
    }
}

/// Adds up parts of `count` results in the first piece of working memory.
pub fn sum_parts(types: &Types, count: u32, parts: u32, limits: &Limits) -> Result<Dispatch, String> {
    Ok(Dispatch {
        source: (types.header(types.stored) + SUM_PARTS).into(),
        bindings: smallvec![Binding::Scratch(0)],
        params: vec![count, parts, count],
        groups: folded(limits, u64::from(count).div_ceil(256))?,
        put: Some(Put { result: Binding::Output(0), fours: false }),
        ..Dispatch::default()
    })
}
