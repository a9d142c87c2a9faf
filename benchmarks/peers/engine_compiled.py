"""The cases in PyTorch, by torch.compile: the same functions as in engine_pytorch.py, optimisers apart."""

from functools import partial

import torch

from . import engine_pytorch

VERSION = engine_pytorch.VERSION


def cases():
    """See cases.py."""
    return {
        "chain": partial(engine_pytorch.chain, torch.compile),
        **engine_pytorch.families(torch.compile),
    }
