//! Multiply-adds on registers alone, with the widest vectors there are and with narrower ones.

use std::hint::black_box;

use crate::windows::Work;

/// Chains that do not wait for each other: more than latency times ports, fewer than there are registers.
const CHAINS: usize = 12;
/// Multiply-adds per chain and call of a kernel.
const LENGTH: usize = 1000;

/// Kernels of one instruction set.
#[derive(Clone, Copy)]
pub struct Isa {
    pub name: &'static str,
    lanes: usize,
    kernel: fn(f32, f32) -> f32,
}

/// What this processor has, the widest first.
pub fn isas() -> Vec<Isa> {
    let mut isas = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            isas.push(Isa { name: "avx512", lanes: 16, kernel: x86::avx512 });
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            isas.push(Isa { name: "avx2", lanes: 8, kernel: x86::avx2 });
        }
    }
    isas.push(Isa { name: "portable", lanes: PORTABLE_LANES, kernel: portable });
    isas
}

/// The work of a thread.
pub struct Fma(Isa);

impl Fma {
    pub fn new(isa: Isa) -> Fma {
        Fma(isa)
    }
}

impl Work for Fma {
    fn run(&mut self, times: usize) -> f64 {
        for _ in 0..times {
            black_box((self.0.kernel)(black_box(0.999), black_box(0.001)));
        }
        (2 * CHAINS * LENGTH * self.0.lanes * times) as f64
    }
}

const PORTABLE_LANES: usize = 4;

/// What the compiler makes of plain code for the oldest processor of this kind; fused only where that is an instruction.
fn portable(factor: f32, summand: f32) -> f32 {
    let mut chains = [[1.0_f32; PORTABLE_LANES]; CHAINS];
    for _ in 0..LENGTH {
        for chain in &mut chains {
            for x in chain {
                *x = if cfg!(target_arch = "aarch64") { x.mul_add(factor, summand) } else { *x * factor + summand };
            }
        }
    }
    chains.iter().flatten().sum()
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{CHAINS, LENGTH};

    pub fn avx512(factor: f32, summand: f32) -> f32 {
        #[target_feature(enable = "avx512f")]
        fn kernel(factor: f32, summand: f32) -> f32 {
            let (factor, summand) = (_mm512_set1_ps(factor), _mm512_set1_ps(summand));
            let mut chains = [_mm512_set1_ps(1.0); CHAINS];
            for _ in 0..LENGTH {
                for chain in &mut chains {
                    *chain = _mm512_fmadd_ps(*chain, factor, summand);
                }
            }
            let sum = chains.into_iter().reduce(|a, b| _mm512_add_ps(a, b));
            _mm512_reduce_add_ps(sum.unwrap_or(summand))
        }
        // SAFETY: `isas` gives this kernel only where the processor has avx512f.
        unsafe { kernel(factor, summand) }
    }

    pub fn avx2(factor: f32, summand: f32) -> f32 {
        #[target_feature(enable = "avx2,fma")]
        fn kernel(factor: f32, summand: f32) -> f32 {
            let (factor, summand) = (_mm256_set1_ps(factor), _mm256_set1_ps(summand));
            let mut chains = [_mm256_set1_ps(1.0); CHAINS];
            for _ in 0..LENGTH {
                for chain in &mut chains {
                    *chain = _mm256_fmadd_ps(*chain, factor, summand);
                }
            }
            let sum = chains.into_iter().reduce(|a, b| _mm256_add_ps(a, b));
            _mm256_cvtss_f32(sum.unwrap_or(summand))
        }
        // SAFETY: `isas` gives this kernel only where the processor has avx2 and fma.
        unsafe { kernel(factor, summand) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x -> x factor + summand has a fixed point, which 1,000 steps reach nearly.
    #[test]
    fn kernels_multiply_and_add() {
        for isa in isas() {
            let (factor, summand) = (0.5, 3.0);
            let sum = (isa.kernel)(factor, summand);
            let per_lane = sum / CHAINS as f32;
            let lanes = if isa.name == "avx2" { 1.0 } else { isa.lanes as f32 };
            assert!((per_lane - 6.0 * lanes).abs() < 1e-3, "{}: {per_lane}", isa.name);
        }
    }
}
