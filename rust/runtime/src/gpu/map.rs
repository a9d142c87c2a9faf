//! A group without a reduction as a compute shader.
//!
//! An invocation computes four elements: neighbours, which it loads and stores as vectors, where every operand's innermost
//! axis divides by four; else elements that lie a workgroup apart, so that neighbouring invocations read neighbouring
//! elements either way. All of its loads come before its stores, so a result may overwrite an operand element by element.

use crate::gpu::access::{Access, Lie, Operand, Params, Target, coordinates, counted};
use crate::gpu::wgsl::{Function, Library, function};
use rheos_base::DType;
use rheos_graph::expr::{Expr, Ref};
use rheos_graph::gpu::{Binding, Dispatch, Limits, Shaders};
use rheos_graph::group::Group;
use smallvec::SmallVec;
use std::fmt::Write;
use std::sync::Arc;

const TEMPLATE: &str = include_str!("../../../../shaders/templates/map.wgsl");
/// Invocations of a workgroup.
const WIDTH: u32 = 128;
/// Expressions of more primitives than this are bound by arithmetic: an invocation computes one element.
const LONG: usize = 96;

/// The shader of a group. `operands` are those of the group, `results` its results. The dispatch is bound to slots, which it
/// calls `Binding::Input(slot)` whether they are read or written. No dispatch where there is nothing to compute; else the
/// reason why the group stays on the CPU.
pub fn map(group: &Group, operands: &[Operand], results: &[Target], limits: &Limits) -> Result<Shaders, String> {
    if group.reduce.is_some() {
        return Err(String::from("the group has a reduction"));
    }
    let mut library = Library::default();
    let body = function("body", &group.expr, limits, &mut library)?;
    let count = counted(&group.domain)?;
    check_results(&group.expr, &group.expr.results, results)?;
    let written: SmallVec<[_; 4]> =
        results.iter().map(|r| (Binding::Input(r.slot), r.dtype, u64::from(count))).collect();
    let mut access = Access::new(&read(&body, operands)?, &written, limits)?;
    if count == 0 {
        return Ok(Shaders::default());
    }
    let one = body.terms > LONG;
    let vectors = !one && count % 4 == 0 && access.views.iter().all(|view| view.lie() != Lie::Apart);
    access.settle(vectors);
    access.params.word("count", count);
    access.params.constants(&body);
    let width = WIDTH.min(limits.invocations);
    let positions = positions(&body, &group.domain, "along", &mut access.params);
    let mut lines = String::new();
    let elements = if one { 1 } else { 4 };
    if vectors {
        vector(&access, &body, results.len(), None, &mut lines);
    } else {
        single(&access, &body, results.len(), elements, width, &mut lines);
    }
    let span = width * elements;
    let main = TEMPLATE
        .replace("{{WIDTH}}", &width.to_string())
        .replace("{{SPAN}}", &span.to_string())
        .replace("{{TIMES}}", if vectors { " * 4u" } else { "" })
        .replace("{{LINES}}", &lines);
    let declared = access.text(&mut library);
    let source = format!("{}\n{declared}\n{positions}{}\n{main}", library.text(), body.text);
    let groups = limits.fold(u64::from(count.div_ceil(span))).ok_or("more workgroups than a dispatch can have")?;
    let bindings = access.bindings();
    let dispatch =
        Dispatch { source: Arc::from(source), bindings, params: access.into_words(), groups, ..Dispatch::default() };
    Ok(Shaders { dispatches: vec![dispatch], scratch: Vec::new() })
}

