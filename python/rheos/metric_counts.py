"""`tf.metrics` of yes-or-no answers: right and wrong ones, precision and recall, also at thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._native import Tensor, convert_to_tensor
from .arithmetic import divide, multiply
from .assignments import assign_add
from .casting import cast
from .checks import assert_greater_equal, assert_less_equal
from .comparison import equal, greater, logical_and, logical_not
from .constants import constant
from .dtypes import bool as _bool
from .dtypes import float32
from .fills import zeros_like
from .graph import control_dependencies
from .indexing import where
from .metric_state import collected, metric_variable, sides, yes_or_no
from .reductions import reduce_sum
from .reshaping import identity, rank, reshape
from .static_checks import assert_rank_in
from .variable_scopes import variable_scope
from .weights_broadcast import broadcast_weights

# What is counted: the label, and whether the prediction says the same.
_KINDS = {
    "true_positives": (True, True),
    "false_negatives": (True, False),
    "true_negatives": (False, True),
    "false_positives": (False, False),
}


def _count(
    kind: str,
    labels: Any,
    predictions: Any,
    weights: Any,
    metrics_collections: Any,
    updates_collections: Any,
    name: str | None,
) -> tuple[Tensor, Tensor]:
    """The sum of the weights of all answers of a kind."""
    label, right = _KINDS[kind]
    with variable_scope(name, kind, [predictions, labels, weights]):
        labels, predictions, weights = yes_or_no(labels, predictions, weights)
        counted = logical_and(equal(labels, label), equal(predictions, label == right))
        count = metric_variable([], name="count")
        amounts = cast(counted, float32)
        if weights is not None:
            with control_dependencies([assert_rank_in(weights, (0, rank(amounts)))]):
                amounts = multiply(amounts, cast(weights, float32))
        value = convert_to_tensor(count)
        update = assign_add(count, reduce_sum(amounts))
        return collected(value, update, metrics_collections, updates_collections)


def counts_at_thresholds(
    labels: Any, predictions: Any, thresholds: Sequence[float], weights: Any, kinds: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Variables of the counts of each kind at each threshold, and the operations that add a batch to them.

    A prediction says yes where it is greater than the threshold. Predictions must lie in [0, 1].
    """
    predictions = convert_to_tensor(predictions)
    zero, one = (cast(limit, predictions.dtype) for limit in (0.0, 1.0))
    told = "predictions must be in [0, 1]"
    checks = [
        assert_greater_equal(predictions, zero, message=told),
        assert_less_equal(predictions, one, message=told),
    ]
    with control_dependencies(checks):
        predictions, labels = cast(predictions, float32), cast(labels, _bool)
        # Where there is nothing to cast, nothing else would wait for the checks.
        labels, predictions, weights = sides(labels, identity(predictions), weights)
    limits = reshape(constant(list(thresholds), dtype=float32), [-1, 1])
    answers = greater(reshape(predictions, [1, -1]), limits)
    truth = reshape(labels, [1, -1])
    if weights is not None:
        weights = reshape(broadcast_weights(cast(weights, float32), predictions), [1, -1])
    counts, updates = {}, {}
    for kind in kinds:
        label, right = _KINDS[kind]
        counts[kind] = metric_variable([len(thresholds)], name=kind)
        counted = logical_and(
            truth if label else logical_not(truth), answers if label == right else logical_not(answers)
        )
        amounts = cast(counted, float32)
        if weights is not None:
            amounts = multiply(amounts, weights)
        updates[kind] = assign_add(counts[kind], reduce_sum(amounts, 1))
    return counts, updates


def _count_at_thresholds(
    kind: str,
    labels: Any,
    predictions: Any,
    thresholds: Sequence[float],
    weights: Any,
    metrics_collections: Any,
    updates_collections: Any,
    name: str | None,
) -> tuple[Tensor, Tensor]:
    with variable_scope(name, kind, [predictions, labels, weights]):
        counts, updates = counts_at_thresholds(labels, predictions, thresholds, weights, [kind])
        value = convert_to_tensor(counts[kind])
        return collected(value, updates[kind], metrics_collections, updates_collections)


def _share(right: Any, wrong: Any, name: str) -> Tensor:
    """right / (right + wrong), or 0 where there is neither."""
    both = right + wrong
    share = divide(right, both)
    result: Tensor = where(greater(both, 0), share, zeros_like(share), name)
    return result


