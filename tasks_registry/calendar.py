"""The office's working calendar: public holidays, under ``calendar.yaml``, under the days kept in the registry."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from config.days_off import CalendarFile
from tasks_registry.errors import Refused
from tasks_registry.public_holidays import public_holidays

_SATURDAY = 5
_DAY = timedelta(days=1)
_LONGEST_BREAK = 366
"""Days off in a row that no office has: more of them are a mistake in the calendar."""


class Source(StrEnum):
    """Who says that a day is off or worked; later ones win."""

    PUBLIC = "public"
    """the holidays of the country"""
    FILE = "file"
    """``calendar.yaml``"""
    REGISTRY = "registry"
    """a day that the office put into the registry"""

    @property
    def label(self) -> str:
        """The source as an office calls it."""
        return _LABELS[self]


_LABELS = {Source.PUBLIC: "ngày lễ chung", Source.FILE: "calendar.yaml", Source.REGISTRY: "sổ"}


@dataclass(frozen=True)
class DayMark:
    """What is said of a day beyond its weekday."""

    working: bool
    name: str
    source: Source
    expected: bool = False
    """Off as far as anybody knows, not decided yet (dự kiến)."""


@dataclass(frozen=True)
class DecidedDay:
    """A day that the office put into the registry: off, or worked in exchange (làm bù)."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked. ``marks`` – what the office says of days – win over weekends and public holidays.

    A mark that gives mùng Một Tết or 2/9 off stands for the decision of that year: the public calendar's other days of
    the same holiday, which were its forecast, do not count any more.
    """

    marks: Mapping[date, DayMark] = field(default_factory=dict)

    @classmethod
    def from_file(cls, file: CalendarFile, decided: Iterable[DecidedDay] = ()) -> "WorkingCalendar":
        """Build the calendar from ``calendar.yaml`` and the ``decided`` days over it.

        Within the file ``working_days`` win over ``days_off``, and a decided day off over an expected one.
        """
        marks: dict[date, DayMark] = {}
        for entry in sorted(file.days_off, key=lambda entry: not entry.tentative):
            mark = DayMark(False, entry.name, Source.FILE, entry.tentative)
            marks |= dict.fromkeys(_days(entry.first, entry.last), mark)
        marks |= {entry.day: DayMark(True, entry.name, Source.FILE) for entry in file.working_days}
        marks |= {entry.day: DayMark(entry.working, entry.name, Source.REGISTRY) for entry in decided}
        return cls(marks)

    def mark(self, day: date) -> DayMark | None:
        """Return what is said of ``day``, None for an ordinary working day or weekend."""
        own = self.marks.get(day)
        if own is not None:
            return own
        public = public_holidays(day.year).get(day)
        if public is None:
            return None
        anchor = self.marks.get(public.anchor) if public.anchor is not None else None
        if anchor is not None and not anchor.working:
            return None
        return DayMark(False, public.name, Source.PUBLIC, public.forecast)

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on ``day``."""
        mark = self.mark(day)
        return mark.working if mark is not None else day.weekday() < _SATURDAY

    def marked_days(self, first: date, last: date) -> Iterator[tuple[date, DayMark]]:
        """Yield the days from ``first`` to ``last``, both included, of which something is said."""
        for day in _days(first, last):
            mark = self.mark(day)
            if mark is not None:
                yield day, mark

    def expected_off(self, first: date, last: date) -> str | None:
        """Return the name of the first day from ``first`` to ``last`` that is only expected to be off."""
        return next((mark.name for _, mark in self.marked_days(first, last) if mark.expected), None)

    def roll_back(self, day: date) -> date:
        """Return ``day``, or the last working day before it. Raises ``Refused`` when there is none within a year."""
        return day if self.is_working(day) else self.previous_working_day(day)

    def roll_forward(self, day: date) -> date:
        """Return ``day``, or the first working day after it. Raises ``Refused`` when there is none within a year."""
        return day if self.is_working(day) else self.next_working_day(day)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``."""
        return self._nearest(day, _DAY)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before ``day``."""
        return self._nearest(day, -_DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the day that is ``count`` working days after ``day`` (before, when negative); ``day`` is not counted.

        ``count`` 0 returns ``day`` itself, worked or not (BLDS 2015 Điều 147: the first day is not counted).
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day = self._nearest(day, step)
        return day

    def count_working_days(self, first: date, last: date) -> int:
        """Return how many working days lie between two days: ``first`` is not counted, ``last`` is.

        Negative when ``last`` comes before ``first``, so that it undoes ``add_working_days``.
        """
        if last < first:
            return -sum(map(self.is_working, _days(last, first - _DAY)))
        return sum(map(self.is_working, _days(first + _DAY, last)))

    def _nearest(self, day: date, step: timedelta) -> date:
        for distance in range(1, _LONGEST_BREAK + 1):
            candidate = day + step * distance
            if self.is_working(candidate):
                return candidate
        side = "sau" if step > timedelta() else "trước"
        raise Refused(
            f"Lịch làm việc không có ngày làm việc nào trong {_LONGEST_BREAK} ngày {side} ngày {day:%d/%m/%Y}. "
            "Hãy xem lại mục days_off trong calendar.yaml và: dondoc calendar show"
        )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * distance for distance in range((last - first).days + 1))
