"""What a channel is handed: one message, ready to send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One message to one address. ``uid`` stays the same when it is sent again."""

    uid: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    at: datetime
    short: str = ""
    """The plain short form for Zalo."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What an approved template may ask for: see ``config.zalo.TemplateOfZalo``."""
    threads: tuple[str, ...] = ()
    """Stable ids of the conversations that it belongs to (``task-2026-Q3-017``): mail programs group by them."""
    unsubscribe: str | None = None
    """Address of the page where reminders are turned off; it also takes the one-click POST of RFC 8058."""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What the other side said when it took a letter."""

    remote_id: str | None = None
    quota_left: int | None = None
    refused: tuple[str, ...] = ()
    """Addresses of the person that were refused before another one took the letter."""


class Channel(Protocol):
    """A way to reach people. One instance belongs to one thread."""

    name: str
    repeatable: bool
    """Whether a letter that may have arrived can be sent again: mail programs know it by its ``Message-ID``."""

    def send(self, letter: Letter) -> Receipt:
        """Hand the letter over; returns when the other side has accepted it, raises ``DeliveryError`` otherwise."""

    def close(self) -> None:
        """Let go of connections."""
