//! One loop, several instruction sets: a [`Loop`] is written once and compiled for each.
//!
//! The loops are `#[inline(always)]`, so each copy takes the target features of the function it lands in.

use std::sync::OnceLock;

use super::TileFn;

/// Instruction sets, each a superset of the one before.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Isa {
    /// What every machine of the target architecture has.
    Portable,
    /// AVX2 with FMA, F16C and the bit manipulation instructions.
    Avx2,
    /// AVX-512 F, BW, CD, DQ and VL.
    Avx512,
}

impl Isa {
    /// The best this machine runs. `RHEOS_ISA` (`portable`, `avx2`, `avx512`) may lower it.
    pub fn best() -> Isa {
        static BEST: OnceLock<Isa> = OnceLock::new();
        *BEST.get_or_init(|| {
            let wanted = match std::env::var("RHEOS_ISA").as_deref() {
                Ok("portable") => Isa::Portable,
                Ok("avx2") => Isa::Avx2,
                _ => Isa::Avx512,
            };
            wanted.min(Isa::detect())
        })
    }

    /// The instruction sets this machine runs, lowest first.
    pub fn available() -> impl Iterator<Item = Isa> {
        let top = Isa::detect();
        [Isa::Portable, Isa::Avx2, Isa::Avx512].into_iter().filter(move |isa| *isa <= top)
    }

    #[cfg(target_arch = "x86_64")]
    fn detect() -> Isa {
        macro_rules! all { ($($feature:tt),*) => { $(is_x86_feature_detected!($feature))&&* }; }
        let avx2 = all!("avx2", "fma", "f16c", "bmi1", "bmi2", "lzcnt", "popcnt");
        let avx512 = all!("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");
        match (avx2, avx512) {
            (true, true) => Isa::Avx512,
            (true, false) => Isa::Avx2,
            _ => Isa::Portable,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn detect() -> Isa {
        Isa::Portable
    }
}

/// How a polynomial multiplies and adds: fused where the hardware has it, else in two roundings,
/// because a fused operation in software costs a call.
pub trait Math {
    const FUSED: bool;

    #[inline(always)]
    fn mad(a: f32, b: f32, c: f32) -> f32 {
        if Self::FUSED { a.mul_add(b, c) } else { a * b + c }
    }

    #[inline(always)]
    fn mad64(a: f64, b: f64, c: f64) -> f64 {
        if Self::FUSED { a.mul_add(b, c) } else { a * b + c }
    }
}

pub struct Fused;
pub struct Separate;

impl Math for Fused {
    const FUSED: bool = true;
}

impl Math for Separate {
    const FUSED: bool = false;
}

/// Every 64-bit ARM has fused multiply-add.
#[cfg(target_arch = "aarch64")]
type Baseline = Fused;
#[cfg(not(target_arch = "aarch64"))]
type Baseline = Separate;

/// The body of a tile function; the implementations are `#[inline(always)]`.
pub trait Loop {
    /// # Safety
    /// As for [`TileFn`].
    unsafe fn run<M: Math>(out: *mut u8, a: *const u8, b: *const u8, c: *const u8, n: usize) -> u32;
}

unsafe fn portable<L: Loop>(out: *mut u8, a: *const u8, b: *const u8, c: *const u8, n: usize) -> u32 {
    // SAFETY: the caller keeps TileFn's contract.
    unsafe { L::run::<Baseline>(out, a, b, c, n) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn avx2<L: Loop>(out: *mut u8, a: *const u8, b: *const u8, c: *const u8, n: usize) -> u32 {
    // SAFETY: the caller keeps TileFn's contract.
    unsafe { L::run::<Fused>(out, a, b, c, n) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]
unsafe fn avx512<L: Loop>(out: *mut u8, a: *const u8, b: *const u8, c: *const u8, n: usize) -> u32 {
    // SAFETY: the caller keeps TileFn's contract.
    unsafe { L::run::<Fused>(out, a, b, c, n) }
}

/// The loop compiled for `isa`.
#[cfg(target_arch = "x86_64")]
pub fn pick<L: Loop>(isa: Isa) -> TileFn {
    match isa {
        Isa::Portable => portable::<L>,
        Isa::Avx2 => avx2::<L>,
        Isa::Avx512 => avx512::<L>,
    }
}

/// The loop compiled for `isa`.
#[cfg(not(target_arch = "x86_64"))]
pub fn pick<L: Loop>(_isa: Isa) -> TileFn {
    portable::<L>
}

/// The one version of a loop that calls a library for every element and gains nothing from wider vectors.
pub fn scalar<L: Loop>() -> TileFn {
    portable::<L>
}
