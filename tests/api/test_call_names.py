"""Names of nodes, dtypes and static shapes of results, against what TensorFlow gives for the same calls."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

import rheos as tf

GOLDEN = Path(__file__).parents[1] / "golden"


def load(name):
    """A module of the folder of recorded results, which is no package."""
    spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


cases = load("name_cases")
record = load("make_names").record
RECORDED = json.loads((GOLDEN / "names.json").read_text(encoding="utf-8"))


def test_every_case_is_recorded():
    assert set(RECORDED) == set(cases.CASES)


@pytest.mark.parametrize("expression", cases.CASES)
def test_call_makes_what_tensorflow_makes(expression):
    assert record(tf, expression) == RECORDED[expression]


@pytest.mark.parametrize("expression", cases.OLDER)
def test_call_makes_what_tensorflow_1_makes(expression):
    assert record(tf, expression)["nodes"] == cases.OLDER[expression]
