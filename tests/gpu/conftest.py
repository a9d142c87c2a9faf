"""Sessions on a GPU: on a software one, so that any machine can run these tests."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from rheos import _native


@pytest.fixture(autouse=True)
def software_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a software adapter the GPU of all sessions."""
    monkeypatch.setenv("RHEOS_GPU", "software")
    if not _native._gpus():
        reason = "no software GPU (Debian: apt install mesa-vulkan-drivers)"
        if os.environ.get("RHEOS_REQUIRE_GPU"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def counted() -> Callable[[Callable[[], Any]], dict[str, int]]:
    """Gives what a call makes the GPU do, by name."""

    def count(call: Callable[[], Any]) -> dict[str, int]:
        before = _native._gpu_counts()
        call()
        return {name: now - before.get(name, 0) for name, now in _native._gpu_counts().items()}

    return count
