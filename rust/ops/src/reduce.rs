//! Reductions over axes.

use crate::Ops;
use crate::rules::{Grads, conj, flags_from_axes, only_first, scaled, sizes_of};
use rheos_base::{DType, Dim, Result, Shape};
use rheos_graph::expr::{Expr, Monoid, Ref};
use rheos_graph::{Builder, Compute, Decl, Effect, Grad, GradCall, Infer, Output, ReduceDecl};
use smallvec::smallvec;

const SUMMED: &str = "keep_dims: bool = false; T: numeric; Tidx: {int32, int64} = int32";
const ORDERED: &str = "keep_dims: bool = false; T: realnumbertype; Tidx: {int32, int64} = int32";
const INEXACT: &str = "keep_dims: bool = false; T: inexact; Tidx: {int32, int64} = int32";
const LOGIC: &str = "keep_dims: bool = false; Tidx: {int32, int64} = int32";
const YES_OR_NO: &str = "the result is true or false";

const REDUCTION: Decl = Decl {
    name: "",
    inputs: "input: T, reduction_indices: Tidx",
    outputs: "output: T",
    attrs: SUMMED,
    effect: Effect::Pure,
    infer: reduced,
    compute: plain(Monoid::Sum),
    grad: Grad::Stop(YES_OR_NO),
    doc: "",
};
const LOGICAL: Decl =
    Decl { inputs: "input: bool, reduction_indices: Tidx", outputs: "output: bool", attrs: LOGIC, ..REDUCTION };

/// Combines the elements as they are.
const fn plain(monoid: Monoid) -> Compute {
    Compute::Reduce(ReduceDecl { monoid, start: |_, x| x, finish: |_, x, _| x })
}

/// Input 1 lists the axes; attribute keep_dims keeps them with size one.
pub fn reduced(infer: &mut Infer<'_>) -> Result<()> {
    let keep = infer.bool("keep_dims");
    let Some(rank) = infer.input_shape(0).rank() else {
        infer.set(0, Shape::unknown());
        return Ok(());
    };
    let Some(axes) = infer.known_ints(1) else {
        infer.set(0, if keep { Shape::of_rank(rank) } else { Shape::unknown() });
        return Ok(());
    };
    let flags = flags_from_axes(&axes, rank)?;
    let dims: Vec<Dim> = (0..rank)
        .filter(|&i| keep || !flags[i])
        .map(|i| if flags[i] { Dim::new(1) } else { infer.input_shape(0).dim(i) })
        .collect();
    infer.set(0, Shape::of(dims));
    Ok(())
}

/// Divides a sum by the number of elements; integers truncate, and none of them give 0.
fn divided(e: &mut Expr, total: Ref, count: usize) -> Ref {
    let dtype = e.dtype(total);
    if !dtype.is_integer() {
        let count = e.lit(total, count as f64);
        return e.div(total, count);
    }
    // In 64 bits, because the count may not fit the elements' type.
    let wide = if dtype == DType::U64 { DType::U64 } else { DType::I64 };
    let total = e.cast(total, wide);
    let count = e.lit(total, count.max(1) as f64);
    let mean = e.div(total, count);
    e.cast(mean, dtype)
}

/// A tensor of the result's shape in a form that broadcasts against the input: reduced axes of size one where needed.
fn spread(g: &mut GradCall<'_, '_>, value: Output) -> Result<Output> {
    if g.info().bool("keep_dims") {
        return Ok(value);
    }
    let (x, axes) = (g.x[0], g.x[1]);
    let (shape, listed) = (g.b.shape_of(x), g.b.fact(axes).known_ints());
    if let (Some(rank), Some(listed)) = (shape.rank(), listed) {
        let flags = flags_from_axes(&listed, rank)?;
        let reduced: Vec<i64> = (0..rank).filter(|&i| flags[i]).map(|i| i as i64).collect();
        // Leading axes come back by broadcasting alone.
        if reduced.iter().enumerate().all(|(i, &axis)| i as i64 == axis) {
            return Ok(value);
        }
        if let [axis] = reduced[..] {
            let axis = g.b.int(axis)?;
            return g.b.expand_dims(value, axis);
        }
        if let Some(dims) = shape.to_dims() {
            let kept: Vec<i64> = (0..rank).map(|i| if flags[i] { 1 } else { dims[i] as i64 }).collect();
            let kept = g.b.ints(&kept)?;
            return g.b.reshape(value, kept);
        }
    }
    // Only the shape of this sum is asked for, so it is never computed.
    let kept = g.b.sum(x, axes, true)?;
    let kept = g.b.shape(kept, DType::I32)?;
    g.b.reshape(value, kept)
}

