"""Linear systems, inverses, determinants and functions of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .decompositions import svd
from .graph import name_scope
from .joins import stack
from .matrices import norm
from .products import matmul
from .reductions import reduce_max, reduce_sum
from .reshaping import expand_dims, matrix_transpose

__all__ = [
    "cross",
    "matrix_determinant",
    "matrix_inverse",
    "matrix_solve",
    "matrix_solve_ls",
    "matrix_square_root",
    "matrix_triangular_solve",
]


def matrix_inverse(input: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """The inverses of square matrices.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    adjoint : bool
        Invert the adjoints instead.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Raises
    ------
    InvalidArgumentError
        In the run, if a matrix is singular.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_inverse([[2.0, 0.0], [0.0, 4.0]]))
    array([[0.5 , 0.  ],
           [0.  , 0.25]], dtype=float32)
    """
    return raw_ops.MatrixInverse(input, adjoint=adjoint, name=name)


def matrix_solve(matrix: Any, rhs: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """Solve systems of linear equations.

    Parameters
    ----------
    matrix : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    rhs : Tensor or what can become one
        [..., n, k], of the same dtype.
    adjoint : bool
        Solve with the adjoint of `matrix`.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [..., n, k]: x with matrix x = rhs.

    Raises
    ------
    InvalidArgumentError
        In the run, if a matrix is singular.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_solve([[2.0, 0.0], [0.0, 4.0]], [[1.0], [1.0]]))
    array([[0.5 ],
           [0.25]], dtype=float32)
    """
    return raw_ops.MatrixSolve(matrix, rhs, adjoint=adjoint, name=name)


def matrix_triangular_solve(
    matrix: Any, rhs: Any, lower: bool = True, adjoint: bool = False, name: str | None = None
) -> Tensor:
    """Solve systems of linear equations with triangular matrices.

    Parameters
    ----------
    matrix : Tensor or what can become one
        [..., n, n], float32, float64 or complex; only one triangle is read.
    rhs : Tensor or what can become one
        [..., n, k], of the same dtype.
    lower : bool
        Which triangle.
    adjoint : bool
        Solve with the adjoint of that triangle.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [..., n, k].

    Raises
    ------
    InvalidArgumentError
        In the run, if a diagonal has a zero.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_triangular_solve([[2.0, 0.0], [1.0, 4.0]], [[2.0], [5.0]]))
    array([[1.],
           [1.]], dtype=float32)
    """
    return raw_ops.MatrixTriangularSolve(matrix, rhs, lower=lower, adjoint=adjoint, name=name)


def matrix_solve_ls(
    matrix: Any, rhs: Any, l2_regularizer: float = 0.0, fast: bool = True, name: str | None = None
) -> Tensor:
    """Solve linear least squares problems.

    Parameters
    ----------
    matrix : Tensor or what can become one
        [..., m, n], float32, float64 or complex.
    rhs : Tensor or what can become one
        [..., m, k], of the same dtype.
    l2_regularizer : float
        Weight of the square of the solution's size in what is minimised; without effect if not `fast`.
    fast : bool
        Solve the normal equations, which need full rank and have a gradient; otherwise find the smallest of
        all solutions, whatever the rank.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [..., n, k].

    Raises
    ------
    InvalidArgumentError
        In the run, if the normal equations are singular.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_solve_ls([[1.0], [1.0]], [[1.0], [3.0]]))
    array([[2.]], dtype=float32)
    """
    return raw_ops.MatrixSolveLs(
        matrix, rhs, convert_to_tensor(l2_regularizer, dtype="float64"), fast=fast, name=name
    )


def matrix_determinant(input: Any, name: str | None = None) -> Tensor:
    """The determinants of square matrices.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [...].

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.matrix_determinant([[2.0, 0.0], [0.0, 4.0]])))
    8.0
    """
    return raw_ops.MatrixDeterminant(input, name=name)


def slogdet(input: Any, name: str | None = None) -> Any:
    """The signs of determinants and the logarithms of their absolute values.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    name : str, optional
        Name of the operation.

    Returns
    -------
    sign, log_abs_determinant : Tensor
        [...]; 0 and minus infinity for a singular matrix.

    Examples
    --------
    >>> import rheos as tf
    >>> sign, log = tf.Session().run(tf.linalg.slogdet([[1.0, 0.0], [0.0, -1.0]]))
    >>> print(sign, log)
    -1.0 0.0
    """
    return raw_ops.LogMatrixDeterminant(input, name=name)


def logdet(matrix: Any, name: str | None = None) -> Tensor:
    """The logarithms of the determinants of self-adjoint positive definite matrices.

    Parameters
    ----------
    matrix : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [...].

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.linalg.logdet([[1.0, 0.0], [0.0, 1.0]])))
    0.0
    """
    with name_scope(name, "logdet", [matrix]):
        diagonal = raw_ops.MatrixDiagPart(raw_ops.Cholesky(matrix))
        if diagonal.dtype.is_complex:
            diagonal = raw_ops.Real(diagonal, Tout=diagonal.dtype.real_dtype)
        return 2.0 * reduce_sum(raw_ops.Log(diagonal), axis=[-1])


def expm(input: Any, name: str | None = None) -> Tensor:
    """The exponentials of square matrices.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.linalg.expm([[0.0, 2.0], [0.0, 0.0]]))
    array([[1., 2.],
           [0., 1.]], dtype=float32)
    """
    return raw_ops.MatrixExponential(input, name=name or "matrix_exponential")


def logm(input: Any, name: str | None = None) -> Tensor:
    """The principal logarithms of square matrices. They have no gradient.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], complex64 or complex128.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`; NaN for singular matrices.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.linalg.logm([[1 + 0j, 0j], [0j, 1 + 0j]])).real
    array([[0., 0.],
           [0., 0.]])
    """
    return raw_ops.MatrixLogarithm(input, name=name)


def matrix_square_root(input: Any, name: str | None = None) -> Tensor:
    """The principal square roots of square matrices.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`; NaN for real matrices with negative eigenvalues.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.matrix_square_root([[4.0, 0.0], [0.0, 9.0]]))
    array([[2., 0.],
           [0., 3.]], dtype=float32)
    """
    return raw_ops.MatrixSquareRoot(input, name=name)


def cross(a: Any, b: Any, name: str | None = None) -> Tensor:
    """The cross products of vectors in space.

    Parameters
    ----------
    a, b : Tensor or what can become one
        [..., 3], real numbers of one dtype.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `a`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.cross([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]))
    array([0., 0., 1.], dtype=float32)
    """
    return raw_ops.Cross(a, b, name=name)


def normalize(tensor: Any, ord: Any = "euclidean", axis: Any = None, name: str | None = None) -> Any:
    """Divide vectors or matrices by their norm.

    Parameters
    ----------
    tensor : Tensor or what can become one
        Floating or complex numbers.
    ord, axis
        As for `tf.norm`.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    normalized : Tensor
        As `tensor`.
    norm : Tensor
        With the reduced dimensions kept as 1.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.linalg.normalize([3.0, 4.0]))[0]
    array([0.6, 0.8], dtype=float32)
    """
    with name_scope(name, "normalize", [tensor]):
        tensor = convert_to_tensor(tensor)
        size = norm(tensor, ord, axis, keepdims=True)
        size = raw_ops.Cast(size, DstT=tensor.dtype)
        return tensor / size, size


def matrix_rank(a: Any, tol: Any = None, validate_args: bool = False, name: str | None = None) -> Tensor:
    """The ranks of matrices: how many singular values are larger than a tolerance.

    Parameters
    ----------
    a : Tensor or what can become one
        [..., m, n], float32, float64 or complex.
    tol : Tensor or what can become one, optional
        [...]; by default the largest singular value times max(m, n) times the distance from 1 to the next
        number.
    validate_args : bool
        Accepted; what can be wrong is always checked.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [...], int32.

    Examples
    --------
    >>> import rheos as tf
    >>> print(tf.Session().run(tf.linalg.matrix_rank([[1.0, 2.0], [2.0, 4.0]])))
    1
    """
    with name_scope(name, "matrix_rank", [a]):
        a = convert_to_tensor(a, name="a")
        s = svd(a, compute_uv=False)
        if tol is None:
            epsilon = np.finfo(a.dtype.real_dtype.as_numpy_dtype).eps
            tol = float(epsilon) * _longer_side(a, s.dtype) * reduce_max(s, axis=-1, keepdims=True)
        else:
            tol = expand_dims(convert_to_tensor(tol, dtype=s.dtype), -1)
        return reduce_sum(raw_ops.Cast(raw_ops.Greater(s, tol), DstT="int32"), axis=-1)


def pinv(a: Any, rcond: Any = None, validate_args: bool = False, name: str | None = None) -> Tensor:
    """The Moore-Penrose pseudo-inverses of matrices.

    Parameters
    ----------
    a : Tensor or what can become one
        [..., m, n], float32 or float64.
    rcond : Tensor or what can become one, optional
        [...]: singular values up to this times the largest count as zero; by default 10 times max(m, n)
        times the distance from 1 to the next number.
    validate_args : bool
        Accepted; what can be wrong is always checked.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., n, m].

    Raises
    ------
    TypeError
        `a` is not real.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.linalg.pinv([[2.0, 0.0], [0.0, 0.0]])).round(4) + 0
    array([[0.5, 0. ],
           [0. , 0. ]], dtype=float32)
    """
    with name_scope(name, "pinv", [a]):
        a = convert_to_tensor(a, name="a")
        if not a.dtype.is_floating:
            raise TypeError(f"Input `a` must have `float`-like `dtype`, got {a.dtype.name}")
        if rcond is None:
            rcond = 10.0 * _longer_side(a, a.dtype) * float(np.finfo(a.dtype.as_numpy_dtype).eps)
        rcond = convert_to_tensor(rcond, dtype=a.dtype, name="rcond")
        s, u, v = svd(a)
        cutoff = rcond * reduce_max(s, axis=-1)
        large = raw_ops.Greater(s, expand_dims(cutoff, -1))
        # A value that counts as zero is divided by infinity.
        s = raw_ops.SelectV2(large, s, convert_to_tensor(np.inf, dtype=a.dtype))
        return matmul(v / expand_dims(s, -2), u, adjoint_b=True)


def _longer_side(a: Tensor, dtype: Any) -> Any:
    """The larger of the numbers of rows and columns."""
    if a._rank is not None:
        sides = a.shape.as_list()[-2:]
        if None not in sides:
            return float(max(sides))
    return raw_ops.Cast(reduce_max(raw_ops.Shape(a)[-2:]), DstT=dtype)


def _compact(diagonals: Any, form: str) -> Tensor:
    """The diagonals as three rows, whatever form they are given in."""
    if form == "compact":
        return convert_to_tensor(diagonals, name="diagonals")
    if form == "sequence":
        if not isinstance(diagonals, (list, tuple)) or len(diagonals) != 3:
            raise ValueError("Expected diagonals to be a sequence of length 3.")
        upper, middle, lower = (convert_to_tensor(d) for d in diagonals)
        size = middle.shape[-1].value
        if size is not None and upper.shape[-1].value == lower.shape[-1].value == size - 1:
            upper, lower = _with_zero(upper, behind=True), _with_zero(lower, behind=False)
        return stack([upper, middle, lower], axis=-2)
    if form == "matrix":
        full = convert_to_tensor(diagonals, name="diagonals")
        zero = convert_to_tensor(0, dtype=full.dtype)
        upper = raw_ops.MatrixDiagPartV2(full, 1, zero)
        lower = raw_ops.MatrixDiagPartV2(full, -1, zero)
        middle = raw_ops.MatrixDiagPart(full)
        return stack([_with_zero(upper, behind=True), middle, _with_zero(lower, behind=False)], axis=-2)
    raise ValueError(f"Unrecognized diagonals_format: {form}")


def _with_zero(x: Tensor, behind: bool) -> Tensor:
    zero = raw_ops.ZerosLike(raw_ops.Sum(x, [-1], keep_dims=True))
    return raw_ops.ConcatV2([x, zero] if behind else [zero, x], -1)


def tridiagonal_solve(
    diagonals: Any,
    rhs: Any,
    diagonals_format: str = "compact",
    transpose_rhs: bool = False,
    conjugate_rhs: bool = False,
    name: str | None = None,
    partial_pivoting: bool = True,
) -> Tensor:
    """Solve systems with tridiagonal matrices.

    Parameters
    ----------
    diagonals : Tensor, or sequence of three
        In the form 'compact' [..., 3, n]: superdiagonal (its last element unused), diagonal, subdiagonal (its
        first element unused). In the form 'sequence' the same three, the outer ones with or without the
        unused element. In the form 'matrix' [..., n, n].
    rhs : Tensor or what can become one
        [..., n] or [..., n, k].
    diagonals_format : {'compact', 'sequence', 'matrix'}
        The form of `diagonals`.
    transpose_rhs, conjugate_rhs : bool
        Transpose (where it has columns) or conjugate `rhs` first.
    name : str, optional
        Scope of the operations.
    partial_pivoting : bool
        Exchange rows where that makes the result more exact.

    Returns
    -------
    Tensor
        As `rhs`, transposed if that is.

    Raises
    ------
    InvalidArgumentError
        In the run, if a pivot is zero.

    Examples
    --------
    >>> import rheos as tf
    >>> diagonals = [[1.0, 1.0, 0.0], [2.0, 2.0, 2.0], [0.0, 1.0, 1.0]]
    >>> tf.Session().run(tf.linalg.tridiagonal_solve(diagonals, [3.0, 4.0, 3.0])).round(4)
    array([1., 1., 1.], dtype=float32)
    """
    with name_scope(name, "tridiagonal_solve", [diagonals, rhs]):
        compact = _compact(diagonals, diagonals_format)
        rhs = convert_to_tensor(rhs, dtype=compact.dtype)
        if compact._rank is None or rhs._rank is None:
            raise ValueError("tridiagonal_solve needs diagonals and rhs of known rank")
        vectors = rhs._rank == compact._rank - 1
        if conjugate_rhs and rhs.dtype.is_complex:
            rhs = raw_ops.Conj(rhs)
        if vectors:
            rhs = expand_dims(rhs, -1)
        elif transpose_rhs:
            rhs = matrix_transpose(rhs)
        x = raw_ops.TridiagonalSolve(compact, rhs, partial_pivoting=partial_pivoting)
        return raw_ops.Squeeze(x, squeeze_dims=[-1]) if vectors else x


def tridiagonal_matmul(
    diagonals: Any, rhs: Any, diagonals_format: str = "compact", name: str | None = None
) -> Tensor:
    """Multiply tridiagonal matrices with others.

    Parameters
    ----------
    diagonals : Tensor, or sequence of three
        As for `tridiagonal_solve`.
    rhs : Tensor or what can become one
        [..., n, k].
    diagonals_format : {'compact', 'sequence', 'matrix'}
        The form of `diagonals`.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., n, k].

    Examples
    --------
    >>> import rheos as tf
    >>> diagonals = [[1.0, 0.0], [2.0, 2.0], [0.0, 1.0]]
    >>> tf.Session().run(tf.linalg.tridiagonal_matmul(diagonals, [[1.0], [1.0]]))
    array([[3.],
           [3.]], dtype=float32)
    """
    with name_scope(name, "tridiagonal_matmul", [diagonals, rhs]):
        compact = _compact(diagonals, diagonals_format)
        rhs = convert_to_tensor(rhs, dtype=compact.dtype)
        upper, middle, lower = (compact[..., i : i + 1, :] for i in range(3))
        return raw_ops.TridiagonalMatMul(upper, middle, lower, rhs)
