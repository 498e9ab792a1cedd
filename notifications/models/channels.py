"""Tables about channels: the state of each, tokens of Zalo, what Zalo told us."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class ChannelState(SQLModel, table=True):
    """The circuit breaker and the quota of one channel of a committee."""

    __tablename__ = "channel_state"
    committee_id: int = Field(foreign_key="committee.id", primary_key=True)
    channel: str = Field(primary_key=True)
    failures: int = 0
    """Runs in a row that found the channel down."""
    closed_until: datetime | None = instant(nullable=True)
    """No attempt before; the first one after it is a trial with a single message."""
    needs_operator: bool = False
    """A person must mend it (login, certificate, grant); the doctor says so."""
    reason: str | None = None
    code: str | None = None
    since: datetime | None = instant(nullable=True)
    quota_left: int | None = None
    quota_at: datetime | None = instant(nullable=True)


class ZaloToken(SQLModel, table=True):
    """The tokens of the office's grant. Each refresh token is good for one use: the newest pair must never be lost.

    Lies in a file of its own beside a SQLite registry (a refresh must not hold the registry's write lock), and is never
    restored from a backup.
    """

    __tablename__ = "zalo_token"
    profile: str = Field(primary_key=True)
    access_token: str
    refresh_token: str
    expires_at: datetime = instant()
    refreshed_at: datetime = instant()
    dead: bool = False
    """The refresh token was refused: a person must grant access again."""
    failed_at: datetime | None = instant(nullable=True)
    """When a refresh last came to nothing; the next success clears it."""
    trouble: str | None = None
    """Why: Zalo's code, or that no answer came."""


class ZaloEvent(SQLModel, table=True):
    """Something that Zalo told us by webhook; told again, it is the same row."""

    __tablename__ = "zalo_event"
    __table_args__ = (sa.UniqueConstraint("committee_id", "identity"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    identity: str
    """Event name and message id (or the hash of the body where there is none)."""
    name: str
    at: datetime | None = instant(nullable=True)
    """When it happened, by Zalo's clock."""
    received_at: datetime = instant()
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Ids and codes only, never what people wrote."""
    outcome: str | None = None
