//! The loops over a tile, generic in the function of one element.

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use super::isa::{Loop, Math};

/// A function of one operand; a marker type implements it for every operand type it accepts.
pub trait Map1<A> {
    type Out;
    fn f<M: Math>(a: A) -> Self::Out;
}

/// A function whose branch-free form is wrong for some operands, which get a slower exact one.
/// The choice depends on the element alone, so a result does not depend on its neighbours.
pub trait Guarded<A>: Map1<A> {
    fn is_hard(a: A) -> bool;
    fn exact(a: A) -> Self::Out;
}

/// A function of two operands of one type.
pub trait Map2<A> {
    type Out;
    fn f<M: Math>(a: A, b: A) -> Self::Out;
}

/// A function of two operands that is undefined for some; it then returns any value and true.
pub trait Partial2<A> {
    const FLAG: u32;
    fn f(a: A, b: A) -> (A, bool);
}

/// A function of three operands of one type.
pub trait Map3<A> {
    fn f<M: Math>(a: A, b: A, c: A) -> A;
}

pub struct One<F, A>(PhantomData<(F, A)>);
pub struct OneGuarded<F, A>(PhantomData<(F, A)>);
pub struct Two<F, A>(PhantomData<(F, A)>);
pub struct TwoPartial<F, A>(PhantomData<(F, A)>);
pub struct Three<F, A>(PhantomData<(F, A)>);
/// `out[i] = if a[i] { b[i] } else { c[i] }` on elements of A's size.
pub struct Choose<A>(PhantomData<A>);

/// # Safety
/// `p` is valid for `n` elements of A, `n > 0`.
#[inline(always)]
unsafe fn input<'a, A>(p: *const u8, n: usize) -> &'a [A] {
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts(p.cast(), n) }
}

/// # Safety
/// `p` is valid for writing `n` elements of A that nothing else refers to, `n > 0`.
#[inline(always)]
unsafe fn output<'a, A>(p: *mut u8, n: usize) -> &'a mut [MaybeUninit<A>] {
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts_mut(p.cast(), n) }
}

impl<A: Copy, F: Map1<A>> Loop for One<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, _: *const u8, _: *const u8, n: usize) -> u32 {
        if n == 0 {
            return 0;
        }
        // SAFETY: TileFn's contract, n > 0.
        let (out, a) = unsafe { (output::<F::Out>(out, n), input::<A>(a, n)) };
        for (o, &a) in out.iter_mut().zip(a) {
            o.write(F::f::<M>(a));
        }
        0
    }
}

impl<A: Copy, F: Guarded<A>> Loop for OneGuarded<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, _: *const u8, _: *const u8, n: usize) -> u32 {
        if n == 0 {
            return 0;
        }
        // SAFETY: TileFn's contract, n > 0.
        let (out, a) = unsafe { (output::<F::Out>(out, n), input::<A>(a, n)) };
        let mut hard = 0u32;
        for (o, &a) in out.iter_mut().zip(a) {
            o.write(F::f::<M>(a));
            hard |= u32::from(F::is_hard(a));
        }
        if hard != 0 {
            for (o, &a) in out.iter_mut().zip(a) {
                if F::is_hard(a) {
                    o.write(F::exact(a));
                }
            }
        }
        0
    }
}

impl<A: Copy, F: Map2<A>> Loop for Two<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, b: *const u8, _: *const u8, n: usize) -> u32 {
        if n == 0 {
            return 0;
        }
        // SAFETY: TileFn's contract, n > 0.
        let (out, a, b) = unsafe { (output::<F::Out>(out, n), input::<A>(a, n), input::<A>(b, n)) };
        for ((o, &a), &b) in out.iter_mut().zip(a).zip(b) {
            o.write(F::f::<M>(a, b));
        }
        0
    }
}

impl<A: Copy, F: Partial2<A>> Loop for TwoPartial<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, b: *const u8, _: *const u8, n: usize) -> u32 {
        if n == 0 {
            return 0;
        }
        // SAFETY: TileFn's contract, n > 0.
        let (out, a, b) = unsafe { (output::<A>(out, n), input::<A>(a, n), input::<A>(b, n)) };
        let mut bad = 0u32;
        for ((o, &a), &b) in out.iter_mut().zip(a).zip(b) {
            let (value, undefined) = F::f(a, b);
            o.write(value);
            bad |= u32::from(undefined);
        }
        bad * F::FLAG
    }
}

impl<A: Copy, F: Map3<A>> Loop for Three<F, A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, b: *const u8, c: *const u8, n: usize) -> u32 {
        if n == 0 {
            return 0;
        }
        // SAFETY: TileFn's contract, n > 0.
        let (out, a, b, c) = unsafe { (output::<A>(out, n), input::<A>(a, n), input::<A>(b, n), input::<A>(c, n)) };
        for (((o, &a), &b), &c) in out.iter_mut().zip(a).zip(b).zip(c) {
            o.write(F::f::<M>(a, b, c));
        }
        0
    }
}

/// Elements as bits, which a mask can choose from without a branch or a conditional load.
pub trait Bits: Copy {
    /// `b` where `condition` is 1, `c` where it is 0.
    fn choose(condition: u8, b: Self, c: Self) -> Self;
}

macro_rules! bits {
    ($($t:ident),*) => {$(
        impl Bits for $t {
            #[inline(always)]
            fn choose(condition: u8, b: $t, c: $t) -> $t {
                c ^ ((b ^ c) & $t::from(condition).wrapping_neg())
            }
        }
    )*};
}
bits!(u8, u16, u32, u64);

impl<T: Bits> Bits for [T; 2] {
    #[inline(always)]
    fn choose(condition: u8, b: [T; 2], c: [T; 2]) -> [T; 2] {
        [T::choose(condition, b[0], c[0]), T::choose(condition, b[1], c[1])]
    }
}

impl<A: Bits> Loop for Choose<A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, b: *const u8, c: *const u8, n: usize) -> u32 {
        if n == 0 {
            return 0;
        }
        // SAFETY: TileFn's contract, n > 0; the condition is one byte per element.
        let (out, a, b, c) = unsafe { (output::<A>(out, n), input::<u8>(a, n), input::<A>(b, n), input::<A>(c, n)) };
        for (((o, &a), &b), &c) in out.iter_mut().zip(a).zip(b).zip(c) {
            o.write(A::choose(a, b, c));
        }
        0
    }
}
