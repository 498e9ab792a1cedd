"""The only module that reads the clock. Everything else is given ``now`` as an argument."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from config.errors import SettingError

KNOWN_YEARS = range(1990, 2200)
"""Years that a user can mean; zones, calendars and databases bear them all."""

_DAY_MONTH_YEAR = re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})", re.ASCII)


def system_clock() -> datetime:
    """Return the machine's present instant, aware, in UTC."""
    return datetime.now(UTC)


def office_day(now: datetime, zone: ZoneInfo) -> date:
    """Return the calendar day at the office at instant ``now``.

    In Việt Nam (UTC+7) the hours before 07:00 belong to the day that UTC has not reached yet, so the day must never
    be taken from the UTC instant. Raises ``ValueError`` when ``now`` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    return now.astimezone(zone).date()


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """Read an ISO 8601 day or instant given by a user (``2024-06-10`` or ``2024-06-10T08:00``).

    Without an offset it is local to the office; a day alone means 08:00, the start of office hours.
    Raises ``SettingError`` for anything else, and for days that do not exist.
    """
    try:
        instant = datetime.fromisoformat(text)
        _require_known_year(instant.year)
    except ValueError:
        raise SettingError(
            f"Không hiểu thời điểm “{text}”: hãy ghi dạng 2024-06-10 hoặc 2024-06-10T08:00 với ngày có thật."
        ) from None
    if len(text) == 10:
        instant = instant.replace(hour=8)
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def parse_day(text: str) -> date:
    """Read a day given by a user, ``2026-09-25`` or the Vietnamese ``25/9/2026`` (day first, four digits of the year).

    Raises ``SettingError`` when there is no such day.
    """
    written = _DAY_MONTH_YEAR.fullmatch(text)
    try:
        day = date(*(int(written[part]) for part in "ymd")) if written else date.fromisoformat(text)
        _require_known_year(day.year)
    except ValueError:
        raise SettingError(f"Không có ngày “{text}”: hãy ghi ngày có thật, ví dụ 25/9/2026 hoặc 2026-09-25.") from None
    return day


def _require_known_year(year: int) -> None:
    if year not in KNOWN_YEARS:
        raise ValueError(f"year {year} is out of range")
