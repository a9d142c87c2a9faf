"""Version numbers: rheos's own, and the TensorFlow version whose programs it runs.

Programs split and compare `tf.__version__`, so the package shows `TF_VERSION` there; here `VERSION` is
rheos's own.

Examples
--------
>>> TF_VERSION.split(".")[:2]
['1', '15']
>>> TF_VERSION.endswith("+rheos" + VERSION)
True
"""

from __future__ import annotations

__all__ = [
    "COMPILER_VERSION",
    "GIT_VERSION",
    "GRAPH_DEF_VERSION",
    "GRAPH_DEF_VERSION_MIN_CONSUMER",
    "GRAPH_DEF_VERSION_MIN_PRODUCER",
    "TF_VERSION",
    "VERSION",
]

VERSION = "0.1.0"
__version__ = VERSION
TF_VERSION = f"1.15.0+rheos{VERSION}"
GIT_VERSION = f"v{VERSION}"
COMPILER_VERSION = "rustc"

# GraphDef's `versions` field as TensorFlow 1.15 writes and reads it.
GRAPH_DEF_VERSION = 134
GRAPH_DEF_VERSION_MIN_CONSUMER = 0
GRAPH_DEF_VERSION_MIN_PRODUCER = 0


def __getattr__(name: str) -> object:
    from ._namespace import missing

    raise missing(__name__, __all__, name)
