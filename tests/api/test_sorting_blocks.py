"""`tf.sort`, `tf.searchsorted`, `tf.repeat`, blocks and the other array functions that are compositions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf

RNG = np.random.default_rng(3)
NUMBERS = RNG.normal(size=(3, 4, 5)).astype(np.float32)


def run(fetches: Any, feeds: Any = None) -> Any:
    with tf.Session() as session:
        return session.run(fetches, feeds)


def fed(value: Any, shape: Any = None) -> tuple[Any, dict[Any, Any]]:
    """A placeholder that says nothing of its shape, unless told, and its feed."""
    value = np.asarray(value)
    x = tf.placeholder(value.dtype, shape)
    return x, {x: value}


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
@pytest.mark.parametrize("known", [True, False])
def test_sort_along_each_axis(axis: int, known: bool) -> None:
    x, feeds = fed(NUMBERS, NUMBERS.shape if known else None)
    up, down = tf.sort(x, axis), tf.sort(x, axis, "DESCENDING")
    places, back = tf.argsort(x, axis), tf.argsort(x, axis, direction="DESCENDING", stable=True)
    got = run([up, down, places, back], feeds)
    np.testing.assert_array_equal(got[0], np.sort(NUMBERS, axis))
    np.testing.assert_array_equal(got[1], -np.sort(-NUMBERS, axis))
    np.testing.assert_array_equal(got[2], np.argsort(NUMBERS, axis, kind="stable"))
    np.testing.assert_array_equal(got[3], np.argsort(-NUMBERS, axis, kind="stable"))
    assert not known or up.shape.as_list() == places.shape.as_list() == [3, 4, 5]


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "int32", "int64", "uint64", "float16"])
def test_sort_reaches_the_ends_of_each_type(dtype: str) -> None:
    info = np.finfo(dtype) if dtype == "float16" else np.iinfo(dtype)
    x = np.array([info.max, 3, info.min, 7, 3, info.max], dtype)
    got = run([tf.sort(x), tf.sort(x, direction="DESCENDING"), tf.argsort(x)])
    np.testing.assert_array_equal(got[0], np.sort(x))
    np.testing.assert_array_equal(got[1], np.sort(x)[::-1])
    np.testing.assert_array_equal(got[2], np.argsort(x, kind="stable"))


def test_nan_sorts_last_and_gradients_go_where_values_came_from() -> None:
    x = np.array([2.0, np.nan, -1.0], np.float32)
    assert str(run([tf.sort(x), tf.sort(x, direction="DESCENDING")])) == str(
        [np.array([-1, 2, np.nan], np.float32), np.array([2, -1, np.nan], np.float32)]
    )
    v = tf.constant([3.0, 1.0, 2.0])
    np.testing.assert_array_equal(run(tf.gradients(tf.sort(v) * [1.0, 10.0, 100.0], v)[0]), [100, 1, 10])


@pytest.mark.parametrize("count", [40, 300, 70_000])
def test_long_rows_sort_stably(count: int) -> None:
    x = RNG.integers(0, 50, count).astype(np.float32)
    got = run([tf.argsort(x), tf.argsort(x, direction="DESCENDING"), tf.nn.top_k(x, 33).indices])
    np.testing.assert_array_equal(got[0], np.argsort(x, kind="stable"))
    np.testing.assert_array_equal(got[1], np.argsort(-x, kind="stable"))
    np.testing.assert_array_equal(got[2], np.argsort(-x, kind="stable")[:33])


def test_sort_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="Direction"):
        tf.sort([1, 2], direction="UP")
    with pytest.raises(ValueError, match="axis 1 is out of range"):
        tf.sort([1, 2], axis=1)
    with pytest.raises(ValueError, match="known when the graph is built"):
        tf.sort([1, 2], axis=tf.placeholder(tf.int32, []))
    with pytest.raises(ValueError, match="at least one axis"):
        tf.sort(1.0)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("lead", [(), (3,), (2, 2), (0,)])
@pytest.mark.parametrize("known", [True, False])
def test_searchsorted(side: Any, lead: tuple[int, ...], known: bool) -> None:
    rows = np.sort(RNG.integers(0, 9, (*lead, 6)), axis=-1)
    values = RNG.integers(-1, 10, (*lead, 4))
    r, feeds = fed(rows, rows.shape if known else None)
    v, more = fed(values, values.shape if known else None)
    found = tf.searchsorted(r, v, side, out_type=tf.int64)
    want = np.zeros(values.shape, np.int64)
    for place in np.ndindex(*lead):
        want[place] = np.searchsorted(rows[place], values[place], side)
    got = run(found, {**feeds, **more})
    assert got.dtype == np.int64
    np.testing.assert_array_equal(got, want)
    with pytest.raises(ValueError, match="side must be"):
        tf.searchsorted([1], [1], side="middle")


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("how", ["scalar", "one", "vector"])
@pytest.mark.parametrize("known", [True, False])
def test_repeat(axis: int | None, how: str, known: bool) -> None:
    x = RNG.integers(0, 99, (3, 4))
    length = x.size if axis is None else x.shape[axis]
    repeats = {"scalar": np.int64(2), "one": np.array([3]), "vector": RNG.integers(0, 4, length)}[how]
    p, feeds = fed(x, x.shape if known else [None, None])
    r, more = (repeats, {}) if known else fed(repeats, np.shape(repeats))
    y = tf.repeat(p, r, axis)
    want = np.repeat(x, repeats, axis)
    np.testing.assert_array_equal(run(y, {**feeds, **more}), want)
    assert y.shape.is_compatible_with(want.shape)
    assert not known or y.shape.is_fully_defined()


def test_repeat_of_strings_gradients_and_errors() -> None:
    assert run(tf.repeat([b"a", b"b"], [2, 1])).tolist() == [b"a", b"a", b"b"]
    v = tf.constant([1.0, 2.0])
    np.testing.assert_array_equal(run(tf.gradients(tf.repeat(v, [3, 1]), v)[0]), [3, 1])
    with pytest.raises(ValueError, match="3 entries, but the dimension has size 2"):
        tf.repeat([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="not be negative"):
        tf.repeat([1, 2], [1, -2])
    with pytest.raises(ValueError, match="axis 2 is out of range"):
        tf.repeat([[1, 2]], 2, axis=2)


def test_where_v2_broadcasts() -> None:
    condition = NUMBERS[:, :1] > 0
    got = run(tf.where_v2(condition, NUMBERS, np.float32(0)))
    np.testing.assert_array_equal(got, np.where(condition, NUMBERS, np.float32(0)))
    np.testing.assert_array_equal(run(tf.where_v2(condition)), np.argwhere(condition))
    with pytest.raises(ValueError, match="both be non-None"):
        tf.where_v2(condition, 1)


def test_batch_scatter_update() -> None:
    start = RNG.normal(size=(2, 3, 5, 2)).astype(np.float32)
    v = tf.Variable(start)
    indices = np.array([[[1], [0], [4]], [[2], [2], [3]]])
    updates = RNG.normal(size=(2, 3, 1, 2)).astype(np.float32)
    want = start.copy()
    for place in np.ndindex(2, 3):
        want[(*place, indices[place][0])] = updates[place][0]
    with tf.Session() as session:
        session.run(v.initializer)
        np.testing.assert_array_equal(session.run(tf.batch_scatter_update(v, indices, updates)), want)


def test_parallel_stack_needs_known_shapes() -> None:
    y = tf.parallel_stack([NUMBERS, NUMBERS + 1])
    assert y.op.type == "ParallelConcat" and y.shape.as_list() == [2, 3, 4, 5]
    np.testing.assert_array_equal(run(y), np.stack([NUMBERS, NUMBERS + 1]))
    with pytest.raises(ValueError, match="fully known"):
        tf.parallel_stack([tf.placeholder(tf.float32, [None])])


def test_placeholder_v2_is_fed() -> None:
    x = tf.raw_ops.PlaceholderV2(dtype=tf.float32, shape=[2])
    assert run(x * 2, {x: [1, 2]}).tolist() == [2, 4]


@pytest.mark.parametrize("known", [True, False])
def test_required_paddings_make_whole_blocks(known: bool) -> None:
    sizes, blocks, base = (
        np.array([5, 4, 7], np.int32),
        np.array([2, 3, 7], np.int32),
        [[1, 0], [2, 0], [0, 0]],
    )
    p, feeds = (sizes, {}) if known else fed(sizes, [3])
    paddings, crops = run(tf.required_space_to_batch_paddings(p, blocks, base), feeds)
    np.testing.assert_array_equal(paddings, [[1, 0], [2, 0], [0, 0]])
    np.testing.assert_array_equal(crops, np.zeros((3, 2)))
    paddings, crops = run(tf.required_space_to_batch_paddings(p, blocks), feeds)
    np.testing.assert_array_equal(paddings, [[0, 1], [0, 2], [0, 0]])
    np.testing.assert_array_equal(crops, [[0, 1], [0, 2], [0, 0]])
    x = RNG.normal(size=(2, 5, 4, 7, 3))
    there = tf.space_to_batch_nd(x, blocks, paddings)
    np.testing.assert_array_equal(run(tf.batch_to_space_nd(there, blocks, crops)), x)


def test_blocks_under_their_old_names() -> None:
    x = RNG.normal(size=(2, 4, 6, 3))
    square = run(tf.space_to_batch(x, [[0, 0], [0, 0]], 2))
    np.testing.assert_array_equal(run(tf.space_to_batch(x, [[0, 0]] * 2, block_shape=[2, 2])), square)
    np.testing.assert_array_equal(run(tf.nn.space_to_batch(x, [[0, 0]] * 2, 2)), square)
    np.testing.assert_array_equal(run(tf.batch_to_space(square, [[0, 0], [0, 0]], 2)), x)
    np.testing.assert_array_equal(run(tf.batch_to_space(square, [[0, 0]] * 2, None, block_shape=[2, 2])), x)
    np.testing.assert_array_equal(run(tf.manip.space_to_batch_nd(x, [2, 2], [[0, 0]] * 2)), square)
    deep = tf.nn.space_to_depth(x, 2)
    np.testing.assert_array_equal(run(tf.nn.depth_to_space(deep, 2)), x)
    with pytest.raises(ValueError, match="only one of"):
        tf.space_to_batch(x, [[0, 0], [0, 0]], 2, block_shape=[2, 2])
    with pytest.raises(ValueError, match="must be given"):
        tf.space_to_batch(x, [[0, 0], [0, 0]])


def test_batch_scatter_update_as_a_method() -> None:
    v = tf.Variable([[1, 2, 3], [4, 5, 6]])
    delta = tf.IndexedSlices(values=tf.constant([[9], [8]]), indices=tf.constant([[0], [2]]))
    with tf.Session() as session:
        session.run(v.initializer)
        assert session.run(v.batch_scatter_update(delta)).tolist() == [[9, 2, 3], [4, 5, 8]]
