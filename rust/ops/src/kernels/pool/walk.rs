//! Walks over windows: forward, each window of a range; backward, for a band of the images all windows that touch it.

use super::Grid;
use crate::kernels::widest::{Body, widest};
use rheos_graph::{Call, Workers};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// Elements that one task should see, so that waking a thread pays.
const PER_TASK: usize = 32 << 10;

/// What one window sees.
#[derive(Clone, Copy)]
pub struct Taps {
    /// Where the window's image starts, in elements.
    pub image: usize,
    pub spans: [(usize, usize); 3],
    /// Elements from one position to the next along each axis.
    pub steps: [usize; 3],
}

impl Taps {
    /// Elements of one channel in the window.
    #[inline(always)]
    pub fn count(&self) -> usize {
        self.spans.iter().map(|(a, b)| b - a).product()
    }

    /// The place of each tap, in row-major order, and its number; `within` cuts them. An iterator, because the body of a
    /// loop is compiled for the instruction set of the function it stands in; a large closure may not be.
    #[inline(always)]
    pub fn places(&self, within: [(usize, usize); 3]) -> impl Iterator<Item = (usize, u32)> {
        let [s0, s1, s2] = self.spans;
        let (image, steps) = (self.image, self.steps);
        (within[0].0..within[0].1).flat_map(move |i| {
            (within[1].0..within[1].1).flat_map(move |j| {
                let row = image + i * steps[0] + j * steps[1];
                let number = ((i - s0.0) * (s1.1 - s1.0) + (j - s1.0)) * (s2.1 - s2.0);
                (within[2].0..within[2].1).map(move |k| (row + k * steps[2], (number + (k - s2.0)) as u32))
            })
        })
    }
}

/// A computation on each window, `L` channels at a time.
pub trait Window {
    /// Whether the loop is compiled for wide vectors too.
    const WIDE: bool;

    /// # Safety
    /// `window` and the channels from `channel` on are inside the result, the taps inside the images.
    unsafe fn block<const L: usize>(&self, taps: &Taps, window: usize, channel: usize);
}

/// A computation that adds to the elements of a window that lie in a band.
pub trait Scatter {
    /// As for [`Window::WIDE`].
    const WIDE: bool;

    /// # Safety
    /// As for [`Window::block`]; elements of the images outside `within` belong to others.
    unsafe fn block<const L: usize>(&self, taps: &Taps, within: [(usize, usize); 3], window: usize, channel: usize);

    /// Sets elements of the result to zero.
    ///
    /// # Safety
    /// The range is inside the result and nobody else's.
    unsafe fn clear(&self, range: Range<usize>);
}

/// Calls `$block::<L>(channel)` for blocks of channels.
macro_rules! in_blocks {
    ($wide:expr, $channels:expr, |$channel:ident| $owner:ident.block($($arg:expr),*)) => {{
        let (channels, mut $channel) = ($channels, 0);
        if $wide {
            while $channel + 32 <= channels {
                $owner.block::<32>($($arg),*);
                $channel += 32;
            }
        }
        while $channel + 8 <= channels {
            $owner.block::<8>($($arg),*);
            $channel += 8;
        }
        while $channel < channels {
            $owner.block::<1>($($arg),*);
            $channel += 1;
        }
    }};
}

struct Forward<'a, W> {
    grid: &'a Grid,
    steps: [usize; 3],
    range: Range<usize>,
    window: &'a W,
}

impl<W: Window> Body for Forward<'_, W> {
    const WIDE: bool = W::WIDE;

    #[inline(always)]
    fn run(self) {
        let (grid, window) = (self.grid, self.window);
        let [o0, o1, o2] = grid.output();
        let image = grid.image();
        let mut at = self.range.start;
        let (mut k, mut rest) = (at % o2, at / o2);
        while at < self.range.end {
            let (j, above) = (rest % o1, rest / o1);
            let (i, n) = (above % o0, above / o0);
            let mut taps =
                Taps { image: n * image, spans: [grid.spans[0][i], grid.spans[1][j], (0, 0)], steps: self.steps };
            let stop = (at + o2 - k).min(self.range.end);
            for &span in &grid.spans[2][k..k + stop - at] {
                taps.spans[2] = span;
                // SAFETY: windows of the grid, whose spans lie inside the images.
                unsafe { in_blocks!(W::WIDE, grid.channels, |channel| window.block(&taps, at, channel)) }
                at += 1;
            }
            (k, rest) = (0, rest + 1);
        }
    }
}

/// Elements from one position to the next along each axis of space.
pub fn steps(grid: &Grid) -> [usize; 3] {
    let c = grid.channels;
    [grid.input[1] * grid.input[2] * c, grid.input[2] * c, c]
}

