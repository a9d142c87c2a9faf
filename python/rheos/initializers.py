"""Functions that make initial values: `tf.zeros_initializer` and its kin.

In: the options of a distribution; later a shape, and perhaps a type. Out: a tensor of that shape. Invariant:
the same graph and operation seeds give the same numbers, which are TensorFlow's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from . import dtypes
from ._gen import raw_ops
from .graph import Tensor, convert_to_tensor, name_scope
from .tensor_shape import TensorShape

# The names of this list are TensorFlow's at the top level; the shorter ones below are those of
# `tf.initializers`.
__all__ = [
    "constant_initializer",
    "glorot_normal_initializer",
    "glorot_uniform_initializer",
    "ones_initializer",
    "orthogonal_initializer",
    "random_normal_initializer",
    "random_uniform_initializer",
    "truncated_normal_initializer",
    "uniform_unit_scaling_initializer",
    "variance_scaling_initializer",
    "zeros_initializer",
]


class Initializer:
    """Base class: an object that is called with a shape and gives a tensor."""

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        """Give the initial value.

        Parameters
        ----------
        shape : TensorShape or sequence of int
            Fully known.
        dtype : DType, optional
            The type given to the constructor if omitted.
        partition_info : object, optional
            Where the value is a part of a larger one: has ``full_shape``.
        """
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Give the constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        """Make an initializer from what `get_config` gave.

        Examples
        --------
        >>> import rheos as tf
        >>> tf.constant_initializer.from_config({"value": 2.0}).get_config()
        {'value': 2.0, 'dtype': 'float32'}
        """
        return cls(**{k: v for k, v in config.items() if k != "dtype"}, **_only_dtype(config))


def _only_dtype(config: dict[str, Any]) -> dict[str, Any]:
    return {"dtype": dtypes.as_dtype(config["dtype"])} if config.get("dtype") is not None else {}


def _sizes(shape: Any) -> list[int]:
    sizes = TensorShape(shape)
    if not sizes.is_fully_defined():
        raise ValueError(f"The shape of an initial value must be fully known, got {sizes}")
    return [int(d) for d in sizes.as_list() if d is not None]


class _Typed(Initializer):
    """An initializer with a default type."""

    def __init__(self, dtype: Any = dtypes.float32) -> None:
        self.dtype = dtypes.as_dtype(dtype)

    def _type(self, dtype: Any) -> dtypes.DType:
        return self.dtype if dtype is None else dtypes.as_dtype(dtype)

    def get_config(self) -> dict[str, Any]:
        return {"dtype": self.dtype.name}


class _Floating(_Typed):
    """An initializer that draws real numbers."""

    def __init__(self, seed: int | None, dtype: Any) -> None:
        super().__init__(dtype)
        self.seed = seed
        self._check(self.dtype)

    def _type(self, dtype: Any) -> dtypes.DType:
        return self._check(super()._type(dtype))

    def _check(self, dtype: dtypes.DType) -> dtypes.DType:
        if not dtype.is_floating:
            raise ValueError(f"Expected floating point type, got {dtype}.")
        return dtype


class Zeros(_Typed):
    """Zeros; for strings, empty ones.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.get_variable("v", [2], initializer=tf.zeros_initializer())
    >>> with tf.Session() as session:
    ...     _ = session.run(v.initializer)
    ...     print(session.run(v))
    [0. 0.]
    """

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        return _filled(shape, 0, self._type(dtype), "zeros")


class Ones(_Typed):
    """Ones."""

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        return _filled(shape, 1, self._type(dtype), "ones")


def _filled(shape: Any, value: int, dtype: dtypes.DType, name: str) -> Tensor:
    """A tensor of one value: a constant while it is small, so that graphs stay small."""
    sizes = _sizes(shape)
    with name_scope(name) as scope:
        if dtype == dtypes.string:
            scalar = convert_to_tensor(b"" if value == 0 else b"1", dtype=dtype, name="Const")
        elif math.prod(sizes) < 1000:
            return convert_to_tensor(np.full(sizes, value, dtype.as_numpy_dtype), dtype=dtype, name=scope)
        else:
            scalar = convert_to_tensor(np.array(value, dtype.as_numpy_dtype), dtype=dtype, name="Const")
        dims = convert_to_tensor(np.array(sizes, np.int32), name="shape_as_tensor")
        return raw_ops.Fill(dims, scalar, name=scope)


class Constant(_Typed):
    """A given value: a scalar for all elements, or one number per element.

    Parameters
    ----------
    value : scalar or array_like
        Fewer numbers than elements: the last one fills the rest. More: an error.
    dtype : DType
        Type of the result.
    verify_shape : bool
        If True the value must have exactly the variable's shape.

    Examples
    --------
    >>> import rheos as tf
    >>> v = tf.get_variable("v", [3], initializer=tf.constant_initializer(7.0))
    >>> with tf.Session() as session:
    ...     _ = session.run(v.initializer)
    ...     print(session.run(v))
    [7. 7. 7.]
    """

    def __init__(self, value: Any = 0, dtype: Any = dtypes.float32, verify_shape: bool = False) -> None:
        if not (np.isscalar(value) or isinstance(value, (list, tuple, np.ndarray))):
            raise TypeError(
                f"Invalid type for initial value: {type(value)} (expected Python scalar, list or "
                f"numpy.ndarray)."
            )
        super().__init__(dtype)
        self.value = value
        self._verify_shape = verify_shape

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None, verify_shape: bool | None = None
    ) -> Tensor:
        dtype = self._type(dtype)
        sizes = _sizes(shape)
        if dtype == dtypes.string:
            array = np.array(self.value, dtype=object)
        else:
            array = np.asarray(self.value).astype(dtype.as_numpy_dtype)
        if self._verify_shape if verify_shape is None else verify_shape:
            if list(array.shape) != sizes:
                raise TypeError(f"Expected Tensor's shape: {tuple(sizes)}, got {array.shape}.")
        count = math.prod(sizes)
        if array.size > count:
            raise ValueError(f"Too many elements provided. Needed at most {count}, but received {array.size}")
        if array.size == 1 and count >= 1000:
            with name_scope("Const") as scope:
                dims = convert_to_tensor(np.array(sizes, np.int32), name="shape")
                return raw_ops.Fill(
                    dims, convert_to_tensor(array.reshape(()), dtype=dtype, name="value"), name=scope
                )
        flat = array.ravel()
        if 0 < flat.size < count:
            flat = np.concatenate([flat, np.full(count - flat.size, flat[-1], flat.dtype)])
        elif flat.size < count:
            raise ValueError(f"Too few elements provided. Needed {count}, but received none")
        return convert_to_tensor(flat.reshape(sizes), dtype=dtype, name="Const")

    def get_config(self) -> dict[str, Any]:
        return {"value": self.value, "dtype": self.dtype.name}


class RandomUniform(_Typed):
    """Numbers that are equally likely in ``[minval, maxval)``; integers where `dtype` is an integer type.

    Parameters
    ----------
    minval, maxval : scalar or tensor
        Bounds; `maxval` is 1 if omitted, and must be given for integers.
    seed : int, optional
        Operation seed.
    dtype : DType
        Type of the result.
    """

    def __init__(
        self, minval: Any = 0, maxval: Any = None, seed: int | None = None, dtype: Any = dtypes.float32
    ) -> None:
        super().__init__(dtype)
        self.minval, self.maxval, self.seed = minval, maxval, seed

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        from .random import random_uniform

        return random_uniform(_sizes(shape), self.minval, self.maxval, self._type(dtype), seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {"minval": self.minval, "maxval": self.maxval, "seed": self.seed, "dtype": self.dtype.name}


class RandomNormal(_Floating):
    """Normally distributed numbers.

    Parameters
    ----------
    mean, stddev : float or tensor
        Of the distribution.
    seed : int, optional
        Operation seed.
    dtype : DType
        A floating type.
    """

    def __init__(
        self, mean: Any = 0.0, stddev: Any = 1.0, seed: int | None = None, dtype: Any = dtypes.float32
    ) -> None:
        super().__init__(seed, dtype)
        self.mean, self.stddev = mean, stddev

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        from .random import random_normal

        return random_normal(_sizes(shape), self.mean, self.stddev, self._type(dtype), seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed, "dtype": self.dtype.name}


class TruncatedNormal(RandomNormal):
    """Normal numbers, redrawn where they are more than two standard deviations off the mean."""

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        from .random import truncated_normal

        return truncated_normal(_sizes(shape), self.mean, self.stddev, self._type(dtype), seed=self.seed)


class UniformUnitScaling(_Floating):
    """Uniform numbers that keep the scale of the input: within ``factor * sqrt(3 / fan_in)``.

    Parameters
    ----------
    factor : float
        Scales the bound.
    seed : int, optional
        Operation seed.
    dtype : DType
        A floating type.
    """

    def __init__(self, factor: float = 1.0, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(seed, dtype)
        self.factor = factor

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        from .random import random_uniform

        full = _sizes(shape if partition_info is None else partition_info.full_shape)
        bound = math.sqrt(3 / max(1.0, math.prod(full[:-1]))) * self.factor
        return random_uniform(_sizes(shape), -bound, bound, self._type(dtype), seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {"factor": self.factor, "seed": self.seed, "dtype": self.dtype.name}


class VarianceScaling(_Floating):
    """Random numbers whose variance follows from the number of inputs and outputs.

    Parameters
    ----------
    scale : float
        Positive factor of the variance.
    mode : {"fan_in", "fan_out", "fan_avg"}
        The variance is `scale` over the number of inputs, outputs, or their mean.
    distribution : {"truncated_normal", "untruncated_normal", "uniform", "normal"}
        ``"normal"`` means ``"truncated_normal"``.
    seed : int, optional
        Operation seed.
    dtype : DType
        A floating type.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
        dtype: Any = dtypes.float32,
    ) -> None:
        if scale <= 0.0:
            raise ValueError("`scale` must be positive float.")
        if mode not in {"fan_in", "fan_out", "fan_avg"}:
            raise ValueError("Invalid `mode` argument:", mode)
        distribution = distribution.lower()
        if distribution not in {"normal", "uniform", "truncated_normal", "untruncated_normal"}:
            raise ValueError("Invalid `distribution` argument:", distribution)
        super().__init__(seed, dtype)
        self.scale, self.mode, self.distribution = scale, mode, distribution

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        from .random import random_normal, random_uniform, truncated_normal

        dtype = self._type(dtype)
        sizes = _sizes(shape)
        fan_in, fan_out = _fans(sizes if partition_info is None else _sizes(partition_info.full_shape))
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}[self.mode]
        scale = self.scale / max(1.0, fan)
        if self.distribution in ("normal", "truncated_normal"):
            # Cutting the tails off at two standard deviations leaves this much of the deviation.
            stddev = math.sqrt(scale) / 0.87962566103423978
            return truncated_normal(sizes, 0.0, stddev, dtype, seed=self.seed)
        if self.distribution == "untruncated_normal":
            return random_normal(sizes, 0.0, math.sqrt(scale), dtype, seed=self.seed)
        limit = math.sqrt(3.0 * scale)
        return random_uniform(sizes, -limit, limit, dtype, seed=self.seed)

    def get_config(self) -> dict[str, Any]:
        return {
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }


