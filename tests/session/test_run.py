"""Session.run: fetch structures, feeds, results, errors, as in TensorFlow 1."""

import collections
import dataclasses
import signal
import threading
import time

import numpy as np
import pytest

import rheos as tf


@pytest.fixture
def sess() -> tf.Session:
    return tf.Session()


def placeholders() -> tuple[tf.Tensor, tf.Tensor]:
    return tf.placeholder(tf.float32, name="a"), tf.placeholder(tf.float32, name="b")


def test_fetch_structures(sess: tf.Session) -> None:
    a, b = tf.constant(1.0, name="a"), tf.constant([2.0, 3.0], name="b")
    op = tf.raw_ops.NoOp(name="nothing") if hasattr(tf.raw_ops, "NoOp") else a.op
    Point = collections.namedtuple("Point", "x y")

    @dataclasses.dataclass
    class Pair:
        left: object
        right: object

    assert sess.run(a) == 1.0 and isinstance(sess.run(a), np.float32)
    assert isinstance(sess.run(b), np.ndarray) and sess.run(b).tolist() == [2.0, 3.0]
    assert sess.run(op) is None
    got = sess.run([a, (b, a), {"k": a, "o": op}, Point(a, b), [a, a], "a:0", op])
    assert got[0] == 1.0 and isinstance(got[1], tuple) and got[2] == {"k": 1.0, "o": None}
    assert (
        isinstance(got[3], Point)
        and got[3].x == 1.0
        and got[4] == [1.0, 1.0]
        and got[5] == 1.0
        and got[6] is None
    )
    ordered = sess.run(collections.OrderedDict([("z", a), ("y", b)]))
    assert isinstance(ordered, collections.OrderedDict) and list(ordered) == ["z", "y"]
    pair = sess.run(Pair(a, [b]))
    assert isinstance(pair, Pair) and pair.left == 1.0 and pair.right[0].tolist() == [2.0, 3.0]
    assert sess.run([]) == [] and sess.run({}) == {}
    rows = sess.run(tf.IndexedSlices(b, tf.constant([0, 1])))
    assert (
        isinstance(rows, tf.IndexedSlicesValue)
        and rows.dense_shape is None
        and rows.indices.tolist() == [0, 1]
    )
    sparse = sess.run(tf.SparseTensor([[0, 1]], [5.0], [2, 2]))
    assert isinstance(sparse, tf.SparseTensorValue) and sparse.dense_shape.tolist() == [2, 2]


def test_attrs_classes(sess: tf.Session) -> None:
    attr = pytest.importorskip("attr")

    @attr.s
    class Pair:
        left = attr.ib()
        right = attr.ib()

    assert sess.run(Pair(tf.constant(1), tf.constant(2))) == Pair(1, 2)


def test_results_are_the_users_own(sess: tf.Session) -> None:
    for size in (3, 5000):
        x = tf.constant(np.arange(float(size)))
        first, twice = sess.run([x, x])
        first[0] = 99.0
        assert twice[0] == 0.0 and sess.run(x)[0] == 0.0
        y = sess.run(x + 1.0)
        y += 1.0
        assert sess.run(x + 1.0)[0] == 1.0 and y.flags.writeable


def test_feeds(sess: tf.Session) -> None:
    a, b = placeholders()
    c = a + b
    assert sess.run(c, {a: 1.0, b: 2.0}) == 3.0
    assert sess.run(c, feed_dict={"a:0": 1, b: np.float64(2)}) == 3.0
    assert sess.run(c, {a: [1, 2], b: [[1.0], [2.0]]}).tolist() == [[2, 3], [3, 4]]
    assert sess.run(c, {a: np.arange(3)[::-1], b: np.arange(3, dtype=">f8")}).tolist() == [2, 2, 2]
    assert sess.run(c, {c: 5.0}) == 5.0
    assert sess.run(c * 2.0, {c: np.float32(4)}) == 8.0
    assert sess.run(a, {a: np.array(7)}) == 7.0 and sess.run(a, {a: True}) == 1.0
    assert sess.run(a, {a: memoryview(bytearray(b"\x01\x02"))}).tolist() == [1, 2]
    i = tf.placeholder(tf.int32)
    assert sess.run(i, {i: 3}) == 3 and sess.run(i, {i: [1.7]}).tolist() == [1]
    f64 = tf.placeholder(tf.float64)
    assert sess.run(f64, {f64: np.float32(0.5)}).dtype == np.float64
    text = tf.placeholder(tf.string)
    assert sess.run(text, {text: "hé"}) == "hé".encode()
    assert sess.run(text, {text: ["a", b"b"]}).tolist() == [b"a", b"b"]
    assert sess.run(text, {text: np.array([["x"], ["yz"]])}).tolist() == [[b"x"], [b"yz"]]
    flag = tf.placeholder(tf.bool)
    assert sess.run(flag, {flag: True}) == np.True_ and sess.run(flag, {flag: [1, 0]}).tolist() == [
        True,
        False,
    ]


