//! Groups that share rows as one dispatch.
//!
//! Some invocations of one workgroup work on a row, stage by stage: each on every so-manieth element, in all stages on the
//! same ones. Values of which a row has one are in a variable of each. Values as long as the row are kept in workgroup memory,
//! where each invocation finds again what it has put there itself; where rows are too long for that, they are computed again
//! from what they were made of, which is read from a cache.

use super::count;
use crate::gpu::access::{Access, Operand, Target, counted};
use crate::gpu::map::{check_results, positions};
use crate::gpu::wgsl::{Function, Library, combined, constant, function, value_type};
use rheos_base::{DType, element_count};
use rheos_graph::Layout;
use rheos_graph::gpu::{Binding, Dispatch, Limits, element_size};
use rheos_graph::group::{Rows, Source, Stage};
use std::fmt::Write;
use std::sync::Arc;

const TEMPLATE: &str = include_str!("../../../../../shaders/templates/rows.wgsl");
/// Invocations of a workgroup, at most.
const WIDTH: u32 = 256;
/// Rows that occupy a large GPU when each has a workgroup. Where there are fewer, and they are long, it is better to cut them.
const MANY: usize = 256;
/// Primitives that are computed again for an element, at most.
const AGAIN: usize = 128;

/// The dispatch, or why there is none.
pub fn dispatch(rows: &Rows, operands: &[Operand], results: &[Target], limits: &Limits) -> Result<Dispatch, String> {
    Fused::new(rows, operands, results, limits)?.dispatch(limits)
}

/// Where a stage finds an operand.
enum Place {
    /// View number `n` of the shader.
    View(usize),
    /// A result of a stage of which a row has one.
    Single(usize, usize),
    /// A result of a stage that is as long as a row.
    Long(usize, usize),
}

/// A stage as part of the shader.
struct Part<'a> {
    stage: &'a Stage,
    body: Function,
    finish: Option<Function>,
    places: Vec<Place>,
    /// Elements of the domain in a row.
    length: usize,
    /// Primitives that it takes to compute an element again.
    again: usize,
    /// Buffers that computing an element reads, and those that computing it from operands alone reads.
    reads: Vec<usize>,
    all_reads: Vec<usize>,
}

struct Fused<'a> {
    rows: &'a Rows,
    parts: Vec<Part<'a>>,
    access: Access,
    library: Library,
    /// Results that a later stage reads element by element.
    kept: Vec<(usize, usize)>,
    /// They are computed again instead.
    again: bool,
    /// Elements of the longest row.
    longest: usize,
    /// Where results are written.
    results: &'a [Target],
}

