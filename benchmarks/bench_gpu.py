"""What a warm training step makes a GPU do: counts, which hold on any GPU, also on a software one.

Times are for `python -m rheos.bench gpu` on a real one.
"""

import os

import rheos as tf
from rheos import _native

from .peers.networks import TRAIN_STEP


class Counts:
    """784-256-128-10, batch 128, Adam; pictures and labels are fed, nothing is fetched."""

    params = ("submits", "dispatches", "pipelines", "uploaded", "downloaded")
    param_names = ("count",)

    def setup(self, count):
        os.environ.setdefault("RHEOS_GPU", "software")
        if not _native._gpus():
            raise NotImplementedError("there is no GPU, nor a software one")
        tf.reset_default_graph()
        with tf.device("/gpu:0"):
            self.feed, _, self.step = TRAIN_STEP.tf1_step(tf)
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())
        self.sess.run(self.step, self.feed)

    def teardown(self, count):
        self.sess.close()

    def track_step(self, count):
        before = _native._gpu_counts()[count]
        self.sess.run(self.step, self.feed)
        return _native._gpu_counts()[count] - before
