"""`tf.confusion_matrix`: how often each class was predicted for each class."""

from __future__ import annotations

from typing import Any

from ._native import Tensor, convert_to_tensor
from .arithmetic import maximum
from .casting import cast
from .checks import assert_less, assert_non_negative
from .comparison import equal
from .control import with_dependencies
from .dtypes import int32, int64
from .fills import ones_like
from .graph import name_scope
from .indexing import scatter_nd
from .joins import stack
from .reductions import reduce_max
from .reshaping import rank, squeeze
from .weights_broadcast import squeeze_last_if

__all__ = ["confusion_matrix"]


def remove_squeezable_dimensions(
    labels: Any, predictions: Any, expected_rank_diff: int = 0, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Labels and predictions without a last dimension of size 1 that one has and should not have.

    Parameters
    ----------
    labels, predictions : Tensor or what can become one
        The two sides.
    expected_rank_diff : int
        How many more dimensions `predictions` should have.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    tuple of Tensor
        `labels` and `predictions`; unchanged where the ranks differ otherwise.

    Examples
    --------
    >>> import rheos as tf
    >>> from rheos.confusion import remove_squeezable_dimensions
    >>> labels, predictions = remove_squeezable_dimensions([1, 2], [[1], [2]])
    >>> labels.shape, predictions.shape
    (TensorShape([Dimension(2)]), TensorShape([Dimension(2)]))
    """
    with name_scope(name, "remove_squeezable_dimensions", [labels, predictions]):
        predictions, labels = convert_to_tensor(predictions), convert_to_tensor(labels)
        ranks = predictions.get_shape().ndims, labels.get_shape().ndims
        if None not in ranks:
            difference = ranks[0] - ranks[1] - expected_rank_diff
            if difference == 1 and _may_be_one(predictions):
                predictions = squeeze(predictions, [-1])
            elif difference == -1 and _may_be_one(labels):
                labels = squeeze(labels, [-1])
            return labels, predictions
        gap = rank(predictions) - rank(labels)
        squeezed = [predictions, labels]
        for i, wanted in enumerate([expected_rank_diff + 1, expected_rank_diff - 1]):
            # A scalar has no dimension to lose.
            if ranks[i] != 0 and (ranks[i] is None or _may_be_one(squeezed[i])):
                squeezed[i] = squeeze_last_if(squeezed[i], equal(gap, wanted))
        return squeezed[1], squeezed[0]


def _may_be_one(x: Tensor) -> bool:
    return x.get_shape()[-1:].as_list()[0] in (None, 1)


def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: Any = None,
    dtype: Any = int32,
    name: str | None = None,
    weights: Any = None,
) -> Tensor:
    """A matrix that counts pairs: element [i, j] for label i and prediction j.

    Parameters
    ----------
    labels, predictions : vectors of class numbers
        From 0 to ``num_classes - 1``; of one length.
    num_classes : int or Tensor, optional
        The largest class number in either, plus 1, if None.
    dtype : DType
        Type of the matrix.
    name : str, optional
        Scope of the operations.
    weights : vector, optional
        What each pair adds; 1 if None.

    Returns
    -------
    Tensor
        Of shape [num_classes, num_classes].

    Raises
    ------
    ValueError
        The static shapes do not fit.
    tf.errors.InvalidArgumentError
        In the run, if a class number is negative, or not below `num_classes`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.confusion_matrix([1, 2, 1], [1, 0, 1]))
    array([[0, 0, 0],
           [0, 2, 0],
           [1, 0, 0]], dtype=int32)
    """
    with name_scope(name, "confusion_matrix", [predictions, labels, num_classes, weights]):
        labels, predictions = remove_squeezable_dimensions(
            convert_to_tensor(labels, name="labels"), convert_to_tensor(predictions, name="predictions")
        )
        predictions, labels = cast(predictions, int64), cast(labels, int64)
        sides = {"labels": labels, "predictions": predictions}
        for side, classes in sides.items():
            checked = assert_non_negative(classes, message=f"`{side}` contains negative values")
            sides[side] = with_dependencies([checked], classes)
        if num_classes is None:
            num_classes = maximum(reduce_max(sides["predictions"]), reduce_max(sides["labels"])) + 1
        else:
            limit = cast(num_classes, int64)
            for side, classes in sides.items():
                checked = assert_less(classes, limit, message=f"`{side}` out of bound")
                sides[side] = with_dependencies([checked], classes)
        if weights is None:
            amounts = ones_like(sides["predictions"], dtype)
        else:
            amounts = convert_to_tensor(weights, name="weights")
            sides["predictions"].get_shape().assert_is_compatible_with(amounts.get_shape())
            amounts = cast(amounts, dtype)
        pairs = stack([sides["labels"], sides["predictions"]], axis=1)
        size = cast(stack([num_classes, num_classes]), int64)
        return scatter_nd(indices=pairs, updates=amounts, shape=size)
