//! Decompositions into triangular and orthogonal factors.

use crate::Ops;
use crate::kernels::matrices::{each, plan_lu, set_identity};
use crate::rules::matrices::{
    adjoint, band, columns, halved_lower, identity_like, matrix_dims, product, same_square, shape_of, square_dims,
};
use crate::rules::{conj, only, scaled};
use crate::with_entry;
use rheos_base::{Result, bail};
use rheos_graph::{Builder, Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl, Output};
use rheos_linalg::{Field, Number};
use smallvec::smallvec;

const NO_SHADER: &str = "decompositions need double precision and long chains of small steps";
const FOUR_TYPES: &str = "T: {float64, float32, complex64, complex128}";

const BASE: Decl = Decl {
    name: "",
    inputs: "input: T",
    outputs: "output: T",
    attrs: FOUR_TYPES,
    effect: Effect::Pure,
    infer: same_square,
    compute: CHOLESKY,
    grad: Grad::Fn(grad_cholesky),
    doc: "",
};

const CHOLESKY: Compute = Compute::Kernel(KernelDecl {
    cpu: |spec| {
        let dims = spec.info.input_dims(0);
        let n = dims[dims.len() - 1];
        with_entry!(spec.inputs[0].dtype, T => each::<T>(
            spec,
            (n as f64).powi(3) / 3.0,
            "Cholesky decomposition was not successful. The input might not be valid.",
            move |x, y| {
                // The diagonal of a self-adjoint matrix is real, whatever stands there.
                let mut a = x[0].to_vec();
                (0..n).for_each(|i| a[i * n + i] = T::real(a[i * n + i].widen().re));
                T::cholesky(&a, n, y[0])
            },
        ))
    },
    strided: false,
    reports: false,
    gpu: Gpu::CpuOnly(NO_SHADER),
});

/// The gradient of `a` from that of its factor (Murray 2016, section 3.1).
fn cholesky_back(b: &mut Builder<'_>, l: Output, dl: Output) -> Result<Output> {
    let identity = identity_like(b, l)?;
    let inverse = b.matrix_triangular_solve(l, identity, true, false)?;
    let middle = product(b, l, dl, true, false)?;
    let middle = halved_lower(b, middle)?;
    let left = product(b, inverse, middle, true, false)?;
    let half = product(b, left, inverse, false, false)?;
    let other = adjoint(b, half)?;
    let sum = b.add_v2(half, other)?;
    scaled(b, sum, 0.5)
}

fn grad_cholesky(g: &mut GradCall<'_, '_>) -> crate::rules::Grads {
    let (l, dl) = (g.y[0], g.dy());
    only(cholesky_back(g.b, l, dl)?)
}

fn qr_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let Some((batch, rows, columns)) = matrix_dims(infer, 0)? else { return Ok(()) };
    let inner = if infer.bool("full_matrices") { rows } else { rows.zip(columns, i64::min) };
    infer.set(0, shape_of(&batch, &[rows, inner]));
    infer.set(1, shape_of(&batch, &[inner, columns]));
    Ok(())
}

/// `x r^-H` for upper triangular `r`.
fn over_triangle(b: &mut Builder<'_>, x: Output, r: Output) -> Result<Output> {
    let turned = adjoint(b, x)?;
    let solved = b.matrix_triangular_solve(r, turned, false, false)?;
    adjoint(b, solved)
}

