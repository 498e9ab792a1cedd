"""Named stretches of time: quarters, months, halves and years, as reports write them."""

import re
from dataclasses import dataclass
from datetime import date

from tasks_registry.reading.dates import month_end

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:\s*(?:/|-|,|[Nn]ăm|NĂM)?\s*(?P<{0}>20\d\d)(?![\d/]))"
PERIOD_PATTERN = (
    r"(?:(?P<quarter>[Qq]uý|QUÝ)\s+(?P<which>III|II|IV|I|iii|ii|iv|i|[1-4])\b" + _YEAR.format("quarter_year") + "?"
    r"|(?P<first_month>[Tt]háng|THÁNG)\s+(?:(?P<since>\d{1,2})\s*[-–]\s*)?(?P<month_number>1[0-2]"
    r"|0?[1-9])\b(?!\s*[-–.]\s*\d)" + _YEAR.format("month_year") + "?"
    r"|(?P<span>0?[369]|ba|sáu|chín)\s+(?:tháng|THÁNG)\s+(?P<half>đầu|cuối|ĐẦU|CUỐI)\s+(?:năm|NĂM)"
    + _YEAR.format("half_year")
    + "?"
    r"|(?P<whole>[Nn]ăm|NĂM)\s+(?:(?P<year_since>20\d\d)\s*[-–]\s*)?(?P<year_number>20\d\d)(?![\d/]))"
)
"""One period for use inside a larger pattern; read by ``period_of``."""
_PERIOD = re.compile(PERIOD_PATTERN)
_SPANS = {"ba": 3, "sáu": 6, "chín": 9}


@dataclass(frozen=True)
class Period:
    """From ``start`` to ``end``, included. ``label``: ``2024-Q2``, ``2024-06``, ``2024-H1``, ``2024-9M``, ``2024``."""

    label: str
    start: date
    end: date


def period_of(match: re.Match[str], year: int | None = None) -> Period | None:
    """Return the period that ``PERIOD_PATTERN`` matched, ``year`` standing in for a missing one; None without any."""
    written = match["quarter_year"] or match["month_year"] or match["half_year"] or match["year_number"]
    chosen = int(written) if written else year
    if chosen is None:
        return None
    if match["quarter"]:
        quarter = _QUARTERS[match["which"].lower()]
        return Period(f"{chosen}-Q{quarter}", date(chosen, 3 * quarter - 2, 1), month_end(chosen, 3 * quarter))
    if match["month_number"]:
        month = int(match["month_number"])
        first = min(int(match["since"] or month), month) or month
        return Period(f"{chosen}-{month:02}", date(chosen, first, 1), month_end(chosen, month))
    if match["span"]:
        return _part_of_year(chosen, _SPANS.get(match["span"]) or int(match["span"]), match["half"].lower() == "đầu")
    since = int(match["year_since"] or chosen)
    return Period(str(chosen), date(min(since, chosen), 1, 1), date(chosen, 12, 31))


def find_periods(text: str, year: int | None = None) -> list[tuple[Period, int]]:
    """Return the periods named in ``text`` (settled spelling) with their positions."""
    return [
        (period, match.start()) for match in _PERIOD.finditer(text) if (period := period_of(match, year)) is not None
    ]


def _part_of_year(year: int, months: int, from_start: bool) -> Period:
    if from_start:
        label = {3: "-Q1", 6: "-H1", 9: "-9M"}[months]
        return Period(f"{year}{label}", date(year, 1, 1), month_end(year, months))
    label = {3: "-Q4", 6: "-H2", 9: ""}[months]  # the last nine months have no code of their own, they end as the year
    return Period(f"{year}{label}", date(year, 13 - months, 1), date(year, 12, 31))
