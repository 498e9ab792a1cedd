"""Meetings as plain rows, and one for editing."""

from datetime import date

from sqlmodel import Session, select

from tasks_registry.errors import NotInRegistry
from tasks_registry.models import Meeting
from tasks_registry.view import MeetingView

_LARGEST_ID = 2**31 - 1
"""Of an INTEGER column of PostgreSQL; asking for more is an error there."""


def get_meeting(session: Session, committee: int, meeting_id: int) -> Meeting:
    """Return a meeting for editing; raises ``NotInRegistry``."""
    meeting = None
    if meeting_id <= _LARGEST_ID:
        wanted = select(Meeting).where(Meeting.committee_id == committee, Meeting.id == meeting_id)
        meeting = session.exec(wanted).first()
    if meeting is None:
        raise NotInRegistry(f"Không có hội nghị số {meeting_id}. Hãy xem danh sách bằng: dondoc meetings")
    return meeting


def meeting_view(meeting: Meeting) -> MeetingView:
    """Return the plain form of a stored meeting."""
    return MeetingView(
        id=meeting.id or 0,
        name=meeting.name,
        body=meeting.body,
        ordinal=meeting.ordinal,
        term=meeting.term,
        window_from=meeting.window_from,
        window_to=meeting.window_to,
        day=meeting.day,
    )


def meeting_views(session: Session, committee: int) -> list[MeetingView]:
    """Return all meetings of a committee, those with a fixed day first, in the order of their days."""
    meetings = session.exec(select(Meeting).where(Meeting.committee_id == committee)).all()
    ordered = sorted(meetings, key=lambda m: (m.day is None, m.day or m.window_to or date.max, m.id or 0))
    return [meeting_view(meeting) for meeting in ordered]
