"""The Dirichlet distribution: probabilities of several classes."""

from __future__ import annotations

import math
from typing import Any

from ..array import expand_dims, fill, ones_like, shape, where
from ..casting import cast
from ..checks import assert_less, assert_near, assert_positive
from ..comparison import greater
from ..elementwise import digamma, log
from ..graph import Tensor, convert_to_tensor, name_scope
from ..matrices import matrix_set_diag
from ..random import random_gamma
from ..reductions import reduce_all, reduce_sum
from ..special import lbeta
from .distribution import FULLY_REPARAMETERIZED, Distribution
from .divergence import RegisterKL
from .parameters import arguments, checked, positive

__all__ = ["Dirichlet"]


class Dirichlet(Distribution):
    """The Dirichlet distribution over vectors of positive numbers with sum 1.

    Parameters
    ----------
    concentration : floating-point Tensor or what can become one
        Weights of the classes in the last dimension, positive.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Raises
    ------
    ValueError
        `concentration` is a scalar, or has one class only.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Dirichlet([1.0, 2.0, 1.0])
    >>> print(tf.Session().run(d.mean()))
    [0.25 0.5  0.25]
    """

    def __init__(
        self,
        concentration: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Dirichlet",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[concentration]) as name:
            self._concentration = positive(concentration, validate_args, "concentration")
            static = self._concentration.get_shape()
            if static.ndims == 0:
                raise ValueError("Concentration parameter must have at least one dimension.")
            if validate_args and static.ndims is not None and static[-1].value == 1:
                raise ValueError("Concentration parameter must have `event_size >= 2`.")
            self._total_concentration = reduce_sum(self._concentration, -1)
        super().__init__(
            dtype=self._concentration.dtype,
            reparameterization_type=FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._concentration, self._total_concentration],
            name=name,
        )

    @property
    def concentration(self) -> Tensor:
        """Weights of the classes."""
        return self._concentration

    @property
    def total_concentration(self) -> Tensor:
        """Sums of the weights."""
        return self._total_concentration

    def _batch_shape(self) -> Any:
        return self.total_concentration.get_shape()

    def _batch_shape_tensor(self) -> Tensor:
        return shape(self.total_concentration)

    def _event_shape(self) -> Any:
        return self.concentration.get_shape()[-1:]

    def _event_shape_tensor(self) -> Tensor:
        sizes: Tensor = shape(self.concentration)[-1:]
        return sizes

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        drawn = random_gamma([n], alpha=self.concentration, dtype=self.dtype, seed=seed)
        return drawn / reduce_sum(drawn, -1, keepdims=True)

    def _log_prob(self, value: Tensor) -> Tensor:
        x = value
        if self.validate_args:
            total = reduce_sum(x, -1)
            x = checked(
                x,
                [
                    assert_positive(x, message="samples must be positive"),
                    assert_near(ones_like(total), total, message="sample last-dimension must sum to `1`"),
                ],
            )
        return reduce_sum((self.concentration - 1.0) * log(x), -1) - lbeta(self.concentration)

    def _entropy(self) -> Tensor:
        classes: Tensor = cast(self.event_shape_tensor()[0], self.dtype)
        return (
            lbeta(self.concentration)
            + (self.total_concentration - classes) * digamma(self.total_concentration)
            - reduce_sum((self.concentration - 1.0) * digamma(self.concentration), axis=-1)
        )

    def _total(self) -> Tensor:
        return expand_dims(self.total_concentration, -1)

    def _mean(self) -> Tensor:
        return self.concentration / self._total()

    def _variance(self) -> Tensor:
        mean = self._mean()
        return mean * (1.0 - mean) / (1.0 + self._total())

    def _covariance(self) -> Tensor:
        mean = self._mean()
        scale = 1.0 + self._total()
        products = -expand_dims(mean, -1) * expand_dims(mean, -2) / expand_dims(scale, -1)
        return matrix_set_diag(products, self._variance())

    def _mode(self) -> Tensor:
        classes: Tensor = cast(self.event_shape_tensor()[0], self.dtype)
        mode = (self.concentration - 1.0) / (self._total() - classes)
        if self.allow_nan_stats:
            there = reduce_all(greater(self.concentration, 1.0), axis=-1, keepdims=True)
            there = greater(cast(there, self.dtype) * ones_like(mode), 0.5)
            nan = convert_to_tensor(math.nan, dtype=self.dtype)
            return where(there, mode, fill(shape(mode), nan))
        check = assert_less(
            ones_like(self.concentration),
            self.concentration,
            message="Mode undefined when any concentration <= 1",
        )
        return checked(mode, [check])


@RegisterKL(Dirichlet, Dirichlet)
def _kl_dirichlet_dirichlet(d1: Dirichlet, d2: Dirichlet, name: str | None = None) -> Tensor:
    with name_scope(name, "kl_dirichlet_dirichlet", values=[d1.concentration, d2.concentration]):
        logs = digamma(d1.concentration) - digamma(reduce_sum(d1.concentration, axis=-1, keepdims=True))
        difference = d1.concentration - d2.concentration
        return reduce_sum(difference * logs, axis=-1) - lbeta(d1.concentration) + lbeta(d2.concentration)
