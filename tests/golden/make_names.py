"""Write `names.json`: the names and static shapes that TensorFlow's v1 mode gives for `name_cases.CASES`.

    python tests/golden/make_names.py    # with TensorFlow 2 installed

Cases of `name_cases.OLDER` are left out: there 1.15 itself differs from the v1 mode of TensorFlow 2.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from name_cases import CASES, PRELUDE


def record(tf: Any, expression: str) -> dict[str, Any]:
    """What one call adds to an empty graph."""
    tf.reset_default_graph()
    names: dict[str, Any] = {"tf": tf}
    exec(PRELUDE, names)
    graph = tf.get_default_graph()
    before = len(graph.get_operations())
    made = eval(expression, names)
    nodes = [op.name for op in graph.get_operations()[before:]]
    results = made if isinstance(made, (list, tuple)) else [made]
    return {"nodes": nodes, "results": [describe(result) for result in results]}


def describe(result: Any) -> list[Any]:
    """Name, dtype and shape of a tensor; the name of an operation."""
    if not hasattr(result, "dtype"):
        return [result.name]
    shape = result.shape
    return [result.name, result.dtype.base_dtype.name, None if shape.ndims is None else shape.as_list()]


def main() -> None:
    """Record every case."""
    import tensorflow

    tensorflow.compat.v1.disable_v2_behavior()
    cases = {expression: record(tensorflow.compat.v1, expression) for expression in CASES}
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in cases.items()]
    path = Path(__file__).with_name("names.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
