"""`tf.distributions`: against scipy.stats, against recorded TensorFlow results, and by sampling."""

import json
import pathlib

import numpy as np
import pytest
from scipy import stats

import rheos as tf

tfd = tf.distributions
GOLDEN = json.loads((pathlib.Path(__file__).parents[1] / "golden" / "distributions.json").read_text())
REAL = np.linspace(-3.99, 4.01, 17)[:, None]
POSITIVE = np.linspace(0.1, 6, 13)[:, None]
SHARE = np.linspace(0.05, 0.95, 13)[:, None]


def run(value, feed=None):
    with tf.Session() as session:
        return session.run(value, feed)


def double(*values):
    return [tf.constant(v, tf.float64) for v in values]


CONTINUOUS = [
    ("Normal", double(0.5, [1.0, 2.0]), stats.norm(0.5, [1, 2]), REAL),
    ("Uniform", double([-1.0, 1.0], 3.0), stats.uniform([-1, 1], [4, 2]), REAL),
    ("Gamma", double([1.5, 3.0], 2.0), stats.gamma([1.5, 3], scale=0.5), POSITIVE),
    ("Exponential", double([0.5, 2.0]), stats.expon(scale=[2, 0.5]), POSITIVE),
    ("Laplace", double(1.0, [1.0, 2.0]), stats.laplace(1, [1, 2]), REAL),
    ("StudentT", double([3.0, 5.0], 1.0, 2.0), stats.t([3, 5], 1, 2), REAL),
    ("Beta", double([2.0, 0.5], [3.0, 0.75]), stats.beta([2, 0.5], [3, 0.75]), SHARE),
]


@pytest.mark.parametrize(("name", "arguments", "reference", "x"), CONTINUOUS, ids=[c[0] for c in CONTINUOUS])
def test_densities_and_moments_are_scipy_s(name, arguments, reference, x):
    """In double precision."""
    # Constants belong to the graph that was current when this file was read.
    with arguments[0].graph.as_default():
        d = getattr(tfd, name)(*arguments)
        pairs = [
            (d.prob(x), reference.pdf(x)),
            (d.cdf(x), reference.cdf(x)),
            (d.survival_function(x), reference.sf(x)),
            (d.mean(), reference.mean()),
            (d.variance(), reference.var()),
            (d.stddev(), reference.std()),
            (d.entropy(), reference.entropy()),
        ]
        if name != "Uniform":
            pairs += [(d.log_prob(x), reference.logpdf(x)), (d.log_cdf(x), reference.logcdf(x))]
        with tf.Session() as session:
            for got, want in pairs:
                np.testing.assert_allclose(session.run(got), want, rtol=1e-9, atol=1e-13)
            drawn = session.run(d.sample(20_000, seed=3))
    assert drawn.shape == (20_000, 2)
    for column, (mean, std) in enumerate(zip(reference.mean(), reference.std(), strict=True)):
        # The share of draws below each decile, within five standard errors.
        deciles = reference.ppf(np.linspace(0.1, 0.9, 9)[:, None])[:, column]
        shares = (drawn[:, column, None] <= deciles).mean(0)
        np.testing.assert_allclose(shares, np.linspace(0.1, 0.9, 9), atol=5 * 0.5 / np.sqrt(len(drawn)))
        assert np.isfinite([mean, std]).all()