def _fans(sizes: Sequence[int]) -> tuple[float, float]:
    """How many inputs and outputs one element of a weight of these sizes connects."""
    if len(sizes) < 2:
        one = float(sizes[0]) if sizes else 1.0
        return one, one
    field = math.prod(sizes[:-2])
    return float(sizes[-2] * field), float(sizes[-1] * field)


class GlorotUniform(VarianceScaling):
    """Uniform within ``sqrt(6 / (fan_in + fan_out))``: Glorot and Bengio 2010, also called Xavier."""

    def __init__(self, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"seed": self.seed, "dtype": self.dtype.name}


class GlorotNormal(VarianceScaling):
    """Truncated normal with deviation ``sqrt(2 / (fan_in + fan_out))``: Glorot and Bengio 2010."""

    def __init__(self, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed, dtype)

    def get_config(self) -> dict[str, Any]:
        return {"seed": self.seed, "dtype": self.dtype.name}


def he_normal(seed: int | None = None) -> VarianceScaling:
    """Make a truncated normal initializer with deviation ``sqrt(2 / fan_in)``."""
    return VarianceScaling(2.0, "fan_in", "truncated_normal", seed)


def he_uniform(seed: int | None = None) -> VarianceScaling:
    """Make a uniform initializer within ``sqrt(6 / fan_in)``."""
    return VarianceScaling(2.0, "fan_in", "uniform", seed)