/// Runs the computation on every window.
pub fn forward<W: Window + Sync>(call: &Call<'_>, grid: &Grid, window: &W) {
    let total = grid.windows();
    if total * grid.channels == 0 {
        return;
    }
    let per = (PER_TASK / (grid.taps() * grid.channels).max(1)).max(1);
    let cancelled = call.cancelled;
    let task = |t: usize| {
        if cancelled.load(Ordering::Relaxed) {
            return;
        }
        let range = t * per..((t + 1) * per).min(total);
        widest(Forward { grid, steps: steps(grid), range, window });
    };
    spread(call.workers, total.div_ceil(per), task);
}

fn spread(workers: &dyn Workers, tasks: usize, task: impl Fn(usize) + Sync) {
    match tasks {
        0 => {}
        1 => task(0),
        n => workers.run(n, &task),
    }
}

/// How the elements of the images are shared out between tasks.
struct Bands {
    axis: usize,
    rows: usize,
    per_image: usize,
}

impl Bands {
    fn new(grid: &Grid) -> Bands {
        let axis = (0..3).find(|&i| grid.input[i] > 1).unwrap_or(2);
        let row = (grid.image() / grid.input[axis].max(1)).max(1);
        // Windows across a border are worked on twice, so bands are a few windows high.
        let reach = grid.spans[axis].iter().map(|&(a, b)| b - a).max().unwrap_or(1);
        let overlap = grid.spans[axis].windows(2).any(|w| w[1].0 < w[0].1);
        let least = if overlap { 4 * reach } else { reach };
        let rows = (PER_TASK / row).max(least).clamp(1, grid.input[axis].max(1));
        Bands { axis, rows, per_image: grid.input[axis].div_ceil(rows) }
    }
}

struct Backward<'a, S> {
    grid: &'a Grid,
    bands: &'a Bands,
    units: Range<usize>,
    clear: bool,
    scatter: &'a S,
}

impl<S: Scatter> Body for Backward<'_, S> {
    const WIDE: bool = S::WIDE;

    #[inline(always)]
    fn run(self) {
        let (grid, bands, scatter) = (self.grid, self.bands, self.scatter);
        let (steps, [o0, o1, o2]) = (steps(grid), grid.output());
        for unit in self.units {
            let (n, band) = (unit / bands.per_image, unit % bands.per_image);
            let image = n * grid.image();
            let rows = (band * bands.rows, ((band + 1) * bands.rows).min(grid.input[bands.axis]));
            if self.clear {
                let step = steps[bands.axis];
                // SAFETY: the axes before the band's have one element, so that the band is one piece.
                unsafe { scatter.clear(image + rows.0 * step..image + rows.1 * step) };
            }
            // Windows are in ascending order along each axis.
            let mut touched = [(0, o0), (0, o1), (0, o2)];
            let spans = &grid.spans[bands.axis];
            touched[bands.axis] = (spans.partition_point(|s| s.1 <= rows.0), spans.partition_point(|s| s.0 < rows.1));
            for i in touched[0].0..touched[0].1 {
                for j in touched[1].0..touched[1].1 {
                    for k in touched[2].0..touched[2].1 {
                        let spans = [grid.spans[0][i], grid.spans[1][j], grid.spans[2][k]];
                        let taps = Taps { image, spans, steps };
                        let mut within = spans;
                        let cut = &mut within[bands.axis];
                        *cut = (cut.0.max(rows.0), cut.1.min(rows.1));
                        let window = ((n * o0 + i) * o1 + j) * o2 + k;
                        // SAFETY: windows of the grid; the band is this task's.
                        unsafe {
                            in_blocks!(S::WIDE, grid.channels, |channel| scatter.block(&taps, within, window, channel))
                        }
                    }
                }
            }
        }
    }
}

/// True where no two windows share an element.
pub fn disjoint(grid: &Grid) -> bool {
    grid.spans.iter().all(|s| s.windows(2).all(|w| w[0].1 <= w[1].0))
}

/// True where every element is in some window.
fn covered(grid: &Grid) -> bool {
    (0..3).all(|i| {
        let (spans, size) = (&grid.spans[i], grid.input[i]);
        spans.first().is_some_and(|s| s.0 == 0)
            && spans.last().is_some_and(|s| s.1 == size)
            && spans.windows(2).all(|w| w[1].0 <= w[0].1)
    })
}

/// Runs the computation on every element of the images; with `overwrites` it sets elements instead of adding to them.
pub fn backward<S: Scatter + Sync>(call: &Call<'_>, grid: &Grid, overwrites: bool, scatter: &S) {
    if grid.batch * grid.image() == 0 {
        return;
    }
    let bands = Bands::new(grid);
    let clear = !(overwrites && covered(grid));
    let total = grid.batch * bands.per_image;
    let unit = bands.rows * steps(grid)[bands.axis];
    let per = (PER_TASK / unit.max(1)).max(1);
    let cancelled = call.cancelled;
    let task = |t: usize| {
        if cancelled.load(Ordering::Relaxed) {
            return;
        }
        let units = t * per..((t + 1) * per).min(total);
        widest(Backward { grid, bands: &bands, units, clear, scatter });
    };
    spread(call.workers, total.div_ceil(per), task);
}
