"""Connectionist temporal classification in `tf.nn`: losses, decoders, and labels for them."""

from __future__ import annotations

from typing import Any

from . import _native
from ._gen import raw_ops
from .arithmetic import subtract
from .array import (
    concat,
    expand_dims,
    one_hot,
    ones_like,
    reshape,
    sequence_mask,
    shape,
    transpose,
    where,
    zeros_like,
)
from .casting import cast
from .comparison import equal, logical_and, not_equal
from .dtypes import as_dtype
from .graph import Tensor, convert_to_tensor, name_scope
from .reductions import reduce_max, reduce_sum
from .sequences import argmax, cumsum, range
from .sparse_values import SparseTensor
from .spelling import renamed

__all__ = [
    "collapse_repeated",
    "ctc_beam_search_decoder",
    "ctc_beam_search_decoder_v2",
    "ctc_greedy_decoder",
    "ctc_loss",
    "ctc_loss_v2",
    "ctc_unique_labels",
]


def ctc_loss(
    labels: Any,
    inputs: Any = None,
    sequence_length: Any = None,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
    time_major: bool = True,
    logits: Any = None,
) -> Tensor:
    """Negative log probability of label sequences, summed over all their alignments with the steps.

    The softmax is part of it. The last class is the blank.

    Parameters
    ----------
    labels : SparseTensor of int32
        Row `b` holds the labels of sequence `b`; a sequence must have some.
    inputs : Tensor
        Logits of a floating type, of shape (steps, batch, classes).
    sequence_length : Tensor of int32, shape (batch,)
        How many steps of each sequence count.
    preprocess_collapse_repeated : bool
        Whether repeated labels are taken as one.
    ctc_merge_repeated : bool
        Whether a label may last for several steps, so that equal neighbours need a blank between them. If
        False,
        each step that is not blank gives a label.
    ignore_longer_outputs_than_inputs : bool
        Whether sequences with more labels than steps get the loss and the gradient 0; they are errors
        otherwise.
    time_major : bool
        If False, `inputs` has shape (batch, steps, classes).
    logits : Tensor, optional
        Other name of `inputs`.

    Returns
    -------
    Tensor
        The loss of each sequence, of shape (batch,) and the type of the logits.

    Raises
    ------
    TypeError
        `labels` is not a SparseTensor.
    tf.errors.InvalidArgumentError
        In the run: labels are out of order or not classes, a length is too large, or a sequence has no
        labels.

    Notes
    -----
    The gradient is exact; it has no derivative itself. Graves et al., Connectionist temporal classification
    (ICML 2006).

    Examples
    --------
    >>> import rheos as tf
    >>> labels = tf.SparseTensor([[0, 0]], tf.constant([0]), [1, 1])
    >>> loss = tf.nn.ctc_loss(labels, tf.zeros([2, 1, 2]), [2])  # 3 of 4 alignments
    >>> tf.Session().run(loss)
    array([0.2876821], dtype=float32)
    """
    if not isinstance(labels, SparseTensor):
        raise TypeError(
            f"Expected argument `labels` to be a SparseTensor. Received labels={labels} of type: "
            f"{type(labels).__name__}"
        )
    inputs = convert_to_tensor(renamed("logits", logits, "inputs", inputs), name="logits")
    if not time_major:
        inputs = transpose(inputs, [1, 0, 2])
    dtype = inputs.dtype
    loss = raw_ops.CTCLoss(
        _precise(inputs),
        labels.indices,
        labels.values,
        sequence_length,
        preprocess_collapse_repeated=preprocess_collapse_repeated,
        ctc_merge_repeated=ctc_merge_repeated,
        ignore_longer_outputs_than_inputs=ignore_longer_outputs_than_inputs,
    )[0]
    result: Tensor = cast(loss, dtype)
    return result


def _precise(x: Tensor) -> Tensor:
    """Half precision is computed in float32."""
    return cast(x, as_dtype("float32")) if x.dtype.size == 2 else x


