//! Scalar expressions as WGSL functions.
//!
//! In: an expression and what a device allows. Out: the text of a function of its operands, and which parts of
//! `shaders/lib` that calls. Bools are `bool` here; halves are float32 values, rounded after every primitive.

use crate::gpu::cast::cast;
use rheos_base::{DType, f16};
use rheos_graph::expr::{Expr, Monoid, Prim, Ref, Scalar, Term};
use rheos_graph::gpu::Limits;
use rheos_graph::group::Group;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::fmt::Write;

const FLOAT: &str = include_str!("../../../../shaders/lib/float.wgsl");
const EXP: &str = include_str!("../../../../shaders/lib/exp.wgsl");
const TRIG: &str = include_str!("../../../../shaders/lib/trig.wgsl");
const SPECIAL: &str = include_str!("../../../../shaders/lib/special.wgsl");
const INT: &str = include_str!("../../../../shaders/lib/int.wgsl");

/// Constants of one expression that can be parameters.
const CONSTANTS: usize = 64;

/// Parts of `shaders/lib`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
enum Part {
    /// WGSL's own functions and `float.wgsl`, which every module has.
    #[default]
    Float,
    Exp,
    Trig,
    Special,
    Int,
}

/// The parts of `shaders/lib` that a module calls.
#[derive(Clone, Default, Debug)]
pub struct Library {
    parts: [bool; 5],
    half: bool,
}

impl Library {
    fn call(&mut self, part: Part) {
        self.parts[part as usize] = true;
    }

    /// The module's beginning: directives, then the functions.
    pub fn text(&self) -> String {
        let has = |part: Part| self.parts[part as usize];
        let mut text = String::from(if self.half { "enable f16;\n" } else { "" });
        text.push_str(FLOAT);
        let files = [
            (has(Part::Exp) || has(Part::Special), EXP),
            (has(Part::Trig), TRIG),
            (has(Part::Special), SPECIAL),
            (has(Part::Int), INT),
        ];
        files.iter().filter(|file| file.0).for_each(|file| text.push_str(file.1));
        text
    }

    /// Notes that the module stores elements of this type.
    pub fn store(&mut self, dtype: DType) {
        self.half |= dtype == DType::F16;
    }
}

/// The type that values have inside expressions.
pub fn value_type(dtype: DType) -> &'static str {
    match dtype {
        DType::F16 => "f32",
        DType::Bool => "bool",
        _ => rheos_graph::gpu::stored_type(dtype),
    }
}

/// Why no shader can compute the expression, if that is so.
pub fn supported(expr: &Expr, limits: &Limits) -> Result<(), String> {
    function("body", expr, limits, &mut Library::default()).map(|_| ())
}

/// Why a group has no shaders however its operands lie, if that is so.
pub fn group_supported(group: &Group, limits: &Limits) -> Result<(), String> {
    supported(&group.expr, limits)?;
    let Some(reduction) = &group.reduce else { return Ok(()) };
    check_type(reduction.accumulator, limits)?;
    supported(&reduction.finish, limits)?;
    combined(reduction.monoid, reduction.accumulator, "a", "b").map(|_| ())
}

/// Can shaders compute with the type on this device?
pub fn check_type(dtype: DType, limits: &Limits) -> Result<(), String> {
    match limits.has(dtype) {
        true => Ok(()),
        false if Limits { f16: true, i64: true, f64: true, ..Limits::WEBGPU }.has(dtype) => {
            Err(format!("the device's shaders have no {dtype}"))
        }
        false => Err(format!("{dtype} has no shader")),
    }
}

