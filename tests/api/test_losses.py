"""`tf.losses` and `tf.metrics`: against TensorFlow's recorded results, and against formulas in numpy."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import rheos as tf

GOLDEN = Path(__file__).parents[1] / "golden"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases = load("loss_cases")
RECORDED = json.loads((GOLDEN / "losses.json").read_text(encoding="utf-8"))
Array = np.ndarray[Any, Any]


@pytest.fixture(autouse=True)
def _fresh_graph() -> None:
    tf.reset_default_graph()


def test_every_case_is_recorded() -> None:
    assert list(RECORDED) == cases.LOSSES + cases.METRICS + cases.TOP_K + cases.CONFUSION


@pytest.mark.parametrize("expression", RECORDED)
def test_as_recorded(expression: str) -> None:
    found = cases.run(tf, expression)
    recorded = RECORDED[expression]
    if expression not in cases.CONFUSION:
        assert found["names"] == recorded["names"]
    for ours, theirs in zip(found["results"], recorded["results"], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-5, atol=1e-6)


def streamed(metric: Callable[..., Any], *columns: str, **options: Any) -> tuple[list[Any], dict[str, Array]]:
    """A metric's updates and final value, and all batches put together."""
    feeds = {name: tf.placeholder(dtype, shape) for name, (dtype, shape) in cases.FEEDS.items()}
    value, update = metric(*(feeds[name] for name in columns), **options)
    together: dict[str, list[Array]] = {name: [] for name in feeds}
    results = []
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        for batch in cases.batches():
            results.append(session.run(update, {feeds[name]: fed for name, fed in batch.items()}))
            for name, fed in batch.items():
                together[name].append(fed)
        results.append(session.run(value))
    return results, {name: np.concatenate(parts) for name, parts in together.items()}


def test_means_are_over_all_batches() -> None:
    results, fed = streamed(tf.metrics.mean, "x", "each")
    assert results[-1] == results[-2] == pytest.approx(np.average(fed["x"], weights=fed["each"]), rel=1e-5)
    results, fed = streamed(tf.metrics.accuracy, "classes", "guessed", "w")
    right = fed["classes"] == fed["guessed"]
    assert results[-1] == pytest.approx(np.average(right, weights=fed["w"]))
    results, fed = streamed(tf.metrics.root_mean_squared_error, "x", "y")
    assert results[-1] == pytest.approx(np.sqrt(np.mean((fed["x"] - fed["y"]) ** 2)), rel=1e-5)


def test_intersection_over_union() -> None:
    results, fed = streamed(tf.metrics.mean_iou, "classes", "guessed", num_classes=6)
    matrix = np.zeros((6, 6))
    np.add.at(matrix, (fed["classes"], fed["guessed"]), 1)
    np.testing.assert_array_equal(results[-2], matrix)
    union = matrix.sum(0) + matrix.sum(1) - matrix.diagonal()
    there = union > 0
    assert results[-1] == pytest.approx((matrix.diagonal()[there] / union[there]).mean(), rel=1e-6)


def test_precision_and_recall() -> None:
    for metric, base in ((tf.metrics.precision, "said"), (tf.metrics.recall, "yes")):
        tf.reset_default_graph()
        results, fed = streamed(metric, "yes", "said", "w")
        both = fed["yes"] & fed["said"]
        assert results[-1] == pytest.approx(fed["w"][both].sum() / fed["w"][fed[base]].sum(), rel=1e-6)


def test_the_area_under_the_curve_counts_ordered_pairs() -> None:
    """Thresholds between all scores give the probability that a yes scores higher than a no."""
    steps = [i / 100 + 0.005 for i in range(100)]
    results, fed = streamed(tf.metrics.auc, "yes", "p", thresholds=steps)
    ups, downs = fed["p"][fed["yes"]], fed["p"][~fed["yes"]]
    higher = (ups[:, None] > downs).mean() + 0.5 * (ups[:, None] == downs).mean()
    assert results[-1] == pytest.approx(higher, abs=1e-5)


