//! Products against a plain triple loop in `f64` (or, for integers, in wrapping arithmetic), on every
//! instruction set of the machine.

use super::*;
use rheos_base::{C64, C128, Element, bf16, f16};

/// A small deterministic generator (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// Elements that can be made at random and checked against sums and absolute sums in `f64`.
trait Checked: Element + PartialEq + std::fmt::Debug {
    /// Unit roundoff of a sum and of the final rounding.
    const EPS: [f64; 2];
    fn random(r: &mut Random) -> Self;
    fn wide(self) -> f64;
}
macro_rules! checked {
    ($($t:ty: $eps:expr, $last:expr, $from:expr, $to:expr;)*) => {$(
        impl Checked for $t {
            const EPS: [f64; 2] = [$eps, $last];
            fn random(r: &mut Random) -> $t { $from(r.unit()) }
            fn wide(self) -> f64 { $to(self) }
        }
    )*};
}
checked! {
    f32: f32::EPSILON as f64 / 2.0, 0.0, |x| x as f32, |x| x as f64;
    f64: f64::EPSILON / 2.0, 0.0, |x| x, |x| x;
    f16: f32::EPSILON as f64 / 2.0, 1.0 / 2048.0, f16::from_f64, f16::to_f64;
    bf16: f32::EPSILON as f64 / 2.0, 1.0 / 256.0, bf16::from_f64, bf16::to_f64;
}

/// A matrix of `rows` x `cols` somewhere in a buffer, with gaps that hold NaN-like garbage.
struct Matrix<T> {
    data: Vec<T>,
    origin: usize,
    rs: isize,
    cs: isize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    Rows,
    Cols,
    PaddedRows,
    PaddedCols,
    Spread,
    Reversed,
    ReversedCols,
    SameRow,
    SameCol,
}
const LAYOUTS: [Layout; 9] = {
    use Layout::*;
    [Rows, Cols, PaddedRows, PaddedCols, Spread, Reversed, ReversedCols, SameRow, SameCol]
};

impl<T: Copy> Matrix<T> {
    fn new(rows: usize, cols: usize, layout: Layout, garbage: T, mut value: impl FnMut() -> T) -> Matrix<T> {
        let (r, c) = (rows as isize, cols as isize);
        let (rs, cs) = match layout {
            Layout::Rows => (c, 1),
            Layout::Cols => (1, r),
            Layout::PaddedRows => (c + 5, 1),
            Layout::PaddedCols => (1, r + 3),
            Layout::Spread => (2 * c + 1, 2),
            Layout::Reversed => (-c, 1),
            Layout::ReversedCols => (c, -1),
            Layout::SameRow => (0, 1),
            Layout::SameCol => (1, 0),
        };
        let reach = |s: isize, n: isize| if n > 0 { s * (n - 1) } else { 0 };
        let (x, y) = (reach(rs, r), reach(cs, c));
        let origin = (-(x.min(0) + y.min(0))) as usize;
        let mut data = vec![garbage; if r * c == 0 { 0 } else { origin + (x.max(0) + y.max(0)) as usize + 1 }];
        for i in 0..r {
            for j in 0..c {
                data[(origin as isize + i * rs + j * cs) as usize] = value();
            }
        }
        Matrix { data, origin, rs, cs }
    }
    fn at(&self, i: usize, j: usize) -> T {
        self.data[(self.origin as isize + i as isize * self.rs + j as isize * self.cs) as usize]
    }
    fn ptr(&self) -> *const u8 {
        self.data.as_ptr().wrapping_add(self.origin).cast()
    }
}

#[repr(align(64))]
#[derive(Clone, Copy)]
struct Line {
    _bytes: [u8; 64],
}

fn scratch(gemm: &Gemm) -> Vec<Line> {
    vec![Line { _bytes: [0xff; 64] }; gemm.scratch_bytes().div_ceil(64)]
}

/// Runs all tasks, backwards when asked to.
fn execute<T>(gemm: &Gemm, a: *const u8, b: *const u8, c: &mut [T], backwards: bool) {
    let mut space = scratch(gemm);
    let space = space.as_mut_ptr().cast::<u8>();
    let order = |count: usize| (0..count).map(move |i| if backwards { count - 1 - i } else { i });
    // SAFETY: the matrices were made for the shapes the problem names.
    unsafe {
        for task in order(gemm.pack_tasks()) {
            gemm.pack(task, a, b, space);
        }
        for task in order(gemm.tasks()) {
            gemm.run(task, a, b, c.as_mut_ptr().cast(), space);
        }
        for task in order(gemm.finish_tasks()) {
            gemm.finish(task, c.as_mut_ptr().cast(), space);
        }
    }
}

