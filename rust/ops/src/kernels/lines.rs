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

    /// Position of a line's first element.
    pub fn start(&self, line: usize) -> usize {
        line / self.stride * self.stride * self.length + line % self.stride
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

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_cover_the_tensor_once() {
        for axis in 0..3 {
            let lines = Lines::new(&[2, 3, 4], axis);
            let mut seen: Vec<usize> = (0..lines.tasks())
                .flat_map(|t| lines.of_task(t))
                .flat_map(|l| (0..lines.length).map(move |i| (l, i)))
                .map(|(l, i)| lines.start(l) + i * lines.stride)
                .collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..24).collect::<Vec<_>>());
        }
    }
}
