"""Training a multilayer perceptron: time and memory of a step."""

import rheos as tf

from .bench_import import resident
from .peers.networks import TRAIN_STEP


class Mlp:
    """784-256-128-10, batch 128, Adam; pictures and labels are fed."""

    def setup(self):
        tf.reset_default_graph()
        self.feed, self.loss, self.step = TRAIN_STEP.tf1_step(tf)
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def teardown(self):
        self.sess.close()

    def time_step(self):
        self.sess.run([self.loss, self.step], self.feed)

    def time_inference(self):
        self.sess.run(self.loss, self.feed)

    def peakmem_ten_steps(self):
        for _ in range(10):
            self.sess.run(self.step, self.feed)

    def track_growth(self):
        """Memory gained over 10,000 runs that feed and fetch: none, in the ideal."""
        feed = {tensor: value[:2] for tensor, value in self.feed.items()}
        for _ in range(100):
            self.sess.run([self.loss, self.step], feed)
        before = resident()
        for _ in range(10000):
            self.sess.run([self.loss, self.step], feed)
        return resident() - before

    track_growth.unit = "bytes"
    track_growth.timeout = 300
