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


@pytest.mark.parametrize("source", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("wanted", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"])
def test_saturate_cast_stays_inside(source: str, wanted: str) -> None:
    limit = 60_000.0 if source == "float16" else np.inf
    huge = tf.cast(tf.placeholder_with_default(np.array([limit, -limit, 3.7]), [3]), source)
    got = run(tf.saturate_cast(huge, wanted))
    info = np.iinfo(wanted)
    assert got.dtype == wanted and got[1] == max(info.min, -limit) and got[2] == 3
    assert min(info.max, limit) / 2 < got[0] <= info.max


def test_casts_out_of_range_are_those_of_x86() -> None:
    x = tf.placeholder_with_default(np.array([np.nan, 3e9, -3e9, 1e30, 300.7, -1.5, 2.0**63]), [7])
    least, wide = -(2**31), -(2**63)
    for source in (tf.float32, tf.float64):
        y = tf.cast(x, source)
        got = run({name: tf.cast(y, name) for name in ("int32", "int64", "uint8", "uint32", "uint64")})
        assert got["int32"].tolist() == [least, least, least, least, 300, -1, least]
        assert got["int64"].tolist() == [wide, 3_000_000_000, -3_000_000_000, wide, 300, -1, wide]
        assert got["uint8"].tolist() == [0, 0, 0, 0, 44, 255, 0]
        assert got["uint32"].tolist() == [0, 3_000_000_000, 1_294_967_296, 0, 300, 2**32 - 1, 0]
        assert got["uint64"].tolist()[4:] == [300, 2**64 - 1, 2**63]


@pytest.mark.parametrize("shape", [[2, 3, 2], [None, 3, None], None])
@pytest.mark.parametrize("axes", [[0], [2, 0], [-1], [0, 1, 2], []])
def test_gradient_of_a_product_over_axes_known_in_the_run(shape: Any, axes: list[int]) -> None:
    x = RNG.normal(size=(2, 3, 2))
    x[0, 1, 1] = x[1, 2, 0] = x[1, 0, 0] = 0.0
    p, feeds = fed(x, shape)
    a = tf.placeholder(tf.int64, [None])
    y = tf.reduce_prod(p, a)
    first = tf.gradients(y * y + y, p)[0]
    second = tf.gradients(first * first, p)[0]
    want = tf.constant(x)
    known = tf.reduce_prod(want, axes)
    want_first = tf.gradients(known * known + known, want)[0]
    want_second = tf.gradients(want_first * want_first, want)[0]
    got = run([first, second, want_first, want_second], {**feeds, a: axes})
    step = 1e-6
    for place in [(0, 1, 1), (1, 2, 0), (0, 0, 0)]:
        ends = []
        for side in (step, -step):
            moved = x.copy()
            moved[place] += side
            value = np.prod(moved, tuple(axes)) if axes else moved
            ends.append((value**2 + value).sum())
        np.testing.assert_allclose(got[0][place], (ends[0] - ends[1]) / (2 * step), atol=1e-6)
    np.testing.assert_allclose(got[0], got[2], atol=1e-12)
    np.testing.assert_allclose(got[1], got[3], atol=1e-12)


def test_operands_fed_behind_a_stated_shape() -> None:
    x = tf.constant([[1, 2], [3, 4]])
    paddings = tf.placeholder(tf.int32, [2, 2])
    y = tf.pad(x, paddings)
    y.set_shape([3, 4])
    np.testing.assert_array_equal(
        run(y, {paddings: [[0, 1], [1, 1]]}), [[0, 1, 2, 0], [0, 3, 4, 0], [0, 0, 0, 0]]
    )
    axis = tf.placeholder(tf.int32, [])
    sums, most = tf.cumsum(x, axis), tf.argmax([3, 9, 1], axis)
    np.testing.assert_array_equal(run(sums, {axis: 1}), [[1, 3], [3, 7]])
    np.testing.assert_array_equal(run(sums, {axis: -2}), [[1, 2], [4, 6]])
    assert run(most, {axis: 0}) == 1
    with pytest.raises(tf.errors.InvalidArgumentError, match="axis 2 is out of range"):
        run(sums, {axis: 2})


def test_strings_are_padded() -> None:
    words = tf.placeholder(tf.string, [None, None])
    feeds = {words: [["a", "bc"]]}
    assert run(tf.pad(words, [[0, 1], [1, 0]]), feeds).tolist() == [[b"", b"a", b"bc"], [b"", b"", b""]]
    assert run(tf.pad(words, [[0, 0], [0, 1]], constant_values="x"), feeds).tolist() == [[b"a", b"bc", b"x"]]
    assert run(tf.pad(words, [[0, 0], [1, 0]], "REFLECT"), feeds).tolist() == [[b"bc", b"a", b"bc"]]


def test_set_shape_names_the_tensor() -> None:
    x = tf.placeholder(tf.float32, [2, 3], name="pictures")
    with pytest.raises(ValueError, match=r"set_shape\(.*\) of tensor 'pictures:0', which has shape"):
        x.set_shape([3, 3])


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "int64", "uint8"])
def test_positions_of_extremes_along_each_axis(axis: int, dtype: str) -> None:
    x = RNG.integers(0, 90, (3, 150, 170)).astype(dtype)
    got = run([tf.argmax(x, axis), tf.argmin(x, axis)])
    np.testing.assert_array_equal(got[0], np.argmax(x, axis))
    np.testing.assert_array_equal(got[1], np.argmin(x, axis))
    if x.dtype.kind == "f":
        holes = x.copy()
        holes[RNG.random(x.shape) < 0.3] = np.nan
        holes[0, 0] = holes[:, 1, 1] = holes[1, :, 2] = np.nan
        got = run([tf.argmax(holes, axis), tf.argmin(holes, axis)])
        np.testing.assert_array_equal(got[0], np.argmax(np.where(np.isnan(holes), -np.inf, holes), axis))
        np.testing.assert_array_equal(got[1], np.argmin(np.where(np.isnan(holes), np.inf, holes), axis))


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("exclusive", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
def test_running_sums_along_each_axis(axis: int, exclusive: bool, reverse: bool) -> None:
    x = RNG.integers(-9, 9, (3, 150, 170))
    turned = np.flip(x, axis) if reverse else x
    want = np.cumsum(turned, axis) - (turned if exclusive else 0)
    got = run(tf.cumsum(x, axis, exclusive, reverse))
    np.testing.assert_array_equal(got, np.flip(want, axis) if reverse else want)


@pytest.mark.parametrize("shape", [(70_000,), (300, 400), (3, 1, 40_000), (4, 100, 0), ()])
def test_positions_of_what_is_true(shape: tuple[int, ...]) -> None:
    for x in (
        RNG.random(shape) < 0.5,
        np.floor(RNG.normal(size=shape)).astype(np.float32),
        np.ones(shape, np.int8),
    ):
        np.testing.assert_array_equal(run(tf.where(x)), np.argwhere(x))
