"""The days on which something is said of a due day or a meeting's day, and what each is called."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from config.reminders import Mark, ReminderPolicy, WeekdayMark
from notifications import keys
from tasks_registry.calendar import WorkingCalendar


class Reached(NamedTuple):
    """A milestone and the day from which on it is reached."""

    day: date
    name: str


@dataclass(frozen=True)
class Timetable:
    """Works out milestones by one calendar; remembers them, because many tasks share a due day."""

    calendar: WorkingCalendar
    _known: dict[tuple[date, tuple[Mark, ...], bool], tuple[Reached, ...]] = field(default_factory=dict)
    _terms: dict[tuple[date, int], date] = field(default_factory=dict)

    def days(self, due: date, marks: Sequence[Mark], *, working_days_only: bool) -> tuple[Reached, ...]:
        """Return the milestones up to the due day, ascending.

        One that falls on a day off is reached on the working day before it: a warning may come early, never after the
        week-end that it warned of. A day of the due week that comes after the due day itself is none.
        """
        key = (due, tuple(marks), working_days_only)
        known = self._known.get(key)
        if known is None:
            raw = sorted({Reached(_day_of(mark, due), _name_of(mark)) for mark in marks})
            known = self._known[key] = tuple(
                Reached(self.calendar.roll_back(day) if working_days_only else day, name)
                for day, name in raw
                if day <= due
            )
        return known

    def reached(self, due: date, marks: Sequence[Mark], policy: ReminderPolicy, today: date) -> str | None:
        """Return the name of the last milestone reached on ``today``, None before the first.

        Overdue ones come every ``overdue_every_days`` calendar days.
        """
        late = (today - due).days
        if late >= policy.overdue_every_days:
            return keys.after_due(late - late % policy.overdue_every_days)
        return self.reached_before(due, marks, policy, today)

    def reached_before(self, due: date, marks: Sequence[Mark], policy: ReminderPolicy, today: date) -> str | None:
        """Return the name of the last milestone up to the due day that is reached on ``today``."""
        found = None
        for day, name in self.days(due, marks, working_days_only=policy.working_days_only):
            if day > today:
                break
            found = name
        return found

    def next(self, due: date, marks: Sequence[Mark], policy: ReminderPolicy, today: date) -> Reached:
        """Return the next milestone after ``today`` of a task that stays open."""
        days = self.days(due, marks, working_days_only=policy.working_days_only)
        coming = next((one for one in days if one.day > today), None)
        if coming is not None:
            return coming
        every = policy.overdue_every_days
        days_late = max(0, (today - due).days) // every * every + every
        day = due + timedelta(days=days_late)
        return Reached(self.calendar.roll_forward(day) if policy.working_days_only else day, keys.after_due(days_late))

    def after_working_days(self, day: date, count: int) -> date:
        """Return the day that is ``count`` working days after ``day``, which is not counted."""
        known = self._terms.get((day, count))
        if known is None:
            known = self._terms[day, count] = self.calendar.add_working_days(day, count)
        return known

    def horizon(self, today: date, marks: Sequence[Mark]) -> date:
        """Return the last due day of which one of ``marks`` can be reached on ``today``, under any policy.

        The days off that follow ``today`` count as reached (a warning comes before the week-end that it falls on).
        """
        last_reached = max(today, self.calendar.next_working_day(today) - timedelta(days=1))
        return last_reached + timedelta(days=max(map(_longest, marks), default=0))


def _day_of(mark: Mark, due: date) -> date:
    if isinstance(mark, WeekdayMark):
        monday = due - timedelta(days=due.weekday())
        return monday + timedelta(days=mark.weekday.number - 7 * mark.weeks_before)
    return due - timedelta(days=mark)


def _name_of(mark: Mark) -> str:
    return mark.name if isinstance(mark, WeekdayMark) else keys.before_due(mark)


def _longest(mark: Mark) -> int:
    """Return how many days before the due day a milestone can lie: a due Sunday is six days after its Monday."""
    return 6 - mark.weekday.number + 7 * mark.weeks_before if isinstance(mark, WeekdayMark) else mark
