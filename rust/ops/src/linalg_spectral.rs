//! Singular values and eigenvalues.

use crate::Ops;
use crate::kernels::matrices::{each, set_identity};
use crate::rules::matrices::{
    adjoint, columns, halved_lower, matrix_dims, product, safe_reciprocal, shape_of, square_dims,
};
use crate::rules::{Grads, only, scaled};
use crate::with_entry;
use rheos_base::{Dim, Result, Shape, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Output};
use rheos_linalg::{Field, Vectors};

const NO_SHADER: &str = "decompositions need double precision and long chains of small steps";
const SVD_ATTRS: &str =
    "compute_uv: bool = true; full_matrices: bool = false; T: {float64, float32, complex64, complex128}";
const EIG_ATTRS: &str = "compute_v: bool = true; T: {float64, float32, complex64, complex128}";

const SVD: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "s: T, u: T, v: T",
    attrs: SVD_ATTRS,
    effect: Effect::Pure,
    infer: svd_shapes,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let dims = spec.info.input_dims(0);
            let (m, n) = (dims[dims.len() - 2], dims[dims.len() - 1]);
            let (vectors, full) = (spec.info.bool("compute_uv"), spec.info.bool("full_matrices"));
            let work = (m * n * m.min(n)) as f64 * if vectors { 20.0 } else { 4.0 };
            const ERROR: &str = "The singular value decomposition did not converge. The input might not be valid.";
            with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, ERROR, move |x, y| {
                let [s, u, v] = y else { return false };
                if m.min(n) == 0 {
                    set_identity(u, m);
                    set_identity(v, n);
                    return true;
                }
                let wanted = if vectors { Some(Vectors { full, u, v }) } else { None };
                T::svd(x[0], m, n, s, wanted)
            }))
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(grad_svd),
    doc: "",
};

const EIG: Decl = Decl {
    outputs: "e: T, v: T",
    attrs: EIG_ATTRS,
    infer: eigen_shapes,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| {
            let dims = spec.info.input_dims(0);
            let (n, vectors) = (dims[dims.len() - 1], spec.info.bool("compute_v"));
            let work = (n as f64).powi(3) * if vectors { 9.0 } else { 1.5 };
            const ERROR: &str = "Self-adjoint eigen decomposition was not successful. The input might not be valid.";
            with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, ERROR, move |x, y| {
                let [e, v] = y else { return false };
                T::eigh(x[0], n, e, vectors.then_some(&mut **v))
            }))
        },
        strided: false,
        reports: false,
        gpu: Gpu::CpuOnly(NO_SHADER),
    }),
    grad: Grad::Fn(grad_eigen),
    ..SVD
};

fn svd_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let none = Shape::of([Dim::new(0)]);
    let Some((batch, rows, columns)) = matrix_dims(infer, 0)? else {
        if !infer.bool("compute_uv") {
            infer.set(1, none.clone());
            infer.set(2, none);
        }
        return Ok(());
    };
    let inner = match (rows.get(), columns.get()) {
        (Some(0), _) | (_, Some(0)) => Dim::new(0),
        _ => rows.zip(columns, i64::min),
    };
    infer.set(0, shape_of(&batch, &[inner]));
    if !infer.bool("compute_uv") {
        infer.set(1, none.clone());
        infer.set(2, none);
    } else if infer.bool("full_matrices") {
        infer.set(1, shape_of(&batch, &[rows, rows]));
        infer.set(2, shape_of(&batch, &[columns, columns]));
    } else {
        infer.set(1, shape_of(&batch, &[rows, inner]));
        infer.set(2, shape_of(&batch, &[columns, inner]));
    }
    Ok(())
}

fn eigen_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let known = square_dims(infer, 0)?;
    if let Some((batch, n)) = &known {
        infer.set(0, shape_of(batch, &[*n]));
    }
    if !infer.bool("compute_v") {
        infer.set(1, Shape::of([Dim::new(0)]));
    } else if let Some((batch, n)) = known {
        infer.set(1, shape_of(&batch, &[n, n]));
    }
    Ok(())
}

/// `1 / (x_j - x_i)` off the diagonal, zero on it and where two are equal.
fn inverse_gaps(b: &mut Builder<'_>, x: Output) -> Result<Output> {
    let (last, before) = (b.int(-1)?, b.int(-2)?);
    let (rows, columns) = (b.expand_dims(x, before)?, b.expand_dims(x, last)?);
    let gaps = b.sub(rows, columns)?;
    let inverse = safe_reciprocal(b, gaps)?;
    // Set anew, so that second derivatives, which are huge at a gap of zero, stop at the diagonal.
    let zeros = b.zeros_like(x)?;
    b.matrix_set_diag(inverse, zeros)
}

fn grad_eigen(g: &mut GradCall<'_, '_>) -> Grads {
    let a = g.x[0];
    let de = g.dy_or_zeros(0)?;
    let (v, inner) = if g.info().bool("compute_v") {
        let (e, v) = (g.y[0], g.y[1]);
        let dv = g.dy_or_zeros(1)?;
        let gaps = inverse_gaps(g.b, e)?;
        let along = product(g.b, v, dv, true, false)?;
        let mixed = g.b.mul(gaps, along)?;
        let diagonal = g.b.matrix_diag(de)?;
        (v, g.b.add_v2(diagonal, mixed)?)
    } else {
        let v = g.b.self_adjoint_eig_v2(a, true)?[1];
        (v, g.b.matrix_diag(de)?)
    };
    let left = product(g.b, v, inner, false, false)?;
    let full = product(g.b, left, v, false, true)?;
    // The input's lower triangle stands for the whole matrix.
    let other = adjoint(g.b, full)?;
    let both = g.b.add_v2(full, other)?;
    only(halved_lower(g.b, both)?)
}

