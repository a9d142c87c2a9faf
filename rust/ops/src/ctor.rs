//! Generated from the op table by `cargo run -p rheos-xtask -- gen`; do not edit.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(clippy::too_many_arguments, unused_imports)]

use rheos_base::{DType, Result, Shape, Tensor};
use rheos_graph::{Builder, IntoAttr, Output, Outputs};

/// One constructor per op.
pub trait Ops {
    /// Returns |x| element-wise.
    fn abs(&mut self, x: Output) -> Result<Output>;
    /// Returns the arc cosine in [0, pi] element-wise.
    fn acos(&mut self, x: Output) -> Result<Output>;
    /// Returns the inverse hyperbolic cosine element-wise; NaN below 1.
    fn acosh(&mut self, x: Output) -> Result<Output>;
    /// Returns x + y element-wise, with broadcasting.
    fn add(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the sum of tensors of one shape.
    fn add_n(&mut self, inputs: &[Output]) -> Result<Output>;
    /// Returns x + y element-wise, with broadcasting.
    fn add_v2(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the angle of complex numbers in (-pi, pi].
    fn angle(&mut self, input: Output, tout: DType) -> Result<Output>;
    /// Returns the arc sine in [-pi/2, pi/2] element-wise.
    fn asin(&mut self, x: Output) -> Result<Output>;
    /// Returns the inverse hyperbolic sine element-wise.
    fn asinh(&mut self, x: Output) -> Result<Output>;
    /// Makes value the variable's value.
    fn assign_variable_op(&mut self, resource: Output, value: Output, validate_shape: bool) -> Result<Outputs>;
    /// Returns the arc tangent in (-pi/2, pi/2) element-wise.
    fn atan(&mut self, x: Output) -> Result<Output>;
    /// Returns the angle of the point (x, y) in (-pi, pi], with broadcasting.
    fn atan2(&mut self, y: Output, x: Output) -> Result<Output>;
    /// Returns the inverse hyperbolic tangent element-wise; NaN outside [-1, 1].
    fn atanh(&mut self, x: Output) -> Result<Output>;
    /// Returns the bits set in both x and y, with broadcasting.
    fn bitwise_and(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the bits set in x or y, with broadcasting.
    fn bitwise_or(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the bits in which x and y differ, with broadcasting.
    fn bitwise_xor(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Axes over which gradients of two broadcast operands are summed.
    fn broadcast_gradient_args(&mut self, s0: Output, s1: Output) -> Result<Outputs>;
    /// Converts elements to another type.
    fn cast(&mut self, x: Output, dstt: DType, truncate: bool) -> Result<Output>;
    /// Returns the smallest integer not below x element-wise.
    fn ceil(&mut self, x: Output) -> Result<Output>;
    /// Limits elements to the range from clip_value_min to clip_value_max, with broadcasting.
    fn clip_by_value(&mut self, t: Output, clip_value_min: Output, clip_value_max: Output) -> Result<Output>;
    /// Makes complex numbers of two parts, with broadcasting.
    fn complex(&mut self, real: Output, imag: Output, tout: DType) -> Result<Output>;
    /// Returns the absolute value of complex numbers.
    fn complex_abs(&mut self, x: Output, tout: DType) -> Result<Output>;
    /// Returns the complex conjugate.
    fn conj(&mut self, input: Output) -> Result<Output>;
    /// A constant tensor.
    fn const_(&mut self, value: &Tensor, dtype: DType) -> Result<Output>;
    /// Returns the cosine of x in radians element-wise.
    fn cos(&mut self, x: Output) -> Result<Output>;
    /// Returns the hyperbolic cosine element-wise.
    fn cosh(&mut self, x: Output) -> Result<Output>;
    /// Returns the derivative of Lgamma element-wise.
    fn digamma(&mut self, x: Output) -> Result<Output>;
    /// Returns x / y element-wise, with broadcasting.
    fn div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x / y, and 0 where y is zero, with broadcasting.
    fn div_no_nan(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Exponential linear: features where positive, else exp(features) - 1.
    fn elu(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Elu, given its outputs: gradients * (outputs + 1) where outputs < 0, else gradients.
    fn elu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output>;
    /// Returns whether x == y element-wise, with broadcasting.
    fn equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output>;
    /// Returns the error function element-wise.
    fn erf(&mut self, x: Output) -> Result<Output>;
    /// Returns 1 - erf(x) element-wise, accurate for large x.
    fn erfc(&mut self, x: Output) -> Result<Output>;
    /// Returns e to the power x element-wise.
    fn exp(&mut self, x: Output) -> Result<Output>;
    /// Returns exp(x) - 1 element-wise, accurate near 0.
    fn expm1(&mut self, x: Output) -> Result<Output>;
    /// Returns the largest integer not above x element-wise.
    fn floor(&mut self, x: Output) -> Result<Output>;
    /// Returns x / y rounded down, with broadcasting.
    fn floor_div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the remainder of x / y with the sign of y, as Python's %, with broadcasting.
    fn floor_mod(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x > y element-wise, with broadcasting.
    fn greater(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x >= y element-wise, with broadcasting.
    fn greater_equal(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the imaginary part.
    fn imag(&mut self, input: Output, tout: DType) -> Result<Output>;
    /// Returns 1 / x element-wise.
    fn inv(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Inv: -dy * y².
    fn inv_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns x with every bit flipped.
    fn invert(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x is neither infinite nor NaN element-wise.
    fn is_finite(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x is infinite element-wise.
    fn is_inf(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x is NaN element-wise.
    fn is_nan(&mut self, x: Output) -> Result<Output>;
    /// Rectified linear with a leak: features where positive, else alpha * features.
    fn leaky_relu(&mut self, features: Output, alpha: f32) -> Result<Output>;
    /// Gradient of LeakyRelu: gradients where features > 0, else alpha * gradients.
    fn leaky_relu_grad(&mut self, gradients: Output, features: Output, alpha: f32) -> Result<Output>;
    /// Returns x with its bits moved up by y places, with broadcasting.
    fn left_shift(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x < y element-wise, with broadcasting.
    fn less(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x <= y element-wise, with broadcasting.
    fn less_equal(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns log |gamma(x)| element-wise.
    fn lgamma(&mut self, x: Output) -> Result<Output>;
    /// Returns the natural logarithm element-wise.
    fn log(&mut self, x: Output) -> Result<Output>;
    /// Returns log(1 + x) element-wise, accurate near 0.
    fn log1p(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x and y both hold element-wise, with broadcasting.
    fn logical_and(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns whether x does not hold element-wise.
    fn logical_not(&mut self, x: Output) -> Result<Output>;
    /// Returns whether x or y holds element-wise, with broadcasting.
    fn logical_or(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the larger of x and y, with broadcasting; NaN if either is.
    fn maximum(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the smaller of x and y, with broadcasting; NaN if either is.
    fn minimum(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the remainder of x / y with the sign of x, with broadcasting.
    fn mod_(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x * y element-wise, with broadcasting.
    fn mul(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x * y, and 0 where y is zero even if x is infinite or NaN, with broadcasting.
    fn mul_no_nan(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns -x element-wise.
    fn neg(&mut self, x: Output) -> Result<Output>;
    /// Does nothing; something to hang control dependencies on.
    fn no_op(&mut self) -> Result<Outputs>;
    /// Returns whether x != y element-wise, with broadcasting.
    fn not_equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output>;
    /// A tensor that every run must feed.
    fn placeholder(&mut self, dtype: DType, shape: &Shape) -> Result<Output>;
    /// Returns how many bits of x are set.
    fn population_count(&mut self, x: Output) -> Result<Output>;
    /// Returns x to the power y, with broadcasting.
    fn pow(&mut self, x: Output, y: Output) -> Result<Output>;
    /// The variable's current value.
    fn read_variable_op(&mut self, resource: Output, dtype: DType) -> Result<Output>;
    /// Returns the real part.
    fn real(&mut self, input: Output, tout: DType) -> Result<Output>;
    /// Returns x / y element-wise for real and complex numbers, with broadcasting.
    fn real_div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns 1 / x element-wise.
    fn reciprocal(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Reciprocal: -dy * y².
    fn reciprocal_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Rectified linear: max(features, 0).
    fn relu(&mut self, features: Output) -> Result<Output>;
    /// Rectified linear with a ceiling: min(max(features, 0), 6).
    fn relu6(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Relu6: gradients where 0 < features < 6, else 0.
    fn relu6_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// Gradient of Relu: gradients where features > 0, else 0.
    fn relu_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// The same elements under other sizes; one size may be -1.
    fn reshape(&mut self, tensor: Output, shape: Output) -> Result<Output>;
    /// Returns x with its bits moved down by y places, with broadcasting; signed types keep their sign.
    fn right_shift(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the nearest integer element-wise; halves go to the even one.
    fn rint(&mut self, x: Output) -> Result<Output>;
    /// Returns the nearest integer element-wise; halves go to the even one.
    fn round(&mut self, x: Output) -> Result<Output>;
    /// Returns 1 / sqrt(x) element-wise.
    fn rsqrt(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Rsqrt: dy * -0.5 * y³.
    fn rsqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns elements of t where the condition holds, else of e.
    fn select(&mut self, condition: Output, t: Output, e: Output) -> Result<Output>;
    /// Returns elements of t where the condition holds, else of e, with broadcasting of all three.
    fn select_v2(&mut self, condition: Output, t: Output, e: Output) -> Result<Output>;
    /// Scaled exponential linear: scale * features where positive, else scale * alpha * (exp(features) - 1).
    fn selu(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Selu, given its outputs: gradients * (outputs + scale * alpha) where outputs < 0, else gradients * scale.
    fn selu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output>;
    /// Sizes of a tensor.
    fn shape(&mut self, input: Output, out_type: DType) -> Result<Output>;
    /// Returns 1 / (1 + exp(-x)) element-wise, without overflow.
    fn sigmoid(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Sigmoid: dy * y * (1 - y).
    fn sigmoid_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns -1, 0 or 1 for the sign of x; x / |x| for complex numbers.
    fn sign(&mut self, x: Output) -> Result<Output>;
    /// Returns the sine of x in radians element-wise.
    fn sin(&mut self, x: Output) -> Result<Output>;
    /// Returns the hyperbolic sine element-wise.
    fn sinh(&mut self, x: Output) -> Result<Output>;
    /// Smooth rectifier: log(1 + exp(features)), without overflow.
    fn softplus(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Softplus: gradients * sigmoid(features).
    fn softplus_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// Returns features / (1 + |features|).
    fn softsign(&mut self, features: Output) -> Result<Output>;
    /// Gradient of Softsign: gradients / (1 + |features|)².
    fn softsign_grad(&mut self, gradients: Output, features: Output) -> Result<Output>;
    /// Returns the square root element-wise; NaN for negative numbers.
    fn sqrt(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Sqrt: dy * 0.5 / y.
    fn sqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns x * x element-wise.
    fn square(&mut self, x: Output) -> Result<Output>;
    /// Returns (x - y)² element-wise, with broadcasting; (x - y) times its conjugate for complex numbers.
    fn squared_difference(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x - y element-wise, with broadcasting.
    fn sub(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Sum of elements over axes.
    fn sum(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output>;
    /// Returns the tangent of x in radians element-wise.
    fn tan(&mut self, x: Output) -> Result<Output>;
    /// Returns the hyperbolic tangent element-wise.
    fn tanh(&mut self, x: Output) -> Result<Output>;
    /// Gradient of Tanh: dy * (1 - y²).
    fn tanh_grad(&mut self, y: Output, dy: Output) -> Result<Output>;
    /// Returns x / y rounded towards zero, with broadcasting.
    fn truncate_div(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns the remainder of x / y with the sign of x, with broadcasting.
    fn truncate_mod(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Handle of a variable of the session.
    fn var_handle_op(&mut self, container: &str, shared_name: &str, dtype: DType, shape: &Shape) -> Result<Output>;
    /// Returns x / y, and 0 where x is zero even if y is, with broadcasting.
    fn xdivy(&mut self, x: Output, y: Output) -> Result<Output>;
    /// Returns x * log(y), and 0 where x is zero even if y is, with broadcasting.
    fn xlogy(&mut self, x: Output, y: Output) -> Result<Output>;
}

impl Ops for Builder<'_> {
    fn abs(&mut self, x: Output) -> Result<Output> {
        self.op1("Abs", &[x.into()], &[])
    }
    fn acos(&mut self, x: Output) -> Result<Output> {
        self.op1("Acos", &[x.into()], &[])
    }
    fn acosh(&mut self, x: Output) -> Result<Output> {
        self.op1("Acosh", &[x.into()], &[])
    }
    fn add(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Add", &[x.into(), y.into()], &[])
    }
    fn add_n(&mut self, inputs: &[Output]) -> Result<Output> {
        self.op1("AddN", &[inputs.into()], &[])
    }
    fn add_v2(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("AddV2", &[x.into(), y.into()], &[])
    }
    fn angle(&mut self, input: Output, tout: DType) -> Result<Output> {
        self.op1("Angle", &[input.into()], &[("Tout", tout.into_attr())])
    }
    fn asin(&mut self, x: Output) -> Result<Output> {
        self.op1("Asin", &[x.into()], &[])
    }
    fn asinh(&mut self, x: Output) -> Result<Output> {
        self.op1("Asinh", &[x.into()], &[])
    }
    fn assign_variable_op(&mut self, resource: Output, value: Output, validate_shape: bool) -> Result<Outputs> {
        self.op("AssignVariableOp", &[resource.into(), value.into()], &[("validate_shape", validate_shape.into_attr())])
    }
    fn atan(&mut self, x: Output) -> Result<Output> {
        self.op1("Atan", &[x.into()], &[])
    }
    fn atan2(&mut self, y: Output, x: Output) -> Result<Output> {
        self.op1("Atan2", &[y.into(), x.into()], &[])
    }
    fn atanh(&mut self, x: Output) -> Result<Output> {
        self.op1("Atanh", &[x.into()], &[])
    }
    fn bitwise_and(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("BitwiseAnd", &[x.into(), y.into()], &[])
    }
    fn bitwise_or(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("BitwiseOr", &[x.into(), y.into()], &[])
    }
    fn bitwise_xor(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("BitwiseXor", &[x.into(), y.into()], &[])
    }
    fn broadcast_gradient_args(&mut self, s0: Output, s1: Output) -> Result<Outputs> {
        self.op("BroadcastGradientArgs", &[s0.into(), s1.into()], &[])
    }
    fn cast(&mut self, x: Output, dstt: DType, truncate: bool) -> Result<Output> {
        self.op1("Cast", &[x.into()], &[("DstT", dstt.into_attr()), ("Truncate", truncate.into_attr())])
    }
    fn ceil(&mut self, x: Output) -> Result<Output> {
        self.op1("Ceil", &[x.into()], &[])
    }
    fn clip_by_value(&mut self, t: Output, clip_value_min: Output, clip_value_max: Output) -> Result<Output> {
        self.op1("ClipByValue", &[t.into(), clip_value_min.into(), clip_value_max.into()], &[])
    }
    fn complex(&mut self, real: Output, imag: Output, tout: DType) -> Result<Output> {
        self.op1("Complex", &[real.into(), imag.into()], &[("Tout", tout.into_attr())])
    }
    fn complex_abs(&mut self, x: Output, tout: DType) -> Result<Output> {
        self.op1("ComplexAbs", &[x.into()], &[("Tout", tout.into_attr())])
    }
    fn conj(&mut self, input: Output) -> Result<Output> {
        self.op1("Conj", &[input.into()], &[])
    }
    fn const_(&mut self, value: &Tensor, dtype: DType) -> Result<Output> {
        self.op1("Const", &[], &[("value", value.into_attr()), ("dtype", dtype.into_attr())])
    }
    fn cos(&mut self, x: Output) -> Result<Output> {
        self.op1("Cos", &[x.into()], &[])
    }
    fn cosh(&mut self, x: Output) -> Result<Output> {
        self.op1("Cosh", &[x.into()], &[])
    }
    fn digamma(&mut self, x: Output) -> Result<Output> {
        self.op1("Digamma", &[x.into()], &[])
    }
    fn div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Div", &[x.into(), y.into()], &[])
    }
    fn div_no_nan(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("DivNoNan", &[x.into(), y.into()], &[])
    }
    fn elu(&mut self, features: Output) -> Result<Output> {
        self.op1("Elu", &[features.into()], &[])
    }
    fn elu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output> {
        self.op1("EluGrad", &[gradients.into(), outputs.into()], &[])
    }
    fn equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output> {
        self.op1("Equal", &[x.into(), y.into()], &[("incompatible_shape_error", incompatible_shape_error.into_attr())])
    }
    fn erf(&mut self, x: Output) -> Result<Output> {
        self.op1("Erf", &[x.into()], &[])
    }
    fn erfc(&mut self, x: Output) -> Result<Output> {
        self.op1("Erfc", &[x.into()], &[])
    }
    fn exp(&mut self, x: Output) -> Result<Output> {
        self.op1("Exp", &[x.into()], &[])
    }
    fn expm1(&mut self, x: Output) -> Result<Output> {
        self.op1("Expm1", &[x.into()], &[])
    }
    fn floor(&mut self, x: Output) -> Result<Output> {
        self.op1("Floor", &[x.into()], &[])
    }
    fn floor_div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("FloorDiv", &[x.into(), y.into()], &[])
    }
    fn floor_mod(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("FloorMod", &[x.into(), y.into()], &[])
    }
    fn greater(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Greater", &[x.into(), y.into()], &[])
    }
    fn greater_equal(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("GreaterEqual", &[x.into(), y.into()], &[])
    }
    fn imag(&mut self, input: Output, tout: DType) -> Result<Output> {
        self.op1("Imag", &[input.into()], &[("Tout", tout.into_attr())])
    }
    fn inv(&mut self, x: Output) -> Result<Output> {
        self.op1("Inv", &[x.into()], &[])
    }
    fn inv_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("InvGrad", &[y.into(), dy.into()], &[])
    }
    fn invert(&mut self, x: Output) -> Result<Output> {
        self.op1("Invert", &[x.into()], &[])
    }
    fn is_finite(&mut self, x: Output) -> Result<Output> {
        self.op1("IsFinite", &[x.into()], &[])
    }
    fn is_inf(&mut self, x: Output) -> Result<Output> {
        self.op1("IsInf", &[x.into()], &[])
    }
    fn is_nan(&mut self, x: Output) -> Result<Output> {
        self.op1("IsNan", &[x.into()], &[])
    }
    fn leaky_relu(&mut self, features: Output, alpha: f32) -> Result<Output> {
        self.op1("LeakyRelu", &[features.into()], &[("alpha", alpha.into_attr())])
    }
    fn leaky_relu_grad(&mut self, gradients: Output, features: Output, alpha: f32) -> Result<Output> {
        self.op1("LeakyReluGrad", &[gradients.into(), features.into()], &[("alpha", alpha.into_attr())])
    }
    fn left_shift(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LeftShift", &[x.into(), y.into()], &[])
    }
    fn less(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Less", &[x.into(), y.into()], &[])
    }
    fn less_equal(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LessEqual", &[x.into(), y.into()], &[])
    }
    fn lgamma(&mut self, x: Output) -> Result<Output> {
        self.op1("Lgamma", &[x.into()], &[])
    }
    fn log(&mut self, x: Output) -> Result<Output> {
        self.op1("Log", &[x.into()], &[])
    }
    fn log1p(&mut self, x: Output) -> Result<Output> {
        self.op1("Log1p", &[x.into()], &[])
    }
    fn logical_and(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LogicalAnd", &[x.into(), y.into()], &[])
    }
    fn logical_not(&mut self, x: Output) -> Result<Output> {
        self.op1("LogicalNot", &[x.into()], &[])
    }
    fn logical_or(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("LogicalOr", &[x.into(), y.into()], &[])
    }
    fn maximum(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Maximum", &[x.into(), y.into()], &[])
    }
    fn minimum(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Minimum", &[x.into(), y.into()], &[])
    }
    fn mod_(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Mod", &[x.into(), y.into()], &[])
    }
    fn mul(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Mul", &[x.into(), y.into()], &[])
    }
    fn mul_no_nan(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("MulNoNan", &[x.into(), y.into()], &[])
    }
    fn neg(&mut self, x: Output) -> Result<Output> {
        self.op1("Neg", &[x.into()], &[])
    }
    fn no_op(&mut self) -> Result<Outputs> {
        self.op("NoOp", &[], &[])
    }
    fn not_equal(&mut self, x: Output, y: Output, incompatible_shape_error: bool) -> Result<Output> {
        self.op1("NotEqual", &[x.into(), y.into()], &[("incompatible_shape_error", incompatible_shape_error.into_attr())])
    }
    fn placeholder(&mut self, dtype: DType, shape: &Shape) -> Result<Output> {
        self.op1("Placeholder", &[], &[("dtype", dtype.into_attr()), ("shape", shape.into_attr())])
    }
    fn population_count(&mut self, x: Output) -> Result<Output> {
        self.op1("PopulationCount", &[x.into()], &[])
    }
    fn pow(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Pow", &[x.into(), y.into()], &[])
    }
    fn read_variable_op(&mut self, resource: Output, dtype: DType) -> Result<Output> {
        self.op1("ReadVariableOp", &[resource.into()], &[("dtype", dtype.into_attr())])
    }
    fn real(&mut self, input: Output, tout: DType) -> Result<Output> {
        self.op1("Real", &[input.into()], &[("Tout", tout.into_attr())])
    }
    fn real_div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("RealDiv", &[x.into(), y.into()], &[])
    }
    fn reciprocal(&mut self, x: Output) -> Result<Output> {
        self.op1("Reciprocal", &[x.into()], &[])
    }
    fn reciprocal_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("ReciprocalGrad", &[y.into(), dy.into()], &[])
    }
    fn relu(&mut self, features: Output) -> Result<Output> {
        self.op1("Relu", &[features.into()], &[])
    }
    fn relu6(&mut self, features: Output) -> Result<Output> {
        self.op1("Relu6", &[features.into()], &[])
    }
    fn relu6_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("Relu6Grad", &[gradients.into(), features.into()], &[])
    }
    fn relu_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("ReluGrad", &[gradients.into(), features.into()], &[])
    }
    fn reshape(&mut self, tensor: Output, shape: Output) -> Result<Output> {
        self.op1("Reshape", &[tensor.into(), shape.into()], &[])
    }
    fn right_shift(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("RightShift", &[x.into(), y.into()], &[])
    }
    fn rint(&mut self, x: Output) -> Result<Output> {
        self.op1("Rint", &[x.into()], &[])
    }
    fn round(&mut self, x: Output) -> Result<Output> {
        self.op1("Round", &[x.into()], &[])
    }
    fn rsqrt(&mut self, x: Output) -> Result<Output> {
        self.op1("Rsqrt", &[x.into()], &[])
    }
    fn rsqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("RsqrtGrad", &[y.into(), dy.into()], &[])
    }
    fn select(&mut self, condition: Output, t: Output, e: Output) -> Result<Output> {
        self.op1("Select", &[condition.into(), t.into(), e.into()], &[])
    }
    fn select_v2(&mut self, condition: Output, t: Output, e: Output) -> Result<Output> {
        self.op1("SelectV2", &[condition.into(), t.into(), e.into()], &[])
    }
    fn selu(&mut self, features: Output) -> Result<Output> {
        self.op1("Selu", &[features.into()], &[])
    }
    fn selu_grad(&mut self, gradients: Output, outputs: Output) -> Result<Output> {
        self.op1("SeluGrad", &[gradients.into(), outputs.into()], &[])
    }
    fn shape(&mut self, input: Output, out_type: DType) -> Result<Output> {
        self.op1("Shape", &[input.into()], &[("out_type", out_type.into_attr())])
    }
    fn sigmoid(&mut self, x: Output) -> Result<Output> {
        self.op1("Sigmoid", &[x.into()], &[])
    }
    fn sigmoid_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("SigmoidGrad", &[y.into(), dy.into()], &[])
    }
    fn sign(&mut self, x: Output) -> Result<Output> {
        self.op1("Sign", &[x.into()], &[])
    }
    fn sin(&mut self, x: Output) -> Result<Output> {
        self.op1("Sin", &[x.into()], &[])
    }
    fn sinh(&mut self, x: Output) -> Result<Output> {
        self.op1("Sinh", &[x.into()], &[])
    }
    fn softplus(&mut self, features: Output) -> Result<Output> {
        self.op1("Softplus", &[features.into()], &[])
    }
    fn softplus_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("SoftplusGrad", &[gradients.into(), features.into()], &[])
    }
    fn softsign(&mut self, features: Output) -> Result<Output> {
        self.op1("Softsign", &[features.into()], &[])
    }
    fn softsign_grad(&mut self, gradients: Output, features: Output) -> Result<Output> {
        self.op1("SoftsignGrad", &[gradients.into(), features.into()], &[])
    }
    fn sqrt(&mut self, x: Output) -> Result<Output> {
        self.op1("Sqrt", &[x.into()], &[])
    }
    fn sqrt_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("SqrtGrad", &[y.into(), dy.into()], &[])
    }
    fn square(&mut self, x: Output) -> Result<Output> {
        self.op1("Square", &[x.into()], &[])
    }
    fn squared_difference(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("SquaredDifference", &[x.into(), y.into()], &[])
    }
    fn sub(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Sub", &[x.into(), y.into()], &[])
    }
    fn sum(&mut self, input: Output, reduction_indices: Output, keep_dims: bool) -> Result<Output> {
        self.op1("Sum", &[input.into(), reduction_indices.into()], &[("keep_dims", keep_dims.into_attr())])
    }
    fn tan(&mut self, x: Output) -> Result<Output> {
        self.op1("Tan", &[x.into()], &[])
    }
    fn tanh(&mut self, x: Output) -> Result<Output> {
        self.op1("Tanh", &[x.into()], &[])
    }
    fn tanh_grad(&mut self, y: Output, dy: Output) -> Result<Output> {
        self.op1("TanhGrad", &[y.into(), dy.into()], &[])
    }
    fn truncate_div(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("TruncateDiv", &[x.into(), y.into()], &[])
    }
    fn truncate_mod(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("TruncateMod", &[x.into(), y.into()], &[])
    }
    fn var_handle_op(&mut self, container: &str, shared_name: &str, dtype: DType, shape: &Shape) -> Result<Output> {
        self.op1("VarHandleOp", &[], &[("container", container.into_attr()), ("shared_name", shared_name.into_attr()), ("dtype", dtype.into_attr()), ("shape", shape.into_attr())])
    }
    fn xdivy(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Xdivy", &[x.into(), y.into()], &[])
    }
    fn xlogy(&mut self, x: Output, y: Output) -> Result<Output> {
        self.op1("Xlogy", &[x.into(), y.into()], &[])
    }
}
