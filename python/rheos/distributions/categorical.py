"""The categorical distribution: one of several classes."""

from __future__ import annotations

from typing import Any

from .. import dtypes
from ..array import (
    concat,
    expand_dims,
    ones,
    ones_like,
    reshape,
    sequence_mask,
    shape,
    transpose,
    where,
    zeros_like,
)
from ..casting import cast
from ..graph import Tensor, convert_to_tensor, name_scope
from ..nn import log_softmax, softmax
from ..nn_losses import sparse_softmax_cross_entropy_with_logits
from ..random import multinomial
from ..reductions import reduce_sum
from ..sequences import argmax
from .distribution import NOT_REPARAMETERIZED, Distribution
from .divergence import RegisterKL
from .parameters import arguments, logits_and_probs

__all__ = ["Categorical"]


class Categorical(Distribution):
    """The categorical distribution: numbers of classes, with the probabilities in the last dimension.

    Parameters
    ----------
    logits : floating-point Tensor or what can become one, optional
        Unnormalised log-probabilities, classes in the last dimension.
    probs : floating-point Tensor or what can become one, optional
        Probabilities. Exactly one of `logits` and `probs` is given.
    dtype : DType
        Of samples.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Raises
    ------
    ValueError
        Both or neither of `logits` and `probs` are given, or they are scalars.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Categorical(probs=[0.25, 0.5, 0.25])
    >>> print(tf.Session().run(d.prob([0, 1])))
    [0.25 0.5 ]
    """

    def __init__(
        self,
        logits: Any = None,
        probs: Any = None,
        dtype: Any = dtypes.int32,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Categorical",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = logits_and_probs(logits, probs, True, validate_args, name)
            static = self._logits.get_shape()
            if static.ndims == 0:
                raise ValueError("Argument `logits` must have rank at least 1.")
            if static.ndims is not None and static[-1].value is not None:
                self._event_size = convert_to_tensor(static[-1].value, dtype=dtypes.int32, name="event_size")
            else:
                self._event_size = shape(self._logits)[-1]
        super().__init__(
            dtype=dtype,
            reparameterization_type=NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._logits, self._probs],
            name=name,
        )

    @property
    def event_size(self) -> Tensor:
        """Number of classes."""
        return self._event_size

    @property
    def logits(self) -> Tensor:
        """Unnormalised log-probabilities."""
        return self._logits

    @property
    def probs(self) -> Tensor:
        """Probabilities of the classes."""
        return self._probs

    def _batch_shape(self) -> Any:
        return self.logits.get_shape()[:-1]

    def _batch_shape_tensor(self) -> Tensor:
        sizes: Tensor = shape(self.logits)[:-1]
        return sizes

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        flat = (
            self.logits if self.logits.get_shape().ndims == 2 else reshape(self.logits, [-1, self.event_size])
        )
        wide = dtypes.int64 if self.dtype.size > 4 else dtypes.int32
        drawn = multinomial(flat, n, seed=seed, output_dtype=wide)
        drawn = reshape(transpose(drawn), concat([[n], self.batch_shape_tensor()], 0))
        result: Tensor = cast(drawn, self.dtype)
        return result

    def _spread(self, event: Tensor, over: Tensor) -> tuple[Tensor, Tensor]:
        """Numbers of classes and what is known of the classes, with the same batch."""
        if event.dtype.is_floating:
            event = cast(event, dtypes.int32)
        elif not event.dtype.is_integer:
            raise TypeError(f"`value` should have integer `dtype` or `self.dtype` ({self.dtype})")
        batch = over.get_shape()[:-1]
        if event.get_shape() == batch and batch.is_fully_defined():
            return event, over
        over = over * ones_like(expand_dims(event, -1), dtype=over.dtype)
        return event * ones(shape(over)[:-1], dtype=event.dtype), over

    def _cdf(self, value: Tensor) -> Tensor:
        k, probs = self._spread(value, self.probs)
        below = sequence_mask(reshape(k, [-1]), self.event_size)
        rows = reshape(probs, [-1, self.event_size])
        share = reduce_sum(where(below, rows, zeros_like(rows)), axis=-1)
        return reshape(share, shape(k))

    def _log_prob(self, value: Tensor) -> Tensor:
        k, logits = self._spread(value, self.logits)
        return -sparse_softmax_cross_entropy_with_logits(labels=k, logits=logits)

    def _entropy(self) -> Tensor:
        return -reduce_sum(log_softmax(self.logits) * self.probs, axis=-1)

    def _mode(self) -> Tensor:
        found: Tensor = cast(argmax(self.logits, axis=-1), self.dtype)
        found.set_shape(self.batch_shape)
        return found


@RegisterKL(Categorical, Categorical)
def _kl_categorical_categorical(a: Categorical, b: Categorical, name: str | None = None) -> Tensor:
    with name_scope(name, "kl_categorical_categorical", values=[a.logits, b.logits]):
        distance = log_softmax(a.logits) - log_softmax(b.logits)
        return reduce_sum(softmax(a.logits) * distance, axis=-1)
