"""Names, keywords and orders of arguments that TensorFlow 1.x still takes, or refused with a hint."""

import logging
import warnings
from typing import Any

import numpy as np
import pytest

import rheos as tf

X = np.arange(1.0, 25.0).reshape(2, 3, 4)

# An old call and a new one that gives the same; `x` has shape [2, 3, 4].
SAME = [
    ("tf.reduce_sum(x, reduction_indices=[1], keep_dims=True)", "tf.reduce_sum(x, [1], True)"),
    ("tf.reduce_mean(x, reduction_indices=1)", "tf.reduce_mean(x, 1)"),
    ("tf.reduce_prod(x, keep_dims=True)", "tf.reduce_prod(x, keepdims=True)"),
    ("tf.reduce_max(x, 0, keep_dims=True)", "tf.reduce_max(x, 0, True)"),
    ("tf.reduce_min(x, reduction_indices=[0, 2])", "tf.reduce_min(x, [0, 2])"),
    ("tf.reduce_all(x > 3, reduction_indices=0)", "tf.reduce_all(x > 3, 0)"),
    ("tf.reduce_any(x > 3, reduction_indices=0)", "tf.reduce_any(x > 3, 0)"),
    ("tf.reduce_logsumexp(x, 1, keep_dims=True)", "tf.reduce_logsumexp(x, 1, True)"),
    ("tf.count_nonzero(x, reduction_indices=1, keep_dims=True)", "tf.count_nonzero(x, 1, True)"),
    ("tf.count_nonzero(input=x)", "tf.count_nonzero(x)"),
    ("tf.norm(x, keep_dims=True)", "tf.norm(x, keepdims=True)"),
    ("tf.nn.moments(x, [0], keep_dims=True)[1]", "tf.nn.moments(x, [0], keepdims=True)[1]"),
    ("tf.argmax(x, dimension=1)", "tf.argmax(x, 1)"),
    ("tf.argmin(x, dimension=1)", "tf.argmin(x, 1)"),
    ("tf.arg_max(x, 1)", "tf.argmax(x, 1)"),
    ("tf.arg_min(x, 1)", "tf.argmin(x, 1)"),
    ("tf.expand_dims(x, dim=0)", "tf.expand_dims(x, 0)"),
    ("tf.squeeze(x[:1], squeeze_dims=[0])", "tf.squeeze(x[:1], [0])"),
    ("tf.nn.softmax(x, dim=1)", "tf.nn.softmax(x, 1)"),
    ("tf.nn.log_softmax(x, dim=1)", "tf.nn.log_softmax(x, 1)"),
    ("tf.nn.l2_normalize(x, dim=1)", "tf.nn.l2_normalize(x, 1)"),
    ("tf.reverse_sequence(x, [1, 2], seq_dim=1, batch_dim=0)", "tf.reverse_sequence(x, [1, 2], 1, 0)"),
    ("tf.mul(x, x)", "tf.multiply(x, x)"),
    ("tf.sub(x, 1.0)", "tf.subtract(x, 1.0)"),
    ("tf.neg(x)", "tf.negative(x)"),
    ("tf.div(x, 2.0)", "tf.divide(x, 2.0)"),
    ("tf.inv(x)", "tf.reciprocal(x)"),
    ("tf.pack([x, x])", "tf.stack([x, x])"),
    ("tf.unpack(x)[1]", "tf.unstack(x)[1]"),
    ("tf.select(x > 3, x, -x)", "tf.where(x > 3, x, -x)"),
    ("tf.batch_matmul(x, x, adj_y=True)", "tf.matmul(x, x, transpose_b=True)"),
    (
        "tf.sparse_matmul(tf.to_float(x[0]), tf.to_float(x[1]), transpose_b=True)",
        "tf.matmul(tf.to_float(x[0]), tf.to_float(x[1]), transpose_b=True)",
    ),
    ("tf.listdiff([1, 2], [2])[0]", "tf.setdiff1d([1, 2], [2])[0]"),
    ("tf.complex_abs(tf.complex(3.0, 4.0))", "tf.abs(tf.complex(3.0, 4.0))"),
    ("tf.lin_space(0.0, 1.0, 3)", "tf.linspace(0.0, 1.0, num=3)"),
    ("tf.to_float(x)", "tf.cast(x, tf.float32)"),
    ("tf.reverse_v2(x, [0])", "tf.reverse(x, [0])"),
    (
        "tf.nn.weighted_cross_entropy_with_logits(targets=x, logits=x, pos_weight=2.0)",
        "tf.nn.weighted_cross_entropy_with_logits(x, x, 2.0)",
    ),
    (
        "tf.nn.softmax_cross_entropy_with_logits_v2(logits=x, labels=x, dim=1)",
        "tf.nn.softmax_cross_entropy_with_logits_v2(x, x, 1)",
    ),
    ("tf.losses.cosine_distance(x, x, dim=1)", "tf.losses.cosine_distance(x, x, 1)"),
]


