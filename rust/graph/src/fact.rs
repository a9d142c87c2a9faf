//! What is known of a value before it exists: dtype, shape, and sometimes elements.

use rheos_base::{DType, Dim, Dims, Shape, Tensor};
use smallvec::SmallVec;
use std::sync::Arc;

/// Static knowledge about one output.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    pub dtype: DType,
    pub shape: Shape,
    pub known: Known,
}

/// Elements known before the run.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Known {
    #[default]
    Nothing,
    /// Elements of a small integer tensor, row-major, each perhaps unknown: what shape rules work with.
    Ints(Arc<[Dim]>),
    /// The whole value.
    Tensor(Arc<Constant>),
    /// A resource: what it holds.
    Handle(Arc<HandleFact>),
}

/// A known value together with its elements as integers, where it is a small integer tensor.
#[derive(PartialEq, Debug)]
pub struct Constant {
    pub tensor: Tensor,
    ints: Option<Arc<[Dim]>>,
}

/// What a resource handle refers to.
#[derive(Clone, PartialEq, Debug)]
pub struct HandleFact {
    pub dtype: DType,
    pub shape: Shape,
}

/// Integer tensors with more elements than this are not followed through shape rules.
pub const MAX_INTS: usize = 256;

impl Fact {
    pub fn new(dtype: DType, shape: Shape) -> Fact {
        Fact { dtype, shape, known: Known::Nothing }
    }

    pub fn of_tensor(tensor: Tensor) -> Fact {
        let ints = if tensor.len() <= MAX_INTS {
            tensor.to_ints().map(|v| v.iter().map(|&x| Dim::new(x)).collect())
        } else {
            None
        };
        Fact { dtype: tensor.dtype(), shape: tensor.shape(), known: Known::Tensor(Arc::new(Constant { tensor, ints })) }
    }

    /// Sizes in a specialised program, where all are known.
    pub fn dims(&self) -> Dims {
        match self.shape.to_dims() {
            Some(dims) => dims,
            None => panic!("shape {} is not fully known", self.shape),
        }
    }

    pub fn ints(&self) -> Option<&[Dim]> {
        match &self.known {
            Known::Ints(v) => Some(v),
            Known::Tensor(c) => c.ints.as_deref(),
            _ => None,
        }
    }

    pub fn known_ints(&self) -> Option<SmallVec<[i64; 8]>> {
        self.ints()?.iter().map(|d| d.get()).collect()
    }

    /// The whole value, if known as a tensor.
    pub fn constant(&self) -> Option<&Tensor> {
        match &self.known {
            Known::Tensor(c) => Some(&c.tensor),
            _ => None,
        }
    }

    /// The whole value, made from known integers if need be.
    pub fn to_constant(&self) -> Option<Tensor> {
        if let Some(t) = self.constant() {
            return Some(t.clone());
        }
        let values = self.known_ints()?;
        Tensor::from_ints(self.dtype, &self.shape.to_dims()?, &values).ok()
    }

    pub fn handle(&self) -> Option<&HandleFact> {
        match &self.known {
            Known::Handle(h) => Some(h),
            _ => None,
        }
    }
}

impl std::fmt::Display for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(held) = self.handle() {
            return write!(f, "{} that holds {}", self.dtype, Fact::new(held.dtype, held.shape.clone()));
        }
        write!(f, "{}", self.dtype)?;
        match self.shape.dims() {
            None => f.write_str(" of unknown shape"),
            Some(dims) => {
                f.write_str("[")?;
                for (i, d) in dims.iter().enumerate() {
                    if i > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{d}")?;
                }
                f.write_str("]")
            }
        }
    }
}
