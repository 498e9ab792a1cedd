"""All SQL of the outbox: what was said, what is to be sent, who is sending it, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from notifications.envelope import Entry, Envelope
from notifications.keys import message_uid
from notifications.models import Attempt, Message, MessageKind, MessageState, Reminder
from tasks_registry.models import Task
from tasks_registry.states import OPEN, WorkState

WATCHED = OPEN | {WorkState.SUSPENDED}
"""Work states of tasks that a reminder run looks at; the finished ones of past years stay out of its way."""


def said_keys(session: Session, committee: int) -> set[str]:
    """Return the keys of all reminders of unfinished tasks that the outbox holds, sent or not."""
    unfinished = sorted(state.value for state in WATCHED)
    query = (
        select(Reminder.key)
        .join(Task, col(Task.id) == col(Reminder.task_id))
        .where(Reminder.committee_id == committee, col(Task.work_state).in_(unfinished))
    )
    return set(session.exec(query).all())


def enqueue(session: Session, committee: int, envelope: Envelope, now: datetime) -> int | None:
    """Put a message into the outbox and return its message's id; what a former one has not got out yet is folded in.

    Returns None when another run was faster and said all of it. The caller commits.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    connection = session.connection()
    message = {
        "committee_id": committee,
        "person_id": envelope.person_id,
        "channel": envelope.channel,
        "kind": envelope.kind.value,
        "message_uid": message_uid(item.key for item in envelope.entries),
        "state": (MessageState.HELD if envelope.held else MessageState.PENDING).value,
        "created_at": now,
        "next_attempt_at": envelope.not_before or now,
        "attempts": 0,
        "maybe_delivered": False,
    }
    into_messages = insert(Message).values(message).on_conflict_do_nothing(index_elements=["message_uid"])
    message_id: int | None = connection.execute(into_messages.returning(col(Message.id))).scalar()
    if message_id is None:
        return None
    reminders = [
        {
            "committee_id": committee,
            "key": item.key,
            "message_id": message_id,
            "task_id": item.task_id,
            "meeting_id": item.meeting_id,
            "notice_id": item.notice_id,
            "person_id": envelope.person_id,
            "milestone": item.milestone,
            "due": item.due,
        }
        for item in sorted(envelope.entries, key=lambda item: item.key)  # one order for all: no deadlock between runs
    ]
    into_reminders = insert(Reminder).values(reminders).on_conflict_do_nothing(index_elements=["key"])
    if connection.execute(into_reminders).rowcount == 0:
        connection.execute(sa.delete(Message).where(col(Message.id) == message_id))
        return None
    _fold_waiting(session, committee, envelope, message_id, now)
    return message_id


def _fold_waiting(session: Session, committee: int, envelope: Envelope, message_id: int, now: datetime) -> None:
    """Move the reminders of the person's messages that surely were not delivered into message ``message_id``."""
    waiting = session.exec(
        select(Message.id)
        .where(
            Message.committee_id == committee,
            Message.person_id == envelope.person_id,
            Message.channel == envelope.channel,
            Message.kind == envelope.kind,
            Message.state == MessageState.PENDING,
            col(Message.maybe_delivered).is_(False),
            col(Message.id) != message_id,
        )
        .with_for_update(skip_locked=True)
    ).all()
    if not waiting:
        return
    session.connection().execute(
        sa.update(Reminder).where(col(Reminder.message_id).in_(waiting)).values(message_id=message_id)
    )
    session.connection().execute(
        sa.update(Message)
        .where(col(Message.id).in_(waiting))
        .values(state=MessageState.WITHDRAWN.value, settled_at=now)
    )


@dataclass(frozen=True)
class Claim:
    """A message that this sender alone may send until its lease ends."""

    message_id: int
    person_id: int
    kind: MessageKind
    message_uid: str
    attempts: int
    """This attempt included."""
    owner: str


