"""Fourier and cosine transforms."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ._gen import raw_ops
from ._native import Tensor, convert_to_tensor
from .graph import name_scope
from .reshaping import shape as shape_of

__all__ = ["fft", "fft2d", "fft3d", "ifft", "ifft2d", "ifft3d"]


def fft(input: Any, name: str | None = None) -> Tensor:
    """The discrete Fourier transform over the last dimension.

    Parameters
    ----------
    input : Tensor or what can become one
        complex64 or complex128, [..., n].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.fft(tf.constant([1.0, 0.0, 0.0], tf.complex64)))
    array([1.+0.j, 1.+0.j, 1.+0.j], dtype=complex64)
    """
    return raw_ops.FFT(input, name=name)


def ifft(input: Any, name: str | None = None) -> Tensor:
    """The inverse discrete Fourier transform over the last dimension.

    Parameters
    ----------
    input : Tensor or what can become one
        complex64 or complex128, [..., n].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.ifft(tf.constant([2.0, 2.0], tf.complex64)))
    array([2.+0.j, 0.+0.j], dtype=complex64)
    """
    return raw_ops.IFFT(input, name=name)


def fft2d(input: Any, name: str | None = None) -> Tensor:
    """The discrete Fourier transform over the last two dimensions.

    Parameters
    ----------
    input : Tensor or what can become one
        complex64 or complex128, [..., m, n].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.fft2d(tf.ones([1, 2], tf.complex64)))
    array([[2.+0.j, 0.+0.j]], dtype=complex64)
    """
    return raw_ops.FFT2D(input, name=name)


def ifft2d(input: Any, name: str | None = None) -> Tensor:
    """The inverse discrete Fourier transform over the last two dimensions.

    Parameters
    ----------
    input : Tensor or what can become one
        complex64 or complex128, [..., m, n].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.ifft2d(tf.ones([1, 2], tf.complex64)))
    array([[1.+0.j, 0.+0.j]], dtype=complex64)
    """
    return raw_ops.IFFT2D(input, name=name)


def fft3d(input: Any, name: str | None = None) -> Tensor:
    """The discrete Fourier transform over the last three dimensions.

    Parameters
    ----------
    input : Tensor or what can become one
        complex64 or complex128, [..., l, m, n].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.fft3d(tf.ones([1, 1, 2], tf.complex64)))
    array([[[2.+0.j, 0.+0.j]]], dtype=complex64)
    """
    return raw_ops.FFT3D(input, name=name)


def ifft3d(input: Any, name: str | None = None) -> Tensor:
    """The inverse discrete Fourier transform over the last three dimensions.

    Parameters
    ----------
    input : Tensor or what can become one
        complex64 or complex128, [..., l, m, n].
    name : str, optional
        Name of the operation.

    Returns
    -------
    Tensor
        As `input`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.ifft3d(tf.ones([1, 1, 2], tf.complex64)))
    array([[[1.+0.j, 0.+0.j]]], dtype=complex64)
    """
    return raw_ops.IFFT3D(input, name=name)


def _lengths(x: Tensor, rank: int, fft_length: Any, back: bool) -> Any:
    """The lengths that are asked for, by default those of the input."""
    if fft_length is not None:
        return convert_to_tensor(fft_length, dtype="int32", name="fft_length")
    if x._rank is not None and None not in x.shape.as_list()[-rank:]:
        sizes = x.shape.as_list()[-rank:]
        if back:
            sizes[-1] = max(0, 2 * (sizes[-1] - 1))
        return convert_to_tensor(sizes, dtype="int32", name="fft_length")
    lengths: Any = shape_of(x)[-rank:]
    if back:
        last = raw_ops.Maximum(0, 2 * (lengths[-1:] - 1))
        lengths = raw_ops.ConcatV2([lengths[:-1], last], 0)
    return lengths


def _padded(x: Tensor, rank: int, lengths: Any, back: bool) -> Tensor:
    """`x` with zeros behind it, as far as the lengths need."""
    wanted = convert_to_tensor(lengths)._constant_value()
    if wanted is not None and x._rank is not None and None not in x.shape.as_list()[-rank:]:
        needed = wanted.tolist()
        if back:
            needed[-1] = needed[-1] and needed[-1] // 2 + 1
        lacking = [max(0, n - have) for n, have in zip(needed, x.shape.as_list()[-rank:], strict=True)]
        if not any(lacking) or 0 in x.shape.as_list():
            return x
        return raw_ops.Pad(x, [[0, 0]] * (x._rank - rank) + [[0, n] for n in lacking])
    if back:
        last = lengths[-1:]
        half = raw_ops.Cast(raw_ops.Greater(last, 0), DstT="int32") * (last // 2 + 1)
        lengths = raw_ops.ConcatV2([lengths[:-1], half], 0)
    sizes = shape_of(x)
    missing = raw_ops.Maximum(0, lengths - sizes[-rank:])
    lead = raw_ops.ZerosLike(sizes[:-rank])
    behind = raw_ops.ConcatV2([lead, missing], 0)
    return raw_ops.Pad(x, raw_ops.Pack([raw_ops.ZerosLike(behind), behind], axis=1))


def _real_transform(op: Any, rank: int, back: bool, default_name: str) -> Callable[..., Tensor]:
    """Make `rfft` and its like."""
    which = {1: "last dimension", 2: "last two dimensions", 3: "last three dimensions"}[rank]

    def transform(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Tensor:
        with name_scope(name, default_name, [input_tensor, fft_length]) as scope:
            if back:
                x = convert_to_tensor(input_tensor, preferred_dtype="complex64")
                lengths = _lengths(x, rank, fft_length, back)
                x = _padded(x, rank, lengths, back)
                real = "float64" if x.dtype.name == "complex128" else "float32"
                signal: Tensor = op(x, lengths, Treal=real, name=scope)
                return signal
            x = convert_to_tensor(input_tensor, preferred_dtype="float32")
            lengths = _lengths(x, rank, fft_length, back)
            x = _padded(x, rank, lengths, back)
            made = "complex128" if x.dtype.name == "float64" else "complex64"
            result: Tensor = op(x, lengths, Tcomplex=made, name=scope)
            return result

    transform.__name__ = transform.__qualname__ = default_name
    transform.__module__ = __name__
    if back:
        what = (
            f"The real numbers whose discrete Fourier transform over the {which} is given by its first half."
        )
        accepted = (
            "complex64 or complex128; the last dimension has the first fft_length // 2 + 1 frequencies."
        )
        made = "float32 or float64, `fft_length` long."
        default = "twice the last dimension less 2 there, the dimension itself elsewhere"
        inner = "[1.0, 1.0]" if rank == 1 else "[[1.0, 1.0]]" if rank == 2 else "[[[1.0, 1.0]]]"
        shown = {1: "[1., 0.]", 2: "[[1., 0.]]", 3: "[[[1., 0.]]]"}[rank]
        call = f"tf.signal.{default_name}(tf.constant({inner}, tf.complex64))"
        example = f">>> tf.Session().run({call})\n    array({shown}, dtype=float32)"
    else:
        what = f"The first half of the discrete Fourier transform of real numbers over the {which}."
        accepted = "float32 or float64."
        made = "complex64 or complex128; the last dimension has the first fft_length // 2 + 1 frequencies."
        default = "the dimensions themselves"
        inner = "[1.0, 0.0]" if rank == 1 else "[[1.0, 0.0]]" if rank == 2 else "[[[1.0, 0.0]]]"
        shown = {1: "[1.+0.j, 1.+0.j]", 2: "[[1.+0.j, 1.+0.j]]", 3: "[[[1.+0.j, 1.+0.j]]]"}[rank]
        example = (
            f">>> tf.Session().run(tf.signal.{default_name}({inner}))\n    array({shown}, dtype=complex64)"
        )
    transform.__doc__ = f"""{what}

    Parameters
    ----------
    input_tensor : Tensor or what can become one
        {accepted}
    fft_length : vector of ints, optional
        Length along each transformed dimension: longer inputs are cut, shorter ones filled with zeros. By
        default {default}.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        {made}

    Examples
    --------
    >>> import rheos as tf
    {example}
    """
    return transform


rfft = _real_transform(raw_ops.RFFT, 1, False, "rfft")
rfft2d = _real_transform(raw_ops.RFFT2D, 2, False, "rfft2d")
rfft3d = _real_transform(raw_ops.RFFT3D, 3, False, "rfft3d")
irfft = _real_transform(raw_ops.IRFFT, 1, True, "irfft")
irfft2d = _real_transform(raw_ops.IRFFT2D, 2, True, "irfft2d")
irfft3d = _real_transform(raw_ops.IRFFT3D, 3, True, "irfft3d")


def _check_cosine(x: Tensor, kind: int, n: Any, axis: int, norm: str | None) -> None:
    if axis != -1:
        raise NotImplementedError(f"axis must be -1. Got: {axis}")
    if n is not None and (not isinstance(n, int) or n < 1):
        raise ValueError("n should be a positive integer or None")
    if kind not in (1, 2, 3):
        raise ValueError("Only Types I, II and III (I)DCT are supported.")
    if kind == 1:
        if norm == "ortho":
            raise ValueError("Normalization is not supported for the Type-I DCT.")
        known = x.shape[-1].value if x._rank is not None else None
        size = known if n is None else n
        if size is not None and size < 2:
            raise ValueError("Type-I DCT requires the dimension to be greater than one.")
    if norm not in (None, "ortho"):
        raise ValueError(f"Unknown normalization. Expected None or 'ortho', got: {norm}")


def dct(
    input: Any,
    type: int = 2,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The discrete cosine transform over the last dimension.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., length], float32 or float64.
    type : {1, 2, 3}
        Which of the transforms.
    n : int, optional
        Cut the input to this length, or fill it with zeros, first.
    axis : int
        -1; another dimension is not supported.
    norm : {None, 'ortho'}
        'ortho' makes the transforms 2 and 3 orthonormal.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        As the (cut or filled) input.

    Raises
    ------
    ValueError
        An argument is none of those, or type 1 is asked for of fewer than two elements.
    NotImplementedError
        `axis` is not -1.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.spectral.dct([1.0, 1.0], norm="ortho")).round(4) + 0
    array([1.4142, 0.    ], dtype=float32)
    """
    with name_scope(name, "dct", [input]):
        x = convert_to_tensor(input)
        _check_cosine(x, type, n, axis, norm)
        if n is not None:
            x = _resized(x, n)
        size: Any = x.shape[-1].value if x._rank is not None else None
        if size is None:
            size = shape_of(x)[-1]
        count = raw_ops.Cast(size, DstT=x.dtype)
        if type == 1:
            mirrored = raw_ops.ConcatV2([x, raw_ops.ReverseV2(x[..., 1:-1], [-1])], -1)
            return raw_ops.Real(rfft(mirrored), Tout=x.dtype)
        steps = raw_ops.Cast(raw_ops.Range(0, size, 1), DstT=x.dtype)
        angles = steps * (-math.pi / 2.0) / count
        turns = raw_ops.Complex(raw_ops.Cos(angles), raw_ops.Sin(angles), Tout=_complex_of(x))
        if type == 2:
            spectrum = rfft(x, fft_length=[2 * size])[..., :size]
            result = 2.0 * raw_ops.Real(spectrum * turns, Tout=x.dtype)
            if norm == "ortho":
                first = raw_ops.Sqrt(1.0 / count) * 0.5
                other = raw_ops.Sqrt(0.5 / count)
                result = result * _first_and_others(x, size, first, other)
            return result
        if norm == "ortho":
            first, other = raw_ops.Sqrt(count), raw_ops.Sqrt(0.5 * count)
            x = x * _first_and_others(x, size, first, other)
        else:
            x = x * count
        spectrum = raw_ops.Complex(x, raw_ops.ZerosLike(x), Tout=_complex_of(x)) * raw_ops.Conj(turns)
        doubled: Tensor = _twice(x) * irfft(spectrum, fft_length=[2 * size])[..., :size]
        return doubled


