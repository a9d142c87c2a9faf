"""Tiny training programs that run under TensorFlow 1's API, whoever provides it.

In: the module that plays `tf`. Out: plain lists of numbers and names. `make_optimizers.py` runs them with
TensorFlow and records the results; `tests/train/` runs them with rheos and compares.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

STEPS = 7

# Optimizer class, keyword arguments. Each runs on a dense and on a sparse problem.
OPTIMIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "sgd": ("GradientDescentOptimizer", {"learning_rate": 0.05}),
    "momentum": ("MomentumOptimizer", {"learning_rate": 0.03, "momentum": 0.9}),
    "nesterov": ("MomentumOptimizer", {"learning_rate": 0.03, "momentum": 0.9, "use_nesterov": True}),
    "adagrad": ("AdagradOptimizer", {"learning_rate": 0.1, "initial_accumulator_value": 0.2}),
    "adadelta": ("AdadeltaOptimizer", {"learning_rate": 0.5, "rho": 0.9, "epsilon": 1e-3}),
    "rmsprop": ("RMSPropOptimizer", {"learning_rate": 0.02, "decay": 0.8, "momentum": 0.5, "epsilon": 1e-4}),
    "rmsprop_centered": ("RMSPropOptimizer", {"learning_rate": 0.02, "momentum": 0.3, "centered": True}),
    "adam": ("AdamOptimizer", {"learning_rate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6}),
    "ftrl": (
        "FtrlOptimizer",
        {"learning_rate": 0.1, "l1_regularization_strength": 0.01, "l2_regularization_strength": 0.02},
    ),
    "ftrl_shrink": (
        "FtrlOptimizer",
        {
            "learning_rate": 0.1,
            "learning_rate_power": -0.7,
            "initial_accumulator_value": 0.3,
            "l2_shrinkage_regularization_strength": 0.05,
        },
    ),
    "proximal_sgd": (
        "ProximalGradientDescentOptimizer",
        {"learning_rate": 0.05, "l1_regularization_strength": 0.1, "l2_regularization_strength": 0.2},
    ),
    "proximal_adagrad": (
        "ProximalAdagradOptimizer",
        {"learning_rate": 0.1, "l1_regularization_strength": 0.05, "l2_regularization_strength": 0.1},
    ),
    "adagrad_da": ("AdagradDAOptimizer", {"learning_rate": 0.1, "l1_regularization_strength": 0.01}),
}

# Decay function, positional arguments after the step, keyword arguments. `None` stands for the step.
DECAYS: dict[str, tuple[str, list[Any], dict[str, Any]]] = {
    "exponential": ("exponential_decay", [0.5, None, 4, 0.7], {}),
    "exponential_staircase": ("exponential_decay", [0.5, None, 4, 0.7], {"staircase": True}),
    "piecewise": ("piecewise_constant", [None, [2, 5], [1.0, 0.5, 0.1]], {}),
    "polynomial": ("polynomial_decay", [0.5, None, 6], {"end_learning_rate": 0.05, "power": 2.0}),
    "polynomial_cycle": ("polynomial_decay", [0.5, None, 4], {"end_learning_rate": 0.1, "cycle": True}),
    "natural_exp": ("natural_exp_decay", [0.5, None, 3, 0.4], {}),
    "natural_exp_staircase": ("natural_exp_decay", [0.5, None, 3, 0.4], {"staircase": True}),
    "inverse_time": ("inverse_time_decay", [0.5, None, 3, 0.4], {}),
    "inverse_time_staircase": ("inverse_time_decay", [0.5, None, 3, 0.4], {"staircase": True}),
    "cosine": ("cosine_decay", [0.5, None, 6], {"alpha": 0.1}),
    "cosine_restarts": ("cosine_decay_restarts", [0.5, None, 3], {"t_mul": 1.5, "m_mul": 0.8, "alpha": 0.05}),
    "cosine_restarts_even": ("cosine_decay_restarts", [0.5, None, 3], {"t_mul": 1.0}),
    "linear_cosine": (
        "linear_cosine_decay",
        [0.5, None, 6],
        {"num_periods": 0.7, "alpha": 0.1, "beta": 0.01},
    ),
}


def dense(tf: Any, name: str) -> list[list[float]]:
    """All weights after each step of fitting a linear map."""
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.constant([[1.0, -2.0], [0.5, 1.5], [-1.0, 0.25]])
        target = tf.constant([[1.0, 0.0, -1.0], [0.5, 0.5, 0.0], [0.0, -0.5, 2.0]])
        w = tf.Variable([[0.3, -0.2, 0.1], [0.8, 0.05, -0.4]], name="w")
        b = tf.Variable([0.1, 0.0, -0.1], name="b")
        loss = tf.reduce_mean(tf.square(tf.matmul(x, w) + b - target))
        train = _optimizer(tf, name).minimize(loss)
        session.run(tf.global_variables_initializer())
        return [_step(session, train, [w, b]) for _ in range(STEPS)]


def sparse(tf: Any, name: str) -> list[list[float]]:
    """An embedding after each step of fitting some of its rows, one of them listed twice."""
    with tf.Graph().as_default(), tf.Session() as session:
        rows = [[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6], [0.7, -0.8], [0.05, 0.15]]
        table = tf.Variable(rows, name="table")
        picked = tf.gather(table, tf.constant([1, 3, 1]))
        target = tf.constant([[1.0, -1.0], [0.0, 0.5], [0.2, 0.3]])
        loss = tf.reduce_sum(tf.square(picked - target))
        train = _optimizer(tf, name).minimize(loss)
        session.run(tf.global_variables_initializer())
        return [_step(session, train, [table]) for _ in range(STEPS)]


def decay(tf: Any, name: str) -> list[float]:
    """The learning rate at steps 0 to 9."""
    function, args, kwargs = DECAYS[name]
    with tf.Graph().as_default(), tf.Session() as session:
        step = tf.placeholder(tf.int64, [], name="step")
        rate = getattr(tf.train, function)(*[step if a is None else a for a in args], **kwargs)
        return [float(session.run(rate, {step: i})) for i in range(10)]


def averages(tf: Any, kwargs: dict[str, Any], zero_debias: bool) -> list[list[float]]:
    """A variable's and a tensor's moving averages while the variable grows."""
    with tf.Graph().as_default(), tf.Session() as session:
        v = tf.Variable([1.0, 2.0], name="v")
        t = tf.identity(v * 3.0, name="t")
        ema = tf.train.ExponentialMovingAverage(0.8, zero_debias=zero_debias, **kwargs)
        maintain = ema.apply([v, t])
        grow = tf.assign_add(v, [0.5, -0.25])
        session.run(tf.global_variables_initializer())
        out = []
        for _ in range(STEPS):
            session.run(grow)
            session.run(maintain)
            out.append(_flat(session.run([ema.average(v), ema.average(t)])))
        return out


def names(tf: Any, name: str) -> dict[str, Any]:
    """Names a user meets after `minimize` of a model in scopes."""
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [None, 2], name="x")
        with tf.variable_scope("layer"):
            w = tf.get_variable("w", [2, 3], initializer=tf.zeros_initializer())
            b = tf.Variable([0.0, 0.0, 0.0], name="b")
        with tf.name_scope("loss"):
            loss = tf.reduce_mean(tf.square(tf.matmul(x, w) + b))
        step = tf.train.get_or_create_global_step()
        optimizer = _optimizer(tf, name)
        train = optimizer.minimize(loss, global_step=step)
        return {
            "train": train.name,
            "global": [v.name for v in tf.global_variables()],
            "trainable": [v.name for v in tf.trainable_variables()],
            "slots": {s: optimizer.get_slot(w, s).name for s in optimizer.get_slot_names()},
            "optimizer": [v.name for v in optimizer.variables()],
            "read": [
                w.value().name,
                w.read_value().name,
                w.initializer.name,
                w.op.name,
                w.initial_value.name,
            ],
            "updates": sorted(
                op.name for op in graph.get_operations() if "/update_" in op.name and "Apply" in op.type
            ),
        }


def scopes(tf: Any) -> list[str]:
    """Names of variables and operations made in nested and re-entered variable scopes."""
    out: list[str] = []

    def note(*things: Any) -> None:
        out.extend(thing.name for thing in things)

    with tf.Graph().as_default():
        with tf.variable_scope("a") as a:
            note(tf.get_variable("v", [1]), tf.Variable(1.0), tf.Variable(1.0, name="v"), tf.constant(1.0))
            with tf.variable_scope("b"):
                note(tf.get_variable("v", [1]), tf.constant(1.0))
        with tf.variable_scope("a", reuse=True):
            note(tf.get_variable("v", [1]), tf.constant(1.0))
        with tf.variable_scope(a, reuse=True):
            note(tf.get_variable("v", [1]), tf.constant(1.0))
        with tf.variable_scope(a, auxiliary_name_scope=False):
            note(tf.constant(1.0))
        with tf.variable_scope("c", auxiliary_name_scope=False):
            note(tf.constant(1.0), tf.get_variable("v", [1]))
        for _ in range(3):
            with tf.variable_scope(None, default_name="block"):
                note(tf.get_variable("v", [1]), tf.constant(1.0))
        with tf.name_scope("outer"), tf.variable_scope("d"):
            note(tf.get_variable("v", [1]), tf.Variable(1.0), tf.constant(1.0))
        with tf.variable_scope("e/f"):
            note(tf.get_variable("g/v", [1]))
        with tf.variable_scope("d", reuse=tf.AUTO_REUSE):
            note(tf.get_variable("v", [1]), tf.get_variable("u", [1]))
            with tf.variable_scope(tf.get_variable_scope()):
                note(tf.get_variable("u", [1]), tf.constant(1.0))
    return out


def _optimizer(tf: Any, name: str) -> Any:
    kind, kwargs = OPTIMIZERS[name]
    if kind == "AdagradDAOptimizer":
        kwargs = {**kwargs, "global_step": tf.train.get_or_create_global_step()}
    return getattr(tf.train, kind)(**kwargs)


def _step(session: Any, train: Any, variables: list[Any]) -> list[float]:
    session.run(train)
    return _flat(session.run(variables))


def _flat(arrays: list[Any]) -> list[float]:
    return [float(x) for array in arrays for x in array.ravel()]


def everything(tf: Any, attempt: Callable[[Callable[[], Any]], Any]) -> dict[str, Any]:
    """Run all programs; `attempt` calls each and may turn a failure into None."""
    return {
        "dense": {n: attempt(lambda n=n: dense(tf, n)) for n in OPTIMIZERS},
        "sparse": {n: attempt(lambda n=n: sparse(tf, n)) for n in OPTIMIZERS},
        "decays": {n: attempt(lambda n=n: decay(tf, n)) for n in DECAYS},
        "averages": {
            "plain": attempt(lambda: averages(tf, {}, False)),
            "steps": attempt(lambda: averages(tf, {"num_updates": 3}, False)),
            "debiased": attempt(lambda: averages(tf, {}, True)),
        },
        "names": {n: attempt(lambda n=n: names(tf, n)) for n in OPTIMIZERS},
        "scopes": attempt(lambda: scopes(tf)),
    }
