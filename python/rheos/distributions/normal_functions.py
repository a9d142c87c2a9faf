"""The normal distribution function, its logarithm and its inverse."""

from __future__ import annotations

import math

from .. import dtypes
from .._gen import raw_ops
from ..arithmetic import maximum, minimum
from ..array import ones_like, where
from ..comparison import greater, less
from ..elementwise import abs as _abs
from ..elementwise import erf, erfc, log, square
from ..graph import Tensor

__all__ = ["log_ndtr", "ndtr", "ndtri"]


def ndtr(x: Tensor) -> Tensor:
    """The share of a standard normal distribution below `x`, exact in both tails."""
    w = x * (0.5 * math.sqrt(2.0))
    z = _abs(w)
    inner = 1.0 + erf(w)
    outer = where(greater(w, ones_like(w) * 0.0), 2.0 - erfc(z), erfc(z))
    return 0.5 * where(less(z, ones_like(z) * (0.5 * math.sqrt(2.0))), inner, outer)


def log_ndtr(x: Tensor) -> Tensor:
    """Logarithm of `ndtr`, which does not underflow: far below zero by its asymptotic series."""
    # Beyond these the series is exact to the type's last place, and the plain forms are not.
    double = x.dtype == dtypes.float64
    upper, lower, terms = (8.0, -20.0, 10) if double else (5.0, -10.0, 6)
    high = greater(x, ones_like(x) * upper)
    low = less(x, ones_like(x) * lower)
    # Each part sees only arguments that it is made for, so that gradients stay finite.
    middle = log(ndtr(minimum(maximum(x, lower), upper)))
    tail = minimum(x, lower)
    inverse = 1.0 / square(tail)
    series = ones_like(x)
    for n in range(terms, 0, -1):
        series = 1.0 - (2 * n - 1) * inverse * series
    far = -0.5 * square(tail) - log(-tail) - 0.5 * math.log(2.0 * math.pi) + log(series)
    return where(high, -ndtr(-maximum(x, upper)), where(low, far, middle))


def ndtri(p: Tensor) -> Tensor:
    """The number below which the share `p` of a standard normal distribution lies."""
    return raw_ops.Ndtri(p)
