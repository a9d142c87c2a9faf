"""Student's t-distribution."""

from __future__ import annotations

import math
from typing import Any

from ..array import (
    broadcast_dynamic_shape,
    broadcast_static_shape,
    concat,
    fill,
    identity,
    ones,
    ones_like,
    shape,
    where,
)
from ..checks import assert_less, assert_positive
from ..comparison import greater, less
from ..elementwise import abs as _abs
from ..elementwise import digamma, lgamma, log, log1p, rsqrt, square
from ..graph import Tensor, control_dependencies, convert_to_tensor, name_scope
from ..random import random_gamma, random_normal
from ..special import betainc
from ..static_checks import assert_same_float_dtype
from .distribution import FULLY_REPARAMETERIZED, Distribution, ones_of, scalar_parameters
from .parameters import another_seed, arguments, checked

__all__ = ["StudentT"]


class StudentT(Distribution):
    """Student's t-distribution with `df` degrees of freedom, moved by `loc` and stretched by `scale`.

    Parameters
    ----------
    df : floating-point Tensor or what can become one
        Degrees of freedom, positive.
    loc : floating-point Tensor or what can become one
        Means, where there are any.
    scale : floating-point Tensor or what can become one
        Scales: not the standard deviations.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.distributions.StudentT(1.0, 0.0, 1.0).cdf([0.0, 1.0])))
    [0.5  0.75]
    """

    def __init__(
        self,
        df: Any,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "StudentT",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[df, loc, scale]) as name:
            df = convert_to_tensor(df)
            with control_dependencies([assert_positive(df)] if validate_args else []):
                self._df: Tensor = identity(df, name="df")
                self._loc: Tensor = identity(loc, name="loc")
                self._scale: Tensor = identity(scale, name="scale")
                assert_same_float_dtype((self._df, self._loc, self._scale))
        super().__init__(
            dtype=self._scale.dtype,
            reparameterization_type=FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._df, self._loc, self._scale],
            name=name,
        )

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        return scalar_parameters(("df", "loc", "scale"), sample_shape)

    @property
    def df(self) -> Tensor:
        """Degrees of freedom."""
        return self._df

    @property
    def loc(self) -> Tensor:
        """Centres."""
        return self._loc

    @property
    def scale(self) -> Tensor:
        """Scales."""
        return self._scale

    def _batch_shape(self) -> Any:
        return broadcast_static_shape(
            broadcast_static_shape(self.df.get_shape(), self.loc.get_shape()), self.scale.get_shape()
        )

    def _batch_shape_tensor(self) -> Tensor:
        return broadcast_dynamic_shape(
            shape(self.df), broadcast_dynamic_shape(shape(self.loc), shape(self.scale))
        )

    def _event_shape(self) -> Any:
        return []

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        normal = random_normal(concat([[n], self.batch_shape_tensor()], 0), dtype=self.dtype, seed=seed)
        df = self.df * ones(self.batch_shape_tensor(), dtype=self.dtype)
        square_sum = random_gamma(
            [n], 0.5 * df, beta=0.5, dtype=self.dtype, seed=another_seed(seed, "student_t")
        )
        return normal * rsqrt(square_sum / df) * self.scale + self.loc

    def _log_norm(self) -> Tensor:
        return (
            log(_abs(self.scale))
            + 0.5 * log(self.df)
            + 0.5 * math.log(math.pi)
            + lgamma(0.5 * self.df)
            - lgamma(0.5 * (self.df + 1.0))
        )

    def _log_prob(self, value: Tensor) -> Tensor:
        y = (value - self.loc) / self.scale
        return -0.5 * (self.df + 1.0) * log1p(square(y) / self.df) - self._log_norm()

    def _cdf(self, value: Tensor) -> Tensor:
        y = (value - self.loc) / _abs(self.scale)
        half = 0.5 * betainc(
            0.5 * self.df, convert_to_tensor(0.5, dtype=self.dtype), self.df / (square(y) + self.df)
        )
        return where(less(y * ones_like(half), 0.0), half, 1.0 - half)

    def _entropy(self) -> Tensor:
        scale = log(_abs(self.scale)) * ones_of(self)
        half, more = 0.5 * self.df, 0.5 * (self.df + 1.0)
        beta = lgamma(half) + math.log(math.sqrt(math.pi)) - lgamma(more)
        return scale + 0.5 * log(self.df) + beta + more * (digamma(more) - digamma(half))

    def _defined(self, value: Tensor, least: float, what: str) -> Tensor:
        """`value` where there are more degrees of freedom than `least`, else NaN or an error."""
        if self.allow_nan_stats:
            nan = fill(shape(value), convert_to_tensor(math.nan, dtype=self.dtype))
            return where(greater(self.df * ones_of(self), least), value, nan)
        limit = ones_like(self.df) * least
        check = assert_less(limit, self.df, message=f"{what} not defined for components of df <= {least:g}")
        return checked(value, [check])

    def _mean(self) -> Tensor:
        return self._defined(self.loc * ones_of(self), 1.0, "mean")

    def _variance(self) -> Tensor:
        df = self.df * ones_of(self)
        # Between one and two degrees of freedom it is infinite; the divisor is kept away from zero.
        finite = greater(df, 2.0)
        safe = where(finite, df, ones_like(df) * 3.0)
        value = square(self.scale) * ones_of(self) * (df / (safe - 2.0))
        infinite = fill(shape(value), convert_to_tensor(math.inf, dtype=self.dtype))
        return self._defined(where(finite, value, infinite), 1.0, "variance")

    def _mode(self) -> Tensor:
        same: Tensor = identity(self.loc)
        return same
