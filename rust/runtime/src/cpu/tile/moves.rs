//! Loops that move elements without looking at them: they depend on an element's size only.

use std::mem::MaybeUninit;

use rheos_base::DType;

use super::TileFn;
use super::isa::{Isa, pick};
use super::loops::Choose;

/// Copies `n` elements that lie `stride` elements apart in `a`: `out[i] = a[i * stride]`.
///
/// # Safety
/// As for [`TileFn`], `a` being valid at the `n` places `a[i * stride]`.
pub type GatherFn = unsafe fn(out: *mut u8, a: *const u8, stride: isize, n: usize);

/// Writes the element at `value` to `out[0..n]`.
///
/// # Safety
/// As for [`TileFn`]; `value` is one valid element.
pub type SplatFn = unsafe fn(out: *mut u8, value: *const u8, n: usize);

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

unsafe fn splat<A: Copy>(out: *mut u8, value: *const u8, n: usize) {
    if n == 0 {
        return;
    }
    // SAFETY: the caller promises one element to read and n to write.
    unsafe {
        let value = value.cast::<A>().read();
        std::slice::from_raw_parts_mut(out.cast::<MaybeUninit<A>>(), n).fill(MaybeUninit::new(value));
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

/// The fill for elements of `size` bytes: 1, 2, 4, 8 or 16.
///
/// # Panics
/// For any other size.
pub fn splat_fn(size: usize) -> SplatFn {
    match size {
        1 => splat::<u8>,
        2 => splat::<u16>,
        4 => splat::<u32>,
        8 => splat::<Pair>,
        16 => splat::<Wide>,
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
