"""`tf.nn.nce_loss` and `tf.nn.sampled_softmax_loss` against their formulas in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rheos as tf

RNG = np.random.default_rng(3)
CLASSES, DIM, BATCH, TRUE = 7, 3, 4, 2
WEIGHTS, BIASES = RNG.standard_normal((CLASSES, DIM)), RNG.standard_normal(CLASSES)
INPUTS = RNG.standard_normal((BATCH, DIM))
LABELS = np.array([[0, 3], [6, 6], [2, 5], [1, 4]])
SAMPLED = np.array([3, 6, 1])
TRUE_COUNT, SAMPLED_COUNT = RNG.uniform(0.1, 1, (BATCH, TRUE)), RNG.uniform(0.1, 1, 3)


def logits(remove_hits: bool) -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels by the definition."""
    true = np.einsum("bd,btd->bt", INPUTS, WEIGHTS[LABELS]) + BIASES[LABELS] - np.log(TRUE_COUNT)
    sampled = INPUTS @ WEIGHTS[SAMPLED].T + BIASES[SAMPLED] - np.log(SAMPLED_COUNT)
    if remove_hits:
        sampled = np.where((LABELS[:, :, None] == SAMPLED).any(1), -np.inf, sampled)
    labels = np.concatenate([np.full(true.shape, 1 / TRUE), np.zeros(sampled.shape)], 1)
    return np.concatenate([true, sampled], 1), labels


def nce(remove_hits: bool) -> np.ndarray:
    x, z = logits(remove_hits)
    with np.errstate(invalid="ignore"):
        losses = np.maximum(x, 0) - np.where(z == 0, 0, x * z) + np.log1p(np.exp(-np.abs(x)))
    return losses.sum(1)


def sampled_softmax(remove_hits: bool) -> np.ndarray:
    x, z = logits(remove_hits)
    surprise = np.log(np.exp(x).sum(1, keepdims=True)) - x
    return (z * np.where(z == 0, 0, surprise)).sum(1)


def parts(values: np.ndarray, count: int, strategy: str) -> list[np.ndarray]:
    return [values[i::count] for i in range(count)] if strategy == "mod" else np.array_split(values, count)


@pytest.mark.parametrize("remove_hits", [False, True])
@pytest.mark.parametrize(("count", "strategy"), [(1, "mod"), (3, "mod"), (3, "div")])
@pytest.mark.parametrize(
    ("function", "reference"), [("nce_loss", nce), ("sampled_softmax_loss", sampled_softmax)]
)
def test_losses_and_gradients(
    function: str, reference: Any, count: int, strategy: str, remove_hits: bool
) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        weights = [tf.Variable(p) for p in parts(WEIGHTS, count, strategy)]
        biases = [tf.Variable(p) for p in parts(BIASES, count, strategy)]
        inputs = tf.constant(INPUTS)
        drawn = (SAMPLED, TRUE_COUNT.astype(np.float32), SAMPLED_COUNT.astype(np.float32))
        loss = getattr(tf.nn, function)(
            weights if count > 1 else weights[0],
            biases if count > 1 else biases[0],
            tf.constant(LABELS),
            inputs,
            len(SAMPLED),
            CLASSES,
            num_true=TRUE,
            sampled_values=tuple(tf.constant(d) for d in drawn),
            remove_accidental_hits=remove_hits,
            partition_strategy=strategy,
        )
        assert loss.shape.as_list() == [BATCH]
        gradients = [tf.convert_to_tensor(g) for g in tf.gradients(loss, [*weights, *biases, inputs])]
        session.run(tf.global_variables_initializer())
        np.testing.assert_allclose(session.run(loss), reference(remove_hits), rtol=1e-5)
        got = session.run(gradients)
    for i, (values, rows) in enumerate([(WEIGHTS, got[:count]), (BIASES, got[count:-1]), (INPUTS, got[-1:])]):
        whole = np.zeros_like(values)
        for place in np.ndindex(values.shape):
            kept = values[place]
            values[place] = kept + 1e-6
            above = reference(remove_hits).sum()
            values[place] = kept - 1e-6
            below = reference(remove_hits).sum()
            values[place] = kept
            whole[place] = (above - below) / 2e-6
        for own, want in zip(rows, parts(whole, len(rows), strategy), strict=True):
            np.testing.assert_allclose(own, want, rtol=1e-4, atol=1e-5, err_msg=f"gradient {i}")


def test_the_default_sampler_is_the_log_uniform_one() -> None:
    runs = []
    for _ in range(2):
        with tf.Graph().as_default() as graph, tf.Session() as session:
            weights, biases = tf.random_uniform([50, 4], seed=1), tf.zeros([50])
            loss = tf.nn.sampled_softmax_loss(weights, biases, [[1], [2]], tf.ones([2, 4]), 5, 50, seed=7)
            samplers = [op for op in graph.get_operations() if op.type.endswith("Sampler")]
            assert [op.name for op in samplers] == ["sampled_softmax_loss/LogUniformCandidateSampler"]
            assert samplers[0].get_attr("unique")
            runs.append(session.run([loss] * 2 + [tf.identity(loss)]))
    for first, again in zip(*runs, strict=True):
        np.testing.assert_array_equal(first, again)
    assert np.all(np.isfinite(runs[0][0]))


def test_samplers_are_reachable_under_both_names() -> None:
    for name in ("uniform", "log_uniform", "learned_unigram", "fixed_unigram", "all"):
        assert getattr(tf.random, f"{name}_candidate_sampler") is getattr(tf.nn, f"{name}_candidate_sampler")
