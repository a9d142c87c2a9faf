"""`tf.metrics` of the k best classes: precision, recall and average precision with several right classes.

In: the right classes of each example, dense or sparse, and scores of all classes or the numbers of the best.
The right and the predicted classes of an example are sets: `sets` says how many they have in common.
"""

from __future__ import annotations

from typing import Any

from ._native import Tensor, convert_to_tensor
from .arithmetic import add, div_no_nan, divide, minimum, multiply
from .assignments import assign_add
from .casting import cast
from .comparison import equal, greater_equal
from .dtypes import float64, int32, int64
from .fills import fill, ones_like
from .graph import control_dependencies, name_scope
from .indexing import where
from .joins import concat
from .metric_state import collected, metric_variable
from .nn import top_k
from .reductions import reduce_any, reduce_sum
from .reshaping import expand_dims, rank, reshape, shape, size
from .sequences import cumsum
from .sets import set_difference, set_intersection, set_size
from .sparse_conversion import sparse_tensor_to_dense
from .sparse_shapes import sparse_reshape
from .sparse_values import SparseTensor, convert_to_tensor_or_sparse_tensor
from .weights_broadcast import assert_broadcastable, broadcast_weights


def _titled(name: str, k: int | None, class_id: int | None = None) -> str:
    """The scope of a metric: ``precision_at_5_class2``."""
    title = f"{name}_at_k" if k is None else f"{name}_at_{k}"
    return title if class_id is None else f"{title}_class{class_id}"


def _sets(labels: Any, predictions: Tensor) -> Any:
    """Labels whose last dimension holds each example's classes, also where each has only one."""
    with name_scope(None, "expand_labels", [labels, predictions]) as scope:
        labels = convert_to_tensor_or_sparse_tensor(labels)
        sizes = labels.dense_shape if isinstance(labels, SparseTensor) else shape(labels)
        ranks = labels.get_shape().ndims, predictions.get_shape().ndims
        if None not in ranks and ranks[1] - ranks[0] not in (0, 1):
            raise ValueError(
                f"Unexpected labels shape {labels.get_shape()} for predictions shape "
                f"{predictions.get_shape()}: the ranks must be equal, or that of labels one less"
            )
        if None not in ranks and ranks[0] == ranks[1]:
            return labels
        if isinstance(labels, Tensor) and None not in ranks:
            return expand_dims(labels, -1, name=scope)
        missing = equal(rank(predictions), size(sizes) + 1)
        one = fill(reshape(cast(missing, int32), [1]), cast(1, sizes.dtype))
        wanted = concat([sizes, one], 0)
        if isinstance(labels, SparseTensor):
            return sparse_reshape(labels, wanted, name=scope)
        return reshape(labels, wanted, name=scope)


def _only(ids: Any, class_id: int) -> SparseTensor:
    """The sets without all classes but one."""
    sizes = ids.dense_shape if isinstance(ids, SparseTensor) else shape(ids, out_type=int64)
    one_each = concat([sizes[:-1], [1]], 0)
    found = set_intersection(fill(one_each, cast(class_id, int64)), ids)
    return SparseTensor(found.indices, found.values, sizes)


def _in_both(labels: Any, predictions: Any) -> SparseTensor:
    return set_intersection(predictions, labels)


def _in_labels(labels: Any, predictions: Any) -> SparseTensor:
    return set_difference(predictions, labels, aminusb=False)


def _in_predictions(labels: Any, predictions: Any) -> SparseTensor:
    return set_difference(predictions, labels)


_KINDS = {
    "true_positive": _in_both,
    "false_negative": _in_labels,
    "false_positive": _in_predictions,
}


def _count(
    kind: str, labels: Any, predictions: Tensor, k: int | None, class_id: int | None, weights: Any
) -> tuple[Any, Tensor]:
    """The variable that counts classes of a kind over batches, and the operation that adds a batch."""
    with name_scope(None, _titled(kind, k, class_id), [predictions, labels, weights]) as scope:
        with name_scope(None, f"{kind}s", [predictions, labels, weights]):
            chosen: Any = predictions
            if class_id is not None:
                labels, chosen = _only(labels, class_id), _only(predictions, class_id)
            counts = cast(set_size(_KINDS[kind](labels, chosen)), float64)
            if weights is not None:
                with control_dependencies([assert_broadcastable(weights, counts)]):
                    counts = multiply(counts, cast(weights, float64))
        total = metric_variable([], float64, name=scope)
        return total, assign_add(total, reduce_sum(counts), name="update")


