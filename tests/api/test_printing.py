"""`tf.print` and `tf.strings.format`: texts that TensorFlow 2.21 gives for the same calls."""

from __future__ import annotations

import collections
import sys
from typing import Any

import numpy as np
import pytest

import rheos as tf

CUBE = np.arange(60, dtype=np.int32).reshape(3, 4, 5)
Pair = collections.namedtuple("Pair", "a b")


@pytest.mark.parametrize(
    ("value", "summarize", "text"),
    [
        (3, 3, "3"),
        (2.5, 3, "2.5"),
        (np.arange(10), 3, "[0 1 2 ... 7 8 9]"),
        (np.arange(7), 3, "[0 1 2 ... 4 5 6]"),
        (np.arange(6), 3, "[0 1 2 3 4 5]"),
        (np.arange(10), -1, "[0 1 2 3 4 5 6 7 8 9]"),
        (np.arange(3), 0, "[ ...]"),
        (5, 0, "..."),
        (
            CUBE,
            1,
            "[[[0 ... 4]\n  ...\n  [15 ... 19]]\n\n ...\n\n [[40 ... 44]\n  ...\n  [55 ... 59]]]",
        ),
        (CUBE[:2, :2, :2], 3, "[[[0 1]\n  [5 6]]\n\n [[20 21]\n  [25 26]]]"),
        ("a", 3, '"a"'),
        (["a", 'b"\n'], 3, '["a" "b\\"\\n"]'),
        ([True, False], 3, "[1 0]"),
        (np.zeros([2, 0], np.float32), 3, "[\n ...]"),
        (np.zeros([0], np.float32), 3, "[]"),
        (np.zeros([0, 3], np.float32), 3, "[]"),
        (np.float32([1 / 3, np.inf, np.nan, 1e-8]), -1, "[0.333333343 inf nan 1e-08]"),
        (np.int8([1, -2]), 3, "[1 -2]"),
    ],
)
def test_elements_at_both_ends(value: Any, summarize: int, text: str) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        made = tf.strings.format("<{}>", tf.constant(value), summarize=summarize)
        assert made.shape.as_list() == [] and made.op.type == "StringFormat"
        assert session.run(made) == f"<{text}>".encode()


def test_templates() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        made = tf.strings.format("%s of {} and %s", [tf.constant(1), tf.constant([2])], placeholder="%s")
        assert session.run(made) == b"1 of {} and [2]"
        assert session.run(tf.strings.format("nothing", [])) == b"nothing"
        with pytest.raises(ValueError, match="The template expects 2 tensors, but the inputs only has 1"):
            tf.strings.format("{} {}", tf.constant(1))
        with pytest.raises(tf.errors.InvalidArgumentError, match="1 placeholders for 0 inputs"):
            session.run(tf.raw_ops.StringFormat([], template="%s"))


def calls(x: Any, y: Any) -> list[tuple[tuple[Any, ...], dict[str, Any], str]]:
    """What is printed, how, and the text."""
    sparse = tf.SparseTensor([[0, 1]], [5.0], [2, 2])
    count, square = "[0 1 2 ... 7 8 9]", "[[1.5 2]\n [3 4]]"
    shown = "'SparseTensor(indices=[[0 1]], values=[5], shape=[2 2])'"
    return [
        ((x,), {}, count),
        (("x:", x, "y:", y), {}, f"x: {count} y: {square}"),
        (([x, y],), {}, f"[{count}, {square}]"),
        (({"b": x, "a": y},), {}, f"{{'a': {square}, 'b': {count}}}"),
        (
            (collections.OrderedDict([("b", x), ("a", y)]),),
            {},
            # Python shows these dictionaries in another way since 3.12.
            f"OrderedDict({{'b': {count}, 'a': {square}}})"
            if sys.version_info >= (3, 12)
            else f"OrderedDict([('b', {count}), ('a', {square})])",
        ),
        ((Pair(x, 3),), {}, f"Pair(a={count}, b=3)"),
        ((tf.constant("s"),), {}, "s"),
        ((tf.constant("s"), "t"), {}, '"s" t'),
        ((tf.constant(["s"]),), {}, '["s"]'),
        ((3, 4.5, None, "q", ["q"]), {}, "3 4.5 None q ['q']"),
        (("{}", x), {}, f"{{}} {count}"),
        ((x, y), {"sep": ";", "summarize": 1}, f"[0 ... 9];{square}"),
        ((x,), {"summarize": -1}, "[0 1 2 3 4 5 6 7 8 9]"),
        ((x,), {"summarize": None}, count),
        ((sparse,), {}, shown),
        (([sparse, x],), {}, f"[{shown}, {count}]"),
        ((["a" * 30, x, "b" * 30, y],), {}, f"['{'a' * 30}', {count}, '{'b' * 30}', {square}]"),
        ((np.arange(3), x), {}, f"array([0, 1, 2]) {count}"),
        (((x,),), {}, f"({count},)"),
        ((), {}, ""),
        ((True, tf.constant(True)), {}, "True 1"),
    ]


def test_printed_texts(capfd: pytest.CaptureFixture[str]) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        y = tf.constant([[1.5, 2.0], [3.0, 4.0]])
        for arguments, options, text in calls(tf.range(10), y):
            session.run(tf.print(*arguments, **options))
            assert capfd.readouterr().err == text + "\n", arguments


def test_streams(capfd: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        for stream, name in [
            (sys.stdout, "stdout"),
            (sys.stderr, "stderr"),
            (tf.logging.info, "log(info)"),
            (tf.logging.warning, "log(warning)"),
            (tf.logging.WARN, "log(warning)"),
            (tf.logging.error, "log(error)"),
        ]:
            made = tf.print("here", output_stream=stream, end="!")
            assert made.get_attr("output_stream") == name.encode()
            session.run(made)
        assert capfd.readouterr().out == "here!"
        path = tmp_path / "lines.txt"
        for _ in range(2):
            session.run(tf.print(tf.constant([1]), output_stream=f"file://{path}"))
        assert path.read_text() == "[1]\n[1]\n"
        made = tf.print(tf.constant(1), name="mine")
        assert made.name == "mine" and made.inputs[0].op.name == "mine_format"
        with pytest.raises(ValueError, match="Unsupported output stream"):
            tf.print("x", output_stream="nowhere")
        with pytest.raises(ValueError, match="Unrecognized keyword arguments for tf.print: {'to': 1}"):
            tf.print("x", to=1)