fn problem<T: Element>([m, n, k]: [usize; 3], a: &Matrix<T>, b: &Matrix<T>, c_rs: usize) -> Problem {
    let (a_rs, a_cs, b_rs, b_cs) = (a.rs, a.cs, b.rs, b.cs);
    Problem { m, n, k, a_rs, a_cs, b_rs, b_cs, c_rs: c_rs as isize, dtype: T::DTYPE }
}

/// One random product, checked element by element; also that the order of tasks and the gaps in C do not matter.
fn check<T: Checked>(shape: [usize; 3], layouts: [Layout; 2], isa: Isa, r: &mut Random) {
    let [m, n, k] = shape;
    let nan = T::random(&mut Random(1));
    let a = Matrix::new(m, k, layouts[0], nan, || T::random(r));
    let b = Matrix::new(k, n, layouts[1], nan, || T::random(r));
    let c_rs = n + r.below(2) * 3;
    let before: Vec<T> = (0..m * c_rs).map(|_| T::random(r)).collect();
    let gemm = Gemm::with_isa(problem([m, n, k], &a, &b, c_rs), isa, false).unwrap();
    let mut c = before.clone();
    execute(&gemm, a.ptr(), b.ptr(), &mut c, false);
    let mut again = before.clone();
    execute(&gemm, a.ptr(), b.ptr(), &mut again, true);
    assert_eq!(c, again, "the order of tasks shows: {shape:?} {layouts:?} {isa:?}");
    let ready = Gemm::with_isa(problem([m, n, k], &a, &b, c_rs), isa, true).unwrap();
    if ready.plan.b == super::plan::Place::Ready {
        let mut panels = vec![Line { _bytes: [0xff; 64] }; ready.ready_form().0.div_ceil(64)];
        let packed = panels.as_mut_ptr().cast::<u8>();
        // SAFETY: the matrix was made for the shape the problem names, and there is room for the panels.
        (0..ready.ready_tasks()).for_each(|task| unsafe { ready.make_ready(task, b.ptr(), packed) });
        let mut again = before.clone();
        execute(&ready, a.ptr(), packed, &mut again, false);
        assert_eq!(c, again, "it shows that B is packed beforehand: {shape:?} {layouts:?} {isa:?}");
    }
    let [eps, rounding] = T::EPS;
    let gamma = (k + 4) as f64 * eps;
    for i in 0..m {
        for j in 0..c_rs {
            let got = c[i * c_rs + j];
            if j >= n {
                assert_eq!(got, before[i * c_rs + j], "wrote outside C: {shape:?} {layouts:?} {isa:?}");
                continue;
            }
            let (mut sum, mut size) = (0.0, 0.0);
            for p in 0..k {
                let x = a.at(i, p).wide() * b.at(p, j).wide();
                sum += x;
                size += x.abs();
            }
            let bound = gamma / (1.0 - gamma) * size + rounding * sum.abs() + f64::MIN_POSITIVE + rounding * 1e-4;
            let error = (got.wide() - sum).abs();
            assert!(error <= bound, "{shape:?} {layouts:?} {isa:?} at {i},{j}: {got:?} for {sum}, bound {bound}");
        }
    }
}

#[test]
fn shapes() {
    const SIZES: [usize; 16] = [0, 1, 2, 3, 4, 7, 8, 13, 14, 15, 16, 17, 31, 33, 65, 100];
    let mut r = Random(7);
    for &isa in Isa::available() {
        for m in SIZES {
            for n in SIZES {
                for k in [0, 1, 2, 5, 16, 33, 70] {
                    let layouts = [LAYOUTS[r.below(4)], LAYOUTS[r.below(4)]];
                    check::<f32>([m, n, k], layouts, isa, &mut r);
                    check::<f64>([n, m, k], layouts, isa, &mut r);
                }
            }
        }
    }
}

