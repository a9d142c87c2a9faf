"""Optimizers, learning rates, averages and names against what TensorFlow makes of the same programs."""

from __future__ import annotations

import importlib.util
import json
import pathlib
from typing import Any

import numpy as np
import pytest

import rheos as tf

GOLDEN = pathlib.Path(__file__).parents[1] / "golden"


def _programs() -> Any:
    spec = importlib.util.spec_from_file_location("optimizer_programs", GOLDEN / "optimizer_programs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


programs = _programs()
recorded = json.loads((GOLDEN / "optimizers.json").read_text())


@pytest.mark.parametrize("name", programs.OPTIMIZERS)
def test_dense_steps(name: str) -> None:
    np.testing.assert_allclose(programs.dense(tf, name), recorded["dense"][name], rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("name", programs.OPTIMIZERS)
def test_sparse_steps(name: str) -> None:
    np.testing.assert_allclose(programs.sparse(tf, name), recorded["sparse"][name], rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("name", programs.DECAYS)
def test_learning_rates(name: str) -> None:
    np.testing.assert_allclose(programs.decay(tf, name), recorded["decays"][name], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("case", "kwargs", "zero_debias"),
    [("plain", {}, False), ("steps", {"num_updates": 3}, False), ("debiased", {}, True)],
)
def test_moving_averages(case: str, kwargs: dict[str, Any], zero_debias: bool) -> None:
    got = programs.averages(tf, kwargs, zero_debias)
    np.testing.assert_allclose(got, recorded["averages"][case], rtol=1e-5)


@pytest.mark.parametrize("name", programs.OPTIMIZERS)
def test_names(name: str) -> None:
    assert programs.names(tf, name) == recorded["names"][name]


def test_scope_names() -> None:
    assert programs.scopes(tf) == recorded["scopes"]