/// Walter and Lehmann 2018, for at least as many rows as columns.
fn qr_back(b: &mut Builder<'_>, q: Output, r: Output, dq: Output, dr: Output) -> Result<Output> {
    let qdq = product(b, q, dq, true, false)?;
    let qdq_h = adjoint(b, qdq)?;
    let rdr = product(b, r, dr, false, true)?;
    let rdr_h = adjoint(b, rdr)?;
    let (first, second) = (b.sub(qdq, qdq_h)?, b.sub(rdr, rdr_h)?);
    let sum = b.add_v2(first, second)?;
    let lower = band(b, sum, -1, 0)?;
    let solved = over_triangle(b, lower, r)?;
    let inner = b.add_v2(dr, solved)?;
    let along = product(b, q, inner, false, false)?;
    let in_span = product(b, q, qdq, false, false)?;
    let rest = b.sub(dq, in_span)?;
    let across = over_triangle(b, rest, r)?;
    let mut total = b.add_v2(along, across)?;
    if b.dtype(q).is_complex() {
        // The phases of r's diagonal are fixed, which takes the imaginary part of the diagonal away.
        let m = b.sub(rdr, qdq_h)?;
        let diagonal = b.matrix_diag_part(m)?;
        let conjugate = conj(b, diagonal)?;
        let imaginary = b.sub(diagonal, conjugate)?;
        let imaginary = scaled(b, imaginary, 0.5)?;
        let correction = b.matrix_diag(imaginary)?;
        let turned = product(b, q, correction, false, true)?;
        let turned = over_triangle(b, turned, r)?;
        total = b.add_v2(total, turned)?;
    }
    Ok(total)
}

fn grad_qr(g: &mut GradCall<'_, '_>) -> crate::rules::Grads {
    let (q, r, a) = (g.y[0], g.y[1], g.x[0]);
    let (dq, dr) = (g.dy_or_zeros(0)?, g.dy_or_zeros(1)?);
    let (q_shape, r_shape) = (g.b.shape_of(q), g.b.shape_of(r));
    let sizes = match (q_shape.dims(), r_shape.dims()) {
        (Some([.., rows, _]), Some([.., inner, columns])) => (rows.get(), inner.get(), columns.get()),
        _ => (None, None, None),
    };
    let (Some(rows), Some(inner), Some(columns_of_r)) = sizes else {
        bail!(Unimplemented, "the gradient of Qr needs static numbers of rows and columns; hint: set_shape");
    };
    if inner > columns_of_r && rows > columns_of_r {
        bail!(
            Unimplemented,
            "Qr has no gradient with full_matrices=True and more rows ({rows}) than columns ({columns_of_r})"
        );
    }
    if inner == columns_of_r {
        return only(qr_back(g.b, q, r, dq, dr)?);
    }
    // More columns than rows: r = [u v] and a = [x y], where x = q u decides q, and y = q v follows.
    let b = &mut *g.b;
    let (u, du) = (columns(b, r, 0, rows)?, columns(b, dr, 0, rows)?);
    let dv = columns(b, dr, rows, columns_of_r)?;
    let y = columns(b, a, rows, columns_of_r)?;
    let dy = product(b, q, dv, false, false)?;
    let through = product(b, y, dv, false, true)?;
    let dq = b.add_v2(dq, through)?;
    let dx = qr_back(b, q, u, dq, du)?;
    let last = b.int(-1)?;
    only(b.concat_v2(&[dx, dy], last)?)
}

fn lu_shapes(infer: &mut Infer<'_>) -> Result<()> {
    let Some((batch, n)) = square_dims(infer, 0)? else { return Ok(()) };
    infer.set(0, shape_of(&batch, &[n, n]));
    infer.set(1, shape_of(&batch, &[n]));
    Ok(())
}

