"""A case that is a function of arrays: its operands live in the engine, its results are fetched.

The function is given in TensorFlow 1's names, in PyTorch and in JAX; each takes its module first, so that
nothing is imported here. Operands are variables, tensors or arguments: nothing is fed inside the clock, and
nothing can be computed beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .case import Case, Work


@dataclass(frozen=True, kw_only=True)
class Function(Case):
    """`tf1(tf, *operands)`, `torch(torch, *operands)`, `jax(jax, *operands)`; None: has no equal.

    streams: it reads each operand and writes its result once, and computes little beside that.
    """

    operands: Callable[[], list[np.ndarray]]
    tf1: Callable[..., Any]
    torch: Callable[..., Any] | None = None
    jax: Callable[..., Any] | None = None
    streams: bool = False

    def least_work(self, result: int) -> Work | None:
        """Of a stream, the bytes of its operands and of its result."""
        if not self.streams:
            return self.work
        return Work(0, sum(value.nbytes for value in self.operands()), result)

    def in_tf1(self, tf: Any, started: Callable[[], Any]) -> Callable[[], Any]:
        """Set up in rheos or TensorFlow; `started()` gives a session, variables set."""
        tf.reset_default_graph()
        result = self.tf1(tf, *(tf.Variable(value, trainable=False) for value in self.operands()))
        session = started()
        return lambda: session.run(result)

    def in_torch(self, torch: Any, compiled: Callable[[Any], Any]) -> Callable[[], Any]:
        """Set up in PyTorch; `compiled` is torch.compile, or gives back what it gets."""
        operands = [torch.from_numpy(value) for value in self.operands()]
        function = self.torch
        assert function is not None
        run = compiled(lambda *operands: function(torch, *operands))

        def timed() -> Any:
            with torch.no_grad():
                result = run(*operands)
            return [value.numpy() for value in result] if isinstance(result, list) else result.numpy()

        return timed

    def in_jax(self, jax: Any) -> Callable[[], Any]:
        """Set up in JAX."""
        operands = [jax.numpy.asarray(value) for value in self.operands()]
        function = self.jax
        assert function is not None
        run = jax.jit(lambda *operands: function(jax, *operands))

        def timed() -> Any:
            result = run(*operands)
            return [np.asarray(value) for value in result] if isinstance(result, list) else np.asarray(result)

        return timed
