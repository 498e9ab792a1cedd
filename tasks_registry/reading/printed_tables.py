"""Ruled tables of a printed page: the cells between the rulings, and the words in each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks_registry.reading.printed_page import PrintedWord, Ruling

_TOUCHING = 3.0
"""Points by which rulings may miss each other and still meet."""
_SHORTEST = 6.0
"""Points below which a ruling is taken for a part of a drawing."""
_OPEN = 8.0
"""Points by which rulings down stick out of a table that a page end left open; half a line of text."""
_COVERED = 0.6
"""Share of a cell's side that must be ruled."""


@dataclass(frozen=True)
class PrintedCell:
    """One cell: its box in points, and its words. ``continues`` says that it only goes on with the one above it."""

    left: float
    top: float
    right: float
    bottom: float
    words: tuple[PrintedWord, ...] = ()
    continues: bool = False


@dataclass(frozen=True)
class PrintedTable:
    """A ruled table: rows of cells from left to right. Below a cell of several rows stands an empty one in each row."""

    left: float
    top: float
    right: float
    bottom: float
    rows: tuple[tuple[PrintedCell, ...], ...]

    def holds(self, word: PrintedWord) -> bool:
        """Whether the word stands inside the table."""
        across, down = word.middle
        return self.left <= across <= self.right and self.top <= down <= self.bottom


def tables_of(words: Sequence[PrintedWord], rulings: Iterable[Ruling]) -> list[PrintedTable]:
    """Return the ruled tables of a page from top to bottom; a frame around a single cell is none."""
    usable = [ruling for ruling in rulings if ruling.length >= _SHORTEST]
    tables = [table for group in _meeting(usable) if (table := _table(group, words)) is not None]
    return sorted(tables, key=lambda table: table.top)


def _meeting(rulings: Sequence[Ruling]) -> Iterable[list[Ruling]]:
    """Group rulings that meet, each group a table or a drawing. A sweep from top to bottom keeps it near linear."""
    owner = list(range(len(rulings)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    order = sorted(range(len(rulings)), key=lambda at: rulings[at].top)
    open_: list[int] = []
    for at in order:
        ruling = rulings[at]
        open_ = [other for other in open_ if rulings[other].bottom >= ruling.top - _TOUCHING]
        for other in open_:
            known = rulings[other]
            if known.left <= ruling.right + _TOUCHING and ruling.left <= known.right + _TOUCHING:
                owner[root(at)] = root(other)
        open_.append(at)
    groups: defaultdict[int, list[Ruling]] = defaultdict(list)
    for at, ruling in enumerate(rulings):
        groups[root(at)].append(ruling)
    return groups.values()


def _table(rulings: Sequence[Ruling], words: Sequence[PrintedWord]) -> PrintedTable | None:
    across = [ruling for ruling in rulings if ruling.across]
    down = [ruling for ruling in rulings if not ruling.across]
    xs = _places((ruling.left + ruling.right) / 2 for ruling in down)
    ys = _places((ruling.top + ruling.bottom) / 2 for ruling in across)
    ys = _with_open_ends(ys, down)
    if len(xs) < 2 or len(ys) < 2 or (len(xs), len(ys)) == (2, 2):
        return None
    right_of = _ruled(down, xs, ys, lambda r: ((r.left + r.right) / 2, r.top, r.bottom))
    below = _ruled(across, ys, xs, lambda r: ((r.top + r.bottom) / 2, r.left, r.right))
    inside = [word for word in words if xs[0] <= word.middle[0] <= xs[-1] and ys[0] <= word.middle[1] <= ys[-1]]
    rows = []
    for row in range(len(ys) - 1):
        cells = []
        column = 0
        while column < len(xs) - 1:
            end = column + 1
            while end < len(xs) - 1 and (end, row) not in right_of:
                end += 1
            continues = row > 0 and not any((row, at) in below for at in range(column, end))
            last = row + 1
            while last < len(ys) - 1 and not any((last, at) in below for at in range(column, end)):
                last += 1
            box = (xs[column], ys[row], xs[end], ys[last])
            held = () if continues else tuple(word for word in inside if _within(word, box))
            cells.append(PrintedCell(*box, held, continues))
            column = end
        rows.append(tuple(cells))
    return PrintedTable(xs[0], ys[0], xs[-1], ys[-1], tuple(rows))


def _with_open_ends(ys: list[float], down: Sequence[Ruling]) -> list[float]:
    """Return ``ys`` with the ends of the rulings down the table where they stick out: a page end left a row open."""
    top, bottom = min((ruling.top for ruling in down), default=0.0), max((r.bottom for r in down), default=0.0)
    above = [top] if ys and sum(ruling.top <= top + _TOUCHING for ruling in down) > 1 and top < ys[0] - _OPEN else []
    below = [bottom] if ys and sum(r.bottom >= bottom - _TOUCHING for r in down) > 1 and bottom > ys[-1] + _OPEN else []
    return above + ys + below


def _places(values: Iterable[float]) -> list[float]:
    """Return the distinct places among ``values``: those nearer than rulings may miss each other count once."""
    places: list[list[float]] = []
    for value in sorted(values):
        if places and value - places[-1][-1] <= _TOUCHING:
            places[-1].append(value)
        else:
            places.append([value])
    return [sum(place) / len(place) for place in places]


def _ruled(
    rulings: Sequence[Ruling],
    lines: Sequence[float],
    stops: Sequence[float],
    measure: Callable[[Ruling], tuple[float, float, float]],
) -> set[tuple[int, int]]:
    """Return (line, stretch between two stops) for every side of a cell that is ruled for the most part."""
    covered: defaultdict[tuple[int, int], float] = defaultdict(float)
    for ruling in rulings:
        place, start, end = measure(ruling)
        line = min(range(len(lines)), key=lambda at: abs(lines[at] - place))
        for at, (first, last) in enumerate(pairwise(stops)):
            covered[line, at] += max(0.0, min(end, last) - max(start, first)) / (last - first)
    return {side for side, share in covered.items() if share >= _COVERED}


def _within(word: PrintedWord, box: tuple[float, float, float, float]) -> bool:
    across, down = word.middle
    return box[0] <= across < box[2] and box[1] <= down < box[3]
