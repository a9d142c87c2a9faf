"""`tf.nn`: activations, normalisation, regularising and small layers over the ops of the same names.

Losses are in `nn_losses`, convolutions in `nn_convolutions`, `nn_transposed` and `nn_depthwise`, pooling in
`nn_pooling`, normalisation in `nn_normalization`; recurrent cells are not there yet.
"""

from __future__ import annotations

import builtins
from typing import Any

from ._gen import raw_ops
from ._namespace import missing
from .array import rank, shape, transpose, where, zeros_like
from .blocks import depth_to_space, space_to_batch, space_to_depth
from .candidate_sampling import (
    all_candidate_sampler,
    compute_accidental_hits,
    fixed_unigram_candidate_sampler,
    learned_unigram_candidate_sampler,
    log_uniform_candidate_sampler,
    nce_loss,
    sampled_softmax_loss,
    uniform_candidate_sampler,
)
from .casting import cast
from .comparison import equal
from .constants import constant
from .dtypes import as_dtype
from .elementwise import sigmoid
from .graph import Tensor, convert_to_tensor, name_scope
from .nn_activations import (
    crelu,
    elu,
    leaky_relu,
    log_sigmoid,
    relu,
    relu6,
    selu,
    softplus,
    softsign,
    swish,
)
from .nn_convolutions import (
    atrous_conv2d,
    conv1d,
    conv2d,
    conv2d_backprop_filter,
    conv2d_backprop_input,
    conv3d,
    conv3d_backprop_filter,
    conv3d_backprop_filter_v2,
    convolution,
    with_space_to_batch,
)
from .nn_ctc import (
    collapse_repeated,
    ctc_beam_search_decoder,
    ctc_beam_search_decoder_v2,
    ctc_greedy_decoder,
    ctc_loss,
    ctc_loss_v2,
    ctc_unique_labels,
)
from .nn_depthwise import (
    depthwise_conv2d,
    depthwise_conv2d_backprop_filter,
    depthwise_conv2d_backprop_input,
    depthwise_conv2d_native,
    depthwise_conv2d_native_backprop_filter,
    depthwise_conv2d_native_backprop_input,
    dilation2d,
    erosion2d,
    separable_conv2d,
)
from .nn_embedding import embedding_lookup
from .nn_losses import (
    compute_average_loss,
    log_poisson_loss,
    scale_regularization_loss,
    sigmoid_cross_entropy_with_logits,
    softmax_cross_entropy_with_logits,
    softmax_cross_entropy_with_logits_v2,
    sparse_softmax_cross_entropy_with_logits,
    weighted_cross_entropy_with_logits,
)
from .nn_normalization import (
    batch_norm_with_global_normalization,
    batch_normalization,
    fused_batch_norm,
    l2_normalize,
    local_response_normalization,
    lrn,
    moments,
    normalize_moments,
    sufficient_statistics,
    weighted_moments,
)
from .nn_pooling import (
    avg_pool,
    avg_pool1d,
    avg_pool2d,
    avg_pool3d,
    avg_pool_v2,
    max_pool,
    max_pool1d,
    max_pool2d,
    max_pool3d,
    max_pool_v2,
    max_pool_with_argmax,
)
from .nn_pooling_dilated import pool
from .nn_pooling_fractional import fractional_avg_pool, fractional_max_pool
from .nn_sparse_embedding import embedding_lookup_sparse, safe_embedding_lookup_sparse
from .nn_transposed import (
    atrous_conv2d_transpose,
    conv1d_transpose,
    conv2d_transpose,
    conv3d_transpose,
    conv_transpose,
)
from .products import matmul
from .random import random_uniform
from .reductions import reduce_mean
from .sequences import range
from .spelling import renamed
from .tensor_shape import TensorShape
from .trigonometry import tanh

