//! Sets in the last dimension of tensors: lists of (group, element) in rising order, merged.

use super::places::{Places, sizes_in, volume};
use super::sparse_rows::Results;
use rheos_base::{DType, Result, Tensor, bail};
use rheos_graph::{HostCall, HostKernel, HostSpec};
use smallvec::smallvec;
use std::cmp::Ordering;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    Dense,
    Sparse,
}

/// The group of each element of an operand, and its elements.
struct Grouped<'a> {
    /// Sizes of all dimensions but the last.
    sizes: Vec<i64>,
    groups: Vec<u64>,
    values: &'a Tensor,
}

impl<'a> Grouped<'a> {
    fn new(kind: Operand, x: &'a [Tensor], validate: bool) -> Result<Grouped<'a>> {
        match kind {
            Operand::Dense => Grouped::dense(&x[0]),
            Operand::Sparse => Grouped::sparse(x, validate),
        }
    }

    fn dense(values: &'a Tensor) -> Result<Grouped<'a>> {
        let Some((&last, outer)) = values.dims().split_last() else {
            bail!(InvalidArgument, "sets need a dimension, but the operand is a scalar")
        };
        let groups = (0..values.len()).map(|i| (i / last.max(1)) as u64).collect();
        Ok(Grouped { sizes: outer.iter().map(|&d| d as i64).collect(), groups, values })
    }

    fn sparse(x: &'a [Tensor], validate: bool) -> Result<Grouped<'a>> {
        let sizes = sizes_in(&x[2])?;
        let places = Places::of(&x[0])?;
        places.check_bounds(&sizes)?;
        if validate {
            places.check_order(false)?;
        }
        let Some((_, outer)) = sizes.split_last() else {
            bail!(InvalidArgument, "sets need a dimension, but the operand is a scalar")
        };
        if volume(outer).is_none_or(|n| n > u64::MAX as u128) {
            bail!(InvalidArgument, "{sizes:?} has too many sets to be counted");
        }
        // The last index does not matter; `numbers` stops where the sizes do.
        Ok(Grouped { groups: places.numbers(outer), sizes: outer.to_vec(), values: &x[1] })
    }

    /// The sets as pairs in rising order, without repeats.
    fn sets<T: Ord + Copy>(&self, values: &[T]) -> Vec<(u64, T)> {
        let mut pairs: Vec<(u64, T)> = self.groups.iter().copied().zip(values.iter().copied()).collect();
        if !pairs.is_sorted() {
            pairs.sort_unstable();
        }
        pairs.dedup();
        pairs
    }
}

fn words(tensor: &Tensor) -> Result<Vec<&[u8]>> {
    Ok(tensor.as_strings()?.iter().map(|s| &**s).collect())
}

/// What is taken: elements only of the first set, only of the second, of both.
fn combine<T: Ord + Copy>(a: &[(u64, T)], b: &[(u64, T)], [first, second, both]: [bool; 3]) -> Vec<(u64, T)> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let order = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) => x.cmp(y),
            (Some(_), None) => Ordering::Less,
            _ => Ordering::Greater,
        };
        match order {
            Ordering::Less if first => out.push(a[i]),
            Ordering::Greater if second => out.push(b[j]),
            Ordering::Equal if both => out.push(a[i]),
            _ => {}
        }
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    out
}

/// Plans the three set operations.
pub fn host_operation(spec: &HostSpec<'_>, kinds: [Operand; 2]) -> Result<Box<dyn HostKernel>> {
    let validate = spec.info.bool("validate_indices");
    let take = match &*spec.info.str("set_operation") {
        "a-b" => [true, false, false],
        "b-a" => [false, true, false],
        "intersection" => [false, false, true],
        _ => [true, true, true],
    };
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let (mine, others) = x.split_at(if kinds[0] == Operand::Sparse { 3 } else { 1 });
        let (a, b) = (Grouped::new(kinds[0], mine, validate)?, Grouped::new(kinds[1], others, validate)?);
        if a.sizes != b.sizes {
            bail!(
                InvalidArgument,
                "the operands must have the same sizes but for the last one, but have {:?} and {:?}",
                a.sizes,
                b.sizes
            );
        }
        let dtype = a.values.dtype();
        let (groups, values) = if dtype == DType::String {
            let found = combine(&a.sets(&words(a.values)?), &b.sets(&words(b.values)?), take);
            let values = found.iter().map(|(_, v)| Box::from(*v)).collect();
            (found.iter().map(|(g, _)| *g).collect::<Vec<_>>(), Tensor::strings(&[found.len()], values)?)
        } else {
            let numbers = |t: &Tensor| t.to_ints().unwrap_or_default();
            let found = combine(&a.sets(&numbers(a.values)), &b.sets(&numbers(b.values)), take);
            let values: Vec<i64> = found.iter().map(|(_, v)| *v).collect();
            (found.iter().map(|(g, _)| *g).collect(), Tensor::from_ints(dtype, &[values.len()], &values)?)
        };
        let rank = a.sizes.len() + 1;
        let mut indices = vec![0i64; groups.len() * rank];
        let (mut longest, mut place) = (0, 0);
        for (i, &group) in groups.iter().enumerate() {
            place = if i > 0 && groups[i - 1] == group { place + 1 } else { 0 };
            longest = longest.max(place + 1);
            let row = &mut indices[i * rank..(i + 1) * rank];
            row[rank - 1] = place;
            let mut left = group;
            for (to, &size) in row[..rank - 1].iter_mut().zip(&a.sizes).rev() {
                *to = (left % size as u64) as i64;
                left /= size as u64;
            }
        }
        let shape: Vec<i64> = a.sizes.iter().copied().chain([longest]).collect();
        Ok(smallvec![
            Tensor::from_slice(&[groups.len(), rank], &indices)?,
            values,
            Tensor::from_slice(&[rank], &shape)?
        ])
    }))
}

/// Plans `SetSize`.
pub fn host_size(spec: &HostSpec<'_>) -> Result<Box<dyn HostKernel>> {
    let validate = spec.info.bool("validate_indices");
    Ok(Box::new(move |x: &[Tensor], _: &HostCall<'_>| -> Results {
        let sets = Grouped::sparse(x, validate)?;
        let dims: Vec<usize> = sets.sizes.iter().map(|&d| d as usize).collect();
        let mut out = Tensor::zeros(DType::I32, &dims)?;
        let counts = out.as_mut_slice::<i32>()?;
        let mut count = |group: u64| counts[group as usize] += 1;
        if x[1].dtype() == DType::String {
            sets.sets(&words(&x[1])?).iter().for_each(|(g, _)| count(*g));
        } else {
            sets.sets(&x[1].to_ints().unwrap_or_default()).iter().for_each(|(g, _)| count(*g));
        }
        Ok(smallvec![out])
    }))
}
