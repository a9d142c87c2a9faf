"""`tf.linalg`: factors multiplied out, compositions and gradients against numpy and scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.linalg

import rheos as tf

RNG = np.random.default_rng(7)
TYPES = [np.float32, np.float64, np.complex64, np.complex128]


def run(fetches: Any, feeds: Any = None) -> Any:
    with tf.Session() as session:
        return session.run(fetches, feeds)


def random(*shape: int, dtype: Any = np.float64) -> np.ndarray:
    x = RNG.standard_normal(shape)
    if np.dtype(dtype).kind == "c":
        x = x + 1j * RNG.standard_normal(shape)
    return x.astype(dtype)


def adjoint(x: np.ndarray) -> np.ndarray:
    return np.conj(np.swapaxes(x, -1, -2))


def close(got: Any, want: Any, dtype: Any = np.float64) -> None:
    tol = 2e-5 if np.dtype(dtype) in (np.float32, np.complex64) else 1e-10
    np.testing.assert_allclose(got, want, rtol=tol, atol=tol)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("shape", [(3, 3), (5, 3), (3, 5), (2, 4, 2), (70, 60), (3, 0), (0, 3)])
def test_qr_and_svd_multiply_out(shape: Any, full: bool, dtype: Any) -> None:
    a = random(*shape, dtype=dtype)
    q, r = run(tf.qr(a, full_matrices=full))
    close(q @ r, a, dtype)
    close(
        adjoint(q) @ q, np.broadcast_to(np.eye(q.shape[-1]), (*shape[:-2], q.shape[-1], q.shape[-1])), dtype
    )
    np.testing.assert_array_equal(r, np.triu(r))
    np.testing.assert_array_equal(np.diagonal(r, axis1=-2, axis2=-1).imag, 0)
    s, u, v = run(tf.svd(a, full_matrices=full))
    assert s.dtype == np.zeros(0, dtype).real.dtype
    if not a.size:
        return
    k = s.shape[-1]
    close((u[..., :k] * s[..., None, :]) @ adjoint(v[..., :k]), a, dtype)
    for basis in (u, v):
        close(
            adjoint(basis) @ basis,
            np.broadcast_to(np.eye(basis.shape[-1]), (*shape[:-2], *[basis.shape[-1]] * 2)),
            dtype,
        )
    close(s, np.linalg.svd(a, compute_uv=False), dtype)
    close(run(tf.svd(a, compute_uv=False)), s, dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 4, 4), (65, 65), (2, 0, 0)])
def test_eigenvectors_multiply_out(shape: Any, dtype: Any) -> None:
    a = random(*shape, dtype=dtype)
    e, v = run(tf.self_adjoint_eig(a))
    assert e.dtype == dtype
    lower = np.tril(a, -1)
    whole = lower + adjoint(lower) + np.eye(shape[-1]) * np.diagonal(a, axis1=-2, axis2=-1).real[..., None, :]
    close((v * e[..., None, :]) @ adjoint(v), whole, dtype)
    close(run(tf.self_adjoint_eigvals(a)), e, dtype)


@pytest.mark.parametrize("dtype", TYPES)
def test_cholesky_and_lu_multiply_out(dtype: Any) -> None:
    x = random(2, 80, 80, dtype=dtype)
    a = x @ adjoint(x) + 80 * np.eye(80, dtype=dtype)
    factor = run(tf.cholesky(a))
    np.testing.assert_allclose(factor @ adjoint(factor), a, rtol=1e-4, atol=1e-3)
    b = random(2, 80, 3, dtype=dtype)
    np.testing.assert_allclose(a @ run(tf.cholesky_solve(factor, b)), b, rtol=1e-3, atol=1e-3)
    packed, p = run(tf.linalg.lu(a, output_idx_type=tf.int64))
    product = (np.tril(packed, -1) + np.eye(80)) @ np.triu(packed)
    np.testing.assert_allclose(product, np.take_along_axis(a, p[..., None], -2), rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(run(tf.matrix_inverse(a)) @ a, np.broadcast_to(np.eye(80), a.shape), atol=1e-3)


def gradient(make: Any, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compare the gradient of a real number with central differences in both parts of each element."""
    u = tf.placeholder(x.dtype, x.shape)
    y = make(u)
    g = tf.gradients(y, u)[0]
    with tf.Session() as session:
        got = session.run(g, {u: x})
        want = np.zeros_like(x)
        for place in np.ndindex(x.shape):
            for part in [1.0, 1j] if x.dtype.kind == "c" else [1.0]:
                moved = []
                for step in (1e-6, -1e-6):
                    z = x.copy()
                    z[place] += part * step
                    moved.append(session.run(y, {u: z}))
                want[place] += part * (moved[0] - moved[1]) / 2e-6
    return got, want


