"""From one dtype to another: `tf.cast` and its shorthands, complex numbers and their parts."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import DType, Tensor, as_dtype, convert_to_tensor
from .fills import zeros_like
from .graph import name_scope
from .sparse_values import IndexedSlices, SparseTensor

__all__ = [
    "angle",
    "bitcast",
    "cast",
    "complex",
    "conj",
    "imag",
    "real",
    "saturate_cast",
    "to_bfloat16",
    "to_complex128",
    "to_complex64",
    "to_double",
    "to_float",
    "to_int32",
    "to_int64",
]


def bitcast(input: Any, type: Any, name: str | None = None) -> Tensor:
    """The same bytes, read as elements of another dtype.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers, of any shape.
    type : DType or what stands for one
        The wanted dtype, numbers as well.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        In the shape of `input` where the dtypes have one size. Smaller elements get a dimension of their own
        behind the others; for larger ones the last dimension is used up.

    Raises
    ------
    ValueError
        The last dimension does not make up an element of the wanted dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.bitcast([1.0, -2.0], tf.int32))
    array([ 1065353216, -1073741824], dtype=int32)
    """
    return raw_ops.Bitcast(input, type=as_dtype(type), name=name)


def cast(x: Any, dtype: Any, name: str | None = None) -> Any:
    """The same elements in another dtype.

    Floating numbers become integers by dropping the fraction, complex ones real by dropping the
    imaginary part; every number but 0 becomes True.

    Parameters
    ----------
    x : Tensor, Variable, IndexedSlices, SparseTensor, or what can become a Tensor
        Numbers or bool, of any shape.
    dtype : DType or what stands for one
        The wanted dtype.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Raises
    ------
    TypeError
        Nothing of this dtype can be converted (strings, resources).

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.cast([1.8, -1.8], tf.int32))
    array([ 1, -1], dtype=int32)
    """
    wanted = as_dtype(dtype).base_dtype
    if (isinstance(x, Tensor) or hasattr(x, "_as_tensor")) and x.dtype.base_dtype == wanted:
        return x
    with name_scope(name, "Cast", [x]) as scope:
        if isinstance(x, SparseTensor):
            return SparseTensor(x.indices, cast(x.values, wanted, name=scope), x.dense_shape)
        if isinstance(x, IndexedSlices):
            return IndexedSlices(cast(x.values, wanted, name=scope), x.indices, x.dense_shape)
        x = convert_to_tensor(x, name="x")
        return x if x.dtype == wanted else raw_ops.Cast(x, DstT=wanted, name=scope)


def saturate_cast(value: Any, dtype: Any, name: str | None = None) -> Tensor:
    """The same elements in another dtype; what does not fit becomes the nearest number that does.

    Parameters
    ----------
    value : Tensor or what can become one
        Numbers of any shape.
    dtype : DType or what stands for one
        The wanted dtype.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        Shape of `value`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.saturate_cast([-5.0, 300.0], tf.uint8))
    array([  0, 255], dtype=uint8)
    """
    with name_scope(name, "saturate_cast", [value]) as scope:
        value = convert_to_tensor(value, name="value")
        wanted = as_dtype(dtype).base_dtype
        low, high = _ends(value.dtype)
        least, most = _ends(wanted)
        if low < least:
            value = raw_ops.Maximum(value, convert_to_tensor(least, dtype=value.dtype, name="min"))
        if high > most:
            most = most if value.dtype.is_integer else _reached(value.dtype, wanted)
            value = raw_ops.Minimum(value, convert_to_tensor(most, dtype=value.dtype, name="max"))
        made: Tensor = cast(value, wanted, name=scope)
        return made


def _ends(dtype: DType) -> tuple[Any, Any]:
    """The least and the greatest number of a dtype, as Python's own, which compare exactly."""
    kind = int if dtype.is_integer else float
    return kind(dtype.min), kind(dtype.max)


_SIGNIFICANT_BITS = {"float16": 11, "bfloat16": 8, "float32": 24, "float64": 53}


def _reached(source: DType, wanted: DType) -> Any:
    """The greatest number of a floating dtype that is not above the greatest of `wanted`."""
    if not wanted.is_integer:
        return wanted.max
    most = int(wanted.max)
    lost = max(0, most.bit_length() - _SIGNIFICANT_BITS[source.name])
    return float(most >> lost << lost)


def to_float(x: Any, name: str | None = "ToFloat") -> Any:
    """`cast` to float32.

    Parameters
    ----------
    x : as for `cast`
        Numbers or bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.to_float([1, 2]))
    array([1., 2.], dtype=float32)
    """
    return cast(x, "float32", name=name)


def to_double(x: Any, name: str | None = "ToDouble") -> Any:
    """`cast` to float64.

    Parameters
    ----------
    x : as for `cast`
        Numbers or bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.to_double([1, 2]))
    array([1., 2.])
    """
    return cast(x, "float64", name=name)


def to_int32(x: Any, name: str | None = "ToInt32") -> Any:
    """`cast` to int32.

    Parameters
    ----------
    x : as for `cast`
        Numbers or bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.to_int32([1.8, -1.8]))
    array([ 1, -1], dtype=int32)
    """
    return cast(x, "int32", name=name)


