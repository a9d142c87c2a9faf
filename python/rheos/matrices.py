"""Diagonals, bands, identity matrices, traces and norms."""

from __future__ import annotations

import math
from typing import Any

from ._gen import raw_ops
from ._native import Tensor, as_dtype, constant, convert_to_tensor
from .casting import conj
from .fills import ones, zeros
from .graph import name_scope
from .reductions import reduce_max, reduce_sum
from .reshaping import matrix_transpose, squeeze
from .spelling import renamed

__all__ = [
    "diag",
    "diag_part",
    "eye",
    "matrix_band_part",
    "matrix_diag",
    "matrix_diag_part",
    "matrix_set_diag",
    "norm",
    "trace",
]


def diag(diagonal: Any, name: str | None = None) -> Tensor:
    """A tensor with given elements on its diagonal and zeros elsewhere.

    Parameters
    ----------
    diagonal : Tensor or what can become one
        [n1, ..., nk].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [n1, ..., nk, n1, ..., nk].

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.diag([1, 2]))
    array([[1, 0],
           [0, 2]], dtype=int32)
    """
    return raw_ops.Diag(diagonal, name=name)


def diag_part(input: Any, name: str | None = None) -> Tensor:
    """The diagonal of a tensor.

    Parameters
    ----------
    input : Tensor or what can become one
        [n1, ..., nk, n1, ..., nk].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [n1, ..., nk].

    Raises
    ------
    ValueError
        The two halves of the shape differ.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.diag_part([[1, 2], [3, 4]]))
    array([1, 4], dtype=int32)
    """
    return raw_ops.DiagPart(input, name=name)


def matrix_diag(
    diagonal: Any,
    name: str | None = "diag",
    k: Any = 0,
    num_rows: Any = -1,
    num_cols: Any = -1,
    padding_value: Any = 0,
) -> Tensor:
    """Matrices with given elements on their diagonals and zeros elsewhere.

    Parameters
    ----------
    diagonal : Tensor or what can become one
        [..., n].
    name : str, optional
        Name of the operation.
    k : int or pair of ints, or Tensor
        Which diagonal, 0 being the main one and 1 the one above; or the lowest and the highest of several,
        which are rows of `diagonal` [..., high - low + 1, n], the highest first, shorter ones at the left.
    num_rows, num_cols : int or scalar Tensor
        Sizes of the matrices; -1 for as small as the diagonals allow.
    padding_value : number or scalar Tensor
        The other elements.

    Returns
    -------
    Tensor
        [..., num_rows, num_cols].

    Raises
    ------
    ValueError
        The sizes do not fit the diagonals.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_diag([1, 2]))
    array([[1, 0],
           [0, 2]], dtype=int32)
    """
    if _all_are([(k, 0), (num_rows, -1), (num_cols, -1), (padding_value, 0)]):
        return raw_ops.MatrixDiag(diagonal, name=name)
    diagonal = convert_to_tensor(diagonal, name="diagonal")
    filler = _filler(padding_value, diagonal)
    return raw_ops.MatrixDiagV2(diagonal, k, num_rows, num_cols, filler, name=name)


def matrix_diag_part(
    input: Any, name: str | None = "diag_part", k: Any = 0, padding_value: Any = 0
) -> Tensor:
    """The diagonals of matrices.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, m].
    name : str, optional
        Name of the operation.
    k : int or pair of ints, or Tensor
        Which diagonal, 0 being the main one and 1 the one above; or the lowest and the highest of several.
    padding_value : number or scalar Tensor
        What stands behind diagonals that are shorter than the longest.

    Returns
    -------
    Tensor
        [..., l], or for several diagonals [..., high - low + 1, l], the highest first; l is the length of the
        longest.

    Raises
    ------
    ValueError
        A matrix has no such diagonal.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_diag_part([[1, 2], [3, 4]]))
    array([1, 4], dtype=int32)
    """
    if _all_are([(k, 0), (padding_value, 0)]):
        return raw_ops.MatrixDiagPart(input, name=name)
    input = convert_to_tensor(input, name="input")
    return raw_ops.MatrixDiagPartV2(input, k, _filler(padding_value, input), name=name)


