"""Learn exclusive or, the classic that no single layer can.

The output is 1 where exactly one of the two inputs is 1. No straight line separates the two cases, so a
hidden layer is needed. Variables are made by ``get_variable`` inside a ``variable_scope``, which gives
them names such as ``hidden/weights:0``.
"""

import numpy as np

import rheos as tf

INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
WANTED = np.array([[0], [1], [1], [0]], np.float32)


def dense(x, units, scope):
    """``x W + b`` with variables in the scope `scope`; x is [batch, n], the result [batch, units]."""
    with tf.variable_scope(scope):
        shape = [int(x.get_shape()[1]), units]
        weights = tf.get_variable(
            "weights", shape=shape, initializer=tf.truncated_normal_initializer(stddev=1.0)
        )
        biases = tf.get_variable("biases", shape=[units], initializer=tf.zeros_initializer())
        return tf.matmul(x, weights) + biases


def main():
    tf.set_random_seed(1)
    x = tf.placeholder("float", [None, 2])
    y = tf.placeholder("float", [None, 1])
    hidden = tf.tanh(dense(x, 8, "hidden"))
    logits = dense(hidden, 1, "output")
    loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
    train_step = tf.train.MomentumOptimizer(0.5, momentum=0.9).minimize(loss)
    probability = tf.sigmoid(logits)

    print("learning:", ", ".join(variable.name for variable in tf.trainable_variables()))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(301):
            _, value = sess.run([train_step, loss], {x: INPUTS, y: WANTED})
            if step % 100 == 0:
                print(f"step {step:3d}   loss {value:.5f}")
        for (a, b), p in zip(INPUTS, probability.eval({x: INPUTS}), strict=True):
            print(f"{a:.0f} xor {b:.0f} = {p[0]:.0f}   ({p[0]:.3f})")


if __name__ == "__main__":
    main()