/// A constant as an expression, exactly.
pub fn constant(scalar: Scalar) -> String {
    let bits = scalar.bits;
    match scalar.dtype {
        DType::Bool => String::from(if bits == 0 { "false" } else { "true" }),
        DType::I32 => format!("bitcast<i32>({}u)", bits as u32),
        DType::U32 => format!("{}u", bits as u32),
        // The least number has no literal: its digits are out of range before they are negated.
        DType::I64 if bits as i64 == i64::MIN => String::from("(-9223372036854775807li - 1li)"),
        DType::I64 => format!("({}li)", bits as i64),
        DType::U64 => format!("{}lu", bits as u64),
        DType::F16 => float(f16::from_bits(bits as u16).to_f32()),
        DType::F64 => {
            let value = f64::from_bits(bits as u64);
            // NaN and infinity have no literals; float32 has them.
            if value.is_finite() { format!("({value:e}lf)") } else { format!("f64({})", float(value as f32)) }
        }
        _ => float(f32::from_bits(bits as u32)),
    }
}

fn float(value: f32) -> String {
    if value.is_finite() { format!("({value:e}f)") } else { format!("from_bits({}u)", value.to_bits()) }
}

/// The expression that combines two partial results.
pub fn combined(monoid: Monoid, dtype: DType, a: &str, b: &str) -> Result<String, String> {
    let (text, _) = primitive(monoid.prim(), dtype).ok_or_else(|| missing(monoid.prim(), dtype))?;
    Ok(filled(text, &[a, b]))
}

fn missing(prim: Prim, dtype: DType) -> String {
    format!("{} has no {dtype} shader", prim.name())
}

/// The expression as a function `name(x0, x1, .., i0, i1, ..)`: its operands and positions along axes (`u32`), as listed in
/// `Function`. It returns a struct of type `{name}_results` with members `r0`, `r1`, ...
pub fn function(name: &str, expr: &Expr, limits: &Limits, library: &mut Library) -> Result<Function, String> {
    let (canonical, needed) = analysed(expr);
    let mut inputs: Vec<(u32, DType)> = Vec::new();
    let mut axes: Vec<u32> = Vec::new();
    let mut lines = String::new();
    let mut terms = 0;
    let mut constants: Vec<(String, u32)> = Vec::new();
    for (i, term) in expr.terms.iter().enumerate() {
        if !needed[i] {
            continue;
        }
        let dtype = expr.dtypes[i];
        check_type(dtype, limits)?;
        let value = match *term {
            Term::Input(k) => {
                if !inputs.iter().any(|input| input.0 == k) {
                    inputs.push((k, dtype));
                }
                format!("x{k}")
            }
            Term::Const(scalar) if is_plain(scalar) || constants.len() == CONSTANTS => constant(scalar),
            Term::Const(scalar) => {
                let value = match scalar.dtype {
                    DType::F16 => f16::from_bits(scalar.bits as u16).to_f32().to_bits(),
                    _ => scalar.bits as u32,
                };
                let word = format!("{name}_constant{}", constants.len());
                let text = format!("bitcast<f32>(params.{word})");
                constants.push((word, value));
                text
            }
            Term::Index(axis) => {
                if !axes.contains(&axis) {
                    axes.push(axis);
                }
                format!("{}(i{axis})", value_type(dtype))
            }
            Term::Apply(prim, args) => {
                terms += 1;
                applied(expr, &canonical, i, prim, args, library)?
            }
        };
        let _ = writeln!(lines, "    let t{i} = {value};");
    }
    inputs.sort_unstable_by_key(|input| input.0);
    axes.sort_unstable();
    let parameters: Vec<String> = inputs
        .iter()
        .map(|&(k, dtype)| format!("x{k}: {}", value_type(dtype)))
        .chain(axes.iter().map(|axis| format!("i{axis}: u32")))
        .collect();
    let mut members = String::new();
    let mut results: Vec<String> = Vec::new();
    for (n, r) in expr.results.iter().enumerate() {
        let _ = writeln!(members, "    r{n}: {},", value_type(expr.dtype(*r)));
        results.push(format!("t{}", canonical[r.0 as usize]));
    }
    let text = format!(
        "struct {name}_results {{\n{members}}}\n\nfn {name}({}) -> {name}_results {{\n{lines}    return {name}_results({});\n}}\n",
        parameters.join(", "),
        results.join(", "),
    );
    Ok(Function { name: String::from(name), text, inputs, axes, terms, constants })
}

