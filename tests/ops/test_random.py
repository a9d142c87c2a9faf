"""Random ops against the numbers that TensorFlow draws with the same seeds (golden/random.json)."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos._gen import raw_ops

GOLDEN = json.loads((pathlib.Path(__file__).parents[1] / "golden" / "random.json").read_text())
# Last places by which a result may differ; whatever is not listed is equal bit for bit.
PLACES = {
    "RandomStandardNormal": 2,
    "TruncatedNormal": 2,
    "StatelessRandomNormal": 2,
    "StatelessTruncatedNormal": 2,
}
WORD = {"float16": np.int16, "bfloat16": np.int16, "float32": np.int32, "float64": np.int64}


def draw(case: dict[str, Any], runs: int) -> list[bytes]:
    """Bytes of successive results in one session."""
    with tf.Graph().as_default(), tf.Session() as session:
        operands = {
            name: tf.constant(np.array(given["values"], given["dtype"]).reshape(given["shape"]))
            for name, given in case["arguments"].items()
        }
        attributes = dict(case["attributes"])
        if "dtype" in attributes:
            attributes["dtype"] = tf.as_dtype(attributes["dtype"])
        result = getattr(raw_ops, case["op"])(**operands, **attributes)
        assert result.dtype.name == case["dtype"]
        # NumPy has no bfloat16, but its bits are the upper half of a float32.
        halves = result.dtype == tf.bfloat16
        result = tf.cast(result, tf.float32) if halves else result
        values = [np.asarray(session.run(result)) for _ in range(runs)]
    for value in values:
        assert list(value.shape) == case["shape"]
    if halves:
        values = [(value.view(np.uint32) >> 16).astype(np.uint16) for value in values]
    return [value.tobytes() for value in values]


def title(case: dict[str, Any]) -> str:
    """Op, type and attributes."""
    return "-".join([case["op"], case["dtype"], *(str(v) for v in case["attributes"].values())])


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=title)
def test_numbers_are_tensorflow_s(case: dict[str, Any]) -> None:
    """Every run in a session gives what the same run gave in TensorFlow."""
    for own, recorded in zip(draw(case, len(case["runs"])), case["runs"], strict=True):
        expected = bytes.fromhex(recorded)
        places = PLACES.get(case["op"], 0)
        if places == 0:
            assert own == expected
        else:
            word = WORD[case["dtype"]]
            a, b = np.frombuffer(own, word).astype(object), np.frombuffer(expected, word).astype(object)
            assert np.abs(a - b).max() <= places


@pytest.mark.parametrize("op", ["RandomUniform", "RandomStandardNormal", "TruncatedNormal"])
def test_numbers_do_not_depend_on_threads(op: str) -> None:
    """Many more elements than one task has."""
    found = []
    for threads in [1, 2, 3]:
        with tf.Graph().as_default():
            result = getattr(raw_ops, op)([70_001], dtype=tf.float32, seed=3, seed2=4)
            with tf.Session(config=tf.ConfigProto(intra_op_parallelism_threads=threads)) as session:
                found.append(session.run(result))
    assert (found[0] == found[1]).all()
    assert (found[0] == found[2]).all()
    assert 0 < np.unique(found[0]).size


def test_no_seed_is_another_stream_each_time() -> None:
    """Two nodes, two runs, two sessions: all differ."""
    with tf.Graph().as_default():
        x = raw_ops.RandomUniform([4], dtype=tf.float64)
        y = raw_ops.RandomUniform([4], dtype=tf.float64)
        drawn = []
        for _ in range(2):
            with tf.Session() as session:
                drawn += [*session.run([x, y]), *session.run([x, y])]
    assert len({value.tobytes() for value in drawn}) == 8


def test_graph_and_op_seeds() -> None:
    """A seeded graph gives the same numbers in every session, other numbers in each run."""
    with tf.Graph().as_default():
        tf.set_random_seed(7)
        x = tf.random_uniform([3])
        with tf.Session() as session:
            first, second = session.run(x), session.run(x)
        with tf.Session() as session:
            again = session.run(x)
    assert (first == again).all()
    assert (first != second).all()


def test_wrong_arguments() -> None:
    """Each has its own message."""
    with tf.Graph().as_default():
        with pytest.raises(ValueError, match="Need minval < maxval, got 5 >= 5"):
            raw_ops.RandomUniformInt([2], 5, 5)
        with pytest.raises(ValueError, match="negative size"):
            raw_ops.RandomUniform([-1], dtype=tf.float32)
        with pytest.raises(ValueError, match="must have shape"):
            raw_ops.StatelessRandomUniform([2], [1, 2, 3])
        with pytest.raises(ValueError, match="Must specify maxval"):
            tf.random_uniform([2], dtype=tf.int32)
        low = tf.placeholder(tf.int32, [])
        with tf.Session() as session, pytest.raises(tf.errors.InvalidArgumentError, match="got 9 >= 3"):
            session.run(raw_ops.RandomUniformInt([2], low, 3), {low: 9})


def test_shuffles_strings_and_crops() -> None:
    """Wrappers."""
    with tf.Graph().as_default(), tf.Session() as session:
        words = session.run(tf.random_shuffle([b"a", b"b", b"c"], seed=2))
        assert sorted(words) == [b"a", b"b", b"c"]
        part = session.run(tf.random_crop(np.arange(20).reshape(4, 5), [2, 3], seed=1))
        assert (np.diff(part, axis=1) == 1).all()
        assert (np.diff(part, axis=0) == 5).all()
