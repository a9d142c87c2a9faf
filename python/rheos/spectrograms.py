"""Short-time Fourier transforms and what speech recognition makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, as_dtype, constant, convert_to_tensor
from .framing import _size, frame, hann_window, overlap_and_add
from .graph import name_scope
from .transforms import dct, irfft, rfft


def _enclosing_power_of_two(value: Any) -> Any:
    if isinstance(value, int):
        return 1 << max(0, value - 1).bit_length()
    logs = raw_ops.Log(raw_ops.Cast(value, DstT="float64")) / float(np.log(2.0))
    # The logarithm of a power of two may lie a little above a whole number.
    power = raw_ops.Ceil(logs - 1e-9)
    return raw_ops.Cast(
        raw_ops.Rint(raw_ops.Pow(convert_to_tensor(2.0, dtype="float64"), power)), DstT="int32"
    )


def stft(
    signals: Any,
    frame_length: Any,
    frame_step: Any,
    fft_length: Any = None,
    window_fn: Callable[..., Any] | None = hann_window,
    pad_end: bool = False,
    name: str | None = None,
) -> Tensor:
    """The short-time Fourier transform: the spectra of overlapping, windowed frames.

    Parameters
    ----------
    signals : Tensor or what can become one
        [..., samples], float32 or float64.
    frame_length, frame_step : int or scalar Tensor
        Samples of a frame, and from the start of one to the start of the next.
    fft_length : int or scalar Tensor, optional
        To which frames are cut or filled up; by default the power of two that holds a frame.
    window_fn : callable, optional
        Gives the window from its length and `dtype=`; None for none.
    pad_end : bool
        Fill the last frames up with zeros instead of leaving out what does not fill one.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., frames, fft_length // 2 + 1], complex64 or complex128.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.signal.stft(tf.zeros([1000]), 100, 50).shape.as_list()
    [19, 65]
    """
    with name_scope(name, "stft", [signals, frame_length, frame_step]):
        signals = convert_to_tensor(signals, name="signals")
        length = _size(frame_length, "frame_length")
        step = _size(frame_step, "frame_step")
        points = _enclosing_power_of_two(length) if fft_length is None else _size(fft_length, "fft_length")
        frames = frame(signals, length, step, pad_end=pad_end)
        if window_fn is not None:
            frames = frames * window_fn(length, dtype=frames.dtype)
        return rfft(frames, [points])


def inverse_stft_window_fn(
    frame_step: Any, forward_window_fn: Callable[..., Any] = hann_window, name: str | None = None
) -> Callable[..., Tensor]:
    """The window with which `inverse_stft` gives the signal back that `stft` with another window was given.

    Parameters
    ----------
    frame_step : int or scalar Tensor
        As for `stft`.
    forward_window_fn : callable
        The window of `stft`.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    callable
        Gives the window from its length and `dtype=`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.signal.inverse_stft_window_fn(2)(4, dtype=tf.float32).shape.as_list()
    [4]
    """

    def inverse_window(frame_length: Any, dtype: Any) -> Tensor:
        with name_scope(name, "inverse_stft_window_fn", [forward_window_fn]):
            step = _size(frame_step, "frame_step")
            length = _size(frame_length, "frame_length")
            window = forward_window_fn(length, dtype=dtype)
            squares = raw_ops.Square(window)
            # Each sample lies in several frames; what their squared windows add up to there.
            overlaps = -(-length // step)
            missing = overlaps * step - length
            padded = raw_ops.Pad(squares, [[0, missing]])
            sums = raw_ops.Sum(raw_ops.Reshape(padded, raw_ops.Pack([overlaps, step])), [0], keep_dims=True)
            sums = raw_ops.Reshape(raw_ops.Tile(sums, raw_ops.Pack([overlaps, 1])), [-1])
            inverse: Tensor = window / sums[:length]
            return inverse

    return inverse_window


def inverse_stft(
    stfts: Any,
    frame_length: Any,
    frame_step: Any,
    fft_length: Any = None,
    window_fn: Callable[..., Any] | None = hann_window,
    name: str | None = None,
) -> Tensor:
    """The signal whose frames have given spectra: the frames are windowed and added up.

    Parameters
    ----------
    stfts : Tensor or what can become one
        [..., frames, fft_length // 2 + 1], complex64 or complex128.
    frame_length, frame_step, fft_length
        As for `stft`.
    window_fn : callable, optional
        Gives the window from its length and `dtype=`: `inverse_stft_window_fn` for a true inverse. None for
        none.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        [..., samples], float32 or float64.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.signal.inverse_stft(tf.zeros([19, 65], tf.complex64), 100, 50).shape.as_list()
    [1000]
    """
    with name_scope(name, "inverse_stft", [stfts]):
        stfts = convert_to_tensor(stfts, name="stfts")
        length = _size(frame_length, "frame_length")
        step = _size(frame_step, "frame_step")
        points = _enclosing_power_of_two(length) if fft_length is None else _size(fft_length, "fft_length")
        frames = irfft(stfts, [points])
        if isinstance(length, int) and isinstance(points, int):
            frames = frames[..., :length]
            if length > points:
                frames = raw_ops.Pad(frames, [[0, 0]] * (frames._rank - 1) + [[0, length - points]])
        else:
            frames = frames[..., : raw_ops.Minimum(length, points)]
            behind = raw_ops.OneHot(frames._rank - 1, frames._rank, raw_ops.Maximum(0, length - points), 0)
            frames = raw_ops.Pad(frames, raw_ops.Pack([raw_ops.ZerosLike(behind), behind], axis=1))
        if window_fn is not None:
            frames = frames * window_fn(length, dtype=frames.dtype)
        return overlap_and_add(frames, step)


def linear_to_mel_weight_matrix(
    num_mel_bins: int = 20,
    num_spectrogram_bins: Any = 129,
    sample_rate: Any = 8000,
    lower_edge_hertz: float = 125.0,
    upper_edge_hertz: float = 3800.0,
    dtype: Any = "float32",
    name: str | None = None,
) -> Tensor:
    """The matrix that takes spectra of evenly spaced frequencies to bands of the mel scale.

    Parameters
    ----------
    num_mel_bins : int
        How many bands, triangles that overlap by half.
    num_spectrogram_bins : int
        How many frequencies a spectrum has.
    sample_rate : int or float
        Samples per second of the signal.
    lower_edge_hertz, upper_edge_hertz : float
        Where the lowest band starts and the highest ends.
    dtype : DType or what stands for one
        A floating type.
    name : str, optional
        Name of the result.

    Returns
    -------
    Tensor
        [num_spectrogram_bins, num_mel_bins].

    Raises
    ------
    ValueError
        An argument is out of range.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.signal.linear_to_mel_weight_matrix(4, 65).shape.as_list()
    [65, 4]
    """
    dtype = as_dtype(dtype)
    bins, rate = _known(num_spectrogram_bins, "num_spectrogram_bins"), _known(sample_rate, "sample_rate")
    if num_mel_bins <= 0:
        raise ValueError(f"num_mel_bins must be positive. Got: {num_mel_bins}")
    if bins <= 0:
        raise ValueError(f"num_spectrogram_bins must be positive. Got: {bins}")
    if rate <= 0.0:
        raise ValueError(f"sample_rate must be positive. Got: {rate}")
    if lower_edge_hertz < 0.0:
        raise ValueError(f"lower_edge_hertz must be non-negative. Got: {lower_edge_hertz}")
    if lower_edge_hertz >= upper_edge_hertz:
        raise ValueError(f"lower_edge_hertz {lower_edge_hertz} >= upper_edge_hertz {upper_edge_hertz}")
    if upper_edge_hertz > rate / 2:
        raise ValueError(
            f"upper_edge_hertz must not be larger than half the sample_rate. Got: {upper_edge_hertz}"
        )
    if not dtype.is_floating:
        raise ValueError(f"dtype must be a floating point type. Got: {dtype.name}")

    def mel(hertz: Any) -> Any:
        return 1127.0 * np.log(1.0 + hertz / 700.0)

    # The frequency zero belongs to no band.
    frequencies = mel(np.linspace(0.0, rate / 2.0, int(bins))[1:])[:, None]
    edges = np.linspace(mel(lower_edge_hertz), mel(upper_edge_hertz), num_mel_bins + 2)
    lower, centre, upper = edges[:-2], edges[1:-1], edges[2:]
    rising = (frequencies - lower) / (centre - lower)
    falling = (upper - frequencies) / (upper - centre)
    weights = np.pad(np.maximum(0.0, np.minimum(rising, falling)), [[1, 0], [0, 0]])
    return constant(weights, dtype=dtype, name=name or "linear_to_mel_weight_matrix")


def _known(value: Any, name: str) -> Any:
    found = value._constant_value() if isinstance(value, Tensor) else value
    if found is None:
        raise ValueError(f"{name} must be known when the graph is built")
    return float(found)


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms: Any, name: str | None = None) -> Tensor:
    """Mel-frequency cepstral coefficients.

    Parameters
    ----------
    log_mel_spectrograms : Tensor or what can become one
        [..., num_mel_bins], float32: logarithms of spectra on the mel scale.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        As `log_mel_spectrograms`.

    Raises
    ------
    ValueError
        There are no bins.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.signal.mfccs_from_log_mel_spectrograms(tf.zeros([5, 80])).shape.as_list()
    [5, 80]
    """
    with name_scope(name, "mfccs_from_log_mel_spectrograms", [log_mel_spectrograms]):
        x = convert_to_tensor(log_mel_spectrograms)
        bins: Any = x.shape[-1].value if x._rank is not None else None
        if bins == 0:
            raise ValueError(f"num_mel_bins must be positive. Got: {x}")
        if bins is not None:
            scale = convert_to_tensor(float(1.0 / np.sqrt(2.0 * bins)), dtype=x.dtype)
        else:
            scale = raw_ops.Rsqrt(2.0 * raw_ops.Cast(raw_ops.Shape(x)[-1], DstT=x.dtype))
        return dct(x, type=2) * scale
