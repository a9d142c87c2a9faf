"""`rheos.test`: assertions with TensorFlow's words, sessions of test cases, gradient checks."""

import subprocess
import sys
import unittest
from collections import namedtuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos import errors
from rheos import test as tf_test

NAN = float("nan")
Pair = namedtuple("Pair", "x y")


@pytest.fixture
def case() -> tf_test.TestCase:
    return tf_test.TestCase()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("assertAllClose", (1.0, 1.0 + 1e-7)),
        ("assertAllClose", ([NAN, np.inf], [NAN, np.inf])),
        ("assertAllClose", ({"a": 1.0, "b": [1, 2]}, {"a": 1.0, "b": (1, 2)})),
        ("assertAllClose", ([[1.0, 2.0], [3.0]], [[1.0, 2.0], [3.0]])),
        ("assertAllClose", ([np.ones(2), np.ones((3, 1))], (np.ones(2), np.ones((3, 1))))),
        ("assertAllClose", ([{"a": 1.0}, 2.0], [{"a": 1.0}, 2.0])),
        ("assertAllClose", (Pair(1.0, [2.0]), Pair(1.0, [2.0]))),
        ("assertAllEqual", ([NAN, 1], [NAN, 1])),
        ("assertAllEqual", (1, 1.0)),
        ("assertAllEqual", (["a", "b"], ["a", "b"])),
        ("assertAllEqual", (np.zeros((0, 3)), np.ones((0, 3)))),
        ("assertAllCloseAccordingToType", (np.float16(1), np.float16(1.001))),
        ("assertAllCloseAccordingToType", (np.float32(1), 1 + 1e-6)),
        ("assertNotAllClose", ([1.0], [1.1])),
        ("assertNotAllEqual", ([1], [1, 2])),
        ("assertNear", (1, 1.4, 0.5)),
        ("assertArrayNear", ([1, 2], [1.1, 2.1], 0.2)),
        ("assertNDArrayNear", (np.zeros(4), np.full(4, 0.1), 0.3)),
        ("assertAllGreater", ([1, 2], 0)),
        ("assertAllGreaterEqual", ([1, 2], 1)),
        ("assertAllLess", ([[1, 2]], 3)),
        ("assertAllLessEqual", ([1, 2], 2)),
        ("assertAllInRange", ([1, 3.0], 1, 3)),
        ("assertAllInSet", ([1, 2, 1], [1, 2, 3])),
        ("assertAllInSet", ([True], {True, False})),
        ("assertDTypeEqual", (np.ones(1, np.int8), np.int8)),
        ("assertDeviceEqual", ("/cpu:0", "/device:CPU:0")),
        ("assertDeviceEqual", ("/task:1/job:ps/gpu:*", "/job:ps/task:1/device:GPU:*")),
        ("assertDeviceEqual", (None, "")),
        ("assertStartsWith", ("abc", "ab")),
        ("assertItemsEqual", ([1, 2, 2], [2, 1, 2])),
        ("assertDictEqual", ({"a": 1}, {"a": 1})),
        ("assertBetween", (1, 1, 2)),
        ("assertNotEmpty", ([1],)),
    ],
)
def test_assertions_that_hold(case: tf_test.TestCase, name: str, arguments: tuple[Any, ...]) -> None:
    getattr(case, name)(*arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("assertAllClose", (1.0, 1.1), "Not equal to tolerance rtol=1e-06, atol=1e-06"),
        ("assertAllClose", ([1.0, 2.0], [1.0, 2.5]), r"Mismatched elements: 1 / 2 \(50.000%\)\n  \[1\]: "),
        ("assertAllClose", ([1.0, 2.0], [[1.0, 2.0]]), r"Shape mismatch: expected \(2,\), got \(1, 2\)"),
        (
            "assertAllClose",
            ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}),
            r"a\[a\]\[b\] is different from b\[a\]\[b\]",
        ),
        ("assertAllClose", ({"a": 1.0}, {"b": 1.0}), "mismatched keys"),
        ("assertAllClose", ({"a": 1.0}, [1.0]), "Can't compare dict to non-dict"),
        ("assertAllClose", ([[1.0], [2.0, 3.0]], [[1.0], [2.0, 4.0]]), r"a\[1\] is different from b\[1\]"),
        ("assertAllClose", ([[1.0], [2.0, 3.0]], [[1.0]]), "Mismatch"),
        ("assertAllClose", ([NAN], [1.0]), "Not equal to tolerance"),
        ("assertAllClose", ([1.0], [np.inf]), "Not equal to tolerance"),
        ("assertAllClose", (np.complex64(1j), np.complex64(1)), "Largest absolute difference: 1.41421"),
        ("assertAllEqual", ([1, 2, 3], [1, 2, 4]), r"Arrays are not equal.*\n(.*\n)*  \[2\]"),
        ("assertAllEqual", ([1, 2], [1]), r"Shape mismatch: expected \(2,\), got \(1,\)"),
        ("assertAllEqual", ([b"a"], [b"b"]), "Arrays are not equal"),
        ("assertAllEqual", (np.arange(100), -np.arange(100)), "and 89 more"),
        ("assertAllCloseAccordingToType", (np.float64(1), 1 + 1e-4), "rtol=1e-06"),
        ("assertNotAllClose", (1.0, 1.0), "The two values are close at all elements"),
        ("assertNotAllEqual", ([1], [1]), "The two values are equal at all elements"),
        ("assertNear", (1, 2, 0.5), r"1.000000 != 2.000000 \+/- 0.500000 \(difference: 1\)"),
        ("assertNear", (NAN, 2, 0.5), "nan != 2"),
        ("assertArrayNear", ([1, 2], [1, 3], 0.5), "2.000000 != 3.000000"),
        ("assertArrayNear", ([1], [1, 3], 0.5), "1 != 2"),
        ("assertNDArrayNear", (np.ones(2), np.zeros(2), 0.5), "distance 1.41421 is not below 0.5"),
        ("assertAllGreater", ([1, 2], 1), "not greater than 1"),
        ("assertAllLess", ([1, 2], 2), "not less than 2"),
        ("assertAllInRange", ([1, 3], 1, 3, False, True), r"1 of the 2 .* range \[1, 3\)\.(.*)\n  \[1\] : 3"),
        ("assertAllInRange", ([NAN], 0, 2), r"1 of the 1 element\(s\) are NaN"),
        ("assertAllInRange", ([b"a"], 0, 2), "does not have an ordered numeric type"),
        ("assertAllInSet", ([1, 3], [1, 2]), r"1 unique element\(s\) are not in the set \[1, 2\]: \[3\]"),
        ("assertDTypeEqual", (np.ones(1, np.float32), np.float64), "float32"),
        ("assertDeviceEqual", ("/cpu:0", "/gpu:0"), "Devices /device:CPU:0 and /device:GPU:0 are not equal"),
        ("assertStartsWith", ("abc", "b"), "'abc' does not start with 'b'"),
        ("assertEndsWith", ("abc", "b"), "'abc' does not end with 'b'"),
        ("assertItemsEqual", ([1, 2], [2, 3]), "Element counts were not equal"),
        ("assertSameElements", ([1], [2]), "Items in the"),
        ("assertContainsSubset", ([1, 2], [1]), r"Missing elements \{2\}"),
        ("assertEmpty", ([1],), "has length of 1"),
        ("assertLen", ([1], 2), "has length of 1, expected 2"),
        ("assertBetween", (3, 1, 2), "unexpectedly not between 1 and 2"),
        ("assertSequenceAlmostEqual", ([1.0], [1.1]), "within 7 places"),
    ],
)
def test_assertions_that_fail_say_why(
    case: tf_test.TestCase, name: str, arguments: tuple[Any, ...], words: str
) -> None:
    with pytest.raises(AssertionError, match=words):
        getattr(case, name)(*arguments)


