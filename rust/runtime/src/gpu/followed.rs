//! A kernel and the group that takes up its results: in the kernel's own dispatches, before anything is stored, where the
//! group is short enough; else in a dispatch after them.

use crate::gpu::access::{Access, Operand, Target, UNREAD};
use crate::gpu::map::{check_results, map, positions, read, vector};
use crate::gpu::wgsl::{Library, function};
use rheos_base::DType;
use rheos_graph::expr::{Ref, Term};
use rheos_graph::gpu::{Binding, Dispatch, Limits, Put, Shaders, element_size};
use rheos_graph::group::Group;
use std::fmt::Write;

/// Expressions of more primitives run by themselves: an invocation of a product computes up to 64 results, and would have
/// as many copies of the expression.
const SHORT: usize = 24;

/// The shaders of a kernel and the group that follows it, bound to slots as those of `map` are. The kernel's are bound to
/// `Binding::Input(slot)`, its result is `Binding::Output(0)` and the group's operand 0, whose slot says nothing. Where it is
/// `kept` it is also the first of the results.
pub fn followed(
    kernel: Shaders,
    group: &Group,
    kept: bool,
    operands: &[Operand],
    results: &[Target],
    limits: &Limits,
) -> Result<Shaders, String> {
    let mut group = group.clone();
    if kept {
        let own = group.expr.terms.iter().position(|term| *term == Term::Input(0));
        group.expr.results.insert(0, Ref(own.ok_or("the group does not read the kernel's result")? as u32));
    }
    let joined = kernel.dispatches.iter().map(|dispatch| match dispatch.put {
        Some(put) if put.result == Binding::Output(0) => joined(dispatch, put, &group, operands, results, limits),
        _ => Ok(dispatch.clone()),
    });
    let open = kernel.dispatches.iter().all(|dispatch| !dispatch.bindings.contains(&Binding::Output(0)));
    match joined.collect::<Result<Vec<_>, _>>() {
        Ok(dispatches) if open => Ok(Shaders { dispatches, scratch: kernel.scratch }),
        _ => apart(kernel, &group, operands, results, limits),
    }
}

/// The kernel's dispatch, which gives its results to the group.
fn joined(
    dispatch: &Dispatch,
    put: Put,
    group: &Group,
    operands: &[Operand],
    results: &[Target],
    limits: &Limits,
) -> Result<Dispatch, String> {
    let (domain, expr, result) = (&group.domain, &group.expr, operands[0].dtype);
    let mut library = Library::default();
    let body = function("body", expr, limits, &mut library)?;
    if body.terms > SHORT {
        return Err(String::from("the group is long"));
    }
    check_results(expr, &expr.results, results)?;
    if body.inputs.first() != Some(&(0, result)) {
        return Err(String::from("the group does not read the kernel's result"));
    }
    let count = domain.iter().product::<usize>();
    let written: Vec<_> = results.iter().map(|r| (Binding::Input(r.slot), r.dtype, count as u64)).collect();
    let mut access = Access::new(&read(&body, operands)?[1..], &written, limits)?;
    let before = dispatch.bindings.len();
    let bindings = dispatch.bindings.iter().copied().chain(access.bindings()).collect::<smallvec::SmallVec<_>>();
    if bindings.len() > limits.bindings {
        return Err(String::from("more buffers than a shader can have"));
    }
    access.settle(put.fours);
    access.params.constants(&body);
    let places = positions(&body, domain, "along", &mut access.params);
    // As it would be stored and loaded again.
    let value = |v: &str| match result {
        DType::F16 => format!("f32(OUT({v}))"),
        _ => String::from(v),
    };
    let mut lines = String::from("    hidden_zero = params.zero;\n");
    let head = if put.fours {
        vector(&access, &body, results.len(), Some(["v.x", "v.y", "v.z", "v.w"].map(value)), &mut lines);
        "fn put_four(first: u32, v: vec4<S>)"
    } else {
        let mut values = vec![value("v")];
        for (n, view) in access.views.iter().enumerate() {
            let loaded = access.load(n, &access.at(n, "first"));
            let _ = writeln!(lines, "    let v{} = {loaded};", view.operand);
            values.push(format!("v{}", view.operand));
        }
        let _ = writeln!(lines, "    let y = {};", body.call(&values, "along", "first"));
        for r in 0..results.len() {
            let _ = writeln!(lines, "    {}", access.store(r, "first", &format!("y.r{r}")));
        }
        "fn put(first: u32, v: S)"
    };
    let declared = access.text_after(before, &mut library);
    let following = format!("{declared}\n{places}{}\n{head} {{\n{lines}}}\n", body.text);
    // Directives come first.
    let kernel = dispatch.source.strip_prefix("enable f16;\n");
    kernel.iter().for_each(|_| library.store(DType::F16));
    let source = format!("{}\n{}\n{following}", library.text(), kernel.unwrap_or(&dispatch.source));
    let more = access.into_words();
    Ok(Dispatch { source: source.into(), bindings, put: None, more, ..dispatch.clone() })
}

/// The kernel's dispatches, and one for the group. A result of the group may lie over an operand of its own, so the kernel
/// writes none.
fn apart(
    mut kernel: Shaders,
    group: &Group,
    operands: &[Operand],
    results: &[Target],
    limits: &Limits,
) -> Result<Shaders, String> {
    let hidden = Binding::Scratch(kernel.scratch.len());
    kernel.scratch.push(operands[0].layout.len() * element_size(operands[0].dtype));
    kernel.dispatches = kernel.dispatches.into_iter().map(Dispatch::complete).collect();
    let kernels = kernel.dispatches.iter_mut().flat_map(|d| &mut d.bindings);
    kernels.filter(|binding| **binding == Binding::Output(0)).for_each(|binding| *binding = hidden);
    // A slot that is nobody else's.
    let mut operands = operands.to_vec();
    operands[0].slot = UNREAD - 1;
    for mut dispatch in map(group, &operands, results, limits)?.dispatches {
        let own = dispatch.bindings.iter_mut().filter(|binding| **binding == Binding::Input(UNREAD - 1));
        own.for_each(|binding| *binding = hidden);
        kernel.dispatches.push(dispatch);
    }
    Ok(kernel)
}
