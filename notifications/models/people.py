"""Tables about people: where they are reached, what they wish, the codes that link an account of Zalo."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tasks_registry.models.columns import committee_key, instant


class ContactKind(StrEnum):
    """What an address is. The e-mail address of a person is in the directory; here only what was found out of it."""

    EMAIL = "email"
    ZALO_OA = "zalo-oa"
    """user id at the office's Official Account"""
    ZALO_BOT = "zalo-bot"
    """chat id at the office's bot"""
    ZALO_PHONE = "zalo-phone"
    """telephone number, digits beginning with 84"""
    ZALO_GROUP = "zalo-group"
    """group of an agency"""


class ContactState(StrEnum):
    """Whether an address can be used."""

    OK = "ok"
    FLAGGED = "flagged"
    """refused for good (5xx, bounced, blocked, not on Zalo): not used until somebody mends it"""


class ContactPoint(SQLModel, table=True):
    """An address of a person, or of an agency's group."""

    __tablename__ = "contact_point"
    __table_args__ = (sa.UniqueConstraint("committee_id", "kind", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    kind: str
    address: str
    state: str = ContactState.OK
    reason: str | None = None
    code: str | None = None
    since: datetime = instant()
    """When it came into this state."""
    last_interaction_at: datetime | None = instant(nullable=True)
    """When the person last wrote to the account: Zalo's 48-hour window counts from it."""


class Wish(SQLModel, table=True):
    """How a person wants to be told; None: as the policy has it. Nothing here hides a task from the office's lists."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    committee_id: int = committee_key()
    channels: list[str] | None = Field(default=None, sa_type=sa.JSON)
    single: bool | None = None
    """One message a task instead of a digest."""
    digest_hour: str | None = None
    """``HH:MM``, office time."""
    muted_until: date | None = None
    """Last day of silence."""
    unsubscribed_at: datetime | None = instant(nullable=True)
    """No reminders by e-mail at all; the office's own lists still show the person's overdue tasks."""
    changed_by: str
    changed_at: datetime = instant()


class ZaloCode(SQLModel, table=True):
    """A one-time code that links a person with an account of Zalo."""

    __tablename__ = "zalo_code"
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    person_id: int = Field(foreign_key="person.id", index=True)
    digest: str = Field(index=True)
    """SHA-256 of committee and code."""
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)
