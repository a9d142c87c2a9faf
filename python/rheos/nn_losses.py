"""Cross-entropies and other losses of `tf.nn`: one value per example, not reduced over the batch."""

from __future__ import annotations

import math as _math
from typing import Any

from ._gen import raw_ops
from .arithmetic import add, div_no_nan, multiply
from .array import concat, expand_dims, ones_like, rank, reshape, shape, slice, transpose, where, zeros_like
from .casting import cast
from .comparison import logical_and
from .constants import constant
from .dtypes import as_dtype
from .elementwise import exp, log, log1p
from .graph import Tensor, convert_to_tensor, name_scope
from .reductions import reduce_sum
from .spelling import renamed

__all__ = [
    "compute_average_loss",
    "log_poisson_loss",
    "scale_regularization_loss",
    "sigmoid_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits_v2",
    "sparse_softmax_cross_entropy_with_logits",
    "weighted_cross_entropy_with_logits",
]


def _require_keywords(function: str, sentinel: Any, labels: Any, logits: Any) -> None:
    if sentinel is not None:
        raise ValueError(f"Only call `{function}` with named arguments (labels=..., logits=..., ...)")
    if labels is None or logits is None:
        raise ValueError("Both labels and logits must be provided.")


def sigmoid_cross_entropy_with_logits(
    _sentinel: Any = None, labels: Any = None, logits: Any = None, name: str | None = None
) -> Tensor:
    """Cross-entropy of independent yes-or-no questions, from logits, without overflow.

    Parameters
    ----------
    labels : Tensor
        Probabilities, of the shape and type of `logits`.
    logits : Tensor
        Of a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The loss of each element.

    Raises
    ------
    ValueError
        If called with positional arguments, or the shapes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.sigmoid_cross_entropy_with_logits(labels=[1.0], logits=[0.0]))
    array([0.6931472], dtype=float32)
    """
    _require_keywords("sigmoid_cross_entropy_with_logits", _sentinel, labels, logits)
    with name_scope(name, "logistic_loss", [logits, labels]) as scope:
        logits = convert_to_tensor(logits, name="logits")
        labels = convert_to_tensor(labels, dtype=logits.dtype, name="labels")
        _same_shape(labels, logits, "labels")
        # max(x, 0) - x z + log(1 + exp(-|x|)), with gradients that are right at 0.
        zeros = zeros_like(logits)
        positive = logits >= zeros
        relu_logits = where(positive, logits, zeros)
        minus_abs = where(positive, -logits, logits)
        return add(relu_logits - logits * labels, log1p(exp(minus_abs)), name=scope)


def weighted_cross_entropy_with_logits(
    labels: Any = None,
    logits: Any = None,
    pos_weight: Any = None,
    name: str | None = None,
    targets: Any = None,
) -> Tensor:
    """Sigmoid cross-entropy in which positive answers count `pos_weight` times.

    Parameters
    ----------
    labels : Tensor
        Probabilities, of the shape and type of `logits`.
    logits : Tensor
        Of a floating type.
    pos_weight : float or Tensor
        Weight of the positive answers.
    name : str, optional
        Name of the operation.
    targets : Tensor, optional
        Old name of `labels`.

    Returns
    -------
    Tensor
        The loss of each element.

    Examples
    --------
    >>> import rheos as tf
    >>> loss = tf.nn.weighted_cross_entropy_with_logits(labels=[1.0], logits=[0.0], pos_weight=2.0)
    >>> tf.Session().run(loss)
    array([1.3862944], dtype=float32)
    """
    labels = renamed("labels", labels, "targets", targets)
    with name_scope(name, "logistic_loss", [logits, labels]) as scope:
        logits = convert_to_tensor(logits, name="logits")
        labels = convert_to_tensor(labels, dtype=logits.dtype, name="labels")
        _same_shape(labels, logits, "labels")
        weight = 1 + (pos_weight - 1) * labels
        slack = log1p(exp(-raw_ops.Abs(logits))) + raw_ops.Relu(-logits)
        return add((1 - labels) * logits, weight * slack, name=scope)


def _same_shape(labels: Tensor, logits: Tensor, what: str) -> None:
    try:
        labels.get_shape().merge_with(logits.get_shape())
    except ValueError:
        raise ValueError(
            f"logits and {what} must have the same shape ({logits.get_shape()} vs {labels.get_shape()})"
        ) from None


def _as_rows(x: Tensor) -> Tensor:
    """All axes but the last as one."""
    last = x.get_shape()[-1:].as_list()[0] if x.get_shape().ndims else None
    if x.get_shape().ndims == 2:
        return x
    size = constant([last]) if last is not None else slice(shape(x), [rank(x) - 1], [1])
    rows = reshape(x, concat([[-1], size], 0))
    rows.set_shape([None, last])
    return rows


