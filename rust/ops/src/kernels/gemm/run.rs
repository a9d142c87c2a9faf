//! Runs one task: walks the tiles of a block of C and calls the register kernels.

use super::{
    isa::Tiles,
    plan::{Place, Plan, Route},
    simd::Stored,
    tile::{Piece, Tile},
};
use std::{mem::MaybeUninit, ops::Range};

/// The caller's memory, after the plan's swap.
#[derive(Clone, Copy)]
pub(super) struct Operands {
    pub a: *const u8,
    pub b: *const u8,
    pub c: *mut u8,
    pub scratch: *mut u8,
}

/// # Safety
/// The operands are valid for the plan, `task < plan.tasks`, packing is done, and `own` has `OWN_BYTES` where the
/// plan asks for memory of the task.
#[inline(always)]
pub(super) unsafe fn run<S: Tiles, E: Stored<S::Elem>>(plan: &Plan, task: usize, x: Operands, own: *mut u8) {
    let ([rows, all], part, steps) = plan.block(task);
    // Columns that each tile of A meets before the next one comes.
    let group = if plan.b == Place::Own { plan.tile_cols } else { all.len().max(1) };
    let k = plan.k;
    let packed_b = x.scratch.cast::<S::Elem>().cast_const();
    let packed_a = x.scratch.wrapping_add(plan.a_offset).cast::<S::Elem>().cast_const();
    let dot = plan.route == Route::Dot;
    let (c, c_rs) = if plan.parts > 1 {
        let sums = x.scratch.wrapping_add(plan.parts_offset).cast::<S::Elem>();
        (sums.wrapping_add(part * plan.m * plan.n).cast::<E>(), plan.n as isize)
    } else {
        (x.c.cast::<E>(), plan.c_rs)
    };
    let own = own.cast::<S::Elem>();
    // The scratch for a tile that is rounded to half precision only when it is complete.
    let mut wide_tile = MaybeUninit::<[S::Elem; 512]>::uninit();
    let mut p = steps.start;
    loop {
        let depth = plan.k_block.min(steps.end - p);
        let pieces = [Piece { a: 0, b: 0, k: depth }];
        // Counted by hand, as ranges with steps divide, which is what a small product would spend its time on.
        let mut from = all.start;
        while from < all.end {
            let cols = from..all.end.min(from + group);
            if plan.b == Place::Own {
                // SAFETY: the task's memory holds a panel.
                unsafe { S::panels::<E>()(plan, cols.clone(), p..p + depth, x.b.cast(), own) };
            }
            let mut next =
                if plan.b == Place::Own { Ahead::new(plan, [&all, &steps], [from, p], rows.len()) } else { None };
            let mut i = rows.start;
            while i < rows.end {
                let height = plan.tile_rows.min(plan.m - i);
                let (a, a_rs, a_cs) = match (plan.a, plan.a_in_rows) {
                    (Place::Packed, true) => (packed_a.wrapping_add(i * k + p), k as isize, 1),
                    (Place::Packed, false) => (packed_a.wrapping_add(i * k + p * height), 1, height as isize),
                    _ => (offset(x.a, i as isize * plan.a_rs + p as isize * plan.a_cs), plan.a_rs, plan.a_cs),
                };
                if let Some(next) = &mut next {
                    next.fetch::<S, E>(x.b);
                }
                let mut j = cols.start;
                while j < cols.end {
                    let width = plan.tile_cols.min(plan.n - j);
                    let (b, b_step) = match (plan.b, dot) {
                        (Place::Packed, true) => (packed_b.wrapping_add(j * k), k as isize),
                        (Place::Packed, false) => {
                            (packed_b.wrapping_add(j * k + p * plan.tile_cols), plan.tile_cols as isize)
                        }
                        (Place::Ready, _) => {
                            (x.b.cast::<S::Elem>().wrapping_add(j * k + p * plan.tile_cols), plan.tile_cols as isize)
                        }
                        (Place::Own, _) => (own.cast_const(), plan.tile_cols as isize),
                        (Place::Caller, true) => (offset(x.b, j as isize * plan.b_cs), plan.b_cs),
                        (Place::Caller, false) => (offset(x.b, p as isize * plan.b_rs + j as isize), plan.b_rs),
                    };
                    let place = c.wrapping_offset(i as isize * c_rs + j as isize);
                    let mut tile = Tile {
                        pieces: &pieces,
                        a,
                        a_rs,
                        a_cs,
                        b,
                        b_step,
                        c: place.cast::<S::Elem>(),
                        c_rs,
                        cols: width,
                        add_c: E::SAME && p > steps.start,
                    };
                    // SAFETY: the tile lies inside C, and its operands inside A, B or the scratch; the table has an
                    // entry for every height and width a plan makes.
                    unsafe {
                        let call = if dot { S::dot(height, width) } else { S::tile(height, width.div_ceil(S::LANES)) };
                        if E::SAME {
                            call(&tile);
                        } else {
                            tile.c = wide_tile.as_mut_ptr().cast();
                            tile.c_rs = plan.tile_cols as isize;
                            call(&tile);
                            for r in 0..height {
                                let sums = tile.c.add(r * plan.tile_cols).cast_const();
                                let place = place.wrapping_offset(r as isize * c_rs);
                                round_row::<S::Elem, E>(place, sums, width);
                            }
                        }
                    }
                    j += plan.tile_cols;
                }
                i += plan.tile_rows;
            }
            from += group;
        }
        p += depth;
        if p >= steps.end {
            return;
        }
    }
}

