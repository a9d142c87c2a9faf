"""Networks with batch normalisation and pooling: a few steps of training as TensorFlow makes them."""

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
    spec = importlib.util.spec_from_file_location("pooling_programs", GOLDEN / "pooling_programs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


programs = _programs()
recorded = json.loads((GOLDEN / "pooling.json").read_text())


@pytest.mark.parametrize("name", programs.NETWORKS)
def test_training(name: str) -> None:
    got, want = programs.train(tf, name), recorded["train"][name]
    np.testing.assert_allclose(got["losses"], want["losses"], rtol=2e-5)
    assert got["losses"][0] != got["losses"][-1]
    assert got["variables"].keys() == want["variables"].keys()
    for variable, value in want["variables"].items():
        np.testing.assert_allclose(got["variables"][variable], value, rtol=2e-4, atol=2e-6, err_msg=variable)
    np.testing.assert_allclose(got["frozen"], want["frozen"], rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize("name", programs.LRN)
def test_local_response_normalization(name: str) -> None:
    for got, want in zip(programs.lrn(tf, name), recorded["lrn"][name], strict=True):
        np.testing.assert_allclose(got, want, rtol=5e-6, atol=1e-6)
