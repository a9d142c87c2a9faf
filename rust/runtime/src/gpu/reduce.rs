//! A group with a reduction as compute shaders.
//!
//! Each result is folded by some invocations of one workgroup, each of which goes through every so-manieth element; a tree
//! over workgroup memory combines what they have. Where there are too few results to occupy a GPU, each is cut into parts that
//! a second dispatch folds. All of that follows from sizes, so the numbers are the same in every run and for every size of
//! subgroup.

use crate::gpu::access::{Access, Operand, Target, coordinates, counted, position};
use crate::gpu::map::{check_results, positions, read};
use crate::gpu::wgsl::{Function, Library, check_type, combined, constant, function, value_type};
use rheos_base::DType;
use rheos_graph::Layout;
use rheos_graph::expr::Expr;
use rheos_graph::gpu::{Binding, Dispatch, Limits, Shaders, element_size};
use rheos_graph::group::{Group, Reduction};
use smallvec::SmallVec;
use std::fmt::Write;
use std::sync::Arc;

const TEMPLATE: &str = include_str!("../../../../shaders/templates/reduce.wgsl");
/// Invocations of a workgroup, at most.
const WIDTH: u32 = 256;
/// Workgroups that occupy a large GPU.
const MANY: u64 = 1024;
/// Elements that an invocation folds before a result is worth cutting.
const SHARE: u64 = 32;
/// Results that neighbouring invocations fold where these are neighbours in memory: a cache line of them.
const LINE: u64 = 32;
/// Expressions of more primitives than this are not written out four times.
const LONG: usize = 48;

/// The shaders of a group: its first result is folded, the others are stored on the way. As for `map`, dispatches are bound to
/// `Binding::Input(slot)`, besides scratch.
pub fn reduce(group: &Group, operands: &[Operand], results: &[Target], limits: &Limits) -> Result<Shaders, String> {
    let Some(reduction) = &group.reduce else { return Err(String::from("the group has no reduction")) };
    let count = counted(&group.domain)?;
    let (Some((folded, stored)), Some(value)) = (results.split_first(), group.expr.results.first()) else {
        return Err(String::from("the group has no result"));
    };
    if group.expr.dtype(*value) != reduction.accumulator {
        return Err(format!("{} is not folded as {}", group.expr.dtype(*value), reduction.accumulator));
    }
    if operands.iter().any(|operand| operand.slot == folded.slot) {
        return Err(String::from("a fold is written where its operand is"));
    }
    let mut library = Library::default();
    let body = function("body", &group.expr, limits, &mut library)?;
    check_results(&group.expr, &group.expr.results[1..], stored)?;
    let finish = &reduction.finish;
    check_results(finish, &finish.results, std::slice::from_ref(folded))?;
    let mut stage = Stage {
        body: &body,
        reduction,
        domain: &group.domain,
        shape: Shape::new(&group.domain, &reduction.axes, true, limits),
        operands: read(&body, operands)?,
        stored: stored.iter().map(|r| (Binding::Input(r.slot), r.dtype, u64::from(count))).collect(),
        folded: (Binding::Input(folded.slot), folded.dtype),
        finish: true,
    };
    let shape = stage.shape.clone();
    if shape.results == 0 {
        // Nothing is folded; there are no elements to store either.
        return Ok(Shaders::default());
    }
    if shape.parts == 1 {
        return Ok(Shaders { dispatches: vec![stage.dispatch(library, limits)?], scratch: Vec::new() });
    }
    let dtype = reduction.accumulator;
    stage.finish = false;
    stage.folded = (Binding::Scratch(0), dtype);
    let first = stage.dispatch(library, limits)?;
    let domain = [shape.parts as usize, shape.results as usize];
    let mut plain = Expr::default();
    let x = plain.input(0, dtype);
    plain.results.push(x);
    let reduction = Reduction { axes: SmallVec::from_slice(&[true, false]), ..reduction.clone() };
    let mut library = Library::default();
    let body = function("body", &plain, limits, &mut library)?;
    let parts = Operand { slot: 0, dtype, layout: Layout::contiguous(&domain) };
    let second = Stage {
        body: &body,
        reduction: &reduction,
        domain: &domain,
        shape: Shape::new(&domain, &reduction.axes, false, limits),
        operands: SmallVec::from_slice(&[(Binding::Scratch(0), 0, &parts)]),
        stored: SmallVec::new(),
        folded: (Binding::Input(folded.slot), folded.dtype),
        finish: true,
    };
    let second = second.dispatch(library, limits)?;
    let bytes = domain[0] * domain[1] * element_size(dtype);
    Ok(Shaders { dispatches: vec![first, second], scratch: vec![bytes] })
}

/// How the work is shared out.
#[derive(Clone, Debug)]
struct Shape {
    /// Sizes and strides, in elements of the domain, of the kept and the folded axes.
    kept: Axes,
    folded: Axes,
    results: u64,
    /// Elements that a result is folded from.
    length: u64,
    /// Results of a workgroup, and invocations that share one.
    x: u64,
    y: u64,
    /// Neighbouring invocations share a result: the innermost axis is folded.
    across: bool,
    parts: u64,
    /// Elements of a part.
    chunk: u64,
}

