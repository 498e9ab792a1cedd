"""Tasks: the commitments that are tracked, and what is said of them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant
from tasks_registry.states import OPEN

_IS_OPEN = sa.text(f"work_state IN ({', '.join(repr(state.value) for state in sorted(OPEN))})")
"""Finished tasks pile up over the years; an index of the open ones stays small. A change of ``OPEN`` is a migration."""


class Task(SQLModel, table=True):
    """A tracked commitment (nhiệm vụ) with the fields of "6 rõ" (Kết luận 226-KL/TW)."""

    __table_args__ = (
        sa.UniqueConstraint("committee_id", "code"),
        sa.Index("uq_task_occurrence", "recurrence_id", "occurrence", unique=True),
        sa.Index("ix_task_listed", "committee_id", "due", "code"),
        sa.Index("ix_task_open_due", "committee_id", "due", "code", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        sa.Index("ix_task_lead", "lead_agency_id", "work_state", "due"),
        sa.Index("ix_task_state", "committee_id", "work_state", "due", "completed_on"),
        sa.Index("ix_task_figures", "committee_id", "period", "work_state", "due", "completed_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
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
    lead_agency_id: int | None = Field(default=None, foreign_key="agency.id")
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
    term_days: int | None = None
    """Days counted from what it waits for, negative for days before it; from ``deadline_from`` once that happened."""
    term_in_working_days: bool = False
    due: date | None = None
    due_fixed_by: str | None = None
    """A ``DueFixedBy`` while a person's day or an extension stands in place of the one the rule gives."""
    extensions: int = 0
    """How many extensions were granted."""
    original_due: date | None = None
    """The first due day that was confirmed; kept for ever."""
    completed_on: date | None = None
    # where it was read
    source_start: int | None = None
    source_end: int | None = None
    source_phrase: str | None = None
    source_rule: str | None = None
    confidence: float | None = None
    # where it belongs in time
    recurrence_id: int | None = Field(default=None, foreign_key="recurrence.id")
    occurrence: date | None = None
    """Day of the series that this instance stands for; stays when its due day moves."""
    successor_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    """The task of the next period that carries this one on."""
    # who moved it
    work_state: str
    percent: int | None = None
    """Progress as last reported by the owner, 0..100."""
    note: str | None = None
    reported_at: datetime | None = instant(nullable=True)
    confirmed_by: str | None = None
    confirmed_at: datetime | None = instant(nullable=True)
    created_at: datetime = instant()
    version: int = 1
    """Counts edits; an edit that names an older version is refused."""


class TaskSupport(SQLModel, table=True):
    """An agency that supports a task (cơ quan phối hợp)."""

    __tablename__ = "task_support"
    task_id: int = Field(foreign_key="task.id", primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", primary_key=True, index=True)


class TaskCitation(SQLModel, table=True):
    """A document that a task rests on (căn cứ)."""

    __tablename__ = "task_citation"
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    kind: str
    number: str = Field(index=True)
    issued_on: date | None = None
    text: str


class TaskReport(SQLModel, table=True):
    """What the owner, or the office on the owner's word, reported of a task."""

    __tablename__ = "task_report"
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    task_id: int = Field(foreign_key="task.id", index=True)
    at: datetime = instant()
    reported_by: str
    text: str
    percent: int | None = None
    evidence: str | None = None
    """Document number or file name."""


class Extension(SQLModel, table=True):
    """A request for more time (xin gia hạn) and its answer. At most one of a task waits for an answer."""

    __table_args__ = (
        sa.Index(
            "uq_extension_pending",
            "task_id",
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    task_id: int = Field(foreign_key="task.id", index=True)
    state: str
    """An ``ExtensionState``."""
    due_before: date | None = None
    due_asked: date
    reason: str
    asked_by: str
    asked_at: datetime = instant()
    due_granted: date | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = instant(nullable=True)


class TaskWords(SQLModel, table=True):
    """The folded words by which a task is found; the engine's full-text index hangs on it."""

    __tablename__ = "task_words"
    task_id: int = Field(foreign_key="task.id", primary_key=True)
    words: str


class TaskNumber(SQLModel, table=True):
    """The last number given to a task code under a prefix (``2026-Q3`` of ``2026-Q3-017``)."""

    __tablename__ = "task_number"
    committee_id: int = Field(foreign_key="committee.id", primary_key=True)
    prefix: str = Field(primary_key=True)
    last: int
