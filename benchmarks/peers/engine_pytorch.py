"""The cases in PyTorch, eager as most programs use it.

An eager engine has no graph to build beforehand: its forward pass stands for "build" and its backward
pass for "gradients"; there is no first run apart from those.
"""

import os
from functools import partial

import torch

from . import cases as c
from . import million

VERSION = torch.__version__
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def tower():
    """The 4,000 nodes: (weights, last layer)."""
    weights = torch.from_numpy(c.tower_weights()).requires_grad_()
    h = torch.from_numpy(c.array(c.TOWER_WIDTH, c.TOWER_WIDTH))
    for _ in range(c.TOWER_LAYERS):
        h = torch.tanh(h @ weights)
    return weights, h


def build():
    def timed():
        tower()
        return c.TOWER_LAYERS

    return timed


def gradients():
    weights, top = tower()
    return lambda: len(torch.autograd.grad(top.sum(), [weights]))


def all_three():
    def timed():
        weights, top = tower()
        return torch.autograd.grad(top.sum(), [weights])[0].numpy()

    return timed


def run_fed():
    return lambda: (torch.tensor(1.0) + torch.tensor(2.0)).numpy()


def run_unfed():
    a, b = torch.tensor(1.0), torch.tensor(2.0)
    return lambda: (a + b).numpy()


def chain(compiled=lambda function: function):
    start, a, b = c.chain_inputs()
    a, b = torch.from_numpy(a), torch.from_numpy(b)

    def run(y, a, b):
        for i in range(c.CHAIN_OPS):
            y = y + b if i % 2 else y * a
        return y

    run = compiled(run)
    return lambda: run(torch.from_numpy(start), a, b).numpy()


def families(compiled):
    """The cases that set themselves up; `compiled` is torch.compile, or gives back what it gets."""
    return {
        case.name: partial(case.in_torch, torch, compiled)
        for case in [*c.FAMILIES, *million.CASES]
        if getattr(case, "torch", True) is not None
    }


def cases():
    """See cases.py."""
    return {
        "build": build,
        "gradients": gradients,
        "all three": all_three,
        "run, fed": run_fed,
        "run, nothing fed": run_unfed,
        "chain": chain,
        **families(lambda function: function),
    }
