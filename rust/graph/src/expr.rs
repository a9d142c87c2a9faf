//! Scalar expressions: what a Map or Reduce op computes for one element.
//!
//! An op's declaration builds an expression from its inputs; the fuser joins the expressions of many
//! ops; the CPU's tile loops and the GPU's shaders are both made from the result.
//! Half-precision types round after every primitive, so fused and unfused results are the same.

use rheos_base::{C64, C128, DType, bf16, f16};

macro_rules! prims {
    ($($variant:ident $name:literal $arity:literal $doc:literal;)*) => {
        /// The scalar primitives. Each is implemented twice: as a CPU tile loop and as a WGSL snippet.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Prim { $(#[doc = $doc] $variant),* }

        impl Prim {
            pub const ALL: &'static [Prim] = &[$(Prim::$variant),*];
            pub const fn name(self) -> &'static str { match self { $(Prim::$variant => $name),* } }
            pub const fn arity(self) -> usize { match self { $(Prim::$variant => $arity),* } }
        }
    };
}

prims! {
    // One operand, result of the same type.
    Neg "neg" 1 "-a; integers wrap";
    Abs "abs" 1 "|a|; complex gives the real part's type";
    Sign "sign" 1 "-1, 0 or 1; NaN stays NaN; complex: a / |a|";
    Sqrt "sqrt" 1 "square root";
    Rsqrt "rsqrt" 1 "1 / sqrt(a)";
    Recip "recip" 1 "1 / a";
    Exp "exp" 1 "e^a";
    Expm1 "expm1" 1 "e^a - 1 without cancellation";
    Log "log" 1 "natural logarithm";
    Log1p "log1p" 1 "log(1 + a) without cancellation";
    Sin "sin" 1 "sine";
    Cos "cos" 1 "cosine";
    Tan "tan" 1 "tangent";
    Asin "asin" 1 "arc sine";
    Acos "acos" 1 "arc cosine";
    Atan "atan" 1 "arc tangent";
    Sinh "sinh" 1 "hyperbolic sine";
    Cosh "cosh" 1 "hyperbolic cosine";
    Tanh "tanh" 1 "hyperbolic tangent";
    Asinh "asinh" 1 "inverse hyperbolic sine";
    Acosh "acosh" 1 "inverse hyperbolic cosine";
    Atanh "atanh" 1 "inverse hyperbolic tangent";
    Erf "erf" 1 "error function";
    Erfc "erfc" 1 "1 - erf(a)";
    Lgamma "lgamma" 1 "log |gamma(a)|";
    Digamma "digamma" 1 "derivative of lgamma";
    Floor "floor" 1 "largest integer not above a";
    Ceil "ceil" 1 "smallest integer not below a";
    Rint "rint" 1 "nearest integer, halves to even";
    Trunc "trunc" 1 "towards zero";
    Conj "conj" 1 "complex conjugate";
    Real "real" 1 "real part, as the part's type";
    Imag "imag" 1 "imaginary part, as the part's type";
    BitNot "bit_not" 1 "bitwise not of an integer";
    Popcount "popcount" 1 "number of one bits, as uint8";
    // One operand, bool result.
    Not "not" 1 "logical not of a bool";
    IsNan "is_nan" 1 "a is NaN";
    IsInf "is_inf" 1 "a is infinite";
    IsFinite "is_finite" 1 "a is neither NaN nor infinite";
    // Two operands, result of the same type.
    Add "add" 2 "a + b; integers wrap";
    Sub "sub" 2 "a - b; integers wrap";
    Mul "mul" 2 "a * b; integers wrap";
    Div "div" 2 "a / b; integers truncate, dividing by zero is an error";
    FloorDiv "floor_div" 2 "floor(a / b); an integer zero divisor is an error";
    Mod "mod" 2 "remainder with the sign of a; an integer zero divisor is an error";
    FloorMod "floor_mod" 2 "remainder with the sign of b; an integer zero divisor is an error";
    Pow "pow" 2 "a to the power b; a negative integer exponent is an error";
    Min "min" 2 "the smaller; NaN if either is NaN";
    Max "max" 2 "the larger; NaN if either is NaN";
    Atan2 "atan2" 2 "angle of the point (b, a)";
    BitAnd "bit_and" 2 "bitwise and";
    BitOr "bit_or" 2 "bitwise or";
    BitXor "bit_xor" 2 "bitwise exclusive or";
    Shl "shl" 2 "a << b, b clamped to the width";
    Shr "shr" 2 "a >> b, arithmetic for signed types, b clamped to the width";
    Complex "complex" 2 "a + bi from two real numbers";
    // Two operands, bool result.
    Eq "eq" 2 "a == b";
    Ne "ne" 2 "a != b";
    Lt "lt" 2 "a < b";
    Le "le" 2 "a <= b";
    And "and" 2 "logical and of bools";
    Or "or" 2 "logical or of bools";
    // Three operands.
    Fma "fma" 3 "a * b + c, rounded once for floating types";
    Select "select" 3 "b where the bool a holds, else c";
    // Conversion, to the type of the expression's node.
    Cast "cast" 1 "conversion as a C cast on x86: floats out of range give the least integer, of which narrow types keep the low bits; to bool is a != 0";
}

