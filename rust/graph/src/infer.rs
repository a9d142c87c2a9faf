//! The one place where dtypes and shapes of results come from: when a node is added, and again with real sizes.

use crate::fact::{Fact, HandleFact, Known};
use crate::info::NodeInfo;
use crate::registry::{ArgType, OpDef};
use crate::values;
use rheos_base::{Attr, DType, Dim, Result, Shape, bail};
use smallvec::SmallVec;
use std::sync::Arc;

/// What an op's shape rule works on: facts about the inputs in, facts about the outputs out.
pub struct Infer<'a> {
    info: NodeInfo<'a>,
    outputs: SmallVec<[Fact; 1]>,
}

impl<'a> std::ops::Deref for Infer<'a> {
    type Target = NodeInfo<'a>;
    fn deref(&self) -> &NodeInfo<'a> {
        &self.info
    }
}

impl<'a> Infer<'a> {
    pub fn set(&mut self, output: usize, shape: Shape) {
        self.outputs[output].shape = shape;
    }

    /// States what is known of an integer output's elements, row-major.
    pub fn set_ints(&mut self, output: usize, values: impl IntoIterator<Item = Dim>) {
        self.outputs[output].known = Known::Ints(values.into_iter().collect());
    }

    /// Passes on everything known of an input whose value becomes the output unchanged.
    pub fn set_fact(&mut self, output: usize, fact: Fact) {
        self.outputs[output] = fact;
    }

    pub fn set_handle(&mut self, output: usize, dtype: DType, shape: Shape) {
        self.outputs[output].known = Known::Handle(Arc::new(HandleFact { dtype, shape }));
    }

    pub fn output_dtype(&self, output: usize) -> DType {
        self.outputs[output].dtype
    }

    pub fn output_count(&self) -> usize {
        self.outputs.len()
    }

    /// The input's shape, which must have this rank if it is known; unknown sizes where it is not.
    pub fn with_rank(&self, input: usize, rank: usize) -> Result<Shape> {
        let shape = self.input_shape(input);
        match shape.rank() {
            None => Ok(Shape::of_rank(rank)),
            Some(r) if r == rank => Ok(shape.clone()),
            Some(r) => bail!(Value, "{} must have rank {rank}, but has rank {r}", self.arg_name(input)),
        }
    }

    /// The declared name of a flattened input: `values[2]` for elements of a list.
    pub fn arg_name(&self, input: usize) -> String {
        arg_name(self.op, self.attrs, input)
    }
}

/// Runs an op's rule and, for small integer results, follows the values as well.
pub fn infer(op: &'static OpDef, attrs: &[Attr], inputs: &[&Fact]) -> Result<SmallVec<[Fact; 1]>> {
    let outputs = output_dtypes(op, attrs).into_iter().map(|d| Fact::new(d, Shape::unknown())).collect();
    let mut infer = Infer { info: NodeInfo { op, attrs, inputs, outputs: &[] }, outputs };
    (op.decl.infer)(&mut infer)?;
    let mut outputs = infer.outputs;
    values::follow(op, attrs, inputs, &mut outputs);
    Ok(outputs)
}

/// Types of the flattened results.
pub fn output_dtypes(op: &OpDef, attrs: &[Attr]) -> SmallVec<[DType; 2]> {
    let mut out = SmallVec::new();
    for arg in &op.outputs {
        let count = arg.number.map_or(1, |i| match attrs[i] {
            Attr::Int(n) => n.max(0) as usize,
            _ => 0,
        });
        match arg.ty {
            ArgType::Fixed(d) => out.extend(std::iter::repeat_n(d, count)),
            ArgType::Attr(i) => {
                if let Attr::Type(d) = attrs[i] {
                    out.extend(std::iter::repeat_n(d, count));
                }
            }
            ArgType::List(i) => {
                if let Attr::Types(d) = &attrs[i] {
                    out.extend(d.iter().copied());
                }
            }
        }
    }
    out
}

/// How many flattened inputs each declared argument takes.
pub fn input_counts(op: &OpDef, attrs: &[Attr]) -> SmallVec<[usize; 4]> {
    op.inputs
        .iter()
        .map(|arg| match (arg.number, arg.ty) {
            (Some(i), _) => match attrs[i] {
                Attr::Int(n) => n.max(0) as usize,
                _ => 0,
            },
            (None, ArgType::List(i)) => match &attrs[i] {
                Attr::Types(d) => d.len(),
                _ => 0,
            },
            _ => 1,
        })
        .collect()
}

pub fn arg_name(op: &OpDef, attrs: &[Attr], input: usize) -> String {
    let mut left = input;
    for (arg, count) in op.inputs.iter().zip(input_counts(op, attrs)) {
        if left < count {
            let list = arg.number.is_some() || matches!(arg.ty, ArgType::List(_));
            return if list { format!("{}[{left}]", arg.name) } else { arg.name.to_string() };
        }
        left -= count;
    }
    format!("input {input}")
}
