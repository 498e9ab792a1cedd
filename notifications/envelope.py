"""What a decision hands to the outbox: one message to one person by one channel, and what it says."""

from dataclasses import dataclass
from datetime import date, datetime

from notifications.kinds import MessageKind


@dataclass(frozen=True)
class Entry:
    """One thing said once; exactly one of the ids is set, none for a weekly summary."""

    key: str
    milestone: str
    due: date
    task_id: int | None = None
    meeting_id: int | None = None
    notice_id: int | None = None
    report_notice_id: int | None = None


@dataclass(frozen=True)
class Envelope:
    """One message for the outbox."""

    person_id: int
    channel: str
    kind: MessageKind
    entries: tuple[Entry, ...]
    held: bool = False
    """A draft: it waits for a person's approval."""
    not_before: datetime | None = None
    """Quiet hours: not sent earlier."""
