"""What the superior committee sees of those below it (số liệu tổng hợp): figures only, never a task. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasks_registry.time_state import Figures


@dataclass(frozen=True)
class CommitteeFigures:
    """The official figures of one committee; ``depth`` is how many steps it stands below the one that asks."""

    code: str
    name: str
    depth: int
    figures: Figures


@dataclass(frozen=True)
class Rollup:
    """The figures of a committee and of all below it, as of ``day``, and what they add up to."""

    day: date
    committees: tuple[CommitteeFigures, ...]
    total: Figures


def add_up(day: date, committees: Iterable[CommitteeFigures]) -> Rollup:
    """Return the roll-up of ``committees``."""
    rows = tuple(committees)
    return Rollup(day, rows, sum((row.figures for row in rows), Figures()))
