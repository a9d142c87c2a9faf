"""The beta distribution."""

from __future__ import annotations

import math
from typing import Any

from ..array import (
    broadcast_dynamic_shape,
    broadcast_static_shape,
    fill,
    ones_like,
    shape,
    where,
)
from ..checks import assert_less, assert_positive
from ..comparison import greater, logical_and
from ..elementwise import digamma, lgamma, log, log1p
from ..graph import Tensor, convert_to_tensor, name_scope
from ..random import random_gamma
from ..special import betainc
from ..static_checks import assert_same_float_dtype
from .distribution import FULLY_REPARAMETERIZED, Distribution, scalar_parameters
from .divergence import RegisterKL
from .parameters import another_seed, arguments, checked, positive

__all__ = ["Beta"]


class Beta(Distribution):
    """The beta distribution over (0, 1).

    Parameters
    ----------
    concentration1 : floating-point Tensor or what can become one
        Weights of 1, positive.
    concentration0 : floating-point Tensor or what can become one
        Weights of 0, positive; broadcast with `concentration1`.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Beta(2.0, 2.0)
    >>> print(tf.Session().run(d.prob([0.25, 0.5])))
    [1.125 1.5  ]
    """

    def __init__(
        self,
        concentration1: Any = None,
        concentration0: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Beta",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[concentration1, concentration0]) as name:
            self._concentration1 = positive(concentration1, validate_args, "concentration1")
            self._concentration0 = positive(concentration0, validate_args, "concentration0")
            assert_same_float_dtype([self._concentration1, self._concentration0])
            self._total_concentration = self._concentration1 + self._concentration0
        super().__init__(
            dtype=self._total_concentration.dtype,
            reparameterization_type=FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._concentration1, self._concentration0, self._total_concentration],
            name=name,
        )

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        return scalar_parameters(("concentration1", "concentration0"), sample_shape)

    @property
    def concentration1(self) -> Tensor:
        """Weights of 1."""
        return self._concentration1

    @property
    def concentration0(self) -> Tensor:
        """Weights of 0."""
        return self._concentration0

    @property
    def total_concentration(self) -> Tensor:
        """Sums of the weights."""
        return self._total_concentration

    def _batch_shape(self) -> Any:
        return broadcast_static_shape(self.concentration1.get_shape(), self.concentration0.get_shape())

    def _batch_shape_tensor(self) -> Tensor:
        return broadcast_dynamic_shape(shape(self.concentration1), shape(self.concentration0))

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        everywhere = ones_like(self.total_concentration, dtype=self.dtype)
        first = random_gamma([n], alpha=everywhere * self.concentration1, dtype=self.dtype, seed=seed)
        second = random_gamma(
            [n], alpha=everywhere * self.concentration0, dtype=self.dtype, seed=another_seed(seed, "beta")
        )
        return first / (first + second)

    def _checked(self, x: Tensor) -> Tensor:
        if not self.validate_args:
            return x
        return checked(
            x,
            [
                assert_positive(x, message="sample must be positive"),
                assert_less(x, ones_like(x), message="sample must be less than `1`."),
            ],
        )

    def _log_norm(self) -> Tensor:
        return lgamma(self.concentration1) + lgamma(self.concentration0) - lgamma(self.total_concentration)

    def _log_prob(self, value: Tensor) -> Tensor:
        x = self._checked(value)
        powers = (self.concentration1 - 1.0) * log(x) + (self.concentration0 - 1.0) * log1p(-x)
        return powers - self._log_norm()

    def _cdf(self, value: Tensor) -> Tensor:
        return betainc(self.concentration1, self.concentration0, self._checked(value))

    def _entropy(self) -> Tensor:
        return (
            self._log_norm()
            - (self.concentration1 - 1.0) * digamma(self.concentration1)
            - (self.concentration0 - 1.0) * digamma(self.concentration0)
            + (self.total_concentration - 2.0) * digamma(self.total_concentration)
        )

    def _mean(self) -> Tensor:
        return self.concentration1 / self.total_concentration

    def _variance(self) -> Tensor:
        mean = self._mean()
        return mean * (1.0 - mean) / (1.0 + self.total_concentration)

    def _mode(self) -> Tensor:
        mode = (self.concentration1 - 1.0) / (self.total_concentration - 2.0)
        if self.allow_nan_stats:
            there = logical_and(greater(self.concentration1, 1.0), greater(self.concentration0, 1.0))
            nan = convert_to_tensor(math.nan, dtype=self.dtype)
            return where(there, mode, fill(self.batch_shape_tensor(), nan))
        checks = [
            assert_less(ones_like(c), c, message=f"Mode undefined for concentration{i} <= 1.")
            for i, c in ((1, self.concentration1), (0, self.concentration0))
        ]
        return checked(mode, checks)


@RegisterKL(Beta, Beta)
def _kl_beta_beta(d1: Beta, d2: Beta, name: str | None = None) -> Tensor:
    with name_scope(name, "kl_beta_beta", values=[d1.concentration1, d2.concentration1]):
        return (
            d2._log_norm()
            - d1._log_norm()
            - digamma(d1.concentration1) * (d2.concentration1 - d1.concentration1)
            - digamma(d1.concentration0) * (d2.concentration0 - d1.concentration0)
            + digamma(d1.total_concentration) * (d2.total_concentration - d1.total_concentration)
        )
