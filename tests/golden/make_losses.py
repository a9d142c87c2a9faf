"""Write `losses.json`: what TensorFlow's v1 mode gives for `loss_cases`.

python tests/golden/make_losses.py    # with TensorFlow 2 installed
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from loss_cases import CONFUSION, LOSSES, METRICS, TOP_K, run


def _short(value: Any) -> Any:
    """Seven significant digits, which is what float32 has."""
    if isinstance(value, list):
        return [_short(item) for item in value]
    return float(f"{value:.7g}") if isinstance(value, float) else value


def main() -> None:
    """Record every case."""
    import tensorflow

    tensorflow.compat.v1.disable_v2_behavior()
    lines = []
    for expression in LOSSES + METRICS + TOP_K + CONFUSION:
        found = run(tensorflow.compat.v1, expression)
        found["results"] = _short(found["results"])
        lines.append(f"{json.dumps(expression)}: {json.dumps(found, separators=(',', ':'))}")
    path = Path(__file__).with_name("losses.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
