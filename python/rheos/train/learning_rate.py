"""Learning rates that follow the global step.

In: a starting rate and a step (variable, tensor or number). Out: a scalar of the rate's type. Each function
names its formula; `step` there is the global step, `steps` the argument `decay_steps`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .. import dtypes
from .._gen import raw_ops
from ..graph import Tensor, convert_to_tensor, name_scope
from .optimizer import cast

__all__ = [
    "cosine_decay",
    "cosine_decay_restarts",
    "exponential_decay",
    "inverse_time_decay",
    "linear_cosine_decay",
    "natural_exp_decay",
    "noisy_linear_cosine_decay",
    "piecewise_constant",
    "piecewise_constant_decay",
    "polynomial_decay",
]


def _inputs(function: str, learning_rate: Any, global_step: Any, *others: Any) -> tuple[Tensor, ...]:
    """All arguments as tensors of the learning rate's type."""
    if global_step is None:
        raise ValueError(f"global_step is required for {function}.")
    rate = convert_to_tensor(learning_rate, name="learning_rate")
    return rate, *(_as(value, rate.dtype) for value in (global_step, *others))


def _as(value: Any, dtype: dtypes.DType) -> Tensor:
    if isinstance(value, (int, float)):
        return convert_to_tensor(value, dtype=dtype)
    return cast(value, dtype)


def exponential_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Tensor:
    """``learning_rate * decay_rate ** (step / steps)``.

    Parameters
    ----------
    learning_rate : float or scalar tensor
        Rate at step 0.
    global_step : int, scalar tensor or Variable
        The step.
    decay_steps : int or scalar tensor
        Steps in which the rate falls by the factor `decay_rate`.
    decay_rate : float or scalar tensor
        The factor.
    staircase : bool
        Keep the rate for `decay_steps` steps: the exponent is rounded down.
    name : str, optional
        Name of the result.

    Returns
    -------
    Tensor
        Scalar.

    Raises
    ------
    ValueError
        `global_step` is None.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session() as session:
    ...     print(session.run(tf.train.exponential_decay(1.0, 20, 10, 0.5)))
    0.25
    """
    with name_scope(name, "ExponentialDecay") as scope:
        rate, step, steps, factor = _inputs(
            "exponential_decay", learning_rate, global_step, decay_steps, decay_rate
        )
        part = step / steps
        if staircase:
            part = raw_ops.Floor(part)
        return raw_ops.Mul(rate, raw_ops.Pow(factor, part), name=scope)


def piecewise_constant(
    x: Any, boundaries: Sequence[Any], values: Sequence[Any], name: str | None = None
) -> Tensor:
    """``values[0]`` up to and at ``boundaries[0]``, then ``values[1]``, and so on.

    Parameters
    ----------
    x : scalar tensor or Variable
        Usually the global step.
    boundaries : sequence of scalars
        Strictly increasing, of the type of `x`.
    values : sequence of scalars
        One more than there are boundaries, all of one type.
    name : str, optional
        Name scope.

    Returns
    -------
    Tensor
        Scalar of the values' type.

    Raises
    ------
    ValueError
        The lengths or types do not fit.

    Examples
    --------
    >>> import rheos as tf
    >>> with tf.Session() as session:
    ...     print(*session.run([tf.train.piecewise_constant(x, [2, 5], [1.0, 0.5, 0.1]) for x in (2, 3, 6)]))
    1.0 0.5 0.1
    """
    if len(boundaries) != len(values) - 1:
        raise ValueError("The length of boundaries should be 1 less than the length of values")
    with name_scope(name, "PiecewiseConstant"):
        at = convert_to_tensor(x)
        limits = [convert_to_tensor(b) for b in boundaries]
        for i, limit in enumerate(limits):
            if limit.dtype == dtypes.int32 and at.dtype == dtypes.int64:
                limits[i] = cast(limit, dtypes.int64)
            elif limit.dtype != at.dtype:
                raise ValueError(f"Boundaries ({limit.dtype}) must have the same dtype as x ({at.dtype}).")
        choices = [convert_to_tensor(v) for v in values]
        for choice in choices:
            if choice.dtype != choices[0].dtype:
                raise ValueError(
                    f"Values must have elements all with the same dtype ({choices[0].dtype} vs "
                    f"{choice.dtype})."
                )
        result = choices[0]
        for limit, choice in zip(limits, choices[1:], strict=True):
            result = raw_ops.Select(raw_ops.Greater(at, limit), choice, result)
        return result


