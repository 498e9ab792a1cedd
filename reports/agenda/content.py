"""What the agenda-readiness report says, as plain strings: everything that the Word template prints."""

from dataclasses import dataclass

from reports.charts import Chart
from reports.letterhead import Letterhead


@dataclass(frozen=True)
class AgendaRow:
    """One item of the agenda."""

    order: int
    title: str
    lead: str
    contact: str
    paper: str
    deadline: str
    days_left: str
    proposal: str


@dataclass(frozen=True)
class AgendaGroup:
    """Rows under a heading."""

    heading: str
    rows: tuple[AgendaRow, ...]


@dataclass(frozen=True)
class SessionRow:
    """A meeting of the standing committee or the permanent members, with what it dealt with."""

    day: str
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class SettledRow:
    """A task that was directed or settled between two sessions."""

    title: str
    lead: str
    body: str
    given: str
    result: str


@dataclass(frozen=True)
class Between:
    """The second appendix."""

    span: str
    sessions: tuple[SessionRow, ...]
    tasks: tuple[SettledRow, ...]


@dataclass(frozen=True)
class AgendaReport:
    """Everything that the Word template prints."""

    head: Letterhead
    subject: tuple[str, ...]
    opening: str
    situation: tuple[str, ...]
    timeline: Chart | None
    """None while the meeting has no day."""
    proposals_opening: str
    """Empty when nothing is to be decided."""
    proposals: tuple[str, ...]
    appendix_of: str
    groups: tuple[AgendaGroup, ...]
    between: Between | None
    """None but for a regular session of the BCH."""