@pytest.fixture(autouse=True)
def _fresh_graph() -> None:
    tf.reset_default_graph()


@pytest.mark.parametrize(("old", "new"), SAME)
def test_old_calls_give_what_new_ones_do(old: str, new: str, caplog: pytest.LogCaptureFixture) -> None:
    names = {"tf": tf, "x": tf.constant(X)}
    with warnings.catch_warnings(record=True) as warned, caplog.at_level(logging.WARNING):
        warnings.simplefilter("always")
        made = eval(old, names)
    assert len(warned) + len(caplog.records) <= 1
    results = tf.Session().run([made, eval(new, names)])
    np.testing.assert_array_equal(*results)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("initialize_all_variables", "global_variables_initializer"),
        ("initialize_local_variables", "local_variables_initializer"),
        ("all_variables", "global_variables"),
    ],
)
def test_old_names_of_variables(old: str, new: str) -> None:
    v = tf.Variable(2.0)
    made = [getattr(tf, name)() for name in (old, new)]
    if old == "all_variables":
        assert made == [[v], [v]]
    else:
        assert [op.type for op in made] == ["NoOp", "NoOp"]
        assert made[0].control_inputs == made[1].control_inputs
    with tf.Session() as session:
        session.run(tf.initialize_variables([v]))
        assert session.run(v) == 2.0


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda x: tf.concat(0, [x, x]), r"write tf\.concat\(\[\.\.\.\], 0\)"),
        (lambda x: tf.concat(-1, (x, x)), r"before TensorFlow 1\.0"),
        (lambda x: tf.split(0, 2, x), r"write tf\.split\(value, 2, 0\)"),
        (lambda x: tf.split(1, [1, 2], x), r"write tf\.split\(value, \[1, 2\], 1\)"),
        (lambda x: tf.reverse(x, [True, False, False]), "takes axes since TensorFlow 1.0"),
    ],
)
def test_orders_of_arguments_before_1_0_are_refused_with_a_hint(call: Any, hint: str) -> None:
    with pytest.raises(TypeError, match=hint):
        call(tf.constant(X))


@pytest.mark.parametrize(
    "call",
    [
        lambda x: tf.nn.softmax_cross_entropy_with_logits(x, x),
        lambda x: tf.nn.sparse_softmax_cross_entropy_with_logits(x, [0, 1]),
        lambda x: tf.nn.sigmoid_cross_entropy_with_logits(x, x),
    ],
)
def test_cross_entropies_want_names(call: Any) -> None:
    with pytest.raises(ValueError, match="named arguments"):
        call(tf.constant(X))


@pytest.mark.parametrize(
    "call",
    [
        lambda x: tf.reduce_sum(x, axis=0, reduction_indices=0),
        lambda x: tf.reduce_sum(x, keepdims=True, keep_dims=True),
        lambda x: tf.argmax(x, axis=0, dimension=0),
        lambda x: tf.expand_dims(x, axis=0, dim=0),
        lambda x: tf.squeeze(x, axis=0, squeeze_dims=0),
    ],
)
def test_both_spellings_at_once_are_an_error(call: Any) -> None:
    with pytest.raises(ValueError, match="Cannot specify both|both"):
        call(tf.constant(X))


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("batch_cholesky", "tf.cholesky"),
        ("merge_all_summaries", "tf.summary.merge_all"),
        ("nn.rnn", "static_rnn"),
    ],
)
def test_names_that_1_0_took_away_are_told(name: str, new: str) -> None:
    with pytest.raises(AttributeError, match=rf"was renamed .*{new} in TensorFlow 1\.0"):
        eval(f"tf.{name}", {"tf": tf})
