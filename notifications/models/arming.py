"""Tables about going live: when the office armed the sending, and which imported documents it has looked over."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class Arming(SQLModel, table=True):
    """The office armed (or disarmed) the sending, knowing what would go out; the newest row holds."""

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    armed: bool
    by: str
    at: datetime = instant()
    messages: int = 0
    people: int = 0
    """What the preview said would be sent, to how many."""


class ImportRelease(SQLModel, table=True):
    """The office has looked at what would be sent of a document's tasks, and let it go."""

    __tablename__ = "import_release"
    __table_args__ = (sa.UniqueConstraint("committee_id", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    document_id: int = Field(foreign_key="source_document.id")
    by: str
    at: datetime = instant()
