//! The register kernels: an `R` x `V`-vector tile of C, and an `R` x `J` tile of dot products.
//!
//! In: pointers to the tile's first row of A, first column of B and first element of C. Out: the tile of C,
//! added to what is there or in its place. A is read by broadcast wherever it lies; B's rows must be contiguous for the
//! tile kernel, and both operands contiguous along `k` for the dot kernel.

use super::simd::{Number, Simd};

/// A stretch of `k` along which both operands advance evenly: where it begins, in elements from the tile's own
/// A and B, and its length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    pub a: isize,
    pub b: isize,
    pub k: usize,
}

pub(super) struct Tile<'a, T> {
    /// All products of a tile are summed in registers, piece by piece.
    pub pieces: &'a [Piece],
    pub a: *const T,
    pub a_rs: isize,
    pub a_cs: isize,
    pub b: *const T,
    /// From one row of B to the next (tile kernel), or from one column to the next (dot kernel).
    pub b_step: isize,
    pub c: *mut T,
    pub c_rs: isize,
    /// Columns of C, more than `(V - 1) * LANES` and at most `V * LANES`.
    pub cols: usize,
    /// Add to what C holds.
    pub add_c: bool,
}

pub(super) type TileFn<T> = unsafe fn(&Tile<'_, T>);

/// Addresses of up to 14 rows from two moving pointers and four constant strides, all within what an x86
/// address can express (`base + index * 1, 2, 4 or 8`). One pointer per row would not fit the registers.
#[derive(Clone, Copy)]
struct Rows {
    low: *const u8,
    high: *const u8,
    one: isize,
    three: isize,
    five: isize,
    seven: isize,
}

/// Hides where a value comes from, so that the compiler keeps it in a register instead of deriving it anew.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[inline(always)]
fn opaque(mut x: isize) -> isize {
    // SAFETY: an empty instruction sequence that claims to change one register.
    unsafe { std::arch::asm!("/* {0} */", inout(reg) x, options(pure, nomem, nostack, preserves_flags)) };
    x
}

#[cfg(not(all(target_arch = "x86_64", not(miri))))]
#[inline(always)]
fn opaque(x: isize) -> isize {
    x
}

impl Rows {
    #[inline(always)]
    fn new<const R: usize>(a: *const u8, stride: isize) -> Rows {
        let high = if R > 9 { a.wrapping_offset(opaque(stride.wrapping_mul(9))) } else { a };
        let multiple = |x: isize, least: usize| if R > least { opaque(stride.wrapping_mul(x)) } else { 0 };
        let (one, three) = (multiple(1, 1), multiple(3, 3));
        Rows { low: a, high, one, three, five: multiple(5, 5), seven: multiple(7, 7) }
    }

    #[inline(always)]
    fn at(&self, row: usize) -> *const u8 {
        let (base, row) = if row < 9 { (self.low, row) } else { (self.high, row - 9) };
        base.wrapping_offset(match row {
            0 => 0,
            1 => self.one,
            2 => self.one.wrapping_mul(2),
            3 => self.three,
            4 => self.one.wrapping_mul(4),
            5 => self.five,
            6 => self.three.wrapping_mul(2),
            7 => self.seven,
            _ => self.one.wrapping_mul(8),
        })
    }

    #[inline(always)]
    fn moved(self, step: isize) -> Rows {
        Rows { low: self.low.wrapping_offset(step), high: self.high.wrapping_offset(step), ..self }
    }
}

/// Repeats a block for each row below `R`, in the source: the compiler stops unrolling loops before 14 rows of two
/// vectors, and sums indexed in a loop live in memory.
macro_rules! each_row {
    ($R:ident, |$r:ident| $body:block) => { each_row!(@ $R $r $body 0 1 2 3 4 5 6 7 8 9 10 11 12 13) };
    (@ $R:ident $r:ident $body:block $($i:literal)*) => {$(
        if $i < $R {
            let $r: usize = $i;
            $body
        }
    )*};
}

/// # Safety
/// The instruction set of `S` is there; all rows and columns the tile names are valid; `c` is not aliased.
#[inline(always)]
pub(super) unsafe fn tile<S: Simd, const R: usize, const V: usize>(t: &Tile<'_, S::Elem>) {
    let size = size_of::<S::Elem>() as isize;
    let step = t.a_cs.wrapping_mul(size);
    let first = Rows::new::<R>(t.a.cast(), t.a_rs.wrapping_mul(size));
    // SAFETY: `cols` is in the range its comment says; only selected lanes of the last vector are touched, and
    // pointers past the last step are formed but not read.
    unsafe {
        let mask = S::mask(t.cols - (V - 1) * S::LANES);
        let whole = t.cols == V * S::LANES;
        if t.add_c {
            // By the time the products are summed, C has come.
            each_row!(R, |r| {
                let c = t.c.wrapping_offset(r as isize * t.c_rs).cast_const();
                S::prefetch(c);
                S::prefetch(c.wrapping_add(t.cols - 1));
            });
        }
        let mut sums = [[S::zero(); V]; R];
        for piece in t.pieces {
            let mut rows = first.moved(piece.a.wrapping_mul(size));
            let mut b = t.b.wrapping_offset(piece.b);
            for _ in 0..piece.k {
                let mut line = [S::zero(); V];
                for (v, x) in line.iter_mut().enumerate().take(V - 1) {
                    *x = S::load(b.add(v * S::LANES));
                }
                let end = b.wrapping_add((V - 1) * S::LANES);
                line[V - 1] = if whole { S::load(end) } else { S::load_masked(end, mask) };
                each_row!(R, |r| {
                    let x = S::splat(rows.at(r).cast::<S::Elem>().read());
                    for (sum, &y) in sums[r].iter_mut().zip(&line) {
                        *sum = S::mul_add(x, y, *sum);
                    }
                });
                rows = rows.moved(step);
                b = b.wrapping_offset(t.b_step);
            }
        }
        store::<S, R, V>(t, mask, sums);
    }
}

/// Adds C one stage at a time over the whole tile, so that no branch sits between two registers, and stores it.
#[inline(always)]
unsafe fn store<S: Simd, const R: usize, const V: usize>(
    t: &Tile<'_, S::Elem>,
    mask: S::Mask,
    mut sums: [[S::Vec; V]; R],
) {
    let last = V - 1;
    // SAFETY: as in `tile`: full vectors but for the last, which is masked.
    unsafe {
        if t.add_c {
            each_row!(R, |r| {
                let c = t.c.wrapping_offset(r as isize * t.c_rs);
                for (v, x) in sums[r].iter_mut().enumerate().take(last) {
                    *x = S::add(*x, S::load(c.add(v * S::LANES)));
                }
                sums[r][last] = S::add(sums[r][last], S::load_masked(c.add(last * S::LANES), mask));
            });
        }
        each_row!(R, |r| {
            let c = t.c.wrapping_offset(r as isize * t.c_rs);
            for (v, x) in sums[r].iter().enumerate().take(last) {
                S::store(c.add(v * S::LANES), *x);
            }
            S::store_masked(c.add(last * S::LANES), mask, sums[r][last]);
        });
    }
}

/// `R` rows of A times `J` columns of B, both contiguous along `k`, which is where the vectors lie.
///
/// # Safety
/// As for [`tile`], with `cols == J`.
#[inline(always)]
pub(super) unsafe fn dot<S: Simd, const R: usize, const J: usize>(t: &Tile<'_, S::Elem>) {
    // SAFETY: the last vector along `k` is masked to the elements there are.
    unsafe {
        let mut sums = [[S::zero(); J]; R];
        for piece in t.pieces {
            let (a, b) = (t.a.wrapping_offset(piece.a), t.b.wrapping_offset(piece.b));
            let mut p = 0;
            while p < piece.k {
                let whole = piece.k - p >= S::LANES;
                let mask = S::mask(if whole { S::LANES } else { piece.k - p });
                let get = |x: *const S::Elem| if whole { S::load(x) } else { S::load_masked(x, mask) };
                let mut columns = [S::zero(); J];
                for (j, x) in columns.iter_mut().enumerate() {
                    *x = get(b.wrapping_offset(j as isize * t.b_step).add(p));
                }
                for (r, row) in sums.iter_mut().enumerate() {
                    let x = get(a.wrapping_offset(r as isize * t.a_rs).add(p));
                    for (sum, &y) in row.iter_mut().zip(&columns) {
                        *sum = S::mul_add(x, y, *sum);
                    }
                }
                p += S::LANES;
            }
        }
        for (r, row) in sums.iter().enumerate() {
            for (j, x) in row.iter().enumerate() {
                let c = t.c.wrapping_offset(r as isize * t.c_rs).add(j);
                let sum = S::sum(*x);
                *c = if t.add_c { sum.plus(*c) } else { sum };
            }
        }
    }
}
