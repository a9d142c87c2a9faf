"""A few ops on their own: results fetched, nothing fed."""

import rheos as tf

from .peers.case import array
from .peers.rows import gelu

ROWS = {
    "add": lambda x: x + x,
    "exp": tf.exp,
    "tanh": tf.tanh,
    "gelu": lambda x: gelu(tf.tanh, x),
    "sum all": tf.reduce_sum,
    "sum rows": lambda x: tf.reduce_sum(x, 1),
    "sum columns": lambda x: tf.reduce_sum(x, 0),
    "max rows": lambda x: tf.reduce_max(x, 1),
    "argmax": lambda x: tf.argmax(x, 1),
    "softmax": tf.nn.softmax,
    "transpose": tf.transpose,
    "concat": lambda x: tf.concat([x, x], 1),
    "one_hot": lambda x: tf.one_hot(tf.cast(tf.abs(x[:, 0]), tf.int32), 1000),
    "gather": lambda x: tf.gather(x, tf.cast(tf.abs(x[:, 0]) * 100.0, tf.int32)),
}


class Million:
    """One op on float32 [1000, 1000]."""

    params = [list(ROWS)]
    param_names = ["op"]

    def setup(self, op):
        tf.reset_default_graph()
        self.result = ROWS[op](tf.Variable(array(1000, 1000)))
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def teardown(self, op):
        self.sess.close()

    def time_op(self, op):
        self.sess.run(self.result)


class MatMul:
    """Square matrices, and the transposed and narrow shapes that training meets."""

    params = [
        ["8", "64", "256", "1024", "256, a transposed", "256, b transposed", "128x784x10", "1x1024x1024"]
    ]
    param_names = ["shape"]

    def setup(self, shape):
        tf.reset_default_graph()
        size, _, option = shape.partition(", ")
        m, k, n = (int(i) for i in (size.split("x") if "x" in size else [size] * 3))
        a, b = tf.Variable(array(m, k)), tf.Variable(array(k, n, seed=1))
        flags = {"a transposed": {"transpose_a": True}, "b transposed": {"transpose_b": True}}
        self.result = tf.matmul(a, b, **flags.get(option, {}))
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def teardown(self, shape):
        self.sess.close()

    def time_matmul(self, shape):
        self.sess.run(self.result)
