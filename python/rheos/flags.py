"""Command-line flags of programs (`tf.flags`, `tf.app.flags`).

A program defines flags with `DEFINE_string`, `DEFINE_integer` ... and reads them as attributes of `FLAGS`;
the first reading parses `sys.argv`. Parsing, help texts and validators are absl's, over a registry of rheos's
own that holds the program's flags and no others. Names of absl.flags that are not defined below (parsers,
validators, `DEFINE_multi` ...) are here as well.

absl is imported when the first flag is defined or read, not before.

Examples
--------
>>> values = FlagValues()
>>> _ = DEFINE_float("learning_rate", 0.01, "Initial learning rate.", flag_values=values)
>>> values(["prog", "--learning_rate=0.5"])
['prog']
>>> values.learning_rate
0.5
"""

from __future__ import annotations

import functools as _functools
from collections.abc import Callable as _Callable
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import TypeVar as _TypeVar

from ._namespace import missing as _missing

if _TYPE_CHECKING:
    from ._flag_values import FlagValues

    FLAGS: FlagValues

__all__ = [
    "DEFINE_bool",
    "DEFINE_boolean",
    "DEFINE_enum",
    "DEFINE_float",
    "DEFINE_integer",
    "DEFINE_list",
    "DEFINE_multi_float",
    "DEFINE_multi_integer",
    "DEFINE_multi_string",
    "DEFINE_string",
    "FLAGS",
    "mark_flag_as_required",
]

_Function = _TypeVar("_Function", bound=_Callable[..., _Any])
# The spelling of TensorFlow before 1.5.
_OLD_KEYWORDS = {"flag_name": "name", "default_value": "default", "docstring": "help"}
# absl's functions that work on a registry, besides all its DEFINE functions.
_ON_REGISTRY = frozenset(
    "adopt_module_key_flags declare_key_flag mark_bool_flags_as_mutual_exclusive mark_flag_as_required "
    "mark_flags_as_mutual_exclusive mark_flags_as_required multi_flags_validator "
    "register_multi_flags_validator register_validator validator".split()
)


def _accepts_old_keywords(function: _Function) -> _Function:
    """Let a DEFINE function take `flag_name`, `default_value` and `docstring`."""

    @_functools.wraps(function)
    def define(*args: _Any, **kwargs: _Any) -> _Any:
        return function(*args, **{_OLD_KEYWORDS.get(key, key): value for key, value in kwargs.items()})

    return define  # type: ignore[return-value]


def _define(kind: str, flag_values: _Any, *args: _Any, **kwargs: _Any) -> _Any:
    """Call absl's DEFINE function `kind` on `flag_values`, by default `FLAGS`."""
    values = _load("FLAGS") if flag_values is None else flag_values
    return getattr(_absl(), kind)(*args, flag_values=values, **kwargs)


@_accepts_old_keywords
def DEFINE_string(
    name: str, default: str | None, help: str | None, flag_values: _Any = None, **args: _Any
) -> _Any:
    """Define a flag whose value is any text.

    Parameters
    ----------
    name : str
        Name of the flag: `--name=value` on the command line, `FLAGS.name` in the program.
    default : str or None
        Value when the command line gives none.
    help : str
        What the flag is for; shown by `--help`.
    flag_values : FlagValues, optional
        Registry to define it in; `FLAGS` by default.
    **args
        Passed on to absl's `Flag` (`short_name`, `required`, `allow_override` ...).

    Returns
    -------
    FlagHolder
        Its `.value` is the flag's value.

    Raises
    ------
    DuplicateFlagError
        A flag of that name exists (in a notebook the new one takes its place).

    Examples
    --------
    >>> values = FlagValues()
    >>> holder = DEFINE_string("data_dir", "/tmp", "Where the data is.", flag_values=values)
    >>> _ = values(["prog", "--data_dir", "here"])
    >>> holder.value
    'here'
    """
    return _define("DEFINE_string", flag_values, name, default, help, **args)


@_accepts_old_keywords
def DEFINE_integer(
    name: str,
    default: int | None,
    help: str | None,
    lower_bound: int | None = None,
    upper_bound: int | None = None,
    flag_values: _Any = None,
    **args: _Any,
) -> _Any:
    """Define a flag whose value is an integer, within bounds if they are given; else as `DEFINE_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_integer("steps", 100, "Number of steps.", lower_bound=1, flag_values=values)
    >>> _ = values(["prog", "--steps=7"])
    >>> values.steps
    7
    """
    return _define("DEFINE_integer", flag_values, name, default, help, lower_bound, upper_bound, **args)


@_accepts_old_keywords
def DEFINE_float(
    name: str,
    default: float | None,
    help: str | None,
    lower_bound: float | None = None,
    upper_bound: float | None = None,
    flag_values: _Any = None,
    **args: _Any,
) -> _Any:
    """Define a flag whose value is a float, within bounds if they are given; else as `DEFINE_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_float("rate", 0.1, "Learning rate.", flag_values=values)
    >>> _ = values(["prog", "--rate=1e-3"])
    >>> values.rate
    0.001
    """
    return _define("DEFINE_float", flag_values, name, default, help, lower_bound, upper_bound, **args)


@_accepts_old_keywords
def DEFINE_boolean(
    name: str, default: bool | str | int | None, help: str | None, flag_values: _Any = None, **args: _Any
) -> _Any:
    """Define a flag that is on or off: `--name`, `--noname`, `--name=false`; else as `DEFINE_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_boolean("fake_data", True, "Use fake data.", flag_values=values)
    >>> _ = values(["prog", "--nofake_data"])
    >>> values.fake_data
    False
    """
    return _define("DEFINE_boolean", flag_values, name, default, help, **args)


