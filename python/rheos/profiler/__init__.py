"""`tf.profiler`: where a graph's parameters and operations are, and where the time of its runs went.

A measured step of a plan counts for the node that it was made for: a fused group for its last node, what was
folded away for none. `RunMetadata` comes from a run with ``RunOptions(trace_level=RunOptions.FULL_TRACE)``.

Examples
--------
>>> import rheos as tf
>>> x = tf.placeholder(tf.float32, [8, 20])
>>> y = tf.matmul(x, tf.get_variable("w", [20, 10]))
>>> options = tf.profiler.ProfileOptionBuilder.float_operation()
>>> options["output"] = "none"
>>> tf.profiler.profile(cmd="op", options=options).children[0].float_ops
3200
"""

from __future__ import annotations

from .._namespace import missing
from .model import Profiler, profile
from .nodes import GraphNodeProto, MultiGraphNodeProto
from .options import ProfileOptionBuilder

__all__ = ["GraphNodeProto", "MultiGraphNodeProto", "ProfileOptionBuilder", "Profiler", "profile"]


def __getattr__(name: str) -> object:
    raise missing(__name__, __all__, name)
