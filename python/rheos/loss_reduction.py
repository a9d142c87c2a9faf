"""From one loss per element to one number: weights and the kinds of reduction (`tf.losses.Reduction`)."""

from __future__ import annotations

from typing import Any, Final

from ._native import Tensor, convert_to_tensor
from .arithmetic import div_no_nan, multiply
from .casting import cast
from .comparison import equal
from .dtypes import float32
from .fills import ones_like, zeros_like
from .graph import GraphKeys, control_dependencies, name_scope
from .indexing import where
from .loss_collections import add_loss
from .reductions import reduce_sum
from .reshaping import rank, size
from .sequences import range as _range
from .weights_broadcast import assert_broadcastable, broadcast_weights


class Reduction:
    """How weighted losses become one number.

    ``NONE`` leaves them as they are, ``SUM`` adds them. The others divide the sum: ``SUM_OVER_BATCH_SIZE`` by
    the number of losses, ``MEAN`` by the sum of the weights, ``SUM_BY_NONZERO_WEIGHTS`` (also
    ``SUM_OVER_NONZERO_WEIGHTS``) by the number of weights that are not 0.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.losses.Reduction.SUM
    'weighted_sum'
    """

    NONE: Final = "none"
    SUM: Final = "weighted_sum"
    SUM_OVER_BATCH_SIZE: Final = "weighted_sum_over_batch_size"
    MEAN: Final = "weighted_mean"
    SUM_BY_NONZERO_WEIGHTS: Final = "weighted_sum_by_nonzero_weights"
    SUM_OVER_NONZERO_WEIGHTS: Final = "weighted_sum_by_nonzero_weights"

    @classmethod
    def all(cls) -> tuple[str, ...]:
        """Every kind, in TensorFlow's order."""
        return (
            cls.NONE,
            cls.SUM,
            cls.MEAN,
            cls.SUM_OVER_BATCH_SIZE,
            cls.SUM_OVER_NONZERO_WEIGHTS,
            cls.SUM_BY_NONZERO_WEIGHTS,
        )

    @classmethod
    def validate(cls, key: str) -> None:
        """Raise ValueError if `key` is not one of them."""
        if key not in cls.all():
            raise ValueError(f"Invalid Reduction Key {key}. Key should be one of {cls.all()}.")


def present(losses: Tensor, weights: Tensor, per_batch: bool = False) -> Tensor:
    """How many losses have a weight other than 0: of all, or along all axes but the first."""
    with name_scope(None, "num_present", [losses, weights]) as scope:
        weights = cast(weights, float32)
        counted = where(equal(weights, 0.0), zeros_like(weights), ones_like(weights))
        counted = broadcast_weights(counted, losses)
        if per_batch:
            axes = _range(1, rank(counted))
            return reduce_sum(counted, axis=axes, keepdims=True, name=scope)
        return reduce_sum(counted, name=scope)


def _count(losses: Tensor) -> Tensor:
    with name_scope(None, "num_elements", [losses]) as scope:
        count: Tensor = cast(size(losses, name=scope), losses.dtype)
        return count


def compute_weighted_loss(
    losses: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: str | None = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Weigh losses and reduce them.

    Parameters
    ----------
    losses : Tensor or what can become one
        One loss per element.
    weights : float or Tensor
        A scalar, or of the losses' rank with each size 1 or the losses'.
    scope : str, optional
        Scope of the operations.
    loss_collection : str or None
        Collection that the result is added to.
    reduction : str
        One of `tf.losses.Reduction`.

    Returns
    -------
    Tensor
        A scalar, or for ``Reduction.NONE`` a tensor of the losses' shape; of the losses' type, computed in
        float32. A division by 0 gives 0.

    Raises
    ------
    ValueError
        The weights do not fit the losses, or `reduction` is none.
    tf.errors.InvalidArgumentError
        In the run, if the weights do not fit the losses.

    Examples
    --------
    >>> import rheos as tf
    >>> loss = tf.losses.compute_weighted_loss([1.0, 2.0, 6.0], weights=[1.0, 1.0, 0.0])
    >>> print(tf.Session().run(loss))
    1.5
    """
    Reduction.validate(reduction)
    with name_scope(scope, "weighted_loss", [losses, weights]):
        with control_dependencies([assert_broadcastable(weights, losses)]):
            losses = convert_to_tensor(losses)
            given = losses.dtype
            losses, weights = cast(losses, float32), cast(weights, float32)
            loss = multiply(losses, weights)
            if reduction != Reduction.NONE:
                loss = reduce_sum(loss)
                if reduction == Reduction.MEAN:
                    loss = _mean(loss, reduce_sum(ones_like(losses) * weights))
                elif reduction == Reduction.SUM_BY_NONZERO_WEIGHTS:
                    loss = _mean(loss, present(losses, weights))
                elif reduction == Reduction.SUM_OVER_BATCH_SIZE:
                    loss = _mean(loss, _count(losses))
            result: Tensor = cast(loss, given)
            add_loss(result, loss_collection)
            return result


def _mean(total: Tensor, count: Tensor) -> Tensor:
    # TensorFlow sums the sum once more, which shows in the names.
    return div_no_nan(reduce_sum(total), count, name="value")
