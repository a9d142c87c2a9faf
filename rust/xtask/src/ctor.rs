//! Typed Rust constructors for every op, used by gradients and lowerings.

use rheos_graph::builder::rust_attr_type;
use rheos_graph::{ArgDef, ArgType, OpDef, Registry};
use std::fmt::Write;

/// The text of `rust/ops/src/ctor.rs`.
pub fn source(registry: &Registry) -> String {
    let mut out = String::from(
        "//! Generated from the op table by `cargo run -p rheos-xtask -- gen`; do not edit.\n\
         #![cfg_attr(rustfmt, rustfmt_skip)]\n\
         #![allow(clippy::too_many_arguments, unused_imports)]\n\n\
         use rheos_base::{DType, Result, Shape, Tensor};\n\
         use rheos_graph::{Builder, IntoAttr, Output, Outputs};\n\n\
         /// One constructor per op.\npub trait Ops {\n",
    );
    let mut body = String::from("}\n\nimpl Ops for Builder<'_> {\n");
    for op in registry.all() {
        let signature = signature(op);
        let doc = op.decl.doc.split_inclusive(". ").next().unwrap_or_default().trim();
        writeln!(out, "    /// {doc}\n    {signature};").ok();
        let args: Vec<String> = op.inputs.iter().map(|a| format!("{}.into()", ident(a.name))).collect();
        let attrs: Vec<String> = op
            .attrs
            .iter()
            .filter(|a| !a.inferred)
            .map(|a| format!("(\"{0}\", {1}.into_attr())", a.name, ident(a.name)))
            .collect();
        let method = if single(op) { "op1" } else { "op" };
        writeln!(
            body,
            "    {signature} {{\n        self.{method}(\"{}\", &[{}], &[{}])\n    }}",
            op.name,
            args.join(", "),
            attrs.join(", ")
        )
        .ok();
    }
    out + &body + "}\n"
}

fn signature(op: &OpDef) -> String {
    let mut params = String::from("&mut self");
    for arg in &op.inputs {
        write!(params, ", {}: {}", ident(arg.name), if is_list(arg) { "&[Output]" } else { "Output" }).ok();
    }
    for attr in op.attrs.iter().filter(|a| !a.inferred) {
        write!(params, ", {}: {}", ident(attr.name), rust_attr_type(attr.kind)).ok();
    }
    format!("fn {}({params}) -> Result<{}>", snake(op.name), if single(op) { "Output" } else { "Outputs" })
}

fn single(op: &OpDef) -> bool {
    op.outputs.len() == 1 && !is_list(&op.outputs[0])
}

fn is_list(arg: &ArgDef) -> bool {
    arg.number.is_some() || matches!(arg.ty, ArgType::List(_))
}

/// `SparseSoftmaxCrossEntropyWithLogits` to `sparse_softmax_cross_entropy_with_logits`, `L2Loss` to `l2_loss`.
pub fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|p| chars[p]);
        let starts = c.is_ascii_uppercase()
            && before.is_some_and(|p| {
                p.is_ascii_lowercase() || p.is_ascii_digit() || chars.get(i + 1).is_some_and(|n| n.is_ascii_lowercase())
            })
            && before != Some('_');
        if starts {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    ident(out.trim_start_matches('_'))
}

fn ident(name: &str) -> String {
    match name {
        "where" | "mod" | "ref" | "type" | "loop" | "in" | "move" | "match" | "if" | "while" | "const" => {
            format!("{name}_")
        }
        _ => name.to_ascii_lowercase(),
    }
}
