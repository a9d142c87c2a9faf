//! Runs one task: walks the tiles of a block of C and calls the register kernels.

use super::{
    BiasAxis,
    isa::Tiles,
    plan::{Plan, Route},
    simd::{Number, Stored},
    tile::{Finish, Piece, Tile},
};
use std::{mem::MaybeUninit, ptr::null};

/// The caller's memory, after the plan's swap. `bias` may be null where the epilogue has none.
#[derive(Clone, Copy)]
pub(super) struct Operands {
    pub a: *const u8,
    pub b: *const u8,
    pub c: *mut u8,
    pub bias: *const u8,
    pub scratch: *mut u8,
}

/// # Safety
/// The operands are valid for the plan, `task < plan.tasks`, and packing is done.
#[inline(always)]
pub(super) unsafe fn run<S: Tiles, E: Stored<S::Elem>>(plan: &Plan, task: usize, x: Operands) {
    let [rows, cols] = plan.block(task);
    let k = plan.k;
    let packed_b = x.scratch.cast::<S::Elem>().cast_const();
    let packed_a = x.scratch.wrapping_add(plan.a_offset).cast::<S::Elem>().cast_const();
    let c = x.c.cast::<E>();
    let bias = x.bias.cast::<E>();
    let dot = plan.route == Route::Dot;
    // The scratch for a tile that is rounded to half precision only when it is complete.
    let mut wide_tile = MaybeUninit::<[S::Elem; 512]>::uninit();
    let mut p = 0;
    loop {
        let depth = plan.k_block.min(k - p);
        let (first, last) = (p == 0, p + depth == k);
        let pieces = [Piece { a: 0, b: 0, k: depth }];
        for j in cols.clone().step_by(plan.tile_cols) {
            let width = plan.tile_cols.min(plan.n - j);
            let (b, b_step) = match (plan.pack_b, dot) {
                (true, true) => (packed_b.wrapping_add(j * k), k as isize),
                (true, false) => (packed_b.wrapping_add(j * k + p * plan.tile_cols), plan.tile_cols as isize),
                (false, true) => (offset(x.b, j as isize * plan.b_cs), plan.b_cs),
                (false, false) => (offset(x.b, p as isize * plan.b_rs + j as isize), plan.b_rs),
            };
            for i in rows.clone().step_by(plan.tile_rows) {
                let height = plan.tile_rows.min(plan.m - i);
                let (a, a_rs, a_cs) = if plan.a_in_rows {
                    (packed_a.wrapping_add(i * k + p), k as isize, 1)
                } else if plan.pack_a {
                    (packed_a.wrapping_add(i * k + p * height), 1, height as isize)
                } else {
                    let at = offset(x.a, i as isize * plan.a_rs + p as isize * plan.a_cs);
                    (at, plan.a_rs, plan.a_cs)
                };
                let place = c.wrapping_offset(i as isize * plan.c_rs + j as isize);
                let mut tile = Tile {
                    pieces: &pieces,
                    a,
                    a_rs,
                    a_cs,
                    b,
                    b_step,
                    c: place.cast::<S::Elem>(),
                    c_rs: plan.c_rs,
                    cols: width,
                    finish: Finish { add_c: false, relu: false, column_bias: null(), row_bias: null() },
                };
                // SAFETY: the tile lies inside C, and its operands inside A, B or the scratch; the table has an
                // entry for every height and width a plan makes.
                unsafe {
                    let call = if dot { S::dot(height, width) } else { S::tile(height, width.div_ceil(S::LANES)) };
                    if E::SAME {
                        tile.finish.add_c = !first || plan.end.accumulate;
                        if last {
                            tile.finish.relu = plan.end.relu;
                            match plan.end.bias {
                                Some(BiasAxis::Column) => tile.finish.column_bias = bias.wrapping_add(j).cast(),
                                Some(BiasAxis::Row) => tile.finish.row_bias = bias.wrapping_add(i).cast(),
                                None => {}
                            }
                        }
                        call(&tile);
                    } else {
                        tile.c = wide_tile.as_mut_ptr().cast();
                        tile.c_rs = plan.tile_cols as isize;
                        call(&tile);
                        for r in 0..height {
                            let sums = tile.c.add(r * plan.tile_cols).cast_const();
                            let place = place.wrapping_offset(r as isize * plan.c_rs);
                            round_row::<S::Elem, E>(plan, place, sums, width, bias, [i + r, j]);
                        }
                    }
                }
            }
        }
        p += depth;
        if p >= k {
            return;
        }
    }
}

#[inline(always)]
fn offset<T>(base: *const u8, elements: isize) -> *const T {
    base.cast::<T>().wrapping_offset(elements)
}

/// The epilogue of a row of `width` sums at row and column `at` of C, rounded once to the type in memory.
#[inline(always)]
unsafe fn round_row<T: Number, E: Stored<T>>(
    plan: &Plan,
    c: *mut E,
    sums: *const T,
    width: usize,
    bias: *const E,
    at: [usize; 2],
) {
    for j in 0..width {
        // SAFETY: the row has `width` elements, and the bias one for each column or row of C.
        unsafe {
            let mut x = *sums.add(j);
            if plan.end.accumulate {
                x = x.plus((*c.add(j)).widen());
            }
            match plan.end.bias {
                Some(BiasAxis::Column) => x = x.plus((*bias.add(at[1] + j)).widen()),
                Some(BiasAxis::Row) => x = x.plus((*bias.add(at[0])).widen()),
                None => {}
            }
            *c.add(j) = E::narrow(if plan.end.relu { x.relu() } else { x });
        }
    }
}