/// An expression's function.
#[derive(Debug)]
pub struct Function {
    pub name: String,
    pub text: String,
    /// Operands in the order of parameters, with their types.
    pub inputs: Vec<(u32, DType)>,
    /// After them, axes of the domain.
    pub axes: Vec<u32>,
    /// How many primitives it computes.
    pub terms: usize,
    /// Parameters that it reads, and their values.
    pub constants: Vec<(String, u32)>,
}

impl Function {
    /// The call for element `i`, whose operands are `values`; `along` begins the names of functions that give positions.
    pub fn call(&self, values: &[String], along: &str, i: &str) -> String {
        let positions = self.axes.iter().map(|axis| format!("{along}{axis}({i})"));
        let arguments: Vec<String> = values.iter().cloned().chain(positions).collect();
        format!("{}({})", self.name, arguments.join(", "))
    }
}

/// A number that may be another where sizes are others, such as one divided by a count, is a parameter: the same module
/// then serves both. These few are not.
fn is_plain(scalar: Scalar) -> bool {
    let value = match scalar.dtype {
        DType::F32 => f32::from_bits(scalar.bits as u32),
        DType::F16 => f16::from_bits(scalar.bits as u16).to_f32(),
        _ => return true,
    };
    !value.is_finite() || [0.0, 0.5, 1.0, 2.0].contains(&value.abs())
}

/// Each term's first equal term, and whether a result depends on a term that is its own first equal.
fn analysed(expr: &Expr) -> (Vec<u32>, Vec<bool>) {
    let mut canonical: Vec<u32> = Vec::with_capacity(expr.terms.len());
    let mut seen: FxHashMap<(Term, DType), u32> = FxHashMap::default();
    for (i, (term, &dtype)) in expr.terms.iter().zip(&expr.dtypes).enumerate() {
        let term = match *term {
            Term::Apply(prim, args) => {
                let mut mapped = [Ref(0); 3];
                for (m, a) in mapped.iter_mut().zip(args).take(prim.arity()) {
                    *m = Ref(canonical[a.0 as usize]);
                }
                Term::Apply(prim, mapped)
            }
            other => other,
        };
        canonical.push(*seen.entry((term, dtype)).or_insert(i as u32));
    }
    let mut needed = vec![false; expr.terms.len()];
    expr.results.iter().for_each(|r| needed[canonical[r.0 as usize] as usize] = true);
    for i in (0..expr.terms.len()).rev() {
        if let (true, Term::Apply(prim, args)) = (needed[i], expr.terms[i]) {
            args[..prim.arity()].iter().for_each(|a| needed[canonical[a.0 as usize] as usize] = true);
        }
    }
    (canonical, needed)
}