def lecun_normal(seed: int | None = None) -> VarianceScaling:
    """Make a truncated normal initializer with deviation ``sqrt(1 / fan_in)``."""
    return VarianceScaling(1.0, "fan_in", "truncated_normal", seed)


def lecun_uniform(seed: int | None = None) -> VarianceScaling:
    """Make a uniform initializer within ``sqrt(3 / fan_in)``."""
    return VarianceScaling(1.0, "fan_in", "uniform", seed)


class Orthogonal(_Floating):
    """A matrix with orthonormal rows or columns, from the QR decomposition of random normal numbers.

    Parameters
    ----------
    gain : float
        Factor of the result.
    seed : int, optional
        Operation seed.
    dtype : DType
        A floating type.

    Raises
    ------
    ValueError
        The shape has fewer than two axes; those before the last count as rows.
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(seed, dtype)
        self.gain = gain

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        from .random import random_normal

        sizes = _sizes(shape)
        if len(sizes) < 2:
            raise ValueError("The tensor to initialize must be at least two-dimensional")
        rows, columns = math.prod(sizes[:-1]), sizes[-1]
        numbers = random_normal(
            [max(rows, columns), min(rows, columns)], dtype=self._type(dtype), seed=self.seed
        )
        q, r = raw_ops.Qr(numbers, full_matrices=False)
        # The decomposition is unique only up to the signs of r's diagonal: make them positive.
        q = q * raw_ops.Sign(raw_ops.MatrixDiagPart(r))
        if rows < columns:
            q = raw_ops.Transpose(q, [1, 0])
        return self.gain * raw_ops.Reshape(q, sizes)

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain, "seed": self.seed, "dtype": self.dtype.name}


class Identity(_Floating):
    """The identity matrix, for shapes with two axes; not square ones are padded with zeros.

    Parameters
    ----------
    gain : float
        Factor of the result.
    dtype : DType
        A floating type.
    """

    def __init__(self, gain: float = 1.0, dtype: Any = dtypes.float32) -> None:
        super().__init__(None, dtype)
        self.gain = gain

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        full = _sizes(shape if partition_info is None else partition_info.full_shape)
        if len(full) != 2:
            raise ValueError("Identity matrix initializer can only be used for 2D matrices.")
        dtype = self._type(dtype)
        rows, columns = _sizes(shape)
        offset = (0, 0) if partition_info is None else tuple(partition_info.var_offset)
        matrix = (np.eye(full[0], full[1]) * self.gain).astype(dtype.as_numpy_dtype)
        part = matrix[offset[0] : offset[0] + rows, offset[1] : offset[1] + columns]
        return convert_to_tensor(part, dtype=dtype, name="eye")

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain, "dtype": self.dtype.name}


zeros = zeros_initializer = Zeros
ones = ones_initializer = Ones
constant = constant_initializer = Constant
random_uniform = random_uniform_initializer = RandomUniform
random_normal = random_normal_initializer = RandomNormal
truncated_normal = truncated_normal_initializer = TruncatedNormal
uniform_unit_scaling = uniform_unit_scaling_initializer = UniformUnitScaling
variance_scaling = variance_scaling_initializer = VarianceScaling
orthogonal = orthogonal_initializer = Orthogonal
identity = identity_initializer = Identity
glorot_uniform = glorot_uniform_initializer = GlorotUniform
glorot_normal = glorot_normal_initializer = GlorotNormal

_ELSEWHERE = {
    "global_variables": "global_variables_initializer",
    "local_variables": "local_variables_initializer",
    "variables": "variables_initializer",
}


def __getattr__(name: str) -> object:
    from . import _namespace, variable_lists

    if name in _ELSEWHERE:
        return getattr(variable_lists, _ELSEWHERE[name])
    raise _namespace.missing(__name__, [*_ELSEWHERE, *globals()], name)
