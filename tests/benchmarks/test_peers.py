"""The comparison with other engines: its cases run in rheos, its figures mean what they say."""

import math
import shutil
import sys

import numpy as np
import pytest

import rheos as tf
from benchmarks import sizes
from benchmarks.peers import __main__ as parent
from benchmarks.peers import million
from benchmarks.peers.case import CHUNK, Case, Work, array
from benchmarks.peers.cases import CASES, FAMILIES
from benchmarks.peers.engines import differ
from benchmarks.peers.roof import Machine, Roof
from benchmarks.peers.table import Table, ahead
from benchmarks.peers.worker import Timed, arrays, fingerprint

SMALL = 30e6  # bytes: larger cases take too long here
SMALL_CASES = [case for case in FAMILIES if case.work.read + case.work.written < SMALL]


def started():
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return session


@pytest.mark.parametrize("case", SMALL_CASES, ids=lambda case: case.name)
def test_cases_compute_something(case):
    made = case.in_tf1(tf, started)
    run, look = made if isinstance(made, tuple) else (made, None)
    result = run()
    prints = fingerprint(arrays(look() if look else result))
    assert prints and all(figure[0] > 0 and all(map(math.isfinite, figure)) for figure in prints)


def test_names_are_unique():
    for cases in (CASES, million.CASES):
        names = [case.name for case in cases]
        assert len(names) == len(set(names))


def test_arrays_are_made_in_pieces_of_one_stream():
    expected = np.random.RandomState(3).normal(size=CHUNK + 5).astype(np.float32)
    np.testing.assert_array_equal(array(CHUNK + 5, seed=3), expected)


def test_results_differ():
    values = array(50, 20)
    same = fingerprint([values])
    assert not differ(same, fingerprint([values * np.float32(1.0001)]))
    assert differ(same, fingerprint([values[::-1]]))  # the same numbers in another order
    assert differ(same, fingerprint([values, values]))
    assert differ(same, fingerprint([values * np.nan]))
    tiny = values - values.mean()  # its mean tells nothing
    assert differ(fingerprint([tiny]), fingerprint([tiny * 1.1]))


def test_the_third_call_is_compared():
    calls = []
    timed = Timed(lambda: lambda: calls.append(0) or np.float32(len(calls)), once=False)
    assert timed.check == [[3.0, 3.0, 1.5]]
    assert timed.bytes == 4


def test_a_second_function_shows_what_the_first_changed():
    state = []
    timed = Timed(lambda: (lambda: state.append(1.0), lambda: np.array(state[:3])), once=False)
    assert timed.check[0][:2] == [1.0, 1.0]


def test_work_of_an_op_on_a_million_elements():
    names = {"abs", "add", "sort, rows", "gather elements", "zeros_like"}
    works = {case.name: case.least_work(4_000_000) for case in million.CASES if case.name in names}
    assert works["abs"] == Work(0, 4_000_000, 4_000_000)
    assert works["add"] == Work(0, 8_000_000, 4_000_000)
    assert works["sort, rows"] is None and works["gather elements"] is None and works["zeros_like"] is None


def test_ahead():
    assert ahead({"rheos": 2.0, "jax": 3.0, "pytorch": None, "tensorflow": 5.0}) == 1.5
    assert ahead({"rheos": None, "jax": 3.0}) is None
    assert ahead({"rheos": 2.0, "jax": None}) is None


def test_the_table_marks_slow_ops(capsys):
    table = Table(["rheos", "pytorch"], marks=True)
    table.line("fast", {"rheos": 1.0, "pytorch": 0.7}, share=0.25)
    table.line("slow", {"rheos": 1.0, "pytorch": 0.6})
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["fast", "1", "s", "700", "ms", "0.70x", "25%"]
    assert lines[2].split() == ["slow", "1", "s", "600", "ms", "*", "0.60x", "-"]
    assert table.slow == ["slow 0.60x"]


@pytest.mark.parametrize(("second", "status"), [(0.95e9, 0), (0.85e9, parent.REJECTED)])
def test_a_restless_machine_rejects_the_table(monkeypatch, capsys, second, status):
    peaks = iter([1e9, second])

    def measure(self):
        self.roofs.append(Roof(next(peaks, second), {1 << 20: (1e9, 1e9)}))

    case = Case(name="run, fed", work=Work(1.0, 0))
    monkeypatch.setattr(shutil, "which", lambda name: None)  # nothing to build
    monkeypatch.setattr(Machine, "measure", measure)
    monkeypatch.setattr(parent, "CASES", [case])
    monkeypatch.setattr(sys, "argv", ["peers", "--engine", "rheos", "--only", "run, fed", "--rounds", "1"])
    assert parent.main() == status
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("run, fed") and line.endswith("%") for line in lines)
    assert lines[-1].startswith("REJECTED: the machine's peaks moved by more than 10%: flops") == bool(status)


@pytest.mark.parametrize("kind", sizes.KINDS)
def test_cost_against_size(kind, monkeypatch, capsys):
    monkeypatch.setattr(sizes, "SECONDS", 0.0)
    curves = sizes.measure(kind, 1000)
    assert all([size for size, _ in points] == [100, 1000] for points in curves.values())
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 3 * len(curves)


def test_growth():
    assert sizes.growth([(100, 1.0), (1000, 5.0), (10_000, 60.0)]) == pytest.approx(1.2)
