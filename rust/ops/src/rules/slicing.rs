//! Python's slices as StridedSlice spells them: per entry a begin, an end and a stride, and bit masks for
//! the forms `:`, `...`, `tf.newaxis` and a plain index.
//!
//! In: sizes and entries, each perhaps unknown. Out: one range per axis of the input, and the result's sizes.

use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Layout, NodeInfo};
use smallvec::SmallVec;

/// The bit masks: bit `i` speaks of entry `i`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Masks {
    pub begin: i64,
    pub end: i64,
    pub ellipsis: i64,
    pub new_axis: i64,
    pub shrink: i64,
}

impl Masks {
    pub fn of(info: &NodeInfo<'_>) -> Masks {
        Masks {
            begin: info.int("begin_mask"),
            end: info.int("end_mask"),
            ellipsis: info.int("ellipsis_mask"),
            new_axis: info.int("new_axis_mask"),
            shrink: info.int("shrink_axis_mask"),
        }
    }
}

/// Which elements of one axis are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    pub begin: Dim,
    pub stride: Dim,
    pub size: Dim,
}

/// A slice resolved against the sizes of its input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slicing {
    /// One per axis of the input.
    pub ranges: SmallVec<[Range; 6]>,
    /// Sizes of the result: without the axes that a plain index drops, with the new ones.
    pub dims: SmallVec<[Dim; 6]>,
}

/// One entry of the slice after the ellipsis is written out.
enum Entry {
    All,
    New,
    At(usize),
}

/// Resolves entries against an input of known rank. `begin` and `end` are as long as `strides`.
pub fn resolve(input: &[Dim], begin: &[Dim], end: &[Dim], strides: &[Dim], masks: Masks) -> Result<Slicing> {
    if begin.len() != strides.len() || end.len() != strides.len() {
        bail!(
            Value,
            "begin, end and strides must have the same length, got {}, {} and {}",
            begin.len(),
            end.len(),
            strides.len()
        );
    }
    if strides.len() > 32 {
        bail!(Value, "a slice has at most 32 entries, got {}", strides.len());
    }
    let entries = written_out(input.len(), strides.len(), masks)?;
    let mut out = Slicing { ranges: SmallVec::new(), dims: SmallVec::new() };
    for entry in entries {
        let axis = out.ranges.len();
        match entry {
            Entry::New => out.dims.push(Dim::new(1)),
            Entry::All => {
                out.ranges.push(Range { begin: Dim::new(0), stride: Dim::new(1), size: input[axis] });
                out.dims.push(input[axis]);
            }
            Entry::At(i) => {
                let bit = |mask: i64| mask >> i & 1 == 1;
                let shrink = bit(masks.shrink);
                let range = if shrink {
                    one(input[axis], axis, begin[i], strides[i])?
                } else {
                    let begin = (!bit(masks.begin)).then_some(begin[i]);
                    let end = (!bit(masks.end)).then_some(end[i]);
                    many(input[axis], begin, end, strides[i])?
                };
                if !shrink {
                    out.dims.push(range.size);
                }
                out.ranges.push(range);
            }
        }
    }
    Ok(out)
}

fn written_out(rank: usize, count: usize, masks: Masks) -> Result<Vec<Entry>> {
    let bit = |mask: i64, i: usize| mask >> i & 1 == 1;
    let ellipses = (0..count).filter(|&i| bit(masks.ellipsis, i)).count();
    if ellipses > 1 {
        bail!(Value, "a slice may have only one ellipsis (...), got {ellipses}");
    }
    let taken = (0..count).filter(|&i| !bit(masks.ellipsis, i) && !bit(masks.new_axis, i)).count();
    if taken > rank {
        bail!(Value, "too many indices: the slice has {taken}, but the tensor has rank {rank}");
    }
    let mut entries = Vec::with_capacity(rank + count);
    for i in 0..count {
        if bit(masks.ellipsis, i) {
            entries.extend((0..rank - taken).map(|_| Entry::All));
        } else if bit(masks.new_axis, i) {
            entries.push(Entry::New);
        } else {
            entries.push(Entry::At(i));
        }
    }
    if ellipses == 0 {
        entries.extend((0..rank - taken).map(|_| Entry::All));
    }
    Ok(entries)
}

