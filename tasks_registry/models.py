"""Tables of the registry. Every row belongs to a committee; keys that mean "once" are UNIQUE."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from config.database import UtcDateTime


def _instant(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable)


def _committee() -> Any:
    return Field(foreign_key="committee.id", index=True)


class Committee(SQLModel, table=True):
    """A party committee (cấp ủy); committees form a tree, Tỉnh ủy above Đảng ủy xã."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    level: str
    parent_id: int | None = Field(default=None, foreign_key="committee.id")


class Agency(SQLModel, table=True):
    """An agency (cơ quan) under a committee. ``functions`` are the words from which a lead is proposed."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    code: str
    name: str
    functions: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    secretariat: bool = False
    """The office itself (văn phòng cấp ủy), which hears of tasks that nobody leads yet."""
    active: bool = True


class AgencyAlias(SQLModel, table=True):
    """A name or abbreviation by which documents call an agency."""

    __tablename__ = "agency_alias"
    __table_args__ = (sa.UniqueConstraint("agency_id", "alias"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    agency_id: int = Field(foreign_key="agency.id", index=True)
    alias: str


class Person(SQLModel, table=True):
    """A person of an agency who can be reminded. ``role`` is a ``config.office.Role``."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "email"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    agency_id: int = Field(foreign_key="agency.id", index=True)
    name: str
    position: str = ""
    email: str
    role: str
    active: bool = True


class SourceDocument(SQLModel, table=True):
    """A document that tasks were read from, stored once by the hash of its text."""

    __tablename__ = "source_document"
    __table_args__ = (sa.UniqueConstraint("committee_id", "content_hash"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    content_hash: str
    """SHA-256, hexadecimal, of the text as read: the same words saved again are the same document."""
    file_name: str
    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    draft: bool = False
    title: str | None = None
    period: str | None = None
    imported_at: datetime = _instant()
    imported_by: str
    supersedes_id: int | None = Field(default=None, foreign_key="source_document.id")
    """The former version of the same document, when this is a corrected one."""


class Meeting(SQLModel, table=True):
    """A meeting (hội nghị, kỳ họp): known by a window until its ``day`` is fixed."""

    __table_args__ = (sa.UniqueConstraint("committee_id", "identity"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    identity: str
    """Body, term and ordinal – or body, period and name for a meeting without an ordinal."""
    name: str
    body: str
    ordinal: int | None = None
    term: str | None = None
    window_from: date | None = None
    window_to: date | None = None
    day: date | None = Field(default=None, index=True)


class Task(SQLModel, table=True):
    """A tracked commitment (nhiệm vụ) with the fields of "6 rõ" (Kết luận 226-KL/TW)."""

    __table_args__ = (
        sa.UniqueConstraint("committee_id", "code"),
        sa.Index("ix_task_open_due", "committee_id", "work_state", "due"),
    )
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    code: str
    document_id: int | None = Field(default=None, foreign_key="source_document.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    period: str | None = None

    # rõ việc
    number: str | None = None
    heading: str | None = None
    heading_text: str | None = None
    title: str
    text: str
    kind: str
    notes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    priority: int = 0
    secret: bool = False
    # rõ người
    lead_agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    lead_text: str | None = None
    """The lead as written in the document."""
    support_text: str | None = None
    officer_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    # rõ trách nhiệm, rõ thẩm quyền
    director_id: int | None = Field(default=None, foreign_key="person.id")
    """lãnh đạo chỉ đạo"""
    authority: str | None = None
    """cấp trình: TT, BTV or BCH"""
    # rõ sản phẩm
    product: str | None = None
    product_measure: str | None = None
    evidence: str | None = None
    """Document number or file name that proves the result."""
    # rõ thời gian
    deadline_text: str | None = None
    deadline_rule: str | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    deadline_before: bool = False
    recurring: str | None = None
    waits_for: str | None = None
    due: date | None = None
    original_due: date | None = None
    """The first due day that was confirmed; kept for ever."""
    completed_on: date | None = None
    # where it was read
    source_start: int | None = None
    source_end: int | None = None
    source_phrase: str | None = None
    source_rule: str | None = None
    confidence: float | None = None
    # who moved it
    work_state: str
    note: str | None = None
    reported_at: datetime | None = _instant(nullable=True)
    confirmed_by: str | None = None
    confirmed_at: datetime | None = _instant(nullable=True)
    created_at: datetime = _instant()
    version: int = 1
    """Counts edits; an edit that names an older version is refused."""


class TaskSupport(SQLModel, table=True):
    """An agency that supports a task (cơ quan phối hợp)."""

    __tablename__ = "task_support"
    task_id: int = Field(foreign_key="task.id", primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", primary_key=True)


class TaskCitation(SQLModel, table=True):
    """A document that a task rests on (căn cứ)."""

    __tablename__ = "task_citation"
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    kind: str
    number: str = Field(index=True)
    issued_on: date | None = None
    text: str


class History(SQLModel, table=True):
    """Who changed what, when, from what to what. The database itself refuses to change or delete a row."""

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    at: datetime = _instant()
    actor: str
    action: str
    """Stable name, e.g. ``task.confirm``, ``meeting.fix_day``."""
    entity: str
    entity_id: int = Field(index=True)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str | None = None


class StatusSnapshot(SQLModel, table=True):
    """The figures of one day, kept for trends; one row a committee and day."""

    __tablename__ = "status_snapshot"
    __table_args__ = (sa.UniqueConstraint("committee_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = _committee()
    day: date
    taken_at: datetime = _instant()
    figures: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
