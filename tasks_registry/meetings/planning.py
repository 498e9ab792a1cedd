"""Plans the regular meetings of the bodies that meet by a series, ahead of time and each once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.series import Session, planned_sessions
from tasks_registry.meetings.states import MeetingKind, MeetingState
from tasks_registry.models import Meeting

_A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class PlannedMeeting:
    """A meeting that a series added: a draft, until somebody fixes its day."""

    id: int
    name: str
    body: str
    day: date


def plan_series(arranger: Arranger, today: date, horizon_days: int | None = None) -> list[PlannedMeeting]:
    """Add the meetings of every series that fall after ``today`` and within the horizon; returns those added.

    ``horizon_days`` None takes the office's setting. A slot is taken once: its identity is UNIQUE, so repeating the
    run adds nothing, also at the same time in another process. The caller commits.
    """
    require(arranger.actor, Duty.ARRANGE)
    rhythm = arranger.files.rhythm
    until = today + timedelta(days=rhythm.series_horizon_days if horizon_days is None else horizon_days)
    added = []
    for code in rhythm.bodies:
        body = rhythm.body(code)
        if body.series is None:
            continue
        known = store.meetings_beside_series(arranger.session, arranger.committee, code)
        for session in planned_sessions(body.series, today, until, arranger.calendar, known):
            planned = _add(arranger, code, body.session_name(session.day), session)
            if planned is not None:
                added.append(planned)
    return added


def plan_next(arranger: Arranger, code: str, after: date) -> PlannedMeeting | None:
    """Add the first meeting of a body's series after ``after`` that is not there yet; None for a body without one."""
    body = arranger.files.rhythm.body(code)
    if body.series is None:
        return None
    known = store.meetings_beside_series(arranger.session, arranger.committee, code)
    ahead = planned_sessions(body.series, after, after + _A_YEAR, arranger.calendar, known)
    added = (_add(arranger, code, body.session_name(session.day), session) for session in ahead)
    return next((planned for planned in added if planned is not None), None)


def _add(arranger: Arranger, body: str, name: str, session: Session) -> PlannedMeeting | None:
    identity = f"{store.SERIES}|{body}|{session.slot.isoformat()}"
    facts: dict[str, Any] = {
        "committee_id": arranger.committee,
        "identity": identity,
        "name": name,
        "body": body,
        "kind": MeetingKind.REGULAR.value,
        "state": MeetingState.DRAFT.value,
        "window_from": session.day,
        "window_to": session.day,
        "version": 1,
    }
    connection = arranger.session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Meeting).values(facts).on_conflict_do_nothing(index_elements=["committee_id", "identity"])
    if connection.execute(statement).rowcount != 1:
        return None
    wanted = select(Meeting.id).where(Meeting.committee_id == arranger.committee, col(Meeting.identity) == identity)
    meeting_id = arranger.session.exec(wanted).one() or 0
    arranger.log("meeting.plan", "meeting", meeting_id, after={"name": name, "body": body, "planned_for": session.day})
    return PlannedMeeting(meeting_id, name, body, session.day)
