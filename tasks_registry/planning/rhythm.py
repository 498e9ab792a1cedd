"""From the way an office says that something comes again to a cron expression, and from that to its days. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from config.cron import next_runs
from config.errors import OfficeFileError
from tasks_registry.errors import Refused
from tasks_registry.reading.text import fold

_WEEKDAYS = {
    **dict(zip(("hai", "ba", "tu", "nam", "sau", "bay"), range(1, 7), strict=True)),
    **{str(number): number - 1 for number in range(2, 8)},
}
"""Words and digits after ``thứ``: thứ Hai is Monday, 1 in cron."""
_ORDINALS = {"nhat": 1, "dau": 1, "1": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tu": 4, "4": 4}
_LAST_MONTHS_OF_QUARTERS = "3,6,9,12"
_SHORTEST_LENGTHS = dict(zip(range(1, 13), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))

_WEEKDAY = r"(?:thu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_EVERY = r"(?:hang|moi)"
_LIMIT = r"(?:(?:truoc|cham nhat|den) )?"
_LAST_DAY = rf"ngay (?:lam viec )?cuoi(?: cung)?(?: cua| trong)?(?: {_EVERY})?"


@dataclass(frozen=True)
class _Form:
    """One way of saying it: an example that people are shown, its pattern over folded words, the cron it means."""

    example: str
    pattern: str
    cron: Callable[[re.Match[str]], str]


def _weekday(match: re.Match[str]) -> int:
    return _WEEKDAYS[match["weekday"]] if match["weekday"] else 0


def _weekday_of_month(match: re.Match[str]) -> str:
    if match["week"] == "cuoi":
        return f"0 0 * * L{_weekday(match)}"
    return f"0 0 * * {_weekday(match)}#{_ORDINALS[match['week']]}"


_FORMS = (
    _Form("thứ Sáu hằng tuần", rf"{_WEEKDAY} {_EVERY} tuan", lambda found: f"0 0 * * {_weekday(found)}"),
    _Form("ngày 15 hằng tháng", rf"ngay (?P<day>\d+) {_EVERY} thang", lambda found: f"0 0 {int(found['day'])} * *"),
    # The last working day is the last day rolled back by the working calendar, as every due day is.
    _Form("ngày cuối tháng", rf"{_LAST_DAY} thang", lambda _: "0 0 L * *"),
    _Form(
        "thứ Sáu tuần thứ hai hằng tháng",
        rf"{_WEEKDAY} tuan (?:thu )?(?P<week>nhat|dau|hai|ba|tu|cuoi|[1-4])(?: cua)?(?: {_EVERY})? thang",
        _weekday_of_month,
    ),
    _Form(
        "ngày 20 tháng cuối quý",
        rf"ngay (?P<day>\d+)(?: cua)? thang cuoi(?: cua)?(?: {_EVERY})? quy",
        lambda found: f"0 0 {int(found['day'])} {_LAST_MONTHS_OF_QUARTERS} *",
    ),
    _Form("ngày cuối quý", rf"{_LAST_DAY} quy", lambda _: f"0 0 L {_LAST_MONTHS_OF_QUARTERS} *"),
    _Form(
        "ngày 15/6 hằng năm",
        rf"ngay (?P<day>\d+) (?:thang )?(?P<month>\d+) {_EVERY} nam",
        lambda found: f"0 0 {int(found['day'])} {int(found['month'])} *",
    ),
)
FORMS = tuple(form.example for form in _FORMS)
"""The phrases that are understood, one example each; ``trước``, ``chậm nhất`` and ``đến`` may stand before each."""

_ENDS = {
    "week": "0 0 * * 5",
    "month": "0 0 L * *",
    "quarter": f"0 0 L {_LAST_MONTHS_OF_QUARTERS} *",
    "year": "0 0 31 12 *",
}
"""A bare ``định kỳ hằng quý`` gives no day: its last one stands in, as for other duties bound to a period."""


def read_rhythm(phrase: str) -> str:
    """Return the cron of the days that ``phrase`` means (``ngày 15 hằng tháng``), accents and case ignored.

    Raises ``Refused``, naming the phrases that are understood, and for a day that not every one of its months has.
    """
    words = fold(phrase)
    for form in _FORMS:
        found = re.fullmatch(_LIMIT + form.pattern, words)
        if found is not None:
            return check_rhythm(form.cron(found))
    forms = ", ".join(f"“{example}”" for example in FORMS)
    raise Refused(f"Chưa hiểu nhịp “{phrase}”. Hãy ghi theo một trong các dạng: {forms}; hoặc dùng --cron.")


def rhythm_of_reading(recurring: str) -> str:
    """Return the cron of what a reading calls recurring: a cron expression, or the name of a period."""
    return check_rhythm(_ENDS.get(recurring, recurring))


def check_rhythm(cron: str) -> str:
    """Return ``cron`` as days only, minute and hour set to 0; raises ``Refused`` when it never comes or skips months.

    ``0 0 31 * *`` would leave out every other month without a word, and the office means the last day by it.
    """
    fields = cron.split()
    days = " ".join(["0", "0", *fields[2:]])
    try:
        next_runs(days, datetime(2024, 1, 1, tzinfo=UTC))
    except OfficeFileError:
        raise Refused(
            f"Lịch “{cron}” không đúng cú pháp cron (phút giờ ngày tháng thứ) hoặc không bao giờ đến. "
            "Ví dụ “0 0 15 * *” là ngày 15 hằng tháng."
        ) from None
    day, month = fields[2:4]
    if day.isdigit() and any(int(day) > _SHORTEST_LENGTHS[number] for number in _months(month)):
        raise Refused(
            f"Ngày {day} không phải tháng nào của nhịp này cũng có. "
            "Hãy ghi “ngày cuối tháng”, “ngày cuối quý”, hoặc một ngày sớm hơn."
        )
    return days


def _months(field: str) -> list[int]:
    """Return the months that a cron field lists; none for what only croniter can read."""
    if field == "*":
        return list(_SHORTEST_LENGTHS)
    return [int(part) for part in field.split(",")] if field.replace(",", "").isdigit() else []


def means_before(phrase: str | None) -> bool:
    """Tell whether a phrase says ``trước``, which an office may read strictly (``deadlines.strict_before``)."""
    return "truoc" in fold(phrase or "").split()


def occurrences(cron: str, after: date, until: date) -> list[date]:
    """Return the days of ``cron`` later than ``after`` and not later than ``until``.

    Windows that meet add up: ``occurrences(a, c)`` is ``occurrences(a, b)`` and ``occurrences(b, c)``.
    """
    days: list[date] = []
    day = _next(cron, after)
    while day <= until:
        days.append(day)
        day = _next(cron, day)
    return days


def coming(cron: str, after: date, count: int) -> list[date]:
    """Return the first ``count`` days of ``cron`` later than ``after``."""
    return [run.date() for run in next_runs(cron, datetime.combine(after, time(), UTC), count)]


def _next(cron: str, after: date) -> date:
    return coming(cron, after, 1)[0]
