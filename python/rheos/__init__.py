"""TensorFlow 1's programming model on a Rust core: `import rheos as tf` runs TensorFlow 1 programs.

The namespace is assembled from one module per area. The few that every program needs are loaded at once; the
others
when one of their names is first used, so that the import stays fast.

Examples
--------
>>> import rheos as tf
>>> x = tf.placeholder(tf.float32, [None, 2], name="x")
>>> x.shape.as_list()
[None, 2]
"""

from __future__ import annotations

import importlib as _importlib
import os as _os
import sys as _sys
from importlib.util import find_spec as _find_spec
from typing import TYPE_CHECKING as _TYPE_CHECKING

from . import _native

_native.set_package_folder(_os.path.dirname(_os.path.abspath(__file__)) + _os.sep)

from .constants import *  # noqa: E402, F403
from .dtypes import *  # noqa: E402, F403
from .graph import *  # noqa: E402, F403
from .tensor_shape import Dimension, TensorShape  # noqa: E402, F401
from .version import COMPILER_VERSION, GIT_VERSION, GRAPH_DEF_VERSION, TF_VERSION  # noqa: E402, F401

__version__ = VERSION = TF_VERSION
__git_version__ = GIT_VERSION
__compiler_version__ = COMPILER_VERSION
newaxis = None

# Modules whose `__all__` belongs to this namespace, in the order they are searched.
_AREAS = (
    "session",
    "config",
    "sparse_values",
    "sparse_conversion",
    "sparse_math",
    "sparse_shapes",
    "sequence_distance",
    "arithmetic",
    "array",
    "elementwise",
    "reductions",
    "comparison",
    "casting",
    "printing",
    "products",
    "python_functions",
    "sequences",
    "special",
    "counting",
    "trigonometry",
    "control",
    "variables",
    "variable_scopes",
    "variable_lists",
    "assignments",
    "initializers",
    "differentiation",
    "custom_gradients",
    "clip",
    "template",
    "random",
    "matrices",
    "image_patches",
    "decompositions",
    "linear_systems",
    "einstein",
    "transforms",
    "behavior",
    "checks",
    "static_checks",
    "confusion",
    "device_specs",
    "static_values",
    "top_level",
    "strings",
)

# Modules that are names of this namespace themselves.
_MODULES = (
    "app",
    "bitwise",
    "compat",
    "contrib",
    "data",
    "debugging",
    "distributions",
    "errors",
    "estimator",
    "flags",
    "gfile",
    "image",
    "initializers",
    "io",
    "keras",
    "layers",
    "linalg",
    "logging",
    "losses",
    "manip",
    "math",
    "metrics",
    "nn",
    "profiler",
    "random",
    "resource_loader",
    "saved_model",
    "sets",
    "signal",
    "sparse",
    "spectral",
    "strings",
    "summary",
    "sysconfig",
    "test",
    "train",
    "version",
)

if _TYPE_CHECKING:
    from . import errors, flags, gfile, logging, test  # noqa: F401


def _load(name: str) -> object:
    """Import a module of the package; None where this version does not have it."""
    full = f"{__name__}.{name}"
    try:
        return _importlib.import_module(full)
    except ModuleNotFoundError as error:
        if error.name != full:
            raise
        return None


def __getattr__(name: str) -> object:
    if name == "raw_ops":
        return _bind(name, _importlib.import_module(f"{__name__}._gen.raw_ops"))
    if name in _MODULES:
        module = _load(name)
        if module is not None:
            return _bind(name, module)
    elif not name.startswith("__"):
        from ._gen.areas import AREA_OF

        if name not in AREA_OF and _find_spec(f"{__name__}.{name}"):
            # `from . import module` asks first whether the package has such an attribute.
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        # A name the table lacks may still be there; then all areas are loaded to find it.
        for area in (AREA_OF[name],) if name in AREA_OF else _AREAS:
            module = _load(area)
            if module is not None and name in module.__all__:  # type: ignore[attr-defined]
                return _bind(name, getattr(module, name))
    from ._namespace import missing

    # Python's own machinery asks for names such as __wrapped__; that must not load every area.
    known = () if name.startswith("__") else dir(_sys.modules[__name__])
    raise missing(__name__, known, name)


def _bind(name: str, value: object) -> object:
    """Keep a name, so that it is looked up once; what a program assigned to it before stays."""
    return globals().setdefault(name, value)


def __dir__() -> list[str]:
    names = set(globals()) | {name for name in _MODULES if _find_spec(f"{__name__}.{name}")} | {"raw_ops"}
    for area in _AREAS:
        names.update(getattr(_load(area), "__all__", ()))
    return sorted(names)
