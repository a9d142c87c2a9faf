//! Random numbers: which block of the stream gives which element is fixed, so that results depend neither on
//! threads nor on sizes of tasks.

mod candidates;
mod choose;
mod distributions;
pub mod philox;
mod pooling;
mod rejection;

pub use candidates::{Family, accidental_hits, candidates};
pub use choose::{multinomial, shuffle, shuffle_host};
use distributions::*;
use philox::{Generator, LANES, Philox};
pub use pooling::Regions;
pub use rejection::{gamma, poisson};
use rheos_base::{DType, Element, Result, bail, bf16, err, f16};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, NodeInfo, StateStore, Workers};
use std::sync::Arc;

use super::Planned;

/// Which numbers are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Uniform,
    /// Integers from input `n` to input `n + 1`.
    Integers(usize),
    Normal,
    TruncatedNormal,
}

/// Where the numbers come from.
#[derive(Clone)]
enum Source {
    Stateful(Arc<Generator>),
    /// The pair of seeds in this input.
    Seeds(usize),
}

impl Source {
    fn stateful(info: &NodeInfo<'_>, state: &dyn StateStore) -> Result<Source> {
        Ok(Source::Stateful(generator(info, state)?))
    }

    /// A stateful op's stream moves on by `blocks`.
    fn take(&self, call: &Call<'_>, blocks: u64) -> Philox {
        match self {
            Source::Stateful(generator) => generator.reserve(blocks),
            Source::Seeds(input) => match call.input_args[*input].dtype {
                DType::I64 => {
                    let seeds = call.input::<i64>(*input);
                    Philox::stateless(seeds[0] as u64, seeds[1] as u64)
                }
                _ => {
                    let seeds = call.input::<i32>(*input);
                    Philox::stateless(seeds[0] as u64, seeds[1] as u64)
                }
            },
        }
    }
}

/// The generator of a node with attributes `seed` and `seed2`.
pub fn generator(info: &NodeInfo<'_>, state: &dyn StateStore) -> Result<Arc<Generator>> {
    let (seed, seed2) = (info.int("seed"), info.int("seed2"));
    let own = state.node_state(&|| Ok(Arc::new(Generator::new(seed, seed2))))?;
    own.downcast().map_err(|_| err!(Internal, "the node's state is not a generator"))
}

/// Blocks reserved for each element, many more than any distribution needs; part of TensorFlow's streams.
pub const RESERVED: u64 = 256;
/// Blocks in one task.
const TASK: usize = 2048;

/// Fills output 0 from the generator of this node.
pub fn stateful(spec: &rheos_graph::KernelSpec<'_>, kind: Kind) -> Result<Box<dyn Kernel>> {
    let source = Source::stateful(&spec.info, spec.state)?;
    kernel(spec, kind, source)
}

/// Fills output 0 from the seeds in input 1.
pub fn stateless(spec: &rheos_graph::KernelSpec<'_>, kind: Kind) -> Result<Box<dyn Kernel>> {
    kernel(spec, kind, Source::Seeds(1))
}

