"""Records what the distributions of TensorFlow 1 draw and say.

`python make_distributions.py` writes distributions.json. Each case holds a class, its arguments, the samples
of two runs in one session with one seed, and its answers. Needs TensorFlow; the tests do not.
"""

import json
import pathlib

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()

CASES = [
    ("Normal", {"loc": [0.5, -1.0], "scale": 2.0}, 1.5),
    ("Uniform", {"low": [0.0, -1.0], "high": 2.0}, 1.5),
    ("Bernoulli", {"probs": [0.2, 0.7]}, 1),
    ("Bernoulli", {"logits": [[0.2], [-0.7]]}, [0, 1]),
    ("Categorical", {"probs": [[0.1, 0.2, 0.7], [0.3, 0.3, 0.4]]}, [0, 2]),
    ("Gamma", {"concentration": [0.5, 2.5], "rate": [[1.0], [3.0]]}, 1.5),
    ("Beta", {"concentration1": [0.5, 2.5], "concentration0": 3.0}, 0.25),
    ("Dirichlet", {"concentration": [[0.5, 2.5, 1.0], [3.0, 4.0, 5.0]]}, [0.2, 0.3, 0.5]),
    ("DirichletMultinomial", {"total_count": 4.0, "concentration": [0.5, 2.5, 1.0]}, [1.0, 2.0, 1.0]),
    ("Multinomial", {"total_count": 4.0, "probs": [0.5, 0.25, 0.25]}, [1.0, 2.0, 1.0]),
    ("Exponential", {"rate": [0.5, 2.0]}, 1.5),
    ("Laplace", {"loc": [0.5, -1.0], "scale": 2.0}, 1.5),
    ("StudentT", {"df": [1.5, 3.0], "loc": 0.5, "scale": 2.0}, 1.5),
]
AT_VALUE = ["log_prob", "prob", "cdf", "log_cdf", "survival_function", "log_survival_function"]
ALONE = ["mean", "variance", "stddev", "mode", "entropy"]


def record(name: str, arguments: dict, value: object) -> dict:
    """Asks one distribution everything that it answers."""
    with tf1.Graph().as_default(), tf1.Session() as session:
        d = getattr(tf1.distributions, name)(**arguments)
        drawn = d.sample([3], seed=11)
        samples = [session.run(drawn).tolist() for _ in range(2)]
        answers = {}
        for method in AT_VALUE + ALONE:
            try:
                result = getattr(d, method)(*([value] if method in AT_VALUE else []))
            except (NotImplementedError, ValueError):
                # TensorFlow's mode of a batch of Dirichlet distributions does not fit together.
                continue
            # JSON has no infinities; their names do.
            answers[method] = [repr(float(v)) for v in np.ravel(session.run(result))]
        return {
            "name": name,
            "arguments": arguments,
            "value": value,
            "batch": d.batch_shape.as_list(),
            "event": d.event_shape.as_list(),
            "samples": samples,
            "answers": answers,
        }


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("distributions.json")
    lines = ",\n".join(json.dumps(record(*case)) for case in CASES)
    path.write_text(f'{{"tensorflow": "{tf.__version__}", "cases": [\n{lines}\n]}}\n')
