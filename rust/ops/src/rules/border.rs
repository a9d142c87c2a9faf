//! How far filters and windows reach over the ends of an axis: the attributes `padding` and `explicit_paddings`.

use rheos_base::{Result, bail};
use rheos_graph::NodeInfo;
use smallvec::SmallVec;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Border {
    Same,
    Valid,
    /// Widths before and after, per axis of the tensor.
    Explicit(SmallVec<[i64; 10]>),
}

impl Border {
    /// From the attributes of an op on tensors of this rank.
    pub fn of(info: &NodeInfo<'_>, rank: usize) -> Result<Border> {
        let listed = info.op.attr_index("explicit_paddings").is_some();
        let pads = if listed { info.ints("explicit_paddings") } else { [].into() };
        match &*info.str("padding") {
            "EXPLICIT" if pads.len() != 2 * rank || pads.iter().any(|p| !(0..1 << 30).contains(p)) => {
                bail!(Value, "explicit_paddings must have {} entries that are not negative, got {pads:?}", 2 * rank)
            }
            "EXPLICIT" => Ok(Border::Explicit(pads.iter().copied().collect())),
            _ if !pads.is_empty() => bail!(Value, "explicit_paddings go with padding='EXPLICIT' only, got {pads:?}"),
            "SAME" => Ok(Border::Same),
            _ => Ok(Border::Valid),
        }
    }

    /// Widths before and after an axis of this size, over which something of this reach moves with this stride.
    pub fn widths(&self, axis: usize, input: i64, reach: i64, stride: i64) -> (i64, i64) {
        match self {
            Border::Valid => (0, 0),
            Border::Same => {
                let places = (input + stride - 1) / stride;
                let total = ((places - 1) * stride + reach - input).max(0);
                (total / 2, total - total / 2)
            }
            Border::Explicit(pads) => (pads[2 * axis], pads[2 * axis + 1]),
        }
    }

    /// How many places it takes there; `what` names it in the error where it is too large.
    pub fn places(&self, axis: usize, input: i64, reach: i64, stride: i64, what: &str) -> Result<i64> {
        if *self == Border::Same {
            return Ok((input + stride - 1) / stride);
        }
        let (before, after) = self.widths(axis, input, reach, stride);
        let room = input + before + after;
        if room < reach {
            bail!(
                Value,
                "Negative dimension size caused by subtracting {reach} from {room}: the {what} is larger than axis {axis}; \
                 hint: padding='SAME'"
            );
        }
        Ok((room - reach) / stride + 1)
    }
}

/// Positive values of an attribute with one entry per axis of the tensor.
pub fn per_axis(values: &[i64], rank: usize, name: &str) -> Result<SmallVec<[i64; 5]>> {
    if values.len() != rank {
        bail!(Value, "{name} must have {rank} entries, one per axis, got {values:?}");
    }
    if let Some(bad) = values.iter().find(|&&v| v < 1 || v > i64::from(i32::MAX)) {
        bail!(Value, "{name} must be positive, got {bad} in {values:?}");
    }
    Ok(values.into())
}

/// True where the attribute `data_format`, if there is one, puts channels before space.
pub fn channels_first(info: &NodeInfo<'_>) -> bool {
    info.op.attr_index("data_format").is_some() && info.str("data_format").starts_with("NC")
}