def test_a_fed_array_may_change_afterwards(sess: tf.Session) -> None:
    a, _ = placeholders()
    array = np.zeros(10000, np.float32)
    got = sess.run(tf.identity(a) if hasattr(tf, "identity") else a + 0.0, {a: array})
    array[:] = 1.0
    assert got.max() == 0.0


def test_feed_errors(sess: tf.Session) -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    i = tf.placeholder(tf.int32, [], name="i")
    for feed, error, words in [
        (
            {x: [1.0, 2.0, 3.0]},
            ValueError,
            r"Cannot feed value of shape \(3,\) for Tensor 'x:0', which has shape '\(2,\)'",
        ),
        (
            {"nothing:0": 1.0},
            TypeError,
            "Cannot interpret feed_dict key as Tensor: The name 'nothing:0' refers to a",
        ),
        (
            {3: 1.0},
            TypeError,
            "Cannot interpret feed_dict key as Tensor: Can not convert a int into a Tensor",
        ),
        ({x: tf.constant([1.0, 2.0])}, TypeError, "The value of a feed cannot be a tf.Tensor object"),
        (
            {x: "a"},
            ValueError,
            "Cannot feed Tensor 'x:0' of dtype float32: could not convert string to float",
        ),
        ({x: None}, TypeError, "None cannot be fed"),
        (
            {i: 2**40},
            TypeError,
            r"Type of feed value 1099511627776 with type <class 'int'> is not compatible",
        ),
        ({x: [[1.0], 2.0]}, ValueError, "Cannot feed Tensor 'x:0'"),
    ]:
        with pytest.raises(error, match=words):
            sess.run(i if i in feed else x, feed)
    with pytest.raises(TypeError, match="feed_dict must be a dictionary"):
        sess.run(x, [1])
    with pytest.raises(tf.errors.InvalidArgumentError, match="x"):
        sess.run(x)
    tf.get_default_graph().prevent_feeding(i)
    with pytest.raises(ValueError, match="may not be fed"):
        sess.run(x, {i: 1, x: [1.0, 2.0]})


def test_fetch_errors(sess: tf.Session) -> None:
    x = tf.constant(1.0, name="x")
    with tf.Graph().as_default():
        other = tf.constant(2.0)
    for fetch, error, words in [
        (None, TypeError, "Fetch argument None has invalid type"),
        (3, TypeError, "Fetch argument 3 has invalid type <class 'int'>, must be a string or Tensor"),
        (
            "y:0",
            ValueError,
            "Fetch argument 'y:0' cannot be interpreted as a Tensor. .The name 'y:0' refers to",
        ),
        (
            [x, other],
            ValueError,
            "cannot be interpreted as a Tensor. .Tensor .* is not an element of this graph",
        ),
    ]:
        with pytest.raises(error, match=words):
            sess.run(fetch)
    tf.get_default_graph().prevent_fetching(x.op)
    with pytest.raises(ValueError, match="may not be fetched"):
        sess.run(x)


def test_closed_and_empty_sessions() -> None:
    with pytest.raises(RuntimeError, match="The Session graph is empty"):
        tf.Session().run([])
    x = tf.constant(1.0)
    with tf.Session() as session:
        assert session.run(x) == 1.0
    with pytest.raises(RuntimeError, match="Attempted to use a closed Session"):
        session.run(x)


