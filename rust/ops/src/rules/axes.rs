//! Axis arguments: negative ones count from the end.

use rheos_base::{Result, bail};
use rheos_graph::NodeInfo;
use smallvec::{SmallVec, smallvec};

/// `axis` in `0..rank`, or an error that names the allowed range.
pub fn resolve_axis(axis: i64, rank: usize) -> Result<usize> {
    let wrapped = if axis < 0 { axis + rank as i64 } else { axis };
    if wrapped < 0 || wrapped >= rank as i64 {
        bail!(Value, "axis {axis} is out of range for rank {rank}: it must be in [-{rank}, {rank})");
    }
    Ok(wrapped as usize)
}

/// An integer attribute used as an axis of a tensor of this rank.
pub fn axis_attr(info: &NodeInfo<'_>, name: &str, rank: usize) -> Result<usize> {
    resolve_axis(info.int(name), rank)
}

/// Which axes of `rank` are listed.
pub fn flags_from_axes(axes: &[i64], rank: usize) -> Result<SmallVec<[bool; 6]>> {
    let mut flags: SmallVec<[bool; 6]> = smallvec![false; rank];
    for &axis in axes {
        let axis = resolve_axis(axis, rank)?;
        if flags[axis] {
            bail!(Value, "axis {axis} is listed twice");
        }
        flags[axis] = true;
    }
    Ok(flags)
}
