//! Convolutions and their gradients as products of matrices one of which is looked up in windows.

use super::product::{self, Axis, Loader, Operand, Product, check_sizes, word};
use super::window::{View, WINDOW};
use crate::kernels::conv::{Axis as Phase, Window};
use rheos_graph::gpu::{ShaderSpec, Shaders};
use smallvec::smallvec;

const ROWS: &str = include_str!("../../../../shaders/kernels/window_rows.wgsl");
const TERMS: &str = include_str!("../../../../shaders/kernels/window_terms.wgsl");
const VECTOR: &str = include_str!("../../../../shaders/kernels/window_vector.wgsl");
const SCALAR: &str = include_str!("../../../../shaders/kernels/window_scalar.wgsl");
const FILTER_VECTOR: &str = include_str!("../../../../shaders/kernels/window_b_vector.wgsl");
const FILTER_SCALAR: &str = include_str!("../../../../shaders/kernels/window_b_scalar.wgsl");
const PHASE: &str = include_str!("../../../../shaders/kernels/window_c_phase.wgsl");

/// Dispatches that the gradient of an input may be divided into.
const MAX_PHASES: usize = 16;

/// A convolution, and channels in and out of one of its groups.
struct Conv {
    window: Window,
    inside: usize,
    results: usize,
}

impl Conv {
    fn of(spec: &ShaderSpec<'_>, input: &[usize], filter: &[usize], output: &[usize]) -> Result<Conv, String> {
        check_sizes(spec)?;
        let window = Window::new(&spec.info, input, filter, output).map_err(|e| e.to_string())?;
        let groups = window.groups.max(1);
        Ok(Conv { inside: window.in_channels / groups, results: window.out_channels / groups, window })
    }

    fn taps(&self) -> usize {
        self.window.kernel.iter().product()
    }

    fn pixels(&self, sizes: [usize; 3]) -> usize {
        self.window.batch * sizes.iter().product::<usize>()
    }

    /// Groups are a batch: the steps of a, b and the result from one to the next.
    fn groups(&self, steps: [usize; 3]) -> Axis {
        Axis { size: self.window.groups.max(1), steps: steps.map(|s| s as isize) }
    }

    /// Windows as operand a.
    fn windows(&self, view: &View, reader: &'static str, along_k: bool) -> Result<product::Window, String> {
        let vectors = view.channels.is_multiple_of(4) && view.each.is_multiple_of(4);
        let texts = [WINDOW, if vectors { VECTOR } else { SCALAR }, reader];
        Ok(product::Window {
            header: view.header(&self.window),
            a: Some(Loader { texts, along_k }),
            b: None,
            store: None,
            axes: view.axes(&self.window)?,
        })
    }

    /// Elements from tap to tap of the filter, along each axis.
    fn tap_steps(&self) -> [usize; 3] {
        let [_, rows, columns] = self.window.kernel;
        let tap = self.inside * self.window.out_channels;
        [rows * columns * tap, columns * tap, tap]
    }

    /// One phase of the gradient of the input, from what is the same for all.
    fn phase(
        &self,
        phase: [&Phase; 3],
        product: &Product,
        window: &product::Window,
    ) -> Result<(Product, product::Window), String> {
        let (sizes, channels) = (self.window.input, self.window.in_channels);
        let pixel_steps = [sizes[1] * sizes[2] * channels, sizes[2] * channels, channels];
        let tap_steps = self.tap_steps();
        let taps = phase.map(|axis| axis.taps);
        let mut product = Product {
            m: self.pixels(phase.map(|axis| axis.pixels)),
            k: taps.iter().product::<usize>() * self.results,
            ..product.clone()
        };
        let mut window = window.clone();
        window.axes.push([0, 0, 0, word(sizes[0] * pixel_steps[0])?]);
        for (i, axis) in phase.into_iter().enumerate() {
            product.b.offset += axis.weight * tap_steps[i] as isize;
            product.c_offset += (axis.first * pixel_steps[i]) as isize;
            window.axes[0][i] = word(axis.pixels)?;
            window.axes[1][i] = word(axis.source)?;
            window.axes[2][i] = word(axis.taps.max(1))?;
            window.axes[3][i] = 1;
            window.axes[4][i] = word(axis.step)?;
            // What lies in front is counted modulo 2^32, as are steps from tap to tap.
            window.axes[5][i] = axis.origin.wrapping_neg() as u32;
            window.axes[3 + i][3] = (axis.weight_step * tap_steps[i] as isize) as u32;
            window.axes[6][i] = word(axis.spacing * pixel_steps[i])?;
        }
        Ok((product, window))
    }