/// With `P a = L U`: tril(L^H dL) and triu(dU U^H), carried back through both factors and the permutation.
fn grad_lu(g: &mut GradCall<'_, '_>) -> crate::rules::Grads {
    let (packed, rows, dy) = (g.y[0], g.y[1], g.dy());
    let shape = g.b.shape_of(packed);
    let b = &mut *g.b;
    let strict = |b: &mut Builder<'_>, x: Output| -> Result<Output> {
        let upper = band(b, x, 0, -1)?;
        b.sub(x, upper)
    };
    let one = b.matrix_diag_part(packed)?;
    let one = b.ones_like(one)?;
    let below = strict(b, packed)?;
    let lower = b.matrix_set_diag(below, one)?;
    let upper = band(b, packed, 0, -1)?;
    let (dl, du) = (strict(b, dy)?, band(b, dy, 0, -1)?);
    let phi_l = product(b, lower, dl, true, false)?;
    let phi_l = strict(b, phi_l)?;
    let phi_u = product(b, du, upper, false, true)?;
    let phi_u = band(b, phi_u, 0, -1)?;
    let phi = b.add_v2(phi_l, phi_u)?;
    let left = b.matrix_triangular_solve(lower, phi, true, true)?;
    let both = over_triangle(b, left, upper)?;
    let Some(n) = shape.rank().and_then(|r| shape.dim(r - 1).get()) else {
        bail!(Unimplemented, "the gradient of Lu needs a static order of the matrices; hint: set_shape");
    };
    // Row i of the permutation matrix has its one in column rows[i].
    let (depth, on, off) = (b.int(n)?, b.scalar_like(packed, 1.0)?, b.scalar_like(packed, 0.0)?);
    let order = b.one_hot(rows, depth, on, off, -1)?;
    only(product(b, order, both, true, false)?)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Cholesky",
        doc: "The lower triangular factor L of self-adjoint positive definite matrices L L^H; only their lower \
              triangles are read.",
        ..BASE
    },
    Decl { name: "BatchCholesky", doc: "Cholesky, by its name from before TensorFlow 1.0.", ..BASE },
    Decl {
        name: "CholeskyGrad",
        inputs: "l: T, grad: T",
        attrs: "T: {float32, float64}",
        compute: Compute::Lower(|b, x, _| Ok(smallvec![cholesky_back(b, x[0], x[1])?])),
        grad: Grad::Missing("TensorFlow has none; the gradient of Cholesky is made of ops that have one"),
        doc: "The gradient of a matrix from its Cholesky factor and the gradient of that.",
        ..BASE
    },
    Decl {
        name: "BatchCholeskyGrad",
        inputs: "l: T, grad: T",
        attrs: "T: {float32, float64}",
        compute: Compute::Lower(|b, x, _| Ok(smallvec![cholesky_back(b, x[0], x[1])?])),
        grad: Grad::Missing("TensorFlow has none; the gradient of Cholesky is made of ops that have one"),
        doc: "CholeskyGrad, by its name from before TensorFlow 1.0.",
        ..BASE
    },
    Decl {
        name: "Qr",
        outputs: "q: T, r: T",
        attrs: "full_matrices: bool = false; T: {float64, float32, complex64, complex128}",
        infer: qr_shapes,
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let dims = spec.info.input_dims(0);
                let (m, n) = (dims[dims.len() - 2], dims[dims.len() - 1]);
                let full = spec.info.bool("full_matrices");
                let work = (m * n * m.min(n)) as f64 * 2.0;
                with_entry!(spec.inputs[0].dtype, T => each::<T>(spec, work, "", move |x, y| {
                    let [q, r] = y else { return false };
                    if m.min(n) == 0 {
                        // Only q can have elements, and only if it is square.
                        set_identity(q, m);
                        return true;
                    }
                    T::qr(x[0], m, n, full, q, r);
                    true
                }))
            },
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(grad_qr),
        doc: "Decomposes matrices in the last two axes into q r, q with orthonormal columns and r upper triangular. \
              The signs (or phases) of r's rows may differ from TensorFlow's.",
        ..BASE
    },
    Decl {
        name: "Lu",
        outputs: "lu: T, p: output_idx_type",
        attrs: "output_idx_type: {int32, int64} = int32; T: {float64, float32, complex64, complex128}",
        infer: lu_shapes,
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| {
                let dims = spec.info.input_dims(0);
                with_entry!(spec.inputs[0].dtype, T => plan_lu::<T>(spec, dims[dims.len() - 1]))
            },
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly(NO_SHADER),
        }),
        grad: Grad::Fn(grad_lu),
        doc: "L (below the diagonal, its ones left out) and U of square matrices with rows in the order p: row i of \
              L U is row p[i] of the input.",
        ..BASE
    },
];
