//! Loops over tiles of elements: the CPU's version of every scalar primitive.
//!
//! In: a primitive and an element type. Out: a function that computes `n` elements. The functions know
//! nothing of graphs, shapes or threads. Each primitive is one scalar function without branches; the loop
//! around it is compiled for each instruction set ([`Isa`]) and vectorised by the compiler.
//! An element's result depends on its operands alone, never on its place in the tile.

mod boolean;
mod cast;
mod complex;
mod complex_math;
mod double;
#[cfg(target_arch = "x86_64")]
mod exp512;
mod fold;
mod half;
mod int;
mod isa;
mod loops;
mod math32;
mod math64;
mod moves;
mod pairs;
mod real;
mod special;

#[cfg(test)]
mod tests;

use rheos_base::{DType, bf16, f16};
use rheos_graph::expr::Prim;

pub use cast::cast_fn;
pub use fold::{FoldFns, LANES, fold_fns};
pub use isa::Isa;
pub use moves::{GatherFn, gather_fn, splat_fn};
pub use pairs::pair_fn;

/// Computes `n` elements of `out` from the operands a primitive has; the other pointers are not used.
/// Returns 0, or a combination of [`DIVISION_BY_ZERO`] and [`NEGATIVE_POWER`].
///
/// # Safety
/// The pointers a primitive uses are valid for `n` elements of their types and aligned for these; bools are
/// bytes 0 or 1; `out` overlaps no operand; the machine has the instruction set the function was made for.
pub type TileFn = unsafe fn(out: *mut u8, a: *const u8, b: *const u8, c: *const u8, n: usize) -> u32;

/// An integer was divided by zero; the result there is 0.
pub const DIVISION_BY_ZERO: u32 = 1;
/// An integer was raised to a negative power; the result there is 0.
pub const NEGATIVE_POWER: u32 = 2;

/// The loop of `prim` for operands of type `operand` (for Select, of its branches).
/// None where the type has no such primitive; conversions are [`cast_fn`]'s.
pub fn tile_fn(prim: Prim, operand: DType, isa: Isa) -> Option<TileFn> {
    match (prim, operand) {
        (Prim::Select, _) => return moves::select_fn(operand, isa),
        (Prim::Complex, DType::F32) => return Some(complex::join_fn::<f32>(isa)),
        (Prim::Complex, DType::F64) => return Some(complex::join_fn::<f64>(isa)),
        #[cfg(target_arch = "x86_64")]
        (Prim::Exp, DType::F32) if isa == Isa::Avx512 => return Some(exp512::exp_fn()),
        // A real number is its own conjugate and real part.
        (Prim::Conj | Prim::Real, _) if !operand.is_complex() && operand != DType::Bool => {
            return cast_fn(operand, operand, isa);
        }
        _ => {}
    }
    match operand {
        DType::F32 => real::tile_fn::<f32>(prim, isa),
        DType::F16 => real::tile_fn::<f16>(prim, isa),
        DType::BF16 => real::tile_fn::<bf16>(prim, isa),
        DType::F64 => double::tile_fn(prim, isa),
        DType::I8 => int::tile_fn::<i8>(prim, isa),
        DType::I16 => int::tile_fn::<i16>(prim, isa),
        DType::I32 => int::tile_fn::<i32>(prim, isa),
        DType::I64 => int::tile_fn::<i64>(prim, isa),
        DType::U8 => int::tile_fn::<u8>(prim, isa),
        DType::U16 => int::tile_fn::<u16>(prim, isa),
        DType::U32 => int::tile_fn::<u32>(prim, isa),
        DType::U64 => int::tile_fn::<u64>(prim, isa),
        DType::Bool => boolean::tile_fn(prim, isa),
        DType::C64 => complex::tile_fn::<f32>(prim, isa),
        DType::C128 => complex::tile_fn::<f64>(prim, isa),
        _ => None,
    }
}