DEFINE_bool = DEFINE_boolean


@_accepts_old_keywords
def DEFINE_enum(
    name: str,
    default: str | None,
    enum_values: list[str],
    help: str | None,
    flag_values: _Any = None,
    **args: _Any,
) -> _Any:
    """Define a flag whose value is one of `enum_values`; else as `DEFINE_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_enum("mode", "train", ["train", "eval"], "What to do.", flag_values=values)
    >>> _ = values(["prog", "--mode=eval"])
    >>> values.mode
    'eval'
    """
    return _define("DEFINE_enum", flag_values, name, default, enum_values, help, **args)


@_accepts_old_keywords
def DEFINE_list(
    name: str, default: list[str] | str | None, help: str | None, flag_values: _Any = None, **args: _Any
) -> _Any:
    """Define a flag whose value is a list of texts separated by commas; else as `DEFINE_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_list("hosts", "a,b", "Where to run.", flag_values=values)
    >>> _ = values(["prog", "--hosts=x,y,z"])
    >>> values.hosts
    ['x', 'y', 'z']
    """
    return _define("DEFINE_list", flag_values, name, default, help, **args)


@_accepts_old_keywords
def DEFINE_multi_string(
    name: str, default: list[str] | str | None, help: str | None, flag_values: _Any = None, **args: _Any
) -> _Any:
    """Define a flag that may be given several times and whose value is the list of all.

    Otherwise as `DEFINE_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_multi_string("file", None, "Files to read.", flag_values=values)
    >>> _ = values(["prog", "--file=a", "--file=b"])
    >>> values.file
    ['a', 'b']
    """
    return _define("DEFINE_multi_string", flag_values, name, default, help, **args)


@_accepts_old_keywords
def DEFINE_multi_integer(
    name: str,
    default: list[int] | int | None,
    help: str | None,
    lower_bound: int | None = None,
    upper_bound: int | None = None,
    flag_values: _Any = None,
    **args: _Any,
) -> _Any:
    """Define a flag of integers that may be given several times; else as `DEFINE_multi_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_multi_integer("layer", [8], "Layer sizes.", flag_values=values)
    >>> _ = values(["prog", "--layer=1", "--layer=2"])
    >>> values.layer
    [1, 2]
    """
    return _define("DEFINE_multi_integer", flag_values, name, default, help, lower_bound, upper_bound, **args)


@_accepts_old_keywords
def DEFINE_multi_float(
    name: str,
    default: list[float] | float | None,
    help: str | None,
    lower_bound: float | None = None,
    upper_bound: float | None = None,
    flag_values: _Any = None,
    **args: _Any,
) -> _Any:
    """Define a flag of floats that may be given several times; else as `DEFINE_multi_string`.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_multi_float("rate", None, "Rates to try.", flag_values=values)
    >>> _ = values(["prog", "--rate=0.5", "--rate=1"])
    >>> values.rate
    [0.5, 1.0]
    """
    return _define("DEFINE_multi_float", flag_values, name, default, help, lower_bound, upper_bound, **args)


def mark_flag_as_required(flag_name: str, flag_values: _Any = None) -> None:
    """Make parsing fail with `IllegalFlagValueError` when the command line does not give the flag.

    Parameters
    ----------
    flag_name : str
        Name of a flag defined before, with default None.
    flag_values : FlagValues, optional
        Registry that holds it; `FLAGS` by default.

    Examples
    --------
    >>> values = FlagValues()
    >>> _ = DEFINE_string("out", None, "Where to write.", flag_values=values)
    >>> mark_flag_as_required("out", flag_values=values)
    >>> values(["prog"])
    Traceback (most recent call last):
        ...
    absl.flags._exceptions.IllegalFlagValueError: flag --out=None: Flag --out must ...
    """
    _define("mark_flag_as_required", flag_values, flag_name)


@_functools.cache
def _absl() -> _Any:
    """absl.flags, told that flags defined through this module belong to the module that called it."""
    from absl import flags

    flags.disclaim_key_flags()
    return flags


def _load(name: str) -> _Any:
    """Make `FLAGS`, `FlagValues` or one of absl's names an attribute of this module."""
    if name in globals():
        return globals()[name]
    value: _Any
    if name == "FlagValues":
        from ._flag_values import FlagValues as value
    elif name == "FLAGS":
        value = _load("FlagValues")()
    else:
        value = getattr(_absl(), name)
        if name in _ON_REGISTRY or name.startswith("DEFINE"):
            value = _on_own_registry(value)
    globals()[name] = value
    return value


def _on_own_registry(function: _Callable[..., _Any]) -> _Callable[..., _Any]:
    """absl's `function` with `FLAGS` of this module, not absl's, as its default registry."""

    import inspect

    signature = inspect.signature(function)

    @_accepts_old_keywords
    @_functools.wraps(function)
    def call(*args: _Any, **kwargs: _Any) -> _Any:
        given = signature.bind(*args, **kwargs)
        if given.arguments.get("flag_values") is None:
            given.arguments["flag_values"] = _load("FLAGS")
        return function(*given.args, **given.kwargs)

    return call


def __getattr__(name: str) -> _Any:
    if name in ("FLAGS", "FlagValues"):
        return _load(name)
    if not name.startswith("_") and name in _absl().__all__:
        return _load(name)
    raise _missing(__name__, __dir__(), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *_absl().__all__})
