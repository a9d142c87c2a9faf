//! Comparisons, logic, choices and bits.

use crate::Ops;
use crate::rules::{broadcast_all, one, same_as_first, sum_to_shape};
use rheos_base::{Dim, Result, Shape, bail, broadcast};
use rheos_graph::{Builder, Compute, Decl, Effect, Grad, Infer, NodeInfo, Output, Outputs};
use smallvec::smallvec;

const NUMBERS_AND_BOOL: &str = "T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32, uint64, complex64, complex128, bool}; incompatible_shape_error: bool = true";
const ANY_PLAIN: &str = "T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32, uint64, complex64, complex128, bool, qint8, quint8, qint16, quint16, qint32}";
const YES_OR_NO: &str = "the result is true or false";
const BITS: &str = "the operands are integers";

/// Two numbers compared.
const COMPARE: Decl = Decl {
    name: "",
    inputs: "x: T, y: T",
    outputs: "z: bool",
    attrs: "T: realnumbertype",
    effect: Effect::Pure,
    infer: broadcast_all,
    compute: Compute::Map(|_, x, _| one(x[0])),
    grad: Grad::Stop(YES_OR_NO),
    doc: "",
};
const EQUALITY: Decl = Decl { attrs: NUMBERS_AND_BOOL, infer: compared, ..COMPARE };
const CLASSIFY: Decl =
    Decl { inputs: "x: T", outputs: "y: bool", attrs: "T: floating", infer: same_as_first, ..COMPARE };
const LOGICAL: Decl = Decl { inputs: "x: bool, y: bool", attrs: "", ..COMPARE };
const BITWISE: Decl = Decl { outputs: "z: T", attrs: "T: integer", grad: Grad::Stop(BITS), ..COMPARE };

fn compared(infer: &mut Infer<'_>) -> Result<()> {
    match broadcast(infer.input_shape(0), infer.input_shape(1)) {
        Ok(shape) => infer.set(0, shape),
        Err(e) if infer.bool("incompatible_shape_error") => return Err(e),
        Err(e) => bail!(Value, "{}; incompatible_shape_error=False is not supported for such shapes", e.message()),
    }
    Ok(())
}

/// TensorFlow 1's rule: a condition of the operands' shape, or a scalar, or a vector that chooses rows.
fn selected(infer: &mut Infer<'_>) -> Result<()> {
    let shape = infer.input_shape(1).merge(infer.input_shape(2))?;
    let condition = infer.input_shape(0).clone();
    match (condition.rank(), shape.rank()) {
        (Some(0), _) | (None, _) | (_, None) => {}
        (Some(c), Some(r)) if c == r => {
            let shape = condition.merge(&shape)?;
            infer.set(0, shape);
            return Ok(());
        }
        (Some(1), Some(r)) if r > 1 => {
            if condition.dim(0).merge(shape.dim(0)).is_none() {
                bail!(Value, "condition has {} elements for {} rows", condition.dim(0), shape.dim(0));
            }
            let rows: Dim = condition.dim(0).merge(shape.dim(0)).unwrap_or(Dim::UNKNOWN);
            let dims = shape.dims().unwrap_or_default().iter().enumerate();
            let shape = Shape::of(dims.map(|(i, &d)| if i == 0 { rows } else { d }));
            infer.set(0, shape);
            return Ok(());
        }
        _ => bail!(
            Value,
            "condition {condition} must be a scalar, a vector over rows, or have the operands' shape {shape}; hint: \
             tf.where_v2 broadcasts"
        ),
    }
    infer.set(0, shape);
    Ok(())
}

fn lower_select(b: &mut Builder<'_>, x: &[Output], info: &NodeInfo<'_>) -> Result<Outputs> {
    let (condition, rank) = (info.input_dims(0), info.output_dims(0).len());
    let mut chosen = x[0];
    if condition.len() == 1 && rank > 1 {
        let mut dims = vec![1; rank];
        dims[0] = condition[0] as i64;
        let dims = b.ints(&dims)?;
        chosen = b.reshape(chosen, dims)?;
    }
    Ok(smallvec![b.select_v2(chosen, x[1], x[2])?])
}

