"""Meetings and the items of their agendas."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key


class Meeting(SQLModel, table=True):
    """A meeting (hội nghị, kỳ họp): known by a window until its ``day`` is fixed."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "identity"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    identity: str
    """Body, term and ordinal – or body, period and name for a meeting without an ordinal."""
    name: str
    body: str
    kind: str = "regular"
    """A ``MeetingKind``; only regular ones (thường kỳ) are counted by an ordinal."""
    state: str = "draft"
    """A ``MeetingState``."""
    ordinal: int | None = None
    term: str | None = None
    window_from: date | None = None
    window_to: date | None = None
    day: date | None = Field(default=None, index=True)
    place: str | None = None
    version: int = 1


class AgendaItem(SQLModel, table=True):
    """An item of a meeting's agenda; one that prepares a task is linked to it."""

    __tablename__ = "agenda_item"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "task_id"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    position: int
    title: str
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    lead_agency_id: int | None = Field(default=None, foreign_key="agency.id")
    """For an item without a task; a task knows its own lead."""
    state: str = "planned"
    """An ``AgendaState``: planned, carried to the next meeting, withdrawn."""
    carried_from_id: int | None = Field(default=None, foreign_key="agenda_item.id")
    note: str | None = None
