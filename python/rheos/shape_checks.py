"""`tf.debugging.assert_shapes`: sizes of several tensors against each other."""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Operation, convert_to_tensor
from .arithmetic import minimum
from .array import concat, shape
from .comparison import equal
from .control import Assert, group
from .graph import control_dependencies, name_scope
from .static_checks import assert_rank, assert_rank_at_least, assert_rank_in

__all__ = ["assert_shapes"]


def _number(size: Any) -> int | None:
    """A size as a number, if it is one; "3" is one too."""
    size = getattr(size, "value", size)
    try:
        return None if size is None else int(size)
    except (TypeError, ValueError):
        return None


def _actual(x: Any, axis: int) -> Any:
    """Size along an axis, counted from either end: a number where it is known. A scalar has one element."""
    dims = x.shape.dims
    if dims is None:
        sizes = shape(x)
        if_scalar = raw_ops.Fill(1 - minimum(shape(sizes), 1), 1)
        return concat([sizes, if_scalar], 0)[axis]
    if not dims:
        return 1
    return shape(x)[axis] if dims[axis].value is None else dims[axis].value


def assert_shapes(
    shapes: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Operation:
    """Fail unless tensors have given sizes, some of which are the same in several tensors.

    Parameters
    ----------
    shapes : dict, or list of pairs
        A tensor and its sizes each. A size is a number, None or ``'.'`` for any, or a name: equal names
        mean equal
        sizes. ``...`` or ``'*'`` in front stands for any number of outer axes. A scalar has the sizes
        ``()`` or one
        size, which is 1.
    data : list of Tensors, optional
        Shown in the error; by default what differs.
    summarize : int, optional
        Elements shown of each tensor.
    message : str, optional
        Put before the error's text.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Operation
        To be run, or to be put under `tf.control_dependencies`.

    Raises
    ------
    ValueError
        At once: sizes that are known differ, or a specification is not iterable.
    rheos.errors.InvalidArgumentError
        When run: sizes differ.

    Examples
    --------
    >>> import rheos as tf
    >>> x, y = tf.zeros([4, 3]), tf.zeros([4, 2])
    >>> print(tf.Session().run(tf.debugging.assert_shapes([(x, ("N", 3)), (y, ("N", "D"))])))
    None
    >>> tf.debugging.assert_shapes([(x, ("N", "D")), (y, ("N", "D"))])
    Traceback (most recent call last):
        ...
    ValueError: Specified by tensor zeros:0 dimension 1.  Tensor zeros_1:0 dimension 1 must have size 3. ...
    """
    pairs = list(shapes.items() if isinstance(shapes, dict) else shapes)
    prefix = "" if message is None else f"{message}.  "
    with name_scope(name, "assert_shapes", [*pairs, data]):
        constraints = []
        for x, sizes in pairs:
            if sizes is None:
                continue
            x = convert_to_tensor(x)
            if not hasattr(sizes, "__iter__") and not hasattr(sizes, "__getitem__"):
                raise ValueError(
                    f"{prefix}Tensor {x.name}.  Specified shape must be an iterable.  An iterable has "
                    "the attribute "
                    f"`__iter__` or `__getitem__`.  Received specified shape: {sizes}"
                )
            symbols = list(sizes)
            for i, symbol in enumerate(symbols):
                if i and (symbol is Ellipsis or symbol == "*"):
                    raise ValueError(
                        f"{prefix}Tensor {x.name} specified shape index {i}.  Symbol `...` or `*` for a "
                        "variable "
                        "number of unspecified dimensions is only allowed as the first entry"
                    )
            open_outside = bool(symbols) and (symbols[0] is Ellipsis or symbols[0] == "*")
            constraints.append((x, symbols[1:] if open_outside else symbols, open_outside))
        ranks = []
        options = {"data": data, "summarize": summarize, "message": message, "name": name}
        for x, symbols, open_outside in constraints:
            if not open_outside:
                if len(symbols) <= 1:
                    ranks.append(assert_rank_in(x, [0, 1], **options))
                else:
                    ranks.append(assert_rank(x, len(symbols), **options))
            elif len(symbols) > 1:
                ranks.append(assert_rank_at_least(x, len(symbols), **options))
        checks = []
        known: dict[Any, tuple[Any, Any, int]] = {}
        for x, symbols, open_outside in constraints:
            for i, symbol in enumerate(symbols):
                if symbol is None or symbol == "." or (hasattr(symbol, "value") and symbol.value is None):
                    continue
                axis = i - len(symbols) if open_outside else i
                with control_dependencies(ranks):
                    actual = _actual(x, axis)
                explicit = _number(symbol)
                if explicit is not None:
                    wanted, source = explicit, "Specified explicitly"
                elif symbol in known:
                    wanted, by, at = known[symbol]
                    source = f"Specified by tensor {by.name} dimension {at}"
                else:
                    known[symbol] = (actual, x, axis)
                    continue
                if isinstance(actual, int) and isinstance(wanted, int):
                    if actual != wanted:
                        raise ValueError(
                            f"{prefix}{source}.  Tensor {x.name} dimension {axis} must have size "
                            f"{wanted}.  Received "
                            f"size {actual}, shape {x.shape}"
                        )
                    continue
                shown = data
                if data is None:
                    where = f"Tensor {x.name} dimension"
                    shown = [
                        prefix,
                        source,
                        where,
                        axis,
                        "must have size",
                        wanted,
                        "Received shape: ",
                        shape(x),
                    ]
                checks.append(Assert(equal(actual, wanted), shown, summarize=summarize))
        with control_dependencies(ranks):
            return group(*checks)
