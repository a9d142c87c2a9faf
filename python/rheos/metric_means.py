"""`tf.metrics` that are means: over all elements, over each element by itself, or over classes."""

from __future__ import annotations

from typing import Any

from ._native import Tensor, convert_to_tensor
from .arithmetic import div_no_nan, divide, maximum, multiply, squared_difference, subtract
from .assignments import assign_add, scatter_add
from .casting import cast
from .comparison import equal, greater, less, not_equal
from .confusion import confusion_matrix, remove_squeezable_dimensions
from .dtypes import float32, float64, int64
from .elementwise import abs as _abs
from .elementwise import sqrt
from .fills import ones, ones_like, zeros_like
from .graph import control_dependencies
from .indexing import where
from .matrices import diag_part
from .metric_state import as_vector, collected, metric_variable, sides
from .reductions import reduce_mean, reduce_sum
from .reshaping import size
from .variable_scopes import variable_scope
from .weights_broadcast import adjusted_weights, broadcast_weights


def _ratio(
    total: Any, count: Any, batch: Any, amount: Any, metrics_collections: Any, updates_collections: Any
) -> tuple[Tensor, Tensor]:
    """The results of a metric that divides one sum over batches by another; 0 where that is 0."""
    new_total = assign_add(total, batch)
    with control_dependencies([batch]):
        new_count = assign_add(count, amount)
    value = div_no_nan(total, maximum(count, 0), name="value")
    update = div_no_nan(new_total, maximum(new_count, 0), name="update_op")
    return collected(value, update, metrics_collections, updates_collections)


def _weighted(values: Tensor, weights: Any) -> tuple[Tensor, Tensor]:
    """Values times weights, and the weights in the values' shape."""
    adjusted = cast(adjusted_weights(weights, values), float32)
    full = broadcast_weights(adjusted, values)
    return multiply(values, full), full