def claim_next(
    session: Session, committee: int, channel: str, *, owner: str, now: datetime, lease_until: datetime
) -> Claim | None:
    """Claim the message that waits longest, or one whose sender died (its lease is over); None when there is none.

    The conditional UPDATE is what makes a claim exclusive; ``SKIP LOCKED`` only keeps senders out of each other's way.
    """
    ready = sa.or_(
        sa.and_(col(Message.state) == MessageState.PENDING.value, col(Message.next_attempt_at) <= now),
        sa.and_(col(Message.state) == MessageState.CLAIMED.value, col(Message.lease_until) < now),
    )
    scope = sa.and_(col(Message.committee_id) == committee, col(Message.channel) == channel, ready)
    found = (
        session.connection()
        .execute(
            sa.select(
                *(col(c) for c in (Message.id, Message.person_id, Message.kind, Message.message_uid, Message.attempts))
            )
            .where(scope)
            .order_by(col(Message.next_attempt_at), col(Message.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        .first()
    )
    if found is None:
        return None
    id_, person_id, kind, uid, attempts = found
    taken = session.connection().execute(
        sa.update(Message)
        .where(col(Message.id) == id_, ready)
        .values(state=MessageState.CLAIMED.value, lease_owner=owner, lease_until=lease_until, attempts=attempts + 1)
    )
    return Claim(id_, person_id, MessageKind(kind), uid, attempts + 1, owner) if taken.rowcount == 1 else None


def entries_of(session: Session, message_id: int) -> tuple[Entry, ...]:
    """Return what a message says, without what something later has taken the place of."""
    later = aliased(Reminder)
    superseded = (
        sa.exists()
        .where(
            col(later.task_id) == col(Reminder.task_id),
            col(later.person_id) == col(Reminder.person_id),
            col(later.id) > col(Reminder.id),
        )
        .correlate(Reminder)
    )
    names = ("key", "milestone", "due", "task_id", "meeting_id", "notice_id")
    rows = session.connection().execute(
        sa.select(*(col(getattr(Reminder, name)) for name in names))
        .where(col(Reminder.message_id) == message_id, ~superseded)
        .order_by(col(Reminder.id))
    )
    return tuple(Entry(*row) for row in rows)


def settle(
    session: Session,
    claim: Claim,
    state: MessageState,
    *,
    now: datetime,
    outcome: str,
    code: str | None = None,
    reason: str | None = None,
    next_attempt_at: datetime | None = None,
    subject: str | None = None,
    maybe_delivered: bool = False,
) -> bool:
    """Write what came of a claim, with its attempt row; False when the lease was lost to another sender meanwhile."""
    values: dict[str, object] = {"state": state.value, "lease_owner": None, "lease_until": None}
    if state is not MessageState.PENDING:
        values["settled_at"] = now
    if next_attempt_at is not None:
        values["next_attempt_at"] = next_attempt_at
    if subject is not None:
        values["subject"] = subject
    if maybe_delivered:
        values["maybe_delivered"] = True
    statement = sa.update(Message).where(
        col(Message.id) == claim.message_id,
        col(Message.state) == MessageState.CLAIMED.value,
        col(Message.lease_owner) == claim.owner,
    )
    session.add(Attempt(message_id=claim.message_id, at=now, outcome=outcome, code=code, reason=reason))
    return session.connection().execute(statement.values(**values)).rowcount == 1


def states_of(session: Session, message_ids: Sequence[int]) -> dict[int, tuple[MessageState, str | None]]:
    """Return for each message its state and the reason of its last failed attempt."""
    rows = session.exec(select(Message.id, Message.state).where(col(Message.id).in_(message_ids))).all()
    attempts = session.exec(
        select(Attempt.message_id, Attempt.reason)
        .where(col(Attempt.message_id).in_(message_ids))
        .order_by(col(Attempt.id))
    ).all()
    last = dict(attempts)
    return {id_: (MessageState(state), last.get(id_)) for id_, state in rows if id_ is not None}


def waiting_and_dead(session: Session, committee: int) -> tuple[int, int]:
    """Return how many messages still wait and how many were given up: the office must know of both."""
    count = dict(
        session.exec(
            select(Message.state, sa.func.count()).where(Message.committee_id == committee).group_by(Message.state)
        ).all()
    )
    waiting = count.get(MessageState.PENDING.value, 0) + count.get(MessageState.CLAIMED.value, 0)
    return waiting, count.get(MessageState.DEAD.value, 0)
