"""The list of what has not been delivered: a fact that the office must see, and act on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from notifications.models import Attempt, Message, MessageKind, MessageState, Reminder
from tasks_registry.models import Person

UNDELIVERED = (
    MessageState.DEAD,
    MessageState.UNCERTAIN,
    MessageState.HELD,
    MessageState.PENDING,
    MessageState.CLAIMED,
)
"""What a person must look at first comes first."""


@dataclass(frozen=True)
class Undelivered:
    """A message that has not reached its reader, with why and what happens next."""

    id: int
    state: MessageState
    kind: MessageKind
    channel: str
    person: str
    address: str | None
    """Where the last attempt went; None before the first."""
    items: int
    """How many things it says, those that later ones have taken the place of included."""
    created_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    """None when nothing more is tried by itself."""
    failure: str | None
    """Class of the last failure (``notifications.errors.FailureClass``)."""
    code: str | None
    reason: str | None


def undelivered(session: Session, committee: int, states: Collection[MessageState] = UNDELIVERED) -> list[Undelivered]:
    """Return the messages in ``states``, those that a person must look at first, the oldest of each first."""
    newest = aliased(Attempt)
    last_attempt = (
        sa.select(sa.func.max(col(newest.id)))
        .where(col(newest.message_id) == col(Message.id))
        .correlate(Message)
        .scalar_subquery()
    )
    of_message = col(Reminder.message_id) == col(Message.id)
    items = sa.select(sa.func.count()).where(of_message).correlate(Message).scalar_subquery()
    columns = (
        Message.id, Message.state, Message.kind, Message.channel, Person.name, Message.address, Message.created_at,
        Message.attempts, Message.next_attempt_at, Attempt.outcome, Attempt.code, Attempt.reason,
    )  # fmt: skip
    rows = session.connection().execute(
        sa.select(*(col(column) for column in columns), items)
        .join(Person, col(Person.id) == col(Message.person_id))
        .outerjoin(Attempt, col(Attempt.id) == last_attempt)
        .where(col(Message.committee_id) == committee, col(Message.state).in_([state.value for state in states]))
        .order_by(
            sa.case({state.value: place for place, state in enumerate(UNDELIVERED)}, value=col(Message.state)),
            col(Message.created_at),
            col(Message.id),
        )
    )
    return [
        Undelivered(
            id=id_,
            state=MessageState(state),
            kind=MessageKind(kind),
            channel=channel,
            person=person,
            address=address,
            items=said,
            created_at=created_at,
            attempts=attempts,
            next_attempt_at=again if state in (MessageState.PENDING, MessageState.CLAIMED) else None,
            failure=outcome,
            code=code,
            reason=reason,
        )
        for id_, state, kind, channel, person, address, created_at, attempts, again, outcome, code, reason, said in rows
    ]


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
