//! `MatMul` and its batches as shaders.

use super::product::{Axis, Operand, Product, Window, check_sizes};
use rheos_graph::Arg;
use rheos_graph::gpu::{ShaderSpec, Shaders};
use smallvec::SmallVec;

/// Axes of the batch that a shader can walk.
const BATCH_AXES: usize = 8;

pub fn mat_mul(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    product(spec, [spec.info.bool("transpose_a"), spec.info.bool("transpose_b")])
}

/// Adjoints are transposes: no complex type has a shader.
pub fn batch_mat_mul(spec: &ShaderSpec<'_>) -> Result<Shaders, String> {
    product(spec, [spec.info.bool("adj_x"), spec.info.bool("adj_y")])
}

/// Strides of the two axes of an operand's matrices, and of the batch's axes after broadcasting.
fn strides(arg: &Arg, transpose: bool, batch: &[usize]) -> ([isize; 2], SmallVec<[isize; 4]>) {
    let layout = &arg.layout;
    let outer = layout.dims.len() - 2;
    let (rows, columns) = (layout.strides[outer], layout.strides[outer + 1]);
    let lead = batch.len() - outer;
    let step = |i: usize| match i.checked_sub(lead) {
        Some(own) if layout.dims[own] == batch[i] => layout.strides[own],
        _ => 0,
    };
    (if transpose { [columns, rows] } else { [rows, columns] }, (0..batch.len()).map(step).collect())
}

fn product(spec: &ShaderSpec<'_>, transpose: [bool; 2]) -> Result<Shaders, String> {
    check_sizes(spec)?;
    let out = &spec.outputs[0];
    let rank = out.layout.dims.len();
    let (batch, matrix) = out.layout.dims.split_at(rank - 2);
    if batch.iter().filter(|&&size| size != 1).count() > BATCH_AXES {
        return Err(format!("the batch has more than {BATCH_AXES} axes"));
    }
    let first = &spec.inputs[0].layout;
    let k = first.dims[first.dims.len() - if transpose[0] { 2 } else { 1 }];
    let ([a_row, a_k], a_steps) = strides(&spec.inputs[0], transpose[0], batch);
    let ([b_k, b_column], b_steps) = strides(&spec.inputs[1], transpose[1], batch);
    let columns = matrix[1] as isize;
    let c_steps = &out.layout.strides;
    let mut product = Product {
        dtype: out.dtype,
        m: matrix[0],
        n: matrix[1],
        k,
        a: Operand { input: 0, offset: first.offset, side: a_row, k: a_k },
        b: Operand { input: 1, offset: spec.inputs[1].layout.offset, side: b_column, k: b_k },
        c_offset: 0,
        c_row: columns,
        batch: SmallVec::new(),
    };
    for (i, &size) in batch.iter().enumerate().filter(|&(_, &size)| size != 1) {
        push_axis(&mut product.batch, Axis { size, steps: [a_steps[i], b_steps[i], c_steps[i]] });
    }
    merge_rows(&mut product);
    product.plan(&Window::default(), spec.limits)
}

/// Adds an inner axis, as part of the one before it if their steps agree.
fn push_axis(batch: &mut SmallVec<[Axis; 4]>, axis: Axis) {
    match batch.last_mut() {
        Some(last) if (0..3).all(|i| last.steps[i] == axis.steps[i] * axis.size as isize) => {
            *last = Axis { size: last.size * axis.size, ..axis };
        }
        _ => batch.push(axis),
    }
}

/// Where all matrices of an axis have one b, their rows are rows of one tall matrix, if they are evenly spaced.
fn merge_rows(product: &mut Product) {
    while let Some(axis) = product.batch.last() {
        let rows = product.m as isize;
        let even = product.m == 1 || axis.steps[0] == product.a.side * rows;
        if axis.steps[1] != 0 || !even || axis.steps[2] != product.c_row * rows {
            return;
        }
        if product.m == 1 {
            product.a.side = axis.steps[0];
        }
        product.m *= axis.size;
        product.batch.pop();
    }
}
