"""How far sequences are apart.

In: two sparse tensors whose last dimension holds sequences. Out: a dense number for each pair.
"""

from __future__ import annotations

from typing import Any

from ._gen import raw_ops
from ._native import Tensor
from .sparse_values import SparseTensor, SparseTensorValue, as_sparse_tensor

__all__ = ["edit_distance"]


def edit_distance(hypothesis: Any, truth: Any, normalize: bool = True, name: str = "edit_distance") -> Tensor:
    """The Levenshtein distance between sequences: how many insertions, deletions, replacements it takes.

    Parameters
    ----------
    hypothesis, truth : SparseTensor
        Of any dtype, strings included; the last dimension holds sequences.
    normalize : bool
        Divide by the length of the true sequence; infinite where that is empty and the other is not.
    name : str
        Name of the operation.

    Returns
    -------
    Tensor
        float32, of the rank of `hypothesis` less 1, with the larger of the operands' sizes.

    Raises
    ------
    TypeError
        An operand is not a SparseTensor.

    Examples
    --------
    >>> import rheos as tf
    >>> said = tf.SparseTensor([[0, 0], [0, 1], [0, 2]], ["a", "b", "c"], [1, 3])
    >>> meant = tf.SparseTensor([[0, 0], [0, 1]], ["a", "c"], [1, 2])
    >>> tf.Session().run(tf.edit_distance(said, meant))
    array([0.5], dtype=float32)
    """
    if not isinstance(hypothesis, (SparseTensor, SparseTensorValue)):
        raise TypeError("Hypothesis must be a SparseTensor.")
    if not isinstance(truth, (SparseTensor, SparseTensorValue)):
        raise TypeError("Truth must be a SparseTensor.")
    a, b = as_sparse_tensor(hypothesis), as_sparse_tensor(truth)
    return raw_ops.EditDistance(
        a.indices, a.values, a.dense_shape, b.indices, b.values, b.dense_shape, normalize=normalize, name=name
    )
