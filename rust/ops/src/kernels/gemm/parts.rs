//! Steps that convolutions are put together from, each compiled for every instruction set.
//!
//! In: pointers, sizes and strides, all strides in elements. Out: products of blocks whose rows of A lie anywhere
//! ([`Product`]), copies into the order that kernels read ([`Copy`]), sums of partial results ([`Total`]), and
//! products channel by channel ([`Channels`], [`ChannelTaps`]).
//! Everything but the source of a copy and the target of a total is held in the type that is computed in.

use super::{
    isa::{self, Isa, Kernel, Tiles},
    pack::{self, Runs},
    simd::{Simd, Stored},
    tile::{Piece, Tile},
};
use rheos_base::{DType, Result, bail};
use std::mem::MaybeUninit;

/// This file's functions for an element type and an instruction set.
#[derive(Debug)]
pub(super) struct Parts {
    pub product: unsafe fn(&Product<'_>),
    pub copy: unsafe fn(&Copy, *mut u8),
    pub add_up: unsafe fn(&Total, *mut u8),
    pub channels: unsafe fn(&Channels<'_>),
    pub channel_taps: unsafe fn(&ChannelTaps<'_>),
}

/// Rows and columns of a register tile. With `dot`, B holds columns that are contiguous along `k`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TileShape {
    pub rows: usize,
    pub cols: usize,
    pub dot: bool,
}

/// `lines` times `rows` rows of C, `cols` wide: C = A B, or C += A B.
pub struct Product<'a> {
    pub tile: TileShape,
    pub lines: usize,
    pub rows: usize,
    pub cols: usize,
    pub a: *const u8,
    pub a_line: isize,
    pub a_rs: isize,
    pub a_cs: isize,
    pub b: *const u8,
    /// From the columns of one tile to those of the next.
    pub b_panel: isize,
    /// From one row of B to the next; from one column to the next for dot products.
    pub b_step: isize,
    pub c: *mut u8,
    pub c_line: isize,
    pub c_rs: isize,
    pub pieces: &'a [Piece],
    pub add: bool,
}

/// `steps` runs of `lanes` elements; run `s` is written at `width * s`.
pub struct Copy {
    pub from: *const u8,
    pub lanes: usize,
    pub lane_stride: isize,
    pub steps: usize,
    pub step_stride: isize,
    pub width: usize,
}

/// Adds up `parts` arrays of `count` elements that lie `stride` apart, first to last, and rounds once.
pub struct Total {
    pub from: *const u8,
    pub parts: usize,
    pub stride: usize,
    pub count: usize,
}

/// A tap: where it lies, from a pixel's own place in x, and its row among those of all taps, one element per channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tap {
    pub x: isize,
    pub row: usize,
}

/// For each of `lines` times `pixels` and each channel: the sum over taps of x times the tap's weight.
pub struct Channels<'a> {
    pub lines: usize,
    pub pixels: usize,
    pub channels: usize,
    pub x: *const u8,
    pub x_line: isize,
    pub x_pixel: isize,
    pub taps: &'a [Tap],
    pub weights: *const u8,
    pub y: *mut u8,
    pub y_line: isize,
    pub y_pixel: isize,
}

/// For each tap and channel: the sum over `lines` times `pixels` of x at the tap times dy, added to the tap's row.
pub struct ChannelTaps<'a> {
    pub lines: usize,
    pub pixels: usize,
    pub channels: usize,
    pub x: *const u8,
    pub x_line: isize,
    pub x_pixel: isize,
    pub taps: &'a [Tap],
    pub dy: *const u8,
    pub dy_line: isize,
    pub dy_pixel: isize,
    pub sums: *mut u8,
}

/// What this processor has for an element type.
#[derive(Clone, Copy, Debug)]
pub struct Arithmetic {
    kernel: &'static Kernel,
    parts: &'static Parts,
}

impl Arithmetic {
    pub fn of(dtype: DType) -> Result<Arithmetic> {
        Arithmetic::with_isa(dtype, Isa::best())
    }

