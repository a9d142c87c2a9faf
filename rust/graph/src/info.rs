//! Read access to one node: its op, attributes and the facts about its inputs and outputs.

use crate::fact::Fact;
use crate::registry::OpDef;
use rheos_base::{Attr, DType, Dim, Shape, Tensor};

/// What a declaration's functions may know about the node they serve.
#[derive(Clone, Copy)]
pub struct NodeInfo<'a> {
    pub op: &'static OpDef,
    pub attrs: &'a [Attr],
    pub inputs: &'a [&'a Fact],
    pub outputs: &'a [Fact],
}

macro_rules! attr_getters {
    ($($method:ident $variant:ident $t:ty),*) => {$(
        pub fn $method(&self, name: &str) -> $t {
            match self.attr(name) {
                Attr::$variant(v) => v.clone(),
                other => panic!("attribute {name} of {} is {other:?}", self.op.name),
            }
        }
    )*};
}

impl<'a> NodeInfo<'a> {
    /// An attribute that the op declares; the builder made sure it is there and of its declared kind.
    pub fn attr(&self, name: &str) -> &'a Attr {
        match self.op.attr_index(name) {
            Some(i) => &self.attrs[i],
            None => panic!("{} declares no attribute {name}", self.op.name),
        }
    }

    attr_getters! { int Int i64, float Float f32, bool Bool bool, dtype Type DType, shape Shape Shape, tensor Tensor Tensor,
    ints Ints std::sync::Arc<[i64]>, floats Floats std::sync::Arc<[f32]>, types Types std::sync::Arc<[DType]>,
    shapes Shapes std::sync::Arc<[Shape]>, func Func std::sync::Arc<str> }

    /// A text attribute; bytes that are not UTF-8 are replaced.
    pub fn str(&self, name: &str) -> std::borrow::Cow<'a, str> {
        match self.attr(name) {
            Attr::Str(v) => String::from_utf8_lossy(v),
            other => panic!("attribute {name} of {} is {other:?}", self.op.name),
        }
    }

    pub fn input_shape(&self, i: usize) -> &'a Shape {
        &self.inputs[i].shape
    }

    /// Sizes of an input in a specialised program, where all are known.
    pub fn input_dims(&self, i: usize) -> rheos_base::Dims {
        self.inputs[i].dims()
    }

    pub fn output_dims(&self, i: usize) -> rheos_base::Dims {
        self.outputs[i].dims()
    }

    /// What is known of an integer input's elements, row-major.
    pub fn input_ints(&self, i: usize) -> Option<&'a [Dim]> {
        self.inputs[i].ints()
    }

    /// An integer input's elements, where all are known.
    pub fn known_ints(&self, i: usize) -> Option<smallvec::SmallVec<[i64; 8]>> {
        self.inputs[i].known_ints()
    }
}