/// A plain index, which drops its axis.
fn one(size: Dim, axis: usize, index: Dim, stride: Dim) -> Result<Range> {
    if stride.get().is_some_and(|s| s <= 0) {
        bail!(Value, "a plain index needs a positive stride, got {stride}");
    }
    let begin = match (index.get(), size.get()) {
        (Some(i), Some(n)) => {
            let wrapped = if i < 0 { i + n } else { i };
            if wrapped < 0 || wrapped >= n {
                bail!(Value, "slice index {i} of dimension {axis} is out of bounds: the size is {n}");
            }
            Dim::new(wrapped)
        }
        (Some(i), None) if i >= 0 => Dim::new(i),
        _ => Dim::UNKNOWN,
    };
    Ok(Range { begin, stride: Dim::new(1), size: Dim::new(1) })
}

/// `begin:end:stride`; None stands for an end left out.
fn many(size: Dim, begin: Option<Dim>, end: Option<Dim>, stride: Dim) -> Result<Range> {
    if stride.get() == Some(0) {
        bail!(Value, "strides must not be zero");
    }
    let unknown = Range { begin: Dim::UNKNOWN, stride, size: Dim::UNKNOWN };
    let whole = begin.is_none() && end.is_none();
    let (Some(s), Some(n)) = (stride.get(), size.get()) else {
        if whole && stride.get() == Some(1) {
            return Ok(Range { begin: Dim::new(0), ..Range { size, ..unknown } });
        }
        return Ok(if size.get() == Some(0) { Range { size: Dim::new(0), ..unknown } } else { unknown });
    };
    // Positions are clamped to where a walk with this stride can start or stop.
    let (lowest, highest) = if s > 0 { (0, n) } else { (-1, n - 1) };
    let clamp = |v: i64| if v < 0 { (v + n).max(lowest).min(highest) } else { v.min(highest) };
    let first = begin.map_or(Dim::new(if s > 0 { lowest } else { highest }), |d| d.map(clamp));
    let last = end.map_or(Dim::new(if s > 0 { highest } else { lowest }), |d| d.map(clamp));
    let count = first.zip(last, |a, b| {
        let span = b - a;
        if span == 0 || (span < 0) != (s < 0) { 0 } else { span / s + i64::from(span % s != 0) }
    });
    let count = if n == 0 { Dim::new(0) } else { count };
    Ok(Range { begin: first, stride, size: count })
}

impl Slicing {
    /// The elements taken from an input laid out like this; None while some number is not known.
    pub fn layout(&self, input: &Layout) -> Option<Layout> {
        let mut out = input.clone();
        for (axis, range) in self.ranges.iter().enumerate() {
            let (begin, stride, size) = (range.begin.get(), range.stride.get(), range.size.get()?);
            // An empty range has no first element to point at.
            out = match size {
                0 => out.slice(axis, 0, 1, 0),
                _ => out.slice(axis, begin? as isize, stride? as isize, size as usize),
            };
        }
        Some(out)
    }

    pub fn shape(&self) -> Shape {
        Shape::of(self.dims.iter().copied())
    }

