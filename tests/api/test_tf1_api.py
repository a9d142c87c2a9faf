"""Public names and arguments against TensorFlow 1.15's (`tests/golden/tf1_api.json`).

What is missing or differs stands in `tests/golden/tf1_absent.py` with the reason. This fails on what is
missing and not listed, and on what is listed and there.
"""

import ast
import fnmatch
import importlib.util
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import rheos as tf

GOLDEN = Path(__file__).parents[1] / "golden"
RECORDED: dict[str, dict[str, Any]] = json.loads((GOLDEN / "tf1_api.json").read_text(encoding="utf-8"))
NOTHING = object()
TYPES = ("bool", "int32", "int64", "float32")


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


table = load("tf1_absent")


def find(path: str) -> Any:
    """What stands under a public name, or NOTHING."""
    found: Any = tf
    for part in path.split(".")[1:]:
        found = getattr(found, part, NOTHING)
        if found is NOTHING:
            return NOTHING
    return found


def recorded() -> Iterator[tuple[str, Any]]:
    """Each public name of TensorFlow's with what it takes: a text, or a class's members."""
    for area, names in RECORDED.items():
        for name, takes in names.items():
            path = f"tf.{name}" if area == "tf" else f"tf.{area}.{name}"
            while isinstance(takes, str) and takes.startswith("="):
                home, _, last = takes[1:].removeprefix("tf.").rpartition(".")
                takes = RECORDED[home or "tf"][last]
            yield path, takes


def shown(default: Any) -> str:
    """A default as the file of recorded ones has it: types by their name alone."""
    if isinstance(default, tf.DType) or default in TYPES:
        return str(getattr(default, "name", default))
    return repr(default)


def differs(function: Any, wanted: str) -> str | None:
    """The arguments of a function if they are not those recorded."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return "(arguments that cannot be inspected)"
    parts = []
    for p in parameters:
        name = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "") + p.name
        parts.append(name if p.default is p.empty else f"{name}={shown(p.default)}")
    if parts and parts[0] == "self":
        del parts[0]
    given = f"({', '.join(parts)})"
    ours, theirs = _split(given), _split(wanted)
    same = len(ours) == len(theirs) and all(_agree(*pair) for pair in zip(ours, theirs, strict=True))
    return None if same else given


def _agree(own: str, wanted: str) -> bool:
    """Whether two arguments are the same; of a default that is no plain value, only that there is one."""
    if own == wanted:
        return True
    (name, _, value), (wanted_name, _, wanted_value) = own.partition("="), wanted.partition("=")
    if name != wanted_name or not value or not wanted_value:
        return False
    return wanted_value == "?" or _plain(value) == _plain(wanted_value)


def _plain(default: str) -> Any:
    """A default as a value: lists are tuples, and a whole number is that number."""
    try:
        value = ast.literal_eval(default)
    except ValueError:
        return default
    if isinstance(value, bool):
        return default
    return tuple(value) if isinstance(value, list) else value


def _split(arguments: str) -> list[str]:
    """The arguments of a list as written, commas in brackets apart."""
    parts, depth = [""], 0
    for letter in arguments[1:-1]:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def compare() -> tuple[list[str], dict[str, str]]:
    """Names that are missing, and by name what differs."""
    missing, different = [], {}
    for path, takes in recorded():
        found = find(path)
        if found is NOTHING:
            missing.append(path)
        elif isinstance(takes, dict):
            for member, arguments in takes.items():
                if member == "__init__":
                    own = found.__init__ if inspect.isfunction(found.__init__) else found
                else:
                    own = inspect.getattr_static(found, member, NOTHING)
                    if own is NOTHING and not hasattr(found, member):
                        missing.append(f"{path}.{member}")
                        continue
                    own = getattr(found, member, own)
                if arguments and (text := differs(own, arguments)):
                    different[f"{path}.{member}"] = f"{text} instead of {arguments}"
        elif takes and (text := differs(found, takes)):
            different[path] = f"{text} instead of {takes}"
    return missing, different


MISSING, DIFFERENT = compare()
PATTERNS = [pattern for names in table.ABSENT.values() for pattern in names.split()]


def test_what_is_missing_is_listed() -> None:
    unlisted = [name for name in MISSING if not any(fnmatch.fnmatchcase(name, p) for p in PATTERNS)]
    assert not unlisted, f"missing, and not listed in tests/golden/tf1_absent.py: {' '.join(unlisted)}"


def test_what_is_listed_is_missing() -> None:
    """A pattern that fits nothing missing, or something that is there, is out of date."""
    there = {path for path, _ in recorded()} - set(MISSING)
    stale = [p for p in PATTERNS if not fnmatch.filter(MISSING, p) or fnmatch.filter(there, p)]
    assert not stale, f"listed as absent in tests/golden/tf1_absent.py, but there: {' '.join(stale)}"


def test_arguments_are_tensorflows() -> None:
    found = {name: text for name, text in DIFFERENT.items() if name not in table.DIFFERENT}
    assert not found, "\n".join(f"{name} takes {text}" for name, text in found.items())


@pytest.mark.parametrize("name", table.DIFFERENT)
def test_listed_differences_are_there(name: str) -> None:
    assert name in DIFFERENT
