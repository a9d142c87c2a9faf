"""Tests made from the rows in `cases/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import rheos as tf
from rheos import raw_ops
from tests.ops import cases
from tests.ops.harness import Call, Case, check_gradients, check_static, check_values, convert

MODULES = [
    importlib.import_module(f"{cases.__name__}.{m.name}") for m in pkgutil.iter_modules(cases.__path__)
]
CASES: list[Case] = [case for module in MODULES for case in module.CASES]
NO_ROW: dict[str, str] = {op: why for module in MODULES for op, why in getattr(module, "NO_ROW", {}).items()}


def registered() -> Iterator[str]:
    """List the ops of the table that users can call."""
    return (name for name in vars(raw_ops) if name[0].isupper() and callable(getattr(raw_ops, name)))


def test_every_op_has_a_row() -> None:
    have = {case.op for case in CASES}
    assert not sorted(set(registered()) - have - NO_ROW.keys())


@pytest.mark.parametrize(
    ("case", "dtype"), [pytest.param(c, d, id=f"{c}-{d}") for c in CASES for d in c.dtypes]
)
def test_values(case: Case, dtype: str) -> None:
    check_values(case, dtype)


@pytest.mark.parametrize("how", ["known", "sizes unknown", "rank unknown"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_static_facts(case: Case, how: str) -> None:
    check_static(case, how)


@pytest.mark.parametrize("how", ["known", "sizes unknown"])
@pytest.mark.parametrize("case", [c for c in CASES if c.grad], ids=str)
def test_gradients(case: Case, how: str) -> None:
    check_gradients(case, how)


@pytest.mark.parametrize(
    ("case", "error"), [pytest.param(c, e, id=f"{c}-{i}") for c in CASES for i, e in enumerate(c.errors)]
)
def test_errors(case: Case, error: tuple[Any, Any, type[Exception], str]) -> None:
    inputs, attrs, kind, message = error
    dtype = "float32" if "float32" in case.dtypes else case.dtypes[0]
    inputs = [convert(v, dtype) if isinstance(v, (np.ndarray, list)) else v for v in inputs]
    wrong = Case(case.op, [], case.reference, attrs={**case.attrs, **attrs}, fixed=case.fixed)
    with pytest.raises(kind, match=message):
        Call(wrong, inputs, dtype).run()


def test_errors_name_the_node_and_the_line() -> None:
    a, b = tf.placeholder(tf.float32, [2, 3]), tf.placeholder(tf.float32, [4, 5])
    with pytest.raises(
        ValueError, match=r"MatMul 'product'.*inner dimensions differ.*float32\[2,3\].*test_ops\.py"
    ):
        raw_ops.MatMul(a, b, name="product")
