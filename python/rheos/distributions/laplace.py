"""The Laplace distribution."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arithmetic import maximum, minimum
from ..array import broadcast_dynamic_shape, broadcast_static_shape, concat, identity, ones_like, shape, where
from ..checks import assert_positive
from ..comparison import less
from ..elementwise import abs as _abs
from ..elementwise import exp, log, log1p, sign
from ..graph import Tensor, control_dependencies, convert_to_tensor, name_scope
from ..random import random_uniform
from ..static_checks import assert_same_float_dtype
from .distribution import FULLY_REPARAMETERIZED, Distribution, ones_of, scalar_parameters
from .parameters import arguments

__all__ = ["Laplace"]


class Laplace(Distribution):
    """The Laplace distribution with mean `loc` and mean distance `scale` from it.

    Parameters
    ----------
    loc : floating-point Tensor or what can become one
        Means.
    scale : floating-point Tensor or what can become one
        Scales, positive; broadcast with `loc`.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.distributions.Laplace(0.0, 1.0).cdf([-1.0, 0.0, 1.0])).round(4))
    [0.1839 0.5    0.8161]
    """

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Laplace",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[loc, scale]) as name:
            scale = convert_to_tensor(scale)
            with control_dependencies([assert_positive(scale)] if validate_args else []):
                self._loc: Tensor = identity(loc, name="loc")
                self._scale: Tensor = identity(scale, name="scale")
                assert_same_float_dtype([self._loc, self._scale])
        super().__init__(
            dtype=self._loc.dtype,
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
        """Mean distances from the mean."""
        return self._scale

    def _batch_shape(self) -> Any:
        return broadcast_static_shape(self.loc.get_shape(), self.scale.get_shape())

    def _batch_shape_tensor(self) -> Tensor:
        return broadcast_dynamic_shape(shape(self.loc), shape(self.scale))

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        sizes = concat([[n], self.batch_shape_tensor()], 0)
        # From the open interval (-1, 1): the logarithm must not see a zero.
        plain = self.dtype.as_numpy_dtype
        low = np.nextafter(plain(-1.0), plain(0.0))
        drawn = random_uniform(sizes, minval=low, maxval=1.0, dtype=self.dtype, seed=seed)
        return self.loc - self.scale * sign(drawn) * log1p(-_abs(drawn))

    def _z(self, x: Tensor) -> Tensor:
        return (x - self.loc) / self.scale

    def _log_prob(self, value: Tensor) -> Tensor:
        return -_abs(self._z(value)) - (math.log(2.0) + log(self.scale))

    def _prob(self, value: Tensor) -> Tensor:
        return 0.5 * exp(-_abs(self._z(value))) / self.scale

    def _log_cdf(self, value: Tensor) -> Tensor:
        return _log_share(self._z(value))

    def _cdf(self, value: Tensor) -> Tensor:
        z = self._z(value)
        return 0.5 + 0.5 * sign(z) * (1.0 - exp(-_abs(z)))

    def _log_survival_function(self, value: Tensor) -> Tensor:
        return _log_share(-self._z(value))

    def _entropy(self) -> Tensor:
        return math.log(2.0) + 1.0 + log(self.scale * ones_like(self.loc))

    def _mean(self) -> Tensor:
        return self.loc * ones_of(self)

    def _stddev(self) -> Tensor:
        return math.sqrt(2.0) * self.scale * ones_like(self.loc)

    def _mode(self) -> Tensor:
        return self._mean()


def _log_share(z: Tensor) -> Tensor:
    """Logarithm of the share below `z`; either part sees only arguments of its own."""
    below = minimum(z, 0.0) - math.log(2.0)
    above = log1p(-0.5 * exp(-maximum(z, 0.0)))
    return where(less(z, ones_like(z) * 0.0), below, above)
