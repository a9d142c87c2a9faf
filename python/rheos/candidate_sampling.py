"""Candidate samplers of `tf.nn` and `tf.random`, and the losses over all classes that need only some of them.

With both seeds given the samples are TensorFlow's.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypedDict

from ._gen import raw_ops
from .arithmetic import multiply
from .array import concat, expand_dims, ones_like, reshape, shape, slice, stack, zeros_like
from .casting import cast
from .dtypes import as_dtype
from .elementwise import log
from .graph import Tensor, convert_to_tensor, name_scope
from .nn_embedding import embedding_lookup
from .nn_losses import sigmoid_cross_entropy_with_logits, softmax_cross_entropy_with_logits_v2
from .products import matmul
from .reductions import reduce_sum
from .seeds import get_seed

__all__ = [
    "all_candidate_sampler",
    "compute_accidental_hits",
    "fixed_unigram_candidate_sampler",
    "learned_unigram_candidate_sampler",
    "log_uniform_candidate_sampler",
    "nce_loss",
    "sampled_softmax_loss",
    "uniform_candidate_sampler",
]


class SampledCandidates(NamedTuple):
    """What a sampler gives."""

    sampled_candidates: Tensor
    true_expected_count: Tensor
    sampled_expected_count: Tensor


class _Seeds(TypedDict):
    seed: int
    seed2: int


def _seeds(seed: int | None) -> _Seeds:
    first, second = get_seed(seed)
    return {"seed": first or 0, "seed2": second or 0}


def uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Classes drawn evenly from ``[0, range_max)``.

    Parameters
    ----------
    true_classes : Tensor of int64, shape (batch, num_true)
        The target classes.
    num_true : int
        Target classes per example.
    num_sampled : int
        How many classes to draw.
    unique : bool
        Whether all drawn classes differ.
    range_max : int
        Number of classes.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    tuple of Tensor
        The sampled classes, int64 of shape (num_sampled,); the expected counts of the true classes in such a
        draw, float32 of the shape of `true_classes`; those of the sampled classes, shape (num_sampled,).

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run: a class is out of range, or there are fewer classes than different samples are asked for.

    Examples
    --------
    >>> import rheos as tf
    >>> drawn = tf.nn.uniform_candidate_sampler([[0]], 1, 3, False, 12, seed=1)
    >>> tf.Session().run(drawn[2])
    array([0.25, 0.25, 0.25], dtype=float32)
    """
    drawn = raw_ops.UniformCandidateSampler(
        _classes(true_classes), num_true, num_sampled, unique, range_max, name=name, **_seeds(seed)
    )
    return SampledCandidates(*drawn)


def log_uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Classes drawn so that class k has probability ``log((k + 2) / (k + 1)) / log(range_max + 1)``.

    This suits classes that are sorted by falling frequency, such as words by rank.

    Parameters
    ----------
    true_classes : Tensor of int64, shape (batch, num_true)
        The target classes.
    num_true : int
        Target classes per example.
    num_sampled : int
        How many classes to draw.
    unique : bool
        Whether all drawn classes differ.
    range_max : int
        Number of classes.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    tuple of Tensor
        The sampled classes, the expected counts of the true classes, and those of the sampled classes.

    Examples
    --------
    >>> import rheos as tf
    >>> sampled, _, _ = tf.nn.log_uniform_candidate_sampler([[0]], 1, 4, True, 4)
    >>> sorted(tf.Session().run(sampled).tolist())
    [0, 1, 2, 3]
    """
    drawn = raw_ops.LogUniformCandidateSampler(
        _classes(true_classes), num_true, num_sampled, unique, range_max, name=name, **_seeds(seed)
    )
    return SampledCandidates(*drawn)


def learned_unigram_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Classes drawn as often as they were target classes in the earlier runs of this operation in its
    session.

    Each class counts as seen once to begin with.

    Parameters
    ----------
    true_classes : Tensor of int64, shape (batch, num_true)
        The target classes.
    num_true : int
        Target classes per example.
    num_sampled : int
        How many classes to draw.
    unique : bool
        Whether all drawn classes differ.
    range_max : int
        Number of classes.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    tuple of Tensor
        The sampled classes, the expected counts of the true classes, and those of the sampled classes.

    Examples
    --------
    >>> import rheos as tf
    >>> _, true_count, _ = tf.nn.learned_unigram_candidate_sampler([[3]], 1, 5, False, 5)
    >>> with tf.Session() as session:
    ...     print(session.run(true_count), session.run(true_count))
    [[1.]] [[1.6666667]]
    """
    drawn = raw_ops.LearnedUnigramCandidateSampler(
        _classes(true_classes), num_true, num_sampled, unique, range_max, name=name, **_seeds(seed)
    )
    return SampledCandidates(*drawn)