#[derive(Clone, Default, Debug)]
struct Axes {
    dims: SmallVec<[usize; 4]>,
    strides: SmallVec<[usize; 4]>,
}

impl Axes {
    fn len(&self) -> u64 {
        self.dims.iter().map(|&size| size as u64).product()
    }
}

impl Shape {
    fn new(domain: &[usize], folds: &[bool], may_cut: bool, limits: &Limits) -> Shape {
        let (mut kept, mut folded) = (Axes::default(), Axes::default());
        let mut stride = 1;
        let mut last = None;
        for (&size, &folds) in domain.iter().zip(folds).rev().filter(|axis| *axis.0 != 1) {
            let side = if folds { &mut folded } else { &mut kept };
            if last == Some(folds) {
                side.dims[0] *= size;
            } else {
                side.dims.insert(0, size);
                side.strides.insert(0, stride);
            }
            last = Some(folds);
            stride *= size;
        }
        let (results, length) = (kept.len(), folded.len());
        let across = folded.strides.last().is_none_or(|&stride| stride == 1);
        let width = u64::from(WIDTH.min(limits.invocations));
        let width = 1 << width.max(1).ilog2();
        // Each invocation has four elements at least, if there are as many.
        let sharers = length.div_ceil(4).next_power_of_two();
        let lines = if across { 1 } else { results.next_power_of_two().min(LINE) };
        let y = sharers.min(width / lines.min(width)).max(1);
        let x = width / y;
        let (blocks, share) = (results.div_ceil(x).max(1), length.div_ceil(y));
        let (mut parts, mut chunk) = (1, length);
        if may_cut && blocks < MANY / 2 && share > SHARE {
            let wanted = (MANY / blocks).min(share / (SHARE / 2));
            chunk = length.div_ceil(wanted).next_multiple_of(y);
            parts = length.div_ceil(chunk);
        }
        Shape { kept, folded, results, length, x, y, across, parts, chunk }
    }
}

