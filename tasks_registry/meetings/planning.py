"""Plans the regular meetings of the bodies that meet by a series, ahead of time and each once."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.series import planned_sessions
from tasks_registry.meetings.states import MeetingKind, MeetingState
from tasks_registry.models import Meeting

_A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class ForeseenMeeting:
    """A meeting that a series foresees and nobody has added yet."""

    identity: str
    """Body and the day that cron names: the same meeting wherever the working calendar puts it."""
    body: str
    name: str
    day: date


@dataclass(frozen=True)
class PlannedMeeting:
    """A meeting that a series added: a draft, until somebody fixes its day."""

    id: int
    name: str
    body: str
    day: date


def foreseen_meetings(arranger: Arranger, today: date, horizon_days: int | None = None) -> list[ForeseenMeeting]:
    """Return what every series foresees after ``today`` and within the horizon, and is not there yet.

    ``horizon_days`` None takes the office's setting.
    """
    rhythm = arranger.files.rhythm
    until = today + timedelta(days=rhythm.series_horizon_days if horizon_days is None else horizon_days)
    return [meeting for body in rhythm.bodies for meeting in _foreseen(arranger, body, today, until)]


def plan_series(arranger: Arranger, today: date, horizon_days: int | None = None) -> list[PlannedMeeting]:
    """Add what ``foreseen_meetings`` returns; returns the meetings that were added.

    A slot is taken once: its identity is UNIQUE, so repeating the run adds nothing, also at the same time in another
    process. The caller commits.
    """
    require(arranger.actor, Duty.ARRANGE)
    added = (_add(arranger, meeting) for meeting in foreseen_meetings(arranger, today, horizon_days))
    return [planned for planned in added if planned is not None]


def plan_next(arranger: Arranger, body: str, after: date) -> PlannedMeeting | None:
    """Add the first meeting of a body's series after ``after`` that is not there yet; None for a body without one."""
    require(arranger.actor, Duty.ARRANGE)
    foreseen = _foreseen(arranger, body, after, after + _A_YEAR)
    return _add(arranger, foreseen[0]) if foreseen else None


def _foreseen(arranger: Arranger, code: str, after: date, until: date) -> list[ForeseenMeeting]:
    body = arranger.files.rhythm.body(code)
    if body.series is None:
        return []
    known = store.meetings_beside_series(arranger.session, arranger.committee, code)
    taken = store.series_identities(arranger.session, arranger.committee, code)
    sessions = planned_sessions(body.series, after, until, arranger.calendar, known)
    foreseen = (
        ForeseenMeeting(store.series_identity(code, session.slot), code, body.session_name(session.day), session.day)
        for session in sessions
    )
    return [meeting for meeting in foreseen if meeting.identity not in taken]


def _add(arranger: Arranger, foreseen: ForeseenMeeting) -> PlannedMeeting | None:
    facts = {
        "committee_id": arranger.committee,
        "identity": foreseen.identity,
        "name": foreseen.name,
        "body": foreseen.body,
        "kind": MeetingKind.REGULAR.value,
        "state": MeetingState.DRAFT.value,
        "window_from": foreseen.day,
        "window_to": foreseen.day,
        "version": 1,
    }
    connection = arranger.session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    once = insert(Meeting).values(facts).on_conflict_do_nothing(index_elements=["committee_id", "identity"])
    meeting_id: int | None = connection.execute(once.returning(col(Meeting.id))).scalar()
    if meeting_id is None:
        return None
    named = {"name": foreseen.name, "body": foreseen.body, "planned_for": foreseen.day}
    arranger.log("meeting.plan", "meeting", meeting_id, after=named)
    return PlannedMeeting(meeting_id, foreseen.name, foreseen.body, foreseen.day)
