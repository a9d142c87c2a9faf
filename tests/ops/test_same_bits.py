"""Threads, fusion and algebra change how fast a result comes, never a bit of it.

Inputs are large enough to be split between threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops
from tests.ops.harness import AS_WRITTEN, uniform


def fed(value: np.ndarray) -> tf.Tensor:
    """Make a placeholder and note what it is fed with, so that nothing is folded."""
    x = tf.placeholder(value.dtype, value.shape)
    tf.add_to_collection("fed", (x, value))
    return x


def f32(*shape: int, seed: int = 0) -> tf.Tensor:
    """Make an input of the program."""
    return fed(uniform(*shape, seed=seed).astype(np.float32))


def rows(count: int, limit: int) -> tf.Tensor:
    """Make indices."""
    return fed(np.random.default_rng(count).integers(0, limit, count).astype(np.int32))


def convolved(x: tf.Tensor, w: tf.Tensor, **how: Any) -> Any:
    """Make a convolution and its gradients."""
    y = tf.nn.conv2d(x, w, how.pop("strides", [1] * 4), how.pop("padding", "SAME"), **how)
    return [y, *tf.gradients(y, [x, w], grad_ys=[fed_like(y)])]


def fed_like(y: tf.Tensor) -> tf.Tensor:
    """Make an input as large as a result."""
    return f32(*y.shape.as_list(), seed=9)


def depthwise(x: tf.Tensor, w: tf.Tensor) -> Any:
    """Make a depthwise convolution and its gradients."""
    y = tf.nn.depthwise_conv2d(x, w, [1, 2, 2, 1], "SAME")
    return [y, *tf.gradients(y, [x, w], grad_ys=[fed_like(y)])]


def softmax_loss() -> Any:
    """Make a layer, its loss and gradients, which fuse with reductions."""
    x, w, b = f32(257, 300), f32(300, 211, seed=1), f32(211, seed=2)
    logits = tf.matmul(x, w) + b
    labels = tf.nn.softmax(f32(257, 211, seed=3))
    loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits))
    return [loss, *tf.gradients(loss, [x, w, b])]


def tower() -> Any:
    """Make a long chain of elementwise ops with a reduction inside, and its gradient."""
    x = f32(300, 701)
    centred = x - tf.reduce_mean(x, 1, keepdims=True)
    scaled = centred * tf.rsqrt(tf.reduce_mean(tf.square(centred), 1, keepdims=True) + 1e-5)
    y = tf.tanh(scaled) * tf.sigmoid(x) + tf.exp(-tf.abs(x)) / (1.0 + x * x)
    return [y, *tf.gradients(y, [x])]


def pooled(op: Any, *shape: int, **attrs: Any) -> Any:
    """Make a pooling op and its gradient."""
    x = f32(*shape)
    y = op(x, **attrs)
    y = y[0] if isinstance(y, tuple) else y
    return [y, tf.gradients(y * y, x)[0]]


def normalised(*shape: int, data_format: str = "NHWC") -> Any:
    """Make batch normalisation, its moments and gradients."""
    x, channels = f32(*shape), shape[1 if data_format == "NCHW" else -1]
    scale = f32(channels, seed=1)
    y, mean, variance = tf.nn.fused_batch_norm(x, scale, f32(channels, seed=2), data_format=data_format)
    return [y, mean, variance, *tf.gradients(tf.sin(y), [x, scale])]


OVERLAPPING = {"ksize": [3, 3], "strides": [2, 1], "padding": "SAME"}


def edges(count: int, rows: int, columns: int) -> Any:
    """Make a sparse matrix in no order, as placeholders."""
    rng = np.random.default_rng(count)
    places = np.stack([rng.integers(0, rows, count), rng.integers(0, columns, count)], 1)
    return tf.SparseTensor(fed(places), f32(count), [rows, columns])


def graph_layer() -> Any:
    """Make the product of a sparse matrix and a dense one with its gradients, and products with few rows."""
    a, b = edges(40_000, 900, 700), f32(700, 77)
    y = tf.sparse_tensor_dense_matmul(a, b)
    wide = tf.sparse_tensor_dense_matmul(edges(30_000, 3, 700), b)
    return [y, wide, *tf.gradients(tf.reduce_sum(tf.square(y)), [a.values, b])]


def special() -> Any:
    """Make special functions of one and two arguments and their gradients."""
    x, a = tf.exp(f32(*SMALL)), tf.exp(f32(*SMALL, seed=1))
    y = [tf.igamma(a, x), tf.math.betainc(a, x, x / (1.0 + x)), tf.math.bessel_i0e(x), tf.math.lgamma(x)]
    return [*y, tf.zeta(1.0 + a, x), tf.math.polygamma(tf.ones_like(x), x), *tf.gradients(y[0], [a, x])]


def sparse_segments() -> Any:
    """Make sums over segments of some rows, and the gradient."""
    table, segments = f32(997, 31), tf.cumsum(tf.to_int32(f32(50_001) > 0.9))
    y = [f(table, rows(50_001, 997), segments) for f in (tf.sparse_segment_sum, tf.sparse_segment_mean)]
    return [*y, *tf.gradients(y, [table])]


def ctc() -> Any:
    """Make a loss of many sequences with its gradient, and decode them."""
    logits = f32(30, 40, 17)
    classes = np.random.default_rng(1).integers(0, 16, (40, 9))
    loss = tf.nn.ctc_loss_v2(classes, logits, np.full(40, 9), np.full(40, 30), blank_index=-1)
    decoded, score = tf.nn.ctc_beam_search_decoder(logits, np.full(40, 30, np.int32), 5, 2)
    return [loss, *tf.gradients(loss, [logits]), decoded[0].values, decoded[1].values, score]


SMALL, LARGE = (3, 70_001), (70_001, 3)
PROGRAMS: dict[str, Callable[[], Any]] = {
    "sparse matmul": graph_layer,
    "sparse softmax": lambda: tf.sparse_softmax(tf.sparse_reorder(edges(40_000, 900, 700))).values,
    "matmul": lambda: tf.matmul(f32(300, 300), f32(300, 300, seed=1)),
    "matmul transposed": lambda: tf.matmul(f32(300, 301), f32(299, 300, seed=1), True, True),
    "matmul of a batch": lambda: tf.matmul(f32(7, 90, 111), f32(7, 111, 95, seed=1)),
    "matmul deep": lambda: tf.matmul(f32(3, 70_001), f32(70_001, 5, seed=1)),
    "map": lambda: tf.exp(f32(*SMALL)) * f32(3, 1, seed=1) + f32(70_001, seed=2),
    "map through views": lambda: (
        tf.exp(tf.reshape(middle := tf.tanh(f32(*SMALL)), [-1, 3])) * tf.reshape(middle, [-1, 3])
    ),
    "map through a view that is fetched": lambda: [
        tf.exp(view := tf.expand_dims(tf.tanh(f32(*SMALL)), 1)),
        view,
    ],
    "map of halves": lambda: tf.cast(tf.tanh(tf.cast(f32(*SMALL), tf.float16)), tf.float32),
    **{
        f"{name} over {axes} of {shape}": lambda op=op, axes=axes, shape=shape: op(f32(*shape), axes)
        for name, op in (("sum", tf.reduce_sum), ("max", tf.reduce_max), ("logsumexp", tf.reduce_logsumexp))
        for shape in (SMALL, LARGE)
        for axes in (None, 0, 1)
    },
    "sum in the middle": lambda: tf.reduce_sum(f32(31, 211, 37), 1),
    "sum of squares": lambda: tf.reduce_sum(tf.square(f32(*SMALL) - f32(*SMALL, seed=1))),
    "argmax": lambda: [tf.argmax(f32(*SMALL), 1), tf.argmax(f32(*SMALL), 0)],
    "softmax": lambda: [tf.nn.softmax(f32(257, 311)), tf.nn.log_softmax(f32(*SMALL))],
    "gather": lambda: tf.gather(f32(*LARGE), rows(50_001, 70_001)),
    "gather of columns": lambda: tf.gather(f32(*SMALL), rows(50_001, 70_001), axis=1),
    "gather nd": lambda: tf.gather_nd(f32(*LARGE), tf.reshape(rows(50_001, 70_001), [-1, 1])),
    "scatter": lambda: tf.scatter_nd(tf.reshape(rows(50_001, 97), [-1, 1]), f32(50_001, 5), [97, 5]),
    "segments": lambda: tf.unsorted_segment_sum(f32(50_001, 5), rows(50_001, 97), 97),
    "gradient of gather": lambda: tf.convert_to_tensor(
        tf.gradients(tf.gather(table := f32(97, 5), rows(50_001, 97)), table)[0]
    ),
    "concat": lambda: [tf.concat([f32(*LARGE), f32(*LARGE, seed=1)], 1), tf.concat([f32(*SMALL)] * 3, 0)],
    "transpose": lambda: [tf.transpose(f32(301, 703)), tf.transpose(f32(31, 37, 211), [2, 0, 1])],
    "tile and pad": lambda: [tf.tile(f32(301, 207), [2, 3]), tf.pad(f32(301, 703), [[1, 2], [3, 4]])],
    "top k": lambda: list(tf.nn.top_k(f32(301, 703), 5)),
    "sorted": lambda: list(tf.nn.top_k(f32(3, 30_001), 30_001)),
    "cumulated": lambda: [tf.cumsum(f32(*SMALL), 1), tf.cumprod(f32(*LARGE), 0, reverse=True)],
    "select": lambda: tf.where(f32(*LARGE) > 0, f32(*LARGE, seed=1), f32(*LARGE, seed=2)),
    **{
        f"{name} of {shape}": lambda op=op, shape=shape: pooled(op, *shape, **OVERLAPPING)
        for name, op in (("max pool", tf.nn.max_pool), ("mean pool", tf.nn.avg_pool))
        for shape in ((5, 67, 71, 3), (3, 31, 37, 43), (1, 211, 300, 1))
    },
    "max pool with positions": lambda: pooled(tf.nn.max_pool_with_argmax, 5, 67, 71, 9, **OVERLAPPING),
    "max pool of planes": lambda: pooled(tf.nn.max_pool, 7, 5, 67, 71, data_format="NCHW", **OVERLAPPING),
    "max pool of volumes": lambda: pooled(
        tf.nn.max_pool3d, 2, 15, 37, 31, 5, ksize=[2, 3, 2], strides=[1, 2, 2], padding="VALID"
    ),
    "patches": lambda: pooled(
        tf.extract_image_patches,
        3,
        67,
        71,
        5,
        ksizes=[1, 3, 3, 1],
        strides=[1, 2, 1, 1],
        rates=[1, 1, 2, 1],
        padding="SAME",
    ),
    "normalised batch": lambda: normalised(37, 21, 23, 19),
    "normalised batch of few channels": lambda: normalised(37, 41, 43, 3),
    "normalised planes": lambda: normalised(37, 19, 21, 23, data_format="NCHW"),
    "normalised neighbours": lambda: pooled(tf.nn.lrn, 5, 37, 31, 40, beta=0.75, alpha=0.1),
    "one hot": lambda: tf.one_hot(rows(5_001, 97), 97),
    "convolution": lambda: convolved(f32(3, 29, 31, 20), f32(3, 3, 20, 40, seed=1)),
    "convolution with strides": lambda: convolved(
        f32(2, 41, 43, 8), f32(5, 3, 8, 24, seed=1), strides=[1, 2, 3, 1], padding="VALID"
    ),
    "convolution of short rows": lambda: convolved(f32(40, 5, 4, 33), f32(3, 3, 33, 70, seed=1)),
    "convolution of many images": lambda: convolved(f32(40, 7, 7, 33), f32(3, 3, 33, 70, seed=1)),
    "convolution in groups": lambda: convolved(
        f32(2, 30, 30, 16), f32(3, 3, 8, 32, seed=1), dilations=[1, 2, 2, 1]
    ),
    "depthwise convolution": lambda: depthwise(f32(2, 61, 63, 40), f32(3, 3, 40, 2, seed=1)),
    "depthwise convolution in place": lambda: depthwise(f32(4, 61, 63, 40), f32(3, 3, 40, 1, seed=1)),
    "fft": lambda: [tf.fft2d(tf.cast(f32(301, 203), tf.complex64)), tf.signal.rfft(f32(70, 1001))],
    "irfft": lambda: tf.signal.irfft2d(tf.cast(f32(301, 203), tf.complex64)),
    "decompositions": lambda: [
        *tf.svd(f32(9, 30, 20)),
        *tf.qr(f32(9, 40, 30)),
        *tf.linalg.slogdet(f32(99, 9, 9)),
    ],
    "solved": lambda: tf.matrix_solve(f32(40, 20, 20), f32(40, 20, 3, seed=1)),
    "einsum": lambda: tf.einsum("abc,cbd->ad", f32(40, 50, 60), f32(60, 50, 70, seed=1)),
    "bands": lambda: tf.matrix_diag_part(f32(99, 40, 30), k=[-3, 2]),
    "softmax layer": softmax_loss,
    "special functions": special,
    "sparse segments": sparse_segments,
    "counted": lambda: [
        tf.bincount(rows(90_001, 50), weights=f32(90_001)),
        tf.histogram_fixed_width(f32(*SMALL), [-1.0, 1.0]),
    ],
    "sorted lines": lambda: [tf.sort(f32(301, 703)), tf.argsort(f32(703, 301), axis=0)],
    "blocks": lambda: tf.space_to_depth(tf.batch_to_space(f32(8, 60, 61, 7), [[0, 0], [1, 1]], 2), 2),
    "gamma samples": lambda: tf.random_gamma([9_001], tf.exp(f32(11)), seed=3),
    "tower": tower,
    "ctc": ctc,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_same_bits(name: str) -> None:
    """Run one program on one thread and on two, optimised and as written."""
    results = PROGRAMS[name]()
    results = results if isinstance(results, list) else [results]
    found = []
    for options in ({}, {"graph_options": AS_WRITTEN}):
        for threads in (1, 2):
            with tf.Session(
                config=tf.ConfigProto(intra_op_parallelism_threads=threads, **options)
            ) as session:
                values = session.run(results, dict(tf.get_collection("fed")))
            found.append([value.tobytes() for value in values])
    assert [len(set(values)) for values in zip(*found, strict=True)] == [1] * len(results)


def test_as_written_runs_every_node() -> None:
    """Equal random ops are never shared, equal pure ops give equal results either way."""
    x = f32(3)
    twice = raw_ops.Neg(raw_ops.Neg(x))
    a, b = raw_ops.RandomUniform([3], dtype=tf.float32), raw_ops.RandomUniform([3], dtype=tf.float32)
    with tf.Session(config=tf.ConfigProto(graph_options=AS_WRITTEN)) as session:
        (given,) = dict(tf.get_collection("fed")).values()
        first, second, same = session.run([a, b, twice], {x: given})
    assert (first != second).all()
    np.testing.assert_array_equal(same, given)
