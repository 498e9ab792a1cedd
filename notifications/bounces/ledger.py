"""The SQL of bounces: what a report says goes to its message and to the address."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from notifications import contacts
from notifications.bounces.report import Bounce, Fate
from notifications.models import Attempt, ContactKind, Message, MessageState
from tasks_registry.models import Person

BOUNCED, DELAYED = "bounced", "delayed"
"""Outcomes of the attempt rows that reports write."""


@dataclass(frozen=True)
class Stored:
    """What a report did to its message."""

    message_id: int
    person: str
    address: str
    fate: Fate
    status: str
    reason: str
    marked: bool
    """Whether the address is marked: nothing is sent there until somebody mends it."""
    new: bool
    """False when the same report had been stored before."""


def store(session: Session, committee: int, bounce: Bounce, now: datetime) -> Stored | None:
    """Write down what ``bounce`` says; None when the message is not one of this committee's. The caller commits.

    A mail that was given up turns its message from sent to dead, so that it stands on the list of the undelivered until
    somebody resends it; one that is only late leaves a row and nothing else.
    """
    found = session.exec(
        select(Message, Person)
        .join(Person, col(Person.id) == col(Message.person_id))
        .where(Message.committee_id == committee, Message.message_uid == bounce.message_uid)
        .with_for_update(of=Message)  # two runs that read the same report: the second waits and sees the first's row
    ).first()
    if found is None:
        return None
    message, person = found
    assert message.id is not None
    address = message.address or person.email
    known = session.exec(
        select(Attempt.id).where(Attempt.message_id == message.id, Attempt.remote_id == bounce.identity)
    ).first()
    marked = bounce.address_fails and known is None
    if known is None:
        outcome = BOUNCED if bounce.fate is Fate.FAILED else DELAYED
        session.add(
            Attempt(
                message_id=message.id,
                at=now,
                outcome=outcome,
                code=bounce.status,
                reason=bounce.reason,
                remote_id=bounce.identity,
            )
        )
        if bounce.fate is Fate.FAILED:
            session.connection().execute(
                sa.update(Message)
                .where(col(Message.id) == message.id, col(Message.state) == MessageState.SENT.value)
                .values(state=MessageState.DEAD.value, settled_at=now)
            )
    if marked:
        contacts.flag(
            session,
            committee,
            ContactKind.EMAIL,
            address,
            person_id=person.id,
            reason=f"Thư bị trả lại: {bounce.reason}",
            code=bounce.status,
            now=now,
        )
    return Stored(
        message.id, person.name, address, bounce.fate, bounce.status, bounce.reason, marked, new=known is None
    )
