//! Patches of images and volumes: windows copied out one after the other, and added back.
//!
//! Images are [batch, three axes of space, channels], row-major; a patch is [taps, channels]. Invariant: when patches
//! are added back each element is summed in the order of the windows, whatever the tasks.

use super::number::Number;
use super::wide::Wide;
use crate::rules::Windows;
use rheos_base::{C64, C128, Element, Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec, with_number};
use std::marker::PhantomData;

/// Bytes that one task should move.
const PER_TASK: usize = 128 << 10;

/// The windows along one axis of space.
#[derive(Clone, Copy, Debug)]
struct Axis {
    input: usize,
    output: usize,
    size: usize,
    stride: i64,
    rate: i64,
    before: i64,
}

impl Axis {
    /// Place of a tap, unless it lies in the padding.
    fn place(&self, window: usize, tap: usize) -> Option<usize> {
        let at = window as i64 * self.stride - self.before + tap as i64 * self.rate;
        (0..self.input as i64).contains(&at).then_some(at as usize)
    }

    /// First and last window, that one not included, that may see an element.
    fn windows_of(&self, at: usize) -> (usize, usize) {
        let reach = (self.size as i64 - 1) * self.rate;
        let last = (at as i64 + self.before) / self.stride;
        let first = (at as i64 + self.before - reach + self.stride - 1).div_euclid(self.stride);
        (first.max(0) as usize, ((last + 1).max(0) as usize).min(self.output))
    }
}

#[derive(Clone, Debug)]
struct Patches {
    batch: usize,
    axes: [Axis; 3],
    channels: usize,
}

impl Patches {
    fn new(windows: &Windows, dims: &[usize]) -> Result<Patches> {
        let one = Axis { input: 1, output: 1, size: 1, stride: 1, rate: 1, before: 0 };
        let (mut axes, count) = ([one; 3], dims.len() - 2);
        for i in 0..count {
            let own = windows.axis(1 + i, dims[1 + i])?;
            axes[3 - count + i] = Axis {
                input: own.input,
                output: own.output,
                size: windows.sizes[1 + i] as usize,
                stride: windows.strides[1 + i],
                rate: windows.rates[1 + i],
                before: own.before,
            };
        }
        Ok(Patches { batch: dims[0], axes, channels: dims[dims.len() - 1] })
    }

    fn taps(&self) -> usize {
        self.axes.iter().map(|a| a.size).product()
    }

    /// Rows of windows: all that share their places on the first two axes.
    fn rows(&self) -> usize {
        self.batch * self.axes[0].output * self.axes[1].output
    }

    fn row_bytes(&self, element: usize) -> usize {
        self.axes[2].output * self.taps() * self.channels * element
    }

    /// Offset of the images' row at these places, in positions.
    fn row(&self, image: usize, i: usize, j: usize) -> usize {
        ((image * self.axes[0].input + i) * self.axes[1].input + j) * self.axes[2].input
    }
}

struct Extract {
    patches: Patches,
    element: usize,
}

/// Plans the patches of input 0.
pub fn plan_extract(spec: &KernelSpec<'_>, windows: &Windows) -> Result<Box<dyn Kernel>> {
    let patches = Patches::new(windows, &spec.info.input_dims(0))?;
    Ok(Box::new(Extract { patches, element: spec.inputs[0].dtype.size() }))
}

impl Extract {
    /// Copies one row of windows.
    ///
    /// # Safety
    /// `from` and `to` point at whole tensors of the planned sizes; nobody else writes this row.
    unsafe fn row(&self, from: *const u8, to: *mut u8, row: usize) {
        let p = &self.patches;
        let [a0, a1, a2] = p.axes;
        let (j, rest) = (row % a1.output, row / a1.output);
        let (i, image) = (rest % a0.output, rest / a0.output);
        let bytes = p.channels * self.element;
        let line = a2.size * bytes;
        // SAFETY: this row of the result.
        let mut target = unsafe { to.add(row * p.row_bytes(self.element)) };
        for k in 0..a2.output {
            let start = k as i64 * a2.stride - a2.before;
            // With neighbouring taps, those inside the image are one piece.
            let inside = (0.max(-start), (a2.size as i64).min(a2.input as i64 - start).max(0));
            for t0 in 0..a0.size {
                for t1 in 0..a1.size {
                    // SAFETY: places inside the images, and the next `line` bytes of this row of the result.
                    unsafe {
                        match (a0.place(i, t0), a1.place(j, t1)) {
                            (Some(i), Some(j)) => {
                                let source = from.add(p.row(image, i, j) * bytes);
                                if a2.rate == 1 && inside.0 < inside.1 {
                                    let (first, end) = (inside.0 as usize, inside.1 as usize);
                                    target.write_bytes(0, first * bytes);
                                    let place = (start + inside.0) as usize;
                                    source
                                        .add(place * bytes)
                                        .copy_to_nonoverlapping(target.add(first * bytes), (end - first) * bytes);
                                    target.add(end * bytes).write_bytes(0, line - end * bytes);
                                } else {
                                    for t2 in 0..a2.size {
                                        let own = target.add(t2 * bytes);
                                        match a2.place(k, t2) {
                                            Some(place) => {
                                                source.add(place * bytes).copy_to_nonoverlapping(own, bytes);
                                            }
                                            None => own.write_bytes(0, bytes),
                                        }
                                    }
                                }
                            }
                            _ => target.write_bytes(0, line),
                        }
                        target = target.add(line);
                    }
                }
            }
        }
    }
}