def mean(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean of all values.

    Parameters
    ----------
    values : Tensor or what can become one
        Numbers.
    weights : Tensor, optional
        A scalar, or of the values' rank with each size 1 or the values'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean([1.0, 2.0, 6.0], weights=[1.0, 1.0, 0.0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    1.5
    """
    with variable_scope(name, "mean", [values, weights]):
        values = cast(values, float32)
        total = metric_variable([], name="total")
        count = metric_variable([], name="count")
        if weights is None:
            amount = cast(size(values), float32)
        else:
            values, full = _weighted(values, weights)
            amount = reduce_sum(full)
        return _ratio(total, count, reduce_sum(values), amount, metrics_collections, updates_collections)


def mean_tensor(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean over the batches of each element by itself.

    Parameters
    ----------
    values : Tensor or what can become one
        Numbers, of a fully known shape.
    weights : Tensor, optional
        A scalar, or of the values' rank with each size 1 or the values'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: float32, of the values' shape. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean_tensor([1.0, 2.0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    [1. 2.]
    """
    with variable_scope(name, "mean", [values, weights]):
        values = cast(values, float32)
        total = metric_variable(values.get_shape(), name="total_tensor")
        count = metric_variable(values.get_shape(), name="count_tensor")
        amount = ones_like(values)
        if weights is not None:
            values, full = _weighted(values, weights)
            amount = multiply(amount, full)
        return _ratio(total, count, values, amount, metrics_collections, updates_collections)


def accuracy(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How often predictions equal labels.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.accuracy([1, 2, 3, 4], [1, 2, 3, 3])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    0.75
    """
    labels, predictions, weights = sides(labels, predictions, weights)
    if labels.dtype != predictions.dtype:
        predictions = cast(predictions, labels.dtype)
    right = cast(equal(predictions, labels), float32)
    return mean(right, weights, metrics_collections, updates_collections, name or "accuracy")


def mean_absolute_error(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean of ``|predictions - labels|``.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean_absolute_error([1.0, 2.0], [2.0, 5.0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    2.0
    """
    labels, predictions, weights = sides(labels, predictions, weights)
    errors = _abs(subtract(predictions, labels))
    return mean(errors, weights, metrics_collections, updates_collections, name or "mean_absolute_error")


def mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean of ``(predictions - labels) ** 2``.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean_squared_error([1.0, 2.0], [2.0, 5.0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    5.0
    """
    labels, predictions, weights = sides(labels, predictions, weights)
    errors = squared_difference(labels, predictions)
    return mean(errors, weights, metrics_collections, updates_collections, name or "mean_squared_error")


def root_mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The square root of the mean of ``(predictions - labels) ** 2``.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.root_mean_squared_error([1.0, 2.0], [4.0, 5.0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    3.0
    """
    value, update = mean_squared_error(
        labels, predictions, weights, None, None, name or "root_mean_squared_error"
    )
    return collected(sqrt(value), sqrt(update), metrics_collections, updates_collections)


def mean_relative_error(
    labels: Any,
    predictions: Any,
    normalizer: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean of ``|labels - predictions| / normalizer``; 0 where the normalizer is.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    normalizer : Tensor or what can become one
        Of the labels' shape.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean_relative_error([1.0, 2.0], [2.0, 5.0], [2.0, 0.0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    0.25
    """
    labels, predictions, weights = sides(labels, predictions, weights)
    predictions, normalizer = remove_squeezable_dimensions(predictions, normalizer)
    predictions.get_shape().assert_is_compatible_with(normalizer.get_shape())
    distance = divide(_abs(subtract(labels, predictions)), normalizer)
    errors = where(equal(normalizer, 0.0), zeros_like(labels), distance)
    return mean(errors, weights, metrics_collections, updates_collections, name or "mean_relative_error")


def mean_cosine_distance(
    labels: Any,
    predictions: Any,
    dim: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """One minus the mean dot product of vectors of length 1.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    dim : int
        The vectors' axis.
    weights : Tensor, optional
        A scalar, or of the labels' rank with size 1 at `dim`; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean_cosine_distance([[0.0, 1.0]], [[0.6, 0.8]], dim=1)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    np.float32(0.2)
    """
    labels, predictions, weights = sides(labels, predictions, weights)
    products = reduce_sum(multiply(predictions, labels), axis=[dim], keepdims=True)
    value, update = mean(products, weights, None, None, name or "mean_cosine_distance")
    return collected(subtract(1.0, value), subtract(1.0, update), metrics_collections, updates_collections)


def percentage_below(
    values: Any,
    threshold: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The fraction of the values that are below a threshold.

    Parameters
    ----------
    values : Tensor or what can become one
        Numbers.
    threshold : float or Tensor
        A scalar.
    weights : Tensor, optional
        A scalar, or of the values' rank with each size 1 or the values'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.percentage_below([1.0, 2.0, 6.0, 7.0], 5.0)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    0.5
    """
    below = cast(less(values, threshold), float32)
    return mean(
        below, weights, metrics_collections, updates_collections, name or "percentage_below_threshold"
    )


def mean_per_class_accuracy(
    labels: Any,
    predictions: Any,
    num_classes: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean over classes of how often their examples are predicted; 0 for a class without any.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    num_classes : int
        How many classes there are.
    weights : Tensor, optional
        Of the labels' shape; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar, for `update_op` one number per class.
        `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean_per_class_accuracy([0, 0, 1], [0, 1, 1], num_classes=2)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    [0.5 1. ]
    """
    with variable_scope(name, "mean_accuracy", [predictions, labels, weights]):
        labels, predictions = as_vector(cast(labels, int64)), as_vector(predictions)
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        total = metric_variable([num_classes], name="total")
        count = metric_variable([num_classes], name="count")
        examples = ones([size(labels)], float32)
        right = cast(equal(cast(predictions, labels.dtype), labels), float32)
        if weights is not None:
            weights = cast(as_vector(weights), float32)
            right, examples = right * weights, examples * weights
        new_total = scatter_add(total, labels, examples)
        new_count = scatter_add(count, labels, right)
        value = reduce_mean(div_no_nan(count, maximum(total, 0)), name="mean_accuracy")
        update = div_no_nan(new_count, maximum(new_total, 0), name="update_op")
        return collected(value, update, metrics_collections, updates_collections)


def mean_iou(
    labels: Any,
    predictions: Any,
    num_classes: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean over classes of intersection over union; classes that neither side has do not count.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape.
    num_classes : int
        How many classes there are.
    weights : Tensor, optional
        Of the labels' shape; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch and gives the
        float64 confusion matrix.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run, if a class is negative or not below `num_classes`.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.mean_iou([0, 0, 1, 1], [0, 1, 1, 1], num_classes=2)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update)
    array([[1., 1.],
           [0., 2.]])
    >>> session.run(value).round(4)
    np.float32(0.5833)
    """
    with variable_scope(name, "mean_iou", [predictions, labels, weights]):
        labels, predictions = convert_to_tensor(labels), convert_to_tensor(predictions)
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        total = metric_variable([num_classes, num_classes], float64, name="total_confusion_matrix")
        batch = confusion_matrix(
            as_vector(cast(labels, int64)),
            as_vector(cast(predictions, int64)),
            cast(num_classes, int64),
            dtype=float64,
            weights=None if weights is None else as_vector(weights),
        )
        update = assign_add(total, batch)
        row, column = cast(reduce_sum(total, 0), float32), cast(reduce_sum(total, 1), float32)
        both = cast(diag_part(total), float32)
        either = row + column - both
        present = reduce_sum(cast(not_equal(either, 0), float32))
        ratios = divide(both, where(greater(either, 0), either, ones_like(either)))
        average = divide(reduce_sum(ratios, name="mean_iou"), present)
        value = where(greater(present, 0), average, zeros_like(average))
        return collected(value, update, metrics_collections, updates_collections)
