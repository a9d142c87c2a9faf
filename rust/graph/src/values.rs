//! Follows the elements of small integer tensors through View, Map and Reduce ops, so that shape
//! arithmetic (`tf.shape(x)[0] * 2`) is known before the run, in part or whole.

use crate::decl::{Compute, Effect};
use crate::expr::{Expr, Prim, Ref, Term};
use crate::fact::{Fact, Known, MAX_INTS};
use crate::info::NodeInfo;
use crate::layout::Layout;
use crate::registry::OpDef;
use rheos_base::{Attr, DType, Dim};
use smallvec::SmallVec;

/// Fills in `known` of the outputs where it follows from the inputs and the rule left it open.
pub fn follow(op: &'static OpDef, attrs: &[Attr], inputs: &[&Fact], outputs: &mut [Fact]) {
    let wanted = |f: &Fact| matches!(f.dtype, DType::I32 | DType::I64) && matches!(f.known, Known::Nothing);
    if op.decl.effect != Effect::Pure
        || !outputs.iter().any(wanted)
        || inputs.first().is_none_or(|f| f.ints().is_none())
    {
        return;
    }
    let small = |f: &Fact| f.shape.to_dims().is_some_and(|d| rheos_base::element_count(&d) <= MAX_INTS);
    if !outputs.iter().all(small) || !inputs.iter().all(|f| small(f)) {
        return;
    }
    let info = NodeInfo { op, attrs, inputs, outputs };
    let found = match &op.decl.compute {
        Compute::View(view) => follow_view(*view, &info),
        Compute::Map(map) if inputs.iter().all(|f| f.ints().is_some()) => follow_map(*map, &info),
        Compute::Reduce(reduce) => follow_reduce(reduce, &info),
        _ => None,
    };
    for (fact, values) in outputs.iter_mut().zip(found.into_iter().flatten()) {
        if wanted(fact) && values.iter().any(|v| v.is_known()) {
            fact.known = Known::Ints(values.into());
        }
    }
}

fn follow_view(view: crate::decl::ViewFn, info: &NodeInfo<'_>) -> Option<Vec<Vec<Dim>>> {
    let ints = info.input_ints(0)?;
    let layouts = view(info, &Layout::contiguous(&info.input_dims(0))).ok()??;
    Some(layouts.iter().map(|l| l.positions().map(|i| ints[i]).collect()).collect())
}

fn follow_map(map: crate::decl::MapFn, info: &NodeInfo<'_>) -> Option<Vec<Vec<Dim>>> {
    let mut expr = Expr::default();
    let refs: SmallVec<[Ref; 4]> = info.inputs.iter().enumerate().map(|(i, f)| expr.input(i, f.dtype)).collect();
    let results = map(&mut expr, &refs, info);
    let dims = info.output_dims(0);
    let operands: Vec<Layout> = info.inputs.iter().map(|f| Layout::contiguous(&f.dims()).broadcast(&dims)).collect();
    let positions: Vec<Vec<usize>> = operands.iter().map(|l| l.positions().collect()).collect();
    let position = |input: usize, element: usize| positions[input][element];
    let mut out = vec![Vec::new(); results.len()];
    for element in 0..rheos_base::element_count(&dims) {
        let mut values: Vec<Dim> = Vec::with_capacity(expr.terms.len());
        for (term, &dtype) in expr.terms.iter().zip(&expr.dtypes) {
            values.push(match *term {
                Term::Input(i) => info.input_ints(i as usize)?[position(i as usize, element)],
                Term::Const(s) if s.dtype.is_integer() && !s.dtype.is_unsigned() => {
                    let shift = 128 - 8 * s.dtype.size() as u32;
                    Dim::new(((s.bits << shift) as i128 >> shift) as i64)
                }
                Term::Apply(prim, args) => apply(prim, args.map(|a| values.get(a.0 as usize).copied()), dtype)?,
                _ => return None,
            });
        }
        for (list, r) in out.iter_mut().zip(&results) {
            list.push(values[r.0 as usize]);
        }
    }
    Some(out)
}

/// One primitive on partly known integers; None where values of this kind are not followed.
fn apply(prim: Prim, args: [Option<Dim>; 3], dtype: DType) -> Option<Dim> {
    if !matches!(dtype, DType::I32 | DType::I64 | DType::Bool) {
        return None;
    }
    let a = args[0]?;
    let wrap = |v: i64| if dtype == DType::I32 { i64::from(v as i32) } else { v };
    let binary = |f: fn(i64, i64) -> i64| args[1].map(|b| a.zip(b, |x, y| wrap(f(x, y))));
    // A zero divisor is the run's error to report, so the value is simply not known here.
    let divide = |f: fn(i64, i64) -> i64| {
        args[1].map(|b| if b.get() == Some(0) { Dim::UNKNOWN } else { a.zip(b, |x, y| wrap(f(x, y))) })
    };
    match prim {
        Prim::Cast => Some(a.map(wrap)),
        Prim::Neg => Some(a.map(|v| wrap(v.wrapping_neg()))),
        Prim::Abs => Some(a.map(|v| wrap(v.wrapping_abs()))),
        Prim::Sign => Some(a.map(i64::signum)),
        Prim::Add => binary(i64::wrapping_add),
        Prim::Sub => binary(i64::wrapping_sub),
        Prim::Mul => binary(i64::wrapping_mul),
        Prim::Min => binary(i64::min),
        Prim::Max => binary(i64::max),
        Prim::Div => divide(i64::wrapping_div),
        Prim::Mod => divide(i64::wrapping_rem),
        Prim::FloorDiv => divide(floor_div),
        Prim::FloorMod => divide(|x, y| x.wrapping_sub(floor_div(x, y).wrapping_mul(y))),
        Prim::Eq => binary(|x, y| i64::from(x == y)),
        Prim::Ne => binary(|x, y| i64::from(x != y)),
        Prim::Lt => binary(|x, y| i64::from(x < y)),
        Prim::Le => binary(|x, y| i64::from(x <= y)),
        Prim::Select => match a.get() {
            Some(0) => args[2],
            Some(_) => args[1],
            None => Some(Dim::UNKNOWN),
        },
        _ => None,
    }
}

fn floor_div(x: i64, y: i64) -> i64 {
    let q = x.wrapping_div(y);
    if x.wrapping_rem(y) != 0 && (x < 0) != (y < 0) { q - 1 } else { q }
}

fn follow_reduce(reduce: &crate::decl::ReduceDecl, info: &NodeInfo<'_>) -> Option<Vec<Vec<Dim>>> {
    // Only whole reductions of vectors matter for shapes: prod(shape), max(lengths).
    if info.inputs[0].shape.rank()? > 1 || info.outputs[0].shape.element_count() != Dim::new(1) {
        return None;
    }
    let mut expr = Expr::default();
    let x = expr.input(0, info.inputs[0].dtype);
    // An op that transforms elements (a mean, a norm) is not one of shape arithmetic.
    if (reduce.start)(&mut expr, x) != x || (reduce.finish)(&mut expr, x, 1) != x {
        return None;
    }
    let dtype = info.inputs[0].dtype;
    let identity = reduce.monoid.identity(dtype);
    let shift = 128 - 8 * dtype.size() as u32;
    let mut total = Dim::new(((identity.bits << shift) as i128 >> shift) as i64);
    for &v in info.input_ints(0)? {
        total = apply(reduce.monoid.prim(), [Some(total), Some(v), None], dtype)?;
    }
    Some(vec![vec![total]])
}
