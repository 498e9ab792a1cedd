"""The reading SQL of the proof of chasing: a few statements for one task, and one that counts for many."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from notifications.models import Answer, Attempt, LinkVisit, Message, Reminder
from notifications.proof import ARRIVED, AnswerRow, AttemptRow, DeedRow, Rows, SaidRow, VisitRow
from tasks_registry import store
from tasks_registry.history import describe
from tasks_registry.models import Agency, Person


def read_rows(session: Session, committee: int, task_id: int) -> Rows:
    """Return everything that is known of the chasing of a task."""
    said = _said(session, committee, task_id)
    return Rows(
        said=said,
        attempts=_attempts(session, [row.message_id for row in said]),
        visits=_visits(session, committee, task_id),
        answers=_answers(session, committee, task_id),
        deeds=[
            DeedRow(row.at, row.actor, row.action, describe(row.action), row.reason)
            for row in store.history_of(session, "task", task_id)
        ],
    )


def handed_over(session: Session, committee: int, ids: Collection[int]) -> dict[int, list[datetime]]:
    """Return task id → when each message that said something of the task was first handed over."""
    query = (
        sa.select(col(Reminder.task_id), sa.func.min(col(Attempt.at)))
        .join(Attempt, col(Attempt.message_id) == col(Reminder.message_id))
        .where(
            col(Reminder.committee_id) == committee,
            col(Reminder.task_id).in_(sorted(ids)),
            col(Attempt.outcome).in_(sorted(ARRIVED)),
        )
        .group_by(col(Reminder.task_id), col(Reminder.message_id))
    )
    found: dict[int, list[datetime]] = {}
    for task_id, at in session.connection().execute(query):
        found.setdefault(task_id, []).append(at)
    return found


def _said(session: Session, committee: int, task_id: int) -> list[SaidRow]:
    """Return the messages that said something of the task; what was folded into a later one counts there."""
    former = aliased(Message)
    columns = (
        *(
            col(getattr(Message, name))
            for name in ("id", "created_at", "kind", "channel", "address", "subject", "state", "approved_by")
        ),
        col(Message.approved_at),
        col(former.channel).label("stands_in_for"),
        col(Person.name).label("person"),
        col(Agency.name).label("agency"),
        col(Reminder.milestone),
        col(Reminder.due),
    )
    found = session.connection().execute(
        sa.select(*columns)
        .select_from(Reminder)
        .join(Message, col(Message.id) == col(Reminder.message_id))
        .join(former, col(former.id) == col(Message.stands_in_for_id), isouter=True)
        .join(Person, col(Person.id) == col(Message.person_id))
        .join(Agency, col(Agency.id) == col(Person.agency_id))
        .where(col(Reminder.committee_id) == committee, col(Reminder.task_id) == task_id)
        .order_by(col(Message.id), col(Reminder.id))
    )
    rows: dict[int, SaidRow] = {}
    for row in found.mappings():
        known = rows.get(row["id"])
        milestones = (*(known.milestones if known else ()), (row["milestone"], row["due"]))
        rows[row["id"]] = SaidRow(
            message_id=row["id"],
            at=row["created_at"],
            kind=row["kind"],
            channel=row["channel"],
            person=row["person"],
            agency=row["agency"],
            address=row["address"],
            subject=row["subject"],
            state=row["state"],
            milestones=milestones,
            approved_by=row["approved_by"],
            approved_at=row["approved_at"],
            stands_in_for=row["stands_in_for"],
        )
    return list(rows.values())


def _attempts(session: Session, messages: list[int]) -> list[AttemptRow]:
    if not messages:
        return []
    names = ("message_id", "at", "outcome", "code", "reason")
    rows = session.connection().execute(
        sa.select(*(col(getattr(Attempt, name)) for name in names))
        .where(col(Attempt.message_id).in_(messages))
        .order_by(col(Attempt.id))
    )
    return [AttemptRow(*row) for row in rows]


def _visits(session: Session, committee: int, task_id: int) -> list[VisitRow]:
    rows = session.connection().execute(
        sa.select(col(LinkVisit.at), col(Person.name), col(Agency.name), col(LinkVisit.purpose), col(LinkVisit.outcome))
        .join(Person, col(Person.id) == col(LinkVisit.person_id))
        .join(Agency, col(Agency.id) == col(Person.agency_id))
        .where(col(LinkVisit.committee_id) == committee, col(LinkVisit.task_id) == task_id)
        .order_by(col(LinkVisit.id))
    )
    return [VisitRow(*row) for row in rows]


def _answers(session: Session, committee: int, task_id: int) -> list[AnswerRow]:
    names = ("purpose", "text", "percent", "due_asked", "state", "decided_by", "decided_at", "decision_note")
    rows = session.connection().execute(
        sa.select(col(Answer.at), col(Person.name), col(Agency.name), *(col(getattr(Answer, name)) for name in names))
        .join(Person, col(Person.id) == col(Answer.person_id))
        .join(Agency, col(Agency.id) == col(Person.agency_id))
        .where(col(Answer.committee_id) == committee, col(Answer.task_id) == task_id)
        .order_by(col(Answer.id))
    )
    return [AnswerRow(*row) for row in rows]
