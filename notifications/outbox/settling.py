"""What came of a claim: the message's new state and one attempt row, for many messages at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from notifications.keys import stand_in_uid
from notifications.models import Attempt, Message, MessageState, Reminder
from notifications.outbox.claiming import Claim


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

    Left out are those whose every reminder the person already has, or gets, by ``channel``. The caller commits.
    """
    connection = session.connection()
    other, its_message = aliased(Reminder), aliased(Message)
    told_otherwise = (
        sa.exists()
        .where(
            col(other.person_id) == col(Reminder.person_id),
            col(other.milestone) == col(Reminder.milestone),
            col(other.due) == col(Reminder.due),
            col(other.task_id).is_not_distinct_from(col(Reminder.task_id)),
            col(other.meeting_id).is_not_distinct_from(col(Reminder.meeting_id)),
            col(other.notice_id).is_not_distinct_from(col(Reminder.notice_id)),
            col(its_message.id) == col(other.message_id),
            col(its_message.channel) == channel,
            col(its_message.state).not_in([MessageState.DEAD.value, MessageState.WITHDRAWN.value]),
        )
        .correlate(Reminder)
    )
    untold = sa.exists().where(col(Reminder.message_id) == col(Message.id), ~told_otherwise).correlate(Message)
    columns = (Message.id, Message.committee_id, Message.person_id, Message.kind, Message.message_uid)
    originals = connection.execute(
        sa.select(*(col(column) for column in columns)).where(
            col(Message.id).in_(message_ids), col(Message.channel) != channel, untold
        )
    ).all()
    if not originals:
        return 0
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = connection.execute(
        insert(Message).on_conflict_do_nothing(index_elements=["message_uid"]).returning(col(Message.id)),
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
        ],
    ).all()
    return len(added)
