//! How nodes are made: a call is checked against the op's signature, then handed to a Graph (gradients)
//! or a Program (lowering). Typed constructors for every op are generated on top of `Builder::op`.

use crate::Outputs;
use crate::fact::Fact;
use crate::graph::Output;
use crate::info::NodeInfo;
use crate::registry::{ArgType, OpDef, Registry};
use rheos_base::{Attr, AttrKind, DType, Result, Shape, Tensor, bail, err};
use smallvec::{SmallVec, smallvec};

/// One argument of a call: a tensor, or the tensors of a list argument.
#[derive(Clone, Copy, Debug)]
pub enum ArgValue<'a> {
    One(Output),
    Many(&'a [Output]),
}

impl ArgValue<'_> {
    pub fn outputs(&self) -> &[Output] {
        match self {
            ArgValue::One(o) => std::slice::from_ref(o),
            ArgValue::Many(o) => o,
        }
    }
}

impl From<Output> for ArgValue<'_> {
    fn from(o: Output) -> Self {
        ArgValue::One(o)
    }
}

impl<'a> From<&'a [Output]> for ArgValue<'a> {
    fn from(o: &'a [Output]) -> Self {
        ArgValue::Many(o)
    }
}

/// A place that nodes can be added to.
pub trait Emit {
    fn emit(&mut self, op: &'static OpDef, args: &[ArgValue<'_>], attrs: &[(&str, Attr)]) -> Result<Outputs>;
    fn fact(&self, output: Output) -> &Fact;
    fn registry(&self) -> &'static Registry;
}

/// Checks a call against the signature, deduces type and count attributes, fills in defaults.
/// Gives the flattened inputs and all attributes in declared order.
pub fn check_call<'f>(
    op: &'static OpDef,
    args: &[ArgValue<'_>],
    given: &[(&str, Attr)],
    facts: &dyn Fn(Output) -> &'f Fact,
) -> Result<(SmallVec<[Output; 3]>, Vec<Attr>)> {
    if args.len() != op.inputs.len() {
        bail!(Type, "takes {} arguments ({}), got {}", op.inputs.len(), op.decl.inputs, args.len());
    }
    let mut attrs: SmallVec<[Option<Attr>; 6]> = smallvec![None; op.attrs.len()];
    for (name, value) in given {
        match op.attr_index(name) {
            Some(i) => attrs[i] = Some(value.clone()),
            None => bail!(Type, "has no attribute '{name}'"),
        }
    }
    let mut inputs = SmallVec::new();
    for (def, arg) in op.inputs.iter().zip(args) {
        let outputs = arg.outputs();
        if let Some(n) = def.number {
            deduce(op, &mut attrs[n], n, Attr::Int(outputs.len() as i64), def.name)?;
        } else if matches!(arg, ArgValue::Many(_)) && !matches!(def.ty, ArgType::List(_)) {
            bail!(Type, "argument {} takes one tensor, not a list", def.name);
        }
        match def.ty {
            ArgType::Fixed(dtype) => {
                for &o in outputs {
                    if facts(o).dtype != dtype {
                        bail!(Type, "argument {} must be {dtype}, but is {}", def.name, facts(o).dtype);
                    }
                }
            }
            ArgType::Attr(i) => {
                for &o in outputs {
                    deduce(op, &mut attrs[i], i, Attr::Type(facts(o).dtype), def.name)?;
                }
            }
            ArgType::List(i) => {
                let types: Vec<DType> = outputs.iter().map(|&o| facts(o).dtype).collect();
                deduce(op, &mut attrs[i], i, Attr::Types(types.into()), def.name)?;
            }
        }
        inputs.extend(outputs.iter().copied());
    }
    let attrs = attrs
        .into_iter()
        .zip(&op.attrs)
        .map(|(value, def)| {
            let value = value
                .or_else(|| def.default.clone())
                .ok_or_else(|| err!(Type, "attribute '{}' is missing and has no default", def.name))?;
            check_attr(def, &value)?;
            Ok(value)
        })
        .collect::<Result<Vec<_>>>()?;
    Ok((inputs, attrs))
}

