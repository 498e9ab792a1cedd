"""The only module that reads the clock. Everything else is given ``now`` as an argument."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from config.errors import SettingError

Clock = Callable[[], datetime]
"""Returns the present instant, aware."""


def system_clock() -> datetime:
    """Return the machine's present instant, aware, in UTC."""
    return datetime.now(UTC)


def fixed_clock(instant: datetime) -> Clock:
    """Return a clock that stands still at ``instant`` (``--at``, the demo, tests)."""
    return lambda: instant


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
    except ValueError:
        raise SettingError(
            f"Không hiểu thời điểm “{text}”: hãy ghi dạng 2024-06-10 hoặc 2024-06-10T08:00 với ngày có thật."
        ) from None
    if len(text) == 10:
        instant = instant.replace(hour=8)
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def parse_day(text: str) -> date:
    """Read a ``YYYY-MM-DD`` day given by a user; raises ``SettingError`` when there is no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingError(f"Không có ngày “{text}”: hãy ghi dạng NĂM-THÁNG-NGÀY, ví dụ 2024-06-27.") from None
