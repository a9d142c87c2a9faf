"""Programs as people wrote them for TensorFlow 1, from its first releases on; each must still learn.

They keep the habits of their time: old spellings, loops over `sess.run`, names looked up in collections.
"""

from __future__ import annotations

import numpy as np
import pytest

import rheos as tf


@pytest.fixture(autouse=True)
def numpy_seed() -> None:
    np.random.seed(0)


def digits(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Noisy pictures of ten fixed patterns, and their one-hot labels."""
    patterns = np.random.RandomState(1).rand(10, 64)
    labels = np.random.randint(0, 10, count)
    return patterns[labels] + 0.3 * np.random.randn(count, 64), np.eye(10)[labels]


def test_linear_regression() -> None:
    train_X = np.linspace(-1, 1, 101)
    train_Y = 2 * train_X + np.random.randn(*train_X.shape) * 0.1 + 0.5

    X = tf.placeholder("float")
    Y = tf.placeholder("float")
    W = tf.Variable(np.random.randn(), name="weight")
    b = tf.Variable(np.random.randn(), name="bias")
    pred = tf.add(tf.mul(X, W), b)
    cost = tf.reduce_mean(tf.pow(pred - Y, 2))
    optimizer = tf.train.GradientDescentOptimizer(0.01).minimize(cost)
    init = tf.initialize_all_variables()

    with tf.Session() as sess:
        sess.run(init)
        for _epoch in range(8):
            for x, y in zip(train_X, train_Y, strict=True):
                sess.run(optimizer, feed_dict={X: x, Y: y})
        slope, offset = sess.run(W), sess.run(b)
        training_cost = sess.run(cost, feed_dict={X: train_X, Y: train_Y})
    best = np.polyfit(train_X, train_Y, 1)
    assert abs(slope - best[0]) < 0.05 and abs(offset - best[1]) < 0.05
    assert training_cost < 0.02


def test_logistic_regression_in_the_first_spellings() -> None:
    x = tf.placeholder("float", [None, 64])
    y = tf.placeholder("float", [None, 10])
    W = tf.Variable(tf.zeros([64, 10]))
    b = tf.Variable(tf.zeros([10]))
    activation = tf.nn.softmax(tf.matmul(x, W) + b)
    cross_entropy = y * tf.log(activation)
    cost = tf.reduce_mean(-tf.reduce_sum(cross_entropy, reduction_indices=1))
    error = tf.sub(tf.cast(1.0, "float"), tf.reduce_max(activation, reduction_indices=[1], keep_dims=True))
    optimizer = tf.train.GradientDescentOptimizer(0.1).minimize(cost)
    correct = tf.equal(tf.argmax(activation, dimension=1), tf.argmax(y, 1))
    accuracy = tf.reduce_mean(tf.cast(correct, "float"))

    sess = tf.InteractiveSession()
    tf.initialize_all_variables().run()
    for _ in range(200):
        xs, ys = digits(100)
        optimizer.run(feed_dict={x: xs, y: ys})
    test_xs, test_ys = digits(500)
    assert accuracy.eval({x: test_xs, y: test_ys}) > 0.97
    assert error.eval({x: test_xs}).shape == (500, 1)
    sess.close()


def weight_variable(shape: list[int]) -> tf.Variable:
    return tf.Variable(tf.truncated_normal(shape, stddev=0.1))


def bias_variable(shape: list[int]) -> tf.Variable:
    return tf.Variable(tf.constant(0.1, shape=shape))


def test_perceptron_with_dropout_decay_and_a_step_counter() -> None:
    tf.set_random_seed(1234)
    x = tf.placeholder(tf.float32, shape=[None, 64], name="images")
    y_ = tf.placeholder(tf.float32, shape=[None, 10], name="labels")
    keep_prob = tf.placeholder(tf.float32)
    with tf.name_scope("hidden"):
        W1, b1 = weight_variable([64, 50]), bias_variable([50])
        h = tf.nn.relu(tf.nn.xw_plus_b(x, W1, b1))
        h_drop = tf.nn.dropout(h, keep_prob)
    with tf.name_scope("softmax"):
        W2, b2 = weight_variable([50, 10]), bias_variable([10])
        y = tf.matmul(h_drop, W2) + b2
    loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_, logits=y))
    loss += 1e-4 * (tf.nn.l2_loss(W1) + tf.nn.l2_loss(W2))
    global_step = tf.Variable(0, name="global_step", trainable=False)
    rate = tf.train.exponential_decay(0.5, global_step, 50, 0.9, staircase=True)
    train_op = tf.train.MomentumOptimizer(rate, 0.5).minimize(loss, global_step=global_step)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(y, 1), tf.argmax(y_, 1)), tf.float32))

    def train() -> tuple[float, np.ndarray, int, float]:
        np.random.seed(7)
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            for _ in range(300):
                xs, ys = digits(50)
                _, step = sess.run([train_op, global_step], {x: xs, y_: ys, keep_prob: 0.8})
            xs, ys = digits(400)
            return (
                sess.run(accuracy, {x: xs, y_: ys, keep_prob: 1.0}),
                sess.run(W1),
                tf.train.global_step(sess, global_step),
                sess.run(rate),
            )

    reached, weights, step, last_rate = train()
    assert reached > 0.97 and step == 300 and last_rate == pytest.approx(0.5 * 0.9**6)
    again, same_weights, _, _ = train()
    assert again == reached and np.array_equal(weights, same_weights)


def test_autoencoder() -> None:
    tf.set_random_seed(0)
    X = tf.placeholder("float", [None, 16])
    weights = {
        "encoder": tf.Variable(tf.random_normal([16, 4])),
        "decoder": tf.Variable(tf.random_normal([4, 16])),
    }
    biases = {
        "encoder": tf.Variable(tf.random_normal([4])),
        "decoder": tf.Variable(tf.random_normal([16])),
    }
    code = tf.nn.sigmoid(tf.add(tf.matmul(X, weights["encoder"]), biases["encoder"]))
    y_pred = tf.nn.sigmoid(tf.add(tf.matmul(code, weights["decoder"]), biases["decoder"]))
    cost = tf.reduce_mean(tf.pow(X - y_pred, 2))
    optimizer = tf.train.RMSPropOptimizer(0.02).minimize(cost)
    batch = np.eye(16)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        start = sess.run(cost, {X: batch})
        for _ in range(1500):
            _, c = sess.run([optimizer, cost], feed_dict={X: batch})
        decoded = sess.run(y_pred, {X: batch})
    assert start > 0.2 and c < 0.01
    assert (decoded.argmax(1) == np.arange(16)).all()


def test_word_vectors() -> None:
    vocabulary, size = 20, 8
    tf.set_random_seed(3)
    graph = tf.Graph()
    with graph.as_default(), tf.device("/cpu:0"):
        tf.set_random_seed(3)
        train_inputs = tf.placeholder(tf.int32, shape=[64])
        train_labels = tf.placeholder(tf.int32, shape=[64])
        embeddings = tf.Variable(tf.random_uniform([vocabulary, size], -1.0, 1.0), name="emb")
        embed = tf.nn.embedding_lookup(embeddings, train_inputs)
        out = tf.Variable(tf.truncated_normal([vocabulary, size], stddev=1.0 / np.sqrt(size)))
        out_bias = tf.Variable(tf.zeros([vocabulary]))
        logits = tf.matmul(embed, out, transpose_b=True) + out_bias
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=train_labels, logits=logits)
        )
        gradient = tf.gradients(loss, embeddings)[0]
        assert isinstance(gradient, tf.IndexedSlices)
        train = tf.train.AdamOptimizer(0.02).minimize(loss)
        norm = tf.sqrt(tf.reduce_sum(tf.square(embeddings), 1, keep_dims=True))
        normalized = embeddings / norm
        similarity = tf.matmul(normalized, normalized, transpose_b=True)
        init = tf.global_variables_initializer()
    # Words come in pairs that share their contexts: 2k and 2k+1 are both followed by k's successor.
    with tf.Session(graph=graph) as session:
        init.run()
        average = 0.0
        for step in range(600):
            words = np.random.randint(0, vocabulary, 64)
            contexts = (words // 2 * 2 + 2) % vocabulary
            _, value = session.run([train, loss], {train_inputs: words, train_labels: contexts})
            average += value / 100 if step >= 500 else 0.0
        near = session.run(similarity)
    np.fill_diagonal(near, -1)
    assert average < 0.2
    assert (near.argmax(1) == np.arange(vocabulary) ^ 1).mean() >= 0.9


def test_policy_gradient() -> None:
    """REINFORCE on a bandit whose best arm depends on the state."""
    tf.set_random_seed(2)
    state_in = tf.placeholder(shape=[1], dtype=tf.int32)
    one_hot = tf.one_hot(state_in, 3)
    weights = tf.get_variable("policy", [3, 4], initializer=tf.ones_initializer())
    output = tf.reshape(tf.nn.sigmoid(tf.matmul(one_hot, weights)), [-1])
    chosen_action = tf.argmax(output, 0)
    reward_holder = tf.placeholder(shape=[1], dtype=tf.float32)
    action_holder = tf.placeholder(shape=[1], dtype=tf.int32)
    responsible_weight = tf.slice(output, action_holder, [1])
    loss = -(tf.log(responsible_weight) * reward_holder)
    update = tf.train.GradientDescentOptimizer(learning_rate=0.01).minimize(loss)

    best = [1, 3, 0]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(4000):
            s = np.random.randint(0, 3)
            if np.random.rand(1) < 0.3:
                action = np.random.randint(4)
            else:
                action = sess.run(chosen_action, feed_dict={state_in: [s]})
            reward = 1.0 if action == best[s] else -1.0
            feed_dict = {reward_holder: [reward], action_holder: [action], state_in: [s]}
            _, ww = sess.run([update, weights], feed_dict=feed_dict)
    assert ww.argmax(1).tolist() == best


def test_gradients_collected_over_episodes_and_applied_by_hand() -> None:
    tf.set_random_seed(5)
    observations = tf.placeholder(tf.float32, [None, 2], name="input_x")
    W1 = tf.get_variable("W1", shape=[2, 1], initializer=tf.glorot_uniform_initializer())
    probability = tf.nn.sigmoid(tf.matmul(observations, W1))
    tvars = tf.trainable_variables()
    input_y = tf.placeholder(tf.float32, [None, 1], name="input_y")
    advantages = tf.placeholder(tf.float32, name="reward_signal")
    adam = tf.train.AdamOptimizer(learning_rate=0.1)
    W1Grad = tf.placeholder(tf.float32, name="batch_grad1")
    loglik = tf.log(input_y * (input_y - probability) + (1 - input_y) * (input_y + probability))
    loss = -tf.reduce_mean(loglik * advantages)
    newGrads = tf.gradients(loss, tvars)
    updateGrads = adam.apply_gradients(zip([W1Grad], tvars, strict=True))

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        gradBuffer = [np.zeros_like(g) for g in sess.run(tvars)]
        for episode in range(500):
            x = np.random.randn(20, 2)
            p = sess.run(probability, feed_dict={observations: x})
            y = (np.random.uniform(size=p.shape) > p).astype(float)
            reward = np.where((x[:, :1] > x[:, 1:]) == (y == 0), 1.0, -1.0)
            for i, grad in enumerate(
                sess.run(newGrads, feed_dict={observations: x, input_y: y, advantages: reward})
            ):
                gradBuffer[i] += grad
            if episode % 5 == 4:
                sess.run(updateGrads, feed_dict={W1Grad: gradBuffer[0]})
                gradBuffer = [g * 0 for g in gradBuffer]
        x = np.random.randn(500, 2)
        p = sess.run(probability, {observations: x})
    assert ((p > 0.5) == (x[:, :1] > x[:, 1:])).mean() > 0.95


def test_adversarial_networks_with_a_gradient_penalty() -> None:
    tf.set_random_seed(0)

    def generator(z: tf.Tensor) -> tf.Tensor:
        with tf.variable_scope("g_net"):
            w = tf.get_variable("w", [1, 1], initializer=tf.random_normal_initializer(stddev=0.1))
            b = tf.get_variable("b", [1], initializer=tf.constant_initializer(0.0))
            return tf.matmul(z, w) + b

    def discriminator(x: tf.Tensor, reuse: bool = False) -> tf.Tensor:
        with tf.variable_scope("d_net") as scope:
            if reuse:
                scope.reuse_variables()
            w1 = tf.get_variable("w1", [1, 16], initializer=tf.glorot_uniform_initializer())
            b1 = tf.get_variable("b1", [16], initializer=tf.zeros_initializer())
            w2 = tf.get_variable("w2", [16, 1], initializer=tf.glorot_uniform_initializer())
            return tf.matmul(tf.nn.leaky_relu(tf.matmul(x, w1) + b1), w2)

    x = tf.placeholder(tf.float32, [None, 1])
    z = tf.placeholder(tf.float32, [None, 1])
    fake = generator(z)
    d_real, d_fake = discriminator(x), discriminator(fake, reuse=True)
    epsilon = tf.random_uniform([tf.shape(x)[0], 1], 0.0, 1.0)
    between = epsilon * x + (1 - epsilon) * fake
    slope = tf.gradients(discriminator(between, reuse=True), between)[0]
    penalty = tf.reduce_mean(tf.square(tf.sqrt(tf.reduce_sum(tf.square(slope), axis=1)) - 1.0))
    d_loss = tf.reduce_mean(d_fake) - tf.reduce_mean(d_real) + 10.0 * penalty
    g_loss = -tf.reduce_mean(d_fake)

    t_vars = tf.trainable_variables()
    d_vars = [var for var in t_vars if "d_net" in var.name]
    g_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="g_net")
    assert [v.op.name for v in g_vars] == ["g_net/w", "g_net/b"] and len(d_vars) == 3
    d_train = tf.train.AdamOptimizer(5e-3, beta1=0.5, beta2=0.9).minimize(d_loss, var_list=d_vars)
    g_train = tf.train.AdamOptimizer(1e-3, beta1=0.5, beta2=0.9).minimize(g_loss, var_list=g_vars)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        before = sess.run(g_vars)
        sess.run(d_train, {x: np.ones((4, 1)), z: np.ones((4, 1))})
        assert all(np.array_equal(a, b) for a, b in zip(before, sess.run(g_vars), strict=True))
        for _ in range(2500):
            for _ in range(2):
                sess.run(d_train, {x: 3 + np.random.randn(64, 1), z: np.random.randn(64, 1)})
            sess.run(g_train, {z: np.random.randn(64, 1)})
        made = sess.run(fake, {z: np.random.randn(2000, 1)})
        size = sess.run(penalty, {x: 3 + np.random.randn(64, 1), z: np.random.randn(64, 1)})
    assert abs(made.mean() - 3.0) < 1.0 and size < 0.2


def test_evaluation_with_moving_averages() -> None:
    x = tf.placeholder(tf.float32, [None])
    w = tf.Variable(0.0, name="w")
    loss = tf.reduce_mean(tf.square(w - x))
    global_step = tf.train.get_or_create_global_step()
    train = tf.train.GradientDescentOptimizer(0.3).minimize(loss, global_step=global_step)
    ema = tf.train.ExponentialMovingAverage(0.95, num_updates=global_step)
    with tf.control_dependencies([train]):
        train_and_average = ema.apply([w])
    average = ema.average(w)
    assert ema.average_name(w) == "w/ExponentialMovingAverage"
    assert "w/ExponentialMovingAverage" in ema.variables_to_restore()
    use_average = tf.assign(w, average)

    model_w = model_average = np.float32(0)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(200):
            batch = 1.0 + np.random.randn(4)
            sess.run(train_and_average, {x: batch})
            model_w = model_w - np.float32(0.3 * 2) * (model_w - np.float32(batch.mean()))
            decay = min(0.95, (1.0 + step + 1) / (10.0 + step + 1))
            model_average -= np.float32(1 - decay) * (model_average - model_w)
        assert sess.run(w) == pytest.approx(model_w, rel=1e-4)
        assert sess.run(average) == pytest.approx(model_average, rel=1e-4)
        sess.run(use_average)
        assert abs(sess.run(w) - 1.0) < 0.2


def test_clipped_gradients_through_an_unrolled_recurrent_network() -> None:
    """Adds up a sequence of bits: the state must carry the count."""
    tf.set_random_seed(11)
    length, hidden = 6, 12
    inputs = tf.placeholder(tf.float32, [None, length])
    targets = tf.placeholder(tf.float32, [None])
    steps = tf.unstack(inputs, axis=1)
    state = tf.zeros([tf.shape(inputs)[0], hidden])
    with tf.variable_scope("rnn") as scope:
        for i, step in enumerate(steps):
            if i > 0:
                scope.reuse_variables()
            W = tf.get_variable("W", [hidden + 1, hidden], initializer=tf.orthogonal_initializer())
            b = tf.get_variable("b", [hidden], initializer=tf.constant_initializer(0.0))
            state = tf.tanh(tf.matmul(tf.concat([state, tf.expand_dims(step, 1)], 1), W) + b)
    V = tf.get_variable("V", [hidden, 1])
    prediction = tf.squeeze(tf.matmul(state, V), [1])
    loss = tf.reduce_mean(tf.squared_difference(prediction, targets))
    tvars = tf.trainable_variables()
    grads, norm = tf.clip_by_global_norm(tf.gradients(loss, tvars), 1.0)
    train = tf.train.AdamOptimizer(0.01).apply_gradients(list(zip(grads, tvars, strict=True)))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(500):
            bits = np.random.randint(0, 2, (64, length))
            _, value, size = sess.run([train, loss, norm], {inputs: bits, targets: bits.sum(1)})
    assert value < 0.1 and np.isfinite(size)


def test_layer_of_a_network() -> None:
    x = tf.placeholder(tf.float32, shape=(3, 1))
    W = tf.Variable([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0]])
    b = tf.Variable([[0.5], [0.25]])
    h = tf.nn.relu(tf.matmul(W, x) + b)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(h, {x: [[1], [1], [1]]}).tolist() == [[6.5], [0.0]]


def test_first_lines_of_the_guide_on_devices(capfd: pytest.CaptureFixture[str]) -> None:
    a = tf.constant([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], shape=[2, 3], name='a')  # fmt: skip
    b = tf.constant([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], shape=[3, 2], name='b')  # fmt: skip
    c = tf.matmul(a, b)
    sess = tf.Session(config=tf.ConfigProto(log_device_placement=True))
    print(sess.run(c))
    out = capfd.readouterr().out
    assert "Device mapping:" in out
    for line in ("MatMul: (MatMul)", "a: (Const)", "b: (Const)"):
        assert f"{line}: /job:localhost/replica:0/task:0/device:CPU:0" in out.splitlines()
    assert out.endswith("[[22. 28.]\n [49. 64.]]\n")
    got = sess.run({'ab': (a, b), 'total': c})  # fmt: skip
    assert isinstance(got["ab"], tuple) and got["ab"][1].tolist() == [[1, 2], [3, 4], [5, 6]]
    assert got["total"].tolist() == [[22, 28], [49, 64]]
    assert sess.run(c.op) is None and sess.run(tf.group(a, b)) is None
