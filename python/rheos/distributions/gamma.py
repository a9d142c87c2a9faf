"""The gamma distribution."""

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
from ..comparison import greater
from ..elementwise import digamma, lgamma, log, sqrt, square
from ..graph import Tensor, convert_to_tensor, name_scope
from ..random import random_gamma
from ..special import igamma
from ..static_checks import assert_same_float_dtype
from .distribution import FULLY_REPARAMETERIZED, Distribution, scalar_parameters
from .divergence import RegisterKL
from .parameters import arguments, checked, positive

__all__ = ["Gamma"]


class Gamma(Distribution):
    """The gamma distribution with shape `concentration` and inverse scale `rate`.

    Parameters
    ----------
    concentration : floating-point Tensor or what can become one
        Shapes, positive.
    rate : floating-point Tensor or what can become one
        Inverse scales, positive; broadcast with `concentration`.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Gamma(concentration=3.0, rate=2.0)
    >>> print(*tf.Session().run([d.mean(), d.variance(), d.mode()]))
    1.5 0.75 1.0
    """

    def __init__(
        self,
        concentration: Any,
        rate: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Gamma",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[concentration, rate]) as name:
            self._concentration = positive(concentration, validate_args, "concentration")
            self._rate = positive(rate, validate_args, "rate")
            assert_same_float_dtype([self._concentration, self._rate])
        super().__init__(
            dtype=self._concentration.dtype,
            reparameterization_type=FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._concentration, self._rate],
            name=name,
        )

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        return scalar_parameters(("concentration", "rate"), sample_shape)

    @property
    def concentration(self) -> Tensor:
        """Shapes."""
        return self._concentration

    @property
    def rate(self) -> Tensor:
        """Inverse scales."""
        return self._rate

    def _batch_shape(self) -> Any:
        return broadcast_static_shape(self.concentration.get_shape(), self.rate.get_shape())

    def _batch_shape_tensor(self) -> Tensor:
        return broadcast_dynamic_shape(shape(self.concentration), shape(self.rate))

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        return random_gamma([n], alpha=self.concentration, beta=self.rate, dtype=self.dtype, seed=seed)

    def _checked(self, x: Tensor) -> Tensor:
        return checked(x, [assert_positive(x)] if self.validate_args else [])

    def _log_prob(self, value: Tensor) -> Tensor:
        x = self._checked(value)
        rise = (self.concentration - 1.0) * log(x) - self.rate * x
        return rise - (lgamma(self.concentration) - self.concentration * log(self.rate))

    def _cdf(self, value: Tensor) -> Tensor:
        return igamma(self.concentration, self.rate * self._checked(value))

    def _entropy(self) -> Tensor:
        c = self.concentration
        return c - log(self.rate) + lgamma(c) + (1.0 - c) * digamma(c)

    def _mean(self) -> Tensor:
        return self.concentration / self.rate

    def _variance(self) -> Tensor:
        return self.concentration / square(self.rate)

    def _stddev(self) -> Tensor:
        return sqrt(self.concentration) / self.rate

    def _mode(self) -> Tensor:
        mode = (self.concentration - 1.0) / self.rate
        if self.allow_nan_stats:
            there = greater(self.concentration * ones_like(self.rate), ones_like(mode))
            return where(
                there, mode, fill(self.batch_shape_tensor(), convert_to_tensor(math.nan, dtype=self.dtype))
            )
        check = assert_less(
            ones_like(self.concentration),
            self.concentration,
            message="mode not defined when any concentration <= 1",
        )
        return checked(mode, [check])


@RegisterKL(Gamma, Gamma)
def _kl_gamma_gamma(g0: Gamma, g1: Gamma, name: str | None = None) -> Tensor:
    with name_scope(name, "kl_gamma_gamma", values=[g0.concentration, g0.rate, g1.concentration, g1.rate]):
        shapes = (g0.concentration - g1.concentration) * digamma(g0.concentration)
        shapes = shapes + lgamma(g1.concentration) - lgamma(g0.concentration)
        rates = g1.concentration * log(g0.rate) - g1.concentration * log(g1.rate)
        return shapes + rates + g0.concentration * (g1.rate / g0.rate - 1.0)
