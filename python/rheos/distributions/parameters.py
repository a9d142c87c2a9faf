"""What the constructors share: tensors from arguments, logits from probabilities, seeds from seeds."""

from __future__ import annotations

import hashlib
from typing import Any

from ..arithmetic import multiply
from ..array import identity, ones_like, zeros_like
from ..checks import assert_less_equal, assert_non_negative, assert_positive
from ..elementwise import log, log1p, sigmoid
from ..graph import Tensor, control_dependencies, convert_to_tensor, name_scope
from ..nn import softmax

__all__ = ["another_seed", "arguments", "checked", "logits_and_probs", "positive", "spread_like"]


def checked(x: Tensor, checks: list[Any]) -> Tensor:
    """`x`, available once the checks have passed."""
    if not checks:
        return x
    with control_dependencies(checks):
        same: Tensor = identity(x)
        return same


def positive(x: Any, validate: bool, name: str, dtype: Any = None) -> Tensor:
    """An argument as a tensor that must be positive where arguments are validated."""
    x = convert_to_tensor(x, dtype=dtype, name=name)
    same: Tensor = identity(checked(x, [assert_positive(x)] if validate else []), name=name)
    return same


def logits_and_probs(
    logits: Any, probs: Any, classes: bool, validate: bool, name: str, dtype: Any = None
) -> tuple[Tensor, Tensor]:
    """Both forms of the parameter of which one was given; over classes, or of one event."""
    if (probs is None) == (logits is None):
        raise ValueError("Must pass probs or logits, but not both.")
    with name_scope(name, values=[logits, probs]):
        if probs is None:
            logits = convert_to_tensor(logits, name="logits", dtype=dtype)
            if not logits.dtype.is_floating:
                raise TypeError("logits must having floating type.")
            return logits, softmax(logits, name="probs") if classes else sigmoid(logits, name="probs")
        probs = convert_to_tensor(probs, name="probs", dtype=dtype)
        if not probs.dtype.is_floating:
            raise TypeError("probs must having floating type.")
        if validate:
            one = ones_like(probs)
            probs = checked(
                probs, [assert_non_negative(probs), assert_less_equal(probs, one, message="probs above 1.")]
            )
        with name_scope("logits"):
            return (log(probs) if classes else log(probs) - log1p(-probs)), probs


def spread_like(x: Tensor, other: Tensor) -> Tensor:
    """`x` broadcast to the shape that it makes with `other`."""
    if x.get_shape().is_fully_defined() and x.get_shape() == other.get_shape():
        return x
    return (
        multiply(x, ones_like(other, dtype=x.dtype))
        if x.dtype.is_floating
        else x + zeros_like(other, dtype=x.dtype)
    )


def another_seed(seed: int | None, salt: str) -> int | None:
    """A second seed made from the first, as TensorFlow makes it; None stays None."""
    if seed is None:
        return None
    text = (str(seed) + salt).encode("utf-8")
    return int(hashlib.md5(text, usedforsecurity=False).hexdigest()[:8], 16) & 0x7FFFFFFF


def arguments(local: dict[str, Any]) -> dict[str, Any]:
    """A constructor's arguments from its local names."""
    return {k: v for k, v in local.items() if k not in ("self", "__class__")}
