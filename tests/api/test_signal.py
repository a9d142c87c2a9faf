"""`tf.signal` and `tf.spectral`, against numpy and scipy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.fft
import scipy.signal

import rheos as tf

RNG = np.random.default_rng(3)


def run(fetches: Any, feeds: Any = None) -> Any:
    with tf.Session() as session:
        return session.run(fetches, feeds)


def close(got: Any, want: Any, tol: float = 1e-5) -> None:
    np.testing.assert_allclose(got, want, rtol=tol, atol=tol)


@pytest.mark.parametrize("name", ["", "2d", "3d"])
def test_lengths_of_transforms(name: str) -> None:
    rank = {"": 1, "2d": 2, "3d": 3}[name]
    axes = tuple(range(-rank, 0))
    forward, back = getattr(tf.signal, f"rfft{name}"), getattr(tf.spectral, f"irfft{name}")
    x = RNG.standard_normal((2, 4, 5, 6))
    spectrum = np.fft.rfftn(x, axes=axes)
    for how in ([2, 4, 5, 6], [None] * 4, None):
        u = tf.placeholder(tf.float64, how)
        z = tf.placeholder(tf.complex128, None if how is None else spectrum.shape if how[0] else [None] * 4)
        feeds = {u: x, z: spectrum}
        got = run([forward(u), back(z)], feeds)
        close(got[0], spectrum, 1e-12)
        close(got[1], np.fft.irfftn(spectrum, axes=axes), 1e-12)
        for length in ([3] * rank, [7] * rank, [8, 3, 6][:rank]):
            got = run([forward(u, length), back(z, length)], feeds)
            close(got[0], np.fft.rfftn(x, length, axes=axes), 1e-12)
            close(got[1], np.fft.irfftn(spectrum, length, axes=axes), 1e-12)
    assert run(forward(x.astype(np.float32))).dtype == np.complex64
    assert forward(tf.zeros([2, 4, 5, 6])).shape.as_list() == list(spectrum.shape)


def test_long_and_awkward_lengths() -> None:
    for n in (1, 2, 17, 4096, 10007, 65536):
        x = RNG.standard_normal((3, n)) + 1j * RNG.standard_normal((3, n))
        u, v = tf.constant(x), tf.constant(x.real)
        close(run(tf.fft(u)), np.fft.fft(x), 1e-9)
        close(run(tf.ifft(tf.fft(u))), x, 1e-9)
        close(run(tf.signal.irfft(tf.signal.rfft(v), [n])), x.real, 1e-9)
    x = (RNG.standard_normal((300, 17, 40)) + 0j).astype(np.complex64)
    close(run(tf.fft3d(x)), np.fft.fftn(x), 2e-2)
    close(run(tf.ifft2d(tf.fft2d(x))), x)


@pytest.mark.parametrize("kind", [1, 2, 3])
@pytest.mark.parametrize("norm", [None, "ortho"])
@pytest.mark.parametrize("n", [None, 3, 9])
def test_cosine_transforms(kind: int, norm: str | None, n: int | None) -> None:
    x = RNG.standard_normal((2, 6))
    if kind == 1 and norm:
        with pytest.raises(ValueError, match="Normalization"):
            tf.spectral.dct(x, 1, norm=norm)
        return
    close(run(tf.signal.dct(x, kind, n=n, norm=norm)), scipy.fft.dct(x, kind, n=n, norm=norm), 1e-12)
    u = tf.placeholder(tf.float64, [None, None])
    close(run(tf.signal.dct(u, kind, norm=norm), {u: x}), scipy.fft.dct(x, kind, norm=norm), 1e-12)
    there = tf.spectral.idct(tf.spectral.dct(x, kind, norm=norm), kind, norm=norm)
    factor = 1 if norm else 2 * (5 if kind == 1 else 6)
    close(run(there), factor * x, 1e-11)


def test_wrong_cosine_transforms() -> None:
    for arguments, error in (
        ({"type": 4}, ValueError),
        ({"norm": "other"}, ValueError),
        ({"axis": 0}, NotImplementedError),
        ({"n": 0}, ValueError),
        ({"type": 1, "n": 1}, ValueError),
    ):
        with pytest.raises(error):
            tf.spectral.dct([1.0, 2.0], **arguments)


def test_shifts() -> None:
    for shape in ((5,), (4, 3)):
        x = RNG.standard_normal(shape)
        u = tf.placeholder(tf.float64, [None] * len(shape))
        for axes in (None, 0, [0], list(range(len(shape)))):
            close(run(tf.signal.fftshift(x, axes)), np.fft.fftshift(x, axes), 0)
            close(run(tf.signal.ifftshift(x, axes)), np.fft.ifftshift(x, axes), 0)
            close(run(tf.signal.ifftshift(u, axes), {u: x}), np.fft.ifftshift(x, axes), 0)


@pytest.mark.parametrize("length", [1, 2, 5, 8])
def test_windows(length: int) -> None:
    for periodic in (True, False):
        for ours, name in ((tf.signal.hann_window, "hann"), (tf.signal.hamming_window, "hamming")):
            # TensorFlow gives odd lengths the symmetric window in either case.
            want = scipy.signal.get_window(name, length, fftbins=periodic and length % 2 == 0)
            close(run(ours(length, periodic)), want, 1e-6)
            u, p = tf.placeholder(tf.int32, []), tf.placeholder(tf.bool, [])
            close(run(ours(u, p, tf.float64), {u: length, p: periodic}), want, 1e-12)
    with pytest.raises(ValueError, match="floating"):
        tf.signal.hann_window(3, dtype=tf.int32)


def frames(x: Any, length: int, step: int, pad: bool, value: float = 0) -> Any:
    """Cut the last axis, slowly."""
    n = x.shape[-1]
    count = -(-n // step) if pad else max(0, 1 + (n - length) // step)
    longer = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(0, length + step * count)], constant_values=value)
    parts = [longer[..., i * step : i * step + length] for i in range(count)]
    return np.stack(parts, -2) if parts else np.zeros((*x.shape[:-1], 0, length))


@pytest.mark.parametrize(("length", "step"), [(4, 2), (4, 4), (3, 5), (6, 1), (11, 2)])
def test_frames(length: int, step: int) -> None:
    x = RNG.standard_normal((2, 10))
    u = tf.placeholder(tf.float64, [None, None])
    for pad in (False, True):
        want = frames(x, length, step, pad, 3)
        made = tf.signal.frame(x, length, step, pad, 3.0)
        assert made.shape.as_list() == list(want.shape)
        close(run(made), want, 0)
        close(run(tf.signal.frame(u, length, step, pad, 3.0), {u: x}), want, 0)
        close(run(tf.signal.frame(x.T, length, step, pad, 3.0, axis=0)), np.moveaxis(want, 0, -1), 0)
    pieces = RNG.standard_normal((2, 3, length))
    want = np.zeros((2, 2 * step + length))
    for i in range(3):
        want[:, i * step : i * step + length] += pieces[:, i]
    close(run(tf.signal.overlap_and_add(pieces, step)), want, 1e-12)
    v = tf.placeholder(tf.float64, [None, None, None])
    close(run(tf.signal.overlap_and_add(v, step), {v: pieces}), want, 1e-12)
    with pytest.raises(ValueError, match="integer"):
        tf.signal.overlap_and_add(pieces, 1.0)


def test_short_time_transforms() -> None:
    x = RNG.standard_normal((2, 100))
    window = scipy.signal.get_window("hann", 20)
    want = np.fft.rfft(frames(x, 20, 5, False) * window, 32)
    close(run(tf.signal.stft(x, 20, 5)), want, 1e-12)
    u = tf.placeholder(tf.float64, [None, None])
    n = tf.placeholder(tf.int32, [])
    close(run(tf.signal.stft(u, n, 5), {u: x, n: 20}), want, 1e-12)
    close(run(tf.signal.stft(x, 20, 5, 40, None)), np.fft.rfft(frames(x, 20, 5, False), 40), 1e-12)
    there = tf.signal.inverse_stft(
        tf.signal.stft(x, 20, 5), 20, 5, window_fn=tf.signal.inverse_stft_window_fn(5)
    )
    close(run(there)[:, 20:-20], x[:, 20:-20], 1e-12)
    u2 = tf.signal.inverse_stft(tf.signal.stft(u, n, 5), n, 5, window_fn=tf.signal.inverse_stft_window_fn(5))
    close(run(u2, {u: x, n: 20})[:, 20:-20], x[:, 20:-20], 1e-12)


def test_mel_scale() -> None:
    weights = run(tf.signal.linear_to_mel_weight_matrix(5, 33, 8000, 100.0, 3000.0, tf.float64))
    assert weights.shape == (33, 5) and (weights >= 0).all() and not weights[0].any()
    # Neighbouring triangles add up to one between the first and the last centre.
    centres = weights.argmax(0)
    close(weights[centres[0] + 1 : centres[-1]].sum(1), 1, 1e-12)
    x = RNG.standard_normal((3, 8))
    close(run(tf.signal.mfccs_from_log_mel_spectrograms(x)), scipy.fft.dct(x) / 4, 1e-12)
    for arguments in (
        (0,),
        (5, 0),
        (5, 9, 0),
        (5, 9, 8000, -1.0),
        (5, 9, 8000, 9.0, 8.0),
        (5, 9, 8000, 9.0, 5000.0),
    ):
        with pytest.raises(ValueError):
            tf.signal.linear_to_mel_weight_matrix(*arguments)
