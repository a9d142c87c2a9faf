"""Records TensorFlow's CTC losses, gradients and decoded labels: `python make_ctc.py` writes ctc.json
beside it."""

import json
import pathlib

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
RNG = np.random.default_rng(11)


def rounded(values: np.ndarray, digits: int = 8) -> list:
    """Short numbers."""
    return (
        np.vectorize(lambda v: float(f"{v:.{digits}g}"), otypes=[float])(values).tolist()
        if values.size
        else []
    )


def logits(steps: int, batch: int, classes: int) -> np.ndarray:
    """Random logits that are short in text."""
    return RNG.normal(0, 2, (steps, batch, classes)).round(3)


def sparse(rows: list) -> tuple:
    """Indices and values of rows of labels."""
    indices = [[b, t] for b, row in enumerate(rows) for t in range(len(row))]
    return np.array(indices, np.int64).reshape(-1, 2), np.array([v for r in rows for v in r], np.int32)


def loss_case(x: np.ndarray, rows: list, lengths: list, **flags) -> dict:
    """One call of the op."""
    indices, values = sparse(rows)
    with tf1.Graph().as_default(), tf1.Session() as session:
        results = tf.raw_ops.CTCLoss(
            inputs=x, labels_indices=indices, labels_values=values, sequence_length=lengths, **flags
        )
        loss, gradient = session.run(results)
    return {
        "logits": x.tolist(),
        "rows": rows,
        "lengths": lengths,
        "flags": flags,
        "loss": [str(v) if np.isinf(v) else float(v) for v in loss],
        "gradient": rounded(gradient),
    }


def dense_case(x: np.ndarray, labels: list, label_lengths: list, lengths: list, blank: int) -> dict:
    """One call of `tf.nn.ctc_loss_v2` with a matrix of labels."""
    with tf1.Graph().as_default(), tf1.Session() as session:
        inputs = tf1.constant(x, tf.float32)
        loss = tf1.nn.ctc_loss_v2(
            tf1.constant(labels),
            inputs,
            tf1.constant(label_lengths),
            tf1.constant(lengths),
            blank_index=blank,
        )
        values = session.run([loss, tf1.gradients(loss, inputs)[0]])
    return {
        "logits": x.tolist(),
        "labels": labels,
        "label_lengths": label_lengths,
        "lengths": lengths,
        "blank": blank,
        "loss": rounded(values[0]),
        "gradient": rounded(values[1]),
    }


def decoded_case(op: str, x: np.ndarray, lengths: list, **flags) -> dict:
    """One call of a decoder."""
    with tf1.Graph().as_default(), tf1.Session() as session:
        results = list(getattr(tf.raw_ops, op)(inputs=x, sequence_length=lengths, **flags))
        results = session.run(results)
    lists = [part if isinstance(part, list) else [part] for part in results[:3]]
    return {
        "op": op,
        "logits": x.tolist(),
        "lengths": lengths,
        "flags": flags,
        "indices": [v.tolist() for v in lists[0]],
        "values": [v.tolist() for v in lists[1]],
        "shapes": [v.tolist() for v in lists[2]],
        "score": rounded(results[3]),
    }


def cases() -> dict:
    """All recorded cases."""
    losses = []
    for merge in (True, False):
        for collapse in (False, True):
            flags = {"ctc_merge_repeated": merge, "preprocess_collapse_repeated": collapse}
            losses.append(loss_case(logits(7, 3, 5), [[0, 1, 1], [3], [2, 2, 0, 3]], [7, 4, 6], **flags))
    losses.append(loss_case(logits(3, 2, 4), [[0, 0, 0], [1]], [3, 3]))
    losses.append(loss_case(logits(3, 2, 4), [[0, 1], [2, 3]], [3, 2]))
    ignoring = {"ignore_longer_outputs_than_inputs": True}
    losses.append(loss_case(logits(4, 3, 4), [[0, 1, 2], [1, 2], [2]], [2, 2, 0], **ignoring))
    dense = [
        dense_case(logits(6, 3, 5), [[1, 2, 2], [3, 0, 0], [4, 1, 0]], [3, 1, 2], [6, 5, 3], 0),
        dense_case(logits(6, 3, 5), [[1, 2, 2], [3, 0, 0], [0, 0, 0]], [3, 2, 0], [6, 5, 4], -1),
        dense_case(logits(5, 2, 4), [[1, 3], [3, 0]], [2, 1], [5, 2], 2),
    ]
    decoded = []
    for merge in (True, False):
        decoded.append(decoded_case("CTCGreedyDecoder", logits(6, 4, 3), [6, 3, 0, 5], merge_repeated=merge))
        for width, paths in [(1, 1), (3, 2), (100, 4)]:
            flags = {"beam_width": width, "top_paths": paths, "merge_repeated": merge}
            decoded.append(decoded_case("CTCBeamSearchDecoder", logits(6, 3, 4), [6, 3, 4], **flags))
    decoded.append(
        decoded_case("CTCBeamSearchDecoder", logits(20, 2, 8), [20, 15], beam_width=10, top_paths=3)
    )
    return {"losses": losses, "dense": dense, "decoded": decoded}


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("ctc.json")
    groups = ",\n".join(
        f'"{name}": [\n' + ",\n".join(json.dumps(case) for case in group) + "\n]"
        for name, group in cases().items()
    )
    path.write_text(f'{{"tensorflow": "{tf.__version__}",\n{groups}\n}}\n')
