"""What a run costs apart from its arithmetic."""

import rheos as tf

from .peers.cases import chain_inputs
from .peers.tf1 import chain


class Overhead:
    """Adding two numbers: everything but the addition is overhead."""

    def setup(self):
        tf.reset_default_graph()
        self.a, self.b = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
        self.fed = self.a + self.b
        self.unfed = tf.Variable(1.0) + tf.Variable(2.0)
        self.many = [tf.Variable(float(i)) + 1.0 for i in range(20)]
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())
        self.callable = self.sess.make_callable(self.fed, [self.a, self.b])

    def teardown(self):
        self.sess.close()

    def time_two_numbers_fed(self):
        self.sess.run(self.fed, {self.a: 1.0, self.b: 2.0})

    def time_nothing_fed(self):
        self.sess.run(self.unfed)

    def time_make_callable(self):
        self.callable(1.0, 2.0)

    def time_twenty_fetches(self):
        self.sess.run(self.many)


class Chain:
    """Element-wise ops in a row on 16 floats: the cost of a step of the plan, or of fusing them."""

    params = [10, 100, 1000]
    param_names = ["ops"]

    def setup(self, ops):
        tf.reset_default_graph()
        self.start, self.end = chain(tf, ops)
        self.value = chain_inputs()[0]
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def teardown(self, ops):
        self.sess.close()

    def time_chain(self, ops):
        self.sess.run(self.end, {self.start: self.value})


class GrowingGraph:
    """Many programs add ops between runs; an op that the run does not need must not make it slow."""

    number = 1
    repeat = (3, 5, 10.0)

    def setup(self):
        tf.reset_default_graph()
        self.x = tf.placeholder(tf.float32, [])
        self.y = self.x + 1.0
        self.sess = tf.Session()

    def teardown(self):
        self.sess.close()

    def time_thousand_runs_and_new_ops(self):
        for _ in range(1000):
            tf.add(self.x, 2.0)
            self.sess.run(self.y, {self.x: 1.0})
