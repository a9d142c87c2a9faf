"""`python -m rheos.bench gpu`: every case runs, and what it writes has the fields that readers look for."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "rheos.bench", "gpu"]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """What one quick measurement wrote and printed."""
    path = tmp_path_factory.mktemp("bench") / "gpu.json"
    command = [*COMMAND, "--quick", "--no-torch", "--device", "software", "--output", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(path.read_text()), done.stdout


def test_every_case_has_times_and_counts(measured: tuple[dict[str, Any], str]) -> None:
    result, text = measured
    assert set(result) >= {"version", "quick", "gpu", "torch", "cases", "skipped", "first_run", "seconds"}
    assert result["quick"] and result["torch"] is None and not result["skipped"]
    assert result["gpu"]["kind"] == "software" and result["gpu"]["limits"]["binding_bytes"] > 0
    names = [row["name"] for row in result["cases"]]
    for word in (
        "copy",
        "chain",
        "sum of rows",
        "softmax",
        "matmul",
        "conv 3x3",
        "MLP",
        "CNN",
        "LSTM",
        "100 small",
    ):
        assert any(word in name for name in names), word
    assert len(set(names)) == len(names)
    for row in result["cases"]:
        ours = row["rheos"]
        assert "error" not in ours and row["name"] in text
        assert 0 < ours["asked"] <= ours["seconds"] and ours["spread"] >= 1 and ours["runs"] >= 1
        counts = ours["counts"]
        assert counts["submits"] >= 1 and counts["dispatches"] >= 1 and counts["pipelines"] == 0, row["name"]
        assert counts["downloaded"] > 0 or "fetched" not in row["name"] or "nothing" in row["name"]


def test_rates_follow_from_times(measured: tuple[dict[str, Any], str]) -> None:
    rows = {row["name"]: row["rheos"] for row in measured[0]["cases"]}
    assert rows["matmul 16"]["gflops"] == pytest.approx(2 * 2 * 16**3 / rows["matmul 16"]["seconds"] / 1e9)
    assert rows["copy"]["gbytes"] == pytest.approx(2 * 4 * 4096 / rows["copy"]["seconds"] / 1e9)


def test_small_kernels_are_not_waited_for(measured: tuple[dict[str, Any], str]) -> None:
    rows = {row["name"]: row["rheos"] for row in measured[0]["cases"]}
    counts = rows["100 small kernels, nothing fetched"]["counts"]
    assert (counts["submits"], counts["dispatches"]) == (1, 100)
    assert (counts["uploaded"], counts["downloaded"]) == (0, 0)
    assert rows["100 small kernels, a number fetched"]["counts"]["downloaded"] == 4
    assert rows["feed"]["counts"]["uploaded"] == rows["fetch"]["counts"]["downloaded"] == 4 * 4096
    assert rows["feed"]["counts"]["downloaded"] == rows["fetch"]["counts"]["uploaded"] == 0


def test_first_runs_are_cold_and_warm(measured: tuple[dict[str, Any], str]) -> None:
    first = measured[0]["first_run"]
    assert set(first) == {"cold", "warm"}
    for times in first.values():
        assert times["pipelines"] > 0
        assert min(times.values()) >= 0
        assert times["second step"] < times["first step"]


def test_without_a_gpu_it_says_so(tmp_path: Path) -> None:
    output = tmp_path / "none.json"
    for device, said in [("off", "no GPU to measure"), ("no such name", "no GPU here has such a name")]:
        command = [*COMMAND, "--device", device, "--output", str(output)]
        done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
        # A driver may have its own say about the environment first.
        lines = [line for line in done.stderr.splitlines() if "XDG_RUNTIME_DIR" not in line]
        assert done.returncode == 1 and len(lines) == 1 and said in lines[0], done.stderr
    assert not output.exists()
