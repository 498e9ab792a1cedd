"""Which meetings are near. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from tasks_registry.meetings.states import MeetingState
from tasks_registry.view import MeetingView


def coming_meetings(meetings: Iterable[MeetingView], today: date, days: int) -> list[MeetingView]:
    """Return the meetings that are, or may be, on one of the ``days`` calendar days after ``today`` or today itself.

    A meeting without a day counts by its window; one that is closed, or known by neither, does not come.
    """
    last = today + timedelta(days=days)
    return [
        meeting for meeting in meetings if meeting.state is not MeetingState.CLOSED and _may_be(meeting, today, last)
    ]


def _may_be(meeting: MeetingView, first: date, last: date) -> bool:
    opens = meeting.day or meeting.window_from or meeting.window_to
    closes = meeting.day or meeting.window_to or meeting.window_from
    return opens is not None and closes is not None and opens <= last and closes >= first
