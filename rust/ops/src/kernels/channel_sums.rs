//! Sums per channel over all other axes, in one pass over memory: moments, and the sums of batch normalisation's gradient.
//!
//! In: tensors as [outer, channels, inner], row-major. Out: a few numbers per channel, in the type of the result.
//! Invariant: elements are added in a fixed order. Tiles of 64 rows are summed in the element's wide type (twice over,
//! while they are in the nearest cache, where a mean must come first) and joined in float64.

use super::number::Number;
use super::wide::Wide;
use super::widest::{Body, widest};
use rheos_base::{DType, Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::marker::PhantomData;
use std::ops::Range;

/// Channels that are worked on side by side.
const LANES: usize = 16;
/// Rows that are summed before they are joined to the rest.
const TILE: usize = 64;
/// Elements that one task should see.
const PER_TASK: usize = 32 << 10;

/// What a tensor is cut into.
#[derive(Clone, Copy, Debug)]
struct Layout {
    outer: usize,
    channels: usize,
    inner: usize,
    /// Rows of `outer` in a task, and channels.
    rows: usize,
    group: usize,
}

impl Layout {
    fn new(dims: &[usize], channels_first: bool) -> Layout {
        let (outer, channels, inner): (usize, usize, usize) = match channels_first {
            true => (dims[0], dims[1], dims[2..].iter().product()),
            false => (dims[..dims.len() - 1].iter().product(), dims[dims.len() - 1], 1),
        };
        let row = (channels * inner).max(1);
        // A row of one element per channel is not cut.
        let group = if inner > 1 && row > PER_TASK { (PER_TASK / inner).max(1) } else { channels.max(1) };
        // At least a tile, so that the partial sums are few.
        let rows = (PER_TASK / (group * inner).max(1)).max(TILE.div_ceil(inner.max(1)));
        Layout { outer, channels, inner, rows, group }
    }

    fn chunks(&self) -> usize {
        self.outer.div_ceil(self.rows)
    }

    fn groups(&self) -> usize {
        self.channels.div_ceil(self.group)
    }

    fn count(&self) -> usize {
        self.outer * self.inner
    }
}

/// Three numbers, of which those that are joined know what they mean.
type Partial = [f64; 3];

/// What is summed.
trait Fold: Sync {
    const WIDE: bool;

    /// Adds the elements `at + row * stride + lane`, all of channel `channel(lane)`, to the partial sums.
    ///
    /// # Safety
    /// `L` elements from `at + row * stride` on are inside the tensors, for each of the rows.
    unsafe fn tile<const L: usize>(
        &self,
        at: usize,
        stride: usize,
        rows: usize,
        channel: &[usize; L],
        sums: &mut [Partial; L],
    );

    fn join(a: Partial, b: Partial) -> Partial;
}

/// Number of elements, mean, sum of squared distances from the mean.
struct Moments<'a, T>(&'a [T]);

impl<T: Wide> Fold for Moments<'_, T>
where
    T::Sum: Into<f64>,
{
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn tile<const L: usize>(
        &self,
        at: usize,
        stride: usize,
        rows: usize,
        _: &[usize; L],
        sums: &mut [Partial; L],
    ) {
        // SAFETY: the caller's promise.
        let row = |r: usize| unsafe { self.0.as_ptr().add(at + r * stride).cast::<[T; L]>().read_unaligned() };
        let mut total = [<T::Sum>::ZERO; L];
        for r in 0..rows {
            let values = row(r);
            for l in 0..L {
                total[l] = total[l].plus(values[l].widen());
            }
        }
        let mean: [T::Sum; L] = std::array::from_fn(|l| total[l].over(rows));
        // The mean is rounded, and so a little off: the distances' own mean says by how much.
        let (mut off, mut squares) = ([<T::Sum>::ZERO; L], [<T::Sum>::ZERO; L]);
        for r in 0..rows {
            let values = row(r);
            for l in 0..L {
                let distance = values[l].widen().minus(mean[l]);
                off[l] = off[l].plus(distance);
                squares[l] = squares[l].plus(distance.times(distance));
            }
        }
        let count = rows as f64;
        for l in 0..L {
            let (mean, off, squares): (f64, f64, f64) = (mean[l].into(), off[l].into(), squares[l].into());
            sums[l] = Self::join(sums[l], [count, mean + off / count, squares - off * off / count]);
        }
    }

    #[inline(always)]
    fn join(a: Partial, b: Partial) -> Partial {
        if a[0] == 0.0 {
            return b;
        }
        let count = a[0] + b[0];
        let (share, apart) = (b[0] / count, b[1] - a[1]);
        [count, a[1] + apart * share, a[2] + b[2] + apart * apart * a[0] * share]
    }
}

