//! Elements for tests, the processor's kernels on them, and comparisons.

use rheos_base::{DType, Denormals, f16};
use rheos_graph::Layout;
use rheos_graph::expr::Scalar;
use rheos_graph::group::Group;
use rheos_graph::kernel::{Call, Kernel, Serial, Watcher};
use rheos_runtime::cpu::code::Memory;
use rheos_runtime::cpu::fold::FoldKernel;
use rheos_runtime::cpu::map::MapKernel;
use std::sync::atomic::AtomicBool;

/// A small generator with a fixed seed (splitmix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in low..high.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 11) as f64 / (1u64 << 53) as f64)
    }
}

/// The elements' bytes on the processor.
pub fn bytes(dtype: DType, values: impl IntoIterator<Item = f64>) -> Vec<u8> {
    values.into_iter().flat_map(|value| Scalar::new(dtype, value).bytes()[..dtype.size()].to_vec()).collect()
}

/// `count` small numbers, different ones, exact in every type.
pub fn small(dtype: DType, count: usize, seed: u64) -> Vec<u8> {
    let mut random = Random(seed);
    bytes(dtype, (0..count).map(|_| (random.next() % 31) as f64 - if dtype.is_unsigned() { 0.0 } else { 15.0 }))
}

/// Bytes as they are in a GPU's memory: a bool takes four.
pub fn widened(dtype: DType, bytes: &[u8]) -> Vec<u8> {
    match dtype {
        DType::Bool => bytes.iter().flat_map(|&b| u32::from(b).to_ne_bytes()).collect(),
        _ => bytes.to_vec(),
    }
}

fn narrowed(dtype: DType, bytes: &[u8]) -> Vec<u8> {
    match dtype {
        DType::Bool => bytes.chunks_exact(4).map(|word| word[0]).collect(),
        _ => bytes.to_vec(),
    }
}

/// Runs a group's kernel on the processor; are denormal numbers zero?
pub fn on_cpu(
    group: &Group,
    layouts: &[Layout],
    inputs: &[Vec<u8>],
    results: &[(DType, usize)],
    flushed: bool,
) -> Vec<Vec<u8>> {
    let kernel: Box<dyn Kernel> = match &group.reduce {
        Some(reduce) => Box::new(FoldKernel::new(group, reduce, layouts).unwrap()),
        None => {
            let memory = vec![Memory::Own; results.len()];
            Box::new(MapKernel::new(&group.expr, layouts, &group.domain, &memory).unwrap())
        }
    };
    run(&*kernel, inputs, results, flushed)
}

/// Runs a kernel on this thread.
pub fn run(kernel: &dyn Kernel, inputs: &[Vec<u8>], results: &[(DType, usize)], flushed: bool) -> Vec<Vec<u8>> {
    // Aligned copies, as the engine's memory is.
    let aligned = |bytes: usize| vec![0u128; bytes.div_ceil(16).max(1)];
    let inputs: Vec<Vec<u128>> = inputs
        .iter()
        .map(|bytes| {
            let mut copy = aligned(bytes.len());
            // SAFETY: the copy has room for the bytes.
            unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), copy.as_mut_ptr().cast(), bytes.len()) };
            copy
        })
        .collect();
    let mut outputs: Vec<Vec<u128>> = results.iter().map(|(dtype, count)| aligned(dtype.size() * count)).collect();
    let mut scratch = vec![0u128; kernel.scratch_bytes(1) / 16 + 5];
    let inputs: Vec<*const u8> = inputs.iter().map(|v| v.as_ptr().cast()).collect::<Vec<_>>();
    let _mode = if flushed { Denormals::flushed() } else { Denormals::kept() };
    let pointers: Vec<*mut u8> = outputs.iter_mut().map(|v| v.as_mut_ptr().cast()).collect();
    let start = scratch.as_mut_ptr().cast::<u8>();
    let mut call = Call {
        inputs: &inputs,
        outputs: &pointers,
        input_args: &[],
        output_args: &[],
        scratch: start.wrapping_add(start.align_offset(64)),
        workers: &Serial,
        cancelled: &AtomicBool::new(false),
        watcher: Watcher(None),
        packed: std::ptr::null(),
    };
    kernel.run(&mut call).unwrap();
    let taken = |(output, (dtype, count)): (&Vec<u128>, &(DType, usize))| {
        // SAFETY: the output has that many bytes.
        unsafe { std::slice::from_raw_parts(output.as_ptr().cast::<u8>(), dtype.size() * count) }.to_vec()
    };
    outputs.iter().zip(results).map(taken).collect()
}

/// Numbers in order, by whole steps.
fn ordered(dtype: DType, element: &[u8]) -> Option<i128> {
    let order = |bits: u64, width: u32| {
        let low = i128::from(bits & ((1 << (width - 1)) - 1));
        if bits >> (width - 1) & 1 == 1 { -low } else { low }
    };
    Some(match dtype {
        DType::F16 => {
            let bits = u16::from_ne_bytes(element.try_into().unwrap());
            return (!f16::from_bits(bits).is_nan()).then(|| order(u64::from(bits), 16));
        }
        DType::F32 => {
            let bits = u32::from_ne_bytes(element.try_into().unwrap());
            return (!f32::from_bits(bits).is_nan()).then(|| order(u64::from(bits), 32));
        }
        DType::F64 => {
            let bits = u64::from_ne_bytes(element.try_into().unwrap());
            let low = i128::from(bits & !(1 << 63));
            return (!f64::from_bits(bits).is_nan()).then_some(if bits >> 63 == 1 { -low } else { low });
        }
        _ => element.iter().rev().fold(0, |sum, &byte| sum << 8 | i128::from(byte)),
    })
}

/// Steps of the type between zero and its least normal number.
fn least_normal(dtype: DType) -> i128 {
    match dtype {
        DType::F16 => 1 << 10,
        DType::F32 => 1 << 23,
        DType::F64 => 1 << 52,
        _ => 0,
    }
}

/// The first element that lies more than `steps` away from what it may be: its number, and both in steps. A shader may
/// take denormal numbers for zero or not.
pub fn difference(
    dtype: DType,
    got: &[u8],
    want: [&[u8]; 2],
    steps: i128,
) -> Option<(usize, Option<i128>, Option<i128>)> {
    let got = narrowed(dtype, got);
    assert_eq!(got.len(), want[0].len(), "{dtype}");
    let normal = least_normal(dtype);
    let near = |got: Option<i128>, want: Option<i128>| match (got, want) {
        (None, None) => true,
        (Some(g), Some(w)) => (g - w).abs() <= steps || (g.abs() <= normal && w.abs() <= normal),
        _ => false,
    };
    got.chunks_exact(dtype.size()).enumerate().find_map(|(i, element)| {
        let got = ordered(dtype, element);
        let want = want.map(|all| ordered(dtype, &all[i * dtype.size()..][..dtype.size()]));
        (!near(got, want[0]) && !near(got, want[1])).then_some((i, got, want[0]))
    })
}
