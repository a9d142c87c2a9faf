"""Building a graph of matmul and tanh nodes, differentiating it, running it for the first time.

All three should grow linearly with the number of nodes.
"""

import rheos as tf

from .peers.tf1 import tower


class Tower:
    """Every sample starts from an empty graph."""

    params = [1000, 4000, 20000, 100000]
    param_names = ["nodes"]
    number = 1
    warmup_time = 0.0
    repeat = (3, 10, 5.0)
    timeout = 300

    def setup(self, nodes):
        tf.reset_default_graph()
        self.layers = nodes // 2

    def time_build(self, nodes):
        tower(tf, self.layers)


class TowerGradients(Tower):
    """The graph is there; its gradients are not."""

    def setup(self, nodes):
        super().setup(nodes)
        self.weights, self.top = tower(tf, self.layers)

    def time_gradients(self, nodes):
        tf.gradients(self.top, [self.weights])

    time_build = None


class TowerFirstRun(TowerGradients):
    """Graph, gradients and variables are there; no run has been planned for them."""

    def setup(self, nodes):
        super().setup(nodes)
        (self.gradient,) = tf.gradients(self.top, [self.weights])
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def teardown(self, nodes):
        self.sess.close()

    def time_first_run(self, nodes):
        self.sess.run(self.gradient)

    time_gradients = None