/// Sum of `dy`, sum of `dy (x - mean)`.
struct Products<'a, T, U> {
    dy: &'a [T],
    x: &'a [T],
    mean: &'a [U],
}

impl<T: Wide, U: Wide> Fold for Products<'_, T, U>
where
    T::Sum: Into<f64>,
    U: Into<T::Sum>,
{
    const WIDE: bool = T::WIDE;

    #[inline(always)]
    unsafe fn tile<const L: usize>(
        &self,
        at: usize,
        stride: usize,
        rows: usize,
        channel: &[usize; L],
        sums: &mut [Partial; L],
    ) {
        let mean: [T::Sum; L] = std::array::from_fn(|l| self.mean[channel[l]].into());
        let (mut total, mut product) = ([<T::Sum>::ZERO; L], [<T::Sum>::ZERO; L]);
        for r in 0..rows {
            let place = at + r * stride;
            // SAFETY: the caller's promise.
            let (dy, x) = unsafe {
                (
                    self.dy.as_ptr().add(place).cast::<[T; L]>().read_unaligned(),
                    self.x.as_ptr().add(place).cast::<[T; L]>().read_unaligned(),
                )
            };
            for l in 0..L {
                let dy = dy[l].widen();
                total[l] = total[l].plus(dy);
                product[l] = product[l].plus(dy.times(x[l].widen().minus(mean[l])));
            }
        }
        for l in 0..L {
            sums[l] = Self::join(sums[l], [total[l].into(), product[l].into(), 0.0]);
        }
    }

    #[inline(always)]
    fn join(a: Partial, b: Partial) -> Partial {
        [a[0] + b[0], a[1] + b[1], 0.0]
    }
}

/// Adds `rows` rows, each `stride` apart, of `L` lanes, tile by tile.
///
/// # Safety
/// As for [`Fold::tile`].
#[inline(always)]
unsafe fn tiles<F: Fold, const L: usize>(
    fold: &F,
    at: usize,
    stride: usize,
    rows: usize,
    channel: &[usize; L],
    sums: &mut [Partial; L],
) {
    for first in (0..rows).step_by(TILE) {
        // SAFETY: passed on.
        unsafe { fold.tile::<L>(at + first * stride, stride, TILE.min(rows - first), channel, sums) };
    }
}

/// Adds `rows` rows of `width` channels that lie one after the other, from element `at` on.
///
/// # Safety
/// They are inside the tensors.
#[inline(always)]
unsafe fn block<F: Fold>(fold: &F, at: usize, rows: usize, first: usize, width: usize, out: &mut [Partial]) {
    if width >= LANES {
        let mut channel = 0;
        while channel < width {
            // The last lanes may overlap those before them: they get the same sums once more.
            let start = channel.min(width - LANES);
            let (own, mut sums) = (std::array::from_fn(|l| first + start + l), [[0.0; 3]; LANES]);
            // SAFETY: `LANES` channels of these rows.
            unsafe { tiles::<F, LANES>(fold, at + start, width, rows, &own, &mut sums) };
            for l in channel - start..LANES {
                out[start + l] = F::join(out[start + l], sums[l]);
            }
            channel = start + LANES;
        }
        return;
    }
    // Several rows fill the lanes. Lanes beyond them are not used, but read, so that the last rows go one by one.
    let fold_rows = LANES / width;
    let step = fold_rows * width;
    let whole = (rows * width).saturating_sub(LANES - step) / step;
    let (own, mut sums) = (std::array::from_fn(|l| first + l % width), [[0.0; 3]; LANES]);
    // SAFETY: the last of these rows ends inside the block.
    unsafe { tiles::<F, LANES>(fold, at, step, whole, &own, &mut sums) };
    if whole > 0 {
        for l in 0..step {
            out[l % width] = F::join(out[l % width], sums[l]);
        }
    }
    let done = whole * fold_rows;
    if done < rows {
        for (channel, total) in out[..width].iter_mut().enumerate() {
            let mut sums = [[0.0; 3]];
            // SAFETY: one channel of the rows that are left.
            unsafe {
                tiles::<F, 1>(fold, at + done * width + channel, width, rows - done, &[first + channel], &mut sums);
            }
            *total = F::join(*total, sums[0]);
        }
    }
}

struct Task<'a, F> {
    layout: &'a Layout,
    rows: Range<usize>,
    channels: Range<usize>,
    fold: &'a F,
    /// Partial sums of these channels.
    out: &'a mut [Partial],
}

