//! Filters that slide over the axes of space between batch and channels: strides, dilations and borders.
//!
//! In: a node's attributes, sizes that may be unknown. Out: sizes of results, the border in front, and errors that say
//! which attribute is wrong.

use rheos_base::{Dim, Result, bail};
use rheos_graph::NodeInfo;
use smallvec::SmallVec;

type PerAxis = SmallVec<[i64; 3]>;

#[derive(Clone, PartialEq, Eq, Debug)]
enum Border {
    Same,
    Valid,
    /// Widths before and after each axis of space.
    Explicit(SmallVec<[(i64, i64); 3]>),
}

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
        let has = |name: &str| info.op.attr_index(name).is_some();
        let channels_first = has("data_format") && info.str("data_format").starts_with("NC");
        let first = if channels_first { 2 } else { 1 };
        let space = first..first + rank - 2;
        let per_axis = |name: &str| -> Result<PerAxis> {
            let all = info.ints(name);
            if all.len() != rank {
                bail!(Value, "{name} must have {rank} entries, one per axis, got {all:?}");
            }
            if let Some(bad) = all.iter().find(|&&v| v < 1 || v > i64::from(i32::MAX)) {
                bail!(Value, "{name} must be positive, got {bad} in {all:?}");
            }
            if all.iter().enumerate().any(|(i, &v)| v != 1 && !space.contains(&i)) {
                bail!(Value, "{name} must be 1 for batch and channels, got {all:?}");
            }
            Ok(all[space.clone()].into())
        };
        let pads = if has("explicit_paddings") { info.ints("explicit_paddings") } else { [].into() };
        let border = match &*info.str("padding") {
            "EXPLICIT" => {
                if pads.len() != 2 * rank || pads.iter().any(|p| !(0..1 << 31).contains(p)) {
                    bail!(
                        Value,
                        "explicit_paddings must have {} entries that are not negative, got {pads:?}",
                        2 * rank
                    );
                }
                if (0..rank).any(|i| !space.contains(&i) && (pads[2 * i] != 0 || pads[2 * i + 1] != 0)) {
                    bail!(Value, "explicit_paddings must be 0 for batch and channels, got {pads:?}");
                }
                Border::Explicit(space.clone().map(|i| (pads[2 * i], pads[2 * i + 1])).collect())
            }
            _ if !pads.is_empty() => {
                bail!(Value, "explicit_paddings go with padding='EXPLICIT' only, got {pads:?}")
            }
            "SAME" => Border::Same,
            _ => Border::Valid,
        };
        Ok(Sliding { strides: per_axis("strides")?, dilations: per_axis(dilations)?, channels_first, border })
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
        let (before, after) = match &self.border {
            Border::Same => return Ok(input.map(|n| (n + stride - 1) / stride)),
            Border::Valid => (0, 0),
            Border::Explicit(pads) => pads[i],
        };
        let (Some(n), Some(k)) = (input.get(), kernel.get()) else { return Ok(Dim::UNKNOWN) };
        let (room, reach) = (n + before + after, self.reach(i, k));
        if room < reach {
            bail!(
                Value,
                "Negative dimension size caused by subtracting {reach} from {room}: the filter is larger than axis {}; \
                 hint: padding='SAME'",
                self.axis(i)
            );
        }
        Ok(Dim::new((room - reach) / stride + 1))
    }

    /// Width of the border in front of an axis.
    pub fn before(&self, i: usize, input: usize, kernel: usize) -> i64 {
        match &self.border {
            Border::Same => {
                let (n, stride) = (input as i64, self.strides[i]);
                let outputs = (n + stride - 1) / stride;
                ((outputs - 1) * stride + self.reach(i, kernel as i64) - n).max(0) / 2
            }
            Border::Valid => 0,
            Border::Explicit(pads) => pads[i].0,
        }
    }

    /// From the first element that a filter of this size sees to the last.
    fn reach(&self, i: usize, kernel: i64) -> i64 {
        (kernel - 1).saturating_mul(self.dilations[i]) + 1
    }
}
