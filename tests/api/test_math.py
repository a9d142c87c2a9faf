"""Mathematical functions: values, spellings of arguments, errors."""

import numpy as np
import pytest

import rheos as tf

X = np.array([[1.5, -2.0, 3.0], [4.0, 5.5, -6.0]], np.float32)


def run(value, feed=None):
    with tf.Session() as session:
        return session.run(value, feed)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reduce_sum", np.sum),
        ("reduce_mean", np.mean),
        ("reduce_prod", np.prod),
        ("reduce_max", np.max),
        ("reduce_min", np.min),
    ],
)
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 1)])
@pytest.mark.parametrize("shape", [[2, 3], [None, 3], None])
def test_reductions(name, expected, axis, shape):
    x = tf.placeholder(tf.float32, shape)
    function = getattr(tf, name)
    wanted = None if axis is None else list(np.atleast_1d(axis))
    np.testing.assert_allclose(run(function(x, wanted), {x: X}), expected(X, axis=axis), rtol=1e-6)
    kept = run(function(x, wanted, keepdims=True), {x: X})
    np.testing.assert_allclose(kept, expected(X, axis=axis, keepdims=True), rtol=1e-6)


@pytest.mark.parametrize("name", ["reduce_sum", "reduce_mean", "reduce_max", "reduce_logsumexp"])
def test_old_spellings_of_reductions(name):
    function = getattr(tf, name)
    new = run(function(X, axis=1, keepdims=True))
    old = run(function(X, reduction_indices=1, keep_dims=True))
    np.testing.assert_array_equal(old, new)
    with pytest.raises(ValueError, match="Cannot specify both 'axis' and 'reduction_indices'"):
        function(X, axis=1, reduction_indices=1)
    with pytest.raises(ValueError, match="Cannot specify both 'keepdims' and 'keep_dims'"):
        function(X, keepdims=True, keep_dims=True)


def test_statistics():
    np.testing.assert_allclose(run(tf.math.reduce_std(X, 1)), X.std(1), rtol=1e-6)
    np.testing.assert_allclose(run(tf.math.reduce_variance(X)), X.var(), rtol=1e-6)
    np.testing.assert_allclose(run(tf.reduce_logsumexp([1000.0, 1000.0])), 1000 + np.log(2), rtol=1e-6)
    assert run(tf.reduce_logsumexp([-np.inf, -np.inf])) == -np.inf
    with pytest.raises(TypeError, match="real or complex"):
        tf.math.reduce_variance([1, 2])


def test_scalars_and_python_values_are_reduced():
    assert run(tf.reduce_sum(3.0)) == 3.0
    assert run(tf.reduce_sum([[1, 2], [3, 4]])) == 10


def test_argmax_spellings():
    np.testing.assert_array_equal(run(tf.argmax(X, dimension=1)), X.argmax(1))
    np.testing.assert_array_equal(run(tf.argmax(X)), X.argmax(0))
    assert tf.argmin(X, 1, output_type=tf.int32).dtype == tf.int32
    with pytest.raises(ValueError, match="Cannot specify both 'axis' and 'dimension'"):
        tf.argmax(X, axis=0, dimension=0)


@pytest.mark.parametrize(
    ("function", "expected"),
    [("divide", [2.5, -2.5]), ("truediv", [2.5, -2.5]), ("div", [2, -3]), ("floordiv", [2, -3])],
)
def test_quotients_of_integers(function, expected):
    np.testing.assert_array_equal(run(getattr(tf, function)([5, -5], 2)), expected)


def test_an_operand_takes_the_dtype_of_the_other():
    x = tf.constant([1.0, 2.0], tf.float64)
    for function in (tf.add, tf.multiply, tf.truediv, tf.maximum, tf.pow, tf.squared_difference):
        assert function(x, 2).dtype == tf.float64
        assert function(2, x).dtype == tf.float64


def test_different_dtypes_are_refused():
    with pytest.raises(TypeError, match="must have the same dtype"):
        tf.truediv(tf.constant(1.0), tf.constant(1))


def test_names_from_before_1_0():
    assert tf.mul is tf.multiply and tf.sub is tf.subtract and tf.neg is tf.negative
    assert tf.pack is tf.stack and tf.unpack is tf.unstack
    assert run(tf.batch_matmul(np.ones([2, 3, 4]), np.ones([2, 4, 5]))).shape == (2, 3, 5)


@pytest.mark.parametrize("transpose_a", [False, True])
@pytest.mark.parametrize("transpose_b", [False, True])
@pytest.mark.parametrize("batch", [(), (2,)])
def test_matmul(transpose_a, transpose_b, batch):
    random = np.random.RandomState(0)
    a, b = random.rand(*batch, 3, 4), random.rand(*batch, 4, 5)
    given = [np.swapaxes(v, -1, -2) if swap else v for v, swap in ((a, transpose_a), (b, transpose_b))]
    np.testing.assert_allclose(run(tf.matmul(*given, transpose_a, transpose_b)), a @ b, rtol=1e-12)


def test_matmul_refuses_transposed_adjoints():
    with pytest.raises(ValueError, match="Only one of transpose_a and adjoint_a"):
        tf.matmul(X, X, transpose_a=True, adjoint_a=True)


@pytest.mark.parametrize("axes", [0, 1, 2, [[1], [0]], [[1, 2], [0, 1]], [-1, 1]])
@pytest.mark.parametrize("known", [True, False])
def test_tensordot(axes, known):
    random = np.random.RandomState(1)
    a, b = random.rand(3, 4, 4), random.rand(4, 4, 5)
    x = tf.placeholder(tf.float64, a.shape if known else [None, 4, None])
    y = tf.placeholder(tf.float64, b.shape if known else [None, None, 5])
    np.testing.assert_allclose(run(tf.tensordot(x, y, axes), {x: a, y: b}), np.tensordot(a, b, axes))


def test_casts():
    x = tf.constant([1.7, -1.7])
    assert tf.cast(x, tf.float32) is x
    np.testing.assert_array_equal(run(tf.to_int32(x)), [1, -1])
    np.testing.assert_array_equal(run(tf.saturate_cast([-1, 300], tf.uint8)), [0, 255])
    with pytest.raises(TypeError, match="incorrect types"):
        tf.complex(tf.constant(1.0), tf.constant(1.0, tf.float64))


def test_range_takes_the_widest_dtype():
    assert tf.range(0, 1.0, 0.5).dtype == tf.float32
    assert tf.range(3, dtype=tf.int64).dtype == tf.int64
    np.testing.assert_array_equal(run(tf.range(5, 0, -2)), [5, 3, 1])


def test_add_n_wants_a_list():
    with pytest.raises(ValueError, match="list of at least one Tensor"):
        tf.add_n(tf.constant([1.0]))
    with pytest.raises(ValueError, match="list of at least one Tensor"):
        tf.add_n([])


@pytest.mark.parametrize("ord", ["euclidean", 1, 2, 3, np.inf])
@pytest.mark.parametrize("axis", [None, 0, -1])
def test_vector_norms(ord, axis):
    values = X.ravel() if axis is None else X
    wanted = np.linalg.norm(values, 2 if ord == "euclidean" else ord, axis)
    np.testing.assert_allclose(run(tf.norm(X, ord, axis)), wanted, rtol=1e-6)


@pytest.mark.parametrize("ord", ["fro", 1, np.inf])
def test_matrix_norms(ord):
    np.testing.assert_allclose(run(tf.norm(X, ord, [0, 1])), np.linalg.norm(X, ord), rtol=1e-6)
