"""Written days: ``20/12/2023``, ``ngày 20 tháng 12 năm 2023``, ``28/6``."""

import re
from calendar import monthrange
from datetime import date

DAY_PATTERN = (
    r"(?:(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})(?:\s?[/.\-]\s?(?P<year>(?:19|20)\d\d))?(?![\d/])"
    r"|(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})(?:\s+năm\s+(?P<year2>(?:19|20)\d\d))?(?!\d))"
)
"""A day with or without its year, for use inside a larger pattern; read by ``day_of``."""
_LEAP_YEAR = 2000
"""Stands in for a missing year, so that 29/02 is let pass."""


class NoSuchDay(ValueError):
    """The words name a day that no calendar has, such as 31/02."""


def day_of(match: re.Match[str], year: int | None = None) -> date | None:
    """Return the day that ``DAY_PATTERN`` matched, ``year`` standing in for a missing one; None without any year.

    Raises ``NoSuchDay``, for 31/02 in whatever year too.
    """
    written = match["year"] or match["year2"]
    chosen = int(written) if written else year
    try:
        day = date(chosen or _LEAP_YEAR, int(match["month"] or match["month2"]), int(match["day"] or match["day2"]))
    except ValueError:
        raise NoSuchDay(match[0]) from None
    return day if chosen else None


def month_end(year: int, month: int) -> date:
    """Return the last day of a month (1 to 12)."""
    return date(year, month, monthrange(year, month)[1])
