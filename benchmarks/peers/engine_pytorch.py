"""The cases in PyTorch, eager as most programs use it.

An eager engine has no graph to build beforehand: its forward pass stands for "build" and its backward
pass for "gradients"; there is no first run apart from those.
"""

import os

import torch
import torch.nn.functional as F

from . import cases as c
from . import million as m

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


def chain():
    start, a, b = c.chain_inputs()
    a, b = torch.from_numpy(a), torch.from_numpy(b)

    def timed():
        y = torch.from_numpy(start)
        for i in range(c.CHAIN_OPS):
            y = y + b if i % 2 else y * a
        return y.numpy()

    return timed


def matmul(n):
    def setup():
        a, b = torch.from_numpy(c.array(n, n)), torch.from_numpy(c.array(n, n, seed=1))
        return lambda: (a @ b).numpy()

    return setup


def convolution(name):
    def setup():
        image, filters = c.CONVOLUTIONS[name]
        x = torch.from_numpy(c.array(*image)).permute(0, 3, 1, 2).contiguous().requires_grad_()
        w = torch.from_numpy(c.array(*filters, seed=1))
        apart = name.startswith("depthwise")
        w = w.permute((2, 3, 0, 1) if apart else (3, 2, 0, 1)).contiguous().requires_grad_()
        size = [image[0], filters[3] * (filters[2] if apart else 1), image[1], image[2]]
        dy = (
            torch.from_numpy(c.array(*(size[i] for i in (0, 2, 3, 1)), seed=2))
            .permute(0, 3, 1, 2)
            .contiguous()
        )

        def timed():
            y = F.conv2d(x, w, padding=filters[0] // 2, groups=image[3] if apart else 1)
            return [y.detach().numpy(), *torch.autograd.grad(y, [x, w], dy)]

        return timed

    return setup


def million(function):
    def setup():
        x = torch.from_numpy(c.array(1000, 1000))
        return lambda: function(x).numpy()

    return setup


def gelu(x):
    return 0.5 * x * (1.0 + torch.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


def train_step():
    pictures, labels, starts = c.mlp_inputs()
    weights = [torch.from_numpy(w).requires_grad_() for w in starts]
    biases = [torch.zeros(w.shape[1], requires_grad=True) for w in starts]
    adam = torch.optim.Adam([*weights, *biases], lr=c.MLP_RATE)

    def timed():
        h, y = torch.from_numpy(pictures), torch.from_numpy(labels).long()
        for i, (w, b) in enumerate(zip(weights, biases, strict=True)):
            h = h @ w + b
            if i + 1 < len(weights):
                h = torch.relu(h)
        loss = F.cross_entropy(h, y)
        adam.zero_grad()
        loss.backward()
        adam.step()
        return loss.detach().numpy()

    return timed


def cases():
    """See cases.py."""
    return {
        "build": build,
        "gradients": gradients,
        "all three": all_three,
        "run, fed": run_fed,
        "run, nothing fed": run_unfed,
        "chain": chain,
        "matmul 64": matmul(64),
        "matmul 256": matmul(256),
        "matmul 1024": matmul(1024),
        "gelu 1M": million(gelu),
        "sum 1M": million(lambda x: x.sum(1)),
        "softmax 1M": million(lambda x: torch.softmax(x, 1)),
        **{name: convolution(name) for name in c.CONVOLUTIONS},
        "train step": train_step,
        **m.torch_cases(torch),
    }