/// The value of term `i`, a primitive of others.
fn applied(
    expr: &Expr,
    canonical: &[u32],
    i: usize,
    prim: Prim,
    args: [Ref; 3],
    library: &mut Library,
) -> Result<String, String> {
    let args: SmallVec<[usize; 3]> = args[..prim.arity()].iter().map(|a| canonical[a.0 as usize] as usize).collect();
    let names: SmallVec<[String; 3]> = args.iter().map(|a| format!("t{a}")).collect();
    let names: SmallVec<[&str; 3]> = names.iter().map(String::as_str).collect();
    let (from, to) = (expr.dtypes[args[usize::from(prim == Prim::Select)]], expr.dtypes[i]);
    if prim == Prim::Cast {
        let text = cast(from, to).ok_or_else(|| format!("{from} to {to} has no shader"))?;
        return Ok(filled(&text, &names));
    }
    let divides = matches!(prim, Prim::Div | Prim::FloorDiv | Prim::Mod | Prim::FloorMod);
    if from.is_integer() && (divides || (prim == Prim::Pow && !from.is_unsigned())) {
        let Term::Const(second) = expr.terms[args[1]] else {
            let what = if divides { "division checks for zero" } else { "powers check for negative exponents" };
            return Err(format!("{from} {what}"));
        };
        if prim == Prim::Pow {
            library.call(Part::Int);
        }
        return by_constant(prim, from, names[0], second);
    }
    let (text, part) = primitive(prim, from).ok_or_else(|| missing(prim, from))?;
    library.call(part);
    // A compiler that knows of the zero makes any number of the quotient.
    let zero = matches!(expr.terms[args[args.len() - 1]], Term::Const(s) if s == Scalar::new(s.dtype, 0.0));
    let names = match from {
        DType::F32 | DType::F16 if prim == Prim::Div && zero => {
            SmallVec::from_buf([names[0], "from_bits(hidden_zero)", ""])
        }
        DType::F64 if prim == Prim::Div && zero => SmallVec::from_buf([names[0], "f64(from_bits(hidden_zero))", ""]),
        _ => names,
    };
    let value = filled(text, &names);
    let moves = matches!(prim, Prim::Select | Prim::Conj | Prim::Real | Prim::Neg | Prim::Abs);
    Ok(if to == DType::F16 && !moves { format!("rounded_to_half({value})") } else { value })
}

/// An integer's quotient, remainder or power where the other operand is known.
fn by_constant(prim: Prim, dtype: DType, a: &str, second: Scalar) -> Result<String, String> {
    let number = match (dtype.is_unsigned(), dtype.size() == 8) {
        (true, _) => i128::from(second.bits as u64),
        (false, true) => i128::from(second.bits as i64),
        (false, false) => i128::from(second.bits as i32),
    };
    let b = constant(second);
    if prim == Prim::Pow {
        if number < 0 {
            return Err(format!("{dtype} powers check for negative exponents"));
        }
        return match dtype {
            DType::I32 => Ok(format!("pow_i32({a}, {b})")),
            _ => Err(missing(prim, dtype)),
        };
    }
    if number == 0 {
        return Err(format!("{dtype} division checks for zero"));
    }
    // The least number divided by minus one wraps, which no division promises.
    let quotient = if number == -1 { format!("(-{a})") } else { format!("({a} / {b})") };
    let remainder = format!("({a} - {quotient} * {b})");
    let zero = constant(Scalar::int(dtype, 0));
    let crosses = match (dtype.is_unsigned(), number < 0) {
        (true, _) => String::from("false"),
        (false, true) => format!("{remainder} > {zero}"),
        (false, false) => format!("{remainder} < {zero}"),
    };
    let one = constant(Scalar::int(dtype, 1));
    Ok(match prim {
        Prim::Div => quotient,
        Prim::Mod => remainder,
        Prim::FloorDiv => format!("select({quotient}, {quotient} - {one}, {crosses})"),
        _ => format!("select({remainder}, {remainder} + {b}, {crosses})"),
    })
}

/// A template with its operands put in.
fn filled(template: &str, operands: &[&str]) -> String {
    let mut text = String::from(template);
    for (mark, operand) in ["$a", "$b", "$c"].iter().zip(operands) {
        text = text.replace(mark, operand);
    }
    text
}

/// How a primitive of operands of type `dtype` is written, and which part of the library it calls.
fn primitive(prim: Prim, dtype: DType) -> Option<(&'static str, Part)> {
    let float = |text| Some((text, Part::Float));
    if prim == Prim::Select {
        return float("select($c, $b, $a)");
    }
    match dtype {
        DType::F32 | DType::F16 => float32(prim),
        DType::F64 => float64(prim).and_then(float),
        DType::I32 | DType::I64 | DType::U32 | DType::U64 => integer(prim, dtype),
        DType::Bool => match prim {
            Prim::Not => float("!$a"),
            Prim::And => float("$a & $b"),
            Prim::Or => float("$a | $b"),
            Prim::Eq => float("$a == $b"),
            Prim::Ne => float("$a != $b"),
            _ => None,
        },
        _ => None,
    }
}

