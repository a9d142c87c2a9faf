"""`tf.sparse`, `tf.sets`, and what else takes a SparseTensor: against numpy, and the rules for arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf

X = np.array([[0.0, 2.0, 0.0], [3.0, 0.0, -4.0], [0.0, 0.0, 0.0], [5.0, 6.0, 0.0]])


@pytest.fixture(autouse=True)
def fresh_graph() -> Any:
    with tf.Graph().as_default():
        yield


def run(fetches: Any, feed_dict: Any = None) -> Any:
    with tf.Session() as session:
        return session.run(fetches, feed_dict)


def sp(x: Any) -> tf.SparseTensor:
    places = np.argwhere(np.asarray(x) != 0)
    return tf.SparseTensor(places, np.asarray(x)[tuple(places.T)], np.shape(x))


def whole(value: Any) -> np.ndarray:
    """A fetched sparse tensor as an array."""
    out = np.zeros(value.dense_shape, value.values.dtype)
    out[tuple(value.indices.T)] = value.values
    return out


def test_parts_shapes_and_names() -> None:
    x = tf.SparseTensor(indices=[[0, 1]], values=[1.0], dense_shape=[3, 4])
    assert x.get_shape().as_list() == [3, 4] and x.shape.ndims == 2
    assert x.dtype == tf.float32 and x.graph is tf.get_default_graph() and x.op is x.values.op
    assert [x.indices.name, x.values.name, x.dense_shape.name] == [
        "SparseTensor/indices:0",
        "SparseTensor/values:0",
        "SparseTensor/dense_shape:0",
    ]
    assert tf.SparseTensor.from_value(x) is x
    with tf.Session():
        value = x.eval()
    assert isinstance(value, tf.SparseTensorValue) and value.dense_shape.tolist() == [3, 4]
    assert run(tf.SparseTensor.from_value(value)).values.tolist() == [1.0]
    with pytest.raises(TypeError):
        tf.SparseTensor.from_value(1.0)
    for wrong in ([[0, 1, 2]], [1.0]), ([[0, 1]], [1.0, 2.0]), ([0, 1], [1.0]):
        with pytest.raises(ValueError):
            tf.SparseTensor(wrong[0], wrong[1], [3, 4])


def test_placeholders() -> None:
    known = tf.sparse_placeholder(tf.float32, shape=[4, 3], name="x")
    assert known.shape.as_list() == [4, 3]
    assert [known.values.name, known.indices.name] == ["x/values:0", "x/indices:0"]
    assert tf.sparse.placeholder(tf.int32, [None, 3]).shape.as_list() == [None, None]
    assert tf.sparse_placeholder(tf.int32).shape.ndims is None
    dense = tf.sparse_tensor_to_dense(known)
    assert dense.shape.as_list() == [4, 3]
    # Tuples, lists and values; the shape may be a tuple too, and other than the one given.
    places, values = [[0, 1], [3, 2]], [5.0, 6.0]
    want = np.zeros((4, 3))
    want[0, 1], want[3, 2] = values
    for fed in [
        (places, values, (4, 3)),
        (np.array(places), np.array(values), np.array([4, 3])),
        [places, values, [4, 3]],
        tf.SparseTensorValue(places, values, (4, 3)),
    ]:
        np.testing.assert_array_equal(run(dense, {known: fed}), want)
    with pytest.raises(ValueError, match="a feed of 3 tensors needs as many values, got 2"):
        run(dense, {known: (places, values)})
    open_shape = tf.sparse_placeholder(tf.float32)
    total = tf.sparse_reduce_sum(open_shape, 0)
    for size in (3, 5):
        got = run(total, {open_shape: (places, values, (4, size))})
        assert got.tolist() == [0.0, 5.0, 6.0] + [0.0] * (size - 3)


def test_a_fetched_value_can_be_fed() -> None:
    x = tf.sparse_placeholder(tf.float64)
    value = run(sp(X))
    np.testing.assert_array_equal(run(tf.sparse_tensor_to_dense(x), {x: value}), X)


def test_operators() -> None:
    b = np.array([2.0, 4.0, 8.0])
    for got, want in [
        (sp(X) * b, X * b),
        (tf.constant(b) * sp(X), X * b),
        (sp(X) / b, X / b),
        (sp(X) * 2.0, X * 2),
    ]:
        assert isinstance(got, tf.SparseTensor)
        np.testing.assert_array_equal(whole(run(got)), want)
    quotient = sp(X.astype(np.int32)) / np.array([2], np.int32)
    assert quotient.dtype == tf.float64
    np.testing.assert_array_equal(whole(run(quotient)), X / 2)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("abs", np.abs),
        ("negative", np.negative),
        ("sign", np.sign),
        ("square", np.square),
        ("tanh", np.tanh),
    ],
)
def test_functions_of_values(name: str, how: Any) -> None:
    for module in (tf, tf.math):
        got = run(getattr(module, name)(sp(X)))
        np.testing.assert_allclose(whole(got), how(X), rtol=1e-12)
    assert run(tf.sqrt(tf.abs(sp(X)))).values.tolist() == np.sqrt(np.abs(X[X != 0])).tolist()


def test_shape_functions() -> None:
    x = sp(X)
    assert run([tf.shape(x), tf.size(x), tf.rank(x)])[0].tolist() == [4, 3]
    assert run([tf.size(x), tf.rank(x)]) == [12, 2]
    assert tf.cast(x, tf.float32).dtype == tf.float32
    np.testing.assert_array_equal(whole(run(tf.identity(x))), X)


def test_conversions() -> None:
    np.testing.assert_array_equal(run(tf.sparse.to_dense(sp(X), default_value=-1.0)), np.where(X == 0, -1, X))
    np.testing.assert_array_equal(whole(run(tf.sparse.from_dense(X))), X)
    words = tf.sparse_tensor_to_dense(tf.SparseTensor([[0, 0], [1, 1]], ["a", "b"], [2, 2]))
    assert run(words).tolist() == [[b"a", b""], [b"", b"b"]]
    np.testing.assert_array_equal(
        run(tf.sparse_to_dense([[0, 1], [2, 0]], [3, 2], 7)), [[0, 7], [0, 0], [7, 0]]
    )
    repeated = tf.SparseTensor([[0], [0]], [1.0, 2.0], [2])
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"indices\[1\] = \[0\] is repeated"):
        run(tf.sparse_tensor_to_dense(repeated))
    assert run(tf.sparse_tensor_to_dense(repeated, validate_indices=False)).tolist() == [2.0, 0.0]
    with pytest.raises(TypeError, match="must be a SparseTensor"):
        tf.sparse_tensor_to_dense(X)
    assert tf.convert_to_tensor_or_sparse_tensor(run(sp(X))).shape.as_list() == [4, 3]


def test_shapes_change() -> None:
    for perm in ([1, 0], None):
        np.testing.assert_array_equal(whole(run(tf.sparse_transpose(sp(X), perm))), X.T)
    fed = tf.sparse_placeholder(tf.float64)
    np.testing.assert_array_equal(whole(run(tf.sparse.transpose(fed), {fed: run(sp(X))})), X.T)
    np.testing.assert_array_equal(whole(run(tf.sparse_reshape(sp(X), [2, -1]))), X.reshape(2, 6))
    assert tf.sparse_reshape(sp(X), [2, -1]).shape.as_list() == [2, 6]
    with pytest.raises(ValueError, match="Cannot reshape"):
        tf.sparse_reshape(sp(X), [5, -1])
    both = tf.sparse_concat(axis=1, sp_inputs=[sp(X), sp(X)])
    np.testing.assert_array_equal(whole(run(both)), np.hstack([X, X]))
    assert both.shape.as_list() == [4, 6]
    grown = tf.sparse.concat(-1, [sp(X), sp(X[:2])], expand_nonconcat_dim=True)
    np.testing.assert_array_equal(whole(run(grown)), np.hstack([X, np.vstack([X[:2], np.zeros((2, 3))])]))
    with pytest.raises(ValueError, match="differ"):
        tf.sparse_concat(1, [sp(X), sp(X[:2])])
    parts = tf.sparse_split(sp_input=sp(X), num_split=3, axis=0)
    for part, want in zip(run(parts), np.array_split(X, 3), strict=True):
        np.testing.assert_array_equal(whole(part), want)
    with pytest.raises(ValueError, match="Keyword arguments are required"):
        tf.sparse_split(0, 3, sp(X))
    np.testing.assert_array_equal(whole(run(tf.sparse_slice(sp(X), [1, 0], [9, 2]))), X[1:, :2])
    for axis, want in [(None, X[..., None]), (0, X[None]), (1, X[:, None]), (-2, X[:, None])]:
        np.testing.assert_array_equal(whole(run(tf.sparse.expand_dims(sp(X), axis))), want)
    np.testing.assert_array_equal(whole(run(tf.sparse.eye(2, 3))), np.eye(2, 3))
    np.testing.assert_array_equal(whole(run(tf.sparse.eye(tf.constant(3)))), np.eye(3))
    assert run(tf.sparse_reset_shape(sp(X))).dense_shape.tolist() == [4, 3]
    assert run(tf.sparse_reset_shape(sp(X[:3]))).dense_shape.tolist() == [2, 3]
    assert run(tf.sparse_reset_shape(sp(X), [7, 7])).dense_shape.tolist() == [7, 7]
    with pytest.raises(ValueError, match="new_shape"):
        tf.sparse_reset_shape(sp(X), [7, 2])
    larger = tf.placeholder(tf.int64, [2])
    with pytest.raises(tf.errors.InvalidArgumentError):
        run(tf.sparse_reset_shape(sp(X), larger), {larger: [7, 2]})


def test_elements_change() -> None:
    kept = run(tf.sparse_retain(sp(X), [True, False, True, True, False]))
    assert kept.values.tolist() == [2.0, -4.0, 5.0]
    with pytest.raises(ValueError):
        tf.sparse_retain(sp(X), [True])
    full, empty = run(list(tf.sparse_fill_empty_rows(sp(X), 9.0)))
    assert full.values.tolist() == [2.0, 3.0, -4.0, 9.0, 5.0, 6.0] and empty.tolist() == [
        False,
        False,
        True,
        False,
    ]
    ids = tf.SparseTensor([[0, 0], [1, 0], [1, 1]], np.array([2, 0, 0], np.int64), [2, 2])
    assert run(tf.sparse_to_indicator(ids, 3)).tolist() == [[False, False, True], [True, False, False]]
    values = tf.SparseTensor([[0, 0], [1, 0], [1, 1]], [1.0, 2.0, 3.0], [2, 2])
    merged = run(tf.sparse_merge([ids, ids], values, [3, 4]))
    assert merged.indices.tolist() == [[0, 2, 2], [1, 0, 0], [1, 0, 0]] and merged.dense_shape.tolist() == [
        2,
        3,
        4,
    ]
    with pytest.raises(TypeError, match="vocab_size"):
        tf.sparse_merge(ids, values, 3.0)
    with pytest.raises(ValueError, match="equal lengths"):
        tf.sparse_merge([ids], values, [3, 4])


def test_sums_and_extremes() -> None:
    y = np.array([[1.0, -2.0, 0.0], [0.0, 0.0, 4.0], [0.0, 7.0, 0.0], [0.0, 0.0, 0.0]])
    np.testing.assert_array_equal(whole(run(tf.sparse_add(sp(X), sp(y)))), X + y)
    # Sums that cancel stay as zeros, unless they are to be left out.
    assert len(run(tf.sparse_add(sp(X), sp(y))).values) == 7
    assert len(run(tf.sparse.add(sp(X), sp(y), thresh=1e-9)).values) == 5
    for a, b in [(sp(X), y), (y, sp(X))]:
        np.testing.assert_array_equal(run(tf.sparse_add(a, b)), X + y)
    with pytest.raises(TypeError, match=r"tf\.add"):
        tf.sparse_add(X, y)
    np.testing.assert_array_equal(whole(run(tf.sparse_maximum(sp(X), sp(y)))), np.maximum(X, y))
    np.testing.assert_array_equal(whole(run(tf.sparse.minimum(sp(X), sp(y)))), np.minimum(X, y))
    fed = tf.sparse_placeholder(tf.float64)
    for x, feeds in [(sp(X), None), (fed, {fed: run(sp(X))})]:
        assert run(tf.sparse_reduce_sum(x), feeds) == X.sum()
        got = run(tf.sparse_reduce_sum(x, reduction_axes=[0], keep_dims=True), feeds)
        np.testing.assert_array_equal(got, X.sum(0, keepdims=True))
        np.testing.assert_array_equal(whole(run(tf.sparse.reduce_sum_sparse(x, 1), feeds)), X.sum(1))
        np.testing.assert_array_equal(run(tf.sparse_reduce_max(x, 1), feeds), [2, 3, 0, 6])
        assert run(tf.sparse_reduce_max_sparse(x, 1), feeds).values.tolist() == [2, 3, 6]
    with pytest.raises(ValueError, match="Cannot specify both"):
        tf.sparse_reduce_sum(sp(X), axis=0, reduction_axes=0)


def test_matmul_of_both_kinds() -> None:
    b = np.arange(6.0).reshape(3, 2)
    np.testing.assert_array_equal(run(tf.sparse.matmul(sp(X), b)), X @ b)
    np.testing.assert_array_equal(run(tf.sparse_tensor_dense_matmul(sp(X), b.T, adjoint_b=True)), X @ b)
    np.testing.assert_array_equal(run(tf.sparse_tensor_dense_matmul(run(sp(X.T)), b, adjoint_a=True)), X @ b)
    product = tf.sparse_matmul(X.astype(np.float32), tf.cast(b, tf.bfloat16), a_is_sparse=True)
    assert product.op.type == "SparseMatMul" and product.dtype == tf.float32
    np.testing.assert_array_equal(run(product), X @ b)
    a, c = tf.constant(X.astype(np.float32)), tf.constant(b.astype(np.float32))
    grads = run(tf.gradients(tf.sparse_matmul(a, c), [a, c]))
    np.testing.assert_array_equal(grads[0], np.ones((4, 2)) @ b.T)
    np.testing.assert_array_equal(grads[1], X.T @ np.ones((4, 2)))


def test_the_gradient_of_a_maximum_is_an_error() -> None:
    values = tf.constant([1.0])
    x = tf.SparseTensor([[0]], values, [2])
    with pytest.raises(LookupError, match="SparseSparseMaximum"):
        tf.gradients(tf.sparse_maximum(x, x).values, values)


def test_rows_of_indexed_slices_are_masked() -> None:
    rows = tf.IndexedSlices(tf.constant([[1.0], [2.0], [3.0]]), tf.constant([4, 5, 6]), tf.constant([9, 1]))
    left = run(tf.sparse_mask(rows, [4, 6]))
    assert left.indices.tolist() == [5] and left.values.tolist() == [[2.0]]


def test_sets() -> None:
    a, b = np.array([[1, 2, 2, 7]]), np.array([[2, 7, 9, 9]])
    for x, y in [(a, b), (sp(a), b), (a, sp(b)), (sp(a), sp(b))]:
        assert run(tf.sets.intersection(x, y)).values.tolist() == [2, 7]
        assert run(tf.sets.set_union(x, y)).values.tolist() == [1, 2, 7, 9]
        assert run(tf.sets.difference(x, y)).values.tolist() == [1]
        assert run(tf.sets.set_difference(x, y, aminusb=False)).values.tolist() == [9]
    assert run(tf.sets.size(sp(a))).tolist() == [3]
    with pytest.raises(TypeError, match="Types don't match"):
        tf.sets.union(tf.constant(a), tf.constant(b, tf.int32))
    with pytest.raises(TypeError, match="float32"):
        tf.sets.union([[1.0]], [[1.0]])


TABLE = np.arange(12.0).reshape(4, 3)
IDS = np.array([[0, 0], [0, 1], [1, 0], [3, 0], [3, 1]])
NUMBERS = np.array([1, 3, 0, 2, 2])
WEIGHTS = np.array([1.0, 2.0, 0.5, 3.0, 1.0])


def combined(weights: np.ndarray, combiner: str, rows: list[int]) -> np.ndarray:
    out = np.zeros((len(rows), 3))
    for i, row in enumerate(rows):
        own = IDS[:, 0] == row
        if own.any():
            out[i] = weights[own] @ TABLE[NUMBERS[own]]
            scale = {"sum": 1.0, "mean": weights[own].sum(), "sqrtn": np.sqrt((weights[own] ** 2).sum())}
            out[i] /= scale[combiner]
    return out


@pytest.mark.parametrize("combiner", ["sum", "mean", "sqrtn"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("parts", [1, 2])
def test_embeddings_of_sparse_ids(combiner: str, weighted: bool, parts: int) -> None:
    ids = tf.SparseTensor(IDS, NUMBERS, [4, 2])
    weights = tf.SparseTensor(IDS, WEIGHTS, [4, 2]) if weighted else None
    used = WEIGHTS if weighted else np.ones(5)
    table = [tf.Variable(part) for part in np.array_split(TABLE, parts)]
    got = tf.nn.embedding_lookup_sparse(table, ids, weights, partition_strategy="div", combiner=combiner)
    safe = tf.nn.safe_embedding_lookup_sparse(table, ids, weights, combiner)
    default = tf.nn.safe_embedding_lookup_sparse(table, ids, weights, combiner, default_id=3)
    grad = tf.convert_to_tensor(tf.gradients(safe, table[0])[0])
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        got, safe_got, default_got, grad = session.run([got, safe, default, grad])
    # Rows are numbered by the ids' rows, of which one is empty.
    filled = [0, 1, 3]
    np.testing.assert_allclose(got[filled], combined(used, combiner, filled), rtol=1e-12)
    if combiner == "sum" or not weighted:
        assert got[2].tolist() == [0, 0, 0]
    np.testing.assert_allclose(safe_got, combined(used, combiner, [0, 1, 2, 3]), rtol=1e-12)
    assert safe.shape.as_list() == [4, 3]
    np.testing.assert_allclose(default_got[2], TABLE[3], rtol=1e-12)
    assert grad.shape == np.array_split(TABLE, parts)[0].shape and np.abs(grad).sum() > 0


def test_safe_lookup_leaves_out_what_is_not_positive() -> None:
    places = [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 1]]
    ids = tf.SparseTensor(places, [1, -1, 2, 3], [2, 2, 2])
    weights = tf.SparseTensor(places, [1.0, 1.0, 0.0, 2.0], [2, 2, 2])
    out = tf.nn.safe_embedding_lookup_sparse(tf.constant(TABLE.astype(np.float32)), ids, weights)
    assert out.shape.as_list() == [2, 2, 3]
    want = np.zeros((2, 2, 3))
    want[0, 0], want[1, 0] = TABLE[1], TABLE[3]
    np.testing.assert_allclose(run(out), want)
