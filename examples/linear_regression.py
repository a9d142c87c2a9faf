"""Fit a straight line to noisy points by gradient descent: the smallest program that learns something.

The points lie on y = 3 x - 2, give or take a little noise, so the program should find a slope near 3 and
an intercept near -2. The best line in the sense of least squares is also worked out by numpy, which knows
a formula for it; the two must agree.
"""

import numpy as np

import rheos as tf


def main():
    random = np.random.RandomState(0)
    points = random.uniform(-1.0, 1.0, 200).astype(np.float32)
    values = (3.0 * points - 2.0 + random.normal(0.0, 0.1, 200)).astype(np.float32)

    x = tf.placeholder(tf.float32, shape=[None], name="x")
    y = tf.placeholder(tf.float32, shape=[None], name="y")
    slope = tf.Variable(0.0, name="slope")
    intercept = tf.Variable(0.0, name="intercept")

    loss = tf.reduce_mean(tf.square(slope * x + intercept - y))
    train_step = tf.train.GradientDescentOptimizer(learning_rate=0.3).minimize(loss)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(201):
            _, value = sess.run([train_step, loss], feed_dict={x: points, y: values})
            if step % 50 == 0:
                print(f"step {step:3d}   loss {value:.5f}")
        found = sess.run([slope, intercept])

    best = np.polyfit(points.astype(np.float64), values.astype(np.float64), 1)
    print(f"rheos: slope {found[0]:.4f}, intercept {found[1]:.4f}")
    print(f"numpy: slope {best[0]:.4f}, intercept {best[1]:.4f}")


if __name__ == "__main__":
    main()
