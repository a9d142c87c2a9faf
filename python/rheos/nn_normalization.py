"""Normalisation of `tf.nn`: moments, batch normalisation, vectors of length 1."""

from __future__ import annotations

from math import prod
from typing import Any

from ._gen import raw_ops
from .arithmetic import add, div_no_nan, maximum, multiply, squared_difference, subtract
from .array import gather, rank, shape, squeeze, zeros_like
from .casting import cast, imag, real
from .constants import constant
from .dtypes import as_dtype
from .elementwise import reciprocal, rsqrt, square
from .graph import Tensor, convert_to_tensor, name_scope
from .reductions import reduce_mean, reduce_prod, reduce_sum
from .spelling import renamed

__all__ = [
    "batch_norm_with_global_normalization",
    "batch_normalization",
    "fused_batch_norm",
    "l2_normalize",
    "local_response_normalization",
    "lrn",
    "moments",
    "normalize_moments",
    "sufficient_statistics",
    "weighted_moments",
]

# Below it the GPU library behind TensorFlow refuses to work, so TensorFlow raises epsilon to it everywhere.
_LEAST_EPSILON = 1.001e-5


def l2_normalize(
    x: Any, axis: Any = None, epsilon: float = 1e-12, name: str | None = None, dim: Any = None
) -> Tensor:
    """Scales to length 1 along axes: x / sqrt(max(sum(x ** 2), epsilon)).

    Parameters
    ----------
    x : Tensor
        Of a floating or complex type.
    axis : int or list of int, optional
        Axes that make up a vector; all if not given.
    epsilon : float
        Least squared length that is divided by.
    name : str, optional
        Name of the operation.
    dim : int or list of int, optional
        Old name of `axis`.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.l2_normalize([3.0, 4.0]))
    array([0.6, 0.8], dtype=float32)
    """
    axis = renamed("axis", axis, "dim", dim)
    with name_scope(name, "l2_normalize", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        if x.dtype.is_complex:
            parts = real(x), imag(x)
            total = reduce_sum(square(parts[0]) + square(parts[1]), axis, keepdims=True)
            scale = rsqrt(maximum(total, epsilon))
            return raw_ops.Complex(parts[0] * scale, parts[1] * scale, Tout=x.dtype, name=scope)
        total = reduce_sum(square(x), axis, keepdims=True)
        return multiply(x, rsqrt(maximum(total, epsilon)), name=scope)


def moments(
    x: Any,
    axes: Any,
    shift: Any = None,
    name: str | None = None,
    keep_dims: bool | None = None,
    keepdims: bool | None = None,
) -> tuple[Tensor, Tensor]:
    """Mean and variance over axes.

    Parameters
    ----------
    x : Tensor
        Of a floating type; float16 is computed in float32.
    axes : list of int
        Axes to average over.
    shift : object, optional
        Accepted and not used, as in TensorFlow.
    name : str, optional
        Name scope.
    keep_dims, keepdims : bool, optional
        Keep the averaged axes with size 1.

    Returns
    -------
    tuple of Tensor
        Mean and (biased) variance.

    Examples
    --------
    >>> import rheos as tf
    >>> mean, variance = tf.Session().run(tf.nn.moments([1.0, 3.0], [0]))
    >>> print(mean, variance)
    2.0 1.0
    """
    keepdims = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    with name_scope(name, "moments", [x, axes]):
        x = convert_to_tensor(x, name="x")
        wide = cast(x, as_dtype("float32")) if x.dtype == as_dtype("float16") else x
        mean = reduce_mean(wide, axes, keepdims=True, name="mean")
        variance = reduce_mean(
            squared_difference(wide, raw_ops.StopGradient(mean)), axes, keepdims=True, name="variance"
        )
        if not keepdims:
            mean, variance = squeeze(mean, axes), squeeze(variance, axes)
        if wide is not x:
            mean, variance = cast(mean, x.dtype), cast(variance, x.dtype)
        return mean, variance


def weighted_moments(
    x: Any,
    axes: Any,
    frequency_weights: Any,
    name: str | None = None,
    keep_dims: bool | None = None,
    keepdims: bool | None = None,
) -> tuple[Tensor, Tensor]:
    """Mean and variance over axes where elements count as often as their weights say.

    Parameters
    ----------
    x : Tensor
        Of a floating type; float16 is computed in float32.
    axes : list of int
        Axes to average over.
    frequency_weights : Tensor
        Broadcast against `x`.
    name : str, optional
        Name scope.
    keep_dims, keepdims : bool, optional
        Keep the averaged axes with size 1.

    Returns
    -------
    tuple of Tensor
        Weighted mean and variance; 0 where all weights are.

    Examples
    --------
    >>> import rheos as tf
    >>> mean, variance = tf.Session().run(tf.nn.weighted_moments([1.0, 3.0], [0], [3.0, 1.0]))
    >>> print(mean, variance)
    1.5 0.75
    """
    keepdims = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    with name_scope(name, "weighted_moments", [x, frequency_weights, axes]):
        x = convert_to_tensor(x, name="x")
        weights = convert_to_tensor(frequency_weights, name="frequency_weights")
        own = x.dtype
        if own == as_dtype("float16"):
            x = cast(x, as_dtype("float32"))
        if weights.dtype != x.dtype:
            weights = cast(weights, x.dtype)
        total = reduce_sum(weights * x, axes, name="weighted_input_sum", keepdims=True)
        # One weight per element, however the weights are broadcast.
        count = reduce_sum(weights + zeros_like(x), axes, name="sum_of_weights", keepdims=True)
        mean = div_no_nan(total, count)
        distances = reduce_sum(
            weights * squared_difference(x, mean), axes, name="weighted_distsq", keepdims=True
        )
        variance = div_no_nan(distances, count)
        if not keepdims:
            mean, variance = squeeze(mean, axes), squeeze(variance, axes)
        if own != x.dtype:
            mean, variance = cast(mean, own), cast(variance, own)
        return mean, variance


def sufficient_statistics(
    x: Any,
    axes: Any,
    shift: Any = None,
    keep_dims: bool | None = None,
    name: str | None = None,
    keepdims: bool | None = None,
) -> tuple[Tensor, Tensor, Tensor, Any]:
    """Count, sum and sum of squares over axes: what mean and variance can be computed from.

    Parameters
    ----------
    x : Tensor
        Of a floating type.
    axes : list of int
        Axes to add up over.
    shift : Tensor, optional
        Taken off each element first, for accuracy where the mean is far from 0.
    keep_dims, keepdims : bool, optional
        Keep these axes with size 1.
    name : str, optional
        Name scope.

    Returns
    -------
    counts, mean_ss, variance_ss, shift : tuple
        Number of elements, their sum, the sum of their squares, and the shift (None if not given).

    Examples
    --------
    >>> import rheos as tf
    >>> counts, total, squares, _ = tf.nn.sufficient_statistics([1.0, 3.0], [0])
    >>> print(*tf.Session().run([counts, total, squares]))
    2.0 4.0 10.0
    """
    axes = list(set(axes))
    keepdims = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    with name_scope(name, "sufficient_statistics", [x, shift]):
        x = convert_to_tensor(x, name="x")
        sizes = x.get_shape()
        known = None if sizes.ndims is None else [sizes[axis].value for axis in axes]
        if known is not None and None not in known:
            counts = constant(prod(known), dtype=x.dtype)
        else:
            ndims = rank(x)
            positive = [axis + ndims if axis < 0 else axis for axis in axes]
            counts = reduce_prod(gather(cast(shape(x), x.dtype), positive), name="count")
        if shift is not None:
            shift = convert_to_tensor(shift, name="shift")
            terms, squares = subtract(x, shift), squared_difference(x, shift)
        else:
            terms, squares = x, square(x)
        total = reduce_sum(terms, axes, keepdims=keepdims, name="mean_ss")
        squares = reduce_sum(squares, axes, keepdims=keepdims, name="var_ss")
    return counts, total, squares, shift


def normalize_moments(
    counts: Any, mean_ss: Any, variance_ss: Any, shift: Any, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Mean and variance from the results of `sufficient_statistics`.

    Parameters
    ----------
    counts : Tensor
        Number of elements.
    mean_ss : Tensor
        Their sum, less the shift.
    variance_ss : Tensor
        The sum of their squares, less the shift.
    shift : Tensor or None
        The shift.
    name : str, optional
        Name scope.

    Returns
    -------
    tuple of Tensor
        Mean and variance.

    Examples
    --------
    >>> import rheos as tf
    >>> mean, variance = tf.Session().run(tf.nn.normalize_moments(2.0, 4.0, 10.0, None))
    >>> print(mean, variance)
    2.0 1.0
    """
    with name_scope(name, "normalize", [counts, mean_ss, variance_ss, shift]):
        divisor = reciprocal(convert_to_tensor(counts), name="divisor")
        if shift is not None:
            shifted = multiply(mean_ss, divisor, name="shifted_mean")
            mean = add(shifted, shift, name="mean")
        else:
            shifted = mean = multiply(mean_ss, divisor, name="mean")
        variance = subtract(multiply(variance_ss, divisor), square(shifted), name="variance")
    return mean, variance


def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    offset: Any,
    scale: Any,
    variance_epsilon: Any,
    name: str | None = None,
) -> Tensor:
    """(x - mean) / sqrt(variance + variance_epsilon) * scale + offset.

    Parameters
    ----------
    x : Tensor
        Of a floating type.
    mean, variance : Tensor
        Broadcast against `x`.
    offset, scale : Tensor or None
        Broadcast against `x`; None leaves the step out.
    variance_epsilon : float
        Keeps the division away from 0.
    name : str, optional
        Name scope.

    Returns
    -------
    Tensor
        Of the shape and type of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.batch_normalization([4.0], 2.0, 4.0, 1.0, 3.0, 0.0))
    array([4.], dtype=float32)
    """
    with name_scope(name, "batchnorm", [x, mean, variance, scale, offset]):
        x = convert_to_tensor(x, name="x")
        inverse = rsqrt(add(variance, variance_epsilon))
        if scale is not None:
            inverse = inverse * scale
        moved = offset - mean * inverse if offset is not None else -mean * inverse
        result: Tensor = x * cast(inverse, x.dtype) + cast(moved, x.dtype)
        return result


def batch_norm_with_global_normalization(
    t: Any = None,
    m: Any = None,
    v: Any = None,
    beta: Any = None,
    gamma: Any = None,
    variance_epsilon: Any = None,
    scale_after_normalization: bool | None = None,
    name: str | None = None,
    input: Any = None,
    mean: Any = None,
    variance: Any = None,
) -> Tensor:
    """Batch normalisation with the argument order of TensorFlow's first releases.

    Parameters
    ----------
    t, input : Tensor
        What is normalised; `input` is the later name.
    m, mean : Tensor
        Mean.
    v, variance : Tensor
        Variance.
    beta : Tensor
        Offset.
    gamma : Tensor
        Scale, used if `scale_after_normalization`.
    variance_epsilon : float
        Keeps the division away from 0.
    scale_after_normalization : bool
        Whether to multiply by `gamma`.
    name : str, optional
        Name scope.

    Returns
    -------
    Tensor
        Of the shape and type of `t`.

    Examples
    --------
    >>> import rheos as tf
    >>> y = tf.nn.batch_norm_with_global_normalization([4.0], 2.0, 4.0, 1.0, 3.0, 0.0, True)
    >>> tf.Session().run(y)
    array([4.], dtype=float32)
    """
    t = renamed("input", input, "t", t)
    m = renamed("mean", mean, "m", m)
    v = renamed("variance", variance, "v", v)
    scale = gamma if scale_after_normalization else None
    return batch_normalization(t, m, v, beta, scale, variance_epsilon, name)


def fused_batch_norm(
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any = None,
    variance: Any = None,
    epsilon: float = 0.001,
    data_format: str = "NHWC",
    is_training: bool = True,
    name: str | None = None,
    exponential_avg_factor: float = 1.0,
) -> tuple[Tensor, Tensor, Tensor]:
    """Batch normalisation of images or volumes in one operation.

    Parameters
    ----------
    x : Tensor
        Of rank 4, or 5 with "NDHWC" and "NCDHW"; of type float16, bfloat16 or float32.
    scale, offset : Tensor
        float32 vectors with an element per channel.
    mean, variance : Tensor, optional
        The moments to normalise by where `is_training` is false; the running ones, which the results move on
        from, where `exponential_avg_factor` is not 1.
    epsilon : float
        Added to the variance; at least 1.001e-5, as in TensorFlow.
    data_format : {"NHWC", "NCHW", "NDHWC", "NCDHW"}
        Where the channels are.
    is_training : bool
        Normalise by the moments of the batch, not by those given.
    name : str, optional
        Name of the operation.
    exponential_avg_factor : float
        Share of the batch's moments in the results.

    Returns
    -------
    y, batch_mean, batch_var : tuple of Tensor
        `y` is like `x`; the variance is over n - 1 elements. No gradient flows back from the moments.

    Raises
    ------
    ValueError
        If the moments are needed and not given, or sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> y, mean, variance = tf.nn.fused_batch_norm([[[[1.0], [3.0]]]], [1.0], [0.0], epsilon=0.001)
    >>> tf.Session().run([mean, variance])
    [array([2.], dtype=float32), array([2.], dtype=float32)]
    """
    if (not is_training or exponential_avg_factor != 1.0) and (mean is None or variance is None):
        raise ValueError(
            "Both 'mean' and 'variance' must be a 1D tensor when `is_training` is False or "
            f"`exponential_avg_factor` != 1.0, got {mean} and {variance}"
        )
    x = convert_to_tensor(x, name="input")
    scale = convert_to_tensor(scale, name="scale")
    offset = convert_to_tensor(offset, name="offset")
    nothing: list[float] = []
    mean = constant(nothing, dtype=scale.dtype) if mean is None else convert_to_tensor(mean)
    variance = constant(nothing, dtype=scale.dtype) if variance is None else convert_to_tensor(variance)
    results = raw_ops.FusedBatchNormV3(
        x,
        scale,
        offset,
        mean,
        variance,
        epsilon=max(epsilon, _LEAST_EPSILON),
        exponential_avg_factor=exponential_avg_factor,
        data_format=data_format,
        is_training=is_training,
        name=name,
    )
    return results[0], results[1], results[2]


def local_response_normalization(
    input: Any,
    depth_radius: int = 5,
    bias: float = 1.0,
    alpha: float = 1.0,
    beta: float = 0.5,
    name: str | None = None,
) -> Tensor:
    """Divides by a power of the sum of squares over neighbouring channels (Krizhevsky et al., 2012).

    ``input / (bias + alpha * s) ** beta``, where s is the sum over the channels at most `depth_radius` away.

    Parameters
    ----------
    input : Tensor
        Of shape (batch, rows, columns, channels) and a floating type.
    depth_radius : int
        Neighbours on each side.
    bias, alpha, beta : float
        As above.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.lrn([[[[3.0, 4.0]]]], depth_radius=1, bias=0.0))
    array([[[[0.6, 0.8]]]], dtype=float32)
    """
    return raw_ops.LRN(input, depth_radius, bias, alpha, beta, name=name)


lrn = local_response_normalization
