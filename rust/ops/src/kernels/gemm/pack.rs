//! Copies operands into the order in which kernels read them, widening half precision on the way.
//!
//! Packed B: panels of `tile_cols` columns, each `k` rows of `tile_cols` elements (for dot products: `k`
//! elements per column). Packed A: tiles of `tile_rows` rows, each `k` columns of as many elements as the tile
//! has rows; or just rows. Padding is left unwritten; kernels mask it off.

use super::{
    plan::{Plan, Route},
    simd::{Simd, Stored},
};
use std::ops::Range;

/// A strided matrix seen as `steps` runs of `lanes` elements.
#[derive(Clone, Copy)]
pub(super) struct Runs<E> {
    pub from: *const E,
    pub lanes: usize,
    pub lane_stride: isize,
    pub steps: usize,
    pub step_stride: isize,
}

/// Runs one packing task.
///
/// # Safety
/// `a` and `b` are valid for the plan's shapes and strides, `scratch` for its size; `task < plan.pack_tasks`.
#[inline(always)]
pub(super) unsafe fn pack<S: Simd, E: Stored<S::Elem>>(
    plan: &Plan,
    task: usize,
    a: *const E,
    b: *const E,
    scratch: *mut u8,
) {
    let k = plan.k;
    if task >= plan.pack_b_tasks {
        let group = (task - plan.pack_b_tasks) * plan.pack_a_group * plan.tile_rows;
        let end = plan.m.min(group + plan.pack_a_group * plan.tile_rows);
        for i in (group..end).step_by(plan.tile_rows) {
            let rows = plan.tile_rows.min(plan.m - i);
            let from = a.wrapping_offset(i as isize * plan.a_rs);
            let (runs, width) = if plan.a_in_rows {
                (Runs { from, lanes: k, lane_stride: plan.a_cs, steps: rows, step_stride: plan.a_rs }, k)
            } else {
                (Runs { from, lanes: rows, lane_stride: plan.a_rs, steps: k, step_stride: plan.a_cs }, rows)
            };
            // SAFETY: the tile's place lies inside packed A.
            unsafe {
                let to = scratch.add(plan.a_offset).cast::<S::Elem>().add(i * k);
                copy::<S, E>(runs, to, width);
            }
        }
        return;
    }
    let group = task * plan.pack_b_group * plan.tile_cols;
    let end = plan.n.min(group + plan.pack_b_group * plan.tile_cols);
    let to = scratch.cast::<S::Elem>();
    if plan.route == Route::Dot {
        let from = b.wrapping_offset(group as isize * plan.b_cs);
        let steps = end - group;
        let runs = Runs { from, lanes: k, lane_stride: plan.b_rs, steps, step_stride: plan.b_cs };
        // SAFETY: the columns' places lie inside packed B.
        return unsafe { copy::<S, E>(runs, to.add(group * k), k) };
    }
    // SAFETY: the columns' places lie inside packed B.
    unsafe { panels::<S, E>(plan, group..end, 0..k, b, to.add(group * k)) }
}

/// Copies columns of B into panels of `steps` rows, one panel behind the other.
///
/// # Safety
/// `b` is valid at these places, `to` for writes of whole panels.
#[inline(always)]
pub(super) unsafe fn panels<S: Simd, E: Stored<S::Elem>>(
    plan: &Plan,
    cols: Range<usize>,
    steps: Range<usize>,
    b: *const E,
    to: *mut S::Elem,
) {
    // Several panels side by side, a few rows at a time: rows of B are read in long pieces.
    const ROWS: usize = 32;
    for p in steps.clone().step_by(ROWS) {
        for (i, j) in cols.clone().step_by(plan.tile_cols).enumerate() {
            let lanes = plan.tile_cols.min(cols.end - j);
            let from = b.wrapping_offset(j as isize * plan.b_cs + p as isize * plan.b_rs);
            let runs =
                Runs { from, lanes, lane_stride: plan.b_cs, steps: ROWS.min(steps.end - p), step_stride: plan.b_rs };
            // SAFETY: rows of panel `i`.
            unsafe { copy::<S, E>(runs, to.add((i * steps.len() + p - steps.start) * plan.tile_cols), plan.tile_cols) };
        }
    }
}