def test_the_graph_may_grow_between_runs(sess: tf.Session) -> None:
    x = tf.constant(1.0)
    for step in range(5):
        assert sess.run(x + float(step)) == 1.0 + step
    x.op.graph.finalize()
    assert sess.run(x) == 1.0


def test_default_sessions() -> None:
    x = tf.constant(3.0)
    with pytest.raises(
        ValueError, match="Cannot evaluate tensor using `eval..`: No default session is registered"
    ):
        x.eval()
    with pytest.raises(ValueError, match="Cannot execute operation using `run..`: No default session"):
        x.op.run()
    with tf.Session() as session:
        assert tf.get_default_session() is session and x.eval() == 3.0 and x.op.run() is None
        with tf.Graph().as_default():
            y = tf.constant(1.0)
        with pytest.raises(ValueError, match="graph is different from the session's graph"):
            y.eval()
        assert y.eval(session=tf.Session(graph=y.graph)) == 1.0
    assert tf.get_default_session() is None
    interactive = tf.InteractiveSession()
    assert x.eval() == 3.0
    interactive.close()
    assert tf.get_default_session() is None


def test_with_session_makes_its_graph_the_default() -> None:
    graph = tf.Graph()
    with tf.Session(graph=graph) as session:
        assert tf.get_default_graph() is graph is session.graph
        assert session.run(tf.constant(4.0)) == 4.0
    assert tf.get_default_graph() is not graph


def test_make_callable_and_partial_run(sess: tf.Session) -> None:
    a, b = placeholders()
    double = sess.make_callable([a * 2.0, (-a).op], [a])
    assert double(4.0) == [8.0, None]
    with pytest.raises(TypeError, match="1 values to feed are needed, got 0"):
        double()
    c = a + 1.0
    d = c * b
    handle = sess.partial_run_setup([c, d], [a, b])
    assert sess.partial_run(handle, c, {a: 1.0}) == 2.0
    assert sess.partial_run(handle, d, {b: 5.0}) == 10.0
    with pytest.raises(tf.errors.InvalidArgumentError, match="already been fed"):
        sess.partial_run(handle, d, {b: 5.0})


def test_parts_of_a_run_execute_nothing_twice(sess: tf.Session) -> None:
    a, b = (tf.placeholder(tf.float32, [2], name=n) for n in "ab")
    v = tf.Variable(0.0)
    sess.run(v.initializer)
    noise = tf.random_uniform([2])
    with tf.control_dependencies([v.assign_add(1.0)]):
        c = a + noise
    with tf.control_dependencies([c.op]):
        d = tf.reshape(c, [1, 2]) * b + noise
    total = tf.group(d)
    handle = sess.partial_run_setup([c, d, noise, total], [a, b])
    first = sess.partial_run(handle, c, {a: [1.0, 2.0]})
    second = sess.partial_run(handle, d, {b: [10.0, 10.0]})
    drawn = sess.partial_run(handle, noise)
    assert sess.partial_run(handle, total) is None
    np.testing.assert_array_equal(first, np.float32([1.0, 2.0]) + drawn)
    np.testing.assert_allclose(second, [first * 10.0 + drawn], rtol=1e-6)
    assert sess.run(v) == 1.0
    with pytest.raises(tf.errors.InvalidArgumentError, match="already been fetched"):
        sess.partial_run(handle, c)
    with pytest.raises(tf.errors.InvalidArgumentError, match="not announced as a fetch"):
        sess.partial_run(handle, v)
    unfed = sess.partial_run_setup([c, d], [a, b])
    with pytest.raises(
        tf.errors.InvalidArgumentError, match="You must feed a value for placeholder tensor 'a'"
    ):
        sess.partial_run(unfed, c)
    assert sess.partial_run(unfed, c, {a: [0.0, 0.0]}).shape == (2,)
    assert sess.run(v) == 2.0


def test_containers_keep_variables_apart() -> None:
    names = []
    for container in ("one", "two"):
        with tf.container(container):
            names.append(tf.Variable(1.0).handle.op.get_attr("container"))
    assert names == [b"one", b"two"]