/// The operands that an expression reads: what they are bound to and their numbers.
pub fn read<'a>(
    body: &Function,
    operands: &'a [Operand],
) -> Result<SmallVec<[(Binding, usize, &'a Operand); 8]>, String> {
    let of = |&(k, dtype): &(u32, DType)| match operands.get(k as usize) {
        Some(operand) if operand.dtype == dtype => Ok((Binding::Input(operand.slot), k as usize, operand)),
        _ => Err(format!("operand {k} is not the {dtype} that the expression reads")),
    };
    body.inputs.iter().map(of).collect()
}

/// Are these the types of what an expression gives?
pub fn check_results(expr: &Expr, given: &[Ref], results: &[Target]) -> Result<(), String> {
    match given.len() == results.len() && given.iter().zip(results).all(|(r, result)| expr.dtype(*r) == result.dtype) {
        true => Ok(()),
        false => Err(String::from("results are not what the expression gives")),
    }
}

/// Functions `{along}{axis}(i)`: the position of element `i` along those axes of the domain that the expression asks for.
pub fn positions(body: &Function, domain: &[usize], along: &str, params: &mut Params) -> String {
    let mut text = String::new();
    for &axis in &body.axes {
        let axis = axis as usize;
        let inner: usize = domain[axis + 1..].iter().product();
        // As two axes, or as one and what is inside it.
        let within = params.word(&format!("{along}{axis}_within"), inner as u32);
        let length = params.word(&format!("{along}{axis}_length"), domain[axis] as u32);
        let mut lines = String::new();
        let size = |n: usize| if n == 2 { within.clone() } else { length.clone() };
        let names = coordinates("i", "c", &[false, true, false], size, &mut lines);
        let _ = writeln!(text, "fn {along}{axis}(i: u32) -> u32 {{\n{lines}    return {};\n}}\n", names[1]);
    }
    text
}

/// Four neighbours from element `first` on. Operand 0 is not loaded where its values are `given`.
pub fn vector(access: &Access, body: &Function, results: usize, given: Option<[String; 4]>, lines: &mut String) {
    let mut values: [Vec<String>; 4] = given.map_or_else(Default::default, |given| given.map(|value| vec![value]));
    for (n, view) in access.views.iter().enumerate() {
        let k = view.operand;
        let _ = writeln!(lines, "    let p{k} = {};", access.at(n, "first"));
        match view.lie() {
            Lie::Same => {
                let _ = writeln!(lines, "    let v{k} = {};", access.load(n, &format!("p{k}")));
                values.iter_mut().for_each(|each| each.push(format!("v{k}")));
            }
            Lie::Vector => {
                let _ = writeln!(lines, "    let v{k} = {};", access.load_vector(n, &format!("p{k}")));
                for (each, component) in values.iter_mut().zip(["x", "y", "z", "w"]) {
                    each.push(access.component(n, &format!("v{k}.{component}")));
                }
            }
            lie @ (Lie::Strided | Lie::Apart) => {
                for (e, each) in values.iter_mut().enumerate() {
                    let at = match (e, lie) {
                        (0, _) => format!("p{k}"),
                        (_, Lie::Strided) => format!("p{k} + {e}u * {}", view.step),
                        _ => access.at(n, &format!("first + {e}u")),
                    };
                    let _ = writeln!(lines, "    let v{k}_{e} = {};", access.load(n, &at));
                    each.push(format!("v{k}_{e}"));
                }
            }
        }
    }
    for (e, each) in values.iter().enumerate() {
        let _ = writeln!(lines, "    let y{e} = {};", body.call(each, "along", &format!("first + {e}u")));
    }
    for r in 0..results {
        let names = [0, 1, 2, 3].map(|e| format!("y{e}.r{r}"));
        let names = names.each_ref().map(String::as_str);
        let _ = writeln!(lines, "    {}", access.store_vector(r, "first", names));
    }
}

/// Elements that lie a workgroup apart, from element `first` on. Those past the end load the last one.
fn single(access: &Access, body: &Function, results: usize, elements: u32, width: u32, lines: &mut String) {
    for e in 0..elements {
        let index =
            if e == 0 { String::from("first") } else { format!("min(first + {}u, params.count - 1u)", e * width) };
        let _ = writeln!(lines, "    let i{e} = {index};");
        for n in 0..access.views.len() {
            let k = access.views[n].operand;
            let _ = writeln!(lines, "    let v{k}_{e} = {};", access.load(n, &access.at(n, &format!("i{e}"))));
        }
    }
    for e in 0..elements {
        let values: Vec<String> = access.views.iter().map(|view| format!("v{}_{e}", view.operand)).collect();
        let _ = writeln!(lines, "    let y{e} = {};", body.call(&values, "along", &format!("i{e}")));
    }
    for e in 0..elements {
        let stores: Vec<String> =
            (0..results).map(|r| access.store(r, &format!("i{e}"), &format!("y{e}.r{r}"))).collect();
        let stores = stores.join(" ");
        let _ = match e {
            0 => writeln!(lines, "    {stores}"),
            _ => writeln!(lines, "    if (first + {}u < params.count) {{ {stores} }}", e * width),
        };
    }
}