impl Prim {
    /// Type of the result for operands whose last (for Select) or first operand has `dtype`. Cast has no rule.
    pub const fn result(self, dtype: DType) -> DType {
        match self {
            Prim::IsNan | Prim::IsInf | Prim::IsFinite | Prim::Not => DType::Bool,
            Prim::Eq | Prim::Ne | Prim::Lt | Prim::Le | Prim::And | Prim::Or => DType::Bool,
            Prim::Popcount => DType::U8,
            Prim::Abs | Prim::Real | Prim::Imag => dtype.real(),
            Prim::Complex => match dtype {
                DType::F64 => DType::C128,
                _ => DType::C64,
            },
            _ => dtype,
        }
    }
}

/// A constant inside an expression, as the bits of one element.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Scalar {
    pub dtype: DType,
    pub bits: u128,
}

impl Scalar {
    /// `value` converted to `dtype`.
    pub fn new(dtype: DType, value: f64) -> Scalar {
        let bits = match dtype {
            DType::F32 => u128::from((value as f32).to_bits()),
            DType::F64 => u128::from(value.to_bits()),
            DType::F16 => u128::from(f16::from_f64(value).to_bits()),
            DType::BF16 => u128::from(bf16::from_f64(value).to_bits()),
            DType::C64 => u128::from((value as f32).to_bits()),
            DType::C128 => u128::from(value.to_bits()),
            DType::Bool => u128::from(value != 0.0),
            _ => return Scalar::int(dtype, value as i64),
        };
        Scalar { dtype, bits }
    }

    /// An integer constant, wrapped to the type's width.
    pub fn int(dtype: DType, value: i64) -> Scalar {
        let bits = match dtype.size() {
            1 => u128::from(value as u8),
            2 if dtype.is_integer() => u128::from(value as u16),
            4 if dtype.is_integer() => u128::from(value as u32),
            8 if dtype.is_integer() => u128::from(value as u64),
            _ => return Scalar::new(dtype, value as f64),
        };
        Scalar { dtype, bits }
    }

    /// The element's bytes, native endian, in the first `dtype.size()` places.
    pub fn bytes(self) -> [u8; 16] {
        if cfg!(target_endian = "big") {
            let mut out = [0; 16];
            let size = self.dtype.size();
            out[..size].copy_from_slice(&self.bits.to_be_bytes()[16 - size..]);
            return out;
        }
        self.bits.to_le_bytes()
    }

    pub fn complex64(value: C64) -> Scalar {
        let bits = u128::from(value.re.to_bits()) | u128::from(value.im.to_bits()) << 32;
        Scalar { dtype: DType::C64, bits }
    }

    pub fn complex128(value: C128) -> Scalar {
        let bits = u128::from(value.re.to_bits()) | u128::from(value.im.to_bits()) << 64;
        Scalar { dtype: DType::C128, bits }
    }
}

/// One node of an expression; operands come before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Term {
    /// The element of an operand at the current index.
    Input(u32),
    Const(Scalar),
    /// Position along one axis of the output, as int32 or int64.
    Index(u32),
    Apply(Prim, [Ref; 3]),
}

/// A term of the expression under construction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Ref(pub u32);

/// A scalar function of several inputs with one or more results.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Expr {
    pub terms: Vec<Term>,
    /// Type of each term.
    pub dtypes: Vec<DType>,
    pub results: smallvec::SmallVec<[Ref; 2]>,
}

macro_rules! unary { ($($method:ident $prim:ident),*) => {$(
    pub fn $method(&mut self, a: Ref) -> Ref { self.apply(Prim::$prim, &[a]) }
)*}; }
macro_rules! binary { ($($method:ident $prim:ident),*) => {$(
    pub fn $method(&mut self, a: Ref, b: Ref) -> Ref { self.apply(Prim::$prim, &[a, b]) }
)*}; }

impl Expr {
    pub fn input(&mut self, index: usize, dtype: DType) -> Ref {
        self.push(Term::Input(index as u32), dtype)
    }

    pub fn constant(&mut self, scalar: Scalar) -> Ref {
        self.push(Term::Const(scalar), scalar.dtype)
    }

