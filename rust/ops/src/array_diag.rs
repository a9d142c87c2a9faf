//! Ops on diagonals and on the corners of matrices.

use crate::Ops;
use crate::kernels::movement::{self, Fill, Move, Movement};
use crate::rules::{only, resolve_axis, same_as_first};
use crate::shaders;
use rheos_base::{DType, Dim, Result, Shape, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, Infer, KernelDecl, Layout, NodeInfo};
use smallvec::smallvec;

/// The diagonal of the last `rank` axes taken with the `rank` axes before them.
fn diagonal(layout: &Layout, rank: usize) -> Layout {
    let kept = layout.dims.len() - rank;
    let mut out = layout.clone();
    for i in 0..rank {
        let (a, b) = (kept - rank + i, kept + i);
        out.dims[a] = out.dims[a].min(out.dims[b]);
        out.strides[a] += out.strides[b];
    }
    out.dims.truncate(kept);
    out.strides.truncate(kept);
    out
}

fn onto_diagonal(_: &NodeInfo<'_>, inputs: &[Layout], output: &Layout) -> Result<Movement> {
    // Diag doubles every axis, MatrixDiag only the last.
    let rank = output.dims.len() - inputs[0].dims.len();
    Ok(Movement {
        fill: Fill::Zero,
        moves: vec![Move { input: 0, from: inputs[0].clone(), to: diagonal(output, rank) }],
    })
}

/// Sizes of the diagonals of matrices in the last two axes.
fn diagonal_shape(infer: &Infer<'_>) -> Result<Shape> {
    let Some(dims) = infer.input_shape(0).dims() else { return Ok(Shape::unknown()) };
    let [batch @ .., rows, columns] = dims else {
        bail!(Value, "input must have at least two axes, but has rank {}", dims.len());
    };
    let size = match (rows.get(), columns.get()) {
        (Some(0), _) | (_, Some(0)) => Dim::new(0),
        _ => rows.zip(*columns, i64::min),
    };
    Ok(Shape::of(batch.iter().copied().chain([size])))
}

const ONTO: Compute = Compute::Kernel(KernelDecl {
    cpu: |s| movement::kernel(s, onto_diagonal),
    strided: true,
    reports: false,
    gpu: Gpu::Shader(|s| shaders::movement::shaders(s, onto_diagonal)),
});

