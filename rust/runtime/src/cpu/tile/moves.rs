//! Loops that move elements without looking at them: they depend on an element's size only.

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use rheos_base::DType;

use super::TileFn;
use super::isa::{Isa, Loop, Math, pick};
use super::loops::Choose;

/// Copies `n` elements that lie `stride` elements apart in `a`: `out[i] = a[i * stride]`.
///
/// # Safety
/// As for [`TileFn`], `a` being valid at the `n` places `a[i * stride]`.
pub type GatherFn = unsafe fn(out: *mut u8, a: *const u8, stride: isize, n: usize);

/// An 8-byte element, aligned as a complex64.
type Pair = [u32; 2];

/// The 16-byte element, aligned as a complex128.
type Wide = [u64; 2];

unsafe fn gather<A: Copy>(out: *mut u8, a: *const u8, stride: isize, n: usize) {
    let (out, a) = (out.cast::<A>(), a.cast::<A>());
    if stride == 1 {
        // SAFETY: the caller's promise; the two do not overlap.
        unsafe { std::ptr::copy_nonoverlapping(a, out, n) };
        return;
    }
    for i in 0..n {
        // SAFETY: the caller promises that both places are valid.
        unsafe { out.add(i).write(a.wrapping_offset(i as isize * stride).read()) };
    }
}

/// `out[i] = a[0]`.
struct Splat<A>(PhantomData<A>);

impl<A: Copy> Loop for Splat<A> {
    #[inline(always)]
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, _: *const u8, _: *const u8, n: usize) -> u32 {
        if n > 0 {
            // SAFETY: TileFn's contract: one element to read and n to write.
            unsafe {
                let value = a.cast::<A>().read();
                std::slice::from_raw_parts_mut(out.cast::<MaybeUninit<A>>(), n).fill(MaybeUninit::new(value));
            }
        }
        0
    }
}

/// The strided copy for elements of `size` bytes: 1, 2, 4, 8 or 16.
///
/// # Panics
/// For any other size.
pub fn gather_fn(size: usize) -> GatherFn {
    match size {
        1 => gather::<u8>,
        2 => gather::<u16>,
        4 => gather::<u32>,
        8 => gather::<Pair>,
        16 => gather::<Wide>,
        _ => unreachable!("no element has {size} bytes"),
    }
}

/// The fill with the element at `a` (the other operands are not used), for elements of `size` bytes: 1, 2, 4, 8
/// or 16.
///
/// # Panics
/// For any other size.
pub fn splat_fn(size: usize, isa: Isa) -> TileFn {
    match size {
        1 => pick::<Splat<u8>>(isa),
        2 => pick::<Splat<u16>>(isa),
        4 => pick::<Splat<u32>>(isa),
        8 => pick::<Splat<Pair>>(isa),
        16 => pick::<Splat<Wide>>(isa),
        _ => unreachable!("no element has {size} bytes"),
    }
}

/// Select for branches of `dtype`.
pub fn select_fn(dtype: DType, isa: Isa) -> Option<TileFn> {
    Some(match dtype.size() {
        1 => pick::<Choose<u8>>(isa),
        2 => pick::<Choose<u16>>(isa),
        4 => pick::<Choose<u32>>(isa),
        8 if dtype.is_complex() => pick::<Choose<Pair>>(isa),
        8 => pick::<Choose<u64>>(isa),
        16 => pick::<Choose<Wide>>(isa),
        _ => return None,
    })
}