fn deduce(op: &OpDef, slot: &mut Option<Attr>, index: usize, value: Attr, arg: &str) -> Result<()> {
    match slot {
        None => *slot = Some(value),
        Some(have) if *have == value => {}
        Some(have) => {
            let name = op.attrs[index].name;
            match (&*have, &value) {
                (Attr::Type(a), Attr::Type(b)) => {
                    bail!(
                        Type,
                        "argument {arg} has type {b}, but type {a} was expected (both are {name}); hint: tf.cast"
                    )
                }
                (Attr::Int(a), Attr::Int(b)) => {
                    bail!(Value, "list argument {arg} has length {b}, but length {a} was expected")
                }
                _ => bail!(Type, "argument {arg} does not match attribute {name}"),
            }
        }
    }
    Ok(())
}

fn check_attr(def: &crate::registry::AttrDef, value: &Attr) -> Result<()> {
    if value.kind() != def.kind {
        bail!(Type, "attribute '{}' must be {:?}, got {:?}", def.name, def.kind, value.kind());
    }
    let list = |types: &[DType]| types.iter().map(|d| d.name()).collect::<Vec<_>>().join(", ");
    let types: &[DType] = match value {
        Attr::Type(d) => std::slice::from_ref(d),
        Attr::Types(d) => d,
        _ => &[],
    };
    if let Some(bad) = types.iter().find(|d| !def.types.is_empty() && !def.types.contains(d)) {
        bail!(Type, "type {bad} is not in the allowed types of '{}': {}", def.name, list(&def.types));
    }
    if let Attr::Str(text) = value
        && !def.texts.is_empty()
        && !def.texts.iter().any(|t| t.as_bytes() == &**text)
    {
        let text = String::from_utf8_lossy(text);
        bail!(Value, "attribute '{}' is '{text}', but must be one of {}", def.name, def.texts.join(", "));
    }
    if let Some(minimum) = def.minimum {
        let (have, what) = match value {
            Attr::Int(v) => (*v, "value"),
            Attr::Ints(v) => (v.len() as i64, "length"),
            Attr::Types(v) => (v.len() as i64, "length"),
            Attr::Shapes(v) => (v.len() as i64, "length"),
            Attr::Strs(v) => (v.len() as i64, "length"),
            _ => (i64::MAX, ""),
        };
        if have < minimum {
            bail!(Value, "attribute '{}' has {what} {have}, but at least {minimum} is needed", def.name);
        }
    }
    Ok(())
}

/// Values that can be given as an attribute by generated constructors.
pub trait IntoAttr {
    fn into_attr(self) -> Attr;
}

macro_rules! into_attr {
    ($($t:ty => |$v:ident| $e:expr;)*) => {$(
        impl IntoAttr for $t { fn into_attr(self) -> Attr { let $v = self; $e } }
    )*};
}
into_attr! {
    i64 => |v| Attr::Int(v);
    f32 => |v| Attr::Float(v);
    bool => |v| Attr::Bool(v);
    &str => |v| Attr::str(v);
    DType => |v| Attr::Type(v);
    &Shape => |v| Attr::Shape(v.clone());
    &Tensor => |v| Attr::Tensor(v.clone());
    &[i64] => |v| Attr::Ints(v.into());
    &[f32] => |v| Attr::Floats(v.into());
    &[bool] => |v| Attr::Bools(v.into());
    &[DType] => |v| Attr::Types(v.into());
    &[Shape] => |v| Attr::Shapes(v.into());
    &[&str] => |v| Attr::Strs(v.iter().map(|s| s.as_bytes().into()).collect());
}

/// Adds nodes to wherever `emit` leads.
pub struct Builder<'a> {
    pub emit: &'a mut dyn Emit,
}

