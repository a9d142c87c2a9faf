"""What train.py shows: progress while it trains, and the confusion matrix as text and as a picture.

None of this touches the network. tqdm and matplotlib are used where they are installed; without them
there is plain text.
"""

import sys

import numpy as np


class Progress:
    """A progress bar over `epochs` steps; without tqdm or a terminal, a line every few epochs."""

    def __init__(self, epochs):
        self.epochs = epochs
        self.bar = None
        if sys.stderr.isatty():
            try:
                from tqdm import tqdm
            except ImportError:
                return
            self.bar = tqdm(total=epochs, unit="epoch", desc="training")

    def step(self, epoch, loss):
        """Show that `epoch` (from 1) is done and what its mean loss was."""
        if self.bar is not None:
            self.bar.set_postfix(loss=f"{loss:.4f}", refresh=False)
            self.bar.update()
        elif epoch == 1 or epoch % 5 == 0 or epoch == self.epochs:
            print(f"epoch {epoch:3d} of {self.epochs}   loss {loss:.4f}", flush=True)

    def close(self):
        """End the bar, so that what is printed next starts on a line of its own."""
        if self.bar is not None:
            self.bar.close()


def confusion_matrix(labels, guesses):
    """Count [written digit, read digit] pairs: int64 [10, 10]; the diagonal was read right."""
    matrix = np.zeros([10, 10], np.int64)
    np.add.at(matrix, (labels, guesses), 1)
    return matrix


def table(matrix):
    """The confusion matrix as text; a dot stands for no digit at all."""
    lines = ["     " + "".join(f"{digit:5d}" for digit in range(10))]
    for digit, row in enumerate(matrix):
        lines.append(f"{digit:5d}" + "".join(f"{count or '.':>5}" for count in row))
    return "\n".join(lines)


def picture(matrix, pictures, labels, guesses, path):
    """Draw the matrix and up to 15 misread digits into the PNG file `path`; None without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return None

    figure = Figure(figsize=(11, 5.5), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1.25, 1])
    axes = left.subplots()
    axes.imshow(np.sqrt(matrix), cmap="Blues")  # the root keeps single mistakes visible beside sixty hits
    axes.set(
        title=f"Held-out digits: {np.trace(matrix)} of {matrix.sum()} right",
        xlabel="read as",
        ylabel="written",
    )
    axes.set_xticks(range(10))
    axes.set_yticks(range(10))
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            axes.text(
                column, row, count, ha="center", va="center", color="white" if row == column else "black"
            )

    right.suptitle("Misread")
    wrong = np.flatnonzero(labels != guesses)
    for cell, where in zip(right.subplots(3, 5).flat, [*wrong[:15], *[None] * 15], strict=False):
        cell.set_axis_off()
        if where is not None:
            cell.imshow(pictures[where].reshape(8, 8), cmap="gray_r")
            cell.set_title(f"{labels[where]} read as {guesses[where]}", fontsize=9)
    figure.savefig(path, dpi=110)
    return path