WEIGHTS = random(8, 8)


def weighed(*parts: Any) -> Any:
    """What does not change with the signs (or phases) of vectors, weighed."""
    total = 0.0
    for x in parts:
        sizes = tf.square(tf.abs(x))
        weights = WEIGHTS[: x.shape[-2].value, : x.shape[-1].value]
        total += tf.reduce_sum(sizes * weights)
    return total


@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
@pytest.mark.parametrize("shape", [(3, 3), (4, 3), (3, 4), (2, 5)])
def test_gradients_of_svd(shape: Any, dtype: Any) -> None:
    def loss(a: Any) -> Any:
        s, u, v = tf.svd(a)
        return weighed(u, v, tf.expand_dims(s, 0))

    got, want = gradient(loss, random(*shape, dtype=dtype))
    np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("shape", [(3, 4), (4, 3)])
def test_gradients_of_svd_with_square_factors(shape: Any) -> None:
    got, want = gradient(lambda a: weighed(*tf.svd(a, full_matrices=True)[1:]), random(*shape))
    np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-5)
    with pytest.raises(tf.errors.UnimplementedError, match="differ by 1"):
        u = tf.placeholder(tf.float64, [2, 4])
        tf.gradients(tf.svd(u, full_matrices=True)[1], u)


@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
def test_gradients_of_eigenvectors(dtype: Any) -> None:
    def loss(a: Any) -> Any:
        e, v = tf.self_adjoint_eig(a)
        return weighed(v) + tf.reduce_sum(tf.real(e) * WEIGHTS[0, :4])

    got, want = gradient(loss, random(4, 4, dtype=dtype))
    # The imaginary parts of the diagonal and what is above it are not read.
    np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("shape", [(3, 3), (4, 3), (3, 4)])
@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
def test_gradients_of_qr(shape: Any, dtype: Any) -> None:
    got, want = gradient(lambda a: weighed(*tf.qr(a)), random(*shape, dtype=dtype))
    np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize(
    "make",
    [
        lambda a: tf.real(tf.matrix_determinant(a) * (1.0 + 2.0j)),
        lambda a: tf.linalg.slogdet(a)[1],
        lambda a: weighed(tf.matrix_inverse(a)),
        lambda a: weighed(tf.linalg.expm(a)),
        lambda a: weighed(tf.linalg.sqrtm(a)),
        lambda a: weighed(tf.linalg.lu(a)[0]),
        lambda a: weighed(tf.cholesky(tf.matmul(a, a, adjoint_b=True))),
        lambda a: weighed(tf.matrix_solve_ls(a, tf.ones([3, 2], tf.complex128), 0.1)),
        lambda a: weighed(tf.linalg.tridiagonal_solve(a, tf.ones([3, 2], tf.complex128))),
        lambda a: weighed(tf.fft2d(a)),
        lambda a: weighed(tf.ifft(a)),
        lambda a: weighed(tf.signal.irfft(a)),
        lambda a: weighed(tf.signal.irfft2d(a, [3, 5])),
        lambda a: weighed(tf.signal.irfft(a, [7])),
        lambda a: weighed(tf.einsum("ij,kj->ik", a, a * a)),
    ],
)
def test_gradients_of_complex_numbers(make: Any) -> None:
    def loss(a: Any) -> Any:
        y = make(a)
        return tf.real(y) if y.dtype.is_complex else y

    got, want = gradient(loss, random(3, 3, dtype=np.complex128) + 3 * np.eye(3))
    np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-5)


