"""Descriptions of nodes and ops (`Operation.node_def`, `Operation.op_def`): plain objects that print as
proto text.
"""

from __future__ import annotations

from typing import Any

from . import _native

__all__: list[str] = []

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'"}


def _quoted(text: str | bytes) -> str:
    raw = text.encode() if isinstance(text, str) else text
    shown = "".join(_ESCAPES.get(chr(b)) or (chr(b) if 32 <= b < 127 else f"\\{b:03o}") for b in raw)
    return f'"{shown}"'


class AttrValue:
    """The value of one attribute: `.i .f .b .s .type .shape .tensor .list`, of which one is set.

    Parameters
    ----------
    value : object
        As `Operation.get_attr` gives it.
    """

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def WhichOneof(self, _oneof: str = "value") -> str:
        """Name of the field that is set."""
        value = self._value
        if isinstance(value, bool):
            return "b"
        for kind, field in ((int, "i"), (float, "f"), (bytes, "s"), (list, "list"), (str, "func")):
            if isinstance(value, kind):
                return field
        if isinstance(value, _native.DType):
            return "type"
        return "shape" if hasattr(value, "_dims") else "tensor"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name == self.WhichOneof():
            value = self._value
            if name == "type":
                return value.as_datatype_enum
            return _ListValue(value) if name == "list" else value
        empty = {"i": 0, "f": 0.0, "b": False, "s": b"", "type": 0, "list": _ListValue([])}
        if name in empty:
            return empty[name]
        raise AttributeError(f"an AttrValue has no field {name!r}, or it is not set")

    def HasField(self, name: str) -> bool:
        """True where this field is the one that is set."""
        return name == self.WhichOneof()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AttrValue) and str(self) == str(other)

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return "\n".join(_attr_lines(self._value)) + "\n"

    __repr__ = __str__


class _ListValue:
    """The elements of a list attribute, under the field of their kind."""

    __slots__ = ("_items",)

    def __init__(self, items: list[Any]) -> None:
        self._items = items

    def __getattr__(self, name: str) -> list[Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        own = AttrValue(self._items[0]).WhichOneof() if self._items else ""
        if name == own:
            return [i.as_datatype_enum for i in self._items] if name == "type" else self._items
        return []


_TYPE_NAMES = {"float32": "FLOAT", "float64": "DOUBLE", "float16": "HALF"}


def type_name(dtype: Any) -> str:
    name: str = dtype.name
    return "DT_" + _TYPE_NAMES.get(name, name.upper())


def _attr_lines(value: Any) -> list[str]:
    field = AttrValue(value).WhichOneof()
    if field == "list":
        lines = [f"  {line}" for item in value for line in _attr_lines(item)]
        return ["list {", *lines, "}"]
    if field == "b":
        return [f"b: {'true' if value else 'false'}"]
    if field == "s":
        return [f"s: {_quoted(value)}"]
    if field == "type":
        return [f"type: {type_name(value)}"]
    if field == "func":
        return ["func {", f"  name: {_quoted(value)}", "}"]
    if field == "shape":
        if value._dims is None:
            return ["shape {", "  unknown_rank: true", "}"]
        dims = [
            line for d in value._dims for line in ("  dim {", f"    size: {-1 if d is None else d}", "  }")
        ]
        return ["shape {", *dims, "}"]
    if field == "tensor":
        dtype = _native.as_dtype(value.dtype) if hasattr(value, "dtype") else _native.as_dtype("string")
        shape = getattr(value, "shape", ())
        dims = [line for d in shape for line in ("    dim {", f"      size: {d}", "    }")]
        return [
            "tensor {",
            f"  dtype: {type_name(dtype)}",
            "  tensor_shape {",
            *dims,
            "  }",
            f"  values: {_quoted(str(value))}",
            "}",
        ]
    return [f"{field}: {value:g}" if field == "f" else f"{field}: {value}"]


class NodeDef:
    """What a GraphDef says of a node: `.name .op .input .device .attr`.

    Examples
    --------
    >>> import rheos as tf
    >>> node = tf.placeholder(tf.float32, [2], name="x").op.node_def
    >>> node.name, node.op, sorted(node.attr)
    ('x', 'Placeholder', ['dtype', 'shape'])
    """

    __slots__ = ("attr", "device", "input", "name", "op")

    def __init__(self, name: str = "", op: str = "", input: Any = (), device: str = "") -> None:
        self.name = name
        self.op = op
        self.input: list[str] = list(input)
        self.device = device
        self.attr: dict[str, AttrValue] = {}

    @classmethod
    def _of(cls, op: _native.Operation) -> NodeDef:
        node = cls(op.name, op.type, op._input_names(), op.device)
        node.attr = {name: AttrValue(op.get_attr(name)) for name in op._attr_names()}
        return node

    def __str__(self) -> str:
        lines = [f"name: {_quoted(self.name)}", f"op: {_quoted(self.op)}"]
        lines += [f"input: {_quoted(name)}" for name in self.input]
        if self.device:
            lines.append(f"device: {_quoted(self.device)}")
        for name in sorted(self.attr):
            lines += ["attr {", f"  key: {_quoted(name)}", "  value {"]
            lines += [f"    {line}" for line in _attr_lines(self.attr[name]._value)]
            lines += ["  }", "}"]
        return "\n".join(lines) + "\n"

    __repr__ = __str__


class OpDef:
    """Signature of an op: `.name`, and the names of its attributes in `.attr`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.placeholder(tf.float32).op.op_def.name
    'Placeholder'
    """

    __slots__ = ("attr", "name")

    def __init__(self, name: str, attr: list[str]) -> None:
        self.name = name
        self.attr = attr

    @classmethod
    def _of(cls, op: _native.Operation) -> OpDef:
        return cls(op.type, op._attr_names())


class VersionDef:
    """Versions of the GraphDef format that a graph needs: `.producer`, `.min_consumer`."""

    __slots__ = ("bad_consumers", "min_consumer", "producer")

    def __init__(self) -> None:
        from .version import GRAPH_DEF_VERSION, GRAPH_DEF_VERSION_MIN_CONSUMER

        self.producer = GRAPH_DEF_VERSION
        self.min_consumer = GRAPH_DEF_VERSION_MIN_CONSUMER
        self.bad_consumers: list[int] = []


def graph_def(graph: _native.Graph, from_version: int | None, add_shapes: bool) -> Any:
    """The graph as a GraphDef; not in this version, which reads and writes no GraphDef files yet.

    Parameters
    ----------
    graph : Graph
        The graph.
    from_version : int or None
        Only nodes made since the graph had this version.
    add_shapes : bool
        Add inferred shapes as attributes.
    """
    from .errors import UnimplementedError

    raise UnimplementedError(
        None,
        None,
        "GraphDef messages are not in this version of rheos; Operation.node_def describes single nodes",
    )
