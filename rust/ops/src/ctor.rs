//! Generated from the op table by `cargo run -p rheos-xtask -- gen`; do not edit.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(clippy::too_many_arguments, unused_imports)]

use rheos_base::{DType, Result, Shape, Tensor};
use rheos_graph::{Builder, IntoAttr, Output, Outputs};

/// One constructor per op.
pub trait Ops {
    /// Returns x + y element-wise, with broadcasting.
    fn add(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Makes value the variable's value.
    fn assign_variable_op(&mut self, resource: Output, value: Output, validate_shape: bool) -> Result<Outputs>;
    /// Axes over which gradients of two broadcast operands are summed.
    fn broadcast_gradient_args(&mut self, s0: Output, s1: Output) -> Result<Outputs>;
    /// A constant tensor.
    fn const_(&mut self, value: &Tensor, dtype: DType) -> Result<Output>;
    /// Returns x * y element-wise, with broadcasting.
    fn mul(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Does nothing; something to hang control dependencies on.
    fn no_op(&mut self) -> Result<Outputs>;
    /// A tensor that every run must feed.
    fn placeholder(&mut self, dtype: DType, shape: &Shape) -> Result<Output>;
    /// The variable's current value.
    fn read_variable_op(&mut self, resource: Output, dtype: DType) -> Result<Output>;
    /// Rectified linear: max(features, 0).
    fn relu(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Relu: gradients where features > 0, else 0.
    fn relu_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// The same elements under other sizes; one size may be -1.
    fn reshape(&mut self, tensor: Output, shape: Output) -> Result<Output>;
    /// Sizes of a tensor.
    fn shape(&mut self, input: Output, out_type: DType) -> Result<Output>;
    /// Sum of elements over axes.
    fn sum(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// Handle of a variable of the session.
    fn var_handle_op(&mut self, container: &str, shared_name: &str, dtype: DType, shape: &Shape) -> Result<Output>;
}

impl Ops for Builder<'_> {
    fn add(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Add", &[x.into(), y.into()], &[])
    }
    fn assign_variable_op(&mut self, resource: Output, value: Output, validate_shape: bool) -> Result<Outputs> {
        self.op("AssignVariableOp", &[resource.into(), value.into()], &[("validate_shape", validate_shape.into_attr())])
    }
    fn broadcast_gradient_args(&mut self, s0: Output, s1: Output) -> Result<Outputs> {
        self.op("BroadcastGradientArgs", &[s0.into(), s1.into()], &[])
    }
    fn const_(&mut self, value: &Tensor, dtype: DType) -> Result<Output> {
        self.op1("Const", &[], &[("value", value.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn mul(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Mul", &[x.into(), y.into()], &[])
    }
    fn no_op(&mut self) -> Result<Outputs> {
        self.op("NoOp", &[], &[])
    }
    fn placeholder(&mut self, dtype: DType, shape: &Shape) -> Result<Output> {
        self.op1("Placeholder", &[], &[("dtype", dtype.into_attr()), ("shape", shape.into_attr())])
    }
    fn read_variable_op(&mut self, resource: Output, dtype: DType) -> Result<Output> {
        self.op1("ReadVariableOp", &[resource.into()], &[("dtype", dtype.into_attr())])
    }
    fn relu(&mut self, features: Output) -> Result<Output> {
        self.op1("Relu", &[features.into()], &[])
    }
    fn relu_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("ReluGrad", &[gradients.into(), features.into()], &[])
    }
    fn reshape(&mut self, tensor: Output, shape: Output) -> Result<Output> {
        self.op1("Reshape", &[tensor.into(), shape.into()], &[])
    }
    fn shape(&mut self, input: Output, out_type: DType) -> Result<Output> {
        self.op1("Shape", &[input.into()], &[("out_type", out_type.into_attr())])
    }
    fn sum(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Sum", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn var_handle_op(&mut self, container: &str, shared_name: &str, dtype: DType, shape: &Shape) -> Result<Output> {
        self.op1("VarHandleOp", &[], &[("container", container.into_attr()), ("shared_name", shared_name.into_attr()), ("dtype", dtype.into_attr()), ("shape", shape.into_attr())])
    }
}
