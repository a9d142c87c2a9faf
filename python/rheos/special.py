"""Special functions: relatives of the gamma, beta, zeta and Bessel functions.

Each takes single and double precision, broadcasts its operands and follows scipy.special within rounding.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .elementwise import abs as _abs
from .elementwise import exp, lgamma
from .fills import zeros_like
from .graph import name_scope
from .reductions import reduce_sum

# Top-level names; the others below are those of `tf.math`.
__all__ = [
    "betainc",
    "igamma",
    "igammac",
    "lbeta",
    "polygamma",
    "zeta",
]


def igamma(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Lower incomplete gamma function, regularised: the share of a gamma distribution below `x`.

    Parameters
    ----------
    a : floating-point Tensor or what can become one
        Shape of the distribution, positive.
    x : floating-point Tensor or what can become one
        Upper limit, not negative.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        P(a, x), of the broadcast shape; NaN outside the domain. Gradients flow to both operands.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.igamma(1.0, [0.0, 1.0, 2.0])).round(4))
    [0.     0.6321 0.8647]
    """
    return raw_ops.Igamma(a, x, name=name)


def igammac(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Upper incomplete gamma function, regularised: ``1 - igamma(a, x)`` without cancellation.

    Parameters
    ----------
    a : floating-point Tensor or what can become one
        Shape of the distribution, positive.
    x : floating-point Tensor or what can become one
        Lower limit, not negative.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Q(a, x), of the broadcast shape; NaN outside the domain. Gradients flow to both operands.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.igammac(1.0, [0.0, 1.0, 2.0])).round(4))
    [1.     0.3679 0.1353]
    """
    return raw_ops.Igammac(a, x, name=name)


def betainc(a: Any, b: Any, x: Any, name: str | None = None) -> Tensor:
    """Incomplete beta function, regularised: the share of a beta distribution below `x`.

    Parameters
    ----------
    a, b : float32 or float64 Tensor or what can become one
        Parameters of the distribution, positive.
    x : float32 or float64 Tensor or what can become one
        Upper limit, from 0 to 1.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        I_x(a, b), of the broadcast shape; NaN outside the domain. A gradient flows to `x` alone.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.betainc(2.0, 2.0, [0.0, 0.5, 1.0])))
    [0.  0.5 1. ]
    """
    return raw_ops.Betainc(a, b, x, name=name)


def zeta(x: Any, q: Any, name: str | None = None) -> Tensor:
    """Hurwitz zeta function: the sum of ``(q + k) ** -x`` over all ``k >= 0``.

    Parameters
    ----------
    x : float32 or float64 Tensor or what can become one
        Exponent, above 1.
    q : float32 or float64 Tensor or what can become one
        Where the sum starts.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the broadcast shape: infinite at `x` = 1 and at poles, NaN outside the domain. A gradient flows to
        `q` alone.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.zeta(2.0, 1.0)).round(5))
    1.64493
    """
    return raw_ops.Zeta(x, q, name=name)


def polygamma(a: Any, x: Any, name: str | None = None) -> Tensor:
    """The derivative of order `a` of the digamma function.

    Parameters
    ----------
    a : float32 or float64 Tensor or what can become one
        Order: 0 for `tf.digamma` itself, or a positive whole number.
    x : float32 or float64 Tensor or what can become one
        Where.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the broadcast shape; NaN for other orders. A gradient flows to `x` alone.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.polygamma(1.0, 1.0)).round(5))
    1.64493
    """
    return raw_ops.Polygamma(a, x, name=name)


def lbeta(x: Any, name: str | None = None) -> Tensor:
    """Logarithm of the multivariate beta function of the last dimension.

    Parameters
    ----------
    x : floating-point Tensor or what can become one
        Positive numbers, of rank 1 or more.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        One number for each line along the last dimension: the sum of ``lgamma`` minus ``lgamma`` of the sum.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.lbeta([2.0, 3.0])).round(4))  # log(1 / 12)
    -2.4849
    """
    with name_scope(name, "lbeta", [x]):
        x = convert_to_tensor(x, name="x")
        parts = reduce_sum(lgamma(x), axis=[-1])
        return parts - lgamma(reduce_sum(x, axis=[-1]))


def bessel_i0e(x: Any, name: str | None = None) -> Tensor:
    """Modified Bessel function of order 0, times ``exp(-abs(x))``, which keeps it finite.

    Parameters
    ----------
    x : floating-point Tensor or what can become one
        Any numbers.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.bessel_i0e([0.0, 1.0])).round(4))
    [1.     0.4658]
    """
    with name_scope(name, "bessel_i0e", [x]) as scope:
        return raw_ops.BesselI0e(x, name=scope)


def bessel_i0(x: Any, name: str | None = None) -> Tensor:
    """Modified Bessel function of order 0.

    Parameters
    ----------
    x : floating-point Tensor or what can become one
        Any numbers; for large ones `tf.math.bessel_i0e` does not overflow.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.bessel_i0([0.0, 1.0])).round(4))
    [1.     1.2661]
    """
    with name_scope(name, "bessel_i0", [x]):
        x = convert_to_tensor(x, name="x")
        return exp(_abs(x)) * bessel_i0e(x)


def bessel_i1e(x: Any, name: str | None = None) -> Tensor:
    """Modified Bessel function of order 1, times ``exp(-abs(x))``, which keeps it finite.

    Parameters
    ----------
    x : floating-point Tensor or what can become one
        Any numbers.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.bessel_i1e([0.0, 1.0])).round(4))
    [0.     0.2079]
    """
    with name_scope(name, "bessel_i1e", [x]) as scope:
        return raw_ops.BesselI1e(x, name=scope)


def bessel_i1(x: Any, name: str | None = None) -> Tensor:
    """Modified Bessel function of order 1.

    Parameters
    ----------
    x : floating-point Tensor or what can become one
        Any numbers; for large ones `tf.math.bessel_i1e` does not overflow.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.bessel_i1([0.0, 1.0])).round(4))
    [0.     0.5652]
    """
    with name_scope(name, "bessel_i1", [x]):
        x = convert_to_tensor(x, name="x")
        return exp(_abs(x)) * bessel_i1e(x)


def nextafter(x1: Any, x2: Any, name: str | None = None) -> Tensor:
    """The number next to `x1` in the direction of `x2`.

    Parameters
    ----------
    x1 : float32 or float64 Tensor or what can become one
        Where to start.
    x2 : float32 or float64 Tensor or what can become one
        Where to go.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the broadcast shape; `x2` where the two are equal.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.nextafter(1.0, 2.0) - 1.0))
    1.1920929e-07
    """
    with name_scope(name, "NextAfter", [x1, x2]) as scope:
        x1 = convert_to_tensor(x1, name="x1")
        return raw_ops.NextAfter(x1, convert_to_tensor(x2, dtype=x1.dtype, name="x2"), name=scope)


def polyval(coeffs: list[Any], x: Any, name: str | None = None) -> Tensor:
    """The value of a polynomial, by Horner's rule.

    Parameters
    ----------
    coeffs : list of Tensor or what can become one
        Coefficients, that of the highest power first.
    x : Tensor or what can become one
        Where.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Zeros in the shape of `x` without coefficients.

    Raises
    ------
    ValueError
        `coeffs` is not a list.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.math.polyval([1.0, 0.0, -2.0], [2.0, 3.0])))
    [2. 7.]
    """
    if not isinstance(coeffs, list):
        raise ValueError(f"Argument coeffs must be list type, found {type(coeffs)}.")
    with name_scope(name, "polyval", [*coeffs, x]) as scope:
        x = convert_to_tensor(x, name="x")
        if not coeffs:
            return zeros_like(x, name=scope)
        terms = [convert_to_tensor(c, name=f"coeff_{i}") for i, c in enumerate(coeffs)]
        value = terms[0]
        for term in terms[1:]:
            value = term + value * x
        return value
