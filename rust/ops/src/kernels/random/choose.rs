//! Random choices: a permutation of rows, classes by their logits.

use super::distributions::unit_f64;
use super::{RESERVED, Source};
use crate::kernels::Planned;
use rheos_base::{DType, Result, Tensor, bail, bf16, f16};
use rheos_graph::{Call, HostCall, HostKernel, HostSpec, Kernel, KernelSpec};
use smallvec::{SmallVec, smallvec};

/// A permutation of `size` rows, each place swapped with a random later one.
pub(super) fn shuffled(start: super::Philox, size: usize) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..size).collect();
    let mut words = start.words();
    for i in 0..size.saturating_sub(1) {
        rows.swap(i, i + words.word() as usize % (size - i));
    }
    rows
}

/// Blocks that hold a word for each swap.
fn blocks(size: usize) -> u64 {
    (size as u64 - 1).div_ceil(4)
}

/// The rows of input 0 in random order.
pub fn shuffle(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    let source = Source::stateful(&spec.info, spec.state)?;
    let layout = &spec.inputs[0].layout;
    let size = layout.dims.first().copied().unwrap_or(1);
    let row = layout.dims.iter().skip(1).product::<usize>() * spec.inputs[0].dtype.size();
    let cost = (size * (row / 8 + 10)) as f64;
    Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        let (from, to) = (call.input_bytes(0), call.output_bytes(0));
        if size <= 1 || row == 0 {
            to.copy_from_slice(from);
            return Ok(());
        }
        let order = shuffled(source.take(call, blocks(size)), size);
        for (target, &i) in to.chunks_exact_mut(row).zip(&order) {
            target.copy_from_slice(&from[i * row..][..row]);
        }
        Ok(())
    }))
}

/// The same for strings.
pub fn shuffle_host(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let Source::Stateful(generator) = Source::stateful(&spec.info, spec.state)? else {
        bail!(Internal, "a shuffle has a generator")
    };
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Result<SmallVec<[Tensor; 2]>> {
        let value = &x[0];
        let size = value.dims().first().copied().unwrap_or(1);
        if size <= 1 || value.is_empty() {
            return Ok(smallvec![value.clone()]);
        }
        let (rows, source) = (value.len() / size, value.as_strings()?);
        let order = shuffled(generator.reserve(blocks(size)), size);
        let out = order.iter().flat_map(|&i| source[i * rows..][..rows].iter().cloned()).collect();
        Ok(smallvec![Tensor::strings(value.dims(), out)?])
    }))
}

/// Classes drawn for each row of logits in input 0; `seeds` is the input with a stateless op's seeds.
pub fn multinomial(spec: &KernelSpec<'_>, seeds: Option<usize>) -> Result<Box<dyn Kernel>> {
    let source = match seeds {
        Some(input) => Source::Seeds(input),
        None => Source::stateful(&spec.info, spec.state)?,
    };
    let (batch, classes) = (spec.inputs[0].layout.dims[0], spec.inputs[0].layout.dims[1]);
    let samples = spec.outputs[0].layout.dims[1];
    let (dtype, wide) = (spec.inputs[0].dtype, spec.outputs[0].dtype == DType::I64);
    let cost = (batch * (classes * 10 + samples * 30)) as f64;
    Ok(Planned::boxed(cost, move |call: &mut Call<'_>| {
        if batch * samples == 0 {
            return Ok(());
        }
        if classes == 0 {
            bail!(InvalidArgument, "logits have no classes");
        }
        // Numbers are doubles, made of two words each.
        let reserved = (batch * samples.next_multiple_of(4) * 2) as u64 * RESERVED;
        let mut words = source.take(call, reserved).words();
        let mut sums = vec![0.0; classes];
        for b in 0..batch {
            let row = b * classes..(b + 1) * classes;
            match dtype {
                DType::F64 => cumulate(&mut sums, call.input::<f64>(0)[row].iter().copied()),
                DType::F16 => cumulate(&mut sums, call.input::<f16>(0)[row].iter().map(|v| v.to_f64())),
                DType::BF16 => cumulate(&mut sums, call.input::<bf16>(0)[row].iter().map(|v| v.to_f64())),
                _ => cumulate(&mut sums, call.input::<f32>(0)[row].iter().map(|&v| f64::from(v))),
            }
            let total = sums[classes - 1];
            let mut draw = || {
                let found = unit_f64(words.word(), words.word()) * total;
                sums.partition_point(|&s| s <= found)
            };
            if wide {
                call.output::<i64>(0)[b * samples..][..samples].iter_mut().for_each(|v| *v = draw() as i64);
            } else {
                call.output::<i32>(0)[b * samples..][..samples].iter_mut().for_each(|v| *v = draw() as i32);
            }
        }
        Ok(())
    }))
}

/// Running sums of exp(logit), scaled by the largest; logits that are not finite have no share.
fn cumulate(sums: &mut [f64], logits: impl Iterator<Item = f64> + Clone) {
    let largest = logits.clone().filter(|v| v.is_finite()).fold(f64::MIN, f64::max);
    let mut total = 0.0;
    for (sum, logit) in sums.iter_mut().zip(logits) {
        if logit.is_finite() {
            total += (logit - largest).exp();
        }
        *sum = total;
    }
}
