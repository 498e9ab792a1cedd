"""Tables about answers that come in by a link, and about who opened one."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from notifications.answers.states import AnswerState
from tasks_registry.models.columns import committee_key, instant


class Answer(SQLModel, table=True):
    """What somebody answered by a link: a proposal until the office confirms it."""

    __table_args__ = (sa.Index("ix_answer_waiting", "committee_id", "state", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    token_id: str = Field(unique=True)
    """Each link answers once."""
    person_id: int = Field(foreign_key="person.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    purpose: str
    """A ``notifications.links.Purpose``."""
    at: datetime = instant()
    text: str | None = None
    percent: int | None = None
    due_asked: date | None = None
    task_version: int
    """Version of the task that the person was looking at."""
    state: str = AnswerState.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = instant(nullable=True)
    decision_note: str | None = None


class LinkVisit(SQLModel, table=True):
    """A link that was opened. Programs that scan mail open links too: a visit proves less than an answer."""

    __tablename__ = "link_visit"
    __table_args__ = (sa.Index("ix_link_visit_token", "token_id", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    token_id: str
    person_id: int = Field(foreign_key="person.id")
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id")
    purpose: str
    at: datetime = instant()
    outcome: str
    """``opened``, ``answered``, ``used``, ``expired``, ``fetched`` (a file of a report)."""
