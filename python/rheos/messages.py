"""Protocol messages as plain classes: fields with defaults, TensorFlow's names, protobuf's text.

Invariant: nested messages are always there, and a list of messages holds messages of its own kind only.
"""

from __future__ import annotations

from typing import Any, ClassVar

__all__: list[str] = []


class Enum(int):
    """A number that prints as its name; `_NAMES` maps the one to the other."""

    _NAMES: ClassVar[dict[int, str]] = {}

    def __str__(self) -> str:
        return self._NAMES.get(int(self), str(int(self)))


class Repeated(list[Any]):
    """A list of messages of one kind, which it makes itself.

    Parameters
    ----------
    kind : type
        The class of the messages.
    """

    def __init__(self, kind: type[Message]) -> None:
        super().__init__()
        self._kind = kind

    def add(self, **fields: Any) -> Any:
        """Append a new message and return it."""
        self.append(self._kind(**fields))
        return self[-1]

    def extend(self, messages: Any) -> None:
        """Append copies of messages."""
        for message in messages:
            self.add().CopyFrom(message)

    def copy(self) -> Repeated:
        """A list of the same kind with copies of the messages."""
        other = Repeated(self._kind)
        other.extend(self)
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        return Repeated, (self._kind,), None, iter(self)


class Message:
    """Fields with defaults; `_FIELDS` maps each name to its default, or to the class of a nested message."""

    _FIELDS: ClassVar[dict[str, Any]] = {}
    _set: set[str]

    def __init__(self, **fields: Any) -> None:
        self._reset()
        for name, value in fields.items():
            if name not in self._FIELDS:
                raise ValueError(self._unknown(name))
            default = self._FIELDS[name]
            if isinstance(default, type):
                if value is not None:
                    getattr(self, name).CopyFrom(value)
            elif isinstance(default, dict):
                getattr(self, name).update(value)
            elif isinstance(default, list):
                getattr(self, name).extend(value)
            else:
                setattr(self, name, value)

    def _reset(self) -> None:
        object.__setattr__(self, "_set", set())
        for name, default in self._FIELDS.items():
            if isinstance(default, type):
                value = default()
            else:
                value = default.copy() if isinstance(default, (dict, list)) else default
            object.__setattr__(self, name, value)

    def _unknown(self, name: str) -> str:
        import difflib

        near = difflib.get_close_matches(name, self._FIELDS, n=3, cutoff=0.5)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        return f'Protocol message {type(self).__name__} has no "{name}" field{hint}.'

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._FIELDS:
            raise AttributeError(self._unknown(name))
        default = self._FIELDS[name]
        if isinstance(default, (type, dict, list)):
            raise AttributeError(
                f'Assignment not allowed to composite field "{name}": set its own fields, or CopyFrom.'
            )
        object.__setattr__(self, name, self._checked(name, default, value))
        self._set.add(name)

    def _is_set(self, name: str) -> bool:
        """True where a plain field was given a value, be it its default."""
        return name in self._set

    def _checked(self, name: str, default: Any, value: Any) -> Any:
        if isinstance(default, bool):
            if isinstance(value, int) or type(value).__name__ in ("bool_", "bool"):
                return bool(value)
        elif isinstance(default, int):
            if hasattr(value, "__index__"):
                return type(default)(value)
        elif isinstance(default, float):
            if isinstance(value, (int, float)) or hasattr(value, "__float__"):
                return float(value)
        elif isinstance(value, str):
            return value
        expected = type(default).__name__
        raise TypeError(f"{value!r} has type {type(value).__name__}, but {name} expects {expected}")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise AttributeError(self._unknown(name))

    def CopyFrom(self, other: Any) -> None:
        """Take over all fields of another message of this type."""
        if type(other) is not type(self):
            raise TypeError(f"CopyFrom needs a {type(self).__name__}, got {type(other).__name__}")
        self.Clear()
        self.MergeFrom(other)

    def MergeFrom(self, other: Any) -> None:
        """Take over the fields of another message that were set."""
        if type(other) is not type(self):
            raise TypeError(f"MergeFrom needs a {type(self).__name__}, got {type(other).__name__}")
        for name, default in self._FIELDS.items():
            value = getattr(other, name)
            if isinstance(default, type):
                getattr(self, name).MergeFrom(value)
            elif isinstance(default, dict):
                getattr(self, name).update(value)
            elif isinstance(default, list):
                getattr(self, name).extend(value)
            elif value != default or other._is_set(name):
                setattr(self, name, value)

    def Clear(self) -> None:
        """Set every field to its default."""
        self._reset()

    def HasField(self, name: str) -> bool:
        """True where a nested message has a field that differs from its default."""
        if name not in self._FIELDS:
            raise ValueError(self._unknown(name))
        default = self._FIELDS[name]
        return bool(getattr(self, name) != (default() if isinstance(default, type) else default))

    def __copy__(self) -> Any:
        other = type(self)()
        other.MergeFrom(self)
        return other

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self.__copy__()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), {name: getattr(self, name) for name in self._FIELDS}, self._set)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._FIELDS)

    __hash__ = None  # type: ignore[assignment]

    def _lines(self) -> list[str]:
        lines: list[str] = []
        for name, default in self._FIELDS.items():
            value = getattr(self, name)
            if isinstance(default, type):
                inner = value._lines()
                if inner:
                    lines += [f"{name} {{", *(f"  {line}" for line in inner), "}"]
            elif isinstance(default, dict):
                for key in sorted(value):
                    lines += [f"{name} {{", f'  key: "{key}"', f"  value: {value[key]}", "}"]
            elif isinstance(default, list):
                for item in value:
                    if isinstance(item, Message):
                        lines += [f"{name} {{", *(f"  {line}" for line in item._lines()), "}"]
                    else:
                        lines.append(f"{name}: {_text(item)}")
            elif value != default:
                lines.append(f"{name}: {_text(value)}")
        return lines

    def __repr__(self) -> str:
        return "".join(line + "\n" for line in self._lines())

    __str__ = __repr__


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _rebuild(kind: type[Message], fields: dict[str, Any], given: set[str]) -> Message:
    message = kind()
    message._set.update(given)
    for name, value in fields.items():
        object.__setattr__(message, name, value)
    return message
