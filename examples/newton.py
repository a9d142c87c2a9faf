"""Find the bottom of Rosenbrock's valley by Newton's method: gradients of gradients.

f(x) = (1 - x0)^2 + 100 (x1 - x0^2)^2 has its minimum, 0, at (1, 1), at the end of a long curved valley in
which plain gradient descent needs thousands of steps. Newton's method uses second derivatives and is
there in a handful. ``tf.gradients`` adds the derivatives to the graph, as nodes like any others, so its
result can be differentiated again.
"""

import numpy as np

import rheos as tf


def main():
    x = tf.Variable([-1.2, 1.0], dtype=tf.float64, name="x")
    x0, x1 = tf.unstack(x)
    f = (1.0 - x0) ** 2 + 100.0 * (x1 - x0**2) ** 2

    (gradient,) = tf.gradients(f, x)
    hessian = tf.stack([tf.gradients(gradient[i], x)[0] for i in range(2)])
    step = tf.placeholder(tf.float64, [2])
    move = tf.assign_sub(x, step)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i in range(10):
            where, height, slope, bend = sess.run((x, f, gradient, hessian))
            print(f"step {i}   f({where[0]:.6f}, {where[1]:.6f}) = {height:.7g}")
            if np.abs(slope).max() < 1e-9:
                break
            sess.run(move, feed_dict={step: np.linalg.solve(bend, slope)})
    print(f"minimum at ({where[0]:.9f}, {where[1]:.9f})")


if __name__ == "__main__":
    main()