pub const OPS: &[Decl] = &[
    Decl {
        name: "ApproximateEqual",
        attrs: "T: {float32, float64}; tolerance: float = 0.00001",
        infer: |infer| {
            let shape = infer.input_shape(0).merge(infer.input_shape(1))?;
            infer.set(0, shape);
            Ok(())
        },
        compute: Compute::Map(|e, x, info| {
            let difference = e.sub(x[0], x[1]);
            let size = e.abs(difference);
            let tolerance = e.lit(size, f64::from(info.float("tolerance")));
            one(e.le(size, tolerance))
        }),
        doc: "Returns whether |x - y| <= tolerance element-wise; the shapes must be the same.",
        ..COMPARE
    },
    Decl {
        name: "Equal",
        compute: Compute::Map(|e, x, _| one(e.eq(x[0], x[1]))),
        doc: "Returns whether x == y element-wise, with broadcasting. NaN equals nothing.",
        ..EQUALITY
    },
    Decl {
        name: "NotEqual",
        compute: Compute::Map(|e, x, _| one(e.ne(x[0], x[1]))),
        doc: "Returns whether x != y element-wise, with broadcasting.",
        ..EQUALITY
    },
    Decl {
        name: "Less",
        compute: Compute::Map(|e, x, _| one(e.lt(x[0], x[1]))),
        doc: "Returns whether x < y element-wise, with broadcasting.",
        ..COMPARE
    },
    Decl {
        name: "LessEqual",
        compute: Compute::Map(|e, x, _| one(e.le(x[0], x[1]))),
        doc: "Returns whether x <= y element-wise, with broadcasting.",
        ..COMPARE
    },
    Decl {
        name: "Greater",
        compute: Compute::Map(|e, x, _| one(e.gt(x[0], x[1]))),
        doc: "Returns whether x > y element-wise, with broadcasting.",
        ..COMPARE
    },
    Decl {
        name: "GreaterEqual",
        compute: Compute::Map(|e, x, _| one(e.ge(x[0], x[1]))),
        doc: "Returns whether x >= y element-wise, with broadcasting.",
        ..COMPARE
    },
    Decl {
        name: "IsNan",
        compute: Compute::Map(|e, x, _| one(e.is_nan(x[0]))),
        doc: "Returns whether x is NaN element-wise.",
        ..CLASSIFY
    },
    Decl {
        name: "IsInf",
        compute: Compute::Map(|e, x, _| one(e.is_inf(x[0]))),
        doc: "Returns whether x is infinite element-wise.",
        ..CLASSIFY
    },
    Decl {
        name: "IsFinite",
        compute: Compute::Map(|e, x, _| one(e.is_finite(x[0]))),
        doc: "Returns whether x is neither infinite nor NaN element-wise.",
        ..CLASSIFY
    },
    Decl {
        name: "LogicalAnd",
        compute: Compute::Map(|e, x, _| one(e.and(x[0], x[1]))),
        doc: "Returns whether x and y both hold element-wise, with broadcasting.",
        ..LOGICAL
    },
    Decl {
        name: "LogicalOr",
        compute: Compute::Map(|e, x, _| one(e.or(x[0], x[1]))),
        doc: "Returns whether x or y holds element-wise, with broadcasting.",
        ..LOGICAL
    },
    Decl {
        name: "LogicalNot",
        inputs: "x: bool",
        outputs: "y: bool",
        infer: same_as_first,
        compute: Compute::Map(|e, x, _| one(e.not(x[0]))),
        doc: "Returns whether x does not hold element-wise.",
        ..LOGICAL
    },
    Decl {
        name: "Select",
        inputs: "condition: bool, t: T, e: T",
        outputs: "output: T",
        attrs: ANY_PLAIN,
        infer: selected,
        compute: Compute::Lower(lower_select),
        grad: Grad::Fn(|g| {
            let (dz, condition) = (g.dy(), g.x[0]);
            let zeros = g.b.zeros_like(g.x[1])?;
            let dt = g.b.select(condition, dz, zeros)?;
            let de = g.b.select(condition, zeros, dz)?;
            Ok(vec![None, Some(dt.into()), Some(de.into())])
        }),
        doc: "Returns elements of t where the condition holds, else of e. The operands have one shape; the condition \
              has it too, or is a scalar, or a vector that chooses whole rows.",
        ..COMPARE
    },
    Decl {
        name: "SelectV2",
        inputs: "condition: bool, t: T, e: T",
        outputs: "output: T",
        attrs: ANY_PLAIN,
        compute: Compute::Map(|e, x, _| one(e.select(x[0], x[1], x[2]))),
        grad: Grad::Fn(|g| {
            let (dz, condition) = (g.dy(), g.x[0]);
            let zero = g.b.scalar_like(dz, 0.0)?;
            let dt = g.b.select_v2(condition, dz, zero)?;
            let de = g.b.select_v2(condition, zero, dz)?;
            let dt = sum_to_shape(g.b, dt, g.x[1])?;
            let de = sum_to_shape(g.b, de, g.x[2])?;
            Ok(vec![None, Some(dt.into()), Some(de.into())])
        }),
        doc: "Returns elements of t where the condition holds, else of e, with broadcasting of all three.",
        ..COMPARE
    },
    Decl {
        name: "BitwiseAnd",
        compute: Compute::Map(|e, x, _| one(e.bit_and(x[0], x[1]))),
        doc: "Returns the bits set in both x and y, with broadcasting.",
        ..BITWISE
    },
    Decl {
        name: "BitwiseOr",
        compute: Compute::Map(|e, x, _| one(e.bit_or(x[0], x[1]))),
        doc: "Returns the bits set in x or y, with broadcasting.",
        ..BITWISE
    },
    Decl {
        name: "BitwiseXor",
        compute: Compute::Map(|e, x, _| one(e.bit_xor(x[0], x[1]))),
        doc: "Returns the bits in which x and y differ, with broadcasting.",
        ..BITWISE
    },
    Decl {
        name: "LeftShift",
        compute: Compute::Map(|e, x, _| one(e.shl(x[0], x[1]))),
        doc: "Returns x with its bits moved up by y places, with broadcasting. y is clamped to [0, width - 1].",
        ..BITWISE
    },
    Decl {
        name: "RightShift",
        compute: Compute::Map(|e, x, _| one(e.shr(x[0], x[1]))),
        doc: "Returns x with its bits moved down by y places, with broadcasting; signed types keep their sign. y is \
              clamped to [0, width - 1].",
        ..BITWISE
    },
    Decl {
        name: "Invert",
        inputs: "x: T",
        outputs: "y: T",
        infer: same_as_first,
        compute: Compute::Map(|e, x, _| one(e.bit_not(x[0]))),
        doc: "Returns x with every bit flipped.",
        ..BITWISE
    },
    Decl {
        name: "PopulationCount",
        inputs: "x: T",
        outputs: "y: uint8",
        infer: same_as_first,
        compute: Compute::Map(|e, x, _| one(e.popcount(x[0]))),
        doc: "Returns how many bits of x are set.",
        ..BITWISE
    },
];
