"""Tasks and meetings as plain rows: what decisions and reports look at. No database objects leave the store."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from tasks_registry.meetings.states import AgendaState, MeetingKind, MeetingState
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import ExtensionState, WorkState


@dataclass(frozen=True)
class PersonView:
    """Somebody who can be reminded or named."""

    id: int
    name: str
    email: str
    agency_code: str
    agency_name: str


@dataclass(frozen=True)
class MeetingView:
    """A meeting: known by a window until ``day`` is fixed."""

    id: int
    name: str
    body: str
    ordinal: int | None
    term: str | None
    window_from: date | None
    window_to: date | None
    day: date | None
    kind: MeetingKind = MeetingKind.REGULAR
    state: MeetingState = MeetingState.DRAFT
    place: str | None = None


@dataclass(frozen=True)
class AgendaView:
    """An item of a meeting's agenda, with what its task says of the paper."""

    id: int
    meeting_id: int
    position: int
    title: str
    state: AgendaState
    task_code: str | None
    task_state: WorkState | None
    evidence: str | None
    lead_name: str | None
    """The agency that leads the task, or the item itself."""
    person: PersonView | None
    """Who is reached for it."""
    times_carried: int
    """How often it was carried before it came to this meeting."""
    note: str | None
    secret: bool = False
    """Whether its task is secret, so that its title is not printed."""


@dataclass(frozen=True)
class TaskView:
    """One task with the names that people read."""

    id: int
    code: str
    title: str
    text: str
    kind: Kind
    work_state: WorkState
    number: str | None
    """Number as printed in the document (``2.1``)."""
    heading: str | None
    lead_code: str | None
    lead_name: str | None
    support_names: tuple[str, ...]
    officer: PersonView | None
    """Who gets the reminders: the task's own officer, else the lead agency's officer or head."""
    product: str | None
    due: date | None
    original_due: date | None
    deadline_rule: DeadlineRule | None
    deadline_text: str | None
    meeting_id: int | None
    meeting_name: str | None
    completed_on: date | None
    evidence: str | None
    note: str | None
    """Last progress or reason given by the owner or the office."""
    reported_at: datetime | None
    """When the owner last said anything of it; None is its own fact, not “late”."""
    document: str | None
    """Label of the source document, e.g. ``Báo cáo số 12-BC/ĐU``."""
    secret: bool = False
    percent: int | None = None
    """Progress as last reported, 0..100."""
    extensions: int = 0
    """How many extensions were granted."""
    version: int = 1
    """Counts changes: who names it when acting is refused if somebody was faster."""
    document_id: int | None = None
    heading_text: str | None = None
    """Words of the heading under which it stands in its document."""
    successor_id: int | None = None
    """The task of a later period that carries this one on."""
    period: str | None = None
    """Code of the period that it belongs to (``2026-Q3``); None when it names none."""
    confirmed_at: datetime | None = None
    """When it became a commitment; None while it is only proposed."""

    @property
    def proposed(self) -> bool:
        """Tell whether it is a mere proposal, or was one to its end: nobody ever confirmed it."""
        dropped = self.work_state is WorkState.WITHDRAWN and self.confirmed_at is None
        return dropped or self.work_state is WorkState.DRAFT


AUTHORITIES = {"TT": "Thường trực", "BTV": "Ban Thường vụ", "BCH": "Ban Chấp hành"}
"""Cấp trình: code → the body as an office calls it."""


@dataclass(frozen=True)
class Assignment:
    """What a task was given out with, beside what ``TaskView`` shows of it."""

    given_on: date | None
    """The office's day on which somebody confirmed the task; None for a draft."""
    director: str | None
    """Who directs it (lãnh đạo chỉ đạo)."""
    director_position: str
    authority: str | None
    """Cấp trình, one of ``AUTHORITIES``."""
    measure: str | None
    """How much of the deliverable."""
    waits_for: str | None
    """What must happen before its days count."""
    citations: tuple[str, ...]
    """The documents that it rests on (căn cứ), as written."""
    document_kind: str | None
    """Of the document that it was read from: the kind as its number writes it (``BC``)."""
    document_number: str | None
    document_issued_on: date | None
    document_title: str | None


@dataclass(frozen=True)
class ReportView:
    """One progress report."""

    at: datetime
    reported_by: str
    text: str
    percent: int | None
    evidence: str | None


@dataclass(frozen=True)
class ExtensionView:
    """One request for more time (xin gia hạn) and what became of it."""

    code: str
    title: str
    secret: bool
    state: ExtensionState
    due_before: date | None
    due_asked: date
    reason: str
    asked_by: str
    asked_at: datetime
    due_granted: date | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


class TaskLine(NamedTuple):
    """One line of a list of tasks: a tuple, because lists of years are long and read often."""

    id: int
    code: str
    title: str
    due: date | None
    original_due: date | None
    completed_on: date | None
    period: str | None
    secret: bool
    lead_agency_id: int | None
    lead_code: str | None
    lead_name: str | None
    officer_id: int | None
    officer_name: str | None
    """The task's own officer; who is reminded when it has none, ``TaskView.officer`` knows."""
    meeting_id: int | None
    meeting_name: str | None
    work_state: WorkState


class WatchedTask(NamedTuple):
    """What a decision about reminders looks at; many are read in every run, so no texts."""

    id: int
    code: str
    kind: Kind
    work_state: WorkState
    due: date | None
    deadline_rule: DeadlineRule | None
    meeting_id: int | None
    lead_code: str | None
    officer: PersonView | None
    """Who hears of it on the day that was asked for."""
    reported_at: datetime | None
    document_id: int | None


def full_title(task: TaskView) -> str:
    """Return the title for paper and mail: the whole text where the title is only the cut beginning of it."""
    return task.text.rstrip(" .;,/") if task.title.endswith("…") else task.title