impl<'a> Fused<'a> {
    fn new(rows: &'a Rows, operands: &'a [Operand], results: &'a [Target], limits: &Limits) -> Result<Self, String> {
        let mut library = Library::default();
        let mut parts: Vec<Part<'a>> = Vec::new();
        let mut kept: Vec<(usize, usize)> = Vec::new();
        let mut views: Vec<(Binding, usize, &Operand)> = Vec::new();
        // Per view: elements of a row.
        let mut lengths: Vec<usize> = Vec::new();
        let mut outside = 0;
        for (n, stage) in rows.stages.iter().enumerate() {
            let group = &stage.group;
            let length = counted(&group.domain)? as usize / rows.rows;
            let body = function(&format!("body{n}"), &group.expr, limits, &mut library)?;
            let finish = match &group.reduce {
                Some(reduce) => Some(function(&format!("finish{n}"), &reduce.finish, limits, &mut library)?),
                None => None,
            };
            let mut places = Vec::new();
            for (k, operand) in group.operands.iter().enumerate() {
                places.push(match &stage.sources[operand.input] {
                    Source::Input(_) => {
                        let number = outside;
                        outside += 1;
                        if let Some(&(_, dtype)) = body.inputs.iter().find(|input| input.0 as usize == k) {
                            let given = operands.get(number).filter(|operand| operand.dtype == dtype);
                            let given = given.ok_or("an operand is not what the expression reads")?;
                            views.push((Binding::Input(given.slot), number, given));
                            lengths.push(length);
                        }
                        Place::View(views.len().saturating_sub(1))
                    }
                    Source::Stage { stage: from, result, dims } => {
                        let layout = Layout::contiguous(dims).broadcast(&operand.space);
                        let single = element_count(dims) == rows.rows;
                        let aligned = count(rows, parts[*from].stage, *result) == element_count(dims);
                        if single && aligned {
                            Place::Single(*from, *result)
                        } else if aligned && layout.is_contiguous() && layout.len() == element_count(dims) {
                            if !kept.contains(&(*from, *result)) {
                                kept.push((*from, *result));
                            }
                            Place::Long(*from, *result)
                        } else {
                            return Err(String::from("a value is read in another order"));
                        }
                    }
                });
            }
            let mut again = body.terms;
            let (mut reads, mut all_reads) = (Vec::new(), Vec::new());
            for &(k, _) in &body.inputs {
                match places[k as usize] {
                    Place::View(view) => reads.extend(bound(views[view].0)),
                    Place::Single(..) => {}
                    Place::Long(from, _) => {
                        again = again.saturating_add(parts[from].again);
                        all_reads.extend_from_slice(&parts[from].all_reads);
                    }
                }
            }
            all_reads.extend_from_slice(&reads);
            parts.push(Part { stage, body, finish, places, length, again, reads, all_reads });
        }
        let mut written: Vec<(Binding, DType, u64)> = Vec::new();
        for (&(stage, k), result) in rows.results.iter().zip(results) {
            let from = &rows.stages[stage];
            let reads = |operand: &Operand| operand.slot == result.slot;
            // All invocations of a row read what only one of them writes.
            if count(rows, from, k) == rows.rows && operands.iter().any(reads) {
                return Err(String::from("one value of a row is written where an operand is"));
            }
            written.push((Binding::Input(result.slot), result.dtype, count(rows, from, k) as u64));
        }
        let mut access = Access::new(&views, &written, limits)?;
        access.settle(false);
        lengths.iter().enumerate().for_each(|(n, &length)| access.split(n, rows.rows, length));
        let longest = parts.iter().map(|part| part.length).max().unwrap_or(1);
        Ok(Fused { rows, parts, access, library, kept, again: false, longest, results })
    }

