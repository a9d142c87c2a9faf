"""CTC losses and decoders against TensorFlow's results (golden/ctc.json), and against sums over all
alignments."""

from __future__ import annotations

import itertools
import json
import pathlib
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops

GOLDEN = json.loads((pathlib.Path(__file__).parents[1] / "golden" / "ctc.json").read_text())
RNG = np.random.default_rng(2)


def sparse(rows: list[list[int]]) -> tf.SparseTensor:
    indices = [[b, t] for b, row in enumerate(rows) for t in range(len(row))]
    values = [v for row in rows for v in row]
    shape = [len(rows), max(map(len, rows))]
    return tf.SparseTensor(np.array(indices, np.int64).reshape(-1, 2), np.array(values, np.int32), shape)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", GOLDEN["losses"], ids=lambda c: str(c["flags"]))
def test_losses_are_tensorflow_s(case: dict[str, Any], dtype: str) -> None:
    """Both precisions, with sizes known and unknown."""
    x = np.array(case["logits"], dtype)
    for shape in (x.shape, None):
        with tf.Graph().as_default(), tf.Session() as session:
            logits = tf.placeholder(dtype, shape)
            labels = sparse(case["rows"])
            loss, gradient = raw_ops.CTCLoss(
                logits, labels.indices, labels.values, case["lengths"], **case["flags"]
            )
            own = tf.gradients(
                loss, logits, grad_ys=[tf.constant([1.0, 2.0, 3.0][: len(case["rows"])], dtype)]
            )
            values = session.run([loss, gradient, *own], {logits: x})
        np.testing.assert_allclose(values[0], [float(v) for v in case["loss"]], rtol=2e-6, atol=1e-6)
        np.testing.assert_allclose(values[1], case["gradient"], rtol=1e-5, atol=2e-6)
        weights = np.array([1.0, 2.0, 3.0][: len(case["rows"])])[:, None]
        np.testing.assert_allclose(values[2], values[1] * weights, rtol=1e-6)