/// Giles 2008, Townsend 2016, and Wan and Zhang 2019 for complex matrices.
fn grad_svd(g: &mut GradCall<'_, '_>) -> Grads {
    let a = g.x[0];
    let ds = g.dy_or_zeros(0)?;
    if !g.info().bool("compute_uv") {
        let all = g.b.svd(a, true, false)?;
        let (u, v) = (all[1], all[2]);
        let ds = g.b.matrix_diag(ds)?;
        let left = product(g.b, u, ds, false, false)?;
        return only(product(g.b, left, v, false, true)?);
    }
    let full = g.info().bool("full_matrices");
    let (mut du, mut dv) = (g.dy_or_zeros(1)?, g.dy_or_zeros(2)?);
    let (s, mut u, mut v) = (g.y[0], g.y[1], g.y[2]);
    let shape = g.b.shape_of(a);
    let sizes = shape.rank().map(|r| (shape.dim(r - 2).get(), shape.dim(r - 1).get()));
    let Some((Some(mut m), Some(mut n))) = sizes else {
        bail!(Unimplemented, "the gradient of Svd needs static numbers of rows and columns; hint: set_shape");
    };
    if full && (m - n).abs() > 1 {
        bail!(
            Unimplemented,
            "Svd has no gradient with full_matrices=True for {m} rows and {n} columns: they may differ by 1 at most"
        );
    }
    // With more rows than columns: the gradient of the adjoint.
    let turned = m > n;
    if turned {
        std::mem::swap(&mut m, &mut n);
        std::mem::swap(&mut u, &mut v);
        std::mem::swap(&mut du, &mut dv);
    }
    let b = &mut *g.b;
    let squares = b.mul(s, s)?;
    let gaps = inverse_gaps(b, squares)?;
    let inverse = safe_reciprocal(b, s)?;
    let (s, ds, inverse) = (b.matrix_diag(s)?, b.matrix_diag(ds)?, b.matrix_diag(inverse)?);
    let cut = full && n > m;
    let (v1, dv1) = if cut { (columns(b, v, 0, m)?, columns(b, dv, 0, m)?) } else { (v, dv) };
    let along_u = product(b, u, du, true, false)?;
    let along_v = product(b, v1, dv1, true, false)?;
    let twice = |b: &mut Builder<'_>, along: Output| -> Result<Output> {
        let mixed = b.mul(gaps, along)?;
        let other = adjoint(b, mixed)?;
        b.add_v2(mixed, other)
    };
    let (mixed_u, mixed_v) = (twice(b, along_u)?, twice(b, along_v)?);
    let from_u = product(b, mixed_u, s, false, false)?;
    let from_v = product(b, s, mixed_v, false, false)?;
    let inner = b.add_v2(ds, from_u)?;
    let mut inner = b.add_v2(inner, from_v)?;
    if b.dtype(a).is_complex() {
        let diagonal = b.matrix_diag_part(along_v)?;
        let conjugate = b.conj(diagonal)?;
        let difference = b.sub(conjugate, diagonal)?;
        let difference = b.matrix_diag(difference)?;
        let phases = product(b, inverse, difference, false, false)?;
        let phases = scaled(b, phases, 0.5)?;
        inner = b.add_v2(inner, phases)?;
    }
    let left = product(b, u, inner, false, false)?;
    let mut total = product(b, left, v1, false, true)?;
    if m != n {
        let dv1_h = adjoint(b, dv1)?;
        let seen = product(b, dv1_h, v1, false, false)?;
        let seen = product(b, seen, v1, false, true)?;
        let mut rest = b.sub(dv1_h, seen)?;
        if cut {
            let (v2, dv2) = (columns(b, v, m, n)?, columns(b, dv, m, n)?);
            let mixed = product(b, v1, dv2, true, false)?;
            let mixed = product(b, mixed, v2, false, true)?;
            rest = b.sub(rest, mixed)?;
        }
        let left = product(b, u, inverse, false, false)?;
        let outside = product(b, left, rest, false, false)?;
        total = b.add_v2(total, outside)?;
    }
    only(if turned { adjoint(b, total)? } else { total })
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Svd",
        doc: "Singular values s in descending order, and u, v of matrices u diag(s) v^H; u and v are empty unless \
              compute_uv, and square if full_matrices. The signs of their columns may differ from TensorFlow's.",
        ..SVD
    },
    Decl { name: "BatchSvd", doc: "Svd, by its name from before TensorFlow 1.0.", ..SVD },
    Decl {
        name: "SelfAdjointEigV2",
        doc: "Eigenvalues in ascending order and eigenvectors (columns) of self-adjoint matrices, of which only the \
              lower triangles are read; v is empty unless compute_v. The signs of its columns may differ from \
              TensorFlow's.",
        ..EIG
    },
    Decl {
        name: "BatchSelfAdjointEigV2",
        attrs: "compute_v: bool = true; T: {float64, float32}",
        doc: "SelfAdjointEigV2, by its name from before TensorFlow 1.0.",
        ..EIG
    },
];
