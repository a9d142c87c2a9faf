"""Kullback-Leibler divergences, looked up by the classes of two distributions."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from ..array import identity
from ..comparison import logical_not
from ..control import Assert
from ..elementwise import is_nan
from ..graph import Tensor, control_dependencies, name_scope
from ..reductions import reduce_all
from .distribution import Distribution

__all__ = ["RegisterKL", "cross_entropy", "kl_divergence"]

_F = TypeVar("_F", bound=Callable[..., Any])
_divergences: dict[tuple[type, type], Callable[..., Tensor]] = {}


def _registered(a: type, b: type) -> Callable[..., Tensor] | None:
    """The function for the nearest pair of base classes."""
    found, best = None, -1
    for steps_a, base_a in enumerate(inspect.getmro(a)):
        for steps_b, base_b in enumerate(inspect.getmro(b)):
            own = _divergences.get((base_a, base_b))
            if own is not None and (found is None or steps_a + steps_b < best):
                found, best = own, steps_a + steps_b
    return found


def kl_divergence(
    distribution_a: Distribution,
    distribution_b: Distribution,
    allow_nan_stats: bool = True,
    name: str | None = None,
) -> Tensor:
    """Kullback-Leibler divergence of `distribution_b` from `distribution_a`, in nats.

    Parameters
    ----------
    distribution_a, distribution_b : Distribution
        Of classes for which a divergence is registered.
    allow_nan_stats : bool
        Whether NaN may be the answer; if not it is an error when run.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One number for each pair of distributions.

    Raises
    ------
    NotImplementedError
        None is registered.

    Examples
    --------
    >>> import rheos as tf
    >>> Normal = tf.distributions.Normal
    >>> print(tf.Session().run(tf.distributions.kl_divergence(Normal(0.0, 1.0), Normal(1.0, 1.0))))
    0.5
    """
    function = _registered(type(distribution_a), type(distribution_b))
    if function is None:
        raise NotImplementedError(
            "No KL(distribution_a || distribution_b) registered for distribution_a type "
            f"{type(distribution_a).__name__} and distribution_b type {type(distribution_b).__name__}"
        )
    with name_scope("KullbackLeibler"):
        value = function(distribution_a, distribution_b, name=name)
        if allow_nan_stats:
            return value
        fine = reduce_all(logical_not(is_nan(value)))
        message = (
            f"KL calculation between {distribution_a.name} and {distribution_b.name} returned NaN values "
            "(and was called with allow_nan_stats=False). Values:"
        )
        with control_dependencies([Assert(fine, [message, value])]):
            same: Tensor = identity(value, name="checked_kl")
            return same


def cross_entropy(
    ref: Distribution, other: Distribution, allow_nan_stats: bool = True, name: str | None = None
) -> Tensor:
    """Expected negative log-probability under `other` of draws from `ref`: its entropy and the divergence."""
    with name_scope(name, "cross_entropy"):
        return ref.entropy() + kl_divergence(ref, other, allow_nan_stats=allow_nan_stats)


class RegisterKL:
    """Decorator that registers a function as the divergence of two classes of distributions.

    Parameters
    ----------
    dist_cls_a, dist_cls_b : type
        Classes of the function's first two arguments; its third is ``name``.

    Raises
    ------
    TypeError
        What is decorated cannot be called.
    ValueError
        There is a function for these classes already.

    Examples
    --------
    >>> import rheos as tf
    >>> class Mine(tf.distributions.Normal):
    ...     pass
    >>> @tf.distributions.RegisterKL(Mine, Mine)
    ... def _mine(a, b, name=None):
    ...     return tf.constant(7.0)
    >>> print(tf.Session().run(tf.distributions.kl_divergence(Mine(0.0, 1.0), Mine(0.0, 1.0))))
    7.0
    """

    def __init__(self, dist_cls_a: type, dist_cls_b: type) -> None:
        self._key = (dist_cls_a, dist_cls_b)

    def __call__(self, kl_fn: _F) -> _F:
        if not callable(kl_fn):
            raise TypeError(f"kl_fn must be callable, received: {kl_fn}")
        if self._key in _divergences:
            raise ValueError(
                f"KL({self._key[0].__name__} || {self._key[1].__name__}) has already been registered to: "
                f"{_divergences[self._key]}"
            )
        _divergences[self._key] = kl_fn
        return kl_fn
