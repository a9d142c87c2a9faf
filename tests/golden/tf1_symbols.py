"""Write `python/rheos/_tf1_symbols.txt`: the public names of TensorFlow 1.15, one line for each module.

Goes in: the wheels `tensorflow-1.15.*` and `tensorflow_estimator-1.15.*` (any platform; they are read as zip
files and never imported). Comes out: lines `module: name name ...`, sorted, with module paths as a user
writes them after `tf.` (the top level is `tf`). Only names are recorded.

    pip download tensorflow==1.15.5 tensorflow-estimator==1.15.1 --no-deps --python-version 3.7 \
        --platform manylinux2010_x86_64 --only-binary=:all: -d wheels
    python tests/golden/tf1_symbols.py wheels/*.whl

`--check-against-compat-v1` prints, besides, which recorded names an installed TensorFlow 2 no longer has
under `tf.compat.v1`: a check from outside that the paths are spelled as users spell them.
"""

from __future__ import annotations

import argparse
import ast
import re
import zipfile
from pathlib import Path

OUTPUT = Path(__file__).parents[2] / "python" / "rheos" / "_tf1_symbols.txt"
# Where each wheel keeps its generated v1 namespace, and the path a user reaches it by.
ROOTS = {
    "tensorflow_core/_api/v1/": "",
    "tensorflow_core/python/keras/api/_v1/": "",
    "tensorflow_estimator/_api/v1/": "",
    "tensorflow_core/contrib/": "contrib",
}
# Imported by the generated files for their own use.
NOISE = {"remove_undocumented", "make_all", "LazyLoader", "pywrap_tensorflow"}
# Set by assignment when the top-level module runs, so no import line shows it.
ASSIGNED = {"app": {"flags"}}
DOCUMENTED = re.compile(r"^@@(\w+)\s*$", re.MULTILINE)


def module_path(file: str) -> str | None:
    """The dotted path behind `tf.` that `file` defines; None when it defines none."""
    for root, prefix in ROOTS.items():
        if not file.startswith(root) or not file.endswith(("/__init__.py", "/v1.py")):
            continue
        inner = file[len(root) :].rpartition("/")[0].replace("/", ".")
        if inner.startswith("compat.") or (prefix and ("." in inner or file.endswith("/v1.py"))):
            return (
                None  # compat.v1 and compat.v2 repeat the namespace; contrib's inner packages are not public
            )
        return ".".join(part for part in (prefix, inner) if part) or "tf"
    return None


def public_names(source: str, archive: zipfile.ZipFile, contrib: bool) -> set[str]:
    """Names that a module's source makes public: what it imports and, for contrib, what it documents."""
    tree = ast.parse(source)
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tensorflow"):
            for alias in node.names:
                names |= (
                    starred(node.module or "", archive) if alias.name == "*" else {alias.asname or alias.name}
                )
        elif contrib and isinstance(node, ast.Assign):
            names |= literal_list(node)
    if contrib:
        names.update(DOCUMENTED.findall(ast.get_docstring(tree) or ""))
    return {name for name in names - NOISE if not name.startswith("_") or name == "__version__"}


def literal_list(node: ast.Assign) -> set[str]:
    """The strings of `x = ["a", "b"]`; empty for any other assignment."""
    items = node.value.elts if isinstance(node.value, ast.List) else []
    return {item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)}


def starred(module: str, archive: zipfile.ZipFile) -> set[str]:
    """What `from module import *` brings for a contrib module that has `__all__`, or stars of its own."""
    base = module.replace("tensorflow.", "tensorflow_core/", 1).replace(".", "/")
    file = f"{base}.py" if f"{base}.py" in archive.namelist() else f"{base}/__init__.py"
    if "/contrib/" not in file or file not in archive.namelist():
        return set()
    names: set[str] = set()
    for node in ast.parse(archive.read(file).decode()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return literal_list(node)
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            names |= starred(node.module or "", archive)
    return names


def read_wheels(wheels: list[Path]) -> dict[str, set[str]]:
    """Module path -> public names, over all wheels; every module is also a name of its parent."""
    modules = {path: set(names) for path, names in ASSIGNED.items()}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for file in archive.namelist():
                path = module_path(file)
                if path is not None:
                    source = archive.read(file).decode()
                    modules.setdefault(path, set()).update(
                        public_names(source, archive, path.startswith("contrib"))
                    )
    for path in list(modules):
        while path != "tf":
            parent, _, leaf = path.rpartition(".")
            path = parent or "tf"
            modules.setdefault(path, set()).add(leaf)
    return {path: names for path, names in modules.items() if names}


def missing_in_compat_v1(modules: dict[str, set[str]]) -> list[str]:
    """Recorded paths outside contrib which an installed TensorFlow 2 lacks under `tf.compat.v1`."""
    import tensorflow.compat.v1 as v1  # type: ignore[import-not-found]

    gone = []
    for path, names in sorted(modules.items()):
        if path.startswith("contrib"):
            continue
        module = v1
        for part in [] if path == "tf" else path.split("."):
            module = getattr(module, part, None)
        gone += [f"{path}.{name}" for name in sorted(names) if not hasattr(module, name)]
    return gone


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheels", nargs="+", type=Path)
    parser.add_argument("--check-against-compat-v1", action="store_true")
    arguments = parser.parse_args()
    modules = read_wheels(arguments.wheels)
    text = "".join(f"{path}: {' '.join(sorted(names))}\n" for path, names in sorted(modules.items()))
    OUTPUT.write_text(text)
    print(
        f"{OUTPUT.name}: {len(modules)} modules, {sum(map(len, modules.values()))} names, {len(text)} bytes"
    )
    if arguments.check_against_compat_v1:
        print("\n".join(missing_in_compat_v1(modules)))


if __name__ == "__main__":
    main()
