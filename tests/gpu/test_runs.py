"""Training on a GPU: the CPU's numbers, the same ones each time, and no more traffic than a run needs."""

import re
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf

CPU, GPU = "/cpu:0", "/gpu:0"
BATCH, INPUTS, CLASSES = 16, 12, 4
Counted = Callable[[Callable[[], Any]], dict[str, int]]


def numbers(*shape: int, seed: int) -> np.ndarray:
    return np.random.RandomState(seed).normal(size=shape).astype(np.float32)


class Model:
    """A perceptron with one hidden layer, in a graph and session of its own."""

    def __init__(self, device: str, optimizer: str = "sgd", hidden: int = 24) -> None:
        makers: dict[str, Any] = {
            "sgd": lambda: tf.train.GradientDescentOptimizer(0.1),
            "momentum": lambda: tf.train.MomentumOptimizer(0.02, 0.9),
            "nesterov": lambda: tf.train.MomentumOptimizer(0.02, 0.9, use_nesterov=True),
            "adam": lambda: tf.train.AdamOptimizer(0.01),
            "rmsprop": lambda: tf.train.RMSPropOptimizer(0.005),
            "centered rmsprop": lambda: tf.train.RMSPropOptimizer(0.005, momentum=0.5, centered=True),
            "adagrad": lambda: tf.train.AdagradOptimizer(0.1),
            "adadelta": lambda: tf.train.AdadeltaOptimizer(1.0),
            "ftrl": lambda: tf.train.FtrlOptimizer(0.1),
        }
        with tf.Graph().as_default() as graph, tf.device(device):
            self.x = tf.placeholder(tf.float32, [None, INPUTS], name="x")
            self.labels = tf.placeholder(tf.int32, [None], name="labels")
            w = tf.Variable(numbers(INPUTS, hidden, seed=1) / 4)
            b = tf.Variable(np.zeros(hidden, np.float32))
            out = tf.Variable(numbers(hidden, CLASSES, seed=2) / 4)
            self.variables = [w, b, out]
            logits = tf.matmul(tf.nn.relu(tf.matmul(self.x, w) + b), out)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=self.labels, logits=logits)
            self.loss = tf.reduce_mean(losses)
            self.step = makers[optimizer]().minimize(self.loss)
            self.session = tf.Session(graph=graph)
            self.session.run(tf.global_variables_initializer())

    def feeds(self, batch: int = BATCH, seed: int = 3) -> dict[Any, np.ndarray]:
        x = numbers(batch, INPUTS, seed=seed)
        return {self.x: x, self.labels: np.argmax(x[:, :CLASSES], axis=1).astype(np.int32)}

    def train(self, steps: int) -> np.ndarray:
        """Losses."""
        return np.array(
            [self.session.run([self.loss, self.step], self.feeds(seed=i))[0] for i in range(steps)]
        )

    def values(self) -> list[np.ndarray]:
        return list(self.session.run(self.variables))


def close(one: list[np.ndarray], other: list[np.ndarray], tolerance: float = 1e-4) -> None:
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def test_training_gives_the_cpus_numbers() -> None:
    near, far = Model(CPU), Model(GPU)
    losses = near.train(100)
    np.testing.assert_allclose(far.train(100), losses, rtol=1e-4, atol=1e-4)
    assert losses[-10:].mean() < losses[:10].mean() / 2, "it learns"
    close(far.values(), near.values())


