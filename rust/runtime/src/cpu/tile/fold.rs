//! Reductions of a run of elements into one, in an order that depends on the length of the run alone.
//!
//! Element i goes to lane i mod 64; the lanes are then combined in halves. Every instruction set does the same, and
//! so does a run that comes in tiles, for tiles are whole multiples of 64: the numbers are the same however a run
//! is cut and wherever it is computed.

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use num_complex::Complex;
use rheos_base::{C64, C128, DType};
use rheos_graph::expr::Monoid;

use super::TileFn;
use super::int::Int;
use super::isa::{Isa, Loop, Math, pick};

pub const LANES: usize = 64;

/// The loops of a reduction. A run of one tile is `whole`; a longer one starts with lanes full of the identity,
/// adds each tile with `add`, and ends with `end`.
#[derive(Clone, Copy)]
pub struct FoldFns {
    /// `out[0]` becomes the fold of `a[0..n]`.
    pub whole: TileFn,
    /// `out` is the lanes, which take up `a[0..n]`; each call but the last has a multiple of `LANES` elements.
    pub add: TileFn,
    /// `out[0]` becomes the fold of the lanes in `a`.
    pub end: TileFn,
}

/// A monoid on elements of type A.
trait Fold<A> {
    const IDENTITY: A;
    fn combine(a: A, b: A) -> A;
}

struct Whole<F, A>(PhantomData<(F, A)>);
struct Add<F, A>(PhantomData<(F, A)>);
struct End<F, A>(PhantomData<(F, A)>);

#[inline(always)]
fn add<A: Copy, F: Fold<A>>(lanes: &mut [A; LANES], elements: &[A]) {
    let (blocks, rest) = elements.as_chunks::<LANES>();
    for block in blocks {
        for (lane, &x) in lanes.iter_mut().zip(block) {
            *lane = F::combine(*lane, x);
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane = F::combine(*lane, x);
    }
}

#[inline(always)]
fn end<A: Copy, F: Fold<A>>(lanes: &mut [A; LANES]) -> A {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] = F::combine(lanes[i], lanes[i + width]);
        }
        width /= 2;
    }
    lanes[0]
}

impl<A: Copy, F: Fold<A>> Loop for Whole<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, _: *const u8, _: *const u8, n: usize) -> u32 {
        let mut lanes = [F::IDENTITY; LANES];
        if n > 0 {
            // SAFETY: TileFn's contract, n > 0.
            add::<A, F>(&mut lanes, unsafe { std::slice::from_raw_parts(a.cast::<A>(), n) });
        }
        // SAFETY: one element to write.
        unsafe { out.cast::<MaybeUninit<A>>().write(MaybeUninit::new(end::<A, F>(&mut lanes))) };
        0
    }
}

impl<A: Copy, F: Fold<A>> Loop for Add<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, _: *const u8, _: *const u8, n: usize) -> u32 {
        if n > 0 {
            // SAFETY: TileFn's contract, n > 0; `out` is valid lanes, apart from `a`.
            unsafe {
                let memory = out.cast::<[A; LANES]>();
                let mut lanes = memory.read();
                add::<A, F>(&mut lanes, std::slice::from_raw_parts(a.cast::<A>(), n));
                memory.write(lanes);
            }
        }
        0
    }
}

impl<A: Copy, F: Fold<A>> Loop for End<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, _: *const u8, _: *const u8, _: usize) -> u32 {
        // SAFETY: TileFn's contract: valid lanes, and one element to write.
        unsafe {
            let mut lanes = a.cast::<[A; LANES]>().read();
            out.cast::<MaybeUninit<A>>().write(MaybeUninit::new(end::<A, F>(&mut lanes)));
        }
        0
    }
}

struct Sum;
struct Prod;
struct Min;
struct Max;
struct All;
struct Any;

macro_rules! direct {
    ($($t:ty, $name:ident, $identity:expr, |$a:ident, $b:ident| $value:expr;)*) => {$(
        impl Fold<$t> for $name {
            const IDENTITY: $t = $identity;
            #[inline(always)]
            fn combine($a: $t, $b: $t) -> $t { $value }
        }
    )*};
}

macro_rules! float {
    ($($t:ident),*) => {$( direct! {
        $t, Sum, 0.0, |a, b| a + b;
        $t, Prod, 1.0, |a, b| a * b;
        $t, Min, $t::INFINITY, |a, b| if (a < b) | a.is_nan() { a } else { b };
        $t, Max, $t::NEG_INFINITY, |a, b| if (a > b) | a.is_nan() { a } else { b };
    } )*};
}
float!(f32, f64);

macro_rules! int {
    ($($t:ident),*) => {$( direct! {
        $t, Sum, 0, |a, b| a.add(b);
        $t, Prod, 1, |a, b| a.mul(b);
        $t, Min, $t::MAX, |a, b| if a < b { a } else { b };
        $t, Max, $t::MIN, |a, b| if a > b { a } else { b };
    } )*};
}
int!(i8, i16, i32, i64, u8, u16, u32, u64);

direct! {
    C64, Sum, Complex { re: 0.0, im: 0.0 }, |a, b| a + b;
    C64, Prod, Complex { re: 1.0, im: 0.0 }, |a, b| a * b;
    C128, Sum, Complex { re: 0.0, im: 0.0 }, |a, b| a + b;
    C128, Prod, Complex { re: 1.0, im: 0.0 }, |a, b| a * b;
    u8, All, 1, |a, b| a & b;
    u8, Any, 0, |a, b| a | b;
}

/// The loops for elements of `dtype`; halves are folded in float32.
pub fn fold_fns(monoid: Monoid, dtype: DType, isa: Isa) -> Option<FoldFns> {
    macro_rules! fns {
        ($monoid:ident, $t:ty) => {
            FoldFns {
                whole: pick::<Whole<$monoid, $t>>(isa),
                add: pick::<Add<$monoid, $t>>(isa),
                end: pick::<End<$monoid, $t>>(isa),
            }
        };
    }
    macro_rules! ordered {
        ($t:ty) => {
            match monoid {
                Monoid::Sum => fns!(Sum, $t),
                Monoid::Prod => fns!(Prod, $t),
                Monoid::Min => fns!(Min, $t),
                Monoid::Max => fns!(Max, $t),
                Monoid::All | Monoid::Any => return None,
            }
        };
    }
    macro_rules! complex {
        ($t:ty) => {
            match monoid {
                Monoid::Sum => fns!(Sum, $t),
                Monoid::Prod => fns!(Prod, $t),
                _ => return None,
            }
        };
    }
    Some(match dtype {
        DType::F32 => ordered!(f32),
        DType::F64 => ordered!(f64),
        DType::I8 => ordered!(i8),
        DType::I16 => ordered!(i16),
        DType::I32 => ordered!(i32),
        DType::I64 => ordered!(i64),
        DType::U8 => ordered!(u8),
        DType::U16 => ordered!(u16),
        DType::U32 => ordered!(u32),
        DType::U64 => ordered!(u64),
        DType::C64 => complex!(C64),
        DType::C128 => complex!(C128),
        DType::Bool => match monoid {
            Monoid::All => fns!(All, u8),
            Monoid::Any => fns!(Any, u8),
            _ => return None,
        },
        _ => return None,
    })
}