    pub fn with_isa(dtype: DType, isa: Isa) -> Result<Arithmetic> {
        match (isa::find(isa, dtype), isa::find_parts(isa, dtype)) {
            (Some(kernel), Some(parts)) => Ok(Arithmetic { kernel, parts }),
            _ => bail!(InvalidArgument, "convolutions of {dtype} are not defined"),
        }
    }

    /// Bytes of an element as it is computed in.
    pub fn size(self) -> usize {
        self.kernel.size
    }

    /// Whether elements are computed in the type they have in memory.
    pub fn in_place(self) -> bool {
        self.kernel.same
    }

    /// The tile for products of `rows` by `cols` elements; dot products only where all of `k` is contiguous.
    pub fn tile(self, rows: usize, cols: usize, contiguous: bool) -> TileShape {
        let kernel = self.kernel;
        if contiguous && kernel.dot_tile > 0 && cols <= 4 {
            let cols = cols.max(1);
            let rows = (kernel.dot_tile / cols).min(4).min(rows.max(1));
            return TileShape { rows, cols, dot: true };
        }
        let lanes = kernel.lanes;
        let (cols, most) = match cols {
            n if n <= lanes => (lanes, kernel.rows),
            n if n > 2 * lanes && rows <= kernel.wide_rows => (4 * lanes, kernel.wide_rows),
            _ => (2 * lanes, kernel.rows),
        };
        let rows = rows.max(1);
        TileShape { rows: rows.div_ceil(rows.div_ceil(most)), cols, dot: false }
    }

    /// Rows of the tallest tile that has these columns.
    pub fn most_rows(self, tile: TileShape) -> usize {
        let kernel = self.kernel;
        match tile.dot {
            true => (kernel.dot_tile / tile.cols).min(4),
            false if tile.cols > 2 * kernel.lanes => kernel.wide_rows,
            false => kernel.rows,
        }
    }

    /// # Safety
    /// All places that the product names are valid, those of C apart from all others and not in use elsewhere;
    /// the tile was made by [`Arithmetic::tile`] of this type.
    pub unsafe fn product(self, x: &Product<'_>) {
        // SAFETY: by contract; the kernel was chosen among those this processor runs.
        unsafe { (self.parts.product)(x) }
    }

    /// # Safety
    /// As for [`Arithmetic::product`], for the places that the copy names.
    pub unsafe fn copy(self, x: &Copy, to: *mut u8) {
        // SAFETY: as above.
        unsafe { (self.parts.copy)(x, to) }
    }

    /// # Safety
    /// As for [`Arithmetic::product`], for `count` elements in memory at `to`.
    pub unsafe fn add_up(self, x: &Total, to: *mut u8) {
        // SAFETY: as above.
        unsafe { (self.parts.add_up)(x, to) }
    }

    /// # Safety
    /// As for [`Arithmetic::product`], for the places that `x` names.
    pub unsafe fn channels(self, x: &Channels<'_>) {
        // SAFETY: as above.
        unsafe { (self.parts.channels)(x) }
    }

    /// # Safety
    /// As for [`Arithmetic::product`], for the places that `x` names.
    pub unsafe fn channel_taps(self, x: &ChannelTaps<'_>) {
        // SAFETY: as above.
        unsafe { (self.parts.channel_taps)(x) }
    }
}

#[inline(always)]
pub(super) unsafe fn product<S: Tiles>(p: &Product<'_>) {
    let at = |base: *const u8, place: isize| base.cast::<S::Elem>().wrapping_offset(place);
    for j in (0..p.cols).step_by(p.tile.cols) {
        let cols = p.tile.cols.min(p.cols - j);
        let b = at(p.b, (j / p.tile.cols) as isize * p.b_panel);
        for line in 0..p.lines as isize {
            for i in (0..p.rows).step_by(p.tile.rows) {
                let rows = p.tile.rows.min(p.rows - i);
                let c = at(p.c, line * p.c_line + i as isize * p.c_rs + j as isize).cast_mut();
                let tile = Tile {
                    pieces: p.pieces,
                    a: at(p.a, line * p.a_line + i as isize * p.a_rs),
                    a_rs: p.a_rs,
                    a_cs: p.a_cs,
                    b,
                    b_step: p.b_step,
                    c,
                    c_rs: p.c_rs,
                    cols,
                    add_c: p.add,
                };
                // SAFETY: by contract; `tile` made rows and columns that the tables have.
                unsafe {
                    if p.tile.dot { S::dot(rows, cols)(&tile) } else { S::tile(rows, cols.div_ceil(S::LANES))(&tile) }
                }
            }
        }
    }
}