    fn dispatch(mut self, limits: &Limits) -> Result<Dispatch, String> {
        let width = WIDTH.min(limits.invocations).max(1);
        let width = 1u64 << width.ilog2();
        // Invocations of a row, and rows of a workgroup.
        let across = (self.longest.div_ceil(4) as u64).next_power_of_two().min(width);
        let down = width / across;
        // Rows of about the same length share a module.
        let step = (self.longest.next_power_of_two() / 8).max(1);
        let room = self.longest.next_multiple_of(step) as u64 * down;
        let mut memory = String::new();
        let mut bytes = 0;
        let mut folds: Vec<DType> = Vec::new();
        for reduce in self.parts.iter().filter_map(|part| part.stage.group.reduce.as_ref()) {
            if !folds.contains(&reduce.accumulator) {
                folds.push(reduce.accumulator);
                let value = value_type(reduce.accumulator);
                let _ = writeln!(memory, "var<workgroup> partial_{value}: array<{value}, {width}>;");
                bytes += width * element_size(reduce.accumulator) as u64;
            }
        }
        let dtype = |&(stage, k): &(usize, usize)| self.rows.stages[stage].dtypes[k];
        let kept: u64 = self.kept.iter().map(|long| room * element_size(dtype(long)).max(4) as u64).sum();
        self.again = bytes + kept > u64::from(limits.shared);
        if self.again {
            let costly = self.parts.iter().any(|part| part.again > AGAIN);
            if bytes > u64::from(limits.shared) || costly || self.rows.rows < MANY {
                return Err(String::from("a row is too long for workgroup memory"));
            }
            self.kept.clear();
        }
        for long in &self.kept {
            let value = value_type(self.rows.stages[long.0].dtypes[long.1]);
            let _ = writeln!(memory, "var<workgroup> kept{}_{}: array<{value}, {room}>;", long.0, long.1);
        }
        // A result may lie where an operand lies, if no later stage reads that.
        for (&(stage, _), result) in self.rows.results.iter().zip(self.results) {
            let reads = |part: &Part<'_>| if self.again { &part.all_reads } else { &part.reads }.contains(&result.slot);
            if self.parts[stage + 1..].iter().any(reads) {
                return Err(String::from("a value is written where an operand is that is still read"));
            }
        }
        self.access.params.word("rows", self.rows.rows as u32);
        let mut functions = String::new();
        let mut lines = String::new();
        for n in 0..self.parts.len() {
            self.stage(n, across, &mut memory, &mut functions, &mut lines)?;
        }
        let main = TEMPLATE
            .replace("{{WIDTH}}", &width.to_string())
            .replace("{{ACROSS}}", &across.to_string())
            .replace("{{DOWN}}", &down.to_string())
            .replace("{{ROOM}}", &(room / down).to_string())
            .replace("{{LINES}}", &lines);
        let declared = self.access.text(&mut self.library);
        let source = format!("{}\n{declared}\n{memory}\n{functions}\n{main}", self.library.text());
        let blocks = (self.rows.rows as u64).div_ceil(down);
        let groups = limits.fold(blocks).ok_or("more workgroups than a dispatch can have")?;
        let bindings = self.access.bindings();
        Ok(Dispatch {
            source: Arc::from(source),
            bindings,
            params: self.access.into_words(),
            groups,
            ..Dispatch::default()
        })
    }

    /// Statements before the call that computes element `k` of a row, and the call.
    fn computed(&self, part: &Part<'_>, along: &str) -> (String, String) {
        let mut lines = String::new();
        let mut values = Vec::new();
        let mut called: Vec<usize> = Vec::new();
        for &(k, _) in &part.body.inputs {
            values.push(match part.places[k as usize] {
                Place::View(view) => self.access.load(view, &self.access.at_pair(view, "row", "k", "i")),
                Place::Single(from, result) => format!("single{from}_{result}"),
                Place::Long(from, result) if self.again => {
                    if !called.contains(&from) {
                        called.push(from);
                        let _ = writeln!(lines, "            let y{from} = again{from}(row, k);");
                    }
                    format!("y{from}.r{result}")
                }
                Place::Long(from, result) => format!("kept{from}_{result}[own + k]"),
            });
        }
        (lines, part.body.call(&values, along, "i"))
    }