def fixed_unigram_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    vocab_file: str = "",
    distortion: float = 1.0,
    num_reserved_ids: int = 0,
    num_shards: int = 1,
    shard: int = 0,
    unigrams: Any = (),
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """Classes drawn in proportion to given weights.

    Parameters
    ----------
    true_classes : Tensor of int64, shape (batch, num_true)
        The target classes.
    num_true : int
        Target classes per example.
    num_sampled : int
        How many classes to draw.
    unique : bool
        Whether all drawn classes differ.
    range_max : int
        Number of classes, the reserved ones included.
    vocab_file : str
        A file with a line per class, whose last field (they are separated by commas) is the weight.
    distortion : float
        Weights are raised to this power.
    num_reserved_ids : int
        Classes at the start that are never drawn; the weights are those of the classes after them.
    num_shards, shard : int
        Only the classes that are `shard` modulo `num_shards` belong to this sampler.
    unigrams : list of float
        The weights; instead of `vocab_file`.
    seed : int, optional
        Seed of the operation.
    name : str, optional
        Name of the operation.

    Returns
    -------
    tuple of Tensor
        The sampled classes, the expected counts of the true classes, and those of the sampled classes.

    Raises
    ------
    tf.errors.InvalidArgumentError
        In the run: both or neither of `vocab_file` and `unigrams` are given, there are not `range_max`
        weights,
        or a weight is not a number.

    Examples
    --------
    >>> import rheos as tf
    >>> drawn = tf.nn.fixed_unigram_candidate_sampler([[1]], 1, 4, False, 3, unigrams=[0.0, 1.0, 3.0])
    >>> tf.Session().run(drawn[1])
    array([[1.]], dtype=float32)
    """
    drawn = raw_ops.FixedUnigramCandidateSampler(
        _classes(true_classes),
        num_true,
        num_sampled,
        unique,
        range_max,
        vocab_file=vocab_file,
        distortion=distortion,
        num_reserved_ids=num_reserved_ids,
        num_shards=num_shards,
        shard=shard,
        unigrams=list(unigrams),
        name=name,
        **_seeds(seed),
    )
    return SampledCandidates(*drawn)


def all_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    seed: int | None = None,
    name: str | None = None,
) -> SampledCandidates:
    """All classes, as if drawn: for tests, and to compare with the full loss.

    Parameters
    ----------
    true_classes : Tensor of int64, shape (batch, num_true)
        The target classes.
    num_true : int
        Target classes per example.
    num_sampled : int
        Number of classes.
    unique : bool
        Makes no difference.
    seed : int, optional
        Makes no difference.
    name : str, optional
        Name of the operation.

    Returns
    -------
    tuple of Tensor
        The classes 0 to num_sampled - 1, and expected counts that are all 1.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.nn.all_candidate_sampler([[1]], 1, 3, True)[0])
    array([0, 1, 2])
    """
    drawn = raw_ops.AllCandidateSampler(
        _classes(true_classes), num_true, num_sampled, unique, name=name, **_seeds(seed)
    )
    return SampledCandidates(*drawn)


def _classes(true_classes: Any) -> Tensor:
    return convert_to_tensor(true_classes, dtype=as_dtype("int64"), name="true_classes")


class AccidentalHits(NamedTuple):
    """Where samples are true classes."""

    indices: Tensor
    ids: Tensor
    weights: Tensor


