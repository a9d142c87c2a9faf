"""TensorShape and Dimension behave as TensorFlow 1's."""

import pickle

import pytest

import rheos as tf


def test_dimension_arithmetic() -> None:
    d, unknown = tf.Dimension(7), tf.Dimension(None)
    assert (d + 1, 1 + d, d - 2, 9 - d, d * 2, d // 2, d / 2, 15 // d, d % 4) == (8, 8, 5, 2, 14, 3, 3, 2, 3)
    assert isinstance(d + 1, tf.Dimension) and (unknown * 2).value is None
    assert d > 3 and d <= 7 and (d == unknown) is None and (unknown < 1) is None and d != 8
    assert int(d) == 7 and list(range(5))[tf.Dimension(2)] == 2 and str(unknown) == "?" and hash(d) == hash(7)
    assert tf.Dimension(2).merge_with(None) == 2 and tf.Dimension(None).merge_with(2) == 2
    with pytest.raises(ValueError, match="Dimensions 2 and 3 are not compatible"):
        tf.Dimension(2).merge_with(3)
    with pytest.raises(ValueError, match="Dimension -1 must be >= 0"):
        tf.Dimension(-1)
    with pytest.raises(ValueError, match="Ambiguous dimension: 1.5"):
        tf.Dimension(1.5)
    with pytest.raises(TypeError):
        int(unknown)


def test_shape_reading() -> None:
    s = tf.TensorShape([2, None, 4])
    assert (
        s.ndims == s.rank == len(s) == 3 and s[1].value is None and s[0] == 2 and s[1:].as_list() == [None, 4]
    )
    assert repr(s) == "TensorShape([Dimension(2), Dimension(None), Dimension(4)])" and str(s) == "(2, ?, 4)"
    assert s.num_elements() is None and tf.TensorShape([2, 3]).num_elements() == 6
    assert [d.value for d in s] == [2, None, 4] and len(s.dims or []) == 3
    assert (
        tf.TensorShape(5).as_list() == [5]
        and tf.TensorShape([]).as_list() == []
        and str(tf.TensorShape([3])) == "(3,)"
    )
    assert bool(tf.TensorShape([])) and not bool(tf.TensorShape(None))
    assert s == [2, None, 4] and tf.TensorShape([2]) != [3] and pickle.loads(pickle.dumps(s)) == s
    assert (s + [5]).as_list() == [2, None, 4, 5] and s.concatenate(None).ndims is None


def test_unknown_rank() -> None:
    u = tf.TensorShape(None)
    assert u.ndims is None and u.dims is None and str(u) == "<unknown>" and repr(u) == "TensorShape(None)"
    assert u[3].value is None and u[1:3].ndims == 2 and u[1:].ndims is None
    with pytest.raises(ValueError, match="as_list.. is not defined on an unknown TensorShape"):
        u.as_list()
    with pytest.raises(ValueError, match="Cannot take the length of Shape with unknown rank"):
        len(u)
    with pytest.raises(ValueError, match="Cannot iterate"):
        iter(u)


def test_relations() -> None:
    s = tf.TensorShape([2, None])
    assert s.is_compatible_with([2, 3]) and not s.is_compatible_with([3, 3]) and not s.is_compatible_with([2])
    assert s.merge_with([None, 5]).as_list() == [2, 5] and s.with_rank(2) == s
    assert tf.TensorShape(None).with_rank(1).as_list() == [None]
    assert s.most_specific_compatible_shape([2, 4]).as_list() == [2, None]
    for call, words in [
        (lambda: s.merge_with([3, 3]), r"Shapes \(2, \?\) and \(3, 3\) are not compatible"),
        (lambda: s.with_rank(3), r"Shape \(2, \?\) must have rank 3"),
        (lambda: s.with_rank_at_least(3), "must have rank at least 3"),
        (lambda: s.with_rank_at_most(1), "must have rank at most 1"),
        (lambda: s.assert_has_rank(1), "must have rank 1"),
        (lambda: s.assert_same_rank([1]), "must have the same rank"),
        (lambda: s.assert_is_compatible_with([5, 5]), "are incompatible"),
        (lambda: s.assert_is_fully_defined(), "is not fully defined"),
    ]:
        with pytest.raises(ValueError, match=words):
            call()
