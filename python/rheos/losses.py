"""`tf.losses`: losses that are weighted, reduced to one number and collected.

In: labels, predictions or logits, and weights. Out: a scalar (or one loss per element, for
``Reduction.NONE``), which is added to a collection. `loss_reduction` weighs and reduces; here is what is
computed for each element.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ._gen import raw_ops
from ._namespace import missing
from ._native import Tensor, convert_to_tensor
from .arithmetic import add, div_no_nan, maximum, minimum, multiply, squared_difference, subtract
from .casting import cast
from .confusion import remove_squeezable_dimensions
from .dtypes import float32
from .elementwise import abs as _abs
from .elementwise import log, square
from .fills import ones_like, zeros_like
from .graph import GraphKeys, control_dependencies, name_scope
from .indexing import where
from .loss_collections import (
    add_loss,
    get_losses,
    get_regularization_loss,
    get_regularization_losses,
    get_total_loss,
)
from .loss_reduction import Reduction, compute_weighted_loss, present
from .nn_losses import (
    sigmoid_cross_entropy_with_logits,
    softmax_cross_entropy_with_logits_v2,
    sparse_softmax_cross_entropy_with_logits,
)
from .reductions import reduce_sum
from .reshaping import rank, shape, squeeze, stop_gradient
from .sequences import range as _range
from .spelling import renamed
from .weights_broadcast import assert_broadcastable, squeeze_last_if

__all__ = [
    "Reduction",
    "absolute_difference",
    "add_loss",
    "compute_weighted_loss",
    "cosine_distance",
    "get_losses",
    "get_regularization_loss",
    "get_regularization_losses",
    "get_total_loss",
    "hinge_loss",
    "huber_loss",
    "log_loss",
    "mean_pairwise_squared_error",
    "mean_squared_error",
    "sigmoid_cross_entropy",
    "softmax_cross_entropy",
    "sparse_softmax_cross_entropy",
]


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)


@contextmanager
def _opened(scope: str | None, default: str, weights: Any, **sides: Any) -> Iterator[str]:
    """The scope of a loss; its two sides must be given."""
    for name, value in sides.items():
        if value is None:
            raise ValueError(f"{name} must not be None.")
    with name_scope(scope, default, [*sides.values(), weights]) as opened:
        yield opened


def _as_floats(labels: Any, predictions: Any) -> tuple[Tensor, Tensor]:
    """Both sides in float32, their static shapes compared."""
    predictions, labels = cast(predictions, float32), cast(labels, float32)
    predictions.get_shape().assert_is_compatible_with(labels.get_shape())
    return labels, predictions


def absolute_difference(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Absolute differences: ``|predictions - labels|``.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Of one shape.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.losses.absolute_difference([1.0, 2.0], [2.0, 5.0])))
    2.0
    """
    with _opened(scope, "absolute_difference", weights, labels=labels, predictions=predictions) as scope:
        labels, predictions = _as_floats(labels, predictions)
        losses = _abs(subtract(predictions, labels))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def cosine_distance(
    labels: Any,
    predictions: Any,
    axis: int | None = None,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
    dim: int | None = None,
) -> Tensor:
    """One minus the dot products of vectors of length 1 along an axis.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Of one shape.
    axis : int
        The vectors' axis; it stays, with size 1.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or that of the losses.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.
    dim : int, optional
        Old name of `axis`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
        No axis is given.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> loss = tf.losses.cosine_distance([[0.0, 1.0]], [[0.6, 0.8]], axis=1)
    >>> tf.Session().run(loss).round(4)
    np.float32(0.2)
    """
    axis = renamed("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("You must specify 'axis'.")
    with _opened(scope, "cosine_distance_loss", weights, labels=labels, predictions=predictions) as scope:
        labels, predictions = _as_floats(labels, predictions)
        losses = 1 - reduce_sum(multiply(predictions, labels), axis=[axis], keepdims=True)
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def hinge_loss(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """How far answers are from being right by a margin of 1: ``max(0, 1 - sign * logits)``.

    Parameters
    ----------
    labels : Tensor or what can become one
        0 for the answer no, 1 for yes.
    logits : Tensor or what can become one
        Of the shape of `labels`; positive for yes.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.losses.hinge_loss([1, 0], [0.5, -2.0])))
    0.25
    """
    with _opened(scope, "hinge_loss", weights, labels=labels, logits=logits) as scope:
        labels, logits = _as_floats(labels, logits)
        ones = ones_like(labels)
        signs = subtract(2 * labels, ones)
        losses = raw_ops.Relu(subtract(ones, multiply(signs, logits)))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def huber_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    delta: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Squared differences that go on as straight lines from `delta`.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Of one shape.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'.
    delta : float
        Where ``x**2 / 2`` ends and ``delta * (x - delta / 2)`` begins.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.losses.huber_loss([0.0, 0.0], [1.0, 3.0])))
    1.5
    """
    with _opened(scope, "huber_loss", weights, labels=labels, predictions=predictions) as scope:
        labels, predictions = _as_floats(labels, predictions)
        distance = _abs(subtract(predictions, labels))
        curved = minimum(distance, delta)
        straight = subtract(distance, curved)
        half = convert_to_tensor(0.5, dtype=curved.dtype)
        losses = add(multiply(half, multiply(curved, curved)), multiply(delta, straight))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def log_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    epsilon: float = 1e-07,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Cross-entropy of yes-or-no questions, from probabilities.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Of one shape.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'.
    epsilon : float
        Added to the probabilities, so that none is 0.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.losses.log_loss([1.0, 0.0], [0.5, 0.5])).round(4)
    np.float32(0.6931)
    """
    with _opened(scope, "log_loss", weights, labels=labels, predictions=predictions) as scope:
        labels, predictions = _as_floats(labels, predictions)
        yes = multiply(labels, log(predictions + epsilon))
        losses = -yes - multiply((1 - labels), log((1 - predictions) + epsilon))
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def mean_pairwise_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
) -> Tensor:
    """How differently pairs of elements differ: for each example the mean square of
    ``(predictions[i] - predictions[j]) - (labels[i] - labels[j])``, added over the batch.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Of one shape; the first axis is the batch.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'; elements of weight 0 make no
        pairs.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.

    Returns
    -------
    Tensor
        A scalar.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> loss = tf.losses.mean_pairwise_squared_error([[0.0, 0.0, 0.0]], [[0.0, 1.0, 3.0]])
    >>> tf.Session().run(loss).round(4)
    np.float32(4.6667)
    """
    with _opened(
        scope,
        "mean_pairwise_squared_error",
        weights,
        labels=labels,
        predictions=predictions,
    ):
        weights, labels = cast(weights, float32), cast(labels, float32)
        with control_dependencies([assert_broadcastable(weights, labels)]):
            labels, predictions = _as_floats(labels, predictions)
            differences = subtract(predictions, labels)
            axes = _range(1, rank(differences))
            squares = reduce_sum(square(differences), axis=axes, keepdims=True)
            count = present(differences, weights, per_batch=True)
            first = 2.0 * div_no_nan(squares, maximum(count - 1, 0), name="value")
            squared = square(reduce_sum(differences, axis=axes, keepdims=True))
            pairs = maximum(multiply(count, count - 1), 0)
            second = 2.0 * div_no_nan(squared, pairs, name="value")
            loss = reduce_sum(multiply(first - second, weights))
            mean = where(reduce_sum(count) > 0, loss, zeros_like(loss), name="value")
            add_loss(mean, loss_collection)
            return mean


def mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Squared differences: ``(predictions - labels) ** 2``.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Of one shape.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.losses.mean_squared_error([1.0, 2.0], [2.0, 5.0])))
    5.0
    """
    with _opened(scope, "mean_squared_error", weights, labels=labels, predictions=predictions) as scope:
        labels, predictions = _as_floats(labels, predictions)
        losses = squared_difference(predictions, labels)
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def sigmoid_cross_entropy(
    multi_class_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Cross-entropy of independent yes-or-no questions, from logits.

    Parameters
    ----------
    multi_class_labels : Tensor or what can become one
        Probabilities of yes.
    logits : Tensor or what can become one
        Of a floating type, of the shape of the labels.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'.
    label_smoothing : float
        How far labels are moved towards 1/2.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.losses.sigmoid_cross_entropy([[1, 0]], [[0.0, 0.0]])).round(4)
    np.float32(0.6931)
    """
    with _opened(
        scope, "sigmoid_cross_entropy_loss", weights, multi_class_labels=multi_class_labels, logits=logits
    ) as scope:
        logits = convert_to_tensor(logits)
        labels = cast(multi_class_labels, logits.dtype)
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        if label_smoothing > 0:
            labels = labels * (1 - label_smoothing) + 0.5 * label_smoothing
        losses = sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def softmax_cross_entropy(
    onehot_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Cross-entropy between distributions over classes, from logits; none of it flows into the labels.

    Parameters
    ----------
    onehot_labels : Tensor or what can become one
        A distribution over the last axis for each example.
    logits : Tensor or what can become one
        Of a floating type, of the shape of the labels.
    weights : float or Tensor
        A scalar, or of the shape of the labels without the last axis, sizes 1 allowed.
    label_smoothing : float
        How far labels are moved towards equal probabilities.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.losses.softmax_cross_entropy([[1, 0]], [[0.0, 0.0]])).round(4)
    np.float32(0.6931)
    """
    with _opened(
        scope, "softmax_cross_entropy_loss", weights, onehot_labels=onehot_labels, logits=logits
    ) as scope:
        logits = convert_to_tensor(logits)
        labels = cast(onehot_labels, logits.dtype)
        logits.get_shape().assert_is_compatible_with(labels.get_shape())
        if label_smoothing > 0:
            classes = cast(shape(labels)[-1], logits.dtype)
            labels = labels * (1.0 - label_smoothing) + label_smoothing / classes
        labels = stop_gradient(labels, name="labels_stop_gradient")
        losses = softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits, name="xentropy")
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def sparse_softmax_cross_entropy(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Cross-entropy where each example has one right class, from logits.

    Parameters
    ----------
    labels : Tensor or what can become one
        int32 or int64 class of each example: the shape of `logits` without its last axis, or with size 1
        there.
    logits : Tensor or what can become one
        Of a floating type; classes along the last axis.
    weights : float or Tensor
        A scalar, or of the labels' rank with each size 1 or the labels'.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the loss is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` one loss per element.

    Raises
    ------
    ValueError
        A side is None, or static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.losses.sparse_softmax_cross_entropy([1], [[0.0, 0.0]])).round(4)
    np.float32(0.6931)
    """
    with _opened(scope, "sparse_softmax_cross_entropy_loss", weights, labels=labels, logits=logits) as scope:
        labels, logits = remove_squeezable_dimensions(labels, logits, expected_rank_diff=1)
        weights = _without_last(convert_to_tensor(weights), labels)
        losses = sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name="xentropy")
        return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def _without_last(weights: Tensor, labels: Tensor) -> Tensor:
    """Weights without a last dimension of size 1 that the labels lack."""
    ranks = weights.get_shape().ndims, labels.get_shape().ndims
    if None not in ranks:
        return squeeze(weights, [-1]) if ranks[0] == ranks[1] + 1 else weights
    if ranks[0] == 0 or (ranks[0] and weights.get_shape()[-1:].as_list()[0] not in (None, 1)):
        return weights
    return squeeze_last_if(weights, raw_ops.Equal(rank(weights) - rank(labels), 1))
