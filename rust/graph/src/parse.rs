//! Reads the signature notation of declarations, which is TensorFlow's own.

use crate::decl::Decl;
use crate::registry::{ArgDef, ArgType, AttrDef, OpDef};
use rheos_base::{Attr, AttrKind, DType, Shape};

/// Parses one declaration; panics with the op's name where the table is wrong.
pub fn parse(decl: &'static Decl, id: usize) -> OpDef {
    let mut attrs: Vec<AttrDef> =
        decl.attrs.split(';').map(str::trim).filter(|a| !a.is_empty()).map(|a| parse_attr(decl.name, a)).collect();
    let inputs = parse_args(decl.name, decl.inputs, &attrs);
    let outputs = parse_args(decl.name, decl.outputs, &attrs);
    for arg in &inputs {
        if let ArgType::Attr(i) | ArgType::List(i) = arg.ty {
            attrs[i].inferred = true;
        }
        if let Some(i) = arg.number {
            attrs[i].inferred = true;
        }
    }
    OpDef { name: decl.name, id, decl, inputs, outputs, attrs }
}

fn parse_args(op: &str, text: &'static str, attrs: &[AttrDef]) -> Vec<ArgDef> {
    let attr = |name: &str| attrs.iter().position(|a| a.name == name);
    text.split(',')
        .map(str::trim)
        .filter(|a| !a.is_empty())
        .map(|arg| {
            let (name, ty) = arg.split_once(':').unwrap_or_else(|| panic!("{op}: argument '{arg}' has no type"));
            let (number, ty) = match ty.split_once('*') {
                Some((n, t)) => {
                    let n = n.trim();
                    (Some(attr(n).unwrap_or_else(|| panic!("{op}: no attribute {n}"))), t.trim())
                }
                None => (None, ty.trim()),
            };
            let ty = match (DType::from_name(ty), attr(ty)) {
                (_, Some(i)) if attrs[i].kind == AttrKind::Types => ArgType::List(i),
                (_, Some(i)) => ArgType::Attr(i),
                (Some(d), None) => ArgType::Fixed(d),
                (None, None) => panic!("{op}: argument {name} has unknown type {ty}"),
            };
            ArgDef { name: name.trim(), ty, number }
        })
        .collect()
}

fn parse_attr(op: &str, text: &'static str) -> AttrDef {
    let (name, rest) = text.split_once(':').unwrap_or_else(|| panic!("{op}: attribute '{text}' has no type"));
    let (rest, default) = match rest.split_once('=') {
        // `>=` belongs to the type, not to a default.
        Some((before, after)) if !before.trim_end().ends_with('>') => (before.trim(), Some(after.trim())),
        Some((before, after)) => match after.split_once('=') {
            Some((minimum, default)) => {
                let end = before.len() + 1 + minimum.len();
                (rest[..end].trim(), Some(default.trim()))
            }
            None => (rest.trim(), None),
        },
        None => (rest.trim(), None),
    };
    let (ty, minimum) = match rest.split_once(">=") {
        Some((ty, n)) => (ty.trim(), Some(n.trim().parse().unwrap_or_else(|_| panic!("{op}: bad minimum {n}")))),
        None => (rest, None),
    };
    let (list, inner) = match ty.strip_prefix("list(").and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => (false, ty),
    };
    let mut types = Vec::new();
    let mut texts = Vec::new();
    let base = match inner {
        "int" => AttrKind::Int,
        "float" => AttrKind::Float,
        "bool" => AttrKind::Bool,
        "string" => AttrKind::Str,
        "type" => AttrKind::Type,
        "shape" => AttrKind::Shape,
        "tensor" => AttrKind::Tensor,
        "func" => AttrKind::Func,
        set if set.starts_with('{') && set.contains('\'') => {
            texts = set[1..set.len() - 1].split(',').map(|t| t.trim().trim_matches('\'')).collect();
            AttrKind::Str
        }
        set => {
            types = type_set(op, set);
            AttrKind::Type
        }
    };
    let kind = match (list, base) {
        (false, k) => k,
        (true, AttrKind::Int) => AttrKind::Ints,
        (true, AttrKind::Float) => AttrKind::Floats,
        (true, AttrKind::Bool) => AttrKind::Bools,
        (true, AttrKind::Str) => AttrKind::Strs,
        (true, AttrKind::Type) => AttrKind::Types,
        (true, AttrKind::Shape) => AttrKind::Shapes,
        (true, AttrKind::Func) => AttrKind::Funcs,
        (true, k) => panic!("{op}: no list of {k:?}"),
    };
    let default = default.map(|d| parse_default(op, kind, d));
    AttrDef { name: name.trim(), kind, default, types, texts, minimum, inferred: false }
}

/// `{float32, int32}` or a named set of TensorFlow's.
fn type_set(op: &str, set: &str) -> Vec<DType> {
    use DType::*;
    match set {
        "numbertype" => vec![F32, F64, I64, I32, U8, U16, I16, I8, C64, C128, QI8, QU8, QI32, F16, U32, U64, BF16],
        "numeric" => vec![BF16, F16, F32, F64, U8, I8, U16, I16, I32, U32, U64, I64, C64, C128],
        "realnumbertype" => vec![F32, F64, I32, I64, U8, I16, I8, U16, F16, U32, U64, BF16],
        "floating" => vec![F16, BF16, F32, F64],
        "inexact" => vec![BF16, F16, F32, F64, C64, C128],
        "complex" => vec![C64, C128],
        "integer" => vec![I8, I16, I32, I64, U8, U16, U32, U64],
        "plain" => DType::ALL.iter().copied().filter(|d| d.is_plain()).collect(),
        "index" => vec![I32, I64],
        _ => {
            let Some(inner) = set.strip_prefix('{').and_then(|s| s.strip_suffix('}')) else {
                panic!("{op}: unknown attribute type {set}")
            };
            inner
                .split(',')
                .map(|t| DType::from_name(t.trim()).unwrap_or_else(|| panic!("{op}: unknown type {t}")))
                .collect()
        }
    }
}

fn parse_default(op: &str, kind: AttrKind, text: &str) -> Attr {
    let bad = || -> ! { panic!("{op}: default {text} is not {kind:?}") };
    let list =
        || text.trim_start_matches('[').trim_end_matches(']').split(',').map(str::trim).filter(|t| !t.is_empty());
    match kind {
        AttrKind::Int => Attr::Int(text.parse().unwrap_or_else(|_| bad())),
        AttrKind::Float => Attr::Float(text.parse().unwrap_or_else(|_| bad())),
        AttrKind::Bool => Attr::Bool(text.parse().unwrap_or_else(|_| bad())),
        AttrKind::Str => Attr::str(text.trim_matches('\'')),
        AttrKind::Type => Attr::Type(DType::from_name(text).unwrap_or_else(|| bad())),
        AttrKind::Shape if text == "unknown" => Attr::Shape(Shape::unknown()),
        AttrKind::Shape if text == "[]" => Attr::Shape(Shape::scalar()),
        AttrKind::Ints => Attr::Ints(list().map(|t| t.parse().unwrap_or_else(|_| bad())).collect()),
        AttrKind::Floats => Attr::Floats(list().map(|t| t.parse().unwrap_or_else(|_| bad())).collect()),
        AttrKind::Strs => Attr::Strs(list().map(|t| t.trim_matches('\'').as_bytes().into()).collect()),
        AttrKind::Types if text == "[]" => Attr::Types([].into()),
        AttrKind::Shapes if text == "[]" => Attr::Shapes([].into()),
        _ => bad(),
    }
}