def matrix_set_diag(input: Any, diagonal: Any, name: str | None = "set_diag", k: Any = 0) -> Tensor:
    """Matrices with their diagonals replaced.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, m].
    diagonal : Tensor or what can become one
        [..., min(n, m)], of the same dtype; for other diagonals as `matrix_diag_part` gives them.
    name : str, optional
        Name of the operation.
    k : int or pair of ints, or Tensor
        Which diagonal, 0 being the main one and 1 the one above; or the lowest and the highest of several.

    Returns
    -------
    Tensor
        As `input`.

    Raises
    ------
    ValueError
        A matrix has no such diagonal, or `diagonal` has another shape.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_set_diag([[1, 2], [3, 4]], [9, 9]))
    array([[9, 2],
           [3, 9]], dtype=int32)
    """
    if _all_are([(k, 0)]):
        return raw_ops.MatrixSetDiag(input, diagonal, name=name)
    return raw_ops.MatrixSetDiagV2(input, diagonal, k, name=name)


def _all_are(values: list[tuple[Any, Any]]) -> bool:
    """Tell whether all arguments are plain numbers with their default value."""
    return all(isinstance(value, (int, float)) and value == default for value, default in values)


def _filler(value: Any, like: Tensor) -> Tensor:
    if like.dtype.base_dtype.name == "bool" and not isinstance(value, Tensor):
        value = bool(value)
    return convert_to_tensor(value, dtype=like.dtype.base_dtype, name="padding_value")


def matrix_band_part(input: Any, num_lower: Any, num_upper: Any, name: str | None = None) -> Tensor:
    """Matrices with zeros outside a band around their diagonals.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, m].
    num_lower, num_upper : int or scalar Tensor
        How many diagonals below and above the main one stay; all of them if negative.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_band_part([[1, 2], [3, 4]], -1, 0))
    array([[1, 0],
           [3, 4]], dtype=int32)
    """
    return raw_ops.MatrixBandPart(input, num_lower, num_upper, name=name)


def eye(
    num_rows: Any,
    num_columns: Any = None,
    batch_shape: Any = None,
    dtype: Any = "float32",
    name: str | None = None,
) -> Tensor:
    """Identity matrices.

    Parameters
    ----------
    num_rows : int or scalar Tensor
        Rows of a matrix.
    num_columns : int or scalar Tensor, optional
        Columns; `num_rows` if None.
    batch_shape : list of ints or Tensor, optional
        Dimensions in front.
    dtype : DType or what stands for one
        Numbers or bool.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        batch_shape + [num_rows, num_columns].

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.eye(2))
    array([[1., 0.],
           [0., 1.]], dtype=float32)
    """
    with name_scope(name, "eye", [num_rows, num_columns, batch_shape]):
        square = num_columns is None
        columns = num_rows if square else num_columns
        batch: Any = [] if batch_shape is None else batch_shape
        shape: Any
        full: Any
        whole = isinstance(num_rows, int) and isinstance(columns, int)
        shortest = min(num_rows, columns) if whole else raw_ops.Minimum(num_rows, columns)
        if isinstance(batch, Tensor) or hasattr(batch, "_as_tensor"):
            batch = convert_to_tensor(batch, name="shape", dtype="int32")
            shape = raw_ops.ConcatV2([batch, convert_to_tensor([shortest])], 0)
            full = raw_ops.ConcatV2([batch, convert_to_tensor([num_rows, columns])], 0)
        else:
            shape, full = [*batch, shortest], [*batch, num_rows, columns]
        diagonal = ones(shape, dtype=dtype)
        if square or (whole and num_rows == columns):
            return matrix_diag(diagonal)
        return matrix_set_diag(zeros(full, dtype=dtype), diagonal)


def trace(x: Any, name: str | None = None) -> Tensor:
    """The sum of the diagonal of matrices.

    Parameters
    ----------
    x : Tensor or what can become one
        [..., n, m].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        The leading dimensions of `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.trace([[1.0, 2.0], [3.0, 4.0]])))
    5.0
    """
    with name_scope(name, "Trace", [x]) as scope:
        x = convert_to_tensor(x, name="x")
        return reduce_sum(matrix_diag_part(x), [-1], name=scope)