def test_expected_errors(case: tf_test.TestCase) -> None:
    with case.assertRaisesOpError("a.c"):
        raise errors.InvalidArgumentError(None, None, "xabcx")
    with pytest.raises(AssertionError, match="OpError not raised"), case.assertRaisesOpError("abc"):
        pass
    with pytest.raises(AssertionError, match="InvalidArgumentError.*: zz"), case.assertRaisesOpError("abc"):
        raise errors.InvalidArgumentError(None, None, "zz")
    with pytest.raises(KeyError), case.assertRaisesOpError("abc"):
        raise KeyError("another class passes through")
    with case.assertRaisesWithPredicateMatch((ValueError, TypeError), lambda error: "b" in str(error)):
        raise TypeError("b")


class Message:
    """Stands for a protobuf message."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __str__(self) -> str:
        return repr(self.data)

    def SerializeToString(self) -> bytes:  # noqa: N802
        return self.data


def test_messages_are_compared_by_their_bytes(case: tf_test.TestCase) -> None:
    case.assertProtoEquals(Message(b"a"), Message(b"a"))
    with pytest.raises(AssertionError):
        case.assertProtoEquals(Message(b"a"), Message(b"b"))
    with pytest.raises(AssertionError, match="a Message cannot equal a int"):
        case.assertProtoEquals(1, Message(b"b"))
    with pytest.raises(TypeError, match="Message has no text form"):
        case.assertProtoEquals("a: 1", Message(b"a"))
    with pytest.raises(TypeError, match="compares protobuf messages"):
        case.assertProtoEquals("a: 1", "a: 1")


def test_bad_arguments_are_refused(case: tf_test.TestCase) -> None:
    with pytest.raises(ValueError, match="no device name"):
        case.assertDeviceEqual("/cpu", "/cpu:0")
    with pytest.raises(TypeError, match="Numpy ndarray"):
        case.assertShapeEqual([1], None)
    with pytest.raises(errors.UnimplementedError, match="one process"):
        tf_test.create_local_cluster(1, 1)


def test_devices_and_builds() -> None:
    assert not tf_test.is_gpu_available() and tf_test.gpu_device_name() == ""
    assert not tf_test.is_built_with_cuda() and not tf_test.is_built_with_rocm()
    assert tf_test.mock is unittest.mock


def test_folders(case: tf_test.TestCase, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(case.get_temp_dir())
    assert folder.is_dir() and case.get_temp_dir() == str(folder)
    assert folder.parent == Path(tf_test.get_temp_dir())
    assert tf_test.TestCase().get_temp_dir() != str(folder)
    monkeypatch.setenv("TEST_SRCDIR", "/src")
    assert tf_test.test_src_dir_path("a/b") == "/src/a/b"


def test_test_session_is_no_test() -> None:
    assert unittest.defaultTestLoader.getTestCaseNames(tf_test.TestCase) == []


PROGRAM = """
import rheos as tf
from rheos import flags, test
flags.DEFINE_integer("steps", 1, "Steps.")
class T(test.TestCase):
    def setUp(self):
        pass
    def testSteps(self):
        self.assertEqual(flags.FLAGS.steps, 5)
    def testOther(self):
        self.fail("not asked for")
