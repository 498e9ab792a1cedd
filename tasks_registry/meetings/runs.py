"""What is done with meetings, as whole runs in their own transactions: what the command line and the flows call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from config.database import reading
from config.log import record
from tasks_registry import store
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.meetings import arrange, day, planning
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.between import BetweenSessions, between_sessions, held_between, interval_before
from tasks_registry.meetings.milestones import Milestone, dated_milestones, papers_deadline
from tasks_registry.meetings.readiness import ItemReadiness, readiness
from tasks_registry.meetings.states import MeetingAct
from tasks_registry.view import AgendaView, MeetingView


@dataclass(frozen=True)
class MeetingReadiness:
    """A meeting, the dated steps of its papers, and how ready its agenda is."""

    meeting: MeetingView
    milestones: tuple[Milestone, ...]
    items: tuple[ItemReadiness, ...]


@contextmanager
def arranging(here: Installation) -> Iterator[Arranger]:
    """Let the installation's actor arrange meetings in one transaction, kept when the block ends well."""
    with here.writing() as session:
        yield _arranger(here, session)


def foreseen_series(here: Installation) -> list[planning.ForeseenMeeting]:
    """Return the meetings that ``plan_series`` would add; changes nothing."""
    with reading(here.engine) as session:
        return planning.foreseen_meetings(_arranger(here, session), here.today)


def plan_series(here: Installation) -> list[planning.PlannedMeeting]:
    """Add the regular meetings that the series of ``rhythm.yaml`` foresee within the horizon, each once."""
    with arranging(here) as arranger:
        planned = planning.plan_series(arranger, here.today)
    record("meeting.planned", count=len(planned))
    return planned


def fix_day(here: Installation, meeting_id: int, when: date) -> day.MeetingChange:
    """Fix or move the day of a meeting; returns exactly what this moved and whom it concerns."""
    with arranging(here) as arranger:
        change = day.fix_day(arranger, meeting_id, when)
    record("meeting.day_fixed", meeting=meeting_id, day=when, moved=len(change.moves))
    return change


def add_meeting(here: Installation, new: arrange.NewMeeting, when: date | None = None) -> MeetingView:
    """Add a meeting, with its day fixed when ``when`` says it; all of it or nothing."""
    with arranging(here) as arranger:
        meeting = arrange.add_meeting(arranger, new)
        if when is not None:
            day.fix_day(arranger, meeting.id or 0, when)
        view = store.meeting_view(meeting)
    record("meeting.added", meeting=view.id, body=view.body)
    return view


def move_state(here: Installation, meeting_id: int, act: MeetingAct, reason: str | None = None) -> day.MeetingChange:
    """Open, close or postpone a meeting; returns what postponing moved.

    Raises ``NotInRegistry`` and ``Refused``, also for ``MeetingAct.FIX``, which needs a day.
    """
    if act is MeetingAct.FIX:
        raise Refused(f"Muốn ấn định ngày, hãy dùng: dondoc meeting {meeting_id} --day NGÀY")
    with arranging(here) as arranger:
        if act is MeetingAct.POSTPONE:
            change = day.postpone(arranger, meeting_id, reason)
        else:
            meeting = arrange.move_state(arranger, meeting_id, act, reason=reason)
            change = day.MeetingChange(meeting_id, meeting.day, meeting.day)
    record(f"meeting.{act.value}", meeting=meeting_id, moved=len(change.moves))
    return change


def agenda_of(here: Installation, meeting_id: int) -> list[AgendaView]:
    """Return the agenda of a meeting with what became of its items; raises ``NotInRegistry``."""
    with reading(here.engine) as session:
        store.get_meeting(session, here.committee, meeting_id)
        return store.agenda_views(session, here.committee, [meeting_id])


def readiness_of(here: Installation, meeting_id: int) -> MeetingReadiness:
    """Return how ready a meeting is on the office's day; raises ``NotInRegistry``."""
    with reading(here.engine) as session:
        view = store.meeting_view(store.get_meeting(session, here.committee, meeting_id))
        items = store.agenda_views(session, here.committee, [meeting_id])
    body = here.files.rhythm.body(view.body)
    deadline = papers_deadline(view.day, body, here.calendar) if view.day is not None else None
    return MeetingReadiness(
        meeting=view,
        milestones=tuple(dated_milestones(view.day, body, here.calendar, here.today)),
        items=tuple(readiness(items, deadline, here.today)),
    )


def between(here: Installation, meeting_id: int) -> BetweenSessions:
    """Return what was directed and settled between the session before a regular BCH meeting and it.

    Raises ``NotInRegistry`` for an unknown meeting, ``Refused`` for another one.
    """
    with reading(here.engine) as session:
        return read_between(session, here, store.meeting_view(store.get_meeting(session, here.committee, meeting_id)))


def read_between(session: Session, here: Installation, meeting: MeetingView) -> BetweenSessions:
    """Return what ``between`` does, in the transaction of ``session``: all documents of a meeting read it here."""
    meetings = store.meeting_views(session, here.committee)
    interval = interval_before(meeting, meetings, here.today)
    held = [one.id for one in held_between(interval, meetings)]
    items = store.agenda_views(session, here.committee, held) if held else []
    tasks = store.task_courses(session, here.committee, here.settings.zone, after=interval.after)
    return between_sessions(meeting, meetings, items, tasks, here.today)


def _arranger(here: Installation, session: Session) -> Arranger:
    return Arranger(session, here.committee, here.files, here.calendar, here.actor, here.now)
