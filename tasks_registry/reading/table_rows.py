"""Which cell of a table row belongs under which title, when cells merged over several rows or left empty are missing.

Pages and texts exported from the web give a row only the cells that begin in it. What a cell says tells its column:
a number, an agency, a time, the text of a task.
"""

import re
from collections.abc import Mapping, Sequence

from tasks_registry.reading.agencies import heading_lead
from tasks_registry.reading.table_columns import Column
from tasks_registry.reading.text import fold, settle

_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[IVXL]{1,6}\.\d{1,3}|[A-HĐ]|[a-zđ]|[-–+])[.)]?$")
_TIME = re.compile(
    r"(?:(?:trong|truoc|cham nhat|den|het|tu|xong|cuoi|dau|giua|sau|hoan thanh)\s.*)?"
    r"\b(?:ngay|thang|quy|nam|tuan|hang|thuong xuyen|dinh ky|khi)\b"
    r"|(?:trong|truoc|tu|den|t)?\s?\d{1,2}(?: \d{1,2})? 20\d\d\b"
    r"|20\d\d(?: 20\d\d)?$|theo (?:tien do|ke hoach|yeu cau)"
)
_LONGEST_TIME = 80
_PAPER = re.compile(
    r"(?:bao cao|ke hoach|quyet dinh|nghi quyet|van ban|to trinh|de an|chi thi|thong bao|quy che|cong van|chuong trinh"
    r"|huong dan|nghi dinh|thong tu|luat|danh muc|du thao|ho so|phan mem)\b"
)
_LONGEST_PAPER = 80
_AT_ITS_PLACE = 2.5
"""Weight of leaving a cell where its position puts it: only what cannot be there is moved."""


def place_cells(columns: Sequence[Column], cells: Mapping[int, str]) -> dict[int, int]:
    """Return position in ``columns`` → position of the cell in its row, in unchanged order.

    Of all ways to set the cells under the titles it is the one whose cells fit best what their columns hold. Cells
    beyond the last column are left out.
    """
    given = [position for position in sorted(cells) if cells[position]][: len(columns)]
    kinds = {position: _kinds(cells[position]) for position in given}
    # best[c] = (weight, places) of setting the cells so far under the first c columns
    unset: tuple[float, tuple[int, ...]] | None = None
    best: list[tuple[float, tuple[int, ...]] | None] = [(0.0, ())] * (len(columns) + 1)
    for position in given:
        following = [unset]
        for place, column in enumerate(columns):
            before = best[place]
            skipped = following[-1]
            if before is None:
                following.append(skipped)
                continue
            weight = before[0] + _fit(column, kinds[position]) + _AT_ITS_PLACE * (position == place)
            taken = (weight, (*before[1], place))
            following.append(taken if skipped is None or taken[0] > skipped[0] else skipped)
        best = following
    chosen = best[-1]
    return dict(zip(chosen[1], given, strict=True)) if chosen else {}


def is_number(text: str) -> bool:
    """Tell whether a cell holds nothing but a number, letter or dash of a list."""
    return _NUMBER.match(text) is not None


def _kinds(text: str) -> frozenset[str]:
    if is_number(text):
        return frozenset({"number"})
    key = fold(text)
    if len(text) <= _LONGEST_TIME and _TIME.match(key):
        return frozenset({"time"})
    if heading_lead(settle(text)):
        return frozenset({"agency"})
    return frozenset({"paper", "text"} if _PAPER.match(key) and len(text) <= _LONGEST_PAPER else {"text"})


def _fit(column: Column, kinds: frozenset[str]) -> float:
    """Return how well a cell fits a column: above zero when it may stand there."""
    (kind,) = kinds - {"paper"}
    fits = {
        Column.NUMBER: {"number": 4.0, "time": -6.0, "agency": -6.0, "text": -6.0},
        Column.TASK: {"number": -4.0, "time": -4.0, "agency": -2.0, "text": 0.5 if "paper" in kinds else 2.5},
        Column.LEAD: {"number": -4.0, "time": -4.0, "agency": 2.0, "text": -3.0 if "paper" in kinds else -1.0},
        Column.TIME: {"number": -4.0, "time": 3.0, "agency": -4.0, "text": -2.0},
        Column.PRODUCT: {"number": -2.0, "time": -2.0, "agency": -2.0, "text": 2.0 if "paper" in kinds else 1.0},
    }
    fits[Column.SUPPORT] = fits[Column.LEAD]
    return fits.get(column, {"number": -1.0}).get(kind, 0.3)
