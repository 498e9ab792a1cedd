"""Which meetings are near enough for their reports."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reports.many.coming import coming_meetings
from tasks_registry.meetings.states import MeetingState
from tests.unit.reports.hoa_mai import MEETING, TODAY

UNKNOWN = replace(MEETING, day=None, window_from=None, window_to=None)


@pytest.mark.parametrize(("away", "comes"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_day_counts_from_today_to_the_last_one(away: int, comes: bool) -> None:
    """Both ends belong to it."""
    meeting = replace(MEETING, day=TODAY + timedelta(days=away))
    assert bool(coming_meetings([meeting], TODAY, 7)) is comes


@pytest.mark.parametrize(
    ("first", "last", "comes"),
    [
        (date(2024, 6, 1), date(2024, 6, 30), True),
        (date(2024, 6, 28), None, False),
        (None, date(2024, 6, 27), True),
        (date(2024, 6, 1), date(2024, 6, 19), False),
        (None, None, False),
    ],
)
def test_a_meeting_without_a_day_counts_by_its_window(first: date | None, last: date | None, comes: bool) -> None:
    """It may be on any day of it; without a window nothing says that it comes."""
    assert bool(coming_meetings([replace(UNKNOWN, window_from=first, window_to=last)], TODAY, 7)) is comes


def test_a_closed_meeting_does_not_come_again() -> None:
    """A postponed one does, in its window."""
    closed, postponed = (
        replace(MEETING, day=TODAY, state=state) for state in (MeetingState.CLOSED, MeetingState.POSTPONED)
    )
    assert coming_meetings([closed, postponed], TODAY, 7) == [postponed]
