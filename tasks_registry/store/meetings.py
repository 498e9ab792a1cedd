"""Meetings as plain rows, and one for editing."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tasks_registry.errors import NotInRegistry
from tasks_registry.meetings.states import MeetingKind, MeetingState
from tasks_registry.models import Meeting
from tasks_registry.view import MeetingView

_SERIES = "series"
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
        kind=MeetingKind(meeting.kind),
        state=MeetingState(meeting.state),
        place=meeting.place,
    )


def meeting_views(session: Session, committee: int, *, ids: Collection[int] | None = None) -> list[MeetingView]:
    """Return all meetings of a committee, on request some by id; those with a fixed day first, in their order."""
    views = meetings_where(session, committee, *(() if ids is None else (col(Meeting.id).in_(sorted(ids)),)))
    return sorted(views, key=lambda view: (view.day is None, view.day or view.window_to or date.max, view.id))


def series_identity(body: str, slot: date) -> str:
    """Return the identity of the meeting that a body's series foresees for ``slot``: ``series|BTV|2026-09-15``."""
    return f"{_SERIES}|{body}|{slot.isoformat()}"


def series_identities(session: Session, committee: int, body: str) -> set[str]:
    """Return the identities of the meetings that a body's series planned."""
    planned = select(Meeting.identity).where(Meeting.committee_id == committee, _of_series(body))
    return set(session.exec(planned).all())


def series_meetings(session: Session, committee: int, body: str) -> list[MeetingView]:
    """Return the meetings that a body's series planned and that no document has named yet."""
    return meetings_where(session, committee, _of_series(body))


def meetings_beside_series(session: Session, committee: int, body: str) -> list[MeetingView]:
    """Return the regular meetings of a body that did not come from its series, or were named by a document since."""
    return meetings_where(
        session,
        committee,
        col(Meeting.body) == body,
        col(Meeting.kind) == MeetingKind.REGULAR.value,
        ~_of_series(body),
    )


def _of_series(body: str) -> sa.ColumnElement[bool]:
    return col(Meeting.identity).startswith(f"{_SERIES}|{body}|", autoescape=True)


def meetings_where(session: Session, committee: int, *conditions: sa.ColumnElement[bool]) -> list[MeetingView]:
    """Return the meetings of a committee that meet ``conditions``, in the order in which they were entered."""
    wanted = select(Meeting).where(Meeting.committee_id == committee, *conditions).order_by(col(Meeting.id))
    return [meeting_view(meeting) for meeting in session.exec(wanted).all()]