/// One dispatch of a reduction.
struct Stage<'a> {
    body: &'a Function,
    reduction: &'a Reduction,
    domain: &'a [usize],
    shape: Shape,
    operands: SmallVec<[(Binding, usize, &'a Operand); 8]>,
    stored: SmallVec<[(Binding, DType, u64); 2]>,
    folded: (Binding, DType),
    /// The finish expression is applied; else parts are stored.
    finish: bool,
}

impl Stage<'_> {
    fn dispatch(&self, mut library: Library, limits: &Limits) -> Result<Dispatch, String> {
        let shape = &self.shape;
        let dtype = self.reduction.accumulator;
        check_type(dtype, limits)?;
        let finish = function("finish", &self.reduction.finish, limits, &mut library)?;
        if !finish.axes.is_empty() {
            return Err(String::from("the end of the fold asks for positions"));
        }
        let mut targets = self.stored.clone();
        targets.push((self.folded.0, self.folded.1, shape.results * shape.parts));
        let mut access = Access::new(&self.operands, &targets, limits)?;
        access.settle(false);
        // The order of a domain of two axes.
        let plain = shape.kept.dims.len() <= 1 && shape.folded.dims.len() <= 1;
        let (outer, inner) = if shape.across { (shape.results, shape.length) } else { (shape.length, shape.results) };
        if plain {
            (0..access.views.len()).for_each(|n| access.split(n, outer as usize, inner as usize));
        }
        let words =
            [("parts", shape.parts), ("results", shape.results), ("length", shape.length), ("chunk", shape.chunk)];
        words.iter().for_each(|&(name, value)| {
            access.params.word(name, value as u32);
        });
        access.params.constants(self.body);
        if self.finish {
            access.params.constants(&finish);
        }
        let start = offsets("start_of", "kept", &shape.kept, &mut access);
        let offset = offsets("offset_of", "folded", &shape.folded, &mut access);
        let positions = positions(self.body, self.domain, "along", &mut access.params);
        let value = self.value(&access);
        let main = self.main(&access, &finish)?;
        let declared = access.text(&mut library);
        let mut source = library.text();
        let finish = if self.finish { finish.text.as_str() } else { "" };
        for part in [&declared, &positions, &start, &offset, &self.body.text, finish, &value, &main] {
            source.push('\n');
            source.push_str(part);
        }
        let blocks = shape.results.div_ceil(shape.x) * shape.parts;
        let groups = limits.fold(blocks).ok_or("more workgroups than a dispatch can have")?;
        let bindings = access.bindings();
        Ok(Dispatch { source: Arc::from(source), bindings, params: access.into_words(), groups, ..Dispatch::default() })
    }

    /// The function `value(r, k, i)`: what of element `i` is folded, number `k` of result `r`. The other results are stored.
    fn value(&self, access: &Access) -> String {
        let mut lines = String::new();
        let mut values = Vec::new();
        for (n, view) in access.views.iter().enumerate() {
            let number = view.operand;
            let (outer, inner) = if self.shape.across { ("r", "k") } else { ("k", "r") };
            let at = access.at_pair(n, outer, inner, "i");
            let _ = writeln!(lines, "    let v{number} = {};", access.load(n, &at));
            values.push(format!("v{number}"));
        }
        let _ = writeln!(lines, "    let y = {};", self.body.call(&values, "along", "i"));
        for n in 0..self.stored.len() {
            let _ = writeln!(lines, "    {}", access.store(n, "i", &format!("y.r{}", n + 1)));
        }
        format!(
            "fn value(r: u32, k: u32, i: u32) -> {} {{\n{lines}    return y.r0;\n}}\n",
            value_type(self.reduction.accumulator)
        )
    }

    fn main(&self, access: &Access, finish: &Function) -> Result<String, String> {
        let Shape { x, y, across, .. } = self.shape;
        let Reduction { monoid, accumulator, .. } = *self.reduction;
        let combined = combined(monoid, accumulator, "a", "b")?;
        let step = if across { 1 } else { x };
        let mut tree = String::new();
        if y > 1 {
            tree.push_str("    partial[lane] = sum;\n    workgroupBarrier();\n");
            let mut span = y / 2;
            while span > 0 {
                let _ = writeln!(tree, "    if (y < {span}u) {{");
                let _ = writeln!(
                    tree,
                    "        partial[lane] = combined(partial[lane], partial[lane + {}u]);",
                    span * step
                );
                tree.push_str("    }\n    workgroupBarrier();\n");
                span /= 2;
            }
            tree.push_str("    sum = partial[lane];\n");
        }
        let folded = self.stored.len();
        let store = if self.finish {
            let sum: &[String] = if finish.inputs.is_empty() { &[] } else { &[String::from("sum")] };
            access.store(folded, "r", &format!("finish({}).r0", sum.join("")))
        } else {
            access.store(folded, "part * params.results + r", "sum")
        };
        let four = if self.body.terms > LONG { String::new() } else { four(y) };
        let (x_of_lane, y_of_lane) = if across { ("/", "%") } else { ("%", "/") };
        let per = if across { y } else { x };
        let replaced = TEMPLATE
            .replace("{{VALUE}}", value_type(accumulator))
            .replace("{{WIDTH}}", &(x * y).to_string())
            .replace("{{COMBINED}}", &combined)
            .replace("{{X_OF_LANE}}", &format!("{x_of_lane} {per}u"))
            .replace("{{Y_OF_LANE}}", &format!("{y_of_lane} {per}u"))
            .replace("{{X}}", &x.to_string())
            .replace("{{Y}}", &y.to_string())
            .replace("{{IDENTITY}}", &constant(monoid.identity(accumulator)))
            .replace("{{FOUR}}", &four)
            .replace("{{TREE}}", &tree)
            .replace("{{STORE}}", &store);
        Ok(replaced)
    }
}

/// The loop over four elements at a time: what it reads is on its way together.
fn four(y: u64) -> String {
    let mut text =
        String::from("        var sum1 = identity;\n        var sum2 = identity;\n        var sum3 = identity;\n");
    let _ = writeln!(text, "        for (; k + {}u < end; k += {}u) {{", 3 * y, 4 * y);
    for e in 0..4 {
        let _ = writeln!(text, "            let k{e} = k + {}u;", e * y);
        let _ = writeln!(text, "            let v{e} = value(r, k{e}, start + offset_of(k{e}));");
    }
    text.push_str("            sum = combined(sum, v0);\n");
    (1..4).for_each(|e| {
        let _ = writeln!(text, "            sum{e} = combined(sum{e}, v{e});");
    });
    text.push_str("        }\n        sum = combined(combined(sum, sum1), combined(sum2, sum3));\n");
    text
}

/// The function `name(i)`: where in the domain index `i` of these axes is.
fn offsets(name: &str, prefix: &str, axes: &Axes, access: &mut Access) -> String {
    let used = vec![true; axes.dims.len()];
    let mut lines = String::new();
    let params = &mut access.params;
    let sizes: Vec<String> = (axes.dims.iter().enumerate())
        .map(
            |(axis, &size)| {
                if axis == 0 { String::new() } else { params.word(&format!("{prefix}_size{axis}"), size as u32) }
            },
        )
        .collect();
    let names = coordinates("i", "c", &used, |axis| sizes[axis].clone(), &mut lines);
    let terms: Vec<(String, Option<String>)> = (names.into_iter().zip(&axes.strides).enumerate())
        .map(|(axis, (name, &stride))| {
            let word = (stride != 1).then(|| params.word(&format!("{prefix}_stride{axis}"), stride as u32));
            (name, word)
        })
        .collect();
    format!("fn {name}(i: u32) -> u32 {{\n{lines}    return {};\n}}\n", position(None, &terms))
}
