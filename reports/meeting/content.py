"""What the status report says, as plain strings: everything that the Word template prints and nothing else."""

from dataclasses import dataclass

from reports.entries import AppendixGroup, Entry, EntryList, PartRow
from reports.letterhead import Letterhead
from tasks_registry.time_state import Figures


@dataclass(frozen=True)
class AgendaRow:
    """One row of the agenda-readiness table."""

    title: str
    lead: str
    deadline: str
    paper: str
    proposal: str


@dataclass(frozen=True)
class StatusReport:
    """Everything that the Word template prints. Word counts the parts and their entries."""

    head: Letterhead
    subject: tuple[str, ...]
    opening: str
    figures: Figures
    figures_caption: str
    situation: tuple[str, ...]
    """What was counted and the rates, over the official table."""
    details: tuple[str, ...]
    """What is to be said of the tasks beside the official figures, below it."""
    fields: tuple[PartRow, ...]
    """Empty when there are not two fields to set side by side."""
    fields_caption: str
    overdue_opening: str
    overdue: tuple[Entry, ...]
    agenda_opening: str
    agenda: tuple[AgendaRow, ...]
    between_opening: str
    between: tuple[Entry, ...]
    follow_up: tuple[EntryList, ...]
    causes: tuple[Entry, ...]
    proposals: tuple[str, ...]
    appendix_of: str
    appendix: tuple[AppendixGroup, ...]
    agencies: tuple[PartRow, ...]
