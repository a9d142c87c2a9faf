"""Which device operations run on, and what is said where they cannot run where they ask to."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rheos as tf

Counted = Callable[[Callable[[], Any]], dict[str, int]]
STRICT = {"allow_soft_placement": False}
X = np.arange(4, dtype=np.float32)


def session(**fields: Any) -> tf.Session:
    return tf.Session(config=tf.ConfigProto(**fields))


def exp(device: str | None) -> Any:
    x = tf.placeholder(tf.float32, [4], name="x")
    with tf.device(device):
        return tf.exp(x, name="far")


@pytest.mark.parametrize("device", ["/gpu:0", "/device:GPU:0", "/job:localhost/device:GPU:0", "/gpu:*"])
def test_what_asks_for_the_gpu_runs_there(counted: Counted, device: str) -> None:
    y = exp(device)
    with session(**STRICT) as sess:
        made = counted(lambda: np.testing.assert_allclose(sess.run(y, {"x:0": X}), np.exp(X), rtol=1e-5))
        assert "GPU" in sess.explain(y, {"x:0": X})
    assert made["submits"] == 1 and made["dispatches"] >= 1


@pytest.mark.parametrize("device", ["/cpu:0", None])
def test_small_work_that_does_not_ask_stays_here(counted: Counted, device: str | None) -> None:
    y = exp(device)
    with session() as sess:
        made = counted(lambda: sess.run(y, {"x:0": X}))
    assert not any(made.values())


def test_large_work_goes_to_the_gpu_by_itself() -> None:
    v = tf.Variable(tf.zeros([1024, 1024]))
    products = tf.matmul(tf.matmul(v, v), v)
    with tf.device("/cpu:0"):
        near = tf.matmul(tf.matmul(v, v), v)
    with session() as sess:
        sess.run(tf.global_variables_initializer())
        assert "GPU" in sess.explain(products)
        assert "GPU" not in sess.explain(near)
    with session(device_count={"GPU": 0}) as sess:
        sess.run(tf.global_variables_initializer())
        assert "GPU" not in sess.explain(products)


def test_both_devices_in_one_run(counted: Counted) -> None:
    x = tf.placeholder(tf.float32, [4])
    with tf.device("/gpu:0"):
        far = tf.exp(x)
    with tf.device("/cpu:0"):
        near = tf.sqrt(far)
    with tf.device("/gpu:0"):
        last = near * 2.0
    with session() as sess:
        np.testing.assert_allclose(sess.run(last, {x: X}), 2 * np.exp(X / 2), rtol=1e-5)
        made = counted(lambda: sess.run(last, {x: X}))
    assert made["submits"] == 2 and made["downloaded"] == 2 * X.nbytes


@pytest.mark.parametrize(
    ("make", "fed", "reason"),
    [
        (lambda x: tf.py_func(np.exp, [x], tf.float32, name="far"), X, "1 nodes: far"),
        (lambda x: tf.where(x, name="far"), X > 1, "1 nodes: far"),
        (lambda x: tf.exp(x, name="far"), X.astype(np.complex64), "complex64 has no place on this GPU"),
    ],
)
def test_what_cannot_run_there_stays_here_with_a_reason(
    make: Callable[[Any], Any], fed: np.ndarray, reason: str
) -> None:
    x = tf.placeholder(fed.dtype, [4])
    with tf.device("/gpu:0"):
        y = make(x)
    with session() as sess:
        sess.run(y, {x: fed})
        text = sess.explain(y, {x: fed})
    said = " ".join(line for line in text.splitlines() if line.startswith("on the CPU"))
    assert reason in said and "far" in said, text


def test_without_soft_placement_that_is_an_error() -> None:
    x = tf.placeholder(tf.float32, [4], name="x")
    with tf.device("/gpu:0"):
        y = tf.py_func(np.exp, [x], tf.float32, name="far")
    said = (
        "Cannot assign a device for operation far: Could not satisfy explicit device specification "
        "'/device:GPU:0' because no supported kernel for GPU devices is available.*hint"
    )
    with session(**STRICT) as sess:
        with pytest.raises(tf.errors.InvalidArgumentError, match=said) as caught:
            sess.run(y, {"x:0": X})
        assert caught.value.op is y.op and __file__ in str(caught.value)


def test_a_gpu_that_is_not_here_is_an_error_that_names_those_that_are() -> None:
    y = exp("/gpu:7")
    with session(**STRICT) as sess:
        with pytest.raises(
            tf.errors.InvalidArgumentError,
            match=r"operation far: it was explicitly assigned to /device:GPU:7, but available devices are "
            r"\[ .*device:CPU:0, .*device:GPU:0 \]",
        ):
            sess.run(y, {"x:0": X})
    with session() as sess:
        np.testing.assert_allclose(sess.run(y, {"x:0": X}), np.exp(X), rtol=1e-6)
        assert "there is no /device:GPU:7 here" in sess.explain(y, {"x:0": X})


@pytest.mark.parametrize("off", ["variable", "device_count"])
def test_gpus_can_be_switched_off(counted: Counted, monkeypatch: pytest.MonkeyPatch, off: str) -> None:
    fields = {"device_count": {"GPU": 0}}
    if off == "variable":
        monkeypatch.setenv("RHEOS_GPU", "off")
        fields = {}
    y = exp("/gpu:0")
    with session(**fields) as sess:
        made = counted(lambda: sess.run(y, {"x:0": X}))
        assert not any(made.values())
        assert "there is no /device:GPU:0 here" in sess.explain(y, {"x:0": X})
    with session(**STRICT, **fields) as sess:
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"available devices are \[ [^,]*CPU:0 \]"):
            sess.run(y, {"x:0": X})


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("no such name", "RHEOS_GPU=no such name: no GPU here has such a name"),
        ("99", "RHEOS_GPU=99: there are [0-9]+ GPUs here, counted from 0"),
    ],
)
def test_a_wrong_choice_is_an_error(monkeypatch: pytest.MonkeyPatch, choice: str, said: str) -> None:
    monkeypatch.setenv("RHEOS_GPU", choice)
    y = exp("/gpu:0")
    with session() as sess, pytest.raises(tf.errors.InvalidArgumentError, match=f"{said}; hint: python -m"):
        sess.run(y, {"x:0": X})


@pytest.mark.parametrize("choice", ["5", "0,5", "x", "-1"])
def test_a_wrong_list_of_devices_is_an_error(choice: str) -> None:
    y = exp("/gpu:0")
    fields = {"gpu_options": tf.GPUOptions(visible_device_list=choice)}
    said = f"visible_device_list = '{choice}': '.*' is not the number of a GPU, of which there are [0-9]+"
    with session(**fields) as sess:
        with pytest.raises(tf.errors.InvalidArgumentError, match=said):
            sess.run(y, {"x:0": X})
        with pytest.raises(tf.errors.InvalidArgumentError, match=said):
            sess.list_devices()


def test_a_list_of_devices_chooses(counted: Counted) -> None:
    y = exp("/gpu:0")
    with session(gpu_options=tf.GPUOptions(visible_device_list="0")) as sess:
        assert counted(lambda: sess.run(y, {"x:0": X}))["submits"] == 1
        assert len(sess.list_devices()) == 2


def test_log_device_placement_says_what_runs_where(capsys: pytest.CaptureFixture[str]) -> None:
    x = tf.placeholder(tf.float32, [4])
    with tf.device("/gpu:0"):
        y = tf.exp(x, name="far")
    with tf.device("/cpu:0"):
        z = tf.sqrt(y, name="near")
    with tf.Session(config=tf.ConfigProto(log_device_placement=True)) as sess:
        sess.run(z, {x: X})
    said = capsys.readouterr().out.splitlines()
    assert "far: (Exp): /job:localhost/replica:0/task:0/device:GPU:0" in said
    assert "near: (Sqrt): /job:localhost/replica:0/task:0/device:CPU:0" in said


def test_least_limits_of_webgpu_suffice() -> None:
    code = (
        "import numpy as np, rheos as tf\n"
        "x = tf.placeholder(tf.float32, [300, 70])\n"
        "with tf.device('/gpu:0'):\n"
        "    w = tf.Variable(np.ones([70, 50], np.float32))\n"
        "    y = tf.reduce_sum(tf.nn.softmax(tf.matmul(x, w)), 0)\n"
        "s = tf.Session()\n"
        "s.run(tf.global_variables_initializer())\n"
        "print(np.allclose(s.run(y, {x: np.ones([300, 70])}), 6))\n"
        "print('GPU' in s.explain(y, {x: np.ones([300, 70])}))\n"
    )
    variables = {**os.environ, "RHEOS_GPU_LIMITS": "webgpu"}
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=variables)
    assert made.stdout.split() == ["True", "True"], made.stderr


def test_what_is_colocated_goes_along() -> None:
    with tf.Graph().as_default() as graph:
        with tf.device("/gpu:0"):
            weights = tf.Variable(tf.ones(4))
        with tf.colocate_with(weights):
            doubled = weights * 2.0
        assert doubled.op.device == weights.op.device == "/device:GPU:0"
        with tf.Session(graph=graph) as session:
            session.run(tf.global_variables_initializer())
            assert "GPU  " in session.explain(doubled)
            np.testing.assert_array_equal(session.run(doubled), np.full(4, 2.0))


@pytest.mark.parametrize(("size", "goes"), [(8, False), (1024, True)])
def test_what_asks_for_nothing_goes_where_it_pays(size: int, goes: bool) -> None:
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [size, size])
        y = tf.matmul(tf.matmul(x, x), x)
        total = tf.reduce_sum(y)
        with tf.Session(graph=graph) as session:
            plan = session.explain(total, {x: np.ones((size, size), np.float32)})
    assert ("GPU  " in plan) == goes, plan
