"""Tables of the outbox: what is to be said (reminders, notices), the messages that say it, each attempt to deliver."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from notifications.kinds import MessageKind as MessageKind
from tasks_registry.models.columns import committee_key, instant


class MessageState(StrEnum):
    """Where an outbox message stands."""

    HELD = "held"
    """a draft that waits for a person's approval"""
    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    DEAD = "dead"
    """given up: a person must look"""
    UNCERTAIN = "uncertain"
    """handed over without an answer, by a channel that must not repeat blindly: a receipt or another one settles it"""
    WITHDRAWN = "withdrawn"
    """nothing it would say is still true"""


class Message(SQLModel, table=True):
    """One message to one person by one channel; it says all reminders that point at it."""

    __table_args__ = (
        sa.Index("ix_message_ready", "committee_id", "state", "channel", "next_attempt_at"),
        sa.Index("ix_message_told", "committee_id", "person_id", "created_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str
    kind: str
    """A ``MessageKind``."""
    message_uid: str = Field(unique=True)
    """Stable id (the mail's ``Message-ID``): a repeat after a crash carries the same one."""
    state: str = MessageState.PENDING
    created_at: datetime = instant()
    next_attempt_at: datetime = instant()
    attempts: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = instant(nullable=True)
    settled_at: datetime | None = instant(nullable=True)
    maybe_delivered: bool = False
    """An attempt broke off after the message was handed over: it may only be repeated as it is, never folded."""
    address: str | None = None
    """Where the last attempt went."""
    subject: str | None = None
    """As sent."""
    stands_in_for_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    """The message of another channel that did not get through; this one says the same."""
    approved_by: str | None = None
    approved_at: datetime | None = instant(nullable=True)


class Reminder(SQLModel, table=True):
    """One thing said once; ``key`` (``notifications.keys``) is what makes it once."""

    __table_args__ = (sa.Index("ix_reminder_task", "task_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    key: str = Field(unique=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    notice_id: int | None = Field(default=None, foreign_key="notice.id", index=True)
    report_notice_id: int | None = Field(default=None, foreign_key="report_notice.id", index=True)
    milestone: str
    due: date
    """The day that the milestone is counted from: due day, meeting day, Monday of the week, day of the event, day to
    which the figures of a report count."""


class Attempt(SQLModel, table=True):
    """One attempt to deliver a message, with what came of it; also what came back later (receipts, bounces)."""

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    at: datetime = instant()
    outcome: str
    """``sent``, ``withdrawn``, the class of the failure (``notifications.errors.FailureClass``), ``delivered`` (a
    receipt came), ``bounced`` (it came back), ``delayed`` (a server on the way still tries)."""
    code: str | None = None
    reason: str | None = None
    remote_id: str | None = Field(default=None, index=True)
    """What the other side calls the message (Zalo's message id)."""


_IS_WAITING = sa.text("settled_at IS NULL")
"""Notices pile up over the years; those that still wait are few."""


class Notice(SQLModel, table=True):
    """What happened to a task or meeting and must be told to a person; told when a reminder points at it."""

    __table_args__ = (
        sa.Index("ix_notice_person", "committee_id", "person_id", "at"),
        sa.Index("ix_notice_waiting", "committee_id", "seq", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
    )
    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = committee_key()
    key: str = Field(unique=True)
    """Row of the history × person."""
    seq: int
    """The row of the committee's history: notices are told in the order in which things happened."""
    person_id: int = Field(foreign_key="person.id", index=True)
    event: str
    """A ``notifications.events.Event``."""
    at: datetime = instant()
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    """Days and names before and after; no texts of the task."""
    settled_at: datetime | None = instant(nullable=True)
    """When it was put into a message, or found to be of no use any more."""


class NoticeCursor(SQLModel, table=True):
    """How far the history of a committee has been read for notices."""

    __tablename__ = "notice_cursor"
    committee_id: int = Field(foreign_key="committee.id", primary_key=True)
    seq: int = 0