def _twice(x: Tensor) -> Tensor:
    return convert_to_tensor(2.0, dtype=x.dtype)


def _complex_of(x: Tensor) -> str:
    return "complex128" if x.dtype.name == "float64" else "complex64"


def _first_and_others(x: Tensor, size: Any, first: Any, other: Any) -> Tensor:
    """A vector of one factor for the first element and another for the rest."""
    start = raw_ops.ExpandDims(first, 0)
    rest = raw_ops.Fill(raw_ops.ExpandDims(raw_ops.Sub(size, 1), 0), other)
    return raw_ops.ConcatV2([start, rest], 0)


def _resized(x: Tensor, n: int) -> Tensor:
    """The first n elements of the last dimension, filled up with zeros."""
    x = x[..., :n]
    return _padded(x, 1, convert_to_tensor([n], dtype="int32"), False)


def idct(
    input: Any,
    type: int = 2,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The inverse discrete cosine transform over the last dimension, up to a factor without `norm`.

    Parameters
    ----------
    input : Tensor or what can become one
        [..., length], float32 or float64.
    type : {1, 2, 3}
        The transform to undo: 1 undoes itself, 2 and 3 each other.
    n : optional
        Must be None.
    axis : int
        -1; another dimension is not supported.
    norm : {None, 'ortho'}
        As for `dct`.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        As `input`.

    Raises
    ------
    ValueError
        As for `dct`.

    Examples
    --------
    >>> import rheos as tf
    >>> there = tf.spectral.dct([1.0, 2.0], norm="ortho")
    >>> tf.Session().run(tf.spectral.idct(there, norm="ortho")).round(4)
    array([1., 2.], dtype=float32)
    """
    x = convert_to_tensor(input)
    _check_cosine(x, type, n, axis, norm)
    return dct(x, type={1: 1, 2: 3, 3: 2}[type], n=n, axis=axis, norm=norm, name=name)


def _shifted(x: Any, axes: Any, name: str | None, default: str, amount: Callable[[Any], Any]) -> Tensor:
    with name_scope(name, default, [x]):
        x = convert_to_tensor(x)
        if axes is None:
            if x._rank is None:
                axes = raw_ops.Range(0, raw_ops.Rank(x), 1)
                return raw_ops.Roll(x, amount(shape_of(x)), axes)
            axes = list(range(x._rank))
        axes = [axes] if isinstance(axes, (int, np.integer)) else list(axes)
        if x._rank is not None and all(x.shape[a].value is not None for a in axes):
            return raw_ops.Roll(x, [amount(x.shape[a].value) for a in axes], axes)
        sizes = shape_of(x)
        return raw_ops.Roll(x, raw_ops.Pack([amount(sizes[a]) for a in axes]), axes)


def fftshift(x: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """Move the zero frequency to the middle.

    Parameters
    ----------
    x : Tensor or what can become one
        Any dtype.
    axes : int or list of ints, optional
        The dimensions to shift; all by default.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        As `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.signal.fftshift([0.0, 1.0, 2.0, -2.0, -1.0]))
    array([-2., -1.,  0.,  1.,  2.], dtype=float32)
    """
    return _shifted(x, axes, name, "fftshift", lambda n: n // 2)


def ifftshift(x: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """Undo `fftshift`.

    Parameters
    ----------
    x : Tensor or what can become one
        Any dtype.
    axes : int or list of ints, optional
        The dimensions to shift; all by default.
    name : str, optional
        Scope of the operations.

    Returns
    -------
    Tensor
        As `x`.

    Examples
    --------
    >>> import rheos as tf
    >>> tf.Session().run(tf.signal.ifftshift([-2.0, -1.0, 0.0, 1.0, 2.0]))
    array([ 0.,  1.,  2., -2., -1.], dtype=float32)
    """
    return _shifted(x, axes, name, "ifftshift", lambda n: -(n // 2))
