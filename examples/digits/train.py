"""Teach a small neural network to read handwritten digits.

Run it with ``make demo``, or by hand once rheos is installed::

    python examples/digits/train.py

The data are 1,797 real pictures of 8x8 pixels, written by 13 people (SOURCE.md beside this file says
where they come from). Two thirds of them are shown to the network; the last third is held out and only
used at the end, to see what the network makes of handwriting it has never met.

The program is laid out the way every TensorFlow 1 program is:

1. *Describe* the computation. ``placeholder`` marks what will be fed in, ``Variable`` what is to be
   learnt, and each line after that adds nodes to a graph. Nothing is computed yet.
2. *Ask* for what you want. ``sess.run(train_step, feed_dict={...})`` runs the part of the graph that
   ``train_step`` needs.

The seeds are fixed, so you get the same accuracy, to the last digit, whenever and wherever you run it.
Change ``HIDDEN``, ``EPOCHS`` or the optimizer and see what happens.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from report import Progress, confusion_matrix, picture, table

import rheos as tf

DATA = Path(__file__).with_name("optdigits.csv")
HIDDEN = (256,)  # units in each hidden layer; try (128, 64)
EPOCHS = 40  # times that each training picture is shown
BATCH = 32  # pictures per training step
RATE = 2e-3  # Adam's learning rate
SEED = 7


def load_digits():
    """Read and split the data: (train pictures, train labels, held-out pictures, held-out labels).

    Pictures are float32 of shape [n, 64] with values from 0 to 1, labels int32 of shape [n]. The split is the
    same each time.
    """
    rows = np.loadtxt(DATA, delimiter=",", skiprows=1, dtype=np.int32)
    rows = rows[np.random.RandomState(SEED).permutation(len(rows))]
    pictures, labels = (rows[:, :64] / 16.0).astype(np.float32), rows[:, 64]
    held_out = len(rows) // 3
    return pictures[held_out:], labels[held_out:], pictures[:held_out], labels[:held_out]


def layer(x, units, name):
    """One fully connected layer, ``x W + b``, for x of shape [batch, n]; the result is [batch, units]."""
    inputs = x.get_shape().as_list()[1]
    with tf.name_scope(name):
        weights = tf.Variable(
            tf.truncated_normal([inputs, units], stddev=(2.0 / inputs) ** 0.5), name="weights"
        )
        biases = tf.Variable(tf.zeros([units]), name="biases")
        return tf.matmul(x, weights) + biases


def main():
    options = argparse.ArgumentParser(description="Train a small network on handwritten digits.")
    options.add_argument("--png", default="confusion_matrix.png", help="where the picture of the result goes")
    options = options.parse_args()

    train_x, train_y, test_x, test_y = load_digits()
    started = time.perf_counter()

    # 1. Describe the computation.
    tf.set_random_seed(SEED)
    x = tf.placeholder(tf.float32, shape=[None, 64], name="x")
    y = tf.placeholder(tf.int32, shape=[None], name="y")

    hidden = x
    for i, units in enumerate(HIDDEN, start=1):
        hidden = tf.nn.relu(layer(hidden, units, f"hidden{i}"))
    logits = layer(hidden, 10, "output")

    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    train_step = tf.train.AdamOptimizer(RATE).minimize(loss)

    guess = tf.argmax(logits, 1, output_type=tf.int32)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(guess, y), tf.float32))

    # 2. Ask for what you want.
    shuffle = np.random.RandomState(SEED)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        bar = Progress(EPOCHS)
        for epoch in range(EPOCHS):
            order = shuffle.permutation(len(train_x))
            losses = []
            for first in range(0, len(order), BATCH):
                batch = order[first : first + BATCH]
                _, value = sess.run([train_step, loss], feed_dict={x: train_x[batch], y: train_y[batch]})
                losses.append(value)
            bar.step(epoch + 1, float(np.mean(losses)))
        bar.close()
        seconds = time.perf_counter() - started

        guesses, right = sess.run([guess, accuracy], feed_dict={x: test_x, y: test_y})

    matrix = confusion_matrix(test_y, guesses)
    print("\nRows: the digit that was written. Columns: what the network read.\n")
    print(table(matrix))
    saved = picture(matrix, test_x, test_y, guesses, options.png)
    if saved:
        print(f"\nA picture of this, with the digits it misread: {saved}")
    else:
        print("\n(Install matplotlib for a picture of this.)")
    print(f"Trained in {seconds:.1f} s.")
    print(f"Held-out accuracy: {right:.10f} ({np.trace(matrix)} of {len(test_y)} digits)")


if __name__ == "__main__":
    main()
