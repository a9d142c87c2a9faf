//! Windows that slide over the spatial axes of images and volumes, as pooling attributes describe them.
//!
//! In: attributes and the shape of the images. Out: the shape of the result, and which elements each window sees.

use super::border::{Border, channels_first, per_axis};
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::NodeInfo;
use smallvec::SmallVec;

/// The windows of one op, per axis of the tensor, batch and channels included.
#[derive(Clone, Debug)]
pub struct Windows {
    pub sizes: SmallVec<[i64; 5]>,
    pub strides: SmallVec<[i64; 5]>,
    /// Distance between neighbouring elements of a window.
    pub rates: SmallVec<[i64; 5]>,
    border: Border,
    pub channel_axis: usize,
}

/// The elements that the windows along one axis see: `start..end` per window, and elements of padding before the first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Axis {
    pub input: usize,
    pub output: usize,
    pub before: i64,
}

impl Windows {
    /// Reads padding and layout from the op's attributes; `rank` counts all axes.
    pub fn new(info: &NodeInfo<'_>, rank: usize, sizes: &[i64], strides: &[i64]) -> Result<Windows> {
        let name = if info.op.attr_index("ksizes").is_some() { "ksizes" } else { "ksize" };
        let windows = Windows {
            sizes: per_axis(sizes, rank, name)?,
            strides: per_axis(strides, rank, "strides")?,
            rates: smallvec::smallvec![1; rank],
            border: Border::of(info, rank)?,
            channel_axis: if channels_first(info) { 1 } else { rank - 1 },
        };
        if windows.sizes[0] != 1 || windows.strides[0] != 1 {
            bail!(Unimplemented, "windows over the batch are not supported: {name} and strides must start with 1");
        }
        if let Border::Explicit(pads) = &windows.border {
            for axis in 0..rank {
                let (before, after, size) = (pads[2 * axis], pads[2 * axis + 1], windows.sizes[axis]);
                if before.max(after) >= size && before.max(after) > 0 {
                    bail!(
                        Value,
                        "explicit padding of axis {axis} ({before}, {after}) must be less than its window, {size}"
                    );
                }
            }
        }
        Ok(windows)
    }

    /// The windows of the attributes `ksize` and `strides`.
    pub fn of_attrs(info: &NodeInfo<'_>, rank: usize) -> Result<Windows> {
        Windows::new(info, rank, &info.ints("ksize"), &info.ints("strides"))
    }

    /// The windows of the operands from `first` on, which are `ksize` and `strides`; None while they are not known.
    pub fn of_inputs(info: &NodeInfo<'_>, rank: usize, first: usize) -> Result<Option<Windows>> {
        match (info.known_ints(first), info.known_ints(first + 1)) {
            (Some(sizes), Some(strides)) => Ok(Some(Windows::new(info, rank, &sizes, &strides)?)),
            _ => Ok(None),
        }
    }

    /// True where windows span channels instead of space.
    pub fn over_channels(&self) -> bool {
        self.sizes[self.channel_axis] != 1 || self.strides[self.channel_axis] != 1
    }

    /// Refuses windows over channels that have no meaning in TensorFlow.
    pub fn check_channels(&self) -> Result<()> {
        if !self.over_channels() {
            return Ok(());
        }
        let space = (1..self.sizes.len()).filter(|&i| i != self.channel_axis);
        if space.into_iter().any(|i| self.sizes[i] != 1 || self.strides[i] != 1) {
            bail!(Unimplemented, "windows must span either space or channels, not both: ksize {:?}", self.sizes);
        }
        if self.sizes[self.channel_axis] != self.strides[self.channel_axis] {
            bail!(Unimplemented, "a window over channels must be as large as its stride: ksize {:?}", self.sizes);
        }
        Ok(())
    }

    /// Extent of a window from its first element to its last.
    fn reach(&self, axis: usize) -> i64 {
        (self.sizes[axis] - 1) * self.rates[axis] + 1
    }

    /// Number of windows along an axis of this size.
    fn count(&self, axis: usize, input: i64) -> Result<i64> {
        match (self.reach(axis), self.strides[axis]) {
            (1, 1) => Ok(input),
            (reach, stride) => self.border.places(axis, input, reach, stride, "window"),
        }
    }

    /// Shape of the result for images of this shape.
    pub fn output_shape(&self, images: &Shape) -> Result<Shape> {
        let mut dims = Vec::with_capacity(self.sizes.len());
        for axis in 0..self.sizes.len() {
            let dim = images.dim(axis);
            dims.push(match dim.get() {
                Some(size) => Dim::new(self.count(axis, size)?),
                None if self.sizes[axis] == 1 && self.strides[axis] == 1 => dim,
                None => Dim::UNKNOWN,
            });
        }
        if self.over_channels()
            && let Some(channels) = images.dim(self.channel_axis).get()
            && channels % self.sizes[self.channel_axis] != 0
        {
            bail!(
                Unimplemented,
                "a window over channels must divide their number: {channels} by {}",
                self.sizes[self.channel_axis]
            );
        }
        Ok(Shape::of(dims))
    }

    /// Windows along one axis of known size.
    pub fn axis(&self, axis: usize, input: usize) -> Result<Axis> {
        let output = self.count(axis, input as i64)? as usize;
        let before = self.border.widths(axis, input as i64, self.reach(axis), self.strides[axis]).0;
        Ok(Axis { input, output, before })
    }

    /// The elements that each window along an axis sees.
    pub fn spans(&self, axis: usize, input: usize) -> Result<Vec<(usize, usize)>> {
        let own = self.axis(axis, input)?;
        let span = |window: usize| {
            let start = window as i64 * self.strides[axis] - own.before;
            let end = (start + self.sizes[axis]).min(input as i64);
            (start.max(0) as usize, end.max(0) as usize)
        };
        Ok((0..own.output).map(span).collect())
    }
}
