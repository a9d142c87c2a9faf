"""The machine's limit: reading the program's output, the least time of a case, when a table is rejected."""

import json
import shutil

import pytest

from benchmarks.peers.case import Work
from benchmarks.peers.roof import Machine, Roof, best, moved, parse

MIB = 1 << 20
ROOF = Roof(100e9, {2 * MIB: (200e9, 250e9), 64 * MIB: (40e9, 50e9)})


def test_parse_takes_the_widest_vectors_and_the_best_way_to_move():
    def rate(best: float) -> dict[str, float]:
        return {"best": best, "p90": best / 2}

    text = json.dumps(
        [
            {
                "threads": 2,
                "fma": {"avx2": rate(50e9), "portable": rate(5e9)},
                "bandwidth": [
                    {"bytes": 2 * MIB, "read": rate(9e9), "copy": rate(8e9), "stream": rate(3e9)},
                    {"bytes": 64 * MIB, "read": rate(4e9), "copy": rate(3e9), "stream": rate(6e9)},
                ],
            }
        ]
    )
    assert parse(text) == Roof(50e9, {2 * MIB: (9e9, 9e9), 64 * MIB: (4e9, 6e9)})


@pytest.mark.parametrize(
    ("work", "seconds"),
    [
        (Work(1e9, 1000, 1000), 0.01),  # arithmetic
        (Work(0, 2e6, 0), 1e-5),  # reading, from the small buffer
        (Work(0, 1e6, 1e6), 2e6 / 250e9),  # reading and writing: faster than reading alone
        (Work(0, 4e6, 0), 1e-4),  # too large for the small buffer
        (Work(0, 20e6, 20e6), 40e6 / 50e9),
        (Work(0, 4e9, 0), 0.1),  # larger than all buffers
    ],
)
def test_least_seconds(work, seconds):
    assert ROOF.least_seconds(work) == pytest.approx(seconds)


def test_a_table_is_rejected_when_a_peak_moves_by_more_than_a_tenth():
    def roof(flops: float = 1.0, read: float = 1.0, moving: float = 1.0) -> Roof:
        return Roof(flops, {2 * MIB: (read, moving)})

    assert moved([roof()]) == []
    assert moved([roof(), roof(0.91, 0.91, 0.91), roof(0.95)]) == []
    assert [text.partition(" from")[0] for text in moved([roof(), roof(flops=0.89)])] == ["flops"]
    assert [text.partition(" from")[0] for text in moved([roof(read=0.5), roof(moving=1.2)])] == [
        "bytes read of 2 MiB",
        "bytes moved of 2 MiB",
    ]


def test_the_limit_is_the_best_of_all_measurements():
    roofs = [Roof(2.0, {1: (1.0, 5.0)}), Roof(1.0, {1: (3.0, 4.0)})]
    assert best(roofs) == Roof(2.0, {1: (3.0, 5.0)})


def test_share_of_the_limit():
    machine = Machine.__new__(Machine)
    machine.roofs = [ROOF]
    assert machine.share(Work(1e9, 0), 0.02) == pytest.approx(0.5)
    assert machine.share(None, 0.02) is None
    assert machine.share(Work(1e9, 0), None) is None


def test_without_cargo_there_are_no_limits(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    machine = Machine(2)
    machine.measure()
    assert machine.show() == "no limits: cargo was not found"
    assert machine.share(Work(1e9, 0), 0.02) is None
