"""Feeds from what is neither a NumPy array nor a list: DLPack and buffers."""

import array
from typing import Any

import numpy as np

import rheos as tf


class Exchanged:
    """Offers its elements by DLPack alone, as another library's tensor may."""

    def __init__(self, values: np.ndarray) -> None:
        self._values = values

    def __dlpack__(self, **keywords: Any) -> Any:
        return self._values.__dlpack__(**keywords)

    def __dlpack_device__(self) -> Any:
        return self._values.__dlpack_device__()


def test_feeds_and_constants_from_dlpack() -> None:
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    x = tf.placeholder(tf.float32, [2, 3])
    with tf.Session() as sess:
        np.testing.assert_array_equal(sess.run(x + 1.0, {x: Exchanged(values)}), values + 1)
        np.testing.assert_array_equal(sess.run(tf.constant(Exchanged(values)) * 2.0), values * 2)


def test_feeds_from_buffers() -> None:
    x = tf.placeholder(tf.int32, [4])
    with tf.Session() as sess:
        for fed in (array.array("i", [1, 2, 3, 4]), memoryview(np.array([1, 2, 3, 4], np.int32))):
            assert sess.run(tf.reduce_sum(x), {x: fed}) == 10