def softmax_cross_entropy_with_logits_v2(
    labels: Any, logits: Any, axis: int | None = None, name: str | None = None, dim: int | None = None
) -> Tensor:
    """Cross-entropy between two distributions over classes; gradients flow into both.

    Parameters
    ----------
    labels : Tensor
        A distribution over the classes for each example.
    logits : Tensor
        Unscaled log probabilities, of a floating type.
    axis : int, optional
        The class axis; the last one if not given.
    name : str, optional
        Name of the operation.
    dim : int, optional
        Old name of `axis`.

    Returns
    -------
    Tensor
        The loss of each example: the shape of `logits` without the class axis.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.softmax_cross_entropy_with_logits_v2(labels=[[1.0, 0.0]], logits=[[0.0, 0.0]]))
    array([0.6931472], dtype=float32)
    """
    return _softmax_cross_entropy(labels, logits, renamed("axis", axis, "dim", dim), name)


def softmax_cross_entropy_with_logits(
    _sentinel: Any = None,
    labels: Any = None,
    logits: Any = None,
    dim: int = -1,
    name: str | None = None,
    axis: int | None = None,
) -> Tensor:
    """Cross-entropy between two distributions over classes; no gradient flows into the labels.

    Parameters
    ----------
    labels : Tensor
        A distribution over the classes for each example.
    logits : Tensor
        Unscaled log probabilities, of a floating type.
    dim : int
        The class axis.
    name : str, optional
        Name of the operation.
    axis : int, optional
        New name of `dim`.

    Returns
    -------
    Tensor
        The loss of each example: the shape of `logits` without the class axis.

    Raises
    ------
    ValueError
        If called with positional arguments: TensorFlow changed their order in 1.0.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.softmax_cross_entropy_with_logits(labels=[[1.0, 0.0]], logits=[[0.0, 0.0]]))
    array([0.6931472], dtype=float32)
    """
    _require_keywords("softmax_cross_entropy_with_logits", _sentinel, labels, logits)
    with name_scope(name, "softmax_cross_entropy_with_logits_sg", [logits, labels]) as scope:
        labels = raw_ops.StopGradient(convert_to_tensor(labels, name="labels"), name="labels_stop_gradient")
        return _softmax_cross_entropy(labels, logits, dim if axis is None else axis, scope)


def _softmax_cross_entropy(labels: Any, logits: Any, axis: int | None, name: str | None) -> Tensor:
    axis = -1 if axis is None else axis
    with name_scope(name, "softmax_cross_entropy_with_logits", [logits, labels]) as scope:
        logits = convert_to_tensor(logits, name="logits")
        labels = convert_to_tensor(labels, name="labels")
        half = logits.dtype in (as_dtype("float16"), as_dtype("bfloat16"))
        precise = cast(logits, as_dtype("float32")) if half else logits
        labels = cast(labels, precise.dtype)
        ndims = logits.get_shape().ndims
        if axis not in (-1, None if ndims is None else ndims - 1):
            if ndims is None:
                raise ValueError("the class axis can only be another than the last where the rank is known")
            if not -ndims <= axis < ndims:
                raise ValueError(f"axis = {axis} is out of range for logits of rank {ndims}")
            order = [i for i in range(ndims) if i != axis % ndims] + [axis % ndims]
            precise, labels = transpose(precise, order), transpose(labels, order)
        outer = shape(precise)
        static = precise.get_shape()
        rows = raw_ops.SoftmaxCrossEntropyWithLogits(_as_rows(precise), _as_rows(labels), name=scope)[0]
        if ndims != 2:
            rows = reshape(rows, slice(outer, [0], [rank(precise) - 1]))
            if static.ndims is not None:
                rows.set_shape(static[:-1])
        result: Tensor = cast(rows, logits.dtype) if half else rows
        return result


