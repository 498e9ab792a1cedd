"""Who sends which message: claims are exclusive, and those of a sender that died come free (ADR 0017)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from notifications.models import Attempt, Message, MessageKind, MessageState

LEASE = timedelta(minutes=10)
"""How long a sender on another machine may stay silent; one that lives renews it."""

CLOCK_DOUBT = timedelta(days=1)
"""A message that was put in later than this from now was put in by a clock that has been set back since."""

LONGEST_WAIT = timedelta(days=40)
"""No wait is longer: a next attempt after it was written down by a clock that has been set back since."""


@dataclass(frozen=True)
class Claim:
    """A message that this sender alone may send until its lease ends."""

    message_id: int
    person_id: int
    channel: str
    kind: MessageKind
    message_uid: str
    attempts: int
    """Made before this one."""
    created_at: datetime
    owner: str
    stands_in_for: int | None = None
    """The message of another channel that did not get through."""


def database_clock(session: Session) -> datetime:
    """Return what the database takes for now: one clock for all machines that share it."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        now: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return now
    return datetime.fromisoformat(connection.exec_driver_sql("SELECT strftime('%Y-%m-%dT%H:%M:%fZ')").scalar_one())


def _ready(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Message.state) == MessageState.PENDING.value,
        sa.or_(
            col(Message.next_attempt_at) <= now,
            col(Message.next_attempt_at) > now + LONGEST_WAIT,
            col(Message.created_at) > now + CLOCK_DOUBT,
        ),
    )


def waiting_channels(session: Session, committee: int, now: datetime) -> list[str]:
    """Return the channels of messages that are ready at ``now``, or that a sender has claimed and may have dropped."""
    rows = session.connection().execute(
        sa.select(col(Message.channel))
        .where(
            col(Message.committee_id) == committee,
            sa.or_(_ready(now), col(Message.state) == MessageState.CLAIMED.value),
        )
        .distinct()
        .order_by(col(Message.channel))
    )
    return [channel for (channel,) in rows]


def claim_batch(
    session: Session,
    committee: int,
    channel: str,
    *,
    owner: str,
    now: datetime,
    limit: int,
    held: Collection[int] = (),
) -> list[Claim]:
    """Claim up to ``limit`` messages, those that wait longest first; none to the people whose ids are ``held``.

    The conditional UPDATE is what makes a claim exclusive; ``SKIP LOCKED`` only keeps senders out of each other's way.
    """
    longest_waiting = (
        sa.select(col(Message.id))
        .where(
            col(Message.committee_id) == committee,
            col(Message.channel) == channel,
            _ready(now),
            *([col(Message.person_id).not_in(sorted(held))] if held else ()),
        )
        .order_by(col(Message.next_attempt_at), col(Message.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("longest_waiting")  # read once, however the database plans the update
    )
    rows = session.connection().execute(
        sa.update(Message)
        .where(col(Message.id).in_(sa.select(longest_waiting.c.id)), col(Message.state) == MessageState.PENDING.value)
        .values(state=MessageState.CLAIMED.value, lease_owner=owner, lease_until=database_clock(session) + LEASE)
        .returning(
            col(Message.id),
            col(Message.person_id),
            col(Message.kind),
            col(Message.message_uid),
            col(Message.attempts),
            col(Message.created_at),
            col(Message.stands_in_for_id),
            col(Message.next_attempt_at),
        )
    )
    ordered = sorted(rows, key=lambda row: (row.next_attempt_at, row.id))
    return [
        Claim(id_, person_id, channel, MessageKind(kind), uid, attempts, created_at, owner, stands_in_for)
        for id_, person_id, kind, uid, attempts, created_at, stands_in_for, _ in ordered
    ]


def keep_leases(session: Session, owner: str) -> None:
    """Renew the leases of a sender that lives."""
    session.connection().execute(
        sa.update(Message)
        .where(col(Message.state) == MessageState.CLAIMED.value, col(Message.lease_owner) == owner)
        .values(lease_until=database_clock(session) + LEASE)
    )


def release(session: Session, owner: str, message_ids: Sequence[int]) -> None:
    """Give back messages that were claimed and never handed to a channel: they are as they were before."""
    session.connection().execute(
        sa.update(Message)
        .where(
            col(Message.id).in_(message_ids),
            col(Message.state) == MessageState.CLAIMED.value,
            col(Message.lease_owner) == owner,
        )
        .values(state=MessageState.PENDING.value, lease_owner=None, lease_until=None)
    )


def free_abandoned(
    session: Session,
    committee: int,
    channel: str,
    *,
    alive: Collection[str],
    dead: Collection[str],
    repeatable: bool,
    now: datetime,
) -> list[int]:
    """Take messages from senders that died, and return the ids of those that must not be sent again.

    ``alive`` and ``dead`` are the senders of this home; of others only the end of the lease tells. A message that had
    been claimed may have been sent: it is repeated as it is by a ``repeatable`` channel, and uncertain with any other.
    """
    lost = sa.and_(
        col(Message.committee_id) == committee,
        col(Message.channel) == channel,
        col(Message.state) == MessageState.CLAIMED.value,
        sa.or_(
            col(Message.lease_owner).in_(sorted(dead)),
            sa.and_(
                col(Message.lease_owner).not_in(sorted(alive)),
                col(Message.lease_until) < database_clock(session),
            ),
        ),
    )
    state = MessageState.PENDING if repeatable else MessageState.UNCERTAIN
    values: dict[str, object] = {
        "state": state.value,
        "lease_owner": None,
        "lease_until": None,
        "maybe_delivered": True,
    }
    if not repeatable:
        values["settled_at"] = now
    statement = sa.update(Message).where(lost).values(**values).returning(col(Message.id))
    freed: list[int] = sorted(id_ for (id_,) in session.connection().execute(statement))
    if repeatable:
        return []
    for id_ in freed:
        session.add(Attempt(message_id=id_, at=now, outcome="unknown", reason="Tiến trình gửi bị dừng giữa chừng."))
    return freed


def claiming_owners(session: Session, owners: Collection[str]) -> set[str]:
    """Return those of ``owners`` that still hold a claim."""
    rows = session.connection().execute(
        sa.select(col(Message.lease_owner))
        .where(col(Message.state) == MessageState.CLAIMED.value, col(Message.lease_owner).in_(sorted(owners)))
        .distinct()
    )
    return {owner for (owner,) in rows}
