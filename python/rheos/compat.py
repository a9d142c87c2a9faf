"""Strings, number types and dates that programs convert or test by hand (`tf.compat`).

`tf.compat.v1` is the package itself, so `import rheos.compat.v1 as tf` works too; there is no `tf.compat.v2`.

Examples
--------
>>> as_bytes("héllo"), as_str(b"abc")
(b'h\\xc3\\xa9llo', 'abc')
"""

from __future__ import annotations

import numbers as _numbers
import os as _os
import sys as _sys
from collections.abc import Iterator as _Iterator
from contextlib import contextmanager as _contextmanager
from typing import Any as _Any

import numpy as _np

from ._namespace import missing as _missing

__all__ = [
    "as_bytes",
    "as_str",
    "as_str_any",
    "as_text",
    "bytes_or_text_types",
    "complex_types",
    "dimension_at_index",
    "dimension_value",
    "forward_compatibility_horizon",
    "forward_compatible",
    "integral_types",
    "path_to_str",
    "real_types",
    "v1",
]

bytes_or_text_types = (bytes, str)
integral_types = (_numbers.Integral, _np.integer)
real_types = (_numbers.Real, _np.integer, _np.floating)
complex_types = (_numbers.Complex, _np.number)

# The day TensorFlow 1.15.0 came out: rheos reads and writes what that release did.
_horizon = (2019, 10, 14)

_PACKAGE = __name__.partition(".")[0]
v1 = _sys.modules[_PACKAGE]
# `import rheos.compat.v1 as tf` asks the import system for a module of this name.
_sys.modules[f"{__name__}.v1"] = v1


def as_bytes(bytes_or_text: str | bytes | bytearray, encoding: str = "utf-8") -> bytes:
    """Turn text or bytes into bytes.

    Parameters
    ----------
    bytes_or_text : str, bytes or bytearray
        What to convert.
    encoding : str
        Encoding of the bytes.

    Raises
    ------
    TypeError
        Neither text nor bytes.
    LookupError
        Unknown encoding.

    Examples
    --------
    >>> as_bytes("abc"), as_bytes("é", "latin-1"), as_bytes(b"x")
    (b'abc', b'\\xe9', b'x')
    """
    if isinstance(bytes_or_text, str):
        return bytes_or_text.encode(encoding)
    if isinstance(bytes_or_text, bytes | bytearray):
        return bytes(bytes_or_text)
    raise TypeError(f"Expected binary or unicode string, got {bytes_or_text!r}")


def as_text(bytes_or_text: str | bytes, encoding: str = "utf-8") -> str:
    """Turn text or bytes into text.

    Parameters
    ----------
    bytes_or_text : str or bytes
        What to convert.
    encoding : str
        Encoding of the bytes.

    Raises
    ------
    TypeError
        Neither text nor bytes.
    UnicodeDecodeError
        The bytes are not text in that encoding.

    Examples
    --------
    >>> as_text(b"caf\\xc3\\xa9"), as_text("abc")
    ('café', 'abc')
    """
    if isinstance(bytes_or_text, str):
        return bytes_or_text
    if isinstance(bytes_or_text, bytes):
        return bytes_or_text.decode(encoding)
    raise TypeError(f"Expected binary or unicode string, got {bytes_or_text!r}")


def as_str(bytes_or_text: str | bytes, encoding: str = "utf-8") -> str:
    """Turn text or bytes into `str`; in Python 3 the same as `as_text`.

    Examples
    --------
    >>> as_str(b"abc")
    'abc'
    """
    return as_text(bytes_or_text, encoding)


def as_str_any(value: _Any) -> str:
    """Turn anything into `str`; bytes are decoded as UTF-8.

    Examples
    --------
    >>> as_str_any(b"abc"), as_str_any(3)
    ('abc', '3')
    """
    return as_str(value) if isinstance(value, bytes) else str(value)


def path_to_str(path: _Any) -> _Any:
    """Turn a path object into text; other values come back as they are.

    Examples
    --------
    >>> import pathlib
    >>> path_to_str(pathlib.PurePosixPath("a/b")), path_to_str("c")
    ('a/b', 'c')
    """
    if hasattr(path, "__fspath__"):
        return as_str_any(_os.fspath(path))
    return path


def dimension_value(dimension: _Any) -> int | None:
    """The size of one dimension, whether given as `Dimension`, int or None.

    Examples
    --------
    >>> dimension_value(3), dimension_value(None)
    (3, None)
    """
    size: int | None = getattr(dimension, "value", dimension)
    return size


def dimension_at_index(shape: _Any, index: int) -> _Any:
    """Dimension `index` of a `TensorShape`; an unknown `Dimension` where the rank is unknown.

    Parameters
    ----------
    shape : TensorShape
        The shape.
    index : int
        Which of its dimensions.

    Returns
    -------
    Dimension

    Examples
    --------
    >>> import rheos as tf
    >>> dimension_at_index(tf.TensorShape([2, None]), 0).value
    2
    """
    if shape.ndims is None:
        return v1.Dimension(None)
    return shape.dims[index]


def forward_compatible(year: int, month: int, day: int) -> bool:
    """Whether graphs may use what TensorFlow programs read from that day on.

    True for days before TensorFlow 1.15.0 came out (or before the day set by
    `forward_compatibility_horizon`).

    Examples
    --------
    >>> forward_compatible(2019, 1, 1), forward_compatible(2099, 1, 1)
    (True, False)
    """
    return _horizon > _date(year, month, day)


@_contextmanager
def forward_compatibility_horizon(year: int, month: int, day: int) -> _Iterator[None]:
    """Inside the `with` block, `forward_compatible` compares with the given day.

    Examples
    --------
    >>> with forward_compatibility_horizon(2100, 1, 1):
    ...     forward_compatible(2099, 1, 1)
    True
    """
    global _horizon
    before = _horizon
    _horizon = _date(year, month, day)
    try:
        yield
    finally:
        _horizon = before


def _date(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The day as a tuple that compares; ValueError when there is no such day."""
    import datetime

    return datetime.date(year, month, day).timetuple()[:3]


def __getattr__(name: str) -> object:
    if name == "v2":
        raise AttributeError(
            "tf.compat.v2 is not part of rheos, which runs TensorFlow 1 programs; use tf or tf.compat.v1",
            name=name,
        )
    raise _missing(__name__, __all__, name)
