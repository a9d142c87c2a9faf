"""The uniform distribution."""

from __future__ import annotations

import math
from typing import Any

from ..array import (
    broadcast_dynamic_shape,
    broadcast_static_shape,
    concat,
    identity,
    ones,
    ones_like,
    shape,
    where,
    zeros_like,
)
from ..checks import assert_less
from ..comparison import greater_equal, less, logical_or
from ..elementwise import is_nan, log, square
from ..graph import Tensor, control_dependencies, convert_to_tensor, name_scope
from ..random import random_uniform
from ..static_checks import assert_same_float_dtype
from .distribution import FULLY_REPARAMETERIZED, Distribution, ones_of, scalar_parameters
from .parameters import arguments

__all__ = ["Uniform"]


class Uniform(Distribution):
    """The uniform distribution over ``[low, high)``.

    Parameters
    ----------
    low, high : floating-point Tensor or what can become one
        Bounds, broadcast with each other.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Uniform(0.0, [1.0, 4.0])
    >>> print(tf.Session().run(d.prob(2.0)))
    [0.   0.25]
    """

    def __init__(
        self,
        low: Any = 0.0,
        high: Any = 1.0,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Uniform",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[low, high]) as name:
            low, high = convert_to_tensor(low), convert_to_tensor(high)
            message = "uniform not defined when low >= high."
            checks = [assert_less(low, high, message=message)] if validate_args else []
            with control_dependencies(checks):
                self._low: Tensor = identity(low, name="low")
                self._high: Tensor = identity(high, name="high")
                assert_same_float_dtype([self._low, self._high])
        super().__init__(
            dtype=self._low.dtype,
            reparameterization_type=FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._low, self._high],
            name=name,
        )

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        return scalar_parameters(("low", "high"), sample_shape)

    @property
    def low(self) -> Tensor:
        """Lower bounds."""
        return self._low

    @property
    def high(self) -> Tensor:
        """Upper bounds."""
        return self._high

    def range(self, name: str = "range") -> Tensor:
        """``high - low``."""
        with self._scope(name):
            return self.high - self.low

    def _batch_shape(self) -> Any:
        return broadcast_static_shape(self.low.get_shape(), self.high.get_shape())

    def _batch_shape_tensor(self) -> Tensor:
        return broadcast_dynamic_shape(shape(self.low), shape(self.high))

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        sizes = concat([[n], self.batch_shape_tensor()], 0)
        drawn = random_uniform(shape=sizes, dtype=self.dtype, seed=seed)
        return self.low + self.range() * drawn

    def _prob(self, value: Tensor) -> Tensor:
        x = value * ones_of(self)
        outside = logical_or(less(x, self.low), greater_equal(x, self.high))
        inside = ones_like(x) / self.range()
        return where(is_nan(x), x, where(outside, zeros_like(x), inside))

    def _cdf(self, value: Tensor) -> Tensor:
        sizes = broadcast_dynamic_shape(shape(value), self.batch_shape_tensor())
        all_ones = ones(sizes, dtype=self.dtype)
        x = value * all_ones
        share = (x - self.low) / self.range()
        capped = where(greater_equal(x, self.high * all_ones), all_ones, share)
        return where(less(x, self.low * all_ones), zeros_like(x), capped)

    def _entropy(self) -> Tensor:
        return log(self.range())

    def _mean(self) -> Tensor:
        return (self.low + self.high) / 2.0

    def _variance(self) -> Tensor:
        return square(self.range()) / 12.0

    def _stddev(self) -> Tensor:
        return self.range() / math.sqrt(12.0)
