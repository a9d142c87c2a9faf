//! Decides, from the problem and the instruction set alone, how a product is cut up.
//!
//! In: shapes, strides, the kernel's tile sizes. Out: a [`Plan`] of tiles, blocks and packed operands. Nothing
//! here knows of threads, so neither does the order in which any element of C is summed.

use super::{Problem, isa::Kernel};
use std::ops::Range;

/// Multiply-adds that make a task worth handing to another thread.
const TASK_WORK: usize = 1 << 20;
/// Enough for many threads; more would read A and B from the third-level cache more often.
const MAX_TASKS: usize = 24;
/// Elements one packing task writes.
const PACK_WORK: usize = 1 << 15;
/// A panel of B streams through the first-level cache; a block of A or of B should stay in the second-level one.
const L1_PANEL: usize = 48 << 10;
const L2_BLOCK: usize = 512 << 10;
/// Bytes that a task may copy for itself at a time.
pub(super) const OWN_BYTES: usize = 64 << 10;
/// With no more tiles of A than this, one task has all use of a panel of B.
const OWN_TILES: usize = 16;
/// Blocks that are enough for many threads; where there are fewer, `k` is cut into parts of at least so many steps,
/// whose sums take up at most so many bytes.
const FEW_BLOCKS: usize = 16;
const PART_DEPTH: usize = 512;
const PART_BYTES: usize = 8 << 20;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Route {
    /// Vectors along the columns of C.
    Tile,
    /// Vectors along `k`: for few columns or rows, both operands contiguous along `k`.
    Dot,
}

/// Where tasks read an operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Where the caller has it.
    Caller,
    /// In the scratch, where packing tasks have put all of it.
    Packed,
    /// In memory of the task, which copies a panel just before use.
    Own,
    /// Where the caller has it, packed beforehand.
    Ready,
}

/// A way to cut the problem. Row and column offsets are in elements, scratch offsets in bytes.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub m: usize,
    pub n: usize,
    pub k: usize,
    pub a_rs: isize,
    pub a_cs: isize,
    pub b_rs: isize,
    pub b_cs: isize,
    pub c_rs: isize,
    pub route: Route,
    /// C' = B' A' is computed in place of C: the caller's A and B change places.
    pub swapped: bool,
    /// Rows and columns of a register tile.
    pub tile_rows: usize,
    pub tile_cols: usize,
    /// Blocks of whole tiles that C is cut into: one above the other, and side by side.
    pub down: usize,
    pub across: usize,
    /// Steps of `k` between two visits to C.
    pub k_block: usize,
    /// Parts of `k`, each with sums of its own in the scratch, which the last tasks add up.
    pub parts: usize,
    pub a: Place,
    pub b: Place,
    /// A copy of A is rows along `k`, not tiles.
    pub a_in_rows: bool,
    /// Tiles of A and panels of B in a packing task.
    pub pack_a_group: usize,
    pub pack_b_group: usize,
    pub pack_b_tasks: usize,
    /// Bytes of packed B.
    pub b_bytes: usize,
    pub pack_tasks: usize,
    pub tasks: usize,
    pub finish_tasks: usize,
    /// Where packed A and the parts' sums begin in the scratch; packed B is at 0.
    pub a_offset: usize,
    pub parts_offset: usize,
    pub scratch_bytes: usize,
}

impl Plan {
    /// `ready`: the caller packs B, if the plan leaves it a choice.
    pub fn new(problem: &Problem, kernel: &Kernel, ready: bool) -> Plan {
        let mut plan = Plan::strided(problem);
        if plan.m == 0 || plan.n == 0 {
            return plan;
        }
        // A column that is contiguous is also a row: y = A'x reads A along its contiguous rows as B.
        if plan.n == 1 && plan.c_rs == 1 && plan.m > 1 && plan.a_rs == 1 && kernel.same {
            plan.swap();
        }
        plan.choose_route(kernel);
        if ready && plan.can_be_ready() {
            plan.b = Place::Ready;
        }
        plan.choose_blocks(kernel);
        plan.place_packing(kernel);
        plan
    }

