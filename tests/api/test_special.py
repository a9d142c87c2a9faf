"""Special functions, counts and sparse segments as users call them."""

import numpy as np
import pytest
from scipy import special

import rheos as tf


def run(value, feed=None):
    with tf.Session() as session:
        return session.run(value, feed)


X = np.linspace(-5, 5, 21).astype(np.float32)


def test_bessel_functions():
    np.testing.assert_allclose(run(tf.math.bessel_i0(X)), special.i0(X), rtol=1e-6)
    np.testing.assert_allclose(run(tf.math.bessel_i1(X)), special.i1(X), rtol=1e-6, atol=1e-7)
    x = tf.constant(X)
    slope = run(tf.gradients(tf.math.bessel_i0(x), x)[0])
    np.testing.assert_allclose(slope, special.i1(X), rtol=2e-6, atol=1e-6)
    slope = run(tf.gradients(tf.math.bessel_i1(x), x)[0])
    np.testing.assert_allclose(slope, special.ivp(1, X.astype(float)), rtol=2e-6, atol=1e-6)
    assert run(tf.gradients(tf.math.bessel_i1e(x * 0.0), x)[0])[0] == 0.0
    zero = tf.constant(0.0)
    assert run(tf.gradients(tf.math.bessel_i1e(zero), zero)[0]) == 0.5


def test_both_paths_to_a_name():
    assert tf.igamma is tf.math.igamma
    assert tf.lbeta is tf.math.lbeta
    assert tf.random_gamma is tf.random.gamma
    assert tf.random_poisson is tf.random.poisson
    assert tf.bincount is tf.math.bincount
    for name in ["igammac", "betainc", "zeta", "polygamma"]:
        assert getattr(tf, name) is getattr(tf.math, name)


def test_lbeta_and_its_gradient():
    x = np.array([[0.5, 1.5, 3.0], [2.0, 4.0, 1.0]])
    want = special.gammaln(x).sum(-1) - special.gammaln(x.sum(-1))
    value = tf.constant(x)
    np.testing.assert_allclose(run(tf.lbeta(value)), want, rtol=1e-12)
    slope = run(tf.gradients(tf.lbeta(value), value)[0])
    np.testing.assert_allclose(
        slope, special.digamma(x) - special.digamma(x.sum(-1, keepdims=True)), rtol=1e-12
    )
    row = tf.constant(x[0])
    rates = tf.gradients(tf.lbeta(row), row)[0]
    second = run([tf.gradients(rates[i], row)[0] for i in range(3)])
    trigamma = np.diag(special.polygamma(1, x[0])) - special.polygamma(1, x[0].sum())
    np.testing.assert_allclose(second, trigamma, rtol=1e-10)
    assert run(tf.lbeta(np.zeros([2, 0]))).tolist() == [-np.inf, -np.inf]


def test_incomplete_gamma_gradients_agree():
    a, x = tf.constant([0.5, 2.0, 30.0], tf.float64), tf.constant([0.7, 1.5, 33.0], tf.float64)
    lower, upper = run([tf.gradients(tf.igamma(a, x), [a, x]), tf.gradients(tf.igammac(a, x), [a, x])])
    for one, other in zip(lower, upper, strict=True):
        np.testing.assert_allclose(one, -other, rtol=1e-12)
    with pytest.raises(LookupError, match="IgammaGradA"):
        tf.gradients(tf.gradients(tf.igamma(a, x), a), a)


def test_polyval():
    np.testing.assert_allclose(
        run(tf.math.polyval([2.0, -1.0, 0.5], X)), np.polyval([2, -1, 0.5], X), rtol=1e-6
    )
    assert (run(tf.math.polyval([], X)) == 0).all()
    with pytest.raises(ValueError, match="must be list type"):
        tf.math.polyval(tf.constant([1.0]), X)


def test_nextafter_takes_the_type_of_its_operand():
    x = np.array([1.0, -1.0, 0.0])
    assert (run(tf.math.nextafter(x, 2.0)) == np.nextafter(x, 2.0)).all()
    assert run(tf.math.nextafter(1.0, 0.0)) == np.nextafter(np.float32(1), np.float32(0))


def test_bincount():
    arr = np.array([[1, 4, 1], [0, 1, 7]], np.int32)
    assert run(tf.bincount(arr)).tolist() == np.bincount(arr.ravel()).tolist()
    weights = np.array([[0.5, 1, 2], [3, 4, 5]], np.float64)
    np.testing.assert_allclose(run(tf.bincount(arr, weights)), np.bincount(arr.ravel(), weights.ravel()))
    assert run(tf.bincount(arr, minlength=10)).shape == (10,)
    assert run(tf.bincount(arr, maxlength=2)).tolist() == [1, 3]
    assert run(tf.bincount(arr, dtype=tf.float32)).dtype == np.float32
    assert run(tf.bincount(np.zeros(0, np.int32))).shape == (0,)
    assert run(tf.bincount(np.zeros(0, np.int32), minlength=3)).tolist() == [0, 0, 0]
    fed = tf.placeholder(tf.int32, None)
    counts = tf.bincount(fed)
    assert run(counts, {fed: [2]}).tolist() == [0, 0, 1]
    with pytest.raises(tf.errors.InvalidArgumentError, match="must be non-negative"):
        run(counts, {fed: [2, -1]})


