"""`rheos._namespace`: what a missing symbol says."""

import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from rheos import _namespace

MODULES = ["app", "compat", "errors", "flags", "gfile", "logging", "test", "version"]


def message(module: str, known: list[str], name: str) -> str:
    error = _namespace.missing(module, known, name)
    assert isinstance(error, AttributeError) and error.name == name
    return str(error)


def test_symbols_of_tensorflow_1_15_are_told_from_mistakes() -> None:
    assert message("rheos.nn", ["relu", "conv1d"], "conv2d") == (
        "tf.nn.conv2d is part of TensorFlow 1.15 but not in rheos 0.1.0 yet; nearest: tf.nn.conv1d"
    )
    assert message("rheos", [], "contrib").startswith("tf.contrib is part of TensorFlow 1.15")
    assert message("rheos.contrib.layers", [], "fully_connected").startswith(
        "tf.contrib.layers.fully_connected"
    )
    assert message("rheos", ["placeholder"], "placeholders") == (
        "tf.placeholders does not exist, neither in rheos 0.1.0 nor in TensorFlow 1.15; "
        "nearest: tf.placeholder"
    )
    assert "nearest: tf.train.AdamOptimizer" in message(
        "rheos.train", ["AdamOptimizer", "x"], "adamoptimizer"
    )
    assert "nearest" not in message("rheos.nn", ["relu"], "zzzz")
    assert message("rheos.nn", ["relu"], "__path__") == "module 'rheos.nn' has no attribute '__path__'"


@pytest.mark.parametrize(
    ("module", "names"),
    [
        (
            "tf",
            "Session placeholder matmul global_variables_initializer contrib keras flags __version__",
        ),
        ("nn", "conv2d relu dynamic_rnn rnn_cell"),
        ("train", "AdamOptimizer Saver Coordinator"),
        ("contrib.rnn", "BasicLSTMCell"),
        ("contrib.slim", "conv2d arg_scope"),
        ("keras.layers", "Dense"),
        ("estimator", "Estimator"),
        ("raw_ops", "MatMul"),
    ],
)
def test_recorded_symbols(module: str, names: str) -> None:
    path = Path(_namespace.__file__).with_name("_tf1_symbols.txt")
    assert path.stat().st_size < 150_000
    lines = dict(line.split(": ", 1) for line in path.read_text("ascii").splitlines())
    assert set(names.split()) <= set(lines[module].split())


@pytest.mark.parametrize("name", MODULES)
def test_modules_list_their_names_and_miss_others_clearly(name: str) -> None:
    module = importlib.import_module(f"rheos.{name}")
    for public in module.__all__:
        assert hasattr(module, public)
    with pytest.raises(AttributeError, match=rf"tf\.{name}\.no_such_name does not exist"):
        _ = module.no_such_name
    assert not hasattr(module, "__path__")


def test_the_table_of_names_is_current() -> None:
    path = Path(__file__).parents[1] / "golden" / "make_areas.py"
    spec = importlib.util.spec_from_file_location("make_areas", path)
    assert spec is not None and spec.loader is not None
    make_areas = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_areas)
    assert make_areas.TARGET.read_text() == make_areas.text(), "run python tests/golden/make_areas.py"


def test_a_name_loads_its_own_module_only() -> None:
    code = "import sys, rheos as tf; tf.clip_by_norm; print(*[m for m in sys.modules if m[:6] == 'rheos.'])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "rheos.clip" in loaded.split()
    assert not {"rheos.variables", "rheos.differentiation", "rheos.nn"} & set(loaded.split())