impl Builder<'_> {
    /// Adds a node by op name; the typed constructors are generated on this.
    pub fn op(&mut self, name: &str, args: &[ArgValue<'_>], attrs: &[(&str, Attr)]) -> Result<Outputs> {
        let op = self
            .emit
            .registry()
            .find(name)
            .ok_or_else(|| err!(Unimplemented, "op '{name}' is not in this version of rheos"))?;
        self.emit.emit(op, args, attrs)
    }

    /// The same for ops with one result.
    pub fn op1(&mut self, name: &str, args: &[ArgValue<'_>], attrs: &[(&str, Attr)]) -> Result<Output> {
        let outputs = self.op(name, args, attrs)?;
        outputs.first().copied().ok_or_else(|| err!(Internal, "{name} has no result"))
    }

    pub fn fact(&self, output: Output) -> &Fact {
        self.emit.fact(output)
    }

    pub fn dtype(&self, output: Output) -> DType {
        self.fact(output).dtype
    }

    pub fn shape_of(&self, output: Output) -> Shape {
        self.fact(output).shape.clone()
    }

    pub fn constant(&mut self, value: Tensor) -> Result<Output> {
        let dtype = value.dtype();
        self.op1("Const", &[], &[("value", Attr::Tensor(value)), ("dtype", Attr::Type(dtype))])
    }

    /// A scalar constant of any number type.
    pub fn scalar(&mut self, dtype: DType, value: f64) -> Result<Output> {
        let scalar = crate::expr::Scalar::new(dtype, value);
        let tensor = Tensor::from_bytes(dtype, &[], &scalar.bytes()[..dtype.size()])?;
        self.constant(tensor)
    }

    /// A scalar constant of the type of `like`.
    pub fn scalar_like(&mut self, like: Output, value: f64) -> Result<Output> {
        let dtype = self.dtype(like);
        self.scalar(dtype, value)
    }

    /// An int32 vector.
    pub fn ints(&mut self, values: &[i64]) -> Result<Output> {
        let tensor = Tensor::from_ints(DType::I32, &[values.len()], values)?;
        self.constant(tensor)
    }

    /// An int32 scalar.
    pub fn int(&mut self, value: i64) -> Result<Output> {
        let tensor = Tensor::from_ints(DType::I32, &[], &[value])?;
        self.constant(tensor)
    }
}

/// A gradient: dense, or rows at given indices of a larger tensor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GradValue {
    Dense(Output),
    /// TensorFlow's IndexedSlices.
    Sparse {
        values: Output,
        indices: Output,
        dense_shape: Option<Output>,
    },
}

impl From<Output> for GradValue {
    fn from(o: Output) -> GradValue {
        GradValue::Dense(o)
    }
}

/// What an op's gradient function works with: the forward node and the gradients of its results.
pub struct GradCall<'a, 'b> {
    pub b: &'a mut Builder<'b>,
    /// The forward node's op, attributes and facts, when its gradient is taken.
    pub op: &'static OpDef,
    pub attrs: &'a [Attr],
    pub x: &'a [Output],
    pub y: &'a [Output],
    /// Dense gradient per result; None where nothing flows.
    pub dys: &'a [Option<Output>],
}

impl GradCall<'_, '_> {
    /// Gradient of result 0; the engine calls a gradient function only if some gradient flows, so a
    /// function of an op with one result may take it as given.
    pub fn dy(&self) -> Output {
        match self.dys[0] {
            Some(dy) => dy,
            None => panic!("no gradient flows into result 0 of {}", self.op.name),
        }
    }

    /// Gradient of result `i`, zeros where none flows.
    pub fn dy_or_zeros(&mut self, i: usize) -> Result<Output> {
        match self.dys[i] {
            Some(dy) => Ok(dy),
            None => self.b.op1("ZerosLike", &[self.y[i].into()], &[]),
        }
    }

    /// Attribute access; facts are not part of it, ask `self.b.fact`.
    pub fn info(&self) -> NodeInfo<'_> {
        NodeInfo { op: self.op, attrs: self.attrs, inputs: &[], outputs: &[] }
    }
}

/// Kinds of attribute a constructor parameter can have, for code generation.
pub fn rust_attr_type(kind: AttrKind) -> &'static str {
    match kind {
        AttrKind::Int => "i64",
        AttrKind::Float => "f32",
        AttrKind::Bool => "bool",
        AttrKind::Str | AttrKind::Func => "&str",
        AttrKind::Type => "DType",
        AttrKind::Shape => "&Shape",
        AttrKind::Tensor => "&Tensor",
        AttrKind::Ints => "&[i64]",
        AttrKind::Floats => "&[f32]",
        AttrKind::Bools => "&[bool]",
        AttrKind::Types => "&[DType]",
        AttrKind::Shapes => "&[Shape]",
        AttrKind::Strs | AttrKind::Funcs => "&[&str]",
    }
}
