"""Record what TensorFlow makes of the programs in `optimizer_programs.py`.

Run with a Python that has TensorFlow 2 (its compat.v1 part, resource variables on)::

    python tests/golden/make_optimizers.py

writes `optimizers.json` beside this file.
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Callable
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import optimizer_programs
import tensorflow as tensorflow2

tf = tensorflow2.compat.v1
tf.disable_eager_execution()
tf.enable_resource_variables()


def attempt(program: Callable[[], Any]) -> Any:
    """The program's result, or None where TensorFlow itself cannot run it."""
    try:
        return program()
    except (NotImplementedError, TypeError, ValueError, tf.errors.OpError) as error:
        print(f"not recorded: {error!r}", file=sys.stderr)
        return None


recorded = {"tensorflow": tensorflow2.__version__, **optimizer_programs.everything(tf, attempt)}
path = pathlib.Path(__file__).with_name("optimizers.json")
path.write_text(json.dumps(recorded, indent=1) + "\n")
