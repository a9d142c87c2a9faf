//! Every primitive, type and instruction set against independent references.

mod convert;
mod double;
mod exact;
mod fold;
mod nonreal;
mod ulp;

use rheos_base::DType;
use rheos_graph::expr::Prim;

use super::{Isa, TileFn, tile_fn};

/// Runs a tile function on whole vectors; operands it lacks may be anything.
fn call<A: Copy, B: Copy, C: Copy, O: Copy + Default>(f: TileFn, a: &[A], b: &[B], c: &[C]) -> (Vec<O>, u32) {
    let mut out = vec![O::default(); a.len()];
    // SAFETY: the caller passes vectors of the types the function was made for, `f` comes from an available Isa.
    let flags = unsafe { f(out.as_mut_ptr().cast(), a.as_ptr().cast(), b.as_ptr().cast(), c.as_ptr().cast(), a.len()) };
    (out, flags)
}

fn unary<A: Copy, O: Copy + Default>(prim: Prim, dtype: DType, isa: Isa, a: &[A]) -> Vec<O> {
    call(tile_fn(prim, dtype, isa).unwrap(), a, &[(); 0], &[(); 0]).0
}

fn binary<A: Copy, O: Copy + Default>(prim: Prim, dtype: DType, isa: Isa, a: &[A], b: &[A]) -> (Vec<O>, u32) {
    assert_eq!(a.len(), b.len());
    call(tile_fn(prim, dtype, isa).unwrap(), a, b, &[(); 0])
}

/// A small generator with a fixed seed (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in low..high.
    fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 11) as f64 / (1u64 << 53) as f64)
    }
}
