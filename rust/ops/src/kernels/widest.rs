//! One loop body compiled for two instruction sets, and run on the better one.
//!
//! Invariant: both copies compute the same bits, as neither may reorder or fuse floating-point operations.

use std::sync::OnceLock;

/// A loop; `run` must be `#[inline(always)]`, and so must be what it calls, to be compiled for each instruction set.
pub trait Body {
    /// False for element types that are not worth a second copy of the code.
    const WIDE: bool;
    fn run(self);
}

/// True where this machine has AVX2; `RHEOS_ISA=portable` does without.
#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        is_x86_feature_detected!("avx2") && !matches!(std::env::var("RHEOS_ISA").as_deref(), Ok("portable"))
    })
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2<B: Body>(body: B) {
    body.run();
}

/// Runs the body with the widest vectors there are.
pub fn widest<B: Body>(body: B) {
    #[cfg(target_arch = "x86_64")]
    if B::WIDE && has_avx2() {
        // SAFETY: the feature was detected.
        unsafe { avx2(body) };
        return;
    }
    body.run();
}