def true_positives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say yes and are right.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape, as bool; numbers other than 0 are True.
    weights : Tensor, optional
        A scalar, or of the labels' rank; what each answer counts, 1 if None.
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
    >>> value, update = tf.metrics.true_positives([1, 1, 1, 0, 0], [1, 1, 0, 1, 0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    2.0
    """
    return _count(
        "true_positives", labels, predictions, weights, metrics_collections, updates_collections, name
    )


def false_negatives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say no and are wrong.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape, as bool; numbers other than 0 are True.
    weights : Tensor, optional
        A scalar, or of the labels' rank; what each answer counts, 1 if None.
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
    >>> value, update = tf.metrics.false_negatives([1, 1, 1, 0, 0], [1, 1, 0, 1, 0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    1.0
    """
    return _count(
        "false_negatives", labels, predictions, weights, metrics_collections, updates_collections, name
    )


def true_negatives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say no and are right.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape, as bool; numbers other than 0 are True.
    weights : Tensor, optional
        A scalar, or of the labels' rank; what each answer counts, 1 if None.
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
    >>> value, update = tf.metrics.true_negatives([1, 1, 1, 0, 0], [1, 1, 0, 1, 0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    1.0
    """
    return _count(
        "true_negatives", labels, predictions, weights, metrics_collections, updates_collections, name
    )


def false_positives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say yes and are wrong.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape, as bool; numbers other than 0 are True.
    weights : Tensor, optional
        A scalar, or of the labels' rank; what each answer counts, 1 if None.
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
    >>> value, update = tf.metrics.false_positives([1, 1, 1, 0, 0], [1, 1, 0, 1, 0])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    1.0
    """
    return _count(
        "false_positives", labels, predictions, weights, metrics_collections, updates_collections, name
    )


def true_positives_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Sequence[float],
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say yes and are right, at each threshold.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    thresholds : list of float
        A prediction above the threshold says yes.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 vector. `update_op` adds a batch first.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]
    >>> value, update = tf.metrics.true_positives_at_thresholds(labels, predictions, [0.3, 0.6])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    [2. 1.]
    """
    return _count_at_thresholds(
        "true_positives",
        labels,
        predictions,
        thresholds,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def false_negatives_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Sequence[float],
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say no and are wrong, at each threshold.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    thresholds : list of float
        A prediction above the threshold says yes.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 vector. `update_op` adds a batch first.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]
    >>> value, update = tf.metrics.false_negatives_at_thresholds(labels, predictions, [0.3, 0.6])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    [0. 1.]
    """
    return _count_at_thresholds(
        "false_negatives",
        labels,
        predictions,
        thresholds,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def true_negatives_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Sequence[float],
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say no and are right, at each threshold.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    thresholds : list of float
        A prediction above the threshold says yes.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 vector. `update_op` adds a batch first.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]
    >>> value, update = tf.metrics.true_negatives_at_thresholds(labels, predictions, [0.3, 0.6])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    [1. 2.]
    """
    return _count_at_thresholds(
        "true_negatives",
        labels,
        predictions,
        thresholds,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def false_positives_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Sequence[float],
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The number of answers that say yes and are wrong, at each threshold.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    thresholds : list of float
        A prediction above the threshold says yes.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 vector. `update_op` adds a batch first.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]
    >>> value, update = tf.metrics.false_positives_at_thresholds(labels, predictions, [0.3, 0.6])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> print(session.run(update))
    [1. 0.]
    """
    return _count_at_thresholds(
        "false_positives",
        labels,
        predictions,
        thresholds,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def precision(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the answers yes are right; 0 if there is none.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape, as bool; numbers other than 0 are True.
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
    >>> value, update = tf.metrics.precision([1, 1, 1, 1, 0], [1, 1, 0, 0, 1])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    np.float32(0.6667)
    """
    with variable_scope(name, "precision", [predictions, labels, weights]):
        labels, predictions, weights = yes_or_no(labels, predictions, weights)
        right, new_right = true_positives(labels, predictions, weights)
        wrong, new_wrong = false_positives(labels, predictions, weights)
        value = _share(right, wrong, "value")
        update = _share(new_right, new_wrong, "update_op")
        return collected(value, update, metrics_collections, updates_collections)


def precision_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Sequence[float],
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the answers yes are right, at each threshold.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    thresholds : list of float
        A prediction above the threshold says yes.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 vector. `update_op` adds a batch first.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]
    >>> value, update = tf.metrics.precision_at_thresholds(labels, predictions, [0.3, 0.6])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    array([0.6667, 1.    ], dtype=float32)
    """
    with variable_scope(name, "precision_at_thresholds", [predictions, labels, weights]):
        kinds = ["true_positives", "false_positives"]
        counts, updates = counts_at_thresholds(labels, predictions, thresholds, weights, kinds)
        value, update = (
            divide(tp, 1e-7 + tp + wrong, name=f"precision_{which}")
            for which, (tp, wrong) in {
                "value": [counts[kind] for kind in kinds],
                "update_op": [updates[kind] for kind in kinds],
            }.items()
        )
        return collected(value, update, metrics_collections, updates_collections)


def recall(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the labels yes are found; 0 if there is none.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        Right and given answers, of one shape, as bool; numbers other than 0 are True.
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
    >>> value, update = tf.metrics.recall([1, 1, 1, 1, 0], [1, 1, 0, 0, 1])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    np.float32(0.5)
    """
    with variable_scope(name, "recall", [predictions, labels, weights]):
        labels, predictions, weights = yes_or_no(labels, predictions, weights)
        right, new_right = true_positives(labels, predictions, weights)
        wrong, new_wrong = false_negatives(labels, predictions, weights)
        value = _share(right, wrong, "value")
        update = _share(new_right, new_wrong, "update_op")
        return collected(value, update, metrics_collections, updates_collections)


def recall_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Sequence[float],
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the labels yes are found, at each threshold.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    thresholds : list of float
        A prediction above the threshold says yes.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 vector. `update_op` adds a batch first.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]
    >>> value, update = tf.metrics.recall_at_thresholds(labels, predictions, [0.3, 0.6])
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    array([1. , 0.5], dtype=float32)
    """
    with variable_scope(name, "recall_at_thresholds", [predictions, labels, weights]):
        kinds = ["true_positives", "false_negatives"]
        counts, updates = counts_at_thresholds(labels, predictions, thresholds, weights, kinds)
        value, update = (
            divide(tp, 1e-7 + tp + wrong, name=f"recall_{which}")
            for which, (tp, wrong) in {
                "value": [counts[kind] for kind in kinds],
                "update_op": [updates[kind] for kind in kinds],
            }.items()
        )
        return collected(value, update, metrics_collections, updates_collections)