#[test]
fn large_shapes() {
    let mut r = Random(8);
    for &isa in Isa::available() {
        for shape in [
            [129, 257, 129],
            [257, 129, 700],
            [63, 32, 1000],
            [1, 1030, 515],
            [515, 1, 1030],
            [3, 1030, 515],
            [600, 3, 300],
            [300, 10, 784],
            [10, 784, 300],
            [200, 200, 512],
            [90, 70, 2100],
            [20, 130, 5000],
            [100, 500, 300],
            [300, 520, 260],
        ] {
            for layouts in [[0, 0], [0, 1], [1, 0], [1, 1]] {
                let layouts = layouts.map(|i| LAYOUTS[i]);
                check::<f32>(shape, layouts, isa, &mut r);
                check::<f64>(shape, layouts, isa, &mut r);
            }
        }
    }
}

#[test]
fn strides() {
    let mut r = Random(9);
    for &isa in Isa::available() {
        for a in LAYOUTS {
            for b in LAYOUTS {
                for shape in
                    [[5, 9, 6], [1, 40, 50], [40, 1, 50], [2, 40, 70], [40, 2, 70], [33, 35, 37], [50, 120, 40]]
                {
                    check::<f32>(shape, [a, b], isa, &mut r);
                    check::<f64>(shape, [a, b], isa, &mut r);
                }
            }
        }
    }
}

#[test]
fn halves() {
    let mut r = Random(11);
    for &isa in Isa::available() {
        for a in LAYOUTS {
            for b in LAYOUTS {
                check::<f16>([3, 4, 0], [a, b], isa, &mut r);
                check::<f16>([19, 21, 40], [a, b], isa, &mut r);
                check::<bf16>([40, 70, 23], [a, b], isa, &mut r);
                check::<f16>([30, 1, 90], [a, b], isa, &mut r);
                check::<f16>([1, 30, 90], [a, b], isa, &mut r);
                check::<bf16>([40, 3, 90], [a, b], isa, &mut r);
            }
        }
        check::<bf16>([150, 130, 600], [Layout::Rows, Layout::Cols], isa, &mut r);
    }
}

/// Exact arithmetic: integers of all widths wrap, complex numbers with small integer parts have no rounding.
fn check_exact<T: Element + PartialEq + std::fmt::Debug>(
    value: impl Fn(&mut Random) -> T,
    zero: T,
    multiply_add: impl Fn(T, T, T) -> T,
) {
    let mut r = Random(12);
    for &isa in Isa::available() {
        for shape in [[1, 1, 1], [3, 5, 7], [17, 33, 20], [1, 70, 9], [70, 1, 40], [40, 140, 65], [4, 4, 0]] {
            for layouts in [[0, 0], [1, 0], [0, 1], [1, 1], [4, 5]].map(|x| x.map(|i: usize| LAYOUTS[i])) {
                let [m, n, k] = shape;
                let a = Matrix::new(m, k, layouts[0], zero, || value(&mut r));
                let b = Matrix::new(k, n, layouts[1], zero, || value(&mut r));
                let gemm = Gemm::with_isa(problem(shape, &a, &b, n), isa, false).unwrap();
                let mut c = vec![value(&mut r); m * n];
                execute(&gemm, a.ptr(), b.ptr(), &mut c, false);
                for (at, got) in c.iter().enumerate() {
                    let want = (0..k).fold(zero, |sum, p| multiply_add(a.at(at / n, p), b.at(p, at % n), sum));
                    assert_eq!(*got, want, "{:?} {shape:?} {layouts:?} {isa:?}", T::DTYPE);
                }
            }
        }
    }
}

#[test]
fn integers_wrap() {
    macro_rules! all {
        ($($t:ty)*) => {$(
            check_exact(|r| r.next() as $t, 0, |x: $t, y, sum| sum.wrapping_add(x.wrapping_mul(y)));
        )*};
    }
    all!(i8 i16 i32 i64 u8 u16 u32 u64);
}

#[test]
fn complex() {
    let part = |r: &mut Random| r.below(17) as f64 - 8.0;
    check_exact(|r| C128::new(part(r), part(r)), C128::ZERO, |x, y, sum| sum + x * y);
    check_exact(|r| C64::new(part(r) as f32, part(r) as f32), C64::ZERO, |x, y, sum| sum + x * y);
}

