"""Records TensorFlow's optimizer update ops: `python make_train_ops.py` writes train_ops.json beside it.

Each case holds an op with its attributes and scalars, the variable and its slots before, the gradients of
three successive steps (rows and indices for sparse ones) and the values afterwards. Needs TensorFlow; the
tests do not.
"""

import json
import pathlib

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
RATES = {"lr": 0.1, "alpha": 0.1, "l1": 0.02, "l2": 0.3, "l2_shrinkage": 0.05, "rho": 0.9, "momentum": 0.8}
DECAYS = {"epsilon": 1e-3, "beta1": 0.9, "beta2": 0.99, "beta": 0.9, "beta1_power": 0.9, "beta2_power": 0.99}
SIGNS = {"logbase": 1.5, "sign_decay": 0.7, "lr_power": -0.5, "global_step": 3}
SCALARS = {**RATES, **DECAYS, **SIGNS}

# Op without its prefix: slots, scalars, attributes to vary.
OPS = {
    "GradientDescent": ([], ["alpha"], [{}]),
    "ProximalGradientDescent": ([], ["alpha", "l1", "l2"], [{}, {"l1": 0.0}]),
    "Momentum": (["accum"], ["lr", "momentum"], [{}, {"use_nesterov": True}]),
    "KerasMomentum": (["accum"], ["lr", "momentum"], [{}, {"use_nesterov": True}]),
    "Adagrad": (["accum"], ["lr"], [{}, {"update_slots": False}]),
    "AdagradV2": (["accum"], ["lr", "epsilon"], [{}]),
    "AdagradDA": (
        ["gradient_accumulator", "gradient_squared_accumulator"],
        ["lr", "l1", "l2", "global_step"],
        [{}, {"l1": 0.0}],
    ),
    "ProximalAdagrad": (["accum"], ["lr", "l1", "l2"], [{}, {"l1": 0.0}]),
    "Adadelta": (["accum", "accum_update"], ["lr", "rho", "epsilon"], [{}]),
    "RMSProp": (["ms", "mom"], ["lr", "rho", "momentum", "epsilon"], [{}]),
    "CenteredRMSProp": (["mg", "ms", "mom"], ["lr", "rho", "momentum", "epsilon"], [{}]),
    "Adam": (
        ["m", "v"],
        ["beta1_power", "beta2_power", "lr", "beta1", "beta2", "epsilon"],
        [{}, {"use_nesterov": True}],
    ),
    "AdaMax": (["m", "v"], ["beta1_power", "lr", "beta1", "beta2", "epsilon"], [{}]),
    "Ftrl": (["accum", "linear"], ["lr", "l1", "l2", "lr_power"], [{}, {"lr_power": -0.3}]),
    "FtrlV2": (
        ["accum", "linear"],
        ["lr", "l1", "l2", "l2_shrinkage", "lr_power"],
        [{}, {"lr_power": -0.3}],
    ),
    "AddSign": (["m"], ["lr", "alpha", "sign_decay", "beta"], [{}]),
    "PowerSign": (["m"], ["lr", "logbase", "sign_decay", "beta"], [{}]),
}
DENSE_ONLY = {"GradientDescent", "Adam", "AdaMax", "AddSign", "PowerSign"}


def listed(values: np.ndarray) -> list:
    """Rows of the shortest decimals that give the same numbers."""
    return [[float(str(x)) for x in row] for row in np.asarray(values)]


def record(kind: str, sparse: bool, dtype: type, changes: dict) -> dict:
    """Three steps from fixed values."""
    slots, scalars, _ = OPS[kind]
    random = np.random.RandomState(sum(kind.encode()))
    shape = (4, 3)
    start = {"var": random.uniform(-1, 1, shape).astype(dtype)}
    for i, slot in enumerate(slots):
        # Second moments stay above squared means.
        low = {"mg": 0.0, "m": -0.2, "mom": -0.2, "linear": -1.0, "gradient_accumulator": -1.0}.get(
            slot, 0.5 + i
        )
        start[slot] = random.uniform(low, low + 0.4, shape).astype(dtype)
    rows = (3, 3) if sparse else shape
    grads = [random.uniform(-1, 1, rows).astype(dtype) for _ in range(3)]
    indices = [2, 0, 2]
    attributes = {k: v for k, v in changes.items() if isinstance(v, bool)}
    values = {s: changes.get(s, SCALARS[s]) for s in scalars}
    name = f"Resource{'Sparse' if sparse else ''}Apply{kind}"
    gradient = "delta" if not sparse and kind.endswith("GradientDescent") else "grad"
    with tf1.Graph().as_default(), tf1.Session() as session:
        variables = {k: tf1.get_variable(k, initializer=v, use_resource=True) for k, v in start.items()}
        grad = tf1.placeholder(dtype, rows)
        operands = {k: v.handle for k, v in variables.items()}
        for scalar, value in values.items():
            operands[scalar] = tf1.constant(value, tf.int64 if scalar == "global_step" else dtype)
        if sparse:
            operands["indices"] = tf1.constant(indices, tf.int64)
        step = getattr(tf.raw_ops, name)(**operands, **{gradient: grad}, **attributes)
        session.run(tf1.global_variables_initializer())
        for g in grads:
            session.run(step, {grad: g})
        end = session.run(variables)
    return {
        "op": name,
        "dtype": np.dtype(dtype).name,
        "attributes": attributes,
        "scalars": values,
        "gradient": gradient,
        "start": {k: listed(v) for k, v in start.items()},
        "grads": [listed(g) for g in grads],
        "indices": indices if sparse else None,
        "end": {k: listed(v) for k, v in end.items()},
    }


def cases() -> list:
    """All recorded cases."""
    out = []
    for kind, (_, _, variants) in OPS.items():
        for sparse in [False] if kind in DENSE_ONLY else [False, True]:
            for changes in variants:
                out.append(record(kind, sparse, np.float32, changes))
            out.append(record(kind, sparse, np.float64, variants[0]))
    return out


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("train_ops.json")
    lines = ",\n".join(json.dumps(case) for case in cases())
    path.write_text(f'{{"tensorflow": "{tf.__version__}", "cases": [\n{lines}\n]}}\n')