def ctc_loss_v2(
    labels: Any,
    logits: Any,
    label_length: Any,
    logit_length: Any,
    logits_time_major: bool = True,
    unique: Any = None,
    blank_index: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Negative log probability of label sequences, whose labels may be a matrix and whose blank any class.

    Parameters
    ----------
    labels : Tensor of integers, shape (batch, most labels), or SparseTensor of int32
        The labels of each sequence.
    logits : Tensor
        Of a floating type and shape (steps, batch, classes).
    label_length : Tensor of integers, shape (batch,)
        How many labels of each row count; not used with a SparseTensor.
    logit_length : Tensor of integers, shape (batch,)
        How many steps of each sequence count.
    logits_time_major : bool
        If False, `logits` has shape (batch, steps, classes).
    unique : tuple, optional
        What `ctc_unique_labels` gave; makes no difference here.
    blank_index : int, optional
        The blank's class, counted from the end if negative; 0 by default, and required with a SparseTensor.
    name : str, optional
        Name scope.

    Returns
    -------
    Tensor
        The loss of each sequence, of shape (batch,). It is infinite where there are too few steps for the
        labels.

    Raises
    ------
    ValueError
        `labels` is sparse and `blank_index` is not given.

    Examples
    --------
    >>> import rheos as tf
    >>> loss = tf.nn.ctc_loss_v2([[1]], tf.zeros([2, 1, 2]), [1], [2])
    >>> tf.Session().run(loss)
    array([0.2876821], dtype=float32)
    """
    if isinstance(labels, SparseTensor):
        if blank_index is None:
            raise ValueError("Argument `blank_index` must be provided when labels is a SparseTensor.")
        logits = convert_to_tensor(logits, name="logits")
        blank: Any = blank_index + _size(logits, 2) if blank_index < 0 else blank_index
        if not isinstance(blank, int) or blank != _size(logits, 2) - 1:
            # The blank comes last; the classes after it move up.
            logits = concat(
                [logits[:, :, :blank], logits[:, :, blank + 1 :], logits[:, :, blank : blank + 1]], 2
            )
            moved = where(labels.values < blank, labels.values, labels.values - 1)
            labels = SparseTensor(labels.indices, moved, labels.dense_shape)
        return ctc_loss(labels, logits, logit_length, time_major=logits_time_major)
    with name_scope(name, "ctc_loss_dense", [logits, labels, label_length, logit_length]):
        logits = convert_to_tensor(logits, name="logits")
        dtype = logits.dtype
        steps_first = logits if logits_time_major else transpose(logits, [1, 0, 2])
        arguments = (
            _precise(steps_first),
            convert_to_tensor(labels, name="labels"),
            convert_to_tensor(label_length, name="label_length"),
            convert_to_tensor(logit_length, name="logit_length"),
        )
        attributes = {"blank_index": 0 if blank_index is None else blank_index}
        # Not one of TensorFlow's ops, which has a loop of many in its place.
        result: Tensor = cast(_native.apply_named("_CTCLossDense", arguments, attributes)[0], dtype)
        return result


def _size(x: Tensor, axis: int) -> Any:
    """Size along an axis, as a number where it is known."""
    known = x.shape[axis].value
    return shape(x)[axis] if known is None else known


def ctc_greedy_decoder(
    inputs: Any, sequence_length: Any, merge_repeated: bool = True
) -> tuple[list[SparseTensor], Tensor]:
    """The likeliest class of each step, without blanks. The last class is the blank.

    Parameters
    ----------
    inputs : Tensor
        Logits, float32 or float64 of shape (steps, batch, classes).
    sequence_length : Tensor of int32, shape (batch,)
        How many steps of each sequence count.
    merge_repeated : bool
        Whether a class that is the likeliest in several steps in a row counts once.

    Returns
    -------
    decoded : list of one SparseTensor of int64
        Row `b` holds the labels of sequence `b`.
    neg_sum_logits : Tensor
        The negative sum of the logits of the classes chosen, blanks included; shape (batch, 1).

    Raises
    ------
    tf.errors.FailedPreconditionError
        In the run: a length is larger than the number of steps.

    Examples
    --------
    >>> import rheos as tf
    >>> logits = tf.one_hot([[0], [0], [2], [1]], 3) * 5.0
    >>> decoded, score = tf.nn.ctc_greedy_decoder(logits, [4])
    >>> print(*tf.Session().run([decoded[0].values, score]))
    [0 1] [[-20.]]
    """
    indices, values, dense_shape, score = raw_ops.CTCGreedyDecoder(
        inputs, sequence_length, merge_repeated=merge_repeated
    )
    return [SparseTensor(indices, values, dense_shape)], score


def ctc_beam_search_decoder(
    inputs: Any,
    sequence_length: Any,
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
) -> tuple[list[SparseTensor], Tensor]:
    """The likeliest label sequences, each summed over its alignments. The last class is the blank.

    Parameters
    ----------
    inputs : Tensor
        Logits, float32 or float64 of shape (steps, batch, classes).
    sequence_length : Tensor of int32, shape (batch,)
        How many steps of each sequence count.
    beam_width : int
        How many prefixes are kept after each step.
    top_paths : int
        How many sequences to give, at most `beam_width`.
    merge_repeated : bool
        Whether equal neighbours in a result are made one. This drops labels that the model gave twice, but
        it is
        TensorFlow's default.

    Returns
    -------
    decoded : list of SparseTensor of int64
        `top_paths` of them, the likeliest first; row `b` holds labels of sequence `b`.
    log_probabilities : Tensor
        Of shape (batch, top_paths).

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run: more paths are asked for than there are.

    Examples
    --------
    >>> import rheos as tf
    >>> logits = tf.one_hot([[0], [0], [2], [1]], 3) * 5.0
    >>> decoded, log_probabilities = tf.nn.ctc_beam_search_decoder(logits, [4], beam_width=5, top_paths=2)
    >>> tf.Session().run([d.values for d in decoded])
    [array([0, 1]), array([0])]
    """
    indices, values, shapes, score = raw_ops.CTCBeamSearchDecoder(
        inputs, sequence_length, beam_width=beam_width, top_paths=top_paths, merge_repeated=merge_repeated
    )
    return [SparseTensor(*parts) for parts in zip(indices, values, shapes, strict=True)], score


def ctc_beam_search_decoder_v2(
    inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[SparseTensor], Tensor]:
    """The likeliest label sequences, equal neighbours kept; see `ctc_beam_search_decoder`.

    Parameters
    ----------
    inputs : Tensor
        Logits, float32 or float64 of shape (steps, batch, classes).
    sequence_length : Tensor of int32, shape (batch,)
        How many steps of each sequence count.
    beam_width : int
        How many prefixes are kept after each step.
    top_paths : int
        How many sequences to give, at most `beam_width`.

    Returns
    -------
    decoded : list of SparseTensor of int64
        `top_paths` of them, the likeliest first.
    log_probabilities : Tensor
        Of shape (batch, top_paths).

    Examples
    --------
    >>> import rheos as tf
    >>> logits = tf.one_hot([[0], [2], [0]], 3) * 9.0
    >>> decoded, _ = tf.nn.ctc_beam_search_decoder_v2(logits, [3])
    >>> tf.Session().run(decoded[0].values)
    array([0, 0])
    """
    return ctc_beam_search_decoder(inputs, sequence_length, beam_width, top_paths, merge_repeated=False)


def collapse_repeated(labels: Any, seq_length: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """Make runs of equal labels one.

    Parameters
    ----------
    labels : Tensor, shape (batch, most labels)
        The labels of each sequence.
    seq_length : Tensor of integers, shape (batch,)
        How many labels of each row count.
    name : str, optional
        Name scope.

    Returns
    -------
    collapsed_labels : Tensor
        Filled up with 0 to the longest row.
    new_seq_length : Tensor
        How many labels each row has now.

    Examples
    --------
    >>> import rheos as tf
    >>> labels, lengths = tf.nn.collapse_repeated([[7, 7, 8, 8, 7], [1, 2, 3, 4, 5]], [5, 5])
    >>> tf.Session().run(labels)
    array([[7, 8, 7, 0, 0],
           [1, 2, 3, 4, 5]], dtype=int32)
    """
    with name_scope(name, "collapse_repeated_labels", [labels, seq_length]):
        labels = convert_to_tensor(labels, name="labels")
        seq_length = convert_to_tensor(seq_length, name="seq_length")
        first = ones_like(labels[:, :1], dtype=as_dtype("bool"))
        kept = concat([first, not_equal(labels[:, 1:], labels[:, :-1])], 1)
        kept = logical_and(kept, sequence_mask(seq_length, maxlen=shape(labels)[1]))
        lengths = reduce_sum(cast(kept, as_dtype("int32")), axis=1)
        # Each kept label moves to its rank among the kept ones of its row.
        rank = cumsum(cast(kept, as_dtype("int32")), axis=1) - 1
        longest = reduce_max(lengths)
        rows = zeros_like(rank) + expand_dims(range(shape(labels)[0]), 1)
        where_to = raw_ops.Where(kept)
        places = concat(
            [
                reshape(raw_ops.GatherNd(rows, where_to), [-1, 1]),
                reshape(raw_ops.GatherNd(rank, where_to), [-1, 1]),
            ],
            1,
        )
        sizes = raw_ops.Pack([shape(labels)[0], longest])
        collapsed = raw_ops.ScatterNd(places, raw_ops.GatherNd(labels, where_to), sizes)
        return collapsed, cast(lengths, seq_length.dtype)


def ctc_unique_labels(labels: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """The different labels of each sequence, and where each label is among them.

    Parameters
    ----------
    labels : Tensor of integers, shape (batch, most labels)
        The labels of each sequence.
    name : str, optional
        Name scope.

    Returns
    -------
    unique_labels : Tensor of int64
        In order of first occurrence, filled up with 0 to the shape of `labels`.
    indices : Tensor of int32
        The place of each label among them.

    Examples
    --------
    >>> import rheos as tf
    >>> print(*tf.Session().run(tf.nn.ctc_unique_labels([[3, 4, 4, 3]])))
    [[3 4 0 0]] [[0 1 1 0]]
    """
    with name_scope(name, "ctc_unique_labels", [labels]):
        labels = cast(convert_to_tensor(labels, name="labels"), as_dtype("int64"))
        width = shape(labels)[1]
        same = equal(expand_dims(labels, 2), expand_dims(labels, 1))
        first = argmax(cast(same, as_dtype("int32")), axis=2, output_type=as_dtype("int32"))
        is_first = cast(equal(first, zeros_like(first) + range(width)), as_dtype("int32"))
        rank = subtract(cumsum(is_first, axis=1), 1)
        at_first = one_hot(first, width, dtype=as_dtype("int32"))
        indices = reduce_sum(at_first * expand_dims(rank, 1), axis=2)
        own = one_hot(where(equal(is_first, 1), rank, zeros_like(rank) - 1), width, dtype=as_dtype("int64"))
        unique = reduce_sum(own * expand_dims(labels, 2), axis=1)
        return unique, indices
