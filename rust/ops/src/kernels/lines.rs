//! The lines of a row-major tensor along one axis, cut into tasks.

use std::ops::Range;

/// Elements that one task should see, so that waking a thread pays.
const PER_TASK: usize = 16 << 10;

/// All lines along one axis.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Elements in a line.
    pub length: usize,
    /// Elements from one to the next within a line.
    pub stride: usize,
    /// Number of lines.
    pub count: usize,
}

impl Lines {
    pub fn new(dims: &[usize], axis: usize) -> Lines {
        let stride = dims[axis + 1..].iter().product();
        let outer: usize = dims[..axis].iter().product();
        Lines { length: dims[axis], stride, count: outer * stride }
    }

    pub fn elements(&self) -> usize {
        self.length * self.count
    }

    fn per_task(&self) -> usize {
        (PER_TASK / self.length.max(1)).max(1)
    }

    pub fn tasks(&self) -> usize {
        self.count.div_ceil(self.per_task())
    }

    pub fn of_task(&self, task: usize) -> Range<usize> {
        let per = self.per_task();
        task * per..((task + 1) * per).min(self.count)
    }
}

/// Neighbouring lines that one task walks side by side, where lines are not contiguous: row after row in memory.
#[derive(Clone, Copy, Debug)]
pub struct Bands {
    stride: usize,
    width: usize,
    per_block: usize,
    blocks: usize,
}

impl Lines {
    pub fn bands(&self) -> Bands {
        // At least a few cache lines wide, so that two tasks seldom share one.
        let width = (PER_TASK / self.length.max(1)).max(64).min(self.stride.max(1));
        let blocks = self.count.checked_div(self.stride).unwrap_or(0);
        Bands { stride: self.stride, width, per_block: self.stride.div_ceil(width), blocks }
    }
}

impl Bands {
    pub fn count(&self) -> usize {
        self.blocks * self.per_block
    }

    /// A block and columns of it: line `block * stride + column`.
    pub fn of_task(&self, task: usize) -> (usize, Range<usize>) {
        let start = task % self.per_block * self.width;
        (task / self.per_block, start..(start + self.width).min(self.stride))
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn bands_cover_the_lines_once() {
        let lines = Lines::new(&[3, 50_000, 200], 1);
        let bands = lines.bands();
        let mut seen: Vec<usize> = (0..bands.count())
            .map(|t| bands.of_task(t))
            .flat_map(|(block, columns)| columns.map(move |c| block * 200 + c))
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..lines.count).collect::<Vec<_>>());
    }

    #[test]
    fn lines_cover_the_tensor_once() {
        for axis in 0..3 {
            let lines = Lines::new(&[2, 3, 4], axis);
            let first = |line| line / lines.stride * lines.stride * lines.length + line % lines.stride;
            let mut seen: Vec<usize> = (0..lines.tasks())
                .flat_map(|t| lines.of_task(t))
                .flat_map(|l| (0..lines.length).map(move |i| (l, i)))
                .map(|(l, i)| first(l) + i * lines.stride)
                .collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..24).collect::<Vec<_>>());
        }
    }
}
