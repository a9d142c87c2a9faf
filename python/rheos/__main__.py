"""``python -m rheos``: what a shell may ask rheos."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give the process's exit status.

    Examples
    --------
    >>> main([])  # doctest: +ELLIPSIS
    usage: python -m rheos ...
    0
    """
    parser = argparse.ArgumentParser(
        prog="python -m rheos",
        description="TensorFlow 1's programming model on a Rust core.",
        epilog="python -m rheos.bench gpu measures a GPU.",
    )
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser(
        "devices",
        help="list the GPUs of this machine, and which one sessions use",
        description="List the GPUs of this machine, which one sessions use as GPU:0, and why not the others. "
        "The environment variable RHEOS_GPU chooses: numbers from 0 on, a part of a name, software or off.",
    )
    chosen = parser.parse_args(arguments)
    if chosen.command is None:
        parser.print_help()
        return 0
    from .device_report import report

    print(report(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