def test_config_messages() -> None:
    config = tf.ConfigProto(allow_soft_placement=True, device_count={"GPU": 0})
    config.gpu_options.allow_growth = True
    config.intra_op_parallelism_threads = 1
    assert tf.Session(config=config)._threads == 1
    copy = tf.ConfigProto()
    copy.CopyFrom(config)
    assert copy == config and copy.gpu_options.allow_growth and copy.device_count == {"GPU": 0}
    assert "allow_soft_placement: true" in str(config)
    with pytest.raises(AttributeError, match='no "alow_soft_placement" field; nearest: allow_soft_placement'):
        config.alow_soft_placement = True
    with pytest.raises(ValueError, match='no "loging" field'):
        tf.ConfigProto(loging=True)
    with pytest.raises(AttributeError, match="composite field"):
        config.gpu_options = tf.GPUOptions()
    with pytest.raises(TypeError, match="config must be a tf.ConfigProto"):
        tf.Session(config={"a": 1})
    with pytest.raises(TypeError, match="graph must be a tf.Graph"):
        tf.Session(graph=3)


def test_log_device_placement(capfd: pytest.CaptureFixture[str]) -> None:
    a = tf.placeholder(tf.float32, [2, 2], name="a")
    c = tf.raw_ops.MatMul(a, a)
    session = tf.Session(config=tf.ConfigProto(log_device_placement=True))
    for _ in range(2):
        session.run(c, {a: np.eye(2)})
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("Device mapping:")
    assert lines.count("MatMul: (MatMul): /job:localhost/replica:0/task:0/device:CPU:0") == 1
    assert session.list_devices()[0].device_type == "CPU"


def test_threads_share_a_session(sess: tf.Session) -> None:
    a = tf.placeholder(tf.float32, [64, 64])
    b = tf.raw_ops.MatMul(a, a)
    wrong = []

    def work(k: int) -> None:
        for _ in range(30):
            got = sess.run(b, {a: np.eye(64) * k})
            if not np.array_equal(got, np.eye(64) * k * k):
                wrong.append(k)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_ctrl_c_stops_a_long_run_and_leaves_the_session_usable(sess: tf.Session) -> None:
    a = tf.placeholder(tf.float32, [700, 700])
    x = a
    for _ in range(400):
        x = tf.raw_ops.MatMul(x, a)
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    # Where the tests are a background job, the signal is ignored to begin with.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        # Signals raised in another thread still reach the main one.
        timer.start()
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            sess.run(x, {a: np.eye(700)})
        timer.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - started < 5.0
    assert sess.run(a, {a: np.eye(700)})[0, 0] == 1.0


def test_timeout() -> None:
    a = tf.placeholder(tf.float32, [700, 700])
    x = a
    for _ in range(400):
        x = tf.raw_ops.MatMul(x, a)
    with pytest.raises(tf.errors.DeadlineExceededError):
        tf.Session().run(x, {a: np.eye(700)}, options=tf.RunOptions(timeout_in_ms=50))


def test_a_timeout_ends_one_long_op() -> None:
    # About 55e9 multiplications: far longer than the time allowed.
    a = tf.placeholder(tf.float32, [3800, 3800])
    square = tf.matmul(a, a)
    zeros = np.zeros([3800, 3800], np.float32)
    with tf.Session() as sess:
        started = time.monotonic()
        with pytest.raises(tf.errors.DeadlineExceededError, match="it ended during this op"):
            sess.run(square, {a: zeros}, options=tf.RunOptions(timeout_in_ms=20))
        stopped = time.monotonic() - started
        started = time.monotonic()
        sess.run(square, {a: zeros})
        assert stopped < 0.5 * (time.monotonic() - started)


def test_variables_belong_to_their_session() -> None:
    v = tf.Variable([1.0, 2.0], name="v")
    add = v.assign_add([1.0, 1.0])
    first, second = tf.Session(), tf.Session()
    for session in (first, second):
        session.run(tf.global_variables_initializer())
    first.run(add)
    assert first.run(v).tolist() == [2.0, 3.0] and second.run(v).tolist() == [1.0, 2.0]
    held = first.run(v)
    first.run(add)
    assert held.tolist() == [2.0, 3.0]
    with pytest.raises(tf.errors.FailedPreconditionError, match="v"):
        tf.Session().run(v)
