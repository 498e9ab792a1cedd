"""What came of a claim: the message's new state and one attempt row, for many messages at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from notifications.keys import by_channel, stand_in_uid
from notifications.models import Attempt, Message, MessageState, Reminder
from notifications.outbox.claiming import Claim
from notifications.outbox.inserting import insert_new
from notifications.outbox.letters import entries_of


@dataclass(frozen=True)
class Settlement:
    """What came of one claim."""

    claim: Claim
    state: MessageState
    outcome: str
    """See ``Attempt.outcome``."""
    counted: bool
    """Whether an attempt was made that the message must answer for."""
    next_attempt_at: datetime | None = None
    code: str | None = None
    reason: str | None = None
    address: str | None = None
    subject: str | None = None
    remote_id: str | None = None
    maybe_delivered: bool = False


_SETTLE = (
    sa.update(Message)
    .where(
        col(Message.id) == sa.bindparam("of_message"),
        col(Message.state) == MessageState.CLAIMED.value,
        col(Message.lease_owner) == sa.bindparam("of_owner"),
    )
    .values(
        state=sa.bindparam("to_state"),
        lease_owner=None,
        lease_until=None,
        attempts=col(Message.attempts) + sa.bindparam("made", type_=sa.Integer),
        settled_at=sa.bindparam("settled"),
        next_attempt_at=sa.func.coalesce(
            sa.bindparam("again", type_=Message.__table__.c.next_attempt_at.type),  # type: ignore[attr-defined]
            col(Message.next_attempt_at),
        ),
        address=sa.func.coalesce(sa.bindparam("to_address", type_=sa.String), col(Message.address)),
        subject=sa.func.coalesce(sa.bindparam("as_sent", type_=sa.String), col(Message.subject)),
        maybe_delivered=sa.or_(col(Message.maybe_delivered), sa.bindparam("maybe", type_=sa.Boolean)),
    )
)
"""Built once: building costs more than running."""


def settle_all(session: Session, settlements: Sequence[Settlement], now: datetime) -> int:
    """Write what came of claims, with an attempt row each; returns how many leases had been lost meanwhile."""
    connection = session.connection()
    settled = connection.execute(
        _SETTLE,
        [
            {
                "of_message": one.claim.message_id,
                "of_owner": one.claim.owner,
                "to_state": one.state.value,
                "made": int(one.counted),
                "settled": None if one.state is MessageState.PENDING else now,
                "again": one.next_attempt_at,
                "to_address": one.address,
                "as_sent": one.subject,
                "maybe": one.maybe_delivered,
            }
            for one in settlements
        ],
    )
    connection.execute(
        sa.insert(Attempt),
        [
            {
                "message_id": one.claim.message_id,
                "at": now,
                "outcome": one.outcome,
                "code": one.code,
                "reason": one.reason,
                "remote_id": one.remote_id,
            }
            for one in settlements
        ],
    )
    return len(settlements) - settled.rowcount


def stand_in(session: Session, message_ids: Sequence[int], channel: str, now: datetime) -> int:
    """Put a message by ``channel`` in place of each that did not get through; returns how many.

    It says under keys of its own what that one would say, so that no later run says it again by ``channel`` – the
    person may be reached by nothing else from now on. Left out is what was said by ``channel`` already, and a message
    of which nothing is left. The caller commits.
    """
    connection = session.connection()
    columns = (Message.id, Message.committee_id, Message.person_id, Message.kind, Message.message_uid)
    originals = connection.execute(
        sa.select(*(col(column) for column in columns)).where(
            col(Message.id).in_(message_ids), col(Message.channel) != channel
        )
    ).all()
    entries = entries_of(session, [original.id for original in originals])
    added = insert_new(
        session,
        Message,
        [
            {
                "committee_id": committee,
                "person_id": person,
                "channel": channel,
                "kind": kind,
                "message_uid": stand_in_uid(uid, channel),
                "state": MessageState.PENDING.value,
                "created_at": now,
                "next_attempt_at": now,
                "attempts": 0,
                "maybe_delivered": False,
                "stands_in_for_id": id_,
            }
            for id_, committee, person, kind, uid in originals
            if id_ in entries
        ],
        "message_uid",
        ("id", "committee_id", "person_id", "stands_in_for_id"),
    )
    reminders = [
        {
            "committee_id": committee,
            "key": by_channel(entry.key, channel),
            "message_id": id_,
            "task_id": entry.task_id,
            "meeting_id": entry.meeting_id,
            "notice_id": entry.notice_id,
            "report_notice_id": entry.report_notice_id,
            "person_id": person,
            "milestone": entry.milestone,
            "due": entry.due,
        }
        for id_, committee, person, original in added
        for entry in entries[original]
    ]
    reminders.sort(key=lambda row: str(row["key"]))
    said = {id_ for (id_,) in insert_new(session, Reminder, reminders, "key", ("message_id",))}
    unsaid = [one.id for one in added if one.id not in said]
    if unsaid:
        connection.execute(sa.delete(Message).where(col(Message.id).in_(unsaid)))
    return len(said)


def withdraw_stand_in(session: Session, message_id: int, now: datetime) -> None:
    """Take back what stands in for a message that did arrive, unless it is on the way. The caller commits."""
    session.connection().execute(
        sa.update(Message)
        .where(
            col(Message.stands_in_for_id) == message_id,
            col(Message.state) == MessageState.PENDING.value,
            col(Message.maybe_delivered).is_(False),
        )
        .values(state=MessageState.WITHDRAWN.value, settled_at=now)
    )