#[inline(always)]
pub(super) unsafe fn copy<S: Simd, E: Stored<S::Elem>>(x: &Copy, to: *mut u8) {
    let Copy { lanes, lane_stride, steps, step_stride, .. } = *x;
    let runs = Runs::<E> { from: x.from.cast(), lanes, lane_stride, steps, step_stride };
    // SAFETY: by contract.
    unsafe { pack::copy::<S, E>(runs, to.cast(), x.width) }
}

#[inline(always)]
pub(super) unsafe fn add_up<S: Simd, E: Stored<S::Elem>>(x: &Total, to: *mut u8) {
    let from = x.from.cast::<S::Elem>();
    let mut wide = MaybeUninit::<S::Vec>::uninit();
    for at in (0..x.count).step_by(S::LANES) {
        let lanes = S::LANES.min(x.count - at);
        // SAFETY: only lanes below `count` are read and written; `wide` has room for a vector.
        unsafe {
            let mask = S::mask(lanes);
            let mut sum = S::load_masked(from.add(at), mask);
            for part in 1..x.parts {
                sum = S::add(sum, S::load_masked(from.add(part * x.stride + at), mask));
            }
            if E::SAME {
                S::store_masked(to.cast::<S::Elem>().add(at), mask, sum);
            } else {
                let wide = wide.as_mut_ptr().cast::<S::Elem>();
                S::store(wide, sum);
                for lane in 0..lanes {
                    *to.cast::<E>().add(at + lane) = E::narrow(*wide.add(lane));
                }
            }
        }
    }
}

/// Pixels whose sums are in registers at once.
pub const PIXELS: usize = 4;

#[inline(always)]
pub(super) unsafe fn channels<S: Simd>(x: &Channels<'_>) {
    let pair = 2 * S::LANES;
    for c in (0..x.channels).step_by(pair) {
        let left = x.channels - c;
        for line in 0..x.lines as isize {
            if x.pixels >= PIXELS {
                for pixel in (0..x.pixels).step_by(PIXELS) {
                    // The last pixels may overlap those before them, which get the same sums once more.
                    let at = [line, pixel.min(x.pixels - PIXELS) as isize];
                    // SAFETY: passed on; the mask of the last vector has at least one lane.
                    unsafe {
                        if left > S::LANES {
                            sum_taps::<S, PIXELS, 2>(x, at, c, S::mask((left - S::LANES).min(S::LANES)));
                        } else {
                            sum_taps::<S, PIXELS, 1>(x, at, c, S::mask(left));
                        }
                    }
                }
                continue;
            }
            for pixel in 0..x.pixels as isize {
                // SAFETY: as above.
                unsafe {
                    if left > S::LANES {
                        sum_taps::<S, 1, 2>(x, [line, pixel], c, S::mask((left - S::LANES).min(S::LANES)));
                    } else {
                        sum_taps::<S, 1, 1>(x, [line, pixel], c, S::mask(left));
                    }
                }
            }
        }
    }
}

