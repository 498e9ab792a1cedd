"""Recomputes stored due days when what they are counted from has changed: a meeting's day, the working calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from config.office import Rhythm
from tasks_registry import deadlines, store
from tasks_registry.access import Actor
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Meeting, Task
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import UNFINISHED
from tasks_registry.view import PersonView

MeetingDayOf = Callable[[Meeting], date | None]
_MOVING = tuple(sorted(state.value for state in UNFINISHED))


@dataclass(frozen=True)
class DeadlineMove:
    """One due day that is no longer what its rule gives, and who works towards it."""

    code: str
    title: str
    before: date | None
    after: date | None
    person: PersonView | None


def moving_deadlines(
    session: Session,
    committee: int,
    calendar: WorkingCalendar,
    rhythm: Rhythm,
    *,
    meeting_id: int | None = None,
    day_of: MeetingDayOf = lambda meeting: meeting.day,
) -> list[DeadlineMove]:
    """Return the unfinished tasks whose due day would change under ``calendar``; changes nothing.

    ``meeting_id`` looks at the tasks of one meeting only, ``day_of`` says on which day a meeting is thought to be.
    A day that a person fixed, or that an extension gave, stands.
    """
    directory = store.load_directory(session, committee)
    found = []
    meeting: Meeting | None  # an outer join: none for a task that goes to no meeting
    for task, meeting in session.execute(_candidates(committee, meeting_id)).tuples():
        if task.deadline_rule is None:
            continue
        due = deadlines.due_day(
            deadlines.Deadline(DeadlineRule(task.deadline_rule), task.deadline_to, task.deadline_before),
            deadlines.MeetingDay(meeting.body, day_of(meeting)) if meeting else None,
            calendar,
            rhythm,
        )
        if due != task.due:
            person = directory.officer_for(task.officer_id, task.lead_agency_id)
            found.append(DeadlineMove(task.code, task.title, task.due, due, person))
    return found


def move_deadlines(
    session: Session,
    committee: int,
    moves: list[DeadlineMove],
    *,
    actor: Actor,
    now: datetime,
    action: str,
    reason: str,
) -> None:
    """Write ``moves`` into their tasks, each with its history row. The caller commits."""
    for move in moves:
        task = store.get_task(session, committee, move.code)
        changes: dict[str, object] = {"due": move.after}
        if task.original_due is None and task.confirmed_at is not None:
            changes["original_due"] = move.after
        edit_task(session, task, changes, seen=task.version, actor=actor, now=now, action=action, reason=reason)


def _candidates(committee: int, meeting_id: int | None) -> sa.Select[tuple[Task, Meeting]]:
    query = (
        sa.select(Task, Meeting)
        .join(Meeting, col(Meeting.id) == col(Task.meeting_id), isouter=True)
        .where(
            col(Task.committee_id) == committee,
            col(Task.work_state).in_(_MOVING),
            col(Task.due_fixed_by).is_(None),
        )
        .order_by(col(Task.code))
    )
    return query if meeting_id is None else query.where(col(Task.meeting_id) == meeting_id)