    pub fn is_known(&self) -> bool {
        self.ranges
            .iter()
            .all(|r| r.size.get() == Some(0) || (r.begin.is_known() && r.stride.is_known() && r.size.is_known()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dims(v: &[i64]) -> Vec<Dim> {
        v.iter().map(|&d| if d == i64::MIN { Dim::UNKNOWN } else { Dim::new(d) }).collect()
    }

    const U: i64 = i64::MIN;

    fn shape(input: &[i64], b: &[i64], e: &[i64], s: &[i64], masks: Masks) -> Vec<Dim> {
        resolve(&dims(input), &dims(b), &dims(e), &dims(s), masks).unwrap().dims.to_vec()
    }

    #[test]
    fn ranges_follow_python() {
        // Every begin, end and stride around an axis of five, against Python's own rule for ranges.
        for n in 0..5i64 {
            for b in -7..8i64 {
                for e in -7..8i64 {
                    for s in [-3, -2, -1, 1, 2, 3] {
                        let got =
                            resolve(&dims(&[n]), &dims(&[b]), &dims(&[e]), &dims(&[s]), Masks::default()).unwrap();
                        let wrap = |v: i64| if v < 0 { v + n } else { v };
                        let wanted: Vec<i64> = (0..n)
                            .filter(|&i| {
                                let i = if s > 0 { i } else { n - 1 - i };
                                let first = if s > 0 { wrap(b).max(0) } else { wrap(b).min(n - 1) };
                                let inside = if s > 0 { i >= first && i < wrap(e) } else { i <= first && i > wrap(e) };
                                inside && (i - first) % s == 0
                            })
                            .collect();
                        assert_eq!(got.dims[0], Dim::from(wanted.len()), "n={n} [{b}:{e}:{s}]");
                    }
                }
            }
        }
    }

    #[test]
    fn masks_and_unknown_sizes() {
        let none = Masks::default();
        assert_eq!(shape(&[4, 5], &[1], &[3], &[1], none), dims(&[2, 5]));
        assert_eq!(
            shape(&[4, 5], &[0, 2], &[0, 3], &[1, 1], Masks { begin: 1, end: 1, shrink: 2, ..none }),
            dims(&[4])
        );
        assert_eq!(
            shape(&[2, 3, 4, 5], &[0, 0, 1], &[0, 0, 0], &[1; 3], Masks { ellipsis: 2, shrink: 5, ..none }),
            dims(&[3, 4])
        );
        assert_eq!(
            shape(&[2, 3], &[0, 0], &[0, 0], &[1; 2], Masks { new_axis: 1, ellipsis: 2, ..none }),
            dims(&[1, 2, 3])
        );
        assert_eq!(
            shape(&[2, 3], &[0, 0], &[0, 0], &[1; 2], Masks { ellipsis: 1, new_axis: 2, ..none }),
            dims(&[2, 3, 1])
        );
        assert_eq!(shape(&[U, 3], &[0], &[0], &[1], Masks { begin: 1, end: 1, ..none }), dims(&[U, 3]));
        assert_eq!(shape(&[U, 3], &[1], &[3], &[1], none), dims(&[U, 3]));
        assert_eq!(shape(&[4], &[U], &[U], &[1], Masks { shrink: 1, ..none }), dims(&[]));
        assert_eq!(shape(&[4], &[U], &[3], &[1], none), dims(&[U]));
        assert_eq!(shape(&[5], &[0], &[0], &[-2], Masks { begin: 1, end: 1, ..none }), dims(&[3]));
    }

    #[test]
    fn wrong_slices_say_why() {
        let fails = |input: &[i64], b: &[i64], s: &[i64], masks: Masks| {
            resolve(&dims(input), &dims(b), &dims(b), &dims(s), masks).unwrap_err().message().to_string()
        };
        let none = Masks::default();
        assert!(fails(&[4], &[4], &[1], Masks { shrink: 1, ..none }).contains("out of bounds"));
        assert!(fails(&[4], &[-5], &[1], Masks { shrink: 1, ..none }).contains("out of bounds"));
        assert!(fails(&[4], &[0, 0], &[1, 1], none).contains("too many indices"));
        assert!(fails(&[4], &[0], &[0], none).contains("zero"));
        assert!(fails(&[4], &[0, 0], &[1, 1], Masks { ellipsis: 3, ..none }).contains("only one ellipsis"));
        assert!(fails(&[4], &[0], &[-1], Masks { shrink: 1, ..none }).contains("positive stride"));
    }

    #[test]
    fn layouts_walk_backwards() {
        let s = resolve(
            &dims(&[5]),
            &dims(&[0]),
            &dims(&[0]),
            &dims(&[-2]),
            Masks { begin: 1, end: 1, ..Masks::default() },
        );
        let layout = s.unwrap().layout(&Layout::contiguous(&[5])).unwrap();
        assert_eq!(layout.positions().collect::<Vec<_>>(), [4, 2, 0]);
    }
}