__all__ = [
    "all_candidate_sampler",
    "atrous_conv2d",
    "atrous_conv2d_transpose",
    "avg_pool",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
    "avg_pool_v2",
    "batch_norm_with_global_normalization",
    "batch_normalization",
    "bias_add",
    "collapse_repeated",
    "compute_accidental_hits",
    "compute_average_loss",
    "conv1d",
    "conv1d_transpose",
    "conv2d",
    "conv2d_backprop_filter",
    "conv2d_backprop_input",
    "conv2d_transpose",
    "conv3d",
    "conv3d_backprop_filter",
    "conv3d_backprop_filter_v2",
    "conv3d_transpose",
    "conv_transpose",
    "convolution",
    "crelu",
    "ctc_beam_search_decoder",
    "ctc_beam_search_decoder_v2",
    "ctc_greedy_decoder",
    "ctc_loss",
    "ctc_loss_v2",
    "ctc_unique_labels",
    "depth_to_space",
    "depthwise_conv2d",
    "depthwise_conv2d_backprop_filter",
    "depthwise_conv2d_backprop_input",
    "depthwise_conv2d_native",
    "depthwise_conv2d_native_backprop_filter",
    "depthwise_conv2d_native_backprop_input",
    "dilation2d",
    "dropout",
    "elu",
    "embedding_lookup",
    "erosion2d",
    "embedding_lookup_sparse",
    "fixed_unigram_candidate_sampler",
    "fractional_avg_pool",
    "fractional_max_pool",
    "fused_batch_norm",
    "in_top_k",
    "l2_loss",
    "l2_normalize",
    "leaky_relu",
    "learned_unigram_candidate_sampler",
    "local_response_normalization",
    "log_poisson_loss",
    "log_sigmoid",
    "log_softmax",
    "log_uniform_candidate_sampler",
    "lrn",
    "max_pool",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "max_pool_v2",
    "max_pool_with_argmax",
    "moments",
    "nce_loss",
    "normalize_moments",
    "pool",
    "relu",
    "relu6",
    "relu_layer",
    "sampled_softmax_loss",
    "scale_regularization_loss",
    "safe_embedding_lookup_sparse",
    "selu",
    "separable_conv2d",
    "sigmoid",
    "sigmoid_cross_entropy_with_logits",
    "softmax",
    "softmax_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits_v2",
    "softplus",
    "softsign",
    "space_to_batch",
    "space_to_depth",
    "sparse_softmax_cross_entropy_with_logits",
    "sufficient_statistics",
    "swish",
    "tanh",
    "top_k",
    "uniform_candidate_sampler",
    "weighted_cross_entropy_with_logits",
    "with_space_to_batch",
    "weighted_moments",
    "xw_plus_b",
    "zero_fraction",
]


def __getattr__(name: str) -> Any:
    raise missing("nn", __all__, name)


def _along_last_axis(op: Any, logits: Any, axis: int, name: str | None) -> Tensor:
    """Applies an op that works along the last axis along another one."""
    logits = convert_to_tensor(logits, name="logits")
    ndims = logits.shape.ndims
    if axis == -1 or (ndims is not None and axis == ndims - 1):
        result: Tensor = op(logits, name=name)
        return result
    if ndims is not None and not -ndims <= axis < ndims:
        raise ValueError(
            f"axis = {axis} is out of range for logits of rank {ndims}: it must be in [{-ndims}, {ndims})"
        )
    with name_scope(name, op.__name__, [logits]) as scope:
        if ndims is not None:
            axis %= ndims
            order: Any = [i for i in builtins.range(ndims) if i != axis] + [axis]
            back: Any = [order.index(i) for i in builtins.range(ndims)]
        else:
            count = rank(logits)
            last = axis % count if isinstance(axis, Tensor) or axis < 0 else constant(axis)
            positions = range(count)
            order = where(equal(positions, count - 1), zeros_like(positions) + last, positions)
            order = where(equal(positions, last), zeros_like(positions) + (count - 1), order)
            back = order
        return transpose(op(transpose(logits, order)), back, name=scope)