fn broadcast_to_input(g: &mut GradCall<'_, '_>, value: Output) -> Grads {
    let value = spread(g, value)?;
    let shape = sizes_of(g.b, g.x[0], DType::I32)?;
    only_first(g.b.broadcast_to(value, shape)?, 2)
}

/// Elements of the input per element of the result, in the type of `like`.
fn elements_per_result(g: &mut GradCall<'_, '_>, like: Output) -> Result<Output> {
    let (from, to) = (g.b.shape_of(g.x[0]).element_count().get(), g.b.shape_of(g.y[0]).element_count().get());
    if let (Some(from), Some(to)) = (from, to) {
        return g.b.scalar_like(like, (from / to.max(1)) as f64);
    }
    let dtype = g.b.dtype(like);
    let zero = g.b.ints(&[0])?;
    let count = |b: &mut Builder<'_>, x: Output| {
        let dims = b.shape(x, DType::I32)?;
        b.prod(dims, zero, false)
    };
    let from = count(g.b, g.x[0])?;
    let to = count(g.b, g.y[0])?;
    let one = g.b.int(1)?;
    let to = g.b.maximum(to, one)?;
    let ratio = g.b.floor_div(from, to)?;
    g.b.cast(ratio, dtype, false)
}

/// Shares the gradient equally among the elements that are the extreme.
fn grad_extreme(g: &mut GradCall<'_, '_>) -> Grads {
    let (x, axes) = (g.x[0], g.x[1]);
    let dtype = g.b.dtype(x);
    let extreme = spread(g, g.y[0])?;
    let dy = spread(g, g.dy())?;
    let found = g.b.equal(extreme, x, true)?;
    let found = g.b.cast(found, dtype, false)?;
    let count = g.b.sum(found, axes, true)?;
    let share = g.b.real_div(found, count)?;
    only_first(g.b.mul(share, dy)?, 2)
}

/// The product of all other elements, axis by axis, without division: right where elements are zero.
fn grad_prod(g: &mut GradCall<'_, '_>) -> Grads {
    let Some(axes) = g.b.fact(g.x[1]).known_ints() else { return grad_prod_over_unknown(g) };
    let mut slope = spread(g, g.dy())?;
    let mut rest = conj(g.b, g.x[0])?;
    for (i, &axis) in axes.iter().enumerate() {
        let others = g.b.prod_of_others(rest, axis)?;
        slope = g.b.mul(slope, others)?;
        if i + 1 < axes.len() {
            let axis = g.b.ints(&[axis])?;
            rest = g.b.prod(rest, axis, true)?;
        }
    }
    only_first(slope, 2)
}

