"""Runs that read a variable while another changes it."""

import threading

import numpy as np

import rheos as tf


def test_readers_beside_a_writer_see_whole_values() -> None:
    """Each result is made of one value, old or new, and never of one that is still to be computed."""
    size = 8
    with tf.Graph().as_default() as graph, tf.device("/gpu:0"):
        x = tf.placeholder(tf.float32, [4, size])
        w = tf.Variable(np.ones([size, size], np.float32))
        y = tf.matmul(x, w)
        add, new = w.assign_add(tf.ones([size, size])), w.assign(tf.ones([size, size]) * 2.0)
        session = tf.Session(graph=graph)
        session.run(tf.global_variables_initializer())
    wrong: list[np.ndarray] = []

    def read() -> None:
        for i in range(300):
            if i % 2:
                made = np.unique(session.run(y, {x: np.ones([4, size], np.float32)})) / size
            else:
                made = np.unique(session.run(w))
            if made.size != 1 or made[0] < 1 or made[0] % 1:
                wrong.append(made)

    def write() -> None:
        for i in range(300):
            session.run(add.op if i % 3 else new.op)

    threads = [threading.Thread(target=work) for work in (read, read, read, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
