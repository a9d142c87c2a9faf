"""The exponential distribution."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..array import concat, ones_like, shape
from ..elementwise import log
from ..graph import Tensor, convert_to_tensor, name_scope
from ..random import random_uniform
from .distribution import scalar_parameters
from .gamma import Gamma
from .parameters import arguments

__all__ = ["Exponential"]


class Exponential(Gamma):
    """The exponential distribution: a gamma distribution of shape 1.

    Parameters
    ----------
    rate : floating-point Tensor or what can become one
        Inverse scales, positive.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.distributions.Exponential(2.0).prob([0.5, 1.0])).round(4))
    [0.7358 0.2707]
    """

    def __init__(
        self, rate: Any, validate_args: bool = False, allow_nan_stats: bool = True, name: str = "Exponential"
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[rate]) as name:
            rate = convert_to_tensor(rate, name="rate")
        super().__init__(
            concentration=ones_like(rate),
            rate=rate,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            name=name,
        )
        self._parameters = arguments(parameters)

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        return scalar_parameters(("rate",), sample_shape)

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        sizes = concat([[n], shape(self._rate)], 0)
        # The logarithm must not see a zero.
        tiny = np.finfo(self.dtype.as_numpy_dtype).tiny
        drawn = random_uniform(sizes, minval=tiny, maxval=1.0, seed=seed, dtype=self.dtype)
        return -log(drawn) / self._rate
