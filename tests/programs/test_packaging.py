"""Version and metadata agree wherever they are written down."""

import importlib.metadata
import re
from pathlib import Path

from rheos import version

ROOT = Path(__file__).parents[2]


def test_one_version() -> None:
    cargo = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert cargo
    assert version.VERSION == cargo[1] == importlib.metadata.version("rheos")


def test_links_in_the_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("benchmarks/*.md"), *ROOT.glob("examples/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), f"{page.name}: {target}"
