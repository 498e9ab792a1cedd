"""From a deadline as read to the day it falls due: pure, after the working calendar and the office's rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from config.office import JudgedBy, Rhythm
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.reading.model import DeadlineRule

_COUNTED_FROM_MEETING = (DeadlineRule.MEETING, DeadlineRule.HEADING)


class DueFixedBy(StrEnum):
    """What stands in place of the day that the rule of a deadline gives."""

    OFFICE = "office"
    """A person of the office set the day."""
    EXTENSION = "extension"
    """An extension was granted."""


@dataclass(frozen=True)
class MeetingDay:
    """What a deadline needs of the meeting that its task goes to. ``day`` is None while only a window is known."""

    body: str
    day: date | None


@dataclass(frozen=True)
class Deadline:
    """The stored part of a deadline that its due day is computed from."""

    rule: DeadlineRule
    to: date | None
    before: bool = False


def is_provisional(rule: DeadlineRule | None, meeting: MeetingDay | None) -> bool:
    """Tell whether a due day only stands in for the one that will be counted from a meeting without a day."""
    return rule in _COUNTED_FROM_MEETING and meeting is not None and meeting.day is None


def due_day(
    deadline: Deadline | None, meeting: MeetingDay | None, calendar: WorkingCalendar, rhythm: Rhythm
) -> date | None:
    """Return the day a task falls due, None while there is none.

    A day written in the task itself stands. A task that goes to a meeting whose day is fixed is due when the papers
    are: calendar days before the meeting by the body's lead time (model regulation after 302-QĐ/TW). All days roll
    back to a working day, because period-bound duties and superiors' dates may not slip (DOMAIN §7).
    """
    if deadline is None:
        return None
    if deadline.rule in _COUNTED_FROM_MEETING and meeting is not None and meeting.day is not None:
        lead = rhythm.body(meeting.body).papers_days_before
        return calendar.roll_back(meeting.day - timedelta(days=lead))
    if deadline.to is None:
        return None
    strict = deadline.before and rhythm.deadlines.strict_before
    return calendar.roll_back(deadline.to - timedelta(days=1) if strict else deadline.to)


def judged_due(due: date | None, original_due: date | None, judged_by: JudgedBy) -> date | None:
    """Return the day by which a task is called in time or late: its current due day, or the first one confirmed."""
    return due if judged_by is JudgedBy.CURRENT or original_due is None else original_due
