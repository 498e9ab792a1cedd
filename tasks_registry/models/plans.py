"""Periods, and tasks that come again."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class Period(SQLModel, table=True):
    """A closed or closing period (kỳ): ``2026-Q3``, ``2026-H1``, ``2026-9M``, ``2026``."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    code: str
    first_day: date
    last_day: date
    cutoff: date
    """The day to which the period's report counts (chốt số liệu)."""
    closed_at: datetime | None = instant(nullable=True)
    closed_by: str | None = None


class Recurrence(SQLModel, table=True):
    """A commitment that comes again (``trước ngày 15 hằng tháng``); each coming is a task of its own."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    code: str
    title: str
    text: str
    kind: str
    phrase: str | None = None
    """The words it was read from."""
    cron: str
    """Days on which an instance falls due, five fields, in the office's zone."""
    lead_agency_id: int | None = Field(default=None, foreign_key="agency.id")
    officer_id: int | None = Field(default=None, foreign_key="person.id")
    support: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Codes of the supporting agencies."""
    product: str | None = None
    secret: bool = False
    first_day: date
    """No instance falls due before it."""
    last_day: date | None = None
    planned_to: date | None = None
    """Every instance up to this day has been created."""
    active: bool = True
    source_code: str | None = None
    """Code of the task that it was made from."""
    created_by: str
    created_at: datetime = instant()