/// The same where only the run knows the axes: those reduced are moved to the front and made one.
fn grad_prod_over_unknown(g: &mut GradCall<'_, '_>) -> Grads {
    let slope = spread(g, g.dy())?;
    let x = conj(g.b, g.x[0])?;
    let (zero, one, flat, first) = (g.b.int(0)?, g.b.int(1)?, g.b.ints(&[-1])?, g.b.ints(&[0])?);
    let rank = g.b.rank(x)?;
    let axes = g.b.cast(g.x[1], DType::I32, false)?;
    let axes = g.b.reshape(axes, flat)?;
    let axes = g.b.op1("FloorMod", &[axes.into(), rank.into()], &[])?;
    let all = g.b.range(zero, rank, one)?;
    let others = g.b.list_diff(all, axes, DType::I32)?[0];
    let order = g.b.concat_v2(&[axes, others], zero)?;
    let sizes = g.b.shape(x, DType::I32)?;
    let mut matrix = Vec::with_capacity(2);
    for part in [axes, others] {
        let sizes = g.b.gather_v2(sizes, part, zero, 0)?;
        matrix.push(g.b.prod(sizes, first, true)?);
    }
    let matrix = g.b.concat_v2(&matrix, zero)?;
    let moved = g.b.transpose(x, order)?;
    let moved_sizes = g.b.gather_v2(sizes, order, zero, 0)?;
    let moved = g.b.reshape(moved, matrix)?;
    let products = g.b.prod_of_others(moved, 0)?;
    let products = g.b.reshape(products, moved_sizes)?;
    let back = g.b.invert_permutation(order)?;
    let products = g.b.transpose(products, back)?;
    only_first(g.b.mul(slope, products)?, 2)
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "Sum",
        grad: Grad::Fn(|g| broadcast_to_input(g, g.dy())),
        doc: "Sum of elements over axes. Half-precision types are summed in float32; integers wrap.",
        ..REDUCTION
    },
    Decl {
        name: "Mean",
        compute: Compute::Reduce(ReduceDecl { monoid: Monoid::Sum, start: |_, x| x, finish: divided }),
        grad: Grad::Fn(|g| {
            let dy = g.dy();
            let count = elements_per_result(g, dy)?;
            let share = g.b.real_div(dy, count)?;
            broadcast_to_input(g, share)
        }),
        doc: "Mean of elements over axes; NaN for no elements. Integers truncate.",
        ..REDUCTION
    },
    Decl {
        name: "Prod",
        compute: plain(Monoid::Prod),
        grad: Grad::Fn(grad_prod),
        doc: "Product of elements over axes; 1 for no elements. Integers wrap.",
        ..REDUCTION
    },
    Decl {
        name: "Max",
        attrs: ORDERED,
        compute: plain(Monoid::Max),
        grad: Grad::Fn(grad_extreme),
        doc: "Largest element over axes; NaN if any is, the type's least value for no elements. Elements that tie share \
              the gradient.",
        ..REDUCTION
    },
    Decl {
        name: "Min",
        attrs: ORDERED,
        compute: plain(Monoid::Min),
        grad: Grad::Fn(grad_extreme),
        doc: "Smallest element over axes; NaN if any is, the type's largest value for no elements. Elements that tie \
              share the gradient.",
        ..REDUCTION
    },
    Decl {
        name: "All",
        compute: plain(Monoid::All),
        doc: "Whether all elements hold over axes; true for no elements.",
        ..LOGICAL
    },
    Decl {
        name: "Any",
        compute: plain(Monoid::Any),
        doc: "Whether any element holds over axes; false for no elements.",
        ..LOGICAL
    },
    Decl {
        name: "EuclideanNorm",
        attrs: INEXACT,
        compute: Compute::Reduce(ReduceDecl {
            monoid: Monoid::Sum,
            start: |e, x| {
                let other = if e.dtype(x).is_complex() { e.conj(x) } else { x };
                e.mul(x, other)
            },
            finish: |e, x, _| e.sqrt(x),
        }),
        grad: Grad::Fn(|g| {
            // A norm of zero has no slope; zero is among its subgradients.
            let rate = g.b.div_no_nan(g.dy(), g.y[0])?;
            let rate = spread(g, rate)?;
            only_first(g.b.mul(g.x[0], rate)?, 2)
        }),
        doc: "Square root of the sum of squares over axes.",
        ..REDUCTION
    },
    Decl {
        name: "L2Loss",
        inputs: "t: T",
        attrs: "T: floating",
        infer: crate::rules::scalar,
        compute: Compute::Lower(|b, x, info| {
            let axes: Vec<i64> = (0..info.input_dims(0).len() as i64).collect();
            let square = b.square(x[0])?;
            let axes = b.ints(&axes)?;
            let sum = b.sum(square, axes, false)?;
            Ok(smallvec![scaled(b, sum, 0.5)?])
        }),
        grad: Grad::Fn(|g| only_first(g.b.mul(g.x[0], g.dy())?, 1)),
        doc: "Half the sum of squares of all elements.",
        ..REDUCTION
    },
];
