"""What reminder runs look at: the tasks that may need a word, and the meetings ahead. Read by column, by the index."""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.meetings.states import MeetingState
from tasks_registry.models import Meeting, Task
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import OPEN, WorkState
from tasks_registry.store.directory import Directory
from tasks_registry.store.meetings import meetings_where
from tasks_registry.store.standing import IS_OPEN
from tasks_registry.view import MeetingView, WatchedTask

WATCHED = OPEN | {WorkState.SUSPENDED}
"""Work states of tasks of which somebody may ask why there is no reminder; finished ones stay out of the way."""

_COLUMNS = tuple(
    col(getattr(Task, name))
    for name in (
        "id", "code", "kind", "work_state", "due", "deadline_rule", "meeting_id", "lead_agency_id", "officer_id",
        "reported_at", "document_id",
    )
)  # fmt: skip


def due_by(committee: int, day: date) -> sa.ColumnElement[bool]:
    """Return the condition of open tasks that are due on ``day`` or before it; the index of open tasks serves it."""
    return sa.and_(col(Task.committee_id) == committee, IS_OPEN, col(Task.due) <= day)


def tasks_due_by(session: Session, committee: int, directory: Directory, day: date) -> list[WatchedTask]:
    """Return the open tasks that are due on ``day`` or before it, by due day and code."""
    return _read(session, directory, due_by(committee, day))


def watched_tasks(
    session: Session, committee: int, directory: Directory, ids: Collection[int] | None = None
) -> list[WatchedTask]:
    """Return all unfinished tasks, or those with ``ids`` in whatever state, by due day and code."""
    if ids is not None:
        chosen = col(Task.id).in_(sorted(ids))
    else:
        chosen = col(Task.work_state).in_(sorted(state.value for state in WATCHED))
    return _read(session, directory, sa.and_(col(Task.committee_id) == committee, chosen))


def _read(session: Session, directory: Directory, wanted: sa.ColumnElement[bool]) -> list[WatchedTask]:
    query = sa.select(*_COLUMNS).where(wanted).order_by(col(Task.due), col(Task.code))
    return [_watched(row, directory) for row in session.connection().execute(query)]


def _watched(row: Any, directory: Directory) -> WatchedTask:
    id_, code, kind, state, due, rule, meeting, lead, officer, reported_at, document = row
    return WatchedTask(
        id=id_,
        code=code,
        kind=Kind(kind),
        work_state=WorkState(state),
        due=due,
        deadline_rule=DeadlineRule(rule) if rule else None,
        meeting_id=meeting,
        lead_code=directory.agency_names[lead][0] if lead is not None else None,
        officer=directory.officer_for(officer, lead),
        reported_at=reported_at,
        document_id=document,
    )


def meetings_ahead(session: Session, committee: int, first: date, last: date | None = None) -> list[MeetingView]:
    """Return the meetings whose day is fixed and lies between two days, both included; without ``last`` all to come."""
    conditions = [col(Meeting.state) == MeetingState.FIXED.value, col(Meeting.day) >= first]
    if last is not None:
        conditions.append(col(Meeting.day) <= last)
    return meetings_where(session, committee, *conditions)