piecewise_constant_decay = piecewise_constant


def polynomial_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    end_learning_rate: Any = 0.0001,
    power: Any = 1.0,
    cycle: bool = False,
    name: str | None = None,
) -> Tensor:
    """``(learning_rate - end) * (1 - step / steps) ** power + end``; the end rate after `decay_steps` steps.

    Parameters
    ----------
    learning_rate, global_step, name
        As for `exponential_decay`.
    decay_steps : int or scalar tensor
        Steps until the end rate.
    end_learning_rate : float or scalar tensor
        The end rate.
    power : float or scalar tensor
        The exponent; 1 gives a straight line.
    cycle : bool
        Start again after `decay_steps` steps, with twice, three times… as many steps and a lower start.

    Returns
    -------
    Tensor
        Scalar.
    """
    with name_scope(name, "PolynomialDecay") as scope:
        rate, step, steps, end, exponent = _inputs(
            "polynomial_decay", learning_rate, global_step, decay_steps, end_learning_rate, power
        )
        one = convert_to_tensor(1.0, dtype=rate.dtype)
        if cycle:
            zero = convert_to_tensor(0.0, dtype=rate.dtype)
            steps = steps * raw_ops.Select(raw_ops.Equal(step, zero), one, raw_ops.Ceil(step / steps))
        else:
            step = raw_ops.Minimum(step, steps)
        left = raw_ops.Pow(one - step / steps, exponent)
        return raw_ops.AddV2((rate - end) * left, end, name=scope)


def natural_exp_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Tensor:
    """``learning_rate * exp(-decay_rate * step / steps)``.

    Arguments and result as for `exponential_decay`.
    """
    with name_scope(name, "NaturalExpDecay"):
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        factor = raw_ops.Exp(-_as(decay_rate, rate.dtype))
    return exponential_decay(rate, global_step, decay_steps, factor, staircase, name)


def inverse_time_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Tensor:
    """``learning_rate / (1 + decay_rate * step / steps)``.

    Arguments and result as for `exponential_decay`.
    """
    with name_scope(name, "InverseTimeDecay") as scope:
        rate, step, steps, factor = _inputs(
            "inverse_time_decay", learning_rate, global_step, decay_steps, decay_rate
        )
        part = step / steps
        if staircase:
            part = raw_ops.Floor(part)
        return raw_ops.RealDiv(rate, 1.0 + factor * part, name=scope)


def cosine_decay(
    learning_rate: Any, global_step: Any, decay_steps: Any, alpha: float = 0.0, name: str | None = None
) -> Tensor:
    """``learning_rate * ((1 - alpha) * 0.5 * (1 + cos(pi * step / steps)) + alpha)``.

    It stays the same after `decay_steps` steps.

    Parameters
    ----------
    learning_rate, global_step, name
        As for `exponential_decay`.
    decay_steps : int or scalar tensor
        Steps until the lowest rate.
    alpha : float
        The lowest rate, as a share of `learning_rate`.

    Returns
    -------
    Tensor
        Scalar.
    """
    with name_scope(name, "CosineDecay"):
        rate, step, steps = _inputs("cosine_decay", learning_rate, global_step, decay_steps)
        part = raw_ops.Minimum(step, steps) / steps
        return rate * ((1 - alpha) * _half_wave(part) + alpha)


def _half_wave(part: Tensor) -> Tensor:
    """From 1 to 0 as `part` goes from 0 to 1."""
    return 0.5 * (1.0 + raw_ops.Cos(math.pi * part))


