"""The Dirichlet-multinomial distribution: multinomial counts whose probabilities are Dirichlet."""

from __future__ import annotations

from typing import Any

from .. import dtypes
from ..array import concat, expand_dims, one_hot, ones_like, reshape, shape
from ..casting import cast
from ..checks import assert_non_negative
from ..elementwise import log, sqrt
from ..graph import Tensor, convert_to_tensor, name_scope
from ..matrices import matrix_set_diag
from ..random import multinomial, random_gamma
from ..reductions import reduce_sum
from ..special import lbeta
from .distribution import NOT_REPARAMETERIZED, Distribution
from .multinomial import checked_counts, log_combinations
from .parameters import another_seed, arguments, checked, positive

__all__ = ["DirichletMultinomial"]


class DirichletMultinomial(Distribution):
    """Counts of classes in `total_count` draws with probabilities from a Dirichlet distribution.

    Parameters
    ----------
    total_count : floating-point Tensor or what can become one
        Numbers of draws, whole and not negative. Samples need a scalar.
    concentration : floating-point Tensor or what can become one
        Weights of the classes in the last dimension, positive.
    validate_args : bool
        Check arguments when run.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    name : str
        Scope of its operations.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.DirichletMultinomial(2.0, [1.0, 1.0])
    >>> print(tf.Session().run(d.prob([1.0, 1.0])).round(4))
    0.3333
    """

    def __init__(
        self,
        total_count: Any,
        concentration: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "DirichletMultinomial",
    ) -> None:
        parameters = dict(locals())
        with name_scope(name, values=[total_count, concentration]) as name:
            self._total_count = convert_to_tensor(total_count, name="total_count")
            if validate_args:
                self._total_count = checked(self._total_count, [assert_non_negative(self._total_count)])
            self._concentration = positive(concentration, validate_args, "concentration")
            self._total_concentration = reduce_sum(self._concentration, -1)
        super().__init__(
            dtype=self._concentration.dtype,
            reparameterization_type=NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=arguments(parameters),
            graph_parents=[self._total_count, self._concentration],
            name=name,
        )

    @property
    def total_count(self) -> Tensor:
        """Numbers of draws."""
        return self._total_count

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
        classes = self.event_shape_tensor()[0]
        weights = random_gamma([n], alpha=self.concentration, dtype=self.dtype, seed=seed)
        logits = reshape(log(weights), [-1, classes])
        draws = multinomial(
            logits, cast(self.total_count, dtypes.int32), seed=another_seed(seed, "dirichlet_multinomial")
        )
        counts = reduce_sum(one_hot(draws, depth=classes), -2)
        counts = reshape(counts, concat([[n], self.batch_shape_tensor(), [classes]], 0))
        result: Tensor = cast(counts, self.dtype)
        return result

    def _log_prob(self, value: Tensor) -> Tensor:
        counts = checked_counts(value, self.total_count, self.validate_args)
        ordered = lbeta(self.concentration + counts) - lbeta(self.concentration)
        return ordered + log_combinations(self.total_count, counts)

    def _share(self) -> Tensor:
        return self.concentration / expand_dims(self.total_concentration, -1)

    def _draws(self) -> Tensor:
        return expand_dims(self.total_count, -1)

    def _mean(self) -> Tensor:
        return self._draws() * self._share()

    def _scale(self) -> Tensor:
        """By how much deviations exceed those of draws whose probabilities are known."""
        total = expand_dims(self.total_concentration, -1)
        return sqrt((1.0 + total / self._draws()) / (1.0 + total))

    def _variance(self) -> Tensor:
        x = self._scale() * self._mean()
        return x * (self._scale() * self._draws() - x)

    def _covariance(self) -> Tensor:
        x = self._scale() * self._mean() * ones_like(self.concentration)
        products = -expand_dims(x, -1) * expand_dims(x, -2)
        return matrix_set_diag(products, self._variance())
