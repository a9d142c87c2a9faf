//! Elements as keys of hash tables.

use rheos_base::{DType, Result, Tensor};

/// Equal for equal elements; NaN equals nothing, so each gets a key of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Key<'a> {
    Bits(u64),
    Nan(usize),
    Text(&'a [u8]),
}

pub fn keys_of(tensor: &Tensor) -> Result<Vec<Key<'_>>> {
    if tensor.dtype() == DType::String {
        return Ok(tensor.as_strings()?.iter().map(|s| Key::Text(s)).collect());
    }
    let float = |values: &mut dyn Iterator<Item = f64>| {
        values
            .enumerate()
            // Adding zero turns the negative zero into the positive one.
            .map(|(i, v)| if v.is_nan() { Key::Nan(i) } else { Key::Bits((v + 0.0).to_bits()) })
            .collect()
    };
    Ok(match tensor.dtype() {
        DType::F32 => float(&mut tensor.as_slice::<f32>()?.iter().map(|&v| f64::from(v))),
        DType::F64 => float(&mut tensor.as_slice::<f64>()?.iter().copied()),
        DType::F16 => float(&mut tensor.as_slice::<rheos_base::f16>()?.iter().map(|v| v.to_f64())),
        DType::BF16 => float(&mut tensor.as_slice::<rheos_base::bf16>()?.iter().map(|v| v.to_f64())),
        // Too wide for bits; a NaN equals itself here.
        DType::C128 => tensor.bytes()?.chunks_exact(16).map(Key::Text).collect(),
        dtype => {
            let bits = |e: &[u8]| e.iter().rev().fold(0u64, |a, &b| a << 8 | u64::from(b));
            tensor.bytes()?.chunks_exact(dtype.size()).map(|e| Key::Bits(bits(e))).collect()
        }
    })
}