    /// The problem as given, but that strides along axes of one element are replaced by those that suit.
    fn strided(p: &Problem) -> Plan {
        let b_cs = if p.n == 1 { 1 } else { p.b_cs };
        Plan {
            m: p.m,
            n: p.n,
            k: p.k,
            a_rs: if p.m == 1 { 0 } else { p.a_rs },
            a_cs: if p.k == 1 { 1 } else { p.a_cs },
            b_rs: p.b_rs,
            b_cs,
            c_rs: if p.m == 1 { 0 } else { p.c_rs },
            route: Route::Tile,
            swapped: false,
            tile_rows: 1,
            tile_cols: 1,
            down: 1,
            across: 1,
            k_block: p.k.max(1),
            parts: 1,
            a: Place::Caller,
            b: Place::Caller,
            a_in_rows: false,
            pack_a_group: 1,
            pack_b_group: 1,
            pack_b_tasks: 0,
            b_bytes: 0,
            pack_tasks: 0,
            tasks: 0,
            finish_tasks: 0,
            a_offset: 0,
            parts_offset: 0,
            scratch_bytes: 0,
        }
    }

    fn swap(&mut self) {
        (self.m, self.n) = (self.n, self.m);
        (self.a_rs, self.a_cs, self.b_rs, self.b_cs) = (0, self.b_rs, self.a_cs, self.a_rs);
        self.c_rs = 0;
        self.swapped = true;
    }

    /// Is there anything to gain from a packed B that need not be packed?
    fn can_be_ready(&self) -> bool {
        let reused = self.b != Place::Caller || self.m > 3 * self.tile_rows;
        self.route == Route::Tile && !self.swapped && self.k > 0 && reused
    }

    fn choose_route(&mut self, kernel: &Kernel) {
        let Plan { m, n, k, .. } = *self;
        let long = k >= if m == 1 || n == 1 { kernel.lanes } else { 4 * kernel.lanes };
        let few_columns = n <= 4 && (self.b_rs == 1 || m >= 8);
        if !kernel.same {
            (self.a, self.b, self.a_in_rows) = (Place::Packed, Place::Packed, self.a_cs == 1);
        }
        let few_rows = m <= 4 && self.b_rs == 1 && !(self.b_cs == 1 && n > 1);
        if kernel.dot_tile > 0 && self.a_cs == 1 && long && (few_columns || few_rows) {
            self.route = Route::Dot;
            self.tile_cols = n.min(4);
            self.tile_rows = (kernel.dot_tile / self.tile_cols).min(4).min(m);
            if self.b_rs != 1 {
                self.b = Place::Packed;
            }
            return;
        }
        let lanes = kernel.lanes;
        self.tile_cols = match n {
            n if n <= lanes => lanes,
            n if n > 2 * lanes && m <= kernel.wide_rows => 4 * lanes,
            _ => 2 * lanes,
        };
        self.tile_rows = m.div_ceil(m.div_ceil(kernel.rows));
        if !kernel.same {
            return;
        }
        let deepest = (L1_PANEL / (self.tile_cols * kernel.size)).clamp(64, 384);
        if k > deepest + deepest / 4 {
            self.k_block = k.div_ceil(k.div_ceil(deepest));
        }
        // In place, B needs no second reading, but its rows must stay in the second-level cache while the tiles
        // of A pass by; few tiles do not repay a copy at all.
        let reused = m > 3 * kernel.rows && k * n * kernel.size > L2_BLOCK;
        if self.b_cs != 1 || reused {
            self.b = if m <= OWN_TILES * kernel.rows { Place::Own } else { Place::Packed };
        }
        // A tile reads A one column at a time. Columns that are scattered, or that lie pages apart, are worth
        // gathering when many tiles use them.
        let scattered = self.a_rs != 1 && self.a_cs != 1 && n > 3 * self.tile_cols;
        let apart = self.a_rs == 1 && self.a_cs.unsigned_abs() * kernel.size > 2048 && n > 12 * self.tile_cols;
        if m > 1 && (scattered || apart) {
            self.a = Place::Packed;
        }
    }

