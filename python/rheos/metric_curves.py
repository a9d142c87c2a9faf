"""`tf.metrics` over all thresholds: the area under a curve, and one rate where another is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import logging
from ._native import Tensor
from .arithmetic import div_no_nan, divide, maximum, minimum, multiply
from .casting import cast
from .comparison import equal, greater, logical_and
from .dtypes import int32, int64
from .elementwise import abs as _abs
from .elementwise import log
from .fills import ones_like
from .indexing import where
from .metric_counts import counts_at_thresholds
from .metric_state import collected
from .reductions import reduce_min, reduce_sum
from .sequences import argmax, argmin, cumsum
from .variable_scopes import variable_scope

_KINDS = ("true_positives", "false_negatives", "true_negatives", "false_positives")
_BEYOND = 1e-7  # how far the outermost thresholds lie outside of [0, 1]; also added to divisors
_SUMS = ("trapezoidal", "careful_interpolation", "minoring", "majoring")


def _spread(number: int, last: float = 1.0 + _BEYOND) -> list[float]:
    """Thresholds at equal distances, the outermost just outside of [0, 1]."""
    return [-_BEYOND, *((i + 1) / (number - 1) for i in range(number - 2)), last]


def _area(counts: Mapping[str, Any], curve: str, method: str, name: str) -> Tensor:
    """The area under a curve, from counts at falling rates."""
    tp, fn, tn, fp = (counts[kind] + 0.0 for kind in _KINDS)
    if curve == "PR" and method == "careful_interpolation":
        return _interpolated(tp, fn, fp)
    small = 1e-6
    recall = divide(tp + small, tp + fn + small)
    if curve == "ROC":
        x, y = divide(fp, fp + tn + small), recall
    else:
        x, y = recall, divide(tp + small, tp + fp + small)
    left, right = y[:-1], y[1:]
    if method == "minoring":
        heights = minimum(left, right)
    elif method == "majoring":
        heights = maximum(left, right)
    else:
        heights = (left + right) / 2.0
    return reduce_sum(multiply(x[:-1] - x[1:], heights), name=name)


def _interpolated(tp: Tensor, fn: Tensor, fp: Tensor) -> Tensor:
    """Area under precision over recall; between thresholds true positives are linear in the answers yes.

    Source: J. Davis, M. Goadrich, "The relationship between precision-recall and ROC curves", 2006.
    """
    gained = tp[:-1] - tp[1:]
    yes = tp + fp
    more, fewer = yes[:-1], yes[1:]
    slope = div_no_nan(gained, maximum(more - fewer, 0), name="prec_slope")
    intercept = tp[1:] - multiply(slope, fewer)
    ratio = div_no_nan(more, maximum(fewer, 0), name="recall_relative_ratio")
    ratio = where(logical_and(greater(more, 0), greater(fewer, 0)), ratio, ones_like(fewer))
    pieces = slope * (gained + intercept * log(ratio))
    return reduce_sum(
        div_no_nan(pieces, maximum(tp[1:] + fn[1:], 0), name="pr_auc_increment"), name="interpolate_pr_auc"
    )


def auc(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    curve: str = "ROC",
    name: str | None = None,
    summation_method: str = "trapezoidal",
    thresholds: Sequence[float] | None = None,
) -> tuple[Tensor, Tensor]:
    """The area under the ROC or the precision-recall curve, as a sum over thresholds.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    num_thresholds : int
        How many thresholds at equal distances.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.
    curve : str
        "ROC" or "PR".
    summation_method : str
        "trapezoidal", "careful_interpolation" (which only differs for "PR"), or the lower and upper sums
        "minoring" and "majoring".
    thresholds : list of float, optional
        Thresholds in [0, 1] to use instead; 0 and 1 are added.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Raises
    ------
    ValueError
        An unknown curve or summation method.
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9]
    >>> value, update = tf.metrics.auc(labels, predictions)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    np.float32(0.75)
    """
    with variable_scope(name, "auc", [labels, predictions, weights]):
        if curve not in ("ROC", "PR"):
            raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
        if summation_method not in _SUMS:
            raise ValueError(f"Invalid summation_method: {summation_method}; it must be one of {_SUMS}")
        if curve == "PR" and summation_method == "trapezoidal":
            logging.warning(
                "The trapezoidal rule gives wrong areas under precision-recall curves; "
                "summation_method='careful_interpolation' gives right ones."
            )
        if thresholds is None:
            limits = _spread(num_thresholds)
        else:
            limits = [-_BEYOND, *sorted(thresholds), 1.0 + _BEYOND]
        counts, updates = counts_at_thresholds(labels, predictions, limits, weights, _KINDS)
        value = _area(counts, curve, summation_method, "value")
        update = _area(updates, curve, summation_method, "update_op")
        return collected(value, update, metrics_collections, updates_collections)


def sensitivity_at_specificity(
    labels: Any,
    predictions: Any,
    specificity: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """The recall at the threshold whose specificity is nearest to a given one.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    specificity : float
        How many of the labels no should be found, in [0, 1].
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    num_thresholds : int
        How many thresholds at equal distances.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Raises
    ------
    ValueError
        `specificity` is not in [0, 1].
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9]
    >>> value, update = tf.metrics.sensitivity_at_specificity(labels, predictions, 1.0)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    np.float32(0.5)
    """
    if not 0 <= specificity <= 1:
        raise ValueError(f"`specificity` must be in the range [0, 1], not {specificity}")
    with variable_scope(name, "sensitivity_at_specificity", [predictions, labels, weights]):
        limits = _spread(num_thresholds)
        counts, updates = counts_at_thresholds(labels, predictions, limits, weights, _KINDS)
        value = _sensitivity(counts, specificity, "value")
        update = _sensitivity(updates, specificity, "update_op")
        return collected(value, update, metrics_collections, updates_collections)


def _sensitivity(counts: Mapping[str, Any], specificity: float, name: str) -> Tensor:
    tp, fn, tn, fp = (counts[kind] + 0.0 for kind in _KINDS)
    rates = divide(tn, tn + fp + _BEYOND)
    at = cast(argmin(_abs(rates - specificity), 0), int32)
    return divide(tp[at], tp[at] + fn[at] + _BEYOND, name)


def specificity_at_sensitivity(
    labels: Any,
    predictions: Any,
    sensitivity: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """How many of the labels no are found at the threshold whose recall is nearest to a given one.

    Parameters
    ----------
    labels : Tensor or what can become one
        Right answers, as bool.
    predictions : Tensor or what can become one
        Numbers in [0, 1], of the labels' shape.
    sensitivity : float
        How many of the labels yes should be found, in [0, 1].
    weights : Tensor, optional
        A scalar, or of the labels' rank with each size 1 or the labels'; 1 if None.
    num_thresholds : int
        How many thresholds at equal distances.
    metrics_collections, updates_collections : str or list of str, optional
        Collections that the value, and the update operation, are added to.
    name : str, optional
        Variable scope of the metric.

    Returns
    -------
    value, update_op : Tensor
        The metric over the batches so far: a float32 scalar. `update_op` adds a batch first.

    Raises
    ------
    ValueError
        `sensitivity` is not in [0, 1].
    tf.errors.InvalidArgumentError
        In the run, if a prediction is not in [0, 1].

    Examples
    --------
    >>> import rheos as tf
    >>> labels, predictions = [0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9]
    >>> value, update = tf.metrics.specificity_at_sensitivity(labels, predictions, 1.0)
    >>> session = tf.Session()
    >>> session.run(tf.local_variables_initializer())
    >>> session.run(update).round(4)
    np.float32(0.5)
    """
    if not 0 <= sensitivity <= 1:
        raise ValueError(f"`sensitivity` must be in the range [0, 1], not {sensitivity}")
    with variable_scope(name, "specificity_at_sensitivity", [predictions, labels, weights]):
        # The last threshold lies inside, as in TensorFlow.
        limits = _spread(num_thresholds, 1.0 - _BEYOND)
        counts, updates = counts_at_thresholds(labels, predictions, limits, weights, _KINDS)
        value = _specificity(counts, sensitivity, "value")
        update = _specificity(updates, sensitivity, "update_op")
        return collected(value, update, metrics_collections, updates_collections)


def _specificity(counts: Mapping[str, Any], sensitivity: float, name: str) -> Tensor:
    tp, fn, tn, fp = (counts[kind] + 0.0 for kind in _KINDS)
    distance = _abs(divide(tp, tp + fn + _BEYOND) - sensitivity)
    # The last of the nearest: there the most labels no are found.
    nearest = cast(equal(distance, reduce_min(distance)), int64)
    at = cast(argmax(cumsum(nearest), 0), int32)
    return divide(tn[at], tn[at] + fp[at] + _BEYOND, name)