def test_a_metric_of_nothing_is_zero() -> None:
    for value, _ in (tf.metrics.mean([1.0]), tf.metrics.accuracy([1], [1]), tf.metrics.precision([1], [1])):
        with tf.Session() as session:
            session.run(tf.local_variables_initializer())
            assert session.run(value) == 0.0


def test_variables_and_collections() -> None:
    value, update = tf.metrics.accuracy(
        [1], [1], metrics_collections=["values"], updates_collections="updates", name="right"
    )
    assert tf.get_collection("values") == [value] and tf.get_collection("updates") == [update]
    names = ["right/total:0", "right/count:0"]
    assert [variable.name for variable in tf.local_variables()] == names
    assert [variable.name for variable in tf.get_collection(tf.GraphKeys.METRIC_VARIABLES)] == names
    assert tf.global_variables() == [] and tf.trainable_variables() == []
    tf.metrics.precision([1], [1])
    assert [variable.name for variable in tf.local_variables()[2:]] == [
        "precision/true_positives/count:0",
        "precision/false_positives/count:0",
    ]


def test_an_update_gives_the_value_after_its_batch() -> None:
    x = tf.placeholder(tf.float32, [None])
    value, update = tf.metrics.mean(x)
    with tf.control_dependencies([update]):
        after = tf.metrics.mean(x, name="other")[1]
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        assert session.run(update, {x: [1.0, 2.0]}) == 1.5
        assert session.run([update, after], {x: [6.0]}) == [3.0, 6.0]
        assert session.run(value) == 3.0


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.ones(2), r"weights can not be broadcast to values\. values\.rank=2\. weights\.rank=1"),
        (np.ones((2, 2)), r"weights can not be broadcast to values\. Mismatch at dim 1"),
        (np.ones((1, 1, 1)), r"values\.rank=2\. weights\.rank=3"),
    ],
)
def test_weights_that_cannot_fit(weights: Array, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tf.losses.mean_squared_error(tf.zeros([2, 3]), tf.ones([2, 3]), weights)


@pytest.mark.parametrize("shape", [None, [None, None], [2, None]])
@pytest.mark.parametrize("static", [None, [None, None]])
def test_weights_are_checked_in_the_run(shape: Any, static: Any) -> None:
    losses, weights = tf.placeholder(tf.float32, static), tf.placeholder(tf.float32, shape)
    total = tf.losses.compute_weighted_loss(losses, weights, reduction=tf.losses.Reduction.SUM)
    ones = np.ones((2, 3), np.float32)
    with tf.Session() as session:
        assert session.run(total, {losses: ones, weights: [[2.0], [3.0]]}) == 15.0
        # Sizes that no operation could combine fail before the check itself runs.
        with pytest.raises(tf.errors.InvalidArgumentError, match="broadcast"):
            session.run(total, {losses: ones, weights: np.ones((2, 2))})
        if shape is None:
            assert session.run(total, {losses: ones, weights: 2.0}) == 12.0
            for wrong in (np.ones(3), np.ones((1, 2, 3))):
                with pytest.raises(tf.errors.InvalidArgumentError, match="weights can not be broadcast"):
                    session.run(total, {losses: ones, weights: wrong})


def test_losses_are_collected() -> None:
    w = tf.get_variable("w", [2], regularizer=tf.nn.l2_loss, initializer=tf.ones_initializer())
    with tf.name_scope("part"):
        first = tf.losses.mean_squared_error([1.0], [3.0])
    second = tf.losses.absolute_difference([1.0], [3.0])
    hidden = tf.losses.huber_loss([1.0], [3.0], loss_collection=None)
    other = tf.losses.log_loss([1.0], [0.5], loss_collection="others")
    assert tf.losses.get_losses() == [first, second] and hidden not in tf.losses.get_losses()
    assert tf.losses.get_losses("part") == [first] and tf.losses.get_losses(None, "others") == [other]
    assert len(tf.losses.get_regularization_losses()) == 1
    with tf.Session() as session:
        session.run(w.initializer)
        assert session.run(tf.losses.get_total_loss()) == 7.0
        assert session.run(tf.losses.get_total_loss(False, name="sum")) == 6.0
        assert session.run(tf.losses.get_total_loss(scope="part")) == 4.0
        assert session.run(tf.losses.get_regularization_loss(name="wd")) == 1.0
        assert session.run(tf.losses.get_regularization_loss("nothing")) == 0.0
    tf.reset_default_graph()
    with pytest.raises(ValueError):
        tf.losses.get_total_loss()


def test_kinds_of_reduction() -> None:
    kinds = tf.losses.Reduction
    assert len(kinds.all()) == 6 and len(set(kinds.all())) == 5
    kinds.validate(kinds.MEAN)
    with pytest.raises(ValueError, match="Invalid Reduction Key average"):
        tf.losses.compute_weighted_loss([1.0], reduction="average")


@pytest.mark.parametrize(
    "call",
    [
        lambda: tf.losses.mean_squared_error(None, [1.0]),
        lambda: tf.losses.mean_squared_error([1.0], None),
        lambda: tf.losses.hinge_loss([1.0], None),
        lambda: tf.losses.mean_squared_error([1.0], [1.0, 2.0]),
        lambda: tf.losses.cosine_distance([1.0], [1.0]),
        lambda: tf.losses.cosine_distance([1.0], [1.0], axis=0, dim=0),
        lambda: tf.metrics.accuracy([1], [1, 2]),
        lambda: tf.metrics.auc([1], [0.5], curve="XY"),
        lambda: tf.metrics.auc([1], [0.5], summation_method="simpson"),
        lambda: tf.metrics.sensitivity_at_specificity([1], [0.5], 1.5),
        lambda: tf.metrics.specificity_at_sensitivity([1], [0.5], -0.5),
        lambda: tf.confusion_matrix([1], [1, 2]),
        lambda: tf.confusion_matrix([1], [1], weights=[1.0, 2.0]),
    ],
)
def test_wrong_arguments(call: Callable[[], Any]) -> None:
    with pytest.raises(ValueError):
        call()


def test_wrong_values_fail_in_the_run() -> None:
    scores = tf.placeholder(tf.float32, [None])
    counts = tf.metrics.recall_at_thresholds([True], scores, [0.5])[1]
    classes = tf.placeholder(tf.int32, [None])
    matrices = [tf.confusion_matrix(classes, [0]), tf.confusion_matrix([0], classes, 2)]
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"predictions must be in \[0, 1\]"):
            session.run(counts, {scores: [1.5]})
        for matrix in matrices:
            with pytest.raises(tf.errors.InvalidArgumentError, match="contains negative values"):
                session.run(matrix, {classes: [-1]})
        with pytest.raises(tf.errors.InvalidArgumentError, match="`predictions` out of bound"):
            session.run(matrices[1], {classes: [2]})
        np.testing.assert_array_equal(session.run(matrices[1], {classes: [1]}), [[0, 1], [0, 0]])


def test_losses_have_gradients() -> None:
    x = tf.constant([[0.2, 0.8], [0.6, 0.3]])
    onehot = tf.constant([[0.0, 1.0], [1.0, 0.0]])
    weights = tf.constant([[1.0], [0.0]])
    losses = [
        tf.losses.mean_squared_error(onehot, x, weights),
        tf.losses.softmax_cross_entropy(onehot, x, [1.0, 0.0]),
        tf.losses.sparse_softmax_cross_entropy([1, 0], x, [1.0, 0.0]),
    ]
    gradients = tf.Session().run([tf.gradients(loss, x)[0] for loss in losses])
    np.testing.assert_allclose(gradients[0], [[0.2, -0.2], [0.0, 0.0]], rtol=1e-5)
    odds = np.exp([0.2, 0.8]) / np.exp([0.2, 0.8]).sum()
    for found in gradients[1:]:
        np.testing.assert_allclose(found, [odds - [0.0, 1.0], [0.0, 0.0]], rtol=1e-5, atol=1e-7)
    assert tf.gradients(tf.losses.softmax_cross_entropy(onehot, x), onehot) == [None]