def softmax(logits: Any, axis: int | None = None, name: str | None = None, dim: int | None = None) -> Tensor:
    """Exponentials scaled to sum to 1 along an axis.

    Parameters
    ----------
    logits : Tensor
        Of a floating type and rank at least 1.
    axis : int, optional
        The last one if not given.
    name : str, optional
        Name of the operation.
    dim : int, optional
        Old name of `axis`.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Raises
    ------
    ValueError
        If both `axis` and `dim` are given, or the axis does not exist.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.softmax([[1.0, 1.0]]))
    array([[0.5, 0.5]], dtype=float32)
    """
    axis = renamed("axis", axis, "dim", dim)
    return _along_last_axis(raw_ops.Softmax, logits, -1 if axis is None else axis, name)


def log_softmax(
    logits: Any, axis: int | None = None, name: str | None = None, dim: int | None = None
) -> Tensor:
    """Logarithm of the softmax along an axis, without overflow.

    Parameters
    ----------
    logits : Tensor
        Of a floating type and rank at least 1.
    axis : int, optional
        The last one if not given.
    name : str, optional
        Name of the operation.
    dim : int, optional
        Old name of `axis`.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Raises
    ------
    ValueError
        If both `axis` and `dim` are given, or the axis does not exist.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.log_softmax([[1.0, 1.0]]))
    array([[-0.6931472, -0.6931472]], dtype=float32)
    """
    axis = renamed("axis", axis, "dim", dim)
    return _along_last_axis(raw_ops.LogSoftmax, logits, -1 if axis is None else axis, name)


def bias_add(value: Any, bias: Any, data_format: str | None = None, name: str | None = None) -> Tensor:
    """Adds a vector to every row of the channels.

    Parameters
    ----------
    value : Tensor
        Of a number type and rank at least 2.
    bias : Tensor
        A vector as long as the channels, of the same type.
    data_format : {"NHWC", "NCHW", "N...C", "NC..."}, optional
        Where the channels are: the last axis, or the one after the batch.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the shape and type of `value`.

    Raises
    ------
    ValueError
        If `data_format` is none of these, or the sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.bias_add([[1.0, 2.0]], [10.0, 20.0]))
    array([[11., 22.]], dtype=float32)
    """
    with name_scope(name, "BiasAdd", [value, bias]) as scope:
        if data_format is not None and data_format.startswith("NC"):
            data_format = "NCHW"
        elif data_format is None or (data_format.startswith("N") and data_format.endswith("C")):
            data_format = "NHWC"
        else:
            raise ValueError(f"data_format must be of the form `N...C` or `NC...`, got {data_format!r}")
        value = convert_to_tensor(value, name="input")
        bias = convert_to_tensor(bias, dtype=value.dtype, name="bias")
        return raw_ops.BiasAdd(value, bias, data_format=data_format, name=scope)


def l2_loss(t: Any, name: str | None = None) -> Tensor:
    """Half the sum of squares: sum(t ** 2) / 2.

    Parameters
    ----------
    t : Tensor
        Of any shape and a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A scalar of the same type.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.nn.l2_loss([3.0, 4.0])))
    12.5
    """
    return raw_ops.L2Loss(t, name=name)


def dropout(
    x: Any,
    keep_prob: Any = None,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
    rate: Any = None,
) -> Tensor:
    """Sets elements to 0 at random and scales the others up, so that the expected sum stays the same.

    Parameters
    ----------
    x : Tensor
        Of a floating type.
    keep_prob : float or Tensor, optional
        Probability with which an element is kept; deprecated in favour of `rate`.
    noise_shape : shape, optional
        Shape of the random decisions, broadcast against `x`; that of `x` if not given.
    seed : int, optional
        Seed of the op, as for `tf.set_random_seed`.
    name : str, optional
        Name of the operation.
    rate : float or Tensor, optional
        Probability with which an element is dropped, in [0, 1).

    Returns
    -------
    Tensor
        Of the same shape and type.

    Raises
    ------
    ValueError
        If `x` is not floating, or the probability is missing, given twice or out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.dropout([1.0, 2.0], rate=0.0))
    array([1., 2.], dtype=float32)
    """
    if keep_prob is not None:
        if rate is not None:
            raise ValueError("Cannot specify both 'rate' and 'keep_prob'")
        rate = 1 - keep_prob
    if rate is None:
        raise ValueError("You must provide a rate to dropout.")
    with name_scope(name, "dropout", [x]):
        is_number = isinstance(rate, (int, float))
        if is_number and not 0 <= rate < 1:
            raise ValueError(f"rate must be a scalar tensor or a float in the range [0, 1), got {rate}")
        features: Tensor = convert_to_tensor(x, name="x")
        if not features.dtype.is_floating:
            raise ValueError(
                f"x has to be a floating point tensor since it's going to be scaled. "
                f"Got a {features.dtype} tensor instead."
            )
        if is_number and rate == 0:
            return features
        rate = convert_to_tensor(rate, dtype=features.dtype, name="rate")
        rate.get_shape().assert_is_compatible_with(TensorShape([]))
        if noise_shape is None:
            noise_shape = shape(features)
        drawn = random_uniform(noise_shape, seed=seed, dtype=features.dtype)
        scale = 1 / (1 - rate)
        # Drawn numbers are in [0, 1), so an element is kept with probability 1 - rate.
        keep = drawn >= rate
        result: Tensor = features * scale * cast(keep, features.dtype)
        result.set_shape(features.get_shape())
        return result