impl Kernel for Extract {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let (from, to) = (SharedPtr(call.inputs[0].cast_mut()), SharedPtr(call.outputs[0]));
        let (rows, bytes) = (self.patches.rows(), self.patches.row_bytes(self.element));
        if rows * bytes == 0 {
            return Ok(());
        }
        let per = (PER_TASK / bytes).max(1);
        call.workers.run(rows.div_ceil(per), &|task| {
            for row in task * per..((task + 1) * per).min(rows) {
                // SAFETY: the tensors of this call; each row belongs to one task.
                unsafe { self.row(from.get().cast_const(), to.get(), row) };
            }
        });
        Ok(())
    }

    fn cost(&self) -> f64 {
        100.0 + (self.patches.rows() * self.patches.row_bytes(self.element)) as f64 / 4.0
    }
}

struct AddBack<T> {
    patches: Patches,
    element: PhantomData<T>,
}

/// Numbers with a sum, complex ones included.
trait Sum: Element {
    type Wide: Number;
    fn wide(self) -> Self::Wide;
    fn narrow(sum: Self::Wide) -> Self;
}

macro_rules! own {
    ($($t:ty)*) => {$(impl Sum for $t {
        type Wide = <$t as Wide>::Sum;
        #[inline(always)]
        fn wide(self) -> Self::Wide { self.widen() }
        #[inline(always)]
        fn narrow(sum: Self::Wide) -> Self { <$t as Wide>::narrow(sum) }
    })*};
}
own! { f32 f64 rheos_base::f16 rheos_base::bf16 i8 i16 i32 i64 u8 u16 u32 u64 }

macro_rules! complex {
    ($($t:ty)*) => {$(impl Sum for $t {
        type Wide = $t;
        #[inline(always)]
        fn wide(self) -> $t { self }
        #[inline(always)]
        fn narrow(sum: $t) -> Self { sum }
    })*};
}
complex! { C64 C128 }

/// Plans images of the result's sizes from the patches in input 0: elements that several patches have are added.
pub fn plan_add_back(spec: &KernelSpec<'_>, windows: &Windows) -> Result<Box<dyn Kernel>> {
    let patches = Patches::new(windows, &spec.info.output_dims(0))?;
    with_number!(spec.outputs[0].dtype, T => {
        Ok(Box::new(AddBack::<T> { patches, element: PhantomData }))
    }, else bail!(Unimplemented, "patches of {} are not added", spec.outputs[0].dtype))
}

impl<T: Sum> Kernel for AddBack<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let p = &self.patches;
        let [a0, a1, a2] = p.axes;
        let (from, to, c) = (call.input::<T>(0), SharedPtr(call.outputs[0]), p.channels);
        let rows = p.batch * a0.input * a1.input;
        if rows * a2.input * c == 0 {
            return Ok(());
        }
        let (line, patch) = (a2.size * c, p.taps() * c);
        let per = (PER_TASK / (a2.output * line * a0.size * a1.size * T::DTYPE.size()).max(1)).max(1);
        call.workers.run(rows.div_ceil(per), &|task| {
            let mut sums = vec![<T::Wide>::ZERO; a2.input * c];
            for row in task * per..((task + 1) * per).min(rows) {
                let (y, rest) = (row % a1.input, row / a1.input);
                let (z, image) = (rest % a0.input, rest / a0.input);
                sums.fill(<T::Wide>::ZERO);
                let (planes, lines) = (a0.windows_of(z), a1.windows_of(y));
                for i in planes.0..planes.1 {
                    let Some(t0) = (0..a0.size).find(|&t| a0.place(i, t) == Some(z)) else { continue };
                    for j in lines.0..lines.1 {
                        let Some(t1) = (0..a1.size).find(|&t| a1.place(j, t) == Some(y)) else { continue };
                        let windows = ((image * a0.output + i) * a1.output + j) * a2.output;
                        for k in 0..a2.output {
                            let start = (windows + k) * patch + (t0 * a1.size + t1) * line;
                            for t2 in 0..a2.size {
                                let Some(place) = a2.place(k, t2) else { continue };
                                let own = &mut sums[place * c..][..c];
                                for (sum, &value) in own.iter_mut().zip(&from[start + t2 * c..][..c]) {
                                    *sum = sum.plus(value.wide());
                                }
                            }
                        }
                    }
                }
                for (at, &sum) in sums.iter().enumerate() {
                    // SAFETY: this row of the result, which is this task's.
                    unsafe { to.get().cast::<T>().add(row * a2.input * c + at).write(T::narrow(sum)) };
                }
            }
        });
        Ok(())
    }

    fn cost(&self) -> f64 {
        100.0 + (self.patches.rows() * self.patches.row_bytes(1)) as f64
    }
}
