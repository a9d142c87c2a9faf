"""``python -m rheos.bench``: the command line of the measurements."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    """The command line.

    Examples
    --------
    >>> parser().parse_args(["gpu", "--quick"]).quick
    True
    """
    top = argparse.ArgumentParser(prog="python -m rheos.bench", description="Measure rheos on this machine.")
    commands = top.add_subparsers(dest="command", metavar="command", required=True)
    gpu = commands.add_parser(
        "gpu",
        help="kernels, training steps and the cost of a run on a GPU, beside PyTorch where it is installed",
        description="Measure kernels, training steps and the cost of a run on a GPU, in a few minutes; "
        "beside PyTorch on the same GPU where that is installed.",
    )
    gpu.add_argument("--device", metavar="GPU", help="which GPU: see RHEOS_GPU in python -m rheos devices -h")
    gpu.add_argument("--output", metavar="FILE", help="write all numbers as JSON")
    gpu.add_argument("--quick", action="store_true", help="tiny sizes: does everything work?")
    gpu.add_argument("--only", metavar="WORD", default="", help="only what has this word in its name")
    gpu.add_argument("--no-torch", action="store_true", help="without PyTorch")
    gpu.add_argument("--seconds", type=float, default=420.0, help="begin no case after so long (420)")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a measurement and give the process's exit status: 1 where there is no GPU, or a case failed."""
    chosen = parser().parse_args(arguments)
    if chosen.device is not None:
        # Before a driver is loaded; processes started from here shall see it too.
        os.environ["RHEOS_GPU"] = chosen.device
    from . import gpu

    return gpu.main(chosen)


if __name__ == "__main__":
    sys.exit(main())