fn float32(prim: Prim) -> Option<(&'static str, Part)> {
    use Part::{Exp, Float, Special, Trig};
    Some(match prim {
        Prim::Neg => ("-$a", Float),
        Prim::Abs => ("abs($a)", Float),
        Prim::Sign => ("sign_of($a)", Float),
        Prim::Sqrt => ("sqrt($a)", Float),
        Prim::Rsqrt => ("reciprocal_root($a)", Float),
        Prim::Recip => ("1.0 / $a", Float),
        Prim::Exp => ("exp_f32($a)", Exp),
        Prim::Expm1 => ("expm1_f32($a)", Exp),
        Prim::Log => ("log_f32($a)", Exp),
        Prim::Log1p => ("log1p_f32($a)", Exp),
        Prim::Sin => ("sin_f32($a)", Trig),
        Prim::Cos => ("cos_f32($a)", Trig),
        Prim::Tan => ("tan_f32($a)", Trig),
        Prim::Asin => ("asin_f32($a)", Trig),
        Prim::Acos => ("acos_f32($a)", Trig),
        Prim::Atan => ("atan_f32($a)", Trig),
        Prim::Sinh => ("sinh_f32($a)", Exp),
        Prim::Cosh => ("cosh_f32($a)", Exp),
        Prim::Tanh => ("tanh_f32($a)", Exp),
        Prim::Asinh => ("asinh_f32($a)", Exp),
        Prim::Acosh => ("acosh_f32($a)", Exp),
        Prim::Atanh => ("atanh_f32($a)", Exp),
        Prim::Erf => ("erf_f32($a)", Special),
        Prim::Erfc => ("erfc_f32($a)", Special),
        Prim::Floor => ("floor($a)", Float),
        Prim::Ceil => ("ceil($a)", Float),
        Prim::Rint => ("round($a)", Float),
        Prim::Trunc => ("trunc($a)", Float),
        Prim::Conj | Prim::Real => ("$a", Float),
        Prim::IsNan => ("is_nan($a)", Float),
        Prim::IsInf => ("is_inf($a)", Float),
        Prim::IsFinite => ("is_finite($a)", Float),
        Prim::Add => ("$a + $b", Float),
        Prim::Sub => ("$a - $b", Float),
        Prim::Mul => ("$a * $b", Float),
        Prim::Div => ("$a / $b", Float),
        Prim::FloorDiv => ("floor(quotient($a, $b))", Float),
        Prim::Mod => ("remainder_f32($a, $b)", Special),
        Prim::FloorMod => ("floor_remainder_f32($a, $b)", Special),
        Prim::Pow => ("pow_f32($a, $b)", Exp),
        Prim::Min => ("least($a, $b)", Float),
        Prim::Max => ("largest($a, $b)", Float),
        Prim::Atan2 => ("atan2_f32($a, $b)", Trig),
        Prim::Eq => ("equal($a, $b)", Float),
        Prim::Ne => ("!equal($a, $b)", Float),
        Prim::Lt => ("less($a, $b)", Float),
        Prim::Le => ("less($a, $b) | equal($a, $b)", Float),
        Prim::Fma => ("fma($a, $b, $c)", Float),
        _ => return None,
    })
}