fn kernel(spec: &rheos_graph::KernelSpec<'_>, kind: Kind, source: Source) -> Result<Box<dyn Kernel>> {
    let (dtype, count) = (spec.outputs[0].dtype, spec.outputs[0].layout.len());
    let each = match kind {
        Kind::Uniform | Kind::Integers(_) => 4.0,
        Kind::Normal => 12.0,
        Kind::TruncatedNormal => 25.0,
    };
    Ok(Planned::boxed(count as f64 * each, move |call: &mut Call<'_>| {
        if let Kind::Integers(n) = kind {
            check_range(call, n)?;
        }
        let start = source.take(call, count as u64 * RESERVED);
        let w = call.workers;
        match (kind, dtype) {
            (Kind::Uniform, DType::F32) => fill(w, call.output(0), start, |x| x.map(unit_f32)),
            (Kind::Uniform, DType::F16) => fill(w, call.output(0), start, |x| x.map(unit_f16)),
            (Kind::Uniform, DType::BF16) => fill(w, call.output(0), start, |x| x.map(unit_bf16)),
            (Kind::Uniform, DType::F64) => {
                fill(w, call.output(0), start, |x| [unit_f64(x[0], x[1]), unit_f64(x[2], x[3])]);
            }
            (Kind::Integers(n), DType::I32) => {
                let (low, high) = (call.input::<i32>(n)[0], call.input::<i32>(n + 1)[0]);
                let range = high.wrapping_sub(low) as u32;
                fill(w, call.output(0), start, |x| x.map(|x| low.wrapping_add((x % range) as i32)));
            }
            (Kind::Integers(n), DType::I64) => {
                let (low, high) = (call.input::<i64>(n)[0], call.input::<i64>(n + 1)[0]);
                let range = high.wrapping_sub(low) as u64;
                let place = |x: u64| low.wrapping_add((x % range) as i64);
                fill(w, call.output(0), start, |x| [place(joined(x[0], x[1])), place(joined(x[2], x[3]))]);
            }
            (Kind::Normal, DType::F32) => fill(w, call.output(0), start, normal_quad),
            (Kind::Normal, DType::F16) => fill(w, call.output(0), start, |x| normal_quad(x).map(f16::from_f32)),
            (Kind::Normal, DType::BF16) => fill(w, call.output(0), start, |x| normal_quad(x).map(bf16::from_f32)),
            (Kind::Normal, DType::F64) => fill(w, call.output(0), start, normal_pair_f64),
            (Kind::TruncatedNormal, DType::F32) => fill_words(w, call.output(0), start, truncated_f32),
            (Kind::TruncatedNormal, DType::F16) => {
                fill_words(w, call.output(0), start, |words| truncated_f32(words).map(f16::from_f32));
            }
            (Kind::TruncatedNormal, DType::BF16) => {
                fill_words(w, call.output(0), start, |words| truncated_f32(words).map(bf16::from_f32));
            }
            (Kind::TruncatedNormal, DType::F64) => fill_words(w, call.output(0), start, truncated_f64),
            _ => bail!(Unimplemented, "random numbers of type {dtype}"),
        }
        Ok(())
    }))
}

fn check_range(call: &Call<'_>, n: usize) -> Result<()> {
    let at = |i: usize| match call.input_args[i].dtype {
        DType::I64 => call.input::<i64>(i)[0],
        _ => i64::from(call.input::<i32>(i)[0]),
    };
    let (low, high) = (at(n), at(n + 1));
    if low >= high {
        bail!(InvalidArgument, "Need minval < maxval, got {low} >= {high}");
    }
    Ok(())
}

fn normal_quad(x: [u32; 4]) -> [f32; 4] {
    let ([a, b], [c, d]) = (normal_pair_f32(x[0], x[1]), normal_pair_f32(x[2], x[3]));
    [a, b, c, d]
}

/// Runs `task` on the elements of each range of `TASK` groups of `G` elements; it is told the first group.
fn in_groups<T: Element, const G: usize>(workers: &dyn Workers, out: &mut [T], task: impl Fn(usize, &mut [T]) + Sync) {
    let (len, target) = (out.len(), SharedPtr(out.as_mut_ptr().cast()));
    let size = TASK * G;
    let run = |t: usize| {
        let start = t * size;
        // SAFETY: tasks own disjoint ranges within the `len` elements of `out`.
        let own = unsafe { std::slice::from_raw_parts_mut(target.get().cast::<T>().add(start), size.min(len - start)) };
        task(t * TASK, own);
    };
    match len.div_ceil(size) {
        0 => {}
        1 => run(0),
        tasks => workers.run(tasks, &run),
    }
}

/// One block of words makes `G` elements.
fn fill<T: Element + Default, const G: usize>(
    workers: &dyn Workers,
    out: &mut [T],
    start: Philox,
    sample: impl Fn([u32; 4]) -> [T; G] + Sync,
) {
    in_groups::<T, G>(workers, out, |group, own| {
        for (i, part) in own.chunks_mut(LANES * G).enumerate() {
            let words = start.at((group + i * LANES) as u64).lanes::<LANES>();
            for (lane, elements) in part.chunks_mut(G).enumerate() {
                let values = sample(words.map(|w| w[lane]));
                elements.copy_from_slice(&values[..elements.len()]);
            }
        }
    });
}

/// `G` elements take as many words as they need from a part of the stream that is theirs.
fn fill_words<T: Element, const G: usize>(
    workers: &dyn Workers,
    out: &mut [T],
    start: Philox,
    sample: impl Fn(&mut philox::Words) -> [T; G] + Sync,
) {
    let blocks = G as u64 * RESERVED / 4;
    in_groups::<T, G>(workers, out, |group, own| {
        for (i, elements) in own.chunks_mut(G).enumerate() {
            let values = sample(&mut start.at((group + i) as u64 * blocks).words());
            elements.copy_from_slice(&values[..elements.len()]);
        }
    });
}