def test_training_repeats_exactly() -> None:
    one, other = Model(GPU), Model(GPU)
    np.testing.assert_array_equal(one.train(20), other.train(20))
    for a, b in zip(one.values(), other.values(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    "optimizer",
    ["momentum", "nesterov", "adam", "rmsprop", "centered rmsprop", "adagrad", "adadelta", "ftrl"],
)
def test_optimizers_give_the_cpus_numbers(optimizer: str) -> None:
    near, far = Model(CPU, optimizer), Model(GPU, optimizer)
    np.testing.assert_allclose(far.train(30), near.train(30), rtol=1e-4, atol=1e-4)
    close(far.values(), near.values())


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_warm_step_is_one_submission_of_known_shaders(counted: Counted, optimizer: str) -> None:
    model = Model(GPU, optimizer)
    feeds = model.feeds()
    fed = sum(value.nbytes for value in feeds.values())
    for _ in range(3):
        model.session.run(model.step, feeds)
    made = counted(lambda: model.session.run(model.step, feeds))
    assert made["submits"] == 1 and made["pipelines"] == 0
    assert made["downloaded"] == 0, "nothing is fetched"
    assert made["uploaded"] <= fed, "variables stay, and parameters of kernels"
    fetch = [model.loss, model.step]
    for _ in range(3):
        model.session.run(fetch, feeds)
    made = counted(lambda: model.session.run(fetch, feeds))
    assert made["submits"] == 1 and made["pipelines"] == 0
    assert made["downloaded"] == 4 and made["uploaded"] <= fed


def test_all_computing_steps_of_a_training_step_are_on_the_gpu() -> None:
    model = Model(GPU)
    text = model.session.explain(model.step, model.feeds())
    steps = re.findall(r"^ *\d+ ([A-Za-z ]+?)  +[\d.]+ us.*%  (\w+)", text, re.MULTILINE)
    # Labels are checked where an error can be raised.
    assert [what for kind, what in steps if kind == "kernel"] == ["_CheckLabels"], text
    assert {kind for kind, _ in steps} == {"to the GPU", "GPU", "GPU update", "GPU submit", "kernel"}, text
    assert len(re.findall("^on the CPU", text, re.MULTILINE)) == 1, text


def test_feeds_of_other_sizes_use_the_same_shaders(counted: Counted) -> None:
    model = Model(GPU)
    # Odd and even sizes, and few rows and many, may want shaders of their own, but no size does.
    for batch in (8, 16, 20, 11, 64):
        model.session.run(model.step, model.feeds(batch))
    for batch in (40, 128, 100, 127, 13, 9):
        made = counted(lambda batch=batch: model.session.run(model.step, model.feeds(batch)))
        assert (made["submits"], made["pipelines"]) == (1, 0), batch


def test_feeds_of_other_sizes_give_the_cpus_numbers() -> None:
    near, far = Model(CPU), Model(GPU)
    for batch in (1, 5, 64, 65, 3, 300, 5):
        feeds = [model.session.run([model.loss, model.step], model.feeds(batch))[0] for model in (near, far)]
        np.testing.assert_allclose(feeds[1], feeds[0], rtol=1e-4)
    close(far.values(), near.values())


def test_sessions_have_variables_of_their_own(counted: Counted) -> None:
    model = Model(GPU)
    other = tf.Session(graph=model.session.graph)
    with model.session.graph.as_default():
        other.run(tf.global_variables_initializer())
    start = model.values()
    close(list(other.run(model.variables)), start, 0.0)
    model.train(3)
    for a, b in zip(other.run(model.variables), start, strict=True):
        np.testing.assert_array_equal(a, b)
    other.close()
    assert np.isfinite(model.train(1)).all()


def test_sessions_of_one_process_share_shaders(counted: Counted) -> None:
    Model(GPU).train(2)
    assert counted(lambda: Model(GPU).train(2))["pipelines"] == 0


def test_threads_may_run_one_session() -> None:
    with tf.Graph().as_default() as graph, tf.device(GPU):
        x = tf.placeholder(tf.float32, [None, 8])
        count = tf.Variable(0.0)
        w = tf.Variable(numbers(8, 8, seed=1))
        y = tf.reduce_sum(tf.matmul(x, w), 1)
        add = count.assign_add(1.0)
        session = tf.Session(graph=graph)
        session.run(tf.global_variables_initializer())
    weights = numbers(8, 8, seed=1)
    wrong: list[Any] = []

    def work(n: int) -> None:
        for i in range(10):
            value = numbers(3 + n, 8, seed=100 * n + i)
            made = session.run([y, add.op], {x: value})[0]
            if not np.allclose(made, (value @ weights).sum(1), atol=1e-4):
                wrong.append((n, i))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert session.run(count) == 40.0


def test_an_embedding_learns_by_rows() -> None:
    def trained(device: str) -> tuple[np.ndarray, np.ndarray]:
        with tf.Graph().as_default() as graph, tf.device(device):
            ids = tf.placeholder(tf.int32, [None])
            table = tf.Variable(numbers(20, 6, seed=1))
            loss = tf.reduce_sum(tf.square(tf.nn.embedding_lookup(table, ids)))
            step = tf.train.GradientDescentOptimizer(0.05).minimize(loss)
            with tf.Session(graph=graph) as session:
                session.run(tf.global_variables_initializer())
                feeds = [np.random.RandomState(i).randint(0, 15, 7).astype(np.int32) for i in range(10)]
                losses = [session.run([loss, step], {ids: fed})[0] for fed in feeds]
                return np.array(losses), session.run(table)

    near, far = trained(CPU), trained(GPU)
    np.testing.assert_allclose(far[0], near[0], rtol=1e-4)
    np.testing.assert_allclose(far[1], near[1], rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(far[1][15:], numbers(20, 6, seed=1)[15:])


def test_feeds_do_not_overwrite_what_is_still_needed() -> None:
    size, count = 32, 12
    values = [numbers(size, size, seed=i) for i in range(count)]
    with tf.device(GPU):
        xs = [tf.placeholder(tf.float32, [size, size]) for _ in range(count)]
        y = xs[0]
        for x in xs[1:]:
            y = tf.matmul(y * tf.reduce_max(y) / 100, x)
    expected = values[0].astype(np.float64)
    for value in values[1:]:
        expected = expected * expected.max() / 100 @ value
    with tf.Session() as session:
        made = session.run(y, dict(zip(xs, values, strict=True)))
    np.testing.assert_allclose(made, expected, rtol=1e-3, atol=1e-4 * np.abs(expected).max())


@pytest.mark.parametrize(("size", "runs"), [(5, 300), (1 << 22, 12)])
def test_runs_under_way_keep_what_they_were_fed(size: int, runs: int) -> None:
    with tf.device(GPU):
        x, total = tf.placeholder(tf.float32, [size]), tf.Variable(tf.zeros([size]))
        add = total.assign_add(x).op
    fed = np.empty(size, np.float32)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for i in range(runs):
            fed[:] = i
            session.run(add, {x: fed})
        np.testing.assert_array_equal(session.run(total), np.full(size, runs * (runs - 1) / 2))


def test_turns_between_the_devices() -> None:
    size = 16
    start = numbers(size, size, seed=1)
    z, expected = tf.constant(start), start.astype(np.float64)
    with tf.device(GPU):
        z = tf.sin(z + tf.placeholder_with_default(0.0, []))
    expected = np.sin(expected)
    for i in range(5):
        with tf.device(CPU):
            near = tf.cos(z) * (i + 1.0)
        with tf.device(GPU):
            z = tf.matmul(near, tf.exp(z)) / (i + 1.0) / size
        expected = np.cos(expected) @ np.exp(expected) / size
    with tf.Session() as session:
        np.testing.assert_allclose(session.run(z), expected, rtol=1e-3)
