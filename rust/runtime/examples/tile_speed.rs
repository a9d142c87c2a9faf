//! Nanoseconds per element of the tile loops, operands in the first-level cache.
//!
//! `cargo run --release -p rheos-runtime --example tile_speed [dtype]`

use std::hint::black_box;
use std::time::Instant;

use rheos_base::DType;
use rheos_graph::expr::{Monoid, Prim, Scalar};
use rheos_runtime::cpu::tile::{Isa, TileFn, cast_fn, fold_fn, tile_fn};

const N: usize = 512;

/// The best of several repetitions.
fn nanoseconds(f: TileFn, dtype: DType, condition: bool) -> f64 {
    let size = dtype.size();
    let mut operands = vec![0u128; 3 * N];
    let bytes: *mut u8 = operands.as_mut_ptr().cast();
    for i in 0..2 * N {
        let value = if dtype.is_integer() { (i % 91 + 1) as f64 } else { 0.01 + (i % 97) as f64 / 100.0 };
        let element = Scalar::new(dtype, value).bytes();
        // SAFETY: 2 N elements of at most 16 bytes fit in 3 N u128.
        unsafe { std::ptr::copy_nonoverlapping(element.as_ptr(), bytes.add(i * size), size) };
    }
    let flags: Vec<u8> = (0..N).map(|i| u8::from(i % 3 == 0)).collect();
    let mut out = vec![0u128; N];
    let first = if condition { flags.as_ptr() } else { bytes.cast_const() };
    let mut best = f64::INFINITY;
    for _ in 0..30 {
        let start = Instant::now();
        for _ in 0..50 {
            // SAFETY: operands hold 2 N elements, `out` has room for N of any type; the Isa is available.
            unsafe {
                let second = bytes.add(N * size);
                black_box(f(black_box(out.as_mut_ptr().cast()), first, second, second, N));
            }
        }
        best = best.min(start.elapsed().as_nanos() as f64 / (50 * N) as f64);
    }
    best
}

fn main() {
    let dtype = std::env::args().nth(1).map_or(DType::F32, |name| DType::from_name(&name).expect("an element type"));
    let isas: Vec<Isa> = Isa::available().collect();
    println!("{:<18} {isas:?}", dtype.name());
    let row = |name: &str, make: &dyn Fn(Isa) -> Option<TileFn>, condition: bool| {
        let times: Option<Vec<f64>> = isas.iter().map(|&isa| Some(nanoseconds(make(isa)?, dtype, condition))).collect();
        if let Some(times) = times {
            let cells: Vec<String> = times.iter().map(|t| format!("{t:8.3}")).collect();
            println!("{name:<18} {}", cells.join(" "));
        }
    };
    for &prim in Prim::ALL {
        let condition = prim == Prim::Select || dtype == DType::Bool;
        row(prim.name(), &|isa| tile_fn(prim, dtype, isa), condition);
    }
    for &to in DType::ALL {
        row(&format!("to {to}"), &|isa| cast_fn(dtype, to, isa), dtype == DType::Bool);
    }
    for monoid in [Monoid::Sum, Monoid::Prod, Monoid::Min, Monoid::Max, Monoid::All, Monoid::Any] {
        row(&format!("fold {monoid:?}"), &|isa| fold_fn(monoid, dtype, isa), dtype == DType::Bool);
    }
}