def compute_accidental_hits(
    true_classes: Any,
    sampled_candidates: Any,
    num_true: int,
    seed: int | None = None,
    name: str | None = None,
) -> AccidentalHits:
    """Find the sampled classes that are target classes.

    Parameters
    ----------
    true_classes : Tensor of int64, shape (batch, num_true)
        The target classes.
    sampled_candidates : Tensor of int64, shape (num_sampled,)
        What a sampler gave.
    num_true : int
        Target classes per example.
    seed : int, optional
        Makes no difference.
    name : str, optional
        Name of the operation.

    Returns
    -------
    tuple of Tensor
        Vectors, one element per hit: the row of `true_classes` (int32), the place in `sampled_candidates`
        (int64), and the least float32, to be added to the logit.

    Examples
    --------
    >>> import rheos as tf
    >>> rows, ids, _ = tf.nn.compute_accidental_hits([[1, 2], [3, 4]], [4, 0, 1], 2)
    >>> print(*tf.Session().run([rows, ids]))
    [0 1] [2 0]
    """
    sampled = convert_to_tensor(sampled_candidates, dtype=as_dtype("int64"), name="sampled_candidates")
    hits = raw_ops.ComputeAccidentalHits(_classes(true_classes), sampled, num_true, name=name, **_seeds(seed))
    return AccidentalHits(*hits)


def _sampled_logits(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int,
    sampled_values: Any,
    remove_accidental_hits: bool,
    partition_strategy: str,
    name: str | None,
    seed: int | None = None,
) -> tuple[Tensor, Tensor]:
    """Logits of the true and the sampled classes, less the logarithms of their expected counts, and
    labels."""
    weights = list(weights) if isinstance(weights, (list, tuple)) else [weights]
    with name_scope(name, "compute_sampled_logits", [*weights, biases, inputs, labels]):
        inputs = convert_to_tensor(inputs, name="inputs")
        labels = cast(labels, as_dtype("int64"))
        flat = reshape(labels, [-1])
        if sampled_values is None:
            sampled_values = log_uniform_candidate_sampler(
                labels, num_true, num_sampled, unique=True, range_max=num_classes, seed=seed
            )
        sampled, true_count, sampled_count = (raw_ops.StopGradient(value) for value in sampled_values)
        sampled = cast(sampled, as_dtype("int64"))
        ids = concat([flat, sampled], 0)
        rows = cast(embedding_lookup(weights, ids, partition_strategy=partition_strategy), inputs.dtype)
        shifts = cast(embedding_lookup(biases, ids, partition_strategy=partition_strategy), inputs.dtype)
        count = shape(flat)
        true_rows = slice(rows, [0, 0], stack([count[0], -1]))
        sampled_rows = slice(rows, stack([count[0], 0]), [-1, -1])
        sampled_logits = matmul(inputs, sampled_rows, transpose_b=True)
        width = shape(true_rows)[1:2]
        by_example = reshape(true_rows, concat([[-1, num_true], width], 0))
        products = reshape(multiply(expand_dims(inputs, 1), by_example), concat([[-1], width], 0))
        true_logits = reshape(_row_sums(products), [-1, num_true])
        true_logits += reshape(slice(shifts, [0], count), [-1, num_true])
        sampled_logits += slice(shifts, count, [-1])
        if remove_accidental_hits:
            row, place, least = compute_accidental_hits(labels, sampled, num_true)
            at = stack([row, cast(place, as_dtype("int32"))], axis=1)
            sizes = stack([shape(labels)[0], num_sampled])
            # Hits are set, not added: a class that is a target twice would else sum to minus infinity.
            hit = raw_ops.ScatterNd(at, ones_like(least), sizes) > 0
            sampled_logits += cast(cast(hit, as_dtype("float32")) * as_dtype("float32").min, inputs.dtype)
        true_logits -= cast(log(true_count), inputs.dtype)
        sampled_logits -= cast(log(sampled_count), inputs.dtype)
        logits = concat([true_logits, sampled_logits], 1)
        return logits, concat([ones_like(true_logits) / num_true, zeros_like(sampled_logits)], 1)


def _row_sums(x: Tensor) -> Tensor:
    return reduce_sum(x, axis=1)


