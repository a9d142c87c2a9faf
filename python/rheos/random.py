"""Random tensors: `tf.random_uniform` and its kin, also as `tf.random.*`.

Seeds follow TensorFlow 1's rules (see `tf.set_random_seed`), and equal seeds give TensorFlow's numbers: the
same bits for uniform numbers and integers, the same to the last place or two for normal ones. Each run of a
session continues the streams of its operations; a new session starts them anew.
"""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np

from . import dtypes
from ._gen import raw_ops
from ._namespace import missing
from .graph import Tensor, control_dependencies, convert_to_tensor, name_scope
from .seeds import get_seed
from .seeds import set_random_seed as set_random_seed

# Top-level names; the shorter ones below are those of `tf.random`.
__all__ = [
    "multinomial",
    "random_crop",
    "random_gamma",
    "random_normal",
    "random_poisson",
    "random_shuffle",
    "random_uniform",
    "truncated_normal",
]

_FLOATS = (dtypes.float16, dtypes.bfloat16, dtypes.float32, dtypes.float64)
_INTEGERS = (dtypes.int32, dtypes.int64)


def _shape(shape: Any) -> Tensor:
    """Sizes as an integer vector; the sizes of a TensorShape or Dimensions are unwrapped."""
    if hasattr(shape, "as_list"):
        shape = shape.as_list()
    if isinstance(shape, (tuple, list)):
        shape = [getattr(size, "value", size) for size in shape]
        return convert_to_tensor(shape, dtype=None if shape else dtypes.int32, name="shape")
    return convert_to_tensor(shape, name="shape")


class _Seeds(TypedDict):
    seed: int
    seed2: int


def _seeds(seed: int | None) -> _Seeds:
    """The two seed attributes of a new operation; zeros ask for different numbers each time."""
    first, second = get_seed(seed)
    return {"seed": first or 0, "seed2": second or 0}


