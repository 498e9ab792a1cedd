"""When a meeting wants its report."""

from datetime import date

import pytest

from reports.meeting.due import meetings_due, report_day
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.view import MeetingView

CALENDAR = WorkingCalendar()
MONDAY = date(2026, 9, 28)


def meeting(day: date | None) -> MeetingView:
    return MeetingView(7, "Hội nghị Đảng ủy lần thứ 6", "BCH", 6, "I", None, None, day)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 9, 24), None),
        (date(2026, 9, 25), date(2026, 9, 25)),  # both lead days fall on the week-end: Friday
        (date(2026, 9, 27), date(2026, 9, 25)),
        (MONDAY, date(2026, 9, 25)),
    ],
)
def test_lead_days_roll_back_to_a_working_day(today: date, expected: date | None) -> None:
    """A report for Monday is ready on Friday."""
    assert report_day(MONDAY, (3, 1), CALENDAR, today) == expected


@pytest.mark.parametrize(
    ("day", "today", "made", "wanted"),
    [
        (MONDAY, date(2026, 9, 25), None, True),
        (MONDAY, date(2026, 9, 26), date(2026, 9, 25), False),
        (MONDAY, date(2026, 9, 26), date(2026, 9, 20), True),  # an older one made by hand does not serve
        (MONDAY, date(2026, 9, 20), None, False),
        (MONDAY, date(2026, 9, 29), None, False),  # the meeting is over
        (None, date(2026, 9, 25), None, False),
    ],
)
def test_a_report_is_made_once_for_each_lead_day(
    day: date | None, today: date, made: date | None, wanted: bool
) -> None:
    """Level-triggered: what should lie there by now and does not."""
    found = meetings_due([meeting(day)], (3, 1), CALENDAR, today, lambda _: made)
    assert found == ([(meeting(day), date(2026, 9, 25))] if wanted else [])
