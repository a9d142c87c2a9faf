//! Filters that slide over the axes of space between batch and channels: strides, dilations and borders.
//!
//! In: a node's attributes, sizes that may be unknown. Out: sizes of results, the border in front, and errors that say
//! which attribute is wrong.

use super::border::{Border, channels_first, per_axis};
use rheos_base::{Dim, Result, bail};
use rheos_graph::NodeInfo;
use smallvec::SmallVec;

type PerAxis = SmallVec<[i64; 3]>;

/// How a filter slides; one entry per axis of space.
#[derive(Clone, Debug)]
pub struct Sliding {
    pub strides: PerAxis,
    pub dilations: PerAxis,
    pub channels_first: bool,
    border: Border,
}

impl Sliding {
    /// From the attributes of an op on tensors of this rank; `dilations` is the name of that attribute.
    pub fn of(info: &NodeInfo<'_>, rank: usize, dilations: &str) -> Result<Sliding> {
        let channels_first = channels_first(info);
        let first = if channels_first { 2 } else { 1 };
        let space = first..first + rank - 2;
        let of_space = |name: &str| -> Result<PerAxis> {
            let all = per_axis(&info.ints(name), rank, name)?;
            if all.iter().enumerate().any(|(i, &v)| v != 1 && !space.contains(&i)) {
                bail!(Value, "{name} must be 1 for batch and channels, got {all:?}");
            }
            Ok(all[space.clone()].into())
        };
        let border = Border::of(info, rank)?;
        if let Border::Explicit(pads) = &border
            && (0..rank).any(|i| !space.contains(&i) && (pads[2 * i] != 0 || pads[2 * i + 1] != 0))
        {
            bail!(Value, "explicit_paddings must be 0 for batch and channels, got {pads:?}");
        }
        Ok(Sliding { strides: of_space("strides")?, dilations: of_space(dilations)?, channels_first, border })
    }

    /// Number of axes of space.
    pub fn axes(&self) -> usize {
        self.strides.len()
    }

    /// Which axis of a tensor is axis `i` of space.
    pub fn axis(&self, i: usize) -> usize {
        i + if self.channels_first { 2 } else { 1 }
    }

    pub fn channel_axis(&self) -> usize {
        if self.channels_first { 1 } else { self.axes() + 1 }
    }

    /// How many places a filter of this size takes along an axis of this size.
    pub fn output(&self, i: usize, input: Dim, kernel: Dim) -> Result<Dim> {
        let stride = self.strides[i];
        if self.border == Border::Same {
            return Ok(input.map(|n| (n + stride - 1) / stride));
        }
        let (Some(n), Some(k)) = (input.get(), kernel.get()) else { return Ok(Dim::UNKNOWN) };
        Ok(Dim::new(self.border.places(self.axis(i), n, self.reach(i, k), stride, "filter")?))
    }

    /// Width of the border in front of an axis.
    pub fn before(&self, i: usize, input: usize, kernel: usize) -> i64 {
        self.border.widths(self.axis(i), input as i64, self.reach(i, kernel as i64), self.strides[i]).0
    }

    /// From the first element that a filter of this size sees to the last.
    fn reach(&self, i: usize, kernel: i64) -> i64 {
        (kernel - 1).saturating_mul(self.dilations[i]) + 1
    }
}