    /// A constant of the same type as `like`.
    pub fn lit(&mut self, like: Ref, value: f64) -> Ref {
        let dtype = self.dtype(like);
        self.constant(Scalar::new(dtype, value))
    }

    pub fn index(&mut self, axis: usize, dtype: DType) -> Ref {
        self.push(Term::Index(axis as u32), dtype)
    }

    pub fn cast(&mut self, a: Ref, dtype: DType) -> Ref {
        if self.dtype(a) == dtype {
            return a;
        }
        self.push(Term::Apply(Prim::Cast, [a, Ref(0), Ref(0)]), dtype)
    }

    pub fn select(&mut self, condition: Ref, yes: Ref, no: Ref) -> Ref {
        self.apply(Prim::Select, &[condition, yes, no])
    }

    pub fn fma(&mut self, a: Ref, b: Ref, c: Ref) -> Ref {
        self.apply(Prim::Fma, &[a, b, c])
    }

    pub fn gt(&mut self, a: Ref, b: Ref) -> Ref {
        self.lt(b, a)
    }

    pub fn ge(&mut self, a: Ref, b: Ref) -> Ref {
        self.le(b, a)
    }

    pub fn square(&mut self, a: Ref) -> Ref {
        self.mul(a, a)
    }

    unary! { neg Neg, abs Abs, sign Sign, sqrt Sqrt, rsqrt Rsqrt, recip Recip, exp Exp, expm1 Expm1, log Log,
    log1p Log1p, sin Sin, cos Cos, tan Tan, asin Asin, acos Acos, atan Atan, sinh Sinh, cosh Cosh, tanh Tanh,
    asinh Asinh, acosh Acosh, atanh Atanh, erf Erf, erfc Erfc, lgamma Lgamma, digamma Digamma, floor Floor,
    ceil Ceil, rint Rint, trunc Trunc, conj Conj, real Real, imag Imag, bit_not BitNot, popcount Popcount, not Not,
    is_nan IsNan, is_inf IsInf, is_finite IsFinite }

    binary! { add Add, sub Sub, mul Mul, div Div, floor_div FloorDiv, modulo Mod, floor_mod FloorMod, pow Pow,
    min Min, max Max, atan2 Atan2, bit_and BitAnd, bit_or BitOr, bit_xor BitXor, shl Shl, shr Shr, complex Complex,
    eq Eq, ne Ne, lt Lt, le Le, and And, or Or }

    pub fn apply(&mut self, prim: Prim, args: &[Ref]) -> Ref {
        debug_assert_eq!(prim.arity(), args.len(), "{}", prim.name());
        let typed = if prim == Prim::Select { args[1] } else { args[0] };
        let dtype = prim.result(self.dtype(typed));
        let mut operands = [Ref(0); 3];
        operands[..args.len()].copy_from_slice(args);
        self.push(Term::Apply(prim, operands), dtype)
    }

    pub fn dtype(&self, term: Ref) -> DType {
        self.dtypes[term.0 as usize]
    }

    fn push(&mut self, term: Term, dtype: DType) -> Ref {
        self.terms.push(term);
        self.dtypes.push(dtype);
        Ref(self.terms.len() as u32 - 1)
    }
}

/// How a Reduce combines two partial results.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Monoid {
    Sum,
    Prod,
    Min,
    Max,
    All,
    Any,
}

impl Monoid {
    /// The result for no elements.
    pub fn identity(self, dtype: DType) -> Scalar {
        match self {
            Monoid::Sum | Monoid::Any => Scalar::new(dtype, 0.0),
            Monoid::Prod | Monoid::All => Scalar::new(dtype, 1.0),
            Monoid::Min => extreme(dtype, true),
            Monoid::Max => extreme(dtype, false),
        }
    }

    /// The primitive that combines two values.
    pub fn prim(self) -> Prim {
        match self {
            Monoid::Sum => Prim::Add,
            Monoid::Prod => Prim::Mul,
            Monoid::Min => Prim::Min,
            Monoid::Max => Prim::Max,
            Monoid::All => Prim::And,
            Monoid::Any => Prim::Or,
        }
    }
}

fn extreme(dtype: DType, largest: bool) -> Scalar {
    let bits = 8 * dtype.size() as u32;
    if dtype.is_integer() {
        let value = match (dtype.is_unsigned(), largest) {
            (true, true) => -1, // all ones
            (true, false) => 0,
            (false, true) => i64::MAX >> (64 - bits),
            (false, false) => i64::MIN >> (64 - bits),
        };
        return Scalar::int(dtype, value);
    }
    Scalar::new(dtype, if largest { f64::INFINITY } else { f64::NEG_INFINITY })
}
