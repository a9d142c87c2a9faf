//! The Python wrapper of every op (`rheos.raw_ops`) and the table of ops in the documentation.

use rheos_base::{Attr, AttrKind};
use rheos_graph::{ArgDef, ArgType, AttrDef, OpDef, Registry};
use std::fmt::Write;

/// The text of `python/rheos/_gen/raw_ops.py`.
pub fn source(registry: &Registry) -> String {
    let mut out = String::from(
        "\"\"\"One function per op, under TensorFlow's op name: inputs, then attributes, then `name`.\n\n\
         Inputs are converted to Tensors of the dtype that the signature implies. The result is a Tensor, a list or named\n\
         tuple of Tensors, or the Operation where an op has no results.\n\n\
         Generated from the op table by `cargo run -p rheos-xtask -- gen`; do not edit.\n\"\"\"\n\n\
         from __future__ import annotations\n\n\
         from typing import Any as _Any\n\n\
         from .._native import Operation as _Operation\nfrom .._native import Tensor as _Tensor\n\
         from .._native import apply as _apply\n",
    );
    for op in public(registry) {
        function(&mut out, op);
    }
    out
}

/// Ops that lowerings alone use begin with an underscore.
fn public(registry: &Registry) -> impl Iterator<Item = &'static OpDef> + '_ {
    registry.all().filter(|op| !op.name.starts_with('_'))
}

fn function(out: &mut String, op: &OpDef) {
    let given: Vec<&AttrDef> = op.attrs.iter().filter(|a| !a.inferred).collect();
    let mut params: Vec<String> = op
        .inputs
        .iter()
        .map(|a| format!("{}: {}", ident(a.name), if is_list(a) { "list[_Any] | tuple[_Any, ...]" } else { "_Any" }))
        .collect();
    let (required, optional): (Vec<&&AttrDef>, Vec<&&AttrDef>) = given.iter().partition(|a| a.default.is_none());
    params.extend(required.iter().map(|a| format!("{}: {}", ident(a.name), python_type(a.kind))));
    params.extend(optional.iter().map(|a| format!("{}: {} = {}", ident(a.name), python_type(a.kind), default_text(a))));
    params.push("name: str | None = None".into());
    let args: String = op.inputs.iter().map(|a| format!("{}, ", ident(a.name))).collect();
    let attrs: String = given.iter().map(|a| format!("{}, ", ident(a.name))).collect();
    writeln!(out, "\n\ndef {}(\n    {},\n) -> {}:", op.name, params.join(",\n    "), result_type(op)).ok();
    writeln!(out, "    \"\"\"{}\"\"\"", docstring(op)).ok();
    // `_apply` is typed Any, which is fine only where the wrapper is too.
    let ignore = if result_type(op) == "_Any" { "" } else { "  # type: ignore[no-any-return]" };
    writeln!(out, "    return _apply(\"{}\", ({}), ({}), name){ignore}", op.name, args.trim_end(), attrs.trim_end())
        .ok();
}

/// The table of `docs/ops.md`.
pub fn table(registry: &Registry) -> String {
    let mut out = String::from(
        "# Ops\n\nGenerated from the op table by `cargo run -p rheos-xtask -- gen`; do not edit. Each is a function of\n\
         `rheos.raw_ops`.\n\n| op | inputs | outputs | attributes | what it computes |\n|---|---|---|---|---|\n",
    );
    let cell = |text: &str| if text.is_empty() { String::new() } else { format!("`{}`", text.replace('|', "\\|")) };
    for op in public(registry) {
        let doc = op.decl.doc.split_inclusive(". ").next().unwrap_or_default().trim();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            op.name,
            cell(op.decl.inputs),
            cell(op.decl.outputs),
            cell(op.decl.attrs),
            doc.replace('|', "\\|").replace('\n', " ")
        )
        .ok();
    }
    out
}

fn docstring(op: &OpDef) -> String {
    let text = op.decl.doc.replace('\\', "\\\\").replace("\"\"\"", "'''");
    let mut lines: Vec<String> = wrap(text.trim(), 104);
    let mut parameters: Vec<String> = Vec::new();
    if !op.decl.inputs.is_empty() {
        parameters.push(format!("Inputs: {}.", op.decl.inputs));
    }
    parameters.push(if op.decl.outputs.is_empty() {
        "No outputs: gives the Operation.".into()
    } else {
        format!("Outputs: {}.", op.decl.outputs)
    });
    if !op.decl.attrs.is_empty() {
        parameters.push(format!("Attributes: {}.", op.decl.attrs));
    }
    lines.push(String::new());
    for parameter in parameters {
        lines.extend(wrap(&parameter, 104));
    }
    let body = lines.join("\n    ").replace("\n    \n", "\n\n");
    format!("{body}\n    ")
}

/// Lines of at most `width` characters, broken at spaces.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.len() + 1 + word.len() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

fn is_list(arg: &ArgDef) -> bool {
    arg.number.is_some() || matches!(arg.ty, ArgType::List(_))
}

fn result_type(op: &OpDef) -> &'static str {
    match op.outputs.as_slice() {
        [] => "_Operation",
        [one] if is_list(one) => "list[_Tensor]",
        [_] => "_Tensor",
        _ => "_Any",
    }
}

fn python_type(kind: AttrKind) -> &'static str {
    match kind {
        AttrKind::Int => "int",
        AttrKind::Float => "float",
        AttrKind::Bool => "bool",
        AttrKind::Str => "str | bytes",
        AttrKind::Func => "str",
        AttrKind::Type | AttrKind::Shape | AttrKind::Tensor => "_Any",
        AttrKind::Ints | AttrKind::Floats | AttrKind::Bools | AttrKind::Strs => "_Any",
        AttrKind::Types | AttrKind::Shapes | AttrKind::Funcs => "_Any",
    }
}

/// A default as Python text; None stands for "the declared default" where Python has no literal for it.
fn default_text(attr: &AttrDef) -> String {
    let text = |bytes: &[u8]| format!("\"{}\"", String::from_utf8_lossy(bytes).escape_default());
    match &attr.default {
        Some(Attr::Int(v)) => v.to_string(),
        Some(Attr::Float(v)) if v.is_finite() => {
            let short = format!("{v:?}");
            if short.contains(['.', 'e']) { short } else { format!("{short}.0") }
        }
        Some(Attr::Bool(v)) => if *v { "True" } else { "False" }.into(),
        Some(Attr::Str(v)) => text(v),
        Some(Attr::Type(v)) => format!("\"{}\"", v.name()),
        Some(Attr::Ints(v)) => format!("({})", v.iter().map(|x| format!("{x}, ")).collect::<String>().trim_end()),
        Some(Attr::Strs(v)) => {
            format!("({})", v.iter().map(|x| format!("{}, ", text(x))).collect::<String>().trim_end())
        }
        _ => "None".into(),
    }
}

fn ident(name: &str) -> String {
    match name {
        "in" | "is" | "not" | "or" | "and" | "if" | "else" | "for" | "while" | "lambda" | "from" | "import"
        | "class" | "def" | "pass" | "with" | "as" | "None" | "name" => format!("{name}_"),
        _ => name.into(),
    }
}
