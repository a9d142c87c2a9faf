//! Rows of whole tensors, plain or of strings, picked by number.

use rheos_base::{DType, Result, Tensor};

/// Rows of a tensor seen as [rows, inner], copied into new tensors.
pub enum Rows<'a> {
    Plain { bytes: &'a [u8], row: usize, dtype: DType },
    Strings { values: &'a [Box<[u8]>], row: usize },
}

impl<'a> Rows<'a> {
    pub fn new(tensor: &'a Tensor, inner: usize) -> Result<Rows<'a>> {
        Ok(if tensor.dtype().is_plain() {
            Rows::Plain { bytes: tensor.bytes()?, row: inner * tensor.dtype().size(), dtype: tensor.dtype() }
        } else {
            Rows::Strings { values: tensor.as_strings()?, row: inner }
        })
    }

    pub fn take(&self, dims: &[usize], rows: impl Iterator<Item = usize>) -> Result<Tensor> {
        match *self {
            Rows::Plain { bytes, row, dtype } => {
                macro_rules! picked {
                    ($($n:literal),*) => { match row {
                        $($n => rows.map(|r| bytes.as_chunks::<$n>().0[r]).collect::<Vec<_>>().into_flattened(),)*
                        _ => {
                            let mut out = Vec::with_capacity(rheos_base::element_count(dims) * dtype.size());
                            rows.for_each(|r| out.extend_from_slice(&bytes[r * row..(r + 1) * row]));
                            out
                        }
                    }};
                }
                // Copies of a fixed size need no call each.
                Tensor::from_bytes(dtype, dims, &picked!(1, 2, 4, 8, 16))
            }
            Rows::Strings { values, row } => {
                Tensor::strings(dims, rows.flat_map(|r| values[r * row..(r + 1) * row].iter().cloned()).collect())
            }
        }
    }
}