#[test]
fn halves_widen_exactly() {
    use super::simd::Stored;
    for bits in 0..=u16::MAX {
        let (x, y) = (f16::from_bits(bits), bf16::from_bits(bits));
        let same = |got: f32, want: f32| got.to_bits() == want.to_bits() || (got.is_nan() && want.is_nan());
        assert!(same(x.widen(), x.to_f32()), "{bits:#x}");
        assert!(same(y.widen(), y.to_f32()), "{bits:#x}");
    }
}

#[test]
fn types_without_a_product_are_refused() {
    for dtype in [DType::Bool, DType::String, DType::QI8] {
        assert!(Gemm::new(Problem::contiguous(dtype, [2, 2, 2], false, false)).is_err());
    }
}

#[test]
fn large_products_have_tasks_to_share() {
    let gemm = Gemm::new(Problem::contiguous(DType::F32, [512, 512, 512], false, false)).unwrap();
    assert!(gemm.tasks() >= 16, "{}", gemm.tasks());
    let small = Gemm::new(Problem::contiguous(DType::F32, [32, 64, 64], false, false)).unwrap();
    assert_eq!((small.tasks(), small.pack_tasks(), small.scratch_bytes()), (1, 0, 0));
}

#[test]
fn long_sums_have_parts_to_share() {
    let tasks = |shape, [a, b]: [bool; 2]| {
        let gemm = Gemm::new(Problem::contiguous(DType::F32, shape, a, b)).unwrap();
        (gemm.tasks(), gemm.finish_tasks())
    };
    // The gradient of a filter of one element, and of a narrow dense layer.
    let (sums, total) = tasks([256, 64, 6272], [true, false]);
    assert!(sums >= 12 && total >= 1, "{sums} {total}");
    let (sums, total) = tasks([10, 128, 100_000], [true, false]);
    assert!(sums >= 12 && total >= 1, "{sums} {total}");
    assert_eq!(tasks([512, 512, 512], [false, false]).1, 0);
}

/// Each task that completes elements of C writes those of its block and no others, and all blocks together are C.
#[test]
fn blocks_say_what_is_complete() {
    let mut r = Random(13);
    for &isa in Isa::available() {
        // The last two are a product that is computed as its transpose, and one whose sums come in parts.
        for (shape, layouts) in [
            ([512, 512, 64], [Layout::Rows, Layout::Rows]),
            ([300, 1000, 40], [Layout::Cols, Layout::Rows]),
            ([3000, 1, 500], [Layout::Cols, Layout::Rows]),
            ([30, 64, 9000], [Layout::Rows, Layout::Rows]),
        ] {
            let [m, n, k] = shape;
            let a = Matrix::new(m, k, layouts[0], 0.0f32, || r.unit() as f32);
            let b = Matrix::new(k, n, layouts[1], 0.0f32, || r.unit() as f32);
            let gemm = Gemm::with_isa(problem(shape, &a, &b, n), isa, false).unwrap();
            let mut space = scratch(&gemm);
            let (space, mut c) = (space.as_mut_ptr().cast::<u8>(), vec![f32::NAN; m * n]);
            let mut complete = vec![false; m * n];
            let mut check = |c: &[f32], [rows, cols]: [std::ops::Range<usize>; 2]| {
                for i in rows {
                    for j in cols.clone() {
                        assert!(!std::mem::replace(&mut complete[i * n + j], true), "{shape:?}: {i},{j} twice");
                    }
                }
                for (at, (x, complete)) in c.iter().zip(&complete).enumerate() {
                    assert_eq!(!x.is_nan(), *complete, "{shape:?} {isa:?} at {},{}", at / n, at % n);
                }
            };
            // SAFETY: the matrices were made for the shapes the problem names.
            unsafe {
                for task in 0..gemm.pack_tasks() {
                    gemm.pack(task, a.ptr(), b.ptr(), space);
                }
                for task in 0..gemm.tasks() {
                    gemm.run(task, a.ptr(), b.ptr(), c.as_mut_ptr().cast(), space);
                    match gemm.block(task) {
                        Some(block) => check(&c, block),
                        None => assert!(gemm.finish_tasks() > 0),
                    }
                }
                for task in 0..gemm.finish_tasks() {
                    gemm.finish(task, c.as_mut_ptr().cast(), space);
                    check(&c, gemm.finish_block(task));
                }
            }
            assert!(complete.iter().all(|&x| x), "{shape:?} {isa:?}");
        }
    }
}
