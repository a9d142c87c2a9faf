//! Static shapes: the rank or any size may be unknown.

use crate::{Result, bail};
use smallvec::SmallVec;

/// Sizes or strides of a tensor with known shape.
pub type Dims = SmallVec<[usize; 6]>;

/// One size, or one element of a partly known integer tensor; it may be unknown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dim(i64);

impl Dim {
    pub const UNKNOWN: Dim = Dim(i64::MIN);

    pub const fn new(value: i64) -> Dim {
        Dim(value)
    }

    /// The value, if known.
    pub const fn get(self) -> Option<i64> {
        if self.0 == i64::MIN { None } else { Some(self.0) }
    }

    pub const fn is_known(self) -> bool {
        self.0 != i64::MIN
    }

    /// Combines two known values; unknown if either is.
    pub fn zip(self, other: Dim, f: impl FnOnce(i64, i64) -> i64) -> Dim {
        match (self.get(), other.get()) {
            (Some(a), Some(b)) => Dim(f(a, b)),
            _ => Dim::UNKNOWN,
        }
    }

    pub fn map(self, f: impl FnOnce(i64) -> i64) -> Dim {
        self.get().map_or(Dim::UNKNOWN, |v| Dim(f(v)))
    }

    /// The common refinement of two dims, or None where they contradict.
    pub fn merge(self, other: Dim) -> Option<Dim> {
        match (self.get(), other.get()) {
            (Some(a), Some(b)) if a != b => None,
            (Some(_), _) => Some(self),
            _ => Some(other),
        }
    }

    pub fn is_compatible(self, other: Dim) -> bool {
        self.merge(other).is_some()
    }
}

impl From<usize> for Dim {
    fn from(value: usize) -> Dim {
        Dim(value as i64)
    }
}

impl std::fmt::Display for Dim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            Some(v) => write!(f, "{v}"),
            None => f.write_str("?"),
        }
    }
}

impl std::fmt::Debug for Dim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// A static shape: unknown rank, or a list of sizes each of which may be unknown.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Shape(Option<SmallVec<[Dim; 5]>>);

impl Shape {
    /// Unknown rank.
    pub const fn unknown() -> Shape {
        Shape(None)
    }

    pub fn scalar() -> Shape {
        Shape(Some(SmallVec::new()))
    }

    pub fn of(dims: impl IntoIterator<Item = Dim>) -> Shape {
        Shape(Some(dims.into_iter().collect()))
    }

    pub fn known(dims: &[usize]) -> Shape {
        Shape::of(dims.iter().map(|&d| Dim::from(d)))
    }

    /// `rank` unknown sizes.
    pub fn of_rank(rank: usize) -> Shape {
        Shape::of((0..rank).map(|_| Dim::UNKNOWN))
    }

    pub fn rank(&self) -> Option<usize> {
        self.0.as_ref().map(|d| d.len())
    }

    /// The sizes, if the rank is known.
    pub fn dims(&self) -> Option<&[Dim]> {
        self.0.as_deref()
    }

    /// Size of one axis; unknown if the rank is unknown or the axis does not exist.
    pub fn dim(&self, axis: usize) -> Dim {
        self.dims().and_then(|d| d.get(axis).copied()).unwrap_or(Dim::UNKNOWN)
    }

    /// All sizes, if every one is known.
    pub fn to_dims(&self) -> Option<Dims> {
        self.dims()?.iter().map(|d| d.get().and_then(|v| usize::try_from(v).ok())).collect()
    }

    pub fn is_known(&self) -> bool {
        self.dims().is_some_and(|d| d.iter().all(|d| d.is_known()))
    }

    /// Number of elements, if known. A zero size makes it zero whatever the others are.
    pub fn element_count(&self) -> Dim {
        let Some(dims) = self.dims() else { return Dim::UNKNOWN };
        if dims.contains(&Dim::new(0)) {
            return Dim::new(0);
        }
        dims.iter().fold(Dim::new(1), |a, &b| a.zip(b, |a, b| a.saturating_mul(b)))
    }

