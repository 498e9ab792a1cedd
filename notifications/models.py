"""Tables of the outbox: what is to be said (reminders), the messages that say it, each attempt to deliver one."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from config.database import UtcDateTime


def _instant(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable)


class MessageState(StrEnum):
    """Where an outbox message stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    DEAD = "dead"
    """given up: a person must look"""
    WITHDRAWN = "withdrawn"
    """nothing it would say is still true"""


class Message(SQLModel, table=True):
    """One message to one person by one channel; it says all reminders that point at it."""

    __table_args__ = (sa.Index("ix_message_ready", "committee_id", "state", "next_attempt_at"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str
    kind: str
    message_uid: str = Field(unique=True)
    """Stable id (the mail's ``Message-ID``): a repeat after a crash carries the same one."""
    state: str = MessageState.PENDING
    created_at: datetime = _instant()
    next_attempt_at: datetime = _instant()
    attempts: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = _instant(nullable=True)
    settled_at: datetime | None = _instant(nullable=True)
    maybe_delivered: bool = False
    """An attempt broke off after the message was handed over: it may only be repeated as it is, never folded."""
    subject: str | None = None
    """As sent."""


class Reminder(SQLModel, table=True):
    """One thing said once: ``key`` is task × milestone × due day × person × channel."""

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    key: str = Field(unique=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    milestone: str
    due: date


class Attempt(SQLModel, table=True):
    """One attempt to deliver a message, with what came of it."""

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    at: datetime = _instant()
    outcome: str
    """``sent`` or the class of the failure (``notifications.errors.FailureClass``)."""
    code: str | None = None
    reason: str | None = None