const BASE: Decl = Decl {
    name: "",
    inputs: "",
    outputs: "output: T",
    attrs: "T: plain",
    effect: Effect::Pure,
    infer: same_as_first,
    compute: ONTO,
    grad: Grad::Missing("each op has its own"),
    doc: "",
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "Diag",
        inputs: "diagonal: T",
        infer: |infer| {
            let shape = infer.input_shape(0);
            let Some(dims) = shape.dims() else { return Ok(()) };
            if dims.is_empty() {
                bail!(Value, "diagonal must have at least one axis, but is a scalar");
            }
            let both = Shape::of(dims.iter().chain(dims).copied());
            infer.set(0, both);
            Ok(())
        },
        grad: Grad::Fn(|g| {
            let dy = g.dy();
            only(g.b.diag_part(dy)?)
        }),
        doc: "A tensor of twice the rank with the input on its diagonal and zeros elsewhere.",
        ..BASE
    },
    Decl {
        name: "DiagPart",
        inputs: "input: T",
        outputs: "diagonal: T",
        infer: |infer| {
            let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
            let half = dims.len() / 2;
            if dims.is_empty() || dims.len() % 2 == 1 {
                bail!(Value, "input must have an even number of axes, but has rank {}", dims.len());
            }
            let (a, b) = (Shape::of(dims[..half].iter().copied()), Shape::of(dims[half..].iter().copied()));
            match a.merge(&b) {
                Ok(shape) => infer.set(0, shape),
                Err(_) => bail!(Value, "the two halves of the input's sizes must be equal, got {a} and {b}"),
            }
            Ok(())
        },
        compute: Compute::View(|_, layout| Ok(Some(smallvec![diagonal(layout, layout.dims.len() / 2)]))),
        grad: Grad::Fn(|g| {
            let dy = g.dy();
            only(g.b.diag(dy)?)
        }),
        doc: "The diagonal of a tensor whose sizes are the same twice over.",
        ..BASE
    },
    Decl {
        name: "MatrixDiag",
        inputs: "diagonal: T",
        infer: |infer| {
            let Some(dims) = infer.input_shape(0).dims() else { return Ok(()) };
            let Some(&last) = dims.last() else {
                bail!(Value, "diagonal must have at least one axis, but is a scalar")
            };
            let shape = Shape::of(dims.iter().copied().chain([last]));
            infer.set(0, shape);
            Ok(())
        },
        grad: Grad::Fn(|g| {
            let dy = g.dy();
            only(g.b.matrix_diag_part(dy)?)
        }),
        doc: "Square matrices with the input on their diagonals and zeros elsewhere.",
        ..BASE
    },
    Decl {
        name: "MatrixDiagPart",
        inputs: "input: T",
        outputs: "diagonal: T",
        infer: |infer| {
            let shape = diagonal_shape(infer)?;
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::View(|_, layout| Ok(Some(smallvec![diagonal(layout, 1)]))),
        grad: Grad::Fn(|g| {
            let (dy, x) = (g.dy(), g.x[0]);
            let shape = g.b.shape_of(x);
            let square = matches!(shape.dims(), Some([.., a, b]) if a == b && a.is_known());
            if square {
                return only(g.b.matrix_diag(dy)?);
            }
            let zeros = g.b.zeros_like(x)?;
            only(g.b.matrix_set_diag(zeros, dy)?)
        }),
        doc: "The diagonals of matrices.",
        ..BASE
    },
    Decl {
        name: "MatrixSetDiag",
        inputs: "input: T, diagonal: T",
        infer: |infer| {
            let wanted = diagonal_shape(infer)?;
            if !wanted.is_compatible(infer.input_shape(1)) {
                bail!(Value, "diagonal must have shape {wanted}, but has {}", infer.input_shape(1));
            }
            same_as_first(infer)
        },
        compute: Compute::Lower(|b, x, info| {
            let dims = info.input_dims(0);
            let (rows, columns) = (dims[dims.len() - 2], dims[dims.len() - 1]);
            // The diagonal's element i stands in row i, or in column i, whichever there are fewer of.
            let axis = b.int(if rows <= columns { -1 } else { -2 })?;
            let diagonal = b.expand_dims(x[1], axis)?;
            Ok(smallvec![b.on_diagonal(x[0], diagonal)?])
        }),
        grad: Grad::Fn(|g| {
            let (dy, diagonal) = (g.dy(), g.x[1]);
            let zeros = g.b.zeros_like(diagonal)?;
            let dx = g.b.matrix_set_diag(dy, zeros)?;
            Ok(vec![Some(dx.into()), Some(g.b.matrix_diag_part(dy)?.into())])
        }),
        doc: "Matrices with their diagonals replaced.",
        ..BASE
    },
    Decl {
        name: "_OnDiagonal",
        inputs: "input: T, diagonal: T",
        compute: Compute::Map(|e, x, info| {
            let rank = info.output_dims(0).len();
            let (row, column) = (e.index(rank - 2, DType::I64), e.index(rank - 1, DType::I64));
            let hit = e.eq(row, column);
            smallvec![e.select(hit, x[1], x[0])]
        }),
        grad: Grad::Missing("made only when a plan is made"),
        doc: "MatrixSetDiag with the diagonal broadcast over rows or columns.",
        ..BASE
    },
    Decl {
        name: "MatrixBandPart",
        inputs: "input: T, num_lower: Tindex, num_upper: Tindex",
        outputs: "band: T",
        attrs: "T: plain; Tindex: {int32, int64} = int64",
        infer: |infer| {
            if let Some(rank) = infer.input_shape(0).rank() {
                resolve_axis(-2, rank)?;
            }
            for i in 1..3 {
                if infer.input_shape(i).rank().is_some_and(|r| r != 0) {
                    bail!(Value, "{} must be a scalar, but has shape {}", infer.arg_name(i), infer.input_shape(i));
                }
            }
            same_as_first(infer)
        },
        compute: Compute::Map(|e, x, info| {
            let rank = info.output_dims(0).len();
            let (row, column) = (e.index(rank - 2, DType::I64), e.index(rank - 1, DType::I64));
            let below = e.sub(row, column);
            let above = e.sub(column, row);
            let mut inside = |distance, limit| {
                let limit = e.cast(limit, DType::I64);
                let zero = e.lit(limit, 0.0);
                let (all, near) = (e.lt(limit, zero), e.le(distance, limit));
                e.or(all, near)
            };
            let (lower, upper) = (inside(below, x[1]), inside(above, x[2]));
            let keep = e.and(lower, upper);
            let zero = e.lit(x[0], 0.0);
            smallvec![e.select(keep, x[0], zero)]
        }),
        grad: Grad::Fn(|g| {
            let (dy, lower, upper) = (g.dy(), g.x[1], g.x[2]);
            Ok(vec![Some(g.b.matrix_band_part(dy, lower, upper)?.into()), None, None])
        }),
        doc: "Matrices with everything outside a band around the diagonal set to zero; a negative width keeps that side.",
        ..BASE
    },
];
