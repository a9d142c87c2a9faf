"""What the metrics of `tf.metrics` share: their variables, the sides that they compare, their two results.

A metric keeps sums over batches in local variables. Out: a value computed from the variables, and an
operation that adds a batch to them and gives the value after that. The value waits for nothing: where one run
asks for both, only control dependencies say which comes first.
"""

from __future__ import annotations

from typing import Any

from ._native import Tensor, convert_to_tensor
from .casting import cast
from .confusion import remove_squeezable_dimensions
from .dtypes import bool as _bool
from .dtypes import float32
from .fills import zeros
from .graph import GraphKeys, add_to_collections
from .reshaping import reshape
from .variables import Variable, VariableAggregation, VariableSynchronization
from .weights_broadcast import adjusted_weights


def metric_variable(shape: Any, dtype: Any = float32, name: str | None = None) -> Variable:
    """A sum over batches: a local variable that starts as zeros and is neither trained nor saved.

    Examples
    --------
    >>> import rheos as tf
    >>> total = metric_variable([], tf.float32, name="total")
    >>> total in tf.local_variables(), tf.get_collection(tf.GraphKeys.METRIC_VARIABLES) == [total]
    (True, True)
    """
    return Variable(
        lambda: zeros(shape, dtype),
        trainable=False,
        collections=[GraphKeys.LOCAL_VARIABLES, GraphKeys.METRIC_VARIABLES],
        synchronization=VariableSynchronization.ON_READ,
        aggregation=VariableAggregation.SUM,
        name=name,
    )


def sides(labels: Any, predictions: Any, weights: Any) -> tuple[Tensor, Tensor, Any]:
    """Labels, predictions and weights, last dimensions of size 1 removed or added to make ranks fit."""
    labels, predictions = remove_squeezable_dimensions(labels, predictions)
    predictions.get_shape().assert_is_compatible_with(labels.get_shape())
    return labels, predictions, None if weights is None else adjusted_weights(weights, predictions)


def yes_or_no(labels: Any, predictions: Any, weights: Any) -> tuple[Tensor, Tensor, Any]:
    """`sides` of labels and predictions as bool."""
    predictions, labels = cast(predictions, _bool), cast(labels, _bool)
    return sides(labels, predictions, weights)


def as_vector(x: Any) -> Tensor:
    """All elements in a row."""
    x = convert_to_tensor(x)
    return x if x.get_shape().ndims == 1 else reshape(x, [-1])


def collected(
    value: Any, update: Any, metrics_collections: Any, updates_collections: Any
) -> tuple[Tensor, Tensor]:
    """The two results of a metric, added to the collections asked for."""
    if metrics_collections:
        add_to_collections(metrics_collections, value)
    if updates_collections:
        add_to_collections(updates_collections, update)
    return value, update
