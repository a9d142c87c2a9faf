"""The multinomial distribution: counts of classes in several draws."""

from __future__ import annotations

from typing import Any

from .. import dtypes
from ..array import (
    concat,
    expand_dims,
    one_hot,
    ones_like,
    reshape,
    sequence_mask,
    shape,
    transpose,
)
from ..casting import cast
from ..checks import assert_equal, assert_non_negative
from ..elementwise import lgamma
from ..graph import Tensor, convert_to_tensor, name_scope
from ..matrices import matrix_set_diag
from ..nn import log_softmax
from ..random import multinomial
from ..reductions import reduce_max, reduce_sum
from .distribution import NOT_REPARAMETERIZED, Distribution
from .parameters import arguments, checked, logits_and_probs

__all__ = ["Multinomial"]


def log_combinations(total: Tensor, counts: Tensor) -> Tensor:
    """Logarithm of the number of orders in which the counts can come about."""
    return lgamma(total + 1.0) - reduce_sum(lgamma(counts + 1.0), axis=-1)


def checked_counts(counts: Tensor, total: Tensor, validate: bool) -> Tensor:
    """Counts that must add up to the number of draws where arguments are validated."""
    if not validate:
        return counts
    return checked(
        counts,
        [
            assert_non_negative(counts),
            assert_equal(total, reduce_sum(counts, -1), message="counts must sum to `self.total_count`"),
        ],
    )


class Multinomial(Distribution):
    """The multinomial distribution: how often each class comes in `total_count` draws.

    Parameters
    ----------
    total_count : floating-point Tensor or what can become one
        Numbers of draws, whole and not negative.
    logits : floating-point Tensor or what can become one, optional
        Unnormalised log-probabilities, classes in the last dimension.
    probs : floating-point Tensor or what can become one, optional
        Probabilities. Exactly one of `logits` and `probs` is given.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Raises
    ------
    ValueError
        Both or neither of `logits` and `probs` are given.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Multinomial(4.0, probs=[0.25, 0.75])
    >>> print(tf.Session().run(d.prob([1.0, 3.0])).round(4))
    0.4219
    """

    def __init__(
        self,
        total_count: Any,
        logits: Any = None,
        probs: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Multinomial",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[total_count, logits, probs]) as name:
            self._total_count = convert_to_tensor(total_count, name="total_count")
            if validate_args:
                self._total_count = checked(self._total_count, [assert_non_negative(self._total_count)])
            self._logits, self._probs = logits_and_probs(logits, probs, True, validate_args, name)
            self._mean_value = expand_dims(self._total_count, -1) * self._probs
        super().__init__(
            dtype=self._probs.dtype,
            reparameterization_type=NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._total_count, self._logits, self._probs],
            name=name,
        )

    @property
    def total_count(self) -> Tensor:
        """Numbers of draws."""
        return self._total_count

    @property
    def logits(self) -> Tensor:
        """Unnormalised log-probabilities of the classes."""
        return self._logits

    @property
    def probs(self) -> Tensor:
        """Probabilities of the classes."""
        return self._probs

    def _batch_shape(self) -> Any:
        return self._mean_value.get_shape()[:-1]

    def _batch_shape_tensor(self) -> Tensor:
        sizes: Tensor = shape(self._mean_value)[:-1]
        return sizes

    def _event_shape(self) -> Any:
        return self._mean_value.get_shape()[-1:]

    def _event_shape_tensor(self) -> Tensor:
        sizes: Tensor = shape(self._mean_value)[-1:]
        return sizes

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        classes = self.event_shape_tensor()[0]
        everywhere = ones_like(self._mean_value[..., 0])
        counts = reshape(cast(self.total_count * everywhere, dtypes.int32), [-1])
        logits = reshape(self.logits * expand_dims(everywhere, -1), [-1, classes])
        # As many draws for all as the largest number of draws asks for; what is too much is not counted.
        most = reduce_max(concat([counts, [0]], 0))
        drawn = multinomial(logits, n * most, seed)
        drawn = reshape(drawn, concat([shape(counts), [n], [most]], 0))
        counted = expand_dims(sequence_mask(counts, most, dtype=self.dtype), 1)
        each = one_hot(drawn, depth=classes, dtype=self.dtype) * expand_dims(counted, -1)
        total = transpose(reduce_sum(each, axis=-2), perm=[1, 0, 2])
        return reshape(total, concat([[n], self.batch_shape_tensor(), [classes]], 0))

    def _log_prob(self, value: Tensor) -> Tensor:
        counts = checked_counts(value, self.total_count, self.validate_args)
        weighed = reduce_sum(counts * log_softmax(self.logits), -1)
        return weighed + log_combinations(self.total_count, counts)

    def _mean(self) -> Tensor:
        return self._mean_value + 0.0

    def _covariance(self) -> Tensor:
        p = self.probs * expand_dims(ones_like(self.total_count), -1)
        products = -expand_dims(self._mean_value, -1) * expand_dims(p, -2)
        return matrix_set_diag(products, self._variance())

    def _variance(self) -> Tensor:
        p = self.probs * expand_dims(ones_like(self.total_count), -1)
        return self._mean_value - self._mean_value * p
