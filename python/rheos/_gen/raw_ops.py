"""One function per op, under TensorFlow's op name: inputs, then attributes, then `name`.

Inputs are converted to Tensors of the dtype that the signature implies. The result is a Tensor, a list or named
tuple of Tensors, or the Operation where an op has no results.

Generated from the op table by `cargo run -p rheos-xtask -- gen`; do not edit.
"""

from __future__ import annotations

from typing import Any as _Any

from .._native import Operation as _Operation
from .._native import Tensor as _Tensor
from .._native import apply as _apply


def Abs(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns |x| element-wise. The gradient at 0 is 0.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: {bfloat16, float16, float32, float64, int8, int16, int32, int64}.
    """
    return _apply("Abs", (x,), (), name)  # type: ignore[no-any-return]


def Acos(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the arc cosine in [0, pi] element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Acos", (x,), (), name)  # type: ignore[no-any-return]


def Acosh(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the inverse hyperbolic cosine element-wise; NaN below 1.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Acosh", (x,), (), name)  # type: ignore[no-any-return]


def Add(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x + y element-wise, with broadcasting. Integers wrap.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: numeric.
    """
    return _apply("Add", (x, y,), (), name)  # type: ignore[no-any-return]


def AddN(
    inputs: list[_Any] | tuple[_Any, ...],
    name: str | None = None,
) -> _Tensor:
    """Returns the sum of tensors of one shape.

    Inputs: inputs: N * T.
    Outputs: sum: T.
    Attributes: N: int >= 1; T: numeric.
    """
    return _apply("AddN", (inputs,), (), name)  # type: ignore[no-any-return]


def AddV2(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x + y element-wise, with broadcasting. Integers wrap.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: numeric.
    """
    return _apply("AddV2", (x, y,), (), name)  # type: ignore[no-any-return]


def All(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Whether all elements hold over axes; true for no elements.

    Inputs: input: bool, reduction_indices: Tidx.
    Outputs: output: bool.
    Attributes: keep_dims: bool = false; Tidx: {int32, int64} = int32.
    """
    return _apply("All", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def AllCandidateSampler(
    true_classes: _Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """All classes of [0, num_sampled), each expected once.

    Inputs: true_classes: int64.
    Outputs: sampled_candidates: int64, true_expected_count: float32, sampled_expected_count: float32.
    Attributes: num_true: int >= 1; num_sampled: int >= 1; unique: bool; seed: int = 0; seed2: int = 0.
    """
    return _apply("AllCandidateSampler", (true_classes,), (num_true, num_sampled, unique, seed, seed2,), name)


def Angle(
    input: _Any,
    Tout: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """Returns the angle of complex numbers in (-pi, pi].

    Inputs: input: T.
    Outputs: output: Tout.
    Attributes: T: {complex64, complex128} = complex64; Tout: {float32, float64} = float32.
    """
    return _apply("Angle", (input,), (Tout,), name)  # type: ignore[no-any-return]


def Any(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Whether any element holds over axes; false for no elements.

    Inputs: input: bool, reduction_indices: Tidx.
    Outputs: output: bool.
    Attributes: keep_dims: bool = false; Tidx: {int32, int64} = int32.
    """
    return _apply("Any", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def ApproximateEqual(
    x: _Any,
    y: _Any,
    tolerance: float = 1e-5,
    name: str | None = None,
) -> _Tensor:
    """Returns whether |x - y| <= tolerance element-wise; the shapes must be the same.

    Inputs: x: T, y: T.
    Outputs: z: bool.
    Attributes: T: {float32, float64}; tolerance: float = 0.00001.
    """
    return _apply("ApproximateEqual", (x, y,), (tolerance,), name)  # type: ignore[no-any-return]


def ArgMax(
    input: _Any,
    dimension: _Any,
    output_type: _Any = "int64",
    name: str | None = None,
) -> _Tensor:
    """Position of the largest element along a dimension; the first one of equals. NaN is passed over.

    Inputs: input: T, dimension: Tidx.
    Outputs: output: output_type.
    Attributes: T: realnumbertype; Tidx: {int32, int64} = int32; output_type: {int32, int64} = int64.
    """
    return _apply("ArgMax", (input, dimension,), (output_type,), name)  # type: ignore[no-any-return]


def ArgMin(
    input: _Any,
    dimension: _Any,
    output_type: _Any = "int64",
    name: str | None = None,
) -> _Tensor:
    """Position of the smallest element along a dimension; the first one of equals. NaN is passed over.

    Inputs: input: T, dimension: Tidx.
    Outputs: output: output_type.
    Attributes: T: realnumbertype; Tidx: {int32, int64} = int32; output_type: {int32, int64} = int64.
    """
    return _apply("ArgMin", (input, dimension,), (output_type,), name)  # type: ignore[no-any-return]


def Asin(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the arc sine in [-pi/2, pi/2] element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Asin", (x,), (), name)  # type: ignore[no-any-return]


def Asinh(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the inverse hyperbolic sine element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Asinh", (x,), (), name)  # type: ignore[no-any-return]


def Assert(
    condition: _Any,
    data: list[_Any] | tuple[_Any, ...],
    summarize: int = 3,
    name: str | None = None,
) -> _Operation:
    """Fails with the first elements of data unless the condition holds.

    Inputs: condition: bool, data: T.
    No outputs: gives the Operation.
    Attributes: T: list(type) >= 1; summarize: int = 3.
    """
    return _apply("Assert", (condition, data,), (summarize,), name)  # type: ignore[no-any-return]


def AssignAddVariableOp(
    resource: _Any,
    value: _Any,
    name: str | None = None,
) -> _Operation:
    """Adds value, which has the variable's shape, to the variable.

    Inputs: resource: resource, value: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: type.
    """
    return _apply("AssignAddVariableOp", (resource, value,), (), name)  # type: ignore[no-any-return]


def AssignSubVariableOp(
    resource: _Any,
    value: _Any,
    name: str | None = None,
) -> _Operation:
    """Subtracts value, which has the variable's shape, from the variable.

    Inputs: resource: resource, value: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: type.
    """
    return _apply("AssignSubVariableOp", (resource, value,), (), name)  # type: ignore[no-any-return]


def AssignVariableOp(
    resource: _Any,
    value: _Any,
    validate_shape: bool = False,
    name: str | None = None,
) -> _Operation:
    """Makes value the variable's value.

    Inputs: resource: resource, value: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: type; validate_shape: bool = false.
    """
    return _apply("AssignVariableOp", (resource, value,), (validate_shape,), name)  # type: ignore[no-any-return]


def Atan(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the arc tangent in (-pi/2, pi/2) element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Atan", (x,), (), name)  # type: ignore[no-any-return]


def Atan2(
    y: _Any,
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the angle of the point (x, y) in (-pi, pi], with broadcasting.

    Inputs: y: T, x: T.
    Outputs: z: T.
    Attributes: T: floating.
    """
    return _apply("Atan2", (y, x,), (), name)  # type: ignore[no-any-return]


def Atanh(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the inverse hyperbolic tangent element-wise; NaN outside [-1, 1].

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Atanh", (x,), (), name)  # type: ignore[no-any-return]


def AvgPool(
    value: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """The mean of each window; padding does not count.

    Inputs: value: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID'}; data_format:
    {'NHWC', 'NCHW'} = 'NHWC'; T: floating.
    """
    return _apply("AvgPool", (value,), (ksize, strides, padding, data_format,), name)  # type: ignore[no-any-return]


def AvgPool3D(
    input: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    name: str | None = None,
) -> _Tensor:
    """The mean of each window; padding does not count.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format:
    {'NDHWC', 'NCDHW'} = 'NDHWC'; T: floating.
    """
    return _apply("AvgPool3D", (input,), (ksize, strides, padding, data_format,), name)  # type: ignore[no-any-return]


def AvgPool3DGrad(
    orig_input_shape: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of AvgPool3D: spreads grad evenly over each window.

    Inputs: orig_input_shape: int32, grad: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format:
    {'NDHWC', 'NCDHW'} = 'NDHWC'; T: floating.
    """
    return _apply("AvgPool3DGrad", (orig_input_shape, grad,), (ksize, strides, padding, data_format,), name)  # type: ignore[no-any-return]


def AvgPoolGrad(
    orig_input_shape: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of AvgPool: spreads grad evenly over each window.

    Inputs: orig_input_shape: int32, grad: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID'}; data_format:
    {'NHWC', 'NCHW'} = 'NHWC'; T: floating.
    """
    return _apply("AvgPoolGrad", (orig_input_shape, grad,), (ksize, strides, padding, data_format,), name)  # type: ignore[no-any-return]


def BatchCholesky(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Cholesky, by its name from before TensorFlow 1.0.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("BatchCholesky", (input,), (), name)  # type: ignore[no-any-return]


def BatchCholeskyGrad(
    l: _Any,
    grad: _Any,
    name: str | None = None,
) -> _Tensor:
    """CholeskyGrad, by its name from before TensorFlow 1.0.

    Inputs: l: T, grad: T.
    Outputs: output: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("BatchCholeskyGrad", (l, grad,), (), name)  # type: ignore[no-any-return]


def BatchMatMul(
    x: _Any,
    y: _Any,
    adj_x: bool = False,
    adj_y: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Returns products of matrices in the last two axes; the leading axes must agree. adj_x and adj_y take the
    conjugate transpose of an operand first.

    Inputs: x: T, y: T.
    Outputs: output: T.
    Attributes: adj_x: bool = false; adj_y: bool = false; T: {bfloat16, float16, float32, float64, int32,
    int64, complex64, complex128}.
    """
    return _apply("BatchMatMul", (x, y,), (adj_x, adj_y,), name)  # type: ignore[no-any-return]


def BatchMatMulV2(
    x: _Any,
    y: _Any,
    adj_x: bool = False,
    adj_y: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Returns products of matrices in the last two axes; the leading axes are broadcast. adj_x and adj_y take
    the conjugate transpose of an operand first.

    Inputs: x: T, y: T.
    Outputs: output: T.
    Attributes: adj_x: bool = false; adj_y: bool = false; T: {bfloat16, float16, float32, float64, int32,
    int64, complex64, complex128}.
    """
    return _apply("BatchMatMulV2", (x, y,), (adj_x, adj_y,), name)  # type: ignore[no-any-return]


def BatchMatrixDeterminant(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """MatrixDeterminant, by its name from before TensorFlow 1.0.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("BatchMatrixDeterminant", (input,), (), name)  # type: ignore[no-any-return]


def BatchMatrixInverse(
    input: _Any,
    adjoint: bool = False,
    name: str | None = None,
) -> _Tensor:
    """MatrixInverse, by its name from before TensorFlow 1.0.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: adjoint: bool = false; T: {float64, float32}.
    """
    return _apply("BatchMatrixInverse", (input,), (adjoint,), name)  # type: ignore[no-any-return]


def BatchMatrixSolve(
    matrix: _Any,
    rhs: _Any,
    adjoint: bool = False,
    name: str | None = None,
) -> _Tensor:
    """MatrixSolve, by its name from before TensorFlow 1.0.

    Inputs: matrix: T, rhs: T.
    Outputs: output: T.
    Attributes: adjoint: bool = false; T: {float64, float32}.
    """
    return _apply("BatchMatrixSolve", (matrix, rhs,), (adjoint,), name)  # type: ignore[no-any-return]


def BatchMatrixSolveLs(
    matrix: _Any,
    rhs: _Any,
    l2_regularizer: _Any,
    fast: bool = True,
    name: str | None = None,
) -> _Tensor:
    """MatrixSolveLs, by its name from before TensorFlow 1.0.

    Inputs: matrix: T, rhs: T, l2_regularizer: float64.
    Outputs: output: T.
    Attributes: T: {float64, float32}; fast: bool = true.
    """
    return _apply("BatchMatrixSolveLs", (matrix, rhs, l2_regularizer,), (fast,), name)  # type: ignore[no-any-return]


def BatchMatrixTriangularSolve(
    matrix: _Any,
    rhs: _Any,
    lower: bool = True,
    adjoint: bool = False,
    name: str | None = None,
) -> _Tensor:
    """MatrixTriangularSolve, by its name from before TensorFlow 1.0.

    Inputs: matrix: T, rhs: T.
    Outputs: output: T.
    Attributes: lower: bool = true; adjoint: bool = false; T: {float64, float32}.
    """
    return _apply("BatchMatrixTriangularSolve", (matrix, rhs,), (lower, adjoint,), name)  # type: ignore[no-any-return]


def BatchNormWithGlobalNormalization(
    t: _Any,
    m: _Any,
    v: _Any,
    beta: _Any,
    gamma: _Any,
    variance_epsilon: float,
    scale_after_normalization: bool,
    name: str | None = None,
) -> _Tensor:
    """Normalises the last axis of a 4-D tensor by given moments; the form of TensorFlow's first releases.

    Inputs: t: T, m: T, v: T, beta: T, gamma: T.
    Outputs: result: T.
    Attributes: variance_epsilon: float; scale_after_normalization: bool; T: floating.
    """
    return _apply("BatchNormWithGlobalNormalization", (t, m, v, beta, gamma,), (variance_epsilon, scale_after_normalization,), name)  # type: ignore[no-any-return]


def BatchNormWithGlobalNormalizationGrad(
    t: _Any,
    m: _Any,
    v: _Any,
    gamma: _Any,
    backprop: _Any,
    variance_epsilon: float,
    scale_after_normalization: bool,
    name: str | None = None,
) -> _Any:
    """Gradient of BatchNormWithGlobalNormalization.

    Inputs: t: T, m: T, v: T, gamma: T, backprop: T.
    Outputs: dx: T, dm: T, dv: T, db: T, dg: T.
    Attributes: variance_epsilon: float; scale_after_normalization: bool; T: floating.
    """
    return _apply("BatchNormWithGlobalNormalizationGrad", (t, m, v, gamma, backprop,), (variance_epsilon, scale_after_normalization,), name)


def BatchSelfAdjointEigV2(
    input: _Any,
    compute_v: bool = True,
    name: str | None = None,
) -> _Any:
    """SelfAdjointEigV2, by its name from before TensorFlow 1.0.

    Inputs: input: T.
    Outputs: e: T, v: T.
    Attributes: compute_v: bool = true; T: {float64, float32}.
    """
    return _apply("BatchSelfAdjointEigV2", (input,), (compute_v,), name)


def BatchSvd(
    input: _Any,
    compute_uv: bool = True,
    full_matrices: bool = False,
    name: str | None = None,
) -> _Any:
    """Svd, by its name from before TensorFlow 1.0.

    Inputs: input: T.
    Outputs: s: T, u: T, v: T.
    Attributes: compute_uv: bool = true; full_matrices: bool = false; T: {float64, float32, complex64,
    complex128}.
    """
    return _apply("BatchSvd", (input,), (compute_uv, full_matrices,), name)


def BatchToSpace(
    input: _Any,
    crops: _Any,
    block_size: int,
    name: str | None = None,
) -> _Tensor:
    """BatchToSpaceND with square blocks in axes 1 and 2.

    Inputs: input: T, crops: Tidx.
    Outputs: output: T.
    Attributes: T: type; block_size: int >= 2; Tidx: {int32, int64} = int32.
    """
    return _apply("BatchToSpace", (input, crops,), (block_size,), name)  # type: ignore[no-any-return]


def BatchToSpaceND(
    input: _Any,
    block_shape: _Any,
    crops: _Any,
    name: str | None = None,
) -> _Tensor:
    """Undoes SpaceToBatchND: interleaves batch entries along the axes after the first, then crops these.

    Inputs: input: T, block_shape: Tblock_shape, crops: Tcrops.
    Outputs: output: T.
    Attributes: T: type; Tblock_shape: {int32, int64} = int32; Tcrops: {int32, int64} = int32.
    """
    return _apply("BatchToSpaceND", (input, block_shape, crops,), (), name)  # type: ignore[no-any-return]


def BesselI0e(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Modified Bessel function of order 0, times exp(-|x|).

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("BesselI0e", (x,), (), name)  # type: ignore[no-any-return]


def BesselI1e(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Modified Bessel function of order 1, times exp(-|x|).

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("BesselI1e", (x,), (), name)  # type: ignore[no-any-return]


def Betainc(
    a: _Any,
    b: _Any,
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Regularised incomplete beta function: the share of a beta distribution below x. No gradient flows to a
    and b, as in TensorFlow.

    Inputs: a: T, b: T, x: T.
    Outputs: z: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("Betainc", (a, b, x,), (), name)  # type: ignore[no-any-return]


def BiasAdd(
    value: _Any,
    bias: _Any,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Adds a vector along the channels: the last axis, or axis 1 with data_format NCHW.

    Inputs: value: T, bias: T.
    Outputs: output: T.
    Attributes: T: numeric; data_format: {'NHWC', 'NCHW'} = 'NHWC'.
    """
    return _apply("BiasAdd", (value, bias,), (data_format,), name)  # type: ignore[no-any-return]


def BiasAddGrad(
    out_backprop: _Any,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of BiasAdd for the bias: sums over all axes but the channels'.

    Inputs: out_backprop: T.
    Outputs: output: T.
    Attributes: T: numeric; data_format: {'NHWC', 'NCHW'} = 'NHWC'.
    """
    return _apply("BiasAddGrad", (out_backprop,), (data_format,), name)  # type: ignore[no-any-return]


def Bincount(
    arr: _Any,
    size: _Any,
    weights: _Any,
    name: str | None = None,
) -> _Tensor:
    """For each number from 0 to size - 1 how often it occurs in arr, or the sum of the weights in its places.
    Larger numbers do not count; negative ones are an error.

    Inputs: arr: int32, size: int32, weights: T.
    Outputs: bins: T.
    Attributes: T: {int32, int64, float32, float64}.
    """
    return _apply("Bincount", (arr, size, weights,), (), name)  # type: ignore[no-any-return]


def Bitcast(
    input: _Any,
    type: _Any,
    name: str | None = None,
) -> _Tensor:
    """The same bytes as elements of another type; the last axis grows or goes away where sizes differ.

    Inputs: input: T.
    Outputs: output: type.
    Attributes: T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32,
    uint64, complex64, complex128}; type: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16,
    int32, int64, uint32, uint64, complex64, complex128}.
    """
    return _apply("Bitcast", (input,), (type,), name)  # type: ignore[no-any-return]


def BitwiseAnd(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the bits set in both x and y, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: integer.
    """
    return _apply("BitwiseAnd", (x, y,), (), name)  # type: ignore[no-any-return]


def BitwiseOr(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the bits set in x or y, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: integer.
    """
    return _apply("BitwiseOr", (x, y,), (), name)  # type: ignore[no-any-return]


def BitwiseXor(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the bits in which x and y differ, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: integer.
    """
    return _apply("BitwiseXor", (x, y,), (), name)  # type: ignore[no-any-return]


def BroadcastArgs(
    s0: _Any,
    s1: _Any,
    name: str | None = None,
) -> _Tensor:
    """The shape that two shapes broadcast to.

    Inputs: s0: T, s1: T.
    Outputs: r0: T.
    Attributes: T: {int32, int64} = int32.
    """
    return _apply("BroadcastArgs", (s0, s1,), (), name)  # type: ignore[no-any-return]


def BroadcastGradientArgs(
    s0: _Any,
    s1: _Any,
    name: str | None = None,
) -> _Any:
    """Axes over which gradients of two broadcast operands are summed.

    Inputs: s0: T, s1: T.
    Outputs: r0: T, r1: T.
    Attributes: T: {int32, int64} = int32.
    """
    return _apply("BroadcastGradientArgs", (s0, s1,), (), name)


def BroadcastTo(
    input: _Any,
    shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input repeated to a shape by NumPy's broadcasting.

    Inputs: input: T, shape: Tidx.
    Outputs: output: T.
    Attributes: T: type; Tidx: {int32, int64} = int32.
    """
    return _apply("BroadcastTo", (input, shape,), (), name)  # type: ignore[no-any-return]


def Bucketize(
    input: _Any,
    boundaries: _Any,
    name: str | None = None,
) -> _Tensor:
    """For each element how many of the sorted boundaries it reaches.

    Inputs: input: T.
    Outputs: output: int32.
    Attributes: T: {int32, int64, float32, float64}; boundaries: list(float).
    """
    return _apply("Bucketize", (input,), (boundaries,), name)  # type: ignore[no-any-return]


def CTCBeamSearchDecoder(
    inputs: _Any,
    sequence_length: _Any,
    beam_width: int,
    top_paths: int,
    merge_repeated: bool = True,
    name: str | None = None,
) -> _Any:
    """The likeliest label sequences, as the parts of sparse matrices, and the logarithms of their
    probabilities. The last class is the blank.

    Inputs: inputs: T, sequence_length: int32.
    Outputs: decoded_indices: top_paths * int64, decoded_values: top_paths * int64, decoded_shape: top_paths
    * int64, log_probability: T.
    Attributes: beam_width: int >= 1; top_paths: int >= 1; merge_repeated: bool = true; T: {float32,
    float64} = float32.
    """
    return _apply("CTCBeamSearchDecoder", (inputs, sequence_length,), (beam_width, top_paths, merge_repeated,), name)


def CTCGreedyDecoder(
    inputs: _Any,
    sequence_length: _Any,
    merge_repeated: bool = False,
    blank_index: int = -1,
    name: str | None = None,
) -> _Any:
    """The likeliest class of each step without the blanks, as the parts of a sparse matrix, and the negative
    sum of these classes' logits.

    Inputs: inputs: T, sequence_length: int32.
    Outputs: decoded_indices: int64, decoded_values: int64, decoded_shape: int64, log_probability: T.
    Attributes: merge_repeated: bool = false; blank_index: int = -1; T: {float32, float64} = float32.
    """
    return _apply("CTCGreedyDecoder", (inputs, sequence_length,), (merge_repeated, blank_index,), name)


def CTCLoss(
    inputs: _Any,
    labels_indices: _Any,
    labels_values: _Any,
    sequence_length: _Any,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
    name: str | None = None,
) -> _Any:
    """Negative log probability of label sequences given the logits of each step, and its gradient with respect
    to the logits. inputs is [steps, batch, classes]; the last class is the blank.

    Inputs: inputs: T, labels_indices: int64, labels_values: int32, sequence_length: int32.
    Outputs: loss: T, gradient: T.
    Attributes: preprocess_collapse_repeated: bool = false; ctc_merge_repeated: bool = true;
    ignore_longer_outputs_than_inputs: bool = false; T: {float32, float64} = float32.
    """
    return _apply("CTCLoss", (inputs, labels_indices, labels_values, sequence_length,), (preprocess_collapse_repeated, ctc_merge_repeated, ignore_longer_outputs_than_inputs,), name)


def Cast(
    x: _Any,
    DstT: _Any,
    Truncate: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Converts elements to another type. Floats become integers by truncation, out of range as on x86
    processors: the least int32 or int64, of which narrower types keep the low bits; anything but 0 becomes
    true; complex numbers lose their imaginary part where the result is real.

    Inputs: x: SrcT.
    Outputs: y: DstT.
    Attributes: SrcT: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64,
    uint32, uint64, complex64, complex128, bool}; DstT: {bfloat16, float16, float32, float64, uint8, int8,
    uint16, int16, int32, int64, uint32, uint64, complex64, complex128, bool}; Truncate: bool = false.
    """
    return _apply("Cast", (x,), (DstT, Truncate,), name)  # type: ignore[no-any-return]


def Ceil(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the smallest integer not below x element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Ceil", (x,), (), name)  # type: ignore[no-any-return]


def CheckNumerics(
    tensor: _Any,
    message: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """Returns the tensor if all its elements are finite; otherwise fails with the message.

    Inputs: tensor: T.
    Outputs: output: T.
    Attributes: message: string; T: floating.
    """
    return _apply("CheckNumerics", (tensor,), (message,), name)  # type: ignore[no-any-return]


def Cholesky(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The lower triangular factor L of self-adjoint positive definite matrices L L^H; only their lower
    triangles are read.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("Cholesky", (input,), (), name)  # type: ignore[no-any-return]


def CholeskyGrad(
    l: _Any,
    grad: _Any,
    name: str | None = None,
) -> _Tensor:
    """The gradient of a matrix from its Cholesky factor and the gradient of that.

    Inputs: l: T, grad: T.
    Outputs: output: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("CholeskyGrad", (l, grad,), (), name)  # type: ignore[no-any-return]


def ClipByValue(
    t: _Any,
    clip_value_min: _Any,
    clip_value_max: _Any,
    name: str | None = None,
) -> _Tensor:
    """Limits elements to the range from clip_value_min to clip_value_max, with broadcasting.

    Inputs: t: T, clip_value_min: T, clip_value_max: T.
    Outputs: output: T.
    Attributes: T: realnumbertype.
    """
    return _apply("ClipByValue", (t, clip_value_min, clip_value_max,), (), name)  # type: ignore[no-any-return]


def Complex(
    real: _Any,
    imag: _Any,
    Tout: _Any = "complex64",
    name: str | None = None,
) -> _Tensor:
    """Makes complex numbers of two parts, with broadcasting.

    Inputs: real: T, imag: T.
    Outputs: out: Tout.
    Attributes: T: {float32, float64} = float32; Tout: {complex64, complex128} = complex64.
    """
    return _apply("Complex", (real, imag,), (Tout,), name)  # type: ignore[no-any-return]


def ComplexAbs(
    x: _Any,
    Tout: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """Returns the absolute value of complex numbers.

    Inputs: x: T.
    Outputs: y: Tout.
    Attributes: T: {complex64, complex128} = complex64; Tout: {float32, float64} = float32.
    """
    return _apply("ComplexAbs", (x,), (Tout,), name)  # type: ignore[no-any-return]


def ComputeAccidentalHits(
    true_classes: _Any,
    sampled_candidates: _Any,
    num_true: int,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """For each sample that is a true class of a row: the row, the sample's place, and the least float32.

    Inputs: true_classes: int64, sampled_candidates: int64.
    Outputs: indices: int32, ids: int64, weights: float32.
    Attributes: num_true: int; seed: int = 0; seed2: int = 0.
    """
    return _apply("ComputeAccidentalHits", (true_classes, sampled_candidates,), (num_true, seed, seed2,), name)


def Concat(
    concat_dim: _Any,
    values: list[_Any] | tuple[_Any, ...],
    name: str | None = None,
) -> _Tensor:
    """Joins tensors along an axis, which comes first.

    Inputs: concat_dim: int32, values: N * T.
    Outputs: output: T.
    Attributes: N: int >= 2; T: type.
    """
    return _apply("Concat", (concat_dim, values,), (), name)  # type: ignore[no-any-return]


def ConcatOffset(
    concat_dim: _Any,
    shape: list[_Any] | tuple[_Any, ...],
    name: str | None = None,
) -> list[_Tensor]:
    """Where each tensor begins in the concatenation of tensors of these shapes.

    Inputs: concat_dim: int32, shape: N * int32.
    Outputs: offset: N * int32.
    Attributes: N: int >= 2.
    """
    return _apply("ConcatOffset", (concat_dim, shape,), (), name)  # type: ignore[no-any-return]


def ConcatV2(
    values: list[_Any] | tuple[_Any, ...],
    axis: _Any,
    name: str | None = None,
) -> _Tensor:
    """Joins tensors along an axis.

    Inputs: values: N * T, axis: Tidx.
    Outputs: output: T.
    Attributes: N: int >= 1; T: type; Tidx: {int32, int64} = int32.
    """
    return _apply("ConcatV2", (values, axis,), (), name)  # type: ignore[no-any-return]


def Conj(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the complex conjugate.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {complex64, complex128} = complex64.
    """
    return _apply("Conj", (input,), (), name)  # type: ignore[no-any-return]


def ConjugateTranspose(
    x: _Any,
    perm: _Any,
    name: str | None = None,
) -> _Tensor:
    """Axes in another order, and the complex conjugate of each element.

    Inputs: x: T, perm: Tperm.
    Outputs: y: T.
    Attributes: T: plain; Tperm: {int32, int64} = int32.
    """
    return _apply("ConjugateTranspose", (x, perm,), (), name)  # type: ignore[no-any-return]


def Const(
    value: _Any,
    dtype: _Any,
    name: str | None = None,
) -> _Tensor:
    """A constant tensor.

    Outputs: output: dtype.
    Attributes: value: tensor; dtype: type.
    """
    return _apply("Const", (), (value, dtype,), name)  # type: ignore[no-any-return]


def Conv2D(
    input: _Any,
    filter: _Any,
    strides: _Any,
    padding: str | bytes,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    dilations: _Any = (1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Convolves images with filters: each result is the sum over a window of the input times the filter. An
    input with several times the filter's channels is convolved group by group. Half-precision types are
    summed in float32; integers wrap.

    Inputs: input: T, filter: T.
    Outputs: output: T.
    Attributes: strides: list(int); use_cudnn_on_gpu: bool = true; padding: {'SAME', 'VALID', 'EXPLICIT'};
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1,
    1, 1]; T: {float16, bfloat16, float32, float64, int32}.
    """
    return _apply("Conv2D", (input, filter,), (strides, use_cudnn_on_gpu, padding, explicit_paddings, data_format, dilations,), name)  # type: ignore[no-any-return]


def Conv2DBackpropFilter(
    input: _Any,
    filter_sizes: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    dilations: _Any = (1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Returns the gradient of a 2-D convolution with respect to its filter, whose sizes are given.

    Inputs: input: T, filter_sizes: int32, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int); use_cudnn_on_gpu: bool = true; padding: {'SAME', 'VALID', 'EXPLICIT'};
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1,
    1, 1]; T: floating.
    """
    return _apply("Conv2DBackpropFilter", (input, filter_sizes, out_backprop,), (strides, use_cudnn_on_gpu, padding, explicit_paddings, data_format, dilations,), name)  # type: ignore[no-any-return]


def Conv2DBackpropInput(
    input_sizes: _Any,
    filter: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    dilations: _Any = (1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Returns the gradient of a 2-D convolution with respect to its input, whose sizes are given.

    Inputs: input_sizes: int32, filter: T, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int); use_cudnn_on_gpu: bool = true; padding: {'SAME', 'VALID', 'EXPLICIT'};
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1,
    1, 1]; T: {float16, bfloat16, float32, float64, int32}.
    """
    return _apply("Conv2DBackpropInput", (input_sizes, filter, out_backprop,), (strides, use_cudnn_on_gpu, padding, explicit_paddings, data_format, dilations,), name)  # type: ignore[no-any-return]


def Conv3D(
    input: _Any,
    filter: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    dilations: _Any = (1, 1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Convolves volumes with filters: each result is the sum over a window of the input times the filter.

    Inputs: input: T, filter: T.
    Outputs: output: T.
    Attributes: strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format: {'NDHWC', 'NCDHW'} =
    'NDHWC'; dilations: list(int) = [1, 1, 1, 1, 1]; T: floating.
    """
    return _apply("Conv3D", (input, filter,), (strides, padding, data_format, dilations,), name)  # type: ignore[no-any-return]


def Conv3DBackpropFilter(
    input: _Any,
    filter: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    dilations: _Any = (1, 1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Conv3DBackpropFilterV2 under its old signature, which takes a tensor of the filter's sizes.

    Inputs: input: T, filter: T, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int) >= 5; padding: {'SAME', 'VALID'}; dilations: list(int) = [1, 1, 1, 1, 1];
    T: {float16, float32, float64}.
    """
    return _apply("Conv3DBackpropFilter", (input, filter, out_backprop,), (strides, padding, dilations,), name)  # type: ignore[no-any-return]


def Conv3DBackpropFilterV2(
    input: _Any,
    filter_sizes: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    dilations: _Any = (1, 1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Returns the gradient of a 3-D convolution with respect to its filter, whose sizes are given.

    Inputs: input: T, filter_sizes: int32, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format: {'NDHWC', 'NCDHW'} =
    'NDHWC'; dilations: list(int) = [1, 1, 1, 1, 1]; T: floating.
    """
    return _apply("Conv3DBackpropFilterV2", (input, filter_sizes, out_backprop,), (strides, padding, data_format, dilations,), name)  # type: ignore[no-any-return]


def Conv3DBackpropInput(
    input: _Any,
    filter: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    dilations: _Any = (1, 1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Conv3DBackpropInputV2 under its old signature, which takes a tensor of the input's sizes.

    Inputs: input: T, filter: T, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int) >= 5; padding: {'SAME', 'VALID'}; dilations: list(int) = [1, 1, 1, 1, 1];
    T: {float16, float32, float64}.
    """
    return _apply("Conv3DBackpropInput", (input, filter, out_backprop,), (strides, padding, dilations,), name)  # type: ignore[no-any-return]


def Conv3DBackpropInputV2(
    input_sizes: _Any,
    filter: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    dilations: _Any = (1, 1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Returns the gradient of a 3-D convolution with respect to its input, whose sizes are given.

    Inputs: input_sizes: Tshape, filter: T, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format: {'NDHWC', 'NCDHW'} =
    'NDHWC'; dilations: list(int) = [1, 1, 1, 1, 1]; T: floating; Tshape: {int32, int64} = int32.
    """
    return _apply("Conv3DBackpropInputV2", (input_sizes, filter, out_backprop,), (strides, padding, data_format, dilations,), name)  # type: ignore[no-any-return]


def Copy(
    input: _Any,
    tensor_name: str | bytes = "",
    debug_ops_spec: _Any = (),
    name: str | None = None,
) -> _Tensor:
    """The input, under a name of its own; debuggers put it into graphs.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type; tensor_name: string = ''; debug_ops_spec: list(string) = [].
    """
    return _apply("Copy", (input,), (tensor_name, debug_ops_spec,), name)  # type: ignore[no-any-return]


def CopyHost(
    input: _Any,
    tensor_name: str | bytes = "",
    debug_ops_spec: _Any = (),
    name: str | None = None,
) -> _Tensor:
    """The input, under a name of its own; debuggers put it into graphs.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type; tensor_name: string = ''; debug_ops_spec: list(string) = [].
    """
    return _apply("CopyHost", (input,), (tensor_name, debug_ops_spec,), name)  # type: ignore[no-any-return]


def Cos(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the cosine of x in radians element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Cos", (x,), (), name)  # type: ignore[no-any-return]


def Cosh(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the hyperbolic cosine element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Cosh", (x,), (), name)  # type: ignore[no-any-return]


def Cross(
    a: _Any,
    b: _Any,
    name: str | None = None,
) -> _Tensor:
    """Cross products of vectors in space, which lie along the last axis.

    Inputs: a: T, b: T.
    Outputs: product: T.
    Attributes: T: realnumbertype.
    """
    return _apply("Cross", (a, b,), (), name)  # type: ignore[no-any-return]


def Cumprod(
    x: _Any,
    axis: _Any,
    exclusive: bool = False,
    reverse: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Running product along an axis, from the end with reverse; exclusive leaves out the element itself. As in
    TensorFlow, the gradient is NaN where elements are zero.

    Inputs: x: T, axis: Tidx.
    Outputs: out: T.
    Attributes: exclusive: bool = false; reverse: bool = false; T: numeric; Tidx: {int32, int64} = int32.
    """
    return _apply("Cumprod", (x, axis,), (exclusive, reverse,), name)  # type: ignore[no-any-return]


def Cumsum(
    x: _Any,
    axis: _Any,
    exclusive: bool = False,
    reverse: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Running sum along an axis, from the end with reverse; exclusive leaves out the element itself.

    Inputs: x: T, axis: Tidx.
    Outputs: out: T.
    Attributes: exclusive: bool = false; reverse: bool = false; T: numeric; Tidx: {int32, int64} = int32.
    """
    return _apply("Cumsum", (x, axis,), (exclusive, reverse,), name)  # type: ignore[no-any-return]


def CumulativeLogsumexp(
    x: _Any,
    axis: _Any,
    exclusive: bool = False,
    reverse: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Running logarithm of the sum of exponentials along an axis; -inf for a sum of nothing.

    Inputs: x: T, axis: Tidx.
    Outputs: out: T.
    Attributes: exclusive: bool = false; reverse: bool = false; T: floating; Tidx: {int32, int64} = int32.
    """
    return _apply("CumulativeLogsumexp", (x, axis,), (exclusive, reverse,), name)  # type: ignore[no-any-return]


def DeepCopy(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input, whose memory later changes in place leave alone; here no value is ever changed in place.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: type.
    """
    return _apply("DeepCopy", (x,), (), name)  # type: ignore[no-any-return]


def DenseToDenseSetOperation(
    set1: _Any,
    set2: _Any,
    set_operation: str | bytes,
    validate_indices: bool = True,
    name: str | None = None,
) -> _Any:
    """The difference, intersection or union of the sets in the last dimension of two tensors, as a sparse
    tensor whose sets are in rising order.

    Inputs: set1: T, set2: T.
    Outputs: result_indices: int64, result_values: T, result_shape: int64.
    Attributes: set_operation: string; validate_indices: bool = true; T: {int8, int16, int32, int64, uint8,
    uint16, string}.
    """
    return _apply("DenseToDenseSetOperation", (set1, set2,), (set_operation, validate_indices,), name)


def DenseToSparseSetOperation(
    set1: _Any,
    set2_indices: _Any,
    set2_values: _Any,
    set2_shape: _Any,
    set_operation: str | bytes,
    validate_indices: bool = True,
    name: str | None = None,
) -> _Any:
    """The difference, intersection or union of the sets in the last dimension of a dense tensor and a sparse
    one, as a sparse tensor whose sets are in rising order.

    Inputs: set1: T, set2_indices: int64, set2_values: T, set2_shape: int64.
    Outputs: result_indices: int64, result_values: T, result_shape: int64.
    Attributes: set_operation: string; validate_indices: bool = true; T: {int8, int16, int32, int64, uint8,
    uint16, string}.
    """
    return _apply("DenseToSparseSetOperation", (set1, set2_indices, set2_values, set2_shape,), (set_operation, validate_indices,), name)


def DepthToSpace(
    input: _Any,
    block_size: int,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Undoes SpaceToDepth: spreads channels over blocks of space.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type; block_size: int >= 2; data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'.
    """
    return _apply("DepthToSpace", (input,), (block_size, data_format,), name)  # type: ignore[no-any-return]


def DepthwiseConv2dNative(
    input: _Any,
    filter: _Any,
    strides: _Any,
    padding: str | bytes,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    dilations: _Any = (1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Convolves each channel of images with filters of its own; results of one channel stand side by side.
    Half-precision types are summed in float32.

    Inputs: input: T, filter: T.
    Outputs: output: T.
    Attributes: strides: list(int); padding: {'SAME', 'VALID', 'EXPLICIT'}; explicit_paddings: list(int) =
    []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1, 1, 1]; T: floating.
    """
    return _apply("DepthwiseConv2dNative", (input, filter,), (strides, padding, explicit_paddings, data_format, dilations,), name)  # type: ignore[no-any-return]


def DepthwiseConv2dNativeBackpropFilter(
    input: _Any,
    filter_sizes: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    dilations: _Any = (1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Returns the gradient of a depthwise convolution with respect to its filter, whose sizes are given.

    Inputs: input: T, filter_sizes: int32, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int); padding: {'SAME', 'VALID', 'EXPLICIT'}; explicit_paddings: list(int) =
    []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1, 1, 1]; T: floating.
    """
    return _apply("DepthwiseConv2dNativeBackpropFilter", (input, filter_sizes, out_backprop,), (strides, padding, explicit_paddings, data_format, dilations,), name)  # type: ignore[no-any-return]


def DepthwiseConv2dNativeBackpropInput(
    input_sizes: _Any,
    filter: _Any,
    out_backprop: _Any,
    strides: _Any,
    padding: str | bytes,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    dilations: _Any = (1, 1, 1, 1,),
    name: str | None = None,
) -> _Tensor:
    """Returns the gradient of a depthwise convolution with respect to its input, whose sizes are given.

    Inputs: input_sizes: int32, filter: T, out_backprop: T.
    Outputs: output: T.
    Attributes: strides: list(int); padding: {'SAME', 'VALID', 'EXPLICIT'}; explicit_paddings: list(int) =
    []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; dilations: list(int) = [1, 1, 1, 1]; T: floating.
    """
    return _apply("DepthwiseConv2dNativeBackpropInput", (input_sizes, filter, out_backprop,), (strides, padding, explicit_paddings, data_format, dilations,), name)  # type: ignore[no-any-return]


def DestroyResourceOp(
    resource: _Any,
    ignore_lookup_error: bool = True,
    name: str | None = None,
) -> _Operation:
    """Drops the variable's value: it is uninitialised again.

    Inputs: resource: resource.
    No outputs: gives the Operation.
    Attributes: ignore_lookup_error: bool = true.
    """
    return _apply("DestroyResourceOp", (resource,), (ignore_lookup_error,), name)  # type: ignore[no-any-return]


def Diag(
    diagonal: _Any,
    name: str | None = None,
) -> _Tensor:
    """A tensor of twice the rank with the input on its diagonal and zeros elsewhere.

    Inputs: diagonal: T.
    Outputs: output: T.
    Attributes: T: plain.
    """
    return _apply("Diag", (diagonal,), (), name)  # type: ignore[no-any-return]


def DiagPart(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The diagonal of a tensor whose sizes are the same twice over.

    Inputs: input: T.
    Outputs: diagonal: T.
    Attributes: T: plain.
    """
    return _apply("DiagPart", (input,), (), name)  # type: ignore[no-any-return]


def Digamma(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the derivative of Lgamma element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Digamma", (x,), (), name)  # type: ignore[no-any-return]


def Dilation2D(
    input: _Any,
    filter: _Any,
    strides: _Any,
    rates: _Any,
    padding: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """Returns the greatest sum of image and filter over each window, channel by channel; what lies outside the
    image takes no part.

    Inputs: input: T, filter: T.
    Outputs: output: T.
    Attributes: strides: list(int) >= 4; rates: list(int) >= 4; padding: {'SAME', 'VALID'}; T:
    realnumbertype.
    """
    return _apply("Dilation2D", (input, filter,), (strides, rates, padding,), name)  # type: ignore[no-any-return]


def Dilation2DBackpropFilter(
    input: _Any,
    filter: _Any,
    out_backprop: _Any,
    strides: _Any,
    rates: _Any,
    padding: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """Adds each gradient of a dilation to the filter's element that the result came from, the first of equals.

    Inputs: input: T, filter: T, out_backprop: T.
    Outputs: filter_backprop: T.
    Attributes: strides: list(int) >= 4; rates: list(int) >= 4; padding: {'SAME', 'VALID'}; T:
    realnumbertype.
    """
    return _apply("Dilation2DBackpropFilter", (input, filter, out_backprop,), (strides, rates, padding,), name)  # type: ignore[no-any-return]


def Dilation2DBackpropInput(
    input: _Any,
    filter: _Any,
    out_backprop: _Any,
    strides: _Any,
    rates: _Any,
    padding: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """Adds each gradient of a dilation to the image's element that the result came from, the first of equals.

    Inputs: input: T, filter: T, out_backprop: T.
    Outputs: in_backprop: T.
    Attributes: strides: list(int) >= 4; rates: list(int) >= 4; padding: {'SAME', 'VALID'}; T:
    realnumbertype.
    """
    return _apply("Dilation2DBackpropInput", (input, filter, out_backprop,), (strides, rates, padding,), name)  # type: ignore[no-any-return]


def Div(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x / y element-wise, with broadcasting. Integers truncate towards zero; an integer zero divisor
    is an error.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: numeric.
    """
    return _apply("Div", (x, y,), (), name)  # type: ignore[no-any-return]


def DivNoNan(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x / y, and 0 where y is zero, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {bfloat16, float16, float32, float64, complex64, complex128}.
    """
    return _apply("DivNoNan", (x, y,), (), name)  # type: ignore[no-any-return]


def DynamicPartition(
    data: _Any,
    partitions: _Any,
    num_partitions: int,
    name: str | None = None,
) -> list[_Tensor]:
    """Rows of data by the partition they belong to.

    Inputs: data: T, partitions: int32.
    Outputs: outputs: num_partitions * T.
    Attributes: num_partitions: int >= 1; T: type.
    """
    return _apply("DynamicPartition", (data, partitions,), (num_partitions,), name)  # type: ignore[no-any-return]


def DynamicStitch(
    indices: list[_Any] | tuple[_Any, ...],
    data: list[_Any] | tuple[_Any, ...],
    name: str | None = None,
) -> _Tensor:
    """Rows of data at the places that indices give; of equal ones the last counts.

    Inputs: indices: N * int32, data: N * T.
    Outputs: merged: T.
    Attributes: N: int >= 1; T: type.
    """
    return _apply("DynamicStitch", (indices, data,), (), name)  # type: ignore[no-any-return]


def EditDistance(
    hypothesis_indices: _Any,
    hypothesis_values: _Any,
    hypothesis_shape: _Any,
    truth_indices: _Any,
    truth_values: _Any,
    truth_shape: _Any,
    normalize: bool = True,
    name: str | None = None,
) -> _Tensor:
    """The Levenshtein distance between the sequences in the last dimension of two sparse tensors, perhaps over
    the length of the true one.

    Inputs: hypothesis_indices: int64, hypothesis_values: T, hypothesis_shape: int64, truth_indices: int64,
    truth_values: T, truth_shape: int64.
    Outputs: output: float32.
    Attributes: normalize: bool = true; T: type.
    """
    return _apply("EditDistance", (hypothesis_indices, hypothesis_values, hypothesis_shape, truth_indices, truth_values, truth_shape,), (normalize,), name)  # type: ignore[no-any-return]


def Einsum(
    inputs: list[_Any] | tuple[_Any, ...],
    equation: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """Products of elements of one or two tensors summed over the labels that the result lacks, by an equation
    such as 'ij,jk->ik'.

    Inputs: inputs: N * T.
    Outputs: output: T.
    Attributes: equation: string; N: int >= 1; T: {bfloat16, float16, float32, float64, int32, int64,
    complex64, complex128}.
    """
    return _apply("Einsum", (inputs,), (equation,), name)  # type: ignore[no-any-return]


def Elu(
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Exponential linear: features where positive, else exp(features) - 1.

    Inputs: features: T.
    Outputs: activations: T.
    Attributes: T: floating.
    """
    return _apply("Elu", (features,), (), name)  # type: ignore[no-any-return]


def EluGrad(
    gradients: _Any,
    outputs: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Elu, given its outputs: gradients * (outputs + 1) where outputs < 0, else gradients.

    Inputs: gradients: T, outputs: T.
    Outputs: backprops: T.
    Attributes: T: floating.
    """
    return _apply("EluGrad", (gradients, outputs,), (), name)  # type: ignore[no-any-return]


def Empty(
    shape: _Any,
    dtype: _Any,
    init: bool = False,
    name: str | None = None,
) -> _Tensor:
    """A tensor of the given shape that is to be overwritten. It holds zeros, so that no run depends on what
    was in memory.

    Inputs: shape: int32.
    Outputs: output: dtype.
    Attributes: dtype: type; init: bool = false.
    """
    return _apply("Empty", (shape,), (dtype, init,), name)  # type: ignore[no-any-return]


def EnsureShape(
    input: _Any,
    shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input, whose shape must fit the given one.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: shape: shape; T: type.
    """
    return _apply("EnsureShape", (input,), (shape,), name)  # type: ignore[no-any-return]


def Equal(
    x: _Any,
    y: _Any,
    incompatible_shape_error: bool = True,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x == y element-wise, with broadcasting. NaN equals nothing.

    Inputs: x: T, y: T.
    Outputs: z: bool.
    Attributes: T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32,
    uint64, complex64, complex128, bool}; incompatible_shape_error: bool = true.
    """
    return _apply("Equal", (x, y,), (incompatible_shape_error,), name)  # type: ignore[no-any-return]


def Erf(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the error function element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Erf", (x,), (), name)  # type: ignore[no-any-return]


def Erfc(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns 1 - erf(x) element-wise, accurate for large x.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Erfc", (x,), (), name)  # type: ignore[no-any-return]


def EuclideanNorm(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Square root of the sum of squares over axes.

    Inputs: input: T, reduction_indices: Tidx.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: inexact; Tidx: {int32, int64} = int32.
    """
    return _apply("EuclideanNorm", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def Exp(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns e to the power x element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Exp", (x,), (), name)  # type: ignore[no-any-return]


def ExpandDims(
    input: _Any,
    dim: _Any,
    name: str | None = None,
) -> _Tensor:
    """The same elements with an axis of size one inserted before axis `dim`.

    Inputs: input: T, dim: Tdim.
    Outputs: output: T.
    Attributes: T: type; Tdim: {int32, int64} = int32.
    """
    return _apply("ExpandDims", (input, dim,), (), name)  # type: ignore[no-any-return]


def Expm1(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns exp(x) - 1 element-wise, accurate near 0.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Expm1", (x,), (), name)  # type: ignore[no-any-return]


def ExtractImagePatches(
    images: _Any,
    ksizes: _Any,
    strides: _Any,
    rates: _Any,
    padding: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """The patch of each window, flattened into the channels: rows, then columns, then channels; zeros where it
    reaches over the border. rates are the distances between elements of a patch.

    Inputs: images: T.
    Outputs: patches: T.
    Attributes: ksizes: list(int) >= 4; strides: list(int) >= 4; rates: list(int) >= 4; padding: {'SAME',
    'VALID'}; T: {bfloat16, float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32,
    uint64, complex64, complex128, bool}.
    """
    return _apply("ExtractImagePatches", (images,), (ksizes, strides, rates, padding,), name)  # type: ignore[no-any-return]


def ExtractVolumePatches(
    input: _Any,
    ksizes: _Any,
    strides: _Any,
    padding: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """The patch of each window, flattened into the channels: planes, rows, columns, channels; zeros where it
    reaches over the border.

    Inputs: input: T.
    Outputs: patches: T.
    Attributes: ksizes: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; T:
    realnumbertype.
    """
    return _apply("ExtractVolumePatches", (input,), (ksizes, strides, padding,), name)  # type: ignore[no-any-return]


def FFT(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The discrete Fourier transform over the last axis.

    Inputs: input: Tcomplex.
    Outputs: output: Tcomplex.
    Attributes: Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("FFT", (input,), (), name)  # type: ignore[no-any-return]


def FFT2D(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The discrete Fourier transform over the last two axes.

    Inputs: input: Tcomplex.
    Outputs: output: Tcomplex.
    Attributes: Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("FFT2D", (input,), (), name)  # type: ignore[no-any-return]


def FFT3D(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The discrete Fourier transform over the last three axes.

    Inputs: input: Tcomplex.
    Outputs: output: Tcomplex.
    Attributes: Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("FFT3D", (input,), (), name)  # type: ignore[no-any-return]


def Fill(
    dims: _Any,
    value: _Any,
    name: str | None = None,
) -> _Tensor:
    """A tensor of the given sizes filled with a scalar.

    Inputs: dims: index_type, value: T.
    Outputs: output: T.
    Attributes: T: type; index_type: {int32, int64} = int32.
    """
    return _apply("Fill", (dims, value,), (), name)  # type: ignore[no-any-return]


def FixedUnigramCandidateSampler(
    true_classes: _Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    vocab_file: str | bytes = "",
    distortion: float = 1.0,
    num_reserved_ids: int = 0,
    num_shards: int = 1,
    shard: int = 0,
    unigrams: _Any = None,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """Classes drawn in proportion to given weights to the power distortion: those in unigrams, or the last
    fields of the lines of a file. Reserved ids come first and are never drawn.

    Inputs: true_classes: int64.
    Outputs: sampled_candidates: int64, true_expected_count: float32, sampled_expected_count: float32.
    Attributes: num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; vocab_file:
    string = ''; distortion: float = 1; num_reserved_ids: int = 0; num_shards: int >= 1 = 1; shard: int >= 0
    = 0; unigrams: list(float) = []; seed: int = 0; seed2: int = 0.
    """
    return _apply("FixedUnigramCandidateSampler", (true_classes,), (num_true, num_sampled, unique, range_max, vocab_file, distortion, num_reserved_ids, num_shards, shard, unigrams, seed, seed2,), name)


def Floor(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the largest integer not above x element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Floor", (x,), (), name)  # type: ignore[no-any-return]


def FloorDiv(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x / y rounded down, with broadcasting. An integer zero divisor is an error.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: realnumbertype.
    """
    return _apply("FloorDiv", (x, y,), (), name)  # type: ignore[no-any-return]


def FloorMod(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the remainder of x / y with the sign of y, as Python's %, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: realnumbertype.
    """
    return _apply("FloorMod", (x, y,), (), name)  # type: ignore[no-any-return]


def FractionalAvgPool(
    value: _Any,
    pooling_ratio: _Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """The mean of each region, and the regions' boundaries along rows and columns.

    Inputs: value: T.
    Outputs: output: T, row_pooling_sequence: int64, col_pooling_sequence: int64.
    Attributes: pooling_ratio: list(float) >= 4; pseudo_random: bool = false; overlapping: bool = false;
    deterministic: bool = false; seed: int = 0; seed2: int = 0; T: {float32, float64, int32, int64}.
    """
    return _apply("FractionalAvgPool", (value,), (pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2,), name)


def FractionalAvgPoolGrad(
    orig_input_tensor_shape: _Any,
    out_backprop: _Any,
    row_pooling_sequence: _Any,
    col_pooling_sequence: _Any,
    overlapping: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Gradient of FractionalAvgPool.

    Inputs: orig_input_tensor_shape: int64, out_backprop: T, row_pooling_sequence: int64,
    col_pooling_sequence: int64.
    Outputs: output: T.
    Attributes: overlapping: bool = false; T: {float32, float64, int32, int64}.
    """
    return _apply("FractionalAvgPoolGrad", (orig_input_tensor_shape, out_backprop, row_pooling_sequence, col_pooling_sequence,), (overlapping,), name)  # type: ignore[no-any-return]


def FractionalMaxPool(
    value: _Any,
    pooling_ratio: _Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """The largest element of each region, and the regions' boundaries along rows and columns.

    Inputs: value: T.
    Outputs: output: T, row_pooling_sequence: int64, col_pooling_sequence: int64.
    Attributes: pooling_ratio: list(float) >= 4; pseudo_random: bool = false; overlapping: bool = false;
    deterministic: bool = false; seed: int = 0; seed2: int = 0; T: {float32, float64, int32, int64}.
    """
    return _apply("FractionalMaxPool", (value,), (pooling_ratio, pseudo_random, overlapping, deterministic, seed, seed2,), name)


def FractionalMaxPoolGrad(
    orig_input: _Any,
    orig_output: _Any,
    out_backprop: _Any,
    row_pooling_sequence: _Any,
    col_pooling_sequence: _Any,
    overlapping: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Gradient of FractionalMaxPool.

    Inputs: orig_input: T, orig_output: T, out_backprop: T, row_pooling_sequence: int64,
    col_pooling_sequence: int64.
    Outputs: output: T.
    Attributes: overlapping: bool = false; T: {float32, float64, int32, int64}.
    """
    return _apply("FractionalMaxPoolGrad", (orig_input, orig_output, out_backprop, row_pooling_sequence, col_pooling_sequence,), (overlapping,), name)  # type: ignore[no-any-return]


def FusedBatchNorm(
    x: _Any,
    scale: _Any,
    offset: _Any,
    mean: _Any,
    variance: _Any,
    epsilon: float = 0.0001,
    exponential_avg_factor: float = 1.0,
    data_format: str | bytes = "NHWC",
    is_training: bool = True,
    name: str | None = None,
) -> _Any:
    """Normalises the channels of x, then scales and offsets them. In training the moments are those of the
    batch, and batch_mean and batch_variance move the given ones towards them by exponential_avg_factor;
    otherwise mean and variance are used.

    Inputs: x: T, scale: T, offset: T, mean: T, variance: T.
    Outputs: y: T, batch_mean: T, batch_variance: T, reserve_space_1: T, reserve_space_2: T.
    Attributes: T: {float32, float64}; epsilon: float = 0.0001; exponential_avg_factor: float = 1.0;
    data_format: {'NHWC', 'NCHW'} = 'NHWC'; is_training: bool = true.
    """
    return _apply("FusedBatchNorm", (x, scale, offset, mean, variance,), (epsilon, exponential_avg_factor, data_format, is_training,), name)


def FusedBatchNormGrad(
    y_backprop: _Any,
    x: _Any,
    scale: _Any,
    reserve_space_1: _Any,
    reserve_space_2: _Any,
    epsilon: float = 0.0001,
    data_format: str | bytes = "NHWC",
    is_training: bool = True,
    name: str | None = None,
) -> _Any:
    """Gradient of batch normalisation; the reserved inputs are mean and variance as the forward op gave or got
    them.

    Inputs: y_backprop: T, x: T, scale: T, reserve_space_1: T, reserve_space_2: T.
    Outputs: x_backprop: T, scale_backprop: T, offset_backprop: T, reserve_space_3: T, reserve_space_4: T.
    Attributes: T: {float32, float64}; epsilon: float = 0.0001; data_format: {'NHWC', 'NCHW'} = 'NHWC';
    is_training: bool = true.
    """
    return _apply("FusedBatchNormGrad", (y_backprop, x, scale, reserve_space_1, reserve_space_2,), (epsilon, data_format, is_training,), name)


def FusedBatchNormGradV2(
    y_backprop: _Any,
    x: _Any,
    scale: _Any,
    reserve_space_1: _Any,
    reserve_space_2: _Any,
    epsilon: float = 0.0001,
    data_format: str | bytes = "NHWC",
    is_training: bool = True,
    name: str | None = None,
) -> _Any:
    """Gradient of batch normalisation; the reserved inputs are mean and variance as the forward op gave or got
    them.

    Inputs: y_backprop: T, x: T, scale: float32, reserve_space_1: U, reserve_space_2: U.
    Outputs: x_backprop: T, scale_backprop: U, offset_backprop: U, reserve_space_3: U, reserve_space_4: U.
    Attributes: T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001; data_format:
    {'NHWC', 'NCHW'} = 'NHWC'; is_training: bool = true.
    """
    return _apply("FusedBatchNormGradV2", (y_backprop, x, scale, reserve_space_1, reserve_space_2,), (epsilon, data_format, is_training,), name)


def FusedBatchNormGradV3(
    y_backprop: _Any,
    x: _Any,
    scale: _Any,
    reserve_space_1: _Any,
    reserve_space_2: _Any,
    reserve_space_3: _Any,
    epsilon: float = 0.0001,
    data_format: str | bytes = "NHWC",
    is_training: bool = True,
    name: str | None = None,
) -> _Any:
    """Gradient of batch normalisation; the reserved inputs are mean and variance as the forward op gave or got
    them.

    Inputs: y_backprop: T, x: T, scale: float32, reserve_space_1: U, reserve_space_2: U, reserve_space_3: U.
    Outputs: x_backprop: T, scale_backprop: U, offset_backprop: U, reserve_space_4: U, reserve_space_5: U.
    Attributes: T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001; data_format:
    {'NHWC', 'NCHW', 'NDHWC', 'NCDHW'} = 'NHWC'; is_training: bool = true.
    """
    return _apply("FusedBatchNormGradV3", (y_backprop, x, scale, reserve_space_1, reserve_space_2, reserve_space_3,), (epsilon, data_format, is_training,), name)


def FusedBatchNormV2(
    x: _Any,
    scale: _Any,
    offset: _Any,
    mean: _Any,
    variance: _Any,
    epsilon: float = 0.0001,
    exponential_avg_factor: float = 1.0,
    data_format: str | bytes = "NHWC",
    is_training: bool = True,
    name: str | None = None,
) -> _Any:
    """Normalises the channels of x, then scales and offsets them. In training the moments are those of the
    batch, and batch_mean and batch_variance move the given ones towards them by exponential_avg_factor;
    otherwise mean and variance are used.

    Inputs: x: T, scale: U, offset: U, mean: U, variance: U.
    Outputs: y: T, batch_mean: U, batch_variance: U, reserve_space_1: U, reserve_space_2: U.
    Attributes: T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001;
    exponential_avg_factor: float = 1.0; data_format: {'NHWC', 'NCHW'} = 'NHWC'; is_training: bool = true.
    """
    return _apply("FusedBatchNormV2", (x, scale, offset, mean, variance,), (epsilon, exponential_avg_factor, data_format, is_training,), name)


def FusedBatchNormV3(
    x: _Any,
    scale: _Any,
    offset: _Any,
    mean: _Any,
    variance: _Any,
    epsilon: float = 0.0001,
    exponential_avg_factor: float = 1.0,
    data_format: str | bytes = "NHWC",
    is_training: bool = True,
    name: str | None = None,
) -> _Any:
    """Normalises the channels of x, then scales and offsets them. In training the moments are those of the
    batch, and batch_mean and batch_variance move the given ones towards them by exponential_avg_factor;
    otherwise mean and variance are used.

    Inputs: x: T, scale: U, offset: U, mean: U, variance: U.
    Outputs: y: T, batch_mean: U, batch_variance: U, reserve_space_1: U, reserve_space_2: U,
    reserve_space_3: U.
    Attributes: T: {float16, bfloat16, float32}; U: {float32}; epsilon: float = 0.0001;
    exponential_avg_factor: float = 1.0; data_format: {'NHWC', 'NCHW', 'NDHWC', 'NCDHW'} = 'NHWC';
    is_training: bool = true.
    """
    return _apply("FusedBatchNormV3", (x, scale, offset, mean, variance,), (epsilon, exponential_avg_factor, data_format, is_training,), name)


def Gather(
    params: _Any,
    indices: _Any,
    validate_indices: bool = True,
    name: str | None = None,
) -> _Tensor:
    """Rows of params at the given indices. An index that is no row is an error; on a GPU it picks zeros.

    Inputs: params: Tparams, indices: Tindices.
    Outputs: output: Tparams.
    Attributes: validate_indices: bool = true; Tparams: type; Tindices: {int32, int64}.
    """
    return _apply("Gather", (params, indices,), (validate_indices,), name)  # type: ignore[no-any-return]


def GatherNd(
    params: _Any,
    indices: _Any,
    name: str | None = None,
) -> _Tensor:
    """Slices of params at the coordinates in the last axis of indices. Coordinates outside params are an
    error; on a GPU they pick zeros.

    Inputs: params: Tparams, indices: Tindices.
    Outputs: output: Tparams.
    Attributes: Tparams: type; Tindices: {int32, int64}.
    """
    return _apply("GatherNd", (params, indices,), (), name)  # type: ignore[no-any-return]


def GatherV2(
    params: _Any,
    indices: _Any,
    axis: _Any,
    batch_dims: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Slices of params at the given indices along an axis. An index outside the axis is an error; on a GPU it
    picks zeros.

    Inputs: params: Tparams, indices: Tindices, axis: Taxis.
    Outputs: output: Tparams.
    Attributes: batch_dims: int = 0; Tparams: type; Tindices: {int32, int64}; Taxis: {int32, int64}.
    """
    return _apply("GatherV2", (params, indices, axis,), (batch_dims,), name)  # type: ignore[no-any-return]


def Greater(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x > y element-wise, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: bool.
    Attributes: T: realnumbertype.
    """
    return _apply("Greater", (x, y,), (), name)  # type: ignore[no-any-return]


def GreaterEqual(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x >= y element-wise, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: bool.
    Attributes: T: realnumbertype.
    """
    return _apply("GreaterEqual", (x, y,), (), name)  # type: ignore[no-any-return]


def GuaranteeConst(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input, which the user promises to be the same in every run.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type.
    """
    return _apply("GuaranteeConst", (input,), (), name)  # type: ignore[no-any-return]


def HistogramFixedWidth(
    values: _Any,
    value_range: _Any,
    nbins: _Any,
    dtype: _Any = "int32",
    name: str | None = None,
) -> _Tensor:
    """Counts of values in bins of equal width; values outside the range count in the first or last bin.

    Inputs: values: T, value_range: T, nbins: int32.
    Outputs: out: dtype.
    Attributes: T: {int32, int64, float32, float64}; dtype: {int32, int64} = int32.
    """
    return _apply("HistogramFixedWidth", (values, value_range, nbins,), (dtype,), name)  # type: ignore[no-any-return]


def IFFT(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The inverse discrete Fourier transform over the last axis.

    Inputs: input: Tcomplex.
    Outputs: output: Tcomplex.
    Attributes: Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("IFFT", (input,), (), name)  # type: ignore[no-any-return]


def IFFT2D(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The inverse discrete Fourier transform over the last two axes.

    Inputs: input: Tcomplex.
    Outputs: output: Tcomplex.
    Attributes: Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("IFFT2D", (input,), (), name)  # type: ignore[no-any-return]


def IFFT3D(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The inverse discrete Fourier transform over the last three axes.

    Inputs: input: Tcomplex.
    Outputs: output: Tcomplex.
    Attributes: Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("IFFT3D", (input,), (), name)  # type: ignore[no-any-return]


def IRFFT(
    input: _Any,
    fft_length: _Any,
    Treal: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """The fft_length real numbers whose first fft_length / 2 + 1 frequencies are given along the last axis.

    Inputs: input: Tcomplex, fft_length: int32.
    Outputs: output: Treal.
    Attributes: Treal: {float32, float64} = float32; Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("IRFFT", (input, fft_length,), (Treal,), name)  # type: ignore[no-any-return]


def IRFFT2D(
    input: _Any,
    fft_length: _Any,
    Treal: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """The inverse of RFFT2D.

    Inputs: input: Tcomplex, fft_length: int32.
    Outputs: output: Treal.
    Attributes: Treal: {float32, float64} = float32; Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("IRFFT2D", (input, fft_length,), (Treal,), name)  # type: ignore[no-any-return]


def IRFFT3D(
    input: _Any,
    fft_length: _Any,
    Treal: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """The inverse of RFFT3D.

    Inputs: input: Tcomplex, fft_length: int32.
    Outputs: output: Treal.
    Attributes: Treal: {float32, float64} = float32; Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("IRFFT3D", (input, fft_length,), (Treal,), name)  # type: ignore[no-any-return]


def Identity(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input, under a name of its own.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type.
    """
    return _apply("Identity", (input,), (), name)  # type: ignore[no-any-return]


def IdentityN(
    input: list[_Any] | tuple[_Any, ...],
    name: str | None = None,
) -> list[_Tensor]:
    """The inputs, as results of one node.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: list(type) >= 1.
    """
    return _apply("IdentityN", (input,), (), name)  # type: ignore[no-any-return]


def If(
    cond: _Any,
    input: list[_Any] | tuple[_Any, ...],
    Tout: _Any,
    then_branch: str,
    else_branch: str,
    output_shapes: _Any = None,
    name: str | None = None,
) -> list[_Tensor]:
    """The results of one of two sub-graphs. Not supported yet: running it is an error.

    Inputs: cond: Tcond, input: Tin.
    Outputs: output: Tout.
    Attributes: Tcond: type; Tin: list(type) >= 0; Tout: list(type) >= 0; then_branch: func; else_branch:
    func; output_shapes: list(shape) = [].
    """
    return _apply("If", (cond, input,), (Tout, then_branch, else_branch, output_shapes,), name)  # type: ignore[no-any-return]


def Igamma(
    a: _Any,
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Lower regularised incomplete gamma function: the share of a gamma distribution of shape a below x.

    Inputs: a: T, x: T.
    Outputs: z: T.
    Attributes: T: floating.
    """
    return _apply("Igamma", (a, x,), (), name)  # type: ignore[no-any-return]


def IgammaGradA(
    a: _Any,
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """The derivative of Igamma by a.

    Inputs: a: T, x: T.
    Outputs: z: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("IgammaGradA", (a, x,), (), name)  # type: ignore[no-any-return]


def Igammac(
    a: _Any,
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Upper regularised incomplete gamma function, 1 - Igamma(a, x).

    Inputs: a: T, x: T.
    Outputs: z: T.
    Attributes: T: floating.
    """
    return _apply("Igammac", (a, x,), (), name)  # type: ignore[no-any-return]


def Imag(
    input: _Any,
    Tout: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """Returns the imaginary part.

    Inputs: input: T.
    Outputs: output: Tout.
    Attributes: T: {complex64, complex128} = complex64; Tout: {float32, float64} = float32.
    """
    return _apply("Imag", (input,), (Tout,), name)  # type: ignore[no-any-return]


def InTopK(
    predictions: _Any,
    targets: _Any,
    k: int,
    name: str | None = None,
) -> _Tensor:
    """Whether the target class is among the k with the largest predictions, ties included; false where the
    target is not a class or a prediction is not finite.

    Inputs: predictions: float32, targets: T.
    Outputs: precision: bool.
    Attributes: k: int; T: {int32, int64} = int32.
    """
    return _apply("InTopK", (predictions, targets,), (k,), name)  # type: ignore[no-any-return]


def InTopKV2(
    predictions: _Any,
    targets: _Any,
    k: _Any,
    name: str | None = None,
) -> _Tensor:
    """Whether the target class is among the k with the largest predictions, ties included; false where the
    target is not a class or a prediction is not finite.

    Inputs: predictions: float32, targets: T, k: T.
    Outputs: precision: bool.
    Attributes: T: {int32, int64} = int32.
    """
    return _apply("InTopKV2", (predictions, targets, k,), (), name)  # type: ignore[no-any-return]


def InplaceAdd(
    x: _Any,
    i: _Any,
    v: _Any,
    name: str | None = None,
) -> _Tensor:
    """x with v added to rows i.

    Inputs: x: T, i: int32, v: T.
    Outputs: y: T.
    Attributes: T: numeric.
    """
    return _apply("InplaceAdd", (x, i, v,), (), name)  # type: ignore[no-any-return]


def InplaceSub(
    x: _Any,
    i: _Any,
    v: _Any,
    name: str | None = None,
) -> _Tensor:
    """x with v subtracted from rows i.

    Inputs: x: T, i: int32, v: T.
    Outputs: y: T.
    Attributes: T: numeric.
    """
    return _apply("InplaceSub", (x, i, v,), (), name)  # type: ignore[no-any-return]


def InplaceUpdate(
    x: _Any,
    i: _Any,
    v: _Any,
    name: str | None = None,
) -> _Tensor:
    """x with rows i replaced by v; of equal rows the last counts.

    Inputs: x: T, i: int32, v: T.
    Outputs: y: T.
    Attributes: T: numeric.
    """
    return _apply("InplaceUpdate", (x, i, v,), (), name)  # type: ignore[no-any-return]


def Inv(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns 1 / x element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Inv", (x,), (), name)  # type: ignore[no-any-return]


def InvGrad(
    y: _Any,
    dy: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Inv: -dy * y².

    Inputs: y: T, dy: T.
    Outputs: z: T.
    Attributes: T: inexact.
    """
    return _apply("InvGrad", (y, dy,), (), name)  # type: ignore[no-any-return]


def Invert(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x with every bit flipped.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: integer.
    """
    return _apply("Invert", (x,), (), name)  # type: ignore[no-any-return]


def InvertPermutation(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """The permutation that undoes a permutation of 0, 1, ..., n - 1.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: {int32, int64} = int32.
    """
    return _apply("InvertPermutation", (x,), (), name)  # type: ignore[no-any-return]


def IsFinite(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x is neither infinite nor NaN element-wise.

    Inputs: x: T.
    Outputs: y: bool.
    Attributes: T: floating.
    """
    return _apply("IsFinite", (x,), (), name)  # type: ignore[no-any-return]


def IsInf(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x is infinite element-wise.

    Inputs: x: T.
    Outputs: y: bool.
    Attributes: T: floating.
    """
    return _apply("IsInf", (x,), (), name)  # type: ignore[no-any-return]


def IsNan(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x is NaN element-wise.

    Inputs: x: T.
    Outputs: y: bool.
    Attributes: T: floating.
    """
    return _apply("IsNan", (x,), (), name)  # type: ignore[no-any-return]


def L2Loss(
    t: _Any,
    name: str | None = None,
) -> _Tensor:
    """Half the sum of squares of all elements.

    Inputs: t: T.
    Outputs: output: T.
    Attributes: T: floating.
    """
    return _apply("L2Loss", (t,), (), name)  # type: ignore[no-any-return]


def LRN(
    input: _Any,
    depth_radius: int = 5,
    bias: float = 1.0,
    alpha: float = 1.0,
    beta: float = 0.5,
    name: str | None = None,
) -> _Tensor:
    """input / (bias + alpha s) ** beta, where s is the sum of squares over the channels (the last axis) at
    most depth_radius away.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: depth_radius: int = 5; bias: float = 1.0; alpha: float = 1.0; beta: float = 0.5; T: floating
    = float32.
    """
    return _apply("LRN", (input,), (depth_radius, bias, alpha, beta,), name)  # type: ignore[no-any-return]


def LRNGrad(
    input_grads: _Any,
    input_image: _Any,
    output_image: _Any,
    depth_radius: int = 5,
    bias: float = 1.0,
    alpha: float = 1.0,
    beta: float = 0.5,
    name: str | None = None,
) -> _Tensor:
    """Gradient of LRN.

    Inputs: input_grads: T, input_image: T, output_image: T.
    Outputs: output: T.
    Attributes: depth_radius: int = 5; bias: float = 1.0; alpha: float = 1.0; beta: float = 0.5; T: floating
    = float32.
    """
    return _apply("LRNGrad", (input_grads, input_image, output_image,), (depth_radius, bias, alpha, beta,), name)  # type: ignore[no-any-return]


def LeakyRelu(
    features: _Any,
    alpha: float = 0.2,
    name: str | None = None,
) -> _Tensor:
    """Rectified linear with a leak: features where positive, else alpha * features.

    Inputs: features: T.
    Outputs: activations: T.
    Attributes: alpha: float = 0.2; T: {float16, bfloat16, float32, float64} = float32.
    """
    return _apply("LeakyRelu", (features,), (alpha,), name)  # type: ignore[no-any-return]


def LeakyReluGrad(
    gradients: _Any,
    features: _Any,
    alpha: float = 0.2,
    name: str | None = None,
) -> _Tensor:
    """Gradient of LeakyRelu: gradients where features > 0, else alpha * gradients.

    Inputs: gradients: T, features: T.
    Outputs: backprops: T.
    Attributes: alpha: float = 0.2; T: {float16, bfloat16, float32, float64} = float32.
    """
    return _apply("LeakyReluGrad", (gradients, features,), (alpha,), name)  # type: ignore[no-any-return]


def LearnedUnigramCandidateSampler(
    true_classes: _Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """Classes drawn as often as they were true classes of this node in earlier runs of the session, plus one.

    Inputs: true_classes: int64.
    Outputs: sampled_candidates: int64, true_expected_count: float32, sampled_expected_count: float32.
    Attributes: num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0;
    seed2: int = 0.
    """
    return _apply("LearnedUnigramCandidateSampler", (true_classes,), (num_true, num_sampled, unique, range_max, seed, seed2,), name)


def LeftShift(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x with its bits moved up by y places, with broadcasting. y is clamped to [0, width - 1].

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: integer.
    """
    return _apply("LeftShift", (x, y,), (), name)  # type: ignore[no-any-return]


def Less(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x < y element-wise, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: bool.
    Attributes: T: realnumbertype.
    """
    return _apply("Less", (x, y,), (), name)  # type: ignore[no-any-return]


def LessEqual(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x <= y element-wise, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: bool.
    Attributes: T: realnumbertype.
    """
    return _apply("LessEqual", (x, y,), (), name)  # type: ignore[no-any-return]


def Lgamma(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns log |gamma(x)| element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Lgamma", (x,), (), name)  # type: ignore[no-any-return]


def LinSpace(
    start: _Any,
    stop: _Any,
    num: _Any,
    name: str | None = None,
) -> _Tensor:
    """`num` evenly spaced numbers from start to stop, both included.

    Inputs: start: T, stop: T, num: Tidx.
    Outputs: output: T.
    Attributes: T: {bfloat16, float32, float64}; Tidx: {int32, int64} = int32.
    """
    return _apply("LinSpace", (start, stop, num,), (), name)  # type: ignore[no-any-return]


def ListDiff(
    x: _Any,
    y: _Any,
    out_idx: _Any = "int32",
    name: str | None = None,
) -> _Any:
    """Elements of x that are not in y, and their positions in x.

    Inputs: x: T, y: T.
    Outputs: out: T, idx: out_idx.
    Attributes: T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64,
    uint64, bool, string}; out_idx: {int32, int64} = int32.
    """
    return _apply("ListDiff", (x, y,), (out_idx,), name)


def Log(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the natural logarithm element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Log", (x,), (), name)  # type: ignore[no-any-return]


def Log1p(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns log(1 + x) element-wise, accurate near 0.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Log1p", (x,), (), name)  # type: ignore[no-any-return]


def LogMatrixDeterminant(
    input: _Any,
    name: str | None = None,
) -> _Any:
    """The sign (or direction in the complex plane) of determinants, and the logarithms of their absolute
    values.

    Inputs: input: T.
    Outputs: sign: T, log_abs_determinant: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("LogMatrixDeterminant", (input,), (), name)


def LogSoftmax(
    logits: _Any,
    name: str | None = None,
) -> _Tensor:
    """Logarithm of Softmax, accurate for small probabilities.

    Inputs: logits: T.
    Outputs: logsoftmax: T.
    Attributes: T: floating.
    """
    return _apply("LogSoftmax", (logits,), (), name)  # type: ignore[no-any-return]


def LogUniformCandidateSampler(
    true_classes: _Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """Classes drawn with probability log((class + 2) / (class + 1)) / log(range_max + 1), which suits classes
    in order of falling frequency.

    Inputs: true_classes: int64.
    Outputs: sampled_candidates: int64, true_expected_count: float32, sampled_expected_count: float32.
    Attributes: num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0;
    seed2: int = 0.
    """
    return _apply("LogUniformCandidateSampler", (true_classes,), (num_true, num_sampled, unique, range_max, seed, seed2,), name)


def LogicalAnd(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x and y both hold element-wise, with broadcasting.

    Inputs: x: bool, y: bool.
    Outputs: z: bool.
    """
    return _apply("LogicalAnd", (x, y,), (), name)  # type: ignore[no-any-return]


def LogicalNot(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x does not hold element-wise.

    Inputs: x: bool.
    Outputs: y: bool.
    """
    return _apply("LogicalNot", (x,), (), name)  # type: ignore[no-any-return]


def LogicalOr(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x or y holds element-wise, with broadcasting.

    Inputs: x: bool, y: bool.
    Outputs: z: bool.
    """
    return _apply("LogicalOr", (x, y,), (), name)  # type: ignore[no-any-return]


def LowerBound(
    sorted_inputs: _Any,
    values: _Any,
    out_type: _Any = "int32",
    name: str | None = None,
) -> _Tensor:
    """For each value the number of elements of its row of sorted_inputs that are smaller.

    Inputs: sorted_inputs: T, values: T.
    Outputs: output: out_type.
    Attributes: T: realnumbertype; out_type: {int32, int64} = int32.
    """
    return _apply("LowerBound", (sorted_inputs, values,), (out_type,), name)  # type: ignore[no-any-return]


def Lu(
    input: _Any,
    output_idx_type: _Any = "int32",
    name: str | None = None,
) -> _Any:
    """L (below the diagonal, its ones left out) and U of square matrices with rows in the order p: row i of L
    U is row p[i] of the input.

    Inputs: input: T.
    Outputs: lu: T, p: output_idx_type.
    Attributes: output_idx_type: {int32, int64} = int32; T: {float64, float32, complex64, complex128}.
    """
    return _apply("Lu", (input,), (output_idx_type,), name)


def MatMul(
    a: _Any,
    b: _Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Returns the product of two matrices, each transposed first if asked for. Half-precision types are summed
    in float32.

    Inputs: a: T, b: T.
    Outputs: product: T.
    Attributes: transpose_a: bool = false; transpose_b: bool = false; T: {bfloat16, float16, float32,
    float64, int32, int64, complex64, complex128}.
    """
    return _apply("MatMul", (a, b,), (transpose_a, transpose_b,), name)  # type: ignore[no-any-return]


def MatrixBandPart(
    input: _Any,
    num_lower: _Any,
    num_upper: _Any,
    name: str | None = None,
) -> _Tensor:
    """Matrices with everything outside a band around the diagonal set to zero; a negative width keeps that
    side.

    Inputs: input: T, num_lower: Tindex, num_upper: Tindex.
    Outputs: band: T.
    Attributes: T: plain; Tindex: {int32, int64} = int64.
    """
    return _apply("MatrixBandPart", (input, num_lower, num_upper,), (), name)  # type: ignore[no-any-return]


def MatrixDeterminant(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Determinants of square matrices.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("MatrixDeterminant", (input,), (), name)  # type: ignore[no-any-return]


def MatrixDiag(
    diagonal: _Any,
    name: str | None = None,
) -> _Tensor:
    """Square matrices with the input on their diagonals and zeros elsewhere.

    Inputs: diagonal: T.
    Outputs: output: T.
    Attributes: T: plain.
    """
    return _apply("MatrixDiag", (diagonal,), (), name)  # type: ignore[no-any-return]


def MatrixDiagPart(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The diagonals of matrices.

    Inputs: input: T.
    Outputs: diagonal: T.
    Attributes: T: plain.
    """
    return _apply("MatrixDiagPart", (input,), (), name)  # type: ignore[no-any-return]


def MatrixDiagPartV2(
    input: _Any,
    k: _Any,
    padding_value: _Any,
    name: str | None = None,
) -> _Tensor:
    """The diagonals k of matrices (one, or the lowest to the highest), the highest in the first row. Shorter
    ones are filled up at the right.

    Inputs: input: T, k: int32, padding_value: T.
    Outputs: diagonal: T.
    Attributes: T: plain.
    """
    return _apply("MatrixDiagPartV2", (input, k, padding_value,), (), name)  # type: ignore[no-any-return]


def MatrixDiagPartV3(
    input: _Any,
    k: _Any,
    padding_value: _Any,
    align: str | bytes = "RIGHT_LEFT",
    name: str | None = None,
) -> _Tensor:
    """MatrixDiagPartV2 where `align` says at which end of their rows diagonals above and below the main one
    stand.

    Inputs: input: T, k: int32, padding_value: T.
    Outputs: diagonal: T.
    Attributes: T: plain; align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = 'RIGHT_LEFT'.
    """
    return _apply("MatrixDiagPartV3", (input, k, padding_value,), (align,), name)  # type: ignore[no-any-return]


def MatrixDiagV2(
    diagonal: _Any,
    k: _Any,
    num_rows: _Any,
    num_cols: _Any,
    padding_value: _Any,
    name: str | None = None,
) -> _Tensor:
    """Matrices with given diagonals k (one, or the lowest and the highest) and a filler elsewhere. A shorter
    diagonal starts at the left of its row.

    Inputs: diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T.
    Outputs: output: T.
    Attributes: T: plain.
    """
    return _apply("MatrixDiagV2", (diagonal, k, num_rows, num_cols, padding_value,), (), name)  # type: ignore[no-any-return]


def MatrixDiagV3(
    diagonal: _Any,
    k: _Any,
    num_rows: _Any,
    num_cols: _Any,
    padding_value: _Any,
    align: str | bytes = "RIGHT_LEFT",
    name: str | None = None,
) -> _Tensor:
    """MatrixDiagV2 where `align` says at which end of their rows diagonals above and below the main one stand.

    Inputs: diagonal: T, k: int32, num_rows: int32, num_cols: int32, padding_value: T.
    Outputs: output: T.
    Attributes: T: plain; align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = 'RIGHT_LEFT'.
    """
    return _apply("MatrixDiagV3", (diagonal, k, num_rows, num_cols, padding_value,), (align,), name)  # type: ignore[no-any-return]


def MatrixExponential(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Exponentials of square matrices: the sums of their powers a^k / k!.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("MatrixExponential", (input,), (), name)  # type: ignore[no-any-return]


def MatrixInverse(
    input: _Any,
    adjoint: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Inverses of square matrices, or of their adjoints. A singular matrix is an error.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: adjoint: bool = false; T: {float64, float32, complex64, complex128}.
    """
    return _apply("MatrixInverse", (input,), (adjoint,), name)  # type: ignore[no-any-return]


def MatrixLogarithm(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Principal logarithms of square matrices.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {complex64, complex128}.
    """
    return _apply("MatrixLogarithm", (input,), (), name)  # type: ignore[no-any-return]


def MatrixSetDiag(
    input: _Any,
    diagonal: _Any,
    name: str | None = None,
) -> _Tensor:
    """Matrices with their diagonals replaced.

    Inputs: input: T, diagonal: T.
    Outputs: output: T.
    Attributes: T: plain.
    """
    return _apply("MatrixSetDiag", (input, diagonal,), (), name)  # type: ignore[no-any-return]


def MatrixSetDiagV2(
    input: _Any,
    diagonal: _Any,
    k: _Any,
    name: str | None = None,
) -> _Tensor:
    """Matrices with their diagonals k (one, or the lowest to the highest) replaced.

    Inputs: input: T, diagonal: T, k: int32.
    Outputs: output: T.
    Attributes: T: plain.
    """
    return _apply("MatrixSetDiagV2", (input, diagonal, k,), (), name)  # type: ignore[no-any-return]


def MatrixSetDiagV3(
    input: _Any,
    diagonal: _Any,
    k: _Any,
    align: str | bytes = "RIGHT_LEFT",
    name: str | None = None,
) -> _Tensor:
    """MatrixSetDiagV2 where `align` says at which end of their rows diagonals above and below the main one
    stand.

    Inputs: input: T, diagonal: T, k: int32.
    Outputs: output: T.
    Attributes: T: plain; align: {'LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'} = 'RIGHT_LEFT'.
    """
    return _apply("MatrixSetDiagV3", (input, diagonal, k,), (align,), name)  # type: ignore[no-any-return]


def MatrixSolve(
    matrix: _Any,
    rhs: _Any,
    adjoint: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Solves matrix x = rhs, or adjoint(matrix) x = rhs. A singular matrix is an error.

    Inputs: matrix: T, rhs: T.
    Outputs: output: T.
    Attributes: adjoint: bool = false; T: {float64, float32, complex64, complex128}.
    """
    return _apply("MatrixSolve", (matrix, rhs,), (adjoint,), name)  # type: ignore[no-any-return]


def MatrixSolveLs(
    matrix: _Any,
    rhs: _Any,
    l2_regularizer: _Any,
    fast: bool = True,
    name: str | None = None,
) -> _Tensor:
    """The x that minimises |matrix x - rhs|^2 + l2_regularizer |x|^2, from the normal equations if fast;
    otherwise the smallest of all solutions, without the regulariser.

    Inputs: matrix: T, rhs: T, l2_regularizer: float64.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}; fast: bool = true.
    """
    return _apply("MatrixSolveLs", (matrix, rhs, l2_regularizer,), (fast,), name)  # type: ignore[no-any-return]


def MatrixSquareRoot(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Principal square roots of square matrices; NaN where a real matrix has negative eigenvalues.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("MatrixSquareRoot", (input,), (), name)  # type: ignore[no-any-return]


def MatrixTriangularSolve(
    matrix: _Any,
    rhs: _Any,
    lower: bool = True,
    adjoint: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Solves matrix x = rhs for lower or upper triangular matrices, of which only that triangle is read. A
    zero on the diagonal is an error.

    Inputs: matrix: T, rhs: T.
    Outputs: output: T.
    Attributes: lower: bool = true; adjoint: bool = false; T: {float64, float32, complex64, complex128}.
    """
    return _apply("MatrixTriangularSolve", (matrix, rhs,), (lower, adjoint,), name)  # type: ignore[no-any-return]


def Max(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Largest element over axes; NaN if any is, the type's least value for no elements. Elements that tie
    share the gradient.

    Inputs: input: T, reduction_indices: Tidx.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: realnumbertype; Tidx: {int32, int64} = int32.
    """
    return _apply("Max", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def MaxPool(
    input: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """The largest element of each window. As in TensorFlow, NaN and minus infinity never win; a window of
    nothing else gives the type's least finite number.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID', 'EXPLICIT'};
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: {float16, bfloat16,
    float32, float64, int32, int64, uint8, int16, int8, uint16} = float32.
    """
    return _apply("MaxPool", (input,), (ksize, strides, padding, explicit_paddings, data_format,), name)  # type: ignore[no-any-return]


def MaxPool3D(
    input: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    name: str | None = None,
) -> _Tensor:
    """The largest element of each window; NaN never wins.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format:
    {'NDHWC', 'NCDHW'} = 'NDHWC'; T: floating.
    """
    return _apply("MaxPool3D", (input,), (ksize, strides, padding, data_format,), name)  # type: ignore[no-any-return]


def MaxPool3DGrad(
    orig_input: _Any,
    orig_output: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPool3D. As in TensorFlow, what arrives at a maximum goes to every element that equals it.

    Inputs: orig_input: TInput, orig_output: TInput, grad: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format:
    {'NDHWC', 'NCDHW'} = 'NDHWC'; T: floating = float32; TInput: floating = float32.
    """
    return _apply("MaxPool3DGrad", (orig_input, orig_output, grad,), (ksize, strides, padding, data_format,), name)  # type: ignore[no-any-return]


def MaxPool3DGradGrad(
    orig_input: _Any,
    orig_output: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NDHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPool3DGrad: the element of grad where each maximum is first found.

    Inputs: orig_input: T, orig_output: T, grad: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 5; strides: list(int) >= 5; padding: {'SAME', 'VALID'}; data_format:
    {'NDHWC', 'NCDHW'} = 'NDHWC'; T: floating.
    """
    return _apply("MaxPool3DGradGrad", (orig_input, orig_output, grad,), (ksize, strides, padding, data_format,), name)  # type: ignore[no-any-return]


def MaxPoolGrad(
    orig_input: _Any,
    orig_output: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPool: what arrives at a maximum goes to the first element that equals it.

    Inputs: orig_input: T, orig_output: T, grad: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID', 'EXPLICIT'};
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype = float32.
    """
    return _apply("MaxPoolGrad", (orig_input, orig_output, grad,), (ksize, strides, padding, explicit_paddings, data_format,), name)  # type: ignore[no-any-return]


def MaxPoolGradGrad(
    orig_input: _Any,
    orig_output: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    explicit_paddings: _Any = (),
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPoolGrad: the element of grad where each maximum is.

    Inputs: orig_input: T, orig_output: T, grad: T.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID', 'EXPLICIT'};
    explicit_paddings: list(int) = []; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype.
    """
    return _apply("MaxPoolGradGrad", (orig_input, orig_output, grad,), (ksize, strides, padding, explicit_paddings, data_format,), name)  # type: ignore[no-any-return]


def MaxPoolGradGradV2(
    orig_input: _Any,
    orig_output: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPoolGradV2.

    Inputs: orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32.
    Outputs: output: T.
    Attributes: padding: {'SAME', 'VALID'}; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype.
    """
    return _apply("MaxPoolGradGradV2", (orig_input, orig_output, grad, ksize, strides,), (padding, data_format,), name)  # type: ignore[no-any-return]


def MaxPoolGradGradWithArgmax(
    input: _Any,
    grad: _Any,
    argmax: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    include_batch_in_index: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPoolGradWithArgmax: the elements of grad at the given positions.

    Inputs: input: T, grad: T, argmax: Targmax.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID'};
    include_batch_in_index: bool = false; Targmax: {int32, int64}; T: realnumbertype.
    """
    return _apply("MaxPoolGradGradWithArgmax", (input, grad, argmax,), (ksize, strides, padding, include_batch_in_index,), name)  # type: ignore[no-any-return]


def MaxPoolGradV2(
    orig_input: _Any,
    orig_output: _Any,
    grad: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPoolV2.

    Inputs: orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32.
    Outputs: output: T.
    Attributes: padding: {'SAME', 'VALID'}; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: realnumbertype =
    float32.
    """
    return _apply("MaxPoolGradV2", (orig_input, orig_output, grad, ksize, strides,), (padding, data_format,), name)  # type: ignore[no-any-return]


def MaxPoolGradWithArgmax(
    input: _Any,
    grad: _Any,
    argmax: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    include_batch_in_index: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Gradient of MaxPoolWithArgmax: adds grad at the given positions.

    Inputs: input: T, grad: T, argmax: Targmax.
    Outputs: output: T.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; padding: {'SAME', 'VALID'};
    include_batch_in_index: bool = false; Targmax: {int32, int64}; T: realnumbertype.
    """
    return _apply("MaxPoolGradWithArgmax", (input, grad, argmax,), (ksize, strides, padding, include_batch_in_index,), name)  # type: ignore[no-any-return]


def MaxPoolV2(
    input: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """MaxPool with the sizes and strides of the windows as operands.

    Inputs: input: T, ksize: int32, strides: int32.
    Outputs: output: T.
    Attributes: padding: {'SAME', 'VALID'}; data_format: {'NHWC', 'NCHW'} = 'NHWC'; T: {float16, bfloat16,
    float32, float64, int32, int64, uint8, int16, int8, uint16} = float32.
    """
    return _apply("MaxPoolV2", (input, ksize, strides,), (padding, data_format,), name)  # type: ignore[no-any-return]


def MaxPoolWithArgmax(
    input: _Any,
    ksize: _Any,
    strides: _Any,
    padding: str | bytes,
    Targmax: _Any = "int64",
    include_batch_in_index: bool = False,
    name: str | None = None,
) -> _Any:
    """The largest element of each window, and where it is: (row * width + column) * channels + channel,
    counted from the start of the image, or of the batch with include_batch_in_index. The first wins among
    equals, and a NaN only if it comes first.

    Inputs: input: T.
    Outputs: output: T, argmax: Targmax.
    Attributes: ksize: list(int) >= 4; strides: list(int) >= 4; Targmax: {int32, int64} = int64; padding:
    {'SAME', 'VALID'}; include_batch_in_index: bool = false; T: realnumbertype.
    """
    return _apply("MaxPoolWithArgmax", (input,), (ksize, strides, Targmax, padding, include_batch_in_index,), name)


def Maximum(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the larger of x and y, with broadcasting; NaN if either is. At ties the gradient goes to x.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: realnumbertype.
    """
    return _apply("Maximum", (x, y,), (), name)  # type: ignore[no-any-return]


def Mean(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Mean of elements over axes; NaN for no elements. Integers truncate.

    Inputs: input: T, reduction_indices: Tidx.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: numeric; Tidx: {int32, int64} = int32.
    """
    return _apply("Mean", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def Min(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Smallest element over axes; NaN if any is, the type's largest value for no elements. Elements that tie
    share the gradient.

    Inputs: input: T, reduction_indices: Tidx.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: realnumbertype; Tidx: {int32, int64} = int32.
    """
    return _apply("Min", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def Minimum(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the smaller of x and y, with broadcasting; NaN if either is. At ties the gradient goes to x.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: realnumbertype.
    """
    return _apply("Minimum", (x, y,), (), name)  # type: ignore[no-any-return]


def MirrorPad(
    input: _Any,
    paddings: _Any,
    mode: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """Adds a border that mirrors the tensor; REFLECT leaves the edge out of the mirror image, SYMMETRIC
    repeats it.

    Inputs: input: T, paddings: Tpaddings.
    Outputs: output: T.
    Attributes: mode: {'REFLECT', 'SYMMETRIC'}; T: type; Tpaddings: {int32, int64} = int32.
    """
    return _apply("MirrorPad", (input, paddings,), (mode,), name)  # type: ignore[no-any-return]


def MirrorPadGrad(
    input: _Any,
    paddings: _Any,
    mode: str | bytes,
    name: str | None = None,
) -> _Tensor:
    """Gradient of MirrorPad: adds the border to the elements it mirrors.

    Inputs: input: T, paddings: Tpaddings.
    Outputs: output: T.
    Attributes: mode: {'REFLECT', 'SYMMETRIC'}; T: numeric; Tpaddings: {int32, int64} = int32.
    """
    return _apply("MirrorPadGrad", (input, paddings,), (mode,), name)  # type: ignore[no-any-return]


def Mod(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the remainder of x / y with the sign of x, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {int32, int64, float16, bfloat16, float32, float64}.
    """
    return _apply("Mod", (x, y,), (), name)  # type: ignore[no-any-return]


def Mul(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x * y element-wise, with broadcasting. Integers wrap.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: numeric.
    """
    return _apply("Mul", (x, y,), (), name)  # type: ignore[no-any-return]


def MulNoNan(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x * y, and 0 where y is zero even if x is infinite or NaN, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {bfloat16, float16, float32, float64, complex64, complex128}.
    """
    return _apply("MulNoNan", (x, y,), (), name)  # type: ignore[no-any-return]


def Multinomial(
    logits: _Any,
    num_samples: _Any,
    seed: int = 0,
    seed2: int = 0,
    output_dtype: _Any = "int64",
    name: str | None = None,
) -> _Tensor:
    """For each row of logits, classes drawn with probabilities softmax(logits).

    Inputs: logits: T, num_samples: int32.
    Outputs: output: output_dtype.
    Attributes: seed: int = 0; seed2: int = 0; T: floating; output_dtype: {int32, int64} = int64.
    """
    return _apply("Multinomial", (logits, num_samples,), (seed, seed2, output_dtype,), name)  # type: ignore[no-any-return]


def Ndtri(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Quantile of the standard normal distribution: the number below which the share x lies.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Ndtri", (x,), (), name)  # type: ignore[no-any-return]


def Neg(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns -x element-wise. Integers wrap.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: {bfloat16, float16, float32, float64, int8, int16, int32, int64, complex64, complex128}.
    """
    return _apply("Neg", (x,), (), name)  # type: ignore[no-any-return]


def NextAfter(
    x1: _Any,
    x2: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the number next to x1 in the direction of x2, with broadcasting.

    Inputs: x1: T, x2: T.
    Outputs: output: T.
    Attributes: T: {float64, float32} = float32.
    """
    return _apply("NextAfter", (x1, x2,), (), name)  # type: ignore[no-any-return]


def NoOp(
    name: str | None = None,
) -> _Operation:
    """Does nothing; something to hang control dependencies on.

    No outputs: gives the Operation.
    """
    return _apply("NoOp", (), (), name)  # type: ignore[no-any-return]


def NotEqual(
    x: _Any,
    y: _Any,
    incompatible_shape_error: bool = True,
    name: str | None = None,
) -> _Tensor:
    """Returns whether x != y element-wise, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: bool.
    Attributes: T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32,
    uint64, complex64, complex128, bool}; incompatible_shape_error: bool = true.
    """
    return _apply("NotEqual", (x, y,), (incompatible_shape_error,), name)  # type: ignore[no-any-return]


def NthElement(
    input: _Any,
    n: _Any,
    reverse: bool = False,
    name: str | None = None,
) -> _Tensor:
    """The element at position n of each row of the last axis when sorted, from the largest on with reverse;
    NaN counts as larger than all.

    Inputs: input: T, n: int32.
    Outputs: values: T.
    Attributes: reverse: bool = false; T: realnumbertype.
    """
    return _apply("NthElement", (input, n,), (reverse,), name)  # type: ignore[no-any-return]


def OneHot(
    indices: _Any,
    depth: _Any,
    on_value: _Any,
    off_value: _Any,
    axis: int = -1,
    name: str | None = None,
) -> _Tensor:
    """`on_value` at the positions in `indices` along a new axis, `off_value` elsewhere.

    Inputs: indices: TI, depth: int32, on_value: T, off_value: T.
    Outputs: output: T.
    Attributes: axis: int = -1; T: plain; TI: {uint8, int32, int64} = int64.
    """
    return _apply("OneHot", (indices, depth, on_value, off_value,), (axis,), name)  # type: ignore[no-any-return]


def OnesLike(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Ones in the shape of the input.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64,
    uint64, complex64, complex128, bool}.
    """
    return _apply("OnesLike", (x,), (), name)  # type: ignore[no-any-return]


def Pack(
    values: list[_Any] | tuple[_Any, ...],
    axis: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Joins tensors of one shape along a new axis.

    Inputs: values: N * T.
    Outputs: output: T.
    Attributes: N: int >= 1; T: type; axis: int = 0.
    """
    return _apply("Pack", (values,), (axis,), name)  # type: ignore[no-any-return]


def Pad(
    input: _Any,
    paddings: _Any,
    name: str | None = None,
) -> _Tensor:
    """Adds a border of zeros: paddings[i] gives the widths before and after axis i.

    Inputs: input: T, paddings: Tpaddings.
    Outputs: output: T.
    Attributes: T: type; Tpaddings: {int32, int64} = int32.
    """
    return _apply("Pad", (input, paddings,), (), name)  # type: ignore[no-any-return]


def PadV2(
    input: _Any,
    paddings: _Any,
    constant_values: _Any,
    name: str | None = None,
) -> _Tensor:
    """Adds a border of a given value.

    Inputs: input: T, paddings: Tpaddings, constant_values: T.
    Outputs: output: T.
    Attributes: T: type; Tpaddings: {int32, int64} = int32.
    """
    return _apply("PadV2", (input, paddings, constant_values,), (), name)  # type: ignore[no-any-return]


def ParallelConcat(
    values: list[_Any] | tuple[_Any, ...],
    shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """Joins tensors with one row each along the first axis, each as soon as it is there.

    Inputs: values: N * T.
    Outputs: output: T.
    Attributes: N: int >= 1; T: type; shape: shape.
    """
    return _apply("ParallelConcat", (values,), (shape,), name)  # type: ignore[no-any-return]


def ParallelDynamicStitch(
    indices: list[_Any] | tuple[_Any, ...],
    data: list[_Any] | tuple[_Any, ...],
    name: str | None = None,
) -> _Tensor:
    """DynamicStitch, under the name TensorFlow uses for indices that do not repeat.

    Inputs: indices: N * int32, data: N * T.
    Outputs: merged: T.
    Attributes: N: int >= 1; T: type.
    """
    return _apply("ParallelDynamicStitch", (indices, data,), (), name)  # type: ignore[no-any-return]


def Placeholder(
    dtype: _Any,
    shape: _Any = None,
    name: str | None = None,
) -> _Tensor:
    """A tensor that every run must feed.

    Outputs: output: dtype.
    Attributes: dtype: type; shape: shape = unknown.
    """
    return _apply("Placeholder", (), (dtype, shape,), name)  # type: ignore[no-any-return]


def PlaceholderV2(
    dtype: _Any,
    shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """Placeholder, under a name that some old graphs use.

    Outputs: output: dtype.
    Attributes: dtype: type; shape: shape.
    """
    return _apply("PlaceholderV2", (), (dtype, shape,), name)  # type: ignore[no-any-return]


def PlaceholderWithDefault(
    input: _Any,
    shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """A tensor that a run may feed; otherwise it is the input.

    Inputs: input: dtype.
    Outputs: output: dtype.
    Attributes: dtype: type; shape: shape.
    """
    return _apply("PlaceholderWithDefault", (input,), (shape,), name)  # type: ignore[no-any-return]


def Polygamma(
    a: _Any,
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """The derivative number a of Digamma at x. No gradient flows to a.

    Inputs: a: T, x: T.
    Outputs: z: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("Polygamma", (a, x,), (), name)  # type: ignore[no-any-return]


def PopulationCount(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns how many bits of x are set.

    Inputs: x: T.
    Outputs: y: uint8.
    Attributes: T: integer.
    """
    return _apply("PopulationCount", (x,), (), name)  # type: ignore[no-any-return]


def Pow(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x to the power y, with broadcasting. A negative integer exponent is an error.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {bfloat16, float16, float32, float64, int8, int16, int32, int64, complex64, complex128}.
    """
    return _apply("Pow", (x, y,), (), name)  # type: ignore[no-any-return]


def PreventGradient(
    input: _Any,
    message: str | bytes = "",
    name: str | None = None,
) -> _Tensor:
    """The input; asking for a gradient through it is an error.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type; message: string = ''.
    """
    return _apply("PreventGradient", (input,), (message,), name)  # type: ignore[no-any-return]


def Print(
    input: _Any,
    data: list[_Any] | tuple[_Any, ...],
    message: str | bytes = "",
    first_n: int = -1,
    summarize: int = 3,
    name: str | None = None,
) -> _Tensor:
    """The input; prints the first elements of data to the standard error stream.

    Inputs: input: T, data: U.
    Outputs: output: T.
    Attributes: T: type; U: list(type) >= 0; message: string = ''; first_n: int = -1; summarize: int = 3.
    """
    return _apply("Print", (input, data,), (message, first_n, summarize,), name)  # type: ignore[no-any-return]


def PrintV2(
    input: _Any,
    output_stream: str | bytes = "stderr",
    end: str | bytes = "\n",
    name: str | None = None,
) -> _Operation:
    """Prints a string to a stream.

    Inputs: input: string.
    No outputs: gives the Operation.
    Attributes: output_stream: string = 'stderr'; end: string = '
    '.
    """
    return _apply("PrintV2", (input,), (output_stream, end,), name)  # type: ignore[no-any-return]


def Prod(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Product of elements over axes; 1 for no elements. Integers wrap.

    Inputs: input: T, reduction_indices: Tidx.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: numeric; Tidx: {int32, int64} = int32.
    """
    return _apply("Prod", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def PyFunc(
    input: list[_Any] | tuple[_Any, ...],
    token: str | bytes,
    Tout: _Any,
    name: str | None = None,
) -> list[_Tensor]:
    """What the Python function of this token gives for the inputs. It runs in each run that reaches the node.

    Inputs: input: Tin.
    Outputs: output: Tout.
    Attributes: token: string; Tin: list(type) >= 0; Tout: list(type) >= 0.
    """
    return _apply("PyFunc", (input,), (token, Tout,), name)  # type: ignore[no-any-return]


def PyFuncStateless(
    input: list[_Any] | tuple[_Any, ...],
    token: str | bytes,
    Tout: _Any,
    name: str | None = None,
) -> list[_Tensor]:
    """As PyFunc, of a function whose results depend on the inputs alone: equal calls may be made once.

    Inputs: input: Tin.
    Outputs: output: Tout.
    Attributes: token: string; Tin: list(type) >= 0; Tout: list(type) >= 0.
    """
    return _apply("PyFuncStateless", (input,), (token, Tout,), name)  # type: ignore[no-any-return]


def Qr(
    input: _Any,
    full_matrices: bool = False,
    name: str | None = None,
) -> _Any:
    """Decomposes matrices in the last two axes into q r, q with orthonormal columns and r upper triangular.
    The signs (or phases) of r's rows may differ from TensorFlow's.

    Inputs: input: T.
    Outputs: q: T, r: T.
    Attributes: full_matrices: bool = false; T: {float64, float32, complex64, complex128}.
    """
    return _apply("Qr", (input,), (full_matrices,), name)


def RFFT(
    input: _Any,
    fft_length: _Any,
    Tcomplex: _Any = "complex64",
    name: str | None = None,
) -> _Tensor:
    """The first fft_length / 2 + 1 frequencies of the first fft_length real numbers along the last axis.

    Inputs: input: Treal, fft_length: int32.
    Outputs: output: Tcomplex.
    Attributes: Treal: {float32, float64} = float32; Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("RFFT", (input, fft_length,), (Tcomplex,), name)  # type: ignore[no-any-return]


def RFFT2D(
    input: _Any,
    fft_length: _Any,
    Tcomplex: _Any = "complex64",
    name: str | None = None,
) -> _Tensor:
    """RFFT over the last axis, then FFT over the one before it.

    Inputs: input: Treal, fft_length: int32.
    Outputs: output: Tcomplex.
    Attributes: Treal: {float32, float64} = float32; Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("RFFT2D", (input, fft_length,), (Tcomplex,), name)  # type: ignore[no-any-return]


def RFFT3D(
    input: _Any,
    fft_length: _Any,
    Tcomplex: _Any = "complex64",
    name: str | None = None,
) -> _Tensor:
    """RFFT over the last axis, then FFT over the two before it.

    Inputs: input: Treal, fft_length: int32.
    Outputs: output: Tcomplex.
    Attributes: Treal: {float32, float64} = float32; Tcomplex: {complex64, complex128} = complex64.
    """
    return _apply("RFFT3D", (input, fft_length,), (Tcomplex,), name)  # type: ignore[no-any-return]


def RandomGamma(
    shape: _Any,
    alpha: _Any,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Samples of gamma distributions with shapes alpha and scale 1: the given shape of samples for each alpha.

    Inputs: shape: S, alpha: T.
    Outputs: output: T.
    Attributes: seed: int = 0; seed2: int = 0; S: {int32, int64}; T: {float16, float32, float64}.
    """
    return _apply("RandomGamma", (shape, alpha,), (seed, seed2,), name)  # type: ignore[no-any-return]


def RandomGammaGrad(
    alpha: _Any,
    sample: _Any,
    name: str | None = None,
) -> _Tensor:
    """The derivative of a sample of RandomGamma by the distribution's shape alpha.

    Inputs: alpha: T, sample: T.
    Outputs: output: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("RandomGammaGrad", (alpha, sample,), (), name)  # type: ignore[no-any-return]


def RandomPoissonV2(
    shape: _Any,
    rate: _Any,
    seed: int = 0,
    seed2: int = 0,
    dtype: _Any = "int64",
    name: str | None = None,
) -> _Tensor:
    """Samples of Poisson distributions: the given shape of samples for each rate.

    Inputs: shape: S, rate: R.
    Outputs: output: dtype.
    Attributes: seed: int = 0; seed2: int = 0; S: {int32, int64}; R: {float16, float32, float64, int32,
    int64} = float64; dtype: {float16, float32, float64, int32, int64} = int64.
    """
    return _apply("RandomPoissonV2", (shape, rate,), (seed, seed2, dtype,), name)  # type: ignore[no-any-return]


def RandomShuffle(
    value: _Any,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Tensor:
    """The rows of value in random order.

    Inputs: value: T.
    Outputs: output: T.
    Attributes: seed: int = 0; seed2: int = 0; T: type.
    """
    return _apply("RandomShuffle", (value,), (seed, seed2,), name)  # type: ignore[no-any-return]


def RandomStandardNormal(
    shape: _Any,
    dtype: _Any,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Normally distributed numbers with mean 0 and standard deviation 1.

    Inputs: shape: T.
    Outputs: output: dtype.
    Attributes: seed: int = 0; seed2: int = 0; dtype: floating; T: {int32, int64}.
    """
    return _apply("RandomStandardNormal", (shape,), (seed, seed2, dtype,), name)  # type: ignore[no-any-return]


def RandomUniform(
    shape: _Any,
    dtype: _Any,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Numbers spread evenly over [0, 1).

    Inputs: shape: T.
    Outputs: output: dtype.
    Attributes: seed: int = 0; seed2: int = 0; dtype: floating; T: {int32, int64}.
    """
    return _apply("RandomUniform", (shape,), (seed, seed2, dtype,), name)  # type: ignore[no-any-return]


def RandomUniformInt(
    shape: _Any,
    minval: _Any,
    maxval: _Any,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Integers from minval up to, not including, maxval.

    Inputs: shape: T, minval: Tout, maxval: Tout.
    Outputs: output: Tout.
    Attributes: seed: int = 0; seed2: int = 0; Tout: {int32, int64}; T: {int32, int64}.
    """
    return _apply("RandomUniformInt", (shape, minval, maxval,), (seed, seed2,), name)  # type: ignore[no-any-return]


def Range(
    start: _Any,
    limit: _Any,
    delta: _Any,
    name: str | None = None,
) -> _Tensor:
    """Numbers from start up to, not including, limit, by delta.

    Inputs: start: Tidx, limit: Tidx, delta: Tidx.
    Outputs: output: Tidx.
    Attributes: Tidx: {bfloat16, float32, float64, int32, int64} = int32.
    """
    return _apply("Range", (start, limit, delta,), (), name)  # type: ignore[no-any-return]


def Rank(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Number of axes of a tensor.

    Inputs: input: T.
    Outputs: output: int32.
    Attributes: T: type.
    """
    return _apply("Rank", (input,), (), name)  # type: ignore[no-any-return]


def ReadVariableOp(
    resource: _Any,
    dtype: _Any,
    name: str | None = None,
) -> _Tensor:
    """The variable's current value.

    Inputs: resource: resource.
    Outputs: value: dtype.
    Attributes: dtype: type.
    """
    return _apply("ReadVariableOp", (resource,), (dtype,), name)  # type: ignore[no-any-return]


def ReadVariableOrOp(
    resource: _Any,
    default: _Any,
    name: str | None = None,
) -> _Tensor:
    """The variable's value, or default where it has none yet.

    Inputs: resource: resource, default: dtype.
    Outputs: value: dtype.
    Attributes: dtype: type.
    """
    return _apply("ReadVariableOrOp", (resource, default,), (), name)  # type: ignore[no-any-return]


def Real(
    input: _Any,
    Tout: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """Returns the real part.

    Inputs: input: T.
    Outputs: output: Tout.
    Attributes: T: {complex64, complex128} = complex64; Tout: {float32, float64} = float32.
    """
    return _apply("Real", (input,), (Tout,), name)  # type: ignore[no-any-return]


def RealDiv(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x / y element-wise for real and complex numbers, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {bfloat16, float16, float32, float64, complex64, complex128}.
    """
    return _apply("RealDiv", (x, y,), (), name)  # type: ignore[no-any-return]


def Reciprocal(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns 1 / x element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Reciprocal", (x,), (), name)  # type: ignore[no-any-return]


def ReciprocalGrad(
    y: _Any,
    dy: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Reciprocal: -dy * y².

    Inputs: y: T, dy: T.
    Outputs: z: T.
    Attributes: T: inexact.
    """
    return _apply("ReciprocalGrad", (y, dy,), (), name)  # type: ignore[no-any-return]


def Relu(
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Rectified linear: max(features, 0).

    Inputs: features: T.
    Outputs: activations: T.
    Attributes: T: realnumbertype.
    """
    return _apply("Relu", (features,), (), name)  # type: ignore[no-any-return]


def Relu6(
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Rectified linear with a ceiling: min(max(features, 0), 6).

    Inputs: features: T.
    Outputs: activations: T.
    Attributes: T: realnumbertype.
    """
    return _apply("Relu6", (features,), (), name)  # type: ignore[no-any-return]


def Relu6Grad(
    gradients: _Any,
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Relu6: gradients where 0 < features < 6, else 0.

    Inputs: gradients: T, features: T.
    Outputs: backprops: T.
    Attributes: T: realnumbertype.
    """
    return _apply("Relu6Grad", (gradients, features,), (), name)  # type: ignore[no-any-return]


def ReluGrad(
    gradients: _Any,
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Relu: gradients where features > 0, else 0.

    Inputs: gradients: T, features: T.
    Outputs: backprops: T.
    Attributes: T: realnumbertype.
    """
    return _apply("ReluGrad", (gradients, features,), (), name)  # type: ignore[no-any-return]


def Reshape(
    tensor: _Any,
    shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """The same elements under other sizes; one size may be -1.

    Inputs: tensor: T, shape: Tshape.
    Outputs: output: T.
    Attributes: T: type; Tshape: {int32, int64} = int32.
    """
    return _apply("Reshape", (tensor, shape,), (), name)  # type: ignore[no-any-return]


def ResourceApplyAdaMax(
    var: _Any,
    m: _Any,
    v: _Any,
    beta1_power: _Any,
    lr: _Any,
    beta1: _Any,
    beta2: _Any,
    epsilon: _Any,
    grad: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """m += (1 - beta1) * (grad - m); v = max(beta2 * v, |grad|); var -= lr / (1 - beta1_power) * m / (v +
    epsilon).

    Inputs: var: resource, m: resource, v: resource, beta1_power: T, lr: T, beta1: T, beta2: T, epsilon: T,
    grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyAdaMax", (var, m, v, beta1_power, lr, beta1, beta2, epsilon, grad,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyAdadelta(
    var: _Any,
    accum: _Any,
    accum_update: _Any,
    lr: _Any,
    rho: _Any,
    epsilon: _Any,
    grad: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """accum = rho * accum + (1 - rho) * grad²; update = sqrt(accum_update + epsilon) / sqrt(accum + epsilon)
    * grad; var -= lr * update; accum_update = rho * accum_update + (1 - rho) * update².

    Inputs: var: resource, accum: resource, accum_update: resource, lr: T, rho: T, epsilon: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyAdadelta", (var, accum, accum_update, lr, rho, epsilon, grad,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyAdagrad(
    var: _Any,
    accum: _Any,
    lr: _Any,
    grad: _Any,
    use_locking: bool = False,
    update_slots: bool = True,
    name: str | None = None,
) -> _Operation:
    """accum += grad²; var -= lr * grad / sqrt(accum).

    Inputs: var: resource, accum: resource, lr: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false; update_slots: bool = true.
    """
    return _apply("ResourceApplyAdagrad", (var, accum, lr, grad,), (use_locking, update_slots,), name)  # type: ignore[no-any-return]


def ResourceApplyAdagradDA(
    var: _Any,
    gradient_accumulator: _Any,
    gradient_squared_accumulator: _Any,
    grad: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    global_step: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """Adagrad with dual averaging: var follows from the sums of all gradients and of their squares.

    Inputs: var: resource, gradient_accumulator: resource, gradient_squared_accumulator: resource, grad: T,
    lr: T, l1: T, l2: T, global_step: int64.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyAdagradDA", (var, gradient_accumulator, gradient_squared_accumulator, grad, lr, l1, l2, global_step,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyAdagradV2(
    var: _Any,
    accum: _Any,
    lr: _Any,
    epsilon: _Any,
    grad: _Any,
    use_locking: bool = False,
    update_slots: bool = True,
    name: str | None = None,
) -> _Operation:
    """accum += grad²; var -= lr * grad / (sqrt(accum) + epsilon).

    Inputs: var: resource, accum: resource, lr: T, epsilon: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false; update_slots: bool = true.
    """
    return _apply("ResourceApplyAdagradV2", (var, accum, lr, epsilon, grad,), (use_locking, update_slots,), name)  # type: ignore[no-any-return]


def ResourceApplyAdam(
    var: _Any,
    m: _Any,
    v: _Any,
    beta1_power: _Any,
    beta2_power: _Any,
    lr: _Any,
    beta1: _Any,
    beta2: _Any,
    epsilon: _Any,
    grad: _Any,
    use_locking: bool = False,
    use_nesterov: bool = False,
    name: str | None = None,
) -> _Operation:
    """alpha = lr * sqrt(1 - beta2_power) / (1 - beta1_power); m += (1 - beta1) * (grad - m); v += (1 - beta2)
    * (grad² - v); var -= alpha * m / (sqrt(v) + epsilon).

    Inputs: var: resource, m: resource, v: resource, beta1_power: T, beta2_power: T, lr: T, beta1: T, beta2:
    T, epsilon: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false; use_nesterov: bool = false.
    """
    return _apply("ResourceApplyAdam", (var, m, v, beta1_power, beta2_power, lr, beta1, beta2, epsilon, grad,), (use_locking, use_nesterov,), name)  # type: ignore[no-any-return]


def ResourceApplyAddSign(
    var: _Any,
    m: _Any,
    lr: _Any,
    alpha: _Any,
    sign_decay: _Any,
    beta: _Any,
    grad: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """m = beta * m + (1 - beta) * grad; var -= lr * (alpha + sign_decay * sign(grad) * sign(m)) * grad.

    Inputs: var: resource, m: resource, lr: T, alpha: T, sign_decay: T, beta: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyAddSign", (var, m, lr, alpha, sign_decay, beta, grad,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyCenteredRMSProp(
    var: _Any,
    mg: _Any,
    ms: _Any,
    mom: _Any,
    lr: _Any,
    rho: _Any,
    momentum: _Any,
    epsilon: _Any,
    grad: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """As ResourceApplyRMSProp, with the variance ms - mg² in place of ms, where mg is the mean of gradients.

    Inputs: var: resource, mg: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon:
    T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyCenteredRMSProp", (var, mg, ms, mom, lr, rho, momentum, epsilon, grad,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyFtrl(
    var: _Any,
    accum: _Any,
    linear: _Any,
    grad: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    lr_power: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """Follow the regularized leader: accum += grad²; linear += grad - (accum_new^-lr_power - accum^-lr_power)
    / lr * var; var follows from linear, shrunk by l1 and l2.

    Inputs: var: resource, accum: resource, linear: resource, grad: T, lr: T, l1: T, l2: T, lr_power: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyFtrl", (var, accum, linear, grad, lr, l1, l2, lr_power,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyFtrlV2(
    var: _Any,
    accum: _Any,
    linear: _Any,
    grad: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    l2_shrinkage: _Any,
    lr_power: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """As ResourceApplyFtrl, with 2 * l2_shrinkage * var added to the gradient where linear is updated.

    Inputs: var: resource, accum: resource, linear: resource, grad: T, lr: T, l1: T, l2: T, l2_shrinkage: T,
    lr_power: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyFtrlV2", (var, accum, linear, grad, lr, l1, l2, l2_shrinkage, lr_power,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyGradientDescent(
    var: _Any,
    alpha: _Any,
    delta: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """Subtracts alpha * delta from var.

    Inputs: var: resource, alpha: T, delta: T.
    No outputs: gives the Operation.
    Attributes: T: inexact; use_locking: bool = false.
    """
    return _apply("ResourceApplyGradientDescent", (var, alpha, delta,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyKerasMomentum(
    var: _Any,
    accum: _Any,
    lr: _Any,
    grad: _Any,
    momentum: _Any,
    use_locking: bool = False,
    use_nesterov: bool = False,
    name: str | None = None,
) -> _Operation:
    """accum = accum * momentum - lr * grad; var += accum. With use_nesterov: var += accum * momentum - lr *
    grad.

    Inputs: var: resource, accum: resource, lr: T, grad: T, momentum: T.
    No outputs: gives the Operation.
    Attributes: T: inexact; use_locking: bool = false; use_nesterov: bool = false.
    """
    return _apply("ResourceApplyKerasMomentum", (var, accum, lr, grad, momentum,), (use_locking, use_nesterov,), name)  # type: ignore[no-any-return]


def ResourceApplyMomentum(
    var: _Any,
    accum: _Any,
    lr: _Any,
    grad: _Any,
    momentum: _Any,
    use_locking: bool = False,
    use_nesterov: bool = False,
    name: str | None = None,
) -> _Operation:
    """accum = accum * momentum + grad; var -= lr * accum. With use_nesterov: var -= grad * lr + accum *
    momentum * lr.

    Inputs: var: resource, accum: resource, lr: T, grad: T, momentum: T.
    No outputs: gives the Operation.
    Attributes: T: inexact; use_locking: bool = false; use_nesterov: bool = false.
    """
    return _apply("ResourceApplyMomentum", (var, accum, lr, grad, momentum,), (use_locking, use_nesterov,), name)  # type: ignore[no-any-return]


def ResourceApplyPowerSign(
    var: _Any,
    m: _Any,
    lr: _Any,
    logbase: _Any,
    sign_decay: _Any,
    beta: _Any,
    grad: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """m = beta * m + (1 - beta) * grad; var -= lr * exp(logbase * sign_decay * sign(grad) * sign(m)) * grad.

    Inputs: var: resource, m: resource, lr: T, logbase: T, sign_decay: T, beta: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyPowerSign", (var, m, lr, logbase, sign_decay, beta, grad,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyProximalAdagrad(
    var: _Any,
    accum: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    grad: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """An Adagrad step, then shrinking by l1 and l2 (FOBOS).

    Inputs: var: resource, accum: resource, lr: T, l1: T, l2: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyProximalAdagrad", (var, accum, lr, l1, l2, grad,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyProximalGradientDescent(
    var: _Any,
    alpha: _Any,
    l1: _Any,
    l2: _Any,
    delta: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """A gradient descent step, then shrinking by l1 and l2 (FOBOS).

    Inputs: var: resource, alpha: T, l1: T, l2: T, delta: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyProximalGradientDescent", (var, alpha, l1, l2, delta,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceApplyRMSProp(
    var: _Any,
    ms: _Any,
    mom: _Any,
    lr: _Any,
    rho: _Any,
    momentum: _Any,
    epsilon: _Any,
    grad: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ms = rho * ms + (1 - rho) * grad²; mom = momentum * mom + lr * grad / sqrt(ms + epsilon); var -= mom.

    Inputs: var: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, grad: T.
    No outputs: gives the Operation.
    Attributes: T: floating; use_locking: bool = false.
    """
    return _apply("ResourceApplyRMSProp", (var, ms, mom, lr, rho, momentum, epsilon, grad,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceCountUpTo(
    resource: _Any,
    limit: int,
    T: _Any,
    name: str | None = None,
) -> _Tensor:
    """Adds one to a scalar variable and returns the value before; fails once the limit is reached.

    Inputs: resource: resource.
    Outputs: output: T.
    Attributes: limit: int; T: {int32, int64}.
    """
    return _apply("ResourceCountUpTo", (resource,), (limit, T,), name)  # type: ignore[no-any-return]


def ResourceGather(
    resource: _Any,
    indices: _Any,
    dtype: _Any,
    batch_dims: int = 0,
    validate_indices: bool = True,
    name: str | None = None,
) -> _Tensor:
    """Rows of the variable at the given indices, without a copy of the rest. An index that is no row is an
    error; on a GPU it picks zeros.

    Inputs: resource: resource, indices: Tindices.
    Outputs: output: dtype.
    Attributes: batch_dims: int = 0; validate_indices: bool = true; dtype: type; Tindices: {int32, int64}.
    """
    return _apply("ResourceGather", (resource, indices,), (batch_dims, validate_indices, dtype,), name)  # type: ignore[no-any-return]


def ResourceScatterAdd(
    resource: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Operation:
    """Adds updates to rows of the variable, one after the other.

    Inputs: resource: resource, indices: Tindices, updates: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: numeric; Tindices: {int32, int64}.
    """
    return _apply("ResourceScatterAdd", (resource, indices, updates,), (), name)  # type: ignore[no-any-return]


def ResourceScatterDiv(
    resource: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Operation:
    """Divides rows of the variable by updates, one after the other. An integer zero divisor is an error.

    Inputs: resource: resource, indices: Tindices, updates: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: numeric; Tindices: {int32, int64}.
    """
    return _apply("ResourceScatterDiv", (resource, indices, updates,), (), name)  # type: ignore[no-any-return]


def ResourceScatterMax(
    resource: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Operation:
    """Makes rows of the variable the larger of themselves and updates.

    Inputs: resource: resource, indices: Tindices, updates: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: realnumbertype; Tindices: {int32, int64}.
    """
    return _apply("ResourceScatterMax", (resource, indices, updates,), (), name)  # type: ignore[no-any-return]


def ResourceScatterMin(
    resource: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Operation:
    """Makes rows of the variable the smaller of themselves and updates.

    Inputs: resource: resource, indices: Tindices, updates: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: realnumbertype; Tindices: {int32, int64}.
    """
    return _apply("ResourceScatterMin", (resource, indices, updates,), (), name)  # type: ignore[no-any-return]


def ResourceScatterMul(
    resource: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Operation:
    """Multiplies rows of the variable by updates, one after the other.

    Inputs: resource: resource, indices: Tindices, updates: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: numeric; Tindices: {int32, int64}.
    """
    return _apply("ResourceScatterMul", (resource, indices, updates,), (), name)  # type: ignore[no-any-return]


def ResourceScatterNdAdd(
    ref: _Any,
    indices: _Any,
    updates: _Any,
    use_locking: bool = True,
    name: str | None = None,
) -> _Operation:
    """Adds updates to slices of the variable, each addressed by the last axis of indices.

    Inputs: ref: resource, indices: Tindices, updates: T.
    No outputs: gives the Operation.
    Attributes: T: numeric; Tindices: {int32, int64}; use_locking: bool = true.
    """
    return _apply("ResourceScatterNdAdd", (ref, indices, updates,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceScatterNdSub(
    ref: _Any,
    indices: _Any,
    updates: _Any,
    use_locking: bool = True,
    name: str | None = None,
) -> _Operation:
    """Subtracts updates from slices of the variable, each addressed by the last axis of indices.

    Inputs: ref: resource, indices: Tindices, updates: T.
    No outputs: gives the Operation.
    Attributes: T: numeric; Tindices: {int32, int64}; use_locking: bool = true.
    """
    return _apply("ResourceScatterNdSub", (ref, indices, updates,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceScatterNdUpdate(
    ref: _Any,
    indices: _Any,
    updates: _Any,
    use_locking: bool = True,
    name: str | None = None,
) -> _Operation:
    """Sets slices of the variable, each addressed by the last axis of indices. Indices outside the variable
    are an error; on a GPU their updates are left out, as in all ops of this kind.

    Inputs: ref: resource, indices: Tindices, updates: T.
    No outputs: gives the Operation.
    Attributes: T: plain; Tindices: {int32, int64}; use_locking: bool = true.
    """
    return _apply("ResourceScatterNdUpdate", (ref, indices, updates,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceScatterSub(
    resource: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Operation:
    """Subtracts updates from rows of the variable, one after the other.

    Inputs: resource: resource, indices: Tindices, updates: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: numeric; Tindices: {int32, int64}.
    """
    return _apply("ResourceScatterSub", (resource, indices, updates,), (), name)  # type: ignore[no-any-return]


def ResourceScatterUpdate(
    resource: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Operation:
    """Sets rows of the variable. Of equal indices the last one counts. An index that is no row is an error; on
    a GPU its update is left out, as in all ops of this kind.

    Inputs: resource: resource, indices: Tindices, updates: dtype.
    No outputs: gives the Operation.
    Attributes: dtype: plain; Tindices: {int32, int64}.
    """
    return _apply("ResourceScatterUpdate", (resource, indices, updates,), (), name)  # type: ignore[no-any-return]


def ResourceSparseApplyAdadelta(
    var: _Any,
    accum: _Any,
    accum_update: _Any,
    lr: _Any,
    rho: _Any,
    epsilon: _Any,
    grad: _Any,
    indices: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyAdadelta for the rows of var named by indices.

    Inputs: var: resource, accum: resource, accum_update: resource, lr: T, rho: T, epsilon: T, grad: T,
    indices: Tindices.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyAdadelta", (var, accum, accum_update, lr, rho, epsilon, grad, indices,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyAdagrad(
    var: _Any,
    accum: _Any,
    lr: _Any,
    grad: _Any,
    indices: _Any,
    use_locking: bool = False,
    update_slots: bool = True,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyAdagrad for the rows of var named by indices.

    Inputs: var: resource, accum: resource, lr: T, grad: T, indices: Tindices.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false; update_slots: bool = true.
    """
    return _apply("ResourceSparseApplyAdagrad", (var, accum, lr, grad, indices,), (use_locking, update_slots,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyAdagradDA(
    var: _Any,
    gradient_accumulator: _Any,
    gradient_squared_accumulator: _Any,
    grad: _Any,
    indices: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    global_step: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyAdagradDA for the rows of var named by indices.

    Inputs: var: resource, gradient_accumulator: resource, gradient_squared_accumulator: resource, grad: T,
    indices: Tindices, lr: T, l1: T, l2: T, global_step: int64.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyAdagradDA", (var, gradient_accumulator, gradient_squared_accumulator, grad, indices, lr, l1, l2, global_step,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyAdagradV2(
    var: _Any,
    accum: _Any,
    lr: _Any,
    epsilon: _Any,
    grad: _Any,
    indices: _Any,
    use_locking: bool = False,
    update_slots: bool = True,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyAdagradV2 for the rows of var named by indices.

    Inputs: var: resource, accum: resource, lr: T, epsilon: T, grad: T, indices: Tindices.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false; update_slots: bool = true.
    """
    return _apply("ResourceSparseApplyAdagradV2", (var, accum, lr, epsilon, grad, indices,), (use_locking, update_slots,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyCenteredRMSProp(
    var: _Any,
    mg: _Any,
    ms: _Any,
    mom: _Any,
    lr: _Any,
    rho: _Any,
    momentum: _Any,
    epsilon: _Any,
    grad: _Any,
    indices: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyCenteredRMSProp for the rows of var named by indices.

    Inputs: var: resource, mg: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon:
    T, grad: T, indices: Tindices.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyCenteredRMSProp", (var, mg, ms, mom, lr, rho, momentum, epsilon, grad, indices,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyFtrl(
    var: _Any,
    accum: _Any,
    linear: _Any,
    grad: _Any,
    indices: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    lr_power: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyFtrl for the rows of var named by indices.

    Inputs: var: resource, accum: resource, linear: resource, grad: T, indices: Tindices, lr: T, l1: T, l2:
    T, lr_power: T.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyFtrl", (var, accum, linear, grad, indices, lr, l1, l2, lr_power,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyFtrlV2(
    var: _Any,
    accum: _Any,
    linear: _Any,
    grad: _Any,
    indices: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    l2_shrinkage: _Any,
    lr_power: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyFtrlV2 for the rows of var named by indices.

    Inputs: var: resource, accum: resource, linear: resource, grad: T, indices: Tindices, lr: T, l1: T, l2:
    T, l2_shrinkage: T, lr_power: T.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyFtrlV2", (var, accum, linear, grad, indices, lr, l1, l2, l2_shrinkage, lr_power,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyKerasMomentum(
    var: _Any,
    accum: _Any,
    lr: _Any,
    grad: _Any,
    indices: _Any,
    momentum: _Any,
    use_locking: bool = False,
    use_nesterov: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyKerasMomentum for the rows of var named by indices.

    Inputs: var: resource, accum: resource, lr: T, grad: T, indices: Tindices, momentum: T.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false; use_nesterov: bool =
    false.
    """
    return _apply("ResourceSparseApplyKerasMomentum", (var, accum, lr, grad, indices, momentum,), (use_locking, use_nesterov,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyMomentum(
    var: _Any,
    accum: _Any,
    lr: _Any,
    grad: _Any,
    indices: _Any,
    momentum: _Any,
    use_locking: bool = False,
    use_nesterov: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyMomentum for the rows of var named by indices. An index that is no row is an error; on a
    GPU its gradient is left out, as in all ops of this kind.

    Inputs: var: resource, accum: resource, lr: T, grad: T, indices: Tindices, momentum: T.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false; use_nesterov: bool =
    false.
    """
    return _apply("ResourceSparseApplyMomentum", (var, accum, lr, grad, indices, momentum,), (use_locking, use_nesterov,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyProximalAdagrad(
    var: _Any,
    accum: _Any,
    lr: _Any,
    l1: _Any,
    l2: _Any,
    grad: _Any,
    indices: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyProximalAdagrad for the rows of var named by indices.

    Inputs: var: resource, accum: resource, lr: T, l1: T, l2: T, grad: T, indices: Tindices.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyProximalAdagrad", (var, accum, lr, l1, l2, grad, indices,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyProximalGradientDescent(
    var: _Any,
    alpha: _Any,
    l1: _Any,
    l2: _Any,
    grad: _Any,
    indices: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyProximalGradientDescent for the rows of var named by indices.

    Inputs: var: resource, alpha: T, l1: T, l2: T, grad: T, indices: Tindices.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyProximalGradientDescent", (var, alpha, l1, l2, grad, indices,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceSparseApplyRMSProp(
    var: _Any,
    ms: _Any,
    mom: _Any,
    lr: _Any,
    rho: _Any,
    momentum: _Any,
    epsilon: _Any,
    grad: _Any,
    indices: _Any,
    use_locking: bool = False,
    name: str | None = None,
) -> _Operation:
    """ResourceApplyRMSProp for the rows of var named by indices.

    Inputs: var: resource, ms: resource, mom: resource, lr: T, rho: T, momentum: T, epsilon: T, grad: T,
    indices: Tindices.
    No outputs: gives the Operation.
    Attributes: T: floating; Tindices: {int32, int64}; use_locking: bool = false.
    """
    return _apply("ResourceSparseApplyRMSProp", (var, ms, mom, lr, rho, momentum, epsilon, grad, indices,), (use_locking,), name)  # type: ignore[no-any-return]


def ResourceStridedSliceAssign(
    ref: _Any,
    begin: _Any,
    end: _Any,
    strides: _Any,
    value: _Any,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    name: str | None = None,
) -> _Operation:
    """Puts value into a slice of a variable.

    Inputs: ref: resource, begin: Index, end: Index, strides: Index, value: T.
    No outputs: gives the Operation.
    Attributes: T: plain; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int
    = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0.
    """
    return _apply("ResourceStridedSliceAssign", (ref, begin, end, strides, value,), (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask,), name)  # type: ignore[no-any-return]


def Reverse(
    tensor: _Any,
    dims: _Any,
    name: str | None = None,
) -> _Tensor:
    """The elements in opposite order along the axes whose flag is true.

    Inputs: tensor: T, dims: bool.
    Outputs: output: T.
    Attributes: T: type.
    """
    return _apply("Reverse", (tensor, dims,), (), name)  # type: ignore[no-any-return]


def ReverseSequence(
    input: _Any,
    seq_lengths: _Any,
    seq_dim: int,
    batch_dim: int = 0,
    name: str | None = None,
) -> _Tensor:
    """The first seq_lengths[b] elements of each sequence in opposite order. A length outside the sequence is
    an error; on a GPU it counts as none or all of it.

    Inputs: input: T, seq_lengths: Tlen.
    Outputs: output: T.
    Attributes: seq_dim: int; batch_dim: int = 0; T: plain; Tlen: {int32, int64} = int64.
    """
    return _apply("ReverseSequence", (input, seq_lengths,), (seq_dim, batch_dim,), name)  # type: ignore[no-any-return]


def ReverseV2(
    tensor: _Any,
    axis: _Any,
    name: str | None = None,
) -> _Tensor:
    """The elements in opposite order along the listed axes.

    Inputs: tensor: T, axis: Tidx.
    Outputs: output: T.
    Attributes: T: type; Tidx: {int32, int64} = int32.
    """
    return _apply("ReverseV2", (tensor, axis,), (), name)  # type: ignore[no-any-return]


def RightShift(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x with its bits moved down by y places, with broadcasting; signed types keep their sign. y is
    clamped to [0, width - 1].

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: integer.
    """
    return _apply("RightShift", (x, y,), (), name)  # type: ignore[no-any-return]


def Rint(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the nearest integer element-wise; halves go to the even one.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: floating.
    """
    return _apply("Rint", (x,), (), name)  # type: ignore[no-any-return]


def Roll(
    input: _Any,
    shift: _Any,
    axis: _Any,
    name: str | None = None,
) -> _Tensor:
    """The elements moved on by `shift` along each axis; those that leave at one end come back at the other.

    Inputs: input: T, shift: Tshift, axis: Taxis.
    Outputs: output: T.
    Attributes: T: plain; Tshift: {int32, int64}; Taxis: {int32, int64}.
    """
    return _apply("Roll", (input, shift, axis,), (), name)  # type: ignore[no-any-return]


def Round(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the nearest integer element-wise; halves go to the even one.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: {bfloat16, float16, float32, float64, int8, int16, int32, int64}.
    """
    return _apply("Round", (x,), (), name)  # type: ignore[no-any-return]


def Rsqrt(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns 1 / sqrt(x) element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Rsqrt", (x,), (), name)  # type: ignore[no-any-return]


def RsqrtGrad(
    y: _Any,
    dy: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Rsqrt: dy * -0.5 * y³.

    Inputs: y: T, dy: T.
    Outputs: z: T.
    Attributes: T: inexact.
    """
    return _apply("RsqrtGrad", (y, dy,), (), name)  # type: ignore[no-any-return]


def ScatterNd(
    indices: _Any,
    updates: _Any,
    shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """Zeros with updates added at the coordinates in the last axis of indices. Coordinates outside the shape
    are an error; on a GPU their updates are left out.

    Inputs: indices: Tindices, updates: T, shape: Tindices.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("ScatterNd", (indices, updates, shape,), (), name)  # type: ignore[no-any-return]


def ScatterNdNonAliasingAdd(
    input: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input with updates added at the given coordinates.

    Inputs: input: T, indices: Tindices, updates: T.
    Outputs: output: T.
    Attributes: T: {float32, float64, int64, int32, uint8, uint16, int16, int8, complex64, complex128,
    bfloat16, float16, uint32, uint64, bool}; Tindices: {int32, int64}.
    """
    return _apply("ScatterNdNonAliasingAdd", (input, indices, updates,), (), name)  # type: ignore[no-any-return]


def SegmentMax(
    data: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Largest elements of each segment; segment_ids must be sorted.

    Inputs: data: T, segment_ids: Tindices.
    Outputs: output: T.
    Attributes: T: realnumbertype; Tindices: {int32, int64}.
    """
    return _apply("SegmentMax", (data, segment_ids,), (), name)  # type: ignore[no-any-return]


def SegmentMean(
    data: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Means of the rows of each segment; segment_ids must be sorted.

    Inputs: data: T, segment_ids: Tindices.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("SegmentMean", (data, segment_ids,), (), name)  # type: ignore[no-any-return]


def SegmentMin(
    data: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Least elements of each segment; segment_ids must be sorted.

    Inputs: data: T, segment_ids: Tindices.
    Outputs: output: T.
    Attributes: T: realnumbertype; Tindices: {int32, int64}.
    """
    return _apply("SegmentMin", (data, segment_ids,), (), name)  # type: ignore[no-any-return]


def SegmentProd(
    data: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Products of the rows of each segment; segment_ids must be sorted.

    Inputs: data: T, segment_ids: Tindices.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("SegmentProd", (data, segment_ids,), (), name)  # type: ignore[no-any-return]


def SegmentSum(
    data: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Sums of the rows of each segment; segment_ids must be sorted.

    Inputs: data: T, segment_ids: Tindices.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("SegmentSum", (data, segment_ids,), (), name)  # type: ignore[no-any-return]


def Select(
    condition: _Any,
    t: _Any,
    e: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns elements of t where the condition holds, else of e. The operands have one shape; the condition
    has it too, or is a scalar, or a vector that chooses whole rows.

    Inputs: condition: bool, t: T, e: T.
    Outputs: output: T.
    Attributes: T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32,
    uint64, complex64, complex128, bool, qint8, quint8, qint16, quint16, qint32}.
    """
    return _apply("Select", (condition, t, e,), (), name)  # type: ignore[no-any-return]


def SelectV2(
    condition: _Any,
    t: _Any,
    e: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns elements of t where the condition holds, else of e, with broadcasting of all three.

    Inputs: condition: bool, t: T, e: T.
    Outputs: output: T.
    Attributes: T: {bfloat16, float16, float32, float64, uint8, int8, uint16, int16, int32, int64, uint32,
    uint64, complex64, complex128, bool, qint8, quint8, qint16, quint16, qint32}.
    """
    return _apply("SelectV2", (condition, t, e,), (), name)  # type: ignore[no-any-return]


def SelfAdjointEigV2(
    input: _Any,
    compute_v: bool = True,
    name: str | None = None,
) -> _Any:
    """Eigenvalues in ascending order and eigenvectors (columns) of self-adjoint matrices, of which only the
    lower triangles are read; v is empty unless compute_v. The signs of its columns may differ from
    TensorFlow's.

    Inputs: input: T.
    Outputs: e: T, v: T.
    Attributes: compute_v: bool = true; T: {float64, float32, complex64, complex128}.
    """
    return _apply("SelfAdjointEigV2", (input,), (compute_v,), name)


def Selu(
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Scaled exponential linear: scale * features where positive, else scale * alpha * (exp(features) - 1).

    Inputs: features: T.
    Outputs: activations: T.
    Attributes: T: floating.
    """
    return _apply("Selu", (features,), (), name)  # type: ignore[no-any-return]


def SeluGrad(
    gradients: _Any,
    outputs: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Selu, given its outputs: gradients * (outputs + scale * alpha) where outputs < 0, else
    gradients * scale.

    Inputs: gradients: T, outputs: T.
    Outputs: backprops: T.
    Attributes: T: floating.
    """
    return _apply("SeluGrad", (gradients, outputs,), (), name)  # type: ignore[no-any-return]


def SetSize(
    set_indices: _Any,
    set_values: _Any,
    set_shape: _Any,
    validate_indices: bool = True,
    name: str | None = None,
) -> _Tensor:
    """How many different elements each set in the last dimension of a sparse tensor has.

    Inputs: set_indices: int64, set_values: T, set_shape: int64.
    Outputs: size: int32.
    Attributes: validate_indices: bool = true; T: {int8, int16, int32, int64, uint8, uint16, string}.
    """
    return _apply("SetSize", (set_indices, set_values, set_shape,), (validate_indices,), name)  # type: ignore[no-any-return]


def Shape(
    input: _Any,
    out_type: _Any = "int32",
    name: str | None = None,
) -> _Tensor:
    """Sizes of a tensor.

    Inputs: input: T.
    Outputs: output: out_type.
    Attributes: T: type; out_type: {int32, int64} = int32.
    """
    return _apply("Shape", (input,), (out_type,), name)  # type: ignore[no-any-return]


def ShapeN(
    input: list[_Any] | tuple[_Any, ...],
    out_type: _Any = "int32",
    name: str | None = None,
) -> list[_Tensor]:
    """Sizes of each tensor.

    Inputs: input: N * T.
    Outputs: output: N * out_type.
    Attributes: N: int >= 1; T: type; out_type: {int32, int64} = int32.
    """
    return _apply("ShapeN", (input,), (out_type,), name)  # type: ignore[no-any-return]


def Sigmoid(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns 1 / (1 + exp(-x)) element-wise, without overflow.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Sigmoid", (x,), (), name)  # type: ignore[no-any-return]


def SigmoidGrad(
    y: _Any,
    dy: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Sigmoid: dy * y * (1 - y).

    Inputs: y: T, dy: T.
    Outputs: z: T.
    Attributes: T: inexact.
    """
    return _apply("SigmoidGrad", (y, dy,), (), name)  # type: ignore[no-any-return]


def Sign(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns -1, 0 or 1 for the sign of x; x / |x| for complex numbers. Its gradient is zero.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: {bfloat16, float16, float32, float64, int8, int16, int32, int64, complex64, complex128}.
    """
    return _apply("Sign", (x,), (), name)  # type: ignore[no-any-return]


def Sin(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the sine of x in radians element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Sin", (x,), (), name)  # type: ignore[no-any-return]


def Sinh(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the hyperbolic sine element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Sinh", (x,), (), name)  # type: ignore[no-any-return]


def Size(
    input: _Any,
    out_type: _Any = "int32",
    name: str | None = None,
) -> _Tensor:
    """Number of elements of a tensor.

    Inputs: input: T.
    Outputs: output: out_type.
    Attributes: T: type; out_type: {int32, int64} = int32.
    """
    return _apply("Size", (input,), (out_type,), name)  # type: ignore[no-any-return]


def Slice(
    input: _Any,
    begin: _Any,
    size: _Any,
    name: str | None = None,
) -> _Tensor:
    """The part of a tensor that begins at `begin` and has sizes `size`; -1 reaches to the end.

    Inputs: input: T, begin: Index, size: Index.
    Outputs: output: T.
    Attributes: T: type; Index: {int32, int64}.
    """
    return _apply("Slice", (input, begin, size,), (), name)  # type: ignore[no-any-return]


def Snapshot(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input, under a name of its own.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type.
    """
    return _apply("Snapshot", (input,), (), name)  # type: ignore[no-any-return]


def Softmax(
    logits: _Any,
    name: str | None = None,
) -> _Tensor:
    """Exponentials along the last axis, scaled to sum to 1.

    Inputs: logits: T.
    Outputs: softmax: T.
    Attributes: T: floating.
    """
    return _apply("Softmax", (logits,), (), name)  # type: ignore[no-any-return]


def SoftmaxCrossEntropyWithLogits(
    features: _Any,
    labels: _Any,
    name: str | None = None,
) -> _Any:
    """Cross entropy between softmax(features) and labels for each row, and its gradient with respect to the
    features. Both are [batch, classes], with broadcasting; rows of labels are distributions.

    Inputs: features: T, labels: T.
    Outputs: loss: T, backprop: T.
    Attributes: T: floating.
    """
    return _apply("SoftmaxCrossEntropyWithLogits", (features, labels,), (), name)


def Softplus(
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Smooth rectifier: log(1 + exp(features)), without overflow.

    Inputs: features: T.
    Outputs: activations: T.
    Attributes: T: floating.
    """
    return _apply("Softplus", (features,), (), name)  # type: ignore[no-any-return]


def SoftplusGrad(
    gradients: _Any,
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Softplus: gradients * sigmoid(features).

    Inputs: gradients: T, features: T.
    Outputs: backprops: T.
    Attributes: T: floating.
    """
    return _apply("SoftplusGrad", (gradients, features,), (), name)  # type: ignore[no-any-return]


def Softsign(
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns features / (1 + |features|).

    Inputs: features: T.
    Outputs: activations: T.
    Attributes: T: floating.
    """
    return _apply("Softsign", (features,), (), name)  # type: ignore[no-any-return]


def SoftsignGrad(
    gradients: _Any,
    features: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Softsign: gradients / (1 + |features|)².

    Inputs: gradients: T, features: T.
    Outputs: backprops: T.
    Attributes: T: floating.
    """
    return _apply("SoftsignGrad", (gradients, features,), (), name)  # type: ignore[no-any-return]


def SpaceToBatch(
    input: _Any,
    paddings: _Any,
    block_size: int,
    name: str | None = None,
) -> _Tensor:
    """SpaceToBatchND with square blocks in axes 1 and 2.

    Inputs: input: T, paddings: Tpaddings.
    Outputs: output: T.
    Attributes: T: type; Tpaddings: {int32, int64} = int32; block_size: int >= 2.
    """
    return _apply("SpaceToBatch", (input, paddings,), (block_size,), name)  # type: ignore[no-any-return]


def SpaceToBatchND(
    input: _Any,
    block_shape: _Any,
    paddings: _Any,
    name: str | None = None,
) -> _Tensor:
    """Cuts padded axes after the first into blocks; elements at one place of their blocks share a batch entry.

    Inputs: input: T, block_shape: Tblock_shape, paddings: Tpaddings.
    Outputs: output: T.
    Attributes: T: type; Tblock_shape: {int32, int64} = int32; Tpaddings: {int32, int64} = int32.
    """
    return _apply("SpaceToBatchND", (input, block_shape, paddings,), (), name)  # type: ignore[no-any-return]


def SpaceToDepth(
    input: _Any,
    block_size: int,
    data_format: str | bytes = "NHWC",
    name: str | None = None,
) -> _Tensor:
    """Moves blocks of space into the channels: block_size * block_size times as many channels, row by row.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type; block_size: int >= 2; data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'.
    """
    return _apply("SpaceToDepth", (input,), (block_size, data_format,), name)  # type: ignore[no-any-return]


def SparseAdd(
    a_indices: _Any,
    a_values: _Any,
    a_shape: _Any,
    b_indices: _Any,
    b_values: _Any,
    b_shape: _Any,
    thresh: _Any,
    name: str | None = None,
) -> _Any:
    """The sum of two sparse tensors; where both have an element and the sum is smaller in size than thresh, it
    is left out.

    Inputs: a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64,
    thresh: Treal.
    Outputs: sum_indices: int64, sum_values: T, sum_shape: int64.
    Attributes: T: numeric; Treal: realnumbertype.
    """
    return _apply("SparseAdd", (a_indices, a_values, a_shape, b_indices, b_values, b_shape, thresh,), (), name)


def SparseAddGrad(
    backprop_val_grad: _Any,
    a_indices: _Any,
    b_indices: _Any,
    sum_indices: _Any,
    name: str | None = None,
) -> _Any:
    """The gradients of SparseAdd: for each value that of its sum, zero where the sum was left out.

    Inputs: backprop_val_grad: T, a_indices: int64, b_indices: int64, sum_indices: int64.
    Outputs: a_val_grad: T, b_val_grad: T.
    Attributes: T: numeric.
    """
    return _apply("SparseAddGrad", (backprop_val_grad, a_indices, b_indices, sum_indices,), (), name)


def SparseConcat(
    indices: list[_Any] | tuple[_Any, ...],
    values: list[_Any] | tuple[_Any, ...],
    shapes: list[_Any] | tuple[_Any, ...],
    concat_dim: int,
    name: str | None = None,
) -> _Any:
    """Sparse tensors of the same rank joined along a dimension; the result's places are in row-major order.

    Inputs: indices: N * int64, values: N * T, shapes: N * int64.
    Outputs: output_indices: int64, output_values: T, output_shape: int64.
    Attributes: concat_dim: int; N: int >= 2; T: type.
    """
    return _apply("SparseConcat", (indices, values, shapes,), (concat_dim,), name)


def SparseDenseCwiseAdd(
    sp_indices: _Any,
    sp_values: _Any,
    sp_shape: _Any,
    dense: _Any,
    name: str | None = None,
) -> _Tensor:
    """The sparse values plus the elements of dense in their places, dense being broadcast to the sparse shape.

    Inputs: sp_indices: int64, sp_values: T, sp_shape: int64, dense: T.
    Outputs: output: T.
    Attributes: T: numeric.
    """
    return _apply("SparseDenseCwiseAdd", (sp_indices, sp_values, sp_shape, dense,), (), name)  # type: ignore[no-any-return]


def SparseDenseCwiseDiv(
    sp_indices: _Any,
    sp_values: _Any,
    sp_shape: _Any,
    dense: _Any,
    name: str | None = None,
) -> _Tensor:
    """The sparse values over the elements of dense in their places, dense being broadcast to the sparse shape.

    Inputs: sp_indices: int64, sp_values: T, sp_shape: int64, dense: T.
    Outputs: output: T.
    Attributes: T: numeric.
    """
    return _apply("SparseDenseCwiseDiv", (sp_indices, sp_values, sp_shape, dense,), (), name)  # type: ignore[no-any-return]


def SparseDenseCwiseMul(
    sp_indices: _Any,
    sp_values: _Any,
    sp_shape: _Any,
    dense: _Any,
    name: str | None = None,
) -> _Tensor:
    """The sparse values times the elements of dense in their places, dense being broadcast to the sparse
    shape.

    Inputs: sp_indices: int64, sp_values: T, sp_shape: int64, dense: T.
    Outputs: output: T.
    Attributes: T: numeric.
    """
    return _apply("SparseDenseCwiseMul", (sp_indices, sp_values, sp_shape, dense,), (), name)  # type: ignore[no-any-return]


def SparseFillEmptyRows(
    indices: _Any,
    values: _Any,
    dense_shape: _Any,
    default_value: _Any,
    name: str | None = None,
) -> _Any:
    """A sparse tensor with one element, of the default value, put first into each row that has none. Also
    which rows were empty, and where each element went.

    Inputs: indices: int64, values: T, dense_shape: int64, default_value: T.
    Outputs: output_indices: int64, output_values: T, empty_row_indicator: bool, reverse_index_map: int64.
    Attributes: T: type.
    """
    return _apply("SparseFillEmptyRows", (indices, values, dense_shape, default_value,), (), name)


def SparseFillEmptyRowsGrad(
    reverse_index_map: _Any,
    grad_values: _Any,
    name: str | None = None,
) -> _Any:
    """The gradient of SparseFillEmptyRows: gradients of the values, and the sum of those of the elements
    filled in.

    Inputs: reverse_index_map: int64, grad_values: T.
    Outputs: d_values: T, d_default_value: T.
    Attributes: T: numeric.
    """
    return _apply("SparseFillEmptyRowsGrad", (reverse_index_map, grad_values,), (), name)


def SparseMatMul(
    a: _Any,
    b: _Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> _Tensor:
    """The product of two dense matrices, perhaps of different types, summed in float32. That a matrix holds
    many zeros is only a hint.

    Inputs: a: Ta, b: Tb.
    Outputs: product: float32.
    Attributes: transpose_a: bool = false; transpose_b: bool = false; a_is_sparse: bool = false;
    b_is_sparse: bool = false; Ta: {float32, bfloat16} = float32; Tb: {float32, bfloat16} = float32.
    """
    return _apply("SparseMatMul", (a, b,), (transpose_a, transpose_b, a_is_sparse, b_is_sparse,), name)  # type: ignore[no-any-return]


def SparseReduceMax(
    input_indices: _Any,
    input_values: _Any,
    input_shape: _Any,
    reduction_axes: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Dense maxima of a sparse tensor's elements along dimensions; 0 where there are none.

    Inputs: input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: realnumbertype.
    """
    return _apply("SparseReduceMax", (input_indices, input_values, input_shape, reduction_axes,), (keep_dims,), name)  # type: ignore[no-any-return]


def SparseReduceMaxSparse(
    input_indices: _Any,
    input_values: _Any,
    input_shape: _Any,
    reduction_axes: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Any:
    """Maxima of a sparse tensor's elements along dimensions, as a sparse tensor with its places in order.

    Inputs: input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32.
    Outputs: output_indices: int64, output_values: T, output_shape: int64.
    Attributes: keep_dims: bool = false; T: realnumbertype.
    """
    return _apply("SparseReduceMaxSparse", (input_indices, input_values, input_shape, reduction_axes,), (keep_dims,), name)


def SparseReduceSum(
    input_indices: _Any,
    input_values: _Any,
    input_shape: _Any,
    reduction_axes: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Dense sums of a sparse tensor's elements along dimensions; 0 where there are none.

    Inputs: input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: numeric.
    """
    return _apply("SparseReduceSum", (input_indices, input_values, input_shape, reduction_axes,), (keep_dims,), name)  # type: ignore[no-any-return]


def SparseReduceSumSparse(
    input_indices: _Any,
    input_values: _Any,
    input_shape: _Any,
    reduction_axes: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Any:
    """Sums of a sparse tensor's elements along dimensions, as a sparse tensor with its places in order.

    Inputs: input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32.
    Outputs: output_indices: int64, output_values: T, output_shape: int64.
    Attributes: keep_dims: bool = false; T: numeric.
    """
    return _apply("SparseReduceSumSparse", (input_indices, input_values, input_shape, reduction_axes,), (keep_dims,), name)


def SparseReorder(
    input_indices: _Any,
    input_values: _Any,
    input_shape: _Any,
    name: str | None = None,
) -> _Any:
    """The same sparse tensor with its places in row-major order; equal places keep their order.

    Inputs: input_indices: int64, input_values: T, input_shape: int64.
    Outputs: output_indices: int64, output_values: T.
    Attributes: T: type.
    """
    return _apply("SparseReorder", (input_indices, input_values, input_shape,), (), name)


def SparseReshape(
    input_indices: _Any,
    input_shape: _Any,
    new_shape: _Any,
    name: str | None = None,
) -> _Any:
    """Where the elements of a sparse tensor are in another shape of the same size, and that shape, in which
    one size may be given as -1.

    Inputs: input_indices: int64, input_shape: int64, new_shape: int64.
    Outputs: output_indices: int64, output_shape: int64.
    """
    return _apply("SparseReshape", (input_indices, input_shape, new_shape,), (), name)


def SparseSegmentMean(
    data: _Any,
    indices: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Means of the chosen rows of each segment; segment_ids must be sorted.

    Inputs: data: T, indices: Tidx, segment_ids: Tsegmentids.
    Outputs: output: T.
    Attributes: T: floating; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentMean", (data, indices, segment_ids,), (), name)  # type: ignore[no-any-return]


def SparseSegmentMeanGrad(
    grad: _Any,
    indices: _Any,
    segment_ids: _Any,
    output_dim0: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of SparseSegmentMean for its data, which has output_dim0 rows.

    Inputs: grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32.
    Outputs: output: T.
    Attributes: T: floating; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentMeanGrad", (grad, indices, segment_ids, output_dim0,), (), name)  # type: ignore[no-any-return]


def SparseSegmentMeanWithNumSegments(
    data: _Any,
    indices: _Any,
    segment_ids: _Any,
    num_segments: _Any,
    name: str | None = None,
) -> _Tensor:
    """SparseSegmentMean with a given number of segments; those without rows are zero.

    Inputs: data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments.
    Outputs: output: T.
    Attributes: T: floating; Tidx: {int32, int64} = int32; Tnumsegments: {int32, int64} = int32;
    Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentMeanWithNumSegments", (data, indices, segment_ids, num_segments,), (), name)  # type: ignore[no-any-return]


def SparseSegmentSqrtN(
    data: _Any,
    indices: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Sums of the chosen rows of each segment, divided by the root of their number; segment_ids must be
    sorted.

    Inputs: data: T, indices: Tidx, segment_ids: Tsegmentids.
    Outputs: output: T.
    Attributes: T: floating; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentSqrtN", (data, indices, segment_ids,), (), name)  # type: ignore[no-any-return]


def SparseSegmentSqrtNGrad(
    grad: _Any,
    indices: _Any,
    segment_ids: _Any,
    output_dim0: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of SparseSegmentSqrtN for its data, which has output_dim0 rows.

    Inputs: grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32.
    Outputs: output: T.
    Attributes: T: floating; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentSqrtNGrad", (grad, indices, segment_ids, output_dim0,), (), name)  # type: ignore[no-any-return]


def SparseSegmentSqrtNWithNumSegments(
    data: _Any,
    indices: _Any,
    segment_ids: _Any,
    num_segments: _Any,
    name: str | None = None,
) -> _Tensor:
    """SparseSegmentSqrtN with a given number of segments; those without rows are zero.

    Inputs: data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments.
    Outputs: output: T.
    Attributes: T: floating; Tidx: {int32, int64} = int32; Tnumsegments: {int32, int64} = int32;
    Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentSqrtNWithNumSegments", (data, indices, segment_ids, num_segments,), (), name)  # type: ignore[no-any-return]


def SparseSegmentSum(
    data: _Any,
    indices: _Any,
    segment_ids: _Any,
    name: str | None = None,
) -> _Tensor:
    """Sums of the chosen rows of each segment; segment_ids must be sorted.

    Inputs: data: T, indices: Tidx, segment_ids: Tsegmentids.
    Outputs: output: T.
    Attributes: T: realnumbertype; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentSum", (data, indices, segment_ids,), (), name)  # type: ignore[no-any-return]


def SparseSegmentSumWithNumSegments(
    data: _Any,
    indices: _Any,
    segment_ids: _Any,
    num_segments: _Any,
    name: str | None = None,
) -> _Tensor:
    """SparseSegmentSum with a given number of segments; those without rows are zero.

    Inputs: data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments.
    Outputs: output: T.
    Attributes: T: realnumbertype; Tidx: {int32, int64} = int32; Tnumsegments: {int32, int64} = int32;
    Tsegmentids: {int32, int64} = int32.
    """
    return _apply("SparseSegmentSumWithNumSegments", (data, indices, segment_ids, num_segments,), (), name)  # type: ignore[no-any-return]


def SparseSlice(
    indices: _Any,
    values: _Any,
    shape: _Any,
    start: _Any,
    size: _Any,
    name: str | None = None,
) -> _Any:
    """The part of a sparse tensor that begins at start and has at most the given size.

    Inputs: indices: int64, values: T, shape: int64, start: int64, size: int64.
    Outputs: output_indices: int64, output_values: T, output_shape: int64.
    Attributes: T: type.
    """
    return _apply("SparseSlice", (indices, values, shape, start, size,), (), name)


def SparseSliceGrad(
    backprop_val_grad: _Any,
    input_indices: _Any,
    input_start: _Any,
    output_indices: _Any,
    name: str | None = None,
) -> _Tensor:
    """The gradient of SparseSlice: gradients of the values taken, zero for the others.

    Inputs: backprop_val_grad: T, input_indices: int64, input_start: int64, output_indices: int64.
    Outputs: val_grad: T.
    Attributes: T: numeric.
    """
    return _apply("SparseSliceGrad", (backprop_val_grad, input_indices, input_start, output_indices,), (), name)  # type: ignore[no-any-return]


def SparseSoftmax(
    sp_indices: _Any,
    sp_values: _Any,
    sp_shape: _Any,
    name: str | None = None,
) -> _Tensor:
    """Softmax of the elements in each row of the last dimension; the missing ones stay missing. Rows must be
    in order.

    Inputs: sp_indices: int64, sp_values: T, sp_shape: int64.
    Outputs: output: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("SparseSoftmax", (sp_indices, sp_values, sp_shape,), (), name)  # type: ignore[no-any-return]


def SparseSoftmaxCrossEntropyWithLogits(
    features: _Any,
    labels: _Any,
    name: str | None = None,
) -> _Any:
    """Cross entropy of softmax(features) for the class of each row, and its gradient with respect to the
    features. features is [batch, classes], labels is [batch]; a label that is not a class is an error.

    Inputs: features: T, labels: Tlabels.
    Outputs: loss: T, backprop: T.
    Attributes: T: floating; Tlabels: {int32, int64} = int64.
    """
    return _apply("SparseSoftmaxCrossEntropyWithLogits", (features, labels,), (), name)


def SparseSparseMaximum(
    a_indices: _Any,
    a_values: _Any,
    a_shape: _Any,
    b_indices: _Any,
    b_values: _Any,
    b_shape: _Any,
    name: str | None = None,
) -> _Any:
    """The greater of two sparse tensors' elements, a missing one being zero.

    Inputs: a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64.
    Outputs: output_indices: int64, output_values: T.
    Attributes: T: realnumbertype.
    """
    return _apply("SparseSparseMaximum", (a_indices, a_values, a_shape, b_indices, b_values, b_shape,), (), name)


def SparseSparseMinimum(
    a_indices: _Any,
    a_values: _Any,
    a_shape: _Any,
    b_indices: _Any,
    b_values: _Any,
    b_shape: _Any,
    name: str | None = None,
) -> _Any:
    """The smaller of two sparse tensors' elements, a missing one being zero.

    Inputs: a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64.
    Outputs: output_indices: int64, output_values: T.
    Attributes: T: realnumbertype.
    """
    return _apply("SparseSparseMinimum", (a_indices, a_values, a_shape, b_indices, b_values, b_shape,), (), name)


def SparseSplit(
    split_dim: _Any,
    indices: _Any,
    values: _Any,
    shape: _Any,
    num_split: int,
    name: str | None = None,
) -> _Any:
    """A sparse tensor cut into parts along a dimension; the first parts are longer by one where sizes do not
    divide.

    Inputs: split_dim: int64, indices: int64, values: T, shape: int64.
    Outputs: output_indices: num_split * int64, output_values: num_split * T, output_shape: num_split *
    int64.
    Attributes: num_split: int >= 1; T: type.
    """
    return _apply("SparseSplit", (split_dim, indices, values, shape,), (num_split,), name)


def SparseTensorDenseAdd(
    a_indices: _Any,
    a_values: _Any,
    a_shape: _Any,
    b: _Any,
    name: str | None = None,
) -> _Tensor:
    """The sum of a sparse tensor and a dense one of the same shape; dense.

    Inputs: a_indices: Tindices, a_values: T, a_shape: Tindices, b: T.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("SparseTensorDenseAdd", (a_indices, a_values, a_shape, b,), (), name)  # type: ignore[no-any-return]


def SparseTensorDenseMatMul(
    a_indices: _Any,
    a_values: _Any,
    a_shape: _Any,
    b: _Any,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
    name: str | None = None,
) -> _Tensor:
    """The product of a sparse matrix and a dense one, of either of which the adjoint may be taken. Fastest
    where the entries are ordered by rows of the result.

    Inputs: a_indices: Tindices, a_values: T, a_shape: int64, b: T.
    Outputs: product: T.
    Attributes: T: {bfloat16, float16, float32, float64, int32, int64, complex64, complex128}; Tindices:
    {int32, int64} = int64; adjoint_a: bool = false; adjoint_b: bool = false.
    """
    return _apply("SparseTensorDenseMatMul", (a_indices, a_values, a_shape, b,), (adjoint_a, adjoint_b,), name)  # type: ignore[no-any-return]


def SparseToDense(
    sparse_indices: _Any,
    output_shape: _Any,
    sparse_values: _Any,
    default_value: _Any,
    validate_indices: bool = True,
    name: str | None = None,
) -> _Tensor:
    """A tensor of the default value with the sparse values in their places. With validate_indices the places
    must rise in row-major order and not repeat.

    Inputs: sparse_indices: Tindices, output_shape: Tindices, sparse_values: T, default_value: T.
    Outputs: dense: T.
    Attributes: validate_indices: bool = true; T: type; Tindices: {int32, int64}.
    """
    return _apply("SparseToDense", (sparse_indices, output_shape, sparse_values, default_value,), (validate_indices,), name)  # type: ignore[no-any-return]


def SparseToSparseSetOperation(
    set1_indices: _Any,
    set1_values: _Any,
    set1_shape: _Any,
    set2_indices: _Any,
    set2_values: _Any,
    set2_shape: _Any,
    set_operation: str | bytes,
    validate_indices: bool = True,
    name: str | None = None,
) -> _Any:
    """The difference, intersection or union of the sets in the last dimension of two sparse tensors, as a
    sparse tensor whose sets are in rising order.

    Inputs: set1_indices: int64, set1_values: T, set1_shape: int64, set2_indices: int64, set2_values: T,
    set2_shape: int64.
    Outputs: result_indices: int64, result_values: T, result_shape: int64.
    Attributes: set_operation: string; validate_indices: bool = true; T: {int8, int16, int32, int64, uint8,
    uint16, string}.
    """
    return _apply("SparseToSparseSetOperation", (set1_indices, set1_values, set1_shape, set2_indices, set2_values, set2_shape,), (set_operation, validate_indices,), name)


def Split(
    split_dim: _Any,
    value: _Any,
    num_split: int,
    name: str | None = None,
) -> list[_Tensor]:
    """Splits a tensor into equal parts along an axis.

    Inputs: split_dim: int32, value: T.
    Outputs: output: num_split * T.
    Attributes: num_split: int >= 1; T: type.
    """
    return _apply("Split", (split_dim, value,), (num_split,), name)  # type: ignore[no-any-return]


def SplitV(
    value: _Any,
    size_splits: _Any,
    split_dim: _Any,
    num_split: int,
    name: str | None = None,
) -> list[_Tensor]:
    """Splits a tensor into parts of given sizes along an axis; one size may be -1.

    Inputs: value: T, size_splits: Tlen, split_dim: int32.
    Outputs: output: num_split * T.
    Attributes: num_split: int >= 1; T: type; Tlen: {int32, int64} = int64.
    """
    return _apply("SplitV", (value, size_splits, split_dim,), (num_split,), name)  # type: ignore[no-any-return]


def Sqrt(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the square root element-wise; NaN for negative numbers.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Sqrt", (x,), (), name)  # type: ignore[no-any-return]


def SqrtGrad(
    y: _Any,
    dy: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Sqrt: dy * 0.5 / y.

    Inputs: y: T, dy: T.
    Outputs: z: T.
    Attributes: T: inexact.
    """
    return _apply("SqrtGrad", (y, dy,), (), name)  # type: ignore[no-any-return]


def Square(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x * x element-wise. Integers wrap.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: numeric.
    """
    return _apply("Square", (x,), (), name)  # type: ignore[no-any-return]


def SquaredDifference(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns (x - y)² element-wise, with broadcasting; (x - y) times its conjugate for complex numbers.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {bfloat16, float16, float32, float64, int32, int64, complex64, complex128}.
    """
    return _apply("SquaredDifference", (x, y,), (), name)  # type: ignore[no-any-return]


def Squeeze(
    input: _Any,
    squeeze_dims: _Any = (),
    name: str | None = None,
) -> _Tensor:
    """The same elements without axes of size one: those listed, or all.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type; squeeze_dims: list(int) = [].
    """
    return _apply("Squeeze", (input,), (squeeze_dims,), name)  # type: ignore[no-any-return]


def StatelessIf(
    cond: _Any,
    input: list[_Any] | tuple[_Any, ...],
    Tout: _Any,
    then_branch: str,
    else_branch: str,
    output_shapes: _Any = None,
    name: str | None = None,
) -> list[_Tensor]:
    """The results of one of two sub-graphs without effects. Not supported yet: running it is an error.

    Inputs: cond: Tcond, input: Tin.
    Outputs: output: Tout.
    Attributes: Tcond: type; Tin: list(type) >= 0; Tout: list(type) >= 0; then_branch: func; else_branch:
    func; output_shapes: list(shape) = [].
    """
    return _apply("StatelessIf", (cond, input,), (Tout, then_branch, else_branch, output_shapes,), name)  # type: ignore[no-any-return]


def StatelessMultinomial(
    logits: _Any,
    num_samples: _Any,
    seed: _Any,
    output_dtype: _Any = "int64",
    name: str | None = None,
) -> _Tensor:
    """For each row of logits, classes drawn with probabilities softmax(logits), a function of the operands.

    Inputs: logits: T, num_samples: int32, seed: Tseed.
    Outputs: output: output_dtype.
    Attributes: T: floating; Tseed: {int32, int64} = int64; output_dtype: {int32, int64} = int64.
    """
    return _apply("StatelessMultinomial", (logits, num_samples, seed,), (output_dtype,), name)  # type: ignore[no-any-return]


def StatelessRandomNormal(
    shape: _Any,
    seed: _Any,
    dtype: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """Normally distributed numbers with mean 0 and standard deviation 1, a function of shape and seed.

    Inputs: shape: T, seed: Tseed.
    Outputs: output: dtype.
    Attributes: dtype: floating = float32; T: {int32, int64} = int32; Tseed: {int32, int64} = int64.
    """
    return _apply("StatelessRandomNormal", (shape, seed,), (dtype,), name)  # type: ignore[no-any-return]


def StatelessRandomUniform(
    shape: _Any,
    seed: _Any,
    dtype: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """Numbers spread evenly over [0, 1), a function of shape and seed.

    Inputs: shape: T, seed: Tseed.
    Outputs: output: dtype.
    Attributes: dtype: floating = float32; T: {int32, int64} = int32; Tseed: {int32, int64} = int64.
    """
    return _apply("StatelessRandomUniform", (shape, seed,), (dtype,), name)  # type: ignore[no-any-return]


def StatelessRandomUniformInt(
    shape: _Any,
    seed: _Any,
    minval: _Any,
    maxval: _Any,
    name: str | None = None,
) -> _Tensor:
    """Integers from minval up to, not including, maxval, a function of the operands.

    Inputs: shape: T, seed: Tseed, minval: dtype, maxval: dtype.
    Outputs: output: dtype.
    Attributes: dtype: {int32, int64}; T: {int32, int64} = int32; Tseed: {int32, int64} = int64.
    """
    return _apply("StatelessRandomUniformInt", (shape, seed, minval, maxval,), (), name)  # type: ignore[no-any-return]


def StatelessTruncatedNormal(
    shape: _Any,
    seed: _Any,
    dtype: _Any = "float32",
    name: str | None = None,
) -> _Tensor:
    """Normally distributed numbers, drawn again where beyond 2, a function of shape and seed.

    Inputs: shape: T, seed: Tseed.
    Outputs: output: dtype.
    Attributes: dtype: floating = float32; T: {int32, int64} = int32; Tseed: {int32, int64} = int64.
    """
    return _apply("StatelessTruncatedNormal", (shape, seed,), (dtype,), name)  # type: ignore[no-any-return]


def StatelessWhile(
    input: list[_Any] | tuple[_Any, ...],
    cond: str,
    body: str,
    output_shapes: _Any = None,
    parallel_iterations: int = 10,
    name: str | None = None,
) -> list[_Tensor]:
    """Runs a sub-graph without effects as long as another one says so. Not supported yet: running it is an
    error.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: list(type) >= 0; cond: func; body: func; output_shapes: list(shape) = [];
    parallel_iterations: int = 10.
    """
    return _apply("StatelessWhile", (input,), (cond, body, output_shapes, parallel_iterations,), name)  # type: ignore[no-any-return]


def StopGradient(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """The input; gradients treat it as a constant.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: type.
    """
    return _apply("StopGradient", (input,), (), name)  # type: ignore[no-any-return]


def StridedSlice(
    input: _Any,
    begin: _Any,
    end: _Any,
    strides: _Any,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Python's slice of a tensor, with masks for its special forms.

    Inputs: input: T, begin: Index, end: Index, strides: Index.
    Outputs: output: T.
    Attributes: T: type; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int =
    0; new_axis_mask: int = 0; shrink_axis_mask: int = 0.
    """
    return _apply("StridedSlice", (input, begin, end, strides,), (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask,), name)  # type: ignore[no-any-return]


def StridedSliceGrad(
    shape: _Any,
    begin: _Any,
    end: _Any,
    strides: _Any,
    dy: _Any,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Gradient of StridedSlice: zeros of the given shape with dy in the place of the slice.

    Inputs: shape: Index, begin: Index, end: Index, strides: Index, dy: T.
    Outputs: output: T.
    Attributes: T: plain; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int
    = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0.
    """
    return _apply("StridedSliceGrad", (shape, begin, end, strides, dy,), (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask,), name)  # type: ignore[no-any-return]


def StringFormat(
    inputs: list[_Any] | tuple[_Any, ...],
    template: str | bytes = "%s",
    placeholder: str | bytes = "%s",
    summarize: int = 3,
    name: str | None = None,
) -> _Tensor:
    """The template with the inputs in place of its placeholders, each by its first and last elements.

    Inputs: inputs: T.
    Outputs: output: string.
    Attributes: T: list(type) >= 0; template: string = '%s'; placeholder: string = '%s'; summarize: int = 3.
    """
    return _apply("StringFormat", (inputs,), (template, placeholder, summarize,), name)  # type: ignore[no-any-return]


def Sub(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x - y element-wise, with broadcasting. Integers wrap.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: numeric.
    """
    return _apply("Sub", (x, y,), (), name)  # type: ignore[no-any-return]


def Sum(
    input: _Any,
    reduction_indices: _Any,
    keep_dims: bool = False,
    name: str | None = None,
) -> _Tensor:
    """Sum of elements over axes. Half-precision types are summed in float32; integers wrap.

    Inputs: input: T, reduction_indices: Tidx.
    Outputs: output: T.
    Attributes: keep_dims: bool = false; T: numeric; Tidx: {int32, int64} = int32.
    """
    return _apply("Sum", (input, reduction_indices,), (keep_dims,), name)  # type: ignore[no-any-return]


def Svd(
    input: _Any,
    compute_uv: bool = True,
    full_matrices: bool = False,
    name: str | None = None,
) -> _Any:
    """Singular values s in descending order, and u, v of matrices u diag(s) v^H; u and v are empty unless
    compute_uv, and square if full_matrices. The signs of their columns may differ from TensorFlow's.

    Inputs: input: T.
    Outputs: s: T, u: T, v: T.
    Attributes: compute_uv: bool = true; full_matrices: bool = false; T: {float64, float32, complex64,
    complex128}.
    """
    return _apply("Svd", (input,), (compute_uv, full_matrices,), name)


def Tan(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the tangent of x in radians element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Tan", (x,), (), name)  # type: ignore[no-any-return]


def Tanh(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the hyperbolic tangent element-wise.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: inexact.
    """
    return _apply("Tanh", (x,), (), name)  # type: ignore[no-any-return]


def TanhGrad(
    y: _Any,
    dy: _Any,
    name: str | None = None,
) -> _Tensor:
    """Gradient of Tanh: dy * (1 - y²).

    Inputs: y: T, dy: T.
    Outputs: z: T.
    Attributes: T: inexact.
    """
    return _apply("TanhGrad", (y, dy,), (), name)  # type: ignore[no-any-return]


def TensorScatterAdd(
    tensor: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Tensor:
    """The tensor with updates added at the given coordinates. Coordinates outside the tensor are an error; on
    a GPU their updates are left out.

    Inputs: tensor: T, indices: Tindices, updates: T.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("TensorScatterAdd", (tensor, indices, updates,), (), name)  # type: ignore[no-any-return]


def TensorScatterSub(
    tensor: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Tensor:
    """The tensor with updates subtracted at the given coordinates. Coordinates outside the tensor are an
    error; on a GPU their updates are left out.

    Inputs: tensor: T, indices: Tindices, updates: T.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("TensorScatterSub", (tensor, indices, updates,), (), name)  # type: ignore[no-any-return]


def TensorScatterUpdate(
    tensor: _Any,
    indices: _Any,
    updates: _Any,
    name: str | None = None,
) -> _Tensor:
    """The tensor with updates in the place of the slices at the given coordinates; of equal ones the last
    counts. Coordinates outside the tensor are an error; on a GPU their updates are left out.

    Inputs: tensor: T, indices: Tindices, updates: T.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}.
    """
    return _apply("TensorScatterUpdate", (tensor, indices, updates,), (), name)  # type: ignore[no-any-return]


def TensorStridedSliceUpdate(
    input: _Any,
    begin: _Any,
    end: _Any,
    strides: _Any,
    value: _Any,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    name: str | None = None,
) -> _Tensor:
    """The input with value in the place of a slice.

    Inputs: input: T, begin: Index, end: Index, strides: Index, value: T.
    Outputs: output: T.
    Attributes: T: plain; Index: {int32, int64}; begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int
    = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0.
    """
    return _apply("TensorStridedSliceUpdate", (input, begin, end, strides, value,), (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask,), name)  # type: ignore[no-any-return]


def ThreadUnsafeUnigramCandidateSampler(
    true_classes: _Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """The same as LearnedUnigramCandidateSampler, and just as safe.

    Inputs: true_classes: int64.
    Outputs: sampled_candidates: int64, true_expected_count: float32, sampled_expected_count: float32.
    Attributes: num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0;
    seed2: int = 0.
    """
    return _apply("ThreadUnsafeUnigramCandidateSampler", (true_classes,), (num_true, num_sampled, unique, range_max, seed, seed2,), name)


def Tile(
    input: _Any,
    multiples: _Any,
    name: str | None = None,
) -> _Tensor:
    """Repeats a tensor a number of times along each axis.

    Inputs: input: T, multiples: Tmultiples.
    Outputs: output: T.
    Attributes: T: type; Tmultiples: {int32, int64} = int32.
    """
    return _apply("Tile", (input, multiples,), (), name)  # type: ignore[no-any-return]


def Timestamp(
    name: str | None = None,
) -> _Tensor:
    """Seconds since the start of 1970, at the time when it runs.

    Outputs: ts: float64.
    """
    return _apply("Timestamp", (), (), name)  # type: ignore[no-any-return]


def TopK(
    input: _Any,
    k: int,
    sorted: bool = True,
    name: str | None = None,
) -> _Any:
    """The k largest elements of the last axis and their positions, largest first; equals in order of position,
    NaN last.

    Inputs: input: T.
    Outputs: values: T, indices: int32.
    Attributes: k: int >= 0; sorted: bool = true; T: realnumbertype.
    """
    return _apply("TopK", (input,), (k, sorted,), name)


def TopKV2(
    input: _Any,
    k: _Any,
    sorted: bool = True,
    name: str | None = None,
) -> _Any:
    """The k largest elements of the last axis and their positions, largest first; equals in order of position,
    NaN last.

    Inputs: input: T, k: int32.
    Outputs: values: T, indices: int32.
    Attributes: sorted: bool = true; T: realnumbertype.
    """
    return _apply("TopKV2", (input, k,), (sorted,), name)


def Transpose(
    x: _Any,
    perm: _Any,
    name: str | None = None,
) -> _Tensor:
    """Axes in another order: axis i of the result is axis perm[i] of x.

    Inputs: x: T, perm: Tperm.
    Outputs: y: T.
    Attributes: T: type; Tperm: {int32, int64} = int32.
    """
    return _apply("Transpose", (x, perm,), (), name)  # type: ignore[no-any-return]


def TridiagonalMatMul(
    superdiag: _Any,
    maindiag: _Any,
    subdiag: _Any,
    rhs: _Any,
    name: str | None = None,
) -> _Tensor:
    """Products of tridiagonal matrices, given by their diagonals, with others.

    Inputs: superdiag: T, maindiag: T, subdiag: T, rhs: T.
    Outputs: output: T.
    Attributes: T: {float64, float32, complex64, complex128}.
    """
    return _apply("TridiagonalMatMul", (superdiag, maindiag, subdiag, rhs,), (), name)  # type: ignore[no-any-return]


def TridiagonalSolve(
    diagonals: _Any,
    rhs: _Any,
    partial_pivoting: bool = True,
    name: str | None = None,
) -> _Tensor:
    """Solves systems with tridiagonal matrices, given by superdiagonal, diagonal and subdiagonal.

    Inputs: diagonals: T, rhs: T.
    Outputs: output: T.
    Attributes: partial_pivoting: bool = true; T: {float64, float32, complex64, complex128}.
    """
    return _apply("TridiagonalSolve", (diagonals, rhs,), (partial_pivoting,), name)  # type: ignore[no-any-return]


def TruncateDiv(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x / y rounded towards zero, with broadcasting. An integer zero divisor is an error.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: realnumbertype.
    """
    return _apply("TruncateDiv", (x, y,), (), name)  # type: ignore[no-any-return]


def TruncateMod(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns the remainder of x / y with the sign of x, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {int32, int64, bfloat16, float16, float32, float64}.
    """
    return _apply("TruncateMod", (x, y,), (), name)  # type: ignore[no-any-return]


def TruncatedNormal(
    shape: _Any,
    dtype: _Any,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Tensor:
    """Normally distributed numbers with mean 0 and standard deviation 1, drawn again where beyond 2.

    Inputs: shape: T.
    Outputs: output: dtype.
    Attributes: seed: int = 0; seed2: int = 0; dtype: floating; T: {int32, int64}.
    """
    return _apply("TruncatedNormal", (shape,), (seed, seed2, dtype,), name)  # type: ignore[no-any-return]


def UniformCandidateSampler(
    true_classes: _Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> _Any:
    """Classes drawn evenly from [0, range_max), all different if unique; beside them the expected counts of
    the true classes and of the samples in such a draw.

    Inputs: true_classes: int64.
    Outputs: sampled_candidates: int64, true_expected_count: float32, sampled_expected_count: float32.
    Attributes: num_true: int >= 1; num_sampled: int >= 1; unique: bool; range_max: int >= 1; seed: int = 0;
    seed2: int = 0.
    """
    return _apply("UniformCandidateSampler", (true_classes,), (num_true, num_sampled, unique, range_max, seed, seed2,), name)


def Unique(
    x: _Any,
    out_idx: _Any = "int32",
    name: str | None = None,
) -> _Any:
    """The distinct elements of a vector in order of appearance, and the place of each element among them.

    Inputs: x: T.
    Outputs: y: T, idx: out_idx.
    Attributes: T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64,
    uint64, bool, string}; out_idx: {int32, int64} = int32.
    """
    return _apply("Unique", (x,), (out_idx,), name)


def UniqueV2(
    x: _Any,
    axis: _Any,
    out_idx: _Any = "int32",
    name: str | None = None,
) -> _Any:
    """The distinct slices along an axis in order of appearance, and the place of each slice among them; with
    an empty axis the elements of a vector. A slice with a NaN equals no other.

    Inputs: x: T, axis: Taxis.
    Outputs: y: T, idx: out_idx.
    Attributes: T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64,
    uint64, bool, string}; Taxis: {int32, int64} = int64; out_idx: {int32, int64} = int32.
    """
    return _apply("UniqueV2", (x, axis,), (out_idx,), name)


def UniqueWithCounts(
    x: _Any,
    out_idx: _Any = "int32",
    name: str | None = None,
) -> _Any:
    """Unique, and how often each distinct element appears.

    Inputs: x: T.
    Outputs: y: T, idx: out_idx, count: out_idx.
    Attributes: T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64,
    uint64, bool, string}; out_idx: {int32, int64} = int32.
    """
    return _apply("UniqueWithCounts", (x,), (out_idx,), name)


def UniqueWithCountsV2(
    x: _Any,
    axis: _Any,
    out_idx: _Any = "int32",
    name: str | None = None,
) -> _Any:
    """UniqueV2, and how often each distinct slice appears.

    Inputs: x: T, axis: Taxis.
    Outputs: y: T, idx: out_idx, count: out_idx.
    Attributes: T: {bfloat16, float16, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64,
    uint64, bool, string}; Taxis: {int32, int64} = int64; out_idx: {int32, int64} = int32.
    """
    return _apply("UniqueWithCountsV2", (x, axis,), (out_idx,), name)


def Unpack(
    value: _Any,
    num: int,
    axis: int = 0,
    name: str | None = None,
) -> list[_Tensor]:
    """Takes a tensor apart along an axis, which is dropped.

    Inputs: value: T.
    Outputs: output: num * T.
    Attributes: num: int >= 0; T: type; axis: int = 0.
    """
    return _apply("Unpack", (value,), (num, axis,), name)  # type: ignore[no-any-return]


def UnravelIndex(
    indices: _Any,
    dims: _Any,
    name: str | None = None,
) -> _Tensor:
    """Coordinates, one row per axis, of positions in a row-major tensor with sizes dims.

    Inputs: indices: Tidx, dims: Tidx.
    Outputs: output: Tidx.
    Attributes: Tidx: {int32, int64} = int32.
    """
    return _apply("UnravelIndex", (indices, dims,), (), name)  # type: ignore[no-any-return]


def UnsortedSegmentMax(
    data: _Any,
    segment_ids: _Any,
    num_segments: _Any,
    name: str | None = None,
) -> _Tensor:
    """Largest elements of each segment; the type's lowest number for a segment without rows. A number past the
    last segment is an error; on a GPU such rows are left out.

    Inputs: data: T, segment_ids: Tindices, num_segments: Tnumsegments.
    Outputs: output: T.
    Attributes: T: realnumbertype; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32.
    """
    return _apply("UnsortedSegmentMax", (data, segment_ids, num_segments,), (), name)  # type: ignore[no-any-return]


def UnsortedSegmentMin(
    data: _Any,
    segment_ids: _Any,
    num_segments: _Any,
    name: str | None = None,
) -> _Tensor:
    """Least elements of each segment; the type's largest number for a segment without rows. A number past the
    last segment is an error; on a GPU such rows are left out.

    Inputs: data: T, segment_ids: Tindices, num_segments: Tnumsegments.
    Outputs: output: T.
    Attributes: T: realnumbertype; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32.
    """
    return _apply("UnsortedSegmentMin", (data, segment_ids, num_segments,), (), name)  # type: ignore[no-any-return]


def UnsortedSegmentProd(
    data: _Any,
    segment_ids: _Any,
    num_segments: _Any,
    name: str | None = None,
) -> _Tensor:
    """Products of the rows of each segment; rows with a negative number are left out. A number past the last
    segment is an error; on a GPU such rows are left out as well.

    Inputs: data: T, segment_ids: Tindices, num_segments: Tnumsegments.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32.
    """
    return _apply("UnsortedSegmentProd", (data, segment_ids, num_segments,), (), name)  # type: ignore[no-any-return]


def UnsortedSegmentSum(
    data: _Any,
    segment_ids: _Any,
    num_segments: _Any,
    name: str | None = None,
) -> _Tensor:
    """Sums of the rows of each segment; rows with a negative number are left out. A number past the last
    segment is an error; on a GPU such rows are left out as well.

    Inputs: data: T, segment_ids: Tindices, num_segments: Tnumsegments.
    Outputs: output: T.
    Attributes: T: numeric; Tindices: {int32, int64}; Tnumsegments: {int32, int64} = int32.
    """
    return _apply("UnsortedSegmentSum", (data, segment_ids, num_segments,), (), name)  # type: ignore[no-any-return]


def UpperBound(
    sorted_inputs: _Any,
    values: _Any,
    out_type: _Any = "int32",
    name: str | None = None,
) -> _Tensor:
    """For each value the number of elements of its row of sorted_inputs that are not larger.

    Inputs: sorted_inputs: T, values: T.
    Outputs: output: out_type.
    Attributes: T: realnumbertype; out_type: {int32, int64} = int32.
    """
    return _apply("UpperBound", (sorted_inputs, values,), (out_type,), name)  # type: ignore[no-any-return]


def VarHandleOp(
    dtype: _Any,
    shape: _Any,
    container: str | bytes = "",
    shared_name: str | bytes = "",
    name: str | None = None,
) -> _Tensor:
    """Handle of a variable of the session.

    Outputs: resource: resource.
    Attributes: container: string = ''; shared_name: string = ''; dtype: type; shape: shape.
    """
    return _apply("VarHandleOp", (), (container, shared_name, dtype, shape,), name)  # type: ignore[no-any-return]


def VarIsInitializedOp(
    resource: _Any,
    name: str | None = None,
) -> _Tensor:
    """True once the variable has a value.

    Inputs: resource: resource.
    Outputs: is_initialized: bool.
    """
    return _apply("VarIsInitializedOp", (resource,), (), name)  # type: ignore[no-any-return]


def VariableShape(
    input: _Any,
    out_type: _Any = "int32",
    name: str | None = None,
) -> _Tensor:
    """The sizes of the variable's current value.

    Inputs: input: resource.
    Outputs: output: out_type.
    Attributes: out_type: {int32, int64} = int32.
    """
    return _apply("VariableShape", (input,), (out_type,), name)  # type: ignore[no-any-return]


def Where(
    input: _Any,
    name: str | None = None,
) -> _Tensor:
    """Coordinates of the elements that are true (not zero), in row-major order.

    Inputs: input: T.
    Outputs: index: int64.
    Attributes: T: {float32, float64, int32, uint8, int16, int8, complex64, int64, bfloat16, uint16,
    complex128, float16, uint32, uint64, bool} = bool.
    """
    return _apply("Where", (input,), (), name)  # type: ignore[no-any-return]


def While(
    input: list[_Any] | tuple[_Any, ...],
    cond: str,
    body: str,
    output_shapes: _Any = None,
    parallel_iterations: int = 10,
    name: str | None = None,
) -> list[_Tensor]:
    """Runs a sub-graph as long as another one says so. Not supported yet: running it is an error.

    Inputs: input: T.
    Outputs: output: T.
    Attributes: T: list(type) >= 0; cond: func; body: func; output_shapes: list(shape) = [];
    parallel_iterations: int = 10.
    """
    return _apply("While", (input,), (cond, body, output_shapes, parallel_iterations,), name)  # type: ignore[no-any-return]


def Xdivy(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x / y, and 0 where x is zero even if y is, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {bfloat16, float16, float32, float64, complex64, complex128}.
    """
    return _apply("Xdivy", (x, y,), (), name)  # type: ignore[no-any-return]


def Xlogy(
    x: _Any,
    y: _Any,
    name: str | None = None,
) -> _Tensor:
    """Returns x * log(y), and 0 where x is zero even if y is, with broadcasting.

    Inputs: x: T, y: T.
    Outputs: z: T.
    Attributes: T: {bfloat16, float16, float32, float64, complex64, complex128}.
    """
    return _apply("Xlogy", (x, y,), (), name)  # type: ignore[no-any-return]


def ZerosLike(
    x: _Any,
    name: str | None = None,
) -> _Tensor:
    """Zeros in the shape of the input.

    Inputs: x: T.
    Outputs: y: T.
    Attributes: T: type.
    """
    return _apply("ZerosLike", (x,), (), name)  # type: ignore[no-any-return]


def Zeta(
    x: _Any,
    q: _Any,
    name: str | None = None,
) -> _Tensor:
    """Hurwitz zeta function: the sum of (q + k)^-x over k >= 0. No gradient flows to x, as in TensorFlow.

    Inputs: x: T, q: T.
    Outputs: z: T.
    Attributes: T: {float32, float64}.
    """
    return _apply("Zeta", (x, q,), (), name)  # type: ignore[no-any-return]
