"""The printed table: a line per case, a column per engine, how far rheos is ahead, how near the limit."""

from collections.abc import Callable

SLOW = 1.5  # an op whose time is more than this over the best peer's is marked


def show(seconds: float | None) -> str:
    """A time with the unit that fits it."""
    if seconds is None:
        return "-"
    for unit, factor in (("s", 1), ("ms", 1e-3)):
        if seconds >= factor:
            return f"{seconds / factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"


def show_mb(mb: float | None) -> str:
    """Megabytes."""
    return "-" if mb is None else f"{mb:.0f} MB"


def ahead(values: dict[str, float | None]) -> float | None:
    """The best of the others over rheos: above 1, rheos is ahead."""
    peers = [value for name, value in values.items() if name != "rheos" and value is not None]
    own = values.get("rheos")
    return min(peers) / own if own and peers else None


class Table:
    """Prints as it goes; remembers the lines in which rheos is slow."""

    def __init__(self, engines: list[str], marks: bool) -> None:
        self.engines, self.marks = engines, marks
        self.slow: list[str] = []
        print(f"{'':36}" + "".join(f"{name:>12}" for name in engines) + f"{'ahead':>9}{'of limit':>10}")

    def line(
        self,
        about: str,
        values: dict[str, float | None],
        shown: Callable[[float | None], str] = show,
        share: float | None = None,
    ) -> None:
        """One line; `share` is the least possible time over rheos'."""
        times = ahead(values)
        ratio = "-" if times is None else f"{times:.2f}x"
        if times is not None and times < 1 / SLOW and self.marks:
            ratio = "* " + ratio
            self.slow.append(f"{about} {times:.2f}x")
        cells = "".join(f"{shown(values.get(name)):>12}" for name in self.engines)
        limit = "-" if share is None else f"{share:.0%}"
        print(f"{about:36}{cells}{ratio:>9}{limit:>10}", flush=True)
