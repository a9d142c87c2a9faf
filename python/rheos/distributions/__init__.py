"""`tf.distributions`: probability distributions with samples, densities and statistics.

Each name is loaded from its module when it is first used.
"""

# ruff: noqa: F401 (the imports below are for type checkers)

from __future__ import annotations

import importlib as _importlib
from typing import TYPE_CHECKING as _TYPE_CHECKING

from .._namespace import missing as _missing

# Modules, and the public names that each has.
_NAMES: dict[str, tuple[str, ...]] = {
    "bernoulli": ("Bernoulli",),
    "beta": ("Beta",),
    "categorical": ("Categorical",),
    "dirichlet": ("Dirichlet",),
    "dirichlet_multinomial": ("DirichletMultinomial",),
    "distribution": (
        "Distribution",
        "FULLY_REPARAMETERIZED",
        "NOT_REPARAMETERIZED",
        "ReparameterizationType",
    ),
    "divergence": ("RegisterKL", "kl_divergence"),
    "exponential": ("Exponential",),
    "gamma": ("Gamma",),
    "laplace": ("Laplace",),
    "multinomial": ("Multinomial",),
    "normal": ("Normal",),
    "student_t": ("StudentT",),
    "uniform": ("Uniform",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(_MODULE_OF)  # pyright: ignore

if _TYPE_CHECKING:
    from .bernoulli import Bernoulli
    from .beta import Beta
    from .categorical import Categorical
    from .dirichlet import Dirichlet
    from .dirichlet_multinomial import DirichletMultinomial
    from .distribution import (
        FULLY_REPARAMETERIZED,
        NOT_REPARAMETERIZED,
        Distribution,
        ReparameterizationType,
    )
    from .divergence import RegisterKL, kl_divergence
    from .exponential import Exponential
    from .gamma import Gamma
    from .laplace import Laplace
    from .multinomial import Multinomial
    from .normal import Normal
    from .student_t import StudentT
    from .uniform import Uniform


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise _missing(__name__, __all__, name)
    value = getattr(_importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
