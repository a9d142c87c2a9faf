"""Every test and doctest starts with an empty default graph and, for doctests, in a folder of its own."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def fresh_graph() -> Iterator[None]:
    """Drop what the test before left in the default graph, where one uses graphs at all."""
    reset = getattr(sys.modules.get("rheos"), "reset_default_graph", None)
    if reset is not None:
        reset()
    yield


@pytest.fixture(autouse=True)
def own_folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a doctest in an empty folder, so that examples may write files."""
    if isinstance(request.node, pytest.DoctestItem):
        monkeypatch.chdir(request.getfixturevalue("tmp_path"))
