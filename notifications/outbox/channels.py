"""How the channels of a committee stand: the breaker's memory, and the quota that the other side told."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from notifications.delivery.breaker import Standing
from notifications.models import ChannelState

_REMEMBERED = ("failures", "closed_until", "needs_operator", "reason", "code", "since")


def standing_of(session: Session, committee: int, channel: str) -> Standing:
    """Return how a channel stands; one never heard of is in order."""
    row = (
        session.connection()
        .execute(
            sa.select(*(col(getattr(ChannelState, name)) for name in _REMEMBERED)).where(
                col(ChannelState.committee_id) == committee, col(ChannelState.channel) == channel
            )
        )
        .first()
    )
    return Standing(*row) if row is not None else Standing()


def remember(session: Session, committee: int, channel: str, standing: Standing) -> None:
    """Write down how a channel stands. The caller commits."""
    _write(session, committee, channel, {name: getattr(standing, name) for name in _REMEMBERED})


def remember_quota(session: Session, committee: int, channel: str, left: int, now: datetime) -> None:
    """Write down how many messages the other side still takes. The caller commits."""
    _write(session, committee, channel, {"quota_left": left, "quota_at": now})


def _write(session: Session, committee: int, channel: str, values: dict[str, object]) -> None:
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = {"committee_id": committee, "channel": channel, "failures": 0, "needs_operator": False, **values}
    connection.execute(
        insert(ChannelState)
        .values(first)
        .on_conflict_do_update(index_elements=["committee_id", "channel"], set_=values)
    )
