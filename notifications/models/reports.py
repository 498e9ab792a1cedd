"""Table of what is told of reports: a version that is sent, and that its facts have changed since."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class ReportNotice(SQLModel, table=True):
    """Something to be told of a version of a report; told to a person when a reminder points at it."""

    __tablename__ = "report_notice"
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    key: str = Field(unique=True)
    """The version, and the day for a change of its facts."""
    kind: str
    """A ``MessageKind``: the version itself, or that its facts have changed."""
    version_id: int = Field(foreign_key="report_version.id", index=True)
    day: date
    """The day to which the told figures count."""
    at: datetime = instant()
    content: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Figures and changes in words, by codes of tasks; no titles (``notifications.report_news.news``)."""