def cosine_decay_restarts(
    learning_rate: Any,
    global_step: Any,
    first_decay_steps: Any,
    t_mul: Any = 2.0,
    m_mul: Any = 1.0,
    alpha: float = 0.0,
    name: str | None = None,
) -> Tensor:
    """Cosine decay that starts again each time it is over.

    Parameters
    ----------
    learning_rate, global_step, name
        As for `exponential_decay`.
    first_decay_steps : int or scalar tensor
        Steps until the first restart.
    t_mul : float or scalar tensor
        Each period is this many times as long as the one before.
    m_mul : float or scalar tensor
        Each period starts at this share of the rate of the one before.
    alpha : float
        The lowest rate, as a share of `learning_rate`.

    Returns
    -------
    Tensor
        Scalar.
    """
    with name_scope(name, "SGDRDecay") as scope:
        rate, step, first, longer, lower = _inputs(
            "cosine decay restarts", learning_rate, global_step, first_decay_steps, t_mul, m_mul
        )
        periods = step / first
        count = raw_ops.Floor(periods)
        part = periods - count
        if not (isinstance(t_mul, (int, float)) and t_mul == 1.0):
            one = convert_to_tensor(1.0, dtype=rate.dtype)
            grown = raw_ops.Floor(raw_ops.Log(one - periods * (one - longer)) / raw_ops.Log(longer))
            length = raw_ops.Pow(longer, grown)
            grown_part = (periods - (one - length) / (one - longer)) / length
            even = raw_ops.Equal(longer, one)
            count = raw_ops.Select(even, count, grown)
            part = raw_ops.Select(even, part, grown_part)
        wave = raw_ops.Pow(lower, count) * _half_wave(part)
        return raw_ops.Mul(rate, (1 - alpha) * wave + alpha, name=scope)


def linear_cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    num_periods: float = 0.5,
    alpha: float = 0.0,
    beta: float = 0.001,
    name: str | None = None,
) -> Tensor:
    """``learning_rate * ((alpha + 1 - part) * 0.5 * (1 + cos(2 pi num_periods part)) + beta)``.

    There ``part`` is ``step / steps``, at most 1.

    Parameters
    ----------
    learning_rate, global_step, name
        As for `exponential_decay`.
    decay_steps : int or scalar tensor
        Steps after which the rate stays the same.
    num_periods : float
        Periods of the cosine in `decay_steps` steps.
    alpha, beta : float
        As in the formula.

    Returns
    -------
    Tensor
        Scalar.
    """
    with name_scope(name, "LinearCosineDecay") as scope:
        rate, step, steps = _inputs("linear cosine decay", learning_rate, global_step, decay_steps)
        step = raw_ops.Minimum(step, steps)
        wave = _half_wave(2.0 * num_periods * (step / steps))
        return raw_ops.Mul(rate, (alpha + (steps - step) / steps) * wave + beta, name=scope)


def noisy_linear_cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    initial_variance: float = 1.0,
    variance_decay: float = 0.55,
    num_periods: float = 0.5,
    alpha: float = 0.0,
    beta: float = 0.001,
    name: str | None = None,
) -> Tensor:
    """Linear cosine decay with normal noise of variance ``initial_variance / (1 + step) ** variance_decay``.

    Parameters
    ----------
    learning_rate, global_step, decay_steps, num_periods, alpha, beta, name
        As for `linear_cosine_decay`.
    initial_variance, variance_decay : float
        As in the formula.

    Returns
    -------
    Tensor
        Scalar, different in each run.
    """
    from ..random import random_normal

    with name_scope(name, "NoisyLinearCosineDecay") as scope:
        rate, step, steps = _inputs("noisy linear cosine decay", learning_rate, global_step, decay_steps)
        step = raw_ops.Minimum(step, steps)
        line = (steps - step) / steps
        deviation = raw_ops.Sqrt(initial_variance / raw_ops.Pow(1.0 + step, _as(variance_decay, rate.dtype)))
        noisy = line + random_normal([], stddev=deviation, dtype=rate.dtype)
        wave = _half_wave(2.0 * num_periods * (step / steps))
        return raw_ops.Mul(rate, (alpha + noisy) * wave + beta, name=scope)
