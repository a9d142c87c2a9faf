"""The Bernoulli distribution: one event that happens or not."""

from __future__ import annotations

from typing import Any

from .. import dtypes
from ..array import concat, shape
from ..casting import cast
from ..comparison import greater, less
from ..elementwise import sigmoid
from ..graph import Tensor, name_scope
from ..nn_activations import softplus
from ..nn_losses import sigmoid_cross_entropy_with_logits
from ..random import random_uniform
from .distribution import NOT_REPARAMETERIZED, Distribution, scalar_parameters
from .divergence import RegisterKL
from .parameters import arguments, logits_and_probs, spread_like

__all__ = ["Bernoulli"]


class Bernoulli(Distribution):
    """The Bernoulli distribution: 1 with probability `probs`, else 0.

    Parameters
    ----------
    logits : floating-point Tensor or what can become one, optional
        Logarithms of the odds of a 1.
    probs : floating-point Tensor or what can become one, optional
        Probabilities of a 1. Exactly one of `logits` and `probs` is given.
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
        Both or neither of `logits` and `probs` are given.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Bernoulli(probs=[0.25, 0.5])
    >>> print(tf.Session().run(d.prob(1)))
    [0.25 0.5 ]
    """

    def __init__(
        self,
        logits: Any = None,
        probs: Any = None,
        dtype: Any = dtypes.int32,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Bernoulli",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name) as name:
            self._logits, self._probs = logits_and_probs(logits, probs, False, validate_args, name)
        super().__init__(
            dtype=dtype,
            reparameterization_type=NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._logits, self._probs],
            name=name,
        )

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        return scalar_parameters(("logits",), sample_shape)

    @property
    def logits(self) -> Tensor:
        """Logarithms of the odds of a 1."""
        return self._logits

    @property
    def probs(self) -> Tensor:
        """Probabilities of a 1."""
        return self._probs

    def _batch_shape(self) -> Any:
        return self._logits.get_shape()

    def _batch_shape_tensor(self) -> Tensor:
        return shape(self._logits)

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        sizes = concat([[n], self.batch_shape_tensor()], 0)
        drawn = random_uniform(sizes, seed=seed, dtype=self.probs.dtype)
        result: Tensor = cast(less(drawn, self.probs), self.dtype)
        return result

    def _log_prob(self, value: Tensor) -> Tensor:
        event = cast(value, self.logits.dtype)
        event, logits = spread_like(event, self.logits), spread_like(self.logits, event)
        return -sigmoid_cross_entropy_with_logits(labels=event, logits=logits)

    def _entropy(self) -> Tensor:
        return -self.logits * (sigmoid(self.logits) - 1.0) + softplus(-self.logits)

    def _mean(self) -> Tensor:
        return self.probs + 0.0

    def _variance(self) -> Tensor:
        return self._mean() * (1.0 - self.probs)

    def _mode(self) -> Tensor:
        result: Tensor = cast(greater(self.probs, 0.5), self.dtype)
        return result


@RegisterKL(Bernoulli, Bernoulli)
def _kl_bernoulli_bernoulli(a: Bernoulli, b: Bernoulli, name: str | None = None) -> Tensor:
    with name_scope(name, "kl_bernoulli_bernoulli", values=[a.logits, b.logits]):
        without = softplus(-b.logits) - softplus(-a.logits)
        with_ = softplus(b.logits) - softplus(a.logits)
        return sigmoid(a.logits) * without + sigmoid(-a.logits) * with_
