"""The office's working calendar: public holidays of Việt Nam, under the days that the office itself decided."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

from config.office import CalendarFile

_SATURDAY = 5


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked. ``working_days`` win over ``days_off``, both over weekends and public holidays."""

    days_off: Collection[date] = field(default_factory=frozenset)
    working_days: Collection[date] = field(default_factory=frozenset)

    @classmethod
    def from_file(cls, file: CalendarFile) -> "WorkingCalendar":
        """Build the calendar from ``calendar.yaml``."""
        return cls(frozenset(entry.day for entry in file.days_off), frozenset(file.working_days))

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on ``day``."""
        if day in self.working_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off and day not in _public_holidays(day.year)

    def roll_back(self, day: date) -> date:
        """Return ``day``, or the last working day before it (period-bound duties, superiors' dates)."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def roll_forward(self, day: date) -> date:
        """Return ``day``, or the first working day after it (internal terms of n days)."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the day that is ``count`` working days after ``day`` (before, when negative); ``day`` is not counted.

        ``count`` 0 returns ``day`` itself, worked or not (BLDS 2015 Điều 147: the first day is not counted).
        """
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day