    /// The common refinement of two shapes.
    pub fn merge(&self, other: &Shape) -> Result<Shape> {
        let (Some(a), Some(b)) = (self.dims(), other.dims()) else {
            return Ok(if self.0.is_some() { self.clone() } else { other.clone() });
        };
        if a.len() != b.len() {
            bail!(Value, "shapes {self} and {other} have different ranks");
        }
        let merged: Option<SmallVec<[Dim; 5]>> = a.iter().zip(b).map(|(a, b)| a.merge(*b)).collect();
        match merged {
            Some(dims) => Ok(Shape(Some(dims))),
            None => bail!(Value, "shapes {self} and {other} are not compatible"),
        }
    }

    pub fn is_compatible(&self, other: &Shape) -> bool {
        match (self.dims(), other.dims()) {
            (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_compatible(*b)),
            _ => true,
        }
    }

    /// True where a tensor of these sizes has this shape.
    pub fn admits(&self, dims: &[usize]) -> bool {
        match self.dims() {
            None => true,
            Some(own) => {
                own.len() == dims.len() && own.iter().zip(dims).all(|(own, &d)| own.get().is_none_or(|v| v == d as i64))
            }
        }
    }
}

impl std::fmt::Display for Shape {
    /// TensorFlow's spelling: `(2, ?)`, `<unknown>`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(dims) = self.dims() else { return f.write_str("<unknown>") };
        f.write_str("(")?;
        for (i, d) in dims.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{d}")?;
        }
        f.write_str(if dims.len() == 1 { ",)" } else { ")" })
    }
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// NumPy's broadcasting of two shapes, with unknown ranks and sizes.
pub fn broadcast(a: &Shape, b: &Shape) -> Result<Shape> {
    let (Some(da), Some(db)) = (a.dims(), b.dims()) else { return Ok(Shape::unknown()) };
    let rank = da.len().max(db.len());
    let one = Dim::new(1);
    let at = |d: &[Dim], i: usize| if i + d.len() < rank { one } else { d[i + d.len() - rank] };
    let mut out = SmallVec::with_capacity(rank);
    for i in 0..rank {
        let (x, y) = (at(da, i), at(db, i));
        out.push(match (x.get(), y.get()) {
            (Some(1), _) => y,
            (_, Some(1)) => x,
            (Some(p), Some(q)) if p == q => x,
            (Some(_), Some(_)) => bail!(Value, "shapes {a} and {b} cannot be broadcast together"),
            // One side is known and not 1: the other must equal it or be 1, so the result is known.
            (Some(_), None) => x,
            (None, Some(_)) => y,
            (None, None) => Dim::UNKNOWN,
        });
    }
    Ok(Shape(Some(out)))
}

pub fn element_count(dims: &[usize]) -> usize {
    dims.iter().product()
}

/// Row-major strides, in elements.
pub fn contiguous_strides(dims: &[usize]) -> SmallVec<[isize; 6]> {
    let mut strides: SmallVec<[isize; 6]> = SmallVec::from_elem(1, dims.len());
    for i in (1..dims.len()).rev() {
        strides[i - 1] = strides[i] * dims[i].max(1) as isize;
    }
    strides
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(dims: &[i64]) -> Shape {
        Shape::of(dims.iter().map(|&d| if d < 0 { Dim::UNKNOWN } else { Dim::new(d) }))
    }

    #[test]
    fn broadcast_follows_numpy() {
        assert_eq!(broadcast(&shape(&[3, 1]), &shape(&[4])).unwrap(), shape(&[3, 4]));
        assert_eq!(broadcast(&shape(&[-1, 2]), &shape(&[5, 1])).unwrap(), shape(&[5, 2]));
        assert_eq!(broadcast(&shape(&[-1]), &shape(&[1])).unwrap(), shape(&[-1]));
        assert!(broadcast(&shape(&[2]), &shape(&[3])).is_err());
        assert_eq!(broadcast(&Shape::unknown(), &shape(&[3])).unwrap(), Shape::unknown());
    }

    #[test]
    fn merge_refines_and_rejects() {
        assert_eq!(shape(&[-1, 2]).merge(&shape(&[3, -1])).unwrap(), shape(&[3, 2]));
        assert!(shape(&[1]).merge(&shape(&[2])).is_err());
        assert_eq!(shape(&[-1, 0]).element_count(), Dim::new(0));
        assert_eq!(shape(&[7]).to_string(), "(7,)");
    }
}