    /// The view of the input's windows.
    fn seen(&self) -> View {
        View { spread: false, channels: self.window.in_channels, each: self.inside }
    }
}

/// Operand a where a window is looked up.
fn looked_up(input: usize) -> Operand {
    Operand { input, offset: 0, side: 0, k: 0 }
}

pub fn forward(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let [x, filter, y] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let conv = Conv::of(spec, x, filter, y)?;
    let (inside, results, columns) = (conv.inside, conv.results, conv.window.out_channels as isize);
    let product = Product {
        dtype: spec.outputs[0].dtype,
        m: conv.pixels(conv.window.output),
        n: results,
        k: conv.taps() * inside,
        a: looked_up(0),
        b: Operand { input: 1, offset: 0, side: 1, k: columns },
        c_offset: 0,
        c_row: columns,
        batch: smallvec![conv.groups([inside, results, results])],
    };
    product.plan(&conv.windows(&conv.seen(), ROWS, true)?, spec.limits)
}

/// The gradient of the input: each of its pixels looks up what arrived at the windows that saw it. Of strides' taps, a
/// pixel was seen through few: pixels that were seen through the same make a phase, which is a product of its own.
pub fn input(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let [filter, dy, dx] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let conv = Conv::of(spec, dx, filter, dy)?;
    let (inside, results, columns) = (conv.inside, conv.results, conv.window.out_channels);
    let phases: [Vec<Phase>; 3] = std::array::from_fn(|axis| conv.window.backward(axis));
    let count = phases.iter().map(Vec::len).fold(1, usize::saturating_mul);
    let divided = 1 < count && count <= MAX_PHASES;
    let view = View { spread: !divided, channels: columns, each: results };
    let mut window = conv.windows(&view, ROWS, true)?;
    let vectors = columns.is_multiple_of(4) && results.is_multiple_of(4);
    let text = if vectors { FILTER_VECTOR } else { FILTER_SCALAR };
    window.b = Some(Loader { texts: ["", "", text], along_k: true });
    let steps = conv.tap_steps();
    for (axis, &step) in window.axes[3..6].iter_mut().zip(&steps) {
        axis[3] = step as u32;
    }
    let product = Product {
        dtype: spec.outputs[0].dtype,
        m: conv.pixels(conv.window.input),
        n: inside,
        k: conv.taps() * results,
        a: looked_up(1),
        b: Operand { input: 0, offset: 0, side: columns as isize, k: 0 },
        c_offset: 0,
        c_row: conv.window.in_channels as isize,
        batch: smallvec![conv.groups([results, results, inside])],
    };
    if !divided {
        return product.plan(&window, spec.limits);
    }
    window.store = Some(PHASE);
    let mut all = Shaders::default();
    let [planes, rows, columns] = &phases;
    for (plane, row) in planes.iter().flat_map(|plane| rows.iter().map(move |row| (plane, row))) {
        for column in columns {
            let (product, window) = conv.phase([plane, row, column], &product, &window)?;
            all.dispatches.extend(product.plan(&window, spec.limits)?.dispatches);
        }
    }
    Ok(all)
}

/// The gradient of the filter: sums over pixels.
pub fn filter(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    let [x, dy, filter] = [&spec.inputs[0].layout.dims, &spec.inputs[1].layout.dims, &spec.outputs[0].layout.dims];
    let conv = Conv::of(spec, x, filter, dy)?;
    let (inside, results, columns) = (conv.inside, conv.results, conv.window.out_channels as isize);
    let product = Product {
        dtype: spec.outputs[0].dtype,
        m: conv.taps() * inside,
        n: results,
        k: conv.pixels(conv.window.output),
        a: looked_up(0),
        b: Operand { input: 1, offset: 0, side: 1, k: columns },
        c_offset: 0,
        c_row: columns,
        batch: smallvec![conv.groups([inside, results, results])],
    };
    product.plan(&conv.windows(&conv.seen(), TERMS, false)?, spec.limits)
}