    fn choose_blocks(&mut self, kernel: &Kernel) {
        let Plan { m, n, k, .. } = *self;
        let (tall, wide) = (m.div_ceil(self.tile_rows), n.div_ceil(self.tile_cols));
        let work = m.saturating_mul(n).saturating_mul(k.max(1));
        let mut wanted = (work / TASK_WORK).clamp(1, MAX_TASKS);
        // Blocks large enough that A and B are not read too often.
        let (rows, cols) = ((tall / 8).max(1), (wide / 2).max(1));
        if kernel.same && self.route == Route::Tile && rows * cols < wanted.min(FEW_BLOCKS) {
            let most = (k / PART_DEPTH).min(PART_BYTES / (m * n * kernel.size)).max(1);
            self.parts = wanted.div_ceil(rows * cols).min(most);
            if self.parts > 1 {
                wanted = rows * cols;
            }
        }
        let limit = (L2_BLOCK / (self.k_block * kernel.size)).max(1);
        // Rows of A pass by each panel of a task's own, or panels of B by each tile of A. What a task copies, no other
        // task should have to.
        let (least, tall) = if self.b == Place::Own {
            let down = m.div_ceil(limit.max(self.tile_rows));
            ([down, 1], down)
        } else {
            ([1, n.div_ceil(limit.max(self.tile_cols))], tall)
        };
        // Whole rows where all of B is at hand anyway: whoever reads C next, at once or later, finds it in one piece.
        let whole = self.k_block == k && n * k * kernel.size <= L2_BLOCK / 2 && 2 * tall >= 3 * wanted;
        [self.down, self.across] = if whole { [wanted, 1] } else { cut([m, n], [tall, wide], least, wanted) };
        self.tasks = self.parts * self.down * self.across;
    }

    fn place_packing(&mut self, kernel: &Kernel) {
        let Plan { m, n, k, .. } = *self;
        let mut a_tasks = 0;
        if k == 0 {
            (self.a, self.b) = (Place::Caller, Place::Caller);
        }
        if matches!(self.b, Place::Packed | Place::Ready) {
            let panels = n.div_ceil(self.tile_cols);
            self.pack_b_group = (PACK_WORK / (self.tile_cols * k)).clamp(1, panels);
            self.pack_b_tasks = panels.div_ceil(self.pack_b_group);
            self.b_bytes = (panels * self.tile_cols * k * kernel.size).next_multiple_of(64);
        }
        if self.b == Place::Packed {
            (self.a_offset, self.scratch_bytes) = (self.b_bytes, self.b_bytes);
        }
        if self.a == Place::Packed {
            let tiles = m.div_ceil(self.tile_rows);
            self.pack_a_group = (PACK_WORK / (self.tile_rows * k)).clamp(1, tiles);
            a_tasks = tiles.div_ceil(self.pack_a_group);
            self.scratch_bytes = self.a_offset + (m * k * kernel.size).next_multiple_of(64);
        }
        self.pack_tasks = if self.b == Place::Ready { a_tasks } else { self.pack_b_tasks + a_tasks };
        if self.parts > 1 {
            self.parts_offset = self.scratch_bytes;
            self.scratch_bytes += self.parts * m * n * kernel.size;
            self.finish_tasks = (self.parts * m * n).div_ceil(PACK_WORK).min(m);
        }
    }

    /// Rows and columns of C that a task computes, its part and the steps of `k` of that.
    pub fn block(&self, task: usize) -> ([Range<usize>; 2], usize, Range<usize>) {
        if self.tasks == 1 {
            return ([0..self.m, 0..self.n], 0, 0..self.k);
        }
        let blocks = self.down * self.across;
        let (part, block) = (task / blocks, task % blocks);
        let range = |size: usize, tile: usize, cuts: usize, at: usize| {
            let tiles = size.div_ceil(tile);
            at * tiles / cuts * tile..size.min((at + 1) * tiles / cuts * tile)
        };
        let rows = range(self.m, self.tile_rows, self.down, block / self.across);
        let cols = range(self.n, self.tile_cols, self.across, block % self.across);
        let steps = part * self.k / self.parts..(part + 1) * self.k / self.parts;
        ([rows, cols], part, steps)
    }

    /// Rows of C that a finishing task adds up.
    pub fn finish_rows(&self, task: usize) -> Range<usize> {
        task * self.m / self.finish_tasks..(task + 1) * self.m / self.finish_tasks
    }
}

/// Into how many blocks to cut so many rows and columns, which are so many tiles: at least `wanted`, if there are tiles
/// enough, that read as little of A and B as they can. An even number of blocks keeps two threads equally busy.
fn cut([m, n]: [usize; 2], [tall, wide]: [usize; 2], least: [usize; 2], wanted: usize) -> [usize; 2] {
    let wanted = wanted.min(tall.saturating_mul(wide));
    let ways = (least[0]..=tall.min(wanted).max(least[0])).map(|down| {
        let across = wanted.div_ceil(down).clamp(least[1], wide.max(least[1]));
        [down, across]
    });
    let enough = ways.filter(|[down, across]| down * across >= wanted);
    let read = |[down, across]: [usize; 2]| m.saturating_mul(across).saturating_add(n.saturating_mul(down));
    enough.min_by_key(|&way| (read(way), way[0] * way[1] % 2, way[0])).unwrap_or(least)
}
