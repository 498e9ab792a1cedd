"""Committees, agencies, people, and who stands in for whom."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class Origin(StrEnum):
    """Where an agency or person was entered."""

    FILE = "file"
    """``agencies.yaml``: who is no longer in it is retired at the next opening."""
    TABLE = "table"
    """An imported table of tasks; stays until somebody retires it."""


class Committee(SQLModel, table=True):
    """A party committee (cấp ủy); committees form a tree, Tỉnh ủy above Đảng ủy xã."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    level: str
    parent_id: int | None = Field(default=None, foreign_key="committee.id", index=True)
    history_length: int = 0
    """How many rows the committee's history has."""
    history_head: str = ""
    """Hash of its newest row: without it, cutting off the end of the history would not show."""


class Agency(SQLModel, table=True):
    """An agency (cơ quan) under a committee. ``functions`` are the words from which a lead is proposed."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    code: str
    name: str
    abbreviation: str | None = None
    parent_id: int | None = Field(default=None, foreign_key="agency.id")
    functions: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    secretariat: bool = False
    """The office itself (văn phòng cấp ủy), which hears of tasks that nobody leads yet."""
    active: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day on which the agency existed under this name."""
    successor_id: int | None = Field(default=None, foreign_key="agency.id")
    """The agency that took its work over."""
    origin: str = "file"
    """An ``Origin``."""


class AgencyAlias(SQLModel, table=True):
    """A name or abbreviation by which documents call an agency."""

    __tablename__ = "agency_alias"
    __table_args__ = (sa.UniqueConstraint("agency_id", "alias"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    agency_id: int = Field(foreign_key="agency.id", index=True)
    alias: str


class Person(SQLModel, table=True):
    """A person of an agency who can be reminded. ``role`` is a ``config.agencies.Role``, ``access`` an ``Access``."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "email"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    agency_id: int = Field(foreign_key="agency.id", index=True)
    name: str
    position: str = ""
    email: str
    role: str
    place: int = 0
    """Rank among the people of the agency: of several in one role, the first is reached."""
    access: str = "agency"
    active: bool = True
    origin: str = "file"
    """An ``Origin``."""


class Absence(SQLModel, table=True):
    """Days on which somebody is away, and who stands in (thay mặt)."""

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    person_id: int = Field(foreign_key="person.id", index=True)
    first_day: date
    last_day: date
    deputy_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    recorded_by: str
    recorded_at: datetime = instant()
    cancelled_at: datetime | None = instant(nullable=True)


class CalendarDay(SQLModel, table=True):
    """A day that the office decided on: off although worked elsewhere, or worked although off (làm bù)."""

    __tablename__ = "calendar_day"
    __table_args__ = (sa.UniqueConstraint("committee_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    day: date
    working: bool
    name: str
    decided_by: str
    decided_at: datetime = instant()
