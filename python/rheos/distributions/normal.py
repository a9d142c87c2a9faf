"""The normal distribution."""

from __future__ import annotations

import math
from typing import Any

from ..array import broadcast_dynamic_shape, broadcast_static_shape, concat, identity, ones_like, shape
from ..checks import assert_positive
from ..elementwise import log, square
from ..graph import Tensor, control_dependencies, convert_to_tensor, name_scope
from ..random import random_normal
from ..static_checks import assert_same_float_dtype
from .distribution import FULLY_REPARAMETERIZED, Distribution, scalar_parameters
from .divergence import RegisterKL
from .normal_functions import log_ndtr, ndtr, ndtri
from .parameters import arguments

__all__ = ["Normal"]


class Normal(Distribution):
    """The normal distribution with mean `loc` and standard deviation `scale`.

    Parameters
    ----------
    loc : floating-point Tensor or what can become one
        Means.
    scale : floating-point Tensor or what can become one
        Standard deviations, positive; broadcast with `loc`.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Normal(loc=0.0, scale=[1.0, 2.0])
    >>> print(tf.Session().run(d.log_prob(1.0)).round(4))
    [-1.4189 -1.7371]
    """

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Normal",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[loc, scale]) as name:
            scale = convert_to_tensor(scale)
            with control_dependencies([assert_positive(scale)] if validate_args else []):
                self._loc: Tensor = identity(loc, name="loc")
                self._scale: Tensor = identity(scale, name="scale")
                assert_same_float_dtype([self._loc, self._scale])
        super().__init__(
            dtype=self._scale.dtype,
            reparameterization_type=FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._loc, self._scale],
            name=name,
        )

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        return scalar_parameters(("loc", "scale"), sample_shape)

    @property
    def loc(self) -> Tensor:
        """Means."""
        return self._loc

    @property
    def scale(self) -> Tensor:
        """Standard deviations."""
        return self._scale

    def _batch_shape(self) -> Any:
        return broadcast_static_shape(self.loc.get_shape(), self.scale.get_shape())

    def _batch_shape_tensor(self) -> Tensor:
        return broadcast_dynamic_shape(shape(self.loc), shape(self.scale))

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        sizes = concat([[n], self.batch_shape_tensor()], 0)
        drawn = random_normal(sizes, mean=0.0, stddev=1.0, dtype=self.loc.dtype, seed=seed)
        return drawn * self.scale + self.loc

    def _z(self, x: Tensor) -> Tensor:
        with name_scope("standardize", values=[x]):
            return (x - self.loc) / self.scale

    def _log_prob(self, value: Tensor) -> Tensor:
        return -0.5 * square(self._z(value)) - (0.5 * math.log(2.0 * math.pi) + log(self.scale))

    def _log_cdf(self, value: Tensor) -> Tensor:
        return log_ndtr(self._z(value))

    def _cdf(self, value: Tensor) -> Tensor:
        return ndtr(self._z(value))

    def _log_survival_function(self, value: Tensor) -> Tensor:
        return log_ndtr(-self._z(value))

    def _survival_function(self, value: Tensor) -> Tensor:
        return ndtr(-self._z(value))

    def _quantile(self, value: Tensor) -> Tensor:
        return ndtri(value) * self.scale + self.loc

    def _entropy(self) -> Tensor:
        # Broadcast, and of the batch's shape where only the means have it.
        return 0.5 * math.log(2.0 * math.pi * math.e) + log(self.scale * ones_like(self.loc))

    def _mean(self) -> Tensor:
        return self.loc * ones_like(self.scale)

    def _stddev(self) -> Tensor:
        return self.scale * ones_like(self.loc)

    def _mode(self) -> Tensor:
        return self._mean()


@RegisterKL(Normal, Normal)
def _kl_normal_normal(n_a: Normal, n_b: Normal, name: str | None = None) -> Tensor:
    with name_scope(name, "kl_normal_normal", [n_a.loc, n_b.loc]):
        ratio = square(n_a.scale) / square(n_b.scale)
        distance = square(n_a.loc - n_b.loc) / (2.0 * square(n_b.scale))
        return distance + 0.5 * (ratio - 1.0 - log(ratio))
