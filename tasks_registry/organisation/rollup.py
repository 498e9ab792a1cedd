"""What the superior committee sees of those below it (số liệu tổng hợp): figures only, never a task. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tasks_registry.time_state import Figures, TimeState, figures_of


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


def add_up(
    day: date, committees: Iterable[tuple[int, str, str, int]], counts: Mapping[int, Mapping[TimeState, int]]
) -> Rollup:
    """Return the roll-up of ``committees`` (id, code, name, depth) from their counts of time states."""
    rows = tuple(
        CommitteeFigures(code, name, depth, figures_of(counts.get(id_, {}))) for id_, code, name, depth in committees
    )
    return Rollup(day, rows, sum((row.figures for row in rows), Figures()))
