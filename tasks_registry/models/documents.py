"""Documents that tasks were read from, and files kept as evidence."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class SourceDocument(SQLModel, table=True):
    """A document that tasks were read from, stored once by the hash of its text."""

    __tablename__ = "source_document"
    __table_args__ = (sa.UniqueConstraint("committee_id", "content_hash"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    content_hash: str
    """SHA-256, hexadecimal, of the text as read: the same words saved again are the same document."""
    file_name: str
    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    identity: str | None = Field(default=None, index=True)
    """What its number means: kind, number, body and term (party) or year (state); None for a draft without one."""
    draft: bool = False
    title: str | None = None
    period: str | None = None
    imported_at: datetime = instant()
    imported_by: str
    supersedes_id: int | None = Field(default=None, foreign_key="source_document.id")
    """The former version of the same document, when this is a corrected one."""
    stored_file_id: int | None = Field(default=None, foreign_key="stored_file.id")


class StoredFile(SQLModel, table=True):
    """The bytes of a file, kept once in the installation's home under their SHA-256."""

    __tablename__ = "stored_file"
    __table_args__ = (sa.UniqueConstraint("committee_id", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    sha256: str
    size: int
    """Bytes."""
    media_type: str
    stored_at: datetime = instant()


class Attachment(SQLModel, table=True):
    """A file under the name somebody gave it, at a task, a meeting or a document."""

    __table_args__ = (sa.UniqueConstraint("entity", "entity_id", "stored_file_id"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    entity: str
    entity_id: int = Field(index=True)
    stored_file_id: int = Field(foreign_key="stored_file.id")
    name: str
    attached_by: str
    attached_at: datetime = instant()
