"""`tf.einsum`: sums of products by an equation."""

from __future__ import annotations

import math
import string
from typing import Any

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .graph import name_scope

__all__ = ["einsum"]


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    """Sums of products of elements, written as an equation.

    Parameters
    ----------
    equation : str
        Labels (letters) for the dimensions of each input, separated by commas, then perhaps ``->`` and the
        labels of the result. Labels that the result lacks are summed over. ``...`` stands for further
        dimensions, which broadcast. Without ``->`` the result has the ellipsis and then, in alphabetical
        order, the labels that appear once. A label twice in an input takes a diagonal.
    *inputs : Tensor or what can become one
        Numbers of one dtype. Several are multiplied pair by pair, small intermediate results first.
    **kwargs
        `name`: scope of the operations. `optimize` of later versions is accepted and has no effect.

    Returns
    -------
    Tensor
        With the dimensions of the labels behind ``->``.

    Raises
    ------
    ValueError
        The equation is malformed, or does not fit the inputs.
    TypeError
        Another keyword is given.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.einsum("ij,jk->ik", [[1.0, 2.0]], [[3.0], [4.0]]))
    array([[11.]], dtype=float32)
    """
    name = kwargs.pop("name", None)
    kwargs.pop("optimize", None)
    if kwargs:
        raise TypeError(f"invalid keyword arguments for this function: {', '.join(sorted(kwargs))}")
    equation = equation.replace(" ", "")
    terms, result = _parsed(equation, len(inputs))
    with name_scope(name, "einsum", list(inputs)):
        first = next((x.dtype for x in inputs if isinstance(x, Tensor)), None)
        operands = [convert_to_tensor(x, preferred_dtype=first, name="input") for x in inputs]
        for term, x in zip(terms, operands, strict=True):
            letters = term.replace("...", "")
            if x._rank is not None and (
                x._rank < len(letters) or (x._rank > len(letters) and len(letters) == len(term))
            ):
                raise ValueError(
                    f"Unexpected rank {x._rank} of an input with the labels '{term}' in '{equation}'"
                )
        pairs = list(zip(terms, operands, strict=True))
        while len(pairs) > 2:
            i, j = _cheapest(pairs)
            (term_a, a), (term_b, b) = pairs[i], pairs[j]
            del pairs[j], pairs[i]
            middle = _kept(term_a, term_b, result + "".join(term for term, _ in pairs))
            pairs.append((middle, raw_ops.Einsum([a, b], equation=f"{term_a},{term_b}->{middle}")))
        terms = [term for term, _ in pairs]
        return raw_ops.Einsum([x for _, x in pairs], equation=f"{','.join(terms)}->{result}")


def _parsed(equation: str, count: int) -> tuple[list[str], str]:
    """The labels of the inputs and of the result."""
    left, arrow, result = equation.partition("->")
    terms = left.split(",")
    if len(terms) != count:
        raise ValueError(
            f"Got {count} arguments for equation '{equation}', expecting {len(terms)}: one for each term"
        )
    for term in [*terms, result]:
        letters = term.replace("...", "", 1)
        wrong = [c for c in letters if c not in string.ascii_letters]
        if wrong:
            raise ValueError(f"Unexpected character '{wrong[0]}' in the einsum equation '{equation}'")
    if not arrow:
        letters = left.replace("...", "").replace(",", "")
        result = ("..." if "..." in left else "") + "".join(
            sorted(c for c in set(letters) if letters.count(c) == 1)
        )
    unknown = set(result.replace("...", "")) - set(left)
    if unknown:
        raise ValueError(f"Unknown output label '{min(unknown)}' in the einsum equation '{equation}'")
    return terms, result


def _kept(a: str, b: str, others: str) -> str:
    """Labels of the product of two inputs that something else still needs."""
    letters = dict.fromkeys(c for c in a + b if c != "." and c in others)
    return ("..." if "..." in a + b else "") + "".join(letters)


def _cheapest(pairs: list[tuple[str, Tensor]]) -> tuple[int, int]:
    """The two inputs whose product is smallest, as far as sizes are known; else the first two."""
    sizes: dict[str, int] = {}
    for term, x in pairs:
        if "..." in term or x._rank is None or None in x.shape.as_list():
            return 0, 1
        sizes.update(zip(term, x.shape.as_list(), strict=True))

    def size(i: int, j: int) -> int:
        return math.prod(sizes[c] for c in set(pairs[i][0] + pairs[j][0]))

    return min(
        ((i, j) for j in range(len(pairs)) for i in range(j)), key=lambda pair: (size(*pair), pair[::-1])
    )