if __name__ == "__main__":
    test.main()
"""


def test_main_runs_tests_with_flags() -> None:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True)

    done = run("--steps=5", "T.testSteps")
    assert done.returncode == 0 and "Ran 1 test" in done.stderr, done.stderr
    assert run("--steps=5").returncode == 1


def test_setup_gives_an_empty_graph_and_seeds(case: tf_test.TestCase) -> None:
    tf.constant(1)
    case.setUp()
    first = np.random.rand()
    assert tf.get_default_graph().get_operations() == []
    assert tf.get_default_graph().seed == 87654321
    # What TensorFlow's test case gives for the same call.
    np.testing.assert_allclose(first, 0.18463433217903202, rtol=1e-12)
    case.tearDown()


def test_sessions(case: tf_test.TestCase) -> None:
    with case.session() as session:
        assert tf.get_default_session() is session
        assert case.evaluate({"a": tf.constant(1), "b": [tf.constant(2)]}) == {"a": 1, "b": [2]}
        assert tf.constant(3).op.device.upper().endswith("CPU:0")
        case.assertAllClose(tf.constant([1.0]), [1.0])
        case.assertAllClose([tf.constant([1.0]), tf.constant([2.0, 3.0])], [[1.0], [2.0, 3.0]])
        case.assertShapeEqual(np.ones((2, 3)), tf.zeros([2, 3]))
        with pytest.raises(AssertionError):
            case.assertShapeEqual(np.ones((2, 3)), tf.zeros([2, 4]))
    assert tf.get_default_session() is None
    assert case.evaluate(tf.constant(3)) == 3
    with case.cached_session() as first:
        pass
    with case.test_session() as second:
        assert second is first
    with pytest.raises(ValueError, match="other arguments"), case.cached_session(graph=tf.Graph()):
        pass
    with case.test_session(graph=tf.Graph()) as other:
        assert other is not first
    case.tearDown()
    with pytest.raises(RuntimeError, match="closed"):
        first.run(tf.constant(1))


def test_gradient_checks() -> None:
    start = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)
    with tf.Session():
        x = tf.constant(start)
        theoretical, numeric = tf_test.compute_gradient(x, [2, 2], x * x, [2, 2], x_init_value=start)
        np.testing.assert_array_equal(theoretical, np.diag([2.0, 4.0, 6.0, 8.0]).astype(np.float32))
        np.testing.assert_allclose(numeric, theoretical, atol=2e-3)
        assert theoretical.dtype == numeric.dtype == np.float32
        assert tf_test.compute_gradient_error(x, [2, 2], tf.reduce_sum(x * x), [], x_init_value=start) < 1e-2
        # The gradient of addition is what it is given; y may be x's own neighbour.
        pairs = tf_test.compute_gradient([x, x], [[2, 2], [2, 2]], x + 1.0, [2, 2])
        assert len(pairs) == 2 and all(np.allclose(pair[0], np.eye(4)) for pair in pairs)
        with pytest.raises(ValueError, match="does not depend on"):
            tf_test.compute_gradient(x, [2, 2], tf.constant([1.0]), [1])
        with pytest.raises(ValueError, match="x_shape is"):
            tf_test.compute_gradient(x, [4], x, [2, 2], x_init_value=start)
        with pytest.raises(TypeError, match="has no gradient"):
            tf_test.compute_gradient(tf.constant([1]), [1], x, [2, 2])
    with pytest.raises(ValueError, match="default session"):
        tf_test.compute_gradient(x, [2, 2], x, [2, 2])


def test_gradient_checks_of_slices_and_feeds() -> None:
    with tf.Session():
        table = tf.constant(np.arange(6.0).reshape(3, 2))
        factor = tf.placeholder(tf.float64, [])
        y = factor * tf.gather(table, [2, 0, 2])
        theoretical, numeric = tf_test.compute_gradient(
            table, [3, 2], y, [3, 2], extra_feed_dict={factor: 3.0}
        )
        expected = np.zeros((3, 2, 3, 2))
        for row, source in enumerate([2, 0, 2]):
            for column in range(2):
                expected[source, column, row, column] = 3.0
        np.testing.assert_allclose(theoretical, expected.reshape(6, 6))
        np.testing.assert_allclose(numeric, theoretical, atol=1e-8)


def test_gradient_checks_of_complex_numbers() -> None:
    with tf.Session():
        z = tf.constant(np.array([1 + 2j]))
        theoretical, numeric = tf_test.compute_gradient(z, [1], z * z, [1], x_init_value=np.array([1 + 2j]))
        # TensorFlow's result for the same call.
        np.testing.assert_allclose(theoretical, [[2.0, 4.0], [-4.0, 2.0]])
        np.testing.assert_allclose(numeric, theoretical, atol=1e-6)