def test_normal_tails():
    loc, scale = double(0.0, 1.0)
    with loc.graph.as_default():
        d = tfd.Normal(loc, scale)
        x = np.array([-200.0, -21.0, -19.0, -8.5, -1.0, 0.0, 3.0, 8.5, 30.0])
        p = np.array([1e-200, 1e-5, 0.3, 0.5, 0.99])
        with tf.Session() as session:
            logs, above, quantiles = session.run([d.log_cdf(x), d.log_survival_function(-x), d.quantile(p)])
            value = tf.constant(x)
            slopes = session.run(tf.gradients(d.log_cdf(value), value)[0])
    np.testing.assert_allclose(logs, stats.norm.logcdf(x), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(above, logs)
    np.testing.assert_allclose(quantiles, stats.norm.ppf(p), rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(
        slopes, np.exp(stats.norm.logpdf(x) - stats.norm.logcdf(x)), rtol=1e-9, atol=1e-300
    )


def test_discrete_ones_are_scipy_s():
    weights, counts = [1.0, 2.0, 3.0], [1.0, 2.0, 2.0]
    chances = [0.2, 0.3, 0.5]
    d = tfd.DirichletMultinomial(5.0, weights)
    r = stats.dirichlet_multinomial(np.array(weights), 5)
    got = run([d.log_prob(counts), d.mean(), d.variance(), d.covariance()])
    for own, want in zip(got, [r.logpmf([1, 2, 2]), r.mean(), r.var(), r.cov()], strict=True):
        np.testing.assert_allclose(own, want, rtol=1e-5)
    d = tfd.Multinomial(5.0, probs=chances)
    r = stats.multinomial(5, chances)
    got = run([d.log_prob(counts), d.mean(), d.covariance()])
    for own, want in zip(got, [r.logpmf([1, 2, 2]), 5 * np.array(chances), r.cov()], strict=True):
        np.testing.assert_allclose(own, want, rtol=1e-5)
    d = tfd.Dirichlet(weights)
    r = stats.dirichlet(weights)
    x = np.array([0.25, 0.25, 0.5])
    got = run([d.log_prob(x), d.entropy(), d.mean(), d.covariance()])
    for own, want in zip(got, [r.logpdf(x), r.entropy(), r.mean(), r.cov()], strict=True):
        np.testing.assert_allclose(own, want, rtol=1e-5, atol=1e-6)
    d = tfd.Bernoulli(logits=[-1.0, 2.0])
    r = stats.bernoulli(1 / (1 + np.exp([1.0, -2.0])))
    got = run([d.log_prob([[0], [1]]), d.entropy(), d.variance()])
    for own, want in zip(got, [r.logpmf([[0], [1]]), r.entropy(), r.var()], strict=True):
        np.testing.assert_allclose(own, want, rtol=1e-5)


def test_samples_of_counts():
    """Each sample has its own number of draws, and means are right."""
    d = tfd.Multinomial([4.0, 600.0], probs=[0.2, 0.3, 0.5])
    assert d.sample([7, 2]).shape.as_list() == [7, 2, 2, 3]
    drawn = run(d.sample(2000, seed=1))
    assert (drawn.sum(-1) == [4, 600]).all()
    error = np.sqrt(run(d.variance()) / 2000)
    assert (abs(drawn.mean(0) - run(d.mean())) < 5 * error).all()
    d = tfd.DirichletMultinomial(6.0, [1.0, 2.0])
    drawn = run(d.sample(4000, seed=2))
    assert (drawn.sum(-1) == 6).all()
    np.testing.assert_allclose(np.cov(drawn.T), run(d.covariance()), rtol=0.1)
    d = tfd.Categorical(logits=np.log([[0.1, 0.9], [0.6, 0.4]]), dtype=tf.int64)
    drawn = run(d.sample(20_000, seed=3))
    assert drawn.dtype == np.int64
    np.testing.assert_allclose(drawn.mean(0), [0.9, 0.4], atol=0.02)


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda c: c["name"])
def test_answers_and_samples_are_tensorflow_s(case):
    """With one seed both draw the same, but for Multinomial, which draws all rows at once here."""
    with tf.Graph().as_default(), tf.Session() as session:
        d = getattr(tfd, case["name"])(**case["arguments"])
        assert d.batch_shape.as_list() == case["batch"]
        assert d.event_shape.as_list() == case["event"]
        assert session.run(d.batch_shape_tensor()).tolist() == case["batch"]
        assert session.run(d.event_shape_tensor()).tolist() == case["event"]
        drawn = d.sample([3], seed=11)
        for recorded in case["samples"]:
            own = session.run(drawn)
            if case["name"] == "Multinomial":
                assert own.shape == np.shape(recorded)
            else:
                np.testing.assert_allclose(own, recorded, rtol=2e-6, atol=1e-7)
        for method, recorded in case["answers"].items():
            one = method in ("mean", "variance", "stddev", "mode", "entropy")
            own = session.run(getattr(d, method)(*([] if one else [case["value"]])))
            want = np.array([float(v) for v in recorded])
            np.testing.assert_allclose(np.ravel(own), want, rtol=2e-5, atol=2e-6, err_msg=method)


def test_divergences_by_sampling():
    pairs = [
        (tfd.Normal(0.0, 1.0), tfd.Normal(1.0, 2.0)),
        (tfd.Gamma(2.0, 3.0), tfd.Gamma(1.5, 1.0)),
        (tfd.Beta(2.0, 3.0), tfd.Beta(1.5, 1.0)),
        (tfd.Dirichlet([2.0, 3.0, 1.0]), tfd.Dirichlet([1.0, 1.5, 2.0])),
        (tfd.Exponential(1.0), tfd.Exponential(2.0)),
        (tfd.Bernoulli(probs=0.3), tfd.Bernoulli(probs=0.6)),
        (tfd.Categorical(probs=[0.2, 0.8]), tfd.Categorical(probs=[0.5, 0.5])),
    ]
    for a, b in pairs:
        drawn = a.sample(40_000, seed=5)
        terms = a.log_prob(drawn) - b.log_prob(drawn)
        exact, values, cross = run([tfd.kl_divergence(a, b), terms, a.cross_entropy(b)])
        error = 5 * values.std() / np.sqrt(values.size) + 1e-6
        assert abs(exact - values.mean()) < error, type(a).__name__
        np.testing.assert_allclose(cross, run(a.entropy()) + exact, rtol=1e-5)


def test_divergences_are_looked_up_by_class():
    class Own(tfd.Normal):
        pass

    assert run(tfd.kl_divergence(Own(0.0, 1.0), tfd.Normal(1.0, 1.0))) == 0.5

    @tfd.RegisterKL(Own, Own)
    def _own(a, b, name=None):
        return tf.constant([np.nan, 1.0])

    assert np.isnan(run(Own(0.0, 1.0).kl_divergence(Own(0.0, 1.0)))[0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="returned NaN values"):
        run(tfd.kl_divergence(Own(0.0, 1.0), Own(0.0, 1.0), allow_nan_stats=False))
    with pytest.raises(ValueError, match="already been registered"):
        tfd.RegisterKL(Own, Own)(_own)
    with pytest.raises(NotImplementedError, match="No KL"):
        tfd.kl_divergence(tfd.Normal(0.0, 1.0), tfd.Gamma(1.0, 1.0))


@pytest.mark.parametrize(
    ("make", "slope"),
    [
        (lambda a: tfd.Gamma(a, 2.0), 0.5),
        (lambda a: tfd.Normal(a, 2.0), 1.0),
        (lambda a: tfd.Laplace(a, 2.0), 1.0),
        (lambda a: tfd.Beta(a, 2.0), 2.0 / 5.0**2),
        (lambda a: tfd.Uniform(0.0, a), 0.5),
        (lambda a: tfd.Exponential(a), -1.0 / 9.0),
    ],
)
def test_gradients_flow_through_samples(make, slope):
    """The mean of samples moves as the distribution's mean does."""
    a = tf.placeholder(tf.float32, [])
    d = make(a)
    assert d.reparameterization_type is tfd.FULLY_REPARAMETERIZED
    got = run(tf.gradients(tf.reduce_mean(d.sample(50_000, seed=7)), a)[0], {a: 3.0})
    assert abs(got - slope) < 0.03 * abs(slope)


def test_no_gradients_through_counts():
    a = tf.constant([0.3, 0.7])
    for d in [tfd.Bernoulli(probs=a), tfd.Categorical(probs=a), tfd.Multinomial(3.0, probs=a)]:
        assert d.reparameterization_type is tfd.NOT_REPARAMETERIZED
        assert tf.gradients(tf.cast(d.sample(3), tf.float32), a) == [None]


def test_log_prob_gradients():
    x = tf.constant(0.4, tf.float64)
    a, b = double(2.0, 3.0)
    a, b = tf.constant(2.0, tf.float64), tf.constant(3.0, tf.float64)
    for d in [tfd.Beta(a, b), tfd.Gamma(a, b), tfd.StudentT(a, b, a), tfd.Laplace(a, b), tfd.Normal(a, b)]:
        for y in [d.log_prob(x), d.entropy()]:
            for parameter in (a, b):
                slope = tf.gradients(y, parameter)[0]
                if slope is None:
                    continue
                with tf.Session() as session:
                    value, step = session.run(parameter), 1e-5
                    high = session.run(y, {parameter: value + step})
                    low = session.run(y, {parameter: value - step})
                    np.testing.assert_allclose(
                        session.run(slope), (high - low) / (2 * step), rtol=1e-6, atol=1e-9
                    )


def test_shapes_and_copies():
    d = tfd.Normal(tf.zeros([3, 1]), tf.ones([2]), name="mine")
    assert d.name == "mine/"
    assert (d.batch_shape.as_list(), d.event_shape.as_list(), d.dtype) == ([3, 2], [], tf.float32)
    assert d.sample([5, 4]).shape.as_list() == [5, 4, 3, 2]
    assert d.sample().shape.as_list() == [3, 2]
    assert run([d.is_scalar_batch(), d.is_scalar_event()]) == [False, True]
    other = d.copy(scale=3.0, validate_args=True)
    assert other.validate_args and run(other.stddev()).ravel().tolist() == [3.0, 3.0, 3.0]
    assert sorted(d.parameters) == ["allow_nan_stats", "loc", "name", "scale", "validate_args"]
    assert tfd.Normal.param_static_shapes([2, 3])["loc"].as_list() == [2, 3]
    assert run(tfd.Gamma.param_shapes([4]))["rate"].tolist() == [4]
    unknown = tf.placeholder(tf.float32, None)
    d = tfd.Gamma(unknown, 1.0)
    assert d.batch_shape.ndims is None
    assert run([d.batch_shape_tensor(), tf.shape(d.sample(6))], {unknown: np.ones((2, 3))})[1].tolist() == [
        6,
        2,
        3,
    ]
    size = tf.placeholder(tf.int32, [])
    assert run(tfd.Dirichlet([1.0, 2.0]).sample(size), {size: 5}).shape == (5, 2)


def test_arguments_are_checked_when_asked_for():
    bad = tf.placeholder(tf.float32, [])
    for d in [
        tfd.Normal(0.0, bad, validate_args=True),
        tfd.Gamma(bad, 1.0, validate_args=True),
        tfd.Laplace(0.0, bad, validate_args=True),
        tfd.StudentT(bad, 0.0, 1.0, validate_args=True),
        tfd.Beta(1.0, bad, validate_args=True),
        tfd.Uniform(0.0, bad, validate_args=True),
        tfd.Bernoulli(probs=bad, validate_args=True),
    ]:
        with pytest.raises(tf.errors.InvalidArgumentError):
            run(d.mean(), {bad: -1.0})
        assert np.isfinite(run(d.log_prob(0.5), {bad: 0.75})) or d.dtype == tf.int32
    with pytest.raises(ValueError, match="Must pass probs or logits"):
        tfd.Bernoulli()
    with pytest.raises(ValueError, match="Must pass probs or logits"):
        tfd.Categorical([1.0, 2.0], [0.5, 0.5])
    with pytest.raises(ValueError, match="float64"):
        tfd.Normal(tf.constant(0.0), tf.constant(1.0, tf.float64))
    with pytest.raises(tf.errors.InvalidArgumentError, match="mode not defined"):
        run(tfd.Gamma(0.5, 1.0, allow_nan_stats=False).mode())
    with pytest.raises(tf.errors.InvalidArgumentError, match="mean not defined"):
        run(tfd.StudentT(0.5, 0.0, 1.0, allow_nan_stats=False).mean())
    with pytest.raises(NotImplementedError, match="quantile is not implemented: Gamma"):
        tfd.Gamma(1.0, 1.0).quantile(0.5)
    with pytest.raises(NotImplementedError, match="mean is not implemented: Categorical"):
        tfd.Categorical([1.0, 2.0]).mean()
    with pytest.raises(ValueError, match="at least one axis"):
        tfd.Categorical(1.0)
