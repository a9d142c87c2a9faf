"""Candidate samplers against what TensorFlow draws with the same seeds (golden/candidates.json)."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops

GOLDEN = json.loads((pathlib.Path(__file__).parents[1] / "golden" / "candidates.json").read_text())


def title(case: dict[str, Any]) -> str:
    """Op, seeds and what else tells cases apart."""
    attributes = case["attributes"]
    names = ["unique", "range_max", "distortion", "num_reserved_ids", "num_shards", "seed"]
    return "-".join([case["op"], *(f"{n}={attributes[n]}" for n in names if n in attributes)])


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=title)
def test_samples_are_tensorflow_s(case: dict[str, Any]) -> None:
    """Every run in a session gives what the same run gave in TensorFlow."""
    with tf.Graph().as_default(), tf.Session() as session:
        classes = tf.constant(case["true_classes"], tf.int64)
        results = getattr(raw_ops, case["op"])(classes, **case["attributes"])
        shapes = [tuple(r.shape.as_list()) for r in results]
        assert shapes == [np.shape(v) for v in case["runs"][0]]
        for recorded in case["runs"]:
            sampled, true_count, sampled_count = session.run(list(results))
            np.testing.assert_array_equal(sampled, recorded[0])
            np.testing.assert_allclose(true_count, recorded[1], rtol=1e-6)
            np.testing.assert_allclose(sampled_count, recorded[2], rtol=1e-6)


def draw(op: str, classes: Any = ((0,),), **attributes: Any) -> Any:
    """Run a sampler once."""
    attributes = {"num_true": 1, "num_sampled": 3, "unique": True, "seed": 1, "seed2": 2, **attributes}
    with tf.Graph().as_default(), tf.Session() as session:
        truth = tf.placeholder(tf.int64, None)
        feed = {truth: np.array(classes, np.int64)}
        return session.run(list(getattr(raw_ops, op)(truth, **attributes)), feed)


def test_weights_from_a_file(tmp_path: pathlib.Path) -> None:
    weights = [1.0, 0.5, 3.0, 0.25]
    path = tmp_path / "vocabulary.csv"
    path.write_text("".join(f"word{i},{w}\n" for i, w in enumerate(weights)))
    from_file = draw("FixedUnigramCandidateSampler", range_max=4, vocab_file=str(path))
    from_list = draw("FixedUnigramCandidateSampler", range_max=4, unigrams=weights)
    for a, b in zip(from_file, from_list, strict=True):
        np.testing.assert_array_equal(a, b)
    path.write_text("one,heavy\n")
    with pytest.raises(tf.errors.InvalidArgumentError, match="Wrong vocabulary format at line: one,heavy"):
        draw("FixedUnigramCandidateSampler", range_max=1, vocab_file=str(path), num_sampled=1)
    with pytest.raises(tf.errors.NotFoundError, match="cannot read"):
        draw("FixedUnigramCandidateSampler", range_max=1, vocab_file=str(tmp_path / "none"), num_sampled=1)


@pytest.mark.parametrize(
    ("op", "attributes", "match"),
    [
        ("UniformCandidateSampler", {"range_max": 2}, "range is too small"),
        ("UniformCandidateSampler", {"range_max": 5, "classes": [[5]]}, r"out of range \[0, 5\), received 5"),
        ("LogUniformCandidateSampler", {"range_max": 5, "classes": [[-1]]}, "received -1"),
        ("LearnedUnigramCandidateSampler", {"range_max": 2**31}, "must be less than"),
        ("FixedUnigramCandidateSampler", {"range_max": 5}, "Must provide either"),
        ("FixedUnigramCandidateSampler", {"range_max": 2, "unigrams": [1.0] * 4}, "there are 4 weights"),
        ("FixedUnigramCandidateSampler", {"range_max": 4, "unigrams": [0.0, 0.0, 1.0, 2.0]}, "from 2"),
        ("FixedUnigramCandidateSampler", {"range_max": 3, "unigrams": [-1.0, 1.0, 2.0]}, "weight -1"),
        ("FixedUnigramCandidateSampler", {"range_max": 3, "unigrams": [0.0] * 3}, "above 0"),
        (
            "FixedUnigramCandidateSampler",
            {"range_max": 3, "unigrams": [1.0] * 3, "num_shards": 2, "shard": 2},
            "shard = 2",
        ),
    ],
)
def test_wrong_arguments_say_so(op: str, attributes: dict[str, Any], match: str) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=match):
        draw(op, **attributes)


def test_the_classes_must_be_a_matrix_with_num_true_columns() -> None:
    with pytest.raises(ValueError, match="num_true = 2 columns"):
        tf.nn.uniform_candidate_sampler([[1]], 2, 1, True, 5)
    with pytest.raises(tf.errors.InvalidArgumentError, match="num_true = 1 columns"):
        draw("UniformCandidateSampler", [[1, 2]], range_max=5)


def test_accidental_hits() -> None:
    truth, sampled = [[1, 2], [3, 4], [9, 3]], [4, 0, 1, 3, 3]
    with tf.Session() as session:
        rows, ids, weights = session.run(tf.nn.compute_accidental_hits(truth, sampled, 2))
        assert (rows.dtype, ids.dtype, weights.dtype) == (np.int32, np.int64, np.float32)
        # Of equal samples the last is named.
        np.testing.assert_array_equal(rows, [0, 1, 1, 2])
        np.testing.assert_array_equal(ids, [2, 4, 0, 4])
        np.testing.assert_array_equal(weights, np.full(4, np.finfo(np.float32).min))
        none = session.run(tf.nn.compute_accidental_hits(np.zeros([0, 2], np.int64), sampled, 2))
        assert [v.shape for v in none] == [(0,)] * 3


@pytest.mark.parametrize("unique", [True, False])
def test_frequencies_follow_the_expected_counts(unique: bool) -> None:
    """Over many draws each class comes about as often as the op says; the formula for unique ones is
    rough."""
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(4)
        classes = np.arange(20).reshape(-1, 1)
        sampled, expected, _ = tf.nn.log_uniform_candidate_sampler(classes, 1, 8, unique, 20)
        runs = [session.run([sampled, expected]) for _ in range(2000)]
    counts = np.bincount(np.concatenate([r[0] for r in runs]), minlength=20) / len(runs)
    np.testing.assert_allclose(counts, np.mean([r[1] for r in runs], 0).ravel(), atol=0.1)