def test_gradients_of_transforms_of_real_numbers() -> None:
    for make in (
        lambda a: weighed(tf.signal.rfft(a)),
        lambda a: weighed(tf.signal.rfft(a, [3])),
        lambda a: weighed(tf.signal.rfft(a, [6])),
        lambda a: weighed(tf.signal.rfft2d(a)),
        lambda a: weighed(tf.signal.rfft2d(a, [3, 2])),
        lambda a: weighed(tf.signal.rfft3d(tf.reshape(a, [1, 4, 4]))[0]),
    ):
        got, want = gradient(make, random(4, 4))
        np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-5)


def test_second_gradients_where_tensorflow_has_them() -> None:
    x = random(3, 3)
    for make in (
        lambda a: tf.svd(a)[1],
        lambda a: tf.self_adjoint_eig(a)[1],
        lambda a: tf.matrix_square_root(tf.matmul(a, a, transpose_b=True) + tf.eye(3, dtype=tf.float64)),
    ):

        def inner(a: Any, make: Any = make) -> Any:
            return tf.reduce_sum(tf.square(tf.gradients(weighed(make(a)), a)[0]))

        got, want = gradient(inner, x)
        np.testing.assert_allclose(got, want, rtol=2e-3, atol=1e-3)


def test_compositions() -> None:
    a = random(2, 4, 3)
    close(run(tf.linalg.pinv(a)), np.linalg.pinv(a))
    low = a[..., :1] @ np.ones((1, 3))
    np.testing.assert_array_equal(run(tf.linalg.matrix_rank(low)), [1, 1])
    np.testing.assert_array_equal(run(tf.linalg.matrix_rank(a, tol=100.0)), [0, 0])
    u = tf.placeholder(tf.float64, [None, None, None])
    np.testing.assert_array_equal(run(tf.linalg.matrix_rank(u), {u: a}), [3, 3])
    close(run(tf.linalg.pinv(u), {u: a}), np.linalg.pinv(a))
    b = np.matmul(adjoint(a), a) + np.eye(3)
    close(run(tf.linalg.logdet(b)), np.linalg.slogdet(b)[1])
    close(run(tf.linalg.expm(b)), scipy.linalg.expm(b))
    close(run(tf.linalg.sqrtm(b)) @ run(tf.linalg.sqrtm(b)), b)
    close(run(tf.linalg.logm(b.astype(np.complex128))), [scipy.linalg.logm(x) for x in b])
    unit, size = run(tf.linalg.normalize(a, axis=-1))
    close(size, np.linalg.norm(a, axis=-1, keepdims=True))
    close(unit * size, a)
    with pytest.raises(TypeError, match="float"):
        tf.linalg.pinv([[1]])


def test_square_root_of_what_has_no_real_one() -> None:
    assert np.isnan(run(tf.matrix_square_root([[-1.0, 0.0], [0.0, 2.0]]))).all()
    root = run(tf.matrix_square_root(np.diag([-1.0, 2.0]).astype(np.complex128)))
    close(root @ root, np.diag([-1.0, 2.0]))


def test_tridiagonal_forms() -> None:
    full = np.diag([4.0, 5.0, 6.0]) + np.diag([1.0, 2.0], 1) + np.diag([3.0, 1.0], -1)
    compact = np.array([[1.0, 2.0, 9.0], [4.0, 5.0, 6.0], [9.0, 3.0, 1.0]])
    rhs = random(3, 2)
    forms = {"compact": compact, "matrix": full}
    for form, diagonals in forms.items():
        close(run(tf.linalg.tridiagonal_solve(diagonals, rhs, form)), np.linalg.solve(full, rhs))
        close(run(tf.linalg.tridiagonal_matmul(diagonals, rhs, form)), full @ rhs)
    for parts in ([compact[0], compact[1], compact[2]], [compact[0][:2], compact[1], compact[2][1:]]):
        close(run(tf.linalg.tridiagonal_solve(parts, rhs, "sequence")), np.linalg.solve(full, rhs))
    close(run(tf.linalg.tridiagonal_solve(compact, rhs[:, 0])), np.linalg.solve(full, rhs[:, 0]))
    close(run(tf.linalg.tridiagonal_solve(compact, rhs.T, transpose_rhs=True)), np.linalg.solve(full, rhs))
    with pytest.raises(ValueError, match="Unrecognized"):
        tf.linalg.tridiagonal_solve(compact, rhs, "dense")


