"""What was said already: reading SQL over reminders and messages, for decisions and for explaining them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from config.clock import office_day
from notifications import keys
from notifications.decision.facts import RungSaid
from notifications.kinds import PAPERS
from notifications.models import Attempt, Message, MessageState, Reminder
from tasks_registry import store
from tasks_registry.models import Person, Task

_FIRST_RUNG = keys.rung(1)
_ALL_RUNGS = _FIRST_RUNG[:-1] + "%"
_CHUNK = 500
"""Values bound in one question; SQLite takes no more than some ten thousand."""


def said_of_due_tasks(session: Session, committee: int, day: date) -> set[str]:
    """Return the keys that were said of the present due day of open tasks due on ``day`` or before it."""
    query = sa.select(col(Reminder.key)).join(Task, _present()).where(store.due_by(committee, day))
    return set(session.connection().execute(query).scalars())


def said_of_tasks(session: Session, committee: int, ids: Collection[int] | None = None) -> set[str]:
    """Return the keys that were said of the present due day of some tasks, or of all unfinished ones."""
    query = sa.select(col(Reminder.key)).join(Task, _present()).where(_chosen(committee, ids))
    return set(session.connection().execute(query).scalars())


def rungs_of_due_tasks(session: Session, committee: int, day: date, zone: ZoneInfo) -> dict[RungSaid, date]:
    """Return the office's day on which each rung was said of open tasks due on ``day`` or before it."""
    return _rungs(session, store.due_by(committee, day), zone)


def rungs_of_tasks(
    session: Session, committee: int, zone: ZoneInfo, ids: Collection[int] | None = None
) -> dict[RungSaid, date]:
    """Return the office's day on which each rung was said of some tasks, or of all unfinished ones."""
    return _rungs(session, _chosen(committee, ids), zone)


def _present() -> sa.ColumnElement[bool]:
    # A key of another due day is of no use any more, however many of them a task has gathered.
    return sa.and_(col(Task.id) == col(Reminder.task_id), col(Task.due) == col(Reminder.due))


def _chosen(committee: int, ids: Collection[int] | None) -> sa.ColumnElement[bool]:
    if ids is not None:
        chosen = col(Task.id).in_(sorted(ids))
    else:
        chosen = col(Task.work_state).in_(sorted(state.value for state in store.WATCHED))
    return sa.and_(col(Task.committee_id) == committee, chosen)


def _rungs(session: Session, wanted: sa.ColumnElement[bool], zone: ZoneInfo) -> dict[RungSaid, date]:
    query = (
        sa.select(
            col(Reminder.task_id),
            col(Reminder.milestone),
            col(Reminder.due),
            sa.func.min(col(Message.created_at), type_=Message.__table__.c.created_at.type),  # type: ignore[attr-defined]
        )
        .join(Task, _present())
        .join(Message, col(Message.id) == col(Reminder.message_id))
        .where(wanted, col(Reminder.milestone).like(_ALL_RUNGS))
        .group_by(col(Reminder.task_id), col(Reminder.milestone), col(Reminder.due))
    )
    rows = session.connection().execute(query)
    return {(task, milestone, due): office_day(at, zone) for task, milestone, due, at in rows}


def said_of_meetings(session: Session, meetings: Collection[int]) -> set[str]:
    """Return the keys that were said of some meetings."""
    if not meetings:
        return set()
    query = sa.select(col(Reminder.key)).where(col(Reminder.meeting_id).in_(sorted(meetings)))
    return set(session.connection().execute(query).scalars())


def known_keys(session: Session, wanted: Collection[str]) -> set[str]:
    """Return those of the ``wanted`` keys that were said."""
    ordered, found = sorted(wanted), set[str]()
    for start in range(0, len(ordered), _CHUNK):
        query = sa.select(col(Reminder.key)).where(col(Reminder.key).in_(ordered[start : start + _CHUNK]))
        found.update(session.connection().execute(query).scalars())
    return found


def told_since(session: Session, committee: int, start: datetime) -> dict[tuple[int, str], int]:
    """Return how many messages each person was given by each channel since ``start``.

    What something later took the place of, and drafts that nobody has approved, do not count, nor do
    reports.
    """
    people = sa.select(col(Person.id)).where(col(Person.committee_id) == committee, col(Person.active))
    unread = (MessageState.WITHDRAWN.value, MessageState.HELD.value)
    query = (
        sa.select(col(Message.person_id), col(Message.channel), sa.func.count())
        .where(
            col(Message.committee_id) == committee,
            col(Message.person_id).in_(people),  # so that the index is followed person by person
            col(Message.created_at) >= start,
            col(Message.state).not_in(unread),
            col(Message.kind).not_in(sorted(PAPERS)),
        )
        .group_by(col(Message.person_id), col(Message.channel))
    )
    return {(person, channel): count for person, channel, count in session.connection().execute(query)}


@dataclass(frozen=True)
class SaidOnce:
    """One thing that was said of a task, with what became of the message."""

    person_id: int
    channel: str
    milestone: str
    due: date
    at: datetime
    """When it was put into the outbox."""
    state: MessageState
    settled_at: datetime | None
    reason: str | None
    """Why the last attempt failed."""


def said_of(session: Session, task_id: int) -> list[SaidOnce]:
    """Return everything that was ever said of a task, in order."""
    attempts = sa.select(col(Attempt.reason)).where(col(Attempt.message_id) == col(Message.id))
    reason = attempts.order_by(col(Attempt.id).desc()).limit(1).scalar_subquery()
    query = (
        sa.select(
            col(Reminder.person_id),
            col(Message.channel),
            col(Reminder.milestone),
            col(Reminder.due),
            col(Message.created_at),
            col(Message.state),
            col(Message.settled_at),
            reason,
        )
        .join(Message, col(Message.id) == col(Reminder.message_id))
        .where(col(Reminder.task_id) == task_id, col(Reminder.notice_id).is_(None))
        .order_by(col(Reminder.id))
    )
    return [
        SaidOnce(person, channel, milestone, due, at, MessageState(state), settled, why)
        for person, channel, milestone, due, at, state, settled, why in session.connection().execute(query)
    ]
