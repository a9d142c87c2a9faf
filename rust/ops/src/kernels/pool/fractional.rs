//! Pooling over regions of nearly equal, random sizes.

use super::Grid;
use super::average::{Mean, mean_grad};
use super::max::{Max, max_grad};
use super::walk::forward;
use crate::kernels::random::Regions;
use crate::kernels::wide::{Wide, with_real};
use rheos_base::{Result, bail};
use rheos_graph::kernel::SharedPtr;
use rheos_graph::{Call, Kernel, KernelSpec};
use std::marker::PhantomData;
use std::sync::Arc;

/// The grid that boundaries make: from each to the next, and one element more where regions overlap.
fn grid(dims: &[usize], rows: &[i64], columns: &[i64], overlapping: bool) -> Result<Grid> {
    let [batch, height, width, channels] = *dims else { bail!(InvalidArgument, "images must have rank 4") };
    let spans = |bounds: &[i64], size: usize, what: &str| -> Result<Vec<(usize, usize)>> {
        let ordered = bounds.windows(2).all(|w| w[0] < w[1]);
        if !ordered || bounds.first().is_some_and(|&b| b < 0) || bounds.last().is_some_and(|&b| b > size as i64) {
            bail!(InvalidArgument, "{what} must ascend from 0 to at most {size}, got {bounds:?}");
        }
        let end = |b: i64| (b as usize + usize::from(overlapping)).min(size);
        Ok(bounds.windows(2).map(|w| (w[0] as usize, end(w[1]))).collect())
    };
    let (rows, columns) =
        (spans(rows, height, "row_pooling_sequence")?, spans(columns, width, "col_pooling_sequence")?);
    Ok(Grid { batch, input: [1, height, width], spans: [vec![(0, 1)], rows, columns], channels })
}

struct Fractional<T> {
    dims: [usize; 4],
    counts: [usize; 2],
    overlapping: bool,
    average: bool,
    regions: Arc<Regions>,
    element: PhantomData<T>,
}

/// Plans pooling over regions drawn from the node's generator, which are results 1 and 2.
pub fn plan_fractional(spec: &KernelSpec<'_>, average: bool) -> Result<Box<dyn Kernel>> {
    let (x, y) = (spec.info.input_dims(0), spec.info.output_dims(0));
    let (dims, counts) = ([x[0], x[1], x[2], x[3]], [y[1], y[2]]);
    let (overlapping, regions) = (spec.info.bool("overlapping"), Regions::of(spec)?);
    with_real!(spec.outputs[0].dtype, T => {
        Ok(Box::new(Fractional::<T> { dims, counts, overlapping, average, regions, element: PhantomData }))
    })
}

impl<T: Wide> Kernel for Fractional<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let [rows, columns] = self.regions.draw([self.dims[1], self.dims[2]], self.counts);
        let grid = grid(&self.dims, &rows, &columns, self.overlapping)?;
        call.output::<i64>(1).copy_from_slice(&rows);
        call.output::<i64>(2).copy_from_slice(&columns);
        let (x, out, channels) = (call.input::<T>(0), SharedPtr(call.outputs[0]), grid.channels);
        if self.average {
            forward(call, &grid, &Mean { x, out, channels });
        } else {
            forward(call, &grid, &Max { x, start: T::LOWEST, out, channels });
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        self.dims.iter().product::<usize>() as f64
    }
}

struct FractionalGrad<T> {
    dims: Vec<usize>,
    overlapping: bool,
    /// Means have no images among their inputs.
    average: bool,
    element: PhantomData<T>,
}

fn plan_grad(spec: &KernelSpec<'_>, average: bool) -> Result<Box<dyn Kernel>> {
    let (dims, overlapping) = (spec.info.output_dims(0).to_vec(), spec.info.bool("overlapping"));
    with_real!(spec.outputs[0].dtype, T => {
        Ok(Box::new(FractionalGrad::<T> { dims, overlapping, average, element: PhantomData }))
    })
}

/// Plans the gradient of maxima over regions, from inputs images, maxima, what arrives, and boundaries.
pub fn plan_fractional_max_grad(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    plan_grad(spec, false)
}

/// Plans the gradient of means over regions, from inputs shape, what arrives, and boundaries.
pub fn plan_fractional_average_grad(spec: &KernelSpec<'_>) -> Result<Box<dyn Kernel>> {
    plan_grad(spec, true)
}

impl<T: Wide> Kernel for FractionalGrad<T> {
    fn run(&self, call: &mut Call<'_>) -> Result<()> {
        let first = if self.average { 2 } else { 3 };
        let (rows, columns) = (call.input::<i64>(first), call.input::<i64>(first + 1));
        let grid = grid(&self.dims, rows, columns, self.overlapping)?;
        let dy = call.input::<T>(first - 1);
        if dy.len() != grid.windows() * grid.channels {
            bail!(
                InvalidArgument,
                "out_backprop has {} elements, but the pooling sequences make {} regions of {} channels",
                dy.len(),
                grid.windows(),
                grid.channels
            );
        }
        if self.average {
            mean_grad(call, &grid, dy);
        } else {
            max_grad(call, &grid, call.input::<T>(0), dy);
        }
        Ok(())
    }

    fn cost(&self) -> f64 {
        2.0 * self.dims.iter().product::<usize>() as f64
    }
}
