//! Positions of a sparse tensor's elements: the rows of an [count, rank] matrix of indices.
//!
//! Everything a user can get wrong about them is checked here, in TensorFlow's words.

use super::gather::Index;
use rheos_base::{Result, Tensor, bail};

#[derive(Clone, Copy, Debug)]
pub struct Places<'a, I = i64> {
    indices: &'a [I],
    pub rank: usize,
    pub count: usize,
}

const REORDER: &str = "hint: tf.sparse.reorder makes a correctly ordered copy";

impl<'a> Places<'a, i64> {
    /// An int64 matrix.
    pub fn of(indices: &'a Tensor) -> Result<Places<'a>> {
        match *indices.dims() {
            [count, rank] => Ok(Places { indices: indices.as_slice()?, rank, count }),
            _ => bail!(InvalidArgument, "indices must be a matrix, but have shape {:?}", indices.dims()),
        }
    }
}

impl<'a, I: Index> Places<'a, I> {
    pub fn new(indices: &'a [I], count: usize, rank: usize) -> Places<'a, I> {
        Places { indices: &indices[..count * rank], rank, count }
    }

    pub fn at(&self, i: usize) -> &'a [I] {
        &self.indices[i * self.rank..(i + 1) * self.rank]
    }

    pub fn iter(&self) -> impl Iterator<Item = &'a [I]> + '_ {
        (0..self.count).map(|i| self.at(i))
    }

    fn shown(&self, i: usize) -> String {
        let parts: Vec<String> = self.at(i).iter().map(|v| v.wide().to_string()).collect();
        format!("indices[{i}] = [{}]", parts.join(","))
    }

    fn is_inside(&self, i: usize, sizes: &[i64]) -> bool {
        self.at(i).iter().zip(sizes).all(|(v, &size)| v.wide() >= 0 && v.wide() < size)
    }

    /// Fails on the first place outside these sizes.
    pub fn check_bounds(&self, sizes: &[i64]) -> Result<()> {
        if sizes.len() != self.rank {
            bail!(InvalidArgument, "indices have {} columns, but the shape has rank {}", self.rank, sizes.len());
        }
        match (0..self.count).find(|&i| !self.is_inside(i, sizes)) {
            None => Ok(()),
            Some(i) => bail!(InvalidArgument, "{} is out of bounds: need 0 <= index < {sizes:?}", self.shown(i)),
        }
    }

    /// Fails unless the places rise strictly in row-major order; `repeats` may equal their neighbour.
    pub fn check_order(&self, repeats: bool) -> Result<()> {
        for i in 1..self.count {
            match self.compare(i - 1, i) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal if repeats => {}
                std::cmp::Ordering::Equal => bail!(InvalidArgument, "{} is repeated", self.shown(i)),
                std::cmp::Ordering::Greater => bail!(InvalidArgument, "{} is out of order; {REORDER}", self.shown(i)),
            }
        }
        Ok(())
    }

    fn compare(&self, i: usize, j: usize) -> std::cmp::Ordering {
        self.at(i).iter().map(|v| v.wide()).cmp(self.at(j).iter().map(|v| v.wide()))
    }

    /// Row-major number of each place, which must be inside the sizes. The product of the sizes fits.
    pub fn numbers(&self, sizes: &[i64]) -> Vec<u64> {
        self.iter()
            .map(|place| place.iter().zip(sizes).fold(0, |n, (v, &size)| n * size as u64 + v.wide() as u64))
            .collect()
    }

    /// The row-major order of the places, equal ones in the order given; None where they are in order already.
    pub fn order(&self, sizes: &[i64]) -> Option<Vec<usize>> {
        if (1..self.count).all(|i| self.compare(i - 1, i).is_le()) {
            return None;
        }
        let small = volume(sizes).is_some_and(|n| n < u64::MAX as u128) && self.check_bounds(sizes).is_ok();
        if small && self.count < u32::MAX as usize {
            return Some(sorted_positions(&self.numbers(sizes)).into_iter().map(|i| i as usize).collect());
        }
        let mut order: Vec<usize> = (0..self.count).collect();
        order.sort_by(|&i, &j| self.compare(i, j));
        Some(order)
    }
}

/// Positions of the keys from the least to the largest, equal ones in the order given.
pub fn sorted_positions(keys: &[u64]) -> Vec<u32> {
    let mut pairs: Vec<(u64, u32)> = keys.iter().enumerate().map(|(i, &k)| (k, i as u32)).collect();
    // No two pairs are equal, so an unstable sort has one result only.
    pairs.sort_unstable();
    pairs.into_iter().map(|(_, i)| i).collect()
}

/// Product of sizes; None if one is negative or it is beyond counting.
pub fn volume(sizes: &[i64]) -> Option<u128> {
    sizes.iter().try_fold(1u128, |n, &size| n.checked_mul(u128::try_from(size).ok()?))
}

/// Elements of a dense shape, none of them negative.
pub fn sizes_in(shape: &Tensor) -> Result<Vec<i64>> {
    let sizes: Vec<i64> = shape.to_ints().unwrap_or_default().to_vec();
    check_sizes(&sizes)?;
    Ok(sizes)
}

pub fn check_sizes(sizes: &[i64]) -> Result<()> {
    if let Some(i) = sizes.iter().position(|&v| v < 0) {
        bail!(InvalidArgument, "a dense shape must not have negative sizes, but dimension {i} of {sizes:?} is");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_stable_and_knows_when_there_is_nothing_to_do() {
        let indices = [1i64, 1, 0, 2, 1, 1, 0, 0];
        let places = Places::new(&indices, 4, 2);
        assert_eq!(places.order(&[2, 3]), Some(vec![3, 1, 0, 2]));
        // Beyond 64 bits, and out of bounds: compared index by index.
        assert_eq!(places.order(&[i64::MAX, i64::MAX]), Some(vec![3, 1, 0, 2]));
        assert_eq!(places.order(&[1, 1]), Some(vec![3, 1, 0, 2]));
        assert_eq!(Places::new(&indices[2..6], 2, 2).order(&[2, 3]), None);
        assert_eq!(Places::new(&[0i64; 0], 0, 2).order(&[2, 3]), None);
    }

    #[test]
    fn faults_are_named() {
        let places = Places::new(&[0i64, 2, 0, 1, 0, 1], 3, 2);
        assert!(places.check_order(false).unwrap_err().message().contains("indices[1] = [0,1] is out of order"));
        let tail = Places::new(&[0i64, 1, 0, 1], 2, 2);
        assert!(tail.check_order(false).unwrap_err().message().contains("indices[1] = [0,1] is repeated"));
        assert!(tail.check_order(true).is_ok());
        assert!(places.check_bounds(&[1, 2]).unwrap_err().message().contains("indices[0] = [0,2] is out of bounds"));
    }
}
