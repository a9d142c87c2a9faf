"""Record what TensorFlow makes of the programs in `pooling_programs.py`.

Run with a Python that has TensorFlow 2 (its compat.v1 part, resource variables on)::

    python tests/golden/make_pooling.py

writes `pooling.json` beside this file.
"""

from __future__ import annotations

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import pooling_programs
import tensorflow as tensorflow2

tf = tensorflow2.compat.v1
tf.disable_eager_execution()
tf.enable_resource_variables()
tf.disable_v2_tensorshape()

recorded = {"tensorflow": tensorflow2.__version__, **pooling_programs.everything(tf)}
path = pathlib.Path(__file__).with_name("pooling.json")
path.write_text(json.dumps(recorded) + "\n")
