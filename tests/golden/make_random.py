"""Records what TensorFlow's random ops draw on the CPU: `python make_random.py` writes random.json beside it.

Each case holds an op, its attributes and operands, and the bits of the results of successive runs in one
session, as hexadecimal text of the little-endian bytes. Needs TensorFlow; the tests do not.
"""

import json
import pathlib

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
raw = tf.raw_ops
FLOATS = [tf.float32, tf.float64, tf.float16, tf.bfloat16]
SEEDS = [(87654321, 0), (1, 2), (-5, 1 << 40)]


def record(op: str, arguments: dict, attributes: dict, runs: int = 3) -> dict:
    """Runs one op `runs` times in a session of its own."""
    with tf1.Graph().as_default(), tf1.Session() as session:
        operands = {k: tf1.constant(v) for k, v in arguments.items()}
        result = getattr(raw, op)(**operands, **attributes)
        values = [np.asarray(session.run(result)) for _ in range(runs)]
    plain = {k: v.name if isinstance(v, tf.DType) else v for k, v in attributes.items()}
    given = {
        k: {"dtype": str(v.dtype), "shape": list(v.shape), "values": v.ravel().tolist()}
        for k, v in ((k, np.asarray(v)) for k, v in arguments.items())
    }
    return {
        "op": op,
        "arguments": given,
        "attributes": plain,
        "dtype": result.dtype.name,
        "shape": list(values[0].shape),
        "runs": [value.tobytes().hex() for value in values],
    }


def cases() -> list:
    """All recorded cases."""
    out = []
    ints = np.int32
    for op in ["RandomUniform", "RandomStandardNormal", "TruncatedNormal"]:
        for dtype in FLOATS:
            for (seed, seed2), shape in zip(SEEDS, [[7], [3, 5], [33]], strict=True):
                out.append(record(op, {"shape": ints(shape)}, {"dtype": dtype, "seed": seed, "seed2": seed2}))
    for dtype, low, high in [
        (ints, -3, 10),
        (ints, -(2**31), 2**31 - 1),
        (np.int64, -(2**62), 2**62),
        (np.int64, 0, 7),
    ]:
        for seed, seed2 in SEEDS:
            operands = {"shape": ints([13]), "minval": dtype(low), "maxval": dtype(high)}
            out.append(record("RandomUniformInt", operands, {"seed": seed, "seed2": seed2}))
    for value in [
        np.arange(10, dtype=ints),
        np.arange(21, dtype=np.float32).reshape(7, 3),
        np.arange(1, dtype=ints),
    ]:
        for seed, seed2 in SEEDS:
            out.append(record("RandomShuffle", {"value": value}, {"seed": seed, "seed2": seed2}))
    logits = np.float32([[0.0, 1.0, -1.0, 0.5], [2.0, -np.inf, 0.0, 0.25], [0.0, 0.0, 0.0, 0.0]])
    for seed, seed2 in SEEDS:
        out.append(
            record("Multinomial", {"logits": logits, "num_samples": ints(9)}, {"seed": seed, "seed2": seed2})
        )
    for dtype in [np.float16, np.float32, np.float64]:
        for (seed, seed2), shape in zip(SEEDS, [[9], [2, 3], []], strict=True):
            operands = {"shape": ints(shape), "alpha": dtype([[0.125, 0.5, 1.0], [1.5, 20.0, 1000.0]])}
            out.append(record("RandomGamma", operands, {"seed": seed, "seed2": seed2}))
    rates = np.array([0.0, 0.5, 9.75, 10.0, 33.5, 2000.0])
    for rate, dtypes in [
        (rates, [tf.float32, tf.float64, tf.float16, tf.int32, tf.int64]),
        (rates.astype(np.float32), [tf.float32, tf.int64]),
        (np.int32([[0, 3], [12, 1000]]), [tf.int32]),
    ]:
        for dtype in dtypes:
            for (seed, seed2), shape in zip(SEEDS[:2], [[9], [2, 3]], strict=True):
                operands = {"shape": ints(shape), "rate": rate}
                out.append(
                    record("RandomPoissonV2", operands, {"dtype": dtype, "seed": seed, "seed2": seed2})
                )
    for seed in [[1, 2], [-3, 1 << 40]]:
        operands = {"shape": ints([3, 5]), "seed": np.int64(seed)}
        for op in ["StatelessRandomUniform", "StatelessRandomNormal", "StatelessTruncatedNormal"]:
            for dtype in FLOATS:
                out.append(record(op, operands, {"dtype": dtype}, runs=1))
        for dtype in [ints, np.int64]:
            bounds = {"minval": dtype(-3), "maxval": dtype(1000)}
            out.append(record("StatelessRandomUniformInt", {**operands, **bounds}, {}, runs=1))
        operands = {"logits": logits, "num_samples": ints(9), "seed": np.int64(seed)}
        out.append(record("StatelessMultinomial", operands, {}, runs=1))
    return out


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("random.json")
    lines = ",\n".join(json.dumps(case) for case in cases())
    path.write_text(f'{{"tensorflow": "{tf.__version__}", "cases": [\n{lines}\n]}}\n')
