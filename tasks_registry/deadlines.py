"""From a deadline as read to the day it falls due: pure, after the working calendar and the office's rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from config.rhythm import DeadlineRules, JudgedBy, Rhythm, Roll
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule, Kind

COUNTED_FROM_MEETING = (DeadlineRule.MEETING, DeadlineRule.HEADING)
"""Rules whose due day is counted from the day of the meeting that the task goes to."""


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
    start: date | None = None
    """First day of the interval, or the day from which a term is counted."""
    term_days: int | None = None
    """Days after ``start``; negative: before the meeting."""
    term_in_working_days: bool = False
    waits: bool = False
    """Whether it hangs on something that is not known to have happened."""

    @property
    def counted_from_meeting(self) -> bool:
        """Whether its day follows the day of the meeting that the task goes to."""
        if self.rule in COUNTED_FROM_MEETING or (self.term_days is not None and self.term_days < 0):
            return True
        return self.before and self.waits and self.to is None

    @property
    def is_term(self) -> bool:
        """Whether it is a number of days after something (``20 ngày sau khi …``)."""
        return self.to is None and self.term_days is not None and self.term_days >= 0


def proposed(read: DeadlineProposal | None) -> Deadline | None:
    """Return what is computed from of a deadline as read."""
    if read is None:
        return None
    return Deadline(
        read.rule,
        read.to,
        read.before,
        read.start,
        read.offset_days,
        read.offset_in_working_days,
        read.waits_for is not None,
    )


def default_term(kind: Kind, issued_on: date | None, rules: DeadlineRules) -> DeadlineProposal | None:
    """Return the office's own term for a deliverable whose document says nothing of time, None where it has none.

    It is counted from the document's day; of a document without one it starts when the task is confirmed.
    """
    if rules.default_term_days is None or kind is not Kind.DELIVERABLE:
        return None
    since = "ngày văn bản" if issued_on is not None else "ngày xác nhận"
    return DeadlineProposal(
        f"Thời hạn mặc định: {rules.default_term_days} ngày kể từ {since}",
        DeadlineRule.DEFAULT_TERM,
        start=issued_on,
        offset_days=rules.default_term_days,
    )


def is_provisional(rule: DeadlineRule | None, meeting: MeetingDay | None) -> bool:
    """Tell whether a due day only stands in for the one that will be counted from a meeting without a day."""
    return rule in COUNTED_FROM_MEETING and meeting is not None and meeting.day is None


@dataclass(frozen=True)
class Reckoning:
    """A due day with the days that it was counted over: ``first`` … ``last`` hold it and every day it rolled past."""

    due: date
    first: date
    last: date


def due_day(
    deadline: Deadline | None, meeting: MeetingDay | None, calendar: WorkingCalendar, rhythm: Rhythm
) -> date | None:
    """Return the day a task falls due, None while there is none; see ``reckon``."""
    reckoning = reckon(deadline, meeting, calendar, rhythm)
    return reckoning.due if reckoning else None


def leans_on(
    deadline: Deadline | None, meeting: MeetingDay | None, calendar: WorkingCalendar, rhythm: Rhythm
) -> str | None:
    """Return the name of a holiday that is only expected and that the due day lies on or was counted over."""
    reckoning = reckon(deadline, meeting, calendar, rhythm)
    return calendar.expected_off(reckoning.first, reckoning.last) if reckoning else None


def reckon(
    deadline: Deadline | None, meeting: MeetingDay | None, calendar: WorkingCalendar, rhythm: Rhythm
) -> Reckoning | None:
    """Count from a deadline to its due day, None while it has none (DOMAIN §7).

    A day written in the task itself stands. A task that goes to a meeting whose day is fixed is due when the papers
    are: before the meeting by the days that the text names, else by the body's lead time in calendar days (model
    regulation after 302-QĐ/TW). A term is counted from the day after its trigger (BLDS 2015 Điều 147). Days for the
    superior level come earlier by the office's margin. What falls on a day off rolls by the rule of its kind.
    """
    if deadline is None:
        return None
    if deadline.counted_from_meeting and meeting is not None and meeting.day is not None:
        days = deadline.term_days
        if days is None or days > 0:
            days = -rhythm.body(meeting.body).papers_days_before
        return _counted(meeting.day, days, deadline.term_in_working_days, Roll.BACK, calendar)
    if deadline.is_term:
        if deadline.start is None or deadline.waits:
            return None
        roll = rhythm.deadlines.rolling.term
        return _counted(deadline.start, deadline.term_days or 0, deadline.term_in_working_days, roll, calendar)
    if deadline.to is None:
        return None
    early = 1 if deadline.before and rhythm.deadlines.strict_before else 0
    if deadline.rule is DeadlineRule.REPORT_CALENDAR:
        early += rhythm.deadlines.superior_margin_days
    return _rolled(deadline.to - timedelta(days=early), _rolling(deadline, rhythm), calendar)


def end_of_term(since: date, days: int, *, working: bool, calendar: WorkingCalendar, rhythm: Rhythm) -> date:
    """Return the last day of a term of ``days`` calendar or working days; ``since`` is not counted."""
    return _counted(since, days, working, rhythm.deadlines.rolling.term, calendar).due


def _counted(since: date, days: int, working: bool, roll: Roll, calendar: WorkingCalendar) -> Reckoning:
    if not working:
        return _rolled(since + timedelta(days=days), roll, calendar)
    end = calendar.add_working_days(since, days)  # on the way every day off counts, not only those it rolls past
    return Reckoning(end, min(since, end), max(since, end))


def _rolling(deadline: Deadline, rhythm: Rhythm) -> Roll:
    rules = rhythm.deadlines.rolling
    if deadline.rule is DeadlineRule.REPORT_CALENDAR:
        return rules.superior
    # An interval is bound to its period whoever wrote it: rolled forward, June would end in July.
    bound = deadline.rule is DeadlineRule.PERIOD or deadline.start is not None
    return rules.period if bound else rules.text


def _rolled(day: date, roll: Roll, calendar: WorkingCalendar) -> Reckoning:
    if roll is Roll.NONE:
        return Reckoning(day, day, day)
    if roll is Roll.FORWARD:
        due = calendar.roll_forward(day)
        return Reckoning(due, day, due)
    due = calendar.roll_back(day)
    return Reckoning(due, due, day)


def judged_due(due: date | None, original_due: date | None, judged_by: JudgedBy) -> date | None:
    """Return the day by which a task is called in time or late: its current due day, or the first one confirmed."""
    return due if judged_by is JudgedBy.CURRENT or original_due is None else original_due
