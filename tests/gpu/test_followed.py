"""Groups that take up a kernel's results before these are stored: what comes out, and what stays apart."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf

from ..ops.harness import AS_WRITTEN
from ..ops.test_followed import BUILDS, fed

WIDE = 12


def long() -> Any:
    """More primitives than are worth so many copies; the product is a result as well."""
    y = tf.matmul(fed(30, 20), fed(20, 24, seed=1))
    z = y
    for i in range(10):
        z = z * 0.9 + tf.sin(z) * (0.1 * i)
    return [y, z]


def long_over() -> Any:
    """The product is a result that may lie where the operand lies which the group reads after it."""
    y = tf.matmul(fed(30, 20), fed(20, 24, seed=1))
    z = y + tf.cumsum(fed(30, 24, seed=2))
    for i in range(10):
        z = z * 0.9 + tf.sin(z) * (0.1 * i)
    return [y, z]


def wide() -> Any:
    """More operands than one shader can be bound to, among WebGPU's least limits."""
    y = tf.matmul(fed(30, 20), fed(20, 24, seed=1))
    for i in range(WIDE):
        y = y * 0.5 + fed(30, 24, seed=i + 2)
    return y


def long_parts() -> Any:
    """A product whose sums are cut into parts, followed by what stays apart."""
    y = tf.matmul(fed(8, 5000), fed(5000, 20, seed=1)) * 0.01
    for i in range(10):
        y = y * 0.9 + tf.cos(y) * (0.1 * i)
    return y


def across() -> Any:
    """The group reads one operand across, one from an offset on and one that repeats along the rows."""
    y = tf.matmul(fed(20, 16), fed(16, 36, seed=1))
    return tf.nn.relu(y + tf.transpose(fed(36, 20, seed=2)) * fed(30, 36, seed=3)[7:27]) - fed(20, 1, seed=4)


def itself() -> Any:
    """A matrix by itself, and once more in the group."""
    x = fed(24, 24)
    return tf.nn.relu(tf.matmul(x, x) + x)


def positions() -> Any:
    """Positions in the result are part of the expression, and so are constants that are parameters."""
    y = tf.matmul(fed(9, 12), fed(12, 8, seed=1))
    return tf.nn.dropout(tf.nn.relu(y * 0.37 + 0.11), 1.0) + tf.cast(tf.range(8), tf.float32) * 0.3


def vector() -> Any:
    """The product of a matrix and a few vectors has a shader of its own."""
    return tf.sigmoid(tf.matmul(fed(50, 300), fed(300, 3, seed=1)) * 0.1 + fed(3, seed=2))


OWN: dict[str, Callable[[], Any]] = {
    "long": long,
    "long over": long_over,
    "wide": wide,
    "long parts": long_parts,
    "across": across,
    "itself": itself,
    "positions": positions,
    "vector": vector,
}


def built(name: str, device: str) -> tuple[list[Any], dict[Any, Any]]:
    tf.reset_default_graph()
    with tf.device(device):
        made = (BUILDS | OWN)[name]()
    return made if isinstance(made, list) else [made], dict(tf.get_collection("fed"))


@pytest.mark.parametrize("limits", ["all", "webgpu"])
@pytest.mark.parametrize("name", [*BUILDS, *OWN])
def test_the_same_as_apart_and_on_the_cpu(name: str, limits: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RHEOS_GPU_LIMITS", limits if limits == "webgpu" else "")
    runs = []
    for device, options in (("/gpu:0", {}), ("/gpu:0", {"graph_options": AS_WRITTEN}), ("/cpu:0", {})):
        results, feeds = built(name, device)
        config = tf.ConfigProto(allow_soft_placement=True, **options)
        with tf.Session(config=config) as session:
            first, again = session.run(results, feeds), session.run(results, feeds)
        assert all(a.tobytes() == b.tobytes() for a, b in zip(first, again, strict=True))
        runs.append(first)
    for joined, apart, near in zip(*runs, strict=True):
        bound = 4e-3 if near.dtype == np.float16 else 2e-4
        scale = np.abs(near.astype(np.float64)).max(initial=1e-3)
        np.testing.assert_allclose(joined, apart, rtol=bound / 20, atol=bound / 20 * scale)
        np.testing.assert_allclose(joined, near, rtol=bound, atol=bound * scale)


@pytest.mark.parametrize(
    ("name", "label", "dispatches"),
    [
        ("dense", "MatMul > AddV2+Relu", 1),
        ("kept", "MatMul > ", None),
        ("parts", "MatMul > ", 2),
        ("vector", "MatMul > ", 1),
        ("convolution", "_Convolve > AddV2+Relu", 3),
        ("long", "MatMul > ", 2),
    ],
)
def test_what_follows_what(name: str, label: str, dispatches: int | None) -> None:
    results, feeds = built(name, "/gpu:0")
    with tf.Session() as session:
        text = session.explain(results, feeds)
    assert label in text
    assert dispatches is None or f": {dispatches} dispatches" in text, text


@pytest.mark.parametrize("fetched", [False, True])
def test_a_variable_updated_from_its_own_product(fetched: bool) -> None:
    start = np.random.RandomState(3).standard_normal((40, 40)).astype(np.float32) / 5
    with tf.device("/gpu:0"):
        v = tf.Variable(start)
        product = tf.matmul(v, v, transpose_b=True)
        step = v.assign_sub(tf.tanh(product) * 0.5)
    expected = start.astype(np.float64)
    with tf.Session() as session:
        session.run(v.initializer)
        for _ in range(3):
            before = expected
            expected = before - np.tanh(before @ before.T) * 0.5
            if fetched:
                made = session.run([product, step])[0]
                np.testing.assert_allclose(made, before @ before.T, rtol=1e-4, atol=1e-4)
            else:
                session.run(step.op)
        np.testing.assert_allclose(session.run(v), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("terms", [1, 10])
def test_a_product_that_is_assigned_and_used(terms: int) -> None:
    random = np.random.RandomState(0)
    a, b, start = (random.standard_normal((20, 20)).astype(np.float32) for _ in range(3))
    with tf.device("/gpu:0"):
        v, w = tf.Variable(start), tf.Variable(b)
        product = tf.matmul(tf.constant(a), w)
        mixed = product + v
        for i in range(terms):
            mixed = mixed * 0.9 + tf.sin(mixed) * (0.1 * i)
        with tf.control_dependencies([mixed]):
            step = v.assign(product)
    expected = a @ b + start
    for i in range(terms):
        expected = expected * 0.9 + np.sin(expected) * (0.1 * i)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        got, _ = session.run([mixed, step.op])
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(session.run(v), a @ b, rtol=1e-4, atol=1e-4)


def test_a_training_step_of_a_perceptron_has_one_dispatch_for_each_product() -> None:
    with tf.device("/gpu:0"):
        x = tf.placeholder(tf.float32, [32, 20])
        layers = [tf.Variable(tf.zeros(shape)) for shape in ([20, 16], [16], [16, 4], [4])]
        hidden = tf.nn.relu(tf.matmul(x, layers[0]) + layers[1])
        loss = tf.reduce_sum(tf.square(tf.matmul(hidden, layers[2]) + layers[3] - 1.0))
        step = tf.train.AdamOptimizer().minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        lines = session.explain(step, {x: np.ones((32, 20))}).splitlines()
    products = [line for line in lines if "MatMul" in line]
    assert len(products) == 5 and all("MatMul > " in line for line in products), lines
    assert sum("update" in line and "MatMul > _ApplyAdam" in line for line in products) == 2, lines