def zero_fraction(value: Any, name: str | None = None) -> Tensor:
    """The share of elements that are 0.

    Parameters
    ----------
    value : Tensor
        Of any shape and number type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A float32 scalar; NaN if there are no elements.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.nn.zero_fraction([0.0, 3.0])))
    0.5
    """
    with name_scope(name, "zero_fraction", [value]):
        value = convert_to_tensor(value, name="value")
        zeros = equal(value, constant(0, dtype=value.dtype))
        return reduce_mean(cast(zeros, as_dtype("float32")), name="fraction")


def xw_plus_b(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """matmul(x, weights) + biases.

    Parameters
    ----------
    x : Tensor
        Of shape (batch, inputs).
    weights : Tensor
        Of shape (inputs, outputs).
    biases : Tensor
        Of shape (outputs,).
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape (batch, outputs).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.xw_plus_b([[2.0]], [[3.0]], [1.0]))
    array([[7.]], dtype=float32)
    """
    with name_scope(name, "xw_plus_b", [x, weights, biases]) as scope:
        return bias_add(matmul(x, weights), biases, name=scope)


def relu_layer(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """relu(matmul(x, weights) + biases).

    Parameters
    ----------
    x : Tensor
        Of shape (batch, inputs).
    weights : Tensor
        Of shape (inputs, outputs).
    biases : Tensor
        Of shape (outputs,).
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape (batch, outputs).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.relu_layer([[2.0]], [[-3.0]], [1.0]))
    array([[0.]], dtype=float32)
    """
    with name_scope(name, "relu_layer", [x, weights, biases]) as scope:
        return relu(bias_add(matmul(x, weights), biases), name=scope)


def top_k(input: Any, k: Any = 1, sorted: bool = True, name: str | None = None) -> Any:
    """The largest `k` elements of each row and where they are.

    Parameters
    ----------
    input : Tensor
        Of a real type, with at least `k` elements along the last axis.
    k : int or int32 Tensor
        How many.
    sorted : bool
        In descending order; equal elements by ascending index.
    name : str, optional
        Name of the operation.

    Returns
    -------
    values, indices : named tuple of Tensor
        Both of size `k` along the last axis; indices are int32.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.top_k([1.0, 3.0, 2.0], k=2).indices)
    array([1, 2], dtype=int32)
    """
    return raw_ops.TopKV2(input, k, sorted=sorted, name=name)


def in_top_k(predictions: Any, targets: Any, k: Any, name: str | None = None) -> Tensor:
    """Whether the target class is among the `k` most probable ones.

    Parameters
    ----------
    predictions : Tensor
        float32 of shape (batch, classes).
    targets : Tensor
        int32 or int64 of shape (batch,).
    k : int
        How many classes count.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        bool of shape (batch,).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.in_top_k([[0.1, 0.9]], [1], 1))
    array([ True])
    """
    with name_scope(name, "in_top_k"):
        return raw_ops.InTopKV2(predictions, targets, k, name=name)
