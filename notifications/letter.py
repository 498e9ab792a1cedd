"""What a channel is handed: one message, ready to send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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


class Channel(Protocol):
    """A way to reach people."""

    name: str

    def send(self, letter: Letter) -> None:
        """Hand the letter over; returns when the other side has accepted it, raises ``DeliveryError`` otherwise."""

    def close(self) -> None:
        """Let go of connections."""
