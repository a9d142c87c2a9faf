"""Skip-gram with noise-contrastive estimation, as TensorFlow 1's word2vec tutorial is written."""

from __future__ import annotations

import collections
import random

import numpy as np

import rheos as tf


def corpus(length: int) -> list[str]:
    """A text in which words come in pairs that never mix: day and sun, night and moon, sea and fish, ..."""
    pairs = [("day", "sun"), ("night", "moon"), ("sea", "fish"), ("tree", "leaf")]
    words: list[str] = []
    draw = random.Random(1)
    while len(words) < length:
        a, b = draw.choice(pairs)
        words += [a, b] * 3
    return words


def build_dataset(words: list[str]) -> tuple[list[int], dict[str, int]]:
    """Number words by falling frequency."""
    count = collections.Counter(words).most_common()
    dictionary = {word: i for i, (word, _) in enumerate(count)}
    return [dictionary[w] for w in words], dictionary


def test_skip_gram_learns_which_words_come_together() -> None:
    data, dictionary = build_dataset(corpus(4000))
    vocabulary_size, embedding_size, batch_size, num_sampled = len(dictionary), 8, 32, 4
    rng = np.random.default_rng(0)

    def generate_batch() -> tuple[np.ndarray, np.ndarray]:
        at = rng.integers(1, len(data) - 1, batch_size)
        context = at + rng.choice([-1, 1], batch_size)
        return np.array(data)[at].astype(np.int32), np.array(data)[context].astype(np.int32)[:, None]

    graph = tf.Graph()
    with graph.as_default():
        tf.set_random_seed(5)
        with tf.name_scope("inputs"):
            train_inputs = tf.placeholder(tf.int32, shape=[batch_size])
            train_labels = tf.placeholder(tf.int32, shape=[batch_size, 1])
        with tf.device("/cpu:0"):
            with tf.name_scope("embeddings"):
                embeddings = tf.Variable(tf.random_uniform([vocabulary_size, embedding_size], -1.0, 1.0))
                embed = tf.nn.embedding_lookup(embeddings, train_inputs)
            with tf.name_scope("weights"):
                nce_weights = tf.Variable(
                    tf.truncated_normal([vocabulary_size, embedding_size], stddev=1.0 / embedding_size**0.5)
                )
            with tf.name_scope("biases"):
                nce_biases = tf.Variable(tf.zeros([vocabulary_size]))
        with tf.name_scope("loss"):
            loss = tf.reduce_mean(
                tf.nn.nce_loss(
                    weights=nce_weights,
                    biases=nce_biases,
                    labels=train_labels,
                    inputs=embed,
                    num_sampled=num_sampled,
                    num_classes=vocabulary_size,
                )
            )
        with tf.name_scope("optimizer"):
            optimizer = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
        scores = tf.matmul(embeddings, nce_weights, transpose_b=True)
        init = tf.global_variables_initializer()

    with tf.Session(graph=graph) as session:
        init.run(session=session)
        losses = []
        for _ in range(1500):
            batch_inputs, batch_labels = generate_batch()
            feed_dict = {train_inputs: batch_inputs, train_labels: batch_labels}
            _, loss_val = session.run([optimizer, loss], feed_dict=feed_dict)
            losses.append(loss_val)
        final = session.run(scores)
    assert np.mean(losses[-200:]) < 0.7 * np.mean(losses[:50])
    for word, partner in [("day", "sun"), ("night", "moon"), ("sea", "fish"), ("tree", "leaf")]:
        assert final[dictionary[word]].argmax() == dictionary[partner], word
        assert final[dictionary[partner]].argmax() == dictionary[word], partner
