"""Where operations run on a machine without a GPU: soft placement, and its refusal."""

import copy
import pickle

import pytest

import rheos as tf


def on_gpu() -> tf.Tensor:
    x = tf.placeholder(tf.float32, name="x")
    with tf.device("/gpu:0"):
        return tf.exp(x, name="far") * 2.0


def test_programs_that_say_nothing_run_anywhere() -> None:
    y = on_gpu()
    with tf.Session() as sess:
        assert sess.run(y, {"x:0": 0.0}) == 2.0
        text = sess.explain(y, {"x:0": 0.0})
    assert "there is no /device:GPU:0 here (soft placement)" in text
    assert "far" in text
    with tf.Session(config=tf.ConfigProto(allow_soft_placement=True)) as sess:
        assert sess.run(y, {"x:0": 0.0}) == 2.0


def test_refused_where_the_program_says_so() -> None:
    y = on_gpu()
    near = tf.placeholder_with_default(1.0, []) + 1.0
    with tf.Session(config=tf.ConfigProto(allow_soft_placement=False)) as sess:
        with pytest.raises(
            tf.errors.InvalidArgumentError,
            match=r"Cannot assign a device for operation far: it was explicitly assigned to /device:GPU:0, "
            r"but available devices are \[ .*CPU:0 \].*hint",
        ) as caught:
            sess.run(y, {"x:0": 0.0})
        assert caught.value.op is tf.get_default_graph().get_operation_by_name("far")
        assert __file__ in str(caught.value)
        assert sess.run(near) == 2.0


@pytest.mark.parametrize("device", ["/cpu:0", "/device:CPU:*", "/job:localhost/task:0", "/cpu", None])
def test_what_is_here_is_never_refused(device: str | None) -> None:
    with tf.device(device):
        y = tf.placeholder_with_default(1.0, []) + 1.0
    with tf.Session(config=tf.ConfigProto(allow_soft_placement=False)) as sess:
        assert sess.run(y) == 2.0
        assert "soft placement" not in sess.explain(y)


@pytest.mark.parametrize("device", ["/gpu:1", "/cpu:1", "/job:ps/task:0"])
def test_what_is_not_here_is_refused(device: str) -> None:
    with tf.device(device):
        y = tf.placeholder_with_default(1.0, []) + 1.0
    with tf.Session(config=tf.ConfigProto(allow_soft_placement=False)) as sess:
        with pytest.raises(tf.errors.InvalidArgumentError, match="Cannot assign a device"):
            sess.run(y)


def test_a_set_false_survives_copies() -> None:
    config = tf.ConfigProto(allow_soft_placement=False)
    other = tf.ConfigProto()
    other.CopyFrom(config)
    y = on_gpu()
    for made in (other, copy.deepcopy(config), pickle.loads(pickle.dumps(config))):
        with tf.Session(config=made) as sess, pytest.raises(tf.errors.InvalidArgumentError):
            sess.run(y, {"x:0": 0.0})
    config.Clear()
    with tf.Session(config=config) as sess:
        assert sess.run(y, {"x:0": 0.0}) == 2.0
