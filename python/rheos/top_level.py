"""Names of `tf` itself whose home is a module of the namespace, such as `tf.OpError`."""

from __future__ import annotations

from .compat import dimension_at_index, dimension_value
from .errors import OpError
from .logging import get_logger
from .nn_activations import log_sigmoid
from .version import GRAPH_DEF_VERSION_MIN_CONSUMER, GRAPH_DEF_VERSION_MIN_PRODUCER

__all__ = [
    "GRAPH_DEF_VERSION_MIN_CONSUMER",
    "GRAPH_DEF_VERSION_MIN_PRODUCER",
    "OpError",
    "dimension_at_index",
    "dimension_value",
    "get_logger",
    "log_sigmoid",
]
