"""The cases in TensorFlow, by its compat.v1 module."""

import os

import tensorflow
import tensorflow.compat.v1 as tf

from . import tf1

VERSION = tensorflow.__version__
tf.disable_v2_behavior()


def cases():
    """See cases.py."""
    threads = int(os.environ["OMP_NUM_THREADS"])
    config = tf.ConfigProto(intra_op_parallelism_threads=threads, inter_op_parallelism_threads=threads)
    return tf1.cases(tf, lambda: tf.Session(config=config))
