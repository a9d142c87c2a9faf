"""Records what TensorFlow's candidate samplers draw: `python make_candidates.py` writes candidates.json
beside it.

Each case holds an op, its attributes and the results of successive runs in one session. Needs TensorFlow; the
tests do not.
"""

import json
import pathlib

import tensorflow as tf

tf1 = tf.compat.v1
SEEDS = [(87654321, 0), (1, 2), (-5, 1 << 40)]
WEIGHTS = [1.0, 0.5, 3.0, 0.25, 2.0, 7.0, 1.5]


def record(op: str, classes: list, **attributes) -> dict:
    """Runs one op three times in a session of its own."""
    attributes = {"num_true": len(classes[0]), **attributes}
    with tf1.Graph().as_default(), tf1.Session() as session:
        results = getattr(tf.raw_ops, op)(true_classes=tf1.constant(classes, tf.int64), **attributes)
        runs = [[value.tolist() for value in session.run(list(results))] for _ in range(3)]
    return {"op": op, "true_classes": classes, "attributes": attributes, "runs": runs}


def cases() -> list:
    """All recorded cases."""
    out = []
    for seed, seed2 in SEEDS:
        seeds = {"seed": seed, "seed2": seed2}
        for op in [
            "UniformCandidateSampler",
            "LogUniformCandidateSampler",
            "LearnedUnigramCandidateSampler",
            "ThreadUnsafeUnigramCandidateSampler",
        ]:
            for unique, range_max in [(True, 7), (True, 64), (False, 3), (False, 1000)]:
                classes = [[0, 2], [1, 1], [2, 0]]
                out.append(record(op, classes, num_sampled=6, unique=unique, range_max=range_max, **seeds))
        out.append(
            record(
                "UniformCandidateSampler", [[5]], num_sampled=4, unique=True, range_max=10**12 + 39, **seeds
            )
        )
        for unique in (True, False):
            fixed = {"num_sampled": 5, "unique": unique, **seeds}
            op = "FixedUnigramCandidateSampler"
            out.append(record(op, [[0], [6]], range_max=7, unigrams=WEIGHTS, **fixed))
            out.append(record(op, [[0], [6]], range_max=7, unigrams=WEIGHTS, distortion=0.75, **fixed))
            out.append(record(op, [[0], [8]], range_max=9, unigrams=WEIGHTS, num_reserved_ids=2, **fixed))
            shards = {"num_shards": 2, "shard": 1, "range_max": 9, "unigrams": WEIGHTS * 2 + [4.0] * 4}
            out.append(record(op, [[0], [8]], **shards, **fixed))
        out.append(record("AllCandidateSampler", [[0], [3]], num_sampled=4, unique=True, **seeds))
    return out


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("candidates.json")
    lines = ",\n".join(json.dumps(case) for case in cases())
    path.write_text(f'{{"tensorflow": "{tf.__version__}", "cases": [\n{lines}\n]}}\n')
