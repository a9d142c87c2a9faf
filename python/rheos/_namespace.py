"""What a missing attribute of a rheos module says.

Goes in: the module, the names it has, the name that was asked for. Comes out: an `AttributeError` that gives
the symbol's `tf.` path, says whether TensorFlow 1.15 has it, and lists the nearest names that exist. Each
module of the public namespace ends with::

    def __getattr__(name: str) -> object:
        raise missing(__name__, __all__, name)

Invariant: nothing is loaded before an error is being made, and an error about a name that only Python's own
machinery asks for (`__path__`, `__wrapped__`) costs no file access.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["missing"]

# Names from before TensorFlow 1.0 that 1.15 does not have, and what to write instead.
_RENAMED = {
    "tf.audio_summary": "tf.summary.audio",
    "tf.batch_cholesky": "tf.cholesky",
    "tf.batch_cholesky_solve": "tf.cholesky_solve",
    "tf.batch_fft": "tf.fft",
    "tf.batch_fft2d": "tf.fft2d",
    "tf.batch_fft3d": "tf.fft3d",
    "tf.batch_ifft": "tf.ifft",
    "tf.batch_ifft2d": "tf.ifft2d",
    "tf.batch_ifft3d": "tf.ifft3d",
    "tf.batch_matrix_band_part": "tf.matrix_band_part",
    "tf.batch_matrix_determinant": "tf.matrix_determinant",
    "tf.batch_matrix_diag": "tf.matrix_diag",
    "tf.batch_matrix_diag_part": "tf.matrix_diag_part",
    "tf.batch_matrix_inverse": "tf.matrix_inverse",
    "tf.batch_matrix_set_diag": "tf.matrix_set_diag",
    "tf.batch_matrix_solve": "tf.matrix_solve",
    "tf.batch_matrix_solve_ls": "tf.matrix_solve_ls",
    "tf.batch_matrix_transpose": "tf.matrix_transpose",
    "tf.batch_matrix_triangular_solve": "tf.matrix_triangular_solve",
    "tf.batch_self_adjoint_eig": "tf.self_adjoint_eig",
    "tf.batch_self_adjoint_eigvals": "tf.self_adjoint_eigvals",
    "tf.batch_svd": "tf.svd",
    "tf.histogram_summary": "tf.summary.histogram",
    "tf.image_summary": "tf.summary.image",
    "tf.merge_all_summaries": "tf.summary.merge_all",
    "tf.merge_summary": "tf.summary.merge",
    "tf.nn.bidirectional_rnn": "tf.nn.static_bidirectional_rnn",
    "tf.nn.rnn": "tf.nn.static_rnn",
    "tf.nn.seq2seq": "tf.contrib.legacy_seq2seq",
    "tf.nn.state_saving_rnn": "tf.nn.static_state_saving_rnn",
    "tf.scalar_summary": "tf.summary.scalar",
    "tf.train.SummaryWriter": "tf.summary.FileWriter",
}

# TensorFlow 1.15's names by module path ("" is the top level); filled when the first error is made.
_symbols: dict[str, frozenset[str]] = {}


def missing(module_name: str, known_names: Iterable[str], name: str) -> AttributeError:
    """Build the error for attribute `name`, which module `module_name` lacks.

    Parameters
    ----------
    module_name : str
        The module's `__name__`, such as ``"rheos.nn"``.
    known_names : iterable of str
        Public names that the module has; the nearest are suggested.
    name : str
        The attribute that was asked for.

    Returns
    -------
    AttributeError
        To be raised by the caller.

    Examples
    --------
    >>> print(missing("rheos.nn", ["relu", "conv1d"], "conv2d"))
    tf.nn.conv2d is part of TensorFlow 1.15 but not in rheos 0.1.0 yet; nearest: tf.nn.conv1d
    >>> print(missing("rheos", ["matmul", "multiply"], "matmull"))
    tf.matmull does not exist, neither in rheos 0.1.0 nor in TensorFlow 1.15; nearest: tf.matmul
    """
    if name.startswith("__") and name.endswith("__"):
        return AttributeError(f"module {module_name!r} has no attribute {name!r}", name=name)
    from .version import VERSION

    inner = module_name.removeprefix(__name__.partition(".")[0]).lstrip(".")
    path = f"tf.{inner}" if inner else "tf"
    if f"{path}.{name}" in _RENAMED:
        told = f"{path}.{name} was renamed {_RENAMED[f'{path}.{name}']} in TensorFlow 1.0"
        return AttributeError(told, name=name)
    if name in _tensorflow_names(inner):
        text = f"{path}.{name} is part of TensorFlow 1.15 but not in rheos {VERSION} yet"
    else:
        text = f"{path}.{name} does not exist, neither in rheos {VERSION} nor in TensorFlow 1.15"
    nearest = _nearest(name, known_names)
    if nearest:
        text += "; nearest: " + ", ".join(f"{path}.{other}" for other in nearest)
    return AttributeError(text, name=name)


def _tensorflow_names(inner: str) -> frozenset[str]:
    """TensorFlow 1.15's public names in the module that a user reaches by `tf.<inner>`."""
    if not _symbols:
        import pkgutil

        data = pkgutil.get_data(__name__.partition(".")[0], "_tf1_symbols.txt") or b""
        for line in data.decode("ascii").splitlines():
            path, _, names = line.partition(": ")
            _symbols["" if path == "tf" else path] = frozenset(names.split())
    return _symbols.get(inner, frozenset())


def _nearest(name: str, known_names: Iterable[str]) -> list[str]:
    """At most three of `known_names` that resemble `name`, whatever the case of their letters."""
    import difflib

    by_folded: dict[str, str] = {}
    for known in known_names:
        if not known.startswith("_"):
            by_folded.setdefault(known.lower(), known)
    return [by_folded[match] for match in difflib.get_close_matches(name.lower(), by_folded, n=3, cutoff=0.7)]
