"""`tf.print` and `tf.strings.format`: tensors as text, when a graph runs."""

from __future__ import annotations

import logging as _python_logging
import os
import pprint
import random
import sys
from typing import Any

from . import logging as _logging
from ._gen import raw_ops
from .dtypes import as_dtype
from .graph import Operation, Tensor, convert_to_tensor
from .sparse_values import SparseTensor
from .variables import Variable

__all__ = ["print"]

# Marks in texts, one per tensor, as wide as a quoted placeholder, so that lines break as in TensorFlow.
_FIRST_MARK = 0xF0000


class _Mark:
    """Stands for a tensor in a structure that is printed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def string_format(
    template: str, inputs: Any, placeholder: str = "{}", summarize: int = 3, name: str | None = None
) -> Tensor:
    """A text with tensors' elements in it.

    Parameters
    ----------
    template : str
        The text, with a placeholder for each tensor.
    inputs : Tensor or list of Tensors
        What to put there.
    placeholder : str
        What to replace in the template.
    summarize : int
        How many elements to show at both ends of each axis; all if -1.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        A scalar of type string.

    Raises
    ------
    ValueError
        There are more or fewer placeholders than tensors.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.strings.format("x: {}", tf.range(10)))
    b'x: [0 1 2 ... 7 8 9]'
    """
    tensors = inputs if isinstance(inputs, (list, tuple)) else [inputs]
    if template.count(placeholder) != len(tensors):
        raise ValueError(
            f"The template expects {template.count(placeholder)} tensors, but the inputs only has "
            f"{len(tensors)}. "
            "Please ensure the number of placeholders in template matches inputs length."
        )
    values = [convert_to_tensor(tensor) for tensor in tensors]
    return raw_ops.StringFormat(
        values, template=template, placeholder=placeholder, summarize=summarize, name=name
    )


def _stream(output_stream: Any) -> str:
    """The op's name of a stream, of a logging function or level, or of a file."""
    if isinstance(output_stream, str) and output_stream.startswith("file://"):
        return output_stream
    names: list[tuple[str, tuple[Any, ...]]] = [
        ("stdout", (sys.stdout, sys.__stdout__)),
        ("stderr", (sys.stderr, sys.__stderr__)),
        ("log(info)", (_logging.INFO, _logging.info, _python_logging.INFO, _python_logging.info)),
        (
            "log(warning)",
            (
                _logging.WARN,
                _logging.warn,
                _logging.warning,
                _python_logging.WARNING,
                _python_logging.warning,
            ),
        ),
        ("log(error)", (_logging.ERROR, _logging.error, _python_logging.ERROR, _python_logging.error)),
    ]
    for text, known in names:
        if any(output_stream is one or (isinstance(one, int) and output_stream == one) for one in known):
            return text
    raise ValueError(
        f"Unsupported output stream, logging level, or file.{output_stream}. Supported streams are "
        "sys.stdout, "
        "sys.stderr, tf.logging.info, tf.logging.warning, tf.logging.error. File needs to be in the form of "
        "'file://<filepath>'."
    )


def _marked(value: Any, tensors: list[Tensor]) -> Any:
    """A structure with a mark in place of each tensor."""
    if isinstance(value, (Tensor, Variable)):
        tensors.append(convert_to_tensor(value))
        return _Mark(f"{chr(_FIRST_MARK + len(tensors) - 1)}   ")
    if isinstance(value, SparseTensor):
        parts = [_marked(part, tensors) for part in (value.indices, value.values, value.dense_shape)]
        marks = [part.text.rstrip() for part in parts]
        return _Mark("'SparseTensor(indices={}, values={}, shape={})'".format(*marks))
    if isinstance(value, dict):
        return type(value)((key, _marked(item, tensors)) for key, item in value.items())
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_marked(item, tensors) for item in value))
    if isinstance(value, (list, tuple)):
        return type(value)(_marked(item, tensors) for item in value)
    return value


def print(*inputs: Any, **kwargs: Any) -> Operation:
    """An operation that prints tensors, and what holds them, when it is run.

    Parameters
    ----------
    *inputs : Tensors, or nested lists, tuples and dicts of them and other values
        What to print. Texts are printed as they are.
    output_stream : optional
        `sys.stderr` (the default), `sys.stdout`, `tf.logging.info`, `tf.logging.warning`,
        `tf.logging.error`, or
        ``"file://PATH"``, to which is appended.
    summarize : int
        How many elements to show at both ends of each axis; 3 by default, all if -1.
    sep : str
        Between inputs; a space by default.
    end : str
        After the last one; a new line by default.
    name : str, optional
        Name of the operation.

    Returns
    -------
    Operation
        To be run, or to be put under `tf.control_dependencies`.

    Raises
    ------
    ValueError
        An unknown stream or keyword.

    Examples
    --------
    >>> import sys
    >>> import rheos as tf
    >>> x = tf.range(3)
    >>> with tf.control_dependencies([tf.print("x:", x, {"twice": x * 2}, output_stream=sys.stderr)]):
    ...     y = tf.identity(x)
    """
    output_stream = kwargs.pop("output_stream", sys.stderr)
    name = kwargs.pop("name", None)
    summarize = kwargs.pop("summarize", 3)
    sep = kwargs.pop("sep", " ")
    end = kwargs.pop("end", os.linesep)
    if kwargs:
        raise ValueError(f"Unrecognized keyword arguments for tf.print: {kwargs}")
    stream = _stream(output_stream)
    if len(inputs) == 1 and isinstance(inputs[0], Tensor):
        (only,) = inputs
        if only.shape.ndims == 0 and only.dtype == as_dtype("string"):
            return raw_ops.PrintV2(only, output_stream=stream, name=name, end=end)
    tensors: list[Tensor] = []
    texts = [value if isinstance(value, str) else pprint.pformat(_marked(value, tensors)) for value in inputs]
    template = sep.join(texts)
    placeholder, digits = "{}", random.Random(5)
    while placeholder in template:
        placeholder += str(digits.randint(0, 9))
    # Dictionaries are printed in the order of their keys, so marks tell which tensor comes when.
    order = []
    for i in range(len(tensors)):
        order.append((template.index(chr(_FIRST_MARK + i)), i))
    for i in range(len(tensors)):
        mark = chr(_FIRST_MARK + i)
        template = template.replace(f"{mark}   ", placeholder).replace(mark, placeholder)
    text = string_format(
        template,
        [tensors[i] for _, i in sorted(order)],
        placeholder=placeholder,
        summarize=3 if summarize is None else summarize,
        name=f"{name}_format" if name else None,
    )
    return raw_ops.PrintV2(text, output_stream=stream, name=name, end=end)