def to_int64(x: Any, name: str | None = "ToInt64") -> Any:
    """`cast` to int64.

    Parameters
    ----------
    x : as for `cast`
        Numbers or bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.to_int64([1.8, -1.8]))
    array([ 1, -1])
    """
    return cast(x, "int64", name=name)


def to_bfloat16(x: Any, name: str | None = "ToBFloat16") -> Any:
    """`cast` to bfloat16.

    Parameters
    ----------
    x : as for `cast`
        Numbers or bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.to_bfloat16([1.0, 2.0]).dtype
    tf.bfloat16
    """
    return cast(x, "bfloat16", name=name)


def to_complex64(x: Any, name: str | None = "ToComplex64") -> Any:
    """`cast` to complex64.

    Parameters
    ----------
    x : as for `cast`
        Numbers or bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.to_complex64([1.0, 2.0]))
    array([1.+0.j, 2.+0.j], dtype=complex64)
    """
    return cast(x, "complex64", name=name)


def to_complex128(x: Any, name: str | None = "ToComplex128") -> Any:
    """`cast` to complex128.

    Parameters
    ----------
    x : as for `cast`
        Numbers or bool, of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor, IndexedSlices or SparseTensor
        `x` itself where it has that dtype.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.to_complex128([1, 2]))
    array([1.+0.j, 2.+0.j])
    """
    return cast(x, "complex128", name=name)


def complex(real: Any, imag: Any, name: str | None = None) -> Tensor:
    """Complex numbers from their parts.

    Parameters
    ----------
    real, imag : Tensor or what can become one
        float32 for complex64 or float64 for complex128; of shapes that broadcast.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        complex64 or complex128, broadcast shape.

    Raises
    ------
    TypeError
        The parts are neither both float32 nor both float64.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.complex([1.0, 2.0], [0.0, -1.0]))
    array([1.+0.j, 2.-1.j], dtype=complex64)
    """
    with name_scope(name, "Complex", [real, imag]) as scope:
        real = convert_to_tensor(real, name="real")
        imag = convert_to_tensor(imag, name="imag")
        wide = _COMPLEX.get((real.dtype.name, imag.dtype.name))
        if wide is None:
            raise TypeError(
                f"real and imag have incorrect types: {real.dtype.name} {imag.dtype.name}; both must be "
                "float32 or both float64"
            )
        return raw_ops.Complex(real, imag, Tout=wide, name=scope)


# The dtype that two parts make.
_COMPLEX = {("float32", "float32"): "complex64", ("float64", "float64"): "complex128"}


def real(input: Any, name: str | None = None) -> Tensor:
    """The real part.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The dtype of one part; `input` itself where that is real.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.real([1.0 + 2.0j, -3.0j]))
    array([ 1., -0.])
    """
    with name_scope(name, "Real", [input]) as scope:
        value = convert_to_tensor(input, name="input")
        if value.dtype.is_complex:
            return raw_ops.Real(value, Tout=value.dtype.real_dtype, name=scope)
        return value


def imag(input: Any, name: str | None = None) -> Tensor:
    """The imaginary part.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The dtype of one part; zeros where `input` is real.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.imag([1.0 + 2.0j, -3.0j]))
    array([ 2., -3.])
    """
    with name_scope(name, "Imag", [input]) as scope:
        input = convert_to_tensor(input, name="input")
        if input.dtype.is_complex:
            return raw_ops.Imag(input, Tout=input.dtype.real_dtype, name=scope)
        return zeros_like(input)


def angle(input: Any, name: str | None = None) -> Tensor:
    """The angle of complex numbers, in radians.

    Parameters
    ----------
    input : Tensor or what can become one
        Numbers of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The dtype of one part; as in TensorFlow 1, zeros where `input` is real.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.angle([1.0 + 1.0j, -3.0j])).round(4)
    array([ 0.7854, -1.5708])
    """
    with name_scope(name, "Angle", [input]) as scope:
        input = convert_to_tensor(input, name="input")
        if input.dtype.is_complex:
            return raw_ops.Angle(input, Tout=input.dtype.real_dtype, name=scope)
        return zeros_like(input)


def conj(x: Any, name: str | None = None) -> Tensor:
    """The complex conjugate.

    Parameters
    ----------
    x : Tensor or what can become one
        Numbers of any shape.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        Dtype and shape of `x`; `x` itself where that is real.

    Raises
    ------
    TypeError
        `x` holds no numbers.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.conj([1.0 + 2.0j, -3.0j]))
    array([ 1.-2.j, -0.+3.j])
    """
    if isinstance(x, Tensor) and (x.dtype.is_floating or x.dtype.is_integer):
        return x
    with name_scope(name, "Conj", [x]) as scope:
        value = convert_to_tensor(x, name="x")
        if value.dtype.is_complex or value.dtype == _VARIANT:
            return raw_ops.Conj(value, name=scope)
        if value.dtype.is_floating or value.dtype.is_integer:
            return value
        raise TypeError(f"Expected numeric or variant tensor, got dtype {value.dtype!r}")


_VARIANT: DType = as_dtype("variant")
