//! Running sums and products along an axis.

use crate::Ops;
use crate::kernels::scan::{Combine, plan_scan};
use crate::rules::{Grads, conj, only_first, resolve_axis, same_as_first};
use crate::shaders;
use rheos_base::{DType, Result, bail};
use rheos_graph::{Compute, Decl, Effect, Gpu, Grad, GradCall, Infer, KernelDecl};
use smallvec::smallvec;

const SCAN: Decl = Decl {
    name: "",
    inputs: "x: T, axis: Tidx",
    outputs: "out: T",
    attrs: "exclusive: bool = false; reverse: bool = false; T: numeric; Tidx: {int32, int64} = int32",
    effect: Effect::Pure,
    infer: along_axis,
    compute: Compute::Kernel(KernelDecl {
        cpu: |spec| plan_scan(spec, Combine::Add),
        strided: false,
        reports: false,
        gpu: Gpu::Shader(|spec| shaders::scan::shaders(spec, false)),
    }),
    grad: Grad::Fn(|g| {
        let (exclusive, reverse) = (g.info().bool("exclusive"), g.info().bool("reverse"));
        only_first(g.b.cumsum(g.dy(), g.x[1], exclusive, !reverse)?, 2)
    }),
    doc: "",
};

fn along_axis(infer: &mut Infer<'_>) -> Result<()> {
    infer.with_rank(1, 0)?;
    if let (Some(rank), Some(axis)) = (infer.input_shape(0).rank(), infer.known_ints(1)) {
        resolve_axis(axis[0], rank)?;
    }
    same_as_first(infer)
}

/// Each element's slope is the product of all others but two, summed; products once more leave one element out.
fn grad_prod_of_others(g: &mut GradCall<'_, '_>) -> Grads {
    let x = conj(g.b, g.x[0])?;
    let Some(rank) = g.b.shape_of(x).rank() else {
        bail!(Lookup, "the second gradient of Prod needs a rank that is known when it is taken")
    };
    let axis = resolve_axis(g.info().int("axis"), rank)?;
    let length = match g.b.shape_of(x).dim(axis).get() {
        Some(n) => g.b.int(n)?,
        None => {
            let (sizes, first, count) = (g.b.shape(x, DType::I32)?, g.b.ints(&[axis as i64])?, g.b.ints(&[1])?);
            let size = g.b.slice(sizes, first, count)?;
            let scalar = g.b.ints(&[])?;
            g.b.reshape(size, scalar)?
        }
    };
    // Square matrices at `axis`: row i has element i of x replaced by 1.
    let (zero, step) = (g.b.int(0)?, g.b.int(1)?);
    let places = g.b.range(zero, length, step)?;
    let mut dims = vec![1; rank + 1 - axis];
    dims[0] = -1;
    let row_dims = g.b.ints(&dims)?;
    dims.swap(0, 1);
    let column_dims = g.b.ints(&dims)?;
    let (rows, columns) = (g.b.reshape(places, row_dims)?, g.b.reshape(places, column_dims)?);
    let diagonal = g.b.equal(rows, columns, true)?;
    let new_axis = g.b.int(axis as i64)?;
    let wide = g.b.expand_dims(x, new_axis)?;
    let dy = g.b.expand_dims(g.dy(), new_axis)?;
    let one = g.b.scalar_like(x, 1.0)?;
    let masked = g.b.select_v2(diagonal, one, wide)?;
    let others = g.b.prod_of_others(masked, axis as i64 + 1)?;
    let terms = g.b.mul(dy, others)?;
    let nothing = g.b.scalar_like(x, 0.0)?;
    let terms = g.b.select_v2(diagonal, nothing, terms)?;
    let summed = g.b.ints(&[axis as i64 + 1])?;
    only_first(g.b.sum(terms, summed, false)?, 1)
}

/// The sum over later places of dy exp(x - y), in logarithms, so that nothing overflows; by the signs of dy apart.
fn grad_log_sums(g: &mut GradCall<'_, '_>) -> Grads {
    let (exclusive, reverse) = (g.info().bool("exclusive"), g.info().bool("reverse"));
    let (dy, x, axis, y) = (g.dy(), g.x[0], g.x[1], g.y[0]);
    let (zero, one) = (g.b.scalar_like(x, 0.0)?, g.b.scalar_like(x, 1.0)?);
    let nothing = g.b.scalar_like(x, f64::NEG_INFINITY)?;
    let mut parts = Vec::new();
    for sign in [1.0, -1.0] {
        let size = if sign > 0.0 { dy } else { g.b.neg(dy)? };
        let present = g.b.greater(size, zero)?;
        // A place whose own sum is of nothing has no share in any other.
        let held = g.b.greater(y, nothing)?;
        let present = g.b.logical_and(present, held)?;
        let safe = g.b.select_v2(present, size, one)?;
        let level = g.b.select_v2(present, y, zero)?;
        let log = g.b.log(safe)?;
        let term = g.b.sub(log, level)?;
        let term = g.b.select_v2(present, term, nothing)?;
        let sums = g.b.cumulative_logsumexp(term, axis, exclusive, !reverse)?;
        let exponent = g.b.add_v2(sums, x)?;
        parts.push(g.b.exp(exponent)?);
    }
    only_first(g.b.sub(parts[0], parts[1])?, 2)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Cumsum",
        doc: "Running sum along an axis, from the end with reverse; exclusive leaves out the element itself.",
        ..SCAN
    },
    Decl {
        name: "Cumprod",
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| plan_scan(spec, Combine::Mul),
            strided: false,
            reports: false,
            gpu: Gpu::Shader(|spec| shaders::scan::shaders(spec, true)),
        }),
        grad: Grad::Fn(|g| {
            let (exclusive, reverse) = (g.info().bool("exclusive"), g.info().bool("reverse"));
            let (x, axis) = (conj(g.b, g.x[0])?, g.x[1]);
            let products = g.b.cumprod(x, axis, exclusive, reverse)?;
            let terms = g.b.mul(products, g.dy())?;
            let sums = g.b.cumsum(terms, axis, exclusive, !reverse)?;
            only_first(g.b.real_div(sums, x)?, 2)
        }),
        doc: "Running product along an axis, from the end with reverse; exclusive leaves out the element itself. As in \
              TensorFlow, the gradient is NaN where elements are zero.",
        ..SCAN
    },
    Decl {
        name: "CumulativeLogsumexp",
        attrs: "exclusive: bool = false; reverse: bool = false; T: floating; Tidx: {int32, int64} = int32",
        compute: Compute::Kernel(KernelDecl {
            cpu: |spec| plan_scan(spec, Combine::LogAdd),
            strided: false,
            reports: false,
            gpu: Gpu::CpuOnly("sums of exponentials are held in double precision"),
        }),
        grad: Grad::Fn(grad_log_sums),
        doc: "Running logarithm of the sum of exponentials along an axis; -inf for a sum of nothing.",
        ..SCAN
    },
    Decl {
        name: "_ProdOfOthers",
        inputs: "x: T",
        attrs: "axis: int; T: numeric",
        infer: same_as_first,
        compute: Compute::Lower(|b, x, info| {
            let axis = b.int(info.int("axis"))?;
            let before = b.cumprod(x[0], axis, true, false)?;
            let after = b.cumprod(x[0], axis, true, true)?;
            Ok(smallvec![b.mul(before, after)?])
        }),
        grad: Grad::Fn(grad_prod_of_others),
        doc: "For each element the product of all others along an axis, without division.",
        ..SCAN
    },
];
