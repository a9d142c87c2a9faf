"""Every test and doctest starts with an empty default graph and, for doctests, in a folder of its own."""

from collections.abc import Iterator

import pytest

import rheos

# Scripts that record results of TensorFlow, which is not installed where the tests run.
collect_ignore_glob = ["tests/golden/*"]


@pytest.fixture(autouse=True)
def fresh_graph() -> Iterator[None]:
    """Drop what the test before left in the default graph."""
    rheos.reset_default_graph()
    yield


@pytest.fixture(autouse=True)
def own_folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a doctest in an empty folder, so that examples may write files."""
    if isinstance(request.node, pytest.DoctestItem):
        monkeypatch.chdir(request.getfixturevalue("tmp_path"))
