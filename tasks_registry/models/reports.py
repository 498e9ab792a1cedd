"""Documents of which versions are kept: what each said, of what facts it was made, where its files lie."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class ReportVersion(SQLModel, table=True):
    """A document as it was made once (bản của báo cáo). Nothing in it changes afterwards.

    The flow makes one for each lead day of a meeting, however often and by however many processes it runs; those that
    a person asked for have no lead day.
    """

    __tablename__ = "report_version"
    __table_args__ = (
        sa.UniqueConstraint("committee_id", "kind", "subject", "number"),
        sa.UniqueConstraint("committee_id", "kind", "subject", "lead_day"),
    )
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    kind: str
    """Kind of document, as ``reports.kinds`` names it."""
    subject: str
    """What it is a report of: ``meeting:7``."""
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    number: int
    """Counts the versions of the subject from 1."""
    as_of: date
    """Số liệu tính đến ngày."""
    lead_day: date | None = None
    made_at: datetime = instant()
    made_by: str
    printed: str
    """SHA-256, hexadecimal, of everything that decides what is printed: two of the same would read the same."""
    folder: str
    """Where the copies for people were put."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Figures, and of every counted task what a later version is compared by; no titles. Whoever makes versions
    reads it (``reports.versions.facts``)."""
    task_codes: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Codes of all tasks that the files name, counted or not."""


class ReportFile(SQLModel, table=True):
    """A file of a version, under the name that people know it by."""

    __tablename__ = "report_file"
    __table_args__ = (sa.UniqueConstraint("version_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    version_id: int = Field(foreign_key="report_version.id")
    stored_file_id: int = Field(foreign_key="stored_file.id")
    name: str
