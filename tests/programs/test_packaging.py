"""Version and metadata agree wherever they are written down."""

import importlib.metadata
import re
import textwrap
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


def test_the_recipe_for_an_op_shows_the_sources_as_they_are() -> None:
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    source = (ROOT / "rust/ops/src/nn_activation.rs").read_text(encoding="utf-8")
    blocks = re.findall(r"```rust\n(.*?)```", recipe, re.DOTALL)
    assert blocks
    for block in blocks:
        assert block in source or textwrap.indent(block, "    ") in source
