"""Every program in examples/ runs as a user would start it and prints what it promises."""

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(program: str | Path, folder: Path, *arguments: str) -> str:
    """Start examples/`program` in `folder`; what it printed."""
    command = [sys.executable, str(EXAMPLES / program), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def numbers(pattern: str, text: str) -> list[float]:
    """The groups of the one match of `pattern` in `text`, as numbers."""
    (match,) = re.finditer(pattern, text)
    return [float(group) for group in match.groups()]


def test_every_example_is_tested() -> None:
    programs = {p.relative_to(EXAMPLES).as_posix() for p in EXAMPLES.rglob("*.py")}
    called = set(re.findall(r'run\("([^"]+)"', Path(__file__).read_text(encoding="utf-8")))
    assert programs - {"digits/report.py"} == called


def test_digits_are_read_and_the_accuracy_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = (run("digits/train.py", tmp_path, "--png", "result.png") for _ in range(2))
    pattern = r"Held-out accuracy: ([0-9.]+) \((\d+) of (\d+) digits\)"
    accuracy, right, total = numbers(pattern, first)
    assert total == 599
    assert accuracy > 0.97
    assert accuracy == pytest.approx(right / total, abs=1e-6)
    assert numbers(pattern, second) == [accuracy, right, total]
    losses = [line for line in first.splitlines() if line.startswith("epoch")]
    assert losses and losses == [line for line in second.splitlines() if line.startswith("epoch")]
    rows = [line.split() for line in first.splitlines() if re.match(r" +\d( +(\d+|\.)){10}$", line)]
    assert sum(int(count) for row in rows for count in row[1:] if count != ".") == total
    if (tmp_path / "result.png").exists():
        assert (tmp_path / "result.png").read_bytes().startswith(b"\x89PNG")


def test_linear_regression_finds_the_line_of_least_squares(tmp_path: Path) -> None:
    printed = run("linear_regression.py", tmp_path)
    found = numbers(r"rheos: slope (\S+), intercept (\S+)", printed)
    assert found == pytest.approx(numbers(r"numpy: slope (\S+), intercept (\S+)", printed), abs=2e-4)
    assert found == pytest.approx([3.0, -2.0], abs=0.05)


def test_xor_is_learnt(tmp_path: Path) -> None:
    printed = run("xor.py", tmp_path)
    assert "hidden/weights:0, hidden/biases:0, output/weights:0, output/biases:0" in printed
    answers = re.findall(r"^(\d) xor (\d) = (\d) ", printed, re.MULTILINE)
    assert len(answers) == 4
    for a, b, answer in answers:
        assert int(answer) == int(a) ^ int(b)


def test_newton_reaches_the_minimum_in_a_handful_of_steps(tmp_path: Path) -> None:
    printed = run("newton.py", tmp_path)
    assert numbers(r"minimum at \((\S+), (\S+)\)", printed) == [1.0, 1.0]
    heights = [float(h) for h in re.findall(r"= (\S+)$", printed, re.MULTILINE)]
    # The path is known: Newton's method from (-1.2, 1) is the textbook's example.
    assert heights[:5] == pytest.approx([24.2, 4.7318843, 1411.8452, 0.0559655, 0.3131891], rel=5e-4)
    assert len(heights) <= 8 and math.isclose(heights[-1], 0.0, abs_tol=1e-20)


def test_readme_example_finds_the_plane(tmp_path: Path) -> None:
    (code,) = re.findall(
        r"```python\n(.*?)```", (EXAMPLES.parent / "README.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "readme.py").write_text(code, encoding="utf-8")
    printed = run(tmp_path / "readme.py", tmp_path)
    values = [float(v) for v in re.findall(r"-?\d+\.\d*(?:e[-+]\d+)?", printed)]
    assert values == pytest.approx([2.0, -3.0, 0.5], abs=1e-3)
