//! Combines rows into rows chosen by index, in the order of the rows, whatever the number of threads.

use super::gather::Index;
use super::number::Number;
use rheos_graph::Workers;
use rheos_graph::kernel::SharedPtr;

/// How a new row meets the one that is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Combine {
    Replace,
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
}

impl Combine {
    pub(super) fn apply<T: Number>(self, to: &mut [T], from: &[T]) {
        let each = |f: fn(T, T) -> T, to: &mut [T]| to.iter_mut().zip(from).for_each(|(a, &b)| *a = f(*a, b));
        match self {
            Combine::Replace => to.copy_from_slice(from),
            Combine::Add => each(T::plus, to),
            Combine::Sub => each(T::minus, to),
            Combine::Mul => each(T::times, to),
            Combine::Div => each(T::divided, to),
            Combine::Min => each(T::smaller, to),
            Combine::Max => each(T::larger, to),
        }
    }

    /// What a row holds that nothing was combined into.
    pub fn start<T: Number>(self) -> T {
        match self {
            Combine::Mul | Combine::Div => T::ONE,
            Combine::Min => T::HIGHEST,
            Combine::Max => T::LOWEST,
            _ => T::ZERO,
        }
    }
}

/// Row `rows[i]` of `out` is combined with row `i` of `from`; negative rows are skipped, others were checked.
pub fn scatter<T: Number, I: Index>(
    workers: &dyn Workers,
    how: Combine,
    out: &mut [T],
    from: &[T],
    rows: &[I],
    inner: usize,
) {
    const SERIAL: usize = 32 << 10;
    if inner == 0 || rows.is_empty() {
        return;
    }
    let count = out.len() / inner;
    let target = SharedPtr(out.as_mut_ptr().cast());
    // Tasks own columns where rows are long, otherwise ranges of result rows; both keep the order within each element.
    let columns = if inner >= 512 { (inner / 256).min(16) } else { 1 };
    // Every range looks at all rows, which must cost less than combining them.
    let most = (inner / 4).clamp(1, 8);
    let ranges = if columns == 1 { (rows.len() * inner / SERIAL).clamp(1, most).min(count.max(1)) } else { 1 };
    let tasks = if rows.len() * inner <= SERIAL { 1 } else { columns * ranges };
    let (columns, ranges) = if tasks == 1 { (1, 1) } else { (columns, ranges) };
    if inner == 1 {
        // One choice for all elements, and their own order.
        macro_rules! each {
            ($f:expr) => {
                for (row, &value) in rows.iter().zip(from) {
                    let row = row.wide();
                    if row >= 0 {
                        let to = &mut out[row as usize];
                        *to = $f(*to, value);
                    }
                }
            };
        }
        match how {
            Combine::Replace => each!(|_, v| v),
            Combine::Add => each!(T::plus),
            Combine::Sub => each!(T::minus),
            Combine::Mul => each!(T::times),
            Combine::Div => each!(T::divided),
            Combine::Min => each!(T::smaller),
            Combine::Max => each!(T::larger),
        }
        return;
    }
    let task = |t: usize| {
        let (c, r) = (t % columns, t / columns);
        let (c0, c1) = (inner * c / columns, inner * (c + 1) / columns);
        let (r0, r1) = (count * r / ranges, count * (r + 1) / ranges);
        for (i, row) in rows.iter().enumerate() {
            let row = row.wide();
            if row < r0 as i64 || row >= r1 as i64 {
                continue;
            }
            // SAFETY: row < count, and no other task has this range of rows and columns.
            let to = unsafe {
                std::slice::from_raw_parts_mut(target.get().cast::<T>().add(row as usize * inner + c0), c1 - c0)
            };
            how.apply(to, &from[i * inner + c0..i * inner + c1]);
        }
    };
    if tasks == 1 { task(0) } else { workers.run(tasks, &task) }
}
