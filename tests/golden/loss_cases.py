"""Losses and metrics that `make_losses.py` records with TensorFlow and `tests/api/test_losses.py` repeats.

A case is an expression with the names of `FEEDS`; it runs once for each batch of `batches()`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

BATCHES = 3
ROWS, COLUMNS = 6, 4
# Name: dtype and static shape of its placeholder; a shape of None leaves the rank unknown.
FEEDS: dict[str, tuple[str, Any]] = {
    "x": ("float32", [None, COLUMNS]),
    "y": ("float32", [None, COLUMNS]),
    "each": ("float32", [None, COLUMNS]),
    "row": ("float32", [None, 1]),
    "p": ("float32", [None]),
    "yes": ("bool", [None]),
    "said": ("bool", [None]),
    "w": ("float32", [None]),
    "classes": ("int64", [None]),
    "guessed": ("int64", [None]),
    "onehot": ("float32", [None, COLUMNS]),
    "several": ("int64", [None, 3]),
    "column": ("int64", [None, 1]),
    "px": ("float32", None),
    "yesx": ("bool", None),
    "wx": ("float32", None),
    "classesx": ("int64", None),
    "columnx": ("int64", None),
    "rowx": ("float32", None),
}


def batches() -> list[dict[str, np.ndarray[Any, Any]]]:
    """What is fed: the same numbers each time."""
    random = np.random.RandomState(7)
    made = []
    for _ in range(BATCHES):
        classes = random.randint(0, COLUMNS, ROWS)
        batch = {
            "x": random.randn(ROWS, COLUMNS),
            "y": random.randn(ROWS, COLUMNS),
            "each": random.randint(0, 3, (ROWS, COLUMNS)),
            "row": random.randint(0, 3, (ROWS, 1)),
            "p": random.rand(ROWS).round(2).clip(0.01, 0.99),
            "yes": random.rand(ROWS) < 0.5,
            "said": random.rand(ROWS) < 0.6,
            "w": random.randint(0, 4, ROWS) / 2,
            "classes": classes,
            "guessed": random.randint(0, COLUMNS, ROWS),
            "onehot": np.eye(COLUMNS)[classes],
            "column": classes[:, None],
            "several": random.randint(-1, COLUMNS + 1, (ROWS, 3)),
        }
        for name in ("p", "yes", "w", "classes", "column", "row"):
            batch[f"{name}x"] = batch[name]
        made.append({name: np.asarray(value, FEEDS[name][0]) for name, value in batch.items()})
    return made


_SIDES = "tf.losses.{}(x, y, {})"
_TWO_SIDES = ("absolute_difference", "huber_loss", "mean_squared_error")
_REDUCTIONS = ("NONE", "SUM", "SUM_OVER_BATCH_SIZE", "MEAN", "SUM_BY_NONZERO_WEIGHTS")
LOSSES = [
    *(f"tf.losses.{loss}(x, y, {w})" for loss in _TWO_SIDES for w in ("1.0", "each", "row", "0.5")),
    *(f"tf.losses.mean_squared_error(x, y, each, reduction=tf.losses.Reduction.{r})" for r in _REDUCTIONS),
    *(
        f"tf.losses.mean_squared_error(x, y, each * 0, reduction=tf.losses.Reduction.{r})"
        for r in _REDUCTIONS
    ),
    "tf.losses.huber_loss(x, y, row, delta=0.3)",
    "tf.losses.cosine_distance(x, y, 1, row)",
    "tf.losses.cosine_distance(x, y, dim=0)",
    "tf.losses.hinge_loss(onehot, x, each)",
    "tf.losses.log_loss(yes, p)",
    "tf.losses.log_loss(yes, p, w, epsilon=0.01)",
    "tf.losses.mean_pairwise_squared_error(x, y)",
    "tf.losses.mean_pairwise_squared_error(x, y, row)",
    "tf.losses.mean_pairwise_squared_error(x, y, each)",
    "tf.losses.sigmoid_cross_entropy(onehot, x, each)",
    "tf.losses.sigmoid_cross_entropy(onehot, x, label_smoothing=0.2)",
    "tf.losses.softmax_cross_entropy(onehot, x, w)",
    "tf.losses.softmax_cross_entropy(onehot, x, label_smoothing=0.2)",
    "tf.losses.sparse_softmax_cross_entropy(classes, x, w)",
    "tf.losses.sparse_softmax_cross_entropy(column, x, row)",
    "tf.losses.sparse_softmax_cross_entropy(columnx, x, wx)",
    "tf.losses.sparse_softmax_cross_entropy(classesx, x, rowx)",
    "tf.losses.compute_weighted_loss(px, wx)",
    "tf.losses.compute_weighted_loss(x, rowx)",
    "tf.losses.compute_weighted_loss(tf.cast(x, tf.float64), each)",
]

_COUNTS = ("true_positives", "false_negatives", "true_negatives", "false_positives", "precision", "recall")
_LIMITS = "[0.2, 0.5, 0.75]"
METRICS = [
    "tf.metrics.mean(x)",
    "tf.metrics.mean(x, each)",
    "tf.metrics.mean(x, row)",
    "tf.metrics.mean(x, w)",
    "tf.metrics.mean(px, wx)",
    "tf.metrics.mean(px, rowx)",
    "tf.metrics.mean_tensor(tf.reshape(x, [6, 4]), each)",
    "tf.metrics.accuracy(classes, guessed)",
    "tf.metrics.accuracy(column, guessed, w)",
    "tf.metrics.accuracy(columnx, guessed, wx)",
    "tf.metrics.accuracy(classes, tf.cast(guessed, tf.float32))",
    "tf.metrics.mean_absolute_error(x, y, each)",
    "tf.metrics.mean_squared_error(x, y, row)",
    "tf.metrics.root_mean_squared_error(x, y)",
    "tf.metrics.root_mean_squared_error(x, y, w)",
    "tf.metrics.mean_relative_error(x, y, onehot)",
    "tf.metrics.mean_cosine_distance(x, y, 1, row)",
    "tf.metrics.percentage_below(x, 0.3, each)",
    "tf.metrics.mean_per_class_accuracy(classes, guessed, 4)",
    "tf.metrics.mean_per_class_accuracy(classes, guessed, 4, w)",
    "tf.metrics.mean_iou(classes, guessed, 4)",
    "tf.metrics.mean_iou(column, guessed[:, None], 5, row)",
    *(f"tf.metrics.{count}(yes, said)" for count in _COUNTS),
    *(f"tf.metrics.{count}(yes, said, w)" for count in _COUNTS),
    "tf.metrics.precision(yesx, said, wx)",
    "tf.metrics.recall(yes, tf.zeros_like(said))",
    *(f"tf.metrics.{count}_at_thresholds(yes, p, {_LIMITS})" for count in _COUNTS),
    *(f"tf.metrics.{count}_at_thresholds(yes, px, {_LIMITS}, w)" for count in _COUNTS),
    "tf.metrics.auc(yes, p)",
    "tf.metrics.auc(yesx, p, wx, num_thresholds=20)",
    "tf.metrics.auc(yes, p, thresholds=[0.7, 0.4])",
    *(
        f"tf.metrics.auc(yes, p, w, curve={curve!r}, summation_method={method!r})"
        for curve in ("ROC", "PR")
        for method in ("trapezoidal", "careful_interpolation", "minoring", "majoring")
    ),
    "tf.metrics.sensitivity_at_specificity(yes, p, 0.6)",
    "tf.metrics.sensitivity_at_specificity(yes, p, 0.6, w, num_thresholds=10)",
    "tf.metrics.specificity_at_sensitivity(yes, p, 0.6)",
    "tf.metrics.specificity_at_sensitivity(yes, p, 0.6, w, num_thresholds=10)",
]
# Some classes of some examples, as a sparse tensor.
_BAG = "tf.SparseTensor([[0, 0], [1, 0], [1, 1], [3, 0], [3, 1], [3, 2], [5, 0]], {}, [6, 3])".format(
    "tf.concat([classes, guessed[:1]], 0)"
)
TOP_K = [
    *(
        f"tf.metrics.{share}_at_k({labels}, x, 2)"
        for share in ("precision", "recall")
        for labels in ("several", _BAG)
    ),
    *(f"tf.metrics.{share}_at_k(several, x, 2, class_id=1)" for share in ("precision", "recall")),
    *(f"tf.metrics.{share}_at_k({_BAG}, x, 3, 2, weights=w)" for share in ("precision", "recall")),
    *(f"tf.metrics.{share}_at_k(classes, x, 3, weights=w)" for share in ("precision", "recall")),
    *(f"tf.metrics.{share}_at_k(classesx, x, 1)" for share in ("precision", "recall")),
    "tf.metrics.precision_at_top_k(several, tf.stack([classes, guessed], 1))",
    "tf.metrics.recall_at_top_k(several, tf.stack([classes, guessed], 1), k=2, name='best')",
    "tf.metrics.sparse_precision_at_k(several, x, 2)",
    "tf.metrics.average_precision_at_k(classes, x, 3)",
    "tf.metrics.average_precision_at_k(several, x, 3, weights=w)",
    "tf.metrics.average_precision_at_k(tf.abs(several), x, 1)",
    f"tf.metrics.average_precision_at_k({_BAG}, x, 4)",
    "tf.metrics.sparse_average_precision_at_k(column, x, 2)",
]
CONFUSION = [
    "tf.confusion_matrix(classes, guessed)",
    "tf.confusion_matrix(column, guessed, 5)",
    "tf.confusion_matrix(columnx, guessed, 4, tf.float32, weights=w)",
]


def run(tf: Any, expression: str) -> dict[str, Any]:
    """What an expression gives: one entry for each batch, and the names that users see."""
    tf.reset_default_graph()
    feeds = {name: tf.placeholder(dtype, shape, name) for name, (dtype, shape) in FEEDS.items()}
    made = eval(expression, {"tf": tf}, feeds)
    metric = isinstance(made, tuple)
    names = [variable.name for variable in tf.local_variables()] if metric else [made.name]
    results: list[Any] = []
    with tf.Session() as session:
        session.run(tf.local_variables_initializer())
        for batch in batches():
            fed = {feeds[name]: value for name, value in batch.items()}
            results.append(session.run(made[1] if metric else made, fed))
            if metric:
                results.append(session.run(made[0]))
    return {"names": names, "results": [np.asarray(result).tolist() for result in results]}