def sparse_softmax_cross_entropy_with_logits(
    _sentinel: Any = None, labels: Any = None, logits: Any = None, name: str | None = None
) -> Tensor:
    """Cross-entropy where each example has one right class.

    Parameters
    ----------
    labels : Tensor
        int32 or int64 class of each example: the shape of `logits` without its last axis.
    logits : Tensor
        Unscaled log probabilities, of a floating type; classes along the last axis.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The loss of each example, of the type of `logits`.

    Raises
    ------
    ValueError
        If called with positional arguments, or the ranks do not fit.
    tf.errors.InvalidArgumentError
        In the run, if a label is not a class.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[1], logits=[[0.0, 0.0]]))
    array([0.6931472], dtype=float32)
    """
    _require_keywords("sparse_softmax_cross_entropy_with_logits", _sentinel, labels, logits)
    with name_scope(name, "SparseSoftmaxCrossEntropyWithLogits", [labels, logits]):
        labels = convert_to_tensor(labels)
        logits = convert_to_tensor(logits)
        half = logits.dtype in (as_dtype("float16"), as_dtype("bfloat16"))
        precise = cast(logits, as_dtype("float32")) if half else logits
        ranks = labels.get_shape().ndims, logits.get_shape().ndims
        if ranks[1] == 0:
            raise ValueError(f"Logits cannot be scalars - received shape {logits.get_shape()}.")
        if None not in ranks and ranks[0] + 1 != ranks[1]:
            raise ValueError(
                f"Rank mismatch: Rank of labels (received {ranks[0]}) should equal rank of logits minus 1 "
                f"(received {ranks[1]})."
            )
        if ranks[1] == 2:
            cost = raw_ops.SparseSoftmaxCrossEntropyWithLogits(precise, labels, name=name)[0]
        else:
            outer = shape(labels)
            classes = shape(precise)[-1]
            rows = reshape(precise, raw_ops.Pack([-1, classes]))
            cost = raw_ops.SparseSoftmaxCrossEntropyWithLogits(rows, reshape(labels, [-1]), name=name)[0]
            cost = reshape(cost, outer)
            cost.set_shape(labels.get_shape())
        result: Tensor = cast(cost, logits.dtype) if half else cost
        return result


def log_poisson_loss(
    targets: Any, log_input: Any, compute_full_loss: bool = False, name: str | None = None
) -> Tensor:
    """Poisson loss from the logarithm of the rate: exp(log_input) - log_input * targets.

    Parameters
    ----------
    targets : Tensor
        Counts, of the shape and type of `log_input`.
    log_input : Tensor
        Of a floating type.
    compute_full_loss : bool
        Add Stirling's approximation of log(targets!).
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The loss of each element.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.log_poisson_loss([2.0], [0.0]))
    array([1.], dtype=float32)
    """
    with name_scope(name, "log_poisson_loss", [log_input, targets]):
        log_input = convert_to_tensor(log_input, name="log_input")
        targets = convert_to_tensor(targets, dtype=log_input.dtype, name="targets")
        _same_shape(targets, log_input, "targets")
        result: Tensor = exp(log_input) - log_input * targets
        if compute_full_loss:
            stirling = targets * log(targets) - targets + multiply(0.5, log(2 * _math.pi * targets))
            zeros, ones = zeros_like(targets), ones_like(targets)
            small = logical_and(targets >= zeros, targets <= ones)
            result += where(small, zeros, stirling)
        return result


def compute_average_loss(
    per_example_loss: Any, sample_weight: Any = None, global_batch_size: Any = None
) -> Tensor:
    """The sum of losses, weighted, divided by the size of the batch.

    Parameters
    ----------
    per_example_loss : Tensor
        Losses, of shape (batch, ...).
    sample_weight : Tensor, optional
        Of a shape that broadcasts against the losses, missing axes being the last ones.
    global_batch_size : int or Tensor, optional
        What to divide by; the size of axis 0 by default.

    Returns
    -------
    Tensor
        A scalar; 0 where the batch is empty.

    Raises
    ------
    ValueError
        The losses are a scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.nn.compute_average_loss([1.0, 2.0], sample_weight=[0.5, 1.0])))
    1.25
    """
    losses = convert_to_tensor(per_example_loss)
    if losses.shape.ndims == 0:
        raise ValueError(
            "Invalid value passed for `per_example_loss`. Expected a tensor with at least rank 1."
        )
    if sample_weight is not None:
        weights = cast(convert_to_tensor(sample_weight), losses.dtype)
        missing = (losses.shape.ndims or 0) - (weights.shape.ndims or 0)
        if losses.shape.ndims is not None and weights.shape.ndims is not None and weights.shape.ndims:
            for _ in range(missing):
                weights = expand_dims(weights, -1)
        losses = losses * weights
    size = shape(losses)[0] if global_batch_size is None else global_batch_size
    return div_no_nan(reduce_sum(losses), cast(size, losses.dtype))


def scale_regularization_loss(regularization_loss: Any) -> Tensor:
    """The sum of regularization losses, divided by the number of replicas, which is 1.

    Parameters
    ----------
    regularization_loss : Tensor
        Of any shape.

    Returns
    -------
    Tensor
        A scalar.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.nn.scale_regularization_loss([1.0, 2.0])))
    3.0
    """
    return reduce_sum(regularization_loss) / 1