/// `P` pixels from line and pixel `at`, `V` vectors of channels from `channel`, the last one masked.
#[inline(always)]
unsafe fn sum_taps<S: Simd, const P: usize, const V: usize>(
    x: &Channels<'_>,
    at: [isize; 2],
    channel: usize,
    mask: S::Mask,
) {
    let from = x.x.cast::<S::Elem>().wrapping_offset(at[0] * x.x_line + at[1] * x.x_pixel).wrapping_add(channel);
    let to = x.y.cast::<S::Elem>().wrapping_offset(at[0] * x.y_line + at[1] * x.y_pixel).wrapping_add(channel);
    let weights = x.weights.cast::<S::Elem>().wrapping_add(channel);
    let last = (V - 1) * S::LANES;
    // SAFETY: the caller's promise; only selected lanes of the last vector are touched.
    unsafe {
        let mut sums = [[S::zero(); V]; P];
        for &Tap { x: tap, row } in x.taps {
            let weights = weights.wrapping_add(row * x.channels);
            let mut line = [S::zero(); V];
            for (v, w) in line.iter_mut().enumerate().take(V - 1) {
                *w = S::load(weights.add(v * S::LANES));
            }
            line[V - 1] = S::load_masked(weights.add(last), mask);
            for (p, sum) in sums.iter_mut().enumerate() {
                let from = from.wrapping_offset(tap + p as isize * x.x_pixel);
                for v in 0..V - 1 {
                    sum[v] = S::mul_add(S::load(from.add(v * S::LANES)), line[v], sum[v]);
                }
                sum[V - 1] = S::mul_add(S::load_masked(from.add(last), mask), line[V - 1], sum[V - 1]);
            }
        }
        for (p, sum) in sums.iter().enumerate() {
            let to = to.wrapping_offset(p as isize * x.y_pixel);
            for (v, &sum) in sum.iter().enumerate().take(V - 1) {
                S::store(to.add(v * S::LANES), sum);
            }
            S::store_masked(to.add(last), mask, sum[V - 1]);
        }
    }
}

#[inline(always)]
pub(super) unsafe fn channel_taps<S: Simd>(x: &ChannelTaps<'_>) {
    for c in (0..x.channels).step_by(S::LANES) {
        let mut tap = 0;
        while tap < x.taps.len() {
            // SAFETY: the mask has at least one lane, the taps are there.
            tap += unsafe {
                let mask = S::mask(S::LANES.min(x.channels - c));
                match x.taps.len() - tap {
                    0..3 => sum_pixels::<S, 1>(x, tap, c, mask),
                    3..5 => sum_pixels::<S, 3>(x, tap, c, mask),
                    5..9 => sum_pixels::<S, 5>(x, tap, c, mask),
                    _ => sum_pixels::<S, 9>(x, tap, c, mask),
                }
            };
        }
    }
}

/// `T` taps from `first`, one vector of channels.
#[inline(always)]
unsafe fn sum_pixels<S: Simd, const T: usize>(
    x: &ChannelTaps<'_>,
    first: usize,
    channel: usize,
    mask: S::Mask,
) -> usize {
    // SAFETY: as in `sum_taps`.
    unsafe {
        let to = x.sums.cast::<S::Elem>().add(channel);
        let rows: [usize; T] = std::array::from_fn(|t| x.taps[first + t].row * x.channels);
        let mut sums = [S::zero(); T];
        for (sum, &row) in sums.iter_mut().zip(&rows) {
            *sum = S::load_masked(to.add(row), mask);
        }
        let taps: [isize; T] = std::array::from_fn(|t| x.taps[first + t].x);
        for line in 0..x.lines as isize {
            let mut from = x.x.cast::<S::Elem>().wrapping_offset(line * x.x_line).wrapping_add(channel);
            let mut dy = x.dy.cast::<S::Elem>().wrapping_offset(line * x.dy_line).wrapping_add(channel);
            for _ in 0..x.pixels {
                let slope = S::load_masked(dy, mask);
                for (sum, &tap) in sums.iter_mut().zip(&taps) {
                    *sum = S::mul_add(S::load_masked(from.wrapping_offset(tap), mask), slope, *sum);
                }
                from = from.wrapping_offset(x.x_pixel);
                dy = dy.wrapping_offset(x.dy_pixel);
            }
        }
        for (&sum, &row) in sums.iter().zip(&rows) {
            S::store_masked(to.add(row), mask, sum);
        }
    }
    T
}
