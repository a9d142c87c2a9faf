//! Speed of matrix products on one thread, as GFLOP/s and as a share of the multiply-add peak measured here.
//!
//! `cargo bench -p rheos-ops --bench gemm [-- FILTER]`. Each figure is the best of several short windows, which
//! sees past other work on the machine; the peak is measured anew beside each row.

use rheos_base::DType;
use rheos_ops::kernels::gemm::{Gemm, Problem};
use std::{
    alloc::{Layout, alloc_zeroed, dealloc},
    hint::black_box,
    time::{Duration, Instant},
};

/// Zeroed memory on a page boundary.
struct Memory {
    at: *mut u8,
    layout: Layout,
}

impl Memory {
    fn new(bytes: usize) -> Memory {
        let layout = Layout::from_size_align(bytes.max(1), 4096).expect("size of a bench operand");
        // SAFETY: the layout is not empty.
        Memory { at: unsafe { alloc_zeroed(layout) }, layout }
    }

    fn numbers(dtype: DType, count: usize) -> Memory {
        let memory = Memory::new(count * dtype.size());
        for i in 0..count {
            let x = ((i * 7919) % 1009) as f64 / 1009.0 - 0.5;
            // SAFETY: the memory holds `count` elements.
            unsafe {
                match dtype {
                    DType::F32 => memory.at.cast::<f32>().add(i).write(x as f32),
                    DType::F64 => memory.at.cast::<f64>().add(i).write(x),
                    DType::F16 => memory.at.cast::<half::f16>().add(i).write(half::f16::from_f64(x)),
                    DType::BF16 => memory.at.cast::<half::bf16>().add(i).write(half::bf16::from_f64(x)),
                    _ => memory.at.add(i * dtype.size()).write(i as u8),
                }
            }
        }
        memory
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.at, self.layout) }
    }
}

/// Seconds per call in the best window of about two milliseconds, of as many as fit a fifth of a second.
fn best(mut call: impl FnMut()) -> f64 {
    let mut repeat = 1u32;
    let mut window = |repeat: u32| {
        let start = Instant::now();
        (0..repeat).for_each(|_| call());
        start.elapsed()
    };
    while window(repeat) < Duration::from_millis(2) && repeat < 1 << 24 {
        repeat *= 2;
    }
    let start = Instant::now();
    let mut least = window(repeat);
    while start.elapsed() < Duration::from_millis(200) {
        least = least.min(window(repeat));
    }
    least.as_secs_f64() / repeat as f64
}

macro_rules! peak {
    ($name:ident, $features:literal, $vec:ty, $set:path, $fma:path) => {
        /// Runs `steps` rounds of 16 independent multiply-adds in registers.
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = $features)]
        fn $name(steps: usize) -> $vec {
            let (x, y) = (black_box($set(0.5)), black_box($set(0.25)));
            let mut sums = [x; 16];
            for _ in 0..steps {
                for sum in &mut sums {
                    *sum = $fma(*sum, x, y);
                }
            }
            sums.into_iter().fold(y, |z, sum| $fma(z, x, sum))
        }
    };
}
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;
peak!(peak512, "avx512f", __m512, _mm512_set1_ps, _mm512_fmadd_ps);
peak!(peak256, "avx2,fma", __m256, _mm256_set1_ps, _mm256_fmadd_ps);

/// Multiply-add peak for `f32` in GFLOP/s; nothing where there is no vector unit this bench knows.
fn peak() -> Option<f64> {
    const STEPS: usize = 1 << 16;
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the features were found.
            let time = best(|| unsafe { _ = black_box(peak512(STEPS)) });
            return Some((STEPS * 16 * 16 * 2) as f64 / time / 1e9);
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: as above.
            let time = best(|| unsafe { _ = black_box(peak256(STEPS)) });
            return Some((STEPS * 16 * 8 * 2) as f64 / time / 1e9);
        }
    }
    None
}

fn main() {
    let filter = std::env::args().skip(1).find(|x| !x.starts_with('-')).unwrap_or_default();
    println!("{:34} {:>10} {:>9} {:>7}", "product (a' and b' are transposed)", "ns", "GFLOP/s", "% peak");
    for dtype in [DType::F32, DType::F64, DType::BF16, DType::F16, DType::I32, DType::C64] {
        for &shape in SHAPES {
            for (ta, tb) in [(false, false), (true, false), (false, true)] {
                let [m, n, k] = shape;
                let prime = |x| if x { "'" } else { "" };
                let name = format!("{dtype} {m} x {n} x {k} a{} b{}", prime(ta), prime(tb));
                let others = !matches!(dtype, DType::F32 | DType::F64);
                if !name.contains(&filter) || (others && (ta || tb || m * n * k > 1 << 24)) {
                    continue;
                }
                let gemm = Gemm::new(Problem::contiguous(dtype, shape, ta, tb)).expect("a product of numbers");
                let (a, b) = (Memory::numbers(dtype, m * k), Memory::numbers(dtype, k * n));
                let (c, scratch) = (Memory::numbers(dtype, m * n), Memory::new(gemm.scratch_bytes()));
                // SAFETY: the operands have the problem's shapes.
                let time = best(|| unsafe { gemm.run_all(a.at, b.at, c.at, scratch.at) });
                let rate = (2 * m * n * k) as f64 / time / 1e9;
                let width = dtype.size().max(4) as f64 / 4.0;
                let share = peak().map_or(String::from("-"), |x| format!("{:.0}", 100.0 * rate * width / x));
                println!("{name:34} {:10.0} {rate:9.1} {share:>7}", time * 1e9);
            }
        }
    }
}

/// Rows, columns and depth: cubes, dense layers forward and backward, vectors, and odd sizes.
const SHAPES: &[[usize; 3]] = &[
    [8, 8, 8],
    [16, 16, 16],
    [32, 32, 32],
    [64, 64, 64],
    [128, 128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [1000, 1000, 1000],
    [1024, 1024, 1024],
    [32, 64, 64],
    [64, 64, 32],
    [100, 10, 784],
    [100, 128, 784],
    [784, 128, 100],
    [32, 1024, 1024],
    [4, 1024, 1024],
    [1, 256, 256],
    [256, 1, 256],
    [1, 1024, 1024],
    [1024, 1, 1024],
    [65, 33, 129],
    [257, 257, 257],
];
