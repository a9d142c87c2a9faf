//! Attributes of a node: TensorFlow's `AttrValue`.

use crate::{DType, Shape, Tensor};
use std::sync::Arc;

/// The type an op declares for an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttrKind {
    Int,
    Float,
    Bool,
    Str,
    Type,
    Shape,
    Tensor,
    Func,
    Ints,
    Floats,
    Bools,
    Strs,
    Types,
    Shapes,
    Funcs,
}

/// The value of an attribute.
#[derive(Clone, PartialEq, Debug)]
pub enum Attr {
    Int(i64),
    Float(f32),
    Bool(bool),
    Str(Arc<[u8]>),
    Type(DType),
    Shape(Shape),
    Tensor(Tensor),
    /// A named sub-graph of the graph's function library.
    Func(Arc<str>),
    Ints(Arc<[i64]>),
    Floats(Arc<[f32]>),
    Bools(Arc<[bool]>),
    Strs(Arc<[Arc<[u8]>]>),
    Types(Arc<[DType]>),
    Shapes(Arc<[Shape]>),
    Funcs(Arc<[Arc<str>]>),
}

impl Attr {
    pub fn kind(&self) -> AttrKind {
        match self {
            Attr::Int(_) => AttrKind::Int,
            Attr::Float(_) => AttrKind::Float,
            Attr::Bool(_) => AttrKind::Bool,
            Attr::Str(_) => AttrKind::Str,
            Attr::Type(_) => AttrKind::Type,
            Attr::Shape(_) => AttrKind::Shape,
            Attr::Tensor(_) => AttrKind::Tensor,
            Attr::Func(_) => AttrKind::Func,
            Attr::Ints(_) => AttrKind::Ints,
            Attr::Floats(_) => AttrKind::Floats,
            Attr::Bools(_) => AttrKind::Bools,
            Attr::Strs(_) => AttrKind::Strs,
            Attr::Types(_) => AttrKind::Types,
            Attr::Shapes(_) => AttrKind::Shapes,
            Attr::Funcs(_) => AttrKind::Funcs,
        }
    }

    pub fn str(text: &str) -> Attr {
        Attr::Str(text.as_bytes().into())
    }
}