def nce_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = False,
    partition_strategy: str = "mod",
    name: str | None = "nce_loss",
) -> Tensor:
    """Noise-contrastive estimation: telling the target classes from sampled ones by logistic regression.

    Parameters
    ----------
    weights : Tensor, Variable or list of them
        Class embeddings, of shape (num_classes, dim), or their parts along axis 0.
    biases : Tensor, Variable or list of them
        Shape (num_classes,).
    labels : Tensor of integers, shape (batch, num_true)
        The target classes.
    inputs : Tensor
        Activations, of shape (batch, dim).
    num_sampled : int
        Classes drawn for the whole batch.
    num_classes : int
        Number of classes.
    num_true : int
        Target classes per example.
    sampled_values : tuple, optional
        What a candidate sampler gave; by default that of `log_uniform_candidate_sampler`, without repetition.
    remove_accidental_hits : bool
        Whether samples that are target classes do not count.
    partition_strategy : {'mod', 'div'}
        How a list of weights is split, as for `tf.nn.embedding_lookup`.
    name : str, optional
        Name scope.

    Returns
    -------
    Tensor
        The loss of each example, of shape (batch,).

    Notes
    -----
    Gutmann and Hyvärinen, Noise-contrastive estimation (AISTATS 2010).

    Examples
    --------
    >>> import rheos as tf
    >>> everything = tf.nn.all_candidate_sampler([[1]], 1, 2, True)
    >>> loss = tf.nn.nce_loss(tf.zeros([2, 3]), tf.zeros([2]), [[1]], tf.ones([1, 3]), 2, 2,
    ...                       sampled_values=everything)
    >>> tf.Session().run(loss)  # 3 log 2
    array([2.0794415], dtype=float32)
    """
    logits, targets = _sampled_logits(
        weights,
        biases,
        labels,
        inputs,
        num_sampled,
        num_classes,
        num_true,
        sampled_values,
        remove_accidental_hits,
        partition_strategy,
        name,
    )
    return _row_sums(sigmoid_cross_entropy_with_logits(labels=targets, logits=logits, name="sampled_losses"))


def sampled_softmax_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = True,
    partition_strategy: str = "mod",
    name: str | None = "sampled_softmax_loss",
    seed: int | None = None,
) -> Tensor:
    """Cross entropy of a softmax over the target classes and some sampled ones, for training alone.

    Parameters
    ----------
    weights : Tensor, Variable or list of them
        Class embeddings, of shape (num_classes, dim), or their parts along axis 0.
    biases : Tensor, Variable or list of them
        Shape (num_classes,).
    labels : Tensor of integers, shape (batch, num_true)
        The target classes.
    inputs : Tensor
        Activations, of shape (batch, dim).
    num_sampled : int
        Classes drawn for the whole batch.
    num_classes : int
        Number of classes.
    num_true : int
        Target classes per example.
    sampled_values : tuple, optional
        What a candidate sampler gave; by default that of `log_uniform_candidate_sampler`, without repetition.
    remove_accidental_hits : bool
        Whether samples that are target classes do not count.
    partition_strategy : {'mod', 'div'}
        How a list of weights is split, as for `tf.nn.embedding_lookup`.
    name : str, optional
        Name scope.
    seed : int, optional
        Seed of the sampler.

    Returns
    -------
    Tensor
        The loss of each example, of shape (batch,).

    Notes
    -----
    Jean et al., On Using Very Large Target Vocabulary for Neural Machine Translation (ACL 2015).

    Examples
    --------
    >>> import rheos as tf
    >>> everything = tf.nn.all_candidate_sampler([[1]], 1, 2, True)
    >>> loss = tf.nn.sampled_softmax_loss(tf.zeros([2, 3]), tf.zeros([2]), [[1]], tf.ones([1, 3]), 2, 2,
    ...                                   sampled_values=everything)
    >>> tf.Session().run(loss)  # log 2
    array([0.6931472], dtype=float32)
    """
    logits, targets = _sampled_logits(
        weights,
        biases,
        labels,
        inputs,
        num_sampled,
        num_classes,
        num_true,
        sampled_values,
        remove_accidental_hits,
        partition_strategy,
        name,
        seed,
    )
    targets = raw_ops.StopGradient(targets, name="labels_stop_gradient")
    return softmax_cross_entropy_with_logits_v2(labels=targets, logits=logits)
