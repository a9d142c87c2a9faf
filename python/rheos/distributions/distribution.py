"""The base of all distributions: what a user calls, in terms of the few formulas that each one gives.

A distribution is a batch of independent ones: `batch_shape` says how many, `event_shape` what one draw looks
like. Samples have the shape ``sample_shape + batch_shape + event_shape``; densities lack the dimensions of an
event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from .. import dtypes
from ..array import concat, ones, reshape, shape
from ..constants import constant
from ..elementwise import exp, log, log1p, sqrt, square
from ..graph import Tensor, convert_to_tensor, name_scope
from ..reductions import reduce_prod
from ..tensor_shape import TensorShape

__all__ = ["FULLY_REPARAMETERIZED", "NOT_REPARAMETERIZED", "Distribution", "ReparameterizationType"]

_Self = TypeVar("_Self", bound="Distribution")


class ReparameterizationType:
    """Whether gradients flow from samples to the distribution's parameters.

    Parameters
    ----------
    rep_type : str
        How it is printed.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.distributions.Normal(0.0, 1.0).reparameterization_type
    <Reparameterization Type: FULLY_REPARAMETERIZED>
    """

    def __init__(self, rep_type: str) -> None:
        self._rep_type = rep_type

    def __repr__(self) -> str:
        return f"<Reparameterization Type: {self._rep_type}>"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


FULLY_REPARAMETERIZED = ReparameterizationType("FULLY_REPARAMETERIZED")
NOT_REPARAMETERIZED = ReparameterizationType("NOT_REPARAMETERIZED")


class Distribution:
    """The base class: subclasses give `_log_prob` or `_prob`, `_sample_n`, `_mean` and the like.

    Parameters
    ----------
    dtype : DType
        Of one draw.
    reparameterization_type : ReparameterizationType
        Whether gradients flow from samples to parameters.
    validate_args : bool
        Check arguments when run, at a cost.
    allow_nan_stats : bool
        Give NaN for statistics that do not exist, rather than an error.
    parameters : dict, optional
        The constructor's arguments, from which `copy` makes another.
    graph_parents : list of Tensor, optional
        Tensors that the distribution was made of.
    name : str, optional
        Scope of its operations; a name that ends with a slash is taken as it is.

    Examples
    --------
    >>> import rheos as tf
    >>> d = tf.distributions.Normal([0.0, 1.0], 2.0)
    >>> d.batch_shape, d.event_shape, d.sample(5).shape.as_list()
    (TensorShape([Dimension(2)]), TensorShape([]), [5, 2])
    """

    def __init__(
        self,
        dtype: Any,
        reparameterization_type: ReparameterizationType,
        validate_args: bool,
        allow_nan_stats: bool,
        parameters: dict[str, Any] | None = None,
        graph_parents: list[Any] | None = None,
        name: str | None = None,
    ) -> None:
        parents = graph_parents or []
        for i, tensor in enumerate(parents):
            if not isinstance(tensor, Tensor):
                raise ValueError(f"Graph parent item {i} is not a Tensor; {tensor}.")
        if not name or not name.endswith("/"):
            with name_scope(name or type(self).__name__) as name:
                pass
        self._dtype = dtypes.as_dtype(dtype) if dtype is not None else None
        self._reparameterization_type = reparameterization_type
        self._allow_nan_stats = allow_nan_stats
        self._validate_args = validate_args
        self._parameters = parameters or {}
        self._graph_parents = parents
        self._name = name

    def __str__(self) -> str:
        parts = [f'"{self.name}"']
        if self.batch_shape.ndims is not None:
            parts.append(f"batch_shape={self.batch_shape}")
        if self.event_shape.ndims is not None:
            parts.append(f"event_shape={self.event_shape}")
        if self.dtype is not None:
            parts.append(f"dtype={self.dtype.name}")
        return f"tfp.distributions.{type(self).__name__}({', '.join(parts)})"

    def __repr__(self) -> str:
        dtype = None if self.dtype is None else self.dtype.name
        return (
            f"<tfp.distributions.{type(self).__name__} '{self.name}' batch_shape={self.batch_shape} "
            f"event_shape={self.event_shape} dtype={dtype}>"
        )

    @property
    def name(self) -> str:
        """Name of the scope, with a slash at its end."""
        return self._name

    @property
    def dtype(self) -> Any:
        """Type of one draw."""
        return self._dtype

    @property
    def parameters(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {k: v for k, v in self._parameters.items() if not k.startswith("__") and k != "self"}

    @property
    def reparameterization_type(self) -> ReparameterizationType:
        """Whether gradients flow from samples to parameters."""
        return self._reparameterization_type

    @property
    def allow_nan_stats(self) -> bool:
        """Whether statistics that do not exist are NaN."""
        return self._allow_nan_stats

    @property
    def validate_args(self) -> bool:
        """Whether arguments are checked when run."""
        return self._validate_args

    def copy(self: _Self, **override_parameters_kwargs: Any) -> _Self:
        """Make another distribution with some of the constructor's arguments changed."""
        return type(self)(**{**self.parameters, **override_parameters_kwargs})

    @classmethod
    def param_shapes(cls, sample_shape: Any, name: str = "DistributionParamShapes") -> dict[str, Tensor]:
        """Shapes that the parameters need for one draw to have the shape `sample_shape`, as tensors."""
        with name_scope(name, values=[sample_shape]):
            return cls._param_shapes(sample_shape)

    @classmethod
    def param_static_shapes(cls, sample_shape: Any) -> dict[str, TensorShape]:
        """As `param_shapes`, for a shape known now; ValueError if it is not."""
        if isinstance(sample_shape, Tensor):
            known = sample_shape._constant_value()
            if known is None:
                raise ValueError("sample_shape must be a constant")
            sample_shape = known.tolist()
        sizes = TensorShape(sample_shape)
        if not sizes.is_fully_defined():
            raise ValueError("TensorShape sample_shape must be fully defined")
        out = {}
        for key, value in cls.param_shapes(sizes.as_list()).items():
            known = value._constant_value()
            out[key] = TensorShape(None if known is None else known.tolist())
        return out

    @property
    def batch_shape(self) -> TensorShape:
        """Shape of the batch of distributions, as far as it is known."""
        return TensorShape(self._batch_shape())

    @property
    def event_shape(self) -> TensorShape:
        """Shape of one draw, as far as it is known."""
        return TensorShape(self._event_shape())

    def batch_shape_tensor(self, name: str = "batch_shape_tensor") -> Tensor:
        """Shape of the batch of distributions."""
        with self._scope(name):
            if self.batch_shape.is_fully_defined():
                return constant(self.batch_shape.as_list(), dtypes.int32, name="batch_shape")
            return self._batch_shape_tensor()

    def event_shape_tensor(self, name: str = "event_shape_tensor") -> Tensor:
        """Shape of one draw."""
        with self._scope(name):
            if self.event_shape.is_fully_defined():
                return constant(self.event_shape.as_list(), dtypes.int32, name="event_shape")
            return self._event_shape_tensor()

    def is_scalar_event(self, name: str = "is_scalar_event") -> Tensor:
        """Whether one draw is a scalar."""
        with self._scope(name):
            return self._is_scalar(self.event_shape, self.event_shape_tensor)

    def is_scalar_batch(self, name: str = "is_scalar_batch") -> Tensor:
        """Whether there is just one distribution."""
        with self._scope(name):
            return self._is_scalar(self.batch_shape, self.batch_shape_tensor)

    def sample(self, sample_shape: Any = (), seed: int | None = None, name: str = "sample") -> Tensor:
        """Draw samples: a tensor of shape ``sample_shape + batch_shape + event_shape``."""
        with self._scope(name, [sample_shape]):
            if hasattr(sample_shape, "as_list"):
                sample_shape = sample_shape.as_list()
            wanted = convert_to_tensor(sample_shape, dtype=dtypes.int32, name="sample_shape")
            wanted = reshape(wanted, [-1])
            drawn = self._sample_n(reduce_prod(wanted, name="prod"), seed)
            drawn = reshape(drawn, concat([wanted, shape(drawn)[1:]], 0))
            known = wanted._constant_value()
            first = TensorShape(known.tolist() if known is not None else [None] * 0)
            if known is not None:
                drawn.set_shape(first.concatenate(self.batch_shape).concatenate(self.event_shape))
            return drawn

    def log_prob(self, value: Any, name: str = "log_prob") -> Tensor:
        """Logarithm of the density, or of the probability of a discrete value."""
        return self._first(name, value, (self._log_prob, _as_is), (self._prob, log))

    def prob(self, value: Any, name: str = "prob") -> Tensor:
        """The density, or the probability of a discrete value."""
        return self._first(name, value, (self._prob, _as_is), (self._log_prob, exp))

    def log_cdf(self, value: Any, name: str = "log_cdf") -> Tensor:
        """Logarithm of the probability of a draw not above `value`."""
        return self._first(name, value, (self._log_cdf, _as_is), (self._cdf, log))

    def cdf(self, value: Any, name: str = "cdf") -> Tensor:
        """The probability of a draw not above `value`."""
        return self._first(name, value, (self._cdf, _as_is), (self._log_cdf, exp))

    def log_survival_function(self, value: Any, name: str = "log_survival_function") -> Tensor:
        """Logarithm of the probability of a draw above `value`."""
        return self._first(
            name, value, (self._log_survival_function, _as_is), (self._cdf, lambda p: log1p(-p))
        )

    def survival_function(self, value: Any, name: str = "survival_function") -> Tensor:
        """The probability of a draw above `value`."""
        return self._first(name, value, (self._survival_function, _as_is), (self._cdf, lambda p: 1.0 - p))

    def quantile(self, value: Any, name: str = "quantile") -> Tensor:
        """The number that a draw is not above with the probability `value`."""
        return self._first(name, value, (self._quantile, _as_is))

    def entropy(self, name: str = "entropy") -> Tensor:
        """Entropy in nats."""
        with self._scope(name):
            return self._entropy()

    def mean(self, name: str = "mean") -> Tensor:
        """Mean of a draw."""
        with self._scope(name):
            return self._mean()

    def variance(self, name: str = "variance") -> Tensor:
        """Variance of each element of a draw."""
        with self._scope(name):
            try:
                return self._variance()
            except NotImplementedError:
                return square(self._stddev())

    def stddev(self, name: str = "stddev") -> Tensor:
        """Standard deviation of each element of a draw."""
        with self._scope(name):
            try:
                return self._stddev()
            except NotImplementedError:
                return sqrt(self._variance())

    def covariance(self, name: str = "covariance") -> Tensor:
        """Covariances of the elements of a draw that is a vector."""
        with self._scope(name):
            return self._covariance()

    def mode(self, name: str = "mode") -> Tensor:
        """The most likely draw."""
        with self._scope(name):
            return self._mode()

    def cross_entropy(self, other: Distribution, name: str = "cross_entropy") -> Tensor:
        """Expected negative log-probability under `other` of draws from this distribution."""
        with self._scope(name):
            return self._cross_entropy(other)

    def kl_divergence(self, other: Distribution, name: str = "kl_divergence") -> Tensor:
        """Kullback-Leibler divergence of `other` from this distribution."""
        with self._scope(name):
            return self._kl_divergence(other)

    @contextmanager
    def _scope(self, name: str, values: list[Any] | None = None) -> Iterator[str]:
        with name_scope(self.name), name_scope(name, values=[*(values or []), *self._graph_parents]) as scope:
            yield scope

    def _first(
        self, name: str, value: Any, *ways: tuple[Callable[[Any], Tensor], Callable[[Tensor], Tensor]]
    ) -> Tensor:
        """The first of the formulas that the distribution has, and what makes the answer of it."""
        with self._scope(name, [value]):
            value = self._convert(value)
            for formula, finish in ways[:-1]:
                try:
                    return finish(formula(value))
                except NotImplementedError:
                    pass
            formula, finish = ways[-1]
            try:
                return finish(formula(value))
            except NotImplementedError:
                raise NotImplementedError(f"{name} is not implemented: {type(self).__name__}") from None

    def _convert(self, value: Any) -> Tensor:
        """A value at which the distribution is evaluated, in its own type where none is given."""
        return convert_to_tensor(value, name="value", preferred_dtype=self.dtype)

    def _is_scalar(self, static: TensorShape, dynamic: Callable[[], Tensor]) -> Tensor:
        if static.ndims is not None:
            return constant(static.ndims == 0, name="is_scalar")
        from ..comparison import equal

        return equal(shape(dynamic())[0], 0, name="is_scalar")

    def _missing(self, what: str) -> NotImplementedError:
        return NotImplementedError(f"{what} is not implemented: {type(self).__name__}")

    # What subclasses give. All but the shapes may be left out.

    @classmethod
    def _param_shapes(cls, sample_shape: Any) -> dict[str, Tensor]:
        raise NotImplementedError("_param_shapes not implemented")

    def _batch_shape(self) -> Any:
        return None

    def _batch_shape_tensor(self) -> Tensor:
        raise self._missing("batch_shape_tensor")

    def _event_shape(self) -> Any:
        return None

    def _event_shape_tensor(self) -> Tensor:
        raise self._missing("event_shape_tensor")

    def _sample_n(self, n: Tensor, seed: int | None = None) -> Tensor:
        raise self._missing("sample_n")

    def _log_prob(self, value: Tensor) -> Tensor:
        raise self._missing("log_prob")

    def _prob(self, value: Tensor) -> Tensor:
        raise self._missing("prob")

    def _log_cdf(self, value: Tensor) -> Tensor:
        raise self._missing("log_cdf")

    def _cdf(self, value: Tensor) -> Tensor:
        raise self._missing("cdf")

    def _log_survival_function(self, value: Tensor) -> Tensor:
        raise self._missing("log_survival_function")

    def _survival_function(self, value: Tensor) -> Tensor:
        raise self._missing("survival_function")

    def _quantile(self, value: Tensor) -> Tensor:
        raise self._missing("quantile")

    def _entropy(self) -> Tensor:
        raise self._missing("entropy")

    def _mean(self) -> Tensor:
        raise self._missing("mean")

    def _variance(self) -> Tensor:
        raise self._missing("variance")

    def _stddev(self) -> Tensor:
        raise self._missing("stddev")

    def _covariance(self) -> Tensor:
        raise self._missing("covariance")

    def _mode(self) -> Tensor:
        raise self._missing("mode")

    def _cross_entropy(self, other: Distribution) -> Tensor:
        from .divergence import cross_entropy

        return cross_entropy(self, other, allow_nan_stats=self.allow_nan_stats)

    def _kl_divergence(self, other: Distribution) -> Tensor:
        from .divergence import kl_divergence

        return kl_divergence(self, other, allow_nan_stats=self.allow_nan_stats)


def _as_is(x: Tensor) -> Tensor:
    return x


def scalar_parameters(names: tuple[str, ...], sample_shape: Any) -> dict[str, Tensor]:
    """`param_shapes` of distributions over scalars: each parameter has the sample's shape."""
    sizes = convert_to_tensor(sample_shape, dtype=dtypes.int32)
    return {name: sizes for name in names}


def ones_of(d: Distribution) -> Tensor:
    """Ones for each distribution of the batch."""
    return ones(d.batch_shape_tensor(), dtype=d.dtype)