def random_uniform(
    shape: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Numbers spread evenly over [minval, maxval).

    Parameters
    ----------
    shape : sequence of int or Tensor
        Sizes of the result.
    minval, maxval : number or Tensor
        Bounds, of any shape that broadcasts (scalars for integers). `maxval` is 1 by default; integers
        need it.
    dtype : DType
        float16, bfloat16, float32, float64, int32 or int64.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of type `dtype`.

    Raises
    ------
    ValueError
        For another type, or integers without `maxval`.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.random_uniform([3], 10, 20, tf.int32, seed=1)
    >>> print(tf.Session().run(tf.reduce_all(x >= 10)))
    True
    """
    dtype = dtypes.as_dtype(dtype)
    if dtype not in _FLOATS + _INTEGERS:
        raise ValueError(f"Invalid dtype {dtype!r}")
    if maxval is None:
        if dtype in _INTEGERS:
            raise ValueError(f"Must specify maxval for integer dtype {dtype!r}")
        maxval = 1
    with name_scope(name, "random_uniform", [shape, minval, maxval]) as scope:
        sizes = _shape(shape)
        low = convert_to_tensor(minval, dtype=dtype, name="min")
        high = convert_to_tensor(maxval, dtype=dtype, name="max")
        seeds = _seeds(seed)
        if dtype in _INTEGERS:
            return raw_ops.RandomUniformInt(sizes, low, high, **seeds, name=scope)
        drawn = raw_ops.RandomUniform(sizes, dtype=dtype, **seeds)
        return raw_ops.Add(drawn * (high - low), low, name=scope)


def random_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Normally distributed numbers.

    Parameters
    ----------
    shape : sequence of int or Tensor
        Sizes of the result.
    mean, stddev : number or Tensor
        Mean and standard deviation, of any shape that broadcasts.
    dtype : DType
        float16, bfloat16, float32 or float64.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of type `dtype`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random_normal([2, 3], seed=1)).shape
    (2, 3)
    """
    with name_scope(name, "random_normal", [shape, mean, stddev]) as scope:
        return _scaled(raw_ops.RandomStandardNormal, shape, mean, stddev, dtype, seed, scope)


def truncated_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Normally distributed numbers, drawn again where they are beyond two standard deviations.

    Parameters
    ----------
    shape : sequence of int or Tensor
        Sizes of the result.
    mean, stddev : number or Tensor
        Mean and standard deviation before truncation, of any shape that broadcasts.
    dtype : DType
        float16, bfloat16, float32 or float64.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of type `dtype`.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.truncated_normal([100], stddev=0.5, seed=1)
    >>> print(tf.Session().run(tf.reduce_max(tf.abs(x)) <= 1.0))
    True
    """
    with name_scope(name, "truncated_normal", [shape, mean, stddev]) as scope:
        return _scaled(raw_ops.TruncatedNormal, shape, mean, stddev, dtype, seed, scope)


def _scaled(op: Any, shape: Any, mean: Any, stddev: Any, dtype: Any, seed: int | None, scope: str) -> Tensor:
    """`op(shape) * stddev + mean`, its nodes in TensorFlow's order, on which seeds depend."""
    sizes = _shape(shape)
    mean = convert_to_tensor(mean, dtype=dtype, name="mean")
    stddev = convert_to_tensor(stddev, dtype=dtype, name="stddev")
    drawn = op(sizes, dtype=dtype, **_seeds(seed))
    return raw_ops.Add(drawn * stddev, mean, name=scope)


def random_shuffle(value: Any, seed: int | None = None, name: str | None = None) -> Tensor:
    """The rows of a tensor in random order.

    Parameters
    ----------
    value : Tensor
        Any type and shape; rows are along axis 0.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Same type and shape as `value`.

    Examples
    --------
    >>> import rheos as tf
    >>> sorted(tf.Session().run(tf.random_shuffle([1, 2, 3])).tolist())
    [1, 2, 3]
    """
    return raw_ops.RandomShuffle(value, **_seeds(seed), name=name)


def random_crop(value: Any, size: Any, seed: int | None = None, name: str | None = None) -> Tensor:
    """A part of a tensor, of the given size, at a random place.

    Parameters
    ----------
    value : Tensor
        Any type.
    size : sequence of int or Tensor
        Sizes of the part, one for each axis.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Part of `value`.

    Raises
    ------
    rheos.errors.InvalidArgumentError
        When run, if the part is larger than `value`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random_crop(tf.zeros([4, 5]), [2, 2])).shape
    (2, 2)
    """
    with name_scope(name, "random_crop", [value, size]) as scope:
        value = convert_to_tensor(value, name="value")
        size = convert_to_tensor(size, dtype=dtypes.int32, name="size")
        shape = raw_ops.Shape(value)
        fits = raw_ops.All(raw_ops.GreaterEqual(shape, size), [0])
        check = raw_ops.Assert(fits, ["Need value.shape >= size, got ", shape, size], summarize=1000)
        with control_dependencies([check]):
            shape = raw_ops.Identity(shape)
        limit = shape - size + 1
        drawn = random_uniform(raw_ops.Shape(shape), dtype=dtypes.int32, maxval=2**31 - 1, seed=seed)
        return raw_ops.Slice(value, drawn % limit, size, name=scope)


def multinomial(
    logits: Any,
    num_samples: Any,
    seed: int | None = None,
    name: str | None = None,
    output_dtype: Any = None,
) -> Tensor:
    """Classes drawn at random for each row of logits.

    Parameters
    ----------
    logits : Tensor
        Unnormalised log-probabilities, of shape (batch, classes).
    num_samples : int or Tensor
        How many classes to draw for each row.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.
    output_dtype : DType, optional
        int32 or int64, which is the default.

    Returns
    -------
    Tensor
        Numbers of classes, of shape (batch, num_samples).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.multinomial([[0.0, 0.0]], 5)).shape
    (1, 5)
    """
    with name_scope(name, "multinomial", [logits]):
        return _drawn(logits, num_samples, output_dtype, seed)


def categorical(
    logits: Any,
    num_samples: Any,
    dtype: Any = None,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Classes drawn at random for each row of logits, as `tf.multinomial`.

    Parameters
    ----------
    logits : Tensor
        Unnormalised log-probabilities, of shape (batch, classes).
    num_samples : int or Tensor
        How many classes to draw for each row.
    dtype : DType, optional
        int32 or int64, which is the default.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of classes, of shape (batch, num_samples).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random.categorical([[0.0, 0.0]], 5)).shape
    (1, 5)
    """
    with name_scope(name, "categorical", [logits]):
        return _drawn(logits, num_samples, dtype, seed)


def random_gamma(
    shape: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Samples of gamma distributions. Gradients flow to both parameters.

    Parameters
    ----------
    shape : sequence of int or Tensor
        How many samples to draw of each distribution.
    alpha : number or Tensor
        Shapes of the distributions, positive.
    beta : number or Tensor, optional
        Inverse scales, positive, broadcast with `alpha`; 1 by default.
    dtype : DType
        float16, float32 or float64.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Of shape ``shape + broadcast(alpha, beta)``; never below the smallest normal number of `dtype`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random_gamma([10], [[1.0], [3.0]], beta=[3.0, 4.0])).shape
    (10, 2, 2)
    """
    with name_scope(name, "random_gamma", [shape, alpha, beta]):
        sizes = _shape(shape)
        alpha = convert_to_tensor(alpha, dtype=dtype, name="alpha")
        beta = convert_to_tensor(1 if beta is None else beta, dtype=dtype, name="beta")
        each = alpha + raw_ops.ZerosLike(beta)
        drawn = raw_ops.RandomGamma(sizes, each, **_seeds(seed)) / beta
        smallest = np.finfo(alpha.dtype.as_numpy_dtype).tiny
        return raw_ops.Maximum(convert_to_tensor(smallest, dtype=dtype), drawn)


def random_poisson(
    lam: Any,
    shape: Any,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Samples of Poisson distributions.

    Parameters
    ----------
    lam : number or Tensor
        Rates of the distributions, not negative.
    shape : sequence of int or Tensor
        How many samples to draw of each distribution.
    dtype : DType
        float16, float32, float64, int32 or int64.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Whole numbers of shape ``shape + lam.shape``.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random_poisson([0.5, 12.0], [7])).shape
    (7, 2)
    """
    with name_scope(name, "random_poisson", [lam, shape]):
        sizes = _shape(shape)
        return raw_ops.RandomPoissonV2(sizes, lam, dtype=dtypes.as_dtype(dtype), **_seeds(seed))


def _drawn(logits: Any, num_samples: Any, dtype: Any, seed: int | None) -> Tensor:
    logits = convert_to_tensor(logits, name="logits")
    return raw_ops.Multinomial(logits, num_samples, output_dtype=dtype or dtypes.int64, **_seeds(seed))


def stateless_uniform(
    shape: Any,
    seed: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """Numbers spread evenly over [minval, maxval): the same for the same shape and seed.

    Parameters
    ----------
    shape : sequence of int or Tensor
        Sizes of the result.
    seed : Tensor
        Two integers.
    minval, maxval : number or Tensor
        Bounds. `maxval` is 1 by default; integers need it.
    dtype : DType
        float16, bfloat16, float32, float64, int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of type `dtype`.

    Raises
    ------
    ValueError
        For another type, or integers without `maxval`.

    Examples
    --------
    >>> import rheos as tf
    >>> x = tf.random.stateless_uniform([3], [1, 2])
    >>> session = tf.Session()
    >>> bool((session.run(x) == session.run(x)).all())
    True
    """
    dtype = dtypes.as_dtype(dtype)
    if dtype not in _FLOATS + _INTEGERS:
        raise ValueError(f"Invalid dtype {dtype!r}")
    if maxval is None:
        if dtype in _INTEGERS:
            raise ValueError(f"Must specify maxval for integer dtype {dtype!r}")
        maxval = 1
    with name_scope(name, "stateless_random_uniform", [shape, seed, minval, maxval]) as scope:
        sizes = _shape(shape)
        low = convert_to_tensor(minval, dtype=dtype, name="min")
        high = convert_to_tensor(maxval, dtype=dtype, name="max")
        if dtype in _INTEGERS:
            return raw_ops.StatelessRandomUniformInt(sizes, seed, low, high, name=scope)
        drawn = raw_ops.StatelessRandomUniform(sizes, seed, dtype=dtype)
        return raw_ops.Add(drawn * (high - low), low, name=scope)


def stateless_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """Normally distributed numbers: the same for the same shape and seed.

    Parameters
    ----------
    shape : sequence of int or Tensor
        Sizes of the result.
    seed : Tensor
        Two integers.
    mean, stddev : number or Tensor
        Mean and standard deviation.
    dtype : DType
        float16, bfloat16, float32 or float64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of type `dtype`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random.stateless_normal([2], [1, 2])).shape
    (2,)
    """
    with name_scope(name, "stateless_random_normal", [shape, seed, mean, stddev]) as scope:
        return _stateless_scaled(raw_ops.StatelessRandomNormal, shape, seed, mean, stddev, dtype, scope)


def stateless_truncated_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """Truncated normal numbers: the same for the same shape and seed.

    Parameters
    ----------
    shape : sequence of int or Tensor
        Sizes of the result.
    seed : Tensor
        Two integers.
    mean, stddev : number or Tensor
        Mean and standard deviation before truncation.
    dtype : DType
        float16, bfloat16, float32 or float64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of type `dtype`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random.stateless_truncated_normal([2], [1, 2])).shape
    (2,)
    """
    with name_scope(name, "stateless_truncated_normal", [shape, seed, mean, stddev]) as scope:
        return _stateless_scaled(raw_ops.StatelessTruncatedNormal, shape, seed, mean, stddev, dtype, scope)


def _stateless_scaled(
    op: Any, shape: Any, seed: Any, mean: Any, stddev: Any, dtype: Any, scope: str
) -> Tensor:
    sizes = _shape(shape)
    mean = convert_to_tensor(mean, dtype=dtype, name="mean")
    stddev = convert_to_tensor(stddev, dtype=dtype, name="stddev")
    return raw_ops.Add(op(sizes, seed, dtype=dtype) * stddev, mean, name=scope)


def stateless_multinomial(
    logits: Any, num_samples: Any, seed: Any, output_dtype: Any = dtypes.int64, name: str | None = None
) -> Tensor:
    """Classes drawn for each row of logits: the same for the same operands.

    Parameters
    ----------
    logits : Tensor
        Unnormalised log-probabilities, of shape (batch, classes).
    num_samples : int or Tensor
        How many classes to draw for each row.
    seed : Tensor
        Two integers.
    output_dtype : DType
        int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of classes, of shape (batch, num_samples).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random.stateless_multinomial([[0.0, 0.0]], 5, [1, 2])).shape
    (1, 5)
    """
    with name_scope(name, "stateless_multinomial", [logits, seed]):
        return _stateless_drawn(logits, num_samples, seed, output_dtype)


def stateless_categorical(
    logits: Any, num_samples: Any, seed: Any, dtype: Any = dtypes.int64, name: str | None = None
) -> Tensor:
    """Classes drawn for each row of logits: the same for the same operands, as `stateless_multinomial`.

    Parameters
    ----------
    logits : Tensor
        Unnormalised log-probabilities, of shape (batch, classes).
    num_samples : int or Tensor
        How many classes to draw for each row.
    seed : Tensor
        Two integers.
    dtype : DType
        int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Numbers of classes, of shape (batch, num_samples).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.random.stateless_categorical([[0.0, 0.0]], 5, [1, 2])).shape
    (1, 5)
    """
    with name_scope(name, "stateless_categorical", [logits, seed]):
        return _stateless_drawn(logits, num_samples, seed, dtype)


def _stateless_drawn(logits: Any, num_samples: Any, seed: Any, dtype: Any) -> Tensor:
    logits = convert_to_tensor(logits, name="logits")
    return raw_ops.StatelessMultinomial(logits, num_samples, seed, output_dtype=dtypes.as_dtype(dtype))


gamma = random_gamma
normal = random_normal
poisson = random_poisson
shuffle = random_shuffle
uniform = random_uniform


_SAMPLERS = (
    "all_candidate_sampler",
    "fixed_unigram_candidate_sampler",
    "learned_unigram_candidate_sampler",
    "log_uniform_candidate_sampler",
    "uniform_candidate_sampler",
)


def __getattr__(name: str) -> Any:
    """Give the samplers of classes, or say what else TensorFlow 1.15 has under this name."""
    if name in _SAMPLERS:
        from . import candidate_sampling

        return getattr(candidate_sampling, name)
    names = [
        *__all__,
        "categorical",
        "gamma",
        "get_seed",
        "normal",
        "poisson",
        "set_random_seed",
        "shuffle",
        "uniform",
        *_SAMPLERS,
    ]
    raise missing(__name__, names, name)
