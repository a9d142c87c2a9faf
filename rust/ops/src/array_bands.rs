//! Ops on several diagonals of matrices at once.

use crate::Ops;
use crate::kernels::diagonals::{Align, Band, Direction, limits, moves, plan};
use crate::rules::matrices::{matrix_dims, shape_of};
use crate::rules::{planned_ints, scalar_operand};
use crate::shaders;
use rheos_base::{Attr, Dim, Result, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, NodeInfo};

const ALIGN: &str = "T: plain; align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = 'RIGHT_LEFT'";
const BAND_DOC: &str = "";

/// The op of the same family and version.
fn sibling(name: &str, op: &str) -> String {
    format!("{op}{}", &name[name.len() - 2..])
}

fn align(g: &GradCall<'_, '_>) -> Vec<(&'static str, Attr)> {
    if g.op.attr_index("align").is_some() { vec![("align", g.info().attr("align").clone())] } else { Vec::new() }
}

/// Whether k may be one diagonal, so that the compact form has no axis for them.
fn known_k(infer: &Infer<'_>) -> Result<Option<Vec<i64>>> {
    let input = if infer.op.name.contains("SetDiag") { 2 } else { 1 };
    let shape = infer.input_shape(input);
    if shape.rank().is_some_and(|r| r > 1) || shape.element_count().get().is_some_and(|n| n == 0 || n > 2) {
        bail!(Value, "k must be a scalar or have one or two elements, but has shape {shape}");
    }
    let k = infer.known_ints(input).map(|k| k.to_vec());
    if let Some(k) = &k {
        limits(k).map_err(|e| e.with_kind(rheos_base::Kind::Value))?;
    }
    Ok(k)
}

fn band_of(info: &NodeInfo<'_>, rows: i64, columns: i64) -> Result<Band> {
    Band::new(&planned_ints(info, 1)?, rows, columns, Align::of(info))
}

fn put_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let k = known_k(infer)?;
    let (rows, columns) = (scalar_operand(infer, 2)?, scalar_operand(infer, 3)?);
    let Some(dims) = infer.input_shape(0).dims().map(<[Dim]>::to_vec) else { return Ok(()) };
    let Some((&width, mut batch)) = dims.split_last() else {
        bail!(Value, "diagonal must have at least one axis, but is a scalar");
    };
    let Some(k) = k else { return Ok(()) };
    let (low, high) = limits(&k)?;
    if low != high {
        let Some((&count, rest)) = batch.split_last() else {
            bail!(Value, "diagonal must have at least two axes for the band {low}..{high}");
        };
        if !count.is_compatible(Dim::new(high - low + 1)) {
            bail!(Value, "diagonal has {count} diagonals, but the band {low}..{high} has {}", high - low + 1);
        }
        batch = rest;
    }
    let (least_rows, least_columns) = (width.map(|w| w - high.min(0)), width.map(|w| w + low.max(0)));
    let (rows, columns) = match (rows, columns) {
        (Some(-1), Some(-1)) => {
            let side = least_rows.zip(least_columns, i64::max);
            (side, side)
        }
        (Some(-1), Some(c)) => (least_rows, Dim::new(c)),
        (Some(r), Some(-1)) => (Dim::new(r), least_columns),
        (Some(r), Some(c)) => (Dim::new(r), Dim::new(c)),
        _ => (Dim::UNKNOWN, Dim::UNKNOWN),
    };
    if let (Some(r), Some(c), Some(lr), Some(lc)) = (rows.get(), columns.get(), least_rows.get(), least_columns.get()) {
        if r < lr || c < lc {
            bail!(
                Value,
                "a matrix with diagonals of {width} elements has at least {lr} rows and {lc} columns, not {r} and {c}"
            );
        }
        if r != lr && c != lc {
            bail!(Value, "the longest diagonal of a matrix of {r} rows and {c} columns does not have {width} elements");
        }
    }
    infer.set(0, shape_of(batch, &[rows, columns]));
    Ok(())
}

fn take_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let (k, dims) = (known_k(infer)?, matrix_dims(infer, 0)?);
    let (Some(k), Some((batch, rows, columns))) = (k, dims) else { return Ok(()) };
    let (low, high) = limits(&k)?;
    let width = match (rows.get(), columns.get()) {
        (Some(r), Some(c)) => {
            let band = Band::new(&k, r, c, Align { above_left: true, below_left: true });
            Dim::new(band.map_err(|e| e.with_kind(rheos_base::Kind::Value))?.width())
        }
        _ => Dim::UNKNOWN,
    };
    let shape =
        if low == high { shape_of(&batch, &[width]) } else { shape_of(&batch, &[Dim::new(high - low + 1), width]) };
    infer.set(0, shape);
    Ok(())
}

