"""From words to due days: DOMAIN's table, meetings first."""

from datetime import date

import pytest

from config.office import BodyRhythm, DeadlineRules, Rhythm
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.deadlines import Deadline, MeetingDay, due_day
from tasks_registry.reading.model import DeadlineRule as Rule

CALENDAR = WorkingCalendar()
RHYTHM = Rhythm(bodies={"BCH": BodyRhythm(papers_days_before=5), "BTV": BodyRhythm(papers_days_before=2)})
SUNDAY = date(2024, 6, 30)


def due(deadline: Deadline | None, meeting: MeetingDay | None = None, rhythm: Rhythm = RHYTHM) -> date | None:
    return due_day(deadline, meeting, CALENDAR, rhythm)


def test_without_a_deadline_there_is_no_due_day() -> None:
    """A direction is reported, not timed."""
    assert due(None) is None


@pytest.mark.parametrize("rule", [Rule.TEXT, Rule.PERIOD, Rule.HEADING, Rule.REPORT_CALENDAR])
def test_a_day_off_rolls_back_to_the_working_day_before(rule: Rule) -> None:
    """Superiors' dates and period ends may not slip."""
    assert due(Deadline(rule, SUNDAY)) == date(2024, 6, 28)


def test_before_a_day_includes_it_unless_the_office_is_strict() -> None:
    """`trước ngày 15/5`: offices accept the 15th; strict ones want the 14th."""
    read = Deadline(Rule.TEXT, date(2024, 5, 15), before=True)
    strict = RHYTHM.model_copy(update={"deadlines": DeadlineRules(strict_before=True)})
    assert due(read) == date(2024, 5, 15)
    assert due(read, rhythm=strict) == date(2024, 5, 14)
    assert due(Deadline(Rule.TEXT, date(2024, 5, 15)), rhythm=strict) == date(2024, 5, 15)


@pytest.mark.parametrize(("body", "expected"), [("BCH", date(2024, 6, 21)), ("BTV", date(2024, 6, 25))])
def test_papers_are_due_before_the_meeting_by_the_body_s_lead_time(body: str, expected: date) -> None:
    """Five days before 27/6 is Saturday 22/6, so the papers are due on Friday."""
    assert due(Deadline(Rule.HEADING, SUNDAY), MeetingDay(body, date(2024, 6, 27))) == expected
    assert due(Deadline(Rule.MEETING, None), MeetingDay(body, date(2024, 6, 27))) == expected


def test_a_meeting_without_a_day_leaves_the_window_or_nothing() -> None:
    """Until the day is fixed the month is all there is."""
    open_meeting = MeetingDay("BCH", None)
    assert due(Deadline(Rule.HEADING, SUNDAY), open_meeting) == date(2024, 6, 28)
    assert due(Deadline(Rule.MEETING, None), open_meeting) is None


def test_a_day_written_in_the_task_itself_is_not_moved_by_its_meeting() -> None:
    """The text is nearer than the agenda."""
    written = Deadline(Rule.TEXT, date(2024, 6, 12))
    assert due(written, MeetingDay("BCH", date(2024, 6, 27))) == date(2024, 6, 12)
