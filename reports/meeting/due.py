"""Which meetings need a status report on a day. Pure, and level-triggered: a missed day is made up for by the next."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from tasks_registry.calendar import WorkingCalendar
from tasks_registry.view import MeetingView


def report_day(day: date, lead_days: Sequence[int], calendar: WorkingCalendar, today: date) -> date | None:
    """Return the last day up to ``today`` on which a meeting on ``day`` wanted its report; None before the first.

    ``lead_days`` are calendar days before the meeting, rolled back to a working day.
    """
    reached = [calendar.roll_back(day - timedelta(days=lead)) for lead in lead_days]
    return max((wanted for wanted in reached if wanted <= today), default=None)


def meetings_due(
    meetings: Iterable[MeetingView],
    lead_days: Sequence[int],
    calendar: WorkingCalendar,
    today: date,
    last_report: Callable[[MeetingView], date | None],
) -> list[tuple[MeetingView, date]]:
    """Return the meetings not yet held whose report is wanted and whose last one (by ``last_report``) is older.

    With each comes the day that it wants its report for.
    """
    due = []
    for meeting in meetings:
        if meeting.day is None or meeting.day < today:
            continue
        wanted = report_day(meeting.day, lead_days, calendar, today)
        made = last_report(meeting)
        if wanted is not None and (made is None or made < wanted):
            due.append((meeting, wanted))
    return due
