"""What was done and how things stood: the append-only history and the daily snapshots."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class History(SQLModel, table=True):
    """Who changed what, when, from what to what. The database itself refuses to change or delete a row.

    The rows of a committee form a chain: ``seq`` counts from 1 without a gap, ``hash`` covers the row and the hash of
    the one before it.
    """

    __table_args__ = (
        sa.Index("uq_history_seq", "committee_id", "seq", unique=True),
        sa.Index("ix_history_of", "entity", "entity_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    seq: int
    at: datetime = instant()
    actor: str
    action: str
    """Stable name, e.g. ``task.confirm``, ``meeting.fix_day``."""
    entity: str
    entity_id: int
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str | None = None
    hash: str
    """SHA-256, hexadecimal."""


class StatusSnapshot(SQLModel, table=True):
    """The figures of one day, kept for trends; one row a committee and day."""

    __tablename__ = "status_snapshot"
    __table_args__ = (sa.UniqueConstraint("committee_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    day: date
    taken_at: datetime = instant()
    figures: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