@pytest.mark.parametrize("case", GOLDEN["dense"], ids=lambda c: f"blank {c['blank']}")
def test_losses_of_label_matrices(case: dict[str, Any]) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        logits = tf.constant(case["logits"])
        loss = tf.nn.ctc_loss_v2(
            case["labels"], logits, case["label_lengths"], case["lengths"], blank_index=case["blank"]
        )
        values = session.run([loss, tf.gradients(loss, logits)[0]])
        steps_last = tf.nn.ctc_loss_v2(
            case["labels"],
            tf.transpose(logits, [1, 0, 2]),
            case["label_lengths"],
            case["lengths"],
            logits_time_major=False,
            unique=tf.nn.ctc_unique_labels(case["labels"]),
            blank_index=case["blank"],
        )
        np.testing.assert_array_equal(session.run(steps_last), values[0])
        rows = [row[:n] for row, n in zip(case["labels"], case["label_lengths"], strict=True)]
        if all(rows):
            same = tf.nn.ctc_loss_v2(sparse(rows), logits, None, case["lengths"], blank_index=case["blank"])
            np.testing.assert_allclose(session.run(same), values[0], rtol=1e-6)
    np.testing.assert_allclose(values[0], case["loss"], rtol=1e-5)
    np.testing.assert_allclose(values[1], case["gradient"], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("case", GOLDEN["decoded"], ids=lambda c: f"{c['op']} {c['flags']}")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_decoded_labels_are_tensorflow_s(case: dict[str, Any], dtype: str) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        x = np.array(case["logits"], dtype)
        results = getattr(raw_ops, case["op"])(tf.constant(x), case["lengths"], **case["flags"])
        parts = [p if isinstance(p, list) else [p] for p in list(results)[:3]]
        got = session.run([*parts, results[3]])
    for own, name in zip(got, ["indices", "values", "shapes"], strict=False):
        for a, b in zip(own, case[name], strict=True):
            np.testing.assert_array_equal(a, np.array(b).reshape(a.shape))
    np.testing.assert_allclose(got[3], case["score"], rtol=1e-5, atol=1e-6)


def collapsed(path: tuple[int, ...], blank: int) -> tuple[int, ...]:
    """Labels that an alignment stands for."""
    return tuple(k for k, _ in itertools.groupby(path) if k != blank)


def test_loss_and_beam_are_sums_over_all_alignments() -> None:
    """A beam that nothing falls out of finds every label sequence with its whole probability."""
    steps, classes = 4, 3
    x = RNG.standard_normal((steps, 1, classes))
    p = np.exp(x[:, 0]) / np.exp(x[:, 0]).sum(1, keepdims=True)
    total: dict[tuple[int, ...], float] = {}
    for path in itertools.product(range(classes), repeat=steps):
        weight = float(np.prod([p[t, k] for t, k in enumerate(path)]))
        labels = collapsed(path, classes - 1)
        total[labels] = total.get(labels, 0.0) + weight
    with tf.Graph().as_default(), tf.Session() as session:
        for labels, weight in total.items():
            if labels:
                loss = tf.nn.ctc_loss(sparse([list(labels)]), tf.constant(x), [steps])
                np.testing.assert_allclose(session.run(loss), [-np.log(weight)], rtol=1e-10)
            dense = tf.nn.ctc_loss_v2(
                np.array([labels + (0,)]), tf.constant(x), [len(labels)], [steps], blank_index=-1
            )
            np.testing.assert_allclose(session.run(dense), [-np.log(weight)], rtol=1e-10)
        count = len(total)
        decoded, score = tf.nn.ctc_beam_search_decoder_v2(tf.constant(x), [steps], 1000, count)
        found = session.run([[d.values for d in decoded], score])
    best = sorted(total.items(), key=lambda item: -item[1])
    assert [tuple(v) for v in found[0]] == [labels for labels, _ in best]
    np.testing.assert_allclose(found[1][0], np.log([w for _, w in best]), rtol=1e-10)


def test_the_gradient_is_the_derivative() -> None:
    x = RNG.standard_normal((5, 2, 4))
    labels = [[0, 0, 1], [2]]
    with tf.Graph().as_default(), tf.Session() as session:
        logits = tf.placeholder(tf.float64, x.shape)
        loss = tf.nn.ctc_loss(sparse(labels), logits, [5, 4])
        (gradient,) = tf.gradients(loss, logits)
        got = session.run(gradient, {logits: x})
        for place in np.ndindex(x.shape):
            values = []
            for step in (1e-6, -1e-6):
                moved = x.copy()
                moved[place] += step
                values.append(session.run(loss, {logits: moved}).sum())
            np.testing.assert_allclose(got[place], (values[0] - values[1]) / 2e-6, atol=1e-8)
        with pytest.raises(LookupError, match="second derivative of ctc_loss"):
            tf.gradients(gradient, logits)


@pytest.mark.parametrize(
    ("rows", "lengths", "flags", "match"),
    [
        ([[0, 1, 2], [1]], [2, 3], {}, "Not enough time for target transition sequence"),
        ([[0], []], [3, 3], {}, "Labels length is zero in batch 1"),
        ([[0, -1], [1]], [3, 3], {}, "nonnegative"),
        ([[3, 0], [1]], [3, 3], {}, "Saw a non-null label"),
        ([[0], [1]], [4, 3], {}, r"sequence_length\(0\) = 4"),
        ([[0], [1], [2]], [3, 3], {}, "batch index must be between 0 and 2 but saw: 2"),
    ],
)
def test_wrong_labels_say_so(
    rows: list[list[int]], lengths: list[int], flags: dict[str, bool], match: str
) -> None:
    loss = tf.nn.ctc_loss(sparse(rows), tf.zeros([3, 2, 4]), lengths, **flags)
    with tf.Session() as session, pytest.raises(tf.errors.InvalidArgumentError, match=match):
        session.run(loss)


def test_other_wrong_arguments_say_so() -> None:
    logits = tf.zeros([3, 2, 4])
    with pytest.raises(TypeError, match="to be a SparseTensor"):
        tf.nn.ctc_loss([[1]], logits, [3, 3])
    with pytest.raises(ValueError, match="Cannot specify both 'logits' and 'inputs'"):
        tf.nn.ctc_loss(sparse([[0], [1]]), logits, [3, 3], logits=logits)
    with pytest.raises(ValueError, match="blank_index"):
        tf.nn.ctc_loss_v2(sparse([[0], [1]]), logits, None, [3, 3])
    with pytest.raises(ValueError, match="2 sequences, but there are 3 lengths"):
        tf.nn.ctc_greedy_decoder(logits, [1, 2, 3])
    with tf.Session() as session:
        out_of_order = raw_ops.CTCLoss(logits, tf.constant([[1, 0], [0, 0]], tf.int64), [1, 2], [3, 3])[0]
        with pytest.raises(tf.errors.InvalidArgumentError, match="out of order"):
            session.run(out_of_order)
        for wrong, match in [([9], "is not one of 4 classes"), ([0], "other than the blank, 0")]:
            dense = tf.nn.ctc_loss_v2([wrong, wrong], logits, [1, 1], [3, 3])
            with pytest.raises(tf.errors.InvalidArgumentError, match=match):
                session.run(dense)
        with pytest.raises(tf.errors.FailedPreconditionError, match=r"sequence_length\(1\)"):
            session.run(tf.nn.ctc_greedy_decoder(logits, [1, 4])[1])
        with pytest.raises(tf.errors.InvalidArgumentError, match="more paths than the beam width"):
            session.run(tf.nn.ctc_beam_search_decoder(logits, [1, 1], beam_width=2, top_paths=3)[1])
        with pytest.raises(tf.errors.InvalidArgumentError, match="Less leaves"):
            session.run(tf.nn.ctc_beam_search_decoder(logits, [0, 1], beam_width=9, top_paths=3)[1])
        with pytest.raises(tf.errors.InvalidArgumentError, match="must not be empty"):
            session.run(tf.nn.ctc_greedy_decoder(tf.zeros([0, 2, 4]), [0, 0])[1])


def test_too_many_labels_for_the_steps() -> None:
    """Zero where asked for, infinite in the dense form."""
    with tf.Session() as session:
        x = tf.constant(RNG.standard_normal((3, 1, 4)))
        ignored = tf.nn.ctc_loss(sparse([[0, 0, 0, 1]]), x, [3], ignore_longer_outputs_than_inputs=True)
        assert session.run(ignored) == [0.0]
        # Enough steps for the labels, not for the blanks between them.
        assert session.run(tf.nn.ctc_loss(sparse([[0, 0, 0]]), x, [3])) == [np.inf]
        assert session.run(tf.nn.ctc_loss_v2([[1, 1]], x, [2], [2])) == [np.inf]
        assert session.run(tf.nn.ctc_loss_v2([[1, 1]], x, [2], [0])) == [np.inf]
        assert session.run(tf.nn.ctc_loss_v2([[1, 1]], x, [0], [0])) == [0.0]


def test_half_precision_and_long_sequences() -> None:
    x = RNG.normal(0, 5, (400, 1, 30))
    labels = [RNG.integers(0, 29, 60).tolist()]
    with tf.Graph().as_default(), tf.Session() as session:
        wide, narrow = (
            tf.nn.ctc_loss(sparse(labels), tf.constant(x, dtype), [400]) for dtype in ("float64", "float32")
        )
        half = tf.nn.ctc_loss(sparse(labels), tf.constant(x, "float16"), [400])
        assert half.dtype == tf.float16
        a, b, c = session.run([wide, narrow, half])
    assert np.isfinite(a) and a > 700  # less than the smallest double, were it a probability
    np.testing.assert_allclose(b, a, rtol=1e-6)
    np.testing.assert_allclose(c, a, rtol=1e-2)


def test_collapsed_labels() -> None:
    labels = [[1, 1, 2, 2, 1], [3, 3, 3, 3, 3], [0, 1, 0, 0, 5]]
    with tf.Session() as session:
        for shape in ([3, 5], [None, None], None):
            x = tf.placeholder(tf.int32, [3, 5])
            collapsed, lengths = tf.nn.collapse_repeated(
                tf.placeholder_with_default(x, shape) if shape else x, [5, 4, 4]
            )
            a, b = session.run([collapsed, lengths], {x: labels})
            np.testing.assert_array_equal(a, [[1, 2, 1], [3, 0, 0], [0, 1, 0]])
            np.testing.assert_array_equal(b, [3, 1, 3])