/// Writes run `s` at `to + s * width`.
#[inline(always)]
pub(super) unsafe fn copy<S: Simd, E: Stored<S::Elem>>(runs: Runs<E>, to: *mut S::Elem, width: usize) {
    // SAFETY: the caller's promise, passed on.
    unsafe {
        if E::SAME && runs.lane_stride == 1 {
            copy_rows::<S>(runs.from.cast(), runs, to, width);
        } else if runs.lane_stride == 1 {
            for s in 0..runs.steps {
                let (from, to) = (runs.from.wrapping_offset(s as isize * runs.step_stride), to.add(s * width));
                for l in 0..runs.lanes {
                    *to.add(l) = (*from.add(l)).widen();
                }
            }
        } else if runs.step_stride == 1 {
            transpose::<S, E>(runs, to, width);
        } else {
            for s in 0..runs.steps {
                let from = runs.from.wrapping_offset(s as isize * runs.step_stride);
                for l in 0..runs.lanes {
                    *to.add(s * width + l) = (*from.wrapping_offset(l as isize * runs.lane_stride)).widen();
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn copy_rows<S: Simd>(from: *const S::Elem, runs: Runs<impl Copy>, to: *mut S::Elem, width: usize) {
    let whole = runs.lanes / S::LANES * S::LANES;
    // SAFETY: whole vectors, then the masked rest, of each run.
    unsafe {
        let mask = S::mask((runs.lanes - whole).max(1));
        for s in 0..runs.steps {
            let from = from.wrapping_offset(s as isize * runs.step_stride);
            let to = to.add(s * width);
            for l in (0..whole).step_by(S::LANES) {
                S::store(to.add(l), S::load(from.add(l)));
            }
            if whole < runs.lanes {
                S::store_masked(to.add(whole), mask, S::load_masked(from.add(whole), mask));
            }
        }
    }
}

/// Square blocks, turned by the vector type; 16 steps at a time use each cache line up at once.
#[inline(always)]
unsafe fn transpose<S: Simd, E: Stored<S::Elem>>(runs: Runs<E>, to: *mut S::Elem, width: usize) {
    const STEPS: usize = 16;
    let at = |l: usize, s: usize| runs.from.wrapping_offset(l as isize * runs.lane_stride).wrapping_add(s);
    let side = if E::SAME { S::SQUARE } else { 4 };
    let whole = runs.lanes / side * side;
    // SAFETY: `l` and `s` stay below the lanes and steps there are.
    unsafe {
        for first in (0..runs.steps).step_by(STEPS) {
            let end = runs.steps.min(first + STEPS);
            let full = first + (end - first) / side * side;
            for l in (0..whole).step_by(side) {
                for s in (first..full).step_by(side) {
                    let to = to.add(s * width + l);
                    if E::SAME {
                        S::transpose(at(l, s).cast(), runs.lane_stride, to, width);
                    } else {
                        let rows: [[E; 4]; 4] = std::array::from_fn(|i| at(l + i, s).cast::<[E; 4]>().read());
                        let columns: [[S::Elem; 4]; 4] =
                            std::array::from_fn(|i| std::array::from_fn(|j| rows[j][i].widen()));
                        for (i, column) in columns.into_iter().enumerate() {
                            to.add(i * width).cast::<[S::Elem; 4]>().write(column);
                        }
                    }
                }
                for s in full..end {
                    for i in l..l + side {
                        *to.add(s * width + i) = (*at(i, s)).widen();
                    }
                }
            }
            for l in whole..runs.lanes {
                for s in first..end {
                    *to.add(s * width + l) = (*at(l, s)).widen();
                }
            }
        }
    }
}