def adjoint(matrix: Any, name: str | None = None) -> Tensor:
    """The conjugate of matrices with the last two dimensions swapped.

    Parameters
    ----------
    matrix : Tensor or what can become one
        [..., n, m].
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., m, n].

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.linalg.adjoint([[1 + 2j, 3 - 1j]]))
    array([[1.-2.j],
           [3.+1.j]])
    """
    with name_scope(name, "adjoint", [matrix]):
        return matrix_transpose(convert_to_tensor(matrix, name="matrix"), conjugate=True)


def norm(
    tensor: Any,
    ord: Any = "euclidean",
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    keep_dims: Any = None,
) -> Tensor:
    """The length of vectors or the size of matrices.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Floating or complex numbers.
    ord : {'euclidean', 'fro'} or positive number, or infinity
        Of vectors: 'euclidean' or 2 for the root of the sum of squares, 1 for the sum and infinity for the
        greatest of absolute values, other numbers p for the p-norm. Of matrices: 'euclidean' or 'fro', 1
        (greatest column sum) or infinity (greatest row sum).
    axis : int or pair of ints, optional
        One dimension for vectors, two for matrices; if None, all elements are one vector.
    keepdims : bool, optional
        Keep reduced dimensions with size 1.
    name : str, optional
        Scope of the operations.
    keep_dims : optional
        Old name of `keepdims`.

    Returns
    -------
    Tensor
        A real dtype, without the reduced dimensions.

    Raises
    ------
    ValueError
        `ord` or `axis` is none of those, or `keepdims` is given under both names.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.norm([[3.0, 4.0], [6.0, 8.0]], axis=1))
    array([ 5., 10.], dtype=float32)
    """
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    matrix = isinstance(axis, (tuple, list)) and len(axis) == 2
    if isinstance(axis, (tuple, list)):
        axis = tuple(axis)
        if (
            len(axis) not in (1, 2)
            or any(not isinstance(a, int) for a in axis)
            or len(set(axis)) != len(axis)
        ):
            raise ValueError(
                f"'axis' must be None, an integer, or a tuple of 1 or 2 unique integers, got {axis}"
            )
        axis = axis[0] if len(axis) == 1 else axis
    allowed: list[Any] = ["euclidean", "fro", 1, math.inf] if matrix else ["euclidean", 1, 2, math.inf]
    number = not isinstance(ord, str)
    if not (ord in allowed or (number and not matrix and ord > 0)):
        kind = "matrix" if matrix else "vector"
        raise ValueError(f"'ord' must be a supported {kind} norm in {allowed}, got {ord}")
    with name_scope(name, "norm", [tensor]):
        x = convert_to_tensor(tensor)
        if ord in ("fro", "euclidean", 2):
            # The gradient of |x| is that of x * conj(x), which a complex x needs as a real number.
            squares = reduce_sum(x * conj(x), axis, keepdims=True)
            result = raw_ops.Sqrt(
                raw_ops.Real(squares, Tout=x.dtype.real_dtype) if x.dtype.is_complex else squares
            )
        else:
            result = _power_norm(_sizes_of(x), ord, axis, matrix)
        if keep:
            return result
        return squeeze(result, list(axis) if isinstance(axis, tuple) else axis)


def _sizes_of(x: Tensor) -> Tensor:
    return raw_ops.ComplexAbs(x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else raw_ops.Abs(x)


def _power_norm(sizes: Tensor, ord: Any, axis: Any, matrix: bool) -> Tensor:
    """The norm from absolute values, its dimensions kept."""
    if ord == 1 or (matrix and ord == math.inf):
        if not matrix:
            return reduce_sum(sizes, axis, keepdims=True)
        summed, largest = axis if ord == 1 else axis[::-1]
        return reduce_max(reduce_sum(sizes, summed, keepdims=True), largest, keepdims=True)
    if ord == math.inf:
        return reduce_max(sizes, axis, keepdims=True)
    power = constant(ord, dtype=as_dtype(sizes.dtype))
    return raw_ops.Pow(reduce_sum(raw_ops.Pow(sizes, power), axis, keepdims=True), 1.0 / power)