def test_histograms():
    values = np.random.default_rng(1).normal(size=(30, 7)).astype(np.float32)
    counts = run(tf.histogram_fixed_width(values, [-2.0, 2.0], nbins=8))
    places = run(tf.histogram_fixed_width_bins(values, [-2.0, 2.0], nbins=8))
    assert places.shape == values.shape
    assert np.bincount(places.ravel(), minlength=8).tolist() == counts.tolist()
    inner = np.histogram(values, 8, (-2, 2))[0]
    assert counts[1:-1].tolist() == inner[1:-1].tolist()
    assert counts.sum() == values.size


def test_sparse_segments():
    data = np.arange(12.0).reshape(4, 3)
    assert run(tf.sparse_segment_sum(data, [0, 3], [0, 1])).tolist() == data[[0, 3]].tolist()
    assert run(tf.sparse_segment_mean(data, [0, 2, 3], [0, 0, 2], num_segments=4)).tolist() == [
        [3, 4, 5],
        [0, 0, 0],
        [9, 10, 11],
        [0, 0, 0],
    ]
    x = tf.constant(data)
    slope = run(tf.gradients(tf.sparse_segment_sqrt_n(x, [0, 2, 2], [0, 0, 1]), x)[0])
    np.testing.assert_allclose(slope[:, 0], [0.5**0.5, 0, 0.5**0.5 + 1, 0])


def test_running_log_sums_without_the_element_itself():
    x = np.array([0.5, 1.0, -2.0, 3.0])
    value = tf.constant(x)
    y = tf.math.cumulative_logsumexp(value, exclusive=True)
    assert run(y)[0] == -np.inf
    np.testing.assert_allclose(run(y)[1:], np.logaddexp.accumulate(x)[:-1])
    slope = run(tf.gradients(y[1:], value)[0])
    want = sum(np.where(np.arange(4) < i, np.exp(x - np.logaddexp.reduce(x[:i])), 0) for i in range(1, 4))
    np.testing.assert_allclose(slope, want, rtol=1e-12)
    both = run(tf.math.cumulative_logsumexp(x, reverse=True))
    np.testing.assert_allclose(both, np.logaddexp.accumulate(x[::-1])[::-1])


def test_gamma_samples():
    alpha = tf.placeholder(tf.float64, [2])
    drawn = tf.random_gamma([50_000], alpha, beta=[[2.0], [4.0]], dtype=tf.float64, seed=1)
    assert drawn.shape.as_list() == [50_000, 2, 2]
    with tf.Session() as session:
        values, slopes = session.run(
            [drawn, tf.gradients(tf.reduce_mean(drawn), alpha)[0]], {alpha: [0.5, 9.0]}
        )
    np.testing.assert_allclose(values.mean(0), [[0.25, 4.5], [0.125, 2.25]], rtol=0.03)
    np.testing.assert_allclose(values.var(0), [[0.125, 2.25], [0.5 / 16, 9 / 16]], rtol=0.06)
    # The mean over both scales and both shapes.
    np.testing.assert_allclose(slopes, [0.75 / 4, 0.75 / 4], rtol=0.03)
    # Without a positive shape there is nothing to draw, and no loop without end.
    assert np.isnan(run(tf.raw_ops.RandomGamma([2], -1.0))).all()


def test_poisson_samples():
    drawn = run(tf.random_poisson([0.5, 7.0, 10.0, 300.0], [50_000], tf.int64, seed=1))
    assert drawn.dtype == np.int64
    for column, rate in enumerate([0.5, 7, 10, 300]):
        own = drawn[:, column]
        assert abs(own.mean() - rate) < 5 * np.sqrt(rate / len(own))
        np.testing.assert_allclose(own.var(), rate, rtol=0.05)
    assert run(tf.random_poisson(0.0, [3])).tolist() == [0, 0, 0]


def test_stateless_classes():
    logits = np.log([[0.2, 0.8], [0.5, 0.5]]).astype(np.float32)
    one = tf.random.stateless_categorical(logits, 2000, seed=[1, 2])
    other = tf.random.stateless_multinomial(logits, 2000, seed=[1, 2], output_dtype=tf.int32)
    with tf.Session() as session:
        first, second, third = session.run(one), session.run(one), session.run(other)
    assert (first == second).all() and (first == third).all() and third.dtype == np.int32
    np.testing.assert_allclose(first.mean(1), [0.8, 0.5], atol=0.05)