def test_least_squares_without_full_rank() -> None:
    a = np.ones((3, 2))
    with pytest.raises(tf.errors.InvalidArgumentError, match="rank deficient"):
        run(tf.matrix_solve_ls(a, a))
    close(run(tf.matrix_solve_ls(a, a[:, :1], fast=False)), [[0.5], [0.5]])
    with pytest.raises(ValueError, match="not defined for fast=False"):
        u = tf.placeholder(tf.float64, [3, 2])
        tf.gradients(tf.matrix_solve_ls(u, u, fast=False), u)


def test_what_is_not_finite() -> None:
    bad = np.array([[np.nan, 1.0], [1.0, 2.0]])
    assert np.isnan(run(tf.svd(bad, compute_uv=False))).all()
    with pytest.raises(tf.errors.InvalidArgumentError):
        run(tf.self_adjoint_eig(bad))
    with pytest.raises(tf.errors.InvalidArgumentError, match="not invertible"):
        run(tf.matrix_inverse(bad))


@pytest.mark.parametrize(
    ("equation", "shapes"),
    [
        ("ij,jk", [(2, 3), (3, 4)]),
        ("ba", [(2, 3)]),
        ("...j,jk", [(2, 5, 3), (3, 4)]),
        ("ij,jk,kl->il", [(2, 3), (3, 4), (4, 5)]),
        ("a,ab,abc->abc", [(2,), (2, 3), (2, 3, 4)]),
        ("bij, bjk , bk -> bi", [(2, 3, 4), (2, 4, 5), (2, 5)]),
        ("...i,...j,...k->...", [(2, 3), (2, 4), (2, 5)]),
        ("ii", [(3, 3)]),
    ],
)
def test_einsum(equation: str, shapes: Any) -> None:
    xs = [random(*shape) for shape in shapes]
    want = np.einsum(equation, *xs)
    close(run(tf.einsum(equation, *xs)), want)
    us = [tf.placeholder(tf.float64, [None] * x.ndim) for x in xs]
    close(run(tf.einsum(equation, *us, name="sum"), dict(zip(us, xs, strict=True))), want)


def test_einsum_of_what_does_not_fit() -> None:
    a = np.ones((2, 3))
    for equation, operands, message in (
        ("ij,jk->ik", [a], "expecting 2"),
        ("ijk->k", [a], "rank 2"),
        ("ij->ik", [a], "output label 'k'"),
        ("i1->i", [a], "character '1'"),
        ("ij,jk->ik", [a, a], "size 3"),
    ):
        with pytest.raises(ValueError, match=message):
            tf.einsum(equation, *operands)
    with pytest.raises(TypeError, match="keyword"):
        tf.einsum("ij->ji", a, axis=1)


def test_a_contraction_is_one_product() -> None:
    with tf.Session() as session:
        a, b = tf.placeholder(tf.float32, [20, 30, 40]), tf.placeholder(tf.float32, [40, 30, 50])
        feeds = {a: np.ones([20, 30, 40]), b: np.ones([40, 30, 50])}
        plan = session.explain(tf.einsum("abc,cbd->ad", a, b), feeds)
    assert plan.count("MatMul") == 1 and "BatchMatMul" not in plan


def test_complex_diagonals() -> None:
    x = np.arange(6.0).reshape(2, 3)
    u = tf.placeholder(tf.float64, [2, 3])
    k = tf.placeholder(tf.int32)
    y = tf.matrix_diag_part(u, k=k, padding_value=7.0)
    np.testing.assert_array_equal(run(y, {u: x, k: [0, 1]}), [[1, 5], [0, 4]])
    np.testing.assert_array_equal(run(y, {u: x, k: -1}), [3])
    made = tf.matrix_set_diag(u, tf.constant([9.0], tf.float64), k=k)
    np.testing.assert_array_equal(run(made, {u: x, k: 2}), [[0, 1, 9], [3, 4, 5]])
    with pytest.raises(tf.errors.InvalidArgumentError, match="out of bound|elements"):
        run(made, {u: x, k: 5})
    np.testing.assert_array_equal(run(tf.linalg.diag([True], k=1)), [[False, True], [False, False]])
