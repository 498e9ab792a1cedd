"""Recomputes stored due days when what they are counted from has changed: a meeting's day, the working calendar."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from config.rhythm import Rhythm
from tasks_registry import deadlines, store
from tasks_registry.access import Actor
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.lifecycle import edit_task, has_provisional_due
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
    leans_on: str | None = None
    """Name of a holiday, only expected so far, that the new day lies on or was counted over."""


@dataclass(frozen=True)
class LeaningDeadline:
    """A due day that may still move, because it rests on days that are only expected to be off."""

    code: str
    title: str
    due: date
    leans_on: str


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
    for task, deadline, meeting in _counted(session, committee, meeting_id, day_of):
        due = deadlines.due_day(deadline, meeting, calendar, rhythm)
        if due != task["due"]:
            person = directory.officer_for(task["officer_id"], task["lead_agency_id"])
            leans_on = deadlines.leans_on(deadline, meeting, calendar, rhythm)
            found.append(DeadlineMove(task["code"], task["title"], task["due"], due, person, leans_on))
    return found


def leaning_deadlines(
    session: Session, committee: int, calendar: WorkingCalendar, rhythm: Rhythm, first: date, last: date
) -> list[LeaningDeadline]:
    """Return the unfinished tasks due from ``first`` to ``last`` on, or counted over, days only expected to be off."""
    rows = _counted(session, committee, None, lambda meeting: meeting.day)
    return [
        LeaningDeadline(task["code"], task["title"], task["due"], name)
        for task, deadline, meeting in rows
        if task["due"] is not None
        and first <= task["due"] <= last
        and (name := deadlines.leans_on(deadline, meeting, calendar, rhythm)) is not None
    ]


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
        confirmed = task.confirmed_at is not None and not has_provisional_due(session, task)
        if task.original_due is None and confirmed:
            changes["original_due"] = move.after
        edit_task(session, task, changes, seen=task.version, actor=actor, now=now, action=action, reason=reason)


def _counted(
    session: Session, committee: int, meeting_id: int | None, day_of: MeetingDayOf
) -> Iterator[tuple[Mapping[str, Any], deadlines.Deadline, deadlines.MeetingDay | None]]:
    """Yield the unfinished tasks whose due day follows a rule, with that rule and the meeting that they go to."""
    query = (
        sa.select(*(col(getattr(Task, name)).label(name) for name in _COLUMNS), Meeting)
        .join(Meeting, col(Meeting.id) == col(Task.meeting_id), isouter=True)
        .where(
            col(Task.committee_id) == committee,
            col(Task.work_state).in_(_MOVING),
            col(Task.due_fixed_by).is_(None),
            col(Task.deadline_rule).is_not(None),
        )
        .order_by(col(Task.code))
    )
    if meeting_id is not None:
        query = query.where(col(Task.meeting_id) == meeting_id)
    for *values, meeting in session.execute(query):
        task = dict(zip(_COLUMNS, values, strict=True))
        deadline = deadlines.Deadline(
            DeadlineRule(task["deadline_rule"]),
            task["deadline_to"],
            task["deadline_before"],
            task["deadline_from"],
            task["term_days"],
            task["term_in_working_days"],
            task["waits_for"] is not None,
        )
        yield task, deadline, deadlines.MeetingDay(meeting.body, day_of(meeting)) if meeting else None


_COLUMNS = (
    "code", "title", "due", "officer_id", "lead_agency_id", "deadline_rule", "deadline_from", "deadline_to",
    "deadline_before", "term_days", "term_in_working_days", "waits_for",
)  # fmt: skip