    /// Adds the statements of stage `n`, and the variables and functions that they use.
    fn stage(
        &mut self,
        n: usize,
        across: u64,
        variables: &mut String,
        functions: &mut String,
        lines: &mut String,
    ) -> Result<(), String> {
        let part = &self.parts[n];
        let group = &part.stage.group;
        let along = format!("along{n}_");
        self.access.params.constants(&part.body);
        functions.push_str(&positions(&part.body, &group.domain, &along, &mut self.access.params));
        functions.push_str(&part.body.text);
        let length = self.access.params.word(&format!("length{n}"), part.length as u32);
        let (computed, call) = self.computed(part, &along);
        // The element, and what becomes of the results that are not folded.
        let mut inner = format!("{computed}            let y = {call};\n");
        if self.again {
            let _ = writeln!(
                functions,
                "fn again{n}(row: u32, k: u32) -> body{n}_results {{\n    let i = row * {length} + k;\n{computed}    return {call};\n}}\n"
            );
        }
        let folded = usize::from(group.reduce.is_some());
        let single = part.length == 1;
        if single && folded < part.stage.dtypes.len() && folded > 0 {
            return Err(String::from("a fold of single elements hands them on"));
        }
        for (k, &dtype) in part.stage.dtypes.iter().enumerate() {
            if k < folded || single {
                let _ = writeln!(variables, "var<private> single{n}_{k}: {};", value_type(dtype));
            }
            if k < folded {
                continue;
            }
            if single {
                let _ = writeln!(inner, "            single{n}_{k} = y.r{k};");
            }
            if self.kept.contains(&(n, k)) {
                let _ = writeln!(inner, "            kept{n}_{k}[own + k] = y.r{k};");
            }
            if let Some(output) = self.rows.results.iter().position(|&r| r == (n, k)) {
                let store = self.access.store(output, "i", &format!("y.r{k}"));
                let _ = match single {
                    true => writeln!(inner, "            if (lane == 0u) {{ {store} }}"),
                    false => writeln!(inner, "            {store}"),
                };
            }
        }
        // Of a row of one element, all invocations have it.
        let (first, step) = if single && folded == 0 { ("0u", 1) } else { ("lane", across) };
        let run = format!(
            "        for (var k = {first}; k < select(0u, {length}, row < params.rows); k += {step}u) {{\n            let i = row * {length} + k;\n{inner}"
        );
        let Some(reduce) = &group.reduce else {
            check_results(&group.expr, &group.expr.results, &targets(&part.stage.dtypes))?;
            let _ = writeln!(lines, "    {{\n{run}        }}\n    }}");
            return Ok(());
        };
        let Some(finish) = &part.finish else { return Err(String::from("a fold has no end")) };
        if !finish.axes.is_empty() {
            return Err(String::from("the end of the fold asks for positions"));
        }
        let (Some((first, others)), Some((_, beside))) =
            (part.stage.dtypes.split_first(), group.expr.results.split_first())
        else {
            return Err(String::from("a fold has no result"));
        };
        check_results(&group.expr, beside, &targets(others))?;
        check_results(&reduce.finish, &reduce.finish.results, &targets(&[*first]))?;
        self.access.params.constants(finish);
        let dtype = reduce.accumulator;
        let value = value_type(dtype);
        let _ = write!(
            functions,
            "{}fn combined{n}(a: {value}, b: {value}) -> {value} {{\n    return {};\n}}\n\n",
            finish.text,
            combined(reduce.monoid, dtype, "a", "b")?
        );
        let _ = writeln!(
            lines,
            "    {{\n        var sum = {};\n{run}            sum = combined{n}(sum, y.r0);\n        }}",
            constant(reduce.monoid.identity(dtype))
        );
        if across > 1 {
            let partial = format!("partial_{value}");
            let _ = writeln!(lines, "        {partial}[invocation] = sum;\n        workgroupBarrier();");
            let mut span = across / 2;
            while span > 0 {
                let _ = writeln!(
                    lines,
                    "        if (lane < {span}u) {{\n            {partial}[invocation] = combined{n}({partial}[invocation], {partial}[invocation + {span}u]);\n        }}\n        workgroupBarrier();"
                );
                span /= 2;
            }
            let _ = writeln!(lines, "        sum = {partial}[invocation - lane];\n        workgroupBarrier();");
        }
        let argument = if finish.inputs.is_empty() { "" } else { "sum" };
        let _ = writeln!(lines, "        single{n}_0 = finish{n}({argument}).r0;");
        if let Some(output) = self.rows.results.iter().position(|&r| r == (n, 0)) {
            let store = self.access.store(output, "row", &format!("single{n}_0"));
            let _ = writeln!(lines, "        if (lane == 0u && row < params.rows) {{\n            {store}\n        }}");
        }
        lines.push_str("    }\n");
        Ok(())
    }
}

fn targets(dtypes: &[DType]) -> Vec<Target> {
    dtypes.iter().map(|&dtype| Target { slot: 0, dtype }).collect()
}

/// The slot that is bound.
fn bound(binding: Binding) -> Option<usize> {
    match binding {
        Binding::Input(slot) => Some(slot),
        _ => None,
    }
}
