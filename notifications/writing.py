"""Who writes which message. A letter is written when it is sent, from what is true then (ADR 0003)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.clock import office_day
from config.office_files import OfficeFiles
from notifications.envelope import Entry
from notifications.letter import Letter
from notifications.links import LinkMaker
from notifications.models.outbox import MessageKind
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.view import PersonView


@dataclass(frozen=True)
class Desk:
    """What writers have before them."""

    session: Session
    committee: int
    files: OfficeFiles
    calendar: WorkingCalendar
    zone: ZoneInfo
    now: datetime
    links: LinkMaker | None = None
    """None while no address of the pages is known: letters then have no buttons."""
    templates: Path | None = None
    """The folder with the office's own templates of letters; None: the built-in ones are used."""
    home: Path | None = None
    """Where kept files lie; None: there are none."""

    @property
    def today(self) -> date:
        """The office's day."""
        return office_day(self.now, self.zone)


@dataclass(frozen=True)
class Order:
    """A claimed message that wants a letter."""

    message_id: int
    uid: str
    kind: MessageKind
    channel: str
    person: PersonView
    address: str
    entries: tuple[Entry, ...]
    """Those that nothing later has taken the place of."""
    stands_in_for: str | None = None
    """The channel that did not get through."""


Writer = Callable[[Desk, Sequence[Order]], Mapping[int, Letter]]
"""Returns message id → letter; a message of which nothing is true any more is left out, and withdrawn."""
