"""Write `tf1_api.json`: what TensorFlow 1.15's public functions and classes take.

Goes in: the wheel `tensorflow-1.15.*` (any platform; it is read as a zip file and never imported). Comes out,
for each module of `AREAS`, a line per name: a function's arguments with their defaults, "=tf.name" where an
earlier module has the same thing, "" where there is nothing to call, and for a class an object of its public
methods (with "" for a property). A default that is no plain value is "?"; one that is a type is its name.

    pip download tensorflow==1.15.5 --no-deps --python-version 3.7 --platform manylinux2010_x86_64 \
        --only-binary=:all: -d wheels
    python tests/golden/make_tf1_api.py wheels/tensorflow-1.15.5-*.whl
"""

from __future__ import annotations

import ast
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).with_name("tf1_api.json")
AREAS = (
    "tf bitwise debugging distributions dtypes initializers linalg losses manip math metrics nn profiler "
    "random sets signal sparse spectral"
).split()
# Imported by the generated files for their own use.
NOISE = {"pywrap_tensorflow", "module_util"}
Function = ast.FunctionDef | ast.ClassDef
Keys = dict[tuple[str, str], str]  # defining module and name: public name


class Wheel:
    """The Python sources of a wheel, parsed when first asked for."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.files = set(self.archive.namelist())
        self.parsed: dict[str, dict[str, ast.AST]] = {}

    def file(self, module: str) -> str | None:
        base = module.replace("tensorflow.", "tensorflow_core/", 1).replace(".", "/")
        return next((f for f in (f"{base}.py", f"{base}/__init__.py") if f in self.files), None)

    def definitions(self, module: str) -> dict[str, ast.AST]:
        """What each name of a module was last bound to."""
        if module not in self.parsed:
            self.parsed[module] = found = {}
            path = self.file(module)
            if path is None:
                return found
            for node in _statements(ast.parse(self.archive.read(path).decode())):
                if isinstance(node, Function):
                    found[node.name] = node
                elif isinstance(node, ast.Assign):
                    found.update({t.id: node.value for t in node.targets if isinstance(t, ast.Name)})
                elif isinstance(node, ast.ImportFrom) and node.module:
                    for alias in node.names:
                        if alias.name == "*":
                            found.update({k: v for k, v in self.definitions(node.module).items()})
                        else:
                            found[alias.asname or alias.name] = ast.ImportFrom(node.module, [alias], 0)
        return self.parsed[module]

    def resolve(self, module: str, name: str, depth: int = 0) -> tuple[str, ast.AST | None]:
        """The function or class behind a name and the module that defines it."""
        node = self.definitions(module).get(name)
        if depth > 12 or node is None:
            return module, None
        if isinstance(node, Function):
            return module, node
        if isinstance(node, ast.ImportFrom):
            inner = f"{node.module}.{node.names[0].name}"
            if self.file(inner):
                return inner, None
            return self.resolve(node.module or "", node.names[0].name, depth + 1)
        while isinstance(node, ast.Call) and node.args:
            node = node.args[-1]  # a decorator, called on what it decorates
        if isinstance(node, ast.Name) and node.id != name:
            return self.resolve(module, node.id, depth + 1)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            inner, there = self.resolve(module, node.value.id, depth + 1)
            if there is None:
                return self.resolve(inner, node.attr, depth + 1)
        return module, None


def _statements(tree: ast.Module) -> list[ast.stmt]:
    """Top-level statements, those under `if` and `try` among them."""
    found: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, (ast.If, ast.Try)):
            found += _statements(ast.Module(node.body, []))
        else:
            found.append(node)
    return found


def _default(node: ast.expr) -> str:
    try:
        return repr(ast.literal_eval(node))
    except ValueError:
        pass
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id in ("dtypes", "_dtypes"):
            return node.attr
    return "?"


def arguments(function: ast.FunctionDef) -> str:
    """A function's arguments as text; the first one of a method is left out by the caller."""
    spec = function.args
    positional = [*spec.posonlyargs, *spec.args]
    defaults = [None] * (len(positional) - len(spec.defaults)) + list(spec.defaults)
    parts = [
        a.arg if d is None else f"{a.arg}={_default(d)}" for a, d in zip(positional, defaults, strict=True)
    ]
    if spec.vararg:
        parts.append(f"*{spec.vararg.arg}")
    for argument, given in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        parts.append(argument.arg if given is None else f"{argument.arg}={_default(given)}")
    if spec.kwarg:
        parts.append(f"**{spec.kwarg.arg}")
    return ", ".join(parts)


def members(wheel: Wheel, module: str, node: ast.ClassDef, public: Keys, depth: int = 0) -> dict[str, str]:
    """Public methods and properties of a class, those of bases among them that are not public themselves."""
    found: dict[str, str] = {}
    for base in reversed(node.bases):
        if depth < 6:
            there, parent = None, None
            if isinstance(base, ast.Name):
                there, parent = wheel.resolve(module, base.id)
            elif isinstance(base, ast.Attribute) and isinstance(base.value, ast.Name):
                there, nothing = wheel.resolve(module, base.value.id)
                if nothing is None:
                    there, parent = wheel.resolve(there, base.attr)
            if isinstance(parent, ast.ClassDef) and there and (there, parent.name) not in public:
                found.update(members(wheel, there, parent, public, depth + 1))
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            if item.name.startswith("_") and item.name not in ("__init__", "__call__"):
                continue
            marks = {d.id for d in item.decorator_list if isinstance(d, ast.Name)}
            if "property" in marks or any(isinstance(d, ast.Attribute) for d in item.decorator_list):
                found[item.name] = ""
            else:
                text = arguments(item)
                whole = text if "staticmethod" in marks else text.partition(", ")[2]
                found[item.name] = f"({whole})"
        elif isinstance(item, ast.Assign):
            for target in item.targets:
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    found[target.id] = ""
    return found


def area(wheel: Wheel, name: str, public: Keys) -> dict[str, Any]:
    """The names of a module of the namespace; fills `public`."""
    path = "tensorflow_core/_api/v1/" + ("v1.py" if name == "tf" else f"{name}/__init__.py")
    found: dict[str, Any] = {}
    classes: dict[str, tuple[str, ast.ClassDef]] = {}
    for node in ast.parse(wheel.archive.read(path).decode()).body:
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("tensorflow"):
            continue
        for alias in node.names:
            shown = alias.asname or alias.name
            if shown.startswith("_") or "_api" in (node.module or "") or shown in NOISE:
                continue
            module, definition = wheel.resolve(node.module or "", alias.name)
            if isinstance(definition, Function):
                key = (module, definition.name)
                if key in public:
                    found[shown] = f"={public[key]}"
                    continue
                public[key] = f"tf.{shown}" if name == "tf" else f"tf.{name}.{shown}"
            found[shown] = f"({arguments(definition)})" if isinstance(definition, ast.FunctionDef) else ""
            if isinstance(definition, ast.ClassDef):
                classes[shown] = module, definition
    for shown, (module, definition) in classes.items():
        found[shown] = members(wheel, module, definition, public)
    return dict(sorted(found.items()))


def main() -> None:
    """Read the wheel named on the command line."""
    wheel = Wheel(Path(sys.argv[1]))
    public: Keys = {}
    blocks = []
    for name in AREAS:
        rows = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in area(wheel, name, public).items()]
        blocks.append(f"{json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n}")
    OUTPUT.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