/// The panel of B that a task copies next, which is asked for while the tiles of A pass the present one.
struct Ahead {
    /// Elements from B to the panel's first row or column, to the next one, and elements in one.
    at: isize,
    step: isize,
    row: usize,
    left: usize,
    share: usize,
}

impl Ahead {
    #[inline(never)]
    fn new(plan: &Plan, [cols, steps]: [&Range<usize>; 2], at: [usize; 2], rows: usize) -> Option<Ahead> {
        let [mut j, mut p] = [at[0] + plan.tile_cols, at[1]];
        if j >= cols.end {
            (j, p) = (cols.start, p + plan.k_block);
        }
        if p >= steps.end {
            return None;
        }
        let depth = plan.k_block.min(steps.end - p);
        let width = plan.tile_cols.min(plan.n - j);
        let (step, row, left) = if plan.b_rs == 1 { (plan.b_cs, depth, width) } else { (plan.b_rs, width, depth) };
        let at = j as isize * plan.b_cs + p as isize * plan.b_rs;
        Some(Ahead { at, step, row, left, share: left.div_ceil(rows.div_ceil(plan.tile_rows)) })
    }

    /// Asks for the next share of the panel.
    #[inline(never)]
    fn fetch<S: Tiles, E>(&mut self, b: *const u8) {
        for _ in 0..self.share.min(self.left) {
            let from = offset::<E>(b, self.at);
            for byte in (0..self.row * size_of::<E>()).step_by(64) {
                // SAFETY: this touches nothing.
                unsafe { S::prefetch(from.wrapping_byte_add(byte).cast()) };
            }
            self.at += self.step;
            self.left -= 1;
        }
    }
}

/// Adds up the parts' sums of some rows of C.
///
/// # Safety
/// As for [`run`], with `task < plan.finish_tasks` and all tasks done.
#[inline(always)]
pub(super) unsafe fn add_parts<S: Tiles>(plan: &Plan, task: usize, x: Operands) {
    let sums = x.scratch.wrapping_add(plan.parts_offset).cast::<S::Elem>().cast_const();
    for i in plan.finish_rows(task) {
        for j in (0..plan.n).step_by(S::LANES) {
            let cols = S::LANES.min(plan.n - j);
            let from = sums.wrapping_add(i * plan.n + j);
            let c = x.c.cast::<S::Elem>().wrapping_offset(i as isize * plan.c_rs).wrapping_add(j);
            // SAFETY: a vector, masked where the row ends, of every part and of C.
            unsafe {
                let mask = S::mask(cols);
                let mut sum = S::load_masked(from, mask);
                for part in 1..plan.parts {
                    sum = S::add(sum, S::load_masked(from.add(part * plan.m * plan.n), mask));
                }
                S::store_masked(c, mask, sum);
            }
        }
    }
}

#[inline(always)]
fn offset<T>(base: *const u8, elements: isize) -> *const T {
    base.cast::<T>().wrapping_offset(elements)
}

/// Rounds a row of `width` sums to the type in memory.
#[inline(always)]
unsafe fn round_row<T: Copy, E: Stored<T>>(c: *mut E, sums: *const T, width: usize) {
    for j in 0..width {
        // SAFETY: the row has `width` elements.
        unsafe { *c.add(j) = E::narrow(*sums.add(j)) };
    }
}
