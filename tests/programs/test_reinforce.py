"""Policy gradients (REINFORCE) on a walk with a goal, in TensorFlow 1 style, with the world in a py_func."""

from __future__ import annotations

import numpy as np

import rheos as tf

LENGTH, STEPS, WALKS = 5, 12, 32


class World:
    """Walks on a line from 0: each step goes left or right; the end on the right gives 1 and starts anew."""

    def __init__(self) -> None:
        self.places = np.zeros(WALKS, np.int64)

    def step(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        self.places = np.maximum(self.places + np.where(actions == 1, 1, -1), 0)
        rewards = (self.places == LENGTH - 1).astype(np.float32)
        self.places[rewards > 0] = 0
        return self.places.copy(), rewards


def test_the_policy_learns_to_walk_to_the_goal() -> None:
    world = World()
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(3)
        place = tf.placeholder(tf.int64, [None], name="place")
        action = tf.placeholder(tf.int32, [None], name="action")
        advantage = tf.placeholder(tf.float32, [None], name="advantage")
        with tf.variable_scope("policy"):
            weights = tf.get_variable("weights", [LENGTH, 2], initializer=tf.zeros_initializer())
            logits = tf.matmul(tf.one_hot(place, LENGTH), weights)
        sampled = tf.squeeze(tf.multinomial(logits, 1), axis=1)
        moved, reward = tf.py_func(world.step, [sampled], [tf.int64, tf.float32], name="world")
        neg_log_prob = tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=action)
        entropy = -tf.reduce_sum(tf.nn.softmax(logits) * tf.nn.log_softmax(logits), axis=1)
        loss = tf.reduce_mean(neg_log_prob * advantage) - 0.01 * tf.reduce_mean(entropy)
        train_op = tf.train.AdamOptimizer(0.1).minimize(loss)
        sess.run(tf.global_variables_initializer())
        totals = []
        for _ in range(40):
            world.places[:] = 0
            places, actions, rewards = [], [], []
            now = world.places.copy()
            for _ in range(STEPS):
                chosen, after, got = sess.run([sampled, moved, reward], feed_dict={place: now})
                places.append(now)
                actions.append(chosen)
                rewards.append(got)
                now = after
            returns = np.zeros((STEPS, WALKS), np.float32)
            ahead = np.zeros(WALKS, np.float32)
            for t in reversed(range(STEPS)):
                ahead = returns[t] = rewards[t] + 0.9 * ahead
            scaled = (returns - returns.mean()) / (returns.std() + 1e-6)
            feed = {
                place: np.concatenate(places),
                action: np.concatenate(actions),
                advantage: scaled.ravel(),
            }
            sess.run(train_op, feed_dict=feed)
            totals.append(np.sum(rewards) / WALKS)
        right = sess.run(tf.nn.softmax(logits), feed_dict={place: np.arange(LENGTH - 1)})[:, 1]
    assert np.mean(totals[:3]) < 1.0
    assert np.mean(totals[-5:]) > 2.0
    assert (right > 0.7).all()
