"""Reads from the registry what goes before a meeting: the same for every document of it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.meetings.between import BetweenSessions, hears_between
from tasks_registry.meetings.milestones import papers_deadline
from tasks_registry.meetings.runs import read_between
from tasks_registry.view import AgendaView, MeetingView, TaskView


@dataclass(frozen=True)
class AgendaReading:
    """What the registry holds of a meeting's agenda."""

    items: tuple[AgendaView, ...]
    """All that stands or ever stood on it, in its order."""
    papers_due: date | None
    """The day on which papers must be at the office; None while the meeting has no day."""
    between: BetweenSessions | None
    """What was settled since the session before; None but for a regular one of the BCH."""
    tasks: tuple[TaskView, ...]
    """The tasks that go to the meeting, and those that its agenda and ``between`` name, counted or not."""


def read_agenda(session: Session, here: Installation, meeting: MeetingView) -> AgendaReading:
    """Return what goes before ``meeting``, read in the transaction of ``session`` for the office's day."""
    items = store.agenda_views(session, here.committee, [meeting.id], on=here.today)
    between = read_between(session, here, meeting) if hears_between(meeting) else None
    named = {item.task_code for item in items}
    if between is not None:
        named |= {item.task_code for held in between.meetings for item in held.items}
        named |= {course.code for course in between.tasks}
    codes = {code for code in named if code is not None}
    body = here.files.rhythm.body(meeting.body)
    return AgendaReading(
        items=tuple(items),
        papers_due=papers_deadline(meeting.day, body, here.calendar) if meeting.day is not None else None,
        between=between,
        tasks=tuple(store.tasks_of_meeting(session, here.committee, meeting.id, codes, on=here.today)),
    )