/// NaN is told by its float32, for nothing looks at the bits of a float64.
fn float64(prim: Prim) -> Option<&'static str> {
    Some(match prim {
        Prim::Neg => "-$a",
        Prim::Abs => "abs($a)",
        Prim::Sqrt => "sqrt($a)",
        Prim::Rsqrt => "1.0lf / sqrt($a)",
        Prim::Recip => "1.0lf / $a",
        Prim::Sign => "select(select(select(0.0lf, 1.0lf, $a > 0.0lf), -1.0lf, $a < 0.0lf), $a, is_nan(f32($a)))",
        Prim::Floor => "floor($a)",
        Prim::Ceil => "ceil($a)",
        Prim::Rint => "round($a)",
        Prim::Trunc => "trunc($a)",
        Prim::Conj | Prim::Real => "$a",
        Prim::IsNan => "is_nan(f32($a))",
        Prim::IsInf => "(abs($a) > 1.7976931348623157e308lf) & !is_nan(f32($a))",
        Prim::IsFinite => "(abs($a) <= 1.7976931348623157e308lf) & !is_nan(f32($a))",
        Prim::Add => "$a + $b",
        Prim::Sub => "$a - $b",
        Prim::Mul => "$a * $b",
        Prim::Div => "$a / $b",
        Prim::FloorDiv => "floor($a / $b)",
        Prim::Min => "select($b, $a, ($a < $b) | is_nan(f32($a)))",
        Prim::Max => "select($b, $a, ($a > $b) | is_nan(f32($a)))",
        Prim::Eq => "($a == $b) & !is_nan(f32($a)) & !is_nan(f32($b))",
        Prim::Ne => "($a != $b) | is_nan(f32($a)) | is_nan(f32($b))",
        Prim::Lt => "($a < $b) & !is_nan(f32($a)) & !is_nan(f32($b))",
        Prim::Le => "($a <= $b) & !is_nan(f32($a)) & !is_nan(f32($b))",
        Prim::Fma => "fma($a, $b, $c)",
        _ => return None,
    })
}

fn integer(prim: Prim, dtype: DType) -> Option<(&'static str, Part)> {
    let unsigned = dtype.is_unsigned();
    let text = match prim {
        Prim::Neg if dtype == DType::U32 => "0u - $a",
        Prim::Neg if unsigned => "0lu - $a",
        Prim::Neg => "-$a",
        Prim::Abs | Prim::Conj | Prim::Real if unsigned || prim != Prim::Abs => "$a",
        Prim::Abs => "abs($a)",
        Prim::BitNot => "~$a",
        Prim::Add => "$a + $b",
        Prim::Sub => "$a - $b",
        Prim::Mul => "$a * $b",
        Prim::Min => "select($b, $a, $a < $b)",
        Prim::Max => "select($b, $a, $a > $b)",
        Prim::BitAnd => "$a & $b",
        Prim::BitOr => "$a | $b",
        Prim::BitXor => "$a ^ $b",
        Prim::Eq => "$a == $b",
        Prim::Ne => "$a != $b",
        Prim::Lt => "$a < $b",
        Prim::Le => "$a <= $b",
        Prim::Fma => "$a * $b + $c",
        Prim::Sign => match dtype {
            DType::I32 => "sign($a)",
            DType::I64 => "select(select(0li, 1li, $a > 0li), -1li, $a < 0li)",
            DType::U32 => "min($a, 1u)",
            _ => "select(0lu, 1lu, $a > 0lu)",
        },
        Prim::Shl | Prim::Shr => {
            return Some(match (prim == Prim::Shl, dtype) {
                (true, DType::I32) => ("shift_left_i32($a, $b)", Part::Int),
                (true, DType::U32) => ("shift_left_u32($a, $b)", Part::Int),
                (true, DType::I64) => ("$a << u32(select(select($b, 63li, $b > 63li), 0li, $b < 0li))", Part::Float),
                (true, _) => ("$a << u32(select($b, 63lu, $b > 63lu))", Part::Float),
                (false, DType::I32) => ("shift_right_i32($a, $b)", Part::Int),
                (false, DType::U32) => ("shift_right_u32($a, $b)", Part::Int),
                (false, DType::I64) => ("$a >> u32(select(select($b, 63li, $b > 63li), 0li, $b < 0li))", Part::Float),
                (false, _) => ("$a >> u32(select($b, 63lu, $b > 63lu))", Part::Float),
            });
        }
        Prim::Pow if dtype == DType::U32 => return Some(("pow_u32($a, $b)", Part::Int)),
        _ => return None,
    };
    Some((text, Part::Float))
}
