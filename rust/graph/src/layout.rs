//! Where the elements of a value lie in a buffer: sizes, strides and offset, in elements.

use rheos_base::{Dims, contiguous_strides, element_count};
use smallvec::SmallVec;

/// A strided window of a buffer.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Layout {
    pub dims: Dims,
    /// Zero repeats an element; negative walks backwards.
    pub strides: SmallVec<[isize; 6]>,
    pub offset: isize,
}

impl Layout {
    pub fn contiguous(dims: &[usize]) -> Layout {
        Layout { dims: dims.into(), strides: contiguous_strides(dims), offset: 0 }
    }

    pub fn len(&self) -> usize {
        element_count(&self.dims)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row-major without gaps, whatever the offset.
    pub fn is_contiguous(&self) -> bool {
        let mut expected = 1isize;
        for (&d, &s) in self.dims.iter().zip(&self.strides).rev() {
            if d == 0 {
                return true;
            }
            if d != 1 && s != expected {
                return false;
            }
            expected *= d as isize;
        }
        true
    }

    /// The same elements under other sizes, if strides can express it.
    pub fn reshape(&self, dims: &[usize]) -> Option<Layout> {
        debug_assert_eq!(self.len(), element_count(dims));
        if self.is_empty() || self.is_contiguous() {
            return Some(Layout { offset: self.offset, ..Layout::contiguous(dims) });
        }
        // Match runs of old axes that are contiguous among themselves with runs of new axes.
        let old: SmallVec<[(usize, isize); 6]> =
            self.dims.iter().copied().zip(self.strides.iter().copied()).filter(|&(d, _)| d != 1).collect();
        let mut strides: SmallVec<[isize; 6]> = SmallVec::from_elem(0, dims.len());
        let (mut i, mut j) = (0, 0);
        while i < old.len() {
            let (mut have, mut want) = (old[i].0, 1);
            let (start_new, mut end_old) = (j, i + 1);
            loop {
                if want < have {
                    want *= *dims.get(j)?;
                    j += 1;
                } else if want > have {
                    let (d, s) = *old.get(end_old)?;
                    if old[end_old - 1].1 != s * d as isize {
                        return None;
                    }
                    have *= d;
                    end_old += 1;
                } else {
                    break;
                }
            }
            let mut stride = old[end_old - 1].1;
            for axis in (start_new..j).rev() {
                strides[axis] = stride;
                stride *= dims[axis] as isize;
            }
            i = end_old;
        }
        Some(Layout { dims: dims.into(), strides, offset: self.offset })
    }

    /// NumPy's broadcast to `dims`, which the builder has checked.
    pub fn broadcast(&self, dims: &[usize]) -> Layout {
        let lead = dims.len() - self.dims.len();
        let strides = (0..dims.len())
            .map(|i| if i < lead || (self.dims[i - lead] == 1 && dims[i] != 1) { 0 } else { self.strides[i - lead] })
            .collect();
        Layout { dims: dims.into(), strides, offset: self.offset }
    }

    /// Axes in another order.
    pub fn transpose(&self, perm: &[usize]) -> Layout {
        Layout {
            dims: perm.iter().map(|&p| self.dims[p]).collect(),
            strides: perm.iter().map(|&p| self.strides[p]).collect(),
            offset: self.offset,
        }
    }

    /// `count` elements along `axis` from `start`, every `step`.
    pub fn slice(&self, axis: usize, start: isize, step: isize, count: usize) -> Layout {
        let mut out = self.clone();
        out.offset += start * self.strides[axis];
        out.strides[axis] *= step;
        out.dims[axis] = count;
        out
    }

    /// Buffer positions of the elements, in row-major order.
    pub fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).map(move |mut linear| {
            let mut position = self.offset;
            for (&d, &s) in self.dims.iter().zip(&self.strides).rev() {
                position += (linear % d) as isize * s;
                linear /= d;
            }
            position as usize
        })
    }

    /// Drops an axis of size one, or pins it at its first element.
    pub fn drop_axis(&self, axis: usize) -> Layout {
        let mut out = self.clone();
        out.dims.remove(axis);
        out.strides.remove(axis);
        out
    }

    pub fn insert_axis(&self, axis: usize) -> Layout {
        let mut out = self.clone();
        out.dims.insert(axis, 1);
        out.strides.insert(axis, 0);
        out
    }

    /// Smallest equivalent axes: ones dropped, neighbours merged. Row-major order is kept.
    pub fn collapsed(&self) -> Layout {
        let mut dims = Dims::new();
        let mut strides: SmallVec<[isize; 6]> = SmallVec::new();
        for (&d, &s) in self.dims.iter().zip(&self.strides) {
            if d == 1 {
                continue;
            }
            match (dims.last_mut(), strides.last_mut()) {
                (Some(last), Some(stride)) if *stride == s * d as isize => {
                    *last *= d;
                    *stride = s;
                }
                _ => {
                    dims.push(d);
                    strides.push(s);
                }
            }
        }
        Layout { dims, strides, offset: self.offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reshape_keeps_order_or_refuses() {
        let t = Layout::contiguous(&[2, 3]).transpose(&[1, 0]);
        assert_eq!(t.reshape(&[6]), None);
        assert_eq!(t.reshape(&[3, 1, 2]).unwrap().strides.as_slice(), &[1, 6, 3]);
        let s = Layout::contiguous(&[4, 6]).slice(1, 0, 2, 3);
        assert_eq!(s.reshape(&[12]).unwrap().strides.as_slice(), &[2]);
        let s = Layout::contiguous(&[4, 6]).slice(1, 0, 1, 3);
        assert_eq!(s.reshape(&[12]), None);
        assert_eq!(s.reshape(&[2, 2, 3]).unwrap().strides.as_slice(), &[12, 6, 1]);
    }

    #[test]
    fn collapse_merges_neighbours() {
        let l = Layout::contiguous(&[2, 1, 3, 4]).collapsed();
        assert_eq!(l.dims.as_slice(), &[24]);
        let l = Layout::contiguous(&[4]).broadcast(&[3, 2, 4]).collapsed();
        assert_eq!((l.dims.as_slice(), l.strides.as_slice()), (&[6, 4][..], &[0, 1][..]));
    }
}
