"""Functions that move elements: values, static shapes, spellings of arguments, errors."""

import numpy as np
import pytest

import rheos as tf

X = np.arange(6, dtype=np.float32).reshape(2, 3)


def run(value, feed=None):
    with tf.Session() as session:
        return session.run(value, feed)


def test_concat_in_the_old_order_says_so():
    with pytest.raises(TypeError, match="before TensorFlow 1.0"):
        tf.concat(0, [X, X])


def test_old_spellings():
    assert tf.expand_dims(X, dim=0).shape.as_list() == [1, 2, 3]
    assert tf.squeeze(tf.zeros([1, 2, 1]), squeeze_dims=[0]).shape.as_list() == [2, 1]
    with pytest.raises(ValueError, match="Cannot specify both 'axis' and 'dim'"):
        tf.expand_dims(X, axis=0, dim=0)
    with pytest.raises(ValueError, match="Must specify an axis"):
        tf.expand_dims(X)


def test_split_and_unstack():
    np.testing.assert_array_equal(run(tf.split(X, 3, 1))[2], X[:, 2:])
    np.testing.assert_array_equal(run(tf.split(X, [1, -1], 1))[1], X[:, 1:])
    np.testing.assert_array_equal(run(tf.unstack(X, axis=1))[1], X[:, 1])
    with pytest.raises(ValueError, match="Cannot infer num"):
        tf.unstack(tf.placeholder(tf.float32))
    with pytest.raises(ValueError, match="not in"):
        tf.unstack(X, axis=2)


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_stack(axis):
    np.testing.assert_array_equal(run(tf.stack([X, X + 1], axis)), np.stack([X, X + 1], axis))


@pytest.mark.parametrize("mode", ["constant", "REFLECT", "symmetric"])
def test_pad(mode):
    np.testing.assert_array_equal(
        run(tf.pad(X, [[1, 1], [0, 2]], mode)), np.pad(X, [[1, 1], [0, 2]], mode.lower())
    )


def test_pad_refuses_unknown_modes():
    with pytest.raises(ValueError, match="Unknown padding mode"):
        tf.pad(X, [[0, 0], [0, 0]], "EDGE")


@pytest.mark.parametrize("dtype", [tf.float32, tf.int64, tf.bool, tf.complex64, tf.string])
def test_zeros_of_any_dtype(dtype):
    made = run(tf.zeros([2, 1], dtype))
    assert made.shape == (2, 1)
    assert made[0, 0] == (b"" if dtype == tf.string else 0)


def test_shapes_with_tensors_inside():
    x = tf.placeholder(tf.float32, [None, 3])
    made = tf.ones([tf.shape(x)[0], 4])
    assert made.shape.as_list() == [None, 4]
    assert run(made, {x: X}).shape == (2, 4)


def test_one_hot():
    np.testing.assert_array_equal(run(tf.one_hot([0, -1, 5], 3)), [[1, 0, 0], [0, 0, 0], [0, 0, 0]])
    np.testing.assert_array_equal(run(tf.one_hot([1], 2, 5, 7, axis=0)), [[7], [5]])
    with pytest.raises(TypeError, match="does not match dtype parameter"):
        tf.one_hot([0], 2, on_value=tf.constant(1.0), dtype=tf.int32)
    with pytest.raises(TypeError, match="of off_value"):
        tf.one_hot([0], 2, on_value=1.0, off_value=1)


def test_where():
    np.testing.assert_array_equal(run(tf.where([True, False], X, -X)), [X[0], -X[1]])
    np.testing.assert_array_equal(run(tf.where(X > 2)), np.argwhere(X > 2))
    with pytest.raises(ValueError, match="both be non-None"):
        tf.where([True], x=[1])


@pytest.mark.parametrize(("mask", "axis"), [([True, False], 0), ([True, False, True], 1), (X > 1, None)])
def test_boolean_mask(mask, axis):
    expected = np.compress(mask, X, axis) if axis is not None else X[mask]
    np.testing.assert_array_equal(run(tf.boolean_mask(X, mask, axis=axis)), expected)
    u = tf.placeholder(tf.float32)
    if axis in (0, None):
        np.testing.assert_array_equal(run(tf.boolean_mask(u, mask, axis=axis), {u: X}), expected)


def test_boolean_mask_errors():
    with pytest.raises(ValueError, match="cannot be scalar"):
        tf.boolean_mask(X, True)
    with pytest.raises(ValueError, match="mask dimensions must be specified"):
        tf.boolean_mask(X, tf.placeholder(tf.bool))
    with pytest.raises(ValueError):
        tf.boolean_mask(X, [True, False, True])


def test_a_mask_may_index_a_tensor():
    np.testing.assert_array_equal(run(tf.constant(X)[X > 1]), X[X > 1])


def test_gathers():
    np.testing.assert_array_equal(run(tf.gather(X, [2, 0], axis=1)), X[:, [2, 0]])
    np.testing.assert_array_equal(run(tf.gather(X, [[2], [0]], axis=1, batch_dims=1)), [[2], [3]])
    np.testing.assert_array_equal(run(tf.batch_gather(X, [[2], [0]])), [[2], [3]])
    np.testing.assert_array_equal(run(tf.gather_nd(X, [[2], [0]], batch_dims=1)), [2, 3])


def test_sequence_mask():
    np.testing.assert_array_equal(
        run(tf.sequence_mask([[1], [3]], dtype=tf.int32)), [[[1, 0, 0]], [[1, 1, 1]]]
    )
    with pytest.raises(ValueError, match="maxlen must be scalar"):
        tf.sequence_mask([1], [3])


@pytest.mark.parametrize("indexing", ["xy", "ij"])
def test_meshgrid(indexing):
    made = run(tf.meshgrid([1, 2], [3, 4, 5], [6, 7], indexing=indexing))
    for ours, theirs in zip(made, np.meshgrid([1, 2], [3, 4, 5], [6, 7], indexing=indexing), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_transposes():
    u = tf.placeholder(tf.float32)
    np.testing.assert_array_equal(run(tf.transpose(u), {u: X}), X.T)
    np.testing.assert_array_equal(run(tf.matrix_transpose(u), {u: X[None]}), X.T[None])
    np.testing.assert_array_equal(run(tf.transpose([[1 + 2j]], conjugate=True)), [[1 - 2j]])
    with pytest.raises(ValueError, match="rank >= 2"):
        tf.matrix_transpose([1.0])


def test_eye():
    np.testing.assert_array_equal(run(tf.eye(2, 3, batch_shape=[2])), [np.eye(2, 3)] * 2)
    np.testing.assert_array_equal(run(tf.matrix_diag([1.0], k=1)), [[0, 1], [0, 0]])


def test_static_broadcasting():
    assert tf.broadcast_static_shape([None, 1], [3]).as_list() == [None, 3]
    with pytest.raises(ValueError, match="Incompatible shapes"):
        tf.broadcast_static_shape([2], [3])