fn replace_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let k = known_k(infer)?;
    let dims = matrix_dims(infer, 0)?;
    if let (Some(k), Some((batch, rows, columns))) = (k, dims) {
        let (low, high) = limits(&k)?;
        let width = match (rows.get(), columns.get()) {
            (Some(r), Some(c)) => {
                let band = Band::new(&k, r, c, Align { above_left: true, below_left: true });
                Dim::new(band.map_err(|e| e.with_kind(rheos_base::Kind::Value))?.width())
            }
            _ => Dim::UNKNOWN,
        };
        let mut wanted = batch;
        if low != high {
            wanted.push(Dim::new(high - low + 1));
        }
        let wanted = shape_of(&wanted, &[width]);
        if !wanted.is_compatible(infer.input_shape(1)) {
            bail!(Value, "diagonal must have shape {wanted}, but has {}", infer.input_shape(1));
        }
    }
    crate::rules::same_as_first(infer)
}

const PUT: Decl = Decl {
    name: "",
    inputs: "diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T",
    outputs: "output: T",
    attrs: "T: plain",
    effect: Effect::Pure,
    infer: put_shapes,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let dims = spec.info.output_dims(0);
            let band = band_of(&spec.info, dims[dims.len() - 2] as i64, dims[dims.len() - 1] as i64)?;
            plan(spec, Direction::Put, Some(band))
        },
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|s| shaders::movement::shaders(s, |info, x, y| moves(info, x, y, (Direction::Put, 1)))),
    }),
    grad: Grad::Fn(|g| {
        let (dy, k, name, attrs) = (g.dy(), g.x[1], sibling(g.op.name, "MatrixDiagPart"), align(g));
        let zero = g.b.scalar_like(dy, 0.0)?;
        let dx = g.b.op1(&name, &[dy.into(), k.into(), zero.into()], &attrs)?;
        Ok(vec![Some(dx.into()), None, None, None, None])
    }),
    doc: BAND_DOC,
};

const TAKE: Decl = Decl {
    inputs: "input: T, k: int32, padding_value: T",
    outputs: "diagonal: T",
    infer: take_shapes,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let dims = spec.info.input_dims(0);
            let band = band_of(&spec.info, dims[dims.len() - 2] as i64, dims[dims.len() - 1] as i64)?;
            plan(spec, Direction::Take, Some(band))
        },
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|s| shaders::movement::shaders(s, |info, x, y| moves(info, x, y, (Direction::Take, 1)))),
    }),
    grad: Grad::Fn(|g| {
        let (x, dy, k, name, attrs) = (g.x[0], g.dy(), g.x[1], sibling(g.op.name, "MatrixSetDiag"), align(g));
        let zeros = g.b.zeros_like(x)?;
        let dx = g.b.op1(&name, &[zeros.into(), dy.into(), k.into()], &attrs)?;
        Ok(vec![Some(dx.into()), None, None])
    }),
    ..PUT
};

const REPLACE: Decl = Decl {
    inputs: "input: T, diagonal: T, k: int32",
    infer: replace_shapes,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| plan(spec, Direction::Replace, None),
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|s| shaders::movement::shaders(s, |info, x, y| moves(info, x, y, (Direction::Replace, 2)))),
    }),
    grad: Grad::Fn(|g| {
        let (diagonal, dy, k, attrs) = (g.x[1], g.dy(), g.x[2], align(g));
        let zeros = g.b.zeros_like(diagonal)?;
        let dx = g.b.op1(g.op.name, &[dy.into(), zeros.into(), k.into()], &attrs)?;
        let zero = g.b.scalar_like(dy, 0.0)?;
        let name = sibling(g.op.name, "MatrixDiagPart");
        let dd = g.b.op1(&name, &[dy.into(), k.into(), zero.into()], &attrs)?;
        Ok(vec![Some(dx.into()), Some(dd.into()), None])
    }),
    ..PUT
};

pub const OPS: &[Decl] = &[
    Decl {
        name: "MatrixDiagV2",
        doc: "Matrices with given diagonals k (one, or the lowest and the highest) and a filler elsewhere. A shorter \
              diagonal starts at the left of its row.",
        ..PUT
    },
    Decl {
        name: "MatrixDiagV3",
        attrs: ALIGN,
        doc: "MatrixDiagV2 where `align` says at which end of their rows diagonals above and below the main one stand.",
        ..PUT
    },
    Decl {
        name: "MatrixDiagPartV2",
        doc: "The diagonals k of matrices (one, or the lowest to the highest), the highest in the first row. Shorter \
              ones are filled up at the right.",
        ..TAKE
    },
    Decl {
        name: "MatrixDiagPartV3",
        attrs: ALIGN,
        doc: "MatrixDiagPartV2 where `align` says at which end of their rows diagonals above and below the main one \
              stand.",
        ..TAKE
    },
    Decl {
        name: "MatrixSetDiagV2",
        doc: "Matrices with their diagonals k (one, or the lowest to the highest) replaced.",
        ..REPLACE
    },
    Decl {
        name: "MatrixSetDiagV3",
        attrs: ALIGN,
        doc: "MatrixSetDiagV2 where `align` says at which end of their rows diagonals above and below the main one \
              stand.",
        ..REPLACE
    },
];
