"""`tf.train`: optimizers, learning rates, moving averages and the global step.

Each name is loaded from its module when it is first used.
"""

# ruff: noqa: F401 (the imports below are for type checkers)

from __future__ import annotations

import importlib as _importlib
from typing import TYPE_CHECKING as _TYPE_CHECKING

# Modules, and the public names that each has.
_NAMES: dict[str, tuple[str, ...]] = {
    "adadelta": ("AdadeltaOptimizer",),
    "adagrad": ("AdagradOptimizer",),
    "adagrad_da": ("AdagradDAOptimizer",),
    "adam": ("AdamOptimizer",),
    "ftrl": ("FtrlOptimizer",),
    "steps": (
        "assert_global_step",
        "create_global_step",
        "get_global_step",
        "get_or_create_global_step",
        "global_step",
    ),
    "gradient_descent": ("GradientDescentOptimizer",),
    "learning_rate": (
        "cosine_decay",
        "cosine_decay_restarts",
        "exponential_decay",
        "inverse_time_decay",
        "linear_cosine_decay",
        "natural_exp_decay",
        "noisy_linear_cosine_decay",
        "piecewise_constant",
        "piecewise_constant_decay",
        "polynomial_decay",
    ),
    "momentum": ("MomentumOptimizer",),
    "moving_averages": ("ExponentialMovingAverage",),
    "optimizer": ("Optimizer",),
    "proximal_adagrad": ("ProximalAdagradOptimizer",),
    "proximal_gradient_descent": ("ProximalGradientDescentOptimizer",),
    "rmsprop": ("RMSPropOptimizer",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(_MODULE_OF)

if _TYPE_CHECKING:
    from .adadelta import AdadeltaOptimizer
    from .adagrad import AdagradOptimizer
    from .adagrad_da import AdagradDAOptimizer
    from .adam import AdamOptimizer
    from .ftrl import FtrlOptimizer
    from .gradient_descent import GradientDescentOptimizer
    from .learning_rate import (
        cosine_decay,
        cosine_decay_restarts,
        exponential_decay,
        inverse_time_decay,
        linear_cosine_decay,
        natural_exp_decay,
        noisy_linear_cosine_decay,
        piecewise_constant,
        piecewise_constant_decay,
        polynomial_decay,
    )
    from .momentum import MomentumOptimizer
    from .moving_averages import ExponentialMovingAverage
    from .optimizer import Optimizer
    from .proximal_adagrad import ProximalAdagradOptimizer
    from .proximal_gradient_descent import ProximalGradientDescentOptimizer
    from .rmsprop import RMSPropOptimizer
    from .steps import (
        assert_global_step,
        create_global_step,
        get_global_step,
        get_or_create_global_step,
        global_step,
    )


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        found = getattr(_importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = found
        return found
    from .._namespace import missing

    raise missing(__name__, __all__, name)
