"""Decompositions of matrices: Cholesky, QR, LU, singular values, eigenvalues."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .graph import name_scope

__all__ = ["cholesky", "cholesky_solve", "qr", "self_adjoint_eig", "self_adjoint_eigvals", "svd"]


def cholesky(input: Any, name: str | None = None) -> Tensor:
    """The Cholesky factors of self-adjoint positive definite matrices.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], float32, float64 or complex; only the lower triangles are read.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`: lower triangular matrices L with L L^H = `input`.

    Raises
    ------
    InvalidArgumentError
        In the run, if a matrix is not positive definite.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.cholesky([[4.0, 2.0], [2.0, 10.0]]))
    array([[2., 0.],
           [1., 3.]], dtype=float32)
    """
    return raw_ops.Cholesky(input, name=name)


def cholesky_solve(chol: Any, rhs: Any, name: str | None = None) -> Tensor:
    """Solve linear systems with the Cholesky factors of their matrices.

    Parameters
    ----------
    chol : Tensor or what can become one
        [..., n, n], results of `cholesky`.
    rhs : Tensor or what can become one
        [..., n, k], of the same dtype.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., n, k]: x with chol chol^H x = rhs.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.cholesky_solve([[2.0, 0.0], [1.0, 3.0]], [[6.0], [12.0]]))
    array([[1.],
           [1.]], dtype=float32)
    """
    with name_scope(name, "cholesky_solve", [chol, rhs]):
        chol = convert_to_tensor(chol, name="chol")
        y = raw_ops.MatrixTriangularSolve(chol, rhs, adjoint=False, lower=True)
        return raw_ops.MatrixTriangularSolve(chol, y, adjoint=True, lower=True)


def qr(input: Any, full_matrices: bool = False, name: str | None = None) -> Any:
    """The QR decompositions of matrices.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., m, n], float32, float64 or complex.
    full_matrices : bool
        Whether q is square, [..., m, m], instead of [..., m, min(m, n)].
    name : str, optional
        Name of the operation.

    Returns
    -------
    q, r : Tensor
        Matrices with orthonormal columns, and upper triangular ones; their product is `input`. Signs are
        not unique: columns of q and rows of r may have other signs than TensorFlow's.

    Examples
    --------
    >>> import rheos as tf
    >>> q, r = tf.qr([[3.0, 1.0], [4.0, 2.0]])
    >>> tf.Session().run(tf.abs(r)).round(4)
    array([[5. , 2.2],
           [0. , 0.4]], dtype=float32)
    """
    return raw_ops.Qr(input, full_matrices=full_matrices, name=name)


def svd(tensor: Any, full_matrices: bool = False, compute_uv: bool = True, name: str | None = None) -> Any:
    """The singular value decompositions of matrices.

    Parameters
    ----------
    tensor : Tensor or what can become one
        [..., m, n], float32, float64 or complex.
    full_matrices : bool
        Whether u and v are square instead of having min(m, n) columns.
    compute_uv : bool
        Whether u and v are wanted.
    name : str, optional
        Name of the operation.

    Returns
    -------
    s : Tensor
        [..., min(m, n)], real, in descending order. The only result if not `compute_uv`.
    u, v : Tensor
        Matrices with orthonormal columns; `tensor` is u diag(s) v^H. Their columns may have other signs than
        TensorFlow's.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.svd([[3.0, 0.0], [0.0, -4.0]], compute_uv=False))
    array([4., 3.], dtype=float32)
    """
    s, u, v = raw_ops.Svd(tensor, compute_uv=compute_uv, full_matrices=full_matrices, name=name)
    if s.dtype.is_complex:
        s = raw_ops.Real(s, Tout=s.dtype.real_dtype)
    return (s, u, v) if compute_uv else s


def self_adjoint_eig(tensor: Any, name: str | None = None) -> Any:
    """The eigenvalues and eigenvectors of self-adjoint matrices.

    Parameters
    ----------
    tensor : Tensor or what can become one
        [..., n, n], float32, float64 or complex; only the lower triangles are read.
    name : str, optional
        Name of the operation.

    Returns
    -------
    e : Tensor
        [..., n], in ascending order, of the dtype of `tensor`.
    v : Tensor
        [..., n, n], whose columns are the eigenvectors; they may have other signs than TensorFlow's.

    Examples
    --------
    >>> import rheos as tf
    >>> e, v = tf.self_adjoint_eig([[2.0, 1.0], [1.0, 2.0]])
    >>> tf.Session().run(e).round(4)
    array([1., 3.], dtype=float32)
    """
    return raw_ops.SelfAdjointEigV2(tensor, compute_v=True, name=name)


def self_adjoint_eigvals(tensor: Any, name: str | None = None) -> Tensor:
    """The eigenvalues of self-adjoint matrices.

    Parameters
    ----------
    tensor : Tensor or what can become one
        [..., n, n], float32, float64 or complex; only the lower triangles are read.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        [..., n], in ascending order, of the dtype of `tensor`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.self_adjoint_eigvals([[2.0, 1.0], [1.0, 2.0]])).round(4)
    array([1., 3.], dtype=float32)
    """
    e: Tensor = raw_ops.SelfAdjointEigV2(tensor, compute_v=False, name=name)[0]
    return e


def lu(input: Any, output_idx_type: Any = "int32", name: str | None = None) -> Any:
    """The LU decompositions of square matrices, with partial pivoting.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., n, n], float32, float64 or complex.
    output_idx_type : DType or what stands for one
        int32 or int64.
    name : str, optional
        Name of the operation.

    Returns
    -------
    lu : Tensor
        As `input`: U on and above the diagonal, L below it, whose diagonal is all ones.
    p : Tensor
        [..., n]: row i of L U is row p[i] of `input`.

    Raises
    ------
    InvalidArgumentError
        In the run, if a matrix is singular.

    Examples
    --------
    >>> import rheos as tf
    >>> packed, p = tf.linalg.lu([[1.0, 3.0], [2.0, 4.0]])
    >>> tf.Session().run([packed, p])
    [array([[2. , 4. ],
           [0.5, 1. ]], dtype=float32), array([1, 0], dtype=int32)]
    """
    return raw_ops.Lu(input, output_idx_type=output_idx_type, name=name)
