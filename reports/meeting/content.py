"""What the status report says, as plain strings: everything that the Word template prints and nothing else."""

from dataclasses import dataclass

from reports.entries import AgencyRow, AppendixGroup, Entry, EntryList
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
    overdue_opening: str
    overdue: tuple[Entry, ...]
    agenda_opening: str
    agenda: tuple[AgendaRow, ...]
    follow_up: tuple[EntryList, ...]
    causes: tuple[Entry, ...]
    proposals: tuple[str, ...]
    appendix_of: str
    appendix: tuple[AppendixGroup, ...]
    agencies: tuple[AgencyRow, ...]