def _share_at_top_k(
    what: str,
    wrong: str,
    labels: Any,
    predictions_idx: Any,
    k: int | None,
    class_id: int | None,
    weights: Any,
    metrics_collections: Any,
    updates_collections: Any,
    name: str | None,
) -> tuple[Tensor, Tensor]:
    """Right classes among right and wrong ones, of one kind of wrong."""
    with name_scope(name, _titled(what, k, class_id), [predictions_idx, labels, weights]) as scope:
        best = cast(predictions_idx, int64)
        labels = _sets(labels, best)
        right, new_right = _count("true_positive", labels, best, k, class_id, weights)
        missed, new_missed = _count(wrong, labels, best, k, class_id, weights)
        value = divide(right, add(right, missed), name=scope)
        update = divide(new_right, add(new_right, new_missed), name="update")
        return collected(value, update, metrics_collections, updates_collections)


def precision_at_top_k(
    labels: Any,
    predictions_idx: Any,
    k: int | None = None,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the predicted classes are right.

    Parameters
    ----------
    labels : Tensor or SparseTensor
        int64 numbers of the right classes, of shape [..., number of them], or without the last dimension
        where there is one each.
    predictions_idx : Tensor
        Numbers of the best classes, of shape [..., k].
    k : int, optional
        Only used in names.
    class_id : int, optional
        Count this class alone.
    weights : Tensor, optional
        A scalar, or of the shape of `predictions` without the last dimension, sizes 1 allowed; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float64 scalar, NaN before there is anything
        to divide. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.precision_at_top_k(tf.constant([[0, 1]], tf.int64), [[1, 2]])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    0.5
    """
    return _share_at_top_k(
        "precision",
        "false_positive",
        labels,
        predictions_idx,
        k,
        class_id,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def precision_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the k best classes are right.

    Parameters
    ----------
    labels : Tensor or SparseTensor
        int64 numbers of the right classes, of shape [..., number of them], or without the last dimension
        where there is one each.
    predictions : Tensor
        Floating scores of all classes, of shape [..., number of classes].
    k : int
        How many classes count as predicted.
    class_id : int, optional
        Count this class alone.
    weights : Tensor, optional
        A scalar, or of the shape of `predictions` without the last dimension, sizes 1 allowed; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float64 scalar, NaN before there is anything
        to divide. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.precision_at_k(tf.constant([[0, 1]], tf.int64), [[0.1, 0.7, 0.2]], k=2)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    0.5
    """
    with name_scope(name, _titled("precision", k, class_id), [predictions, labels, weights]) as scope:
        best = top_k(predictions, k)[1]
        return precision_at_top_k(
            labels, best, k, class_id, weights, metrics_collections, updates_collections, scope
        )


def recall_at_top_k(
    labels: Any,
    predictions_idx: Any,
    k: int | None = None,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the right classes are predicted.

    Parameters
    ----------
    labels : Tensor or SparseTensor
        int64 numbers of the right classes, of shape [..., number of them], or without the last dimension
        where there is one each.
    predictions_idx : Tensor
        Numbers of the best classes, of shape [..., k].
    k : int, optional
        Only used in names.
    class_id : int, optional
        Count this class alone.
    weights : Tensor, optional
        A scalar, or of the shape of `predictions` without the last dimension, sizes 1 allowed; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float64 scalar, NaN before there is anything
        to divide. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.recall_at_top_k(tf.constant([[0, 1]], tf.int64), [[1, 2]])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    0.5
    """
    return _share_at_top_k(
        "recall",
        "false_negative",
        labels,
        predictions_idx,
        k,
        class_id,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def recall_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the right classes are among the k best.

    Parameters
    ----------
    labels : Tensor or SparseTensor
        int64 numbers of the right classes, of shape [..., number of them], or without the last dimension
        where there is one each.
    predictions : Tensor
        Floating scores of all classes, of shape [..., number of classes].
    k : int
        How many classes count as predicted.
    class_id : int, optional
        Count this class alone.
    weights : Tensor, optional
        A scalar, or of the shape of `predictions` without the last dimension, sizes 1 allowed; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float64 scalar, NaN before there is anything
        to divide. `update_op` adds a batch first.

    Examples
    --------
    >>> import rheos as tf
    >>> value, update = tf.metrics.recall_at_k(tf.constant([[0, 1]], tf.int64), [[0.1, 0.7, 0.2]], k=2)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    0.5
    """
    with name_scope(name, _titled("recall", k, class_id), [predictions, labels, weights]) as scope:
        best = top_k(predictions, k)[1]
        return recall_at_top_k(
            labels, best, k, class_id, weights, metrics_collections, updates_collections, scope
        )


def sparse_precision_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """`precision_at_k` under an old name."""
    return precision_at_k(
        labels, predictions, k, class_id, weights, metrics_collections, updates_collections, name
    )


def average_precision_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The mean over examples of the precision at each rank up to k that holds a right class.

    Parameters
    ----------
    labels : Tensor or SparseTensor
        int64 numbers of the right classes, of shape [..., number of them], or without the last dimension
        where there is one each.
    predictions : Tensor
        Floating scores of all classes, of shape [..., number of classes].
    k : int
        How many classes are ranked.
    weights : Tensor, optional
        A scalar, or of the shape of `predictions` without the last dimension, sizes 1 allowed; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float64 scalar. `update_op` adds a batch first.

    Raises
    ------
    ValueError
        k is less than 1.

    Examples
    --------
    >>> import rheos as tf
    >>> labels = tf.constant([[0, 1]], tf.int64)
    >>> value, update = tf.metrics.average_precision_at_k(labels, [[0.5, 0.1, 0.7]], k=3)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    np.float64(0.5833)
    """
    if k < 1:
        raise ValueError(f"Invalid k={k}: it must be at least 1.")
    with name_scope(name, _titled("average_precision", k), [predictions, labels, weights]) as scope:
        predictions = convert_to_tensor(predictions)
        best = cast(top_k(predictions, k)[1], int64)
        labels = _below(_sets(labels, best), cast(shape(predictions)[-1], int64))
        averages = _average_precision(labels, best, k)
        if weights is not None:
            weights = broadcast_weights(cast(weights, float64), averages)
            averages = multiply(averages, weights)
        # As the variable is called in TensorFlow, where an operation Max comes before it in the scope.
        with name_scope(None, "max_1", [averages]) as inner:
            count = metric_variable([], float64, name=inner)
            batch = (
                cast(size(averages), float64) if weights is None else reduce_sum(weights, name="batch_max")
            )
            new_count = assign_add(count, batch, name="update")
        with name_scope(None, "total", [averages]) as inner:
            total = metric_variable([], float64, name=inner)
            new_total = assign_add(total, reduce_sum(averages, name="batch_total"), name="update")
        value = div_no_nan(total, count, name="mean")
        update = div_no_nan(new_total, new_count, name=scope)
        return collected(value, update, metrics_collections, updates_collections)


def _below(labels: Any, classes: Tensor) -> Any:
    """Labels in which -1, which no prediction is, stands for numbers that are no class."""
    if isinstance(labels, SparseTensor):
        return SparseTensor(labels.indices, _below(labels.values, classes), labels.dense_shape)
    return where(greater_equal(labels, classes), -ones_like(labels), labels)


def _average_precision(labels: Any, best: Tensor, k: int) -> Tensor:
    """For each example the sum of the precisions at the ranks of right classes, over how many could be."""
    with name_scope(None, "average_precision", [best, labels]) as scope:
        if isinstance(labels, SparseTensor):
            classes = sparse_tensor_to_dense(labels, default_value=-1, validate_indices=False)
            there = set_size(labels)
        else:
            classes = labels
            there = reduce_sum(cast(greater_equal(labels, 0), int32), axis=-1)
        pairs = equal(expand_dims(best, -1), expand_dims(classes, -2))
        relevant = cast(reduce_any(pairs, axis=-1), float64)
        precisions = divide(cumsum(relevant, axis=-1), cumsum(ones_like(relevant), axis=-1))
        precision = reduce_sum(multiply(precisions, relevant), axis=-1, name="precision_sum")
        return divide(precision, cast(minimum(there, k), float64), name=scope)


def sparse_average_precision_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """`average_precision_at_k` under an old name."""
    return average_precision_at_k(
        labels, predictions, k, weights, metrics_collections, updates_collections, name
    )