impl<F: Fold> Body for Task<'_, F> {
    const WIDE: bool = F::WIDE;

    #[inline(always)]
    fn run(self) {
        let Layout { channels, inner, .. } = *self.layout;
        if inner == 1 && self.channels.len() == channels {
            // SAFETY: rows of the tensor.
            unsafe { block(self.fold, self.rows.start * channels, self.rows.len(), 0, channels, self.out) };
            return;
        }
        for row in self.rows {
            for channel in self.channels.clone() {
                let at = (row * channels + channel) * inner;
                let own = &mut self.out[channel - self.channels.start..][..1];
                // SAFETY: the elements of one channel in one row.
                unsafe { block(self.fold, at, inner, channel, 1, own) };
            }
        }
    }
}

/// Adds everything up; `finish` gets each channel's sums.
fn fold<F: Fold>(call: &Call<'_>, layout: &Layout, fold: &F, mut finish: impl FnMut(usize, Partial)) {
    let (chunks, groups, channels) = (layout.chunks(), layout.groups(), layout.channels);
    if channels == 0 {
        return;
    }
    let scratch = SharedPtr(call.scratch);
    let task = |t: usize| {
        let (chunk, group) = (t / groups, t % groups);
        let rows = chunk * layout.rows..((chunk + 1) * layout.rows).min(layout.outer);
        let own = group * layout.group..((group + 1) * layout.group).min(channels);
        // SAFETY: the scratch memory has room for all channels of each chunk, and this part is this task's.
        let out = unsafe {
            let start = scratch.get().cast::<Partial>().add(chunk * channels + own.start);
            start.write_bytes(0, own.len());
            std::slice::from_raw_parts_mut(start, own.len())
        };
        widest(Task { layout, rows, channels: own, fold, out });
    };
    match chunks * groups {
        0 => {}
        1 => task(0),
        n => call.workers.run(n, &task),
    }
    for channel in 0..channels {
        let mut total = [0.0; 3];
        for chunk in 0..chunks {
            // SAFETY: written above.
            let part = unsafe { scratch.get().cast::<Partial>().add(chunk * channels + channel).read() };
            total = F::join(total, part);
        }
        finish(channel, total);
    }
}

struct Sums<T, U> {
    layout: Layout,
    products: bool,
    types: PhantomData<(T, U)>,
}

/// Plans mean and variance of input 0 per channel.
pub fn plan_moments(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    plan(spec, false)
}

/// Plans the sums of `dy` (input 0) and of `dy` times `x` (input 1) less `mean` (input 2), per channel.
pub fn plan_products(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    plan(spec, true)
}

fn plan(spec: &KernelSpec<'_>, products: bool) -> Result<Box<dyn Kernel>> {
    let layout = Layout::new(&spec.info.input_dims(0), spec.info.bool("channels_first"));
    let (own, result) = (spec.inputs[0].dtype, spec.outputs[0].dtype);
    match (own, result) {
        (DType::F64, DType::F64) => Ok(Box::new(Sums::<f64, f64> { layout, products, types: PhantomData })),
        (DType::F32, DType::F32) => Ok(Box::new(Sums::<f32, f32> { layout, products, types: PhantomData })),
        (DType::F16, DType::F32) => Ok(Box::new(Sums::<rheos_base::f16, f32> { layout, products, types: PhantomData })),
        (DType::BF16, DType::F32) => {
            Ok(Box::new(Sums::<rheos_base::bf16, f32> { layout, products, types: PhantomData }))
        }
        _ => bail!(Unimplemented, "sums of {own} per channel in {result}"),
    }
}

impl<T: Wide, U: Wide> Kernel for Sums<T, U>
where
    T::Sum: Into<f64>,
    U: Into<T::Sum> + FromWide,
{
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (first, second) = (call.output::<U>(0), call.output::<U>(1));
        let count = self.layout.count() as f64;
        if self.products {
            let products = Products { dy: call.input::<T>(0), x: call.input::<T>(1), mean: call.input::<U>(2) };
            fold(call, &self.layout, &products, |channel, [total, product, _]| {
                (first[channel], second[channel]) = (U::from_wide(total), U::from_wide(product));
            });
        } else {
            fold(call, &self.layout, &Moments(call.input::<T>(0)), |channel, [_, mean, squares]| {
                (first[channel], second[channel]) = (U::from_wide(mean), U::from_wide(squares / count));
            });
        }
        Ok(())
    }

    fn scratch_bytes(&self, _: usize) -> usize {
        self.layout.chunks() * self.layout.channels * size_of::<Partial>()
    }

    fn cost(&self) -> f64 {
        100.0 + (self.layout.count() * self.layout.channels) as f64 * if self.products { 0.3 } else { 0.2 }
    }
}

/// Rounds from float64.
trait FromWide {
    fn from_wide(value: f64) -> Self;
}

impl FromWide for f32 {
    fn from_wide(value: f64) -> f32 {
        value as f32
    }
}

impl FromWide for f64 {
    fn from_wide(value: f64) -> f64 {
        value
    }
}
