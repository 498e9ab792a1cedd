"""What a person of the office does with a message: send it again, approve a draft, drop one."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from notifications.models import Message, MessageState

STUCK = frozenset({MessageState.DEAD, MessageState.UNCERTAIN})
"""States in which nothing more is tried until a person says so."""


def states_for_change(session: Session, committee: int, message_ids: Sequence[int]) -> dict[int, MessageState]:
    """Return the states of the committee's messages with these ids, locked until the end of the transaction."""
    rows = session.connection().execute(
        sa.select(col(Message.id), col(Message.state))
        .where(col(Message.committee_id) == committee, col(Message.id).in_(message_ids))
        .order_by(col(Message.id))
        .with_for_update()
    )
    return {id_: MessageState(state) for id_, state in rows}


def dead_ids(session: Session, committee: int) -> list[int]:
    """Return the ids of all messages that were given up."""
    rows = session.connection().execute(
        sa.select(col(Message.id))
        .where(col(Message.committee_id) == committee, col(Message.state) == MessageState.DEAD.value)
        .order_by(col(Message.id))
    )
    return [id_ for (id_,) in rows]


def send_again(session: Session, message_ids: Sequence[int], now: datetime) -> None:
    """Let messages be tried from the beginning, at once. The caller commits."""
    _change(
        session,
        message_ids,
        {"state": MessageState.PENDING.value, "next_attempt_at": now, "attempts": 0, "settled_at": None},
    )


def let_go(session: Session, message_ids: Sequence[int], now: datetime, *, by: str) -> None:
    """Send drafts: at once, or at the hour that they were put in for. The caller commits."""
    _change(session, message_ids, {"state": MessageState.PENDING.value, "approved_by": by, "approved_at": now})


def drop(session: Session, message_ids: Sequence[int], now: datetime) -> None:
    """Never send messages. The caller commits."""
    _change(session, message_ids, {"state": MessageState.WITHDRAWN.value, "settled_at": now})


def _change(session: Session, message_ids: Sequence[int], values: dict[str, object]) -> None:
    session.connection().execute(sa.update(Message).where(col(Message.id).in_(message_ids)).values(**values))
