"""What a reading of a document consists of. Plain values: the readers fill them, the registry and the CLI take them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Kind of a commitment (DOMAIN: only the first is timed by default)."""

    DELIVERABLE = "deliverable"
    """việc có sản phẩm"""
    STANDING = "standing"
    """thường xuyên"""
    DIRECTION = "direction"
    """định hướng"""
    CONDITIONAL = "conditional"
    """có điều kiện"""


class DeadlineRule(StrEnum):
    """Where a proposed deadline comes from."""

    TEXT = "text"
    """the words of the task itself"""
    HEADING = "heading"
    """the heading above it"""
    PERIOD = "period"
    """default: the end of the document's period"""
    MEETING = "meeting"
    """default: counted back from the meeting that the task goes to"""
    REPORT_CALENDAR = "report-calendar"
    """the calendar of periodic reports"""
    DEFAULT_TERM = "default-term"
    """default: the office's own number of days, where nothing else gives a deadline"""


@dataclass(frozen=True)
class Span:
    """Characters ``start`` (inclusive) to ``end`` (exclusive) of the document's text as read."""

    start: int
    end: int


@dataclass(frozen=True)
class Citation:
    """A cited document: ``46-NQ/TW`` of 20/12/2023. ``issued_on`` is None when none is given or it does not exist."""

    kind: str
    number: str
    issued_on: date | None
    text: str


@dataclass(frozen=True)
class DeadlineProposal:
    """A deadline as read. ``to`` is the last day of what the words say; the working calendar comes later.

    ``text`` is the phrase as written, or the sentence that stands behind a default. ``waits_for`` is the trigger of a
    deadline that has no day yet, ``recurring`` a cron expression or period name of a repeating one.
    """

    text: str
    rule: DeadlineRule
    start: date | None = None
    to: date | None = None
    before: bool = False
    recurring: str | None = None
    waits_for: str | None = None
    ambiguous: bool = False
    offset_days: int | None = None
    """Days counted from ``waits_for``, negative for days before it."""
    offset_in_working_days: bool = False


@dataclass(frozen=True)
class MeetingMention:
    """A meeting as read: body code (``BCH``, ``BTV``, ``TT``, ``HDND``), ordinal, term, and its window."""

    name: str
    body: str
    ordinal: int | None = None
    term: str | None = None
    date_text: str | None = None
    window_from: date | None = None
    window_to: date | None = None


@dataclass(frozen=True)
class TaskProposal:
    """One commitment as read, with everything a person needs to confirm it."""

    text: str
    title: str
    kind: Kind
    source: Span
    phrase: str
    """Words that decided ``kind``, as written."""
    rule: str
    """Stable name of the reading rule that cut this commitment out (``item``, ``sentence``, ``paragraph``)."""
    confidence: float
    number: str | None = None
    heading: str | None = None
    """Number of the enclosing heading, from the part down: ``III.4.1``."""
    heading_text: str | None = None
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    lead_proposed: str | None = None
    """Agency code from the directory: of the written lead, else by the function table."""
    deadline: DeadlineProposal | None = None
    meeting: str | None = None
    """``name`` of one of the reading's meetings."""
    product: str | None = None
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    """Footnotes that stood at this commitment."""


@dataclass(frozen=True)
class Warning:
    """Something a careful reader would ask about. ``code`` is stable, ``text`` a Vietnamese sentence."""

    code: str
    text: str
    source: Span


@dataclass(frozen=True)
class DocumentHead:
    """What the head of the document says of it. ``period`` is ``2024-Q2`` (of the tasks), or ``2024-H1``, ``2024``."""

    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    draft: bool = False
    title: str | None = None
    period: str | None = None


@dataclass(frozen=True)
class Reading:
    """A whole document as read."""

    document: DocumentHead
    meetings: tuple[MeetingMention, ...] = ()
    tasks: tuple[TaskProposal, ...] = ()
    warnings: tuple[Warning, ...] = ()
    text: str = field(default="", repr=False)
    """The document's text as read; ``Span`` counts in it."""
