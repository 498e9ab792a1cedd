"""What stands on a printed page in reading order: groups of lines, ruled tables, and the short rule above notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from tasks_registry.reading.printed_flow import starts_an_item
from tasks_registry.reading.printed_lines import joined, lines_of
from tasks_registry.reading.printed_page import PrintedLine, PrintedPage, PrintedWord
from tasks_registry.reading.printed_tables import PrintedCell, PrintedTable, tables_of

_SHORT_RULE = 0.6
"""Share of the page's width up to which a rule across it may stand above notes."""
_CELL_GAP = 1.6
"""Of the usual distance of lines: from this distance on, a line in a cell starts a new paragraph."""


Row = tuple[tuple[str, ...], ...]
"""Cells of a table's row, each its paragraphs."""


@dataclass(frozen=True)
class LineGroup:
    """Lines read one below the other. ``is_column`` tells that another column stands beside them."""

    lines: tuple[PrintedLine, ...]
    is_column: bool = False


@dataclass(frozen=True)
class TextTable:
    """A table: rows of cells, each cell its paragraphs. ``columns`` are the places of its outer sides and its width."""

    rows: tuple[Row, ...]
    left: float
    right: float


@dataclass(frozen=True)
class LaidPage:
    """One page in reading order. ``short_rules`` are the heights of short rules across it, in points from the top."""

    number: int
    width: float
    height: float
    blocks: tuple[LineGroup | TextTable, ...]
    short_rules: tuple[float, ...] = ()
    recognised: bool = False
    lines: tuple[PrintedLine, ...] = field(init=False)

    def __post_init__(self) -> None:
        groups = (block.lines for block in self.blocks if isinstance(block, LineGroup))
        object.__setattr__(self, "lines", tuple(line for lines in groups for line in lines))

    def without(self, gone: Sequence[PrintedLine]) -> "LaidPage":
        """Return the page without the lines ``gone``."""
        left_out = {id(line) for line in gone}
        if not left_out:
            return self
        blocks = [
            replace(block, lines=tuple(line for line in block.lines if id(line) not in left_out))
            if isinstance(block, LineGroup)
            else block
            for block in self.blocks
        ]
        return replace(self, blocks=tuple(block for block in blocks if not isinstance(block, LineGroup) or block.lines))


def lay_out(page: PrintedPage, number: int) -> LaidPage:
    """Return page ``number`` (from 0) in reading order."""
    tables = tables_of(page.words, page.rulings)
    bands: list[list[PrintedWord]] = [[] for _ in range(len(tables) + 1)]
    for word in page.words:
        if not any(table.holds(word) for table in tables):
            bands[sum(table.top < word.middle[1] for table in tables)].append(word)
    blocks: list[LineGroup | TextTable] = []
    for band, table in zip(bands, [*tables, None], strict=True):
        groups = lines_of(band, number)
        blocks += [LineGroup(tuple(lines), _is_column(at, groups)) for at, lines in enumerate(groups)]
        if table is not None:
            blocks.append(_text_table(table))
    rules = sorted(
        rule.top
        for rule in page.rulings
        if rule.across and rule.length <= page.width * _SHORT_RULE and not any(_lies_in(rule.top, t) for t in tables)
    )
    return LaidPage(number, page.width, page.height, tuple(blocks), tuple(rules), page.recognised)


def _is_column(at: int, groups: Sequence[Sequence[PrintedLine]]) -> bool:
    """Tell whether a group stands beside its neighbour: the left one is followed by one that starts as high."""
    top = groups[at][0].baseline
    before = at > 0 and groups[at - 1][-1].baseline >= top - groups[at][0].size
    after = at + 1 < len(groups) and groups[at + 1][0].baseline <= groups[at][-1].baseline
    return before or after


def _lies_in(top: float, table: PrintedTable) -> bool:
    return table.top - 1 <= top <= table.bottom + 1


def _text_table(table: PrintedTable) -> TextTable:
    rows = tuple(tuple(_paragraphs(cell) for cell in row) for row in table.rows)
    return TextTable(rows, table.left, table.right)


def _paragraphs(cell: PrintedCell) -> tuple[str, ...]:
    """Return the paragraphs of a cell: new ones start with a number or dash, or after a gap."""
    lines = [line for group in lines_of(cell.words, 0) for line in group]
    if not lines:
        return ()
    distances = [below.baseline - above.baseline for above, below in pairwise(lines)]
    usual = median(distances) if distances else 0.0
    paragraphs: list[str] = []
    for line, distance in zip(lines, [0.0, *distances], strict=True):
        if not paragraphs or starts_an_item(line.text) or distance > usual * _CELL_GAP:
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = joined(paragraphs[-1], line.text)
    return tuple(paragraphs)
