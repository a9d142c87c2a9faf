"""Ops that order, check or show other ops."""

from __future__ import annotations

from tests.ops.harness import Case, uniform

CASES = [
    Case(
        "Print",
        [[uniform(2, 3), [uniform(2)]]],
        lambda x, data, message: x,
        attrs={"message": "value: "},
        differentiable=[0],
        grad=2,
    ),
]

NO_ROW = {
    "NoOp": "it has no results",
    "Assert": "test_control.py",
    "PrintV2": "test_control.py",
    "StringFormat": "tests/api/test_printing.py",
    **dict.fromkeys(["PyFunc", "PyFuncStateless"], "tests/api/test_python_functions.py"),
    "Timestamp": "test_control.py",
    **dict.fromkeys(["If", "StatelessIf", "While", "StatelessWhile"], "refused: test_control.py"),
}
