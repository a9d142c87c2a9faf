"""The cases in rheos."""

import rheos as tf

from . import tf1

VERSION = tf.__version__


def cases():
    """See cases.py."""
    return tf1.cases(tf, tf.Session)
