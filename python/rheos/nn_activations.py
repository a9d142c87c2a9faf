"""Activation functions of `tf.nn`."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from .arithmetic import maximum
from .array import concat
from .casting import cast
from .dtypes import as_dtype
from .elementwise import sigmoid
from .graph import Tensor, convert_to_tensor, name_scope

__all__ = [
    "crelu",
    "elu",
    "leaky_relu",
    "log_sigmoid",
    "relu",
    "relu6",
    "selu",
    "softplus",
    "softsign",
    "swish",
]


def relu(features: Any, name: str | None = None) -> Tensor:
    """Rectified linear: max(features, 0).

    Parameters
    ----------
    features : Tensor
        Of any shape and any real type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.relu([-1.0, 2.0]))
    array([0., 2.], dtype=float32)
    """
    return raw_ops.Relu(features, name=name)


def relu6(features: Any, name: str | None = None) -> Tensor:
    """Rectified linear, capped at 6: min(max(features, 0), 6).

    Parameters
    ----------
    features : Tensor
        Of any shape and any real type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.relu6([-1.0, 2.0, 7.0]))
    array([0., 2., 6.], dtype=float32)
    """
    with name_scope(name, "Relu6", [features]) as scope:
        return raw_ops.Relu6(features, name=scope)


def crelu(features: Any, name: str | None = None, axis: int = -1) -> Tensor:
    """Concatenated rectified linear: the positive and the negative part, side by side.

    Parameters
    ----------
    features : Tensor
        Of any real type.
    name : str, optional
        Name of the operation.
    axis : int
        Axis along which the two parts are joined.

    Returns
    -------
    Tensor
        Twice as large along `axis`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.crelu([-1.0, 2.0]))
    array([0., 2., 1., 0.], dtype=float32)
    """
    with name_scope(name, "CRelu", [features]) as scope:
        features = convert_to_tensor(features, name="features")
        joined = concat([features, -features], axis, name=scope)
        return relu(joined)


def elu(features: Any, name: str | None = None) -> Tensor:
    """Exponential linear: features where positive, exp(features) - 1 elsewhere.

    Parameters
    ----------
    features : Tensor
        Of any shape and a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.elu([0.0, 2.0]))
    array([0., 2.], dtype=float32)
    """
    return raw_ops.Elu(features, name=name)


def selu(features: Any, name: str | None = None) -> Tensor:
    """Scaled exponential linear (Klambauer et al. 2017), which keeps mean 0 and variance 1.

    Parameters
    ----------
    features : Tensor
        Of any shape and a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.selu([0.0]))
    array([0.], dtype=float32)
    """
    return raw_ops.Selu(features, name=name)


def leaky_relu(features: Any, alpha: Any = 0.2, name: str | None = None) -> Tensor:
    """Rectified linear with slope `alpha` below 0.

    Parameters
    ----------
    features : Tensor
        Of any shape; integers become float32.
    alpha : float or Tensor
        Slope for negative features.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.leaky_relu([-1.0, 2.0], alpha=0.5))
    array([-0.5,  2. ], dtype=float32)
    """
    with name_scope(name, "LeakyRelu", [features, alpha]) as scope:
        features = convert_to_tensor(features, name="features")
        if features.dtype.is_integer:
            features = cast(features, as_dtype("float32"))
        if isinstance(alpha, Tensor):
            return maximum(alpha * features, features, name=scope)
        return raw_ops.LeakyRelu(features, alpha=float(alpha), name=scope)


def softplus(features: Any, name: str | None = None) -> Tensor:
    """log(exp(features) + 1), without overflow.

    Parameters
    ----------
    features : Tensor
        Of any shape and a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.softplus([100.0]))
    array([100.], dtype=float32)
    """
    return raw_ops.Softplus(features, name=name)


def softsign(features: Any, name: str | None = None) -> Tensor:
    """features / (|features| + 1).

    Parameters
    ----------
    features : Tensor
        Of any shape and a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.softsign([1.0, -3.0]))
    array([ 0.5 , -0.75], dtype=float32)
    """
    return raw_ops.Softsign(features, name=name)


def log_sigmoid(x: Any, name: str | None = None) -> Tensor:
    """Logarithm of the sigmoid, -softplus(-x).

    Parameters
    ----------
    x : Tensor
        Of any shape and a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.log_sigmoid([0.0]))
    array([-0.6931472], dtype=float32)
    """
    with name_scope(name, "LogSigmoid", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return raw_ops.Neg(softplus(-x), name=scope)


def swish(features: Any, name: str | None = None) -> Tensor:
    """features * sigmoid(features) (Ramachandran et al. 2017).

    Parameters
    ----------
    features : Tensor
        Of any shape and a floating type.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of the same shape and type.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.swish([0.0]))
    array([0.], dtype=float32)
    """
    with name_scope(name, "swish", [features]):
        features = convert_to_tensor(features, name="features")
        result: Tensor = features * sigmoid(features)
        return result
